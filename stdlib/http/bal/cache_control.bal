// Cache directives of requests and responses (RFC 9111, 5.2), and what `@http:Cache` makes of an answer.

import ballerina/time;

# Defines the HTTP response cache configuration.
#
# + mustRevalidate - Sets the `must-revalidate` directive
# + noCache - Sets the `no-cache` directive
# + noStore - Sets the `no-store` directive
# + noTransform - Sets the `no-transform` directive
# + isPrivate - Sets the `private` directive instead of `public`
# + proxyRevalidate - Sets the `proxy-revalidate` directive
# + maxAge - Sets the `max-age` directive, in seconds
# + sMaxAge - Sets the `s-maxage` directive, in seconds
# + noCacheFields - Optional fields for the `no-cache` directive
# + privateFields - Optional fields for the `private` directive
# + setETag - Sets the `etag` header for the given payload
# + setLastModified - Sets the current time as the `last-modified` header
public type HttpCacheConfig record {|
    boolean mustRevalidate = true;
    boolean noCache = false;
    boolean noStore = false;
    boolean noTransform = false;
    boolean isPrivate = false;
    boolean proxyRevalidate = false;
    decimal maxAge = 3600;
    decimal sMaxAge = -1;
    string[] noCacheFields = [];
    string[] privateFields = [];
    boolean setETag = true;
    boolean setLastModified = true;
|};

# The annotation which is used to define the response cache configuration, for return types that are `anydata` or status
# code records of success.
public annotation HttpCacheConfig Cache on return;

# The `max-stale` directive without a limit.
public const decimal MAX_STALE_ANY_AGE = 9223372036854775807;

# The cache control directives of a response.
#
# + mustRevalidate - Sets the `must-revalidate` directive
# + noCache - Sets the `no-cache` directive
# + noStore - Sets the `no-store` directive
# + noTransform - Sets the `no-transform` directive
# + isPrivate - Sets the `private` directive instead of `public`
# + proxyRevalidate - Sets the `proxy-revalidate` directive
# + maxAge - Sets the `max-age` directive
# + sMaxAge - Sets the `s-maxage` directive
# + noCacheFields - Optional fields for the `no-cache` directive
# + privateFields - Optional fields for the `private` directive
public class ResponseCacheControl {
    public boolean mustRevalidate = false;
    public boolean noCache = false;
    public boolean noStore = false;
    public boolean noTransform = false;
    public boolean isPrivate = false;
    public boolean proxyRevalidate = false;
    public decimal maxAge = -1;
    public decimal sMaxAge = -1;
    public string[] noCacheFields = [];
    public string[] privateFields = [];

    # Takes the directives of a configuration.
    #
    # + cacheConfig - The configuration of the annotation
    public isolated function populateFields(HttpCacheConfig cacheConfig) {
        self.mustRevalidate = cacheConfig.mustRevalidate;
        self.noCache = cacheConfig.noCache;
        self.noStore = cacheConfig.noStore;
        self.noTransform = cacheConfig.noTransform;
        self.isPrivate = cacheConfig.isPrivate;
        self.proxyRevalidate = cacheConfig.proxyRevalidate;
        self.maxAge = decimal:floor(cacheConfig.maxAge);
        self.sMaxAge = decimal:floor(cacheConfig.sMaxAge);
        self.noCacheFields = cacheConfig.noCacheFields.clone();
        self.privateFields = cacheConfig.privateFields.clone();
    }

    # Builds the cache control directives string from the current configurations.
    #
    # + return - The cache control directives string to be used in the `cache-control` header
    public isolated function buildCacheControlDirectives() returns string {
        string[] all = [];
        add(all, self.mustRevalidate, "must-revalidate");
        add(all, self.noCache, "no-cache" + fieldNames(self.noCacheFields));
        add(all, self.noStore, "no-store");
        add(all, self.noTransform, "no-transform");
        all.push(self.isPrivate ? "private" + fieldNames(self.privateFields) : "public");
        add(all, self.proxyRevalidate, "proxy-revalidate");
        addAge(all, "max-age", self.maxAge);
        addAge(all, "s-maxage", self.sMaxAge);
        return string:'join(", ", ...all);
    }
}

