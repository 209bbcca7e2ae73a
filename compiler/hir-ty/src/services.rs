//! Listeners and services (spec 5.7.4, 8.3).

use base_db::Db;
use semtypes::{FunctionTy, MemberKind, Name, ObjectTy, ParamKind, Ty, Visibility};

use crate::ops;
use crate::project;

/// The method that a type lacks to be a listener: missing, or unfit.
pub(crate) fn missing_listener_method(db: &dyn Db, ty: Ty) -> Option<&'static str> {
    if ty.has_missing() {
        return None;
    }
    let Some(o) = project::object(db, ty) else { return Some("to be an object") };
    const METHODS: [(&str, usize, &str); 5] = [
        ("attach", 2, "'public function attach(T svc, A attachPoint) returns error?'"),
        ("detach", 1, "'public function detach(T svc) returns error?'"),
        ("start", 0, "'public function 'start() returns error?'"),
        ("gracefulStop", 0, "'public function gracefulStop() returns error?'"),
        ("immediateStop", 0, "'public function immediateStop() returns error?'"),
    ];
    METHODS.into_iter().find(|(name, args, _)| !has_method(db, o, name, *args)).map(|m| m.2)
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
