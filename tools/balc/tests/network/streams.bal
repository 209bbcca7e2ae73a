// Bodies as streams: in both directions, of any length, with little memory.

import ballerina/http;
import ballerina/io;
import ballerina/lang.runtime;

configurable int megabytes = 64;
configurable string file = ?;

const PIECE = 65536;

final readonly & byte[] full = ones();

isolated function ones() returns readonly & byte[] {
    byte[] piece = [];
    foreach int _ in 0 ..< PIECE {
        piece.push(1);
    }
    return piece.cloneReadOnly();
}

# As many bytes as it is told, and how far it has been read.
isolated class Numbers {
    private final int length;
    private int at = 0;

    isolated function init(int length) {
        self.length = length;
    }

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        lock {
            int n = int:min(PIECE, self.length - self.at);
            if n == 0 {
                return;
            }
            self.at += n;
            return {value: full.slice(0, n)};
        }
    }
}

isolated class Failing {
    private int left = 3;

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        lock {
            self.left -= 1;
            return self.left < 0 ? error io:GenericError("no more") : {value: [1, 2, 3]};
        }
    }
}

isolated class Events {
    private int left;
    private final boolean failing;

    isolated function init(int left, boolean failing) {
        self.left = left;
        self.failing = failing;
    }

    public isolated function next() returns record {|http:SseEvent value;|}|error? {
        runtime:sleep(0.01);
        lock {
            self.left -= 1;
            if self.left < 0 {
                return self.failing ? error("events failed") : ();
            }
            return {value: {event: "count", id: self.left.toString(), data: "a\nb: " + self.left.toString(), 'retry: 10}};
        }
    }
}

isolated function size(stream<byte[], io:Error?> pieces) returns [int, int]|error {
    int all = 0;
    int largest = 0;
    while true {
        record {|byte[] value;|}? piece = check pieces.next();
        if piece is () {
            return [all, largest];
        }
        all += piece.value.length();
        largest = int:max(largest, piece.value.length());
    }
}

isolated service class Front {
    *http:Service;

    isolated resource function get numbers(int length) returns http:Response {
        http:Response response = new;
        response.setByteStream(new stream<byte[], io:Error?>(new Numbers(length)));
        return response;
    }

    isolated resource function get direct(int length) returns stream<byte[], io:Error?> =>
        new stream<byte[], io:Error?>(new Numbers(length));

    isolated resource function get failing() returns stream<byte[], io:Error?> =>
        new stream<byte[], io:Error?>(new Failing());

    isolated resource function post size(http:Request request) returns int|error {
        [int, int] found = check size(check request.getByteStream());
        return found[1] <= 8192 ? found[0] : -1;
    }

    isolated resource function post mirror(http:Request request) returns http:Response|error {
        http:Response response = new;
        response.setByteStream(check request.getByteStream(1000), "text/plain");
        return response;
    }

    isolated resource function get file() returns stream<io:Block, io:Error?>|error =>
        io:fileReadBlocksAsStream(file, 65536);

    resource function put file(http:Request request) returns error? =>
        io:fileWriteBlocksFromStream(file, check request.getByteStream());

    isolated resource function get events(boolean failing = false) returns stream<http:SseEvent, error?> =>
        new stream<http:SseEvent, error?>(new Events(3, failing));

    isolated resource function get raw() returns http:Response {
        http:Response response = new;
        response.setTextPayload(": hi\r\ndata\r\n\r\n\n\nid: 7\rdata:x\rother: y\r\rdata: left out");
        return response;
    }
}

# A server that passes on what another one answers.
service class Proxy {
    *http:Service;
    private final http:Client backend;

    function init(http:Client backend) {
        self.backend = backend;
    }

    resource function get numbers(int length) returns http:Response|error {
        return self.backend->get("/numbers?length=" + length.toString());
    }

    resource function post size(http:Request request) returns http:Response|error {
        return self.backend->forward("/size", request);
    }

    resource function put size(http:Request request) returns http:Response|error {
        return self.backend->execute("POST", "/size", request);
    }
}

function both(http:Client c, string what) returns error? {
    int length = megabytes * 1048576;
    http:Response down = check c->get("/numbers?length=" + length.toString());
    [int, int] got = check size(check down.getByteStream(10000));
    io:println(what, ": down ", got[0] == length, " ", got[1], " ", down.getContentType());
    int up = check c->/size.post(new stream<byte[], io:Error?>(new Numbers(length)));
    io:println(what, ": up ", up == length);
}

function files(http:Client c, string what) returns error? {
    int length = megabytes * 1048576;
    http:Response stored = check c->/file.put(new stream<byte[], io:Error?>(new Numbers(length)));
    http:Response down = check c->/file;
    [int, int] got = check size(check down.getByteStream(10000));
    io:println(what, ": stored ", stored.statusCode, ", sent ", got[0] == length);
}

function events(http:Client c) returns error? {
    stream<http:SseEvent, error?> all = check c->/events;
    check from http:SseEvent e in all
        do {
            io:println(e);
        };
    http:Response response = check c->get("/events?failing=true");
    io:println(response.getContentType(), " ", check response.getHeader("cache-control"));
    all = check response.getSseEventStream();
    check from http:SseEvent e in all
        do {
            io:println(e);
        };
    all = check c->/raw;
    check from http:SseEvent e in all
        do {
            io:println(e);
        };
    stream<http:SseEvent, error?>|json|error mixed = c->/events;
    io:println(mixed is error ? mixed.message() : "no error");
    stream<http:SseEvent, error?>|error missing = c->/none;
    io:println(missing is http:ClientRequestError);
}

function peak() returns int|error {
    foreach string line in check io:fileReadLines("/proc/self/status") {
        if line.startsWith("VmHWM:") {
            string[] words = re `\s+`.split(line);
            return check int:fromString(words[1]) / 1024;
        }
    }
    return error("no such line");
}

public function main() returns error? {
    // The compiler's memory where it runs the program itself.
    int before = check peak();
    http:Listener l = check new (0);
    check l.attach(new Front(), ());
    check l.'start();
    string url = string `http://localhost:${l.getPort()}`;
    http:Client one = check new (url, httpVersion = "1.1");
    http:Client two = check new (url);
    check both(one, "1.1");
    check both(two, "2.0");
    check files(one, "1.1");
    check files(two, "2.0");

    http:Listener p = check new (0);
    check p.attach(new Proxy(one), ());
    check p.'start();
    http:Client through = check new (string `http://localhost:${p.getPort()}`);
    http:Response passed = check through->get("/numbers?length=20000000");
    io:println("passed on: ", (check size(check passed.getByteStream()))[0]);
    int forwarded = check through->/size.post(new stream<byte[], io:Error?>(new Numbers(megabytes * 1048576)));
    int executed = check through->/size.put(new stream<byte[], io:Error?>(new Numbers(megabytes * 1048576)));
    io:println("forwarded: ", [forwarded, executed] == [megabytes * 1048576, megabytes * 1048576]);
    foreach http:Client c in [one, two] {
        http:Response direct = check c->get("/direct?length=200000");
        io:println("direct: ", (check size(check direct.getByteStream()))[0]);
        http:Response mirrored = check c->/mirror.post("x" + "yz");
        io:println("mirror: ", check mirrored.getTextPayload(), " ", mirrored.getContentType());
        byte[]|error broken = c->/failing;
        io:println("broken off: ", broken is http:ClientError);
        int|error unsent = c->/size.post(new stream<byte[], io:Error?>(new Failing()));
        io:println("unsent: ", unsent is error ? unsent.message() : unsent.toString());
        http:Response unread = check c->get("/numbers?length=3000000");
        io:println("unread: ", unread.statusCode);
        check events(c);
    }
    http:Request twice = new;
    twice.setByteStream(new stream<byte[], io:Error?>(new Numbers(10)));
    int first = check one->/size.post(twice);
    int|error second = one->/size.post(twice);
    io:println("twice: ", first, " ", second is error ? second.message() : second.toString());
    check l.immediateStop();
    check p.immediateStop();
    int most = check peak() - before;
    io:println("peak: ", most <= limit ? "little" : most.toString() + " MB");
}

// Megabytes by which the process may have grown.
configurable int 'limit = 50;