# The cache control directives of a request.
#
# + noCache - Sets the `no-cache` directive
# + noStore - Sets the `no-store` directive
# + noTransform - Sets the `no-transform` directive
# + onlyIfCached - Sets the `only-if-cached` directive
# + maxAge - Sets the `max-age` directive
# + maxStale - Sets the `max-stale` directive
# + minFresh - Sets the `min-fresh` directive
public class RequestCacheControl {
    public boolean noCache = false;
    public boolean noStore = false;
    public boolean noTransform = false;
    public boolean onlyIfCached = false;
    public decimal maxAge = -1;
    public decimal maxStale = -1;
    public decimal minFresh = -1;

    # Builds the cache control directives string from the current configurations.
    #
    # + return - The cache control directives string to be used in the `cache-control` header
    public isolated function buildCacheControlDirectives() returns string {
        string[] all = [];
        add(all, self.noCache, "no-cache");
        add(all, self.noStore, "no-store");
        add(all, self.noTransform, "no-transform");
        add(all, self.onlyIfCached, "only-if-cached");
        addAge(all, "max-age", self.maxAge);
        if self.maxStale == MAX_STALE_ANY_AGE {
            all.push("max-stale");
        } else {
            addAge(all, "max-stale", self.maxStale);
        }
        addAge(all, "min-fresh", self.minFresh);
        return string:'join(", ", ...all);
    }
}

# What the client of a request says of caches, if it does.
isolated function requestCacheControl(Content content) returns RequestCacheControl? {
    string[]? values = content.all("cache-control");
    if values is () {
        return;
    }
    map<string> said = directives(values);
    RequestCacheControl control = new;
    control.noCache = said.hasKey("no-cache");
    control.noStore = said.hasKey("no-store");
    control.noTransform = said.hasKey("no-transform");
    control.onlyIfCached = said.hasKey("only-if-cached");
    control.maxAge = ageIn(said, "max-age") ?: -1;
    control.maxStale = said["max-stale"] == "" ? MAX_STALE_ANY_AGE : ageIn(said, "max-stale") ?: -1;
    control.minFresh = ageIn(said, "min-fresh") ?: -1;
    return control;
}

isolated function add(string[] all, boolean wanted, string directive) {
    if wanted {
        all.push(directive);
    }
}

isolated function addAge(string[] all, string directive, decimal age) {
    if age >= 0d {
        all.push(string `${directive}=${<int>decimal:floor(age)}`);
    }
}

isolated function fieldNames(string[] names) returns string {
    return names.length() == 0 ? "" : "=\"" + string:'join(", ", ...names) + "\"";
}

# Configurations of annotations; the router keeps their places.
isolated (readonly & HttpCacheConfig)[] caches = [];

# Keeps what an annotation says of a resource's answers.
isolated function keepCache(int drafted, int r, HttpCacheConfig? config) {
    if config is () {
        return;
    }
    readonly & HttpCacheConfig kept = config.cloneReadOnly();
    lock {
        caches.push(kept);
        setCache(drafted, r, caches.length() - 1);
    }
}

# Adds to an answer what the annotation of its resource asks for.
#
# + place - The annotation's; negative if there is none
# + value - What the resource has returned
isolated function decorate(Response response, int place, any|error value) returns error? {
    boolean suitable = value is anydata ||
        value is StatusCodeResponse && response.statusCode >= 200 && response.statusCode < 300;
    if place < 0 || !suitable {
        return;
    }
    readonly & HttpCacheConfig config;
    lock {
        config = caches[place];
    }
    ResponseCacheControl directives = new;
    directives.populateFields(config);
    response.cacheControl = directives;
    byte[] body = check response.getBinaryPayload();
    if config.setETag && body.length() > 0 {
        response.setETag(body);
    }
    if config.setLastModified {
        response.setLastModified();
    }
}

isolated function now() returns string => httpDate(time:utcNow());

// ---- what the run-time system does ----

# In hexadecimal digits.
isolated function crc32b(byte[] data) returns string = external;

isolated function setCache(int draft, int r, int place) = external;

# Where the annotation of a resource is kept; negative if it has none.
isolated function cacheOf(int router, int found) returns int = external;
