// What clients say of who they are.

import ballerina/auth;
import ballerina/jwt;
import ballerina/log;
import ballerina/oauth2;

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
        req.setHeader(AUTH_HEADER, check credential(AUTH_SCHEME_BASIC, self.provider.generateToken(),
                "Failed to enrich request with Basic Auth token."));
        return req;
    }

    # Enriches headers with the relevant authentication requirements.
    #
    # + headers - The headers
    # + return - The same, or else an `http:ClientAuthError`
    public isolated function enrichHeaders(map<string|string[]> headers) returns map<string|string[]>|ClientAuthError {
        headers[AUTH_HEADER] = check credential(AUTH_SCHEME_BASIC, self.provider.generateToken(),
                "Failed to enrich headers with Basic Auth token.");
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

# Adds a JWT to what a client sends, which it issues itself.
public isolated class ClientSelfSignedJwtAuthHandler {
    private final jwt:ClientSelfSignedJwtAuthProvider provider;

    # Creates a handler.
    #
    # + config - What tokens are issued with
    public isolated function init(JwtIssuerConfig config) {
        self.provider = new (config);
    }

    # Enriches a request with the relevant authentication requirements.
    #
    # + req - The request
    # + return - The request, or else an `http:ClientAuthError`
    public isolated function enrich(Request req) returns Request|ClientAuthError {
        req.setHeader(AUTH_HEADER, check credential(AUTH_SCHEME_BEARER, self.provider.generateToken(),
                "Failed to enrich request with JWT."));
        return req;
    }

    # Enriches headers with the relevant authentication requirements.
    #
    # + headers - The headers
    # + return - The same, or else an `http:ClientAuthError`
    public isolated function enrichHeaders(map<string|string[]> headers) returns map<string|string[]>|ClientAuthError {
        headers[AUTH_HEADER] = check credential(AUTH_SCHEME_BEARER, self.provider.generateToken(),
                "Failed to enrich headers with JWT.");
        return headers;
    }

    # Returns the headers map with the relevant authentication requirements.
    #
    # + return - The headers, or else an `http:ClientAuthError`
    public isolated function getSecurityHeaders() returns map<string|string[]>|ClientAuthError {
        return self.enrichHeaders({});
    }
}

# Adds an access token to what a client sends, which others issue.
public isolated client class ClientOAuth2Handler {
    private final oauth2:ClientOAuth2Provider provider;

    # Creates a handler. It panics if the first token cannot be had.
    #
    # + config - The grant
    public isolated function init(OAuth2GrantConfig config) {
        self.provider = new (config);
    }

    # Enriches a request with the relevant authentication requirements.
    #
    # + req - The request
    # + return - The request, or else an `http:ClientAuthError`
    remote isolated function enrich(Request req) returns Request|ClientAuthError {
        req.setHeader(AUTH_HEADER, check credential(AUTH_SCHEME_BEARER, self.provider.generateToken(),
                "Failed to enrich request with OAuth2 token."));
        return req;
    }

    # Enriches headers with the relevant authentication requirements.
    #
    # + headers - The headers
    # + return - The same, or else an `http:ClientAuthError`
    public isolated function enrichHeaders(map<string|string[]> headers) returns map<string|string[]>|ClientAuthError {
        headers[AUTH_HEADER] = check credential(AUTH_SCHEME_BEARER, self.provider.generateToken(),
                "Failed to enrich headers with OAuth2 token.");
        return headers;
    }

    # Returns the headers map with the relevant authentication requirements.
    #
    # + return - The headers, or else an `http:ClientAuthError`
    public isolated function getSecurityHeaders() returns map<string|string[]>|ClientAuthError {
        return self.enrichHeaders({});
    }
}

# Issues or gets the tokens of a client.
type TokenSource jwt:ClientSelfSignedJwtAuthProvider|oauth2:ClientOAuth2Provider;

# What gives a client its tokens, if it has any that change.
isolated function tokenSource(readonly & ClientAuthConfig? config) returns TokenSource|ClientAuthError? {
    if config is JwtIssuerConfig {
        return new jwt:ClientSelfSignedJwtAuthProvider(config);
    }
    if config is OAuth2GrantConfig {
        oauth2:ClientOAuth2Provider|error provider = trap new oauth2:ClientOAuth2Provider(config);
        return provider is error ? clientAuthError("Failed to get the OAuth2 token of a client.", provider) : provider;
    }
    return;
}

# The value of `Authorization` that a client's configuration gives a request.
isolated function authorizationOf(readonly & ClientAuthConfig? config, TokenSource? tokens)
        returns string|ClientAuthError? {
    if config is CredentialsConfig {
        return AUTH_SCHEME_BASIC + " " + (config.username + ":" + config.password).toBytes().toBase64();
    }
    if config is BearerTokenConfig {
        return AUTH_SCHEME_BEARER + " " + config.token;
    }
    if tokens is () {
        return;
    }
    string what = tokens is jwt:ClientSelfSignedJwtAuthProvider ? "JWT" : "OAuth2 token";
    return credential(AUTH_SCHEME_BEARER, tokens.generateToken(), "Failed to enrich request with " + what + ".");
}

# The value of `Authorization` with a token; `failure` says what has gone wrong if there is none.
isolated function credential(string scheme, string|error token, string failure) returns string|ClientAuthError {
    return token is error ? clientAuthError(failure, token) : scheme + " " + token;
}

isolated function clientAuthError(string message, error cause) returns ClientAuthError {
    log:printError(message, 'error = cause);
    return error ClientAuthError(message + " " + cause.message(), cause);
}
