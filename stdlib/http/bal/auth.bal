// Authentication: of a client's requests, and of those that services get. JWT, OAuth2 and LDAP are not there yet: a program
// that uses their configuration or handlers is told so when it is compiled.

import ballerina/auth;
import ballerina/http.httpscerr;
import ballerina/log;

# Represents the Authorization header name.
public const string AUTH_HEADER = "Authorization";

# The prefix used to denote the Basic authentication scheme.
public const string AUTH_SCHEME_BASIC = "Basic";

# The prefix used to denote the Bearer authentication scheme.
public const string AUTH_SCHEME_BEARER = "Bearer";

# Represents file user store configurations for Basic Auth authentication.
public type FileUserStoreConfig record {|
    *auth:FileUserStoreConfig;
|};

# Represents the auth annotation for file user store configurations with scopes.
#
# + fileUserStoreConfig - File user store configurations for Basic Auth authentication
# + scopes - Scopes allowed for authorization
public type FileUserStoreConfigWithScopes record {|
    FileUserStoreConfig fileUserStoreConfig;
    string|string[] scopes?;
|};

# Represents the annotation used for authorization.
#
# + scopes - Scopes allowed for authorization
public type Scopes record {|
    string|string[] scopes;
|};

# Defines the authentication configurations for the HTTP listener.
public type ListenerAuthConfig FileUserStoreConfigWithScopes;

# Represents an error, which occurred in a client's authentication.
public type ClientAuthError distinct ClientError;

# Represents an error of a listener's authentication or authorization.
public type ListenerAuthError distinct ListenerError;

# A request does not say who it is from.
public type ListenerAuthnError distinct httpscerr:UnauthorizedError & ListenerAuthError;

# A request is from somebody who may not make it.
public type ListenerAuthzError distinct httpscerr:ForbiddenError & ListenerAuthError;

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
        string|HeaderNotFoundError header = data is string ? data
            : (data is Request ? data.getHeader(AUTH_HEADER) : data.getHeader(AUTH_HEADER));
        if header is error {
            return {body: "Authorization header not available."};
        }
        string[] parts = re `\s`.split(header);
        if parts[0] != AUTH_SCHEME_BASIC {
            return {body: "Invalid authentication scheme. Expected 'Basic', but found '" + parts[0] + "'."};
        }
        if parts.length() < 2 {
            return {body: "Invalid authorization header format."};
        }
        auth:UserDetails|auth:Error details = self.provider.authenticate(parts[1]);
        return details is auth:Error ? {body: details.message()} : details;
    }

    # Authorizes with the relevant authorization requirements.
    #
    # + userDetails - The user
    # + expectedScopes - The scopes of which the user has to have one
    # + return - `()`, if it has, or else `http:Forbidden`
    public isolated function authorize(auth:UserDetails userDetails, string|string[] expectedScopes) returns Forbidden? {
        string[] expected = expectedScopes is string ? [expectedScopes] : expectedScopes;
        string[] actual = userDetails["scopes"] ?: [];
        foreach string scope in actual {
            if expected.indexOf(scope) is int {
                return;
            }
        }
        return {};
    }
}

# Adds Basic authentication to what a client sends.
public isolated class ClientBasicAuthHandler {
    private final auth:ClientBasicAuthProvider provider;

    # Creates a handler.
    #
    # + config - User name and password
    public isolated function init(CredentialsConfig config) {
        self.provider = new ({username: config.username, password: config.password});
    }

    # Enriches a request with the relevant authentication requirements.
    #
    # + req - The request
    # + return - The request, or else an `http:ClientAuthError`
    public isolated function enrich(Request req) returns Request|ClientAuthError {
        string|auth:Error token = self.provider.generateToken();
        if token is auth:Error {
            return clientAuthError("Failed to enrich request with Basic Auth token.", token);
        }
        req.setHeader(AUTH_HEADER, AUTH_SCHEME_BASIC + " " + token);
        return req;
    }

    # Enriches headers with the relevant authentication requirements.
    #
    # + headers - The headers
    # + return - The same, or else an `http:ClientAuthError`
    public isolated function enrichHeaders(map<string|string[]> headers) returns map<string|string[]>|ClientAuthError {
        string|auth:Error token = self.provider.generateToken();
        if token is auth:Error {
            return clientAuthError("Failed to enrich headers with Basic Auth token.", token);
        }
        headers[AUTH_HEADER] = AUTH_SCHEME_BASIC + " " + token;
        return headers;
    }

    # Returns the headers map with the relevant authentication requirements.
    #
    # + return - The headers, or else an `http:ClientAuthError`
    public isolated function getSecurityHeaders() returns map<string|string[]>|ClientAuthError {
        return self.enrichHeaders({});
    }
}

