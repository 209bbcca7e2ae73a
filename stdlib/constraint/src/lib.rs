//! Natives of `ballerina/constraint`: what the types of a type's parts are. The rules are Ballerina (`bal/`).
#![forbid(unsafe_code)]

use native::{Ctx, NativeFn, Registry, Result, Word};
use semtypes::{Ty, TyKind};

const NATIVES: Registry = &[
    ("constraint:parts", parts),
    ("constraint:plain", plain),
    ("constraint:identity", identity),
    ("constraint:belongs", belongs),
];

/// Finds a native by import name.
pub fn resolve(name: &str) -> Option<NativeFn> {
    NATIVES.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
}

/// A part of a type, as `parts` in `constraint.bal` says it.
struct Part {
    kind: String,
    ty: Ty,
    /// The definition whose field it is, with the field's annotations.
    owner: Option<Ty>,
}

fn parts_of(cx: &Ctx<'_>, ty: Ty) -> Vec<Part> {
    // A type that is said to be immutable is, for this module, the one that it is besides.
    let ty = ty.mutable();
    let (shape, owner) = match cx.world.types.definition(ty) {
        Some(definition) => (definition.mutable(), Some(ty)),
        None => (ty, None),
    };
    let part = |kind: &str, ty: Ty| Part { kind: kind.to_string(), ty, owner: None };
    match shape.kind() {
        TyKind::Record(r) => {
            let fields = r.fields.iter();
            fields.map(|f| Part { kind: format!(".{}", f.name.as_str()), ty: f.ty, owner }).collect()
        }
        // Names have annotations of their own: one step at a time.
        _ if owner.is_some() => vec![part("", shape)],
        TyKind::Array { elem, .. } => vec![part("[", *elem)],
        TyKind::Union(all) => all.iter().map(|t| part("|", *t)).collect(),
        _ => Vec::new(),
    }
}

/// `parts(t)`: kind, the typedesc with the annotations, and the typedesc of the type itself, of each part.
fn parts(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.types.ty(cx.typedesc(0)?);
    let all = parts_of(cx, ty);
    let triple = Ty::tuple(vec![Ty::string(), Ty::typedesc(Ty::any()), Ty::typedesc(Ty::any())], None);
    let (list, triple) = (cx.world.types.intern(Ty::array(triple)), cx.world.types.intern(triple));
    let out = cx.world.list_new(list, all.len());
    let out = cx.keep(out);
    for p in all {
        let one = cx.world.list_new(triple, 3);
        let one = cx.keep(one);
        let kind = cx.world.str(&p.kind);
        cx.world.list_init(cx.get(one), kind)?;
        let id = cx.world.types.intern(p.ty);
        let annotated = match p.owner {
            Some(owner) => {
                let owner = cx.world.types.intern(owner);
                cx.world.field_typedesc(id, owner, &p.kind[1..])?
            }
            None => cx.world.typedesc(id),
        };
        cx.world.list_init(cx.get(one), annotated)?;
        let plain = cx.world.typedesc(id);
        cx.world.list_init(cx.get(one), plain)?;
        let one = cx.get(one);
        cx.world.list_init(cx.get(out), one)?;
    }
    Ok(cx.get(out))
}

/// `plain(t)`: the typedesc of the same type without a bearer of annotations.
fn plain(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    Ok(cx.world.typedesc(ty))
}

/// `identity(t)`: a number of the type's own.
fn identity(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    let id = cx.world.types.intern(cx.world.types.ty(ty));
    Ok(cx.world.int(i64::from(id)))
}

/// `belongs(value, t)`
fn belongs(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(1)?;
    Ok(Word::bool(cx.world.is(cx.arg(0), ty)))
}
