//! Switching between strands.

use std::time::Duration;

use bytecode::archive::CallShape;
use native::{Outside, Strands};
use semtypes::Name;
use values::{Sort, Word};

use crate::handlers;
use crate::machine::{
    Machine, Outcome, STATUS_BUG, STATUS_DEADLOCK, STATUS_DONE, STATUS_PANIC, STATUS_STOP, STATUS_SUSPEND,
};
use crate::strands::{FIRST_STACK, Next, Saved};

/// Strands that go on between two looks at the outside while there are others to run.
const OUTSIDE_INTERVAL: u32 = 61;

impl Machine {
    /// Runs the current strand from `pc`, and others whenever it gives way, until it has ended.
    pub(crate) fn drive(&mut self, pc: *const u64) -> u64 {
        let root = self.strands.current_slot();
        // SAFETY: the machine's state is that of the current strand, at `pc`.
        let mut status = unsafe { handlers::dispatch(pc, self) };
        loop {
            match status {
                STATUS_SUSPEND => self.save_current(),
                STATUS_DONE | STATUS_PANIC if self.strands.is_current(root) => return status,
                STATUS_DONE => self.strands.retire(),
                STATUS_PANIC => {
                    self.bug = Some("a strand's panic was not caught".to_string());
                    return STATUS_BUG;
                }
                _ => return status,
            }
            status = self.go_on(false);
        }
    }

    /// Lets the other strands run until all have ended: the program does not end before them. What went wrong, if
    /// anything.
    pub fn run_to_rest(&mut self) -> Option<Outcome> {
        match self.run_others(false) {
            STATUS_DEADLOCK if self.strands.parked().next().is_none() => None,
            STATUS_DEADLOCK => Some(Outcome::Deadlock(self.describe_waiting())),
            _ => Some(Outcome::Bug(self.bug.take().unwrap_or_default())),
        }
    }

    /// Lets the strands run until the program is asked to stop. What went wrong, if anything.
    pub fn run_until_stopped(&mut self) -> Option<Outcome> {
        match self.outside.reactor() {
            Ok(handle) => self.platform.watch_stop(Box::new(move || handle.wake())),
            Err(e) => return Some(Outcome::Bug(format!("no input and output: {e}"))),
        }
        match self.run_others(true) {
            STATUS_STOP => None,
            _ => Some(Outcome::Bug(self.bug.take().unwrap_or_default())),
        }
    }

    /// Runs all strands but the main one.
    fn run_others(&mut self, until_stopped: bool) -> u64 {
        let main = self.strands.current_slot();
        let saved = self.take_state();
        self.strands.rest(saved);
        self.running = true;
        let status = loop {
            match self.go_on(until_stopped) {
                STATUS_SUSPEND => self.save_current(),
                STATUS_DONE => self.strands.retire(),
                status => break status,
            }
        };
        self.running = false;
        if let Some(saved) = self.strands.return_to(main) {
            self.load(saved);
        }
        status
    }

    /// Runs the next strand that can run until it gives way or ends.
    fn go_on(&mut self, until_stopped: bool) -> u64 {
        match self.switch(until_stopped) {
            // SAFETY: the machine's state is that of the current strand, at `pc`.
            Ok(pc) => unsafe { handlers::dispatch(pc, self) },
            Err(status) => status,
        }
    }

    fn save_current(&mut self) {
        let saved = self.take_state();
        self.strands.save(saved);
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

    /// Makes the next strand that can run the machine's own, waiting for one if need be: where it goes on.
    fn switch(&mut self, until_stopped: bool) -> Result<*const u64, u64> {
        loop {
            if until_stopped && self.platform.stop_asked() {
                return Err(STATUS_STOP);
            }
            self.switches = self.switches.wrapping_add(1);
            if self.switches.is_multiple_of(OUTSIDE_INTERVAL) && self.outside.busy() {
                self.look_outside(Some(0));
            }
            let platform = &mut self.platform;
            match self.strands.next(|| platform.monotonic()) {
                Next::Resume(saved) => {
                    self.load(saved);
                    return self.complete();
                }
                Next::Begin(function) => return self.begin(function),
                Next::Idle(nanos) => self.idle(Some(nanos)),
                Next::Nothing if self.outside.busy() => self.idle(None),
                Next::Nothing if !until_stopped => return Err(STATUS_DEADLOCK),
                Next::Nothing if self.platform.stops_when_idle() => return Err(STATUS_STOP),
                Next::Nothing => self.idle(None),
            }
        }
    }

    /// Waits for so many nanoseconds at most, or until a strand can go on; what was printed is visible meanwhile.
    fn idle(&mut self, nanos: Option<u64>) {
        let _ = self.platform.stdout().flush();
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

    /// Where the strand just made current goes on: what its future gave is the result of the native that waited.
    fn complete(&mut self) -> Result<*const u64, u64> {
        let Some(completion) = self.outside.take(self.strands.current()) else { return Ok(self.pc) };
        match self.in_native(self.base, 0, |cx| completion(cx)) {
            Ok(word) => {
                // SAFETY: `pc` is after the instruction that called the native; its first operand is the result's
                // register.
                unsafe {
                    let native = *self.pc.sub(1);
                    *self.base.add((native >> 16) as u16 as usize) = word.0;
                }
                Ok(self.pc)
            }
            Err(fail) => {
                let error = self.fail_value(fail).map_err(|bug| {
                    self.bug = Some(bug);
                    STATUS_BUG
                })?;
                self.unwind(error).map(|()| self.pc).ok_or(STATUS_PANIC)
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
        self.stack = vec![0; (size + 8).max(FIRST_STACK)];
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
        let waiting: Vec<(Word, Vec<u8>)> = self
            .strands
            .parked()
            .map(|(c, saved)| (c, saved.map_or_else(Vec::new, |s| self.trace_of(s))))
            .collect();
        let mut lines: Vec<String> = Vec::new();
        for (context, trace) in waiting {
            let name = self.strand_name(context).unwrap_or_else(|| "the main strand".to_string());
            lines.push(match self.render_trace(&trace).first() {
                Some(p) => format!("{name} waits in {p}"),
                None => format!("{name} waits"),
            });
        }
        lines.join("\n")
    }

    /// What a strand's object says that it is.
    fn strand_name(&mut self, context: Word) -> Option<String> {
        if !context.is_sort(Sort::Object) {
            return None;
        }
        let shape = self.world.field_shape(context, Name::new("name"))?;
        let name = self.world.field_get(context, &shape);
        self.world.as_str(name).map(str::to_string)
    }
}
