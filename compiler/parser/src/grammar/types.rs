//! Type descriptors (section 5).

use super::{
    annotations, at_name_ref, delimited, exprs, members, metadata, name, name_ref, params, scan, semicolon,
};
use crate::{
    SyntaxKind::{self, *},
    parser::{CompletedMarker, Flags, Parser},
    token_set::TokenSet,
};

/// Where a type descriptor stands; decides what a `?` or `[` after it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Nothing else can follow.
    Plain,
    /// A binding pattern follows.
    Binding,
    /// Right-hand side of `is`, or a type used as an expression: `?` may begin a conditional expression.
    Test,
}

/// Tokens that begin a type descriptor but no expression's name.
pub(super) const TYPE_KEYWORDS: TokenSet = TokenSet::new(&[
    T!["int"],
    T!["float"],
    T!["decimal"],
    T!["boolean"],
    T!["string"],
    T!["byte"],
    T!["any"],
    T!["anydata"],
    T!["never"],
    T!["json"],
    T!["handle"],
    T!["readonly"],
    T!["xml"],
    T!["map"],
    T!["table"],
    T!["future"],
    T!["typedesc"],
    T!["stream"],
    T!["error"],
    T!["record"],
    T!["object"],
    T!["function"],
    T!["distinct"],
    T!["isolated"],
    T!["transactional"],
    T!["client"],
    T!["service"],
]);

const TYPE_START: TokenSet = TYPE_KEYWORDS.union(TokenSet::new(&[
    IDENT,
    T!["("],
    T!["["],
    T!["+"],
    T!["-"],
    T!["null"],
    T!["true"],
    T!["false"],
    INT_LITERAL,
    HEX_INT_LITERAL,
    FLOAT_LITERAL,
    HEX_FLOAT_LITERAL,
    STRING_LITERAL,
]));

pub(super) fn at_type_start(p: &Parser<'_>) -> bool {
    p.at_ts(TYPE_START) || at_name_ref(p)
}

/// `type-descriptor`
pub(super) fn type_desc(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.with_flags(Flags::default(), |p| union(p, Context::Plain))
}

/// `inferable-type-descriptor` before a binding pattern.
pub(super) fn binding_type(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    if p.at(T!["var"]) {
        let m = p.start();
        p.bump(T!["var"]);
        return Some(m.complete(p, VAR_TYPE));
    }
    p.with_flags(Flags::default(), |p| union(p, Context::Binding))
}

/// The type of a type test, or a type used as an expression.
pub(super) fn test_type(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.with_flags(Flags { no_qualified: p.flags.no_qualified, ..Flags::default() }, |p| {
        union(p, Context::Test)
    })
}

fn union(p: &mut Parser<'_>, cx: Context) -> Option<CompletedMarker> {
    p.nested(|p| infix(p, cx, T!["|"], UNION_TYPE, |p, cx| infix(p, cx, T!["&"], INTERSECTION_TYPE, postfix)))
}

