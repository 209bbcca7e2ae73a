//! The concrete salsa database.

use base_db::{Db, Module, ModuleKind, SourceFile, Workspace};
use salsa::Setter;
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
    pub(crate) fn library_module(&mut self, l: &LibrarySource) -> Module {
        let files = l
            .files
            .iter()
            .map(|(path, text)| SourceFile::new(self, path.to_string(), text.to_string()))
            .collect();
        Module::new(self, Name::new(l.org), Name::new(l.name), ModuleKind::Library, files)
    }

    pub(crate) fn set_modules(&mut self, modules: Vec<Module>) {
        match self.workspace {
            Some(w) => {
                w.set_modules(self).to(modules);
            }
            None => self.workspace = Some(Workspace::new(self, modules)),
        }
    }

    /// Replaces a file's text; queries that do not see the difference do not run again.
    pub fn set_text(&mut self, file: SourceFile, text: String) {
        file.set_text(self).to(text);
    }
}
