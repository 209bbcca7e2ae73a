//! Local value numbering: within a block, a computation whose result a register still holds becomes a copy of that.
//!
//! Reads of fields and of lengths count as computations until something may have written them; a store into a field makes
//! its value known. No other strand intervenes: one that shares mutable state runs only where this one waits, in a call.

use bytecode::Op;
use rustc_hash::FxHashMap;
use semtypes::Name;

use crate::ir::{Body, InstKind, Opnd, VReg};

/// What an instruction may write besides its result.
pub(crate) enum Effect {
    None,
    /// The field of that name of some record or object.
    Field(Name),
    /// Members of a list, or their number.
    List,
    Everything,
}

pub(crate) fn effect(kind: &InstKind) -> Effect {
    use Op::*;
    match kind {
        InstKind::Call { .. } => Effect::Everything,
        InstKind::Store(Op::fset_r, [_, Opnd::Str(name), _], _) => Effect::Field(*name),
        InstKind::Store(..) => Effect::List,
        InstKind::Op(op, args) => match op {
            fset_i | fset_f | fset_b | fadd_i | faddk_i | fadd_f | fsub_f => match &args[1] {
                Opnd::Str(name) => Effect::Field(*name),
                _ => Effect::Everything,
            },
            list_set_i | list_set_f | list_set_b | list_init_i | list_init_f | list_init_r | list_spread
            | list_done => Effect::List,
            op if scalar(*op) || quiet(*op) => Effect::None,
            _ => Effect::Everything,
        },
        _ => Effect::None,
    }
}

/// Instructions that read or allocate, and write nothing that exists.
fn quiet(op: Op) -> bool {
    use Op::*;
    matches!(
        op,
        mov | gget_i
            | gget_f
            | gget_b
            | gget_r
            | add_d
            | sub_d
            | mul_d
            | div_d
            | rem_d
            | neg_d
            | eq_r
            | same_r
            | lt_r
            | le_r
            | fun
            | cap_get
            | cell_get
            | is
            | cast
            | typedesc
            | typeof_
            | list_new
            | list_len
            | list_get_i
            | list_get_f
            | list_get_b
            | list_get_r
            | map_get
            | map_getk
            | key_at
            | to_string
            | annotation
            | map_new
            | fget_i
            | fget_f
            | fget_b
            | fget_r
            | concat
            | concat_n
            | str_len
            | str_at
            | iter_at
    )
}

/// Functions of their operands alone: the same operands give the same result, or the same panic.
pub(super) fn scalar(op: Op) -> bool {
    use Op::*;
    matches!(
        op,
        ldk_r
            | ld_b
            | ld_w
            | box_i
            | box_f
            | box_b
            | unbox_i
            | unbox_f
            | unbox_b
            | add_i
            | sub_i
            | mul_i
            | div_i
            | rem_i
            | addk_i
            | mulk_i
            | divk_i
            | remk_i
            | neg_i
            | and_i
            | or_i
            | xor_i
            | not_i
            | shl_i
            | shr_i
            | ushr_i
            | andk_i
            | ork_i
            | shlk_i
            | shrk_i
            | ushrk_i
            | lt_i
            | le_i
            | eq_i
            | ne_i
            | add_f
            | sub_f
            | mul_f
            | div_f
            | rem_f
            | neg_f
            | sqrt_f
            | abs_f
            | lt_f
            | le_f
            | eq_f
            | ne_f
            | i2f
            | f2i
            | not_b
            | eq_b
            | ne_b
    )
}

/// A computation: the opcode, the numbers of its register operands and its other operands, and for reads of memory the
/// state that they see.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    what: What,
    operands: [u32; 2],
    memory: u32,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum What {
    Int(i64),
    Float(u64),
    Op(Op, i32),
    Field(Op, Name),
}

/// Numbers of the values in registers, within one block.
#[derive(Default)]
struct Numbers {
    next: u32,
    of: FxHashMap<VReg, u32>,
    known: FxHashMap<Key, (u32, VReg)>,
    /// States of memory: all of it, lists, fields by name.
    everything: u32,
    lists: u32,
    fields: FxHashMap<Name, u32>,
}