/// Left-associative `operand (op operand)*`.
fn infix(
    p: &mut Parser<'_>,
    cx: Context,
    op: SyntaxKind,
    node: SyntaxKind,
    operand: impl Fn(&mut Parser<'_>, Context) -> Option<CompletedMarker>,
) -> Option<CompletedMarker> {
    let mut lhs = operand(p, cx)?;
    while p.at(op) {
        let m = lhs.precede(p);
        p.bump(op);
        operand(p, cx);
        lhs = m.complete(p, node);
    }
    Some(lhs)
}

/// `T[]...` and `T?`
fn postfix(p: &mut Parser<'_>, cx: Context) -> Option<CompletedMarker> {
    let mut lhs = primary(p)?;
    loop {
        if p.at(T!["?"]) && (cx != Context::Test || is_optional(p)) {
            let m = lhs.precede(p);
            p.bump(T!["?"]);
            lhs = m.complete(p, OPTIONAL_TYPE);
        } else if p.at(T!["["]) && at_array_dim(p, cx) {
            let m = lhs.precede(p);
            while p.at(T!["["]) && at_array_dim(p, cx) {
                array_dim(p);
            }
            lhs = m.complete(p, ARRAY_TYPE);
        } else {
            return Some(lhs);
        }
    }
}

/// After the type of a type test: is `?` part of the type, rather than a conditional expression?
fn is_optional(p: &Parser<'_>) -> bool {
    match p.nth(1) {
        opener @ (T!["["] | T!["{"]) => {
            let close = p.input().close(p.pos() + 1);
            // `x is T ? [1] : [2]` against `x is T?[]` and `if x is T? { }`.
            let conditional = close.is_some_and(|c| p.input().kind(c + 1) == T![":"]);
            !conditional && (opener == T!["{"] || scan::array_dim(p.input(), p.pos() + 1).is_some())
        }
        next => !exprs::EXPR_START.contains(next) || next == T!["|"],
    }
}

fn at_array_dim(p: &Parser<'_>, cx: Context) -> bool {
    match cx {
        Context::Plain => true,
        Context::Binding => {
            scan::array_dim(p.input(), p.pos()).is_some() && !scan::list_pattern_follows(p.input(), p.pos())
        }
        Context::Test => scan::array_dim(p.input(), p.pos()).is_some(),
    }
}

/// `[` `]`, `[*]`, `[constant]`
fn array_dim(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T!["["]);
    if !p.at(T!["]"]) && !p.eat(T!["*"]) {
        if p.at_ts(TokenSet::new(&[INT_LITERAL, HEX_INT_LITERAL])) || at_name_ref(p) {
            exprs::simple_const(p);
        } else {
            p.error("expected an array length");
        }
    }
    p.expect(T!["]"]);
    m.complete(p, ARRAY_DIM);
}

fn primary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    if at_name_ref(p) {
        let m = p.start();
        name_ref(p);
        return Some(m.complete(p, NAMED_TYPE));
    }
    Some(match p.current() {
        T!["("] => parens(p),
        T!["["] => tuple(p),
        T!["record"] => record(p),
        T!["isolated"]
        | T!["transactional"]
        | T!["client"]
        | T!["service"]
        | T!["object"]
        | T!["function"] => behavioural(p),
        T!["distinct"] => {
            let m = p.start();
            p.bump(T!["distinct"]);
            p.nested(primary);
            m.complete(p, DISTINCT_TYPE)
        }
        T!["table"] => table(p),
        T!["map"] => parameterised(p, MAP_TYPE, true),
        T!["future"] => parameterised(p, FUTURE_TYPE, false),
        T!["typedesc"] => parameterised(p, TYPEDESC_TYPE, false),
        T!["xml"] => parameterised(p, XML_TYPE, false),
        T!["error"] => parameterised(p, ERROR_TYPE, false),
        T!["stream"] => parameterised(p, STREAM_TYPE, false),
        T!["null"] => single(p, NIL_TYPE),
        kind if TYPE_KEYWORDS.contains(kind) => single(p, BUILTIN_TYPE),
        kind if TYPE_START.contains(kind) => {
            let m = p.start();
            exprs::simple_const(p);
            m.complete(p, SINGLETON_TYPE)
        }
        T!["var"] => {
            p.error_and_bump("'var' is not allowed here, expected a type descriptor");
            return None;
        }
        _ => {
            p.missing("type descriptor");
            return None;
        }
    })
}

fn single(p: &mut Parser<'_>, node: SyntaxKind) -> CompletedMarker {
    let m = p.start();
    p.bump_any();
    m.complete(p, node)
}

fn parens(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["("]);
    if p.eat(T![")"]) {
        return m.complete(p, NIL_TYPE);
    }
    type_desc(p);
    p.expect(T![")"]);
    m.complete(p, PAREN_TYPE)
}

fn tuple(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["["]);
    delimited(
        p,
        T!["]"],
        |p| at_type_start(p) || p.at(T!["@"]),
        |p| {
            let m = p.start();
            annotations(p);
            type_desc(p);
            let kind = if p.eat(T!["..."]) { TUPLE_REST } else { TUPLE_MEMBER };
            m.complete(p, kind);
        },
    );
    m.complete(p, TUPLE_TYPE)
}

