//! What a module's declarations are inferred to be (spec 8.3.3): the largest set of functions, methods, classes and
//! variables that would meet the rules if each were declared isolated.

use base_db::{Db, Module};
use hir_def::BodyKind;
use hir_def::ids::{BodyOwner, Def, DefKind, MethodId};
use hir_def::queries;
use rustc_hash::{FxHashMap, FxHashSet};
use semtypes::{Name, Ty, Visibility};

use super::{Need, State, Strand, Summary, is_trusted, isolation, summary};
use crate::defs;
use crate::project;

/// Whether a function or method is isolated, declared so or inferred; of a class or service, whether its objects are; of
/// a module-level variable, whether it is used only within lock statements.
#[salsa::tracked(returns(copy))]
pub fn is_isolated(db: &dyn Db, owner: BodyOwner) -> bool {
    let def = match owner {
        BodyOwner::Def(def) => def,
        BodyOwner::Method(m) => m.class(db),
    };
    isolated_in(db, def.module(db)).contains(&owner)
}

/// The strands that a body begins which may run at the same time as any others: they share nothing mutable with them but
/// what lock statements guard.
#[salsa::tracked(returns(ref))]
pub fn parallel_strands(db: &dyn Db, owner: BodyOwner) -> Vec<Strand> {
    let holds = |n: &Need| resolve(db, *n).is_some_and(|o| is_isolated(db, o));
    let strands = &isolation(db, owner).strands;
    strands.iter().filter(|(_, needs)| needs.iter().all(holds)).map(|(s, _)| *s).collect()
}

/// Whether a strand that a body begins may run at the same time as any others. The library begins only such strands.
pub fn is_parallel(db: &dyn Db, owner: BodyOwner, strand: Strand) -> bool {
    is_trusted(db, owner) || parallel_strands(db, owner).contains(&strand)
}

/// What a need asks to be isolated; `None` when nothing could help.
fn resolve(db: &dyn Db, n: Need) -> Option<BodyOwner> {
    match n {
        Need::Never => None,
        Need::Function(d) | Need::Variable(d) => Some(BodyOwner::Def(d)),
        Need::Object(c) => is_sealed(db, c).then_some(BodyOwner::Def(c)),
        Need::Method { class, name, own } => {
            (own || is_sealed(db, class)).then(|| method(db, class, name)).flatten()
        }
    }
}

fn method(db: &dyn Db, class: Def, name: Name) -> Option<BodyOwner> {
    let m = queries::class_data(db, class).methods.iter().find(|m| m.name == name)?;
    Some(BodyOwner::Method(MethodId::new(db, class, m.name, m.index)))
}

/// Whether nothing but objects of the class belongs to its type, as it has private members (spec 8.4).
fn is_sealed(db: &dyn Db, class: Def) -> bool {
    let ty = Ty::named(class.ty_def(), class.name(db));
    project::object(db, ty)
        .is_some_and(|o| o.members.iter().any(|m| matches!(m.visibility, Visibility::Private(_))))
}

/// Everything in a module that is isolated.
#[salsa::tracked(returns(ref))]
fn isolated_in(db: &dyn Db, module: Module) -> FxHashSet<BodyOwner> {
    let mut g = Graph { db, users: FxHashMap::default(), nodes: FxHashSet::default(), failed: Vec::new() };
    for &def in queries::module_items(db, module).defs() {
        let summary = summary(db, BodyOwner::Def(def));
        g.uses(summary);
        match def.kind(db) {
            DefKind::Function => g.function(def, summary),
            DefKind::Class | DefKind::Service => g.class(def, summary),
            DefKind::Var => g.variable(def),
            _ => {}
        }
    }
    g.solve()
}

/// What depends on what; what is in `failed` is not isolated.
struct Graph<'a> {
    db: &'a dyn Db,
    nodes: FxHashSet<BodyOwner>,
    users: FxHashMap<BodyOwner, Vec<BodyOwner>>,
    failed: Vec<BodyOwner>,
}

impl Graph<'_> {
    fn solve(mut self) -> FxHashSet<BodyOwner> {
        let mut failed = self.failed;
        while let Some(n) = failed.pop() {
            if self.nodes.remove(&n) {
                failed.extend(self.users.remove(&n).unwrap_or_default());
            }
        }
        self.nodes
    }

    fn needs(&mut self, node: BodyOwner, needs: &[Need]) {
        for n in needs {
            match resolve(self.db, *n) {
                Some(other) => self.users.entry(other).or_default().push(node),
                None => self.failed.push(node),
            }
        }
    }

    fn uses(&mut self, s: &Summary) {
        for (state, needs) in &s.uses {
            let (State::Variable(d) | State::Fields(d)) = state;
            let declared = match state {
                State::Variable(_) => queries::var_data(self.db, *d).isolated,
                State::Fields(_) => self.declared_isolated(*d),
            };
            if !declared {
                self.needs(BodyOwner::Def(*d), needs);
            }
        }
    }

    fn function(&mut self, def: Def, s: &Summary) {
        let sig = queries::function_sig(self.db, def);
        self.callable(BodyOwner::Def(def), sig, &[s]);
    }

    fn callable(&mut self, node: BodyOwner, sig: &hir_def::FunctionSig, parts: &[&Summary]) {
        self.nodes.insert(node);
        if sig.isolated {
            return;
        }
        if matches!(sig.body_kind, BodyKind::External | BodyKind::None) {
            self.failed.push(node);
        }
        parts.iter().for_each(|s| self.needs(node, &s.needs));
    }

    fn class(&mut self, def: Def, initialisers: &Summary) {
        let data = queries::class_data(self.db, def);
        for m in &data.methods {
            let id = MethodId::new(self.db, def, m.name, m.index);
            let s = summary(self.db, BodyOwner::Method(id));
            self.uses(s);
            let init = (m.name.as_str() == "init").then_some(initialisers);
            let parts: Vec<&Summary> = init.into_iter().chain([s]).collect();
            self.callable(BodyOwner::Method(id), queries::method_sig(self.db, id), &parts);
        }
        let node = BodyOwner::Def(def);
        self.nodes.insert(node);
        if !self.declared_isolated(def) && !self.fields_allow_it(def) {
            self.failed.push(node);
        }
    }

    /// The class says so, or the type that a service declaration names.
    fn declared_isolated(&self, class: Def) -> bool {
        let ty = Ty::named(class.ty_def(), class.name(self.db));
        project::object(self.db, ty).is_some_and(|o| o.isolated)
    }

    /// Fields that are not final and immutable are private.
    fn fields_allow_it(&self, def: Def) -> bool {
        let ty = Ty::named(def.ty_def(), def.name(self.db));
        let Some(o) = project::object(self.db, ty) else { return false };
        o.members.iter().all(|m| match m.kind {
            semtypes::MemberKind::Field { is_final } => {
                matches!(m.visibility, Visibility::Private(_))
                    || is_final && defs::sem(self.db, m.ty).is_shareable()
            }
            _ => true,
        })
    }

    fn variable(&mut self, def: Def) {
        let data = queries::var_data(self.db, def);
        let node = BodyOwner::Def(def);
        self.nodes.insert(node);
        let plain = matches!(data.store.pats[data.pat], hir_def::Pat::Bind(_));
        let could = !data.is_public && !data.is_final && !data.configurable && plain && data.init.is_some();
        if !data.isolated && !could {
            self.failed.push(node);
        }
    }
}
