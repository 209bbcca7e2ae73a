//! lang.xml, and the helpers (`$name`) that templates, navigation and attribute access are lowered to.

use native::{Ctx, Fail, Registry, Result, Sort, Word, World};
use values::xml::split_name;

use crate::xml_parse;

pub const NATIVES: Registry = &[
    ("lang.xml:length", length),
    ("lang.xml:get", get),
    ("lang.xml:concat", concat),
    ("lang.xml:getName", get_name),
    ("lang.xml:setName", set_name),
    ("lang.xml:getAttributes", get_attributes),
    ("lang.xml:getChildren", get_children),
    ("lang.xml:setChildren", set_children),
    ("lang.xml:getDescendants", get_descendants),
    ("lang.xml:data", data),
    ("lang.xml:getTarget", get_target),
    ("lang.xml:getContent", get_content),
    ("lang.xml:createElement", create_element),
    ("lang.xml:createProcessingInstruction", create_pi),
    ("lang.xml:createComment", create_comment),
    ("lang.xml:createText", create_text),
    ("lang.xml:slice", slice),
    ("lang.xml:strip", strip),
    ("lang.xml:elements", elements),
    ("lang.xml:children", children),
    ("lang.xml:elementChildren", element_children),
    ("lang.xml:text", text),
    ("lang.xml:fromString", from_string),
    ("lang.xml:$at", at),
    ("lang.xml:$attribute", attribute),
    ("lang.xml:$filter", filter),
    ("lang.xml:$children", child_step),
    ("lang.xml:$descendants", descendant_step),
    ("lang.xml:$element", element),
];

fn operation(message: String) -> Fail {
    Fail::Panic("{ballerina/lang.xml}XMLOperationError", message)
}

fn count(cx: &Ctx<'_>, i: usize) -> Result<usize> {
    cx.world.xml_len(cx.arg(i)).ok_or(Fail::Bug("xml argument"))
}

// ---- items ----

fn length(cx: &mut Ctx<'_>) -> Result<Word> {
    let n = count(cx, 0)?;
    Ok(cx.world.int(n as i64))
}

fn item_at(cx: &Ctx<'_>) -> Result<std::result::Result<Word, i64>> {
    let (n, i) = (count(cx, 0)?, cx.int(1)?);
    let item = usize::try_from(i).ok().filter(|i| *i < n).and_then(|i| cx.world.xml_item(cx.arg(0), i));
    Ok(item.ok_or(i))
}

fn out_of_range(n: usize, i: i64) -> Fail {
    operation(format!("xml sequence index out of range. Length: '{n}' requested: '{i}'"))
}

fn get(cx: &mut Ctx<'_>) -> Result<Word> {
    let n = count(cx, 0)?;
    item_at(cx)?.map_err(|i| out_of_range(n, i))
}

/// `$at(x, i)`: `x[i]` (spec 6.14), the empty sequence past the end.
fn at(cx: &mut Ctx<'_>) -> Result<Word> {
    let n = count(cx, 0)?;
    match item_at(cx)? {
        Ok(w) => Ok(w),
        Err(i) if i < 0 => Err(out_of_range(n, i)),
        Err(_) => Ok(cx.world.xml_empty()),
    }
}

fn slice(cx: &mut Ctx<'_>) -> Result<Word> {
    let (n, start, end) = (count(cx, 0)?, cx.int(1)?, cx.int(2)?);
    if start < 0 || end < start || end as u64 > n as u64 {
        return Err(operation(format!(
            "xml sequence index out of range. Length: '{n}' requested: '{start}' to '{end}'"
        )));
    }
    let skip = start as usize;
    let items: Vec<Word> = cx.world.xml_items(cx.arg(0)).skip(skip).take(end as usize - skip).collect();
    cx.world.xml_of_items(&items)
}

/// Concatenation of the members of a list: xml, strings, and simple values for templates.
fn concat(cx: &mut Ctx<'_>) -> Result<Word> {
    let mark = cx.world.heap.handle_mark();
    list_items(cx, 0)?;
    cx.world.xml_concat(mark)
}

