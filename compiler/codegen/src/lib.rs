//! Emission of archives: [`regalloc`] assigns registers, [`emit`] makes words of one body, [`program`] and [`types`] hold
//! the tables, and [`build_program`] walks from the entry points.
#![forbid(unsafe_code)]

mod emit;
mod program;
mod regalloc;
mod types;

use base_db::{Db, LocalDiagnostic, Module, ModuleKind, SourceFile};
use bytecode::archive::{Archive, CallShape, Function};
use hir_def::ids::DefKind;
use hir_def::queries::{self, Item};
use hir_ty::Located;
use mir::{Body, FuncKey, Shape};
use program::Program;
use rustc_hash::FxHashMap;
use semtypes::Name;

/// Compiles the program of a root module whose modules have no errors.
pub fn build_program(db: &dyn Db, root: Module) -> Result<Archive, Vec<Located>> {
    let mut b = Builder { p: Program::new(db), db, root, lines: FxHashMap::default(), problems: Vec::new() };
    let result = b.build();
    if let Err(message) = result {
        b.problem(None, message);
    }
    if b.problems.is_empty() { Ok(b.p.archive) } else { Err(b.problems) }
}

struct Builder<'db> {
    p: Program<'db>,
    db: &'db dyn Db,
    root: Module,
    /// Offsets of line starts by file.
    lines: FxHashMap<SourceFile, Vec<u32>>,
    problems: Vec<Located>,
}

impl Builder<'_> {
    fn build(&mut self) -> Result<(), String> {
        let init = self.p.function(&FuncKey::ProgramInit(self.root));
        self.p.archive.meta.init = Some(init);
        if let Some(Item::Function(main)) = queries::module_items(self.db, self.root).get(Name::new("main"))
            && main.kind(self.db) == DefKind::Function
        {
            self.p.set_main(main)?;
        }
        for m in hir_ty::module_init_order(self.db, self.root) {
            if !matches!(m.kind(self.db), ModuleKind::Library) {
                self.p.configurables(m)?;
            }
        }
        let mut next = 0;
        loop {
            while next < self.p.keys.len() {
                let key = self.p.keys[next].clone();
                next += 1;
                let body = mir::lower(self.db, &key);
                self.function(&body)?;
            }
            if !self.p.fill_pending() && next == self.p.keys.len() {
                return Ok(());
            }
        }
    }

    fn problem(&mut self, body: Option<&Body>, message: String) {
        let file = match body.and_then(|b| b.def) {
            Some(d) => queries::def_file(self.db, d),
            None => match self.root.files(self.db).first() {
                Some(f) => *f,
                None => return,
            },
        };
        let diagnostic = LocalDiagnostic::error("BCE9001", Default::default(), message);
        self.problems.push(Located { file, diagnostic });
    }

    fn function(&mut self, body: &Body) -> Result<(), String> {
        // A problem here is reported; the index must exist all the same, and nothing will run it.
        if let Some(d) = body.def.filter(|_| !body.diagnostics.is_empty()) {
            let (file, offset) = (queries::def_file(self.db, d), queries::item_offset(self.db, d));
            for x in &body.diagnostics {
                let mut x = x.clone();
                x.range += offset;
                self.problems.push(Located { file, diagnostic: x });
            }
        }
        let e = emit::emit(&mut self.p, body).map_err(|m| format!("in '{}': {m}", body.name))?;
        let call = match &body.shape {
            Shape::Direct => CallShape::Direct,
            Shape::Value(fixed, rest) => {
                CallShape::Value { fixed: *fixed, rest: rest.map(|t| self.p.type_index(t)) }
            }
            Shape::Method(fixed, rest) => {
                CallShape::Method { fixed: *fixed, rest: rest.map(|t| self.p.type_index(t)) }
            }
        };
        let ty = body.ty.map(|t| self.p.type_index(t));
        let (file, lines) = self.line_table(body, &e.positions);
        let name = self.p.str(&body.name);
        let file = self.p.str(&file);
        let f = Function {
            name,
            file,
            ret: body.ret,
            nparams: body.nparams as u16,
            kinds: e.kinds,
            nout: e.nout,
            ty,
            call,
            hidden: body.hidden,
            code_start: self.p.archive.code.len() as u32,
            code_len: e.code.len() as u32,
            lines,
            handlers: e.handlers,
        };
        self.p.archive.functions.push(f);
        self.p.archive.code.extend(e.code);
        Ok(())
    }

    /// File name and `(word, line)` pairs of a function.
    fn line_table(&mut self, body: &Body, positions: &[(u32, u32)]) -> (String, Vec<(u32, u32)>) {
        let Some(def) = body.def else { return (String::new(), Vec::new()) };
        let db = self.db;
        let file = queries::def_file(db, def);
        let offset: u32 = queries::item_offset(db, def).into();
        let starts = self.lines.entry(file).or_insert_with(|| {
            let newlines = file.text(db).bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0).chain(newlines.map(|(i, _)| i as u32 + 1)).collect()
        });
        let mut out: Vec<(u32, u32)> = Vec::new();
        for &(word, pos) in positions {
            let line = starts.partition_point(|s| *s <= pos + offset) as u32;
            if out.last().is_none_or(|(_, l)| *l != line) {
                out.push((word, line));
            }
        }
        let name = file.path(db).rsplit('/').next().unwrap_or_default().to_string();
        (name, out)
    }
}
