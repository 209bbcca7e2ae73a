//! Trying programs one by one on worker processes, and telling what came of it.

use std::path::Path;

use super::Options;
use super::worker::{Answer, Workers};

/// A run of a fuzzer whose programs are answered by workers.
pub struct Campaign<'a> {
    options: &'a Options,
    workers: Workers,
    /// The answers that do not offend, and what the summary says of so many of them.
    fine: [(&'static str, &'static str); 2],
}

impl<'a> Campaign<'a> {
    /// `lifetime`: programs after which a worker starts afresh.
    pub fn new(options: &'a Options, lifetime: u32, fine: [(&'static str, &'static str); 2]) -> Campaign<'a> {
        Campaign { options, workers: Workers::new(options.limit, lifetime), fine }
    }

    /// Tries the programs that the options ask for, or reduces the one that they name. Ends the process with 1 when a program
    /// offends.
    pub fn run(mut self, mut program: impl FnMut(u64) -> String) {
        if let Some(file) = &self.options.reduce {
            return self.reduce(file);
        }
        let (mut counts, mut bad) = ([0u64; 2], 0u64);
        for n in self.options.programs() {
            let program = program(n);
            if self.options.print {
                println!("{program}");
                continue;
            }
            let answer = self.ask(&program);
            match self.fine.iter().position(|(fine, _)| *fine == answer) {
                Some(i) => counts[i] += 1,
                None => {
                    bad += 1;
                    let kept = self.options.keep(n, &kind(&answer), &program);
                    println!("{answer}\n  {}", kept.display());
                }
            }
        }
        let [(_, first), (_, second)] = self.fine;
        let [a, b] = counts;
        println!("{} programs: {a} {first}, {b} {second}, {bad} offending", a + b + bad);
        if bad > 0 {
            std::process::exit(1);
        }
    }

    fn ask(&mut self, program: &str) -> String {
        match self.workers.ask(program) {
            Answer::Line(answer) => {
                // Who knows what state the offence has left it in.
                if !self.fine.iter().any(|(fine, _)| *fine == answer) {
                    self.workers.stop();
                }
                answer
            }
            Answer::Died(how) => format!("crash: {how}"),
            Answer::TimedOut => "hang".into(),
        }
    }

    /// Prints the file's program as small as it can be and get the same kind of answer.
    fn reduce(&mut self, file: &Path) {
        let program = std::fs::read_to_string(file).expect("a program");
        let answer = self.ask(&program);
        let wanted = kind(&answer);
        eprintln!("{answer}");
        println!("{}", super::reduce::reduce(&program, |p| kind(&self.ask(p)) == wanted));
    }
}

/// What the name of a kept program says of an answer.
fn kind(answer: &str) -> String {
    answer.split(':').next().unwrap_or("bad").replace(' ', "-")
}
