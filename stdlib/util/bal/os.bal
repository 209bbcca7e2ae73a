// ballerina/os: the environment, the user, other programs.

import ballerina/io;

# What the functions of this module fail with.
public type Error distinct error;

# A program that could not be run, or whose output could not be read.
public type ProcessExecError distinct Error;

# What is to be run.
public type Command record {|
    # The program
    string value;
    # Its arguments
    string[] arguments = [];
|};

# Environment variables of a program, in addition to those of this one.
public type EnvProperties record {|
    # Not a variable: the parameter of `exec` has this name
    never command?;
    anydata...;
|};

isolated map<string> variables = environment();

# The value of an environment variable.
#
# + name - The variable
# + return - Its value, or `""` when it is not set
public isolated function getEnv(string name) returns string {
    lock {
        return variables[name] ?: "";
    }
}

# The name of the user.
#
# + return - The name
public isolated function getUsername() returns string => user()[0];

# The home directory of the user.
#
# + return - Its path
public isolated function getUserHome() returns string => user()[1];

# Sets an environment variable, for this program only.
#
# + key - The variable
# + value - Its value
# + return - An error when there can be no such variable
public isolated function setEnv(string key, string value) returns Error? {
    if key == "" {
        return error Error("The parameter key cannot be an empty string");
    }
    if key == "==" {
        return error Error("The parameter key cannot be == sign");
    }
    lock {
        variables[key] = value;
    }
}

# Removes an environment variable, for this program only.
#
# + key - The variable
# + return - An error when there can be no such variable
public isolated function unsetEnv(string key) returns Error? {
    if key == "" {
        return error Error("The parameter key cannot be an empty string");
    }
    lock {
        _ = variables.removeIfHasKey(key);
    }
}

# All environment variables.
#
# + return - Their values by name
public isolated function listEnv() returns map<string> {
    lock {
        return variables.clone();
    }
}

# Begins to run a program.
#
# + command - The program and its arguments
# + envProperties - Its environment variables, in addition to those that this program was begun with
# + return - The running program, or an error
public isolated function exec(Command command, *EnvProperties envProperties) returns Process|Error {
    string[] environment = [];
    foreach [string, anydata] [key, value] in envProperties.entries() {
        environment.push(key, value.toString());
    }
    int|error process = spawn([command.value, ...command.arguments], environment);
    if process is int {
        return new Process(process);
    }
    return error ProcessExecError("Failed to retrieve the process object: " + process.message());
}

# A running program.
public class Process {
    private final int id;

    isolated function init(int id) {
        self.id = id;
    }

    # Waits until the program ends.
    #
    # + return - Its exit code, or an error
    public isolated function waitForExit() returns int|Error {
        int|error code = waitFor(self.id);
        return code is int ? code
            : error ProcessExecError("Failed to wait for process to exit: " + code.message());
    }

    # What the program writes, up to its end.
    #
    # + fileOutputStream - `io:stdout` or `io:stderr`
    # + return - The bytes, or an error
    public isolated function output(io:FileOutputStream fileOutputStream = io:stdout) returns byte[]|Error {
        byte[]|error bytes = readAll(self.id, fileOutputStream == io:stderr);
        return bytes is byte[] ? bytes
            : error ProcessExecError("Failed to read the output of the process: " + bytes.message());
    }

    # Asks the program to end.
    public isolated function exit() {
        terminate(self.id);
    }
}

isolated function environment() returns map<string> {
    string[] all = environmentList();
    return map from int i in int:range(0, all.length(), 2)
        select [all[i], all[i + 1]];
}

// Names and values in turn.
isolated function environmentList() returns string[] = external;

// Name and home directory.
isolated function user() returns string[] = external;

isolated function spawn(string[] command, string[] environment) returns int|error = external;

isolated function waitFor(int id) returns int|error = external;

isolated function readAll(int id, boolean errors) returns byte[]|error = external;

isolated function terminate(int id) = external;
