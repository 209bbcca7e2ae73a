//! One program being executed: its code, its strand's stack, its values.
//!
//! # The strand stack
//!
//! One block. Register windows grow up from its start, frame records grow down from its end:
//!
//! ```text
//! | r0 r1 … of main | r0 r1 … of f | …        free        … | record f | record main |
//!                     ^ base                                  ^ fp
//! ```
//! A record is two words: the return pc and the distance from the caller's base to the callee's. A callee's window
//! begins inside its caller's out area, so that arguments and result are passed without copying. Nothing in the
//! block is an address into the block: growing is a copy.
//!
//! # Invariants
//!
//! - Whenever something may collect, `pc`, `base` and `fp` hold the handler's own (`State::protect`).
//! - Every tagged register of a frame holds a valid word from entry on.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bal_sched::Sched;
use bytecode::archive::{Archive, FuncIdx};
use bytecode::ops::Kind;
use gc_heap::{HeapConfig, RootSource, Scope};
use native::{Ctx, Host, NativeFn, Platform};
use values::{Fail, Word, World};

use crate::drive::Idle;
use crate::handlers;
use crate::outside::Executor;
use crate::profile::{INTERVAL, Profile, Sampler};
use crate::program::{FuncInfo, Program};
use crate::stacks::{Saved, Stacks};
use crate::workers::Workers;

const INITIAL_STACK: usize = 1 << 12;

#[derive(Clone, Debug)]
pub struct MachineConfig {
    pub heap: HeapConfig,
    /// Stack words at which a strand overflows.
    pub max_stack: usize,
    /// Threads that run strands, at most; by default one for each processor.
    pub workers: Option<usize>,
    /// Whether to count instructions and sample where time goes.
    pub profile: bool,
    /// Where to write a snapshot of the heap: at the end, when memory runs out, or when somebody asks.
    pub snapshot: Option<PathBuf>,
}

