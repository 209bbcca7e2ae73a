// How services find out who a request is from, and what he may do.

import ballerina/auth;
import ballerina/jwt;
import ballerina/oauth2;

# Authenticates users by the program's configuration (`[[ballerina.auth.users]]`).
public isolated class ListenerFileUserStoreBasicAuthHandler {
    private final auth:ListenerFileUserStoreBasicAuthProvider provider;

    # Creates a handler.
    #
    # + config - The user store
    public isolated function init(FileUserStoreConfig config = {}) {
        self.provider = new (config);
    }

    # Authenticates with the relevant authentication requirements.
    #
    # + data - The request, its headers, or the value of `Authorization`
    # + return - The user, or else `http:Unauthorized`
    public isolated function authenticate(Request|Headers|string data) returns auth:UserDetails|Unauthorized {
        string|Unauthorized credential = basicCredentialOf(data);
        if credential is Unauthorized {
            return credential;
        }
        auth:UserDetails|auth:Error details = self.provider.authenticate(credential);
        return details is auth:Error ? <Unauthorized>{body: details.message()} : details;
    }

    # Authorizes with the relevant authorization requirements.
    #
    # + userDetails - The user
    # + expectedScopes - The scopes of which the user has to have one
    # + return - `()`, if it has, or else `http:Forbidden`
    public isolated function authorize(auth:UserDetails userDetails, string|string[] expectedScopes) returns Forbidden? {
        return hasScope(userDetails["scopes"], expectedScopes) ? () : <Forbidden>{};
    }
}

# Authenticates users by an LDAP directory.
public isolated client class ListenerLdapUserStoreBasicAuthHandler {
    private final auth:ListenerLdapUserStoreBasicAuthProvider provider;

    # Creates a handler. It panics if the directory cannot be had.
    #
    # + config - The directory
    public isolated function init(LdapUserStoreConfig config) {
        self.provider = new (config);
    }

    # Authenticates with the relevant authentication requirements.
    #
    # + data - The request, its headers, or the value of `Authorization`
    # + return - The user, or else `http:Unauthorized`
    remote isolated function authenticate(Request|Headers|string data) returns auth:UserDetails|Unauthorized {
        string|Unauthorized credential = basicCredentialOf(data);
        if credential is Unauthorized {
            return credential;
        }
        auth:UserDetails|auth:Error details = self.provider.authenticate(credential);
        return details is auth:Error ? <Unauthorized>{body: wholeMessage(details)} : details;
    }

    # Authorizes with the relevant authorization requirements.
    #
    # + userDetails - The user
    # + expectedScopes - The scopes of which the user has to have one
    # + return - `()`, if it has, or else `http:Forbidden`
    remote isolated function authorize(auth:UserDetails userDetails, string|string[] expectedScopes) returns Forbidden? {
        return hasScope(userDetails["scopes"], expectedScopes) ? () : <Forbidden>{};
    }
}

# Authenticates those who bring a JWT.
public isolated class ListenerJwtAuthHandler {
    private final jwt:ListenerJwtAuthProvider provider;
    private final string scopeKey;

    # Creates a handler. It panics if keys are to be cached, and those that are published cannot be had.
    #
    # + config - What tokens are validated with
    public isolated function init(JwtValidatorConfig config) {
        self.scopeKey = config.scopeKey;
        self.provider = new (config);
    }

    # Authenticates with the relevant authentication requirements.
    #
    # + data - The request, its headers, or the value of `Authorization`
    # + return - The payload of the token, or else `http:Unauthorized`
    public isolated function authenticate(Request|Headers|string data) returns jwt:Payload|Unauthorized {
        string|Unauthorized credential = credentialOf(data);
        if credential is Unauthorized {
            return credential;
        }
        jwt:Payload|jwt:Error payload = self.provider.authenticate(credential);
        return payload is jwt:Error ? <Unauthorized>{body: wholeMessage(payload)} : payload;
    }

    # Authorizes with the relevant authorization requirements.
    #
    # + jwtPayload - The payload of the token
    # + expectedScopes - The scopes of which the token has to have one
    # + return - `()`, if it has, or else `http:Forbidden`
    public isolated function authorize(jwt:Payload jwtPayload, string|string[] expectedScopes) returns Forbidden? {
        return hasScope(jwtPayload[self.scopeKey], expectedScopes) ? () : <Forbidden>{};
    }
}

