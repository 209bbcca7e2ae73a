//! From typed HIR to MIR.
//!
//! `build` emits instructions; `frame` lowers functions and lambdas, `synth` the functions that no source names
//! (adapters, defaults, initialisers). By construct: `expr`, `operator`, `cond`, `call`, `access`, `assign`,
//! `construct`, `object`, `stmt`, `loops`, `pattern`, `matching`, `query`, `generator`, `xml`.

mod access;
mod annotation;
mod assign;
mod build;
mod call;
mod cond;
mod construct;
mod expr;
mod fill;
mod frame;
mod generator;
mod guard;
mod lock;
mod loops;
mod matching;
mod object;
mod operator;
mod pattern;
mod query;
mod stmt;
mod synth;
mod transaction;
mod worker;
mod xml;

pub use self::frame::capture_field;
pub use self::object::captured;
use base_db::{Db, LocalDiagnostic};
use bytecode::Kind;
use hir_def::{AssignTarget, Expr, ExprId, LambdaId, LocalId, Pat, PatId, RestPat, Stmt, Store, TypeRefId};
use hir_ty::result::QueryResult;
use hir_ty::{Inference, ops};
use rustc_hash::{FxHashMap, FxHashSet};
use semtypes::{Name, Ty};

use crate::ir::{BlockId, Body, HandlerId, VReg};
use crate::key::{FuncKey, Home, TypeArgs};
use crate::kinds::{Shape, kind_of, signature};

/// Lowers one function.
pub fn lower(db: &dyn Db, key: &FuncKey) -> Body {
    match crate::kinds::home_of(db, key) {
        Some(home) => frame::lower(db, key, home),
        None => synth::lower(db, key),
    }
}

/// Where a local lives.
#[derive(Clone, Copy, Debug)]
enum Slot {
    Reg(VReg),
    /// In a cell that closures share.
    Cell(VReg),
}

/// Jump targets of a loop.
#[derive(Clone, Copy)]
struct LoopTarget {
    brk: BlockId,
    cont: BlockId,
    /// How much is open outside of its body.
    open: usize,
}

/// What must be closed when control leaves a construct by whatever way but a panic.
#[derive(Clone, Copy)]
enum Open {
    /// The source of a stream that a loop reads.
    Stream(VReg),
    /// A `lock` statement, by what there was before it.
    Lock(VReg),
}

/// An enclosing construct that takes failures.
#[derive(Clone, Copy)]
struct Catch {
    target: BlockId,
    err: VReg,
    /// How much is open outside.
    open: usize,
}

/// The state of lowering one function.
struct Lower<'a> {
    db: &'a dyn Db,
    home: Home,
    store: &'a Store,
    inf: &'a Inference,
    targs: TypeArgs,
    frame: Option<LambdaId>,
    body: Body,
    cur: BlockId,
    handler: Option<HandlerId>,
    locals: FxHashMap<LocalId, Slot>,
    /// Locals assigned other than by their declaration.
    assigned: FxHashSet<LocalId>,
    loops: Vec<LoopTarget>,
    catches: Vec<Catch>,
    /// What is open around this point, outermost first.
    open: Vec<Open>,
    /// Rest arguments that have been evaluated.
    rest_values: FxHashMap<ExprId, VReg>,
    own_group: Option<worker::OwnGroup>,
    /// In a named worker: the group in which it is one.
    member_group: Option<VReg>,
    /// The function of a lazy query has one.
    generator: Option<generator::Generator>,
    /// Locals that lazy queries use.
    lazily_captured: FxHashSet<LocalId>,
    pos: u32,
    kinds: FxHashMap<Ty, Kind>,
}

impl<'a> Lower<'a> {
    fn new(db: &'a dyn Db, key: &FuncKey, home: Home, targs: TypeArgs) -> Self {
        let store = home.store(db);
        let sig = signature(db, key);
        let inf = home.inference(db);
        let mut l = Lower {
            db,
            home,
            store,
            inf,
            targs,
            frame: None,
            body: empty_body(db, key, Some(home)),
            cur: BlockId(0),
            handler: None,
            locals: FxHashMap::default(),
            assigned: assigned(store),
            loops: Vec::new(),
            catches: Vec::new(),
            open: Vec::new(),
            rest_values: FxHashMap::default(),
            own_group: None,
            member_group: None,
            generator: None,
            lazily_captured: lazily_captured(store, inf),
            pos: 0,
            kinds: FxHashMap::default(),
        };
        // What goes on between strands is not part of anybody's stack trace.
        l.body.hidden = home.def(db).module(db).name(db).as_str() == hir_def::queries::STRAND_MODULE;
        l.body.nparams = sig.params.len();
        l.body.kinds = sig.params;
        l.body.ret = sig.ret;
        l.new_block();
        l
    }

    // ---- types ----

    fn sub(&self, ty: Ty) -> Ty {
        ops::substitute(ty, &self.targs)
    }

