//! Dominators and natural loops of a body whose blocks are in reverse postorder (`cfg::compact` leaves them so).

use crate::ir::{BlockId, Body};

/// Immediate dominators by block; the entry's is itself.
pub(super) struct Dominators {
    idom: Vec<usize>,
    /// Handlers' targets: a panic leaves a block before its end, so what dominates its end says nothing of them.
    outside: Vec<bool>,
}

impl Dominators {
    pub(super) fn new(body: &Body) -> Dominators {
        let n = body.blocks.len();
        let mut preds: Vec<Vec<usize>> = vec![Vec::new(); n];
        for (i, b) in body.blocks.iter().enumerate() {
            for s in b.term.successors() {
                preds[s.0 as usize].push(i);
            }
        }
        let mut outside = vec![false; n];
        for h in &body.handlers {
            outside[h.target.0 as usize] = true;
        }
        // A handler's target hangs below the entry, whoever panics: less than is true, never more.
        const NONE: usize = usize::MAX;
        let mut idom = vec![NONE; n];
        idom[0] = 0;
        let mut changed = true;
        while changed {
            changed = false;
            for b in 1..n {
                let mut new = if outside[b] { 0 } else { NONE };
                for &p in &preds[b] {
                    if idom[p] != NONE {
                        new = if new == NONE { p } else { meet(&idom, p, new) };
                    }
                }
                if new != NONE && idom[b] != new {
                    idom[b] = new;
                    changed = true;
                }
            }
        }
        Dominators { idom, outside }
    }

    /// Whether every path to `b` goes through all of `a`. The entry is not said to dominate handlers' targets.
    pub(super) fn dominates(&self, a: usize, mut b: usize) -> bool {
        loop {
            if a == b {
                return true;
            }
            if b == 0 || self.outside[b] || self.idom[b] == usize::MAX {
                return false;
            }
            b = self.idom[b];
        }
    }
}

fn meet(idom: &[usize], mut a: usize, mut b: usize) -> usize {
    while a != b {
        while a > b {
            a = idom[a];
        }
        while b > a {
            b = idom[b];
        }
    }
    a
}

/// A natural loop.
pub(super) struct Loop {
    pub header: usize,
    /// By block.
    pub contains: Vec<bool>,
    pub size: usize,
}

/// Natural loops, the smallest first; loops with one header are one.
pub(super) fn natural_loops(body: &Body, dom: &Dominators) -> Vec<Loop> {
    let n = body.blocks.len();
    let mut preds: Vec<Vec<usize>> = vec![Vec::new(); n];
    for (i, b) in body.blocks.iter().enumerate() {
        for s in b.term.successors() {
            preds[s.0 as usize].push(i);
        }
    }
    let mut loops = Vec::new();
    for header in 0..n {
        let latches: Vec<usize> =
            preds[header].iter().copied().filter(|&p| p >= header && dom.dominates(header, p)).collect();
        if latches.is_empty() {
            continue;
        }
        let mut contains = vec![false; n];
        contains[header] = true;
        let mut work = latches;
        let mut size = 1;
        while let Some(b) = work.pop() {
            if !std::mem::replace(&mut contains[b], true) {
                size += 1;
                work.extend(&preds[b]);
            }
        }
        loops.push(Loop { header, contains, size });
    }
    loops.sort_by_key(|l| l.size);
    loops
}

/// Whether a handler continues at the block.
pub(super) fn is_handler_target(body: &Body, b: usize) -> bool {
    body.handlers.iter().any(|h| h.target == BlockId(b as u32))
}
