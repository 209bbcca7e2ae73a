//! Register assignment: one interval per virtual register, linear scan per kind.
//!
//! A physical register has one kind for the whole function. Parameters come first, in order; then all tagged registers,
//! so that entering the function clears one range; then ints, floats, booleans. A parameter's register may serve another
//! virtual register of its kind once the parameter is dead.

use bytecode::Kind;
use mir::{BlockId, Body, VReg};

/// The result: physical register per virtual one, and the kinds of the physical ones.
pub struct Assignment {
    pub regs: Vec<u32>,
    pub kinds: Vec<Kind>,
    /// Number of reads and writes of each virtual register.
    pub uses: Vec<u32>,
    pub defs: Vec<u32>,
}

/// Blocks in the order in which they are emitted.
pub fn layout(body: &Body) -> Vec<BlockId> {
    let n = body.blocks.len();
    let mut seen = vec![false; n];
    let mut work = vec![BlockId(0)];
    while let Some(b) = work.pop() {
        if std::mem::replace(&mut seen[b.0 as usize], true) {
            continue;
        }
        let block = body.block(b);
        work.extend(block.term.successors());
        let mut h = block.handler;
        while let Some(id) = h {
            let handler = &body.handlers[id.0 as usize];
            work.push(handler.target);
            h = handler.parent;
        }
    }
    (0..n as u32).map(BlockId).filter(|b| seen[b.0 as usize]).collect()
}

/// Live-in sets by block, as bit sets.
pub struct Liveness {
    words: usize,
    live_in: Vec<u64>,
}

impl Liveness {
    pub fn new(body: &Body, order: &[BlockId]) -> Liveness {
        liveness(body, order)
    }

    /// Registers live at the end of a block, after its terminator, and those live throughout.
    pub fn at_end(&self, body: &Body, b: BlockId) -> (Vec<u64>, Vec<u64>) {
        let (mut out, mut through) = (vec![0; self.words], vec![0; self.words]);
        live_out(body, self, b, &mut out, &mut through);
        (out, through)
    }

    /// Registers live at the start of a block.
    pub fn row(&self, b: usize) -> &[u64] {
        &self.live_in[b * self.words..(b + 1) * self.words]
    }
}

fn set(bits: &mut [u64], v: VReg) {
    bits[v.0 as usize / 64] |= 1 << (v.0 % 64);
}
fn clear(bits: &mut [u64], v: VReg) {
    bits[v.0 as usize / 64] &= !(1 << (v.0 % 64));
}

/// Registers live at the end of a block, and those live throughout because a panic may leave it for a handler.
fn live_out(body: &Body, live: &Liveness, b: BlockId, out: &mut [u64], through: &mut [u64]) {
    let block = body.block(b);
    for s in block.term.successors() {
        out.iter_mut().zip(live.row(s.0 as usize)).for_each(|(o, w)| *o |= w);
    }
    let mut h = block.handler;
    while let Some(id) = h {
        let handler = &body.handlers[id.0 as usize];
        let mut row = live.row(handler.target.0 as usize).to_vec();
        clear(&mut row, handler.reg);
        through.iter_mut().zip(&row).for_each(|(o, w)| *o |= w);
        h = handler.parent;
    }
}

fn liveness(body: &Body, order: &[BlockId]) -> Liveness {
    let words = body.kinds.len().div_ceil(64).max(1);
    let mut live = Liveness { words, live_in: vec![0; words * body.blocks.len()] };
    let mut changed = true;
    while changed {
        changed = false;
        for &b in order.iter().rev() {
            let (mut bits, mut through) = (vec![0; words], vec![0; words]);
            live_out(body, &live, b, &mut bits, &mut through);
            let block = body.block(b);
            block.term.uses(&mut |v| set(&mut bits, v));
            for i in block.insts.iter().rev() {
                if let Some(d) = i.kind.def() {
                    clear(&mut bits, d);
                }
                i.kind.uses(&mut |v| set(&mut bits, v));
            }
            bits.iter_mut().zip(&through).for_each(|(o, w)| *o |= w);
            let row = &mut live.live_in[b.0 as usize * words..(b.0 as usize + 1) * words];
            if row != bits.as_slice() {
                row.copy_from_slice(&bits);
                changed = true;
            }
        }
    }
    live
}

#[derive(Clone, Copy)]
struct Interval {
    start: u32,
    end: u32,
}

