//! lang.string

use native::{Ctx, Fail, Registry, Result, Word};
use values::text::{MAX_STRING, too_long};

pub const NATIVES: Registry = &[
    ("lang.string:length", length),
    ("lang.string:getCodePoint", get_code_point),
    ("lang.string:substring", substring),
    ("lang.string:join", join),
    ("lang.string:indexOf", index_of),
    ("lang.string:lastIndexOf", last_index_of),
    ("lang.string:startsWith", starts_with),
    ("lang.string:endsWith", ends_with),
    ("lang.string:toLowerAscii", to_lower),
    ("lang.string:toUpperAscii", to_upper),
    ("lang.string:trim", trim),
    ("lang.string:toBytes", to_bytes),
    ("lang.string:fromBytes", from_bytes),
    ("lang.string:toCodePointInts", to_code_points),
    ("lang.string:fromCodePointInts", from_code_points),
    ("lang.string:repeated", repeated),
];

fn length(cx: &mut Ctx<'_>) -> Result<Word> {
    let n = cx.world.str_len(cx.arg(0)).ok_or(Fail::Bug("string argument"))?;
    Ok(cx.world.int(n as i64))
}

fn out_of_range(message: String) -> Fail {
    Fail::Panic("{ballerina/lang.string}StringOperationError", message)
}

fn get_code_point(cx: &mut Ctx<'_>) -> Result<Word> {
    let i = cx.int(1)?;
    let c = usize::try_from(i).ok().and_then(|i| cx.world.str_char(cx.arg(0), i));
    match c {
        Some(c) => Ok(cx.world.int(c as i64)),
        None => Err(Fail::Panic(
            "{ballerina/lang.string}IndexOutOfRange",
            format!("string codepoint index out of range: {i}"),
        )),
    }
}

/// `repeated(c, n)`: padding.
fn repeated(cx: &mut Ctx<'_>) -> Result<Word> {
    let (c, n) = (cx.string(0)?, cx.int(1)?);
    if n > i32::MAX as i64 {
        let reason = "{ballerina/lang.string}length greater that '2147483647' not yet supported";
        return Err(Fail::Panic(reason, String::new()));
    }
    if c.len().saturating_mul(n.max(0) as usize) > MAX_STRING {
        return Err(too_long());
    }
    let text = c.repeat(n.max(0) as usize);
    Ok(cx.world.str(&text))
}

/// Byte offset of code point `i` (which may be the length).
fn offset(cx: &Ctx<'_>, arg: usize, i: usize) -> Result<Option<usize>> {
    cx.str(arg)?;
    Ok(cx.world.str_offset(cx.arg(arg), i))
}

fn substring(cx: &mut Ctx<'_>) -> Result<Word> {
    let (start, end) = (cx.int(1)?, cx.int(2)?);
    let n = cx.world.str_len(cx.arg(0)).unwrap_or(0);
    if start < 0 || start as usize > n || end < 0 || end as usize > n {
        return Err(out_of_range(format!(
            "string index out of range. Length:'{n}' requested: '{start}' to '{end}'"
        )));
    }
    if start > end {
        return Err(out_of_range(format!(
            "invalid substring range. Length:'{n}' requested: '{start}' to '{end}'"
        )));
    }
    let (a, b) = (offset(cx, 0, start as usize)?, offset(cx, 0, end as usize)?);
    let text = match (a, b) {
        (Some(a), Some(b)) => cx.str(0)?[a..b].to_string(),
        _ => return Err(Fail::Bug("substring range")),
    };
    Ok(cx.world.str(&text))
}

fn join(cx: &mut Ctx<'_>) -> Result<Word> {
    let sep = cx.string(0)?;
    let mut out = String::new();
    let mut i = 0;
    while let Some(w) = cx.world.list_at(cx.arg(1), i) {
        if i > 0 {
            out.push_str(&sep);
        }
        out.push_str(cx.world.as_str(w).unwrap_or(""));
        if out.len() > MAX_STRING {
            return Err(too_long());
        }
        i += 1;
    }
    Ok(cx.world.str(&out))
}

/// The index of the code point at that byte of the first argument, or nil.
fn position(cx: &mut Ctx<'_>, byte: Option<usize>) -> Word {
    let index = byte.and_then(|at| cx.world.str_index(cx.arg(0), at));
    index.map_or(Word::NIL, |i| cx.world.int(i as i64))
}

fn index_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let start = cx.int(2)?;
    // Any occurrence is at an index not less than a negative one.
    let start = usize::try_from(start).unwrap_or(0);
    let Some(from) = offset(cx, 0, start)? else { return Ok(Word::NIL) };
    let found = {
        let (s, sub) = (cx.str(0)?, cx.str(1)?);
        // A search for a text prepares itself, which is not worth it for a character.
        let found = match sub.as_bytes() {
            [c] if c.is_ascii() => s[from..].find(*c as char),
            _ => s[from..].find(sub),
        };
        found.map(|at| from + at)
    };
    Ok(position(cx, found))
}

fn last_index_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let Ok(start) = usize::try_from(cx.int(2)?) else { return Ok(Word::NIL) };
    let found = {
        let (s, sub) = (cx.str(0)?, cx.str(1)?);
        let limit = match offset(cx, 0, start)? {
            Some(at) => (at + sub.len()).min(s.len()),
            None => s.len(),
        };
        // An occurrence at `start` would end at the limit: otherwise the last one ends before it.
        let limit = (0..=limit).rev().find(|i| s.is_char_boundary(*i)).unwrap_or(0);
        s[..limit].rfind(sub)
    };
    Ok(position(cx, found))
}

fn starts_with(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(Word::bool(cx.str(0)?.starts_with(cx.str(1)?)))
}

fn ends_with(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(Word::bool(cx.str(0)?.ends_with(cx.str(1)?)))
}

fn to_lower(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.str(0)?.to_ascii_lowercase();
    Ok(cx.world.str(&s))
}

fn to_upper(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.str(0)?.to_ascii_uppercase();
    Ok(cx.world.str(&s))
}

fn trim(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.str(0)?.trim_matches(|c| matches!(c, ' ' | '\u{9}'..='\u{d}')).to_string();
    Ok(cx.world.str(&s))
}

fn to_bytes(cx: &mut Ctx<'_>) -> Result<Word> {
    let b = cx.string(0)?;
    let ty = cx.world.ids.byte_list;
    cx.world.list_of_bytes(ty, b.as_bytes())
}

fn from_bytes(cx: &mut Ctx<'_>) -> Result<Word> {
    let b = cx.world.byte_list(cx.arg(0)).map(<[u8]>::to_vec).unwrap_or_default();
    Ok(match String::from_utf8(b) {
        Ok(s) => cx.world.str(&s),
        Err(_) => {
            cx.error("{ballerina/lang.string}FailedToDecodeBytes", "array contains invalid UTF-8 byte value")
        }
    })
}

fn to_code_points(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    crate::list::int_list(cx, s.chars().map(|c| c as i64))
}

fn from_code_points(cx: &mut Ctx<'_>) -> Result<Word> {
    let mut out = String::new();
    let mut i = 0;
    while let Some(w) = cx.world.list_at(cx.arg(0), i) {
        let n = cx.world.as_int(w).ok_or(Fail::Bug("int list"))?;
        match u32::try_from(n).ok().and_then(char::from_u32) {
            Some(c) => out.push(c),
            None => {
                return Ok(cx.error(&format!("Invalid codepoint: {n}"), ""));
            }
        }
        i += 1;
    }
    Ok(cx.world.str(&out))
}
