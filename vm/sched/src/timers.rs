//! When sleeping strands are to wake.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Stale entries that are left alone.
const FEW: usize = 64;

/// A strand that sleeps, by a number that no other sleep ever gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timer {
    pub due: u64,
    pub number: u64,
    pub strand: u32,
}

/// The timers, the next one first. One whose strand was woken earlier is *stale*; there are never more stale ones than
/// others, but for a few.
#[derive(Default)]
pub struct Timers {
    heap: BinaryHeap<Reverse<Timer>>,
    count: u64,
    stale: usize,
}

impl Timers {
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// A new timer's number.
    pub fn add(&mut self, due: u64, strand: u32) -> u64 {
        self.count += 1;
        self.heap.push(Reverse(Timer { due, number: self.count, strand }));
        self.count
    }

    pub fn next(&self) -> Option<Timer> {
        self.heap.peek().map(|t| t.0)
    }

    /// Takes the next timer away, which was stale or has done its work.
    pub fn pop(&mut self, stale: bool) {
        self.heap.pop();
        self.stale -= usize::from(stale);
    }

    /// One of the timers has become stale; `is_live` tells which are not.
    pub fn cancelled(&mut self, is_live: impl Fn(&Timer) -> bool) {
        self.stale += 1;
        if self.stale > FEW && self.stale > self.heap.len() / 2 {
            self.heap.retain(|t| is_live(&t.0));
            self.stale = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_timers_do_not_pile_up() {
        let mut t = Timers::default();
        let first = t.add(5, 0);
        for i in 0..100_000 {
            t.add(10 + i, 1);
            t.cancelled(|t| t.strand == 0);
        }
        assert!(t.heap.len() <= 2 * FEW + 2, "{} timers", t.heap.len());
        assert_eq!(t.next().map(|t| t.number), Some(first));
    }
}
