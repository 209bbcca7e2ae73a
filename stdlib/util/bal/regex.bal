// ballerina/regex: regular expressions that are strings. They are of the grammar of lang.regexp.

import ballerina/lang.regexp;

# A part of a string that matches.
public type PartMatch record {|
    # The text of the part
    string matched;
    # Where it begins
    int startIndex;
    # Where it ends (exclusive)
    int endIndex;
|};

# What the groups of an expression match. Group 0 is the whole match.
public type Groups readonly & object {
    # How many groups there are, the whole match apart.
    public int count;

    # What a group matches; `()` when it takes no part. A panic when there is no such group.
    #
    # + index - The number of the group
    # + return - The part of the string
    public isolated function get(int index) returns PartMatch?;
};

# A match, with what its groups match.
public type Match record {|
    *PartMatch;
    # The groups
    Groups groups;
|};

type ReplacerFunction isolated function (Match matched) returns string;

# A text, or a function that makes one of a match.
public type Replacement ReplacerFunction|string;

# Whether a whole string matches.
#
# + stringToMatch - The string
# + regex - The regular expression
# + return - `true` if it does
public isolated function matches(string stringToMatch, string regex) returns boolean {
    return compiled(regex).isFullMatch(stringToMatch);
}

# Replaces the first match.
#
# + originalString - The string
# + regex - The regular expression
# + replacement - What takes the place of the match
# + startIndex - Where the search begins
# + return - The new string
public isolated function replace(string originalString, string regex, Replacement replacement, int startIndex = 0)
        returns string {
    Match? first = search(originalString, regex, startIndex);
    return first is () ? originalString : replaced(originalString, [first], replacement);
}

# Replaces every match.
#
# + originalString - The string
# + regex - The regular expression
# + replacement - What takes the place of a match
# + return - The new string
public isolated function replaceAll(string originalString, string regex, Replacement replacement) returns string {
    return replaced(originalString, searchAll(originalString, regex), replacement);
}

# Replaces the first match.
#
# + originalString - The string
# + regex - The regular expression
# + replacement - What takes the place of the match
# + return - The new string
# # Deprecated
# Use `replace`.
@deprecated
public isolated function replaceFirst(string originalString, string regex, string replacement) returns string {
    return replace(originalString, regex, replacement);
}

# The parts of a string between matches. Empty strings at the end are left out.
#
# + receiver - The string
# + delimiter - The regular expression of what separates the parts
# + return - The parts
public isolated function split(string receiver, string delimiter) returns string[] {
    string[] parts = [];
    int begin = 0;
    foreach Match m in searchAll(receiver, delimiter) {
        // Nothing at the beginning separates nothing.
        if m.endIndex > 0 && !(m.startIndex == m.endIndex && m.endIndex == receiver.length()) {
            parts.push(receiver.substring(begin, m.startIndex));
            begin = m.endIndex;
        }
    }
    parts.push(receiver.substring(begin));
    while parts.length() > 1 && parts[parts.length() - 1] == "" {
        _ = parts.pop();
    }
    // A string of separators only has no parts; the empty string has one.
    return parts.length() == 1 && parts[0] == "" && receiver != "" ? [] : parts;
}

# The first match.
#
# + str - The string
# + regex - The regular expression
# + startIndex - Where the search begins; what is before it counts as not there
# + return - The match, or `()` if there is none
public isolated function search(string str, string regex, int startIndex = 0) returns Match? {
    regexp:Groups? groups = compiled(regex).findGroups(startIndex == 0 ? str : str.substring(startIndex));
    return groups is () ? () : matchOf(groups, startIndex);
}

# All matches that do not overlap.
#
# + str - The string
# + regex - The regular expression
# + return - The matches
public isolated function searchAll(string str, string regex) returns Match[] {
    return from regexp:Groups groups in compiled(regex).findAllGroups(str)
        select matchOf(groups, 0);
}

isolated function compiled(string regex) returns regexp:RegExp => checkpanic regexp:fromString(regex);

isolated function replaced(string str, Match[] matches, Replacement replacement) returns string {
    string text = "";
    int begin = 0;
    foreach Match m in matches {
        string by = replacement is string ? replacement : replacement(m);
        text += str.substring(begin, m.startIndex) + by;
        begin = m.endIndex;
    }
    return text + str.substring(begin);
}

isolated function partOf(regexp:Span span, int offset) returns PartMatch & readonly => {
    matched: span.substring(),
    startIndex: span.startIndex + offset,
    endIndex: span.endIndex + offset
};

isolated function matchOf(regexp:Groups groups, int offset) returns Match {
    (PartMatch & readonly)?[] parts = [];
    foreach regexp:Span? span in groups {
        parts.push(span is () ? () : partOf(span, offset));
    }
    return {...partOf(groups[0], offset), groups: new MatchGroups(parts.cloneReadOnly())};
}

readonly class MatchGroups {
    *Groups;
    public int count;
    private PartMatch?[] parts;

    isolated function init(readonly & PartMatch?[] parts) {
        self.parts = parts;
        self.count = parts.length() - 1;
    }

    public isolated function get(int index) returns PartMatch? {
        if index < 0 || index > self.count {
            panic error(string `There is no capturing group in the pattern with the given index ${index}.`);
        }
        return self.parts[index];
    }
}
