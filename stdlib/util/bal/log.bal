// ballerina/log: messages with key-value pairs on standard error, one a line. Other destinations are left out so far.

import ballerina/io;
import ballerina/lang.'object as objects;
import ballerina/time;

# Log level types.
public enum Level {
    DEBUG,
    ERROR,
    INFO,
    WARN
}

# A value that can be of type `anydata`, a function pointer, or a raw template.
public type Value anydata|Valuer|PrintableRawTemplate;

# Raw templates for logging.
#
# + strings - String values of the template as an array
# + insertions - Parameterized values/expressions after evaluations as an array
public type PrintableRawTemplate object {
    *objects:RawTemplate;
    public string[] & readonly strings;
    public Value[] insertions;
};

# A function that returns a value of type `anydata`. It is called only if the specific log level is enabled.
public type Valuer isolated function () returns anydata;

# Key-value pairs to be displayed in the log.
#
# + msg - msg which cannot be a key
# + message - message which cannot be a key
# + time - time which cannot be a key
# + level - level which cannot be a key
# + 'error - 'error which cannot be a key
# + stackTrace - stackTrace which cannot be a key
public type KeyValues record {|
    never msg?;
    never message?;
    never time?;
    never level?;
    never 'error?;
    never stackTrace?;
    Value...;
|};

# A module and its level.
type Module record {|
    readonly string name;
    readonly Level level;
|};

# Supported log formats.
public enum LogFormat {
    # The JSON log format.
    JSON_FORMAT = "json",
    # The Logfmt log format.
    LOGFMT = "logfmt"
};

# Root logger default log format.
public configurable LogFormat format = LOGFMT;

# Root logger default log level.
public configurable Level level = INFO;

# Modules with their log levels.
public configurable table<Module> key(name) & readonly modules = table [];

# Prints debug logs.
#
# + msg - The message to be logged
# + 'error - The error struct to be logged
# + stackTrace - The error stack trace to be logged
# + keyValues - The key-value pairs to be logged
public isolated function printDebug(string|PrintableRawTemplate msg, error? 'error = (),
        error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
    print(DEBUG, msg, 'error, stackTrace, keyValues);
}

# Prints error logs.
#
# + msg - The message to be logged
# + 'error - The error struct to be logged
# + stackTrace - The error stack trace to be logged
# + keyValues - The key-value pairs to be logged
public isolated function printError(string|PrintableRawTemplate msg, error? 'error = (),
        error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
    print(ERROR, msg, 'error, stackTrace, keyValues);
}

# Prints info logs.
#
# + msg - The message to be logged
# + 'error - The error struct to be logged
# + stackTrace - The error stack trace to be logged
# + keyValues - The key-value pairs to be logged
public isolated function printInfo(string|PrintableRawTemplate msg, error? 'error = (),
        error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
    print(INFO, msg, 'error, stackTrace, keyValues);
}

# Prints warn logs.
#
# + msg - The message to be logged
# + 'error - The error struct to be logged
# + stackTrace - The error stack trace to be logged
# + keyValues - The key-value pairs to be logged
public isolated function printWarn(string|PrintableRawTemplate msg, error? 'error = (),
        error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
    print(WARN, msg, 'error, stackTrace, keyValues);
}

final readonly & map<int> WEIGHTS = {"ERROR": 4, "WARN": 3, "INFO": 2, "DEBUG": 1};

isolated function print(Level at, string|PrintableRawTemplate msg, error? err, error:StackFrame[]? stackTrace,
        KeyValues keyValues) {
    // Who calls need not be found out when no module has a level of its own and this one is not shown.
    if modules.length() == 0 && !enabled(level, at) {
        return;
    }
    Value given = keyValues["module"];
    string module = given is string ? given : callingModule();
    if !enabled(modules[module]?.level ?: level, at) {
        return;
    }
    map<anydata> entries = {
        "time": time:utcToString(time:utcNow(3)),
        "level": at,
        "module": module,
        "message": msg is string ? msg : evaluateTemplate(msg)
    };
    if err is error {
        entries["error"] = fullDetails(err);
    }
    if stackTrace is error:StackFrame[] {
        entries["stackTrace"] = frameTexts(stackTrace);
    }
    foreach var [key, value] in keyValues.entries() {
        entries[key] = evaluated(value);
    }
    io:fprintln(io:stderr, format == JSON_FORMAT ? entries.toJsonString() : logfmt(entries));
}

isolated function enabled(Level least, Level at) returns boolean {
    return WEIGHTS.get(at) >= WEIGHTS.get(least);
}

# The module of the function that has called this one's; the root module of a single file has no name.
isolated function callingModule() returns string {
    foreach error:StackFrame frame in error("").stackTrace() {
        string text = frame.toString();
        int open = text.indexOf("(") ?: text.length();
        int? colon = text.substring(0, open).lastIndexOf(":");
        string module = colon is int ? text.substring(0, colon) : "";
        if module != "ballerina/log" && module != "ballerina.log" && module != "log" {
            return module;
        }
    }
    return "";
}

# Evaluates the raw template.
#
# + template - The raw template to be evaluated
# + return - The evaluated string
public isolated function evaluateTemplate(PrintableRawTemplate template) returns string {
    string result = template.strings[0];
    foreach int i in 1 ..< template.strings.length() {
        result += evaluated(template.insertions[i - 1]).toString() + template.strings[i];
    }
    return result;
}

isolated function evaluated(Value value) returns anydata {
    if value is Valuer {
        return value();
    }
    return value is PrintableRawTemplate ? evaluateTemplate(value) : value;
}

# An error with its causes.
isolated function fullDetails(error err) returns map<anydata> {
    map<anydata>[] causes = [];
    error? cause = err.cause();
    while cause is error {
        causes.push({"message": cause.message(), "detail": details(cause), "stackTrace": frameTexts(cause.stackTrace())});
        cause = cause.cause();
    }
    return {
        "causes": causes,
        "message": err.message(),
        "detail": details(err),
        "stackTrace": frameTexts(err.stackTrace())
    };
}

isolated function details(error err) returns map<anydata> {
    map<anydata> result = {};
    foreach var [key, value] in err.detail().entries() {
        result[key] = value is anydata ? value : value.toString();
    }
    return result;
}

isolated function frameTexts(error:StackFrame[] stackTrace) returns string[] {
    return from error:StackFrame frame in stackTrace
        select frame.toString();
}

isolated function logfmt(map<anydata> entries) returns string {
    string[] pairs = [];
    foreach var [key, value] in entries.entries() {
        string text = value.toString();
        if key == "module" {
            text = text == "" ? "\"\"" : text;
        } else if key == "error" {
            text = value.toBalString();
        } else if key != "time" && key != "level" && value is string {
            text = value.toJsonString();
        }
        pairs.push(key + "=" + text);
    }
    return string:'join(" ", ...pairs);
}
