// ballerina/jwt: tokens that are signed (RFC 7515, RFC 7519).

import ballerina/log;

# Represents the cryptographic algorithms used to secure the JWS.
public type SigningAlgorithm RS256|RS384|RS512|HS256|HS384|HS512|NONE;

# The `RSA-SHA256` algorithm.
public const RS256 = "RS256";

# The `RSA-SHA384` algorithm.
public const RS384 = "RS384";

# The `RSA-SHA512` algorithm.
public const RS512 = "RS512";

# The `HMAC-SHA256` algorithm.
public const HS256 = "HS256";

# The `HMAC-SHA384` algorithm.
public const HS384 = "HS384";

# The `HMAC-SHA512` algorithm.
public const HS512 = "HS512";

# Unsecured JWS (no signing).
public const NONE = "none";

# Represents JWT header.
#
# + alg - Cryptographic algorithm used to secure the JWS
# + typ - Media type of the JWT
# + cty - Content type, conveys structural information about the JWT
# + kid - Key ID, a hint indicating which key was used to secure the JWS
public type Header record {
    SigningAlgorithm alg?;
    string typ?;
    string cty?;
    string kid?;
};

# Represents JWT payload.
#
# + iss - Issuer, identifies the principal that issued the JWT
# + sub - Subject, identifies the principal that is the subject of the JWT
# + aud - Audience, identifies the recipients that the JWT is intended for
# + jti - JWT ID, unique identifier for the JWT
# + exp - Expiration time (in seconds since the Epoch) after which the JWT must not be accepted
# + nbf - Not before, the time (in seconds since the Epoch) before which the JWT must not be accepted
# + iat - Issued at, the time (in seconds since the Epoch) at which the JWT was issued
public type Payload record {
    string iss?;
    string sub?;
    string|string[] aud?;
    int exp?;
    int nbf?;
    int iat?;
    string jti?;
};

# Represents the error type of the module: what went wrong while a JWT was issued or validated.
public type Error distinct error;

# Makes an error of the module, which the debug log tells.
isolated function problem(string message, error? cause = ()) returns Error {
    log:printDebug(message, 'error = cause);
    return cause is error ? error Error(message, cause) : error Error(message);
}

# Decodes the provided JWT into the header and payload. Nothing is validated.
#
# + jwt - JWT that needs to be decoded
# + return - The header and the payload, or else a `jwt:Error`
public isolated function decode(string jwt) returns [Header, Payload]|Error {
    string[] parts = check split(jwt);
    return [check headerOf(check decodePart(parts[0], "header")),
        check payloadOf(check decodePart(parts[1], "payload"))];
}

isolated function split(string jwt) returns string[]|Error {
    string[] parts = re `\.`.split(jwt);
    return parts.length() < 2 || parts.length() > 3 ? problem("Invalid JWT.") : parts;
}

# The members of a part of a token.
#
# + what - Which part
isolated function decodePart(string encoded, string what) returns map<json>|Error {
    byte[]|Error bytes = decodeBase64Url(encoded);
    if bytes is Error {
        return problem(string `Base64 URL decode failed for JWT ${what}.`, bytes);
    }
    string|error text = string:fromBytes(bytes);
    if text is error {
        return problem(string `Failed to convert byte[] of decoded ${what} to string.`, text);
    }
    json|error value = text.fromJsonString();
    if value is error {
        return problem(string `String to JSON conversion failed for JWT ${what}.`, value);
    }
    return value is map<json> ? value : problem(string `The JWT ${what} is not a JSON object.`);
}

isolated function headerOf(map<json> members) returns Header|Error {
    Header header = {};
    foreach [string, json] [name, value] in members.entries() {
        match name {
            "alg" => {
                // What is not signed is not accepted, whatever it is called.
                if value !is SigningAlgorithm || value is NONE {
                    return problem("Unsupported signing algorithm '" + value.toString() + "'.");
                }
                header.alg = value;
            }
            "typ" => {
                header.typ = check text(name, value);
            }
            "cty" => {
                header.cty = check text(name, value);
            }
            "kid" => {
                header.kid = check text(name, value);
            }
            _ => {
                header[name] = value;
            }
        }
    }
    return header;
}

isolated function payloadOf(map<json> members) returns Payload|Error {
    Payload payload = {};
    foreach [string, json] [name, value] in members.entries() {
        match name {
            "iss" => {
                payload.iss = check text(name, value);
            }
            "sub" => {
                payload.sub = check text(name, value);
            }
            "aud" => {
                payload.aud = value is json[] ? value.'map(each => each.toString()) : check text(name, value);
            }
            "exp" => {
                payload.exp = seconds(value);
            }
            "nbf" => {
                payload.nbf = seconds(value);
            }
            "iat" => {
                payload.iat = seconds(value);
            }
            "jti" => {
                payload.jti = check text(name, value);
            }
            _ => {
                payload[name] = value;
            }
        }
    }
    return payload;
}

isolated function text(string name, json value) returns string|Error {
    return value is string ? value : problem(string `The JWT has a '${name}' that is not a string.`);
}

# A time; one that cannot be read is that of the epoch.
isolated function seconds(json value) returns int {
    if value is float|decimal {
        int|error whole = trap <int>value;
        return whole is int ? whole : 0;
    }
    int|error whole = int:fromString(value.toString());
    return whole is int ? whole : 0;
}

isolated function decodeBase64Url(string encoded) returns byte[]|Error {
    byte[]|error bytes = decode64(encoded);
    return bytes is error ? problem(bytes.message()) : bytes;
}

// ---- what the run-time system does ----

isolated function encodeBase64Url(byte[] input) returns string = external;

isolated function decode64(string input) returns (readonly & byte[])|error = external;
