//! What the fuzzers share: random numbers, options, and worker processes that a crash or a hang takes down alone.
#![allow(dead_code, reason = "each fuzzer uses its part")]

pub mod campaign;
pub mod reduce;
pub mod worker;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// xorshift64*: reproducible from the seed that is printed.
pub struct Rng(u64);

impl Rng {
    /// The generator of program `n` of a run: each program can be made again by itself.
    pub fn of(seed: u64, n: u64) -> Rng {
        let mut rng = Rng((seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).max(1));
        for _ in 0..4 {
            rng.next();
        }
        rng
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `n`; 0 when there is none.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 11) % n.max(1) as u64) as usize
    }

    /// Once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Options of a run.
pub struct Options {
    pub seed: u64,
    pub count: u64,
    pub until: Option<Instant>,
    pub corpora: Vec<PathBuf>,
    /// Where offending programs are kept.
    pub out: PathBuf,
    /// How long one program may take.
    pub limit: Duration,
    /// The first program: to make one again, `--from N --count 1`.
    pub from: u64,
    /// Print the programs instead of running them.
    pub print: bool,
    /// Reduce this program, which offends, instead.
    pub reduce: Option<PathBuf>,
}

const OPTIONS: &str = "options: [--count N] [--minutes M] [--seed S] [--from N] [--limit SECONDS] [--corpus DIR]… \
[--out DIR] [--print] [--reduce FILE]";

impl Options {
    /// From the command line; ends the process when it is wrong.
    pub fn parse(name: &str) -> Options {
        let mut o = Options {
            seed: 1,
            count: u64::MAX,
            until: None,
            corpora: Vec::new(),
            out: std::env::temp_dir().join(name),
            limit: Duration::from_secs(20),
            from: 0,
            print: false,
            reduce: None,
        };
        let mut bounded = false;
        let mut args = std::env::args().skip(1);
        while let Some(a) = args.next() {
            if a == "--print" {
                o.print = true;
                continue;
            }
            let value = args.next().unwrap_or_else(|| usage());
            let number = || value.parse::<u64>().unwrap_or_else(|_| usage());
            match a.as_str() {
                "--seed" => o.seed = number(),
                "--count" => {
                    o.count = number();
                    bounded = true;
                }
                "--minutes" => {
                    o.until = Some(Instant::now() + Duration::from_secs(60 * number()));
                    bounded = true;
                }
                "--limit" => o.limit = Duration::from_secs(number()),
                "--from" => o.from = number(),
                "--corpus" => o.corpora.push(PathBuf::from(&value)),
                "--reduce" => o.reduce = Some(PathBuf::from(&value)),
                "--out" => o.out = PathBuf::from(&value),
                _ => usage(),
            }
        }
        if !bounded {
            o.count = 10_000;
        }
        o
    }

    /// The numbers of the programs to try.
    pub fn programs(&self) -> impl Iterator<Item = u64> {
        let until = self.until;
        let numbers = self.from..self.from.saturating_add(self.count);
        numbers.take_while(move |_| until.is_none_or(|t| Instant::now() < t))
    }

    /// Keeps an offending program; the file's name says what happened.
    pub fn keep(&self, n: u64, what: &str, program: &str) -> PathBuf {
        let _ = std::fs::create_dir_all(&self.out);
        let file = self.out.join(format!("{what}-{}-{n}.bal", self.seed));
        if let Err(e) = std::fs::write(&file, program) {
            eprintln!("{}: {e}", file.display());
        }
        file
    }
}

fn usage() -> ! {
    eprintln!("{OPTIONS}");
    std::process::exit(2)
}

/// Our own programs, or those below the folders of `--corpus`.
pub fn corpus(dirs: &[PathBuf]) -> Vec<String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let own = [own];
    let dirs = if dirs.is_empty() { &own[..] } else { dirs };
    let cases = dirs.iter().flat_map(|d| conformance::collect(d));
    cases
        .filter_map(|c| match c.program {
            conformance::Program::Text(t) => Some(t),
            conformance::Program::Package(_) => None,
        })
        .collect()
}
