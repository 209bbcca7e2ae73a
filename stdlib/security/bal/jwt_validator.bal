// How tokens are validated: their signatures.

import ballerina/cache;
import ballerina/crypto;
import ballerina/time;

# Represents JWT validator configurations.
#
# + issuer - Expected issuer, which is mapped to the `iss`
# + username - Expected username, which is mapped to the `sub`
# + audience - Expected audience, which is mapped to the `aud`
# + jwtId - Expected JWT ID, which is mapped to the `jti`
# + keyId - Expected JWT key ID, which is mapped the `kid`
# + customClaims - Expected map of custom claims
# + clockSkew - By how many seconds clocks may differ
# + signatureConfig - JWT signature configurations; without one signatures are not validated
# + cacheConfig - Configurations related to the cache, which are used to store parsed JWT information
public type ValidatorConfig record {
    string issuer?;
    string username?;
    string|string[] audience?;
    string jwtId?;
    string keyId?;
    map<json> customClaims?;
    decimal clockSkew = 0;
    ValidatorSignatureConfig signatureConfig?;
    cache:CacheConfig cacheConfig?;
};

# Represents JWT signature configurations, of which the first that there is counts.
#
# + jwksConfig - JWKS configurations
# + certFile - Public certificate file path or a `crypto:PublicKey`
# + trustStoreConfig - JWT TrustStore configurations
# + secret - HMAC secret configuration
public type ValidatorSignatureConfig record {|
    record {|
        string url;
        cache:CacheConfig cacheConfig?;
        ClientConfiguration clientConfig = {};
    |} jwksConfig?;
    string|crypto:PublicKey certFile?;
    record {|
        crypto:TrustStore trustStore;
        string certAlias;
    |} trustStoreConfig?;
    string secret?;
|};

# Represents the configurations of the client used to call the JWKS endpoint.
#
# + httpVersion - The HTTP version of the client
# + secureSocket - SSL/TLS-related configurations
public type ClientConfiguration record {|
    HttpVersion httpVersion = HTTP_1_1;
    SecureSocket secureSocket?;
|};

# Represents the HTTP versions.
public enum HttpVersion {
    HTTP_1_1,
    HTTP_2
}

# Represents the SSL/TLS configurations.
#
# + disable - Disable SSL validation
# + cert - Configurations associated with the `crypto:TrustStore` or single certificate file that the client trusts
# + key - Configurations associated with the `crypto:KeyStore` or combination of certificate and private key of the client
public type SecureSocket record {|
    boolean disable = false;
    crypto:TrustStore|string cert?;
    crypto:KeyStore|CertKey key?;
|};

# Represents the combination of the certificate file path, private key file path, and private key password if encrypted.
#
# + certFile - A file containing the certificate
# + keyFile - A file containing the private key
# + keyPassword - Password of the private key (if encrypted)
public type CertKey record {|
    string certFile;
    string keyFile;
    string keyPassword?;
|};

# Validates the provided JWT, against the provided configurations.
#
# + jwt - JWT that needs to be validated
# + validatorConfig - JWT validator configurations
# + return - `jwt:Payload` or else a `jwt:Error` if an error occurred
public isolated function validate(string jwt, ValidatorConfig validatorConfig) returns Payload|Error {
    return validated(jwt, validatorConfig, ());
}

isolated function validated(string jwt, ValidatorConfig config, cache:Cache? jwksCache) returns Payload|Error {
    [Header, Payload] [header, payload] = check decode(jwt);
    SigningAlgorithm? algorithm = header["alg"];
    if algorithm is () {
        return problem("Mandatory field signing algorithm (alg) is not provided in JOSE header.");
    }
    check checkClaims(header, payload, config);
    ValidatorSignatureConfig? signing = config["signatureConfig"];
    if signing !is () {
        check checkSignature(jwt, algorithm, header["kid"], signing, jwksCache);
    }
    return payload;
}

isolated function checkSignature(string jwt, SigningAlgorithm algorithm, string? kid, ValidatorSignatureConfig config,
        cache:Cache? jwksCache) returns Error? {
    string[] parts = check split(jwt);
    if parts.length() == 2 {
        return problem("Not a valid JWS. Signature part is required.");
    }
    byte[] assertion = (parts[0] + "." + parts[1]).toBytes();
    byte[]|Error decoded = decodeBase64Url(parts[2]);
    if decoded is Error {
        return problem("Base64 URL decode failed for JWT signature.", decoded);
    }
    var jwks = config["jwksConfig"];
    string|crypto:PublicKey? certFile = config["certFile"];
    var trustStore = config["trustStoreConfig"];
    string? secret = config["secret"];
    boolean valid;
    string means;
    if jwks !is () {
        means = "JWKS configurations";
        crypto:PublicKey key = check publishedKey(kid, jwks.url, jwks.clientConfig, jwksCache);
        valid = check isSigned(assertion, algorithm, decoded, key);
    } else if certFile !is () {
        means = "public key configurations";
        crypto:PublicKey|crypto:Error key = certFile is string ? crypto:decodeRsaPublicKeyFromCertFile(certFile) : certFile;
        valid = check isSigned(assertion, algorithm, decoded, check certified(key));
    } else if trustStore !is () {
        means = "TrustStore configurations";
        var key = crypto:decodeRsaPublicKeyFromTrustStore(trustStore.trustStore, trustStore.certAlias);
        valid = check isSigned(assertion, algorithm, decoded, check certified(key));
    } else if secret !is () {
        means = "shared secret";
        valid = check isCoded(assertion, algorithm, decoded, secret);
    } else {
        return problem("JWT signature validation needs a key, and the signature configurations have none.");
    }
    return valid ? () : problem("JWT signature validation with " + means + " has failed.");
}

# A key whose certificate, if it has one, is valid now.
isolated function certified(crypto:PublicKey|crypto:Error key) returns crypto:PublicKey|Error {
    if key is crypto:Error {
        return problem("Failed to decode public key.", key);
    }
    crypto:Certificate? certificate = key["certificate"];
    int now = time:utcNow()[0];
    if certificate !is () && (now < certificate.notBefore[0] || now > certificate.notAfter[0]) {
        return problem("Public key certificate validity period has passed.");
    }
    return key;
}

isolated function isSigned(byte[] assertion, SigningAlgorithm algorithm, byte[] signature, crypto:PublicKey key)
        returns boolean|Error {
    boolean|crypto:Error valid;
    match algorithm {
        RS256 => {
            valid = crypto:verifyRsaSha256Signature(assertion, signature, key);
        }
        RS384 => {
            valid = crypto:verifyRsaSha384Signature(assertion, signature, key);
        }
        RS512 => {
            valid = crypto:verifyRsaSha512Signature(assertion, signature, key);
        }
        _ => {
            return problem("Unsupported RSA algorithm '" + algorithm + "'.");
        }
    }
    return valid is crypto:Error
        ? problem("SHA" + algorithm.substring(2) + " signature verification failed.", valid)
        : valid;
}

isolated function isCoded(byte[] assertion, SigningAlgorithm algorithm, byte[] signature, string secret)
        returns boolean|Error {
    if algorithm !is HS256|HS384|HS512 {
        return problem("Unsupported HMAC algorithm '" + algorithm + "'.");
    }
    return crypto:equalConstantTime(signature, check messageCode(assertion, algorithm, secret));
}
