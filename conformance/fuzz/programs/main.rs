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

use common::campaign::Campaign;
use common::worker::is_worker;
use common::{Options, Rng};

/// Programs after which a worker starts afresh.
const LIFETIME: u32 = 1000;

fn main() {
    if is_worker() {
        return balvm::on_large_stack(run::work);
    }
    let options = Options::parse("fuzz-programs");
    println!("seed {}", options.seed);
    let fine = [("exit 0", "ended normally"), ("exit 1", "with an error")];
    Campaign::new(&options, LIFETIME, fine).run(|n| generate::program(&mut Rng::of(options.seed, n)));
}
