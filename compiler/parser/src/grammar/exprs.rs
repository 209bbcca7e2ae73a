//! Expressions: precedence climbing, prefix operators and postfix chains (section 6).

use super::{actions, atoms, name_ref, params, scan, types, xml};
use crate::{
    SyntaxKind::{self, *},
    parser::{CompletedMarker, Flags, Parser},
    token_set::TokenSet,
};

/// Tokens that begin an expression or action.
pub(super) const EXPR_START: TokenSet = types::TYPE_KEYWORDS.union(TokenSet::new(&[
    IDENT,
    INT_LITERAL,
    HEX_INT_LITERAL,
    FLOAT_LITERAL,
    HEX_FLOAT_LITERAL,
    STRING_LITERAL,
    BYTE_ARRAY_LITERAL,
    BACKTICK,
    T!["null"],
    T!["true"],
    T!["false"],
    T!["("],
    T!["["],
    T!["{"],
    T!["@"],
    T!["+"],
    T!["-"],
    T!["~"],
    T!["!"],
    T!["<"],
    T!["new"],
    T!["typeof"],
    T!["check"],
    T!["checkpanic"],
    T!["trap"],
    T!["let"],
    T!["from"],
    T!["start"],
    T!["wait"],
    T!["flush"],
    T!["commit"],
    T!["transaction"],
]));

/// Binding powers, loosest first.
mod power {
    pub(super) const CONDITIONAL: u8 = 1;
    pub(super) const ELVIS: u8 = 2;
    pub(super) const BIT_OR: u8 = 5;
    pub(super) const RELATIONAL: u8 = 9;
    pub(super) const UNARY: u8 = 14;
}

pub(super) fn at_expr_start(p: &Parser<'_>) -> bool {
    p.at_ts(EXPR_START)
}

/// `expression`: no actions, and no restriction of the surroundings applies.
pub(super) fn expr(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.with_flags(Flags::default(), full)
}

/// `action-or-expr`
pub(super) fn action_or_expr(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.with_flags(Flags { actions: true, ..Flags::default() }, full)
}

/// An expression in which `=>` is not an arrow function.
pub(super) fn guard_expr(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.with_flags(Flags { no_arrow: true, ..Flags::default() }, full)
}

/// An expression under the flags of its surroundings.
pub(super) fn full(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let start = p.pos();
    let lhs = climb(p, 0)?;
    if actions::at_send(p) {
        return Some(actions::send(p, lhs, start));
    }
    Some(lhs)
}

/// An operand of `wait`: `|` separates alternatives.
pub(super) fn wait_operand(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.with_flags(Flags { actions: false, ..p.flags }, |p| climb(p, power::BIT_OR + 1))
}

/// `simple-const-expr`: a literal with an optional sign, or a constant's name.
pub(super) fn simple_const(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    if p.at(T!["+"]) || p.at(T!["-"]) {
        let m = p.start();
        p.bump_any();
        if !atoms::numeric_literal(p) {
            p.missing("numeric literal");
        }
        return Some(m.complete(p, UNARY_EXPR));
    }
    if p.at(T!["("]) && p.nth_at(1, T![")"]) {
        return Some(atoms::nil(p));
    }
    if super::at_name_ref(p) {
        let m = p.start();
        name_ref(p);
        return Some(m.complete(p, NAME_EXPR));
    }
    let literal = atoms::literal(p);
    if literal.is_none() {
        p.missing("constant");
    }
    literal
}

/// The binary operator at the current position with its left binding power.
fn binary_operator(p: &Parser<'_>) -> Option<(SyntaxKind, u8)> {
    let at = |kind| p.at(kind);
    Some(match p.current() {
        kind @ (T!["*"] | T!["/"] | T!["%"]) => (kind, 13),
        kind @ (T!["+"] | T!["-"]) => (kind, 12),
        T!["<<"] => (T!["<<"], 11),
        T![">"] if at(T![">>="]) || at(T![">>>="]) => return None,
        T![">"] if at(T![">>>"]) => (T![">>>"], 11),
        T![">"] if at(T![">>"]) => (T![">>"], 11),
        kind @ (T!["..."] | T!["..<"]) => (kind, 10),
        T![">"] if at(T![">="]) => (T![">="], power::RELATIONAL),
        kind @ (T![">"] | T!["<"] | T!["<="] | T!["is"]) => (kind, power::RELATIONAL),
        T!["!"] if p.nth(1) == T!["is"] => (T!["!"], power::RELATIONAL),
        kind @ (T!["=="] | T!["!="] | T!["==="] | T!["!=="]) => (kind, 8),
        T!["&"] => (T!["&"], 7),
        T!["^"] => (T!["^"], 6),
        T!["|"] => (T!["|"], power::BIT_OR),
        T!["&&"] => (T!["&&"], 4),
        T!["||"] => (T!["||"], 3),
        T!["?:"] => (T!["?:"], power::ELVIS),
        T!["?"] => (T!["?"], power::CONDITIONAL),
        _ => return None,
    })
}

