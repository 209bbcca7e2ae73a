//! `balvm`: runs and inspects `.balo` archives.
#![forbid(unsafe_code)]

use std::io::{ErrorKind, Write};
use std::process::exit;

use bytecode::Archive;

const USAGE: &str = "\
usage: balvm run [options] FILE.balo [-Ckey=value ...] [-- args ...]
       balvm inspect FILE.balo
       balvm heap [--top=N] FILE.heapsnapshot
       balvm --version

options of run:
  --max-heap=SIZE    limit of the old space, such as 512M
  --nursery=SIZE     fixed size of each thread's nursery, 64K at least; one larger than all that a program
                     allocates makes it run without collections
  --max-stack=SIZE   limit of a strand's stack, such as 64M
  --workers=N        threads that run strands, at most (also BALVM_WORKERS); one for each processor
  --profile[=FILE]   count instructions, sample functions, write a flame graph (profile.svg)
  --heap-snapshot[=FILE]
                     write what the heap holds at the end, when memory runs out, and on SIGUSR1
                     (program.heapsnapshot); without this option SIGUSR1 writes heap-PID.heapsnapshot
  --gc-log           a line on standard error for each collection
  --stop-when-idle   end gracefully once only listeners keep the program alive (for tests)
  --gc-stress[=N]    collect at every N-th allocation";

fn usage(message: &str) -> ! {
    eprintln!("balvm: {message}\n{USAGE}");
    exit(2)
}

fn main() {
    balvm::on_large_stack(start)
}

fn start() {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("run") => match balvm::parse_run(args) {
            Ok(r) => run(r),
            Err(m) => usage(&m),
        },
        Some("inspect") => match args.next() {
            Some(path) => inspect(&path),
            None => usage("inspect needs an archive"),
        },
        Some("heap") => heap(args),
        Some("--version") => println!("balvm {}", env!("CARGO_PKG_VERSION")),
        Some("--help" | "-h") => println!("{USAGE}"),
        Some(other) => usage(&format!("unknown command '{other}'")),
        None => usage("what should it do?"),
    }
}

fn read(path: &str) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| {
        eprintln!("error: {path}: {e}");
        exit(1)
    })
}

fn run(args: balvm::RunArgs) {
    let Some(path) = args.program.clone() else { usage("run needs an archive") };
    match runtime::load_file(path.as_ref()) {
        Ok(archive) => balvm::run(archive, args),
        Err(m) => {
            eprintln!("error: {path}: {m}");
            exit(1)
        }
    }
}

/// Says what a heap snapshot holds.
fn heap(args: impl Iterator<Item = String>) {
    let (mut top, mut path) = (20, None);
    for a in args {
        match a.strip_prefix("--top=") {
            Some(n) => top = n.parse().unwrap_or_else(|_| usage(&format!("invalid number '{n}'"))),
            None if a.starts_with('-') => usage(&format!("unknown option '{a}'")),
            None => path = Some(a),
        }
    }
    let Some(path) = path else { usage("heap needs a snapshot") };
    match heap_snapshot::read::read(&read(&path)[..]) {
        Ok(heap) => show(&heap_snapshot::report::report(&heap, top)),
        Err(m) => {
            eprintln!("error: {path}: {m}");
            exit(1)
        }
    }
}

fn inspect(path: &str) {
    let bytes = read(path);
    let archive = match bytecode::decode(&bytes) {
        Ok(a) => a,
        Err(m) => {
            eprintln!("error: {path}: {m}");
            exit(1)
        }
    };
    show(&listing(path, bytes.len(), &archive))
}

/// Writes to standard output, whose reader may have seen enough before the end.
fn show(text: &str) {
    if let Err(e) = std::io::stdout().write_all(text.as_bytes())
        && e.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("error: standard output: {e}");
        exit(1)
    }
}

/// What an archive has, and its code.
fn listing(path: &str, size: usize, archive: &Archive) -> String {
    let m = &archive.meta;
    let verified = match bytecode::verify::verify(archive) {
        Ok(()) => "yes".to_string(),
        Err(e) => format!("no: {e}"),
    };
    let types: String = m.types.iter().enumerate().map(|(i, t)| format!("type{i} {t:?}\n")).collect();
    format!(
        "archive    {path}, {size} bytes, format {}\n\
         producer   {}\n\
         functions  {}, {} words of code\n\
         strings    {}\n\
         constants  {} raw, {} tagged\n\
         types      {}, {} definitions, {} classes\n\
         globals    {}, {} configurable\n\
         natives    {}\n\
         verified   {verified}\n\
         \n\
         {types}\n\
         {}",
        bytecode::container::FORMAT_VERSION,
        m.producer,
        archive.functions.len(),
        archive.code.len(),
        archive.strings.len(),
        archive.raw.len(),
        m.refs.len(),
        m.types.len(),
        m.defs.len(),
        m.classes.len(),
        m.globals.len(),
        m.configurables.len(),
        m.natives.len(),
        bytecode::disasm::archive(archive)
    )
}
