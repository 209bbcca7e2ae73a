//! The representation itself.

use base_db::LocalDiagnostic;
use bytecode::{Kind, Op};
use hir_def::ids::Def;
use semtypes::{Const, Name, Ty};

use crate::key::{ClassKey, FuncKey, GlobalKey};

/// A virtual register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VReg(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HandlerId(pub u32);

/// An operand of a plain instruction; which form stands where follows from the roles of the opcode.
#[derive(Clone, Debug, PartialEq)]
pub enum Opnd {
    None,
    Reg(VReg),
    Imm(i32),
    /// An immediate tagged word.
    Word(u16),
    Ty(Ty),
    Str(Name),
    Class(ClassKey),
    Global(GlobalKey),
    /// A tagged constant, with the inherent type of a structured one.
    Const(Box<(Const, Option<Ty>)>),
}

/// Who is called.
#[derive(Clone, Debug, PartialEq)]
pub enum Callee {
    Func(FuncKey),
    /// A function value; every argument and the result are tagged.
    Value(VReg),
    /// A function value; the only argument is the list of the arguments, checked when the call is made.
    Dynamic(VReg),
    /// A method by name; the first argument is the object.
    Method(Name),
    /// A native import.
    Native(Name),
}

#[derive(Clone, Debug, PartialEq)]
pub enum InstKind {
    Op(Op, [Opnd; 3]),
    /// A store of a tagged value of that type at most: `list_set_r` or `fset_r`.
    Store(Op, [Opnd; 3], Ty),
    Int(VReg, i64),
    /// Float by its bits.
    Float(VReg, u64),
    Call {
        callee: Callee,
        dst: Option<VReg>,
        args: Vec<VReg>,
    },
    /// A function value with its captured words.
    Closure {
        dst: VReg,
        func: FuncKey,
        captures: Vec<VReg>,
    },
    /// message, cause, detail
    Error {
        dst: VReg,
        parts: [VReg; 3],
        ty: Ty,
    },
    /// Concatenation of strings.
    Concat {
        dst: VReg,
        parts: Vec<VReg>,
    },
}

/// Where in the source an instruction comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Relative to the declaration of the body, or of the function that was inlined.
    pub pos: u32,
    /// The call in whose place it stands: index into [`Body::inlined`].
    pub inlined: Option<u16>,
}

impl Origin {
    /// In the body's own text.
    pub fn at(pos: u32) -> Origin {
        Origin { pos, inlined: None }
    }
}

/// A call whose callee's body stands in its place, as stack traces show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Inlined {
    pub name: String,
    pub def: Option<Def>,
    /// Position of the call.
    pub call: u32,
}

/// An instruction with its source position.
#[derive(Clone, Debug, PartialEq)]
pub struct Inst {
    pub kind: InstKind,
    pub origin: Origin,
}

/// Integer comparisons that branches know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cmp {
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
}

impl Cmp {
    pub fn negate(self) -> Cmp {
        match self {
            Cmp::Lt => Cmp::Ge,
            Cmp::Le => Cmp::Gt,
            Cmp::Gt => Cmp::Le,
            Cmp::Ge => Cmp::Lt,
            Cmp::Eq => Cmp::Ne,
            Cmp::Ne => Cmp::Eq,
        }
    }
    pub fn swap(self) -> Cmp {
        match self {
            Cmp::Lt => Cmp::Gt,
            Cmp::Le => Cmp::Ge,
            Cmp::Gt => Cmp::Lt,
            Cmp::Ge => Cmp::Le,
            c => c,
        }
    }
}

