//! Ballerina's numbers: the rules of `int`, `float` and `decimal` arithmetic and their text forms.
//!
//! This crate is a contract between compiler and virtual machine: constant folding and execution must agree to
//! the last digit. It knows nothing of types, values or errors of the language; failures are [`NumError`]s that
//! the caller turns into diagnostics or panics.
#![forbid(unsafe_code)]

pub mod decimal;
pub mod float;
mod hex_float;
pub mod int;

pub use decimal::Decimal;

use std::fmt;

/// Why a numeric operation has no result.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum NumError {
    /// The result of an int operation is outside the 64-bit range (spec 6.23, 6.24).
    IntOverflow,
    /// Division or remainder by zero, of ints or decimals.
    DivisionByZero,
    /// The magnitude of a decimal result is too large.
    DecimalOverflow,
    /// A non-zero decimal result is too close to zero: it would be subnormal (spec 5.2.4.2).
    DecimalUnderflow,
    /// A conversion met NaN or an infinity, or a number outside the range of its target (spec 5.8.4).
    Conversion,
    /// A text is not a number of the wanted form.
    Syntax,
}

impl fmt::Display for NumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumError::IntOverflow => "int range overflow",
            NumError::DivisionByZero => " / by zero",
            NumError::DecimalOverflow => "decimal range overflow",
            NumError::DecimalUnderflow => "decimal range underflow",
            NumError::Conversion => "number out of range",
            NumError::Syntax => "not a number",
        })
    }
}

impl std::error::Error for NumError {}
