//! lang.int, lang.float, lang.decimal, lang.boolean

use bal_num::{Decimal, float, int};
use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[
    ("lang.int:fromString", int_from_string),
    ("lang.int:toHexString", int_to_hex),
    ("lang.int:fromHexString", int_from_hex),
    ("lang.boolean:conversionError", boolean_error),
    ("lang.float:abs", |cx| float1(cx, f64::abs)),
    ("lang.float:round", float_round),
    ("lang.float:floor", |cx| float1(cx, f64::floor)),
    ("lang.float:ceiling", |cx| float1(cx, f64::ceil)),
    ("lang.float:sqrt", |cx| float1(cx, f64::sqrt)),
    ("lang.float:cbrt", |cx| float1(cx, f64::cbrt)),
    ("lang.float:pow", |cx| float2(cx, f64::powf)),
    ("lang.float:log", |cx| float1(cx, f64::ln)),
    ("lang.float:log10", |cx| float1(cx, f64::log10)),
    ("lang.float:exp", |cx| float1(cx, f64::exp)),
    ("lang.float:sin", |cx| float1(cx, f64::sin)),
    ("lang.float:cos", |cx| float1(cx, f64::cos)),
    ("lang.float:tan", |cx| float1(cx, f64::tan)),
    ("lang.float:acos", |cx| float1(cx, f64::acos)),
    ("lang.float:atan", |cx| float1(cx, f64::atan)),
    ("lang.float:asin", |cx| float1(cx, f64::asin)),
    ("lang.float:atan2", |cx| float2(cx, f64::atan2)),
    ("lang.float:sinh", |cx| float1(cx, f64::sinh)),
    ("lang.float:cosh", |cx| float1(cx, f64::cosh)),
    ("lang.float:tanh", |cx| float1(cx, f64::tanh)),
    ("lang.float:fromString", float_from_string),
    ("lang.float:toHexString", float_to_hex),
    ("lang.float:fromHexString", float_from_hex),
    ("lang.float:toBitsInt", float_to_bits),
    ("lang.float:fromBitsInt", float_from_bits),
    ("lang.float:toFixedString", float_to_fixed),
    ("lang.float:toExpString", float_to_exp),
    ("lang.decimal:round", decimal_round),
    ("lang.decimal:quantize", decimal_quantize),
    ("lang.decimal:floor", |cx| decimal1(cx, |d| Ok(d.floor()))),
    ("lang.decimal:ceiling", |cx| decimal1(cx, |d| Ok(d.ceiling()))),
    ("lang.decimal:fromString", decimal_from_string),
];

/// The error value of a failed `fromString`.
fn parse_error(cx: &mut Ctx<'_>, module: &str, ty: &str, text: &str) -> Word {
    cx.error(
        &format!("{{ballerina/lang.{module}}}NumberParsingError"),
        &format!("'string' value '{text}' cannot be converted to '{ty}'"),
    )
}

fn int_from_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    Ok(match int::parse(&s) {
        Ok(i) => cx.world.int(i),
        Err(_) => parse_error(cx, "int", "int", &s),
    })
}

fn int_to_hex(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = int::to_hex(cx.int(0)?);
    Ok(cx.world.str(&text))
}

fn int_from_hex(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    Ok(match int::parse_hex(&s) {
        Ok(i) => cx.world.int(i),
        Err(_) => parse_error(cx, "int", "int", &s),
    })
}

fn boolean_error(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    Ok(cx.error(
        "{ballerina/lang.boolean}BooleanParsingError",
        &format!("'string' value '{s}' cannot be converted to 'boolean'"),
    ))
}

fn float1(cx: &mut Ctx<'_>, f: fn(f64) -> f64) -> Result<Word> {
    let x = cx.float(0)?;
    Ok(cx.world.float(f(x)))
}

fn float2(cx: &mut Ctx<'_>, f: fn(f64, f64) -> f64) -> Result<Word> {
    let (x, y) = (cx.float(0)?, cx.float(1)?);
    Ok(cx.world.float(f(x, y)))
}

fn float_round(cx: &mut Ctx<'_>) -> Result<Word> {
    let (x, digits) = (cx.float(0)?, cx.int(1)?);
    Ok(cx.world.float(float::round(x, digits)))
}

fn float_from_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    Ok(match float::parse(&s) {
        Ok(f) => cx.world.float(f),
        Err(_) => parse_error(cx, "float", "float", &s),
    })
}

fn float_to_hex(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = float::to_hex(cx.float(0)?);
    Ok(cx.world.str(&text))
}

fn float_from_hex(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    Ok(match float::parse_hex(&s) {
        Ok(f) => cx.world.float(f),
        Err(_) => parse_error(cx, "float", "float", &s),
    })
}

fn float_to_bits(cx: &mut Ctx<'_>) -> Result<Word> {
    let f = cx.float(0)?;
    // There is one NaN.
    let bits = if f.is_nan() { f64::NAN.to_bits() } else { f.to_bits() };
    Ok(cx.world.int(bits as i64))
}

fn float_from_bits(cx: &mut Ctx<'_>) -> Result<Word> {
    let bits = cx.int(0)?;
    let f = f64::from_bits(bits as u64);
    Ok(cx.world.float(if f.is_nan() { f64::NAN } else { f }))
}

/// The optional digit count of `toFixedString` and `toExpString`.
fn digits(cx: &Ctx<'_>) -> Result<Option<usize>> {
    if cx.arg(1).is_nil() {
        return Ok(None);
    }
    usize::try_from(cx.int(1)?).map(Some).map_err(|_| {
        Fail::Panic(
            "{ballerina/lang.float}InvalidFractionDigits",
            "fraction digits cannot be less than 0".into(),
        )
    })
}

fn float_to_fixed(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = float::to_fixed(cx.float(0)?, digits(cx)?);
    Ok(cx.world.str(&text))
}

fn float_to_exp(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = float::to_exp(cx.float(0)?, digits(cx)?);
    Ok(cx.world.str(&text))
}

fn decimal(cx: &Ctx<'_>, i: usize) -> Result<Decimal> {
    cx.world.as_decimal(cx.arg(i)).ok_or(Fail::Bug("decimal argument"))
}

fn decimal1(
    cx: &mut Ctx<'_>,
    f: fn(Decimal) -> std::result::Result<Decimal, bal_num::NumError>,
) -> Result<Word> {
    let d = f(decimal(cx, 0)?).map_err(range)?;
    Ok(cx.world.decimal(d))
}

fn range(_: bal_num::NumError) -> Fail {
    Fail::Panic("{ballerina}NumberOverflow", "decimal range overflow".into())
}

fn decimal_round(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, digits) = (decimal(cx, 0)?, cx.int(1)?);
    let d = d.round(digits).map_err(range)?;
    Ok(cx.world.decimal(d))
}

fn decimal_quantize(cx: &mut Ctx<'_>) -> Result<Word> {
    let d = decimal(cx, 0)?.quantize(decimal(cx, 1)?).map_err(range)?;
    Ok(cx.world.decimal(d))
}

fn decimal_from_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    Ok(match Decimal::parse(&s) {
        Ok(d) => cx.world.decimal(d),
        Err(_) => parse_error(cx, "decimal", "decimal", &s),
    })
}
