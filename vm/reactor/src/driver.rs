//! What the reactors of a program share, and what other threads see of each.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use crate::pool::Pool;
use crate::source::Sources;
use crate::task::{Queue, Tasks};
use crate::timer::{Passed, Timers};

thread_local! {
    /// The reactor of the thread.
    static HERE: RefCell<Option<Arc<Driver>>> = const { RefCell::new(None) };
}

/// What all reactors of a program share.
pub(crate) struct Runtime {
    drivers: Box<[OnceLock<Arc<Driver>>]>,
    pub tasks: Tasks,
    pub pool: Arc<Pool>,
}

/// A reactor as others than its owner see it.
pub(crate) struct Driver {
    /// Its number.
    pub index: usize,
    pub runtime: Weak<Runtime>,
    pub registry: mio::Registry,
    pub waker: mio::Waker,
    /// The owner waits, or is about to.
    pub parked: AtomicBool,
    /// The owner is not to wait.
    pub woken: AtomicBool,
    /// How often the owner has looked for events, and for how many nanoseconds it has waited for them.
    pub looks: AtomicU64,
    pub waited: AtomicU64,
    pub sources: Sources,
    pub timers: Mutex<Timers>,
    pub passed: Passed,
    pub ready: Queue,
}

impl Runtime {
    pub fn new(most: usize) -> Runtime {
        Runtime {
            drivers: (0..most).map(|_| OnceLock::new()).collect(),
            tasks: Tasks::default(),
            pool: Arc::default(),
        }
    }

    /// Makes a reactor known, the only one of its number.
    pub fn add(&self, driver: Arc<Driver>) {
        let index = driver.index;
        assert!(self.drivers[index].set(driver).is_ok(), "a reactor has the number {index} already");
    }

    pub fn driver(&self, index: usize) -> Option<&Arc<Driver>> {
        self.drivers.get(index)?.get()
    }

    pub fn drivers(&self) -> impl Iterator<Item = &Arc<Driver>> {
        self.drivers.iter().filter_map(OnceLock::get)
    }

    /// The thread's reactor, if it has one of these.
    pub fn local(&self) -> Option<&Arc<Driver>> {
        HERE.with_borrow(|here| self.driver(here.as_ref().filter(|d| d.is_of(self))?.index))
    }

    /// The thread's reactor, or else the first one.
    pub fn here(&self) -> &Arc<Driver> {
        self.local().or_else(|| self.drivers().next()).expect("there is a reactor before anything uses it")
    }
}

impl Driver {
    fn is_of(&self, runtime: &Runtime) -> bool {
        std::ptr::eq(self.runtime.as_ptr(), runtime)
    }

    /// Makes the owner look at the ready queue.
    pub fn unpark(&self) {
        if self.parked.swap(false, Ordering::SeqCst) {
            let _ = self.waker.wake();
        }
    }

    /// Ends the owner's wait, or its next one if it does not wait.
    pub fn wake(&self) {
        self.woken.store(true, Ordering::SeqCst);
        self.unpark();
    }

    /// The owner has looked for events, and has waited for so long for them.
    pub fn count(&self, waited: Duration) {
        self.looks.fetch_add(1, Ordering::Relaxed);
        self.waited.fetch_add(u64::try_from(waited.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The calling thread's reactor, if it is another one of the same program.
    pub fn elsewhere(&self) -> Option<Arc<Driver>> {
        let other = |d: &&Arc<Driver>| d.runtime.ptr_eq(&self.runtime) && d.index != self.index;
        HERE.with_borrow(|here| here.as_ref().filter(other).cloned())
    }

    /// The calling thread is this reactor's.
    pub fn settle(self: &Arc<Self>) {
        HERE.with_borrow_mut(|here| {
            if !here.as_ref().is_some_and(|d| Arc::ptr_eq(d, self)) {
                *here = Some(self.clone());
            }
        });
    }

    /// The calling thread is this reactor's no more.
    pub fn leave(&self) {
        HERE.with_borrow_mut(|here| {
            here.take_if(|d| std::ptr::eq(&**d, self));
        });
    }
}
