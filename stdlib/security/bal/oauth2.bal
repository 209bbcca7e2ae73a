// ballerina/oauth2: tokens that others issue and introspect (RFC 6749, RFC 7523, RFC 7662).

import ballerina/crypto;
import ballerina/http.fetch;
import ballerina/log;

# Represents the default connection timeout values for the oauth2 client.
public const decimal DEFAULT_CONNECT_TIMEOUT = 15;

# Represents the default request timeout value for the oauth2 client.
public const decimal DEFAULT_REQ_TIMEOUT = 30;

# For how many seconds a connection is waited for where the configuration of a client does not say.
public configurable decimal globalConnectTimeout = DEFAULT_CONNECT_TIMEOUT;

# For how many seconds a response is waited for where the configuration of a client does not say.
public configurable decimal globalReqTimeout = DEFAULT_REQ_TIMEOUT;

# Represents the error type of the module: why there is no token, or none that is good.
public type Error distinct error;

# Represents the configurations of the client used to call the introspection endpoint.
#
# + httpVersion - The HTTP version of the client
# + customHeaders - The list of custom HTTP headers
# + customPayload - More of the body, as it is sent
# + auth - The client auth configurations
# + secureSocket - SSL/TLS-related configurations
# + connectTimeout - For how many seconds a connection is waited for, `globalConnectTimeout` if it is not given
# + reqTimeout - For how many seconds a response is waited for, `globalReqTimeout` if it is not given
public type ClientConfiguration record {|
    HttpVersion httpVersion = HTTP_1_1;
    map<string> customHeaders?;
    string customPayload?;
    ClientAuth auth?;
    SecureSocket secureSocket?;
    decimal connectTimeout?;
    decimal reqTimeout?;
|};

# Represents the the authentication configuration types for the HTTP client used for token introspection.
public type ClientAuth ClientCredentialsGrantConfig|PasswordGrantConfig|RefreshTokenGrantConfig;

# Represents the HTTP versions.
public enum HttpVersion {
    HTTP_1_1,
    HTTP_2
}

# Represents the SSL/TLS configurations.
#
# + disable - Disable SSL validation
# + cert - Configurations associated with the `crypto:TrustStore` or single certificate file that the client trusts
# + key - Configurations associated with the `crypto:KeyStore` or combination of certificate and private key of the client
public type SecureSocket record {|
    boolean disable = false;
    crypto:TrustStore|string cert?;
    crypto:KeyStore|CertKey key?;
|};

# Represents the combination of the certificate file path, private key file path, and private key password if encrypted.
#
# + certFile - A file containing the certificate
# + keyFile - A file containing the private key
# + keyPassword - Password of the private key (if encrypted)
public type CertKey record {|
    string certFile;
    string keyFile;
    string keyPassword?;
|};

# Represents the credential-bearing methods.
public enum CredentialBearer {
    AUTH_HEADER_BEARER,
    POST_BODY_BEARER
}

# Makes an error of the module, which the debug log tells.
isolated function problem(string message, error? cause = ()) returns Error {
    log:printDebug(message, 'error = cause);
    return cause is error ? error Error(message, cause) : error Error(message);
}

# Sends a form, and gets what is answered.
isolated function post(string url, ClientConfiguration config, map<string> headers, string form) returns string|error {
    map<string> fields = {"content-type": "application/x-www-form-urlencoded"};
    foreach map<string> more in [headers, config["customHeaders"] ?: {}] {
        foreach [string, string] [name, value] in more.entries() {
            fields[name.toLowerAscii()] = value;
        }
    }
    string? custom = config["customPayload"];
    return fetch:call({
        url,
        method: "POST",
        headers: fields,
        body: custom is string ? form + "&" + custom : form,
        secureSocket: config["secureSocket"],
        http2: config.httpVersion == HTTP_2,
        connectTimeout: config["connectTimeout"] ?: globalConnectTimeout,
        timeout: config["reqTimeout"] ?: globalReqTimeout
    });
}
