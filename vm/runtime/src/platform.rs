//! The real outside: standard streams, files, clocks.

use std::collections::VecDeque;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use native::{Job, Platform};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid, User};
use parking_lot::Mutex;
use signal_hook::consts::{SIGINT, SIGQUIT, SIGTERM, SIGUSR1};
use signal_hook::iterator::Signals;

/// How long a sleep goes on before it looks whether a signal has come.
const LOOK_AT_SIGNALS: Duration = Duration::from_millis(100);

/// Standard output is buffered; it is flushed before anything goes to standard error and at the end.
pub struct SystemPlatform {
    out: BufWriter<io::Stdout>,
    err: io::Stderr,
    /// Held by a thread that waits for input.
    input: Arc<Mutex<Input>>,
    start: Instant,
    seed: u64,
    /// See [`SystemPlatform::stop_when_idle`].
    stop_when_idle: bool,
    dump: Arc<AtomicBool>,
    snapshot: Arc<AtomicBool>,
}

impl SystemPlatform {
    pub fn new() -> Self {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64) | 1;
        SystemPlatform {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            err: io::stderr(),
            input: Arc::new(Mutex::new(Input {
                reader: BufReader::with_capacity(1 << 16, io::stdin()),
                unread: VecDeque::new(),
            })),
            start: Instant::now(),
            seed,
            stop_when_idle: false,
            dump: Arc::default(),
            snapshot: Arc::default(),
        }
    }

    /// Lets a program end as soon as only its listeners keep it alive, instead of at a signal: for tests of programs with
    /// listeners.
    pub fn stop_when_idle(&mut self) {
        self.stop_when_idle = true;
    }
}

/// Standard input.
struct Input {
    reader: BufReader<io::Stdin>,
    /// Lines that were read for somebody who went away meanwhile.
    unread: VecDeque<String>,
}

impl Input {
    /// A line that has been read, or whose end has.
    fn ready_line(&mut self) -> Option<io::Result<String>> {
        if self.unread.is_empty() && !self.reader.buffer().contains(&b'\n') {
            return None;
        }
        self.line().transpose()
    }

    /// The next line without its terminator; `None` at the end.
    fn line(&mut self) -> io::Result<Option<String>> {
        if let Some(line) = self.unread.pop_front() {
            return Ok(Some(line));
        }
        let mut line = String::new();
        if self.reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        line.truncate(line.trim_end_matches(['\n', '\r']).len());
        Ok(Some(line))
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

/// A file that is written anew, or at its end.
fn create(path: &str, append: bool) -> io::Result<fs::File> {
    fs::OpenOptions::new().create(true).write(true).append(append).truncate(!append).open(path)
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
    fn ready_line(&mut self) -> Option<io::Result<String>> {
        // Whoever reads is waiting for input.
        self.input.try_lock()?.ready_line()
    }
    fn line_reader(&mut self, wanted: Weak<()>) -> Job<Option<String>> {
        let input = self.input.clone();
        Box::new(move || {
            let mut input = input.lock();
            if wanted.strong_count() == 0 {
                return Ok(None);
            }
            let line = input.line()?;
            if wanted.strong_count() == 0 {
                input.unread.extend(line);
                return Ok(None);
            }
            Ok(line)
        })
    }
    fn file_reader(&mut self, path: String) -> Job<Vec<u8>> {
        Box::new(move || fs::read(path))
    }
    fn file_opener(&mut self, path: String) -> Job<Box<dyn io::Read + Send>> {
        Box::new(move || Ok(Box::new(fs::File::open(path)?)))
    }
    fn file_creator(&mut self, path: String, append: bool) -> Job<Box<dyn Write + Send>> {
        Box::new(move || Ok(Box::new(create(&path, append)?)))
    }
    fn console_writer(&mut self) -> Job<Box<dyn Write + Send>> {
        Box::new(|| Ok(Box::new(io::stderr())))
    }
    fn file_writer(&mut self, path: String, data: Vec<u8>, append: bool) -> Job<()> {
        Box::new(move || create(&path, append)?.write_all(&data))
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
        for (signal, asked) in [(SIGQUIT, &self.dump), (SIGUSR1, &self.snapshot)] {
            let _ = signal_hook::flag::register(signal, asked.clone());
            let _ = signal_hook::flag::register(signal, poll.clone());
        }
    }
    fn wake_for_dump(&mut self, wake: Box<dyn Fn() + Send>) {
        if let Ok(mut signals) = Signals::new([SIGQUIT, SIGUSR1]) {
            let (dump, snapshot) = (self.dump.clone(), self.snapshot.clone());
            std::thread::spawn(move || {
                for signal in signals.forever() {
                    let asked = if signal == SIGQUIT { &dump } else { &snapshot };
                    asked.store(true, Ordering::Relaxed);
                    wake();
                }
            });
        }
    }
    fn dump_asked(&mut self) -> bool {
        self.dump.load(Ordering::Relaxed) && self.dump.swap(false, Ordering::Relaxed)
    }
    fn snapshot_asked(&mut self) -> bool {
        self.snapshot.load(Ordering::Relaxed) && self.snapshot.swap(false, Ordering::Relaxed)
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
