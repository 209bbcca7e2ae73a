//! Statements.

use bytecode::Kind;
use hir_def::{AssignTarget, BlockId as HirBlock, OnFail, Pat, Stmt, StmtId};

use super::{Catch, Lower};
use crate::ir::Term;

impl Lower<'_> {
    pub(super) fn block(&mut self, b: HirBlock) {
        let store = self.store;
        for &s in &store.blocks[b].stmts {
            self.stmt(s);
            self.queue_updates(s);
        }
    }

    pub(super) fn stmt(&mut self, s: StmtId) {
        self.pos = self.store.stmts.range(s).start().into();
        let store = self.store;
        match &store.stmts[s] {
            Stmt::Missing | Stmt::Xmlns { .. } => {}
            Stmt::Var { pat, init, .. } => self.var(*pat, *init),
            Stmt::Assign { target: AssignTarget::Expr(e), value } => self.assign(*e, *value),
            Stmt::Assign { target: AssignTarget::Pat(p), value } => {
                let v = self.expr(*value);
                self.bind(*p, v);
            }
            Stmt::CompoundAssign { target, op, value } => self.compound(*target, *op, *value),
            Stmt::Expr(e) => {
                self.expr(*e);
            }
            Stmt::Block(b) => self.block(*b),
            Stmt::If { cond, then, els } => self.if_stmt(*cond, *then, *els),
            Stmt::While { cond, body, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |s| s.while_loop(*cond, *body))
            }
            Stmt::Foreach { pat, source, body, on_fail, .. } => {
                self.with_on_fail(on_fail.as_ref(), |s| s.foreach(*pat, *source, *body));
            }
            Stmt::Break => {
                if let Some(l) = self.loops.last().copied() {
                    self.close_open(l.open);
                    self.jump(l.brk);
                }
            }
            Stmt::Continue => {
                if let Some(l) = self.loops.last().copied() {
                    self.close_open(l.open);
                    self.jump(l.cont);
                }
            }
            Stmt::Return(None) => {
                self.close_open(0);
                self.ret_nil();
            }
            Stmt::Return(Some(e)) => {
                let kind = self.body.ret;
                let v = self.expr_as(*e, kind);
                self.close_open(0);
                self.ret(v);
            }
            Stmt::Fail(e) => {
                let v = self.expr_boxed(*e);
                self.fail(v);
            }
            Stmt::Panic(e) => {
                let v = self.expr_boxed(*e);
                self.term(Term::Panic(v));
            }
            Stmt::Do { body, on_fail } => self.with_on_fail(on_fail.as_ref(), |s| s.block(*body)),
            Stmt::Match { scrutinee, arms, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |s| s.match_stmt(*scrutinee, arms));
            }
            Stmt::Lock { body, on_fail } => self.with_on_fail(on_fail.as_ref(), |s| s.lock_stmt(*body)),
            Stmt::Transaction { body, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |s| s.transaction_stmt(*body));
            }
            Stmt::Retry { manager, body, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |s| s.retry_stmt(*manager, *body));
            }
            Stmt::Rollback(cause) => self.rollback_stmt(*cause),
            Stmt::Worker { name, local, lambda } => self.worker_stmt(*name, *local, *lambda),
            Stmt::Fork { workers } => self.fork_stmt(s, workers),
        }
    }

    fn var(&mut self, pat: hir_def::PatId, init: Option<hir_def::ExprId>) {
        match (&self.store.pats[pat], init) {
            (Pat::Bind(l), Some(e)) => {
                let l = *l;
                let ty = self.local_ty(l);
                let v = self.expr_for(e, ty);
                self.declare(l, Some(v));
            }
            (Pat::Bind(l), None) => self.declare(*l, None),
            (_, Some(e)) => {
                let v = self.expr(e);
                self.bind(pat, v);
            }
            _ => {}
        }
    }

    fn if_stmt(&mut self, cond: hir_def::ExprId, then: HirBlock, els: Option<StmtId>) {
        let (yes, join) = (self.new_block(), self.new_block());
        let no = if els.is_some() { self.new_block() } else { join };
        self.cond(cond, yes, no);
        self.switch(yes);
        self.block(then);
        self.jump(join);
        if let Some(e) = els {
            self.switch(no);
            self.stmt(e);
            self.jump(join);
        }
        self.switch(join);
    }

    /// Runs `f` with failures going to an `on fail` clause.
    fn with_on_fail(&mut self, on_fail: Option<&OnFail>, f: impl FnOnce(&mut Self)) {
        let Some(o) = on_fail else { return f(self) };
        let err = self.reg(Kind::R);
        let (target, join) = (self.new_block(), self.new_block());
        self.catches.push(Catch { target, err, open: self.open.len() });
        f(self);
        self.catches.pop();
        self.jump(join);
        self.switch(target);
        if let Some(p) = o.pat {
            self.bind(p, err);
        }
        self.block(o.body);
        self.jump(join);
        self.switch(join);
    }
}
