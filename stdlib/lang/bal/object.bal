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
