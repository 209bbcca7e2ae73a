//! lang.regexp. Positions are code points; matches are lists of the bounds of the whole and of each group in turn.

use std::rc::Rc;

use bal_regexp::{Error, Match, Regexp};
use native::{Ctx, Fail, Registry, Result, Word};
use semtypes::Ty;

pub const NATIVES: Registry = &[
    ("lang.regexp:matchFrom", match_from),
    ("lang.regexp:matchAll", match_all),
    ("lang.regexp:matchWhole", match_whole),
    ("lang.regexp:replaceWithText", replace),
    ("lang.regexp:split", split),
    ("lang.regexp:fromString", from_string),
    ("lang.regexp:$template", template),
];

const PARSING: &str = "{ballerina}RegularExpressionParsingError";

fn message(e: &Error) -> String {
    format!("failed to parse regular expression: {}", e.message)
}

// ---- construction ----

/// `$template(parts)`: text and insertions in turn (spec 6.6.3). A regular expression is inserted as a group, the text
/// of a simple value as it is, when that has no special characters.
fn template(cx: &mut Ctx<'_>) -> Result<Word> {
    let mut text = String::new();
    let n = cx.world.list_len(cx.arg(0)).ok_or(Fail::Bug("template parts"))?;
    for i in 0..n {
        let part = cx.world.list_at(cx.arg(0), i).unwrap_or(Word::NIL);
        let piece = cx.world.display(part);
        if i % 2 == 0 {
            text.push_str(&piece);
        } else if cx.world.as_regexp(part).is_some() {
            text.push_str("(?:");
            text.push_str(&piece);
            text.push(')');
        } else {
            bal_regexp::check_insertion(&piece).map_err(|m| Fail::Panic(PARSING, m))?;
            text.push_str(&piece);
        }
    }
    if n > 1 {
        // A template without insertions was checked by the compiler.
        bal_regexp::parse(&text).map_err(|e| Fail::Panic(PARSING, message(&e)))?;
    }
    let text = cx.world.str(&text);
    Ok(cx.world.regexp_new(text))
}

fn from_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = cx.string(0)?;
    match cx.world.regexps.get(&text) {
        Ok(_) => Ok(cx.world.regexp_new(cx.arg(0))),
        Err(e) => Ok(cx.error(PARSING, &message(&e))),
    }
}

// ---- matching ----

fn compiled(cx: &mut Ctx<'_>) -> Result<Rc<Regexp>> {
    let text = cx.world.as_regexp(cx.arg(0)).ok_or(Fail::Bug("regular expression argument"))?.to_owned();
    cx.world.regexps.get(&text).map_err(|e| Fail::Panic(PARSING, message(&e)))
}

/// The byte position of the start index at argument `i`.
fn start(cx: &Ctx<'_>, i: usize) -> Result<usize> {
    let (index, s) = (cx.int(i)?, cx.str(1)?);
    let n = cx.world.str_len(cx.arg(1)).unwrap_or(0);
    let fail = |m| Err(Fail::Panic("{ballerina/lang.regexp}IndexOutOfRange", m));
    match usize::try_from(index) {
        Err(_) => fail("start index cannot be less than 0".to_owned()),
        Ok(at) if at > n => {
            fail(format!("start index '{index}' cannot be greater than input string length '{n}'"))
        }
        Ok(at) if s.len() == n => Ok(at),
        Ok(at) => Ok(s.char_indices().nth(at).map_or(s.len(), |(byte, _)| byte)),
    }
}

/// Turns byte positions of matches, in order, into code points.
struct Points<'a> {
    text: &'a str,
    ascii: bool,
    byte: usize,
    chars: i64,
}

impl<'a> Points<'a> {
    fn new(text: &'a str) -> Self {
        Points { text, ascii: text.is_ascii(), byte: 0, chars: 0 }
    }

    fn distance(&self, from: usize, to: usize) -> i64 {
        if self.ascii { (to - from) as i64 } else { self.text[from..to].chars().count() as i64 }
    }

