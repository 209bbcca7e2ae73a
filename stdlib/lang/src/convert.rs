//! `value:cloneWithType` and `value:fromJsonWithType`: copies whose inherent types come from a type descriptor.
//!
//! Defaults of record fields are Ballerina code, which a native cannot run. A first conversion notes the functions of
//! the defaults that it lacks; `value.bal` calls them and converts once more, with their values.

mod report;

use native::{Ctx, Fail, Kept, Registry, Result, TypeId, Word};
use semtypes::{TableKey, Ty, TyKind};
use values::types::{FieldShape, RecordShape, Shape, basic};

use crate::copy::{Copies, copy};
use crate::cycles::{CYCLE, Enclosing, cycle_message};
use report::{Problems, Step};

pub const NATIVES: Registry =
    &[("lang.value:convert", convert_native), ("lang.service:project", project_native)];

/// `convert(v, t, fromJson, given, wanted)`: `given` has the values of defaults in the order in which they are needed;
/// the functions of those beyond are appended to `wanted`, and then the result means nothing.
fn convert_native(cx: &mut Ctx<'_>) -> Result<Word> {
    convert(cx, false)
}

/// The same, leaving out what the type has no place for.
fn project_native(cx: &mut Ctx<'_>) -> Result<Word> {
    convert(cx, true)
}

fn convert(cx: &mut Ctx<'_>, projects: bool) -> Result<Word> {
    let (v, ty, from_json) = (cx.arg(0), cx.typedesc(1)?, cx.bool(2)?);
    if v.is_nil() && !cx.world.is(v, ty) {
        let message = format!("cannot convert '()' to type '{:#}'", cx.world.types.ty(ty));
        return Ok(cx.error("{ballerina}ConversionError", &message));
    }
    let given = cx.world.list_len(cx.arg(3)).unwrap_or(0);
    let mut c = Conversion { from_json, projects, given, used: 0, ..Conversion::default() };
    if let Some(w) = c.convert(cx, v, ty, &Step::Top)? {
        return Ok(w);
    }
    if let Some((reason, message)) = c.failure {
        return Ok(cx.error(reason, &message));
    }
    let (from, to) = (cx.world.type_of(cx.arg(0)), cx.world.types.ty(ty));
    let message = format!("'{from:#}' value cannot be converted to '{to:#}'{}", c.problems.text());
    Ok(cx.error("{ballerina/lang.value}ConversionError", &message))
}

#[derive(Default)]
struct Conversion {
    /// Strings may stand for xml, as `toJson` makes them.
    from_json: bool,
    /// What the type has no place for is left out, and absent fields are nil if they can be.
    projects: bool,
    given: usize,
    /// Defaults needed so far.
    used: usize,
    enclosing: Enclosing,
    /// An error of another kind, which ends the conversion: the value contains itself, or keys are not unique.
    failure: Option<(&'static str, String)>,
    problems: Problems,
}

/// `None`: the value cannot be converted, and the problems say why as far as there is more to say than that.
type Converted = Result<Option<Word>>;

/// `readonly & (A|B)` as a union of `readonly & A` and `readonly & B`; other types as they are.
fn distributed(cx: &Ctx<'_>, ty: Ty) -> Ty {
    let TyKind::Intersection(all) = ty.kind() else { return ty };
    let mut others = all.iter().map(|t| cx.world.types.expand(*t)).filter(|t| *t != Ty::readonly());
    match (others.next().map(|t| t.kind()), others.next()) {
        (Some(TyKind::Union(parts)), None) if all.len() > 1 => {
            Ty::union(parts.iter().map(|t| cx.world.types.readonly_of(*t)))
        }
        _ => ty,
    }
}

impl Conversion {
    fn convert(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId, at: &Step<'_>) -> Converted {
        let bit = cx.world.basic_bit(v);
        let structured = bit & (basic::LIST | basic::MAPPING | basic::TABLE) != 0;
        let expanded = distributed(cx, cx.world.types.expand(cx.world.types.ty(ty)));
        if let TyKind::Union(parts) = expanded.kind() {
            return if structured {
                self.structure_in_union(cx, v, parts, at)
            } else {
                self.simple_in_union(cx, v, parts, at)
            };
        }
        if !structured {
            return self.simple(cx, v, ty, true);
        }
        let shape = cx.world.types.shape(ty);
        if let Shape::Other = &*shape {
            return self.builtin(cx, v, ty, expanded, at);
        }
        if self.enclosing.enter(cx, v)?.is_none() {
            self.failure = Some((CYCLE, cycle_message(cx, v)));
            return Ok(None);
        }
        let result = match (&*shape, bit) {
            (Shape::List(_), basic::LIST) => self.list(cx, v, ty, at),
            (Shape::Map(member), basic::MAPPING) => self.map(cx, v, ty, *member, at),
            (Shape::Record(r), basic::MAPPING) => self.record(cx, v, ty, r, at),
            (Shape::Table { row, .. }, basic::LIST | basic::TABLE) => self.table(cx, v, ty, *row, at),
            _ => Ok(None),
        };
        self.enclosing.leave();
        result
    }

