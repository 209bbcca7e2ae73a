//! The verifier: an archive that passes cannot make the interpreter misbehave.
//!
//! [`tables`] is called before a program runs, and looks at everything but code; [`function`] when a function is called for
//! the first time; [`verify`] does all of it at once. What is proved, per function:
//! 1. every word decodes, every operand is in range for its role;
//! 2. every jump and handler lands on an instruction of the same function, and the last instruction does not
//!    fall through;
//! 3. every register is used with its declared kind; out-area registers are read only where a straight-line
//!    run of instructions wrote them, and tagged ones not by or across an instruction that may collect, but as
//!    a window;
//! 4. every call finds the kinds that its callee declares.
//!
//! What it leaves to the handlers, because it depends on values: that a tagged word is of the sort the
//! instruction wants (each handler checks, and raises a VM error otherwise), list bounds, stack depth.

use crate::archive::{
    AnnotationSubject, AnnotationValue, Archive, CallShape, ConstNode, FuncIdx, Function, Inlined, KeyNode,
    MemberKindNode, SegmentNode, TypeNode,
};
use crate::ops::{Ins, Kind, Op, Role, cache_index, empty_cache, flags, words};

/// Why an archive was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    /// Function name, when the fault is in one.
    pub function: Option<String>,
    /// Word offset in the function.
    pub at: Option<u32>,
    pub what: String,
}

impl std::fmt::Display for VerifyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "archive refused: {}", self.what)?;
        if let Some(name) = &self.function {
            write!(f, " in function {name}")?;
        }
        if let Some(at) = self.at {
            write!(f, " at {at}")?;
        }
        Ok(())
    }
}

impl std::error::Error for VerifyError {}

/// Largest frame, out area included: the interpreter's limit check relies on it.
pub const MAX_FRAME: usize = 60_000;
/// Deepest nesting of structured constants: building them recurses.
const MAX_CONST_DEPTH: u32 = 200;

/// Verifies a whole archive.
///
/// # Errors
/// What is wrong first.
pub fn verify(archive: &Archive) -> Result<(), VerifyError> {
    tables(archive)?;
    (0..archive.functions.len()).try_for_each(|i| function(archive, i as u32))
}

/// The code of a function of an archive whose [`tables`] are right.
///
/// # Errors
/// What is wrong first.
pub fn function(archive: &Archive, i: FuncIdx) -> Result<(), VerifyError> {
    let f = archive.functions.at(i);
    FunctionCheck::new(archive, f).run().map_err(|(at, what)| error_in(archive, f, at, what))
}

fn error_in(a: &Archive, f: Function<'_>, at: Option<u32>, what: String) -> VerifyError {
    VerifyError { function: a.strings.get(f.name as usize).map(str::to_string), at, what }
}

/// The tables of an archive and the headers of its functions: what one function, or the loader, may believe of another
/// that has not been verified yet.
///
/// # Errors
/// What is wrong first.
pub fn tables(archive: &Archive) -> Result<(), VerifyError> {
    Tables { a: archive }.check().map_err(|what| VerifyError { function: None, at: None, what })?;
    let mut next = 0u32;
    for f in archive.functions.iter() {
        let err = |at, what| error_in(archive, f, at, what);
        // Functions tile the code section, so that no two overlap and the loader can mirror it.
        if f.code_start != next || f.code_len == 0 {
            return Err(err(None, "code range".into()));
        }
        next = f.code_start.checked_add(f.code_len).ok_or_else(|| err(None, "code range".into()))?;
        if next as usize > archive.code.len() {
            return Err(err(None, "code range".into()));
        }
        header(archive, f).map_err(|what| err(None, what.to_string()))?;
    }
    if next as usize != archive.code.len() {
        return Err(VerifyError { function: None, at: None, what: "code section length".into() });
    }
    Ok(())
}

type TableResult = Result<(), String>;

/// Index checks of the tables.
struct Tables<'a> {
    a: &'a Archive,
}

