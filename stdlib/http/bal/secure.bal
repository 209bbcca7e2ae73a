// Secure sockets of listeners and clients.

import ballerina/crypto;
import ballerina/http.fetch;
import ballerina/lang.'service as services;

# Configures the SSL/TLS options to be used for HTTP service.
#
# + key - Configurations associated with `crypto:KeyStore` or combination of certificate and (PKCS8) private key of the server
# + mutualSsl - Configures associated with mutual SSL operations
# + protocol - SSL/TLS protocol related options
# + certValidation - Certificate validation against OCSP_CRL, OCSP_STAPLING related options; not supported: an error
# + ciphers - List of ciphers to be used; those that are not supported are errors
# + shareSession - Enable/disable new SSL session creation
# + handshakeTimeout - SSL handshake time out, 10 seconds if it is not given
# + sessionTimeout - SSL session time out
public type ListenerSecureSocket record {|
    crypto:KeyStore|CertKey key;
    record {|
        VerifyClient verifyClient = REQUIRE;
        crypto:TrustStore|string cert;
    |} mutualSsl?;
    record {|
        Protocol name;
        string[] versions = [];
    |} protocol?;
    record {|
        CertValidationType 'type = OCSP_STAPLING;
        int cacheSize;
        int cacheValidityPeriod;
    |} certValidation?;
    string[] ciphers = ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"];
    boolean shareSession = true;
    decimal handshakeTimeout?;
    decimal sessionTimeout?;
|};

# Provides configurations for facilitating secure communication with a remote HTTP endpoint.
#
# + enable - Enable SSL validation
# + cert - Configurations associated with `crypto:TrustStore` or single certificate file that the client trusts
# + key - Configurations associated with `crypto:KeyStore` or combination of certificate and private key of the client
# + protocol - SSL/TLS protocol related options
# + certValidation - Certificate validation against OCSP_CRL, OCSP_STAPLING related options; not supported: an error
# + ciphers - List of ciphers to be used; those that are not supported are errors
# + verifyHostName - Enable/disable host name verification
# + shareSession - Enable/disable new SSL session creation
# + handshakeTimeout - SSL handshake time out, that of connecting if it is not given
# + sessionTimeout - SSL session time out; with one, sessions are not resumed by later connections at all
# + serverName - Server name indication(SNI) to be used. If this is not present, hostname from the target URL will be used
public type ClientSecureSocket record {|
    boolean enable = true;
    crypto:TrustStore|string cert?;
    crypto:KeyStore|CertKey key?;
    record {|
        Protocol name;
        string[] versions = [];
    |} protocol?;
    record {|
        CertValidationType 'type = OCSP_STAPLING;
        int cacheSize;
        int cacheValidityPeriod;
    |} certValidation?;
    string[] ciphers?;
    boolean verifyHostName = true;
    boolean shareSession = true;
    decimal handshakeTimeout?;
    decimal sessionTimeout?;
    string serverName?;
|};

# Represents combination of certificate, private key and private key password if encrypted.
#
# + certFile - A file containing the certificate
# + keyFile - A file containing the private key in PKCS8 format
# + keyPassword - Password of the private key if it is encrypted
public type CertKey record {|
    string certFile;
    string keyFile;
    string keyPassword?;
|};

# Represents client verify options.
public enum VerifyClient {
    REQUIRE,
    OPTIONAL
}

# Represents protocol options.
public enum Protocol {
    SSL,
    TLS,
    DTLS
}

# Represents certification validation type options.
public enum CertValidationType {
    OCSP_CRL,
    OCSP_STAPLING
}

# A record for providing mutual SSL handshake results.
#
# + status - Status of the handshake.
# + base64EncodedCert - Base64 encoded certificate.
public type MutualSslHandshake record {|
    MutualSslStatus status = ();
    string? base64EncodedCert = ();
|};

# Defines the possible values for the mutual ssl status.
public type MutualSslStatus PASSED|FAILED|();

# Mutual SSL handshake is successful.
public const PASSED = "passed";

# Mutual SSL handshake has failed.
public const FAILED = "failed";

# Represents a client error that occurred due to SSL failure.
public type SslError distinct ClientError;

