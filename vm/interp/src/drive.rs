//! Switching between strands: `bal-sched` says who is next, here are the stacks.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bal_sched::{CANCELLED, Next, Outcome as Ended};
use bytecode::archive::CallShape;
use bytecode::ops::Ins;
use native::Outside;
use values::{Fail, Word};

use crate::handlers;
use crate::machine::{
    Machine, Outcome, STATUS_BUG, STATUS_DEADLOCK, STATUS_DONE, STATUS_PANIC, STATUS_STOP, STATUS_SUSPEND,
};

/// Stack words that a strand starts with; it grows on demand.
const FIRST_STACK: usize = 32;
/// Stacks of ended strands that are kept for others, and the largest of them in words.
const SPARE_STACKS: usize = 256;
const SPARE_WORDS: usize = 8 * FIRST_STACK;

/// Where a strand's execution stands.
pub struct Saved {
    pub stack: Vec<u64>,
    pub pc: *const u64,
    pub base: *mut u64,
    pub fp: *mut u64,
    pub entry_fp: usize,
}

/// The state of strands that have begun and do not run, by the strand's index; stacks for new ones.
#[derive(Default)]
pub struct Stacks {
    saved: Vec<Option<Saved>>,
    spare: Vec<Vec<u64>>,
}

impl Stacks {
    pub fn get(&self, strand: u32) -> Option<&Saved> {
        self.saved.get(strand as usize)?.as_ref()
    }

    fn put(&mut self, strand: u32, saved: Saved) {
        let i = strand as usize;
        if i >= self.saved.len() {
            self.saved.resize_with(i + 1, || None);
        }
        self.saved[i] = Some(saved);
    }

    fn take(&mut self, strand: u32) -> Option<Saved> {
        self.saved.get_mut(strand as usize)?.take()
    }

    /// A stack of at least so many words; what is in it is undefined.
    fn new_stack(&mut self, words: usize) -> Vec<u64> {
        match self.spare.pop() {
            Some(s) if s.len() >= words => s,
            _ => vec![0; words.max(FIRST_STACK)],
        }
    }

    /// Takes back the stack of a strand that has ended.
    fn give_back(&mut self, stack: Vec<u64>) {
        if stack.len() <= SPARE_WORDS && self.spare.len() < SPARE_STACKS {
            self.spare.push(stack);
        }
    }
}

/// Strands that go on between two looks at the outside while there are others to run.
const OUTSIDE_INTERVAL: u32 = 61;

/// What to do when no strand can run, and when all of this is to end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Idle {
    /// Time passes; when nobody sleeps either, that is the end.
    Wait,
    /// The program may be asked to stop meanwhile.
    Serve,
    /// As `Wait`, but strands that have not ended at this point in time are left.
    Until(u64),
}

impl Machine {
    /// Runs the current strand from `pc`, and others whenever it gives way, until it has ended.
    pub(crate) fn drive(&mut self, pc: *const u64) -> u64 {
        let root = self.strands.current();
        // SAFETY: the machine's state is that of the current strand, at `pc`.
        let mut status = unsafe { handlers::dispatch(pc, self) };
        loop {
            match status {
                STATUS_DONE | STATUS_PANIC if self.strands.current() == root => return status,
                STATUS_SUSPEND | STATUS_DONE | STATUS_PANIC => status = self.others(status, Idle::Wait),
                _ => return status,
            }
        }
    }

    /// The current strand gives way or has ended, as `status` says: the next one runs. The status in which that leaves.
    fn others(&mut self, status: u64, idle: Idle) -> u64 {
        match status {
            STATUS_SUSPEND => self.save_current(),
            _ => self.end_current(status),
        }
        match self.switch(idle) {
            // SAFETY: the machine's state is that of the current strand, at `pc`.
            Ok(pc) => unsafe { handlers::dispatch(pc, self) },
            Err(status) => status,
        }
    }

    /// Lets the other strands run until all have ended: the program does not end before them. What went wrong, if
    /// anything.
    ///
    /// With a `limit`, what has not ended after so many nanoseconds is left as it is.
    pub fn run_to_rest(&mut self, limit: Option<u64>) -> Option<Outcome> {
        let idle = match limit {
            Some(limit) => Idle::Until(self.platform.monotonic().saturating_add(limit)),
            None => Idle::Wait,
        };
        match self.run_others(idle) {
            STATUS_STOP => None,
            STATUS_DEADLOCK if self.strands.waiting().next().is_none() => None,
            STATUS_DEADLOCK => Some(Outcome::Deadlock(self.describe_waiting())),
            _ => Some(Outcome::Bug(self.bug.take().unwrap_or_default())),
        }
    }

    /// Lets the strands run until the program is asked to stop. What went wrong, if anything.
    pub fn run_until_stopped(&mut self) -> Option<Outcome> {
        match self.outside.reactor() {
            Ok(handle) => {
                let poll = self.poll.clone();
                self.platform.watch_stop(Box::new(move || {
                    poll.store(true, Ordering::Relaxed);
                    handle.wake();
                }));
            }
            Err(e) => return Some(Outcome::Bug(format!("no input and output: {e}"))),
        }
        match self.run_others(Idle::Serve) {
            STATUS_STOP => None,
            _ => Some(Outcome::Bug(self.bug.take().unwrap_or_default())),
        }
    }

