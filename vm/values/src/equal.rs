//! Equality and ordering (spec 6.29, 5.8.6).

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use crate::text::{MAX_DEPTH, too_deep};
use crate::types::basic;
use crate::word::{Sort, Word};
use crate::world::{Result, World};

/// The pairs of structures whose comparison is in progress.
#[derive(Default)]
struct Pairs {
    /// The first of the two handles of each.
    handles: Vec<usize>,
    /// Their words, once there are many; those of so many collections.
    words: FxHashSet<(u64, u64)>,
    collections: u64,
    too_deep: bool,
}

/// So many are searched one by one.
const FEW: usize = 32;

impl Pairs {
    fn contains(&mut self, w: &World, a: Word, b: Word) -> bool {
        let words = |h: &usize| (w.heap.handle(*h), w.heap.handle(*h + 1));
        if self.handles.len() <= FEW {
            return self.handles.iter().any(|h| words(h) == (a.0, b.0));
        }
        let now = w.heap.stats.minor + w.heap.stats.major;
        if now != self.collections || self.words.is_empty() {
            self.words = self.handles.iter().map(words).collect();
            self.collections = now;
        }
        self.words.contains(&(a.0, b.0))
    }

    fn push(&mut self, h: usize, a: Word, b: Word) {
        self.handles.push(h);
        if !self.words.is_empty() {
            self.words.insert((a.0, b.0));
        }
    }

    fn pop(&mut self, w: &World) {
        if let Some(h) = self.handles.pop()
            && !self.words.is_empty()
        {
            self.words.remove(&(w.heap.handle(h), w.heap.handle(h + 1)));
            if self.handles.len() <= FEW {
                self.words.clear();
            }
        }
    }
}

impl World {
    /// `==`: deep equality; handles cycles by assuming pairs in progress equal. Panics for values that nest too deep.
    pub fn deep_eq(&mut self, a: Word, b: Word) -> Result<bool> {
        let mut open = Pairs::default();
        let eq = self.deep_eq_in(a, b, &mut open);
        if open.too_deep { Err(too_deep()) } else { Ok(eq) }
    }

    fn deep_eq_in(&mut self, a: Word, b: Word, open: &mut Pairs) -> bool {
        let bit = self.basic_bit(a);
        if bit != self.basic_bit(b) {
            return false;
        }
        match bit {
            basic::FLOAT => {
                let (x, y) = (self.as_float(a).unwrap_or(0.0), self.as_float(b).unwrap_or(0.0));
                x == y || x.is_nan() && y.is_nan()
            }
            basic::INT => self.as_int(a) == self.as_int(b),
            basic::STRING => a == b || self.as_str(a) == self.as_str(b),
            basic::DECIMAL => match (self.as_decimal(a), self.as_decimal(b)) {
                (Some(x), Some(y)) => x.shape_eq(y),
                _ => false,
            },
            _ if a == b => true,
            basic::XML => self.xml_eq(a, b),
            basic::REGEXP => self.as_regexp(a) == self.as_regexp(b),
            basic::LIST | basic::MAPPING | basic::TABLE => {
                // Handles name the pair, because the collector may move both.
                let h = self.heap.push_handle(a.0);
                self.heap.push_handle(b.0);
                open.too_deep |= open.handles.len() == MAX_DEPTH;
                let seen = open.too_deep || open.contains(self, a, b);
                let eq = seen || {
                    open.push(h, a, b);
                    let eq = match bit {
                        basic::LIST => self.list_eq(h, open),
                        basic::MAPPING => self.mapping_eq(h, open),
                        _ => self.table_eq(h, open),
                    };
                    open.pop(self);
                    eq
                };
                self.heap.pop_handles(h);
                eq
            }
            _ => false,
        }
    }

    /// Lists at handles `h` and `h + 1`.
    fn list_eq(&mut self, h: usize, open: &mut Pairs) -> bool {
        let n = self.list_len(Word(self.heap.handle(h)));
        if n != self.list_len(Word(self.heap.handle(h + 1))) {
            return false;
        }
        (0..n.unwrap_or(0)).all(|i| {
            let x = self.list_at(Word(self.heap.handle(h)), i).unwrap_or(Word::NIL);
            let hx = self.heap.push_handle(x.0);
            let y = self.list_at(Word(self.heap.handle(h + 1)), i).unwrap_or(Word::NIL);
            let x = Word(self.heap.handle(hx));
            self.heap.pop_handles(hx);
            self.deep_eq_in(x, y, open)
        })
    }

    fn mapping_eq(&mut self, h: usize, open: &mut Pairs) -> bool {
        let n = self.mapping_len(Word(self.heap.handle(h)));
        if n != self.mapping_len(Word(self.heap.handle(h + 1))) {
            return false;
        }
        (0..n.unwrap_or(0)).all(|i| {
            let Some((k, v)) = self.mapping_entry(Word(self.heap.handle(h)), i) else { return false };
            let hv = self.heap.push_handle(v.0);
            let other = self.mapping_get_word(Word(self.heap.handle(h + 1)), k);
            let v = Word(self.heap.handle(hv));
            self.heap.pop_handles(hv);
            match other {
                Ok(Some(o)) => self.deep_eq_in(v, o, open),
                _ => false,
            }
        })
    }

