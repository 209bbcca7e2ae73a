//! The worker: one program, compiled and run in several ways.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex};

use project::Project;
use runtime::{ConfigSources, MachineConfig, RunOptions};

use crate::common::worker::serve;

/// One in so many programs also runs with a collection at every few allocations.
const STRESSED: u64 = 4;

static PANIC: Mutex<String> = Mutex::new(String::new());

pub fn work() {
    std::panic::set_hook(Box::new(|info| *PANIC.lock().expect("not poisoned") = info.to_string()));
    let file = std::env::temp_dir().join(format!("fuzz-programs-{}.bal", std::process::id()));
    let mut projects: Option<[Project; 2]> = None;
    let mut n = 0;
    serve(|text| {
        n += 1;
        let answer = catch_unwind(AssertUnwindSafe(|| {
            let both = projects.get_or_insert_with(|| [true, false].map(|o| load(&file, o)));
            compare(both, text, n)
        }));
        answer.unwrap_or_else(|_| {
            projects = None;
            format!("panic: {}", PANIC.lock().expect("not poisoned"))
        })
    });
    let _ = std::fs::remove_file(file);
}

fn load(file: &Path, optimise: bool) -> Project {
    std::fs::write(file, "").expect("a file in the folder for temporary files");
    balc::load_as(file, optimise).expect("a source file by itself")
}

fn compare(projects: &mut [Project; 2], text: &str, n: u64) -> String {
    let mut runs = Vec::new();
    for (p, how) in projects.iter_mut().zip(["optimised", "unoptimised"]) {
        let edited = p.root.files(&p.db)[0];
        p.db.set_text(edited, text.to_string());
        let compiled = balc::compile_loaded(p, true);
        let Some(archive) = compiled.archive else {
            let errors =
                compiled.reports.iter().filter(|r| r.diagnostic.severity == base_db::Severity::Error);
            let shown: Vec<String> = errors.take(2).map(project::render_short).collect();
            return format!("refused: {}", shown.join(" "));
        };
        let archive = match runtime::load_whole(&bytecode::encode(&archive)) {
            Ok(a) => a,
            Err(m) => return format!("invalid archive: {how}: {m}"),
        };
        if n.is_multiple_of(STRESSED) {
            let stress = 1 + (n / STRESSED % 5) as u32;
            runs.push((format!("{how}, stress {stress}"), run(archive.clone(), Some(stress))));
        }
        runs.push((how.to_string(), run(archive, None)));
    }
    let (first_how, first) = &runs[0];
    for (how, other) in &runs[1..] {
        if other != first {
            return format!("mismatch: {first_how} and {how}: {}", difference(first, other));
        }
    }
    match first.code {
        0 | 1 => format!("exit {}", first.code),
        code => format!("internal error: exit {code}: {}", first.err),
    }
}

fn difference(a: &Ran, b: &Ran) -> String {
    let lines = a.out.lines().zip(b.out.lines()).find(|(x, y)| x != y);
    let (x, y) = lines.unwrap_or((a.err.as_str(), b.err.as_str()));
    format!("exits {} and {}; {x} | {y}", a.code, b.code)
}

/// What a run showed.
#[derive(PartialEq, Eq)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(archive: bytecode::Archive, stress: Option<u32>) -> Ran {
    let mut machine = MachineConfig::default();
    machine.heap.stress = stress;
    let options = RunOptions {
        machine,
        args: Vec::new(),
        config: ConfigSources { command_line: Vec::new(), files: Vec::new() },
        profile: None,
        last: false,
    };
    let platform = Captured::default();
    let (out, err) = (platform.out.0.clone(), platform.err.0.clone());
    let code = runtime::run(archive, Box::new(platform), &balvm::resolve, &options);
    let text = |bytes: &Arc<Mutex<Vec<u8>>>| String::from_utf8_lossy(&bytes.lock().unwrap()).into_owned();
    Ran { code, out: text(&out), err: text(&err) }
}

/// A stream that others can look at.
#[derive(Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A world in which nothing happens but output.
#[derive(Default)]
struct Captured {
    out: Shared,
    err: Shared,
    random: u64,
}

impl runtime::Platform for Captured {
    fn stdout(&mut self) -> &mut dyn io::Write {
        &mut self.out
    }
    fn stderr(&mut self) -> &mut dyn io::Write {
        &mut self.err
    }
    fn ready_line(&mut self) -> Option<io::Result<String>> {
        None
    }
    fn line_reader(&mut self, _wanted: std::sync::Weak<()>) -> runtime::Job<Option<String>> {
        Box::new(|| Ok(None))
    }
    fn file_reader(&mut self, _path: String) -> runtime::Job<Vec<u8>> {
        Box::new(|| Err(io::ErrorKind::NotFound.into()))
    }
    fn file_opener(&mut self, _path: String) -> runtime::Job<Box<dyn io::Read + Send>> {
        Box::new(|| Err(io::ErrorKind::NotFound.into()))
    }
    fn file_creator(&mut self, _path: String, _append: bool) -> runtime::Job<Box<dyn io::Write + Send>> {
        Box::new(|| Err(io::ErrorKind::PermissionDenied.into()))
    }
    fn console_writer(&mut self) -> runtime::Job<Box<dyn io::Write + Send>> {
        Box::new(|| Ok(Box::new(io::sink())))
    }
    fn file_writer(&mut self, _path: String, _data: Vec<u8>, _append: bool) -> runtime::Job<()> {
        Box::new(|| Err(io::ErrorKind::PermissionDenied.into()))
    }
    fn now(&mut self) -> i128 {
        0
    }
    fn monotonic(&mut self) -> u64 {
        0
    }
    fn sleep(&mut self, _nanos: u64) {}
    fn watch_stop(&mut self, _: Box<dyn Fn() + Send>) {}
    fn watch_dump(&mut self, _: std::sync::Arc<std::sync::atomic::AtomicBool>) {}
    fn wake_for_dump(&mut self, _: Box<dyn Fn() + Send>) {}
    fn snapshot_asked(&mut self) -> bool {
        false
    }
    fn dump_asked(&mut self) -> bool {
        false
    }
    fn stops_when_idle(&self) -> bool {
        true
    }
    fn random(&mut self) -> u64 {
        self.random += 1;
        self.random
    }
    fn environment(&mut self) -> Vec<(String, String)> {
        Vec::new()
    }
    fn user(&mut self) -> (String, String) {
        Default::default()
    }
    fn spawn(&mut self, _: Vec<String>, _: Vec<(String, String)>) -> io::Result<std::process::Child> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn terminate(&mut self, _: u32) {}
}
