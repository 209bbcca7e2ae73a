//! Marker conventions of test programs, and how a result is judged.
//!
//! - `NAME-v.bal` is valid: standard output equals its `// @output TEXT` lines, in order, and the exit code is 0.
//! - `NAME-p.bal` panics: the same output, then exit code 1.
//! - `NAME-e.bal` is refused: a diagnostic on every line marked `// @error`.
//! - A package folder of such a name (`NAME-v` with a `Ballerina.toml`) is one case; its files hold the markers.
//! - `.balt` files hold cases: a header `Test-Case: output|error|panic|parser-error`, other header lines, an empty line,
//!   the program.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

/// What a program is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Valid,
    Panic,
    Error,
    ParserError,
}

/// One program with its expected result.
#[derive(Clone, Debug)]
pub struct Case {
    /// `path` or `path:line` for a case inside a file.
    pub name: String,
    pub kind: Kind,
    pub program: Program,
    pub output: Vec<String>,
    /// Files and lines that must have an error; the file of a program by itself is "".
    pub errors: Vec<(String, usize)>,
}

/// Where a case's program is.
#[derive(Clone, Debug)]
pub enum Program {
    /// The text of a single source file.
    Text(String),
    /// A package's folder.
    Package(PathBuf),
}

/// What running a program gave.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    pub exit: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub timed_out: bool,
}

/// Exit code of the child for a program that does not compile; its errors are on standard output as
/// `line:file: message`, the file being "" for a program by itself.
pub const EXIT_REFUSED: i32 = 3;

fn marked<'a>(text: &'a str, marker: &str) -> impl Iterator<Item = (usize, &'a str)> {
    text.lines().enumerate().filter_map(move |(i, l)| {
        // Other slashes may stand before the comment, in a string or a template.
        l.match_indices("//")
            .find_map(|(at, _)| l[at + 2..].trim_start().strip_prefix(marker))
            .map(|text| (i + 1, text.trim()))
    })
}

impl Case {
    pub fn new(name: String, kind: Kind, text: String) -> Case {
        let output = marked(&text, "@output").map(|(_, t)| t.to_string()).collect();
        let errors = marked(&text, "@error").map(|(l, _)| (String::new(), l)).collect();
        Case { name, kind, program: Program::Text(text), output, errors }
    }

    /// The case of a package folder.
    fn package(dir: &Path, kind: Kind) -> Case {
        let mut files = Vec::new();
        walk(dir, &mut |p| {
            p.extension().is_some_and(|e| e == "bal").then(|| files.push(p.to_path_buf())).is_some()
        });
        files.sort();
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        for f in files {
            let text = fs::read_to_string(&f).unwrap_or_default();
            let name = f.strip_prefix(dir).unwrap_or(&f).display().to_string();
            output.extend(marked(&text, "@output").map(|(_, t)| t.to_string()));
            errors.extend(marked(&text, "@error").map(|(l, _)| (name.clone(), l)));
        }
        Case {
            name: dir.display().to_string(),
            kind,
            program: Program::Package(dir.to_path_buf()),
            output,
            errors,
        }
    }

    /// `None` when the observation is as expected, else what is wrong.
    pub fn judge(&self, o: &Observed) -> Option<String> {
        if o.timed_out {
            return Some("timed out".into());
        }
        match self.kind {
            Kind::Valid => self.judge_run(o, 0),
            Kind::Panic => self.judge_run(o, 1),
            Kind::Error | Kind::ParserError => {
                if o.exit != Some(EXIT_REFUSED) {
                    return Some(format!("was not refused (exit {:?})", o.exit));
                }
                let found: Vec<(String, usize)> = o.stdout.lines().filter_map(position).collect();
                let (file, line) = self.errors.iter().find(|l| !found.contains(l))?;
                let at = if file.is_empty() { line.to_string() } else { format!("{line} of {file}") };
                Some(format!("no error on line {at}; errors: {}", o.stdout.trim()))
            }
        }
    }

    fn judge_run(&self, o: &Observed, exit: i32) -> Option<String> {
        let got: Vec<&str> = o.stdout.lines().map(str::trim).collect();
        if o.exit != Some(exit) {
            let text = format!("exit {:?}: {} {}", o.exit, o.stdout.trim(), o.stderr.trim());
            return Some(text.chars().take(300).collect());
        }
        if got != self.output {
            let at = got
                .iter()
                .zip(&self.output)
                .position(|(a, b)| a != b)
                .unwrap_or(got.len().min(self.output.len()));
            return Some(format!(
                "output {}: expected {:?}, got {:?}",
                at + 1,
                self.output.get(at).map_or("nothing", |s| s.as_str()),
                got.get(at).copied().unwrap_or("nothing")
            ));
        }
        None
    }
}

