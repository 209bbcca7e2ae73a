//! The concrete salsa database.

use base_db::{Db, Module, ModuleKind, SourceFile, Workspace};
use rustc_hash::FxHashMap;
use salsa::{Durability, Setter};
use semtypes::Name;
use syntax::Parse;

use crate::LibrarySource;

/// The database of one compilation or editor session.
#[salsa::db]
#[derive(Clone, Default)]
pub struct CompilerDb {
    storage: salsa::Storage<Self>,
    workspace: Option<Workspace>,
    /// The last text but one of each edited file, with its parse.
    before: FxHashMap<SourceFile, (String, Parse<syntax::SourceFile>)>,
    unoptimised: bool,
}

#[salsa::db]
impl salsa::Database for CompilerDb {}

#[salsa::db]
impl Db for CompilerDb {
    fn workspace(&self) -> Workspace {
        self.workspace.expect("set before anything is asked")
    }

    fn parsed_before(&self, file: SourceFile) -> Option<&(String, Parse<syntax::SourceFile>)> {
        self.before.get(&file)
    }
}

impl CompilerDb {
    /// A database that tells `log` the name of each query that it executes, with its argument: for tests of what an
    /// edit does not recompute.
    pub fn observed(log: impl Fn(String) + Send + Sync + 'static) -> Self {
        let report = move |e: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = e.kind {
                log(format!("{database_key:?}"));
            }
        };
        CompilerDb { storage: salsa::Storage::new(Some(Box::new(report))), ..CompilerDb::default() }
    }

    /// A database that compiles without optimising.
    pub fn unoptimised() -> Self {
        CompilerDb { unoptimised: true, ..CompilerDb::default() }
    }

    pub(crate) fn library_module(&mut self, l: &LibrarySource) -> Module {
        let files = l
            .files
            .iter()
            .map(|(path, text)| {
                SourceFile::builder(path.to_string(), text.to_string())
                    .durability(Durability::NEVER_CHANGE)
                    .new(self)
            })
            .collect();
        self.module(l.org, l.name, ModuleKind::Library, 0, files)
    }

    /// A module. Only the list of an own module's files ever changes, and rarely.
    pub(crate) fn module(
        &self,
        org: &str,
        name: &str,
        kind: ModuleKind,
        major: u32,
        files: Vec<SourceFile>,
    ) -> Module {
        let files_durability = match kind {
            ModuleKind::Library => Durability::NEVER_CHANGE,
            ModuleKind::Local { .. } | ModuleKind::Dependency => Durability::HIGH,
        };
        Module::builder(Name::new(org), Name::new(name), kind, major, files)
            .durability(Durability::NEVER_CHANGE)
            .files_durability(files_durability)
            .new(self)
    }

    /// A file of the package: its text is what users edit.
    pub(crate) fn source(&self, path: String, text: String) -> SourceFile {
        SourceFile::builder(path, text).path_durability(Durability::NEVER_CHANGE).new(self)
    }

    /// Sets, once, which modules there are, those of the library first: what depends on nothing but the library is
    /// then not an edge in the graph of dependencies at all.
    pub(crate) fn set_modules(&mut self, modules: Vec<Module>) {
        assert!(self.workspace.is_none(), "a project that has other modules is loaded anew");
        self.workspace = Some(
            Workspace::builder(modules, !self.unoptimised).durability(Durability::NEVER_CHANGE).new(self),
        );
    }

    /// Replaces a file's text; queries that do not see the difference do not run again.
    pub fn set_text(&mut self, file: SourceFile, text: String) {
        let parse = base_db::parse(self, file).clone();
        let old = file.set_text(self).to(text);
        self.before.insert(file, (old, parse));
    }
}
