// What resources say of caches, and answers that clients have already.

import ballerina/http;

configurable int port = ?;

listener http:Listener server = new (port);

service /cached on server {
    isolated resource function get plain() returns @http:Cache json => {a: 1};

    isolated resource function 'default fixed() returns http:Ok {
        return {body: "text", headers: {"last-modified": "Sat, 12 Mar 1994 08:12:22 GMT"}};
    }

    isolated resource function post fixed() returns http:Created {
        return {body: "text", headers: {"last-modified": "Sat, 12 Mar 1994 08:12:22 GMT"}};
    }

    isolated resource function get 'private() returns @http:Cache {
        mustRevalidate: false,
        noCache: true,
        noStore: true,
        noTransform: true,
        isPrivate: true,
        proxyRevalidate: true,
        maxAge: 5.7,
        sMaxAge: 7,
        noCacheFields: ["x", "y"],
        privateFields: ["z"],
        setETag: false,
        setLastModified: false
    } http:Ok => {body: "text"};

    isolated resource function get failed() returns @http:Cache http:NotFound => {};

    isolated resource function get shown(@http:Header {name: "cache-control"} string control) returns string => control;

    isolated resource function get asked() returns string|error {
        http:Client c = check new (string `http://localhost:${port}`);
        http:RequestCacheControl control = new;
        control.noCache = true;
        control.onlyIfCached = true;
        control.maxAge = 1;
        control.maxStale = http:MAX_STALE_ANY_AGE;
        control.minFresh = 2.5;
        http:Request request = new;
        request.cacheControl = control;
        return c->execute("GET", "/cached/shown", request);
    }

    isolated resource function get moved(http:Caller caller) returns error? {
        check caller->redirect(new, http:REDIRECT_TEMPORARY_REDIRECT_307, ["/a", "/b"]);
    }
}
