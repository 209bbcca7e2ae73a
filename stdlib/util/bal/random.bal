// ballerina/random: pseudo-random numbers. Not for secrets.

# What the functions of this module fail with.
public type Error distinct error;

# A range that has no numbers in it, for example.
public type ArithmeticError distinct Error;

# A random number from 0.0 (inclusive) to 1.0 (exclusive).
public isolated function createDecimal() returns float {
    // As many bits as a float has digits for.
    return <float>(randomBits() >>> 11) / 9007199254740992.0;
}

# A random number from `startRange` (inclusive) to `endRange` (exclusive).
public isolated function createIntInRange(int startRange, int endRange) returns int|Error {
    if startRange >= endRange {
        return error Error("End range value must be greater than the start range value");
    }
    return randomBelow(startRange, endRange);
}

// 64 random bits.
isolated function randomBits() returns int = external;

// Every number of the range is as likely as any other, whatever its size.
isolated function randomBelow(int startRange, int endRange) returns int = external;
