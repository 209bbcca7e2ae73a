//! Where names stand that the lowered item has no ranges of. Asked only when there is something to report.

use base_db::Db;
use hir_def::ids::Def;
use hir_def::queries;
use syntax::{NodeOrToken, SyntaxKind, SyntaxNode, TextRange};

/// The name in a call or an access: what is called, the method or the field.
pub(crate) fn name_in(db: &dyn Db, def: Def, range: TextRange) -> TextRange {
    let is_name = |n: &SyntaxNode| matches!(n.kind(), SyntaxKind::NAME | SyntaxKind::NAME_REF);
    let found = nodes_at(db, def, range).into_iter().find_map(|n| match n.kind() {
        SyntaxKind::CALL_EXPR => n.first_child(),
        SyntaxKind::METHOD_CALL_EXPR
        | SyntaxKind::FIELD_ACCESS_EXPR
        | SyntaxKind::OPTIONAL_FIELD_ACCESS_EXPR
        | SyntaxKind::REMOTE_CALL_ACTION
        | SyntaxKind::OBJECT_FIELD => n.children().filter(is_name).last(),
        _ => None,
    });
    found.map_or(range, |n| n.text_range())
}

/// The name of which something is the value or the type: of a field or an argument.
pub(crate) fn name_of(db: &dyn Db, def: Def, range: TextRange) -> TextRange {
    let Some(parent) = nodes_at(db, def, range).pop().and_then(|n| n.parent()) else { return range };
    let name = parent.children_with_tokens().find(|c| match c {
        NodeOrToken::Node(n) => n.kind() == SyntaxKind::NAME,
        NodeOrToken::Token(t) => t.kind() == SyntaxKind::STRING_LITERAL,
    });
    name.map_or(range, |n| n.text_range())
}

/// The nodes of exactly this range, the innermost first.
fn nodes_at(db: &dyn Db, def: Def, range: TextRange) -> Vec<SyntaxNode> {
    let root = SyntaxNode::new_root(queries::item_green(db, def).clone());
    if !root.text_range().contains_range(range) {
        return Vec::new();
    }
    let found = root.covering_element(range);
    found.ancestors().take_while(|n| n.text_range() == range).collect()
}
