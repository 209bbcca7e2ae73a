//! Type inclusions of object types and classes (spec 5.6.3.7, 8.4). What they include is known only when all types are,
//! so they are checked after types are made.

use base_db::{Db, LocalDiagnostic};
use hir_def::ids::{Def, DefKind};
use hir_def::queries::{Item, Resolved};
use hir_def::{Expr, ExprId, ObjectRef, Store, TypeDefData, TypeRef, TypeRefId, queries};
use semtypes::{MemberKind, MemberTy, Name, ObjectTy, Ty, TyKind, Visibility};
use syntax::TextRange;

use crate::codes;
use crate::lower_ty::TyLower;
use crate::ops;
use crate::project;
use crate::resources;

/// An object type or class that includes others.
pub(crate) struct Including<'a> {
    /// With everything that it includes.
    pub object: &'a ObjectTy,
    pub includes: &'a [TypeRefId],
    /// What is included without being written, and what stands for it.
    pub implied: Option<(Ty, TextRange)>,
    /// Where errors of the whole are shown.
    pub range: TextRange,
    /// Whether it has a qualifier as written: "isolated", "service", "client" or "readonly".
    pub has: &'a dyn Fn(&str) -> bool,
    /// Whether it declares a member itself, by dispatch name.
    pub own: &'a dyn Fn(Name) -> bool,
    /// Of a class, which must implement the methods.
    pub class: Option<Name>,
}

/// The definitions that write the methods of an object type, itself and what it includes, with the names under which objects
/// find those that each writes.
pub fn written_methods(db: &dyn Db, def: Def) -> Vec<(Def, Vec<Name>)> {
    let (mut out, mut left): (Vec<(Def, Vec<Name>)>, _) = (Vec::new(), vec![def]);
    while let Some(def) = left.pop() {
        if def.kind(db) != DefKind::TypeDef || out.iter().any(|(d, _)| *d == def) {
            continue;
        }
        let Some(o) = object_type(queries::type_def_data(db, def)) else { continue };
        out.push((def, o.methods.iter().map(|m| m.kind.dispatch_name(m.name)).collect()));
        left.extend(included(db, def).into_iter().rev().filter_map(type_of));
    }
    out
}

/// The object type that a type definition writes.
fn object_type(data: &TypeDefData) -> Option<&ObjectRef> {
    let mut ty = &data.store.type_refs[data.ty];
    while let TypeRef::Distinct { inner, .. } = ty {
        ty = &data.store.type_refs[*inner];
    }
    match ty {
        TypeRef::Object(o) => Some(o),
        _ => None,
    }
}

/// What the names stand for that a class or object type includes.
fn included(db: &dyn Db, def: Def) -> Vec<Resolved> {
    let (store, includes) = match def.kind(db) {
        DefKind::Class | DefKind::Service => {
            let data = queries::class_data(db, def);
            (&data.store, &data.includes)
        }
        DefKind::TypeDef => {
            let data = queries::type_def_data(db, def);
            let Some(o) = object_type(data) else { return Vec::new() };
            (&data.store, &o.includes)
        }
        _ => return Vec::new(),
    };
    let named = includes.iter().filter_map(|inc| match store.type_refs[*inc] {
        TypeRef::Path(p) => Some(queries::resolve_path(db, queries::def_file(db, def), p)),
        _ => None,
    });
    named.collect()
}

fn type_of(resolved: Resolved) -> Option<Def> {
    match resolved {
        Resolved::Item(Item::Type(def)) => Some(def),
        _ => None,
    }
}

/// Whether a class or object type includes something that is no type, itself or by what it includes: it may have any member.
pub fn includes_unknown(db: &dyn Db, ty: Ty) -> bool {
    let TyKind::Named { def, .. } = ty.kind() else { return false };
    let (mut seen, mut at) = (vec![Def::from_ty_def(*def)], 0);
    while let Some(&def) = seen.get(at) {
        at += 1;
        for resolved in included(db, def) {
            match resolved {
                Resolved::Item(Item::Type(d)) if seen.contains(&d) => {}
                Resolved::Item(Item::Type(d)) => seen.push(d),
                Resolved::Item(_) => {}
                _ => return true,
            }
        }
    }
    false
}

/// The fields that a class includes without declaring them, with the class whose initialiser each has, if one does: of
/// a class too only the types are included (spec 5.6.3.7), but programs in the field count on its initial values.
pub fn included_fields(db: &dyn Db, class: Def) -> Vec<(Name, Option<Def>)> {
    let data = queries::class_data(db, class);
    let Some(object) = project::object(db, Ty::named(class.ty_def(), data.name)) else { return Vec::new() };
    let fields = object.members.iter().filter(|m| matches!(m.kind, MemberKind::Field { .. }));
    let included = fields.filter(|m| !data.fields.iter().any(|f| f.name == m.name));
    included.map(|m| (m.name, initialiser(db, class, m.name, &mut Vec::new()))).collect()
}

/// The included class that gives a field a value. One that may fail belongs to that class's own `init`.
fn initialiser(db: &dyn Db, class: Def, field: Name, seen: &mut Vec<Def>) -> Option<Def> {
    seen.push(class);
    included(db, class).into_iter().filter_map(type_of).find_map(|def| {
        if def.kind(db) != DefKind::Class || seen.contains(&def) {
            return None;
        }
        let data = queries::class_data(db, def);
        match data.fields.iter().find(|f| f.name == field) {
            Some(f) => f.init.filter(|e| !may_fail(&data.store, *e)).map(|_| def),
            None => initialiser(db, def, field, seen),
        }
    })
}

