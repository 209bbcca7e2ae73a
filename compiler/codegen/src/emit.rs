//! One body to instruction words.

use bytecode::{Handler, Ins, Kind, Op, Role};
use mir::{BlockId, Body, Callee, Cmp, Cond, Inst, InstKind, Opnd, Origin, Term, VReg};
use rustc_hash::FxHashMap;

use crate::fuse;
use crate::regalloc::{Assignment, assign, layout};
use crate::unit::Tables;

/// What emission gives, apart from the tables it fills.
#[derive(Default)]
pub struct Emitted {
    pub code: Vec<u64>,
    pub kinds: Vec<Kind>,
    pub nout: u16,
    /// `(word, source position)`.
    pub positions: Vec<(u32, Origin)>,
    pub handlers: Vec<Handler>,
}

/// A jump to be patched.
struct Fixup {
    at: usize,
    target: BlockId,
    wide: bool,
}

pub(crate) struct Emit<'a, 'p> {
    p: &'p mut Tables,
    body: &'a Body,
    a: Assignment,
    pub(crate) code: Vec<u64>,
    starts: Vec<u32>,
    fixups: Vec<Fixup>,
    positions: Vec<(u32, Origin)>,
    pub(crate) nregs: u32,
    nout: u32,
    /// Always branch through wide jumps: the function is too long for short ones.
    long: bool,
    /// The register whose value is in the out area, and where: for the next instruction, or, raw ones, up to the one that reads
    /// it, before which nothing else uses the area.
    in_out: Option<(VReg, u16)>,
    /// Raw results of calls that stay at the beginning of the out area until they are read. Windows begin after them.
    kept: Vec<Option<VReg>>,
    /// Words of this straight-line run that define a register used once, later: candidates for writing directly to the
    /// out area. Cleared by whatever may clobber it.
    pub(crate) fresh: FxHashMap<VReg, usize>,
}

/// Results that are kept in the out area at once.
const MOST_KEPT: usize = 8;

/// Emits a body; `Err` says what limit it exceeds.
pub fn emit(p: &mut Tables, body: &Body) -> Result<Emitted, String> {
    match run(p, body, false)? {
        Some(e) => Ok(e),
        None => run(p, body, true)?.ok_or_else(|| "function is too large".to_string()),
    }
}

fn run(p: &mut Tables, body: &Body, long: bool) -> Result<Option<Emitted>, String> {
    let order = layout(body);
    let a = assign(body, &order);
    let nregs = a.kinds.len() as u32;
    let mut e = Emit {
        p,
        body,
        a,
        code: Vec::new(),
        starts: vec![u32::MAX; body.blocks.len()],
        fixups: Vec::new(),
        positions: Vec::new(),
        nregs,
        nout: 1,
        long,
        in_out: None,
        kept: Vec::new(),
        fresh: FxHashMap::default(),
    };
    for (i, &b) in order.iter().enumerate() {
        e.block(b, order.get(i + 1).copied())?;
    }
    if e.nregs + e.nout > 60_000 {
        return Err("function needs too many registers".into());
    }
    if !e.patch() {
        return Ok(None);
    }
    let handlers = e.handlers(&order);
    Ok(Some(Emitted {
        code: e.code,
        kinds: e.a.kinds,
        nout: e.nout as u16,
        positions: e.positions,
        handlers,
    }))
}

impl Emit<'_, '_> {
    fn reg(&self, v: VReg) -> u16 {
        if let Some((_, out)) = self.in_out.filter(|(w, _)| *w == v) {
            return out;
        }
        match self.kept.iter().position(|k| *k == Some(v)) {
            Some(i) => self.nregs as u16 + i as u16,
            None => self.a.regs[v.0 as usize] as u16,
        }
    }

    /// The first register of the out area that windows may use.
    fn free_out(&self) -> u16 {
        self.nregs as u16 + self.kept.len() as u16
    }

    /// What an instruction reads need not be kept any more.
    fn forget_kept(&mut self, inst: &InstKind) {
        let read = self.kept.iter_mut().filter(|k| k.is_some_and(|v| reads(inst, v)));
        if read.map(Option::take).count() == 0 {
            return;
        }
        // What was defined meanwhile is not to be written where it was.
        self.fresh.clear();
        while self.kept.last() == Some(&None) {
            self.kept.pop();
        }
    }

