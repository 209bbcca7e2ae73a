//! Programs that run beside a test, and end with it at the latest.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::command_for;

/// A program that is killed when the test lets go of it, and by a process of its own when the tests are cut off.
pub struct Program {
    child: Option<Child>,
    /// Waits for the end of its input, which it has from this process.
    guard: Child,
}

impl Program {
    /// Runs a program of `tests/network`.
    #[allow(dead_code, reason = "not every test has programs without a configuration")]
    pub fn run(program: &str, values: &[(&str, &str)]) -> Program {
        Program::run_file(&format!("{}/tests/network/{program}", env!("CARGO_MANIFEST_DIR")), values)
    }

    /// Runs a program or package at a path.
    pub fn run_file(path: &str, values: &[(&str, &str)]) -> Program {
        Program::start(command_for(path, values))
    }

    /// Runs a program of `tests/network` with a configuration file's text.
    #[allow(dead_code, reason = "not every test has programs with a configuration")]
    pub fn run_configured(program: &str, values: &[(&str, &str)], config: &str) -> Program {
        let path = format!("{}/tests/network/{program}", env!("CARGO_MANIFEST_DIR"));
        let mut command = command_for(&path, values);
        command.env("BAL_CONFIG_DATA", config).env_remove("BAL_CONFIG_FILES");
        Program::start(command)
    }

    fn start(mut command: Command) -> Program {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let guard = Command::new("sh")
            .args(["-c", "read _; kill -9 \"$0\"", &child.id().to_string()])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Program { child: Some(child), guard }
    }

    /// Runs an example on a port, which replaces the one that is written in it.
    #[allow(dead_code, reason = "not every test runs examples")]
    pub fn example(name: &str, port: u16) -> Program {
        let source = format!("{}/../../examples/{name}/main.bal", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(source).unwrap().replace("8080", &port.to_string());
        let path = format!("{}/{name}-{port}.bal", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(&path, text).unwrap();
        Program::run_file(&path, &[])
    }

    /// Sends a signal: `-TERM`.
    #[allow(dead_code, reason = "not every test has programs that run until they are told to stop")]
    pub fn signal(&self, signal: &str) {
        let pid = self.child.as_ref().expect("a program that runs").id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    }

    /// Waits for the program to end by itself: what it printed, its errors, and its exit code.
    pub fn output(mut self) -> (String, String, Option<i32>) {
        let start = Instant::now();
        let child = self.child.as_mut().expect("a program that runs");
        while child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < Duration::from_secs(60), "the program does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
        let out = self.child.take().expect("a program that ran").wait_with_output().unwrap();
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        (text(&out.stdout), text(&out.stderr), out.status.code())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The guard first: another process may get the number of one that has been waited for.
        let _ = self.guard.kill();
        let _ = self.guard.wait();
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
