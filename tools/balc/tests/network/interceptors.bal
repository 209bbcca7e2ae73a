// Interceptors of services: their order, what they share, and what becomes of errors.

import ballerina/http;

configurable int port = ?;

listener http:Listener server = new (port);

# Adds a step to the trace that a request carries.
isolated function trace(http:RequestContext ctx, string step) {
    string before = ctx.hasKey("trace") ? <string>ctx.get("trace") : "";
    ctx.set("trace", before + step);
}

service class First {
    *http:RequestInterceptor;

    resource function 'default [string... path](http:RequestContext ctx, http:Request req, @http:Header string? stop)
            returns http:NextService|http:Response|error? {
        trace(ctx, "1");
        match stop {
            "error" => {
                return error("stopped");
            }
            "early" => {
                http:Response response = new;
                response.setTextPayload("early");
                return response;
            }
            "nothing" => {
                return;
            }
        }
        req.setHeader("x-added", "by first");
        return ctx.next();
    }
}

service class OnlyPath {
    *http:RequestInterceptor;

    resource function get scoped/[string name](http:RequestContext ctx) returns http:NextService|error? {
        trace(ctx, "[" + name + "]");
        return ctx.next();
    }
}

service class Body {
    *http:RequestInterceptor;

    resource function post [string... path](http:RequestContext ctx, http:Request req) returns http:NextService|error? {
        json body = check req.getJsonPayload();
        req.setJsonPayload({value: body});
        return ctx.next();
    }
}

service class Wrong {
    *http:RequestInterceptor;

    resource function get wrong(http:RequestContext ctx) returns http:NextService|error? {
        return new First();
    }
}

service class Mender {
    *http:RequestErrorInterceptor;

    resource function 'default [string... path](http:RequestContext ctx, http:Request req, error err)
            returns http:NextService|error? {
        trace(ctx, "e");
        return req.hasHeader("mend") ? ctx.next() : err;
    }
}

service class Tracer {
    *http:ResponseInterceptor;
    private final string name;

    function init(string name) {
        self.name = name;
    }

    remote function interceptResponse(http:RequestContext ctx, http:Response res) returns http:NextService|error? {
        trace(ctx, self.name);
        res.setHeader("x-trace", <string>ctx.get("trace"));
        return ctx.next();
    }
}

service class Failures {
    *http:ResponseErrorInterceptor;

    remote function interceptResponseError(error err, http:RequestContext ctx, http:Request req)
            returns http:BadGateway|error {
        trace(ctx, "E");
        return req.hasHeader("rethrow") ? error("thrown again") : {body: err.message()};
    }
}

service http:InterceptableService /chain on server {
    public function createInterceptors() returns http:Interceptor[] {
        return [new Tracer("a"), new First(), new Failures(), new Wrong(), new OnlyPath(), new Body(), new Mender(),
            new Tracer("b")];
    }

    resource function get hello(http:RequestContext ctx, @http:Header string x\-added) returns string|error {
        http:NextService|error? next = ctx.next();
        string problem = next is error ? next.message() : "";
        string|error text = ctx.getWithType("trace");
        int|error number = ctx.getWithType("trace");
        int|error missing = ctx.getWithType("missing");
        return string:'join("; ", x\-added, check text, number is error ? number.message() : "",
                missing is error ? missing.message() : "", problem, ctx.keys().toString());
    }

    resource function get scoped/[string name]() returns string => name;

    resource function get scoped() returns string => "not scoped";

    resource function post bodies(record {|int value;|} body) returns int => body.value;

    resource function get fails() returns error => error("no luck");

    resource function get calls(http:Caller caller) returns error? {
        check caller->respond("called");
    }
}

service http:InterceptableService /single on server {
    public function createInterceptors() returns Tracer => new ("s");

    isolated resource function get .(http:RequestContext ctx) returns http:NoContent {
        ctx.set("trace", "t");
        return {headers: {"x-kept": "1"}};
    }
}
