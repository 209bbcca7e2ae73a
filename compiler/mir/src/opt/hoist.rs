//! Loop-invariant code motion: constants, and computations without effect on what a loop does not change, move before it.
//!
//! A move needs one definition of the result, so that nothing else writes it, and only reads inside the loop (constants
//! apart, which are the same everywhere). Nothing that may panic or allocate moves, but fields that the head of a loop reads in any case.

use bytecode::Op;
use rustc_hash::FxHashSet;
use semtypes::Name;

use super::counts::{Counts, count};
use super::loops::{Dominators, Loop, is_handler_target, natural_loops};
use super::number;
use crate::ir::{Block, BlockId, Body, Inst, InstKind, Opnd, Term, VReg};

/// Whether anything moved.
pub(super) fn run(body: &mut Body) -> bool {
    let dom = Dominators::new(body);
    let loops = natural_loops(body, &dom);
    let mut counts = count(body);
    let mut changed = false;
    // What moves before an inner loop may stand in the outer one: its new block belongs to the loops around it.
    let mut before: Vec<(usize, usize)> = Vec::new();
    for l in &loops {
        if is_handler_target(body, l.header) {
            continue;
        }
        let blocks: Vec<usize> = (0..l.contains.len())
            .filter(|&b| l.contains[b])
            .chain(
                before.iter().filter(|(header, _)| *header != l.header && l.contains[*header]).map(|p| p.1),
            )
            .collect();
        let moved = collect(body, l, &blocks, &counts);
        if !moved.is_empty() {
            let at = insert(body, l, &blocks, moved);
            before.push((l.header, at));
            counts = count(body);
            changed = true;
        }
    }
    if changed {
        super::cfg::compact(body);
    }
    changed
}

/// Takes the invariant instructions out of the loop. A constant that only windows want is written into them in place of
/// a move: it stays.
fn collect(body: &mut Body, l: &Loop, blocks: &[usize], counts: &Counts) -> Vec<Inst> {
    let mut written = FxHashSet::default();
    let mut reads = vec![0u32; body.kinds.len()];
    let mut in_windows = vec![0u32; body.kinds.len()];
    let mut memory = Memory::default();
    for &b in blocks {
        let block = &body.blocks[b];
        for i in &block.insts {
            written.extend(i.kind.def());
            let windowed = i.kind.windowed() as u32;
            i.kind.uses(&mut |v| {
                reads[v.0 as usize] += 1;
                in_windows[v.0 as usize] += windowed;
            });
            memory.see(&i.kind);
        }
        if let Term::ForI { i, .. } = block.term {
            written.insert(i);
        }
        block.term.uses(&mut |v| reads[v.0 as usize] += 1);
    }
    for h in &body.handlers {
        written.insert(h.reg);
    }
    let mut moved = Vec::new();
    loop {
        let before = moved.len();
        for &b in blocks {
            let ends = matches!(body.blocks[b].term, Term::Panic(_) | Term::Trap(_) | Term::Unreachable);
            let insts = &mut body.blocks[b].insts;
            let mut at = 0;
            while at < insts.len() {
                let kind = &insts[at].kind;
                let ok = !ends
                    && kind.def().is_some_and(|d| {
                        counts.once(d)
                            && (constant(kind) && in_windows[d.0 as usize] < reads[d.0 as usize]
                                || reads[d.0 as usize] == counts.uses[d.0 as usize]
                                    && (computation(kind) || b == l.header && memory.keeps(kind))
                                    && invariant(kind, &written))
                    });
                if ok {
                    let inst = insts.remove(at);
                    if let Some(d) = inst.kind.def() {
                        written.remove(&d);
                    }
                    moved.push(inst);
                } else {
                    at += 1;
                }
            }
        }
        if moved.len() == before {
            return moved;
        }
    }
}

/// Instructions whose result is the same wherever they stand.
fn constant(kind: &InstKind) -> bool {
    matches!(kind, InstKind::Int(..) | InstKind::Float(..) | InstKind::Op(Op::ld_b | Op::ld_w | Op::ldk_r, _))
}

/// Computations on registers alone.
fn computation(kind: &InstKind) -> bool {
    matches!(kind, InstKind::Op(op, _) if number::scalar(*op) && !op.has(bytecode::flags::panic | bytecode::flags::alloc))
}

fn invariant(kind: &InstKind, written: &FxHashSet<VReg>) -> bool {
    let mut ok = true;
    kind.uses(&mut |v| ok &= !written.contains(&v));
    ok
}

/// What a loop may write.
#[derive(Default)]
struct Memory {
    everything: bool,
    lists: bool,
    fields: FxHashSet<Name>,
}

impl Memory {
    fn see(&mut self, kind: &InstKind) {
        match number::effect(kind) {
            number::Effect::None => {}
            number::Effect::Field(name) => {
                self.fields.insert(name);
            }
            number::Effect::List => self.lists = true,
            number::Effect::Everything => self.everything = true,
        }
    }

    /// Whether a read gives the same in every round.
    fn keeps(&self, kind: &InstKind) -> bool {
        if self.everything {
            return false;
        }
        match kind {
            InstKind::Op(Op::fget_i | Op::fget_f | Op::fget_b | Op::fget_r, [_, _, Opnd::Str(name)]) => {
                !self.fields.contains(name)
            }
            InstKind::Op(Op::list_len, _) => !self.lists,
            _ => false,
        }
    }
}

/// Puts instructions into a block of their own through which the loop is entered; its index.
fn insert(body: &mut Body, l: &Loop, blocks: &[usize], insts: Vec<Inst>) -> usize {
    let header = BlockId(l.header as u32);
    let new = BlockId(body.blocks.len() as u32);
    let mut inside = vec![false; body.blocks.len()];
    blocks.iter().for_each(|&b| inside[b] = true);
    for (b, block) in body.blocks.iter_mut().enumerate() {
        for s in block.term.successors_mut() {
            if *s == header && !inside[b] {
                *s = new;
            }
        }
    }
    let term_origin = insts.first().map(|i| i.origin).unwrap_or_default();
    let handler = body.blocks[l.header].handler;
    body.blocks.push(Block { insts, term: Term::Jump(header), term_origin, handler });
    new.0 as usize
}
