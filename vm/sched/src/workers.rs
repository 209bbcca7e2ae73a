//! What the table knows of worker threads that have nothing to do; `parking` has the protocol.

use crate::Sched;

#[derive(Default)]
pub struct Workers {
    /// There is work that others than the running workers could do, and they are to get to know now.
    pub wanted: bool,
    /// Some of it is a running strand's doing, who may be long about what it does: nothing of it is to wait for anybody.
    eager: bool,
    /// Since the last [`Sched::help`] there has always been a strand that waits for a worker.
    aged: bool,
    seen: Seen,
    /// Workers that wait to be told.
    waiting: u32,
    /// A worker waits for events.
    polling: bool,
    /// The worker that waits for events when it has nothing else to do; if there is none, the next one that has not.
    keeper: Option<u32>,
    /// Nobody waited for events at the last [`Sched::help`].
    unwatched: bool,
}

/// What has happened so far, as a worker sees it that looks for something to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How often there has been work for others than the running workers.
    pub news: u64,
    /// How often a strand has been given to a worker.
    pub runs: u64,
}

/// Whom to wake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wake {
    /// Those that wait to be told.
    pub waiting: bool,
    /// The one that waits for events.
    pub polling: bool,
}

impl Sched {
    /// One more worker thread; its number.
    pub fn add_worker(&mut self) -> u32 {
        self.ready.add_worker()
    }

    pub fn workers(&self) -> usize {
        self.ready.workers()
    }

    /// Whether another worker would have something to do.
    pub fn wants_worker(&self) -> bool {
        self.ready.for_others()
    }

    /// Whether no strand runs, is ready, or waits for a point in time.
    pub fn is_quiet(&self) -> bool {
        self.running.is_empty() && self.ready.is_empty() && self.timers.is_empty()
    }

    pub fn seen(&self) -> Seen {
        self.workers.seen
    }

    /// A strand runs.
    pub(crate) fn count_run(&mut self) {
        self.workers.seen.runs += 1;
    }

    /// The caller is about to wait, for events or to be told.
    pub fn begin_waiting(&mut self, polling: bool) {
        match polling {
            true => {
                debug_assert!(!self.workers.polling, "one worker at a time waits for events");
                self.workers.polling = true;
                self.workers.unwatched = false;
            }
            false => self.workers.waiting += 1,
        }
    }

    pub fn end_waiting(&mut self, polling: bool) {
        match polling {
            true => self.workers.polling = false,
            false => self.workers.waiting -= 1,
        }
    }

    /// There is work for others, who are to be told.
    pub(crate) fn call_others(&mut self) {
        self.workers.wanted = true;
        self.workers.eager = true;
    }

    /// A worker has taken a strand: what else there is to do. What events have readied is left to the worker that has
    /// taken them, for a while.
    pub(crate) fn pass_on(&mut self) {
        match self.ready.for_others() {
            true => self.workers.wanted |= self.workers.eager,
            false => self.workers.eager = false,
        }
        self.workers.aged &= self.ready.waits();
    }

    /// Whether the caller, who has nothing to do, is to wait for events: not if another worker will, once it has done what
    /// it is about.
    pub fn keep_events(&mut self) -> bool {
        *self.workers.keeper.get_or_insert(self.worker) == self.worker
    }

    /// The next one is to wait for events that has nothing to do.
    pub fn leave_events(&mut self) {
        self.workers.keeper = None;
    }

    /// Called now and then: what has been waiting since the last time, others are told of. `events`: there may be some.
    pub fn help(&mut self, events: bool) {
        let old = std::mem::replace(&mut self.workers.aged, self.ready.waits());
        if old && self.workers.aged {
            self.ready.share_all();
            self.workers.wanted = true;
        }
        // When nothing runs, whoever keeps the events waits for them or is about to.
        let unwatched =
            events && self.workers.waiting > 0 && !self.workers.polling && !self.running.is_empty();
        if std::mem::replace(&mut self.workers.unwatched, unwatched) && unwatched {
            self.leave_events();
            self.workers.wanted = true;
        }
    }

    /// Everybody is to look again.
    pub fn rouse(&mut self) {
        self.workers.wanted = true;
    }

    /// Nobody need wait for events while there are workers with nothing to do: they are to look again, as one of them will.
    pub fn call_for_events(&mut self) {
        if self.workers.waiting > 0 && !self.workers.polling {
            self.leave_events();
            self.workers.wanted = true;
        }
    }

    /// Whom to wake for what has been readied; called when the table's lock is about to be given up.
    pub fn take_wake(&mut self) -> Wake {
        if !std::mem::take(&mut self.workers.wanted) {
            return Wake::default();
        }
        self.workers.seen.news += 1;
        Wake { waiting: self.workers.waiting > 0, polling: self.workers.polling }
    }
}
