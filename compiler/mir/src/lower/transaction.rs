//! `transaction`, `commit`, `rollback`, `retry`: control flow around calls of lang.transaction, the transaction manager.
//!
//! ```text
//! again:   branch = begin(previous, manager)
//!          BODY, failures to failed, panics to panicked
//!          → done
//! panicked(err): abandon(branch, err); panic err
//! failed(err):   retry = abandon(branch, err)
//!                retry ? (previous = infoOf(branch) → again) : fail err
//! ```
//!
//! `abandon` rolls back unless the transaction has ended already. That every other way out of the body has committed or
//! rolled back is checked in `hir-ty`.

use bytecode::Kind;
use hir_def::{BlockId as HirBlock, ExprId, RetryBody};

use super::{Catch, Lower};
use crate::ir::{Cond, Term, VReg};

const MODULE: &str = "lang.transaction";

impl Lower<'_> {
    fn manager_call(&mut self, function: &str, args: &[VReg]) -> VReg {
        self.call_lang(MODULE, function, args)
    }

    pub(super) fn transaction_stmt(&mut self, body: HirBlock) {
        let manager = self.nil();
        self.attempts(body, manager, false);
    }

    /// A transaction, tried again as long as the manager wants it when `retried`.
    fn attempts(&mut self, body: HirBlock, manager: VReg, retried: bool) {
        let (branch, previous, err) = (self.reg(Kind::R), self.reg(Kind::R), self.reg(Kind::R));
        let (again, failed, done) = (self.new_block(), self.new_block(), self.new_block());
        let nil = self.nil();
        self.mov(previous, nil);
        self.jump(again);
        self.switch(again);
        let begun = self.manager_call("begin", &[previous, manager]);
        self.mov(branch, begun);

        let region = self.guard();
        self.catches.push(Catch { target: failed, err, open: self.open.len() });
        self.block(body);
        self.catches.pop();
        self.leave_guard(region);
        self.jump(done);

        self.on_panic(region);
        self.manager_call("abandon", &[branch, region.panic]);
        self.term(Term::Panic(region.panic));

        self.switch(failed);
        let wanted = self.manager_call("abandon", &[branch, err]);
        if retried {
            let (repeat, stop) = (self.new_block(), self.new_block());
            self.branch(Cond::Bool(wanted), repeat, stop);
            self.switch(repeat);
            let info = self.manager_call("infoOf", &[branch]);
            self.mov(previous, info);
            self.jump(again);
            self.switch(stop);
        }
        self.fail(err);
        self.switch(done);
    }

    pub(super) fn retry_stmt(&mut self, manager: ExprId, body: RetryBody) {
        let manager = self.expr_boxed(manager);
        let body = match body {
            RetryBody::Transaction(body) => return self.attempts(body, manager, true),
            RetryBody::Block(body) => body,
        };
        let err = self.reg(Kind::R);
        let (again, failed, stop, done) =
            (self.new_block(), self.new_block(), self.new_block(), self.new_block());
        self.jump(again);
        self.switch(again);
        self.catches.push(Catch { target: failed, err, open: self.open.len() });
        self.block(body);
        self.catches.pop();
        self.jump(done);
        self.switch(failed);
        let wanted = self.manager_call("again", &[manager, err]);
        self.branch(Cond::Bool(wanted), again, stop);
        self.switch(stop);
        self.fail(err);
        self.switch(done);
    }

    pub(super) fn commit(&mut self) -> VReg {
        self.manager_call("complete", &[])
    }

    pub(super) fn rollback_stmt(&mut self, cause: Option<ExprId>) {
        let cause = match cause {
            Some(x) => self.expr_boxed(x),
            None => self.nil(),
        };
        self.manager_call("cancel", &[cause]);
    }

    pub(super) fn in_transaction(&mut self) -> VReg {
        self.manager_call("inTransaction", &[])
    }
}
