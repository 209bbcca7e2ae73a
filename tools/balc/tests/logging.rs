//! `ballerina/log`: what standard error shows.

mod command;
mod program;

use expect_test::expect;
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

/// The frames of an error, with what stands for nil.
fn frames(nil: &str) -> String {
    let frame = |f: &str, line: u32| {
        let place = format!(r#""moduleName":{nil},"fileName":"logging.bal","lineNumber":{line}"#);
        format!(r#"{{"callableName":"{f}",{place}}}"#)
    };
    format!("[{},{}]", frame("failing", 8), frame("main", 16))
}

#[test]
fn as_logfmt() {
    let found = lines(&[]);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], r#"time= level=INFO module="" message="hello" id=845315 who={"a":"b"}"#);
    assert_eq!(found[1], r#"time= level=WARN module="" message="value is 4" v=[1,"x"] t="x4""#);
    let frames = frames("()");
    let causes = format!(r#""causes":[{{"message":"c","detail":{{"x":1}},"stackTrace":{frames}}}]"#);
    let error = format!(r#"error={{{causes},"message":"e","detail":{{}},"stackTrace":{frames}}}"#);
    assert_eq!(
        found[2],
        format!(r#"time= level=ERROR module="" message="bad \"one\"" {error} id=5 name="n m""#)
    );
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

/// A folder of the test's own.
fn fresh(name: &str) -> String {
    let folder = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn loggers() {
    let folder = fresh("loggers");
    let (out, err, code) = Program::run("loggers.bal", &[("folder", &folder)]).output();
    assert_eq!(code, Some(0), "{err}");
    expect![[r#""#]].assert_eq(&without_times(&out));
    expect![[r#""#]].assert_eq(&without_times(&err));
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name()).collect();
    files.sort();
    // `app-20261126-215716.log`, and one more of the same second or another one.
    assert_eq!(files.len(), 4, "{files:?}");
    assert_eq!((&files[0], &files[3]), (&"all.log".into(), &"app.log".into()), "{files:?}");
}

/// A text without the times in it.
fn without_times(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(i) = rest.find("time") {
        let (before, from) = rest.split_at(i);
        let digits = from.find("20").filter(|d| *d < 10).unwrap_or(0);
        let end = digits + from[digits..].find(['Z', ' ', '"']).unwrap_or(0) + 1;
        out += before;
        out += &from[..digits.max(4)];
        rest = &from[if digits == 0 { 4 } else { end }..];
    }
    out + rest
}

#[test]
fn modules() {
    let folder = fresh("modules");
    std::fs::create_dir_all(format!("{folder}/modules/util")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(format!("{folder}/{name}"), text).unwrap();
    write("Ballerina.toml", "[package]\norg = \"acme\"\nname = \"shop\"\nversion = \"3.1.0\"\n");
    write(
        "main.bal",
        "import ballerina/log;\nimport shop.util;\npublic function main() {\n    log:printInfo(\"one\");\n    panic util:failing();\n}\n",
    );
    write(
        "modules/util/util.bal",
        "import ballerina/log;\npublic function failing() returns error {\n    log:printInfo(\"two\");\n    return error(\"e\");\n}\n",
    );
    let (out, err, code) = Program::run_file(&folder, &[]).output();
    assert_eq!((out.as_str(), code), ("", Some(1)), "{err}");
    expect![[r#""#]].assert_eq(&without_times(&err));
}
