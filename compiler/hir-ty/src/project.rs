//! Projections: what accessing a value of a type gives.

use base_db::Db;
use semtypes::{FieldTy, FunctionTy, MemberKind, MemberTy, Name, ObjectTy, RecordTy, Ty, TyKind};

use crate::defs::DbResolver;
use crate::ops::{alternatives, exclude, is_subtype, narrow, union2};

/// A structure behind a type alternative: its expanded kind, and whether `& readonly` applies to its members.
pub struct Structure {
    pub kind: &'static TyKind,
    pub readonly: bool,
}

/// The structure of one alternative (not a union).
pub fn structure(db: &dyn Db, ty: Ty) -> Structure {
    let ty = ty.expand(&DbResolver(db));
    match ty.kind() {
        TyKind::Intersection(parts) => {
            let mut readonly = false;
            let (mut main, mut broad) = (None, ty.kind());
            for p in parts {
                let s = structure(db, *p);
                readonly |= s.readonly;
                match s.kind {
                    TyKind::Readonly => readonly = true,
                    TyKind::Any | TyKind::Anydata => broad = s.kind,
                    k => main = main.or(Some(k)),
                }
            }
            Structure { kind: main.unwrap_or(broad), readonly }
        }
        TyKind::Diff(left, _) => structure(db, *left),
        kind => Structure { kind, readonly: false },
    }
}

impl Structure {
    /// A member type as seen through `& readonly`.
    pub fn member(&self, db: &dyn Db, ty: Ty) -> Ty {
        if self.readonly { readonly_of(db, ty) } else { ty }
    }
}

/// `T & readonly`, without wrapping what is immutable already.
pub fn readonly_of(db: &dyn Db, ty: Ty) -> Ty {
    if is_subtype(db, ty, Ty::readonly()) {
        return ty;
    }
    match ty.kind() {
        TyKind::Union(parts) => Ty::union(parts.iter().map(|p| readonly_of(db, *p))),
        _ => narrow(db, ty, Ty::readonly()),
    }
}

/// Folds over the alternatives of a type; `None` when one does not apply.
fn over(db: &dyn Db, ty: Ty, f: &mut dyn FnMut(Structure) -> Option<Ty>) -> Option<Ty> {
    if ty.is_missing() {
        return Some(Ty::missing());
    }
    let mut acc = Ty::never();
    for a in alternatives(db, ty) {
        acc = union2(db, acc, f(structure(db, a))?);
    }
    Some(acc)
}

/// Type of the members of a list type; with `index`, of that member. `None` when the type is not a list type.
pub fn list_member(db: &dyn Db, ty: Ty, index: Option<usize>) -> Option<Ty> {
    over(db, ty, &mut |s| match s.kind {
        TyKind::Array { elem, .. } => Some(s.member(db, *elem)),
        TyKind::Tuple { members, rest } => {
            let one = |t: &Ty| s.member(db, *t);
            match index {
                Some(i) => Some(members.get(i).or(rest.as_ref()).map_or(Ty::never(), one)),
                None => {
                    let mut acc = Ty::never();
                    for m in members.iter().chain(rest) {
                        acc = union2(db, acc, one(m));
                    }
                    Some(acc)
                }
            }
        }
        TyKind::Singleton(semtypes::Const::List(items)) => Some(match index {
            Some(i) => items.get(i).map_or(Ty::never(), |c| Ty::singleton(c.clone())),
            None => crate::ops::join(items.iter().map(|c| Ty::singleton(c.clone()))),
        }),
        TyKind::Missing => Some(Ty::missing()),
        _ => None,
    })
}

/// Length of lists of the type when it is fixed.
pub fn list_len(db: &dyn Db, ty: Ty) -> Option<usize> {
    let alts = alternatives(db, ty);
    let [one] = alts.as_slice() else { return None };
    match structure(db, *one).kind {
        TyKind::Array { len: Some(n), .. } => Some(*n as usize),
        TyKind::Singleton(semtypes::Const::List(members)) => Some(members.len()),
        TyKind::Tuple { members, rest } if rest.is_none_or(|r| crate::ops::is_never(db, r)) => {
            Some(members.len())
        }
        _ => None,
    }
}

