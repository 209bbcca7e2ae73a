//! Where the defaults of record fields are.

use base_db::Db;
use hir_def::ids::{BodyOwner, Def, DefKind};
use hir_def::{ExprId, TypeRef, queries};
use hir_ty::{defs::DbResolver, lower_ty::TyLower, project};
use semtypes::{Name, RecordTy, TyKind};

use crate::key::Home;

/// The default expression of a field of the record type that `def` defines: its own, or that of an included type.
pub fn field_default(db: &dyn Db, def: Def, field: Name) -> Option<(Home, ExprId, Def)> {
    let mut seen = Vec::new();
    find(db, def, field, &mut seen)
}

fn find(db: &dyn Db, def: Def, field: Name, seen: &mut Vec<Def>) -> Option<(Home, ExprId, Def)> {
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
    for r in own.iter().rev() {
        for inc in &r.includes {
            let ty = lower.ty(*inc).expand(&DbResolver(db));
            if let TyKind::Record(RecordTy { origin: Some(o), .. }) = project::structure(db, ty).kind
                && let Some(found) = find(db, Def::from_ty_def(*o), field, seen)
            {
                return Some(found);
            }
        }
    }
    None
}
