// Where lines of the log go.

import ballerina/io;

# Output destination types.
public enum DestinationType {
    # Standard error output as the destination
    STDERR = "stderr",
    # Standard output as the destination
    STDOUT = "stdout",
    # File output as the destination
    FILE = "file"
};

# A standard destination.
public type StandardDestination record {|
    # Type of the standard destination. Allowed values are "stderr" and "stdout"
    readonly STDERR|STDOUT 'type = STDERR;
|};

# File output modes.
public enum FileOutputMode {
    # Removes what the file has before the first line.
    TRUNCATE,
    # Adds lines to what the file has.
    APPEND
};

# Log rotation policies.
public enum RotationPolicy {
    # Rotate logs based on file size only
    SIZE_BASED,
    # Rotate logs based on time only
    TIME_BASED,
    # Rotate logs based on both file size and time (whichever condition is met first)
    BOTH
};

# Log rotation configuration for file destinations.
public type RotationConfig record {|
    # Rotation policy to use
    RotationPolicy policy = BOTH;
    # Maximum file size in bytes before rotation (used with SIZE_BASED or BOTH policies)
    int maxFileSize = 10485760;
    # Maximum age in seconds before rotation (used with TIME_BASED or BOTH policies)
    int maxAge = 86400;
    # Maximum number of backup files to retain. Older files are deleted.
    int maxBackupFiles = 10;
|};

# A file output destination.
public type FileOutputDestination record {
    # Type of the file destination. Allowed value is "file".
    readonly FILE 'type = FILE;
    # File path(only files with .log extension are supported)
    string path;
    # File output mode
    FileOutputMode mode = APPEND;
    # Log rotation configuration
    RotationConfig rotation?;
};

# Log output destination.
public type OutputDestination StandardDestination|FileOutputDestination;

# A list of file destinations or standard output/error.
public configurable readonly & OutputDestination[] destinations = [{'type: STDERR}];

# Overwrite(truncate the existing content)
public const OVERWRITE = "OVERWRITE";

# File opening options for writing.
public type FileWriteOption OVERWRITE|APPEND;

# The file of `setOutputFile`.
isolated string? outputFile = ();

function init() returns error? {
    check prepare(destinations);
}

# Sets the log output to a file. All subsequent logs of the entire application will be written to this file.
#
# + path - The file path to write the logs. Should be a file with `.log` extension
# + option - The file write option. Default is `APPEND`
# + return - A `log:Error` if an invalid file path was provided
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
