// Listeners: tokens are introspected by who has issued them.

import ballerina/cache;
import ballerina/log;
import ballerina/time;

# Represents the introspection endpoint configurations.
#
# + url - URL of the introspection endpoint
# + tokenTypeHint - A hint about the type of the token submitted for introspection
# + optionalParams - More parameters for the introspection endpoint, as they are sent
# + cacheConfig - Configurations for the cache of what has been answered
# + defaultTokenExpTime - For how many seconds an answer is kept that has no `exp`
# + clientConfig - HTTP client configurations, which call the introspection endpoint
public type IntrospectionConfig record {
    string url;
    string tokenTypeHint?;
    map<string> optionalParams?;
    cache:CacheConfig cacheConfig?;
    decimal defaultTokenExpTime = 3600;
    ClientConfiguration clientConfig = {};
};

# Represents the introspection endpoint response.
#
# + active - Boolean indicator of whether or not the presented token is currently active
# + scope - A JSON string containing a space-separated list of scopes associated with this token
# + clientId - Client identifier for the OAuth 2.0 client, which requested this token
# + username - Resource owner who authorized this token
# + tokenType - Type of the token
# + exp - Expiry time (seconds since the Epoch)
# + iat - Time when the token was issued originally (seconds since the Epoch)
# + nbf - Token is not to be used before this time (seconds since the Epoch)
# + sub - Subject of the token
# + aud - Intended audience of the token
# + iss - Issuer of the token
# + jti - String identifier for the token
public type IntrospectionResponse record {
    boolean active;
    string scope?;
    string clientId?;
    string username?;
    string tokenType?;
    int exp?;
    int iat?;
    int nbf?;
    string sub?;
    string aud?;
    string iss?;
    string jti?;
};

# Asks the introspection endpoint about the tokens that a listener gets.
public isolated class ListenerOAuth2Provider {
    private final readonly & IntrospectionConfig config;
    private final cache:Cache? answers;
    private final ClientOAuth2Provider? authorization;

    # Creates a provider. It panics if it has to authorize itself and gets no token.
    #
    # + introspectionConfig - Introspection endpoint configurations
    public isolated function init(IntrospectionConfig introspectionConfig) {
        self.config = introspectionConfig.cloneReadOnly();
        cache:CacheConfig? cacheConfig = self.config["cacheConfig"];
        self.answers = cacheConfig is () ? () : new (cacheConfig);
        ClientAuth? auth = self.config.clientConfig["auth"];
        self.authorization = auth is () ? () : new (auth);
    }

    # Validates an access token.
    #
    # + credential - OAuth2 access token to be validated
    # + optionalParams - More parameters for the introspection endpoint, as they are sent
    # + return - What the endpoint says of the token, or else an `oauth2:Error`
    public isolated function authorize(string credential, map<string>? optionalParams = ())
            returns IntrospectionResponse|Error {
        if credential == "" {
            return problem("Credential cannot be empty.");
        }
        cache:Cache? answers = self.answers;
        IntrospectionResponse? known = answers is () ? () : kept(answers, credential);
        if known !is () {
            return known;
        }
        IntrospectionResponse|Error response = self.asked(credential, optionalParams);
        if response is Error {
            return problem("OAuth2 validation failed.", response);
        }
        if answers !is () {
            decimal lifetime = response["exp"] is int ? -1 : self.config.defaultTokenExpTime;
            cache:Error? failure = answers.put(credential, response.cloneReadOnly(), lifetime);
            if failure is cache:Error {
                log:printDebug("Failed to add OAuth2 access token to the cache.", 'error = failure);
            }
        }
        return response;
    }

    private isolated function asked(string credential, map<string>? optionalParams)
            returns IntrospectionResponse|Error {
        string form = "token=" + check encoded(credential);
        string? hint = self.config["tokenTypeHint"];
        if hint is string {
            form += "&token_type_hint=" + check encoded(hint);
        }
        form += parameters(self.config["optionalParams"]) + parameters(optionalParams);
        map<string> headers = {};
        ClientOAuth2Provider? authorization = self.authorization;
        if authorization !is () {
            headers["authorization"] = "Bearer " + check authorization.generateToken();
        }
        string|error text = post(self.config.url, self.config.clientConfig, headers, form);
        if text is error {
            return problem("Failed to call the introspection endpoint '" + self.config.url + "'.", text);
        }
        json|error value = text.fromJsonString();
        if value is error {
            return problem("Failed to convert '" + text + "' to JSON.", value);
        }
        return value is map<json> ? responseOf(value) : problem("The introspection response is not a JSON object.");
    }
}

# How members of a response are called here.
final readonly & map<string> NAMES = {"client_id": "clientId", "token_type": "tokenType"};

isolated function responseOf(map<json> members) returns IntrospectionResponse|Error {
    map<json> renamed = {active: false};
    foreach [string, json] [name, value] in members.entries() {
        json given = value;
        if name == "exp" && value is string {
            int|error seconds = int:fromString(value);
            given = seconds is int ? seconds : value;
        }
        if given !is () {
            renamed[NAMES[name] ?: name] = given;
        }
    }
    IntrospectionResponse|error response = renamed.cloneWithType();
    return response is error ? problem("The introspection response is not of its type.", response) : response;
}

# What has been answered about a token before, if that has not expired; everybody gets a copy.
isolated function kept(cache:Cache answers, string token) returns IntrospectionResponse? {
    any|cache:Error found = answers.hasKey(token) ? answers.get(token) : ();
    if found is readonly & IntrospectionResponse {
        int? expiry = found["exp"];
        if expiry is () || expiry > time:utcNow()[0] {
            IntrospectionResponse|error copy = found.cloneWithType();
            return copy is IntrospectionResponse ? copy : ();
        }
        cache:Error? gone = answers.invalidate(token);
        if gone is cache:Error {
            log:printDebug("Failed to invalidate OAuth2 access token from the cache.", 'error = gone);
        }
    }
    return;
}
