//! Running strands and switching between them: `bal-sched` says who is next.
//!
//! Each worker thread has a [`Machine`]. The first one is the thread that loaded the program: only there the main strand runs.
//! A machine has either a strand's stack in place (`running`) or none; strands that are on no worker have theirs in
//! [`Stacks`], under the scheduler's lock.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use bal_sched::{CANCELLED, Events, Next, Outcome as Ended, Rest, Sched, Seat, Seen, StrandId, Worker};
use bytecode::archive::CallShape;
use bytecode::ops::Ins;
use native::{Host, Outside, Strands};
use values::{Fail, Word};

use crate::handlers;
use crate::machine::{
    Fault, Machine, Outcome, STATUS_BUG, STATUS_DEADLOCK, STATUS_DONE, STATUS_PANIC, STATUS_STOP,
    STATUS_SUSPEND,
};
use crate::outside::{Arrived, Executor};
use crate::stacks::{Saved, Stacks};

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
    /// On another thread than the first: until the program is over.
    Work,
}

/// The stacks that are kept beside the scheduler.
pub(crate) fn stacks(sched: &mut Sched) -> &mut Stacks {
    sched.keep().expect("the machine has put them there")
}

/// Nanoseconds without a collection after which unused memory goes back to the system.
const REST: u64 = 1_000_000_000;
/// Bytes promoted since it last did, below which it is not worth it.
const WORTH_RELEASING: u64 = 4 << 20;

