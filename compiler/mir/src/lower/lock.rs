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

use hir_def::BlockId as HirBlock;

use super::{Lower, Open};
use crate::ir::{Term, VReg};

impl Lower<'_> {
    pub(super) fn lock_stmt(&mut self, body: HirBlock) {
        let before = self.call_native("lang.strand:lock", &[]);
        let done = self.new_block();
        let region = self.guard();
        self.open.push(Open::Lock(before));
        self.block(body);
        self.open.pop();
        self.leave_guard(region);
        self.unlock(before);
        self.jump(done);

        self.on_panic(region);
        self.unlock(before);
        self.term(Term::Panic(region.panic));
        self.switch(done);
    }

    pub(super) fn unlock(&mut self, before: VReg) {
        self.call_native("lang.strand:unlock", &[before]);
    }
}