    pub(crate) fn word(&mut self, ins: Ins) {
        self.code.push(ins.encode());
    }

    fn once(&self, v: VReg) -> bool {
        self.a.uses[v.0 as usize] == 1 && self.a.defs[v.0 as usize] == 1 && v.0 as usize >= self.body.nparams
    }

    fn block(&mut self, b: BlockId, next: Option<BlockId>) -> Result<(), String> {
        let body = self.body;
        self.starts[b.0 as usize] = self.code.len() as u32;
        self.fresh.clear();
        self.in_out = None;
        self.kept.clear();
        let block = body.block(b);
        for (i, inst) in block.insts.iter().enumerate() {
            self.position(inst.origin);
            self.inst(inst, &block.insts[i + 1..], &block.term)?;
            self.forget_kept(&inst.kind);
            if let Some((v, _)) = self.in_out
                && !matches!(inst.kind, InstKind::Call { .. })
                && (body.kind(v) == Kind::R || reads(&inst.kind, v))
            {
                self.in_out = None;
            }
        }
        self.position(block.term_origin);
        self.term(&block.term, next)?;
        self.in_out = None;
        Ok(())
    }

    fn position(&mut self, pos: Origin) {
        let at = self.code.len() as u32;
        match self.positions.last_mut() {
            Some((_, p)) if *p == pos => {}
            Some((w, p)) if *w == at => *p = pos,
            _ => self.positions.push((at, pos)),
        }
    }

    // ---- instructions ----

    fn inst(&mut self, inst: &Inst, next: &[Inst], term: &Term) -> Result<(), String> {
        match &inst.kind {
            InstKind::Op(op, args) => {
                let args = args.clone();
                self.plain(*op, &args)?;
            }
            InstKind::Store(op, args, ty) => {
                let ty = self.p.ty(*ty)?;
                self.plain(*op, args)?;
                if let Some(word) = self.code.last_mut() {
                    *word = bytecode::ops::empty_cache(ty.checked_add(1).unwrap_or(0));
                }
            }
            InstKind::Int(v, i) => {
                let r = self.reg(*v);
                match i32::try_from(*i) {
                    Ok(n) => self.word(Ins::wide(Op::ld_i, r, n as u32)),
                    Err(_) => {
                        let k = self.p.raw(*i as u64)?;
                        self.word(Ins::new(Op::ldk_i, r, k, 0));
                    }
                }
                self.defined(*v);
            }
            InstKind::Float(v, bits) => {
                let k = self.p.raw(*bits)?;
                let r = self.reg(*v);
                self.word(Ins::new(Op::ldk_f, r, k, 0));
                self.defined(*v);
            }
            InstKind::Call { callee, dst, args } => return self.call(callee, *dst, args, next, term),
            InstKind::Closure { dst, func, captures } => {
                let f = self.p.function(func);
                let r = self.reg(*dst);
                if captures.is_empty() {
                    self.word(Ins::wide(Op::fun, r, f));
                } else {
                    let w = self.window(captures);
                    let r = self.a.regs[dst.0 as usize] as u16;
                    self.word(Ins::new(Op::closure, r, w, captures.len() as u16));
                    self.code.push(f as u64);
                }
                self.fresh.clear();
            }
            InstKind::Error { dst, parts, ty } => {
                let t = self.p.ty(*ty)?;
                let w = self.window(parts);
                let r = self.a.regs[dst.0 as usize] as u16;
                self.word(Ins::new(Op::err_new, r, w, t));
                self.fresh.clear();
            }
            InstKind::Concat { dst, parts } => {
                if let [a, b] = parts.as_slice() {
                    let (a, b) = (self.reg(*a), self.reg(*b));
                    let r = self.a.regs[dst.0 as usize] as u16;
                    self.word(Ins::new(Op::concat, r, a, b));
                } else {
                    let w = self.window(parts);
                    let r = self.a.regs[dst.0 as usize] as u16;
                    self.word(Ins::new(Op::concat_n, r, w, parts.len() as u16));
                }
                self.fresh.clear();
            }
        }
        Ok(())
    }

