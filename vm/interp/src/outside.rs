//! Futures that strands wait for. The reactor is made when the first native asks for it.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use native::sched::{Alarm, Events, Strain, StrandId, Turn};
use native::{Completion, Fail, Outside, Resources, Waiting};
use parking_lot::{Mutex, MutexGuard};
use reactor::{Handle, Reactor, TaskHandle};
use rustc_hash::FxHashMap;

use crate::loads::Loads;
use crate::machine::Fault;
use crate::ticker::Ticker;

/// The number of reactors that there can be, one for each worker: further workers have none.
const MOST_REACTORS: usize = 256;

/// What futures have given, and for which strands.
type Found = Vec<(StrandId, Completion)>;

pub struct Executor {
    /// Asked whenever there is something that a strand in a loop should give way to.
    pub(crate) ticker: Ticker,
    handle: OnceLock<Handle>,
    /// By worker; made when there is something to wait for. Held by the thread that polls.
    reactors: Box<[Mutex<Option<Reactor>>]>,
    loads: Mutex<Loads>,
    /// What strands wait for.
    waiting: Mutex<FxHashMap<StrandId, TaskHandle>>,
    /// By worker: what has been found on it since it last looked.
    arrived: Arc<[Mutex<Found>]>,
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

/// The right to wait for a worker's events.
pub struct Poll<'a> {
    executor: &'a Executor,
    worker: u32,
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
        self.executor.arrived(self.worker)
    }
}

impl Alarm for Executor {
    fn wake(&self, worker: u32) {
        if let Some(handle) = self.handle.get() {
            handle.wake_one(worker as usize);
        }
    }
}

impl Events for Executor {
    type Arrived = Arrived;
    type Turn<'a> = Poll<'a>;

    fn turn(&self, worker: u32) -> Option<Poll<'_>> {
        let handle = self.handle.get()?;
        let mut place = self.reactors.get(worker as usize)?.lock();
        let reactor = match &mut *place {
            Some(reactor) => reactor,
            None => place.insert(handle.another(worker as usize).ok()?),
        };
        reactor.settle();
        Some(Poll { executor: self, worker, reactor: place })
    }

    fn relieve(&self, worker: u32, other: u32) {
        if let Some(place) = self.reactors.get(other as usize)
            && let Some(mut reactor) = place.try_lock()
            && let Some(reactor) = &mut *reactor
        {
            // What fails here fails where the owner looks.
            let _ = reactor.look();
        }
        if let Some(turn) = self.turn(worker)
            && let Some(reactor) = &*turn.reactor
        {
            reactor.relieve(other as usize);
            let found = std::mem::take(&mut *self.arrived[other as usize].lock());
            if !found.is_empty() {
                self.arrived[worker as usize].lock().extend(found);
                self.wake(worker);
            }
        }
    }

    fn concerned(&self) -> bool {
        // In this order: what a future gives is there before it has ended.
        self.handle.get().is_some_and(Handle::busy) || self.untold.load(Ordering::SeqCst) > 0
    }
}

impl Executor {
    /// For a program that has so many workers at most.
    pub fn new(workers: usize) -> Executor {
        let reactors = workers.min(MOST_REACTORS);
        Executor {
            ticker: Ticker::default(),
            handle: OnceLock::new(),
            reactors: (0..reactors).map(|_| Mutex::new(None)).collect(),
            loads: Mutex::new(Loads::new(reactors)),
            waiting: Mutex::default(),
            arrived: (0..reactors).map(|_| Mutex::default()).collect(),
            done: Mutex::default(),
            done_count: AtomicUsize::new(0),
            resources: Mutex::default(),
            stop: AtomicBool::new(false),
            over: AtomicBool::new(false),
            untold: Arc::default(),
            dumps: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
            failure: Mutex::new(None),
        }
    }

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

    /// What the workers lack that look for events, if there may be some. Called now and then by one thread.
    pub fn strain(&self) -> Strain {
        let Some(handle) = self.handle.get().filter(|_| self.concerned()) else { return Strain::default() };
        self.loads.lock().look(Instant::now(), |worker| handle.load(worker))
    }

    fn arrived(&self, worker: u32) -> Arrived {
        let arrived = std::mem::take(&mut *self.arrived[worker as usize].lock());
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
        let mut place = self.reactors[0].lock();
        if let Some(handle) = self.handle.get() {
            return Ok(handle.clone());
        }
        // The first worker's, whoever asks.
        let reactor = Reactor::first_of(self.reactors.len())?;
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
                let here = handle.clone();
                let task = handle.spawn_following(async move {
                    let completion = future.await;
                    untold.fetch_add(1, Ordering::SeqCst);
                    arrived[here.place()].lock().push((strand, completion));
                });
                waiting.insert(strand, task);
                drop(waiting);
                if self.untold.load(Ordering::SeqCst) > 0 {
                    // It may be this one that has ended at once.
                    handle.wake_one(handle.place());
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
        if let Some(handle) = self.handle.get() {
            handle.wake();
        }
    }

    fn resources(&self) -> MutexGuard<'_, Resources> {
        self.resources.lock()
    }
}