    /// Lets all strands run but the main one, the current one, which has nothing to do. The status in which that ends.
    fn run_others(&mut self, idle: Idle) -> u64 {
        let main = self.strands.current();
        let saved = self.take_state();
        self.stacks.put(main, saved);
        self.strands.rest();
        self.running = true;
        let mut status = match self.switch(idle) {
            // SAFETY: the machine's state is that of the current strand, at `pc`.
            Ok(pc) => unsafe { handlers::dispatch(pc, self) },
            Err(status) => status,
        };
        while matches!(status, STATUS_SUSPEND | STATUS_DONE | STATUS_PANIC) {
            status = self.others(status, idle);
        }
        self.running = false;
        self.strands.return_to(main);
        if let Some(saved) = self.stacks.take(main) {
            self.load(saved);
        }
        status
    }

    fn save_current(&mut self) {
        let saved = self.take_state();
        self.stacks.put(self.strands.current(), saved);
        self.strands.suspended();
    }

    /// The current strand's function has returned, or panicked.
    fn end_current(&mut self, status: u64) {
        let cancelled = self.strands.is_cancelled().then(|| self.cancelled_error());
        let stack = std::mem::take(&mut self.stack);
        self.stacks.give_back(stack);
        let result = Word(self.result);
        match cancelled {
            Some(error) => {
                let result = (status == STATUS_DONE).then_some(result);
                self.strands.finish_cancelled(&mut self.world, result, error)
            }
            None if status == STATUS_DONE => self.strands.finish(&mut self.world, Ok(result)),
            None => self.strands.finish(&mut self.world, Err(result)),
        }
    }

    /// The result of a strand that was cancelled.
    fn cancelled_error(&mut self) -> Word {
        let trace = self.world.bytes(&[]);
        self.world.error_with_message(CANCELLED.0, CANCELLED.1, trace)
    }

    fn take_state(&mut self) -> Saved {
        Saved {
            stack: std::mem::take(&mut self.stack),
            pc: self.pc,
            base: self.base,
            fp: self.fp,
            entry_fp: self.entry_fp,
        }
    }

    fn load(&mut self, saved: Saved) {
        self.stack = saved.stack;
        self.pc = saved.pc;
        self.base = saved.base;
        self.fp = saved.fp;
        self.entry_fp = saved.entry_fp;
    }

    /// Makes the next strand that can run the machine's own: where it goes on; or the status in which there is none, or
    /// which its end has.
    fn switch(&mut self, idle: Idle) -> Result<*const u64, u64> {
        loop {
            self.idle = idle;
            self.dump_if_asked();
            if self.is_over() {
                return Err(STATUS_STOP);
            }
            self.switches = self.switches.wrapping_add(1);
            if self.switches.is_multiple_of(OUTSIDE_INTERVAL) && self.outside.busy() {
                self.look_outside(Some(0));
            }
            if self.strands.any_ready() || self.outside.busy() || matches!(idle, Idle::Until(_)) {
                self.outside.ticker.arm();
            }
            let platform = &mut self.platform;
            match (self.strands.next(|| platform.monotonic()), idle) {
                (Next::Begin(function), _) => return self.begin(function),
                (Next::Resume(outcome), _) => return self.resume(outcome),
                (Next::Cancelled, _) => {
                    // No stack is in place that the collector could look at.
                    self.running = false;
                    let error = self.cancelled_error();
                    self.running = true;
                    self.strands.finish_cancelled(&mut self.world, None, error);
                }
                (Next::Idle(nanos), _) => self.wait_outside(Some(nanos)),
                (Next::Nothing, _) if self.outside.busy() => self.wait_outside(None),
                (Next::Nothing, Idle::Wait | Idle::Until(_)) => return Err(STATUS_DEADLOCK),
                (Next::Nothing, Idle::Serve) if self.platform.stops_when_idle() => return Err(STATUS_STOP),
                (Next::Nothing, Idle::Serve) => self.wait_outside(None),
            }
        }
    }

    /// Whether the strands are to be left as they are.
    fn is_over(&mut self) -> bool {
        match self.idle {
            Idle::Wait => false,
            Idle::Serve => self.platform.stop_asked(),
            Idle::Until(end) => self.platform.monotonic() >= end,
        }
    }

    /// A loop has seen the flag: whether its strand gives way.
    pub(crate) fn polled(&mut self) -> bool {
        self.poll.store(false, Ordering::Relaxed);
        self.dump_if_asked();
        if self.nested > 0 {
            // It cannot; another time.
            self.outside.ticker.arm();
            return false;
        }
        if self.outside.busy() {
            self.look_outside(Some(0));
            self.outside.ticker.arm();
        }
        if self.is_over() {
            self.strands.give_way_in_loop();
            return true;
        }
        let platform = &mut self.platform;
        let give_way = self.strands.preempt(|| platform.monotonic());
        let limited = matches!(self.idle, Idle::Until(_));
        if give_way || limited || self.strands.anybody_sleeps() {
            self.outside.ticker.arm();
        }
        give_way
    }

