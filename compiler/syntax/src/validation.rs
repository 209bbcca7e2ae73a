//! Checks that the parser leaves out because they look at finished nodes.

use rowan::ast::AstNode;

use crate::{
    SyntaxKind, SyntaxKind::*, SyntaxNode, TextRange, TextSize, ast, ast::Expr, parsing::SyntaxError, text,
};

pub(crate) fn validate(root: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    for node in root.descendants() {
        match node.kind() {
            XML_ELEMENT => {
                xml_tags(&node, errors);
                xml_references(&node, errors);
            }
            XML_TEMPLATE | XML_ATTRIBUTE_VALUE => xml_references(&node, errors),
            XML_PI => xml_target(&node, errors),
            TAGGED_TEMPLATE => tagged_template(&node, errors),
            ASSIGN_STMT | COMPOUND_ASSIGN_STMT => assignment_target(&node, errors),
            EXPR_STMT => query_statement(&node, errors),
            WORKER_DECL => worker_position(&node, errors),
            RECORD_TYPE => record_rest(&node, errors),
            TUPLE_TYPE => last_only(&node, TUPLE_REST, "a rest descriptor must be the last member", errors),
            PARAM_LIST => parameter_order(&node, errors),
            ARG_LIST => argument_order(&node, errors),
            _ => {}
        }
    }
}

/// The end tag must repeat the name of the start tag.
fn xml_tags(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let Some(element) = ast::XmlElement::cast(node.clone()) else { return };
    let start = element.start_tag().and_then(|t| t.name());
    let end = element.end_tag().and_then(|t| t.name());
    if let (Some(start), Some(end)) = (start, end)
        && (start.prefix(), start.local()) != (end.prefix(), end.local())
    {
        let message = format!("XML end tag does not match start tag '<{}>'", start.syntax().text());
        errors.push(SyntaxError::new(message, end.syntax().text_range()));
    }
}

/// References to entities that XML does not define have no replacement. (The lexer reports what is no reference.)
fn xml_references(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let tokens = node.children_with_tokens().filter_map(|e| e.into_token());
    for token in tokens.filter(|t| matches!(t.kind(), XML_TEXT | XML_ATTR_TEXT)) {
        let references = token.text().split('&').skip(1).filter_map(|t| t.split_once(';'));
        for (name, _) in references.filter(|(n, _)| text::xml_reference(n).is_none()) {
            errors.push(SyntaxError::new(format!("undefined XML reference '&{name};'"), token.text_range()));
        }
    }
}

/// The target of a processing instruction is a name without a colon. `<?xml …?>`, which XML itself allows at the beginning of
/// a document only, is one like others: programs paste whole documents.
fn xml_target(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let Some(pi) = ast::XmlPi::cast(node.clone()) else { return };
    let (target, _) = pi.target_and_data();
    if target.is_empty() || target.contains(':') {
        let message = format!("'{target}' is not allowed as the target of a processing instruction");
        errors.push(SyntaxError::new(message, node.text_range()));
    }
}

/// `re` is the only data tag, and its template a regular expression (section 10.1).
fn tagged_template(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let Some(template) = ast::TaggedTemplate::cast(node.clone()) else { return };
    let Some(tag) = template.tag() else { return };
    if text::identifier(tag.text()) != "re" {
        errors.push(SyntaxError::new(format!("unknown data tag '{}'", tag.text()), tag.text_range()));
        return;
    }
    let mut text = String::new();
    let mut holes = Vec::new();
    // Where the pieces of `text` begin, there and in the file.
    let mut starts = vec![(0, tag.text_range().end())];
    for part in template.parts() {
        match part {
            ast::TemplatePart::Text(t) => {
                starts.push((text.len(), t.text_range().start()));
                text.push_str(t.text());
            }
            ast::TemplatePart::Interpolation(_) => holes.push(text.len()),
        }
    }
    if let Err(e) = bal_regexp::parse_template(&text, &holes) {
        let (piece, at) = starts.iter().rfind(|(piece, _)| *piece <= e.start).copied().unwrap_or(starts[0]);
        let offset = |n: usize| TextSize::try_from(n - piece).unwrap_or_default();
        let range = TextRange::new(at + offset(e.start), at + offset(e.end));
        errors.push(SyntaxError::new(e.message, range));
    }
}

