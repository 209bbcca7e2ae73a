//! Set operations on declared types that keep their shape (names, defaults), for narrowing and unions.

use base_db::Db;
use hir_def::ids::Def;
use rustc_hash::FxHashSet;
use semtypes::{Const, FieldTy, Name, Resolver, TableKey, Ty, TyKind};

use crate::defs::{DbResolver, sem};

/// Whether every value of `a` belongs to `b`. `Missing` on either side gives true.
pub fn is_subtype(db: &dyn Db, a: Ty, b: Ty) -> bool {
    a == b || a.has_missing() || b.has_missing() || sem(db, a).is_subtype(sem(db, b))
}

/// As [`is_subtype`], but `Missing` within a type stands for all values: what sort of type it is all the same.
pub fn belongs(db: &dyn Db, a: Ty, b: Ty) -> bool {
    sem(db, a).is_subtype(sem(db, b))
}

/// Whether some value belongs to both.
pub fn overlaps(db: &dyn Db, a: Ty, b: Ty) -> bool {
    a.has_missing() || b.has_missing() || sem(db, a).overlaps(sem(db, b))
}

pub fn is_never(db: &dyn Db, a: Ty) -> bool {
    !a.has_missing() && sem(db, a).is_empty()
}

/// Whether `Missing` occurs in a type or in what its names stand for: what it seems to lack would be another message for a
/// mistake that has one.
pub fn uncertain(db: &dyn Db, ty: Ty) -> bool {
    if ty.has_missing() || !ty.has_named() {
        return ty.has_missing();
    }
    if let TyKind::Named { def, .. } = ty.kind() {
        return is_uncertain(db, Def::from_ty_def(*def));
    }
    let mut found = false;
    ty.kind().for_each_child(&mut |child| found = found || uncertain(db, child));
    found
}

#[salsa::tracked(returns(copy))]
fn is_uncertain(db: &dyn Db, def: Def) -> bool {
    let (mut work, mut seen) = (vec![Ty::named(def.ty_def(), def.name(db))], FxHashSet::default());
    while let Some(ty) = work.pop() {
        if ty.has_missing() {
            return true;
        }
        if !ty.has_named() || !seen.insert(ty) {
            continue;
        }
        if let TyKind::Named { def, .. } = ty.kind() {
            work.push(DbResolver(db).named(*def));
        }
        ty.kind().for_each_child(&mut |child| work.push(child));
    }
    false
}

/// The alternatives of a type: members of unions, through names and built-in union types.
pub fn alternatives(db: &dyn Db, ty: Ty) -> Vec<Ty> {
    match ty.kind() {
        TyKind::Union(parts) => parts.iter().flat_map(|p| alternatives(db, *p)).collect(),
        TyKind::Boolean => vec![Ty::singleton(Const::Bool(true)), Ty::singleton(Const::Bool(false))],
        TyKind::Json => vec![
            Ty::nil(),
            Ty::singleton(Const::Bool(true)),
            Ty::singleton(Const::Bool(false)),
            Ty::int(),
            Ty::float(),
            Ty::decimal(),
            Ty::string(),
            Ty::array(Ty::json()),
            Ty::map(Ty::json()),
        ],
        TyKind::Anydata => vec![
            Ty::nil(),
            Ty::singleton(Const::Bool(true)),
            Ty::singleton(Const::Bool(false)),
            Ty::int(),
            Ty::float(),
            Ty::decimal(),
            Ty::string(),
            Ty::new(TyKind::Xml(None)),
            Ty::new(TyKind::Regexp),
            Ty::array(Ty::anydata()),
            Ty::map(Ty::anydata()),
            Ty::table(Ty::map(Ty::anydata()), semtypes::TableKey::None),
        ],
        TyKind::Named { .. } => {
            let inner = ty.expand(&DbResolver(db));
            match inner.kind() {
                TyKind::Union(_) | TyKind::Boolean | TyKind::Json | TyKind::Anydata => {
                    alternatives(db, inner)
                }
                TyKind::Intersection(_) => {
                    let all = alternatives(db, inner);
                    if all.len() > 1 { all } else { vec![ty] }
                }
                _ => vec![ty],
            }
        }
        // `(A|B) & readonly` is `A & readonly | B & readonly`.
        TyKind::Intersection(parts) => {
            for (i, p) in parts.iter().enumerate() {
                let alts = alternatives(db, *p);
                if alts.len() > 1 {
                    return alts
                        .into_iter()
                        .map(|a| {
                            let mut parts = parts.clone();
                            parts[i] = a;
                            intersect(db, &parts)
                        })
                        .filter(|t| !is_never(db, *t))
                        .collect();
                }
            }
            vec![ty]
        }
        _ => vec![ty],
    }
}

