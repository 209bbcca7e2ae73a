//! What the library asks of types: of services that are declared with a contract (module specification, 2.2.6), and of records
//! whose fields have annotations.

use native::{Ctx, Registry, Result, Word};
use semtypes::{MemberKind, MemberTy, PathSegmentTy};

use crate::draft::{declared_members, object_type};
use crate::string_list;

pub const NATIVES: Registry = &[
    ("http:declaredType", declared_type),
    ("http:nameOfType", name_of_type),
    ("http:undefined", undefined),
    ("http:forgetDraft", forget_draft),
];

/// `declaredType(service)`: the type that the service's declaration says it has, or nil.
fn declared_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let declared = cx.world.declared_type(cx.arg(0));
    Ok(declared.map_or(Word::NIL, |t| cx.world.typedesc(t)))
}

/// `nameOfType(t)`
fn name_of_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.types.ty(cx.typedesc(0)?);
    Ok(cx.world.str(&ty.to_string()))
}

/// `forgetDraft(draft)`
fn forget_draft(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    Ok(Word::NIL)
}

/// `undefined(service, contract)`: accessors and paths of the resources that the contract does not define.
fn undefined(cx: &mut Ctx<'_>) -> Result<Word> {
    let contract = declared_members(cx, cx.typedesc(1)?)?;
    let object = object_type(cx, cx.arg(0))?;
    let defined = |m: &&MemberTy| contract.members.iter().any(|c| c.name == m.name);
    let mut out = Vec::new();
    for m in object.members.iter().filter(|m| !defined(m)) {
        let MemberKind::Resource { accessor, path } = &m.kind else { continue };
        let segments = path.iter().map(|s| match s {
            PathSegmentTy::Literal(n) => n.as_str().to_string(),
            PathSegmentTy::Param { ty, .. } => format!("[{ty}]"),
            PathSegmentTy::Rest { ty, .. } => format!("[{ty}...]"),
        });
        let path = segments.collect::<Vec<_>>().join("/");
        out.push(format!("{accessor} {}", if path.is_empty() { "." } else { &path }));
    }
    string_list(cx, out)
}
