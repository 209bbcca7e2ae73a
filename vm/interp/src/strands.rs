//! The strands of a program and which of them runs.
//!
//! One operating-system thread runs all strands, one at a time. A strand gives way only in a native that asks for it
//! ([`native::Strands::park`], [`native::Strands::sleep`]): no other strand sees its data half changed (spec 7.2).
//! What strands wait for and tell one another is written in Ballerina (`lang.strand`).
//!
//! # Protocol
//!
//! - `current` is the strand whose frames the machine's own `stack`, `pc`, `base`, `fp` are; the saved state of its slot
//!   is empty meanwhile. Every other strand that has begun has its state in its slot.
//! - A slot is `Ready` exactly while its number is in the queue `ready`, or about to be put there by a timer.
//! - An identity is slot number and generation: one that outlives its strand names nothing.
//! - A native that gives way returns `Fail::Suspend`; its result is nil, already in its register, and the state that
//!   the machine saves is after the instruction.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use native::{Fail, Strands, Word};

/// Stack words that a strand starts with; it grows on demand.
pub const FIRST_STACK: usize = 56;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Free,
    Running,
    Ready,
    Parked,
    /// For a future to end.
    Waiting,
    /// The main strand when nothing is left to do for it: nobody wakes it.
    Resting,
    /// Until the timer with this number.
    Sleeping(u64),
}

/// Where a strand's execution stands.
pub struct Saved {
    pub stack: Vec<u64>,
    pub pc: *const u64,
    pub base: *mut u64,
    pub fp: *mut u64,
    pub entry_fp: usize,
}

struct Slot {
    generation: u32,
    state: State,
    saved: Option<Saved>,
    /// What a strand that has not begun is to call; nil afterwards.
    function: u64,
    /// The object by which Ballerina code knows the strand.
    context: u64,
    /// Its transaction, or nil.
    transaction: u64,
}

/// What to do next; see [`StrandTable::next`].
pub enum Next {
    /// Resume this state.
    Resume(Saved),
    /// Begin by calling this function value.
    Begin(Word),
    /// Nothing can run before so many nanoseconds have passed.
    Idle(u64),
    /// Nothing will ever run.
    Nothing,
}

pub struct StrandTable {
    slots: Vec<Slot>,
    free: Vec<u32>,
    ready: VecDeque<u32>,
    /// Due time, timer number, slot and generation.
    timers: BinaryHeap<Reverse<(u64, u64, u32, u32)>>,
    timer_count: u64,
    current: u32,
    /// Errors of strands that ended with a panic, nil once somebody has waited for the strand.
    failures: Vec<u64>,
}

impl StrandTable {
    /// A table with the main strand running.
    pub fn new() -> StrandTable {
        let main = Slot {
            generation: 0,
            state: State::Running,
            saved: None,
            function: Word::NIL.0,
            context: Word::NIL.0,
            transaction: Word::NIL.0,
        };
        StrandTable {
            slots: vec![main],
            free: Vec::new(),
            ready: VecDeque::new(),
            timers: BinaryHeap::new(),
            timer_count: 0,
            current: 0,
            failures: Vec::new(),
        }
    }

    /// An error that nobody has noticed, each but once, the oldest first.
    pub fn take_failure(&mut self) -> Option<Word> {
        let at = self.failures.iter().position(|f| *f != Word::NIL.0)?;
        Some(Word(std::mem::replace(&mut self.failures[at], Word::NIL.0)))
    }

    pub fn is_current(&self, slot: u32) -> bool {
        self.current == slot
    }

    pub fn current_slot(&self) -> u32 {
        self.current
    }

    /// Stores the state of the strand that gives way.
    pub fn save(&mut self, saved: Saved) {
        self.slots[self.current as usize].saved = Some(saved);
    }

    /// Gives up the current strand, which has ended.
    pub fn retire(&mut self) {
        let s = &mut self.slots[self.current as usize];
        s.generation = (s.generation + 1) & 0x3fff_ffff;
        s.state = State::Free;
        s.context = Word::NIL.0;
        s.transaction = Word::NIL.0;
        self.free.push(self.current);
    }

