//! Constant expressions (spec 6.6): literals, references to constants, operators on them, constructors.

use bal_num::Decimal;
use base_db::Db;
use hir_def::ids::Def;
use hir_def::queries::{self, Item, Resolved};
use hir_def::{BinaryOp, Expr, ExprId, ListMember, Literal, MappingMember, Store, UnaryOp};
use semtypes::{Const, Name, Ty, TyKind};

use crate::defs::DbResolver;
use crate::lower_ty::TyLower;

/// Value of a constant declaration; `None` when it has none (then its diagnostics say why).
#[salsa::tracked(returns(clone), cycle_result = const_cycle)]
pub fn const_value(db: &dyn Db, def: Def) -> Option<Const> {
    let data = queries::const_data(db, def);
    let expected = data.ty.map(|t| TyLower::new(db, def, &data.store).ty(t));
    Evaluator { db, owner: def, store: &data.store }.eval(data.value, expected)
}

fn const_cycle(_db: &dyn Db, _id: salsa::Id, _def: Def) -> Option<Const> {
    None
}

/// Whether a constant's value needs itself.
pub fn refers_to_itself(db: &dyn Db, def: Def) -> bool {
    let mut seen = Vec::new();
    let mut next = vec![def];
    while let Some(d) = next.pop() {
        let data = queries::const_data(db, d);
        for (_, e) in data.store.exprs.iter() {
            let Expr::Path(p) = e else { continue };
            if let Resolved::Item(Item::Const(used)) = queries::resolve_path(db, queries::def_file(db, d), *p)
            {
                if used == def {
                    return true;
                }
                if !seen.contains(&used) {
                    seen.push(used);
                    next.push(used);
                }
            }
        }
    }
    false
}

/// Value of an enum member: its expression, or its own name (spec 8.9).
#[salsa::tracked(returns(clone), cycle_result = member_cycle)]
pub fn enum_member_value(db: &dyn Db, def: Def, name: Name) -> Option<Const> {
    let data = queries::enum_data(db, def);
    let member = data.members.iter().find(|m| m.name == name)?;
    match member.value {
        None => Some(Const::String(name)),
        Some(e) => Evaluator { db, owner: def, store: &data.store }.eval(e, Some(Ty::string())),
    }
}

fn member_cycle(_db: &dyn Db, _id: salsa::Id, _def: Def, _name: Name) -> Option<Const> {
    None
}

/// The namespace that a module-level `xmlns` declares.
#[salsa::tracked(returns(copy), cycle_result = namespace_cycle)]
pub fn namespace_uri(db: &dyn Db, def: Def) -> Option<Name> {
    let data = queries::xmlns_data(db, def);
    match (Evaluator { db, owner: def, store: &data.store }).eval(data.uri, Some(Ty::string()))? {
        Const::String(uri) => Some(uri),
        _ => None,
    }
}

fn namespace_cycle(_db: &dyn Db, _id: salsa::Id, _def: Def) -> Option<Name> {
    None
}

/// An array length.
pub fn eval_len(db: &dyn Db, owner: Def, store: &Store, e: ExprId) -> Option<u64> {
    match (Evaluator { db, owner, store }).eval(e, Some(Ty::int()))? {
        Const::Int(n) => u64::try_from(n).ok(),
        _ => None,
    }
}

/// Value of an expression if it is constant.
pub fn eval(db: &dyn Db, owner: Def, store: &Store, e: ExprId, expected: Option<Ty>) -> Option<Const> {
    Evaluator { db, owner, store }.eval(e, expected)
}

/// The numeric basic type that a context asks of a literal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Num {
    Int,
    Float,
    Decimal,
}

/// Which numeric type a literal takes from its expected type (spec 6.5): the first of int, float, decimal that the
/// literal's form and the type allow.
pub fn literal_num(expected: Option<semtypes::SemType>, is_int_form: bool, suffix: Option<char>) -> Num {
    match suffix {
        Some('f' | 'F') => return Num::Float,
        Some('d' | 'D') => return Num::Decimal,
        _ => {}
    }
    let natural = if is_int_form { Num::Int } else { Num::Float };
    let Some(sem) = expected else { return natural };
    let has = |basic: semtypes::SemType| sem.overlaps(basic);
    let order: &[(Num, semtypes::SemType)] = if is_int_form {
        &[
            (Num::Int, semtypes::SemType::INT),
            (Num::Float, semtypes::SemType::FLOAT),
            (Num::Decimal, semtypes::SemType::DECIMAL),
        ]
    } else {
        &[(Num::Float, semtypes::SemType::FLOAT), (Num::Decimal, semtypes::SemType::DECIMAL)]
    };
    order.iter().find(|(_, t)| has(*t)).map_or(natural, |(n, _)| *n)
}

