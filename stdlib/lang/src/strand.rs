//! lang.strand: beginning strands and switching between them. All else about workers and futures is in `strand.bal`.

use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[
    ("lang.strand:spawn", spawn),
    ("lang.strand:current", current),
    ("lang.strand:context", context),
    ("lang.strand:park", park),
    ("lang.strand:unpark", unpark),
    ("lang.strand:interrupt", interrupt),
    ("lang.strand:pause", pause),
    ("lang.strand:failed", failed),
    ("lang.strand:noticed", noticed),
    ("lang.strand:heldBy", held_by),
    ("lang.strand:newFuture", future),
    ("lang.strand:copy", crate::copy::clone),
    ("lang.strand:inheritTransaction", inherit),
    ("lang.transaction:top", top),
    ("lang.transaction:setTop", set_top),
];

/// `spawn(function, context)`: a new strand's number.
fn spawn(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.strands.spawn(cx.arg(0), cx.arg(1));
    Ok(cx.world.int(id))
}

fn current(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.strands.current();
    Ok(cx.world.int(id))
}

fn context(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.strands.context())
}

fn park(cx: &mut Ctx<'_>) -> Result<Word> {
    Err(cx.strands.park())
}

fn unpark(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    cx.strands.unpark(id);
    Ok(Word::NIL)
}

fn interrupt(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    cx.outside.interrupt(id);
    cx.strands.interrupt(id);
    Ok(Word::NIL)
}

/// `pause(nanos)`
fn pause(cx: &mut Ctx<'_>) -> Result<Word> {
    let nanos = u64::try_from(cx.int(0)?).unwrap_or(0);
    let due = cx.platform.monotonic().saturating_add(nanos);
    Err(cx.strands.sleep(due))
}

/// `failed(error)`: the panic's number.
fn failed(cx: &mut Ctx<'_>) -> Result<Word> {
    let number = cx.strands.failed(cx.arg(0));
    Ok(cx.world.int(number as i64))
}

fn noticed(cx: &mut Ctx<'_>) -> Result<Word> {
    let number = usize::try_from(cx.int(0)?).map_err(|_| Fail::Bug("number of a failure"))?;
    cx.strands.noticed(number);
    Ok(Word::NIL)
}

/// `heldBy(future)`: the strand of a future.
fn held_by(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.world.future_strand(cx.arg(0)).ok_or(Fail::Bug("future argument"))
}

/// `newFuture(typedesc, strand)`
fn future(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    Ok(cx.world.future_new(ty, cx.arg(1)))
}

/// `inheritTransaction(id)`: a new strand takes part in the running strand's transaction.
fn inherit(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    cx.strands.inherit(id);
    Ok(Word::NIL)
}

/// The running strand's transaction.
fn top(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.strands.transaction())
}

fn set_top(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.strands.set_transaction(cx.arg(0));
    Ok(Word::NIL)
}
