//! Mutated archives: decoding and verifying must answer with an archive or an error, never with a crash.
//!
//! `cargo run --release -p conformance --bin fuzz-archive -- [MUTATIONS [SEED]]`. The seeds are our own programs'
//! archives. Half of the mutants get a correct checksum, so that they reach the decoder and the verifier.
#![forbid(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Where the checksum stands in the header, and where what it covers starts.
const CHECKSUM: std::ops::Range<usize> = 24..28;

/// xorshift64*: reproducible from the seed that is printed.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn main() {
    balvm::on_large_stack(run)
}

fn run() {
    let mut args = std::env::args().skip(1).map(|a| a.parse::<u64>().expect("numbers: mutations, seed"));
    let total = args.next().unwrap_or(1_000_000);
    let seed = args.next().unwrap_or(1).max(1);
    let seeds = seeds();
    println!("{} seed archives, seed {seed}", seeds.len());
    let mut rng = Rng(seed);
    let (mut refused, mut accepted, mut crashed) = (0u64, 0u64, 0u64);
    for n in 0..total {
        let mutant = mutate(&seeds, &mut rng);
        match catch_unwind(AssertUnwindSafe(|| runtime::load_whole(&mutant).is_ok())) {
            Ok(true) => accepted += 1,
            Ok(false) => refused += 1,
            Err(_) => {
                crashed += 1;
                let file = std::env::temp_dir().join(format!("fuzz-archive-{seed}-{n}.balo"));
                let kept = std::fs::write(&file, &mutant);
                eprintln!("crash on mutant {n}: {} {kept:?}", file.display());
            }
        }
    }
    println!("{total} mutants: {refused} refused, {accepted} accepted, {crashed} crashes");
    if crashed > 0 {
        std::process::exit(1);
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let mut paths: Vec<_> =
        std::fs::read_dir(dir).expect("our programs").filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    paths
        .iter()
        .filter(|p| p.to_string_lossy().ends_with("-v.bal"))
        .filter_map(|p| balc::compile(p, true).ok()?.archive)
        .map(|a| bytecode::encode(&a))
        .collect()
}

fn mutate(seeds: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = seeds[rng.below(seeds.len())].clone();
    for _ in 0..1 + rng.below(6) {
        let at = rng.below(bytes.len());
        match rng.below(8) {
            0 | 1 => bytes[at] ^= 1 << rng.below(8),
            2 => bytes[at] = rng.next() as u8,
            3 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][rng.below(5)],
            4 => {
                let value = rng.next();
                let end = (at + 8).min(bytes.len());
                bytes[at..end].copy_from_slice(&value.to_le_bytes()[..end - at]);
            }
            5 => {
                // A run of bytes from elsewhere, most often an instruction in another's place.
                let (from, len) = (rng.below(bytes.len()), 8 * (1 + rng.below(4)));
                let (at, from) = (at & !7, from & !7);
                let len = len.min(bytes.len() - at).min(bytes.len() - from);
                bytes.copy_within(from..from + len, at);
            }
            6 => bytes.truncate(at.max(1)),
            _ => {
                let other = &seeds[rng.below(seeds.len())];
                let from = rng.below(other.len());
                let len = rng.below(64).min(other.len() - from).min(bytes.len() - at);
                bytes[at..at + len].copy_from_slice(&other[from..from + len]);
            }
        }
    }
    if rng.below(2) == 0 && bytes.len() > bytecode::container::HEADER {
        let crc = crc32fast::hash(&bytes[bytecode::container::HEADER..]);
        bytes[CHECKSUM].copy_from_slice(&crc.to_le_bytes());
    }
    bytes
}
