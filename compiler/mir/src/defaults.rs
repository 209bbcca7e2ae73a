//! Where the defaults of record fields are.

use base_db::Db;
use hir_def::ids::{BodyOwner, Def, DefKind, RecordPlace};
use hir_def::{ExprId, RecordRef, TypeRef, TypeRefId, queries};
use hir_ty::{defs::DbResolver, lower_ty::TyLower, project};
use semtypes::{Name, RecordTy, TyKind};

use crate::key::Home;

/// The default expression of a field of the record type that `def` defines: its own, or that of an included type; of a
/// class the initialiser.
pub fn field_default(db: &dyn Db, def: Def, field: Name) -> Option<(Home, ExprId, Def)> {
    let mut seen = Vec::new();
    find(db, def, field, &mut seen)
}

fn find(db: &dyn Db, def: Def, field: Name, seen: &mut Vec<Def>) -> Option<(Home, ExprId, Def)> {
    if let Some(place) = def.record_place(db) {
        return find_in_record(db, def, place, field, seen);
    }
    if def.kind(db) == DefKind::Class {
        let init = queries::class_data(db, def).fields.iter().find(|f| f.name == field)?.init?;
        return Some((Home::Sig(BodyOwner::Def(def)), init, def));
    }
    if def.kind(db) != DefKind::TypeDef || seen.contains(&def) {
        return None;
    }
    seen.push(def);
    let data = queries::type_def_data(db, def);
    let records = || {
        data.store.type_refs.iter().filter_map(|(_, t)| match t {
            TypeRef::Record(r) => Some(r),
            _ => None,
        })
    };
    // The outermost record is lowered last, after those inside it.
    let own: Vec<_> = records().collect();
    for r in own.iter().rev() {
        if let Some(f) = r.fields.iter().find(|f| f.name == field)
            && let Some(e) = f.default
        {
            return Some((Home::Sig(BodyOwner::Def(def)), e, def));
        }
    }
    let mut lower = TyLower::new(db, def, &data.store);
    own.iter().rev().find_map(|r| included(db, &mut lower, r, field, seen))
}

/// The default of a field that a record type includes.
fn included(
    db: &dyn Db,
    lower: &mut TyLower<'_>,
    r: &RecordRef,
    field: Name,
    seen: &mut Vec<Def>,
) -> Option<(Home, ExprId, Def)> {
    r.includes.iter().find_map(|inc| {
        let ty = lower.ty(*inc).expand(&DbResolver(db));
        let TyKind::Record(RecordTy { origin: Some(o), .. }) = project::structure(db, ty).kind else {
            return None;
        };
        find(db, Def::from_ty_def(*o), field, seen)
    })
}

/// The same of a record type without a name.
fn find_in_record(
    db: &dyn Db,
    def: Def,
    place: RecordPlace,
    field: Name,
    seen: &mut Vec<Def>,
) -> Option<(Home, ExprId, Def)> {
    let home = home_of_record(place);
    let store = home.store(db);
    let TypeRef::Record(r) = &store.type_refs[TypeRefId::from_raw(place.at)] else { return None };
    if let Some(e) = r.fields.iter().find(|f| f.name == field).and_then(|f| f.default) {
        return Some((home, e, def));
    }
    let mut lower = TyLower::new(db, home.def(db), store);
    lower.records = (place.owner, place.in_body);
    included(db, &mut lower, r, field, seen)
}

/// Where the default values of a record type without a name are.
pub fn home_of_record(place: RecordPlace) -> Home {
    match place.in_body {
        true => Home::Body(place.owner),
        false => Home::Sig(place.owner),
    }
}
