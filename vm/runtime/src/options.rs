//! Options of `main`: fields of an included record parameter, given by name.

use interp::Machine;
use native::Word;
use semtypes::Ty;
use values::Shape;

use crate::{args, config};

/// The options in the order in which they were given, by field; and the operands.
type Split = (Vec<(String, String)>, Vec<String>);

/// Tells options from operands. What follows `--name` is its value unless the field is a boolean.
pub fn split(m: &Machine, record: u32, given: &[String]) -> Result<Split, String> {
    let (mut options, mut operands) = (Vec::new(), Vec::new());
    let mut rest = given.iter();
    while let Some(text) = rest.next() {
        if text == "--" {
            operands.extend(rest.cloned());
            break;
        }
        let Some(option) = text.strip_prefix("--") else {
            operands.push(text.clone());
            continue;
        };
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_string())),
            None => (option, None),
        };
        let field = field(m, record, name).ok_or_else(|| format!("undefined option: '{name}'"))?;
        let value = match value {
            Some(v) => v,
            None if m.world.types.ty(field) == Ty::boolean() => "true".to_string(),
            None => rest.next().cloned().ok_or_else(|| format!("missing value for option '{name}'"))?,
        };
        options.push((name.to_string(), value));
    }
    Ok((options, operands))
}

fn field(m: &Machine, record: u32, name: &str) -> Option<u32> {
    match &*m.world.types.shape(record) {
        Shape::Record(r) => r.fields.iter().find(|f| f.name.as_str() == name).map(|f| f.ty).or(r.rest),
        _ => None,
    }
}

/// The record of the options; a field of an array type takes every value that is given for it.
pub fn record(m: &mut Machine, record: u32, options: &[(String, String)]) -> Result<Word, String> {
    let ty = m.world.types.intern(Ty::map(Ty::json()));
    let map = m.world.mapping_new(ty, options.len());
    let h = m.world.heap.push_handle(map.0);
    for (at, (name, text)) in options.iter().enumerate() {
        let earlier = options[..at].iter().any(|(n, _)| n == name);
        let ty = field(m, record, name).unwrap_or(record);
        let value = match list_member(m, ty) {
            Some(_) if earlier => continue,
            Some(member) => {
                let all: Vec<&str> =
                    options.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
                list(m, name, member, &all)?
            }
            None if earlier => return Err(format!("option '{name}' is given more than once")),
            None => simple(m, name, ty, text)?,
        };
        config::set(m, h, name, value).ok_or("option")?;
    }
    let map = Word(m.world.heap.handle(h));
    m.world.heap.pop_handles(h);
    let convert = m.world.types.ty(record);
    config::convert(m, map, record)
        .ok_or_else(|| format!("the options do not make a value of type '{convert}': one is missing"))
}

fn list_member(m: &mut Machine, ty: u32) -> Option<u32> {
    match &*m.world.types.shape(ty) {
        Shape::List(_) => m.world.list_member_type(ty, 0),
        _ => None,
    }
}

fn simple(m: &mut Machine, name: &str, ty: u32, text: &str) -> Result<Word, String> {
    let problem = || format!("invalid value '{text}' for option '{name}'");
    args::simple(m, ty, text).ok_or_else(problem)
}

fn list(m: &mut Machine, name: &str, member: u32, texts: &[&str]) -> Result<Word, String> {
    let ty = m.world.types.intern(Ty::array(Ty::json()));
    let list = m.world.list_new(ty, texts.len());
    let h = m.world.heap.push_handle(list.0);
    for text in texts {
        let w = simple(m, name, member, text)?;
        m.world.list_init(Word(m.world.heap.handle(h)), w).map_err(|f| format!("{f:?}"))?;
    }
    let list = Word(m.world.heap.handle(h));
    m.world.heap.pop_handles(h);
    Ok(list)
}
