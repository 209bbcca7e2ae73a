//! Building the tree.

use std::{fmt, marker::PhantomData};

use rowan::{GreenNode, GreenNodeBuilder, Language, TextRange};

use crate::{Ballerina, EntryPoint, SourceFile, SyntaxNode, ast::AstNode, validation};

/// An error in the text, from the lexer, the parser or the checks on the finished tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SyntaxError {
    message: String,
    range: TextRange,
}

impl SyntaxError {
    pub(crate) fn new(message: impl Into<String>, range: TextRange) -> SyntaxError {
        SyntaxError { message: message.into(), range }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where; empty for a missing token.
    #[must_use]
    pub fn range(&self) -> TextRange {
        self.range
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The result of parsing: a tree whose root is an `N`, and errors ordered by position. Cheap to clone and to compare,
/// and free of any link to the thread that made it.
#[derive(Debug)]
pub struct Parse<N> {
    green: GreenNode,
    errors: Vec<SyntaxError>,
    root: PhantomData<fn() -> N>,
}

impl<N> Clone for Parse<N> {
    fn clone(&self) -> Self {
        Parse { green: self.green.clone(), errors: self.errors.clone(), root: PhantomData }
    }
}

impl<N> PartialEq for Parse<N> {
    fn eq(&self, other: &Self) -> bool {
        self.green == other.green && self.errors == other.errors
    }
}

impl<N> Eq for Parse<N> {}

impl<N> Parse<N> {
    /// The immutable tree.
    #[must_use]
    pub fn green(&self) -> &GreenNode {
        &self.green
    }

    /// The errors, ordered by position.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// A cursor at the root.
    #[must_use]
    pub fn syntax_node(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }
}

impl Parse<SourceFile> {
    pub(crate) fn without_errors(green: GreenNode) -> Self {
        Parse { green, errors: Vec::new(), root: PhantomData }
    }

    /// The root as an AST node.
    #[must_use]
    pub fn tree(&self) -> SourceFile {
        SourceFile::cast(self.syntax_node()).expect("the parser's root is always a SOURCE_FILE")
    }
}

impl SourceFile {
    /// Parses a source file. Never fails: errors are part of the result.
    #[must_use]
    pub fn parse(text: &str) -> Parse<SourceFile> {
        SourceFile::parse_as(text, EntryPoint::SourceFile)
    }

    /// Parses a fragment; its nodes are the children of the root.
    #[must_use]
    pub fn parse_as(text: &str, entry: EntryPoint) -> Parse<SourceFile> {
        let parsed = parser::parse_as(text, entry);
        let green = build(text, &parsed.steps);
        let mut errors: Vec<_> = parsed
            .errors
            .into_iter()
            .map(|e| SyntaxError::new(e.message, TextRange::new(e.start.into(), e.end.max(e.start).into())))
            .collect();
        validation::validate(&SyntaxNode::new_root(green.clone()), &mut errors);
        errors.sort_by_key(|e| (e.range.start(), e.range.end()));
        Parse { green, errors, root: PhantomData }
    }
}

fn build(text: &str, steps: &[parser::Step]) -> GreenNode {
    let mut builder = GreenNodeBuilder::new();
    let mut pos = 0;
    for step in steps {
        match *step {
            parser::Step::Start(kind) => builder.start_node(Ballerina::kind_to_raw(kind)),
            parser::Step::Token { kind, len } => {
                let end = pos + len as usize;
                builder.token(Ballerina::kind_to_raw(kind), &text[pos..end]);
                pos = end;
            }
            parser::Step::Finish => builder.finish_node(),
        }
    }
    builder.finish()
}
