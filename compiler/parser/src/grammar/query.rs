//! `let` expressions, query expressions and query actions (sections 6.32 to 6.35, 7.9).

use super::{annotations, exprs, name, patterns, stmts, types};
use crate::{
    SyntaxKind::*,
    parser::{CompletedMarker, Flags, Parser},
};

/// `let var-decl, ... in expression`
pub(super) fn let_expr(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["let"]);
    let_var_decls(p);
    p.expect(T!["in"]);
    exprs::full(p);
    m.complete(p, LET_EXPR)
}

/// `let-var-decl (, let-var-decl)*`
fn let_var_decls(p: &mut Parser<'_>) {
    loop {
        let m = p.start();
        annotations(p);
        patterns::typed_binding(p);
        if p.expect(T!["="]) {
            exprs::full(p);
        }
        m.complete(p, LET_VAR_DECL);
        if p.eat(T![","]) {
            continue;
        }
        if !p.newline_before() && types::at_type_start(p) && !at_clause(p) && !p.at(T!["in"]) {
            p.missing_before("','");
            continue;
        }
        break;
    }
}

/// At the keyword of a query clause?
fn at_clause(p: &Parser<'_>) -> bool {
    [T!["where"], T!["join"], T!["outer"], T!["limit"], T!["order"], T!["group"], T!["select"], T!["collect"]]
        .into_iter()
        .any(|kind| p.at_contextual(kind))
}

/// A query expression or query action, with its construct type.
pub(super) fn query(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    if !p.at(T!["from"]) {
        let construct = p.start();
        let table = p.at(T!["table"]);
        p.bump_any();
        if table && p.at_contextual(T!["key"]) {
            types::key_specifier(p);
        } else if table {
            p.missing("key specifier");
        }
        construct.complete(p, QUERY_CONSTRUCT);
    }
    // Clauses are inside the query: `=>` and `:` have their ordinary meaning again.
    p.with_flags(Flags { actions: p.flags.actions, ..Flags::default() }, clauses);
    m.complete(p, QUERY_EXPR)
}

fn clauses(p: &mut Parser<'_>) {
    while intermediate_clause(p) {}
    if p.at_contextual(T!["select"]) {
        let m = p.start();
        p.eat_contextual(T!["select"]);
        exprs::full(p);
        m.complete(p, SELECT_CLAUSE);
        on_conflict(p);
    } else if p.at_contextual(T!["collect"]) {
        let m = p.start();
        p.eat_contextual(T!["collect"]);
        exprs::full(p);
        m.complete(p, COLLECT_CLAUSE);
    } else if p.at(T!["do"]) {
        let m = p.start();
        p.bump(T!["do"]);
        stmts::block(p);
        m.complete(p, DO_CLAUSE);
    } else {
        p.missing("'select', 'collect' or 'do' clause");
    }
}

fn intermediate_clause(p: &mut Parser<'_>) -> bool {
    let m = p.start();
    let kind = if p.at(T!["from"]) {
        p.bump(T!["from"]);
        binding_in(p);
        FROM_CLAUSE
    } else if p.at(T!["let"]) {
        p.bump(T!["let"]);
        let_var_decls(p);
        LET_CLAUSE
    } else if p.eat_contextual(T!["where"]) {
        exprs::expr(p);
        WHERE_CLAUSE
    } else if p.eat_contextual(T!["limit"]) {
        exprs::expr(p);
        LIMIT_CLAUSE
    } else if p.at_contextual(T!["join"]) || p.at_contextual(T!["outer"]) {
        join(p);
        JOIN_CLAUSE
    } else if p.eat_contextual(T!["order"]) {
        p.expect_contextual(T!["by"]);
        order_keys(p);
        ORDER_BY_CLAUSE
    } else if p.eat_contextual(T!["group"]) {
        p.expect_contextual(T!["by"]);
        grouping_keys(p);
        GROUP_BY_CLAUSE
    } else {
        m.abandon(p);
        return false;
    };
    m.complete(p, kind);
    true
}

/// `typed-binding-pattern in action-or-expr`
fn binding_in(p: &mut Parser<'_>) {
    patterns::typed_binding(p);
    if p.expect(T!["in"]) {
        exprs::full(p);
    }
}

fn join(p: &mut Parser<'_>) {
    p.eat_contextual(T!["outer"]);
    p.expect_contextual(T!["join"]);
    binding_in(p);
    let m = p.start();
    if p.expect(T!["on"]) {
        exprs::expr(p);
        p.expect_contextual(T!["equals"]);
        exprs::expr(p);
    }
    m.complete(p, JOIN_ON);
}

fn order_keys(p: &mut Parser<'_>) {
    loop {
        let m = p.start();
        exprs::expr(p);
        if !p.eat_contextual(T!["ascending"]) {
            p.eat_contextual(T!["descending"]);
        }
        m.complete(p, ORDER_KEY);
        if !p.eat(T![","]) {
            break;
        }
    }
}

/// `variable-name | inferable-type-descriptor variable-name = expression`
fn grouping_keys(p: &mut Parser<'_>) {
    loop {
        let m = p.start();
        let declares = p.at(T!["var"])
            || super::scan::declaration(p.input(), p.pos()) == super::scan::DeclScan::Declaration
                && p.nth(1) != T![","]
                && !clause_follows_name(p);
        if declares {
            patterns::typed_binding(p);
            if p.expect(T!["="]) {
                exprs::expr(p);
            }
        } else {
            name(p, "grouping key");
        }
        m.complete(p, GROUPING_KEY);
        if !p.eat(T![","]) {
            break;
        }
    }
}

/// `name clause-keyword`, which the scan takes for a type and a variable: a declaration goes on with `=`.
fn clause_follows_name(p: &Parser<'_>) -> bool {
    p.at(IDENT) && p.nth(1) == IDENT && p.nth(2) != T!["="]
}

fn on_conflict(p: &mut Parser<'_>) {
    if p.at(T!["on"]) && p.nth_at_contextual(1, T!["conflict"]) {
        let m = p.start();
        p.bump(T!["on"]);
        p.eat_contextual(T!["conflict"]);
        exprs::expr(p);
        m.complete(p, ON_CONFLICT_CLAUSE);
    }
}
