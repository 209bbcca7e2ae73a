//! The concrete salsa database.

use base_db::{Db, Module, ModuleKind, SourceFile, Workspace};
use salsa::{Durability, Setter};
use semtypes::Name;

use crate::LibrarySource;

/// The database of one compilation or editor session.
#[salsa::db]
#[derive(Clone, Default)]
pub struct CompilerDb {
    storage: salsa::Storage<Self>,
    workspace: Option<Workspace>,
}

#[salsa::db]
impl salsa::Database for CompilerDb {}

#[salsa::db]
impl Db for CompilerDb {
    fn workspace(&self) -> Workspace {
        self.workspace.expect("set before anything is asked")
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
        CompilerDb { storage: salsa::Storage::new(Some(Box::new(report))), workspace: None }
    }

    pub(crate) fn library_module(&mut self, l: &LibrarySource) -> Module {
        let files = l
            .files
            .iter()
            .map(|(path, text)| {
                SourceFile::builder(path.to_string(), text.to_string()).durability(Durability::HIGH).new(self)
            })
            .collect();
        self.module(l.org, l.name, ModuleKind::Library, files)
    }

    /// A module. Which modules there are and of which files they consist changes rarely: what depends on nothing else
    /// (all of the library) is not looked at again after an edit.
    pub(crate) fn module(&self, org: &str, name: &str, kind: ModuleKind, files: Vec<SourceFile>) -> Module {
        Module::builder(Name::new(org), Name::new(name), kind, files).durability(Durability::HIGH).new(self)
    }

    pub(crate) fn set_modules(&mut self, modules: Vec<Module>) {
        match self.workspace {
            Some(w) => {
                w.set_modules(self).with_durability(Durability::HIGH).to(modules);
            }
            None => self.workspace = Some(Workspace::builder(modules).durability(Durability::HIGH).new(self)),
        }
    }

    /// Replaces a file's text; queries that do not see the difference do not run again.
    pub fn set_text(&mut self, file: SourceFile, text: String) {
        file.set_text(self).to(text);
    }
}
