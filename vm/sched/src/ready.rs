//! The queues of strands that are ready, and which of them may run on which worker.
//!
//! Isolated strands share nothing mutable with others but what locks guard, so they may run at the same time as any others.
//! The rest, *plain* strands, exclude one another: at most one runs, and one that was made to give way in a loop goes on
//! before any other plain strand runs, so that to other plain strands it seems never to have given way (spec 7.2).
//!
//! An isolated strand that a running strand readies is kept for that strand's worker, which most often is about to give way
//! to it; the one that was kept there before becomes everybody's.

use std::collections::VecDeque;

/// The main strand, which runs on the first worker only.
pub const MAIN: u32 = 0;

#[derive(Default)]
pub struct Ready {
    plain: VecDeque<u32>,
    /// The first plain strand was made to give way: no other may run.
    held: bool,
    plain_running: bool,
    isolated: VecDeque<u32>,
    /// By worker.
    kept: Vec<Option<u32>>,
}

impl Ready {
    /// The main strand runs.
    pub fn new() -> Ready {
        Ready { kept: vec![None], plain_running: true, ..Ready::default() }
    }

    /// A plain strand that is in no queue is to run; whether it may.
    pub fn enter_plain(&mut self) -> bool {
        let may = !self.plain_running && !self.held;
        self.plain_running |= may;
        may
    }

    /// An isolated strand that runs is to be a plain one; whether it may go on, as nobody waits for that.
    pub fn join_plain(&mut self) -> bool {
        self.plain.is_empty() && self.enter_plain()
    }

    /// One more worker; its number.
    pub fn add_worker(&mut self) -> u32 {
        self.kept.push(None);
        self.kept.len() as u32 - 1
    }

    pub fn workers(&self) -> usize {
        self.kept.len()
    }

    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.isolated.is_empty() && self.kept.iter().all(Option::is_none)
    }

    /// Whether other workers could take it.
    pub fn push(&mut self, strand: u32, isolated: bool, worker: u32) -> bool {
        if !isolated {
            self.plain.push_back(strand);
            return !self.plain_running;
        }
        match self.kept.len() {
            1 => self.isolated.push_back(strand),
            _ => match self.kept[worker as usize].replace(strand) {
                None => return false,
                Some(other) => self.isolated.push_back(other),
            },
        }
        true
    }

    /// A strand that was made to give way, or one that cannot go on yet.
    pub fn push_shared(&mut self, strand: u32, isolated: bool) {
        match isolated {
            true => self.isolated.push_back(strand),
            false => {
                self.plain.push_front(strand);
                self.held = true;
            }
        }
    }

    /// What was kept for a worker becomes everybody's.
    pub fn share(&mut self, worker: u32) -> bool {
        let kept = self.kept[worker as usize].take();
        self.isolated.extend(kept);
        kept.is_some()
    }

    /// A strand does not run any more.
    pub fn released(&mut self, isolated: bool) {
        self.plain_running &= isolated;
    }

    /// Whether there are strands that may run while the running one, isolated or not, has not come to a point where it
    /// waits.
    pub fn others(&self, isolated: bool) -> bool {
        !self.isolated.is_empty() || isolated && self.runnable_plain()
    }

    fn runnable_plain(&self) -> bool {
        !self.plain_running && !self.plain.is_empty()
    }

    /// Whether a worker without work would find some.
    pub fn for_others(&self) -> bool {
        !self.isolated.is_empty() || self.runnable_plain()
    }

    /// Whether a strand waits for a worker that might be another one than it is kept for.
    pub fn waits(&self) -> bool {
        self.for_others() || self.kept.iter().any(Option::is_some)
    }

    /// What was kept for any worker becomes everybody's.
    pub fn share_all(&mut self) {
        self.isolated.extend(self.kept.iter_mut().filter_map(Option::take));
    }

    /// The next strand for a worker: the sorts take turns. `here`: whether a strand can go on, as its last worker has left
    /// it.
    pub fn pop(&mut self, worker: u32, turn: u32, here: impl Fn(u32) -> bool) -> Option<u32> {
        let found = match turn % 4 {
            0 => self.pop_plain(worker, &here).or_else(|| self.pop_isolated(&here)),
            1 => self.pop_isolated(&here).or_else(|| self.pop_plain(worker, &here)),
            _ => None,
        };
        found
            .or_else(|| self.pop_kept(worker, &here))
            .or_else(|| self.pop_plain(worker, &here))
            .or_else(|| self.pop_isolated(&here))
    }

    fn pop_kept(&mut self, worker: u32, here: impl Fn(u32) -> bool) -> Option<u32> {
        let strand = self.kept[worker as usize].take()?;
        if here(strand) {
            return Some(strand);
        }
        self.isolated.push_back(strand);
        None
    }

    fn pop_isolated(&mut self, here: impl Fn(u32) -> bool) -> Option<u32> {
        let at = self.isolated.iter().position(|s| here(*s))?;
        self.isolated.remove(at)
    }

    fn pop_plain(&mut self, worker: u32, here: impl Fn(u32) -> bool) -> Option<u32> {
        if self.plain_running {
            return None;
        }
        let may = |s: u32| here(s) && (s != MAIN || worker == 0);
        let at = match self.held {
            true => self.plain.front().filter(|s| may(**s)).map(|_| 0)?,
            false => self.plain.iter().position(|s| may(*s))?,
        };
        self.held = false;
        self.plain_running = true;
        self.plain.remove(at)
    }
}
