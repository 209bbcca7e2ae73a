//! The clock of pre-emption: raises a flag that loops look at, some time after somebody asked for it.
//!
//! Nobody asks as long as there is nothing to give way to, so that an idle program, or one with a single strand, is never
//! disturbed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

/// How long a strand may go on before it gives way to others.
const SLICE: Duration = Duration::from_millis(5);

#[derive(Default)]
struct Shared {
    /// Somebody wants the flag raised. Set without the lock, too.
    armed: AtomicBool,
    /// The program has ended.
    over: Mutex<bool>,
    changed: Condvar,
}

#[derive(Default)]
pub(crate) struct Ticker {
    /// What loops look at.
    pub flag: Arc<AtomicBool>,
    shared: Arc<Shared>,
    started: AtomicBool,
}

impl Ticker {
    /// Has the flag raised when a time slice has passed.
    pub fn arm(&self) {
        if self.shared.armed.load(Ordering::Relaxed) {
            return;
        }
        // Under the lock, so that the thread either sees it or is waiting to be told.
        let guard = self.shared.over.lock();
        self.shared.armed.store(true, Ordering::Relaxed);
        self.shared.changed.notify_one();
        drop(guard);
        if !self.started.swap(true, Ordering::Relaxed) {
            let (flag, shared) = (self.flag.clone(), self.shared.clone());
            // Without a thread nobody is made to give way.
            let _ = std::thread::Builder::new().name("ticker".into()).spawn(move || tick(&flag, &shared));
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        *self.shared.over.lock() = true;
        self.shared.changed.notify_one();
    }
}

fn tick(flag: &AtomicBool, shared: &Shared) {
    let mut over = shared.over.lock();
    while !*over {
        if !shared.armed.load(Ordering::Relaxed) {
            shared.changed.wait(&mut over);
            continue;
        }
        // Told of the end only.
        shared.changed.wait_for(&mut over, SLICE);
        shared.armed.store(false, Ordering::Relaxed);
        flag.store(true, Ordering::Relaxed);
    }
}
