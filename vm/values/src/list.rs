//! Lists: `[header | backing | length]`, the backing an array of words, bytes or slots.
//!
//! The sort in the header tells the representation, which the inherent type decides. Member reads and writes of the
//! matching representation need no type test for `int[]`, `float[]` and the like.

use gc_heap::object::ARRAY_HEADER;
use semtypes::Ty;

use crate::types::{Repr, Shape, TypeId};
use crate::word::{Sort, Word, meta};
use crate::world::{Fail, Result, World};

/// Word offsets in a list object.
pub const BACKING: usize = 1;
pub const LEN: usize = 2;

/// Longest list.
pub const MAX_LEN: usize = 1 << 31;

fn sort_of(repr: Repr) -> Sort {
    match repr {
        Repr::Int => Sort::ListI,
        Repr::Float => Sort::ListF,
        Repr::Byte => Sort::ListU8,
        Repr::Bool => Sort::ListBool,
        Repr::Tagged => Sort::ListR,
    }
}

fn words_for(sort: Sort, len: usize) -> usize {
    match sort {
        Sort::ListU8 | Sort::ListBool => len.div_ceil(8),
        _ => len,
    }
}

/// Length of a list.
///
/// # Safety
/// `w` is a live list.
#[inline(always)]
pub unsafe fn len(w: Word) -> usize {
    // SAFETY: the caller's contract.
    unsafe { *w.ptr().add(LEN) as usize }
}

/// First element of the backing; dangling when the list is empty.
///
/// # Safety
/// `w` is a live list.
#[inline(always)]
pub unsafe fn elems(w: Word) -> *mut u64 {
    // SAFETY: the caller's contract; the backing's elements follow its header.
    unsafe { (*w.ptr().add(BACKING) as *mut u64).wrapping_add(ARRAY_HEADER) }
}

impl World {
    /// A new list of inherent type `ty` with room for `cap` members.
    pub fn list_new(&mut self, ty: TypeId, cap: usize) -> Word {
        let sort = match &*self.types.shape(ty) {
            Shape::List(s) => sort_of(s.repr),
            _ => Sort::ListR,
        };
        // SAFETY: slots are filled before the next allocation.
        unsafe {
            if cap == 0 {
                let p = self.heap.alloc(meta(sort, ty), 1, 3);
                *p.add(BACKING) = Word::NIL.0;
                *p.add(LEN) = 0;
                return Word(p as u64);
            }
            let b = self.new_backing(sort, cap);
            let h = self.heap.push_handle(b.0);
            let p = self.heap.alloc(meta(sort, ty), 1, 3);
            *p.add(BACKING) = self.heap.handle(h);
            *p.add(LEN) = 0;
            self.heap.pop_handles(h);
            Word(p as u64)
        }
    }

    fn new_backing(&mut self, sort: Sort, cap: usize) -> Word {
        let slots = sort == Sort::ListR;
        let m = meta(if slots { Sort::Slots } else { Sort::Bytes }, 0);
        // SAFETY: arrays come zeroed, and zero is not a reference.
        unsafe { Word(self.heap.alloc_array(m, slots, words_for(sort, cap)) as u64) }
    }

    /// Capacity in members.
    fn list_cap(&self, w: Word) -> usize {
        // SAFETY: callers pass lists.
        unsafe {
            let b = *w.ptr().add(BACKING);
            if b == Word::NIL.0 {
                return 0;
            }
            let words = *(b as *const u64).add(1) as usize - ARRAY_HEADER;
            match w.sort() {
                Some(Sort::ListU8 | Sort::ListBool) => words * 8,
                _ => words,
            }
        }
    }

    /// Makes room for `len` members; the list may have moved, so the new word is returned.
    fn list_reserve(&mut self, w: Word, want: usize) -> Word {
        let cap = self.list_cap(w);
        if want <= cap {
            return w;
        }
        let sort = w.sort().expect("a list");
        let h = self.heap.push_handle(w.0);
        let cap = want.max(cap * 2).max(4);
        // SAFETY: a list; both backings are live; the new one is larger.
        unsafe {
            let n = words_for(sort, len(w));
            let b = match sort {
                Sort::ListR => Word(self.grown(h, BACKING, n, cap) as u64),
                _ => self.new_backing(sort, cap),
            };
            let w = Word(self.heap.handle(h));
            self.heap.pop_handles(h);
            if n > 0 && sort != Sort::ListR {
                std::ptr::copy_nonoverlapping(elems(w), b.ptr().add(ARRAY_HEADER), n);
            }
            *w.ptr().add(BACKING) = b.0;
            self.heap.barrier(w.ptr());
            w
        }
    }

