//! Types of declarations, as queries.

use base_db::{Db, LocalDiagnostic, Module, SourceFile};
use hir_def::ids::{BodyOwner, Def, DefKind, MethodId, RecordPlace};
use hir_def::queries::{self, Item, Resolved};
use hir_def::{ClassData, FunctionSig, Store, TypeRef};
use semtypes::{
    Const, DefId, DistinctId, FunctionTy, MemberKind, MemberTy, Name, ObjectTy, PathSegmentTy, Resolver,
    SemType, Ty, TyKind, Visibility,
};

use crate::consts;
use crate::lower_ty::{TyLower, split_params};
use crate::project;

/// Resolves named types against a database.
pub struct DbResolver<'a>(pub &'a dyn Db);

impl Resolver for DbResolver<'_> {
    fn named(&self, def: DefId) -> Ty {
        type_of_def(self.0, Def::from_ty_def(def))
    }
}

/// The set of values that a type denotes.
pub fn sem(db: &dyn Db, ty: Ty) -> SemType {
    if !ty.has_named() {
        return set(semtypes::lower(ty, &semtypes::NoDefs));
    }
    if let TyKind::Named { def, .. } = ty.kind() {
        return sem_of_def(db, Def::from_ty_def(*def));
    }
    set(semtypes::lower(ty, &DbResolver(db)))
}

/// A cyclic definition is diagnosed where it stands; elsewhere it denotes nothing.
fn set(r: Result<SemType, semtypes::CyclicType>) -> SemType {
    r.unwrap_or(SemType::NEVER)
}

#[salsa::tracked(returns(copy), cycle_result = sem_of_def_cycle)]
fn sem_of_def(db: &dyn Db, def: Def) -> SemType {
    let ty = Ty::named(def.ty_def(), def.name(db));
    set(semtypes::lower(ty, &DbResolver(db)))
}

/// A constant whose value depends on a type that has the constant in it: diagnosed as not constant.
fn sem_of_def_cycle(_db: &dyn Db, _id: salsa::Id, _def: Def) -> SemType {
    SemType::NEVER
}

/// Whether a type definition refers to itself without a constructor in between. It then denotes nothing, so that
/// whoever follows names comes to an end.
#[salsa::tracked(returns(copy))]
pub fn refers_to_itself(db: &dyn Db, def: Def) -> bool {
    let mut seen = vec![def];
    let mut at = 0;
    while at < seen.len() {
        let from = seen[at];
        at += 1;
        if from.kind(db) != DefKind::TypeDef {
            continue;
        }
        let data = queries::type_def_data(db, from);
        let mut parts = vec![data.ty];
        while let Some(t) = parts.pop() {
            match &data.store.type_refs[t] {
                TypeRef::Union(all) | TypeRef::Intersection(all) => parts.extend(all),
                TypeRef::Optional(t) | TypeRef::Distinct { inner: t, .. } => parts.push(*t),
                TypeRef::Path(p) => match queries::resolve_path(db, queries::def_file(db, from), *p) {
                    Resolved::Item(Item::Type(d)) if d == def => return true,
                    Resolved::Item(Item::Type(d)) if !seen.contains(&d) => seen.push(d),
                    _ => {}
                },
                _ => {}
            }
        }
    }
    false
}

