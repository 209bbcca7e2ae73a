//! Comma-separated values (RFC 4180).

use bal_num::{Decimal, float, int};
use native::shared::string_list;
use native::{Ctx, Result, TypeId, Word};
use semtypes::{Name, Ty};
use values::Shape;

pub type Row = Vec<String>;

/// Makes rows of a text that comes in pieces; lines that are empty are none.
#[derive(Default)]
pub struct Parser {
    row: Row,
    field: String,
    /// Inside of quotes.
    within: bool,
    /// The field has, or had, quotes.
    quoted: bool,
    /// A quote or a carriage return, whose meaning depends on what follows.
    open: Option<char>,
}

impl Parser {
    pub fn feed(&mut self, text: &str, rows: &mut impl Extend<Row>) {
        for c in text.chars() {
            self.take(c, rows);
        }
    }

    /// Nothing follows.
    pub fn end(&mut self, rows: &mut impl Extend<Row>) {
        if self.open.take() == Some('\r') {
            self.field.push('\r');
        }
        self.within = false;
        self.end_row(rows);
    }

    fn take(&mut self, c: char, rows: &mut impl Extend<Row>) {
        match (self.open.take(), c) {
            (Some('"'), '"') => return self.field.push('"'),
            (Some('"'), _) => self.within = false,
            (Some('\r'), c) if c != '\n' => self.field.push('\r'),
            _ => {}
        }
        match c {
            '"' if self.within => self.open = Some(c),
            '"' if self.field.is_empty() => (self.within, self.quoted) = (true, true),
            ',' if !self.within => self.row.push(std::mem::take(&mut self.field)),
            '\r' if !self.within => self.open = Some(c),
            '\n' if !self.within => self.end_row(rows),
            c => self.field.push(c),
        }
    }

    fn end_row(&mut self, rows: &mut impl Extend<Row>) {
        let empty = self.row.is_empty() && self.field.is_empty() && !self.quoted;
        self.quoted = false;
        if !empty {
            self.row.push(std::mem::take(&mut self.field));
            rows.extend([std::mem::take(&mut self.row)]);
        }
    }
}

/// The rows of a text.
fn parse(text: &str) -> Vec<Row> {
    let (mut parser, mut rows) = (Parser::default(), Vec::new());
    parser.feed(text, &mut rows);
    parser.end(&mut rows);
    rows
}

/// `csvRows(text)`
pub fn rows(cx: &mut Ctx<'_>) -> Result<Word> {
    let rows = parse(cx.str(0)?);
    let all = cx.world.types.intern(Ty::array(Ty::array(Ty::string())));
    let out = cx.world.list_new(all, rows.len());
    let out = cx.keep(out);
    for row in rows {
        let list = string_list(cx, &row)?;
        let l = cx.world.list_init(cx.get(out), list)?;
        cx.set(out, l);
    }
    Ok(cx.get(out))
}

/// `csvFields(headers, row, t)`: a text becomes a value of its field's type where it is one's text; the conversion that
/// follows says what is wrong with others.
pub fn fields(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(2)?;
    let shape = cx.world.types.shape(ty);
    let map = cx.world.types.intern(Ty::map(Ty::anydata()));
    let map = cx.world.mapping_new(map, 8);
    let map = cx.keep(map);
    let string = |cx: &mut Ctx<'_>, list: usize, i: usize| {
        let w = cx.world.list_at(cx.arg(list), i)?;
        cx.world.as_str(w).map(str::to_string)
    };
    let mut at = 0;
    while let (Some(header), Some(text)) = (string(cx, 0, at), string(cx, 1, at)) {
        let field = match &*shape {
            Shape::Record(r) => r.field(Name::new(&header)).map(|f| f.ty).or(r.rest),
            Shape::Map(t) => Some(*t),
            _ => None,
        };
        let value = match field {
            Some(t) => value(cx, &text, t),
            None => cx.world.str(&text),
        };
        let value = cx.keep(value);
        let key = cx.world.str(&header);
        cx.world.mapping_init(cx.get(map), key, cx.get(value))?;
        at += 1;
    }
    Ok(cx.get(map))
}

fn value(cx: &mut Ctx<'_>, text: &str, ty: TypeId) -> Word {
    let trimmed = text.trim();
    if trimmed.is_empty() && cx.world.is(Word::NIL, ty) {
        return Word::NIL;
    }
    let candidates: [fn(&mut Ctx<'_>, &str) -> Option<Word>; 4] = [
        |cx, t| int::parse(t).ok().map(|i| cx.world.int(i)),
        |cx, t| float::parse(t).ok().map(|f| cx.world.float(f)),
        |cx, t| Decimal::parse(t).ok().map(|d| cx.world.decimal(d)),
        |_, t| t.to_ascii_lowercase().parse().ok().map(Word::bool),
    ];
    for make in candidates {
        if let Some(w) = make(cx, trimmed).filter(|w| cx.world.is(*w, ty)) {
            return w;
        }
    }
    cx.world.str(text)
}

/// `isRowType(t)`
pub fn is_row_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    Ok(Word::bool(matches!(&*cx.world.types.shape(ty), Shape::List(_))))
}

/// `listOf(t)`
pub fn list_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    let list = cx.world.types.intern(Ty::array(cx.world.types.ty(ty)));
    Ok(cx.world.typedesc(list))
}

#[cfg(test)]
mod tests {
    use super::{Parser, parse};

    #[test]
    fn quotes_commas_and_lines() {
        let rows = parse("a,b\r\n\"x, \"\"y\"\"\",\n\n\"\"\n1,\"two\nlines\"");
        let expected: [&[&str]; 4] = [&["a", "b"], &["x, \"y\"", ""], &[""], &["1", "two\nlines"]];
        assert_eq!(rows, expected);
    }

    #[test]
    fn pieces_of_any_size() {
        let text = "a,\"x\"\"y\"\r\n\"\"\r,1\n\n2\r";
        let (mut parser, mut rows) = (Parser::default(), Vec::new());
        for c in text.chars() {
            parser.feed(&c.to_string(), &mut rows);
        }
        parser.end(&mut rows);
        let expected: [&[&str]; 3] = [&["a", "x\"y"], &["\r", "1"], &["2\r"]];
        assert_eq!(rows, expected);
        assert_eq!(parse(text), expected);
    }
}
