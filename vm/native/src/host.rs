//! What all threads of a program share beside its values.

use std::any::Any;
use std::sync::Arc;

use bal_sched::{Sched, Seat, Strain, Strands, Table};
use parking_lot::{Mutex, MutexGuard};

use crate::{Outside, Platform};

/// The program's surroundings, its strands, and what they wait for outside. Whoever holds one of the locks neither allocates
/// in the heap nor takes another one, but for the platform's while it holds the scheduler's.
pub struct Host {
    platform: Mutex<Box<dyn Platform>>,
    strands: Table,
    pub outside: Arc<dyn Outside>,
}

impl Host {
    /// `kept`: what the executor keeps beside the scheduler, under the same lock.
    pub fn new(platform: Box<dyn Platform>, outside: Arc<dyn Outside>, kept: Box<dyn Any + Send>) -> Host {
        Host { platform: Mutex::new(platform), strands: Table::new(Sched::new(kept)), outside }
    }

    pub fn platform(&self) -> MutexGuard<'_, Box<dyn Platform>> {
        self.platform.lock()
    }

    /// From where a worker, and the strand on it, see the scheduler.
    pub fn seat(&self, worker: u32, strand: u32) -> Seat<'_> {
        Seat { table: &self.strands, alarm: &*self.outside, worker, strand }
    }

    /// The scheduler, for a worker and the strand on it.
    pub fn strands(&self, worker: u32, strand: u32) -> Strands<'_> {
        self.seat(worker, strand).enter()
    }

    /// The scheduler, for nobody in particular: to look at.
    pub fn scheduler(&self) -> MutexGuard<'_, Sched> {
        self.strands.look()
    }

    /// All workers look what there is to do.
    pub fn rouse(&self) {
        self.seat(0, 0).rouse();
    }

    /// Workers without work take what has been left for a while, and some of what an overloaded one has to do.
    pub fn help(&self, strain: Strain) {
        self.seat(0, 0).help(strain);
    }
}