/// Type of a mapping's member.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub ty: Ty,
    /// The member may be missing.
    pub optional: bool,
    /// A declared field in every alternative, as against a member of the rest type or of a map.
    pub declared: bool,
    /// A declared field in some alternative.
    pub named: bool,
    /// A required field in some alternative: the member cannot be removed for sure.
    pub required: bool,
    pub readonly: bool,
    /// Not read-only in some alternative: whether it can be assigned shows at run time.
    pub updatable: bool,
}

impl Field {
    fn new(ty: Ty, optional: bool, declared: bool, readonly: bool) -> Field {
        Field { ty, optional, declared, named: declared, required: !optional, readonly, updatable: !readonly }
    }
}

/// Member `key` of a mapping type (`None`: any member). The outer `None`: not a mapping type; `ty` never: no such
/// member.
pub fn mapping_member(db: &dyn Db, ty: Ty, key: Option<Name>) -> Option<Field> {
    let mut out: Option<Field> = None;
    let mut add = |db: &dyn Db, f: Field| {
        out = Some(match out {
            None => f,
            Some(o) => Field {
                ty: union2(db, o.ty, f.ty),
                optional: o.optional || f.optional,
                declared: o.declared && f.declared,
                named: o.named || f.named,
                required: o.required || f.required,
                readonly: o.readonly || f.readonly,
                updatable: o.updatable || f.updatable,
            },
        });
    };
    for a in alternatives(db, ty) {
        let s = structure(db, a);
        match s.kind {
            TyKind::Map(v) => add(db, Field::new(s.member(db, *v), true, false, s.readonly)),
            TyKind::Record(r) => match key {
                Some(k) => match r.field(k) {
                    Some(f) => {
                        let readonly = s.readonly || f.readonly;
                        // The value of a read-only field is immutable too (spec 5.4.2.2).
                        let ty = if readonly { readonly_of(db, f.ty) } else { f.ty };
                        let ty = field_of_difference(db, a, k, ty);
                        add(db, Field::new(ty, f.optional, true, readonly))
                    }
                    None => add(
                        db,
                        Field::new(r.rest.map_or(Ty::never(), |t| s.member(db, t)), true, false, s.readonly),
                    ),
                },
                None => {
                    let mut all = r.rest.unwrap_or(Ty::never());
                    for f in &r.fields {
                        all = union2(db, all, f.ty);
                    }
                    add(db, Field::new(s.member(db, all), true, false, s.readonly));
                }
            },
            TyKind::Singleton(semtypes::Const::Mapping(m)) => {
                let found = m.iter().filter(|(k, _)| key.is_none_or(|x| x == *k));
                let ty = crate::ops::join(found.map(|(_, c)| Ty::singleton(c.clone())));
                let optional = key.is_none() || ty == Ty::never();
                add(db, Field::new(ty, optional, !optional, true));
            }
            TyKind::Missing => {
                add(db, Field::new(Ty::missing(), false, true, false));
            }
            _ => return None,
        }
    }
    out
}

/// The type of a field in `left - right`: where the other fields do not matter, the difference of the two fields' types.
fn field_of_difference(db: &dyn Db, ty: Ty, name: Name, field: Ty) -> Ty {
    let TyKind::Diff(_, right) = ty.kind() else { return field };
    let Some(not) = mapping_member(db, *right, Some(name)) else { return field };
    let rest = Ty::union([Ty::any(), Ty::error()]);
    let less = exclude(db, field, not.ty);
    let fields = vec![FieldTy { optional: true, ..FieldTy::required(name, less) }];
    let all = Ty::record(RecordTy { fields, rest: Some(rest), origin: None });
    if is_subtype(db, ty, all) { less } else { field }
}

