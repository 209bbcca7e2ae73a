//! Workers that park, wake, wait for events and relieve one another of them, and timers, under random schedules: the real
//! table and the real `parking`, with strands that are scripts and an outside that is a list for each worker.

mod sync {
    //! `parking_lot`'s interface over the model's primitives.
    use std::ops::{Deref, DerefMut};
    use std::time::Duration;

    #[derive(Default)]
    pub struct Mutex<T>(shuttle::sync::Mutex<T>);

    pub struct MutexGuard<'a, T>(Option<shuttle::sync::MutexGuard<'a, T>>, &'a Mutex<T>);

    #[derive(Default)]
    pub struct Condvar(shuttle::sync::Condvar);

    impl<T> Mutex<T> {
        pub fn new(t: T) -> Mutex<T> {
            Mutex(shuttle::sync::Mutex::new(t))
        }

        pub fn lock(&self) -> MutexGuard<'_, T> {
            MutexGuard(Some(self.0.lock().expect("nobody panics with the lock")), self)
        }

        pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
            self.0.try_lock().ok().map(|g| MutexGuard(Some(g), self))
        }
    }

    impl<T> Deref for MutexGuard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            self.0.as_ref().expect("held")
        }
    }

    impl<T> DerefMut for MutexGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            self.0.as_mut().expect("held")
        }
    }

    impl Condvar {
        pub fn new() -> Condvar {
            Condvar::default()
        }

        pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
            let inner = guard.0.take().expect("held");
            guard.0 = Some(self.0.wait(inner).expect("nobody panics with the lock"));
        }

        /// Time always runs out here.
        pub fn wait_for<T>(&self, guard: &mut MutexGuard<'_, T>, _: Duration) {
            drop(guard.0.take());
            shuttle::thread::yield_now();
            guard.0 = Some(guard.1.0.lock().expect("nobody panics with the lock"));
        }

        pub fn notify_all(&self) {
            self.0.notify_all();
        }
    }
}
#[path = "parking.rs"]
mod parking;

use std::cell::RefCell;
use std::time::Duration;

use bytecode::archive::Archive;
use gc_heap::HeapConfig;
use parking::{Alarm, Events, Rest, Seat, Table, Turn, Worker};
use shuttle::sync::Arc;
use shuttle::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use shuttle::thread::yield_now;
use sync::{Condvar, Mutex};
use values::{Word, World};

use crate::{Next, Outcome, Sched, Seen, Spawned, Strain, StrandId};

thread_local! {
    /// The values of the run: the model is one thread of the system's. Used only where nobody else can run.
    static VALUES: RefCell<Option<World>> = const { RefCell::new(None) };
}

fn with_world<T>(f: impl FnOnce(&mut World) -> T) -> T {
    VALUES.with_borrow_mut(|w| f(w.as_mut().expect("made at the beginning of the run")))
}

/// What a strand does.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Begins a strand with this script; the flag: isolated.
    Start(usize, bool),
    /// Waits for something outside.
    Outside,
    /// Has work done outside that nobody waits for.
    Detached,
    Sleep(u64),
    GiveWay,
    /// Cancels the strand of this script; it is started by then.
    Cancel(usize),
    /// Waits for the end of this script's strand.
    Join(usize),
    /// An isolated strand excludes those that are not, and does so no more.
    Exclude,
    Alone,
    /// Goes on without ever waiting, but where it looks at the flag, until this script's strand has begun.
    Until(usize),
    /// The same until it has run at the same time as this script's strand, on another thread.
    Beside(usize),
    /// Goes on without looking at anything until this script's strand has ended, which takes another thread.
    Deaf(usize),
}
use Act::*;

type Script = &'static [Act];

/// Lets the others do more than schedules usually do at one point.
fn linger() {
    use shuttle::rand::Rng;
    let steps = shuttle::rand::thread_rng().gen_range(0..40);
    (0..steps).for_each(|_| yield_now());
}

/// The outside: what somebody waits for comes by itself, after a while, to the worker that asked for it.
#[derive(Default)]
struct Outside {
    places: Vec<Place>,
    /// Somebody has asked for something: until then there is nothing to wait for.
    exists: AtomicBool,
    /// Events that have come and of which nobody has been told, or which are to come.
    open: AtomicUsize,
}

/// What a worker has of it.
#[derive(Default)]
struct Place {
    /// Held by the one that waits for events, or looks for them.
    turn: Mutex<()>,
    news: Mutex<News>,
    changed: Condvar,
}

