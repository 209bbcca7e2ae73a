//! The strands of a program: which of them runs, what the others wait for, what they tell one another (spec 7.5 to 7.8).
//!
//! Nothing here runs a strand. The interpreter asks who is [`next`](Sched::next), tells when a strand has given way
//! ([`suspended`](Sched::suspended)) or [ended](Sched::finish), and keeps each strand's stack under the strand's index.
//! What makes a strand wait are natives (`lang.strand`); each is one method of [`Sched`] that says at once what the native
//! gives ([`Outcome`]), or that the strand gives way. What the native gives then is decided by whoever ends the waiting
//! (`wait`), and handed to the strand when it goes on: a strand is woken for one reason only, and need not look again.
//!
//! # What is where
//!
//! - A *strand* (`strand`) is a slot of the table: its state and what belongs to it while it runs. When it ends, what is
//!   left is its future, an object of the heap.
//! - A *group* (`group`) is made by a call of a function with workers, or by a `fork`: its members, the queues between
//!   them, the slots of the messages. It ends with its last member.
//! - *Timers* (`timers`) are of sleeping strands.
//! - *The lock* (`lock`) is what lock statements hold.
//! - What a strand waits for *outside* is known to the interpreter alone, by the strand's [`StrandId`].
//!
//! # Protocol
//!
//! - The table is under one lock ([`Table`]). Whoever has it says for which worker thread and which strand on it ([`Seat`]).
//!   Strands run on several workers; which may run beside which is `ready`'s, and how workers without work get to know of
//!   some is `parking`'s.
//! - A strand that gives way is on its worker until its stack is put away ([`Sched::suspended`]). It may be readied before
//!   that, but no worker takes it earlier.
//! - A strand's slot is in the queue of those ready exactly while its state is `Ready`. A slot's index may be used again
//!   once its strand has ended; a future has the generation as well, so that it names no other strand. Members of a group
//!   name strands by index: they are in the table as long as the member is open.
//! - A waiting strand is found by what it waits for: a group's members by their numbers, a strand by the list of those
//!   that wait for its end. Whoever changes something looks at exactly the waiting strands that it may concern (`poll`).
//! - A strand that has ended but for messages that are to be received yet (spec 7.8.1) is `Leaving`: it has no stack, and
//!   its end is completed by whoever receives them.
//! - Nothing here allocates in the heap: words may be held in locals, and the collector never runs while a method does.
//! - Roots. A minor collection makes all that can be reached old, and old objects do not move: it need not see what has not
//!   changed since the last one. Strands that have run or got a word, and groups that have got one, are in lists of dirty
//!   ones; idle strands, however many, cost a minor collection nothing.
#![forbid(unsafe_code)]
// The models take `parking` in once more, over other primitives.
#![cfg_attr(test, allow(clippy::duplicate_mod))]

mod group;
mod lock;
mod parking;
mod ready;
mod strand;
mod timers;
mod wait;
mod workers;

/// What the table is shared with; models of the protocols use another one.
mod sync {
    pub use parking_lot::{Condvar, Mutex, MutexGuard};
}

use std::any::Any;

use values::{Result, Sort, Word, World};

use group::{End, Groups};
use lock::Lock;
use ready::Ready;
use strand::{State, Strand};
use timers::Timers;
use workers::Workers;

pub use group::{Place, packed_queue, packed_slot};
pub use parking::{Alarm, Events, Rest, Seat, Strands, Table, Turn, Worker, at_rest, take_events, wait};
pub use strand::{Outcome, StrandId};
pub use wait::Awaited;
pub use workers::{Seen, Strain, Wake};

/// So many strands go on before timers are looked at, if others are ready.
const TIMER_TURNS: u32 = 16;

/// What to do next; see [`Sched::next`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// The current strand begins by calling this function value.
    Begin(Word),
    /// It goes on, in the native by which it gave way.
    Resume(Outcome),
    /// It was cancelled before it began: [`Sched::finish_cancelled`] ends it.
    Cancelled,
    /// Nothing can run before so many nanoseconds have passed.
    Idle(u64),
    /// Nothing can run before something that runs on another worker gives way or readies it.
    Busy,
    /// Nothing will ever run.
    Nothing,
}

