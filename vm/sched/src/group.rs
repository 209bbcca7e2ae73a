//! Workers that are peers of one another, and the messages between them.

use values::{Fail, Result, Word};

/// The way from one worker to another: each of its send actions has a slot of its own (spec 7.8), the compiler has
/// paired them with receive actions.
pub struct Queue {
    pub sender: u32,
    pub receiver: u32,
    pub length: u32,
    /// Where its slots begin among those of the group.
    first: u32,
    /// So many slots have been written or passed, so many read.
    pub written: u32,
    pub read: u32,
}

/// How a worker has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Not yet.
    Open,
    /// With a value or an error.
    Done(Word),
    Panicked(Word),
}

pub struct Member {
    /// The strand that runs it; means nothing once it has ended.
    pub strand: u32,
    pub end: End,
}

/// The workers of one call of a function, of which number 0 is the default worker; or those of a `fork`, where nobody is
/// number 0. A slot without message holds `Word::ABSENT`.
#[derive(Default)]
pub struct Group {
    pub queues: Vec<Queue>,
    pub members: Vec<Member>,
    slots: Vec<u64>,
    /// How many members there will be.
    expected: u32,
    /// There is nobody who is number 0.
    fork: bool,
    /// Members that have not ended.
    live: u32,
    /// It is in `Groups::dirty`.
    dirty: bool,
}

impl Group {
    /// Slots up to `written` that have not been written never will be (spec 7.8.1, queue update).
    pub fn pass(&mut self, queue: usize, written: u32) {
        let q = &mut self.queues[queue];
        q.written = q.written.max(written.min(q.length));
    }

    /// The message of a slot that has been written or passed.
    pub fn take(&mut self, queue: usize, slot: u32) -> Word {
        let q = &mut self.queues[queue];
        q.read = slot + 1;
        // The message belongs to its receiver now.
        Word(std::mem::replace(&mut self.slots[(q.first + slot) as usize], Word::ABSENT.0))
    }

    /// Whether all that a worker sent has been received, or cannot be any more (spec 7.8.1); the panic of a receiver to
    /// which something was still to be delivered.
    pub fn delivered(&self, sender: u32) -> Option<std::result::Result<(), Word>> {
        for q in self.queues.iter().filter(|q| q.sender == sender && q.read < q.written) {
            match self.end_of(q.receiver) {
                End::Open => return None,
                End::Panicked(e) => return Some(Err(e)),
                End::Done(_) => {}
            }
        }
        Some(Ok(()))
    }

    /// A member that does not exist will yet, or never will.
    pub fn end_of(&self, member: u32) -> End {
        match self.members.get(member as usize) {
            Some(m) => m.end,
            None if member < self.expected && self.may_grow() => End::Open,
            None => End::Done(Word::NIL),
        }
    }

    /// Whether there can be further members: another thread may have begun the first while the rest is being declared.
    fn may_grow(&self) -> bool {
        let declares = self.fork || self.members.first().is_some_and(|m| m.end == End::Open);
        declares && self.members.len() < self.expected as usize
    }

    fn visit(&mut self, word: &mut dyn FnMut(*mut u64)) {
        self.slots.iter_mut().for_each(|w| word(w));
        for m in &mut self.members {
            if let End::Done(w) | End::Panicked(w) = &mut m.end {
                word(&mut w.0);
            }
        }
    }
}

/// Where a message is or will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub group: u32,
    pub queue: u32,
    pub slot: u32,
}

/// Sender, receiver and number of send actions of a queue, in one integer: 16, 16 and 30 bits.
pub fn packed_queue(n: i64) -> (u32, u32, u32) {
    ((n >> 46) as u16 as u32, (n >> 30) as u16 as u32, n as u32 & 0x3fff_ffff)
}

/// Queue and slot in one integer.
pub fn packed_slot(n: i64) -> (u32, u32) {
    ((n >> 30) as u32, n as u32 & 0x3fff_ffff)
}

/// All groups. One is known by its index, which is another's after all its members have ended: nobody else has it.
#[derive(Default)]
pub struct Groups {
    all: Vec<Group>,
    free: Vec<u32>,
    /// Those with words that the collector may not have seen.
    dirty: Vec<u32>,
}

