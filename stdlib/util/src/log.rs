//! What `ballerina/log` needs of the system: the local time, files that are put aside ([`rotation`]), the annotations
//! of fields.

use jiff::Zoned;
use native::{Ctx, Registry, Result, Word};
use semtypes::TyKind;

use crate::rotation;

pub const NATIVES: Registry = &[
    ("log:now", now),
    ("log:checkRotation", check_rotation),
    ("log:rotate", rotate),
    ("log:fieldOf", field_of),
];

/// `now()`
fn now(cx: &mut Ctx<'_>) -> Result<Word> {
    let time = Zoned::now();
    let format = if time.offset().is_zero() { "%Y-%m-%dT%H:%M:%S.%3fZ" } else { "%Y-%m-%dT%H:%M:%S.%3f%:z" };
    Ok(cx.world.str(&time.strftime(format).to_string()))
}

/// `checkRotation(rotation)`: nil, or an error for limits that are not valid.
fn check_rotation(cx: &mut Ctx<'_>) -> Result<Word> {
    match rotation::argument(cx, 0)? {
        Some(Err(message)) => Ok(cx.error(&message, "")),
        _ => Ok(Word::NIL),
    }
}

/// `rotate(path, rotation)`: nil, or an error.
fn rotate(cx: &mut Ctx<'_>) -> Result<Word> {
    let path = cx.string(0)?;
    let rotation = match rotation::argument(cx, 1)? {
        Some(Ok(rotation)) => rotation,
        Some(Err(message)) => return Ok(cx.error(&message, "")),
        None => return Ok(Word::NIL),
    };
    cx.blocking(Box::new(move || rotation.put_aside(&path)), |cx, done| match done {
        Ok(_) => Ok(Word::NIL),
        Err(e) => Ok(cx.error(&e.to_string(), "")),
    })
}

/// `fieldOf(data, name)`: a typedesc with the annotations of the field, or nil if it is not one of a record's.
fn field_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.type_of(cx.arg(0)).mutable();
    let shape = cx.world.types.expand(ty).mutable();
    let TyKind::Record(record) = shape.kind() else { return Ok(Word::NIL) };
    let name = cx.string(1)?;
    let Some(field) = record.fields.iter().find(|f| f.name.as_str() == name) else { return Ok(Word::NIL) };
    let (id, owner) = (cx.world.types.intern(field.ty), cx.world.types.intern(ty));
    cx.world.field_typedesc(id, owner, &name)
}
