//! Module variables whose initialisers need each other's values: there is no order to initialise them in (spec 8.2).

use base_db::Db;
use hir_def::Store;
use hir_def::ids::{BodyOwner, Def, DefKind};
use hir_def::queries;
use rustc_hash::FxHashSet;

use crate::infer::{infer_body, infer_signature};
use crate::result::{Callee, Inference, Resolution};

/// Whether the value of a variable is needed to compute it, directly or through variables and functions that its
/// initialiser uses. What a function value does when it is called later does not count.
pub(crate) fn depends_on_itself(db: &dyn Db, var: Def) -> bool {
    let mut search = Search { db, var, vars: FxHashSet::default(), functions: FxHashSet::default() };
    search.variable(var)
}

struct Search<'a> {
    db: &'a dyn Db,
    var: Def,
    vars: FxHashSet<Def>,
    functions: FxHashSet<Def>,
}

impl Search<'_> {
    fn variable(&mut self, var: Def) -> bool {
        let data = queries::var_data(self.db, var);
        data.init.is_some() && self.uses(&data.store, infer_signature(self.db, BodyOwner::Def(var)))
    }

    /// Whether evaluating what `inference` is about needs the variable.
    fn uses(&mut self, store: &Store, inference: &Inference) -> bool {
        let lambdas: Vec<_> = store.lambdas.iter().map(|(id, _)| store.lambdas.range(id)).collect();
        let now = |e| {
            let at = store.exprs.range(e);
            !lambdas.iter().any(|l| l.contains_range(at))
        };
        let vars = inference.resolutions.iter().filter(|(e, _)| now(**e)).filter_map(|(_, r)| match r {
            Resolution::Var(d, _) if d.kind(self.db) == DefKind::Var => Some(*d),
            _ => None,
        });
        let vars: Vec<Def> = vars.collect();
        let calls = inference.calls.iter().filter(|(e, _)| now(**e)).filter_map(|(_, c)| match c.callee {
            Callee::Function(f) => Some(f),
            _ => None,
        });
        let calls: Vec<Def> = calls.collect();
        vars.into_iter().any(|v| v == self.var || self.vars.insert(v) && self.variable(v))
            || calls.into_iter().any(|f| {
                let body = BodyOwner::Def(f);
                let unknown = self.functions.insert(f);
                unknown && self.uses(&queries::body(self.db, body).store, infer_body(self.db, body))
            })
    }
}
