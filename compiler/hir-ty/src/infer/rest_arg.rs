//! Rest arguments (spec 6.11.1): a list stands for positional arguments, a mapping for named ones.

use hir_def::ExprId;
use semtypes::{FunctionTy, Name, ParamKind, Ty, TyKind};

use super::Infer;
use super::call::{Included, Subst, has_param};
use crate::codes;
use crate::ops;
use crate::project;
use crate::result::{ArgSource, NamedArg, RestItem};

/// The arguments bound so far.
pub(super) struct Bound<'a> {
    pub sources: &'a mut [Option<ArgSource>],
    pub rest: &'a mut Vec<RestItem>,
    pub included: &'a mut Included,
}

impl Infer<'_> {
    pub(super) fn rest_argument(
        &mut self,
        x: ExprId,
        ty: &FunctionTy,
        next: usize,
        bound: &mut Bound<'_>,
        subst: &mut Subst,
    ) {
        let context =
            if next >= ty.params.len() { ty.rest.filter(|t| !has_param(*t)).map(Ty::array) } else { None };
        let t = self.infer(x, context);
        let t = self.rest_argument_ty(x, t);
        if t.is_missing() {
            return;
        }
        if project::list_member(self.db, t, None).is_some() {
            self.list_argument(x, t, ty, next, bound, subst);
        } else if let TyKind::Record(r) = project::structure(self.db, t).kind {
            for f in &r.fields {
                if !(f.optional && f.ty == Ty::never()) {
                    self.field_argument(x, f.name, f.ty, f.optional, ty, bound);
                }
            }
            if r.rest.is_some_and(|t| t != Ty::never()) {
                let message =
                    "an open record may have fields that are no parameters: it cannot be a rest argument";
                self.error(self.range(x), codes::UNKNOWN_ARGUMENT, message);
            }
        } else {
            self.incompatible(self.range(x), Ty::array(ty.rest.unwrap_or(Ty::any())), t);
        }
    }

    fn list_argument(
        &mut self,
        x: ExprId,
        t: Ty,
        ty: &FunctionTy,
        next: usize,
        bound: &mut Bound<'_>,
        subst: &mut Subst,
    ) {
        let len = project::list_len(self.db, t);
        let prefix = len.unwrap_or_else(|| self.least_members(t));
        let mut at = 0;
        for i in (next..ty.params.len()).take(prefix) {
            let member = project::list_member(self.db, t, Some(at)).unwrap_or(Ty::missing());
            self.compare_argument(x, ty.params[i].ty, member, subst);
            bound.sources[i] = Some(ArgSource::Member { list: x, index: at });
            at += 1;
        }
        let needed = ty.params.get(next + at..).unwrap_or_default();
        if needed.iter().any(|p| p.kind == ParamKind::Required) && len.is_none() {
            let message = "a rest argument of unknown length cannot supply required parameters";
            self.error(self.range(x), codes::MISSING_ARGUMENT, message);
            let missing = bound.sources.iter_mut().skip(next + at);
            missing.for_each(|s| *s = Some(ArgSource::Member { list: x, index: 0 }));
            return;
        }
        if len.is_some_and(|n| n <= at) {
            return;
        }
        match ty.rest {
            Some(r) => {
                let member = self.members_from(t, at, prefix);
                self.unify(r, member, subst);
                let want = ops::substitute(r, subst);
                if !has_param(want) && !self.subtype(member, want) {
                    self.incompatible(self.range(x), Ty::array(want), t);
                }
                bound.rest.push(if at == 0 { RestItem::Spread(x) } else { RestItem::Tail(x, at) });
            }
            None => {
                let message = match len {
                    Some(n) => format!("too many arguments: the rest argument supplies {}", n - at),
                    None => "this function has no rest parameter".to_string(),
                };
                self.error(self.range(x), codes::TOO_MANY_ARGUMENTS, message);
            }
        }
    }

    fn compare_argument(&mut self, x: ExprId, param: Ty, found: Ty, subst: &mut Subst) {
        self.unify(param, found, subst);
        let want = ops::substitute(param, subst);
        if !has_param(want) && !self.subtype(found, want) {
            self.incompatible(self.range(x), want, found);
        }
    }

    /// How many members every list of a type of open length has.
    fn least_members(&self, t: Ty) -> usize {
        match project::structure(self.db, t).kind {
            TyKind::Tuple { members, .. } => members.len(),
            _ => 0,
        }
    }

    /// The type of the members from `at` on, of which those before `known` have types of their own.
    fn members_from(&self, t: Ty, at: usize, known: usize) -> Ty {
        let own = (at..known).filter_map(|i| project::list_member(self.db, t, Some(i)));
        let all = match project::structure(self.db, t).kind {
            TyKind::Tuple { rest, .. } => own.chain(*rest).reduce(|a, b| ops::union2(self.db, a, b)),
            _ => project::list_member(self.db, t, None),
        };
        all.unwrap_or(Ty::never())
    }

    /// A field of a mapping as a named argument.
    fn field_argument(
        &mut self,
        x: ExprId,
        name: Name,
        found: Ty,
        optional: bool,
        ty: &FunctionTy,
        bound: &mut Bound<'_>,
    ) {
        let range = self.range(x);
        if let Some(i) = ty.params.iter().position(|p| p.name == Some(name)) {
            let p = &ty.params[i];
            if bound.sources[i].is_some() {
                let message = format!("argument '{name}' is given twice");
                self.error(range, codes::TOO_MANY_ARGUMENTS, message);
            }
            if optional && p.kind != ParamKind::Defaultable {
                let message = format!("field '{name}' may be absent, but its parameter has no default");
                self.error(range, codes::MISSING_ARGUMENT, message);
            }
            if !self.subtype(found, p.ty) {
                self.incompatible(range, p.ty, found);
            }
            bound.sources[i] = Some(ArgSource::Field { map: x, name, optional });
            return;
        }
        let of = |p: &semtypes::ParamTy| {
            let included = p.kind == ParamKind::Included;
            project::mapping_member(self.db, p.ty, Some(name)).filter(|f| included && f.declared)
        };
        let Some((i, f)) = ty.params.iter().enumerate().find_map(|(i, p)| Some((i, of(p)?))) else {
            self.error(range, codes::UNKNOWN_ARGUMENT, format!("undefined parameter '{name}'"));
            return;
        };
        if !self.subtype(found, f.ty) {
            self.incompatible(range, f.ty, found);
        }
        if optional && f.required {
            let message = format!("field '{name}' may be absent, but is required");
            self.error(range, codes::MISSING_ARGUMENT, message);
        }
        let arg = (name, NamedArg::Field { map: x, optional });
        match bound.included.iter_mut().find(|(at, _)| *at == i) {
            Some((_, fields)) => fields.push(arg),
            None => bound.included.push((i, vec![arg])),
        }
    }
}
