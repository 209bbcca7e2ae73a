//! What all threads that execute a program share and none changes: code, tables, module-level variables.
//!
//! # Invariants
//!
//! - The function of a frame is found from its pc: code ranges are sorted by function index.
//! - Code words change in two ways: a function is verified and copied into place when it is first called, and inline caches are single
//!   words that may hold what any thread has last put there. Before a second thread executes, all functions are in place
//!   ([`Machine::load_all`](crate::Machine)).
//! - Module-level variables are the program's own: what is not guarded by lock statements is used by strands that exclude one
//!   another, or does not change any more.

use std::cell::UnsafeCell;
use std::sync::Arc;

use bytecode::archive::{Archive, CallShape, FuncIdx};
use bytecode::ops::Kind;
use native::NativeFn;
use values::{Names, Word};

use crate::annotations::Annotations;
use crate::profile::Profile;

/// Words before each function's code: `frame size | first ref << 16 | refs << 32`; 0 until the function is in place.
pub const PROLOGUE: usize = 1;
/// Pseudo-opcodes outside the table, never in an archive.
pub const OP_HALT: u64 = 255;
/// What stands where a function is not in place yet.
pub const OP_LAZY: u64 = 0;

/// Calls of a stack that are told, from the innermost on; hidden frames do not count.
const TRACE_LINES: usize = 64;

/// What the executor needs to know of a function in a hurry: two words, as there is one for each function of a program.
#[derive(Clone, Copy)]
pub struct FuncInfo {
    pub entry: *const u64,
    pub fixed: u16,
    pub callee: Callee,
}

/// How a function takes the arguments of a call through a value; of those that are no values, it does not matter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Callee {
    /// In registers, and the function value after them.
    Plain,
    /// As [`Callee::Plain`], with a list of further arguments.
    Rest,
    /// With an object before them.
    Method,
}

/// See the module documentation.
pub struct Program {
    pub archive: Arc<Archive>,
    pub(crate) natives: Vec<NativeFn>,
    pub(crate) funcs: Vec<FuncInfo>,
    /// Mirror of the archive's code with a prologue before each function; filled function by function.
    code: Box<[UnsafeCell<u64>]>,
    /// Where each function's code begins.
    starts: Vec<u32>,
    globals: Box<[UnsafeCell<u64>]>,
    pub(crate) annotations: Annotations,
    /// What is gathered when the machine is to profile.
    pub profile: Option<Profile>,
    halt: Box<[UnsafeCell<u64>]>,
}

// SAFETY: the pointers in `funcs` are into `code`, which is never reallocated; words of `code` and `globals` are used as the
// module's invariants say.
unsafe impl Send for Program {}
// SAFETY: as above.
unsafe impl Sync for Program {}

fn cells(words: Vec<u64>) -> Box<[UnsafeCell<u64>]> {
    let raw = Box::into_raw(words.into_boxed_slice());
    // SAFETY: `UnsafeCell<u64>` has the representation of `u64`.
    unsafe { Box::from_raw(raw as *mut [UnsafeCell<u64>]) }
}

impl Program {
    /// # Errors
    /// When a native is not known.
    pub fn new(
        archive: Arc<Archive>,
        names: &Names,
        resolve: &dyn Fn(&str) -> Option<NativeFn>,
    ) -> Result<Program, String> {
        let mut natives = Vec::with_capacity(archive.meta.natives.len());
        for n in &archive.meta.natives {
            let name = archive.str(n.name);
            natives.push(resolve(name).ok_or_else(|| format!("this balvm has no native function '{name}'"))?);
        }
        // `vec![0; n]` takes zeroed pages from the system: code that never runs is never touched.
        let code = vec![0u64; archive.code.len() + PROLOGUE * archive.functions.len()];
        if u32::try_from(code.len()).is_err() {
            return Err("a program of more than 4 G words of code".into());
        }
        let starts = archive.functions.iter().enumerate();
        let starts = starts.map(|(i, f)| f.code_start + (PROLOGUE * (i + 1)) as u32).collect();
        let globals = archive.meta.globals.iter();
        let globals = globals.map(|g| if g.kind == Kind::R as u8 { Word::NIL.0 } else { 0 }).collect();
        let annotations = Annotations::new(&archive, names);
        let mut p = Program {
            natives,
            funcs: Vec::new(),
            code: cells(code),
            starts,
            globals: cells(globals),
            annotations,
            profile: None,
            halt: cells(vec![OP_HALT]),
            archive,
        };
        p.funcs = p.function_infos();
        Ok(p)
    }

    fn function_infos(&self) -> Vec<FuncInfo> {
        self.archive
            .functions
            .iter()
            .enumerate()
            .map(|(i, f)| {
                let (fixed, callee) = match f.call {
                    CallShape::Direct => (0, Callee::Plain),
                    CallShape::Value { fixed, rest: None } => (fixed, Callee::Plain),
                    CallShape::Value { fixed, rest: Some(_) } => (fixed, Callee::Rest),
                    CallShape::Method { fixed, .. } => (fixed, Callee::Method),
                };
                FuncInfo { entry: self.code[self.starts[i] as usize].get(), fixed, callee }
            })
            .collect()
    }

    /// The instruction that ends a run.
    pub(crate) fn halt(&self) -> *const u64 {
        self.halt[0].get()
    }

    /// The module-level variables.
    pub(crate) fn globals(&self) -> *mut u64 {
        UnsafeCell::raw_get(self.globals.as_ptr())
    }

    /// The slots of module-level variables that may hold references.
    pub(crate) fn tagged_globals(&self) -> impl Iterator<Item = *mut u64> {
        self.named_globals().map(|(_, g)| g)
    }

