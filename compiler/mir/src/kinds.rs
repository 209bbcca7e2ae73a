//! Representation of types, and the register signatures of functions.

use base_db::{Db, ModuleKind};
use bytecode::Kind;
use hir_def::ids::{BodyOwner, DefKind, MethodId};
use hir_def::queries;
use hir_ty::{defs, ops};
use semtypes::{Const, FunctionTy, SemType, Ty, TyKind};

use crate::key::{FuncKey, Home, TypeArgs};

/// How a function may be called other than directly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    Direct,
    /// Fixed parameters and, for a rest parameter, the type of its list.
    Value(u16, Option<Ty>),
    Method(u16, Option<Ty>),
}

/// Kinds of a function's parameters and result.
#[derive(Clone, Debug, PartialEq)]
pub struct Sig {
    pub params: Vec<Kind>,
    pub ret: Kind,
}

/// The representation of values of a type.
pub fn kind_of(db: &dyn Db, ty: Ty) -> Kind {
    match ty.kind() {
        TyKind::Int | TyKind::Byte | TyKind::IntSubtype(_) | TyKind::Singleton(Const::Int(_)) => Kind::I,
        TyKind::Float | TyKind::Singleton(Const::Float(_)) => Kind::F,
        TyKind::Boolean | TyKind::Singleton(Const::Bool(_)) => Kind::B,
        TyKind::Named { .. }
        | TyKind::Union(_)
        | TyKind::Intersection(_)
        | TyKind::Diff(..)
        | TyKind::Param { .. } => set_kind(db, ty),
        _ => Kind::R,
    }
}

fn set_kind(db: &dyn Db, ty: Ty) -> Kind {
    if ty.has_missing() {
        return Kind::R;
    }
    let s = defs::sem(db, ty);
    if s.is_empty() {
        Kind::R
    } else if s.is_subtype(SemType::INT) {
        Kind::I
    } else if s.is_subtype(SemType::FLOAT) {
        Kind::F
    } else if s.is_subtype(SemType::BOOLEAN) {
        Kind::B
    } else {
        Kind::R
    }
}

/// Parameter types (rest as its list) and result type after substitution.
pub fn fn_types(f: &FunctionTy, targs: &TypeArgs) -> (Vec<Ty>, Ty) {
    let mut params: Vec<Ty> = f.params.iter().map(|p| ops::substitute(p.ty, targs)).collect();
    params.extend(f.rest.map(|r| Ty::array(ops::substitute(r, targs))));
    (params, ops::substitute(f.ret, targs))
}

fn sig_of(db: &dyn Db, f: &FunctionTy, targs: &TypeArgs, this: bool) -> Sig {
    let (params, ret) = fn_types(f, targs);
    let mut kinds = if this { vec![Kind::R] } else { Vec::new() };
    kinds.extend(params.iter().map(|p| kind_of(db, *p)));
    Sig { params: kinds, ret: kind_of(db, ret) }
}

/// A declared owner's function type.
pub fn owner_ty(db: &dyn Db, owner: BodyOwner) -> &FunctionTy {
    match owner {
        BodyOwner::Def(d) => defs::fn_ty(db, d),
        BodyOwner::Method(m) => defs::method_ty(db, m),
    }
}

/// The register signature under which a function is called directly.
pub fn signature(db: &dyn Db, key: &FuncKey) -> Sig {
    let tagged = |n: usize| Sig { params: vec![Kind::R; n], ret: Kind::R };
    let arity = |f: &FunctionTy| f.params.len() + f.rest.is_some() as usize;
    match key {
        FuncKey::Function(d, targs) => sig_of(db, defs::fn_ty(db, *d), targs, false),
        FuncKey::Method(m) => sig_of(db, defs::method_ty(db, *m), &Vec::new(), true),
        FuncKey::MethodAdapter(m) => tagged(arity(defs::method_ty(db, *m)) + 1),
        FuncKey::Lambda(home, l, _) => {
            tagged(home.inference(db).lambdas.get(l).map_or(0, |t| t.params.len()) + 1)
        }
        FuncKey::LazyQuery(..) | FuncKey::Start(_) => tagged(1),
        FuncKey::ValueAdapter(k) => tagged(signature(db, k).params.len() + 1),
        FuncKey::Boxed(k) => tagged(signature(db, k).params.len()),
        FuncKey::BoundMethod(_, ty) => {
            tagged(hir_ty::project::function(db, *ty).map_or(0, |f| f.params.len()) + 1)
        }
        FuncKey::ParamDefault(owner, i, targs) => {
            let (params, _) = fn_types(owner_ty(db, *owner), targs);
            let at = (*i as usize).min(params.len());
            Sig {
                params: params[..at].iter().map(|p| kind_of(db, *p)).collect(),
                ret: params.get(at).map_or(Kind::R, |p| kind_of(db, *p)),
            }
        }
        FuncKey::NewObject(class) => {
            let params = match init_method(db, *class) {
                Some(m) => sig_of(db, defs::method_ty(db, m), &Vec::new(), false).params,
                None => Vec::new(),
            };
            Sig { params, ret: Kind::R }
        }
        FuncKey::FieldDefault(..)
        | FuncKey::VarInit(_)
        | FuncKey::Annotations(..)
        | FuncKey::ServiceInit(_)
        | FuncKey::ModuleInit(_)
        | FuncKey::ProgramInit(_) => tagged(0),
    }
}