    /// The bounds of a match; groups lie within the whole.
    fn bounds(&mut self, m: &Match) -> Vec<i64> {
        let from = m[0].map_or(self.byte, |(s, _)| s);
        self.chars += self.distance(self.byte, from);
        self.byte = from;
        let at = |p: usize| self.chars + self.distance(from, p);
        m.iter().flat_map(|g| g.map_or([-1, -1], |(s, e)| [at(s), at(e)])).collect()
    }
}

fn one(cx: &mut Ctx<'_>, m: Option<Vec<i64>>) -> Result<Word> {
    m.map_or(Ok(Word::NIL), |m| crate::list::int_list(cx, m.into_iter()))
}

/// `matchFrom(re, str, startIndex, exactly, withGroups)`
fn match_from(cx: &mut Ctx<'_>) -> Result<Word> {
    let re = compiled(cx)?;
    let (from, exactly, groups) = (start(cx, 2)?, cx.bool(3)?, cx.bool(4)?);
    let s = cx.str(1)?;
    let m =
        if groups { re.groups(s, from, exactly) } else { re.find(s, from, exactly).map(|m| vec![Some(m)]) };
    let m = m.map(|m| Points::new(s).bounds(&m));
    one(cx, m)
}

fn match_whole(cx: &mut Ctx<'_>) -> Result<Word> {
    let re = compiled(cx)?;
    let s = cx.str(1)?;
    let m = re.full(s).map(|m| Points::new(s).bounds(&m));
    one(cx, m)
}

/// The matches from `from` on: each begins where the one before ended, or after it when both would be empty there.
fn all<'a>(re: &'a Regexp, s: &'a str, from: usize, groups: bool) -> impl Iterator<Item = Match> + use<'a> {
    let mut next = Some(from);
    std::iter::from_fn(move || {
        let from = next?;
        let m = if groups {
            re.groups(s, from, false)?
        } else {
            re.find(s, from, false).map(|m| vec![Some(m)])?
        };
        let (start, end) = m[0]?;
        next = match s[end..].chars().next() {
            Some(c) if start == end => Some(end + c.len_utf8()),
            None if start == end => None,
            _ => Some(end),
        };
        Some(m)
    })
}

/// `matchAll(re, str, startIndex, withGroups)`
fn match_all(cx: &mut Ctx<'_>) -> Result<Word> {
    let re = compiled(cx)?;
    let (from, groups) = (start(cx, 2)?, cx.bool(3)?);
    let s = cx.str(1)?;
    let mut points = Points::new(s);
    let found: Vec<Vec<i64>> = all(&re, s, from, groups).map(|m| points.bounds(&m)).collect();
    let ty = cx.world.types.intern(Ty::array(Ty::array(Ty::int())));
    let list = cx.world.list_new(ty, found.len());
    let list = cx.keep(list);
    for m in found {
        let m = crate::list::int_list(cx, m.into_iter())?;
        cx.world.list_init(cx.get(list), m)?;
    }
    Ok(cx.get(list))
}

/// `replaceWithText(re, str, replacement, startIndex, all)`
fn replace(cx: &mut Ctx<'_>) -> Result<Word> {
    let re = compiled(cx)?;
    let (from, every) = (start(cx, 3)?, cx.bool(4)?);
    let (s, replacement) = (cx.str(1)?, cx.str(2)?);
    let (mut out, mut end) = (String::with_capacity(s.len()), 0);
    for m in all(&re, s, from, false).take(if every { usize::MAX } else { 1 }) {
        if let Some((a, b)) = m[0] {
            out.push_str(&s[end..a]);
            out.push_str(replacement);
            end = b;
        }
    }
    out.push_str(&s[end..]);
    Ok(cx.world.str(&out))
}

fn split(cx: &mut Ctx<'_>) -> Result<Word> {
    let re = compiled(cx)?;
    let s = cx.string(1)?;
    let ty = cx.world.ids.string_list;
    let list = cx.world.list_new(ty, 0);
    let list = cx.keep(list);
    let mut end = 0;
    let matches = all(&re, &s, 0, false).filter_map(|m| m[0]);
    for (a, b) in matches.chain([(s.len(), s.len())]) {
        let part = cx.world.str(&s[end..a]);
        cx.world.list_init(cx.get(list), part)?;
        end = b;
    }
    Ok(cx.get(list))
}
