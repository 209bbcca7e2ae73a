// What a client keeps of responses, and when it answers with that (RFC 9111).

import ballerina/cache;
import ballerina/time;

# Used for configuring the caching behaviour: the responses with a `cache-control` field and a validator, or what RFC 7234 allows.
public type CachingPolicy CACHE_CONTROL_AND_VALIDATORS|RFC_7234;

# Only responses with a `cache-control` header and at least one of `etag` and `last-modified` are cached.
public const CACHE_CONTROL_AND_VALIDATORS = "CACHE_CONTROL_AND_VALIDATORS";

# All responses are cached that the HTTP caching specification lets a cache keep.
public const RFC_7234 = "RFC_7234";

# Provides a set of configurations for controlling the caching behaviour of the endpoint.
#
# + enabled - Specifies whether HTTP caching is enabled
# + isShared - Specifies whether the HTTP caching layer should behave as a public cache or a private cache
# + capacity - The capacity of the cache: how many URLs it has responses of
# + evictionFactor - The fraction of entries to be removed when the cache is full
# + policy - Which responses are kept
public type CacheConfig record {|
    boolean enabled = true;
    boolean isShared = false;
    int capacity = 16;
    float evictionFactor = 0.2;
    CachingPolicy policy = CACHE_CONTROL_AND_VALIDATORS;
|};

# A response as it was received.
#
# + chosenBy - The request's fields that `vary` names
# + said - What its `cache-control` field says
# + lifetime - For how long it is fresh, in seconds
# + age - Its age when it came, in seconds
# + received - When it came, in seconds since the epoch
type Stored readonly & record {|
    int status;
    string reason;
    map<string[]> fields;
    byte[] body;
    map<string[]> chosenBy;
    map<string> said;
    decimal lifetime;
    decimal age;
    decimal received;
|};

# Bodies that are said to be longer stay streams, and are not kept.
const int LONGEST_KEPT = 8388608;

# How many responses of one URL are kept that differ by what `vary` names.
const int MOST_VARIANTS = 16;

const WARNING_STALE = "110 ballerina-http-caching-client \"Response is Stale\"";

# Statuses whose responses may be kept without a word about it, but for that of parts.
final readonly & int[] KEPT_STATUSES = [200, 203, 204, 300, 301, 404, 405, 410, 414, 501];

