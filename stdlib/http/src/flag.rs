//! A condition that becomes true once, for which connections wait beside everything else that they do.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use parking_lot::Mutex;
use slab::Slab;

#[derive(Default)]
pub struct Flag {
    set: AtomicBool,
    waiting: Mutex<Slab<Waker>>,
}

/// See [`Flag::wait`].
pub struct Wait<'a> {
    flag: &'a Flag,
    /// Its place among those that wait, and who is woken.
    place: Option<(usize, Waker)>,
}

impl Flag {
    pub fn set(&self) {
        self.set.store(true, Ordering::SeqCst);
        let waiting = std::mem::take(&mut *self.waiting.lock());
        waiting.into_iter().for_each(|(_, waker)| waker.wake());
    }

    pub fn is_set(&self) -> bool {
        self.set.load(Ordering::SeqCst)
    }

    /// Until it is set. To be polled again costs next to nothing: a connection does so with each of its events.
    pub fn wait(&self) -> Wait<'_> {
        Wait { flag: self, place: None }
    }
}

impl Future for Wait<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.flag.is_set() {
            return Poll::Ready(());
        }
        if self.place.as_ref().is_some_and(|(_, waker)| waker.will_wake(cx.waker())) {
            return Poll::Pending;
        }
        let flag = self.flag;
        let mut waiting = flag.waiting.lock();
        // Whoever sets it takes the list after that.
        if flag.is_set() {
            return Poll::Ready(());
        }
        let place = match &self.place {
            Some((place, _)) => {
                waiting[*place] = cx.waker().clone();
                *place
            }
            None => waiting.insert(cx.waker().clone()),
        };
        self.place = Some((place, cx.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        if let Some((place, _)) = &self.place {
            // Nothing is there any more once the flag is set.
            self.flag.waiting.lock().try_remove(*place);
        }
    }
}
