//! Inference and checking of one body.
//!
//! One walk does all of it: contextual typing, narrowing, definite assignment, reachability. What is known at the current
//! point is [`Flow`]; branches copy it and joins merge it. Files by construct: `expr` (dispatch, literals, names,
//! conditions), `operator`, `access`, `call`, `construct` (lists, objects), `object_ctor`, `mapping`, `table`,
//! `error_ctor`, `raw_template`, `control` (statements), `pattern`, `query`, `lambda`,
//! `xml`.

mod access;
mod aggregate;
mod annotation;
mod call;
mod construct;
mod control;
mod default_arg;
mod error_ctor;
mod expr;
mod flow;
mod init;
mod lambda;
mod mapping;
mod object_ctor;
mod operator;
mod pattern;
mod query;
mod raw_template;
mod resource;
mod rest_arg;
mod signature;
mod stream;
mod table;
mod transaction;
mod worker;
mod xml;

use base_db::{Db, LocalDiagnostic, SourceFile};
use hir_def::ids::{BodyOwner, Def, DefKind};
use hir_def::queries;
use hir_def::{BodyRoot, ExprId, LambdaId, LocalId, LocalKind, Store, TypeRefId};
use rustc_hash::{FxHashMap, FxHashSet};
use semtypes::{Const, FunctionTy, Name, Ty};
use syntax::TextRange;

use crate::codes;
use crate::defs;
use crate::lower_ty::TyLower;
use crate::names;
use crate::ops;
use crate::result::Inference;
use crate::workers::{self, Plan, Slot};
pub(crate) use flow::Flow;
pub(crate) use init::left_unset;

/// Inference of a function's or method's body.
#[salsa::tracked(returns(ref), cycle_result = infer_cycle)]
pub fn infer_body(db: &dyn Db, owner: BodyOwner) -> Inference {
    let body = queries::body(db, owner);
    let mut cx = Infer::new(db, owner, &body.store);
    cx.types.records = (owner, true);
    let (fn_ty, class) = match owner {
        BodyOwner::Def(def) => (defs::fn_ty(db, def), None),
        BodyOwner::Method(m) => (defs::method_ty(db, m), Some(m.class(db))),
    };
    cx.flow.unset = init::without_value(db, owner);
    let plan = workers::plan(db, owner);
    cx.plan = Some(plan);
    cx.function(fn_ty, class, &body.params, body.root);
    cx.r.diagnostics.extend(body.diagnostics.iter().cloned());
    cx.r.diagnostics.extend(plan.diagnostics.iter().cloned());
    signature::nested_types(&mut cx);
    cx.source_annotations();
    signature::empty_intersections(&mut cx);
    cx.unused_locals();
    cx.finish()
}

fn infer_cycle(_db: &dyn Db, _id: salsa::Id, _owner: BodyOwner) -> Inference {
    Inference::default()
}

/// Inference of the expressions in a declaration's signature: parameter and field defaults, initialisers.
#[salsa::tracked(returns(ref), cycle_result = infer_cycle)]
pub fn infer_signature(db: &dyn Db, owner: BodyOwner) -> Inference {
    signature::infer(db, owner)
}

/// How a type that could not be determined is shown.
pub(crate) const UNKNOWN: &str = "<?>";

/// A frame: the owner's body or a lambda in it.
struct Frame {
    lambda: Option<LambdaId>,
    ret: Ty,
    /// An `init`, which must give the members in `Flow::unset` their values.
    sets_members: bool,
}

/// An enclosing loop.
#[derive(Default)]
struct Loop {
    breaks: Vec<Flow>,
    /// Where the next round is begun.
    repeats: Vec<Flow>,
}

/// An enclosing construct with `on fail` (or none: then failing returns).
struct Catch {
    error: Ty,
    flows: Vec<Flow>,
    /// Frames at its depth: a `check` in a nested lambda does not reach it.
    frame: usize,
    /// So many transactions are around it: a failure out of a further one rolls that back.
    transactions: usize,
}

