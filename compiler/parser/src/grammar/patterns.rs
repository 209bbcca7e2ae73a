//! Binding patterns and match patterns (sections 5.9, 7.19).

use super::{delimited, exprs, name, name_ref, types};
use crate::{
    SyntaxKind::{self, *},
    parser::{Parser, quoted},
};

/// `typed-binding-pattern`
pub(super) fn typed_binding(p: &mut Parser<'_>) {
    let m = p.start();
    types::binding_type(p);
    binding(p);
    m.complete(p, TYPED_BINDING_PATTERN);
}

fn at_binding(p: &Parser<'_>) -> bool {
    matches!(p.current(), IDENT | UNDERSCORE | T!["["] | T!["{"] | T!["error"] | T!["..."])
}

/// `binding-pattern`
pub(super) fn binding(p: &mut Parser<'_>) {
    p.nested(|p| match p.current() {
        UNDERSCORE => wildcard(p, WILDCARD_PAT),
        T!["["] => {
            let m = p.start();
            p.bump(T!["["]);
            delimited(p, T!["]"], at_binding, list_member);
            m.complete(p, LIST_PAT);
        }
        T!["{"] => {
            let m = p.start();
            p.bump(T!["{"]);
            delimited(p, T!["}"], |p| p.at(IDENT) || p.at(T!["..."]), field);
            m.complete(p, MAPPING_PAT);
        }
        T!["error"] => error(p, ERROR_PAT, error_arg),
        _ => {
            let m = p.start();
            if name(p, "variable name") {
                m.complete(p, CAPTURE_PAT);
            } else {
                m.abandon(p);
            }
        }
    });
}

fn wildcard(p: &mut Parser<'_>, kind: SyntaxKind) {
    let m = p.start();
    p.bump(UNDERSCORE);
    m.complete(p, kind);
}

/// `... variable-name`
fn rest(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T!["..."]);
    name(p, "variable name");
    require_last(p);
    m.complete(p, REST_PAT);
}

fn require_last(p: &mut Parser<'_>) {
    if p.at(T![","]) {
        p.error("a rest pattern must be the last member");
    }
}

fn list_member(p: &mut Parser<'_>) {
    if p.at(T!["..."]) { rest(p) } else { binding(p) }
}

/// `field-name : binding-pattern` or `variable-name`
fn field(p: &mut Parser<'_>) {
    if p.at(T!["..."]) {
        return rest(p);
    }
    let m = p.start();
    name(p, "field name");
    if p.eat(T![":"]) {
        binding(p);
    }
    m.complete(p, FIELD_PAT);
}

/// `error [type-reference] ( args )`
fn error(p: &mut Parser<'_>, node: SyntaxKind, arg: fn(&mut Parser<'_>)) {
    let m = p.start();
    p.bump(T!["error"]);
    if super::at_name_ref(p) {
        name_ref(p);
    }
    if p.expect(T!["("]) {
        delimited(p, T![")"], |p| at_binding(p) || at_match_pattern(p), arg);
    }
    m.complete(p, node);
}

fn error_arg(p: &mut Parser<'_>) {
    if p.at(T!["..."]) {
        rest(p);
    } else if p.at(IDENT) && p.nth(1) == T!["="] {
        let m = p.start();
        name(p, "argument name");
        p.bump(T!["="]);
        binding(p);
        m.complete(p, NAMED_ARG_PAT);
    } else {
        binding(p);
    }
}

/// `match-pattern (| match-pattern)*`
pub(super) fn match_pattern_list(p: &mut Parser<'_>) {
    match_pattern(p);
    while p.eat(T!["|"]) {
        match_pattern(p);
    }
}

fn at_match_pattern(p: &Parser<'_>) -> bool {
    at_binding(p)
        || super::at_name_ref(p)
        || matches!(
            p.current(),
            T!["var"]
                | T!["+"]
                | T!["-"]
                | T!["("]
                | T!["true"]
                | T!["false"]
                | T!["null"]
                | INT_LITERAL
                | HEX_INT_LITERAL
                | FLOAT_LITERAL
                | HEX_FLOAT_LITERAL
                | STRING_LITERAL
        )
}

fn match_pattern(p: &mut Parser<'_>) {
    p.nested(|p| {
        if super::at_name_ref(p) {
            return const_pattern(p);
        }
        match p.current() {
            T!["var"] => {
                let m = p.start();
                p.bump(T!["var"]);
                binding(p);
                m.complete(p, MATCH_VAR_PAT);
            }
            UNDERSCORE => wildcard(p, MATCH_WILDCARD_PAT),
            T!["["] => {
                let m = p.start();
                p.bump(T!["["]);
                delimited(p, T!["]"], at_match_pattern, |p| {
                    if p.at(T!["..."]) { match_rest(p) } else { match_pattern(p) }
                });
                m.complete(p, MATCH_LIST_PAT);
            }
            T!["{"] => {
                let m = p.start();
                p.bump(T!["{"]);
                delimited(p, T!["}"], |p| p.at(IDENT) || p.at(T!["..."]), match_field);
                m.complete(p, MATCH_MAPPING_PAT);
            }
            T!["error"] => error(p, MATCH_ERROR_PAT, match_error_arg),
            _ if at_match_pattern(p) => const_pattern(p),
            _ => p.error(format!("expected a match pattern, found {}", quoted(p.current()))),
        }
    });
}

fn const_pattern(p: &mut Parser<'_>) {
    let m = p.start();
    exprs::simple_const(p);
    m.complete(p, MATCH_CONST_PAT);
}

/// `... var variable-name`
fn match_rest(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T!["..."]);
    p.expect(T!["var"]);
    name(p, "variable name");
    require_last(p);
    m.complete(p, MATCH_REST_PAT);
}

fn match_field(p: &mut Parser<'_>) {
    if p.at(T!["..."]) {
        return match_rest(p);
    }
    let m = p.start();
    name(p, "field name");
    if p.expect(T![":"]) {
        match_pattern(p);
    }
    m.complete(p, MATCH_FIELD_PAT);
}

fn match_error_arg(p: &mut Parser<'_>) {
    if p.at(T!["..."]) {
        match_rest(p);
    } else if p.at(IDENT) && p.nth(1) == T!["="] {
        let m = p.start();
        name(p, "argument name");
        p.bump(T!["="]);
        match_pattern(p);
        m.complete(p, MATCH_NAMED_ARG_PAT);
    } else {
        match_pattern(p);
    }
}