    /// Stores without checks; the member is within the length and `v` fits the representation.
    fn list_put(&mut self, w: Word, i: usize, v: Word) -> Result<()> {
        // SAFETY: the caller made room.
        unsafe {
            let e = elems(w);
            match w.sort() {
                Some(Sort::ListI) => *e.add(i) = self.as_int(v).ok_or(Fail::Bug("int list member"))? as u64,
                Some(Sort::ListF) => {
                    *e.add(i) = self.as_float(v).ok_or(Fail::Bug("float list member"))?.to_bits()
                }
                Some(Sort::ListU8) => {
                    *(e as *mut u8).add(i) = self.as_int(v).ok_or(Fail::Bug("byte list member"))? as u8;
                }
                Some(Sort::ListBool) => *(e as *mut u8).add(i) = (v == Word::TRUE) as u8,
                _ => {
                    *e.add(i) = v.0;
                    self.heap.barrier_at(e.sub(ARRAY_HEADER), e.add(i));
                }
            }
        }
        Ok(())
    }

    /// Appends during construction: no check against the inherent type or immutability.
    pub fn list_init(&mut self, w: Word, v: Word) -> Result<Word> {
        if !w.sort().is_some_and(Sort::is_list) {
            return Err(Fail::Bug("not a list"));
        }
        // SAFETY: `w` is a list.
        unsafe {
            let n = len(w);
            let (w, v) = if n >= self.list_cap(w) {
                let h = self.heap.push_handle(v.0);
                let w = self.list_reserve(w, n + 1);
                let v = Word(self.heap.handle(h));
                self.heap.pop_handles(h);
                (w, v)
            } else {
                (w, v)
            };
            self.list_put(w, n, v)?;
            *w.ptr().add(LEN) = n as u64 + 1;
            Ok(w)
        }
    }

    pub fn list_len(&self, w: Word) -> Option<usize> {
        // SAFETY: checked.
        w.sort().is_some_and(Sort::is_list).then(|| unsafe { len(w) })
    }

    /// Member `index`, or `None` past the end. Allocates only for boxed numbers.
    pub fn list_at(&mut self, w: Word, i: usize) -> Option<Word> {
        // SAFETY: `w` is a list and `i` within it.
        unsafe {
            if i >= len(w) {
                return None;
            }
            let e = elems(w);
            Some(match w.sort()? {
                Sort::ListI => self.int(*e.add(i) as i64),
                Sort::ListF => self.float(f64::from_bits(*e.add(i))),
                Sort::ListU8 => self.int(*(e as *const u8).add(i) as i64),
                Sort::ListBool => Word::bool(*(e as *const u8).add(i) != 0),
                _ => Word(*e.add(i)),
            })
        }
    }

    /// `list[index]` (spec 6.14).
    pub fn list_get(&mut self, w: Word, index: i64) -> Result<Word> {
        let n = self.list_len(w).ok_or(Fail::Bug("not a list"))?;
        match usize::try_from(index) {
            Ok(i) if i < n => Ok(self.list_at(w, i).expect("index was checked")),
            // SAFETY: a list, as found above.
            _ => Err(self.range_violation(unsafe { w.type_id() }, index, n)),
        }
    }

    /// Type that member `i` of a list of inherent type `ty` must have; `None` past a fixed length.
    pub fn list_member_type(&self, ty: TypeId, i: usize) -> Option<TypeId> {
        match &*self.types.shape(ty) {
            Shape::List(s) => match s.fixed {
                Some(n) if i >= n => None,
                _ => s.members.get(i).copied().or(s.rest),
            },
            _ => Some(self.ids.any),
        }
    }

