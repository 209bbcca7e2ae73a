//! lang.service: what listeners of the library need of services.

use native::{Ctx, Registry, Result, Word};
use semtypes::{Name, remote_name};

pub const NATIVES: Registry =
    &[("lang.service:method", method), ("lang.service:nanoseconds", crate::runtime::nanoseconds)];

/// `method(service, name)`: a remote method, or nil.
fn method(cx: &mut Ctx<'_>) -> Result<Word> {
    let name = remote_name(Name::new(cx.str(1)?));
    Ok(cx.world.method(cx.arg(0), name).unwrap_or(Word::NIL))
}
