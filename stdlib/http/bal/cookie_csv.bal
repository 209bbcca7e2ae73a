// Persistent cookies in a file.

import ballerina/io;
import ballerina/time;

# Keeps persistent cookies in a CSV file, one in a row.
public isolated class CsvPersistentCookieHandler {
    *PersistentCookieHandler;

    private final string fileName;
    # What the file has; nothing before it has been read.
    private Cookie[]? cookies = ();

    # Creates a handler.
    #
    # + fileName - Name of the CSV file; its extension is `.csv`
    public isolated function init(string fileName) {
        self.fileName = checkpanic validFile(fileName);
    }

    # Adds a persistent cookie to the cookie store.
    #
    # + cookie - Cookie to be added
    # + return - An `http:CookieHandlingError` if the file cannot be read or written or else `()`
    public isolated function storeCookie(Cookie cookie) returns CookieHandlingError? {
        lock {
            Cookie[] all = check self.load();
            all.push(cookie);
            return self.save(all);
        }
    }

    # Gets all the persistent cookies.
    #
    # + return - Array of persistent cookies, or an `http:CookieHandlingError` if the file cannot be read
    public isolated function getAllCookies() returns Cookie[]|CookieHandlingError {
        lock {
            return (check self.load()).clone();
        }
    }

    # Removes a specific persistent cookie.
    #
    # + name - Name of the persistent cookie to be removed
    # + domain - Domain of the persistent cookie to be removed
    # + path - Path of the persistent cookie to be removed
    # + return - An `http:CookieHandlingError` if there is no such cookie or the file cannot be written or else `()`
    public isolated function removeCookie(string name, string domain, string path) returns CookieHandlingError? {
        lock {
            Cookie[] all = check self.load();
            Cookie[] left = from Cookie c in all
                where !(c.name == name && c.domain == domain && c.path == path)
                select c;
            if left.length() == all.length() {
                return error CookieHandlingError("Error in removing cookie: No such cookie to remove");
            }
            return self.save(left);
        }
    }

    # Removes all persistent cookies.
    #
    # + return - An `http:CookieHandlingError` if the file cannot be written or else `()`
    public isolated function removeAllCookies() returns CookieHandlingError? {
        lock {
            return self.save([]);
        }
    }

    private isolated function load() returns Cookie[]|CookieHandlingError {
        Cookie[]? known = self.cookies;
        if known is Cookie[] {
            return known;
        }
        // A file that is not there yet has no cookies.
        string|error text = io:fileReadString(self.fileName);
        Cookie[] found = [];
        if text is string && text.trim() != "" {
            string[][]|error rows = io:fileReadCsv(self.fileName);
            if rows is error {
                return error CookieHandlingError("Error in reading the csv file: " + self.fileName, rows);
            }
            foreach string[] row in rows {
                Cookie|error cookie = cookieOfRow(row);
                if cookie is error {
                    return error CookieHandlingError("Error in reading the csv file: " + self.fileName, cookie);
                }
                found.push(cookie);
            }
        }
        self.cookies = found;
        return found;
    }

    private isolated function save(Cookie[] all) returns CookieHandlingError? {
        string[][] rows = from Cookie cookie in all
            select rowOfCookie(cookie);
        error? failure = rows.length() == 0 ? io:fileWriteString(self.fileName, "")
            : io:fileWriteCsv(self.fileName, rows);
        if failure is error {
            return error CookieHandlingError("Error in writing the csv file: " + self.fileName, failure);
        }
        self.cookies = all;
    }
}

isolated function validFile(string fileName) returns string|CookieHandlingError {
    return fileName.toLowerAscii().endsWith(".csv") ? fileName
        : error CookieHandlingError("Invalid file format: " + fileName);
}

isolated function rowOfCookie(Cookie c) returns string[] {
    return [c.name, c.value, c.domain ?: "", c.path ?: "", c.expires ?: "", c.maxAge.toString(), c.httpOnly.toString(),
        c.secure.toString(), time:utcToString(c.createdTime), time:utcToString(c.lastAccessedTime), c.hostOnly.toString()];
}

isolated function cookieOfRow(string[] row) returns Cookie|error {
    if row.length() != 11 {
        return error("a cookie has 11 fields");
    }
    CookieOptions options = {
        maxAge: check int:fromString(row[5]),
        httpOnly: row[6] == "true",
        secure: row[7] == "true",
        createdTime: check time:utcFromString(row[8]),
        lastAccessedTime: check time:utcFromString(row[9]),
        hostOnly: row[10] == "true"
    };
    if row[2] != "" {
        options.domain = row[2];
    }
    if row[3] != "" {
        options.path = row[3];
    }
    if row[4] != "" {
        options.expires = row[4];
    }
    return new Cookie(row[0], row[1], options);
}
