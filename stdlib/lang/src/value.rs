//! lang.value and lang.error

use native::{Ctx, Fail, Registry, Result, Sort, TypeId, Word};
use semtypes::{Ty, TyKind};
use values::text::Style;
use values::types::{Shape, basic};

use crate::json;

pub const NATIVES: Registry = &[
    ("lang.value:clone", clone),
    ("lang.value:cloneReadOnly", clone_read_only),
    ("lang.value:cloneWithType", clone_with_type),
    ("lang.value:fromJsonWithType", clone_with_type),
    ("lang.value:fromJsonStringWithType", from_json_string_with_type),
    ("lang.value:ensureType", ensure_type),
    ("lang.value:$laxField", lax_field),
    ("lang.value:$laxOptionalField", lax_optional_field),
    ("lang.value:toString", to_string),
    ("lang.value:toBalString", to_bal_string),
    ("lang.value:toJson", to_json),
    ("lang.value:toJsonString", to_json_string),
    ("lang.value:fromJsonString", |cx| from_json(cx, json::Numbers::Natural)),
    ("lang.value:fromJsonFloatString", |cx| from_json(cx, json::Numbers::Float)),
    ("lang.value:fromJsonDecimalString", |cx| from_json(cx, json::Numbers::Decimal)),
    ("lang.value:fromBalString", |cx| from_json(cx, json::Numbers::Natural)),
    ("lang.value:mergeJson", merge_json),
    ("lang.error:message", error_message),
    ("lang.error:cause", error_cause),
    ("lang.error:detail", error_detail),
    ("lang.error:frames", error_frames),
    ("lang.error:toString", to_string),
    ("lang.error:toBalString", to_bal_string),
];

fn to_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    if cx.world.as_str(v).is_some() {
        return Ok(v);
    }
    let text = cx.world.display(v);
    Ok(cx.world.str(&text))
}

fn to_bal_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = cx.world.text(cx.arg(0), Style::Expression);
    Ok(cx.world.str(&text))
}

fn to_json_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = cx.world.text(cx.arg(0), Style::Json);
    Ok(cx.world.str(&text))
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

// ---- copies ----

fn clone(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    copy(cx, v, Copies::Same)
}

fn clone_read_only(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    copy(cx, v, Copies::Readonly)
}

/// What the copies of structures are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copies {
    /// Of the inherent type of the original.
    Same,
    /// Immutable.
    Readonly,
}

/// A deep copy. Immutable parts are shared.
fn copy(cx: &mut Ctx<'_>, v: Word, copies: Copies) -> Result<Word> {
    let bit = cx.world.basic_bit(v);
    if bit == basic::XML {
        return crate::xml::copy(cx.world, v, copies == Copies::Readonly);
    }
    if bit & (basic::LIST | basic::MAPPING | basic::TABLE) == 0 {
        return Ok(v);
    }
    let ty = cx.world.header_type(v);
    if cx.world.types.is_readonly(ty) {
        return Ok(v);
    }
    let to = match copies {
        Copies::Same => ty,
        Copies::Readonly => cx.world.types.intern(cx.world.types.readonly_of(cx.world.types.ty(ty))),
    };
    let from = cx.keep(v);
    match bit {
        basic::LIST => {
            let n = cx.world.list_len(v).unwrap_or(0);
            let out = cx.world.list_new(to, n);
            let out = cx.keep(out);
            for i in 0..n {
                if let Some(m) = cx.world.list_at(cx.get(from), i) {
                    let m = copy(cx, m, copies)?;
                    cx.world.list_init(cx.get(out), m)?;
                }
            }
            Ok(cx.get(out))
        }
        basic::MAPPING => {
            let out = cx.world.mapping_new(to, 4);
            let out = cx.keep(out);
            let mut i = 0;
            while let Some((k, m)) = cx.world.mapping_entry(cx.get(from), i) {
                let k = cx.keep(k);
                let m = copy(cx, m, copies)?;
                cx.world.mapping_init(cx.get(out), cx.get(k), m)?;
                i += 1;
            }
            Ok(cx.get(out))
        }
        _ => {
            let out = cx.world.table_new(to);
            let out = cx.keep(out);
            let mut i = 0;
            while let Some(row) = cx.world.table_row(cx.get(from), i) {
                let row = copy(cx, row, copies)?;
                cx.world.table_put(cx.get(out), row, true, false)?;
                i += 1;
            }
            Ok(cx.get(out))
        }
    }
}

