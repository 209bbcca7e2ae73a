//! Configurable variables of every kind of type, and options of `main`.

use std::path::Path;
use std::process::Command;

const CONFIG: &str = r#"
port = 9
names = {z = "y", a = "c"}
either = "text"
level = "high"
share = 2.5
price = 3.25
anything = [1, 2.5, "x", {k = true}]
text = {a = 1}
page = "<b>1</b>"
pair = [5, "five"]
maybe = 3
[first]
host = "main"
rate = 1.5
level = "high"
[[servers]]
host = "one"
port = 2
[[servers]]
host = "two"
[[rows]]
id = 5
[[rows]]
id = 6
label = "six"
"#;

/// Standard output, or standard error when the program was refused.
fn run(config: &str, args: &[&str]) -> Result<String, String> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/configuration/main.bal");
    let out = Command::new(env!("CARGO_BIN_EXE_balc"))
        .arg("run")
        .arg(program)
        .arg("--")
        .args(args)
        .env("BAL_CONFIG_DATA", config)
        .env_remove("BAL_CONFIG_FILES")
        .output()
        .expect("balc runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    if out.status.success() { Ok(text(out.stdout)) } else { Err(text(out.stderr)) }
}

#[test]
fn structures_come_from_toml() {
    let out = run(CONFIG, &["go", "--age=5"]).expect("runs");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines[..4],
        [
            r#"9 {"z":"y","a":"c"} {"host":"main","port":80,"rate":1.5,"level":"high"}"#,
            r#"[{"host":"one","port":2,"level":"low"},{"host":"two","port":80,"level":"low"}] [{"id":5,"label":"none"},{"id":6,"label":"six"}]"#,
            r#"text high 2.5 3.25 [1,2.5,"x",{"k":true}] {"a":1}"#,
            r#"<b>1</b> [5,"five"] 3"#,
        ]
    );
}

#[test]
fn what_does_not_fit_is_reported_together() {
    let message = run("level = \"top\"\nfirst = {port = 2}", &["go", "--age=1"]).expect_err("refused");
    for name in ["port", "level", "first"] {
        assert!(message.contains(&format!("configurable variable '{name}'")), "{message}");
    }
}

#[test]
fn options_make_a_record() {
    let last = |args: &[&str]| run("port = 1", args).map(|t| t.lines().last().unwrap_or("").to_string());
    let all = last(&["--age=5", "--verbose", "go", "--tags", "a", "--tags=b", "--size=1"]);
    assert_eq!(
        all.as_deref(),
        Ok(r#"go {"age":5,"name":"nobody","verbose":true,"tags":["a","b"],"size":1.0}"#)
    );
    for (args, message) in [
        (&["go"][..], "one is missing"),
        (&["go", "--age=x"], "invalid value 'x' for option 'age'"),
        (&["go", "--age=1", "--age=2"], "given more than once"),
        (&["go", "--agee=1"], "undefined option: 'agee'"),
        (&["go", "--age"], "missing value for option 'age'"),
    ] {
        let found = last(args).expect_err("refused");
        assert!(found.contains(message), "{found}");
    }
}
