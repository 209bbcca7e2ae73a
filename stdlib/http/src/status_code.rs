//! Records of status codes as clients bind responses to them: which member of a type it is, the types of its fields, and
//! the record itself.

use native::{Ctx, Fail, Registry, Result, TypeId, Word};
use semtypes::{Ty, TyKind};
use values::types::Shape;

pub const NATIVES: Registry = &[
    ("http:statusType", status_type),
    ("http:memberType", member_type),
    ("http:recordFields", record_fields),
    ("http:recordOf", record_of),
];

/// `statusType(t, status)`: the first record type of a union whose field `status` admits the value; nil if there is none.
fn status_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (ty, status) = (cx.typedesc(0)?, cx.arg(1));
    let found = with_status(cx, cx.world.types.ty(ty), status);
    Ok(found.map_or(Word::NIL, |ty| cx.world.typedesc(ty)))
}

fn with_status(cx: &Ctx<'_>, ty: Ty, status: Word) -> Option<TypeId> {
    if let TyKind::Union(all) = cx.world.types.expand(ty).kind() {
        return all.iter().find_map(|t| with_status(cx, *t, status));
    }
    let id = cx.world.types.intern(ty);
    let Shape::Record(r) = &*cx.world.types.shape(id) else { return None };
    let field = r.fields.iter().find(|f| f.name.as_str() == "status")?;
    cx.world.is(status, field.ty).then_some(id)
}

/// `memberType(t, name)`: the type of a record's field, with its annotations, or of a map's members; nil if it has none of
/// that name.
fn member_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (ty, name) = (cx.typedesc(0)?, cx.string(1)?);
    let shape = cx.world.types.shape(ty);
    let found = match &*shape {
        Shape::Record(r) => match r.fields.iter().find(|f| f.name.as_str() == name) {
            Some(field) => return cx.world.field_typedesc(field.ty, ty, &name),
            None => r.rest,
        },
        Shape::Map(member) => Some(*member),
        _ => None,
    };
    Ok(found.map_or(Word::NIL, |ty| cx.world.typedesc(ty)))
}

/// `recordFields(t, required)`: the names of a record's fields, or of those that have to be there; nil if it is no record.
fn record_fields(cx: &mut Ctx<'_>) -> Result<Word> {
    let (ty, required) = (cx.typedesc(0)?, cx.bool(1)?);
    let Shape::Record(r) = &*cx.world.types.shape(ty) else { return Ok(Word::NIL) };
    let fields = r.fields.iter().filter(|f| !required || !f.optional);
    let names: Vec<String> = fields.map(|f| f.name.as_str().to_string()).collect();
    crate::string_list(cx, names)
}

/// `recordOf(t, fields)`: a record whose fields are of their types already.
fn record_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    let record = cx.world.mapping_new(ty, 4);
    let record = cx.keep(record);
    let mut i = 0;
    while let Some((k, v)) = cx.world.mapping_entry(cx.arg(1), i) {
        i += 1;
        if !is_member(cx, ty, k, v) {
            return Err(Fail::Bug("a status code record's field"));
        }
        cx.world.mapping_init(cx.get(record), k, v)?;
    }
    Ok(cx.get(record))
}

fn is_member(cx: &Ctx<'_>, ty: TypeId, k: Word, v: Word) -> bool {
    let name = cx.world.as_str(k).unwrap_or("");
    let Shape::Record(r) = &*cx.world.types.shape(ty) else { return false };
    let field = r.fields.iter().find(|f| f.name.as_str() == name);
    field.map(|f| f.ty).or(r.rest).is_some_and(|t| cx.world.is(v, t))
}
