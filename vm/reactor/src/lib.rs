//! The outside as futures: sockets, timers, blocking work; and the executor that polls them.
//!
//! There is one [`Reactor`] per program. Its owner calls [`Reactor::turn`], which polls the tasks that can go on and, when
//! there are none, waits for the system. Everything else works through a [`Handle`], from any thread.
//!
//! # Protocol
//!
//! - A *task* is a future without a result. It is in the ready queue exactly when its `queued` flag is set; a wake-up sets
//!   the flag, the executor clears it before it polls, so that a wake-up during a poll is not lost.
//! - A *source* is a registered socket, edge-triggered. Each side (reading, writing) is ready until an operation says that
//!   it would block. An event counts the side's tick; an operation that would block clears `ready` only if the tick is
//!   still that of before the operation, so that an event that comes in between is not lost.
//! - The owner announces in `parked` that it is about to wait, then looks at the ready queue once more. Whoever makes a task
//!   ready puts it there first and looks at `parked` afterwards. Both are sequentially consistent: at least one of the two
//!   sees the other.
//! - Dropping a future releases what it holds: a socket is deregistered, a timer is taken out.
#![forbid(unsafe_code)]

mod pool;
mod source;
mod task;
mod tcp;
mod timer;
mod udp;

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

pub use pool::Blocking;
use pool::Pool;
use source::Sources;
pub use task::TaskHandle;
use task::Tasks;
pub use tcp::{SocketOptions, TcpListener, TcpStream};
pub use timer::{Elapsed, Sleep, first};
use timer::{Passed, Timers};
pub use udp::UdpSocket;

/// The token of wake-ups from other threads.
const WAKE: mio::Token = mio::Token(usize::MAX);
/// Tasks polled in one turn before the system is asked again.
const BATCH: usize = 256;

pub(crate) struct Shared {
    registry: mio::Registry,
    waker: mio::Waker,
    /// The owner waits, or is about to.
    parked: AtomicBool,
    /// The owner is not to wait.
    woken: AtomicBool,
    sources: Sources,
    timers: Mutex<Timers>,
    passed: Passed,
    tasks: Tasks,
    pool: Arc<Pool>,
}

impl Shared {
    /// Makes the owner look at the ready queue.
    pub(crate) fn unpark(&self) {
        if self.parked.swap(false, Ordering::SeqCst) {
            let _ = self.waker.wake();
        }
    }
}

/// See the crate documentation.
pub struct Reactor {
    poll: mio::Poll,
    events: mio::Events,
    shared: Arc<Shared>,
}

/// Starts tasks and makes sockets and timers.
#[derive(Clone)]
pub struct Handle(pub(crate) Arc<Shared>);

impl Reactor {
    /// # Errors
    /// When the system has no more descriptors.
    pub fn new() -> io::Result<Reactor> {
        let poll = mio::Poll::new()?;
        let shared = Shared {
            registry: poll.registry().try_clone()?,
            waker: mio::Waker::new(poll.registry(), WAKE)?,
            parked: AtomicBool::new(false),
            woken: AtomicBool::new(false),
            sources: Sources::default(),
            timers: Mutex::new(Timers::default()),
            passed: Passed::default(),
            tasks: Tasks::default(),
            pool: Arc::new(Pool::default()),
        };
        Ok(Reactor { poll, events: mio::Events::with_capacity(256), shared: Arc::new(shared) })
    }

    pub fn handle(&self) -> Handle {
        Handle(self.shared.clone())
    }

    /// Polls the tasks that can go on. When there are none, waits for at most `timeout` (`None`: without end) until there
    /// may be some, or [`Handle::wake`] is called, and polls those.
    ///
    /// # Errors
    /// When waiting fails, which only a broken system makes it.
    pub fn turn(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        if !self.shared.tasks.run(BATCH) {
            self.wait(timeout)?;
            self.shared.tasks.run(BATCH);
        } else if timeout.is_some_and(|t| t.is_zero()) {
            self.wait(timeout)?;
        }
        Ok(())
    }