#[derive(Default)]
struct News {
    /// Of detached work there is nobody to tell.
    arrived: Vec<Option<StrandId>>,
    woken: bool,
}

struct Polling<'a> {
    outside: &'a Outside,
    place: &'a Place,
    #[expect(dead_code, reason = "held, not looked at")]
    turn: sync::MutexGuard<'a, ()>,
}

impl Alarm for Outside {
    fn wake(&self, worker: u32) {
        let place = &self.places[worker as usize];
        place.news.lock().woken = true;
        place.changed.notify_all();
    }
}

impl Events for Outside {
    type Arrived = Vec<Option<StrandId>>;
    type Turn<'a> = Polling<'a>;

    fn turn(&self, worker: u32) -> Option<Polling<'_>> {
        if !self.exists.load(Ordering::SeqCst) {
            return None;
        }
        let place = &self.places[worker as usize];
        Some(Polling { outside: self, place, turn: place.turn.lock() })
    }

    fn relieve(&self, worker: u32, other: u32) {
        let (own, other) = (&self.places[worker as usize], &self.places[other as usize]);
        drop(other.turn.try_lock());
        yield_now();
        let taken: Vec<_> = {
            let arrived = &mut other.news.lock().arrived;
            arrived.drain(..arrived.len().div_ceil(2)).collect()
        };
        yield_now();
        own.news.lock().arrived.extend(taken);
    }

    fn concerned(&self) -> bool {
        linger();
        let concerned = self.open.load(Ordering::SeqCst) > 0;
        linger();
        concerned
    }
}

impl Outside {
    /// A worker for which something has come that it has not taken yet.
    fn strain(&self) -> Strain {
        use shuttle::rand::Rng;
        let worker = shuttle::rand::thread_rng().gen_range(0..self.places.len());
        let arrived = !self.places[worker].news.lock().arrived.is_empty();
        Strain { relief: arrived.then_some(worker as u32), short: false }
    }
}

impl Turn<Vec<Option<StrandId>>> for Polling<'_> {
    fn wait(&mut self, limit: Option<Duration>) -> Vec<Option<StrandId>> {
        let mut news = self.place.news.lock();
        while limit.is_none() && news.arrived.is_empty() && !news.woken {
            self.place.changed.wait(&mut news);
        }
        if limit.is_some() && news.arrived.is_empty() {
            drop(news);
            yield_now();
            news = self.place.news.lock();
        }
        news.woken = false;
        let arrived = std::mem::take(&mut news.arrived);
        // The end of what nobody waits for is not news for anybody.
        let detached = arrived.iter().filter(|s| s.is_none()).count();
        self.outside.open.fetch_sub(detached, Ordering::SeqCst);
        arrived
    }
}

/// A program and what has become of it.
struct Run {
    table: Table,
    outside: Outside,
    scripts: &'static [Script],
    /// By script: its future, and whether its strand has begun.
    futures: Mutex<Vec<Word>>,
    begun: Vec<AtomicBool>,
    running: Vec<AtomicBool>,
    met: Vec<AtomicBool>,
    done: Vec<AtomicBool>,
    /// When it is to wake from its sleep.
    due: Vec<AtomicU64>,
    ended: AtomicUsize,
    clock: AtomicU64,
    over: AtomicBool,
    /// Threads besides the first that may be begun.
    spare: AtomicUsize,
    threads: Mutex<Vec<shuttle::thread::JoinHandle<()>>>,
}

/// Longer than any program takes.
const LONG: u64 = 1 << 40;

/// Which script a strand runs and where it stands, beside the table.
type Places = Vec<Option<(usize, usize)>>;

/// A worker thread.
struct Thread {
    run: Arc<Run>,
    worker: u32,
    strand: u32,
    stirred: bool,
}

impl Worker for Thread {
    type Events = Outside;

