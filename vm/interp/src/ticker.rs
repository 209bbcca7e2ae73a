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
    /// Raise it again and again, so often.
    always: Mutex<Option<Duration>>,
    /// The program has ended.
    over: Mutex<bool>,
    changed: Condvar,
    /// What loops look at, of each thread.
    flags: Mutex<Vec<Arc<AtomicBool>>>,
}

#[derive(Default)]
pub(crate) struct Ticker {
    shared: Arc<Shared>,
    started: AtomicBool,
}

impl Ticker {
    /// One more thread's flag.
    pub fn add(&self, flag: Arc<AtomicBool>) {
        self.shared.flags.lock().push(flag);
    }

    /// Raises the flags at once.
    pub fn raise(&self) {
        self.shared.raise();
    }

    /// Has the flags raised so often from now on.
    pub fn always(&self, interval: Duration) {
        *self.shared.always.lock() = Some(interval);
        self.arm();
    }

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
            let shared = self.shared.clone();
            // Without a thread nobody is made to give way.
            let _ = std::thread::Builder::new().name("ticker".into()).spawn(move || tick(&shared));
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        *self.shared.over.lock() = true;
        self.shared.changed.notify_one();
    }
}

impl Shared {
    fn raise(&self) {
        self.flags.lock().iter().for_each(|f| f.store(true, Ordering::Relaxed));
    }
}

fn tick(shared: &Shared) {
    let mut over = shared.over.lock();
    while !*over {
        let always = *shared.always.lock();
        if always.is_none() && !shared.armed.load(Ordering::Relaxed) {
            shared.changed.wait(&mut over);
            continue;
        }
        // Told of the end only.
        shared.changed.wait_for(&mut over, always.unwrap_or(SLICE));
        shared.armed.store(false, Ordering::Relaxed);
        shared.raise();
    }
}
