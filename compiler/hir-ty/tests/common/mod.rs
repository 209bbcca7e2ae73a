//! A database in memory, with the library modules.

use base_db::{Db, Module, ModuleKind, SourceFile, Workspace};
use semtypes::Name;

#[salsa::db]
#[derive(Clone, Default)]
pub struct TestDb {
    storage: salsa::Storage<Self>,
    workspace: Option<Workspace>,
}

#[salsa::db]
impl salsa::Database for TestDb {}

#[salsa::db]
impl Db for TestDb {
    fn workspace(&self) -> Workspace {
        self.workspace.expect("set by `program`")
    }
}

/// A database with one root module of one file, and that module.
pub fn program(text: &str) -> (TestDb, Module) {
    let mut db = TestDb::default();
    let mut modules = Vec::new();
    for m in stdlib_sources::MODULES {
        let files = m
            .files
            .iter()
            .map(|(path, text)| SourceFile::new(&db, path.to_string(), text.to_string()))
            .collect();
        modules.push(Module::new(&db, Name::new(m.org), Name::new(m.name), ModuleKind::Library, 0, files));
    }
    let file = SourceFile::new(&db, "main.bal".into(), text.into());
    let root = Module::new(
        &db,
        Name::new("test"),
        Name::new("main"),
        ModuleKind::Local { root: true },
        0,
        vec![file],
    );
    modules.push(root);
    db.workspace = Some(Workspace::new(&db, modules, true));
    (db, root)
}

/// Diagnostics as `line: severity code message`.
pub fn diagnostics(db: &TestDb, module: Module) -> Vec<String> {
    hir_ty::module_diagnostics(db, module)
        .iter()
        .map(|l| {
            let text = l.file.text(db);
            let at = usize::from(l.diagnostic.range.start()).min(text.len());
            let line = text[..at].matches('\n').count() + 1;
            format!("{line}: {:?} {} {}", l.diagnostic.severity, l.diagnostic.code, l.diagnostic.message)
        })
        .collect()
}
