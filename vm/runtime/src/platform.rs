//! The real outside: standard streams, files, clocks.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufWriter, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use native::{Job, Platform};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid, User};
use signal_hook::consts::{SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

/// How long a sleep goes on before it looks whether a signal has come.
const LOOK_AT_SIGNALS: Duration = Duration::from_millis(100);

/// Standard output is buffered; it is flushed before anything goes to standard error and at the end.
pub struct SystemPlatform {
    out: BufWriter<io::Stdout>,
    err: io::Stderr,
    start: Instant,
    seed: u64,
    /// See [`SystemPlatform::stop_when_idle`].
    stop_when_idle: bool,
    dump: Arc<AtomicBool>,
}

impl SystemPlatform {
    pub fn new() -> Self {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64) | 1;
        SystemPlatform {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            err: io::stderr(),
            start: Instant::now(),
            seed,
            stop_when_idle: false,
            dump: Arc::default(),
        }
    }

    /// Lets a program end as soon as only its listeners keep it alive, instead of at a signal: for tests of programs with
    /// listeners.
    pub fn stop_when_idle(&mut self) {
        self.stop_when_idle = true;
    }
}

/// Calls `wake` when SIGINT or SIGTERM arrives. Stopping gracefully may take as long as it likes; a second signal ends the
/// process.
fn watch_signals(wake: Box<dyn Fn() + Send>) {
    // Where signals cannot be had, there is nothing that could ask the program to stop.
    if let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) {
        std::thread::spawn(move || {
            signals.forever().next();
            wake();
            if let Some(signal) = signals.forever().next() {
                std::process::exit(128 + signal);
            }
        });
    }
}

impl Default for SystemPlatform {
    fn default() -> Self {
        Self::new()
    }
}

impl Platform for SystemPlatform {
    fn stdout(&mut self) -> &mut dyn Write {
        &mut self.out
    }
    fn stderr(&mut self) -> &mut dyn Write {
        let _ = self.out.flush();
        &mut self.err
    }
    fn line_reader(&mut self) -> Job<Option<String>> {
        Box::new(|| {
            let mut line = String::new();
            if io::stdin().lock().read_line(&mut line)? == 0 {
                return Ok(None);
            }
            Ok(Some(line.trim_end_matches(['\n', '\r']).to_string()))
        })
    }
    fn file_reader(&mut self, path: String) -> Job<Vec<u8>> {
        Box::new(move || fs::read(path))
    }
    fn file_writer(&mut self, path: String, data: Vec<u8>, append: bool) -> Job<()> {
        Box::new(move || {
            let mut options = fs::OpenOptions::new();
            options.create(true).write(true).append(append).truncate(!append);
            options.open(path)?.write_all(&data)
        })
    }
    fn now(&mut self) -> i128 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as i128)
    }
    fn monotonic(&mut self) -> u64 {
        self.start.elapsed().as_nanos() as u64
    }
    fn sleep(&mut self, nanos: u64) {
        let _ = self.out.flush();
        // A signal does not end the sleep: not to wait too long before looking.
        std::thread::sleep(Duration::from_nanos(nanos).min(LOOK_AT_SIGNALS));
    }
    fn watch_stop(&mut self, wake: Box<dyn Fn() + Send>) {
        if !self.stop_when_idle {
            watch_signals(wake);
        }
    }
    fn watch_dump(&mut self, poll: Arc<AtomicBool>) {
        // Where signals cannot be had, nobody can ask.
        let _ = signal_hook::flag::register(SIGQUIT, self.dump.clone());
        let _ = signal_hook::flag::register(SIGQUIT, poll);
    }
    fn wake_for_dump(&mut self, wake: Box<dyn Fn() + Send>) {
        if let Ok(mut signals) = Signals::new([SIGQUIT]) {
            let dump = self.dump.clone();
            std::thread::spawn(move || {
                for _ in signals.forever() {
                    dump.store(true, Ordering::Relaxed);
                    wake();
                }
            });
        }
    }
    fn dump_asked(&mut self) -> bool {
        self.dump.load(Ordering::Relaxed) && self.dump.swap(false, Ordering::Relaxed)
    }
    fn stops_when_idle(&self) -> bool {
        self.stop_when_idle
    }
    fn random(&mut self) -> u64 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        self.seed
    }
    fn environment(&mut self) -> Vec<(String, String)> {
        let text = |(k, v): (OsString, OsString)| Some((k.into_string().ok()?, v.into_string().ok()?));
        env::vars_os().filter_map(text).collect()
    }
    fn user(&mut self) -> (String, String) {
        match User::from_uid(Uid::current()) {
            Ok(Some(user)) => (user.name, user.dir.to_string_lossy().into_owned()),
            _ => (env::var("USER").unwrap_or_default(), env::var("HOME").unwrap_or_default()),
        }
    }
    fn spawn(&mut self, command: Vec<String>, environment: Vec<(String, String)>) -> io::Result<Child> {
        let (program, arguments) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
        // What both write shall come in order.
        self.out.flush()?;
        Command::new(program)
            .args(arguments)
            .envs(environment)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }
    fn terminate(&mut self, pid: u32) {
        // Nothing is to be done when it has ended meanwhile.
        let _ = i32::try_from(pid).map(|pid| kill(Pid::from_raw(pid), Signal::SIGTERM));
    }
}
