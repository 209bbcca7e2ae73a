//! Arithmetic, comparison and equality as values.

use bytecode::{Kind, Op};
use hir_def::{BinaryOp, Expr, ExprId, UnaryOp};
use hir_ty::ops;
use semtypes::{Const, Ty};

use super::Lower;
use crate::ir::{Cond, Opnd, VReg};

impl Lower<'_> {
    pub(super) fn unary(&mut self, op: UnaryOp, operand: ExprId) -> VReg {
        let v = self.expr(operand);
        if op == UnaryOp::Plus {
            return v;
        }
        let t = self.ty(operand);
        if !ops::has_nil(self.db, t) {
            return self.unary_value(op, v);
        }
        let base = ops::without_nil(self.db, t);
        self.lifted(&[v], |s| {
            let k = s.kind(base);
            let v = s.coerce(v, k);
            s.unary_value(op, v)
        })
    }

    fn unary_value(&mut self, op: UnaryOp, v: VReg) -> VReg {
        match (op, self.reg_kind(v)) {
            (UnaryOp::BitNot, Kind::I) => self.op1(Op::not_i, Kind::I, v),
            (UnaryOp::Neg, Kind::I) => self.op1(Op::neg_i, Kind::I, v),
            (UnaryOp::Neg, Kind::F) => self.op1(Op::neg_f, Kind::F, v),
            (UnaryOp::Neg, _) => self.op1(Op::neg_d, Kind::R, v),
            _ => v,
        }
    }

    /// Nil when an operand is nil, else what `f` computes, tagged.
    pub(super) fn lifted(&mut self, operands: &[VReg], f: impl FnOnce(&mut Self) -> VReg) -> VReg {
        let out = self.reg(Kind::R);
        let (nil, join) = (self.new_block(), self.new_block());
        for v in operands {
            if self.reg_kind(*v) == Kind::R {
                let next = self.new_block();
                self.branch(Cond::Nil(*v), nil, next);
                self.switch(next);
            }
        }
        let r = f(self);
        self.mov(out, r);
        self.jump(join);
        self.switch(nil);
        let n = self.nil();
        self.mov(out, n);
        self.jump(join);
        self.switch(join);
        out
    }

    pub(super) fn binary(&mut self, e: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId) -> VReg {
        use BinaryOp::*;
        match op {
            And | Or => self.condition_value(e),
            Eq | Ne | RefEq | RefNe => self.equality(op, lhs, rhs),
            Lt | Le | Gt | Ge => {
                let (a, b) = (self.expr(lhs), self.expr(rhs));
                self.compare(op, a, b)
            }
            RangeClosed | RangeHalfOpen => {
                let (a, b) = (self.expr_as(lhs, Kind::I), self.expr_as(rhs, Kind::I));
                let closed = self.bool(op == RangeClosed);
                self.call_lang("lang.int", "rangeObject", &[a, b, closed])
            }
            Add if self.subtype(self.ty(e), Ty::string()) => {
                let mut parts = Vec::new();
                self.flatten_concat(lhs, &mut parts);
                self.flatten_concat(rhs, &mut parts);
                self.concat(parts)
            }
            _ => {
                if let Some(v) = self.immediate(op, lhs, rhs) {
                    return v;
                }
                let (a, b) = (self.expr(lhs), self.expr(rhs));
                self.arithmetic(op, a, self.ty(lhs), b, self.ty(rhs))
            }
        }
    }

    /// `a + b + c` of strings concatenates once.
    fn flatten_concat(&mut self, e: ExprId, parts: &mut Vec<VReg>) {
        if !self.inf.consts.contains_key(&e)
            && let Expr::Binary { op: BinaryOp::Add, lhs, rhs } = self.store.exprs[e]
            && parts.len() < 200
        {
            self.flatten_concat(lhs, parts);
            self.flatten_concat(rhs, parts);
            return;
        }
        let v = self.expr_boxed(e);
        parts.push(v);
    }

    /// Int arithmetic with a small constant.
    fn immediate(&mut self, op: BinaryOp, lhs: ExprId, rhs: ExprId) -> Option<VReg> {
        let small = |s: &Self, e: ExprId| match s.inf.consts.get(&e) {
            Some(Const::Int(i)) => i16::try_from(*i).ok(),
            _ => None,
        };
        let (x, k) = match (small(self, lhs), small(self, rhs)) {
            (_, Some(k)) => (lhs, k),
            (Some(k), None) if matches!(op, BinaryOp::Add | BinaryOp::Mul) => (rhs, k),
            _ => return None,
        };
        if self.expr_kind(x) != Kind::I {
            return None;
        }
        let (op, k) = match op {
            BinaryOp::Add => (Op::addk_i, k),
            BinaryOp::Sub => (Op::addk_i, k.checked_neg()?),
            BinaryOp::Mul => (Op::mulk_i, k),
            _ => return None,
        };
        let v = self.expr(x);
        Some(self.op(op, Kind::I, Opnd::Reg(v), Opnd::Imm(k as i32)))
    }

    /// An arithmetic or bitwise operation, lifted over nil.
    pub(super) fn arithmetic(&mut self, op: BinaryOp, a: VReg, at: Ty, b: VReg, bt: Ty) -> VReg {
        if ops::has_nil(self.db, at) || ops::has_nil(self.db, bt) {
            let (at, bt) = (ops::without_nil(self.db, at), ops::without_nil(self.db, bt));
            return self.lifted(&[a, b], |s| {
                let (ka, kb) = (s.kind(at), s.kind(bt));
                let (a, b) = (s.coerce(a, ka), s.coerce(b, kb));
                s.plain_arithmetic(op, a, at, b, bt)
            });
        }
        self.plain_arithmetic(op, a, at, b, bt)
    }

    fn plain_arithmetic(&mut self, op: BinaryOp, a: VReg, at: Ty, b: VReg, bt: Ty) -> VReg {
        match (self.reg_kind(a), self.reg_kind(b)) {
            (Kind::I, Kind::I) => self.op2(int_op(op), Kind::I, a, b),
            (Kind::F, Kind::F) => self.op2(float_op(op), Kind::F, a, b),
            (Kind::F, Kind::I) => {
                let b = self.op1(Op::i2f, Kind::F, b);
                self.op2(float_op(op), Kind::F, a, b)
            }
            (Kind::I, Kind::F) => {
                let a = self.op1(Op::i2f, Kind::F, a);
                self.op2(float_op(op), Kind::F, a, b)
            }
            _ if self.subtype(at, Ty::string()) && self.subtype(bt, Ty::string()) => self.concat(vec![a, b]),
            _ if self.subtype(Ty::union([at, bt]), Ty::union([Ty::decimal(), Ty::int()])) => {
                let (a, b) = (self.as_decimal(a), self.as_decimal(b));
                self.op2(decimal_op(op), Kind::R, a, b)
            }
            _ if [at, bt].iter().any(|t| !t.has_missing() && self.subtype(*t, hir_ty::xml::xml())) => {
                self.xml_addition(a, b)
            }
            // Variables whose inferred types need each other have none.
            _ => {
                self.unsupported("this operator on a value without a type");
                a
            }
        }
    }

    fn as_decimal(&mut self, v: VReg) -> VReg {
        if self.reg_kind(v) == Kind::R {
            return v;
        }
        let b = self.boxed(v);
        self.op(Op::cast, Kind::R, Opnd::Reg(b), Opnd::Ty(Ty::decimal()))
    }

    fn equality(&mut self, op: BinaryOp, lhs: ExprId, rhs: ExprId) -> VReg {
        let negate = matches!(op, BinaryOp::Ne | BinaryOp::RefNe);
        let exact = matches!(op, BinaryOp::RefEq | BinaryOp::RefNe);
        let (a, b) = (self.expr(lhs), self.expr(rhs));
        self.equal(a, b, negate, exact)
    }

    /// Whether two values are equal (`exact`: identical).
    pub(super) fn equal(&mut self, a: VReg, b: VReg, negate: bool, exact: bool) -> VReg {
        let op = match (self.reg_kind(a), self.reg_kind(b)) {
            (Kind::I, Kind::I) => {
                if negate {
                    Op::ne_i
                } else {
                    Op::eq_i
                }
            }
            (Kind::B, Kind::B) => {
                if negate {
                    Op::ne_b
                } else {
                    Op::eq_b
                }
            }
            (Kind::F, Kind::F) if !exact => {
                if negate {
                    Op::ne_f
                } else {
                    Op::eq_f
                }
            }
            _ => {
                let (a, b) = (self.boxed(a), self.boxed(b));
                let v = self.op2(if exact { Op::same_r } else { Op::eq_r }, Kind::B, a, b);
                return if negate { self.op1(Op::not_b, Kind::B, v) } else { v };
            }
        };
        self.op2(op, Kind::B, a, b)
    }

    fn compare(&mut self, op: BinaryOp, a: VReg, b: VReg) -> VReg {
        let (op, a, b) = match op {
            BinaryOp::Gt => (BinaryOp::Lt, b, a),
            BinaryOp::Ge => (BinaryOp::Le, b, a),
            op => (op, a, b),
        };
        let strict = op == BinaryOp::Lt;
        match (self.reg_kind(a), self.reg_kind(b)) {
            (Kind::I, Kind::I) => self.op2(if strict { Op::lt_i } else { Op::le_i }, Kind::B, a, b),
            (Kind::F, Kind::F) => self.op2(if strict { Op::lt_f } else { Op::le_f }, Kind::B, a, b),
            _ => {
                let (a, b) = (self.boxed(a), self.boxed(b));
                self.op2(if strict { Op::lt_r } else { Op::le_r }, Kind::B, a, b)
            }
        }
    }
}

fn int_op(op: BinaryOp) -> Op {
    match op {
        BinaryOp::Add => Op::add_i,
        BinaryOp::Sub => Op::sub_i,
        BinaryOp::Mul => Op::mul_i,
        BinaryOp::Div => Op::div_i,
        BinaryOp::Rem => Op::rem_i,
        BinaryOp::BitAnd => Op::and_i,
        BinaryOp::BitOr => Op::or_i,
        BinaryOp::BitXor => Op::xor_i,
        BinaryOp::Shl => Op::shl_i,
        BinaryOp::Shr => Op::shr_i,
        _ => Op::ushr_i,
    }
}

fn float_op(op: BinaryOp) -> Op {
    match op {
        BinaryOp::Add => Op::add_f,
        BinaryOp::Sub => Op::sub_f,
        BinaryOp::Mul => Op::mul_f,
        BinaryOp::Div => Op::div_f,
        _ => Op::rem_f,
    }
}

fn decimal_op(op: BinaryOp) -> Op {
    match op {
        BinaryOp::Add => Op::add_d,
        BinaryOp::Sub => Op::sub_d,
        BinaryOp::Mul => Op::mul_d,
        BinaryOp::Div => Op::div_d,
        _ => Op::rem_d,
    }
}
