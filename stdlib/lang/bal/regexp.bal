// lang.regexp: searching in strings with regular expressions.

@builtinSubtype
public type RegExp any;

public type Span readonly & object {
    public int startIndex;
    public int endIndex;
    public isolated function substring() returns string;
};

public type Groups readonly & [Span, Span?...];

public type ReplacerFunction isolated function (Groups groups) returns string;

public type Replacement ReplacerFunction|string;

readonly class Range {
    public final int startIndex;
    public final int endIndex;
    private final string str;

    isolated function init(string str, int startIndex, int endIndex) {
        self.str = str;
        self.startIndex = startIndex;
        self.endIndex = endIndex;
    }

    public isolated function substring() returns string {
        return self.str.substring(self.startIndex, self.endIndex);
    }
}

// The natives give a match as the bounds of the whole and of each group in turn, -1 where a group took no part.

isolated function matchFrom(string:RegExp re, string str, int startIndex, boolean exactly, boolean withGroups)
        returns int[]? = external;

isolated function matchAll(string:RegExp re, string str, int startIndex, boolean withGroups)
        returns int[][] = external;

isolated function matchWhole(string:RegExp re, string str) returns int[]? = external;

isolated function replaceWithText(string:RegExp re, string str, string replacement, int startIndex, boolean all)
        returns string = external;

isolated function toSpan(string str, int[]? bounds) returns Span? {
    return bounds is () ? () : new Range(str, bounds[0], bounds[1]);
}

isolated function toGroups(string str, int[] bounds) returns Groups {
    Span?[] groups = [];
    foreach int i in int:range(2, bounds.length(), 2) {
        groups.push(bounds[i] < 0 ? () : new Range(str, bounds[i], bounds[i + 1]));
    }
    return [new Range(str, bounds[0], bounds[1]), ...groups];
}

isolated function toGroupsOrNil(string str, int[]? bounds) returns Groups? {
    return bounds is () ? () : toGroups(str, bounds);
}

public isolated function find(string:RegExp re, string str, int startIndex = 0) returns Span? {
    return toSpan(str, matchFrom(re, str, startIndex, false, false));
}

public isolated function findGroups(string:RegExp re, string str, int startIndex = 0) returns Groups? {
    return toGroupsOrNil(str, matchFrom(re, str, startIndex, false, true));
}

public isolated function findAll(string:RegExp re, string str, int startIndex = 0) returns Span[] {
    Span[] spans = [];
    foreach int[] bounds in matchAll(re, str, startIndex, false) {
        spans.push(new Range(str, bounds[0], bounds[1]));
    }
    return spans;
}

public isolated function findAllGroups(string:RegExp re, string str, int startIndex = 0) returns Groups[] {
    Groups[] groups = [];
    foreach int[] bounds in matchAll(re, str, startIndex, true) {
        groups.push(toGroups(str, bounds));
    }
    return groups;
}

public isolated function matchAt(string:RegExp re, string str, int startIndex = 0) returns Span? {
    return toSpan(str, matchFrom(re, str, startIndex, true, false));
}

public isolated function matchGroupsAt(string:RegExp re, string str, int startIndex = 0) returns Groups? {
    return toGroupsOrNil(str, matchFrom(re, str, startIndex, true, true));
}

public isolated function isFullMatch(string:RegExp re, string str) returns boolean {
    return matchWhole(re, str) != ();
}

public isolated function fullMatchGroups(string:RegExp re, string str) returns Groups? {
    return toGroupsOrNil(str, matchWhole(re, str));
}

public isolated function replace(string:RegExp re, string str, Replacement replacement, int startIndex = 0)
        returns string {
    if replacement is string {
        return replaceWithText(re, str, replacement, startIndex, false);
    }
    Groups? groups = findGroups(re, str, startIndex);
    return groups is () ? str : replaceMatches(str, [groups], replacement);
}

public isolated function replaceAll(string:RegExp re, string str, Replacement replacement, int startIndex = 0)
        returns string {
    if replacement is string {
        return replaceWithText(re, str, replacement, startIndex, true);
    }
    return replaceMatches(str, findAllGroups(re, str, startIndex), replacement);
}

isolated function replaceMatches(string str, Groups[] matches, ReplacerFunction replacement) returns string {
    string[] parts = [];
    int end = 0;
    foreach Groups groups in matches {
        parts.push(str.substring(end, groups[0].startIndex), replacement(groups));
        end = groups[0].endIndex;
    }
    parts.push(str.substring(end));
    return string:concat(...parts);
}

public isolated function split(string:RegExp re, string str) returns string[] = external;

public isolated function fromString(string str) returns string:RegExp|error = external;
