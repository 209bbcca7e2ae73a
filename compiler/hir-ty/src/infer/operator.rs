//! Arithmetic, comparison, equality, ranges (spec 6.22 to 6.29), with nil lifting (6.2.5).

use hir_def::{BinaryOp, Expr, ExprId, UnaryOp};
use semtypes::{Const, IntSubtype, Ty, TyKind};

use super::Infer;
use crate::codes;
use crate::consts;
use crate::ops;

/// All members of a fixed-length array are of one type: looking at so many of them is enough.
const WIDEST: u64 = 64;

impl Infer<'_> {
    fn numeric_context(&self, expected: Option<Ty>) -> Option<Ty> {
        // A type without int tells a literal what to be (spec 6.5).
        let t = expected?;
        let first =
            [Ty::int(), Ty::float(), Ty::decimal()].into_iter().find(|n| ops::overlaps(self.db, t, *n));
        first.filter(|n| *n != Ty::int())
    }

    /// Infers both operands; a literal takes the other side's numeric type when the context says nothing.
    fn operands(&mut self, lhs: ExprId, rhs: ExprId, expected: Option<Ty>) -> (Ty, Ty) {
        let cx = self.numeric_context(expected);
        (self.infer(lhs, cx), self.infer(rhs, cx))
    }

    fn is_literal(&self, e: ExprId) -> bool {
        match &self.store.exprs[e] {
            Expr::Literal(_) => true,
            Expr::Unary { operand, .. } => self.is_literal(*operand),
            _ => false,
        }
    }

    pub(super) fn unary_op(&mut self, e: ExprId, op: UnaryOp, operand: ExprId, expected: Option<Ty>) -> Ty {
        let cx = self.numeric_context(expected);
        let t = self.infer(operand, cx);
        if t.has_missing() {
            return t;
        }
        if let Some(v) = self.only_value(t).and_then(|c| consts::unary(op, c)) {
            if self.r.consts.contains_key(&operand) {
                self.r.consts.insert(e, v.clone());
            }
            return Ty::singleton(v);
        }
        let (base, nil) = self.strip_nil(t);
        let ok = match op {
            UnaryOp::BitNot => self.is(base, Ty::int()),
            _ => [Ty::int(), Ty::float(), Ty::decimal()].iter().any(|n| self.is(base, *n)),
        };
        if !ok || base == Ty::never() {
            let sign = match op {
                UnaryOp::Plus => "+",
                UnaryOp::Neg => "-",
                UnaryOp::BitNot => "~",
                UnaryOp::Not => "!",
            };
            self.error(
                self.range(e),
                codes::BAD_OPERATOR,
                format!("operator '{sign}' is not defined for '{t}'"),
            );
            return Ty::missing();
        }
        let ty = match op {
            UnaryOp::Plus => base,
            _ => self.basic_numeric(base),
        };
        if nil { Ty::nilable(ty) } else { ty }
    }

    /// The type without nil, and whether nil was there.
    fn strip_nil(&self, t: Ty) -> (Ty, bool) {
        if ops::has_nil(self.db, t) { (ops::without_nil(self.db, t), true) } else { (t, false) }
    }

    fn basic_numeric(&self, t: Ty) -> Ty {
        [Ty::int(), Ty::float(), Ty::decimal()].into_iter().find(|n| self.is(t, *n)).unwrap_or(Ty::missing())
    }

    pub(super) fn binary(
        &mut self,
        e: ExprId,
        op: BinaryOp,
        lhs: ExprId,
        rhs: ExprId,
        expected: Option<Ty>,
    ) -> Ty {
        use BinaryOp::*;
        match op {
            Eq | Ne | RefEq | RefNe => self.equality(e, op, lhs, rhs),
            Lt | Le | Gt | Ge => self.comparison(e, op, lhs, rhs),
            RangeClosed | RangeHalfOpen => {
                self.check(lhs, Ty::int());
                self.check(rhs, Ty::int());
                if let Some(def) = ops::lang_function(self.db, "lang.int", "rangeObject") {
                    return crate::defs::fn_ty(self.db, def).ret;
                }
                Ty::missing()
            }
            _ => self.arithmetic(e, op, lhs, rhs, expected),
        }
    }

    fn arithmetic(&mut self, e: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId, expected: Option<Ty>) -> Ty {
        let (l, r) = self.operands(lhs, rhs, expected);
        self.arithmetic_types(e, op, (lhs, l), (rhs, r))
    }

    /// Type of an arithmetic or bitwise operation on operands already inferred; also for compound assignment, where
    /// `e` is the right operand.
    pub(super) fn arithmetic_types(
        &mut self,
        e: ExprId,
        op: BinaryOp,
        l: (ExprId, Ty),
        r: (ExprId, Ty),
    ) -> Ty {
        let ((lhs, mut lt), (rhs, mut rt)) = (l, r);
        if lt.has_missing() || rt.has_missing() {
            return Ty::missing();
        }
        if e != rhs
            && let Some(t) = self.folded(e, op, l, r)
        {
            return t;
        }
        (lt, rt) = self.adapt_literals(lhs, lt, rhs, rt);
        if self.always_panics(op, lt, rt) {
            let message = format!("'{}' of '{lt}' and '{rt}' has no value: it would panic", symbol(op));
            self.error(self.range(e), codes::BAD_OPERATOR, message);
            return Ty::missing();
        }
        let ((lb, ln), (rb, rn)) = (self.strip_nil(lt), self.strip_nil(rt));
        match self.result_type(op, lb, rb) {
            Some(t) if lb != Ty::never() && rb != Ty::never() && (!(ln || rn) || self.lifts(op, t)) => {
                if ln || rn { Ty::nilable(t) } else { t }
            }
            _ => {
                self.error(
                    self.range(e),
                    codes::BAD_OPERATOR,
                    format!("operator '{}' is not defined for '{lt}' and '{rt}'", symbol(op)),
                );
                Ty::missing()
            }
        }
    }

    /// An int literal beside a float or decimal operand becomes one (the contextual type of its sibling).
    fn adapt_literals(&mut self, lhs: ExprId, lt: Ty, rhs: ExprId, rt: Ty) -> (Ty, Ty) {
        let real = |s: &Self, t: Ty| {
            let (b, _) = s.strip_nil(t);
            [Ty::int(), Ty::float(), Ty::decimal()].into_iter().find(|n| b != Ty::never() && s.is(b, *n))
        };
        match (self.is_literal(lhs), self.is_literal(rhs)) {
            (true, false) => match real(self, rt) {
                Some(n) if !self.is(lt, n) => (self.infer(lhs, Some(n)), rt),
                _ => (lt, rt),
            },
            (false, true) => match real(self, lt) {
                Some(n) if !self.is(rt, n) => (lt, self.infer(rhs, Some(n))),
                _ => (lt, rt),
            },
            _ => (lt, rt),
        }
    }

    fn lifts(&self, op: BinaryOp, result: Ty) -> bool {
        // `string?` and `xml?` do not add.
        op != BinaryOp::Add || !self.is(result, Ty::union([Ty::string(), crate::xml::xml()]))
    }

    fn result_type(&self, op: BinaryOp, l: Ty, r: Ty) -> Option<Ty> {
        use BinaryOp::*;
        let both = |t: Ty| self.is(l, t) && self.is(r, t);
        match op {
            Add | Sub | Mul | Div | Rem => {
                if both(Ty::int()) {
                    return Some(Ty::int());
                }
                if both(Ty::float()) {
                    return Some(Ty::float());
                }
                if both(Ty::decimal()) {
                    return Some(Ty::decimal());
                }
                if op == Add {
                    if both(Ty::string()) {
                        return Some(Ty::string());
                    }
                    return self.xml_addition(l, r);
                }
                // int with float or decimal in * / % (spec 6.23).
                if op != Sub && (self.is(l, Ty::int()) || self.is(r, Ty::int())) {
                    for n in [Ty::float(), Ty::decimal()] {
                        let mixed = self.is(l, n) && self.is(r, Ty::int())
                            || matches!(op, Mul) && self.is(r, n) && self.is(l, Ty::int());
                        if mixed {
                            return Some(n);
                        }
                    }
                }
                None
            }
            BitAnd if both(Ty::int()) => Some(self.bit_and(l, r)),
            BitOr | BitXor if both(Ty::int()) => Some(self.bit_or(l, r)),
            Shl if both(Ty::int()) => Some(Ty::int()),
            Shr | UShr if both(Ty::int()) => Some(self.unsigned(l).unwrap_or(Ty::int())),
            _ => None,
        }
    }

    /// The smallest unsigned subtype that holds a type.
    fn unsigned(&self, t: Ty) -> Option<Ty> {
        [IntSubtype::Unsigned8, IntSubtype::Unsigned16, IntSubtype::Unsigned32]
            .into_iter()
            .map(|s| if s == IntSubtype::Unsigned8 { Ty::byte() } else { Ty::new(TyKind::IntSubtype(s)) })
            .find(|s| self.is(t, *s))
    }

    fn bit_and(&self, l: Ty, r: Ty) -> Ty {
        match (self.unsigned(l), self.unsigned(r)) {
            (Some(a), Some(b)) => {
                if self.subtype(a, b) {
                    a
                } else {
                    b
                }
            }
            (Some(a), None) | (None, Some(a)) => a,
            _ => Ty::int(),
        }
    }

    fn bit_or(&self, l: Ty, r: Ty) -> Ty {
        match (self.unsigned(l), self.unsigned(r)) {
            (Some(a), Some(b)) => {
                if self.subtype(a, b) {
                    b
                } else {
                    a
                }
            }
            _ => Ty::int(),
        }
    }

    fn equality(&mut self, e: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId) -> Ty {
        let deep = matches!(op, BinaryOp::Eq | BinaryOp::Ne);
        self.compared(e, op, lhs, rhs, |s, l, r| {
            ops::overlaps(s.db, l, r) && (!deep || s.subtype(l, Ty::anydata()) || s.subtype(r, Ty::anydata()))
        })
    }

    fn comparison(&mut self, e: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId) -> Ty {
        self.compared(e, op, lhs, rhs, Self::ordered_together)
    }

    /// A boolean operator on two operands for which `defined` holds; a literal takes the other side's numeric type.
    fn compared(
        &mut self,
        e: ExprId,
        op: BinaryOp,
        lhs: ExprId,
        rhs: ExprId,
        defined: impl FnOnce(&Self, Ty, Ty) -> bool,
    ) -> Ty {
        let mut l = self.infer(lhs, None);
        let cx = self.literal_context(rhs, l);
        let r = self.infer(rhs, cx);
        if let Some(cx) = self.literal_context(lhs, r) {
            l = self.infer(lhs, Some(cx));
        }
        if l.has_missing() || r.has_missing() {
            return Ty::boolean();
        }
        let whole = |t| if matches!(op, BinaryOp::Ne | BinaryOp::RefNe) { without_difference(t) } else { t };
        if !defined(self, whole(l), whole(r)) {
            self.error(
                self.range(e),
                codes::BAD_OPERATOR,
                format!("operator '{}' is not defined for '{l}' and '{r}'", symbol(op)),
            );
            return Ty::missing();
        }
        match op {
            BinaryOp::RefEq | BinaryOp::RefNe => Ty::boolean(),
            _ => self.folded(e, op, (lhs, l), (rhs, r)).unwrap_or(Ty::boolean()),
        }
    }

    /// The singleton type of an operation on operands of singleton types (spec 6.2.4). Where the operands are constant
    /// expressions, the value is noted for MIR.
    fn folded(&mut self, e: ExprId, op: BinaryOp, l: (ExprId, Ty), r: (ExprId, Ty)) -> Option<Ty> {
        let (a, b) = (self.only_value(l.1)?, self.only_value(r.1)?);
        // A division by zero is a float like any other (spec 6.23).
        let zero = matches!(b, Const::Float(f) if f64::from_bits(f) == 0.0);
        let v = consts::binary(op, a, b)?;
        if self.r.consts.contains_key(&l.0) && self.r.consts.contains_key(&r.0) {
            self.r.consts.insert(e, v.clone());
        }
        (!(zero && matches!(op, BinaryOp::Div | BinaryOp::Rem))).then(|| Ty::singleton(v))
    }

    /// Whether an operation on the only values of its operands is known to leave the range of decimals or to divide by
    /// zero (spec 6.2.4). Not so for ints, whose overflow users expect at run time, and under `trap`, where the panic may be
    /// wanted.
    fn always_panics(&self, op: BinaryOp, l: Ty, r: Ty) -> bool {
        let (Some(Const::Decimal(a)), Some(Const::Decimal(b))) = (self.only_value(l), self.only_value(r))
        else {
            return false;
        };
        !self.trapping
            && consts::decimal_failure(op, a, b).is_some_and(|e| e != bal_num::NumError::DecimalUnderflow)
    }

    /// The value of an expression whose type has one only: a constant, or a variable that narrowing left one.
    pub(super) fn only_value(&self, ty: Ty) -> Option<Const> {
        match ty.kind() {
            TyKind::Nil => Some(Const::Nil),
            TyKind::Singleton(c) => Some(c.clone()),
            _ => None,
        }
    }

    /// The numeric type that a literal compared with a value of type `other` takes.
    fn literal_context(&self, literal: ExprId, other: Ty) -> Option<Ty> {
        if !self.is_literal(literal) || other.has_missing() {
            return None;
        }
        (!ops::overlaps(self.db, other, Ty::int()))
            .then(|| [Ty::float(), Ty::decimal()].into_iter().find(|n| ops::overlaps(self.db, other, *n)))
            .flatten()
    }

    /// Whether two types belong to one ordered type (spec 5.8.6).
    pub(super) fn ordered_together(&self, l: Ty, r: Ty) -> bool {
        let both = Ty::union([l, r]);
        self.ordered(both)
    }

    /// Whether a type is ordered (spec 5.8.6).
    pub(super) fn ordered(&self, t: Ty) -> bool {
        self.ordered_in(t, &mut Vec::new())
    }

    /// The rules are inductive: a type that is ordered only if it is ordered is not.
    fn ordered_in(&self, t: Ty, open: &mut Vec<Ty>) -> bool {
        if open.contains(&t) {
            return false;
        }
        open.push(t);
        let ordered = self.ordered_once(t, open);
        open.pop();
        ordered
    }

    fn ordered_once(&self, t: Ty, open: &mut Vec<Ty>) -> bool {
        let t = ops::without_nil(self.db, t);
        if t == Ty::never()
            || [Ty::boolean(), Ty::int(), Ty::float(), Ty::decimal(), Ty::string()]
                .iter()
                .any(|b| self.subtype(t, *b))
        {
            return true;
        }
        let alts = ops::alternatives(self.db, t);
        let lists: Option<Vec<(Vec<Ty>, Option<Ty>)>> = alts
            .iter()
            .map(|a| match crate::project::structure(self.db, *a).kind {
                TyKind::Array { elem, len: None } => Some((Vec::new(), Some(*elem))),
                TyKind::Array { elem, len: Some(n) } => Some((vec![*elem; (*n).min(WIDEST) as usize], None)),
                TyKind::Tuple { members, rest } => Some((members.to_vec(), *rest)),
                _ => None,
            })
            .collect();
        let Some(lists) = lists else { return false };
        // One column more than the widest: that of the rest types.
        let width = lists.iter().map(|(m, _)| m.len() + 1).max().unwrap_or(0);
        (0..width).all(|i| {
            let column: Vec<Ty> = lists.iter().filter_map(|(m, rest)| m.get(i).copied().or(*rest)).collect();
            column.is_empty() || self.ordered_in(Ty::union(column), open)
        })
    }
}

/// The operator as written.
pub(super) fn symbol(op: BinaryOp) -> &'static str {
    use BinaryOp::*;
    match op {
        Add => "+",
        Sub => "-",
        Mul => "*",
        Div => "/",
        Rem => "%",
        BitAnd => "&",
        BitOr => "|",
        BitXor => "^",
        Shl => "<<",
        Shr => ">>",
        UShr => ">>>",
        Lt => "<",
        Le => "<=",
        Gt => ">",
        Ge => ">=",
        Eq => "==",
        Ne => "!=",
        RefEq => "===",
        RefNe => "!==",
        And => "&&",
        Or => "||",
        RangeClosed => "...",
        RangeHalfOpen => "..<",
    }
}

/// The type from which narrowing has taken some values away. That it differs from one of them may be asked once more, as
/// programs do to be safe; that it is equal to one may not.
fn without_difference(ty: Ty) -> Ty {
    match ty.kind() {
        TyKind::Diff(left, _) => without_difference(*left),
        TyKind::Union(parts) => Ty::union(parts.iter().map(|p| without_difference(*p))),
        _ => ty,
    }
}
