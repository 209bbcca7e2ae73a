//! Values of `configurable` variables (spec 8.7): `-Cname=value`, then the files of `BAL_CONFIG_FILES` (an earlier one
//! wins), then `BAL_CONFIG_DATA`, then `Config.toml`.

use bytecode::Kind;
use bytecode::archive::Configurable;
use interp::Machine;
use native::Word;
use semtypes::Ty;
use values::Shape;

use crate::args;

/// Where configuration comes from, strongest first.
#[derive(Clone, Debug, Default)]
pub struct ConfigSources {
    /// `-Ckey=value`
    pub command_line: Vec<(String, String)>,
    /// TOML texts with their names for messages.
    pub files: Vec<(String, String)>,
}

/// Sets every configurable; all problems are reported together.
pub fn apply(m: &mut Machine, sources: &ConfigSources) -> Result<(), Vec<String>> {
    let all = m.program.archive.meta.configurables.clone();
    let mut problems = Vec::new();
    let mut tables = Vec::new();
    for (name, text) in &sources.files {
        match text.parse::<toml::Table>() {
            Ok(t) => tables.push(t),
            Err(e) => problems.push(format!("{name}: {}", e.message())),
        }
    }
    for c in &all {
        if let Err(p) = one(m, c, sources, &tables) {
            problems.push(p);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn one(
    m: &mut Machine,
    c: &Configurable,
    sources: &ConfigSources,
    tables: &[toml::Table],
) -> Result<(), String> {
    let text = |i: u32| m.program.archive.str(i).to_string();
    let (org, module, name) = (text(c.org), text(c.module), text(c.name));
    let keys = [name.clone(), format!("{module}.{name}"), format!("{org}.{module}.{name}")];
    let bad = |m: &Machine| {
        format!(
            "[{module}] configurable variable '{name}' is expected to be of type '{}'",
            m.world.types.ty(c.ty)
        )
    };
    let value = match sources.command_line.iter().find(|(k, _)| keys.contains(k)) {
        Some((_, v)) => Some(args::simple(m, c.ty, v).ok_or_else(|| bad(m))?),
        None => match tables.iter().find_map(|t| lookup(t, &org, &module, &name)) {
            Some(v) => Some(convert(m, c.ty, v).ok_or_else(|| bad(m))?),
            None => None,
        },
    };
    match value {
        Some(w) => {
            let kind =
                Kind::from_u8(m.program.archive.meta.globals[c.global as usize].kind).unwrap_or(Kind::R);
            m.set_global(c.global as usize, kind, w);
            m.set_global(c.is_set as usize, Kind::R, Word::TRUE);
            Ok(())
        }
        None if c.required => {
            Err(format!("[{module}] value not provided for required configurable variable '{name}'"))
        }
        None => Ok(()),
    }
}

/// `[org.module]`, `[module]` or, in the root package, top-level keys.
fn lookup<'a>(t: &'a toml::Table, org: &str, module: &str, name: &str) -> Option<&'a toml::Value> {
    let path = |parts: Vec<&str>| {
        let mut at = t;
        for p in parts {
            at = at.get(p)?.as_table()?;
        }
        at.get(name)
    };
    let dotted: Vec<&str> = module.split('.').collect();
    let mut full = vec![org];
    full.extend(&dotted);
    path(full).or_else(|| path(dotted)).or_else(|| path(Vec::new()))
}

fn convert(m: &mut Machine, ty: u32, v: &toml::Value) -> Option<Word> {
    let w = match v {
        toml::Value::String(s) => m.world.str(s),
        toml::Value::Integer(i) => {
            let w = m.world.int(*i);
            return m.world.cast(w, ty).ok();
        }
        toml::Value::Float(f) => {
            let w = m.world.float(*f);
            if m.world.is(w, ty) {
                return Some(w);
            }
            // A decimal keeps the digits of the shortest form.
            return args::simple(m, ty, &f.to_string());
        }
        toml::Value::Boolean(b) => Word::bool(*b),
        toml::Value::Datetime(d) => m.world.str(&d.to_string()),
        toml::Value::Array(items) => return list(m, ty, items),
        toml::Value::Table(t) => return mapping(m, ty, t),
    };
    m.world.is(w, ty).then_some(w)
}

/// Configured structures are immutable.
fn readonly(m: &Machine, ty: u32) -> u32 {
    let t: Ty = m.world.types.readonly_of(m.world.types.ty(ty));
    m.world.types.intern(t)
}

fn list(m: &mut Machine, ty: u32, items: &[toml::Value]) -> Option<Word> {
    let ty = readonly(m, ty);
    if !matches!(&*m.world.types.shape(ty), Shape::List(_)) {
        return None;
    }
    let list = m.world.list_new(ty, items.len());
    let h = m.world.heap.push_handle(list.0);
    for (i, item) in items.iter().enumerate() {
        let member = m.world.list_member_type(ty, i)?;
        let w = convert(m, member, item)?;
        m.world.list_init(Word(m.world.heap.handle(h)), w).ok()?;
    }
    let w = Word(m.world.heap.handle(h));
    m.world.heap.pop_handles(h);
    Some(w)
}

fn mapping(m: &mut Machine, ty: u32, t: &toml::Table) -> Option<Word> {
    let ty = readonly(m, ty);
    let shape = m.world.types.shape(ty);
    let map = m.world.mapping_new(ty, t.len());
    let h = m.world.heap.push_handle(map.0);
    for (k, v) in t {
        let member = match &*shape {
            Shape::Map(v) => *v,
            Shape::Record(r) => r.fields.iter().find(|f| f.name.as_str() == k).map(|f| f.ty).or(r.rest)?,
            _ => return None,
        };
        let w = convert(m, member, v)?;
        let hv = m.world.heap.push_handle(w.0);
        let key = m.world.str(k);
        let (map, w) = (Word(m.world.heap.handle(h)), Word(m.world.heap.handle(hv)));
        m.world.mapping_init(map, key, w).ok()?;
        m.world.heap.pop_handles(hv);
    }
    if let Shape::Record(r) = &*shape {
        let complete = r.fields.iter().all(|f| f.optional || t.contains_key(f.name.as_str()));
        if !complete {
            return None;
        }
    }
    let w = Word(m.world.heap.handle(h));
    m.world.heap.pop_handles(h);
    Some(w)
}
