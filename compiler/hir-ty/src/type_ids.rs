//! What a type id says besides being one of its own (spec 5.6.6): where it is minted, its name, and the ids that come
//! with it.

use base_db::Db;
use hir_def::ids::{BodyOwner, Def, DefKind};
use hir_def::{Store, TypeRef, TypeRefId, queries};
use semtypes::{DefId, DistinctId, Name, TyKind};

use crate::defs::{CLASS_DISTINCT, DISTINCT_BITS, DbResolver};
use crate::lower_ty::TyLower;

/// One occurrence of `distinct`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeIdInfo {
    /// The declaration that it is part of.
    pub def: Def,
    /// The local id, when it is a name; else the compiler makes up a number.
    pub name: Option<Name>,
    /// The ids that a value with this one has as well: those that the type after `distinct` induces.
    pub secondary: Vec<DistinctId>,
}

/// Looks an id up in the declaration that mints it.
pub fn type_id(db: &dyn Db, id: DistinctId) -> TypeIdInfo {
    let def = Def::from_ty_def(DefId(id.0 >> DISTINCT_BITS));
    let index = id.0 & CLASS_DISTINCT;
    if index == CLASS_DISTINCT {
        let data = queries::class_data(db, def);
        let mut lower = TyLower::new(db, def, &data.store);
        let secondary = data.includes.iter().flat_map(|t| induced(db, &mut lower, *t)).collect();
        return TypeIdInfo { def, name: Some(data.name), secondary };
    }
    for store in stores(db, def) {
        let occurrences = || {
            store.type_refs.iter().filter_map(|(_, t)| match t {
                TypeRef::Distinct { inner, index } => Some((*inner, *index)),
                _ => None,
            })
        };
        let Some((inner, _)) = occurrences().find(|(_, i)| i & CLASS_DISTINCT == index) else { continue };
        let named = def.kind(db) == DefKind::TypeDef && occurrences().count() == 1;
        let mut lower = TyLower::new(db, def, store);
        let secondary = induced(db, &mut lower, inner);
        return TypeIdInfo { def, name: named.then(|| def.name(db)), secondary };
    }
    TypeIdInfo { def, name: None, secondary: Vec::new() }
}

fn induced(db: &dyn Db, lower: &mut TyLower<'_>, t: TypeRefId) -> Vec<DistinctId> {
    match lower.ty(t).expand(&DbResolver(db)).kind() {
        TyKind::Error { distinct, .. } => distinct.clone(),
        TyKind::Object(o) => o.distinct.clone(),
        _ => Vec::new(),
    }
}

/// Where the type descriptors of a declaration are.
fn stores(db: &dyn Db, def: Def) -> Vec<&Store> {
    let body = || &queries::body(db, BodyOwner::Def(def)).store;
    match def.kind(db) {
        DefKind::TypeDef => vec![&queries::type_def_data(db, def).store],
        DefKind::Function => vec![&queries::function_sig(db, def).store, body()],
        DefKind::Class | DefKind::Service => vec![&queries::class_data(db, def).store],
        DefKind::Var => vec![&queries::var_data(db, def).store],
        _ => Vec::new(),
    }
}
