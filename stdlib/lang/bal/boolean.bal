// lang.boolean

public isolated function fromString(string s) returns boolean|error {
    string t = s.toLowerAscii();
    if t == "true" || t == "1" {
        return true;
    }
    if t == "false" || t == "0" {
        return false;
    }
    return conversionError(s);
}

isolated function conversionError(string s) returns error = external;

public isolated function some(boolean... bs) returns boolean {
    foreach boolean b in bs {
        if b {
            return true;
        }
    }
    return false;
}

public isolated function every(boolean... bs) returns boolean {
    foreach boolean b in bs {
        if !b {
            return false;
        }
    }
    return true;
}
