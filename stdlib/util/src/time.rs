//! Natives of `ballerina/time`: clocks, and what the time zone database says of regions.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[
    ("time:systemNanos", system_nanos),
    ("time:monotonicNanos", monotonic_nanos),
    ("time:systemZone", system_zone),
    ("time:isKnownRegion", is_known),
    ("time:fixedRegionOffset", fixed_offset),
    ("time:regionOffset", offset),
    ("time:regionSeconds", seconds_of_local),
    ("time:regionName", name),
];

/// Names that users of the JVM know of regions for which the database has only numbers.
const NAMES: &[(&str, &str)] = &[
    ("Asia/Colombo", "IST"),
    ("Asia/Dhaka", "BDT"),
    ("Asia/Dubai", "GST"),
    ("Asia/Kathmandu", "NPT"),
    ("Asia/Singapore", "SGT"),
    ("Asia/Kuala_Lumpur", "MYT"),
    ("Asia/Bangkok", "ICT"),
    ("Asia/Ho_Chi_Minh", "ICT"),
    ("Asia/Riyadh", "AST"),
    ("Asia/Tashkent", "UZT"),
    ("America/Sao_Paulo", "BRT"),
    ("America/Argentina/Buenos_Aires", "ART"),
    ("America/Bogota", "COT"),
    ("America/Lima", "PET"),
    ("Europe/Istanbul", "TRT"),
];

fn system_nanos(cx: &mut Ctx<'_>) -> Result<Word> {
    let now = cx.platform().now();
    Ok(cx.world.int(i64::try_from(now).unwrap_or(i64::MAX)))
}

fn monotonic_nanos(cx: &mut Ctx<'_>) -> Result<Word> {
    let now = cx.platform().monotonic();
    Ok(cx.world.int(i64::try_from(now).unwrap_or(i64::MAX)))
}

fn system_zone(cx: &mut Ctx<'_>) -> Result<Word> {
    let zone = TimeZone::system();
    // A system that does not say its zone has UTC.
    let id = zone.iana_name().unwrap_or("UTC").to_string();
    Ok(cx.world.str(&id))
}

/// Identifiers are case-sensitive.
fn region(id: &str) -> Option<TimeZone> {
    TimeZone::get(id).ok().filter(|z| z.iana_name() == Some(id))
}

/// The region of argument 0, which is known.
fn known(cx: &Ctx<'_>) -> Result<TimeZone> {
    region(cx.str(0)?).ok_or(Fail::Bug("time: unknown region"))
}

/// The rules of a region hold beyond what the database can be asked for.
fn timestamp(seconds: i64) -> Timestamp {
    let (min, max) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(seconds.clamp(min, max)).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn is_known(cx: &mut Ctx<'_>) -> Result<Word> {
    let known = region(cx.str(0)?).is_some();
    Ok(Word::bool(known))
}

fn fixed_offset(cx: &mut Ctx<'_>) -> Result<Word> {
    let zone = known(cx)?;
    if zone.following(Timestamp::MIN).next().is_some() {
        return Ok(Word::NIL);
    }
    let offset = zone.to_offset(Timestamp::UNIX_EPOCH).seconds();
    Ok(cx.world.int(offset.into()))
}

fn offset(cx: &mut Ctx<'_>) -> Result<Word> {
    let offset = known(cx)?.to_offset(timestamp(cx.int(1)?)).seconds();
    Ok(cx.world.int(offset.into()))
}

/// A local time that is skipped is moved on by what is skipped; of two that are the same it is the first.
fn seconds_of_local(cx: &mut Ctx<'_>) -> Result<Word> {
    let (zone, local) = (known(cx)?, cx.int(1)?);
    let date_time: DateTime = Offset::UTC.to_datetime(timestamp(local));
    let seconds = match zone.to_ambiguous_timestamp(date_time).compatible() {
        Ok(t)
            if Offset::UTC.to_datetime(timestamp(local)) == date_time
                && timestamp(local).as_second() == local =>
        {
            t.as_second()
        }
        // Beyond the database: with the last offset that it knows.
        _ => local - i64::from(zone.to_offset(timestamp(local)).seconds()),
    };
    Ok(cx.world.int(seconds))
}

fn name(cx: &mut Ctx<'_>) -> Result<Word> {
    let (zone, at) = (known(cx)?, timestamp(cx.int(1)?));
    let id = cx.string(0)?;
    let name = match NAMES.iter().find(|(n, _)| *n == id) {
        Some((_, name)) => (*name).to_string(),
        None => zone.to_offset_info(at).abbreviation().to_string(),
    };
    Ok(cx.world.str(&name))
}
