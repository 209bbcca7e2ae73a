//! Regions whose panics go to a block of their own: `trap`, and what has to be put right on the way out.

use bytecode::Kind;

use super::Lower;
use crate::ir::{BlockId, Handler, HandlerId, VReg};

/// A region of code, from [`Lower::guard`] on.
#[derive(Clone, Copy)]
pub(super) struct Guard {
    /// Where its panics go, with the error in `panic`.
    pub panicked: BlockId,
    pub panic: VReg,
    /// The handler around the region.
    outer: Option<HandlerId>,
}

impl Lower<'_> {
    /// Begins a region.
    pub(super) fn guard(&mut self) -> Guard {
        let guard = Guard { panic: self.reg(Kind::R), panicked: self.new_block(), outer: self.handler };
        self.handler = Some(HandlerId(self.body.handlers.len() as u32));
        self.body.handlers.push(Handler { target: guard.panicked, reg: guard.panic, parent: guard.outer });
        self.go_on_in_new_block();
        guard
    }

    /// Ends a region: what follows is outside.
    pub(super) fn leave_guard(&mut self, guard: Guard) {
        self.handler = guard.outer;
        self.go_on_in_new_block();
    }

    /// Ends a region on its way out by a panic: what follows deals with that.
    pub(super) fn on_panic(&mut self, guard: Guard) {
        self.handler = guard.outer;
        self.switch(guard.panicked);
    }

    /// A block belongs to one region.
    fn go_on_in_new_block(&mut self) {
        let block = self.new_block();
        self.jump(block);
        self.switch(block);
    }
}
