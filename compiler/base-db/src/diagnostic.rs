//! Diagnostics as plain data. Rendering (source excerpt, JSON) belongs to the tools.

use syntax::TextRange;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Hint,
}

/// A problem in one item; ranges are relative to the item's syntax node (see `hir_def::store`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LocalDiagnostic {
    pub severity: Severity,
    /// Stable code, `BCE2066` style: a letter class and four digits; the table is in `codes.rs`.
    pub code: &'static str,
    pub message: String,
    pub range: TextRange,
    /// Secondary spans with what they say.
    pub labels: Vec<(TextRange, String)>,
    pub help: Option<String>,
}

impl LocalDiagnostic {
    pub fn error(code: &'static str, range: TextRange, message: impl Into<String>) -> Self {
        LocalDiagnostic {
            severity: Severity::Error,
            code,
            message: message.into(),
            range,
            labels: Vec::new(),
            help: None,
        }
    }
    pub fn warning(code: &'static str, range: TextRange, message: impl Into<String>) -> Self {
        LocalDiagnostic { severity: Severity::Warning, ..Self::error(code, range, message) }
    }
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
    pub fn with_label(mut self, range: TextRange, text: impl Into<String>) -> Self {
        self.labels.push((range, text.into()));
        self
    }
}
