// ballerina/uuid: universally unique identifiers (RFC 4122).

import ballerina/random;
import ballerina/time;

# What the functions of this module fail with.
public type Error distinct error;

# The parts of a UUID.
public type Uuid readonly & record {
    int:Unsigned32 timeLow;
    int:Unsigned16 timeMid;
    int:Unsigned16 timeHiAndVersion;
    int:Unsigned8 clockSeqHiAndReserved;
    int:Unsigned8 clockSeqLo;
    # 48 bits
    int node;
};

# How a UUID has been made.
public enum Version {
    # Of a time
    V1,
    # Of a name, by MD5
    V3,
    # At random
    V4,
    # Of a name, by SHA-1
    V5
}

const string NIL_UUID = "00000000-0000-0000-0000-000000000000";

# What names belong to.
public enum NamespaceUUID {
    NAME_SPACE_DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    NAME_SPACE_URL = "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    NAME_SPACE_OID = "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
    NAME_SPACE_X500 = "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
    NAME_SPACE_NIL = NIL_UUID
}

// Seconds from the beginning of the Gregorian calendar to 1970.
const int GREGORIAN_SECONDS = 12219292800;

# A UUID of the current time. Instead of the machine's address it has random bits, which RFC 4122 allows.
#
# + return - The UUID
public isolated function createType1AsString() returns string {
    time:Utc now = time:utcNow();
    int ticks = (now[0] + GREGORIAN_SECONDS) * 10000000 + <int>(now[1] * 10000000).floor();
    int rest = randomBits();
    byte[] bytes = [...bigEndian(ticks & 0xFFFFFFFF, 4), ...bigEndian(ticks >>> 32 & 0xFFFF, 2),
        ...bigEndian(ticks >>> 48 & 0xFFF, 2), ...bigEndian(rest, 8)];
    // The multicast bit tells that the node is no address.
    bytes[10] |= 1;
    return versioned(bytes, 1);
}

# A UUID of the current time.
#
# + return - Its parts
public isolated function createType1AsRecord() returns Uuid|Error => toRecord(createType1AsString());

# The UUID of a name, by MD5.
#
# + namespace - What the name belongs to
# + name - The name
# + return - The UUID, or an error when the name is empty
public isolated function createType3AsString(NamespaceUUID namespace, string name) returns string|Error {
    return versioned(md5(check named(namespace, name)), 3);
}

# The UUID of a name, by MD5.
#
# + namespace - What the name belongs to
# + name - The name
# + return - Its parts, or an error when the name is empty
public isolated function createType3AsRecord(NamespaceUUID namespace, string name) returns Uuid|Error {
    string|Error uuid = createType3AsString(namespace, name);
    return uuid is string ? toRecord(uuid) : error Error("Failed to create UUID of type 3", uuid);
}

# A random UUID.
#
# + return - The UUID
public isolated function createType4AsString() returns string {
    return versioned([...bigEndian(randomBits(), 8), ...bigEndian(randomBits(), 8)], 4);
}

# A random UUID.
#
# + return - Its parts
public isolated function createType4AsRecord() returns Uuid|Error => toRecord(createType4AsString());

# The UUID of a name, by SHA-1.
#
# + namespace - What the name belongs to
# + name - The name
# + return - The UUID, or an error when the name is empty
public isolated function createType5AsString(NamespaceUUID namespace, string name) returns string|Error {
    return versioned(sha1(check named(namespace, name)).slice(0, 16), 5);
}

# The UUID of a name, by SHA-1.
#
# + namespace - What the name belongs to
# + name - The name
# + return - Its parts, or an error when the name is empty
public isolated function createType5AsRecord(NamespaceUUID namespace, string name) returns Uuid|Error {
    string|Error uuid = createType5AsString(namespace, name);
    return uuid is string ? toRecord(uuid) : error Error("Failed to create UUID of type 5", uuid);
}

# A random UUID.
#
# + return - The UUID
public isolated function createRandomUuid() returns string => createType4AsString();

