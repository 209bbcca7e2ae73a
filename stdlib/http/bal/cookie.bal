// Cookies (RFC 6265): what they are, and how they stand in header fields.

import ballerina/time;

# Represents an error, which occurred while handling cookies.
public type CookieHandlingError distinct GenericClientError;

# Represents an error, which occurred due to an invalid cookie.
public type InvalidCookieError distinct OutboundResponseError;

# The options to be used when initializing the `http:Cookie`.
#
# + path - URI path to which the cookie belongs
# + domain - Host to which the cookie will be sent
# + expires - Maximum lifetime of the cookie represented as the date and time at which it expires
# + maxAge - Maximum lifetime of the cookie represented as the number of seconds until it expires
# + httpOnly - Cookie is sent only to HTTP requests
# + secure - Cookie is sent only to secure channels
# + createdTime - At what time the cookie was created
# + lastAccessedTime - Last-accessed time of the cookie
# + hostOnly - Cookie is sent only to the requested host
public type CookieOptions record {|
    string path?;
    string domain?;
    string expires?;
    int maxAge = 0;
    boolean httpOnly = false;
    boolean secure = false;
    time:Utc createdTime = time:utcNow();
    time:Utc lastAccessedTime = time:utcNow();
    boolean hostOnly = false;
|};

# Represents a cookie.
#
# + name - Name of the cookie
# + value - Value of the cookie
# + path - URI path to which the cookie belongs
# + domain - Host to which the cookie will be sent
# + expires - Maximum lifetime of the cookie represented as the date and time at which it expires
# + maxAge - Maximum lifetime of the cookie represented as the number of seconds until it expires
# + httpOnly - Cookie is sent only to HTTP requests
# + secure - Cookie is sent only to secure channels
# + createdTime - At what time the cookie was created
# + lastAccessedTime - Last-accessed time of the cookie
# + hostOnly - Cookie is sent only to the requested host
public readonly class Cookie {
    public string name;
    public string value;
    public string? path;
    public string? domain;
    public string? expires;
    public int maxAge;
    public boolean httpOnly;
    public boolean secure;
    public time:Utc createdTime;
    public time:Utc lastAccessedTime;
    public boolean hostOnly;

    # Initializes the `http:Cookie` object.
    #
    # + name - Name of the `http:Cookie`
    # + value - Value of the `http:Cookie`
    # + options - The options to be used when initializing the `http:Cookie`
    public isolated function init(string name, string value, *CookieOptions options) {
        self.name = name.trim();
        self.value = value.trim();
        self.path = options["path"] is string ? (options["path"] ?: "").trim() : ();
        self.domain = options["domain"] is string ? domainName(options["domain"] ?: "") : ();
        self.expires = options["expires"] is string ? cookieDate((options["expires"] ?: "").trim()) : ();
        self.maxAge = options.maxAge;
        self.httpOnly = options.httpOnly;
        self.secure = options.secure;
        self.createdTime = options.createdTime;
        self.lastAccessedTime = options.lastAccessedTime;
        self.hostOnly = options.hostOnly;
    }

    # Checks the persistence of the cookie.
    #
    # + return  - `false` if the cookie will be discarded at the end of the "session" or else `true`
    public isolated function isPersistent() returns boolean {
        return !(self.expires is () && self.maxAge == 0);
    }

    # Checks whether the attributes of the cookie are in the correct format.
    #
    # + return  - `true` if the attributes of the cookie are in the correct format or else an `http:InvalidCookieError`
    public isolated function isValid() returns boolean|InvalidCookieError {
        if self.name == "" {
            return error InvalidCookieError("Invalid name: Name cannot be empty");
        }
        if self.value == "" {
            return error InvalidCookieError("Invalid value: Value cannot be empty");
        }
        if self.domain == "" {
            return error InvalidCookieError("Invalid domain: Domain cannot be empty");
        }
        string? path = self.path;
        if path is string && (!path.startsWith("/") || path.includes("?")) {
            return error InvalidCookieError("Invalid path: Path is not in correct format");
        }
        string? expires = self.expires;
        if expires is string && !expires.endsWith("GMT") {
            return error InvalidCookieError("Invalid time: Expiry-time is not in yyyy-mm-dd hh:mm:ss format");
        }
        if self.maxAge < 0 {
            return error InvalidCookieError("Invalid max-age: Max Age can not be less than zero");
        }
        return true;
    }

    # Gets the cookie object in its string representation to be used in the ‘Set-Cookie’ header of the response.
    #
    # + return  - The string value of the `http:Cookie`
    public isolated function toStringValue() returns string {
        string text = self.name + "=" + self.value;
        string? domain = self.domain;
        text += domain is string ? "; Domain=" + domain : "";
        string? path = self.path;
        text += path is string ? "; Path=" + path : "";
        string? expires = self.expires;
        text += expires is string ? "; Expires=" + expires : "";
        text += self.maxAge > 0 ? "; Max-Age=" + self.maxAge.toString() : "";
        text += self.httpOnly ? "; HttpOnly" : "";
        return text + (self.secure ? "; Secure" : "");
    }
}

