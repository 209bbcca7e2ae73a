import ballerina/http;
import ballerina/io;

configurable string dir = ?;

http:Listener[] started = [];

service class Hello {
    *http:Service;

    resource function get hello(http:Request request) returns json {
        http:MutualSslHandshake? mutual = request.mutualSslHandshake;
        if mutual is () {
            return {version: request.httpVersion};
        }
        return {version: request.httpVersion, status: mutual.status, cert: mutual.base64EncodedCert is string};
    }

    resource function post echo(@http:Payload string text) returns string => text;

    resource function get away() returns http:TemporaryRedirect => {headers: {"location": "https://localhost:1/x"}};
}

function serve(*http:ListenerConfiguration config) returns http:Listener|error {
    http:Listener l = check new (0, config);
    check l.attach(new Hello(), ());
    check l.'start();
    started.push(l);
    return l;
}

function get(http:Listener l, *http:ClientConfiguration config) returns json|error {
    http:Client c = check new (string `https://localhost:${l.getPort()}`, config);
    return c->/hello;
}

function show(string what, json|error result) {
    if result is http:SslError {
        io:println(what, ": SslError ", result.message());
    } else {
        io:println(what, ": ", result is error ? result.message() : result.toJsonString());
    }
}

function file(string name) returns string => string `${dir}/${name}`;

function identity(string name) returns http:CertKey => {certFile: file(name + ".pem"), keyFile: file(name + ".key")};

public function main() returns error? {
    http:Listener plain = check serve(secureSocket = {key: identity("server")});
    string ca = file("ca.pem");
    show("pem", get(plain, secureSocket = {cert: ca}));
    show("store", get(plain, secureSocket = {cert: {path: file("trust.p12"), password: "secret"}}));
    show("http/1.1", get(plain, secureSocket = {cert: ca}, httpVersion = http:HTTP_1_1));
    show("default trust", get(plain));
    show("wrong authority", get(plain, secureSocket = {cert: file("other-ca.pem")}));
    show("unchecked", get(plain, secureSocket = {enable: false}));
    show("1.2", get(plain, secureSocket = {cert: ca, protocol: {name: http:TLS, versions: ["TLSv1.2"]}}));
    show("cipher", get(plain, secureSocket = {cert: ca, ciphers: ["TLS_AES_128_GCM_SHA256"]}));
    show("no such cipher", get(plain, secureSocket = {cert: ca, ciphers: ["TLS_RSA_WITH_RC4_128_MD5"]}));
    show("server name", get(plain, secureSocket = {cert: ca, serverName: "example.org"}));
    show("cert validation", get(plain, secureSocket = {cert: ca, certValidation: {cacheSize: 1, cacheValidityPeriod: 1}}));
    show("dtls", get(plain, secureSocket = {cert: ca, protocol: {name: http:DTLS}}));
    show("blank", get(plain, secureSocket = {cert: ""}));
    http:Client c = check new (string `https://127.0.0.1:${plain.getPort()}`, secureSocket = {cert: ca});
    string large = "";
    foreach int _ in 0 ..< 20000 {
        large += "0123456789";
    }
    string echoed = check c->/echo.post(large);
    io:println("large: ", echoed == large);
    http:Client p = check new (string `http://localhost:${plain.getPort()}`);
    json|error wrong = p->/hello;
    io:println("plain client: ", wrong is http:ClientError);

    show("wrong host", get(check serve(secureSocket = {key: identity("other-host")}), secureSocket = {cert: ca}));
    http:Listener other = check serve(secureSocket = {key: {path: file("key.p12"), password: "secret"}}, httpVersion = "1.1");
    show("key store, server of 1.1", get(other, secureSocket = {cert: ca}));
    http:Listener named = check serve(secureSocket = {key: identity("other-host")});
    show("host not checked", get(named, secureSocket = {cert: ca, verifyHostName: false}));
    show("expired", get(check serve(secureSocket = {key: identity("expired")}), secureSocket = {cert: ca}));
    http:ListenerSecureSocket mutual = {key: identity("server"), mutualSsl: {cert: ca}};
    http:Listener m = check serve(secureSocket = mutual, httpVersion = "1.1");
    show("mutual", get(m, secureSocket = {cert: ca, key: identity("server")}));
    json|error without = get(m, secureSocket = {cert: ca});
    io:println("mutual, no certificate: ", without is http:ClientError);
    json|error stranger = get(m, secureSocket = {cert: ca, key: identity("self")});
    io:println("mutual, a stranger: ", stranger is http:ClientError);
    http:Listener optional = check serve(secureSocket = {
        key: identity("server"),
        mutualSsl: {verifyClient: http:OPTIONAL, cert: ca}
    });
    show("optional, none", get(optional, secureSocket = {cert: ca}));
    show("optional, key store", get(optional, secureSocket = {cert: ca, key: {path: file("key.p12"), password: "secret"}}));
    foreach http:ListenerSecureSocket bad in badSockets() {
        http:Listener|error l = serve(secureSocket = bad);
        io:println(l is error ? l.message() : "started");
    }
    http:Client|error https = new ("https://localhost", secureSocket = {cert: file("none.pem")});
    io:println(https is http:SslError ? https.message() : "no error");
    foreach http:Listener l in started {
        check l.immediateStop();
    }
}

function badSockets() returns http:ListenerSecureSocket[] => [
    {key: {certFile: "", keyFile: "x"}},
    {key: {path: file("key.p12"), password: "guess"}},
    {key: identity("server"), certValidation: {cacheSize: 1, cacheValidityPeriod: 1}},
    {key: identity("server"), protocol: {name: http:SSL}},
    {key: identity("server"), ciphers: ["TLS_RSA_WITH_AES_128_CBC_SHA"]},
    {key: {certFile: file("server.pem"), keyFile: file("self.key")}}
];
