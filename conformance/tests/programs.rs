//! Our own programs, each in a child process of the runner.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn own_programs_show_what_they_say() {
    let out = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .arg("--list-failures")
        .output()
        .expect("the runner runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
}

/// Every function of the lang library is called in the programs of its module.
#[test]
fn library_functions_are_called() {
    let table = include_str!("../../compiler/hir-ty/tests/library.txt");
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let text = |module: &str| -> String {
        let prefix = format!("lang-{module}-");
        let files = fs::read_dir(&programs).expect("our programs").flatten();
        let ours = files.filter(|f| f.file_name().to_string_lossy().starts_with(&prefix));
        ours.map(|f| fs::read_to_string(f.path()).expect("a program")).collect()
    };
    let called = |line: &&str| {
        let (module, rest) = line.split_once(':').expect("module:name(types)");
        let (name, _) = rest.split_once('(').expect("module:name(types)");
        let text = text(module);
        [format!(".{name}("), format!(":{name}("), format!(":'{name}(")].iter().any(|c| text.contains(c))
    };
    let missing: Vec<&str> = table.lines().filter(|l| !called(l)).collect();
    assert!(missing.is_empty(), "called in no program: {missing:#?}");
}
