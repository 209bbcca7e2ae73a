//! Rules for remote and resource methods of a class (spec 5.6.3.4, 5.6.3.5).

use base_db::{Db, LocalDiagnostic};
use hir_def::ids::{Def, MethodId};
use hir_def::{ClassData, FunctionSig, MethodKind, PathSegment, queries};
use semtypes::{MemberKind, MemberTy, Name, ObjectTy, PathSegmentTy, Ty, TyKind};

use crate::codes;
use crate::defs;
use crate::ops;
use crate::project;

/// A method as its declaration names it.
pub(crate) fn shown(sig: &FunctionSig) -> String {
    let MethodKind::Resource { accessor, path } = &sig.kind else { return sig.name.to_string() };
    let segments: Vec<&str> = path
        .iter()
        .map(|s| match s {
            PathSegment::Dot => ".",
            PathSegment::Name(n) => n.as_str(),
            PathSegment::Param { .. } => "[]",
            PathSegment::Rest { .. } => "[...]",
        })
        .collect();
    format!("{accessor} {}", segments.join("/"))
}

/// A method of an object type as its declaration names it.
pub(crate) fn member_shown(m: &MemberTy) -> String {
    let MemberKind::Resource { accessor, path } = &m.kind else { return m.name.to_string() };
    let segments: Vec<&str> = path
        .iter()
        .map(|s| match s {
            PathSegmentTy::Literal(n) => n.as_str(),
            PathSegmentTy::Param { .. } => "[]",
            PathSegmentTy::Rest { .. } => "[...]",
        })
        .collect();
    let path = if segments.is_empty() { ".".to_string() } else { segments.join("/") };
    format!("{accessor} {path}")
}

pub(crate) fn check(db: &dyn Db, def: Def, class: &ClassData, object: &ObjectTy) -> Vec<LocalDiagnostic> {
    let mut out = Vec::new();
    let mut seen: Vec<(Name, Vec<PathSegmentTy>)> = Vec::new();
    for m in &class.methods {
        let id = MethodId::new(db, def, m.name, m.index);
        let sig = queries::method_sig(db, id);
        let mut error =
            |code, message: String| out.push(LocalDiagnostic::error(code, sig.name_range, message));
        let network = object.client || object.service;
        for message in qualifier_problems(&sig.kind, network, sig.is_public || sig.is_private) {
            error(codes::BAD_QUALIFIER, message);
        }
        let kind = object.members.iter().find(|x| x.dispatch_name() == m.name).map(|x| &x.kind);
        let Some(MemberKind::Resource { accessor, path }) = kind else { continue };
        for s in path {
            let (PathSegmentTy::Param { ty, .. } | PathSegmentTy::Rest { ty, .. }) = s else { continue };
            if !ty.has_missing() && !ops::is_subtype(db, *ty, Ty::anydata()) {
                error(
                    codes::INCOMPATIBLE,
                    format!("a path parameter must have a subtype of 'anydata', not '{ty}'"),
                );
            }
        }
        returned(db, defs::method_ty(db, id).ret, &mut error);
        // The specification refuses that, jBallerina does not. Of a client the types of the path decide; of a service the path
        // as a whole may.
        if object.service && seen.iter().any(|(a, p)| diverge((*a, p), (*accessor, path))) {
            let message =
                format!("the path of '{}' may not be told from that of another resource", shown(sig));
            out.push(LocalDiagnostic::warning(codes::REDECLARED, sig.name_range, message));
        }
        seen.push((*accessor, path.clone()));
    }
    out
}

/// What is wrong with the qualifiers of a method; `network`: the object is a client or a service, `visibility`: the
/// method says `public` or `private`.
pub(crate) fn qualifier_problems(kind: &MethodKind, network: bool, visibility: bool) -> Vec<String> {
    let what = match kind {
        MethodKind::Plain => return Vec::new(),
        MethodKind::Remote => "remote",
        MethodKind::Resource { .. } => "resource",
    };
    let alone = (!network).then(|| format!("only client and service objects have {what} methods"));
    let visible = visibility.then(|| format!("a {what} method cannot be 'public' or 'private'"));
    alone.into_iter().chain(visible).collect()
}

/// What a resource method may not return.
fn returned(db: &dyn Db, ret: Ty, error: &mut dyn FnMut(&'static str, String)) {
    // A name may stand for a type that is partly unknown.
    for t in ops::alternatives(db, ret).into_iter().filter(|t| !t.has_missing()) {
        let forbidden = match project::structure(db, t).kind {
            TyKind::Function(_) | TyKind::AnyFunction { .. } => "function",
            TyKind::Object(o) if o.client => "client object",
            _ => continue,
        };
        error(codes::INCOMPATIBLE, format!("a resource method cannot return a {forbidden} of type '{t}'"));
    }
}

/// Whether two paths have the same segments up to one where both have parameters, of different types, such that no
/// path says which is meant. A parameter for one segment is more special than one for all that follow, as programs in
/// the field believe; the specification (5.6.3.5) refuses that as well.
fn diverge(x: (Name, &[PathSegmentTy]), y: (Name, &[PathSegmentTy])) -> bool {
    let at = x.1.iter().zip(y.1).position(|(a, b)| !same(a, b));
    let Some(at) = at else { return false };
    let literal = |s: &PathSegmentTy| matches!(s, PathSegmentTy::Literal(_));
    let rest = |s: &PathSegmentTy| matches!(s, PathSegmentTy::Rest { .. });
    if rest(&x.1[at]) != rest(&y.1[at]) {
        return false;
    }
    let applicable = |(accessor, path): (Name, &[PathSegmentTy])| -> Vec<Name> {
        let get = Name::new("get");
        match path[at] {
            _ if at + 1 < path.len() => vec![get],
            PathSegmentTy::Rest { .. } => vec![get, accessor],
            _ => vec![accessor],
        }
    };
    let mine = applicable(x);
    !literal(&x.1[at]) && !literal(&y.1[at]) && applicable(y).iter().any(|n| mine.contains(n))
}

fn same(a: &PathSegmentTy, b: &PathSegmentTy) -> bool {
    match (a, b) {
        (PathSegmentTy::Literal(x), PathSegmentTy::Literal(y)) => x == y,
        (PathSegmentTy::Param { ty: x, .. }, PathSegmentTy::Param { ty: y, .. })
        | (PathSegmentTy::Rest { ty: x, .. }, PathSegmentTy::Rest { ty: y, .. }) => x == y,
        _ => false,
    }
}
