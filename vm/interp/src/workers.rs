//! Further threads, begun when there is work for them.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use bal_sched::Events;

use crate::machine::{Machine, MachineConfig, Parts};

/// What following nested values takes of the native stack; only reserved.
const NATIVE_STACK: usize = 1 << 30;

/// [`Workers::patience`], if there were one processor; and what it is at least.
const PATIENCE: Duration = Duration::from_millis(4);
const LEAST_PATIENCE: Duration = Duration::from_micros(200);

/// The threads that the first one has begun.
pub(crate) struct Workers {
    limit: usize,
    threads: Vec<JoinHandle<()>>,
}

/// A machine on the way to its thread.
struct Moved(Box<Machine>);

// SAFETY: nobody uses it before it has arrived.
unsafe impl Send for Moved {}

impl Workers {
    /// How long strands must have been waiting for a thread before there is another one: programs that have little to do stay
    /// on one, where strands take turns in the order in which they are readied. The more processors there are, the likelier
    /// one has nothing else to do.
    pub fn patience(&self) -> Duration {
        (PATIENCE / self.limit.max(2) as u32).max(LEAST_PATIENCE)
    }

    /// Threads at most.
    pub fn limit(&self) -> usize {
        self.limit
    }

    pub fn new(config: &MachineConfig) -> Workers {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        Workers { limit: config.workers.unwrap_or_else(processors).max(1), threads: Vec::new() }
    }
}

impl Machine {
    /// Whether another thread could be begun. Only the first one begins them.
    pub(crate) fn may_add_worker(&self) -> bool {
        self.workers.threads.len() + 1 < self.workers.limit
    }

    /// Begins another thread.
    pub(crate) fn add_worker(&mut self) {
        if self.workers.threads.is_empty() {
            // SAFETY: this is the only thread that executes the program yet.
            if !unsafe { self.load_all() } {
                // Code that is refused ends the program when it is called; until then one thread has to do.
                self.workers.limit = 1;
                return;
            }
            let (host, outside) = (Arc::downgrade(&self.host), Arc::downgrade(&self.outside));
            let interval = self.workers.patience() / 2;
            self.outside.ticker.help(interval, move || {
                if let Some((host, outside)) = host.upgrade().zip(outside.upgrade()) {
                    host.help(outside.strain());
                }
            });
        }
        let number = self.strands().add_worker();
        let mut worker = Machine::assemble(Parts {
            world: self.world.share(&self.program.archive),
            program: self.program.clone(),
            host: self.host.clone(),
            outside: self.outside.clone(),
            workers: Workers { limit: 0, threads: Vec::new() },
            worker: number,
            poll: Arc::default(),
            max_stack: self.max_stack,
            snapshot: self.snapshot.clone(),
        });
        // A collection that waits for this thread would keep the new one from joining.
        self.world.heap.outside(|| worker.settle());
        worker.world.take_constants(&self.world);
        let moved = Moved(worker);
        let name = format!("worker {number}");
        let thread = std::thread::Builder::new().name(name).stack_size(NATIVE_STACK).spawn(move || {
            let moved = moved;
            let mut worker = moved.0;
            // What it makes belongs to its own reactor.
            drop(worker.outside.turn(number));
            worker.work();
            worker.finish_profile();
            worker.world.heap.retire();
        });
        match thread {
            Ok(t) => self.workers.threads.push(t),
            // The system gives no more threads: those there are have to do.
            Err(_) => self.workers.limit = self.workers.threads.len() + 1,
        }
    }

    /// Ends the other threads: what they run is left as it is.
    pub fn shut_down(&mut self) {
        if self.workers.threads.is_empty() {
            return;
        }
        self.outside.over.store(true, Ordering::SeqCst);
        self.outside.ticker.raise();
        self.host.rouse();
        let threads = std::mem::take(&mut self.workers.threads);
        self.world.heap.outside(|| {
            for t in threads {
                // One that has panicked has said so.
                let _ = t.join();
            }
        });
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.shut_down();
    }
}