/// What `foreach` and `from` see of a type: `(member, completion error)`.
pub fn iteration(db: &dyn Db, ty: Ty) -> Option<(Ty, Ty)> {
    let mut member = Ty::never();
    let mut completion = Ty::never();
    for a in alternatives(db, ty) {
        let s = structure(db, a);
        let m = match s.kind {
            TyKind::Array { .. } | TyKind::Tuple { .. } => list_member(db, a, None)?,
            TyKind::Singleton(semtypes::Const::List(_)) => list_member(db, a, None)?,
            TyKind::Map(_) | TyKind::Record(_) | TyKind::Singleton(semtypes::Const::Mapping(_)) => {
                mapping_member(db, a, None)?.ty
            }
            TyKind::String | TyKind::Char | TyKind::Singleton(semtypes::Const::String(_)) => Ty::char(),
            TyKind::Table { row, .. } => s.member(db, *row),
            TyKind::Stream { value, completion: c } => {
                completion = union2(db, completion, crate::ops::error_part(db, *c));
                *value
            }
            TyKind::Xml(_)
            | TyKind::XmlElement
            | TyKind::XmlComment
            | TyKind::XmlProcessingInstruction
            | TyKind::XmlText => crate::xml::item_ty(db, a),
            TyKind::Object(o) => {
                let (v, c) = object_iteration(db, o)?;
                completion = union2(db, completion, c);
                v
            }
            TyKind::Missing => Ty::missing(),
            _ => return None,
        };
        member = union2(db, member, m);
    }
    Some((member, completion))
}

/// An object with `iterator()` whose result has `next()` giving `record {| T value; |}|E?`.
fn object_iteration(db: &dyn Db, o: &ObjectTy) -> Option<(Ty, Ty)> {
    let it = function_of(db, o.member(Name::new("iterator"))?)?;
    let TyKind::Object(iter) = structure(db, it.ret).kind else { return None };
    let next = function_of(db, iter.member(Name::new("next"))?)?;
    next_parts(db, next.ret)
}

/// Value and error of a `next()` result type.
pub fn next_parts(db: &dyn Db, ret: Ty) -> Option<(Ty, Ty)> {
    let error = crate::ops::error_part(db, ret);
    let rest = crate::ops::without_nil(db, crate::ops::without_error(db, ret));
    let value = mapping_member(db, rest, Some(Name::new("value")))?.ty;
    Some((value, error))
}

fn function_of(db: &dyn Db, m: &MemberTy) -> Option<&'static FunctionTy> {
    match m.ty.expand(&DbResolver(db)).kind() {
        TyKind::Function(f) => Some(f),
        _ => None,
    }
}

/// The signature of a function-typed value; `None` for unions and intersections of several.
pub fn function(db: &dyn Db, ty: Ty) -> Option<&'static FunctionTy> {
    if let TyKind::Intersection(parts) = ty.expand(&DbResolver(db)).kind() {
        let is_fn = |p: &&Ty| matches!(structure(db, **p).kind, TyKind::Function(_) | TyKind::Union(_));
        if parts.iter().filter(is_fn).count() > 1 {
            return None;
        }
    }
    let alts = alternatives(db, ty);
    let [one] = alts.as_slice() else { return None };
    match structure(db, *one).kind {
        TyKind::Function(f) => Some(f),
        _ => None,
    }
}

/// The object type of an object-typed value.
pub fn object(db: &dyn Db, ty: Ty) -> Option<&'static ObjectTy> {
    let objects: Option<Vec<&'static ObjectTy>> = alternatives(db, ty)
        .into_iter()
        .map(|a| match structure(db, a).kind {
            TyKind::Object(o) => Some(o),
            _ => None,
        })
        .collect();
    match objects?.as_slice() {
        [] => None,
        [one] => Some(*one),
        [first, others @ ..] => Some(common_members(db, first, others)),
    }
}

