//! HTTP services: the examples, and programs of `tests/network`.

mod command;
mod http_client;
mod ports;
mod program;

use http_client::{Client, Reply};
use ports::free_port;
use program::Program;

/// Runs an example on a port, which replaces the one that is written in it.
fn example(name: &str, port: u16) -> Program {
    let source = format!("{}/../../examples/{name}/main.bal", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(source).unwrap().replace("8080", &port.to_string());
    let path = format!("{}/{name}-{port}.bal", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, text).unwrap();
    Program::run_file(&path, &[])
}

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
        (r#"{"id":"4", "title":"x", "artist":"y"}"#, "price"),
        (r#"{"id":"4", "title":"x", "artist":"y", "price":"x"}"#, "price"),
        (r#"{"id":"4", "title":"x", "artist":"y", "price":1, "more":1}"#, "more"),
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
    let program = example("person-tasks", port);
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
    let program = example("users", port);
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
