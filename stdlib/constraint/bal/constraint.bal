// ballerina/constraint: annotations that say which values of a type are valid, and the function that checks them.

# Constraints of integers.
public annotation IntConstraints Int on type, record field;

# Constraints of floats.
public annotation FloatConstraints Float on type, record field;

# Constraints of numbers of any type.
public annotation NumberConstraints Number on type, record field;

# Constraints of strings.
public annotation StringConstraints String on type, record field;

# Constraints of lists.
public annotation ArrayConstraints Array on type, record field;

# Constraints of records with year, month and day.
public annotation DateConstraints Date on type, record field;

# A constraint with a message of its own.
#
# + value - The constraint
# + message - What the error says
public type ConstraintRecord record {|
    anydata value;
    string message;
|};

# Constraints of integers.
#
# + minValue - The smallest valid value
# + maxValue - The largest valid value
# + minValueExclusive - What valid values are greater than
# + maxValueExclusive - What valid values are less than
# + maxDigits - How many digits there are at most
public type IntConstraints record {|
    int|record {|*ConstraintRecord; int value;|} minValue?;
    int|record {|*ConstraintRecord; int value;|} maxValue?;
    int|record {|*ConstraintRecord; int value;|} minValueExclusive?;
    int|record {|*ConstraintRecord; int value;|} maxValueExclusive?;
    int|record {|*ConstraintRecord; int value;|} maxDigits?;
|};

# Constraints of floats.
#
# + minValue - The smallest valid value
# + maxValue - The largest valid value
# + minValueExclusive - What valid values are greater than
# + maxValueExclusive - What valid values are less than
# + maxIntegerDigits - How many digits there are before the point at most
# + maxFractionDigits - How many digits there are after the point at most
public type FloatConstraints record {|
    float|record {|*ConstraintRecord; float value;|} minValue?;
    float|record {|*ConstraintRecord; float value;|} maxValue?;
    float|record {|*ConstraintRecord; float value;|} minValueExclusive?;
    float|record {|*ConstraintRecord; float value;|} maxValueExclusive?;
    int|record {|*ConstraintRecord; int value;|} maxIntegerDigits?;
    int|record {|*ConstraintRecord; int value;|} maxFractionDigits?;
|};

# Constraints of numbers of any type.
#
# + minValue - The smallest valid value
# + maxValue - The largest valid value
# + minValueExclusive - What valid values are greater than
# + maxValueExclusive - What valid values are less than
# + maxIntegerDigits - How many digits there are before the point at most
# + maxFractionDigits - How many digits there are after the point at most
public type NumberConstraints record {|
    decimal|record {|*ConstraintRecord; decimal value;|} minValue?;
    decimal|record {|*ConstraintRecord; decimal value;|} maxValue?;
    decimal|record {|*ConstraintRecord; decimal value;|} minValueExclusive?;
    decimal|record {|*ConstraintRecord; decimal value;|} maxValueExclusive?;
    int|record {|*ConstraintRecord; int value;|} maxIntegerDigits?;
    int|record {|*ConstraintRecord; int value;|} maxFractionDigits?;
|};

# Constraints of strings.
#
# + length - The number of characters
# + minLength - The smallest number of characters
# + maxLength - The largest number of characters
# + pattern - What the whole string matches
public type StringConstraints record {|
    int|record {|*ConstraintRecord; int value;|} length?;
    int|record {|*ConstraintRecord; int value;|} minLength?;
    int|record {|*ConstraintRecord; int value;|} maxLength?;
    string:RegExp|record {|*ConstraintRecord; string:RegExp value;|} pattern?;
|};

# Constraints of lists.
#
# + length - The number of members
# + minLength - The smallest number of members
# + maxLength - The largest number of members
public type ArrayConstraints record {|
    int|record {|*ConstraintRecord; int value;|} length?;
    int|record {|*ConstraintRecord; int value;|} minLength?;
    int|record {|*ConstraintRecord; int value;|} maxLength?;
|};

# Where a date lies.
public enum DateOption {
    PAST,
    PAST_OR_PRESENT,
    FUTURE,
    FUTURE_OR_PRESENT
}

# Constraints of dates.
#
# + option - Where the date lies
# + message - What the error says if there is no such date
public type DateConstraints record {
    DateOption|record {|*ConstraintRecord; DateOption value;|} option?;
    string message?;
};

