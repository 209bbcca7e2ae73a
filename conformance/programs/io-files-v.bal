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
}
