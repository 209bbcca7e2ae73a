//! Workers, `start`, `wait` and messages: calls of natives of lang.strand around closures.
//!
//! A function with workers has its own end guarded, so that its peers get to know of it:
//!
//! ```text
//!          group = workers(queues)
//!          w = worker(group, closure, …) …
//!          REST, returning v as leave(group, v), panics to panicked
//! panicked(err): crash(group, err); panic err
//! ```

use bytecode::{Kind, Op};
use hir_def::ids::{BodyOwner, Def};
use hir_def::{BodyKind, ExprId, LambdaId, LocalId, StmtId, WaitKind, queries};
use hir_ty::Strand;
use hir_ty::result::{CallInfo, Callee as Target};
use hir_ty::workers::{GroupId, Plan, Queue, Slot, plan};
use hir_ty::{ops, project};
use semtypes::{Const, Name, Ty};

use super::Lower;
use super::call::native_name;
use super::guard::Guard;
use crate::ir::{Cond, Opnd, Term, VReg};
use crate::key::{FuncKey, Started};
use crate::kinds::{ballerina_body, key_args, signature};

const MODULE: &str = "lang.strand";

/// The workers of the function being lowered.
#[derive(Clone, Copy)]
pub(super) struct OwnGroup {
    group: VReg,
    region: Guard,
}

/// Sender, receiver and number of send actions as `bal_sched::packed_queue` takes them apart.
fn packed_queue(q: &Queue) -> i64 {
    i64::from(q.sender) << 46 | i64::from(q.receiver) << 30 | q.sends.len() as i64
}

/// Queue and slot as `bal_sched::packed_slot` takes them apart.
fn packed_slot(s: Slot) -> i64 {
    i64::from(s.queue) << 30 | i64::from(s.index)
}

impl<'a> Lower<'a> {
    /// Calls a native of lang.strand.
    fn strand_call(&mut self, native: &str, args: &[VReg]) -> VReg {
        self.call_native(&format!("{MODULE}:{native}"), args)
    }

    /// Whether a strand may run at the same time as any others. One that is part of a transaction shares that.
    fn parallel(&mut self, strand: Strand, transactional: bool) -> VReg {
        let isolated = !transactional && hir_ty::is_parallel(self.db, self.home.owner(), strand);
        self.bool(isolated)
    }

