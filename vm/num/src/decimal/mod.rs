//! `decimal`: the ANSI X3.274 subset of IEEE 754-2008 decimal128 (spec 5.2.4.2).
//!
//! A value is a sign, a coefficient of at most 34 digits and an exponent; the exponent (the scale) is part of
//! the value but not of its shape. There are no NaNs, infinities, subnormals or negative zeros: an operation
//! that would give one has no result. Results that do not fit into 34 digits round half to even.

mod arith;
mod convert;
mod round;
mod text;
mod wide;

use std::cmp::Ordering;
use std::fmt;

use wide::{Wide, pow10};

use crate::NumError;

type Result<T> = std::result::Result<T, NumError>;

/// Significant digits of a coefficient.
const PRECISION: u32 = 34;
const MAX_COEFFICIENT: u128 = 9_999_999_999_999_999_999_999_999_999_999_999;
const MIN_EXPONENT: i32 = -6176;
const MAX_EXPONENT: i32 = 6111;
/// The exponent of the first digit of the smallest number that is not subnormal.
const MIN_ADJUSTED: i32 = -6143;
const COEFFICIENT_BITS: u32 = 113;

/// A decimal number in 16 bytes: the bit format is IEEE 754's binary encoding (BID) of decimal128.
///
/// `Eq` and `Hash` are the language's `===`: `1.0` and `1.00` differ. [`Decimal::shape_eq`] and `Ord`-like
/// [`Decimal::compare`] ignore the scale.
#[derive(Copy, Clone, PartialEq, Eq, Hash)]
pub struct Decimal(u128);

/// The three parts of a value.
#[derive(Copy, Clone)]
struct Parts {
    negative: bool,
    coefficient: u128,
    exponent: i32,
}

impl Decimal {
    /// `0d`
    pub const ZERO: Decimal = Decimal((-MIN_EXPONENT as u128) << COEFFICIENT_BITS);

    /// The decimal128 bits, in the binary (BID) encoding.
    #[inline]
    pub const fn to_bits(self) -> u128 {
        self.0
    }

    /// The inverse of [`Decimal::to_bits`]. `None` for bits that are no value of the type: NaN, infinity,
    /// subnormal, negative zero, non-canonical coefficient.
    pub fn from_bits(bits: u128) -> Option<Decimal> {
        let parts = Decimal(bits).parts();
        let in_range = parts.coefficient <= MAX_COEFFICIENT && parts.exponent <= MAX_EXPONENT;
        let normal = if parts.coefficient == 0 { !parts.negative } else { !parts.is_subnormal() };
        (in_range && normal).then_some(Decimal(bits))
    }

    /// `(-1)^negative * coefficient * 10^exponent`, rounded to the format.
    pub fn from_parts(negative: bool, coefficient: u128, exponent: i32) -> Result<Decimal> {
        finish(negative, Wide::from(coefficient), i64::from(exponent), false)
    }

    /// The coefficient without sign.
    pub fn coefficient(self) -> u128 {
        self.parts().coefficient
    }

    /// The power of ten that the coefficient is multiplied by: minus the number of fraction digits.
    pub fn exponent(self) -> i32 {
        self.parts().exponent
    }

    /// Whether the number is below zero.
    pub fn is_negative(self) -> bool {
        self.0 >> 127 == 1
    }

    /// Whether the number is zero, of whatever scale.
    pub fn is_zero(self) -> bool {
        self.coefficient() == 0
    }

    fn parts(self) -> Parts {
        let biased = (self.0 >> COEFFICIENT_BITS) as i32 & 0x3fff;
        Parts {
            negative: self.is_negative(),
            coefficient: self.0 & ((1 << COEFFICIENT_BITS) - 1),
            exponent: biased + MIN_EXPONENT,
        }
    }

    /// `==`: the same number (spec 6.29).
    pub fn shape_eq(self, other: Decimal) -> bool {
        self.compare(other) == Ordering::Equal
    }

    /// `Compare` (spec 5.8.6): by number, ignoring the scale.
    pub fn compare(self, other: Decimal) -> Ordering {
        let (a, b) = (self.parts(), other.parts());
        match (a.sign(), b.sign()) {
            (x, y) if x != y => x.cmp(&y),
            (-1, _) => b.compare_magnitude(a),
            _ => a.compare_magnitude(b),
        }
    }

    /// The representative of the shape: equal numbers give identical results. Use it for hashing.
    pub fn normalized(self) -> Decimal {
        let mut parts = self.parts();
        if parts.coefficient == 0 {
            return Decimal::ZERO;
        }
        while parts.coefficient.is_multiple_of(10) && parts.exponent < MAX_EXPONENT {
            parts.coefficient /= 10;
            parts.exponent += 1;
        }
        // A large number near the exponent limit may have several unclamped forms; stripping stops at the limit.
        parts.pack()
    }
}

