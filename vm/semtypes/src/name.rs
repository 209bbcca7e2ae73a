//! Interned identifiers.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use parking_lot::RwLock;
use rustc_hash::FxHashSet;

/// A globally interned string: one word, compared and hashed by identity, ordered by its text.
///
/// The text lives for the rest of the process. That leak is deliberate: names come from source text and
/// archives, the set of distinct names saturates quickly, and a `Copy` name makes every tree that holds one
/// cheap to clone and compare.
#[derive(Copy, Clone)]
pub struct Name(&'static &'static str);

#[derive(Copy, Clone)]
struct ByText(&'static &'static str);

impl PartialEq for ByText {
    fn eq(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }
}

impl Eq for ByText {}

impl Hash for ByText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl std::borrow::Borrow<str> for ByText {
    fn borrow(&self) -> &str {
        self.0
    }
}

const SHARDS: usize = 16;

static INTERNER: LazyLock<[RwLock<FxHashSet<ByText>>; SHARDS]> =
    LazyLock::new(|| std::array::from_fn(|_| RwLock::new(FxHashSet::default())));

fn shard(text: &str) -> &'static RwLock<FxHashSet<ByText>> {
    // The shard only needs a spread, not a quality hash: the length and the two end bytes differ enough.
    let bytes = text.as_bytes();
    let ends =
        bytes.first().copied().unwrap_or(0) as usize * 31 + bytes.last().copied().unwrap_or(0) as usize;
    &INTERNER[(ends + bytes.len()) % SHARDS]
}

impl Name {
    /// The name with this text; equal texts give identical names.
    pub fn new(text: &str) -> Name {
        let shard = shard(text);
        if let Some(found) = shard.read().get(text) {
            return Name(found.0);
        }
        let mut set = shard.write();
        if let Some(found) = set.get(text) {
            return Name(found.0);
        }
        let text: &'static str = Box::leak(text.into());
        let cell: &'static &'static str = Box::leak(Box::new(text));
        set.insert(ByText(cell));
        Name(cell)
    }

    /// The text of the name.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other { Ordering::Equal } else { self.0.cmp(other.0) }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Name {
        Name::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interning_is_by_text() {
        let (a, b, c) = (Name::new("alpha"), Name::new("alpha"), Name::new("beta"));
        assert_eq!(a, b);
        assert_ne!(a, c);
        assert!(a < c);
        assert_eq!(Name::new("").as_str(), "");
        assert_eq!(size_of::<Name>(), size_of::<usize>());
    }
}
