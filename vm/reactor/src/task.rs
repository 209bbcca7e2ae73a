//! Tasks and the queues of those that can go on.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Wake, Waker};

use parking_lot::Mutex;
use slab::Slab;

use crate::driver::{Driver, Runtime};

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What sort of a task it is.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sort {
    /// Not one in the background.
    pub counted: bool,
    /// It goes on where it is woken.
    pub follows: bool,
}

struct Task {
    runtime: Weak<Runtime>,
    sort: Sort,
    /// The reactor that has polled it last.
    home: AtomicUsize,
    /// In a ready queue.
    queued: AtomicBool,
    /// `None` once the task has ended.
    work: Mutex<Option<Work>>,
    /// Its place among the live tasks.
    key: AtomicUsize,
}

/// All tasks that have not ended.
#[derive(Default)]
pub(crate) struct Tasks {
    live: Mutex<Slab<Arc<Task>>>,
    count: AtomicUsize,
}

/// The tasks of a reactor that can go on.
#[derive(Default)]
pub(crate) struct Queue(Mutex<VecDeque<Arc<Task>>>);

/// A task that was started. Dropping the handle lets the task go on.
pub struct TaskHandle(Weak<Task>);

impl TaskHandle {
    /// Ends the task: what it holds is released. Not to be called by the task itself.
    pub fn cancel(&self) {
        if let Some(task) = self.0.upgrade() {
            end(&task);
        }
    }
}

fn end(task: &Arc<Task>) {
    let work = task.work.lock().take();
    if work.is_some() {
        ended(task);
    }
}

/// Notes the end of a task, whose work has been taken.
fn ended(task: &Arc<Task>) {
    if let Some(runtime) = task.runtime.upgrade() {
        runtime.tasks.live.lock().try_remove(task.key.load(Ordering::Relaxed));
        if task.sort.counted {
            runtime.tasks.count.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if self.queued.swap(true, Ordering::AcqRel) {
            return;
        }
        let Some(runtime) = self.runtime.upgrade() else { return };
        let local = if self.sort.follows { runtime.local() } else { None };
        let Some(driver) = local.or_else(|| runtime.driver(self.home.load(Ordering::Relaxed))) else {
            return;
        };
        driver.ready.0.lock().push_back(self);
        driver.unpark();
    }
}

impl Tasks {
    pub fn spawn(&self, runtime: &Arc<Runtime>, work: Work, sort: Sort) -> TaskHandle {
        let home = runtime.here().index;
        let task = Arc::new(Task {
            runtime: Arc::downgrade(runtime),
            sort,
            home: AtomicUsize::new(home),
            queued: AtomicBool::new(false),
            work: Mutex::new(Some(work)),
            key: AtomicUsize::new(0),
        });
        let handle = TaskHandle(Arc::downgrade(&task));
        if sort.counted {
            self.count.fetch_add(1, Ordering::SeqCst);
        }
        let key = self.live.lock().insert(task.clone());
        task.key.store(key, Ordering::Relaxed);
        // The owner need not be woken for what waits.
        poll(task);
        handle
    }

    /// How many there are but for those in the background.
    pub fn live(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    /// Ends all tasks.
    pub fn clear(&self) {
        let tasks: Vec<_> = self.live.lock().drain().collect();
        self.count.store(0, Ordering::Relaxed);
        for task in tasks {
            let work = task.work.lock().take();
            drop(work);
        }
    }
}

impl Queue {
    pub fn len(&self) -> usize {
        self.0.lock().len()
    }

    pub fn clear(&self) {
        let all = std::mem::take(&mut *self.0.lock());
        drop(all);
    }

    /// Takes half of what is ready elsewhere, the longer half of an odd number; whether there was any.
    pub fn take_half(&self, from: &Queue) -> bool {
        let taken = {
            let mut theirs = from.0.lock();
            let n = theirs.len().div_ceil(2);
            theirs.drain(..n).collect::<VecDeque<_>>()
        };
        let any = !taken.is_empty();
        self.0.lock().extend(taken);
        any
    }
}

/// Polls up to `limit` tasks that can go on, as those of this reactor; whether there was one.
pub(crate) fn run(driver: &Driver, limit: usize) -> bool {
    for i in 0..limit {
        let Some(task) = driver.ready.0.lock().pop_front() else { return i > 0 };
        if task.home.load(Ordering::Relaxed) != driver.index {
            task.home.store(driver.index, Ordering::Relaxed);
        }
        poll(task);
    }
    true
}

fn poll(task: Arc<Task>) {
    task.queued.store(false, Ordering::Release);
    let waker = Waker::from(task.clone());
    let mut work = task.work.lock();
    let Some(future) = work.as_mut() else { return };
    if future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
        // Taken before the lock is released: another thread may have found the task ready again.
        let done = work.take();
        drop(work);
        drop(done);
        ended(&task);
    }
}
