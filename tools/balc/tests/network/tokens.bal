// Tokens: issued, decoded, validated, and those that are no good.

import ballerina/crypto;
import ballerina/io;
import ballerina/jwt;

configurable string dir = ?;

public function main() returns error? {
    check issued();
    check validated();
    check hostile();
    check provided();
}

function issuer(jwt:IssuerSignatureConfig signatureConfig) returns jwt:IssuerConfig => {
    issuer: "we",
    username: "alice",
    audience: ["some", "others"],
    jwtId: "1",
    keyId: "k1",
    customClaims: {scope: "read write", level: 3},
    signatureConfig
};

function issued() returns error? {
    [jwt:Header, jwt:Payload] [header, payload] = check jwt:decode(check jwt:issue(issuer({config: {keyFile: dir + "/rsa.key"}})));
    io:println(header);
    int lifetime = (payload["exp"] ?: 0) - (payload["iat"] ?: 0);
    io:println(lifetime, " ", payload["nbf"] == payload["iat"], " ", payload.removeIfHasKey("exp") is int,
            payload.removeIfHasKey("nbf") is int, payload.removeIfHasKey("iat") is int, " ", payload);
    io:println(re `\.`.split(check jwt:issue({})).length(), " ", (check jwt:issue({signatureConfig: {algorithm: jwt:NONE}})).startsWith("eyJhbGciOiJub25lIi"));
    told(jwt:issue({signatureConfig: {}}));
    told(jwt:issue({signatureConfig: {config: {keyFile: dir + "/none.key"}}}));
    told(jwt:issue({signatureConfig: {config: {keyStore: {path: dir + "/signer.p12", password: "secret"}, keyAlias: "nobody", keyPassword: "secret"}}}));
    told(jwt:issue({signatureConfig: {algorithm: jwt:HS256, config: {keyFile: dir + "/rsa.key"}}}));
    told(jwt:issue({signatureConfig: {algorithm: jwt:RS256, config: "secret"}}));
    told(jwt:issue({signatureConfig: {config: {algorithm: crypto:RSA}}}));
    told(jwt:issue({expTime: 1e30}));
}

function validated() returns error? {
    crypto:PrivateKey key = check crypto:decodeRsaPrivateKeyFromKeyFile(dir + "/encrypted.key", "secret");
    jwt:ValidatorSignatureConfig[] configs = [
        {certFile: dir + "/rsa.pem"},
        {certFile: check crypto:decodeRsaPublicKeyFromCertFile(dir + "/rsa.pem")},
        {trustStoreConfig: {trustStore: {path: dir + "/trusted.p12", password: "secret"}, certAlias: "signer"}},
        {certFile: dir + "/other.pem"},
        {certFile: dir + "/expired.pem"},
        {certFile: dir + "/none.pem"},
        {trustStoreConfig: {trustStore: {path: dir + "/trusted.p12", password: "guess"}, certAlias: "signer"}},
        {secret: "secret"},
        {}
    ];
    jwt:SigningAlgorithm[] algorithms = [jwt:RS256, jwt:RS384, jwt:RS512];
    foreach jwt:SigningAlgorithm algorithm in algorithms {
        string token = check jwt:issue(issuer({algorithm, config: key}));
        foreach jwt:ValidatorSignatureConfig signatureConfig in algorithm == jwt:RS256 ? configs : configs.slice(0, 1) {
            valid(token, {signatureConfig});
        }
    }
    algorithms = [jwt:HS256, jwt:HS384, jwt:HS512];
    foreach jwt:SigningAlgorithm algorithm in algorithms {
        string token = check jwt:issue(issuer({algorithm, config: "secret"}));
        valid(token, {signatureConfig: {secret: "secret"}});
        valid(token, {signatureConfig: {secret: "guess"}});
        valid(token, {signatureConfig: {certFile: dir + "/rsa.pem"}});
    }
    string token = check jwt:issue(issuer({algorithm: jwt:HS256, config: "secret"}));
    jwt:ValidatorConfig[] claims = [
        {issuer: "we", username: "alice", audience: "others", jwtId: "1", keyId: "k1", customClaims: {level: 3}},
        {audience: ["none", "some"]},
        {issuer: "they"},
        {username: "bob"},
        {audience: ["none", "nobody"]},
        {jwtId: "2"},
        {keyId: "k2"},
        {customClaims: {level: 4}},
        {customClaims: {more: 4}}
    ];
    foreach jwt:ValidatorConfig config in claims {
        valid(token, config);
    }
    string bare = check jwt:issue({expTime: -10});
    // It says that it is not signed.
    valid(bare, {});
    bare = check jwt:issue({expTime: -10, signatureConfig: {algorithm: jwt:HS256, config: "secret"}});
    claims = [{}, {clockSkew: 5}, {clockSkew: 60}, {clockSkew: 60, issuer: "we"}, {clockSkew: 60, username: "a"},
        {clockSkew: 60, audience: "a"}, {clockSkew: 60, jwtId: "a"}, {clockSkew: 60, keyId: "a"}];
    foreach jwt:ValidatorConfig config in claims {
        valid(bare, config);
    }
}