pub(crate) struct Infer<'a> {
    pub db: &'a dyn Db,
    pub def: Def,
    pub file: SourceFile,
    pub store: &'a Store,
    pub types: TyLower<'a>,
    pub r: Inference,
    flow: Flow,
    frames: Vec<Frame>,
    loops: Vec<Loop>,
    catches: Vec<Catch>,
    class: Option<Def>,
    /// Inside the operand of `trap`.
    trapping: bool,
    /// Inside code that has been reported as unreachable.
    in_unreachable: bool,
    /// The expression that is being inferred has a contextually expected type, which could not be determined.
    unknown_context: bool,
    transactions: Vec<transaction::Transaction>,
    /// Namespaces that `xmlns` statements of the enclosing blocks declare, by prefix; empty: the default namespace.
    namespaces: Vec<(Name, Name)>,
    /// Locals that are assigned somewhere other than their declaration.
    reassigned: FxHashSet<LocalId>,
    /// The workers of a body; none in a signature.
    plan: Option<&'a Plan>,
    messages: FxHashMap<Slot, worker::Message>,
    postponed: Vec<worker::Postponed>,
    waits_for_type: worker::WaitsForType,
    /// Aggregated variables that have a member: those of `group by`, and one while a call is checked that is not made
    /// when it has none.
    nonempty: FxHashSet<LocalId>,
}

impl<'a> Infer<'a> {
    fn new(db: &'a dyn Db, owner: BodyOwner, store: &'a Store) -> Self {
        let def = match owner {
            BodyOwner::Def(def) => def,
            BodyOwner::Method(m) => m.class(db),
        };
        Infer {
            db,
            def,
            file: queries::def_file(db, def),
            store,
            types: TyLower { records: (owner, false), ..TyLower::new(db, def, store) },
            r: Inference::default(),
            flow: Flow::start(),
            frames: Vec::new(),
            loops: Vec::new(),
            catches: Vec::new(),
            class: None,
            trapping: false,
            in_unreachable: false,
            unknown_context: false,
            transactions: Vec::new(),
            plan: None,
            messages: FxHashMap::default(),
            postponed: Vec::new(),
            waits_for_type: worker::WaitsForType::No,
            nonempty: FxHashSet::default(),
            namespaces: Vec::new(),
            reassigned: control::reassigned(store),
        }
    }

    fn finish(mut self) -> Inference {
        for d in std::mem::take(&mut self.types.diagnostics) {
            let follows = d.message.contains(UNKNOWN);
            if follows { self.r.consequences.push(d) } else { self.r.diagnostics.push(d) }
        }
        self.r.type_refs = self.types.cache;
        self.r.diagnostics.sort_by_key(|d| d.range.start());
        self.r.diagnostics.dedup();
        self.r
    }

    /// A function's own body.
    fn function(&mut self, ty: &FunctionTy, class: Option<Def>, params: &[LocalId], root: BodyRoot) {
        self.class = class;
        self.flow.transactional = ty.transactional;
        let mut locals = params.iter().copied();
        if let Some(c) = class
            && let Some(this) = locals.clone().next()
            && self.store.locals[this].kind == LocalKind::SelfRef
        {
            locals.next();
            self.r.local_ty.insert(this, Ty::named(c.ty_def(), c.name(self.db)));
        }
        for p in &ty.params {
            if let Some(l) = locals.next() {
                self.r.local_ty.insert(l, p.ty);
            }
        }
        if let (Some(rest), Some(l)) = (ty.rest, locals.next()) {
            self.r.local_ty.insert(l, Ty::array(rest));
        }
        self.frames.push(Frame { lambda: None, ret: ty.ret, sets_members: true });
        match root {
            BodyRoot::Block(b) => {
                self.block(b);
                self.pending_workers(true);
                self.ends_normally();
                self.end_of_body(ty.ret, self.store.blocks.range(b));
            }
            BodyRoot::Expr(e) => {
                self.check(e, ty.ret);
            }
        }
        self.frames.pop();
    }

    /// Control may not reach the end of a body whose result is not nilable.
    fn end_of_body(&mut self, ret: Ty, range: TextRange) {
        if self.flow.possible() && !ops::is_subtype(self.db, Ty::nil(), ret) {
            let end = TextRange::new(range.end() - syntax::TextSize::from(1).min(range.len()), range.end());
            self.error(
                end,
                codes::MISSING_RETURN,
                format!("this function must return a value of type '{ret}'"),
            );
        }
    }

    // ---- helpers ----

    /// Failures from here on go to a construct with `on fail`.
    fn push_catch(&mut self) {
        self.catches.push(Catch {
            error: Ty::never(),
            flows: Vec::new(),
            frame: self.frames.len(),
            transactions: self.transactions.len(),
        });
    }

    /// Reports an error; one that shows an unknown type follows from another and is kept back.
    fn error(&mut self, range: TextRange, code: &'static str, message: impl Into<String>) {
        let d = LocalDiagnostic::error(code, range, message);
        let follows = d.message.contains(UNKNOWN);
        if follows { self.r.consequences.push(d) } else { self.r.diagnostics.push(d) }
    }