# The UUID that is all zero.
#
# + return - The UUID
public isolated function nilAsString() returns string => NIL_UUID;

# The UUID that is all zero.
#
# + return - Its parts
public isolated function nilAsRecord() returns Uuid =>
    {timeLow: 0, timeMid: 0, timeHiAndVersion: 0, clockSeqHiAndReserved: 0, clockSeqLo: 0, node: 0};

# Whether a text is a UUID.
#
# + uuid - The text
# + return - `true` if it is one
public isolated function validate(string uuid) returns boolean {
    return re `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`.isFullMatch(uuid);
}

# How a UUID has been made.
#
# + uuid - The UUID
# + return - The version, or an error when the text is no UUID or of another version
public isolated function getVersion(string uuid) returns Version|Error {
    Uuid parts = check toRecord(uuid);
    match parts.timeHiAndVersion >> 12 {
        1 => {
            return V1;
        }
        3 => {
            return V3;
        }
        4 => {
            return V4;
        }
        5 => {
            return V5;
        }
    }
    return error Error("Unsupported UUID version");
}

# The bytes of a UUID.
#
# + uuid - The UUID
# + return - 16 bytes, or an error when the text is no UUID
public isolated function toBytes(string|Uuid uuid) returns byte[]|Error {
    Uuid parts = uuid is string ? check toRecord(uuid) : uuid;
    return [...bigEndian(parts.timeLow, 4), ...bigEndian(parts.timeMid, 2), ...bigEndian(parts.timeHiAndVersion, 2),
        parts.clockSeqHiAndReserved, parts.clockSeqLo, ...bigEndian(parts.node, 6)];
}

# The text of a UUID.
#
# + uuid - The UUID
# + return - The text, or an error when there are not 16 bytes
public isolated function toString(byte[]|Uuid uuid) returns string|error {
    byte[] bytes = uuid is byte[] ? uuid : check toBytes(uuid);
    if bytes.length() != 16 {
        return error Error("A UUID has 16 bytes");
    }
    string hex = bytes.toBase16();
    return string:'join("-", hex.substring(0, 8), hex.substring(8, 12), hex.substring(12, 16), hex.substring(16, 20),
            hex.substring(20));
}

# The parts of a UUID.
#
# + uuid - The UUID
# + return - Its parts, or an error when it is none
public isolated function toRecord(string|byte[] uuid) returns Uuid|Error {
    string|error text = uuid is string ? uuid : toString(uuid);
    if text is error || !validate(text) {
        return error Error("Invalid UUID string provided");
    }
    string hex = re `-`.replaceAll(text, "");
    return {
        timeLow: <int:Unsigned32>number(hex, 0, 8),
        timeMid: <int:Unsigned16>number(hex, 8, 12),
        timeHiAndVersion: <int:Unsigned16>number(hex, 12, 16),
        clockSeqHiAndReserved: <int:Unsigned8>number(hex, 16, 18),
        clockSeqLo: <int:Unsigned8>number(hex, 18, 20),
        node: number(hex, 20, 32)
    };
}

isolated function number(string hex, int begin, int end) returns int =>
    checkpanic int:fromHexString(hex.substring(begin, end));

isolated function named(NamespaceUUID namespace, string name) returns byte[]|Error {
    string trimmed = name.trim();
    return trimmed == "" ? error Error("Name cannot be empty")
        : [...check toBytes(namespace), ...trimmed.toBytes()];
}

// The text of 16 bytes with version and variant (that of RFC 4122) in their places.
isolated function versioned(byte[] bytes, int version) returns string {
    bytes[6] = <byte>(bytes[6] & 0x0F | version << 4);
    bytes[8] = <byte>(bytes[8] & 0x3F | 0x80);
    return checkpanic toString(bytes);
}

isolated function randomBits() returns int {
    int high = checkpanic random:createIntInRange(0, 0x100000000);
    int low = checkpanic random:createIntInRange(0, 0x100000000);
    return high << 32 | low;
}
