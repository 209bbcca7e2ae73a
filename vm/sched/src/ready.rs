//! The queues of strands that are ready.
//!
//! Isolated strands share nothing mutable with others but what locks guard, so they may run between any two steps of
//! others. The rest, *plain* strands, exclude one another: one that was made to give way in a loop goes on before any other
//! plain strand runs, so that to other plain strands it seems never to have given way (spec 7.2).

use std::collections::VecDeque;

#[derive(Default)]
pub struct Ready {
    /// A plain strand that was made to give way comes first.
    plain: VecDeque<u32>,
    isolated: VecDeque<u32>,
}

impl Ready {
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.isolated.is_empty()
    }

    pub fn push(&mut self, strand: u32, isolated: bool) {
        if isolated { &mut self.isolated } else { &mut self.plain }.push_back(strand);
    }

    /// A strand that was made to give way.
    pub fn push_preempted(&mut self, strand: u32, isolated: bool) {
        match isolated {
            true => self.isolated.push_back(strand),
            false => self.plain.push_front(strand),
        }
    }

    /// Whether there are strands that may run while the running one, isolated or not, has not come to a point where it
    /// waits.
    pub fn others(&self, isolated: bool) -> bool {
        !self.isolated.is_empty() || isolated && !self.plain.is_empty()
    }

    /// The next strand; the two sorts take turns.
    pub fn pop(&mut self, turn: u32) -> Option<u32> {
        let (first, second) = match turn.is_multiple_of(2) {
            true => (&mut self.plain, &mut self.isolated),
            false => (&mut self.isolated, &mut self.plain),
        };
        first.pop_front().or_else(|| second.pop_front())
    }
}
