//! What an `external` function sees.
//!
//! A native gets its arguments in a window of tagged words that the collector keeps current, and returns one word.
//! It never calls the interpreter: what needs a callback is written in Ballerina.
//!
//! # Rules
//!
//! - A `Word` is good until the next call that takes `&mut World`. Re-read an argument with [`Ctx::arg`]
//!   afterwards, or keep a word across such calls with [`Ctx::keep`].
//! - Anything outside the program (files, output, clock) goes through [`Platform`].
//! - What takes time is a future: [`Ctx::wait`]. The strand gives way until the future has ended; what it gives makes the
//!   native's result. Arguments are gone by then: the future takes what it needs of them along.
#![forbid(unsafe_code)]

mod host;
mod outside;
pub mod shared;

use std::io;
use std::process;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Weak};

pub use bal_sched as sched;
use bal_sched::Outcome;
pub use bal_sched::Strands;
pub use host::Host;
pub use outside::{Completion, Outside, ResourceId, Resources, Waiting};
pub use values::{Fail, Result, Sort, TypeId, Word, World};

/// Something that takes its time; the platform is not used meanwhile. See [`Ctx::blocking`].
pub type Job<T> = Box<dyn FnOnce() -> io::Result<T> + Send>;

/// Access to the outside, replaceable in tests.
pub trait Platform: Send {
    fn stdout(&mut self) -> &mut dyn io::Write;
    fn stderr(&mut self) -> &mut dyn io::Write;
    /// A line of the input that can be had without waiting, without its terminator.
    fn ready_line(&mut self) -> Option<io::Result<String>>;
    /// What reads a line of the input; `None` at the end. If nobody holds `wanted` any more by the time it has come, it is left
    /// to the next one.
    fn line_reader(&mut self, wanted: Weak<()>) -> Job<Option<String>>;
    fn file_reader(&mut self, path: String) -> Job<Vec<u8>>;
    /// Opens a file that is read piece by piece.
    fn file_opener(&mut self, path: String) -> Job<Box<dyn io::Read + Send>>;
    /// Opens a file that is written piece by piece.
    fn file_creator(&mut self, path: String, append: bool) -> Job<Box<dyn io::Write + Send>>;
    /// Standard error, for who writes to it beside the program; what is printed meanwhile does not come in order.
    fn console_writer(&mut self) -> Job<Box<dyn io::Write + Send>>;
    fn file_writer(&mut self, path: String, data: Vec<u8>, append: bool) -> Job<()>;
    /// Time since the Unix epoch in nanoseconds.
    fn now(&mut self) -> i128;
    /// Monotonic nanoseconds.
    fn monotonic(&mut self) -> u64;
    /// Blocks for so many nanoseconds, or less; what was printed is visible meanwhile.
    fn sleep(&mut self, nanos: u64);
    /// Has `wake` called when the program is asked to stop (SIGINT, SIGTERM).
    fn watch_stop(&mut self, wake: Box<dyn Fn() + Send>);
    /// Has `poll` set when somebody wants to know what the strands are doing (SIGQUIT), or what the heap holds (SIGUSR1).
    fn watch_dump(&mut self, poll: Arc<AtomicBool>);
    /// Has `wake` called in addition, as nobody looks at `poll` while the program waits.
    fn wake_for_dump(&mut self, wake: Box<dyn Fn() + Send>);
    /// Whether somebody wants to know what the strands are doing, once for each time.
    fn dump_asked(&mut self) -> bool;
    /// Whether somebody wants to know what the heap holds, once for each time.
    fn snapshot_asked(&mut self) -> bool;
    /// Whether a program with listeners stops as soon as nothing is left to do.
    fn stops_when_idle(&self) -> bool;
    /// 64 random bits.
    fn random(&mut self) -> u64;
    /// The environment's variables that are text.
    fn environment(&mut self) -> Vec<(String, String)>;
    /// The user's name and home directory; empty where there is none.
    fn user(&mut self) -> (String, String);
    /// Begins to run a program, whose input and output are pipes, with variables in addition to those of `environment`.
    ///
    /// # Errors
    /// When there is no such program, or it cannot be run.
    fn spawn(
        &mut self,
        command: Vec<String>,
        environment: Vec<(String, String)>,
    ) -> io::Result<process::Child>;
    /// Asks a program begun by `spawn` to end.
    fn terminate(&mut self, pid: u32);
}

/// The environment of one native call.
pub struct Ctx<'a> {
    pub world: &'a mut World,
    host: &'a Host,
    /// The worker, and the index of the strand that it runs.
    running: (u32, u32),
    args: &'a [std::cell::Cell<u64>],
    pub trace: &'a dyn Fn() -> Vec<u8>,
    pub render: &'a dyn Fn(&[u8]) -> Vec<String>,
}

/// A handle made by [`Ctx::keep`].
#[derive(Clone, Copy, Debug)]
pub struct Kept(usize);

