// What each constraint asks of a value, and what the error says.

import ballerina/time;

# A constraint that a value does not obey.
type Failure record {|
    string path;
    string name;
    string? message;
    boolean ofMember;
|};

# The constraints of an annotation, by name.
type Constraints map<anydata|string:RegExp>;

isolated function inspectAnnotations(Failure[] failures, anydata value, typedesc<any> t, string path, boolean ofMember)
        returns Error? {
    IntConstraints? int_ = t.@Int;
    if int_ is IntConstraints {
        check inspectNumber(failures, <int>value, int_, path, ofMember);
    }
    FloatConstraints? float_ = t.@Float;
    if float_ is FloatConstraints {
        check inspectNumber(failures, <float>value, float_, path, ofMember);
    }
    NumberConstraints? number = t.@Number;
    if number is NumberConstraints {
        check inspectNumber(failures, <int|float|decimal>value, number, path, ofMember);
    }
    StringConstraints? string_ = t.@String;
    if string_ is StringConstraints {
        check inspectString(failures, <string>value, string_, path, ofMember);
    }
    ArrayConstraints? array = t.@Array;
    if array is ArrayConstraints {
        int length = (<anydata[]>value).length();
        foreach var [name, constraint] in array.entries() {
            var [limit, message] = limitOf(constraint);
            check checkPositive(name, limit, path, "Length");
            if !isLengthValid(name, length, limit) {
                failures.push({path, name, message, ofMember});
            }
        }
    }
    DateConstraints? date = t.@Date;
    if date is DateConstraints {
        inspectDate(failures, <map<anydata>>value, date, path, ofMember);
    }
}

# The limit that a constraint sets, and the message of its own.
isolated function limitOf(int|record {|*ConstraintRecord; int value;|} constraint) returns [int, string?] {
    return constraint is int ? [constraint, ()] : [constraint.value, constraint.message];
}

isolated function checkPositive(string name, int limit, string path, string what) returns Error? {
    if limit <= 0 {
        return error Error(string `invalid value found for ${path}:${name} constraint. ${what} constraints should be positive`);
    }
}

isolated function isLengthValid(string name, int length, int limit) returns boolean {
    match name {
        "length" => {
            return length == limit;
        }
        "minLength" => {
            return length >= limit;
        }
    }
    return length <= limit;
}

isolated function inspectString(Failure[] failures, string value, StringConstraints constraints, string path,
        boolean ofMember) returns Error? {
    foreach var [name, constraint] in constraints.entries() {
        boolean valid;
        string? message = ();
        if constraint is string:RegExp {
            valid = constraint.isFullMatch(value);
        } else if constraint is record {|*ConstraintRecord; string:RegExp value;|} {
            valid = constraint.value.isFullMatch(value);
            message = constraint.message;
        } else {
            int limit;
            [limit, message] = limitOf(constraint);
            check checkPositive(name, limit, path, "Length");
            valid = isLengthValid(name, value.length(), limit);
        }
        if !valid {
            failures.push({path, name, message, ofMember});
        }
    }
}

isolated function inspectNumber(Failure[] failures, int|float|decimal value,
        IntConstraints|FloatConstraints|NumberConstraints constraints, string path, boolean ofMember) returns Error? {
    foreach var [name, constraint] in (<map<anydata>>constraints).entries() {
        anydata limit = constraint is map<anydata> ? constraint["value"] : constraint;
        string? message = constraint is map<anydata> ? <string>constraint["message"] : ();
        boolean valid;
        if name.startsWith("max") && name.endsWith("Digits") {
            int most = <int>limit;
            check checkPositive(name, most, path, "Digits");
            valid = digits(name, value) <= most;
        } else {
            valid = isWithin(name, compared(value, <int|float|decimal>limit));
        }
        if !valid {
            failures.push({path, name, message, ofMember});
        }
    }
}

# Less than 0, 0 or more as the value is less than, equal to or greater than the limit; nil if they have no order.
isolated function compared(int|float|decimal value, int|float|decimal limit) returns int? {
    if value is int && limit is int {
        return value < limit ? -1 : (value > limit ? 1 : 0);
    }
    if value is float || limit is float {
        float a = <float>value;
        float b = <float>limit;
        return a < b ? -1 : (a > b ? 1 : (a == b ? 0 : ()));
    }
    decimal a = <decimal>value;
    decimal b = <decimal>limit;
    return a < b ? -1 : (a > b ? 1 : 0);
}