/// Positions: each instruction and each terminator of the layout takes two, reads before writes.
fn intervals(body: &Body, order: &[BlockId], uses: &mut [u32], defs: &mut [u32]) -> Vec<Option<Interval>> {
    let live = liveness(body, order);
    let mut out: Vec<Option<Interval>> = vec![None; body.kinds.len()];
    let mut touch = |v: usize, at: u32| match &mut out[v] {
        Some(i) => {
            i.start = i.start.min(at);
            i.end = i.end.max(at);
        }
        slot => *slot = Some(Interval { start: at, end: at }),
    };
    for p in 0..body.nparams {
        touch(p, 0);
    }
    let mut at = 2u32;
    for &b in order {
        let (mut end_bits, mut through) = (vec![0; live.words], vec![0; live.words]);
        live_out(body, &live, b, &mut end_bits, &mut through);
        let start = at;
        let block = body.block(b);
        for i in &block.insts {
            i.kind.uses(&mut |v| {
                uses[v.0 as usize] += 1;
                touch(v.0 as usize, at);
            });
            if let Some(d) = i.kind.def() {
                defs[d.0 as usize] += 1;
                touch(d.0 as usize, at + 1);
            }
            at += 2;
        }
        block.term.uses(&mut |v| {
            uses[v.0 as usize] += 1;
            touch(v.0 as usize, at);
        });
        at += 2;
        for (w, row) in live.row(b.0 as usize).iter().enumerate() {
            let mut bits = *row;
            while bits != 0 {
                touch(w * 64 + bits.trailing_zeros() as usize, start);
                bits &= bits - 1;
            }
            let mut bits = end_bits[w] | through[w];
            while bits != 0 {
                touch(w * 64 + bits.trailing_zeros() as usize, at);
                bits &= bits - 1;
            }
        }
    }
    // A handler's register is written on entry to the handler's block.
    for h in &body.handlers {
        if let Some(first) = block_start(body, order, h.target) {
            defs[h.reg.0 as usize] += 2;
            touch(h.reg.0 as usize, first);
        }
    }
    out
}

fn block_start(body: &Body, order: &[BlockId], target: BlockId) -> Option<u32> {
    let mut at = 2;
    for &b in order {
        if b == target {
            return Some(at);
        }
        at += 2 * (body.block(b).insts.len() as u32 + 1);
    }
    None
}

/// Assigns registers.
pub fn assign(body: &Body, order: &[BlockId]) -> Assignment {
    let n = body.kinds.len();
    let (mut uses, mut defs) = (vec![0; n], vec![0; n]);
    let intervals = intervals(body, order, &mut uses, &mut defs);
    let mut sorted: Vec<(usize, Interval)> =
        intervals.iter().enumerate().filter_map(|(v, i)| Some((v, (*i)?))).collect();
    sorted.sort_by_key(|(v, i)| (i.start, *v));
    // Slots by kind; parameters are slots of their own from the start.
    let mut slots: Vec<Slot> = (0..body.nparams)
        .map(|p| Slot { kind: body.kinds[p], free_at: intervals[p].map_or(0, |i| i.end), param: true })
        .collect();
    let mut chosen = vec![0usize; n];
    for (v, i) in sorted {
        if v < body.nparams {
            chosen[v] = v;
            continue;
        }
        let kind = body.kinds[v];
        let found = slots.iter().position(|s| s.kind == kind && s.free_at < i.start);
        let slot = found.unwrap_or_else(|| {
            slots.push(Slot { kind, free_at: 0, param: false });
            slots.len() - 1
        });
        slots[slot].free_at = i.end;
        chosen[v] = slot;
    }
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|&s| (!slots[s].param, if slots[s].param { 0 } else { rank(slots[s].kind) }, s));
    let mut place = vec![0u32; slots.len()];
    for (p, s) in order.iter().enumerate() {
        place[*s] = p as u32;
    }
    Assignment {
        regs: chosen.iter().map(|s| place.get(*s).copied().unwrap_or(0)).collect(),
        kinds: order.iter().map(|s| slots[*s].kind).collect(),
        uses,
        defs,
    }
}

struct Slot {
    kind: Kind,
    /// Last position at which the present occupant is live.
    free_at: u32,
    param: bool,
}

fn rank(k: Kind) -> u8 {
    match k {
        Kind::R => 0,
        Kind::I => 1,
        Kind::F => 2,
        Kind::B => 3,
    }
}
