//! The table as threads share it, and how those wait that find nothing to do.
//!
//! # Protocol
//!
//! - A worker looks for a strand ([`Sched::next`]) and notes what it has [seen](Seen) under the same lock. It waits only if
//!   there has been no news since: what was readied in between is not missed. Whoever readies something for others counts it
//!   as news under the table's lock, and wakes those that wait when he has given the lock up.
//! - A worker waits in one of two ways: for the system's events, of which each has its own ([`Events::turn`] is the right to
//!   them), or to be told, as long as nothing could give events. Both kinds are counted under the table's lock before they
//!   wait.
//! - What an event readies is the worker's that has taken it: strands that events have readied are no news at first, as it is
//!   about to run them. What it has not come to after a while is ([`Seat::help`], called every now and then while it is busy).
//! - A worker that has no time for its events for a while is relieved of some by one that has nothing to do
//!   ([`Events::relieve`]), who is told by whoever calls [`Seat::help`].
//! - A strand that goes on for long without giving way looks for its worker's events now and then ([`take_events`]).
//! - The end of everything is declared first and told afterwards ([`Seat::rouse`]); a worker looks whether it has been
//!   declared after it is counted among those that wait.
//! - Everything is *at rest* when no strand runs, is ready or sleeps, and none waits for events. The first worker must be sure:
//!   the table and the events have different locks. It looks at the table, at the events, and at the table again: if no strand
//!   has run in between, there cannot be new events to wait for.
//! - The others tell the first worker of the rest that they find, once for each time they have run a strand or have waited
//!   for events.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use super::sync::{Condvar, Mutex, MutexGuard};
use crate::{Sched, Seen, Strain, Wake};

/// Ends a worker's wait for events, or its next one.
pub trait Alarm {
    fn wake(&self, worker: u32);
}

/// The table of strands under its lock.
pub struct Table {
    sched: Mutex<Sched>,
    /// Workers wait here to be told.
    work: Condvar,
}

/// From where somebody sees the table: the worker, and the strand on it.
#[derive(Clone, Copy)]
pub struct Seat<'a> {
    pub table: &'a Table,
    pub alarm: &'a dyn Alarm,
    pub worker: u32,
    pub strand: u32,
}

/// The table as a strand on a worker sees it. When it is given back, workers that wait get to know of what has been
/// readied.
pub struct Strands<'a> {
    // In this order: nobody is woken who could not have the lock.
    sched: MutexGuard<'a, Sched>,
    bell: Bell<'a>,
}

/// Wakes whom it is told to.
struct Bell<'a> {
    table: &'a Table,
    alarm: &'a dyn Alarm,
    wake: Wake,
}

impl Table {
    pub fn new(sched: Sched) -> Table {
        Table { sched: Mutex::new(sched), work: Condvar::new() }
    }

    /// The table, for nobody in particular: to look at.
    pub fn look(&self) -> MutexGuard<'_, Sched> {
        self.sched.lock()
    }
}

impl<'a> Seat<'a> {
    pub fn enter(self) -> Strands<'a> {
        let mut sched = self.table.sched.lock();
        sched.enter(self.worker, self.strand);
        Strands { sched, bell: Bell { table: self.table, alarm: self.alarm, wake: Wake::default() } }
    }

    /// All workers look what there is to do.
    pub fn rouse(self) {
        self.enter().rouse();
    }

    /// Workers without work take what has been left for a while, and some of what an overloaded one has to do.
    pub fn help(self, strain: Strain) {
        self.enter().help(strain);
    }
}

impl Strands<'_> {
    /// Waits, for so long at most, until there is something to do that has not been there when it was last looked.
    fn wait(&mut self, seen: Seen, limit: Option<Duration>) {
        if self.sched.seen().news != seen.news {
            return;
        }
        self.sched.begin_waiting(false);
        match limit {
            Some(limit) => {
                self.bell.table.work.wait_for(&mut self.sched, limit);
            }
            None => self.bell.table.work.wait(&mut self.sched),
        }
        self.sched.end_waiting(false);
    }
}

impl Drop for Strands<'_> {
    fn drop(&mut self) {
        self.bell.wake = self.sched.take_wake();
    }
}

impl Drop for Bell<'_> {
    fn drop(&mut self) {
        if self.wake.waiting {
            self.table.work.notify_all();
        }
        self.wake.polling.iter().for_each(|w| self.alarm.wake(*w));
    }
}