/// `lvexpr`: a variable, or fields and members of one.
fn assignment_target(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let Some(target) = node.children().find_map(Expr::cast) else { return };
    if !matches!(target, Expr::FieldAccess(_) | Expr::Index(_)) {
        // A variable, or something that the parser has reported.
        return;
    }
    let range = target.syntax().text_range();
    let mut base = target;
    loop {
        let inner = match &base {
            Expr::FieldAccess(it) => it.receiver(),
            Expr::Index(it) => it.base(),
            Expr::Paren(it) => it.expr(),
            Expr::Name(_) => return,
            _ => None,
        };
        let Some(inner) = inner else { break };
        base = inner;
    }
    errors.push(SyntaxError::new("cannot assign to this expression", range));
}

/// A query is a statement only with a `do` clause.
fn query_statement(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let Some(Expr::Query(query)) = node.children().find_map(Expr::cast) else { return };
    let is_action =
        query.clauses().last().is_none_or(|c| !matches!(c.syntax().kind(), SELECT_CLAUSE | COLLECT_CLAUSE));
    if !is_action {
        errors.push(SyntaxError::new("this expression is not a statement", query.syntax().text_range()));
    }
}

/// Named workers stand directly in a function's body or in `fork`.
fn worker_position(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let allowed = node.parent().is_none_or(|p| matches!(p.kind(), BLOCK_BODY | FORK_STMT | SOURCE_FILE));
    if !allowed {
        let range = node.first_token().map_or(node.text_range(), |t| t.text_range());
        errors.push(SyntaxError::new("a worker is not allowed in a nested block", range));
    }
}

/// Reports each child of kind `kind` that another child node follows.
fn last_only(node: &SyntaxNode, kind: SyntaxKind, message: &str, errors: &mut Vec<SyntaxError>) {
    for child in node.children().filter(|c| c.kind() == kind && c.next_sibling().is_some()) {
        errors.push(SyntaxError::new(message, child.text_range()));
    }
}

/// `record-rest-descriptor` stands last, and in exclusive records only.
fn record_rest(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let Some(record) = ast::RecordType::cast(node.clone()) else { return };
    match record.rest() {
        Some(rest) if !record.is_exclusive() => {
            let message = "a rest descriptor is only allowed between '{|' and '|}'";
            errors.push(SyntaxError::new(message, rest.syntax().text_range()));
        }
        Some(_) => last_only(node, RECORD_REST, "a rest descriptor must be the last member", errors),
        None => {}
    }
}

/// `param-list`: required, defaultable, included record and rest parameters, in this order.
fn parameter_order(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let rank = |kind| {
        [REQUIRED_PARAM, DEFAULTABLE_PARAM, INCLUDED_PARAM, REST_PARAM].iter().position(|k| *k == kind)
    };
    let mut highest = 0;
    for param in node.children() {
        let Some(rank) = rank(param.kind()) else { continue };
        // Nothing follows a rest parameter, not even another one.
        if rank < highest || highest == 3 {
            errors.push(SyntaxError::new("this parameter must come earlier", param.text_range()));
        }
        highest = highest.max(rank);
    }
}

/// `arg-list`: positional arguments come first, a rest argument last.
fn argument_order(node: &SyntaxNode, errors: &mut Vec<SyntaxError>) {
    let mut positional_over = false;
    for arg in node.children() {
        if arg.kind() == POSITIONAL_ARG && positional_over {
            let message = "a positional argument must come before named and rest arguments";
            errors.push(SyntaxError::new(message, arg.text_range()));
        }
        positional_over |= arg.kind() != POSITIONAL_ARG;
    }
    last_only(node, REST_ARG, "a rest argument must be the last argument", errors);
}
