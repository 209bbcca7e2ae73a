//! Bringing functions into place: verified, copied, with the constants they name; each when it is first called, so that a
//! large archive starts as fast as a small one.

use bytecode::archive::FuncIdx;
use bytecode::ops::{Ins, Op, Role};
use bytecode::verify;

use crate::machine::Machine;
use crate::program::Program;

impl Machine {
    /// Brings a function into place, which may collect.
    ///
    /// # Errors
    /// Why it is refused.
    ///
    /// # Safety
    /// No other thread executes the program.
    pub(crate) unsafe fn load_function(&mut self, i: FuncIdx) -> Result<(), String> {
        let program = self.program.clone();
        verify::function(&program.archive, i).map_err(|e| e.to_string())?;
        for_each_constant(program.words(i), |k| self.world.load_constant(&program.archive, k as usize));
        // SAFETY: the caller's contract.
        unsafe { program.copy_function(i) };
        Ok(())
    }

    /// Brings all functions into place that are not yet. Whether all could be.
    ///
    /// # Safety
    /// One thread executes the program, the caller's.
    pub(crate) unsafe fn load_all(&mut self) -> bool {
        let program = self.program.clone();
        (0..program.archive.functions.len() as FuncIdx).all(|i| {
            // SAFETY: the caller's contract.
            unsafe { program.is_loaded(i) || self.load_function(i).is_ok() }
        })
    }
}

/// The tagged constants that verified instructions name.
fn for_each_constant(words: &[u64], mut visit: impl FnMut(u16)) {
    let mut at = 0;
    while at < words.len() {
        let ins = Ins::decode(words[at]).expect("verified code");
        for (role, field) in ins.op.info().roles.into_iter().zip([ins.a, ins.b, ins.c]) {
            if let Role::Kref = role {
                visit(field);
            }
        }
        at += ins.op.words();
    }
}

impl Program {
    /// A function's code as the archive has it.
    fn words(&self, i: FuncIdx) -> &[u64] {
        let f = self.archive.functions.at(i);
        &self.archive.code[f.code_start as usize..(f.code_start + f.code_len) as usize]
    }

    /// Copies a verified function's code into place; calls become relative.
    ///
    /// # Safety
    /// No other thread executes the program.
    unsafe fn copy_function(&self, i: FuncIdx) {
        let start = self.start(i);
        let src = self.words(i);
        let (size, first, refs) = self.frame(i);
        // SAFETY: the caller's contract; the word is this function's.
        unsafe { *self.word(start - 1) = size as u64 | (first as u64) << 16 | (refs as u64) << 32 };
        let mut at = 0;
        while at < src.len() {
            let ins = Ins::decode(src[at]).expect("verified code");
            let mut word = src[at];
            if ins.op == Op::call {
                let off = self.start(ins.bc()) as i64 - (start + at + 1) as i64;
                word = Ins::wide(Op::call, ins.a, off as i32 as u32).encode();
            }
            // SAFETY: the caller's contract; the words are this function's.
            unsafe {
                *self.word(start + at) = word;
                for extra in 1..ins.op.words() {
                    *self.word(start + at + extra) = src[at + extra];
                }
            }
            at += ins.op.words();
        }
    }
}