impl Machine {
    /// The scheduler, as the running strand sees it.
    pub(crate) fn strands(&self) -> Strands<'_> {
        self.host.strands(self.worker, self.strand)
    }

    /// The host for longer than a borrow of the machine.
    fn host<'a>(&self) -> &'a Host {
        // SAFETY: the machine keeps it, and what is made of it here is gone before the machine is.
        unsafe { &*std::sync::Arc::as_ptr(&self.host) }
    }

    /// Runs the current strand from `pc`, and others whenever it gives way, until it has ended.
    pub(crate) fn drive(&mut self, pc: *const u64) -> u64 {
        let root = self.strand;
        // SAFETY: the machine's state is that of the current strand, at `pc`.
        let mut status = unsafe { handlers::dispatch(pc, self) };
        loop {
            match status {
                STATUS_DONE | STATUS_PANIC if self.strand == root => return status,
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
        self.go_on(idle)
    }

    /// Runs the next strand until it gives way or ends.
    fn go_on(&mut self, idle: Idle) -> u64 {
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
            Some(limit) => Idle::Until(self.host.platform().monotonic().saturating_add(limit)),
            None => Idle::Wait,
        };
        match self.run_others(idle) {
            STATUS_STOP => None,
            STATUS_DEADLOCK if self.host.scheduler().waiting().next().is_none() => None,
            STATUS_DEADLOCK => Some(Outcome::Deadlock(self.describe_waiting())),
            _ => Some(self.take_fault().into()),
        }
    }

    /// Lets the strands run until the program is asked to stop. What went wrong, if anything.
    pub fn run_until_stopped(&mut self) -> Option<Outcome> {
        match self.outside.reactor() {
            Ok(handle) => {
                let (host, outside) = (self.host.clone(), self.outside.clone());
                self.host.platform().watch_stop(Box::new(move || {
                    outside.stop.store(true, Ordering::SeqCst);
                    outside.ticker.raise();
                    host.rouse();
                    handle.wake();
                }));
            }
            Err(e) => return Some(Outcome::Bug(format!("no input and output: {e}"))),
        }
        match self.run_others(Idle::Serve) {
            STATUS_STOP => None,
            _ => Some(self.take_fault().into()),
        }
    }

    /// Lets all strands run but the main one, the current one, which has nothing to do. The status in which that ends.
    fn run_others(&mut self, idle: Idle) -> u64 {
        let main = self.strand;
        let saved = self.take_state();
        let mut strands = self.strands();
        stacks(&mut strands).put(main, saved);
        strands.rest();
        drop(strands);
        let mut status = self.go_on(idle);
        while matches!(status, STATUS_SUSPEND | STATUS_DONE | STATUS_PANIC) {
            status = self.others(status, idle);
        }
        self.abandon();
        self.strand = main;
        let saved = loop {
            let host = self.host();
            let mut strands = host.strands(self.worker, main);
            if strands.return_to(main) {
                break stacks(&mut strands).take(main);
            }
            // Another thread runs a strand that the main one excludes, until it gives way.
            self.outside.ticker.raise();
            drop(strands);
            self.world.heap.outside(|| std::thread::sleep(Duration::from_micros(100)));
        };
        if let Some(saved) = saved {
            self.load(saved);
        }
        self.running = false;
        status
    }

    /// Another thread's life: runs strands until the program is over.
    pub(crate) fn work(&mut self) {
        let mut status = self.go_on(Idle::Work);
        while matches!(status, STATUS_SUSPEND | STATUS_DONE | STATUS_PANIC) {
            status = self.others(status, Idle::Work);
        }
        self.abandon();
        if status != STATUS_STOP {
            let fault = self.take_fault();
            self.outside.fail(fault);
            self.host.rouse();
        }
    }

    /// A strand in which something went wrong goes on nowhere: what it excludes can run.
    fn abandon(&mut self) {
        if std::mem::take(&mut self.running) {
            self.strands().rest();
        }
    }

    fn save_current(&mut self) {
        let saved = self.take_state();
        let mut strands = self.strands();
        stacks(&mut strands).put(self.strand, saved);
        strands.suspended();
    }

    /// The current strand's function has returned, or panicked.
    fn end_current(&mut self, status: u64) {
        self.running = false;
        // Nothing but this refers to the result.
        let kept = self.world.heap.push_handle(self.result);
        let is_cancelled = self.strands().is_cancelled();
        let cancelled = is_cancelled.then(|| self.cancelled_error());
        let result = Word(self.world.heap.handle(kept));
        self.world.heap.pop_handles(kept);
        let stack = std::mem::take(&mut self.stack);
        let mut strands = self.host().strands(self.worker, self.strand);
        stacks(&mut strands).give_back(stack);
        match cancelled {
            Some(error) => {
                let result = (status == STATUS_DONE).then_some(result);
                strands.finish_cancelled(&mut self.world, result, error)
            }
            None if status == STATUS_DONE => strands.finish(&mut self.world, Ok(result)),
            None => strands.finish(&mut self.world, Err(result)),
        }
    }

    /// The result of a strand that was cancelled.
    fn cancelled_error(&mut self) -> Word {
        let trace = self.world.bytes(&[]);
        self.world.error_with_message(CANCELLED.0, CANCELLED.1, trace)
    }

    fn take_state(&mut self) -> Saved {
        self.running = false;
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
        self.running = true;
    }

    /// Makes the next strand that can run the machine's own: where it goes on; or the status in which there is none, or
    /// which its end has.
    fn switch(&mut self, idle: Idle) -> Result<*const u64, u64> {
        loop {
            self.idle = idle;
            if self.poll.load(Ordering::Relaxed) {
                self.attend();
            }
            if let Some(status) = self.ended() {
                return Err(status);
            }
            if self.wants_worker && self.may_add_worker() && self.backlog_lasts() {
                self.add_worker();
            }
            self.switches = self.switches.wrapping_add(1);
            if self.switches.is_multiple_of(OUTSIDE_INTERVAL) && self.outside.concerned() {
                let outside = self.outside.clone();
                bal_sched::take_events(self, &*outside);
                // As soon as there is another thread, somebody else asks.
                if self.may_add_worker() && self.strands().workers() == 1 && outside.strain().short {
                    self.add_worker();
                }
            }
            let host = self.host();
            let mut strands = host.strands(self.worker, self.strand);
            let next = strands.next(|| host.platform().monotonic());
            self.strand = strands.current();
            let saved = match next {
                Next::Resume(_) => {
                    let id = strands.current_id();
                    stacks(&mut strands).take(self.strand).map(|saved| (id, saved))
                }
                _ => None,
            };
            let (seen, others, sleepers) = (strands.seen(), strands.any_ready(), strands.anybody_sleeps());
            self.wants_worker = strands.wants_worker();
            if !self.wants_worker {
                self.backlog_since = None;
            }
            drop(strands);
            if others || sleepers || self.outside.concerned() || matches!(idle, Idle::Until(_)) {
                self.outside.ticker.arm();
            }
            match next {
                Next::Begin(function) => return self.begin(function),
                Next::Resume(outcome) => return self.resume(outcome, saved),
                Next::Cancelled => {
                    let error = self.cancelled_error();
                    let mut strands = host.strands(self.worker, self.strand);
                    strands.finish_cancelled(&mut self.world, None, error);
                }
                Next::Idle(nanos) => self.wait_for_work(seen, Some(nanos)),
                Next::Busy => self.wait_for_work(seen, None),
                Next::Nothing => self.nothing_ready(seen)?,
            }
        }
    }

    /// Whether there has been work for another thread for a while.
    fn backlog_lasts(&mut self) -> bool {
        let since = *self.backlog_since.get_or_insert_with(Instant::now);
        since.elapsed() >= self.workers.patience()
    }

    /// No strand can run by what strands do.
    fn nothing_ready(&mut self, seen: Seen) -> Result<(), u64> {
        let (idle, outside) = (self.idle, self.outside.clone());
        match bal_sched::at_rest(self, &*outside, seen, idle != Idle::Work) {
            Rest::Look => return Ok(()),
            Rest::Wait => {}
            Rest::All if idle != Idle::Serve => return Err(STATUS_DEADLOCK),
            Rest::All if self.host.platform().stops_when_idle() => return Err(STATUS_STOP),
            Rest::All => {}
        }
        self.wait_for_work(seen, None);
        Ok(())
    }

    /// Whether the strands are to be left as they are, and with which status.
    fn ended(&mut self) -> Option<u64> {
        if let Some(fault) = self.outside.failure() {
            self.fault = Some(fault);
            return Some(STATUS_BUG);
        }
        let over = match self.idle {
            Idle::Wait => false,
            Idle::Serve => self.outside.stop.load(Ordering::SeqCst),
            Idle::Until(end) => self.host.platform().monotonic() >= end,
            Idle::Work => self.outside.over.load(Ordering::SeqCst),
        };
        over.then_some(STATUS_STOP)
    }

    /// The flag is up: somebody wants to know something, or the collector wants everybody to stop.
    fn attend(&mut self) {
        self.poll.store(false, Ordering::Relaxed);
        self.sample();
        self.world.heap.safepoint();
        self.dump_if_asked();
        self.snapshot_if_asked();
    }

    /// A strand has seen the flag in a loop or at the beginning of a function: whether it gives way, to go on as `how` says.
    pub(crate) fn polled(&mut self, how: Ended) -> bool {
        self.attend();
        if self.nested > 0 {
            // It cannot; another time.
            self.outside.ticker.arm();
            return false;
        }
        if self.outside.concerned() {
            let outside = self.outside.clone();
            bal_sched::take_events(self, &*outside);
            self.outside.ticker.arm();
        }
        if self.ended().is_some() {
            self.strands().make_way(how);
            return true;
        }
        let host = self.host();
        let mut strands = host.strands(self.worker, self.strand);
        let give_way = strands.preempt(how, || host.platform().monotonic());
        self.wants_worker = strands.wants_worker();
        if give_way || strands.anybody_sleeps() || strands.any_ready() || matches!(self.idle, Idle::Until(_))
        {
            self.outside.ticker.arm();
        }
        drop(strands);
        if self.wants_worker && self.may_add_worker() {
            self.add_worker();
        }
        give_way
    }

    /// Waits for so many nanoseconds at most, or until there may be something to do that was not there at the last look.
    fn wait_for_work(&mut self, seen: Seen, nanos: Option<u64>) {
        self.before_waiting();
        let nanos = match self.idle {
            Idle::Until(end) => {
                let left = end.saturating_sub(self.host.platform().monotonic());
                Some(nanos.map_or(left, |n| n.min(left)))
            }
            _ => nanos,
        };
        let outside = self.outside.clone();
        let limit = match self.rest() {
            Some(limit) => Some(nanos.map_or(limit, |n| n.min(limit))),
            None => nanos,
        };
        bal_sched::wait(self, &*outside, seen, limit.map(Duration::from_nanos));
        self.skip_sample();
    }

    /// The thread is about to wait. When little has been allocated for a while, unused memory goes back to the system, step
    /// by step; how long the thread is to wait at most until the next.
    fn rest(&mut self) -> Option<u64> {
        let stats = self.world.heap.stats;
        if self.worker != 0 || stats.promoted - self.released < WORTH_RELEASING {
            return None;
        }
        let (since, minor) = *self.resting.get_or_insert_with(|| (Instant::now(), stats.minor));
        if minor != stats.minor {
            self.resting = Some((Instant::now(), stats.minor));
        } else if since.elapsed() >= Duration::from_nanos(REST) {
            if self.world.heap.idle() {
                self.released = self.world.heap.stats.promoted;
                self.resting = None;
                return None;
            }
            // The collection that it was itself does not count.
            self.resting = Some((since, self.world.heap.stats.minor));
            return Some(0);
        }
        Some(REST)
    }

    /// What was printed is visible while the thread waits.
    fn before_waiting(&mut self) {
        let _ = self.host.platform().stdout().flush();
        self.watch_dump();
    }

    /// The current strand goes on behind the native by which it gave way, or in its loop.
    fn resume(&mut self, outcome: Ended, saved: Option<(StrandId, Saved)>) -> Result<*const u64, u64> {
        let Some((strand, saved)) = saved else {
            self.fault = Some(Fault::Bug("a strand without stack".to_string()));
            return Err(STATUS_BUG);
        };
        self.load(saved);
        self.stirred = true;
        let error = match self.after_future(strand, outcome) {
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
            Ok(Ended::Enter) => return Ok(self.pc),
            Ok(Ended::Raise(error)) => Ok(error),
            Err(fail) => self.fail_value(fail),
            Ok(Ended::Cancelled) => self.fail_value(Fail::Panic(CANCELLED.0, CANCELLED.1.to_string())),
        };
        match error {
            Ok(error) if self.unwind(error).is_some() => Ok(self.pc),
            Ok(_) => Err(STATUS_PANIC),
            Err(bug) => {
                self.fault = Some(Fault::Bug(bug));
                Err(STATUS_BUG)
            }
        }
    }

    /// What a strand gets that may have waited for a future.
    fn after_future(&mut self, strand: StrandId, outcome: Ended) -> Result<Ended, Fail> {
        match outcome {
            Ended::Return(_) => match self.outside.take(strand) {
                Some(completion) => self.in_native(self.base, 0, |cx| completion(cx)).map(Ended::Return),
                None => Ok(outcome),
            },
            Ended::Cancelled => {
                self.outside.forget(strand);
                Ok(outcome)
            }
            outcome => Ok(outcome),
        }
    }

    /// A stack with one frame, of a function value without parameters.
    fn begin(&mut self, function: Word) -> Result<*const u64, u64> {
        let index = self.world.function_index(function).filter(|&i| {
            let call = self.program.archive.functions.call(i);
            matches!(
                call,
                CallShape::Value { fixed: 0, rest: None } | CallShape::Method { fixed: 0, rest: None }
            )
        });
        let Some(index) = index else {
            let why = "a strand needs a function without parameters".to_string();
            self.fault = Some(Fault::Bug(why));
            return Err(STATUS_BUG);
        };
        let entry = self.func(index).entry;
        let (size, first, refs) = self.program.frame(index);
        let stack = stacks(&mut self.strands()).new_stack(size + 8);
        self.stack = stack;
        self.stack[..(first + refs) as usize].fill(Word::NIL.0);
        // The closure is the only parameter.
        self.stack[0] = function.0;
        let n = self.stack.len();
        self.stack[n - 2] = self.program.halt() as u64;
        self.stack[n - 1] = 0;
        self.base = self.stack.as_mut_ptr();
        self.fp = self.stack[n - 2..].as_mut_ptr();
        self.entry_fp = self.fp_offset();
        self.pc = entry;
        self.running = true;
        self.stirred = true;
        Ok(entry)
    }

    /// The strands that wait, a line each: name and the innermost line of the user's code.
    pub(crate) fn describe_waiting(&mut self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut sched = self.host.scheduler();
        let waiting: Vec<(u32, Word)> = sched.waiting().collect();
        for (i, future) in waiting {
            let name = self.world.future_name(future).and_then(|n| self.world.as_str(n));
            let name = name.unwrap_or("the main strand");
            let trace = stacks(&mut sched).get(i).map_or_else(Vec::new, |s| self.trace_of(s));
            lines.push(match self.program.render_trace(&trace).first() {
                Some(p) => format!("{name} waits in {p}"),
                None => format!("{name} waits"),
            });
        }
        lines.join("\n")
    }
}

impl Worker for Machine {
    type Events = Executor;

    fn seat(&self) -> Seat<'_> {
        self.host.seat(self.worker, self.strand)
    }

    fn over(&mut self) -> bool {
        self.ended().is_some()
    }

    fn tell(&mut self, arrived: Arrived) {
        if !arrived.strands.is_empty() {
            let mut strands = self.strands();
            arrived.strands.iter().for_each(|s| strands.resume(*s));
        }
        self.outside.told(&arrived);
    }

    fn blocked<R>(&mut self, f: impl FnOnce(Seat<'_>) -> R) -> R {
        let seat = self.host().seat(self.worker, self.strand);
        self.world.heap.outside(|| f(seat))
    }

    fn sleep(&mut self, time: Duration) {
        let host = self.host();
        self.world.heap.outside(|| host.platform().sleep(time.as_nanos() as u64));
    }

    fn stirred(&mut self) -> &mut bool {
        &mut self.stirred
    }
}
