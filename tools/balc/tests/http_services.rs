//! What services have besides resources: programs of `tests/network`.

mod command;
mod http_client;
mod ports;
mod program;

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::GzEncoder;
use http_client::{Client, Reply};
use ports::free_port;
use program::Program;

/// Runs a program of `tests/network` on a free port.
fn served(name: &str) -> (Program, Client, u16) {
    let port = free_port();
    let program = Program::run(name, &[("port", &port.to_string())]);
    (program, Client::connect(port), port)
}

/// Stops a program; what it has printed, and that nothing went wrong.
fn ended(program: Program, printed: &str) {
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), (printed, Some(0)), "{err}");
}

/// Status and the header fields for other origins.
fn shared(r: &Reply) -> (u16, Vec<String>) {
    let mut fields: Vec<String> = r
        .headers
        .iter()
        .filter_map(|(n, v)| Some(format!("{}: {v}", n.strip_prefix("access-control-")?)))
        .collect();
    fields.sort();
    (r.status, fields)
}

#[test]
fn sharing_with_other_origins() {
    let (program, mut c, _) = served("cors.bal");
    let one = "origin: http://one.example";
    let simple = |c: &mut Client, line: &str, origin: &str| shared(&c.send(line, &[origin], ""));
    let own = ["allow-origin: http://elsewhere.example", "expose-headers: X-Own"];
    let found = simple(&mut c, "GET /shared/own", "origin: http://elsewhere.example");
    assert_eq!(found, (200, own.map(str::to_string).to_vec()));
    let inherited =
        ["allow-credentials: true", "allow-origin: http://one.example", "expose-headers: X-Seen, X-Known"];
    for (line, status) in [("GET /shared/inherited", 200), ("POST /shared/inherited", 201)] {
        assert_eq!(simple(&mut c, line, one), (status, inherited.map(str::to_string).to_vec()));
    }
    let both = simple(&mut c, "GET /shared/inherited", "origin: http://one.example http://two.example");
    assert_eq!(both.1[1], "allow-origin: http://one.example http://two.example");
    for origin in ["origin: http://three.example", "origin: null", "x: y"] {
        assert_eq!(simple(&mut c, "GET /shared/inherited", origin), (200, vec![]));
    }
    assert_eq!(simple(&mut c, "GET /closed", one), (200, vec![]));
    let mut ask = |path: &str, headers: &[&str]| {
        let r = c.send(&format!("OPTIONS {path}"), headers, "");
        assert_eq!(r.header("allow").is_some(), shared(&r).1.is_empty());
        (r.header("allow").map(str::to_string), shared(&r).1)
    };
    let wanted = |m: &str| format!("access-control-request-method: {m}");
    let (get, put) = (wanted("GET"), wanted("PUT"));
    let expected = [
        "allow-credentials: true",
        "allow-headers: x-one, X-TWO",
        "allow-methods: GET",
        "allow-origin: http://one.example",
        "max-age: 84900",
    ];
    let headers = "access-control-request-headers: x-one, X-TWO";
    assert_eq!(
        ask("/shared/inherited", &[one, &get, headers]),
        (None, expected.map(str::to_string).to_vec())
    );
    assert_eq!(ask("/shared/inherited", &[one, &wanted("HEAD")]).1.len(), 4);
    assert_eq!(ask("/shared/own", &["origin: http://x.example", &get]).1.last().unwrap(), "max-age: -1");
    let any = "GET, POST, OPTIONS";
    let refused: [&[&str]; 6] = [
        &[one],
        &[&get],
        &[one, &put],
        &["origin: http://three.example", &get],
        &["origin: http://one.example http://two.example", &get],
        &[one, &get, "access-control-request-headers: x-one, x-three"],
    ];
    for headers in refused {
        assert_eq!(ask("/shared/inherited", headers), (Some(any.to_string()), vec![]), "{headers:?}");
    }
    ended(program, "");
}