    /// Waits for so many nanoseconds at most, or until a strand can go on; what was printed is visible meanwhile.
    fn wait_outside(&mut self, nanos: Option<u64>) {
        let _ = self.platform.stdout().flush();
        let nanos = match self.idle {
            Idle::Until(end) => {
                let left = end.saturating_sub(self.platform.monotonic());
                Some(nanos.map_or(left, |n| n.min(left)))
            }
            _ => nanos,
        };
        match nanos {
            Some(n) if !self.outside.is_open() => self.platform.sleep(n),
            _ => self.look_outside(nanos),
        }
    }

    /// Lets futures go on and readies the strands whose futures have ended.
    fn look_outside(&mut self, nanos: Option<u64>) {
        for strand in self.outside.turn(nanos.map(Duration::from_nanos)) {
            self.strands.resume(strand);
        }
    }

    /// The current strand goes on behind the native by which it gave way.
    fn resume(&mut self, outcome: Ended) -> Result<*const u64, u64> {
        let Some(saved) = self.stacks.take(self.strands.current()) else {
            self.bug = Some("a strand without stack".to_string());
            return Err(STATUS_BUG);
        };
        self.load(saved);
        let strand = self.strands.current_id();
        let outcome = match (outcome, self.outside.take(strand)) {
            (Ended::Return(_), Some(completion)) => {
                self.in_native(self.base, 0, |cx| completion(cx)).map(Ended::Return)
            }
            (Ended::Cancelled, _) => {
                self.outside.forget(strand);
                Ok(Ended::Cancelled)
            }
            (outcome, _) => Ok(outcome),
        };
        let error = match outcome {
            Ok(Ended::Return(w)) => {
                // SAFETY: the word before `pc` is the instruction that calls the native; its result's register is in
                // the running frame's window.
                unsafe {
                    let register = (*self.pc.sub(1) >> 16) as u16 as usize;
                    *self.base.add(register) = w.0;
                }
                return Ok(self.pc);
            }
            Ok(Ended::Continue) => {
                // SAFETY: the word before `pc` is the back-edge that it goes on with.
                unsafe {
                    let jump = Ins::decode(*self.pc.sub(1)).and_then(Ins::jump).unwrap_or(0);
                    self.pc = self.pc.offset(jump as isize);
                }
                return Ok(self.pc);
            }
            Ok(Ended::Raise(error)) => Ok(error),
            Err(fail) => self.fail_value(fail),
            Ok(Ended::Cancelled) => self.fail_value(Fail::Panic(CANCELLED.0, CANCELLED.1.to_string())),
        };
        match error {
            Ok(error) if self.unwind(error).is_some() => Ok(self.pc),
            Ok(_) => Err(STATUS_PANIC),
            Err(bug) => {
                self.bug = Some(bug);
                Err(STATUS_BUG)
            }
        }
    }

    /// A stack with one frame, of a function value without parameters.
    fn begin(&mut self, function: Word) -> Result<*const u64, u64> {
        let shape = self.world.function_index(function).map(|i| self.funcs[i as usize]);
        let Some(info) = shape.filter(|f| f.rest.is_none() && f.fixed == 0 && f.shape != CallShape::Direct)
        else {
            self.bug = Some("a strand needs a function without parameters".to_string());
            return Err(STATUS_BUG);
        };
        // SAFETY: the word before an entry is its prologue.
        let h = unsafe { *info.entry.sub(1) };
        let (size, first, refs) = (h as u16 as usize, (h >> 16) as u16 as usize, (h >> 32) as usize);
        self.stack = self.stacks.new_stack(size + 8);
        self.stack[..first + refs].fill(Word::NIL.0);
        // The closure is the only parameter.
        self.stack[0] = function.0;
        let n = self.stack.len();
        self.stack[n - 2] = self.halt.as_ptr() as u64;
        self.stack[n - 1] = 0;
        self.base = self.stack.as_mut_ptr();
        self.fp = self.stack[n - 2..].as_mut_ptr();
        self.entry_fp = self.fp_offset();
        self.pc = info.entry;
        Ok(info.entry)
    }

    /// The strands that wait, a line each: name and the innermost line of the user's code.
    pub(crate) fn describe_waiting(&mut self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for (i, future) in self.strands.waiting() {
            let name = self.world.future_name(future).and_then(|n| self.world.as_str(n));
            let name = name.unwrap_or("the main strand");
            let trace = self.stacks.get(i).map_or_else(Vec::new, |s| self.trace_of(s));
            lines.push(match self.render_trace(&trace).first() {
                Some(p) => format!("{name} waits in {p}"),
                None => format!("{name} waits"),
            });
        }
        lines.join("\n")
    }
}
