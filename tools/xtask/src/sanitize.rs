//! `cargo xtask sanitize [--minutes M]`: `balvm` under ThreadSanitizer, with our programs of several strands, the tests of
//! connections and input, and random programs of the soak test for so long. Any report fails it.
//!
//! Everything, the standard library included, is built with nightly for it, in `target/tsan`: the compiler that makes the
//! archives is not.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TARGET: &str = "x86_64-unknown-linux-gnu";
/// Exit code of a program of which there is a report.
const REPORTED: i32 = 66;
/// How long one program may take.
const LIMIT: Duration = Duration::from_secs(60);
/// How long random programs are tried.
const MINUTES: f64 = 1.5;

/// Programs of `conformance/programs` in which several threads take part.
const PROGRAMS: &[&str] = &[
    "strand-parallel-v",
    "strand-preemption-v",
    "strands-roots-v",
    "lock-waiting-v",
    "isolation-v",
    "workers-v",
    "workers-failures-v",
    "workers-messages-v",
    "lang-future-v",
    "lang-runtime-v",
    "runtime-v",
    "transactions-v",
];

/// Tests of `tools/balc` whose programs run under it.
const TESTS: &[&str] = &["network", "secure", "input"];

/// Whether nightly with the sources of the standard library is installed.
pub fn is_possible() -> bool {
    let out = Command::new("rustup").args(["+nightly", "component", "list"]).output();
    out.is_ok_and(|o| {
        o.status.success()
            && String::from_utf8_lossy(&o.stdout)
                .lines()
                .any(|l| l.starts_with("rust-src") && l.contains("installed"))
    })
}

/// Builds and runs; how many programs ran.
///
/// # Errors
/// What was reported, or why it could not be run.
pub fn run(mut args: impl Iterator<Item = String>) -> Result<usize, String> {
    let minutes = match (args.next().as_deref(), args.next()) {
        (None, _) => MINUTES,
        (Some("--minutes"), Some(m)) => m.parse().map_err(|_| format!("not a number of minutes: {m}"))?,
        _ => return Err("usage: cargo xtask sanitize [--minutes M]".into()),
    };
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(format!("sanitize: for {TARGET} only"));
    }
    if !is_possible() {
        return Err(
            "sanitize: needs nightly with its sources: rustup toolchain install nightly --component rust-src"
                .into(),
        );
    }
    build()?;
    let dir = std::env::temp_dir().join(format!("balvm-sanitize-{}", std::process::id()));
    fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let ran = programs(&dir)
        .and_then(|n| Ok(n + tests()?))
        .and_then(|n| Ok(n + soak(&dir, Instant::now() + Duration::from_secs_f64(minutes * 60.0))?));
    if ran.is_ok() {
        let _ = fs::remove_dir_all(&dir);
    }
    ran
}

fn build() -> Result<(), String> {
    let host = Command::new("cargo")
        .args([
            "build",
            "-q",
            "--release",
            "-p",
            "balc",
            "-p",
            "conformance",
            "--bin",
            "balc",
            "--bin",
            "soak",
        ])
        .status();
    let under_sanitizer = || {
        Command::new("cargo")
            .args(["+nightly", "build", "-q", "--release", "-p", "balvm", "-Zbuild-std", "--target", TARGET])
            .args(["--target-dir", "target/tsan"])
            .env("RUSTFLAGS", "-Zsanitizer=thread --cfg match_loop")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            // Of the toolchain that this runs under.
            .env_remove("RUSTC")
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO")
            .status()
    };
    match host {
        Ok(s) if s.success() => {}
        _ => return Err("sanitize: balc does not build".into()),
    }
    match under_sanitizer() {
        Ok(s) if s.success() => Ok(()),
        _ => Err("sanitize: balvm does not build under ThreadSanitizer".into()),
    }
}

fn instrumented() -> PathBuf {
    PathBuf::from(format!("target/tsan/{TARGET}/release/balvm"))
}

fn options() -> String {
    format!("exitcode={REPORTED} atexit_sleep_ms=20")
}

