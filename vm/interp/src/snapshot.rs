//! The heap's snapshot: what the objects are called, and what their references are, in the program's own terms.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use gc_heap::{Snapshot, object};
use heap_snapshot::write::{Graph, write};
use heap_snapshot::{EdgeName, NodeKind};
use values::word::Sort;
use values::{Shape, TypeId, Word, World, list, mapping, table};

use crate::drive::stacks;
use crate::machine::Machine;
use crate::program::Program;

/// Characters of a string that its node shows.
const SHOWN: usize = 40;

impl Machine {
    /// Writes a snapshot if somebody has asked for one (SIGUSR1).
    pub(crate) fn snapshot_if_asked(&mut self) {
        if self.worker == 0 && self.host.platform().snapshot_asked() {
            let path = self.snapshot.clone();
            self.report_snapshot(
                &path.unwrap_or_else(|| format!("heap-{}.heapsnapshot", std::process::id()).into()),
            );
        }
    }

    /// Writes a snapshot, and to standard error that it did, or why it could not.
    pub fn report_snapshot(&mut self, path: &Path) {
        let text = match self.write_snapshot(path) {
            Ok(()) => format!("heap snapshot: {}\n", path.display()),
            Err(e) => format!("error: cannot write {}: {e}\n", path.display()),
        };
        let mut platform = self.host.platform();
        let _ = platform.stdout().flush();
        let _ = platform.stderr().write_all(text.as_bytes());
    }

    /// Writes a snapshot of all that is alive to a file, in place of one of that name; every strand stands still meanwhile.
    ///
    /// # Errors
    /// Those of writing.
    fn write_snapshot(&mut self, path: &Path) -> io::Result<()> {
        let partial = path.with_extension("partial");
        let mut result = Ok(());
        let me: *const Machine = self;
        self.world.heap.snapshot(&mut |snapshot| {
            // SAFETY: of the machine, only the heap is in use, which describing does not touch.
            let (world, program) = unsafe { (&(*me).world, &(*me).program) };
            let view = View { world, program, snapshot, roots: groups(snapshot) };
            result = File::create(&partial).and_then(|f| write(&view, BufWriter::with_capacity(1 << 20, f)));
        });
        result.and_then(|()| std::fs::rename(&partial, path))
    }

    /// The roots that the machine reports, by what they are: group and name, with a colon between.
    pub(crate) fn describe(&mut self, visit: &mut dyn FnMut(&str, u64)) {
        let program = self.program.clone();
        self.world.visit_roots(&mut |slot| {
            // SAFETY: reported slots are valid words.
            visit("constants:", unsafe { *slot })
        });
        if self.worker == 0 {
            for (name, slot) in program.named_globals() {
                // SAFETY: as above.
                visit(&format!("module-level variables:{name}"), unsafe { *slot });
            }
        }
        if self.running {
            let name = format!("strands:the one that runs on thread {}", self.worker);
            // SAFETY: as in `visit_roots`.
            unsafe {
                let state = (self.pc, self.base, self.fp);
                program.visit_stack(state, &self.stack, &mut |slot| visit(&name, *slot));
            }
        }
        if self.worker == 0 {
            self.describe_strands(&program, visit);
        }
    }

    fn describe_strands(&mut self, program: &Program, visit: &mut dyn FnMut(&str, u64)) {
        let mut sched = self.host.scheduler();
        let names: Vec<(u32, String)> = sched
            .shown()
            .map(|(i, future, _)| {
                let name = self.world.future_name(future).and_then(|n| self.world.as_str(n));
                (i, format!("strands:{}", name.unwrap_or("the main strand")))
            })
            .collect();
        let mut all = Vec::new();
        // SAFETY: as in `describe`.
        sched.visit(true, &mut |slot| visit("strands:futures and messages", unsafe { *slot }), &mut |i| {
            all.push(i)
        });
        let stacks = stacks(&mut sched);
        for i in all {
            let Some(s) = stacks.get(i) else { continue };
            let name = names.iter().find(|(strand, _)| *strand == i).map_or("strands:", |(_, name)| name);
            // SAFETY: a strand's saved state.
            unsafe { program.visit_stack((s.pc, s.base, s.fp), &s.stack, &mut |slot| visit(name, *slot)) };
        }
    }
}

