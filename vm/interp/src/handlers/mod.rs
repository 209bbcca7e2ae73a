//! Instruction handlers and dispatch.
//!
//! A handler is `fn(pc, base, machine, table, word, fp) -> status`: the six arguments stay in machine registers from
//! handler to handler. In optimised builds each handler ends by calling the next one in tail position, which LLVM
//! turns into a jump; in unoptimised builds (where it would not) it saves its state and returns to a loop. Rules:
//!
//! 1. `State::next`, `State::jump` and the slow paths come last in a handler. A call is only a jump while no local of
//!    the handler has had its address taken: results that are returned through memory (`Result<_, Fail>`, pairs,
//!    strings) are enough to make every execution of the instruction leak native stack. What needs any of those is
//!    *set apart* (`fn name(s: Apart)`): the work is done in a function that returns to the handler, and only there a
//!    failure can be raised. `cargo xtask tails` checks the machine code.
//! 2. Slow paths are `#[cold]` functions with the handler signature, entered in tail position, so that the fast path
//!    does not spill.
//! 3. Anything that may allocate, raise or look at frames runs after `State::protect` (which starts every handler set
//!    apart; one that moves `pc` past an inline cache protects again).
//! 4. A taken branch goes through an opaque copy of the handler's address: otherwise LLVM merges both ends of a
//!    conditional jump into one, and the branch predictor with it.

mod calls;
mod fields;
mod misc;
mod scalar;
mod structures;

use std::sync::atomic::{AtomicU64, Ordering};

use bytecode::for_each_op;
use values::{Fail, Word};

use crate::machine::{Fault, Machine, STATUS_BUG, STATUS_CONTINUE, STATUS_DONE, STATUS_PANIC};
use crate::program::{OP_HALT, OP_LAZY};

pub type HandlerFn = unsafe fn(*const u64, *mut u64, *mut Machine, *const Handler, u64, *mut u64) -> u64;

/// A table entry (a newtype, because the function type mentions itself).
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Handler(pub HandlerFn);

/// The six registers of the interpreter.
#[derive(Clone, Copy)]
pub struct State {
    pub pc: *const u64,
    pub base: *mut u64,
    pub m: *mut Machine,
    pub table: *const Handler,
    pub w: u64,
    pub fp: *mut u64,
}

/// Whether handlers chain by tail calls; not in instrumented builds either, where every function does something at its end.
const TAIL: bool = !cfg!(any(debug_assertions, match_loop));

// SAFETY (all unsafe methods): `pc` is inside verified code, `base` is a frame of the function that contains it, so
// operands are in range and registers have the kinds that the opcode states.
#[allow(clippy::missing_safety_doc)]
impl State {
    #[inline(always)]
    pub fn a(self) -> usize {
        (self.w >> 16) as u16 as usize
    }
    #[inline(always)]
    pub fn b(self) -> usize {
        (self.w >> 32) as u16 as usize
    }
    #[inline(always)]
    pub fn c(self) -> usize {
        (self.w >> 48) as usize
    }
    /// Signed `b`.
    #[inline(always)]
    pub fn imm_b(self) -> i64 {
        (self.w >> 32) as i16 as i64
    }
    /// Signed `c`.
    #[inline(always)]
    pub fn imm_c(self) -> i64 {
        self.w as i64 >> 48
    }
    /// The inline cache at `pc`. Any thread may fill it at any time (see `program`), always with one whole word.
    #[inline(always)]
    pub unsafe fn cached(self) -> u64 {
        // SAFETY: the instruction has a cache word.
        unsafe { AtomicU64::from_ptr(self.pc as *mut u64) }.load(Ordering::Relaxed)
    }
    /// The inline cache that `pc` is behind.
    #[inline(always)]
    pub unsafe fn filled(self) -> u64 {
        // SAFETY: as above.
        unsafe { AtomicU64::from_ptr(self.pc.sub(1) as *mut u64) }.load(Ordering::Relaxed)
    }
    /// Fills the inline cache that `pc` is behind.
    #[inline(always)]
    pub unsafe fn fill_cache(self, word: u64) {
        // SAFETY: as above.
        unsafe { AtomicU64::from_ptr(self.pc.sub(1) as *mut u64) }.store(word, Ordering::Relaxed)
    }
    /// `b` and `c`, signed.
    #[inline(always)]
    pub fn wide(self) -> i64 {
        self.w as i64 >> 32
    }
    #[inline(always)]
    pub unsafe fn u(self, r: usize) -> u64 {
        // SAFETY: see the impl's note.
        unsafe { *self.base.add(r) }
    }
    #[inline(always)]
    pub unsafe fn i(self, r: usize) -> i64 {
        // SAFETY: see the impl's note.
        unsafe { *self.base.add(r) as i64 }
    }
    #[inline(always)]
    pub unsafe fn f(self, r: usize) -> f64 {
        // SAFETY: see the impl's note.
        f64::from_bits(unsafe { *self.base.add(r) })
    }
    #[inline(always)]
    pub unsafe fn r(self, r: usize) -> Word {
        // SAFETY: see the impl's note.
        Word(unsafe { *self.base.add(r) })
    }
    #[inline(always)]
    pub unsafe fn set(self, r: usize, v: u64) {
        // SAFETY: see the impl's note.
        unsafe { *self.base.add(r) = v }
    }
    #[inline(always)]
    pub unsafe fn set_i(self, r: usize, v: i64) {
        // SAFETY: see the impl's note.
        unsafe { self.set(r, v as u64) }
    }
    #[inline(always)]
    pub unsafe fn set_f(self, r: usize, v: f64) {
        // SAFETY: see the impl's note.
        unsafe { self.set(r, v.to_bits()) }
    }
    #[inline(always)]
    pub unsafe fn set_b(self, r: usize, v: bool) {
        // SAFETY: see the impl's note.
        unsafe { self.set(r, v as u64) }
    }
    #[inline(always)]
    pub unsafe fn set_r(self, r: usize, v: Word) {
        // SAFETY: see the impl's note.
        unsafe { self.set(r, v.0) }
    }