/// The object type of what all members of a union have.
fn common_members(db: &dyn Db, first: &ObjectTy, others: &[&ObjectTy]) -> &'static ObjectTy {
    let common = |m: &MemberTy| {
        others.iter().try_fold(m.clone(), |acc, o| {
            let other = o.counterpart(m)?;
            let kind = match (&acc.kind, &other.kind) {
                (a, b) if a == b && (acc.ty == other.ty || !matches!(a, MemberKind::Field { .. })) => {
                    a.clone()
                }
                // What may be assigned would have to belong to each type.
                (MemberKind::Field { .. }, MemberKind::Field { .. }) => MemberKind::Field { is_final: true },
                _ => return None,
            };
            Some(MemberTy { ty: either(db, acc.ty, other.ty), kind, ..acc })
        })
    };
    let all = |flag: fn(&ObjectTy) -> bool| flag(first) && others.iter().all(|o| flag(o));
    let object = ObjectTy {
        isolated: all(|o| o.isolated),
        client: all(|o| o.client),
        service: all(|o| o.service),
        members: first.members.iter().filter_map(common).collect(),
        ..ObjectTy::default()
    };
    match Ty::object(object).kind() {
        TyKind::Object(o) => o,
        _ => unreachable!("an object type is interned as one"),
    }
}

/// The type of a member that has either type; functions as they can be called in both cases.
fn either(db: &dyn Db, a: Ty, b: Ty) -> Ty {
    match (a.kind(), b.kind()) {
        _ if a == b => a,
        (TyKind::Function(f), TyKind::Function(g)) => Ty::function(either_function(db, f, g)),
        _ => union2(db, a, b),
    }
}

/// Row and key type of a table type; the key is `never` for keyless tables.
pub fn table(db: &dyn Db, ty: Ty) -> Option<(Ty, Ty, &'static semtypes::TableKey)> {
    let alts = alternatives(db, ty);
    let [one] = alts.as_slice() else { return None };
    let s = structure(db, *one);
    let TyKind::Table { row, key } = s.kind else { return None };
    let row = s.member(db, *row);
    let key_ty = match key {
        semtypes::TableKey::None => Ty::never(),
        semtypes::TableKey::Type(t) => *t,
        semtypes::TableKey::Fields(fields) => {
            let tys: Vec<Ty> = fields
                .iter()
                .map(|f| mapping_member(db, row, Some(*f)).map_or(Ty::missing(), |m| m.ty))
                .collect();
            match tys.as_slice() {
                [one] => *one,
                _ => Ty::tuple(tys, None),
            }
        }
    };
    Some((row, key_ty, key))
}

/// Detail type of an error type.
pub fn error_detail(db: &dyn Db, ty: Ty) -> Ty {
    let detail = error_detail_source(db, ty);
    if detail.has_missing() { detail } else { readonly_of(db, detail) }
}

/// What the arguments of an error constructor make: the detail is an immutable clone of it (spec 6.17).
pub fn error_detail_source(db: &dyn Db, ty: Ty) -> Ty {
    let default = || Ty::map(Ty::new(TyKind::Cloneable));
    let mut acc = Ty::never();
    for a in alternatives(db, ty) {
        match structure(db, a).kind {
            TyKind::Error { detail: Some(d), .. } => acc = union2(db, acc, *d),
            TyKind::Missing => return Ty::missing(),
            _ => return default(),
        }
    }
    if acc == Ty::never() { default() } else { acc }
}

/// The signature under which a value of a union or intersection of function types is called with arguments of these
/// types: every member of a union must take them, and members of an intersection that take them contribute.
pub fn function_for(db: &dyn Db, ty: Ty, args: &[Ty]) -> Option<FunctionTy> {
    let ty = ty.expand(&DbResolver(db));
    match ty.kind() {
        TyKind::Function(f) => (accepts(db, f, args, false)).then(|| f.clone()),
        TyKind::Diff(left, _) => function_for(db, *left, args),
        TyKind::Union(parts) => {
            let mut acc: Option<FunctionTy> = None;
            for p in parts {
                let f = function_for(db, *p, args)?;
                acc = Some(match acc {
                    None => f,
                    Some(a) => either_function(db, &a, &f),
                });
            }
            acc
        }
        TyKind::Intersection(parts) => overload(db, parts, args),
        _ => None,
    }
}

