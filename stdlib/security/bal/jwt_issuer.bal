// How tokens are issued.

import ballerina/crypto;
import ballerina/time;

# Represents JWT issuer configurations.
#
# + issuer - JWT issuer, which is mapped to the `iss`
# + username - JWT username, which is mapped to the `sub`
# + audience - JWT audience, which is mapped to the `aud`
# + jwtId - JWT ID, which is mapped to the `jti`
# + keyId - JWT key ID, which is mapped the `kid`
# + customClaims - Map of custom claims
# + expTime - Expiry time in seconds
# + signatureConfig - JWT signature configurations
public type IssuerConfig record {|
    string issuer?;
    string username?;
    string|string[] audience?;
    string jwtId?;
    string keyId?;
    map<json> customClaims?;
    decimal expTime = 300;
    IssuerSignatureConfig signatureConfig?;
|};

# Represents JWT signature configurations.
#
# + algorithm - Cryptographic signing algorithm for JWS
# + config - KeyStore configurations, private key configurations, `crypto:PrivateKey` or shared key configurations
public type IssuerSignatureConfig record {|
    SigningAlgorithm algorithm = RS256;
    record {|
        crypto:KeyStore keyStore;
        string keyAlias;
        string keyPassword;
    |}|record {|
        string keyFile;
        string keyPassword?;
    |}|crypto:PrivateKey|string config?;
|};

# Issues a JWT. It is signed if there is a signature configuration, and its algorithm is not `jwt:NONE`.
#
# + issuerConfig - JWT issuer configurations
# + return - JWT as a `string` or else a `jwt:Error` if an error occurred
public isolated function issue(IssuerConfig issuerConfig) returns string|Error {
    IssuerSignatureConfig? signing = issuerConfig["signatureConfig"];
    SigningAlgorithm algorithm = signing is () ? NONE : signing.algorithm;
    Header header = {alg: algorithm, typ: "JWT"};
    string? kid = issuerConfig["keyId"];
    if kid is string {
        header.kid = kid;
    }
    string payload = check issuedPayload(issuerConfig);
    string assertion = encodeBase64Url(header.toJsonString().toBytes()) + "." + encodeBase64Url(payload.toBytes());
    if signing is () || algorithm is NONE {
        return assertion;
    }
    byte[] signature = check signatureOf(assertion.toBytes(), algorithm, signing);
    return assertion + "." + encodeBase64Url(signature);
}

isolated function issuedPayload(IssuerConfig config) returns string|Error {
    int now = time:utcNow()[0];
    int|error lifetime = trap <int>config.expTime;
    if lifetime is error || lifetime > 1000000000000 {
        return problem(string `The expiry time of ${config.expTime} seconds is too long.`);
    }
    map<json> payload = {exp: now + lifetime, iat: now, nbf: now};
    string? issuer = config["issuer"];
    if issuer is string {
        payload["iss"] = issuer;
    }
    string? username = config["username"];
    if username is string {
        payload["sub"] = username;
    }
    string|string[]? audience = config["audience"];
    if audience !is () {
        payload["aud"] = audience;
    }
    string? jwtId = config["jwtId"];
    if jwtId is string {
        payload["jti"] = jwtId;
    }
    foreach [string, json] [name, value] in (config["customClaims"] ?: {}).entries() {
        payload[name] = value;
    }
    return payload.toJsonString();
}

isolated function signatureOf(byte[] assertion, SigningAlgorithm algorithm, IssuerSignatureConfig signing)
        returns byte[]|Error {
    var config = signing["config"];
    if config is () {
        return problem("Signing JWT requires keystore information or private key information.");
    }
    if config is string {
        return messageCode(assertion, algorithm, config);
    }
    crypto:PrivateKey|crypto:Error key;
    if config is crypto:PrivateKey {
        key = config;
    } else if config is record {|crypto:KeyStore keyStore; string keyAlias; string keyPassword;|} {
        key = crypto:decodeRsaPrivateKeyFromKeyStore(config.keyStore, config.keyAlias, config.keyPassword);
    } else {
        key = crypto:decodeRsaPrivateKeyFromKeyFile(config.keyFile, config["keyPassword"]);
    }
    return key is crypto:Error ? problem("Failed to decode private key.", key) : signed(assertion, algorithm, key);
}

isolated function signed(byte[] assertion, SigningAlgorithm algorithm, crypto:PrivateKey key) returns byte[]|Error {
    byte[]|crypto:Error signature;
    match algorithm {
        RS256 => {
            signature = crypto:signRsaSha256(assertion, key);
        }
        RS384 => {
            signature = crypto:signRsaSha384(assertion, key);
        }
        RS512 => {
            signature = crypto:signRsaSha512(assertion, key);
        }
        _ => {
            return problem("Unsupported signing algorithm '" + algorithm + "'.");
        }
    }
    return signature is crypto:Error
        ? problem("RSA private key signing failed for SHA" + algorithm.substring(2) + " algorithm.", signature)
        : signature;
}

# The code that a shared secret gives.
isolated function messageCode(byte[] assertion, SigningAlgorithm algorithm, string secret) returns byte[]|Error {
    byte[]|crypto:Error code;
    match algorithm {
        HS256 => {
            code = crypto:hmacSha256(assertion, secret.toBytes());
        }
        HS384 => {
            code = crypto:hmacSha384(assertion, secret.toBytes());
        }
        HS512 => {
            code = crypto:hmacSha512(assertion, secret.toBytes());
        }
        _ => {
            return problem("Unsupported signing algorithm '" + algorithm + "'.");
        }
    }
    return code is crypto:Error
        ? problem("HMAC secret key signing failed for SHA" + algorithm.substring(2) + " algorithm.", code)
        : code;
}