fn release(tool: &str) -> PathBuf {
    PathBuf::from(std::env::var("CARGO_TARGET_DIR").unwrap_or("target".into())).join("release").join(tool)
}

fn programs(dir: &Path) -> Result<usize, String> {
    for p in PROGRAMS {
        execute(&PathBuf::from(format!("conformance/programs/{p}.bal")), dir, None, &[0])?;
    }
    Ok(PROGRAMS.len())
}

/// Programs with connections and input, which tests talk to.
fn tests() -> Result<usize, String> {
    let balvm = fs::canonicalize(instrumented()).map_err(|e| format!("balvm: {e}"))?;
    let status = Command::new("cargo")
        .args(["test", "-q", "-p", "balc", "--no-fail-fast"])
        .args(TESTS.iter().flat_map(|t| ["--test", t]))
        .env("BALVM", balvm)
        .env("TSAN_OPTIONS", options())
        .status();
    match status {
        Ok(s) if s.success() => Ok(TESTS.len()),
        Ok(_) => Err("sanitize: tests fail under ThreadSanitizer".into()),
        Err(e) => Err(format!("cargo: {e}")),
    }
}

/// Random programs; they may end with a panic that nobody has waited for.
fn soak(dir: &Path, end: Instant) -> Result<usize, String> {
    let mut n = 0;
    while Instant::now() < end {
        let from = n.to_string();
        let printed = Command::new(release("soak"))
            .args(["--print", "--count", "1", "--seed", "7", "--from", &from])
            .output()
            .map_err(|e| format!("soak: {e}"))?;
        let text = String::from_utf8_lossy(&printed.stdout);
        // The program stands between the seed and the totals.
        let program = text.split_once('\n').map_or("", |(_, rest)| rest);
        let program = program.rsplit_once("\n0 programs").map_or(program, |(p, _)| p);
        let file = dir.join(format!("soak{n}.bal"));
        fs::write(&file, program).map_err(|e| format!("{}: {e}", file.display()))?;
        // Every second one with many collections.
        let stress = (n % 2 == 1).then_some(997);
        execute(&file, dir, stress, &[0, 1])?;
        let _ = fs::remove_file(&file);
        n += 1;
    }
    Ok(n)
}

/// Compiles and runs a program with two threads.
fn execute(file: &Path, dir: &Path, stress: Option<u32>, allowed: &[i32]) -> Result<(), String> {
    let archive = dir.join("program.balo");
    let compiled = Command::new(release("balc")).arg("build").arg(file).arg("-o").arg(&archive).output();
    let compiled = compiled.map_err(|e| format!("balc: {e}"))?;
    if !compiled.status.success() {
        let text = String::from_utf8_lossy(&compiled.stderr).into_owned();
        return Err(format!("{} does not compile: {text}", file.display()));
    }
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let log = dir.join(format!("{name}.log"));
    let err = File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
    let mut child = Command::new(instrumented())
        .args(["run", "--workers=2", "--max-stack=1M", "--stop-when-idle"])
        .arg(&archive)
        .env("TSAN_OPTIONS", options())
        .envs(stress.map(|n| ("BALVM_GC_STRESS", n.to_string())))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(err)
        .spawn()
        .map_err(|e| format!("balvm: {e}"))?;
    let start = Instant::now();
    let code = loop {
        match child.try_wait().map_err(|e| e.to_string())? {
            Some(status) => break status.code(),
            None if start.elapsed() > LIMIT => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{name} does not end; see {}", dir.display()));
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    match code {
        Some(c) if allowed.contains(&c) => {
            let _ = fs::remove_file(&log);
            Ok(())
        }
        Some(REPORTED) => Err(format!("{}\n{name}: see {}", head(&log), dir.display())),
        code => Err(format!("{}\n{name} ends with {code:?}; see {}", head(&log), dir.display())),
    }
}

/// The beginning of what was reported.
fn head(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    text.lines().take(80).collect::<Vec<_>>().join("\n")
}
