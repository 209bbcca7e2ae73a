//! The table without an interpreter: strands are numbers here, their functions are booleans.

use std::sync::Arc;

use bytecode::archive::Archive;
use gc_heap::HeapConfig;

use super::*;
use crate::group::Place;

struct Program {
    sched: Sched,
    world: World,
}

const RAN: Outcome = Outcome::Return(Word::NIL);

fn int(i: i64) -> Word {
    Word::fixnum(i).expect("a small int")
}

impl Program {
    fn new() -> Program {
        Program {
            sched: Sched::default(),
            world: World::new(&Arc::new(Archive::default()), HeapConfig::default()),
        }
    }

    fn start(&mut self) -> Word {
        self.strand(None)
    }

    fn worker(&mut self, group: u32) -> Word {
        self.strand(Some(group))
    }

    fn strand(&mut self, group: Option<u32>) -> Word {
        let future = self.world.future_new(self.world.ids.any, Word::NIL);
        self.sched
            .spawn(&mut self.world, future, Word::TRUE, Spawned { group, ..Spawned::default() })
            .expect("a strand");
        future
    }

    fn error(&mut self) -> Word {
        let trace = self.world.bytes(&[]);
        self.world.error_with_message("e", "", trace)
    }

    /// The current strand gives way: who runs then, and how.
    fn next(&mut self) -> (u32, Next) {
        self.at(0)
    }

    fn at(&mut self, now: u64) -> (u32, Next) {
        self.sched.suspended();
        let next = self.sched.next(|| now);
        (self.sched.current(), next)
    }

    fn finish(&mut self, w: Word) {
        self.sched.finish(&mut self.world, Ok(w));
    }

    fn receive(&mut self, at: Place) -> Option<Outcome> {
        self.sched.receive(&mut self.world, at).expect("a slot")
    }

    fn send(&mut self, at: Place, w: Word) {
        self.sched.send(&mut self.world, at, w).expect("a slot");
    }

    fn join(&mut self, future: Word) -> Option<Outcome> {
        assert_eq!(self.sched.observe(&mut self.world, future), Ok(Awaited::First));
        self.sched.join(&mut self.world, future)
    }

    fn leave(&mut self, group: u32, w: Word) -> Option<Outcome> {
        self.sched.leave(&mut self.world, group, w).expect("a group")
    }

    /// A group with a queue from the default worker to number 1 and one back, a slot each.
    fn pair(&mut self) -> (u32, Place, Place) {
        let group = self.sched.open_group(false, 0);
        self.sched.add_queue(group, 0, 1, 1).expect("a group");
        self.sched.add_queue(group, 1, 0, 1).expect("a group");
        (group, Place { group, queue: 0, slot: 0 }, Place { group, queue: 1, slot: 0 })
    }

    /// Strands and words that a minor collection looks at.
    fn dirty(&mut self) -> Vec<u32> {
        let mut stacks = Vec::new();
        self.sched.visit(false, &mut |_| {}, &mut |i| stacks.push(i));
        stacks
    }
}

#[test]
fn first_come_first_served() {
    let mut p = Program::new();
    let a = p.start();
    p.start();
    assert_eq!(p.join(a), None);
    assert_eq!(p.next(), (1, Next::Begin(Word::TRUE)));
    p.finish(int(7));
    assert_eq!(p.next(), (2, Next::Begin(Word::TRUE)));
    p.finish(Word::NIL);
    assert_eq!(p.next(), (0, Next::Resume(Outcome::Return(int(7)))));
    assert_eq!(p.sched.observe(&mut p.world, a), Ok(Awaited::Again));
    p.sched.rest();
    assert_eq!(p.next().1, Next::Nothing);
}

#[test]
fn an_identity_ends_with_its_strand() {
    let mut p = Program::new();
    let a = p.start();
    assert_eq!(p.join(a), None);
    p.next();
    p.finish(Word::NIL);
    p.next();
    // The slot is used again: cancelling the first future does nothing to the second strand.
    let b = p.start();
    let error = p.error();
    p.sched.cancel(&mut p.world, a, error);
    assert_eq!(p.join(b), None);
    assert_eq!(p.next(), (1, Next::Begin(Word::TRUE)));
}

#[test]
fn a_message_that_is_there_is_taken_at_once() {
    let mut p = Program::new();
    let (group, to, from) = p.pair();
    p.worker(group);
    p.send(to, int(1));
    assert_eq!(p.receive(from), None);
    assert_eq!(p.next(), (1, Next::Begin(Word::TRUE)));
    assert_eq!(p.receive(to), Some(Outcome::Return(int(1))));
    p.send(from, int(2));
    p.finish(Word::NIL);
    assert_eq!(p.next(), (0, Next::Resume(Outcome::Return(int(2)))));
    assert_eq!(p.leave(group, int(3)), Some(Outcome::Return(int(3))));
    assert_eq!(p.sched.groups.in_use(), 0);
}

