//! Calls `f(x)` of an unqualified name with an aggregated variable: functions of the lang library (spec 6.11).

use hir_def::ids::Def;
use hir_def::queries::Resolved;
use hir_def::store::LocalKind;
use hir_def::{Arg, Expr, ExprId, Path, queries};
use semtypes::{Name, ParamKind, Ty, TyKind};

use super::Infer;
use crate::defs;
use crate::ops;
use crate::project;
use crate::result::Callee;

impl Infer<'_> {
    /// The type of `f(x)` when the library has an `f` for members of the aggregated variable `x`. Arguments may stand
    /// before it, as in `max(0, x)`, when `f` means nothing else.
    pub(super) fn aggregate_call(&mut self, e: ExprId, f: Path, args: &[Arg]) -> Option<Ty> {
        let [before @ .., Arg::Rest(x)] = args else { return None };
        let x = *x;
        if !before.is_empty() && !matches!(queries::resolve_path(self.db, self.file, f), Resolved::Unknown) {
            return None;
        }
        let Expr::Local(l) = self.store.exprs[x] else { return None };
        if self.store.locals[l].kind != LocalKind::Sequence {
            return None;
        }
        let list = self.infer(x, None);
        let def = self.aggregate_function(project::list_member(self.db, list, None)?, f.name)?;
        let ty = defs::fn_ty(self.db, def).clone();
        let needs_one = ty.params.get(before.len()).is_some_and(|p| p.kind == ParamKind::Required);
        if !needs_one || self.nonempty.contains(&l) {
            return Some(self.call(e, Callee::LangLib(def), &ty, None, args, None));
        }
        self.nonempty.insert(l);
        let ret = self.call(e, Callee::LangLib(def), &ty, None, args, None);
        self.nonempty.remove(&l);
        let ret = Ty::union([ret, Ty::nil()]);
        if let Some(info) = self.r.calls.get_mut(&e) {
            info.nil_if_empty = Some(x);
            info.ret = ret;
        }
        Some(ret)
    }

    /// The same where `f` is a local variable, which the library's function hides when there is nothing before `x`.
    pub(super) fn aggregate_call_of_local(&mut self, e: ExprId, callee: ExprId, args: &[Arg]) -> Option<Ty> {
        match (&self.store.exprs[callee], args) {
            (Expr::Local(l), [Arg::Rest(_)]) => {
                let name = self.store.locals[*l].name;
                self.aggregate_call(e, Path { prefix: None, name }, args)
            }
            _ => None,
        }
    }

    fn aggregate_function(&self, member: Ty, f: Name) -> Option<Def> {
        self.lang_modules(member).iter().find_map(|m| {
            let def = ops::lang_function(self.db, m, f.as_str())?;
            queries::function_sig(self.db, def).is_public.then_some(def)
        })
    }

    /// The type of a rest argument: an aggregated variable with a member is a list with a member.
    pub(super) fn rest_argument_ty(&self, x: ExprId, t: Ty) -> Ty {
        let nonempty = matches!(self.store.exprs[x], Expr::Local(l) if self.nonempty.contains(&l));
        match project::structure(self.db, t).kind {
            TyKind::Array { elem, len: None } if nonempty => {
                Ty::new(TyKind::Tuple { members: [*elem].into(), rest: Some(*elem) })
            }
            _ => t,
        }
    }
}
