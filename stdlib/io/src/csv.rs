//! Comma-separated values (RFC 4180).

use bal_num::{Decimal, float, int};
use native::{Ctx, Result, TypeId, Word};
use semtypes::{Name, Ty};
use values::Shape;

/// The fields of every line that is not empty.
fn parse(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut field) = (Vec::new(), String::new());
    let (mut within, mut quoted) = (false, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if within && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' if within => within = false,
            '"' if field.is_empty() => (within, quoted) = (true, true),
            ',' if !within => row.push(std::mem::take(&mut field)),
            '\r' if !within && chars.peek() == Some(&'\n') => {}
            '\n' if !within => {
                end_row(&mut rows, &mut row, &mut field, quoted);
                quoted = false;
            }
            c => field.push(c),
        }
    }
    end_row(&mut rows, &mut row, &mut field, quoted);
    rows
}

fn end_row(rows: &mut Vec<Vec<String>>, row: &mut Vec<String>, field: &mut String, quoted: bool) {
    if row.is_empty() && field.is_empty() && !quoted {
        return;
    }
    row.push(std::mem::take(field));
    rows.push(std::mem::take(row));
}

/// `csvRows(text)`
pub fn rows(cx: &mut Ctx<'_>) -> Result<Word> {
    let rows = parse(cx.str(0)?);
    let strings = cx.world.ids.string_list;
    let all = cx.world.types.intern(Ty::array(Ty::array(Ty::string())));
    let out = cx.world.list_new(all, rows.len());
    let out = cx.keep(out);
    for row in rows {
        let list = cx.world.list_new(strings, row.len());
        let list = cx.keep(list);
        for field in row {
            let w = cx.world.str(&field);
            let l = cx.world.list_init(cx.get(list), w)?;
            cx.set(list, l);
        }
        let l = cx.world.list_init(cx.get(out), cx.get(list))?;
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
    use super::parse;

    #[test]
    fn quotes_commas_and_lines() {
        let rows = parse("a,b\r\n\"x, \"\"y\"\"\",\n\n\"\"\n1,\"two\nlines\"");
        let expected: [&[&str]; 4] = [&["a", "b"], &["x, \"y\"", ""], &[""], &["1", "two\nlines"]];
        assert_eq!(rows, expected);
    }
}
