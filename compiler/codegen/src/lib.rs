//! Emission of archives: [`coalesce`] and [`regalloc`] assign registers, [`emit`] makes words of one body, [`fuse`] one
//! word of several, [`unit`] is a function compiled by itself (a query), [`program`] and [`types`] hold the program's
//! tables, and [`build_program`] links: it walks from the entry points and maps what units name to indices.
#![forbid(unsafe_code)]

mod annotations;
mod coalesce;
mod emit;
mod fuse;
mod program;
mod regalloc;
mod types;
mod unit;

use base_db::{Db, LocalDiagnostic, Module};
use bytecode::archive::{Archive, CallShape, Function, Inlined, Line, StrIdx};
use hir_def::ids::{Def, DefKind};
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
    b.p.archive.code = b.p.code.into();
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
            self.p.configurables(m)?;
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
        let (file, lines, inlined) = self.line_table(unit);
        let name = self.p.str(&unit.name);
        let handlers: Vec<[u32; 4]> = unit.handlers.iter().map(|&h| h.into()).collect();
        let f = Function {
            name,
            file,
            ret: unit.ret,
            nparams: unit.nparams,
            kinds: &unit.kinds,
            nout: unit.nout,
            ty,
            call,
            hidden: unit.hidden,
            code_start: self.p.code.len() as u32,
            code_len: unit.code.len() as u32,
            lines: &lines,
            inlined: &inlined,
            handlers: &handlers,
        };
        self.p.archive.functions.push(&f);
        self.places.relocate(&unit.code, &mut self.p.code);
        Ok(())
    }

    /// File name and lines of a function, and the calls inlined in it; both as records.
    fn line_table(&mut self, unit: &Unit) -> (StrIdx, Vec<[u32; 3]>, Vec<[u32; 3]>) {
        let Some(def) = unit.def else { return (self.p.str(""), Vec::new(), Vec::new()) };
        let file = self.file_name(def);
        let inlined = unit.inlined.iter().map(|(name, callee, line)| Inlined {
            name: self.p.str(name),
            file: callee.map_or(file, |d| self.file_name(d)),
            call_line: self.first_line(def) + line,
        });
        let inlined = inlined.map(<[u32; 3]>::from).collect();
        let lines = unit.lines.iter().map(|&(word, line, inlined)| {
            let def = inlined.and_then(|i| unit.inlined[i as usize].1).unwrap_or(def);
            Line { word, line: self.first_line(def) + line, inlined }
        });
        let lines = lines.map(<[u32; 3]>::from).collect();
        (file, lines, inlined)
    }

    /// The line on which a declaration starts, counted from 1.
    fn first_line(&self, def: Def) -> u32 {
        let offset: u32 = queries::item_offset(self.db, def).into();
        let file = queries::def_file(self.db, def);
        base_db::line_starts(self.db, file).partition_point(|s| *s <= offset) as u32
    }

    /// The module and the file of a declaration, as stack traces show them (see [`Function::file`]): a single file's module
    /// has the file's name, others have that of their organisation and the first number of their version.
    fn file_name(&mut self, def: Def) -> StrIdx {
        let path = queries::def_file(self.db, def).path(self.db);
        let file = path.rsplit('/').next().unwrap_or_default();
        let module = def.module(self.db);
        let (org, name) = (module.org(self.db), module.name(self.db));
        let text = match (org.as_str(), name.as_str()) {
            ("$anon", ".") => format!("{}:{file}", file.strip_suffix(".bal").unwrap_or(file)),
            ("$anon", name) => format!("{name}.{}:{file}", module.major(self.db)),
            (org, name) => format!("{org}.{name}.{}:{file}", module.major(self.db)),
        };
        self.p.str(&text)
    }
}
