//! The walk over the expressions of a declaration.

use base_db::{Db, LocalDiagnostic};
use hir_def::ids::{BodyOwner, Def, DefKind};
use hir_def::queries;
use hir_def::walk::{Part, expr_parts, pat_parts, stmt_parts};
use hir_def::{
    BlockId, BodyKind, BodyRoot, Expr, ExprId, FunctionSig, LambdaBody, LambdaId, LocalId, PatId, Stmt,
    StmtId, Store, TypeRef,
};
use semtypes::Ty;
use syntax::TextRange;

use super::lock::Lock;
use super::{Isolation, Need, Strand};
use crate::codes;
use crate::defs;
use crate::infer::{infer_body, infer_signature};
use crate::resources;
use crate::result::Inference;

/// How a frame takes breaches of the rules for isolated functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Declared isolated: a breach is an error.
    Declared,
    /// It may be inferred to be isolated: a breach is a need.
    Inferred,
    /// It is not isolated, and nobody asks.
    Free,
}

/// What is executed at once: the owner's body, an anonymous function, a default value.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The lambda that it is the body of.
    pub lambda: Option<LambdaId>,
    /// Of a default value: everything outside is captured.
    pub range: Option<TextRange>,
    pub mode: Mode,
    /// What messages call it.
    pub what: String,
    /// It is the `init` of the object that this is the `self` of.
    pub constructs: Option<LocalId>,
}

pub(super) struct Walker<'a> {
    pub db: &'a dyn Db,
    pub def: Def,
    pub store: &'a Store,
    pub r: &'a Inference,
    pub frames: Vec<Frame>,
    /// The outermost lock statement around this point of the current frame.
    pub lock: Option<Lock>,
    /// Class whose method or field this is.
    pub class: Option<Def>,
    pub out: Isolation,
}

/// The frame of a function with this signature.
fn function_frame(sig: &FunctionSig, method: bool) -> Frame {
    let kind = if method { "method" } else { "function" };
    Frame {
        lambda: None,
        range: None,
        mode: if sig.isolated { Mode::Declared } else { Mode::Inferred },
        what: format!("isolated {kind} '{}'", resources::shown(sig)),
        constructs: sig.self_local.filter(|_| sig.name.as_str() == "init"),
    }
}

/// The frame of what is not isolated.
fn free_frame() -> Frame {
    Frame { lambda: None, range: None, mode: Mode::Free, what: String::new(), constructs: None }
}

fn owner_def(db: &dyn Db, owner: BodyOwner) -> (Def, Option<Def>) {
    match owner {
        BodyOwner::Def(def) => {
            let class = matches!(def.kind(db), DefKind::Class | DefKind::Service).then_some(def);
            (def, class)
        }
        BodyOwner::Method(m) => (m.class(db), Some(m.class(db))),
    }
}

fn signature_of(db: &dyn Db, owner: BodyOwner) -> Option<&FunctionSig> {
    match owner {
        BodyOwner::Def(def) => (def.kind(db) == DefKind::Function).then(|| queries::function_sig(db, def)),
        BodyOwner::Method(m) => Some(queries::method_sig(db, m)),
    }
}

/// Where the expressions of a declaration's signature are.
fn signature_store(db: &dyn Db, owner: BodyOwner) -> Option<&Store> {
    let def = match owner {
        BodyOwner::Method(m) => return Some(&queries::method_sig(db, m).store),
        BodyOwner::Def(def) => def,
    };
    Some(match def.kind(db) {
        DefKind::Function => &queries::function_sig(db, def).store,
        DefKind::TypeDef => &queries::type_def_data(db, def).store,
        DefKind::Class | DefKind::Service => &queries::class_data(db, def).store,
        DefKind::Var => &queries::var_data(db, def).store,
        DefKind::Listener => &queries::listener_data(db, def).store,
        DefKind::Const | DefKind::Enum | DefKind::Annotation | DefKind::Xmlns | DefKind::Record => {
            return None;
        }
    })
}

/// Walks over the expressions of a declaration's signature.
pub(super) fn signature(db: &dyn Db, owner: BodyOwner, out: &mut Isolation) {
    let Some(store) = signature_store(db, owner) else { return };
    if store.exprs.is_empty() && !matches!(owner, BodyOwner::Def(d) if d.kind(db) == DefKind::Class) {
        return;
    }
    let (def, class) = owner_def(db, owner);
    let r = infer_signature(db, owner);
    let mut w = Walker { db, def, store, r, frames: Vec::new(), lock: None, class, out: std::mem::take(out) };
    if let Some(sig) = signature_of(db, owner) {
        w.frames.push(function_frame(sig, class.is_some()));
        sig.params.iter().filter_map(|p| p.default).for_each(|d| w.expr(d));
    } else if let Some(class) = class {
        w.class_fields(queries::class_data(db, class));
    } else {
        w.frames.push(free_frame());
        match def.kind(db) {
            DefKind::Var => w.module_variable(def),
            DefKind::Listener => w.expr(queries::listener_data(db, def).init),
            _ => {}
        }
    }
    w.default_values();
    *out = w.out;
}

