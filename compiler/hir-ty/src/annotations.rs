//! Annotation tags: their declarations, and what their values are (spec 9.1).

use base_db::{Db, LocalDiagnostic, ModuleKind};
use hir_def::annotation::SOURCE_ONLY;
use hir_def::ids::Def;
use hir_def::{AnnotationDecl, Construct, queries};
use semtypes::{Const, Ty, TyKind};

use crate::codes;
use crate::lower_ty::TyLower;
use crate::ops;
use crate::project;

/// What one annotation of a tag has as its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagValue {
    /// `true`
    True,
    /// A mapping of this type, once for a construct.
    One(Ty),
    /// A mapping of this type; a construct may have several.
    Many(Ty),
}

/// The declared type of a tag: `true` when none is written.
#[salsa::tracked(returns(copy))]
pub fn tag_ty(db: &dyn Db, def: Def) -> Ty {
    let decl = queries::annotation_decl(db, def);
    match decl.ty {
        Some(t) => TyLower::new(db, def, &decl.store).ty(t),
        None => always_true(),
    }
}

fn always_true() -> Ty {
    Ty::singleton(Const::Bool(true))
}

/// What annotations of the tag have as values; `None` when the declaration is wrong.
pub fn tag_value(db: &dyn Db, def: Def) -> Option<TagValue> {
    let ty = tag_ty(db, def);
    if ty.has_missing() {
        return None;
    }
    let mapping = Ty::map(Ty::new(TyKind::Cloneable));
    if ops::is_subtype(db, ty, always_true()) {
        Some(TagValue::True)
    } else if ops::is_subtype(db, ty, mapping) {
        Some(TagValue::One(ty))
    } else if ops::is_subtype(db, ty, Ty::array(mapping)) {
        project::list_member(db, ty, None).map(TagValue::Many)
    } else {
        None
    }
}

/// Whether an attach point of the declaration allows the construct, and if so whether the annotation exists at run
/// time there. A declaration without attach points allows every construct, as in jBallerina.
pub fn allows(decl: &AnnotationDecl, construct: Construct) -> Option<bool> {
    let points = construct.points();
    if decl.attach_points.is_empty() {
        return Some(!points.iter().all(|p| SOURCE_ONLY.contains(p)));
    }
    let fitting = decl.attach_points.iter().filter(|(_, p)| points.contains(&&**p));
    fitting.map(|(source, _)| !source).reduce(|a, b| a || b)
}

/// Whether only the lang library may use a tag (spec 10).
pub fn reserved(db: &dyn Db, tag: Def, user: Def) -> bool {
    let library = |d: Def| matches!(d.module(db).kind(db), ModuleKind::Library);
    library(tag)
        && !library(user)
        && tag.module(db).name(db).as_str() == "lang.annotations"
        && matches!(tag.name(db).as_str(), "builtinSubtype" | "typeParam" | "isolatedParam")
}

/// Problems of a declaration besides those of its type descriptor.
pub fn declaration(db: &dyn Db, def: Def) -> Vec<LocalDiagnostic> {
    let decl = queries::annotation_decl(db, def);
    let mut out = Vec::new();
    let mut error = |range, message: String| {
        out.push(LocalDiagnostic::error(codes::BAD_ANNOTATION_DECL, range, message));
    };
    let ty = tag_ty(db, def);
    if tag_value(db, def).is_none() && !ty.has_missing() {
        let range = decl.ty.map_or(decl.name_range, |t| decl.store.type_refs.range(t));
        let message = format!(
            "an annotation cannot have type '{ty}': it must be 'true', a mapping type or an array of one"
        );
        error(range, message);
    }
    for (source, point) in &decl.attach_points {
        if !source && SOURCE_ONLY.contains(&&**point) {
            error(decl.name_range, format!("attach point '{point}' must be declared as 'source {point}'"));
        }
    }
    if !decl.is_const && decl.attach_points.iter().any(|(source, _)| *source) {
        error(
            decl.name_range,
            format!("annotation '{}' has a 'source' attach point: it must be 'const'", decl.name),
        );
    }
    out
}