    /// Notes that the last word defines `v`, which a following call may want in its window.
    fn defined(&mut self, v: VReg) {
        if self.once(v) {
            self.fresh.insert(v, self.code.len() - 1);
        }
    }

    fn plain(&mut self, op: Op, args: &[Opnd; 3]) -> Result<(), String> {
        let mut fields = [0u16; 3];
        let mut wide = None;
        for (i, (role, arg)) in op.info().roles.into_iter().zip(args).enumerate() {
            match (role, arg) {
                (Role::Z, _) => {}
                (Role::Imm32, Opnd::Imm(n)) => wide = Some(*n as u32),
                _ => fields[i] = self.operand(arg)?,
            }
        }
        if op == Op::mov && fields[0] == fields[1] {
            return Ok(());
        }
        if self.fuse(op, args, fields) {
            return Ok(());
        }
        match wide {
            Some(bc) => self.word(Ins::wide(op, fields[0], bc)),
            None => self.word(Ins::new(op, fields[0], fields[1], fields[2])),
        }
        let at = self.code.len() - 1;
        if op.words() == 2 {
            self.code.push(0);
        }
        self.after(op);
        if let (Role::DI | Role::DF | Role::DB | Role::DR | Role::DX, Opnd::Reg(v)) =
            (op.info().roles[0], &args[0])
            && self.once(*v)
        {
            self.fresh.insert(*v, at);
        }
        Ok(())
    }

    /// Where an instruction allocates, tagged words in the out area die: those defined before must stay in the frame.
    pub(crate) fn after(&mut self, op: Op) {
        if op.has(bytecode::flags::alloc) {
            let body = self.body;
            self.fresh.retain(|v, _| body.kind(*v) != Kind::R);
        }
    }

    fn operand(&mut self, arg: &Opnd) -> Result<u16, String> {
        Ok(match arg {
            Opnd::None => 0,
            Opnd::Reg(v) => self.reg(*v),
            Opnd::Imm(n) => *n as i16 as u16,
            Opnd::Word(w) => *w,
            Opnd::Ty(t) => self.p.ty(*t)?,
            Opnd::Str(s) => self.p.str(*s)?,
            Opnd::Class(c) => self.p.class(c)?,
            Opnd::Global(g) => self.p.global(*g)?,
            Opnd::Const(c) => self.p.constant(&c.0, c.1)?,
        })
    }

    /// Moves words into the out area; returns its first register.
    fn window(&mut self, args: &[VReg]) -> u16 {
        let first = self.free_out();
        self.reserve(args.len() + 1);
        for (i, v) in args.iter().enumerate() {
            let out = first + i as u16;
            // A value defined just now, for this use alone, is written to the out area in the first place.
            if let Some(at) = self.fresh.remove(v).filter(|_| !self.is_out(*v)) {
                let mut ins = Ins::decode(self.code[at]).expect("own code");
                ins.a = out;
                self.code[at] = ins.encode();
                continue;
            }
            let from = self.reg(*v);
            if from != out {
                self.word(Ins::new(Op::mov, out, from, 0));
            }
        }
        self.in_out = None;
        first
    }

    /// Makes room for so many words in the out area.
    fn reserve(&mut self, words: usize) {
        self.nout = self.nout.max((self.kept.len() + words) as u32);
    }

    fn is_out(&self, v: VReg) -> bool {
        self.in_out.is_some_and(|(w, _)| w == v)
    }

    /// Moves the value that waits in the out area to its register.
    fn move_home(&mut self) {
        if let Some((v, out)) = self.in_out.take() {
            let home = self.a.regs[v.0 as usize] as u16;
            self.word(Ins::new(Op::mov, home, out, 0));
        }
    }

