// Digests, codes of messages, and keys that are derived of others.

# Returns the MD5 hash of the given data.
#
# + input - Value to be hashed
# + salt - Bytes that are hashed before it
# + return - Hashed output
public isolated function hashMd5(byte[] input, byte[]? salt = ()) returns byte[] => digest("MD5", input, salt);

# Returns the SHA-1 hash of the given data.
#
# + input - Value to be hashed
# + salt - Bytes that are hashed before it
# + return - Hashed output
public isolated function hashSha1(byte[] input, byte[]? salt = ()) returns byte[] => digest("SHA1", input, salt);

# Returns the SHA-256 hash of the given data.
#
# + input - Value to be hashed
# + salt - Bytes that are hashed before it
# + return - Hashed output
public isolated function hashSha256(byte[] input, byte[]? salt = ()) returns byte[] => digest("SHA256", input, salt);

# Returns the SHA-384 hash of the given data.
#
# + input - Value to be hashed
# + salt - Bytes that are hashed before it
# + return - Hashed output
public isolated function hashSha384(byte[] input, byte[]? salt = ()) returns byte[] => digest("SHA384", input, salt);

# Returns the SHA-512 hash of the given data.
#
# + input - Value to be hashed
# + salt - Bytes that are hashed before it
# + return - Hashed output
public isolated function hashSha512(byte[] input, byte[]? salt = ()) returns byte[] => digest("SHA512", input, salt);

# Returns the CRC32B checksum of the given data.
#
# + input - Value to create the checksum of
# + return - The checksum in hexadecimal digits, without zeros before it
public isolated function crc32b(byte[] input) returns string => checksum(input);

# Returns the HMAC of the given data that is made with MD5.
#
# + input - Value to be authenticated
# + key - Key used for HMAC generation
# + return - HMAC output; never an error
public isolated function hmacMd5(byte[] input, byte[] key) returns byte[]|Error => messageCode("MD5", input, key);

# Returns the HMAC of the given data that is made with SHA-1.
#
# + input - Value to be authenticated
# + key - Key used for HMAC generation
# + return - HMAC output; never an error
public isolated function hmacSha1(byte[] input, byte[] key) returns byte[]|Error => messageCode("SHA1", input, key);

# Returns the HMAC of the given data that is made with SHA-256.
#
# + input - Value to be authenticated
# + key - Key used for HMAC generation
# + return - HMAC output; never an error
public isolated function hmacSha256(byte[] input, byte[] key) returns byte[]|Error => messageCode("SHA256", input, key);

# Returns the HMAC of the given data that is made with SHA-384.
#
# + input - Value to be authenticated
# + key - Key used for HMAC generation
# + return - HMAC output; never an error
public isolated function hmacSha384(byte[] input, byte[] key) returns byte[]|Error => messageCode("SHA384", input, key);

# Returns the HMAC of the given data that is made with SHA-512.
#
# + input - Value to be authenticated
# + key - Key used for HMAC generation
# + return - HMAC output; never an error
public isolated function hmacSha512(byte[] input, byte[] key) returns byte[]|Error => messageCode("SHA512", input, key);

# Derives key material of a key with HKDF and SHA-256 (RFC 5869).
#
# + input - The input key material
# + length - The length of the output in bytes, from 1 to 8160
# + salt - A salt
# + info - What the output is for
# + return - The output, or a `crypto:Error` if it cannot be so long
public isolated function hkdfSha256(byte[] input, int length, byte[] salt = [], byte[] info = []) returns byte[]|Error =>
    derive(input, length, salt, info) ?: error Error(string `the length of a derived key must be from 1 to 8160, not ${length}`);

// ---- what the run-time system does ----

isolated function digest(string algorithm, byte[] input, byte[]? salt) returns byte[] = external;

isolated function messageCode(string algorithm, byte[] input, byte[] key) returns byte[] = external;

isolated function checksum(byte[] input) returns string = external;

# Nothing if it cannot be so long.
isolated function derive(byte[] input, int length, byte[] salt, byte[] info) returns byte[]? = external;
