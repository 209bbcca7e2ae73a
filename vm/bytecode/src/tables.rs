//! Tables that stay where they have been read, so that decoding an archive copies little: [`Table`]; and [`Strings`].

use std::ops::{Deref, Index, Range};
use std::sync::Arc;

use bytemuck::Pod;

/// What tables consist of: little-endian numbers in a file.
pub trait Entry: Pod {
    /// The entry whose bytes are those of `file`.
    fn native(file: Self) -> Self;
}

impl Entry for u64 {
    fn native(file: u64) -> u64 {
        u64::from_le(file)
    }
}

impl<const N: usize> Entry for [u32; N]
where
    [u32; N]: Pod,
{
    fn native(file: [u32; N]) -> [u32; N] {
        file.map(u32::from_le)
    }
}

/// A table: its own, or a part of what has been read from a file.
#[derive(Clone)]
pub struct Table<T> {
    own: Vec<T>,
    /// The words read, and the bytes of the table among them; then nothing is the table's own.
    read: Option<(Arc<Vec<u64>>, Range<usize>)>,
}

impl<T: Entry> Table<T> {
    /// The entries at `bytes` of `words`, which has as many; `None` when those are not whole entries.
    pub fn read(words: &Arc<Vec<u64>>, bytes: Range<usize>) -> Option<Table<T>> {
        let part: &[T] =
            bytemuck::try_cast_slice(bytemuck::cast_slice::<u64, u8>(words).get(bytes.clone())?).ok()?;
        if cfg!(target_endian = "big") {
            return Some(part.iter().copied().map(T::native).collect());
        }
        Some(Table { own: Vec::new(), read: Some((words.clone(), bytes)) })
    }

    /// The entries, to be changed.
    pub fn to_mut(&mut self) -> &mut Vec<T> {
        if self.read.is_some() {
            *self = Table::from(self.to_vec());
        }
        &mut self.own
    }
}

impl<T: Entry> Deref for Table<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match &self.read {
            None => &self.own,
            Some((words, bytes)) => {
                bytemuck::cast_slice(&bytemuck::cast_slice::<u64, u8>(words)[bytes.clone()])
            }
        }
    }
}

impl<T> From<Vec<T>> for Table<T> {
    fn from(own: Vec<T>) -> Table<T> {
        Table { own, read: None }
    }
}

impl<T> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Table<T> {
        Vec::from_iter(entries).into()
    }
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Vec::new().into()
    }
}

impl<T: Entry + PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Table<T>) -> bool {
        **self == **other
    }
}

impl<T: Entry + std::fmt::Debug> std::fmt::Debug for Table<T> {
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
    fn a_table_is_whole_entries_of_what_was_read() {
        let words =
            Arc::new(vec![1 | 2 << 32, 3 | 4 << 32, 5 | 6 << 32].into_iter().map(u64::to_le).collect());
        let table = Table::<[u32; 2]>::read(&words, 8..24).unwrap();
        assert_eq!(*table, [[3, 4], [5, 6]]);
        assert_eq!(*Table::<[u32; 3]>::read(&words, 4..16).unwrap(), [[2, 3, 4]]);
        assert!(Table::<[u32; 2]>::read(&words, 8..20).is_none());
        assert!(Table::<[u32; 2]>::read(&words, 8..32).is_none());
        assert!(Table::<u64>::read(&words, 4..12).is_none());
        #[expect(clippy::reversed_empty_ranges)]
        let reversed = 16..8;
        assert!(Table::<u64>::read(&words, reversed).is_none());
    }

    #[test]
    fn a_table_that_was_read_becomes_its_own_when_it_changes() {
        let mut table = Table::<u64>::read(&Arc::new(vec![1u64.to_le(), 2u64.to_le()]), 8..16).unwrap();
        table.to_mut().push(3);
        assert_eq!(*table, [2, 3]);
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