    fn call(
        &mut self,
        callee: &Callee,
        dst: Option<VReg>,
        args: &[VReg],
        next: &[Inst],
        term: &Term,
    ) -> Result<(), String> {
        // The function value is read after the window is filled.
        if let Callee::Value(f) | Callee::Dynamic(f) = callee
            && self.is_out(*f)
        {
            self.move_home();
        }
        if let Callee::Value(f) | Callee::Dynamic(f) = callee {
            self.fresh.remove(f);
        }
        // A result waiting in the out area is overwritten unless it is the first argument.
        if let Some((v, _)) = self.in_out
            && args.first() != Some(&v)
        {
            self.move_home();
        }
        let out = self.window(args);
        self.reserve(args.len() + 2);
        match callee {
            Callee::Func(k) => {
                let f = self.p.function(k);
                self.word(Ins::wide(Op::call, out, f));
            }
            Callee::Value(f) => {
                let f = self.reg(*f);
                self.word(Ins::new(Op::call_v, out, f, args.len() as u16));
            }
            Callee::Dynamic(f) => {
                let f = self.reg(*f);
                self.word(Ins::new(Op::call_l, out, f, 1));
            }
            Callee::Method(n) => {
                let n = self.p.str(*n)?;
                self.word(Ins::new(Op::call_m, out, n, args.len() as u16 - 1));
                self.code.push(0);
            }
            Callee::Native(n) => {
                let n = self.p.native(*n, args.len() as u16)?;
                self.word(Ins::new(Op::call_n, out, n, args.len() as u16));
            }
        }
        self.fresh.clear();
        self.in_out = None;
        let Some(d) = dst else { return Ok(()) };
        if self.once(d) && read_next(d, self.body.kind(d) == Kind::R, next, term) {
            self.in_out = Some((d, out));
        } else if self.once(d)
            && self.body.kind(d) != Kind::R
            && self.kept.len() < MOST_KEPT
            && keeps(d, next, term)
        {
            self.kept.push(Some(d));
        } else if self.a.uses[d.0 as usize] > 0 {
            let r = self.a.regs[d.0 as usize] as u16;
            self.word(Ins::new(Op::mov, r, out, 0));
        }
        Ok(())
    }

    // ---- terminators ----

    fn term(&mut self, t: &Term, next: Option<BlockId>) -> Result<(), String> {
        match t {
            Term::Jump(to) => self.jump(*to, next),
            Term::Branch { cond, then, els } => self.branch(cond, *then, *els, next)?,
            Term::ForI { i, n, body, exit } => {
                let (i, n) = (self.reg(*i), self.reg(*n));
                if self.long {
                    self.word(Ins::new(Op::for_i, i, n, 1));
                    self.wide_jump(Op::jmp, *exit);
                    self.wide_jump(Op::loop_, *body);
                } else {
                    self.fixups.push(Fixup { at: self.code.len(), target: *body, wide: false });
                    self.word(Ins::new(Op::for_i, i, n, 0));
                    self.jump(*exit, next);
                }
            }
            Term::Ret(v) => {
                let r = self.reg(*v);
                self.word(Ins::new(Op::ret, r, 0, 0));
            }
            Term::RetNil => self.word(Ins::new(Op::ret_nil, 0, 0, 0)),
            Term::Panic(v) => {
                let r = self.reg(*v);
                self.word(Ins::new(Op::panic, r, 0, 0));
            }
            Term::Trap(k) => self.word(Ins::new(Op::trap_k, *k, 0, 0)),
            Term::Unreachable => self.word(Ins::new(Op::unreachable, 0, 0, 0)),
        }
        Ok(())
    }

    fn jump(&mut self, to: BlockId, next: Option<BlockId>) {
        if next == Some(to) {
            return;
        }
        let back = self.starts[to.0 as usize] != u32::MAX;
        self.wide_jump(if back { Op::loop_ } else { Op::jmp }, to);
    }

    fn wide_jump(&mut self, op: Op, to: BlockId) {
        self.fixups.push(Fixup { at: self.code.len(), target: to, wide: true });
        self.word(Ins::wide(op, 0, 0));
    }

    fn branch(
        &mut self,
        cond: &Cond,
        then: BlockId,
        els: BlockId,
        next: Option<BlockId>,
    ) -> Result<(), String> {
        if next == Some(then) {
            return self.cond_jump(cond, true, els);
        }
        self.cond_jump(cond, false, then)?;
        self.jump(els, next);
        Ok(())
    }

