//! Strings.
//!
//! A string is UTF-8 with its number of bytes and of code points (`bytes | code points << 32`) and a cached hash, in one of
//! two forms that agree on words 2 and 3:
//!
//! ```text
//! plain  [header | words of the array | lengths | hash | bytes …]       an array of data
//! built  [header | backing            | lengths | hash]                 one slot
//! ```
//! The backing of a built string is an array of data, `[header | words | filled | bytes …]`, whose first bytes are the
//! string's. Appending to a string that ends where its backing is filled up to writes after it, if there is room, and makes a
//! new built string with the same backing: a loop that appends is linear. Bytes below `filled` never change. Who wants to
//! append claims the place by moving `filled` first: of several threads one wins, the others copy.
//!
//! Code points of strings that are not ASCII are found from where the last search ended ([`Cursor`]).

use std::sync::atomic::{AtomicU64, Ordering};

use crate::text::{MAX_STRING, too_long};
use crate::word::{Sort, Word, meta};
use crate::world::{Fail, Result, World, hash_str};

/// Words of a plain string before its bytes.
const PLAIN_HEADER: usize = 4;
/// Words of a backing before its bytes; `filled` is the last of them.
const BACKING_HEADER: usize = 3;
/// Concatenations shorter than this are plain.
const BUILT: usize = 1024;
/// Strings of fewer bytes are searched from the beginning, and leave the cursor to longer ones.
const SHORT: usize = 64;

/// A place in a string.
#[derive(Clone, Copy, Default)]
pub struct Cursor {
    /// The string, while no collection has moved it.
    word: u64,
    collections: u64,
    /// The code point's number and its first byte.
    index: usize,
    byte: usize,
}

/// Whether a string is a built one.
unsafe fn is_built(w: Word) -> bool {
    // SAFETY: the callers pass strings; arrays have size 0 in their header.
    unsafe { (*w.ptr() >> 24) as u8 != 0 }
}

impl World {
    /// The one-character ASCII string, cached.
    pub fn char_str(&mut self, c: char) -> Word {
        let mut buf = [0; 4];
        let s = c.encode_utf8(&mut buf);
        if !c.is_ascii() {
            return self.alloc_str(s);
        }
        let cached = self.chars[c as usize];
        if cached != 0 {
            return Word(cached);
        }
        let w = self.alloc_str(s);
        self.chars[c as usize] = w.0;
        w
    }

    pub fn str(&mut self, s: &str) -> Word {
        match s.as_bytes() {
            [] => {
                if self.empty == 0 {
                    self.empty = self.alloc_str("").0;
                }
                Word(self.empty)
            }
            [c] => self.char_str(*c as char),
            _ => self.alloc_str(s),
        }
    }

    /// A string that may turn out too long.
    pub fn long_str(&mut self, s: &str) -> Result<Word> {
        if s.len() > MAX_STRING { Err(too_long()) } else { Ok(self.str(s)) }
    }

    fn alloc_str(&mut self, s: &str) -> Word {
        let chars = if s.is_ascii() { s.len() } else { s.chars().count() };
        self.alloc_str_with(s.len(), chars, |out| out.copy_from_slice(s.as_bytes()))
    }

    /// Allocates a plain string and lets `fill` write its bytes, which must be UTF-8 of `chars` code points.
    fn alloc_str_with(&mut self, bytes: usize, chars: usize, fill: impl FnOnce(&mut [u8])) -> Word {
        assert!(bytes < u32::MAX as usize, "string longer than 4 GiB");
        // SAFETY: an array of data: lengths, hash, bytes. `fill` runs before any other allocation.
        unsafe {
            let p = self.heap.alloc_array(meta(Sort::Str, 0), false, 2 + bytes.div_ceil(8));
            *p.add(2) = bytes as u64 | (chars as u64) << 32;
            fill(std::slice::from_raw_parts_mut(p.add(PLAIN_HEADER) as *mut u8, bytes));
            Word(p as u64)
        }
    }

    /// The text of a string value.
    #[inline]
    pub fn as_str(&self, w: Word) -> Option<&str> {
        if !w.is_sort(Sort::Str) {
            return None;
        }
        // SAFETY: strings hold UTF-8 of the stated length; `&self` keeps the heap from moving it.
        unsafe {
            let len = *w.ptr().add(2) as u32 as usize;
            let bytes = if is_built(w) {
                (*w.ptr().add(1) as *const u64).add(BACKING_HEADER)
            } else {
                w.ptr().add(PLAIN_HEADER)
            };
            Some(std::str::from_utf8_unchecked(std::slice::from_raw_parts(bytes as *const u8, len)))
        }
    }

    /// Length in code points; the word is a string.
    pub fn str_len(&self, w: Word) -> Option<usize> {
        // SAFETY: strings have their lengths in word 2.
        w.is_sort(Sort::Str).then(|| unsafe { (*w.ptr().add(2) >> 32) as usize })
    }

    /// Whether both are strings, and not of the same length.
    #[inline(always)]
    pub fn differ_in_length(&self, x: Word, y: Word) -> bool {
        // SAFETY: strings have their lengths in word 2.
        x.is_sort(Sort::Str) && y.is_sort(Sort::Str) && unsafe { *x.ptr().add(2) != *y.ptr().add(2) }
    }

    /// Hash of a string, cached in it.
    pub fn str_hash(&self, w: Word) -> u32 {
        // SAFETY: the callers pass strings; word 3 is theirs for the hash.
        unsafe {
            let cached = *w.ptr().add(3) as u32;
            if cached != 0 {
                return cached;
            }
            let h = hash_str(self.as_str(w).unwrap_or(""));
            *w.ptr().add(3) = h as u64;
            h
        }
    }

