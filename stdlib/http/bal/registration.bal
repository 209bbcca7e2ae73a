// Services as they are described to the router.

import ballerina/constraint;

isolated function basePath(string[]|string? name) returns string[] {
    if name is string[] {
        return name;
    }
    if name is () {
        return [];
    }
    return from string segment in re `/`.split(name)
        where segment != ""
        select segment;
}

# Describes a service to the router.
#
# + contract - The type whose annotations are the service's, if it is declared with one
# + return - Its place, or an error for what cannot be served
isolated function register(int router, service object {} httpService, string[] base, typedesc<ServiceContract>? contract = ())
        returns int|error {
    HttpServiceConfig? config = contract is () ? configOf(httpService) : contract.@ServiceConfig;
    int drafted = drafted(httpService, base, config, contract);
    if config is HttpServiceConfig && saysCompression(config) {
        setCompression(drafted, config.compression.enable, trimmed(config.compression.contentTypes));
    }
    if config is HttpServiceConfig {
        string? host = config.host == ANY_HOST ? () : config.host;
        configureService(drafted, host, config.chunking, config?.mediaTypeSubtypePrefix);
    }
    byte[] document = described(config) ?: described(configOf(httpService)) ?: [];
    if document.length() > 0 {
        setDescription(drafted, document);
    }
    foreach int r in 0 ..< resourceCount(drafted) {
        foreach int p in 0 ..< parameterCount(drafted, r) {
            typedesc<any> argument = parameterType(drafted, r, p, httpService);
            if (config is () || config.validation) && constraint:hasConstraints(argument) {
                setConstrained(drafted, r, p);
            }
            describeParameter(drafted, r, p, argument);
        }
        describeResult(drafted, r, returnTypedesc(drafted, r, httpService));
        configure(drafted, r, config, resourceTypedesc(drafted, r, httpService));
    }
    check linkAll(drafted, httpService, config?.mediaTypeSubtypePrefix);
    int|error place = addRoutes(router, drafted);
    return place is error ? error GenericListenerError(place.message()) : place;
}

# The description of a service, if its annotation has one.
isolated function described(HttpServiceConfig? config) returns byte[]? {
    byte[] document = config?.openApiDefinition ?: [];
    return document.length() == 0 ? () : document;
}

# What the annotation of a service says.
isolated function configOf(service object {} httpService) returns HttpServiceConfig? {
    typedesc<any> t = typeof httpService;
    return t.@ServiceConfig;
}

# The number of a description with the resources of a service, or of its contract.
isolated function drafted(service object {} httpService, string[] base, HttpServiceConfig? config,
        typedesc<ServiceContract>? contract = ()) returns int {
    return draft(httpService, base, [Request, Caller, Headers, RequestContext, AnyError],
            config is () || config.treatNilableAsOptional, config is HttpServiceConfig && config.laxDataBinding, contract);
}

isolated function describeParameter(int drafted, int r, int p, typedesc<any> argument) {
    HttpPayload? payload = argument.@Payload;
    HttpHeader? header = argument.@Header;
    HttpQuery? query = argument.@Query;
    if payload is HttpPayload {
        setSource(drafted, r, p, "payload", ());
    } else if header is HttpHeader {
        setSource(drafted, r, p, "header", given(header["name"]));
        nameHeaders(drafted, r, p);
    } else if query is HttpQuery {
        setSource(drafted, r, p, "query", given(query["name"]));
    }
}

isolated function describeResult(int drafted, int r, typedesc<any> result) {
    keepCache(drafted, r, result.@Cache);
    HttpPayload? returned = result.@Payload;
    string|string[]? mediaType = returned["mediaType"];
    if mediaType is string[] && mediaType.length() > 0 {
        setReturnType(drafted, r, mediaType[0]);
    } else if mediaType is string {
        setReturnType(drafted, r, mediaType);
    }
}

// ---- what the run-time system does ----

isolated function draft(service object {} httpService, string[] base, typedesc<any|error>[] special, boolean nilIsOptional,
        boolean lax, typedesc<any>? contract) returns int = external;

isolated function resourceCount(int draft) returns int = external;

isolated function parameterCount(int draft, int r) returns int = external;

isolated function parameterType(int draft, int r, int p, service object {} httpService) returns typedesc<any> = external;

isolated function returnTypedesc(int draft, int r, service object {} httpService) returns typedesc<any> = external;

# A typedesc with the annotations of a resource.
isolated function resourceTypedesc(int draft, int r, service object {} httpService) returns typedesc<any> = external;

isolated function setSource(int draft, int r, int p, string 'source, string? name) = external;

isolated function setConstrained(int draft, int r, int p) = external;

isolated function setReturnType(int draft, int r, string mediaType) = external;

isolated function addRoutes(int router, int draft) returns int|error = external;