    // ---- what is not a structure ----

    fn simple(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId, numeric: bool) -> Converted {
        if cx.world.is(v, ty) {
            return copy(cx, v, Copies::Same).map(Some);
        }
        let bit = cx.world.basic_bit(v);
        if bit == basic::XML && !cx.world.xml_readonly(v) {
            // Immutable xml is made where it is asked for.
            let v = copy(cx, v, Copies::Readonly)?;
            return Ok(cx.world.is(v, ty).then_some(v));
        }
        if numeric && bit & (basic::INT | basic::FLOAT | basic::DECIMAL) != 0 {
            return Ok(cx.world.cast(v, ty).ok());
        }
        if bit == basic::STRING && self.from_json {
            return self.text(cx, v, ty);
        }
        Ok(None)
    }

    /// The inverse of `toJson`: xml from its text, and regular expressions.
    fn text(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId) -> Converted {
        let text = cx.world.as_str(v).unwrap_or("").to_string();
        let sem = cx.world.types.sem(ty);
        let overlaps = |t: Ty| !cx.world.types.sem_of(t).intersect(sem).is_empty();
        if overlaps(Ty::new(TyKind::Regexp)) {
            return match cx.world.regexps.get(&text) {
                Ok(_) => Ok(Some(cx.world.regexp_new(v))),
                Err(_) => Ok(None),
            };
        }
        if !overlaps(Ty::new(TyKind::Xml(None))) {
            return Ok(None);
        }
        let Ok(x) = crate::xml_parse::parse(cx.world, &text) else { return Ok(None) };
        if cx.world.is(x, ty) {
            return Ok(Some(x));
        }
        let x = copy(cx, x, Copies::Readonly)?;
        Ok(cx.world.is(x, ty).then_some(x))
    }

    /// The first member that the value belongs to as it is; else the first that it can be converted to.
    fn simple_in_union(&mut self, cx: &mut Ctx<'_>, v: Word, parts: &[Ty], at: &Step<'_>) -> Converted {
        let v = cx.keep(v);
        for t in parts {
            let id = cx.world.types.intern(*t);
            if cx.world.is(cx.get(v), id) {
                let w = cx.get(v);
                return self.simple(cx, w, id, false);
            }
        }
        for t in parts {
            let id = cx.world.types.intern(*t);
            let w = cx.get(v);
            if let Some(w) = self.convert(cx, w, id, at)? {
                return Ok(Some(w));
            }
        }
        Ok(None)
    }

    // ---- structures ----

    /// The first member from which a value can be made.
    fn structure_in_union(&mut self, cx: &mut Ctx<'_>, v: Word, parts: &[Ty], at: &Step<'_>) -> Converted {
        let v = cx.keep(v);
        let outer = std::mem::take(&mut self.problems);
        let mut groups = Vec::new();
        for t in parts {
            let id = cx.world.types.intern(*t);
            let (w, used) = (cx.get(v), self.used);
            let wanted = cx.world.list_len(cx.arg(4)).unwrap_or(0);
            let found = self.convert(cx, w, id, at)?;
            let why = std::mem::take(&mut self.problems);
            if found.is_some() || self.failure.is_some() {
                self.problems = outer;
                return Ok(found);
            }
            // Defaults for a record that is not to be are not evaluated.
            self.used = used;
            cx.world.list_truncate(cx.arg(4), wanted);
            groups.push(why);
        }
        self.problems = outer;
        self.problems.alternatives(groups);
        Ok(None)
    }

    /// Structures into `json`, `anydata` and the like: member by member, since the inherent type of the source is another.
    fn builtin(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId, expanded: Ty, at: &Step<'_>) -> Converted {
        let (parts, readonly) = match expanded.kind() {
            TyKind::Intersection(parts) => (parts.as_slice(), parts.contains(&Ty::readonly())),
            _ => (&[expanded][..], false),
        };
        let kinds = parts.iter().map(|t| cx.world.types.expand(*t));
        let member = match kinds.filter(|t| *t != Ty::readonly()).collect::<Vec<_>>().as_slice() {
            [t] if [Ty::json(), Ty::anydata()].contains(t) => *t,
            _ if cx.world.is(v, ty) => return copy(cx, v, Copies::Same).map(Some),
            _ => return Ok(None),
        };
        let to = match cx.world.basic_bit(v) {
            basic::LIST => Ty::array(member),
            basic::MAPPING => Ty::map(member),
            _ if member == Ty::json() => return Ok(None),
            _ => Ty::table(Ty::map(member), TableKey::None),
        };
        let to = if readonly { cx.world.types.readonly_of(to) } else { to };
        let to = cx.world.types.intern(to);
        self.convert(cx, v, to, at)
    }

