//! What is alive, for somebody who wants to know what holds it.

use std::time::Instant;

use crate::Heap;

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
        let mut c = global.collector(&mut old, &stopped);
        c.minor(Instant::now(), &stopped);
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
