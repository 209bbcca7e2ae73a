//! Messages, and waiting for them and for strands.

use values::{Fail, Result, Sort, Word, World};

use crate::Sched;
use crate::group::{End, Place};
use crate::ready::MAIN;
use crate::strand::{Outcome, State, StrandId};

/// Notes in a future's state; the number of an unnoticed panic, counted from one, is above them.
const ENDED: u64 = 1;
const PANICKED: u64 = 2;
/// Somebody has waited for the strand.
const OBSERVED: u64 = 4;
const FAILURE_SHIFT: u32 = 32;

/// What a strand waits for. Words in here are roots.
pub enum Wait {
    /// A message.
    Receive(Place),
    /// The first message of several.
    ReceiveAny(Box<ReceiveAny>),
    /// That so many slots of a queue have been read.
    Flush { group: u32, queue: u32, sent: u32 },
    /// That the default worker's messages have been delivered: what its function then returns.
    Leave { group: u32, result: Word },
    /// For something that is not a strand's.
    Outside,
    /// For the lock, which is handed to it.
    Lock,
    /// A strand's end.
    Join(Word),
    /// The first end of several without an error.
    JoinAny(Box<JoinAny>),
}

/// An alternate receive action.
pub struct ReceiveAny {
    group: u32,
    /// Queue and slot of those that can still give a message.
    from: Vec<(u32, u32)>,
    /// What the last of the others gave.
    last: Word,
}

/// An alternate wait action.
pub struct JoinAny {
    /// Futures of strands that have not ended.
    futures: Vec<Word>,
    last: Word,
}

impl Wait {
    /// The group in which it waits.
    fn group(&self) -> Option<u32> {
        match self {
            Wait::Receive(at) => Some(at.group),
            Wait::ReceiveAny(r) => Some(r.group),
            Wait::Flush { group, .. } | Wait::Leave { group, .. } => Some(*group),
            Wait::Outside | Wait::Lock | Wait::Join(_) | Wait::JoinAny(_) => None,
        }
    }

    pub(crate) fn shown(&self) -> &'static str {
        match self {
            Wait::Receive(_) => "waiting for a message",
            Wait::ReceiveAny(_) => "waiting for the first of several messages",
            Wait::Flush { .. } => "waiting until its messages are received",
            Wait::Leave { .. } => "ended, waiting until its messages are received",
            Wait::Outside => "waiting for input or output",
            Wait::Lock => "waiting for another strand to leave a 'lock' statement",
            Wait::Join(_) => "waiting for the end of a strand",
            Wait::JoinAny(_) => "waiting for the first end of several strands",
        }
    }

    pub(crate) fn visit(&mut self, word: &mut dyn FnMut(*mut u64)) {
        match self {
            Wait::Receive(_) | Wait::Flush { .. } | Wait::Outside | Wait::Lock => {}
            Wait::ReceiveAny(r) => word(&mut r.last.0),
            Wait::Leave { result, .. } => word(&mut result.0),
            Wait::Join(f) => word(&mut f.0),
            Wait::JoinAny(j) => {
                word(&mut j.last.0);
                j.futures.iter_mut().for_each(|f| word(&mut f.0));
            }
        }
    }
}

/// What the first waiting for a future finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    First,
    /// Somebody has waited for it before.
    Again,
}

const NO_FUTURE: Fail = Fail::Bug("future argument");

/// Notes the end of a future's strand; `failure` is the number of its panic, or 0.
pub(crate) fn end_future(world: &mut World, future: Word, end: End, failure: usize) {
    let mut state = world.future_state(future).unwrap_or(0) | ENDED | (failure as u64) << FAILURE_SHIFT;
    match end {
        End::Open => return,
        End::Done(w) => world.set_future_result(future, w),
        End::Panicked(e) => {
            state |= PANICKED;
            world.set_future_result(future, e);
        }
    }
    world.set_future_state(future, state);
}

impl Sched {
    // ---- groups ----

    /// The workers of a call, whose default worker the current strand is; or those of a `fork`. `members`: how many
    /// there will be, the default worker or its place included.
    pub fn open_group(&mut self, fork: bool, members: u32) -> u32 {
        self.groups.open((!fork).then_some(self.current), members)
    }

    /// The next queue of a new group, with so many send actions.
    pub fn add_queue(&mut self, group: u32, sender: u32, receiver: u32, length: u32) -> Result<()> {
        self.groups.add_queue(group, sender, receiver, length)
    }

    /// The group among whose named workers the current strand is.
    pub fn own_group(&self) -> Option<u32> {
        self.strands[self.current as usize].member.map(|m| m.0)
    }