impl Tables<'_> {
    fn check(&self) -> TableResult {
        let m = &self.a.meta;
        m.types.iter().enumerate().try_for_each(|(i, t)| self.type_node(i, t))?;
        for d in &m.defs {
            self.strs([d.name, d.module])?;
            self.ty(d.ty)?;
            if let Some(c) = d.class {
                need((c as usize) < m.classes.len(), "definition's class")?;
            }
            for &(name, func) in &d.defaults {
                self.str(name)?;
                let shape = CallShape::Value { fixed: 0, rest: None };
                need(self.func(func)?.call == shape, "call shape of a default")?;
            }
        }
        for d in &m.distinct {
            self.strs([d.org, d.module])?;
            d.name.map_or(Ok(()), |n| self.str(n))?;
        }
        for r in &m.refs {
            self.constant(&r.value, 0)?;
            r.ty.map_or(Ok(()), |t| self.ty(t))?;
        }
        for g in &m.globals {
            self.str(g.name)?;
            need(Kind::from_u8(g.kind).is_some(), "global kind")?;
        }
        m.natives.iter().try_for_each(|n| self.str(n.name))?;
        self.classes()?;
        self.annotations()?;
        self.entry_points()
    }

    fn annotations(&self) -> TableResult {
        let m = &self.a.meta;
        let def = |d: u32| need((d as usize) < m.defs.len(), "annotated definition");
        for a in &m.annotations {
            self.str(a.tag)?;
            match a.subject {
                AnnotationSubject::Def(d) => def(d)?,
                AnnotationSubject::Field(d, name) | AnnotationSubject::Method(d, name, _) => {
                    def(d)?;
                    self.str(name)?;
                }
                AnnotationSubject::Class(c) => need((c as usize) < m.classes.len(), "annotated class")?,
                AnnotationSubject::Function(f)
                | AnnotationSubject::Parameter(f, _)
                | AnnotationSubject::Return(f) => self.func(f).map(|_| ())?,
            }
            match a.value {
                AnnotationValue::Global(g) => need(
                    m.globals.get(g as usize).is_some_and(|g| g.kind == Kind::R as u8),
                    "global of an annotation",
                )?,
                AnnotationValue::Field(name) => self.str(name)?,
                AnnotationValue::Capture(_) => {}
            }
        }
        for &(f, name) in &m.bound_methods {
            self.func(f)?;
            self.str(name)?;
        }
        Ok(())
    }

    fn classes(&self) -> TableResult {
        for c in &self.a.meta.classes {
            self.str(c.name)?;
            self.ty(c.ty)?;
            c.declared.map_or(Ok(()), |t| self.ty(t))?;
            need(c.fields.len() <= 240, "class size")?;
            if let Some(d) = c.def {
                need((d as usize) < self.a.meta.defs.len(), "class definition")?;
            }
            for &(name, kind, ty) in &c.fields {
                self.str(name)?;
                self.ty(ty)?;
                need(Kind::from_u8(kind).is_some(), "field kind")?;
            }
            for &name in &c.concurrent {
                self.str(name)?;
            }
            for &(name, func) in &c.methods {
                self.str(name)?;
                let f = self.func(func)?;
                need(matches!(f.call, CallShape::Method { .. }), "method's call shape")?;
            }
        }
        Ok(())
    }

    fn entry_points(&self) -> TableResult {
        let m = &self.a.meta;
        m.init.map_or(Ok(()), |f| self.thunk(f))?;
        for f in m.lifecycle.iter().flat_map(|l| [l.start, l.running, l.stop]) {
            self.thunk(f)?;
        }
        if let Some(f) = m.convert {
            let f = self.func(f)?;
            need(f.nparams == 2, "parameters of the conversion")?;
            need(f.kinds[..2].iter().all(|&k| k == Kind::R) && f.ret == Kind::R, "kinds of the conversion")?;
        }
        if let Some(main) = &m.main {
            let f = self.func(main.func)?;
            need(f.nparams as usize == main.params.len(), "main's parameters")?;
            need(f.kinds[..f.nparams as usize].iter().all(|&k| k == Kind::R), "main's parameter kinds")?;
            need(f.ret == Kind::R, "main's result kind")?;
            for p in &main.params {
                self.str(p.name)?;
                self.ty(p.ty)?;
                need(p.kind <= 3, "main parameter kind")?;
                p.default.map_or(Ok(()), |d| self.func(d).map(|_| ()))?;
            }
        }
        for c in &m.configurables {
            self.strs([c.org, c.module, c.name, c.location])?;
            self.ty(c.ty)?;
            need(
                m.globals.get(c.is_set as usize).is_some_and(|g| g.kind == Kind::R as u8),
                "configurable flag",
            )?;
            need((c.global as usize) < m.globals.len(), "configurable global")?;
        }
        Ok(())
    }

    fn str(&self, i: u32) -> TableResult {
        need((i as usize) < self.a.strings.len(), "string index")
    }
    fn strs<const N: usize>(&self, all: [u32; N]) -> TableResult {
        all.into_iter().try_for_each(|i| self.str(i))
    }
    fn ty(&self, i: u32) -> TableResult {
        need((i as usize) < self.a.meta.types.len(), "type index")
    }
    fn func(&self, i: u32) -> Result<Function<'_>, String> {
        let f = self.a.functions.get(i as usize).ok_or("function index")?;
        need(f.nparams as usize <= f.kinds.len(), "parameter count")?;
        Ok(f)
    }
    /// A function without parameters and with a tagged result.
    fn thunk(&self, i: u32) -> TableResult {
        let f = self.func(i)?;
        need(f.nparams == 0 && f.ret == Kind::R, "shape of a parameterless function")
    }

    fn constant(&self, c: &ConstNode, depth: u32) -> TableResult {
        need(depth < MAX_CONST_DEPTH, "constant nesting")?;
        match c {
            ConstNode::String(s) => self.str(*s),
            ConstNode::List(items) => items.iter().try_for_each(|i| self.constant(i, depth + 1)),
            ConstNode::Mapping(items) => items.iter().try_for_each(|(k, v)| {
                self.str(*k)?;
                self.constant(v, depth + 1)
            }),
            _ => Ok(()),
        }
    }

    /// Children come before their parents (recursion goes through `Named`), so that building a type ends.
    fn type_node(&self, at: usize, t: &TypeNode) -> TableResult {
        let mut in_order = true;
        t.children(&mut |i| in_order &= (i as usize) < at);
        need(in_order, "type order")?;
        let def = |i: u32| need((i as usize) < self.a.meta.defs.len(), "definition index");
        match t {
            TypeNode::IntSubtype(n) => need(*n < 6, "int subtype"),
            TypeNode::Singleton(c) => self.constant(c, 0),
            TypeNode::Record { fields, origin, .. } => {
                fields.iter().try_for_each(|f| self.str(f.name))?;
                origin.map_or(Ok(()), def)
            }
            TypeNode::Table { key: KeyNode::Fields(names), .. } => {
                names.iter().try_for_each(|&n| self.str(n))
            }
            TypeNode::Function { params, .. } => params.iter().try_for_each(|(name, _, kind)| {
                name.map_or(Ok(()), |n| self.str(n))?;
                need(*kind <= 2, "parameter kind")
            }),
            TypeNode::Object(o) => {
                o.origin.map_or(Ok(()), def)?;
                for m in &o.members {
                    self.str(m.name)?;
                    if let crate::archive::VisibilityNode::Private(d) = m.visibility {
                        def(d)?;
                    }
                    if let MemberKindNode::Resource { accessor, path } = &m.kind {
                        self.str(*accessor)?;
                        path.iter().try_for_each(|s| self.segment(s))?;
                    }
                }
                Ok(())
            }
            TypeNode::Named(d) => def(*d),
            _ => Ok(()),
        }
    }

    fn segment(&self, s: &SegmentNode) -> TableResult {
        match s {
            SegmentNode::Literal(n) => self.str(*n),
            SegmentNode::Param(n, _) | SegmentNode::Rest(n, _) => n.map_or(Ok(()), |n| self.str(n)),
        }
    }
}