    /// The current strand, which is the main strand, has nothing more to do until [`Self::return_to`].
    pub fn rest(&mut self, saved: Saved) {
        let s = &mut self.slots[self.current as usize];
        s.state = State::Resting;
        s.saved = Some(saved);
    }

    /// Makes the main strand current again.
    pub fn return_to(&mut self, slot: u32) -> Option<Saved> {
        self.current = slot;
        let s = &mut self.slots[slot as usize];
        s.state = State::Running;
        s.saved.take()
    }

    pub fn any_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// Makes the next strand the current one. `now` is asked when there are timers.
    pub fn next(&mut self, now: impl FnOnce() -> u64) -> Next {
        let mut wait = None;
        if !self.timers.is_empty() {
            let now = now();
            wait = self.wake_sleepers(now).map(|due| due - now);
        }
        let Some(i) = self.ready.pop_front() else {
            return wait.map_or(Next::Nothing, Next::Idle);
        };
        self.current = i;
        let s = &mut self.slots[i as usize];
        s.state = State::Running;
        match s.saved.take() {
            Some(saved) => Next::Resume(saved),
            None => Next::Begin(Word(std::mem::replace(&mut s.function, Word::NIL.0))),
        }
    }

    /// Readies the strands whose time has come; when the next one is due.
    fn wake_sleepers(&mut self, now: u64) -> Option<u64> {
        while let Some(Reverse((due, number, slot, generation))) = self.timers.peek().copied() {
            let s = &mut self.slots[slot as usize];
            let live = s.generation == generation && s.state == State::Sleeping(number);
            if live && due > now {
                return Some(due);
            }
            self.timers.pop();
            if live {
                s.state = State::Ready;
                self.ready.push_back(slot);
            }
        }
        None
    }

    /// Parked strands: their contexts and states.
    pub fn parked(&self) -> impl Iterator<Item = (Word, Option<&Saved>)> {
        let parked = |s: &&Slot| s.state == State::Parked;
        self.slots.iter().filter(parked).map(|s| (Word(s.context), s.saved.as_ref()))
    }

    /// Calls `word` with the words of every slot, `stack` with the state of every strand that does not run.
    pub fn visit(&mut self, word: &mut dyn FnMut(*mut u64), stack: &mut dyn FnMut(&Saved)) {
        self.failures.iter_mut().for_each(|f| word(f));
        for s in self.slots.iter_mut().filter(|s| s.state != State::Free) {
            word(&mut s.function);
            word(&mut s.context);
            word(&mut s.transaction);
            if let Some(saved) = &s.saved {
                stack(saved);
            }
        }
    }

    fn slot(&mut self, id: i64) -> Option<&mut Slot> {
        let (index, generation) = (id as u32, (id >> 32) as u32);
        self.slots.get_mut(index as usize).filter(|s| s.generation == generation && s.state != State::Free)
    }

    fn make_ready(&mut self, id: i64, asleep: bool) {
        let Some(s) = self.slot(id) else { return };
        if s.state == State::Parked || asleep && matches!(s.state, State::Sleeping(_) | State::Waiting) {
            s.state = State::Ready;
            self.ready.push_back(id as u32);
        }
    }
}

impl Default for StrandTable {
    fn default() -> Self {
        Self::new()
    }
}

impl Strands for StrandTable {
    fn spawn(&mut self, function: Word, context: Word) -> i64 {
        let index = self.free.pop().unwrap_or(self.slots.len() as u32);
        if index as usize == self.slots.len() {
            self.slots.push(Slot {
                generation: 0,
                state: State::Free,
                saved: None,
                function: Word::NIL.0,
                context: Word::NIL.0,
                transaction: Word::NIL.0,
            });
        }
        let s = &mut self.slots[index as usize];
        s.state = State::Ready;
        s.function = function.0;
        s.context = context.0;
        self.ready.push_back(index);
        i64::from(s.generation) << 32 | i64::from(index)
    }

    fn current(&self) -> i64 {
        i64::from(self.slots[self.current as usize].generation) << 32 | i64::from(self.current)
    }

    fn context(&self) -> Word {
        Word(self.slots[self.current as usize].context)
    }

