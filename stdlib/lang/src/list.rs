//! lang.array

use native::{Ctx, Fail, Registry, Result, Word};
use semtypes::TyKind;

pub const NATIVES: Registry = &[
    ("lang.array:length", length),
    ("lang.array:slice", slice),
    ("lang.array:remove", remove),
    ("lang.array:setLength", set_length),
    ("lang.array:pop", pop),
    ("lang.array:push", push),
    ("lang.array:shift", shift),
    ("lang.array:unshift", unshift),
    ("lang.array:sortInPlace", sort_in_place),
    ("lang.array:sortedOrder", sorted_order),
    ("lang.array:toBase64", to_base64),
    ("lang.array:fromBase64", from_base64),
    ("lang.array:toBase16", to_base16),
    ("lang.array:fromBase16", from_base16),
];

fn len(cx: &Ctx<'_>, i: usize) -> Result<usize> {
    cx.world.list_len(cx.arg(i)).ok_or(Fail::Bug("list argument"))
}

fn out_of_range(index: i64, size: usize) -> Fail {
    Fail::Panic(
        "{ballerina/lang.array}IndexOutOfRange",
        format!("array index out of range: index: {index}, size: {size}"),
    )
}

fn length(cx: &mut Ctx<'_>) -> Result<Word> {
    let n = len(cx, 0)?;
    Ok(cx.world.int(n as i64))
}

fn slice(cx: &mut Ctx<'_>) -> Result<Word> {
    let (n, start, end) = (len(cx, 0)?, cx.int(1)?, cx.int(2)?);
    if start < 0 || start as usize > n {
        return Err(out_of_range(start, n));
    }
    if end < start {
        return Err(out_of_range(end - start, n));
    }
    if end as usize > n {
        return Err(out_of_range(end, n));
    }
    let ty = cx.world.widened_list(cx.world.header_type(cx.arg(0)));
    let list = cx.world.list_new(ty, (end - start) as usize);
    let list = cx.keep(list);
    for i in start..end {
        if let Some(v) = cx.world.list_at(cx.arg(0), i as usize) {
            cx.world.list_init(cx.get(list), v)?;
        }
    }
    Ok(cx.get(list))
}

/// The list may be changed and its length may become `to`.
fn resizable(cx: &Ctx<'_>, to: usize) -> Result<()> {
    let ty = cx.world.header_type(cx.arg(0));
    cx.world.list_mutable(ty)?;
    let (fixed, minimum) = cx.world.list_bounds(ty);
    let array = matches!(cx.world.types.expand(cx.world.types.ty(ty)).kind(), TyKind::Array { .. });
    let what = match fixed {
        Some(n) if n == to => return Ok(()),
        Some(n) if array => format!("an array of fixed length '{n}'"),
        Some(n) => format!("a tuple of fixed length '{n}'"),
        None if to >= minimum => return Ok(()),
        None => format!("a tuple with '{minimum}' mandatory member(s)"),
    };
    Err(Fail::Panic(
        "{ballerina/lang.array}InherentTypeViolation",
        format!("cannot change the length of {what} to '{to}'"),
    ))
}

fn remove(cx: &mut Ctx<'_>) -> Result<Word> {
    let (n, i) = (len(cx, 0)?, cx.int(1)?);
    if i < 0 || i as usize >= n {
        return Err(out_of_range(i, n));
    }
    take(cx, i as usize)
}

/// Removes and returns member `i`.
fn take(cx: &mut Ctx<'_>, i: usize) -> Result<Word> {
    let n = len(cx, 0)?;
    resizable(cx, n - 1)?;
    let v = cx.world.list_at(cx.arg(0), i).unwrap_or(Word::NIL);
    let v = cx.keep(v);
    cx.world.list_remove_at(cx.arg(0), i);
    Ok(cx.get(v))
}

fn pop(cx: &mut Ctx<'_>) -> Result<Word> {
    match len(cx, 0)? {
        0 => Err(out_of_range(-1, 0)),
        n => take(cx, n - 1),
    }
}

