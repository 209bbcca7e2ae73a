//! Packages on disk, and the database that the tools compile with. The compiler's only IO.
#![forbid(unsafe_code)]

mod db;
mod package;
mod refresh;
mod report;

use std::fs;
use std::path::{Path, PathBuf};

use base_db::{Module, ModuleKind, SourceFile};
use rustc_hash::FxHashMap;

pub use db::CompilerDb;
pub use package::workspace_packages;
pub use report::{Report, locate, render_human, render_json, render_short, reports};

/// A library module as plain data.
pub struct LibrarySource {
    pub org: &'static str,
    pub name: &'static str,
    pub files: &'static [(&'static str, &'static str)],
}

/// A loaded package.
pub struct Project {
    pub db: CompilerDb,
    pub root: Module,
    /// Package name, for the archive's file name.
    pub name: String,
    /// Folder of the package (or of the single file).
    pub dir: PathBuf,
    /// Modules of the package itself.
    pub modules: Vec<Module>,
    /// Modules of the other packages of its workspace.
    dependencies: Vec<Module>,
    /// A source file by itself rather than a package.
    pub single_file: bool,
    /// When and how large the files were that [`Project::refresh`] read.
    stamps: FxHashMap<SourceFile, refresh::Stamp>,
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Loads a package folder or a single source file.
///
/// # Errors
/// A message for the user: no such path, no `Ballerina.toml`, invalid manifest.
pub fn load(path: &Path, library: &[LibrarySource]) -> Result<Project, String> {
    load_into(CompilerDb::default(), path, library)
}

/// [`load`] with a database of the caller's.
///
/// # Errors
/// As [`load`].
pub fn load_into(mut db: CompilerDb, path: &Path, library: &[LibrarySource]) -> Result<Project, String> {
    let mut modules: Vec<Module> = library.iter().map(|l| db.library_module(l)).collect();
    let mut dependencies = Vec::new();
    let (name, dir, own) = if path.is_file() {
        let file = SourceFile::new(&db, file_name(path), read(path)?);
        let name = path.file_stem().map_or("main".into(), |s| s.to_string_lossy().into_owned());
        let root = db.module("$anon", ".", ModuleKind::Local { root: true }, 0, vec![file]);
        (name, path.parent().unwrap_or(Path::new(".")).to_path_buf(), vec![root])
    } else {
        let manifest = package::manifest(path)?;
        let own = package::load(&db, path, &manifest)?;
        dependencies = package::load_siblings(&db, path)?;
        (manifest.name, path.to_path_buf(), own)
    };
    modules.extend(own.iter().chain(&dependencies));
    db.set_modules(modules);
    Ok(Project {
        root: own[0],
        db,
        name,
        dir,
        modules: own,
        dependencies,
        single_file: path.is_file(),
        stamps: FxHashMap::default(),
    })
}

impl Project {
    /// The package's modules and those of other packages that they import, directly or not: what must be free of errors.
    pub fn program_modules(&self) -> Vec<Module> {
        let mut out = self.modules.clone();
        if self.dependencies.is_empty() {
            return out;
        }
        for m in self.modules.iter().flat_map(|m| hir_ty::module_init_order(&self.db, *m)) {
            if m.kind(&self.db) == ModuleKind::Dependency && !out.contains(&m) {
                out.push(m);
            }
        }
        out
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or(String::new(), |s| s.to_string_lossy().into_owned())
}