# Has tokens introspected by who has issued them.
public isolated client class ListenerOAuth2Handler {
    private final oauth2:ListenerOAuth2Provider provider;
    private final string scopeKey;

    # Creates a handler. It panics if it has to authorize itself and gets no token.
    #
    # + config - Who is asked about tokens
    public isolated function init(OAuth2IntrospectionConfig config) {
        self.scopeKey = config.scopeKey;
        self.provider = new (config);
    }

    # Authorizes with the relevant authentication & authorization requirements.
    #
    # + data - The request, its headers, or the value of `Authorization`
    # + expectedScopes - The scopes of which the token has to have one
    # + optionalParams - More parameters for the introspection endpoint
    # + return - What is said of the token, or else `http:Unauthorized` or `http:Forbidden`
    remote isolated function authorize(Request|Headers|string data, string|string[]? expectedScopes = (),
            map<string>? optionalParams = ()) returns oauth2:IntrospectionResponse|Unauthorized|Forbidden {
        string|Unauthorized credential = credentialOf(data);
        if credential is Unauthorized {
            return credential;
        }
        oauth2:IntrospectionResponse|oauth2:Error found = self.provider.authorize(credential, optionalParams);
        if found is oauth2:Error {
            return <Unauthorized>{body: wholeMessage(found)};
        }
        if !found.active {
            return <Unauthorized>{body: "The provided access-token is not active."};
        }
        if expectedScopes is () || hasScope(found[self.scopeKey], expectedScopes) {
            return found;
        }
        return <Forbidden>{};
    }
}

isolated function authorizationIn(Request|Headers|string data) returns string|HeaderNotFoundError {
    return data is string ? data
        : (data is Request ? data.getHeader(AUTH_HEADER) : data.getHeader(AUTH_HEADER));
}

# The token that a request brings.
isolated function credentialOf(Request|Headers|string data) returns string|Unauthorized {
    string|HeaderNotFoundError header = authorizationIn(data);
    if header is error {
        return {body: "Authorization header not available."};
    }
    string[] parts = re `\s`.split(header);
    return parts.length() < 2 ? <Unauthorized>{body: "Invalid authorization header format."} : parts[1];
}

# The token of Basic authentication that a request brings.
isolated function basicCredentialOf(Request|Headers|string data) returns string|Unauthorized {
    string|HeaderNotFoundError header = authorizationIn(data);
    if header is string {
        string scheme = re `\s`.split(header)[0];
        if scheme != AUTH_SCHEME_BASIC {
            return {body: "Invalid authentication scheme. Expected 'Basic', but found '" + scheme + "'."};
        }
    }
    return credentialOf(data);
}

# An error's message, and those of what has caused it.
isolated function wholeMessage(error failure) returns string {
    string message = failure.message();
    error? cause = failure.cause();
    while cause is error {
        message += " " + cause.message();
        cause = cause.cause();
    }
    return message;
}

# Whether one of some scopes is among those of a token: a text with spaces between them, or a list.
isolated function hasScope(anydata actual, string|string[] expected) returns boolean {
    string[] wanted = expected is string ? [expected] : expected;
    anydata[] all = actual is string ? re `\s`.split(actual) : (actual is anydata[] ? actual : []);
    foreach anydata scope in all {
        if scope is string && scope != "" && wanted.indexOf(scope) is int {
            return true;
        }
    }
    return false;
}

# Header and payload of the JWT in a request's context.
isolated function tellToken(RequestContext context, string? authorization) {
    if authorization is () || !authorization.startsWith("Bearer ") {
        return;
    }
    string[] parts = re `\s`.split(authorization);
    [jwt:Header, jwt:Payload]|jwt:Error decoded = parts.length() == 2 ? jwt:decode(parts[1]) : error jwt:Error("");
    if decoded !is jwt:Error {
        context.set(JWT_INFORMATION, decoded.cloneReadOnly());
    }
}