/// `keyword < T (, T)? >`, the parameters optional unless `required`.
fn parameterised(p: &mut Parser<'_>, node: SyntaxKind, required: bool) -> CompletedMarker {
    let m = p.start();
    p.bump_any();
    if p.at(T!["<"]) {
        p.bump(T!["<"]);
        type_desc(p);
        if node == STREAM_TYPE && p.eat(T![","]) {
            type_desc(p);
        }
        p.expect(T![">"]);
    } else if required {
        p.missing("type parameter");
    }
    m.complete(p, node)
}

fn table(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["table"]);
    type_parameter(p);
    if p.at_contextual(T!["key"]) && p.nth_at(1, T!["("]) {
        key_specifier(p);
    } else if p.at_contextual(T!["key"]) && p.nth_at(1, T!["<"]) {
        let m = p.start();
        p.eat_contextual(T!["key"]);
        type_parameter(p);
        m.complete(p, KEY_TYPE_CONSTRAINT);
    }
    m.complete(p, TABLE_TYPE)
}

/// `< type-descriptor >`
pub(super) fn type_parameter(p: &mut Parser<'_>) {
    if p.eat(T!["<"]) {
        type_desc(p);
        p.expect(T![">"]);
    } else {
        p.missing("type parameter");
    }
}

/// `key ( field-name, ... )`
pub(super) fn key_specifier(p: &mut Parser<'_>) {
    let m = p.start();
    p.expect_contextual(T!["key"]);
    if p.expect(T!["("]) {
        delimited(
            p,
            T![")"],
            |p| p.at(IDENT),
            |p| {
                name(p, "field name");
            },
        );
    }
    m.complete(p, KEY_SPECIFIER);
}

/// Types that may start with qualifiers: functions and objects.
fn behavioural(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    while p.at_ts(TokenSet::new(&[T!["isolated"], T!["transactional"], T!["client"], T!["service"]])) {
        p.bump_any();
    }
    if p.at(T!["object"]) {
        p.bump(T!["object"]);
        members::object_members(p, members::Owner::ObjectType);
        return m.complete(p, OBJECT_TYPE);
    }
    if p.expect(T!["function"]) && p.at(T!["("]) {
        params::signature(p, params::Names::Optional);
    }
    m.complete(p, FUNCTION_TYPE)
}

fn record(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["record"]);
    let close = if p.eat(T!["{|"]) { T!["|}"] } else { T!["}"] };
    if close == T!["}"] && !p.expect(T!["{"]) {
        return m.complete(p, RECORD_TYPE);
    }
    p.nested(|p| {
        while !p.at(close) && !p.at_eof() {
            if !record_member(p) {
                break;
            }
        }
    });
    p.expect(close);
    m.complete(p, RECORD_TYPE)
}

/// A field, an inclusion or the rest descriptor; false when none begins here and the record is taken to end.
fn record_member(p: &mut Parser<'_>) -> bool {
    if p.at_ts(TokenSet::new(&[T!["}"], T!["|}"], T![")"], T!["]"]])) {
        return false;
    }
    let before = p.pos();
    let m = p.start();
    metadata(p);
    if p.at(T!["*"]) {
        p.bump(T!["*"]);
        name_ref(p);
        semicolon(p);
        m.complete(p, TYPE_INCLUSION);
        return true;
    }
    if p.at(T!["readonly"]) && readonly_is_qualifier(p) {
        p.bump(T!["readonly"]);
    }
    type_desc(p);
    if p.eat(T!["..."]) {
        semicolon(p);
        m.complete(p, RECORD_REST);
        return true;
    }
    name(p, "field name");
    if !p.eat(T!["?"]) && p.eat(T!["="]) {
        exprs::expr(p);
    }
    semicolon(p);
    m.complete(p, RECORD_FIELD);
    if p.pos() == before {
        p.error_and_bump("expected a record field");
    }
    true
}

/// `readonly int x;` against the field `readonly x;` of type `readonly` and against `readonly & T x;`.
fn readonly_is_qualifier(p: &Parser<'_>) -> bool {
    match p.nth(1) {
        IDENT => match p.nth(2) {
            T![";"] | T!["="] => false,
            T!["?"] => p.nth(3) != T![";"],
            _ => true,
        },
        T!["&"] | T!["|"] | T!["?"] | T!["..."] => false,
        T!["["] => scan::array_dim(p.input(), p.pos() + 1).is_none(),
        _ => true,
    }
}