    /// `list[index] = v` (spec 7.14.1): checks immutability, inherent type, length, and fills gaps.
    pub fn list_set(&mut self, w: Word, index: i64, v: Word) -> Result<()> {
        let n = self.list_len(w).ok_or(Fail::Bug("not a list"))?;
        // SAFETY: checked above.
        let ty = unsafe { w.type_id() };
        if let Some(member) = self.types.open_member(ty)
            && index as u64 <= n as u64
            && n < MAX_LEN
            && self.is(v, member)
        {
            let i = index as usize;
            return if i < n { self.list_put(w, i, v) } else { self.list_init(w, v).map(drop) };
        }
        self.list_mutable(ty)?;
        let Ok(i) = usize::try_from(index) else { return Err(self.range_violation(ty, index, n)) };
        if i >= MAX_LEN {
            return Err(self.range_violation(ty, index, n));
        }
        let Some(member) = self.list_member_type(ty, i) else {
            return Err(self.range_violation(ty, index, n));
        };
        if !self.is(v, member) {
            return Err(self.inherent_violation(v, member));
        }
        if i < n {
            return self.list_put(w, i, v);
        }
        let h = self.heap.push_handle(w.0);
        let hv = self.heap.push_handle(v.0);
        let r = self.list_extend(h, i);
        if r.is_ok() {
            let w = self.list_reserve(Word(self.heap.handle(h)), i + 1);
            let v = Word(self.heap.handle(hv));
            // SAFETY: still a list; `i` is the new last member.
            unsafe { *w.ptr().add(LEN) = i as u64 + 1 }
            self.list_put(w, i, v)?;
        }
        self.heap.pop_handles(h);
        r
    }

    /// The panic for an index that lists of this type, or this list of `n` members, do not have.
    pub fn range_violation(&self, ty: TypeId, index: i64, n: usize) -> Fail {
        let tuple = match &*self.types.shape(ty) {
            Shape::List(s) => s.fixed.is_none() && !(s.members.is_empty() && s.rest.is_some()),
            _ => false,
        };
        let what = if tuple { "tuple" } else { "array" };
        Fail::Panic(
            "{ballerina/lang.array}IndexOutOfRange",
            format!("{what} index out of range: index: {index}, size: {n}"),
        )
    }

    /// Panics when lists of this inherent type are immutable.
    pub fn list_mutable(&self, ty: TypeId) -> Result<()> {
        if self.types.is_readonly(ty) {
            return Err(Fail::Panic(
                "{ballerina/lang.array}InvalidUpdate",
                "modification not allowed on readonly value".into(),
            ));
        }
        Ok(())
    }

    pub fn inherent_violation(&self, v: Word, member: TypeId) -> Fail {
        Fail::Panic(
            "{ballerina/lang.array}InherentTypeViolation",
            format!(
                "incompatible types: expected '{:#}', found '{:#}'",
                self.types.ty(member),
                self.type_of(v)
            ),
        )
    }

    /// Appends filler values until the list (at handle `h`) has `to` members.
    pub fn list_extend(&mut self, h: usize, to: usize) -> Result<()> {
        // SAFETY: the handle holds a list.
        let (mut n, ty) = unsafe {
            let w = Word(self.heap.handle(h));
            (len(w), w.type_id())
        };
        while n < to {
            if let Some(v) = self.constant_filler(ty, n) {
                return self.list_fill(h, to, v);
            }
            let member = self.list_member_type(ty, n).ok_or(Fail::Bug("filling past a fixed length"))?;
            let v = self.filler(member).ok_or_else(|| {
                Fail::Panic(
                    "{ballerina/lang.array}IllegalListInsertion",
                    format!("array of length {n} cannot be expanded into array of length {} without filler values", to + 1),
                )
            })?;
            let w = Word(self.heap.handle(h));
            let w = self.list_init(w, v)?;
            self.heap.set_handle(h, w.0);
            n += 1;
        }
        Ok(())
    }

    /// The filler of all members from `n` on, when it is one and the same value that needs no memory of its own.
    fn constant_filler(&mut self, ty: TypeId, n: usize) -> Option<Word> {
        let rest = match &*self.types.shape(ty) {
            Shape::List(s) if s.members.len() <= n && s.fixed.is_none_or(|f| f > n) => s.rest?,
            _ => return None,
        };
        matches!(self.types.filler_of(rest)?, semtypes::Filler::Const(_)).then(|| self.filler(rest))?
    }

    /// Appends the same value until the list (at handle `h`) has `to` members.
    fn list_fill(&mut self, h: usize, to: usize, v: Word) -> Result<()> {
        let hv = self.heap.push_handle(v.0);
        let w = self.list_reserve(Word(self.heap.handle(h)), to);
        self.heap.set_handle(h, w.0);
        let v = Word(self.heap.handle(hv));
        self.heap.pop_handles(hv);
        // SAFETY: the handle holds a list, with room for `to` members; nothing is allocated meanwhile.
        unsafe {
            for i in len(w)..to {
                self.list_put(w, i, v)?;
            }
            *w.ptr().add(LEN) = to as u64;
        }
        Ok(())
    }

