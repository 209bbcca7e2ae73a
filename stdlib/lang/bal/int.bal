// lang.int

public const MAX_VALUE = 9223372036854775807;
public const MIN_VALUE = -9223372036854775807 - 1;
public const SIGNED32_MAX_VALUE = 2147483647;
public const SIGNED32_MIN_VALUE = -2147483648;
public const SIGNED16_MAX_VALUE = 32767;
public const SIGNED16_MIN_VALUE = -32768;
public const SIGNED8_MAX_VALUE = 127;
public const SIGNED8_MIN_VALUE = -128;
public const UNSIGNED32_MAX_VALUE = 4294967295;
public const UNSIGNED16_MAX_VALUE = 65535;
public const UNSIGNED8_MAX_VALUE = 255;

public isolated function abs(int n) returns int {
    return n < 0 ? -n : n;
}

public isolated function sum(int... ns) returns int {
    int total = 0;
    foreach int n in ns {
        total += n;
    }
    return total;
}

public isolated function max(int n, int... ns) returns int {
    int best = n;
    foreach int x in ns {
        if x > best {
            best = x;
        }
    }
    return best;
}

public isolated function min(int n, int... ns) returns int {
    int best = n;
    foreach int x in ns {
        if x < best {
            best = x;
        }
    }
    return best;
}

public isolated function avg(int n, int... ns) returns decimal {
    decimal total = <decimal>n;
    foreach int x in ns {
        total += <decimal>x;
    }
    return total / <decimal>(ns.length() + 1);
}

public isolated function fromString(string s) returns int|error = external;

public isolated function toHexString(int n) returns string = external;

public isolated function fromHexString(string s) returns int|error = external;

public isolated function range(int rangeStart, int rangeEnd, int step) returns object {
    *object:Iterable;
    public isolated function iterator() returns object {
        public isolated function next() returns record {|int value;|}?;
    };
} {
    if step == 0 {
        panic error("step must not be 0");
    }
    return new Range(rangeStart, rangeEnd, step);
}

// What a range expression is where an object is asked for (spec 6.22).
isolated function rangeObject(int first, int last, boolean closed) returns object {
    *object:Iterable;
    public isolated function iterator() returns object {
        public isolated function next() returns record {|int value;|}?;
    };
} {
    return new Range(first, closed ? last + 1 : last, 1);
}

class Range {
    *object:Iterable;
    private final int rangeStart;
    private final int rangeEnd;
    private final int step;

    isolated function init(int rangeStart, int rangeEnd, int step) {
        self.rangeStart = rangeStart;
        self.rangeEnd = rangeEnd;
        self.step = step;
    }

    public isolated function iterator() returns object {
        public isolated function next() returns record {|int value;|}?;
    } {
        return new RangeIterator(self.rangeStart, self.rangeEnd, self.step);
    }
}

class RangeIterator {
    private int at;
    private final int end;
    private final int step;

    isolated function init(int at, int end, int step) {
        self.at = at;
        self.end = end;
        self.step = step;
    }

    public isolated function next() returns record {|int value;|}? {
        if self.step > 0 ? self.at >= self.end : self.at <= self.end {
            return ();
        }
        int value = self.at;
        self.at += self.step;
        return {value};
    }
}
