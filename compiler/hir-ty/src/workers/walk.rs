//! The walk that finds workers, queues and slots.

use base_db::LocalDiagnostic;
use hir_def::walk::{self, Part};
use hir_def::{
    BlockId, BodyRoot, CheckKind, Expr, ExprId, LambdaBody, LambdaId, LocalKind, Stmt, StmtId, Store,
    WaitKind,
};
use semtypes::Name;
use syntax::TextRange;

use super::{Action, Event, Group, GroupId, Member, Plan, Queue, Slot};
use crate::codes;

/// Where the walk stands.
#[derive(Clone, Copy)]
struct Place {
    /// The group whose default worker this is.
    own: Option<GroupId>,
    /// The group and number of the named worker that this is.
    member: Option<(GroupId, u32)>,
    in_loop: bool,
    conditional: bool,
    /// In the block of a `do` statement whose failures are caught: what follows one is conditional.
    guarded: bool,
}

struct Walk<'a> {
    store: &'a Store,
    plan: Plan,
    place: Place,
    /// The worker may have failed before.
    may_fail: bool,
    /// The innermost `do` statement that catches failures may have failed before.
    may_be_caught: bool,
    /// It may have come to its end without a failure.
    may_end: bool,
}

pub(super) fn walk(store: &Store, root: BodyRoot) -> Plan {
    let place = Place { own: None, member: None, in_loop: false, conditional: false, guarded: false };
    let mut w =
        Walk { store, plan: Plan::default(), place, may_fail: false, may_be_caught: false, may_end: false };
    w.frame(None, root, None);
    w.unmatched();
    w.plan
}