isolated function isWithin(string name, int? order) returns boolean {
    if order is () {
        return false;
    }
    match name {
        "minValue" => {
            return order >= 0;
        }
        "maxValue" => {
            return order <= 0;
        }
        "minValueExclusive" => {
            return order > 0;
        }
    }
    return order < 0;
}

# How many digits a number has: all, those before the point, or those after it.
isolated function digits(string name, int|float|decimal value) returns int {
    if name == "maxDigits" {
        string text = value.toString();
        return text.startsWith("-") ? text.length() - 1 : text.length();
    }
    // Zeros at the end count for nothing, whatever type the number has.
    string text = (<float>value).abs().toString();
    int power = 0;
    int? exponent = text.indexOf("E");
    if exponent is int {
        int|error given = int:fromString(re `\+`.replaceAll(text.substring(exponent + 1), ""));
        power = given is int ? given : 0;
        text = text.substring(0, exponent);
    }
    int point = text.indexOf(".") ?: text.length();
    string fraction = point < text.length() ? text.substring(point + 1) : "";
    int after = fraction == "0" ? 0 : fraction.length();
    if name == "maxIntegerDigits" {
        return power > 0 ? point + power : int:max(1, point + power);
    }
    return int:max(0, after - power);
}

isolated function inspectDate(Failure[] failures, map<anydata> value, DateConstraints constraints, string path,
        boolean ofMember) {
    int year = <int>value["year"];
    int month = <int>value["month"];
    int day = <int>value["day"];
    string? message = constraints["message"];
    int before = failures.length();
    if year.abs() > 999999999 {
        failures.push({path: path + ".year", name: "validDate", message, ofMember});
    }
    if month < 1 || month > 12 {
        failures.push({path: path + ".month", name: "validDate", message, ofMember});
    }
    if day < 1 || day > 31 || failures.length() == before && day > daysOf(year, month) {
        failures.push({path: path + ".day", name: "validDate", message, ofMember});
    }
    DateOption|record {|*ConstraintRecord; DateOption value;|}? option = constraints?.option;
    if failures.length() > before || option is () {
        return;
    }
    time:Civil today = time:utcToCivil(time:utcNow());
    int difference = year != today.year ? year - today.year : (month != today.month ? month - today.month : day - today.day);
    var [wanted, name] = dateRule(option is DateOption ? option : option.value);
    if !wanted(difference) {
        failures.push({path, name, message: option is DateOption ? () : option.message, ofMember});
    }
}

# Which differences to the present are valid, and the constraint's name in errors.
isolated function dateRule(DateOption option) returns [isolated function (int) returns boolean, string] {
    match option {
        PAST => {
            return [isolated function(int days) returns boolean => days < 0, "pastDate"];
        }
        PAST_OR_PRESENT => {
            return [isolated function(int days) returns boolean => days <= 0, "pastOrPresentDate"];
        }
        FUTURE => {
            return [isolated function(int days) returns boolean => days > 0, "futureDate"];
        }
    }
    return [isolated function(int days) returns boolean => days >= 0, "futureOrPresentDate"];
}

isolated function daysOf(int year, int month) returns int {
    match month {
        2 => {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        4|6|9|11 => {
            return 30;
        }
    }
    return 31;
}

isolated function validationError(Failure[] failures) returns ValidationError {
    string[] all = from Failure f in failures
        select f.path + ":" + f.name;
    string[] messages = from Failure f in failures
        let string? message = f.message
        where message is string
        select f.ofMember ? string `'${f.path}':${message}` : message;
    if messages.length() == 0 {
        return error ValidationError(defaultMessage(all));
    }
    string[] others = from Failure f in failures
        where f.message is ()
        select f.path + ":" + f.name;
    if others.length() > 0 {
        messages.push(defaultMessage(others));
    }
    return error ValidationError(sentence(messages), error Error(defaultMessage(all)));
}

isolated function defaultMessage(string[] failed) returns string {
    string[] quoted = from string f in failed
        order by f
        select "'" + f + "'";
    return "Validation failed for " + string:'join(",", ...quoted) + " constraint(s).";
}

# Messages as one sentence.
isolated function sentence(string[] messages) returns string {
    string[] all = from string message in messages
        let string trimmed = message.trim()
        select trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    string last = all.pop();
    return (all.length() == 0 ? last : string:'join(", ", ...all) + " and " + last) + ".";
}