impl Parts {
    /// The parts are known to be in range.
    fn pack(self) -> Decimal {
        debug_assert!(self.coefficient <= MAX_COEFFICIENT);
        debug_assert!((MIN_EXPONENT..=MAX_EXPONENT).contains(&self.exponent));
        let sign = u128::from(self.negative && self.coefficient != 0) << 127;
        let biased = ((self.exponent - MIN_EXPONENT) as u128) << COEFFICIENT_BITS;
        Decimal(sign | biased | self.coefficient)
    }

    fn sign(self) -> i32 {
        match (self.coefficient, self.negative) {
            (0, _) => 0,
            (_, true) => -1,
            _ => 1,
        }
    }

    fn digits(self) -> u32 {
        Wide::from(self.coefficient).digits()
    }

    /// The exponent of the first digit.
    fn adjusted(self) -> i32 {
        self.exponent + self.digits() as i32 - 1
    }

    fn is_subnormal(self) -> bool {
        self.adjusted() < MIN_ADJUSTED
    }

    fn compare_magnitude(self, other: Parts) -> Ordering {
        let (a, b) = (self.coefficient, other.coefficient);
        if a == 0 || b == 0 {
            return a.cmp(&b);
        }
        let adjusted = |p: Parts| p.exponent + p.digits() as i32;
        adjusted(self).cmp(&adjusted(other)).then_with(|| {
            // Same magnitude of ten, so the exponents differ by less than the precision.
            let shift = self.exponent.abs_diff(other.exponent);
            if self.exponent >= other.exponent {
                Wide::from(a).scaled(shift).cmp(&Wide::from(b))
            } else {
                Wide::from(a).cmp(&Wide::from(b).scaled(shift))
            }
        })
    }
}

/// Rounds an exact result, or a truncated one with `sticky` for what was cut off, into the format.
fn finish(negative: bool, coefficient: Wide, exponent: i64, sticky: bool) -> Result<Decimal> {
    let (coefficient, exponent) = round_to_precision(coefficient, exponent, sticky);
    if coefficient == 0 {
        let exponent = exponent.clamp(i64::from(MIN_EXPONENT), i64::from(MAX_EXPONENT)) as i32;
        return Ok(Parts { negative: false, coefficient: 0, exponent }.pack());
    }
    let digits = i64::from(Wide::from(coefficient).digits());
    if exponent + digits - 1 < i64::from(MIN_ADJUSTED) {
        return Err(NumError::DecimalUnderflow);
    }
    let surplus = exponent - i64::from(MAX_EXPONENT);
    if surplus <= 0 {
        // Not subnormal and at most 34 digits, so the exponent is not below its limit either.
        return Ok(Parts { negative, coefficient, exponent: exponent as i32 }.pack());
    }
    if digits + surplus > i64::from(PRECISION) {
        return Err(NumError::DecimalOverflow);
    }
    let coefficient = coefficient * pow10(surplus as u32);
    Ok(Parts { negative, coefficient, exponent: MAX_EXPONENT }.pack())
}

fn round_to_precision(coefficient: Wide, exponent: i64, sticky: bool) -> (u128, i64) {
    let digits = coefficient.digits();
    if let (Some(small), true) = (coefficient.narrow(), digits <= PRECISION) {
        return (small, exponent);
    }
    let excess = digits - PRECISION;
    let rounded = round_off(coefficient, excess, sticky);
    if rounded > MAX_COEFFICIENT {
        // 999…9 rounded up to 10^34.
        return (rounded / 10, exponent + i64::from(excess) + 1);
    }
    (rounded, exponent + i64::from(excess))
}

/// `coefficient / 10^places`, half to even; the result is known to fit.
fn round_off(coefficient: Wide, places: u32, sticky: bool) -> u128 {
    if places == 0 {
        return coefficient.narrow().unwrap_or(u128::MAX);
    }
    // At most 10^38 at a time; what the first cut leaves over only matters as "not exactly".
    let first = places.saturating_sub(wide::MAX_POW10);
    let (coefficient, lost) = coefficient.div_rem(pow10(first));
    let divisor = pow10(places - first);
    let (quotient, remainder) = coefficient.div_rem(divisor);
    let inexact = sticky || lost != 0;
    let half = divisor / 2;
    let up = remainder > half || (remainder == half && (inexact || quotient.is_odd()));
    quotient.narrow().unwrap_or(u128::MAX - 1) + u128::from(up)
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}d")
    }
}

#[cfg(test)]
mod tests;
