// Access log and trace log: their configuration, and that they are opened when the module is initialised.

import ballerina/io;
import ballerina/log;

# What is logged in a file.
#
# + path - The file's path; entries are added to what is there
# + rotation - When the file is put aside
public type LogFileConfig record {|
    string path;
    log:RotationConfig rotation?;
|};

# Represents HTTP trace log configuration.
#
# + console - Whether standard error gets the log
# + path - Path of a file that gets it; `file` is preferred
# + host - Where a socket gets it, record by record as JSON
# + port - The socket's port
# + file - A file that gets it
public type TraceLogAdvancedConfiguration record {|
    boolean console = false;
    string path?;
    string host?;
    int port?;
    LogFileConfig file?;
|};

# Represents HTTP access log configuration.
#
# + console - Whether standard error gets the log
# + format - `flat` or `json`
# + attributes - What a line tells of a request; nothing is logged if there are none
# + path - Path of a file that gets it; `file` is preferred
# + file - A file that gets it
public type AccessLogConfiguration record {|
    boolean console = false;
    string format = "flat";
    string[] attributes?;
    string path?;
    LogFileConfig file?;
|};

configurable boolean traceLogConsole = false;
configurable TraceLogAdvancedConfiguration traceLogAdvancedConfig = {};
configurable AccessLogConfiguration accessLogConfig = {};

function init() returns error? {
    AccessLogConfiguration access = accessLogConfig;
    TraceLogAdvancedConfiguration trace = traceLogAdvancedConfig;
    string? accessPath = access["file"]["path"] ?: access["path"];
    boolean accessed = (access.console || accessPath is string) && access["attributes"] != [];
    string? tracePath = trace["file"]["path"] ?: trace["path"];
    string host = (trace["host"] ?: "").trim();
    int port = trace["port"] ?: 0;
    boolean published = host != "" && port != 0;
    boolean traced = traceLogConsole || trace.console || tracePath is string || published;
    if !accessed && !traced {
        return;
    }
    if accessed && access.format != "flat" && access.format != "json" {
        io:fprintln(io:stderr, string `WARNING: Unsupported log format '${access.format}'. Defaulting to 'flat' format.`);
    }
    check openLogs(accessed && access.console, accessed ? accessPath : (), rotation(access?.file), access.format == "json",
            access["attributes"] ?: [], traceLogConsole || trace.console, tracePath, rotation(trace?.file),
            published ? host : (), port);
    if traced {
        io:fprintln(io:stderr, "ballerina: HTTP trace log enabled");
    }
    if accessed {
        io:fprintln(io:stderr, "ballerina: HTTP access log enabled");
    }
}

# A policy, and the limits of a file's bytes, of its age in seconds, and of how many are kept.
isolated function rotation(LogFileConfig? file) returns [string, int, int, int]? {
    log:RotationConfig? rotation = file?.rotation;
    return rotation is () ? ()
        : [rotation.policy, rotation.maxFileSize, rotation.maxAge, rotation.maxBackupFiles];
}

// ---- what the run-time system does ----

isolated function openLogs(boolean accessConsole, string? accessPath, [string, int, int, int]? accessRotation,
        boolean 'json, string[] attributes, boolean traceConsole, string? tracePath,
        [string, int, int, int]? traceRotation, string? host, int port) returns error? = external;

# Waits until everything that has been logged is written.
isolated function flushLogs() = external;
