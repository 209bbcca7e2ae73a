//! Constants as operands.

use bytecode::Op;
use rustc_hash::FxHashMap;
use semtypes::{Const, Ty};

use super::counts::{Counts, count};
use crate::ir::{Body, Cond, InstKind, Opnd, Term, VReg};

/// Puts known ints into the instructions that take them, and constants into the branches that compare with them.
pub(super) fn run(body: &mut Body) {
    let c = count(body);
    compare(body, &c);
    let known = constants(body, &c);
    if known.is_empty() {
        return;
    }
    for b in &mut body.blocks {
        for i in &mut b.insts {
            if let Some(new) = fold(&i.kind, &known) {
                i.kind = new;
            }
        }
        if let Term::Branch { cond: Cond::Int(cmp, x, y), .. } = &b.term {
            let (cmp, x, y) = (*cmp, *x, *y);
            let new = match (short(&known, x), short(&known, y)) {
                (_, Some(k)) => Some(Cond::IntK(cmp, x, k)),
                (Some(k), None) => Some(Cond::IntK(cmp.swap(), y, k)),
                _ => None,
            };
            if let (Some(new), Term::Branch { cond, .. }) = (new, &mut b.term) {
                *cond = new;
            }
        }
    }
}

/// Registers with one definition, a constant.
fn constants(body: &Body, c: &Counts) -> FxHashMap<VReg, i64> {
    let mut known = FxHashMap::default();
    for i in body.blocks.iter().flat_map(|b| &b.insts) {
        if let InstKind::Int(v, n) = i.kind
            && c.once(v)
        {
            known.insert(v, n);
        }
    }
    known
}

/// A tagged constant, with the inherent type of a structured one.
type Tagged = Box<(Const, Option<Ty>)>;

/// Makes one branch of an `eq_r` with a constant and the branch on its result right after it.
fn compare(body: &mut Body, c: &Counts) {
    let known = tagged(body, c);
    if known.is_empty() {
        return;
    }
    for b in &mut body.blocks {
        let Term::Branch { cond, .. } = &mut b.term else { continue };
        let Cond::Bool(v) = *cond else { continue };
        if c.uses[v.0 as usize] != 1 {
            continue;
        }
        let Some(InstKind::Op(Op::eq_r, [Opnd::Reg(dst), Opnd::Reg(x), Opnd::Reg(y)])) =
            b.insts.last().map(|i| &i.kind)
        else {
            continue;
        };
        let other = known.get(y).map(|k| (*x, k)).or_else(|| known.get(x).map(|k| (*y, k)));
        if let Some((other, k)) = other.filter(|_| *dst == v) {
            *cond = Cond::EqK(other, k.clone());
            b.insts.pop();
        }
    }
}

/// Registers with one definition, a tagged constant.
fn tagged(body: &Body, c: &Counts) -> FxHashMap<VReg, Tagged> {
    let mut bools = FxHashMap::default();
    let mut known = FxHashMap::default();
    for i in body.blocks.iter().flat_map(|b| &b.insts) {
        match &i.kind {
            InstKind::Op(Op::ldk_r, [Opnd::Reg(v), Opnd::Const(k), _]) if c.once(*v) => {
                known.insert(*v, k.clone());
            }
            InstKind::Op(Op::ld_b, [Opnd::Reg(v), Opnd::Imm(b), _]) if c.once(*v) => {
                bools.insert(*v, *b != 0);
            }
            InstKind::Op(Op::box_b, [Opnd::Reg(v), Opnd::Reg(b), _]) if c.once(*v) => {
                if let Some(b) = bools.get(b) {
                    known.insert(*v, Box::new((Const::Bool(*b), None)));
                }
            }
            _ => {}
        }
    }
    known
}

fn short(known: &FxHashMap<VReg, i64>, v: VReg) -> Option<i16> {
    known.get(&v).and_then(|n| i16::try_from(*n).ok())
}

fn fold(kind: &InstKind, known: &FxHashMap<VReg, i64>) -> Option<InstKind> {
    let InstKind::Op(op, [dst, Opnd::Reg(x), Opnd::Reg(y)]) = kind else { return None };
    let op = *op;
    let with =
        |op: Op, v: VReg, k: i16| Some(InstKind::Op(op, [dst.clone(), Opnd::Reg(v), Opnd::Imm(k as i32)]));
    if let Some(k) = short(known, *y) {
        let new = match op {
            Op::add_i => Op::addk_i,
            Op::sub_i => return with(Op::addk_i, *x, k.checked_neg()?),
            Op::mul_i => Op::mulk_i,
            // Neither can fail.
            Op::div_i if k > 0 => Op::divk_i,
            Op::rem_i if k > 0 => Op::remk_i,
            Op::and_i => Op::andk_i,
            Op::or_i => Op::ork_i,
            Op::shl_i => Op::shlk_i,
            Op::shr_i => Op::shrk_i,
            Op::ushr_i => Op::ushrk_i,
            _ => return None,
        };
        return with(new, *x, k);
    }
    let k = short(known, *x)?;
    match op {
        Op::add_i => with(Op::addk_i, *y, k),
        Op::mul_i => with(Op::mulk_i, *y, k),
        Op::and_i => with(Op::andk_i, *y, k),
        Op::or_i => with(Op::ork_i, *y, k),
        _ => None,
    }
}
