//! Definite assignment of what an `init` function must give a value: the fields of its object (spec 5.6.3.2), the
//! variables of its module (spec 8.5).

use base_db::Db;
use hir_def::ids::{BodyOwner, DefKind};
use hir_def::queries::{self, Item};
use hir_def::{Expr, ExprId, LocalKind};
use rustc_hash::FxHashSet;
use semtypes::{Name, Ty};

use super::{Infer, name};
use crate::inclusion::included_fields;
use crate::result::Resolution;

/// What is still without a value where the body starts.
pub(super) fn without_value(db: &dyn Db, owner: BodyOwner) -> FxHashSet<Name> {
    match owner {
        BodyOwner::Method(m) if m.name(db) == name("init") => {
            let class = queries::class_data(db, m.class(db));
            let own = class.fields.iter().filter(|f| f.init.is_none()).map(|f| f.name);
            own.chain(included_fields(db, m.class(db)).into_iter().map(|(n, _)| n)).collect()
        }
        BodyOwner::Def(def) if def.kind(db) == DefKind::Function && def.name(db) == name("init") => {
            let items = queries::module_items(db, def.module(db));
            let vars = items.defs().iter().filter(|d| d.kind(db) == DefKind::Var);
            vars.filter(|d| matches!(items.get(d.name(db)), Some(Item::Var(v, _)) if v == **d))
                .filter(|d| {
                    let data = queries::var_data(db, **d);
                    data.init.is_none() && !data.required
                })
                .map(|d| d.name(db))
                .collect()
        }
        _ => FxHashSet::default(),
    }
}

impl Infer<'_> {
    /// Notes that an assignment gives its target a value.
    pub(super) fn member_assigned(&mut self, target: ExprId) {
        if self.flow.unset.is_empty() {
            return;
        }
        let member = match &self.store.exprs[target] {
            Expr::Field { base, name, .. } => match self.store.exprs[*base] {
                Expr::Local(l) if self.store.locals[l].kind == LocalKind::SelfRef => name.name,
                _ => return,
            },
            Expr::Path(_) => match self.r.resolutions.get(&target) {
                Some(Resolution::Var(_, n)) => *n,
                _ => return,
            },
            _ => return,
        };
        self.flow.unset.remove(&member);
    }

    /// Notes that the body may end here with a result of type `ret`: unless that is an error, all must have a value.
    pub(super) fn returns_normally(&mut self, ret: Ty) {
        let init = self.frames.last().is_some_and(|f| f.sets_members);
        if init && self.flow.reachable && !self.subtype(ret, Ty::error()) {
            let unset = self.flow.unset.iter().copied().filter(|n| !self.r.unset.contains(n));
            self.r.unset.extend(unset.collect::<Vec<_>>());
        }
    }

    /// The same where control reaches the end of the body.
    pub(super) fn ends_normally(&mut self) {
        if !self.flow.impossible {
            self.returns_normally(Ty::nil());
        }
    }
}

/// The members that an `init` leaves without a value on some way through it.
pub(crate) fn left_unset(db: &dyn Db, init: BodyOwner, member: Name) -> bool {
    super::infer_body(db, init).unset.contains(&member)
}
