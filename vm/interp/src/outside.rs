//! Futures that strands wait for. The reactor is made when the first native asks for it.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use native::sched::{Alarm, Events, StrandId, Turn};
use native::{Completion, Fail, Outside, Resources, Waiting};
use parking_lot::{Mutex, MutexGuard};
use reactor::{Handle, Reactor, TaskHandle};
use rustc_hash::FxHashMap;

use crate::machine::Fault;
use crate::ticker::Ticker;

#[derive(Default)]
pub struct Executor {
    /// Asked whenever there is something that a strand in a loop should give way to.
    pub(crate) ticker: Ticker,
    handle: OnceLock<Handle>,
    /// Held by the thread that polls.
    reactor: Mutex<Option<Reactor>>,
    /// What strands wait for.
    waiting: Mutex<FxHashMap<StrandId, TaskHandle>>,
    /// What futures have given, for which strands, since somebody last looked.
    arrived: Arc<Mutex<Vec<(StrandId, Completion)>>>,
    /// The same of strands that are ready and have not gone on yet; and how many there are.
    done: Mutex<FxHashMap<StrandId, Completion>>,
    done_count: AtomicUsize,
    resources: Mutex<Resources>,
    /// The program has been asked to stop.
    pub stop: AtomicBool,
    /// It has ended, or failed.
    pub over: AtomicBool,
    /// Futures that have given something of which strands have not been told.
    untold: Arc<AtomicUsize>,
    /// How often somebody has asked what the strands do.
    pub dumps: AtomicUsize,
    failed: AtomicBool,
    failure: Mutex<Option<Fault>>,
}

/// What a turn has brought.
pub struct Arrived {
    /// Those that can go on.
    pub strands: Vec<StrandId>,
    told: usize,
}

/// The right to wait for events.
pub struct Poll<'a> {
    executor: &'a Executor,
    reactor: MutexGuard<'a, Option<Reactor>>,
}

impl Turn<Arrived> for Poll<'_> {
    /// Lets futures go on; the strands that can go on.
    fn wait(&mut self, timeout: Option<Duration>) -> Arrived {
        if let Some(reactor) = &mut *self.reactor
            && let Err(e) = reactor.turn(timeout)
        {
            // Only a broken system fails here; not to spin is all that can be done.
            eprintln!("error: waiting for input and output: {e}");
            std::thread::sleep(Duration::from_millis(100));
        }
        self.executor.arrived()
    }
}

impl Alarm for Executor {
    fn wake(&self) {
        if let Some(handle) = self.handle.get() {
            handle.wake();
        }
    }
}

impl Events for Executor {
    type Arrived = Arrived;
    type Turn<'a> = Poll<'a>;

    fn turn(&self) -> Option<Poll<'_>> {
        self.handle.get()?;
        let reactor = self.reactor.try_lock()?;
        Some(Poll { executor: self, reactor })
    }

    fn concerned(&self) -> bool {
        // In this order: what a future gives is there before it has ended.
        self.handle.get().is_some_and(Handle::busy) || self.untold.load(Ordering::SeqCst) > 0
    }
}

impl Executor {
    /// Something is wrong with the program or the machine: all threads end.
    pub fn fail(&self, what: Fault) {
        *self.failure.lock() = Some(what);
        self.failed.store(true, Ordering::Release);
    }

    pub fn failure(&self) -> Option<Fault> {
        if !self.failed.load(Ordering::Acquire) {
            return None;
        }
        self.failure.lock().clone()
    }

    fn arrived(&self) -> Arrived {
        let arrived = std::mem::take(&mut *self.arrived.lock());
        let told = arrived.len();
        let mut strands = Vec::with_capacity(told);
        for (strand, completion) in arrived {
            if self.waiting.lock().remove(&strand).is_some() {
                self.finish(strand, completion);
                strands.push(strand);
            }
        }
        Arrived { strands, told }
    }

    /// The strands have been told.
    pub fn told(&self, arrived: &Arrived) {
        self.untold.fetch_sub(arrived.told, Ordering::SeqCst);
    }

    fn finish(&self, strand: StrandId, completion: Completion) {
        self.done.lock().insert(strand, completion);
        self.done_count.fetch_add(1, Ordering::Relaxed);
    }

    /// Drops what a strand waits for.
    pub fn forget(&self, strand: StrandId) {
        self.take(strand);
        if let Some(task) = self.waiting.lock().remove(&strand) {
            task.cancel();
        }
    }

    /// What the future gave that a strand has waited for.
    pub fn take(&self, strand: StrandId) -> Option<Completion> {
        if self.done_count.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let found = self.done.lock().remove(&strand);
        if found.is_some() {
            self.done_count.fetch_sub(1, Ordering::Relaxed);
        }
        found
    }
}

impl Outside for Executor {
    fn reactor(&self) -> io::Result<Handle> {
        if let Some(handle) = self.handle.get() {
            return Ok(handle.clone());
        }
        let mut place = self.reactor.lock();
        if let Some(handle) = self.handle.get() {
            return Ok(handle.clone());
        }
        let reactor = Reactor::new()?;
        let handle = reactor.handle();
        *place = Some(reactor);
        Ok(self.handle.get_or_init(|| handle).clone())
    }

    fn strand_begun(&self) {
        self.ticker.arm();
    }

    fn wait(&self, strand: StrandId, future: Waiting) {
        self.ticker.arm();
        let (arrived, untold) = (self.arrived.clone(), self.untold.clone());
        match self.reactor() {
            Ok(handle) => {
                // Under the lock, so that nobody looks for the task before it is there.
                let mut waiting = self.waiting.lock();
                let task = handle.spawn(async move {
                    let completion = future.await;
                    untold.fetch_add(1, Ordering::SeqCst);
                    arrived.lock().push((strand, completion));
                });
                waiting.insert(strand, task);
                drop(waiting);
                if self.untold.load(Ordering::SeqCst) > 0 {
                    // It may be this one that has ended at once.
                    handle.wake();
                }
            }
            // A future that was made without the reactor; there is nothing that could poll it.
            Err(e) => {
                let message = format!("no input and output: {e}");
                let fail: Completion = Box::new(|_| Err(Fail::Panic("{ballerina}SystemError", message)));
                self.finish(strand, fail);
            }
        }
    }

    fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
        self.wake();
    }

    fn resources(&self) -> MutexGuard<'_, Resources> {
        self.resources.lock()
    }
}
