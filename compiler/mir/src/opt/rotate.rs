//! Loop inversion: a loop that tests at its head tests at its end instead, which saves a jump in every round. The test
//! at the head stays as a guard before the first round, where `hoist` finds a place for what does not change.

use super::counts::count;
use super::loops::{Dominators, is_handler_target, natural_loops};
use crate::ir::{BlockId, Body, Inst, Term, VReg};

/// Instructions of a test that are worth a copy.
const MAX_TEST: usize = 6;

/// Whether anything changed.
pub(super) fn run(body: &mut Body) -> bool {
    let dom = Dominators::new(body);
    let loops = natural_loops(body, &dom);
    let mut changed = false;
    for l in loops {
        let head = &body.blocks[l.header];
        let Term::Branch { then, els, .. } = &head.term else { continue };
        let inside = |b: &BlockId| l.contains[b.0 as usize];
        let small = head.insts.len() <= MAX_TEST && !head.insts.iter().any(|i| i.kind.windowed());
        // One that comes back to its own head tests at its end already.
        let own = |b: &BlockId| b.0 as usize == l.header;
        if inside(then) == inside(els) || own(then) || own(els) || !small || is_handler_target(body, l.header)
        {
            continue;
        }
        let latches: Vec<usize> = (0..body.blocks.len())
            .filter(|&b| l.contains[b] && body.blocks[b].handler == head.handler)
            .filter(|&b| body.blocks[b].term == Term::Jump(BlockId(l.header as u32)))
            .collect();
        // Two copies at most: `continue` in many places would multiply the test.
        if latches.is_empty() || latches.len() > 2 {
            continue;
        }
        for latch in latches {
            copy_test(body, l.header, latch);
        }
        changed = true;
    }
    changed
}

/// Ends `latch` with a copy of the test of `head`.
fn copy_test(body: &mut Body, head: usize, latch: usize) {
    let counts = count(body);
    let (mut insts, mut term, origin) = {
        let h = &body.blocks[head];
        (h.insts.clone(), h.term.clone(), h.term_origin)
    };
    // What only the test reads gets registers of its own, so that those of both copies keep one definition.
    let own: Vec<VReg> =
        insts.iter().filter_map(|i| i.kind.def()).filter(|d| only_here(&counts, *d, &insts, &term)).collect();
    for old in own {
        let new = VReg(body.kinds.len() as u32);
        body.kinds.push(body.kind(old));
        let rename = &mut |v: &mut VReg| {
            if *v == old {
                *v = new;
            }
        };
        for i in &mut insts {
            i.kind.uses_mut(rename);
            if let Some(d) = i.kind.def_mut() {
                rename(d);
            }
        }
        term.uses_mut(rename);
    }
    let b = &mut body.blocks[latch];
    b.insts.extend(insts);
    b.term = term;
    b.term_origin = origin;
}

fn only_here(counts: &super::counts::Counts, d: VReg, insts: &[Inst], term: &Term) -> bool {
    let mut here = 0;
    let mut see = |v: VReg| here += (v == d) as u32;
    insts.iter().for_each(|i| i.kind.uses(&mut see));
    term.uses(&mut see);
    counts.once(d) && here == counts.uses[d.0 as usize]
}
