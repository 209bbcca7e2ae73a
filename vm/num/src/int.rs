//! `int`: 64-bit signed integers whose arithmetic never wraps (spec 6.23 to 6.26).

use crate::NumError;

type Result<T> = std::result::Result<T, NumError>;

/// `a + b`
#[inline]
pub fn add(a: i64, b: i64) -> Result<i64> {
    a.checked_add(b).ok_or(NumError::IntOverflow)
}

/// `a - b`
#[inline]
pub fn sub(a: i64, b: i64) -> Result<i64> {
    a.checked_sub(b).ok_or(NumError::IntOverflow)
}

/// `a * b`
#[inline]
pub fn mul(a: i64, b: i64) -> Result<i64> {
    a.checked_mul(b).ok_or(NumError::IntOverflow)
}

/// `a / b`, truncated toward zero. The smallest int divided by -1 overflows.
#[inline]
pub fn div(a: i64, b: i64) -> Result<i64> {
    if b == 0 { Err(NumError::DivisionByZero) } else { a.checked_div(b).ok_or(NumError::IntOverflow) }
}

/// `a % b`, with the sign of the dividend. The smallest int modulo -1 is 0.
#[inline]
pub fn rem(a: i64, b: i64) -> Result<i64> {
    if b == 0 { Err(NumError::DivisionByZero) } else { Ok(a.wrapping_rem(b)) }
}

/// `-a`
#[inline]
pub fn neg(a: i64) -> Result<i64> {
    a.checked_neg().ok_or(NumError::IntOverflow)
}

/// `int:abs`
#[inline]
pub fn abs(a: i64) -> Result<i64> {
    a.checked_abs().ok_or(NumError::IntOverflow)
}

/// `a << b`: the count is taken modulo 64, bits shifted out are lost (spec 6.25).
#[inline]
pub fn shl(a: i64, b: i64) -> i64 {
    a.wrapping_shl((b & 63) as u32)
}

/// `a >> b`: arithmetic shift, the count modulo 64.
#[inline]
pub fn shr(a: i64, b: i64) -> i64 {
    a.wrapping_shr((b & 63) as u32)
}

/// `a >>> b`: logical shift of all 64 bits, the count modulo 64.
#[inline]
pub fn ushr(a: i64, b: i64) -> i64 {
    (a as u64).wrapping_shr((b & 63) as u32) as i64
}

/// `int:fromString`: decimal digits after an optional sign.
pub fn parse(text: &str) -> Result<i64> {
    parse_radix(text, 10)
}

/// `int:fromHexString`: hexadecimal digits after an optional sign, without `0x`.
pub fn parse_hex(text: &str) -> Result<i64> {
    parse_radix(text, 16)
}

fn parse_radix(text: &str, radix: u32) -> Result<i64> {
    i64::from_str_radix(text, radix).map_err(|error| match error.kind() {
        std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => NumError::IntOverflow,
        _ => NumError::Syntax,
    })
}

/// The magnitude of an int literal (spec 5.2.4.1): decimal digits, or `0x` and hexadecimal digits, no sign. One
/// past the largest int is accepted: it is the operand of unary minus in the smallest int.
pub fn parse_literal(text: &str) -> Result<u64> {
    let parsed = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse::<u64>(),
    };
    match parsed {
        Ok(value) if value <= 1 << 63 && !text.starts_with('+') => Ok(value),
        Ok(_) => Err(NumError::IntOverflow),
        Err(error) if *error.kind() == std::num::IntErrorKind::PosOverflow => Err(NumError::IntOverflow),
        Err(_) => Err(NumError::Syntax),
    }
}

/// `int:toHexString`: lower case, `-` for negative numbers, no prefix.
pub fn to_hex(value: i64) -> String {
    if value < 0 { format!("-{:x}", value.unsigned_abs()) } else { format!("{value:x}") }
}

/// The number with commas between groups of three digits, as conversion errors print it.
pub fn to_grouped_text(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn division_rules() {
        assert_eq!(div(-7, 2), Ok(-3));
        assert_eq!(rem(-7, 2), Ok(-1));
        assert_eq!(rem(7, -2), Ok(1));
        assert_eq!(div(i64::MIN, -1), Err(NumError::IntOverflow));
        assert_eq!(rem(i64::MIN, -1), Ok(0));
        assert_eq!(div(1, 0), Err(NumError::DivisionByZero));
        assert_eq!(rem(1, 0), Err(NumError::DivisionByZero));
        assert_eq!(neg(i64::MIN), Err(NumError::IntOverflow));
    }

    #[test]
    fn shift_counts_are_masked() {
        assert_eq!(shl(1, 65), 2);
        assert_eq!(shr(-8, 66), -2);
        assert_eq!(ushr(-1, 60), 15);
        assert_eq!(shl(1, -1), i64::MIN);
    }

    #[test]
    fn texts() {
        assert_eq!(parse("-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(parse("9223372036854775808"), Err(NumError::IntOverflow));
        assert_eq!(parse("+12"), Ok(12));
        assert_eq!(parse(""), Err(NumError::Syntax));
        assert_eq!(parse("1 "), Err(NumError::Syntax));
        assert_eq!(parse_hex("-fF"), Ok(-255));
        assert_eq!(parse_literal("0xFF"), Ok(255));
        assert_eq!(parse_literal("9223372036854775808"), Ok(1 << 63));
        assert_eq!(parse_literal("9223372036854775809"), Err(NumError::IntOverflow));
        assert_eq!(to_hex(i64::MIN), "-8000000000000000");
        assert_eq!(to_grouped_text(4_294_967_296), "4,294,967,296");
        assert_eq!(to_grouped_text(-12), "-12");
        assert_eq!(to_grouped_text(123_456), "123,456");
    }

    proptest! {
        #[test]
        fn quotient_and_remainder_agree(a: i64, b: i64) {
            if let (Ok(q), Ok(r)) = (div(a, b), rem(a, b)) {
                prop_assert_eq!(q * b + r, a);
                prop_assert!(r == 0 || (r < 0) == (a < 0));
            }
        }

        #[test]
        fn hex_round_trip(a: i64) {
            prop_assert_eq!(parse_hex(&to_hex(a)), Ok(a));
            prop_assert_eq!(to_grouped_text(a).replace(',', ""), a.to_string());
        }
    }
}
