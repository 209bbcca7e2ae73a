//! Binding patterns: destructuring.

use bytecode::{Kind, Op};
use hir_def::{LocalId, Pat, PatId, RestPat};
use hir_ty::project;
use semtypes::{Name, Ty, TyKind};

use super::Lower;
use crate::ir::{Cmp, Cond, Opnd, VReg};

impl Lower<'_> {
    /// Binds a value to a pattern that it surely fits, declaring or assigning variables.
    pub(super) fn bind(&mut self, p: PatId, v: VReg) {
        let store = self.store;
        match &store.pats[p] {
            Pat::Missing | Pat::Wildcard | Pat::Const(_) => {}
            Pat::Bind(l) => {
                // In a destructuring assignment a plain name is bound again.
                if self.locals.contains_key(l) && self.assigned.contains(l) && self.is_assignment(*l) {
                    self.store_local(*l, v);
                } else {
                    self.declare(*l, Some(v));
                }
            }
            Pat::Assign(e) => self.assign_value(*e, v),
            Pat::List { members, rest } => {
                let v = self.boxed(v);
                for (i, m) in members.iter().enumerate() {
                    if matches!(store.pats[*m], Pat::Wildcard) {
                        continue;
                    }
                    let ty = self.pat_ty(*m);
                    let kind = self.kind(ty);
                    let at = self.int(i as i64);
                    let member = self.list_get(v, at, kind);
                    self.bind(*m, member);
                }
                self.bind_rest(*rest, |s, ty| s.rest_of_list(v, members.len(), ty));
            }
            Pat::Mapping { fields, rest } => {
                let v = self.boxed(v);
                let ty = self.pat_ty(p);
                for (n, f) in fields {
                    let member = self.pattern_field(v, ty, *n, *f);
                    self.bind(*f, member);
                }
                self.bind_rest(*rest, |s, ty| s.rest_of_map(v, fields, ty));
            }
            Pat::Error { message, cause, fields, rest, .. } => {
                let v = self.boxed(v);
                for (q, native) in [(message, "lang.error:message"), (cause, "lang.error:cause")] {
                    if let Some(q) = q {
                        let m = self.call_native(native, &[v]);
                        self.bind(*q, m);
                    }
                }
                if fields.is_empty() && matches!(rest, None | Some(RestPat::Ignore)) {
                    return;
                }
                let detail = self.call_native("lang.error:detail", &[v]);
                for (n, f) in fields {
                    let m = self.op(Op::map_getk, Kind::R, Opnd::Reg(detail), Opnd::Str(*n));
                    self.bind(*f, m);
                }
                self.bind_rest(*rest, |s, ty| s.rest_of_map(detail, fields, ty));
            }
        }
    }

    /// Whether the variable was declared by a statement of its own, so that a pattern that names it assigns it.
    fn is_assignment(&self, l: LocalId) -> bool {
        self.locals.contains_key(&l)
    }

    /// A field as a mapping pattern wants it: nil when it is optional and missing.
    fn pattern_field(&mut self, v: VReg, ty: Ty, n: Name, f: PatId) -> VReg {
        let ft = self.pat_ty(f);
        let kind = self.kind(ft);
        let surely = project::mapping_member(self.db, ty, Some(n)).is_some_and(|m| m.declared && !m.optional);
        if surely {
            return self.field_get(v, n, kind);
        }
        let m = self.op(Op::map_getk, Kind::R, Opnd::Reg(v), Opnd::Str(n));
        self.coerce(m, kind)
    }

    pub(super) fn bind_rest(&mut self, rest: Option<RestPat>, make: impl FnOnce(&mut Self, Ty) -> VReg) {
        match rest {
            Some(RestPat::Bind(l)) => {
                let ty = self.local_ty(l);
                let v = make(self, ty);
                self.declare(l, Some(v));
            }
            Some(RestPat::Assign(e)) => {
                let ty = self.ty(e);
                let v = make(self, ty);
                self.assign_value(e, v);
            }
            Some(RestPat::Ignore) | None => {}
        }
    }

    /// A new list of the members from `from` on.
    pub(super) fn rest_of_list(&mut self, v: VReg, from: usize, ty: Ty) -> VReg {
        let ty =
            if matches!(project::structure(self.db, ty).kind, TyKind::Array { .. } | TyKind::Tuple { .. }) {
                ty
            } else {
                Self::any_list()
            };
        let out = self.list_new(ty, 0);
        let i = self.reg(Kind::I);
        let from = self.int(from as i64);
        self.mov(i, from);
        let elem = self.member_ty(ty);
        let kind = self.kind(elem);
        let (head, inside, exit) = (self.new_block(), self.new_block(), self.new_block());
        self.jump(head);
        self.switch(head);
        let n = self.list_len(v);
        self.branch(Cond::Int(Cmp::Lt, i, n), inside, exit);
        self.switch(inside);
        let member = self.list_get(v, i, kind);
        self.list_append(out, member);
        self.next(i, head);
        self.switch(exit);
        out
    }

    /// A new mapping of the members other than those named.
    pub(super) fn rest_of_map(&mut self, v: VReg, fields: &[(Name, PatId)], ty: Ty) -> VReg {
        let ty = if matches!(project::structure(self.db, ty).kind, TyKind::Record(_) | TyKind::Map(_)) {
            ty
        } else {
            Self::any_map()
        };
        let out = self.op(Op::map_new, Kind::R, Opnd::Ty(ty), Opnd::Imm(0));
        let (i, head, inside, latch, exit) = self.counter();
        let key = self.op2(Op::key_at, Kind::R, v, i);
        self.branch(Cond::Absent(key), exit, inside);
        self.switch(inside);
        for (n, _) in fields {
            let name = self.str(n.as_str());
            let same = self.op2(Op::eq_r, Kind::B, key, name);
            let other = self.new_block();
            self.branch(Cond::Bool(same), latch, other);
            self.switch(other);
        }
        let member = self.op2(Op::iter_at, Kind::R, v, i);
        self.emit(Op::map_init_dyn, Opnd::Reg(out), Opnd::Reg(key), Opnd::Reg(member));
        self.jump(latch);
        self.switch(latch);
        self.next(i, head);
        self.switch(exit);
        out
    }
}