function token(string header, string payload, string signature = "") returns string {
    string[] parts = from string part in [header, payload]
        select re `=`.replaceAll(re `/`.replaceAll(re `\+`.replaceAll(part.toBytes().toBase64(), "-"), "_"), "");
    return parts[0] + "." + parts[1] + "." + signature;
}

function hostile() returns error? {
    string good = string `{"alg":"HS256","kid":"k1"}`;
    jwt:ValidatorConfig config = {signatureConfig: {certFile: dir + "/rsa.pem"}};
    foreach string each in [
        "", ".", "..", "...", "a.b.c", "?.?.?", "eyJ.eyJ.eyJ",
        token("", ""),
        token("[]", "{}"),
        token("null", "{}"),
        token(good, "3"),
        token(good, "{"),
        token(string `{"alg":"none"}`, "{}"),
        token(string `{"alg":"None"}`, "{}"),
        token(string `{"alg":"RS256","alg":"none"}`, "{}"),
        token(string `{"alg":["RS256"]}`, "{}"),
        token(string `{"alg":"ES256"}`, "{}"),
        token("{}", "{}"),
        token(string `{"alg":"RS256","kid":7}`, "{}"),
        token(good, string `{"sub":{}}`),
        token(good, string `{"aud":1}`),
        token(good, string `{"exp":"soon"}`),
        token(good, string `{"exp":1e400}`),
        token(good, string `{"exp":1.5}`),
        token(good, string `{"nbf":9223372036854775807}`),
        token(string `{"alg":"RS256"}`, "{}"),
        token(string `{"alg":"RS256"}`, "{}", "AAAA"),
        token(string `{"alg":"RS256"}`, "{}", "A"),
        token(string `{"alg":"HS256"}`, string `{"exp":9223372036854775807,"nbf":-9223372036854775808}`, "AAAA")
    ] {
        valid(each, config);
    }
    string signed = check jwt:issue(issuer({config: {keyFile: dir + "/rsa.key"}}));
    valid(signed.substring(0, <int>signed.lastIndexOf(".")), config);
    valid(signed + ".x", config);
    // Somebody who knows the certificate has used it as a secret.
    string certificate = check io:fileReadString(dir + "/rsa.pem");
    valid(check jwt:issue(issuer({algorithm: jwt:HS256, config: certificate})), config);
    string large = string:'join("", ...from int _ in 0 ..< 200000 select "eyJhbG");
    valid(large + "." + large + "." + large, config);
    valid(string:'join(".", ...from int _ in 0 ..< 10000 select "a"), config);
    string deep = string:'join("", ...from int _ in 0 ..< 100000 select "[");
    valid(token(good, deep), config);
}

function provided() returns error? {
    jwt:ClientSelfSignedJwtAuthProvider client1 = new (issuer({config: {keyFile: dir + "/rsa.key"}}));
    string token = check client1.generateToken();
    jwt:ListenerJwtAuthProvider listener1 = new ({issuer: "we", cacheConfig: {}, signatureConfig: {certFile: dir + "/rsa.pem"}});
    jwt:Payload payload = check listener1.authenticate(token);
    payload["more"] = 1;
    io:println((check listener1.authenticate(token))["sub"], (check listener1.authenticate(token)).hasKey("more"));
    foreach string each in ["x", token + "x", "a.b.c"] {
        jwt:Payload|jwt:Error result = listener1.authenticate(each);
        io:println(result is error ? result.message() + " " + (result.cause() ?: result).message() : result);
    }
    client1 = new ({signatureConfig: {}});
    told(client1.generateToken());
}

function valid(string token, jwt:ValidatorConfig config) {
    jwt:Payload|jwt:Error payload = jwt:validate(token, config);
    io:println(payload is jwt:Error ? payload.message() : "valid");
}

function told(any|error result) {
    io:println(result is error ? result.message() : result);
}