# Adds a bearer token to what a client sends.
public isolated class ClientBearerTokenAuthHandler {
    private final string token;

    # Creates a handler.
    #
    # + config - The token
    public isolated function init(BearerTokenConfig config) {
        self.token = config.token;
    }

    # Enriches a request with the relevant authentication requirements.
    #
    # + req - The request
    # + return - The request, or else an `http:ClientAuthError`
    public isolated function enrich(Request req) returns Request|ClientAuthError {
        req.setHeader(AUTH_HEADER, AUTH_SCHEME_BEARER + " " + self.token);
        return req;
    }

    # Enriches headers with the relevant authentication requirements.
    #
    # + headers - The headers
    # + return - The same, or else an `http:ClientAuthError`
    public isolated function enrichHeaders(map<string|string[]> headers) returns map<string|string[]>|ClientAuthError {
        headers[AUTH_HEADER] = AUTH_SCHEME_BEARER + " " + self.token;
        return headers;
    }

    # Returns the headers map with the relevant authentication requirements.
    #
    # + return - The headers, or else an `http:ClientAuthError`
    public isolated function getSecurityHeaders() returns map<string|string[]>|ClientAuthError {
        return self.enrichHeaders({});
    }
}

isolated function clientAuthError(string message, error cause) returns ClientAuthError {
    log:printError(message, 'error = cause);
    return error ClientAuthError(message + " " + cause.message(), cause);
}

// ---- what annotations ask for ----

# Who may use which resources; the router keeps the places.
isolated (readonly & ListenerAuthConfig[])[] guards = [];

# In what a resource's plan says: it has a guard.
const int GUARDED = 1 << 48;

# Tells the router who may use a resource: what its own annotation says, or else that of its service.
isolated function protect(int drafted, int r, HttpServiceConfig? of, HttpResourceConfig? own) {
    ListenerAuthConfig[]? whole = of["auth"];
    ListenerAuthConfig[]|Scopes? single = own["auth"];
    ListenerAuthConfig[]? found = single is ListenerAuthConfig[] ? single : whole;
    if found is () {
        return;
    }
    ListenerAuthConfig[] configs = [];
    foreach ListenerAuthConfig config in found {
        configs.push(single is Scopes ? {fileUserStoreConfig: config.fileUserStoreConfig, scopes: single.scopes} : config);
    }
    readonly & ListenerAuthConfig[] kept = configs.cloneReadOnly();
    lock {
        guards.push(kept);
        setGuard(drafted, r, guards.length() - 1);
    }
}

# Why a request may not use a resource that has a guard.
#
# + place - The guard's
# + header - What the request says of who it is from
isolated function refusal(int place, string? header) returns ListenerAuthError? {
    readonly & ListenerAuthConfig[] configs;
    lock {
        configs = guards[place];
    }
    ListenerAuthError refused = error ListenerAuthnError("");
    if header is () {
        return refused;
    }
    foreach ListenerAuthConfig config in configs {
        ListenerFileUserStoreBasicAuthHandler handler = new (config.fileUserStoreConfig);
        auth:UserDetails|Unauthorized user = handler.authenticate(header);
        if user is auth:UserDetails {
            string|string[]? scopes = config["scopes"];
            Forbidden? forbidden = scopes is () ? () : handler.authorize(user, scopes);
            return forbidden is () ? () : error ListenerAuthzError("");
        }
    }
    return refused;
}

// ---- what the run-time system does ----

isolated function setGuard(int draft, int r, int place) = external;

# The guard of a resource that has one.
isolated function guardOf(int router, int found) returns int = external;
