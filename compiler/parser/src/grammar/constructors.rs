//! Structural and object constructors (sections 6.9 to 6.12).

use super::{annotations, delimited, exprs, members, name, name_ref, types};
use crate::{
    SyntaxKind::*,
    parser::{CompletedMarker, Parser},
};

/// `[ member, ... ]`
pub(super) fn list(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["["]);
    delimited(
        p,
        T!["]"],
        |p| exprs::at_expr_start(p) || p.at(T!["..."]),
        |p| {
            if p.at(T!["..."]) {
                let m = p.start();
                p.bump(T!["..."]);
                exprs::expr(p);
                m.complete(p, SPREAD_MEMBER);
            } else {
                exprs::expr(p);
            }
        },
    );
    m.complete(p, LIST_EXPR)
}

/// `{ field, ... }`
pub(super) fn mapping(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["{"]);
    p.nested(|p| delimited(p, T!["}"], at_field, field));
    m.complete(p, MAPPING_EXPR)
}

fn at_field(p: &Parser<'_>) -> bool {
    matches!(p.current(), IDENT | STRING_LITERAL | T!["readonly"] | T!["["] | T!["..."])
}

fn field(p: &mut Parser<'_>) {
    let m = p.start();
    match p.current() {
        T!["..."] => {
            p.bump(T!["..."]);
            exprs::expr(p);
            m.complete(p, SPREAD_FIELD);
            return;
        }
        T!["["] => {
            p.bump(T!["["]);
            exprs::expr(p);
            p.expect(T!["]"]);
            p.expect(T![":"]);
            exprs::expr(p);
            m.complete(p, COMPUTED_FIELD);
            return;
        }
        _ => {}
    }
    p.eat(T!["readonly"]);
    if p.at(STRING_LITERAL) {
        p.bump(STRING_LITERAL);
        p.expect(T![":"]);
        exprs::expr(p);
    } else if !p.at(IDENT) && (p.at(T![":"]) || exprs::at_expr_start(p) && p.nth(1) == T![":"]) {
        // `{5: x}`, `{: x}`, `{int: x}`: the field is there, only its name is wrong.
        field_name_error(p);
        if p.eat(T![":"]) {
            exprs::expr(p);
        }
    } else if name(p, "field name") && p.eat(T![":"]) {
        exprs::expr(p);
    }
    m.complete(p, SPECIFIC_FIELD);
}

fn field_name_error(p: &mut Parser<'_>) {
    p.error("a field name must be an identifier, a string literal or '[' expression ']'");
    if !p.at(T![":"]) {
        let m = p.start();
        p.bump_any();
        m.complete(p, ERROR);
    }
}

/// `table [key-specifier] [ row-list ]`
pub(super) fn table(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["table"]);
    if p.at_contextual(T!["key"]) {
        types::key_specifier(p);
    }
    if p.expect(T!["["]) {
        delimited(
            p,
            T!["]"],
            |p| p.at(T!["{"]),
            |p| {
                if p.at(T!["{"]) {
                    mapping(p);
                    return;
                }
                p.error("expected a mapping constructor");
                if exprs::at_expr_start(p) {
                    exprs::expr(p);
                }
            },
        );
    }
    m.complete(p, TABLE_EXPR)
}

/// `[annots] object-type-quals object [type-reference] { member* }`
pub(super) fn object(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    annotations(p);
    while matches!(p.current(), T!["isolated"] | T!["client"] | T!["service"] | T!["transactional"]) {
        p.bump_any();
    }
    p.expect(T!["object"]);
    if super::at_name_ref(p) {
        let ty = p.start();
        name_ref(p);
        ty.complete(p, NAMED_TYPE);
    }
    members::object_members(p, members::Owner::Definition);
    m.complete(p, OBJECT_EXPR)
}
