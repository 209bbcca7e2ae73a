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

    /// An object of the type that the context asks for, else one that belongs to `object:RawTemplate` with a tuple of
    /// insertions. `insertions` have been inferred with [`Self::insertion_context`].
    pub(super) fn raw_template(
        &mut self,
        e: ExprId,
        insertions: Vec<(ExprId, Ty)>,
        expected: Option<Ty>,
    ) -> Ty {
        let context = self.expected_object(expected);
        let field = |n: &str, ty: Ty| MemberTy {
            name: name(n),
            ty,
            visibility: Visibility::Public,
            kind: context
                .and_then(|o| o.member(name(n)))
                .map_or(MemberKind::Field { is_final: false }, |m| m.kind.clone()),
        };
        let strings = Ty::intersection([Ty::array(Ty::string()), Ty::readonly()]);
        let strings = context.and_then(|o| o.member(name("strings"))).map_or(strings, |m| m.ty);
        let list = context.and_then(|o| o.member(name("insertions"))).map(|m| m.ty);
        let list = match list {
            Some(t) if self.insertions_fit(e, &insertions, t) => t,
            Some(_) => Ty::missing(),
            None => Ty::tuple(insertions.iter().map(|(_, t)| self.widened(*t)).collect(), None),
        };
        let mut distinct = context.map_or_else(Vec::new, |o| o.distinct.clone());
        let base = ops::lang_type(self.db, "lang.object", "RawTemplate");
        if let Some(base) = base.and_then(|t| project::object(self.db, t)) {
            distinct.extend(
                base.distinct.iter().filter(|id| !distinct.contains(id)).copied().collect::<Vec<_>>(),
            );
        }
        let ty = Ty::object(ObjectTy {
            members: vec![field("strings", strings), field("insertions", list)],
            distinct,
            ..ObjectTy::default()
        });
        self.r.constructs.insert(e, ty);
        ty
    }

    /// Whether the values inserted into a raw template fit the list that the context asks for; reports those that do
    /// not.
    fn insertions_fit(&mut self, e: ExprId, insertions: &[(ExprId, Ty)], list: Ty) -> bool {
        if project::list_len(self.db, list).is_some_and(|len| len != insertions.len()) {
            let found = Ty::tuple(insertions.iter().map(|(_, t)| *t).collect(), None);
            self.incompatible(self.range(e), list, found);
            return false;
        }
        let mut fit = true;
        for (i, (x, t)) in insertions.iter().enumerate() {
            let want = project::list_member(self.db, list, Some(i)).unwrap_or(Ty::never());
            if !self.subtype(*t, want) {
                self.incompatible(self.range(*x), want, *t);
                fit = false;
            }
        }
        fit
    }
}
