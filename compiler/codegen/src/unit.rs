//! A function compiled by itself, before it belongs to a program.
//!
//! A [`Unit`] names what it refers to (functions, types, constants …) in tables of its own; its words index those
//! tables. Linking maps them to the program's tables. Units are what an incremental build reuses: one depends on the
//! function's own text and on the declarations it uses, never on where it stands or on what the program contains.

use base_db::{Db, LocalDiagnostic};
use bytecode::archive::Handler;
use bytecode::ops::{cache_index, empty_cache, flags};
use bytecode::{Ins, Kind, Op, Role};
use hir_def::ids::Def;
use hir_def::queries;
use mir::{Body, ClassKey, FuncKey, GlobalKey, Origin, Shape};
use rustc_hash::FxHashMap;
use semtypes::{Const, Name, Ty};
use std::hash::Hash;

use crate::{coalesce, emit};

/// What a unit's words refer to, each table indexed by the operand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refs {
    pub functions: Vec<FuncKey>,
    pub strings: Vec<Name>,
    pub raws: Vec<u64>,
    pub consts: Vec<(Const, Option<Ty>)>,
    pub natives: Vec<(Name, u16)>,
    pub globals: Vec<GlobalKey>,
    pub types: Vec<Ty>,
    pub classes: Vec<ClassKey>,
}

/// See the module documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    /// Declaration that positions are relative to.
    pub def: Option<Def>,
    pub hidden: bool,
    pub nparams: u16,
    pub ret: Kind,
    pub shape: Shape,
    pub ty: Option<Ty>,
    pub kinds: Vec<Kind>,
    pub nout: u16,
    pub code: Vec<u64>,
    /// Wherever the line changes: the word, the line and the index of the inlined call. Lines count from that of the
    /// declaration's start (the unit's, or the inlined function's), which is 0.
    pub lines: Vec<(u32, u32, Option<u16>)>,
    /// Inlined calls: the function's name and declaration, and the line of the call.
    pub inlined: Vec<(String, Option<Def>, u32)>,
    pub handlers: Vec<Handler>,
    pub refs: Refs,
    /// What the back end cannot do yet.
    pub diagnostics: Vec<LocalDiagnostic>,
    /// A limit that the function exceeds.
    pub failure: Option<String>,
}

/// A function to compile.
#[salsa::interned]
pub struct UnitKey<'db> {
    #[returns(ref)]
    pub key: FuncKey,
}

/// Compiles one function.
#[salsa::tracked(returns(ref))]
pub fn unit<'db>(db: &'db dyn Db, key: UnitKey<'db>) -> Unit {
    let mut body = mir::lower(db, key.key(db));
    if db.workspace().optimise(db) {
        coalesce::run(&mut body);
    }
    let mut tables = Tables::default();
    let (emitted, failure) = match emit::emit(&mut tables, &body) {
        Ok(e) => (e, None),
        Err(m) => (emit::Emitted::default(), Some(m)),
    };
    let mut source = Lines { db, ends: FxHashMap::default() };
    let lines = source.table(&body, &emitted.positions);
    let mut line_of = |pos| body.def.map_or(0, |d| source.line(d, pos));
    let inlined = body.inlined.iter().map(|i| (i.name.clone(), i.def, line_of(i.call))).collect();
    let Body { name, def, hidden, nparams, ret, shape, ty, diagnostics, .. } = body;
    Unit {
        name,
        def,
        hidden,
        nparams: nparams as u16,
        ret,
        shape,
        ty,
        kinds: emitted.kinds,
        nout: emitted.nout,
        code: emitted.code,
        lines,
        inlined,
        handlers: emitted.handlers,
        refs: tables.finish(),
        diagnostics,
        failure,
    }
}

/// Lines of positions, relative to the declarations that they are in.
struct Lines<'db> {
    db: &'db dyn Db,
    /// Offsets of line ends.
    ends: FxHashMap<Def, Vec<u32>>,
}

impl Lines<'_> {
    /// The line of a position, both relative to a declaration.
    fn line(&mut self, def: Def, pos: u32) -> u32 {
        let db = self.db;
        let ends = self.ends.entry(def).or_insert_with(|| queries::item_newlines(db, def));
        ends.partition_point(|n| *n < pos) as u32
    }

    /// The line table of a body.
    fn table(&mut self, body: &Body, positions: &[(u32, Origin)]) -> Vec<(u32, u32, Option<u16>)> {
        let mut out: Vec<(u32, u32, Option<u16>)> = Vec::new();
        for &(word, origin) in positions {
            let def = match origin.inlined {
                Some(i) => body.inlined[i as usize].def,
                None => body.def,
            };
            let Some(def) = def else { continue };
            let line = self.line(def, origin.pos);
            if out.last().is_none_or(|(_, l, i)| (*l, *i) != (line, origin.inlined)) {
                out.push((word, line, origin.inlined));
            }
        }
        out
    }
}

