//! Raw templates (spec 6.6.3).

use hir_def::ExprId;
use semtypes::{MemberKind, MemberTy, ObjectTy, Ty, TyKind, Visibility};

use super::{Infer, name};
use crate::ops;
use crate::project;

impl Infer<'_> {
    /// Type that the context asks of an insertion.
    pub(super) fn insertion_context(
        &self,
        kind: hir_def::TemplateKind,
        expected: Option<Ty>,
        i: usize,
    ) -> Option<Ty> {
        match kind {
            hir_def::TemplateKind::String => return None,
            hir_def::TemplateKind::RegExp => return Some(Ty::new(TyKind::Regexp)),
            hir_def::TemplateKind::Raw => {}
        }
        let m = self.expected_object(expected)?.member(name("insertions"))?;
        project::list_member(self.db, m.ty, Some(i)).filter(|t| *t != Ty::never())
    }

    fn expected_object(&self, expected: Option<Ty>) -> Option<&'static ObjectTy> {
        ops::alternatives(self.db, expected?).into_iter().find_map(|a| project::object(self.db, a))
    }

    pub(super) fn raw_template(&mut self, e: ExprId, insertions: Vec<Ty>, expected: Option<Ty>) -> Ty {
        let field = |n: &str, ty: Ty| MemberTy {
            name: name(n),
            ty,
            visibility: Visibility::Public,
            kind: MemberKind::Field { is_final: false },
        };
        let strings = Ty::intersection([Ty::array(Ty::string()), Ty::readonly()]);
        let context = self.expected_object(expected);
        let list = context.and_then(|o| o.member(name("insertions"))).map(|m| m.ty);
        let fits = list.filter(|t| {
            let tuple = Ty::tuple(insertions.clone(), None);
            matches!(project::structure(self.db, *t).kind, TyKind::Array { .. } | TyKind::Tuple { .. })
                && self.insertions_fit(tuple, *t)
        });
        let widened = insertions.iter().map(|t| self.widened(*t)).collect();
        let strings = context.and_then(|o| o.member(name("strings"))).map_or(strings, |m| m.ty);
        let ty = Ty::object(ObjectTy {
            members: vec![
                field("strings", strings),
                field("insertions", fits.unwrap_or_else(|| Ty::tuple(widened, None))),
            ],
            distinct: context.map_or_else(Vec::new, |o| o.distinct.clone()),
            ..ObjectTy::default()
        });
        self.r.constructs.insert(e, ty);
        ty
    }

    /// Whether the values inserted into a raw template fit the list that the context asks for.
    fn insertions_fit(&self, inserted: Ty, list: Ty) -> bool {
        let n = project::list_len(self.db, inserted).unwrap_or(0);
        project::list_len(self.db, list).is_none_or(|len| len == n)
            && (0..n).all(|i| {
                match (
                    project::list_member(self.db, inserted, Some(i)),
                    project::list_member(self.db, list, Some(i)),
                ) {
                    (Some(a), Some(b)) => self.subtype(a, b),
                    _ => false,
                }
            })
    }
}
