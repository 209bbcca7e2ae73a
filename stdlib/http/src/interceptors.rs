//! What response interceptors' methods take, and what request interceptors have changed of a request.

use native::{Ctx, Fail, Registry, Result, Word};
use semtypes::{MemberKind, Name, TyKind, remote_name};

use crate::inbound::Inbound;
use crate::{byte_list, draft, header_map, known, routes};

pub const NATIVES: Registry = &[
    ("http:remotePlan", remote_plan),
    ("http:changeHeaders", change_headers),
    ("http:servicePlace", service_place),
];

/// `remotePlan(service, name, special)`: for each parameter of a remote method the place of its type among `special`; nil
/// if there is no such method or a parameter is of none of them.
fn remote_plan(cx: &mut Ctx<'_>) -> Result<Word> {
    let object = draft::object_type(cx, cx.arg(0))?;
    let name = Name::new(cx.str(1)?);
    let names = [name, remote_name(name)];
    let mut special = Vec::new();
    while let Some(w) = cx.world.list_at(cx.arg(2), special.len()) {
        special.push(cx.world.as_typedesc(w).ok_or(Fail::Bug("typedesc expected"))?);
    }
    let found = object.members.iter().find(|m| m.kind == MemberKind::Remote && names.contains(&m.name));
    let Some(TyKind::Function(f)) = found.map(|m| m.ty.kind()) else { return Ok(Word::NIL) };
    let place = |ty| special.iter().position(|s| cx.world.types.is_subtype(ty, *s));
    let plan = f.params.iter().map(|p| place(cx.world.types.intern(p.ty)).and_then(|i| u8::try_from(i).ok()));
    match plan.collect::<Option<Vec<u8>>>() {
        Some(plan) => byte_list(plan)(cx),
        None => Ok(Word::NIL),
    }
}

/// `changeHeaders(request, headers)`: what parameters are bound to from now on.
fn change_headers(cx: &mut Ctx<'_>) -> Result<Word> {
    let request = known::<Inbound>(cx, 0)?;
    match header_map(cx, 1)? {
        Ok(map) => {
            *request.changed.lock() = Some(map);
            Ok(Word::NIL)
        }
        Err(message) => Ok(cx.error(&message, "")),
    }
}

/// `servicePlace(router, request)`: the place of the service whose interceptors see a request for which there is no
/// resource; negative if there is none.
fn service_place(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, request) = (known::<routes::Router>(cx, 0)?, known::<Inbound>(cx, 1)?);
    Ok(cx.world.int(router.place_for(&request).map_or(-1, |p| p as i64)))
}
