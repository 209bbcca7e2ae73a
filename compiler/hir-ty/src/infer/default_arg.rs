//! Arguments that are left out (spec 6.15): what stands for them, and the types that follow.

use hir_def::ExprId;
use hir_def::ids::BodyOwner;
use hir_def::queries;
use semtypes::{FunctionTy, Ty, TyKind};

use super::Infer;
use super::call::{Subst, has_param};
use crate::codes;
use crate::ops;
use crate::result::{ArgSource, Callee};

impl Infer<'_> {
    /// A defaultable parameter left out: its default, or the inferred typedesc of `<>`.
    pub(super) fn default_argument(
        &mut self,
        e: ExprId,
        callee: &Callee,
        i: usize,
        ty: &FunctionTy,
        expected: Option<Ty>,
        subst: &mut Subst,
    ) -> ArgSource {
        let param = ty.params[i].ty;
        let inferred = match callee {
            Callee::Function(def) | Callee::LangLib(def) => {
                let sig = queries::function_sig(self.db, *def);
                let default = sig.params.get(i).and_then(|p| p.default);
                default.is_some_and(|d| matches!(sig.store.exprs[d], hir_def::Expr::InferredDefault))
            }
            Callee::Method { .. } | Callee::DirectMethod(_) => has_param(param),
            Callee::Value => false,
        };
        let bound = match param.kind() {
            TyKind::Typedesc(Some(t)) => *t,
            _ => Ty::anydata(),
        };
        if !inferred {
            self.default_typedesc(callee, i, bound, subst);
            return ArgSource::Default;
        }
        let Some(want) = expected.map(|t| ops::without_error(self.db, t)) else {
            if !self.unknown_context {
                let message = "a type argument is inferred from the expected type, but there is none here";
                self.error(self.range(e), codes::MISSING_ARGUMENT, message);
            }
            if let TyKind::Param { id, .. } = bound.kind() {
                subst.push((*id, Ty::missing()));
            }
            return ArgSource::Default;
        };
        let TyKind::Param { id, .. } = bound.kind() else { return ArgSource::Typedesc(want) };
        // Inside of a list or a stream, say, the type is the corresponding part of the expected one.
        let mut learnt = Subst::default();
        self.unify(ty.ret, want, &mut learnt);
        let want = learnt.iter().find(|(i, _)| i == id).map_or(want, |(_, t)| *t);
        subst.retain(|(i, _)| i != id);
        subst.push((*id, want));
        ArgSource::Typedesc(want)
    }

    /// The type that a function's result depends on is that of the parameter's default value.
    fn default_typedesc(&self, callee: &Callee, i: usize, bound: Ty, subst: &mut Subst) {
        let (Callee::Function(def), TyKind::Param { id, .. }) = (callee, bound.kind()) else { return };
        let default = queries::function_sig(self.db, *def).params.get(i).and_then(|p| p.default);
        let of_default = default.and_then(|d| {
            let signature = super::infer_signature(self.db, BodyOwner::Def(*def));
            match signature.expr_ty.get(&d)?.kind() {
                TyKind::Typedesc(inner) => *inner,
                _ => None,
            }
        });
        if let Some(t) = of_default {
            subst.retain(|(other, _)| other != id);
            subst.push((*id, t));
        }
    }
}