/// The condition of a branch.
#[derive(Clone, Debug, PartialEq)]
pub enum Cond {
    Bool(VReg),
    Int(Cmp, VReg, VReg),
    IntK(Cmp, VReg, i16),
    /// `a < b` (strict) or `a <= b`
    Float {
        strict: bool,
        a: VReg,
        b: VReg,
    },
    Nil(VReg),
    Error(VReg),
    Absent(VReg),
    /// Is of a type.
    Is(VReg, Ty),
    /// Equals a tagged constant, with the inherent type of a structured one.
    EqK(VReg, Box<(Const, Option<Ty>)>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    Jump(BlockId),
    Branch {
        cond: Cond,
        then: BlockId,
        els: BlockId,
    },
    /// `i += 1; if i < n goto body else goto exit`
    ForI {
        i: VReg,
        n: VReg,
        body: BlockId,
        exit: BlockId,
    },
    Ret(VReg),
    RetNil,
    Panic(VReg),
    Trap(u16),
    Unreachable,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub insts: Vec<Inst>,
    pub term: Term,
    pub term_origin: Origin,
    /// The innermost `trap` region that the block belongs to.
    pub handler: Option<HandlerId>,
}

/// Where a panic in a region continues.
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    pub target: BlockId,
    pub reg: VReg,
    pub parent: Option<HandlerId>,
}

/// One lowered function.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub key: FuncKey,
    /// Name for stack traces.
    pub name: String,
    /// Declaration that positions are relative to.
    pub def: Option<Def>,
    pub hidden: bool,
    /// Kind of every virtual register; the first `nparams` are the parameters.
    pub kinds: Vec<Kind>,
    pub nparams: usize,
    pub ret: Kind,
    pub shape: crate::kinds::Shape,
    /// Function type, for functions that are values.
    pub ty: Option<Ty>,
    /// Block 0 is the entry.
    pub blocks: Vec<Block>,
    pub handlers: Vec<Handler>,
    pub inlined: Vec<Inlined>,
    pub diagnostics: Vec<LocalDiagnostic>,
}

impl Body {
    pub fn block(&self, b: BlockId) -> &Block {
        &self.blocks[b.0 as usize]
    }
    pub fn kind(&self, v: VReg) -> Kind {
        self.kinds[v.0 as usize]
    }
    /// The functions that the body refers to, in order of appearance.
    pub fn callees(&self) -> impl Iterator<Item = &FuncKey> {
        self.blocks.iter().flat_map(|b| &b.insts).filter_map(|i| match &i.kind {
            InstKind::Call { callee: Callee::Func(k), .. } | InstKind::Closure { func: k, .. } => Some(k),
            _ => None,
        })
    }
}

impl InstKind {
    /// The register that the instruction writes.
    pub fn def(&self) -> Option<VReg> {
        match self {
            InstKind::Op(op, args) => match (dst_role(*op), &args[0]) {
                (true, Opnd::Reg(v)) => Some(*v),
                _ => None,
            },
            InstKind::Store(..) => None,
            InstKind::Int(v, _) | InstKind::Float(v, _) => Some(*v),
            InstKind::Call { dst, .. } => *dst,
            InstKind::Closure { dst, .. } | InstKind::Error { dst, .. } | InstKind::Concat { dst, .. } => {
                Some(*dst)
            }
        }
    }

    pub fn def_mut(&mut self) -> Option<&mut VReg> {
        match self {
            InstKind::Op(op, args) => match (dst_role(*op), &mut args[0]) {
                (true, Opnd::Reg(v)) => Some(v),
                _ => None,
            },
            InstKind::Store(..) => None,
            InstKind::Int(v, _) | InstKind::Float(v, _) => Some(v),
            InstKind::Call { dst, .. } => dst.as_mut(),
            InstKind::Closure { dst, .. } | InstKind::Error { dst, .. } | InstKind::Concat { dst, .. } => {
                Some(dst)
            }
        }
    }

    /// Calls `f` on every register that the instruction reads.
    pub fn uses(&self, f: &mut dyn FnMut(VReg)) {
        match self {
            InstKind::Op(op, args) => {
                let skip = dst_role(*op) as usize;
                for a in &args[skip..] {
                    if let Opnd::Reg(v) = a {
                        f(*v);
                    }
                }
            }
            InstKind::Store(_, args, _) => {
                for a in args {
                    if let Opnd::Reg(v) = a {
                        f(*v);
                    }
                }
            }
            InstKind::Int(..) | InstKind::Float(..) => {}
            InstKind::Call { callee, args, .. } => {
                args.iter().for_each(|v| f(*v));
                if let Callee::Value(v) | Callee::Dynamic(v) = callee {
                    f(*v);
                }
            }
            InstKind::Closure { captures, .. } => captures.iter().for_each(|v| f(*v)),
            InstKind::Error { parts, .. } => parts.iter().for_each(|v| f(*v)),
            InstKind::Concat { parts, .. } => parts.iter().for_each(|v| f(*v)),
        }
    }