#[test]
fn who_sent_stays_until_it_is_received() {
    let mut p = Program::new();
    let (group, to, from) = p.pair();
    let worker = p.worker(group);
    p.sched.give_way();
    assert_eq!(p.next().0, 1);
    p.send(from, int(2));
    p.finish(Word::TRUE);
    assert_eq!(p.next(), (0, Next::Resume(RAN)));
    assert_eq!(p.sched.waiting().count(), 1);
    assert_eq!(p.receive(from), Some(Outcome::Return(int(2))));
    // Nothing keeps the worker any more, not even a strand.
    assert_eq!(p.join(worker), Some(Outcome::Return(Word::TRUE)));
    assert_eq!(p.sched.waiting().count(), 0);
    p.send(to, int(5));
    assert_eq!(p.leave(group, Word::NIL), Some(RAN));
    assert_eq!(p.sched.groups.in_use(), 0);
}

#[test]
fn slots_that_are_passed_have_no_message() {
    let mut p = Program::new();
    let (group, _, from) = p.pair();
    p.worker(group);
    assert_eq!(p.receive(from), None);
    p.next();
    p.finish(Word::NIL);
    assert_eq!(p.next(), (0, Next::Resume(Outcome::Return(Word::ABSENT))));
}

#[test]
fn who_fails_tells_its_peers() {
    let mut p = Program::new();
    let (group, to, from) = p.pair();
    p.worker(group);
    p.send(to, int(1));
    assert_eq!(p.sched.flush(&mut p.world, group, 0, 1), Ok(None));
    p.next();
    let e = p.error();
    p.finish(e);
    assert_eq!(p.next(), (0, Next::Resume(Outcome::Return(e))));
    assert_eq!(p.receive(from), Some(Outcome::Return(e)));
    assert_eq!(p.sched.take_failure(), None);
    // With a panic, it is the receiver's too.
    let (group, _, from) = p.pair();
    p.worker(group);
    assert_eq!(p.receive(from), None);
    p.next();
    p.sched.finish(&mut p.world, Err(e));
    assert_eq!(p.next(), (0, Next::Resume(Outcome::Raise(e))));
    assert_eq!(p.sched.take_failure(), Some(e));
    assert_eq!(p.sched.take_failure(), None);
}

#[test]
fn a_panic_is_noticed_by_waiting() {
    let mut p = Program::new();
    let a = p.start();
    p.sched.give_way();
    p.next();
    let e = p.error();
    p.sched.finish(&mut p.world, Err(e));
    p.next();
    assert_eq!(p.join(a), Some(Outcome::Raise(e)));
    assert_eq!(p.sched.take_failure(), None);
}

#[test]
fn alternatives() {
    let mut p = Program::new();
    let group = p.sched.open_group(false, 0);
    for worker in 1..=3 {
        p.sched.add_queue(group, worker, 0, 1).expect("a group");
        p.worker(group);
    }
    let from = vec![(0, 0), (1, 0), (2, 0)];
    assert_eq!(p.sched.receive_any(&mut p.world, group, from), Ok(None));
    p.next();
    // No message comes from the first, a failure from the second.
    p.finish(Word::NIL);
    p.next();
    let e = p.error();
    p.finish(e);
    assert_eq!(p.next().0, 3);
    p.send(Place { group, queue: 2, slot: 0 }, int(9));
    p.finish(Word::NIL);
    assert_eq!(p.next(), (0, Next::Resume(Outcome::Return(int(9)))));
    // Of ends, the first that is no error counts, else the last error.
    let (a, b) = (p.start(), p.start());
    assert_eq!(p.sched.join_any(&mut p.world, vec![a, b], Word::NIL), None);
    p.next();
    p.finish(e);
    p.next();
    p.finish(int(4));
    assert_eq!(p.next(), (0, Next::Resume(Outcome::Return(int(4)))));
    assert_eq!(p.sched.join_any(&mut p.world, vec![a], Word::NIL), Some(Outcome::Return(e)));
}

#[test]
fn sleepers_wake_in_time_and_only_then() {
    let mut p = Program::new();
    p.sched.sleep(100);
    assert_eq!(p.at(40).1, Next::Idle(60));
    assert_eq!(p.at(100), (0, Next::Resume(RAN)));
}

