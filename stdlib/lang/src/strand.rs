//! lang.strand: strands, futures, workers and messages, as the compiler's lowering calls them. The work is the
//! scheduler's ([`native::sched`]).
//!
//! A group of workers is an int, good as long as one of them has not ended. The compiler numbers queues and slots, and
//! packs queue and slot into an int.

use native::sched::{Awaited, CANCELLED, Outcome, Place, Spawned, packed_queue, packed_slot};
use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[
    ("lang.strand:workers", workers),
    ("lang.strand:fork", fork),
    ("lang.strand:worker", worker),
    ("lang.strand:start", start),
    ("lang.strand:own", own),
    ("lang.strand:leave", leave),
    ("lang.strand:crash", crash),
    ("lang.strand:send", send),
    ("lang.strand:update", update),
    ("lang.strand:flush", flush),
    ("lang.strand:receive", receive),
    ("lang.strand:receiveAny", receive_any),
    ("lang.strand:waitFor", wait_for),
    ("lang.strand:waitForAny", wait_for_any),
    ("lang.strand:cancel", cancel),
    ("lang.strand:sleep", sleep),
    ("lang.strand:lock", lock),
    ("lang.strand:unlock", unlock),
    ("lang.transaction:top", top),
    ("lang.transaction:setTop", set_top),
];

/// What a native gives that may make its strand wait.
pub(crate) fn answer(cx: &mut Ctx<'_>, outcome: Option<Outcome>) -> Result<Word> {
    cx.outcome(outcome)
}

/// A group, or a number within it.
fn number(cx: &Ctx<'_>, i: usize) -> Result<u32> {
    u32::try_from(cx.int(i)?).map_err(|_| Fail::Bug("number of a group, queue or slot"))
}

/// A slot, or a number of slots: the group is argument 0, queue and number are argument 1.
fn place(cx: &Ctx<'_>) -> Result<Place> {
    let (queue, slot) = packed_slot(cx.int(1)?);
    Ok(Place { group: number(cx, 0)?, queue, slot })
}

// ---- groups ----

/// `workers(members, queue…)`: the group of the running function's call.
fn workers(cx: &mut Ctx<'_>) -> Result<Word> {
    open(cx, false)
}

/// `fork(members, queue…)`: a group without default worker.
fn fork(cx: &mut Ctx<'_>) -> Result<Word> {
    open(cx, true)
}

fn open(cx: &mut Ctx<'_>, fork: bool) -> Result<Word> {
    let members = number(cx, 0)?;
    let group = cx.strands().open_group(fork, members);
    for i in 1..cx.argc() {
        let (sender, receiver, length) = packed_queue(cx.int(i)?);
        cx.strands().add_queue(group, sender, receiver, length)?;
    }
    Ok(cx.world.int(group.into()))
}

/// `worker(group, name, typedesc, function, isolated, transactional)`: a named worker, to be begun when all have been
/// declared. Its future.
fn worker(cx: &mut Ctx<'_>) -> Result<Word> {
    let group = number(cx, 0)?;
    let inherit = cx.bool(5)?;
    spawn(cx, 1, Some(group), inherit)
}

/// `start(name, typedesc, function, isolated, transactional)`: the future of a new strand.
fn start(cx: &mut Ctx<'_>) -> Result<Word> {
    let inherit = cx.bool(4)?;
    spawn(cx, 0, None, inherit)
}

/// Name, typedesc, function and whether it is isolated from argument `at` on.
fn spawn(cx: &mut Ctx<'_>, at: usize, group: Option<u32>, inherit: bool) -> Result<Word> {
    let (name, ty) = (cx.arg(at), cx.typedesc(at + 1)?);
    let future = cx.world.future_new(ty, name);
    let function = cx.arg(at + 2);
    let spawned = Spawned { group, inherit, isolated: cx.bool(at + 3)? };
    cx.strands().spawn(cx.world, future, function, spawned)?;
    cx.outside().strand_begun();
    Ok(future)
}

/// `own()`: the group among whose named workers the running strand is.
fn own(cx: &mut Ctx<'_>) -> Result<Word> {
    let group = cx.strands().own_group().ok_or(Fail::Bug("strand is no worker"))?;
    Ok(cx.world.int(group.into()))
}

/// `leave(group, result)`: the default worker has come to its end with a value, which is given back.
fn leave(cx: &mut Ctx<'_>) -> Result<Word> {
    let (group, result) = (number(cx, 0)?, cx.arg(1));
    let outcome = cx.strands().leave(cx.world, group, result)?;
    answer(cx, outcome)
}

