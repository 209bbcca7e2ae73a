//! Parsing a text again after an edit inside one function's body: only that function is parsed.
//!
//! The result equals that of parsing the whole text (`tests/reparse.rs` compares them on random edits). It holds
//! because a function definition ends with the `}` of its block, no token spans that brace, and nothing outside looks
//! into the block; wherever this could fail (an error before or after, braces that pair differently) everything is
//! parsed.

use parser::SyntaxKind;
use rowan::{NodeOrToken, TextRange, TextSize};

use crate::{Parse, SourceFile, SyntaxNode, ast::AstNode};

impl Parse<SourceFile> {
    /// The parse of `new`, given that `self` is the parse of `old`.
    #[must_use]
    pub fn reparse(&self, old: &str, new: &str) -> Parse<SourceFile> {
        self.within_function(old, new).unwrap_or_else(|| SourceFile::parse(new))
    }

    fn within_function(&self, old: &str, new: &str) -> Option<Parse<SourceFile>> {
        if !self.errors().is_empty() {
            return None;
        }
        let edit = edited(old, new);
        let function = self.tree().syntax().children().find(|n| n.text_range().contains_range(edit))?;
        let block = block_body(&function)?;
        if edit.start() <= block.start() || edit.end() >= block.end() {
            return None;
        }
        let range = function.text_range();
        let end = usize::from(range.end()) + new.len() - old.len();
        let parsed = SourceFile::parse(new.get(range.start().into()..end)?);
        let root = parsed.syntax_node();
        let again = root.first_child()?;
        let alone = again.text_range() == root.text_range() && block_body(&again).is_some();
        if !alone || !parsed.errors().is_empty() {
            return None;
        }
        let green = function.replace_with(again.green().into_owned());
        Some(Parse::without_errors(green))
    }
}

/// The part of `old` that differs from `new`, by bytes.
fn edited(old: &str, new: &str) -> TextRange {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - prefix;
    let suffix = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    TextRange::new(TextSize::new(prefix as u32), TextSize::new((old.len() - suffix) as u32))
}

/// The block of a function definition that ends with it.
fn block_body(node: &SyntaxNode) -> Option<TextRange> {
    let NodeOrToken::Node(body) = node.last_child_or_token()? else { return None };
    let is_block = node.kind() == SyntaxKind::FUNCTION_DEF && body.kind() == SyntaxKind::BLOCK_BODY;
    is_block.then(|| body.text_range())
}
