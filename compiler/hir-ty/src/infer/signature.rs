//! Expressions outside bodies: defaults of parameters and fields, initialisers of constants, variables, listeners.

use base_db::{Db, LocalDiagnostic};
use hir_def::ids::{BodyOwner, Def, DefKind};
use hir_def::queries;
use hir_def::{Annotation, Expr, FunctionSig, Store, Subject, TableKeyRef, TypeRef};
use semtypes::{FunctionTy, Ty, TyKind};

use super::{Frame, Infer};
use crate::annotations;
use crate::codes;
use crate::consts;
use crate::defs;
use crate::dependent;
use crate::inclusion::{self, Including};
use crate::ops;
use crate::project;
use crate::result::Inference;
use crate::services;

pub(super) fn infer(db: &dyn Db, owner: BodyOwner) -> Inference {
    match owner {
        BodyOwner::Method(m) => {
            let sig = queries::method_sig(db, m);
            let mut cx = Infer::new(db, owner, &sig.store);
            cx.class = Some(m.class(db));
            params(&mut cx, sig, defs::method_ty(db, m));
            cx.annotations(in_signature);
            cx.finish()
        }
        BodyOwner::Def(def) => declaration(db, owner, def),
    }
}

fn declaration(db: &dyn Db, owner: BodyOwner, def: Def) -> Inference {
    let with = |store: &Store, f: &mut dyn FnMut(&mut Infer<'_>)| {
        let mut cx = Infer::new(db, owner, store);
        cx.frames.push(Frame { lambda: None, ret: Ty::nilable(Ty::error()), sets_members: false });
        f(&mut cx);
        nested_types(&mut cx);
        empty_intersections(&mut cx);
        cx.annotations(in_signature);
        cx.finish()
    };
    match def.kind(db) {
        DefKind::Function => {
            let sig = queries::function_sig(db, def);
            with(&sig.store, &mut |cx| params(cx, sig, defs::fn_ty(db, def)))
        }
        DefKind::TypeDef => with(&queries::type_def_data(db, def).store, &mut |cx| {
            let more = defs::type_def_diagnostics(db, def);
            cx.r.diagnostics.extend(more);
        }),
        DefKind::Const => {
            let data = queries::const_data(db, def);
            with(&data.store, &mut |cx| constant(cx, def))
        }
        DefKind::Enum => {
            let data = queries::enum_data(db, def);
            with(&data.store, &mut |cx| {
                for m in &data.members {
                    if let Some(e) = m.value {
                        cx.check(e, Ty::string());
                        if consts::enum_member_value(db, def, m.name).is_none() && cx.errors() == 0 {
                            cx.error(m.range, codes::NOT_CONSTANT, "an enum member's value must be constant");
                        }
                    }
                }
            })
        }
        DefKind::Var => {
            let data = queries::var_data(db, def);
            with(&data.store, &mut |cx| match (data.ty, data.init) {
                (Some(t), init) if defs::is_readonly_configurable(data) => {
                    let ty = project::readonly_of(cx.db, cx.type_ref(t));
                    if let Some(init) = init {
                        cx.check(init, ty);
                    }
                    cx.pattern_type(data.pat, ty, true);
                }
                (_, Some(init)) => cx.binding(data.pat, data.ty, init),
                (Some(t), None) => {
                    let ty = cx.type_ref(t);
                    cx.pattern_type(data.pat, ty, true);
                }
                (None, None) => {}
            })
        }
        DefKind::Xmlns => {
            let data = queries::xmlns_data(db, def);
            with(&data.store, &mut |cx| {
                cx.xmlns_uri(data.uri, data.prefix);
            })
        }
        DefKind::Listener => {
            let data = queries::listener_data(db, def);
            with(&data.store, &mut |cx| listener(cx, data))
        }
        DefKind::Class | DefKind::Service => {
            let data = queries::class_data(db, def);
            with(&data.store, &mut |cx| {
                cx.class = Some(def);
                for f in &data.fields {
                    let ty = cx.type_ref(f.ty);
                    if let Some(e) = f.init {
                        cx.check(e, ty);
                    }
                }
                let more = defs::type_def_diagnostics(db, def);
                cx.r.diagnostics.extend(more);
            })
        }
        // Checked where it is written.
        DefKind::Record => Inference::default(),
        DefKind::Annotation => {
            let decl = queries::annotation_decl(db, def);
            with(&decl.store, &mut |cx| {
                if let Some(t) = decl.ty {
                    cx.type_ref(t);
                }
                let more = annotations::declaration(db, def);
                cx.r.diagnostics.extend(more);
            })
        }
    }
}

