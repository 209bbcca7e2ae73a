//! Objects as mappings from member keys.
//!
//! A member's key spells out everything that must agree between a type and its subtypes: name, kind and region of
//! visibility (spec 5.5.3). Qualifiers and type ids become members of their own whose presence narrows the type.

use crate::atom::{Cell, FunctionAtom, MappingAtom, Shape};
use crate::basic::Basic;
use crate::lower::{Lowering, Result};
use crate::name::Name;
use crate::set::SemType;
use crate::ty::{Const, DistinctId, MemberKind, MemberTy, ObjectTy, PathSegmentTy, Ty, TyKind, Visibility};

/// The key under which a member is stored.
pub(crate) fn member_key(member: &MemberTy) -> Name {
    let name = match &member.kind {
        MemberKind::Field { .. } => member.name.as_str().to_owned(),
        MemberKind::Method => format!("{}()", member.name),
        MemberKind::Remote => format!("remote {}()", member.name),
        MemberKind::Resource { accessor, path } => {
            let segments: Vec<&str> = path
                .iter()
                .map(|segment| match segment {
                    PathSegmentTy::Literal(name) => name.as_str(),
                    PathSegmentTy::Param { .. } => "[]",
                    PathSegmentTy::Rest { .. } => "[...]",
                })
                .collect();
            format!("resource {accessor} {}", segments.join("/"))
        }
    };
    Name::new(&match member.visibility {
        Visibility::Public => name,
        Visibility::Module(module) => format!("{name} @module {module}"),
        Visibility::Private(class) => format!("{name} @class {}", class.0),
    })
}

fn present() -> Cell {
    Cell::immutable(SemType::singleton(&Const::Bool(true)))
}

/// Members that say "has this type id": more ids, smaller set (spec 5.6.6).
pub(crate) fn distinct_fields(ids: &[DistinctId]) -> impl Iterator<Item = (Name, Cell)> {
    ids.iter().map(|id| (Name::new(&format!("$distinct {}", id.0)), present()))
}

pub(crate) fn object_atom(lowering: &mut Lowering<'_>, object: &ObjectTy) -> Result<MappingAtom> {
    let frozen = SemType::readonly().union(SemType::UNDEF);
    let mut fields = Vec::with_capacity(object.members.len());
    // `init` is called by `new` only: it is no part of what an object is (spec 5.6.3).
    for member in object.members.iter().filter(|m| m.name.as_str() != "init") {
        let ty = member_type(lowering, member)?;
        let fixed = !matches!(member.kind, MemberKind::Field { is_final: false });
        let cell = match (object.readonly, fixed) {
            (true, _) => Cell::immutable(ty.intersect(frozen)),
            (false, true) => Cell::immutable(ty),
            (false, false) => Cell::mutable(ty),
        };
        fields.push((member_key(member), cell));
    }
    let qualifiers =
        [(object.isolated, "$isolated"), (object.client, "$client"), (object.service, "$service")];
    fields.extend(qualifiers.into_iter().filter(|q| q.0).map(|q| (Name::new(q.1), present())));
    fields.extend(distinct_fields(&object.distinct));
    // An object may have members beyond those of its type.
    let rest = if object.readonly {
        Cell::immutable(frozen)
    } else {
        Cell::mutable(SemType::VALUE.union(SemType::UNDEF))
    };
    Ok(MappingAtom::new(fields, rest))
}

/// The type of a member; path parameters of a resource method come before its other parameters.
fn member_type(lowering: &mut Lowering<'_>, member: &MemberTy) -> Result<SemType> {
    let (MemberKind::Resource { path, .. }, TyKind::Function(function)) = (&member.kind, member.ty.kind())
    else {
        return lowering.ty(member.ty);
    };
    let path: Vec<Ty> = path
        .iter()
        .filter_map(|segment| match segment {
            PathSegmentTy::Literal(_) => None,
            PathSegmentTy::Param { ty, .. } => Some(*ty),
            PathSegmentTy::Rest { ty, .. } => Some(Ty::array(*ty)),
        })
        .collect();
    let params = lowering.arguments(&path, &function.params, function.rest)?;
    let ret = lowering.ty(function.ret)?;
    let (isolated, transactional) = (function.isolated, function.transactional);
    let atom = FunctionAtom { params, ret, isolated, transactional };
    Ok(SemType::from_atom(Basic::Function, crate::atom::Atom::new(Shape::Function(atom))))
}
