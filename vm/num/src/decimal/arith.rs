//! The arithmetic operators (spec 6.22 to 6.24). Exact results keep IEEE 754's preferred exponent, save zero, which has
//! exponent 0: it prints as `0`, as users know it.

use super::wide::{Wide, pow10};
use super::{Decimal, PRECISION, Parts, Result};
use crate::NumError;

impl std::ops::Neg for Decimal {
    type Output = Decimal;

    /// `-x`; zero has no sign.
    fn neg(self) -> Decimal {
        let parts = self.parts();
        Parts { negative: !parts.negative, ..parts }.pack()
    }
}

impl Decimal {
    /// `decimal:abs`
    #[must_use]
    pub fn abs(self) -> Decimal {
        Parts { negative: false, ..self.parts() }.pack()
    }

    /// `a + b`; the preferred exponent is the smaller one. Zero has no scale to give: adding it changes nothing.
    pub fn checked_add(self, other: Decimal) -> Result<Decimal> {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => return Ok(Decimal::ZERO),
            (true, false) => return Ok(other),
            (false, true) => return Ok(self),
            (false, false) => {}
        }
        let (a, b) = (self.parts(), other.parts());
        if a.exponent >= b.exponent { add_aligned(a, b) } else { add_aligned(b, a) }
    }

    /// `a - b`
    pub fn checked_sub(self, other: Decimal) -> Result<Decimal> {
        self.checked_add(-other)
    }

    /// `a * b`; the preferred exponent is the sum.
    pub fn checked_mul(self, other: Decimal) -> Result<Decimal> {
        let (a, b) = (self.parts(), other.parts());
        let exponent = i64::from(a.exponent) + i64::from(b.exponent);
        finish(a.negative != b.negative, Wide::product(a.coefficient, b.coefficient), exponent, false)
    }

    /// `a / b`; the preferred exponent is the difference, an inexact quotient has 34 digits.
    pub fn checked_div(self, other: Decimal) -> Result<Decimal> {
        let (a, b) = (self.parts(), other.parts());
        if b.coefficient == 0 {
            return Err(NumError::DivisionByZero);
        }
        let preferred = i64::from(a.exponent) - i64::from(b.exponent);
        let negative = a.negative != b.negative;
        if a.coefficient == 0 {
            return finish(false, Wide::from(0), preferred, false);
        }
        // One digit more than needed, so that the sticky bit can never decide a tie wrongly.
        let shift = PRECISION + 1 + b.digits() - a.digits();
        let (mut quotient, remainder) = Wide::from(a.coefficient).scaled(shift).div_rem(b.coefficient);
        let mut exponent = preferred - i64::from(shift);
        if remainder == 0 {
            while exponent < preferred {
                let (tenth, digit) = quotient.div_rem(10);
                if digit != 0 {
                    break;
                }
                quotient = tenth;
                exponent += 1;
            }
        }
        finish(negative, quotient, exponent, remainder != 0)
    }

    /// `a % b`: `a - b * truncate(a / b)`, exact, with the sign of `a`.
    pub fn checked_rem(self, other: Decimal) -> Result<Decimal> {
        let (a, b) = (self.parts(), other.parts());
        if b.coefficient == 0 {
            return Err(NumError::DivisionByZero);
        }
        // As General Decimal Arithmetic's remainder: the whole quotient must fit into the precision.
        let left_aligned = |p: Parts| p.coefficient * pow10(PRECISION - p.digits());
        let apart = a.adjusted() - b.adjusted() - PRECISION as i32;
        if a.coefficient != 0 && (apart > 0 || apart == 0 && left_aligned(a) >= left_aligned(b)) {
            return Err(NumError::DecimalOverflow);
        }
        let shift = a.exponent.abs_diff(b.exponent);
        let exponent = a.exponent.min(b.exponent);
        let coefficient = if a.exponent >= b.exponent {
            let scale = pow10_modulo(shift, b.coefficient);
            Wide::product(a.coefficient % b.coefficient, scale).div_rem(b.coefficient).1
        } else if shift > PRECISION {
            a.coefficient
        } else {
            match Wide::from(b.coefficient).scaled(shift).narrow() {
                Some(divisor) => a.coefficient % divisor,
                None => a.coefficient,
            }
        };
        finish(a.negative, Wide::from(coefficient), i64::from(exponent), false)
    }
}

/// A result rounded to the format.
fn finish(negative: bool, coefficient: Wide, exponent: i64, sticky: bool) -> Result<Decimal> {
    let result = super::finish(negative, coefficient, exponent, sticky)?;
    Ok(if result.is_zero() { Decimal::ZERO } else { result })
}

/// `a + b` where `a` has the greater exponent.
fn add_aligned(a: Parts, b: Parts) -> Result<Decimal> {
    /// Beyond this shift `b` is less than a tenth of the last digit of a 34-digit result.
    const FAR: u32 = PRECISION + 3;
    let shift = a.exponent.abs_diff(b.exponent);
    if a.coefficient == 0 {
        return finish(b.negative, Wide::from(b.coefficient), i64::from(b.exponent), false);
    }
    if b.coefficient == 0 {
        // As close to the preferred exponent as the digits allow.
        let pad = shift.min(PRECISION - a.digits());
        let exponent = i64::from(a.exponent) - i64::from(pad);
        return finish(a.negative, Wide::from(a.coefficient).scaled(pad), exponent, false);
    }
    if shift > FAR + PRECISION {
        // b only says on which side of a the exact sum lies.
        let scaled = Wide::from(a.coefficient).scaled(FAR);
        let one = Wide::from(1);
        let sum = if a.negative == b.negative { scaled.plus(one) } else { scaled.minus(one) };
        return finish(a.negative, sum, i64::from(a.exponent) - i64::from(FAR), true);
    }
    if a.digits() + shift <= 76 {
        let left = Wide::from(a.coefficient).scaled(shift);
        return add_coefficients(a.negative, left, b.negative, Wide::from(b.coefficient), b.exponent);
    }
    // Too far apart for 256 bits: move b down instead and remember whether something was lost.
    let (near, lost) = Wide::from(b.coefficient).div_rem(pow10(shift - FAR));
    let left = Wide::from(a.coefficient).scaled(FAR);
    let sticky = Wide::from(u128::from(lost != 0));
    let exponent = a.exponent - FAR as i32 - 1;
    let right = near.scaled(1).plus(sticky);
    add_coefficients(a.negative, left.scaled(1), b.negative, right, exponent)
}

fn add_coefficients(
    left_negative: bool,
    left: Wide,
    right_negative: bool,
    right: Wide,
    exponent: i32,
) -> Result<Decimal> {
    let exponent = i64::from(exponent);
    if left_negative == right_negative {
        return finish(left_negative, left.plus(right), exponent, false);
    }
    let (magnitude, order) = left.distance(right);
    let negative = if order.is_lt() { right_negative } else { left_negative };
    finish(negative, magnitude, exponent, false)
}

/// `10^n mod m`, by squaring.
fn pow10_modulo(mut n: u32, m: u128) -> u128 {
    let product = |a, b| Wide::product(a, b).div_rem(m).1;
    let (mut base, mut result) = (10 % m, 1 % m);
    while n > 0 {
        if n & 1 == 1 {
            result = product(result, base);
        }
        base = product(base, base);
        n >>= 1;
    }
    result
}
