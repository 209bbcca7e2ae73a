//! Dependently-typed functions (spec 5.6.5): the return type names parameters that hold type descriptors.

use base_db::{Db, LocalDiagnostic};
use hir_def::{BodyKind, Expr, FunctionSig, ParamKind, Store, TypeRef};
use semtypes::{Name, Ty, TyKind};

use crate::codes;
use crate::ops;
use crate::project;

/// Ids of type parameters that stand for parameters of functions; those of declared ones are ids of declarations.
const FIRST_ID: u32 = u32::MAX - 0xFF;

/// The parameters that a signature's return type may depend on, as type parameters: those that a type descriptor of the store
/// names. `written` has the parameters' own types.
pub(crate) fn params(
    db: &dyn Db,
    store: &Store,
    written: &[(Option<Name>, Ty, ParamKind)],
) -> Vec<(Name, Ty)> {
    let named = |n: Name| {
        store
            .type_refs
            .iter()
            .any(|(_, t)| matches!(t, TypeRef::Path(p) if p.prefix.is_none() && p.name == n))
    };
    let mut out = Vec::new();
    for (i, (name, ty, _)) in written.iter().enumerate() {
        let Some(name) = name.filter(|n| named(*n)) else { continue };
        if let TyKind::Typedesc(bound) = project::structure(db, *ty).kind {
            let bound = bound.unwrap_or(Ty::union([Ty::any(), Ty::error()]));
            out.push((name, Ty::new(TyKind::Param { id: FIRST_ID + i as u32, name, bound })));
        }
    }
    out
}

/// What a signature may not do: depend on a parameter without being external, mix what it depends on with other types of
/// the same basic types, or leave the argument of another parameter to inference.
pub(crate) fn check(
    db: &dyn Db,
    sig: &FunctionSig,
    written: &[(Option<Name>, Ty, ParamKind)],
    ret: Ty,
) -> Vec<LocalDiagnostic> {
    let all = params(db, &sig.store, written);
    let mut out = Vec::new();
    let mut error = |message: String| {
        out.push(LocalDiagnostic::error(codes::BAD_DEPENDENT, sig.name_range, message));
    };
    if let Some((n, _)) = all.first()
        && !matches!(sig.body_kind, BodyKind::External | BodyKind::None)
    {
        error(format!("the return type depends on the parameter '{n}': the function must be external"));
    }
    if let TyKind::Union(parts) = ret.kind() {
        for p in parts.iter().filter(|p| all.iter().any(|(_, t)| t == *p)) {
            let TyKind::Param { name, bound, .. } = p.kind() else { continue };
            let others = Ty::union(parts.iter().copied().filter(|x| x != p));
            if ops::overlaps(db, *bound, others) {
                error(format!("in the return type, values of '{name}' cannot be told from '{others}'"));
            }
        }
    }
    for p in &sig.params {
        let inferred = p.default.is_some_and(|d| matches!(sig.store.exprs[d], Expr::InferredDefault));
        let depends = p.name.is_some_and(|n| all.iter().any(|(m, _)| *m == n));
        let generic = written.iter().any(|(n, t, _)| *n == p.name && has_declared_param(*t));
        if inferred && !depends && !generic {
            error("'<>' needs a return type that depends on the parameter".to_string());
        }
    }
    out
}

/// A type parameter that the lang library declares.
fn has_declared_param(t: Ty) -> bool {
    matches!(t.kind(), TyKind::Typedesc(Some(x)) if matches!(x.kind(), TyKind::Param { .. }))
}
