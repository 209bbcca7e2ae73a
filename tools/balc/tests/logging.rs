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
    expect![[r#"
        {"time":"","level":"DEBUG","module":"","message":"own","team":"a"}
        {"time":"","level":"INFO","module":"","message":"user x","team":"a","k":"v"}
        error Error ("Logger with ID 'audit' already exists") DEBUG DEBUG
        ERROR error Error ("Unsupported operation: cannot set log level on a child logger. Child loggers inherit their level from the parent logger.")
        ["root","audit","context","context-2"]true
        {"id":"U1","card":"****","code":"3..5","more":[1,"x\"y",null]}
        [{"id":"U1","card":"****","code":"3..5","more":[1,"x\"y",null]},null,"s",1.5,true]
        plainnull
        error Error ("Cyclic value reference detected in the record")
        level=INFO module="" message="line 9"
        level=INFO module="" message="line 10"
        level=INFO module="" message="line 11"
        1
        error Error ("The given file destination path: 'x.txt' is not valid. File destination path should be a valid file with .log extension.")
        error Error ("At least one log destination must be specified.")
        error Error ("Invalid rotation configuration: maxFileSize must be positive, got: 0")
        error Error ("Invalid rotation configuration: maxAge must be positive, got: -1")
        error Error ("Invalid rotation configuration: maxBackupFiles cannot be negative, got: -1")
    "#]].assert_eq(&without_times(&out));
    expect![[r#"
        WARNING [loggers.bal:(65:11,65:28)] 'log:setOutputFile' is deprecated (BCW2701)
           |
        65 |     check log:setOutputFile(folder + "/all.log");
           |           ^^^^^^^^^^^^^^^^^

        time= level=INFO module="" message="child" request="r1" n=1
        time= level=WARN module="" message="grandchild" n=3 request="r1" late="now"
        time= level=INFO module="" message="template {\"id\":\"U1\",\"card\":\"****\",\"code\":\"3..5\",\"more\":[1,\"x\\\"y\",null]}" user={"id":"U1","card":"****","code":"3..5","more":[1,"x\"y",null]} text="t"
        time= level=INFO module="" message="open" user={"id":"U1","password":"p","card":"123","code":"345","more":[1,"x\"y",null]}
        time= level=INFO module="" message="everywhere"
    "#]].assert_eq(&without_times(&err));
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
    expect![[r#"
        time= level=INFO module=acme/shop message="one"
        time= level=INFO module=acme/shop.util message="two"
        error: e
                at acme.shop.util.3:failing(util.bal:4)
                   acme.shop.3:main(main.bal:5)
    "#]]
    .assert_eq(&without_times(&err));
}
