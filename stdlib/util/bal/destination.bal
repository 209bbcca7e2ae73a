// Where lines of the log go.

import ballerina/io;

# Where lines can go.
public enum DestinationType {
    # Standard error
    STDERR = "stderr",
    # Standard output
    STDOUT = "stdout",
    # A file
    FILE = "file"
};

# Standard error or standard output.
public type StandardDestination record {|
    # Which of the two
    readonly STDERR|STDOUT 'type = STDERR;
|};

# What becomes of what a file has already.
public enum FileOutputMode {
    # Removes what the file has before the first line.
    TRUNCATE,
    # Adds lines to what the file has.
    APPEND
};

# Which limits put a file aside.
public enum RotationPolicy {
    # That of its size
    SIZE_BASED,
    # That of its age
    TIME_BASED,
    # Whichever is reached first
    BOTH
};

# When a file is put aside and an empty one begun.
public type RotationConfig record {|
    # Which limits count
    RotationPolicy policy = BOTH;
    # In bytes
    int maxFileSize = 10485760;
    # In seconds
    int maxAge = 86400;
    # How many files that were put aside are kept
    int maxBackupFiles = 10;
|};

# A file to which lines are added.
public type FileOutputDestination record {
    # Says that it is a file
    readonly FILE 'type = FILE;
    # Ends in `.log`
    string path;
    # What becomes of what it has already
    FileOutputMode mode = APPEND;
    # When it is put aside; never, if this is not given
    RotationConfig rotation?;
};

# Where lines go.
public type OutputDestination StandardDestination|FileOutputDestination;

# Where the lines of loggers go that say nothing else.
public configurable readonly & OutputDestination[] destinations = [{'type: STDERR}];

# What the file has is removed.
public const OVERWRITE = "OVERWRITE";

# What becomes of what a file has already.
public type FileWriteOption OVERWRITE|APPEND;

# The file of `setOutputFile`.
isolated string? outputFile = ();

function init() returns error? {
    check prepare(destinations);
}

# Has everything that is logged from now on added to a file besides.
#
# + path - Ends in `.log`
# + option - What becomes of what the file has already
# + return - What is wrong with the file
#
# # Deprecated
# Add the file to the `destinations` instead.
@deprecated
public isolated function setOutputFile(string path, FileWriteOption option = APPEND) returns Error? {
    if destinations != [{'type: STDERR}] {
        io:fprintln(io:stderr, "warning: deprecated `setOutputFile` function is being called along with the destinations " +
                "configurations. Consider adding the file path set by the `setOutputFile` function to the destinations list.");
    }
    if !path.endsWith(".log") {
        return error Error("The given path is not valid. Should be a file with .log extension.");
    }
    if option == OVERWRITE {
        io:Error? failure = io:fileWriteString(path, "");
        if failure is error {
            return error Error("Failed to set log output file", failure);
        }
    }
    lock {
        outputFile = path;
    }
}

# Checks destinations, and empties the files that are to be.
isolated function prepare(readonly & OutputDestination[] destinations) returns Error? {
    if destinations.length() == 0 {
        return error Error("At least one log destination must be specified.");
    }
    foreach OutputDestination destination in destinations {
        if destination is StandardDestination {
            continue;
        }
        string path = destination.path;
        if !path.endsWith(".log") {
            return error Error(string `The given file destination path: '${path}' is not valid. File destination path ` +
                    "should be a valid file with .log extension.");
        }
        if destination.mode == TRUNCATE {
            io:Error? failure = io:fileWriteString(path, "");
            if failure is error {
                return error Error(string `Failed to clear the destination log file: '${path}'`, failure);
            }
        }
        RotationConfig? rotation = destination?.rotation;
        if rotation is RotationConfig {
            error? wrong = checkRotation(parts(rotation));
            if wrong is error {
                return error Error(wrong.message());
            }
        }
    }
}

isolated function write(readonly & OutputDestination[] destinations, string line) {
    lock {
        string? path = outputFile;
        if path is string {
            append(path, line);
        }
    }
    foreach OutputDestination destination in destinations {
        if destination is StandardDestination {
            io:fprintln(destination.'type == STDERR ? io:stderr : io:stdout, line);
            continue;
        }
        RotationConfig? rotation = destination?.rotation;
        if rotation is RotationConfig {
            error? failure = rotate(destination.path, parts(rotation));
            if failure is error {
                io:fprintln(io:stderr, "warning: log rotation failed: " + failure.message());
            }
        }
        append(destination.path, line);
    }
}

isolated function append(string path, string line) {
    io:Error? failure = io:fileWriteString(path, line + "\n", io:APPEND);
    if failure is error {
        io:fprintln(io:stderr, "error: failed to write log output to the file: " + failure.message());
    }
}

isolated function parts(RotationConfig rotation) returns [string, int, int, int] {
    return [rotation.policy, rotation.maxFileSize, rotation.maxAge, rotation.maxBackupFiles];
}

# + rotation - A policy, and the limits of a file's bytes, of its age in seconds, and of how many are kept
isolated function checkRotation([string, int, int, int] rotation) returns error? = external;

# Puts a file that has become too large or too old aside, and removes what has been put aside before, but for so many.
isolated function rotate(string path, [string, int, int, int] rotation) returns error? = external;
