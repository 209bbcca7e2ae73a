// lang.object: the built-in object types.

# An object that `foreach` and `from` can iterate (spec 5.7.2).
public type Iterable distinct object {
    public function iterator() returns object {
        public function next() returns record {|any|error value;|}|error?;
    };
};

# What a raw template gives (spec 5.7.3).
public type RawTemplate distinct object {
    public (readonly & string[]) strings;
    public (any|error)[] insertions;
};

type Iterator object {
    public function next() returns record {|any|error value;|}|error?;
};

type IterableObject object {
    public function iterator() returns Iterator;
};

// The members of a list, mapping, table, string or xml value.
class Members {
    private final any iterable;
    private int at = 0;

    isolated function init(any iterable) {
        self.iterable = iterable;
    }

    public isolated function next() returns record {|any|error value;|}? {
        (any|error)[]? item = member(self.iterable, self.at);
        self.at += 1;
        return item is () ? () : {value: item[0]};
    }
}

isolated function member(any iterable, int i) returns (any|error)[]? = external;

// An iterator of a value that may be iterable in more than one way.
function iteratorOf(any iterable) returns Iterator {
    if iterable is stream<any|error, error?> {
        return iterable.iterator();
    }
    if iterable is IterableObject {
        return iterable.iterator();
    }
    return new Members(iterable);
}
