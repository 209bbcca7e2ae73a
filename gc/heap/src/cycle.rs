//! The cycle of the old space: idle, marking in slices, sweeping in slices. Each slice is part of a minor collection's pause.
//!
//! # Protocol
//!
//! Marking is by incremental update. Roots are visited when it begins, but for those that have not changed for long, of
//! which there may be many: they are visited piece by piece like objects; and what has changed at every minor collection.
//! An old object that is written to is in the remembered set by the next minor collection, which scans it once more if it
//! has been marked. What is promoted or allocated large meanwhile counts as marked, and what it refers to is marked by
//! the collection that promotes it. So after a minor collection all that marked objects and roots refer to is marked, but for
//! the objects in `gray`, which have yet to be scanned, and the roots from `quiet` on: when there are none, marking is over,
//! without another look at anything.
//!
//! A slice takes what the minor collection leaves of [`BUDGET`], at least [`SLICE`]; it takes longer when marking is late, by
//! what the old space has grown since the cycle began.

use std::time::{Duration, Instant};

use crate::collect::{Collector, visit_roots};
use crate::old::{self, OldSpace};
use crate::{Scope, object};

/// Old-space bytes below which no cycle begins, but for [`LULL`].
pub(crate) const FIRST_TRIGGER: usize = 32 << 20;
/// Time after the last cycle when one begins below [`FIRST_TRIGGER`] too: a service that promotes next to nothing would
/// otherwise grow for an hour, with what the promoted objects hold outside the heap. Marking so little every so often takes
/// less than a hundredth of the time.
const LULL: Duration = Duration::from_secs(4);
/// Bytes that the old space must have grown by for that.
const GROWN: usize = 64 << 10;
/// Bytes for which an idle program collects.
const WORTHWHILE: usize = 8 << 20;
/// Time of a collection with a slice when there is no hurry.
const BUDGET: Duration = Duration::from_micros(600);
/// Time of a slice at least.
const SLICE: Duration = Duration::from_micros(100);
/// How far marking is to be ahead of the growth of the old space.
const LEAD: f64 = 1.25;
/// Bytes marked in a second, before it has been measured.
const FIRST_RATE: f64 = 1e9;
/// Time of a slice at most.
const LAST_SLICE: Duration = Duration::from_millis(2);
/// Slots of an array that are scanned at a time.
const CHUNK: usize = 512;
/// Objects and slots between looks at the clock; each may cost a cache miss.
const BATCH: usize = 512;
/// Those of a slice in stress mode: few, so that much happens between the slices.
const STRESS_BATCH: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    Idle,
    Marking,
    Sweeping,
}

/// A stack that grows by pieces: growing a vector of millions would be a pause of its own.
#[derive(Default)]
struct Stack {
    top: Vec<*mut u64>,
    full: Vec<Vec<*mut u64>>,
    /// An empty piece, so that a stack at the boundary of two does not allocate again and again.
    spare: Vec<*mut u64>,
}

impl Stack {
    const PIECE: usize = 8192;

    #[inline]
    fn push(&mut self, p: *mut u64) {
        if self.top.len() == Stack::PIECE {
            let full = std::mem::replace(&mut self.top, std::mem::take(&mut self.spare));
            self.full.push(full);
        }
        if self.top.capacity() == 0 {
            self.top.reserve_exact(Stack::PIECE);
        }
        self.top.push(p);
    }

    #[inline]
    fn pop(&mut self) -> Option<*mut u64> {
        let p = self.top.pop();
        if p.is_some() {
            return p;
        }
        self.spare = std::mem::replace(&mut self.top, self.full.pop()?);
        self.top.pop()
    }
}

/// References on their way to be marked: the processor fetches the object while others are.
struct Ahead {
    waiting: [*mut u64; Ahead::LEN],
    next: usize,
}

impl Default for Ahead {
    fn default() -> Ahead {
        Ahead { waiting: [std::ptr::null_mut(); Ahead::LEN], next: 0 }
    }
}

impl Ahead {
    const LEN: usize = 16;

    /// Takes one in, and gives back the one that has waited longest.
    #[inline]
    fn push(&mut self, p: *mut u64) -> Option<*mut u64> {
        old::prefetch(p);
        let at = self.next % Ahead::LEN;
        self.next += 1;
        let oldest = std::mem::replace(&mut self.waiting[at], p);
        (!oldest.is_null()).then_some(oldest)
    }

    fn is_empty(&self) -> bool {
        self.next == 0
    }

    fn take(&mut self) -> impl Iterator<Item = *mut u64> + use<> {
        std::mem::take(self).waiting.into_iter().filter(|p| !p.is_null())
    }
}

