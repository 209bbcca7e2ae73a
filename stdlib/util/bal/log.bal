// ballerina/log: messages with key-value pairs, one a line. What they are made of and how they look is here; loggers are in
// logger.bal, where lines go in destination.bal, and what they leave out in masking.bal.

import ballerina/lang.'object as objects;
import ballerina/lang.trace;
import ballerina/lang.value;

# Represents an error of this module.
public type Error distinct error;

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

# Key-value pairs of a logger's configuration.
public type AnydataKeyValues record {
    # msg which cannot be a key
    never msg?;
    # message which cannot be a key
    never message?;
    # time which cannot be a key
    never time?;
    # level which cannot be a key
    never level?;
    # 'error which cannot be a key
    never 'error?;
    # stackTrace which cannot be a key
    never stackTrace?;
    # module name which cannot be a key
    never module?;
};

# A module and its level.
type Module record {
    readonly string name;
    readonly Level level;
};

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

# Default key-values to add to the root logger.
public configurable AnydataKeyValues & readonly keyValues = {};

# Prints debug logs.
#
# + msg - The message to be logged
# + 'error - The error struct to be logged
# + stackTrace - The error stack trace to be logged
# + keyValues - The key-value pairs to be logged
public isolated function printDebug(string|PrintableRawTemplate msg, error? 'error = (),
        error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
    rootLogger.log(DEBUG, msg, 'error, stackTrace, keyValues);
}

# Prints error logs.
#
# + msg - The message to be logged
# + 'error - The error struct to be logged
# + stackTrace - The error stack trace to be logged
# + keyValues - The key-value pairs to be logged
public isolated function printError(string|PrintableRawTemplate msg, error? 'error = (),
        error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
    rootLogger.log(ERROR, msg, 'error, stackTrace, keyValues);
}

# Prints info logs.
#
# + msg - The message to be logged
# + 'error - The error struct to be logged
# + stackTrace - The error stack trace to be logged
# + keyValues - The key-value pairs to be logged
public isolated function printInfo(string|PrintableRawTemplate msg, error? 'error = (),
        error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
    rootLogger.log(INFO, msg, 'error, stackTrace, keyValues);
}

# Prints warn logs.
#
# + msg - The message to be logged
# + 'error - The error struct to be logged
# + stackTrace - The error stack trace to be logged
# + keyValues - The key-value pairs to be logged
public isolated function printWarn(string|PrintableRawTemplate msg, error? 'error = (),
        error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
    rootLogger.log(WARN, msg, 'error, stackTrace, keyValues);
}

final readonly & map<int> WEIGHTS = {"ERROR": 4, "WARN": 3, "INFO": 2, "DEBUG": 1};

isolated function enabled(Level least, Level at) returns boolean {
    return WEIGHTS.get(at) >= WEIGHTS.get(least);
}

# The module of the function that has called this one's, and the function. The root module of a single file has no name.
isolated function caller() returns [string, string] {
    foreach trace:Frame frame in trace:frames(error("")) {
        string module = frame.moduleName ?: "";
        if !module.startsWith("ballerina.log.") {
            // Without the version, and with a slash after the organisation.
            string name = module.substring(0, module.lastIndexOf(".") ?: 0);
            int? org = name.indexOf(".");
            return [org is int ? name.substring(0, org) + "/" + name.substring(org + 1) : name, frame.callableName];
        }
    }
    return ["", ""];
}

isolated function callingModule() returns string => caller()[0];

# Evaluates the raw template.
#
# + template - The raw template to be evaluated
# + enableSensitiveDataMasking - Whether fields that are said to be sensitive are left out
# + return - The evaluated string
public isolated function evaluateTemplate(PrintableRawTemplate template, boolean enableSensitiveDataMasking = false)
        returns string {
    string result = template.strings[0];
    foreach int i in 1 ..< template.strings.length() {
        anydata insertion = evaluated(template.insertions[i - 1], enableSensitiveDataMasking);
        result += (enableSensitiveDataMasking ? toMaskedString(insertion) : insertion.toString()) + template.strings[i];
    }
    return result;
}

# Process the raw template and return the processed string.
#
# + template - The raw template to be processed
# + return - The processed string
#
# # Deprecated
# Use `evaluateTemplate` instead.
@deprecated
public isolated function processTemplate(PrintableRawTemplate template) returns string {
    return evaluateTemplate(template);
}

isolated function evaluated(Value value, boolean masked) returns anydata {
    if value is Valuer {
        return value();
    }
    return value is PrintableRawTemplate ? evaluateTemplate(value, masked) : value;
}

# A line of the log.
isolated function line(Level at, string module, string|PrintableRawTemplate msg, LogFormat format, boolean masked,
        error? err, error:StackFrame[]? stackTrace, Context context, KeyValues keyValues) returns string {
    map<anydata> entries = {
        "time": now(),
        "level": at,
        "module": module,
        "message": msg is string ? msg : evaluateTemplate(msg, masked)
    };
    if err is error {
        entries["error"] = fullDetails(err);
    }
    if stackTrace is error:StackFrame[] {
        entries["stackTrace"] = from error:StackFrame frame in stackTrace
            select frame.toString();
    }
    foreach var [key, value] in context.entries() {
        entries[key] = evaluated(value, masked);
    }
    foreach var [key, value] in keyValues.entries() {
        entries[key] = evaluated(value, masked);
    }
    if format == LOGFMT {
        return logfmt(entries, masked);
    }
    return masked ? toMaskedString(entries) : entries.toJsonString();
}

# An error with its causes.
isolated function fullDetails(error err) returns map<anydata> {
    map<anydata>[] causes = [];
    error? cause = err.cause();
    while cause is error {
        causes.push(details(cause));
        cause = cause.cause();
    }
    map<anydata> all = {"causes": causes};
    foreach var [key, value] in details(err).entries() {
        all[key] = value;
    }
    return all;
}

isolated function details(error err) returns map<anydata> {
    json|error message = value:fromJsonString(err.message());
    map<value:Cloneable> detail = err.detail();
    return {
        "message": message is error ? err.message() : message,
        "detail": detail is anydata ? detail.toJson() : detail.toBalString(),
        "stackTrace": from trace:Frame frame in trace:frames(err)
            select {
                "callableName": frame.callableName,
                "moduleName": frame.moduleName,
                "fileName": frame.fileName,
                "lineNumber": frame.lineNumber
            }
    };
}

isolated function logfmt(map<anydata> entries, boolean masked) returns string {
    string[] pairs = [];
    foreach var [key, value] in entries.entries() {
        string text = masked && key != "time" && key != "level" && key != "module" && key != "error" ? toMaskedString(value)
            : value.toString();
        if key == "module" {
            text = text == "" ? "\"\"" : text;
        } else if key == "error" {
            text = value.toBalString();
        } else if key != "time" && key != "level" && value is string {
            text = text.toJsonString();
        }
        pairs.push(key + "=" + text);
    }
    return string:'join(" ", ...pairs);
}

# The time as lines show it: local, with milliseconds.
isolated function now() returns string = external;