#[test]
fn cancelled_strands_go_on_at_once_and_wait_no_more() {
    let mut p = Program::new();
    let (sleeper, ready) = (p.start(), p.start());
    p.sched.give_way();
    p.next();
    p.sched.sleep(1 << 60);
    assert_eq!(p.next().0, 2);
    p.sched.give_way();
    assert_eq!(p.next().0, 0);
    let error = p.error();
    let late = p.start();
    for f in [sleeper, ready, late] {
        p.sched.cancel(&mut p.world, f, error);
    }
    p.sched.give_way();
    assert_eq!(p.next(), (2, Next::Resume(Outcome::Cancelled)));
    assert_eq!(p.sched.sleep(5), Some(Outcome::Cancelled));
    p.sched.finish_cancelled(&mut p.world, None, error);
    assert_eq!(p.next(), (3, Next::Cancelled));
    p.sched.finish_cancelled(&mut p.world, None, error);
    assert_eq!(p.next(), (1, Next::Resume(Outcome::Cancelled)));
    p.sched.finish_cancelled(&mut p.world, None, error);
    assert_eq!(p.next(), (0, Next::Resume(RAN)));
    assert_eq!(p.join(late), Some(Outcome::Return(error)));
}

#[test]
fn a_collection_sees_a_strand_once_for_each_time_it_ran() {
    let mut p = Program::new();
    for _ in 0..10 {
        p.start();
    }
    assert_eq!(p.dirty().len(), 10);
    assert!(p.dirty().is_empty());
    p.sched.give_way();
    p.sched.suspended();
    p.next();
    p.sched.sleep(1);
    p.sched.suspended();
    p.next();
    assert_eq!(p.dirty(), [0, 1]);
    assert!(p.dirty().is_empty());
    // A reference that comes to an idle strand makes it visible.
    let e = p.error();
    p.sched.make_ready(1, Outcome::Return(e));
    assert_eq!(p.dirty(), [1]);
    let mut all = 0;
    p.sched.visit(true, &mut |_| {}, &mut |_| all += 1);
    assert_eq!(all, 11);
    // Piece by piece it sees each once.
    for _ in 0..200 {
        p.start();
    }
    let (mut seen, mut from) = (Vec::new(), Some(0));
    while let Some(i) = from {
        let before = seen.len();
        from = p.sched.visit_quiet(i, &mut |_| {}, &mut |i| seen.push(i));
        assert!(seen.len() - before <= 64);
    }
    assert_eq!(seen, Vec::from_iter(0..211));
}

#[test]
fn groups_that_do_not_exist_are_failures() {
    let mut p = Program::new();
    let (group, to, _) = p.pair();
    assert!(p.sched.send(&mut p.world, Place { slot: 1, ..to }, Word::NIL).is_err());
    assert!(p.sched.receive(&mut p.world, Place { queue: 2, ..to }).is_err());
    assert!(p.sched.flush(&mut p.world, group, 0, 2).is_err());
    assert!(p.sched.leave(&mut p.world, group + 1, Word::NIL).is_err());
    // Nor does anything happen to one whose members have all ended.
    assert!(p.leave(group, Word::NIL).is_some());
    assert_eq!(p.sched.crash(&mut p.world, group, Word::NIL), Ok(()));
    assert_eq!(p.leave(group, int(1)), Some(Outcome::Return(int(1))));
    assert!(p.sched.send(&mut p.world, to, Word::NIL).is_err());
}

// ---- random groups ----

#[derive(Clone, Copy)]
enum Act {
    Send(Place, i64),
    Receive(Place, i64),
    Flush(Place),
    End(Word),
    Panic(Word),
}

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// What each of `n` workers of a group does: messages in an order that can be kept, now and then a failure. No worker
/// returns before it has received all, which the language excludes.
fn scripts(p: &mut Program, rng: &mut Rng, group: u32, n: u64) -> Vec<Vec<Act>> {
    let mut sent = vec![0; (n * n) as usize];
    let mut scripts: Vec<Vec<Act>> = vec![Vec::new(); n as usize];
    let messages: Vec<(u64, u64)> =
        (0..rng.below(20)).map(|_| (rng.below(n), rng.below(n))).filter(|(a, b)| a != b).collect();
    for (i, &(from, to)) in messages.iter().enumerate() {
        let queue = (from * n + to) as usize;
        let at = Place { group, queue: queue as u32, slot: sent[queue] };
        sent[queue] += 1;
        scripts[from as usize].push(Act::Send(at, i as i64));
        if rng.below(4) == 0 {
            scripts[from as usize].push(Act::Flush(Place { slot: at.slot + 1, ..at }));
        }
        scripts[to as usize].push(Act::Receive(at, i as i64));
    }
    for (queue, length) in sent.iter().enumerate() {
        let (from, to) = (queue as u64 / n, queue as u64 % n);
        p.sched.add_queue(group, from as u32, to as u32, *length).expect("a group");
    }
    let e = p.error();
    for s in &mut scripts {
        let failure = if rng.below(2) == 0 { Act::End(e) } else { Act::Panic(e) };
        let early = rng.below(4) == 0;
        s.truncate(if early { rng.below(s.len() as u64 + 1) as usize } else { s.len() });
        s.push(if early { failure } else { Act::End(Word::TRUE) });
        s.reverse();
    }
    scripts
}