/// What the functions of a union or intersection take as their `i`-th argument.
pub fn param_context(db: &dyn Db, ty: Ty, i: usize) -> Option<Ty> {
    match ty.expand(&DbResolver(db)).kind() {
        TyKind::Function(f) => f.params.get(i).map(|p| p.ty).or(f.rest),
        TyKind::Diff(left, _) => param_context(db, *left, i),
        TyKind::Union(parts) | TyKind::Intersection(parts) => {
            parts.iter().filter_map(|p| param_context(db, *p, i)).reduce(|a, b| union2(db, a, b))
        }
        _ => None,
    }
}

/// The signature under which a value that is one of the two functions can be called.
fn either_function(db: &dyn Db, a: &FunctionTy, b: &FunctionTy) -> FunctionTy {
    FunctionTy { params: pick_params(db, a, b), ret: union2(db, a.ret, b.ret), ..a.clone() }
}

/// Parameters that both functions take: the narrower type of each.
fn pick_params(db: &dyn Db, a: &FunctionTy, b: &FunctionTy) -> Vec<semtypes::ParamTy> {
    let (long, short) = if a.params.len() >= b.params.len() { (a, b) } else { (b, a) };
    long.params
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let other = short.params.get(i).map(|q| q.ty).or(short.rest);
            semtypes::ParamTy { name: None, ty: other.map_or(p.ty, |o| narrow(db, p.ty, o)), kind: p.kind }
        })
        .collect()
}

/// Functions of an intersection that a call takes into account: their choices are enumerated.
const MAX_OVERLOADS: usize = 8;

fn accepts(db: &dyn Db, f: &FunctionTy, args: &[Ty], overlap: bool) -> bool {
    let fits = |a: Ty, p: Ty| if overlap { crate::ops::overlaps(db, a, p) } else { is_subtype(db, a, p) };
    let required = f.params.iter().filter(|p| p.kind == semtypes::ParamKind::Required).count();
    args.len() >= required
        && args.iter().enumerate().all(|(i, a)| match f.params.get(i).map(|p| p.ty).or(f.rest) {
            Some(p) => fits(*a, p),
            None => false,
        })
}

/// The signature of an intersection of functions for these arguments: the rule of `semtypes` for the application of an
/// intersection of arrows, on declared types. For each choice of functions whose parameters together do not cover the
/// arguments, the results of the others can occur together.
fn overload(db: &dyn Db, parts: &[Ty], args: &[Ty]) -> Option<FunctionTy> {
    let functions: Vec<FunctionTy> = parts
        .iter()
        .filter_map(|p| match p.expand(&DbResolver(db)).kind() {
            TyKind::Function(f) => Some(f.clone()),
            TyKind::Union(_) => function_for(db, *p, args),
            _ => None,
        })
        .filter(|f| accepts(db, f, args, true))
        .take(MAX_OVERLOADS)
        .collect();
    let params: Vec<_> = args
        .iter()
        .map(|a| semtypes::ParamTy { name: None, ty: *a, kind: semtypes::ParamKind::Required })
        .collect();
    // A function that takes these arguments, whatever it returns.
    let target = FunctionTy {
        params: params.clone(),
        ret: Ty::union([Ty::any(), Ty::error()]),
        ..functions.first()?.clone()
    };
    let target = Ty::function(FunctionTy { rest: None, isolated: false, transactional: true, ..target });
    let covered = |chosen: u32| {
        let picked =
            (0..functions.len()).filter(|i| chosen >> i & 1 == 1).map(|i| Ty::function(functions[i].clone()));
        chosen != 0 && is_subtype(db, Ty::intersection(picked), target)
    };
    let all = (1u32 << functions.len()) - 1;
    let first = functions.first().filter(|_| covered(all))?;
    let mut ret: Option<Ty> = None;
    for chosen in (0..all).filter(|c| !covered(*c)) {
        let others = (0..functions.len()).filter(|i| chosen >> i & 1 == 0).map(|i| functions[i].ret);
        let together = others.reduce(|a, b| narrow(db, a, b)).unwrap_or(Ty::never());
        ret = Some(ret.map_or(together, |r| union2(db, r, together)));
    }
    Some(FunctionTy { params, rest: None, ret: ret.unwrap_or(Ty::never()), ..first.clone() })
}
