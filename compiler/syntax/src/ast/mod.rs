//! Typed views of syntax nodes, one file per family of constructs.
//!
//! A type is a thin wrapper around a [`SyntaxNode`](crate::SyntaxNode) whose kind is known; casting costs a comparison.
//! The tables in the files list, for each node, its accessors:
//!
//! * `child name: T` gives the first child node of type `T`, `child name: T[1]` the second;
//! * `children names: T` gives all of them;
//! * `flag is_x: X_KW` says whether the token is there;
//! * `token x: KIND` gives the first token of the kind.

mod actions;
mod exprs;
mod module;
mod names;
mod operators;
mod patterns;
mod query;
mod stmts;
mod templates;
mod types;

pub use self::{
    actions::*, exprs::*, module::*, names::*, operators::*, patterns::*, query::*, stmts::*, templates::*,
    types::*,
};
pub use rowan::ast::{AstChildren, AstNode};

/// Declares node types and their accessors; see the module's documentation.
macro_rules! nodes {
    ($($(#[$meta:meta])* $name:ident($kind:ident) {
        $($(#[$am:meta])* $how:ident $acc:ident: $arg:ident $([$n:literal])?,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name {
            syntax: $crate::SyntaxNode,
        }

        impl rowan::ast::AstNode for $name {
            type Language = $crate::Ballerina;

            fn can_cast(kind: $crate::SyntaxKind) -> bool {
                kind == $crate::SyntaxKind::$kind
            }

            fn cast(syntax: $crate::SyntaxNode) -> Option<Self> {
                Self::can_cast(syntax.kind()).then_some(Self { syntax })
            }

            fn syntax(&self) -> &$crate::SyntaxNode {
                &self.syntax
            }
        }

        impl $name {
            $($crate::ast::accessor! { $(#[$am])* $how $acc $arg $([$n])? })*
        }
    )*};
}
pub(crate) use nodes;

/// One accessor of a [`nodes!`] table.
macro_rules! accessor {
    ($(#[$m:meta])* child $acc:ident $ty:ident) => {
        $(#[$m])*
        #[must_use]
        pub fn $acc(&self) -> Option<$ty> {
            rowan::ast::support::child(&self.syntax)
        }
    };
    ($(#[$m:meta])* child $acc:ident $ty:ident [$n:literal]) => {
        $(#[$m])*
        #[must_use]
        pub fn $acc(&self) -> Option<$ty> {
            rowan::ast::support::children(&self.syntax).nth($n)
        }
    };
    ($(#[$m:meta])* children $acc:ident $ty:ident) => {
        $(#[$m])*
        #[must_use]
        pub fn $acc(&self) -> rowan::ast::AstChildren<$ty> {
            rowan::ast::support::children(&self.syntax)
        }
    };
    ($(#[$m:meta])* flag $acc:ident $kind:ident) => {
        $(#[$m])*
        #[must_use]
        pub fn $acc(&self) -> bool {
            rowan::ast::support::token(&self.syntax, $crate::SyntaxKind::$kind).is_some()
        }
    };
    ($(#[$m:meta])* token $acc:ident $kind:ident) => {
        $(#[$m])*
        #[must_use]
        pub fn $acc(&self) -> Option<$crate::SyntaxToken> {
            rowan::ast::support::token(&self.syntax, $crate::SyntaxKind::$kind)
        }
    };
}
pub(crate) use accessor;

/// Declares an enum over node types.
macro_rules! node_enum {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident($ty:ident),)* })*) => {$(
        $(#[$meta])*
        #[allow(missing_docs)]
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($variant($ty),)*
        }

        impl rowan::ast::AstNode for $name {
            type Language = $crate::Ballerina;

            fn can_cast(kind: $crate::SyntaxKind) -> bool {
                $(<$ty as rowan::ast::AstNode>::can_cast(kind))||*
            }

            fn cast(syntax: $crate::SyntaxNode) -> Option<Self> {
                $(if <$ty as rowan::ast::AstNode>::can_cast(syntax.kind()) {
                    return <$ty as rowan::ast::AstNode>::cast(syntax).map(Self::$variant);
                })*
                None
            }

            fn syntax(&self) -> &$crate::SyntaxNode {
                match self {
                    $(Self::$variant(it) => rowan::ast::AstNode::syntax(it),)*
                }
            }
        }

        $(impl From<$ty> for $name {
            fn from(node: $ty) -> Self {
                Self::$variant(node)
            }
        })*
    )*};
}
pub(crate) use node_enum;
