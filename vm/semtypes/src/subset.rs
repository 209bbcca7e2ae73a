//! Subsets of the basic types whose values have no structure: int ranges, enumerations, xml item kinds.
//!
//! Each operation may give the empty or the full subset; [`crate::set`] normalises those away.

use crate::name::Name;

/// A set of ints as sorted, disjoint, non-adjacent inclusive ranges.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct IntSet(Box<[(i64, i64)]>);

impl IntSet {
    pub(crate) fn range(low: i64, high: i64) -> IntSet {
        IntSet([(low, high)].into())
    }

    pub(crate) fn ranges(&self) -> &[(i64, i64)] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        *self.0 == [(i64::MIN, i64::MAX)]
    }

    pub(crate) fn contains(&self, value: i64) -> bool {
        self.0.iter().any(|&(low, high)| (low..=high).contains(&value))
    }

    pub(crate) fn union(&self, other: &IntSet) -> IntSet {
        let mut all: Vec<(i64, i64)> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(all.len());
        for (low, high) in all {
            match merged.last_mut() {
                Some(last) if last.1 == i64::MAX || low <= last.1 + 1 => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        IntSet(merged.into())
    }

    pub(crate) fn complement(&self) -> IntSet {
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        let mut next = Some(i64::MIN);
        for &(low, high) in &self.0 {
            if let Some(start) = next
                && start < low
            {
                gaps.push((start, low - 1));
            }
            next = high.checked_add(1);
        }
        gaps.extend(next.map(|start| (start, i64::MAX)));
        IntSet(gaps.into())
    }

    pub(crate) fn intersect(&self, other: &IntSet) -> IntSet {
        self.complement().union(&other.complement()).complement()
    }
}

/// A finite set of values, or the complement of one.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Enumerable<T> {
    /// Whether `values` are those inside (or those outside).
    pub(crate) allowed: bool,
    /// Sorted, without duplicates.
    pub(crate) values: Box<[T]>,
}

impl<T: Copy + Ord> Enumerable<T> {
    pub(crate) fn only(value: T) -> Enumerable<T> {
        Enumerable { allowed: true, values: [value].into() }
    }

    pub(crate) fn none() -> Enumerable<T> {
        Enumerable { allowed: true, values: [].into() }
    }

    pub(crate) fn all() -> Enumerable<T> {
        Enumerable { allowed: false, values: [].into() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.allowed && self.values.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        !self.allowed && self.values.is_empty()
    }

    pub(crate) fn contains(&self, value: &T) -> bool {
        self.values.binary_search(value).is_ok() == self.allowed
    }

    pub(crate) fn complement(&self) -> Enumerable<T> {
        Enumerable { allowed: !self.allowed, values: self.values.clone() }
    }

    pub(crate) fn union(&self, other: &Enumerable<T>) -> Enumerable<T> {
        let keep = |of: &Enumerable<T>, unless: &Enumerable<T>| -> Vec<T> {
            of.values.iter().copied().filter(|v| !unless.contains(v)).collect()
        };
        match (self.allowed, other.allowed) {
            (true, true) => {
                let mut values = [&self.values[..], &other.values[..]].concat();
                values.sort_unstable();
                values.dedup();
                Enumerable { allowed: true, values: values.into() }
            }
            (true, false) => Enumerable { allowed: false, values: keep(other, self).into() },
            (false, _) => Enumerable { allowed: false, values: keep(self, other).into() },
        }
    }

    pub(crate) fn intersect(&self, other: &Enumerable<T>) -> Enumerable<T> {
        self.complement().union(&other.complement()).complement()
    }

    /// The only value, if there is exactly one.
    pub(crate) fn single(&self) -> Option<T> {
        match (self.allowed, &*self.values) {
            (true, [one]) => Some(*one),
            _ => None,
        }
    }
}

/// A set of strings. Strings of one character (`string:Char`) are kept apart from the others.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct StringSet {
    pub(crate) chars: Enumerable<Name>,
    pub(crate) others: Enumerable<Name>,
}

fn is_char(text: Name) -> bool {
    let mut chars = text.as_str().chars();
    chars.next().is_some() && chars.next().is_none()
}

