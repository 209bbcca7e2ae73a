//! Points in time, kept in order; one that nobody waits for any more is taken out.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use crate::Shared;

#[derive(Default)]
pub(crate) struct Timers {
    waiting: BTreeMap<(Instant, u64), Waker>,
    count: u64,
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
    shared: Arc<Shared>,
    due: Instant,
    /// Its number among the timers, while it waits.
    number: Option<u64>,
}

impl Sleep {
    pub(crate) fn new(shared: Arc<Shared>, due: Instant) -> Sleep {
        Sleep { shared, due, number: None }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if Instant::now() >= self.due {
            return Poll::Ready(());
        }
        let shared = self.shared.clone();
        let first = {
            let mut timers = shared.timers.lock();
            let before = timers.next_due();
            let number = *self.number.get_or_insert_with(|| {
                timers.count += 1;
                timers.count
            });
            timers.waiting.insert((self.due, number), cx.waker().clone());
            before.is_none_or(|b| self.due < b)
        };
        // The owner may be waiting for something later.
        if first {
            shared.unpark();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.shared.timers.lock().waiting.remove(&(self.due, number));
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
