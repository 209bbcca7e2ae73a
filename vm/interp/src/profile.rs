//! Profiles: which instructions are executed how often, and where the time goes.
//!
//! Instructions are counted by handlers of their own, which lead to the real ones, so that a run without a profile costs
//! nothing. Time is sampled: the ticker raises the flag that loops and functions look at every millisecond, and the time since
//! the last look goes to the stack that is seen then.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use bytecode::Op;
use bytecode::ops::ALL;

use crate::machine::Machine;
use crate::program::Program;

/// Between two samples.
pub(crate) const INTERVAL: Duration = Duration::from_millis(1);

/// Executions of each opcode.
pub(crate) type Counts = Box<[u64; 256]>;

/// What all threads of a program have gathered.
#[derive(Default)]
pub struct Profile {
    data: Mutex<Data>,
}

#[derive(Default)]
struct Data {
    /// Time by stack, in the encoding of traces.
    stacks: HashMap<Vec<u8>, Duration>,
    counts: HashMap<usize, u64>,
}

/// A thread's part of a profile.
pub(crate) struct Sampler {
    pub counts: Counts,
    last: Instant,
}

impl Sampler {
    pub fn new() -> Sampler {
        Sampler { counts: Box::new([0; 256]), last: Instant::now() }
    }
}

/// A function in a stack, and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// `function(file:line)`, the innermost first.
    pub frames: Vec<String>,
    pub time: Duration,
}

impl Profile {
    fn sample(&self, stack: Vec<u8>, time: Duration) {
        let mut data = self.data.lock().expect("nobody panics with the profile");
        *data.stacks.entry(stack).or_default() += time;
    }

    fn add(&self, counts: &Counts) {
        let mut data = self.data.lock().expect("nobody panics with the profile");
        for (op, n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            *data.counts.entry(op).or_default() += n;
        }
    }

    /// Stacks that were seen, those with most time first.
    pub fn stacks(&self, program: &Program) -> Vec<Stack> {
        let data = self.data.lock().expect("nobody panics with the profile");
        let mut out: Vec<Stack> = data
            .stacks
            .iter()
            .map(|(trace, time)| Stack { frames: program.render_trace(trace), time: *time })
            .collect();
        out.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.frames.cmp(&b.frames)));
        out
    }

    /// How often each opcode was executed, the most frequent first.
    pub fn opcodes(&self) -> Vec<(Op, u64)> {
        let data = self.data.lock().expect("nobody panics with the profile");
        let mut out: Vec<(Op, u64)> =
            ALL.iter().filter_map(|op| Some((*op, *data.counts.get(&(*op as usize))?))).collect();
        out.sort_by_key(|(op, n)| (std::cmp::Reverse(*n), *op));
        out
    }
}

impl Machine {
    /// Notes what the running strand does, if a profile is wanted.
    pub(crate) fn sample(&mut self) {
        let Some(sampler) = &mut self.sampler else { return };
        let now = Instant::now();
        let time = now - std::mem::replace(&mut sampler.last, now);
        let stack = self.program.trace(self.pc, self.fp, &self.stack);
        if let Some(profile) = &self.program.profile {
            profile.sample(stack, time);
        }
    }

    /// The thread has waited: that is nobody's time.
    pub(crate) fn skip_sample(&mut self) {
        if let Some(sampler) = &mut self.sampler {
            sampler.last = Instant::now();
        }
    }

    /// Hands in what the thread has counted.
    pub fn finish_profile(&mut self) {
        if let (Some(sampler), Some(profile)) = (&mut self.sampler, &self.program.profile) {
            profile.add(&sampler.counts);
            sampler.counts.fill(0);
        }
    }
}
