//! A worker process: the same executable, which answers programs one by one.
//!
//! A program is a line with its length in bytes and the text; an answer is one line. A worker that dies or does not
//! answer in time is replaced, and the program that it had is the offender.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Set for worker processes.
const ROLE: &str = "BALLERINA_FUZZ_WORKER";

/// What a worker made of a program.
pub enum Answer {
    Line(String),
    /// How the process ended.
    Died(String),
    TimedOut,
}

struct Running {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
    asked: u32,
}

/// Starts worker processes as they are needed.
pub struct Workers {
    running: Option<Running>,
    limit: Duration,
    /// Programs after which a worker is replaced: interned names and types are never freed.
    lifetime: u32,
}

/// Whether this process is a worker.
pub fn is_worker() -> bool {
    std::env::var_os(ROLE).is_some()
}

/// The life of a worker: `handle` gives one line for a program.
pub fn serve(mut handle: impl FnMut(&str) -> String) {
    let mut input = BufReader::new(std::io::stdin());
    let mut header = String::new();
    while input.read_line(&mut header).is_ok_and(|n| n > 0) {
        let len = header.trim().parse().expect("a length");
        header.clear();
        let mut text = vec![0; len];
        input.read_exact(&mut text).expect("a program");
        let answer = handle(&String::from_utf8_lossy(&text));
        println!("{}", answer.replace('\n', " / "));
    }
}

impl Workers {
    pub fn new(limit: Duration, lifetime: u32) -> Workers {
        Workers { running: None, limit, lifetime }
    }

    pub fn ask(&mut self, program: &str) -> Answer {
        if self.running.as_ref().is_some_and(|r| r.asked >= self.lifetime) {
            self.stop();
        }
        let limit = self.limit;
        let r = self.running.get_or_insert_with(start);
        r.asked += 1;
        let sent = write!(r.input, "{}\n{program}", program.len()).and_then(|()| r.input.flush());
        let answer = match r.answers.recv_timeout(limit) {
            Ok(line) if sent.is_ok() => return Answer::Line(line),
            Err(RecvTimeoutError::Timeout) => Answer::TimedOut,
            _ => Answer::Died(String::new()),
        };
        let how = self.stop();
        if let Answer::Died(_) = answer { Answer::Died(how) } else { answer }
    }

    /// Ends the process; how it ended.
    pub fn stop(&mut self) -> String {
        let Some(mut r) = self.running.take() else { return String::new() };
        drop(r.input);
        if r.answers.recv_timeout(Duration::from_millis(500)) == Err(RecvTimeoutError::Timeout) {
            let _ = r.child.kill();
        }
        r.child.wait().map_or_else(|e| e.to_string(), |s| s.to_string())
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start() -> Running {
    let me = std::env::current_exe().expect("the path of this program");
    let mut child = Command::new(me)
        .env(ROLE, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a worker process");
    let input = child.stdin.take().expect("piped");
    let output = child.stdout.take().expect("piped");
    let (send, answers) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    Running { child, input, answers, asked: 0 }
}