# Implements a cache for storing HTTP responses.
public isolated class HttpCache {
    private final cache:Cache entries;
    private final CachingPolicy policy;
    private final boolean isShared;

    # Creates the HTTP cache.
    #
    # + cacheConfig - The configurations for the HTTP cache
    public isolated function init(CacheConfig cacheConfig) {
        self.entries = new (capacity = cacheConfig.capacity, evictionFactor = cacheConfig.evictionFactor);
        self.policy = cacheConfig.policy;
        self.isShared = cacheConfig.isShared;
    }

    # The response that was kept last and belongs to such a request.
    #
    # + sent - The names and values of the request's fields
    isolated function find(string key, string[] sent) returns Stored? {
        Stored[] variants = self.variants(key);
        foreach int i in int:range(variants.length() - 1, -1, -1) {
            if isChosen(variants[i], sent) {
                return variants[i];
            }
        }
    }

    # Keeps a response if that is allowed.
    #
    # + asked - The directives of the request
    # + requested - When it was asked for
    isolated function keep(string key, string[] sent, map<string> asked, Response response, decimal requested) {
        Content content = response.parts();
        if !self.isAllowed(sent, asked, response.statusCode, content) {
            return;
        }
        byte[]|ClientError body = response.getBinaryPayload();
        if body is ClientError {
            // Who reads the body will be told.
            return;
        }
        map<string[]> chosenBy = {};
        foreach string name in listed(content.all("vary")) {
            chosenBy[name] = fieldOf(sent, name);
        }
        map<string[]> & readonly fields = fieldMap(content.list()).cloneReadOnly();
        self.replace(key, self.made(response.statusCode, response.reasonPhrase, fields, body.cloneReadOnly(),
                chosenBy.cloneReadOnly(), requested), sent);
    }

    # Takes over what a server says of a response when it finds that it is still valid (RFC 9111, 3.2 and 4.3.4).
    isolated function renew(string key, string[] sent, Stored stored, Response validation, decimal requested) returns Stored {
        map<string[]> fields = {};
        foreach [string, readonly & string[]] [name, values] in stored.fields.entries() {
            // Warnings of the kind 1xx tell of the time before.
            string[] kept = name == "warning" ? values.filter(value => !value.startsWith("1")) : values;
            if kept.length() > 0 {
                fields[name] = kept;
            }
        }
        Content news = validation.parts();
        foreach string name in news.names() {
            if name != "content-length" && name != "content-encoding" && name != "transfer-encoding" {
                fields[name] = news.all(name) ?: [];
            }
        }
        Stored renewed = self.made(stored.status, stored.reason, fields.cloneReadOnly(), stored.body, stored.chosenBy,
                requested);
        self.replace(key, renewed, sent);
        return renewed;
    }

    # Forgets the responses of a URL, whose resource has changed.
    isolated function forget(string url) {
        foreach string method in ["GET", "HEAD"] {
            cache:Error? unknown = self.entries.invalidate(cacheKey(method, url));
        }
    }

    # What is kept of a response that has just come.
    private isolated function made(int status, string reason, readonly & map<string[]> fields, readonly & byte[] body,
            readonly & map<string[]> chosenBy, decimal requested) returns Stored {
        map<string> said = directives(fields["cache-control"]);
        decimal received = secondsNow();
        return {
            status,
            reason,
            fields,
            body,
            chosenBy,
            said: said.cloneReadOnly(),
            lifetime: self.lifetime(fields, said),
            age: ageOnArrival(fields, requested, received),
            received
        };
    }

    # For how long a response is fresh, in seconds.
    private isolated function lifetime(map<string[]> fields, map<string> said) returns decimal {
        decimal? given = self.isShared ? ageIn(said, "s-maxage") : ();
        decimal? age = given ?: ageIn(said, "max-age");
        if age is decimal {
            return age;
        }
        string[] expires = fields["expires"] ?: [];
        string[] date = fields["date"] ?: [];
        if expires.length() != 1 || date.length() != 1 {
            return 0;
        }
        time:Utc? end = momentOfCookie(expires[0]);
        time:Utc? begin = momentOfCookie(date[0]);
        return end is () || begin is () ? 0d : time:utcDiffSeconds(end, begin);
    }

    private isolated function variants(string key) returns Stored[] {
        any|cache:Error found = self.entries.get(key);
        return found is Stored[] ? found : [];
    }

    private isolated function replace(string key, Stored stored, string[] sent) {
        Stored[] variants = from Stored other in self.variants(key)
            where !isChosen(other, sent)
            select other;
        variants.push(stored);
        if variants.length() > MOST_VARIANTS {
            _ = variants.remove(0);
        }
        checkpanic self.entries.put(key, variants.cloneReadOnly());
    }

    # Whether a response may be kept (RFC 9111, 3), and the policy wants it.
    private isolated function isAllowed(string[] sent, map<string> asked, int status, Content content) returns boolean {
        string[]? control = content.all("cache-control");
        boolean validated = content.first("etag") !is () || content.first("last-modified") !is ();
        if self.policy == CACHE_CONTROL_AND_VALIDATORS && (control is () || !validated) {
            return false;
        }
        map<string> said = directives(control);
        if said.hasKey("no-store") || asked.hasKey("no-store") || status == 206 || status == 304 {
            return false;
        }
        if self.isShared && (said.hasKey("private") || fieldOf(sent, "authorization").length() > 0 &&
                !said.hasKey("public") && !said.hasKey("must-revalidate") && !said.hasKey("s-maxage")) {
            return false;
        }
        int|error length = int:fromString(content.first("content-length") ?: "0");
        if length is int && length > LONGEST_KEPT || content.contentType().startsWith("text/event-stream") ||
                listed(content.all("vary")).indexOf("*") !is () {
            return false;
        }
        boolean explicit = said.hasKey("max-age") || said.hasKey("public") || self.isShared && said.hasKey("s-maxage") ||
            content.first("expires") !is ();
        return explicit || KEPT_STATUSES.indexOf(status) !is ();
    }
}

