//! The cycle of the old space: idle, marking in slices, sweeping in slices. Each slice is part of a minor collection's pause.
//!
//! # Protocol
//!
//! Marking is by incremental update. Roots are visited when it begins, those that have changed at every minor collection.
//! An old object that is written to is in the remembered set by the next minor collection, which scans it once more if it
//! has been marked. What is promoted or allocated large meanwhile counts as marked, and what it refers to is marked by
//! the collection that promotes it. So after a minor collection all that marked objects and roots refer to is marked, but for
//! the objects in `gray`, which have yet to be scanned: when there are none, marking is over, without another look at
//! anything.
//!
//! A slice takes at least [`SLICE`]; it takes longer as the old space comes near the size at which the cycle should be over.

use std::time::{Duration, Instant};

use crate::collect::Collector;
use crate::{Scope, object};

/// Old-space bytes below which no cycle begins.
pub(crate) const FIRST_TRIGGER: usize = 32 << 20;
/// Bytes for which an idle program collects.
const WORTHWHILE: usize = 8 << 20;
/// Time of a slice when there is no hurry.
const SLICE: Duration = Duration::from_micros(300);
/// Time of a slice when the old space has outgrown the cycle's goal.
const LAST_SLICE: Duration = Duration::from_millis(4);
/// Slots of an array that are scanned at a time.
const CHUNK: usize = 1024;
/// Objects between looks at the clock.
const BATCH: u32 = 128;
/// Objects of a slice in stress mode: few, so that much happens between the slices.
const STRESS_BATCH: u32 = 40;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    Idle,
    Marking,
    Sweeping,
}

/// See the module documentation.
pub(crate) struct Cycle {
    phase: Phase,
    /// Marked objects that have yet to be scanned.
    gray: Vec<*mut u64>,
    /// Arrays that have been scanned up to an index.
    arrays: Vec<(*mut u64, usize)>,
    /// Bytes that the last cycle found alive.
    alive: usize,
    /// Old-space size at which a cycle begins.
    trigger: usize,
    /// Old-space size by which it should be over.
    goal: usize,
}

impl Cycle {
    pub fn new() -> Cycle {
        Cycle {
            phase: Phase::Idle,
            gray: Vec::new(),
            arrays: Vec::new(),
            alive: 0,
            trigger: FIRST_TRIGGER,
            goal: FIRST_TRIGGER,
        }
    }

    /// For the log.
    pub fn phase(&self) -> &'static str {
        match self.phase {
            Phase::Idle => "minor",
            Phase::Marking => "minor, marking",
            Phase::Sweeping => "minor, sweeping",
        }
    }

    /// Whether so much in use is well above what the last cycle found alive, or a cycle has been begun.
    pub fn garbage_is_likely(&self, allocated: usize) -> bool {
        self.phase != Phase::Idle || allocated > self.alive + self.alive / 4 + WORTHWHILE
    }

    pub fn marking(&self) -> bool {
        self.phase == Phase::Marking
    }

    /// Whether so much in use asks for a slice before the nursery is full, or even for a whole cycle.
    pub fn due(&self, allocated: usize) -> Option<bool> {
        let whole = allocated > self.trigger.max(self.goal).saturating_mul(2);
        (allocated > self.trigger).then_some(whole)
    }

    /// Time for a slice at this size of the old space.
    fn slice(&self, allocated: usize) -> Duration {
        let room = self.goal.saturating_sub(self.trigger).max(1);
        let used = allocated.saturating_sub(self.trigger).min(room);
        SLICE + (LAST_SLICE - SLICE).mul_f64((used as f64 / room as f64).powi(2))
    }
}

impl Collector<'_> {
    /// One slice of the cycle, which begins when the old space has grown enough. The nurseries are empty.
    /// `now`: whatever its size.
    pub fn step(&mut self, stress: bool, now: bool) {
        let end = Instant::now() + self.cycle.slice(self.old.allocated);
        let batch = if stress { STRESS_BATCH } else { BATCH };
        let mut enough = || stress || Instant::now() >= end;
        match self.cycle.phase {
            Phase::Idle if stress || now || self.old.allocated > self.cycle.trigger => self.begin(),
            Phase::Idle => {}
            Phase::Marking => {
                while self.scan(batch) {
                    if enough() {
                        return;
                    }
                }
                self.finish();
            }
            Phase::Sweeping => {
                if self.old.sweep(&mut enough) {
                    self.cycle.phase = Phase::Idle;
                }
            }
        }
    }

    /// A whole cycle: what is not reachable now is free when it returns. The nurseries are empty.
    pub fn full(&mut self) {
        // A mark that has begun keeps what has died since.
        if self.cycle.phase == Phase::Marking {
            while self.scan(u32::MAX) {}
            self.finish();
        }
        self.sweep_all();
        self.begin();
        while self.scan(u32::MAX) {}
        self.finish();
        self.sweep_all();
    }

    fn sweep_all(&mut self) {
        self.old.sweep(&mut || false);
        self.cycle.phase = Phase::Idle;
    }

    fn begin(&mut self) {
        self.stats.major += 1;
        self.cycle.phase = Phase::Marking;
        self.cycle.goal = self.old.allocated + self.old.allocated / 2;
        // SAFETY: the world is stopped, and the last cycle is over.
        unsafe { self.old.begin_mark() };
        self.visit_roots(Scope::All, &mut |c, slot| {
            // SAFETY: root slots are valid words, of old objects.
            unsafe { c.mark(*slot) }
        });
    }

    fn finish(&mut self) {
        if self.check {
            self.verify_marks();
        }
        self.cycle.phase = Phase::Sweeping;
        // SAFETY: there is nothing left to scan.
        unsafe { self.old.end_mark() };
        self.cycle.alive = self.old.allocated;
        self.cycle.trigger = (self.old.allocated * 2).max(FIRST_TRIGGER);
        self.cycle.goal = self.cycle.trigger;
    }

    /// Scans some of the objects that are left; false when there are none.
    fn scan(&mut self, batch: u32) -> bool {
        for _ in 0..batch {
            // SAFETY: gray objects are live old ones.
            unsafe {
                if let Some(p) = self.cycle.gray.pop() {
                    self.old.count_live(p);
                    let (first, n) = object::slots(p);
                    if n > CHUNK {
                        self.cycle.arrays.push((p, CHUNK));
                    }
                    self.mark_slots(first, n.min(CHUNK));
                } else if let Some((p, from)) = self.cycle.arrays.pop() {
                    let (first, n) = object::slots(p);
                    let to = n.min(from + CHUNK);
                    if to < n {
                        self.cycle.arrays.push((p, to));
                    }
                    self.mark_slots(first.add(from), to - from);
                } else {
                    return false;
                }
            }
        }
        true
    }

    /// Marks what so many slots refer to.
    unsafe fn mark_slots(&mut self, first: *mut u64, n: usize) {
        // SAFETY: the caller's slots are those of a live object.
        unsafe {
            for i in 0..n {
                self.mark(*first.add(i));
            }
        }
    }

    /// Marks what a word refers to, an old object if anything.
    #[inline]
    pub unsafe fn mark(&mut self, word: u64) {
        if object::is_ref(word) {
            let p = word as *mut u64;
            // SAFETY: after a minor collection every reference is to a live old object.
            unsafe {
                if self.old.mark(p) {
                    self.cycle.gray.push(p);
                }
            }
        }
    }
}