/// The constant of a literal. `num` is what the context asks of a numeric literal.
pub fn literal_const(literal: &Literal, num: Option<Num>, negative: bool) -> Result<Const, String> {
    let sign = if negative { "-" } else { "" };
    match literal {
        Literal::Nil => Ok(Const::Nil),
        Literal::Bool(b) => Ok(Const::Bool(*b)),
        Literal::String(s) => Ok(Const::String(Name::new(s))),
        Literal::Bytes(b) => Ok(Const::List(b.iter().map(|x| Const::Int(*x as i64)).collect())),
        Literal::Int { text, hex } => match num.unwrap_or(Num::Int) {
            Num::Int => {
                let digits = if *hex { text.trim_start_matches("0x").trim_start_matches("0X") } else { text };
                i64::from_str_radix(&format!("{sign}{digits}"), if *hex { 16 } else { 10 })
                    .map(Const::Int)
                    .map_err(|_| format!("integer '{sign}{text}' is out of range"))
            }
            n => literal_real(text, *hex, n, sign),
        },
        Literal::Float { text, suffix, hex } => {
            let n = match suffix {
                Some('d' | 'D') => Num::Decimal,
                Some(_) => Num::Float,
                None => num.filter(|n| *n != Num::Int).unwrap_or(Num::Float),
            };
            let text = text.trim_end_matches(['f', 'F', 'd', 'D']);
            literal_real(text, *hex, n, sign)
        }
    }
}

fn literal_real(text: &str, hex: bool, num: Num, sign: &str) -> Result<Const, String> {
    let full = format!("{sign}{text}");
    if num == Num::Decimal && !hex {
        return Decimal::parse(&full)
            .map(Const::decimal)
            .map_err(|_| format!("decimal '{full}' is out of range"));
    }
    if hex && !text.contains(['.', 'p', 'P']) {
        let n = u128::from_str_radix(text, 16).map_err(|_| format!("'{full}' is out of range"))?;
        let f = if sign.is_empty() { n as f64 } else { -(n as f64) };
        return match num {
            Num::Decimal => Decimal::parse(&format!("{sign}{n}"))
                .map(Const::decimal)
                .map_err(|_| format!("decimal '{full}' is out of range")),
            _ => Ok(Const::float(f)),
        };
    }
    let parsed = if hex { bal_num::float::parse_hex(&full).ok() } else { full.parse::<f64>().ok() };
    match parsed {
        Some(f) if f.is_finite() => Ok(Const::float(f)),
        _ => Err(format!("float '{full}' is out of range")),
    }
}

struct Evaluator<'a> {
    db: &'a dyn Db,
    owner: Def,
    store: &'a Store,
}