# What a client gets for a request that does not change anything: a kept response, or one of the server.
#
# + sent - The names and values of the request's fields
isolated function throughCache(Sender sender, HttpCache cache, string method, string url, Content content, string[] sent,
        int pushes) returns Response|ClientError {
    map<string> asked = directives(fieldOf(sent, "cache-control"));
    string key = cacheKey(method, url);
    Stored? stored = cache.find(key, sent);
    boolean validated = asked.hasKey("no-cache") || fieldOf(sent, "pragma").length() > 0;
    if stored is Stored && !validated {
        Response? known = servedFrom(stored, asked);
        if known is Response {
            return known;
        }
    }
    if asked.hasKey("only-if-cached") && !validated {
        Response none = new;
        none.statusCode = 504;
        none.reasonPhrase = "Gateway Timeout";
        return none;
    }
    decimal requested = secondsNow();
    string[] conditions = stored is Stored ? conditionsOf(stored, sent) : [];
    Response response = check sender.transfer(method, url, content, [...sent, ...conditions], pushes);
    if stored is Stored && response.statusCode == 304 && confirms(response, stored) {
        return revived(cache.renew(key, sent, stored, response, requested));
    }
    if response.statusCode < 500 || stored is () {
        cache.keep(key, sent, asked, response, requested);
    }
    return response;
}

# A kept response if it can be given without a question to the server (RFC 9111, 4.2).
isolated function servedFrom(Stored stored, map<string> asked) returns Response? {
    map<string> said = stored.said;
    if said.hasKey("no-cache") {
        return;
    }
    decimal age = ageOf(stored);
    decimal left = stored.lifetime - age;
    decimal? most = ageIn(asked, "max-age");
    boolean young = most is () || age <= most;
    if left > 0d && young && left >= (ageIn(asked, "min-fresh") ?: 0d) {
        return revived(stored);
    }
    boolean refused = asked.hasKey("no-store") || ["must-revalidate", "proxy-revalidate", "s-maxage"].some(d => said.hasKey(d));
    if refused || !young || !asked.hasKey("max-stale") {
        return;
    }
    decimal? over = ageIn(asked, "max-stale");
    if asked["max-stale"] == "" || over is decimal && over >= -left {
        Response response = revived(stored);
        response.setHeader("warning", WARNING_STALE);
        return response;
    }
}

# The response that was kept, with its age.
isolated function revived(Stored stored) returns Response {
    map<string[]> fields = {};
    foreach [string, readonly & string[]] [name, values] in stored.fields.entries() {
        fields[name] = [...values];
    }
    Content content = new (fields);
    content.receive(stored.body);
    content.set("age", (<int>decimal:floor(ageOf(stored))).toString());
    Response response = new;
    response.statusCode = stored.status;
    response.reasonPhrase = stored.reason;
    response.server = content.first("server") ?: "";
    response.receive(content);
    response.cacheControl = stored.fields.hasKey("cache-control") ? cacheControlOf(stored.said) : ();
    return response;
}

# The fields that ask whether a response is still valid, unless the request has such ones.
isolated function conditionsOf(Stored stored, string[] sent) returns string[] {
    string[] conditions = [];
    foreach [string, string] [condition, validator] in [["if-none-match", "etag"], ["if-modified-since", "last-modified"]] {
        string[] values = stored.fields[validator] ?: [];
        if values.length() > 0 && fieldOf(sent, condition).length() == 0 {
            conditions.push(condition, values[0]);
        }
    }
    return conditions;
}

# Whether the response that a server finds not to have changed is the one that was kept, and not one that the program has.
isolated function confirms(Response validation, Stored stored) returns boolean {
    string? tag = validation.parts().first("etag");
    string[] known = stored.fields["etag"] ?: [];
    return tag is () || known.length() == 0 || bareTag(tag) == bareTag(known[0]);
}

