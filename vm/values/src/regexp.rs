//! Regular expressions (spec 10.1): `[header | text]`. The text is the value; what is compiled from it is cached in
//! [`World::regexps`].

use crate::word::{Sort, Word, meta};
use crate::world::World;

impl World {
    /// The regular expression of a text, a string that the caller has found to be one.
    pub fn regexp_new(&mut self, text: Word) -> Word {
        let h = self.heap.push_handle(text.0);
        // SAFETY: the one slot is filled right after.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Regexp, 0), 1, 2);
            *p.add(1) = self.heap.handle(h);
            self.heap.pop_handles(h);
            Word(p as u64)
        }
    }

    /// The text of a regular expression.
    pub fn as_regexp(&self, w: Word) -> Option<&str> {
        // SAFETY: a regular expression has one slot, its text.
        let text = w.is_sort(Sort::Regexp).then(|| unsafe { Word(*w.ptr().add(1)) })?;
        self.as_str(text)
    }
}