    fn list(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId, at: &Step<'_>) -> Converted {
        let mut n = cx.world.list_len(v).unwrap_or(0);
        let (fixed, minimum) = cx.world.list_bounds(ty);
        if self.projects {
            n = fixed.map_or(n, |f| n.min(f));
        }
        if fixed.is_some_and(|f| n > f) || fixed.is_none() && n < minimum {
            return Ok(None);
        }
        let tuple = matches!(&*cx.world.types.shape(ty), Shape::List(s) if !s.members.is_empty());
        let what = if tuple { "tuple element" } else { "array element" };
        let from = cx.keep(v);
        let out = cx.world.list_new(ty, n);
        let out = cx.keep(out);
        let mut ok = true;
        for i in 0..n {
            let member = cx.world.list_member_type(ty, i).ok_or(Fail::Bug("list member type"))?;
            let m = cx.world.list_at(cx.get(from), i).unwrap_or(Word::NIL);
            match self.member(cx, m, member, &Step::Index(at, i), what)? {
                Some(m) if ok => cx.world.list_init(cx.get(out), m).map(|_| ())?,
                Some(_) => {}
                None => ok = false,
            }
            if self.stop() {
                return Ok(None);
            }
        }
        if !ok || fixed.is_some_and(|f| n < f) && !self.fillable(cx, ty, n) {
            return Ok(None);
        }
        cx.world.list_done(cx.get(out))?;
        Ok(Some(cx.get(out)))
    }

    /// Whether a list of a type of fixed length can do with its first `n` members.
    fn fillable(&self, cx: &Ctx<'_>, ty: TypeId, n: usize) -> bool {
        let types = &cx.world.types;
        match &*types.shape(ty) {
            Shape::List(s) if s.fixed.is_some() => s.rest.is_some_and(|t| types.filler_of(t).is_some()),
            Shape::List(s) => s.members[n..].iter().all(|&t| types.filler_of(t).is_some()),
            _ => false,
        }
    }

    /// Converts a member, and says what is wrong with it unless that is said already.
    fn member(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId, at: &Step<'_>, what: &str) -> Converted {
        let before = self.problems.count();
        let k = cx.keep(v);
        let found = self.convert(cx, v, ty, at)?;
        if found.is_none() && self.problems.count() == before {
            let to = cx.world.types.ty(ty);
            let shown = report::short(cx, cx.get(k));
            self.problems.add(format!("{what} '{at}' should be of type '{to:#}', found '{shown}'"));
        }
        Ok(found)
    }

    /// No more than the first problems are shown; a failure ends everything.
    fn stop(&self) -> bool {
        self.failure.is_some() || self.problems.full()
    }

    fn map(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId, member: TypeId, at: &Step<'_>) -> Converted {
        let from = cx.keep(v);
        let out = cx.world.mapping_new(ty, 4);
        let out = cx.keep(out);
        let (mut i, mut ok) = (0, true);
        while let Some((k, m)) = cx.world.mapping_entry(cx.get(from), i) {
            i += 1;
            let name = cx.world.as_str(k).unwrap_or("").to_string();
            let k = cx.keep(k);
            match self.member(cx, m, member, &Step::Field(at, &name), "map field")? {
                Some(m) if ok => cx.world.mapping_init(cx.get(out), cx.get(k), m)?,
                Some(_) => {}
                None => ok = false,
            }
            if self.stop() {
                return Ok(None);
            }
        }
        Ok(ok.then(|| cx.get(out)))
    }

