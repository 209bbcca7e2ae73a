//! Command-line arguments to the parameters of `main`.

use bal_num::{Decimal, float, int};
use bytecode::archive::{Main, MainParam};
use interp::{Machine, Outcome};
use native::Word;
use values::Fail;

use crate::{Args, options};

/// The kind of an included record parameter.
const INCLUDED: u8 = 2;

/// Converts by position; a rest parameter takes what is left, an included record parameter the options: `--name=value`,
/// `--name value`, `--name` for a boolean, up to `--`.
///
/// # Errors
/// A message for the user.
pub fn convert(m: &mut Machine, main: &Main, given: &[String]) -> Result<Args, String> {
    let mark = m.world.heap.handle_mark();
    let mut next = 0;
    let record = main.params.iter().find(|p| p.kind == INCLUDED);
    let (options, operands) = match record {
        Some(p) => options::split(m, p.ty, given)?,
        None => (Vec::new(), given.to_vec()),
    };
    let given = operands.as_slice();
    for p in &main.params {
        let w = match (p.kind, given.get(next)) {
            (INCLUDED, _) => options::record(m, p.ty, &options)?,
            (3, _) => {
                let rest = &given[next.min(given.len())..];
                next = given.len();
                rest_list(m, p, rest)?
            }
            (_, Some(text)) => {
                next += 1;
                let name = m.program.archive.str(p.name).to_string();
                simple(m, p.ty, text).ok_or_else(|| {
                    format!(
                        "invalid value '{text}' for parameter '{name}' of type '{}'",
                        m.world.types.ty(p.ty)
                    )
                })?
            }
            (1, None) => default(m, p, mark)?,
            (_, None) if m.world.is(Word::NIL, p.ty) => Word::NIL,
            (_, None) => {
                return Err(format!("missing argument for parameter '{}'", m.program.archive.str(p.name)));
            }
        };
        m.world.heap.push_handle(w.0);
    }
    if next < given.len() {
        return Err(format!("too many arguments: {} given, {next} taken", given.len()));
    }
    let words = (0..main.params.len()).map(|i| Word(m.world.heap.handle(mark + i))).collect();
    m.world.heap.pop_handles(mark);
    Ok(words)
}

/// A default value; it may use the parameters before it, which are the handles from `mark` on.
fn default(m: &mut Machine, p: &MainParam, mark: usize) -> Result<Word, String> {
    let Some(f) = p.default else { return Err("parameter without default".into()) };
    let n = m.program.archive.functions.at(f).nparams as usize;
    let args: Vec<Word> = (0..n).map(|i| Word(m.world.heap.handle(mark + i))).collect();
    match m.run(f, &args) {
        Outcome::Value(w) => Ok(w),
        Outcome::Panic(w) => Err(m.world.display(w)),
        Outcome::Bug(b) | Outcome::Refused(b) | Outcome::Deadlock(b) => Err(b),
    }
}

fn rest_list(m: &mut Machine, p: &MainParam, given: &[String]) -> Result<Word, String> {
    let list = m.world.list_new(p.ty, given.len());
    let h = m.world.heap.push_handle(list.0);
    for (i, text) in given.iter().enumerate() {
        let member = m.world.list_member_type(p.ty, i).ok_or("rest parameter")?;
        let w = simple(m, member, text)
            .ok_or_else(|| format!("invalid value '{text}' for type '{}'", m.world.types.ty(member)))?;
        m.world.list_init(Word(m.world.heap.handle(h)), w).map_err(|f: Fail| format!("{f:?}"))?;
    }
    let list = Word(m.world.heap.handle(h));
    m.world.heap.pop_handles(h);
    Ok(list)
}

/// The value of a text for a type, trying the simple types in an order in which strings come last.
pub fn simple(m: &mut Machine, ty: u32, text: &str) -> Option<Word> {
    let w = &mut m.world;
    if let Ok(i) = int::parse(text) {
        let v = w.int(i);
        if w.is(v, ty) {
            return Some(v);
        }
    }
    if let Ok(f) = float::parse(text) {
        let v = w.float(f);
        if w.is(v, ty) {
            return Some(v);
        }
    }
    if let Ok(d) = Decimal::parse(text) {
        let v = w.decimal(d);
        if w.is(v, ty) {
            return Some(v);
        }
    }
    for (word, v) in [("true", Word::TRUE), ("false", Word::FALSE)] {
        if text == word && w.is(v, ty) {
            return Some(v);
        }
    }
    let v = w.str(text);
    w.is(v, ty).then_some(v)
}
