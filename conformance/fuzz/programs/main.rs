//! Random well-typed programs: compiled with and without optimisation, run both ways and under stress of the collector,
//! they must do the same.
//!
//! `cargo run --release -p conformance --bin fuzz-programs -- [OPTIONS]`, see [`common::Options`].
#![forbid(unsafe_code)]

#[path = "../common/mod.rs"]
mod common;
mod expr;
mod generate;
mod run;
mod types;

use std::path::Path;

use common::worker::{Answer, Workers, is_worker};
use common::{Options, Rng};

/// Programs after which a worker starts afresh.
const LIFETIME: u32 = 1000;

fn main() {
    if is_worker() {
        return balvm::on_large_stack(run::work);
    }
    let options = Options::parse("fuzz-programs");
    println!("seed {}", options.seed);
    let mut workers = Workers::new(options.limit, LIFETIME);
    if let Some(file) = &options.reduce {
        return reduce(file, &mut workers);
    }
    let (mut normal, mut failed, mut bad) = (0u64, 0u64, 0u64);
    for n in options.programs() {
        let program = generate::program(&mut Rng::of(options.seed, n));
        if options.print {
            println!("{program}");
            continue;
        }
        let what = ask(&mut workers, &program);
        match what.as_str() {
            "exit 0" => normal += 1,
            "exit 1" => failed += 1,
            _ => {
                bad += 1;
                println!("{what}\n  {}", options.keep(n, &kind(&what), &program).display());
            }
        }
    }
    println!(
        "{} programs: {normal} ended normally, {failed} with an error, {bad} offending",
        normal + failed + bad
    );
    if bad > 0 {
        std::process::exit(1);
    }
}

fn ask(workers: &mut Workers, program: &str) -> String {
    match workers.ask(program) {
        Answer::Line(l) => l,
        Answer::Died(how) => format!("crash: {how}"),
        Answer::TimedOut => "hang".into(),
    }
}

/// What the name of a kept program says of an answer.
fn kind(answer: &str) -> String {
    answer.split(':').next().unwrap_or("bad").replace(' ', "-")
}

/// Prints the file's program as small as it can be and get the same kind of answer.
fn reduce(file: &Path, workers: &mut Workers) {
    let program = std::fs::read_to_string(file).expect("a program");
    let answer = ask(workers, &program);
    let wanted = kind(&answer);
    eprintln!("{answer}");
    println!("{}", common::reduce::reduce(&program, |p| kind(&ask(workers, p)) == wanted));
}
