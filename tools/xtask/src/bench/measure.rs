//! Resources of one process: a fresh `xtask` runs it and asks for the usage of its own children, of which it has one.
//! The difference of two calls would not do: the peak memory of all children is a maximum, not a sum.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio, exit};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// The hidden subcommand of the process in between.
pub const SUBCOMMAND: &str = "__measure";

/// What one run of a whole process took.
#[derive(Clone, Copy)]
pub struct Sample {
    /// User and system time in seconds.
    pub cpu: f64,
    /// Elapsed seconds.
    pub wall: f64,
    /// Peak resident memory in MB.
    pub peak: f64,
}

/// Runs `command` with its output in the file `output`.
pub fn run(command: &[String], output: &Path) -> Result<Sample, String> {
    let shown = command.join(" ");
    let report = output.with_extension("usage");
    let file = File::create(output).map_err(|e| format!("{}: {e}", output.display()))?;
    let this = std::env::current_exe().map_err(|e| e.to_string())?;
    let status = Command::new(this)
        .arg(SUBCOMMAND)
        .arg(&report)
        .args(command)
        .stdin(Stdio::null())
        .stdout(file)
        .status()
        .map_err(|e| format!("{shown}: {e}"))?;
    if !status.success() {
        return Err(format!("{shown}: {status}"));
    }
    let text = fs::read_to_string(&report).map_err(|e| format!("{}: {e}", report.display()))?;
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    match numbers[..] {
        [cpu, wall, peak] => Ok(Sample { cpu, wall, peak }),
        _ => Err(format!("{}: not three numbers", report.display())),
    }
}

/// The process in between: `REPORT COMMAND [ARGUMENTS]`.
pub fn child(mut args: impl Iterator<Item = String>) -> ! {
    let (Some(report), Some(program)) = (args.next(), args.next()) else { exit(2) };
    let begin = Instant::now();
    let status = Command::new(&program).args(args).status();
    let wall = begin.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN);
    let (Ok(status), Ok(usage)) = (status, usage) else {
        eprintln!("xtask: {program} could not be run");
        exit(1)
    };
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    let peak = usage.max_rss() as f64 / 1024.0;
    let line = format!("{} {wall} {peak}\n", micros as f64 / 1e6);
    if let Err(e) = fs::write(&report, line) {
        eprintln!("xtask: {report}: {e}");
        exit(1)
    }
    exit(status.code().unwrap_or(1))
}