    /// Makes the state visible to the collector and to `raise`.
    #[inline(always)]
    pub unsafe fn protect(self) {
        // SAFETY: the machine outlives the run.
        unsafe {
            (*self.m).pc = self.pc;
            (*self.m).base = self.base;
            (*self.m).fp = self.fp;
        }
    }

    /// The machine, for operations that may allocate. The caller has protected the state.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn machine<'a>(self) -> &'a mut Machine {
        // SAFETY: only one handler runs at a time, and no other reference to the machine is alive in it.
        unsafe { &mut *self.m }
    }

    /// Goes on with the instruction at `pc`.
    #[inline(always)]
    pub unsafe fn next(self) -> u64 {
        // SAFETY: verified code does not fall off its end.
        unsafe {
            if TAIL {
                let w = *self.pc;
                let h = *self.table.add(w as u8 as usize);
                (h.0)(self.pc.add(1), self.base, self.m, self.table, w, self.fp)
            } else {
                self.protect();
                STATUS_CONTINUE
            }
        }
    }

    /// Goes on `off` words further; for the taken side of a branch (rule 4).
    #[inline(always)]
    pub unsafe fn jump(mut self, off: i64) -> u64 {
        // SAFETY: the verifier checked the target.
        unsafe {
            self.pc = self.pc.offset(off as isize);
            if TAIL {
                let w = *self.pc;
                let mut h = (*self.table.add(w as u8 as usize)).0 as usize;
                #[cfg(not(miri))]
                // SAFETY: an empty template: the value passes through unchanged.
                core::arch::asm!("/* {0} */", inout(reg) h, options(nomem, nostack, preserves_flags));
                let h = std::mem::transmute::<usize, HandlerFn>(h);
                h(self.pc.add(1), self.base, self.m, self.table, w, self.fp)
            } else {
                self.protect();
                STATUS_CONTINUE
            }
        }
    }

    /// Continues in a slow path with the same state.
    #[inline(always)]
    pub unsafe fn slow(self, h: HandlerFn) -> u64 {
        // SAFETY: a slow path has the contract of its handler.
        unsafe { h(self.pc, self.base, self.m, self.table, self.w, self.fp) }
    }

    /// Goes on from the machine's saved state.
    #[inline(always)]
    unsafe fn resume(mut self) -> u64 {
        // SAFETY: the saved state is a valid one.
        unsafe {
            self.pc = (*self.m).pc;
            self.base = (*self.m).base;
            self.fp = (*self.m).fp;
            self.next()
        }
    }
}

/// The state in a handler that is set apart (rule 1): it leaves through the machine's saved state.
#[derive(Clone, Copy)]
pub struct Apart(pub State);

impl std::ops::Deref for Apart {
    type Target = State;
    #[inline(always)]
    fn deref(&self) -> &State {
        &self.0
    }
}

impl std::ops::DerefMut for Apart {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut State {
        &mut self.0
    }
}

// SAFETY (all unsafe methods): as for `State`.
#[allow(clippy::missing_safety_doc)]
impl Apart {
    /// Goes on with the instruction at `pc`.
    #[inline(always)]
    pub unsafe fn next(self) -> u64 {
        // SAFETY: as in `protect`.
        unsafe { self.protect() };
        STATUS_CONTINUE
    }

    /// Executes the instruction whose handler this is once more.
    #[inline(always)]
    pub unsafe fn again(mut self) -> u64 {
        // SAFETY: `pc` is after that instruction's first word.
        unsafe {
            self.pc = self.pc.sub(1);
            self.next()
        }
    }

