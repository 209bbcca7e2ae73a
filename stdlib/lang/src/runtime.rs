//! lang.runtime

use bal_num::Decimal;
use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[("lang.runtime:sleep", sleep)];

fn sleep(cx: &mut Ctx<'_>) -> Result<Word> {
    let seconds = cx.world.as_decimal(cx.arg(0)).ok_or(Fail::Bug("native: decimal argument"))?;
    let nanos = seconds.checked_mul(Decimal::from(1_000_000_000)).and_then(Decimal::to_int);
    // Longer than an int of nanoseconds says is for ever; a negative time is none.
    cx.platform.sleep(u64::try_from(nanos.unwrap_or(i64::MAX)).unwrap_or(0));
    Ok(Word::NIL)
}