pub type NativeFn = fn(&mut Ctx<'_>) -> Result<Word>;

impl<'a> Ctx<'a> {
    /// For the executor: `args` is the window, which it reports to the collector.
    pub fn new(
        world: &'a mut World,
        host: &'a Host,
        running: (u32, u32),
        args: &'a [std::cell::Cell<u64>],
        trace: &'a dyn Fn() -> Vec<u8>,
        render: &'a dyn Fn(&[u8]) -> Vec<String>,
    ) -> Self {
        Ctx { world, host, running, args, trace, render }
    }

    pub fn platform(&self) -> parking_lot::MutexGuard<'a, Box<dyn Platform>> {
        self.host.platform()
    }
    /// The scheduler, as the running strand sees it. Not to be held across anything that allocates.
    pub fn strands(&self) -> Strands<'a> {
        self.host.strands(self.running.0, self.running.1)
    }
    pub fn outside(&self) -> &'a dyn Outside {
        &*self.host.outside
    }
    #[inline]
    pub fn argc(&self) -> usize {
        self.args.len()
    }
    /// Argument `i`, current.
    #[inline]
    pub fn arg(&self, i: usize) -> Word {
        Word(self.args[i].get())
    }
    #[inline]
    pub fn int(&self, i: usize) -> Result<i64> {
        self.world.as_int(self.arg(i)).ok_or(Fail::Bug("native: int argument"))
    }
    pub fn float(&self, i: usize) -> Result<f64> {
        self.world.as_float(self.arg(i)).ok_or(Fail::Bug("native: float argument"))
    }
    #[inline]
    pub fn bool(&self, i: usize) -> Result<bool> {
        self.world.as_bool(self.arg(i)).ok_or(Fail::Bug("native: boolean argument"))
    }
    pub fn str(&self, i: usize) -> Result<&str> {
        self.world.as_str(self.arg(i)).ok_or(Fail::Bug("native: string argument"))
    }
    /// A copy of a string argument, for when something must be allocated meanwhile.
    pub fn string(&self, i: usize) -> Result<String> {
        self.str(i).map(str::to_string)
    }
    pub fn typedesc(&self, i: usize) -> Result<TypeId> {
        self.world.as_typedesc(self.arg(i)).ok_or(Fail::Bug("native: typedesc argument"))
    }
    /// Keeps a word current until the native returns.
    pub fn keep(&mut self, w: Word) -> Kept {
        Kept(self.world.heap.push_handle(w.0))
    }
    pub fn get(&self, k: Kept) -> Word {
        Word(self.world.heap.handle(k.0))
    }
    pub fn set(&mut self, k: Kept, w: Word) {
        self.world.heap.set_handle(k.0, w.0);
    }
    /// Lets other strands run until `future` has ended: what the native returns. What the future gives is called in the
    /// strand, without arguments, and gives the native's result. What is there already needs no future: [`Ctx::at_once`].
    pub fn wait<F>(&mut self, future: F) -> Result<Word>
    where
        F: Future<Output = Completion> + Send + 'static,
    {
        let waits = self.strands().wait_outside();
        match waits {
            Some(strand) => {
                self.outside().wait(strand, Box::pin(future));
                Err(Fail::Suspend)
            }
            None => Err(Fail::Panic(sched::CANCELLED.0, sched::CANCELLED.1.to_string())),
        }
    }
    /// What a native returns whose strand may have to wait for another one; `None`: it does.
    ///
    /// # Errors
    /// The strand gives way, or what it waited for is a panic.
    pub fn outcome(&mut self, outcome: Option<Outcome>) -> Result<Word> {
        match outcome {
            None => Err(Fail::Suspend),
            Some(Outcome::Return(w)) => Ok(w),
            Some(Outcome::Raise(error)) => Err(Fail::Value(self.world.heap.push_handle(error.0))),
            // Nothing that a native waits for.
            Some(Outcome::Continue | Outcome::Enter) => Ok(Word::NIL),
            Some(Outcome::Cancelled) => Err(Fail::Panic(sched::CANCELLED.0, sched::CANCELLED.1.to_string())),
        }
    }
    /// What a native that may wait for its result does before it gives that at once: whether the strand may go on.
    ///
    /// # Errors
    /// The panic of a strand that has been cancelled.
    pub fn at_once(&mut self) -> Result<()> {
        if self.strands().is_cancelled() {
            return Err(Fail::Panic(sched::CANCELLED.0, sched::CANCELLED.1.to_string()));
        }
        // It gives way to others after a while, even if it never waits.
        self.outside().strand_begun();
        Ok(())
    }
    /// Lets other strands run while a thread of the reactor's pool does what takes its time; `answer` makes the native's
    /// result of what that gave, in the strand.
    pub fn blocking<T: Send + 'static>(
        &mut self,
        job: Job<T>,
        answer: impl FnOnce(&mut Ctx<'_>, io::Result<T>) -> Result<Word> + Send + 'static,
    ) -> Result<Word> {
        let work = self.reactor()?.blocking(job);
        self.wait(async move {
            let found = work.await;
            Box::new(move |cx: &mut Ctx<'_>| answer(cx, found)) as Completion
        })
    }
    /// The program stops as if it had been asked to by a signal.
    pub fn stop_program(&self) {
        self.host.outside.stop();
        self.host.rouse();
    }
    /// Sockets, timers and blocking work.
    ///
    /// # Errors
    /// A panic of the program when the system has no means left.
    pub fn reactor(&mut self) -> Result<reactor::Handle> {
        self.outside()
            .reactor()
            .map_err(|e| Fail::Panic("{ballerina}SystemError", format!("no input and output: {e}")))
    }
    /// An error *value* (not a panic): message and a detail with `message` when not empty.
    pub fn error(&mut self, reason: &str, message: &str) -> Word {
        let trace = (self.trace)();
        let t = self.world.bytes(&trace);
        self.world.error_with_message(reason, message, t)
    }
}

/// Natives by import name, `module:function`.
pub type Registry = &'static [(&'static str, NativeFn)];
