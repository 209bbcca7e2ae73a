//! What a conversion error says: the places that do not fit.

use std::fmt::{self, Display, Formatter, Write};

use native::{Ctx, Word};

/// How many problems are shown.
const MOST: usize = 20;
/// How many characters of a value are shown.
const LONGEST: usize = 20;

/// A place in the value being converted.
pub enum Step<'a> {
    Top,
    Field(&'a Step<'a>, &'a str),
    Index(&'a Step<'a>, usize),
}

impl Display for Step<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Step::Top => Ok(()),
            Step::Field(Step::Top, name) => f.write_str(name),
            Step::Field(outer, name) => write!(f, "{outer}.{name}"),
            Step::Index(outer, i) => write!(f, "{outer}[{i}]"),
        }
    }
}

#[derive(Default)]
pub struct Problems {
    /// Nesting in alternatives, and text.
    lines: Vec<(usize, String)>,
}

impl Problems {
    pub fn add(&mut self, text: String) {
        if !self.full() {
            self.lines.push((0, text));
        }
    }

    pub fn count(&self) -> usize {
        self.lines.len()
    }

    pub fn full(&self) -> bool {
        self.lines.len() > MOST
    }

    /// What is wrong with the value as each member of a union.
    pub fn alternatives(&mut self, groups: Vec<Problems>) {
        let groups: Vec<Problems> = groups.into_iter().filter(|g| g.count() > 0).collect();
        for (i, group) in groups.iter().enumerate() {
            self.lines.push((0, if i == 0 { "{" } else { "or" }.to_string()));
            self.lines.extend(group.lines.iter().map(|(depth, text)| (depth + 1, text.clone())));
        }
        if !groups.is_empty() {
            self.lines.push((0, "}".to_string()));
        }
    }

    /// The end of the message.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (depth, text) in self.lines.iter().take(MOST) {
            let _ = write!(out, "\n\t\t{}{text}", "  ".repeat(*depth));
        }
        if self.full() {
            out.push_str("\n\t\t...");
        }
        if out.is_empty() { out } else { format!(": {out}") }
    }
}

/// A value as a message shows it.
pub fn short(cx: &Ctx<'_>, v: Word) -> String {
    if v.is_nil() {
        return "()".to_string();
    }
    let text = match cx.world.as_str(v) {
        Some(s) => format!("\"{s}\""),
        None => cx.world.display(v),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
