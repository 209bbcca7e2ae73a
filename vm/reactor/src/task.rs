//! Tasks and the queue of those that can go on.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Wake, Waker};

use parking_lot::Mutex;
use slab::Slab;

use crate::Shared;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Task {
    shared: Weak<Shared>,
    /// In the ready queue.
    queued: AtomicBool,
    /// `None` once the task has ended.
    work: Mutex<Option<Work>>,
    /// Its place among the live tasks.
    key: AtomicUsize,
    /// Not one in the background.
    counted: bool,
}

#[derive(Default)]
pub(crate) struct Tasks {
    ready: Mutex<VecDeque<Arc<Task>>>,
    live: Mutex<Slab<Arc<Task>>>,
    count: AtomicUsize,
}

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
    if let Some(shared) = task.shared.upgrade() {
        shared.tasks.live.lock().try_remove(task.key.load(Ordering::Relaxed));
        if task.counted {
            shared.tasks.count.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, Ordering::AcqRel)
            && let Some(shared) = self.shared.upgrade()
        {
            shared.tasks.ready.lock().push_back(self);
            shared.unpark();
        }
    }
}

impl Tasks {
    /// `counted`: [`Tasks::live`] has it.
    pub fn spawn(&self, shared: &Arc<Shared>, work: Work, counted: bool) -> TaskHandle {
        let task = Arc::new(Task {
            shared: Arc::downgrade(shared),
            queued: AtomicBool::new(false),
            work: Mutex::new(Some(work)),
            key: AtomicUsize::new(0),
            counted,
        });
        let handle = TaskHandle(Arc::downgrade(&task));
        if counted {
            self.count.fetch_add(1, Ordering::SeqCst);
        }
        let key = self.live.lock().insert(task.clone());
        task.key.store(key, Ordering::Relaxed);
        // The owner need not be woken for what waits.
        poll(task);
        handle
    }

    pub fn live(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    pub fn any_ready(&self) -> bool {
        !self.ready.lock().is_empty()
    }

    /// Polls up to `limit` tasks that can go on; whether there was one.
    pub fn run(&self, limit: usize) -> bool {
        for i in 0..limit {
            let Some(task) = self.ready.lock().pop_front() else { return i > 0 };
            poll(task);
        }
        true
    }

    /// Ends all tasks.
    pub fn clear(&self) {
        self.ready.lock().clear();
        let tasks: Vec<_> = self.live.lock().drain().collect();
        self.count.store(0, Ordering::Relaxed);
        for task in tasks {
            let work = task.work.lock().take();
            drop(work);
        }
    }
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
