//! `float`: IEEE 754 binary64 (spec 5.2.4.2), its comparisons and its text forms.

use std::cmp::Ordering;
use std::fmt::Write;

pub use crate::hex_float::{parse_hex, to_hex};

use crate::{Decimal, NumError};

type Result<T> = std::result::Result<T, NumError>;

/// `a % b`: the truncated remainder, exact, with the sign of the dividend; not IEEE `remainder` (spec 6.23).
#[inline]
pub fn rem(a: f64, b: f64) -> f64 {
    a % b
}

/// `==`: NaN equals itself, the two zeros are equal (spec 6.29, shapes).
#[inline]
pub fn shape_eq(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

/// `===`: NaN equals itself, the two zeros differ (spec 6.29, values).
#[inline]
pub fn value_eq(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// The bits under which equal shapes hash equally.
#[inline]
pub fn shape_bits(value: f64) -> u64 {
    if value.is_nan() {
        f64::NAN.to_bits()
    } else if value == 0.0 {
        0
    } else {
        value.to_bits()
    }
}

/// `Compare` (spec 5.8.6): `None` is "unordered". What the relational operators use.
#[inline]
pub fn compare(a: f64, b: f64) -> Option<Ordering> {
    a.partial_cmp(&b)
}

/// `CompareA` (spec 5.8.6): a total order with NaN after everything, the zeros equal.
#[inline]
pub fn compare_ascending(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

/// `CompareD` (spec 5.8.6): used in reverse for descending sorts, so NaN comes before everything here.
#[inline]
pub fn compare_descending(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()))
}

/// Conversion to int: rounds half to even; NaN and numbers out of range have no int (spec 5.8.4).
#[inline]
pub fn to_int(value: f64) -> Result<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    let rounded = value.round_ties_even();
    if (-LIMIT..LIMIT).contains(&rounded) { Ok(rounded as i64) } else { Err(NumError::Conversion) }
}

/// Conversion from decimal: the closest float.
pub fn from_decimal(value: Decimal) -> f64 {
    value.to_float()
}

/// `float:round`: the multiple of `10^-digits` closest to `x`, ties to even (lang.float).
pub fn round(x: f64, digits: i64) -> f64 {
    if !x.is_finite() || x == 0.0 || digits > 1100 {
        return x;
    }
    if digits == 0 {
        return x.round_ties_even();
    }
    if digits < -310 {
        return 0.0f64.copysign(x);
    }
    if digits > 0 {
        // Formatting works on the exact binary value, so there is no double rounding.
        return format!("{:.*}", digits as usize, x).parse().unwrap_or(x);
    }
    round_integral(x, digits.unsigned_abs() as usize)
}

/// Rounds to a multiple of `10^places` on the exact decimal digits.
fn round_integral(x: f64, places: usize) -> f64 {
    let text = format!("{:.1}", x.abs().trunc());
    let digits = &text.as_bytes()[..text.len() - 2];
    let has_fraction = x.fract() != 0.0;
    let kept = digits.len().saturating_sub(places);
    let (head, tail) = digits.split_at(kept);
    let tail_is_long = digits.len() >= places;
    let half = match tail.first() {
        Some(&first) if tail_is_long => {
            let rest = tail[1..].iter().any(|&d| d != b'0') || has_fraction;
            first.cmp(&b'5').then(if rest { Ordering::Greater } else { Ordering::Equal })
        }
        _ => Ordering::Less,
    };
    let odd = head.last().is_some_and(|d| (d - b'0') % 2 == 1);
    let up = half == Ordering::Greater || (half == Ordering::Equal && odd);
    let mut head: Vec<u8> = head.to_vec();
    if up {
        increment(&mut head);
    }
    let mut text: String = head.iter().map(|&d| d as char).collect();
    if text.is_empty() {
        text.push('0');
    }
    let _ = write!(text, "e{places}");
    text.parse::<f64>().unwrap_or(x).copysign(x)
}

fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit != b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

/// The decimal digits of a finite number and the exponent of ten of the first one.
struct Digits {
    negative: bool,
    digits: String,
    exponent: i32,
}

