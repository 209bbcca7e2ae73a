//! Spins until its standard input ends, and prints the longest and the 99.9th percentile of the gaps, in milliseconds, by
//! which a thread that never gives way was kept from running: what the machine itself does to pauses.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Shorter ones are the loop itself.
const SHORTEST: f64 = 0.02;

fn main() {
    let done = Arc::new(AtomicBool::new(false));
    let spin = {
        let done = done.clone();
        std::thread::spawn(move || {
            let mut gaps = Vec::new();
            let mut last = Instant::now();
            while !done.load(Ordering::Relaxed) {
                let now = Instant::now();
                let gap = (now - last).as_secs_f64() * 1e3;
                if gap > SHORTEST {
                    gaps.push(gap);
                }
                last = now;
            }
            gaps
        })
    };
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    done.store(true, Ordering::Relaxed);
    let mut gaps = spin.join().expect("the spinning thread ends");
    gaps.sort_by(f64::total_cmp);
    let at = |q: f64| gaps.get(((gaps.len() as f64 - 1.0) * q) as usize).copied().unwrap_or(0.0);
    println!("{:.3} {:.3}", at(1.0), at(0.999));
}