/// Runs the current strand, worker `me`, until it gives way or ends; `outcome` is what its last action has given. Whether
/// it has ended. The default worker's end is an action, which is the last of an empty script.
fn run(p: &mut Program, group: u32, me: usize, script: &mut Vec<Act>, mut outcome: Option<Outcome>) -> bool {
    loop {
        match outcome {
            Some(Outcome::Raise(e)) => *script = vec![Act::Panic(e)],
            Some(_) if script.is_empty() => return true,
            _ => {}
        }
        outcome = match script.pop().expect("scripts end with an end") {
            Act::Send(at, v) => {
                p.send(at, int(v));
                Some(RAN)
            }
            Act::Receive(at, v) => {
                let got = p.receive(at);
                // What comes is the message, or says why there is none.
                if let Some(Outcome::Return(w)) = got {
                    assert!(w == int(v) || w == Word::ABSENT || w.is_sort(Sort::Error));
                }
                got
            }
            Act::Flush(at) => p.sched.flush(&mut p.world, at.group, at.queue, at.slot).expect("a queue"),
            Act::End(w) if me == 0 => p.leave(group, w),
            Act::Panic(e) if me == 0 => {
                p.sched.crash(&mut p.world, group, e).expect("a group");
                return true;
            }
            Act::End(w) => {
                p.finish(w);
                return true;
            }
            Act::Panic(e) => {
                p.sched.finish(&mut p.world, Err(e));
                return true;
            }
        };
        if outcome.is_none() {
            return false;
        }
    }
}

/// Whatever workers do in an order that can be kept, all of them end, and nothing is left of their group.
#[test]
fn no_strand_is_forgotten() {
    for seed in 1..2000u64 {
        let mut rng = Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut p = Program::new();
        let group = p.sched.open_group(false, 0);
        let n = 2 + rng.below(4);
        let mut scripts = scripts(&mut p, &mut rng, group, n);
        for _ in 1..n {
            p.worker(group);
        }
        let mut ended = 0;
        let (mut current, mut outcome) = (0, Some(RAN));
        loop {
            if run(&mut p, group, current, &mut scripts[current], outcome) {
                ended += 1;
                if current == 0 {
                    p.sched.rest();
                }
            }
            let (i, next) = p.next();
            (current, outcome) = match next {
                Next::Begin(_) => (i as usize, Some(RAN)),
                Next::Resume(o) => (i as usize, Some(o)),
                _ => break,
            };
        }
        assert_eq!((ended, p.sched.waiting().count()), (n, 0), "seed {seed}: a strand waits for ever");
        assert_eq!(p.sched.groups.in_use(), 0, "seed {seed}");
    }
}

#[test]
fn a_worker_that_is_not_declared_yet_has_not_ended() {
    let mut p = Program::new();
    let group = p.sched.open_group(true, 3);
    p.sched.add_queue(group, 2, 1, 1).expect("a group");
    let at = Place { group, queue: 0, slot: 0 };
    p.worker(group);
    // The first one runs, on another thread, before the second one is there.
    p.sched.give_way();
    assert_eq!(p.next(), (1, Next::Begin(Word::TRUE)));
    assert_eq!(p.receive(at), None);
    assert_eq!(p.next().0, 0);
    p.worker(group);
    p.sched.give_way();
    assert_eq!(p.next(), (2, Next::Begin(Word::TRUE)));
    p.send(at, int(5));
    p.finish(Word::NIL);
    p.next();
    assert_eq!(p.next(), (1, Next::Resume(Outcome::Return(int(5)))));
    p.finish(Word::NIL);
    assert_eq!(p.sched.groups.in_use(), 0);
}

#[test]
fn a_fork_stays_until_all_of_its_workers_have_been() {
    let mut p = Program::new();
    let group = p.sched.open_group(true, 3);
    p.worker(group);
    p.sched.give_way();
    p.next();
    p.finish(Word::NIL);
    assert_eq!((p.next().0, p.sched.groups.in_use()), (0, 1));
    p.worker(group);
    p.sched.give_way();
    p.next();
    p.finish(Word::NIL);
    assert_eq!(p.sched.groups.in_use(), 0);
}
