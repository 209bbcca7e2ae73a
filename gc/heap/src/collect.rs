//! A collection: all mutators are stopped, one of them has the heaps of all.

use std::collections::HashSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::cycle::Cycle;
use crate::evacuate::{Evacuator, Shared};
use crate::object::{self, LIVE, OLD, is_ref};
use crate::old::{self, OldSpace};
use crate::safepoint::Stopped;
use crate::{Heap, HeapPtr, HeapStats, Scope, young};

/// Bytes of nurseries that are in use up to which a collection is not worth the help of others.
const ALONE: usize = 64 << 10;

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
    /// Whether to check what should hold.
    pub check: bool,
}

impl Collector<'_> {
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

    /// Moves what is reachable out of all nurseries; while the old space is being marked, marks what has changed. Mutators that
    /// are stopped take part.
    pub fn minor(&mut self, begun: Instant, stopped: &Stopped<'_, HeapPtr>) {
        self.stats.minor += 1;
        let (mut remembered, mut cards, mut used) = (Vec::new(), Vec::new(), 0);
        for &heap in &self.heaps {
            // SAFETY: the invariant of `heaps`.
            unsafe {
                join(&mut remembered, &mut (*heap).remembered);
                join(&mut cards, &mut (*heap).cards);
                used += (*heap).used();
            }
        }
        let shared = Shared::new(self.old, self.young.clone(), self.cycle.marking(), remembered, cards);
        if stopped.helpers() > 0 && (self.check || used > ALONE) {
            stopped.share(&|| shared.help(), || evacuate(Evacuator::<true>::first(&shared), &self.heaps));
        } else {
            evacuate(Evacuator::<false>::first(&shared), &self.heaps);
        }
        let found = shared.into_found();
        self.stats.promoted += found.promoted;
        found.marked.into_iter().for_each(|p| self.cycle.scan_object(p));
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

    /// Whether a word refers to memory that a collection has emptied.
    fn is_dead(&self, word: u64) -> bool {
        // SAFETY: what is not young is an old object, whose header can be read.
        is_ref(word)
            && (young::holds(&self.young, word)
                || unsafe { *(word as *const u64) & (LIVE | OLD) != LIVE | OLD })
    }

    /// Stress mode: after a collection no root and no old object refers to a nursery.
    pub fn verify(&mut self) {
        visit_roots(&self.heaps, Scope::All, &mut |slot| {
            // SAFETY: root slots are valid words.
            let word = unsafe { *slot };
            assert!(!self.is_dead(word), "a root that was not visited keeps a dead reference");
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
        let epoch = self.old.large_epoch();
        let mut found: HashSet<*mut u64> = HashSet::new();
        let mut work = Vec::new();
        visit_roots(&self.heaps, Scope::All, &mut |slot| {
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
                assert!(old::is_marked(p, epoch), "a mark has not found {p:?} (header {:#x})", *p);
                let (first, n) = object::slots(p);
                (0..n).for_each(|i| work.push(*first.add(i)));
            }
        }
    }
}

/// Calls `f` with every root slot of every mutator.
pub(crate) fn visit_roots(heaps: &[*mut Heap], scope: Scope, f: &mut dyn FnMut(*mut u64)) {
    for &heap in heaps {
        // SAFETY: the invariant of [`Collector::heaps`], and `set_roots`'s contract; the callback only touches heap memory and
        // the slot.
        unsafe {
            if let Some(roots) = (*heap).roots {
                (*roots).visit_roots(scope, f);
            }
            let (handles, n) = ((*heap).handles.as_mut_ptr(), (*heap).handles.len());
            (0..n).for_each(|i| f(handles.add(i)));
        }
    }
}

/// The first thread's part of an evacuation.
fn evacuate<const SHARED: bool>(mut e: Evacuator<'_, '_, SHARED>, heaps: &[*mut Heap]) {
    // SAFETY: root slots are valid words.
    visit_roots(heaps, Scope::Young, &mut |slot| unsafe { e.root(slot) });
    e.run();
    e.end();
}

/// Moves what one list holds to another.
fn join<T>(all: &mut Vec<T>, more: &mut Vec<T>) {
    match all.is_empty() {
        true => std::mem::swap(all, more),
        false => all.append(more),
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
