//! What is alive, for somebody who wants to know what holds it.

use std::time::Instant;

use crate::collect::Collector;
use crate::{Heap, Old};

/// All live objects and what refers to them from outside the heap.
#[derive(Default)]
pub struct Snapshot {
    /// What the root source says of a root slot, and the word in it.
    pub roots: Vec<(String, u64)>,
    pub objects: Vec<*const u64>,
}

impl Heap {
    /// Collects all that is dead and calls `see` with the rest, while every mutator is stopped.
    ///
    /// The objects may be read until `see` returns.
    pub fn snapshot(&mut self, see: &mut dyn FnMut(&Snapshot)) {
        let member = self.member();
        let global = self.global.clone();
        let stopped = loop {
            // Another mutator's collection is not enough.
            if let Some(stopped) = global.safepoint.stop_others(member) {
                break stopped;
            }
        };
        let mut old = global.old();
        let Old { space, cycle, stats } = &mut *old;
        let heaps: Vec<*mut Heap> = stopped.members().into_iter().map(|h| h.0).collect();
        let (check, young) = (global.config.stress.is_some(), global.young.range());
        let mut c = Collector { old: space, cycle, stats, young, heaps, work: Vec::new(), check };
        c.minor(Instant::now());
        c.full();
        let mut out = Snapshot::default();
        for &heap in &c.heaps {
            // SAFETY: as in `Collector::visit_roots`.
            unsafe {
                if let Some(roots) = (*heap).roots {
                    (*roots).describe_roots(&mut |what, word| out.roots.push((what.to_string(), word)));
                }
                let handles = &(*heap).handles;
                out.roots.extend(handles.iter().map(|&word| ("a native function".to_string(), word)));
            }
        }
        // SAFETY: the world is stopped.
        unsafe { c.old.for_each(&mut |p| out.objects.push(p)) };
        see(&out);
    }
}
