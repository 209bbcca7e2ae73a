//! Random programs of many strands, each with a known result: strands that start strands, workers that exchange messages,
//! waits of all kinds, cancellations, panics, locks and connections, at once and under stress of the collector.
//!
//! `cargo run --release -p conformance --bin soak -- [OPTIONS]`, see [`common::Options`]. What hangs, crashes or gets a wrong
//! sum is kept with its seed and with what it printed; a program that hangs is asked what its strands are doing.
#![forbid(unsafe_code)]

#[path = "../common/mod.rs"]
mod common;
mod generate;
mod run;

use std::path::Path;

use common::{Options, Rng};
use run::{Counts, own_program};

fn main() {
    if own_program().is_some() {
        return balvm::on_large_stack(|| {
            let file = own_program().unwrap_or_default();
            std::process::exit(run::execute(&file));
        });
    }
    let options = Options::parse("soak");
    if let Some(file) = &options.reduce {
        return reduce(file, &options);
    }
    println!("seed {}", options.seed);
    let (mut programs, mut bad) = (0u64, 0u64);
    let (mut normal, mut stressed) = (Counts::default(), Counts::default());
    let file = std::env::temp_dir().join(format!("soak-{}.bal", std::process::id()));
    for n in options.programs() {
        let program = generate::program(&mut Rng::of(options.seed, n));
        if options.print {
            println!("{program}");
            continue;
        }
        programs += 1;
        std::fs::write(&file, &program).expect("a file in the folder for temporary files");
        for (stress, total) in [(None, &mut normal), (Some(stress(n)), &mut stressed)] {
            match run::run(&file, stress, options.limit) {
                Ok(counts) => total.add(counts),
                Err(offence) => {
                    bad += 1;
                    let kept = options.keep(n, offence.kind, &program);
                    let how = stress.map_or(String::new(), |s| format!("BALVM_GC_STRESS={s}\n"));
                    let _ = std::fs::write(kept.with_extension("txt"), how + &offence.text);
                    let first = offence.text.lines().find(|l| l.starts_with("WRONG")).unwrap_or("");
                    println!("{} {stress:?} {first}\n  {}", offence.kind, kept.display());
                }
            }
        }
    }
    let _ = std::fs::remove_file(&file);
    println!("{programs} programs, each run twice: {bad} offences");
    show("normally", &normal);
    show("under stress", &stressed);
    if bad > 0 {
        std::process::exit(1);
    }
}

/// Collections at every allocation take long; most programs have them further apart.
fn stress(n: u64) -> u32 {
    [53, 211, 7, 1009][n as usize % 4]
}

fn show(how: &str, c: &Counts) {
    println!(
        "{how}: {} strands, {} messages, {} cancellations, {} panics, {} connections, {} collections",
        c.strands, c.messages, c.cancellations, c.panics, c.connections, c.collections
    );
}

/// Prints the file's program as small as it can be and offend in the same way, under stress or not.
fn reduce(file: &Path, options: &Options) {
    let program = std::fs::read_to_string(file).expect("a program");
    let scratch = std::env::temp_dir().join(format!("soak-{}.bal", std::process::id()));
    let kind = |text: &str| {
        std::fs::write(&scratch, text).expect("a file in the folder for temporary files");
        [None, Some(53)].map(|s| run::run(&scratch, s, options.limit).err().map(|o| o.kind))
    };
    let wanted = kind(&program);
    eprintln!("{wanted:?}");
    if wanted.iter().any(Option::is_some) {
        println!("{}", common::reduce::reduce(&program, |p| kind(p) == wanted));
    }
    let _ = std::fs::remove_file(&scratch);
}