    /// Jumps to `to` when the condition holds (or, `negated`, when it does not).
    fn cond_jump(&mut self, cond: &Cond, negated: bool, to: BlockId) -> Result<(), String> {
        let (mut ins, wide) = self.condition(cond, negated)?;
        if self.starts[to.0 as usize] != u32::MAX {
            // Back-edges poll.
            match fuse::back_edge(ins.op) {
                Some(op) if wide || !self.long => ins.op = op,
                _ => {
                    let (over, wide) = self.condition(cond, !negated)?;
                    self.word(if wide { Ins::wide(over.op, over.a, 1) } else { Ins { c: 1, ..over } });
                    self.wide_jump(Op::loop_, to);
                    return Ok(());
                }
            }
        }
        if wide || !self.long {
            self.fixups.push(Fixup { at: self.code.len(), target: to, wide });
            self.word(ins);
            return Ok(());
        }
        // Too far for a short jump: over a wide one with the opposite condition.
        let (opposite, _) = self.condition(cond, !negated)?;
        self.word(Ins { c: 1, ..opposite });
        self.wide_jump(Op::jmp, to);
        Ok(())
    }

    /// The branch instruction, and whether its offset is wide.
    fn condition(&mut self, cond: &Cond, negated: bool) -> Result<(Ins, bool), String> {
        Ok(match cond {
            Cond::Bool(v) => (Ins::wide(if negated { Op::jf } else { Op::jt }, self.reg(*v), 0), true),
            Cond::Nil(v) => (Ins::wide(if negated { Op::jnnil } else { Op::jnil }, self.reg(*v), 0), true),
            Cond::Error(v) => (Ins::wide(if negated { Op::jnerr } else { Op::jerr }, self.reg(*v), 0), true),
            Cond::Absent(v) => {
                (Ins::wide(if negated { Op::jpresent } else { Op::jabsent }, self.reg(*v), 0), true)
            }
            Cond::Int(cmp, a, b) => {
                let cmp = if negated { cmp.negate() } else { *cmp };
                let (op, swap) = match cmp {
                    Cmp::Lt => (Op::jlt_i, false),
                    Cmp::Le => (Op::jle_i, false),
                    Cmp::Gt => (Op::jlt_i, true),
                    Cmp::Ge => (Op::jle_i, true),
                    Cmp::Eq => (Op::jeq_i, false),
                    Cmp::Ne => (Op::jne_i, false),
                };
                let (a, b) = (self.reg(*a), self.reg(*b));
                (if swap { Ins::new(op, b, a, 0) } else { Ins::new(op, a, b, 0) }, false)
            }
            Cond::IntK(cmp, a, k) => {
                let op = match if negated { cmp.negate() } else { *cmp } {
                    Cmp::Lt => Op::jltk_i,
                    Cmp::Le => Op::jlek_i,
                    Cmp::Gt => Op::jgtk_i,
                    Cmp::Ge => Op::jgek_i,
                    Cmp::Eq => Op::jeqk_i,
                    Cmp::Ne => Op::jnek_i,
                };
                (Ins::new(op, self.reg(*a), *k as u16, 0), false)
            }
            Cond::Float { strict, a, b } => {
                let op = match (strict, negated) {
                    (true, false) => Op::jlt_f,
                    (false, false) => Op::jle_f,
                    (true, true) => Op::jnlt_f,
                    (false, true) => Op::jnle_f,
                };
                (Ins::new(op, self.reg(*a), self.reg(*b), 0), false)
            }
            Cond::Is(v, t) => {
                let ty = self.p.ty(*t)?;
                (Ins::new(if negated { Op::jnis } else { Op::jis }, self.reg(*v), ty, 0), false)
            }
            Cond::EqK(v, k) => {
                let k = self.p.constant(&k.0, k.1)?;
                (Ins::new(if negated { Op::jnek_r } else { Op::jeqk_r }, self.reg(*v), k, 0), false)
            }
        })
    }