impl StringSet {
    pub(crate) fn only(text: Name) -> StringSet {
        if is_char(text) {
            StringSet { chars: Enumerable::only(text), others: Enumerable::none() }
        } else {
            StringSet { chars: Enumerable::none(), others: Enumerable::only(text) }
        }
    }

    pub(crate) fn all_chars() -> StringSet {
        StringSet { chars: Enumerable::all(), others: Enumerable::none() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.chars.is_empty() && self.others.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.chars.is_full() && self.others.is_full()
    }

    pub(crate) fn complement(&self) -> StringSet {
        StringSet { chars: self.chars.complement(), others: self.others.complement() }
    }

    pub(crate) fn union(&self, other: &StringSet) -> StringSet {
        StringSet { chars: self.chars.union(&other.chars), others: self.others.union(&other.others) }
    }

    pub(crate) fn intersect(&self, other: &StringSet) -> StringSet {
        StringSet { chars: self.chars.intersect(&other.chars), others: self.others.intersect(&other.others) }
    }

    pub(crate) fn single(&self) -> Option<Name> {
        match (self.chars.single(), self.others.single()) {
            (Some(one), None) if self.others.is_empty() => Some(one),
            (None, Some(one)) if self.chars.is_empty() => Some(one),
            _ => None,
        }
    }
}

/// A set of xml values (spec 5.3.2).
///
/// A value is empty, one item, or a longer sequence. Longer sequences are told apart only by the set of item
/// kinds that occur in them, which is all that `xml<T>` can ask; that makes a finite Boolean algebra.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct XmlSet {
    /// A bit for each kind of single item, and [`XmlSet::EMPTY_SEQUENCE`].
    pub(crate) items: u8,
    /// Bit `s` stands for the sequences of two or more items whose kinds are exactly the set `s`.
    pub(crate) sequences: u128,
}

impl XmlSet {
    pub(crate) const ELEMENT: u8 = 0b000_1001;
    pub(crate) const COMMENT: u8 = 0b001_0010;
    pub(crate) const PROCESSING_INSTRUCTION: u8 = 0b010_0100;
    /// Text is always immutable.
    pub(crate) const TEXT: u8 = 0b100_0000;
    /// Immutable items: the upper three of the element, comment and processing-instruction bits, and text.
    pub(crate) const READONLY: u8 = 0b111_1000;
    pub(crate) const KINDS: u8 = 0b111_1111;
    pub(crate) const EMPTY_SEQUENCE: u8 = 0b1000_0000;
    /// There is no sequence without kinds, and adjacent text items merge into one.
    const POSSIBLE: u128 = !(1 | 1 << XmlSet::TEXT);
    pub(crate) const ALL: XmlSet = XmlSet { items: u8::MAX, sequences: XmlSet::POSSIBLE };

    /// Single items of these kinds.
    pub(crate) fn items(kinds: u8) -> XmlSet {
        XmlSet { items: kinds, sequences: 0 }
    }

    /// Sequences of any length whose items are of these kinds: `xml<T>`.
    pub(crate) fn sequences_of(kinds: u8) -> XmlSet {
        let kinds = kinds & XmlSet::KINDS;
        let subsets = (0..128u8).filter(|s| s & !kinds == 0).fold(0u128, |bits, s| bits | 1 << s);
        XmlSet { items: kinds | XmlSet::EMPTY_SEQUENCE, sequences: subsets & XmlSet::POSSIBLE }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.items == 0 && self.sequences == 0
    }

    pub(crate) fn is_full(self) -> bool {
        self == XmlSet::ALL
    }

    pub(crate) fn complement(self) -> XmlSet {
        XmlSet { items: !self.items, sequences: !self.sequences & XmlSet::POSSIBLE }
    }

    pub(crate) fn union(self, other: XmlSet) -> XmlSet {
        XmlSet { items: self.items | other.items, sequences: self.sequences | other.sequences }
    }

    pub(crate) fn intersect(self, other: XmlSet) -> XmlSet {
        XmlSet { items: self.items & other.items, sequences: self.sequences & other.sequences }
    }

    /// The kinds of items that occur in some value of the set.
    pub(crate) fn item_kinds(self) -> u8 {
        let in_sequences = (0..128u8).filter(|s| self.sequences >> s & 1 == 1).fold(0, |bits, s| bits | s);
        (self.items & XmlSet::KINDS) | in_sequences
    }
}