fn need(ok: bool, what: &str) -> Result<(), String> {
    if ok { Ok(()) } else { Err(format!("bad {what}")) }
}

/// A function's header.
fn header(a: &Archive, f: Function<'_>) -> Result<(), &'static str> {
    if f.name as usize >= a.strings.len() || f.file as usize >= a.strings.len() {
        return Err("bad name");
    }
    if f.nparams as usize > f.kinds.len() || f.kinds.len() + f.nout as usize > MAX_FRAME {
        return Err("bad register counts");
    }
    if f.ty.is_some_and(|t| t as usize >= a.meta.types.len()) {
        return Err("bad function type");
    }
    let (first, count) = f.ref_locals();
    let after = first as usize + count as usize;
    if f.kinds[after..].contains(&Kind::R) {
        return Err("tagged locals are not contiguous");
    }
    let (extra, fixed, rest) = match f.call {
        CallShape::Direct => return Ok(()),
        CallShape::Value { fixed, rest } | CallShape::Method { fixed, rest } => (1, fixed, rest),
    };
    // Parameters are [object] fixed [rest list] or, for function values, fixed [rest list] closure.
    let expect = extra + fixed as usize + rest.is_some() as usize;
    if f.nparams as usize != expect || f.ret != Kind::R {
        return Err("bad call shape");
    }
    if f.kinds[..f.nparams as usize].iter().any(|&k| k != Kind::R) {
        return Err("untagged parameter of a function value");
    }
    match rest {
        Some(t) if t as usize >= a.meta.types.len() => Err("bad rest type"),
        _ => Ok(()),
    }
}

type CheckResult<T = ()> = Result<T, (Option<u32>, String)>;

struct FunctionCheck<'a> {
    a: &'a Archive,
    f: Function<'a>,
    code: &'a [u64],
    /// Instruction starts, by word.
    starts: Vec<bool>,
    /// Words that something jumps to.
    targets: Vec<bool>,
    /// Known kinds of out registers at the current point of the straight-line run.
    out: OutArea,
    at: u32,
}

