//! Emptiness: the one question that subtyping, overlap and exhaustiveness all reduce to.
//!
//! Types are recursive, so the question is answered co-inductively: while a diagram is being examined it is
//! assumed empty. An answer "not empty" never depends on such an assumption, because every rule is monotone in
//! the emptiness of the parts. An answer "empty" may: it stays provisional until the outermost diagram that it
//! leans on is decided (the scheme of Tarjan's strongly connected components), and is forgotten if that one turns
//! out not to be empty.

use rustc_hash::FxHashMap;

use crate::atom::{Atom, Cell};
use crate::basic::Basic;
use crate::bdd::{Bdd, BddNode};
use crate::set::SemType;
use crate::{builtin, empty_function, empty_list, empty_mapping};

/// One run of the decision procedure.
#[derive(Default)]
pub(crate) struct Emptiness {
    /// Diagrams in progress or provisionally empty, oldest first.
    stack: Vec<(Basic, &'static BddNode)>,
    /// For those on the stack: the lowest stack position that their answer leans on.
    assumed: FxHashMap<(Basic, u32), usize>,
    /// The lowest stack position that the work since the current diagram was entered leans on.
    lowest: usize,
}

impl Emptiness {
    pub(crate) fn of(&mut self, ty: SemType) -> bool {
        // Parts other than diagrams are never empty.
        let structured = |b: Basic| matches!(ty.bdd(b), Bdd::Node(_)) && self.diagram(b, ty.bdd(b));
        ty.full_bits().is_empty() && ty.partial_bits().iter().all(structured)
    }

    /// Whether the set is empty without leaning on any assumption. For shortcuts that draw "not empty" from it.
    pub(crate) fn certainly_empty(&mut self, set: &CellSet) -> bool {
        let outer = std::mem::replace(&mut self.lowest, usize::MAX);
        let empty = set.is_empty(self);
        let lowest = std::mem::replace(&mut self.lowest, outer);
        self.lowest = outer.min(lowest);
        empty && lowest == usize::MAX
    }

    fn diagram(&mut self, basic: Basic, bdd: Bdd) -> bool {
        let node = match bdd {
            Bdd::Empty => return true,
            Bdd::All => return false,
            Bdd::Node(node) => node,
        };
        if let Some(known) = node.known_empty(basic) {
            return known;
        }
        let key = (basic, node.id());
        if let Some(&position) = self.assumed.get(&key) {
            self.lowest = self.lowest.min(position);
            return true;
        }
        let position = self.stack.len();
        self.stack.push((basic, node));
        self.assumed.insert(key, position);
        let outer = std::mem::replace(&mut self.lowest, usize::MAX);
        let empty = bdd.all_paths(&mut |pos, neg| self.path(basic, pos, neg));
        let lowest = std::mem::replace(&mut self.lowest, outer);
        if empty && lowest < position {
            self.assumed.insert(key, lowest);
            self.lowest = outer.min(lowest);
            return true;
        }
        for (basic, node) in self.stack.drain(position..) {
            self.assumed.remove(&(basic, node.id()));
            if empty {
                node.set_empty(basic, true);
            }
        }
        node.set_empty(basic, empty);
        empty
    }

    fn path(&mut self, basic: Basic, pos: &[Atom], neg: &[Atom]) -> bool {
        match basic {
            Basic::Function => empty_function::path(self, pos, neg),
            Basic::Mapping | Basic::Object | Basic::Error => {
                empty_mapping::path(self, builtin::top_mapping(basic), pos, neg)
            }
            _ => empty_list::path(self, builtin::top_list(basic), pos, neg),
        }
    }
}

/// A cell from which other cells have been taken away.
#[derive(Clone)]
pub(crate) struct CellSet {
    pub(crate) cell: Cell,
    without: Vec<Cell>,
}

impl From<Cell> for CellSet {
    fn from(cell: Cell) -> CellSet {
        CellSet { cell, without: Vec::new() }
    }
}

impl CellSet {
    pub(crate) fn diff(&self, cell: Cell) -> CellSet {
        let mut without = self.without.clone();
        without.push(cell);
        CellSet { cell: self.cell, without }
    }

    pub(crate) fn intersect(&self, cell: Cell) -> CellSet {
        CellSet { cell: self.cell.intersect(cell), without: self.without.clone() }
    }

    pub(crate) fn is_empty(&self, run: &mut Emptiness) -> bool {
        let ty = self.cell.ty;
        if run.of(ty) {
            return true;
        }
        // A field that can only be absent has nothing to be mutable.
        let absent = ty.bits().contains(Basic::Undef) && run.of(ty.diff(SemType::UNDEF));
        if self.cell.mutable && !absent {
            // The mutable member of inherent type `ty` itself is gone only if a single mutable cell covers it;
            // then everything else is gone too.
            return self.without.iter().any(|c| c.mutable && run.of(ty.diff(c.ty)));
        }
        let rest = self.without.iter().fold(ty, |rest, c| rest.diff(c.ty));
        run.of(rest)
    }
}
