//! Copy coalescing: two registers that a move connects and that never hold different values at one time become one, and
//! the move goes.
//!
//! Interference is looked for among registers that stand in moves only. A move's destination does not interfere with its
//! source there (Chaitin); in a region whose panics are dealt with, what the handler reads is live throughout.

use bytecode::Op;
use mir::{BlockId, Body, InstKind, Opnd, Term, VReg};

use crate::regalloc::{Liveness, layout};

/// Past this number of registers in moves the table would cost more than the moves.
const MAX: usize = 4_000;

/// Merges registers of the body.
pub fn run(body: &mut Body) {
    let moves = moves(body);
    if moves.is_empty() {
        return;
    }
    let mut graph = Graph::new(body, &moves);
    if graph.members.len() > MAX {
        return;
    }
    let order = layout(body);
    graph.fill(body, &order);
    let mut merged = false;
    for (d, s) in moves {
        merged |= graph.merge(body, d, s);
    }
    if merged {
        rename(body, &graph);
    }
}

fn as_move(kind: &InstKind) -> Option<(VReg, VReg)> {
    match kind {
        InstKind::Op(Op::mov, [Opnd::Reg(d), Opnd::Reg(s), _]) => Some((*d, *s)),
        _ => None,
    }
}

fn moves(body: &Body) -> Vec<(VReg, VReg)> {
    let all = body.blocks.iter().flat_map(|b| &b.insts).filter_map(|i| as_move(&i.kind));
    all.filter(|(d, s)| d != s).collect()
}

const NONE: u32 = u32::MAX;

struct Graph {
    /// Row of a register, or `NONE`.
    row: Vec<u32>,
    members: Vec<VReg>,
    words: usize,
    bits: Vec<u64>,
    /// Parent of each row in the forest of merged ones.
    parent: Vec<u32>,
}

impl Graph {
    fn new(body: &Body, moves: &[(VReg, VReg)]) -> Graph {
        let mut row = vec![NONE; body.kinds.len()];
        let mut members = Vec::new();
        for v in moves.iter().flat_map(|(d, s)| [*d, *s]) {
            if row[v.0 as usize] == NONE {
                row[v.0 as usize] = members.len() as u32;
                members.push(v);
            }
        }
        let n = members.len();
        let words = n.div_ceil(64);
        let bits = if n > MAX { Vec::new() } else { vec![0; words * n] };
        Graph { row, members, words, bits, parent: (0..n as u32).collect() }
    }

    fn interferes(&self, a: u32, b: u32) -> bool {
        self.bits[a as usize * self.words + b as usize / 64] >> (b % 64) & 1 != 0
    }

    fn add(&mut self, a: u32, b: u32) {
        if a != b {
            self.bits[a as usize * self.words + b as usize / 64] |= 1 << (b % 64);
            self.bits[b as usize * self.words + a as usize / 64] |= 1 << (a % 64);
        }
    }

    /// A definition of `d` while `live` are: all of them hold other values, but for what is copied.
    fn define(&mut self, d: VReg, live: &[u64], copied: Option<VReg>) {
        let row = self.row[d.0 as usize];
        if row == NONE {
            return;
        }
        for i in 0..self.members.len() as u32 {
            let v = self.members[i as usize];
            if live[v.0 as usize / 64] >> (v.0 % 64) & 1 != 0 && copied != Some(v) {
                self.add(row, i);
            }
        }
    }

    fn fill(&mut self, body: &Body, order: &[BlockId]) {
        let live = Liveness::new(body, order);
        for &b in order {
            let block = body.block(b);
            let (mut bits, through) = live.at_end(body, b);
            bits.iter_mut().zip(&through).for_each(|(o, w)| *o |= w);
            if let Term::ForI { i, .. } = block.term {
                self.define(i, &bits, None);
            }
            block.term.uses(&mut |v| bits[v.0 as usize / 64] |= 1 << (v.0 % 64));
            for i in block.insts.iter().rev() {
                if let Some(d) = i.kind.def() {
                    self.define(d, &bits, as_move(&i.kind).map(|m| m.1));
                    bits[d.0 as usize / 64] &= !(1 << (d.0 % 64));
                    bits[d.0 as usize / 64] |= through[d.0 as usize / 64] & 1 << (d.0 % 64);
                }
                i.kind.uses(&mut |v| bits[v.0 as usize / 64] |= 1 << (v.0 % 64));
            }
        }
        for h in &body.handlers {
            self.define(h.reg, live.row(h.target.0 as usize), None);
        }
        for p in 0..body.nparams as u32 {
            self.define(VReg(p), live.row(0), None);
        }
    }

    fn root(&self, mut r: u32) -> u32 {
        while self.parent[r as usize] != r {
            r = self.parent[r as usize];
        }
        r
    }

    /// Merges the classes of two registers when none of their members interfere.
    fn merge(&mut self, body: &Body, d: VReg, s: VReg) -> bool {
        let (a, b) = (self.root(self.row[d.0 as usize]), self.root(self.row[s.0 as usize]));
        if a == b || body.kind(d) != body.kind(s) || self.interferes(a, b) {
            return false;
        }
        // A parameter stays in its place: it stands for its class.
        let param = |g: &Graph, r: u32| (g.members[r as usize].0 as usize) < body.nparams;
        let (root, other) = match (param(self, a), param(self, b)) {
            (true, true) => return false,
            (_, true) => (b, a),
            _ => (a, b),
        };
        self.parent[other as usize] = root;
        // The root's row is that of the class, in which other classes stand with their roots.
        for i in 0..self.members.len() as u32 {
            if self.interferes(other, i) {
                self.add(root, i);
                self.add(root, self.root(i));
            }
        }
        true
    }

    fn class(&self, v: VReg) -> VReg {
        match self.row[v.0 as usize] {
            NONE => v,
            r => self.members[self.root(r) as usize],
        }
    }
}

fn rename(body: &mut Body, graph: &Graph) {
    let to = &mut |v: &mut VReg| *v = graph.class(*v);
    for b in &mut body.blocks {
        for i in &mut b.insts {
            i.kind.uses_mut(to);
            if let Some(d) = i.kind.def_mut() {
                to(d);
            }
        }
        b.insts.retain(|i| as_move(&i.kind).is_none_or(|(d, s)| d != s));
        b.term.uses_mut(to);
    }
    for h in &mut body.handlers {
        to(&mut h.reg);
    }
}