    fn record(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId, r: &RecordShape, at: &Step<'_>) -> Converted {
        let from = cx.keep(v);
        let out = cx.world.mapping_new(ty, 4);
        let out = cx.keep(out);
        let to = cx.world.types.ty(ty);
        let missing: Vec<&FieldShape> = {
            let source = cx.get(from);
            let absent = |f: &&FieldShape| cx.world.mapping_get(source, f.name.as_str()).is_none();
            r.fields.iter().filter(|f| !f.optional).filter(absent).collect()
        };
        let mut ok = true;
        let nil = |cx: &Ctx<'_>, f: &FieldShape| self.projects && cx.world.is(Word::NIL, f.ty);
        let nils: Vec<_> = missing.iter().filter(|f| !f.has_default && nil(cx, f)).map(|f| f.name).collect();
        for f in missing.iter().filter(|f| !f.has_default && !nils.contains(&f.name)) {
            let (at, field) = (Step::Field(at, f.name.as_str()), cx.world.types.ty(f.ty));
            self.problems
                .add(format!("missing required field '{at}' of type '{field:#}' in record '{to:#}'"));
            ok = false;
        }
        let mut i = 0;
        while let Some((k, m)) = cx.world.mapping_entry(cx.get(from), i) {
            i += 1;
            let name = cx.world.as_str(k).unwrap_or("").to_string();
            let k = cx.keep(k);
            let step = Step::Field(at, &name);
            let declared = r.fields.iter().find(|f| f.name.as_str() == name);
            if self.projects && declared.map_or(r.rest.is_none(), |f| is_absent(cx, m, f)) {
                continue;
            }
            let found = match declared.map(|f| f.ty).or(r.rest) {
                Some(member) => self.field(cx, m, member, &step, to, declared.is_some())?,
                None => {
                    self.problems
                        .add(format!("field '{step}' cannot be added to the closed record '{to:#}'"));
                    None
                }
            };
            match found {
                Some(m) if ok => cx.world.mapping_init(cx.get(out), cx.get(k), m)?,
                Some(_) => {}
                None => ok = false,
            }
            if self.stop() {
                return Ok(None);
            }
        }
        if !ok {
            return Ok(None);
        }
        for name in nils {
            let key = cx.world.str(name.as_str());
            cx.world.mapping_init(cx.get(out), key, Word::NIL)?;
        }
        for f in missing.iter().filter(|f| f.has_default) {
            self.fill_default(cx, out, r, f)?;
        }
        Ok(Some(cx.get(out)))
    }

    fn field(
        &mut self,
        cx: &mut Ctx<'_>,
        v: Word,
        ty: TypeId,
        at: &Step<'_>,
        record: Ty,
        declared: bool,
    ) -> Converted {
        let before = self.problems.count();
        let k = cx.keep(v);
        let found = self.convert(cx, v, ty, at)?;
        if found.is_none() && self.problems.count() == before {
            let to = cx.world.types.ty(ty);
            let shown = report::short(cx, cx.get(k));
            self.problems.add(match (declared, at) {
                (false, Step::Field(_, name)) => format!(
                    "value of field '{name}' adding to the record '{record:#}' should be of type '{to:#}', found '{shown}'"
                ),
                _ => format!("field '{at}' in record '{record:#}' should be of type '{to:#}', found '{shown}'"),
            });
        }
        Ok(found)
    }

    /// A field that has not been given: its default's value, or a note that it is wanted.
    fn fill_default(&mut self, cx: &mut Ctx<'_>, out: Kept, r: &RecordShape, f: &FieldShape) -> Result<()> {
        let i = self.used;
        self.used += 1;
        if i < self.given {
            let v = cx.world.list_at(cx.arg(3), i).ok_or(Fail::Bug("a default's value"))?;
            let v = if cx.world.is(v, f.ty) { v } else { copy(cx, v, Copies::Readonly)? };
            let v = cx.keep(v);
            let key = cx.world.str(f.name.as_str());
            return cx.world.mapping_init(cx.get(out), key, cx.get(v));
        }
        let index =
            cx.world.types.default_of(r.origin, f.name).ok_or(Fail::Bug("a default without function"))?;
        let function = cx.world.function(index, &[]);
        cx.world.list_init(cx.arg(4), function).map(|_| ())
    }

    fn table(&mut self, cx: &mut Ctx<'_>, v: Word, ty: TypeId, row: TypeId, at: &Step<'_>) -> Converted {
        let is_table = cx.world.basic_bit(v) == basic::TABLE;
        let what = if is_table { "table element" } else { "list element" };
        let from = cx.keep(v);
        let out = cx.world.table_new(ty);
        let out = cx.keep(out);
        let (mut i, mut ok) = (0, true);
        loop {
            let source = cx.get(from);
            let m = if is_table { cx.world.table_row(source, i) } else { cx.world.list_at(source, i) };
            let Some(m) = m else { break };
            match self.member(cx, m, row, &Step::Index(at, i), what)? {
                // A row whose default is still to come may lack its key.
                Some(m) if ok && self.used <= self.given => {
                    match cx.world.table_put(cx.get(out), m, false, false) {
                        Err(Fail::Panic(reason, message)) => self.failure = Some((reason, message)),
                        other => other?,
                    }
                }
                Some(_) => {}
                None => ok = false,
            }
            if self.stop() {
                return Ok(None);
            }
            i += 1;
        }
        Ok(ok.then(|| cx.get(out)))
    }
}

/// Whether a projection takes a field for absent: it is nil, which it need not be and cannot be.
fn is_absent(cx: &Ctx<'_>, v: Word, f: &FieldShape) -> bool {
    v.is_nil() && f.optional && !cx.world.is(v, f.ty)
}