    /// `v -> w`
    pub fn send(&mut self, world: &mut World, at: Place, message: Word) -> Result<()> {
        self.groups.put(at, message)?;
        let receiver = self.groups.get(at.group)?.queues[at.queue as usize].receiver;
        self.poll(world, at.group, receiver);
        Ok(())
    }

    /// So many of a queue's slots have come before this place, whatever has been sent.
    pub fn update(&mut self, world: &mut World, group: u32, queue: u32, sent: u32) -> Result<()> {
        if sent > 0 {
            let g = self.groups.find(Place { group, queue, slot: sent - 1 })?;
            g.pass(queue as usize, sent);
            let receiver = g.queues[queue as usize].receiver;
            self.poll(world, group, receiver);
        }
        Ok(())
    }

    /// `flush w`, after so many send actions. Nil, or the receiver's error.
    pub fn flush(&mut self, world: &mut World, group: u32, queue: u32, sent: u32) -> Result<Option<Outcome>> {
        self.update(world, group, queue, sent)?;
        Ok(self.wait(world, Wait::Flush { group, queue, sent }))
    }

    /// `<- w`. `Word::ABSENT` when the slot was passed without message.
    pub fn receive(&mut self, world: &mut World, at: Place) -> Result<Option<Outcome>> {
        self.groups.find(at)?;
        Ok(self.wait(world, Wait::Receive(at)))
    }

    /// `<- a | b`: the first message there is, else what the last of them gives.
    pub fn receive_any(
        &mut self,
        world: &mut World,
        group: u32,
        from: Vec<(u32, u32)>,
    ) -> Result<Option<Outcome>> {
        for &(queue, slot) in &from {
            self.groups.find(Place { group, queue, slot })?;
        }
        let wait = ReceiveAny { group, from, last: Word::NIL };
        Ok(self.wait(world, Wait::ReceiveAny(Box::new(wait))))
    }

    /// The default worker has come to its end with a value, which is then the function's. One that is no error waits until
    /// its messages have been delivered.
    pub fn leave(&mut self, world: &mut World, group: u32, result: Word) -> Result<Option<Outcome>> {
        self.groups.get(group)?;
        if result.is_sort(Sort::Error) {
            self.end_member(world, group, 0, End::Done(result));
            return Ok(Some(Outcome::Return(result)));
        }
        self.pass_all(world, group, 0);
        Ok(self.wait(world, Wait::Leave { group, result }))
    }

    /// The default worker has panicked.
    pub fn crash(&mut self, world: &mut World, group: u32, error: Word) -> Result<()> {
        self.groups.get(group)?;
        self.end_member(world, group, 0, End::Panicked(error));
        Ok(())
    }

    /// All that a worker has not sent will not come any more.
    pub(crate) fn pass_all(&mut self, world: &mut World, group: u32, sender: u32) {
        let mut i = 0;
        while let Ok(g) = self.groups.get(group)
            && let Some(q) = g.queues.get(i)
        {
            let (receiver, length, passed) =
                (q.receiver, q.length, q.sender == sender && q.written < q.length);
            if passed {
                g.pass(i, length);
                self.poll(world, group, receiver);
            }
            i += 1;
        }
    }

    /// A member has ended: the others that wait get to know.
    pub(crate) fn end_member(&mut self, world: &mut World, group: u32, member: u32, end: End) {
        if self.groups.get(group).map_or(End::Done(Word::NIL), |g| g.end_of(member)) != End::Open {
            return;
        }
        self.groups.end(group, member, end);
        // The group stays as long as this member has not parted.
        let count = self.groups.get(group).map_or(0, |g| g.members.len() as u32);
        for peer in (0..count).filter(|p| *p != member) {
            self.poll(world, group, peer);
        }
        self.groups.part(group);
    }

    // ---- futures ----

    /// Notes that somebody waits for a future.
    pub fn observe(&mut self, world: &mut World, future: Word) -> Result<Awaited> {
        let state = world.future_state(future).ok_or(NO_FUTURE)?;
        if state & OBSERVED != 0 {
            return Ok(Awaited::Again);
        }
        world.set_future_state(future, state | OBSERVED);
        Ok(Awaited::First)
    }

    /// `wait f`
    pub fn join(&mut self, world: &mut World, future: Word) -> Option<Outcome> {
        let outcome = self.wait(world, Wait::Join(future));
        if outcome.is_none() {
            self.wait_for_end(world, future);
        }
        outcome
    }