/// Gives everything an index in the order in which it is first named.
struct Table<T> {
    list: Vec<T>,
    index: FxHashMap<T, u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { list: Vec::new(), index: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
    fn add(&mut self, item: T) -> u32 {
        let next = self.list.len() as u32;
        *self.index.entry(item).or_insert_with_key(|item| {
            self.list.push(item.clone());
            next
        })
    }
}

/// The tables while words are being made.
#[derive(Default)]
pub struct Tables {
    functions: Table<FuncKey>,
    strings: Table<Name>,
    raws: Table<u64>,
    consts: Table<(Const, Option<Ty>)>,
    natives: Table<(Name, u16)>,
    globals: Table<GlobalKey>,
    types: Table<Ty>,
    classes: Table<ClassKey>,
}

impl Tables {
    fn finish(self) -> Refs {
        Refs {
            functions: self.functions.list,
            strings: self.strings.list,
            raws: self.raws.list,
            consts: self.consts.list,
            natives: self.natives.list,
            globals: self.globals.list,
            types: self.types.list,
            classes: self.classes.list,
        }
    }

    pub fn function(&mut self, key: &FuncKey) -> u32 {
        self.functions.add(key.clone())
    }

    pub fn str(&mut self, s: Name) -> Result<u16, String> {
        short(self.strings.add(s), "strings")
    }

    pub fn raw(&mut self, bits: u64) -> Result<u16, String> {
        short(self.raws.add(bits), "number constants")
    }

    pub fn constant(&mut self, c: &Const, ty: Option<Ty>) -> Result<u16, String> {
        short(self.consts.add((c.clone(), ty)), "constants")
    }

    pub fn native(&mut self, name: Name, argc: u16) -> Result<u16, String> {
        short(self.natives.add((name, argc)), "natives")
    }

    pub fn global(&mut self, key: GlobalKey) -> Result<u16, String> {
        short(self.globals.add(key), "module variables")
    }

    pub fn ty(&mut self, ty: Ty) -> Result<u16, String> {
        short(self.types.add(ty), "types")
    }

    pub fn class(&mut self, key: &ClassKey) -> Result<u16, String> {
        short(self.classes.add(key.clone()), "classes")
    }
}

/// An index that instructions address with 16 bits.
pub fn short(n: u32, what: &str) -> Result<u16, String> {
    u16::try_from(n).map_err(|_| format!("more than 65,536 {what}"))
}

/// Where the entries of a unit's [`Refs`] stand in the program's tables.
#[derive(Default)]
pub struct Places {
    pub functions: Vec<u32>,
    pub strings: Vec<u16>,
    pub raws: Vec<u16>,
    pub consts: Vec<u16>,
    pub natives: Vec<u16>,
    pub globals: Vec<u16>,
    pub types: Vec<u16>,
    pub classes: Vec<u16>,
}

impl Places {
    /// Forgets the unit before, and keeps the memory.
    pub fn clear(&mut self) {
        let Places { functions, strings, raws, consts, natives, globals, types, classes } = self;
        functions.clear();
        for table in [strings, raws, consts, natives, globals, types, classes] {
            table.clear();
        }
    }

    /// A unit's words with the program's indices.
    pub fn relocate(&self, code: &[u64], out: &mut Vec<u64>) {
        let mut at = 0;
        while at < code.len() {
            let ins = Ins::decode(code[at]).expect("units are made of instructions");
            out.push(self.instruction(ins).encode());
            if ins.op.words() == 2 {
                let extra = code[at + 1];
                out.push(if ins.op == Op::closure {
                    self.functions[extra as usize] as u64
                } else if ins.op.has(flags::name) {
                    empty_cache(self.strings[cache_index(extra) as usize])
                } else if let Some(ty) = cache_index(extra).checked_sub(1) {
                    empty_cache(self.types[ty as usize] + 1)
                } else {
                    extra
                });
            }
            at += ins.op.words();
        }
    }

    fn instruction(&self, mut ins: Ins) -> Ins {
        for (i, role) in ins.op.info().roles.into_iter().enumerate() {
            let table = match role {
                Role::Fun => return Ins::wide(ins.op, ins.a, self.functions[ins.bc() as usize]),
                Role::Kraw => &self.raws,
                Role::Kref => &self.consts,
                Role::Ty => &self.types,
                Role::Str => &self.strings,
                Role::Nat => &self.natives,
                Role::Cls => &self.classes,
                Role::Glo => &self.globals,
                _ => continue,
            };
            let field = match i {
                0 => &mut ins.a,
                1 => &mut ins.b,
                _ => &mut ins.c,
            };
            *field = table[*field as usize];
        }
        ins
    }
}
