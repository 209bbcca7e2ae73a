//! Futures (spec 5.5.4): `[header | strand]`. The header has the inherent type, a future type; the strand is an object of
//! the class `Strand` of lang.strand.

use crate::types::TypeId;
use crate::word::{Sort, Word, meta};
use crate::world::World;

impl World {
    pub fn future_new(&mut self, ty: TypeId, strand: Word) -> Word {
        let h = self.heap.push_handle(strand.0);
        // SAFETY: the one slot is filled right after.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Future, ty), 1, 2);
            *p.add(1) = self.heap.handle(h);
            self.heap.pop_handles(h);
            Word(p as u64)
        }
    }

    /// The strand of a future.
    pub fn future_strand(&self, w: Word) -> Option<Word> {
        // SAFETY: a future has one slot.
        w.is_sort(Sort::Future).then(|| unsafe { Word(*w.ptr().add(1)) })
    }
}
