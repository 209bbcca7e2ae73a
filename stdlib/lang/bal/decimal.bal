// lang.decimal

public isolated function sum(decimal... xs) returns decimal {
    decimal total = 0;
    foreach decimal x in xs {
        total += x;
    }
    return total;
}

public isolated function max(decimal x, decimal... xs) returns decimal {
    decimal best = x;
    foreach decimal y in xs {
        if y > best {
            best = y;
        }
    }
    return best;
}

public isolated function min(decimal x, decimal... xs) returns decimal {
    decimal best = x;
    foreach decimal y in xs {
        if y < best {
            best = y;
        }
    }
    return best;
}

public isolated function avg(decimal x, decimal... xs) returns decimal {
    return (x + sum(...xs)) / <decimal>(xs.length() + 1);
}

public isolated function abs(decimal x) returns decimal {
    return x < 0d ? -x : x;
}

public isolated function round(decimal x, int fractionDigits = 0) returns decimal = external;
public isolated function quantize(decimal x, decimal y) returns decimal = external;
public isolated function floor(decimal x) returns decimal = external;
public isolated function ceiling(decimal x) returns decimal = external;
public isolated function fromString(string s) returns decimal|error = external;
