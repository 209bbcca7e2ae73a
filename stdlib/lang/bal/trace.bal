// lang.trace: what the library knows of the calls of an error's stack. No program can import it.

# A call. The module of a single file has no name.
public readonly class Frame {
    public string callableName;
    public string? moduleName;
    public string fileName;
    public int lineNumber;

    # + line - As traces show it: `module:function(file:line)`
    isolated function init(string line) {
        int open = line.lastIndexOf("(") ?: line.length();
        int place = line.lastIndexOf(":") ?: line.length();
        int? module = line.substring(0, open).indexOf(":");
        self.callableName = line.substring(module is int ? module + 1 : 0, open);
        string name = line.substring(0, module ?: 0);
        self.moduleName = name.includes(".") ? name : ();
        self.fileName = line.substring(int:min(open + 1, place), place);
        int|error number = int:fromString(line.substring(int:min(place + 1, line.length()), int:max(line.length() - 1, 0)));
        self.lineNumber = number is int ? number : 0;
    }

    public isolated function toString() returns string {
        string? name = self.moduleName;
        string module = name is string ? "moduleName: " + name : "";
        return string `callableName: ${self.callableName} ${module} fileName: ${self.fileName} lineNumber: ${self.lineNumber}`;
    }
}

# The calls of an error's stack, the last one first.
public isolated function frames(error e) returns Frame[] {
    Frame[] result = [];
    foreach string line in lines(e) {
        result.push(new Frame(line));
    }
    return result;
}

# The same as traces show them.
public isolated function lines(error e) returns string[] = external;
