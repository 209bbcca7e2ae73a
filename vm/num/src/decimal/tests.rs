use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;

fn d(text: &str) -> Decimal {
    Decimal::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

type Op = fn(Decimal, Decimal) -> Result<Decimal>;

fn check(op: Op, cases: &[(&str, &str, &str)]) {
    for &(a, b, expected) in cases {
        assert_eq!(op(d(a), d(b)).map(|r| r.to_string()), Ok(expected.to_owned()), "{a} and {b}");
    }
}

#[test]
fn text_form() {
    for text in [
        "0",
        "0.0",
        "1000.00",
        "-1.10",
        "0.000001",
        "1E-7",
        "1.5E+7",
        "1E+1",
        "0E+3",
        "0.000000",
        "0E-7",
        "9999999999999999999999999999999999",
        "9.999999999999999999999999999999999E+6144",
        "1E-6143",
    ] {
        assert_eq!(d(text).to_string(), text);
    }
    assert_eq!(d("-0.0").to_string(), "0.0");
    assert_eq!(d(".5e1").to_string(), "5");
    assert_eq!(d("0.00000012").to_string(), "1.2E-7");
    assert_eq!(d("1E6144").to_string(), "1.000000000000000000000000000000000E+6144");
    assert_eq!(Decimal::parse_literal("2.50d").map(|x| x.to_string()), Ok("2.50".to_owned()));
}

#[test]
fn text_errors_and_limits() {
    for bad in ["", "1.", "-", "1d", "NaN", "Infinity", "1e", "0x1", "1_0"] {
        assert_eq!(Decimal::parse(bad), Err(NumError::Syntax), "{bad}");
    }
    assert_eq!(Decimal::parse("1E6145"), Err(NumError::DecimalOverflow));
    assert_eq!(Decimal::parse("1E99999999999999999999"), Err(NumError::DecimalOverflow));
    assert_eq!(Decimal::parse("1E-6144"), Err(NumError::DecimalUnderflow));
    assert_eq!(d("0E-99999").exponent(), MIN_EXPONENT);
    // A digit far behind the precision still breaks a tie.
    let tie = "1000000000000000000000000000000000.5";
    assert_eq!(d(tie).to_string(), "1000000000000000000000000000000000");
    assert_eq!(d(&format!("{tie}{}1", "0".repeat(60))).to_string(), "1000000000000000000000000000000001");
}

#[test]
fn addition() {
    check(
        Decimal::checked_add,
        &[
            ("1.10", "2.2", "3.30"),
            ("1", "-1", "0"),
            ("1.00", "-1", "0"),
            ("1E+10", "0E-5", "1E+10"),
            ("1E+40", "0E-5", "1E+40"),
            ("0E+5", "1.0", "1.0"),
            ("1E+100", "1", "1.000000000000000000000000000000000E+100"),
            ("1E+100", "-1", "1.000000000000000000000000000000000E+100"),
            ("9999999999999999999999999999999999", "1", "1.000000000000000000000000000000000E+34"),
            ("1E+34", "-0.1", "1.000000000000000000000000000000000E+34"),
            ("1E+34", "-6", "9999999999999999999999999999999994"),
            ("1E+34", "-0.6", "9999999999999999999999999999999999"),
            ("1E+33", "0.5", "1000000000000000000000000000000000"),
            ("1E+33", "0.500000000000000000000000000000001", "1000000000000000000000000000000001"),
        ],
    );
    assert_eq!(d("1").checked_sub(d("0.1")).map(|x| x.to_string()), Ok("0.9".to_owned()));
    let max = d("9.999999999999999999999999999999999E+6144");
    assert_eq!(max.checked_add(max), Err(NumError::DecimalOverflow));
}

#[test]
fn addition_of_far_operands() {
    // 34 digits shifted by 69: too wide for 256 bits, b must be moved down.
    check(
        Decimal::checked_add,
        &[
            (
                "1234567890123456789012345678901234E+69",
                "9876543210987654321098765432109876",
                "1.234567890123456789012345678901234E+102",
            ),
            ("1234567890123456789012345678901234E+40", "1", "1.234567890123456789012345678901234E+73"),
            ("5E+71", "-9999999999999999999999999999999999", "5.000000000000000000000000000000000E+71"),
            ("1E+72", "-9999999999999999999999999999999999", "1.000000000000000000000000000000000E+72"),
        ],
    );
}

#[test]
fn multiplication() {
    check(
        Decimal::checked_mul,
        &[
            ("1.10", "1.0", "1.100"),
            ("-2", "0.0", "0"),
            ("1E+10", "2E+20", "2E+30"),
            (
                "9999999999999999999999999999999999",
                "9999999999999999999999999999999999",
                "9.999999999999999999999999999999998E+67",
            ),
            ("0.3333333333333333333333333333333333", "3", "0.9999999999999999999999999999999999"),
        ],
    );
    assert_eq!(d("1E-4000").checked_mul(d("1E-4000")), Err(NumError::DecimalUnderflow));
    assert_eq!(d("1E+4000").checked_mul(d("1E+4000")), Err(NumError::DecimalOverflow));
}

#[test]
fn division() {
    check(
        Decimal::checked_div,
        &[
            ("1", "3", "0.3333333333333333333333333333333333"),
            ("2", "3", "0.6666666666666666666666666666666667"),
            ("6", "2", "3"),
            ("6.00", "2", "3.00"),
            ("1", "8", "0.125"),
            ("100", "4E+2", "0.25"),
            ("1E+2", "1E-2", "1E+4"),
            ("0.0", "5", "0"),
            ("-7", "7.0", "-1"),
            ("10", "9999999999999999999999999999999999", "1.000000000000000000000000000000000E-33"),
        ],
    );
    assert_eq!(d("1").checked_div(d("0.00")), Err(NumError::DivisionByZero));
}

#[test]
fn remainder() {
    check(
        Decimal::checked_rem,
        &[
            ("7", "3", "1"),
            ("-7.5", "2", "-1.5"),
            ("7", "-3.00", "1.00"),
            ("1E+33", "7", "6"),
            ("5", "1E+100", "5"),
            ("10", "1E+1", "0"),
            ("123.456", "0.1", "0.056"),
        ],
    );
    assert_eq!(d("7").checked_rem(d("0")), Err(NumError::DivisionByZero));
    // The whole quotient would have more than 34 digits.
    assert_eq!(d("1E+6000").checked_rem(d("7")), Err(NumError::DecimalOverflow));
    assert_eq!(d("1E+34").checked_rem(d("1")), Err(NumError::DecimalOverflow));
    assert!(d("9.99E+33").checked_rem(d("1")).is_ok());
}

#[test]
fn equality_and_order() {
    assert!(d("1.0").shape_eq(d("1.00")) && d("1.0") != d("1.00"));
    assert!(d("0").shape_eq(d("0E+10")));
    assert_eq!(d("-1").compare(d("1E-100")), Ordering::Less);
    assert_eq!(d("-10").compare(d("-9.9")), Ordering::Less);
    assert_eq!(d("1E+6000").compare(d("2")), Ordering::Greater);
    assert_eq!(d("100").normalized(), d("1E+2"));
    assert_eq!(d("0.000").normalized(), Decimal::ZERO);
    assert_eq!(d("1E+6144").normalized().compare(d("1E+6144")), Ordering::Equal);
}

#[test]
fn rounding() {
    for (x, digits, expected) in [
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("2.345", 2, "2.34"),
        ("-2.355", 2, "-2.36"),
        ("1.5", 3, "1.500"),
        ("155", -1, "1.6E+2"),
        ("4", -1, "0E+1"),
        ("0.6", -40, "0E+40"),
        ("1E+3", 0, "1000"),
    ] {
        assert_eq!(d(x).round(digits).map(|r| r.to_string()), Ok(expected.to_owned()), "{x}");
    }
    assert_eq!(d("1").round(34), Err(NumError::DecimalOverflow));
    assert_eq!(d("2.17").quantize(d("0.001")).map(|x| x.to_string()), Ok("2.170".to_owned()));
    assert_eq!(d("-1.5").floor().to_string(), "-2");
    assert_eq!(d("-1.5").ceiling().to_string(), "-1");
    assert_eq!(d("1.0000001").ceiling().to_string(), "2");
    assert_eq!(d("-0.5").ceiling().to_string(), "0");
    assert_eq!(d("1E-40").ceiling().to_string(), "1");
    assert_eq!(d("-3").abs().to_string(), "3");
    assert_eq!((-d("0")).to_string(), "0");
}

#[test]
fn conversion() {
    assert_eq!(d("2.5").to_int(), Ok(2));
    assert_eq!(d("-9223372036854775808.4").to_int(), Ok(i64::MIN));
    assert_eq!(d("9223372036854775807.5").to_int(), Err(NumError::Conversion));
    assert_eq!(d("1E+30").to_int(), Err(NumError::Conversion));
    assert_eq!(d("1E-30").to_int(), Ok(0));
    assert_eq!(Decimal::from(i64::MIN).to_string(), "-9223372036854775808");
    let from = |x: f64| Decimal::from_float(x).map(|d| d.to_string());
    assert_eq!(from(12.5), Ok("12.5".to_owned()));
    assert_eq!(from(100.0), Ok("100".to_owned()));
    assert_eq!(from(0.1), Ok("0.1".to_owned()));
    assert_eq!(from(1e-30), Ok("1E-30".to_owned()));
    assert_eq!(from(f64::NAN), Err(NumError::Conversion));
    assert_eq!(d("0.1").to_float(), 0.1);
    assert_eq!(d("1E+400").to_float(), f64::INFINITY);
}

#[test]
fn bits() {
    assert_eq!(size_of::<Decimal>(), 16);
    assert_eq!(d("1").to_bits(), 0x3040_0000_0000_0000_0000_0000_0000_0001);
    assert_eq!(Decimal::from_bits(d("-12.5").to_bits()), Some(d("-12.5")));
    // Infinity, negative zero, a subnormal, a coefficient of 35 digits.
    for bad in [0x78u128 << 120, 1 << 127 | Decimal::ZERO.0, 1, Decimal::ZERO.0 | ((1 << 113) - 1)] {
        assert_eq!(Decimal::from_bits(bad), None);
    }
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    let coefficient = prop_oneof![0u128..1000, 0u128..=MAX_COEFFICIENT, 0u128..1 << 60];
    (any::<bool>(), coefficient, -60i32..60).prop_map(|(negative, coefficient, exponent)| {
        Decimal::from_parts(negative, coefficient, exponent).unwrap()
    })
}

/// Integers small enough that `i128` is an oracle.
fn small() -> impl Strategy<Value = (i64, i32)> {
    (-1_000_000_000i64..1_000_000_000, -6i32..4)
}

fn to_decimal((c, e): (i64, i32)) -> Decimal {
    Decimal::from_parts(c < 0, u128::from(c.unsigned_abs()), e).unwrap()
}

/// Scaled to millionths.
fn to_i128((c, e): (i64, i32)) -> i128 {
    i128::from(c) * 10i128.pow((e + 6) as u32)
}

fn from_i128(value: i128, exponent: i32) -> Decimal {
    Decimal::from_parts(value < 0, value.unsigned_abs(), exponent).unwrap()
}

proptest! {
    #[test]
    fn text_round_trip(x in any_decimal()) {
        prop_assert_eq!(d(&x.to_string()), x);
        prop_assert_eq!(Decimal::from_bits(x.to_bits()), Some(x));
    }

    #[test]
    fn exact_operations_agree_with_integers(a in small(), b in small()) {
        let (x, y) = (to_decimal(a), to_decimal(b));
        let (m, n) = (to_i128(a), to_i128(b));
        prop_assert!(x.checked_add(y).unwrap().shape_eq(from_i128(m + n, -6)));
        prop_assert!(x.checked_sub(y).unwrap().shape_eq(from_i128(m - n, -6)));
        prop_assert!(x.checked_mul(y).unwrap().shape_eq(from_i128(m * n, -12)));
        prop_assert_eq!(x.compare(y), m.cmp(&n));
        if n != 0 {
            prop_assert!(x.checked_rem(y).unwrap().shape_eq(from_i128(m % n, -6)));
        }
        prop_assert_eq!(x.checked_add(y).unwrap().exponent(), x.exponent().min(y.exponent()));
    }

    #[test]
    fn laws(x in any_decimal(), y in any_decimal()) {
        prop_assert_eq!(x.checked_add(y), y.checked_add(x));
        prop_assert_eq!(x.checked_mul(y), y.checked_mul(x));
        prop_assert_eq!(x.checked_sub(y), y.checked_sub(x).map(std::ops::Neg::neg));
        prop_assert_eq!(x.compare(y), y.compare(x).reverse());
        prop_assert_eq!(x.shape_eq(y), x.normalized() == y.normalized());
        prop_assert!(x.checked_sub(x).unwrap().is_zero());
        if !y.is_zero() {
            let Ok(r) = x.checked_rem(y) else { return Ok(()) };
            prop_assert_eq!(r.abs().compare(y.abs()), Ordering::Less);
            prop_assert!(r.is_zero() || r.is_negative() == x.is_negative());
        }
    }

    #[test]
    fn division_is_correctly_rounded(x in any_decimal(), y in any_decimal()) {
        prop_assume!(!x.is_zero() && !y.is_zero());
        let (a, b) = (x.abs(), y.abs());
        let Ok(q) = a.checked_div(b) else { return Ok(()) };
        // |q*b - a| <= b * ulp(q) / 2, checked with exact 256-bit products at a common exponent.
        let ulp = Decimal::from_parts(false, 5, q.exponent() - 1).unwrap();
        let error = Wide::product(q.coefficient(), b.coefficient());
        let exponent = q.exponent() + b.exponent();
        let shift = a.exponent() - exponent;
        if (0..=42).contains(&shift) {
            let exact = Wide::from(a.coefficient()).scaled(shift as u32);
            let (distance, _) = exact.distance(error);
            let bound = Wide::product(b.coefficient(), ulp.coefficient());
            prop_assert!(distance.scaled(1) <= bound);
        }
    }

    #[test]
    fn float_round_trip(x: f64) {
        if let Ok(decimal) = Decimal::from_float(x) {
            prop_assert_eq!(decimal.to_float(), x);
        }
    }

    #[test]
    fn int_round_trip(x: i64) {
        prop_assert_eq!(Decimal::from(x).to_int(), Ok(x));
    }
}
