//! A strand's slot in the table.

use values::Word;

use crate::wait::Wait;

/// What a native gives that may make its strand wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    Return(Word),
    /// A panic with this error.
    Raise(Word),
    /// A panic, as the strand has been cancelled.
    Cancelled,
    /// It gave way in a loop: it goes on with the jump.
    Continue,
    /// It gave way at the beginning of a function: it goes on where it stands.
    Enter,
}

/// A strand, as nothing else is ever called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StrandId {
    pub index: u32,
    pub generation: u32,
}

/// Where a strand stands.
pub enum State {
    /// There is none in this slot.
    Free,
    Running,
    /// In the queue, to begin with this function value.
    Begun(Word),
    /// In the queue, to go on.
    Ready(Outcome),
    Waiting(Wait),
    /// Until the timer with this number.
    Sleeping(u64),
    /// It has ended but for its messages.
    Leaving,
    /// The main strand when nothing is left to do for it: nobody wakes it.
    Resting,
}

impl State {
    /// Whether the timer with this number is to wake the strand.
    pub fn sleeps(&self, number: u64) -> bool {
        matches!(self, State::Sleeping(n) if *n == number)
    }

    /// In words; `None` for a free slot.
    pub fn shown(&self) -> Option<&'static str> {
        Some(match self {
            State::Free => return None,
            State::Running => "running",
            State::Begun(_) => "ready to begin",
            State::Ready(_) => "ready",
            State::Waiting(w) => w.shown(),
            State::Sleeping(_) => "sleeping",
            State::Leaving => "ended, its messages have not been received",
            State::Resting => "waiting for the end of the others",
        })
    }

    /// Whether only another strand can make it go on.
    pub fn waits(&self) -> bool {
        match self {
            State::Waiting(w) => !matches!(w, Wait::Outside),
            state => matches!(state, State::Leaving),
        }
    }
}

pub struct Strand {
    pub generation: u32,
    /// It is in the list of dirty ones.
    pub dirty: bool,
    pub cancelled: bool,
    /// It runs on a worker, or the worker has not put its stack away yet.
    pub on_worker: bool,
    /// It shares nothing mutable with others but what locks guard, so that it may run between any two steps of theirs.
    pub isolated: bool,
    /// It gives way until it may run as one that is not isolated.
    pub enters: bool,
    /// The group in which it runs a named worker, and the worker's number.
    pub member: Option<(u32, u32)>,
    pub state: State,
    /// Nil for the main strand.
    pub future: Word,
    /// Its transaction, or nil.
    pub transaction: Word,
    /// Strands that have begun to wait for its end; some may have given up.
    pub waiters: Vec<u32>,
}

impl Strand {
    /// A free slot.
    pub fn new() -> Strand {
        Strand {
            generation: 0,
            dirty: false,
            cancelled: false,
            on_worker: false,
            isolated: false,
            enters: false,
            member: None,
            state: State::Free,
            future: Word::NIL,
            transaction: Word::NIL,
            waiters: Vec::new(),
        }
    }

    /// Makes the slot a free one.
    pub fn clear(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        self.cancelled = false;
        self.isolated = false;
        self.member = None;
        self.state = State::Free;
        self.future = Word::NIL;
        self.transaction = Word::NIL;
    }

    /// Calls `word` with the strand's words.
    pub fn visit(&mut self, word: &mut dyn FnMut(*mut u64)) {
        word(&mut self.future.0);
        word(&mut self.transaction.0);
        match &mut self.state {
            State::Begun(w) | State::Ready(Outcome::Return(w) | Outcome::Raise(w)) => word(&mut w.0),
            State::Waiting(w) => w.visit(word),
            _ => {}
        }
    }
}
