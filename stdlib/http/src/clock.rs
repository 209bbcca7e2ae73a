//! hyper's timers over the reactor's.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use parking_lot::Mutex;
use reactor::Handle;

/// The timers of one connection, which the task polls that drives it; one runs at a time. hyper makes one for the head of each request and drops it soon
/// after: the reactor is told of the first one only, which serves the later ones too. When it ends, it is begun again for
/// what is left.
pub struct Clock {
    handle: Handle,
    running: Arc<Mutex<Option<reactor::Sleep>>>,
}

struct Alarm {
    due: Instant,
    handle: Handle,
    running: Arc<Mutex<Option<reactor::Sleep>>>,
}

impl Clock {
    pub fn new(handle: Handle) -> Clock {
        Clock { handle, running: Arc::default() }
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
        Box::pin(Alarm { due, handle: self.handle.clone(), running: self.running.clone() })
    }
}