    /// `wait f | g`: the first result that is no error, else the last error; `last` when there is no future.
    pub fn join_any(&mut self, world: &mut World, futures: Vec<Word>, last: Word) -> Option<Outcome> {
        let outcome = self.wait(world, Wait::JoinAny(Box::new(JoinAny { futures: futures.clone(), last })));
        if outcome.is_none() {
            futures.into_iter().for_each(|f| self.wait_for_end(world, f));
        }
        outcome
    }

    /// Enters the current strand among those that wait for a future's strand, unless that has ended.
    fn wait_for_end(&mut self, world: &World, future: Word) {
        let me = self.current;
        if let Some(i) = self.strand_of(world, future) {
            self.strands[i as usize].waiters.push(me);
        }
    }

    /// The strand of a future, unless it has ended.
    fn strand_of(&self, world: &World, future: Word) -> Option<u32> {
        let id = world.future_strand(future)?;
        let s = self.strands.get(id as u32 as usize)?;
        let same = s.generation == (id >> 32) as u32 && !matches!(s.state, State::Free);
        same.then_some(id as u32)
    }

    /// The strand is to end where it waits next, and now if it waits; `error` is its result if nothing is left of it but
    /// messages.
    pub fn cancel(&mut self, world: &mut World, future: Word, error: Word) {
        let Some(i) = self.strand_of(world, future) else { return };
        self.strands[i as usize].cancelled = true;
        match self.strands[i as usize].state {
            State::Waiting(_) => self.make_ready(i, Outcome::Cancelled),
            State::Sleeping(_) => {
                self.make_ready(i, Outcome::Cancelled);
                let strands = &self.strands;
                self.timers.cancelled(|t| strands[t.strand as usize].state.sleeps(t.number));
            }
            State::Leaving => self.end(world, i, End::Done(error)),
            _ => {}
        }
    }

    /// Until a point in time.
    pub fn sleep(&mut self, due: u64) -> Option<Outcome> {
        let me = self.current;
        if self.strands[me as usize].cancelled {
            return Some(Outcome::Cancelled);
        }
        let number = self.timers.add(due, me);
        self.strands[me as usize].state = State::Sleeping(number);
        None
    }

    /// Lets the strands run that are ready.
    pub fn give_way(&mut self) -> Option<Outcome> {
        let me = self.current;
        if self.strands[me as usize].cancelled {
            return Some(Outcome::Cancelled);
        }
        self.make_ready(me, Outcome::Return(Word::NIL));
        None
    }

    /// Until [`Self::resume`]: what to resume. `None` when the strand has been cancelled.
    pub fn wait_outside(&mut self) -> Option<StrandId> {
        let s = &mut self.strands[self.current as usize];
        (!s.cancelled).then(|| {
            s.state = State::Waiting(Wait::Outside);
            StrandId { index: self.current, generation: s.generation }
        })
    }

    /// What a strand has waited for has come, if it waits still. The worker, which runs no strand, takes what comes at the
    /// same time one after the other; others are told of what it has not come to for a while ([`Self::help`]): strands that
    /// wait for events are short, most often, and more than one thread at them costs more than it gives.
    pub fn resume(&mut self, strand: StrandId) {
        let s = &self.strands[strand.index as usize];
        if s.generation == strand.generation && matches!(s.state, State::Waiting(Wait::Outside)) {
            let for_others = self.put_ready(strand.index, Outcome::Return(Word::NIL));
            if for_others && strand.index == MAIN && self.worker != 0 {
                self.call_others();
            }
        }
    }

    // ---- waiting ----

    /// What the current strand waits for, if that is already there; else it gives way.
    fn wait(&mut self, world: &mut World, mut wait: Wait) -> Option<Outcome> {
        if let Some(outcome) = self.check(world, &mut wait) {
            return Some(outcome);
        }
        let s = &mut self.strands[self.current as usize];
        if s.cancelled {
            return Some(Outcome::Cancelled);
        }
        s.state = State::Waiting(wait);
        None
    }

    /// Looks whether a member of a group, if it waits there, can go on.
    fn poll(&mut self, world: &mut World, group: u32, member: u32) {
        let Ok(g) = self.groups.get(group) else { return };
        let Some(m) = g.members.get(member as usize).filter(|m| m.end == End::Open) else { return };
        let i = m.strand;
        match &self.strands[i as usize].state {
            State::Waiting(w) if w.group() == Some(group) => self.poll_strand(world, i),
            State::Leaving => self.try_end(world, i),
            _ => {}
        }
    }