/// What a new strand is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spawned {
    /// It is the next worker of this group.
    pub group: Option<u32>,
    /// It takes part in the transaction of the strand that begins it.
    pub inherit: bool,
    /// It shares nothing mutable with others but what locks guard.
    pub isolated: bool,
}

/// See the crate's documentation.
pub struct Sched {
    strands: Vec<Strand>,
    free: Vec<u32>,
    ready: Ready,
    timers: Timers,
    groups: Groups,
    lock: Lock,
    /// The worker and the strand on it for which methods are called.
    worker: u32,
    current: u32,
    turns: u32,
    /// Strands that are on workers.
    running: Vec<u32>,
    workers: Workers,
    /// Other workers have been called for what is ready.
    called: bool,
    /// Strands with words that the collector may not have seen.
    dirty: Vec<u32>,
    /// Errors of strands that ended with a panic, nil once somebody has waited for the strand.
    failures: Vec<u64>,
    /// So many of them the collector has seen.
    failures_seen: usize,
    kept: Box<dyn Any + Send>,
}

impl Sched {
    /// A table with the main strand running; `kept`: see [`Sched::keep`].
    pub fn new(kept: Box<dyn Any + Send>) -> Sched {
        let mut main = Strand::new();
        main.state = State::Running;
        main.on_worker = true;
        Sched {
            strands: vec![main],
            free: Vec::new(),
            ready: Ready::new(),
            timers: Timers::default(),
            groups: Groups::default(),
            lock: Lock::default(),
            worker: 0,
            current: 0,
            turns: 0,
            running: vec![0],
            workers: Workers::default(),
            called: false,
            dirty: Vec::new(),
            failures: Vec::new(),
            failures_seen: 0,
            kept,
        }
    }

    /// What the executor keeps beside the table, under the same lock: the strands' stacks.
    pub fn keep<T: Any>(&mut self) -> Option<&mut T> {
        self.kept.downcast_mut()
    }

    // ---- who runs ----

    /// Index of the strand that runs.
    pub fn current(&self) -> u32 {
        self.current
    }

    /// The methods that follow are called for this worker, on which this strand runs.
    pub fn enter(&mut self, worker: u32, strand: u32) {
        self.worker = worker;
        self.current = strand;
    }

    /// The strand that runs, as nothing else is called.
    pub fn current_id(&self) -> StrandId {
        StrandId { index: self.current, generation: self.strands[self.current as usize].generation }
    }

    /// The current strand has given way: its stack is in place for the collector.
    pub fn suspended(&mut self) {
        self.touch(self.current);
        self.release(self.current);
        // Readied before its stack was in place, so that no other worker could take it.
        if matches!(self.strands[self.current as usize].state, State::Ready(_)) {
            self.call_others();
        }
    }

    /// A strand is not on a worker any more.
    fn release(&mut self, strand: u32) {
        let s = &mut self.strands[strand as usize];
        if s.on_worker {
            s.on_worker = false;
            // What is not isolated yet has excluded nobody.
            self.ready.released(s.isolated || std::mem::take(&mut s.enters));
            self.running.retain(|r| *r != strand);
        }
    }

    /// The current strand has nothing more to do: the main strand until [`Self::return_to`], another one, in which something
    /// has gone wrong, for good.
    pub fn rest(&mut self) {
        self.strands[self.current as usize].state = State::Resting;
        self.touch(self.current);
        self.release(self.current);
    }

    /// Makes the main strand current again, unless another strand runs that it excludes.
    pub fn return_to(&mut self, strand: u32) -> bool {
        if !self.ready.enter_plain() {
            return false;
        }
        self.current = strand;
        self.strands[strand as usize].state = State::Running;
        self.strands[strand as usize].on_worker = true;
        self.running.push(strand);
        self.count_run();
        true
    }

