//! lang.service: what listeners of the library need of services.

use native::{Ctx, Registry, Result, Word};
use semtypes::{Name, remote_name};

pub const NATIVES: Registry = &[
    ("lang.service:method", method),
    ("lang.service:enter", enter),
    ("lang.service:leave", leave),
    ("lang.service:stop", stop),
    ("lang.service:nanoseconds", crate::runtime::nanoseconds),
];

/// `method(service, name)`: a remote method, or nil.
fn method(cx: &mut Ctx<'_>) -> Result<Word> {
    let name = remote_name(Name::new(cx.str(1)?));
    Ok(cx.world.method(cx.arg(0), name).unwrap_or(Word::NIL))
}

/// `enter(service, name)`: the strand excludes others if the method is not one that may be called whatever else runs.
fn enter(cx: &mut Ctx<'_>) -> Result<Word> {
    let name = remote_name(Name::new(cx.str(1)?));
    if cx.world.is_concurrent(cx.arg(0), name) {
        return Ok(Word::NIL);
    }
    let outcome = cx.strands().exclude_others();
    crate::strand::answer(cx, outcome)
}

/// `leave()`: the strand excludes no others any more.
fn leave(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.strands().stand_alone();
    Ok(Word::NIL)
}

/// `stop()`: the program stops as if it had been asked to.
fn stop(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.stop_program();
    Ok(Word::NIL)
}
