import ballerina/io;

type Worker record {|
    string id;
    string name;
    int age;
    float? size;
    boolean active;
|};

const PATH = "/tmp/balvm-conformance-io-files";

public function main() returns error? {
    check io:fileWriteString(PATH, "one\ntwo\n");
    check io:fileWriteLines(PATH, ["three"], io:APPEND);
    io:println(check io:fileReadLines(PATH)); // @output ["one","two","three"]
    stream<string, io:Error?> lines = check io:fileReadLinesAsStream(PATH);
    io:println(from string line in lines where line.length() == 3 select line); // @output ["one","two"]
    check io:fileWriteLinesFromStream(PATH, ["x", "y"].toStream());
    io:println(check io:fileReadString(PATH) == "x\ny\n"); // @output true

    check io:fileWriteBytes(PATH, [1, 2, 3, 4, 5]);
    stream<io:Block, io:Error?> blocks = check io:fileReadBlocksAsStream(PATH, 2);
    io:println(from io:Block block in blocks select block.length()); // @output [2,2,1]
    byte[][] parts = [[7, 8], [9]];
    check io:fileWriteBlocksFromStream(PATH, parts.toStream());
    io:println(check io:fileReadBytes(PATH)); // @output [7,8,9]

    Worker[] workers = [
        {id: "07", name: "Quote \" and, comma", age: 30, size: 1.5, active: true},
        {id: "8", name: "", age: -1, size: (), active: false}
    ];
    check io:fileWriteCsv(PATH, workers);
    io:println(check io:fileReadLines(PATH));
    // @output ["id,name,age,size,active","07,\"Quote \"\" and, comma\",30,1.5,true","8,,-1,,false"]
    Worker[] read = check io:fileReadCsv(PATH);
    io:println(read == workers); // @output true
    string[][] rows = check io:fileReadCsv(PATH, 1);
    io:println(rows[0]); // @output ["07","Quote \" and, comma","30","1.5","true"]
    map<string>[] maps = check io:fileReadCsv(PATH);
    io:println(maps[1]); // @output {"id":"8","name":"","age":"-1","size":"","active":"false"}
    stream<Worker, io:Error?> stored = check io:fileReadCsvAsStream(PATH);
    io:println(from Worker w in stored select w.age); // @output [30,-1]
    check io:fileWriteCsv(PATH, [["a", "b"], ["1", "x\ny"]]);
    record {|int a; int b;|}[]|io:Error wrong = io:fileReadCsv(PATH);
    io:println(wrong is io:Error); // @output true

    check io:fileWriteXml(PATH, xml `<a k="1"><b/></a>`, doctype = {system: "a.dtd"});
    io:println(check io:fileReadString(PATH));
    // @output <!DOCTYPE a SYSTEM "a.dtd">
    // @output <a k="1"><b/></a>
    check io:fileWriteXml(PATH, xml `<a k="1"><b/></a>`);
    io:println(check io:fileReadXml(PATH)); // @output <a k="1"><b/></a>
    io:println(io:fileWriteXml(PATH, xml `<a/><b/>`) is io:ConfigurationError); // @output true
    io:println(io:fileReadString("/no/such/file") is io:FileNotFoundError); // @output true
    check streams();
}

class Failing {
    int left = 2;

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        self.left -= 1;
        return self.left < 0 ? error io:GenericError("no more") : {value: [1, 2, 3]};
    }
}

function streams() returns error? {
    // Longer than what is read at once, lines across the pieces of that.
    string long = string:'join("", ...(from int _ in 0 ..< 30 select "0123456789"));
    string[] lines = from int i in 0 ..< 500 select i.toString() + long + " ä";
    check io:fileWriteLinesFromStream(PATH, lines.toStream());
    check io:fileWriteLinesFromStream(PATH, ["last"].toStream(), io:APPEND);
    string[] read = check from string line in check io:fileReadLinesAsStream(PATH) select line;
    io:println(read.length(), " ", read[499] == lines[499], " ", read[500]); // @output 501 true last
    int[] sizes = check from io:Block b in check io:fileReadBlocksAsStream(PATH, 100000) select b.length();
    io:println(sizes); // @output [100000,53395]
    check io:fileWriteBytes(PATH, [97, 10, 255]);
    stream<string, io:Error?> wrong = check io:fileReadLinesAsStream(PATH);
    io:println(wrong.next()); // @output {"value":"a"}
    io:println(wrong.next()); // @output error GenericError ("the file is not UTF-8")
    stream<io:Block, io:Error?> closed = check io:fileReadBlocksAsStream(PATH, 1);
    io:println(closed.next()); // @output {"value":[97]}
    check closed.close();
    io:println(io:fileWriteBlocksFromStream(PATH, new stream<byte[], io:Error?>(new Failing())));
    // @output error GenericError ("no more")
    io:println(check io:fileReadBytes(PATH)); // @output [1,2,3,1,2,3]
    io:println(io:fileReadLinesAsStream("/no/such/file") is io:FileNotFoundError); // @output true

    Worker[] many = from int i in 0 ..< 300 select {id: i.toString(), name: "n\n" + long, age: i, size: (), active: true};
    check io:fileWriteCsvFromStream(PATH, many.toStream());
    check io:fileWriteCsvFromStream(PATH, [many[7]].toStream(), io:APPEND);
    Worker[] stored = check from Worker w in check io:fileReadCsvAsStream(PATH, Worker) select w;
    io:println(stored.length(), " ", stored[299] == many[299], " ", stored[300] == many[7]); // @output 301 true true
    string[][] rows = check from string[] row in check io:fileReadCsvAsStream(PATH, StringRow) select row;
    io:println(rows.length(), " ", rows[1] == ["0", "n\n" + long, "0", "", "true"]); // @output 302 true
    check io:fileWriteLines(PATH, ["id", "1", "1,2"]);
    stream<map<anydata>, io:Error?> uneven = check io:fileReadCsvAsStream(PATH);
    io:println(uneven.next()); // @output {"value":{"id":1}}
    io:println(uneven.next() is io:Error); // @output true
}

type StringRow string[];