const NO_GROUP: Fail = Fail::Bug("no such group of workers, or not such a queue");

impl Groups {
    /// A group without members but, where there is one, the default worker; without queues. `expected`: members that there
    /// will be, the default worker or its place included.
    pub fn open(&mut self, default: Option<u32>, expected: u32) -> u32 {
        let index = self.free.pop().unwrap_or(self.all.len() as u32);
        if index as usize == self.all.len() {
            self.all.push(Group::default());
        }
        let g = &mut self.all[index as usize];
        g.live = default.is_some() as u32;
        g.expected = expected;
        g.fork = default.is_none();
        let end = if default.is_some() { End::Open } else { End::Done(Word::NIL) };
        g.members.push(Member { strand: default.unwrap_or(0), end });
        index
    }

    /// Queues are numbered in the order in which they are added.
    pub fn add_queue(&mut self, group: u32, sender: u32, receiver: u32, length: u32) -> Result<()> {
        let g = self.get(group)?;
        let first = g.slots.len() as u32;
        let end = first.checked_add(length).ok_or(NO_GROUP)?;
        g.queues.push(Queue { sender, receiver, length, first, written: 0, read: 0 });
        g.slots.resize(end as usize, Word::ABSENT.0);
        Ok(())
    }

    pub fn get(&mut self, group: u32) -> Result<&mut Group> {
        self.all.get_mut(group as usize).ok_or(NO_GROUP)
    }

    /// Checks that there is such a queue and, if it has so many slots, such a slot.
    pub fn find(&mut self, at: Place) -> Result<&mut Group> {
        let g = self.get(at.group)?;
        match g.queues.get(at.queue as usize) {
            Some(q) if at.slot < q.length => Ok(g),
            _ => Err(NO_GROUP),
        }
    }

    /// Number of a new worker.
    pub fn join(&mut self, group: u32, strand: u32) -> Result<u32> {
        let g = self.get(group)?;
        g.members.push(Member { strand, end: End::Open });
        g.live += 1;
        Ok(g.members.len() as u32 - 1)
    }

    /// Writes a message into its slot.
    pub fn put(&mut self, at: Place, message: Word) -> Result<()> {
        let g = self.find(at)?;
        let q = &mut g.queues[at.queue as usize];
        q.written = at.slot + 1;
        g.slots[(q.first + at.slot) as usize] = message.0;
        self.touch(at.group, message);
        Ok(())
    }

    /// Notes how a member has ended.
    pub fn end(&mut self, group: u32, member: u32, end: End) {
        self.all[group as usize].members[member as usize].end = end;
        if let End::Done(w) | End::Panicked(w) = end {
            self.touch(group, w);
        }
    }

    /// A member has ended and all others know; a group without any left is free.
    pub fn part(&mut self, group: u32) {
        let g = &mut self.all[group as usize];
        g.live -= 1;
        if g.live == 0 && !g.may_grow() {
            g.queues.clear();
            g.members.clear();
            g.slots.clear();
            self.free.push(group);
        }
    }

    fn touch(&mut self, group: u32, word: Word) {
        let g = &mut self.all[group as usize];
        if word.is_ref() && !g.dirty {
            g.dirty = true;
            self.dirty.push(group);
        }
    }

    /// Calls `word` with the words of the groups that have changed since the last visit; `all`: of all groups.
    pub fn visit(&mut self, all: bool, word: &mut dyn FnMut(*mut u64)) {
        for i in self.dirty.drain(..) {
            let g = &mut self.all[i as usize];
            g.dirty = false;
            if !all {
                g.visit(word);
            }
        }
        if all {
            self.all.iter_mut().for_each(|g| g.visit(word));
        }
    }

    /// Calls `word` with the words of so many groups from a number on; whether there are more.
    pub fn visit_quiet(&mut self, from: usize, most: usize, word: &mut dyn FnMut(*mut u64)) -> bool {
        self.all.iter_mut().skip(from).take(most).for_each(|g| g.visit(word));
        self.all.len() > from + most
    }

    /// Groups in use.
    #[cfg(test)]
    pub fn in_use(&self) -> usize {
        self.all.len() - self.free.len()
    }
}