fn shift(cx: &mut Ctx<'_>) -> Result<Word> {
    match len(cx, 0)? {
        0 => Err(out_of_range(0, 0)),
        n if cx.world.list_bounds(cx.world.header_type(cx.arg(0))) == (None, n) => {
            let ty = cx.world.types.ty(cx.world.header_type(cx.arg(0)));
            Err(Fail::Panic(
                "{ballerina/lang.array}OperationNotSupported",
                format!("shift() not supported on type '{ty:#}'"),
            ))
        }
        _ => take(cx, 0),
    }
}

fn push(cx: &mut Ctx<'_>) -> Result<Word> {
    let (n, more) = (len(cx, 0)?, len(cx, 1)?);
    let ty = cx.world.header_type(cx.arg(0));
    if more > 0 {
        cx.world.list_mutable(ty)?;
        if cx.world.list_bounds(ty).0.is_some_and(|most| n + more > most) {
            return Err(cx.world.range_violation(ty, n as i64, n));
        }
    }
    for i in 0..more {
        if let Some(v) = cx.world.list_at(cx.arg(1), i) {
            cx.world.list_set(cx.arg(0), (n + i) as i64, v)?;
        }
    }
    Ok(Word::NIL)
}

fn unshift(cx: &mut Ctx<'_>) -> Result<Word> {
    let (n, more) = (len(cx, 0)?, len(cx, 1)?);
    if more == 0 {
        return Ok(Word::NIL);
    }
    resizable(cx, n + more)?;
    // All new members fit the list's type, checked by appending; then everything moves to its place.
    push(cx)?;
    for i in (0..n).rev() {
        if let Some(v) = cx.world.list_at(cx.arg(0), i) {
            cx.world.list_set(cx.arg(0), (i + more) as i64, v)?;
        }
    }
    for i in 0..more {
        if let Some(v) = cx.world.list_at(cx.arg(1), i) {
            cx.world.list_set(cx.arg(0), i as i64, v)?;
        }
    }
    Ok(Word::NIL)
}

fn set_length(cx: &mut Ctx<'_>) -> Result<Word> {
    let (n, to) = (len(cx, 0)?, cx.int(1)?);
    let Ok(to) = usize::try_from(to) else { return Err(out_of_range(to, n)) };
    resizable(cx, to)?;
    if to == n {
        return Ok(Word::NIL);
    }
    if to < n {
        cx.world.list_truncate(cx.arg(0), to);
    } else {
        let h = cx.world.heap.push_handle(cx.arg(0).0);
        cx.world.list_extend(h, to)?;
    }
    Ok(Word::NIL)
}

/// Positions in sorted order, stable.
pub(crate) fn order(cx: &mut Ctx<'_>, i: usize, ascending: bool) -> Result<Vec<usize>> {
    let n = len(cx, i)?;
    let mark = cx.world.heap.handle_mark();
    for at in 0..n {
        let v = cx.world.list_at(cx.arg(i), at).unwrap_or(Word::NIL);
        cx.world.heap.push_handle(v.0);
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| {
        let (x, y) = (Word(cx.world.heap.handle(mark + a)), Word(cx.world.heap.handle(mark + b)));
        cx.world.sort_compare(x, y, ascending)
    });
    cx.world.heap.pop_handles(mark);
    Ok(order)
}

fn sort_in_place(cx: &mut Ctx<'_>) -> Result<Word> {
    let ascending = cx.bool(1)?;
    let order = order(cx, 0, ascending)?;
    let mark = cx.world.heap.handle_mark();
    for &at in &order {
        let v = cx.world.list_at(cx.arg(0), at).unwrap_or(Word::NIL);
        cx.world.heap.push_handle(v.0);
    }
    cx.world.list_truncate(cx.arg(0), 0);
    for i in 0..order.len() {
        let v = Word(cx.world.heap.handle(mark + i));
        cx.world.list_init(cx.arg(0), v)?;
    }
    Ok(Word::NIL)
}

