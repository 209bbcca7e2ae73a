//! The text form of decimals: digits that show the scale (spec 5.8.5), as Java's `BigDecimal.toString`.

use std::fmt::{self, Display, Formatter, Write};
use std::str::FromStr;

use super::wide::Wide;
use super::{Decimal, PRECISION, Result, finish};
use crate::NumError;
use crate::float::is_decimal_number;

impl Display for Decimal {
    /// Plain digits, or with an exponent when the scale is negative or more than six zeros would lead.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let parts = self.parts();
        if parts.negative {
            f.write_char('-')?;
        }
        let digits = parts.coefficient.to_string();
        let adjusted = parts.exponent + digits.len() as i32 - 1;
        if parts.exponent == 0 {
            return f.write_str(&digits);
        }
        if parts.exponent < 0 && adjusted >= -6 {
            let places = parts.exponent.unsigned_abs() as usize;
            return match digits.len().checked_sub(places) {
                Some(whole) if whole > 0 => write!(f, "{}.{}", &digits[..whole], &digits[whole..]),
                _ => write!(f, "0.{digits:0>places$}"),
            };
        }
        f.write_str(&digits[..1])?;
        if digits.len() > 1 {
            write!(f, ".{}", &digits[1..])?;
        }
        write!(f, "E{adjusted:+}")
    }
}

impl Decimal {
    /// `decimal:fromString`: an optional sign and a decimal number without suffix; more than 34 digits round.
    pub fn parse(text: &str) -> Result<Decimal> {
        if !is_decimal_number(text) {
            return Err(NumError::Syntax);
        }
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, clamped(exponent)),
            None => (text, 0),
        };
        let mut scan = Scan::default();
        let mut in_fraction = false;
        for byte in mantissa.bytes() {
            match byte {
                b'.' => in_fraction = true,
                b'0'..=b'9' => scan.digit(byte - b'0', in_fraction),
                _ => {}
            }
        }
        let exponent = exponent + scan.exponent;
        finish(mantissa.starts_with('-'), Wide::from(scan.coefficient), exponent, scan.sticky)
    }

    /// A decimal literal, with or without its `d` suffix (spec 5.2.4.2).
    pub fn parse_literal(text: &str) -> Result<Decimal> {
        Decimal::parse(text.strip_suffix(['d', 'D']).unwrap_or(text))
    }
}

impl FromStr for Decimal {
    type Err = NumError;

    fn from_str(text: &str) -> Result<Decimal> {
        Decimal::parse(text)
    }
}

#[derive(Default)]
struct Scan {
    coefficient: u128,
    digits: u32,
    exponent: i64,
    sticky: bool,
}

impl Scan {
    fn digit(&mut self, digit: u8, in_fraction: bool) {
        // Two guard digits beyond the precision, then only "was there anything else".
        if self.digits < PRECISION + 2 {
            self.coefficient = self.coefficient * 10 + u128::from(digit);
            self.digits += u32::from(self.coefficient != 0);
            self.exponent -= i64::from(in_fraction);
        } else {
            self.sticky |= digit != 0;
            self.exponent += i64::from(!in_fraction);
        }
    }
}

/// The exponent's value, kept small enough that sums with digit counts do not overflow.
fn clamped(text: &str) -> i64 {
    const LIMIT: i64 = 1 << 40;
    match text.strip_prefix('+').unwrap_or(text).parse::<i64>() {
        Ok(value) => value.clamp(-LIMIT, LIMIT),
        Err(_) if text.starts_with('-') => -LIMIT,
        Err(_) => LIMIT,
    }
}