// ---- conversion ----

/// `cloneWithType(v, t)`: a copy whose inherent types come from `t`, with numeric conversion.
fn clone_with_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (v, ty) = (cx.arg(0), cx.typedesc(1)?);
    finish_conversion(cx, v, ty)
}

fn finish_conversion(cx: &mut Ctx<'_>, v: Word, ty: TypeId) -> Result<Word> {
    let shown = format!("'{}' value cannot be converted to '{}'", cx.world.type_of(v), cx.world.types.ty(ty));
    let mut problems = Vec::new();
    match convert(cx, v, ty, "", &mut problems)? {
        Some(w) => Ok(w),
        None => {
            let mut message = shown;
            if !problems.is_empty() {
                message.push_str(": ");
                for p in problems.iter().take(20) {
                    message.push_str("\n\t\t");
                    message.push_str(p);
                }
            }
            Ok(cx.error("{ballerina/lang.value}ConversionError", &message))
        }
    }
}

fn from_json_string_with_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(1)?;
    let v = from_json(cx, json::Numbers::Natural)?;
    if v.is_sort(Sort::Error) {
        return Ok(v);
    }
    finish_conversion(cx, v, ty)
}

fn convert(
    cx: &mut Ctx<'_>,
    v: Word,
    ty: TypeId,
    path: &str,
    problems: &mut Vec<String>,
) -> Result<Option<Word>> {
    let expanded = cx.world.types.expand(cx.world.types.ty(ty));
    let bit = cx.world.basic_bit(v);
    if let TyKind::Union(parts) = expanded.kind() {
        return convert_union(cx, v, parts, path, problems);
    }
    let shape = cx.world.types.shape(ty);
    match (&*shape, bit) {
        (Shape::List(_), basic::LIST) => convert_list(cx, v, ty, path, problems),
        (Shape::Map(_) | Shape::Record(_), basic::MAPPING) => convert_mapping(cx, v, ty, path, problems),
        (Shape::Table { .. }, basic::LIST | basic::TABLE) => convert_table(cx, v, ty, path, problems),
        (Shape::Other, _) if bit & (basic::LIST | basic::MAPPING | basic::TABLE) != 0 => {
            if cx.world.is(v, ty) {
                return copy(cx, v, Copies::Same).map(Some);
            }
            convert_builtin(cx, v, ty, expanded, path, problems)
        }
        _ if cx.world.is(v, ty) => copy(cx, v, Copies::Same).map(Some),
        // Immutable xml is made where it is asked for.
        (_, basic::XML) if !cx.world.xml_readonly(v) => {
            let v = copy(cx, v, Copies::Readonly)?;
            if cx.world.is(v, ty) { Ok(Some(v)) } else { not_of_type(cx, v, ty, path, problems) }
        }
        _ => {
            if bit & (basic::INT | basic::FLOAT | basic::DECIMAL) != 0
                && let Ok(w) = cx.world.cast(v, ty)
            {
                return Ok(Some(w));
            }
            not_of_type(cx, v, ty, path, problems)
        }
    }
}

fn not_of_type(
    cx: &Ctx<'_>,
    v: Word,
    ty: TypeId,
    path: &str,
    problems: &mut Vec<String>,
) -> Result<Option<Word>> {
    let at = if path.is_empty() { String::new() } else { format!("field '{path}' ") };
    problems.push(format!(
        "{at}should be of type '{}', found '{}'",
        cx.world.types.ty(ty),
        cx.world.text(v, Style::Informal)
    ));
    Ok(None)
}

/// Structures into `json` and `anydata`: member by member, since the inherent type of the source is another.
fn convert_builtin(
    cx: &mut Ctx<'_>,
    v: Word,
    ty: TypeId,
    expanded: Ty,
    path: &str,
    problems: &mut Vec<String>,
) -> Result<Option<Word>> {
    let member = match expanded.kind() {
        TyKind::Json => Ty::json(),
        TyKind::Anydata => Ty::anydata(),
        _ => {
            problems.push(format!(
                "should be of type '{}', found '{}'",
                cx.world.types.ty(ty),
                cx.world.type_of(v)
            ));
            return Ok(None);
        }
    };
    let to = if cx.world.basic_bit(v) == basic::LIST { Ty::array(member) } else { Ty::map(member) };
    let to = cx.world.types.intern(to);
    convert(cx, v, to, path, problems)
}

