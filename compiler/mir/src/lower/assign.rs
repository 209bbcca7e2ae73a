//! Assignment: places, compound assignment.

use bytecode::{Kind, Op};
use hir_def::ids::Def;
use hir_def::{BinaryOp, Expr, ExprId, LocalId};
use hir_ty::result::Resolution;
use hir_ty::{ops, project};
use semtypes::{Const, Filler, Name, Ty, TyKind};

use super::Lower;
use crate::ir::{Cmp, Cond, InstKind, Opnd, Term, VReg};
use crate::key::FuncKey;

/// An lvalue with its operands evaluated.
pub(super) enum Place {
    Local(LocalId),
    Global(Def, Name),
    /// Field of a record or object; `bool`: surely there. The type is that of what may be assigned, for members too.
    Field(VReg, Name, bool, Ty),
    /// With whether members on the way to it may take code to make.
    ListMember(VReg, VReg, Ty, bool),
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
                Place::Field(b, name.name, surely, self.ty(e))
            }
            Expr::Index { base, keys } => self.index_place(*base, keys, self.ty(e)),
            _ => self.bad_place(e),
        }
    }

    fn bad_place(&mut self, e: ExprId) -> Place {
        self.unsupported_expr(e, "assigning to this expression");
        Place::Bad
    }

    fn index_place(&mut self, base: ExprId, keys: &[ExprId], ty: Ty) -> Place {
        let t = self.ty(base);
        let b = self.update_base(base);
        if project::table(self.db, t).is_some() {
            let k = self.table_key(keys);
            return Place::Row(b, k);
        }
        if project::list_member(self.db, t, None).is_some() {
            let i = self.expr_as(keys[0], Kind::I);
            return Place::ListMember(b, i, ty, self.grows_with_code(t));
        }
        let record = ops::alternatives(self.db, t)
            .iter()
            .all(|a| matches!(project::structure(self.db, *a).kind, TyKind::Record(_)));
        if let (true, Some(Const::String(k))) = (record, self.inf.consts.get(&keys[0])) {
            let surely =
                project::mapping_member(self.db, t, Some(*k)).is_some_and(|f| f.declared && !f.optional);
            return Place::Field(b, *k, surely, ty);
        }
        let k = self.expr_boxed(keys[0]);
        Place::MapMember(b, k)
    }

    /// The structure that an assignment updates. A member on the way that is not there is made, with the filler value
    /// of its type (spec 7.14.1).
    fn update_base(&mut self, base: ExprId) -> VReg {
        if !matches!(self.store.exprs[base], Expr::Index { .. } | Expr::Field { .. }) {
            return self.expr_boxed(base);
        }
        let place = self.place(base);
        let ty = ops::without_nil(self.db, self.ty(base));
        match place {
            Place::ListMember(list, i, _, code) => {
                let n = self.list_len(list);
                let (fill, there) = (self.new_block(), self.new_block());
                self.branch(Cond::Int(Cmp::Ge, i, n), fill, there);
                self.switch(fill);
                if code {
                    self.fill_up_to(list, i, ty);
                }
                if let Some(v) = self.filler(ty) {
                    self.list_set(list, i, v, ty);
                }
                self.jump(there);
                self.switch(there);
                self.load_place(&place, ty)
            }
            Place::MapMember(..) | Place::Field(_, _, false, _) => {
                let v = self.load_place(&place, Ty::nilable(ty));
                let out = self.reg(Kind::R);
                self.mov(out, v);
                let (make, join) = (self.new_block(), self.new_block());
                self.branch(Cond::Nil(v), make, join);
                self.switch(make);
                match self.filler(ty) {
                    Some(fresh) => {
                        self.store_place(&place, fresh, Kind::R);
                        self.mov(out, fresh);
                        self.jump(join);
                    }
                    None => self.panic_with("no filler value"),
                }
                self.switch(join);
                out
            }
            _ => self.load_place(&place, ty),
        }
    }

    /// A new filler value, tagged.
    pub(super) fn filler(&mut self, ty: Ty) -> Option<VReg> {
        Some(match semtypes::filler(ty, &hir_ty::defs::DbResolver(self.db))? {
            Filler::Const(c) => self.tagged_const(c),
            Filler::Empty(t) => match project::structure(self.db, t).kind {
                TyKind::Map(_) | TyKind::Record(_) => self.included_record(t, &[]),
                TyKind::Array { .. } | TyKind::Tuple { .. } => {
                    let list = self.list_new(t, 0);
                    self.list_done(list, t, Some(0));
                    list
                }
                TyKind::Table { .. } => self.table_new(t),
                TyKind::Stream { .. } => self.empty_stream(t),
                _ => return None,
            },
            Filler::New(d) => self.call_func(FuncKey::NewObject(Def::from_ty_def(d)), &[]),
            Filler::Xml => self.xml_empty(),
            Filler::Regexp => self.regexp_template(&[]),
        })
    }

    /// Panics with an error of that message.
    fn panic_with(&mut self, message: &str) {
        let (m, cause) = (self.str(message), self.nil());
        let detail_ty = project::error_detail(self.db, Ty::error());
        let detail = self.op(Op::map_new, Kind::R, Opnd::Ty(detail_ty), Opnd::Imm(0));
        let dst = self.reg(Kind::R);
        self.push(InstKind::Error { dst, parts: [m, cause, detail], ty: Ty::error() });
        self.term(Term::Panic(dst));
    }

    fn load_place(&mut self, place: &Place, ty: Ty) -> VReg {
        let kind = self.kind(ty);
        let v = match place {
            Place::Local(l) => self.load_local(*l),
            Place::Global(d, n) => self.load_global(*d, *n),
            Place::Field(b, n, true, _) => self.field_get(*b, *n, kind),
            Place::Field(b, n, false, _) => self.field_get(*b, *n, Kind::R),
            Place::ListMember(b, i, ..) => self.list_get(*b, *i, kind),
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
            Place::Field(b, n, true, ty) => {
                let v = self.coerce(v, kind);
                self.field_set(*b, *n, v, *ty);
            }
            Place::Field(b, n, false, ty) => {
                let v = self.boxed(v);
                self.field_set(*b, *n, v, *ty);
            }
            Place::ListMember(b, i, ty, code) => {
                if *code {
                    self.fill_up_to(*b, *i, *ty);
                }
                let v = self.coerce(v, kind);
                self.list_set(*b, *i, v, *ty);
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
