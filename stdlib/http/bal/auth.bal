// Authentication: what clients and services are configured with.

import ballerina/auth;
import ballerina/http.httpscerr;
import ballerina/jwt;
import ballerina/oauth2;

# Represents the Authorization header name.
public const string AUTH_HEADER = "Authorization";

# The prefix used to denote the Basic authentication scheme.
public const string AUTH_SCHEME_BASIC = "Basic";

# The prefix used to denote the Bearer authentication scheme.
public const string AUTH_SCHEME_BEARER = "Bearer";

# The key of a request context's member that has header and payload of the JWT that a request brings.
public const string JWT_INFORMATION = "JWT_INFORMATION";

// ---- clients ----

# Represents credentials for Basic Auth authentication.
public type CredentialsConfig record {|
    *auth:CredentialsConfig;
|};

# Represents token for Bearer token authentication.
#
# + token - Bearer token for authentication
public type BearerTokenConfig record {|
    string token;
|};

# Represents JWT issuer configurations for JWT authentication.
public type JwtIssuerConfig record {|
    *jwt:IssuerConfig;
|};

# Represents OAuth2 client credentials grant configurations for OAuth2 authentication.
public type OAuth2ClientCredentialsGrantConfig record {|
    *oauth2:ClientCredentialsGrantConfig;
|};

# Represents OAuth2 password grant configurations for OAuth2 authentication.
public type OAuth2PasswordGrantConfig record {|
    *oauth2:PasswordGrantConfig;
|};

# Represents OAuth2 refresh token grant configurations for OAuth2 authentication.
public type OAuth2RefreshTokenGrantConfig record {|
    *oauth2:RefreshTokenGrantConfig;
|};

# Represents OAuth2 JWT bearer grant configurations for OAuth2 authentication.
public type OAuth2JwtBearerGrantConfig record {|
    *oauth2:JwtBearerGrantConfig;
|};

# Represents OAuth2 grant configurations for OAuth2 authentication.
public type OAuth2GrantConfig OAuth2ClientCredentialsGrantConfig|OAuth2PasswordGrantConfig|
    OAuth2RefreshTokenGrantConfig|OAuth2JwtBearerGrantConfig;

# Client authentication options.
public type ClientAuthConfig CredentialsConfig|BearerTokenConfig|JwtIssuerConfig|OAuth2GrantConfig;

// ---- listeners ----

# Represents file user store configurations for Basic Auth authentication.
public type FileUserStoreConfig record {|
    *auth:FileUserStoreConfig;
|};

# Represents LDAP user store configurations for Basic Auth authentication.
public type LdapUserStoreConfig record {|
    *auth:LdapUserStoreConfig;
|};

# Represents JWT validator configurations for JWT authentication.
#
# + scopeKey - The claim that has the scopes
public type JwtValidatorConfig record {|
    *jwt:ValidatorConfig;
    string scopeKey = "scope";
|};

# Represents OAuth2 introspection server configurations for OAuth2 authentication.
#
# + scopeKey - The member of the response that has the scopes
public type OAuth2IntrospectionConfig record {|
    *oauth2:IntrospectionConfig;
    string scopeKey = "scope";
|};

# Represents the auth annotation for file user store configurations with scopes.
#
# + fileUserStoreConfig - File user store configurations for Basic Auth authentication
# + scopes - Scopes allowed for authorization
public type FileUserStoreConfigWithScopes record {|
    FileUserStoreConfig fileUserStoreConfig;
    string|string[] scopes?;
|};

# Represents the auth annotation for LDAP user store configurations with scopes.
#
# + ldapUserStoreConfig - LDAP user store configurations for Basic Auth authentication
# + scopes - Scopes allowed for authorization
public type LdapUserStoreConfigWithScopes record {|
    LdapUserStoreConfig ldapUserStoreConfig;
    string|string[] scopes?;
|};

# Represents the auth annotation for JWT validator configurations with scopes.
#
# + jwtValidatorConfig - JWT validator configurations for JWT authentication
# + scopes - Scopes allowed for authorization
public type JwtValidatorConfigWithScopes record {|
    JwtValidatorConfig jwtValidatorConfig;
    string|string[] scopes?;
|};

# Represents the auth annotation for OAuth2 introspection server configurations with scopes.
#
# + oauth2IntrospectionConfig - OAuth2 introspection server configurations for OAuth2 authentication
# + scopes - Scopes allowed for authorization
public type OAuth2IntrospectionConfigWithScopes record {|
    OAuth2IntrospectionConfig oauth2IntrospectionConfig;
    string|string[] scopes?;
|};

# Represents the annotation used for authorization.
#
# + scopes - Scopes allowed for authorization
public type Scopes record {|
    string|string[] scopes;
|};

# Defines the authentication configurations for the HTTP listener.
public type ListenerAuthConfig FileUserStoreConfigWithScopes|LdapUserStoreConfigWithScopes|JwtValidatorConfigWithScopes|
    OAuth2IntrospectionConfigWithScopes;

// ---- errors ----

# Represents an error, which occurred in a client's authentication.
public type ClientAuthError distinct ClientError;

# Represents an error of a listener's authentication or authorization.
public type ListenerAuthError distinct ListenerError;

# A request does not say who it is from.
public type ListenerAuthnError distinct httpscerr:UnauthorizedError & ListenerAuthError;

# A request is from somebody who may not make it.
public type ListenerAuthzError distinct httpscerr:ForbiddenError & ListenerAuthError;
