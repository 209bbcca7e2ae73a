//! The outside as futures: sockets, timers, blocking work; and the executor that polls them.
//!
//! Each thread that runs futures has a [`Reactor`]; its owner calls [`Reactor::turn`], which polls the tasks that can go on and,
//! when there are none, waits for the system. Everything else works through a [`Handle`], from any thread: what is made
//! belongs to the reactor of the thread that makes it ([`Reactor::settle`]), or to the first one.
//!
//! # Protocol
//!
//! - A *task* is a future without a result. It is in a ready queue exactly when its `queued` flag is set; a wake-up sets
//!   the flag, the executor clears it before it polls, so that a wake-up during a poll is not lost.
//! - A task has a *home*, the reactor that has polled it last: wake-ups put it into the queue there, so that it and what it
//!   uses stay with one thread. A task that *follows* is put where the wake-up happens.
//! - A reactor with nothing to do may [take](Reactor::relieve) part of what is ready at another one, whose owner has no
//!   time for it; and look for the other one's events. From then on it is the home of those tasks.
//! - A *source* is a registered socket, edge-triggered. Each side (reading, writing) is ready until an operation says that
//!   it would block. An event counts the side's tick; an operation that would block clears `ready` only if the tick is
//!   still that of before the operation, so that an event that comes in between is not lost.
//! - A source is registered with one reactor, and moves to that of the task that waits for it, unless somebody waits for its
//!   other side: the new reactor tells what has come meanwhile. Who waits is noted before it moves.
//! - The owner announces in `parked` that it is about to wait, then looks at the timers, and at the ready queue once more.
//!   Whoever makes a task ready or adds a timer puts it there first and looks at `parked` afterwards. Both are sequentially
//!   consistent: at least one of the two sees the other.
//! - Dropping a future releases what it holds: a socket is deregistered, a timer is taken out.
#![forbid(unsafe_code)]

mod driver;
mod pool;
mod source;
mod task;
mod tcp;
mod timer;
mod udp;

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use driver::{Driver, Runtime};
pub use pool::Blocking;
pub use task::TaskHandle;
use task::{Queue, Sort};
pub use tcp::{SocketOptions, TcpListener, TcpStream};
pub use timer::{Elapsed, Sleep, first};
pub use udp::UdpSocket;

/// The token of wake-ups from other threads.
const WAKE: mio::Token = mio::Token(usize::MAX);
/// Tasks polled in one turn before the system is asked again.
const BATCH: usize = 256;
/// Whoever goes on for longer when it is given way to computes, and brings no events.
const LONG_TURN: Duration = Duration::from_millis(4);
/// How often nobody is given way to after that.
const STUBBORN: u32 = 64;

/// See the crate documentation.
pub struct Reactor {
    poll: mio::Poll,
    events: mio::Events,
    driver: Arc<Driver>,
    runtime: Arc<Runtime>,
    /// So many times more it does not give way.
    stubborn: u32,
}

/// Starts tasks and makes sockets and timers.
#[derive(Clone)]
pub struct Handle(pub(crate) Arc<Runtime>);

/// How a reactor's owner has spent its time so far.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// It waits now.
    pub waits: bool,
    /// For how long it has waited before.
    pub waited: Duration,
    /// How often it has looked for events.
    pub looks: u64,
    /// Tasks that can go on now.
    pub ready: usize,
}

impl Reactor {
    /// The only reactor of a program.
    ///
    /// # Errors
    /// When the system has no more descriptors.
    pub fn new() -> io::Result<Reactor> {
        Reactor::first_of(1)
    }

    /// The first of at most so many reactors of a program, number 0.
    ///
    /// # Errors
    /// When the system has no more descriptors.
    pub fn first_of(most: usize) -> io::Result<Reactor> {
        Reactor::of(Arc::new(Runtime::new(most)), 0)
    }

    fn of(runtime: Arc<Runtime>, index: usize) -> io::Result<Reactor> {
        let poll = mio::Poll::new()?;
        let driver = Arc::new(Driver {
            index,
            runtime: Arc::downgrade(&runtime),
            registry: poll.registry().try_clone()?,
            waker: mio::Waker::new(poll.registry(), WAKE)?,
            parked: AtomicBool::new(false),
            woken: AtomicBool::new(false),
            looks: AtomicU64::new(0),
            waited: AtomicU64::new(0),
            sources: Default::default(),
            timers: Default::default(),
            passed: Default::default(),
            ready: Queue::default(),
        });
        runtime.add(driver.clone());
        Ok(Reactor { poll, events: mio::Events::with_capacity(256), driver, runtime, stubborn: 0 })
    }

    pub fn handle(&self) -> Handle {
        Handle(self.runtime.clone())
    }

    /// The calling thread is this reactor's from now on, and no other one's.
    pub fn settle(&self) {
        self.driver.settle();
    }

    /// Polls the tasks that can go on. When there are none, waits for at most `timeout` (`None`: without end) until there
    /// may be some, or [`Handle::wake`] is called, and polls those.
    ///
    /// # Errors
    /// When waiting fails, which only a broken system makes it.
    pub fn turn(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        if !task::run(&self.driver, BATCH) {
            self.wait(timeout)?;
            task::run(&self.driver, BATCH);
        } else if timeout.is_some_and(|t| t.is_zero()) {
            self.wait(timeout)?;
        }
        Ok(())
    }

