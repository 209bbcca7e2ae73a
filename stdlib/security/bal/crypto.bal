// ballerina/crypto: digests, signatures and keys. What is not there (encryption, encapsulated keys, PGP, hashes of passwords,
// signatures with MD5, those that SHA-1 makes, post-quantum algorithms) is not declared.

import ballerina/time;

# Represents the error type of the module.
public type Error distinct error;

# Represents the supported public key algorithms.
public type KeyAlgorithm RSA|EC;

# Represents the `RSA` algorithm.
public const RSA = "RSA";

# Represents the algorithms of elliptic curves.
public const EC = "EC";

# Represents the KeyStore-related configurations.
#
# + path - The KeyStore file path
# + password - The KeyStore password
public type KeyStore record {|
    string path;
    string password;
|};

# Represents the truststore-related configurations.
#
# + path - The TrustStore file path
# + password - The TrustStore password
public type TrustStore record {|
    string path;
    string password;
|};

# Represents the private key used in cryptographic operations. The key itself is no part of it.
#
# + algorithm - The cryptographic algorithm of the key
# + keyNumber - Which of the keys that have been decoded this is; 0 is none of them
public type PrivateKey record {|
    KeyAlgorithm algorithm;
    int keyNumber = 0;
|};

# Represents the public key used in cryptographic operations.
#
# + algorithm - The cryptographic algorithm of the key
# + certificate - The certificate that the key was found in
# + keyNumber - Which of the keys that have been decoded this is; 0 is none of them
public type PublicKey record {|
    KeyAlgorithm algorithm;
    Certificate certificate?;
    int keyNumber = 0;
|};

# Represents the X509 public key certificate information.
#
# + version0 - Version number of the certificate
# + serial - Serial number of the certificate, of a long one the last 64 bits
# + issuer - Issuer name of the certificate
# + subject - Subject name of the certificate
# + notBefore - The start of the validity period of the certificate
# + notAfter - The end of the validity period of the certificate
# + signature - Raw signature bits of the certificate
# + signingAlgorithm - The algorithm used to sign the certificate
public type Certificate record {|
    int version0;
    int serial;
    string issuer;
    string subject;
    time:Utc notBefore;
    time:Utc notAfter;
    byte[] signature;
    string signingAlgorithm;
|};

# What `equalConstantTime` compares.
public type HashValue byte[]|string;

# Compares two values in a time that depends on their lengths only.
#
# + value - A value
# + expectedValue - The one that it should be
# + return - Whether they are equal
public isolated function equalConstantTime(HashValue value, HashValue expectedValue) returns boolean {
    byte[] a = value is string ? value.toBytes() : value;
    byte[] b = expectedValue is string ? expectedValue.toBytes() : expectedValue;
    int different = a.length() ^ b.length();
    foreach int i in 0 ..< a.length() {
        different |= a[i] ^ (i < b.length() ? b[i] : 0);
    }
    return different == 0;
}
