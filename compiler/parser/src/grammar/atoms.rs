//! Primary expressions: what stands at the start of a postfix chain.

use super::{actions, annotations, at_name_ref, constructors, exprs, name_ref, query, templates, types};
use crate::{
    SyntaxKind::{self, *},
    parser::{CompletedMarker, Flags, Parser},
    token_set::TokenSet,
};

const NUMBERS: TokenSet = TokenSet::new(&[INT_LITERAL, HEX_INT_LITERAL, FLOAT_LITERAL, HEX_FLOAT_LITERAL]);

const LITERALS: TokenSet =
    NUMBERS.union(TokenSet::new(&[STRING_LITERAL, BYTE_ARRAY_LITERAL, T!["true"], T!["false"], T!["null"]]));

/// A literal of one token; nothing is consumed or reported when none is here.
pub(super) fn literal(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    if !p.at_ts(LITERALS) {
        return None;
    }
    let m = p.start();
    p.bump_any();
    Some(m.complete(p, LITERAL))
}

pub(super) fn numeric_literal(p: &mut Parser<'_>) -> bool {
    p.at_ts(NUMBERS) && literal(p).is_some()
}

/// `()`
pub(super) fn nil(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["("]);
    p.bump(T![")"]);
    m.complete(p, NIL_LITERAL)
}

/// A primary expression or action; reports and gives `None` when none begins here.
pub(super) fn atom(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    if let Some(literal) = literal(p) {
        return Some(literal);
    }
    if at_name_ref(p) {
        return Some(name_or_arrow(p));
    }
    Some(match p.current() {
        T!["("] => parens(p),
        T!["["] => constructors::list(p),
        T!["{"] => constructors::mapping(p),
        BACKTICK => templates::untagged(p),
        T!["new"] => new_expr(p),
        T!["let"] => query::let_expr(p),
        T!["from"] => query::query(p),
        T!["start"] | T!["wait"] | T!["flush"] | T!["commit"] => actions::keyword_action(p),
        T!["@"] => annotated(p)?,
        kind if types::TYPE_KEYWORDS.contains(kind) => type_keyword(p, kind),
        _ => {
            missing_expression(p);
            return None;
        }
    })
}

fn missing_expression(p: &mut Parser<'_>) {
    const AFTER: TokenSet = TokenSet::new(&[EOF, T!["}"], T![")"], T!["]"], T![";"]]);
    let elsewhere = p.at_ts(AFTER.union(super::stmts::STATEMENT_KEYWORDS));
    if !(p.newline_before() && elsewhere) {
        let found = p.current().text().map_or(String::new(), |t| format!(", found '{t}'"));
        p.error(format!("expected expression{found}"));
    } else {
        p.missing("expression");
    }
}

/// A variable reference, or `x => e`, or a tagged template.
fn name_or_arrow(p: &mut Parser<'_>) -> CompletedMarker {
    if p.at(IDENT) && p.nth(1) == T!["=>"] && !p.flags.no_arrow {
        return arrow(p);
    }
    if p.at(IDENT) && p.nth(1) == BACKTICK {
        return templates::tagged(p, TAGGED_TEMPLATE);
    }
    let m = p.start();
    name_ref(p);
    m.complete(p, NAME_EXPR)
}

/// `infer-param-list => expression`
fn arrow(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    let params = p.start();
    if p.eat(T!["("]) {
        super::delimited(
            p,
            T![")"],
            |p| p.at(IDENT),
            |p| {
                super::name(p, "parameter name");
            },
        );
    } else {
        super::name(p, "parameter name");
    }
    params.complete(p, ARROW_PARAM_LIST);
    p.expect(T!["=>"]);
    exprs::expr(p);
    m.complete(p, ARROW_EXPR)
}

/// Are the tokens up to the matching parenthesis `( a, b ) =>`?
fn at_arrow_params(p: &Parser<'_>) -> bool {
    let Some(close) = p.input().close(p.pos()) else { return false };
    p.input().kind(close + 1) == T!["=>"]
        && !p.flags.no_arrow
        && (p.pos() + 1..close).all(|pos| matches!(p.input().kind(pos), IDENT | T![","]))
}

/// `()`, `(e)`, `(a, b) => e`
fn parens(p: &mut Parser<'_>) -> CompletedMarker {
    if at_arrow_params(p) {
        return arrow(p);
    }
    if p.nth(1) == T![")"] {
        return nil(p);
    }
    let m = p.start();
    p.bump(T!["("]);
    p.with_flags(Flags { actions: p.flags.actions, ..Flags::default() }, exprs::full);
    p.expect(T![")"]);
    m.complete(p, PAREN_EXPR)
}

