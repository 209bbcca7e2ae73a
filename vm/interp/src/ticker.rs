//! The clock of pre-emption: raises a flag that loops look at, some time after somebody asked for it.
//!
//! Nobody asks as long as there is nothing to give way to, so that an idle program, or one with a single strand, is never
//! disturbed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex, MutexGuard};

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
    help: OnceLock<Help>,
}

/// What is called while there is something to give way to, so often.
struct Help {
    interval: Duration,
    call: Box<dyn Fn() + Send + Sync>,
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

    /// Has this called so often from now on, while there is something to give way to.
    pub fn help(&self, interval: Duration, call: impl Fn() + Send + Sync + 'static) {
        let _ = self.shared.help.set(Help { interval, call: Box::new(call) });
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
        let slice = Instant::now() + always.unwrap_or(SLICE);
        while !*over && Instant::now() < slice {
            let help = shared.help.get();
            let next = help.map_or(slice, |h| slice.min(Instant::now() + h.interval));
            // Told of the end only.
            shared.changed.wait_until(&mut over, next);
            if let Some(help) = help {
                MutexGuard::unlocked(&mut over, &help.call);
            }
        }
        shared.armed.store(false, Ordering::Relaxed);
        shared.raise();
    }
}
