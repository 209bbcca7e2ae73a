//! A collection: all mutators are stopped, one of them has the heaps of all.

use std::time::Instant;

use crate::object::{self, LIVE, LOGGED, OLD, is_ref};
use crate::old::OldSpace;
use crate::{Heap, HeapStats, Mapping, Scope};

/// Old-space bytes below which there is no major collection.
pub(crate) const FIRST_TRIGGER: usize = 32 << 20;

/// What a collection works with.
pub(crate) struct Collector<'a> {
    pub old: &'a mut OldSpace,
    pub stats: &'a mut HeapStats,
    /// The heaps of all mutators.
    ///
    /// Invariant: each pointer is good, and nobody uses its heap, as long as the collector exists.
    pub heaps: Vec<*mut Heap>,
    pub work: Vec<*mut u64>,
}

impl Collector<'_> {
    /// Calls `f` with every root slot of every mutator.
    fn visit_roots(&mut self, scope: Scope, f: &mut dyn FnMut(&mut Self, *mut u64)) {
        for heap in self.heaps.clone() {
            // SAFETY: the invariant of `heaps`, and `set_roots`'s contract; the callback only touches heap memory and the
            // slot.
            unsafe {
                if let Some(roots) = (*heap).roots {
                    (*roots).visit_roots(scope, &mut |slot| f(self, slot));
                }
                let (handles, n) = ((*heap).handles.as_mut_ptr(), (*heap).handles.len());
                for i in 0..n {
                    f(self, handles.add(i));
                }
            }
        }
    }

    /// Moves what is reachable out of all nurseries.
    pub fn minor(&mut self) {
        self.stats.minor += 1;
        self.visit_roots(Scope::Young, &mut |c, slot| {
            // SAFETY: root slots are valid words.
            unsafe { c.evacuate(slot) }
        });
        for heap in self.heaps.clone() {
            // SAFETY: the invariant of `heaps`.
            let remembered = unsafe { std::mem::take(&mut (*heap).remembered) };
            for p in remembered {
                // SAFETY: remembered objects are old, hence still where they were.
                unsafe {
                    *p &= !LOGGED;
                    self.evacuate_slots(p);
                }
            }
        }
        while let Some(p) = self.work.pop() {
            // SAFETY: `work` holds objects just promoted.
            unsafe { self.evacuate_slots(p) }
        }
        for heap in &self.heaps {
            // SAFETY: the invariant of `heaps`; nothing refers into a nursery any more.
            unsafe { (**heap).empty_nursery() }
        }
    }

    unsafe fn evacuate_slots(&mut self, p: *mut u64) {
        // SAFETY: `p` is a live old object.
        unsafe {
            let (first, n) = object::slots(p);
            for i in 0..n {
                self.evacuate(first.add(i));
            }
        }
    }

    /// Moves the young object that `slot` refers to, if any, and updates the slot.
    #[inline]
    unsafe fn evacuate(&mut self, slot: *mut u64) {
        // SAFETY: slots hold valid words.
        unsafe {
            let word = *slot;
            if !is_ref(word) {
                return;
            }
            let p = word as *mut u64;
            let h = *p;
            if h & OLD != 0 && h & LIVE != 0 {
                return;
            }
            if h & LIVE == 0 {
                *slot = h;
                return;
            }
            debug_assert!(self.in_nursery(p), "reference into nowhere");
            let words = object::size(p);
            let to = self.old.alloc(words);
            std::ptr::copy_nonoverlapping(p, to, words);
            *to = h | OLD;
            *p = to as u64;
            *slot = to as u64;
            self.stats.promoted += words as u64 * 8;
            self.work.push(to);
        }
    }

    fn in_nursery(&self, p: *const u64) -> bool {
        // SAFETY: the invariant of `heaps`.
        self.heaps.iter().any(|h| unsafe { (**h).nursery.contains(p) })
    }

    /// Frees what is not reachable; the nurseries are empty.
    pub fn major(&mut self) {
        self.stats.major += 1;
        // SAFETY: the world is stopped.
        unsafe {
            self.old.begin_mark();
            self.visit_roots(Scope::All, &mut |c, slot| c.mark(*slot));
            while let Some(p) = self.work.pop() {
                let (first, n) = object::slots(p);
                for i in 0..n {
                    self.mark(*first.add(i));
                }
            }
            self.old.end_mark();
        }
    }

    #[inline]
    unsafe fn mark(&mut self, word: u64) {
        if is_ref(word) {
            let p = word as *mut u64;
            // SAFETY: after a minor collection every reference is to a live old object.
            unsafe {
                if self.old.mark(p) {
                    self.work.push(p);
                }
            }
        }
    }

    /// Whether a word refers to memory that a collection has emptied.
    fn is_dead(&self, word: u64) -> bool {
        let p = word as *const u64;
        let emptied = |m: &Mapping| m.contains(p);
        // SAFETY: the invariant of `heaps`.
        let emptied =
            |h: &*mut Heap| unsafe { emptied(&(**h).nursery) || (**h).spare.as_ref().is_some_and(emptied) };
        // SAFETY: what is in no mapping is an old object, whose header can be read.
        is_ref(word) && (self.heaps.iter().any(emptied) || unsafe { *p & (LIVE | OLD) != LIVE | OLD })
    }

    /// Stress mode: after a collection no root and no old object refers to a nursery.
    pub fn verify(&mut self) {
        self.visit_roots(Scope::All, &mut |c, slot| {
            // SAFETY: root slots are valid words.
            let word = unsafe { *slot };
            assert!(!c.is_dead(word), "a root that was not visited keeps a dead reference");
        });
        let me: *const Self = self;
        // SAFETY: the world is stopped; `is_dead` does not look at the old space's own state.
        unsafe {
            self.old.for_each(&mut |p| {
                let (first, n) = object::slots(p);
                for i in 0..n {
                    assert!(
                        !(*me).is_dead(*first.add(i)),
                        "old object {p:?} (header {:#x}) keeps a dead reference in slot {i}",
                        *p
                    );
                }
            });
        }
    }
}

/// The line of `--gc-log`.
pub(crate) fn log(major: bool, since_start: std::time::Duration, begun: Instant, old_bytes: usize) {
    eprintln!(
        "[gc {:.3}s] {} {:.3} ms, old {} KiB",
        since_start.as_secs_f64(),
        if major { "major" } else { "minor" },
        begun.elapsed().as_secs_f64() * 1e3,
        old_bytes / 1024
    );
}