/// Precedence climbing: an expression whose operators all bind at least as tightly as `min`.
fn climb(p: &mut Parser<'_>, min: u8) -> Option<CompletedMarker> {
    p.nested(|p| {
        let start = p.pos();
        let mut lhs = unary(p)?;
        while let Some((op, bp)) = binary_operator(p) {
            if bp < min {
                break;
            }
            reject_action(p, lhs, start);
            lhs = match op {
                T!["?"] => conditional(p, lhs),
                T!["is"] | T!["!"] => type_test(p, lhs),
                _ => binary(p, lhs, op, bp),
            };
        }
        Some(lhs)
    })
}

fn binary(p: &mut Parser<'_>, lhs: CompletedMarker, op: SyntaxKind, bp: u8) -> CompletedMarker {
    let m = lhs.precede(p);
    p.bump(op);
    let min = if bp == power::ELVIS { bp } else { bp + 1 };
    p.with_flags(Flags { actions: false, ..p.flags }, |p| climb(p, min));
    m.complete(p, BINARY_EXPR)
}

fn type_test(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    p.eat(T!["!"]);
    p.bump(T!["is"]);
    types::test_type(p);
    m.complete(p, TYPE_TEST_EXPR)
}

/// `c ? x : y`. Without spaces `x:y` reads as a qualified name first; when no `:` is left then, the middle is read
/// again with qualified names switched off.
fn conditional(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    p.bump(T!["?"]);
    let inner = Flags { actions: false, ..p.flags };
    let snapshot = p.snapshot();
    p.with_flags(Flags { no_qualified: false, ..inner }, |p| climb(p, power::CONDITIONAL));
    if (!p.at(T![":"]) || p.has_new_errors(&snapshot)) && p.retry(snapshot) {
        p.with_flags(Flags { no_qualified: true, ..inner }, |p| climb(p, power::CONDITIONAL));
    }
    p.expect(T![":"]);
    p.with_flags(inner, |p| climb(p, power::CONDITIONAL));
    m.complete(p, CONDITIONAL_EXPR)
}

/// Reports an action that is an operand of an expression.
fn reject_action(p: &mut Parser<'_>, operand: CompletedMarker, start: usize) {
    if actions::is_action(operand.kind()) {
        p.error_from(start, "an action is not allowed inside an expression");
    }
}

fn unary(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    match p.current() {
        T!["+"] | T!["-"] | T!["~"] | T!["!"] => {
            let m = p.start();
            p.bump_any();
            p.with_flags(Flags { actions: false, ..p.flags }, |p| climb(p, power::UNARY));
            Some(m.complete(p, UNARY_EXPR))
        }
        T!["typeof"] => Some(prefixed(p, TYPEOF_EXPR, power::UNARY)),
        T!["check"] | T!["checkpanic"] => Some(prefixed(p, CHECK_EXPR, power::UNARY)),
        T!["trap"] => Some(prefixed(p, TRAP_EXPR, 0)),
        T!["<"] if p.at(T!["<-"]) && matches!(p.nth(2), IDENT | T!["function"] | T!["{"]) => {
            Some(actions::receive(p))
        }
        T!["<"] => Some(cast(p)),
        _ => postfix(p),
    }
}

/// A keyword and its operand.
fn prefixed(p: &mut Parser<'_>, node: SyntaxKind, min: u8) -> CompletedMarker {
    let m = p.start();
    p.bump_any();
    climb(p, min);
    m.complete(p, node)
}

/// `< type-cast-param > expression`
fn cast(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["<"]);
    let annotated = p.at(T!["@"]);
    super::annotations(p);
    if !(annotated && p.at(T![">"])) {
        types::type_desc(p);
    }
    p.expect(T![">"]);
    climb(p, power::UNARY);
    m.complete(p, CAST_EXPR)
}

/// Postfix chain that stops before an action: the call of a `start` action.
pub(super) fn call_chain(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    p.nested(postfix)
}

