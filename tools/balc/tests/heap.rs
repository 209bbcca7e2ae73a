//! Heap snapshots of running programs: at the end, on request, and when memory runs out.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use heap_snapshot::{read, report};

fn path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("balc-heap-{name}-{}.heapsnapshot", std::process::id()))
}

fn start(snapshot: &Path, options: &[&str], orders: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_balc"));
    command.arg("run").arg(format!("--heap-snapshot={}", snapshot.display())).args(options);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/heap/cache.bal"));
    command.args(["--", &format!("-Corders={orders}")]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The report of a snapshot, which is removed.
fn report(snapshot: &Path) -> String {
    let heap = read::read(BufReader::new(File::open(snapshot).unwrap())).unwrap();
    std::fs::remove_file(snapshot).unwrap();
    report::report(&heap, 100)
}

/// Count of the objects of a type.
fn count(report: &str, name: &str) -> usize {
    let line = report.lines().find(|l| l.ends_with(&format!("  {name}")));
    line.map_or(0, |l| l.split_whitespace().next().unwrap().parse().unwrap())
}

#[test]
fn on_request_and_at_the_end() {
    let snapshot = path("asked");
    let mut child = start(&snapshot, &[], "1000");
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
    assert_eq!(output.next().unwrap().unwrap(), "ready");
    assert!(Command::new("kill").args(["-USR1", &child.id().to_string()]).status().unwrap().success());
    let written = format!("heap snapshot: {}", snapshot.display());
    let mut next = || errors.by_ref().map(|l| l.unwrap()).find(|l| !l.contains("WARNING")).unwrap();
    assert_eq!(next(), written);
    let while_waiting = report(&snapshot);
    child.stdin.take().unwrap().write_all(b"line\n").unwrap();
    assert_eq!(output.next().unwrap().unwrap(), "line<letter>TEXT</letter>");
    assert_eq!(next(), written);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let at_the_end = report(&snapshot);

    for shown in [&while_waiting, &at_the_end] {
        assert_eq!((count(shown, "Order"), count(shown, "Registry")), (1000, 1), "{shown}");
        assert!(shown.contains("%  module-level variables > cache: map<Order>\n"), "{shown}");
        assert!(shown.contains("> registry: Registry"), "{shown}");
    }
    assert_eq!((count(&while_waiting, "xml:Element"), count(&at_the_end, "xml:Element")), (1, 0));
}

#[test]
fn when_memory_runs_out() {
    let snapshot = path("full");
    let child = start(&snapshot, &["--max-heap=8M"], "1000000");
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(137));
    let errors = String::from_utf8_lossy(&out.stderr);
    assert!(
        errors.contains("error: out of memory: heap limit of 8388608 bytes reached\nheap snapshot: "),
        "{errors}"
    );
    let shown = report(&snapshot);
    assert!(count(&shown, "Order") > 10_000, "{shown}");
}

/// Resident memory of a process in kB.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap();
    line.trim_end_matches("kB").trim().parse().unwrap()
}

#[test]
fn a_program_that_rests_gives_memory_back() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_balc"));
    command.args(["run", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/heap/burst.bal")]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(output.next().unwrap().unwrap(), "150000");
    assert_eq!(output.next().unwrap().unwrap(), "ready");
    let before = resident(child.id());
    let rests = |_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        resident(child.id()) + 15_000 < before
    };
    assert!((0..600).any(rests), "{before} kB before, {} kB after a minute", resident(child.id()));
    child.stdin.take().unwrap().write_all(b"end\n").unwrap();
    assert_eq!(output.next().unwrap().unwrap(), "end");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
