// What annotations say of services and resources as a whole.

# Contains the configurations for an HTTP service.
#
# + host - The host whose requests the service gets; by default those for which there is no other service
# + compression - The status of compression
# + chunking - Whether bodies of answers are sent in chunks
# + cors - The cross origin resource sharing configurations for the service
# + auth - Service auth configurations
# + mediaTypeSubtypePrefix - What stands before the subtype of media types that the service itself does not say, as in
#                            `application/vnd.example+json`
# + treatNilableAsOptional - Treat Nilable parameters as optional
# + openApiDefinition - The description of the service in JSON (OpenAPI), which it shows to who asks for it
# + validation - Whether arguments have to obey the constraints of their types
# + serviceType - The service contract type with which the service is declared
# + basePath - The base path of services that are declared with a service contract type: only for such types
# + laxDataBinding - Whether fields of JSON payloads may be null where the field is optional, and absent where it may be nil
public type HttpServiceConfig record {|
    string host = ANY_HOST;
    CompressionConfig compression = {};
    Chunking chunking = CHUNKING_AUTO;
    CorsConfig cors = {};
    ListenerAuthConfig[] auth?;
    string mediaTypeSubtypePrefix?;
    boolean treatNilableAsOptional = true;
    byte[] openApiDefinition = [];
    boolean validation = true;
    typedesc<ServiceContract> serviceType?;
    string basePath?;
    boolean laxDataBinding = false;
|};

# The annotation which is used to configure an HTTP service.
public annotation HttpServiceConfig ServiceConfig on service, type;

# What `host` of a service is that says none.
const ANY_HOST = "b7a.default";

# Whether a service says which answers are compressed.
isolated function saysCompression(HttpServiceConfig config) returns boolean =>
    config.compression != {enable: COMPRESSION_AUTO, contentTypes: []};

# Configuration for an HTTP resource.
#
# + name - The name of the resource, by which others are linked to it
# + consumes - The media types of requests that the resource takes; all of them if there are none
# + produces - The media types that it answers with; all of them if there are none
# + cors - The cross origin resource sharing configurations for the resource. If not set, the resource has those of the
#          enclosing service
# + transactionInfectable - Whether the resource takes part in the transaction of a client. There are no transactions that go
#                           beyond a program, so that nothing depends on it
# + auth - Resource auth configurations
# + linkedTo - The resources to which this one is linked
public type HttpResourceConfig record {|
    string name?;
    string[] consumes = [];
    string[] produces = [];
    CorsConfig cors = {};
    boolean transactionInfectable = true;
    ListenerAuthConfig[]|Scopes auth?;
    LinkedTo[] linkedTo?;
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
isolated function configure(int drafted, int r, HttpServiceConfig? config, typedesc<any> annotated) {
    HttpResourceConfig? own = annotated.@ResourceConfig;
    protect(drafted, r, config, own);
    if own is HttpResourceConfig && (own.consumes.length() > 0 || own.produces.length() > 0) {
        setMedia(drafted, r, trimmed(own.consumes), trimmed(own.produces));
    }
    string accessor = resourceAccessor(drafted, r);
    string[] methods = accessor == "DEFAULT" ? EVERY_METHOD : [accessor];
    if own is HttpResourceConfig && isSharing(own.cors) {
        share(drafted, r, own.cors, methods);
    } else if config is HttpServiceConfig && isSharing(config.cors) {
        share(drafted, r, config.cors, ["*"]);
    }
}

# Gives the media type of what a resource has returned, unless that says its own, the service's prefix.
isolated function prefix(Response response, any|error value, int router, int found) {
    string? prefix = mediaTypePrefix(router, found);
    boolean own = returnType(router, found) is string ||
        value is StatusCodeResponse && (<map<any>>value)["mediaType"] is string;
    if prefix is () || own || value !is anydata|StatusCodeResponse {
        return;
    }
    string|error kind = response.getHeader("content-type");
    if kind is string {
        response.setHeader("content-type", prefixed(kind, prefix));
    }
}

# A media type whose subtype has a prefix.
isolated function prefixed(string mediaType, string prefix) returns string {
    int subtype = (mediaType.indexOf("/") ?: -1) + 1;
    return mediaType.substring(0, subtype) + prefix + "+" + mediaType.substring(subtype);
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

# What is nil is not said.
isolated function configureService(int draft, string? host, string chunking, string? mediaTypePrefix) = external;

isolated function setMedia(int draft, int r, string[] consumes, string[] produces) = external;

isolated function mediaTypePrefix(int router, int found) returns string? = external;

# The media type of what a request brings.
isolated function mediaType(int request) returns string = external;

# Whether the service never sends chunks.
isolated function isUnchunked(int request) returns boolean = external;

isolated function setCompression(int draft, string kind, string[] types) = external;

# A body as it was before it was compressed; nil if the coding is none that is known.
isolated function decoded(byte[] body, string coding, int 'limit) returns (readonly & byte[])|error? = external;

isolated function setCors(int draft, int r, string[] origins, string[] methods, string[] headers, string[] exposed,
        boolean credentials, int maxAge) = external;

# Names and values of the fields that answer a preflight, one after the other; none if it is refused.
isolated function preflight(int router, int request) returns string[] = external;
