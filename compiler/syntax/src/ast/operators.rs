//! Operators.

use super::{BinaryExpr, CheckExpr, TypeTestExpr, UnaryExpr};
use crate::{SyntaxKind, SyntaxKind::*, SyntaxNode, SyntaxToken};

/// Declares an operator enum with its tokens.
macro_rules! operators {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident = $kind:ident,)* })*) => {$(
        $(#[$meta])*
        #[allow(missing_docs)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($variant,)*
        }

        impl $name {
            /// The operator that the token kind spells.
            #[must_use]
            pub fn from_kind(kind: SyntaxKind) -> Option<Self> {
                match kind { $($kind => Some(Self::$variant),)* _ => None }
            }

            /// The token kind of the operator.
            #[must_use]
            pub fn kind(self) -> SyntaxKind {
                match self { $(Self::$variant => $kind,)* }
            }

            /// The spelling of the operator.
            #[must_use]
            pub fn text(self) -> &'static str {
                self.kind().text().unwrap_or_default()
            }
        }
    )*};
}

operators! {
    /// The operator of a binary expression.
    BinaryOp {
        Add = PLUS,
        Sub = MINUS,
        Mul = STAR,
        Div = SLASH,
        Rem = PERCENT,
        Shl = SHL,
        Shr = SHR,
        UShr = USHR,
        RangeInclusive = ELLIPSIS,
        RangeExclusive = DOT_DOT_LT,
        Lt = LT,
        Gt = GT,
        LtEq = LT_EQ,
        GtEq = GT_EQ,
        Eq = EQ_EQ,
        NotEq = NOT_EQ,
        ExactEq = EQ_EQ_EQ,
        NotExactEq = NOT_EQ_EQ,
        BitAnd = AMP,
        BitXor = CARET,
        BitOr = PIPE,
        And = AMP_AMP,
        Or = PIPE_PIPE,
        Elvis = ELVIS,
    }

    /// The operator of a unary expression.
    UnaryOp {
        Plus = PLUS,
        Minus = MINUS,
        BitNot = TILDE,
        Not = BANG,
    }

    /// The operator of a compound assignment.
    AssignOp {
        Add = PLUS_EQ,
        Sub = MINUS_EQ,
        Mul = STAR_EQ,
        Div = SLASH_EQ,
        BitAnd = AMP_EQ,
        BitOr = PIPE_EQ,
        BitXor = CARET_EQ,
        Shl = SHL_EQ,
        Shr = SHR_EQ,
        UShr = USHR_EQ,
    }
}

impl AssignOp {
    /// The binary operator that the assignment applies.
    #[must_use]
    pub fn binary(self) -> BinaryOp {
        match self {
            AssignOp::Add => BinaryOp::Add,
            AssignOp::Sub => BinaryOp::Sub,
            AssignOp::Mul => BinaryOp::Mul,
            AssignOp::Div => BinaryOp::Div,
            AssignOp::BitAnd => BinaryOp::BitAnd,
            AssignOp::BitOr => BinaryOp::BitOr,
            AssignOp::BitXor => BinaryOp::BitXor,
            AssignOp::Shl => BinaryOp::Shl,
            AssignOp::Shr => BinaryOp::Shr,
            AssignOp::UShr => BinaryOp::UShr,
        }
    }
}

fn tokens(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    node.children_with_tokens().filter_map(|e| e.into_token())
}

impl BinaryExpr {
    /// The operator's token.
    #[must_use]
    pub fn op_token(&self) -> Option<SyntaxToken> {
        tokens(rowan::ast::AstNode::syntax(self)).find(|t| BinaryOp::from_kind(t.kind()).is_some())
    }

    /// The operator.
    #[must_use]
    pub fn op(&self) -> Option<BinaryOp> {
        self.op_token().and_then(|t| BinaryOp::from_kind(t.kind()))
    }
}

impl UnaryExpr {
    /// The operator.
    #[must_use]
    pub fn op(&self) -> Option<UnaryOp> {
        tokens(rowan::ast::AstNode::syntax(self)).find_map(|t| UnaryOp::from_kind(t.kind()))
    }
}

impl TypeTestExpr {
    /// `!is`?
    #[must_use]
    pub fn is_negated(&self) -> bool {
        tokens(rowan::ast::AstNode::syntax(self)).any(|t| t.kind() == BANG)
    }
}

impl CheckExpr {
    /// `checkpanic` rather than `check`?
    #[must_use]
    pub fn is_panic(&self) -> bool {
        tokens(rowan::ast::AstNode::syntax(self)).any(|t| t.kind() == CHECKPANIC_KW)
    }
}