    fn plan(&self) -> &'a Plan {
        plan(self.db, self.home.owner())
    }

    /// A number for a native.
    fn number(&mut self, n: i64) -> VReg {
        self.tagged_const(Const::Int(n))
    }

    /// Group and slot of an action, as natives take them.
    fn slot_args(&mut self, slot: Slot) -> (VReg, VReg) {
        (self.workers_of(slot), self.number(packed_slot(slot)))
    }

    // ---- groups ----

    /// A new group: sender, receiver and length of each queue are all that is to be known of it.
    fn new_workers(&mut self, id: GroupId) -> VReg {
        let plan = self.plan();
        let group = plan.groups.get(&id);
        let mut args = vec![self.number(group.map_or(0, |g| g.members.len() as i64))];
        let queues = group.map(|g| g.queues.as_slice()).unwrap_or_default();
        args.extend(queues.iter().map(|q| self.number(packed_queue(q))));
        self.strand_call(if matches!(id, GroupId::Fork(_)) { "fork" } else { "workers" }, &args)
    }

    fn begin_own_group(&mut self) -> VReg {
        if let Some(own) = self.own_group {
            return own.group;
        }
        let group = self.new_workers(GroupId::Frame(self.frame));
        let region = self.guard();
        self.own_group = Some(OwnGroup { group, region });
        group
    }

    /// What the function returns, when its workers know that it has come to its end.
    pub(super) fn leave_group(&mut self, v: VReg) -> VReg {
        match self.own_group {
            Some(own) => {
                let v = self.boxed(v);
                self.strand_call("leave", &[own.group, v])
            }
            None => v,
        }
    }

    /// The way out of a function with workers by a panic.
    pub(super) fn end_own_group(&mut self) {
        let Some(own) = self.own_group.take() else { return };
        self.on_panic(own.region);
        self.strand_call("crash", &[own.group, own.region.panic]);
        self.term(Term::Panic(own.region.panic));
    }

    /// In a named worker: the group in which it is one.
    pub(super) fn enter_worker(&mut self, lambda: LambdaId) {
        if self.plan().member(lambda).is_some() {
            self.member_group = Some(self.strand_call("own", &[]));
        }
    }

    fn workers_of(&mut self, s: Slot) -> VReg {
        let own = s.group == GroupId::Frame(self.frame);
        let known = if own { self.own_group.map(|g| g.group) } else { self.member_group };
        known.unwrap_or_else(|| self.nil())
    }

    // ---- beginning ----

    pub(super) fn worker_stmt(&mut self, name: Name, local: LocalId, lambda: LambdaId) {
        let group = self.begin_own_group();
        self.begin_worker(group, name, local, lambda);
    }

    fn begin_worker(&mut self, group: VReg, name: Name, local: LocalId, lambda: LambdaId) {
        let closure = self.closure(lambda);
        let name = self.str(&format!("worker '{name}'"));
        let ty = self.local_ty(local);
        let ty = self.typedesc(ty);
        let is_transactional = self.store.lambdas[lambda].transactional;
        let transactional = self.bool(is_transactional);
        let isolated = self.parallel(Strand::Worker(lambda), is_transactional);
        let future = self.strand_call("worker", &[group, name, ty, closure, isolated, transactional]);
        self.declare(local, Some(future));
    }

    pub(super) fn fork_stmt(&mut self, s: StmtId, workers: &[StmtId]) {
        let group = self.new_workers(GroupId::Fork(s));
        for w in workers {
            if let hir_def::Stmt::Worker { name, local, lambda } = &self.store.stmts[*w] {
                self.begin_worker(group, *name, *local, *lambda);
            }
        }
    }

    /// `start`: the arguments are evaluated here, the call is another strand's.
    pub(super) fn start_action(&mut self, e: ExprId, call: ExprId) -> VReg {
        let Some(info) = self.inf.calls.get(&call) else { return self.unsupported_expr(e, "this 'start'") };
        let (name, started, args) = match &info.callee {
            Target::Function(d) | Target::LangLib(d) => self.started_function(call, *d, info),
            Target::DirectMethod(m) => {
                let args = self.direct_args(call, *m, info);
                (m.name(self.db), Started::Call(FuncKey::Method(*m)), args)
            }
            Target::Method { name } => {
                let args = self.method_args(call, *name, info);
                (*name, Started::Method(*name, args.len() as u32), args)
            }
            Target::Value => {
                let f = self.called_value(call);
                let mut args = vec![f];
                args.extend(self.loose_args(call, info, None));
                (super::name("function"), Started::Value(args.len() as u32), args)
            }
        };
        self.forget_rest_values(info);
        let args = args.into_iter().map(|v| self.boxed(v)).collect();
        let closure = self.closure_of(FuncKey::Start(Box::new(started)), args);
        let name = self.str(&format!("the strand of '{name}'"));
        let ty = self.ty(e);
        let ty = self.typedesc(ty);
        let isolated = self.parallel(Strand::Start(e), info.transactional);
        let transactional = self.bool(info.transactional);
        self.strand_call("start", &[name, ty, closure, isolated, transactional])
    }

    fn started_function(&mut self, e: ExprId, def: Def, info: &CallInfo) -> (Name, Started, Vec<VReg>) {
        let name = def.name(self.db);
        let targs: Vec<(u32, Ty)> = info.type_args.iter().map(|(i, t)| (*i, self.sub(*t))).collect();
        let targs = key_args(self.db, def, targs.into_iter());
        let owner = Some((BodyOwner::Def(def), &targs));
        let external = matches!(queries::function_sig(self.db, def).body_kind, BodyKind::External);
        let key = match ballerina_body(self.db, def) {
            Some(body) => FuncKey::Function(body, Vec::new()),
            None if external => {
                let args = self.args(e, info, owner, &vec![Kind::R; info.args.len()]);
                let native = super::name(&native_name(self.db, def));
                return (name, Started::Native(native, args.len() as u32), args);
            }
            None => FuncKey::Function(def, targs.clone()),
        };
        let kinds = signature(self.db, &key).params;
        let args = self.args(e, info, owner, &kinds);
        (name, Started::Call(key), args)
    }

    // ---- waiting ----

    pub(super) fn wait_action(&mut self, e: ExprId, kind: &WaitKind) -> VReg {
        let v = match kind {
            WaitKind::Single(x) => {
                let f = self.expr_boxed(*x);
                self.strand_call("waitFor", &[f])
            }
            WaitKind::Alternate(xs) => {
                let futures: Vec<VReg> = xs.iter().map(|x| self.expr_boxed(*x)).collect();
                self.strand_call("waitForAny", &futures)
            }
            WaitKind::Multiple(fields) => {
                let futures: Vec<(Name, VReg)> =
                    fields.iter().map(|(n, x)| (*n, self.expr_boxed(*x))).collect();
                let map = self.message_record(e, futures.len());
                for (n, f) in futures {
                    let v = self.strand_call("waitFor", &[f]);
                    self.no_other_error(v, self.field_ty(e, n));
                    self.map_init(map, n, v);
                }
                return map;
            }
        };
        self.no_other_error(v, self.ty(e));
        let kind = self.expr_kind(e);
        self.coerce(v, kind)
    }

    /// Panics with what is an error where `ty` has none: another strand has cancelled the one that was waited for.
    fn no_other_error(&mut self, v: VReg, ty: Ty) {
        if ops::error_part(self.db, ty) == Ty::never() {
            let (failed, ok) = (self.new_block(), self.new_block());
            self.branch(Cond::Error(v), failed, ok);
            self.switch(failed);
            self.term(Term::Panic(v));
            self.switch(ok);
        }
    }

    fn field_ty(&self, record: ExprId, field: Name) -> Ty {
        project::mapping_member(self.db, self.ty(record), Some(field)).map_or(Ty::missing(), |f| f.ty)
    }

    fn message_record(&mut self, e: ExprId, fields: usize) -> VReg {
        let ty = self.ty(e);
        self.op(Op::map_new, Kind::R, Opnd::Ty(ty), Opnd::Imm(fields as i32))
    }

    // ---- messages ----

    pub(super) fn send_action(&mut self, e: ExprId, value: ExprId, sync: bool) -> VReg {
        let v = self.expr_boxed(value);
        let Some(slot) = self.plan().sends.get(&e).copied() else { return self.nil() };
        let (group, at) = self.slot_args(slot);
        self.strand_call("send", &[group, at, v]);
        if sync { self.flush_queue(Slot { index: slot.index + 1, ..slot }) } else { self.nil() }
    }

    /// Waits until so many slots of a queue have been read.
    fn flush_queue(&mut self, sent: Slot) -> VReg {
        let (group, at) = self.slot_args(sent);
        self.strand_call("flush", &[group, at])
    }

    pub(super) fn flush_action(&mut self, e: ExprId) -> VReg {
        let out = self.reg(Kind::R);
        let nil = self.nil();
        self.mov(out, nil);
        let done = self.new_block();
        for sent in self.plan().flushes.get(&e).cloned().unwrap_or_default() {
            let v = self.flush_queue(sent);
            self.mov(out, v);
            let next = self.new_block();
            self.branch(Cond::Error(v), done, next);
            self.switch(next);
        }
        self.jump(done);
        self.switch(done);
        out
    }

    pub(super) fn receive_action(&mut self, e: ExprId) -> VReg {
        let slots = self.plan().receives.get(&e).cloned().unwrap_or_default();
        let v = match slots.as_slice() {
            [] => self.nil(),
            [one] => self.receive(*one),
            many => {
                let group = self.workers_of(many[0]);
                let mut args = vec![group];
                args.extend(many.iter().map(|s| self.number(packed_slot(*s))));
                let v = self.strand_call("receiveAny", &args);
                self.or_no_message(v)
            }
        };
        self.no_other_error(v, self.ty(e));
        let kind = self.expr_kind(e);
        self.coerce(v, kind)
    }

    fn receive(&mut self, slot: Slot) -> VReg {
        let (group, at) = self.slot_args(slot);
        let v = self.strand_call("receive", &[group, at]);
        self.or_no_message(v)
    }

    /// What a receive action gives that got `v`: absent is a slot that was passed without message.
    fn or_no_message(&mut self, v: VReg) -> VReg {
        let out = self.reg(Kind::R);
        self.mov(out, v);
        let (none, next) = (self.new_block(), self.new_block());
        self.branch(Cond::Absent(v), none, next);
        self.switch(none);
        let error = self.call_lang(MODULE, "noMessage", &[]);
        self.mov(out, error);
        self.jump(next);
        self.switch(next);
        out
    }

    pub(super) fn receive_multiple(&mut self, e: ExprId, fields: &[(Name, Option<Name>)]) -> VReg {
        let slots = self.plan().receives.get(&e).cloned().unwrap_or_default();
        let map = self.message_record(e, fields.len());
        for ((n, _), s) in fields.iter().zip(slots) {
            let v = self.receive(s);
            self.no_other_error(v, self.field_ty(e, *n));
            self.map_init(map, *n, v);
        }
        map
    }

    /// After a statement that may have sent: what it has not sent will not come any more.
    pub(super) fn queue_updates(&mut self, s: StmtId) {
        let home_has_plan = matches!(self.home, crate::key::Home::Body(_));
        if !home_has_plan {
            return;
        }
        for sent in self.plan().updates.get(&s).cloned().unwrap_or_default() {
            let (group, at) = self.slot_args(sent);
            self.strand_call("update", &[group, at]);
        }
    }
}
