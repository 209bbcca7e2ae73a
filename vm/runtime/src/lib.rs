//! From archive bytes to an exit code: decode, verify, load, configure, initialise, run `main`, report.
#![forbid(unsafe_code)]

mod args;
mod config;
mod flame;
mod options;
mod platform;
mod report;

pub use config::ConfigSources;
pub use interp::MachineConfig;
pub use platform::SystemPlatform;

use std::io::Read;
use std::sync::Arc;

use bytecode::archive::Archive;
use interp::{Machine, Outcome};
pub use native::{Job, NativeFn, Platform};
use native::{Sort, Word};

/// Finds a native function by import name.
pub type Resolve<'a> = &'a dyn Fn(&str) -> Option<NativeFn>;

/// What a program is run with.
pub struct RunOptions {
    pub machine: MachineConfig,
    pub args: Vec<String>,
    pub config: ConfigSources,
    /// Where to write the flame graph of a profile; the machine's configuration says whether there is one.
    pub profile: Option<std::path::PathBuf>,
    /// The process ends afterwards: memory is left to the system, which gives all of it back at once.
    pub last: bool,
}

/// How many nanoseconds strands have to end once a program with listeners has been stopped gracefully.
const GRACE: u64 = 3_000_000_000;

/// Exit code of a bug of ours, as against a program's own failures.
pub const EXIT_BUG: i32 = 70;

/// Decodes an archive and verifies its tables; its code is verified function by function as it is called.
///
/// # Errors
/// A message for the user when the bytes are no archive that this build can run.
pub fn load(bytes: &[u8]) -> Result<Archive, String> {
    verified(bytecode::decode(bytes))
}

/// As [`load`], with all its code verified at once.
///
/// # Errors
/// As `load`.
pub fn load_whole(bytes: &[u8]) -> Result<Archive, String> {
    let archive = bytecode::decode(bytes).map_err(|e| e.to_string())?;
    bytecode::verify::verify(&archive).map_err(|e| e.to_string())?;
    Ok(archive)
}

/// As [`load`], from a file. It is read, not mapped: a program goes on whatever becomes of its file.
///
/// # Errors
/// As `load`, or when the file cannot be read.
pub fn load_file(path: &std::path::Path) -> Result<Archive, String> {
    let read = || {
        let mut file = std::fs::File::open(path)?;
        let len = usize::try_from(file.metadata()?.len()).map_err(std::io::Error::other)?;
        let (mut words, start) = gc_heap::pages::zeroed(len.div_ceil(8));
        file.read_exact(&mut bytemuck::cast_slice_mut(&mut words[start..])[..len])?;
        Ok::<_, std::io::Error>((words, start, len))
    };
    let (words, start, len) = read().map_err(|e| e.to_string())?;
    verified(bytecode::decode_words(&Arc::new(words), start, len))
}

fn verified(archive: Result<Archive, bytecode::FormatError>) -> Result<Archive, String> {
    let archive = archive.map_err(|e| e.to_string())?;
    bytecode::verify::tables(&archive).map_err(|e| e.to_string())?;
    Ok(archive)
}

/// Runs a verified program to its end; messages go to the platform's standard error. The exit code is 0, 1, or
/// [`EXIT_BUG`].
pub fn run(archive: Archive, platform: Box<dyn Platform>, resolve: Resolve<'_>, options: &RunOptions) -> i32 {
    let mut machine = match Machine::new(archive, platform, resolve, options.machine.clone()) {
        Ok(m) => m,
        Err(message) => {
            eprintln!("error: {message}");
            return 1;
        }
    };
    let code = run_machine(&mut machine, options);
    if let Some(path) = &options.machine.snapshot {
        machine.report_snapshot(path);
    }
    if let Some(path) = &options.profile {
        show_profile(&mut machine, path);
    }
    let _ = machine.host.platform().stdout().flush();
    if options.last {
        machine.shut_down();
        std::mem::forget(machine);
    }
    code
}

