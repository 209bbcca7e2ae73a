// Clients behind proxies; `../http_proxy.rs` has these.

import ballerina/http;
import ballerina/io;

configurable string dir = ?;
configurable int proxy = ?;
configurable int socks4 = ?;
configurable int socks5 = ?;

isolated service class Hello {
    *http:Service;

    isolated resource function get hello(http:Request request) returns string =>
        request.httpVersion + " " + request.rawPath + " " + request.hasHeader("proxy-authorization").toString();
}

function serve(*http:ListenerConfiguration config) returns http:Listener|error {
    http:Listener l = check new (0, config);
    check l.attach(new Hello(), ());
    check l.'start();
    return l;
}

function ask(string what, string url, *http:ClientConfiguration config) returns error? {
    http:Client c = check new (url, config);
    foreach int _ in 1 ... 2 {
        string|error answer = c->/hello(a = "b");
        io:println(what, ": ", answer is error ? answer.message() + reason(answer) : answer);
    }
}

function reason(error e) returns string {
    error? cause = e.cause();
    return cause is error ? ": " + re `:\d+$`.replace(cause.message(), "") : "";
}

public function main() returns error? {
    http:Listener plain = check serve();
    http:Listener secure = check serve(secureSocket = {key: {certFile: dir + "/server.pem", keyFile: dir + "/server.key"}});
    string url = string `http://localhost:${plain.getPort()}`;
    string secureUrl = string `https://localhost:${secure.getPort()}`;
    http:ClientSecureSocket trust = {cert: dir + "/ca.pem"};
    http:ProxyConfig one = {host: "localhost", port: proxy};
    http:ProxyConfig named = {host: "localhost", port: proxy, userName: "user", password: "secret"};
    check ask("plain", url, proxy = one);
    check ask("plain, named", url, http1Settings = {proxy: named});
    check ask("secure", secureUrl, proxy = one, secureSocket = trust);
    check ask("secure, 1.1, named", secureUrl, proxy = named, secureSocket = trust, httpVersion = "1.1");
    check ask("refused", "https://forbidden.example", proxy = one);
    check ask("socks 4", string `http://127.0.0.1:${plain.getPort()}`, proxy = {host: "localhost", port: socks4, protocol: http:SOCKS4});
    http:ProxyConfig five = {host: "localhost", port: socks5, userName: "user", password: "secret", protocol: http:SOCKS5};
    check ask("socks 5", url, proxy = five);
    check ask("socks 5, secure", secureUrl, proxy = five, secureSocket = trust);
    http:ProxyConfig guess = five.clone();
    guess.password = "guess";
    check ask("socks 5, wrong password", url, proxy = guess);
    check ask("socks 5, nobody", url, proxy = {host: "localhost", port: socks5, protocol: http:SOCKS5});
    check ask("no proxy there", url, proxy = {host: "localhost", port: 1});
    http:Client|error none = new (url, proxy = {host: "", port: 1});
    io:println(none is error ? none.message() : "a client");
    check plain.immediateStop();
    check secure.immediateStop();
}