/// Annotations of expressions are checked with them.
fn in_signature(a: &Annotation) -> bool {
    !matches!(a.subject, Subject::Lambda(_) | Subject::Object(_))
}

/// A listener's type is the one written, or what its initialiser gives but for errors (spec 8.3.1).
fn listener(cx: &mut Infer<'_>, data: &hir_def::ListenerData) {
    let declared = data.ty.map(|t| cx.type_ref(t));
    let found = cx.infer(data.init, declared);
    let found = ops::without_error(cx.db, found);
    let ty = declared.unwrap_or(found);
    if !cx.subtype(found, ty) {
        return cx.incompatible(cx.range(data.init), ty, found);
    }
    if let Some(lacks) = services::lacks_of_listener(cx.db, ty) {
        let (lacks, help) = lacks.describe();
        let message = format!("'{ty}' is not a listener: {lacks}");
        let d = LocalDiagnostic::error(codes::INCOMPATIBLE, cx.range(data.init), message);
        cx.r.diagnostics.push(LocalDiagnostic { help, ..d });
    }
}

fn constant(cx: &mut Infer<'_>, def: Def) {
    let data = queries::const_data(cx.db, def);
    let expected = data.ty.map(|t| cx.type_ref(t));
    match expected {
        Some(t) => cx.check(data.value, t),
        None => cx.infer(data.value, None),
    };
    if consts::const_value(cx.db, def).is_none() && cx.errors() == 0 {
        if consts::refers_to_itself(cx.db, def) {
            let message = format!("the value of constant '{}' depends on itself", def.name(cx.db));
            return cx.error(data.name_range, codes::CYCLE, message);
        }
        let message = format!("the value of constant '{}' must be a constant expression", def.name(cx.db));
        cx.error(cx.range(data.value), codes::NOT_CONSTANT, message);
    }
}

fn params(cx: &mut Infer<'_>, sig: &FunctionSig, ty: &FunctionTy) {
    if let (Some(this), Some(c)) = (sig.self_local, cx.class) {
        cx.r.local_ty.insert(this, Ty::named(c.ty_def(), c.name(cx.db)));
    }
    // Once more for the diagnostics of the type descriptors themselves.
    let written: Vec<_> = sig.params.iter().map(|p| (p.name, cx.type_ref(p.ty), p.kind)).collect();
    cx.types.dependent = dependent::params(cx.db, &sig.store, &written);
    sig.ret.iter().for_each(|t| {
        cx.type_ref(*t);
    });
    included_records(cx, sig, &written);
    let problems = dependent::check(cx.db, sig, &written, ty.ret);
    cx.r.diagnostics.extend(problems);
    cx.types.dependent.clear();
    let mut tys = ty.params.iter().map(|p| p.ty).chain(ty.rest.map(Ty::array));
    for (local, written, _) in sig.kind.path_params() {
        cx.type_ref(written);
        let t = tys.next().unwrap_or(Ty::missing());
        cx.declare(local, t, true);
    }
    for p in &sig.params {
        let t = tys.next().unwrap_or(Ty::missing());
        cx.declare(p.local, t, true);
        if let Some(d) = p.default {
            if matches!(cx.store.exprs[d], Expr::InferredDefault) {
                cx.r.expr_ty.insert(d, t);
            } else {
                cx.check(d, t);
            }
        }
    }
}

/// The fields of included record parameters are parameters as well: their names are distinct (spec 5.6.1).
fn included_records(
    cx: &mut Infer<'_>,
    sig: &FunctionSig,
    written: &[(Option<semtypes::Name>, Ty, hir_def::ParamKind)],
) {
    let mut names: Vec<semtypes::Name> = sig.params.iter().filter_map(|p| p.name).collect();
    for (p, (_, ty, _)) in sig.params.iter().zip(written) {
        if p.kind != hir_def::ParamKind::Included || ty.has_missing() {
            continue;
        }
        let range = cx.store.type_refs.range(p.ty);
        let TyKind::Record(r) = crate::project::structure(cx.db, *ty).kind else {
            cx.error(range, codes::NOT_A_TYPE, format!("'{ty}' is not a record type: it cannot be included"));
            continue;
        };
        for f in r.fields.iter().filter(|f| !ops::is_never(cx.db, f.ty)) {
            if names.contains(&f.name) {
                let message = format!("the field '{}' of '{ty}' has the name of another parameter", f.name);
                cx.error(range, codes::REDECLARED, message);
            }
            names.push(f.name);
        }
    }
}

