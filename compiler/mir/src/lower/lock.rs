//! `lock` statements: calls of lang.strand around the body.
//!
//! ```text
//! before = lock()
//!          BODY, panics to panicked
//!          unlock(before)
//! panicked(err): unlock(before); panic err
//! ```
//! Every other way out of the body unlocks as well: `Lower::open`. `unlock` says how deep the strand was in lock statements
//! before, so that to unlock twice does no harm.

use bytecode::Kind;
use hir_def::BlockId as HirBlock;

use super::{Lower, Open};
use crate::ir::{Handler, HandlerId, Term, VReg};

impl Lower<'_> {
    pub(super) fn lock_stmt(&mut self, body: HirBlock) {
        let before = self.call_native("lang.strand:lock", &[]);
        let (panic, panicked, done) = (self.reg(Kind::R), self.new_block(), self.new_block());
        let outer = self.handler;
        self.handler = Some(HandlerId(self.body.handlers.len() as u32));
        self.body.handlers.push(Handler { target: panicked, reg: panic, parent: outer });
        let region = self.new_block();
        self.jump(region);
        self.switch(region);
        self.open.push(Open::Lock(before));
        self.block(body);
        self.open.pop();
        self.handler = outer;
        let leave = self.new_block();
        self.jump(leave);
        self.switch(leave);
        self.unlock(before);
        self.jump(done);

        self.switch(panicked);
        self.unlock(before);
        self.term(Term::Panic(panic));
        self.switch(done);
    }

    pub(super) fn unlock(&mut self, before: VReg) {
        self.call_native("lang.strand:unlock", &[before]);
    }
}
