//! Tidying a body: unreachable blocks, jump threading, block merging, copy propagation, dead code.
//!
//! Registers are not in SSA form: a pass that moves or drops an instruction looks at definition and use counts first.

use bytecode::Op;
use rustc_hash::FxHashMap;

use crate::ir::{BlockId, Body, InstKind, Opnd, Term, VReg};

/// Runs every pass.
pub fn run(body: &mut Body) {
    thread_jumps(body);
    compact(body);
    merge_blocks(body);
    compact(body);
    for _ in 0..2 {
        propagate_copies(body);
        retarget_moves(body);
        remove_dead(body);
    }
    thread_jumps(body);
    compact(body);
    merge_blocks(body);
    compact(body);
}

/// Jumps to a block that only jumps go where that one goes.
fn thread_jumps(body: &mut Body) {
    let n = body.blocks.len();
    let mut to: Vec<BlockId> = (0..n as u32).map(BlockId).collect();
    for (i, target) in to.iter_mut().enumerate() {
        let mut at = BlockId(i as u32);
        for _ in 0..n {
            let b = body.block(at);
            match b.term {
                Term::Jump(next) if b.insts.is_empty() && next != at => at = next,
                _ => break,
            }
        }
        *target = at;
    }
    for b in &mut body.blocks {
        for s in b.term.successors_mut() {
            *s = to[s.0 as usize];
        }
        if let Term::Branch { then, els, .. } = &b.term
            && then == els
        {
            b.term = Term::Jump(*then);
        }
    }
    for h in &mut body.handlers {
        h.target = to[h.target.0 as usize];
    }
}

/// Blocks that control can reach, in reverse postorder (see [`order`]).
fn compact(body: &mut Body) {
    let order = order(body);
    let mut new = vec![BlockId(u32::MAX); body.blocks.len()];
    for (i, b) in order.iter().enumerate() {
        new[b.0 as usize] = BlockId(i as u32);
    }
    let mut old: Vec<Option<_>> = std::mem::take(&mut body.blocks).into_iter().map(Some).collect();
    body.blocks = order.iter().filter_map(|b| old[b.0 as usize].take()).collect();
    for b in &mut body.blocks {
        for s in b.term.successors_mut() {
            *s = new[s.0 as usize];
        }
    }
    for h in &mut body.handlers {
        // A region that nothing reaches keeps no target.
        h.target = match new[h.target.0 as usize] {
            BlockId(u32::MAX) => BlockId(0),
            b => b,
        };
    }
}

/// Reverse postorder from the entry. The likely successor of a branch comes right after it, handlers last.
fn order(body: &Body) -> Vec<BlockId> {
    let mut seen = vec![false; body.blocks.len()];
    let mut post = Vec::with_capacity(body.blocks.len());
    // Explicit stack: bodies may be deep.
    let mut stack: Vec<(BlockId, Vec<BlockId>)> = Vec::new();
    let successors = |b: BlockId| {
        let block = body.block(b);
        // Popped from the end: what is visited last comes first in the order.
        let mut s = block.term.successors();
        let mut h = block.handler;
        while let Some(id) = h {
            let handler = &body.handlers[id.0 as usize];
            s.push(handler.target);
            h = handler.parent;
        }
        s
    };
    seen[0] = true;
    stack.push((BlockId(0), successors(BlockId(0))));
    while let Some((b, rest)) = stack.last_mut() {
        match rest.pop() {
            Some(s) => {
                if !std::mem::replace(&mut seen[s.0 as usize], true) {
                    let next = successors(s);
                    stack.push((s, next));
                }
            }
            None => {
                post.push(*b);
                stack.pop();
            }
        }
    }
    post.reverse();
    post
}

/// A block with one predecessor that only jumps to it becomes part of that.
fn merge_blocks(body: &mut Body) {
    let mut preds = vec![0u32; body.blocks.len()];
    preds[0] += 1;
    for b in &body.blocks {
        for s in b.term.successors() {
            preds[s.0 as usize] += 1;
        }
    }
    for h in &body.handlers {
        preds[h.target.0 as usize] += 2;
    }
    for i in 0..body.blocks.len() {
        while let Term::Jump(t) = body.blocks[i].term {
            let at = t.0 as usize;
            if at == i || preds[at] != 1 || body.blocks[at].handler != body.blocks[i].handler {
                break;
            }
            let insts = std::mem::take(&mut body.blocks[at].insts);
            let term = std::mem::replace(&mut body.blocks[at].term, Term::Unreachable);
            let pos = body.blocks[at].term_pos;
            let b = &mut body.blocks[i];
            b.insts.extend(insts);
            b.term = term;
            b.term_pos = pos;
        }
    }
}

/// Definitions and uses of every register.
struct Counts {
    defs: Vec<u32>,
    uses: Vec<u32>,
}

fn count(body: &Body) -> Counts {
    let n = body.kinds.len();
    let mut c = Counts { defs: vec![0; n], uses: vec![0; n] };
    for p in 0..body.nparams {
        c.defs[p] += 1;
    }
    for h in &body.handlers {
        c.defs[h.reg.0 as usize] += 1;
    }
    for b in &body.blocks {
        for i in &b.insts {
            if let Some(d) = i.kind.def() {
                c.defs[d.0 as usize] += 1;
            }
            i.kind.uses(&mut |v| c.uses[v.0 as usize] += 1);
        }
        if let Term::ForI { i, .. } = b.term {
            c.defs[i.0 as usize] += 1;
        }
        b.term.uses(&mut |v| c.uses[v.0 as usize] += 1);
    }
    c
}

fn as_move(kind: &InstKind) -> Option<(VReg, VReg)> {
    match kind {
        InstKind::Op(Op::mov, [Opnd::Reg(d), Opnd::Reg(s), _]) => Some((*d, *s)),
        _ => None,
    }
}

/// Within a block, reads of a copy read the original while neither changes.
fn propagate_copies(body: &mut Body) {
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

/// `t = op; …; a = t` with no other use of `t` becomes `a = op`, when nothing in between cares about `a`.
fn retarget_moves(body: &mut Body) {
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
fn remove_dead(body: &mut Body) {
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
