//! Listeners and services (spec 5.7.4, 8.3).

use base_db::Db;
use hir_def::ids::{BodyOwner, Def, DefKind};
use hir_def::queries::Item;
use hir_def::{Body, BodyRoot, Expr, ExprId, Stmt, queries};
use semtypes::{FunctionTy, MemberKind, Name, ObjectTy, ParamKind, Ty, Visibility};

use crate::defs;
use crate::lower_ty::TyLower;
use crate::ops;
use crate::project;

/// What a type lacks to be a listener.
#[derive(Clone, Copy)]
pub(crate) enum Lacks {
    Object,
    /// A method that is missing or does not fit, and how it is declared.
    Method(&'static str, &'static str),
}

impl Lacks {
    /// For a message, and its help.
    pub(crate) fn describe(self) -> (String, Option<String>) {
        match self {
            Lacks::Object => ("it is not an object type".into(), None),
            Lacks::Method(name, declared) => {
                (format!("it needs a method '{name}'"), Some(format!("declare {declared}")))
            }
        }
    }
}

/// What a type lacks to be a listener, if anything.
pub(crate) fn lacks_of_listener(db: &dyn Db, ty: Ty) -> Option<Lacks> {
    if ty.has_missing() {
        return None;
    }
    let Some(o) = project::object(db, ty) else { return Some(Lacks::Object) };
    const METHODS: [(&str, usize, &str); 5] = [
        ("attach", 2, "'public function attach(T svc, A attachPoint) returns error?'"),
        ("detach", 1, "'public function detach(T svc) returns error?'"),
        ("start", 0, "'public function 'start() returns error?'"),
        ("gracefulStop", 0, "'public function gracefulStop() returns error?'"),
        ("immediateStop", 0, "'public function immediateStop() returns error?'"),
    ];
    METHODS
        .into_iter()
        .find(|(name, args, _)| !has_method(db, o, name, *args))
        .map(|(name, _, declared)| Lacks::Method(name, declared))
}

/// Whether there is a public method that takes as many arguments, the first one a service, and fails at most.
fn has_method(db: &dyn Db, o: &ObjectTy, name: &str, args: usize) -> bool {
    let Some(m) = o.member(Name::new(name)) else { return false };
    let Some(f) = project::function(db, m.ty) else { return false };
    let service = Ty::object(ObjectTy { service: true, ..ObjectTy::default() });
    m.kind == MemberKind::Method
        && m.visibility == Visibility::Public
        && takes(f, args)
        && f.params.first().is_none_or(|p| ops::is_subtype(db, p.ty, service))
        && ops::is_subtype(db, f.ret, Ty::nilable(Ty::error()))
}

fn takes(f: &FunctionTy, args: usize) -> bool {
    let required = f.params.iter().filter(|p| p.kind == ParamKind::Required).count();
    required <= args && (args <= f.params.len() || f.rest.is_some())
}

/// The type that a service declaration says its object has.
pub fn declared_service_type(db: &dyn Db, class: Def) -> Option<Ty> {
    if class.kind(db) != DefKind::Service {
        return None;
    }
    let data = queries::class_data(db, class);
    data.includes.first().map(|t| TyLower::new(db, class, &data.store).ty(*t))
}

/// The type of a service declaration's object that its listeners ask for, and where the first of them is written. `None`
/// when the declaration says the type, or when listeners differ (a union cannot be included).
pub(crate) fn attached_type(db: &dyn Db, service: Def) -> Option<(Ty, syntax::TextRange)> {
    if !queries::class_data(db, service).includes.is_empty() {
        return None;
    }
    let body = queries::body(db, BodyOwner::Def(service));
    let BodyRoot::Block(block) = &body.root else { return None };
    let listeners = body.store.blocks[*block].stmts.iter().filter_map(|s| match &body.store.stmts[*s] {
        Stmt::Var { init, .. } => *init,
        _ => None,
    });
    let mut found: Option<(Ty, syntax::TextRange)> = None;
    for e in listeners {
        let listener = ops::without_error(db, listener_type(db, service, body, e)?);
        let attach = project::object(db, listener)?.member(Name::new("attach"))?;
        let ty = project::function(db, attach.ty)?.params.first()?.ty;
        match found {
            Some((other, _)) if other != ty => return None,
            Some(_) => {}
            None => found = Some((ty, body.store.exprs.range(e))),
        }
    }
    found
}

/// The type of a listener expression, as far as it can be told without the type of the service.
fn listener_type(db: &dyn Db, service: Def, body: &Body, e: ExprId) -> Option<Ty> {
    let item = |p: hir_def::Path| match queries::resolve_path(db, queries::def_file(db, service), p) {
        queries::Resolved::Item(item) => Some(item),
        _ => None,
    };
    match &body.store.exprs[e] {
        Expr::Check { operand, .. } => listener_type(db, service, body, *operand),
        Expr::New { ty, .. } => Some(TyLower::new(db, service, &body.store).ty((*ty)?)),
        Expr::Path(p) => match item(*p)? {
            Item::Var(d, n) | Item::Listener(d, n) => Some(defs::var_ty(db, d, n)),
            _ => None,
        },
        Expr::Call { callee, .. } => match item(*callee)? {
            Item::Function(d) => Some(defs::fn_ty(db, d).ret),
            _ => None,
        },
        _ => None,
    }
}