    pub fn uses_mut(&mut self, f: &mut dyn FnMut(&mut VReg)) {
        match self {
            InstKind::Op(op, args) => {
                let skip = dst_role(*op) as usize;
                for a in &mut args[skip..] {
                    if let Opnd::Reg(v) = a {
                        f(v);
                    }
                }
            }
            InstKind::Store(_, args, _) => {
                for a in args {
                    if let Opnd::Reg(v) = a {
                        f(v);
                    }
                }
            }
            InstKind::Int(..) | InstKind::Float(..) => {}
            InstKind::Call { callee, args, .. } => {
                args.iter_mut().for_each(&mut *f);
                if let Callee::Value(v) | Callee::Dynamic(v) = callee {
                    f(v);
                }
            }
            InstKind::Closure { captures, .. } => captures.iter_mut().for_each(f),
            InstKind::Error { parts, .. } => parts.iter_mut().for_each(f),
            InstKind::Concat { parts, .. } => parts.iter_mut().for_each(f),
        }
    }

    /// Whether the instruction gathers its operands in the out area.
    pub fn windowed(&self) -> bool {
        match self {
            InstKind::Closure { captures, .. } => !captures.is_empty(),
            InstKind::Concat { parts, .. } => parts.len() > 2,
            InstKind::Call { .. } | InstKind::Error { .. } => true,
            _ => false,
        }
    }

    /// Whether a collection may happen.
    pub fn allocates(&self) -> bool {
        match self {
            InstKind::Op(op, _) => op.has(bytecode::flags::alloc),
            InstKind::Int(..) | InstKind::Float(..) => false,
            _ => true,
        }
    }

    /// Whether the instruction may be dropped when nobody reads its result.
    pub fn pure(&self) -> bool {
        match self {
            InstKind::Op(op, _) => {
                dst_role(*op)
                    && !op.has(bytecode::flags::panic | bytecode::flags::jump | bytecode::flags::term)
            }
            InstKind::Int(..) | InstKind::Float(..) | InstKind::Closure { .. } => true,
            _ => false,
        }
    }
}

/// Whether the first operand is a destination.
fn dst_role(op: Op) -> bool {
    use bytecode::Role::*;
    matches!(op.info().roles[0], DI | DF | DB | DR | DX)
}

impl Term {
    pub fn successors(&self) -> Vec<BlockId> {
        match self {
            Term::Jump(b) => vec![*b],
            Term::Branch { then, els, .. } => vec![*then, *els],
            Term::ForI { body, exit, .. } => vec![*body, *exit],
            _ => Vec::new(),
        }
    }
    pub fn successors_mut(&mut self) -> Vec<&mut BlockId> {
        match self {
            Term::Jump(b) => vec![b],
            Term::Branch { then, els, .. } => vec![then, els],
            Term::ForI { body, exit, .. } => vec![body, exit],
            _ => Vec::new(),
        }
    }
    pub fn uses_mut(&mut self, f: &mut dyn FnMut(&mut VReg)) {
        match self {
            Term::Branch { cond, .. } => match cond {
                Cond::Bool(v)
                | Cond::IntK(_, v, _)
                | Cond::Nil(v)
                | Cond::Error(v)
                | Cond::Absent(v)
                | Cond::Is(v, _)
                | Cond::EqK(v, _) => f(v),
                Cond::Int(_, a, b) | Cond::Float { a, b, .. } => {
                    f(a);
                    f(b);
                }
            },
            Term::ForI { i, n, .. } => {
                f(i);
                f(n);
            }
            Term::Ret(v) | Term::Panic(v) => f(v),
            _ => {}
        }
    }
    pub fn uses(&self, f: &mut dyn FnMut(VReg)) {
        self.clone().uses_mut(&mut |v| f(*v));
    }
}
