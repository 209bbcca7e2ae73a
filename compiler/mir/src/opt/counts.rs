//! How often registers are written and read.

use crate::ir::{Body, Term, VReg};

/// Definitions and uses of every register.
pub(super) struct Counts {
    pub defs: Vec<u32>,
    pub uses: Vec<u32>,
}

pub(super) fn count(body: &Body) -> Counts {
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

impl Counts {
    /// Whether the register has one definition in the whole body: then every read sees that value.
    pub(super) fn once(&self, v: VReg) -> bool {
        self.defs[v.0 as usize] == 1
    }
}