    /// The module-level variables that may hold references, with their names.
    pub(crate) fn named_globals(&self) -> impl Iterator<Item = (&str, *mut u64)> {
        let all = self.globals.iter().zip(&self.archive.meta.globals);
        let tagged = all.filter(|(_, decl)| decl.kind == Kind::R as u8);
        tagged.map(|(g, decl)| (self.archive.str(decl.name), g.get()))
    }

    /// The function whose code contains `pc` (which points after the instruction of interest).
    pub fn function_at(&self, pc: *const u64) -> Option<(FuncIdx, u32)> {
        let base = self.code.as_ptr() as usize;
        let word = (pc as usize).checked_sub(base + 8)? / 8;
        if word >= self.code.len() {
            return None;
        }
        // An entry is of its function, although nothing of that comes before it.
        let i = self.starts.partition_point(|&s| s as usize - 1 <= word).checked_sub(1)?;
        Some((i as FuncIdx, word.saturating_sub(self.starts[i] as usize) as u32))
    }

    /// Where a function's code begins.
    pub(crate) fn start(&self, i: FuncIdx) -> usize {
        self.starts[i as usize] as usize
    }

    /// A word of the code.
    pub(crate) fn word(&self, at: usize) -> *mut u64 {
        self.code[at].get()
    }

    /// Words of a function's frame, and its tagged registers after the parameters: first register and count.
    pub(crate) fn frame(&self, i: FuncIdx) -> (usize, u16, u16) {
        let f = self.archive.functions.at(i);
        let (first, count) = f.ref_locals();
        (f.nregs() as usize + f.nout as usize, first, count)
    }

    /// Whether a function is in place.
    ///
    /// # Safety
    /// No other thread loads functions.
    pub(crate) unsafe fn is_loaded(&self, i: FuncIdx) -> bool {
        // SAFETY: nobody writes the word, by the caller's contract.
        unsafe { *self.word(self.start(i)) as u8 as u64 != OP_LAZY }
    }

    /// A trace as lines `module:function(file:line)`, as many as a trace without inlined calls could have.
    pub fn render_trace(&self, trace: &[u8]) -> Vec<String> {
        trace
            .chunks_exact(8)
            .flat_map(|c| {
                let (f, word) = (u32::from_le_bytes([c[0], c[1], c[2], c[3]]), &c[4..]);
                let word = u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
                self.render_place(f, word)
            })
            .take(TRACE_LINES)
            .collect()
    }

    /// The frames at a word of a function: those of calls inlined there come first.
    fn render_place(&self, f: FuncIdx, word: u32) -> Vec<String> {
        let Some(f) = self.archive.functions.get(f as usize) else { return Vec::new() };
        let text = |name, file, line| {
            let (name, file) = (self.archive.str(name), self.archive.str(file));
            match file.split_once(':') {
                Some((module, file)) => format!("{module}:{name}({file}:{line})"),
                None => format!("{name}({file}:{line})"),
            }
        };
        let at = f.line_at(word);
        let line = at.map_or(0, |l| l.line);
        match at.and_then(|l| f.inlined(l.inlined?)) {
            Some(i) => vec![text(i.name, i.file, line), text(f.name, f.file, i.call_line)],
            None => vec![text(f.name, f.file, line)],
        }
    }

    /// The calls of a stack as `(function, word)` pairs, encoded.
    pub(crate) fn trace(&self, mut pc: *const u64, mut fp: *mut u64, stack: &[u64]) -> Vec<u8> {
        let end = stack.as_ptr() as usize + stack.len() * 8;
        let mut out = Vec::new();
        while out.len() < TRACE_LINES * 8 {
            if let Some((f, word)) = self.function_at(pc)
                && !self.archive.functions.at(f).hidden
            {
                out.extend(f.to_le_bytes());
                out.extend(word.to_le_bytes());
            }
            if fp as usize >= end {
                break;
            }
            // SAFETY: records lie between `fp` and the end of the block.
            unsafe {
                pc = *fp as *const u64;
                fp = fp.add(2);
            }
        }
        out
    }

    /// Visits the tagged registers of the frame at `base` that executes at `pc`.
    ///
    /// # Safety
    /// It is a frame of the function that contains `pc`.
    unsafe fn visit_frame(&self, pc: *const u64, base: *mut u64, visit: &mut dyn FnMut(*mut u64)) {
        let Some((f, _)) = self.function_at(pc) else { return };
        let f = self.archive.functions.at(f);
        for (i, k) in f.kinds[..f.nparams as usize].iter().enumerate() {
            if *k == Kind::R {
                // SAFETY: the frame's registers lie in the block.
                visit(unsafe { base.add(i) });
            }
        }
        let (first, count) = f.ref_locals();
        for i in first..first + count {
            // SAFETY: as above.
            visit(unsafe { base.add(i as usize) });
        }
    }

    /// Visits the tagged registers of all frames of a stack, from the innermost on.
    ///
    /// # Safety
    /// `stack` is a strand's, whose state is the triple: pc, base and fp.
    pub(crate) unsafe fn visit_stack(
        &self,
        (mut pc, mut base, mut fp): (*const u64, *mut u64, *mut u64),
        stack: &[u64],
        visit: &mut dyn FnMut(*mut u64),
    ) {
        let end = stack.as_ptr() as usize + stack.len() * 8;
        loop {
            // SAFETY: walks the records from the innermost frame out; each delta leads to the caller's window.
            unsafe {
                self.visit_frame(pc, base, visit);
                if fp as usize >= end {
                    break;
                }
                pc = *fp as *const u64;
                base = base.sub(*fp.add(1) as usize);
                fp = fp.add(2);
            }
        }
    }
}