/// Intersections without values, which could not be seen while the types were being defined.
pub(super) fn empty_intersections(cx: &mut Infer<'_>) {
    let store = cx.store;
    for (id, t) in store.type_refs.iter() {
        if let TypeRef::Intersection(_) = t {
            let ty = cx.type_ref(id);
            if ty.has_named() && !ty.has_missing() && ops::is_never(cx.db, ty) {
                cx.error(
                    store.type_refs.range(id),
                    codes::EMPTY_INTERSECTION,
                    format!("intersection '{ty}' is empty"),
                );
            }
        }
    }
}

/// What type descriptors anywhere in the store ask to be checked when all types are known: default values of record
/// fields, key sequences of tables, and that the parameter of `xml<T>` is a subtype of xml (spec 5.3.2).
pub(super) fn nested_types(cx: &mut Infer<'_>) {
    let store = cx.store;
    for (id, t) in store.type_refs.iter() {
        if let TypeRef::Xml(Some(item)) = t {
            let ty = cx.type_ref(*item);
            if !cx.subtype(ty, crate::xml::xml()) {
                cx.incompatible(store.type_refs.range(*item), crate::xml::xml(), ty);
            }
        }
        if let TypeRef::Table { row, key: Some(TableKeyRef::Fields(key)) } = t {
            let row = cx.type_ref(*row);
            cx.key_names(store.type_refs.range(id), row, key);
        }
        if let TypeRef::Table { row, .. } = t {
            let (range, row) = (store.type_refs.range(*row), cx.type_ref(*row));
            let bound = Ty::map(Ty::union([Ty::any(), Ty::error()]));
            if !cx.subtype(row, bound) {
                cx.incompatible(range, bound, row);
            }
        }
        if let TypeRef::Error(Some(detail)) = t {
            let (range, detail) = (store.type_refs.range(*detail), cx.type_ref(*detail));
            let bound = Ty::map(Ty::new(semtypes::TyKind::Cloneable));
            if !cx.subtype(detail, bound) {
                let message = format!(
                    "the detail type of an error must be a mapping of cloneable values, found '{detail}'"
                );
                cx.error(range, codes::INCOMPATIBLE, message);
            }
        }
        if let TypeRef::Object(o) = t {
            object_type(cx, id, o);
        }
        if let TypeRef::Record(r) = t {
            for f in &r.fields {
                if let Some(d) = f.default {
                    let ty = cx.type_ref(f.ty);
                    let ty = if f.readonly { project::readonly_of(cx.db, ty) } else { ty };
                    cx.check(d, ty);
                }
            }
        }
    }
}

/// What an object type includes, and which of its methods only client and service objects have.
fn object_type(cx: &mut Infer<'_>, id: hir_def::TypeRefId, o: &hir_def::ObjectRef) {
    let whole = cx.store.type_refs.range(id);
    // The first line says what it is.
    let range = syntax::TextRange::at(whole.start(), whole.len().min(syntax::TextSize::of("object")));
    for m in &o.methods {
        let what = match m.kind {
            hir_def::MethodKind::Plain => continue,
            hir_def::MethodKind::Remote => "remote",
            hir_def::MethodKind::Resource { .. } => "resource",
        };
        if !o.client && !o.service {
            let message = format!("only client and service objects have {what} methods");
            cx.error(m.range, codes::BAD_QUALIFIER, message);
        }
    }
    let ty = cx.type_ref(id);
    let semtypes::TyKind::Object(object) = ty.kind() else { return };
    let problems = inclusion::check(
        cx.db,
        &mut cx.types,
        &Including {
            object,
            includes: &o.includes,
            implied: None,
            range,
            has: &|q| match q {
                "isolated" => o.isolated,
                "service" => o.service,
                "client" => o.client,
                _ => false,
            },
            own: &|n| {
                o.methods.iter().any(|m| m.kind.dispatch_name(m.name) == n)
                    || o.fields.iter().any(|f| f.name == n)
            },
            class: None,
        },
    );
    cx.r.diagnostics.extend(problems);
}
