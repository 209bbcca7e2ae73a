//! What is known at a point of the control flow: narrowed types, definite assignment, reachability.

use base_db::Db;
use hir_def::LocalId;
use rustc_hash::{FxHashMap, FxHashSet};
use semtypes::{Name, Ty};

use crate::ops::union2;

#[derive(Clone, Debug)]
pub struct Flow {
    pub reachable: bool,
    /// Narrowing left some variable without values: control cannot come here. That makes the blocks of the condition
    /// that narrowed unreachable, but not what follows an `if` without `else`, which users write to be safe.
    pub impossible: bool,
    /// It is impossible as all values have been matched by patterns whose blocks do not end. Of what follows only a `return`
    /// is not unreachable code: users write it to be safe.
    pub exhausted: bool,
    /// Types of locals that are narrower here than declared.
    pub narrowed: FxHashMap<LocalId, Ty>,
    /// Locals that may have no value yet.
    pub unassigned: FxHashSet<LocalId>,
    /// Fields or module variables that an `init` has not given a value yet.
    pub unset: FxHashSet<Name>,
    /// In a transactional scope: there is a current transaction for sure.
    pub transactional: bool,
    /// The enclosing transaction has been committed or rolled back for sure.
    pub ended: bool,
}

impl Flow {
    pub fn start() -> Flow {
        Flow {
            reachable: true,
            impossible: false,
            exhausted: false,
            narrowed: FxHashMap::default(),
            unassigned: FxHashSet::default(),
            unset: FxHashSet::default(),
            transactional: false,
            ended: false,
        }
    }

    /// The same knowledge on a path that is not taken.
    pub fn dead(&self) -> Flow {
        Flow { reachable: false, ..self.clone() }
    }

    /// What is known after either path.
    pub fn join(db: &dyn Db, a: Flow, b: Flow) -> Flow {
        if !a.reachable {
            return b;
        }
        if !b.reachable {
            return a;
        }
        if a.impossible != b.impossible {
            return if a.impossible { b } else { a };
        }
        let narrowed = a
            .narrowed
            .iter()
            .filter_map(|(l, t)| b.narrowed.get(l).map(|u| (*l, union2(db, *t, *u))))
            .collect();
        let unassigned = a.unassigned.union(&b.unassigned).copied().collect();
        let unset = a.unset.union(&b.unset).copied().collect();
        Flow {
            reachable: true,
            impossible: a.impossible,
            exhausted: a.exhausted && b.exhausted,
            narrowed,
            unassigned,
            unset,
            transactional: a.transactional && b.transactional,
            ended: a.ended && b.ended,
        }
    }

    /// Whether control may come here.
    pub fn possible(&self) -> bool {
        self.reachable && !self.impossible
    }

    pub fn forget(&mut self, locals: &FxHashSet<LocalId>) {
        self.narrowed.retain(|l, _| !locals.contains(l));
    }
}
