//! Tagged words.
//!
//! ```text
//! ...xx1  int of 63 bits (fixnum)
//! ...x10  float whose exponent is near 1 (flonum: sign and exponent rotated)
//! ...100  immediate: nil, false, true, absent
//! ...000  reference to a heap object
//! ```
//! Ints beyond 63 bits and floats with extreme exponents (and zero is covered) are boxed on the heap. A value has
//! exactly one representation: fixnum whenever it fits, flonum whenever it fits.

use bytecode::words;

/// A tagged word. Copying one does not keep its referent alive or in place: see `gc_heap`'s protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Word(pub u64);

impl Word {
    pub const NIL: Word = Word(words::NIL as u64);
    pub const FALSE: Word = Word(words::FALSE as u64);
    pub const TRUE: Word = Word(words::TRUE as u64);
    /// An optional field that is not there.
    pub const ABSENT: Word = Word(words::ABSENT as u64);

    #[inline(always)]
    pub fn bool(b: bool) -> Word {
        if b { Word::TRUE } else { Word::FALSE }
    }
    #[inline(always)]
    pub fn fixnum(i: i64) -> Option<Word> {
        let w = i << 1;
        if w >> 1 == i { Some(Word(w as u64 | 1)) } else { None }
    }
    /// The flonum of `f`, unless its exponent is too far from zero.
    #[inline(always)]
    pub fn flonum(f: f64) -> Option<Word> {
        let bits = f.to_bits();
        // Exponents 0x380..=0x47f have 3 or 4 (mod 8) in bits 60..63: rotate these next to the tag.
        let top = (bits >> 60) & 7;
        if (top == 3 || top == 4) && bits != 0x3000_0000_0000_0000 {
            Some(Word((bits.rotate_left(3) & !3) | 2))
        } else if bits == 0 {
            Some(Word(0x8000_0000_0000_0002))
        } else {
            None
        }
    }
    #[inline(always)]
    pub fn is_fixnum(self) -> bool {
        self.0 & 1 == 1
    }
    #[inline(always)]
    pub fn is_flonum(self) -> bool {
        self.0 & 3 == 2
    }
    #[inline(always)]
    pub fn as_fixnum(self) -> i64 {
        self.0 as i64 >> 1
    }
    #[inline(always)]
    pub fn as_flonum(self) -> f64 {
        if self.0 == 0x8000_0000_0000_0002 {
            return 0.0;
        }
        // Bit 63 of the word says which of the two exponent quarters it was.
        let low = 2 - (self.0 >> 63);
        f64::from_bits((self.0 & !3 | low).rotate_right(3))
    }
    #[inline(always)]
    pub fn is_ref(self) -> bool {
        gc_heap::object::is_ref(self.0)
    }
    #[inline(always)]
    pub fn is_nil(self) -> bool {
        self == Word::NIL
    }
    #[inline(always)]
    pub fn is_bool(self) -> bool {
        self == Word::TRUE || self == Word::FALSE
    }
    #[inline(always)]
    pub fn ptr(self) -> *mut u64 {
        self.0 as *mut u64
    }
    /// The sort of the referent; `None` for immediates.
    #[inline(always)]
    pub fn sort(self) -> Option<Sort> {
        if self.is_ref() {
            // SAFETY: a reference word refers to a live object (the module's and `gc_heap`'s protocol), whose
            // header meta was written from a `Sort`.
            Some(unsafe { Sort::of(*self.ptr()) })
        } else {
            None
        }
    }
    #[inline(always)]
    pub fn is_sort(self, sort: Sort) -> bool {
        // SAFETY: as in `sort`.
        self.is_ref() && unsafe { Sort::of(*self.ptr()) } == sort
    }
    /// The type id in the header: inherent type, class or error type.
    ///
    /// # Safety
    /// The word is a live reference.
    #[inline(always)]
    pub unsafe fn type_id(self) -> u32 {
        // SAFETY: the caller's contract.
        unsafe { (*self.ptr() >> 40) as u32 }
    }
}

/// What kind of object a reference refers to: the low byte of the header's meta word. The other 24 bits are the
/// object's type id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Sort {
    /// Backing store of slots.
    Slots = 1,
    /// Backing store of bytes.
    Bytes,
    BoxedInt,
    BoxedFloat,
    Decimal,
    Str,
    /// Lists by representation of their members.
    ListI,
    ListF,
    ListU8,
    ListBool,
    ListR,
    Map,
    Record,
    Object,
    Table,
    Error,
    Function,
    Cell,
    Typedesc,
    /// XML items; the type id in their header is 1 when they are immutable.
    XmlElement,
    XmlComment,
    XmlPi,
    XmlText,
    /// An XML sequence of no item or of several: an array of slots.
    XmlSeq,
    /// A regular expression: its text.
    Regexp,
    /// A stream: the object that it gets its values from.
    Stream,
    /// A future: the object of the strand that it refers to.
    Future,
}

impl Sort {
    #[inline(always)]
    pub fn of(header: u64) -> Sort {
        let b = (header >> 32) as u8;
        debug_assert!(b >= Sort::Slots as u8 && b <= Sort::Future as u8);
        // SAFETY: headers are only written with `meta`, so the byte is a discriminant.
        unsafe { std::mem::transmute(b) }
    }
    pub fn is_list(self) -> bool {
        (Sort::ListI..=Sort::ListR).contains(&self)
    }
    pub fn is_xml(self) -> bool {
        (Sort::XmlElement..=Sort::XmlSeq).contains(&self)
    }
    pub fn is_mapping(self) -> bool {
        self == Sort::Map || self == Sort::Record
    }
}

/// The header's meta word.
#[inline(always)]
pub fn meta(sort: Sort, type_id: u32) -> u32 {
    sort as u32 | type_id << 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_round_trip() {
        for f in [0.0, 1.0, -1.0, 1.5, -2.75, 1e10, 1e-10, std::f64::consts::PI, 1e38, -1e-38, 2.0, 0.1] {
            if let Some(w) = Word::flonum(f) {
                assert!(w.is_flonum() && !w.is_fixnum() && !w.is_ref());
                assert_eq!(w.as_flonum().to_bits(), f.to_bits(), "{f}");
            } else {
                assert!(f.abs() > 1e70 || f.abs() < 1e-70, "{f} should be inline");
            }
        }
        assert!(Word::flonum(f64::NAN).is_none() && Word::flonum(f64::INFINITY).is_none());
        assert!(Word::flonum(-0.0).is_none() && Word::flonum(1e300).is_none());
    }

    #[test]
    fn ints_round_trip() {
        for i in [0, 1, -1, i64::MAX >> 1, i64::MIN >> 1] {
            assert_eq!(Word::fixnum(i).map(Word::as_fixnum), Some(i));
        }
        assert!(Word::fixnum(i64::MAX).is_none() && Word::fixnum(i64::MIN).is_none());
    }
}