# How a listener is secured; the number of its configuration is negative if it is not.
type Secured record {|
    int tls = -1;
    boolean asksClients = false;
    int handshakeNanos = 0;
|};

# What is missing of a listener's keys and of the certificates that it trusts.
isolated function unsecured(ListenerSecureSocket socket) returns string? {
    crypto:KeyStore|CertKey key = socket.key;
    string? missing = key is CertKey
        ? blank([[key.certFile, "Certificate file location"], [key.keyFile, "Private key file location"]])
        : blank([[key.path, "KeyStore file location"], [key.password, "KeyStore password"]]);
    var mutual = socket["mutualSsl"];
    if missing is string || mutual is () {
        return missing;
    }
    crypto:TrustStore|string cert = mutual.cert;
    return cert is string ? blank([[cert, "Certificate file location"]])
        : blank([[cert.path, "TrustStore file location"], [cert.password, "TrustStore password"]]);
}

# What is said of the first of some texts that is blank.
isolated function blank([string, string][] texts) returns string? {
    foreach var [text, what] in texts {
        if text.trim() == "" {
            return what + " must be provided for secure connection";
        }
    }
}

isolated function securedBy((readonly & ListenerSecureSocket)? secureSocket, boolean http2) returns Secured|error {
    if secureSocket is () {
        return {};
    }
    if secureSocket["certValidation"] !is () {
        return error(NO_CERT_VALIDATION);
    }
    var mutual = secureSocket["mutualSsl"];
    var protocol = secureSocket["protocol"];
    int sessionNanos = services:nanoseconds(secureSocket["sessionTimeout"] ?: 0);
    int tls = check serverTls(fetch:keyParts(secureSocket.key), mutual is () ? [] : fetch:trustParts(mutual.cert),
            mutual is () || mutual.verifyClient == REQUIRE, secureSocket.shareSession, sessionNanos,
            check protocolName(protocol["name"]), protocol["versions"] ?: [], secureSocket.ciphers, http2);
    return {
        tls,
        asksClients: mutual !is (),
        handshakeNanos: services:nanoseconds(secureSocket["handshakeTimeout"] ?: 0)
    };
}

# The number of the configuration that a client connects with.
isolated function clientContext((readonly & ClientSecureSocket)? secureSocket, boolean http2) returns int|ClientError {
    (readonly & ClientSecureSocket) socket = secureSocket ?: {};
    if socket["certValidation"] !is () {
        return error SslError(NO_CERT_VALIDATION);
    }
    crypto:TrustStore|string? cert = socket["cert"];
    crypto:KeyStore|CertKey? key = socket["key"];
    var protocol = socket["protocol"];
    string|error? name = protocolName(protocol["name"]);
    if name is error {
        return error SslError(name.message());
    }
    int|error made = clientTls(cert is () ? [] : fetch:trustParts(cert), key is () ? [] : fetch:keyParts(key), socket.enable,
            socket.verifyHostName, socket.shareSession && socket["sessionTimeout"] is (), name, protocol["versions"] ?: [], socket["ciphers"] ?: [], http2);
    return made is error ? error SslError(made.message()) : made;
}

const NO_CERT_VALIDATION = "certValidation is not supported: certificates are not checked against OCSP or revocation lists";

isolated function protocolName(Protocol? name) returns string|error? {
    return name == DTLS ? error("the protocol 'DTLS' is not one of HTTP over TCP") : name;
}

# What a connection found out about its client, if it has been asked.
isolated function mutualSslHandshake(int request) returns MutualSslHandshake? {
    byte[]? certificate = clientIdentity(request);
    if certificate is () {
        return;
    }
    return certificate.length() == 0 ? {status: FAILED} : {status: PASSED, base64EncodedCert: certificate.toBase64()};
}

// ---- what the run-time system does ----

isolated function serverTls(string[] key, string[] clients, boolean required, boolean sessions, int sessionNanos,
        string? protocol, string[] versions, string[] ciphers, boolean http2) returns int|error = external;

isolated function clientTls(string[] trust, string[] key, boolean verify, boolean verifyHost, boolean sessions,
        string? protocol, string[] versions, string[] ciphers, boolean http2) returns int|error = external;

# Nothing if it was not asked for; an empty certificate if there was none.
isolated function clientIdentity(int request) returns (readonly & byte[])? = external;
