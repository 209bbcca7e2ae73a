// What annotations say of services and resources as a whole.

# Contains the configurations for an HTTP service.
#
# + compression - The status of compression
# + cors - The cross origin resource sharing configurations for the service
# + auth - Service auth configurations
# + treatNilableAsOptional - Treat Nilable parameters as optional
# + validation - Whether arguments have to obey the constraints of their types
# + laxDataBinding - Whether fields of JSON payloads may be null where the field is optional, and absent where it may be nil
public type HttpServiceConfig record {|
    CompressionConfig compression = {};
    CorsConfig cors = {};
    ListenerAuthConfig[] auth?;
    boolean treatNilableAsOptional = true;
    boolean validation = true;
    boolean laxDataBinding = false;
|};

# The annotation which is used to configure an HTTP service.
public annotation HttpServiceConfig ServiceConfig on service, type;

# Configuration for an HTTP resource.
#
# + cors - The cross origin resource sharing configurations for the resource. If not set, the resource has those of the
#          enclosing service
# + auth - Resource auth configurations
public type HttpResourceConfig record {|
    CorsConfig cors = {};
    ListenerAuthConfig[]|Scopes auth?;
|};

# The annotation which is used to configure an HTTP resource.
public annotation HttpResourceConfig ResourceConfig on object function;

# Configurations for CORS support.
#
# + allowHeaders - The headers that requests may have
# + allowMethods - The methods that requests may have
# + allowOrigins - The origins with which responses are shared
# + exposeHeaders - The headers of responses which clients are allowed to access
# + allowCredentials - Specifies whether credentials are required to access the service
# + maxAge - How long a client may keep the answer to a preflight, in seconds
public type CorsConfig record {|
    string[] allowHeaders = [];
    string[] allowMethods = [];
    string[] allowOrigins = [];
    string[] exposeHeaders = [];
    boolean allowCredentials = false;
    decimal maxAge = -1;
|};

# Whether bodies are sent compressed.
public type Compression COMPRESSION_AUTO|COMPRESSION_ALWAYS|COMPRESSION_NEVER;

# A service compresses what it answers with as far as the client asks for it; a client sends requests as they are.
public const COMPRESSION_AUTO = "AUTO";

# A service compresses what it answers with also if the client does not ask for anything; a client always asks.
public const COMPRESSION_ALWAYS = "ALWAYS";

# Nothing is compressed, nor asked for.
public const COMPRESSION_NEVER = "NEVER";

# A record for providing configurations for content compression.
#
# + enable - The status of compression
# + contentTypes - Content types which are allowed for compression; all of them if there are none
public type CompressionConfig record {|
    Compression enable = COMPRESSION_AUTO;
    string[] contentTypes = [];
|};

# Tells the router what annotations say of a resource.
isolated function configure(int drafted, int r, HttpServiceConfig? config, function method) {
    typedesc<any> t = typeof method;
    HttpResourceConfig? own = t.@ResourceConfig;
    protect(drafted, r, config, own);
    string accessor = resourceAccessor(drafted, r);
    string[] methods = accessor == "DEFAULT" ? EVERY_METHOD : [accessor];
    if own is HttpResourceConfig && isSharing(own.cors) {
        share(drafted, r, own.cors, methods);
    } else if config is HttpServiceConfig && isSharing(config.cors) {
        share(drafted, r, config.cors, ["*"]);
    }
}

final readonly & string[] EVERY_METHOD = ["GET", "HEAD", "POST", "DELETE", "PUT", "OPTIONS", "PATCH"];

# Whether a configuration says anything.
isolated function isSharing(CorsConfig cors) returns boolean {
    return cors.allowHeaders.length() > 0 || cors.allowMethods.length() > 0 || cors.allowOrigins.length() > 0 ||
        cors.exposeHeaders.length() > 0 || cors.allowCredentials || cors.maxAge >= 0d;
}

isolated function share(int drafted, int r, CorsConfig cors, string[] methods) {
    setCors(drafted, r, trimmed(cors.allowOrigins), cors.allowMethods.length() == 0 ? methods : trimmed(cors.allowMethods),
            trimmed(cors.allowHeaders), trimmed(cors.exposeHeaders), cors.allowCredentials, <int>decimal:floor(cors.maxAge));
}

isolated function trimmed(string[] texts) returns string[] {
    return from string text in texts
        select text.trim();
}

// ---- what the run-time system does ----

isolated function resourceAccessor(int draft, int r) returns string = external;

isolated function setCompression(int draft, string kind, string[] types) = external;

# A body as it was before it was compressed; nil if the coding is none that is known.
isolated function decoded(byte[] body, string coding, int 'limit) returns (readonly & byte[])|error? = external;

isolated function setCors(int draft, int r, string[] origins, string[] methods, string[] headers, string[] exposed,
        boolean credentials, int maxAge) = external;

# Names and values of the fields that answer a preflight, one after the other; none if it is refused.
isolated function preflight(int router, int request) returns string[] = external;
