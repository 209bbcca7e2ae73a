//! lang.typedesc

use std::collections::BTreeSet;

use native::{Ctx, Registry, Result, Word};
use semtypes::{DistinctId, Ty, TyKind};
use values::types::Types;

pub const NATIVES: Registry = &[("lang.typedesc:induced", induced)];

/// The type-ids that a type descriptor induces, unless it is not definite (spec 5.1.4, and each descriptor's section).
fn type_ids(types: &Types, ty: Ty) -> Option<BTreeSet<DistinctId>> {
    let ty = types.expand(ty);
    match ty.kind() {
        TyKind::Error { distinct, .. } => Some(distinct.iter().copied().collect()),
        TyKind::Object(o) => Some(o.distinct.iter().copied().collect()),
        TyKind::Union(parts) => {
            let mut all = parts.iter().map(|t| type_ids(types, *t));
            let first = all.next()??;
            all.all(|ids| ids.as_ref() == Some(&first)).then_some(first)
        }
        TyKind::Intersection(parts) => {
            let mut union = BTreeSet::new();
            for t in parts.iter().filter(|t| !matches!(t.kind(), TyKind::Readonly)) {
                union.extend(type_ids(types, *t)?);
            }
            Some(union)
        }
        _ => {
            let with_ids = types.sem_of(Ty::union([Ty::error(), Ty::object(Default::default())]));
            types.sem_of(ty).intersect(with_ids).is_empty().then(BTreeSet::new)
        }
    }
}

fn induced(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.types.ty(cx.typedesc(0)?);
    let Some(mut ids) = type_ids(&cx.world.types, ty) else { return Ok(Word::NIL) };
    if cx.bool(1)? {
        // Secondary ids follow from primary ones.
        let infos = &cx.world.types.distinct;
        let implied = ids.iter().filter_map(|d| infos.get(d.0 as usize)).flat_map(|i| &i.secondary);
        let implied: Vec<DistinctId> = implied.copied().collect();
        ids.retain(|d| !implied.contains(d));
    }
    let local = Ty::union([Ty::string(), Ty::int()]);
    let triple = Ty::tuple(vec![Ty::string(), Ty::string(), local], None);
    let (list, triple) = (cx.world.types.intern(Ty::array(triple)), cx.world.types.intern(triple));
    let out = cx.world.list_new(list, ids.len());
    let out = cx.keep(out);
    for d in ids {
        let Some(info) = cx.world.types.distinct.get(d.0 as usize).cloned() else { continue };
        let one = cx.world.list_new(triple, 3);
        let one = cx.keep(one);
        for text in [info.org, info.module] {
            let w = cx.world.str(text.as_str());
            cx.world.list_init(cx.get(one), w)?;
        }
        let w = match info.name {
            Some(n) => cx.world.str(n.as_str()),
            None => cx.world.int(d.0 as i64),
        };
        cx.world.list_init(cx.get(one), w)?;
        let one = cx.get(one);
        cx.world.list_init(cx.get(out), one)?;
    }
    Ok(cx.get(out))
}
