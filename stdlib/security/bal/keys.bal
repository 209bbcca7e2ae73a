// Private and public keys, out of files, stores and texts.

# Decodes the RSA private key of a PKCS#12 store.
#
# + keyStore - The store
# + keyAlias - The key's name in the store
# + keyPassword - The key's password, which is that of the store
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeRsaPrivateKeyFromKeyStore(KeyStore keyStore, string keyAlias, string keyPassword)
        returns PrivateKey|Error =>
    privateKey(RSA, keyOfStore(keyStore.path, keyStore.password, keyAlias, keyPassword, RSA));

# Decodes the RSA private key of a file in PEM form.
#
# + keyFile - The file's path
# + keyPassword - The key's password, if it is encrypted
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeRsaPrivateKeyFromKeyFile(string keyFile, string? keyPassword = ())
        returns PrivateKey|Error =>
    privateKey(RSA, keyOfFile(keyFile, keyPassword, RSA));

# Decodes the RSA private key of a text in PEM form.
#
# + content - The text's bytes
# + keyPassword - The key's password, if it is encrypted
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeRsaPrivateKeyFromContent(byte[] content, string? keyPassword = ())
        returns PrivateKey|Error =>
    privateKey(RSA, keyOfContent(content, keyPassword, RSA));

# Decodes the RSA public key of a certificate of a PKCS#12 store.
#
# + trustStore - The store
# + keyAlias - The certificate's name in the store, or that of the key that it is of
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeRsaPublicKeyFromTrustStore(TrustStore trustStore, string keyAlias)
        returns PublicKey|Error =>
    publicKey(RSA, publicOfStore(trustStore.path, trustStore.password, keyAlias, RSA));

# Decodes the RSA public key of a certificate's file.
#
# + certFile - The file's path
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeRsaPublicKeyFromCertFile(string certFile) returns PublicKey|Error =>
    publicKey(RSA, publicOfFile(certFile, RSA));

# Decodes the RSA public key of a certificate.
#
# + content - The certificate, in PEM form or in DER
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeRsaPublicKeyFromContent(byte[] content) returns PublicKey|Error =>
    publicKey(RSA, publicOfContent(content, RSA));

# Builds the RSA public key of a modulus and an exponent.
#
# + modulus - The modulus, in base64 for URLs
# + exponent - The exponent, likewise
# + return - The key, or else a `crypto:Error` if they are not those of a key
public isolated function buildRsaPublicKey(string modulus, string exponent) returns PublicKey|Error =>
    publicKey(RSA, publicOfParts(modulus, exponent));

# Decodes the EC private key of a PKCS#12 store.
#
# + keyStore - The store
# + keyAlias - The key's name in the store
# + keyPassword - The key's password, which is that of the store
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeEcPrivateKeyFromKeyStore(KeyStore keyStore, string keyAlias, string keyPassword)
        returns PrivateKey|Error =>
    privateKey(EC, keyOfStore(keyStore.path, keyStore.password, keyAlias, keyPassword, EC));

# Decodes the EC private key of a file in PEM form.
#
# + keyFile - The file's path
# + keyPassword - The key's password, if it is encrypted
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeEcPrivateKeyFromKeyFile(string keyFile, string? keyPassword = ())
        returns PrivateKey|Error =>
    privateKey(EC, keyOfFile(keyFile, keyPassword, EC));

# Decodes the EC public key of a certificate of a PKCS#12 store.
#
# + trustStore - The store
# + keyAlias - The certificate's name in the store, or that of the key that it is of
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeEcPublicKeyFromTrustStore(TrustStore trustStore, string keyAlias)
        returns PublicKey|Error =>
    publicKey(EC, publicOfStore(trustStore.path, trustStore.password, keyAlias, EC));

# Decodes the EC public key of a certificate's file.
#
# + certFile - The file's path
# + return - The key, or else a `crypto:Error` if it could not be read
public isolated function decodeEcPublicKeyFromCertFile(string certFile) returns PublicKey|Error =>
    publicKey(EC, publicOfFile(certFile, EC));

isolated function privateKey(KeyAlgorithm algorithm, int|error keyNumber) returns PrivateKey|Error {
    return keyNumber is error ? error Error(keyNumber.message()) : {algorithm, keyNumber};
}

isolated function publicKey(KeyAlgorithm algorithm, int|error keyNumber) returns PublicKey|Error {
    if keyNumber is error {
        return error Error(keyNumber.message());
    }
    string[] texts = certificateTexts(keyNumber);
    if texts.length() == 0 {
        return {algorithm, keyNumber};
    }
    int[] numbers = certificateNumbers(keyNumber);
    Certificate certificate = {
        version0: numbers[0],
        serial: numbers[1],
        issuer: texts[0],
        subject: texts[1],
        notBefore: [numbers[2], 0],
        notAfter: [numbers[3], 0],
        signature: certificateSignature(keyNumber),
        signingAlgorithm: texts[2]
    };
    return {algorithm, certificate, keyNumber};
}

// ---- what the run-time system does ----

isolated function keyOfStore(string path, string password, string keyAlias, string keyPassword, string algorithm)
        returns int|error = external;

isolated function keyOfFile(string path, string? password, string algorithm) returns int|error = external;

isolated function keyOfContent(byte[] content, string? password, string algorithm) returns int|error = external;

isolated function publicOfStore(string path, string password, string keyAlias, string algorithm)
        returns int|error = external;

isolated function publicOfFile(string path, string algorithm) returns int|error = external;

isolated function publicOfContent(byte[] content, string algorithm) returns int|error = external;

isolated function publicOfParts(string modulus, string exponent) returns int|error = external;

# Issuer, subject and the algorithm of the signature; nothing if the key has no certificate.
isolated function certificateTexts(int keyNumber) returns string[] = external;

# Version, serial number, and the validity in seconds since the epoch.
isolated function certificateNumbers(int keyNumber) returns int[] = external;

isolated function certificateSignature(int keyNumber) returns (readonly & byte[]) = external;