/// The shortest digits that read back as `value`, chosen as Java's `Double.toString` does.
fn shortest(value: f64) -> Digits {
    let digits = Digits::from_scientific(&format!("{value:e}"));
    if digits.digits.len() > 1 {
        return digits;
    }
    // Java prefers the closest of the two-digit candidates to a one-digit one: 4.9E-324, not 5.0E-324.
    let two = Digits::from_scientific(&format!("{value:.1e}"));
    if two.digits.ends_with('0') { digits } else { two }
}

impl Digits {
    fn from_scientific(text: &str) -> Digits {
        let negative = text.starts_with('-');
        let (mantissa, exponent) = text.trim_start_matches('-').split_once('e').unwrap_or((text, "0"));
        Digits { negative, digits: mantissa.replace('.', ""), exponent: exponent.parse().unwrap_or(0) }
    }
}

fn non_finite(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value.is_infinite() {
        Some(if value < 0.0 { "-Infinity" } else { "Infinity" })
    } else {
        None
    }
}

/// The text form of `toString` (spec 5.8.5): as Java's `Double.toString`.
pub fn to_text(value: f64) -> String {
    let mut out = String::new();
    write_text(value, &mut out);
    out
}

/// Appends [`to_text`].
pub fn write_text(value: f64, out: &mut String) {
    if let Some(text) = non_finite(value) {
        return out.push_str(text);
    }
    if value == 0.0 {
        return out.push_str(if value.is_sign_negative() { "-0.0" } else { "0.0" });
    }
    let Digits { negative, digits, exponent } = shortest(value);
    if negative {
        out.push('-');
    }
    match exponent {
        -3..=-1 => {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
            out.push_str(&digits);
        }
        0..=6 => {
            let point = exponent as usize + 1;
            let (whole, fraction) = digits.split_at(point.min(digits.len()));
            out.push_str(whole);
            out.extend(std::iter::repeat_n('0', point - whole.len()));
            out.push('.');
            out.push_str(if fraction.is_empty() { "0" } else { fraction });
        }
        _ => {
            let fraction = if digits.len() > 1 { &digits[1..] } else { "0" };
            let _ = write!(out, "{}.{fraction}E{exponent}", &digits[..1]);
        }
    }
}

/// `float:toFixedString`: without exponent, with that many fraction digits, or as many as it takes.
pub fn to_fixed(value: f64, digits: Option<usize>) -> String {
    if let Some(text) = non_finite(value) {
        return text.to_owned();
    }
    match digits {
        Some(digits) => format!("{value:.digits$}"),
        None => {
            let text = format!("{value}");
            if text.contains('.') { text } else { text + ".0" }
        }
    }
}

