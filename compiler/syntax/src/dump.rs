//! The tree as indented text, for `balc dump --syntax` and for tests.

use std::fmt::Write;

use crate::{NodeOrToken, SyntaxNode, WalkEvent};

/// One line per node and token: kind, byte range, and the text of tokens. White space and comments are left out unless
/// `trivia` is set.
#[must_use]
pub fn dump(node: &SyntaxNode, trivia: bool) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for event in node.preorder_with_tokens() {
        match event {
            WalkEvent::Enter(NodeOrToken::Node(node)) => {
                line(&mut out, depth, format_args!("{:?}@{:?}", node.kind(), node.text_range()));
                depth += 1;
            }
            WalkEvent::Enter(NodeOrToken::Token(token)) => {
                if trivia || !token.kind().is_trivia() {
                    let (kind, range) = (token.kind(), token.text_range());
                    line(&mut out, depth, format_args!("{kind:?}@{range:?} {:?}", token.text()));
                }
            }
            WalkEvent::Leave(NodeOrToken::Node(_)) => depth -= 1,
            WalkEvent::Leave(NodeOrToken::Token(_)) => {}
        }
    }
    out
}

fn line(out: &mut String, depth: usize, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{:1$}{text}", "", depth * 2);
}
