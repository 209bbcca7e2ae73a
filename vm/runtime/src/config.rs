//! Values of `configurable` variables (spec 8.7): `-Cname=value`, then the files of `BAL_CONFIG_FILES` (an earlier one
//! wins), then `BAL_CONFIG_DATA`, then `Config.toml`.

use bal_num::Decimal;
use bytecode::Kind;
use bytecode::archive::Configurable;
use interp::{Machine, Outcome};
use native::{Sort, Word};
use semtypes::Ty;

use crate::args;

/// Where configuration comes from, strongest first.
#[derive(Clone, Debug, Default)]
pub struct ConfigSources {
    /// `-Ckey=value`
    pub command_line: Vec<(String, String)>,
    /// TOML texts with their names for messages.
    pub files: Vec<(String, String)>,
}

/// The organisation of the library, whose variables have full names only.
const LIBRARY: &str = "ballerina";

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
    let mut keys = vec![format!("{org}.{module}.{name}")];
    if org != LIBRARY {
        keys.extend([name.clone(), format!("{module}.{name}")]);
    }
    let bad = |m: &Machine| {
        format!(
            "[{module}] configurable variable '{name}' is expected to be of type '{}'",
            m.world.types.ty(c.ty)
        )
    };
    let value = match sources.command_line.iter().find(|(k, _)| keys.contains(k)) {
        Some((_, v)) => Some(args::simple(m, c.ty, v).ok_or_else(|| bad(m))?),
        None => match tables.iter().find_map(|t| lookup(t, &org, &module, &name)) {
            Some(v) => Some(value(m, c.ty, v).ok_or_else(|| bad(m))?),
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
    if org == LIBRARY {
        return path(full);
    }
    path(full).or_else(|| path(dotted)).or_else(|| path(Vec::new()))
}

fn value(m: &mut Machine, ty: u32, v: &toml::Value) -> Option<Word> {
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
        toml::Value::Array(_) | toml::Value::Table(_) => {
            let w = json(m, v)?;
            return structure(m, w, ty);
        }
    };
    if m.world.is(w, ty) {
        return Some(w);
    }
    // The text of an xml value.
    structure(m, w, ty)
}

/// Configured values are immutable.
fn structure(m: &mut Machine, json: Word, ty: u32) -> Option<Word> {
    let readonly = m.world.types.readonly_of(m.world.types.ty(ty));
    let readonly = m.world.types.intern(readonly);
    convert(m, json, readonly)
}

/// The value of type `ty` that a json value stands for, with the defaults of record fields.
pub fn convert(m: &mut Machine, json: Word, ty: u32) -> Option<Word> {
    let convert = m.program.archive.meta.convert?;
    let h = m.world.heap.push_handle(json.0);
    let ty = m.world.typedesc(ty);
    let json = Word(m.world.heap.handle(h));
    m.world.heap.pop_handles(h);
    match m.run(convert, &[json, ty]) {
        Outcome::Value(w) if !w.is_sort(Sort::Error) => Some(w),
        _ => None,
    }
}

/// A TOML value as json.
fn json(m: &mut Machine, v: &toml::Value) -> Option<Word> {
    match v {
        toml::Value::Array(items) => {
            let ty = m.world.types.intern(Ty::array(Ty::json()));
            let list = m.world.list_new(ty, items.len());
            let h = m.world.heap.push_handle(list.0);
            for item in items {
                let w = json(m, item)?;
                m.world.list_init(Word(m.world.heap.handle(h)), w).ok()?;
            }
            let list = Word(m.world.heap.handle(h));
            m.world.heap.pop_handles(h);
            Some(list)
        }
        toml::Value::Table(t) => {
            let ty = m.world.types.intern(Ty::map(Ty::json()));
            let map = m.world.mapping_new(ty, t.len());
            let h = m.world.heap.push_handle(map.0);
            for (k, v) in t {
                let w = json(m, v)?;
                set(m, h, k, w)?;
            }
            let map = Word(m.world.heap.handle(h));
            m.world.heap.pop_handles(h);
            Some(map)
        }
        // A decimal has the digits of the shortest form, and becomes the float where one is wanted.
        toml::Value::Float(f) => match Decimal::parse(&f.to_string()) {
            Ok(d) => Some(m.world.decimal(d)),
            Err(_) => Some(m.world.float(*f)),
        },
        toml::Value::Integer(i) => Some(m.world.int(*i)),
        toml::Value::Boolean(b) => Some(Word::bool(*b)),
        toml::Value::String(s) => Some(m.world.str(s)),
        toml::Value::Datetime(d) => Some(m.world.str(&d.to_string())),
    }
}

/// Sets a member of the mapping behind a handle.
pub fn set(m: &mut Machine, mapping: usize, key: &str, value: Word) -> Option<()> {
    let hv = m.world.heap.push_handle(value.0);
    let key = m.world.str(key);
    let (map, value) = (Word(m.world.heap.handle(mapping)), Word(m.world.heap.handle(hv)));
    m.world.mapping_init(map, key, value).ok()?;
    m.world.heap.pop_handles(hv);
    Some(())
}
