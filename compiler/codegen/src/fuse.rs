//! Instructions that do the work of several: chosen when the last of them is emitted, from those just before it.

use bytecode::ops::empty_cache;
use bytecode::{Ins, Op};
use mir::{Opnd, VReg};

use crate::emit::Emit;

/// The polling form of a branch.
pub fn back_edge(op: Op) -> Option<Op> {
    Some(match op {
        Op::jt => Op::loop_t,
        Op::jf => Op::loop_f,
        Op::jpresent => Op::loop_present,
        Op::jlt_i => Op::loop_lt_i,
        Op::jle_i => Op::loop_le_i,
        Op::jne_i => Op::loop_ne_i,
        Op::jltk_i => Op::loop_ltk_i,
        Op::jlek_i => Op::loop_lek_i,
        Op::jgtk_i => Op::loop_gtk_i,
        Op::jgek_i => Op::loop_gek_i,
        Op::jnek_i => Op::loop_nek_i,
        Op::jlt_f => Op::loop_lt_f,
        Op::jle_f => Op::loop_le_f,
        _ => return None,
    })
}

impl Emit<'_, '_> {
    /// Emits `op` together with what came just before it, if an instruction exists that does both.
    pub(crate) fn fuse(&mut self, op: Op, args: &[Opnd; 3], fields: [u16; 3]) -> bool {
        let [_, Opnd::Reg(x), Opnd::Reg(y)] = args else {
            return match (op, &args[2]) {
                (Op::fadd_f | Op::fsub_f, Opnd::Reg(v)) => self.product_to_field(op, *v, fields),
                _ => false,
            };
        };
        match op {
            Op::add_f => {
                self.add_product(Op::madd_f, fields[0], fields[1], *y)
                    || self.add_product(Op::madd_f, fields[0], fields[2], *x)
                    || self.multiply_and_add(fields[0], *x, fields[2])
                    || self.multiply_and_add(fields[0], *y, fields[1])
            }
            Op::sub_f => {
                self.difference_of_fields(fields[0], *x, *y)
                    || self.add_product(Op::msub_f, fields[0], fields[1], *y)
            }
            _ => false,
        }
    }

    /// Takes back the instruction of `words` words at the end, if it is `op` and makes `v`, which is read once.
    fn take(&mut self, v: VReg, op: Op) -> Option<Ins> {
        let at = self.code.len().checked_sub(op.words())?;
        if self.fresh.get(&v) != Some(&at) {
            return None;
        }
        let ins = Ins::decode(self.code[at]).filter(|i| i.op == op)?;
        self.code.truncate(at);
        self.fresh.remove(&v);
        Some(ins)
    }

    /// `t = b * c; a = a ± t`
    fn add_product(&mut self, fused: Op, dst: u16, other: u16, product: VReg) -> bool {
        if dst != other || dst as u32 >= self.nregs {
            return false;
        }
        let Some(mul) = self.take(product, Op::mul_f) else { return false };
        self.word(Ins::new(fused, dst, mul.b, mul.c));
        true
    }

    /// `t = a * b; a = t + c`
    fn multiply_and_add(&mut self, dst: u16, product: VReg, addend: u16) -> bool {
        let Some(mul) = self.code.last().copied().and_then(Ins::decode).filter(|i| i.op == Op::mul_f) else {
            return false;
        };
        let factor = match (mul.b == dst, mul.c == dst) {
            (true, _) => mul.c,
            (_, true) => mul.b,
            _ => return false,
        };
        // The addend is read after the product was written.
        if dst as u32 >= self.nregs || addend == mul.a || self.take(product, Op::mul_f).is_none() {
            return false;
        }
        self.word(Ins::new(Op::mula_f, dst, factor, addend));
        true
    }

    /// `t = b * c; r.f ±= t`
    fn product_to_field(&mut self, op: Op, product: VReg, [r, name, _]: [u16; 3]) -> bool {
        let Some(mul) = self.take(product, Op::mul_f) else { return false };
        let fused = if op == Op::fadd_f { Op::fmadd_f } else { Op::fmsub_f };
        self.with_name(Ins::new(fused, r, mul.b, mul.c), name);
        true
    }

    /// `t = b.f; u = c.f; a = t - u`
    fn difference_of_fields(&mut self, dst: u16, x: VReg, y: VReg) -> bool {
        let n = self.code.len();
        let get =
            |at: Option<usize>| at.and_then(|at| Ins::decode(self.code[at])).filter(|i| i.op == Op::fget_f);
        let (Some(at_x), Some(at_y)) = (n.checked_sub(4), n.checked_sub(2)) else { return false };
        if self.fresh.get(&x) != Some(&at_x) || self.fresh.get(&y) != Some(&at_y) {
            return false;
        }
        let (Some(b), Some(c)) = (get(Some(at_x)), get(Some(at_y))) else { return false };
        if b.c != c.c || b.b as u32 >= self.nregs || c.b as u32 >= self.nregs {
            return false;
        }
        self.fresh.remove(&x);
        self.fresh.remove(&y);
        self.code.truncate(at_x);
        self.with_name(Ins::new(Op::fdiff_f, dst, b.b, c.b), b.c);
        true
    }

    /// An instruction that names a field in its cache word.
    fn with_name(&mut self, ins: Ins, name: u16) {
        self.word(ins);
        self.code.push(empty_cache(name));
        self.after(ins.op);
    }
}
