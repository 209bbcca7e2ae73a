//! Packages on disk, and the database that the tools compile with. The compiler's only IO.
#![forbid(unsafe_code)]

mod db;
mod refresh;
mod report;

use std::fs;
use std::path::{Path, PathBuf};

use base_db::{Module, ModuleKind, SourceFile};
use rustc_hash::FxHashMap;

pub use db::CompilerDb;
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
    let (name, dir, own) = if path.is_file() {
        let file = SourceFile::new(&db, file_name(path), read(path)?);
        let name = path.file_stem().map_or("main".into(), |s| s.to_string_lossy().into_owned());
        let root = db.module("$anon", ".", ModuleKind::Local { root: true }, vec![file]);
        (name, path.parent().unwrap_or(Path::new(".")).to_path_buf(), vec![root])
    } else {
        let (name, own) = load_package(&db, path)?;
        (name, path.to_path_buf(), own)
    };
    modules.extend(&own);
    db.set_modules(modules);
    Ok(Project {
        root: own[0],
        db,
        name,
        dir,
        modules: own,
        single_file: path.is_file(),
        stamps: FxHashMap::default(),
    })
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or(String::new(), |s| s.to_string_lossy().into_owned())
}

/// The default module first, then the others by name.
fn load_package(db: &CompilerDb, dir: &Path) -> Result<(String, Vec<Module>), String> {
    if !dir.is_dir() {
        return Err(format!("no such file or folder: {}", dir.display()));
    }
    let manifest_path = dir.join("Ballerina.toml");
    if !manifest_path.is_file() {
        return Err(format!("{} is not a Ballerina package: it has no Ballerina.toml", dir.display()));
    }
    let manifest: toml::Table = read(&manifest_path)?
        .parse()
        .map_err(|e: toml::de::Error| format!("{}: {}", manifest_path.display(), e.message()))?;
    let package = manifest.get("package").and_then(|p| p.as_table());
    let text = |key: &str| package.and_then(|p| p.get(key)).and_then(|v| v.as_str()).map(str::to_string);
    let folder = fs::canonicalize(dir).ok().map(|d| file_name(&d)).unwrap_or_default();
    let name = text("name").unwrap_or(folder);
    let org = text("org").unwrap_or("$anon".into());
    let mut own = vec![module(db, dir, &org, &name, "", true)?];
    let folder = dir.join("modules");
    if folder.is_dir() {
        for sub in sorted(&folder)?.into_iter().filter(|p| p.is_dir()) {
            let part = file_name(&sub);
            own.push(module(db, &sub, &org, &format!("{name}.{part}"), &format!("modules/{part}/"), false)?);
        }
    }
    Ok((name, own))
}

/// The source files of one module's folder.
fn sources(dir: &Path) -> Result<Vec<PathBuf>, String> {
    Ok(sorted(dir)?.into_iter().filter(|p| p.extension().is_some_and(|e| e == "bal")).collect())
}

fn sorted(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut out: Vec<PathBuf> = entries.filter_map(|e| e.ok()).map(|e| e.path()).collect();
    out.sort();
    Ok(out)
}

fn module(
    db: &CompilerDb,
    dir: &Path,
    org: &str,
    name: &str,
    prefix: &str,
    root: bool,
) -> Result<Module, String> {
    let mut files = Vec::new();
    for path in sources(dir)? {
        files.push(db.source(format!("{prefix}{}", file_name(&path)), read(&path)?));
    }
    Ok(db.module(org, name, ModuleKind::Local { root }, files))
}
