// Keys that others publish (RFC 7517).

import ballerina/cache;
import ballerina/crypto;
import ballerina/http.fetch;

# The key of that name among those that are published.
isolated function publishedKey(string? kid, string url, ClientConfiguration clientConfig, cache:Cache? jwksCache)
        returns crypto:PublicKey|Error {
    if kid is () {
        return problem("Key ID (kid) is not provided in JOSE header.");
    }
    if jwksCache is cache:Cache && jwksCache.hasKey(kid) {
        any|cache:Error kept = jwksCache.get(kid);
        if kept is json && kept !is () {
            return keyOf(kept);
        }
    }
    string|error answer = published(url, clientConfig);
    if answer is error {
        return problem("Failed to call JWKS endpoint '" + url + "'.", answer);
    }
    foreach json jwk in check keysOf(answer) {
        if jwk is map<json> && jwk["kid"] == kid {
            if jwksCache is cache:Cache {
                check keep(jwksCache, kid, jwk);
            }
            return keyOf(jwk);
        }
    }
    return problem("No JWK found for kid '" + kid + "'.");
}

# Puts all keys that are published into a cache.
isolated function preload(cache:Cache jwksCache, string url, ClientConfiguration clientConfig) returns Error? {
    string|error answer = published(url, clientConfig);
    if answer is error {
        return problem("Failed to call JWKS endpoint to preload JWKS to the cache.", answer);
    }
    foreach json jwk in check keysOf(answer) {
        json|error kid = jwk.kid;
        if kid is error {
            return problem("Failed to access 'kid' property from the JSON '" + jwk.toString() + "'.", kid);
        }
        if kid !is string {
            return problem("Failed to extract 'kid' property as a 'string' from the JSON '" + jwk.toString() + "'.");
        }
        check keep(jwksCache, kid, jwk);
    }
}

isolated function keep(cache:Cache jwksCache, string kid, json jwk) returns Error? {
    cache:Error? failure = jwksCache.put(kid, jwk.cloneReadOnly());
    return failure is cache:Error ? problem("Failed to put JWK for the kid '" + kid + "' to the cache.", failure) : ();
}

isolated function published(string url, ClientConfiguration clientConfig) returns string|error {
    return fetch:call({url, secureSocket: clientConfig["secureSocket"], http2: clientConfig.httpVersion == HTTP_2});
}

isolated function keysOf(string answer) returns json[]|Error {
    json|error value = answer.fromJsonString();
    if value is error {
        return problem("Failed to convert '" + answer + "' to JSON.", value);
    }
    json|error keys = value.keys;
    if keys is error {
        return problem("Failed to access 'keys' property from the JSON '" + value.toString() + "'.", keys);
    }
    return keys is json[] ? keys : problem("The 'keys' property is not an array in the JSON '" + value.toString() + "'.");
}

isolated function keyOf(json jwk) returns crypto:PublicKey|Error {
    json|error modulus = jwk.n;
    json|error exponent = jwk.e;
    if modulus is error {
        return problem("Failed to access modulus from the JWK '" + jwk.toString() + "'.");
    }
    if exponent is error {
        return problem("Failed to access exponent from the JWK '" + jwk.toString() + "'.");
    }
    if modulus !is string || exponent !is string {
        return problem("Failed to access modulus or exponent as a 'string' property from the JWK '" + jwk.toString() + "'.");
    }
    crypto:PublicKey|crypto:Error key = crypto:buildRsaPublicKey(modulus, exponent);
    return key is crypto:Error ? problem("Public key generation failed.", key) : key;
}