/// Walks over a body.
pub(super) fn body(db: &dyn Db, owner: BodyOwner, out: &mut Isolation) {
    let (def, class) = owner_def(db, owner);
    let frame = match signature_of(db, owner) {
        Some(sig) if matches!(sig.body_kind, BodyKind::External | BodyKind::None) => return,
        Some(sig) => function_frame(sig, class.is_some()),
        None if def.kind(db) == DefKind::Service => free_frame(),
        None => return,
    };
    let body = queries::body(db, owner);
    let r = infer_body(db, owner);
    let frames = vec![frame];
    let mut w =
        Walker { db, def, store: &body.store, r, frames, lock: None, class, out: std::mem::take(out) };
    match body.root {
        BodyRoot::Block(b) => w.block(b),
        BodyRoot::Expr(e) => w.expr(e),
    }
    w.default_values();
    *out = w.out;
}

impl<'a> Walker<'a> {
    pub(super) fn frame(&self) -> &Frame {
        self.frames.last().expect("there is a frame around every expression")
    }

    pub(super) fn error(&mut self, range: TextRange, message: impl Into<String>, help: Option<String>) {
        let mut d = LocalDiagnostic::error(codes::NOT_ISOLATED, range, message);
        d.help = help;
        self.out.diagnostics.push(d);
    }

    /// Something that isolated functions may do only if the needs hold. The message is given what breaks the rule.
    /// Whether it was reported.
    pub(super) fn breach(
        &mut self,
        range: TextRange,
        needs: &[Need],
        message: impl FnOnce(&str) -> (String, Option<String>),
    ) -> bool {
        if needs.is_empty() {
            return false;
        }
        match self.frame().mode {
            Mode::Declared => {
                let (message, help) = message(&self.frame().what);
                self.error(range, message, help);
                return true;
            }
            Mode::Inferred => self.out.summary.needs.extend(needs),
            Mode::Free => {}
        }
        false
    }

    pub(super) fn ty(&self, e: ExprId) -> Ty {
        self.r.expr_ty.get(&e).copied().unwrap_or(Ty::missing())
    }

    /// Walks in a frame of its own, outside of any lock statement around it.
    pub(super) fn in_frame(&mut self, frame: Frame, f: impl FnOnce(&mut Self)) {
        let lock = self.lock.take();
        self.frames.push(frame);
        f(self);
        self.frames.pop();
        self.lock = lock;
    }

    fn part(&mut self, p: Part) {
        match p {
            Part::Expr(e) => self.expr(e),
            Part::Pat(p) => self.pat(p),
            Part::Stmt(s) => self.stmt(s),
            Part::Block(b) => self.block(b),
            Part::Lambda(l) => self.lambda(l, None),
        }
    }

    pub(super) fn block(&mut self, b: BlockId) {
        self.store.blocks[b].stmts.iter().for_each(|s| self.stmt(*s));
    }

    fn pat(&mut self, p: PatId) {
        let store = self.store;
        pat_parts(store, p, &mut |part| self.part(part));
    }

    pub(super) fn stmt(&mut self, s: StmtId) {
        let store = self.store;
        match &store.stmts[s] {
            Stmt::Lock { body, on_fail } => {
                self.lock_stmt(s, *body);
                on_fail.iter().for_each(|o| self.block(o.body));
            }
            Stmt::Assign { target, value } => self.assign(*target, *value),
            Stmt::CompoundAssign { target, value, .. } => {
                self.target(*target, *value);
                self.expr(*value);
            }
            Stmt::Return(Some(e)) => {
                self.returned(*e);
                self.expr(*e);
            }
            Stmt::Worker { lambda, .. } => {
                self.not_in_lock(
                    store.stmts.range(s),
                    "a worker cannot be started within a 'lock' statement",
                );
                let frame = Frame { lambda: Some(*lambda), constructs: None, ..self.frame().clone() };
                let before = self.out.summary.needs.len();
                let mode = frame.mode;
                self.in_frame(frame, |w| w.lambda_body(*lambda));
                let needs = match mode {
                    Mode::Declared => Vec::new(),
                    Mode::Inferred => self.out.summary.needs[before..].to_vec(),
                    Mode::Free => vec![Need::Never],
                };
                self.out.strands.push((Strand::Worker(*lambda), needs));
            }
            _ => stmt_parts(store, s, &mut |part| self.part(part)),
        }
    }

    /// Walks an expression whose value is used.
    pub(super) fn expr(&mut self, e: ExprId) {
        let sealed = self.seals(e);
        let before = self.lock.as_mut().map(|l| {
            let sealed = l.sealed || sealed;
            std::mem::replace(&mut l.sealed, sealed)
        });
        self.expr_kind(e);
        if let (Some(l), Some(before)) = (self.lock.as_mut(), before) {
            l.sealed = before;
        }
    }

