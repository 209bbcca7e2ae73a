//! A collection: all mutators are stopped, one of them has the heaps of all.

use std::collections::HashSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::cycle::Cycle;
use crate::object::{self, LIVE, LOGGED, OLD, is_ref};
use crate::old::{self, OldSpace};
use crate::{Heap, HeapStats, Scope};

/// What a collection works with.
pub(crate) struct Collector<'a> {
    pub old: &'a mut OldSpace,
    pub cycle: &'a mut Cycle,
    pub stats: &'a mut HeapStats,
    /// Addresses of young objects.
    pub young: Range<usize>,
    /// The heaps of all mutators.
    ///
    /// Invariant: each pointer is good, and nobody uses its heap, as long as the collector exists.
    pub heaps: Vec<*mut Heap>,
    pub work: Vec<*mut u64>,
    /// Whether to check what should hold.
    pub check: bool,
}

impl Collector<'_> {
    /// Calls `f` with every root slot of every mutator.
    pub fn visit_roots(&mut self, scope: Scope, f: &mut dyn FnMut(&mut Self, *mut u64)) {
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

    /// Calls `f` with some of the root slots that may not have changed for long ([`crate::RootSource::visit_quiet`]).
    pub fn visit_quiet(&mut self, from: usize, f: &mut dyn FnMut(&mut Self, *mut u64)) -> Option<usize> {
        let mut next = None;
        for heap in self.heaps.clone() {
            // SAFETY: as in `visit_roots`.
            unsafe {
                if let Some(roots) = (*heap).roots {
                    next = next.max((*roots).visit_quiet(from, &mut |slot| f(self, slot)));
                }
            }
        }
        next
    }

    /// Moves what is reachable out of all nurseries; while the old space is being marked, marks what has changed.
    pub fn minor(&mut self, begun: Instant) {
        self.stats.minor += 1;
        let marking = self.cycle.marking();
        self.visit_roots(Scope::Young, &mut |c, slot| {
            // SAFETY: root slots are valid words; evacuated, of old objects.
            unsafe {
                c.evacuate(slot);
                if marking {
                    c.mark(*slot);
                }
            }
        });
        for heap in self.heaps.clone() {
            // SAFETY: the invariant of `heaps`.
            let (remembered, cards) =
                unsafe { (std::mem::take(&mut (*heap).remembered), std::mem::take(&mut (*heap).cards)) };
            for (p, card) in cards {
                // SAFETY: the cards are those of live large arrays; what dies goes after this.
                unsafe {
                    let (first, n) = old::card_slots(p, card);
                    *old::card_of(p, first).1 = 0;
                    let again = marking && self.old.is_marked(p);
                    self.evacuate_range(first, n, again);
                }
            }
            for p in remembered {
                // SAFETY: remembered objects are old, hence still where they were.
                unsafe {
                    *p &= !LOGGED;
                    let again = marking && self.old.is_marked(p);
                    self.evacuate_slots(p, again);
                }
            }
        }
        while let Some(p) = self.work.pop() {
            // SAFETY: `work` holds objects just promoted.
            unsafe { self.evacuate_slots(p, marking) }
        }
        let pause = begun.elapsed();
        for heap in &self.heaps {
            // SAFETY: the invariant of `heaps`; nothing refers into a nursery any more.
            unsafe {
                if !self.check {
                    (**heap).adapt(pause);
                }
                (**heap).empty_nursery();
            }
        }
    }

    unsafe fn evacuate_slots(&mut self, p: *mut u64, mark: bool) {
        // SAFETY: `p` is a live old object.
        unsafe {
            let (first, n) = object::slots(p);
            self.evacuate_range(first, n, mark);
        }
    }

    unsafe fn evacuate_range(&mut self, first: *mut u64, n: usize, mark: bool) {
        // SAFETY: the caller's slots are those of a live old object.
        unsafe {
            for i in 0..n {
                self.evacuate(first.add(i));
                if mark {
                    self.mark(*first.add(i));
                }
            }
        }
    }

    /// Moves the young object that `slot` refers to, if any, and updates the slot.
    #[inline]
    unsafe fn evacuate(&mut self, slot: *mut u64) {
        // SAFETY: slots hold valid words.
        unsafe {
            let word = *slot;
            // The address alone tells: a look at every old object would cost a cache miss each.
            if !self.is_young(word) {
                return;
            }
            let p = word as *mut u64;
            let h = *p;
            if h & LIVE == 0 {
                *slot = h;
                return;
            }
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

    /// Whether a word refers to a young object.
    #[inline]
    fn is_young(&self, word: u64) -> bool {
        (word as usize).wrapping_sub(self.young.start) < self.young.len() && is_ref(word)
    }

    /// Whether a word refers to memory that a collection has emptied.
    fn is_dead(&self, word: u64) -> bool {
        // SAFETY: what is not young is an old object, whose header can be read.
        is_ref(word) && (self.is_young(word) || unsafe { *(word as *const u64) & (LIVE | OLD) != LIVE | OLD })
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

    /// Stress mode, at the end of a mark: everything that can be reached is marked.
    pub fn verify_marks(&mut self) {
        let mut found: HashSet<*mut u64> = HashSet::new();
        let mut work = Vec::new();
        self.visit_roots(Scope::All, &mut |_, slot| {
            // SAFETY: root slots are valid words.
            work.push(unsafe { *slot });
        });
        while let Some(word) = work.pop() {
            let p = word as *mut u64;
            if !is_ref(word) || !found.insert(p) {
                continue;
            }
            // SAFETY: the nurseries are empty, and a mark is going on.
            unsafe {
                assert!(self.old.is_marked(p), "a mark has not found {p:?} (header {:#x})", *p);
                let (first, n) = object::slots(p);
                (0..n).for_each(|i| work.push(*first.add(i)));
            }
        }
    }
}

/// The line of `--gc-log`: when, what, the pause, the time for which the processor was the collecting thread's (on a busy
/// machine less than the pause), and bytes in use in the old space.
pub(crate) fn log(what: &str, since_start: Duration, pause: Duration, cpu: Duration, old_bytes: usize) {
    eprintln!(
        "[gc {:.3}s] {what} {:.3} ms, cpu {:.3}, old {} KiB",
        since_start.as_secs_f64(),
        pause.as_secs_f64() * 1e3,
        cpu.as_secs_f64() * 1e3,
        old_bytes / 1024
    );
}

/// Processor time that the thread has used.
pub(crate) fn thread_cpu() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the structure is the call's to fill.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
