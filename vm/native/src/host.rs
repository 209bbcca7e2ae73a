//! What all threads of a program share beside its values.

use std::any::Any;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use bal_sched::Sched;
use parking_lot::{Condvar, Mutex, MutexGuard};

use crate::{Outside, Platform};

/// The program's surroundings, its strands, and what they wait for outside. Whoever holds one of the locks neither allocates
/// in the heap nor takes another one, but for the platform's while it holds the scheduler's.
pub struct Host {
    platform: Mutex<Box<dyn Platform>>,
    strands: Mutex<Sched>,
    /// Workers wait here to be told that there is something to do.
    work: Condvar,
    pub outside: Arc<dyn Outside>,
}

/// The scheduler as a strand on a worker sees it. When it is given back, workers that wait get to know of what has been
/// readied.
pub struct Strands<'a> {
    host: &'a Host,
    sched: MutexGuard<'a, Sched>,
}

impl Host {
    /// `kept`: what the executor keeps beside the scheduler, under the same lock.
    pub fn new(platform: Box<dyn Platform>, outside: Arc<dyn Outside>, kept: Box<dyn Any + Send>) -> Host {
        Host {
            platform: Mutex::new(platform),
            strands: Mutex::new(Sched::new(kept)),
            work: Condvar::new(),
            outside,
        }
    }

    pub fn platform(&self) -> MutexGuard<'_, Box<dyn Platform>> {
        self.platform.lock()
    }

    /// The scheduler, for a worker and the strand on it.
    pub fn strands(&self, worker: u32, strand: u32) -> Strands<'_> {
        let mut sched = self.strands.lock();
        sched.enter(worker, strand);
        Strands { host: self, sched }
    }

    /// The scheduler, for nobody in particular: to look at.
    pub fn scheduler(&self) -> MutexGuard<'_, Sched> {
        self.strands.lock()
    }

    /// All workers look what there is to do.
    pub fn rouse(&self) {
        drop(Strands { host: self, sched: self.strands.lock() }.rousing());
    }
}

impl Strands<'_> {
    fn rousing(mut self) -> Self {
        self.sched.rouse();
        self
    }

    /// Waits, for so long at most, until there is something to do that has not been there at `news` ([`Sched::news`]).
    pub fn wait_for_work(&mut self, news: u64, limit: Option<Duration>) {
        if self.sched.news() != news {
            return;
        }
        self.sched.begin_waiting(false);
        match limit {
            Some(limit) => {
                self.host.work.wait_for(&mut self.sched, limit);
            }
            None => self.host.work.wait(&mut self.sched),
        }
        self.sched.end_waiting(false);
    }
}

impl Drop for Strands<'_> {
    fn drop(&mut self) {
        let wake = self.sched.take_wake();
        if wake.waiting {
            self.host.work.notify_all();
        }
        if wake.polling {
            self.host.outside.wake();
        }
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
