//! The golden test of diagnostics: `diagnostics.md` shows how each kind of them is rendered.
//!
//! A section `## CODE` has one or more examples: one or more `ballerina` blocks, then the `text` block of what
//! `balc check` shows. A block is the file `example.bal`; several blocks are a package, where `ballerina PATH` names the
//! others. `UPDATE_DIAGNOSTICS=1 cargo test -p balc --test diagnostics` writes what is shown now.
#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use project::{Report, render_human};

/// Codes that no example shows, with the reason.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    ("BCE9000", "a gap in the compiler: there is none known, and an example of one would be a bug to fix"),
    ("BCE9001", "a program beyond a limit of the archive format, such as 65,536 module variables"),
];

/// The longest message that reads well on one line.
const LONGEST_MESSAGE: usize = 100;

const MANIFEST: &str = "[package]\norg = \"example\"\nname = \"example\"\nversion = \"0.1.0\"\n";

/// Some source files and what compiling them shows.
struct Example {
    code: String,
    /// Line of the document where it begins.
    line: usize,
    files: Vec<(String, String)>,
    expected: String,
    /// The lines of the document that `expected` takes.
    shown: std::ops::Range<usize>,
}

fn document_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics.md")
}

/// The lines of the block that begins after line `start`, and where it ends.
fn block(lines: &[&str], start: usize) -> (String, usize) {
    let end = (start..lines.len()).find(|i| lines[*i] == "```").expect("a block without an end");
    (lines[start..end].iter().map(|l| format!("{l}\n")).collect(), end)
}

/// The sections' codes and the examples.
fn parse(text: &str) -> (Vec<String>, Vec<Example>) {
    let lines: Vec<&str> = text.lines().collect();
    let (mut sections, mut examples) = (Vec::new(), Vec::new());
    let (mut files, mut line, mut i) = (Vec::new(), 0, 0);
    while i < lines.len() {
        if let Some(code) = lines[i].strip_prefix("## ") {
            assert!(files.is_empty(), "line {}: an example without a text block", i + 1);
            sections.push(code.to_string());
        } else if let Some(info) = lines[i].strip_prefix("```ballerina") {
            let (source, end) = block(&lines, i + 1);
            let name = if info.is_empty() { "example.bal" } else { info.trim() };
            line = if files.is_empty() { i + 1 } else { line };
            files.push((name.to_string(), source));
            i = end;
        } else if lines[i] == "```text" {
            let (expected, end) = block(&lines, i + 1);
            let code = sections.last().expect("an example outside of a section").clone();
            let files = std::mem::take(&mut files);
            assert!(!files.is_empty(), "line {}: a text block without an example", i + 1);
            examples.push(Example { code, line, files, expected, shown: i + 1..end });
            i = end;
        }
        i += 1;
    }
    (sections, examples)
}

/// A folder of its own for each example, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        Folder(std::env::temp_dir().join(format!("balc-diagnostics-{}-{n}", std::process::id())))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn reports(example: &Example) -> Vec<Report> {
    let folder = Folder::new();
    for (path, text) in &example.files {
        folder.write(path, text);
    }
    let path = match example.files.as_slice() {
        [(only, _)] => folder.0.join(only),
        _ => {
            folder.write("Ballerina.toml", MANIFEST);
            folder.0.clone()
        }
    };
    balc::compile(&path, true).unwrap_or_else(|m| panic!("line {}: {m}", example.line)).reports
}

fn rendered(reports: &[Report]) -> String {
    let all: Vec<String> = reports.iter().map(render_human).collect();
    all.join("\n")
}

/// What breaks the house style of messages.
fn style_problems(example: &Example, reports: &[Report]) -> Vec<String> {
    let mut out = Vec::new();
    let mut problem = |m: String| out.push(format!("line {}, {}: {m}", example.line, example.code));
    if !reports.iter().any(|r| r.diagnostic.code == example.code) {
        problem("the example does not show its code".into());
    }
    for d in reports.iter().map(|r| &r.diagnostic) {
        let text = &d.message;
        if d.code != example.code {
            problem(format!("the example also shows {}", d.code));
        }
        if text.chars().count() > LONGEST_MESSAGE {
            problem(format!("too long: {text}"));
        }
        if text.starts_with(char::is_uppercase) && !text.starts_with("XML") || text.ends_with('.') {
            problem(format!("not a phrase in lower case: {text}"));
        }
        if [text].into_iter().chain(&d.help).any(|t| t.contains('$') || t.contains('\n')) {
            problem(format!("an internal name or a line break: {text}"));
        }
    }
    out
}

/// Codes that stand as literals in the compiler's sources.
fn literals(folder: &Path, out: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            literals(&entry, out);
        } else if entry.extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&entry).unwrap();
            let is_code = |s: &&str| {
                matches!(s.as_bytes(), [b'B', b'C', b'E' | b'W' | b'H', digits @ ..]
                    if digits.len() >= 4 && digits[..4].iter().all(u8::is_ascii_digit))
            };
            out.extend(text.split('"').filter(is_code).map(str::to_string));
        }
    }
}

fn existing_codes() -> BTreeSet<String> {
    let mut out: BTreeSet<String> = hir_ty::codes::ALL.iter().map(|(code, _)| (*code).to_string()).collect();
    let compiler = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../compiler");
    for part in fs::read_dir(compiler).unwrap().map(|e| e.unwrap().path().join("src")) {
        literals(&part, &mut out);
    }
    out
}

/// The document with the text blocks that compiling gives.
fn updated(text: &str, examples: &[Example], shown: &[String]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (mut out, mut at) = (String::new(), 0);
    for (e, s) in examples.iter().zip(shown) {
        lines[at..e.shown.start].iter().for_each(|l| out.push_str(&format!("{l}\n")));
        out.push_str(s);
        at = e.shown.end;
    }
    lines[at..].iter().for_each(|l| out.push_str(&format!("{l}\n")));
    out
}

#[test]
fn examples_are_shown_as_written() {
    let text = fs::read_to_string(document_path()).unwrap();
    let (_, examples) = parse(&text);
    let (mut problems, mut shown) = (Vec::new(), Vec::new());
    for e in &examples {
        let reports = reports(e);
        problems.extend(style_problems(e, &reports));
        let now = rendered(&reports);
        if now != e.expected && std::env::var_os("UPDATE_DIAGNOSTICS").is_none() {
            problems.push(format!("line {}, {}, expected:\n{}\nshown:\n{now}", e.line, e.code, e.expected));
        }
        shown.push(now);
    }
    if std::env::var_os("UPDATE_DIAGNOSTICS").is_some() {
        fs::write(document_path(), updated(&text, &examples, &shown)).unwrap();
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_code_has_an_example() {
    let (sections, examples) = parse(&fs::read_to_string(document_path()).unwrap());
    let existing = existing_codes();
    let sections_set: BTreeSet<String> = sections.iter().cloned().collect();
    assert_eq!(sections.len(), sections_set.len(), "a code has two sections");
    let excepted: BTreeSet<String> = WITHOUT_EXAMPLE.iter().map(|(code, _)| (*code).to_string()).collect();
    let with_example: BTreeSet<String> = examples.iter().map(|e| e.code.clone()).collect();
    assert_eq!(sections_set, with_example, "a section has no example");
    let covered: BTreeSet<String> = sections_set.union(&excepted).cloned().collect();
    assert!(sections_set.is_disjoint(&excepted), "a code that is excepted has an example");
    assert_eq!(covered, existing, "codes with examples, and codes that exist");
}
