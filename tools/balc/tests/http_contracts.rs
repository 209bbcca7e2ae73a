//! Services that are declared with a contract, and services that show their description: programs of `tests/network`.

mod command;
mod http_client;
mod ports;
mod program;

use http_client::{Client, Reply};
use ports::free_port;
use program::Program;

/// Runs a program of `tests/network` on a free port.
fn served(name: &str) -> (Program, Client) {
    let port = free_port();
    let program = Program::run(name, &[("port", &port.to_string())]);
    (program, Client::connect(port))
}

/// Status, media type and body.
fn shown(r: &Reply) -> (u16, &str, &str) {
    (r.status, r.header("content-type").unwrap_or(""), &r.body)
}

const REFUSED: &str = "\
service registration failed: a service that is declared with 'Plain' cannot have a base path of its own
service registration failed: the service contract type 'Plain' does not define the resource 'get more/[int...]'
service registration failed: the annotation 'http:ServiceConfig' is not allowed on a service that is declared with 'Plain': it has those of the type
service registration failed: 'serviceType' must be 'Plain', the type with which the service is declared
service registration failed: the annotation 'http:ResourceConfig' is not allowed on a resource of a service that is declared with 'Plain': it has those of the type
service registration failed: the annotation 'http:Header' is not allowed on a resource of a service that is declared with 'Plain': it has those of the type
service registration failed: the annotation 'http:Cache' is not allowed on a resource of a service that is declared with 'Plain': it has those of the type
service registration failed: 'serviceType' is only for services that are declared with a service contract type
service registration failed: 'basePath' in 'http:ServiceConfig' is only for service contract types
attached
";

#[test]
fn contracts() {
    let (program, mut c) = served("contract.bal");
    let r = c.send("GET /music/v1/tracks", &["x-limit: 1", "origin: http://one.example"], "");
    let list = r#"[{"number":1, "title":"one"}]"#;
    assert_eq!(shown(&r), (200, "application/vnd.music+json", list));
    let directives = r.header("cache-control").map(|v| v.replace(", ", ","));
    assert_eq!(directives.as_deref(), Some("must-revalidate,public,max-age=15"));
    assert_eq!((r.header("last-modified"), r.header("etag").is_some()), (None, true));
    assert_eq!(r.header("access-control-allow-origin"), Some("http://one.example"));
    assert_eq!(r.header("x-stamp"), Some("1"));
    let types = "application/vnd.music+json, text/vnd.music+plain";
    let link = format!("</music/v1/tracks/{{number}}>; rel=\"one\"; methods=\"GET\"; types=\"{types}\"");
    assert_eq!(r.header("link"), Some(link.as_str()));
    // What the contract leaves to a default is the implementation's.
    assert_eq!(c.get("/music/v1/tracks").body, list);
    assert_eq!(c.send("GET /music/v1/tracks", &["x-limit: x"], "").status, 400);
    let found = r#"{"number":2, "title":"two in en"}"#;
    assert_eq!(shown(&c.get("/music/v1/tracks/2?lang=en")), (200, "application/vnd.music+json", found));
    assert_eq!(c.get("/music/v1/tracks/2?language=en").body, r#"{"number":2, "title":"two"}"#);
    assert_eq!(shown(&c.get("/music/v1/tracks/9")), (404, "text/vnd.music+plain", "no track"));
    let track = r#"{"number":4, "title":"four"}"#;
    let r = c.send("POST /music/v1/tracks", &["content-type: application/json"], track);
    assert_eq!(r.status, 415);
    let r = c.send("POST /music/v1/tracks", &["content-type: application/vnd.music+json"], track);
    assert_eq!(shown(&r), (201, "text/csv", "four,4"));
    assert_eq!(shown(&c.get("/music/v1/health")), (200, "text/vnd.music+plain", "well"));
    assert_eq!(c.send("GET /music/v1/health", &["accept: application/json"], "").status, 406);
    assert_eq!(c.get("/plain/a").body, "kept");
    assert_eq!(c.post("/plain/a/b?c=c&d=4", "").body, "bc4");
    assert_eq!(c.get("/free/a").body, "free");
    assert_eq!(c.post("/free/a/b?see=c&d=4", "").body, "c4");
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), (REFUSED, Some(0)), "{err}");
}

#[test]
fn descriptions() {
    let (program, mut c) = served("described.bal");
    let options = |c: &mut Client, path: &str| {
        let r = c.send(&format!("OPTIONS {path}"), &[], "");
        let of = |name: &str| r.header(name).unwrap_or("").to_string();
        (r.status, of("allow"), of("link"))
    };
    let link = |base: &str| {
        let (doc, page) = ("openapi-doc-dygixywsw", "swagger-ui-dygixywsw");
        format!("<{base}/{doc}>;rel=\"service-desc\", <{base}/{page}>;rel=\"swagger-ui\"")
    };
    let found = options(&mut c, "/hello/greeting");
    assert_eq!(found, (204, "POST, GET, OPTIONS".to_string(), link("/hello")));
    assert_eq!(options(&mut c, "/other"), (204, "GET, OPTIONS".to_string(), String::new()));
    assert_eq!(options(&mut c, "/promised").2, link("/promised"));
    let doc = r#"{"openapi": "3.0.1", "info": {"title": "Greetings"}}"#;
    assert_eq!(shown(&c.get("/hello/openapi-doc-dygixywsw")), (200, "application/json", doc));
    assert_eq!(shown(&c.get("/promised/openapi-doc-dygixywsw")), (200, "application/json", "{}"));
    let page = c.get("/hello/swagger-ui-dygixywsw");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html")));
    assert!(page.body.contains("url: \"openapi-doc-dygixywsw\""), "{}", page.body);
    assert_eq!(c.get("/hello/else").body, "rest");
    assert_eq!(c.get("/promised/greeting").body, "promised");
    assert_eq!(c.get("/other/openapi-doc-dygixywsw").status, 404);
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}
