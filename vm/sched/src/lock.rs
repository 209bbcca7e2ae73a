//! What lock statements hold (spec 7.22): one lock for the whole program, which a strand may take again. It is handed on to
//! whoever has waited longest.

use std::collections::VecDeque;

use values::Word;

use crate::Sched;
use crate::strand::{Outcome, State, StrandId};
use crate::wait::Wait;

#[derive(Default)]
pub struct Lock {
    owner: Option<u32>,
    /// Lock statements that the owner is in.
    depth: u32,
    /// The owner has been given the lock while it waited, and has not gone on yet.
    handed: bool,
    waiting: VecDeque<StrandId>,
}

fn level(n: u32) -> Word {
    Word::fixnum(n.into()).unwrap_or(Word::NIL)
}

impl Sched {
    /// The current strand enters a lock statement: in how many it was before.
    pub fn lock(&mut self) -> Option<Outcome> {
        match self.lock.owner {
            Some(owner) if owner == self.current => {
                self.lock.depth += 1;
                Some(Outcome::Return(level(self.lock.depth - 1)))
            }
            None => {
                self.lock.owner = Some(self.current);
                self.lock.depth = 1;
                Some(Outcome::Return(level(0)))
            }
            Some(_) if self.is_cancelled() => Some(Outcome::Cancelled),
            Some(_) => {
                let me = self.current_id();
                self.lock.waiting.push_back(me);
                self.strands[me.index as usize].state = State::Waiting(Wait::Lock);
                None
            }
        }
    }

    /// The current strand leaves lock statements: it is in so many now. Does nothing if it was in no more before.
    pub fn unlock(&mut self, before: u32) {
        if self.lock.owner == Some(self.current) && self.lock.depth > before {
            self.lock.depth = before;
            if before == 0 {
                self.hand_on();
            }
        }
    }

    /// A strand has ended; none ends within a lock statement, but if it did the others should not wait for ever.
    pub(crate) fn unlock_ended(&mut self, strand: u32) {
        if self.lock.owner == Some(strand) {
            self.hand_on();
        }
    }

    fn hand_on(&mut self) {
        self.lock.owner = None;
        self.lock.depth = 0;
        self.lock.handed = false;
        while let Some(next) = self.lock.waiting.pop_front() {
            let s = &self.strands[next.index as usize];
            // One that was cancelled meanwhile does not want it any more.
            if s.generation == next.generation && matches!(s.state, State::Waiting(Wait::Lock)) {
                self.lock.owner = Some(next.index);
                self.lock.depth = 1;
                self.lock.handed = true;
                return self.make_ready(next.index, Outcome::Return(level(0)));
            }
        }
    }

    /// The current strand goes on. If it was given the lock and has been cancelled since, it will not know of it.
    pub(crate) fn take_lock_handed(&mut self) {
        if self.lock.handed && self.lock.owner == Some(self.current) {
            self.lock.handed = false;
            if self.is_cancelled() {
                self.hand_on();
            }
        }
    }
}
