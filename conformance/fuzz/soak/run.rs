//! One program in a process of its own, with a time limit.

use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Set for processes that run a program: the file.
const ROLE: &str = "BALLERINA_SOAK_PROGRAM";

/// The program that this process is to run.
pub fn own_program() -> Option<PathBuf> {
    std::env::var_os(ROLE).map(PathBuf::from)
}

/// Compiles and runs a program as `balc run` does; the exit code.
pub fn execute(file: &Path) -> i32 {
    let compiled = match balc::compile(file, true) {
        Ok(c) => c,
        Err(m) => {
            eprintln!("{m}");
            return 2;
        }
    };
    let Some(archive) = compiled.archive else {
        balc::print_reports(&compiled.reports, balc::Format::Short);
        return 2;
    };
    // Every collection follows every stack: not too deep, as stress collects all the time.
    let options = ["--gc-log", "--max-stack=1M", "program"].map(str::to_string);
    let args = options.into_iter().chain(std::env::args().skip(1));
    match balvm::parse_run(args) {
        Ok(args) => balvm::run(archive, args),
        Err(m) => {
            eprintln!("{m}");
            2
        }
    }
}

/// What programs counted.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub strands: u64,
    pub messages: u64,
    pub cancellations: u64,
    pub panics: u64,
    pub connections: u64,
    pub collections: u64,
}

impl Counts {
    pub fn add(&mut self, other: Counts) {
        self.strands += other.strands;
        self.messages += other.messages;
        self.cancellations += other.cancellations;
        self.panics += other.panics;
        self.connections += other.connections;
        self.collections += other.collections;
    }

    /// The line that a program ends with.
    fn parse(out: &str) -> Option<Counts> {
        let line = out.lines().last()?.strip_prefix("COUNTS ")?;
        let numbers: Vec<u64> = line.split(' ').map_while(|n| n.parse().ok()).collect();
        let [strands, messages, cancellations, panics, connections] = numbers[..] else { return None };
        Some(Counts { strands, messages, cancellations, panics, connections, collections: 0 })
    }
}

/// Why a run is not as it should be.
pub struct Offence {
    pub kind: &'static str,
    /// What the program printed, and what its strands were doing.
    pub text: String,
}

/// Runs a program's file; `stress` is the interval of forced collections.
pub fn run(file: &Path, stress: Option<u32>, limit: Duration) -> Result<Counts, Offence> {
    let port =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr()).map_or(0, |a| a.port());
    let mut command = Command::new(std::env::current_exe().expect("the path of this program"));
    command.env(ROLE, file).arg(format!("-Cport={port}"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    match stress {
        Some(n) => command.env("BALVM_GC_STRESS", n.to_string()),
        None => command.env_remove("BALVM_GC_STRESS"),
    };
    let mut child = command.spawn().expect("a process");
    let out = reader(child.stdout.take().expect("piped"));
    let err = reader(child.stderr.take().expect("piped"));
    let start = Instant::now();
    let mut hangs = false;
    let status = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None if start.elapsed() > limit && !hangs => {
                hangs = true;
                // It may say what its strands are doing.
                let _ = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status();
                std::thread::sleep(Duration::from_millis(500));
                let _ = child.kill();
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let (out, err) = (out.join().unwrap_or_default(), err.join().unwrap_or_default());
    let (logged, err): (Vec<&str>, Vec<&str>) = err.lines().partition(|l| l.starts_with("[gc "));
    let offence = |kind| Err(Offence { kind, text: format!("{status}\n{out}\n{}\n", err.join("\n")) });
    match Counts::parse(&out) {
        _ if hangs => offence("hang"),
        _ if out.contains("WRONG ") => offence("wrong"),
        // Panics of workers that nobody waits for are shown, and the program says with 1 that there were some.
        Some(counts) if matches!(status.code(), Some(0 | 1)) && err.iter().all(|l| harmless(l)) => {
            Ok(Counts { collections: logged.len() as u64, ..counts })
        }
        None if status.code() == Some(2) => offence("refused"),
        _ => offence("crash"),
    }
}

/// Whether a line of standard error may be there: an error that was provoked, or where.
fn harmless(line: &str) -> bool {
    let text = line.trim_start();
    let provoked = ["error: failed", "error: {ballerina/lang.future}FutureAlreadyCancelled"];
    text.is_empty() || text != line || provoked.iter().any(|p| text.starts_with(p))
}

fn reader(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
