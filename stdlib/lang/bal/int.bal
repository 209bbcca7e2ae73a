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

type RangeObject isolated object {
    *object:Iterable;
    public isolated function iterator() returns isolated object {
        public isolated function next() returns record {|int value;|}?;
    };
};

public isolated function range(int rangeStart, int rangeEnd, int step) returns object {
    *object:Iterable;
    public isolated function iterator() returns object {
        public isolated function next() returns record {|int value;|}?;
    };
} {
    if step == 0 {
        panic error("step must not be 0");
    }
    if step > 0 ? rangeStart >= rangeEnd : rangeStart <= rangeEnd {
        return new Range(0, -1, 1);
    }
    return new Range(rangeStart, step > 0 ? rangeEnd - 1 : rangeEnd + 1, step);
}

// The value of a range expression (spec 6.22).
isolated function rangeObject(int first, int last, boolean closed) returns RangeObject {
    if closed {
        return new Range(first, last, 1);
    }
    return first < last ? new Range(first, last - 1, 1) : new Range(0, -1, 1);
}

isolated class Range {
    *object:Iterable;
    private final int first;
    private final int last;
    private final int step;

    isolated function init(int first, int last, int step) {
        self.first = first;
        self.last = last;
        self.step = step;
    }

    public isolated function iterator() returns isolated object {
        public isolated function next() returns record {|int value;|}?;
    } {
        return new RangeIterator(self.first, self.last, self.step);
    }
}

isolated class RangeIterator {
    // Nil when there are no more.
    private int? at;
    private final int last;
    private final int step;

    isolated function init(int first, int last, int step) {
        self.at = step > 0 ? (first <= last ? first : ()) : (first >= last ? first : ());
        self.last = last;
        self.step = step;
    }

    public isolated function next() returns record {|int value;|}? {
        lock {
            int? value = self.at;
            if value is () {
                return ();
            }
            self.at = self.after(value);
            return {value};
        }
    }

    // One step further, if that stays within the range; nothing here overflows.
    private isolated function after(int value) returns int? {
        boolean more = self.step > 0
            ? self.last >= MIN_VALUE + self.step && value <= self.last - self.step
            : self.last <= MAX_VALUE + self.step && value >= self.last - self.step;
        return more ? value + self.step : ();
    }
}