/// `line:file: message` of the child.
fn position(line: &str) -> Option<(String, usize)> {
    let (number, rest) = line.split_once(':')?;
    Some((rest.split_once(": ")?.0.to_string(), number.parse().ok()?))
}

/// What the end of a file's or folder's name says of the program.
fn kind_of(path: &Path) -> Option<Kind> {
    match path.file_stem()?.to_str()?.rsplit('-').next()? {
        "v" => Some(Kind::Valid),
        "p" => Some(Kind::Panic),
        "e" => Some(Kind::Error),
        _ => None,
    }
}

/// The cases of a file or of a package folder, if it is a test program.
pub fn cases(path: &Path) -> Vec<Case> {
    if path.is_dir() {
        return kind_of(path).map(|k| Case::package(path, k)).into_iter().collect();
    }
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    let name = path.display().to_string();
    match (path.extension().and_then(|e| e.to_str()), kind_of(path)) {
        (Some("balt"), _) => balt(&name, &text),
        (Some("bal"), Some(kind)) => vec![Case::new(name, kind, text)],
        _ => Vec::new(),
    }
}

/// Splits a `.balt` file at its `Test-Case:` headers.
fn balt(name: &str, text: &str) -> Vec<Case> {
    let lines: Vec<&str> = text.lines().collect();
    let header = |l: &str| {
        let (key, value) = l.split_once(':')?;
        key.eq_ignore_ascii_case("test-case").then(|| value.trim().to_ascii_lowercase())
    };
    let starts: Vec<usize> = (0..lines.len()).filter(|i| header(lines[*i]).is_some()).collect();
    let mut out = Vec::new();
    for (n, &start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(lines.len());
        let kind = match header(lines[start]).as_deref() {
            Some("output") => Kind::Valid,
            Some("panic") => Kind::Panic,
            Some("error") => Kind::Error,
            Some("parser-error") => Kind::ParserError,
            _ => continue,
        };
        let body = (start..end).find(|i| lines[*i].trim().is_empty()).map_or(end, |i| i + 1);
        let mut program = lines[body.min(end)..end].join("\n");
        program.push('\n');
        // The suite leaves this import out; on the first line it moves no other.
        if program.contains("io:") && !program.contains("ballerina/io") {
            program.insert_str(0, "import ballerina/io; ");
        }
        out.push(Case::new(format!("{name}:{}", start + 1), kind, program));
    }
    out
}

/// Every test program below a folder, sorted by path.
pub fn collect(dir: &Path) -> Vec<Case> {
    let mut found = Vec::new();
    walk(dir, &mut |p| {
        let package = p.join("Ballerina.toml").is_file();
        if package || !p.is_dir() {
            found.push(p.to_path_buf());
        }
        package
    });
    found.sort();
    found.iter().flat_map(|f| cases(f)).collect()
}

/// Tells `visit` of a path and, unless it returns true, of everything below it.
fn walk(path: &Path, visit: &mut impl FnMut(&Path) -> bool) {
    if visit(path) {
        return;
    }
    for e in fs::read_dir(path).into_iter().flatten().flatten() {
        walk(&e.path(), visit);
    }
}

/// Compiles and runs one program, or runs an archive, in this process: the body of the child.
pub fn child(path: &Path) -> i32 {
    if path.extension().is_some_and(|e| e == "balo") {
        return match runtime::load_file(path) {
            Ok(archive) => run(archive, path),
            Err(m) => {
                eprintln!("error: {m}");
                1
            }
        };
    }
    let compiled = match balc::compile(path, true) {
        Ok(c) => c,
        Err(m) => {
            eprintln!("{m}");
            return 2;
        }
    };
    let Some(archive) = compiled.archive else {
        for r in compiled.reports.iter().filter(|r| r.diagnostic.severity == base_db::Severity::Error) {
            let file = if path.is_dir() { r.path.as_str() } else { "" };
            println!("{}:{file}: {}", r.start.0, r.diagnostic.message);
        }
        return EXIT_REFUSED;
    };
    run(archive, path)
}

fn run(archive: bytecode::Archive, path: &Path) -> i32 {
    let args = ["--stop-when-idle".to_string(), path.display().to_string()];
    match balvm::parse_run(args.into_iter()) {
        Ok(args) => balvm::run(archive, args),
        Err(m) => {
            eprintln!("{m}");
            2
        }
    }
}
