//! Emitting instructions, blocks and representation changes.

use bytecode::{Kind, Op, words};
use hir_def::{LocalId, LocalKind};
use semtypes::{Const, FieldTy, Name, RecordTy, Ty};

use super::{Lower, Slot, name};
use crate::ir::{Block, BlockId, Callee, Cond, Inst, InstKind, Opnd, Origin, Term, VReg};
use crate::key::FuncKey;
use crate::kinds::signature;

impl Lower<'_> {
    // ---- blocks ----

    pub(super) fn new_block(&mut self) -> BlockId {
        let id = BlockId(self.body.blocks.len() as u32);
        self.body.blocks.push(Block {
            insts: Vec::new(),
            term: Term::Unreachable,
            term_origin: Origin::at(self.pos),
            handler: self.handler,
        });
        id
    }

    pub(super) fn switch(&mut self, b: BlockId) {
        self.cur = b;
    }

    /// Ends the current block; what follows is unreachable until a block is switched to.
    pub(super) fn term(&mut self, t: Term) {
        let origin = Origin::at(self.pos);
        let b = &mut self.body.blocks[self.cur.0 as usize];
        b.term = t;
        b.term_origin = origin;
        self.cur = self.new_block();
    }

    pub(super) fn jump(&mut self, to: BlockId) {
        self.term(Term::Jump(to));
    }

    pub(super) fn branch(&mut self, cond: Cond, then: BlockId, els: BlockId) {
        self.term(Term::Branch { cond, then, els });
    }

    // ---- registers and instructions ----

    pub(super) fn reg(&mut self, kind: Kind) -> VReg {
        let v = VReg(self.body.kinds.len() as u32);
        self.body.kinds.push(kind);
        v
    }

    pub(super) fn reg_kind(&self, v: VReg) -> Kind {
        self.body.kinds[v.0 as usize]
    }

    pub(super) fn push(&mut self, kind: InstKind) {
        let origin = Origin::at(self.pos);
        self.body.blocks[self.cur.0 as usize].insts.push(Inst { kind, origin });
    }

    /// An instruction without destination.
    pub(super) fn emit(&mut self, op: Op, a: Opnd, b: Opnd, c: Opnd) {
        self.push(InstKind::Op(op, [a, b, c]));
    }

    /// An instruction with a fresh destination.
    pub(super) fn op(&mut self, op: Op, kind: Kind, b: Opnd, c: Opnd) -> VReg {
        let dst = self.reg(kind);
        self.push(InstKind::Op(op, [Opnd::Reg(dst), b, c]));
        dst
    }

    pub(super) fn op1(&mut self, op: Op, kind: Kind, b: VReg) -> VReg {
        self.op(op, kind, Opnd::Reg(b), Opnd::None)
    }

    pub(super) fn op2(&mut self, op: Op, kind: Kind, b: VReg, c: VReg) -> VReg {
        self.op(op, kind, Opnd::Reg(b), Opnd::Reg(c))
    }

    /// `dst = src`, converting the representation.
    pub(super) fn mov(&mut self, dst: VReg, src: VReg) {
        let v = self.coerce(src, self.reg_kind(dst));
        self.emit(Op::mov, Opnd::Reg(dst), Opnd::Reg(v), Opnd::None);
    }

    // ---- constants ----

    pub(super) fn word(&mut self, w: u16) -> VReg {
        self.op(Op::ld_w, Kind::R, Opnd::Word(w), Opnd::None)
    }

    pub(super) fn nil(&mut self) -> VReg {
        self.word(words::NIL)
    }

    pub(super) fn int(&mut self, i: i64) -> VReg {
        let dst = self.reg(Kind::I);
        self.push(InstKind::Int(dst, i));
        dst
    }

    pub(super) fn bool(&mut self, b: bool) -> VReg {
        self.op(Op::ld_b, Kind::B, Opnd::Imm(b as i32), Opnd::None)
    }

    pub(super) fn str(&mut self, s: &str) -> VReg {
        self.tagged_const(Const::string(s))
    }

    /// A constant as a tagged word.
    pub(super) fn tagged_const(&mut self, c: Const) -> VReg {
        match c {
            Const::Nil => self.nil(),
            Const::Bool(b) => self.word(if b { words::TRUE } else { words::FALSE }),
            c => {
                let ty = matches!(c, Const::List(_) | Const::Mapping(_))
                    .then(|| Ty::intersection([const_ty(&c), Ty::readonly()]));
                self.op(Op::ldk_r, Kind::R, Opnd::Const(Box::new((c, ty))), Opnd::None)
            }
        }
    }

    /// A constant in its natural representation.
    pub(super) fn constant(&mut self, c: &Const) -> VReg {
        match c {
            Const::Int(i) => self.int(*i),
            Const::Float(f) => {
                let dst = self.reg(Kind::F);
                self.push(InstKind::Float(dst, *f));
                dst
            }
            Const::Bool(b) => self.bool(*b),
            c => self.tagged_const(c.clone()),
        }
    }

    pub(super) fn typedesc(&mut self, ty: Ty) -> VReg {
        self.op(Op::typedesc, Kind::R, Opnd::Ty(ty), Opnd::None)
    }

    // ---- representation ----

    /// The value in representation `to`.
    pub(super) fn coerce(&mut self, v: VReg, to: Kind) -> VReg {
        let from = self.reg_kind(v);
        match (from, to) {
            _ if from == to => v,
            (Kind::I, Kind::R) => self.op1(Op::box_i, Kind::R, v),
            (Kind::F, Kind::R) => self.op1(Op::box_f, Kind::R, v),
            (Kind::B, Kind::R) => self.op1(Op::box_b, Kind::R, v),
            (Kind::R, Kind::I) => self.op1(Op::unbox_i, Kind::I, v),
            (Kind::R, Kind::F) => self.op1(Op::unbox_f, Kind::F, v),
            (Kind::R, Kind::B) => self.op1(Op::unbox_b, Kind::B, v),
            // Two raw kinds meet only in code that cannot run.
            _ => {
                let boxed = self.coerce(v, Kind::R);
                self.coerce(boxed, to)
            }
        }
    }

    pub(super) fn boxed(&mut self, v: VReg) -> VReg {
        self.coerce(v, Kind::R)
    }

    // ---- locals ----

    /// Whether a closure, or a query that runs lazily, refers to a local.
    pub(super) fn captured(&self, l: LocalId) -> bool {
        self.store.locals[l].captured || self.lazily_captured.contains(&l)
    }

    /// Whether a local is shared with closures that may see it change.
    pub(super) fn needs_cell(&self, l: LocalId) -> bool {
        self.captured(l)
            && !matches!(self.store.locals[l].kind, LocalKind::Param | LocalKind::SelfRef)
            && (self.assigned.contains(&l))
    }

    /// Gives a local its place, with a value when there is one.
    pub(super) fn declare(&mut self, l: LocalId, value: Option<VReg>) {
        let ty = self.local_ty(l);
        let kind = self.kind(ty);
        if self.needs_cell(l) {
            let v = match value {
                Some(v) => self.boxed(v),
                None => self.nil(),
            };
            let cell = self.reg(Kind::R);
            self.emit(Op::cell_new, Opnd::Reg(cell), Opnd::Reg(v), Opnd::None);
            self.locals.insert(l, Slot::Cell(cell));
            return;
        }
        let reg = match self.locals.get(&l) {
            Some(Slot::Reg(r)) => *r,
            _ => self.reg(kind),
        };
        self.locals.insert(l, Slot::Reg(reg));
        if let Some(v) = value {
            self.mov(reg, v);
        }
    }

    pub(super) fn store_local(&mut self, l: LocalId, v: VReg) {
        match self.locals.get(&l).copied() {
            Some(Slot::Reg(r)) => self.mov(r, v),
            Some(Slot::Cell(c)) => {
                let b = self.boxed(v);
                self.emit(Op::cell_set, Opnd::Reg(c), Opnd::Reg(b), Opnd::None);
            }
            None => self.declare(l, Some(v)),
        }
    }

    pub(super) fn load_local(&mut self, l: LocalId) -> VReg {
        match self.locals.get(&l).copied() {
            Some(Slot::Reg(r)) => r,
            Some(Slot::Cell(c)) => self.op1(Op::cell_get, Kind::R, c),
            None => {
                self.unsupported(&format!("this use of '{}'", self.store.locals[l].name));
                self.nil()
            }
        }
    }

    // ---- calls ----

    /// Calls a function of the program; arguments are converted to its parameters' kinds.
    pub(super) fn call_func(&mut self, key: FuncKey, args: &[VReg]) -> VReg {
        let sig = signature(self.db, &key);
        let args = args.iter().zip(&sig.params).map(|(a, k)| self.coerce(*a, *k)).collect();
        let dst = self.reg(sig.ret);
        self.push(InstKind::Call { callee: Callee::Func(key), dst: Some(dst), args });
        dst
    }

    /// Calls a native: tagged arguments and result.
    pub(super) fn call_native(&mut self, native: &str, args: &[VReg]) -> VReg {
        let args = args.iter().map(|a| self.boxed(*a)).collect();
        let dst = self.reg(Kind::R);
        self.push(InstKind::Call { callee: Callee::Native(name(native)), dst: Some(dst), args });
        dst
    }

    pub(super) fn call_method(&mut self, method: Name, args: Vec<VReg>) -> VReg {
        let args = args.into_iter().map(|a| self.boxed(a)).collect();
        let dst = self.reg(Kind::R);
        self.push(InstKind::Call { callee: Callee::Method(method), dst: Some(dst), args });
        dst
    }

    pub(super) fn concat(&mut self, parts: Vec<VReg>) -> VReg {
        match parts.as_slice() {
            [] => self.str(""),
            [one] => *one,
            _ => {
                let dst = self.reg(Kind::R);
                self.push(InstKind::Concat { dst, parts });
                dst
            }
        }
    }

    // ---- lists ----

    /// Member `i` in the representation `kind`.
    pub(super) fn list_get(&mut self, list: VReg, i: VReg, kind: Kind) -> VReg {
        let op = match kind {
            Kind::I => Op::list_get_i,
            Kind::F => Op::list_get_f,
            Kind::B => Op::list_get_b,
            Kind::R => Op::list_get_r,
        };
        self.op2(op, kind, list, i)
    }

    /// Stores a member; `ty` is a type that the value belongs to.
    pub(super) fn list_set(&mut self, list: VReg, i: VReg, v: VReg, ty: Ty) {
        let op = match self.reg_kind(v) {
            Kind::I => Op::list_set_i,
            Kind::F => Op::list_set_f,
            Kind::B => Op::list_set_b,
            Kind::R => Op::list_set_r,
        };
        self.store(op, [Opnd::Reg(list), Opnd::Reg(i), Opnd::Reg(v)], ty);
    }

    pub(super) fn list_new(&mut self, ty: Ty, room: usize) -> VReg {
        self.op(Op::list_new, Kind::R, Opnd::Ty(ty), Opnd::Imm(room.min(60_000) as i32))
    }

    /// Appends during construction.
    pub(super) fn list_append(&mut self, list: VReg, v: VReg) {
        let (op, v) = match self.reg_kind(v) {
            Kind::I => (Op::list_init_i, v),
            Kind::F => (Op::list_init_f, v),
            _ => (Op::list_init_r, self.boxed(v)),
        };
        self.emit(op, Opnd::Reg(list), Opnd::Reg(v), Opnd::None);
    }

    pub(super) fn list_len(&mut self, list: VReg) -> VReg {
        self.op1(Op::list_len, Kind::I, list)
    }

    /// The type of lists that lowering itself makes.
    pub(super) fn any_list() -> Ty {
        Ty::array(Ty::union([Ty::any(), Ty::error()]))
    }

    pub(super) fn any_map() -> Ty {
        Ty::map(Ty::union([Ty::any(), Ty::error()]))
    }

    // ---- fields ----

    pub(super) fn field_get(&mut self, base: VReg, field: Name, kind: Kind) -> VReg {
        let op = match kind {
            Kind::I => Op::fget_i,
            Kind::F => Op::fget_f,
            Kind::B => Op::fget_b,
            Kind::R => Op::fget_r,
        };
        self.op(op, kind, Opnd::Reg(base), Opnd::Str(field))
    }

    /// Stores a field; `ty` is a type that the value belongs to.
    pub(super) fn field_set(&mut self, base: VReg, field: Name, v: VReg, ty: Ty) {
        let op = match self.reg_kind(v) {
            Kind::I => Op::fset_i,
            Kind::F => Op::fset_f,
            Kind::B => Op::fset_b,
            Kind::R => Op::fset_r,
        };
        self.store(op, [Opnd::Reg(base), Opnd::Str(field), Opnd::Reg(v)], ty);
    }

    /// A store, which says the type of a tagged value.
    fn store(&mut self, op: Op, args: [Opnd; 3], ty: Ty) {
        match op {
            Op::list_set_r | Op::fset_r => self.push(InstKind::Store(op, args, ty)),
            _ => self.push(InstKind::Op(op, args)),
        }
    }

    /// The type that every value belongs to.
    pub(super) fn any_value() -> Ty {
        Ty::union([Ty::any(), Ty::error()])
    }

    /// Adds a member during construction.
    pub(super) fn map_init(&mut self, map: VReg, field: Name, v: VReg) {
        let v = self.boxed(v);
        self.emit(Op::map_init, Opnd::Reg(map), Opnd::Str(field), Opnd::Reg(v));
    }
}

/// A broad structure type for a constant, to make it with.
pub(super) fn const_ty(c: &Const) -> Ty {
    match c {
        Const::List(items) => Ty::tuple(items.iter().map(const_ty).collect(), None),
        Const::Mapping(items) => Ty::record(RecordTy {
            fields: items
                .iter()
                .map(|(n, c)| FieldTy { readonly: true, ..FieldTy::required(*n, const_ty(c)) })
                .collect(),
            rest: None,
            origin: None,
        }),
        c => Ty::singleton(c.clone()),
    }
}