fn may_fail(store: &Store, e: ExprId) -> bool {
    let range = store.exprs.range(e);
    let inside = |x: ExprId| range.contains_range(store.exprs.range(x));
    store.exprs.iter().any(|(id, x)| matches!(x, Expr::Check { .. }) && inside(id))
}

/// Problems with what is included.
pub(crate) fn check(db: &dyn Db, types: &mut TyLower<'_>, x: &Including<'_>) -> Vec<LocalDiagnostic> {
    let mut out = Vec::new();
    let mut seen: Vec<&MemberTy> = Vec::new();
    let written = x.includes.iter().map(|inc| (types.ty(*inc), types.store.type_refs.range(*inc)));
    let all: Vec<_> = written.chain(x.implied).collect();
    for (ty, at) in all {
        let Some(o) = project::object(db, ty) else { continue };
        includable(db, x, ty, at, &mut out);
        qualifiers(ty, o, x, at, &mut out);
        // Each class has an `init` of its own.
        for m in o.members.iter().filter(|m| m.name.as_str() != "init") {
            if (x.own)(m.dispatch_name()) {
                overridden(db, x, m, ty, at, &mut out);
            } else if let Some(class) = x.class
                && !matches!(m.kind, MemberKind::Field { .. })
            {
                let message = format!(
                    "no implementation of method '{}' of '{ty}' in class '{class}'",
                    resources::member_shown(m)
                );
                out.push(LocalDiagnostic::error(codes::MISSING_MEMBER, x.range, message));
            } else if let Some(other) = seen.iter().find(|s| s.dispatch_name() == m.dispatch_name()) {
                twice(other, m, x.range, at, &mut out);
            }
        }
        seen.extend(&o.members);
    }
    out
}

/// A class may be included unless it has private members, or is readonly and what includes it is not.
fn includable(db: &dyn Db, x: &Including<'_>, ty: Ty, at: TextRange, out: &mut Vec<LocalDiagnostic>) {
    let Some(o) = project::object(db, ty) else { return };
    let Some(class) = o.origin.map(Def::from_ty_def).filter(|d| d.kind(db) == DefKind::Class) else {
        return;
    };
    let private = o.members.iter().find(|m| matches!(m.visibility, Visibility::Private(_)));
    if let Some(m) = private {
        let message =
            format!("'{ty}' cannot be included: its member '{}' is private", resources::member_shown(m));
        out.push(LocalDiagnostic::error(codes::BAD_INCLUSION, at, message));
    } else if hir_def::queries::class_data(db, class).readonly && !(x.has)("readonly") {
        let message = format!("'{ty}' cannot be included: it is a 'readonly' class");
        out.push(LocalDiagnostic::error(codes::BAD_INCLUSION, at, message));
    }
}

/// What includes an isolated, service or client object type is that itself.
fn qualifiers(ty: Ty, o: &ObjectTy, x: &Including<'_>, at: TextRange, out: &mut Vec<LocalDiagnostic>) {
    for (q, set) in [("isolated", o.isolated), ("service", o.service), ("client", o.client)] {
        if set && !(x.has)(q) {
            let message = format!("what includes the {q} object type '{ty}' must be '{q}' too");
            out.push(LocalDiagnostic::error(codes::BAD_INCLUSION, at, message));
        }
    }
}

/// A member that is declared and included must be of the same sort and have a subtype.
fn overridden(
    db: &dyn Db,
    x: &Including<'_>,
    m: &MemberTy,
    ty: Ty,
    at: TextRange,
    out: &mut Vec<LocalDiagnostic>,
) {
    let Some(mine) = x.object.counterpart(m) else { return };
    let is_field = |m: &MemberTy| matches!(m.kind, MemberKind::Field { .. });
    let message = if is_field(mine) != is_field(m) {
        let (a, b) = if is_field(mine) { ("field", "method") } else { ("method", "field") };
        format!("the {a} '{}' cannot stand for the {b} that '{ty}' includes", m.name)
    } else if mine.ty.has_missing() || m.ty.has_missing() || ops::is_subtype(db, mine.ty, m.ty) {
        return;
    } else if let (Some(class), false) = (x.class, is_field(m)) {
        format!("method '{}' of class '{class}' does not fit that of '{ty}'", resources::member_shown(m))
    } else {
        format!("'{}' has type '{}', but is included with type '{}'", m.name, mine.ty, m.ty)
    };
    let d = LocalDiagnostic::error(codes::BAD_INCLUSION, x.range, message);
    out.push(d.with_label(at, "included here"));
}

/// A member that is included by way of two types: fields have to be declared, methods too unless they are the same.
fn twice(other: &MemberTy, m: &MemberTy, range: TextRange, at: TextRange, out: &mut Vec<LocalDiagnostic>) {
    let message = match (&other.kind, &m.kind) {
        (MemberKind::Field { .. }, MemberKind::Field { .. }) => {
            format!("field '{}' is included more than once: declare it here", m.name)
        }
        _ if other.kind == m.kind && other.ty == m.ty => return,
        _ => format!("'{}' is included with different types: declare it here", resources::member_shown(m)),
    };
    let d = LocalDiagnostic::error(codes::BAD_INCLUSION, range, message);
    out.push(d.with_label(at, "the second inclusion"));
}
