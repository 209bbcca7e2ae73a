// The cookies of a client (RFC 6265, 5): which ones it keeps, and to whom it sends them.

import ballerina/log;

# Keeps cookies for longer than a program runs.
public type PersistentCookieHandler isolated object {
    # Adds a persistent cookie to the store.
    #
    # + cookie - Cookie to be added
    # + return - An `http:CookieHandlingError` if there is any error during the execution or else `()`
    public isolated function storeCookie(Cookie cookie) returns CookieHandlingError?;

    # Gets all the persistent cookies.
    #
    # + return - All of them, or else an `http:CookieHandlingError`
    public isolated function getAllCookies() returns Cookie[]|CookieHandlingError;

    # Removes a specific persistent cookie.
    #
    # + name - Name of the cookie
    # + domain - Domain of the cookie
    # + path - Path of the cookie
    # + return - An `http:CookieHandlingError` if there is one during the execution or else `()`
    public isolated function removeCookie(string name, string domain, string path) returns CookieHandlingError?;

    # Removes all persistent cookies.
    #
    # + return - An `http:CookieHandlingError` if there is one during the execution or else `()`
    public isolated function removeAllCookies() returns CookieHandlingError?;
};

# Client configuration for cookies.
#
# + enabled - User agents provide users with a mechanism for disabling or enabling cookies
# + maxCookiesPerDomain - Maximum number of cookies per domain
# + maxTotalCookieCount - Maximum number of total cookies allowed to be stored in the cookie store
# + blockThirdPartyCookies - User can block cookies from third party responses and refuse to send cookies for third party requests
# + persistentCookieHandler - To manage persistent cookies, users are provided with a mechanism for specifying a persistent cookie store
public type CookieConfig record {|
    boolean enabled = false;
    int maxCookiesPerDomain = 50;
    int maxTotalCookieCount = 3000;
    boolean blockThirdPartyCookies = true;
    PersistentCookieHandler persistentCookieHandler?;
|};

