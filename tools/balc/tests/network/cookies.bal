// Cookies of requests, responses and clients.

import ballerina/http;

configurable int port = ?;

listener http:Listener server = new (port);

isolated function texts(http:Cookie[] cookies) returns string[] {
    return from http:Cookie cookie in cookies
        select cookie.name + "=" + cookie.value;
}

isolated function sent(http:Client c, string path) returns string|error {
    http:Response response = check c->get(path);
    return response.getTextPayload();
}

service /jar on server {
    isolated resource function get all(http:Request request) returns string[] => texts(request.getCookies());

    isolated resource function get set() returns http:Response {
        http:Response response = new;
        http:Cookie one = new ("one", " 1 ", domain = ".LOCALHOST", path = "/jar", maxAge = 500, httpOnly = true,
            secure = true, expires = "2095-03-12 08:12:22");
        response.addCookie(one);
        response.addCookie(new ("two", "2"));
        response.removeCookiesFromRemoteStore(new http:Cookie("gone", "x"));
        return response;
    }

    isolated resource function get problems() returns string[] {
        http:Cookie[] wrong = [
            new ("", "v"),
            new ("n", ""),
            new ("n", "v", domain = ""),
            new ("n", "v", path = "a"),
            new ("n", "v", expires = "soon"),
            new ("n", "v", maxAge = -1)
        ];
        string[] problems = [];
        foreach http:Cookie cookie in wrong {
            boolean|http:InvalidCookieError valid = cookie.isValid();
            problems.push(valid is error ? valid.message().substring("Invalid ".length()) : "");
        }
        return problems;
    }

    isolated resource function get give(http:Request request) returns http:Response {
        http:Response response = new;
        response.setTextPayload(request.hasHeader("cookie") ? checkpanic request.getHeader("cookie") : " ");
        response.addCookie(new ("session", "s"));
        response.addCookie(new ("persistent", "p", path = "/", maxAge = 1000));
        response.addCookie(new ("other", "o", domain = "elsewhere.example"));
        return response;
    }

    isolated resource function get show(http:Request request) returns string {
        return request.hasHeader("cookie") ? checkpanic request.getHeader("cookie") : "";
    }

    isolated resource function get 'client(string file) returns json|error {
        string url = string `http://localhost:${port}`;
        http:CsvPersistentCookieHandler handler = new (file);
        http:CookieConfig cookies = {enabled: true, persistentCookieHandler: handler};
        http:Client first = check new (url, cookieConfig = cookies);
        json[] found = [(check sent(first, "/jar/give")).trim(), check sent(first, "/jar/give")];
        http:CookieStore? store = first.getCookieStore();
        if store is http:CookieStore {
            found.push(string:'join(", ", ...texts(store.getCookiesByName("session"))));
            found.push(from http:Cookie cookie in store.getAllCookies()
                select cookie.name + "=" + (cookie.domain ?: "") + (cookie.path ?: ""));
        }
        http:Client second = check new (url, cookieConfig = {
            enabled: true,
            persistentCookieHandler: new http:CsvPersistentCookieHandler(file)
        });
        found.push(check sent(second, "/jar/show"));
        return found;
    }
}
