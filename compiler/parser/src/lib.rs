//! Lexer and parser of Ballerina (language specification 2024R1).
//!
//! The parser turns text into a flat list of [`Step`]s: "start node", "token", "finish node". It knows no tree
//! type; the `syntax` crate builds a rowan tree from the steps, and a test can print them.
//!
//! * It never fails: any text gives steps that cover every byte of it, plus [`ParseError`]s.
//! * It never panics and always ends: nesting is bounded, and a step limit turns a grammar bug that would loop into
//!   an error node.
//!
//! The pipeline is [`lexer`] (text to tokens, trivia included) → `input` (tokens the grammar sees) → `grammar`
//! (recursive descent over a `Parser`, producing events) → [`output`] (events plus trivia to steps).

#![forbid(unsafe_code)]

#[macro_use]
mod syntax_kind;

mod event;
mod grammar;
mod input;
pub mod lexer;
pub mod output;
mod parser;

mod token_set;

pub use crate::{
    lexer::{Lexed, lex},
    output::Step,
    syntax_kind::SyntaxKind,
};

/// An error found by the lexer or the parser.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParseError {
    /// Byte range in the text. A missing token has the empty range where it should stand.
    pub start: u32,
    /// End of the byte range.
    pub end: u32,
    /// What is wrong, in the style `missing ';'`.
    pub message: String,
}

/// What a text is parsed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryPoint {
    /// A whole source file: `module-part`.
    SourceFile,
    /// One expression or action.
    Expression,
    /// One type descriptor.
    Type,
    /// A sequence of statements.
    Statements,
}

/// The result of parsing a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// Tree construction steps; replayed in order they cover the text exactly.
    pub steps: Vec<Step>,
    /// Lexer and parser errors, ordered by position.
    pub errors: Vec<ParseError>,
}

/// Parses `text` as a source file.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    parse_as(text, EntryPoint::SourceFile)
}

/// Parses `text` as `entry`. The root node is always a `SOURCE_FILE`.
#[must_use]
pub fn parse_as(text: &str, entry: EntryPoint) -> Parsed {
    let lexed = lex(text);
    let input = input::Input::new(text, &lexed);
    let mut p = parser::Parser::new(&input);
    grammar::entry(&mut p, entry);
    let (events, errors) = p.finish();
    output::build(&lexed, &input, events, errors)
}
