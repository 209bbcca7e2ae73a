// Signatures.

# Returns the signature that RSA with SHA-256 makes of the given data.
#
# + input - The content to be signed
# + privateKey - Private key used for signing
# + return - The generated signature or else a `crypto:Error` if the private key is not one for this
public isolated function signRsaSha256(byte[] input, PrivateKey privateKey) returns byte[]|Error =>
    signature("SHA256withRSA", input, privateKey);

# Returns the signature that RSA with SHA-384 makes of the given data.
#
# + input - The content to be signed
# + privateKey - Private key used for signing
# + return - The generated signature or else a `crypto:Error` if the private key is not one for this
public isolated function signRsaSha384(byte[] input, PrivateKey privateKey) returns byte[]|Error =>
    signature("SHA384withRSA", input, privateKey);

# Returns the signature that RSA with SHA-512 makes of the given data.
#
# + input - The content to be signed
# + privateKey - Private key used for signing
# + return - The generated signature or else a `crypto:Error` if the private key is not one for this
public isolated function signRsaSha512(byte[] input, PrivateKey privateKey) returns byte[]|Error =>
    signature("SHA512withRSA", input, privateKey);

# Returns the signature that RSASSA-PSS with SHA-256 makes of the given data.
#
# + input - The content to be signed
# + privateKey - Private key used for signing
# + return - The generated signature or else a `crypto:Error` if the private key is not one for this
public isolated function signRsaSsaPss256(byte[] input, PrivateKey privateKey) returns byte[]|Error =>
    signature("SHA256withRSA/PSS", input, privateKey);

# Returns the signature that ECDSA with SHA-256 makes of the given data.
#
# + input - The content to be signed
# + privateKey - Private key used for signing
# + return - The generated signature or else a `crypto:Error` if the private key is not one for this
public isolated function signSha256withEcdsa(byte[] input, PrivateKey privateKey) returns byte[]|Error =>
    signature("SHA256withECDSA", input, privateKey);

# Returns the signature that ECDSA with SHA-384 makes of the given data.
#
# + input - The content to be signed
# + privateKey - Private key used for signing
# + return - The generated signature or else a `crypto:Error` if the private key is not one for this
public isolated function signSha384withEcdsa(byte[] input, PrivateKey privateKey) returns byte[]|Error =>
    signature("SHA384withECDSA", input, privateKey);

# Verifies a signature that RSA with SHA-1 has made.
#
# + data - The content to be verified
# + signature - Signature value
# + publicKey - Public key used for verification
# + return - Validity of the signature or else a `crypto:Error` if the public key is not one for this
public isolated function verifyRsaSha1Signature(byte[] data, byte[] signature, PublicKey publicKey) returns boolean|Error =>
    validity("SHA1withRSA", data, signature, publicKey);

# Verifies a signature that RSA with SHA-256 has made.
#
# + data - The content to be verified
# + signature - Signature value
# + publicKey - Public key used for verification
# + return - Validity of the signature or else a `crypto:Error` if the public key is not one for this
public isolated function verifyRsaSha256Signature(byte[] data, byte[] signature, PublicKey publicKey) returns boolean|Error =>
    validity("SHA256withRSA", data, signature, publicKey);

# Verifies a signature that RSA with SHA-384 has made.
#
# + data - The content to be verified
# + signature - Signature value
# + publicKey - Public key used for verification
# + return - Validity of the signature or else a `crypto:Error` if the public key is not one for this
public isolated function verifyRsaSha384Signature(byte[] data, byte[] signature, PublicKey publicKey) returns boolean|Error =>
    validity("SHA384withRSA", data, signature, publicKey);

# Verifies a signature that RSA with SHA-512 has made.
#
# + data - The content to be verified
# + signature - Signature value
# + publicKey - Public key used for verification
# + return - Validity of the signature or else a `crypto:Error` if the public key is not one for this
public isolated function verifyRsaSha512Signature(byte[] data, byte[] signature, PublicKey publicKey) returns boolean|Error =>
    validity("SHA512withRSA", data, signature, publicKey);

# Verifies a signature that RSASSA-PSS with SHA-256 has made.
#
# + data - The content to be verified
# + signature - Signature value
# + publicKey - Public key used for verification
# + return - Validity of the signature or else a `crypto:Error` if the public key is not one for this
public isolated function verifyRsaSsaPss256Signature(byte[] data, byte[] signature, PublicKey publicKey) returns boolean|Error =>
    validity("SHA256withRSA/PSS", data, signature, publicKey);

# Verifies a signature that ECDSA with SHA-256 has made.
#
# + data - The content to be verified
# + signature - Signature value
# + publicKey - Public key used for verification
# + return - Validity of the signature or else a `crypto:Error` if the public key is not one for this
public isolated function verifySha256withEcdsaSignature(byte[] data, byte[] signature, PublicKey publicKey) returns boolean|Error =>
    validity("SHA256withECDSA", data, signature, publicKey);

# Verifies a signature that ECDSA with SHA-384 has made.
#
# + data - The content to be verified
# + signature - Signature value
# + publicKey - Public key used for verification
# + return - Validity of the signature or else a `crypto:Error` if the public key is not one for this
public isolated function verifySha384withEcdsaSignature(byte[] data, byte[] signature, PublicKey publicKey) returns boolean|Error =>
    validity("SHA384withECDSA", data, signature, publicKey);

isolated function signature(string algorithm, byte[] input, PrivateKey privateKey) returns byte[]|Error {
    byte[]|error made = sign(algorithm, input, privateKey.keyNumber);
    return made is error ? error Error(made.message()) : made;
}

isolated function validity(string algorithm, byte[] data, byte[] signature, PublicKey publicKey) returns boolean|Error {
    boolean|error valid = verify(algorithm, data, signature, publicKey.keyNumber);
    return valid is error ? error Error(valid.message()) : valid;
}

// ---- what the run-time system does ----

isolated function sign(string algorithm, byte[] input, int keyNumber) returns byte[]|error = external;

isolated function verify(string algorithm, byte[] data, byte[] signature, int keyNumber) returns boolean|error = external;
