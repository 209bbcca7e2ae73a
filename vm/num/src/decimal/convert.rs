//! Conversion between decimals, ints and floats (spec 5.8.4).

use super::wide::{Wide, pow10};
use super::{Decimal, PRECISION, Parts, Result, round_off};
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

    /// The decimal with the fewest digits that reads back as the float; a whole number has no exponent as far as 34 digits
    /// allow. NaN, infinities and floats that are too small have none.
    pub fn from_float(value: f64) -> Result<Decimal> {
        if !value.is_finite() {
            return Err(NumError::Conversion);
        }
        if value == 0.0 {
            return Ok(Decimal::ZERO);
        }
        let text = format!("{:e}", value.abs());
        let (mantissa, exponent) = text.split_once('e').ok_or(NumError::Conversion)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let coefficient: u128 = format!("{whole}{fraction}").parse().map_err(|_| NumError::Conversion)?;
        let exponent: i32 = exponent.parse().map_err(|_| NumError::Conversion)?;
        let exponent = exponent - fraction.len() as i32;
        let parts = Parts { negative: value < 0.0, coefficient, exponent };
        if exponent > 0 && parts.digits() + exponent as u32 <= PRECISION {
            let coefficient = coefficient * pow10(exponent as u32);
            return Ok(Parts { coefficient, exponent: 0, ..parts }.pack());
        }
        Decimal::from_parts(parts.negative, coefficient, exponent)
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
