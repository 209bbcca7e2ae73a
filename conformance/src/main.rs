//! `conformance [--suite DIR]… [--filter TEXT] [-j N] [--list-failures] [--totals FILE]`
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio, exit};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use conformance::{Case, Kind, Observed, Program, child, collect};

const TIMEOUT: Duration = Duration::from_secs(20);

struct Options {
    suites: Vec<PathBuf>,
    filter: String,
    jobs: usize,
    list: bool,
    totals: Option<PathBuf>,
}

fn options() -> Options {
    let mut o = Options { suites: Vec::new(), filter: String::new(), jobs: 2, list: false, totals: None };
    let mut args = std::env::args().skip(1);
    while let Some(a) = args.next() {
        let mut value = || args.next().unwrap_or_else(|| usage(&format!("{a} needs a value")));
        match a.as_str() {
            "--child" => exit(child(Path::new(&value()))),
            "--suite" => o.suites.push(value().into()),
            "--filter" => o.filter = value(),
            "-j" => o.jobs = value().parse().unwrap_or_else(|_| usage("-j needs a number")),
            "--list-failures" => o.list = true,
            "--totals" => o.totals = Some(value().into()),
            other => usage(&format!("unknown option '{other}'")),
        }
    }
    if o.suites.is_empty() {
        o.suites.push(concat!(env!("CARGO_MANIFEST_DIR"), "/programs").into());
    }
    o
}

fn usage(message: &str) -> ! {
    eprintln!("conformance: {message}");
    eprintln!("usage: conformance [--suite DIR]... [--filter TEXT] [-j N] [--list-failures] [--totals FILE]");
    exit(2)
}

/// Runs a case in a child process; a text from a temporary file.
fn observe(case: &Case, index: usize) -> Observed {
    let text = match &case.program {
        Program::Package(dir) => return run_child(dir),
        Program::Text(text) => text,
    };
    let file = std::env::temp_dir().join(format!("conformance-{}-{index}.bal", std::process::id()));
    if std::fs::write(&file, text).is_err() {
        return Observed::default();
    }
    let o = run_child(&file);
    let _ = std::fs::remove_file(&file);
    o
}

fn run_child(file: &Path) -> Observed {
    let exe = std::env::current_exe().expect("the running program has a path");
    let mut child = Command::new(exe)
        .arg("--child")
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the running program can be started again");
    let read = |stream: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut s) = stream {
                let _ = s.read_to_end(&mut bytes);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let out = read(child.stdout.take().map(|s| Box::new(s) as Box<dyn Read + Send>));
    let err = read(child.stderr.take().map(|s| Box::new(s) as Box<dyn Read + Send>));
    let start = Instant::now();
    let mut o = Observed::default();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => {
                o.exit = status.code();
                break;
            }
            _ if start.elapsed() > TIMEOUT => {
                let _ = child.kill();
                let _ = child.wait();
                o.timed_out = true;
                break;
            }
            _ => std::thread::sleep(Duration::from_millis(2)),
        }
    }
    o.stdout = out.join().unwrap_or_default();
    o.stderr = err.join().unwrap_or_default();
    o
}

/// Group of a case in the table: the folder below the suite.
fn group(suite: &Path, name: &str) -> String {
    let rest = name.strip_prefix(&suite.display().to_string()).unwrap_or(name);
    rest.trim_start_matches('/').split('/').next().unwrap_or("").split(':').next().unwrap_or("").to_string()
}

type Totals = BTreeMap<(String, Kind), (usize, usize)>;

fn main() {
    balvm::on_large_stack(start)
}

fn start() {
    let o = options();
    let mut totals: Totals = BTreeMap::new();
    let mut failures = Vec::new();
    for suite in &o.suites {
        let cases: Vec<Case> = collect(suite).into_iter().filter(|c| c.name.contains(&o.filter)).collect();
        let results = run_all(&cases, o.jobs);
        for (case, result) in cases.iter().zip(results) {
            let entry = totals.entry((group(suite, &case.name), case.kind)).or_default();
            entry.1 += 1;
            match result {
                None => entry.0 += 1,
                Some(why) => failures.push(format!("{}: {why}", case.name)),
            }
        }
    }
    if o.list {
        failures.iter().for_each(|f| println!("FAIL {f}"));
    }
    let table = table(&totals);
    print!("{table}");
    if let Some(path) = &o.totals
        && let Err(e) = std::fs::write(path, &table)
    {
        eprintln!("{}: {e}", path.display());
        exit(1)
    }
    exit(if failures.is_empty() { 0 } else { 1 })
}

fn run_all(cases: &[Case], jobs: usize) -> Vec<Option<String>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![None; cases.len()]);
    std::thread::scope(|s| {
        for _ in 0..jobs.max(1) {
            s.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(i) else { break };
                    let verdict = case.judge(&observe(case, i));
                    results.lock().expect("no panic holds the lock")[i] = verdict;
                }
            });
        }
    });
    results.into_inner().expect("no panic holds the lock")
}

fn table(totals: &Totals) -> String {
    let mut out = String::from("| group | kind | passed | of |\n|---|---|---|---|\n");
    let mut sums: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    for ((group, kind), (passed, all)) in totals {
        let _ = writeln!(out, "| {group} | {kind:?} | {passed} | {all} |");
        let s = sums.entry(*kind).or_default();
        s.0 += passed;
        s.1 += all;
    }
    for (kind, (passed, all)) in sums {
        let _ = writeln!(out, "| **all** | {kind:?} | {passed} | {all} |");
    }
    out
}
