//! Shape of the graph: jump threading, order of blocks, merging; dominators and natural loops.

use crate::ir::{BlockId, Body, Term};

/// Jumps to a block that only jumps go where that one goes.
pub(super) fn thread_jumps(body: &mut Body) {
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
pub(super) fn compact(body: &mut Body) {
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
pub(super) fn merge_blocks(body: &mut Body) {
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
            let origin = body.blocks[at].term_origin;
            let b = &mut body.blocks[i];
            b.insts.extend(insts);
            b.term = term;
            b.term_origin = origin;
        }
    }
}
