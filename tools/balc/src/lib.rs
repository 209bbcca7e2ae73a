//! Compilation as the command line and the conformance runner do it.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

use base_db::{Severity, parse};
use bytecode::Archive;
use hir_def::ids::{BodyOwner, DefKind};
use hir_def::queries;
pub use project::workspace_packages;
use project::{LibrarySource, Project, Report};

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Human,
    Short,
    Json,
}

/// What compiling gave.
pub struct Compiled {
    pub reports: Vec<Report>,
    /// Absent after errors, and when only checking was asked for.
    pub archive: Option<Archive>,
    pub failed: bool,
    pub name: String,
    pub dir: PathBuf,
}

fn library() -> Vec<LibrarySource> {
    stdlib_sources::MODULES
        .iter()
        .map(|m| LibrarySource { org: m.org, name: m.name, files: m.files })
        .collect()
}

/// Loads a package or file.
///
/// # Errors
/// A message for the user.
pub fn load(path: &Path) -> Result<Project, String> {
    project::load(path, &library())
}

/// [`load`] with a database of the caller's.
///
/// # Errors
/// As [`load`].
pub fn load_into(db: project::CompilerDb, path: &Path) -> Result<Project, String> {
    project::load_into(db, path, &library())
}

/// Checks a package and, when it has no errors and `emit` is set, builds its archive.
///
/// # Errors
/// A message for the user when the package cannot be loaded.
pub fn compile(path: &Path, emit: bool) -> Result<Compiled, String> {
    Ok(compile_loaded(&load(path)?, emit))
}

/// [`load`], to be compiled with or without optimising.
///
/// # Errors
/// As [`load`].
pub fn load_as(path: &Path, optimise: bool) -> Result<Project, String> {
    if optimise { load(path) } else { load_into(project::CompilerDb::unoptimised(), path) }
}

/// [`compile`] for a package that is loaded already; after [`Project::refresh`] it computes only what the edits change.
pub fn compile_loaded(p: &Project, emit: bool) -> Compiled {
    let mut reports = project::reports(&p.db, &p.program_modules());
    let is_error = |r: &Report| r.diagnostic.severity == Severity::Error;
    let mut archive = None;
    if emit && !reports.iter().any(is_error) {
        match codegen::build_program(&p.db, p.root) {
            Ok(a) => archive = Some(a),
            Err(problems) => reports.extend(problems.into_iter().map(|l| project::locate(&p.db, l))),
        }
    }
    let failed = reports.iter().any(is_error);
    Compiled { reports, archive, failed, name: p.name.clone(), dir: p.dir.clone() }
}

/// Prints diagnostics: JSON to standard output, the others to standard error.
pub fn print_reports(reports: &[Report], format: Format) {
    for r in reports {
        match format {
            Format::Human => eprintln!("{}", project::render_human(r)),
            Format::Short => eprintln!("{}", project::render_short(r)),
            Format::Json => println!("{}", project::render_json(r)),
        }
    }
}

/// The dump of a stage: `syntax`, `hir`, `mir` or `bytecode`.
///
/// # Errors
/// A message for the user.
pub fn dump(stage: &str, path: &Path, optimise: bool) -> Result<String, String> {
    let p = load_as(path, optimise)?;
    let mut out = String::new();
    match stage {
        "syntax" => {
            for f in p.modules.iter().flat_map(|m| m.files(&p.db)) {
                out.push_str(&syntax::dump(&parse(&p.db, *f).syntax_node(), false));
            }
        }
        "hir" => {
            for m in &p.modules {
                for def in queries::module_items(&p.db, *m).defs() {
                    if def.kind(&p.db) == DefKind::Function {
                        let body = queries::body(&p.db, BodyOwner::Def(*def));
                        out.push_str(&format!("function {}\n{body:#?}\n", def.name(&p.db)));
                    }
                }
            }
        }
        "mir" | "bytecode" => {
            let c = compile_loaded(&p, true);
            let Some(archive) = c.archive else { return Err("compilation contains errors".into()) };
            if stage == "bytecode" {
                return Ok(bytecode::disasm::archive(&archive));
            }
            for m in &p.modules {
                for def in queries::module_items(&p.db, *m).defs() {
                    if def.kind(&p.db) == DefKind::Function {
                        let body = mir::lower(&p.db, &mir::FuncKey::Function(*def, Vec::new()));
                        out.push_str(&mir::dump::dump(&body));
                        out.push('\n');
                    }
                }
            }
        }
        other => return Err(format!("unknown stage '{other}': syntax, hir, mir or bytecode")),
    }
    Ok(out)
}
