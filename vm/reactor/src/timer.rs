//! Points in time, kept in order; one that nobody waits for any more is taken out.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use crate::driver::Driver;

#[derive(Default)]
pub(crate) struct Timers {
    waiting: BTreeMap<(Instant, u64), Waker>,
    count: u64,
}

/// Up to which point in time timers have been taken out, for those who wait to look at without the clock.
pub(crate) struct Passed {
    start: Instant,
    nanos: AtomicU64,
}

impl Default for Passed {
    fn default() -> Passed {
        Passed { start: Instant::now(), nanos: AtomicU64::new(0) }
    }
}

impl Passed {
    fn nanos_of(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.start).as_nanos()).unwrap_or(u64::MAX)
    }

    /// What was due has been taken out, and is woken afterwards.
    pub fn advance(&self, now: Instant) {
        self.nanos.store(self.nanos_of(now), Ordering::Release);
    }

    /// The point in time up to which that has been done.
    pub fn last(&self) -> Instant {
        self.start + Duration::from_nanos(self.nanos.load(Ordering::Acquire))
    }

    fn is_past(&self, due: Instant) -> bool {
        self.nanos.load(Ordering::Acquire) >= self.nanos_of(due)
    }
}

impl Timers {
    pub fn next_due(&self) -> Option<Instant> {
        self.waiting.first_key_value().map(|((due, _), _)| *due)
    }

    /// Takes out what is due.
    pub fn take_due(&mut self, now: Instant) -> Vec<Waker> {
        let mut out = Vec::new();
        while let Some(first) = self.waiting.first_entry().filter(|e| e.key().0 <= now) {
            out.push(first.remove());
        }
        out
    }
}

/// Ready at a point in time.
pub struct Sleep {
    driver: Arc<Driver>,
    due: Instant,
    /// Its number among the timers, and who is woken.
    waiting: Option<(u64, Waker)>,
}

impl Sleep {
    pub(crate) fn new(driver: Arc<Driver>, due: Instant) -> Sleep {
        Sleep { driver, due, waiting: None }
    }

    /// When it is ready.
    pub fn due(&self) -> Instant {
        self.due
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match &self.waiting {
            // A task is polled for other reasons most often.
            Some((_, waker)) if waker.will_wake(cx.waker()) => {
                return if self.driver.passed.is_past(self.due) { Poll::Ready(()) } else { Poll::Pending };
            }
            _ if Instant::now() >= self.due => return Poll::Ready(()),
            _ => {}
        }
        let driver = self.driver.clone();
        let first = {
            let mut timers = driver.timers.lock();
            let before = timers.next_due();
            let number = self.waiting.as_ref().map_or(timers.count, |(number, _)| *number);
            timers.count += 1;
            timers.waiting.insert((self.due, number), cx.waker().clone());
            self.waiting = Some((number, cx.waker().clone()));
            before.is_none_or(|b| self.due < b)
        };
        // The owner may be waiting for something later.
        if first {
            driver.unpark();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((number, _)) = self.waiting {
            self.driver.timers.lock().waiting.remove(&(self.due, number));
        }
    }
}

/// Time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed;

/// What the first of two futures gives, or the second when that is ready and the first is not.
pub async fn first<A: Future, B: Future>(a: A, b: B) -> Result<A::Output, B::Output> {
    let (mut a, mut b) = (pin!(a), pin!(b));
    poll_fn(|cx| match a.as_mut().poll(cx) {
        Poll::Ready(v) => Poll::Ready(Ok(v)),
        Poll::Pending => b.as_mut().poll(cx).map(Err),
    })
    .await
}
