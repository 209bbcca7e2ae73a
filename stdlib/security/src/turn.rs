//! Turns: what one strand does at a time, however long it waits for others meanwhile. A `lock` statement would keep all
//! strands of the program from theirs.

use std::sync::Arc;

use native::shared::{new_resource, nothing, resource};
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

fn take_turn(cx: &mut Ctx<'_>) -> Result<Word> {
    let turn = turn(cx)?;
    cx.wait(async move {
        // It is given back by `giveTurn`; nobody closes it.
        if let Ok(permit) = turn.acquire().await {
            permit.forget();
        }
        nothing()
    })
}

fn give_turn(cx: &mut Ctx<'_>) -> Result<Word> {
    turn(cx)?.add_permits(1);
    Ok(Word::NIL)
}
