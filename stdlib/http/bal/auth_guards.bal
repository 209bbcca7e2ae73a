// Who may use which resources, by the annotations of services.

import ballerina/auth;
import ballerina/jwt;
import ballerina/log;
import ballerina/oauth2;

# Who finds out who a request is from.
type AuthHandler ListenerFileUserStoreBasicAuthHandler|ListenerLdapUserStoreBasicAuthHandler|ListenerJwtAuthHandler|
    ListenerOAuth2Handler;

# Handlers by their configuration, made when a request needs them first: they may have to ask others, even this program.
isolated map<AuthHandler> handlers = {};

# A configuration of who may use a resource.
#
# + key - By which its handler is found
# + scopes - The scopes of which a user has to have one
type Guard readonly & record {|
    string key;
    ListenerAuthConfig config;
    string|string[]? scopes;
|};

# Who may use which resources; the router keeps the places.
isolated (readonly & Guard[])[] guards = [];

# In what a resource's plan says: it has a guard.
const int GUARDED = 1 << 48;

# Tells the router who may use a resource: what its own annotation says, or else that of its service.
isolated function protect(int drafted, int r, HttpServiceConfig? of, HttpResourceConfig? own) {
    ListenerAuthConfig[]? whole = of["auth"];
    ListenerAuthConfig[]|Scopes? single = own["auth"];
    ListenerAuthConfig[]? found = single is ListenerAuthConfig[] ? single : whole;
    if found is () {
        return;
    }
    Guard[] all = [];
    foreach ListenerAuthConfig config in found {
        string|string[]? scopes = single is Scopes ? single.scopes : config["scopes"];
        all.push({key: handlerKey(config), config: config.cloneReadOnly(), scopes: scopes.cloneReadOnly()});
    }
    readonly & Guard[] kept = all.cloneReadOnly();
    lock {
        guards.push(kept);
        setGuard(drafted, r, guards.length() - 1);
    }
}

isolated function handlerKey(ListenerAuthConfig config) returns string {
    if config is JwtValidatorConfigWithScopes {
        return "jwt " + config.jwtValidatorConfig.toString();
    }
    if config is OAuth2IntrospectionConfigWithScopes {
        return "oauth2 " + config.oauth2IntrospectionConfig.toString();
    }
    if config is LdapUserStoreConfigWithScopes {
        return "ldap " + config.ldapUserStoreConfig.toString();
    }
    return "file " + config.fileUserStoreConfig.toString();
}

# Why a request may not use a resource that has a guard.
#
# + place - The guard's
# + header - What the request says of who it is from
isolated function refusal(int place, string? header) returns ListenerError? {
    readonly & Guard[] all;
    lock {
        all = guards[place];
    }
    ListenerError refused = error ListenerAuthnError("");
    if header is () {
        return refused;
    }
    string scheme = re `\s`.split(header)[0];
    foreach Guard guard in all {
        boolean basic = guard.config is FileUserStoreConfigWithScopes|LdapUserStoreConfigWithScopes;
        if scheme != (basic ? AUTH_SCHEME_BASIC : AUTH_SCHEME_BEARER) {
            continue;
        }
        Unauthorized|Forbidden|error? answer = trap admit(guard, header);
        if answer is error {
            // The handler could not be made: it is tried again with the next request. Why is nothing for strangers.
            log:printError("Failed to authenticate a request", 'error = answer);
            return error GenericListenerError("Failed to authenticate a request");
        }
        if answer is () {
            return;
        }
        if answer is Forbidden {
            return error ListenerAuthzError("");
        }
    }
    return refused;
}

isolated function admit(Guard guard, string header) returns Unauthorized|Forbidden? {
    AuthHandler handler = handlerOf(guard);
    string|string[]? scopes = guard.scopes;
    if handler is ListenerOAuth2Handler {
        oauth2:IntrospectionResponse|Unauthorized|Forbidden found = handler->authorize(header, scopes);
        return found is oauth2:IntrospectionResponse ? () : found;
    }
    if handler is ListenerJwtAuthHandler {
        jwt:Payload|Unauthorized payload = handler.authenticate(header);
        if payload is Unauthorized {
            return payload;
        }
        return scopes is () ? () : handler.authorize(payload, scopes);
    }
    if handler is ListenerLdapUserStoreBasicAuthHandler {
        auth:UserDetails|Unauthorized found = handler->authenticate(header);
        if found is Unauthorized {
            return found;
        }
        if scopes is () {
            return;
        }
        return handler->authorize(found, scopes);
    }
    auth:UserDetails|Unauthorized user = handler.authenticate(header);
    if user is Unauthorized {
        return user;
    }
    return scopes is () ? () : handler.authorize(user, scopes);
}

isolated function handlerOf(Guard guard) returns AuthHandler {
    lock {
        AuthHandler? known = handlers[guard.key];
        if known !is () {
            return known;
        }
    }
    ListenerAuthConfig config = guard.config;
    AuthHandler made;
    if config is JwtValidatorConfigWithScopes {
        made = new ListenerJwtAuthHandler(config.jwtValidatorConfig);
    } else if config is OAuth2IntrospectionConfigWithScopes {
        made = new ListenerOAuth2Handler(config.oauth2IntrospectionConfig);
    } else if config is LdapUserStoreConfigWithScopes {
        made = new ListenerLdapUserStoreBasicAuthHandler(config.ldapUserStoreConfig);
    } else {
        made = new ListenerFileUserStoreBasicAuthHandler(config.fileUserStoreConfig);
    }
    lock {
        // Somebody else may have been faster.
        AuthHandler handler = handlers[guard.key] ?: made;
        handlers[guard.key] = handler;
        return handler;
    }
}

// ---- what the run-time system does ----

isolated function setGuard(int draft, int r, int place) = external;

# The guard of a resource that has one.
isolated function guardOf(int router, int found) returns int = external;
