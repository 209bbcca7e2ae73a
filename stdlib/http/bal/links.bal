// Links from resources to others of their service (module specification, 7.2).

# A link that a service offers.
public type Link record {
    # Names the relationship of the linked target to the current representation
    string rel?;
    # Target URL
    string href;
    # Expected resource representation media types
    string[] types?;
    # Allowed resource methods
    Method[] methods?;
};

# The links that a service offers.
public type Links record {|
    # Map of available links
    map<Link> _links;
|};

# A resource to which another one is linked. Cases do not matter.
public type LinkedTo record {|
    # Name of the linked resource, which its `ResourceConfig` gives it
    string name;
    # Name of the relationship between the linked resource and the current resource
    string relation = "self";
    # Method of the linked resource, which must be said if there are several of the name
    string method?;
|};

# A resource on its way to be described.
type Linked record {|
    # Its name in lower case; empty if it has none
    string name;
    string path;
    string accessor;
    LinkedTo[] to;
|};

# The links of resources, by their places.
isolated (readonly & map<Link>)[] kept = [];

# Tells the router the links of all resources of a service.
#
# + return - What is wrong with them
isolated function linkAll(int drafted, service object {} httpService, string? prefix) returns error? {
    Linked[] all = [];
    foreach int r in 0 ..< resourceCount(drafted) {
        typedesc<any> t = resourceTypedesc(drafted, r, httpService);
        HttpResourceConfig? own = t.@ResourceConfig;
        all.push({
            name: (own?.name ?: "").toLowerAscii(),
            path: pathOfResource(drafted, r),
            accessor: resourceAccessor(drafted, r),
            to: own?.linkedTo ?: []
        });
    }
    foreach Linked one in all {
        if one.name != "" && all.some(other => other.name == one.name && other.path != one.path) {
            return linkError(string `cannot duplicate resource link name: '${one.name}' unless they have the same path`);
        }
    }
    foreach int r in 0 ..< all.length() {
        map<Link> links = {};
        foreach LinkedTo to in all[r].to {
            string relation = to.relation.toLowerAscii();
            if links.hasKey(relation) {
                return linkError(string `cannot duplicate resource link relation: '${relation}'`);
            }
            links[relation] = check linkTo(drafted, all, to, prefix);
        }
        if links.length() > 0 {
            lock {
                kept.push(links.cloneReadOnly());
                setLinks(drafted, r, kept.length() - 1);
            }
        }
    }
}

isolated function linkTo(int drafted, Linked[] all, LinkedTo to, string? prefix) returns Link|error {
    string name = to.name.toLowerAscii();
    string? method = to?.method is string ? (<string>to?.method).toUpperAscii() : ();
    int[] found = from int r in 0 ..< all.length()
        where all[r].name == name && (method is () || all[r].accessor == method || all[r].accessor == "DEFAULT")
        select r;
    int[] exact = from int r in found
        where all[r].accessor == method
        select r;
    if found.length() == 0 {
        string which = method is string ? " " + method : "";
        return linkError(string `cannot find${which} resource with resource link name: '${name}'`);
    }
    if method is () && found.length() > 1 {
        return linkError(string `cannot resolve resource link name: '${name}' since multiple occurrences found`);
    }
    int r = exact.length() > 0 ? exact[0] : found[0];
    string[] types = from string kind in resourceTypes(drafted, r)
        select prefix is string ? prefixed(kind, prefix) : kind;
    Link link = {href: all[r].path};
    if types.length() > 0 {
        link.types = types;
    }
    Method|error only = all[r].accessor.ensureType();
    link.methods = only is Method ? [only] : [GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD];
    return link;
}

isolated function linkError(string why) returns error => error GenericListenerError("resource link generation failed: " + why);

# Adds a resource's links to what it has answered with: to the payload if that has room for them, or else to the header.
isolated function addLinks(Response response, any|error value, int place) {
    if place < 0 || value !is anydata|StatusCodeResponse {
        return;
    }
    readonly & map<Link> links;
    lock {
        links = kept[place];
    }
    any body = value is anydata ? value : (<map<any>>value)["body"];
    if body is map<anydata> && body.hasKey("_links") {
        return;
    }
    if body is map<anydata> {
        map<anydata> copy = body.clone();
        error? failure = trap setMember(copy, "_links", links.toJson());
        if failure is () {
            setAnydata(response.parts(), copy, response.parts().first("content-type"));
            return;
        }
    }
    if !response.hasHeader("link") {
        string[] all = from var [relation, link] in links.entries()
            select linkField(relation, link);
        response.setHeader("link", string:'join(", ", ...all));
    }
}

isolated function setMember(map<anydata> members, string name, anydata value) {
    members[name] = value;
}

isolated function linkField(string relation, Link link) returns string {
    string text = string `<${link.href}>; rel="${relation}"`;
    string[]? methods = link?.methods;
    string[]? types = link?.types;
    if methods is string[] {
        text += string `; methods="${string:'join(", ", ...methods)}"`;
    }
    if types is string[] {
        text += string `; types="${string:'join(", ", ...types)}"`;
    }
    return text;
}

// ---- what the run-time system does ----

isolated function pathOfResource(int draft, int r) returns string = external;

isolated function resourceTypes(int draft, int r) returns string[] = external;

isolated function setLinks(int draft, int r, int place) = external;

isolated function linksOf(int router, int found) returns int = external;
