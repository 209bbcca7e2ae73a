//! `ballerina/log`: what standard error shows.

mod command;
mod program;

use program::Program;

/// The lines without their times.
fn lines(values: &[(&str, &str)]) -> Vec<String> {
    let (out, err, code) = Program::run("logging.bal", values).output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
    let stamp = "2026-11-26T10:56:20.876".len();
    err.lines()
        .map(|line| {
            let at = line.find("20").expect("a time");
            assert_eq!(line.as_bytes()[at + stamp], b'Z', "{line}");
            format!("{}{}", &line[..at], &line[at + stamp + 1..])
        })
        .collect()
}

const CAUSES: &str = r#""causes":[{"message":"c","detail":{"x":1},"stackTrace":["failing(logging.bal:8)","main(logging.bal:16)"]}]"#;
const REST: &str =
    r#""message":"e","detail":{},"stackTrace":["failing(logging.bal:8)","main(logging.bal:16)"]}"#;

#[test]
fn as_logfmt() {
    let found = lines(&[]);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], r#"time= level=INFO module="" message="hello" id=845315 who={"a":"b"}"#);
    assert_eq!(found[1], r#"time= level=WARN module="" message="value is 4" v=[1,"x"] t="x4""#);
    let error = format!(r#"error={{{CAUSES},{REST} id=5 name="n m""#);
    assert_eq!(found[2], format!(r#"time= level=ERROR module="" message="bad \"one\"" {error}"#));
}

#[test]
fn as_json() {
    let found = lines(&[("ballerina.log.level", "DEBUG"), ("ballerina.log.format", "json")]);
    assert_eq!(found.len(), 4);
    assert_eq!(found[1], r#"{"time":"", "level":"DEBUG", "module":"", "message":"details"}"#);
    assert!(
        found[3].starts_with(r#"{"time":"", "level":"ERROR""#)
            && found[3].ends_with(r#", "id":5, "name":"n m"}"#)
    );
}
