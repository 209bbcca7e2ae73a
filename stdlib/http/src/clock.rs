//! hyper's timers over the reactor's.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use parking_lot::Mutex;
use reactor::Handle;

/// The timers of one connection, which the task polls that drives it; one runs at a time. Most are dropped soon after they
/// have been made, one for the head of each request and one for its answer: the reactor is told of the first one only, which
/// serves the later ones too. When it ends, it is begun again for what is left.
#[derive(Clone)]
pub struct Clock {
    handle: Handle,
    running: Arc<Mutex<Option<reactor::Sleep>>>,
}

/// Ready at a point in time.
pub struct Alarm {
    due: Instant,
    handle: Handle,
    running: Arc<Mutex<Option<reactor::Sleep>>>,
}

impl Clock {
    pub fn new(handle: Handle) -> Clock {
        Clock { handle, running: Arc::default() }
    }

    pub fn until(&self, due: Instant) -> Alarm {
        Alarm { due, handle: self.handle.clone(), running: self.running.clone() }
    }
}

impl Future for Alarm {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut running = self.running.lock();
        loop {
            let sleep = match &mut *running {
                Some(sleep) if sleep.due() <= self.due => sleep,
                other => other.insert(self.handle.sleep_until(self.due)),
            };
            ready!(Pin::new(&mut *sleep).poll(cx));
            let due = sleep.due();
            *running = None;
            if due >= self.due {
                return Poll::Ready(());
            }
        }
    }
}

impl Sleep for Alarm {}

impl Timer for Clock {
    fn now(&self) -> Instant {
        self.handle.recently()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, due: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(self.until(due))
    }
}
