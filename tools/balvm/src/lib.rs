//! What `balvm` and `balc run` share: the native registry, options of a run, configuration sources.
#![forbid(unsafe_code)]

use std::{env, fs};

use runtime::{ConfigSources, MachineConfig, RunOptions, SystemPlatform};

/// Runs `f` on a thread whose stack holds the deepest recursion that the checker and the printers of nested values may
/// need; the memory is only reserved.
pub fn on_large_stack(f: fn()) {
    let thread = std::thread::Builder::new().stack_size(1 << 30).spawn(f).expect("a thread can be started");
    if thread.join().is_err() {
        std::process::exit(runtime::EXIT_BUG);
    }
}

/// Finds a native of the standard library.
pub fn resolve(name: &str) -> Option<NativeFn> {
    lang::resolve(name)
        .or_else(|| stdlib_io::NATIVES.iter().find(|(n, _)| *n == name).map(|(_, f)| *f))
        .or_else(|| stdlib_util::resolve(name))
        .or_else(|| stdlib_net::resolve(name))
        .or_else(|| stdlib_http::resolve(name))
        .or_else(|| stdlib_constraint::resolve(name))
        .or_else(|| stdlib_security::resolve(name))
        .or_else(|| stdlib_auth::resolve(name))
}

use runtime::NativeFn;

/// Options and arguments of a run, from the command line after the program's path.
#[derive(Default)]
pub struct RunArgs {
    pub machine: MachineConfig,
    pub program: Option<String>,
    pub config: Vec<(String, String)>,
    pub args: Vec<String>,
    /// See [`SystemPlatform::stop_when_idle`].
    pub stop_when_idle: bool,
    /// Where the flame graph of a profile goes.
    pub profile: Option<std::path::PathBuf>,
}

/// `64M`, `2G`, `512K` or bytes.
fn size(text: &str) -> Option<usize> {
    let (digits, unit) = match text.char_indices().find(|(_, c)| !c.is_ascii_digit()) {
        Some((i, _)) => text.split_at(i),
        None => (text, ""),
    };
    let n: usize = digits.parse().ok()?;
    Some(match unit.to_ascii_uppercase().as_str() {
        "" => n,
        "K" => n << 10,
        "M" => n << 20,
        "G" => n << 30,
        _ => return None,
    })
}

/// Parses `[options] PROGRAM [-Ckey=value …] [--] [args …]`.
///
/// # Errors
/// A usage message.
pub fn parse_run(args: impl Iterator<Item = String>) -> Result<RunArgs, String> {
    let mut out = RunArgs::default();
    if let Ok(n) = env::var("BALVM_GC_STRESS") {
        out.machine.heap.stress = Some(n.parse().map_err(|_| "BALVM_GC_STRESS must be a number")?);
    }
    if let Ok(n) = env::var("BALVM_WORKERS") {
        out.machine.workers = Some(workers(&n)?);
    }
    let mut rest = false;
    for a in args {
        let value = |prefix: &str| a.strip_prefix(prefix).map(str::to_string);
        if rest {
            match value("-C").and_then(|kv| kv.split_once('=').map(|(k, v)| (k.to_string(), v.to_string()))) {
                Some(kv) => out.config.push(kv),
                None => out.args.push(a),
            }
        } else if a == "--" {
            rest = true;
        } else if let Some(kv) = value("-C") {
            let (k, v) = kv.split_once('=').ok_or_else(|| format!("'{a}' needs the form -Ckey=value"))?;
            out.config.push((k.to_string(), v.to_string()));
        } else if a == "--gc-stress" {
            out.machine.heap.stress = Some(1);
        } else if let Some(n) = value("--gc-stress=") {
            out.machine.heap.stress = Some(n.parse().map_err(|_| format!("invalid number '{n}'"))?);
        } else if a == "--stop-when-idle" {
            out.stop_when_idle = true;
        } else if a == "--gc-log" {
            out.machine.heap.log = true;
        } else if a == "--heap-snapshot" {
            out.machine.snapshot = Some("program.heapsnapshot".into());
        } else if let Some(path) = value("--heap-snapshot=") {
            out.machine.snapshot = Some(path.into());
        } else if a == "--profile" {
            out.profile = Some("profile.svg".into());
        } else if let Some(path) = value("--profile=") {
            out.profile = Some(path.into());
        } else if let Some(n) = value("--max-heap=") {
            out.machine.heap.max_heap = Some(size(&n).ok_or_else(|| format!("invalid size '{n}'"))?);
        } else if let Some(n) = value("--nursery=") {
            let bytes = size(&n).filter(|n| *n >= 1 << 16).ok_or_else(|| format!("invalid size '{n}'"))?;
            (out.machine.heap.nursery, out.machine.heap.max_nursery) = (bytes, bytes);
        } else if let Some(n) = value("--workers=") {
            out.machine.workers = Some(workers(&n)?);
        } else if let Some(n) = value("--max-stack=") {
            out.machine.max_stack = size(&n).ok_or_else(|| format!("invalid size '{n}'"))? / 8;
        } else if a.starts_with('-') && out.program.is_none() {
            return Err(format!("unknown option '{a}'"));
        } else if out.program.is_none() {
            out.program = Some(a);
        } else {
            out.args.push(a);
        }
    }
    Ok(out)
}

/// A number of threads.
fn workers(n: &str) -> Result<usize, String> {
    n.parse().ok().filter(|n| *n > 0).ok_or_else(|| format!("invalid number of workers '{n}'"))
}

/// Configuration files in order of strength (spec 8.7).
pub fn config_sources(command_line: Vec<(String, String)>) -> ConfigSources {
    let mut files = Vec::new();
    if let Ok(list) = env::var("BAL_CONFIG_FILES") {
        for path in env::split_paths(&list) {
            if let Ok(text) = fs::read_to_string(&path) {
                files.push((path.display().to_string(), text));
            }
        }
    }
    if let Ok(data) = env::var("BAL_CONFIG_DATA") {
        files.push(("BAL_CONFIG_DATA".to_string(), data));
    }
    if files.is_empty()
        && let Ok(text) = fs::read_to_string("Config.toml")
    {
        files.push(("Config.toml".to_string(), text));
    }
    ConfigSources { command_line, files }
}

/// Runs an archive with the real platform, and ends the process with its exit code.
pub fn run(archive: bytecode::Archive, args: RunArgs) -> ! {
    let machine = MachineConfig { profile: args.profile.is_some(), ..args.machine };
    let config = config_sources(args.config);
    let options = RunOptions { machine, args: args.args, config, profile: args.profile, last: true };
    let mut platform = SystemPlatform::new();
    if args.stop_when_idle {
        platform.stop_when_idle();
    }
    std::process::exit(runtime::run(archive, Box::new(platform), &resolve, &options))
}
