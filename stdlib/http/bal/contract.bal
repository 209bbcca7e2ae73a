// Service contracts (module specification, 2.2.6): object types that say all of a service but what its resources do.

# The HTTP service contract type.
public type ServiceContract distinct service object {
    *Service;
};

# The contract with which a service is declared, if it is.
#
# + name - The base path that the declaration says
# + return - An error for what only the contract may say, or for resources that it does not define
isolated function contractOf(service object {} httpService, string[]|string? name)
        returns typedesc<ServiceContract>|error? {
    typedesc<any>? contract = declaredType(httpService);
    HttpServiceConfig? own = configOf(httpService);
    if contract !is typedesc<ServiceContract> {
        if own?.serviceType !is () {
            return contractError("'serviceType' is only for services that are declared with a service contract type");
        }
        if own?.basePath !is () {
            return contractError("'basePath' in 'http:ServiceConfig' is only for service contract types");
        }
        return;
    }
    string shown = nameOfType(contract);
    if name !is () {
        return contractError(string `a service that is declared with '${shown}' cannot have a base path of its own`);
    }
    if own is HttpServiceConfig {
        check checkConfig(own, contract, shown);
    }
    string[] added = undefined(httpService, contract);
    if added.length() > 0 {
        return contractError(string `the service contract type '${shown}' does not define the resource '${added[0]}'`);
    }
    check checkResources(httpService, shown);
    return contract;
}

# The base path that a contract says.
isolated function contractPath(typedesc<ServiceContract> contract) returns string? {
    HttpServiceConfig? config = contract.@ServiceConfig;
    return config?.basePath;
}

# What a service may say beside its contract: which one that is, and its description.
isolated function checkConfig(HttpServiceConfig own, typedesc<ServiceContract> contract, string shown) returns error? {
    typedesc<ServiceContract>? named = own?.serviceType;
    if named !is () && named !== contract {
        return contractError(string `'serviceType' must be '${shown}', the type with which the service is declared`);
    }
    boolean more = own.host != ANY_HOST || saysCompression(own) ||
        own.chunking != CHUNKING_AUTO || isSharing(own.cors) || own?.auth !is () || own?.mediaTypeSubtypePrefix !is () ||
        !own.treatNilableAsOptional || !own.validation || own.laxDataBinding || own?.basePath !is ();
    if more || named is () && own.openApiDefinition.length() == 0 {
        return misplaced("ServiceConfig", "service that is declared with", shown);
    }
}

# Resources and their parts have the contract's annotations, and none of their own.
isolated function checkResources(service object {} httpService, string shown) returns error? {
    int own = drafted(httpService, [], ());
    string? found = ();
    foreach int r in 0 ..< resourceCount(own) {
        found = found ?: annotationOf(own, r, httpService);
    }
    forgetDraft(own);
    if found is string {
        return misplaced(found, "resource of a service that is declared with", shown);
    }
}

# The name of an annotation that a resource has.
isolated function annotationOf(int drafted, int r, service object {} httpService) returns string? {
    if resourceTypedesc(drafted, r, httpService).@ResourceConfig !is () {
        return "ResourceConfig";
    }
    foreach int p in 0 ..< parameterCount(drafted, r) {
        typedesc<any> argument = parameterType(drafted, r, p, httpService);
        if argument.@Payload !is () {
            return "Payload";
        }
        if argument.@Header !is () {
            return "Header";
        }
        if argument.@Query !is () {
            return "Query";
        }
        if argument.@CallerInfo !is () {
            return "CallerInfo";
        }
    }
    typedesc<any> result = returnTypedesc(drafted, r, httpService);
    return result.@Payload !is () ? "Payload" : result.@Cache !is () ? "Cache" : ();
}

isolated function misplaced(string tag, string place, string shown) returns error =>
    contractError(string `the annotation 'http:${tag}' is not allowed on a ${place} '${shown}': it has those of the type`);

isolated function contractError(string why) returns error =>
    error GenericListenerError("service registration failed: " + why);

// ---- what the run-time system does ----

# The type that the service's declaration says it has.
isolated function declaredType(service object {} httpService) returns typedesc<any>? = external;

# Accessors and paths of a service's resources that its contract does not define.
isolated function undefined(service object {} httpService, typedesc<ServiceContract> contract) returns string[] = external;

isolated function nameOfType(typedesc<any> t) returns string = external;

isolated function forgetDraft(int draft) = external;