/// Whether a type definition names something that is no type, itself or by way of the names of which it is made: who uses
/// it gets no message. (A record or other structure that has a field of such a type is not concerned.)
#[salsa::tracked(returns(copy))]
pub fn has_unknown(db: &dyn Db, def: Def) -> bool {
    let mut seen = vec![def];
    let mut at = 0;
    while at < seen.len() {
        let from = seen[at];
        at += 1;
        if from.kind(db) != DefKind::TypeDef {
            continue;
        }
        let data = queries::type_def_data(db, from);
        let file = queries::def_file(db, from);
        let mut parts = vec![(data.ty, true)];
        while let Some((t, alias)) = parts.pop() {
            let mut push = |t: hir_def::TypeRefId, alias| parts.push((t, alias));
            match &data.store.type_refs[t] {
                TypeRef::Union(all) | TypeRef::Intersection(all) => all.iter().for_each(|t| push(*t, alias)),
                TypeRef::Optional(t) | TypeRef::Distinct { inner: t, .. } => push(*t, alias),
                TypeRef::Array { elem, .. } | TypeRef::Map(elem) => push(*elem, alias),
                TypeRef::Tuple { members, rest } => members.iter().chain(rest).for_each(|t| push(*t, alias)),
                TypeRef::Record(r) => {
                    let parts = r.fields.iter().map(|f| f.ty).chain(r.rest).chain(r.includes.iter().copied());
                    parts.for_each(|t| push(t, false));
                }
                TypeRef::Path(p) if crate::lower_ty::lang_subtype(db, file, *p).is_none() => {
                    match queries::resolve_path(db, file, *p) {
                        Resolved::Item(Item::Type(d)) if alias && !seen.contains(&d) => seen.push(d),
                        Resolved::Item(_) => {}
                        _ => return true,
                    }
                }
                _ => {}
            }
        }
    }
    false
}

/// What a type definition, class or enum name stands for, one level deep.
#[salsa::tracked(returns(copy), cycle_result = type_of_def_cycle)]
pub fn type_of_def(db: &dyn Db, def: Def) -> Ty {
    lower_def(db, def).0
}

/// A type that is needed to find out what it is itself has no values.
fn type_of_def_cycle(_db: &dyn Db, _id: salsa::Id, _def: Def) -> Ty {
    Ty::never()
}

/// Problems in the definition's own type descriptor.
pub fn type_def_diagnostics(db: &dyn Db, def: Def) -> Vec<LocalDiagnostic> {
    lower_def(db, def).1
}

fn lower_def(db: &dyn Db, def: Def) -> (Ty, Vec<LocalDiagnostic>) {
    match def.kind(db) {
        DefKind::TypeDef => {
            let data = queries::type_def_data(db, def);
            if refers_to_itself(db, def) {
                let message = format!(
                    "type '{}' refers to itself outside of a list, mapping or other type constructor",
                    data.name
                );
                let d = LocalDiagnostic::error(crate::codes::CYCLE, data.name_range, message);
                return (Ty::missing(), vec![d]);
            }
            if is_type_param(db, def) {
                let mut l = TyLower::new(db, def, &data.store);
                let bound = l.ty(data.ty);
                return (
                    Ty::new(TyKind::Param { id: def.ty_def().0, name: data.name, bound }),
                    l.diagnostics,
                );
            }
            let mut l = TyLower::new(db, def, &data.store);
            l.origin = Some(def.ty_def());
            let ty = l.ty(data.ty);
            (ty, l.diagnostics)
        }
        DefKind::Class | DefKind::Service => {
            let data = queries::class_data(db, def);
            let mut l = TyLower::new(db, def, &data.store);
            let ty = class_object_ty(db, def, data, &mut l);
            (ty, l.diagnostics)
        }
        DefKind::Enum => {
            let data = queries::enum_data(db, def);
            let members = data.members.iter().map(|m| {
                Ty::singleton(consts::enum_member_value(db, def, m.name).unwrap_or(Const::String(m.name)))
            });
            (Ty::union(members), Vec::new())
        }
        DefKind::Const => (const_ty(db, def), Vec::new()),
        DefKind::Record => (record_ty(db, def), Vec::new()),
        _ => (Ty::missing(), Vec::new()),
    }
}

/// The singleton type of a constant.
pub fn const_ty(db: &dyn Db, def: Def) -> Ty {
    consts::const_value(db, def).map_or(Ty::missing(), Ty::singleton)
}

/// Whether a library type is declared `@typeParam`.
pub fn is_type_param(db: &dyn Db, def: Def) -> bool {
    def.kind(db) == DefKind::TypeDef
        && matches!(def.module(db).kind(db), base_db::ModuleKind::Library)
        && queries::type_def_data(db, def)
            .store
            .annotations
            .iter()
            .any(|a| a.tag.name.as_str() == "typeParam")
}