#[test]
fn interceptors() {
    let (program, mut c, _) = served("interceptors.bal");
    let mut ask = |line: &str, headers: &[&str], body: &str| {
        let r = c.send(line, headers, body);
        (r.status, r.header("x-trace").unwrap_or("").to_string(), r.body.clone())
    };
    let found = |status: u16, trace: &str, body: &str| (status, trace.to_string(), body.to_string());
    let hello = "by first; 1; type conversion failed for value of key: trace; no member found for key: missing; \
        no next service to be returned; [\"trace\"]";
    assert_eq!(ask("GET /chain/hello", &[], ""), found(200, "1ba", hello));
    assert_eq!(ask("GET /chain/scoped/x", &[], ""), found(200, "1[x]ba", "x"));
    assert_eq!(ask("GET /chain/scoped", &[], ""), found(200, "1ba", "not scoped"));
    let json = "content-type: application/json";
    assert_eq!(ask("POST /chain/bodies", &[json], "7"), found(201, "1ba", "7"));
    // What is answered early passes those before only; errors go to the nearest that takes them.
    assert_eq!(ask("GET /chain/hello", &["stop: early"], ""), found(200, "1a", "early"));
    assert_eq!(ask("GET /chain/hello", &["stop: nothing"], ""), found(202, "1a", ""));
    assert_eq!(ask("GET /chain/scoped", &["stop: error", "mend: 1"], ""), found(200, "1eba", "not scoped"));
    assert_eq!(ask("GET /chain/scoped", &["stop: error"], ""), found(502, "1eEa", "stopped"));
    assert_eq!(ask("GET /chain/fails", &[], ""), found(502, "1Ea", "no luck"));
    assert_eq!(ask("GET /chain/calls", &[], ""), found(200, "1ba", "called"));
    let r = ask("GET /chain/fails", &["rethrow: 1"], "");
    assert_eq!((r.0, r.1.as_str()), (500, ""));
    assert!(r.2.contains("thrown again"), "{}", r.2);
    let r = ask("GET /chain/wrong", &[], "");
    assert_eq!((r.0, r.2.as_str()), (502, "next interceptor service did not match with the configuration"));
    let r = ask("POST /chain/bodies", &[json], "\"x\"");
    assert!(r.0 == 502 && r.2.starts_with("data binding failed: "), "{r:?}");
    let missing = "no matching resource found for path : /chain/none , method : GET";
    assert_eq!(ask("GET /chain/none", &[], ""), found(502, "1Ea", missing));
    assert_eq!(ask("DELETE /chain/hello", &[], ""), found(502, "1Ea", "Method not allowed"));
    assert_eq!(ask("GET /single", &[], ""), found(204, "ts", ""));
    assert_eq!(ask("GET /elsewhere", &[], "").0, 404);
    ended(program, "");
}

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::best());
    to.write_all(data).unwrap();
    to.finish().unwrap()
}