    fn seat(&self) -> Seat<'_> {
        Seat { table: &self.run.table, alarm: &self.run.outside, worker: self.worker, strand: self.strand }
    }

    fn over(&mut self) -> bool {
        self.worker > 0 && self.run.over.load(Ordering::SeqCst)
    }

    fn tell(&mut self, arrived: Vec<Option<StrandId>>) {
        let told: Vec<StrandId> = arrived.into_iter().flatten().collect();
        if !told.is_empty() {
            let mut strands = self.seat().enter();
            told.iter().for_each(|s| strands.resume(*s));
        }
        self.run.outside.open.fetch_sub(told.len(), Ordering::SeqCst);
    }

    fn blocked<R>(&mut self, f: impl FnOnce(Seat<'_>) -> R) -> R {
        f(self.seat())
    }

    fn sleep(&mut self, time: Duration) {
        self.run.clock.fetch_add(time.as_nanos() as u64, Ordering::SeqCst);
    }

    fn stirred(&mut self) -> &mut bool {
        &mut self.stirred
    }
}

impl Thread {
    fn now(&self) -> u64 {
        self.run.clock.load(Ordering::SeqCst)
    }

    /// Looks for strands and runs them until everything is at rest.
    fn work(&mut self) {
        let run = self.run.clone();
        loop {
            if self.over() {
                return;
            }
            let mut strands = self.seat().enter();
            let next = strands.next(|| run.clock.load(Ordering::SeqCst));
            let (seen, current) = (strands.seen(), strands.current());
            let wanted = strands.wants_worker();
            let plain = strands
                .running
                .iter()
                .map(|s| &strands.strands[*s as usize])
                .filter(|s| !s.isolated && !s.enters);
            assert!(plain.count() <= 1, "strands run that exclude one another");
            drop(strands);
            self.strand = current;
            self.add_worker(wanted);
            match next {
                Next::Idle(nanos) => self.wait(seen, Some(nanos)),
                Next::Busy => self.wait(seen, None),
                Next::Nothing => match parking::at_rest(self, &run.outside, seen, self.worker == 0) {
                    Rest::Look => {}
                    Rest::Wait => self.wait(seen, None),
                    Rest::All => return,
                },
                Next::Cancelled => self.end(false),
                Next::Begin(_) => {
                    self.stirred = true;
                    self.go_on(Outcome::Continue)
                }
                Next::Resume(outcome) => {
                    self.stirred = true;
                    self.go_on(outcome)
                }
            }
        }
    }

    fn wait(&mut self, seen: Seen, nanos: Option<u64>) {
        let run = self.run.clone();
        parking::wait(self, &run.outside, seen, nanos.map(Duration::from_nanos));
        // Time passes while somebody waits for it.
        self.run.clock.fetch_add(nanos.unwrap_or(0).min(1), Ordering::SeqCst);
    }

    fn place(&self) -> (usize, usize) {
        let mut strands = self.seat().enter();
        strands.keep::<Places>().expect("kept")[self.strand as usize].expect("it has begun")
    }

    fn set_place(&self, place: Option<(usize, usize)>) {
        let mut strands = self.seat().enter();
        let places = strands.keep::<Places>().expect("kept");
        places[self.strand as usize] = place;
    }

    /// Runs the current strand until it gives way or ends.
    fn go_on(&mut self, outcome: Outcome) {
        let (script, mut at) = self.place();
        self.run.begun[script].store(true, Ordering::SeqCst);
        self.run.running[script].store(true, Ordering::SeqCst);
        if outcome == Outcome::Cancelled {
            return self.end(true);
        }
        let due = self.run.due[script].swap(0, Ordering::SeqCst);
        assert!(self.now() >= due, "it wakes before its time");
        while let Some(act) = self.run.scripts[script].get(at) {
            at += 1;
            self.set_place(Some((script, at)));
            match self.act(*act) {
                Some(Outcome::Cancelled) => return self.end(true),
                Some(Outcome::Enter) => {
                    // It was made to give way, and tries the same again.
                    at -= 1;
                    self.set_place(Some((script, at)));
                    return self.suspend();
                }
                Some(_) => yield_now(),
                None => return self.suspend(),
            }
        }
        self.end(true);
    }

    /// Puts the strand's stack away, which takes its time.
    fn suspend(&self) {
        self.run.running[self.place().0].store(false, Ordering::SeqCst);
        linger();
        self.seat().enter().suspended();
    }

