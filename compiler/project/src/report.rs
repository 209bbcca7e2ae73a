//! Diagnostics with lines and columns, and their three renderings.

use std::fmt::Write;

use base_db::{LocalDiagnostic, Module, Severity, line_starts};
use hir_ty::Located;
use syntax::TextRange;

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
    /// Other places that it is about, with what is said of them.
    pub labels: Vec<(Excerpt, String)>,
}

/// A place in a file and the source line of its start.
#[derive(Clone, Debug)]
pub struct Excerpt {
    pub start: (usize, usize),
    pub end: (usize, usize),
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
    let starts = line_starts(db, l.file);
    let excerpt = |range: TextRange| {
        let (start, end) = (usize::from(range.start()), usize::from(range.end()));
        let at = position(text, starts, start);
        let line_text = text.lines().nth(at.0 - 1).unwrap_or("").to_string();
        Excerpt { start: at, end: position(text, starts, end.max(start)), line_text }
    };
    let labels = l.diagnostic.labels.iter().map(|(range, text)| (excerpt(*range), text.clone())).collect();
    let Excerpt { start, end, line_text } = excerpt(l.diagnostic.range);
    Report { path: l.file.path(db).clone(), start, end, line_text, labels, diagnostic: l.diagnostic }
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

/// The short form with code, source excerpts and help.
pub fn render_human(r: &Report) -> String {
    let mut out = format!("{} ({})\n", render_short(r), r.diagnostic.code);
    let last = r.labels.iter().map(|(x, _)| x.start.0).fold(r.start.0, usize::max);
    let pad = " ".repeat(last.to_string().len());
    let _ = writeln!(out, "{pad} |");
    let main = Excerpt { start: r.start, end: r.end, line_text: r.line_text.clone() };
    out.push_str(&underlined(&main, &pad, '^', ""));
    for (x, text) in &r.labels {
        out.push_str(&underlined(x, &pad, '-', &format!(" {text}")));
    }
    if let Some(h) = &r.diagnostic.help {
        let _ = writeln!(out, "{pad} = help: {h}");
    }
    out
}

/// A source line and what is marked in it: up to its end when the place has more lines.
fn underlined(x: &Excerpt, pad: &str, mark: char, text: &str) -> String {
    let end = if x.end.0 == x.start.0 { x.end.1 } else { x.line_text.trim_end().chars().count() + 1 };
    let width = end.saturating_sub(x.start.1).max(1);
    let indent: String =
        x.line_text.chars().take(x.start.1 - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let marks = mark.to_string().repeat(width);
    format!("{:>1$} | {2}\n{pad} | {indent}{marks}{text}\n", x.start.0, pad.len(), x.line_text)
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
