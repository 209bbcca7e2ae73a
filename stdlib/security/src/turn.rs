//! Turns: what one strand does at a time, however long it waits for others meanwhile. A `lock` statement would keep all
//! strands of the program from theirs.

use std::sync::Arc;

use native::shared::{limit, new_resource, nothing, resource};
use native::{Ctx, Fail, Registry, Result, Word};
use tokio::sync::Semaphore;

pub const NATIVES: Registry =
    &[("oauth2:newTurn", new_turn), ("oauth2:takeTurn", take_turn), ("oauth2:giveTurn", give_turn)];

fn new_turn(cx: &mut Ctx<'_>) -> Result<Word> {
    new_resource(Semaphore::new(1))(cx)
}

fn turn(cx: &Ctx<'_>) -> Result<Arc<Semaphore>> {
    resource(cx, 0)?.ok_or(Fail::Bug("no such turn"))
}

/// `takeTurn(turn, nanos)`: waits for a turn. Whoever has had it for that long is not there any more: a strand that is
/// cancelled while it waits does not give it back.
fn take_turn(cx: &mut Ctx<'_>) -> Result<Word> {
    let (turn, limit) = (turn(cx)?, limit(cx, 1)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        // Nobody closes it, so that there is a permit or none in time; either way the turn is the strand's own.
        if let Ok(Ok(permit)) = h.timeout(limit, turn.acquire()).await {
            permit.forget();
        }
        nothing()
    })
}

fn give_turn(cx: &mut Ctx<'_>) -> Result<Word> {
    let turn = turn(cx)?;
    if turn.available_permits() == 0 {
        turn.add_permits(1);
    }
    Ok(Word::NIL)
}
