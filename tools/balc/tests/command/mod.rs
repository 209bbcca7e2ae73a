//! How tests run programs.

use std::ffi::OsString;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Another `balvm` to run programs with (`cargo xtask sanitize` names one).
fn balvm() -> Option<OsString> {
    std::env::var_os("BALVM")
}

/// Whether what the compiler says is not to be seen.
#[allow(dead_code, reason = "not every test wants to know")]
pub fn is_compiled_before() -> bool {
    balvm().is_some()
}

/// Runs a program of this folder, whose configurable variables have these values: `balc run`, or its archive with another `balvm`.
#[allow(dead_code, reason = "not every test has its programs there")]
pub fn command(program: &str, values: &[(&str, &str)]) -> Command {
    command_for(&format!("{}/tests/{program}", env!("CARGO_MANIFEST_DIR")), values)
}

/// The same of a program or package at a path.
pub fn command_for(path: &str, values: &[(&str, &str)]) -> Command {
    let mut command = match balvm() {
        None => {
            let mut command = Command::new(env!("CARGO_BIN_EXE_balc"));
            command.args(["run", path]);
            command
        }
        Some(balvm) => {
            static NEXT: AtomicU32 = AtomicU32::new(0);
            let n = NEXT.fetch_add(1, Ordering::Relaxed);
            let archive = format!("{}/{}-{n}.balo", env!("CARGO_TARGET_TMPDIR"), std::process::id());
            let mut build = Command::new(env!("CARGO_BIN_EXE_balc"));
            let built = build.args(["build", path, "-o"]).arg(&archive).output().unwrap();
            assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
            let mut command = Command::new(balvm);
            command.args(["run", "--workers=2"]).arg(archive);
            command
        }
    };
    command.arg("--").args(values.iter().map(|(name, value)| format!("-C{name}={value}")));
    command
}