    /// Makes the next strand the current one. `now` is asked when there are timers.
    pub fn next(&mut self, now: impl Fn() -> u64) -> Next {
        self.turns = self.turns.wrapping_add(1);
        if !self.timers.is_empty() && self.turns.is_multiple_of(TIMER_TURNS) {
            self.wake_sleepers(now());
        }
        let mut wait = None;
        let mut found = self.pop_ready();
        if found.is_none() && !self.timers.is_empty() {
            let now = now();
            wait = self.wake_sleepers(now).map(|due| due - now);
            found = self.pop_ready();
        }
        let Some(i) = found else {
            // What this worker must not take is another one's; it is called once.
            if self.ready.for_others() && !std::mem::replace(&mut self.called, true) {
                self.workers.wanted = true;
            }
            return match wait {
                Some(nanos) => Next::Idle(nanos),
                None if self.running.is_empty() && self.ready.is_empty() => Next::Nothing,
                None => Next::Busy,
            };
        };
        self.pass_on();
        self.called = false;
        self.current = i;
        self.strands[i as usize].on_worker = true;
        self.running.push(i);
        self.count_run();
        self.take_lock_handed();
        let s = &mut self.strands[i as usize];
        match std::mem::replace(&mut s.state, State::Running) {
            State::Begun(_) if s.cancelled => Next::Cancelled,
            State::Begun(function) => Next::Begin(function),
            State::Ready(how @ (Outcome::Continue | Outcome::Enter)) => Next::Resume(how),
            _ if s.cancelled => Next::Resume(Outcome::Cancelled),
            State::Ready(outcome) => Next::Resume(outcome),
            _ => unreachable!("a strand in the queue is ready"),
        }
    }

    fn pop_ready(&mut self) -> Option<u32> {
        let strands = &self.strands;
        self.ready.pop(self.worker, self.turns, |s| !strands[s as usize].on_worker)
    }

    /// Readies the strands whose time has come; when the next one is due.
    fn wake_sleepers(&mut self, now: u64) -> Option<u64> {
        while let Some(t) = self.timers.next() {
            let live = self.strands[t.strand as usize].state.sleeps(t.number);
            if live && t.due > now {
                return Some(t.due);
            }
            self.timers.pop(!live);
            if live {
                self.make_ready(t.strand, Outcome::Return(Word::NIL));
            }
        }
        None
    }

    /// Whether a strand waits for a point in time.
    pub fn anybody_sleeps(&self) -> bool {
        !self.timers.is_empty()
    }

    /// Whether a strand is ready.
    pub fn any_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// Whether the current strand, which does not wait, should give way: there are others that may run between two steps of
    /// it. Then it is ready to go on as `how` says.
    pub fn preempt(&mut self, how: Outcome, now: impl FnOnce() -> u64) -> bool {
        if !self.timers.is_empty() {
            let now = now();
            self.wake_sleepers(now);
        }
        if self.ready.share(self.worker) {
            self.call_others();
        }
        let wanted = self.ready.others(self.strands[self.current as usize].isolated);
        if wanted {
            self.make_way(how);
        }
        wanted
    }

    /// The current strand, which does not wait, gives way; it is ready to go on.
    pub fn make_way(&mut self, how: Outcome) {
        let s = &mut self.strands[self.current as usize];
        s.state = State::Ready(how);
        self.ready.push_shared(self.current, s.isolated);
    }

    /// The current strand, isolated so far, excludes those that are not from now on: nothing, or it gives way until it may.
    pub fn exclude_others(&mut self) -> Option<Outcome> {
        let s = &mut self.strands[self.current as usize];
        if std::mem::take(&mut s.isolated) && !self.ready.join_plain() {
            s.enters = true;
            self.make_ready(self.current, Outcome::Return(Word::NIL));
            return None;
        }
        Some(Outcome::Return(Word::NIL))
    }

    /// The current strand is isolated from now on.
    pub fn stand_alone(&mut self) {
        let s = &mut self.strands[self.current as usize];
        if !std::mem::replace(&mut s.isolated, true) {
            self.ready.released(false);
            if self.ready.for_others() {
                self.call_others();
            }
        }
    }

    fn make_ready(&mut self, strand: u32, outcome: Outcome) {
        if self.put_ready(strand, outcome) {
            self.call_others();
        }
    }