/// A type id for the `index`-th `distinct` of a declaration (spec 5.6.6).
pub fn distinct_id(def: Def, index: u32) -> DistinctId {
    DistinctId(def.ty_def().0 << DISTINCT_BITS | (index & CLASS_DISTINCT))
}

/// Low bits of a type id that number the occurrences of `distinct` in a declaration.
pub(crate) const DISTINCT_BITS: u32 = 6;
/// The number of a class's own `distinct`.
pub(crate) const CLASS_DISTINCT: u32 = 63;

pub fn module_id(module: Module) -> u32 {
    salsa::plumbing::AsId::as_id(&module).index()
}

fn class_object_ty(db: &dyn Db, def: Def, data: &ClassData, l: &mut TyLower<'_>) -> Ty {
    let visibility = |is_public: bool, is_private: bool| {
        if is_private {
            Visibility::Private(def.ty_def())
        } else if is_public {
            Visibility::Public
        } else {
            Visibility::Module(module_id(def.module(db)))
        }
    };
    let mut o = ObjectTy {
        isolated: data.isolated,
        client: data.client,
        service: data.service,
        readonly: data.readonly,
        origin: Some(def.ty_def()),
        ..ObjectTy::default()
    };
    for f in &data.fields {
        let ty = l.ty(f.ty);
        o.members.push(MemberTy {
            name: f.name,
            ty,
            visibility: visibility(f.is_public, f.is_private),
            kind: MemberKind::Field { is_final: f.is_final || data.readonly },
        });
    }
    for m in &data.methods {
        let id = MethodId::new(db, def, m.name, m.index);
        let sig = queries::method_sig(db, id);
        let mut ml = TyLower::new(db, def, &sig.store);
        ml.records = (BodyOwner::Method(id), false);
        let ty = Ty::function(function_ty(&mut ml, sig));
        let kind = ml.method_kind(&sig.kind);
        // Remote and resource methods are visible wherever the object is (spec 5.6.3.6).
        let everywhere = !matches!(kind, MemberKind::Method);
        o.members.push(MemberTy {
            name: sig.name,
            ty,
            visibility: visibility(sig.is_public || everywhere, sig.is_private && !everywhere),
            kind,
        });
    }
    if data.distinct {
        o.distinct.push(distinct_id(def, CLASS_DISTINCT));
    }
    for inc in &data.includes {
        let ty = l.ty(*inc);
        if let Some(inner) = included_object(db, ty) {
            include_object(&mut o, &inner);
        }
    }
    if def.kind(db) == DefKind::Service
        && let Some((ty, _)) = crate::services::attached_type(db, def)
        && let Some(inner) = included_object(db, ty)
    {
        include_object(&mut o, &inner);
    }
    Ty::object(o)
}

/// What `*T` includes; `None` when `T` is not an object type. The fields of `readonly & T` are final and immutable.
pub fn included_object(db: &dyn Db, ty: Ty) -> Option<ObjectTy> {
    let s = project::structure(db, ty);
    let TyKind::Object(object) = s.kind else { return None };
    let mut object = object.clone();
    if s.readonly {
        for m in &mut object.members {
            if let MemberKind::Field { is_final } = &mut m.kind {
                *is_final = true;
                m.ty = readonly_part(db, m.ty);
            }
        }
    }
    Some(object)
}

/// `T & readonly`, also while types are being defined, when nothing can be asked of those that have names.
pub fn readonly_part(db: &dyn Db, ty: Ty) -> Ty {
    if ty.has_named() { Ty::intersection([ty, Ty::readonly()]) } else { project::readonly_of(db, ty) }
}

/// `*T` in an object type or class: members not declared here, and type ids.
pub fn include_object(into: &mut ObjectTy, from: &ObjectTy) {
    for m in &from.members {
        if into.counterpart(m).is_none() {
            into.members.push(m.clone());
        }
    }
    into.distinct.extend(from.distinct.iter().copied());
    into.isolated |= from.isolated;
}

/// The declaration behind an item.
pub fn item_def(item: Item) -> Def {
    match item {
        Item::Function(d) | Item::Type(d) | Item::Const(d) => d,
        Item::EnumMember(d, _) | Item::Var(d, _) | Item::Listener(d, _) => d,
    }
}