/// Writes the flame graph, and a summary to standard error.
fn show_profile(m: &mut Machine, path: &std::path::Path) {
    m.shut_down();
    m.finish_profile();
    let program = m.program.clone();
    let Some(profile) = &program.profile else { return };
    complain(m, flame::summary(profile, &program).trim_end());
    match std::fs::write(path, flame::graph(profile, &program)) {
        Ok(()) => complain(m, &format!("flame graph: {}", path.display())),
        Err(e) => complain(m, &format!("error: cannot write {}: {e}", path.display())),
    }
}

fn run_machine(m: &mut Machine, options: &RunOptions) -> i32 {
    if let Err(messages) = config::apply(m, &options.config) {
        for message in messages {
            complain(m, &format!("error: {message}"));
        }
        return 1;
    }
    if let Some(init) = m.program.archive.meta.init {
        let outcome = m.run(init, &[]);
        if let Some(code) = finish(m, outcome) {
            return code;
        }
    }
    if let Some(main) = m.program.archive.meta.main.clone() {
        let args = match args::convert(m, &main, &options.args) {
            Ok(args) => args,
            Err(message) => {
                complain(m, &format!("error: {message}"));
                return 1;
            }
        };
        let outcome = m.run(main.func, &args);
        if let Some(code) = finish(m, outcome) {
            return code;
        }
    }
    let mut served = false;
    serve(m, &mut served).or_else(|| rest(m, served.then_some(GRACE))).unwrap_or(0)
}

/// A program ends when all its strands have (spec 8.2); the exit code when one of them ended badly without anybody having
/// waited for it.
fn rest(m: &mut Machine, limit: Option<u64>) -> Option<i32> {
    if let Some(outcome) = m.run_to_rest(limit) {
        return finish(m, outcome);
    }
    let mut code = None;
    while let Some(error) = m.take_failure() {
        code = finish(m, Outcome::Panic(error));
    }
    code
}

/// The program's life with listeners (spec 8.2): they are started, and stopped gracefully when the program is asked to
/// end. The exit code when something fails; `served`: whether there were listeners.
fn serve(m: &mut Machine, served: &mut bool) -> Option<i32> {
    let lifecycle = m.program.archive.meta.lifecycle.clone()?;
    let outcome = m.run(lifecycle.start, &[]);
    if let Some(code) = finish(m, outcome) {
        return Some(code);
    }
    match m.run(lifecycle.running, &[]) {
        Outcome::Value(w) if m.world.as_bool(w) == Some(true) => {
            *served = true;
            if let Some(outcome) = m.run_until_stopped() {
                return finish(m, outcome);
            }
        }
        Outcome::Value(_) => {}
        other => return finish(m, other),
    }
    let outcome = m.run(lifecycle.stop, &[]);
    finish(m, outcome)
}

fn complain(m: &mut Machine, message: &str) {
    let _ = m.host.platform().stdout().flush();
    let _ = writeln!(m.host.platform().stderr(), "{message}");
}

/// Reports an outcome; the exit code when it ends the program.
fn finish(m: &mut Machine, outcome: Outcome) -> Option<i32> {
    match outcome {
        Outcome::Value(w) if w.is_sort(Sort::Error) => {
            let text = report::error(m, w, false);
            complain(m, &text);
            Some(1)
        }
        Outcome::Value(_) => None,
        Outcome::Panic(w) => {
            let text = report::error(m, w, true);
            complain(m, &text);
            Some(1)
        }
        Outcome::Deadlock(waiting) => {
            complain(m, &format!("error: deadlock: every strand waits for another\n{waiting}"));
            Some(1)
        }
        Outcome::Refused(why) => {
            complain(m, &format!("error: {why}"));
            Some(1)
        }
        Outcome::Bug(what) => {
            complain(m, &format!("internal error: {what}"));
            Some(EXIT_BUG)
        }
    }
}

/// The words of `main`'s parameters must not be held across an allocation; conversion makes simple values only.
pub(crate) type Args = Vec<Word>;
