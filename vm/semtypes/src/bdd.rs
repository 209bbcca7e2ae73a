//! Binary decision diagrams over atoms, with a lazy union branch.
//!
//! A node `(a, l, m, r)` stands for `(a & l) | m | (!a & r)`. The middle branch keeps unions from copying both
//! operands into the two arms, the form used for set-theoretic types by Frisch and Castagna.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering::Relaxed};

use parking_lot::RwLock;
use rustc_hash::FxHashMap;

use crate::atom::Atom;
use crate::basic::Basic;

#[derive(Copy, Clone)]
pub(crate) enum Bdd {
    Empty,
    All,
    Node(&'static BddNode),
}

pub(crate) struct BddNode {
    id: u32,
    atom: Atom,
    left: Bdd,
    middle: Bdd,
    right: Bdd,
    /// For each basic type that the diagram may describe: is that set empty? The answer depends on the basic
    /// type, because it decides what the complement of an atom is.
    emptiness: [AtomicU8; Basic::ALL.len()],
}

impl BddNode {
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// The memoised emptiness of the diagram as a set of values of a basic type.
    pub(crate) fn known_empty(&self, basic: Basic) -> Option<bool> {
        match self.emptiness[basic as usize].load(Relaxed) {
            0 => None,
            state => Some(state == 1),
        }
    }

    pub(crate) fn set_empty(&self, basic: Basic, empty: bool) {
        self.emptiness[basic as usize].store(if empty { 1 } else { 2 }, Relaxed);
    }
}

type Key = (u32, u32, u32, u32);

static NODES: LazyLock<RwLock<FxHashMap<Key, &'static BddNode>>> = LazyLock::new(Default::default);
static NEXT_ID: AtomicU32 = AtomicU32::new(2);

fn node(atom: Atom, left: Bdd, middle: Bdd, right: Bdd) -> Bdd {
    if let Bdd::All = middle {
        return Bdd::All;
    }
    if left == right {
        return left.union(middle);
    }
    let key = (atom.id(), left.id(), middle.id(), right.id());
    if let Some(found) = NODES.read().get(&key) {
        return Bdd::Node(found);
    }
    let mut nodes = NODES.write();
    let found = nodes.entry(key).or_insert_with(|| {
        let emptiness = std::array::from_fn(|_| AtomicU8::new(0));
        Box::leak(Box::new(BddNode {
            id: NEXT_ID.fetch_add(1, Relaxed),
            atom,
            left,
            middle,
            right,
            emptiness,
        }))
    });
    Bdd::Node(found)
}

impl Bdd {
    pub(crate) fn of(atom: Atom) -> Bdd {
        node(atom, Bdd::All, Bdd::Empty, Bdd::Empty)
    }

    fn id(self) -> u32 {
        match self {
            Bdd::Empty => 0,
            Bdd::All => 1,
            Bdd::Node(node) => node.id,
        }
    }

    pub(crate) fn union(self, other: Bdd) -> Bdd {
        let (a, b) = match (self, other) {
            _ if self == other => return self,
            (Bdd::All, _) | (_, Bdd::All) => return Bdd::All,
            (Bdd::Empty, x) | (x, Bdd::Empty) => return x,
            (Bdd::Node(a), Bdd::Node(b)) => (a, b),
        };
        match a.atom.id().cmp(&b.atom.id()) {
            std::cmp::Ordering::Less => node(a.atom, a.left, a.middle.union(other), a.right),
            std::cmp::Ordering::Greater => node(b.atom, b.left, b.middle.union(self), b.right),
            std::cmp::Ordering::Equal => {
                node(a.atom, a.left.union(b.left), a.middle.union(b.middle), a.right.union(b.right))
            }
        }
    }

    pub(crate) fn intersect(self, other: Bdd) -> Bdd {
        let (a, b) = match (self, other) {
            _ if self == other => return self,
            (Bdd::Empty, _) | (_, Bdd::Empty) => return Bdd::Empty,
            (Bdd::All, x) | (x, Bdd::All) => return x,
            (Bdd::Node(a), Bdd::Node(b)) => (a, b),
        };
        let narrowed = |n: &BddNode, by: Bdd| {
            node(n.atom, n.left.intersect(by), n.middle.intersect(by), n.right.intersect(by))
        };
        match a.atom.id().cmp(&b.atom.id()) {
            std::cmp::Ordering::Less => narrowed(a, other),
            std::cmp::Ordering::Greater => narrowed(b, self),
            std::cmp::Ordering::Equal => node(
                a.atom,
                a.left.union(a.middle).intersect(b.left.union(b.middle)),
                Bdd::Empty,
                a.right.union(a.middle).intersect(b.right.union(b.middle)),
            ),
        }
    }

    pub(crate) fn diff(self, other: Bdd) -> Bdd {
        let b = match other {
            _ if self == other => return Bdd::Empty,
            Bdd::Empty => return self,
            Bdd::All => return Bdd::Empty,
            Bdd::Node(b) => b,
        };
        let (if_b, unless_b) = (b.left.union(b.middle), b.right.union(b.middle));
        let a = match self {
            Bdd::Empty => return Bdd::Empty,
            Bdd::All => return node(b.atom, Bdd::All.diff(if_b), Bdd::Empty, Bdd::All.diff(unless_b)),
            Bdd::Node(a) => a,
        };
        match a.atom.id().cmp(&b.atom.id()) {
            std::cmp::Ordering::Less => {
                node(a.atom, a.left.diff(other), a.middle.diff(other), a.right.diff(other))
            }
            std::cmp::Ordering::Greater => node(b.atom, self.diff(if_b), Bdd::Empty, self.diff(unless_b)),
            std::cmp::Ordering::Equal => node(
                a.atom,
                a.left.union(a.middle).diff(if_b),
                Bdd::Empty,
                a.right.union(a.middle).diff(unless_b),
            ),
        }
    }

    /// Calls `f` with the positive and negative atoms of every path to `All`, until it answers `false`. The set
    /// is the union over the paths of the intersection of the positive and the complements of the negative.
    pub(crate) fn all_paths(self, f: &mut dyn FnMut(&[Atom], &[Atom]) -> bool) -> bool {
        self.walk(&mut Vec::new(), &mut Vec::new(), f)
    }

    fn walk(
        self,
        pos: &mut Vec<Atom>,
        neg: &mut Vec<Atom>,
        f: &mut dyn FnMut(&[Atom], &[Atom]) -> bool,
    ) -> bool {
        let node = match self {
            Bdd::Empty => return true,
            Bdd::All => return f(pos, neg),
            Bdd::Node(node) => node,
        };
        pos.push(node.atom);
        let left = node.left.walk(pos, neg, f);
        pos.pop();
        if !left || !node.middle.walk(pos, neg, f) {
            return false;
        }
        neg.push(node.atom);
        let right = node.right.walk(pos, neg, f);
        neg.pop();
        right
    }
}

impl PartialEq for Bdd {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Bdd {}

impl Hash for Bdd {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

impl fmt::Debug for Bdd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bdd::Empty => f.write_str("0"),
            Bdd::All => f.write_str("1"),
            Bdd::Node(n) => write!(f, "({:?} ? {:?} | {:?} : {:?})", n.atom, n.left, n.middle, n.right),
        }
    }
}
