//! `balc`: creates, checks, builds and runs packages.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::exit;

use balc::{Compiled, Format, dump, print_reports};

/// How often `--watch` looks at the files.
const WATCH_INTERVAL: std::time::Duration = std::time::Duration::from_millis(150);

const USAGE: &str = "\
usage: balc new NAME
       balc build [PATH] [-o FILE] [--watch] [--message-format=human|short|json]
       balc check [PATH] [--message-format=human|short|json]
       balc run [PATH] [-Ckey=value ...] [-- args ...]
       balc dump --syntax|--hir|--mir|--bytecode [PATH]
       build, run and dump take --no-optimise: functions are compiled as they are written
       balc --version

PATH is a package folder (default: this one) or a single .bal file; for build and check also a workspace, whose
packages are then built one by one.";

fn usage(message: &str) -> ! {
    eprintln!("balc: {message}\n{USAGE}");
    exit(2)
}

fn fail(message: &str) -> ! {
    eprintln!("error: {message}");
    exit(1)
}

fn main() {
    balvm::on_large_stack(start)
}

fn start() {
    let mut args = std::env::args().skip(1);
    let command = args.next();
    let mut rest: Vec<String> = args.collect();
    match command.as_deref() {
        Some("new") => match rest.as_slice() {
            [name] => new(name),
            _ => usage("new needs a name"),
        },
        Some("build") => {
            let optimise = !take(&mut rest, NO_OPTIMISE);
            build(&rest, true, optimise);
        }
        Some("check") => build(&rest, false, true),
        Some("run") => {
            let optimise = !take(&mut rest, NO_OPTIMISE);
            run(rest, optimise);
        }
        Some("dump") => {
            let optimise = !take(&mut rest, NO_OPTIMISE);
            dump_command(&rest, optimise);
        }
        Some("--version") => println!("balc {}", env!("CARGO_PKG_VERSION")),
        Some("--help" | "-h") => println!("{USAGE}"),
        Some(other) => usage(&format!("unknown command '{other}'")),
        None => usage("what should it do?"),
    }
}

const NO_OPTIMISE: &str = "--no-optimise";

/// Removes an option; whether it was there, before any `--`.
fn take(args: &mut Vec<String>, option: &str) -> bool {
    let own = args.iter().position(|a| a == "--").unwrap_or(args.len());
    let at = args[..own].iter().position(|a| a == option);
    at.map(|i| args.remove(i)).is_some()
}

fn new(name: &str) {
    let dir = Path::new(name);
    let package = dir.file_name().map_or(name.to_string(), |n| n.to_string_lossy().into_owned());
    if dir.exists() {
        fail(&format!("'{name}' exists already"));
    }
    if !package.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.') {
        fail(&format!("'{package}' is not a package name: letters, digits, '_' and '.' only"));
    }
    let manifest = format!("[package]\norg = \"example\"\nname = \"{package}\"\nversion = \"0.1.0\"\n");
    let main = "import ballerina/io;\n\npublic function main() {\n    io:println(\"Hello, World!\");\n}\n";
    let made = fs::create_dir_all(dir)
        .and_then(|()| fs::write(dir.join("Ballerina.toml"), manifest))
        .and_then(|()| fs::write(dir.join("main.bal"), main));
    match made {
        Ok(()) => println!("Created package '{package}' in '{name}'."),
        Err(e) => fail(&format!("{name}: {e}")),
    }
}

fn build(args: &[String], emit: bool, optimise: bool) {
    let mut path = None;
    let mut out: Option<PathBuf> = None;
    let mut format = Format::Human;
    let mut watching = false;
    let mut it = args.iter();
    while let Some(a) = it.next() {
        match a.as_str() {
            "-o" if emit => match it.next() {
                Some(f) => out = Some(f.into()),
                None => usage("-o needs a file"),
            },
            "--watch" if emit => watching = true,
            "--message-format=human" => format = Format::Human,
            "--message-format=short" => format = Format::Short,
            "--message-format=json" => format = Format::Json,
            o if o.starts_with('-') => usage(&format!("unknown option '{o}'")),
            _ if path.is_none() => path = Some(PathBuf::from(a)),
            _ => usage("more than one path"),
        }
    }
    let path = path.unwrap_or(".".into());
    if watching {
        watch(&path, optimise, out.as_deref(), format);
    }
    if let Some(packages) = balc::workspace_packages(&path).unwrap_or_else(|m| fail(&m)) {
        if out.is_some() {
            usage("-o is for a single package; a workspace's archives go to their packages");
        }
        let failed = packages.iter().filter(|p| build_one(p, emit, None, format, optimise).is_err()).count();
        if failed > 0 {
            fail(&format!("{failed} of {} packages contain errors", packages.len()));
        }
    } else if let Err(m) = build_one(&path, emit, out.as_deref(), format, optimise) {
        fail(&m);
    }
}

fn build_one(
    path: &Path,
    emit: bool,
    out: Option<&Path>,
    format: Format,
    optimise: bool,
) -> Result<(), String> {
    deliver(&compile(path, emit, optimise), out, format)
}

fn compile(path: &Path, emit: bool, optimise: bool) -> Compiled {
    let project = balc::load_as(path, optimise).unwrap_or_else(|m| fail(&m));
    balc::compile_loaded(&project, emit)
}

/// Prints what compiling reported and writes the archive, if there is one.
fn deliver(c: &Compiled, out: Option<&Path>, format: Format) -> Result<(), String> {
    print_reports(&c.reports, format);
    if c.failed {
        return Err("compilation contains errors".into());
    }
    let Some(archive) = &c.archive else { return Ok(()) };
    let target = out.map_or_else(|| c.dir.join("target").join(format!("{}.balo", c.name)), Path::to_path_buf);
    target
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&target, bytecode::encode(archive)))
        .map_err(|e| format!("{}: {e}", target.display()))?;
    if format == Format::Human {
        println!("{}", target.display());
    }
    Ok(())
}

/// Builds, and again whenever a source file has changed: only what the edit concerns is computed anew. Ends when the
/// process is stopped. New module folders and changes of the manifest are seen by a new start only.
fn watch(path: &Path, optimise: bool, out: Option<&Path>, format: Format) -> ! {
    let mut project = balc::load_as(path, optimise).unwrap_or_else(|m| fail(&m));
    loop {
        if let Err(m) = deliver(&balc::compile_loaded(&project, true), out, format) {
            eprintln!("error: {m}");
        }
        loop {
            std::thread::sleep(WATCH_INTERVAL);
            match project.refresh() {
                Ok(true) => break,
                Ok(false) => {}
                // An editor may be between removing a file and writing it.
                Err(m) => eprintln!("error: {m}"),
            }
        }
    }
}

fn run(args: Vec<String>, optimise: bool) {
    let parsed = balvm::parse_run(args.into_iter()).unwrap_or_else(|m| usage(&m));
    let path = PathBuf::from(parsed.program.clone().unwrap_or(".".into()));
    let c = compile(&path, true, optimise);
    print_reports(&c.reports, Format::Human);
    match c.archive {
        Some(archive) => balvm::run(archive, parsed),
        None => fail("compilation contains errors"),
    }
}

fn dump_command(args: &[String], optimise: bool) {
    let (Some(what), path) = (args.first(), args.get(1)) else { usage("dump needs a stage") };
    let path = PathBuf::from(path.map_or(".", String::as_str));
    match dump(what.trim_start_matches("--"), &path, optimise) {
        Ok(text) => print!("{text}"),
        Err(m) => fail(&m),
    }
}
