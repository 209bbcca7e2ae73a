//! Isolation (spec 5.1.3, 6.4.3, 7.3.5, 7.22): what may be touched without a data race.
//!
//! A walk over a body that is inferred already does two things at once. Where something is *declared* isolated, each
//! breach of the rules is an error. Where nothing is declared, what the rules would ask for is noted as [`Need`]s;
//! [`inference`] then finds the largest set of a module's functions, methods, objects and variables whose needs hold
//! (spec 8.3.3). Nothing declared relies on what is inferred.
//!
//! `walk` goes through a body, `access` has the rules for variables, `calls` those for calls, `exprs` says which
//! expressions are isolated, `lock` is about lock statements, `objects` about fields and constructors.

mod access;
mod calls;
mod exprs;
pub mod inference;
mod lock;
mod objects;
mod walk;

use base_db::{Db, LocalDiagnostic};
use hir_def::ids::{BodyOwner, Def};
use hir_def::{ExprId, LambdaId};
use semtypes::Name;

/// Help for what must be an isolated expression.
const ISOLATED_EXPRESSION: &str =
    "use a new value, such as a clone, an immutable value or an isolated object";

/// What has to be isolated for something else to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    /// Nothing can help.
    Never,
    Function(Def),
    /// A method that is found by name; `own` when it is called on `self`, whose class is known exactly.
    Method {
        class: Def,
        name: Name,
        own: bool,
    },
    /// The objects of a class.
    Object(Def),
    /// A module-level variable.
    Variable(Def),
}

/// What is isolated if its uses are: mutable state that lock statements guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    Variable(Def),
    /// The fields of a class's objects.
    Fields(Def),
}

/// What a declaration contributes to the inference of isolation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Of a function or method that is not declared isolated; of a class: of the initialisers of its fields.
    pub needs: Vec<Need>,
    /// What each use of guarded state asks for.
    pub uses: Vec<(State, Vec<Need>)>,
}

/// What begins a strand in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strand {
    Start(ExprId),
    Worker(LambdaId),
}

/// The isolation of one declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Isolation {
    pub diagnostics: Vec<LocalDiagnostic>,
    pub summary: Summary,
    /// What it takes for strands to share nothing mutable with others but what lock statements guard.
    pub strands: Vec<(Strand, Vec<Need>)>,
}

/// Breaches of isolation in a declaration's own expressions and its body, and its part in the inference.
#[salsa::tracked(returns(ref))]
pub(crate) fn isolation(db: &dyn Db, owner: BodyOwner) -> Isolation {
    let mut out = Isolation::default();
    if is_trusted(db, owner) {
        return out;
    }
    walk::signature(db, owner, &mut out);
    walk::body(db, owner, &mut out);
    out.diagnostics.sort_by_key(|d| d.range.start());
    out.diagnostics.dedup();
    out
}

/// The library says by its declarations what is isolated. Its sources cannot always show it: functions that are isolated if
/// what they are given is (`@isolatedParam`), iterators over values that they do not own, listeners that keep services and
/// call their methods, isolated or not.
fn is_trusted(db: &dyn Db, owner: BodyOwner) -> bool {
    let def = match owner {
        BodyOwner::Def(def) => def,
        BodyOwner::Method(m) => m.class(db),
    };
    matches!(def.module(db).kind(db), base_db::ModuleKind::Library)
}

/// Like [`isolation`], without what changes with every edit.
#[salsa::tracked(returns(ref))]
pub(crate) fn summary(db: &dyn Db, owner: BodyOwner) -> Summary {
    isolation(db, owner).summary.clone()
}
