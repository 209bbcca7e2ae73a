//! Lossless syntax tree and typed AST of Ballerina.
//!
//! [`SourceFile::parse`] turns any text into a tree that reproduces it byte for byte, plus the errors found. The tree is
//! untyped ([`SyntaxNode`]); the [`ast`] module gives every construct a type with accessors. All of them return options
//! or iterators, because a tree of a text with errors may lack any part.
//!
//! The crate depends on no other stage, so a formatter or a highlighter can use it alone.

#![forbid(unsafe_code)]

pub mod ast;
mod dump;
mod parsing;
mod ptr;
mod reparse;
pub mod text;
mod validation;

pub use crate::{
    ast::{AstNode, SourceFile},
    dump::dump,
    parsing::{Parse, SyntaxError},
    ptr::{AstPtr, SyntaxNodePtr},
};
pub use parser::{EntryPoint, SyntaxKind, T};
pub use rowan::{Direction, GreenNode, NodeOrToken, TextRange, TextSize, TokenAtOffset, WalkEvent};

/// The language tag of the rowan tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ballerina {}

impl rowan::Language for Ballerina {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        // Only `kind_to_raw` makes raw kinds, so the number is always known.
        SyntaxKind::from_u16(raw.0).unwrap_or(SyntaxKind::ERROR)
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A node of the tree.
pub type SyntaxNode = rowan::SyntaxNode<Ballerina>;
/// A token of the tree.
pub type SyntaxToken = rowan::SyntaxToken<Ballerina>;
/// A node or a token.
pub type SyntaxElement = rowan::SyntaxElement<Ballerina>;
/// The child nodes of a node.
pub type SyntaxNodeChildren = rowan::SyntaxNodeChildren<Ballerina>;
