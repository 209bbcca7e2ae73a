//! JSON text to values. Parsing goes straight into values, and decimals keep their digits.

pub mod typed;

use std::borrow::Cow;

use bal_num::Decimal;
use native::{Ctx, Fail, Word};

/// What a JSON number becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Numbers {
    /// int when integral and in range, else decimal; `-0` is a float (lang.value:fromJsonString).
    Natural,
    Float,
    Decimal,
}

pub enum JsonError {
    Syntax(String),
    Fail(Fail),
}

impl From<Fail> for JsonError {
    fn from(f: Fail) -> Self {
        JsonError::Fail(f)
    }
}

/// Deepest nesting; parsing recurses.
const MAX_DEPTH: usize = 1000;

struct Parser<'a, 'c, 'w> {
    cx: &'c mut Ctx<'w>,
    text: &'a str,
    at: usize,
    depth: usize,
    numbers: Numbers,
}

type Parsed = Result<Word, JsonError>;

pub fn parse(cx: &mut Ctx<'_>, text: &str, numbers: Numbers) -> Parsed {
    let mut p = Parser { cx, text, at: 0, depth: 0, numbers };
    p.space();
    let v = p.value()?;
    let v = p.cx.keep(v);
    p.space();
    if p.at < text.len() {
        return p.error("unexpected characters after the value");
    }
    Ok(p.cx.get(v))
}

impl<'a> Parser<'a, '_, '_> {
    fn error<T>(&self, what: &str) -> Result<T, JsonError> {
        // It may be inside a character that does not belong there.
        let before = &self.text[..self.text.floor_char_boundary(self.at)];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Err(JsonError::Syntax(format!("{what} at line: {line} column: {column}")))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Parsed {
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => {
                let s = self.string()?;
                Ok(self.cx.world.str(&s))
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => {
                for (word, v) in [("true", Word::TRUE), ("false", Word::FALSE), ("null", Word::NIL)] {
                    if self.text[self.at..].starts_with(word) {
                        self.at += word.len();
                        return Ok(v);
                    }
                }
                self.error("unrecognised token")
            }
            None => self.error("unexpected end of JSON document"),
        }
    }

    fn nested(&mut self, f: fn(&mut Self) -> Parsed) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.error("nesting too deep");
        }
        self.at += 1;
        let r = f(self);
        self.depth -= 1;
        r
    }

    fn array(&mut self) -> Parsed {
        let ty = self.cx.world.ids.json_list;
        let list = self.cx.world.list_new(ty, 4);
        let list = self.cx.keep(list);
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(self.cx.get(list));
        }
        loop {
            self.space();
            let v = self.value()?;
            self.cx.world.list_init(self.cx.get(list), v)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(self.cx.get(list));
                }
                _ => return self.error("expected ',' or ']'"),
            }
        }
    }

    fn object(&mut self) -> Parsed {
        let ty = self.cx.world.ids.json_map;
        let map = self.cx.world.mapping_new(ty, 4);
        let map = self.cx.keep(map);
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(self.cx.get(map));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return self.error("expected a field name");
            }
            let key = self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return self.error("expected ':'");
            }
            self.at += 1;
            self.space();
            let v = self.value()?;
            let mark = self.cx.world.heap.handle_mark();
            let v = self.cx.keep(v);
            let k = self.cx.world.str(&key);
            self.cx.world.mapping_init(self.cx.get(map), k, self.cx.get(v))?;
            self.cx.world.heap.pop_handles(mark);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(self.cx.get(map));
                }
                _ => return self.error("expected ',' or '}'"),
            }
        }
    }

    /// A string's text, which is a part of the whole one if there are no escapes in it.
    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.at += 1;
        let mut out = Cow::Borrowed("");
        loop {
            let rest = &self.text[self.at..];
            let Some(i) = rest.bytes().position(|b| b == b'"' || b == b'\\' || b < 0x20) else {
                self.at = self.text.len();
                return self.error("unterminated string");
            };
            match out.is_empty() {
                true => out = Cow::Borrowed(&rest[..i]),
                false => out.to_mut().push_str(&rest[..i]),
            }
            self.at += i;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    let c = self.escape()?;
                    out.to_mut().push(c);
                }
                _ => return self.error("control character in string"),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let c = self.peek();
        self.at += 1;
        Ok(match c {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let high = self.hex4()?;
                if (0xd800..0xdc00).contains(&high) && self.text[self.at..].starts_with("\\u") {
                    self.at += 2;
                    let low = self.hex4()?;
                    let low = low.checked_sub(0xdc00).filter(|l| *l < 0x400);
                    let code = low.map(|l| 0x10000 + ((high - 0xd800) << 10) + l);
                    return code
                        .and_then(char::from_u32)
                        .map_or_else(|| self.error("invalid surrogate pair"), Ok);
                }
                return char::from_u32(high).map_or_else(|| self.error("invalid code point"), Ok);
            }
            _ => return self.error("invalid escape"),
        })
    }

    fn hex4(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits {
            Some(d) => {
                let n = u32::from_str_radix(d, 16).unwrap_or(0);
                self.at += 4;
                Ok(n)
            }
            None => self.error("invalid unicode escape"),
        }
    }

    fn number(&mut self) -> Parsed {
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += negative as usize;
        let digits = self.digits();
        let leading_zero = digits > 1 && self.text.as_bytes()[start + negative as usize] == b'0';
        let mut integral = true;
        if self.peek() == Some(b'.') {
            integral = false;
            self.at += 1;
            if self.digits() == 0 {
                return self.error("digit expected");
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            integral = false;
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return self.error("digit expected");
            }
        }
        if digits == 0 || leading_zero {
            return self.error("invalid number");
        }
        let text = &self.text[start..self.at];
        self.number_value(text, negative, integral)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn number_value(&mut self, text: &str, negative: bool, integral: bool) -> Parsed {
        let float = || text.parse::<f64>().unwrap_or(0.0);
        match self.numbers {
            Numbers::Float => return Ok(self.cx.world.float(float())),
            Numbers::Natural if integral => {
                if let Ok(i) = text.parse::<i64>()
                    && !(negative && i == 0)
                {
                    return Ok(self.cx.world.int(i));
                }
            }
            _ => {}
        }
        if negative && self.numbers == Numbers::Natural && float() == 0.0 {
            return Ok(self.cx.world.float(-0.0));
        }
        match Decimal::parse(text) {
            Ok(d) => Ok(self.cx.world.decimal(d)),
            Err(_) => self.error("number out of range"),
        }
    }
}