impl Walk<'_> {
    fn error(&mut self, range: TextRange, message: String) {
        self.plan.diagnostics.push(LocalDiagnostic::error(codes::WORKERS, range, message));
    }

    /// The body of the owner, of a lambda or of a worker.
    fn frame(&mut self, lambda: Option<LambdaId>, root: BodyRoot, member: Option<(GroupId, u32)>) {
        let outer = (self.place, self.may_fail, self.may_be_caught, self.may_end);
        self.place = Place { own: None, member, in_loop: false, conditional: false, guarded: false };
        (self.may_fail, self.may_be_caught, self.may_end) = (false, false, false);
        match root {
            BodyRoot::Block(b) => {
                let workers: Vec<StmtId> = self.store.blocks[b].stmts.clone();
                let workers: Vec<StmtId> = workers.into_iter().filter(|s| self.is_worker(*s)).collect();
                if !workers.is_empty() {
                    let id = GroupId::Frame(lambda);
                    self.declare(id, &workers);
                    self.place.own = Some(id);
                }
                self.block(b);
            }
            BodyRoot::Expr(e) => self.part(Part::Expr(e)),
        }
        (self.place, self.may_fail, self.may_be_caught, self.may_end) = outer;
    }

    fn is_worker(&self, s: StmtId) -> bool {
        matches!(self.store.stmts[s], Stmt::Worker { .. })
    }

    /// The workers of a group, all of which can be named before their bodies are walked.
    fn declare(&mut self, id: GroupId, workers: &[StmtId]) {
        let default = Member { name: None, local: None, lambda: None, events: Vec::new() };
        let mut group = Group { members: vec![default], queues: Vec::new() };
        for s in workers {
            if let Stmt::Worker { name, local, lambda, .. } = &self.store.stmts[*s] {
                group.members.push(Member {
                    name: Some(*name),
                    local: Some(*local),
                    lambda: Some(*lambda),
                    events: Vec::new(),
                });
            }
        }
        self.plan.groups.insert(id, group);
    }

    fn block(&mut self, b: BlockId) {
        let store = self.store;
        for &s in &store.blocks[b].stmts {
            self.stmt(s);
        }
    }

    fn stmt(&mut self, s: StmtId) {
        let store = self.store;
        match &store.stmts[s] {
            Stmt::Worker { lambda, .. } => {
                let found = self.plan.member(*lambda).map(|(g, _)| g);
                let Some(group) = found else { return };
                let at = self.plan.groups[&group].members.iter().position(|m| m.lambda == Some(*lambda));
                self.lambda(*lambda, at.map(|i| (group, i as u32)));
            }
            Stmt::Fork { workers } => {
                self.declare(GroupId::Fork(s), workers);
                workers.iter().for_each(|w| self.stmt(*w));
            }
            Stmt::While { .. } | Stmt::Foreach { .. } | Stmt::Retry { .. } => {
                let outer = std::mem::replace(&mut self.place.in_loop, true);
                walk::stmt_parts(store, s, &mut |p| self.part(p));
                self.place.in_loop = outer;
            }
            Stmt::If { .. } | Stmt::Match { .. } | Stmt::Do { on_fail: Some(_), .. } => self.conditional(s),
            _ => walk::stmt_parts(store, s, &mut |p| self.part(p)),
        }
        match store.stmts[s] {
            Stmt::Return(None) => self.may_end = true,
            // Whether other values are errors is not known here.
            Stmt::Return(Some(e)) if matches!(store.exprs[e], Expr::Literal(_)) => self.may_end = true,
            Stmt::Return(Some(_)) => self.may_fail = true,
            Stmt::Fail(_) => self.fails(),
            _ => {}
        }
    }

    /// What may be sent under a condition is known not to be sent where the statement ends.
    fn conditional(&mut self, s: StmtId) {
        let store = self.store;
        let before = self.sent();
        let outer = self.place.conditional;
        match &store.stmts[s] {
            Stmt::Do { body, .. } => self.guarded(s, *body),
            // The condition itself, or what is matched, is evaluated in any case.
            _ => walk::stmt_parts(store, s, &mut |p| {
                let condition = matches!(p, Part::Expr(_)) && !self.place.conditional;
                self.place.conditional |= !condition;
                self.part(p);
                self.place.conditional = true;
            }),
        }
        self.place.conditional = outer;
        let passed: Vec<Slot> = self.sent().into_iter().filter(|s| !before.contains(s)).collect();
        if !outer && !passed.is_empty() {
            self.plan.updates.insert(s, passed);
        }
    }

    /// A `do` statement that catches failures: its block is conditional from the first that is possible.
    fn guarded(&mut self, s: StmtId, body: BlockId) {
        let (outer, caught) = (self.place, self.may_be_caught);
        self.place.conditional |= self.place.guarded && caught;
        (self.place.guarded, self.may_be_caught) = (true, false);
        self.block(body);
        self.place.guarded = outer.guarded;
        self.place.conditional = true;
        walk::stmt_parts(self.store, s, &mut |p| match p {
            Part::Block(b) if b == body => {}
            p => self.part(p),
        });
        self.place = outer;
        self.may_be_caught |= caught;
    }

    fn fails(&mut self) {
        self.may_fail = true;
        self.may_be_caught = true;
    }

    /// How far the running worker's queues have come.
    fn sent(&self) -> Vec<Slot> {
        let groups = self.place.own.map(|g| (g, 0)).into_iter().chain(self.place.member);
        groups
            .flat_map(|(group, me)| {
                let queues = self.plan.groups[&group].queues.iter().enumerate();
                queues.filter(move |(_, q)| q.sender == me).map(move |(i, q)| Slot {
                    group,
                    queue: i as u32,
                    index: q.sends.len() as u32,
                })
            })
            .collect()
    }

    fn lambda(&mut self, l: LambdaId, member: Option<(GroupId, u32)>) {
        let lambda = &self.store.lambdas[l];
        let root = match lambda.body {
            LambdaBody::Block(b) => BodyRoot::Block(b),
            LambdaBody::Expr(e) => BodyRoot::Expr(e),
        };
        self.frame(Some(l), root, member);
    }

    fn part(&mut self, p: Part) {
        match p {
            Part::Expr(e) => self.expr(e),
            Part::Pat(p) => walk::pat_parts(self.store, p, &mut |p| self.part(p)),
            Part::Stmt(s) => self.stmt(s),
            Part::Block(b) => self.block(b),
            Part::Lambda(l) => self.lambda(l, None),
        }
    }

    fn expr(&mut self, e: ExprId) {
        let store = self.store;
        let outer = self.place.in_loop;
        self.place.in_loop |= matches!(store.exprs[e], Expr::Query(_));
        walk::expr_parts(store, e, &mut |p| self.part(p));
        self.place.in_loop = outer;
        match &store.exprs[e] {
            Expr::Check { kind: CheckKind::Check, .. } => self.fails(),
            Expr::Send { peer, sync, .. } => self.send(e, *peer, *sync),
            Expr::Receive { peers } => self.receive(e, peers, false),
            Expr::ReceiveMultiple(fields) => {
                let peers: Vec<Option<Name>> = fields.iter().map(|f| f.1).collect();
                self.receive(e, &peers, true);
            }
            Expr::Flush(peer) => self.flush(e, *peer),
            Expr::Wait(kind) => self.wait(e, kind),
            _ => {}
        }
    }

    // ---- actions ----

    /// The group in which the running worker has a peer of that name, its own number there and the peer's.
    fn peer(&mut self, e: ExprId, name: Option<Name>) -> Option<(GroupId, u32, u32)> {
        let named = |group: GroupId| {
            let members = &self.plan.groups[&group].members;
            members.iter().position(|m| m.name.is_some() && m.name == name).map(|i| i as u32)
        };
        if let Some(group) = self.place.own
            && let Some(i) = named(group)
        {
            return Some((group, 0, i));
        }
        let found = self.place.member.and_then(|(group, me)| match name {
            None => matches!(group, GroupId::Frame(_)).then_some((group, me, 0)),
            Some(_) => named(group).map(|i| (group, me, i)),
        });
        let range = self.store.exprs.range(e);
        match (found, name) {
            (Some((_, me, peer)), _) if me == peer => {
                self.error(range, "a worker cannot exchange messages with itself".into());
                return None;
            }
            (None, Some(n)) => self.error(range, format!("worker '{n}' cannot be reached from here")),
            (None, None) => self.error(range, "the default worker cannot be reached from here".into()),
            _ => {}
        }
        found
    }

    fn queue(&mut self, group: GroupId, sender: u32, receiver: u32) -> u32 {
        let queues = &mut self.plan.groups.get_mut(&group).expect("a group that was found").queues;
        if let Some(i) = queues.iter().position(|q| q.sender == sender && q.receiver == receiver) {
            return i as u32;
        }
        queues.push(Queue { sender, receiver, sends: Vec::new(), receives: Vec::new() });
        queues.len() as u32 - 1
    }

    fn event(&mut self, group: GroupId, member: u32, event: Event) {
        let group = self.plan.groups.get_mut(&group).expect("a group that was found");
        group.members[member as usize].events.push(event);
    }

    /// An action cannot stand where it might be executed more than once (spec 7.8). It keeps its slot, so that its peer
    /// is not reported as well.
    fn once(&mut self, e: ExprId, what: &str) {
        if self.place.in_loop {
            self.error(self.store.exprs.range(e), format!("a message cannot be {what} in a loop"));
        }
    }

    fn action(&self, expr: ExprId) -> Action {
        let caught = self.place.guarded && self.may_be_caught;
        let conditional = self.place.conditional || caught || self.may_end;
        Action { expr, conditional, may_fail: self.may_fail }
    }

    fn send(&mut self, e: ExprId, peer: Option<Name>, sync: bool) {
        self.once(e, "sent");
        let Some((group, me, to)) = self.peer(e, peer) else { return };
        let queue = self.queue(group, me, to);
        let action = self.action(e);
        let sends = &mut self.plan.groups.get_mut(&group).expect("found").queues[queue as usize].sends;
        let slot = sends.len() as u32;
        sends.push(action);
        self.plan.sends.insert(e, Slot { group, queue, index: slot });
        self.event(group, me, Event::Send { expr: e, queue, slot, sync });
    }

    fn receive(&mut self, e: ExprId, peers: &[Option<Name>], all: bool) {
        self.once(e, "received");
        if (self.place.conditional || self.place.guarded) && !self.place.in_loop {
            let message = "a message cannot be received under a condition";
            self.error(self.store.exprs.range(e), message.into());
        }
        if self.may_end {
            let message = "a message cannot be received after a 'return' without an error";
            self.error(self.store.exprs.range(e), message.into());
        }
        let mut slots = Vec::new();
        let mut me = 0;
        for p in peers {
            let Some((group, this, from)) = self.peer(e, *p) else { return };
            me = this;
            let queue = self.queue(group, from, this);
            let action = self.action(e);
            let receives =
                &mut self.plan.groups.get_mut(&group).expect("found").queues[queue as usize].receives;
            slots.push(Slot { group, queue, index: receives.len() as u32 });
            receives.push(action);
        }
        let Some(first) = slots.first().copied() else { return };
        let start = self.plan.slots.len() as u32;
        self.plan.slots.extend(&slots);
        let event = Event::Receive { expr: e, first: start, count: slots.len() as u32, all };
        self.event(first.group, me, event);
        self.plan.receives.insert(e, slots);
    }

    fn flush(&mut self, e: ExprId, peer: Option<Name>) {
        let mut queues = self.sent();
        if peer.is_some() {
            let Some((group, me, to)) = self.peer(e, peer) else { return };
            let queue = self.queue(group, me, to);
            queues = self.sent().into_iter().filter(|s| s.group == group && s.queue == queue).collect();
        }
        for s in &queues {
            let me = self.plan.groups[&s.group].queues[s.queue as usize].sender;
            self.event(s.group, me, Event::Flush { expr: e, queue: s.queue, sent: s.index });
        }
        self.plan.flushes.insert(e, queues);
    }

    /// Waiting for a worker of the same group, of all of several.
    fn wait(&mut self, e: ExprId, kind: &WaitKind) {
        let futures: Vec<ExprId> = match kind {
            WaitKind::Single(x) => vec![*x],
            WaitKind::Multiple(fields) => fields.iter().map(|f| f.1).collect(),
            WaitKind::Alternate(_) => return,
        };
        for x in futures {
            let Expr::Local(l) = self.store.exprs[x] else { continue };
            if self.store.locals[l].kind != LocalKind::Worker {
                continue;
            }
            let me = self.place.own.map(|g| (g, 0)).into_iter().chain(self.place.member);
            let found = me.into_iter().find_map(|(group, me)| {
                let members = &self.plan.groups[&group].members;
                members.iter().position(|m| m.local == Some(l)).map(|i| (group, me, i as u32))
            });
            if let Some((group, me, member)) = found {
                self.event(group, me, Event::Wait { expr: e, member });
            }
        }
    }

    /// Sends that nobody receives, receives to which nobody sends.
    fn unmatched(&mut self) {
        let mut found = Vec::new();
        for group in self.plan.groups.values() {
            let show = |i: u32| match group.members[i as usize].name {
                Some(n) => format!("worker '{n}'"),
                None => "the default worker".to_string(),
            };
            for q in &group.queues {
                let both = q.sends.len().min(q.receives.len());
                for a in &q.sends[both..] {
                    let message = format!("{} does not receive this message", show(q.receiver));
                    found.push((a.expr, message));
                }
                for a in &q.receives[both..] {
                    let message = format!("{} sends no message for this", show(q.sender));
                    found.push((a.expr, message));
                }
            }
        }
        found.sort();
        for (e, message) in found {
            self.error(self.store.exprs.range(e), message);
        }
    }
}