    fn table_eq(&mut self, h: usize, open: &mut Pairs) -> bool {
        let n = self.table_len(Word(self.heap.handle(h)));
        if n != self.table_len(Word(self.heap.handle(h + 1))) {
            return false;
        }
        (0..n.unwrap_or(0)).all(|i| {
            let x = self.table_row(Word(self.heap.handle(h)), i).unwrap_or(Word::NIL);
            let y = self.table_row(Word(self.heap.handle(h + 1)), i).unwrap_or(Word::NIL);
            self.deep_eq_in(x, y, open)
        })
    }

    /// `===`: identity; simple values by value, decimals with their scale, floats by bits but for NaN.
    pub fn same(&self, a: Word, b: Word) -> bool {
        if a == b {
            return true;
        }
        match (a.sort(), b.sort()) {
            (Some(Sort::Str), Some(Sort::Str)) => self.as_str(a) == self.as_str(b),
            (Some(Sort::Decimal), Some(Sort::Decimal)) => match (self.as_decimal(a), self.as_decimal(b)) {
                (Some(x), Some(y)) => x == y,
                _ => false,
            },
            (Some(Sort::BoxedInt), Some(Sort::BoxedInt)) => self.as_int(a) == self.as_int(b),
            (Some(Sort::BoxedFloat), Some(Sort::BoxedFloat)) => {
                let (x, y) = (self.as_float(a).unwrap_or(0.0), self.as_float(b).unwrap_or(0.0));
                x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan()
            }
            (Some(Sort::Typedesc), Some(Sort::Typedesc)) => {
                self.as_typedesc(a) == self.as_typedesc(b)
                    && self.same(self.annotation_bearer(a), self.annotation_bearer(b))
            }
            (Some(Sort::Function), Some(Sort::Function)) => {
                // Functions without captures have no identity beyond their code.
                self.capture_count(a) == 0
                    && self.capture_count(b) == 0
                    && self.function_index(a) == self.function_index(b)
            }
            (Some(Sort::Regexp), Some(Sort::Regexp)) => self.as_regexp(a) == self.as_regexp(b),
            (Some(x), Some(y)) if x.is_xml() && y.is_xml() => self.xml_same(a, b),
            _ => false,
        }
    }

    /// Ordering of two values of an ordered type; `None` when they are unordered (nil or NaN against another).
    pub fn compare(&mut self, a: Word, b: Word) -> Option<Ordering> {
        let bit = self.basic_bit(a);
        if bit != self.basic_bit(b) {
            return None;
        }
        match bit {
            basic::NIL => Some(Ordering::Equal),
            basic::BOOLEAN => Some((a == Word::TRUE).cmp(&(b == Word::TRUE))),
            basic::INT => self.as_int(a)?.partial_cmp(&self.as_int(b)?),
            basic::FLOAT => {
                let (x, y) = (self.as_float(a)?, self.as_float(b)?);
                if x.is_nan() && y.is_nan() { Some(Ordering::Equal) } else { x.partial_cmp(&y) }
            }
            basic::DECIMAL => Some(self.as_decimal(a)?.compare(self.as_decimal(b)?)),
            // Code point order is byte order in UTF-8.
            basic::STRING => Some(self.as_str(a)?.cmp(self.as_str(b)?)),
            basic::LIST => self.compare_lists(a, b, &mut Self::compare),
            _ => None,
        }
    }

    /// Member by member; a list is less than one that it is the beginning of.
    fn compare_lists(
        &mut self,
        a: Word,
        b: Word,
        members: &mut dyn FnMut(&mut Self, Word, Word) -> Option<Ordering>,
    ) -> Option<Ordering> {
        let h = self.heap.push_handle(a.0);
        self.heap.push_handle(b.0);
        let mut i = 0;
        let r = loop {
            let x = self.list_at(Word(self.heap.handle(h)), i);
            let hx = self.heap.push_handle(x.unwrap_or(Word::NIL).0);
            let y = self.list_at(Word(self.heap.handle(h + 1)), i);
            let x = x.map(|_| Word(self.heap.handle(hx)));
            self.heap.pop_handles(hx);
            match (x, y) {
                (None, None) => break Some(Ordering::Equal),
                (None, Some(_)) => break Some(Ordering::Less),
                (Some(_), None) => break Some(Ordering::Greater),
                (Some(x), Some(y)) => match members(self, x, y) {
                    Some(Ordering::Equal) => {}
                    other => break other,
                },
            }
            i += 1;
        };
        self.heap.pop_handles(h);
        r
    }

    /// Total order for `order by` and `sort` (spec 5.8.6): nil last in both directions, NaN just before nil.
    pub fn sort_compare(&mut self, a: Word, b: Word, ascending: bool) -> Ordering {
        let rank = |w: &World, x: Word| match w.basic_bit(x) {
            basic::NIL => 2,
            basic::FLOAT if w.as_float(x).is_some_and(f64::is_nan) => 1,
            _ => 0,
        };
        let (ra, rb) = (rank(self, a), rank(self, b));
        if ra != 0 || rb != 0 {
            return ra.cmp(&rb);
        }
        let o = if self.basic_bit(a) == basic::LIST {
            // As for single values, but the result for members is turned around with that for the whole.
            self.compare_lists(a, b, &mut |w, x, y| {
                let o = w.sort_compare(x, y, ascending);
                Some(if ascending { o } else { o.reverse() })
            })
        } else {
            self.compare(a, b)
        };
        let o = o.unwrap_or(Ordering::Equal);
        if ascending { o } else { o.reverse() }
    }
}