fn intersect(db: &dyn Db, parts: &[Ty]) -> Ty {
    let mut acc = parts[0];
    for p in &parts[1..] {
        acc = narrow(db, acc, *p);
    }
    acc
}

/// `ty` restricted to `to`: what `ty` becomes where a value is known to belong to `to`.
pub fn narrow(db: &dyn Db, ty: Ty, to: Ty) -> Ty {
    if is_subtype(db, ty, to) {
        return ty;
    }
    if is_subtype(db, to, ty) {
        return to;
    }
    let alts = alternatives(db, ty);
    if alts.len() > 1 {
        return join(alts.into_iter().map(|a| narrow(db, a, to)));
    }
    let alts = alternatives(db, to);
    if alts.len() > 1 {
        return join(alts.into_iter().map(|a| narrow(db, ty, a)));
    }
    if !overlaps(db, ty, to) {
        return Ty::never();
    }
    merge(db, ty, to).unwrap_or_else(|| Ty::intersection([ty, to]))
}

/// Intersection of two list types or two mapping types as one such type.
pub fn merge(db: &dyn Db, a: Ty, b: Ty) -> Option<Ty> {
    let (ka, kb) = (a.expand(&DbResolver(db)).kind(), b.expand(&DbResolver(db)).kind());
    if let (Some(x), Some(y)) = (list_parts(ka), list_parts(kb)) {
        return merge_lists(db, x, y);
    }
    let (x, y) = (mapping_parts(ka)?, mapping_parts(kb)?);
    let mut names: Vec<Name> = x.0.iter().map(|f| f.name).collect();
    names.extend(y.0.iter().map(|f| f.name).filter(|n| !x.0.iter().any(|f| f.name == *n)));
    let rest = match (x.1, y.1) {
        (Some(p), Some(q)) => Some(both(db, p, q)).filter(|t| *t != Ty::never()),
        _ => None,
    };
    if names.is_empty() {
        return Some(rest.map_or(Ty::record_of(Vec::new(), None), Ty::map));
    }
    let member = |fields: &[FieldTy], rest: Option<Ty>, n: Name| match fields.iter().find(|f| f.name == n) {
        Some(f) => (f.ty, f.optional, f.readonly),
        None => (rest.unwrap_or(Ty::never()), true, false),
    };
    let fields = names.into_iter().map(|name| {
        let ((t, o, r), (u, p, s)) = (member(&x.0, x.1, name), member(&y.0, y.1, name));
        FieldTy { name, ty: both(db, t, u), optional: o && p, readonly: r || s, default: false }
    });
    Some(Ty::record_of(fields.filter(|f| !(f.optional && f.ty == Ty::never())).collect(), rest))
}

/// Member types are intersected as sets only where that cannot meet a type still being defined.
fn both(db: &dyn Db, a: Ty, b: Ty) -> Ty {
    if a == b {
        a
    } else if a.has_named() || b.has_named() {
        Ty::intersection([a, b])
    } else {
        narrow(db, a, b)
    }
}

type ListParts = (Vec<Ty>, Option<Ty>);

fn list_parts(k: &TyKind) -> Option<ListParts> {
    match k {
        TyKind::Array { elem, len: None } => Some((Vec::new(), Some(*elem))),
        TyKind::Array { elem, len: Some(n) } if *n <= 64 => Some((vec![*elem; *n as usize], None)),
        TyKind::Tuple { members, rest } => Some((members.clone(), *rest)),
        _ => None,
    }
}

