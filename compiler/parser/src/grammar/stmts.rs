//! Statements (section 7).

use super::{
    annotations, exprs, module, name, params, patterns, scan, semicolon, skip_line, types::type_parameter,
};
use crate::{
    SyntaxKind::{self, *},
    parser::{CompletedMarker, Marker, Parser, quoted},
    token_set::TokenSet,
};

/// Keywords that begin a statement or declaration and nothing else: at the start of a line they show that what came
/// before has ended.
pub(super) const STATEMENT_KEYWORDS: TokenSet = TokenSet::new(&[
    T!["if"],
    T!["else"],
    T!["while"],
    T!["foreach"],
    T!["do"],
    T!["match"],
    T!["break"],
    T!["continue"],
    T!["return"],
    T!["panic"],
    T!["fail"],
    T!["lock"],
    T!["retry"],
    T!["rollback"],
    T!["fork"],
    T!["worker"],
    T!["final"],
    T!["xmlns"],
    T!["public"],
    T!["import"],
    T!["type"],
    T!["class"],
    T!["const"],
    T!["enum"],
    T!["listener"],
]);

/// `{ statement* }` as the body of a function, where named workers are allowed.
pub(super) fn function_block(p: &mut Parser<'_>) {
    let m = p.start();
    p.with_flags(crate::parser::Flags::default(), braces);
    m.complete(p, BLOCK_BODY);
}

/// `statement-block`
pub(super) fn block(p: &mut Parser<'_>) {
    let m = p.start();
    p.with_flags(crate::parser::Flags::default(), braces);
    m.complete(p, BLOCK);
}

fn braces(p: &mut Parser<'_>) {
    if p.expect(T!["{"]) {
        p.nested(statements);
        p.expect(T!["}"]);
    }
}

/// Statements up to a closing brace, the end, or a declaration that cannot stand inside a function.
pub(super) fn statements(p: &mut Parser<'_>) {
    while !p.at(T!["}"]) && !p.at_eof() && !at_module_decl(p) {
        let before = p.pos();
        statement(p);
        if p.pos() == before {
            p.error_and_bump("expected a statement");
        }
    }
}

/// A declaration whose presence means that a closing brace is missing.
fn at_module_decl(p: &Parser<'_>) -> bool {
    match p.current() {
        T!["public"] | T!["private"] | T!["import"] | T!["remote"] | T!["resource"] => p.newline_before(),
        T!["function"] => p.newline_before() && p.nth(1) == IDENT && p.nth(2) == T!["("],
        _ => false,
    }
}

fn statement(p: &mut Parser<'_>) {
    let m = p.start();
    match p.current() {
        T!["if"] => if_stmt(p, m),
        T!["while"] => {
            p.bump(T!["while"]);
            exprs::expr(p);
            block(p);
            with_on_fail(p, m, WHILE_STMT);
        }
        T!["foreach"] => foreach_stmt(p, m),
        T!["do"] => simple_block(p, m, T!["do"], DO_STMT),
        T!["lock"] => simple_block(p, m, T!["lock"], LOCK_STMT),
        T!["transaction"] if p.nth(1) != T![":"] => simple_block(p, m, T!["transaction"], TRANSACTION_STMT),
        T!["match"] => match_stmt(p, m),
        T!["retry"] => retry_stmt(p, m),
        T!["fork"] => fork_stmt(p, m),
        T!["break"] => keyword_stmt(p, m, BREAK_STMT, false),
        T!["continue"] => keyword_stmt(p, m, CONTINUE_STMT, false),
        T!["return"] => return_stmt(p, m),
        T!["panic"] => keyword_stmt(p, m, PANIC_STMT, true),
        T!["fail"] => keyword_stmt(p, m, FAIL_STMT, true),
        T!["rollback"] => {
            p.bump(T!["rollback"]);
            if !p.at(T![";"]) && !p.newline_before() {
                exprs::expr(p);
            }
            semicolon(p);
            m.complete(p, ROLLBACK_STMT);
        }
        T!["xmlns"] => module::xmlns_decl(p, m),
        T!["else"] => stray_else(p, m),
        T!["{"] if !at_destructuring(p) => {
            m.abandon(p);
            block(p);
        }
        T!["type"] | T!["const"] | T!["enum"] | T!["class"] | T!["listener"] | T!["annotation"] => {
            p.error("this declaration is only allowed at module level");
            module::declaration(p);
            m.complete(p, ERROR);
        }
        T![";"] | T![")"] | T!["]"] => {
            p.error(format!("unexpected {}", quoted(p.current())));
            p.bump_any();
            skip_line(p);
            p.eat(T![";"]);
            m.complete(p, ERROR);
        }
        _ => declaration_or_expr(p, m),
    }
}

fn stray_else(p: &mut Parser<'_>, m: Marker) {
    p.error("'else' without 'if'");
    p.bump(T!["else"]);
    if p.at(T!["{"]) {
        block(p);
    }
    m.complete(p, ERROR);
}

/// A keyword and a block.
fn simple_block(p: &mut Parser<'_>, m: Marker, keyword: SyntaxKind, node: SyntaxKind) {
    p.bump(keyword);
    block(p);
    with_on_fail(p, m, node);
}

