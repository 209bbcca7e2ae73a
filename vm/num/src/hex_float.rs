//! Hexadecimal text forms of floats (spec 5.2.4.2, lang.float).

use crate::NumError;

const FRACTION_BITS: u32 = 52;
const MIN_EXPONENT: i64 = -1022;

/// `float:toHexString`: `0x1.8p1`, subnormals as `0x0.…p-1022`.
pub fn to_hex(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}Infinity");
    }
    let bits = value.to_bits();
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    let biased = (bits >> FRACTION_BITS) & 0x7ff;
    let (lead, exponent) = match (biased, fraction) {
        (0, 0) => (0, 0),
        (0, _) => (0, MIN_EXPONENT),
        _ => (1, biased as i64 - 1023),
    };
    let digits = format!("{fraction:013x}");
    let digits = digits.trim_end_matches('0');
    format!("{sign}0x{lead}.{}p{exponent}", if digits.is_empty() { "0" } else { digits })
}

/// `float:fromHexString` and hexadecimal literals: `[sign] 0x hex [. hex] [p [sign] digits]`, `NaN`, `Infinity`.
pub fn parse_hex(text: &str) -> Result<f64, NumError> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let magnitude = match body {
        "Infinity" => f64::INFINITY,
        "NaN" if body.len() == text.len() => f64::NAN,
        _ => parse_magnitude(body).ok_or(NumError::Syntax)?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn parse_magnitude(text: &str) -> Option<f64> {
    let text = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    let (mantissa, exponent) = match text.split_once(['p', 'P']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut significand: u64 = 0;
    let mut shift: i64 = 0;
    let mut sticky = false;
    for c in whole.chars().chain(fraction.chars()) {
        let digit = u64::from(c.to_digit(16)?);
        if significand >> 60 == 0 {
            significand = significand << 4 | digit;
        } else {
            sticky |= digit != 0;
            shift += 4;
        }
    }
    let exponent = exponent.saturating_add(shift).saturating_sub(4 * fraction.len() as i64);
    Some(scale(significand, sticky, exponent))
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // An exponent that does not fit is as good as infinite; the clamp keeps later sums in range.
    let magnitude = digits.parse::<i64>().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// `significand * 2^exponent` (plus a little if `sticky`), rounded half to even once.
fn scale(significand: u64, sticky: bool, exponent: i64) -> f64 {
    if significand == 0 {
        return 0.0;
    }
    let zeros = significand.leading_zeros();
    let significand = significand << zeros;
    // The value is 1.xxx * 2^top.
    let top = exponent.saturating_sub(i64::from(zeros)).saturating_add(63);
    if top > 1023 {
        return f64::INFINITY;
    }
    if top < MIN_EXPONENT - 53 {
        return 0.0;
    }
    let dropped = 11 + (MIN_EXPONENT - top).max(0) as u32;
    let wide = u128::from(significand) << 1 | u128::from(sticky);
    let kept = (wide >> (dropped + 1)) as u64;
    let remainder = wide & ((1 << (dropped + 1)) - 1);
    let half = 1 << dropped;
    let up = remainder > half || (remainder == half && kept & 1 == 1);
    let rounded = kept + u64::from(up);
    if top < MIN_EXPONENT {
        // A carry out of the fraction bits gives the smallest normal number, which is what it should be.
        return f64::from_bits(rounded);
    }
    // `rounded` holds the implicit bit, which adds one to the biased exponent; a carry adds one more.
    f64::from_bits((((top + 1022) as u64) << FRACTION_BITS) + rounded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms() {
        assert_eq!(to_hex(3.0), "0x1.8p1");
        assert_eq!(to_hex(-0.0), "-0x0.0p0");
        assert_eq!(to_hex(f64::from_bits(1)), "0x0.0000000000001p-1022");
        assert_eq!(parse_hex("0xFFp-4"), Ok(15.9375));
        assert_eq!(parse_hex("-0x.8"), Ok(-0.5));
        assert_eq!(parse_hex("0x1p1024"), Ok(f64::INFINITY));
        assert_eq!(parse_hex("0x1p-1075"), Ok(0.0));
        assert_eq!(parse_hex("0x1.8p-1075"), Ok(f64::from_bits(1)));
        assert_eq!(parse_hex("0x1.00000000000008p0"), Ok(1.0));
        assert_eq!(parse_hex("0x1.000000000000080000000001p0"), Ok(1.0 + f64::EPSILON));
        assert_eq!(parse_hex("0x1.fffffffffffffffp1023"), Ok(f64::INFINITY));
        for bad in ["", "0x", "1", "0x1.", "0x1p", "0xg", "-NaN"] {
            assert_eq!(parse_hex(bad), Err(NumError::Syntax), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn round_trip(bits: u64) {
            let x = f64::from_bits(bits);
            let back = parse_hex(&to_hex(x)).unwrap();
            prop_assert!(back.to_bits() == bits || x.is_nan() && back.is_nan());
        }
    }
}
