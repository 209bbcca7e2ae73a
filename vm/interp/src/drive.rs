//! Switching between strands.

use bytecode::archive::CallShape;
use semtypes::Name;
use values::{Sort, Word};

use crate::handlers;
use crate::machine::{
    Machine, Outcome, STATUS_BUG, STATUS_DEADLOCK, STATUS_DONE, STATUS_PANIC, STATUS_SUSPEND,
};
use crate::strands::{FIRST_STACK, Next, Saved};

impl Machine {
    /// Runs the current strand from `pc`, and others whenever it gives way, until it has ended.
    pub(crate) fn drive(&mut self, pc: *const u64) -> u64 {
        let root = self.strands.current_slot();
        let mut pc = pc;
        loop {
            // SAFETY: the machine's state is that of the current strand, at `pc`.
            let status = unsafe { handlers::dispatch(pc, self) };
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
            match self.switch() {
                Ok(next) => pc = next,
                Err(status) => return status,
            }
        }
    }

    /// Lets the other strands run until all have ended: the program does not end before them. What went wrong, if
    /// anything.
    pub fn run_to_rest(&mut self) -> Option<Outcome> {
        let main = self.strands.current_slot();
        let saved = self.take_state();
        self.strands.rest(saved);
        self.running = true;
        let status = loop {
            match self.switch() {
                Err(status) => break status,
                // SAFETY: the machine's state is that of the current strand, at `pc`.
                Ok(pc) => match unsafe { handlers::dispatch(pc, self) } {
                    STATUS_SUSPEND => self.save_current(),
                    STATUS_DONE => self.strands.retire(),
                    status => break status,
                },
            }
        };
        self.running = false;
        if let Some(saved) = self.strands.return_to(main) {
            self.load(saved);
        }
        match status {
            STATUS_DEADLOCK if self.strands.parked().next().is_none() => None,
            STATUS_DEADLOCK => Some(Outcome::Deadlock(self.describe_waiting())),
            _ => Some(Outcome::Bug(self.bug.take().unwrap_or_default())),
        }
    }

    /// Lets the strands run until the program is asked to stop. What went wrong, if anything.
    pub fn run_until_stopped(&mut self) -> Option<Outcome> {
        let main = self.strands.current_slot();
        let saved = self.take_state();
        self.strands.rest(saved);
        self.running = true;
        let problem = loop {
            let platform = &mut self.platform;
            let pc = match self.strands.next(|| platform.monotonic()) {
                Next::Resume(saved) => {
                    self.load(saved);
                    Ok(self.pc)
                }
                Next::Begin(function) => self.begin(function),
                Next::Idle(nanos) if self.platform.wait_for_stop(Some(nanos)) => break None,
                Next::Idle(_) => continue,
                Next::Nothing if self.platform.wait_for_stop(None) => break None,
                Next::Nothing => continue,
            };
            // SAFETY: the machine's state is that of the current strand, at `pc`.
            match pc.map(|pc| unsafe { handlers::dispatch(pc, self) }) {
                Ok(STATUS_SUSPEND) => self.save_current(),
                Ok(STATUS_DONE) => self.strands.retire(),
                _ => break Some(Outcome::Bug(self.bug.take().unwrap_or_default())),
            }
        };
        self.running = false;
        if let Some(saved) = self.strands.return_to(main) {
            self.load(saved);
        }
        problem
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
    fn switch(&mut self) -> Result<*const u64, u64> {
        loop {
            let platform = &mut self.platform;
            match self.strands.next(|| platform.monotonic()) {
                Next::Resume(saved) => {
                    self.load(saved);
                    return Ok(self.pc);
                }
                Next::Begin(function) => return self.begin(function),
                Next::Idle(nanos) => self.platform.sleep(nanos),
                Next::Nothing => return Err(STATUS_DEADLOCK),
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
