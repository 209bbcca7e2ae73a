//! `value:clone`, `value:cloneReadOnly`: deep copies that keep the graph (spec 5.9, Clone and ImmutableClone).

use native::{Ctx, Kept, Registry, Result, Word};
use rustc_hash::FxHashMap;
use values::types::basic;

pub const NATIVES: Registry = &[("lang.value:clone", clone), ("lang.value:cloneReadOnly", clone_read_only)];

pub use values::text::{MAX_DEPTH, too_deep};

pub(crate) fn clone(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    copy(cx, v, Copies::Same)
}

fn clone_read_only(cx: &mut Ctx<'_>) -> Result<Word> {
    let v = cx.arg(0);
    copy(cx, v, Copies::Readonly)
}

/// What the copies of structures are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// Of the inherent type of the original.
    Same,
    /// Immutable.
    Readonly,
}

/// A deep copy. Immutable parts are shared.
pub fn copy(cx: &mut Ctx<'_>, v: Word, copies: Copies) -> Result<Word> {
    Copier { copies, depth: 0, done: Done::default() }.copy(cx, v)
}

/// The copies made so far, by original. Originals move when the collector runs: those that may have moved since they
/// were entered are entered again (a survivor of one collection moves no more).
#[derive(Default)]
struct Done {
    by_word: FxHashMap<u64, Kept>,
    /// Originals with their copies, and the words under which the last ones are entered.
    pairs: Vec<(Kept, Kept)>,
    young: Vec<u64>,
    collections: u64,
}

impl Done {
    fn refresh(&mut self, cx: &Ctx<'_>) {
        let now = cx.world.heap.stats.minor + cx.world.heap.stats.major;
        if now == self.collections {
            return;
        }
        self.collections = now;
        let first = self.pairs.len() - self.young.len();
        for w in self.young.drain(..) {
            self.by_word.remove(&w);
        }
        for &(from, to) in &self.pairs[first..] {
            self.by_word.insert(cx.get(from).0, to);
        }
    }

    fn find(&mut self, cx: &Ctx<'_>, v: Word) -> Option<Word> {
        self.refresh(cx);
        self.by_word.get(&v.0).map(|&to| cx.get(to))
    }

    fn enter(&mut self, cx: &Ctx<'_>, from: Kept, to: Kept) {
        self.refresh(cx);
        let word = cx.get(from).0;
        self.by_word.insert(word, to);
        self.pairs.push((from, to));
        self.young.push(word);
    }
}

struct Copier {
    copies: Copies,
    depth: usize,
    done: Done,
}

impl Copier {
    fn copy(&mut self, cx: &mut Ctx<'_>, v: Word) -> Result<Word> {
        let bit = cx.world.basic_bit(v);
        if bit & (basic::LIST | basic::MAPPING | basic::TABLE | basic::XML) == 0 {
            return Ok(v);
        }
        if let Some(w) = self.done.find(cx, v) {
            return Ok(w);
        }
        if bit == basic::XML {
            let from = cx.keep(v);
            let w = crate::xml::copy(cx.world, v, self.copies == Copies::Readonly)?;
            let to = cx.keep(w);
            self.done.enter(cx, from, to);
            return Ok(w);
        }
        let ty = cx.world.header_type(v);
        if cx.world.types.is_readonly(ty) {
            return Ok(v);
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let to = match self.copies {
            Copies::Same => ty,
            Copies::Readonly => cx.world.types.intern(cx.world.types.readonly_of(cx.world.types.ty(ty))),
        };
        let from = cx.keep(v);
        let out = match bit {
            basic::LIST => {
                let n = cx.world.list_len(v).unwrap_or(0);
                cx.world.list_new(to, n)
            }
            basic::MAPPING => cx.world.mapping_new(to, 4),
            _ => cx.world.table_new(to),
        };
        let out = cx.keep(out);
        self.done.enter(cx, from, out);
        self.members(cx, bit, from, out)?;
        self.depth -= 1;
        Ok(cx.get(out))
    }

    fn members(&mut self, cx: &mut Ctx<'_>, bit: u32, from: Kept, out: Kept) -> Result<()> {
        let mut i = 0;
        match bit {
            basic::LIST => {
                while let Some(m) = cx.world.list_at(cx.get(from), i) {
                    let m = self.copy(cx, m)?;
                    cx.world.list_init(cx.get(out), m)?;
                    i += 1;
                }
            }
            basic::MAPPING => {
                while let Some((k, m)) = cx.world.mapping_entry(cx.get(from), i) {
                    let k = cx.keep(k);
                    let m = self.copy(cx, m)?;
                    cx.world.mapping_init(cx.get(out), cx.get(k), m)?;
                    i += 1;
                }
            }
            _ => {
                while let Some(row) = cx.world.table_row(cx.get(from), i) {
                    let row = self.copy(cx, row)?;
                    cx.world.table_put(cx.get(out), row, true, false)?;
                    i += 1;
                }
            }
        }
        Ok(())
    }
}