    /// Writes jump offsets; false when a short one does not reach.
    fn patch(&mut self) -> bool {
        for f in &self.fixups {
            let off = self.starts[f.target.0 as usize] as i64 - (f.at as i64 + 1);
            let mut ins = Ins::decode(self.code[f.at]).expect("own code");
            if f.wide {
                ins = Ins::wide(ins.op, ins.a, off as i32 as u32);
            } else {
                match i16::try_from(off) {
                    Ok(o) => ins.c = o as u16,
                    Err(_) => return false,
                }
            }
            self.code[f.at] = ins.encode();
        }
        true
    }

    /// Handler table: outer regions first.
    fn handlers(&self, order: &[BlockId]) -> Vec<Handler> {
        let mut out = Vec::new();
        let depth = |mut h: Option<mir::HandlerId>| {
            let mut n = 0;
            while let Some(id) = h {
                n += 1;
                h = self.body.handlers[id.0 as usize].parent;
            }
            n
        };
        let mut ids: Vec<u32> = (0..self.body.handlers.len() as u32).collect();
        ids.sort_by_key(|i| depth(Some(mir::HandlerId(*i))));
        for id in ids {
            let h = &self.body.handlers[id as usize];
            let target = self.starts[h.target.0 as usize];
            if target == u32::MAX {
                continue;
            }
            let mut open: Option<u32> = None;
            for &b in order {
                let inside = self.within(self.body.block(b).handler, id);
                let start = self.starts[b.0 as usize];
                match (inside, open) {
                    (true, None) => open = Some(start),
                    (false, Some(s)) => {
                        out.push(self.handler(s, start, target, h.reg));
                        open = None;
                    }
                    _ => {}
                }
            }
            if let Some(s) = open {
                out.push(self.handler(s, self.code.len() as u32, target, h.reg));
            }
        }
        out
    }

    fn within(&self, mut h: Option<mir::HandlerId>, id: u32) -> bool {
        while let Some(x) = h {
            if x.0 == id {
                return true;
            }
            h = self.body.handlers[x.0 as usize].parent;
        }
        false
    }

    fn handler(&self, start: u32, end: u32, target: u32, reg: VReg) -> Handler {
        Handler { start, end, target, reg: self.a.regs[reg.0 as usize] as u16 }
    }
}

fn reads(kind: &InstKind, v: VReg) -> bool {
    let mut found = false;
    kind.uses(&mut |u| found |= u == v);
    found
}

/// Whether the value is read in a way that may read it from the out area: a tagged one by the very next instruction (a
/// handler that allocates may read its operands afterwards, when tagged words in the out area are dead), a raw one by
/// any in the block that comes before the out area is written again.
fn read_next(v: VReg, tagged: bool, next: &[Inst], term: &Term) -> bool {
    for i in next {
        let found = reads(&i.kind, v);
        match &i.kind {
            InstKind::Op(op, _) if found => {
                return !(op.has(bytecode::flags::call) || tagged && op.has(bytecode::flags::alloc));
            }
            InstKind::Call { args, .. } if found => {
                return args.first() == Some(&v) && !args[1..].contains(&v);
            }
            _ if found => return false,
            _ if tagged || i.kind.windowed() || feeds_window(i, next) => return false,
            _ => {}
        }
    }
    read_by_term(v, term)
}

/// Whether a raw value that a call gives is read in the same block, in a way that may read it from the out area.
fn keeps(v: VReg, next: &[Inst], term: &Term) -> bool {
    match next.iter().find(|i| reads(&i.kind, v)).map(|i| &i.kind) {
        Some(InstKind::Op(op, _)) => !op.has(bytecode::flags::call),
        Some(InstKind::Call { .. }) => true,
        Some(_) => false,
        None => read_by_term(v, term),
    }
}

/// Whether the value is read by a terminator that may read it from the out area.
fn read_by_term(v: VReg, term: &Term) -> bool {
    let mut found = false;
    match term {
        // A phi-like move on an edge may come between; plain terminators read at once.
        Term::Ret(_) | Term::Panic(_) | Term::Branch { .. } => term.uses(&mut |u| found |= u == v),
        _ => {}
    }
    found
}

/// Whether the result of an instruction may be written to the out area for a window later in the block.
fn feeds_window(i: &Inst, next: &[Inst]) -> bool {
    i.kind.def().is_some_and(|d| next.iter().any(|n| n.kind.windowed() && reads(&n.kind, d)))
}
