// How tokens are validated: what they claim.

import ballerina/time;

isolated function checkClaims(Header header, Payload payload, ValidatorConfig config) returns Error? {
    check checkText(payload["sub"], config["username"], "username");
    check checkText(payload["iss"], config["issuer"], "issuer name");
    check checkAudience(payload["aud"], config["audience"]);
    check checkText(payload["jti"], config["jwtId"], "JWT ID");
    check checkText(header["kid"], config["keyId"], "key ID");
    foreach [string, json] [name, expected] in (config["customClaims"] ?: {}).entries() {
        json claimed = payload[name].toJson();
        if claimed is () {
            return problem(string `JWT must contain a '${name}' custom claim.`);
        }
        if claimed.toString() != expected.toString() {
            return problem(string `JWT contained invalid custom claim '${name}: ${claimed.toString()}'`);
        }
    }
    return checkTimes(payload, config.clockSkew);
}

isolated function checkText(string? claimed, string? expected, string what) returns Error? {
    if expected is () {
        return;
    }
    if claimed is () {
        return problem(string `JWT must contain a valid ${what}.`);
    }
    return claimed == expected ? () : problem(string `JWT contained invalid ${what} '${claimed}'`);
}

isolated function checkAudience(string|string[]? claimed, string|string[]? expected) returns Error? {
    if expected is () {
        return;
    }
    if claimed is () {
        return problem("JWT must contain a valid audience.");
    }
    string[] wanted = expected is string ? [expected] : expected;
    foreach string each in claimed is string ? [claimed] : claimed {
        if wanted.indexOf(each) is int {
            return;
        }
    }
    return problem("JWT contained invalid audience.");
}

isolated function checkTimes(Payload payload, decimal clockSkew) returns Error? {
    int|error skew = trap <int>clockSkew;
    int tolerated = skew is int && skew > 0 && skew < 1000000000000 ? skew : 0;
    int now = time:utcNow()[0];
    int? expiry = payload["exp"];
    if expiry is int && expiry < now - tolerated {
        return problem("JWT is expired.");
    }
    int? notBefore = payload["nbf"];
    if notBefore is int && notBefore > now + tolerated {
        return problem("JWT is used before not-before-time (nbf).");
    }
}