/// The roots by group.
fn groups(snapshot: &Snapshot) -> Vec<(String, Vec<(String, u64)>)> {
    let mut out: Vec<(String, Vec<(String, u64)>)> = Vec::new();
    for (what, word) in snapshot.roots.iter().filter(|(_, word)| object::is_ref(*word)) {
        let (group, name) = what.split_once(':').unwrap_or(("native functions", what));
        match out.iter_mut().find(|(g, _)| g == group) {
            Some((_, roots)) => roots.push((name.to_string(), *word)),
            None => out.push((group.to_string(), vec![(name.to_string(), *word)])),
        }
    }
    out
}

struct View<'a> {
    world: &'a World,
    program: &'a Program,
    snapshot: &'a Snapshot,
    roots: Vec<(String, Vec<(String, u64)>)>,
}

impl Graph for View<'_> {
    fn roots(&self) -> &[(String, Vec<(String, u64)>)] {
        &self.roots
    }

    fn objects(&self, f: &mut dyn FnMut(u64)) {
        self.snapshot.objects.iter().for_each(|&p| f(p as u64));
    }

    fn describe(&self, object: u64) -> (NodeKind, String, usize) {
        let w = Word(object);
        // SAFETY: the snapshot's objects are alive, and nothing runs.
        let (sort, size) = unsafe { (Sort::of(*w.ptr()), object::size(w.ptr()) * 8) };
        let (kind, name) = self.kind_and_name(w, sort);
        (kind, name, size)
    }

    fn edges(&self, object: u64, f: &mut dyn FnMut(EdgeName<'_>, u64)) {
        let w = Word(object);
        // SAFETY: as above.
        match unsafe { Sort::of(*w.ptr()) } {
            // Whoever has the store shows what is in it.
            Sort::Slots => {}
            Sort::ListR => self.list_edges(w, f),
            Sort::Map => self.map_edges(w, f),
            Sort::Table => self.table_edges(w, f),
            Sort::Record => self.field_edges(w, self.world.types.shape(self.type_of(w)).as_ref(), f),
            Sort::Object => self.object_edges(w, f),
            Sort::Function => slots(w).enumerate().for_each(|(i, to)| {
                let name = format!("captured {i}");
                f(EdgeName::Captured(&name), to)
            }),
            Sort::XmlSeq => slots(w).enumerate().for_each(|(i, to)| f(EdgeName::Element(i), to)),
            sort => slots(w).enumerate().for_each(|(i, to)| f(EdgeName::Internal(part(sort, i)), to)),
        }
    }
}

/// What the slots of an object of that sort are called.
fn part(sort: Sort, slot: usize) -> &'static str {
    let names: &[&str] = match sort {
        Sort::ListI | Sort::ListF | Sort::ListU8 | Sort::ListBool => &["members"],
        Sort::Str => &["text"],
        Sort::Error => &["message", "cause", "detail"],
        Sort::Cell => &["value"],
        Sort::XmlElement => &["name", "attributes", "children"],
        Sort::XmlPi => &["target", "content"],
        Sort::XmlComment | Sort::XmlText => &["content"],
        Sort::Regexp => &["text"],
        Sort::Stream => &["source"],
        Sort::Future => &["result", "name"],
        _ => &[],
    };
    names.get(slot).unwrap_or(&"part")
}

/// The words in an object's slots.
fn slots(w: Word) -> impl Iterator<Item = u64> {
    // SAFETY: callers pass live objects, and nothing runs.
    let (first, n) = unsafe { object::slots(w.ptr()) };
    // SAFETY: as above.
    (0..n).map(move |i| unsafe { *first.add(i) })
}

/// A word of an object.
fn word(w: Word, at: usize) -> u64 {
    // SAFETY: callers pass live objects of a sort that has the word.
    unsafe { *w.ptr().add(at) }
}

/// So many slots of a backing store, or none when it is not there.
fn stored(backing: u64, n: usize) -> impl Iterator<Item = u64> {
    let n = if object::is_ref(backing) { n } else { 0 };
    (0..n).map(move |i| word(Word(backing), object::ARRAY_HEADER + i))
}