/// The kinds of the values in the out area.
struct OutArea {
    first: u16,
    kinds: Vec<Option<Kind>>,
    /// Nothing is known from this place on.
    known: usize,
}

impl OutArea {
    fn new(f: Function<'_>) -> OutArea {
        OutArea { first: f.nregs(), kinds: vec![None; f.nout as usize], known: 0 }
    }

    fn get(&self, reg: u16) -> Option<Kind> {
        *self.kinds.get(reg.checked_sub(self.first)? as usize)?
    }

    fn set(&mut self, reg: u16, kind: Kind) {
        let place = reg.checked_sub(self.first).map(usize::from).filter(|i| *i < self.kinds.len());
        if let Some(i) = place {
            self.kinds[i] = Some(kind);
            self.known = self.known.max(i + 1);
        }
    }

    fn clear(&mut self) {
        self.clear_from(self.first);
    }

    /// Nothing is known from a register on.
    fn clear_from(&mut self, reg: u16) {
        let from = reg.saturating_sub(self.first) as usize;
        if from < self.known {
            self.kinds[from..self.known].fill(None);
            self.known = from;
        }
    }

    /// The collector has run: tagged words are dead.
    fn collect(&mut self) {
        for k in &mut self.kinds[..self.known] {
            *k = k.filter(|k| *k != Kind::R);
        }
    }
}

impl<'a> FunctionCheck<'a> {
    fn new(a: &'a Archive, f: Function<'a>) -> Self {
        let code = &a.code[f.code_start as usize..(f.code_start + f.code_len) as usize];
        let n = code.len();
        FunctionCheck {
            a,
            f,
            code,
            starts: vec![false; n],
            targets: vec![false; n],
            out: OutArea::new(f),
            at: 0,
        }
    }

    fn fail<T>(&self, what: impl Into<String>) -> CheckResult<T> {
        Err((Some(self.at), what.into()))
    }

    fn run(&mut self) -> CheckResult {
        let mut at = 0usize;
        let mut last = None;
        while at < self.code.len() {
            self.at = at as u32;
            let Some(ins) = Ins::decode(self.code[at]) else { return self.fail("bad instruction") };
            self.starts[at] = true;
            if ins.op.words() == 2 && at + 1 >= self.code.len() {
                return self.fail("instruction is cut off");
            }
            if let Some(off) = ins.jump() {
                let t = at as i64 + ins.op.words() as i64 + off as i64;
                if t < 0 || t >= self.code.len() as i64 {
                    return self.fail("jump out of the function");
                }
                self.targets[t as usize] = true;
            }
            at += ins.op.words();
            last = Some(ins.op);
        }
        if !last.is_some_and(|op| op.has(flags::term)) {
            return self.fail("falls off the end");
        }
        self.lines()?;
        self.handlers()?;
        self.body()
    }

    fn lines(&self) -> CheckResult {
        let (f, str) = (self.f, |i: u32| (i as usize) < self.a.strings.len());
        let lines = f.lines().all(|l| l.inlined.is_none_or(|i| (i as usize) < f.inlined.len()));
        if !lines || !f.inlined.iter().map(|&i| Inlined::from(i)).all(|i| str(i.name) && str(i.file)) {
            return Err((None, "bad inlined call".into()));
        }
        Ok(())
    }

