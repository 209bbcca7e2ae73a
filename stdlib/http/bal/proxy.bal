// Proxies of clients.

# Defines the protocol used to communicate with the proxy server.
public enum ProxyProtocol {
    HTTP,
    SOCKS4,
    SOCKS5
}

# Proxy server configurations to be used with the HTTP client endpoint.
#
# + host - Host name of the proxy server
# + port - Proxy server port
# + userName - Proxy server username
# + password - Proxy server password; SOCKS4 has none
# + protocol - Protocol used to communicate with the proxy server
public type ProxyConfig record {|
    string host = "";
    int port = 0;
    string userName = "";
    string password = "";
    ProxyProtocol protocol = HTTP;
|};

# What a route is told of its proxy; nothing if there is none.
isolated function proxyParts(readonly & ClientSettings config) returns string[] {
    ProxyConfig? proxy = config.proxy ?: config.http1Settings.proxy;
    if proxy is () {
        return [];
    }
    return [proxy.host, proxy.port.toString(), proxy.protocol, proxy.userName, proxy.password];
}

# What is wrong with a proxy's configuration.
isolated function checkProxy(readonly & ClientSettings config) returns ClientError? {
    ProxyConfig? proxy = config.proxy ?: config.http1Settings.proxy;
    if proxy is ProxyConfig && (proxy.host == "" || proxy.port < 1 || proxy.port > 65535) {
        return error GenericClientError(string `invalid proxy: '${proxy.host}:${proxy.port}'`);
    }
}