/// Pushes the members of the list argument `i` as handles, those that are not xml as strings.
fn list_items(cx: &mut Ctx<'_>, i: usize) -> Result<()> {
    let n = cx.world.list_len(cx.arg(i)).ok_or(Fail::Bug("xml parts"))?;
    for at in 0..n {
        let w = cx.world.list_at(cx.arg(i), at).unwrap_or(Word::NIL);
        let w = if cx.world.xml_len(w).is_some() { w } else { as_string(cx, w) };
        cx.world.heap.push_handle(w.0);
    }
    Ok(())
}

/// The string of a simple value (`toString`).
fn as_string(cx: &mut Ctx<'_>, w: Word) -> Word {
    if cx.world.as_str(w).is_some() {
        return w;
    }
    let text = cx.world.display(w);
    cx.world.str(&text)
}

/// The items of an argument for which `f` holds.
fn select(cx: &mut Ctx<'_>, f: impl Fn(&World, Word) -> bool) -> Result<Word> {
    let items: Vec<Word> = cx.world.xml_items(cx.arg(0)).filter(|w| f(cx.world, *w)).collect();
    if items.len() == count(cx, 0)? {
        return Ok(cx.arg(0));
    }
    cx.world.xml_of_items(&items)
}

fn elements(cx: &mut Ctx<'_>) -> Result<Word> {
    let name = optional_name(cx)?;
    select(cx, |w, i| i.is_sort(Sort::XmlElement) && has_name(w, i, name.as_deref()))
}

/// The second argument: a name or nil.
fn optional_name(cx: &Ctx<'_>) -> Result<Option<String>> {
    if cx.arg(1).is_nil() { Ok(None) } else { cx.string(1).map(Some) }
}

fn has_name(world: &World, w: Word, name: Option<&str>) -> bool {
    name.is_none_or(|n| world.xml_name_text(w) == Some(n))
}

fn text(cx: &mut Ctx<'_>) -> Result<Word> {
    select(cx, |_, i| i.is_sort(Sort::XmlText))
}