    /// Concatenation; both words are strings.
    pub fn concat(&mut self, a: Word, b: Word) -> Result<Word> {
        let (Some(la), Some(lb)) = (self.str_len(a), self.str_len(b)) else {
            return Err(Fail::Bug("concat of non-strings"));
        };
        if lb == 0 {
            return Ok(a);
        }
        if la == 0 {
            return Ok(b);
        }
        let (ba, bb) = (self.as_str(a).map_or(0, str::len), self.as_str(b).map_or(0, str::len));
        if ba + bb > MAX_STRING {
            return Err(too_long());
        }
        let (ha, hb) = (self.heap.push_handle(a.0), self.heap.push_handle(b.0));
        let w = if ba + bb < BUILT {
            let w = self.alloc_str_with(ba + bb, la + lb, |_| ());
            // SAFETY: `w` has room for both; nothing is allocated in between.
            unsafe {
                let out = w.ptr().add(PLAIN_HEADER) as *mut u8;
                self.copy_bytes(ha, out);
                self.copy_bytes(hb, out.add(ba));
            }
            w
        } else {
            self.append(ha, hb, (ba, bb), la + lb)
        };
        self.heap.pop_handles(ha);
        Ok(w)
    }

    /// Copies the bytes of the string at a handle.
    unsafe fn copy_bytes(&self, handle: usize, out: *mut u8) {
        let text = self.as_str(Word(self.heap.handle(handle))).unwrap_or("");
        // SAFETY: the caller has made room.
        unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), out, text.len()) }
    }

    /// A built string of the strings at two handles, of so many bytes.
    fn append(&mut self, ha: usize, hb: usize, (ba, bb): (usize, usize), chars: usize) -> Word {
        let (total, lengths) = (ba + bb, (ba + bb) as u64 | (chars as u64) << 32);
        // SAFETY: the new object's slot is filled before anything else is allocated; a backing's bytes from `filled` on
        // are nobody's until claimed.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Str, 0), 1, 4);
            (*p.add(1), *p.add(2), *p.add(3)) = (Word::NIL.0, lengths, 0);
            let a = Word(self.heap.handle(ha));
            if is_built(a) {
                let backing = *a.ptr().add(1) as *mut u64;
                let room = (*backing.add(1) as usize - BACKING_HEADER) * 8;
                let filled = AtomicU64::from_ptr(backing.add(2));
                let claim = || {
                    let (from, to) = (ba as u64, total as u64);
                    filled.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed).is_ok()
                };
                if total <= room && claim() {
                    self.copy_bytes(hb, (backing.add(BACKING_HEADER) as *mut u8).add(ba));
                    *p.add(1) = backing as u64;
                    return Word(p as u64);
                }
            }
            let room = if is_built(a) { total * 2 } else { total + total / 2 };
            let hp = self.heap.push_handle(p as u64);
            let backing = self.heap.alloc_array(meta(Sort::Bytes, 0), false, 1 + room.div_ceil(8));
            *backing.add(2) = total as u64;
            let out = backing.add(BACKING_HEADER) as *mut u8;
            self.copy_bytes(ha, out);
            self.copy_bytes(hb, out.add(ba));
            let p = self.heap.handle(hp) as *mut u64;
            *p.add(1) = backing as u64;
            self.heap.barrier(p);
            Word(p as u64)
        }
    }

    /// The code point at `index`, or `None` past the end.
    pub fn str_char(&self, w: Word, index: usize) -> Option<char> {
        let s = self.as_str(w)?;
        if self.str_len(w) == Some(s.len()) {
            return s.as_bytes().get(index).map(|b| *b as char);
        }
        s[self.str_offset(w, index)?..].chars().next()
    }

    /// The byte at which code point `index` begins, the end for the one past the last.
    pub fn str_offset(&self, w: Word, index: usize) -> Option<usize> {
        let (s, len) = (self.as_str(w)?, self.str_len(w)?);
        if index > len {
            return None;
        }
        if len == s.len() {
            return Some(index);
        }
        if s.len() < SHORT {
            return s.char_indices().map(|(at, _)| at).chain([s.len()]).nth(index);
        }
        let mut at = self.cursor_in(w);
        if index < at.index / 2 {
            (at.index, at.byte) = (0, 0);
        }
        let is_start = |b: u8| b & 0xc0 != 0x80;
        let bytes = s.as_bytes();
        while at.index > index {
            at.byte -= 1;
            at.index -= is_start(bytes[at.byte]) as usize;
        }
        while at.index < index {
            at.byte += 1;
            at.index += bytes.get(at.byte).is_none_or(|b| is_start(*b)) as usize;
        }
        self.cursor.set(at);
        Some(at.byte)
    }

    /// The number of the code point that begins at `byte`, a boundary.
    pub fn str_index(&self, w: Word, byte: usize) -> Option<usize> {
        let (s, len) = (self.as_str(w)?, self.str_len(w)?);
        if len == s.len() {
            return Some(byte);
        }
        if s.len() < SHORT {
            return Some(s[..byte].chars().count());
        }
        let mut at = self.cursor_in(w);
        let starts = |part: &[u8]| part.iter().filter(|b| **b & 0xc0 != 0x80).count();
        at.index = if byte >= at.byte {
            at.index + starts(&s.as_bytes()[at.byte..byte])
        } else {
            at.index - starts(&s.as_bytes()[byte..at.byte])
        };
        at.byte = byte;
        self.cursor.set(at);
        Some(at.index)
    }

    /// The last place in the string that is known.
    fn cursor_in(&self, w: Word) -> Cursor {
        let collections = self.heap.stats.minor;
        let at = self.cursor.get();
        if at.word == w.0 && at.collections == collections {
            return at;
        }
        Cursor { word: w.0, collections, index: 0, byte: 0 }
    }
}
