//! salsa inputs, file and module identities, parsing, and diagnostics.
#![forbid(unsafe_code)]

mod diagnostic;
mod inputs;

pub use diagnostic::{LocalDiagnostic, Severity};
pub use inputs::{Db, Module, ModuleKind, SourceFile, Workspace, find_module, line_starts, parse};