/// A keyword, an expression if `operand`, and a semicolon.
fn keyword_stmt(p: &mut Parser<'_>, m: Marker, node: SyntaxKind, operand: bool) {
    p.bump_any();
    if operand {
        exprs::expr(p);
    }
    semicolon(p);
    m.complete(p, node);
}

/// Finishes a statement that may have an on-fail clause.
fn with_on_fail(p: &mut Parser<'_>, m: Marker, node: SyntaxKind) {
    on_fail(p);
    m.complete(p, node);
}

fn on_fail(p: &mut Parser<'_>) {
    if p.at(T!["on"]) {
        let m = p.start();
        p.bump(T!["on"]);
        p.expect(T!["fail"]);
        if !p.at(T!["{"]) {
            patterns::typed_binding(p);
        }
        block(p);
        m.complete(p, ON_FAIL_CLAUSE);
    }
}

fn if_stmt(p: &mut Parser<'_>, m: Marker) {
    p.bump(T!["if"]);
    exprs::expr(p);
    block(p);
    if p.at(T!["else"]) {
        let branch = p.start();
        p.bump(T!["else"]);
        if p.at(T!["if"]) {
            let inner = p.start();
            p.nested(|p| if_stmt(p, inner));
        } else {
            block(p);
        }
        branch.complete(p, ELSE_BRANCH);
    }
    m.complete(p, IF_STMT);
}

fn foreach_stmt(p: &mut Parser<'_>, m: Marker) {
    p.bump(T!["foreach"]);
    patterns::typed_binding(p);
    if p.expect(T!["in"]) {
        exprs::action_or_expr(p);
    }
    block(p);
    with_on_fail(p, m, FOREACH_STMT);
}

fn return_stmt(p: &mut Parser<'_>, m: Marker) {
    p.bump(T!["return"]);
    if !p.at(T![";"]) && !p.at(T!["}"]) && (!p.newline_before() || exprs::at_expr_start(p)) {
        exprs::action_or_expr(p);
    }
    semicolon(p);
    m.complete(p, RETURN_STMT);
}

fn match_stmt(p: &mut Parser<'_>, m: Marker) {
    p.bump(T!["match"]);
    exprs::action_or_expr(p);
    if p.expect(T!["{"]) {
        p.nested(|p| {
            if p.at(T!["}"]) {
                p.error("missing match clause");
            }
            while !p.at(T!["}"]) && !p.at_eof() {
                let before = p.pos();
                match_clause(p);
                if p.pos() == before {
                    p.error_and_bump("expected a match clause");
                }
            }
        });
        p.expect(T!["}"]);
    }
    with_on_fail(p, m, MATCH_STMT);
}

fn match_clause(p: &mut Parser<'_>) {
    let m = p.start();
    patterns::match_pattern_list(p);
    if p.at(T!["if"]) {
        let guard = p.start();
        p.bump(T!["if"]);
        exprs::guard_expr(p);
        guard.complete(p, MATCH_GUARD);
    }
    let arrow = p.expect(T!["=>"]);
    if p.at(T!["{"]) {
        block(p);
    } else {
        if arrow {
            p.missing("'{'");
        }
        skip_line(p);
        p.eat(T![";"]);
    }
    m.complete(p, MATCH_CLAUSE);
}

fn retry_stmt(p: &mut Parser<'_>, m: Marker) {
    p.bump(T!["retry"]);
    if p.at(T!["<"]) {
        type_parameter(p);
    }
    if p.at(T!["("]) {
        exprs::arg_list(p);
    }
    if p.at(T!["transaction"]) {
        let inner = p.start();
        simple_block(p, inner, T!["transaction"], TRANSACTION_STMT);
    } else {
        block(p);
    }
    with_on_fail(p, m, RETRY_STMT);
}

fn fork_stmt(p: &mut Parser<'_>, m: Marker) {
    p.bump(T!["fork"]);
    if p.expect(T!["{"]) {
        if p.at(T!["}"]) {
            p.error("missing worker declaration");
        }
        while !p.at(T!["}"]) && !p.at_eof() {
            if !matches!(p.current(), T!["worker"] | T!["transactional"] | T!["@"]) {
                let (before, start) = (p.pos(), p.start());
                p.error("expected a worker declaration");
                statement(p);
                start.complete(p, ERROR);
                if p.pos() == before {
                    p.error_and_bump("expected a worker declaration");
                }
                continue;
            }
            let worker = p.start();
            annotations(p);
            worker_decl(p, worker);
        }
        p.expect(T!["}"]);
    }
    m.complete(p, FORK_STMT);
}

/// `[transactional] worker name [returns T] block [on-fail]`
fn worker_decl(p: &mut Parser<'_>, m: Marker) {
    p.eat(T!["transactional"]);
    if !p.expect(T!["worker"]) {
        m.complete(p, ERROR);
        return;
    }
    name(p, "worker name");
    params::return_type(p);
    block(p);
    with_on_fail(p, m, WORKER_DECL);
}

