import ballerina/io;
import ballerina/log;

configurable string folder = ?;

type User record {
    string id;
    @log:Sensitive
    string password;
    @log:Sensitive {strategy: {replacement: "****"}}
    string card;
    @log:Sensitive {strategy: {replacement: ends}}
    string code;
};

isolated function ends(string s) returns string => s[0] + ".." + s[s.length() - 1];

function audit() returns log:Logger|error {
    return log:fromConfig(id = "audit", format = log:JSON_FORMAT, level = log:DEBUG,
            destinations = [{'type: log:STDOUT}], keyValues = {"team": "a"}, enableSensitiveDataMasking = true);
}

function context() returns error? {
    log:Logger child = check log:root().withContext(request = "r1", n = 1);
    log:Logger grandchild = check child.withContext(n = 2, late = isolated function() returns anydata => "now");
    child.printInfo("child");
    grandchild.printWarn("grandchild", n = 3);
    log:Logger own = check audit();
    log:Logger ofOwn = check own.withContext(k = "v");
    own.printDebug("own");
    ofOwn.printInfo(`user ${"x"}`);
    io:println(audit(), " ", own.getLevel(), " ", ofOwn.getLevel());
    check own.setLevel(log:ERROR);
    io:println(ofOwn.getLevel(), " ", ofOwn.setLevel(log:INFO));
    own.printInfo("not shown");
    _ = check log:fromConfig();
    _ = check log:fromConfig();
    io:println(log:getLoggerRegistry().getIds(), log:getLoggerRegistry().getById("audit") === own);
}

function masking() returns error? {
    User u = {id: "U1", password: "p", card: "123", code: "345", "more": [1, "x\"y", ()]};
    io:println(log:toMaskedString(u));
    io:println(log:toMaskedString([u.cloneReadOnly(), (), "s", 1.5, true]));
    io:println(log:toMaskedString("plain"), log:toMaskedString(()));
    log:Logger logger = check log:fromConfig(id = "m", enableSensitiveDataMasking = true);
    logger.printInfo(`template ${u}`, user = u, text = "t");
    log:printInfo("open", user = u);
    anydata[] cycle = [];
    cycle.push(cycle);
    io:println(trap log:toMaskedString(cycle));
}

function files() returns error? {
    string path = folder + "/app.log";
    log:Logger logger = check log:fromConfig(destinations = [
        {path, mode: log:TRUNCATE, rotation: {policy: log:SIZE_BASED, maxFileSize: 200, maxBackupFiles: 2}}
    ]);
    foreach int i in 0 ..< 12 {
        logger.printInfo("line " + i.toString());
    }
    foreach string line in check io:fileReadLines(path) {
        io:println(line.substring(line.indexOf("level") ?: 0));
    }
    check log:setOutputFile(folder + "/all.log");
    log:printInfo("everywhere");
    io:println((check io:fileReadLines(folder + "/all.log")).length());
    io:println(log:fromConfig(destinations = [{path: "x.txt"}]));
    io:println(log:fromConfig(destinations = []));
    io:println(log:fromConfig(destinations = [{path, rotation: {maxFileSize: 0}}]));
    io:println(log:fromConfig(destinations = [{path, rotation: {maxAge: -1}}]));
    io:println(log:fromConfig(destinations = [{path, rotation: {maxBackupFiles: -1}}]));
}

public function main() returns error? {
    check context();
    check masking();
    check files();
}
