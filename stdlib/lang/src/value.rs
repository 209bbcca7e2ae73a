//! lang.value and lang.error

use native::{Ctx, Fail, Registry, Result, Sort, Word};
use values::text::Style;
use values::types::basic;

use crate::cycles::{Enclosing, cycle_panic};
use crate::json;

pub const NATIVES: Registry = &[
    ("lang.value:ensureType", ensure_type),
    ("lang.value:$laxField", lax_field),
    ("lang.value:$laxOptionalField", lax_optional_field),
    ("lang.value:toString", to_string),
    ("lang.value:toBalString", to_bal_string),
    ("lang.value:toJson", to_json),
    ("lang.value:toJsonString", to_json_string),
    ("lang.value:parseTyped", parse_typed),
    ("lang.value:fromJsonString", |cx| from_json(cx, json::Numbers::Natural)),
    ("lang.value:fromJsonFloatString", |cx| from_json(cx, json::Numbers::Float)),
    ("lang.value:fromJsonDecimalString", |cx| from_json(cx, json::Numbers::Decimal)),
    ("lang.value:mergeJson", merge_json),
    ("lang.error:message", error_message),
    ("lang.error:cause", error_cause),
    ("lang.error:detail", error_detail),
    ("lang.trace:lines", error_frames),
    ("lang.error:toString", to_string),
    ("lang.error:toBalString", to_bal_string),
];

fn to_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    if cx.world.as_str(v).is_some() {
        return Ok(v);
    }
    let text = cx.world.display_whole(v)?;
    cx.world.long_str(&text)
}

fn to_bal_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = cx.world.text_whole(cx.arg(0), Style::Expression)?;
    cx.world.long_str(&text)
}

fn to_json_string(cx: &mut Ctx<'_>) -> Result<Word> {
    // As if by `toJson`, which does not take what contains itself.
    match cx.world.json_text(cx.arg(0))? {
        Some(text) => cx.world.long_str(&text),
        None => Err(cycle_panic(cx, cx.arg(0))),
    }
}

/// `parseTyped(text, t)`: the value, or nil where the text must be parsed and converted.
fn parse_typed(cx: &mut Ctx<'_>) -> Result<Word> {
    let (text, ty) = (cx.string(0)?, cx.typedesc(1)?);
    Ok(json::typed::parse(cx, &text, ty)?.unwrap_or(Word::NIL))
}

fn from_json(cx: &mut Ctx<'_>, numbers: json::Numbers) -> Result<Word> {
    let text = cx.string(0)?;
    match json::parse(cx, &text, numbers) {
        Ok(w) => Ok(w),
        Err(json::JsonError::Fail(f)) => Err(f),
        Err(json::JsonError::Syntax(message)) => {
            Ok(cx.error("{ballerina/lang.value}FromJsonStringError", &message))
        }
    }
}

/// `ensureType`: the value itself when it belongs to the type, after at most a numeric conversion; else an error.
fn ensure_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (v, ty) = (cx.arg(0), cx.typedesc(1)?);
    if v.is_sort(Sort::Error) && !cx.world.is(v, ty) {
        return Ok(v);
    }
    match cx.world.cast(v, ty) {
        Err(Fail::Panic(reason, message)) => Ok(cx.error(reason, &message)),
        other => other,
    }
}

/// `$laxField(base, name)`: `base.name` on json (spec 6.10).
fn lax_field(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    if v.is_sort(Sort::Error) {
        return Ok(v);
    }
    if v.sort().is_some_and(Sort::is_mapping) {
        return match cx.world.mapping_get_word(v, cx.arg(1))? {
            Some(m) => Ok(m),
            None => {
                let key = cx.string(1)?;
                Ok(cx.error(
                    "{ballerina/lang.map}KeyNotFound",
                    &format!("key '{key}' not found in JSON mapping"),
                ))
            }
        };
    }
    Ok(cx.error("{ballerina}JSONOperationError", "JSON value is not a mapping"))
}

/// `$laxOptionalField(base, name)`: `base?.name` on json (spec 6.11).
fn lax_optional_field(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    if v.is_nil() || v.is_sort(Sort::Error) {
        return Ok(v);
    }
    if v.sort().is_some_and(Sort::is_mapping) {
        return Ok(cx.world.mapping_get_word(v, cx.arg(1))?.unwrap_or(Word::NIL));
    }
    Ok(cx.error("{ballerina}JSONOperationError", "JSON value is not a mapping"))
}

/// `toJson`: a copy with json inherent types; tables become lists.
fn to_json(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    json_copy(cx, v, &mut Enclosing::default())
}

fn json_copy(cx: &mut Ctx<'_>, v: Word, enclosing: &mut Enclosing) -> Result<Word> {
    let bit = cx.world.basic_bit(v);
    if bit & (basic::XML | basic::REGEXP) != 0 {
        let text = cx.world.display(v);
        return Ok(cx.world.str(&text));
    }
    if bit & (basic::LIST | basic::TABLE | basic::MAPPING) == 0 {
        return Ok(v);
    }
    if enclosing.enter(cx, v)?.is_none() {
        return Err(cycle_panic(cx, v));
    }
    let from = cx.keep(v);
    let (list, map) = (cx.world.ids.json_list, cx.world.ids.json_map);
    let mut i = 0;
    let out = if bit == basic::MAPPING {
        let out = cx.world.mapping_new(map, 4);
        let out = cx.keep(out);
        while let Some((k, m)) = cx.world.mapping_entry(cx.get(from), i) {
            let k = cx.keep(k);
            let m = json_copy(cx, m, enclosing)?;
            cx.world.mapping_init(cx.get(out), cx.get(k), m)?;
            i += 1;
        }
        out
    } else {
        let out = cx.world.list_new(list, 0);
        let out = cx.keep(out);
        loop {
            let s = cx.get(from);
            let m = if bit == basic::TABLE { cx.world.table_row(s, i) } else { cx.world.list_at(s, i) };
            let Some(m) = m else { break };
            let m = json_copy(cx, m, enclosing)?;
            cx.world.list_init(cx.get(out), m)?;
            i += 1;
        }
        out
    };
    enclosing.leave();
    Ok(cx.get(out))
}