fn merge_lists(db: &dyn Db, x: ListParts, y: ListParts) -> Option<Ty> {
    let n = x.0.len().max(y.0.len());
    let at = |p: &ListParts, i: usize| p.0.get(i).copied().or(p.1);
    let members: Option<Vec<Ty>> = (0..n).map(|i| Some(both(db, at(&x, i)?, at(&y, i)?))).collect();
    let rest = match (x.1, y.1) {
        (Some(p), Some(q)) => Some(both(db, p, q)).filter(|t| *t != Ty::never()),
        _ => None,
    };
    match (members?, rest) {
        (m, Some(r)) if m.is_empty() => Some(Ty::array(r)),
        (m, r) => Some(Ty::tuple(m, r)),
    }
}

fn mapping_parts(k: &TyKind) -> Option<(Vec<FieldTy>, Option<Ty>)> {
    match k {
        TyKind::Map(v) => Some((Vec::new(), Some(*v))),
        TyKind::Record(r) => Some((r.fields.clone(), r.rest)),
        _ => None,
    }
}

/// `ty` without `not`, as far as narrowing may (spec 7.12): alternatives that belong wholly to `not` go, immutable ones
/// lose the common part, mutable ones that merely overlap stay.
pub fn exclude(db: &dyn Db, ty: Ty, not: Ty) -> Ty {
    if not.has_missing() {
        return ty;
    }
    if ty.has_missing() {
        // What is known of it.
        let TyKind::Union(parts) = ty.kind() else { return ty };
        return join(parts.iter().filter(|p| p.has_missing() || !is_subtype(db, **p, not)).copied());
    }
    if is_subtype(db, ty, not) {
        return Ty::never();
    }
    if !overlaps(db, ty, not) {
        return ty;
    }
    let alts = alternatives(db, ty);
    if alts.len() > 1 {
        return join(alts.into_iter().map(|a| exclude(db, a, not)));
    }
    if is_subtype(db, ty, Ty::readonly()) || matches!(ty.kind(), TyKind::Any) {
        return Ty::diff(ty, not);
    }
    if let TyKind::Cloneable = ty.kind() {
        return join(cloneable_alternatives().map(|a| exclude(db, a, not)));
    }
    ty
}

/// What `value:Cloneable` is a union of. It is not among [`alternatives`], as constructors have one alternative in it.
fn cloneable_alternatives() -> [Ty; 5] {
    let cloneable = Ty::new(TyKind::Cloneable);
    let table = Ty::table(Ty::map(cloneable), TableKey::None);
    [Ty::readonly(), Ty::new(TyKind::Xml(None)), Ty::array(cloneable), Ty::map(cloneable), table]
}

/// A union that puts `true|false` back together.
pub fn join(parts: impl IntoIterator<Item = Ty>) -> Ty {
    let ty = Ty::union(parts);
    let TyKind::Union(parts) = ty.kind() else { return ty };
    let (t, f) = (Ty::singleton(Const::Bool(true)), Ty::singleton(Const::Bool(false)));
    if parts.contains(&t) && parts.contains(&f) {
        let mut out: Vec<Ty> = Vec::with_capacity(parts.len());
        for &p in parts {
            if p == t || p == f {
                if !out.contains(&Ty::boolean()) {
                    out.push(Ty::boolean());
                }
            } else {
                out.push(p);
            }
        }
        return Ty::union(out);
    }
    ty
}

/// The union of two types, simplified when one contains the other.
pub fn union2(db: &dyn Db, a: Ty, b: Ty) -> Ty {
    if a.is_missing() || b.is_missing() {
        Ty::missing()
    } else if a.has_missing() || b.has_missing() {
        join([a, b])
    } else if is_subtype(db, a, b) {
        b
    } else if is_subtype(db, b, a) {
        a
    } else {
        join([a, b])
    }
}

/// `ty` without error values.
pub fn without_error(db: &dyn Db, ty: Ty) -> Ty {
    if !overlaps(db, ty, Ty::error()) || ty.has_missing() { ty } else { exclude(db, ty, Ty::error()) }
}

/// The error part of `ty`; `never` when it has none.
pub fn error_part(db: &dyn Db, ty: Ty) -> Ty {
    if ty.has_missing() { Ty::never() } else { narrow(db, ty, Ty::error()) }
}

