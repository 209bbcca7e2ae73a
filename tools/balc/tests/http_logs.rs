//! The access log and the trace log.

mod command;
mod http_client;
mod ports;
mod program;

use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};

use http_client::Client;
use ports::free_port;
use program::Program;

/// A file of the test's own, which is not there.
fn fresh(name: &str) -> String {
    let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    let _ = std::fs::remove_file(&path);
    path
}

/// Runs `logged.bal` with a configuration, lets somebody ask it, and stops it: what standard error showed.
fn logged(config: &str, asks: impl FnOnce(&mut Client)) -> String {
    let port = free_port();
    let program = Program::run_configured("logged.bal", &[("port", &port.to_string())], config);
    asks(&mut Client::connect(port));
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
    err
}

#[test]
fn access_as_lines() {
    let path = fresh("access.log");
    let config =
        format!("[ballerina.http.accessLogConfig]\nconsole = true\nfile = {{ path = \"{path}\" }}\n");
    let err = logged(&config, |c| {
        assert_eq!(c.send("GET /hello?a=1", &["user-agent: test"], "").status, 200);
        assert_eq!(
            c.send("POST /size", &["referer: \"x\\", "x-forwarded-for: 1.2.3.4, 5.6.7.8"], "abc").status,
            201
        );
        assert_eq!(c.send("GET /nothing", &[], "").status, 404);
        assert_eq!(c.send("GET /pieces", &[], "").status, 200);
    });
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(err, format!("ballerina: HTTP access log enabled\n{text}"));
    let time = "[26/Nov/2026:18:34:34.296 +0000]".len();
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let at = line.find('[').unwrap();
            assert_eq!(&line[at + time - 1..=at + time], "] ");
            format!("{}{}", &line[..at], &line[at + time + 1..])
        })
        .collect();
    let missing = lines[2].split(' ').nth(5).unwrap();
    assert_ne!(missing, "0");
    let expected = [
        r#"127.0.0.1 "GET /hello?a=1 HTTP/1.1" 200 5 "-" "test" "#.to_string(),
        r#"1.2.3.4 "POST /size HTTP/1.1" 201 1 "\"x\\" "-" "#.to_string(),
        format!(r#"127.0.0.1 "GET /nothing HTTP/1.1" 404 {missing} "-" "-" "#),
        r#"127.0.0.1 "GET /pieces HTTP/1.1" 200 6 "-" "-" "#.to_string(),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn access_as_json() {
    let path = fresh("access.json");
    let names =
        r#"["http_X-Own", "status", "request_body_size", "http_x_forwarded_for", "request_uri", "unknown"]"#;
    let config = format!(
        "[ballerina.http.accessLogConfig]\npath = \"{path}\"\nformat = \"json\"\nattributes = {names}\n"
    );
    let err = logged(&config, |c| {
        assert_eq!(c.send("POST /size", &["x-own: \"a\""], "abc").status, 201);
    });
    assert_eq!(err, "ballerina: HTTP access log enabled\n");
    let expected = r#"{"request_uri":"/size","status":"201","request_body_size":"3","http_x_forwarded_for":"-","http_X-Own":"\"a\""}"#;
    assert_eq!(std::fs::read_to_string(&path).unwrap().trim_end(), expected);
}

#[test]
fn nothing_without_attributes() {
    let config = "[ballerina.http.accessLogConfig]\nconsole = true\nattributes = []\n";
    assert_eq!(logged(config, |c| assert_eq!(c.send("GET /hello", &[], "").status, 200)), "");
}

#[test]
fn traces_of_both_sides() {
    let path = fresh("trace.log");
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = socket.local_addr().unwrap().port();
    let config = format!(
        "[ballerina.http.traceLogAdvancedConfig]\npath = \"{path}\"\nhost = \"localhost\"\nport = {port}\n"
    );
    let published = std::thread::spawn(move || {
        let mut text = String::new();
        socket.accept().unwrap().0.read_to_string(&mut text).unwrap();
        text
    });
    let err = logged(&config, |c| assert_eq!(c.send("GET /through", &[], "").body, "hello"));
    assert_eq!(err, "ballerina: HTTP trace log enabled\n");
    let text = std::fs::read_to_string(&path).unwrap();
    let records: Vec<&str> = text.lines().filter(|line| line.contains("] TRACE {http.tracelog.")).collect();
    for side in ["upstream", "downstream"] {
        for event in ["] ACTIVE", "] INBOUND: ", "] OUTBOUND: "] {
            assert!(records.iter().any(|r| r.contains(side) && r.contains(event)), "{side} {event}\n{text}");
        }
    }
    assert!(text.contains("GET /through HTTP/1.1\n") || text.contains("GET /through HTTP/1.1\r\n"), "{text}");
    let published = published.join().unwrap();
    let first = published.lines().next().unwrap();
    assert!(
        first.starts_with(r#"{"level":"TRACE","loggerName":"http.tracelog.downstream","message":"[id: 0x"#)
    );
    assert_eq!(published.lines().count(), records.len());
}

#[test]
fn files_are_put_aside() {
    let folder = fresh("rotated");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let config = format!(
        "[ballerina.http.accessLogConfig.file]\npath = \"{folder}/a.log\"\n\n\
         [ballerina.http.accessLogConfig.file.rotation]\npolicy = \"SIZE_BASED\"\nmaxFileSize = 100\nmaxBackupFiles = 2\n"
    );
    logged(&config, |c| {
        for _ in 0..12 {
            assert_eq!(c.send("GET /hello", &[], "").body, "hello");
            // Lines that come at the same time are written together.
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    });
    let sizes = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().metadata().unwrap().len());
    let sizes: Vec<u64> = sizes.collect();
    assert!(sizes.len() == 3 && sizes.iter().all(|s| (1..300).contains(s)), "{sizes:?}");
}

#[test]
fn a_log_that_cannot_be_had_is_told() {
    let config = "[ballerina.http.accessLogConfig]\npath = \"/no/such/folder/a.log\"\n";
    let port = free_port().to_string();
    let (_, err, code) = Program::run_configured("logged.bal", &[("port", &port)], config).output();
    assert_eq!(code, Some(1));
    assert!(err.contains("Failed to setup HTTP access log file handler: No such file or directory"), "{err}");
    let config = "[ballerina.http.accessLogConfig.file]\npath = \"a.log\"\n\n\
                  [ballerina.http.accessLogConfig.file.rotation]\nmaxAge = 0\n";
    let (_, err, code) = Program::run_configured("logged.bal", &[("port", &port)], config).output();
    assert_eq!(code, Some(1));
    assert!(err.contains("Invalid rotation configuration: maxAge must be positive, got: 0"), "{err}");
}
