// Texts of points in time: RFC 3339 (with a zone after it), and the headers of emails.

// A text that is read from left to right.
class Cursor {
    private final string text;
    int at = 0;

    isolated function init(string text) {
        self.text = text;
    }

    // Whether the text goes on with one of some characters, which is then behind.
    isolated function eat(string characters) returns boolean {
        if self.at < self.text.length() && characters.includes(self.text[self.at]) {
            self.at += 1;
            return true;
        }
        return false;
    }

    isolated function expect(string characters) returns FormatError? {
        if !self.eat(characters) {
            return self.failure();
        }
    }

    isolated function number(int min, int max) returns int|FormatError =>
        checkpanic int:fromString(check self.digits(min, max));

    isolated function digits(int min, int max) returns string|FormatError {
        int begin = self.at;
        while self.at - begin < max && self.eat("0123456789") {
        }
        if self.at - begin < min {
            self.at = begin;
            return self.failure();
        }
        return self.text.substring(begin, self.at);
    }

    // The index of the name that the text goes on with.
    isolated function name(string[] & readonly names) returns int|FormatError {
        foreach int i in 0 ..< names.length() {
            string name = names[i];
            int end = self.at + name.length();
            if end <= self.text.length() && self.text.substring(self.at, end) == name {
                self.at = end;
                return i;
            }
        }
        return self.failure();
    }

    isolated function isAtEnd() returns boolean => self.at == self.text.length();

    isolated function since(int begin) returns string => self.text.substring(begin, self.at);

    // What stands before a character, which is then behind.
    isolated function until(string character) returns string|FormatError {
        int? end = self.text.indexOf(character, self.at);
        if end is () {
            return self.failure();
        }
        string found = self.text.substring(self.at, end);
        self.at = end + 1;
        return found;
    }

    isolated function failure() returns FormatError =>
        error FormatError(string `Text '${self.text}' could not be parsed at index ${self.at}`);

    isolated function invalid(FormatError e) returns FormatError =>
        error FormatError(string `Text '${self.text}' could not be parsed: ${e.message()}`);

    isolated function end() returns FormatError? {
        if !self.isAtEnd() {
            return error FormatError(
                string `Text '${self.text}' could not be parsed, unparsed text found at index ${self.at}`);
        }
    }
}

isolated function parseTimestamp(string text) returns Moment|FormatError {
    Cursor c = new (text);
    boolean minus = c.eat("-");
    boolean signed = minus || c.eat("+");
    int year = check c.number(4, signed ? 9 : 4);
    check c.expect("-");
    int month = check c.number(2, 2);
    check c.expect("-");
    int day = check c.number(2, 2);
    check c.expect("Tt");
    int hour = check c.number(2, 2);
    check c.expect(":");
    int minute = check c.number(2, 2);
    int second = 0;
    boolean hasSecond = false;
    int nanos = 0;
    boolean hasFraction = false;
    int before = c.at;
    if c.eat(":") {
        int|FormatError found = c.number(2, 2);
        if found is int {
            [second, hasSecond] = [found, true];
            if c.eat(".") {
                hasFraction = true;
                string digits = check c.digits(0, 9);
                nanos = checkpanic int:fromString(digits.padEnd(9, "0"));
            }
        } else {
            c.at = before;
        }
    }
    int zoneAt = c.at;
    boolean z = c.eat("Zz");
    int offset = z ? 0 : check parseOffset(c);
    string zone = z ? "Z" : offsetText(offset);
    boolean utc = z && c.since(zoneAt) == "Z" && c.isAtEnd() && (!hasSecond || hasFraction);
    if c.eat("[") {
        string|FormatError found = knownZone(check c.until("]"));
        zone = found is string ? found : check c.invalid(found);
    }
    check c.end();
    FormatError? problem = checkDate(minus ? -year : year, month, day) ?: checkTime(hour, minute, second);
    if problem is FormatError {
        return c.invalid(problem);
    }
    int local = daysOf(minus ? -year : year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    Moment moment = inZone({seconds: local - offset, nanos}, zone);
    moment.hasSecond = hasSecond;
    moment.isUtc = utc;
    return moment;
}

// `+hh[[:]mm[[:]ss]]`
isolated function parseOffset(Cursor c) returns int|FormatError {
    int begin = c.at;
    if !c.eat("+-") {
        return c.failure();
    }
    boolean more = true;
    while more {
        int last = c.at;
        _ = c.eat(":");
        more = c.number(2, 2) is int;
        if !more {
            c.at = last;
        }
    }
    int|FormatError offset = offsetOf(c.since(begin));
    if offset is FormatError {
        c.at = begin;
        return c.failure();
    }
    return offset;
}

// `Wed, 10 Mar 2021 19:51:55 -0800 (PST)`; the zone may be missing.
isolated function parseEmailDate(string text) returns Moment|FormatError {
    Cursor c = new (text);
    int dayName = check c.name(dayNames);
    check c.expect(",");
    check c.expect(" ");
    int day = check c.number(1, 2);
    check c.expect(" ");
    int month = check c.name(monthNames) + 1;
    check c.expect(" ");
    int year = check c.number(4, 9);
    check c.expect(" ");
    int hour = check c.number(2, 2);
    check c.expect(":");
    int minute = check c.number(2, 2);
    check c.expect(":");
    int second = check c.number(2, 2);
    check c.expect(" ");
    int begin = c.at;
    check c.expect("+-");
    _ = check c.digits(4, 4);
    int offset = check offsetOf(c.since(begin));
    string zone = offsetText(offset);
    int before = c.at;
    _ = c.eat(" ");
    if c.eat("(") {
        string name = check c.until(")");
        string|FormatError found = knownZone(namedZones[name] ?: name);
        if found is FormatError {
            c.at = before;
        } else {
            zone = found;
        }
    }
    check c.end();
    FormatError? problem = checkDate(year, month, day) ?: checkTime(hour, minute, second);
    if problem is FormatError {
        return c.invalid(problem);
    }
    int days = daysOf(year, month, day);
    if weekday(days) != dayName {
        return c.invalid(error FormatError(string `Conflict found: ${dayNames[dayName]} is not the day of ${
            dateText(days * DAY)}, ${dayNames[weekday(days)]} is`));
    }
    return inZone({seconds: days * DAY + hour * 3600 + minute * 60 + second - offset}, zone);
}
