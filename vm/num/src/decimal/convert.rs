//! Conversion between decimals, ints and floats (spec 5.8.4).

use super::wide::{Wide, pow10};
use super::{Decimal, PRECISION, Parts, Result, finish, round_off};
use crate::NumError;

impl From<i64> for Decimal {
    /// The same number with exponent 0.
    fn from(value: i64) -> Decimal {
        Parts { negative: value < 0, coefficient: u128::from(value.unsigned_abs()), exponent: 0 }.pack()
    }
}

impl Decimal {
    /// The int closest to the number, ties to even; fails outside the range of ints.
    pub fn to_int(self) -> Result<i64> {
        let parts = self.parts();
        let magnitude = if parts.coefficient == 0 {
            0
        } else if parts.exponent >= 0 {
            if parts.digits() as i32 + parts.exponent > 20 {
                return Err(NumError::Conversion);
            }
            parts.coefficient * pow10(parts.exponent as u32)
        } else {
            let places = parts.exponent.unsigned_abs().min(PRECISION + 1);
            round_off(Wide::from(parts.coefficient), places, false)
        };
        let magnitude = i128::try_from(magnitude).map_err(|_| NumError::Conversion)?;
        let value = if parts.negative { -magnitude } else { magnitude };
        i64::try_from(value).map_err(|_| NumError::Conversion)
    }

    /// The decimal closest to the float's exact binary value, with as few digits as show it exactly. NaN,
    /// infinities and floats too small or too large have none.
    pub fn from_float(value: f64) -> Result<Decimal> {
        if !value.is_finite() {
            return Err(NumError::Conversion);
        }
        if value == 0.0 {
            return Ok(Decimal::ZERO);
        }
        let bits = value.to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let biased = (bits >> 52 & 0x7ff) as i32;
        let (significand, exponent) =
            if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
        let zeros = significand.trailing_zeros();
        let (significand, exponent) = (significand >> zeros, exponent + zeros as i32);
        let negative = value < 0.0;
        match exponent {
            0..=200 => {
                let wide = Wide::from(u128::from(significand)).times(1 << exponent.min(100));
                finish(negative, wide.times(1 << (exponent - exponent.min(100))), 0, false)
            }
            // m / 2^k = m * 5^k / 10^k; 5^86 still leaves room for 53 bits.
            -86..=-1 => {
                let k = exponent.unsigned_abs();
                let fives = Wide::from(5u128.pow(k.min(55))).times(5u128.pow(k - k.min(55)));
                finish(negative, fives.times(u128::from(significand)), i64::from(exponent), false)
            }
            // Formatting prints the exact value; 770 digits are more than any float has.
            _ => Decimal::parse(&format!("{value:.770e}")),
        }
    }

    /// The float closest to the number; infinite when it is too large for a float.
    pub fn to_float(self) -> f64 {
        let parts = self.parts();
        // Both factors are exact floats, so the one operation rounds correctly.
        if parts.coefficient < 1 << 53 && (-22..=22).contains(&parts.exponent) {
            let power = 10f64.powi(parts.exponent.abs());
            let coefficient = parts.coefficient as f64;
            let magnitude = if parts.exponent < 0 { coefficient / power } else { coefficient * power };
            return if parts.negative { -magnitude } else { magnitude };
        }
        let sign = if parts.negative { "-" } else { "" };
        let text = format!("{sign}{}e{}", parts.coefficient, parts.exponent);
        text.parse().unwrap_or(f64::NAN)
    }
}