# An entity tag without what says that it is weak.
isolated function bareTag(string tag) returns string => tag.startsWith("W/") ? tag.substring(2) : tag;

# The age of a kept response in seconds.
isolated function ageOf(Stored stored) returns decimal => stored.age + secondsNow() - stored.received;

# The age of a response when it comes (RFC 9111, 4.2.3).
isolated function ageOnArrival(map<string[]> fields, decimal requested, decimal received) returns decimal {
    string[] dates = fields["date"] ?: [];
    time:Utc? date = dates.length() == 0 ? () : momentOfCookie(dates[0]);
    decimal apparent = date is () ? 0d : decimal:max(0, received - secondsOf(date));
    string[] ages = fields["age"] ?: [];
    decimal|error given = ages.length() == 0 ? 0d : decimal:fromString(ages[0]);
    return decimal:max(apparent, (given is decimal ? given : 0d) + received - requested);
}

isolated function isChosen(Stored stored, string[] sent) returns boolean {
    foreach [string, readonly & string[]] [name, values] in stored.chosenBy.entries() {
        if fieldOf(sent, name) != values {
            return false;
        }
    }
    return true;
}

isolated function cacheKey(string method, string url) returns string => method + " " + url;

# The values of a field in a list of names and values.
isolated function fieldOf(string[] list, string name) returns string[] {
    string[] values = [];
    int i = 0;
    while i < list.length() {
        if list[i] == name {
            values.push(list[i + 1]);
        }
        i += 2;
    }
    return values;
}

# The names that a field lists.
isolated function listed(string[]? values) returns string[] {
    return from string value in values ?: []
        from string name in re `,`.split(value)
        where name.trim() != ""
        select name.trim().toLowerAscii();
}

# Directives with their values, or the empty text.
isolated function directives(string[]? values) returns map<string> {
    map<string> all = {};
    foreach string value in values ?: [] {
        foreach var span in re `[^,="\s]+(\s*=\s*("[^"]*"|[^,\s]*))?`.findAll(value) {
            string directive = span.substring();
            int? sign = directive.indexOf("=");
            string name = sign is int ? directive.substring(0, sign) : directive;
            string text = sign is int ? directive.substring(sign + 1).trim() : "";
            boolean quoted = text.length() > 1 && text.startsWith("\"");
            all[name.trim().toLowerAscii()] = quoted ? text.substring(1, text.length() - 1) : text;
        }
    }
    return all;
}

# The seconds that a directive gives, if it is there and does.
isolated function ageIn(map<string> directives, string name) returns decimal? {
    string? text = directives[name];
    decimal|error age = decimal:fromString(text ?: "");
    return age is decimal && age >= 0d ? age : ();
}

# What the `cache-control` field of a response says, if there is one.
isolated function responseCacheControl(Content content) returns ResponseCacheControl? {
    string[]? values = content.all("cache-control");
    if values is () {
        return;
    }
    return cacheControlOf(directives(values));
}

isolated function cacheControlOf(map<string> said) returns ResponseCacheControl {
    ResponseCacheControl control = new;
    control.mustRevalidate = said.hasKey("must-revalidate");
    control.noCache = said.hasKey("no-cache");
    control.noStore = said.hasKey("no-store");
    control.noTransform = said.hasKey("no-transform");
    control.isPrivate = said.hasKey("private");
    control.proxyRevalidate = said.hasKey("proxy-revalidate");
    control.maxAge = ageIn(said, "max-age") ?: -1;
    control.sMaxAge = ageIn(said, "s-maxage") ?: -1;
    control.noCacheFields = listed([said["no-cache"] ?: ""]);
    control.privateFields = listed([said["private"] ?: ""]);
    return control;
}

isolated function secondsNow() returns decimal => secondsOf(time:utcNow());

isolated function secondsOf(time:Utc moment) returns decimal => <decimal>moment[0] + moment[1];
