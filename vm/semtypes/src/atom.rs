//! Atoms: the shapes of structured values that decision diagrams are built from.
//!
//! An atom describes lists, mappings or functions. The other structured basic types borrow one of the first two:
//! objects and errors are mappings from member keys, tables, streams, futures and typedescs are short lists of
//! their parameters.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{LazyLock, OnceLock};

use parking_lot::RwLock;
use rustc_hash::FxHashMap;

use crate::name::Name;
use crate::set::SemType;

/// What a member of a structure may hold.
///
/// A mutable member's *inherent type* is part of its shape, so a mutable cell stands for all immutable members
/// holding a value of `ty` and all mutable members whose inherent type is a subtype of `ty` (spec 5.1.2).
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Cell {
    pub(crate) ty: SemType,
    pub(crate) mutable: bool,
}

impl Cell {
    pub(crate) fn mutable(ty: SemType) -> Cell {
        Cell { ty, mutable: true }
    }

    pub(crate) fn immutable(ty: SemType) -> Cell {
        Cell { ty, mutable: false }
    }

    pub(crate) fn intersect(self, other: Cell) -> Cell {
        Cell { ty: self.ty.intersect(other.ty), mutable: self.mutable && other.mutable }
    }
}

/// Lists of at least `fixed_len` members.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ListAtom {
    /// The first members; the last of them repeats up to `fixed_len`. Empty only if `fixed_len` is 0.
    pub(crate) prefix: Box<[Cell]>,
    pub(crate) fixed_len: u64,
    /// Further members; `never` when there are none.
    pub(crate) rest: Cell,
}

impl ListAtom {
    pub(crate) fn new(prefix: Vec<Cell>, rest: Cell) -> ListAtom {
        ListAtom { fixed_len: prefix.len() as u64, prefix: prefix.into(), rest }
    }

    pub(crate) fn at(&self, index: u64) -> Cell {
        if index >= self.fixed_len {
            return self.rest;
        }
        let last = self.prefix.len().saturating_sub(1);
        self.prefix.get((index as usize).min(last)).copied().unwrap_or(self.rest)
    }

    /// `None` if the lengths alone exclude each other.
    pub(crate) fn intersect(&self, other: &ListAtom) -> Option<ListAtom> {
        let (short, long) = if self.fixed_len <= other.fixed_len { (self, other) } else { (other, self) };
        if short.fixed_len < long.fixed_len && short.rest.ty.is_never() {
            return None;
        }
        let mut stored = self.prefix.len().max(other.prefix.len()) as u64;
        if short.fixed_len < long.fixed_len {
            stored = stored.max(short.fixed_len + 1);
        }
        let stored = stored.min(long.fixed_len);
        let prefix = (0..stored).map(|i| self.at(i).intersect(other.at(i))).collect();
        Some(ListAtom { prefix, fixed_len: long.fixed_len, rest: self.rest.intersect(other.rest) })
    }
}

/// Mappings: a cell for each named field, one for all other names. A cell whose set contains "undef" allows
/// the field to be absent.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct MappingAtom {
    /// Sorted by name.
    pub(crate) fields: Box<[(Name, Cell)]>,
    pub(crate) rest: Cell,
}

impl MappingAtom {
    pub(crate) fn new(mut fields: Vec<(Name, Cell)>, rest: Cell) -> MappingAtom {
        fields.sort_by_key(|f| f.0);
        fields.dedup_by_key(|f| f.0);
        MappingAtom { fields: fields.into(), rest }
    }

    pub(crate) fn at(&self, name: Name) -> Cell {
        match self.fields.binary_search_by_key(&name, |f| f.0) {
            Ok(index) => self.fields[index].1,
            Err(_) => self.rest,
        }
    }

    pub(crate) fn intersect(&self, other: &MappingAtom) -> MappingAtom {
        let only_other = other.fields.iter().filter(|f| !self.fields.iter().any(|g| g.0 == f.0));
        let names = self.fields.iter().chain(only_other).map(|f| f.0);
        let fields = names.map(|name| (name, self.at(name).intersect(other.at(name)))).collect();
        MappingAtom::new(fields, self.rest.intersect(other.rest))
    }
}

/// Functions from an argument list to a result.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct FunctionAtom {
    /// A list type: the argument lists that the function accepts.
    pub(crate) params: SemType,
    pub(crate) ret: SemType,
    pub(crate) isolated: bool,
    pub(crate) transactional: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Shape {
    List(ListAtom),
    Mapping(MappingAtom),
    Function(FunctionAtom),
}

#[derive(Debug)]
struct AtomNode {
    id: u32,
    shape: OnceLock<Shape>,
}

/// A shape with identity. Atoms made by [`Atom::new`] are hash-consed; recursive ones are not.
#[derive(Copy, Clone)]
pub(crate) struct Atom(&'static AtomNode);

static NEXT_ID: AtomicU32 = AtomicU32::new(0);
static ATOMS: LazyLock<RwLock<FxHashMap<&'static Shape, Atom>>> = LazyLock::new(Default::default);

impl Atom {
    pub(crate) fn new(shape: Shape) -> Atom {
        if let Some(found) = ATOMS.read().get(&shape) {
            return *found;
        }
        let mut atoms = ATOMS.write();
        if let Some(found) = atoms.get(&shape) {
            return *found;
        }
        let atom = Atom::recursive();
        atom.define(shape);
        if let Some(key) = atom.0.shape.get() {
            atoms.insert(key, atom);
        }
        atom
    }

    /// An atom whose shape is given later, once the types that refer to it exist.
    pub(crate) fn recursive() -> Atom {
        let id = NEXT_ID.fetch_add(1, Relaxed);
        Atom(Box::leak(Box::new(AtomNode { id, shape: OnceLock::new() })))
    }

    pub(crate) fn define(self, shape: Shape) {
        let fresh = self.0.shape.set(shape).is_ok();
        debug_assert!(fresh, "an atom is defined once");
    }

    pub(crate) fn id(self) -> u32 {
        self.0.id
    }

    pub(crate) fn shape(self) -> &'static Shape {
        self.0.shape.get().expect("lowering defines every recursive atom before it returns")
    }

    pub(crate) fn list(self) -> &'static ListAtom {
        match self.shape() {
            Shape::List(list) => list,
            _ => unreachable!("diagrams of list-like basic types hold list atoms"),
        }
    }

    pub(crate) fn mapping(self) -> &'static MappingAtom {
        match self.shape() {
            Shape::Mapping(mapping) => mapping,
            _ => unreachable!("diagrams of mapping-like basic types hold mapping atoms"),
        }
    }

    pub(crate) fn function(self) -> &'static FunctionAtom {
        match self.shape() {
            Shape::Function(function) => function,
            _ => unreachable!("diagrams of functions hold function atoms"),
        }
    }
}

impl PartialEq for Atom {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for Atom {}

impl Hash for Atom {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

/// Only the identity: shapes may be cyclic.
impl std::fmt::Debug for Atom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.0.id)
    }
}
