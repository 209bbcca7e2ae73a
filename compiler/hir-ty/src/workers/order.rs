//! Whether the workers of a group can all come to their end: they are run on their events alone, every message being
//! sent.

use base_db::LocalDiagnostic;
use hir_def::{ExprId, Store};

use super::{Event, Group, GroupId, Plan};
use crate::codes;

struct Run<'a> {
    plan: &'a Plan,
    group: &'a Group,
    /// The next event of each worker.
    at: Vec<usize>,
    done: Vec<bool>,
    sent: Vec<u32>,
    received: Vec<u32>,
}

/// Reports the first worker of a circle; bodies that have errors already are left alone.
pub(super) fn check(store: &Store, plan: &mut Plan) {
    if !plan.diagnostics.is_empty() {
        return;
    }
    let mut groups: Vec<&GroupId> = plan.groups.keys().collect();
    groups.sort_by_key(|g| match g {
        GroupId::Frame(l) => (0, l.map_or(0, |l| l.raw() + 1)),
        GroupId::Fork(s) => (1, s.raw()),
    });
    let found: Vec<_> = groups.into_iter().filter_map(|g| stuck(plan, &plan.groups[g])).collect();
    for (e, message) in found {
        plan.diagnostics.push(LocalDiagnostic::error(codes::WORKERS, store.exprs.range(e), message));
    }
}

fn stuck(plan: &Plan, group: &Group) -> Option<(ExprId, String)> {
    let n = group.members.len();
    let queues = group.queues.len();
    let mut run = Run {
        plan,
        group,
        at: vec![0; n],
        done: vec![false; n],
        sent: vec![0; queues],
        received: vec![0; queues],
    };
    while (0..n).any(|i| !run.done[i] && run.step(i)) {}
    let waiting: Vec<(usize, ExprId, usize)> =
        (0..n).filter_map(|i| run.blocked(i).map(|(e, on)| (i, e, on))).collect();
    let (_, e, _) = waiting.first()?;
    let show = |i: usize| match group.members[i].name {
        Some(n) => format!("'{n}'"),
        None => "the default worker".to_string(),
    };
    let edges: Vec<String> =
        waiting.iter().map(|(i, _, on)| format!("{} waits for {}", show(*i), show(*on))).collect();
    Some((*e, format!("the workers wait for one another: {}", edges.join(", "))))
}

impl Run<'_> {
    /// Takes a worker one event further, if it can go.
    fn step(&mut self, i: usize) -> bool {
        let events = &self.group.members[i].events;
        let Some(event) = events.get(self.at[i]).copied() else {
            self.done[i] = self.delivered(i);
            return self.done[i];
        };
        if let Event::Send { queue, slot, .. } = event {
            let q = queue as usize;
            let before = self.sent[q];
            self.sent[q] = before.max(slot + 1);
            if !self.ready(event) {
                return self.sent[q] != before;
            }
        } else if !self.ready(event) {
            return false;
        }
        if let Event::Receive { first, count, all, .. } = event {
            for s in &self.plan.slots[first as usize..(first + count) as usize] {
                let q = s.queue as usize;
                if all || count == 1 || self.sent[q] > s.index {
                    self.received[q] = self.received[q].max(s.index + 1);
                }
            }
        }
        self.at[i] += 1;
        true
    }

    fn ready(&self, event: Event) -> bool {
        match event {
            Event::Send { queue, slot, sync, .. } => !sync || self.taken(queue, slot + 1),
            Event::Receive { first, count, all, .. } => {
                let mut slots = self.plan.slots[first as usize..(first + count) as usize].iter().map(|s| {
                    let sender = self.group.queues[s.queue as usize].sender as usize;
                    self.sent[s.queue as usize] > s.index || self.done[sender]
                });
                if all { slots.all(|r| r) } else { slots.any(|r| r) }
            }
            Event::Flush { queue, sent, .. } => self.taken(queue, sent),
            Event::Wait { member, .. } => self.done[member as usize],
        }
    }

    fn taken(&self, queue: u32, slots: u32) -> bool {
        let receiver = self.group.queues[queue as usize].receiver as usize;
        self.received[queue as usize] >= slots || self.done[receiver]
    }

    /// Whether all messages of a worker have been received, or their receivers have ended.
    fn delivered(&self, i: usize) -> bool {
        let mine = self.group.queues.iter().enumerate().filter(|(_, q)| q.sender as usize == i);
        mine.into_iter().all(|(k, q)| self.taken(k as u32, q.sends.len() as u32))
    }

    /// The action at which a worker stands still, and for whom.
    fn blocked(&self, i: usize) -> Option<(ExprId, usize)> {
        let event = self.group.members[i].events.get(self.at[i])?;
        let receiver = |q: u32| self.group.queues[q as usize].receiver as usize;
        Some(match *event {
            Event::Send { expr, queue, .. } | Event::Flush { expr, queue, .. } => (expr, receiver(queue)),
            Event::Receive { expr, first, .. } => {
                let queue = self.plan.slots[first as usize].queue as usize;
                (expr, self.group.queues[queue].sender as usize)
            }
            Event::Wait { expr, member } => (expr, member as usize),
        })
    }
}
