import ballerina/io;
import ballerina/lang.runtime;

// What strands that wait hold on to - on their stacks, in messages, as results - is there when they go on, whatever has
// been allocated meanwhile.
type Row record {|
    int id;
    string name;
    int[] parts;
|};

function row(int id) returns Row => {id, name: "row " + id.toString(), parts: [id, id + 1]};

function keeper(int i) returns Row {
    Row before = row(i);
    runtime:sleep(0.002);
    Row after = row(before.parts[1]);
    after.parts.push(before.id);
    runtime:sleep(0.001 * <decimal>(i % 3));
    return {id: before.id, name: before.name + "/" + after.name, parts: after.parts};
}

function relay(int i) returns Row|error {
    worker a returns error? {
        Row r = <- function;
        churn(5);
        Row doubled = {id: r.id * 2, name: r.name + "!", parts: [...r.parts, ...r.parts]};
        doubled -> b;
        Row[] back = check <- b;
        back[0] -> function;
    }
    worker b returns error? {
        Row r = check <- a;
        runtime:sleep(0.0001);
        [r, row(i)] -> a;
    }
    Row sent = row(i);
    sent -> a;
    sent.name = "changed";
    churn(5);
    Row got = check <- a;
    check wait b;
    return got;
}

function churn(int n) {
    string[] all = [];
    foreach int i in 0 ..< n {
        all.push("text " + i.toString());
    }
}

public function main() returns error? {
    future<Row>[] keepers = [];
    foreach int i in 0 ..< 50 {
        future<Row> f = start keeper(i);
        keepers.push(f);
        churn(3);
    }
    future<Row|error>[] relays = [];
    foreach int i in 0 ..< 50 {
        future<Row|error> f = start relay(i);
        relays.push(f);
        if i % 10 == 0 {
            runtime:sleep(0);
        }
    }
    churn(100);
    int wrong = 0;
    foreach int i in 0 ..< 50 {
        Row k = check wait keepers[i];
        string name = string `row ${i}/row ${i + 1}`;
        if k != {id: i, name, parts: [i + 1, i + 2, i]} {
            wrong += 1;
        }
        Row r = check wait relays[i];
        if r != {id: 2 * i, name: string `row ${i}!`, parts: [i, i + 1, i, i + 1]} {
            wrong += 1;
        }
    }
    io:println(wrong); // @output 0
}
