// A service that says only what its resources do; the rest stands in the type of its contract.

import ballerina/http;
import ballerina/io;

configurable int port = ?;

public type Track record {|
    int number;
    string title;
|};

public type Missing record {|
    *http:NotFound;
    string body;
|};

# What a contract includes is of it as well.
public type Health service object {
    @http:ResourceConfig {produces: ["text/plain"]}
    resource function get health() returns string;

    @http:ResourceConfig {name: "overridden"}
    resource function get tracks(int 'limit = 2) returns Track[];
};

final string base = "/music/v" + (1).toString();

@http:ServiceConfig {basePath: base, mediaTypeSubtypePrefix: "vnd.music", cors: {allowOrigins: ["http://one.example"]}}
public type Music service object {
    *http:ServiceContract;
    *http:InterceptableService;
    *Health;

    public function createInterceptors() returns Stamp;

    @http:ResourceConfig {name: "tracks", linkedTo: [{name: "track", method: "GET", relation: "one"}]}
    resource function get tracks(@http:Header {name: "x-limit"} int 'limit = 2)
            returns @http:Cache {maxAge: 15, setLastModified: false} Track[];

    @http:ResourceConfig {name: "track"}
    resource function get tracks/[int number](@http:Query {name: "lang"} string? language) returns Track|Missing;

    @http:ResourceConfig {consumes: ["application/vnd.music+json"]}
    resource function post tracks(@http:Payload Track track) returns @http:Payload {mediaType: "text/csv"} string;

    remote function unused() returns string;
};

isolated service class Stamp {
    *http:ResponseInterceptor;

    remote function interceptResponse(http:RequestContext context, http:Response response) returns http:NextService|error? {
        response.setHeader("x-stamp", "1");
        return context.next();
    }
}

listener http:Listener server = new (port);

@http:ServiceConfig {serviceType: Music}
service Music on server {
    private final Track[] all = [{number: 1, title: "one"}, {number: 2, title: "two"}, {number: 3, title: "three"}];

    public function createInterceptors() returns Stamp => new;

    resource function get tracks(int most = 1) returns Track[] => self.all.slice(0, most);

    resource function get tracks/[int n](string? language) returns Track|Missing {
        if n > self.all.length() {
            return {body: "no track"};
        }
        Track track = self.all[n - 1];
        return language is () ? track : {number: n, title: track.title + " in " + language};
    }

    resource function post tracks(Track added) returns string {
        self.all.push(added);
        return added.title + "," + added.number.toString();
    }

    resource function get health() returns string => "well";

    remote function unused() returns string => "unused";
}

// ---- what is refused when it is attached ----

@http:ServiceConfig {basePath: "/plain"}
public type Plain service object {
    *http:ServiceContract;
    resource function get a() returns string;
    resource function post a/[string b](string c, int d) returns string;
};

public type Other service object {
    *http:ServiceContract;
};

class Trial {
    public function attach(http:Service s, string[]|string? name) returns error? {
        error? failure = server.attach(s, name);
        io:println(failure is error ? failure.message() : "attached");
    }

    public function detach(http:Service s) returns error? => ();

    public function 'start() returns error? => ();

    public function gracefulStop() returns error? => ();

    public function immediateStop() returns error? => ();
}

listener Trial trial = new;

service Plain /a on trial {
    resource function get a() returns string => "";
    resource function post a/[string b](string c, int d) returns string => "";
}

service Plain on trial {
    resource function get a() returns string => "";
    resource function post a/[string b](string c, int d) returns string => "";
    resource function get more/[int... all]() returns string => "";
}

@http:ServiceConfig {chunking: http:CHUNKING_NEVER, serviceType: Plain}
service Plain on trial {
    resource function get a() returns string => "";
    resource function post a/[string b](string c, int d) returns string => "";
}

@http:ServiceConfig {serviceType: Other}
service Plain on trial {
    resource function get a() returns string => "";
    resource function post a/[string b](string c, int d) returns string => "";
}

service Plain on trial {
    @http:ResourceConfig {name: "a"}
    resource function get a() returns string => "";
    resource function post a/[string b](string c, int d) returns string => "";
}

service Plain on trial {
    resource function get a() returns string => "";
    resource function post a/[string b](string c, @http:Header int d) returns string => "";
}

service Plain on trial {
    resource function get a() returns @http:Cache string => "";
    resource function post a/[string b](string c, int d) returns string => "";
}

@http:ServiceConfig {serviceType: Plain}
service /b on trial {
}

@http:ServiceConfig {basePath: "/c"}
service /c on trial {
}

// A class is no declaration with a contract: it stands for itself.
service class Free {
    *Plain;
    resource function get a() returns string => "free";
    resource function post a/[string b](@http:Query {name: "see"} string c, int d) returns string => c + d.toString();
}

service Plain on trial {
    resource function get a() returns string => "kept";
    resource function post a/[string b](string c, int d) returns string => b + c + d.toString();
}

function init() returns error? {
    check server.attach(new Free(), "free");
}