    /// Ends construction: brings a list of fixed length up to it with filler values.
    pub fn list_done(&mut self, w: Word) -> Result<()> {
        let n = self.list_len(w).ok_or(Fail::Bug("not a list"))?;
        // SAFETY: checked.
        let ty = unsafe { w.type_id() };
        let want = match &*self.types.shape(ty) {
            Shape::List(s) => s.fixed.unwrap_or(s.members.len()),
            _ => 0,
        };
        if n >= want {
            return Ok(());
        }
        let h = self.heap.push_handle(w.0);
        let r = self.list_extend(h, want);
        self.heap.pop_handles(h);
        r
    }

    /// Sets the length of a list, dropping members (checks nothing).
    pub fn list_truncate(&mut self, w: Word, to: usize) {
        // SAFETY: callers pass lists; dropped slots are cleared so that they keep nothing alive.
        unsafe {
            let n = len(w);
            if w.sort() == Some(Sort::ListR) {
                for i in to..n {
                    *elems(w).add(i) = 0;
                }
            }
            *w.ptr().add(LEN) = to.min(n) as u64;
        }
    }

    /// Removes member `i`, shifting the rest (checks nothing).
    pub fn list_remove_at(&mut self, w: Word, i: usize) {
        // SAFETY: `i` is within the list.
        unsafe {
            let n = len(w);
            debug_assert!(i < n);
            match w.sort() {
                Some(Sort::ListU8 | Sort::ListBool) => {
                    let e = elems(w) as *mut u8;
                    std::ptr::copy(e.add(i + 1), e.add(i), n - i - 1);
                }
                _ => {
                    let e = elems(w);
                    std::ptr::copy(e.add(i + 1), e.add(i), n - i - 1);
                    self.heap.barrier(e.sub(ARRAY_HEADER));
                }
            }
            self.list_truncate(w, n - 1);
        }
    }

    /// A byte list's bytes.
    pub fn byte_list(&self, w: Word) -> Option<&[u8]> {
        // SAFETY: the representation is bytes.
        w.is_sort(Sort::ListU8).then(|| unsafe {
            std::slice::from_raw_parts(elems(w) as *const u8, if len(w) == 0 { 0 } else { len(w) })
        })
    }

    /// A new list of inherent type `ty` from words at consecutive handles `first..first + n`.
    pub fn list_from_handles(&mut self, ty: TypeId, first: usize, n: usize) -> Result<Word> {
        let w = self.list_new(ty, n);
        let h = self.heap.push_handle(w.0);
        for i in 0..n {
            let v = Word(self.heap.handle(first + i));
            let w = self.list_init(Word(self.heap.handle(h)), v)?;
            self.heap.set_handle(h, w.0);
        }
        let w = Word(self.heap.handle(h));
        self.heap.pop_handles(h);
        Ok(w)
    }

    /// Fixed length, if any, and least length of lists of a type.
    pub fn list_bounds(&self, ty: TypeId) -> (Option<usize>, usize) {
        match &*self.types.shape(ty) {
            Shape::List(s) => match (s.fixed, s.rest) {
                (Some(n), _) => (Some(n), n),
                (None, None) => (Some(s.members.len()), s.members.len()),
                (None, Some(_)) => (None, s.members.len()),
            },
            _ => (None, 0),
        }
    }

    /// A new byte list.
    pub fn list_of_bytes(&mut self, ty: TypeId, bytes: &[u8]) -> Result<Word> {
        let w = self.list_new(ty, bytes.len());
        if !w.is_sort(Sort::ListU8) {
            return Err(Fail::Bug("byte list type"));
        }
        if !bytes.is_empty() {
            // SAFETY: the backing holds `bytes.len()` bytes.
            unsafe {
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), elems(w) as *mut u8, bytes.len());
                *w.ptr().add(LEN) = bytes.len() as u64;
            }
        }
        Ok(w)
    }

    /// `readonly & byte[]`
    pub fn readonly_bytes(&self) -> TypeId {
        self.ids.readonly_bytes
    }

    /// The type id of `T[]` for the member type of list type `ty` (for langlib results).
    pub fn widened_list(&self, ty: TypeId) -> TypeId {
        match &*self.types.shape(ty) {
            Shape::List(s) => {
                let all = s.members.iter().copied().chain(s.rest).map(|t| self.types.ty(t));
                let elem = Ty::union(all);
                self.types.intern(Ty::array(elem))
            }
            _ => self.ids.any_list,
        }
    }
}