/// First comments and processing instructions go, then the texts that are white space once their neighbours have
/// joined them.
fn strip(cx: &mut Ctx<'_>) -> Result<Word> {
    let kept = select(cx, |_, i| !i.is_sort(Sort::XmlComment) && !i.is_sort(Sort::XmlPi))?;
    let blank = |world: &World, w: Word| {
        w.is_sort(Sort::XmlText)
            && world
                .xml_content(w)
                .and_then(|c| world.as_str(c))
                .is_some_and(|s| s.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n')))
    };
    let items: Vec<Word> = cx.world.xml_items(kept).filter(|w| !blank(cx.world, *w)).collect();
    cx.world.xml_of_items(&items)
}

// ---- navigation (spec 6.36) ----

/// The items of the children of the elements of the first argument.
fn all_children(cx: &Ctx<'_>) -> Vec<Word> {
    let world = &*cx.world;
    world
        .xml_items(cx.arg(0))
        .filter_map(|w| world.xml_children(w))
        .flat_map(|c| world.xml_items(c).collect::<Vec<_>>())
        .collect()
}

fn all_descendants(cx: &Ctx<'_>) -> Vec<Word> {
    let world = &*cx.world;
    world
        .xml_items(cx.arg(0))
        .filter_map(|w| world.xml_children(w))
        .flat_map(|c| world.xml_descend(c))
        .collect()
}

/// The name patterns of a navigation: `*`, `{uri}*` or expanded names.
fn patterns(cx: &mut Ctx<'_>) -> Result<Vec<String>> {
    let n = cx.world.list_len(cx.arg(1)).ok_or(Fail::Bug("xml name pattern"))?;
    let mut out = Vec::with_capacity(n);
    for i in 0..n {
        let w = cx.world.list_at(cx.arg(1), i).unwrap_or(Word::NIL);
        out.push(cx.world.as_str(w).ok_or(Fail::Bug("xml name pattern"))?.to_string());
    }
    Ok(out)
}

/// Whether an item is an element whose name one of the patterns matches.
fn matches(world: &World, w: Word, patterns: &[String]) -> bool {
    let Some(name) = world.xml_name_text(w) else { return false };
    patterns.iter().any(|p| match p.strip_suffix('*') {
        Some("") => true,
        Some(_) => split_name(p).0 == split_name(name).0,
        None => p == name,
    })
}

/// `$filter(x, patterns)`: `x.<a|b>`
fn filter(cx: &mut Ctx<'_>) -> Result<Word> {
    let patterns = patterns(cx)?;
    select(cx, |world, w| matches(world, w, &patterns))
}

/// `$children(x, patterns)`: `x/<a|b>`, and `x/*` for nil.
fn child_step(cx: &mut Ctx<'_>) -> Result<Word> {
    if cx.arg(1).is_nil() {
        return children(cx);
    }
    let patterns = patterns(cx)?;
    let mut items = all_children(cx);
    items.retain(|w| matches(cx.world, *w, &patterns));
    cx.world.xml_of_items(&items)
}

/// `$descendants(x, patterns)`: `x/**/<a|b>`
fn descendant_step(cx: &mut Ctx<'_>) -> Result<Word> {
    let patterns = patterns(cx)?;
    let mut items = all_descendants(cx);
    items.retain(|w| matches(cx.world, *w, &patterns));
    cx.world.xml_of_items(&items)
}

fn children(cx: &mut Ctx<'_>) -> Result<Word> {
    let items = all_children(cx);
    cx.world.xml_of_items(&items)
}

fn element_children(cx: &mut Ctx<'_>) -> Result<Word> {
    let name = optional_name(cx)?;
    let mut items = all_children(cx);
    items.retain(|w| w.is_sort(Sort::XmlElement) && has_name(cx.world, *w, name.as_deref()));
    cx.world.xml_of_items(&items)
}

fn get_descendants(cx: &mut Ctx<'_>) -> Result<Word> {
    let items = all_descendants(cx);
    cx.world.xml_of_items(&items)
}

/// `$attribute(x, name, optional)`: `x.name` and `x?.name` (spec 6.12): the value; for a missing one, or of the empty
/// sequence, nil or an error; of anything but one element an error.
fn attribute(cx: &mut Ctx<'_>) -> Result<Word> {
    let (x, name, optional) = (cx.arg(0), cx.string(1)?, cx.bool(2)?);
    let what = match x.sort() {
        Some(Sort::XmlElement) => {
            if let Some(v) = cx.world.xml_attribute(x, &name) {
                return Ok(v);
            }
            None
        }
        Some(Sort::XmlText) => Some("text"),
        Some(Sort::XmlComment) => Some("comment"),
        Some(Sort::XmlPi) => Some("pi"),
        _ if count(cx, 0)? == 0 => None,
        _ => Some("sequence"),
    };
    let message = match what {
        None if optional => return Ok(Word::NIL),
        None => format!("attribute '{name}' not found"),
        Some(what) => format!("invalid xml attribute access on xml {what}"),
    };
    Ok(cx.error("{ballerina/lang.xml}XMLOperationError", &message))
}

// ---- parts ----

fn part(w: Option<Word>) -> Result<Word> {
    w.ok_or(Fail::Bug("xml item of another kind"))
}

fn get_name(cx: &mut Ctx<'_>) -> Result<Word> {
    part(cx.world.xml_name(cx.arg(0)))
}

fn set_name(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.world.xml_set_name(cx.arg(0), cx.arg(1))?;
    Ok(Word::NIL)
}

fn get_attributes(cx: &mut Ctx<'_>) -> Result<Word> {
    part(cx.world.xml_attributes(cx.arg(0)))
}

fn get_children(cx: &mut Ctx<'_>) -> Result<Word> {
    part(cx.world.xml_children(cx.arg(0)))
}

fn set_children(cx: &mut Ctx<'_>) -> Result<Word> {
    let mut children = cx.arg(1);
    if cx.world.as_str(children).is_some() {
        children = cx.world.xml_text_new(children)?;
    }
    cx.world.xml_set_children(cx.arg(0), children)?;
    Ok(Word::NIL)
}

fn get_target(cx: &mut Ctx<'_>) -> Result<Word> {
    part(cx.world.xml_target(cx.arg(0)))
}

fn get_content(cx: &mut Ctx<'_>) -> Result<Word> {
    part(cx.world.xml_content(cx.arg(0)))
}

fn data(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = cx.world.xml_data(cx.arg(0));
    Ok(cx.world.str(&text))
}

// ---- construction ----

fn create_element(cx: &mut Ctx<'_>) -> Result<Word> {
    let map = cx.world.xml_attributes_type(false);
    let map = cx.world.mapping_new(map, 0);
    let map = cx.keep(map);
    cx.world.mapping_spread(cx.get(map), cx.arg(1))?;
    Ok(cx.world.xml_element(cx.arg(0), cx.get(map), cx.arg(2), false))
}

/// `$element(name, attributes, children)`: an element of a template. `attributes` is a list of names and values in
/// turn, `children` a list as for `concat`.
fn element(cx: &mut Ctx<'_>) -> Result<Word> {
    let map = cx.world.xml_attributes_type(false);
    let map = cx.world.mapping_new(map, 0);
    let map = cx.keep(map);
    let n = cx.world.list_len(cx.arg(1)).ok_or(Fail::Bug("xml attributes"))?;
    for i in (0..n).step_by(2) {
        let name = cx.world.list_at(cx.arg(1), i).unwrap_or(Word::NIL);
        let name = cx.keep(name);
        let value = cx.world.list_at(cx.arg(1), i + 1).unwrap_or(Word::NIL);
        let value = as_string(cx, value);
        cx.world.mapping_init(cx.get(map), cx.get(name), value)?;
    }
    let mark = cx.world.heap.handle_mark();
    list_items(cx, 2)?;
    let children = cx.world.xml_concat(mark)?;
    Ok(cx.world.xml_element(cx.arg(0), cx.get(map), children, false))
}

fn create_pi(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.world.xml_pi(cx.arg(0), cx.arg(1), false))
}