    /// Whether other workers could take it.
    fn put_ready(&mut self, strand: u32, outcome: Outcome) -> bool {
        let s = &mut self.strands[strand as usize];
        s.state = State::Ready(outcome);
        let for_others = self.ready.push(strand, s.isolated, self.worker);
        if let Outcome::Return(w) | Outcome::Raise(w) = outcome
            && w.is_ref()
        {
            self.touch(strand);
        }
        for_others
    }

    fn touch(&mut self, strand: u32) {
        let s = &mut self.strands[strand as usize];
        if !s.dirty {
            s.dirty = true;
            self.dirty.push(strand);
        }
    }

    // ---- beginning and ending ----

    /// A new strand, of which `future` is the future, will call a function value without parameters.
    pub fn spawn(&mut self, world: &mut World, future: Word, function: Word, spawned: Spawned) -> Result<()> {
        let transaction = if spawned.inherit { self.transaction() } else { Word::NIL };
        let index = self.free.pop().unwrap_or(self.strands.len() as u32);
        if index as usize == self.strands.len() {
            self.strands.push(Strand::new());
        }
        let member = match spawned.group {
            Some(g) => Some((g, self.groups.join(g, index)?)),
            None => None,
        };
        let s = &mut self.strands[index as usize];
        s.state = State::Begun(function);
        s.future = future;
        s.transaction = transaction;
        s.member = member;
        s.isolated = spawned.isolated;
        world.set_future_strand(future, u64::from(s.generation) << 32 | u64::from(index));
        self.touch(index);
        if self.ready.push(index, spawned.isolated, self.worker) {
            self.call_others();
        }
        Ok(())
    }

    /// Whether the current strand has been cancelled: then [`Self::finish_cancelled`] ends it.
    pub fn is_cancelled(&self) -> bool {
        self.strands[self.current as usize].cancelled
    }

    /// The current strand's function has returned, or panicked.
    pub fn finish(&mut self, world: &mut World, result: std::result::Result<Word, Word>) {
        let i = self.current;
        let member = self.strands[i as usize].member;
        match (result, member) {
            (Ok(w), Some((group, me))) if !w.is_sort(Sort::Error) => {
                self.pass_all(world, group, me);
                world.set_future_result(self.strands[i as usize].future, w);
                self.strands[i as usize].state = State::Leaving;
                self.release(i);
                self.try_end(world, i);
            }
            (Ok(w), _) => self.end(world, i, End::Done(w)),
            (Err(e), _) => self.end(world, i, End::Panicked(e)),
        }
    }

    /// The current strand, which was cancelled, has ended; its result is `error`. `result`: of its function, if it began.
    pub fn finish_cancelled(&mut self, world: &mut World, result: Option<Word>, error: Word) {
        let i = self.current;
        let succeeded = result.is_some_and(|w| !w.is_sort(Sort::Error));
        if let Some((group, me)) = self.strands[i as usize].member.filter(|_| succeeded) {
            self.pass_all(world, group, me);
        }
        self.end(world, i, End::Done(error));
    }

    /// Ends a strand that is leaving, if all its messages have been delivered.
    fn try_end(&mut self, world: &mut World, i: u32) {
        let s = &self.strands[i as usize];
        let Some((group, me)) = s.member else { return };
        let delivered = self.groups.get(group).map_or(Some(Ok(())), |g| g.delivered(me));
        match delivered {
            None => {}
            Some(Ok(())) => {
                let result = world.future_result(s.future).unwrap_or(Word::NIL);
                self.end(world, i, End::Done(result))
            }
            Some(Err(e)) => self.end(world, i, End::Panicked(e)),
        }
    }

    /// The end of a strand: those that wait for it and its peers get to know; its slot is free.
    fn end(&mut self, world: &mut World, i: u32, end: End) {
        self.release(i);
        let s = &mut self.strands[i as usize];
        let (future, member) = (s.future, s.member);
        let mut waiters = std::mem::take(&mut s.waiters);
        s.clear();
        self.free.push(i);
        self.unlock_ended(i);
        let failure = match end {
            End::Panicked(e) if waiters.is_empty() => {
                self.failures.push(e.0);
                self.failures.len()
            }
            _ => 0,
        };
        wait::end_future(world, future, end, failure);
        for &w in &waiters {
            self.poll_joining(world, w);
        }
        waiters.clear();
        self.strands[i as usize].waiters = waiters;
        if let Some((group, me)) = member {
            self.end_member(world, group, me, end);
        }
    }