/// The `init` method of a class.
pub fn init_method(db: &dyn Db, class: hir_def::ids::Def) -> Option<MethodId> {
    method_named(db, class, semtypes::Name::new("init"))
}

/// A class's own method, by the name under which objects find it.
pub fn method_named(db: &dyn Db, class: hir_def::ids::Def, name: semtypes::Name) -> Option<MethodId> {
    let data = queries::class_data(db, class);
    let m = data.methods.iter().find(|m| m.name == name)?;
    Some(MethodId::new(db, class, m.name, m.index))
}

/// Type arguments as part of a key: only library functions are generic.
pub fn key_args(db: &dyn Db, def: hir_def::ids::Def, args: impl Iterator<Item = (u32, Ty)>) -> TypeArgs {
    if !matches!(def.module(db).kind(db), ModuleKind::Library) {
        return Vec::new();
    }
    let mut out: TypeArgs = args.collect();
    out.sort_by_key(|a| a.0);
    out.dedup_by_key(|a| a.0);
    out
}

/// What an external library function is written in: dependently typed functions can have no body (spec 5.5.5), so that
/// those which are not native have it beside them.
pub(crate) fn ballerina_body(db: &dyn Db, def: hir_def::ids::Def) -> Option<hir_def::ids::Def> {
    let module = def.module(db);
    if !matches!(module.kind(db), ModuleKind::Library) {
        return None;
    }
    let module = module.name(db);
    let body = match (module.as_str(), def.name(db).as_str()) {
        ("lang.value", "cloneWithType") => "cloned",
        ("lang.value", "fromJsonWithType") => "convertedJson",
        ("lang.value", "fromJsonStringWithType") => "convertedJsonText",
        ("constraint", "validate") => "validated",
        ("io", "fileReadCsv") => "readCsv",
        ("io", "fileReadCsvAsStream") => "readCsvAsStream",
        _ => return None,
    };
    hir_ty::ops::lang_function(db, module.as_str(), body)
}

/// The same for an external method of a library class: a private method of the class, `processName` for `name` and
/// `nameResource` for resource methods with the accessor `name`, with the same parameters.
pub(crate) fn ballerina_method(db: &dyn Db, m: MethodId) -> Option<MethodId> {
    let class = m.class(db);
    if !matches!(class.module(db).kind(db), ModuleKind::Library) {
        return None;
    }
    let name = m.name(db);
    let body = match name.as_str().strip_prefix('$') {
        Some(resource) => format!("{}Resource", resource.split('$').next()?),
        None => {
            let name = name.as_str();
            let (first, rest) = name.strip_prefix("->").unwrap_or(name).split_at_checked(1)?;
            format!("process{}{rest}", first.to_uppercase())
        }
    };
    method_named(db, class, semtypes::Name::new(&body))
}

/// The class table's entry for a method: itself when everything is tagged already.
pub fn method_entry(db: &dyn Db, m: MethodId) -> FuncKey {
    // A call by name may leave arguments absent: then the adapter fills in the defaults.
    let params = &defs::method_ty(db, m).params;
    let defaults = params.iter().any(|p| p.kind == semtypes::ParamKind::Defaultable);
    if all_tagged(db, m) && !defaults { FuncKey::Method(m) } else { FuncKey::MethodAdapter(m) }
}

pub(crate) fn all_tagged(db: &dyn Db, m: MethodId) -> bool {
    let s = signature(db, &FuncKey::Method(m));
    s.ret == Kind::R && s.params.iter().all(|k| *k == Kind::R)
}

/// The store that a key's own code comes from.
pub fn home_of(db: &dyn Db, key: &FuncKey) -> Option<Home> {
    Some(match key {
        FuncKey::Function(d, _) => Home::Body(BodyOwner::Def(*d)),
        FuncKey::Method(m) => Home::Body(BodyOwner::Method(*m)),
        FuncKey::Lambda(h, ..) | FuncKey::LazyQuery(h, ..) => *h,
        FuncKey::ParamDefault(o, ..) | FuncKey::Annotations(o, _) => Home::Sig(*o),
        FuncKey::FieldDefault(d, _) if d.kind(db) == DefKind::Record => {
            crate::defaults::home_of_record(d.record_place(db)?)
        }
        FuncKey::FieldDefault(d, _) | FuncKey::NewObject(d) | FuncKey::VarInit(d) => {
            Home::Sig(BodyOwner::Def(*d))
        }
        _ => return None,
    })
}
