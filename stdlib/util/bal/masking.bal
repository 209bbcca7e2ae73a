// Fields that are not for everybody's eyes.

# The field is left out.
public const EXCLUDE = "EXCLUDE";

# Makes a text that may be shown of one that may not.
public type ReplacementFunction isolated function (string input) returns string;

# What is shown instead of a value.
public type Replacement record {|
    # The text in place of the value, or a function that makes one of the value's
    string|ReplacementFunction replacement;
|};

# What becomes of a field.
public type MaskingStrategy EXCLUDE|Replacement;

# What the annotation says.
public type SensitiveConfig record {|
    # What becomes of the field
    MaskingStrategy strategy = EXCLUDE;
|};

# A field that is not shown, or not as it is.
public annotation SensitiveConfig Sensitive on record field;

configurable boolean enableSensitiveDataMasking = false;

# A value as text, without the fields that are not to be shown:
# what their records have been made as decides. Panics with a cyclic value.
#
# + data - The value
# + return - The text, much like JSON
public isolated function toMaskedString(anydata data) returns string {
    return data is string ? data : data is () ? "null" : masked(data, []);
}

isolated function masked(anydata data, anydata[] around) returns string {
    if data is () {
        return "null";
    }
    if data is string|xml {
        return data.toString().toJsonString();
    }
    if data !is anydata[]|map<anydata>|table<map<anydata>> {
        return data.toString();
    }
    foreach anydata value in around {
        if value === data {
            panic error Error("Cyclic value reference detected in the record");
        }
    }
    anydata[] within = [...around, data];
    if data is anydata[] {
        return "[" + string:'join(",", ...from anydata member in data
                select masked(member, within)) + "]";
    }
    if data is table<map<anydata>> {
        return "[" + string:'join(",", ...from map<anydata> row in data
                select masked(row, within)) + "]";
    }
    string[] pairs = [];
    foreach var [key, value] in data.entries() {
        typedesc<any>? declared = fieldOf(data, key);
        SensitiveConfig? sensitive = declared is () ? () : declared.@Sensitive;
        MaskingStrategy? strategy = sensitive?.strategy;
        if strategy is Replacement {
            string|ReplacementFunction replacement = strategy.replacement;
            string text = replacement is string ? replacement : replacement(value is string ? value : masked(value, within));
            pairs.push(key.toJsonString() + ":" + text.toJsonString());
        } else if strategy is () {
            pairs.push(key.toJsonString() + ":" + masked(value, within));
        }
    }
    return "{" + string:'join(",", ...pairs) + "}";
}

# A typedesc with the annotations of a field, if the mapping is a record that has one of that name.
isolated function fieldOf(map<anydata> data, string name) returns typedesc<any>? = external;
