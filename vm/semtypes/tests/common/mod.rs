//! Short spellings of types for the tests.
#![allow(dead_code, reason = "each test file uses its own selection")]

use std::collections::HashMap;

use semtypes::*;

/// Definitions by number, named `T0`, `T1`, …
#[derive(Default)]
pub struct Defs(pub HashMap<u32, Ty>);

impl Resolver for Defs {
    fn named(&self, def: DefId) -> Ty {
        self.0.get(&def.0).copied().unwrap_or(Ty::missing())
    }
}

impl Defs {
    pub fn new(defs: impl IntoIterator<Item = (u32, Ty)>) -> Defs {
        Defs(defs.into_iter().collect())
    }

    pub fn set(&self, ty: Ty) -> SemType {
        lower(ty, self).expect("the test's types are not cyclic")
    }

    pub fn sub(&self, a: Ty, b: Ty) -> bool {
        self.set(a).is_subtype(self.set(b))
    }
}

pub fn def(id: u32) -> Ty {
    Ty::named(DefId(id), Name::new(&format!("T{id}")))
}

pub fn set(ty: Ty) -> SemType {
    lower(ty, &NoDefs).expect("no named types, no cycles")
}

pub fn name(text: &str) -> Name {
    Name::new(text)
}

pub fn closed(fields: &[(&str, Ty)]) -> Ty {
    Ty::record_of(fields.iter().map(|(n, t)| field(n, *t)).collect(), None)
}

pub fn open(fields: &[(&str, Ty)]) -> Ty {
    Ty::record_of(fields.iter().map(|(n, t)| field(n, *t)).collect(), Some(Ty::anydata()))
}

/// A required field, or an optional one if the name ends in `?`.
pub fn field(text: &str, ty: Ty) -> FieldTy {
    match text.strip_suffix('?') {
        Some(text) => FieldTy::optional(name(text), ty),
        None => FieldTy::required(name(text), ty),
    }
}

pub fn tuple(members: &[Ty]) -> Ty {
    Ty::tuple(members.to_vec(), None)
}

pub fn union(parts: &[Ty]) -> Ty {
    Ty::union(parts.iter().copied())
}

pub fn readonly(ty: Ty) -> Ty {
    Ty::intersection([Ty::readonly(), ty])
}

pub fn int_const(value: i64) -> Ty {
    Ty::singleton(Const::Int(value))
}

pub fn string_const(text: &str) -> Ty {
    Ty::singleton(Const::string(text))
}

#[track_caller]
pub fn is_sub(a: Ty, b: Ty) {
    assert!(set(a).is_subtype(set(b)), "{a} should be a subtype of {b}");
}

#[track_caller]
pub fn not_sub(a: Ty, b: Ty) {
    assert!(!set(a).is_subtype(set(b)), "{a} should not be a subtype of {b}");
}

#[track_caller]
pub fn proper(a: Ty, b: Ty) {
    is_sub(a, b);
    not_sub(b, a);
}

#[track_caller]
pub fn same(a: Ty, b: Ty) {
    is_sub(a, b);
    is_sub(b, a);
}

#[track_caller]
pub fn unrelated(a: Ty, b: Ty) {
    not_sub(a, b);
    not_sub(b, a);
}