# What the functions of this module fail with.
public type Error distinct error;

# A value does not obey the constraints of its type.
public type ValidationError distinct Error;

# A value cannot be converted to the type whose constraints it should obey.
public type TypeConversionError distinct Error;

# Converts a value to a type, and checks the constraints of the type and of its parts.
#
# + value - The value
# + td - The type
# + return - The value of the type, or an error
public isolated function validate(anydata value, typedesc<anydata> td = <>) returns td|Error = external;

// What `validate` does, which can have no body of its own.
isolated function validated(anydata value, typedesc<anydata> td) returns anydata|Error {
    anydata|error converted = belongs(value, td) ? value : value.cloneWithType(td);
    if converted is error {
        return error TypeConversionError("Type conversion failed due to typedesc and value mismatch.", converted);
    }
    Error? failed = validateConverted(converted, td);
    return failed is Error ? failed : converted;
}

# Checks the constraints of the type that a value is of already, for other modules of the library.
#
# + value - The value
# + td - The type
# + return - An error that says which constraints failed
public isolated function validateConverted(anydata value, typedesc<any> td) returns Error? {
    Failure[] failures = [];
    error? unexpected = trap inspect(failures, value, td, "$", false);
    if unexpected is Error {
        return unexpected;
    }
    if unexpected is error {
        return error Error("Unexpected error found due to typedesc and value mismatch.", unexpected);
    }
    return failures.length() == 0 ? () : validationError(failures);
}

# Says whether a type or one of its parts has constraints, for other modules of the library.
#
# + td - The type
# + return - `true` if some value could be invalid
public isolated function hasConstraints(typedesc<any> td) returns boolean {
    string id = identity(td).toString();
    lock {
        boolean? known = constrained[id];
        if known is boolean {
            return known;
        }
    }
    boolean found = isConstrained(plain(td), {});
    lock {
        constrained[id] = found;
    }
    return found;
}

# What is known of types.
isolated map<boolean> constrained = {};

isolated function isConstrained(typedesc<any> t, map<()> seen) returns boolean {
    string id = identity(t).toString();
    if seen.hasKey(id) {
        return false;
    }
    seen[id] = ();
    if isAnnotated(t) {
        return true;
    }
    foreach [string, typedesc<any>, typedesc<any>] [_, annotated, itself] in parts(t) {
        if isAnnotated(annotated) || isConstrained(itself, seen) {
            return true;
        }
    }
    return false;
}

isolated function isAnnotated(typedesc<any> t) returns boolean {
    return t.@Int !is () || t.@Float !is () || t.@Number !is () || t.@String !is () || t.@Array !is () || t.@Date !is ();
}

# Checks a value of a type, and its parts.
isolated function inspect(Failure[] failures, anydata value, typedesc<any> t, string path, boolean ofMember)
        returns Error? {
    check inspectAnnotations(failures, value, t, path, ofMember);
    foreach [string, typedesc<any>, typedesc<any>] [kind, annotated, itself] in parts(t) {
        if kind == "" {
            check inspect(failures, value, itself, path, ofMember);
        } else if kind == "|" {
            if belongs(value, itself) {
                return inspect(failures, value, itself, path, ofMember);
            }
        } else if kind == "[" {
            if value is anydata[] {
                foreach int i in 0 ..< value.length() {
                    check inspect(failures, value[i], itself, string `${path}[${i}]`, true);
                }
            }
        } else if value is map<anydata> {
            anydata content = value[kind.substring(1)];
            if content !is () {
                check inspectAnnotations(failures, content, annotated, path + kind, ofMember);
                check inspect(failures, content, itself, path + kind, ofMember);
            }
        }
    }
}

# What a type is made of: `.name` is a field, whose annotations the first typedesc has; `[` the member type of a list; `|` a
# member of a union; the empty text what a name is defined as.
isolated function parts(typedesc<any> t) returns [string, typedesc<any>, typedesc<any>][] = external;

# The typedesc of the same type with the annotations of its definition, not those of a parameter of the type.
isolated function plain(typedesc<any> t) returns typedesc<any> = external;

isolated function identity(typedesc<any> t) returns int = external;

isolated function belongs(anydata value, typedesc<any> t) returns boolean = external;