/// Expressions that begin with a keyword of a type.
fn type_keyword(p: &mut Parser<'_>, kind: SyntaxKind) -> CompletedMarker {
    let contextual_key = p.nth_at_contextual(1, T!["key"]);
    match kind {
        T!["string"] if p.nth(1) == BACKTICK => templates::tagged(p, STRING_TEMPLATE),
        T!["xml"] if p.nth(1) == BACKTICK => templates::xml(p),
        T!["error"] if p.nth(1) != T!["<"] && at_error_constructor(p) => error_constructor(p),
        T!["table"] if p.nth(1) == T!["<"] => type_expr(p),
        T!["table"] if contextual_key && query_follows_key(p) => query::query(p),
        T!["table"] if p.nth(1) == T!["from"] => query::query(p),
        T!["table"] => constructors::table(p),
        T!["map"] | T!["stream"] if p.nth(1) == T!["from"] => query::query(p),
        T!["isolated"]
        | T!["transactional"]
        | T!["client"]
        | T!["service"]
        | T!["object"]
        | T!["function"] => behavioural(p),
        _ => type_expr(p),
    }
}

fn at_error_constructor(p: &Parser<'_>) -> bool {
    // Also `error` with its parentheses missing: that is worth a better message than a type would give.
    !matches!(p.nth(1), T!["["] | T!["?"] | T!["|"] | T!["&"] | T![")"] | T![","])
}

/// `table key(a) from ...`
fn query_follows_key(p: &Parser<'_>) -> bool {
    p.input().close(p.pos() + 2).is_some_and(|close| p.input().kind(close + 1) == T!["from"])
}

/// A type descriptor used as a value of type `typedesc`.
fn type_expr(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    types::test_type(p);
    m.complete(p, TYPE_EXPR)
}

/// Functions and objects, which may begin with qualifiers, and `transactional` on its own.
fn behavioural(p: &mut Parser<'_>) -> CompletedMarker {
    let n = qualifiers_end(p);
    match p.nth(n) {
        T!["object"] => constructors::object(p),
        T!["function"] if exprs::has_body(p, n) => exprs::function_expr(p),
        T!["function"] => type_expr(p),
        _ if p.at(T!["transactional"]) => {
            let m = p.start();
            p.bump(T!["transactional"]);
            m.complete(p, TRANSACTIONAL_EXPR)
        }
        _ => type_expr(p),
    }
}

/// How many qualifiers of functions and objects stand here.
fn qualifiers_end(p: &Parser<'_>) -> usize {
    let mut n = 0;
    while matches!(p.nth(n), T!["isolated"] | T!["transactional"] | T!["client"] | T!["service"]) {
        n += 1;
    }
    n
}

/// Annotations in front of an object constructor, an anonymous function or a `start` action.
fn annotated(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let after = super::scan::annotations(p.input(), p.pos());
    let n = after - p.pos();
    let mut kind = p.nth(n);
    let mut k = n;
    while matches!(kind, T!["isolated"] | T!["transactional"] | T!["client"] | T!["service"]) {
        k += 1;
        kind = p.nth(k);
    }
    match kind {
        T!["start"] if k == n => Some(actions::start(p)),
        T!["object"] => Some(constructors::object(p)),
        T!["function"] => Some(exprs::function_expr(p)),
        _ => {
            p.error("annotations are not allowed on this expression");
            let m = p.start();
            annotations(p);
            m.complete(p, ERROR);
            exprs::at_expr_start(p).then(|| p.nested(atom)).flatten()
        }
    }
}

/// `new`, `new (args)`, `new T(args)`
fn new_expr(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["new"]);
    if at_name_ref(p) {
        let ty = p.start();
        name_ref(p);
        ty.complete(p, NAMED_TYPE);
        exprs::arg_list(p);
    } else if p.at(T!["stream"]) {
        types::type_desc(p);
        exprs::arg_list(p);
    } else if p.at(T!["("]) {
        exprs::arg_list(p);
    }
    m.complete(p, NEW_EXPR)
}

/// `error [type-reference] ( error-arg-list )`
fn error_constructor(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["error"]);
    if at_name_ref(p) {
        let ty = p.start();
        name_ref(p);
        ty.complete(p, NAMED_TYPE);
    }
    let start = p.pos();
    exprs::arg_list(p);
    if p.input().close(start) == Some(start + 1) {
        p.error_from(start, "missing error message argument");
    }
    m.complete(p, ERROR_EXPR)
}
