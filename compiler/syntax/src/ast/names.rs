//! Names, documentation, annotations.

use rowan::ast::AstNode;

use super::{MappingExpr, nodes};
use crate::{SyntaxKind::*, SyntaxToken, text};

nodes! {
    /// A defining occurrence of an identifier.
    Name(NAME) {
        token ident: IDENT,
    }

    /// `name` or `prefix:name`.
    NameRef(NAME_REF) {
        /// The colon of a qualified name.
        token colon: COLON,
    }

    /// The documentation lines of a declaration.
    DocString(DOC_STRING) {}

    /// `@tag {value}`
    Annotation(ANNOTATION) {
        child tag: NameRef,
        child value: MappingExpr,
    }
}

impl Name {
    /// The name without its quote and with escapes replaced.
    #[must_use]
    pub fn text(&self) -> String {
        self.ident().map(|t| text::identifier(t.text()).into_owned()).unwrap_or_default()
    }
}

impl NameRef {
    fn tokens(&self) -> impl Iterator<Item = SyntaxToken> {
        self.syntax
            .children_with_tokens()
            .filter_map(|e| e.into_token())
            .filter(|t| !t.kind().is_trivia() && t.kind() != COLON)
    }

    /// The module prefix (or XML namespace prefix): an identifier or a predeclared keyword such as `int`.
    #[must_use]
    pub fn prefix_token(&self) -> Option<SyntaxToken> {
        self.colon().and_then(|_| self.tokens().next())
    }

    /// The name after the prefix.
    #[must_use]
    pub fn name_token(&self) -> Option<SyntaxToken> {
        self.tokens().last()
    }

    /// The prefix, unescaped.
    #[must_use]
    pub fn prefix(&self) -> Option<String> {
        self.prefix_token().map(|t| text::identifier(t.text()).into_owned())
    }

    /// The name, unescaped.
    #[must_use]
    pub fn name(&self) -> String {
        self.name_token().map(|t| text::identifier(t.text()).into_owned()).unwrap_or_default()
    }
}

impl DocString {
    /// The Markdown text: each line without `#` and the space after it.
    #[must_use]
    pub fn markdown(&self) -> String {
        let lines = self.syntax.children_with_tokens().filter_map(|e| e.into_token());
        lines
            .filter(|t| t.kind() == DOC_LINE)
            .map(|t| {
                let line = t.text().strip_prefix('#').unwrap_or(t.text());
                line.strip_prefix(' ').unwrap_or(line).to_owned()
            })
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// Declarations that can carry documentation and annotations.
pub trait HasMetadata: AstNode<Language = crate::Ballerina> {
    /// The documentation.
    fn doc_string(&self) -> Option<DocString> {
        rowan::ast::support::child(self.syntax())
    }

    /// The annotations in front of the declaration.
    fn annotations(&self) -> rowan::ast::AstChildren<Annotation> {
        rowan::ast::support::children(self.syntax())
    }
}