    fn park(&mut self) -> Fail {
        self.slots[self.current as usize].state = State::Parked;
        Fail::Suspend
    }

    fn sleep(&mut self, due: u64) -> Fail {
        self.timer_count += 1;
        let s = &mut self.slots[self.current as usize];
        s.state = State::Sleeping(self.timer_count);
        self.timers.push(Reverse((due, self.timer_count, self.current, s.generation)));
        Fail::Suspend
    }

    fn wait(&mut self) -> Fail {
        self.slots[self.current as usize].state = State::Waiting;
        Fail::Suspend
    }

    fn resume(&mut self, id: i64) {
        self.make_ready(id, true);
    }

    fn unpark(&mut self, id: i64) {
        self.make_ready(id, false);
    }

    fn interrupt(&mut self, id: i64) {
        self.make_ready(id, true);
    }

    fn transaction(&self) -> Word {
        Word(self.slots[self.current as usize].transaction)
    }

    fn set_transaction(&mut self, branch: Word) {
        self.slots[self.current as usize].transaction = branch.0;
    }

    fn inherit(&mut self, id: i64) {
        let branch = self.transaction();
        if let Some(s) = self.slot(id) {
            s.transaction = branch.0;
        }
    }

    fn failed(&mut self, error: Word) -> usize {
        self.failures.push(error.0);
        self.failures.len() - 1
    }

    fn noticed(&mut self, failure: usize) {
        if let Some(f) = self.failures.get_mut(failure) {
            *f = Word::NIL.0;
        }
        while self.failures.last() == Some(&Word::NIL.0) {
            self.failures.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(t: &mut StrandTable) {
        t.retire();
    }

    fn saved() -> Saved {
        Saved {
            stack: Vec::new(),
            pc: std::ptr::null(),
            base: std::ptr::null_mut(),
            fp: std::ptr::null_mut(),
            entry_fp: 0,
        }
    }

    /// Parks the running strand and gives the next one.
    fn give_way(t: &mut StrandTable) -> Next {
        t.park();
        t.save(saved());
        t.next(|| 0)
    }

    #[test]
    fn first_come_first_served() {
        let mut t = StrandTable::new();
        let main = t.current();
        let a = t.spawn(Word::TRUE, Word::NIL);
        let b = t.spawn(Word::FALSE, Word::NIL);
        assert!(matches!(give_way(&mut t), Next::Begin(Word::TRUE)));
        assert_eq!(t.current(), a);
        t.unpark(main);
        assert!(matches!(give_way(&mut t), Next::Begin(Word::FALSE)));
        assert_eq!(t.current(), b);
        assert!(matches!(give_way(&mut t), Next::Resume(_)));
        assert_eq!(t.current(), main);
        assert!(matches!(give_way(&mut t), Next::Nothing));
    }

    #[test]
    fn an_identity_ends_with_its_strand() {
        let mut t = StrandTable::new();
        let a = t.spawn(Word::TRUE, Word::NIL);
        assert!(matches!(give_way(&mut t), Next::Begin(_)));
        end(&mut t);
        let b = t.spawn(Word::TRUE, Word::NIL);
        assert_ne!(a, b);
        assert!(matches!(t.next(|| 0), Next::Begin(_)));
        t.park();
        t.save(saved());
        t.unpark(a);
        assert!(matches!(t.next(|| 0), Next::Nothing));
        t.unpark(b);
        assert!(matches!(t.next(|| 0), Next::Resume(_)));
    }

    #[test]
    fn sleepers_wake_in_time_and_only_then() {
        let mut t = StrandTable::new();
        let main = t.current();
        t.sleep(100);
        t.save(saved());
        t.unpark(main);
        assert!(matches!(t.next(|| 40), Next::Idle(60)));
        assert!(matches!(t.next(|| 100), Next::Resume(_)));
        // A timer that was overtaken does nothing.
        t.sleep(200);
        t.save(saved());
        t.interrupt(main);
        assert!(matches!(t.next(|| 110), Next::Resume(_)));
        t.park();
        t.save(saved());
        assert!(matches!(t.next(|| 300), Next::Nothing));
    }
}
