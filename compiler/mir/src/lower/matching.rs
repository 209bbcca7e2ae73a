//! `match` statements: patterns become tests and branches.

use bytecode::{Kind, Op};
use hir_def::{ExprId, MatchArm, Pat, PatId, RestPat};
use hir_ty::{ops, project};
use semtypes::{Const, Name, Ty};

use super::Lower;
use crate::ir::{BlockId, Cmp, Cond, Opnd, VReg};

impl Lower<'_> {
    pub(super) fn match_stmt(&mut self, scrutinee: ExprId, arms: &[MatchArm]) {
        let ty = self.ty(scrutinee);
        let v = self.expr(scrutinee);
        let done = self.new_block();
        for arm in arms {
            let (body, next) = (self.new_block(), self.new_block());
            for (i, p) in arm.pats.iter().enumerate() {
                let other = if i + 1 == arm.pats.len() { next } else { self.new_block() };
                self.pos = self.store.pats.range(*p).start().into();
                self.test(*p, v, ty, other);
                self.jump(body);
                self.switch(other);
            }
            self.switch(body);
            if let Some(g) = arm.guard {
                let taken = self.new_block();
                self.cond(g, taken, next);
                self.switch(taken);
            }
            self.block(arm.body);
            self.jump(done);
            self.switch(next);
        }
        self.jump(done);
        self.switch(done);
    }

    /// Goes on when the value matches, its variables bound; else to `no`.
    fn test(&mut self, p: PatId, v: VReg, ty: Ty, no: BlockId) {
        let store = self.store;
        match &store.pats[p] {
            Pat::Missing | Pat::Assign(_) => self.jump(no),
            Pat::Wildcard => {
                if self.reg_kind(v) == Kind::R && ops::error_part(self.db, ty) != Ty::never() {
                    let next = self.new_block();
                    self.branch(Cond::Error(v), no, next);
                    self.switch(next);
                }
            }
            Pat::Bind(l) => self.declare_or_store(*l, v),
            Pat::Const(e) => self.test_const(p, *e, v, no),
            Pat::List { members, rest } => self.test_list(members, *rest, v, ty, no),
            Pat::Mapping { fields, rest } => self.test_mapping(fields, *rest, v, ty, no),
            Pat::Error { message, cause, fields, rest, .. } => {
                let want = self.pat_ty(p);
                self.test_type(v, ty, want, no);
                let v = self.boxed(v);
                for (q, native, t) in [
                    (message, "lang.error:message", Ty::string()),
                    (cause, "lang.error:cause", Ty::nilable(Ty::error())),
                ] {
                    if let Some(q) = q {
                        let m = self.call_native(native, &[v]);
                        self.test(*q, m, t, no);
                    }
                }
                if fields.is_empty() && matches!(rest, None | Some(RestPat::Ignore)) {
                    return;
                }
                let detail = self.call_native("lang.error:detail", &[v]);
                let dt = project::error_detail(self.db, want);
                self.test_fields(fields, detail, dt, no);
                self.bind_rest(*rest, |s, ty| s.rest_of_map(detail, fields, ty));
            }
        }
    }

    /// Alternatives of one arm bind the same variables: the first declares.
    fn declare_or_store(&mut self, l: hir_def::LocalId, v: VReg) {
        if self.locals.contains_key(&l) && !self.needs_cell(l) {
            self.store_local(l, v);
        } else {
            self.declare(l, Some(v));
        }
    }

    /// What is known of the value that reaches a nested pattern. An error pattern's own type is what it asks for.
    fn nested_ty(&self, p: PatId) -> Ty {
        match self.store.pats[p] {
            Pat::Error { .. } => Ty::union([Ty::any(), Ty::error()]),
            _ => self.pat_ty(p),
        }
    }

    fn test_type(&mut self, v: VReg, from: Ty, want: Ty, no: BlockId) {
        let next = self.new_block();
        self.is_cond(v, from, want, next, no);
        self.switch(next);
    }

    fn test_const(&mut self, p: PatId, e: ExprId, v: VReg, no: BlockId) {
        let next = self.new_block();
        let c = self.inf.pat_const.get(&p).or_else(|| self.inf.consts.get(&e)).cloned();
        match (c, self.reg_kind(v)) {
            (Some(Const::Nil), Kind::R) => self.branch(Cond::Nil(v), next, no),
            (Some(Const::Int(k)), Kind::I) if i16::try_from(k).is_ok() => {
                self.branch(Cond::IntK(Cmp::Eq, v, k as i16), next, no);
            }
            (Some(c), Kind::R) => {
                let k = self.tagged_const(c);
                let b = self.op2(Op::eq_r, Kind::B, v, k);
                self.branch(Cond::Bool(b), next, no);
            }
            (Some(c), _) => {
                let k = self.constant(&c);
                let b = self.equal(v, k, false, false);
                self.branch(Cond::Bool(b), next, no);
            }
            (None, _) => {
                let k = self.expr(e);
                let b = self.equal(v, k, false, false);
                self.branch(Cond::Bool(b), next, no);
            }
        }
        self.switch(next);
    }

    fn test_list(&mut self, members: &[PatId], rest: Option<RestPat>, v: VReg, ty: Ty, no: BlockId) {
        let v = self.boxed(v);
        self.test_type(v, ty, Self::any_list(), no);
        let lists = ops::narrow(self.db, ty, Self::any_list());
        if project::list_len(self.db, lists) != Some(members.len()) {
            let n = self.list_len(v);
            let cmp = if rest.is_some() { Cmp::Ge } else { Cmp::Eq };
            let next = self.new_block();
            self.branch(Cond::IntK(cmp, n, members.len().min(30_000) as i16), next, no);
            self.switch(next);
        }
        for (i, m) in members.iter().enumerate() {
            let t = self.nested_ty(*m);
            let at = self.int(i as i64);
            // Another alternative of the scrutinee's type may hold another representation: read it tagged.
            let member = self.list_get(v, at, Kind::R);
            self.test(*m, member, t, no);
        }
        self.bind_rest(rest, |s, ty| s.rest_of_list(v, members.len(), ty));
    }

    fn test_mapping(
        &mut self,
        fields: &[(Name, PatId)],
        rest: Option<RestPat>,
        v: VReg,
        ty: Ty,
        no: BlockId,
    ) {
        let v = self.boxed(v);
        self.test_type(v, ty, Self::any_map(), no);
        let mappings = ops::narrow(self.db, ty, Self::any_map());
        self.test_fields(fields, v, mappings, no);
        self.bind_rest(rest, |s, ty| s.rest_of_map(v, fields, ty));
    }

    fn test_fields(&mut self, fields: &[(Name, PatId)], v: VReg, ty: Ty, no: BlockId) {
        for (n, f) in fields {
            let surely =
                project::mapping_member(self.db, ty, Some(*n)).is_some_and(|m| m.declared && !m.optional);
            if !surely {
                let has = self.has_member(v, *n);
                let next = self.new_block();
                self.branch(Cond::Bool(has), next, no);
                self.switch(next);
            }
            let member = self.op(Op::map_getk, Kind::R, Opnd::Reg(v), Opnd::Str(*n));
            let t = self.nested_ty(*f);
            // The value may be of any alternative: let the tests inside see all of them.
            self.test(*f, member, t, no);
        }
    }
}
