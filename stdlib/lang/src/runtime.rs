//! lang.runtime

use bal_num::Decimal;
use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[("lang.runtime:nanoseconds", nanoseconds)];

pub fn nanoseconds(cx: &mut Ctx<'_>) -> Result<Word> {
    let seconds = cx.world.as_decimal(cx.arg(0)).ok_or(Fail::Bug("native: decimal argument"))?;
    let nanos = seconds.checked_mul(Decimal::from(1_000_000_000)).and_then(Decimal::to_int);
    // Longer than an int of nanoseconds says is for ever.
    Ok(cx.world.int(nanos.unwrap_or(i64::MAX).max(0)))
}
