//! lang.transaction: clock, random numbers and the text of points in time.

use native::{Ctx, Registry, Result, Word};

pub const NATIVES: Registry = &[
    ("lang.transaction:now", now),
    ("lang.transaction:random", random),
    ("lang.transaction:isoText", iso_text),
];

const MILLIS_PER_DAY: i64 = 86_400_000;

/// Milliseconds since the Unix epoch.
fn now(cx: &mut Ctx<'_>) -> Result<Word> {
    let millis = cx.platform().now() / 1_000_000;
    Ok(cx.world.int(millis as i64))
}

fn random(cx: &mut Ctx<'_>) -> Result<Word> {
    let bits = cx.platform().random();
    Ok(cx.world.int(bits as i64))
}

/// `2024-02-29T12:00:00.000Z`
fn iso_text(cx: &mut Ctx<'_>) -> Result<Word> {
    let millis = cx.int(0)?;
    let text = iso(millis);
    Ok(cx.world.str(&text))
}

fn iso(millis: i64) -> String {
    let (year, month, day) = civil(millis.div_euclid(MILLIS_PER_DAY));
    let ms = millis.rem_euclid(MILLIS_PER_DAY);
    let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", ms % 1000)
}

/// The date of a day number since 1970-01-01, in the proleptic Gregorian calendar. Years are counted from March, in eras
/// of 400 years.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn dates() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(1_709_164_799_999), "2024-02-28T23:59:59.999Z");
        assert_eq!(iso(1_709_164_800_000), "2024-02-29T00:00:00.000Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(iso(951_868_800_000), "2000-03-01T00:00:00.000Z");
    }
}
