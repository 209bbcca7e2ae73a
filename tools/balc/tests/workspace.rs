//! Packages of a workspace import one another.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Workspace(PathBuf);

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Workspace {
    fn new(name: &str) -> Workspace {
        let dir = std::env::temp_dir().join(format!("balc-workspace-{name}-{}", std::process::id()));
        let w = Workspace(dir);
        w.write("Ballerina.toml", "[workspace]\npackages = [\"app\", \"lib\"]\n");
        for (name, org) in [("app", "here"), ("lib", "there")] {
            w.write(
                &format!("{name}/Ballerina.toml"),
                &format!("[package]\norg = \"{org}\"\nname = \"{name}\"\nversion = \"0.1.0\"\n"),
            );
        }
        w.write(
            "app/main.bal",
            "import ballerina/io;\nimport there/lib;\nimport there/lib.words as w;\n\npublic function main() {\n    \
             io:println(lib:greeting(w:NAME));\n}\n",
        );
        w.write(
            "lib/lib.bal",
            "public function greeting(string name) returns string {\n    return \"Hello, \" + name;\n}\n",
        );
        w.write("lib/modules/words/words.bal", "public const NAME = \"Ana\";\n");
        w
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn balc(&self, command: &str, path: &str) -> Output {
        let path: &Path = &self.0.join(path);
        Command::new(env!("CARGO_BIN_EXE_balc")).arg(command).arg(path).output().unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_package_uses_another() {
    let w = Workspace::new("uses");
    let out = w.balc("run", "app");
    assert_eq!((text(&out.stdout).as_str(), text(&out.stderr).as_str()), ("Hello, Ana\n", ""));
    let out = w.balc("build", ".");
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(w.0.join("app/target/app.balo").is_file() && w.0.join("lib/target/lib.balo").is_file());
}

#[test]
fn mistakes_are_told() {
    let w = Workspace::new("mistakes");
    let out = w.balc("run", ".");
    assert!(
        !out.status.success()
            && text(&out.stderr).contains("is a workspace: name one of its packages: app, lib")
    );
    w.write("lib/lib.bal", "public function greeting(string name) returns string {\n    return 1;\n}\n");
    let out = w.balc("run", "app");
    assert!(
        !out.status.success() && text(&out.stderr).contains("lib.bal:(2:12,2:13)]"),
        "{}",
        text(&out.stderr)
    );
    // An import without organisation stays within its own.
    w.write("app/main.bal", "import lib;\npublic function main() {\n    _ = lib:greeting(\"\");\n}\n");
    let out = w.balc("check", "app");
    assert!(text(&out.stderr).contains("cannot find module 'lib'"), "{}", text(&out.stderr));
    w.write("Ballerina.toml", "[workspace]\npackages = [\"app\", \"gone\"]\n");
    let out = w.balc("build", ".");
    assert!(text(&out.stderr).contains("no such file or folder"), "{}", text(&out.stderr));
}