    /// Looks whether a strand, if it waits for others' ends, can go on.
    pub(crate) fn poll_joining(&mut self, world: &mut World, i: u32) {
        if matches!(&self.strands[i as usize].state, State::Waiting(Wait::Join(_) | Wait::JoinAny(_))) {
            self.poll_strand(world, i);
        }
    }

    fn poll_strand(&mut self, world: &mut World, i: u32) {
        // Marked as running meanwhile, so that nothing that comes of it polls the same strand.
        let state = std::mem::replace(&mut self.strands[i as usize].state, State::Running);
        let State::Waiting(mut wait) = state else { return };
        match self.check(world, &mut wait) {
            Some(outcome) => self.make_ready(i, outcome),
            None => {
                self.strands[i as usize].state = State::Waiting(wait);
                self.touch(i);
            }
        }
    }

    /// Whether the waiting is over.
    fn check(&mut self, world: &mut World, wait: &mut Wait) -> Option<Outcome> {
        match wait {
            Wait::Outside | Wait::Lock => None,
            Wait::Receive(at) => self.received(world, *at),
            Wait::ReceiveAny(r) => self.received_any(world, r),
            Wait::Flush { group, queue, sent } => self.flushed(*group, *queue, *sent),
            Wait::Leave { group, result } => {
                let (group, result) = (*group, *result);
                let delivered = self.groups.get(group).map_or(Some(Ok(())), |g| g.delivered(0));
                Some(match delivered? {
                    Ok(()) => {
                        self.end_member(world, group, 0, End::Done(result));
                        Outcome::Return(result)
                    }
                    Err(e) => Outcome::Raise(e),
                })
            }
            Wait::Join(future) => self.joined(world, *future),
            Wait::JoinAny(j) => self.joined_any(world, j),
        }
    }

    fn received(&mut self, world: &mut World, at: Place) -> Option<Outcome> {
        let g = self.groups.find(at).ok()?;
        let q = &g.queues[at.queue as usize];
        let sender = q.sender;
        if q.written > at.slot {
            let message = g.take(at.queue as usize, at.slot);
            self.poll(world, at.group, sender);
            return Some(Outcome::Return(message));
        }
        match g.end_of(sender) {
            End::Open => None,
            End::Done(w) => Some(Outcome::Return(w)),
            End::Panicked(e) => Some(Outcome::Raise(e)),
        }
    }

    fn received_any(&mut self, world: &mut World, r: &mut ReceiveAny) -> Option<Outcome> {
        let mut i = 0;
        while let Some(&(queue, slot)) = r.from.get(i) {
            let at = Place { group: r.group, queue, slot };
            let there = self.groups.find(at).is_ok_and(|g| g.queues[queue as usize].written > slot);
            match self.received(world, at) {
                None => i += 1,
                Some(Outcome::Return(w)) if !there || w == Word::ABSENT => {
                    r.last = w;
                    r.from.remove(i);
                }
                over => return over,
            }
        }
        r.from.is_empty().then_some(Outcome::Return(r.last))
    }

    fn flushed(&mut self, group: u32, queue: u32, sent: u32) -> Option<Outcome> {
        let g = self.groups.get(group).ok()?;
        let q = g.queues.get(queue as usize)?;
        if q.read >= sent {
            return Some(Outcome::Return(Word::NIL));
        }
        match g.end_of(q.receiver) {
            End::Open => None,
            End::Done(w) => Some(Outcome::Return(if w.is_sort(Sort::Error) { w } else { Word::NIL })),
            End::Panicked(e) => Some(Outcome::Raise(e)),
        }
    }

    fn joined(&mut self, world: &mut World, future: Word) -> Option<Outcome> {
        let state = world.future_state(future)?;
        if state & ENDED == 0 {
            return None;
        }
        let failure = (state >> FAILURE_SHIFT) as usize;
        if failure > 0 {
            self.noticed(failure - 1);
            world.set_future_state(future, state & ((1 << FAILURE_SHIFT) - 1));
        }
        let result = world.future_result(future)?;
        Some(if state & PANICKED != 0 { Outcome::Raise(result) } else { Outcome::Return(result) })
    }

    fn joined_any(&mut self, world: &mut World, j: &mut JoinAny) -> Option<Outcome> {
        let mut i = 0;
        while let Some(&future) = j.futures.get(i) {
            match self.joined(world, future) {
                None => i += 1,
                Some(Outcome::Return(w)) if w.is_sort(Sort::Error) => {
                    j.last = w;
                    j.futures.remove(i);
                }
                over => return over,
            }
        }
        j.futures.is_empty().then_some(Outcome::Return(j.last))
    }
}
