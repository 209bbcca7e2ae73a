//! `value:fromBalString`: the expressions that `toBalString` writes for anydata values.

use bal_num::Decimal;
use native::{Ctx, Fail, Registry, Result, TypeId, Word};
use semtypes::{Name, TableKey, Ty};

use crate::copy::MAX_DEPTH;

pub const NATIVES: Registry = &[("lang.value:fromBalString", from_bal_string)];

fn from_bal_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = cx.string(0)?;
    let mut p = Parser { cx, text: &text, at: 0, depth: 0 };
    let parsed = p.value().and_then(|v| {
        p.space();
        if p.at == p.text.len() { Ok(v) } else { p.fail("end of text") }
    });
    match parsed {
        Ok(v) => Ok(v),
        Err(ParseError::Fail(f)) => Err(f),
        Err(ParseError::Syntax(message)) => {
            Ok(cx.error("{ballerina/lang.value}FromBalStringError", &message))
        }
    }
}

enum ParseError {
    Syntax(String),
    Fail(Fail),
}

impl From<Fail> for ParseError {
    fn from(f: Fail) -> Self {
        ParseError::Fail(f)
    }
}

type Parsed<T> = std::result::Result<T, ParseError>;

struct Parser<'a, 'c, 'w> {
    cx: &'c mut Ctx<'w>,
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a, '_, '_> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn fail<T>(&self, expected: &str) -> Parsed<T> {
        Err(ParseError::Syntax(format!("expected {expected} at index {} of the text", self.at)))
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn expect(&mut self, token: &str) -> Parsed<()> {
        self.space();
        if self.eat(token) { Ok(()) } else { self.fail(&format!("'{token}'")) }
    }

    fn value(&mut self) -> Parsed<Word> {
        self.space();
        if self.depth > MAX_DEPTH.min(10_000) {
            return Err(ParseError::Syntax("the value is nested too deeply".into()));
        }
        let words = [("()", Word::NIL), ("null", Word::NIL), ("true", Word::TRUE), ("false", Word::FALSE)];
        for (token, w) in words {
            if self.eat(token) {
                return Ok(w);
            }
        }
        match self.rest().chars().next() {
            Some('"') => {
                let s = self.string()?;
                Ok(self.cx.world.str(&s))
            }
            Some('[') => {
                self.at += 1;
                let ty = self.cx.world.types.intern(Ty::array(Ty::anydata()));
                self.nested(|p| p.list(ty))
            }
            Some('{') => self.nested(|p| p.mapping()),
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'f') => self.number(),
            Some('x') if self.eat("xml") => self.xml(),
            Some('r') if self.eat("re") => self.regexp(),
            Some('t') if self.eat("table") => self.nested(|p| p.table()),
            _ => self.fail("a value"),
        }
    }

    fn nested(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<Word>) -> Parsed<Word> {
        self.depth += 1;
        let v = parse(self);
        self.depth -= 1;
        v
    }

    // ---- numbers ----

    fn number(&mut self) -> Parsed<Word> {
        let negative = self.eat("-");
        if !negative {
            self.eat("+");
        }
        for (token, f) in [("float:NaN", f64::NAN), ("float:Infinity", f64::INFINITY)] {
            if self.eat(token) {
                return Ok(self.cx.world.float(if negative { -f } else { f }));
            }
        }
        let start = self.at;
        let digits = |p: &mut Self| {
            let n = p.rest().len() - p.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
            p.at += n;
            n > 0
        };
        let whole = digits(self);
        let fraction = self.eat(".");
        if fraction && !digits(self) || !whole && !fraction {
            return self.fail("a digit");
        }
        let exponent = self.eat("e") || self.eat("E");
        if exponent {
            let _ = self.eat("-") || self.eat("+");
            if !digits(self) {
                return self.fail("a digit");
            }
        }
        let sign = if negative { "-" } else { "" };
        let text = format!("{sign}{}", &self.text[start..self.at]);
        if self.eat("d") || self.eat("D") {
            let d: Option<Decimal> = text.parse().ok();
            let Some(d) = d else { return self.fail("a decimal in range") };
            return Ok(self.cx.world.decimal(d));
        }
        let suffix = self.eat("f") || self.eat("F");
        if fraction || exponent || suffix {
            let f: f64 = text.parse().unwrap_or(f64::NAN);
            return Ok(self.cx.world.float(f));
        }
        match text.parse::<i64>() {
            Ok(i) => Ok(self.cx.world.int(i)),
            Err(_) => self.fail("an int in range"),
        }
    }

    // ---- texts ----

    fn string(&mut self) -> Parsed<String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else { return self.fail("the end of a string") };
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(out),
                '\n' | '\r' => return self.fail("the end of a string"),
                '\\' => out.push(self.escape()?),
                c => out.push(c),
            }
        }
    }

    fn escape(&mut self) -> Parsed<char> {
        let Some(c) = self.rest().chars().next() else { return self.fail("an escape") };
        self.at += c.len_utf8();
        Ok(match c {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' | '\\' => c,
            'u' if self.eat("{") => {
                let end = self.rest().find('}').unwrap_or(0);
                let code = u32::from_str_radix(&self.rest()[..end], 16).ok().and_then(char::from_u32);
                self.at += end + 1;
                return code.map_or_else(|| self.fail("a code point"), Ok);
            }
            _ => return self.fail("an escape"),
        })
    }

    /// The text of a template without interpolations other than of strings, which stand for what it cannot contain.
    fn template(&mut self) -> Parsed<String> {
        self.expect("`")?;
        let mut out = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else { return self.fail("'`'") };
            if self.eat("${") {
                self.space();
                if !self.rest().starts_with('"') {
                    return self.fail("a string");
                }
                out.push_str(&self.string()?);
                self.expect("}")?;
                continue;
            }
            self.at += c.len_utf8();
            if c == '`' {
                return Ok(out);
            }
            out.push(c);
        }
    }

    fn xml(&mut self) -> Parsed<Word> {
        let text = self.template()?;
        match crate::xml_parse::parse(self.cx.world, &text) {
            Ok(w) => Ok(w),
            Err(crate::xml_parse::ParseError::Fail(f)) => Err(f.into()),
            Err(crate::xml_parse::ParseError::Syntax(m)) => Err(ParseError::Syntax(m)),
        }
    }

    fn regexp(&mut self) -> Parsed<Word> {
        let text = self.template()?;
        if let Err(e) = self.cx.world.regexps.get(&text) {
            return Err(ParseError::Syntax(e.message));
        }
        let w = self.cx.world.str(&text);
        Ok(self.cx.world.regexp_new(w))
    }

    // ---- structures ----

    /// Members up to `]`, after `[`.
    fn list(&mut self, ty: TypeId) -> Parsed<Word> {
        let out = self.cx.world.list_new(ty, 0);
        let out = self.cx.keep(out);
        self.space();
        if self.eat("]") {
            return Ok(self.cx.get(out));
        }
        loop {
            let m = self.value()?;
            self.cx.world.list_init(self.cx.get(out), m)?;
            self.space();
            if !self.eat(",") {
                break;
            }
        }
        self.expect("]")?;
        Ok(self.cx.get(out))
    }

    fn mapping(&mut self) -> Parsed<Word> {
        self.at += 1;
        let ty = self.cx.world.ids.anydata_map;
        let out = self.cx.world.mapping_new(ty, 4);
        let out = self.cx.keep(out);
        self.space();
        if self.eat("}") {
            return Ok(self.cx.get(out));
        }
        loop {
            self.space();
            let key = if self.rest().starts_with('"') { self.string()? } else { self.identifier()? };
            self.expect(":")?;
            let v = self.value()?;
            let v = self.cx.keep(v);
            let key = self.cx.world.str(&key);
            self.cx.world.mapping_init(self.cx.get(out), key, self.cx.get(v))?;
            self.space();
            if !self.eat(",") {
                break;
            }
        }
        self.expect("}")?;
        Ok(self.cx.get(out))
    }

    fn identifier(&mut self) -> Parsed<String> {
        self.space();
        let end = self.rest().find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest().len());
        let name = &self.rest()[..end];
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            return self.fail("a name");
        }
        self.at += end;
        Ok(name.to_string())
    }

    fn table(&mut self) -> Parsed<Word> {
        self.expect("key(")?;
        let mut keys = Vec::new();
        self.space();
        while !self.eat(")") {
            if !keys.is_empty() {
                self.expect(",")?;
            }
            keys.push(Name::new(&self.identifier()?));
            self.space();
        }
        self.expect("[")?;
        let rows = self.cx.world.types.intern(Ty::array(Ty::map(Ty::anydata())));
        let rows = self.list(rows)?;
        let rows = self.cx.keep(rows);
        let key = if keys.is_empty() { TableKey::None } else { TableKey::Fields(keys) };
        let ty = self.cx.world.types.intern(Ty::table(Ty::map(Ty::anydata()), key));
        let out = self.cx.world.table_new(ty);
        let out = self.cx.keep(out);
        let mut i = 0;
        while let Some(row) = self.cx.world.list_at(self.cx.get(rows), i) {
            match self.cx.world.table_put(self.cx.get(out), row, false, true) {
                Err(Fail::Panic(_, message)) => return Err(ParseError::Syntax(message)),
                other => other?,
            }
            i += 1;
        }
        Ok(self.cx.get(out))
    }
}
