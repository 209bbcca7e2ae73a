//! Rounding to a given scale (lang.decimal).

use super::wide::{Wide, pow10};
use super::{Decimal, MAX_COEFFICIENT, MAX_EXPONENT, MIN_EXPONENT, PRECISION, Parts, Result, round_off};
use crate::NumError;

impl Decimal {
    /// `decimal:round`: the closest number whose exponent is `-fraction_digits`, ties to even. Fails when that
    /// needs more than 34 digits.
    pub fn round(self, fraction_digits: i64) -> Result<Decimal> {
        let exponent = fraction_digits.checked_neg().and_then(|e| i32::try_from(e).ok());
        match exponent {
            Some(e) if (MIN_EXPONENT..=MAX_EXPONENT).contains(&e) => self.with_exponent(e),
            _ if self.is_zero() => Ok(Decimal::ZERO),
            // Multiples of a power of ten beyond all numbers: zero, or one that is too large.
            _ if fraction_digits < 0 => match exponent.map_or(Ok(0), |e| self.parts().coefficient_at(e))? {
                0 => Ok(Decimal::ZERO),
                _ => Err(NumError::DecimalOverflow),
            },
            _ => Err(NumError::DecimalOverflow),
        }
    }

    /// `decimal:quantize`: the number rounded to the exponent of `other`.
    pub fn quantize(self, other: Decimal) -> Result<Decimal> {
        self.with_exponent(other.exponent())
    }

    fn with_exponent(self, exponent: i32) -> Result<Decimal> {
        let parts = self.parts();
        let coefficient = parts.coefficient_at(exponent)?;
        let result = Parts { coefficient, exponent, ..parts };
        if coefficient > MAX_COEFFICIENT {
            return Err(NumError::DecimalOverflow);
        }
        if coefficient != 0 && result.is_subnormal() {
            return Err(NumError::DecimalUnderflow);
        }
        Ok(result.pack())
    }

    /// `decimal:floor`: the greatest integer not above the number.
    #[must_use]
    pub fn floor(self) -> Decimal {
        self.to_integral(true)
    }

    /// `decimal:ceiling`: the smallest integer not below the number.
    #[must_use]
    pub fn ceiling(self) -> Decimal {
        self.to_integral(false)
    }

    /// Rounds away from zero when the sign is the one that `away_if_negative` names.
    fn to_integral(self, away_if_negative: bool) -> Decimal {
        let parts = self.parts();
        if parts.exponent >= 0 {
            return self;
        }
        let places = parts.exponent.unsigned_abs();
        let (whole, exact) = if places > PRECISION {
            (0, parts.coefficient == 0)
        } else {
            let divisor = pow10(places);
            (parts.coefficient / divisor, parts.coefficient.is_multiple_of(divisor))
        };
        let away = !exact && parts.negative == away_if_negative;
        Parts { coefficient: whole + u128::from(away), exponent: 0, ..parts }.pack()
    }
}

impl Parts {
    /// The coefficient of the closest number with that exponent, ties to even.
    fn coefficient_at(&self, exponent: i32) -> Result<u128> {
        let away = self.exponent.abs_diff(exponent);
        if exponent >= self.exponent {
            // More than all the digits away, it is zero whatever the digits.
            return Ok(round_off(Wide::from(self.coefficient), away.min(PRECISION + 1), false));
        }
        match self.coefficient {
            0 => Ok(0),
            _ if self.digits() + away > PRECISION => Err(NumError::DecimalOverflow),
            c => Ok(c * pow10(away)),
        }
    }
}
