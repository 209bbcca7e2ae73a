//! Text forms of values (spec 5.8.5): direct and informal style (`toString`), expression style (`toBalString`), JSON.
//!
//! Nothing here allocates in the managed heap: the text is built in a Rust `String`.

use std::fmt::Write;

use crate::types::{Shape, basic};
use crate::word::Word;
use crate::world::{Fail, Result, World};
use bytecode::Kind;
use rustc_hash::FxHashMap;

/// How deep values may nest for what follows them recursively.
pub const MAX_DEPTH: usize = 200_000;

/// The panic where values nest deeper.
pub fn too_deep() -> Fail {
    Fail::Panic("{ballerina}StackOverflow", String::new())
}

/// How many bytes a string may have.
pub const MAX_STRING: usize = i32::MAX as usize;

/// The panic where a string would be longer.
pub fn too_long() -> Fail {
    Fail::Panic("{ballerina}OutOfMemory", format!("a string cannot have more than {MAX_STRING} bytes"))
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `toString`: strings bare at the top, quoted inside.
    Informal,
    /// `toBalString`
    Expression,
    /// `toJsonString`
    Json,
}

struct Printer<'a> {
    world: &'a World,
    style: Style,
    out: String,
    open: Open,
    /// A structure was found inside itself.
    cyclic: bool,
    /// Why the text is not whole: structures nest deeper than [`MAX_DEPTH`], or it would be too long.
    problem: Option<fn() -> Fail>,
}

/// The structures being printed, outermost first.
#[derive(Default)]
struct Open {
    all: Vec<Word>,
    /// Where each stands, once there are many.
    places: FxHashMap<u64, usize>,
}

/// So many are searched one by one.
const FEW: usize = 32;

impl Open {
    fn place(&self, w: Word) -> Option<usize> {
        match self.all.len() <= FEW {
            true => self.all.iter().position(|o| *o == w),
            false => self.places.get(&w.0).copied(),
        }
    }

    fn push(&mut self, w: Word) {
        self.all.push(w);
        match self.all.len() {
            n if n == FEW + 1 => self.places.extend(self.all.iter().enumerate().map(|(i, w)| (w.0, i))),
            n if n > FEW => {
                self.places.insert(w.0, n - 1);
            }
            _ => {}
        }
    }

    fn pop(&mut self) {
        if let Some(w) = self.all.pop()
            && self.all.len() >= FEW
        {
            self.places.remove(&w.0);
            if self.all.len() == FEW {
                self.places.clear();
            }
        }
    }
}

impl World {
    /// `toString()` of a value.
    pub fn display(&self, w: Word) -> String {
        match self.as_str(w) {
            Some(s) => s.to_string(),
            None if w.is_nil() => String::new(),
            None if self.basic_bit(w) == basic::XML => self.xml_text(w),
            None if self.basic_bit(w) == basic::REGEXP => self.as_regexp(w).unwrap_or("").to_string(),
            None => self.text(w, Style::Informal),
        }
    }

    /// [`World::display`]; panics where it would leave out what nests too deep.
    pub fn display_whole(&self, w: Word) -> Result<String> {
        match self.basic_bit(w) {
            basic::LIST | basic::MAPPING | basic::TABLE | basic::ERROR => self.text_whole(w, Style::Informal),
            _ => Ok(self.display(w)),
        }
    }

    /// A value in the given style; a string at the top is quoted in all of them. What nests too deep is left out.
    pub fn text(&self, w: Word, style: Style) -> String {
        self.print(w, style).out
    }

    /// [`World::text`]; panics where it would leave something out.
    pub fn text_whole(&self, w: Word, style: Style) -> Result<String> {
        let p = self.print(w, style);
        p.problem.map_or(Ok(p.out), |problem| Err(problem()))
    }

    /// JSON text; `None` for a value that contains itself.
    pub fn json_text(&self, w: Word) -> Result<Option<String>> {
        let p = self.print(w, Style::Json);
        p.problem.map_or(Ok((!p.cyclic).then_some(p.out)), |problem| Err(problem()))
    }

    fn print(&self, w: Word, style: Style) -> Printer<'_> {
        let (open, out) = (Open::default(), String::with_capacity(USUAL));
        let mut p = Printer { world: self, style, out, open, cyclic: false, problem: None };
        p.value(w);
        p
    }
}

/// Room for what is printed most often, in bytes.
const USUAL: usize = 64;

