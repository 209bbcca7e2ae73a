// Clients: tokens are got, kept and renewed.

import ballerina/lang.'service as services;
import ballerina/time;
import ballerina/url;

# Gets access tokens, and renews them once they have expired.
public isolated class ClientOAuth2Provider {
    private final readonly & GrantConfig grantConfig;
    private final int turn = newTurn();
    private string accessToken = "";
    private string refreshToken = "";
    # Seconds since the epoch.
    private int expiry = -1;

    # Creates a provider, which gets its first token. It panics if there is none.
    #
    # + grantConfig - OAuth2 grant type configurations
    public isolated function init(GrantConfig grantConfig) {
        self.grantConfig = grantConfig.cloneReadOnly();
        string|Error token = self.issued(self.grantConfig);
        if token is Error {
            panic token;
        }
    }

    # Gets an access token: the one that is known, or another one if that has expired.
    #
    # + return - The token, or else an `oauth2:Error`
    public isolated function generateToken() returns string|Error {
        string? known = self.valid();
        if known is string {
            return known;
        }
        // One of those who need a token renews it; the others wait for that.
        takeTurn(self.turn, services:nanoseconds(self.longest()));
        string|Error|error token = trap self.renewed();
        giveTurn(self.turn);
        if token is error {
            return problem("Failed to generate OAuth2 token.", token);
        }
        return token;
    }

    # For how many seconds it may take to get a token.
    private isolated function longest() returns decimal {
        decimal? own = self.grantConfig.clientConfig["reqTimeout"];
        return (own ?: globalReqTimeout) + 5;
    }

    private isolated function valid() returns string? {
        lock {
            return self.accessToken != "" && time:utcNow()[0] < self.expiry ? self.accessToken : ();
        }
    }

    private isolated function renewed() returns string|Error {
        string? known = self.valid();
        if known is string {
            return known;
        }
        lock {
            known = self.accessToken;
        }
        GrantConfig config = self.grantConfig;
        if known == "" || config is ClientCredentialsGrantConfig|RefreshTokenGrantConfig {
            return self.issued(config);
        }
        RefreshConfig refresh = check refreshOf(config);
        string? clientId = config["clientId"];
        string? clientSecret = config["clientSecret"];
        if clientId is () || clientSecret is () {
            return problem("Client-id or client-secret cannot be empty.");
        }
        string token;
        lock {
            token = self.refreshToken;
        }
        if token == "" {
            return problem("Failed to refresh access token since refresh-token has not been cached from the initial " +
                    "authorization response.");
        }
        Request request = {
            url: refresh.refreshUrl,
            form: "grant_type=refresh_token&refresh_token=" + check encoded(token),
            credentials: [clientId, clientSecret],
            scopes: refresh["scopes"],
            optionalParams: refresh["optionalParams"],
            bearer: refresh.credentialBearer,
            config: refresh.clientConfig
        };
        return self.asked(request, config.defaultTokenExpTime, config.clockSkew);
    }

    # The token that is given for what the configuration has.
    private isolated function issued(GrantConfig config) returns string|Error {
        string? clientId = config["clientId"];
        string? clientSecret = config["clientSecret"];
        if clientId == "" || clientSecret == "" {
            return problem("Client-id or client-secret cannot be empty.");
        }
        string refreshToken;
        lock {
            refreshToken = self.refreshToken;
        }
        Request request = {
            url: config is RefreshTokenGrantConfig ? config.refreshUrl : config.tokenUrl,
            form: check formOf(config, refreshToken),
            credentials: clientId is string && clientSecret is string ? [clientId, clientSecret] : (),
            scopes: config["scopes"],
            optionalParams: config["optionalParams"],
            bearer: config.credentialBearer,
            config: config.clientConfig
        };
        return self.asked(request, config.defaultTokenExpTime, config.clockSkew);
    }

    private isolated function asked(Request request, decimal defaultTokenExpTime, decimal clockSkew)
            returns string|Error {
        map<json> response = check answer(request);
        json accessToken = response["access_token"];
        if accessToken !is string {
            return problem(response.hasKey("access_token")
                ? "Failed to extract 'access_token' property as a 'string' from the JSON."
                : "Failed to access 'access_token' property from the JSON.");
        }
        json refreshToken = response["refresh_token"];
        json expiresIn = response["expires_in"];
        decimal lifetime = (expiresIn is int ? <decimal>expiresIn : defaultTokenExpTime) - clockSkew;
        lock {
            self.accessToken = accessToken;
            self.expiry = time:utcNow()[0] + <int>decimal:min(lifetime, LONGEST);
            if refreshToken is string {
                self.refreshToken = refreshToken;
            }
        }
        return accessToken;
    }
}

