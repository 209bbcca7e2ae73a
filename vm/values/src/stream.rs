//! Streams (spec 5.5.7): `[header | source]`. The header has the inherent type, a stream type. The source is an object of
//! the class `Source` of lang.stream, which knows how far the stream has come; nil stands for a stream without values.

use crate::types::TypeId;
use crate::word::{Sort, Word, meta};
use crate::world::World;

impl World {
    pub fn stream_new(&mut self, ty: TypeId, source: Word) -> Word {
        let h = self.heap.push_handle(source.0);
        // SAFETY: the one slot is filled right after.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Stream, ty), 1, 2);
            *p.add(1) = self.heap.handle(h);
            self.heap.pop_handles(h);
            Word(p as u64)
        }
    }

    pub fn stream_source(&self, w: Word) -> Option<Word> {
        // SAFETY: a stream has one slot.
        w.is_sort(Sort::Stream).then(|| unsafe { Word(*w.ptr().add(1)) })
    }
}