    fn act(&mut self, act: Act) -> Option<Outcome> {
        let done = Some(Outcome::Return(Word::NIL));
        match act {
            Start(script, isolated) => {
                self.start(script, isolated);
                done
            }
            Outside => {
                let waits = self.seat().enter().wait_outside();
                let Some(strand) = waits else { return Some(Outcome::Cancelled) };
                self.request(Some(strand));
                None
            }
            Detached => {
                self.request(None);
                done
            }
            Sleep(nanos) => {
                let due = self.now() + nanos;
                self.run.due[self.place().0].store(due, Ordering::SeqCst);
                self.seat().enter().sleep(due)
            }
            GiveWay => self.seat().enter().give_way(),
            Exclude => self.seat().enter().exclude_others(),
            Alone => {
                self.seat().enter().stand_alone();
                done
            }
            Cancel(script) => {
                let future = self.run.futures.lock()[script];
                let mut strands = self.seat().enter();
                with_world(|w| strands.cancel(w, future, Word::NIL));
                done
            }
            Join(script) => {
                let future = self.run.futures.lock()[script];
                let mut strands = self.seat().enter();
                with_world(|w| strands.join(w, future))
            }
            Until(script) => self.spin(|run| run.begun[script].load(Ordering::SeqCst)),
            Beside(script) => {
                let me = self.place().0;
                self.spin(|run| {
                    if run.running[script].load(Ordering::SeqCst) {
                        run.met[me].store(true, Ordering::SeqCst);
                        run.met[script].store(true, Ordering::SeqCst);
                    }
                    run.met[me].load(Ordering::SeqCst)
                })
            }
            Deaf(script) => {
                while !self.run.done[script].load(Ordering::SeqCst) {
                    yield_now();
                }
                done
            }
        }
    }

    /// What a loop does at its back-edges, with the flag raised every time.
    fn spin(&mut self, until: impl Fn(&Run) -> bool) -> Option<Outcome> {
        let run = self.run.clone();
        while !until(&run) {
            yield_now();
            if run.outside.concerned() {
                parking::take_events(self, &run.outside);
            }
            let (gives_way, wanted) = {
                let mut strands = self.seat().enter();
                let gives_way = strands.preempt(Outcome::Enter, || run.clock.load(Ordering::SeqCst));
                (gives_way, strands.wants_worker())
            };
            self.add_worker(wanted);
            if gives_way {
                return Some(Outcome::Enter);
            }
        }
        Some(Outcome::Return(Word::NIL))
    }

    /// Something outside that will come.
    fn request(&self, strand: Option<StrandId>) {
        self.run.outside.open.fetch_add(1, Ordering::SeqCst);
        self.run.outside.exists.store(true, Ordering::SeqCst);
        let (run, worker) = (self.run.clone(), self.worker as usize);
        shuttle::thread::spawn(move || {
            yield_now();
            let place = &run.outside.places[worker];
            place.news.lock().arrived.push(strand);
            place.changed.notify_all();
        });
    }

    fn start(&mut self, script: usize, isolated: bool) {
        let mut strands = self.seat().enter();
        let index = with_world(|w| {
            let future = w.future_new(w.ids.any, Word::NIL);
            let spawned = Spawned { isolated, ..Spawned::default() };
            strands.spawn(w, future, Word::TRUE, spawned).expect("a strand");
            // The model's heap never collects: it stays where it is.
            self.run.futures.lock()[script] = future;
            w.future_strand(future).expect("a strand's") as u32
        });
        let places = strands.keep::<Places>().expect("kept");
        if places.len() <= index as usize {
            places.resize(index as usize + 1, None);
        }
        places[index as usize] = Some((script, 0));
    }

    fn end(&mut self, has_begun: bool) {
        let main = self.strand == 0;
        if has_begun {
            self.run.running[self.place().0].store(false, Ordering::SeqCst);
            self.run.done[self.place().0].store(true, Ordering::SeqCst);
            self.set_place(None);
        }
        self.run.ended.fetch_add(1, Ordering::SeqCst);
        let mut strands = self.seat().enter();
        if main {
            strands.rest();
        } else if strands.is_cancelled() {
            with_world(|w| strands.finish_cancelled(w, None, Word::NIL));
        } else {
            with_world(|w| strands.finish(w, Ok(Word::NIL)));
        }
    }

    /// Begins another thread if there is work for it; only the first one does.
    fn add_worker(&mut self, wanted: bool) {
        if !wanted || self.worker > 0 || self.run.spare.load(Ordering::SeqCst) == 0 {
            return;
        }
        self.run.spare.fetch_sub(1, Ordering::SeqCst);
        let worker = self.seat().enter().add_worker();
        let run = self.run.clone();
        let thread = shuttle::thread::spawn(move || Thread { run, worker, strand: 0, stirred: false }.work());
        self.run.threads.lock().push(thread);
    }
}

