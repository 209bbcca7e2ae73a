//! Tests of the grammar: each prints the tree of a snippet as an S-expression, trivia left out, errors below.

mod actions;
mod declarations;
mod expressions;
mod limits;
mod patterns;
mod properties;
mod recovery;
mod statements;
mod types;

use expect_test::Expect;
use parser::{EntryPoint, Parsed, Step, parse_as};

/// The tree as one S-expression, and one line `line:column message` for each error.
fn render(text: &str, parsed: &Parsed) -> String {
    let mut out = String::new();
    let mut pos = 0;
    let mut skip_root = true;
    for step in &parsed.steps {
        match *step {
            Step::Start(_) if skip_root => skip_root = false,
            Step::Start(kind) => {
                if !out.is_empty() && !out.ends_with('(') {
                    out.push(' ');
                }
                out.push_str(&format!("({kind:?}"));
            }
            Step::Token { kind, len } => {
                let end = pos + len as usize;
                if !kind.is_trivia() {
                    out.push(' ');
                    out.push_str(&text[pos..end]);
                }
                pos = end;
            }
            Step::Finish => out.push(')'),
        }
    }
    out.pop();
    out.push('\n');
    for error in &parsed.errors {
        let before = &text[..error.start as usize];
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |n| n + 1) + 1;
        out.push_str(&format!("{line}:{column} {}\n", error.message));
    }
    out
}

/// Checks the tree of each line of `source` on its own.
fn check_lines(entry: EntryPoint, source: &str, expected: &Expect) {
    let mut out = String::new();
    for line in source.trim().lines() {
        let line = line.trim();
        out.push_str(&format!("> {line}\n{}", render(line, &parse_as(line, entry))));
    }
    expected.assert_eq(&out);
}

fn types(source: &str, expected: Expect) {
    check_lines(EntryPoint::Type, source, &expected);
}

fn exprs(source: &str, expected: Expect) {
    check_lines(EntryPoint::Expression, source, &expected);
}

fn stmts(source: &str, expected: Expect) {
    check_lines(EntryPoint::Statements, source, &expected);
}

fn decls(source: &str, expected: Expect) {
    check_lines(EntryPoint::SourceFile, source, &expected);
}

/// Checks a whole text of several lines.
fn file(source: &str, expected: Expect) {
    expected.assert_eq(&render(source, &parse_as(source, EntryPoint::SourceFile)));
}
