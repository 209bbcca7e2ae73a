//! `t = r.f; …; u = t ± v; r.f = u` becomes `r.f ±= v`, for floats and ints.

use bytecode::Op;
use semtypes::Name;

use super::counts::{Counts, count};
use super::number::{Effect, effect};
use crate::ir::{Body, Inst, InstKind, Opnd, VReg};

/// Fuses reads, additions and stores of one field.
pub(super) fn run(body: &mut Body) {
    let counts = count(body);
    for b in &mut body.blocks {
        let mut at = 0;
        while at < b.insts.len() {
            if let Some((get, sum, fused)) = update(&b.insts[..=at], &counts) {
                b.insts[at].kind = fused;
                b.insts.remove(sum);
                b.insts.remove(get);
                at -= 2;
            }
            at += 1;
        }
    }
}

/// When the last instruction is a store that completes an update: where its read and its sum stand, and what it becomes.
fn update(insts: &[Inst], counts: &Counts) -> Option<(usize, usize, InstKind)> {
    let last = insts.len() - 1;
    let InstKind::Op(store, [Opnd::Reg(r), Opnd::Str(name), Opnd::Reg(u)]) = &insts[last].kind else {
        return None;
    };
    let (get, plus, minus, add, sub) = match store {
        Op::fset_f => (Op::fget_f, Op::add_f, Op::sub_f, Op::fadd_f, Some(Op::fsub_f)),
        Op::fset_i => (Op::fget_i, Op::add_i, Op::sub_i, Op::fadd_i, None),
        _ => return None,
    };
    let temporary = |v: VReg| counts.once(v) && counts.uses[v.0 as usize] == 1;
    let sum = definition(insts, last, *u).filter(|_| temporary(*u))?;
    let candidates: &[(VReg, Opnd, Op)] = &match (&insts[sum].kind, sub) {
        // What is read first is on either side: floats and ints commute.
        (InstKind::Op(op, [_, Opnd::Reg(x), Opnd::Reg(y)]), _) if *op == plus => {
            vec![(*x, Opnd::Reg(*y), add), (*y, Opnd::Reg(*x), add)]
        }
        (InstKind::Op(op, [_, Opnd::Reg(x), y]), Some(sub)) if *op == minus => vec![(*x, y.clone(), sub)],
        (InstKind::Op(Op::addk_i, [_, Opnd::Reg(x), k]), _) => vec![(*x, k.clone(), Op::faddk_i)],
        _ => return None,
    };
    candidates.iter().find_map(|(t, v, fused)| {
        let t = *t;
        let read = definition(insts, sum, t).filter(|_| temporary(t))?;
        let InstKind::Op(op, [_, Opnd::Reg(from), Opnd::Str(n)]) = &insts[read].kind else { return None };
        let same = *op == get && from == r && n == name;
        // `v` keeps its value up to the store; so does the record's register.
        let kept = (sum + 1..last).all(|i| insts[i].kind.def().map(Opnd::Reg).as_ref() != Some(v))
            && (read + 1..last).all(|i| insts[i].kind.def() != Some(*r));
        // A sum of ints may panic, and what comes after it may, too.
        let in_order = *store == Op::fset_f || insts[sum + 1..last].iter().all(|i| i.kind.pure());
        (same && kept && in_order && undisturbed(&insts[read + 1..last], *name)).then(|| {
            let operands = [Opnd::Reg(*r), Opnd::Str(*name), v.clone()];
            (read, sum, InstKind::Op(*fused, operands))
        })
    })
}

fn definition(insts: &[Inst], before: usize, v: VReg) -> Option<usize> {
    insts[..before].iter().rposition(|i| i.kind.def() == Some(v))
}

/// Nothing in between writes a field of that name, or fails where it would not have been read yet.
fn undisturbed(insts: &[Inst], name: Name) -> bool {
    insts.iter().all(|i| match effect(&i.kind) {
        Effect::None => true,
        Effect::Field(n) => n != name,
        Effect::List | Effect::Everything => false,
    })
}