impl Evaluator<'_> {
    fn eval(&self, e: ExprId, expected: Option<Ty>) -> Option<Const> {
        let sem = || expected.map(|t| crate::defs::sem(self.db, t));
        match &self.store.exprs[e] {
            Expr::Literal(l) => {
                let num = match l {
                    Literal::Int { .. } => Some(literal_num(sem(), true, None)),
                    Literal::Float { suffix, .. } => Some(literal_num(sem(), false, *suffix)),
                    _ => None,
                };
                literal_const(l, num, false).ok()
            }
            Expr::Unary { op: UnaryOp::Neg, operand } => {
                if let Expr::Literal(l @ (Literal::Int { .. } | Literal::Float { .. })) =
                    &self.store.exprs[*operand]
                {
                    let num = match l {
                        Literal::Int { .. } => literal_num(sem(), true, None),
                        Literal::Float { suffix, .. } => literal_num(sem(), false, *suffix),
                        _ => Num::Int,
                    };
                    return literal_const(l, Some(num), true).ok();
                }
                unary(UnaryOp::Neg, self.eval(*operand, expected)?)
            }
            Expr::Unary { op, operand } => unary(*op, self.eval(*operand, expected)?),
            Expr::Binary { op, lhs, rhs } => {
                let operand_ty = if is_comparison(*op) { None } else { expected };
                let l = self.eval(*lhs, operand_ty)?;
                let r = self.eval(*rhs, operand_ty)?;
                binary(*op, l, r)
            }
            Expr::Path(p) => match queries::resolve_path(self.db, queries::def_file(self.db, self.owner), *p)
            {
                Resolved::UnknownPrefix => {
                    let file = queries::def_file(self.db, self.owner);
                    let uri = crate::xml::file_namespace(self.db, file, p.prefix?)?;
                    Some(Const::string(&crate::xml::expanded(uri.as_str(), p.name.as_str())))
                }
                Resolved::Item(Item::Const(def)) => const_value(self.db, def),
                Resolved::Item(Item::EnumMember(def, name)) => enum_member_value(self.db, def, name),
                _ => None,
            },
            Expr::List(members) => {
                let mut out = Vec::new();
                for (i, m) in members.iter().enumerate() {
                    match m {
                        ListMember::Expr(e) => out.push(self.eval(*e, self.member_ty(expected, i))?),
                        ListMember::Spread(e) => match self.eval(*e, None)? {
                            Const::List(items) => out.extend(items),
                            _ => return None,
                        },
                    }
                }
                Some(Const::List(out))
            }
            Expr::Mapping(members) => self.mapping(members, expected),
            Expr::Cast { ty: Some(ty), operand } => {
                let ty = self.type_ref(*ty);
                let c = self.eval(*operand, Some(ty))?;
                if crate::ops::is_subtype(self.db, Ty::singleton(c.clone()), ty) {
                    return Some(c);
                }
                let c = convert(&c, cast_target(self.db, ty)?)?;
                crate::ops::is_subtype(self.db, Ty::singleton(c.clone()), ty).then_some(c)
            }
            Expr::Is { operand, ty, negated } => {
                let c = self.eval(*operand, None)?;
                let is = crate::ops::is_subtype(self.db, Ty::singleton(c), self.type_ref(*ty));
                Some(Const::Bool(is != *negated))
            }
            Expr::Template { kind: hir_def::TemplateKind::String, parts } => {
                let mut text = String::new();
                for p in parts {
                    match p {
                        hir_def::TemplatePart::Text(t) => text.push_str(t),
                        hir_def::TemplatePart::Insertion(e) => {
                            text.push_str(&to_text(&self.eval(*e, None)?)?)
                        }
                    }
                }
                Some(Const::string(&text))
            }
            _ => None,
        }
    }

    fn type_ref(&self, ty: hir_def::TypeRefId) -> Ty {
        crate::lower_ty::TyLower::new(self.db, self.owner, self.store).ty(ty)
    }

    fn member_ty(&self, expected: Option<Ty>, i: usize) -> Option<Ty> {
        match expected?.expand(&DbResolver(self.db)).kind() {
            TyKind::Array { elem, .. } => Some(*elem),
            TyKind::Tuple { members, rest } => members.get(i).copied().or(*rest),
            _ => None,
        }
    }

    fn field_ty(&self, expected: Option<Ty>, name: Name) -> Option<Ty> {
        match expected?.expand(&DbResolver(self.db)).kind() {
            TyKind::Map(v) => Some(*v),
            TyKind::Record(r) => r.field(name).map(|f| f.ty).or(r.rest),
            _ => None,
        }
    }

    fn mapping(&self, members: &[MappingMember], expected: Option<Ty>) -> Option<Const> {
        let mut out: Vec<(Name, Const)> = Vec::new();
        for m in members {
            match m {
                MappingMember::Field { name, value, .. } => {
                    out.push((*name, self.eval(*value, self.field_ty(expected, *name))?));
                }
                MappingMember::Computed { key, value } => {
                    let Const::String(name) = self.eval(*key, Some(Ty::string()))? else { return None };
                    let value = self.eval(*value, self.field_ty(expected, name))?;
                    out.retain(|(n, _)| *n != name);
                    out.push((name, value));
                }
                MappingMember::Spread(e) => match self.eval(*e, None)? {
                    Const::Mapping(items) => out.extend(items),
                    _ => return None,
                },
            }
        }
        Some(Const::Mapping(out))
    }
}

fn is_comparison(op: BinaryOp) -> bool {
    use BinaryOp::*;
    matches!(op, Lt | Le | Gt | Ge | Eq | Ne | RefEq | RefNe)
}

