//! Diagnostics with lines and columns, and their three renderings.

use std::fmt::Write;

use base_db::{LocalDiagnostic, Module, Severity, line_starts};
use hir_ty::Located;

use crate::CompilerDb;

/// A diagnostic as tools show it. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug)]
pub struct Report {
    pub path: String,
    pub start: (usize, usize),
    pub end: (usize, usize),
    pub diagnostic: LocalDiagnostic,
    /// The source line of the start.
    pub line_text: String,
}

fn position(text: &str, starts: &[u32], offset: usize) -> (usize, usize) {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let line = starts.partition_point(|s| *s as usize <= offset);
    let start = starts[line - 1] as usize;
    (line, text[start..offset].chars().count() + 1)
}

/// All diagnostics of modules, in source order.
pub fn reports(db: &CompilerDb, modules: &[Module]) -> Vec<Report> {
    modules.iter().flat_map(|m| hir_ty::module_diagnostics(db, *m)).map(|l| locate(db, l.clone())).collect()
}

/// Adds line and column.
pub fn locate(db: &CompilerDb, l: Located) -> Report {
    let text = l.file.text(db);
    let (start, end) = (usize::from(l.diagnostic.range.start()), usize::from(l.diagnostic.range.end()));
    let starts = line_starts(db, l.file);
    let at = position(text, starts, start);
    Report {
        path: l.file.path(db).clone(),
        start: at,
        end: position(text, starts, end.max(start)),
        line_text: text.lines().nth(at.0 - 1).unwrap_or("").to_string(),
        diagnostic: l.diagnostic,
    }
}

fn severity(s: Severity) -> &'static str {
    match s {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Hint => "HINT",
    }
}

/// `ERROR [main.bal:(3:9,3:12)] message`
pub fn render_short(r: &Report) -> String {
    format!(
        "{} [{}:({}:{},{}:{})] {}",
        severity(r.diagnostic.severity),
        r.path,
        r.start.0,
        r.start.1,
        r.end.0,
        r.end.1,
        r.diagnostic.message
    )
}

/// The short form with code, source excerpt and help.
pub fn render_human(r: &Report) -> String {
    let mut out = format!("{} ({})\n", render_short(r), r.diagnostic.code);
    let number = r.start.0.to_string();
    let pad = " ".repeat(number.len());
    let width = if r.end.0 == r.start.0 { r.end.1.saturating_sub(r.start.1).max(1) } else { 1 };
    let indent: String =
        r.line_text.chars().take(r.start.1 - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let _ = writeln!(out, "{pad} |\n{number} | {}\n{pad} | {indent}{}", r.line_text, "^".repeat(width));
    if let Some(h) = &r.diagnostic.help {
        let _ = writeln!(out, "{pad} = help: {h}");
    }
    out
}

fn json_string(s: &str) -> String {
    let mut out = String::from("\"");
    for c in s.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// One JSON object on a line.
pub fn render_json(r: &Report) -> String {
    format!(
        "{{\"severity\":{},\"code\":{},\"file\":{},\"startLine\":{},\"startColumn\":{},\"endLine\":{},\"endColumn\":{},\"message\":{},\"help\":{}}}",
        json_string(&severity(r.diagnostic.severity).to_lowercase()),
        json_string(r.diagnostic.code),
        json_string(&r.path),
        r.start.0,
        r.start.1,
        r.end.0,
        r.end.1,
        json_string(&r.diagnostic.message),
        r.diagnostic.help.as_deref().map_or("null".into(), json_string)
    )
}
