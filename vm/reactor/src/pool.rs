//! A bounded pool of threads for work that blocks: names, files, libraries that know no other way.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

/// Threads at most.
const MAX_THREADS: usize = 64;
/// How long a thread without work stays.
const IDLE: Duration = Duration::from_secs(10);

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    threads: usize,
    idle: usize,
}

#[derive(Default)]
pub(crate) struct Pool {
    state: Mutex<State>,
    work: Condvar,
}

impl Pool {
    fn submit(self: &Arc<Pool>, job: Job) {
        let mut s = self.state.lock();
        s.jobs.push_back(job);
        if s.idle >= s.jobs.len() || s.threads == MAX_THREADS {
            self.work.notify_one();
            return;
        }
        let pool = self.clone();
        let spawned = std::thread::Builder::new().name("blocking".into()).spawn(move || pool.serve());
        match spawned {
            Ok(_) => s.threads += 1,
            // Those there are do it in turn; without any it is done here.
            Err(_) if s.threads > 0 => {}
            Err(_) => {
                let job = s.jobs.pop_back();
                drop(s);
                if let Some(job) = job {
                    job();
                }
            }
        }
    }

    fn serve(&self) {
        let mut s = self.state.lock();
        loop {
            if let Some(job) = s.jobs.pop_front() {
                drop(s);
                job();
                s = self.state.lock();
                continue;
            }
            s.idle += 1;
            let over = self.work.wait_for(&mut s, IDLE).timed_out();
            s.idle -= 1;
            if over && s.jobs.is_empty() {
                s.threads -= 1;
                return;
            }
        }
    }
}

struct Slot<T> {
    value: Option<std::thread::Result<T>>,
    waker: Option<Waker>,
}

/// The result of work that blocks, once it is done. A panic of the work goes on where this is polled.
pub struct Blocking<T>(Arc<Mutex<Slot<T>>>);

impl<T> Future for Blocking<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        let mut slot = self.0.lock();
        match slot.value.take() {
            Some(Ok(v)) => Poll::Ready(v),
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => {
                slot.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

pub(crate) fn run<T: Send + 'static>(
    pool: &Arc<Pool>,
    f: impl FnOnce() -> T + Send + 'static,
) -> Blocking<T> {
    let slot = Arc::new(Mutex::new(Slot { value: None, waker: None }));
    let theirs = slot.clone();
    pool.submit(Box::new(move || {
        // Nobody waits for it any more.
        if Arc::strong_count(&theirs) == 1 {
            return;
        }
        let v = std::panic::catch_unwind(std::panic::AssertUnwindSafe(f));
        let waker = {
            let mut slot = theirs.lock();
            slot.value = Some(v);
            slot.waker.take()
        };
        if let Some(w) = waker {
            w.wake();
        }
    }));
    Blocking(slot)
}