# For how many seconds a token is kept at most.
const decimal LONGEST = 1000000000000;

# What is asked of a token endpoint.
#
# + credentials - The client's name and its secret
# + bearer - How these are sent
type Request record {|
    string url;
    string form;
    [string, string]? credentials;
    string|string[]? scopes;
    map<string>? optionalParams;
    CredentialBearer bearer;
    ClientConfiguration config;
|};

isolated function formOf(GrantConfig config, string refreshToken) returns string|Error {
    if config is ClientCredentialsGrantConfig {
        return "grant_type=client_credentials";
    }
    if config is PasswordGrantConfig {
        return "grant_type=password&username=" + check encoded(config.username) + "&password=" +
            check encoded(config.password);
    }
    if config is RefreshTokenGrantConfig {
        // Servers that do not give another one go on taking that of the configuration.
        return "grant_type=refresh_token&refresh_token=" +
            check encoded(refreshToken == "" ? config.refreshToken : refreshToken);
    }
    return "grant_type=" + check encoded("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion=" +
        check encoded(config.assertion);
}

isolated function refreshOf(PasswordGrantConfig|JwtBearerGrantConfig config) returns RefreshConfig|Error {
    if config is PasswordGrantConfig {
        RefreshConfig|INFER_REFRESH_CONFIG? refresh = config["refreshConfig"];
        if refresh is () {
            return problem("Failed to refresh access token since refresh configurations are not provided.");
        }
        if refresh is RefreshConfig {
            return refresh;
        }
    }
    RefreshConfig inferred = {
        refreshUrl: config.tokenUrl,
        credentialBearer: config.credentialBearer,
        clientConfig: config.clientConfig
    };
    map<string>? optionalParams = config["optionalParams"];
    if optionalParams !is () {
        inferred.optionalParams = optionalParams;
    }
    string|string[]? scopes = config is JwtBearerGrantConfig ? config["scopes"] : ();
    if scopes !is () {
        inferred.scopes = scopes;
    }
    return inferred;
}

isolated function answer(Request request) returns map<json>|Error {
    string form = request.form;
    string|string[]? scopes = request.scopes;
    string[] trimmed = from string scope in scopes is string ? [scopes] : scopes ?: []
        where scope.trim() != ""
        select scope.trim();
    if trimmed.length() > 0 {
        form += "&scope=" + check encoded(string:'join(" ", ...trimmed));
    }
    form += parameters(request.optionalParams);
    map<string> headers = {};
    [string, string]? credentials = request.credentials;
    if credentials !is () && request.bearer == AUTH_HEADER_BEARER {
        headers["authorization"] = "Basic " + (credentials[0] + ":" + credentials[1]).toBytes().toBase64();
    } else if credentials !is () {
        form += "&client_id=" + check encoded(credentials[0]) + "&client_secret=" + check encoded(credentials[1]);
    }
    string|error text = post(request.url, request.config, headers, form);
    if text is error {
        return problem("Failed to call the token endpoint '" + request.url + "'.", text);
    }
    json|error value = text.fromJsonString();
    if value is error {
        return problem("Failed to get JSON from the response payload.", value);
    }
    return value is map<json> ? value : problem("The response of the token endpoint is not a JSON object.");
}

# More parameters, as they are.
isolated function parameters(map<string>? more) returns string {
    string form = "";
    foreach [string, string] [name, value] in (more ?: {}).entries() {
        form += "&" + name.trim() + "=" + value.trim();
    }
    return form;
}

isolated function encoded(string text) returns string|Error {
    string|url:Error found = url:encode(text, "UTF-8");
    return found is url:Error ? problem("Error while encoding the parameters of a request.", found) : found;
}

// ---- what the run-time system does ----

# What one strand does at a time.
isolated function newTurn() returns int = external;

# Waits for a turn, or until whoever has it must have lost it.
isolated function takeTurn(int turn, int nanos) = external;

isolated function giveTurn(int turn) = external;
