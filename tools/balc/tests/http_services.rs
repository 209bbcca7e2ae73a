//! What services have besides resources: programs of `tests/network`.

mod command;
mod http_client;
mod ports;
mod program;

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