    fn wait(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        let now = Instant::now();
        let due = self.shared.timers.lock().next_due().map(|d| d.saturating_duration_since(now));
        let mut timeout = match (timeout, due) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.shared.parked.store(true, Ordering::SeqCst);
        if self.shared.woken.swap(false, Ordering::SeqCst) || self.shared.tasks.any_ready() {
            timeout = Some(Duration::ZERO);
        }
        let polled = self.poll.poll(&mut self.events, timeout);
        self.shared.parked.store(false, Ordering::SeqCst);
        match polled {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => other?,
        }
        for event in &self.events {
            if event.token() != WAKE {
                self.shared.sources.notice(event);
            }
        }
        let now = Instant::now();
        let due = self.shared.timers.lock().take_due(now);
        self.shared.passed.advance(now);
        due.into_iter().for_each(std::task::Waker::wake);
        Ok(())
    }
}

impl Drop for Reactor {
    fn drop(&mut self) {
        // Tasks hold handles, and handles the tasks.
        self.shared.tasks.clear();
    }
}

impl Handle {
    /// Starts a task: polls it once, here; then the owner does.
    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) -> TaskHandle {
        self.0.tasks.spawn(&self.0, Box::pin(future), true)
    }

    /// The same for a task for which nobody waits, such as one that looks after an idle connection: [`Handle::busy`] does
    /// not see it.
    pub fn spawn_background(&self, future: impl Future<Output = ()> + Send + 'static) -> TaskHandle {
        self.0.tasks.spawn(&self.0, Box::pin(future), false)
    }

    /// Whether there is a task that has not ended, other than those in the background.
    pub fn busy(&self) -> bool {
        self.0.tasks.live() > 0
    }

    /// Ends the owner's wait, or its next one if it does not wait.
    pub fn wake(&self) {
        self.0.woken.store(true, Ordering::SeqCst);
        self.0.unpark();
    }

    /// Runs `f` on a thread of the bounded pool for work that blocks.
    pub fn blocking<T: Send + 'static>(&self, f: impl FnOnce() -> T + Send + 'static) -> Blocking<T> {
        pool::run(&self.0.pool, f)
    }

    /// The addresses of a host; one that is an address itself needs no look-up.
    ///
    /// # Errors
    /// When the host is not known.
    pub async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<std::net::SocketAddr>> {
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        if let Ok(ip) = bare.parse::<std::net::IpAddr>() {
            return Ok(vec![std::net::SocketAddr::new(ip, port)]);
        }
        let host = host.to_string();
        self.blocking(move || {
            let all: Vec<_> = std::net::ToSocketAddrs::to_socket_addrs(&(host.as_str(), port))?.collect();
            match all.is_empty() {
                true => Err(io::Error::new(io::ErrorKind::NotFound, format!("no address of {host}"))),
                false => Ok(all),
            }
        })
        .await
    }

    /// When the owner last looked for events: the time now but for what it has done since, without asking the clock.
    pub fn recently(&self) -> Instant {
        self.0.passed.last()
    }

    /// A future that is ready at a point in time.
    pub fn sleep_until(&self, due: Instant) -> Sleep {
        Sleep::new(self.0.clone(), due)
    }

    /// A future's result, unless it takes longer than `limit` (`None`: however long it takes).
    ///
    /// # Errors
    /// [`Elapsed`] when it takes longer.
    pub async fn timeout<F: Future>(&self, limit: Option<Duration>, future: F) -> Result<F::Output, Elapsed> {
        let Some(limit) = limit else { return Ok(future.await) };
        // The clock is looked at when the future is not ready at once.
        let late = async {
            match Instant::now().checked_add(limit) {
                Some(due) => self.sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        first(future, late).await.map_err(|()| Elapsed)
    }
}

/// What failed, in the system's words without its number.
pub fn reason(e: &io::Error) -> String {
    let text = e.to_string();
    match text.split_once(" (os error") {
        Some((text, _)) => text.to_string(),
        None => text,
    }
}

#[cfg(test)]
mod tests;