impl Numbers {
    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    fn number(&mut self, v: VReg) -> u32 {
        match self.of.get(&v) {
            Some(n) => *n,
            None => {
                let n = self.fresh();
                self.of.insert(v, n);
                n
            }
        }
    }

    fn field_state(&self, name: Name) -> u32 {
        self.fields.get(&name).copied().unwrap_or(0).max(self.everything)
    }

    /// What the instruction computes, if it can be known again.
    fn key(&mut self, kind: &InstKind) -> Option<Key> {
        let (op, args) = match kind {
            InstKind::Int(_, n) => return Some(Key { what: What::Int(*n), operands: [0; 2], memory: 0 }),
            InstKind::Float(_, f) => return Some(Key { what: What::Float(*f), operands: [0; 2], memory: 0 }),
            InstKind::Op(op, args) => (*op, args),
            _ => return None,
        };
        let mut operands = [0; 2];
        let mut imm = 0;
        let mut name = None;
        for (slot, a) in operands.iter_mut().zip(&args[1..]) {
            match a {
                Opnd::None => {}
                Opnd::Reg(v) => *slot = self.number(*v),
                Opnd::Imm(n) => imm = *n,
                Opnd::Word(w) => imm = *w as i32,
                Opnd::Str(n) => name = Some(*n),
                _ => return None,
            }
        }
        match (op, name) {
            (Op::fget_i | Op::fget_f | Op::fget_b | Op::fget_r, Some(name)) => {
                Some(Key { what: What::Field(op, name), operands, memory: self.field_state(name) })
            }
            (Op::list_len, None) => {
                Some(Key { what: What::Op(op, 0), operands, memory: self.lists.max(self.everything) })
            }
            (op, None) if scalar(op) && op != Op::ldk_r => {
                Some(Key { what: What::Op(op, imm), operands, memory: 0 })
            }
            _ => None,
        }
    }

    /// The register that holds the value of a computation.
    fn holder(&self, key: &Key) -> Option<(u32, VReg)> {
        self.known.get(key).copied().filter(|(n, v)| self.of.get(v) == Some(n))
    }

    fn wrote(&mut self, kind: &InstKind) {
        let state = self.fresh();
        match effect(kind) {
            Effect::None => {}
            Effect::Everything => self.everything = state,
            Effect::List => self.lists = state,
            Effect::Field(name) => {
                self.fields.insert(name, state);
                self.stored(kind, name);
            }
        }
    }

    /// A field's value is known after a store; another store of that name may have been to the same one.
    fn stored(&mut self, kind: &InstKind, name: Name) {
        let InstKind::Op(op, [Opnd::Reg(object), _, Opnd::Reg(value)]) = kind else { return };
        let get = match op {
            Op::fset_i => Op::fget_i,
            Op::fset_f => Op::fget_f,
            Op::fset_b => Op::fget_b,
            _ => return,
        };
        let operands = [self.number(*object), 0];
        let number = self.number(*value);
        let key = Key { what: What::Field(get, name), operands, memory: self.field_state(name) };
        self.known.insert(key, (number, *value));
    }
}

/// Numbers every block.
pub(super) fn run(body: &mut Body) {
    for b in &mut body.blocks {
        let mut numbers = Numbers::default();
        for i in &mut b.insts {
            if let InstKind::Op(Op::mov, [Opnd::Reg(d), Opnd::Reg(s), _]) = i.kind {
                let n = numbers.number(s);
                numbers.of.insert(d, n);
                continue;
            }
            let key = numbers.key(&i.kind);
            numbers.wrote(&i.kind);
            let Some(d) = i.kind.def() else { continue };
            match key {
                Some(key) => match numbers.holder(&key) {
                    Some((n, holder)) => {
                        if holder != d {
                            i.kind = InstKind::Op(Op::mov, [Opnd::Reg(d), Opnd::Reg(holder), Opnd::None]);
                        }
                        numbers.of.insert(d, n);
                    }
                    None => {
                        let n = numbers.fresh();
                        numbers.of.insert(d, n);
                        numbers.known.insert(key, (n, d));
                    }
                },
                None => {
                    let n = numbers.fresh();
                    numbers.of.insert(d, n);
                }
            }
        }
    }
}
