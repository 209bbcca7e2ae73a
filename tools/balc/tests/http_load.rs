//! The examples under load: many requests at once, all of them answered, and nothing lost.

mod command;
mod http_client;
mod ports;
mod program;

use http_client::Client;
use ports::free_port;
use program::Program;

const JSON: &[&str] = &["content-type: application/json"];

/// One connection for each: all requests have been sent before the first answer is read.
#[test]
fn a_thousand_posts_at_once() {
    const MANY: usize = 1000;
    let port = free_port();
    let program = Program::example("person-tasks", port);
    let mut clients: Vec<Client> = (0..MANY).map(|_| Client::connect(port)).collect();
    let people = |employed: usize| {
        let one = |i| format!(r#"{{"name":"p{i}","employed":{}}}"#, i < employed);
        format!("[{}]", (0..30).map(one).collect::<Vec<_>>().join(","))
    };
    for round in 0..3 {
        for (i, c) in clients.iter_mut().enumerate() {
            c.write("POST /person-tasks", JSON, &people((i + round) % 30));
        }
        for (i, c) in clients.iter_mut().enumerate() {
            let employed = (i + round) % 30;
            let average = 23usize.checked_div(employed).unwrap_or(0);
            let expected = format!(r#"{{"count":{employed}, "average":{average}}}"#);
            let reply = c.read();
            assert_eq!((reply.status, reply.body), (201, expected), "client {i}, round {round}");
        }
    }
    drop(clients);
    program.signal("-TERM");
    let (_, err, code) = program.output();
    assert_eq!(code, Some(0), "{err}");
}

/// A table that is not isolated, read and written by many clients: it is never seen half changed, and has all in the end.
#[test]
fn a_table_that_many_write() {
    const WRITERS: usize = 16;
    const EACH: usize = 50;
    let port = free_port();
    let program = Program::run("../../../../examples/albums", &[("port", &port.to_string())]);
    Client::connect(port);
    let album = |id: &str| format!(r#"{{"id":"{id}", "title":"t{id}", "artist":"a", "price":1.50}}"#);
    let writers = (0..WRITERS).map(|w| {
        std::thread::spawn(move || {
            let mut c = Client::connect(port);
            for i in 0..EACH {
                let id = format!("w{w}-{i}");
                let reply = c.send("POST /albums", JSON, &album(&id));
                assert_eq!((reply.status, reply.body), (201, album(&id)));
                let reply = c.get(&format!("/albums/{id}"));
                assert_eq!((reply.status, reply.body), (200, album(&id)));
            }
        })
    });
    let readers = (0..8).map(|_| {
        std::thread::spawn(move || {
            let mut c = Client::connect(port);
            let mut before = 0;
            for _ in 0..40 {
                let reply = c.get("/albums");
                assert_eq!(reply.status, 200);
                assert!(reply.body.starts_with("[{") && reply.body.ends_with("}]"), "{}", reply.body);
                let now = reply.body.matches(r#""id":"#).count();
                assert_eq!(reply.body.matches(r#""price":"#).count(), now);
                assert!(now >= before, "{now} after {before}");
                before = now;
            }
        })
    });
    let all: Vec<_> = writers.chain(readers).collect();
    all.into_iter().for_each(|t| t.join().unwrap());
    let body = Client::connect(port).get("/albums").body;
    for w in 0..WRITERS {
        for i in 0..EACH {
            assert_eq!(body.matches(&album(&format!("w{w}-{i}"))).count(), 1);
        }
    }
    program.signal("-TERM");
    let (_, err, code) = program.output();
    assert_eq!(code, Some(0), "{err}");
}
