//! 256-bit unsigned integers, just enough for exact products and quotients of 34-digit coefficients.

use std::cmp::Ordering;

/// `hi * 2^128 + lo`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Wide {
    hi: u128,
    lo: u128,
}

const LOW: u128 = u64::MAX as u128;

/// The greatest power of ten in a `u128` is `10^38`.
pub(super) const MAX_POW10: u32 = 38;

/// `10^n` for `n <= 38`.
pub(super) fn pow10(n: u32) -> u128 {
    10u128.pow(n)
}

impl From<u128> for Wide {
    fn from(lo: u128) -> Wide {
        Wide { hi: 0, lo }
    }
}

impl Wide {
    pub(super) fn is_odd(self) -> bool {
        self.lo & 1 == 1
    }

    /// The value if it fits into 128 bits.
    pub(super) fn narrow(self) -> Option<u128> {
        (self.hi == 0).then_some(self.lo)
    }

    /// The exact product.
    pub(super) fn product(a: u128, b: u128) -> Wide {
        let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
        let low = a0 * b0;
        let mid = a1 * b0 + (low >> 64);
        let mid2 = a0 * b1 + (mid & LOW);
        Wide { hi: a1 * b1 + (mid >> 64) + (mid2 >> 64), lo: (mid2 << 64) | (low & LOW) }
    }

    /// `self * factor`. The caller knows that it fits into 256 bits.
    pub(super) fn times(self, factor: u128) -> Wide {
        let low = Wide::product(self.lo, factor);
        Wide { hi: self.hi * factor + low.hi, lo: low.lo }
    }

    /// `self * 10^n`. The caller knows that it fits into 256 bits.
    pub(super) fn scaled(self, n: u32) -> Wide {
        if n <= MAX_POW10 {
            self.times(pow10(n))
        } else {
            self.times(pow10(MAX_POW10)).times(pow10(n - MAX_POW10))
        }
    }

    pub(super) fn plus(self, other: Wide) -> Wide {
        let (lo, carry) = self.lo.overflowing_add(other.lo);
        Wide { hi: self.hi + other.hi + u128::from(carry), lo }
    }

    /// `self - other`; the caller knows that `other <= self`.
    pub(super) fn minus(self, other: Wide) -> Wide {
        let (lo, borrow) = self.lo.overflowing_sub(other.lo);
        Wide { hi: self.hi - other.hi - u128::from(borrow), lo }
    }

    /// The magnitude of the difference, and how the operands compare.
    pub(super) fn distance(self, other: Wide) -> (Wide, Ordering) {
        match self.cmp(&other) {
            Ordering::Less => (other.minus(self), Ordering::Less),
            order => (self.minus(other), order),
        }
    }

    /// Quotient and remainder; `divisor` is below `2^127` and not zero.
    pub(super) fn div_rem(self, divisor: u128) -> (Wide, u128) {
        if self.hi == 0 {
            return (Wide::from(self.lo / divisor), self.lo % divisor);
        }
        let (lo, rem) = div_2_by_1(self.hi % divisor, self.lo, divisor);
        (Wide { hi: self.hi / divisor, lo }, rem)
    }

    /// The number of decimal digits; 0 for zero.
    pub(super) fn digits(self) -> u32 {
        if self.hi == 0 {
            return self.lo.checked_ilog10().map_or(0, |log| log + 1);
        }
        let bits = 256 - self.hi.leading_zeros();
        // 1233 / 4096 is a lower bound of log10(2), off by less than one for 256 bits.
        let guess = (bits * 1233) >> 12;
        if self < Wide::from(1).scaled(guess) { guess } else { guess + 1 }
    }
}

/// Divides `hi * 2^128 + lo` by `divisor`, where `hi < divisor`: schoolbook division with 64-bit digits
/// (Knuth, TAOCP volume 2, 4.3.1 algorithm D, specialised to two quotient digits).
fn div_2_by_1(hi: u128, lo: u128, divisor: u128) -> (u128, u128) {
    let shift = divisor.leading_zeros();
    let divisor = divisor << shift;
    let hi = if shift == 0 { hi } else { hi << shift | lo >> (128 - shift) };
    let lo = lo << shift;
    let (d1, d0) = (divisor >> 64, divisor & LOW);
    let digit = |rem: u128, next: u128| {
        let (mut q, mut r) = (rem / d1, rem % d1);
        while q > LOW || q * d0 > (r << 64 | next) {
            q -= 1;
            r += d1;
            if r > LOW {
                break;
            }
        }
        let rest = (rem << 64 | next).wrapping_sub(q.wrapping_mul(divisor));
        (q, rest)
    };
    let (q1, rest) = digit(hi, lo >> 64);
    let (q0, rest) = digit(rest, lo & LOW);
    (q1 << 64 | q0, rest >> shift)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn division_inverts_multiplication(a: u128, b in 1u128..1 << 127, c: u128) {
            let c = c % b;
            let n = Wide::product(a, b).plus(Wide::from(c));
            prop_assert_eq!(n.div_rem(b), (Wide::from(a), c));
        }

        #[test]
        fn digit_count(n in 0u32..76, extra in 0u128..1000) {
            let power = Wide::from(1).scaled(n);
            prop_assert_eq!(power.digits(), n + 1);
            prop_assert_eq!(power.minus(Wide::from(1)).digits(), n);
            prop_assert!(power.plus(Wide::from(extra)).digits() > n);
        }
    }
}
