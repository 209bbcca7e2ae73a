// ballerina/http.fetch, which no program can import: single requests of the modules that ballerina/http is built on.

import ballerina/crypto;
import ballerina/lang.'service as services;

# How the server is known, and the client.
#
# + disable - Whether the server's certificate is taken whoever has signed it
# + cert - Whom the server's certificate has to be signed by
# + key - Who the client is
public type SecureSocket record {|
    boolean disable = false;
    crypto:TrustStore|string cert?;
    crypto:KeyStore|KeyFiles key?;
|};

# A certificate and its private key.
#
# + certFile - The certificate's file
# + keyFile - The key's file
# + keyPassword - The key's password if it is encrypted
public type KeyFiles record {|
    string certFile;
    string keyFile;
    string keyPassword?;
|};

# A request.
#
# + url - Where it goes; without a scheme, `secureSocket` says which
# + method - The method
# + headers - Header fields
# + body - What is sent
# + secureSocket - What is checked of a server with TLS; nothing trusts those that are trusted in general
# + http2 - Whether HTTP/2 is spoken if the server does
# + connectTimeout - For how many seconds a connection is waited for
# + timeout - For how many seconds the whole answer is
public type Asked record {|
    string url;
    string method = "GET";
    map<string> headers = {};
    string? body = ();
    SecureSocket? secureSocket = ();
    boolean http2 = false;
    decimal connectTimeout = 15;
    decimal timeout = 30;
|};

# Sends a request. The answer may be of 1 MiB.
#
# + asked - The request
# + return - The body of an answer that says that it went well, or else an error
public isolated function call(Asked asked) returns string|error {
    SecureSocket? socket = asked.secureSocket;
    string[] trust = [];
    string[] key = [];
    if socket is SecureSocket && !socket.disable {
        crypto:TrustStore|string? cert = socket["cert"];
        if cert is () {
            return error("Failed to init SSL context. Need to configure 'crypto:TrustStore' or 'cert' with client SSL certificates file.");
        }
        trust = trustParts(cert);
        crypto:KeyStore|KeyFiles? own = socket["key"];
        key = own is () ? [] : keyParts(own);
    }
    string url = asked.url.includes("://") ? asked.url : (socket is () ? "http://" : "https://") + asked.url;
    string[] headers = [];
    foreach [string, string] [name, value] in asked.headers.entries() {
        headers.push(name.toLowerAscii(), value);
    }
    string[] answer = check fetch(asked.method, url, headers, asked.body, trust, key,
            !(socket is SecureSocket && socket.disable), asked.http2, services:nanoseconds(asked.connectTimeout),
            services:nanoseconds(asked.timeout));
    string status = answer[0];
    string body = answer[1];
    if status.length() != 3 || !status.startsWith("2") {
        return error("Failed to get a success response from the endpoint. Response code: '" + status +
                "'. Response body: '" + body + "'");
    }
    return body;
}

# Who somebody is, as the run-time system takes it.
public isolated function keyParts(crypto:KeyStore|KeyFiles key) returns string[] {
    if key is KeyFiles {
        string? password = key["keyPassword"];
        string[] parts = ["files", key.certFile, key.keyFile];
        return password is () ? parts : [...parts, password];
    }
    return ["store", key.path, key.password];
}

# Whom somebody trusts, as the run-time system takes it.
public isolated function trustParts(crypto:TrustStore|string cert) returns string[] {
    return cert is string ? [cert] : [cert.path, cert.password];
}

// ---- what the run-time system does ----

# Status and body.
isolated function fetch(string method, string url, string[] headers, string? body, string[] trust, string[] key,
        boolean verify, boolean http2, int connectNanos, int nanos) returns string[]|error = external;
