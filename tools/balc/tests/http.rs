//! HTTP services: the examples, and programs of `tests/network`.

mod command;
mod http_client;
mod ports;
mod program;

use http_client::{Client, Reply};
use ports::free_port;
use program::Program;

/// The parts of an error's body that are always the same, as far as they can be: `status reason: message (method path)`.
fn error_of(r: &Reply) -> String {
    assert_eq!(r.header("content-type"), Some("application/json"));
    let field = |name: &str| {
        let start = r.body.find(&format!("\"{name}\":")).expect(name) + name.len() + 3;
        let rest = r.body[start..].trim_start_matches('"');
        rest[..rest.find("\", \"").or(rest.find(", \"")).unwrap_or(rest.len() - 2)].to_string()
    };
    assert!(field("timestamp").ends_with('Z'), "{}", r.body);
    format!(
        "{} {}: {} ({} {})",
        field("status").split(',').next().unwrap(),
        field("reason"),
        field("message"),
        field("method"),
        field("path")
    )
}

#[test]
fn albums() {
    let port = free_port();
    let program = Program::run("../../../../examples/albums", &[("port", &port.to_string())]);
    let mut c = Client::connect(port);
    let r = c.get("/albums");
    let first = r#"{"id":"1", "title":"Blue Train", "artist":"John Coltrane", "price":56.99}"#;
    let second = r#"{"id":"2", "title":"Jeru", "artist":"Gerry Mulligan", "price":17.99}"#;
    assert_eq!((r.status, r.body.as_str()), (200, format!("[{first}, {second}]").as_str()));
    assert_eq!(r.header("content-type"), Some("application/json"));
    let r = c.get("/albums/2");
    assert_eq!((r.status, r.body.as_str()), (200, second));
    let r = c.get("/albums/9");
    assert_eq!((r.status, r.body.as_str(), r.header("content-type")), (404, "", None));
    let third = r#"{"id":"3", "title":"x", "artist":"y", "price":10.00}"#;
    let r = c.post("/albums", third);
    assert_eq!((r.status, r.body.as_str()), (201, third));
    assert_eq!(c.get("/albums/3").body, third);
    for (body, problem) in [
        (r#"{"id":"4", "title":"x", "artist":"y"}"#, "required field 'price' not present in JSON"),
        (
            r#"{"id":"4", "title":"x", "artist":"y", "price":"x"}"#,
            "incompatible expected type 'decimal' for value 'x'",
        ),
        (r#"{"id":"4", "title":"x", "artist":"y", "price":1, "more":1}"#, "undefined field 'more'"),
        (r#"{"id":"4","#, "line: 1"),
        ("", "empty payload"),
    ] {
        let r = c.post("/albums", body);
        assert_eq!(r.status, 400);
        let error = error_of(&r);
        assert!(error.starts_with("400 Bad Request: data binding failed: "), "{error}");
        assert!(error.contains(problem) && error.ends_with("(POST /albums)"), "{error}");
    }
    let r = c.get("/singles?a=b");
    let expected =
        "404 Not Found: no matching resource found for path : /singles?a=b , method : GET (GET /singles?a=b)";
    assert_eq!((r.status, error_of(&r).as_str()), (404, expected));
    let r = c.send("PUT /albums", &[], "");
    assert_eq!(
        (r.status, error_of(&r).as_str()),
        (405, "405 Method Not Allowed: Method not allowed (PUT /albums)")
    );
    let r = c.send("OPTIONS /albums", &[], "");
    assert_eq!((r.status, r.header("allow")), (204, Some("GET, POST, OPTIONS")));
    // What a method panics with ends the program, after the answer.
    let r = c.post("/albums", third);
    assert_eq!(r.status, 500);
    assert!(error_of(&r).contains("KeyConstraintViolation"), "{}", r.body);
    assert!(c.is_closed());
    let (_, err, code) = program.output();
    assert_eq!(code, Some(1));
    assert!(err.contains("error: {ballerina/lang.table}KeyConstraintViolation"), "{err}");
}

#[test]
fn person_tasks() {
    let port = free_port();
    let program = Program::example("person-tasks", port);
    let people =
        r#"[{"name":"a","employed":true},{"name":"b","employed":false},{"name":"c","employed":true}]"#;
    let mut c = Client::connect(port);
    let r = c.post("/person-tasks", people);
    assert_eq!((r.status, r.body.as_str()), (201, r#"{"count":2, "average":11}"#));
    let r = c.post("/person-tasks", r#"[{"name":"a","employed":false}]"#);
    assert_eq!((r.status, r.body.as_str()), (201, r#"{"count":0, "average":0}"#));
    let r = c.post("/person-tasks", r#"[{"name":"a","employed":false,"more":1}]"#);
    assert_eq!(r.status, 400);
    assert_eq!(c.get("/person/tasks").status, 404);
    let clients: Vec<_> = (0..20)
        .map(|i| {
            std::thread::spawn(move || {
                let mut c = Client::connect(port);
                for j in 0..50 {
                    let employed = (i + j) % 3;
                    let one = r#"{"name":"a","employed":true}"#;
                    let r = c.post("/person-tasks", &format!("[{}]", vec![one; employed].join(",")));
                    let average = 23usize.checked_div(employed).unwrap_or(0);
                    assert_eq!(r.body, format!(r#"{{"count":{employed}, "average":{average}}}"#));
                }
            })
        })
        .collect();
    clients.into_iter().for_each(|c| c.join().unwrap());
    program.signal("-TERM");
    let (_, _, code) = program.output();
    assert_eq!(code, Some(0));
}

#[test]
fn users() {
    let port = free_port();
    let program = Program::example("users", port);
    let mut c = Client::connect(port);
    let user = r#"{"userId":"u1", "username":"Ana", "age":30, "town":"Rome"}"#;
    let r = c.post("/user", user);
    assert_eq!((r.status, r.body.as_str()), (201, r#"{"message":"User created successfully"}"#));
    let r = c.get("/user?userId=u1");
    assert_eq!((r.status, r.body.as_str()), (200, user));
    let r = c.get("/user?userId=zz");
    assert_eq!((r.status, r.body.as_str()), (202, ""));
    let r = c.get("/user");
    assert_eq!(r.status, 400);
    assert_eq!(error_of(&r), "400 Bad Request: no query param value found for 'userId' (GET /user)");
    let r = c.post("/user", r#"{"userId":"u1", "username":"Ana", "age":"x"}"#);
    assert_eq!(r.status, 400);
    program.signal("-TERM");
    // An idle connection is closed at once.
    assert!(c.is_closed());
    let (_, _, code) = program.output();
    assert_eq!(code, Some(0));
}

/// Sends a request without a body and expects status and body.
fn expect(c: &mut Client, line: &str, status: u16, body: &str) {
    let r = c.send(line, &[], "");
    assert_eq!((r.status, r.body.as_str()), (status, body), "{line}");
}

fn refused(c: &mut Client, line: &str, headers: &[&str], expected: &str) {
    let r = c.send(line, headers, "");
    let found = error_of(&r);
    assert!(found.starts_with(expected), "{line}: {found}");
    assert!(found.starts_with(&r.status.to_string()));
}

#[test]
fn parameters_of_resources() {
    let port = free_port();
    let program = Program::run("resources.bal", &[("port", &port.to_string())]);
    let mut c = Client::connect(port);
    let c = &mut c;
    expect(c, "GET /params/ints/4?a=1", 200, r#"{"id":4, "a":1, "b":5, "c":null, "d":null}"#);
    expect(
        c,
        "GET /params/ints/%34/?a=1&b=2&c=3&d=x%20y+z",
        200,
        r#"{"id":4, "a":1, "b":2, "c":3, "d":"x y z"}"#,
    );
    expect(c, "GET /params/ints/two", 200, "a name comes first");
    refused(c, "GET /params/ints/x?a=1", &[], "400 Bad Request: error in casting path parameter : 'id'");
    refused(c, "GET /params/ints/1?a=y", &[], "400 Bad Request: error in casting query param : 'a'");
    refused(c, "GET /params/ints/1", &[], "400 Bad Request: no query param value found for 'a'");
    expect(c, "GET /params/rest/a/b%2Fc", 200, r#"["a", "b/c"]"#);
    expect(c, "GET /params/rest", 200, "[]");
    expect(c, "GET /params/numbers/1/2/3", 200, "6");
    refused(c, "GET /params/numbers/1/x", &[], "400 Bad Request: error in casting path parameter : 'all'");
    let lists = "GET /params/lists?ids=1,2&ids=3&colour=red&price=1.50&flag=true";
    expect(c, lists, 200, r#"[[1, 2, 3], "red", 1.50, true, null]"#);
    refused(
        c,
        "GET /params/lists?ids=1&colour=green&price=1&flag=true",
        &[],
        "400 Bad Request: error in casting",
    );
    let r = c.send("GET /params/headers", &["X-One: a", "x-two: 2", "three: p", "three: q"], "");
    assert_eq!(r.body, r#"{"one":"a", "two":2, "three":["p", "q"], "host":"localhost"}"#);
    refused(c, "GET /params/headers", &["x-two: 2"], "400 Bad Request: no header value found for 'x-one'");
    refused(c, "GET /params/headers", &["x-one: 1", "x-two: b"], "400 Bad Request: header binding failed");
    refused(
        c,
        "GET /params",
        &[],
        "404 Not Found: no matching resource found for path : /params , method : GET",
    );
    refused(c, "GET /other", &[], "404 Not Found: no matching service found for path: /other");
    expect(c, "PATCH /params/each/thing", 200, "PATCHthing");
    expect(c, "GET /params/each/one", 200, "one");
    expect(c, "PUT /params/each/one", 200, "PUTone");
    let r = c.send("POST /params/text?q=!", &["content-type: text/plain"], "héllo");
    assert_eq!((r.status, r.body.as_str(), r.header("content-type")), (201, "héllo!", Some("text/plain")));
    let r = c.send("POST /params/bytes", &[], "abc");
    assert_eq!((r.status, r.body.as_str()), (201, "cba"));
    assert_eq!(r.header("content-type"), Some("application/octet-stream"));
    let r = c.send("POST /params/markup", &["content-type: application/xml"], "<a><b/>t</a>");
    assert_eq!((r.status, r.body.as_str()), (201, "<b/>t"));
    assert_eq!(r.header("content-type"), Some("application/xml"));
    assert_eq!(c.send("POST /params/maybe", &[], "").body, "-1");
    assert_eq!(c.post("/params/maybe", r#"{"name":"a"}"#).body, "7");
    let r = c.send("POST /params/form", &["content-type: application/x-www-form-urlencoded"], "b=1&a=x%26+y");
    assert_eq!(r.body, "x& y");
    assert_eq!(c.send("PUT /params/either", &["content-type: text/xml"], "<a/>").body, "xml");
    assert_eq!(c.send("PUT /params/either", &["content-type: application/json"], "1").body, "json");
    let chunked = "POST /params/maybe HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\
        content-type: application/json\r\n\r\n8\r\n{\"name\":\r\n4\r\n\"b\"}\r\n0\r\n\r\n";
    assert_eq!(c.raw(chunked).body, "7");
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}

#[test]
fn answers_of_resources() {
    let port = free_port();
    let program = Program::run("resources.bal", &[("port", &port.to_string())]);
    let mut c = Client::connect(port);
    let c = &mut c;
    expect(c, "GET /answers/of", 200, "1");
    expect(c, "GET /answers/of/", 200, "2");
    expect(c, "GET /other/ans%20wers", 200, "1");
    let r = c.post("/answers/of/person", r#"{"name":"a"}"#);
    assert_eq!((r.status, r.body.as_str()), (201, r#"{"name":"a", "age":7}"#));
    assert_eq!(r.header("content-type"), Some("application/person+json"));
    assert_eq!(r.headers.iter().filter(|(n, _)| n == "x-many").count(), 2);
    assert_eq!((r.header("x-number"), r.header("server")), (Some("5"), Some("mine")));
    expect(c, "GET /answers/of/none", 202, "");
    expect(c, "DELETE /answers/of/gone", 204, "");
    let r = c.get("/answers/of/teapot");
    assert_eq!((r.status, r.body.as_str(), r.header("x-spout")), (418, "short and stout", Some("here")));
    let r = c.get("/answers/of/typed");
    assert_eq!((r.body.as_str(), r.header("content-type")), ("a,b", Some("text/csv")));
    refused(c, "GET /answers/of/fault", &[], "500 Internal Server Error: no luck");
    let r = c.get("/answers/of/missing");
    assert_eq!((r.status, r.body.as_str(), r.header("x-why")), (404, r#"{"sought":1}"#, Some("lost")));
    expect(c, "GET /answers/of/conflict", 409, "twice");
    expect(c, "GET /answers/of/coded?code=299", 299, r#"{"code":299}"#);
    expect(c, "GET /answers/of/called?a=1", 200, r#"{"ip":"127.0.0.1", "query":{"a":["1"]}}"#);
    expect(c, "GET /answers/of/called?quiet=1", 500, "");
    let r = c.post("/answers/of/echo", "[1.50]");
    assert_eq!(r.body, r#"{"payload":[1.50], "kind":"application/json", "names":3}"#);
    // A header cannot begin another one.
    let r = c.get("/answers/of/injected");
    assert_eq!((r.status, r.header("x-c")), (500, None));
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
    assert!(err.contains("unhandled error returned from the service\" error=\"no luck\""), "{err}");
}