# Represents the cookie store.
public isolated class CookieStore {
    private Cookie[] session = [];
    private final PersistentCookieHandler? persistent;

    # Creates a store.
    #
    # + persistentCookieHandler - Keeps the persistent cookies; without one they are not kept at all
    public isolated function init(PersistentCookieHandler? persistentCookieHandler = ()) {
        self.persistent = persistentCookieHandler;
    }

    # Adds a cookie to the cookie store according to the rules in RFC 6265.
    #
    # + cookie - Cookie to be added
    # + cookieConfig - Configurations associated with the cookies
    # + url - Target service URL
    # + requestPath - Resource path
    # + return - An `http:CookieHandlingError` if there is any error occurred when adding a cookie or else `()`
    public isolated function addCookie(Cookie cookie, CookieConfig cookieConfig, string url, string requestPath)
            returns CookieHandlingError? {
        string host = hostOf(url);
        Cookie? accepted = acceptedCookie(cookie, cookieConfig, host, pathOf(url, requestPath));
        if accepted is () || accepted.httpOnly && !isHttp(url) {
            return;
        }
        string domain = accepted.domain ?: host;
        string path = accepted.path ?: "/";
        PersistentCookieHandler? handler = self.persistent;
        lock {
            Cookie[] all = self.getAllCookies();
            Cookie[] same = all.filter(c => c.name == accepted.name && c.domain == domain && c.path == path);
            if same.length() == 0 {
                if all.length() >= cookieConfig.maxTotalCookieCount {
                    return error CookieHandlingError(
                            "Number of total cookies in the cookie store can not exceed the maximum amount");
                }
                if all.filter(c => c.domain == domain).length() >= cookieConfig.maxCookiesPerDomain {
                    return error CookieHandlingError("Number of total cookies for the domain: " + domain +
                            " in the cookie store can not exceed the maximum amount per domain");
                }
            } else if same[0].httpOnly && !isHttp(url) {
                return;
            } else {
                check self.removeCookie(accepted.name, domain, path);
            }
            if isExpired(accepted) {
                return;
            }
            CookieOptions options = optionsOf(accepted);
            if same.length() > 0 {
                options.createdTime = accepted.maxAge > 0 ? options.createdTime : same[0].createdTime;
            }
            Cookie kept = remade(accepted, options);
            if !kept.isPersistent() {
                self.session.push(kept);
            } else if handler is PersistentCookieHandler {
                check handler.storeCookie(kept);
            } else {
                log:printError("Client is not configured to use persistent cookies. Hence, persistent cookies from " +
                        domain + " will be discarded.");
            }
        }
    }

    # Adds an array of cookies.
    #
    # + cookiesInResponse - Cookies to be added
    # + cookieConfig - Configurations associated with the cookies
    # + url - Target service URL
    # + requestPath - Resource path
    public isolated function addCookies(Cookie[] cookiesInResponse, CookieConfig cookieConfig, string url,
            string requestPath) {
        foreach Cookie cookie in cookiesInResponse {
            CookieHandlingError? failure = self.addCookie(cookie, cookieConfig, url, requestPath);
            if failure is CookieHandlingError {
                log:printError("Error in adding cookies to cookie store: ", 'error = failure);
            }
        }
    }

    # Gets the cookies for a request.
    #
    # + url - URL of the request URI
    # + requestPath - Path of the request URI
    # + return - The cookies that are sent with it
    public isolated function getCookies(string url, string requestPath) returns Cookie[] {
        string host = hostOf(url);
        string path = pathOf(url, requestPath);
        boolean secure = url.startsWith("https");
        return from Cookie cookie in self.getAllCookies()
            let string domain = cookie.domain ?: ""
            where !isExpired(cookie) && (secure || !cookie.secure) && (isHttp(url) || !cookie.httpOnly) &&
                isWithin(path, cookie.path ?: "/") &&
                (domain == host || !cookie.hostOnly && host.endsWith("." + domain))
            select cookie;
    }

    # Gets all the cookies in the cookie store.
    #
    # + return - Array of all the cookie objects
    public isolated function getAllCookies() returns Cookie[] {
        Cookie[] all;
        lock {
            all = self.session.clone();
        }
        PersistentCookieHandler? handler = self.persistent;
        if handler is PersistentCookieHandler {
            Cookie[]|CookieHandlingError more = handler.getAllCookies();
            if more is CookieHandlingError {
                log:printError("Error in getting persistent cookies: ", 'error = more);
            } else {
                all.push(...more);
            }
        }
        return all;
    }

    # Gets all the cookies with a name.
    #
    # + cookieName - Name of the cookie
    # + return - Array of all the matched cookie objects
    public isolated function getCookiesByName(string cookieName) returns Cookie[] {
        return from Cookie cookie in self.getAllCookies()
            where cookie.name == cookieName
            select cookie;
    }

    # Gets all the cookies of a domain.
    #
    # + domain - Name of the domain
    # + return - Array of all the matched cookie objects
    public isolated function getCookiesByDomain(string domain) returns Cookie[] {
        return from Cookie cookie in self.getAllCookies()
            where cookie.domain == domain
            select cookie;
    }

    # Removes a specific cookie.
    #
    # + name - Name of the cookie to be removed
    # + domain - Domain of the cookie to be removed
    # + path - Path of the cookie to be removed
    # + return - An `http:CookieHandlingError` if there is no such cookie or else `()`
    public isolated function removeCookie(string name, string domain, string path) returns CookieHandlingError? {
        PersistentCookieHandler? handler = self.persistent;
        lock {
            Cookie[] left = from Cookie c in self.session
                where !(c.name == name && c.domain == domain && c.path == path)
                select c;
            if left.length() < self.session.length() {
                self.session = left;
                return;
            }
        }
        if handler is PersistentCookieHandler {
            return handler.removeCookie(name, domain, path);
        }
        return error CookieHandlingError("Error in removing cookie: No such cookie to remove");
    }

    # Removes the cookies of a domain.
    #
    # + domain - Name of the domain of the cookie to be removed
    # + return - An `http:CookieHandlingError` if there is any error occurred or else `()`
    public isolated function removeCookiesByDomain(string domain) returns CookieHandlingError? {
        foreach Cookie cookie in self.getCookiesByDomain(domain) {
            check self.removeCookie(cookie.name, domain, cookie.path ?: "/");
        }
    }

    # Removes all expired cookies.
    #
    # + return - An `http:CookieHandlingError` if there is any error occurred or else `()`
    public isolated function removeExpiredCookies() returns CookieHandlingError? {
        PersistentCookieHandler? handler = self.persistent;
        if handler is () {
            return error CookieHandlingError("No persistent cookie store to remove expired cookies");
        }
        foreach Cookie cookie in check handler.getAllCookies() {
            if isExpired(cookie) {
                check handler.removeCookie(cookie.name, cookie.domain ?: "", cookie.path ?: "/");
            }
        }
    }

    # Removes all the cookies.
    #
    # + return - An `http:CookieHandlingError` if there is any error occurred or else `()`
    public isolated function removeAllCookies() returns CookieHandlingError? {
        PersistentCookieHandler? handler = self.persistent;
        lock {
            self.session.removeAll();
        }
        return handler is PersistentCookieHandler ? handler.removeAllCookies() : ();
    }
}

# The cookie of an answer with the domain and path that it gets, unless it has to be refused.
isolated function acceptedCookie(Cookie cookie, CookieConfig config, string host, string path) returns Cookie? {
    CookieOptions options = optionsOf(cookie);
    string? named = cookie.domain;
    // Some name the port as well.
    string? domain = named is () ? () : re `:\d+$`.replace(named, "");
    options.hostOnly = domain is ();
    options.domain = domain ?: host;
    string? own = cookie.path;
    options.path = own ?: path;
    if config.blockThirdPartyCookies {
        if domain is string && domain != host && !host.endsWith("." + domain) {
            return;
        }
        if own is string && !isWithin(path, own) {
            return;
        }
    }
    string? expires = cookie.expires;
    if expires is string && momentOfCookie(expires) is () {
        return;
    }
    return remade(cookie, options);
}

# Whether a URL is one of HTTP, which cookies for HTTP only come from and go to.
isolated function isHttp(string url) returns boolean => url.toLowerAscii().startsWith("http");

# The host of a URL.
isolated function hostOf(string url) returns string {
    int? scheme = url.indexOf("://");
    string rest = scheme is int ? url.substring(scheme + 3) : url;
    string authority = re `[/?#]`.split(rest)[0].toLowerAscii();
    int? colon = authority.endsWith("]") ? () : authority.lastIndexOf(":");
    string host = colon is int ? authority.substring(0, colon) : authority;
    return host.startsWith("www.") ? host.substring(4) : host;
}

# The path of a request, without its query.
isolated function pathOf(string url, string path) returns string {
    int? scheme = url.indexOf("://");
    string rest = scheme is int ? url.substring(scheme + 3) : url;
    int? slash = rest.indexOf("/");
    string whole = (slash is int ? rest.substring(slash) : "") + path;
    string plain = re `[?#]`.split(whole)[0];
    return plain == "" ? "/" : plain;
}

# Whether a path is the cookie's, or below it (RFC 6265, 5.1.4).
isolated function isWithin(string path, string cookiePath) returns boolean {
    return path == cookiePath || path.startsWith(cookiePath) &&
        (cookiePath.endsWith("/") || path.substring(cookiePath.length()).startsWith("/"));
}
