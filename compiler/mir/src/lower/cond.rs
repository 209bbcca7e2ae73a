//! Conditions: boolean expressions lowered to branches.

use bytecode::{Kind, Op};
use hir_def::{BinaryOp, Expr, ExprId, UnaryOp};
use semtypes::{Const, Ty, TyKind};

use super::Lower;
use crate::ir::{BlockId, Cmp, Cond, Opnd, VReg};

impl Lower<'_> {
    /// Goes to `yes` or `no` as a boolean expression says.
    pub(super) fn cond(&mut self, e: ExprId, yes: BlockId, no: BlockId) {
        if let Some(Const::Bool(b)) = self.inf.consts.get(&e) {
            return self.jump(if *b { yes } else { no });
        }
        let outer = std::mem::replace(&mut self.pos, self.store.exprs.range(e).start().into());
        self.cond_kind(e, yes, no);
        self.pos = outer;
    }

    fn cond_kind(&mut self, e: ExprId, yes: BlockId, no: BlockId) {
        let store = self.store;
        match &store.exprs[e] {
            Expr::Unary { op: UnaryOp::Not, operand } => self.cond(*operand, no, yes),
            Expr::Binary { op: BinaryOp::And, lhs, rhs } => {
                let next = self.new_block();
                self.cond(*lhs, next, no);
                self.switch(next);
                self.cond(*rhs, yes, no);
            }
            Expr::Binary { op: BinaryOp::Or, lhs, rhs } => {
                let next = self.new_block();
                self.cond(*lhs, yes, next);
                self.switch(next);
                self.cond(*rhs, yes, no);
            }
            Expr::Binary {
                op: op @ (BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge),
                lhs,
                rhs,
            } => {
                self.order_cond(e, *op, *lhs, *rhs, yes, no);
            }
            Expr::Binary {
                op: op @ (BinaryOp::Eq | BinaryOp::Ne | BinaryOp::RefEq | BinaryOp::RefNe),
                lhs,
                rhs,
            } => {
                let (yes, no) =
                    if matches!(op, BinaryOp::Ne | BinaryOp::RefNe) { (no, yes) } else { (yes, no) };
                self.equal_cond(matches!(op, BinaryOp::RefEq | BinaryOp::RefNe), *lhs, *rhs, yes, no);
            }
            Expr::Is { operand, ty, negated } => {
                let target = self.type_ref(*ty);
                let from = self.ty(*operand);
                let v = self.expr(*operand);
                let (yes, no) = if *negated { (no, yes) } else { (yes, no) };
                self.is_cond(v, from, target, yes, no);
            }
            _ => {
                let v = self.expr_as(e, Kind::B);
                self.branch(Cond::Bool(v), yes, no);
            }
        }
    }

    /// A small int constant.
    fn small(&self, e: ExprId) -> Option<i16> {
        match self.inf.consts.get(&e) {
            Some(Const::Int(i)) => i16::try_from(*i).ok(),
            _ => None,
        }
    }

    fn order_cond(&mut self, e: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId, yes: BlockId, no: BlockId) {
        let cmp = match op {
            BinaryOp::Lt => Cmp::Lt,
            BinaryOp::Le => Cmp::Le,
            BinaryOp::Gt => Cmp::Gt,
            _ => Cmp::Ge,
        };
        match (self.expr_kind(lhs), self.expr_kind(rhs)) {
            (Kind::I, Kind::I) => {
                let cond = if let Some(k) = self.small(rhs) {
                    Cond::IntK(cmp, self.expr(lhs), k)
                } else if let Some(k) = self.small(lhs) {
                    Cond::IntK(cmp.swap(), self.expr(rhs), k)
                } else {
                    let (a, b) = (self.expr(lhs), self.expr(rhs));
                    Cond::Int(cmp, a, b)
                };
                self.branch(cond, yes, no);
            }
            (Kind::F, Kind::F) => {
                let (a, b) = (self.expr(lhs), self.expr(rhs));
                let cond = match cmp {
                    Cmp::Lt => Cond::Float { strict: true, a, b },
                    Cmp::Le => Cond::Float { strict: false, a, b },
                    Cmp::Gt => Cond::Float { strict: true, a: b, b: a },
                    _ => Cond::Float { strict: false, a: b, b: a },
                };
                self.branch(cond, yes, no);
            }
            _ => {
                let v = self.binary(e, op, lhs, rhs);
                self.branch(Cond::Bool(v), yes, no);
            }
        }
    }

    fn equal_cond(&mut self, exact: bool, lhs: ExprId, rhs: ExprId, yes: BlockId, no: BlockId) {
        let is_nil = |s: &Self, e: ExprId| matches!(s.ty(e).kind(), TyKind::Nil);
        for (x, other) in [(lhs, rhs), (rhs, lhs)] {
            if is_nil(self, other) {
                let v = self.expr_boxed(x);
                if !self.inf.consts.contains_key(&other) {
                    self.expr(other);
                }
                return self.branch(Cond::Nil(v), yes, no);
            }
        }
        if (self.expr_kind(lhs), self.expr_kind(rhs)) == (Kind::I, Kind::I) {
            let cond = if let Some(k) = self.small(rhs) {
                Cond::IntK(Cmp::Eq, self.expr(lhs), k)
            } else if let Some(k) = self.small(lhs) {
                Cond::IntK(Cmp::Eq, self.expr(rhs), k)
            } else {
                let (a, b) = (self.expr(lhs), self.expr(rhs));
                Cond::Int(Cmp::Eq, a, b)
            };
            return self.branch(cond, yes, no);
        }
        let (a, b) = (self.expr(lhs), self.expr(rhs));
        let v = self.equal(a, b, false, exact);
        self.branch(Cond::Bool(v), yes, no);
    }

    /// Branches on membership in a type.
    pub(super) fn is_cond(&mut self, v: VReg, from: Ty, target: Ty, yes: BlockId, no: BlockId) {
        if self.subtype(from, target) && from != Ty::never() {
            return self.jump(yes);
        }
        let v = self.boxed(v);
        match target.kind() {
            TyKind::Nil => self.branch(Cond::Nil(v), yes, no),
            TyKind::Error { detail: None, distinct } if distinct.is_empty() => {
                self.branch(Cond::Error(v), yes, no);
            }
            _ => self.branch(Cond::Is(v, target), yes, no),
        }
    }

    /// A condition as a boolean value.
    pub(super) fn condition_value(&mut self, e: ExprId) -> VReg {
        match self.store.exprs[e] {
            Expr::Unary { op: UnaryOp::Not, operand }
                if !matches!(
                    self.store.exprs[operand],
                    Expr::Is { .. } | Expr::Binary { op: BinaryOp::And | BinaryOp::Or, .. }
                ) =>
            {
                let v = self.expr_as(operand, Kind::B);
                return self.op1(Op::not_b, Kind::B, v);
            }
            Expr::Is { operand, ty, negated: false } => {
                let target = self.type_ref(ty);
                let from = self.ty(operand);
                if !self.subtype(from, target) {
                    let v = self.expr_boxed(operand);
                    return self.op(Op::is, Kind::B, Opnd::Reg(v), Opnd::Ty(target));
                }
            }
            _ => {}
        }
        let out = self.reg(Kind::B);
        let (yes, no, join) = (self.new_block(), self.new_block(), self.new_block());
        self.cond(e, yes, no);
        for (block, b) in [(yes, true), (no, false)] {
            self.switch(block);
            let v = self.bool(b);
            self.mov(out, v);
            self.jump(join);
        }
        self.switch(join);
        out
    }
}