impl Printer<'_> {
    fn value(&mut self, w: Word) {
        let world = self.world;
        match world.basic_bit(w) {
            basic::NIL => self.out.push_str(if self.style == Style::Expression { "()" } else { "null" }),
            basic::BOOLEAN => self.out.push_str(if w == Word::TRUE { "true" } else { "false" }),
            basic::INT => {
                let _ = write!(self.out, "{}", world.as_int(w).unwrap_or(0));
            }
            basic::FLOAT => self.float(world.as_float(w).unwrap_or(0.0)),
            basic::DECIMAL => {
                if let Some(d) = world.as_decimal(w) {
                    let _ = write!(self.out, "{d}");
                }
                if self.style == Style::Expression {
                    self.out.push('d');
                }
            }
            basic::STRING => self.quote(world.as_str(w).unwrap_or("")),
            basic::LIST | basic::MAPPING | basic::TABLE | basic::ERROR => self.structure(w),
            basic::XML => self.xml(w),
            basic::REGEXP => self.regexp(w),
            basic::FUNCTION => self.out.push_str("function isolated function"),
            basic::TYPEDESC => {
                let ty = world.as_typedesc(w).map_or(semtypes::Ty::any(), |t| world.types.ty(t));
                let _ = write!(self.out, "typedesc {ty}");
            }
            basic::OBJECT => {
                let _ = write!(self.out, "object {}", world.type_of(w));
            }
            basic::STREAM => {
                let _ = write!(self.out, "{}", world.type_of(w));
            }
            basic::FUTURE => self.out.push_str("future"),
            _ => self.out.push_str("handle"),
        }
    }

    fn quote(&mut self, s: &str) {
        match self.style {
            Style::Json => quote_with(&mut self.out, s, |out, c| write!(out, "\\u{:04x}", c as u32)),
            _ => quote(&mut self.out, s),
        }
    }

    /// XML syntax between backticks; in expression style a template, whose own delimiters are interpolated.
    fn xml(&mut self, w: Word) {
        let text = self.world.xml_text(w);
        match self.style {
            Style::Json => self.quote(&text),
            Style::Informal => {
                let _ = write!(self.out, "`{text}`");
            }
            Style::Expression => {
                let text = text.replace("${", "${\"$\"}{").replace('`', "${\"`\"}");
                let _ = write!(self.out, "xml`{text}`");
            }
        }
    }

    fn regexp(&mut self, w: Word) {
        let text = self.world.as_regexp(w).unwrap_or("");
        match self.style {
            Style::Json => self.quote(text),
            Style::Informal => self.out.push_str(text),
            Style::Expression => {
                let _ = write!(self.out, "re `{text}`");
            }
        }
    }

    fn float(&mut self, f: f64) {
        let text = bal_num::float::to_text(f);
        match self.style {
            Style::Expression if f.is_nan() => self.out.push_str("float:NaN"),
            Style::Expression if f.is_infinite() => {
                self.out.push_str(if f > 0.0 { "float:Infinity" } else { "-float:Infinity" });
            }
            _ => self.out.push_str(&text),
        }
    }

    fn structure(&mut self, w: Word) {
        if let Some(depth) = self.open.place(w) {
            // A cycle: `...`, with the number of enclosing structures when it is not the innermost.
            self.cyclic = true;
            let up = self.open.all.len() - depth;
            self.out.push_str("...");
            if up > 1 && self.style == Style::Expression {
                let _ = write!(self.out, "[{}]", up - 1);
            }
            return;
        }
        if self.open.all.len() == MAX_DEPTH || self.out.len() > MAX_STRING {
            self.problem = Some(if self.out.len() > MAX_STRING { too_long } else { too_deep });
            self.out.push_str("...");
            return;
        }
        self.open.push(w);
        match self.world.basic_bit(w) {
            basic::LIST => self.list(w),
            basic::MAPPING => self.mapping(w),
            basic::TABLE => self.table(w),
            _ => self.error(w),
        }
        self.open.pop();
    }

    fn comma(&mut self, first: &mut bool) {
        if !*first {
            self.out.push_str(if self.style == Style::Json { ", " } else { "," });
        }
        *first = false;
    }

    fn list(&mut self, w: Word) {
        self.out.push('[');
        let n = self.world.list_len(w).unwrap_or(0);
        let mut first = true;
        for i in 0..n {
            self.comma(&mut first);
            self.list_member(w, i);
        }
        self.out.push(']');
    }

    fn list_member(&mut self, w: Word, i: usize) {
        use crate::word::Sort;
        // SAFETY: `i` is within the list, and the sort tells the representation.
        unsafe {
            let e = crate::list::elems(w);
            match w.sort() {
                Some(Sort::ListI) => {
                    let _ = write!(self.out, "{}", *e.add(i) as i64);
                }
                Some(Sort::ListF) => self.float(f64::from_bits(*e.add(i))),
                Some(Sort::ListU8) => {
                    let _ = write!(self.out, "{}", *(e as *const u8).add(i));
                }
                Some(Sort::ListBool) => self.value(Word::bool(*(e as *const u8).add(i) != 0)),
                _ => self.value(Word(*e.add(i))),
            }
        }
    }

    fn mapping(&mut self, w: Word) {
        self.out.push('{');
        self.members(w, &mut true);
        self.out.push('}');
    }

    fn members(&mut self, w: Word, first: &mut bool) {
        let world = self.world;
        // SAFETY: callers pass mappings.
        let shape = world.types.shape(unsafe { w.type_id() });
        let Shape::Record(r) = &*shape else {
            for i in 0..world.map_entries(w) {
                let (k, v) = world.map_entry(w, i);
                self.member_name(first, world.as_str(k).unwrap_or(""));
                self.value(v);
            }
            return;
        };
        for f in &r.fields {
            // SAFETY: the shape is that of `w`.
            let raw = unsafe { *w.ptr().add(f.offset as usize) };
            if f.kind == Kind::R && raw == Word::ABSENT.0 {
                continue;
            }
            self.member_name(first, f.name.as_str());
            self.raw(f.kind, raw);
        }
        if let Some(m) = world.record_overflow(w, r) {
            self.members(m, first);
        }
    }

    fn member_name(&mut self, first: &mut bool, name: &str) {
        self.comma(first);
        self.quote(name);
        self.out.push(':');
    }

    fn table(&mut self, w: Word) {
        if self.style == Style::Expression {
            // SAFETY: a table.
            let keys = self.world.table_key_fields(unsafe { w.type_id() });
            let names: Vec<&str> = keys.iter().map(|k| k.as_str()).collect();
            let _ = write!(self.out, "table key({}) ", names.join(","));
        }
        self.out.push('[');
        let mut first = true;
        let mut i = 0;
        while let Some(row) = self.world.table_row(w, i) {
            self.comma(&mut first);
            self.value(row);
            i += 1;
        }
        self.out.push(']');
    }

    fn error(&mut self, w: Word) {
        let Some([message, cause, detail, _]) = self.world.error_parts(w) else { return };
        self.out.push_str("error");
        // SAFETY: errors carry their type.
        let ty = self.world.types.ty(unsafe { w.type_id() });
        if let semtypes::TyKind::Named { name, .. } = ty.kind() {
            let _ = write!(self.out, " {name} ");
        }
        self.out.push('(');
        quote(&mut self.out, self.world.as_str(message).unwrap_or(""));
        if !cause.is_nil() {
            self.out.push(',');
            self.value(cause);
        }
        self.detail(detail);
        self.out.push(')');
    }

    /// Detail fields as `,name=value`.
    fn detail(&mut self, w: Word) {
        let world = self.world;
        if !w.sort().is_some_and(crate::word::Sort::is_mapping) {
            return;
        }
        // SAFETY: a mapping.
        let shape = world.types.shape(unsafe { w.type_id() });
        let Shape::Record(r) = &*shape else {
            for i in 0..world.map_entries(w) {
                let (k, v) = world.map_entry(w, i);
                let _ = write!(self.out, ",{}=", world.as_str(k).unwrap_or(""));
                self.value(v);
            }
            return;
        };
        for f in &r.fields {
            // SAFETY: the shape is that of `w`.
            let raw = unsafe { *w.ptr().add(f.offset as usize) };
            if f.kind == Kind::R && raw == Word::ABSENT.0 {
                continue;
            }
            let _ = write!(self.out, ",{}=", f.name);
            self.raw(f.kind, raw);
        }
        if let Some(m) = world.record_overflow(w, r) {
            self.detail(m);
        }
    }

    /// A word of a record slot of the given kind.
    fn raw(&mut self, kind: Kind, raw: u64) {
        match kind {
            Kind::I => {
                let _ = write!(self.out, "{}", raw as i64);
            }
            Kind::F => self.float(f64::from_bits(raw)),
            Kind::B => self.value(Word::bool(raw != 0)),
            Kind::R => self.value(Word(raw)),
        }
    }
}

/// A string literal: double quotes, with the escapes of the language.
pub fn quote(out: &mut String, s: &str) {
    quote_with(out, s, |out, c| write!(out, "\\u{{{:x}}}", c as u32));
}

/// With `control` for control characters that have no escape of one letter.
fn quote_with(out: &mut String, s: &str, control: fn(&mut String, char) -> std::fmt::Result) {
    out.reserve(s.len() + 2);
    out.push('"');
    let mut rest = s;
    while let Some(i) = rest.bytes().position(|b| b < 0x20 || b == b'"' || b == b'\\') {
        out.push_str(&rest[..i]);
        match rest.as_bytes()[i] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b => {
                let _ = control(out, char::from(b));
            }
        }
        rest = &rest[i + 1..];
    }
    out.push_str(rest);
    out.push('"');
}
