//! Tables that many owners share, so that decoding an archive copies little: [`Part`] and [`Strings`].

use std::ops::{Deref, Index, Range};
use std::sync::Arc;

/// A run of entries of a table: all of one of its own, or a part of one that others have parts of too.
pub struct Part<T> {
    table: Arc<Vec<T>>,
    start: u32,
    end: u32,
}

impl<T> Part<T> {
    /// Those of `table` at `range`; `None` when it has not so many.
    pub fn of(table: &Arc<Vec<T>>, range: Range<usize>) -> Option<Part<T>> {
        let fits = range.start <= range.end && range.end <= table.len();
        let (start, end) = (range.start.try_into().ok()?, range.end.try_into().ok()?);
        fits.then(|| Part { table: table.clone(), start, end })
    }
}

impl<T> Deref for Part<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.table[self.start as usize..self.end as usize]
    }
}

impl<'a, T> IntoIterator for &'a Part<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> From<Vec<T>> for Part<T> {
    /// # Panics
    /// With more than `u32::MAX` entries.
    fn from(entries: Vec<T>) -> Part<T> {
        let end = entries.len().try_into().expect("a table's length fits in 32 bits");
        Part { start: 0, end, table: Arc::new(entries) }
    }
}

impl<T> FromIterator<T> for Part<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Part<T> {
        Vec::from_iter(entries).into()
    }
}

impl<T> Default for Part<T> {
    fn default() -> Part<T> {
        Vec::new().into()
    }
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Part<T> {
        Part { table: self.table.clone(), start: self.start, end: self.end }
    }
}

impl<T: PartialEq> PartialEq for Part<T> {
    fn eq(&self, other: &Part<T>) -> bool {
        **self == **other
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

/// Strings by number, in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strings {
    text: String,
    /// Where each ends and the next begins.
    ends: Vec<u32>,
}

impl Strings {
    /// `None` when the ends do not rise to the end of the text, or fall within a character.
    pub fn new(text: String, ends: Vec<u32>) -> Option<Strings> {
        let rise = ends.windows(2).all(|w| w[0] <= w[1]);
        let whole = ends.last().copied().unwrap_or(0) as usize == text.len();
        let fits = ends.iter().all(|&end| text.is_char_boundary(end as usize));
        (rise && whole && fits).then_some(Strings { text, ends })
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, i: usize) -> Option<&str> {
        let end = *self.ends.get(i)? as usize;
        let start = i.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(&self.text[start..end])
    }

    pub fn push(&mut self, s: &str) {
        self.text.push_str(s);
        self.ends.push(u32::try_from(self.text.len()).expect("an archive's strings fit in 4 GiB"));
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| &self[i])
    }

    /// All of them, one after the other, and where each ends.
    pub fn parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }
}

impl Index<usize> for Strings {
    type Output = str;
    fn index(&self, i: usize) -> &str {
        self.get(i).expect("string index")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_bounded_by_its_table() {
        let table = Arc::new(vec![1, 2, 3]);
        assert_eq!(&*Part::of(&table, 1..3).unwrap(), [2, 3]);
        assert!(Part::of(&table, 2..4).is_none());
        #[expect(clippy::reversed_empty_ranges)]
        let reversed = 3..2;
        assert!(Part::of(&table, reversed).is_none());
    }

    #[test]
    fn strings_end_between_characters() {
        let mut strings = Strings::default();
        for s in ["a", "", "é"] {
            strings.push(s);
        }
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["a", "", "é"]);
        assert_eq!(strings.get(3), None);
        let (text, ends) = strings.parts();
        assert_eq!(Strings::new(text.to_string(), ends.to_vec()), Some(strings.clone()));
        for ends in [vec![1, 2, 3], vec![2, 1, 3], vec![1, 1], vec![]] {
            assert_eq!(Strings::new("aé".to_string(), ends), None);
        }
    }
}
