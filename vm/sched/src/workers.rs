//! What the table knows of worker threads that have nothing to do; `parking` has the protocol.

use crate::Sched;

#[derive(Default)]
pub struct Workers {
    /// There is work that others than the running workers could do.
    pub wanted: bool,
    seen: Seen,
    /// Workers that wait to be told.
    waiting: u32,
    /// A worker waits for events.
    polling: bool,
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

    /// Everybody is to look again.
    pub fn rouse(&mut self) {
        self.workers.wanted = true;
    }

    /// Nobody need wait for events while there are workers with nothing to do: they are to look again, as one of them will.
    pub fn call_for_events(&mut self) {
        self.workers.wanted |= self.workers.waiting > 0 && !self.workers.polling;
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
