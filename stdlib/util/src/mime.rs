//! The search for the boundaries of body parts.

use memchr::memmem;
use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[("mime:find", find)];

/// `find(data, sought, from)`: where some bytes stand in others from a place on; negative if they do not.
fn find(cx: &mut Ctx<'_>) -> Result<Word> {
    let from = cx.int(2)? as usize;
    let bytes = |i| cx.world.byte_list(cx.arg(i)).ok_or(Fail::Bug("bytes expected"));
    let (data, sought) = (bytes(0)?, bytes(1)?);
    let found = data.get(from..).and_then(|rest| memmem::find(rest, sought));
    Ok(cx.world.int(found.map_or(-1, |i| (from + i) as i64)))
}
