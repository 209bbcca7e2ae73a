//! Emission of archives: [`regalloc`] assigns registers, [`emit`] makes words of one body, [`unit`] is a function compiled
//! by itself (a query), [`program`] and [`types`] hold the program's tables, and [`build_program`] links: it walks from the
//! entry points and maps what units name to indices.
#![forbid(unsafe_code)]

mod annotations;
mod emit;
mod program;
mod regalloc;
mod types;
mod unit;

use base_db::{Db, LocalDiagnostic, Module, ModuleKind};
use bytecode::archive::{Archive, CallShape, Function, StrIdx};
use hir_def::ids::DefKind;
use hir_def::queries::{self, Item};
use hir_ty::Located;
use mir::{FuncKey, Shape};
use program::Program;
use semtypes::Name;
use unit::{Places, Unit, UnitKey};

/// Compiles the program of a root module whose modules have no errors.
pub fn build_program(db: &dyn Db, root: Module) -> Result<Archive, Vec<Located>> {
    let mut b = Builder { p: Program::new(db), places: Places::default(), db, root, problems: Vec::new() };
    let result = b.build();
    if let Err(message) = result {
        b.problem(None, message);
    }
    if b.problems.is_empty() { Ok(b.p.archive) } else { Err(b.problems) }
}

struct Builder<'db> {
    p: Program<'db>,
    places: Places,
    db: &'db dyn Db,
    root: Module,
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
                self.function(unit::unit(self.db, UnitKey::new(self.db, key)))?;
            }
            if !self.p.fill_pending() && !self.p.set_lifecycle() && next == self.p.keys.len() {
                return self.p.list_annotations();
            }
        }
    }

    fn problem(&mut self, unit: Option<&Unit>, message: String) {
        let file = match unit.and_then(|u| u.def) {
            Some(d) => queries::def_file(self.db, d),
            None => match self.root.files(self.db).first() {
                Some(f) => *f,
                None => return,
            },
        };
        let diagnostic = LocalDiagnostic::error("BCE9001", Default::default(), message);
        self.problems.push(Located { file, diagnostic });
    }

    fn function(&mut self, unit: &Unit) -> Result<(), String> {
        // A problem here is reported; the index must exist all the same, and nothing will run it.
        if let Some(d) = unit.def.filter(|_| !unit.diagnostics.is_empty()) {
            let (file, offset) = (queries::def_file(self.db, d), queries::item_offset(self.db, d));
            for x in &unit.diagnostics {
                let mut x = x.clone();
                x.range += offset;
                self.problems.push(Located { file, diagnostic: x });
            }
        }
        if let Some(m) = &unit.failure {
            self.problem(Some(unit), format!("in '{}': {m}", unit.name));
        }
        self.p.places(&unit.refs, &mut self.places)?;
        let call = match &unit.shape {
            Shape::Direct => CallShape::Direct,
            Shape::Value(fixed, rest) => {
                CallShape::Value { fixed: *fixed, rest: rest.map(|t| self.p.type_index(t)) }
            }
            Shape::Method(fixed, rest) => {
                CallShape::Method { fixed: *fixed, rest: rest.map(|t| self.p.type_index(t)) }
            }
        };
        let ty = unit.ty.map(|t| self.p.type_index(t));
        let (file, lines) = self.line_table(unit);
        let name = self.p.str(&unit.name);
        let f = Function {
            name,
            file,
            ret: unit.ret,
            nparams: unit.nparams,
            kinds: unit.kinds.clone(),
            nout: unit.nout,
            ty,
            call,
            hidden: unit.hidden,
            code_start: self.p.archive.code.len() as u32,
            code_len: unit.code.len() as u32,
            lines,
            handlers: unit.handlers.clone(),
        };
        self.p.archive.functions.push(f);
        self.places.relocate(&unit.code, &mut self.p.archive.code);
        Ok(())
    }

    /// File name and `(word, line)` pairs of a function.
    fn line_table(&mut self, unit: &Unit) -> (StrIdx, Vec<(u32, u32)>) {
        let Some(def) = unit.def else { return (self.p.str(""), Vec::new()) };
        let db = self.db;
        let file = queries::def_file(db, def);
        let offset: u32 = queries::item_offset(db, def).into();
        let first = base_db::line_starts(db, file).partition_point(|s| *s <= offset) as u32;
        let out = unit.lines.iter().map(|(word, line)| (*word, first + line)).collect();
        let name = file.path(db).rsplit('/').next().unwrap_or_default();
        (self.p.str(name), out)
    }
}