    /// Static type of an expression.
    fn ty(&self, e: ExprId) -> Ty {
        self.sub(self.inf.expr_ty.get(&e).copied().unwrap_or(Ty::missing()))
    }

    fn local_ty(&self, l: LocalId) -> Ty {
        self.sub(self.inf.local_ty.get(&l).copied().unwrap_or(Ty::missing()))
    }

    fn pat_ty(&self, p: PatId) -> Ty {
        self.sub(self.inf.pat_ty.get(&p).copied().unwrap_or(Ty::missing()))
    }

    fn type_ref(&self, t: TypeRefId) -> Ty {
        self.sub(self.inf.type_refs.get(&t).copied().unwrap_or(Ty::missing()))
    }

    fn construct_ty(&self, e: ExprId) -> Ty {
        self.sub(self.inf.constructs.get(&e).copied().unwrap_or_else(|| self.ty(e)))
    }

    fn kind(&mut self, ty: Ty) -> Kind {
        let db = self.db;
        *self.kinds.entry(ty).or_insert_with(|| kind_of(db, ty))
    }

    fn expr_kind(&mut self, e: ExprId) -> Kind {
        let t = self.ty(e);
        self.kind(t)
    }

    fn subtype(&self, a: Ty, b: Ty) -> bool {
        !a.has_missing() && !b.has_missing() && ops::is_subtype(self.db, a, b)
    }

    fn unsupported(&mut self, what: &str) {
        let at = syntax::TextSize::from(self.pos);
        self.unsupported_at(syntax::TextRange::new(at, at), what);
    }

    fn unsupported_at(&mut self, range: syntax::TextRange, what: &str) {
        self.body.diagnostics.push(LocalDiagnostic::error(
            hir_ty::codes::UNSUPPORTED,
            range,
            format!("{what} is not supported yet"),
        ));
    }

    /// Reports and gives a value to go on with.
    fn unsupported_expr(&mut self, e: ExprId, what: &str) -> VReg {
        self.unsupported_at(self.store.exprs.range(e), what);
        self.nil()
    }
}

/// A body with nothing in it.
fn empty_body(db: &dyn Db, key: &FuncKey, home: Option<Home>) -> Body {
    let sig = signature(db, key);
    Body {
        key: key.clone(),
        name: String::new(),
        def: home.map(|h| h.def(db)),
        hidden: false,
        nparams: sig.params.len(),
        kinds: sig.params,
        ret: sig.ret,
        shape: Shape::Direct,
        ty: None,
        blocks: Vec::new(),
        handlers: Vec::new(),
        inlined: Vec::new(),
        diagnostics: Vec::new(),
    }
}

/// Locals that queries which construct streams use.
fn lazily_captured(store: &Store, inf: &Inference) -> FxHashSet<LocalId> {
    let lazy = inf.queries.iter().filter(|(_, r)| matches!(r, QueryResult::Stream(_)));
    lazy.filter_map(|(e, _)| match &store.exprs[*e] {
        Expr::Query(q) => Some(q.captures.iter().copied()),
        _ => None,
    })
    .flatten()
    .collect()
}

/// Locals that some statement assigns.
fn assigned(store: &Store) -> FxHashSet<LocalId> {
    let mut out = FxHashSet::default();
    for (_, s) in store.stmts.iter() {
        match s {
            Stmt::Assign { target: AssignTarget::Expr(e), .. } | Stmt::CompoundAssign { target: e, .. } => {
                if let Expr::Local(l) = store.exprs[*e] {
                    out.insert(l);
                }
            }
            Stmt::Assign { target: AssignTarget::Pat(p), .. } => assigned_in(store, *p, &mut out),
            _ => {}
        }
    }
    out
}

fn assigned_in(store: &Store, p: PatId, out: &mut FxHashSet<LocalId>) {
    let mut expr = |e: ExprId| {
        if let Expr::Local(l) = store.exprs[e] {
            out.insert(l);
        }
    };
    let mut rest_of = |r: &Option<RestPat>| {
        if let Some(RestPat::Assign(e)) = r {
            expr(*e);
        }
    };
    let mut inner: Vec<PatId> = Vec::new();
    match &store.pats[p] {
        Pat::Assign(e) => expr(*e),
        Pat::Bind(l) => {
            out.insert(*l);
        }
        Pat::List { members, rest } => {
            inner.extend(members);
            rest_of(rest);
        }
        Pat::Mapping { fields, rest } => {
            inner.extend(fields.iter().map(|f| f.1));
            rest_of(rest);
        }
        Pat::Error { message, cause, fields, rest, .. } => {
            inner.extend(message.iter().chain(cause));
            inner.extend(fields.iter().map(|f| f.1));
            rest_of(rest);
        }
        Pat::Missing | Pat::Wildcard | Pat::Const(_) => {}
    }
    inner.into_iter().for_each(|p| assigned_in(store, p, out));
}

/// Shorthand for interning.
fn name(s: &str) -> Name {
    Name::new(s)
}
