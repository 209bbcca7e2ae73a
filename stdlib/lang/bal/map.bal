// lang.map: mappings.

@typeParam
type Type any|error;
@typeParam
type Type1 any|error;

public isolated function length(map<any|error> m) returns int = external;

public isolated function iterator(map<Type> m) returns object {
    public isolated function next() returns record {|Type value;|}?;
} {
    string[] names = m.keys();
    return object {
        private int at = 0;
        public isolated function next() returns record {|Type value;|}? {
            if self.at >= names.length() {
                return ();
            }
            Type value = m.get(names[self.at]);
            self.at += 1;
            return {value};
        }
    };
}

public isolated function get(map<Type> m, string k) returns Type = external;

public isolated function entries(map<Type> m) returns map<[string, Type]> {
    map<[string, Type]> result = {};
    foreach string k in m.keys() {
        result[k] = [k, m.get(k)];
    }
    return result;
}

public isolated function 'map(map<Type> m, @isolatedParam function(Type val) returns Type1 func)
        returns map<Type1> {
    map<Type1> result = {};
    foreach string k in m.keys() {
        result[k] = func(m.get(k));
    }
    return result;
}

public isolated function forEach(map<Type> m, @isolatedParam function(Type val) returns () func) returns () {
    foreach Type val in m {
        func(val);
    }
}

public isolated function filter(map<Type> m, @isolatedParam function(Type val) returns boolean func)
        returns map<Type> {
    map<Type> result = {};
    foreach string k in m.keys() {
        Type val = m.get(k);
        if func(val) {
            result[k] = val;
        }
    }
    return result;
}

public isolated function reduce(map<Type> m, @isolatedParam function(Type1 accum, Type val) returns Type1 func,
        Type1 initial) returns Type1 {
    Type1 accum = initial;
    foreach Type val in m {
        accum = func(accum, val);
    }
    return accum;
}

public isolated function remove(map<Type> m, string k) returns Type = external;

public isolated function removeIfHasKey(map<Type> m, string k) returns Type? = external;

public isolated function removeAll(map<any|error> m) returns () = external;

public isolated function hasKey(map<Type> m, string k) returns boolean = external;

public isolated function keys(map<any|error> m) returns string[] = external;

public isolated function toArray(map<Type> m) returns Type[] {
    Type[] result = [];
    foreach Type val in m {
        result.push(val);
    }
    return result;
}