/// See the module documentation.
pub(crate) struct Cycle {
    phase: Phase,
    /// Marked objects that have yet to be scanned.
    gray: Stack,
    /// Arrays that have been scanned up to an index.
    arrays: Vec<(*mut u64, usize)>,
    /// Where the roots begin that are left to visit of those that may not have changed since marking began.
    quiet: Option<usize>,
    /// Bytes that the last cycle found alive.
    alive: usize,
    /// Old-space size at which a cycle begins.
    trigger: usize,
    /// Old-space size by which it should be over.
    goal: usize,
    /// Old-space size when it began, and time that has been spent on marking since.
    start: usize,
    spent: Duration,
    /// When the last one was over, or the heap was made.
    last: Instant,
}

impl Cycle {
    pub fn new() -> Cycle {
        Cycle {
            phase: Phase::Idle,
            gray: Stack::default(),
            arrays: Vec::new(),
            quiet: None,
            alive: 0,
            trigger: FIRST_TRIGGER,
            goal: FIRST_TRIGGER,
            start: 0,
            spent: Duration::ZERO,
            last: Instant::now(),
        }
    }

    /// Whether it is time to begin: the old space has grown enough for it, or by little in a long time.
    fn is_time(&self, allocated: usize, now: Instant) -> bool {
        let some = self.alive + self.alive / 4 + GROWN;
        allocated > self.trigger || ((some..FIRST_TRIGGER).contains(&allocated) && now > self.last + LULL)
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

    /// While marking: what a large array refers to that has been allocated, hence is marked, but that nobody will look at
    /// because of that.
    pub fn scan_later(&mut self, array: *mut u64) {
        if self.marking() {
            self.arrays.push((array, 0));
        }
    }

    /// While marking: an object that has been marked is still to be scanned.
    pub fn scan_object(&mut self, p: *mut u64) {
        self.gray.push(p);
    }

    pub fn marking(&self) -> bool {
        self.phase == Phase::Marking
    }

    /// Whether so much in use asks for a slice before the nursery is full, or even for a whole cycle.
    pub fn due(&self, allocated: usize) -> Option<bool> {
        let whole = allocated > self.trigger.max(self.goal).saturating_mul(2);
        (allocated > self.trigger).then_some(whole)
    }

    /// Bytes that should have been marked when the old space has grown by that part of what it may: at first as many as the
    /// last cycle has found alive; all that there was only at the end.
    fn wanted(&self, grown: f64) -> f64 {
        let all = self.start as f64;
        let likely = if self.alive == 0 { all } else { all.min(self.alive as f64) };
        let first = 1.0 / LEAD;
        match grown < first {
            true => grown / first * likely,
            false => likely + ((grown - first) / (1.0 - first)).min(1.0) * (all - likely),
        }
    }

    /// Time for a slice when the collection that it is part of has taken so long: longer when less has been marked than the
    /// growth of the old space since the cycle began asks for.
    fn slice(&self, old: &OldSpace, taken: Duration) -> Duration {
        let usual = BUDGET.saturating_sub(taken).max(SLICE);
        if !self.marking() {
            return usual;
        }
        let promoted = old.allocated.saturating_sub(self.start);
        let wanted = self.wanted(promoted as f64 / self.goal.saturating_sub(self.start).max(1) as f64);
        // What has been promoted or allocated meanwhile is marked without work.
        let done = old.live.saturating_sub(promoted) as f64;
        let rate = if self.spent > BUDGET { done / self.spent.as_secs_f64() } else { FIRST_RATE };
        let late = Duration::from_secs_f64(((wanted - done).max(0.0) / rate.max(1.0)).min(1.0));
        usual.max(late.min(LAST_SLICE))
    }
}

impl Collector<'_> {
    /// One slice of the cycle, which begins when the old space has grown enough. The nurseries are empty.
    /// `now`: whatever its size.
    pub fn step(&mut self, begun: Instant, stress: bool, now: bool) {
        let from = Instant::now();
        let end = from + self.cycle.slice(self.old, from - begun);
        let batch = if stress { STRESS_BATCH } else { BATCH };
        let mut enough = || stress || Instant::now() >= end;
        match self.cycle.phase {
            Phase::Idle if stress || now || self.cycle.is_time(self.old.allocated, from) => self.begin(),
            Phase::Idle => {}
            Phase::Marking => {
                let mut more = true;
                while more {
                    more = self.scan(batch);
                    if more && enough() {
                        break;
                    }
                }
                self.cycle.spent += from.elapsed();
                if !more {
                    self.finish();
                }
            }
            Phase::Sweeping => {
                if self.old.sweep(&mut enough) {
                    self.idle();
                }
            }
        }
    }

    /// A whole cycle: what is not reachable now is free when it returns. The nurseries are empty.
    pub fn full(&mut self) {
        // A mark that has begun keeps what has died since.
        if self.cycle.phase == Phase::Marking {
            while self.scan(usize::MAX) {}
            self.finish();
        }
        self.sweep_all();
        self.begin();
        while self.scan(usize::MAX) {}
        self.finish();
        self.sweep_all();
    }

