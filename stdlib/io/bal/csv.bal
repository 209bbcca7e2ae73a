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
        string[][] before = csvRows(check fileReadString(path));
        if before.length() > 0 {
            headers = before[0];
        }
    }
    if option == OVERWRITE {
        lines.push(csvLine(headers));
    }
    foreach map<anydata> row in content {
        if row.length() != headers.length() || !headers.every(h => row.hasKey(h)) {
            return error GenericError("The CSV file content header count(" + headers.length().toString()
                + ") doesn't match with ballerina record field count(" + row.length().toString() + "). ");
        }
        lines.push(csvLine(from string h in headers select row.get(h).toString()));
    }
    return fileWriteLines(path, lines, option);
}

public function fileWriteCsvFromStream(string path, stream<string[]|map<anydata>, Error?> content,
        FileWriteOption option = OVERWRITE) returns Error? {
    string[][] rows = [];
    map<anydata>[] records = [];
    check from string[]|map<anydata> row in content
        do {
            if row is string[] {
                rows.push(row);
            } else {
                records.push(row);
            }
        };
    return records.length() > 0 ? fileWriteCsv(path, records, option) : fileWriteCsv(path, rows, option);
}

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
                return error GenericError("The CSV file content header count(" + rows[0].length().toString()
                    + ") doesn't match with ballerina record field count(" + row.length().toString() + "). ");
            }
            result.push(csvFields(rows[0], row, returnType));
        }
    }
    anydata|error converted = result.cloneWithType(listOf(returnType));
    return converted is anydata[] ? converted
        : error GenericError("The CSV file content cannot be converted: " + (converted is error
                    ? (converted.detail()["message"] ?: "").toString() : ""));
}

isolated function readCsvAsStream(string path, typedesc<string[]|map<anydata>> returnType)
        returns stream<anydata, Error?>|Error {
    anydata[] rows = check readCsv(path, 0, returnType);
    return new stream<anydata, Error?>(new RowIterator(rows));
}

isolated class RowIterator {
    private final anydata[] rows;
    private int at = 0;

    isolated function init(anydata[] rows) {
        self.rows = rows.clone();
    }

    public isolated function next() returns record {|anydata value;|}|Error? {
        lock {
            if self.at >= self.rows.length() {
                return ();
            }
            self.at += 1;
            return {value: self.rows[self.at - 1].clone()};
        }
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
