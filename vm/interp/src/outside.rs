//! Futures that strands wait for. The reactor is made when the first native asks for it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use native::sched::StrandId;
use native::{Completion, Fail, Outside, Resources, Waiting};
use parking_lot::Mutex;
use reactor::{Handle, Reactor, TaskHandle};
use rustc_hash::FxHashMap;

use crate::ticker::Ticker;

#[derive(Default)]
pub(crate) struct Executor {
    /// Asked whenever there is something that a strand in a loop should give way to.
    pub ticker: Ticker,
    reactor: Option<Reactor>,
    /// What strands wait for.
    waiting: FxHashMap<StrandId, TaskHandle>,
    /// What futures have given since the last turn, for which strands.
    arrived: Arc<Mutex<Vec<(StrandId, Completion)>>>,
    /// The same of strands that are ready and have not gone on yet.
    done: FxHashMap<StrandId, Completion>,
    resources: Resources,
}

impl Executor {
    /// Whether there are futures that have not ended.
    pub fn busy(&self) -> bool {
        self.reactor.as_ref().is_some_and(Reactor::busy)
    }

    /// Whether there is a reactor to wait in.
    pub fn is_open(&self) -> bool {
        self.reactor.is_some()
    }

    /// Lets futures go on, waiting for so long at most when none can (`None`: without end); the strands that can go on.
    pub fn turn(&mut self, timeout: Option<Duration>) -> Vec<StrandId> {
        let Some(reactor) = &mut self.reactor else { return Vec::new() };
        if let Err(e) = reactor.turn(timeout) {
            // Only a broken system fails here; not to spin is all that can be done.
            eprintln!("error: waiting for input and output: {e}");
            std::thread::sleep(Duration::from_millis(100));
        }
        let arrived = std::mem::take(&mut *self.arrived.lock());
        let mut strands = Vec::with_capacity(arrived.len());
        for (strand, completion) in arrived {
            if self.waiting.remove(&strand).is_some() {
                self.done.insert(strand, completion);
                strands.push(strand);
            }
        }
        strands
    }

    /// Drops what a strand waits for.
    pub fn forget(&mut self, strand: StrandId) {
        self.done.remove(&strand);
        if let Some(task) = self.waiting.remove(&strand) {
            task.cancel();
        }
    }

    /// What the future gave that a strand has waited for.
    pub fn take(&mut self, strand: StrandId) -> Option<Completion> {
        if self.done.is_empty() { None } else { self.done.remove(&strand) }
    }
}

impl Outside for Executor {
    fn reactor(&mut self) -> io::Result<Handle> {
        if let Some(r) = &self.reactor {
            return Ok(r.handle());
        }
        let reactor = Reactor::new()?;
        let handle = reactor.handle();
        self.reactor = Some(reactor);
        Ok(handle)
    }

    fn strand_begun(&mut self) {
        self.ticker.arm();
    }

    fn wait(&mut self, strand: StrandId, future: Waiting) {
        self.ticker.arm();
        let arrived = self.arrived.clone();
        match self.reactor() {
            Ok(handle) => {
                let task = handle.spawn(async move {
                    let completion = future.await;
                    arrived.lock().push((strand, completion));
                });
                self.waiting.insert(strand, task);
            }
            // A future that was made without the reactor; there is nothing that could poll it.
            Err(e) => {
                let message = format!("no input and output: {e}");
                let fail: Completion = Box::new(|_| Err(Fail::Panic("{ballerina}SystemError", message)));
                self.done.insert(strand, fail);
            }
        }
    }

    fn resources(&mut self) -> &mut Resources {
        &mut self.resources
    }
}
