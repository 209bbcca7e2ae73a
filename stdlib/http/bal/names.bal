// Names that programs need not write out: methods, header fields, cache directives.

# The methods that resources can be linked by, and that clients send.
public enum Method {
    GET,
    POST,
    PUT,
    DELETE,
    PATCH,
    HEAD,
    OPTIONS
}

# The operations of clients.
public type HttpOperation HTTP_FORWARD|HTTP_GET|HTTP_POST|HTTP_DELETE|HTTP_OPTIONS|HTTP_PUT|HTTP_PATCH|HTTP_HEAD|
    HTTP_SUBMIT|HTTP_NONE;

// ---- cache directives ----

# The cache directive `no-cache`.
public const string NO_CACHE = "no-cache";

# The cache directive `no-store`.
public const string NO_STORE = "no-store";

# The cache directive `no-transform`.
public const string NO_TRANSFORM = "no-transform";

# The cache directive `max-age`.
public const string MAX_AGE = "max-age";

# The cache directive `max-stale`.
public const string MAX_STALE = "max-stale";

# The cache directive `min-fresh`.
public const string MIN_FRESH = "min-fresh";

# The cache directive `only-if-cached`.
public const string ONLY_IF_CACHED = "only-if-cached";

# The cache directive `must-revalidate`.
public const string MUST_REVALIDATE = "must-revalidate";

# The cache directive `public`.
public const string PUBLIC = "public";

# The cache directive `private`.
public const string PRIVATE = "private";

# The cache directive `proxy-revalidate`.
public const string PROXY_REVALIDATE = "proxy-revalidate";

# The cache directive `s-maxage`.
public const string S_MAX_AGE = "s-maxage";

// ---- header fields ----

# The header field `age`.
public const string AGE = "age";

# The header field `authorization`.
public const string AUTHORIZATION = "authorization";

# The header field `cache-control`.
public const string CACHE_CONTROL = "cache-control";

# The header field `content-length`.
public const string CONTENT_LENGTH = "content-length";

# The header field `content-type`.
public const string CONTENT_TYPE = "content-type";

# The header field `date`.
public const string DATE = "date";

# The header field `etag`.
public const string ETAG = "etag";

# The header field `expect`.
public const string EXPECT = "expect";

# The header field `expires`.
public const string EXPIRES = "expires";

# The header field `if-match`.
public const string IF_MATCH = "if-match";

# The header field `if-modified-since`.
public const string IF_MODIFIED_SINCE = "if-modified-since";

# The header field `if-none-match`.
public const string IF_NONE_MATCH = "if-none-match";

# The header field `if-range`.
public const string IF_RANGE = "if-range";

# The header field `if-unmodified-since`.
public const string IF_UNMODIFIED_SINCE = "if-unmodified-since";

# The header field `last-modified`.
public const string LAST_MODIFIED = "last-modified";

# The header field `location`.
public const string LOCATION = "location";

# The header field `pragma`.
public const string PRAGMA = "pragma";

# The header field `proxy-authorization`.
public const string PROXY_AUTHORIZATION = "proxy-authorization";

# The header field `server`.
public const string SERVER = "server";

# The header field `warning`.
public const string WARNING = "warning";

# The header field `transfer-encoding`.
public const string TRANSFER_ENCODING = "transfer-encoding";

# The header field `connection`.
public const string CONNECTION = "connection";

# The header field `upgrade`.
public const string UPGRADE = "upgrade";

// ---- media types ----

# What the types of all bodies with several parts begin with.
public const string MULTIPART_AS_PRIMARY_TYPE = "multipart/";

// ---- others ----

# No value.
public const NONE = ();

# The name under which observers know a service.
public const SERVICE_NAME = "SERVICE_NAME";

# The name under which observers know a resource.
public const RESOURCE_NAME = "RESOURCE_NAME";

# The name under which observers know the method of a request.
public const REQUEST_METHOD = "REQUEST_METHOD";