fn convert_union(
    cx: &mut Ctx<'_>,
    v: Word,
    parts: &[Ty],
    path: &str,
    problems: &mut Vec<String>,
) -> Result<Option<Word>> {
    let v = cx.keep(v);
    let ids: Vec<TypeId> = parts.iter().map(|t| cx.world.types.intern(*t)).collect();
    // A member that the value belongs to as it is comes before one that needs a numeric conversion.
    for &id in &ids {
        if cx.world.is(cx.get(v), id) {
            let w = cx.get(v);
            return convert(cx, w, id, path, problems);
        }
    }
    for id in ids {
        let w = cx.get(v);
        let mut ignored = Vec::new();
        if let Some(w) = convert(cx, w, id, path, &mut ignored)? {
            return Ok(Some(w));
        }
    }
    let shown: Vec<String> = parts.iter().map(|t| t.to_string()).collect();
    let at = if path.is_empty() { String::new() } else { format!("field '{path}' ") };
    problems.push(format!(
        "{at}should be of type '{}', found '{}'",
        shown.join("|"),
        cx.world.text(cx.get(v), Style::Informal)
    ));
    Ok(None)
}

fn convert_list(
    cx: &mut Ctx<'_>,
    v: Word,
    ty: TypeId,
    path: &str,
    problems: &mut Vec<String>,
) -> Result<Option<Word>> {
    let n = cx.world.list_len(v).unwrap_or(0);
    let (fixed, minimum) = cx.world.list_bounds(ty);
    if fixed.is_some_and(|f| n > f) || fixed.is_none() && n < minimum {
        problems.push(format!("array size mismatch for '{}': found {n} members", cx.world.types.ty(ty)));
        return Ok(None);
    }
    let from = cx.keep(v);
    let out = cx.world.list_new(ty, n);
    let out = cx.keep(out);
    for i in 0..n {
        let member = cx.world.list_member_type(ty, i).ok_or(Fail::Bug("list member type"))?;
        let m = cx.world.list_at(cx.get(from), i).unwrap_or(Word::NIL);
        let Some(m) = convert(cx, m, member, &format!("{path}[{i}]"), problems)? else { return Ok(None) };
        cx.world.list_init(cx.get(out), m)?;
    }
    cx.world.list_done(cx.get(out))?;
    Ok(Some(cx.get(out)))
}

fn convert_mapping(
    cx: &mut Ctx<'_>,
    v: Word,
    ty: TypeId,
    path: &str,
    problems: &mut Vec<String>,
) -> Result<Option<Word>> {
    let from = cx.keep(v);
    let out = cx.world.mapping_new(ty, 4);
    let out = cx.keep(out);
    let shape = cx.world.types.shape(ty);
    let mut i = 0;
    let mut ok = true;
    let mut given = Vec::new();
    while let Some((k, m)) = cx.world.mapping_entry(cx.get(from), i) {
        i += 1;
        let name = cx.world.as_str(k).unwrap_or("").to_string();
        let k = cx.keep(k);
        let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let member = match &*shape {
            Shape::Record(r) => match r.fields.iter().find(|f| f.name.as_str() == name) {
                Some(f) => Some(f.ty),
                None => r.rest,
            },
            Shape::Map(t) => Some(*t),
            _ => None,
        };
        let Some(member) = member else {
            problems.push(format!("value cannot be converted: undefined field '{inner}'"));
            ok = false;
            continue;
        };
        match convert(cx, m, member, &inner, problems)? {
            Some(m) => cx.world.mapping_init(cx.get(out), cx.get(k), m)?,
            None => ok = false,
        }
        given.push(name);
    }
    if let Shape::Record(r) = &*shape {
        for f in r.fields.iter().filter(|f| !f.optional && !given.iter().any(|g| g == f.name.as_str())) {
            if f.has_default {
                return Err(Fail::Panic(
                    "{ballerina}NotSupported",
                    format!(
                        "conversion to a record whose field '{}' needs its default value is not supported yet",
                        f.name
                    ),
                ));
            }
            let inner = if path.is_empty() { f.name.to_string() } else { format!("{path}.{}", f.name) };
            problems.push(format!(
                "missing required field '{inner}' of type '{}' in record '{}'",
                cx.world.types.ty(f.ty),
                cx.world.types.ty(ty)
            ));
            ok = false;
        }
    }
    Ok(ok.then(|| cx.get(out)))
}

