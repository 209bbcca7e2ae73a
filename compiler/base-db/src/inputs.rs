//! salsa inputs: what the outside world (project loader, language server, tests) sets.

use semtypes::Name;
use syntax::Parse;

/// The database trait of the whole front end. Every query takes `&dyn Db`.
#[salsa::db]
pub trait Db: salsa::Database {
    /// The one workspace of this database.
    fn workspace(&self) -> Workspace;

    /// A text that the file had before, and its parse: what [`parse`] may start from. The result does not depend on it.
    fn parsed_before(&self, _file: SourceFile) -> Option<&(String, Parse<syntax::SourceFile>)> {
        None
    }
}

/// One source file. `path` is for messages only (relative, `/`-separated); identity is the input's own.
#[salsa::input(debug)]
pub struct SourceFile {
    #[returns(ref)]
    pub path: String,
    #[returns(ref)]
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModuleKind {
    /// A module of the package being compiled; the root module is its default module.
    Local { root: bool },
    /// A module of a dependency on disk.
    Dependency,
    /// A module that comes with the compiler (`lang.*`, `io`): may declare `@typeParam` types and has its
    /// `external` functions bound by name.
    Library,
}

/// A module: `org/name`.
#[salsa::input(debug)]
pub struct Module {
    #[returns(copy)]
    pub org: Name,
    /// Full dotted name, `lang.int`, `pkg.sub`.
    #[returns(copy)]
    pub name: Name,
    #[returns(copy)]
    pub kind: ModuleKind,
    /// The first number of its package's version.
    #[returns(copy)]
    pub major: u32,
    #[returns(ref)]
    pub files: Vec<SourceFile>,
}

/// Every module that may be imported, library modules included, and how the program is compiled.
#[salsa::input(debug)]
pub struct Workspace {
    #[returns(ref)]
    pub modules: Vec<Module>,
    /// Whether functions are optimised. Without, a program does the same more slowly: for tests and for debugging.
    #[returns(copy)]
    pub optimise: bool,
}

/// The module of that organisation and name.
pub fn find_module(db: &dyn Db, org: Name, name: Name) -> Option<Module> {
    db.workspace().modules(db).iter().copied().find(|m| m.name(db) == name && m.org(db) == org)
}

/// Syntax tree of a file.
#[salsa::tracked(returns(ref))]
pub fn parse(db: &dyn Db, file: SourceFile) -> Parse<syntax::SourceFile> {
    match db.parsed_before(file) {
        Some((old, parse)) => parse.reparse(old, file.text(db)),
        None => syntax::SourceFile::parse(file.text(db)),
    }
}

/// Offsets at which the lines of a file start.
#[salsa::tracked(returns(ref))]
pub fn line_starts(db: &dyn Db, file: SourceFile) -> Vec<u32> {
    let newlines = file.text(db).bytes().enumerate().filter(|(_, b)| *b == b'\n');
    std::iter::once(0).chain(newlines.map(|(i, _)| i as u32 + 1)).collect()
}
