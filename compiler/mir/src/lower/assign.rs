//! Assignment: places, compound assignment.

use bytecode::{Kind, Op};
use hir_def::ids::Def;
use hir_def::{BinaryOp, Expr, ExprId, LocalId};
use hir_ty::result::Resolution;
use hir_ty::{ops, project};
use semtypes::{Const, Name, Ty, TyKind};

use super::Lower;
use crate::ir::{Cond, Opnd, VReg};

/// An lvalue with its operands evaluated.
pub(super) enum Place {
    Local(LocalId),
    Global(Def, Name),
    /// Field of a record or object; `bool`: surely there.
    Field(VReg, Name, bool),
    ListMember(VReg, VReg),
    MapMember(VReg, VReg),
    Row(VReg, VReg),
    Bad,
}

impl Lower<'_> {
    pub(super) fn assign(&mut self, target: ExprId, value: ExprId) {
        let ty = self.ty(target);
        // A variable may be narrowed where it stands as a target: what counts is its declared type.
        let kind = match self.store.exprs[target] {
            Expr::Local(l) => {
                let t = self.local_ty(l);
                self.kind(t)
            }
            _ => self.kind(ty),
        };
        let place = self.place(target);
        let v = self.expr_as(value, kind);
        self.store_place(&place, v, kind);
    }

    /// Assigns a value to an lvalue expression of a pattern.
    pub(super) fn assign_value(&mut self, target: ExprId, v: VReg) {
        let ty = self.ty(target);
        let kind = self.kind(ty);
        let place = self.place(target);
        self.store_place(&place, v, kind);
    }

    pub(super) fn compound(&mut self, target: ExprId, op: BinaryOp, value: ExprId) {
        let ty = self.ty(target);
        let place = self.place(target);
        let old = self.load_place(&place, ty);
        let vt = self.ty(value);
        let new = match (self.inf.consts.get(&value), op, self.reg_kind(old)) {
            (Some(Const::Int(k)), BinaryOp::Add, Kind::I) if i16::try_from(*k).is_ok() => {
                self.op(Op::addk_i, Kind::I, Opnd::Reg(old), Opnd::Imm(*k as i32))
            }
            (Some(Const::Int(k)), BinaryOp::Sub, Kind::I) if i16::try_from(-i128::from(*k)).is_ok() => {
                self.op(Op::addk_i, Kind::I, Opnd::Reg(old), Opnd::Imm(-(*k as i32)))
            }
            _ => {
                let v = self.expr(value);
                self.arithmetic(op, old, ty, v, vt)
            }
        };
        let kind = self.reg_kind(new);
        self.store_place(&place, new, kind);
    }

    // ---- places ----

    fn place(&mut self, e: ExprId) -> Place {
        let store = self.store;
        match &store.exprs[e] {
            Expr::Local(l) => Place::Local(*l),
            Expr::Path(_) => match self.inf.resolutions.get(&e) {
                Some(Resolution::Var(d, n)) => Place::Global(*d, *n),
                _ => self.bad_place(e),
            },
            Expr::Field { base, name, .. } => {
                let t = self.ty(*base);
                let b = self.update_base(*base);
                let surely = matches!(self.inf.resolutions.get(&e), Some(Resolution::ObjectField))
                    || project::mapping_member(self.db, t, Some(name.name))
                        .is_some_and(|f| f.declared && !f.optional);
                Place::Field(b, name.name, surely)
            }
            Expr::Index { base, keys } => self.index_place(*base, keys),
            _ => self.bad_place(e),
        }
    }

    fn bad_place(&mut self, e: ExprId) -> Place {
        self.unsupported_expr(e, "assigning to this expression");
        Place::Bad
    }

    fn index_place(&mut self, base: ExprId, keys: &[ExprId]) -> Place {
        let t = self.ty(base);
        let b = self.update_base(base);
        if project::table(self.db, t).is_some() {
            let k = self.table_key(keys);
            return Place::Row(b, k);
        }
        if project::list_member(self.db, t, None).is_some() {
            let i = self.expr_as(keys[0], Kind::I);
            return Place::ListMember(b, i);
        }
        let record = ops::alternatives(self.db, t)
            .iter()
            .all(|a| matches!(project::structure(self.db, *a).kind, TyKind::Record(_)));
        if let (true, Some(Const::String(k))) = (record, self.inf.consts.get(&keys[0])) {
            let surely =
                project::mapping_member(self.db, t, Some(*k)).is_some_and(|f| f.declared && !f.optional);
            return Place::Field(b, *k, surely);
        }
        let k = self.expr_boxed(keys[0]);
        Place::MapMember(b, k)
    }

    /// The structure that an assignment updates. A member of a map on the way that is not there is made when its
    /// type has an obvious empty value.
    fn update_base(&mut self, base: ExprId) -> VReg {
        if !matches!(self.store.exprs[base], Expr::Index { .. } | Expr::Field { .. }) {
            return self.expr_boxed(base);
        }
        let place = self.place(base);
        let ty = self.ty(base);
        let nilable = matches!(place, Place::MapMember(..) | Place::Field(_, _, false));
        if !nilable {
            return self.load_place(&place, ty);
        }
        let v = self.load_place(&place, Ty::nilable(ty));
        let made = match project::structure(self.db, ty).kind {
            TyKind::Map(_) => Some(Op::map_new),
            TyKind::Array { len: None, .. } => Some(Op::list_new),
            _ => None,
        };
        let Some(op) = made else { return v };
        let out = self.reg(Kind::R);
        self.mov(out, v);
        let (make, join) = (self.new_block(), self.new_block());
        self.branch(Cond::Nil(v), make, join);
        self.switch(make);
        let fresh = self.op(op, Kind::R, Opnd::Ty(ty), Opnd::Imm(0));
        self.store_place(&place, fresh, Kind::R);
        self.mov(out, fresh);
        self.jump(join);
        self.switch(join);
        out
    }

    fn load_place(&mut self, place: &Place, ty: Ty) -> VReg {
        let kind = self.kind(ty);
        let v = match place {
            Place::Local(l) => self.load_local(*l),
            Place::Global(d, n) => self.load_global(*d, *n),
            Place::Field(b, n, true) => self.field_get(*b, *n, kind),
            Place::Field(b, n, false) => self.field_get(*b, *n, Kind::R),
            Place::ListMember(b, i) => self.list_get(*b, *i, kind),
            Place::MapMember(b, k) => self.op2(Op::map_get, Kind::R, *b, *k),
            Place::Row(b, k) => self.call_native("lang.table:$get", &[*b, *k]),
            Place::Bad => self.nil(),
        };
        self.coerce(v, kind)
    }

    fn store_place(&mut self, place: &Place, v: VReg, kind: Kind) {
        match place {
            Place::Local(l) => self.store_local(*l, v),
            Place::Global(d, n) => self.store_global(*d, *n, v),
            Place::Field(b, n, true) => {
                let v = self.coerce(v, kind);
                self.field_set(*b, *n, v);
            }
            Place::Field(b, n, false) => {
                let v = self.boxed(v);
                self.field_set(*b, *n, v);
            }
            Place::ListMember(b, i) => {
                let v = self.coerce(v, kind);
                self.list_set(*b, *i, v);
            }
            Place::MapMember(b, k) => {
                let v = self.boxed(v);
                self.emit(Op::map_set, Opnd::Reg(*b), Opnd::Reg(*k), Opnd::Reg(v));
            }
            // The row goes in under its own key: that it equals the key written is not checked.
            Place::Row(b, _) => {
                self.call_native("lang.table:$put", &[*b, v]);
            }
            Place::Bad => {}
        }
    }
}