/// `float:toExpString`: `d.ddde+xx`, with that many fraction digits, or as many as it takes.
pub fn to_exp(value: f64, digits: Option<usize>) -> String {
    if let Some(text) = non_finite(value) {
        return text.to_owned();
    }
    let text = match digits {
        Some(digits) => format!("{value:.digits$e}"),
        None => format!("{value:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |e| ('-', e));
    format!("{mantissa}e{sign}{exponent:0>2}")
}

/// Whether the text is `digits [. digits] [e [sign] digits]` or `. digits …`, after an optional sign.
pub(crate) fn is_decimal_number(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let mantissa_ok = match mantissa.split_once('.') {
        Some((whole, fraction)) => all_digits(whole) && !fraction.is_empty() && all_digits(fraction),
        None => !mantissa.is_empty() && all_digits(mantissa),
    };
    let exponent_ok = exponent.is_none_or(|e| {
        let e = e.strip_prefix(['+', '-']).unwrap_or(e);
        !e.is_empty() && all_digits(e)
    });
    mantissa_ok && exponent_ok
}

/// `float:fromString`: a decimal number, `NaN` or `Infinity`, with an optional sign, without suffix (lang.float).
pub fn parse(text: &str) -> Result<f64> {
    match text {
        "NaN" => Ok(f64::NAN),
        "Infinity" | "+Infinity" => Ok(f64::INFINITY),
        "-Infinity" => Ok(f64::NEG_INFINITY),
        _ if is_decimal_number(text) => text.parse().map_err(|_| NumError::Syntax),
        _ => Err(NumError::Syntax),
    }
}

/// A float literal: decimal with optional `f` suffix, or hexadecimal (spec 5.2.4.2).
pub fn parse_literal(text: &str) -> Result<f64> {
    if text.starts_with("0x") || text.starts_with("0X") {
        return parse_hex(text);
    }
    let number = text.strip_suffix(['f', 'F']).unwrap_or(text);
    if is_decimal_number(number) {
        number.parse().map_err(|_| NumError::Syntax)
    } else {
        Err(NumError::Syntax)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn java_text() {
        for (value, text) in [
            (6.0, "6.0"),
            (0.1, "0.1"),
            (1e7, "1.0E7"),
            (9_999_999.0, "9999999.0"),
            (1234567.125, "1234567.125"),
            (0.001, "0.001"),
            (0.00099, "9.9E-4"),
            (1e21, "1.0E21"),
            (1e-7, "1.0E-7"),
            (-2.5e-10, "-2.5E-10"),
            (100.0, "100.0"),
            (4.9e-324, "4.9E-324"),
            (2e23, "2.0E23"),
            (f64::MAX, "1.7976931348623157E308"),
            (-0.0, "-0.0"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(to_text(value), text);
        }
    }

    #[test]
    fn equality_flavours() {
        assert!(shape_eq(f64::NAN, -f64::NAN) && value_eq(f64::NAN, -f64::NAN));
        assert!(shape_eq(0.0, -0.0) && !value_eq(0.0, -0.0));
        assert_eq!(compare(f64::NAN, 1.0), None);
        assert_eq!(compare_ascending(1.0, f64::NAN), Ordering::Less);
        assert_eq!(compare_descending(f64::NAN, 1.0), Ordering::Less);
        assert_eq!(compare_ascending(f64::NAN, f64::NAN), Ordering::Equal);
    }

    #[test]
    fn to_int_rounds_half_even() {
        assert_eq!(to_int(2.5), Ok(2));
        assert_eq!(to_int(3.5), Ok(4));
        assert_eq!(to_int(-0.5), Ok(0));
        assert_eq!(to_int(i64::MIN as f64), Ok(i64::MIN));
        assert_eq!(to_int(-(i64::MIN as f64)), Err(NumError::Conversion));
        assert_eq!(to_int(f64::NAN), Err(NumError::Conversion));
    }

    #[test]
    fn rounding() {
        for (x, digits, expected) in [
            (2.5, 0, 2.0),
            (0.25, 1, 0.2),
            (0.75, 1, 0.8),
            (55.0, -1, 60.0),
            (45.0, -1, 40.0),
            (45.1, -1, 50.0),
            (950.0, -2, 1000.0),
            (5.0, -1, 0.0),
            (6.0, -1, 10.0),
            (6.0, -2, 0.0),
            (51.0, -2, 100.0),
            (1.005, 2, 1.0),
            (1e300, -305, 0.0),
        ] {
            assert_eq!(round(x, digits), expected, "{x} to {digits}");
            assert_eq!(round(-x, digits), -expected);
        }
        assert!(round(f64::NAN, 2).is_nan());
    }

    #[test]
    fn fixed_and_exponent_forms() {
        assert_eq!(to_fixed(12.456, Some(2)), "12.46");
        assert_eq!(to_fixed(0.5, Some(0)), "0");
        assert_eq!(to_fixed(1e21, None), "1000000000000000000000.0");
        assert_eq!(to_exp(12.456, Some(2)), "1.25e+01");
        assert_eq!(to_exp(0.00125, None), "1.25e-03");
        assert_eq!(to_exp(f64::INFINITY, Some(2)), "Infinity");
    }

    #[test]
    fn parsing() {
        assert_eq!(parse("-1.5e3"), Ok(-1500.0));
        assert_eq!(parse(".5"), Ok(0.5));
        for bad in ["", "1.", "inf", "nan", "1f", "e5", "1e", "0x1p3", " 1", "+-1", "+NaN"] {
            assert_eq!(parse(bad), Err(NumError::Syntax), "{bad}");
        }
        assert_eq!(parse_literal("2f"), Ok(2.0));
        assert_eq!(parse_literal("0x1.8p1"), Ok(3.0));
    }

    proptest! {
        #[test]
        fn text_reads_back(bits: u64) {
            let x = f64::from_bits(bits);
            prop_assert!(value_eq(parse(&to_text(x)).unwrap(), x));
        }

        #[test]
        fn orders_are_total(a: f64, b: f64) {
            prop_assert_eq!(compare_ascending(a, b), compare_ascending(b, a).reverse());
            prop_assert_eq!(compare_descending(a, b), compare_descending(b, a).reverse());
        }
    }
}
