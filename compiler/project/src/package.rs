//! Packages and workspaces on disk: manifests, and which folders and files make up a module.
//!
//! ```text
//! workspace/Ballerina.toml        [workspace] packages = ["app", "lib"]
//! workspace/app/Ballerina.toml    [package] org, name, version
//! workspace/app/*.bal             the default module, named like the package
//! workspace/app/modules/M/*.bal   module `app.M`; M may be `a.b` or `a/b`
//! ```
//!
//! Packages of a workspace import one another by `import org/name;`.

use std::fs;
use std::path::{Path, PathBuf};

use base_db::{Module, ModuleKind};

use crate::{CompilerDb, file_name, read};

const MANIFEST: &str = "Ballerina.toml";

/// What a package's manifest says of it.
pub(crate) struct Manifest {
    pub org: String,
    pub name: String,
    /// The first number of its version.
    pub major: u32,
}

fn table(dir: &Path) -> Result<toml::Table, String> {
    let path = dir.join(MANIFEST);
    read(&path)?.parse().map_err(|e: toml::de::Error| format!("{}: {}", path.display(), e.message()))
}

/// The manifest of the package in a folder. The name defaults to the folder's.
pub(crate) fn manifest(dir: &Path) -> Result<Manifest, String> {
    if !dir.is_dir() {
        return Err(format!("no such file or folder: {}", dir.display()));
    }
    if !dir.join(MANIFEST).is_file() {
        return Err(format!("{} is not a Ballerina package: it has no {MANIFEST}", dir.display()));
    }
    let manifest = table(dir)?;
    if let Some(packages) = listed(&manifest, dir)? {
        let names: Vec<String> = packages.iter().map(|p| file_name(p)).collect();
        return Err(format!(
            "{} is a workspace: name one of its packages: {}",
            dir.display(),
            names.join(", ")
        ));
    }
    let package = manifest.get("package").and_then(|p| p.as_table());
    let text = |key: &str| package.and_then(|p| p.get(key)).and_then(|v| v.as_str()).map(str::to_string);
    let folder = fs::canonicalize(dir).ok().map(|d| file_name(&d)).unwrap_or_default();
    let version = text("version").unwrap_or_default();
    let major = version.split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    Ok(Manifest { org: text("org").unwrap_or("$anon".into()), name: text("name").unwrap_or(folder), major })
}

/// The folders that a workspace's manifest lists; `None` for a package's manifest.
fn listed(manifest: &toml::Table, dir: &Path) -> Result<Option<Vec<PathBuf>>, String> {
    let Some(workspace) = manifest.get("workspace") else { return Ok(None) };
    let wrong =
        || format!("{}: 'packages' of '[workspace]' must be a list of folders", dir.join(MANIFEST).display());
    let list = workspace.get("packages").and_then(|p| p.as_array()).ok_or_else(wrong)?;
    list.iter().map(|v| Ok(dir.join(v.as_str().ok_or_else(wrong)?))).collect::<Result<_, _>>().map(Some)
}

/// The package folders of the workspace in a folder; `None` when it is not a workspace.
///
/// # Errors
/// A message for the user: a manifest that cannot be read, a listed folder that is not a package.
pub fn workspace_packages(dir: &Path) -> Result<Option<Vec<PathBuf>>, String> {
    if !dir.join(MANIFEST).is_file() {
        return Ok(None);
    }
    let packages = listed(&table(dir)?, dir)?;
    for p in packages.iter().flatten() {
        manifest(p).map_err(|m| format!("{}: {m}", dir.join(MANIFEST).display()))?;
    }
    Ok(packages)
}

/// The other packages of the workspace that lists this one.
fn siblings(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let Ok(here) = fs::canonicalize(dir) else { return Ok(Vec::new()) };
    let same = |p: &Path| fs::canonicalize(p).is_ok_and(|p| p == here);
    for above in here.ancestors().skip(1) {
        // What is above may be anything, also something that cannot be read.
        let Ok(Some(packages)) = workspace_packages(above) else { continue };
        if packages.iter().any(|p| same(p)) {
            return Ok(packages.into_iter().filter(|p| !same(p)).collect());
        }
    }
    Ok(Vec::new())
}

/// A package's modules: the default module first, then the others by name.
pub(crate) fn load(db: &CompilerDb, dir: &Path, manifest: &Manifest) -> Result<Vec<Module>, String> {
    modules(db, dir, "", manifest, |root| ModuleKind::Local { root })
}

/// The modules of the other packages of the package's workspace. Their files' paths start at the package's folder.
pub(crate) fn load_siblings(db: &CompilerDb, dir: &Path) -> Result<Vec<Module>, String> {
    let mut out = Vec::new();
    for sibling in siblings(dir)? {
        let prefix = format!("{}/", sibling.display());
        out.extend(modules(db, &sibling, &prefix, &manifest(&sibling)?, |_| ModuleKind::Dependency)?);
    }
    Ok(out)
}

fn modules(
    db: &CompilerDb,
    dir: &Path,
    prefix: &str,
    Manifest { org, name, major }: &Manifest,
    kind: impl Fn(bool) -> ModuleKind,
) -> Result<Vec<Module>, String> {
    let files = |dir: &Path, prefix: &str| {
        let paths = sources(dir)?.into_iter();
        paths
            .map(|p| Ok(db.source(format!("{prefix}{}", file_name(&p)), read(&p)?)))
            .collect::<Result<Vec<_>, String>>()
    };
    let mut own = vec![db.module(org, name, kind(true), *major, files(dir, prefix)?)];
    let folder = dir.join("modules");
    if folder.is_dir() {
        let mut folders = Vec::new();
        module_folders(&folder, "", &mut folders)?;
        for sub in folders {
            let files = files(&folder.join(&sub), &format!("{prefix}modules/{sub}/"))?;
            let name = format!("{name}.{}", sub.replace('/', "."));
            own.push(db.module(org, &name, kind(false), *major, files));
        }
    }
    Ok(own)
}

/// Folders of a package that are no modules.
const NO_MODULES: &[&str] = &["tests", "resources"];

/// The folders below `modules` that have source files: `a`, `a.b` or `a/b`.
fn module_folders(modules: &Path, inside: &str, out: &mut Vec<String>) -> Result<(), String> {
    for sub in sorted(&modules.join(inside))?.into_iter().filter(|p| p.is_dir()) {
        let name = file_name(&sub);
        if NO_MODULES.contains(&name.as_str()) {
            continue;
        }
        let path = if inside.is_empty() { name } else { format!("{inside}/{name}") };
        if !sources(&sub)?.is_empty() {
            out.push(path.clone());
        }
        module_folders(modules, &path, out)?;
    }
    Ok(())
}

/// The source files of one module's folder.
pub(crate) fn sources(dir: &Path) -> Result<Vec<PathBuf>, String> {
    Ok(sorted(dir)?.into_iter().filter(|p| p.extension().is_some_and(|e| e == "bal")).collect())
}

fn sorted(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut out: Vec<PathBuf> = entries.filter_map(|e| e.ok()).map(|e| e.path()).collect();
    out.sort();
    Ok(out)
}
