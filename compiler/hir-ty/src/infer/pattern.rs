//! Binding patterns, destructuring assignment, match patterns (spec 6.1, 7.14.3, 7.20).

use hir_def::{Expr, ExprId, LocalId, Pat, PatId, RestPat, TypeRefId};
use semtypes::{Const, FieldTy, Name, RecordTy, Ty, TyKind};

use super::Infer;
use crate::codes;
use crate::consts;
use crate::ops;
use crate::project;

/// What a match pattern matches.
pub(super) struct Matched {
    /// Values that may match.
    pub may: Ty,
    /// Values that surely match.
    pub must: Ty,
}

impl Infer<'_> {
    /// `T pattern = init`
    pub(super) fn binding(&mut self, pat: PatId, ty: Option<TypeRefId>, init: ExprId) {
        let declared = ty.map(|t| (t, self.type_ref(t)));
        let t = match declared {
            Some((r, d)) if !matches!(self.store.type_refs[r], hir_def::TypeRef::Infer) => {
                let d = self.inferred_length(r, d, init);
                self.check(init, d);
                d
            }
            _ => {
                let t = self.infer(init, None);
                let t = self.broad(init, t);
                if t == Ty::never() && self.flow.reachable {
                    self.error(self.range(init), codes::INCOMPATIBLE, "this expression has no value");
                }
                t
            }
        };
        self.pattern_type(pat, t, true);
    }

    /// `T[*]` takes its length from the initialiser.
    fn inferred_length(&mut self, r: TypeRefId, declared: Ty, init: ExprId) -> Ty {
        if let hir_def::TypeRef::Array { len: hir_def::ArrayLen::Inferred, .. } = self.store.type_refs[r]
            && let TyKind::Array { elem, .. } = declared.kind()
        {
            let len = match &self.store.exprs[init] {
                Expr::List(members) => members.iter().map(|m| self.member_count(m)).sum(),
                Expr::Literal(hir_def::Literal::Bytes(b)) => b.len(),
                _ => return declared,
            };
            let t = Ty::fixed_array(*elem, len as u64);
            self.types.cache.insert(r, t);
            return t;
        }
        declared
    }

    /// As many members as a part of a list constructor stands for; none if that is not known.
    fn member_count(&mut self, m: &hir_def::ListMember) -> usize {
        match m {
            hir_def::ListMember::Expr(_) => 1,
            hir_def::ListMember::Spread(x) => {
                let t = self.infer(*x, None);
                project::list_len(self.db, t).unwrap_or(0)
            }
        }
    }

    /// Gives a pattern the type of the value that reaches it, declaring its variables.
    pub(super) fn pattern_type(&mut self, p: PatId, ty: Ty, declare: bool) {
        self.r.pat_ty.insert(p, ty);
        let store = self.store;
        match &store.pats[p] {
            Pat::Missing | Pat::Const(_) => {}
            Pat::Wildcard => {
                let errors = ops::error_part(self.db, ty);
                if !ops::is_never(self.db, errors) && declare {
                    self.error(
                        store.pats.range(p),
                        codes::IGNORED_VALUE,
                        format!("'_' cannot ignore an error: the value has type '{ty}'"),
                    );
                }
            }
            Pat::Bind(l) => self.declare(*l, ty, true),
            Pat::Assign(e) => {
                let t = self.assign_target(*e);
                if !self.subtype(ty, t) {
                    self.incompatible(self.range(*e), t, ty);
                }
            }
            Pat::List { members, rest } => self.list_pattern(p, members, *rest, ty, declare),
            Pat::Mapping { fields, rest } => self.mapping_pattern(p, fields, *rest, ty, declare),
            Pat::Error { ty: written, message, cause, fields, rest } => {
                let want = self.error_pattern_type(p, *written);
                if !self.subtype(ty, want) {
                    self.incompatible(store.pats.range(p), want, ty);
                }
                if let Some(m) = message {
                    self.pattern_type(*m, Ty::string(), declare);
                }
                if let Some(c) = cause {
                    self.pattern_type(*c, Ty::nilable(Ty::error()), declare);
                }
                let detail = project::error_detail(self.db, ty);
                for (n, f) in fields {
                    let t = project::mapping_member(self.db, detail, Some(*n))
                        .map_or(Ty::missing(), |f| if f.optional { Ty::nilable(f.ty) } else { f.ty });
                    self.pattern_type(*f, t, declare);
                }
                let names: Vec<Name> = fields.iter().map(|f| f.0).collect();
                let rest_ty = self.rest_record(detail, &names);
                self.rest_pattern(*rest, rest_ty);
            }
        }
    }

    fn assign_target(&mut self, e: ExprId) -> Ty {
        if let Expr::Local(l) = self.store.exprs[e] {
            let first = self.flow.unassigned.contains(&l);
            let local = &self.store.locals[l];
            if local.kind != hir_def::LocalKind::Var && !(local.kind == hir_def::LocalKind::Final && first) {
                self.error(
                    self.range(e),
                    codes::NOT_ASSIGNABLE,
                    format!("cannot assign to {} '{}'", local.kind.describe(), local.name),
                );
            }
            self.flow.unassigned.remove(&l);
            self.flow.narrowed.remove(&l);
            let t = self.local_type(l);
            self.r.expr_ty.insert(e, t);
            return t;
        }
        let t = self.lvalue(e);
        self.member_assigned(e);
        t
    }

    fn rest_pattern(&mut self, rest: Option<RestPat>, ty: Ty) {
        match rest {
            Some(RestPat::Bind(l)) => self.declare(l, ty, true),
            Some(RestPat::Assign(e)) => {
                let t = self.assign_target(e);
                if !self.subtype(ty, t) {
                    self.incompatible(self.range(e), t, ty);
                }
            }
            _ => {}
        }
    }

    /// Whether every list of a type has `n` members, and no more unless there may be `more`.
    fn has_members(&self, list: Ty, n: usize, more: bool) -> bool {
        let enough = |len: usize| if more { len >= n } else { len == n };
        match project::structure(self.db, list).kind {
            TyKind::Tuple { members, rest } => enough(members.len()) && (more || rest.is_none()),
            TyKind::Array { len: Some(len), .. } => enough(*len as usize),
            TyKind::Array { .. } => more && n == 0,
            TyKind::Singleton(Const::List(items)) => enough(items.len()),
            _ => false,
        }
    }

    fn list_pattern(&mut self, p: PatId, members: &[PatId], rest: Option<RestPat>, ty: Ty, declare: bool) {
        let n = members.len();
        let alternatives = ops::alternatives(self.db, ty);
        let fits = ty.has_missing()
            || !alternatives.is_empty()
                && alternatives.iter().all(|a| self.has_members(*a, n, rest.is_some()));
        if !fits {
            self.error(
                self.store.pats.range(p),
                codes::BAD_PATTERN,
                match n {
                    1 => format!("a list of 1 member is needed here, found '{ty}'"),
                    _ => format!("a list of {n} members is needed here, found '{ty}'"),
                },
            );
        }
        for (i, m) in members.iter().enumerate() {
            let t = project::list_member(self.db, ty, Some(i)).filter(|_| fits).unwrap_or(Ty::missing());
            self.pattern_type(*m, t, declare);
        }
        let t = self.rest_list(ty, n);
        self.rest_pattern(rest, t);
    }

    /// The list of members from `n` on.
    fn rest_list(&self, ty: Ty, n: usize) -> Ty {
        match project::structure(self.db, ty).kind {
            TyKind::Tuple { members, rest } if members.len() > n => Ty::tuple(members[n..].to_vec(), *rest),
            TyKind::Tuple { rest: Some(r), .. } => Ty::array(*r),
            TyKind::Tuple { .. } => Ty::tuple(Vec::new(), None),
            TyKind::Array { elem, len: Some(len) } => Ty::fixed_array(*elem, len.saturating_sub(n as u64)),
            _ => project::list_member(self.db, ty, None).map_or(Ty::missing(), Ty::array),
        }
    }

    fn mapping_pattern(
        &mut self,
        p: PatId,
        fields: &[(Name, PatId)],
        rest: Option<RestPat>,
        ty: Ty,
        declare: bool,
    ) {
        let is_mapping = project::mapping_member(self.db, ty, None).is_some();
        if !is_mapping && !ty.has_missing() {
            self.error(
                self.store.pats.range(p),
                codes::BAD_PATTERN,
                format!("a mapping is needed here, found '{ty}'"),
            );
        }
        for (n, f) in fields {
            let t = match project::mapping_member(self.db, ty, Some(*n)) {
                Some(m) if m.ty == Ty::never() || !m.declared => {
                    self.error(
                        self.store.pats.range(*f),
                        codes::UNDEFINED_FIELD,
                        format!("undefined field '{n}' in '{ty}'"),
                    );
                    Ty::missing()
                }
                Some(m) => {
                    if m.optional {
                        Ty::nilable(m.ty)
                    } else {
                        m.ty
                    }
                }
                None => Ty::missing(),
            };
            self.pattern_type(*f, t, declare);
        }
        let names: Vec<Name> = fields.iter().map(|f| f.0).collect();
        let t = self.rest_record(ty, &names);
        self.rest_pattern(rest, t);
    }

    /// The type of the mapping of all fields but those named, which it does not have.
    fn rest_record(&self, ty: Ty, names: &[Name]) -> Ty {
        let (fields, rest) = match ops::alternatives(self.db, ty).as_slice() {
            [one] => match project::structure(self.db, *one).kind {
                TyKind::Record(r) => (r.fields.clone(), r.rest),
                TyKind::Map(v) => (Vec::new(), Some(*v)),
                _ => return self.any_rest(ty),
            },
            _ => return self.any_rest(ty),
        };
        let mut left: Vec<_> = fields.into_iter().filter(|f| !names.contains(&f.name)).collect();
        for f in &mut left {
            (f.readonly, f.default) = (false, false);
        }
        if rest.is_some() {
            left.extend(
                names.iter().map(|n| FieldTy { optional: true, ..FieldTy::required(*n, Ty::never()) }),
            );
        }
        Ty::record(RecordTy { fields: left, rest, origin: None })
    }

    /// The same where there are several types of mappings: the new one is of none of them.
    fn any_rest(&self, ty: Ty) -> Ty {
        project::mapping_member(self.db, ty, None).map_or(Ty::missing(), |f| Ty::map(f.ty))
    }

    /// The type that an error pattern names.
    fn error_pattern_type(&mut self, p: PatId, written: Option<hir_def::Path>) -> Ty {
        let Some(path) = written else { return Ty::error() };
        match hir_def::queries::resolve_path(self.db, self.file, path) {
            hir_def::queries::Resolved::Item(i) => {
                crate::defs::item_as_type(self.db, i).unwrap_or(Ty::missing())
            }
            _ => {
                let range = self.store.pats.range(p);
                self.error(range, codes::UNKNOWN_TYPE, format!("unknown error type '{path}'"));
                Ty::missing()
            }
        }
    }

    pub(super) fn destructuring_assign(&mut self, p: PatId, value: ExprId) {
        let context = self.assign_context(p);
        let t = self.infer(value, context);
        if matches!(self.store.pats[p], Pat::Wildcard) {
            self.r.pat_ty.insert(p, t);
            if ops::error_part(self.db, t) != Ty::never() && !t.has_missing() {
                self.error(
                    self.range(value),
                    codes::IGNORED_VALUE,
                    format!("an error cannot be ignored: the value has type '{t}'"),
                );
            }
            return;
        }
        self.pattern_type(p, t, false);
    }

    /// The tuple or record type that the targets of a destructuring assignment ask for.
    fn assign_context(&mut self, p: PatId) -> Option<Ty> {
        match &self.store.pats[p] {
            Pat::Assign(e) => match &self.store.exprs[*e] {
                Expr::Local(l) => Some(self.local_type(*l)),
                _ => None,
            },
            Pat::List { members, rest: None } => {
                let tys: Option<Vec<Ty>> = members.iter().map(|m| self.assign_context(*m)).collect();
                Some(Ty::tuple(tys?, None))
            }
            _ => None,
        }
    }

    // ---- match patterns ----

    /// Types a match pattern against the values left (`left` of all `whole`).
    pub(super) fn match_pattern(&mut self, p: PatId, left: Ty, whole: Ty) -> Matched {
        self.r.pat_ty.insert(p, whole);
        let store = self.store;
        let db = self.db;
        match &store.pats[p] {
            Pat::Missing => Matched { may: Ty::missing(), must: Ty::never() },
            Pat::Wildcard => {
                let t = ops::without_error(db, left);
                Matched { may: t, must: t }
            }
            Pat::Bind(l) => {
                self.declare_in_match(*l, left);
                Matched { may: left, must: left }
            }
            Pat::Const(e) => self.const_pattern(p, *e, left),
            Pat::List { members, rest } => self.list_match(members, *rest, left),
            Pat::Mapping { fields, rest } => self.mapping_match(fields, *rest, left),
            Pat::Error { ty, message, cause, fields, rest } => {
                let want = self.error_pattern_type(p, *ty);
                let may = ops::narrow(db, left, want);
                self.r.pat_ty.insert(p, want);
                let detail = project::error_detail(db, may);
                let mut plain = fields.is_empty();
                for (q, t) in [(message, Ty::string()), (cause, Ty::nilable(Ty::error()))] {
                    if let Some(q) = q {
                        plain &= matches!(store.pats[*q], Pat::Bind(_) | Pat::Wildcard);
                        self.match_pattern(*q, t, t);
                    }
                }
                for (n, f) in fields {
                    let t = project::mapping_member(db, detail, Some(*n)).map_or(Ty::missing(), |f| f.ty);
                    self.match_pattern(*f, t, t);
                }
                let names: Vec<Name> = fields.iter().map(|f| f.0).collect();
                let rest_ty = self.rest_record(detail, &names);
                if let Some(RestPat::Bind(l)) = rest {
                    self.declare_rest(*l, rest_ty);
                }
                Matched { may, must: if plain && cause.is_none() { may } else { Ty::never() } }
            }
            Pat::Assign(_) => Matched { may: Ty::never(), must: Ty::never() },
        }
    }

    /// Alternatives of one arm bind the same variable: its type is the union.
    fn declare_in_match(&mut self, l: LocalId, ty: Ty) {
        let t = self.with_earlier(l, ty);
        self.declare(l, t, true);
    }

    /// The type of a variable that alternatives of a pattern before this one may have bound too.
    fn with_earlier(&self, l: LocalId, ty: Ty) -> Ty {
        self.r.local_ty.get(&l).map_or(ty, |old| ops::union2(self.db, *old, ty))
    }

    /// The same of what is left of a list or mapping, which is a new one of one type.
    fn declare_rest(&mut self, l: LocalId, ty: Ty) {
        let t = self.with_earlier(l, ty);
        let t = match ops::alternatives(self.db, t).len() {
            0 | 1 => t,
            _ => project::list_member(self.db, t, None).map_or_else(|| self.any_rest(t), Ty::array),
        };
        self.declare(l, t, true);
    }

    fn const_pattern(&mut self, p: PatId, e: ExprId, left: Ty) -> Matched {
        let t = self.infer(e, Some(left));
        let c = self
            .r
            .consts
            .get(&e)
            .cloned()
            .or_else(|| consts::eval(self.db, self.def, self.store, e, Some(left)));
        match c {
            Some(c) => {
                let s = Ty::singleton(c.clone());
                self.r.pat_const.insert(p, c);
                if !ops::overlaps(self.db, left, s) {
                    return Matched { may: Ty::never(), must: Ty::never() };
                }
                Matched { may: s, must: s }
            }
            None => {
                if !t.has_missing() {
                    self.error(
                        self.store.pats.range(p),
                        codes::NOT_CONSTANT,
                        "a match pattern must be constant",
                    );
                }
                Matched { may: Ty::missing(), must: Ty::never() }
            }
        }
    }

    fn list_match(&mut self, members: &[PatId], rest: Option<RestPat>, left: Ty) -> Matched {
        let db = self.db;
        let n = members.len();
        let any_list = Ty::array(Ty::union([Ty::any(), Ty::error()]));
        let lists = ops::narrow(db, left, any_list);
        let mut alts = ops::alternatives(db, lists);
        alts.retain(|a| *a != Ty::never() && self.list_can_match(members, rest.is_some(), *a));
        let may = ops::join(alts.iter().copied());
        let sure = alts.into_iter().filter(|a| self.has_members(*a, n, rest.is_some()));
        let sure = ops::join(sure);
        let mut must = true;
        let mut tys = Vec::new();
        for (i, m) in members.iter().enumerate() {
            let t = project::list_member(db, may, Some(i)).unwrap_or(Ty::missing());
            let r = self.match_pattern(*m, t, t);
            if r.may == Ty::never() {
                return Matched { may: Ty::never(), must: Ty::never() };
            }
            must &= self.is(t, r.must);
            tys.push(r.may);
        }
        if let Some(RestPat::Bind(l)) = rest {
            let t = self.rest_list(may, n);
            self.declare_rest(l, t);
        }
        Matched { may, must: if must { sure } else { Ty::never() } }
    }

    /// Whether a list of one type may have the length of a pattern, and members that its constants match.
    fn list_can_match(&self, members: &[PatId], more: bool, list: Ty) -> bool {
        let enough = |len: usize| if more { len >= members.len() } else { len == members.len() };
        project::list_len(self.db, list).is_none_or(enough)
            && members.iter().enumerate().all(|(i, m)| {
                project::list_member(self.db, list, Some(i)).is_none_or(|t| self.can_match(*m, t))
            })
    }

    /// The same of a mapping and its fields.
    fn mapping_can_match(&self, fields: &[(Name, PatId)], mapping: Ty) -> bool {
        fields.iter().all(|(n, p)| {
            project::mapping_member(self.db, mapping, Some(*n))
                .is_some_and(|f| f.ty != Ty::never() && self.can_match(*p, f.ty))
        })
    }

    /// Whether the constants in a pattern leave it possible that it matches a value of a type.
    fn can_match(&self, p: PatId, ty: Ty) -> bool {
        let any = |f: &dyn Fn(Ty) -> bool| {
            let structured = |a: &Ty| {
                project::list_member(self.db, *a, None).is_some()
                    || project::mapping_member(self.db, *a, None).is_some()
            };
            ops::alternatives(self.db, ty).into_iter().any(|a| !structured(&a) || f(a))
        };
        match &self.store.pats[p] {
            Pat::Const(e) => match consts::eval(self.db, self.def, self.store, *e, Some(ty)) {
                Some(c) => ops::overlaps(self.db, ty, Ty::singleton(c)),
                None => true,
            },
            Pat::List { members, rest } => any(&|a| self.list_can_match(members, rest.is_some(), a)),
            Pat::Mapping { fields, .. } => any(&|a| self.mapping_can_match(fields, a)),
            _ => true,
        }
    }

    fn mapping_match(&mut self, fields: &[(Name, PatId)], rest: Option<RestPat>, left: Ty) -> Matched {
        let db = self.db;
        let any_map = Ty::map(Ty::union([Ty::any(), Ty::error()]));
        let mappings = ops::narrow(db, left, any_map);
        let mut alts = ops::alternatives(db, mappings);
        alts.retain(|a| *a != Ty::never() && self.mapping_can_match(fields, *a));
        let may = ops::join(alts.iter().copied());
        let has_all = |a: &Ty| {
            let required = |n| project::mapping_member(db, *a, Some(n)).is_some_and(|f| !f.optional);
            fields.iter().all(|(n, _)| required(*n))
        };
        let sure = ops::join(alts.into_iter().filter(has_all));
        let mut must = true;
        for (n, f) in fields {
            let member = project::mapping_member(db, may, Some(*n));
            let t = member.map_or(Ty::missing(), |m| m.ty);
            let r = self.match_pattern(*f, t, t);
            if r.may == Ty::never() && !t.has_missing() {
                return Matched { may: Ty::never(), must: Ty::never() };
            }
            must &= self.is(t, r.must);
        }
        if let Some(RestPat::Bind(l)) = rest {
            let names: Vec<Name> = fields.iter().map(|f| f.0).collect();
            let t = self.rest_record(may, &names);
            self.declare_rest(l, t);
        }
        Matched { may, must: if must { sure } else { Ty::never() } }
    }
}