/// The warning that a use of a declaration gets when the declaration is annotated with `@deprecated`.
pub fn deprecation(
    db: &dyn Db,
    def: Def,
    range: syntax::TextRange,
    used_as: hir_def::Path,
) -> Option<LocalDiagnostic> {
    let deprecated = queries::module_items(db, def.module(db)).is_deprecated(def);
    let message = || format!("'{used_as}' is deprecated");
    deprecated.then(|| LocalDiagnostic::warning(crate::codes::DEPRECATED, range, message()))
}

/// The methods of a class that are annotated with `@deprecated`.
#[salsa::tracked(returns(ref))]
pub fn deprecated_methods(db: &dyn Db, class: Def) -> Vec<Name> {
    match class.kind(db) {
        DefKind::Class => {
            let methods = &queries::class_data(db, class).methods;
            methods.iter().filter(|m| m.deprecated).map(|m| m.name).collect()
        }
        _ => Vec::new(),
    }
}

/// The function type of a signature.
pub fn function_ty(l: &mut TyLower<'_>, sig: &FunctionSig) -> FunctionTy {
    let mut all: Vec<_> = sig.params.iter().map(|p| (p.name, l.ty(p.ty), p.kind)).collect();
    let ret = l.dependent_return(&sig.store, &mut all, |l| sig.ret.map_or(Ty::nil(), |r| l.ty(r)));
    let (params, rest) = split_params(all);
    FunctionTy { params, rest, ret, isolated: sig.isolated, transactional: sig.transactional }
}

/// Function type of a module-level function; of a service declaration, that of what attaches its object.
#[salsa::tracked(returns(ref))]
pub fn fn_ty(db: &dyn Db, def: Def) -> FunctionTy {
    if def.kind(db) == DefKind::Service {
        let param = semtypes::ParamTy {
            name: None,
            ty: Ty::named(def.ty_def(), def.name(db)),
            kind: semtypes::ParamKind::Required,
        };
        return FunctionTy {
            params: vec![param],
            rest: None,
            ret: Ty::nilable(Ty::error()),
            isolated: false,
            transactional: false,
        };
    }
    let sig = queries::function_sig(db, def);
    function_ty(&mut TyLower::new(db, def, &sig.store), sig)
}

/// A record type without a name.
fn record_ty(db: &dyn Db, def: Def) -> Ty {
    let Some(place) = def.record_place(db) else { return Ty::missing() };
    let owner = match place.owner {
        BodyOwner::Def(def) => def,
        BodyOwner::Method(m) => m.class(db),
    };
    let Some(store) = store_of(db, place) else { return Ty::missing() };
    let mut l = TyLower::new(db, owner, store);
    l.records = (place.owner, place.in_body);
    l.ty(hir_def::TypeRefId::from_raw(place.at))
}

/// The store in which a record type is written.
fn store_of(db: &dyn Db, place: RecordPlace) -> Option<&hir_def::Store> {
    Some(match (place.in_body, place.owner) {
        (true, owner) => &queries::body(db, owner).store,
        (false, BodyOwner::Method(m)) => &queries::method_sig(db, m).store,
        (false, BodyOwner::Def(def)) => match def.kind(db) {
            DefKind::Function => &queries::function_sig(db, def).store,
            DefKind::TypeDef => &queries::type_def_data(db, def).store,
            DefKind::Const => &queries::const_data(db, def).store,
            DefKind::Listener => &queries::listener_data(db, def).store,
            DefKind::Class | DefKind::Service => &queries::class_data(db, def).store,
            DefKind::Var => &queries::var_data(db, def).store,
            _ => return None,
        },
    })
}

/// Function type of a method. The parameters of a resource method's path come before its own.
#[salsa::tracked(returns(ref))]
pub fn method_ty(db: &dyn Db, method: MethodId) -> FunctionTy {
    let sig = queries::method_sig(db, method);
    let mut l = TyLower::new(db, method.class(db), &sig.store);
    l.records = (BodyOwner::Method(method), false);
    let own = function_ty(&mut l, sig);
    match l.method_kind(&sig.kind) {
        MemberKind::Resource { path, .. } => with_path(&path, own),
        _ => own,
    }
}