/// The text of a simple constant in a string template.
pub fn to_text(c: &Const) -> Option<String> {
    Some(match c {
        Const::Nil => String::new(),
        Const::Bool(b) => b.to_string(),
        Const::Int(i) => i.to_string(),
        Const::Float(f) => bal_num::float::to_text(f64::from_bits(*f)),
        Const::Decimal(d) => Decimal::from_bits(*d)?.to_string(),
        Const::String(s) => s.to_string(),
        Const::List(_) | Const::Mapping(_) => return None,
    })
}

/// A numeric constant as a value of another numeric type (spec 5.8.4); `None` when it has none there.
pub fn convert(c: &Const, to: Num) -> Option<Const> {
    Some(match (c, to) {
        (Const::Int(_), Num::Int) | (Const::Float(_), Num::Float) | (Const::Decimal(_), Num::Decimal) => {
            c.clone()
        }
        (Const::Int(i), Num::Float) => Const::float(*i as f64),
        (Const::Int(i), Num::Decimal) => Const::decimal(Decimal::from(*i)),
        (Const::Float(f), Num::Int) => Const::Int(bal_num::float::to_int(f64::from_bits(*f)).ok()?),
        (Const::Float(f), Num::Decimal) => Const::decimal(Decimal::from_float(f64::from_bits(*f)).ok()?),
        (Const::Decimal(d), Num::Int) => Const::Int(Decimal::from_bits(*d)?.to_int().ok()?),
        (Const::Decimal(d), Num::Float) => Const::float(Decimal::from_bits(*d)?.to_float()),
        _ => return None,
    })
}

/// The numeric basic type that a cast to `ty` converts to: the only one that it overlaps.
pub fn cast_target(db: &dyn Db, ty: Ty) -> Option<Num> {
    let mut found = [(Ty::int(), Num::Int), (Ty::float(), Num::Float), (Ty::decimal(), Num::Decimal)]
        .into_iter()
        .filter(|(t, _)| crate::ops::overlaps(db, ty, *t));
    match (found.next(), found.next()) {
        (Some((_, n)), None) => Some(n),
        _ => None,
    }
}

/// A unary operator on a constant; `None` when undefined or out of range.
pub fn unary(op: UnaryOp, c: Const) -> Option<Const> {
    Some(match (op, c) {
        (UnaryOp::Plus, c @ (Const::Int(_) | Const::Float(_) | Const::Decimal(_))) => c,
        (UnaryOp::Neg, Const::Int(i)) => Const::Int(i.checked_neg()?),
        (UnaryOp::Neg, Const::Float(f)) => Const::float(-f64::from_bits(f)),
        (UnaryOp::Neg, Const::Decimal(d)) => Const::decimal(-Decimal::from_bits(d)?),
        (UnaryOp::BitNot, Const::Int(i)) => Const::Int(!i),
        (UnaryOp::Not, Const::Bool(b)) => Const::Bool(!b),
        _ => return None,
    })
}

/// The operands of `*`, `/` or `%` of which one is an int, which becomes what the other is (spec 6.23).
fn mixed_operands(op: BinaryOp, l: &Const, r: &Const) -> Option<(Const, Const)> {
    let real = |c: &Const| match c {
        Const::Float(_) => Some(Num::Float),
        Const::Decimal(_) => Some(Num::Decimal),
        _ => None,
    };
    match (op, l, r) {
        (BinaryOp::Mul | BinaryOp::Div | BinaryOp::Rem, _, Const::Int(_)) => {
            Some((l.clone(), convert(r, real(l)?)?))
        }
        (BinaryOp::Mul, Const::Int(_), _) => Some((convert(l, real(r)?)?, r.clone())),
        _ => None,
    }
}