/// Runs a program, the first script being the main strand's, on so many threads at most.
fn program(scripts: &'static [Script], workers: usize) {
    let heap = HeapConfig { nursery: 1 << 16, ..HeapConfig::default() };
    VALUES.set(Some(World::new(&Arc::new(Archive::default()), heap)));
    let flags = || scripts.iter().map(|_| AtomicBool::new(false)).collect();
    let run = Arc::new(Run {
        table: Table::new(Sched::new(Box::new(vec![Some((0usize, 0usize))] as Places))),
        outside: Outside { places: (0..workers).map(|_| Place::default()).collect(), ..Outside::default() },
        scripts,
        futures: Mutex::new(vec![Word::NIL; scripts.len()]),
        begun: flags(),
        running: flags(),
        met: flags(),
        done: flags(),
        due: scripts.iter().map(|_| AtomicU64::new(0)).collect(),
        ended: AtomicUsize::new(0),
        clock: AtomicU64::new(0),
        over: AtomicBool::new(false),
        spare: AtomicUsize::new(workers - 1),
        threads: Mutex::new(Vec::new()),
    });
    let ticking = run.clone();
    let ticker = shuttle::thread::spawn(move || {
        while !ticking.over.load(Ordering::SeqCst) {
            Seat { table: &ticking.table, alarm: &ticking.outside, worker: 0, strand: 0 }
                .help(ticking.outside.strain());
            linger();
            yield_now();
        }
    });
    let mut first = Thread { run: run.clone(), worker: 0, strand: 0, stirred: true };
    first.go_on(Outcome::Continue);
    first.work();
    // As a program ends: it is declared, and everybody is told.
    run.over.store(true, Ordering::SeqCst);
    first.seat().rouse();
    let threads = std::mem::take(&mut *run.threads.lock());
    threads.into_iter().for_each(|t| t.join().expect("a worker"));
    ticker.join().expect("the ticker");
    assert_eq!(run.ended.load(Ordering::SeqCst), scripts.len(), "a strand has been forgotten");
    let sched = run.table.look();
    assert!(sched.is_quiet(), "strands or timers are left");
    assert_eq!(sched.waiting().count(), 0, "a strand waits for ever");
    // Time passes when somebody waits for it, and nobody should for what has been cancelled.
    assert!(run.clock.load(Ordering::SeqCst) < LONG, "somebody has waited for a timer that was cancelled");
    assert_eq!(run.outside.open.load(Ordering::SeqCst), 0, "an event has been forgotten");
}

fn check(scripts: &'static [Script], workers: usize) {
    let config = || {
        let mut c = shuttle::Config::new();
        c.stack_size = 1 << 17;
        c.max_steps = shuttle::MaxSteps::FailAfter(100_000);
        c
    };
    let (seed, rounds) = search();
    let random = shuttle::scheduler::RandomScheduler::new_from_seed(seed, 1000 * rounds);
    shuttle::Runner::new(random, config()).run(move || program(scripts, workers));
    let pct = shuttle::scheduler::PctScheduler::new_from_seed(seed, 3, 500 * rounds);
    shuttle::Runner::new(pct, config()).run(move || program(scripts, workers));
}

/// The schedules that are tried: the same ones in every run of the tests, or with `MODEL_ROUNDS=n` n times as many others,
/// each time different ones. A failure prints its seed, which `SHUTTLE_RANDOM_SEED` takes.
fn search() -> (u64, usize) {
    use std::hash::{BuildHasher, RandomState};
    match std::env::var("MODEL_ROUNDS").ok().and_then(|n| n.parse().ok()) {
        Some(rounds) => (RandomState::new().hash_one(rounds), rounds),
        None => (0x5eed, 1),
    }
}

// ---- parking ----

#[test]
fn a_second_thread_takes_what_the_first_has_no_time_for() {
    check(&[&[Start(1, true), Until(1)], &[]], 2);
    check(&[&[Start(1, true), Join(1)], &[Start(2, true), Until(2)], &[]], 2);
    // One that keeps its thread busy, two others that need each other.
    check(&[&[Start(1, true), Start(2, true), Until(1), Until(2)], &[Until(2)], &[Until(1)]], 3);
    check(&[&[Start(1, true), Start(2, true)], &[Beside(2)], &[Beside(1)]], 2);
    check(&[&[Start(1, true), Beside(1)], &[GiveWay, Outside, Beside(0)]], 2);
    check(&[&[Start(1, true), Start(2, true), Sleep(2)], &[Sleep(1), Beside(2)], &[Sleep(3), Beside(1)]], 2);
}