fn postfix(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    let start = p.pos();
    let mut lhs = atoms::atom(p)?;
    loop {
        lhs = match p.current() {
            T!["("] if lhs.kind() == NAME_EXPR => {
                let m = lhs.precede(p);
                arg_list(p);
                m.complete(p, CALL_EXPR)
            }
            T!["."] => dot(p, lhs),
            T!["?."] => {
                let m = lhs.precede(p);
                p.bump(T!["?."]);
                field_name(p);
                m.complete(p, OPTIONAL_FIELD_ACCESS_EXPR)
            }
            T![".@"] => {
                let m = lhs.precede(p);
                p.bump(T![".@"]);
                name_ref(p);
                m.complete(p, ANNOT_ACCESS_EXPR)
            }
            T!["["] => index(p, lhs),
            T![".<"] => xml::filter(p, lhs),
            T!["/*"] | T!["/**/<"] => xml::step(p, lhs),
            T!["/"] if p.at(T!["/<"]) && scan::xml_element_step(p.input(), p.pos()) => xml::step(p, lhs),
            T!["->"] if !actions::at_send(p) => actions::remote_or_resource(p, lhs, start),
            _ => return Some(lhs),
        };
    }
}

/// `.name` or `.name(args)`
fn dot(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    p.bump(T!["."]);
    if p.nth(1) == T!["("] && (p.at(IDENT) || super::is_special_method_name(p.current())) {
        let name = p.start();
        p.bump_as(IDENT);
        name.complete(p, NAME);
        arg_list(p);
        return m.complete(p, METHOD_CALL_EXPR);
    }
    field_name(p);
    m.complete(p, FIELD_ACCESS_EXPR)
}

/// The name after `.` or `?.`: a field, or an XML attribute with a prefix.
fn field_name(p: &mut Parser<'_>) {
    if super::at_name_ref(p) {
        name_ref(p);
    } else {
        super::missing_name(p, "field name");
    }
}

/// `x[key]`, `x[key, key]`
fn index(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    p.bump(T!["["]);
    if p.at(T!["]"]) {
        p.error("missing key expression");
        p.bump(T!["]"]);
    } else {
        super::delimited(p, T!["]"], at_expr_start, |p| {
            expr(p);
        });
    }
    m.complete(p, INDEX_EXPR)
}

/// `( arg-list )`
pub(super) fn arg_list(p: &mut Parser<'_>) {
    let m = p.start();
    if p.expect(T!["("]) {
        super::delimited(p, T![")"], |p| at_expr_start(p) || p.at(T!["..."]), argument);
    }
    m.complete(p, ARG_LIST);
}

fn argument(p: &mut Parser<'_>) {
    let m = p.start();
    if p.at(IDENT) && p.nth(1) == T!["="] {
        super::name(p, "argument name");
        p.bump(T!["="]);
        expr(p);
        m.complete(p, NAMED_ARG);
    } else if p.at(T!["..."]) {
        p.bump(T!["..."]);
        expr(p);
        m.complete(p, REST_ARG);
    } else {
        expr(p);
        m.complete(p, POSITIONAL_ARG);
    }
}

/// `[annots] function-quals function signature body` without a trailing semicolon.
pub(super) fn function_expr(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    super::annotations(p);
    while p.at(T!["isolated"]) || p.at(T!["transactional"]) {
        p.bump_any();
    }
    p.expect(T!["function"]);
    params::signature(p, params::Names::Required);
    match p.current() {
        T!["{"] => super::stmts::function_block(p),
        T!["=>"] => {
            let m = p.start();
            p.bump(T!["=>"]);
            expr(p);
            m.complete(p, EXPR_BODY);
        }
        _ => p.missing("function body"),
    }
    m.complete(p, FUNCTION_EXPR)
}

/// Does an anonymous function's body follow the signature at the `function` keyword `n` tokens ahead?
pub(super) fn has_body(p: &Parser<'_>, n: usize) -> bool {
    let input = p.input();
    let paren = p.pos() + n + 1;
    let Some(close) = input.close(paren).filter(|_| input.kind(paren) == T!["("]) else { return true };
    let mut after = close + 1;
    if input.kind(after) == T!["returns"] {
        let ty = scan::annotations(input, after + 1);
        let Some(end) = scan::type_desc(input, ty) else { return true };
        after = end;
    }
    matches!(input.kind(after), T!["{"] | T!["=>"])
}
