//! Stable pointers into a tree: kind and range, resolved against the root of an equal tree.

use crate::Ballerina;

/// Points to a node of any kind.
pub type SyntaxNodePtr = rowan::ast::SyntaxNodePtr<Ballerina>;
/// Points to a node of one AST type.
pub type AstPtr<N> = rowan::ast::AstPtr<N>;
