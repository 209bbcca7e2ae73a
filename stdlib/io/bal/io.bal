// ballerina/io: standard output and basic file access.

# What the print functions take.
public type Printable any|error|PrintableRawTemplate;

# A raw template of printable values.
public type PrintableRawTemplate object {
    *object:RawTemplate;
    public string[] & readonly strings;
    public Printable[] insertions;
};

# Standard output or standard error.
public type FileOutputStream 1|2;

public const stdout = 1;
public const stderr = 2;

public isolated function print(Printable... values) = external;

public isolated function println(Printable... values) = external;

public isolated function fprint(FileOutputStream fileOutputStream, Printable... values) = external;

public isolated function fprintln(FileOutputStream fileOutputStream, Printable... values) = external;

public isolated function readln(Printable? prompt = ()) returns string = external;

public enum FileWriteOption {
    OVERWRITE,
    APPEND
}

public isolated function fileReadString(string path) returns string|Error {
    string|error text = readString(path);
    return text is string ? text : failure(text);
}

public isolated function fileReadBytes(string path) returns (readonly & byte[])|Error {
    (readonly & byte[])|error bytes = readBytes(path);
    return bytes is error ? failure(bytes) : bytes;
}

public isolated function fileReadLines(string path) returns string[]|Error {
    string[]|error lines = readLines(path);
    return lines is error ? failure(lines) : lines;
}

public isolated function fileReadJson(string path) returns json|Error {
    string text = check fileReadString(path);
    json|error value = text.fromJsonString();
    return value is error ? error GenericError(value.message(), value) : value;
}

public isolated function fileWriteString(string path, string content, FileWriteOption option = OVERWRITE)
        returns Error? {
    error? e = writeString(path, content, option == APPEND);
    return e is error ? failure(e) : ();
}

public isolated function fileWriteBytes(string path, byte[] content, FileWriteOption option = OVERWRITE)
        returns Error? {
    error? e = writeBytes(path, content, option == APPEND);
    return e is error ? failure(e) : ();
}

public isolated function fileWriteLines(string path, string[] content, FileWriteOption option = OVERWRITE)
        returns Error? {
    string text = "";
    foreach string line in content {
        text += line + "\n";
    }
    return fileWriteString(path, text, option);
}

public isolated function fileWriteJson(string path, json content) returns Error? {
    return fileWriteString(path, content.toJsonString());
}

isolated function readString(string path) returns string|error = external;

isolated function readBytes(string path) returns (readonly & byte[])|error = external;

isolated function readLines(string path) returns string[]|error = external;

isolated function writeString(string path, string content, boolean append) returns error? = external;

isolated function writeBytes(string path, byte[] content, boolean append) returns error? = external;