impl Default for MachineConfig {
    fn default() -> Self {
        MachineConfig {
            heap: HeapConfig::default(),
            max_stack: 16 << 20,
            workers: None,
            profile: false,
            snapshot: None,
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub enum Outcome {
    /// The function's result.
    Value(Word),
    /// An uncaught panic's error value.
    Panic(Word),
    /// Every strand waits for another: a description.
    Deadlock(String),
    /// Code of the archive that has been called is refused.
    Refused(String),
    /// The archive or the machine is wrong.
    Bug(String),
}

/// What makes the machine stop in the midst of a strand. See [`Outcome`].
#[derive(Clone, Debug)]
pub enum Fault {
    Refused(String),
    Bug(String),
}

impl From<Fault> for Outcome {
    fn from(fault: Fault) -> Outcome {
        match fault {
            Fault::Refused(why) => Outcome::Refused(why),
            Fault::Bug(what) => Outcome::Bug(what),
        }
    }
}

pub struct Machine {
    pub world: World,
    pub program: Arc<Program>,
    pub host: Arc<Host>,
    /// Those of `program`, for handlers.
    pub(crate) funcs: *const FuncInfo,
    pub(crate) globals: *mut u64,
    pub(crate) raw_consts: *const u64,
    pub(crate) workers: Workers,
    /// Number of the thread, and index of the strand that it runs.
    pub(crate) worker: u32,
    pub(crate) strand: u32,
    pub(crate) stack: Vec<u64>,
    pub(crate) max_stack: usize,
    pub(crate) snapshot: Option<PathBuf>,
    /// Saved state of the running handler.
    pub(crate) pc: *const u64,
    pub(crate) base: *mut u64,
    pub(crate) fp: *mut u64,
    /// Record position of the outermost frame of the current run.
    pub(crate) entry_fp: usize,
    /// Arguments of the native being called.
    pub(crate) window: (*mut u64, usize),
    pub(crate) result: u64,
    /// Why the status is [`STATUS_BUG`].
    pub(crate) fault: Option<Fault>,
    /// Set when a back-edge should leave the fast path (signals, pre-emption).
    pub(crate) poll: Arc<AtomicBool>,
    pub(crate) running: bool,
    /// For `visit_roots`, so that it need not allocate.
    visited: Vec<u32>,
    pub(crate) outside: Arc<Executor>,
    /// Counts switches between strands.
    pub(crate) switches: u32,
    /// Waiting threads are woken when somebody wants to know what the strands do; how often it was told what this one does.
    pub(crate) watches_dump: bool,
    pub(crate) dumps_seen: usize,
    /// Bytes that had been promoted when memory was last given back.
    pub(crate) released: u64,
    /// Since when there has been no collection, and how many there had been before.
    pub(crate) resting: Option<(std::time::Instant, u64)>,
    /// Another thread would have something to do.
    pub(crate) wants_worker: bool,
    pub(crate) backlog_since: Option<std::time::Instant>,
    /// See [`bal_sched::Worker::stirred`].
    pub(crate) stirred: bool,
    pub(crate) idle: Idle,
    /// Runs within natives, in which strands cannot give way.
    pub(crate) nested: u32,
    /// There when a profile is wanted.
    pub(crate) sampler: Option<Sampler>,
}

/// What a machine is made of.
pub(crate) struct Parts {
    pub world: World,
    pub program: Arc<Program>,
    pub host: Arc<Host>,
    pub outside: Arc<Executor>,
    pub workers: Workers,
    pub worker: u32,
    pub poll: Arc<AtomicBool>,
    pub max_stack: usize,
    pub snapshot: Option<PathBuf>,
}

/// Status of the handler chain.
pub const STATUS_DONE: u64 = 0;
pub const STATUS_PANIC: u64 = 1;
pub const STATUS_BUG: u64 = 2;
/// Match-loop build: dispatch again from the saved state.
pub const STATUS_CONTINUE: u64 = 3;
/// The strand gives way; its state is saved in the machine.
pub const STATUS_SUSPEND: u64 = 4;
/// No strand can ever run again.
pub const STATUS_DEADLOCK: u64 = 5;
/// The program is asked to stop.
pub const STATUS_STOP: u64 = 6;

impl Machine {
    /// Loads an archive whose [tables](bytecode::verify::tables) are right; code is verified as it is called. `resolve` finds natives by import name.
    pub fn new(
        archive: Archive,
        platform: Box<dyn Platform>,
        resolve: &dyn Fn(&str) -> Option<NativeFn>,
        config: MachineConfig,
    ) -> Result<Box<Machine>, String> {
        let archive = Arc::new(archive);
        let world = World::new(&archive, config.heap.clone());
        let mut program = Program::new(archive, &world.names, resolve)?;
        program.profile = config.profile.then(Profile::default);
        let program = Arc::new(program);
        let workers = Workers::new(&config);
        let outside = Arc::new(Executor::new(workers.limit()));
        if config.profile {
            outside.ticker.always(INTERVAL);
        }
        let host = Arc::new(Host::new(platform, outside.clone(), Box::new(Stacks::default())));
        let poll: Arc<AtomicBool> = Arc::default();
        host.platform().watch_dump(poll.clone());
        let mut m = Machine::assemble(Parts {
            world,
            program,
            host,
            outside,
            workers,
            worker: 0,
            poll,
            max_stack: config.max_stack,
            snapshot: config.snapshot,
        });
        m.stack = vec![0; INITIAL_STACK];
        m.settle();
        Ok(m)
    }

    /// A machine without stack, which is to [settle](Machine::settle).
    pub(crate) fn assemble(parts: Parts) -> Box<Machine> {
        let Parts { world, program, host, outside, workers, worker, poll, max_stack, snapshot } = parts;
        outside.ticker.add(poll.clone());
        let sampler = program.profile.as_ref().map(|_| Sampler::new());
        Box::new(Machine {
            world,
            host,
            funcs: program.funcs.as_ptr(),
            globals: program.globals(),
            raw_consts: program.archive.raw.as_ptr(),
            program,
            workers,
            worker,
            strand: 0,
            stack: Vec::new(),
            max_stack,
            snapshot,
            pc: std::ptr::null(),
            base: std::ptr::null_mut(),
            fp: std::ptr::null_mut(),
            entry_fp: 0,
            window: (std::ptr::null_mut(), 0),
            result: 0,
            fault: None,
            poll,
            running: false,
            visited: Vec::new(),
            outside,
            switches: 0,
            watches_dump: false,
            dumps_seen: 0,
            released: 0,
            resting: None,
            wants_worker: false,
            backlog_since: None,
            stirred: false,
            idle: Idle::Wait,
            nested: 0,
            sampler,
        })
    }

    /// Tells the heap where the roots are: the machine stays where it is from now on.
    pub(crate) fn settle(self: &mut Box<Machine>) {
        let me: *mut Machine = &mut **self;
        // SAFETY: the machine is boxed and owns the heap, so it outlives it and does not move.
        unsafe { self.world.heap.set_roots(me, self.poll.clone()) };
    }

    /// What is known of function `i`.
    pub(crate) fn func(&self, i: FuncIdx) -> FuncInfo {
        self.program.funcs[i as usize]
    }

    /// The function whose code contains `pc`.
    pub(crate) fn function_at(&self, pc: *const u64) -> Option<(FuncIdx, u32)> {
        self.program.function_at(pc)
    }

    /// Runs function `func` with tagged arguments to its end. Raw parameters are not possible here: entry points take
    /// tagged words.
    pub fn run(&mut self, func: FuncIdx, args: &[Word]) -> Outcome {
        let f = self.program.archive.functions.at(func);
        let (size, first, count) = self.program.frame(func);
        debug_assert_eq!(args.len(), f.nparams as usize);
        let ret = f.ret;
        if self.base.is_null() {
            self.base = self.stack.as_mut_ptr();
            // SAFETY: one past the end.
            self.fp = unsafe { self.base.add(self.stack.len()) };
        }
        // A nested run (a default value wanted by a native) starts above everything in use.
        let lift = if self.running { self.frame_extent() } else { 0 };
        if !self.ensure(lift + size + 4) {
            return Outcome::Bug("stack overflow before the start".into());
        }
        let saved = (self.pc, self.entry_fp, self.running, self.window);
        let status;
        // SAFETY: `ensure` made room; the window is initialised before anything runs.
        unsafe {
            let base = self.base.add(lift);
            for (i, a) in args.iter().enumerate() {
                *base.add(i) = a.0;
            }
            for i in first..first + count {
                *base.add(i as usize) = Word::NIL.0;
            }
            // Two records: one remembers where the outer run was, one returns to the halt instruction.
            self.fp = self.fp.sub(4);
            *self.fp.add(2) = self.pc as u64;
            *self.fp.add(3) = lift as u64;
            *self.fp = self.program.halt() as u64;
            *self.fp.add(1) = 0;
            self.base = base;
            self.entry_fp = self.fp_offset();
            self.running = true;
            let entry = self.func(func).entry;
            let low = (base as usize - self.stack.as_ptr() as usize) / 8 - lift;
            status = if saved.2 { self.nested_run(entry) } else { self.drive(entry) };
            // The block may have moved and the run may have ended anywhere.
            self.fp = self.stack.as_mut_ptr().add(self.stack.len()).sub(self.entry_fp).add(4);
            self.base = self.stack.as_mut_ptr().add(low);
        }
        (self.pc, self.entry_fp, self.running, self.window) = saved;
        match status {
            STATUS_DONE => Outcome::Value(self.tagged(ret, self.result)),
            STATUS_PANIC => Outcome::Panic(Word(self.result)),
            STATUS_DEADLOCK => Outcome::Deadlock(self.describe_waiting()),
            STATUS_SUSPEND => Outcome::Bug("a strand gave way where it cannot".to_string()),
            _ => self.take_fault().into(),
        }
    }

    /// Why the status was [`STATUS_BUG`].
    pub(crate) fn take_fault(&mut self) -> Fault {
        self.fault.take().unwrap_or_else(|| Fault::Bug(String::new()))
    }

    /// # Safety
    /// As for `dispatch`.
    unsafe fn nested_run(&mut self, entry: *const u64) -> u64 {
        self.nested += 1;
        // SAFETY: the caller's contract.
        let status = unsafe { handlers::dispatch(entry, self) };
        self.nested -= 1;
        status
    }

    fn tagged(&mut self, kind: Kind, raw: u64) -> Word {
        match kind {
            Kind::I => self.world.int(raw as i64),
            Kind::F => self.world.float(f64::from_bits(raw)),
            Kind::B => Word::bool(raw != 0),
            Kind::R => Word(raw),
        }
    }

    /// Registers and window in use by the running frame.
    fn frame_extent(&self) -> usize {
        self.function_at(self.pc).map_or(0, |(i, _)| {
            let f = self.program.archive.functions.at(i);
            f.nregs() as usize + f.nout as usize
        })
    }

    /// Distance of `fp` from the end of the block, in words.
    pub(crate) fn fp_offset(&self) -> usize {
        (self.stack.as_ptr() as usize + self.stack.len() * 8 - self.fp as usize) / 8
    }

    /// Makes sure `words` words are free above `base`; false when the strand may grow no more. Moves the block.
    pub(crate) fn ensure(&mut self, words: usize) -> bool {
        let free = (self.fp as usize - self.base as usize) / 8;
        if free >= words + 2 {
            return true;
        }
        let used = self.stack.len() - free;
        let want = (used + words + 2).next_power_of_two().max(self.stack.len() * 2);
        if want > self.max_stack {
            return false;
        }
        let (low, high) = ((self.base as usize - self.stack.as_ptr() as usize) / 8, self.fp_offset());
        let mut new = vec![0u64; want];
        // Registers above `base` are in use too (the out area): copy all of the lower part up to `fp`.
        let lower = self.stack.len() - high;
        new[..lower].copy_from_slice(&self.stack[..lower]);
        let n = self.stack.len();
        new[want - high..].copy_from_slice(&self.stack[n - high..]);
        let window =
            (!self.window.0.is_null()).then(|| (self.window.0 as usize - self.stack.as_ptr() as usize) / 8);
        self.stack = new;
        self.base = self.stack[low..].as_mut_ptr();
        self.fp = self.stack[want - high..].as_mut_ptr();
        if high == 0 {
            // SAFETY: one past the end.
            self.fp = unsafe { self.stack.as_mut_ptr().add(want) };
        }
        if let Some(w) = window {
            self.window.0 = self.stack[w..].as_mut_ptr();
        }
        true
    }

    /// The stack as `(function, word)` pairs, encoded.
    pub fn capture_trace(&self) -> Vec<u8> {
        self.program.trace(self.pc, self.fp, &self.stack)
    }

    /// The same of a strand that does not run.
    pub(crate) fn trace_of(&self, s: &Saved) -> Vec<u8> {
        self.program.trace(s.pc, s.fp, &s.stack)
    }

    /// Turns a failure into an error value.
    pub(crate) fn fail_value(&mut self, fail: Fail) -> Result<Word, String> {
        match fail {
            Fail::Panic(reason, message) => {
                let trace = self.capture_trace();
                let t = self.world.bytes(&trace);
                Ok(self.world.error_with_message(reason, &message, t))
            }
            Fail::Value(handle) => Ok(Word(self.world.heap.handle(handle))),
            Fail::Suspend => Err("a strand gave way where it cannot".to_string()),
            Fail::Bug(what) => Err(what.to_string()),
        }
    }

    /// Continues at the innermost handler that covers the saved state. `None` when there is none in this run; then the
    /// error is in `result`.
    pub(crate) fn unwind(&mut self, error: Word) -> Option<()> {
        // A native may have left handles behind.
        self.world.heap.pop_handles(0);
        self.window = (std::ptr::null_mut(), 0);
        loop {
            if let Some((f, word)) = self.function_at(self.pc) {
                let mut handlers = self.program.archive.functions.at(f).handlers().rev();
                if let Some(h) = handlers.find(|h| h.start <= word && word < h.end) {
                    let entry = self.func(f).entry;
                    // SAFETY: the verifier checked target and register against this function.
                    unsafe {
                        *self.base.add(h.reg as usize) = error.0;
                        self.pc = entry.add(h.target as usize);
                    }
                    return Some(());
                }
            }
            if self.fp_offset() <= self.entry_fp {
                self.result = error.0;
                return None;
            }
            // SAFETY: a record below the entry's is a caller in this run.
            unsafe {
                self.pc = *self.fp as *const u64;
                self.base = self.base.sub(*self.fp.add(1) as usize);
                self.fp = self.fp.add(2);
            }
        }
    }

    /// Calls native `i` with the window at `args`.
    pub(crate) fn call_native(&mut self, i: usize, args: *mut u64, argc: usize) -> Result<Word, Fail> {
        let f = self.program.natives[i];
        self.in_native(args, argc, f)
    }

    /// Runs `f` as a native with the window at `args`.
    pub(crate) fn in_native(
        &mut self,
        args: *mut u64,
        argc: usize,
        f: impl FnOnce(&mut Ctx<'_>) -> Result<Word, Fail>,
    ) -> Result<Word, Fail> {
        self.window = (args, argc);
        let mark = self.world.heap.handle_mark();
        let me: *const Machine = self;
        // SAFETY: the window lies in the stack block, which does not move during a native call (natives do not run
        // code); the collector updates it through the same cells. Trace closures only read frames.
        let result = unsafe {
            let window = std::slice::from_raw_parts(args as *const Cell<u64>, argc);
            let trace = || (*me).capture_trace();
            let render = |t: &[u8]| (*me).program.render_trace(t);
            let mut ctx =
                Ctx::new(&mut self.world, &self.host, (self.worker, self.strand), window, &trace, &render);
            f(&mut ctx)
        };
        if !matches!(result, Err(Fail::Value(_))) {
            self.world.heap.pop_handles(mark);
        }
        self.window = (std::ptr::null_mut(), 0);
        result
    }

    /// An error with which a strand ended and that nobody has noticed, each but once, the oldest first.
    pub fn take_failure(&mut self) -> Option<Word> {
        self.strands().take_failure()
    }

    /// Module-level variable `i`, which is a tagged word.
    pub(crate) fn global(&self, i: u32) -> Word {
        assert!((i as usize) < self.program.archive.meta.globals.len());
        // SAFETY: the variable exists.
        Word(unsafe { *self.globals.add(i as usize) })
    }

    /// Global `i` as a tagged word, for the host (configurables).
    pub fn set_global(&mut self, i: usize, kind: Kind, w: Word) {
        assert!(i < self.program.archive.meta.globals.len());
        let word = match kind {
            Kind::I => self.world.as_int(w).unwrap_or(0) as u64,
            Kind::F => self.world.as_float(w).unwrap_or(0.0).to_bits(),
            Kind::B => (w == Word::TRUE) as u64,
            Kind::R => w.0,
        };
        // SAFETY: the variable exists, and nothing executes.
        unsafe { *self.globals.add(i) = word };
    }
}

// SAFETY: reports, for the whole program in the first thread's machine: tagged globals and what the scheduler has; and in each
// machine: constants and names (world), every tagged register of every frame, and the
// window of the native in progress; of strands that have not run since the last visit the scheduler knows that nothing has
// changed. Out-area words are dead at any allocation, by the verifier's rule 3.
unsafe impl RootSource for Machine {
    fn describe_roots(&mut self, visit: &mut dyn FnMut(&str, u64)) {
        self.describe(visit);
    }

    fn out_of_memory(&mut self) {
        if let Some(path) = self.snapshot.clone() {
            self.report_snapshot(&path);
        }
    }

    fn visit_roots(&mut self, scope: Scope, visit: &mut dyn FnMut(*mut u64)) {
        self.world.visit_roots(visit);
        if self.worker == 0 {
            self.program.tagged_globals().for_each(&mut *visit);
        }
        for i in 0..self.window.1 {
            // SAFETY: the window is in the stack block.
            visit(unsafe { self.window.0.add(i) });
        }
        if self.running {
            // SAFETY: the running strand's state.
            unsafe { self.program.visit_stack((self.pc, self.base, self.fp), &self.stack, visit) };
        }
        if self.worker != 0 {
            return;
        }
        self.visit_strands(visit, |sched, word, stack| sched.visit(scope == Scope::All, word, stack));
    }

    fn visit_quiet(&mut self, from: usize, visit: &mut dyn FnMut(*mut u64)) -> Option<usize> {
        if self.worker != 0 {
            return None;
        }
        self.visit_strands(visit, |sched, word, stack| sched.visit_quiet(from, word, stack))
    }
}

impl Machine {
    /// Calls `visit` with the words that the scheduler shows, and those of the stacks that it names.
    fn visit_strands<R>(
        &mut self,
        visit: &mut dyn FnMut(*mut u64),
        show: impl FnOnce(&mut Sched, &mut dyn FnMut(*mut u64), &mut dyn FnMut(u32)) -> R,
    ) -> R {
        let mut others = std::mem::take(&mut self.visited);
        let mut sched = self.host.scheduler();
        let shown = show(&mut sched, visit, &mut |i| others.push(i));
        if let Some(stacks) = sched.keep::<Stacks>() {
            for s in others.drain(..).filter_map(|i| stacks.get(i)) {
                // SAFETY: a strand's saved state.
                unsafe { self.program.visit_stack((s.pc, s.base, s.fp), &s.stack, visit) };
            }
        }
        drop(sched);
        self.visited = others;
        shown
    }
}
