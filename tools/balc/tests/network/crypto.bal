// Digests, keys and signatures.

import ballerina/crypto;
import ballerina/io;

configurable string dir = ?;

final byte[] & readonly data = "Hello Ballerina".toBytes().cloneReadOnly();

public function main() returns error? {
    check digests();
    check keys();
    check signatures();
    problems();
}

function digests() returns error? {
    foreach byte[] each in [
        crypto:hashMd5(data),
        crypto:hashSha1(data),
        crypto:hashSha256(data),
        crypto:hashSha384(data),
        crypto:hashSha512(data),
        crypto:hashSha256(data.slice(6), data.slice(0, 6)),
        check crypto:hmacMd5(data, "key".toBytes()),
        check crypto:hmacSha1(data, "key".toBytes()),
        check crypto:hmacSha256(data, "key".toBytes()),
        check crypto:hmacSha384(data, "key".toBytes()),
        check crypto:hmacSha512(data, "key".toBytes()),
        // RFC 5869, A.3
        check crypto:hkdfSha256([11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11], 42)
    ] {
        io:println(each.toBase16());
    }
    io:println(crypto:crc32b(data), " ", crypto:crc32b([]));
    io:println(crypto:equalConstantTime("abc", "abc"), crypto:equalConstantTime("abc", "abd"),
            crypto:equalConstantTime("abc", "ab"), crypto:equalConstantTime([], data));
}

function keys() returns error? {
    crypto:PublicKey key = check crypto:decodeRsaPublicKeyFromCertFile(dir + "/rsa.pem");
    crypto:Certificate? certificate = key["certificate"];
    if certificate is () {
        return error("a certificate expected");
    }
    io:println(key.algorithm, " ", certificate.version0, " ", certificate.issuer, " ", certificate.subject, " ",
            certificate.notBefore, " ", certificate.notAfter, " ", certificate.signature.length(), " ",
            certificate.signingAlgorithm);
    // The same key, wherever it is found.
    io:println(key == check crypto:decodeRsaPublicKeyFromTrustStore({path: dir + "/trusted.p12", password: "secret"}, "Signer"),
            key == check crypto:decodeRsaPublicKeyFromTrustStore({path: dir + "/signer.p12", password: "secret"}, "signer"),
            key == check crypto:decodeRsaPublicKeyFromContent(check io:fileReadBytes(dir + "/rsa.der")),
            key == check crypto:decodeRsaPublicKeyFromContent(check io:fileReadBytes(dir + "/rsa.pem")));
    io:println((check crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/rsa.key")).algorithm, " ",
            (check crypto:decodeEcPrivateKeyFromKeyFile(dir + "/curve.key")).algorithm);
}

function signatures() returns error? {
    crypto:PublicKey public1 = check crypto:decodeRsaPublicKeyFromCertFile(dir + "/rsa.pem");
    crypto:PublicKey other = check crypto:decodeRsaPublicKeyFromCertFile(dir + "/other.pem");
    crypto:PrivateKey[] same = [
        check crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/rsa.key"),
        check crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/pkcs1.key"),
        check crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/encrypted.key", "secret"),
        check crypto:decodeRsaPrivateKeyFromContent(check io:fileReadBytes(dir + "/rsa.key")),
        check crypto:decodeRsaPrivateKeyFromKeyStore({path: dir + "/signer.p12", password: "secret"}, "SIGNER", "secret")
    ];
    foreach crypto:PrivateKey key in same {
        byte[] signature = check crypto:signRsaSha256(data, key);
        io:println(crypto:verifyRsaSha256Signature(data, signature, public1),
                crypto:verifyRsaSha256Signature(data, signature, other),
                crypto:verifyRsaSha384Signature(data, signature, public1),
                crypto:verifyRsaSha256Signature(data, signature.slice(1), public1),
                crypto:verifyRsaSha256Signature(signature, signature, public1));
    }
    crypto:PrivateKey key = same[0].cloneReadOnly();
    io:println(crypto:verifyRsaSha384Signature(data, check crypto:signRsaSha384(data, key), public1),
            crypto:verifyRsaSha512Signature(data, check crypto:signRsaSha512(data, key), public1),
            crypto:verifyRsaSsaPss256Signature(data, check crypto:signRsaSsaPss256(data, key), public1),
            crypto:verifyRsaSha1Signature(data, check crypto:signRsaSha512(data, key), public1));
    crypto:PrivateKey curve = check crypto:decodeEcPrivateKeyFromKeyFile(dir + "/curve.key");
    crypto:PublicKey point = check crypto:decodeEcPublicKeyFromCertFile(dir + "/curve.pem");
    byte[] signature = check crypto:signSha256withEcdsa(data, curve);
    io:println(crypto:verifySha256withEcdsaSignature(data, signature, point),
            crypto:verifySha256withEcdsaSignature(signature, signature, point),
            crypto:verifySha384withEcdsaSignature(data, signature, point));
    told(crypto:signSha384withEcdsa(data, curve));
    told(crypto:signRsaSha256(data, curve));
    told(crypto:signSha256withEcdsa(data, key));
    told(crypto:verifyRsaSha256Signature(data, signature, point));
    told(crypto:verifySha256withEcdsaSignature(data, signature, public1));
    told(crypto:signRsaSha256(data, {algorithm: crypto:RSA}));
    told(crypto:verifyRsaSha256Signature(data, [], {algorithm: crypto:RSA}));
    told(crypto:signRsaSha256(data, {algorithm: crypto:RSA, keyNumber: 99}));
}

function problems() {
    told(crypto:hkdfSha256(data, 0));
    told(crypto:hkdfSha256(data, 8161));
    told(crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/none.key"));
    told(crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/rsa.pem"));
    told(crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/curve.key"));
    told(crypto:decodeEcPrivateKeyFromKeyFile(dir + "/rsa.key"));
    told(crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/encrypted.key"));
    told(crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/encrypted.key", "guess"));
    told(crypto:decodeRsaPrivateKeyFromContent([]));
    told(crypto:decodeRsaPrivateKeyFromKeyStore({path: dir + "/none.p12", password: ""}, "signer", "secret"));
    told(crypto:decodeRsaPrivateKeyFromKeyStore({path: dir + "/rsa.pem", password: "secret"}, "signer", "secret"));
    told(crypto:decodeRsaPrivateKeyFromKeyStore({path: dir + "/signer.p12", password: "guess"}, "signer", "secret"));
    told(crypto:decodeRsaPrivateKeyFromKeyStore({path: dir + "/signer.p12", password: "secret"}, "nobody", "secret"));
    told(crypto:decodeRsaPrivateKeyFromKeyStore({path: dir + "/signer.p12", password: "secret"}, "signer", "guess"));
    told(crypto:decodeRsaPublicKeyFromTrustStore({path: dir + "/trusted.p12", password: "secret"}, "nobody"));
    told(crypto:decodeRsaPublicKeyFromCertFile(dir + "/none.pem"));
    told(crypto:decodeRsaPublicKeyFromCertFile(dir + "/rsa.key"));
    told(crypto:decodeRsaPublicKeyFromCertFile(dir + "/curve.pem"));
    told(crypto:decodeEcPublicKeyFromCertFile(dir + "/rsa.pem"));
    told(crypto:decodeRsaPublicKeyFromContent([0x30, 0x82, 0xff, 0xff, 1]));
    told(crypto:buildRsaPublicKey("AQAB", "AQAB"));
    told(crypto:buildRsaPublicKey("?", "AQAB"));
    told(crypto:buildRsaPublicKey("", ""));
}

function told(any|error result) {
    io:println(result is error ? result.message() : result);
}