    // ---- what belongs to strands ----

    /// The current strand's transaction, or nil.
    pub fn transaction(&self) -> Word {
        self.strands[self.current as usize].transaction
    }

    pub fn set_transaction(&mut self, branch: Word) {
        self.strands[self.current as usize].transaction = branch;
    }

    /// An error that nobody has noticed, each but once, the oldest first.
    pub fn take_failure(&mut self) -> Option<Word> {
        let at = self.failures.iter().position(|f| *f != Word::NIL.0)?;
        Some(Word(std::mem::replace(&mut self.failures[at], Word::NIL.0)))
    }

    fn noticed(&mut self, failure: usize) {
        if let Some(f) = self.failures.get_mut(failure) {
            *f = Word::NIL.0;
        }
        while self.failures.last() == Some(&Word::NIL.0) {
            self.failures.pop();
        }
        self.failures_seen = self.failures_seen.min(self.failures.len());
    }

    /// Strands that wait for others: their indices, and the text by which messages call them, but for the main strand.
    pub fn waiting(&self) -> impl Iterator<Item = (u32, Word)> {
        self.strands.iter().enumerate().filter(|(_, s)| s.state.waits()).map(|(i, s)| (i as u32, s.future))
    }

    /// All strands: their indices, the text by which messages call them (not the main strand), and what they do.
    pub fn shown(&self) -> impl Iterator<Item = (u32, Word, &'static str)> {
        let strands = self.strands.iter().enumerate();
        strands.filter_map(|(i, s)| Some((i as u32, s.future, s.state.shown()?)))
    }

    // ---- roots ----

    /// Calls `word` with every word that may have changed since the last visit, and `stack` with the index of every strand
    /// whose stack may have; `all`: with all of them, but for the stack of the current strand.
    pub fn visit(&mut self, all: bool, word: &mut dyn FnMut(*mut u64), stack: &mut dyn FnMut(u32)) {
        self.groups.visit(all, word);
        let seen = if all { 0 } else { self.failures_seen };
        self.failures[seen..].iter_mut().for_each(|f| word(f));
        self.failures_seen = self.failures.len();
        for i in self.dirty.drain(..) {
            let s = &mut self.strands[i as usize];
            s.dirty = false;
            if !all {
                s.visit(word);
                stack(i);
            }
        }
        if all {
            for (i, s) in self.strands.iter_mut().enumerate() {
                s.visit(word);
                stack(i as u32);
            }
        } else {
            for i in &self.running {
                self.strands[*i as usize].visit(word);
            }
        }
    }
}

/// Strands, or groups, that are visited at a time.
const PIECE: usize = 64;

impl Sched {
    /// Calls `word` and `stack` for some of the strands and groups that [`Self::visit`] leaves out if they have not changed,
    /// those from number `from` on; the number at which the next ones begin.
    pub fn visit_quiet(
        &mut self,
        from: usize,
        word: &mut dyn FnMut(*mut u64),
        stack: &mut dyn FnMut(u32),
    ) -> Option<usize> {
        if from == 0 {
            self.failures.iter_mut().for_each(|f| word(f));
        }
        let strands = self.strands.iter_mut().enumerate().skip(from).take(PIECE);
        for (i, s) in strands {
            s.visit(word);
            stack(i as u32);
        }
        let more = self.groups.visit_quiet(from, PIECE, word) || self.strands.len() > from + PIECE;
        more.then_some(from + PIECE)
    }
}

/// Error message and `message` of its detail, of strands that were cancelled.
pub const CANCELLED: (&str, &str) =
    ("{ballerina/lang.future}FutureAlreadyCancelled", "the strand was cancelled");

impl Default for Sched {
    fn default() -> Self {
        Self::new(Box::new(()))
    }
}

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;
