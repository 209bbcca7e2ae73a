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
    /// Workers that wait for events of their own.
    polling: Vec<u32>,
    /// At the last [`Sched::help`]; nobody has taken the relief on himself yet.
    strain: Strain,
}

/// What has happened so far, as a worker sees it that looks for something to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How often there has been work for others than the running workers.
    pub news: u64,
    /// How often a strand has been given to a worker.
    pub runs: u64,
}

/// What workers lack that have events to look for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strain {
    /// A worker that has no time for its events, while another one may have.
    pub relief: Option<u32>,
    /// There is such a worker, and the others have no time either.
    pub short: bool,
}

/// Whom to wake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wake {
    /// Those that wait to be told.
    pub waiting: bool,
    /// These, which wait for events.
    pub polling: Vec<u32>,
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
        self.ready.for_others() || self.workers.strain.short
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

    /// The worker is about to wait, for events of its own or to be told.
    pub fn begin_waiting(&mut self, polling: bool) {
        match polling {
            true => self.workers.polling.push(self.worker),
            false => self.workers.waiting += 1,
        }
    }

    pub fn end_waiting(&mut self, polling: bool) {
        match polling {
            true => self.workers.polling.retain(|w| *w != self.worker),
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

    /// Called now and then: what has been waiting since the last time, others are told of.
    pub fn help(&mut self, strain: Strain) {
        let old = std::mem::replace(&mut self.workers.aged, self.ready.waits());
        if old && self.workers.aged {
            self.ready.share_all();
            self.workers.wanted = true;
        }
        self.workers.wanted |= strain.relief.is_some();
        self.workers.strain = strain;
    }

    /// Another worker, whose events the worker that has nothing to do is to look at.
    pub fn take_overloaded(&mut self) -> Option<u32> {
        self.workers.strain.relief.take_if(|w| *w != self.worker)
    }

    /// Everybody is to look again.
    pub fn rouse(&mut self) {
        self.workers.wanted = true;
    }

    /// Whom to wake for what has been readied; called when the table's lock is about to be given up.
    pub fn take_wake(&mut self) -> Wake {
        if !std::mem::take(&mut self.workers.wanted) {
            return Wake::default();
        }
        self.workers.seen.news += 1;
        Wake { waiting: self.workers.waiting > 0, polling: self.workers.polling.clone() }
    }
}