impl View<'_> {
    fn type_of(&self, w: Word) -> TypeId {
        // SAFETY: values of the sorts that are asked about carry a type.
        unsafe { w.type_id() }
    }

    fn kind_and_name(&self, w: Word, sort: Sort) -> (NodeKind, String) {
        let typed = || self.world.types.ty(self.type_of(w)).to_string();
        match sort {
            Sort::Slots => (NodeKind::Array, "(references)".into()),
            Sort::Bytes => (NodeKind::Array, "(data)".into()),
            Sort::BoxedInt => (NodeKind::Number, "int".into()),
            Sort::BoxedFloat => (NodeKind::Number, "float".into()),
            Sort::Decimal => (NodeKind::Number, "decimal".into()),
            Sort::Str => {
                let text = self.world.as_str(w).unwrap_or_default();
                (NodeKind::String, text.chars().take(SHOWN).collect())
            }
            Sort::Object => {
                let class = self.type_of(w) as usize;
                let class = self.program.archive.meta.classes.get(class);
                let name = class.map_or("object", |c| self.program.archive.str(c.name));
                (NodeKind::Object, if name.is_empty() { "object".into() } else { name.to_string() })
            }
            Sort::Function => {
                let f =
                    self.world.function_index(w).and_then(|f| self.program.archive.functions.get(f as usize));
                let name = f.map_or("", |f| self.program.archive.str(f.name));
                (NodeKind::Closure, format!("function {name}"))
            }
            Sort::Cell => (NodeKind::Hidden, "(captured variable)".into()),
            Sort::Typedesc => (NodeKind::Hidden, "typedesc".into()),
            Sort::Regexp => (NodeKind::Regexp, "regexp:RegExp".into()),
            Sort::XmlElement => (NodeKind::Object, "xml:Element".into()),
            Sort::XmlComment => (NodeKind::Object, "xml:Comment".into()),
            Sort::XmlPi => (NodeKind::Object, "xml:ProcessingInstruction".into()),
            Sort::XmlText => (NodeKind::Object, "xml:Text".into()),
            Sort::XmlSeq => (NodeKind::Object, "xml".into()),
            Sort::Future => (NodeKind::Object, "future".into()),
            Sort::ListI
            | Sort::ListF
            | Sort::ListU8
            | Sort::ListBool
            | Sort::ListR
            | Sort::Map
            | Sort::Record
            | Sort::Table
            | Sort::Error
            | Sort::Stream => (NodeKind::Object, typed()),
        }
    }

    fn list_edges(&self, w: Word, f: &mut dyn FnMut(EdgeName<'_>, u64)) {
        let backing = word(w, list::BACKING);
        f(EdgeName::Internal("members"), backing);
        stored(backing, word(w, list::LEN) as usize)
            .enumerate()
            .for_each(|(i, to)| f(EdgeName::Element(i), to));
    }

    fn map_edges(&self, w: Word, f: &mut dyn FnMut(EdgeName<'_>, u64)) {
        let [keys, values, index] = [mapping::KEYS, mapping::VALUES, mapping::INDEX].map(|at| word(w, at));
        let count = word(w, mapping::COUNT) as usize;
        f(EdgeName::Internal("keys"), keys);
        f(EdgeName::Internal("values"), values);
        f(EdgeName::Internal("index"), index);
        for (key, to) in stored(keys, count).zip(stored(values, count)) {
            f(EdgeName::Internal("key"), key);
            let key: String = self.world.as_str(Word(key)).unwrap_or_default().chars().take(SHOWN).collect();
            f(EdgeName::Property(&format!("[\"{key}\"]")), to);
        }
    }

    fn table_edges(&self, w: Word, f: &mut dyn FnMut(EdgeName<'_>, u64)) {
        let [rows, keys, index] = [table::ROWS, table::KEYS, table::INDEX].map(|at| word(w, at));
        let count = word(w, table::COUNT) as usize;
        f(EdgeName::Internal("rows"), rows);
        f(EdgeName::Internal("keys"), keys);
        f(EdgeName::Internal("index"), index);
        stored(keys, count).for_each(|key| f(EdgeName::Internal("key"), key));
        stored(rows, count).enumerate().for_each(|(i, to)| f(EdgeName::Element(i), to));
    }

    fn field_edges(&self, w: Word, shape: &Shape, f: &mut dyn FnMut(EdgeName<'_>, u64)) {
        let Shape::Record(shape) = shape else { return };
        for field in shape.fields.iter().filter(|field| field.offset <= shape.slots) {
            f(EdgeName::Property(field.name.as_str()), word(w, field.offset as usize));
        }
        if let Some(at) = shape.overflow {
            f(EdgeName::Internal("further fields"), word(w, at as usize));
        }
    }

    fn object_edges(&self, w: Word, f: &mut dyn FnMut(EdgeName<'_>, u64)) {
        let Some(class) = self.world.classes.get(self.type_of(w) as usize) else { return };
        for field in class.shape.fields.iter().filter(|field| field.offset <= class.shape.slots) {
            f(EdgeName::Property(field.name.as_str()), word(w, field.offset as usize));
        }
    }
}