/// Why two values cannot be merged: the keys that lead to them, and their types. Nothing is changed unless all of it
/// can be.
fn conflict(cx: &mut Ctx<'_>, a: Word, b: Word) -> Result<Option<(Vec<String>, String)>> {
    if a.is_nil() || b.is_nil() {
        return Ok(None);
    }
    let mapping = |w: Word| w.sort().is_some_and(Sort::is_mapping);
    if !mapping(a) || !mapping(b) {
        let (a, b) = (cx.world.type_of(a), cx.world.type_of(b));
        let message = format!("cannot merge JSON values of types '{a:#}' and '{b:#}'");
        return Ok(Some((Vec::new(), message)));
    }
    let (a, b) = (cx.keep(a), cx.keep(b));
    let mut i = 0;
    while let Some((k, v)) = cx.world.mapping_entry(cx.get(b), i) {
        i += 1;
        let v = cx.keep(v);
        let key = cx.world.as_str(k).unwrap_or("").to_string();
        let Some(old) = cx.world.mapping_get_word(cx.get(a), k)? else { continue };
        let new = cx.get(v);
        if let Some((mut path, message)) = conflict(cx, old, new)? {
            path.insert(0, key);
            return Ok(Some((path, message)));
        }
    }
    Ok(None)
}

/// The error of a failed merge, with an error for each mapping on the way.
fn merge_error(cx: &mut Ctx<'_>, path: &[String], message: &str) -> Result<Word> {
    const REASON: &str = "{ballerina/lang.value}MergeJsonError";
    let Some((key, inner)) = path.split_first() else { return Ok(cx.error(REASON, message)) };
    let inner = merge_error(cx, inner, message)?;
    let inner = cx.keep(inner);
    let ty = cx.world.ids.detail;
    let detail = cx.world.mapping_new(ty, 2);
    let detail = cx.keep(detail);
    let fields = [("message", None), ("cause", Some(inner))];
    for (name, value) in fields {
        let value = match value {
            Some(v) => v,
            None => {
                let text = cx.world.str(&format!("JSON Merge failed for key '{key}'"));
                cx.keep(text)
            }
        };
        let name = cx.world.str(name);
        cx.world.mapping_init(cx.get(detail), name, cx.get(value))?;
    }
    let trace = (cx.trace)();
    let trace = cx.world.bytes(&trace);
    let trace = cx.keep(trace);
    let reason = cx.world.str(REASON);
    let error = cx.world.ids.error;
    Ok(cx.world.error(error, reason, Word::NIL, cx.get(detail), cx.get(trace)))
}

fn merge_json(cx: &mut Ctx<'_>) -> Result<Word> {
    let (a, b) = (cx.arg(0), cx.arg(1));
    if let Some((path, message)) = conflict(cx, a, b)? {
        return merge_error(cx, &path, &message);
    }
    let (a, b) = (cx.arg(0), cx.arg(1));
    merge(cx, a, b)
}

fn merge(cx: &mut Ctx<'_>, a: Word, b: Word) -> Result<Word> {
    if a.is_nil() {
        return Ok(b);
    }
    if b.is_nil() {
        return Ok(a);
    }
    let (a, b) = (cx.keep(a), cx.keep(b));
    let mut i = 0;
    while let Some((k, v)) = cx.world.mapping_entry(cx.get(b), i) {
        i += 1;
        let (k, v) = (cx.keep(k), cx.keep(v));
        let merged = match cx.world.mapping_get_word(cx.get(a), cx.get(k))? {
            Some(old) => {
                let new = cx.get(v);
                merge(cx, old, new)?
            }
            None => cx.get(v),
        };
        cx.world.mapping_set(cx.get(a), cx.get(k), merged)?;
    }
    Ok(cx.get(a))
}

// ---- errors ----

fn error_part(cx: &Ctx<'_>, i: usize) -> Result<Word> {
    cx.world.error_parts(cx.arg(0)).map(|p| p[i]).ok_or(Fail::Bug("error argument"))
}

fn error_message(cx: &mut Ctx<'_>) -> Result<Word> {
    error_part(cx, 0)
}

fn error_cause(cx: &mut Ctx<'_>) -> Result<Word> {
    error_part(cx, 1)
}

fn error_detail(cx: &mut Ctx<'_>) -> Result<Word> {
    error_part(cx, 2)
}

fn error_frames(cx: &mut Ctx<'_>) -> Result<Word> {
    let trace = error_part(cx, 3)?;
    let lines = cx.world.as_bytes(trace).map(|b| (cx.render)(b)).unwrap_or_default();
    let ty = cx.world.ids.string_list;
    let list = cx.world.list_new(ty, lines.len());
    let list = cx.keep(list);
    for l in lines {
        let w = cx.world.str(&l);
        cx.world.list_init(cx.get(list), w)?;
    }
    Ok(cx.get(list))
}
