//! Links from resources to others of their service (module specification, 7.2): what the Ballerina side (`links.bal`) must
//! know of a resource to describe it.

use native::{Ctx, Registry, Result, Word};
use semtypes::{Const, Name, Ty, TyKind};

use crate::draft::Draft;
use crate::routes;
use crate::{known, string_list};

pub const NATIVES: Registry = &[
    ("http:pathOfResource", resource_path),
    ("http:resourceTypes", resource_types),
    ("http:setLinks", set_links),
    ("http:linksOf", links_of),
];

/// The media types that values of a type are sent as, where the type decides that.
fn media_types(cx: &Ctx<'_>, ty: Ty, out: &mut Vec<String>) {
    let ty = cx.world.types.expand(ty);
    let kind = match ty.kind() {
        TyKind::Union(members) => return members.iter().for_each(|m| media_types(cx, *m, out)),
        TyKind::Intersection(members) => {
            let readonly = |t: &&Ty| matches!(cx.world.types.expand(**t).kind(), TyKind::Readonly);
            return members.iter().filter(|m| !readonly(m)).take(1).for_each(|m| media_types(cx, *m, out));
        }
        TyKind::Never | TyKind::Nil | TyKind::Any | TyKind::Anydata => return,
        TyKind::Error { .. } | TyKind::Object(_) | TyKind::Stream { .. } => return,
        TyKind::Record(r) if r.field(Name::new("status")).is_some_and(|f| is_object(cx, f.ty)) => {
            return r.field(Name::new("body")).into_iter().for_each(|f| media_types(cx, f.ty, out));
        }
        TyKind::String | TyKind::Char | TyKind::Singleton(Const::String(_)) => "text/plain",
        TyKind::Xml(_) | TyKind::XmlElement | TyKind::XmlComment => "application/xml",
        TyKind::XmlProcessingInstruction | TyKind::XmlText => "application/xml",
        TyKind::Array { elem, .. } if matches!(cx.world.types.expand(*elem).kind(), TyKind::Byte) => {
            "application/octet-stream"
        }
        _ => "application/json",
    };
    if !out.iter().any(|t| t == kind) {
        out.push(kind.to_string());
    }
}

fn is_object(cx: &Ctx<'_>, ty: Ty) -> bool {
    match cx.world.types.expand(ty).kind() {
        TyKind::Object(_) => true,
        TyKind::Intersection(members) => members.iter().any(|m| is_object(cx, *m)),
        _ => false,
    }
}

/// `pathOfResource(draft, r)`: with the names of parameters in braces.
fn resource_path(cx: &mut Ctx<'_>) -> Result<Word> {
    let (draft, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let path = draft.path_text(r);
    Ok(cx.world.str(&path))
}

/// `resourceTypes(draft, r)`: the media types of what it returns.
fn resource_types(cx: &mut Ctx<'_>) -> Result<Word> {
    let (draft, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let mut types = Vec::new();
    match draft.returned(r) {
        (Some(own), _) => types.push(own),
        (None, result) => media_types(cx, result, &mut types),
    }
    string_list(cx, types)
}

/// `setLinks(draft, r, place)`
fn set_links(cx: &mut Ctx<'_>) -> Result<Word> {
    let (draft, r, place) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)?);
    draft.annotate(r, |a| a.links = Some(place));
    Ok(Word::NIL)
}

/// `linksOf(router, found)`: the place of a resource's links; negative if it has none.
fn links_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = routes::found(cx)?;
    Ok(cx.world.int(routes.resources[i].annotated.links.unwrap_or(-1)))
}