    fn handlers(&mut self) -> CheckResult {
        let n = self.code.len() as u32;
        for h in self.f.handlers() {
            if h.start > h.end || h.end > n || h.target >= n || !self.starts[h.target as usize] {
                return Err((None, "bad handler range".into()));
            }
            if self.f.kinds.get(h.reg as usize) != Some(&Kind::R) {
                return Err((None, "bad handler register".into()));
            }
            self.targets[h.target as usize] = true;
        }
        Ok(())
    }

    fn body(&mut self) -> CheckResult {
        let mut at = 0usize;
        while at < self.code.len() {
            self.at = at as u32;
            let ins = Ins::decode(self.code[at]).expect("decoded in the first pass");
            if self.targets[at] {
                if !self.starts[at] {
                    return self.fail("jump into the middle of an instruction");
                }
                self.out.clear();
            }
            self.instruction(ins, self.code.get(at + 1).copied())?;
            at += ins.op.words();
        }
        // A target inside an instruction is never visited above.
        if (0..self.code.len()).any(|w| self.targets[w] && !self.starts[w]) {
            return Err((None, "jump into the middle of an instruction".into()));
        }
        Ok(())
    }

    fn instruction(&mut self, ins: Ins, extra: Option<u64>) -> CheckResult {
        let roles = ins.op.info().roles;
        let fields = [ins.a, ins.b, ins.c];
        let mut moved = None;
        for (role, field) in roles.into_iter().zip(fields) {
            match role {
                Role::SI => self.source(field, Kind::I)?,
                Role::SF => self.source(field, Kind::F)?,
                Role::SB => self.source(field, Kind::B)?,
                Role::SR => self.tagged_source(ins.op, field)?,
                Role::SX => moved = Some(self.kind_of(field)?),
                _ => self.operand(ins, role, field)?,
            }
        }
        if ins.op == Op::ret && moved != Some(self.f.ret) || ins.op == Op::ret_nil && self.f.ret != Kind::R {
            return self.fail("wrong kind of result");
        }
        if ins.op == Op::closure {
            self.closure_target(extra)?;
        } else if ins.op.has(flags::ic) {
            self.cache_word(ins.op, extra.unwrap_or(0))?;
        }
        let result = if ins.op.has(flags::call) { Some((ins.a, self.call(ins)?)) } else { None };
        if ins.op.has(flags::alloc | flags::call) {
            self.out.collect();
        }
        if ins.op.has(flags::call) {
            // The callee's frame begins at its window.
            self.out.clear_from(ins.a);
        }
        for (role, field) in roles.into_iter().zip(fields) {
            let kind = match role {
                Role::DI => Kind::I,
                Role::DF => Kind::F,
                Role::DB => Kind::B,
                Role::DR => Kind::R,
                Role::DX => match moved {
                    Some(k) => k,
                    None => return self.fail("move without source"),
                },
                _ => continue,
            };
            self.destination(field, kind)?;
        }
        if let Some((reg, kind)) = result {
            self.out.set(reg, kind);
        }
        Ok(())
    }

    fn kind_of(&self, reg: u16) -> CheckResult<Kind> {
        match self.f.kinds.get(reg as usize) {
            Some(&k) => Ok(k),
            None => match self.out.get(reg) {
                Some(k) => Ok(k),
                None => self.fail(format!("register {reg} has no value here")),
            },
        }
    }

    fn source(&self, reg: u16, kind: Kind) -> CheckResult {
        if self.kind_of(reg)? == kind {
            Ok(())
        } else {
            self.fail(format!("register {reg} has another kind"))
        }
    }

    /// A handler that allocates may read its operands afterwards, when tagged words of the out area are dead: only
    /// windows, which handlers root first, may lie there.
    fn tagged_source(&self, op: Op, reg: u16) -> CheckResult {
        if reg >= self.f.nregs() && op.has(flags::alloc) {
            return self
                .fail(format!("register {reg} of the out area is read by an instruction that allocates"));
        }
        self.source(reg, Kind::R)
    }

    fn destination(&mut self, reg: u16, kind: Kind) -> CheckResult {
        let nregs = self.f.nregs();
        match self.f.kinds.get(reg as usize) {
            Some(&k) if k == kind => Ok(()),
            Some(_) => self.fail(format!("register {reg} has another kind")),
            None if (reg as usize) < nregs as usize + self.f.nout as usize => {
                self.out.set(reg, kind);
                Ok(())
            }
            None => self.fail(format!("register {reg} does not exist")),
        }
    }

