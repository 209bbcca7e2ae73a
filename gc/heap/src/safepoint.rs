//! How all mutators come to a stop for a collection.
//!
//! # Protocol
//!
//! - A member is *running*, *stopped* (it waits here for the end of a collection), or *outside*: it waits for something else
//!   and promises not to touch the heap before it has come back in.
//! - One member at a time collects. It announces the collection, raises the others' flags, and waits until none of them is
//!   running. From then on until the end of the collection it holds the lock, so that nobody can come in, join or leave.
//! - A member that sees its flag lowers it first and then looks whether there is a collection: a flag raised after that is
//!   seen the next time, and one raised too often does no harm.
//! - Whoever wants to collect while another one does stops for that one, and then looks whether it needs one of its own still.

use super::sync::{Arc, AtomicBool, Condvar, Mutex, MutexGuard, Ordering};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Status {
    Running,
    Stopped,
    Outside,
}

struct Member<M> {
    data: M,
    status: Status,
    flag: Arc<AtomicBool>,
}

struct State<M> {
    /// By number; `None` for one that has left.
    members: Vec<Option<Member<M>>>,
    collecting: bool,
}

/// See the module documentation.
pub(crate) struct Safepoint<M> {
    state: Mutex<State<M>>,
    changed: Condvar,
}

type Guard<'a, M> = MutexGuard<'a, State<M>>;

impl<M: Copy> Safepoint<M> {
    pub fn new() -> Safepoint<M> {
        let state = State { members: Vec::new(), collecting: false };
        Safepoint { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn lock(&self) -> Guard<'_, M> {
        self.state.lock().expect("nobody panics with the lock")
    }

    fn until_collected<'a>(&'a self, mut state: Guard<'a, M>) -> Guard<'a, M> {
        while state.collecting {
            state = self.changed.wait(state).expect("nobody panics with the lock");
        }
        state
    }

    fn set(&self, state: &mut State<M>, member: usize, status: Status) {
        if let Some(m) = &mut state.members[member] {
            m.status = status;
        }
        if status != Status::Running {
            self.changed.notify_all();
        }
    }

    /// One more member, running; `flag` is raised when it is to stop.
    pub fn join(&self, data: M, flag: Arc<AtomicBool>) -> usize {
        let mut state = self.until_collected(self.lock());
        let member = Some(Member { data, status: Status::Running, flag });
        match state.members.iter().position(Option::is_none) {
            Some(free) => {
                state.members[free] = member;
                free
            }
            None => {
                state.members.push(member);
                state.members.len() - 1
            }
        }
    }

    /// A running member is one no more.
    pub fn leave(&self, member: usize) {
        let mut state = self.stop(self.lock(), member);
        state.members[member] = None;
        self.changed.notify_all();
    }

    /// Stops while there is a collection.
    fn stop<'a>(&'a self, mut state: Guard<'a, M>, member: usize) -> Guard<'a, M> {
        if state.collecting {
            self.set(&mut state, member, Status::Stopped);
            state = self.until_collected(state);
            self.set(&mut state, member, Status::Running);
        }
        state
    }

    /// A running member stops if there is a collection, until it has ended.
    pub fn poll(&self, member: usize) {
        drop(self.stop(self.lock(), member));
    }

    /// A running member goes outside.
    pub fn go_out(&self, member: usize) {
        self.set(&mut self.lock(), member, Status::Outside);
    }

    /// It comes back in, after a collection if there is one.
    pub fn come_in(&self, member: usize) {
        let mut state = self.until_collected(self.lock());
        self.set(&mut state, member, Status::Running);
    }

    /// Brings all others to a stop. `None`: somebody else has collected meanwhile.
    pub fn stop_others(&self, member: usize) -> Option<Stopped<'_, M>> {
        let mut state = self.lock();
        if state.collecting {
            drop(self.stop(state, member));
            return None;
        }
        state.collecting = true;
        let others = |(i, m): (usize, &Option<Member<M>>)| -> bool {
            i != member && m.as_ref().is_some_and(|m| m.status == Status::Running)
        };
        for (i, m) in state.members.iter().enumerate() {
            if let Some(m) = m.as_ref().filter(|_| i != member) {
                m.flag.store(true, Ordering::Relaxed);
            }
        }
        while state.members.iter().enumerate().any(others) {
            state = self.changed.wait(state).expect("nobody panics with the lock");
        }
        Some(Stopped { safepoint: self, state })
    }
}

/// All members but the one that has this are stopped or outside.
pub(crate) struct Stopped<'a, M> {
    safepoint: &'a Safepoint<M>,
    state: Guard<'a, M>,
}

impl<M: Copy> Stopped<'_, M> {
    pub fn members(&self) -> Vec<M> {
        self.state.members.iter().flatten().map(|m| m.data).collect()
    }
}

impl<M> Drop for Stopped<'_, M> {
    fn drop(&mut self) {
        self.state.collecting = false;
        self.safepoint.changed.notify_all();
    }
}
