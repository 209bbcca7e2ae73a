//! Workers, `start`, `wait` and messages (spec 7.3.2, 7.5 to 7.8).
//!
//! A message's type is that of the sent expression, in the context of where it is received. Workers are inferred where
//! they stand; one that receives a message whose type is known only from a worker further on is put off until then.

use hir_def::{Expr, ExprId, LambdaId, LocalId, Stmt, StmtId, WaitKind};
use semtypes::{FieldTy, Name, Ty, TyKind};

use super::{Flow, Infer};
use crate::codes;
use crate::ops;
use crate::project;
use crate::workers::{Action, GroupId, Slot};

/// What is known of a slot's messages.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Message {
    /// What its receiver asks for.
    expected: Option<Ty>,
    /// What is sent.
    sent: Option<Ty>,
}

/// A worker that is still to be inferred.
pub(super) struct Postponed {
    lambda: LambdaId,
    flow: Flow,
}

impl Infer<'_> {
    // ---- workers ----

    pub(super) fn worker_stmt(&mut self, local: LocalId, lambda: LambdaId) {
        let ty = self.lambda_signature(lambda);
        let ret = project::function(self.db, ty).map_or(Ty::missing(), |f| f.ret);
        self.declare(local, Ty::future(ret), true);
        let flow = self.flow.clone();
        self.postponed.push(Postponed { lambda, flow });
    }

    /// Infers the workers that can be by now; with `force` all of them.
    pub(super) fn pending_workers(&mut self, force: bool) {
        loop {
            let before = self.postponed.len();
            for p in std::mem::take(&mut self.postponed) {
                if !self.worker_body(&p, false) {
                    self.postponed.push(p);
                }
            }
            if self.postponed.is_empty() {
                return;
            }
            if self.postponed.len() == before {
                break;
            }
        }
        if force {
            let first = self.postponed.remove(0);
            self.worker_body(&first, true);
            self.pending_workers(true);
        }
    }

    /// False when a message's type is not known yet; then it is as if nothing had happened.
    fn worker_body(&mut self, p: &Postponed, force: bool) -> bool {
        let Some(ty) = self.r.lambdas.get(&p.lambda).map(|t| t.ty) else { return true };
        let Some(f) = project::function(self.db, ty).cloned() else { return true };
        let saved = (self.r.clone(), self.messages.clone(), self.types.diagnostics.len());
        let outer = (std::mem::replace(&mut self.flow, p.flow.clone()), self.waits_for_type);
        self.waits_for_type = if force { WaitsForType::Never } else { WaitsForType::No };
        if f.transactional && !self.flow.transactional {
            let message = "a transactional worker needs a transactional scope";
            self.error(self.store.lambdas.range(p.lambda), codes::TRANSACTION, message);
        }
        self.worker_frame(p.lambda, &f);
        let known = self.waits_for_type != WaitsForType::Yes;
        (self.flow, self.waits_for_type) = outer;
        if !known {
            (self.r, self.messages) = (saved.0, saved.1);
            self.types.diagnostics.truncate(saved.2);
        }
        known
    }

    pub(super) fn fork_stmt(&mut self, workers: &[StmtId]) {
        for s in workers {
            if let Stmt::Worker { local, lambda, .. } = &self.store.stmts[*s] {
                self.worker_stmt(*local, *lambda);
            }
        }
        self.pending_workers(true);
    }

    // ---- start and wait ----

    pub(super) fn start_action(&mut self, call: ExprId, expected: Option<Ty>) -> Ty {
        let context = expected.and_then(|t| self.future_value(t));
        let t = self.infer(call, context);
        if t.is_missing() { t } else { Ty::future(t) }
    }

    /// The type of a future's value; `None` for what is no future.
    fn future_value(&self, t: Ty) -> Option<Ty> {
        let mut out: Option<Ty> = None;
        for a in ops::alternatives(self.db, t) {
            let TyKind::Future(inner) = project::structure(self.db, a).kind else { return None };
            let inner = inner.unwrap_or_else(|| Ty::union([Ty::any(), Ty::error()]));
            out = Some(out.map_or(inner, |o| ops::union2(self.db, o, inner)));
        }
        out
    }

    pub(super) fn wait_action(&mut self, kind: &WaitKind, expected: Option<Ty>) -> Ty {
        match kind {
            WaitKind::Single(x) => self.eventual(*x, expected),
            WaitKind::Alternate(xs) => {
                let all: Vec<Ty> = xs.iter().map(|x| self.eventual(*x, expected)).collect();
                all.into_iter().reduce(|a, b| ops::union2(self.db, a, b)).unwrap_or(Ty::missing())
            }
            WaitKind::Multiple(fields) => {
                let fields: Vec<FieldTy> = fields
                    .iter()
                    .map(|(n, x)| {
                        let t = self.eventual(*x, self.field_context(expected, *n));
                        FieldTy::required(*n, t)
                    })
                    .collect();
                Ty::record_of(fields, None)
            }
        }
    }

    fn field_context(&self, expected: Option<Ty>, n: Name) -> Option<Ty> {
        project::mapping_member(self.db, expected?, Some(n)).map(|f| f.ty)
    }

    /// The eventual type of what is waited for (spec 7.7).
    fn eventual(&mut self, x: ExprId, expected: Option<Ty>) -> Ty {
        let context = expected.map(Ty::future);
        let t = self.infer(x, context);
        if t.is_missing() {
            return t;
        }
        let Some(value) = self.future_value(t) else {
            self.incompatible(self.range(x), Ty::new(TyKind::Future(None)), t);
            return Ty::missing();
        };
        let worker = matches!(self.store.exprs[x], Expr::Local(l)
            if self.store.locals[l].kind == hir_def::LocalKind::Worker);
        if worker { value } else { ops::union2(self.db, value, Ty::error()) }
    }

    // ---- messages ----

    pub(super) fn send_action(&mut self, e: ExprId, value: ExprId, sync: bool) -> Ty {
        let Some(slot) = self.plan.and_then(|p| p.sends.get(&e).copied()) else {
            self.infer(value, None);
            return Ty::missing();
        };
        let message = self.messages.get(&slot).copied().unwrap_or_default();
        let t = match message.expected {
            Some(t) => self.check(value, t),
            None => {
                let t = self.infer(value, None);
                self.broad(value, t)
            }
        };
        let cloneable = Ty::new(TyKind::Cloneable);
        if !t.is_missing() && !self.subtype(t, cloneable) {
            self.incompatible(self.range(value), cloneable, t);
        }
        self.messages.entry(slot).or_default().sent = Some(t);
        if sync { ops::union2(self.db, self.receive_failure(slot), Ty::nil()) } else { Ty::nil() }
    }

    pub(super) fn flush_action(&mut self, e: ExprId) -> Ty {
        let sent = self.plan.and_then(|p| p.flushes.get(&e)).cloned().unwrap_or_default();
        let mut ty = Ty::nil();
        for s in sent {
            if let Some(last) = s.index.checked_sub(1) {
                let failure = self.receive_failure(Slot { index: last, ..s });
                ty = ops::union2(self.db, ty, failure);
            }
        }
        ty
    }

    pub(super) fn receive_action(&mut self, e: ExprId, expected: Option<Ty>) -> Ty {
        let slots = self.plan.and_then(|p| p.receives.get(&e)).cloned().unwrap_or_default();
        let all: Vec<Ty> = slots.iter().map(|s| self.received(e, *s, expected)).collect();
        all.into_iter().reduce(|a, b| ops::union2(self.db, a, b)).unwrap_or(Ty::missing())
    }

    pub(super) fn receive_multiple(
        &mut self,
        e: ExprId,
        fields: &[(Name, Option<Name>)],
        expected: Option<Ty>,
    ) -> Ty {
        let slots = self.plan.and_then(|p| p.receives.get(&e)).cloned().unwrap_or_default();
        if slots.len() != fields.len() {
            return Ty::missing();
        }
        let fields: Vec<FieldTy> = fields
            .iter()
            .zip(slots)
            .map(|((n, _), s)| {
                let context = self.field_context(expected, *n);
                FieldTy::required(*n, self.received(e, s, context))
            })
            .collect();
        Ty::record_of(fields, None)
    }

    /// Message type, no message type and send failure type of a slot (spec 7.8).
    fn received(&mut self, e: ExprId, slot: Slot, expected: Option<Ty>) -> Ty {
        let other = self.other_than_message(slot);
        let message = self.messages.get(&slot).copied().unwrap_or_default();
        let sent = match (message.sent, expected) {
            (Some(t), _) => t,
            (None, Some(t)) => {
                if !self.subtype(other, t) {
                    self.incompatible(self.range(e), t, ops::union2(self.db, t, other));
                    return Ty::missing();
                }
                self.messages.entry(slot).or_default().expected = Some(t);
                return t;
            }
            (None, None) => {
                if self.waits_for_type == WaitsForType::Never {
                    let message = "the type of this message is not known here: declare it";
                    self.error(self.range(e), codes::WORKERS, message);
                } else {
                    self.waits_for_type = WaitsForType::Yes;
                }
                return Ty::missing();
            }
        };
        if sent.is_missing() { sent } else { ops::union2(self.db, sent, other) }
    }

    /// What may come instead of a message: `error:NoMessage`, the sender's failure.
    fn other_than_message(&self, slot: Slot) -> Ty {
        let Some((queue, send)) = self.action(slot, true) else { return Ty::never() };
        let no_message =
            send.conditional.then(|| ops::lang_type(self.db, "lang.error", "NoMessage")).flatten();
        let failure = if send.may_fail { self.worker_failure(slot.group, queue) } else { Ty::never() };
        ops::union2(self.db, no_message.unwrap_or(Ty::never()), failure)
    }

    /// With what the receiver may fail before it has received a message.
    fn receive_failure(&self, slot: Slot) -> Ty {
        match self.action(slot, false) {
            Some((receiver, receive)) if receive.may_fail => self.worker_failure(slot.group, receiver),
            _ => Ty::never(),
        }
    }

    /// The send action of a slot with its worker's number, or the receive action.
    fn action(&self, slot: Slot, send: bool) -> Option<(u32, Action)> {
        let queue = self.plan?.queue(slot)?;
        let (worker, actions) =
            if send { (queue.sender, &queue.sends) } else { (queue.receiver, &queue.receives) };
        Some((worker, *actions.get(slot.index as usize)?))
    }

    /// The errors that a worker may end with.
    fn worker_failure(&self, group: GroupId, worker: u32) -> Ty {
        let member = self.plan.and_then(|p| p.groups.get(&group)?.members.get(worker as usize));
        let ret = match (member.and_then(|m| m.lambda), group) {
            (Some(l), _) => self.r.lambdas.get(&l).map(|t| t.ret),
            (None, GroupId::Frame(lambda)) => self.frames.iter().find(|f| f.lambda == lambda).map(|f| f.ret),
            (None, GroupId::Fork(_)) => None,
        };
        ops::error_part(self.db, ret.unwrap_or(Ty::never()))
    }
}

/// Whether a worker's inference has come to a message of unknown type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WaitsForType {
    No,
    Yes,
    /// That is an error.
    Never,
}
