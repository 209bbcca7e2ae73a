// lang.array (lang library §array): lists.

@typeParam
type Type any|error;
@typeParam
type Type1 any|error;
@typeParam
type AnydataType anydata;

# Direction of `sort` and `order by`.
public enum SortDirection {
    ASCENDING = "ascending",
    DESCENDING = "descending"
}

public type OrderedType ()|boolean|int|float|decimal|string|OrderedType[];

public isolated function length((any|error)[] arr) returns int = external;

public isolated function iterator(Type[] arr) returns object {
    public isolated function next() returns record {|Type value;|}?;
} {
    return object {
        private int at = 0;
        public isolated function next() returns record {|Type value;|}? {
            if self.at >= arr.length() {
                return ();
            }
            Type value = arr[self.at];
            self.at += 1;
            return {value};
        }
    };
}

public isolated function enumerate(Type[] arr) returns [int, Type][] {
    [int, Type][] result = [];
    foreach int i in 0 ..< arr.length() {
        result.push([i, arr[i]]);
    }
    return result;
}

public isolated function 'map(Type[] arr, @isolatedParam function(Type val) returns Type1 func) returns Type1[] {
    Type1[] result = [];
    foreach Type val in arr {
        result.push(func(val));
    }
    return result;
}

public isolated function forEach(Type[] arr, @isolatedParam function(Type val) returns () func) returns () {
    foreach Type val in arr {
        func(val);
    }
}

public isolated function filter(Type[] arr, @isolatedParam function(Type val) returns boolean func) returns Type[] {
    Type[] result = [];
    foreach Type val in arr {
        if func(val) {
            result.push(val);
        }
    }
    return result;
}

public isolated function reduce(Type[] arr, @isolatedParam function(Type1 accum, Type val) returns Type1 func,
        Type1 initial) returns Type1 {
    Type1 accum = initial;
    foreach Type val in arr {
        accum = func(accum, val);
    }
    return accum;
}

public isolated function some(Type[] arr, @isolatedParam function(Type val) returns boolean func) returns boolean {
    foreach Type val in arr {
        if func(val) {
            return true;
        }
    }
    return false;
}

public isolated function every(Type[] arr, @isolatedParam function(Type val) returns boolean func) returns boolean {
    foreach Type val in arr {
        if !func(val) {
            return false;
        }
    }
    return true;
}

public isolated function slice(Type[] arr, int startIndex, int endIndex = arr.length()) returns Type[] = external;

public isolated function remove(Type[] arr, int index) returns Type = external;

public isolated function removeAll((any|error)[] arr) returns () {
    arr.setLength(0);
}

public isolated function setLength((any|error)[] arr, int length) returns () = external;

public isolated function indexOf(AnydataType[] arr, AnydataType val, int startIndex = 0) returns int? {
    int n = arr.length();
    int i = startIndex;
    while i < n {
        if arr[i] == val {
            return i;
        }
        i += 1;
    }
    return ();
}

public isolated function lastIndexOf(AnydataType[] arr, AnydataType val, int startIndex = arr.length() - 1)
        returns int? {
    int i = startIndex;
    while i >= 0 {
        if arr[i] == val {
            return i;
        }
        i -= 1;
    }
    return ();
}

public isolated function reverse(Type[] arr) returns Type[] {
    Type[] result = [];
    int i = arr.length() - 1;
    while i >= 0 {
        result.push(arr[i]);
        i -= 1;
    }
    return result;
}

public isolated function sort(Type[] arr, SortDirection direction = ASCENDING,
        (isolated function(Type val) returns OrderedType)? key = ()) returns Type[] {
    Type[] result = [];
    if key is () {
        foreach Type val in arr {
            result.push(val);
        }
        sortInPlace(result, direction == ASCENDING);
        return result;
    }
    OrderedType[] keys = [];
    foreach Type val in arr {
        keys.push(key(val));
    }
    foreach int i in sortedOrder(keys, direction == ASCENDING) {
        result.push(arr[i]);
    }
    return result;
}

// Sorts by the natural order; stable.
isolated function sortInPlace((any|error)[] arr, boolean ascending) = external;

// The permutation that sorts the keys; stable.
isolated function sortedOrder((any|error)[] keys, boolean ascending) returns int[] = external;

public isolated function pop(Type[] arr) returns Type = external;

public isolated function push(Type[] arr, Type... vals) returns () = external;

public isolated function shift(Type[] arr) returns Type = external;

public isolated function unshift(Type[] arr, Type... vals) returns () = external;

public isolated function toBase64(byte[] arr) returns string = external;

public isolated function fromBase64(string str) returns byte[]|error = external;

public isolated function toBase16(byte[] arr) returns string = external;

public isolated function fromBase16(string str) returns byte[]|error = external;

public isolated function toStream(Type[] arr) returns stream<Type> {
    return new stream<Type>(arr.iterator());
}