#[test]
fn strands_that_exclude_one_another_are_handed_on() {
    check(&[&[Start(1, false), Start(2, true), GiveWay, Join(2)], &[GiveWay], &[Until(1)]], 2);
    // The main strand is for the first thread, whoever readies it.
    check(
        &[&[Start(1, true), Start(3, true), Join(1)], &[Start(2, false), Until(2)], &[GiveWay], &[Outside]],
        2,
    );
}

#[test]
fn strands_exclude_others_for_a_while() {
    check(
        &[
            &[Start(1, true), Start(2, true), Outside],
            &[Exclude, GiveWay, Alone, Beside(2)],
            &[Beside(1), Exclude],
        ],
        2,
    );
    check(
        &[&[Start(1, true), Until(1)], &[Start(2, false), Exclude, Outside, Alone, GiveWay], &[GiveWay]],
        2,
    );
    check(
        &[&[Start(1, true), Start(2, true), Start(3, true)], &[Exclude, Outside], &[Exclude], &[Until(1)]],
        2,
    );
}

#[test]
fn events_come_to_whoever_waits_for_them() {
    check(&[&[Start(1, true), Start(2, true), Until(2)], &[Outside, Outside], &[Outside]], 2);
    check(&[&[Start(1, false), Outside, Join(1)], &[Outside]], 2);
    check(&[&[Start(1, true), Start(2, true)], &[Outside, Until(2)], &[Outside]], 3);
    check(&[&[Start(1, true), Start(2, true)], &[Outside, Beside(2)], &[Outside, Beside(1)]], 2);
    // It is ready before it has given way, and its thread has something else to do.
    check(&[&[Start(1, true), Until(1)], &[Start(2, true), Outside, Beside(2)], &[Beside(1)]], 2);
}

#[test]
fn what_one_thread_has_taken_and_is_long_about_others_get_to_know() {
    // Both strands, or the event of one and the other, are with a thread that has no time for them.
    const BOTH: Script = &[Start(1, true), Start(2, true), Until(1), Until(2)];
    check(&[BOTH, &[Outside, Deaf(2)], &[Outside]], 2);
    check(&[BOTH, &[Deaf(2)], &[Outside, Outside]], 2);
    check(&[BOTH, &[Outside, Deaf(2)], &[Outside, Start(3, true), Join(3)], &[Outside]], 2);
}

#[test]
fn the_end_comes_when_nothing_is_left() {
    check(&[&[Start(1, true), Until(1)], &[]], 3);
    check(&[&[Start(1, true), Until(1)], &[Detached]], 2);
    check(&[&[Start(1, true), Until(1)], &[Outside, Outside]], 2);
    check(&[&[Start(1, true), Until(1), Detached], &[Outside, Detached]], 2);
    check(&[&[Start(1, true), Until(1)], &[Start(2, true), Outside], &[Outside, Outside]], 2);
}

// ---- timers ----

#[test]
fn sleepers_wake_once() {
    check(&[&[Start(1, true), Start(2, true), Until(2), Sleep(2)], &[Sleep(1), Sleep(3)], &[Sleep(2)]], 2);
}

#[test]
fn cancelling_meets_the_timer() {
    check(&[&[Start(1, true), Until(1), Cancel(1), Join(1)], &[Sleep(1), Sleep(1)]], 2);
    check(
        &[
            &[Start(1, true), Start(2, true), Until(1), Until(2), Cancel(1), Sleep(1)],
            &[Sleep(1), Outside, Sleep(LONG)],
            &[Cancel(1), Sleep(1), Cancel(1)],
        ],
        2,
    );
    check(&[&[Start(1, true), Until(1), Cancel(1), Join(1)], &[Outside, Outside]], 2);
    // What is left of a strand that was cancelled concerns nobody who has its slot after it.
    check(&[&[Start(1, true), Until(1), Cancel(1), Join(1), Start(2, true)], &[Sleep(LONG)], &[Sleep(5)]], 2);
    // One that comes first keeps the timer that was cancelled from being looked at.
    check(
        &[
            &[Start(3, true), Start(1, true), Until(1), Until(3), Cancel(1), Join(1), Start(2, true)],
            &[Sleep(30)],
            &[Sleep(100)],
            &[Sleep(20)],
        ],
        2,
    );
}