/// `crash(group, error)`: the default worker has panicked.
fn crash(cx: &mut Ctx<'_>) -> Result<Word> {
    let (group, error) = (number(cx, 0)?, cx.arg(1));
    cx.strands().crash(cx.world, group, error)?;
    Ok(Word::NIL)
}

// ---- messages ----

/// `send(group, slot, message)`
fn send(cx: &mut Ctx<'_>) -> Result<Word> {
    let message = cx.arg(2);
    let message = crate::copy::copy(cx, message, crate::copy::Copies::Same)?;
    let at = place(cx)?;
    cx.strands().send(cx.world, at, message)?;
    Ok(Word::NIL)
}

/// `update(group, sent)`: the queue's first slots that have not been written never will be.
fn update(cx: &mut Ctx<'_>) -> Result<Word> {
    let Place { group, queue, slot } = place(cx)?;
    cx.strands().update(cx.world, group, queue, slot)?;
    Ok(Word::NIL)
}

/// `flush(group, sent)`: nil, or the error with which the receiver has ended.
fn flush(cx: &mut Ctx<'_>) -> Result<Word> {
    let Place { group, queue, slot } = place(cx)?;
    let outcome = cx.strands().flush(cx.world, group, queue, slot)?;
    answer(cx, outcome)
}

/// `receive(group, slot)`: absent when the slot was passed without message.
fn receive(cx: &mut Ctx<'_>) -> Result<Word> {
    let at = place(cx)?;
    let outcome = cx.strands().receive(cx.world, at)?;
    answer(cx, outcome)
}

/// `receiveAny(group, slot…)`
fn receive_any(cx: &mut Ctx<'_>) -> Result<Word> {
    let group = number(cx, 0)?;
    let from = (1..cx.argc()).map(|i| Ok(packed_slot(cx.int(i)?))).collect::<Result<Vec<_>>>()?;
    let outcome = cx.strands().receive_any(cx.world, group, from)?;
    answer(cx, outcome)
}

// ---- futures ----

fn waited_before(cx: &mut Ctx<'_>) -> Word {
    cx.error("multiple waits on the same future is not allowed", "")
}

/// `waitFor(future)`
fn wait_for(cx: &mut Ctx<'_>) -> Result<Word> {
    let future = cx.arg(0);
    if cx.strands().observe(cx.world, future)? == Awaited::Again {
        return Ok(waited_before(cx));
    }
    let outcome = cx.strands().join(cx.world, future);
    answer(cx, outcome)
}

/// `waitForAny(future…)`
fn wait_for_any(cx: &mut Ctx<'_>) -> Result<Word> {
    let mut first = Vec::with_capacity(cx.argc());
    for i in 0..cx.argc() {
        let future = cx.arg(i);
        if cx.strands().observe(cx.world, future)? == Awaited::First {
            first.push(i);
        }
    }
    // What is waited for again gives an error, which counts when nothing else is there.
    let last = if first.len() < cx.argc() { waited_before(cx) } else { Word::NIL };
    let futures = first.into_iter().map(|i| cx.arg(i)).collect();
    let outcome = cx.strands().join_any(cx.world, futures, last);
    answer(cx, outcome)
}

fn cancel(cx: &mut Ctx<'_>) -> Result<Word> {
    let error = cx.error(CANCELLED.0, CANCELLED.1);
    let future = cx.arg(0);
    cx.strands().cancel(cx.world, future, error);
    Ok(Word::NIL)
}

/// `sleep(nanos)`: at least lets others run.
fn sleep(cx: &mut Ctx<'_>) -> Result<Word> {
    let nanos = u64::try_from(cx.int(0)?).unwrap_or(0);
    let outcome = if nanos == 0 {
        cx.strands().give_way()
    } else {
        let due = cx.platform().monotonic().saturating_add(nanos);
        cx.strands().sleep(due)
    };
    answer(cx, outcome)
}

// ---- lock statements ----

/// `lock()`: in how many lock statements the strand was before.
fn lock(cx: &mut Ctx<'_>) -> Result<Word> {
    let outcome = cx.strands().lock();
    answer(cx, outcome)
}

/// `unlock(before)`
fn unlock(cx: &mut Ctx<'_>) -> Result<Word> {
    let before = number(cx, 0)?;
    cx.strands().unlock(before);
    Ok(Word::NIL)
}

// ---- transactions ----

/// The running strand's transaction.
fn top(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.strands().transaction())
}

fn set_top(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.strands().set_transaction(cx.arg(0));
    Ok(Word::NIL)
}