/// Whatever does not begin with a keyword of its own: local variables, assignments, calls, actions.
fn declaration_or_expr(p: &mut Parser<'_>, m: Marker) {
    let input = p.input();
    let after = scan::annotations(input, p.pos());
    let at = match input.kind(after) {
        T!["transactional"] if input.kind(after + 1) == T!["worker"] => T!["worker"],
        kind => kind,
    };
    match at {
        T!["worker"] => {
            annotations(p);
            worker_decl(p, m);
        }
        T!["final"] | T!["var"] => local_var(p, m),
        _ if is_declaration(p, after) => local_var(p, m),
        _ => expr_stmt(p, m),
    }
}

/// Does a local variable declaration stand after the annotations?
fn is_declaration(p: &Parser<'_>, after: usize) -> bool {
    let input = p.input();
    if scan::declaration(input, after) == scan::DeclScan::Declaration {
        return true;
    }
    // A type that cannot begin an expression, with a variable name missing or misspelt.
    scan::is_plain_type_keyword(input.kind(after))
        && !scan::qualified(input, after)
        && !matches!(input.kind(after + 1), BACKTICK | T!["."] | T!["("])
}

fn local_var(p: &mut Parser<'_>, m: Marker) {
    annotations(p);
    p.eat(T!["final"]);
    let binding = p.pos();
    let inferred = p.at(T!["var"]);
    patterns::typed_binding(p);
    let captures = !inferred && scan::ends_with_name(p.input(), binding, p.pos());
    if p.eat(T!["="]) {
        initializer(p);
    } else if !captures && !p.has_error_here() {
        p.missing("'=' and an initializer");
    }
    semicolon(p);
    m.complete(p, LOCAL_VAR_STMT);
}

/// Assignments, destructuring assignments and expression statements.
fn expr_stmt(p: &mut Parser<'_>, m: Marker) {
    if at_destructuring(p) {
        patterns::binding(p);
        // Recovery inside a malformed pattern may have stopped before the `=`.
        if p.expect(T!["="]) {
            initializer(p);
        }
        semicolon(p);
        m.complete(p, DESTRUCTURE_STMT);
        return;
    }
    let start = p.pos();
    let Some(lhs) = exprs::action_or_expr(p) else {
        skip_line(p);
        p.eat(T![";"]);
        m.complete(p, ERROR);
        return;
    };
    let node = assignment_tail(p, lhs, start);
    semicolon(p);
    m.complete(p, node);
}

/// What follows the expression of an expression statement or assignment; the kind of the statement.
fn assignment_tail(p: &mut Parser<'_>, lhs: CompletedMarker, start: usize) -> SyntaxKind {
    let node = if p.at(T!["="]) {
        ASSIGN_STMT
    } else if let Some(op) = COMPOUND_OPERATORS.iter().find(|op| p.at(**op)) {
        check_target(p, lhs, start);
        p.bump(*op);
        exprs::action_or_expr(p);
        return COMPOUND_ASSIGN_STMT;
    } else {
        if !is_statement_expr(lhs.kind()) && !p.has_error_here() {
            p.error_from(start, "this expression is not a statement");
        }
        return EXPR_STMT;
    };
    check_target(p, lhs, start);
    p.bump(T!["="]);
    initializer(p);
    node
}

/// The right-hand side of `=`. A closing bracket in its place, before the semicolon, belongs to the expression that is
/// missing and not to the surrounding block.
fn initializer(p: &mut Parser<'_>) {
    if matches!(p.current(), T!["}"] | T!["]"] | T![")"]) && p.nth(1) == T![";"] && !p.newline_before() {
        p.error_and_bump(&format!("unexpected {}, expected expression", quoted(p.current())));
    } else {
        exprs::action_or_expr(p);
    }
}

const COMPOUND_OPERATORS: [SyntaxKind; 10] =
    [T!["+="], T!["-="], T!["*="], T!["/="], T!["&="], T!["|="], T!["^="], T!["<<="], T![">>="], T![">>>="]];

/// `lvexpr`
fn check_target(p: &mut Parser<'_>, lhs: CompletedMarker, start: usize) {
    if !matches!(lhs.kind(), NAME_EXPR | FIELD_ACCESS_EXPR | INDEX_EXPR) {
        p.error_from(start, "cannot assign to this expression");
    }
}

/// `call-stmt`, `action-stmt`, `checking-stmt`
fn is_statement_expr(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        CALL_EXPR
            | METHOD_CALL_EXPR
            | CHECK_EXPR
            | QUERY_EXPR
            | START_ACTION
            | WAIT_ACTION
            | SEND_ACTION
            | SYNC_SEND_ACTION
            | RECEIVE_ACTION
            | FLUSH_ACTION
            | COMMIT_ACTION
            | REMOTE_CALL_ACTION
            | RESOURCE_CALL_ACTION
    )
}

/// At a binding pattern (other than a plain name) and `=`?
fn at_destructuring(p: &Parser<'_>) -> bool {
    if !matches!(p.current(), UNDERSCORE | T!["["] | T!["{"] | T!["error"]) {
        return false;
    }
    let input = p.input();
    scan::binding_end(input, p.pos()).is_some_and(|end| input.kind(end) == T!["="])
}
