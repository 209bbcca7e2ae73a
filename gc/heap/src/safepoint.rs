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
//! - The one that collects may share a part of it ([`Stopped::share`]). Members that have come to a stop for it look for that
//!   for a while before they sleep, without the lock: one that takes part counts itself before it looks again, and the one
//!   that collects withdraws the part before it waits until nobody is counted. So nobody is at it afterwards.
//! - Whoever wants to collect while another one does stops for that one, and then looks whether it needs one of its own still.

use super::sync::{
    Arc, AtomicBool, AtomicPtr, AtomicUsize, Condvar, Mutex, MutexGuard, Ordering, Patience, pause,
};

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
    /// As in the state, without the lock: late, or wrong for those that may run.
    collecting: AtomicBool,
    /// What members that have stopped may take part in; or null.
    part: AtomicPtr<Part<'static>>,
    /// How many do, or are about to see that there is nothing any more.
    inside: AtomicUsize,
}

/// A part of a collection.
struct Part<'a> {
    run: &'a (dyn Fn() + Sync),
}

type Guard<'a, M> = MutexGuard<'a, State<M>>;

impl<M: Copy> Safepoint<M> {
    pub fn new() -> Safepoint<M> {
        let state = State { members: Vec::new(), collecting: false };
        Safepoint {
            state: Mutex::new(state),
            changed: Condvar::new(),
            collecting: AtomicBool::new(false),
            part: AtomicPtr::new(std::ptr::null_mut()),
            inside: AtomicUsize::new(0),
        }
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
        // Without a collection nobody waits.
        if status != Status::Running && state.collecting {
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
            drop(state);
            self.take_part();
            state = self.until_collected(self.lock());
            self.set(&mut state, member, Status::Running);
        }
        state
    }

    /// Takes part in the collection that is going on, if it is shared soon.
    fn take_part(&self) {
        let patience = Patience::new();
        while self.collecting.load(Ordering::Acquire) && patience.lasts() {
            if self.part.load(Ordering::Relaxed).is_null() {
                continue;
            }
            self.inside.fetch_add(1, Ordering::SeqCst);
            let part = self.part.load(Ordering::SeqCst);
            if !part.is_null() {
                // SAFETY: whoever has set it waits, after it has withdrawn it, until nobody is inside.
                unsafe { ((*part).run)() };
            }
            self.inside.fetch_sub(1, Ordering::SeqCst);
        }
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
        self.collecting.store(true, Ordering::Release);
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

    /// How many members may take part in what is shared.
    pub fn helpers(&self) -> usize {
        self.state.members.iter().flatten().filter(|m| m.status == Status::Stopped).count()
    }

    /// Does `lead` while members that have stopped do `help`, as many as come in time and as often as they like. All is over
    /// when it returns.
    pub fn share(&self, help: &(dyn Fn() + Sync), lead: impl FnOnce()) {
        let mut part = Part { run: help };
        let at: *mut Part<'_> = &raw mut part;
        self.safepoint.part.store(at.cast(), Ordering::SeqCst);
        let _over = Over(self.safepoint);
        lead();
    }
}

/// What is shared is withdrawn when this goes.
struct Over<'a, M>(&'a Safepoint<M>);

impl<M> Drop for Over<'_, M> {
    fn drop(&mut self) {
        self.0.part.store(std::ptr::null_mut(), Ordering::SeqCst);
        while self.0.inside.load(Ordering::SeqCst) > 0 {
            pause();
        }
    }
}

impl<M> Drop for Stopped<'_, M> {
    fn drop(&mut self) {
        self.state.collecting = false;
        self.safepoint.collecting.store(false, Ordering::Release);
        self.safepoint.changed.notify_all();
    }
}