fn sorted_order(cx: &mut Ctx<'_>) -> Result<Word> {
    let ascending = cx.bool(1)?;
    let order = order(cx, 0, ascending)?;
    int_list(cx, order.iter().map(|&i| i as i64))
}

pub(crate) fn int_list(cx: &mut Ctx<'_>, items: impl Iterator<Item = i64>) -> Result<Word> {
    let ty = cx.world.ids.int_list;
    let list = cx.world.list_new(ty, items.size_hint().0);
    let list = cx.keep(list);
    for i in items {
        let w = cx.world.int(i);
        cx.world.list_init(cx.get(list), w)?;
    }
    Ok(cx.get(list))
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn bytes(cx: &Ctx<'_>) -> Result<Vec<u8>> {
    if let Some(b) = cx.world.byte_list(cx.arg(0)) {
        return Ok(b.to_vec());
    }
    // A `byte[]` that is a tuple or a list of singletons.
    let shown = cx.world.text_whole(cx.arg(0), values::text::Style::Json)?;
    let inner = shown.trim_matches(['[', ']']);
    inner
        .split(", ")
        .filter(|s| !s.is_empty())
        .map(|s| s.parse().map_err(|_| Fail::Bug("byte list")))
        .collect()
}

fn to_base64(cx: &mut Ctx<'_>) -> Result<Word> {
    let mut out = String::new();
    for chunk in bytes(cx)?.chunks(3) {
        let n = chunk.iter().fold(0u32, |n, b| n << 8 | *b as u32) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(BASE64[(n >> (18 - 6 * i)) as usize & 63] as char);
            } else {
                out.push('=');
            }
        }
    }
    Ok(cx.world.str(&out))
}

fn from_base64(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    match decode_base64(&s) {
        Some(b) => {
            let ty = cx.world.ids.byte_list;
            cx.world.list_of_bytes(ty, &b)
        }
        None => Ok(cx.error("Invalid base64 string", "the string is not in Base64")),
    }
}

/// White space that byte array literals allow between digits (spec 6.6).
fn digits(s: &str) -> impl Iterator<Item = u8> + '_ {
    s.bytes().filter(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
}

fn decode_base64(s: &str) -> Option<Vec<u8>> {
    let all: Vec<u8> = digits(s).collect();
    let padding = all.iter().rev().take_while(|b| **b == b'=').count();
    if !all.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let (mut acc, mut bits, mut out) = (0u32, 0, Vec::new());
    for c in &all[..all.len() - padding] {
        acc = acc << 6 | BASE64.iter().position(|b| b == c)? as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((acc >> bits) as u8);
        }
    }
    Some(out)
}

fn decode_base16(s: &str) -> Option<Vec<u8>> {
    let all: Option<Vec<u8>> = digits(s).map(|b| (b as char).to_digit(16).map(|d| d as u8)).collect();
    let all = all.filter(|d| d.len().is_multiple_of(2))?;
    Some(all.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

fn to_base16(cx: &mut Ctx<'_>) -> Result<Word> {
    let text: String = bytes(cx)?.iter().map(|b| format!("{b:02x}")).collect();
    Ok(cx.world.str(&text))
}

fn from_base16(cx: &mut Ctx<'_>) -> Result<Word> {
    let s = cx.string(0)?;
    match decode_base16(&s) {
        Some(b) => {
            let ty = cx.world.ids.byte_list;
            cx.world.list_of_bytes(ty, &b)
        }
        None => {
            let (n, odd) = (digits(&s).count(), !digits(&s).count().is_multiple_of(2));
            let message = if odd {
                format!("Expected an even length string, but the length of the string was: {n}")
            } else {
                let wrong: Vec<String> = s
                    .chars()
                    .filter(|c| !c.is_ascii_hexdigit() && !c.is_ascii_whitespace())
                    .map(String::from)
                    .collect();
                format!("Invalid character(s): {}", wrong.join(", "))
            };
            Ok(cx.error("Invalid base16 string", &message))
        }
    }
}