# The options by which a cookie can be made again.
isolated function optionsOf(Cookie cookie) returns CookieOptions {
    CookieOptions options = {
        maxAge: cookie.maxAge,
        httpOnly: cookie.httpOnly,
        secure: cookie.secure,
        createdTime: cookie.createdTime,
        lastAccessedTime: cookie.lastAccessedTime,
        hostOnly: cookie.hostOnly
    };
    string? path = cookie.path;
    if path is string {
        options.path = path;
    }
    string? domain = cookie.domain;
    if domain is string {
        options.domain = domain;
    }
    string? expires = cookie.expires;
    if expires is string {
        options.expires = expires;
    }
    return options;
}

isolated function remade(Cookie cookie, CookieOptions options) returns Cookie {
    return new Cookie(cookie.name, cookie.value, options);
}

# A domain without the dots around it, in lower case.
isolated function domainName(string text) returns string {
    string domain = text.trim().toLowerAscii();
    domain = domain.startsWith(".") ? domain.substring(1) : domain;
    return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
}

final readonly & string[] MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
final readonly & string[] DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

# The moment of a cookie's date (`Sat, 12 Mar 1994 08:12:22 GMT`), or of one as programs write it (`1994-03-12 08:12:22`).
isolated function momentOfCookie(string text) returns time:Utc? {
    time:Utc|error plain = time:utcFromString(re ` `.replace(text, "T") + "Z");
    if plain is time:Utc {
        return plain;
    }
    string[] parts = from string part in re `[\s,\-:]+`.split(text)
        where part != ""
        select part;
    if parts.length() < 7 {
        return;
    }
    int? month = MONTHS.indexOf(parts[2].toLowerAscii());
    int|error day = int:fromString(parts[1]);
    int|error year = int:fromString(parts[3]);
    if month is () || day is error || year is error {
        return;
    }
    int full = year < 70 ? 2000 + year : (year < 100 ? 1900 + year : year);
    string date = string `${padded(full, 4)}-${padded(month + 1, 2)}-${padded(day, 2)}`;
    time:Utc|error moment = time:utcFromString(string `${date}T${parts[4]}:${parts[5]}:${parts[6]}Z`);
    return moment is time:Utc ? moment : ();
}

isolated function padded(int number, int width) returns string {
    return number.toString().padZero(width);
}

# A date as cookies have it; what is none stays as it is.
isolated function cookieDate(string text) returns string {
    time:Utc? moment = momentOfCookie(text);
    return moment is () ? text : httpDate(moment);
}

# `Sat, 12 Mar 1994 08:12:22 GMT`
isolated function httpDate(time:Utc moment) returns string {
    time:Civil c = time:utcToCivil(moment);
    string month = MONTHS[c.month - 1];
    month = month.substring(0, 1).toUpperAscii() + month.substring(1);
    string day = DAYS[time:dayOfWeek({year: c.year, month: c.month, day: c.day})];
    int seconds = <int>decimal:floor(<decimal>(c.second ?: 0d));
    string clock = string `${padded(c.hour, 2)}:${padded(c.minute, 2)}:${padded(seconds, 2)}`;
    return string `${day}, ${padded(c.day, 2)} ${month} ${padded(c.year, 4)} ${clock} GMT`;
}

# Whether a cookie's time is over.
isolated function isExpired(Cookie cookie) returns boolean {
    if cookie.maxAge > 0 {
        return time:utcDiffSeconds(time:utcNow(), cookie.createdTime) > <decimal>cookie.maxAge;
    }
    string? expires = cookie.expires;
    time:Utc? moment = expires is string ? momentOfCookie(expires) : ();
    return moment is time:Utc && time:utcDiffSeconds(moment, time:utcNow()) < 0d;
}

# Name and value around the first equals sign.
isolated function pairOf(string text) returns [string, string] {
    int? sign = text.indexOf("=");
    return sign is int ? [text.substring(0, sign).trim(), text.substring(sign + 1).trim()] : [text.trim(), ""];
}

# The cookie of a `Set-Cookie` field.
isolated function parseSetCookie(string line) returns Cookie {
    string[] parts = re `;`.split(line);
    CookieOptions options = {};
    foreach string part in parts.slice(1) {
        [string, string] [name, value] = pairOf(part);
        match name.toLowerAscii() {
            "domain" => {
                options.domain = value;
            }
            "path" => {
                options.path = value;
            }
            "expires" => {
                options.expires = value;
            }
            "max-age" => {
                int|error age = int:fromString(value);
                options.maxAge = age is int ? age : 0;
            }
            "secure" => {
                options.secure = true;
            }
            "httponly" => {
                options.httpOnly = true;
            }
        }
    }
    [string, string] [name, value] = pairOf(parts[0]);
    return new Cookie(name, value, options);
}

# The cookies of a request.
isolated function requestCookies(Content content) returns Cookie[] {
    Cookie[] cookies = [];
    foreach string part in re `;`.split(content.first("cookie") ?: "") {
        if part.includes("=") {
            [string, string] [name, value] = pairOf(part);
            if name != "" {
                cookies.push(new Cookie(name, value));
            }
        }
    }
    return cookies;
}

# The `Cookie` field of a request: what has the longest path comes first (RFC 6265, 5.4).
isolated function setRequestCookies(Content content, Cookie[] cookies) {
    Cookie[] sorted = from Cookie cookie in cookies
        order by (cookie.path ?: "").length() descending
        select cookie;
    string[] pairs = from Cookie cookie in sorted
        select cookie.name + "=" + cookie.value;
    if pairs.length() > 0 {
        content.set("cookie", string:'join("; ", ...pairs));
    }
}