    /// `count` tagged words from register `first`.
    fn window(&self, first: u16, count: u16) -> CheckResult {
        (0..count).try_for_each(|i| match first.checked_add(i) {
            Some(r) => self.source(r, Kind::R),
            None => self.fail("window out of range"),
        })
    }

    fn operand(&self, ins: Ins, role: Role, field: u16) -> CheckResult {
        let m = &self.a.meta;
        let ok = match role {
            Role::Z => {
                field == 0 || matches!(ins.op.info().roles, [_, Role::J32 | Role::Imm32 | Role::Fun, _])
            }
            Role::Word => matches!(field, words::NIL | words::FALSE | words::TRUE | words::ABSENT),
            Role::Kraw => (field as usize) < self.a.raw.len(),
            Role::Kref => (field as usize) < m.refs.len(),
            Role::Ty => (field as usize) < m.types.len(),
            Role::Str => (field as usize) < self.a.strings.len(),
            Role::Fun => (ins.bc() as usize) < self.a.functions.len(),
            Role::Nat => (field as usize) < m.natives.len(),
            Role::Cls => (field as usize) < m.classes.len(),
            Role::Glo => {
                let kind = match ins.op {
                    Op::gget_i | Op::gset_i => Kind::I,
                    Op::gget_f | Op::gset_f => Kind::F,
                    Op::gget_b | Op::gset_b => Kind::B,
                    _ => Kind::R,
                };
                m.globals.get(field as usize).is_some_and(|g| g.kind == kind as u8)
            }
            Role::Win => return self.window(field, if ins.op == Op::err_new { 3 } else { ins.c }),
            Role::Out => field >= self.f.nregs(),
            _ => true,
        };
        if ok { Ok(()) } else { self.fail(format!("bad {role:?} operand")) }
    }

    /// Checks the arguments; the kind of the result.
    fn call(&self, ins: Ins) -> CheckResult<Kind> {
        let end = self.f.nregs() as u32 + self.f.nout as u32;
        let room = |count: u32| {
            if ins.a as u32 + count.max(1) <= end { Ok(()) } else { self.fail("window out of the frame") }
        };
        match ins.op {
            Op::call => {
                let callee = self.a.functions.at(ins.bc());
                if callee.nparams as usize > callee.kinds.len() {
                    return self.fail("bad callee");
                }
                room(callee.nparams as u32)?;
                for (i, &k) in callee.kinds[..callee.nparams as usize].iter().enumerate() {
                    self.source(ins.a + i as u16, k)?;
                }
                Ok(callee.ret)
            }
            Op::call_n => {
                if self.a.meta.natives[ins.b as usize].argc != ins.c {
                    return self.fail("wrong argument count for native");
                }
                room(ins.c as u32)?;
                self.window(ins.a, ins.c)?;
                Ok(Kind::R)
            }
            Op::call_m => {
                room(ins.c as u32 + 1)?;
                self.window(ins.a, ins.c + 1)?;
                Ok(Kind::R)
            }
            Op::call_l if ins.c != 1 => self.fail("the window of call_l is one list"),
            // call_v: the closure goes into the register after the arguments. call_l makes its own room.
            _ => {
                room(ins.c as u32 + 1)?;
                self.window(ins.a, ins.c)?;
                Ok(Kind::R)
            }
        }
    }

    /// A cache is empty but for the index that it may hold: handlers trust what they find in it.
    fn cache_word(&self, op: Op, word: u64) -> CheckResult {
        let index = cache_index(word);
        let ok = if op.has(flags::name) {
            (index as usize) < self.a.strings.len()
        } else if op.has(flags::typed) {
            index as usize <= self.a.meta.types.len()
        } else {
            index == 0
        };
        if word == empty_cache(index) && ok { Ok(()) } else { self.fail("bad cache word") }
    }

    fn closure_target(&self, extra: Option<u64>) -> CheckResult {
        let f = extra.and_then(|w| self.a.functions.get(usize::try_from(w).unwrap_or(usize::MAX)));
        match f {
            Some(f) if matches!(f.call, CallShape::Value { .. } | CallShape::Method { .. }) => Ok(()),
            _ => self.fail("closure of a function that is not a value"),
        }
    }
}
