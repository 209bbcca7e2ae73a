//! Variables: which ones isolated functions may use, and what a lock statement restricts (spec 7.3.5, 7.22).

use hir_def::ids::{Def, DefKind};
use hir_def::queries;
use hir_def::{AssignTarget, Expr, ExprId, LocalId, LocalKind, Pat, PatId, RestPat};
use semtypes::{MemberKind, MemberTy, Name, ObjectTy, Ty, TyKind};
use syntax::TextRange;

use super::lock::Guarded;
use super::walk::{Mode, Walker};
use super::{Need, State};
use crate::defs;
use crate::project;
use crate::result::Resolution;

impl Walker<'_> {
    /// A local variable's value.
    pub(super) fn local(&mut self, e: ExprId, l: LocalId) {
        let range = self.store.exprs.range(e);
        self.captured(range, l, self.ty(e));
        self.transfer_in(range, l, self.ty(e));
    }

    /// What isolated functions capture is final and cannot change (spec 7.3.5).
    fn captured(&mut self, range: TextRange, l: LocalId, ty: Ty) {
        let Some(i) = self.frames.iter().rposition(|f| f.mode != Mode::Free && !self.declared_in(l, f))
        else {
            return;
        };
        // Frames inside that are not isolated do not matter to this one.
        if self.frames[i + 1..].iter().any(|f| f.mode == Mode::Free) {
            return;
        }
        let local = &self.store.locals[l];
        let is_final = !matches!(local.kind, LocalKind::Var);
        let needs = if is_final { self.shared(ty) } else { vec![Need::Never] };
        if needs.is_empty() {
            return;
        }
        if self.frames[i].mode == Mode::Inferred {
            self.out.summary.needs.extend(needs);
            return;
        }
        let why = match is_final {
            false => "as it is not final".to_string(),
            true => format!("as its type '{ty}' is mutable"),
        };
        let message = format!("{} cannot use outer variable '{}', {why}", self.frames[i].what, local.name);
        let help = match is_final {
            false => "declare it 'final'",
            true => "use an immutable clone of it: 'readonly & …'",
        };
        self.error(range, message, Some(help.to_string()));
    }

    fn declared_in(&self, l: LocalId, f: &super::walk::Frame) -> bool {
        let range = self.store.locals.range(l);
        if let Some(r) = f.range {
            return r.contains_range(range) && !range.is_empty();
        }
        let Some(lambda) = f.lambda else { return true };
        let mut frame = self.store.locals[l].frame;
        while let Some(x) = frame {
            if x == lambda {
                return true;
            }
            frame = self.store.lambdas[x].parent;
        }
        false
    }

    /// A name that is not a local.
    pub(super) fn path(&mut self, e: ExprId) {
        if let Some(Resolution::Var(def, name)) = self.r.resolutions.get(&e) {
            self.module_level(e, *def, *name, true);
        }
    }

    /// A module-level variable; `value` when it is its value that is used, not the variable that is assigned.
    pub(super) fn module_level(&mut self, e: ExprId, def: Def, name: Name, value: bool) {
        let range = self.store.exprs.range(e);
        let ty = defs::var_ty(self.db, def, name);
        if def.kind(self.db) == DefKind::Listener {
            let needs = self.shared(ty);
            self.breach(range, &needs, |what| unusable(what, name));
            return;
        }
        let data = queries::var_data(self.db, def);
        if data.isolated {
            if !self.restricted(Guarded::Variable(def), range) {
                let message =
                    format!("isolated variable '{name}' can be used only within a 'lock' statement");
                self.error(range, message, None);
            }
            return;
        }
        let needs = self.shared(ty);
        if data.is_final || data.configurable {
            let reported = self.breach(range, &needs, |what| unusable(what, name));
            if value && !needs.is_empty() {
                self.transferred_in(range, name, needs, None, reported);
            }
            return;
        }
        let candidate = self.may_be_isolated(def);
        let guarded = self.lock.is_some() && candidate;
        let need = if guarded { Need::Variable(def) } else { Need::Never };
        let reported = self.breach(range, &[need], |what| unusable(what, name));
        if guarded {
            self.candidate(Guarded::Variable(def), range);
        } else if candidate {
            self.out.summary.uses.push((State::Variable(def), vec![Need::Never]));
        }
        if value && !needs.is_empty() {
            self.transferred_in(range, name, needs, Some(Guarded::Variable(def)), reported);
        }
    }

    // ---- fields of `self` ----

    pub(super) fn is_self(&self, l: LocalId) -> bool {
        self.store.locals[l].kind == LocalKind::SelfRef
    }

    pub(super) fn object_of_self(&self, l: LocalId) -> Option<&'static ObjectTy> {
        let ty = *self.r.local_ty.get(&l)?;
        project::object(self.db, ty)
    }

    /// `self.f`, where `f` is a field.
    pub(super) fn is_field_of_self(&self, e: ExprId, l: LocalId) -> bool {
        self.is_self(l) && self.r.resolutions.get(&e) == Some(&Resolution::ObjectField)
    }

    /// The class whose objects `self` is one of; an object constructor has none.
    pub(super) fn class_of_self(&self, l: LocalId) -> Option<Def> {
        match self.object_of_self(l)?.origin {
            Some(d) if self.class.is_some_and(|c| c.ty_def() == d) => self.class,
            _ => None,
        }
    }

    /// What a field would need to be isolated: being final, and immutable or an isolated object (spec 6.8).
    pub(super) fn field_needs(&self, m: &MemberTy) -> Vec<Need> {
        match m.kind {
            MemberKind::Field { is_final: true } => self.shared(m.ty),
            MemberKind::Field { .. } => vec![Need::Never],
            _ => Vec::new(),
        }
    }

    /// A field of `self` that is used.
    /// `value` when it is its value that is used, not the field that is assigned.
    pub(super) fn self_field(&mut self, e: ExprId, l: LocalId, name: Name, value: bool) {
        let range = self.store.exprs.range(e);
        let base_ty = self.r.local_ty.get(&l).copied().unwrap_or(Ty::missing());
        let Some(o) = self.object_of_self(l) else { return };
        self.captured(range, l, base_ty);
        let Some(m) = o.member(name) else { return };
        let own = self.field_needs(m);
        if own.is_empty() {
            return;
        }
        if o.isolated {
            let exempt = self.frame().constructs == Some(l);
            if !exempt && !self.restricted(Guarded::Fields(l), range) {
                let message = format!(
                    "mutable field '{name}' of an isolated object can be used only within a 'lock' statement"
                );
                self.error(range, message, None);
            }
            return;
        }
        let needs = if value { self.shared(self.ty(e)) } else { Vec::new() };
        self.field_of_other(range, l, name, needs, own);
    }

    /// A field of an object that is not declared isolated.
    fn field_of_other(&mut self, range: TextRange, l: LocalId, name: Name, needs: Vec<Need>, own: Vec<Need>) {
        let class = self.class_of_self(l);
        let constructs = self.frame().constructs == Some(l);
        if let Some(c) = class
            && !constructs
        {
            if self.lock.is_some() {
                self.candidate(Guarded::Fields(l), range);
            } else if own.contains(&Need::Never) {
                self.out.summary.uses.push((State::Fields(c), vec![Need::Never]));
            } else {
                self.out.summary.uses.push((State::Fields(c), own));
            }
        }
        self.transferred_in(range, name, needs, Some(Guarded::Fields(l)), false);
    }

    // ---- assignments ----

    pub(super) fn assign(&mut self, target: AssignTarget, value: ExprId) {
        match target {
            AssignTarget::Expr(e) => self.target(e, value),
            AssignTarget::Pat(p) => self.pattern_target(p, value),
        }
        self.expr(value);
    }

    fn pattern_target(&mut self, p: PatId, value: ExprId) {
        let store = self.store;
        match &store.pats[p] {
            Pat::Assign(e) => {
                if let Some(Resolution::Var(def, name)) = self.r.resolutions.get(e)
                    && def.kind(self.db) == DefKind::Var
                    && queries::var_data(self.db, *def).isolated
                {
                    let message = format!("a pattern cannot assign to isolated variable '{name}'");
                    self.error(store.exprs.range(*e), message, None);
                    return;
                }
                self.target(*e, value);
            }
            Pat::Bind(l) => self.assigns_local(store.pats.range(p), *l, value),
            Pat::List { members, rest } => {
                members.iter().for_each(|m| self.pattern_target(*m, value));
                self.rest_target(*rest, value);
            }
            Pat::Mapping { fields, rest } => {
                fields.iter().for_each(|(_, m)| self.pattern_target(*m, value));
                self.rest_target(*rest, value);
            }
            Pat::Error { message, cause, fields, rest, .. } => {
                let all = message.iter().chain(cause).chain(fields.iter().map(|(_, m)| m));
                all.for_each(|m| self.pattern_target(*m, value));
                self.rest_target(*rest, value);
            }
            Pat::Missing | Pat::Wildcard | Pat::Const(_) => {}
        }
    }

    fn rest_target(&mut self, rest: Option<RestPat>, value: ExprId) {
        if let Some(RestPat::Assign(e)) = rest {
            self.target(e, value);
        }
    }

    /// What is assigned to.
    pub(super) fn target(&mut self, e: ExprId, value: ExprId) {
        let store = self.store;
        let range = store.exprs.range(e);
        match &store.exprs[e] {
            Expr::Local(l) => self.assigns_local(range, *l, value),
            Expr::Path(_) => {
                if let Some(Resolution::Var(def, name)) = self.r.resolutions.get(&e) {
                    let (def, name) = (*def, *name);
                    self.module_level(e, def, name, false);
                    self.transferred_out(value, Some(Guarded::Variable(def)));
                }
            }
            Expr::Field { base, name, .. } => match store.exprs[*base] {
                Expr::Local(l) if self.is_field_of_self(e, l) => self.assigns_field(e, l, name.name, value),
                _ => self.assigns_member(e, *base),
            },
            Expr::Index { base, keys } => {
                self.assigns_member(e, *base);
                keys.iter().for_each(|k| self.expr(*k));
            }
            _ => self.expr(e),
        }
    }

    fn assigns_local(&mut self, range: TextRange, l: LocalId, value: ExprId) {
        let ty = self.r.local_ty.get(&l).copied().unwrap_or(Ty::missing());
        self.captured(range, l, ty);
        if self.lock.as_ref().is_some_and(|k| !k.contains(self.store, l)) {
            self.transferred_out(value, None);
        }
    }

    fn assigns_field(&mut self, e: ExprId, l: LocalId, name: Name, value: ExprId) {
        let Some(o) = self.object_of_self(l) else { return };
        if self.frame().constructs == Some(l) {
            // The object is not shared yet, and what it gets is not shared either.
            let needs = self.isolated(value);
            if o.isolated && !needs.is_empty() {
                let message =
                    format!("field '{name}' of an isolated object must be assigned an isolated expression");
                self.error(self.store.exprs.range(value), message, Some(super::ISOLATED_EXPRESSION.into()));
            } else if let Some(c) = self.class_of_self(l) {
                self.out.summary.uses.push((State::Fields(c), needs));
            }
            return;
        }
        self.self_field(e, l, name, false);
        self.not_a_variable(e, Some(Guarded::Fields(l)));
    }

    /// An assignment to a member of what `base` evaluates to.
    fn assigns_member(&mut self, e: ExprId, base: ExprId) {
        let mut root = base;
        while let Expr::Field { base, .. } | Expr::Index { base, .. } = &self.store.exprs[root] {
            match self.store.exprs[*base] {
                Expr::Local(l) if self.is_field_of_self(root, l) => break,
                _ => root = *base,
            }
        }
        let outer = match &self.store.exprs[root] {
            Expr::Local(l) => {
                let outside = self.lock.as_ref().is_some_and(|k| !k.contains(self.store, *l));
                outside.then_some(None)
            }
            Expr::Path(_) => match self.r.resolutions.get(&root) {
                Some(Resolution::Var(def, _)) => Some(Some(Guarded::Variable(*def))),
                _ => None,
            },
            Expr::Field { base, .. } => match self.store.exprs[*base] {
                Expr::Local(l) => Some(Some(Guarded::Fields(l))),
                _ => None,
            },
            _ => None,
        };
        if let Some(state) = outer {
            self.not_a_variable(e, state);
        }
        let before = self.lock.as_mut().map(|k| std::mem::replace(&mut k.sealed, true));
        self.expr(base);
        if let (Some(k), Some(before)) = (self.lock.as_mut(), before) {
            k.sealed = before;
        }
    }

    /// The needs of a type whose values are to be shared.
    pub(super) fn shared(&self, ty: Ty) -> Vec<Need> {
        if self.shareable(ty) {
            return Vec::new();
        }
        let parts = match ty.kind() {
            TyKind::Union(parts) => parts.to_vec(),
            _ => vec![ty],
        };
        let need = |t: Ty| match t.kind() {
            TyKind::Named { def, .. } => {
                let def = Def::from_ty_def(*def);
                let class =
                    def.kind(self.db) == DefKind::Class && def.module(self.db) == self.def.module(self.db);
                if class { Need::Object(def) } else { Need::Never }
            }
            _ => Need::Never,
        };
        parts.into_iter().filter(|t| !self.shareable(*t)).map(need).collect()
    }
}

fn unusable(what: &str, name: Name) -> (String, Option<String>) {
    let message = format!("{what} cannot use mutable variable '{name}'");
    let help = format!("declare '{name}' 'isolated' and use it within 'lock' statements");
    (message, Some(help))
}