/// A binary operator on constants; `None` when undefined or out of range.
pub fn binary(op: BinaryOp, l: Const, r: Const) -> Option<Const> {
    use BinaryOp::*;
    if let Some((l, r)) = mixed_operands(op, &l, &r) {
        return binary(op, l, r);
    }
    Some(match (&l, &r) {
        (Const::Int(a), Const::Int(b)) => return int_binary(op, *a, *b),
        (Const::Float(a), Const::Float(b)) => {
            let (a, b) = (f64::from_bits(*a), f64::from_bits(*b));
            match op {
                Add => Const::float(a + b),
                Sub => Const::float(a - b),
                Mul => Const::float(a * b),
                Div => Const::float(a / b),
                Rem => Const::float(a % b),
                Lt => Const::Bool(a < b),
                Le => Const::Bool(a <= b),
                Gt => Const::Bool(a > b),
                Ge => Const::Bool(a >= b),
                Eq => Const::Bool(bal_num::float::shape_eq(a, b)),
                Ne => Const::Bool(!bal_num::float::shape_eq(a, b)),
                _ => return None,
            }
        }
        (Const::Decimal(a), Const::Decimal(b)) => {
            let (a, b) = (Decimal::from_bits(*a)?, Decimal::from_bits(*b)?);
            let o = a.compare(b);
            match op {
                Add | Sub | Mul | Div | Rem => Const::decimal(decimal_result(op, a, b)?.ok()?),
                Lt => Const::Bool(o.is_lt()),
                Le => Const::Bool(o.is_le()),
                Gt => Const::Bool(o.is_gt()),
                Ge => Const::Bool(o.is_ge()),
                Eq => Const::Bool(o.is_eq()),
                Ne => Const::Bool(o.is_ne()),
                _ => return None,
            }
        }
        (Const::String(a), Const::String(b)) => match op {
            Add => Const::string(&format!("{a}{b}")),
            Lt => Const::Bool(a.as_str() < b.as_str()),
            Le => Const::Bool(a.as_str() <= b.as_str()),
            Gt => Const::Bool(a.as_str() > b.as_str()),
            Ge => Const::Bool(a.as_str() >= b.as_str()),
            Eq | RefEq => Const::Bool(a == b),
            Ne | RefNe => Const::Bool(a != b),
            _ => return None,
        },
        (Const::Bool(a), Const::Bool(b)) => match op {
            And => Const::Bool(*a && *b),
            Or => Const::Bool(*a || *b),
            Eq | RefEq => Const::Bool(a == b),
            Ne | RefNe => Const::Bool(a != b),
            Lt => Const::Bool(a < b),
            Le => Const::Bool(a <= b),
            Gt => Const::Bool(a > b),
            Ge => Const::Bool(a >= b),
            _ => return None,
        },
        (Const::Nil, Const::Nil) if matches!(op, Eq | RefEq | Le | Ge) => Const::Bool(true),
        (Const::Nil, Const::Nil) if matches!(op, Ne | RefNe | Lt | Gt) => Const::Bool(false),
        // Nil is ordered with nothing else.
        (Const::Nil, _) | (_, Const::Nil) if matches!(op, Lt | Le | Gt | Ge | Eq) => Const::Bool(false),
        (Const::Nil, _) | (_, Const::Nil) if matches!(op, Ne) => Const::Bool(true),
        _ => return None,
    })
}

fn decimal_result(op: BinaryOp, a: Decimal, b: Decimal) -> Option<Result<Decimal, bal_num::NumError>> {
    Some(match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::Div => a.checked_div(b),
        BinaryOp::Rem => a.checked_rem(b),
        _ => return None,
    })
}

/// Why an arithmetic operation on two decimals, given as bits, has no result.
pub fn decimal_failure(op: BinaryOp, a: u128, b: u128) -> Option<bal_num::NumError> {
    decimal_result(op, Decimal::from_bits(a)?, Decimal::from_bits(b)?)?.err()
}

fn int_binary(op: BinaryOp, a: i64, b: i64) -> Option<Const> {
    use BinaryOp::*;
    Some(match op {
        Add => Const::Int(a.checked_add(b)?),
        Sub => Const::Int(a.checked_sub(b)?),
        Mul => Const::Int(a.checked_mul(b)?),
        Div => Const::Int(a.checked_div(b)?),
        Rem if b != 0 => Const::Int(a.wrapping_rem(b)),
        BitAnd => Const::Int(a & b),
        BitOr => Const::Int(a | b),
        BitXor => Const::Int(a ^ b),
        Shl => Const::Int(a.wrapping_shl(b as u32)),
        Shr => Const::Int(a.wrapping_shr(b as u32)),
        UShr => Const::Int((a as u64).wrapping_shr(b as u32) as i64),
        Lt => Const::Bool(a < b),
        Le => Const::Bool(a <= b),
        Gt => Const::Bool(a > b),
        Ge => Const::Bool(a >= b),
        Eq | RefEq => Const::Bool(a == b),
        Ne | RefNe => Const::Bool(a != b),
        _ => return None,
    })
}
