//! Constructors of lists and objects (spec 6.7.1, 6.8).

use hir_def::{Arg, ExprId, ListMember, ObjectCtor, Subject, TypeRefId};
use semtypes::{MemberKind, MemberTy, ObjectTy, Ty, TyKind, Visibility};

use super::{Infer, name};
use crate::codes;
use crate::defs;
use crate::ops;
use crate::project;

impl Infer<'_> {
    // ---- lists ----

    pub(super) fn list_ctor(&mut self, e: ExprId, members: &[ListMember], expected: Option<Ty>) -> Ty {
        if self.only_readonly(expected) {
            return self.list_without_context(e, members, expected);
        }
        let candidates = expected.map(|t| self.list_candidates(t)).unwrap_or_default();
        let ty = match candidates.as_slice() {
            [] => return self.list_without_context(e, members, None),
            [one] => self.list_of(e, members, *one),
            _ => match self.fitting(&candidates, |s, c| s.list_of(e, members, c)) {
                Ok(one) => self.list_of(e, members, one),
                Err(()) => self.ambiguous(e, "[…]", &candidates),
            },
        };
        self.r.constructs.insert(e, ty);
        ty
    }

    /// Whether a context says of a value only that it is immutable, so that the type of a structure is that of its members.
    pub(super) fn only_readonly(&self, expected: Option<Ty>) -> bool {
        expected.is_some_and(|t| matches!(project::structure(self.db, t).kind, TyKind::Readonly))
    }

    /// The type of a member of a structure that gets its type from its members.
    pub(super) fn member_without_context(&mut self, x: ExprId, context: Option<Ty>) -> Ty {
        match context {
            Some(t) => self.check(x, t),
            None => self.infer(x, None),
        }
    }

    /// The type of a structure of such members.
    pub(super) fn in_context(&self, ty: Ty, context: Option<Ty>) -> Ty {
        if context.is_some() { project::readonly_of(self.db, ty) } else { ty }
    }

    /// The one candidate, up to equivalence, that a constructor's members fit (spec 6.7.1, 6.7.2); the first when none
    /// does, for its messages. An error when several do.
    pub(super) fn fitting(
        &mut self,
        candidates: &[Ty],
        check: impl Fn(&mut Self, Ty) -> Ty,
    ) -> Result<Ty, ()> {
        let mut found: Option<Ty> = None;
        for &c in candidates {
            if self.tentative(|s| check(s, c)).is_none() {
                continue;
            }
            match found {
                Some(f) if !(self.subtype(f, c) && self.subtype(c, f)) => return Err(()),
                Some(_) => {}
                None => found = Some(c),
            }
        }
        Ok(found.unwrap_or(candidates[0]))
    }

    pub(super) fn ambiguous(&mut self, e: ExprId, what: &str, candidates: &[Ty]) -> Ty {
        let message =
            format!("the type of '{what}' is ambiguous in '{}'", Ty::union(candidates.iter().copied()));
        self.error(self.range(e), codes::NO_INHERENT_TYPE, message);
        Ty::missing()
    }

    /// The list alternatives of a contextually expected type.
    fn list_candidates(&self, expected: Ty) -> Vec<Ty> {
        let any_list = Ty::array(Ty::union([Ty::any(), Ty::error()]));
        ops::alternatives(self.db, expected)
            .into_iter()
            .filter_map(|a| match project::structure(self.db, a).kind {
                TyKind::Array { .. } | TyKind::Tuple { .. } => Some(a),
                TyKind::Singleton(semtypes::Const::List(_)) => Some(a),
                TyKind::Any if project::structure(self.db, a).readonly => {
                    Some(ops::narrow(self.db, Ty::readonly(), any_list))
                }
                // Without `& readonly` it has been taken apart already.
                TyKind::Anydata => Some(ops::narrow(self.db, Ty::readonly(), Ty::array(Ty::anydata()))),
                TyKind::Any => Some(any_list),
                TyKind::Readonly | TyKind::Cloneable => Some(ops::narrow(self.db, a, any_list)),
                TyKind::Param { bound, .. } => self.list_candidates(*bound).first().copied(),
                _ => None,
            })
            .filter(|a| {
                matches!(project::structure(self.db, *a).kind, TyKind::Array { .. } | TyKind::Tuple { .. })
            })
            .collect()
    }

    fn list_of(&mut self, e: ExprId, members: &[ListMember], ty: Ty) -> Ty {
        let mut at = 0usize;
        let mut fixed = true;
        for m in members {
            match m {
                ListMember::Expr(x) => {
                    // After a list of unknown length there are members of the rest only.
                    let want = project::list_member(self.db, ty, Some(at));
                    match want {
                        Some(t) if t != Ty::never() && self.within_length(ty, at) => {
                            self.check(*x, t);
                        }
                        _ => {
                            self.infer(*x, None);
                            self.error(
                                self.range(*x),
                                codes::INCOMPATIBLE,
                                format!("too many members for '{ty}'"),
                            );
                        }
                    }
                    at += 1;
                }
                ListMember::Spread(x) => {
                    let t = self.infer(*x, None);
                    let len = project::list_len(self.db, t);
                    match project::list_member(self.db, t, None) {
                        Some(member) => self.spread_member(*x, t, len, at, member, ty),
                        None if t.is_missing() => {}
                        None => self.incompatible(self.range(*x), Ty::array(Ty::any()), t),
                    }
                    at += len.unwrap_or_else(|| self.own_members(t));
                    fixed &= len.is_some();
                }
            }
        }
        self.enough_members(e, members, ty, at, fixed);
        ty
    }

    fn spread_member(&mut self, x: ExprId, t: Ty, len: Option<usize>, at: usize, member: Ty, ty: Ty) {
        match len {
            Some(n) => {
                if project::list_len(self.db, ty).is_some_and(|len| at + n > len) {
                    return self.incompatible(self.range(x), ty, t);
                }
                // Members further on are all like one another.
                let varied = self.own_members(t).max(self.own_members(ty).saturating_sub(at));
                for i in 0..n.min(varied + 1) {
                    let from = project::list_member(self.db, t, Some(i)).unwrap_or(member);
                    let to = project::list_member(self.db, ty, Some(at + i)).unwrap_or(Ty::never());
                    if !self.subtype(from, to) {
                        self.incompatible(self.range(x), ty, t);
                        return;
                    }
                }
            }
            None => self.open_spread(x, t, at, member, ty),
        }
    }

    /// A list of unknown length is spread: those of its members that have types of their own are there for sure.
    fn open_spread(&mut self, x: ExprId, t: Ty, at: usize, member: Ty, ty: Ty) {
        let sure = self.own_members(t);
        if self.own_members(ty) > at + sure {
            let message = format!("a '{t}' may have too few members for '{ty}'");
            return self.error(self.range(x), codes::INCOMPATIBLE, message);
        }
        let fits = (0..=sure).all(|i| {
            let from = project::list_member(self.db, t, Some(i)).unwrap_or(member);
            let to = project::list_member(self.db, ty, Some(at + i)).unwrap_or(Ty::never());
            self.subtype(from, to)
        });
        if !fits || project::list_len(self.db, ty).is_some() {
            self.incompatible(self.range(x), ty, t);
        }
    }

    /// How many members of a list type have types of their own.
    fn own_members(&self, t: Ty) -> usize {
        match project::structure(self.db, t).kind {
            TyKind::Tuple { members, .. } => members.len(),
            _ => 0,
        }
    }

    fn within_length(&self, ty: Ty, at: usize) -> bool {
        project::list_len(self.db, ty).is_none_or(|n| at < n)
    }

    /// Members left out need filler values.
    fn enough_members(&mut self, e: ExprId, members: &[ListMember], ty: Ty, have: usize, fixed: bool) {
        if !fixed {
            return;
        }
        let want = match project::structure(self.db, ty).kind {
            TyKind::Array { len: Some(n), .. } => *n as usize,
            TyKind::Tuple { members, .. } => members.len(),
            _ => return,
        };
        for i in have..want.min(have + 1) {
            let t = project::list_member(self.db, ty, Some(i)).unwrap_or(Ty::missing());
            if !t.has_missing() && semtypes::filler(t, &defs::DbResolver(self.db)).is_none() {
                let at = match members.last() {
                    Some(ListMember::Expr(x) | ListMember::Spread(x)) => *x,
                    None => e,
                };
                let message = format!("too few members for '{ty}': '{t}' has no filler value");
                self.error(self.range(at), codes::INCOMPATIBLE, message);
            }
        }
    }

    /// What is spread into an immutable structure must be immutable.
    pub(super) fn spread_in_context(&mut self, x: ExprId, member: Option<Ty>, context: Option<Ty>) {
        if let (Some(m), Some(t)) = (member, context)
            && !self.subtype(m, t)
        {
            self.incompatible(self.range(x), t, m);
        }
    }

    fn list_without_context(&mut self, e: ExprId, members: &[ListMember], context: Option<Ty>) -> Ty {
        let mut tys = Vec::new();
        let mut rest = None;
        for m in members {
            match m {
                ListMember::Expr(x) => {
                    let t = self.member_without_context(*x, context);
                    let t = self.broad(*x, t);
                    match rest {
                        None => tys.push(t),
                        Some(r) => rest = Some(ops::union2(self.db, r, t)),
                    }
                }
                ListMember::Spread(x) => {
                    let t = self.infer(*x, None);
                    self.spread_in_context(*x, project::list_member(self.db, t, None), context);
                    match (project::list_len(self.db, t), rest) {
                        // Longer ones are not taken apart: they become the rest.
                        (Some(n), None) if n <= 256 => {
                            let constant = matches!(t.kind(), TyKind::Singleton(_));
                            tys.extend((0..n).map(|i| {
                                let m = project::list_member(self.db, t, Some(i)).unwrap_or(Ty::missing());
                                if constant { self.widened(m) } else { m }
                            }));
                        }
                        _ => {
                            let m = project::list_member(self.db, t, None).unwrap_or(Ty::missing());
                            rest = Some(rest.map_or(m, |r| ops::union2(self.db, r, m)));
                        }
                    }
                }
            }
        }
        let ty = self.in_context(Ty::tuple(tys, rest), context);
        self.r.constructs.insert(e, ty);
        ty
    }

    // ---- objects ----

    pub(super) fn new_expr(
        &mut self,
        e: ExprId,
        ty: Option<TypeRefId>,
        args: &[Arg],
        expected: Option<Ty>,
    ) -> Ty {
        let unknown = self.unknown_context;
        let class_ty = match ty {
            Some(t) => Some(self.type_ref(t)),
            None => expected.and_then(|t| self.implicit_new_type(e, t, args)),
        };
        let Some(t) = class_ty else {
            args.iter().for_each(|a| {
                self.infer(a.expr(), None);
            });
            if !unknown {
                self.error(self.range(e), codes::BAD_NEW, "'new' needs a class type from its context");
            }
            return Ty::missing();
        };
        if t.is_missing() {
            args.iter().for_each(|a| {
                self.infer(a.expr(), None);
            });
            return t;
        }
        let TyKind::Object(ObjectTy { origin: Some(def), .. }) = project::structure(self.db, t).kind else {
            if matches!(project::structure(self.db, t).kind, TyKind::Stream { .. }) {
                return self.new_stream(e, t, args);
            }
            args.iter().for_each(|a| {
                self.infer(a.expr(), None);
            });
            self.error(self.range(e), codes::BAD_NEW, format!("'{t}' is not a class"));
            return Ty::missing();
        };
        self.new_object(e, *def, args)
    }

    /// The class that `new` without a name constructs: of the classes in the expected type the only one, else the
    /// only one whose `init` takes these arguments.
    fn implicit_new_type(&mut self, e: ExprId, expected: Ty, args: &[Arg]) -> Option<Ty> {
        let mut classes = ops::alternatives(self.db, expected);
        classes.retain(|a| {
            matches!(project::structure(self.db, *a).kind, TyKind::Object(_) | TyKind::Stream { .. })
        });
        let first = *classes.first()?;
        if classes.len() == 1 {
            return Some(first);
        }
        let origin = |t: Ty, db| match project::structure(db, t).kind {
            TyKind::Object(ObjectTy { origin, .. }) => *origin,
            _ => None,
        };
        let mut fit = None;
        for c in classes {
            let Some(def) = origin(c, self.db) else { continue };
            let saved = (self.flow.clone(), self.r.clone());
            let found = self.tentative(|cx| cx.new_object(e, def, args)).is_some();
            (self.flow, self.r) = saved;
            if found && fit.replace(c).is_some() {
                return None;
            }
        }
        fit.or(Some(first))
    }

    fn new_object(&mut self, e: ExprId, def: semtypes::DefId, args: &[Arg]) -> Ty {
        let class = hir_def::ids::Def::from_ty_def(def);
        let class_ty = Ty::named(def, class.name(self.db));
        self.r.constructs.insert(e, class_ty);
        let init = project::object(self.db, class_ty).and_then(|o| o.member(name("init")));
        match init.and_then(|m| project::function(self.db, m.ty)) {
            Some(f) => {
                let ret = self.init_call(e, f, args);
                let error = ops::error_part(self.db, ret);
                if error == Ty::never() { class_ty } else { Ty::union([class_ty, error]) }
            }
            None => {
                if let Some(a) = args.first() {
                    self.error(
                        self.range(a.expr()),
                        codes::TOO_MANY_ARGUMENTS,
                        format!("class '{class_ty}' has no 'init' with parameters"),
                    );
                }
                class_ty
            }
        }
    }

    pub(super) fn object_ctor(&mut self, e: ExprId, o: &ObjectCtor, expected: Option<Ty>) -> Ty {
        let module = Visibility::Module(defs::module_id(self.def.module(self.db)));
        let visibility = |public: bool| if public { Visibility::Public } else { module };
        let mut ty =
            ObjectTy { isolated: o.isolated, client: o.client, service: o.service, ..ObjectTy::default() };
        for f in &o.fields {
            let t = self.type_ref(f.ty);
            ty.members.push(MemberTy {
                name: f.name,
                ty: t,
                visibility: visibility(f.is_public),
                kind: MemberKind::Field { is_final: f.is_final },
            });
        }
        for m in &o.methods {
            let mut t = self.lambda_signature(m.lambda);
            let kind = self.types.method_kind(&m.kind);
            if let (MemberKind::Resource { .. }, TyKind::Function(f)) = (&kind, t.kind()) {
                let own = f.params[m.kind.path_params().count()..].to_vec();
                t = Ty::function(semtypes::FunctionTy { params: own, ..f.clone() });
            }
            let visibility = visibility(m.is_public || !matches!(kind, MemberKind::Method));
            ty.members.push(MemberTy { name: m.name, ty: t, visibility, kind });
        }
        let reference = match o.type_ref {
            Some(t) => Some(self.type_ref(t)),
            None => expected.filter(|t| project::object(self.db, *t).is_some()),
        };
        if let Some(r) = reference.and_then(|t| project::object(self.db, t)) {
            ty.distinct.extend(r.distinct.iter().copied());
            for m in &mut ty.members {
                if let Some(x) = r.counterpart(m) {
                    m.visibility = x.visibility;
                }
            }
        }
        ty.readonly = self.constructs_readonly(&ty, reference);
        ty.isolated |= ty.readonly
            || o.type_ref
                .and(reference)
                .and_then(|t| project::object(self.db, t))
                .is_some_and(|r| r.isolated)
            || self.implicitly_isolated(&ty);
        for m in &mut ty.members {
            if let MemberKind::Field { is_final } = &mut m.kind {
                *is_final |= ty.readonly;
            }
            if ty.readonly && matches!(m.kind, MemberKind::Field { .. }) {
                m.ty = project::readonly_of(self.db, m.ty);
            }
        }
        let ty = Ty::object(ty);
        self.object_fields(o, ty);
        self.object_methods(o, ty);
        if let (Some(t), Some(_)) = (reference, o.type_ref)
            && !self.subtype(ty, t)
        {
            self.incompatible(self.range(e), t, ty);
        }
        self.annotations(|a| a.subject == Subject::Object(e));
        self.r.constructs.insert(e, ty);
        Ty::union([ty, self.own_init_error(ty)])
    }

    /// Whether every field of an object constructor is isolated: final, and immutable or an isolated object (spec 6.8.1).
    fn implicitly_isolated(&self, o: &ObjectTy) -> bool {
        o.members.iter().all(|m| match m.kind {
            MemberKind::Field { is_final } => is_final && defs::sem(self.db, m.ty).is_shareable(),
            _ => true,
        })
    }
}
