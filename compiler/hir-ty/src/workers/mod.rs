//! Workers and their messages (spec 7.3.2, 7.6, 7.8): which workers there are, which queues are between them, which slot
//! of which queue each send and receive action uses.
//!
//! All of that is decided by the text alone: [`plan`] finds it by one walk over a body, and `order` checks that the
//! workers do not wait for one another in a circle. `infer::worker` gives the types.

mod order;
mod walk;

use base_db::{Db, LocalDiagnostic};
use hir_def::ids::BodyOwner;
use hir_def::{Expr, ExprId, LambdaId, LocalId, Stmt, StmtId, Store, queries};
use rustc_hash::FxHashMap;
use semtypes::Name;

/// Workers that are peers of one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupId {
    /// Of the owner's body, or of an anonymous function.
    Frame(Option<LambdaId>),
    /// Of a `fork` statement.
    Fork(StmtId),
}

/// A worker: number 0 of a group is the function's default worker; a `fork` has none, its number 0 does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// `None`: the default worker.
    pub name: Option<Name>,
    pub local: Option<LocalId>,
    pub lambda: Option<LambdaId>,
    /// What it does that others can see, in order.
    pub(crate) events: Vec<Event>,
}

/// A send or receive action that a slot belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    pub expr: ExprId,
    /// It may be left out though its worker does not fail, as it stands under a condition or after a `return`.
    pub conditional: bool,
    /// Its worker may have failed before.
    pub may_fail: bool,
}

/// The queue from one worker to another; slot `i` is written by `sends[i]` and read by `receives[i]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    pub sender: u32,
    pub receiver: u32,
    pub sends: Vec<Action>,
    pub receives: Vec<Action>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub members: Vec<Member>,
    pub queues: Vec<Queue>,
}

/// A slot, from the point of view of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    pub group: GroupId,
    pub queue: u32,
    pub index: u32,
}

/// The queue and how many of its slots come before a place.
pub type Sent = Slot;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Send {
        expr: ExprId,
        queue: u32,
        slot: u32,
        sync: bool,
    },
    /// `all`: every one of the slots, else one is enough.
    Receive {
        expr: ExprId,
        first: u32,
        count: u32,
        all: bool,
    },
    Flush {
        expr: ExprId,
        queue: u32,
        sent: u32,
    },
    Wait {
        expr: ExprId,
        member: u32,
    },
}

/// The workers of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub groups: FxHashMap<GroupId, Group>,
    pub sends: FxHashMap<ExprId, Slot>,
    /// A slot for each peer of a receive action.
    pub receives: FxHashMap<ExprId, Vec<Slot>>,
    pub flushes: FxHashMap<ExprId, Vec<Sent>>,
    /// Queues that a statement with conditional sends leaves behind, whatever has been sent (spec 7.8.1).
    pub updates: FxHashMap<StmtId, Vec<Sent>>,
    /// Slots that receive events refer to.
    pub(crate) slots: Vec<Slot>,
    pub diagnostics: Vec<LocalDiagnostic>,
}

impl Plan {
    pub fn queue(&self, s: Slot) -> Option<&Queue> {
        self.groups.get(&s.group)?.queues.get(s.queue as usize)
    }

    /// The worker that a lambda is the body of.
    pub fn member(&self, lambda: LambdaId) -> Option<(GroupId, &Member)> {
        self.groups
            .iter()
            .find_map(|(g, group)| group.members.iter().find(|m| m.lambda == Some(lambda)).map(|m| (*g, m)))
    }
}

/// Whether a body has anything to plan.
fn concerned(store: &Store) -> bool {
    store.stmts.iter().any(|(_, s)| matches!(s, Stmt::Worker { .. } | Stmt::Fork { .. }))
        || store.exprs.iter().any(|(_, e)| {
            matches!(e, Expr::Send { .. } | Expr::Receive { .. } | Expr::ReceiveMultiple(_) | Expr::Flush(_))
        })
}

/// The workers of a function's or method's body.
#[salsa::tracked(returns(ref))]
pub fn plan(db: &dyn Db, owner: BodyOwner) -> Plan {
    let body = queries::body(db, owner);
    if !concerned(&body.store) {
        return Plan::default();
    }
    let mut plan = walk::walk(&body.store, body.root);
    order::check(&body.store, &mut plan);
    plan
}