    fn wait(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        let before = match timeout {
            Some(Duration::ZERO) => Instant::now(),
            _ => self.give_way(),
        };
        let driver = &self.driver;
        // Before the timers and the queue are looked at, so that nothing is missed that others add.
        driver.parked.store(true, Ordering::SeqCst);
        let due = driver.timers.lock().next_due().map(|d| d.saturating_duration_since(before));
        let mut timeout = match (timeout, due) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if driver.woken.swap(false, Ordering::SeqCst) || driver.ready.len() > 0 {
            timeout = Some(Duration::ZERO);
        }
        let polled = self.poll.poll(&mut self.events, timeout);
        driver.parked.store(false, Ordering::SeqCst);
        let now = self.notice(polled)?;
        self.driver.count(now.saturating_duration_since(before));
        Ok(())
    }

    /// Lets other threads of the system go on before this one waits, if it competes with some: what they bring meanwhile comes
    /// in one piece. The time afterwards.
    fn give_way(&mut self) -> Instant {
        let start = Instant::now();
        if self.runtime.drivers().nth(1).is_none() {
            return start;
        }
        if self.stubborn > 0 {
            self.stubborn -= 1;
            return start;
        }
        std::thread::yield_now();
        let end = Instant::now();
        if end - start > LONG_TURN {
            self.stubborn = STUBBORN;
        }
        end
    }

    /// Readies the tasks for which there are events, and those for which it is time; the time.
    fn notice(&mut self, polled: io::Result<()>) -> io::Result<Instant> {
        match polled {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => other?,
        }
        for event in &self.events {
            if event.token() != WAKE {
                self.driver.sources.notice(event);
            }
        }
        let now = Instant::now();
        let due = self.driver.timers.lock().take_due(now);
        self.driver.passed.advance(now);
        due.into_iter().for_each(std::task::Waker::wake);
        Ok(now)
    }

    /// Looks for events in place of the owner, who has no time, without waiting: tasks that can go on by them are ready.
    ///
    /// # Errors
    /// As [`Reactor::turn`].
    pub fn look(&mut self) -> io::Result<()> {
        // The owner is not told by this that it has been woken.
        let polled = self.poll.poll(&mut self.events, Some(Duration::ZERO));
        self.notice(polled).map(drop)
    }

    /// Takes half of the tasks that are ready at another reactor; whether there was any.
    pub fn relieve(&self, other: usize) -> bool {
        let other = self.runtime.driver(other).filter(|d| d.index != self.driver.index);
        other.is_some_and(|d| self.driver.ready.take_half(&d.ready))
    }
}

impl Drop for Reactor {
    fn drop(&mut self) {
        // Tasks hold handles, and handles the tasks.
        self.driver.ready.clear();
        self.runtime.tasks.clear();
        self.driver.leave();
    }
}

impl Handle {
    /// One more reactor, the only one with this number.
    ///
    /// # Errors
    /// When the system has no more descriptors.
    pub fn another(&self, index: usize) -> io::Result<Reactor> {
        Reactor::of(self.0.clone(), index)
    }

    /// Starts a task: polls it once, here; then the owner does.
    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) -> TaskHandle {
        self.0.tasks.spawn(&self.0, Box::pin(future), Sort { counted: true, follows: false })
    }

    /// The same for a task for which nobody waits, such as one that looks after an idle connection: [`Handle::busy`] does
    /// not see it.
    pub fn spawn_background(&self, future: impl Future<Output = ()> + Send + 'static) -> TaskHandle {
        self.0.tasks.spawn(&self.0, Box::pin(future), Sort::default())
    }

    /// The same as [`Handle::spawn`] for a task that is to go on in the thread that wakes it.
    pub fn spawn_following(&self, future: impl Future<Output = ()> + Send + 'static) -> TaskHandle {
        self.0.tasks.spawn(&self.0, Box::pin(future), Sort { counted: true, follows: true })
    }

    /// Whether there is a task that has not ended, other than those in the background.
    pub fn busy(&self) -> bool {
        self.0.tasks.live() > 0
    }

    /// Ends every owner's wait, or its next one if it does not wait.
    pub fn wake(&self) {
        self.0.drivers().for_each(|d| d.wake());
    }

    /// Ends the wait of one reactor's owner, or its next one.
    pub fn wake_one(&self, index: usize) {
        if let Some(driver) = self.0.driver(index) {
            driver.wake();
        }
    }

    /// The number of the reactor to which belongs what is made here.
    pub fn place(&self) -> usize {
        self.0.here().index
    }

    /// How a reactor's owner has spent its time; nothing when there is no such reactor.
    pub fn load(&self, index: usize) -> Option<Load> {
        let driver = self.0.driver(index)?;
        Some(Load {
            waits: driver.parked.load(Ordering::Relaxed),
            waited: Duration::from_nanos(driver.waited.load(Ordering::Relaxed)),
            looks: driver.looks.load(Ordering::Relaxed),
            ready: driver.ready.len(),
        })
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

    /// When the reactor of this thread last looked for events: the time now but for what it has done since, without asking
    /// the clock.
    pub fn recently(&self) -> Instant {
        self.0.here().passed.last()
    }

    /// A future that is ready at a point in time.
    pub fn sleep_until(&self, due: Instant) -> Sleep {
        Sleep::new(self.0.here().clone(), due)
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
mod several;
#[cfg(test)]
mod tests;
