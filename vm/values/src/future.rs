//! Futures (spec 5.5.4): `[header | result | name | strand | state]`. The header has the inherent type, a future type. The
//! object is all that is left of a strand that has ended, and dies with the last reference to it.
//!
//! What the strand's number and state mean is the scheduler's business; `name` is what messages call the strand.

use crate::types::TypeId;
use crate::word::{Sort, Word, meta};
use crate::world::World;

const RESULT: usize = 1;
const NAME: usize = 2;
const STRAND: usize = 3;
const STATE: usize = 4;

impl World {
    /// A future of the strand that messages call `name`; its number and state are zero.
    pub fn future_new(&mut self, ty: TypeId, name: Word) -> Word {
        let h = self.heap.push_handle(name.0);
        // SAFETY: all words are filled right after.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Future, ty), 2, 5);
            *p.add(RESULT) = Word::NIL.0;
            *p.add(NAME) = self.heap.handle(h);
            *p.add(STRAND) = 0;
            *p.add(STATE) = 0;
            self.heap.pop_handles(h);
            Word(p as u64)
        }
    }

    fn future_word(&self, w: Word, i: usize) -> Option<u64> {
        // SAFETY: a future has five words.
        w.is_sort(Sort::Future).then(|| unsafe { *w.ptr().add(i) })
    }

    /// What the strand of a future has given; nil before.
    pub fn future_result(&self, w: Word) -> Option<Word> {
        self.future_word(w, RESULT).map(Word)
    }

    pub fn future_name(&self, w: Word) -> Option<Word> {
        self.future_word(w, NAME).map(Word)
    }

    /// The number that the scheduler gave the future's strand.
    pub fn future_strand(&self, w: Word) -> Option<u64> {
        self.future_word(w, STRAND)
    }

    /// The scheduler's notes on the future.
    pub fn future_state(&self, w: Word) -> Option<u64> {
        self.future_word(w, STATE)
    }

    /// Nothing happens to what is no future, here and below.
    pub fn set_future_result(&mut self, w: Word, result: Word) {
        if w.is_sort(Sort::Future) {
            // SAFETY: a future has five words, of which this is a slot.
            unsafe {
                *w.ptr().add(RESULT) = result.0;
                self.heap.barrier(w.ptr());
            }
        }
    }

    pub fn set_future_strand(&mut self, w: Word, strand: u64) {
        if w.is_sort(Sort::Future) {
            // SAFETY: a future has five words; this one is data.
            unsafe { *w.ptr().add(STRAND) = strand }
        }
    }

    pub fn set_future_state(&mut self, w: Word, state: u64) {
        if w.is_sort(Sort::Future) {
            // SAFETY: a future has five words; this one is data.
            unsafe { *w.ptr().add(STATE) = state }
        }
    }
}