    fn expr_kind(&mut self, e: ExprId) {
        let store = self.store;
        match &store.exprs[e] {
            Expr::Local(l) => self.local(e, *l),
            Expr::Path(_) => self.path(e),
            Expr::Field { base, name, .. } => match store.exprs[*base] {
                Expr::Local(l) if self.is_field_of_self(e, l) => self.self_field(e, l, name.name, true),
                _ => self.expr(*base),
            },
            Expr::Call { .. }
            | Expr::CallValue { .. }
            | Expr::MethodCall { .. }
            | Expr::RemoteCall { .. }
            | Expr::ResourceCall { .. } => self.call(e),
            Expr::New { args, .. } => self.new_expr(e, args),
            Expr::Lambda(l) => self.lambda(*l, None),
            Expr::ObjectCtor(o) => self.object_ctor(e, o),
            Expr::Start(call) => self.start(e, *call),
            Expr::Send { sync: true, .. } => self.communicates(e),
            Expr::Receive { .. } | Expr::ReceiveMultiple(_) => self.communicates(e),
            _ => self.parts(e),
        }
    }

    /// Walks what an expression consists of.
    pub(super) fn parts(&mut self, e: ExprId) {
        let store = self.store;
        expr_parts(store, e, &mut |part| self.part(part));
    }

    fn communicates(&mut self, e: ExprId) {
        let message = "messages cannot be received or sent synchronously within a 'lock' statement";
        self.not_in_lock(self.store.exprs.range(e), message);
        self.parts(e);
    }

    /// An anonymous function or method of an object constructor; `mode` when its context decides.
    pub(super) fn lambda(&mut self, l: LambdaId, mode: Option<Mode>) {
        let isolated = match self.r.lambdas.get(&l).map(|t| t.ty.kind()) {
            Some(semtypes::TyKind::Function(f)) => f.isolated,
            _ => self.store.lambdas[l].isolated,
        };
        let own = if isolated { Mode::Declared } else { mode.unwrap_or(Mode::Free) };
        let what = match (isolated, own, self.frame()) {
            // Part of what an isolated function does: it is that function that breaks the rules.
            (false, Mode::Declared, f) => f.what.clone(),
            _ => "an isolated anonymous function".to_string(),
        };
        let frame = Frame { lambda: Some(l), range: None, mode: own, what, constructs: None };
        self.in_frame(frame, |w| w.lambda_body(l));
    }

    pub(super) fn lambda_body(&mut self, l: LambdaId) {
        let lambda = &self.store.lambdas[l];
        lambda.params.iter().filter_map(|p| p.default).for_each(|d| self.expr(d));
        match lambda.body {
            LambdaBody::Block(b) => self.block(b),
            LambdaBody::Expr(e) => self.expr(e),
        }
    }

    /// Default values of the fields of record types anywhere in the store: each is the body of an isolated function
    /// (spec 5.4.2.2).
    fn default_values(&mut self) {
        let store = self.store;
        for (_, t) in store.type_refs.iter() {
            let TypeRef::Record(r) = t else { continue };
            for f in &r.fields {
                let Some(d) = f.default else { continue };
                let frame = Frame {
                    lambda: None,
                    range: Some(store.exprs.range(d)),
                    mode: Mode::Declared,
                    what: format!("the default value of field '{}'", f.name),
                    constructs: None,
                };
                self.in_frame(frame, |w| w.expr(d));
            }
        }
    }

    /// `isolated T v = e;`: the initial value is not shared (spec 8.5). Any other variable of a module may be inferred
    /// to be isolated.
    fn module_variable(&mut self, def: Def) {
        let data = queries::var_data(self.db, def);
        let Some(init) = data.init else { return };
        if data.isolated || self.may_be_isolated(def) {
            let needs = self.isolated(init);
            if !data.isolated {
                self.out.summary.uses.push((super::State::Variable(def), needs));
            } else if !needs.is_empty() {
                let message = format!(
                    "the initial value of isolated variable '{}' must be an isolated expression",
                    def.name(self.db)
                );
                let help = super::ISOLATED_EXPRESSION.to_string();
                self.error(self.store.exprs.range(init), message, Some(help));
            }
        }
        if data.isolated && !matches!(data.store.pats[data.pat], hir_def::Pat::Bind(_)) {
            let range = data.store.pats.range(data.pat);
            self.error(range, "an isolated variable is declared by its name alone, not by a pattern", None);
        }
        self.expr(init);
    }

    /// Whether a module-level variable could have been declared isolated.
    pub(super) fn may_be_isolated(&self, def: Def) -> bool {
        let data = queries::var_data(self.db, def);
        !data.is_public
            && !data.is_final
            && !data.configurable
            && def.module(self.db) == self.def.module(self.db)
            && matches!(data.store.pats[data.pat], hir_def::Pat::Bind(_))
    }

    /// Whether values of a type can be shared: immutable ones and isolated objects.
    pub(super) fn shareable(&self, ty: Ty) -> bool {
        ty.has_missing() || defs::sem(self.db, ty).is_shareable()
    }
}
