//! `transaction`, `commit`, `rollback`, `retry` (spec 7.23.3, 7.24): transactional scopes, and that every way out of a
//! transaction has committed or rolled back.

use base_db::LocalDiagnostic;
use hir_def::{BlockId, ExprId, RetryBody, StmtId};
use semtypes::{MemberKind, Ty};
use syntax::TextRange;

use super::{Flow, Infer, name};
use crate::codes;
use crate::ops;
use crate::project;

/// An enclosing transaction statement.
pub(super) struct Transaction {
    /// Its function or lambda: others inside it are not within the statement.
    frame: usize,
    /// How many loops are around it: leaving one of those leaves the transaction.
    loops: usize,
    commits: bool,
}

impl Infer<'_> {
    fn transaction(&self) -> Option<&Transaction> {
        self.transactions.last().filter(|t| t.frame == self.frames.len())
    }

    pub(super) fn transaction_stmt(&mut self, s: StmtId, body: BlockId) {
        let range = self.store.stmts.range(s);
        let (outer, ended) = (self.flow.transactional, self.flow.ended);
        if outer {
            self.transaction_error(range, "a transaction statement may not stand in a transactional scope");
        }
        self.flow.transactional = true;
        self.flow.ended = false;
        let t = Transaction { frame: self.frames.len(), loops: self.loops.len(), commits: false };
        self.transactions.push(t);
        self.block(body);
        let t = self.transactions.pop().expect("pushed above");
        if !t.commits {
            self.transaction_error(range, "a transaction needs a 'commit'");
        } else {
            self.transaction_left(self.end_of(body));
        }
        (self.flow.transactional, self.flow.ended) = (outer, ended);
    }

    fn end_of(&self, body: BlockId) -> TextRange {
        let range = self.store.blocks.range(body);
        TextRange::new(range.end() - syntax::TextSize::from(1).min(range.len()), range.end())
    }

    fn transaction_error(&mut self, range: TextRange, message: &str) {
        self.error(range, codes::TRANSACTION, message);
    }

    /// Control leaves a transaction other than by failing or panicking.
    fn transaction_left(&mut self, range: TextRange) {
        if self.flow.possible() && !self.flow.ended {
            self.transaction_error(range, "the transaction is left without 'commit' or 'rollback'");
        }
    }

    /// A `return` out of a transaction.
    pub(super) fn returns_from_transaction(&mut self, range: TextRange) {
        if self.transaction().is_some() {
            self.transaction_left(range);
        }
    }

    /// A `break` or `continue` out of a transaction.
    pub(super) fn loop_leaves_transaction(&mut self, range: TextRange) {
        if self.transaction().is_some_and(|t| t.loops == self.loops.len()) {
            self.transaction_left(range);
        }
    }

    /// `commit` or `rollback`.
    fn ends_transaction(&mut self, range: TextRange, what: &str) {
        let message = match self.transaction() {
            None => format!("'{what}' outside a transaction statement"),
            Some(_) if !self.flow.transactional => {
                format!("'{what}' where the transaction may have ended already")
            }
            Some(_) => {
                self.flow.transactional = false;
                self.flow.ended = true;
                return;
            }
        };
        self.transaction_error(range, &message);
    }

    pub(super) fn commit(&mut self, e: ExprId) -> Ty {
        if let Some(t) = self.transactions.last_mut() {
            t.commits = true;
        }
        self.ends_transaction(self.range(e), "commit");
        let error = ops::lang_type(self.db, "lang.transaction", "Error").unwrap_or(Ty::error());
        Ty::nilable(error)
    }

    pub(super) fn rollback_stmt(&mut self, s: StmtId, cause: Option<ExprId>) {
        if let Some(x) = cause {
            self.check(x, Ty::nilable(Ty::error()));
        }
        self.ends_transaction(self.store.stmts.range(s), "rollback");
    }

    /// A call of a function whose type is transactional.
    pub(super) fn transactional_call(&mut self, e: ExprId) {
        if !self.flow.transactional {
            let message = "a transactional function can only be called in a transactional scope";
            self.transaction_error(self.range(e), message);
        }
    }

    pub(super) fn retry_stmt(&mut self, s: StmtId, manager: ExprId, body: RetryBody) {
        let t = self.infer(manager, None);
        // What the body assigns is not what it was when the body begins again.
        let (RetryBody::Block(b) | RetryBody::Transaction(b)) = body;
        self.flow.forget(&super::control::assigned_within(self.store, self.store.blocks.range(b)));
        self.push_catch();
        match body {
            RetryBody::Block(b) => self.block(b),
            RetryBody::Transaction(b) => self.transaction_stmt(s, b),
        }
        let c = self.catches.pop().expect("pushed above");
        self.retry_manager(manager, t, c.error);
        if c.error != Ty::never() {
            let after = self.flow.clone();
            let failed = c.flows.into_iter().reduce(|a, b| Flow::join(self.db, a, b));
            self.flow = failed.unwrap_or_else(|| after.dead());
            (self.flow.transactional, self.flow.ended) = (after.transactional, after.ended);
            self.fail_to(c.error, self.store.stmts.range(s));
            self.flow = after;
        }
    }

    /// The manager's `shouldRetry` must take what the body fails with (spec 7.23.3).
    fn retry_manager(&mut self, manager: ExprId, t: Ty, fails: Ty) {
        if t.has_missing() {
            return;
        }
        let method = project::object(self.db, t).and_then(|o| o.member(name("shouldRetry")));
        let f = method
            .filter(|m| matches!(m.kind, MemberKind::Method))
            .and_then(|m| project::function(self.db, m.ty));
        let fits = f.is_some_and(|f| {
            f.params.first().is_some_and(|p| self.subtype(fails, p.ty)) && self.subtype(f.ret, Ty::boolean())
        });
        if !fits {
            let message = format!("'{t}' is not a retry manager for errors of type '{fails}'");
            let help = format!("it needs 'public function shouldRetry({fails} e) returns boolean'");
            let d = LocalDiagnostic::error(codes::INCOMPATIBLE, self.range(manager), message);
            self.r.diagnostics.push(d.with_help(help));
        }
    }
}