    /// How many errors there are so far.
    fn errors(&self) -> usize {
        let all = self.r.diagnostics.iter().chain(&self.r.consequences).chain(&self.types.diagnostics);
        all.filter(|d| d.severity == base_db::Severity::Error).count()
    }

    fn range(&self, e: ExprId) -> TextRange {
        self.store.exprs.range(e)
    }

    /// The name in a call or access, for a message.
    fn name_in(&self, e: ExprId) -> TextRange {
        names::name_in(self.db, self.def, self.range(e))
    }

    /// The name of the field or argument whose value this is, for a message.
    fn name_of(&self, value: ExprId) -> TextRange {
        names::name_of(self.db, self.def, self.range(value))
    }

    fn subtype(&self, a: Ty, b: Ty) -> bool {
        ops::is_subtype(self.db, a, b)
    }

    fn is(&self, a: Ty, b: Ty) -> bool {
        !a.has_missing() && self.subtype(a, b)
    }

    fn type_ref(&mut self, id: TypeRefId) -> Ty {
        self.types.ty(id)
    }

    fn incompatible(&mut self, range: TextRange, expected: Ty, found: Ty) {
        if ops::uncertain(self.db, expected) || ops::uncertain(self.db, found) {
            return;
        }
        self.error(
            range,
            codes::INCOMPATIBLE,
            format!("incompatible types: expected '{expected}', found '{found}'"),
        );
    }

    /// Infers with an expected type and reports when the result does not fit it.
    fn check(&mut self, e: ExprId, expected: Ty) -> Ty {
        let ty = self.infer(e, Some(expected));
        if !self.subtype(ty, expected) {
            self.incompatible(self.range(e), expected, ty);
            self.r.expr_ty.insert(e, Ty::missing());
            return Ty::missing();
        }
        ty
    }

    /// Runs `f` and undoes it all when it reports an error.
    fn tentative(&mut self, f: impl FnOnce(&mut Self) -> Ty) -> Option<Ty> {
        let errors = self.errors();
        let type_diagnostics = self.types.diagnostics.len();
        let saved = (self.flow.clone(), self.r.clone());
        let ty = f(self);
        if self.errors() > errors {
            (self.flow, self.r) = saved;
            self.types.diagnostics.truncate(type_diagnostics);
            return None;
        }
        Some(ty)
    }

    fn local_type(&self, l: LocalId) -> Ty {
        self.r.local_ty.get(&l).copied().unwrap_or(Ty::missing())
    }

    /// Declares a local with its type; it has a value when `assigned`.
    fn declare(&mut self, l: LocalId, ty: Ty, assigned: bool) {
        self.r.local_ty.insert(l, ty);
        self.flow.narrowed.remove(&l);
        if assigned {
            self.flow.unassigned.remove(&l);
        } else {
            self.flow.unassigned.insert(l);
        }
    }

    /// Whether narrowing of a local holds in the current frame: in a closure, a variable that is assigned anywhere may
    /// have changed since. (Making a closure that assigns it ends its narrowing outside: see `lambda_body`.)
    fn narrowable(&self, l: LocalId) -> bool {
        let local = &self.store.locals[l];
        let here = self.frames.last().and_then(|f| f.lambda);
        !self.reassigned.contains(&l) || local.frame == here
    }

    fn unused_locals(&mut self) {
        for (id, l) in self.store.locals.iter() {
            if !l.used
                && matches!(l.kind, LocalKind::Var | LocalKind::Final)
                && l.name.as_str() != "_"
                && self.store.locals.range(id).len() > 0.into()
            {
                let range = self.store.locals.range(id);
                self.r.diagnostics.push(LocalDiagnostic::warning(
                    codes::UNUSED,
                    range,
                    format!("unused variable '{}'", l.name),
                ));
            }
        }
    }

    fn owner_kind(&self) -> DefKind {
        self.def.kind(self.db)
    }
}

/// A resolved constant's type when it is used as a value.
fn const_expr_ty(c: &Const) -> Ty {
    Ty::singleton(c.clone())
}

/// Shorthand for interning.
fn name(s: &str) -> Name {
    Name::new(s)
}

/// Narrowing facts of a condition: types of locals where it holds and where it does not.
#[derive(Default)]
struct Facts {
    yes: FxHashMap<LocalId, Ty>,
    no: FxHashMap<LocalId, Ty>,
}
