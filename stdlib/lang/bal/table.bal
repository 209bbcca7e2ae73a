// lang.table: tables.

@typeParam
type Type any|error;
@typeParam
type MapType map<any|error>;
@typeParam
type MapType1 map<any|error>;
@typeParam
type KeyType anydata;

public isolated function length(table<map<any|error>> t) returns int = external;

public isolated function iterator(table<MapType> t) returns object {
    public isolated function next() returns record {|MapType value;|}?;
} {
    return object {
        private int at = 0;
        public isolated function next() returns record {|MapType value;|}? {
            MapType? value = row(t, self.at);
            self.at += 1;
            return value is () ? () : {value};
        }
    };
}

isolated function row(table<MapType> t, int i) returns MapType? = external;

public isolated function get(table<MapType> key<KeyType> t, KeyType k) returns MapType = external;

public isolated function put(table<MapType> t, MapType val) = external;

public isolated function add(table<MapType> t, MapType val) = external;

public isolated function 'map(table<MapType> t, @isolatedParam function(MapType val) returns MapType1 func)
        returns table<MapType1> key<never> {
    table<MapType1> key<never> result = table [];
    foreach MapType val in t {
        result.add(func(val));
    }
    return result;
}

public isolated function forEach(table<MapType> t, @isolatedParam function(MapType val) returns () func)
        returns () {
    foreach MapType val in t {
        func(val);
    }
}

public isolated function filter(table<MapType> key<KeyType> t,
        @isolatedParam function(MapType val) returns boolean func) returns table<MapType> key<KeyType> {
    table<MapType> key<KeyType> result = emptyLike(t);
    foreach MapType val in t {
        if func(val) {
            result.put(val);
        }
    }
    return result;
}

// An empty table of the same inherent type.
isolated function emptyLike(table<MapType> key<KeyType> t) returns table<MapType> key<KeyType> = external;

public isolated function reduce(table<MapType> t, @isolatedParam function(Type accum, MapType val) returns Type func,
        Type initial) returns Type {
    Type accum = initial;
    foreach MapType val in t {
        accum = func(accum, val);
    }
    return accum;
}

public isolated function remove(table<MapType> key<KeyType> t, KeyType k) returns MapType = external;

public isolated function removeIfHasKey(table<MapType> key<KeyType> t, KeyType k) returns MapType? = external;

public isolated function removeAll(table<map<any|error>> t) returns () = external;

public isolated function hasKey(table<MapType> key<KeyType> t, KeyType k) returns boolean = external;

public isolated function keys(table<map<any|error>> key<KeyType> t) returns KeyType[] = external;

public isolated function toArray(table<MapType> t) returns MapType[] {
    MapType[] result = [];
    foreach MapType val in t {
        result.push(val);
    }
    return result;
}

public isolated function nextKey(table<map<any|error>> key<int> t) returns int {
    int next = 0;
    foreach int k in t.keys() {
        if k >= next {
            next = k + 1;
        }
    }
    return next;
}
