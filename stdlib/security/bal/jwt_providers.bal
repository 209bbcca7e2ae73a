// What clients and listeners authenticate with.

import ballerina/cache;
import ballerina/log;
import ballerina/time;

# Issues tokens for a client.
public isolated class ClientSelfSignedJwtAuthProvider {
    private final readonly & IssuerConfig issuerConfig;

    # Creates a provider.
    #
    # + issuerConfig - JWT issuer configurations
    public isolated function init(IssuerConfig issuerConfig) {
        self.issuerConfig = issuerConfig.cloneReadOnly();
    }

    # Issues a self-signed JWT for authentication.
    #
    # + return - Generated token or else a `jwt:Error` if an error occurred
    public isolated function generateToken() returns string|Error {
        string|Error token = issue(self.issuerConfig);
        return token is Error ? problem("Failed to generate a self-signed JWT.", token) : token;
    }
}

# Validates the tokens that a listener gets.
public isolated class ListenerJwtAuthProvider {
    private final readonly & ValidatorConfig validatorConfig;
    private final cache:Cache? jwtCache;
    private final cache:Cache? jwksCache;

    # Creates a provider. It panics if keys are to be cached, and those that are published cannot be had.
    #
    # + validatorConfig - JWT validator configurations
    public isolated function init(ValidatorConfig validatorConfig) {
        self.validatorConfig = validatorConfig.cloneReadOnly();
        cache:CacheConfig? tokens = self.validatorConfig["cacheConfig"];
        self.jwtCache = tokens is () ? () : new (tokens);
        ValidatorSignatureConfig? signing = self.validatorConfig["signatureConfig"];
        var jwks = signing is () ? () : signing["jwksConfig"];
        cache:CacheConfig? keys = jwks is () ? () : jwks["cacheConfig"];
        cache:Cache? jwksCache = keys is () ? () : new (keys);
        self.jwksCache = jwksCache;
        if jwksCache !is () && jwks !is () {
            Error? failure = preload(jwksCache, jwks.url, jwks.clientConfig);
            if failure is Error {
                panic failure;
            }
        }
    }

    # Authenticates the provided JWT against the configured validator.
    #
    # + credential - JWT to be authenticated
    # + return - `jwt:Payload` if authentication is successful or else a `jwt:Error` if an error occurred
    public isolated function authenticate(string credential) returns Payload|Error {
        if re `\.`.split(credential).length() != 3 {
            return problem("Credential format does not match to JWT format.");
        }
        cache:Cache? jwtCache = self.jwtCache;
        Payload? known = jwtCache is () ? () : kept(jwtCache, credential);
        if known is Payload {
            return known;
        }
        Payload|Error payload = validated(credential, self.validatorConfig, self.jwksCache);
        if payload is Error {
            return problem("JWT validation failed.", payload);
        }
        if jwtCache !is () {
            cache:Error? failure = jwtCache.put(credential, payload.cloneReadOnly());
            if failure is cache:Error {
                return problem("Failed to add JWT to the cache.", failure);
            }
        }
        return payload;
    }
}

# The payload of a token that has been validated before and has not expired; everybody gets a copy.
isolated function kept(cache:Cache jwtCache, string jwt) returns Payload? {
    any|cache:Error found = jwtCache.hasKey(jwt) ? jwtCache.get(jwt) : ();
    if found is readonly & Payload {
        int? expiry = found["exp"];
        if expiry is () || expiry > time:utcNow()[0] {
            Payload|error copy = found.cloneWithType();
            return copy is Payload ? copy : ();
        }
        cache:Error? gone = jwtCache.invalidate(jwt);
        if gone is cache:Error {
            log:printDebug("Failed to invalidate JWT from the cache.", 'error = gone);
        }
    }
    return;
}
