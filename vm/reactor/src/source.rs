//! Registered sockets and their readiness; the protocol is in the crate documentation.

use std::cell::RefCell;
use std::io;
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use mio::event::{Event, Source};
use mio::unix::SourceFd;
use mio::{Interest, Token};
use parking_lot::Mutex;
use slab::Slab;
use smallvec::SmallVec;

use crate::driver::Driver;

/// Bytes that are read at once.
pub(crate) const SCRATCH_BYTES: usize = 1 << 16;

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH_BYTES]);
}

/// Runs `f` with memory to read into, of the thread's own.
pub(crate) fn with_scratch<T>(f: impl FnOnce(&mut [u8]) -> T) -> T {
    SCRATCH.with_borrow_mut(|buf| f(buf))
}

#[derive(Clone, Copy)]
pub(crate) enum Side {
    Read,
    Write,
}

#[derive(Default)]
struct State {
    ready: bool,
    /// There will be no more events: the end, or an error, is still to be seen.
    ended: bool,
    tick: u32,
    /// Several strands may wait for one side, though hardly ever do.
    waiting: SmallVec<[Waker; 1]>,
}

#[derive(Default)]
struct Readiness {
    read: Mutex<State>,
    write: Mutex<State>,
}

impl Readiness {
    fn side(&self, side: Side) -> &Mutex<State> {
        match side {
            Side::Read => &self.read,
            Side::Write => &self.write,
        }
    }

    fn notice(&self, side: Side, ended: bool) {
        let waiting = {
            let mut s = self.side(side).lock();
            s.ready = true;
            s.ended |= ended;
            s.tick = s.tick.wrapping_add(1);
            std::mem::take(&mut s.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

#[derive(Default)]
pub(crate) struct Sources(Mutex<Slab<Arc<Readiness>>>);

impl Sources {
    /// An event of the system. One for a source that has gone reaches its successor, which tries in vain.
    pub fn notice(&self, event: &Event) {
        let Some(r) = self.0.lock().get(event.token().0).cloned() else { return };
        let (read_ends, write_ends) = (event.is_read_closed(), event.is_write_closed());
        if event.is_readable() || read_ends || event.is_error() {
            r.notice(Side::Read, read_ends || event.is_error());
        }
        if event.is_writable() || write_ends || event.is_error() {
            r.notice(Side::Write, write_ends || event.is_error());
        }
    }
}

/// A registered socket.
pub(crate) struct Io<S: AsRawFd> {
    inner: S,
    readiness: Arc<Readiness>,
    place: Mutex<Place>,
}

/// Where a socket is registered.
struct Place {
    driver: Arc<Driver>,
    token: usize,
}

impl Place {
    fn new(driver: &Arc<Driver>, socket: &impl AsRawFd, readiness: &Arc<Readiness>) -> io::Result<Place> {
        let token = driver.sources.0.lock().insert(readiness.clone());
        let interest = Interest::READABLE | Interest::WRITABLE;
        // By its descriptor: `mio` ties a socket to the first registry, in builds for tests.
        if let Err(e) = SourceFd(&socket.as_raw_fd()).register(&driver.registry, Token(token), interest) {
            driver.sources.0.lock().remove(token);
            return Err(e);
        }
        Ok(Place { driver: driver.clone(), token })
    }

    fn leave(&self, socket: &impl AsRawFd) {
        let _ = SourceFd(&socket.as_raw_fd()).deregister(&self.driver.registry);
        self.driver.sources.0.lock().try_remove(self.token);
    }
}

impl<S: AsRawFd> Io<S> {
    pub fn new(driver: &Arc<Driver>, inner: S) -> io::Result<Io<S>> {
        let readiness = Arc::new(Readiness::default());
        let place = Mutex::new(Place::new(driver, &inner, &readiness)?);
        Ok(Io { inner, readiness, place })
    }

    /// One more socket, registered where this one is.
    pub fn another<T: AsRawFd>(&self, inner: T) -> io::Result<Io<T>> {
        let driver = self.place.lock().driver.clone();
        Io::new(&driver, inner)
    }

    /// The task that waits for a side takes the socket along to its own reactor, unless somebody waits for the other side.
    fn follow(&self, side: Side) {
        let mut place = self.place.lock();
        let Some(here) = place.driver.elsewhere() else { return };
        let other = match side {
            Side::Read => Side::Write,
            Side::Write => Side::Read,
        };
        if !self.readiness.side(other).lock().waiting.is_empty() {
            return;
        }
        // Where that fails, it stays where it is.
        if let Ok(new) = Place::new(&here, &self.inner, &self.readiness) {
            std::mem::replace(&mut *place, new).leave(&self.inner);
        }
    }

    pub fn get(&self) -> &S {
        &self.inner
    }

    /// What can be had without waiting; see [`Io::poll_stream`].
    pub fn try_stream<T>(
        &self,
        side: Side,
        mut op: impl FnMut(&S) -> io::Result<T>,
        exhausts: impl Fn(&T) -> bool,
    ) -> Option<io::Result<T>> {
        loop {
            let tick = {
                let s = self.readiness.side(side).lock();
                s.ready.then_some(s.tick)?
            };
            if let Some(result) = self.attempt(side, tick, &mut op, &exhausts) {
                return Some(result);
            }
        }
    }

    /// Tries `op`, when the side was ready at this tick; nothing if it would block, or is to be tried again.
    fn attempt<T>(
        &self,
        side: Side,
        tick: u32,
        op: &mut impl FnMut(&S) -> io::Result<T>,
        exhausts: &impl Fn(&T) -> bool,
    ) -> Option<io::Result<T>> {
        match op(&self.inner) {
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                let mut s = self.readiness.side(side).lock();
                s.ready &= s.tick != tick;
                None
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => None,
            Ok(t) if exhausts(&t) => {
                let mut s = self.readiness.side(side).lock();
                s.ready &= s.tick != tick || s.ended;
                Some(Ok(t))
            }
            result => Some(result),
        }
    }

    /// Tries `op` whenever the side is ready, until it does not say that it would block.
    pub fn poll_io<T>(
        &self,
        cx: &mut Context<'_>,
        side: Side,
        mut op: impl FnMut(&S) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        self.poll_stream(cx, side, &mut op, |_| false)
    }

    /// The same; a result may mean that the next operation would block until there has been an event (`exhausts`).
    pub fn poll_stream<T>(
        &self,
        cx: &mut Context<'_>,
        side: Side,
        mut op: impl FnMut(&S) -> io::Result<T>,
        exhausts: impl Fn(&T) -> bool,
    ) -> Poll<io::Result<T>> {
        loop {
            let tick = {
                let mut s = self.readiness.side(side).lock();
                if !s.ready {
                    if !s.waiting.iter().any(|w| w.will_wake(cx.waker())) {
                        s.waiting.push(cx.waker().clone());
                    }
                    drop(s);
                    self.follow(side);
                    return Poll::Pending;
                }
                s.tick
            };
            if let Some(result) = self.attempt(side, tick, &mut op, &exhausts) {
                return Poll::Ready(result);
            }
        }
    }

    pub async fn io<T>(&self, side: Side, mut op: impl FnMut(&S) -> io::Result<T>) -> io::Result<T> {
        std::future::poll_fn(|cx| self.poll_io(cx, side, &mut op)).await
    }
}

impl<S: AsRawFd> Drop for Io<S> {
    fn drop(&mut self) {
        self.place.get_mut().leave(&self.inner);
    }
}
