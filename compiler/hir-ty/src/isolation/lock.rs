//! Lock statements (spec 7.22): one restricted variable each, and what may go in and out.

use hir_def::{BlockId, ExprId, LocalId, StmtId, Store};
use semtypes::{Name, Ty};
use syntax::TextRange;

use super::walk::Walker;
use super::{Need, State};

/// What is used only within a lock statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guarded {
    Variable(hir_def::ids::Def),
    /// The fields of the object that this is the `self` of.
    Fields(LocalId),
}

/// What a lock statement must not do if it restricts a variable.
pub(super) struct Violation {
    pub range: TextRange,
    pub message: String,
    pub help: Option<&'static str>,
    pub needs: Vec<Need>,
    /// It is none if this is what is restricted.
    pub except: Option<Guarded>,
    /// An error stands there already.
    pub reported: bool,
}

/// The lock statement around a point; nested ones belong to the outermost.
pub(super) struct Lock {
    range: TextRange,
    /// Uses of what is declared isolated.
    restricted: Vec<(Guarded, TextRange)>,
    /// Uses of what may be inferred to be isolated.
    candidates: Vec<Guarded>,
    violations: Vec<Violation>,
    /// The point is within an isolated expression.
    pub sealed: bool,
}

impl Lock {
    /// Whether a variable is declared inside.
    pub fn contains(&self, store: &Store, l: LocalId) -> bool {
        let at = store.locals.range(l);
        !at.is_empty() && self.range.contains_range(at)
    }
}

impl Walker<'_> {
    pub(super) fn lock_stmt(&mut self, s: StmtId, body: BlockId) {
        if self.lock.is_some() {
            return self.block(body);
        }
        self.lock = Some(Lock {
            range: self.store.stmts.range(s),
            restricted: Vec::new(),
            candidates: Vec::new(),
            violations: Vec::new(),
            sealed: false,
        });
        self.block(body);
        let lock = self.lock.take().expect("set above, and frames inside restore it");
        self.finish_lock(lock);
    }

    fn finish_lock(&mut self, lock: Lock) {
        let Some(&(first, _)) = lock.restricted.first() else { return self.infer_lock(lock) };
        for c in lock.candidates {
            self.guarded_use(c, vec![Need::Never]);
        }
        for (v, range) in &lock.restricted {
            if *v != first {
                let message = "this 'lock' statement uses another isolated variable or object already";
                self.error(*range, message, Some("use it in a 'lock' statement of its own".into()));
            }
        }
        for v in lock.violations {
            let restricted = v.except.is_some_and(|x| lock.restricted.iter().any(|(r, _)| *r == x));
            if !restricted && !v.reported {
                self.error(v.range, v.message, v.help.map(str::to_string));
            }
        }
    }

    /// A lock statement that uses nothing declared isolated may be why something is inferred to be.
    fn infer_lock(&mut self, lock: Lock) {
        let Some(&first) = lock.candidates.first() else { return };
        if lock.candidates.iter().any(|c| *c != first) {
            for c in lock.candidates {
                self.guarded_use(c, vec![Need::Never]);
            }
            return;
        }
        let needs = lock.violations.into_iter().filter(|v| v.except != Some(first)).flat_map(|v| v.needs);
        self.guarded_use(first, needs.collect());
    }

    fn guarded_use(&mut self, g: Guarded, needs: Vec<Need>) {
        let state = match g {
            Guarded::Variable(def) => Some(State::Variable(def)),
            Guarded::Fields(l) => self.class_of_self(l).map(State::Fields),
        };
        if let Some(state) = state {
            self.out.summary.uses.push((state, needs));
        }
    }

    /// Notes the use of something that only lock statements may use; whether there is one.
    pub(super) fn restricted(&mut self, g: Guarded, range: TextRange) -> bool {
        let Some(lock) = &mut self.lock else { return false };
        lock.restricted.push((g, range));
        true
    }

    pub(super) fn candidate(&mut self, g: Guarded, _range: TextRange) {
        if let Some(lock) = &mut self.lock {
            lock.candidates.push(g);
        }
    }

    pub(super) fn violation(&mut self, v: Violation) {
        if let Some(lock) = &mut self.lock
            && !v.needs.is_empty()
        {
            lock.violations.push(v);
        }
    }

    /// What never stands within a lock statement.
    pub(super) fn not_in_lock(&mut self, range: TextRange, message: &str) {
        if self.lock.is_some() {
            self.error(range, message, None);
        }
    }

    /// A call within the lock statement that needs something isolated.
    pub(super) fn called_in_lock(&mut self, range: TextRange, needs: &[Need], called: &str, reported: bool) {
        let message = format!("this 'lock' statement cannot call {called}, which is not isolated");
        let (needs, help) = (needs.to_vec(), Some("declare it 'isolated'"));
        self.violation(Violation { range, message, help, needs, except: None, reported });
    }

    /// A local variable's value that is used: one from outside goes in only within an isolated expression.
    pub(super) fn transfer_in(&mut self, range: TextRange, l: LocalId, ty: Ty) {
        let Some(lock) = &self.lock else { return };
        if lock.contains(self.store, l) {
            return;
        }
        let needs = self.shared(ty);
        let except = self.is_self(l).then_some(Guarded::Fields(l));
        self.transferred_in(range, self.store.locals[l].name, needs, except, false);
    }

    /// The value of a variable from outside of the lock statement.
    pub(super) fn transferred_in(
        &mut self,
        range: TextRange,
        name: Name,
        needs: Vec<Need>,
        except: Option<Guarded>,
        reported: bool,
    ) {
        if self.lock.as_ref().is_none_or(|l| l.sealed) || needs.is_empty() {
            return;
        }
        let message = format!("the mutable value of '{name}' cannot go into this 'lock' statement");
        let help = Some("use a clone: '.clone()'");
        self.violation(Violation { range, message, help, needs, except, reported });
    }

    /// A value that is assigned to a variable from outside of the lock statement.
    pub(super) fn transferred_out(&mut self, value: ExprId, except: Option<Guarded>) {
        if self.lock.is_some() {
            let needs = self.isolated(value);
            let message = "a mutable value cannot go out of this 'lock' statement";
            let range = self.store.exprs.range(value);
            let (message, help) = (message.to_string(), Some("use a clone: '.clone()'"));
            self.violation(Violation { range, message, help, needs, except, reported: false });
        }
    }

    pub(super) fn returned(&mut self, value: ExprId) {
        self.transferred_out(value, None);
    }

    /// An assignment to part of a variable from outside.
    pub(super) fn not_a_variable(&mut self, target: ExprId, except: Option<Guarded>) {
        if self.lock.is_some() {
            let range = self.store.exprs.range(target);
            let message = "this 'lock' statement cannot assign to part of an outer variable";
            let (message, needs) = (message.to_string(), vec![Need::Never]);
            self.violation(Violation { range, message, help: None, needs, except, reported: false });
        }
    }
}
