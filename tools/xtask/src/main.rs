//! `cargo xtask tidy`: dependency directions, where `unsafe` stands, file sizes. `cargo xtask bench`: whole programs
//! beside reference implementations. `cargo xtask tails`, `cargo xtask sanitize`: see the modules.
#![forbid(unsafe_code)]

mod bench;
mod sanitize;
mod tails;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

/// Which folders' crates each folder's crates may use (see ARCHITECTURE.md).
const TABLE: &[(&str, &[&str])] = &[
    ("gc", &[]),
    ("vm/num", &[]),
    ("vm/regexp", &[]),
    ("vm/semtypes", &["vm/num"]),
    ("vm/bytecode", &["vm/num", "vm/semtypes"]),
    ("vm/values", &["vm/num", "vm/regexp", "vm/semtypes", "vm/bytecode", "gc"]),
    ("vm/sched", &["vm/values"]),
    ("vm/native", &["vm/sched", "vm/values", "vm/semtypes", "vm/reactor", "gc"]),
    ("vm", &["vm", "gc"]),
    ("compiler", &["compiler", "vm/num", "vm/regexp", "vm/semtypes", "vm/bytecode"]),
    ("stdlib/tls", &["vm/reactor"]),
    (
        "stdlib/http",
        &[
            "vm/native",
            "vm/values",
            "vm/reactor",
            "vm/num",
            "vm/regexp",
            "vm/semtypes",
            "stdlib/tls",
            "stdlib/util",
        ],
    ),
    ("stdlib", &["vm/native", "vm/values", "vm/reactor", "vm/num", "vm/regexp", "vm/semtypes", "stdlib/tls"]),
    ("tools", &["tools", "compiler", "vm", "gc", "stdlib"]),
    ("conformance", &["tools", "compiler", "vm", "gc", "stdlib"]),
];

/// Folders in which `unsafe` may stand.
const UNSAFE: &[&str] = &["gc/", "vm/values/", "vm/interp/"];
const MAX_LINES: usize = 900;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy(),
        Some("tails") => match tails::check() {
            Ok(found) if found.is_empty() => println!("xtask: every handler ends in a jump"),
            Ok(found) => {
                found.iter().for_each(|p| eprintln!("tails: {p}"));
                exit(1)
            }
            Err(e) => {
                eprintln!("xtask: {e}");
                exit(1)
            }
        },
        Some("sanitize") if std::env::args().nth(2).as_deref() == Some("--possible") => {
            exit(i32::from(!sanitize::is_possible()))
        }
        Some("sanitize") => match sanitize::run(std::env::args().skip(2)) {
            Ok(n) => println!("xtask: {n} programs under ThreadSanitizer, no report"),
            Err(e) => {
                eprintln!("{e}");
                exit(1)
            }
        },
        Some("conformance") => {
            let status = Command::new("cargo")
                .args(["run", "-q", "--release", "-p", "conformance", "--"])
                .args(std::env::args().skip(2))
                .status();
            exit(status.ok().and_then(|s| s.code()).unwrap_or(1))
        }
        Some("bench") => bench::run(std::env::args().skip(2)),
        Some(bench::measure::SUBCOMMAND) => bench::measure::child(std::env::args().skip(2)),
        _ => {
            eprintln!(
                "usage: cargo xtask tidy | tails | sanitize [--minutes M] | conformance [arguments] | bench [options]"
            );
            exit(2)
        }
    }
}

fn tidy() {
    let mut problems = Vec::new();
    let mut manifests = Vec::new();
    let mut sources = Vec::new();
    walk(Path::new("."), &mut manifests, &mut sources);
    let root: toml::Table = match fs::read_to_string("Cargo.toml").ok().and_then(|t| t.parse().ok()) {
        Some(t) => t,
        None => {
            eprintln!("xtask: run it from the workspace root");
            exit(2)
        }
    };
    let ours = workspace_crates(&root);
    manifests.iter().for_each(|m| check_manifest(m, &ours, &mut problems));
    sources.iter().for_each(|s| check_source(s, &mut problems));
    for p in &problems {
        eprintln!("tidy: {p}");
    }
    if !problems.is_empty() {
        exit(1)
    }
    println!("tidy: {} crates, {} files", manifests.len(), sources.len());
}

fn walk(dir: &Path, manifests: &mut Vec<PathBuf>, sources: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for e in entries.flatten() {
        let p = e.path();
        let name = e.file_name().to_string_lossy().into_owned();
        if p.is_dir() {
            if !name.starts_with("target") && !name.starts_with(".git") {
                walk(&p, manifests, sources);
            }
        } else if name == "Cargo.toml" && dir != Path::new(".") {
            manifests.push(p);
        } else if name.ends_with(".rs") {
            sources.push(p);
        }
    }
}

/// Our crates' names with their folders.
fn workspace_crates(root: &toml::Table) -> Vec<(String, String)> {
    let deps = root.get("workspace").and_then(|w| w.get("dependencies")).and_then(|d| d.as_table());
    deps.into_iter()
        .flatten()
        .filter_map(|(name, v)| Some((name.clone(), v.get("path")?.as_str()?.to_string())))
        .collect()
}

fn within(path: &str, folder: &str) -> bool {
    path == folder || path.starts_with(&format!("{folder}/"))
}

fn check_manifest(path: &Path, ours: &[(String, String)], problems: &mut Vec<String>) {
    let folder = path
        .parent()
        .unwrap_or(Path::new(""))
        .strip_prefix(".")
        .unwrap_or(Path::new(""))
        .display()
        .to_string();
    let Some(manifest) = fs::read_to_string(path).ok().and_then(|t| t.parse::<toml::Table>().ok()) else {
        problems.push(format!("{}: not TOML", path.display()));
        return;
    };
    let Some((_, allowed)) = TABLE.iter().find(|(f, _)| within(&folder, f)) else {
        problems.push(format!("{folder}: not in the table of ARCHITECTURE.md"));
        return;
    };
    for dep in manifest.get("dependencies").and_then(|d| d.as_table()).into_iter().flatten().map(|(n, _)| n) {
        if let Some((_, target)) = ours.iter().find(|(n, _)| n == dep)
            && !allowed.iter().any(|a| within(target, a))
        {
            problems.push(format!("{folder} must not use {dep} ({target})"));
        }
    }
}

fn check_source(path: &Path, problems: &mut Vec<String>) {
    let Ok(text) = fs::read_to_string(path) else { return };
    let shown = path.strip_prefix(".").unwrap_or(path).display().to_string();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        problems.push(format!("{shown}: {lines} lines, more than {MAX_LINES}"));
    }
    if UNSAFE.iter().any(|u| shown.starts_with(u)) {
        return;
    }
    for (i, l) in text.lines().enumerate() {
        let code = l.split("//").next().unwrap_or("");
        let uses = ["unsafe {", "unsafe fn", "unsafe impl", "unsafe trait"].iter().any(|u| code.contains(u));
        if uses && !code.contains('"') {
            problems.push(format!("{shown}:{}: unsafe outside {UNSAFE:?}", i + 1));
        }
    }
}
