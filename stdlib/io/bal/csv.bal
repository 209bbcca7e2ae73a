// Comma-separated values: a record's fields have the names of the first row, and fields are quoted as RFC 4180 says.

public isolated function fileReadCsv(string path, int skipHeaders = 0,
        typedesc<string[]|map<anydata>> returnType = <>) returns returnType[]|Error = external;

public isolated function fileReadCsvAsStream(string path, typedesc<string[]|map<anydata>> returnType = <>)
        returns stream<returnType, Error?>|Error = external;

public isolated function fileWriteCsv(string path, string[][]|map<anydata>[] content,
        FileWriteOption option = OVERWRITE) returns Error? {
    string[] lines = [];
    if content is string[][] {
        foreach string[] row in content {
            lines.push(csvLine(row));
        }
        return fileWriteLines(path, lines, option);
    }
    if content.length() == 0 {
        return fileWriteLines(path, [], option);
    }
    string[] headers = content[0].keys();
    if option == APPEND {
        headers = (check firstRow(path)) ?: headers;
    }
    if option == OVERWRITE {
        lines.push(csvLine(headers));
    }
    foreach map<anydata> row in content {
        lines.push(check fieldLine(headers, row));
    }
    return fileWriteLines(path, lines, option);
}

public function fileWriteCsvFromStream(string path, stream<string[]|map<anydata>, Error?> content,
        FileWriteOption option = OVERWRITE) returns Error? {
    string[]? headers = option == APPEND ? check firstRow(path) : ();
    int file = check created(path, option);
    return finished(file, trap writeRows(file, headers, content));
}

function writeRows(int file, string[]? known, stream<string[]|map<anydata>, Error?> content) returns Error? {
    string[]? headers = known;
    check from string[]|map<anydata> row in content
        do {
            if row is string[] {
                check write(file, csvLine(row) + "\n");
            } else {
                if headers is () {
                    check write(file, csvLine(row.keys()) + "\n");
                }
                string[] names = headers ?: row.keys();
                headers = names;
                check write(file, check fieldLine(names, row) + "\n");
            }
        };
}

// The first row of a file, if there is one.
isolated function firstRow(string path) returns string[]|Error? {
    int|Error file = opened(path);
    if file is FileNotFoundError {
        return;
    }
    int found = check file;
    string[]|error? row = nextRow(found);
    closeFile(found);
    return row is error ? failure(row) : row;
}

// The line of a record that has the fields that the headers name.
isolated function fieldLine(string[] headers, map<anydata> row) returns string|Error {
    if row.length() != headers.length() || !headers.every(h => row.hasKey(h)) {
        return miscounted(headers.length(), row.length());
    }
    return csvLine(from string h in headers select row.get(h).toString());
}

isolated function miscounted(int headers, int fields) returns Error => error GenericError(
    string `The CSV file content header count(${headers}) doesn't match with ballerina record field count(${fields}). `);

// What the dependently typed functions do, which can have no body of their own.
isolated function readCsv(string path, int skipHeaders, typedesc<string[]|map<anydata>> returnType)
        returns anydata[]|Error {
    string[][] rows = csvRows(check fileReadString(path));
    anydata[] result = [];
    if isRowType(returnType) {
        result = rows.slice(int:min(skipHeaders, rows.length()));
    } else if rows.length() > 0 {
        foreach string[] row in rows.slice(int:max(1, int:min(skipHeaders, rows.length()))) {
            if row.length() != rows[0].length() {
                return miscounted(rows[0].length(), row.length());
            }
            result.push(csvFields(rows[0], row, returnType));
        }
    }
    anydata|error converted = result.cloneWithType(listOf(returnType));
    return converted is anydata[] ? converted : inconvertible(converted);
}

isolated function inconvertible(anydata|error e) returns Error => error GenericError(
    "The CSV file content cannot be converted: " +
        (e is error ? (e.detail()["message"] ?: "").toString() : ""));

isolated function readCsvAsStream(string path, typedesc<string[]|map<anydata>> returnType)
        returns stream<anydata, Error?>|Error {
    int file = check opened(path);
    string[]|error? headers = isRowType(returnType) ? () : nextRow(file);
    if headers is error {
        return failure(headers);
    }
    return new stream<anydata, Error?>(new RowIterator(file, headers, returnType));
}

isolated class RowIterator {
    private final int file;
    private final readonly & string[]? headers;
    private final typedesc<anydata> rowType;

    isolated function init(int file, string[]? headers, typedesc<anydata> rowType) {
        self.file = file;
        self.headers = headers.cloneReadOnly();
        self.rowType = rowType;
    }

    public isolated function next() returns record {|anydata value;|}|Error? {
        string[]|error? row = nextRow(self.file);
        if row is error {
            return failure(row);
        }
        if row is () {
            return;
        }
        string[]? headers = self.headers;
        if headers is string[] && row.length() != headers.length() {
            closeFile(self.file);
            return miscounted(headers.length(), row.length());
        }
        anydata fields = headers is () ? row : csvFields(headers, row, self.rowType);
        anydata|error value = fields.cloneWithType(self.rowType);
        if value is error {
            closeFile(self.file);
            return inconvertible(value);
        }
        return {value};
    }

    public isolated function close() returns Error? {
        closeFile(self.file);
    }
}

isolated function csvLine(string[] row) returns string {
    return string:'join(",", ...from string value in row select quoted(value));
}

isolated function quoted(string value) returns string {
    if !(value.includes(",") || value.includes("\"") || value.includes("\n") || value.includes("\r")) {
        return value;
    }
    string[] parts = re `"`.split(value);
    return "\"" + string:'join("\"\"", ...parts) + "\"";
}

// The rows of a text; empty lines are none.
isolated function csvRows(string text) returns string[][] = external;

// A row as values of the types of the fields that the headers name.
isolated function csvFields(string[] headers, string[] row, typedesc<anydata> t) returns map<anydata> = external;

// Whether rows are wanted as lists of strings.
isolated function isRowType(typedesc<anydata> t) returns boolean = external;

isolated function listOf(typedesc<anydata> t) returns typedesc<anydata> = external;
