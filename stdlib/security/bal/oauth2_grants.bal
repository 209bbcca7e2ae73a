// What grants are configured with.

# Represents the data structure, which is used to configure the OAuth2 client credentials grant type.
#
# + tokenUrl - Token URL of the token endpoint
# + clientId - Client ID of the client authentication
# + clientSecret - Client secret of the client authentication
# + scopes - Scope(s) of the access request
# + defaultTokenExpTime - For how many seconds tokens are valid if the response of the token endpoint does not say
# + clockSkew - By how many seconds tokens are renewed before they expire
# + optionalParams - More parameters for the token endpoint, as they are sent
# + credentialBearer - Whether the client's credentials are sent in the header or in the body
# + clientConfig - HTTP client configurations, which are used to call the token endpoint
public type ClientCredentialsGrantConfig record {|
    string tokenUrl;
    string clientId;
    string clientSecret;
    string|string[] scopes?;
    decimal defaultTokenExpTime = 3600;
    decimal clockSkew = 0;
    map<string> optionalParams?;
    CredentialBearer credentialBearer = AUTH_HEADER_BEARER;
    ClientConfiguration clientConfig = {};
|};

# Constant used to infer the values of refreshConfig from values provided for PasswordGrantConfig.
public const INFER_REFRESH_CONFIG = "INFER_REFRESH_CONFIG";

# Represents the data structure, which is used for refresh configuration of the OAuth2 password grant type.
#
# + refreshUrl - Refresh token URL of the token endpoint
# + scopes - Scope(s) of the refresh token request
# + optionalParams - More parameters for the token endpoint, as they are sent
# + credentialBearer - Whether the client's credentials are sent in the header or in the body
# + clientConfig - HTTP client configuration, which is used to call the refresh token endpoint
public type RefreshConfig record {|
    string refreshUrl;
    string|string[] scopes?;
    map<string> optionalParams?;
    CredentialBearer credentialBearer = AUTH_HEADER_BEARER;
    ClientConfiguration clientConfig = {};
|};

# Represents the data structure, which is used to configure the OAuth2 password grant type.
#
# + tokenUrl - Token URL of the token endpoint
# + username - Username for the password grant type
# + password - Password for the password grant type
# + clientId - Client ID of the client authentication
# + clientSecret - Client secret of the client authentication
# + scopes - Scope(s) of the access request
# + refreshConfig - Configurations for refreshing the access token
# + defaultTokenExpTime - For how many seconds tokens are valid if the response of the token endpoint does not say
# + clockSkew - By how many seconds tokens are renewed before they expire
# + optionalParams - More parameters for the token endpoint, as they are sent
# + credentialBearer - Whether the client's credentials are sent in the header or in the body
# + clientConfig - HTTP client configurations, which are used to call the token endpoint
public type PasswordGrantConfig record {|
    string tokenUrl;
    string username;
    string password;
    string clientId?;
    string clientSecret?;
    string|string[] scopes?;
    RefreshConfig|INFER_REFRESH_CONFIG refreshConfig?;
    decimal defaultTokenExpTime = 3600;
    decimal clockSkew = 0;
    map<string> optionalParams?;
    CredentialBearer credentialBearer = AUTH_HEADER_BEARER;
    ClientConfiguration clientConfig = {};
|};

# Represents the data structure, which is used to configure the OAuth2 refresh token grant type.
#
# + refreshUrl - Refresh token URL of the token endpoint
# + refreshToken - Refresh token for the token endpoint
# + clientId - Client ID of the client authentication
# + clientSecret - Client secret of the client authentication
# + scopes - Scope(s) of the access request
# + defaultTokenExpTime - For how many seconds tokens are valid if the response of the token endpoint does not say
# + clockSkew - By how many seconds tokens are renewed before they expire
# + optionalParams - More parameters for the token endpoint, as they are sent
# + credentialBearer - Whether the client's credentials are sent in the header or in the body
# + clientConfig - HTTP client configurations, which are used to call the token endpoint
public type RefreshTokenGrantConfig record {|
    string refreshUrl;
    string refreshToken;
    string clientId;
    string clientSecret;
    string|string[] scopes?;
    decimal defaultTokenExpTime = 3600;
    decimal clockSkew = 0;
    map<string> optionalParams?;
    CredentialBearer credentialBearer = AUTH_HEADER_BEARER;
    ClientConfiguration clientConfig = {};
|};

# Represents the data structure, which is used to configure the OAuth2 JWT bearer grant type.
#
# + tokenUrl - Token URL of the token endpoint
# + assertion - A single JWT for the JWT bearer grant type
# + clientId - Client ID of the client authentication
# + clientSecret - Client secret of the client authentication
# + scopes - Scope(s) of the access request
# + defaultTokenExpTime - For how many seconds tokens are valid if the response of the token endpoint does not say
# + clockSkew - By how many seconds tokens are renewed before they expire
# + optionalParams - More parameters for the token endpoint, as they are sent
# + credentialBearer - Whether the client's credentials are sent in the header or in the body
# + clientConfig - HTTP client configurations, which are used to call the token endpoint
public type JwtBearerGrantConfig record {|
    string tokenUrl;
    string assertion;
    string clientId?;
    string clientSecret?;
    string|string[] scopes?;
    decimal defaultTokenExpTime = 3600;
    decimal clockSkew = 0;
    map<string> optionalParams?;
    CredentialBearer credentialBearer = AUTH_HEADER_BEARER;
    ClientConfiguration clientConfig = {};
|};

# Represents the grant type configurations supported for OAuth2.
public type GrantConfig ClientCredentialsGrantConfig|PasswordGrantConfig|RefreshTokenGrantConfig|JwtBearerGrantConfig;