fn read(mut from: impl Read) -> String {
    let mut text = String::new();
    from.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn compression() {
    let (program, mut c, port) = served("compression.bal");
    let text = "some text ".repeat(100);
    let mut ask = |path: &str, accept: &str| {
        let r = c.send(&format!("GET {path}"), &[accept], "");
        assert_eq!(r.status, 200);
        let coding = r.header("content-encoding").unwrap_or("").to_string();
        let body = match coding.as_str() {
            "gzip" => read(GzDecoder::new(&r.bytes[..])),
            "deflate" => read(ZlibDecoder::new(&r.bytes[..])),
            _ => r.body.clone(),
        };
        assert_eq!(body, text);
        assert!((coding == "gzip" || coding == "deflate") == (r.bytes.len() < text.len()));
        coding
    };
    for (path, accept, coding) in [
        ("/auto/plain", "x: y", ""),
        ("/auto/plain", "accept-encoding: gzip, deflate", "gzip"),
        ("/auto/plain", "accept-encoding: deflate, gzip;q=0.1", "deflate"),
        ("/auto/plain", "accept-encoding: br", ""),
        ("/auto/response", "accept-encoding: gzip", "gzip"),
        ("/auto/coded", "accept-encoding: gzip", "own"),
        ("/always/plain", "x: y", "gzip"),
        ("/always/plain", "accept-encoding: identity", "gzip"),
        ("/always/plain", "accept-encoding: deflate", "deflate"),
        ("/always/other", "accept-encoding: gzip", ""),
        ("/plain/plain", "accept-encoding: gzip", ""),
    ] {
        assert_eq!(ask(path, accept), coding, "{path} {accept}");
    }
    let gzipped = ["content-encoding: gzip", "content-type: application/json"];
    let mut send = |body: &[u8]| c.send_bytes("POST /auto/echo", &gzipped, body);
    let r = send(&gzip(br#"{"a":[1.50]}"#));
    assert_eq!((r.status, r.body.as_str()), (201, r#"{"a":[1.50]}"#));
    let r = send(b"no gzip");
    assert_eq!(r.status, 400);
    assert!(r.body.contains("the entity body is no valid 'gzip' content"), "{}", r.body);
    let bomb = gzip(&vec![b' '; 1 << 25]);
    assert!(bomb.len() < 1 << 16);
    let r = send(&bomb);
    assert_eq!(r.status, 413);
    assert!(r.body.contains("the decompressed entity body exceeds"), "{}", r.body);
    assert_eq!(Client::connect(port).get("/client/all").body, "[[1000, true], [1000, false], [1000, false]]");
    ended(program, "");
}

#[test]
fn cookies() {
    let (program, mut c, port) = served("cookies.bal");
    let r = c.send("GET /jar/all", &["cookie: a=1; b=x=y; bad"], "");
    assert_eq!(r.body, r#"["a=1", "b=x=y"]"#);
    let r = c.get("/jar/set");
    let set: Vec<&str> =
        r.headers.iter().filter(|(n, _)| n == "set-cookie").map(|(_, v)| v.as_str()).collect();
    let one = "one=1; Domain=localhost; Path=/jar; Expires=Sat, 12 Mar 2095 08:12:22 GMT; Max-Age=500; HttpOnly; Secure";
    assert_eq!(set, [one, "two=2", "gone=x; Expires=Sat, 12 Mar 1994 08:12:22 GMT"]);
    assert_eq!(
        c.get("/jar/problems").body,
        r#"["name: Name cannot be empty", "value: Value cannot be empty", "domain: Domain cannot be empty", "path: Path is not in correct format", "time: Expiry-time is not in yyyy-mm-dd hh:mm:ss format", "max-age: Max Age can not be less than zero"]"#
    );
    let file = format!("{}/cookies-{port}.csv", env!("CARGO_TARGET_TMPDIR"));
    let _ = std::fs::remove_file(&file);
    // Session cookies first, persistent ones with another client too, and those that have been taken back are gone.
    let path = format!("/jar/client?file={file}");
    let first = r#"["", "session=s; persistent=p", "session=s", ["session=localhost/jar/give", "persistent=localhost/"], "persistent=p"]"#;
    assert_eq!(c.get(&path).body, first);
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 1);
    std::fs::remove_file(&file).unwrap();
    ended(program, "");
}

#[test]
fn authentication() {
    let port = free_port();
    let users = "[[ballerina.auth.users]]\nusername = \"alice\"\npassword = \"a:1\"\nscopes = [\"read\", \"write\"]\n\
        [[ballerina.auth.users]]\nusername = \"bob\"\npassword = \"b2\"\n";
    let program = Program::run_configured("authentication.bal", &[("port", &port.to_string())], users);
    let mut c = Client::connect(port);
    // alice:a:1, bob:b2, bob:x and eve:b2
    let (alice, bob) = ("Basic YWxpY2U6YTox", "Basic Ym9iOmIy");
    let (wrong, eve) = ("Basic Ym9iOng=", "Basic ZXZlOmIy");
    for (path, authorization, status) in [
        ("/open", "", 200),
        ("/closed/all", alice, 200),
        ("/closed/all", bob, 200),
        ("/closed/all", wrong, 401),
        ("/closed/all", eve, 401),
        ("/closed/all", "", 401),
        ("/closed/all", "Bearer YWxpY2U6YTox", 401),
        ("/closed/all", "Basic ???", 401),
        ("/closed/all", "Basic", 401),
        ("/closed/writers", alice, 200),
        ("/closed/writers", bob, 403),
        ("/closed/writers", "", 401),
        ("/closed/admins", alice, 403),
        ("/closed/nobody", alice, 401),
        ("/chain", alice, 200),
        ("/chain", wrong, 401),
    ] {
        let header = format!("authorization: {authorization}");
        let headers: &[&str] = if authorization.is_empty() { &[] } else { &[&header] };
        let r = c.send(&format!("GET {path}"), headers, "");
        assert_eq!(r.status, status, "{path} {authorization}: {}", r.body);
    }
    let r = c.get("/chain");
    assert_eq!((r.status, r.body.as_str()), (401, "caught"));
    let expected = r#"["alice read write", "Failed to authenticate username 'bob' with file user store.", "Authorization header not available.", true, "Basic YWxpY2U6YTox", "Bearer t", "ok"]"#;
    assert_eq!(c.send("GET /open/handlers", &[&format!("authorization: {alice}")], "").body, expected);
    ended(program, "");
}

#[test]
fn cache_directives() {
    let (program, mut c, _) = served("caching.bal");
    let r = c.get("/cached/plain");
    assert_eq!(r.header("cache-control"), Some("must-revalidate,public,max-age=3600"));
    assert_eq!((r.status, r.body.as_str(), r.header("etag")), (200, r#"{"a":1}"#, Some("561bacaf")));
    let modified = r.header("last-modified").unwrap().to_string();
    assert!(modified.ends_with(" GMT") && modified.len() == 29, "{modified}");
    for (field, status) in [
        ("if-none-match: 561bacaf", 304),
        ("if-none-match: x, W/561bacaf", 304),
        ("if-none-match: *", 304),
        ("if-none-match: y", 200),
        ("if-modified-since: Sat, 12 Mar 1994 08:12:22 GMT", 200),
    ] {
        let r = c.send("GET /cached/plain", &[field], "");
        assert_eq!((r.status, r.body.is_empty()), (status, status == 304), "{field}");
        assert_eq!(r.header("etag"), Some("561bacaf"));
    }
    let since = format!("if-modified-since: {modified}");
    assert_eq!(c.send("GET /cached/fixed", &[&since], "").status, 200);
    let fixed = "if-modified-since: Sat, 12 Mar 1994 08:12:22 GMT";
    assert_eq!(c.send("GET /cached/fixed", &[fixed], "").status, 304);
    assert_eq!(c.send("POST /cached/fixed", &[fixed, "content-type: text/plain"], "").status, 201);
    let r = c.get("/cached/private");
    let all = r#"no-cache="x,y",no-store,no-transform,private="z",proxy-revalidate,max-age=5,s-maxage=7"#;
    assert_eq!(
        (r.header("cache-control"), r.header("etag"), r.header("last-modified")),
        (Some(all), None, None)
    );
    assert_eq!(c.get("/cached/failed").header("cache-control"), None);
    let r = c.get("/cached/moved");
    assert_eq!((r.status, r.header("location")), (307, Some("/a,/b")));
    assert_eq!(c.get("/cached/asked").body, "no-cache, only-if-cached, max-age=1, max-stale, min-fresh=2");
    ended(program, "");
}

#[test]
fn multipart() {
    let (program, mut c, _) = served("multipart.bal");
    let kind = ["content-type: multipart/form-data; boundary=\"=x\""];
    let body = "--=x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ntext\r\n--=x\r\n\
        Content-Disposition: form-data; name=\"f\"; filename=\"f.json\"\r\nContent-Type: application/json\r\n\r\n\
        {\"b\":1}\r\n--=x--\r\n";
    let r = c.send("POST /parts/described", &kind, body);
    assert_eq!(
        (r.status, r.body.as_str()),
        (201, r#"["a  : text", "f f.json application/json: {\"b\":1}"]"#)
    );
    for (kind, body) in [(kind[0], "--=x\r\n\r\nno end"), ("content-type: text/plain", "x")] {
        let r = c.send("POST /parts/described", &[kind], body);
        assert_eq!(r.status, 500);
        assert!(r.body.contains("Error occurred while retrieving body parts from the request"), "{}", r.body);
    }
    let r = c.get("/parts/client");
    assert_eq!(
        (r.status, r.body.as_str()),
        (200, r#"["one  text/plain: 1", "inner ", "two  text/plain: 2"]"#)
    );
    let r = c.get("/parts/entity");
    assert_eq!(
        (r.body.as_str(), r.header("x-own"), r.header("content-type")),
        ("<a/>", Some("1"), Some("text/xml"))
    );
    ended(program, "");
}

#[test]
fn the_default_listener() {
    let port = free_port();
    let config = format!(
        "[ballerina.http]\ndefaultListenerPort = {port}\n[ballerina.http.defaultListenerConfig]\nserver = \"mine\"\n"
    );
    let program = Program::run_configured("default_listener.bal", &[], &config);
    let mut c = Client::connect(port);
    let r = c.get("/one/port");
    assert_eq!(
        (r.status, r.body.as_str(), r.header("server")),
        (200, port.to_string().as_str(), Some("mine"))
    );
    assert_eq!(c.get("/two/same").body, "true");
    ended(program, "");
}

#[test]
fn links_between_resources() {
    let (program, mut c, _) = served("links.bal");
    let pay = r#""href":"/shop/payment/{id}", "methods":["PUT"]"#;
    let edit = r#""href":"/shop/orders/{id}", "types":["application/json"], "methods":["PUT"]"#;
    for _ in 0..2 {
        let r = c.get("/shop/orders/1");
        let expected = format!(r#"{{"item":"kept", "_links":{{"pay":{{{pay}}}, "edit":{{{edit}}}}}}}"#);
        assert_eq!((r.body.as_str(), r.header("link")), (expected.as_str(), None));
    }
    let mut link = |line: &str| {
        let r = c.send(line, &[], "");
        (r.body.clone(), r.header("link").map(str::to_string))
    };
    let delete = r#"</shop/orders/{id}>; rel="self"; methods="DELETE""#;
    assert_eq!(link("PUT /shop/orders/1"), (r#"{"item":"1"}"#.to_string(), Some(delete.to_string())));
    let all = r#"</shop/files/{rest}>; rel="self"; methods="GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD""#;
    assert_eq!(link("PUT /shop/payment/1"), (String::new(), Some(all.to_string())));
    let payment = r#"</shop/payment/{id}>; rel="self"; methods="PUT""#.to_string();
    let (body, none) = link("GET /shop/files/a/b");
    assert_eq!((body, none), (format!(r#"{{"a":1, "_links":{{"self":{{{pay}}}}}}}"#), None));
    assert_eq!(link("GET /shop/fixed"), (r#"{"item":"fixed"}"#.to_string(), Some(payment)));
    assert_eq!(link("GET /shop/own"), (String::new(), Some("mine".to_string())));
    assert_eq!(link("GET /shop/response"), (String::new(), None));
    let message =
        "resource link generation failed: cannot find GET resource with resource link name: 'nobody'";
    assert_eq!(link("GET /message").0, message);
    ended(program, "");
}

#[test]
fn default_listener_and_load_balancing() {
    let port = free_port();
    let config = format!(
        "port = {port}\n[ballerina.http]\ndefaultListenerPort = {port}\n\
         [ballerina.http.defaultListenerConfig]\nserver = \"own\"\n"
    );
    let program = Program::run_configured("balance.bal", &[], &config);
    let mut c = Client::connect(port);
    let reply = c.get("/a");
    assert_eq!((reply.body.as_str(), reply.header("server")), ("a", Some("own")));
    assert_eq!(c.get("/b/chosen").body, r#"[["a", "b", "a"], ["b", "a", "no more"]]"#);
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("true true own\ncache-control max-age GET\n", Some(0)), "{err}");
}

#[test]
fn errors_of_arguments() {
    let (program, mut c, _) = served("argument_errors.bal");
    let listener = |names: &str| format!("[{names}, \"listener\"]");
    for (line, headers, body, names) in [
        ("GET /query?a=x", "x: y", "", r#""query""#),
        ("GET /query", "x: y", "", r#""query""#),
        ("GET /digit?a=12", "x: y", "", r#""query", "query validation""#),
        ("GET /path/x", "x: y", "", r#""path""#),
        ("GET /header", "a: x", "", r#""header""#),
        ("GET /headerDigit", "a: 12", "", r#""header", "header validation""#),
        ("POST /items", "content-type: application/json", "{}", r#""payload""#),
        (
            "POST /items",
            "content-type: application/json",
            r#"{"name": "x"}"#,
            r#""payload", "payload validation""#,
        ),
    ] {
        assert_eq!(c.send(line, &[headers], body).body, listener(names), "{line}");
    }
    ended(program, "");
}
