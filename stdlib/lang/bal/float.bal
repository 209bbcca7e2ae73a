// lang.float

public const float PI = 3.141592653589793;
public const float E = 2.718281828459045;
public const float NaN = 0.0 / 0.0;
public const float Infinity = 1.0 / 0.0;

public isolated function isFinite(float x) returns boolean {
    return !isNaN(x) && !isInfinite(x);
}

public isolated function isInfinite(float x) returns boolean {
    return x == Infinity || x == -Infinity;
}

public isolated function isNaN(float x) returns boolean {
    return x == NaN;
}

public isolated function sum(float... xs) returns float {
    float total = 0.0;
    foreach float x in xs {
        total += x;
    }
    return total;
}

public isolated function max(float... xs) returns float {
    float best = -Infinity;
    foreach float x in xs {
        if isNaN(x) {
            return NaN;
        }
        if x > best {
            best = x;
        }
    }
    return best;
}

public isolated function min(float... xs) returns float {
    float best = Infinity;
    foreach float x in xs {
        if isNaN(x) {
            return NaN;
        }
        if x < best {
            best = x;
        }
    }
    return best;
}

public isolated function avg(float... xs) returns float {
    return sum(...xs) / <float>xs.length();
}

public isolated function abs(float x) returns float = external;
public isolated function round(float x, int fractionDigits = 0) returns float = external;
public isolated function floor(float x) returns float = external;
public isolated function ceiling(float x) returns float = external;
public isolated function sqrt(float x) returns float = external;
public isolated function cbrt(float x) returns float = external;
public isolated function pow(float x, float y) returns float = external;
public isolated function log(float x) returns float = external;
public isolated function log10(float x) returns float = external;
public isolated function exp(float x) returns float = external;
public isolated function sin(float x) returns float = external;
public isolated function cos(float x) returns float = external;
public isolated function tan(float x) returns float = external;
public isolated function acos(float x) returns float = external;
public isolated function atan(float x) returns float = external;
public isolated function asin(float x) returns float = external;
public isolated function atan2(float y, float x) returns float = external;
public isolated function sinh(float x) returns float = external;
public isolated function cosh(float x) returns float = external;
public isolated function tanh(float x) returns float = external;
public isolated function fromString(string s) returns float|error = external;
public isolated function toHexString(float x) returns string = external;
public isolated function fromHexString(string s) returns float|error = external;
public isolated function toBitsInt(float x) returns int = external;
public isolated function fromBitsInt(int x) returns float = external;
public isolated function toFixedString(float x, int? fractionDigits) returns string = external;
public isolated function toExpString(float x, int? fractionDigits) returns string = external;