impl Deref for Strands<'_> {
    type Target = Sched;
    fn deref(&self) -> &Sched {
        &self.sched
    }
}

impl DerefMut for Strands<'_> {
    fn deref_mut(&mut self) -> &mut Sched {
        &mut self.sched
    }
}

/// Where events of the system come from.
pub trait Events {
    /// What a wait brings.
    type Arrived;
    type Turn<'a>: Turn<Self::Arrived>
    where
        Self: 'a;
    /// A worker's right to its events, which only another one that relieves it ever has beside it, for a moment; nothing if there
    /// is nothing that could give some.
    fn turn(&self, worker: u32) -> Option<Self::Turn<'_>>;
    /// Looks for the events of another worker; some of what they bring is the worker's from now on.
    fn relieve(&self, worker: u32, other: u32);
    /// Whether there may be events still, or strands that do not know yet of theirs.
    fn concerned(&self) -> bool;
}

/// The right to wait for events.
pub trait Turn<Arrived> {
    /// Waits for so long at most when there are none (`None`: without end), or until the alarm.
    fn wait(&mut self, limit: Option<Duration>) -> Arrived;
}

/// A worker thread that looks for something to do.
pub trait Worker {
    type Events: Events;
    fn seat(&self) -> Seat<'_>;
    /// Whether it is to look no more.
    fn over(&mut self) -> bool;
    /// Readies the strands for which something has arrived.
    fn tell(&mut self, arrived: <Self::Events as Events>::Arrived);
    /// Does something that blocks.
    fn blocked<R>(&mut self, f: impl FnOnce(Seat<'_>) -> R) -> R;
    /// Lets time pass, as the only worker there is.
    fn sleep(&mut self, time: Duration);
    /// It has run a strand or has waited for events since it last told the first worker of the rest.
    fn stirred(&mut self) -> &mut bool;
}

/// Waits for so long at most, or until there may be something to do that was not there at the last look.
pub fn wait<W: Worker>(worker: &mut W, events: &W::Events, seen: Seen, limit: Option<Duration>) {
    let number = worker.seat().worker;
    let overloaded = worker.seat().enter().take_overloaded();
    if let Some(other) = overloaded {
        events.relieve(number, other);
    }
    if let Some(turn) = events.turn(number) {
        wait_for_events(worker, turn, seen, limit);
        return;
    }
    if worker.over() {
        return;
    }
    let alone = worker.seat().enter().workers() == 1;
    match limit {
        Some(limit) if alone => worker.sleep(limit),
        _ => worker.blocked(|seat| seat.enter().wait(seen, limit)),
    }
}

fn wait_for_events<W: Worker>(
    worker: &mut W,
    mut turn: <W::Events as Events>::Turn<'_>,
    seen: Seen,
    limit: Option<Duration>,
) {
    {
        let mut strands = worker.seat().enter();
        if strands.seen().news != seen.news {
            return;
        }
        strands.begin_waiting(true);
    }
    if worker.over() {
        worker.seat().enter().end_waiting(true);
        return;
    }
    let arrived = worker.blocked(|_| turn.wait(limit));
    worker.seat().enter().end_waiting(true);
    drop(turn);
    *worker.stirred() = true;
    worker.tell(arrived);
}

/// Readies the strands for which there are events of the worker, without waiting.
pub fn take_events<W: Worker>(worker: &mut W, events: &W::Events) {
    let Some(mut turn) = events.turn(worker.seat().worker) else { return };
    let arrived = turn.wait(Some(Duration::ZERO));
    drop(turn);
    worker.tell(arrived);
}

/// What a worker is to do where no strand can run by what strands do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Something has come up since: look again.
    Look,
    /// [`wait`].
    Wait,
    /// Everything is at rest; only the first worker gets to know.
    All,
}

/// No strand can run by what strands do; what is to be done then, by the `first` worker or another one.
pub fn at_rest<W: Worker>(worker: &mut W, events: &W::Events, seen: Seen, first: bool) -> Rest {
    if events.concerned() {
        return Rest::Wait;
    }
    {
        let strands = worker.seat().enter();
        if !strands.is_quiet() || strands.seen() != seen {
            return Rest::Look;
        }
    }
    if first {
        return Rest::All;
    }
    if !std::mem::take(worker.stirred()) {
        return Rest::Wait;
    }
    worker.seat().rouse();
    Rest::Look
}