    fn sweep_all(&mut self) {
        self.old.sweep(&mut || false);
        self.idle();
    }

    fn idle(&mut self) {
        self.cycle.phase = Phase::Idle;
        self.cycle.last = Instant::now();
    }

    fn begin(&mut self) {
        self.stats.major += 1;
        self.cycle.phase = Phase::Marking;
        self.cycle.start = self.old.allocated;
        self.cycle.goal = self.old.allocated + (self.cycle.alive / 5 * 6).max(self.old.allocated / 2);
        self.cycle.spent = Duration::ZERO;
        // SAFETY: the world is stopped, and the last cycle is over.
        unsafe { self.old.begin_mark() };
        self.cycle.quiet = Some(0);
        let heaps = self.heaps.clone();
        // SAFETY: root slots are valid words, of old objects.
        visit_roots(&heaps, Scope::Young, &mut |slot| unsafe { self.mark(*slot) });
    }

    fn finish(&mut self) {
        if self.check {
            self.verify_marks();
        }
        self.cycle.phase = Phase::Sweeping;
        // SAFETY: there is nothing left to scan.
        unsafe { self.old.end_mark() };
        self.cycle.alive = self.old.allocated;
        self.cycle.trigger = (self.old.allocated / 5 * 7).max(FIRST_TRIGGER);
        self.cycle.goal = self.cycle.trigger;
    }

    /// Scans objects that are left until so many objects and slots have been looked at; false when there are none.
    fn scan(&mut self, batch: usize) -> bool {
        let mut ahead = Ahead::default();
        let mut done = 0;
        while done < batch {
            // SAFETY: gray objects are live old ones.
            unsafe {
                if let Some(p) = self.cycle.gray.pop() {
                    self.old.count_live(p);
                    let (first, n) = object::slots(p);
                    if n > CHUNK {
                        self.cycle.arrays.push((p, CHUNK));
                    }
                    done += 1 + n.min(CHUNK);
                    self.mark_slots(&mut ahead, first, n.min(CHUNK));
                } else if !ahead.is_empty() {
                    self.mark_all(&mut ahead);
                } else if let Some((p, from)) = self.cycle.arrays.pop() {
                    let (first, n) = object::slots(p);
                    let to = n.min(from + CHUNK);
                    if to < n {
                        self.cycle.arrays.push((p, to));
                    }
                    done += 1 + to - from;
                    self.mark_slots(&mut ahead, first.add(from), to - from);
                } else if let Some(from) = self.cycle.quiet {
                    self.cycle.quiet = self.visit_quiet(from, &mut |c, slot| {
                        done += 1;
                        c.mark(*slot);
                    });
                } else {
                    return false;
                }
            }
        }
        // SAFETY: as above.
        unsafe { self.mark_all(&mut ahead) };
        true
    }

    /// Marks what so many slots refer to, each after those that are in `ahead` already.
    unsafe fn mark_slots(&mut self, ahead: &mut Ahead, first: *mut u64, n: usize) {
        // SAFETY: the caller's slots are those of a live object.
        unsafe {
            for i in 0..n {
                let word = *first.add(i);
                if object::is_ref(word)
                    && let Some(p) = ahead.push(word as *mut u64)
                {
                    self.mark(p as u64);
                }
            }
        }
    }

    unsafe fn mark_all(&mut self, ahead: &mut Ahead) {
        for p in ahead.take() {
            // SAFETY: it was found in a slot.
            unsafe { self.mark(p as u64) };
        }
    }

    /// Marks what a word refers to, an old object if anything.
    #[inline]
    pub unsafe fn mark(&mut self, word: u64) {
        if object::is_ref(word) {
            let p = word as *mut u64;
            // SAFETY: after a minor collection every reference is to a live old object.
            unsafe {
                if old::mark::<false>(p, self.old.large_epoch()) {
                    self.cycle.gray.push(p);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_heap_is_marked_when_it_has_grown_for_long() {
        let mut cycle = Cycle::new();
        cycle.alive = 1 << 20;
        let (early, late) = (cycle.last, cycle.last + LULL + Duration::from_millis(1));
        let grown = (1 << 20) / 4 * 5 + GROWN;
        assert!(cycle.is_time(grown, late));
        assert!(!cycle.is_time(grown, early), "too soon after the last");
        assert!(!cycle.is_time(grown - 1, late), "too little for it");
        assert!(cycle.is_time(FIRST_TRIGGER + 1, early));
    }

    #[test]
    fn a_large_heap_is_marked_by_its_growth_only() {
        let mut cycle = Cycle::new();
        (cycle.alive, cycle.trigger) = (100 << 20, 140 << 20);
        let late = cycle.last + 10 * LULL;
        assert!(!cycle.is_time(140 << 20, late));
        assert!(cycle.is_time((140 << 20) + 1, late));
    }
}