    /// Raises a failure: continues at its handler or ends the run. The state is protected.
    #[cold]
    #[inline(never)]
    pub unsafe fn raise(self, fail: Fail) -> u64 {
        // SAFETY: the state is protected, so frames can be walked.
        unsafe {
            match self.machine().fail_value(fail) {
                Ok(error) => self.raise_value(error),
                Err(bug) => {
                    let m = self.machine();
                    let place = m.function_at(m.pc).map_or(String::new(), |(f, w)| {
                        let f = m.program.archive.functions.at(f);
                        format!(" in {} at {w}", m.program.archive.str(f.name))
                    });
                    m.fault = Some(Fault::Bug(bug + &place));
                    STATUS_BUG
                }
            }
        }
    }

    /// Raises an error value.
    pub unsafe fn raise_value(self, error: Word) -> u64 {
        // SAFETY: as in `raise`.
        match unsafe { self.machine() }.unwind(error) {
            Some(()) => STATUS_CONTINUE,
            None => STATUS_PANIC,
        }
    }
}

/// Defines handlers: `fn name(s) { … }` becomes a function with the handler signature; `fn name(s: Apart)` one that does
/// its work in a function of its own (rule 1).
macro_rules! handlers {
    ($( $(#[$attr:meta])* fn $name:ident($s:ident $(: $apart:ident)?) $body:block )*) => { $(
        $crate::handlers::handler! { [$($apart)?] $(#[$attr])* fn $name($s) $body }
    )* };
}
pub(crate) use handlers;

macro_rules! handler {
    ([] $(#[$attr:meta])* fn $name:ident($s:ident) $body:block) => {
        $(#[$attr])*
        #[allow(unused_mut, clippy::missing_safety_doc)]
        pub unsafe fn $name(
            pc: *const u64,
            base: *mut u64,
            m: *mut $crate::machine::Machine,
            table: *const $crate::handlers::Handler,
            w: u64,
            fp: *mut u64,
        ) -> u64 {
            let mut $s = $crate::handlers::State { pc, base, m, table, w, fp };
            // SAFETY: the contract of `State`: verified code, a frame of its function.
            unsafe { $body }
        }
    };
    ([Apart] $(#[$attr:meta])* fn $name:ident($s:ident) $body:block) => {
        $crate::handlers::handler! {
            []
            $(#[$attr])*
            fn $name(state) {
                $crate::handlers::handler! {
                    []
                    #[inline(never)]
                    fn work(inner) {
                        let mut $s = $crate::handlers::Apart(inner);
                        $s.protect();
                        $body
                    }
                }
                // `work` leaves a valid state in the machine.
                match state.slow(work) {
                    $crate::machine::STATUS_CONTINUE => state.resume(),
                    status => status,
                }
            }
        }
    };
}
pub(crate) use handler;

/// The result of a fallible operation, in a handler set apart; or raises.
macro_rules! attempt {
    ($s:ident, $e:expr) => {{
        match $e {
            Ok(v) => v,
            Err(f) => return $s.raise(f),
        }
    }};
}
pub(crate) use attempt;

handlers! {
    fn bad_op(s: Apart) {
        s.raise(Fail::Bug("undefined opcode"))
    }
    /// The end of a run: the result is in register 0.
    fn halt(s) {
        (*s.m).result = s.u(0);
        STATUS_DONE
    }
}

macro_rules! build_table {
    ($( $(#[$doc:meta])* $name:ident ($a:ident, $b:ident, $c:ident) [$($flag:ident)*]; )*) => {
        static TABLE: [Handler; 256] = {
            use calls::*;
            use misc::*;
            use scalar::*;
            use fields::*;
            use structures::*;
            let mut t = [Handler(bad_op as HandlerFn); 256];
            $( t[bytecode::Op::$name as usize] = Handler($name as HandlerFn); )*
            t[OP_HALT as usize] = Handler(halt as HandlerFn);
            t[OP_LAZY as usize] = Handler(lazy as HandlerFn);
            t
        };
    };
}
for_each_op!(build_table);

/// The table of a profile: every entry counts, and goes on to the real one.
static COUNTING: [Handler; 256] = [Handler(counted as HandlerFn); 256];

handlers! {
    fn counted(s) {
        let op = s.w as u8 as usize;
        if let Some(sampler) = &mut (*s.m).sampler {
            sampler.counts[op] += 1;
        }
        s.slow(TABLE[op].0)
    }
}

/// Runs from `entry` with the machine's `base` and `fp` until the run ends.
///
/// # Safety
/// `entry` is a function's entry and the machine's state is a frame of it.
pub unsafe fn dispatch(entry: *const u64, m: &mut Machine) -> u64 {
    let m: *mut Machine = m;
    // SAFETY: the caller's contract.
    unsafe {
        (*m).pc = entry;
        let table = if (*m).sampler.is_some() { COUNTING.as_ptr() } else { TABLE.as_ptr() };
        loop {
            let (pc, base, fp) = ((*m).pc, (*m).base, (*m).fp);
            let w = *pc;
            let status = ((*table.add(w as u8 as usize)).0)(pc.add(1), base, m, table, w, fp);
            if status != STATUS_CONTINUE {
                return status;
            }
        }
    }
}