/// `ty` without nil.
pub fn without_nil(db: &dyn Db, ty: Ty) -> Ty {
    exclude(db, ty, Ty::nil())
}

pub fn has_nil(db: &dyn Db, ty: Ty) -> bool {
    !ty.has_missing() && overlaps(db, ty, Ty::nil())
}

/// Whether a type is written as a union with nil.
pub fn has_nil_part(ty: Ty) -> bool {
    matches!(ty.kind(), TyKind::Union(parts) if parts.contains(&Ty::nil()))
}

/// The type of a variable declared with `var`: singletons become their basic type.
pub fn widen(db: &dyn Db, ty: Ty) -> Ty {
    match ty.kind() {
        TyKind::Singleton(
            c @ (Const::Bool(_) | Const::Int(_) | Const::Float(_) | Const::Decimal(_) | Const::String(_)),
        ) => crate::lower_ty::broad(c),
        TyKind::Union(parts) => {
            let mut acc = Ty::never();
            for p in parts {
                acc = union2(db, acc, widen(db, *p));
            }
            acc
        }
        _ => ty,
    }
}

/// Replaces type parameters.
pub fn substitute(ty: Ty, args: &[(u32, Ty)]) -> Ty {
    if args.is_empty() {
        return ty;
    }
    let sub = |t: Ty| substitute(t, args);
    let opt = |t: Option<Ty>| t.map(sub);
    match ty.kind() {
        TyKind::Param { id, .. } => args.iter().find(|(i, _)| i == id).map_or(ty, |(_, t)| *t),
        TyKind::Array { elem, len } => Ty::new(TyKind::Array { elem: sub(*elem), len: *len }),
        TyKind::Tuple { members, rest } => Ty::tuple(members.iter().map(|m| sub(*m)).collect(), opt(*rest)),
        TyKind::Map(v) => Ty::map(sub(*v)),
        TyKind::Table { row, key } => Ty::table(
            sub(*row),
            match key {
                TableKey::Type(k) => TableKey::Type(sub(*k)),
                other => other.clone(),
            },
        ),
        TyKind::Record(r) => {
            let mut r = r.clone();
            r.fields.iter_mut().for_each(|f| f.ty = sub(f.ty));
            r.rest = opt(r.rest);
            Ty::record(r)
        }
        TyKind::Function(f) => {
            let mut f = f.clone();
            f.params.iter_mut().for_each(|p| p.ty = sub(p.ty));
            f.rest = opt(f.rest);
            f.ret = sub(f.ret);
            Ty::function(f)
        }
        TyKind::Stream { value, completion } => Ty::stream(sub(*value), sub(*completion)),
        TyKind::Typedesc(t) => Ty::new(TyKind::Typedesc(opt(*t))),
        TyKind::Future(t) => Ty::new(TyKind::Future(opt(*t))),
        TyKind::Xml(t) => Ty::new(TyKind::Xml(opt(*t))),
        TyKind::Error { detail, distinct } => Ty::error_of(opt(*detail), distinct.clone()),
        TyKind::Union(parts) => Ty::union(parts.iter().map(|p| sub(*p))),
        TyKind::Intersection(parts) => Ty::intersection(parts.iter().map(|p| sub(*p))),
        TyKind::Object(o) => {
            let mut o = o.clone();
            o.members.iter_mut().for_each(|m| m.ty = sub(m.ty));
            Ty::object(o)
        }
        _ => ty,
    }
}

/// A type that a lang-library module defines, by name.
pub fn lang_type(db: &dyn Db, module: &str, name: &str) -> Option<Ty> {
    let module = base_db::find_module(db, Name::new("ballerina"), Name::new(module))?;
    crate::defs::item_as_type(db, hir_def::queries::module_items(db, module).get(Name::new(name))?)
}

/// A function of a lang-library module, by name.
pub fn lang_function(db: &dyn Db, module: &str, name: &str) -> Option<hir_def::ids::Def> {
    let module = base_db::find_module(db, Name::new("ballerina"), Name::new(module))?;
    match hir_def::queries::module_items(db, module).get(Name::new(name)) {
        Some(hir_def::queries::Item::Function(def)) => Some(def),
        _ => None,
    }
}
