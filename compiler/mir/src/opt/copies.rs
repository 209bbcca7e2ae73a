//! Copies and dead code.

use bytecode::Op;
use rustc_hash::FxHashMap;

use super::counts::count;
use super::loops::Dominators;
use crate::ir::{Body, InstKind, Opnd, Term, VReg};

fn as_move(kind: &InstKind) -> Option<(VReg, VReg)> {
    match kind {
        InstKind::Op(Op::mov, [Opnd::Reg(d), Opnd::Reg(s), _]) => Some((*d, *s)),
        _ => None,
    }
}

/// Within a block, reads of a copy read the original while neither changes.
pub(super) fn propagate_copies(body: &mut Body) {
    for b in &mut body.blocks {
        let mut copy: FxHashMap<VReg, VReg> = FxHashMap::default();
        for i in &mut b.insts {
            i.kind.uses_mut(&mut |v| {
                if let Some(s) = copy.get(v) {
                    *v = *s;
                }
            });
            if let Some(d) = i.kind.def() {
                copy.remove(&d);
                copy.retain(|_, s| *s != d);
            }
            if let Some((d, s)) = as_move(&i.kind)
                && d != s
            {
                copy.insert(d, s);
            }
        }
        // A counting loop writes its counter: leave that operand alone.
        if !matches!(b.term, Term::ForI { .. }) {
            b.term.uses_mut(&mut |v| {
                if let Some(s) = copy.get(v) {
                    *v = *s;
                }
            });
        }
        b.insts.retain(|i| as_move(&i.kind).is_none_or(|(d, s)| d != s));
    }
}

/// `d = s`, each with one definition: reads of `d` that the copy dominates read `s`.
pub(super) fn propagate_values(body: &mut Body) {
    let c = count(body);
    let mut places: FxHashMap<VReg, (VReg, usize, usize)> = FxHashMap::default();
    for (b, block) in body.blocks.iter().enumerate() {
        for (at, i) in block.insts.iter().enumerate() {
            if let Some((d, s)) = as_move(&i.kind)
                && c.once(d)
                && c.once(s)
                && d.0 as usize >= body.nparams
            {
                places.insert(d, (s, b, at));
            }
        }
    }
    if places.is_empty() {
        return;
    }
    let dom = Dominators::new(body);
    // Chains of copies lead to their origin.
    let origin = |v: VReg, b: usize, at: usize| {
        let mut v = v;
        while let Some(&(s, from, place)) = places.get(&v)
            && (from == b && place < at || from != b && dom.dominates(from, b))
        {
            v = s;
        }
        v
    };
    for b in 0..body.blocks.len() {
        let block = &mut body.blocks[b];
        for (at, i) in block.insts.iter_mut().enumerate() {
            i.kind.uses_mut(&mut |v| *v = origin(*v, b, at));
        }
        if !matches!(block.term, Term::ForI { .. }) {
            block.term.uses_mut(&mut |v| *v = origin(*v, b, usize::MAX));
        }
    }
}

/// `t = op; …; a = t` with no other use of `t` becomes `a = op`, when nothing in between cares about `a`.
pub(super) fn retarget_moves(body: &mut Body) {
    let c = count(body);
    for b in &mut body.blocks {
        let guarded = b.handler.is_some();
        let mut at = 0;
        while at < b.insts.len() {
            if let Some((a, t)) = as_move(&b.insts[at].kind)
                && c.defs[t.0 as usize] == 1
                && c.uses[t.0 as usize] == 1
                && t.0 as usize >= body.nparams
                && let Some(def) = find_def(&b.insts[..at], t, a, guarded)
            {
                if let Some(d) = b.insts[def].kind.def_mut() {
                    *d = a;
                }
                b.insts.remove(at);
                continue;
            }
            at += 1;
        }
    }
}

/// The instruction that defines `t`, if `a` is neither read nor written after it.
fn find_def(insts: &[crate::ir::Inst], t: VReg, a: VReg, guarded: bool) -> Option<usize> {
    for (i, inst) in insts.iter().enumerate().rev() {
        if inst.kind.def() == Some(t) {
            return Some(i);
        }
        let mut touched = inst.kind.def() == Some(a);
        inst.kind.uses(&mut |v| touched |= v == a);
        // In a `trap` region a panic in between would show the new value too early.
        let may_panic = guarded && !inst.kind.pure();
        if touched || may_panic {
            return None;
        }
    }
    None
}

/// Drops instructions without effect whose result nobody reads.
pub(super) fn remove_dead(body: &mut Body) {
    loop {
        let c = count(body);
        let mut changed = false;
        for b in &mut body.blocks {
            b.insts.retain(|i| {
                let dead = i.kind.pure() && i.kind.def().is_some_and(|d| c.uses[d.0 as usize] == 0);
                changed |= dead;
                !dead
            });
            for i in &mut b.insts {
                if let InstKind::Call { dst, .. } = &mut i.kind
                    && dst.is_some_and(|d| c.uses[d.0 as usize] == 0)
                {
                    *dst = None;
                }
            }
        }
        if !changed {
            return;
        }
    }
}