fn convert_table(
    cx: &mut Ctx<'_>,
    v: Word,
    ty: TypeId,
    path: &str,
    problems: &mut Vec<String>,
) -> Result<Option<Word>> {
    let shape = cx.world.types.shape(ty);
    let Shape::Table { row, .. } = &*shape else { return Err(Fail::Bug("table shape")) };
    let from = cx.keep(v);
    let out = cx.world.table_new(ty);
    let out = cx.keep(out);
    let mut i = 0;
    loop {
        let source = cx.get(from);
        let m = if source.is_sort(Sort::Table) {
            cx.world.table_row(source, i)
        } else {
            cx.world.list_at(source, i)
        };
        let Some(m) = m else { break };
        let Some(m) = convert(cx, m, *row, &format!("{path}[{i}]"), problems)? else { return Ok(None) };
        cx.world.table_put(cx.get(out), m, false, false)?;
        i += 1;
    }
    Ok(Some(cx.get(out)))
}

/// `ensureType`: the value itself when it belongs to the type, after at most a numeric conversion; else an error.
fn ensure_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (v, ty) = (cx.arg(0), cx.typedesc(1)?);
    if v.is_sort(Sort::Error) && !cx.world.is(v, ty) {
        return Ok(v);
    }
    match cx.world.cast(v, ty) {
        Ok(w) => Ok(w),
        Err(_) => {
            let message = format!(
                "incompatible types: '{}' cannot be cast to '{}'",
                cx.world.type_of(cx.arg(0)),
                cx.world.types.ty(ty)
            );
            Ok(cx.error("{ballerina}TypeCastError", &message))
        }
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
    json_copy(cx, v)
}

fn json_copy(cx: &mut Ctx<'_>, v: Word) -> Result<Word> {
    match cx.world.basic_bit(v) {
        basic::LIST | basic::TABLE => {
            let from = cx.keep(v);
            let ty = cx.world.ids.json_list;
            let out = cx.world.list_new(ty, 0);
            let out = cx.keep(out);
            let mut i = 0;
            loop {
                let s = cx.get(from);
                let m =
                    if s.is_sort(Sort::Table) { cx.world.table_row(s, i) } else { cx.world.list_at(s, i) };
                let Some(m) = m else { break };
                let m = json_copy(cx, m)?;
                cx.world.list_init(cx.get(out), m)?;
                i += 1;
            }
            Ok(cx.get(out))
        }
        basic::MAPPING => {
            let from = cx.keep(v);
            let ty = cx.world.ids.json_map;
            let out = cx.world.mapping_new(ty, 4);
            let out = cx.keep(out);
            let mut i = 0;
            while let Some((k, m)) = cx.world.mapping_entry(cx.get(from), i) {
                let k = cx.keep(k);
                let m = json_copy(cx, m)?;
                cx.world.mapping_init(cx.get(out), cx.get(k), m)?;
                i += 1;
            }
            Ok(cx.get(out))
        }
        basic::XML | basic::REGEXP => {
            let text = cx.world.display(v);
            Ok(cx.world.str(&text))
        }
        _ => Ok(v),
    }
}

fn merge_json(cx: &mut Ctx<'_>) -> Result<Word> {
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
    if !a.sort().is_some_and(Sort::is_mapping) || !b.sort().is_some_and(Sort::is_mapping) {
        let message = format!(
            "Cannot merge JSON values of types '{}' and '{}'",
            cx.world.type_of(a),
            cx.world.type_of(b)
        );
        return Ok(cx.error("{ballerina/lang.value}MergeJsonError", &message));
    }
    let (a, b) = (cx.keep(a), cx.keep(b));
    let mut i = 0;
    while let Some((k, v)) = cx.world.mapping_entry(cx.get(b), i) {
        let k = cx.keep(k);
        let v = cx.keep(v);
        let merged = match cx.world.mapping_get_word(cx.get(a), cx.get(k))? {
            Some(old) => {
                let new = cx.get(v);
                merge(cx, old, new)?
            }
            None => cx.get(v),
        };
        if merged.is_sort(Sort::Error) {
            return Ok(merged);
        }
        cx.world.mapping_set(cx.get(a), cx.get(k), merged)?;
        i += 1;
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