/// A resource method as a function of the parameters of its path, too.
fn with_path(path: &[PathSegmentTy], own: FunctionTy) -> FunctionTy {
    let required = |ty| semtypes::ParamTy { name: None, ty, kind: semtypes::ParamKind::Required };
    let mut params: Vec<_> = path
        .iter()
        .filter_map(|s| match s {
            PathSegmentTy::Literal(_) => None,
            PathSegmentTy::Param { ty, .. } => Some(required(*ty)),
            PathSegmentTy::Rest { ty, .. } => Some(required(Ty::array(*ty))),
        })
        .collect();
    params.extend(own.params);
    FunctionTy { params, ..own }
}

/// Type of a module-level variable, listener or constant by the name it binds.
#[salsa::tracked(returns(copy), cycle_result = var_ty_cycle)]
pub fn var_ty(db: &dyn Db, def: Def, name: Name) -> Ty {
    match def.kind(db) {
        DefKind::Const => const_ty(db, def),
        DefKind::Listener => {
            let data = queries::listener_data(db, def);
            match data.ty {
                Some(t) => TyLower::new(db, def, &data.store).ty(t),
                None => {
                    let inferred = crate::infer::infer_signature(db, hir_def::ids::BodyOwner::Def(def));
                    let ty = inferred.expr_ty.get(&data.init).copied().unwrap_or(Ty::missing());
                    crate::ops::without_error(db, ty)
                }
            }
        }
        DefKind::Var => {
            let data = queries::var_data(db, def);
            let single = matches!(data.store.pats[data.pat], hir_def::Pat::Bind(_));
            // The initialiser says how long a `T[*]` is.
            let written = |t: &hir_def::TypeRefId| {
                let ty = &data.store.type_refs[*t];
                let length = matches!(ty, TypeRef::Array { len: hir_def::ArrayLen::Inferred, .. });
                !length && !matches!(ty, TypeRef::Infer)
            };
            match data.ty.filter(written) {
                Some(t) if is_readonly_configurable(data) => {
                    crate::project::readonly_of(db, TyLower::new(db, def, &data.store).ty(t))
                }
                Some(t) if single => TyLower::new(db, def, &data.store).ty(t),
                _ => {
                    let inferred = crate::infer::infer_signature(db, hir_def::ids::BodyOwner::Def(def));
                    local_named(&data.store, name)
                        .and_then(|l| inferred.local_ty.get(&l).copied())
                        .unwrap_or(Ty::missing())
                }
            }
        }
        _ => Ty::missing(),
    }
}

/// A configurable variable's type is what is written `& readonly` (spec 8.7).
pub fn is_readonly_configurable(data: &hir_def::VarData) -> bool {
    data.configurable && data.ty.is_some_and(|t| !matches!(data.store.type_refs[t], hir_def::TypeRef::Infer))
}

fn var_ty_cycle(_db: &dyn Db, _id: salsa::Id, _def: Def, _name: Name) -> Ty {
    Ty::missing()
}

/// The local that a module-level variable pattern binds under a name.
pub fn local_named(store: &Store, name: Name) -> Option<hir_def::LocalId> {
    store.locals.iter().find(|(_, l)| l.name == name).map(|(id, _)| id)
}

/// File that contains a declaration.
pub fn file_of(db: &dyn Db, def: Def) -> SourceFile {
    queries::def_file(db, def)
}

/// A name used as a type: type definition, class, enum, constant or enum member.
pub fn item_as_type(db: &dyn Db, item: Item) -> Option<Ty> {
    Some(match item {
        Item::Type(def) if is_type_param(db, def) => type_of_def(db, def),
        Item::Type(def) if has_unknown(db, def) => Ty::missing(),
        Item::Type(def) => Ty::named(def.ty_def(), def.name(db)),
        Item::Const(def) => const_ty(db, def),
        Item::EnumMember(def, name) => Ty::singleton(consts::enum_member_value(db, def, name)?),
        _ => return None,
    })
}
