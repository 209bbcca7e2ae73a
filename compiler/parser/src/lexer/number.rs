//! Numeric literals.

use super::Lexer;
use crate::{SyntaxKind, SyntaxKind::*};

impl Lexer<'_> {
    /// `int-literal` or `floating-point-literal`, starting at a digit or at `.` before a digit.
    pub(super) fn number(&mut self) -> SyntaxKind {
        if self.peek() == b'0' && matches!(self.peek_at(1), b'x' | b'X') {
            return self.hex_number();
        }
        let start = self.pos;
        let int_digits = self.eat_while(|b| b.is_ascii_digit());
        if int_digits > 1 && self.text.as_bytes()[start] == b'0' {
            self.error(start, self.pos, "a number must not have leading zeros");
        }
        let mut kind = INT_LITERAL;
        if self.peek() == b'.' && self.peek_at(1).is_ascii_digit() {
            self.pos += 1;
            self.eat_while(|b| b.is_ascii_digit());
            kind = FLOAT_LITERAL;
        }
        if self.exponent(b"eE", start) {
            kind = FLOAT_LITERAL;
        }
        if matches!(self.peek(), b'd' | b'D' | b'f' | b'F') && !self.identifier_continues(1) {
            self.pos += 1;
            kind = FLOAT_LITERAL;
        }
        kind
    }

    fn hex_number(&mut self) -> SyntaxKind {
        let start = self.pos;
        self.pos += 2;
        let mut digits = self.eat_while(|b| b.is_ascii_hexdigit());
        let mut kind = HEX_INT_LITERAL;
        if self.peek() == b'.' && self.peek_at(1).is_ascii_hexdigit() && self.is_hex_fraction() {
            self.pos += 1;
            digits += self.eat_while(|b| b.is_ascii_hexdigit());
            kind = HEX_FLOAT_LITERAL;
        }
        if digits == 0 {
            self.error(start, self.pos, "missing hexadecimal digits");
        } else if self.exponent(b"pP", start) {
            kind = HEX_FLOAT_LITERAL;
        }
        kind
    }

    /// `0xA.add()` is a method call, `0xA.ad` a number: the fraction must not run on into a longer name.
    fn is_hex_fraction(&self) -> bool {
        let digits = self.rest()[1..].bytes().take_while(u8::is_ascii_hexdigit).count();
        let next = self.peek_at(1 + digits);
        matches!(next, b'p' | b'P') || !(self.identifier_continues(1 + digits) || next == b'(')
    }

    /// An exponent introduced by one of `indicators`; an indicator without digits is an error only when nothing that
    /// could be a name follows.
    fn exponent(&mut self, indicators: &[u8], start: usize) -> bool {
        if !indicators.contains(&self.peek()) {
            return false;
        }
        let sign = usize::from(matches!(self.peek_at(1), b'+' | b'-'));
        if self.peek_at(1 + sign).is_ascii_digit() {
            self.pos += 1 + sign;
            self.eat_while(|b| b.is_ascii_digit());
            return true;
        }
        if sign == 1 || !self.identifier_continues(1) {
            self.pos += 1 + sign;
            self.error(start, self.pos, "missing digits in the exponent");
            return true;
        }
        false
    }

    /// Would an identifier go on `n` bytes from here?
    fn identifier_continues(&self, n: usize) -> bool {
        self.text
            .get(self.pos + n..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(super::is_identifier_following)
    }
}