fn create_comment(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.world.xml_comment(cx.arg(0), false))
}

fn create_text(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.world.xml_text_new(cx.arg(0))
}

fn from_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = cx.string(0)?;
    match xml_parse::parse(cx.world, &text) {
        Ok(w) => Ok(w),
        Err(xml_parse::ParseError::Fail(f)) => Err(f),
        Err(xml_parse::ParseError::Syntax(message)) => {
            let message = format!("failed to parse xml: {message}");
            Ok(cx.error("{ballerina/lang.xml}XMLOperationError", &message))
        }
    }
}

// ---- copies ----

/// An element (or the whole value) being copied. Its handles: the source's children, the source, then the copies of
/// the children so far.
struct Frame {
    base: usize,
    next: usize,
}

/// A deep copy (spec 5.5): immutable items are shared; the copies are immutable when `readonly`.
pub fn copy(world: &mut World, v: Word, readonly: bool) -> Result<Word> {
    let mut frames = vec![open(world, v, Word::NIL)];
    loop {
        let Some(frame) = frames.last_mut() else { return Err(Fail::Bug("xml copy")) };
        let Some(item) = world.xml_item(Word(world.heap.handle(frame.base)), frame.next) else {
            let base = frame.base;
            let children = world.xml_concat(base + 2)?;
            frames.pop();
            if frames.is_empty() {
                world.heap.pop_handles(base);
                return Ok(children);
            }
            let element = close(world, base, children, readonly)?;
            world.heap.pop_handles(base);
            world.heap.push_handle(element.0);
            continue;
        };
        frame.next += 1;
        match item.sort() {
            _ if world.xml_readonly(item) => {
                world.heap.push_handle(item.0);
            }
            Some(Sort::XmlElement) => {
                let children = part(world.xml_children(item))?;
                frames.push(open(world, children, item));
            }
            sort => {
                let content = part(world.xml_content(item))?;
                let copied = if sort == Some(Sort::XmlPi) {
                    let target = part(world.xml_target(item))?;
                    world.xml_pi(target, content, readonly)
                } else {
                    world.xml_comment(content, readonly)
                };
                world.heap.push_handle(copied.0);
            }
        }
    }
}

fn open(world: &mut World, children: Word, source: Word) -> Frame {
    let base = world.heap.push_handle(children.0);
    world.heap.push_handle(source.0);
    Frame { base, next: 0 }
}

/// The copy of the element whose frame is at `base`.
fn close(world: &mut World, base: usize, children: Word, readonly: bool) -> Result<Word> {
    let children = world.heap.push_handle(children.0);
    let ty = world.xml_attributes_type(readonly);
    let map = world.mapping_new(ty, 0);
    let map = world.heap.push_handle(map.0);
    let from = part(world.xml_attributes(Word(world.heap.handle(base + 1))))?;
    world.mapping_spread(Word(world.heap.handle(map)), from)?;
    let name = part(world.xml_name(Word(world.heap.handle(base + 1))))?;
    let (map, children) = (Word(world.heap.handle(map)), Word(world.heap.handle(children)));
    Ok(world.xml_element(name, map, children, readonly))
}
