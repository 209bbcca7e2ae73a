//! Members of classes, object types, object constructors and services (sections 5.5.3, 6.14, 8.3).

use super::{annotations, exprs, metadata, name, name_ref, params, semicolon, types};
use crate::{
    SyntaxKind::*,
    parser::{Parser, quoted},
    token_set::TokenSet,
};

/// What the members belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Methods have no bodies, fields no initialisers.
    ObjectType,
    /// A class, an object constructor or a service.
    Definition,
}

const METHOD_QUALIFIERS: TokenSet = TokenSet::new(&[
    T!["public"],
    T!["private"],
    T!["remote"],
    T!["resource"],
    T!["isolated"],
    T!["transactional"],
]);

/// `{ member* }`
pub(super) fn object_members(p: &mut Parser<'_>, owner: Owner) {
    let m = p.start();
    if p.expect(T!["{"]) {
        p.nested(|p| {
            while !p.at(T!["}"]) && !p.at_eof() {
                let before = p.pos();
                member(p, owner);
                if p.pos() == before {
                    p.error_and_bump("expected a field or a method");
                }
            }
        });
        p.expect(T!["}"]);
    }
    m.complete(p, OBJECT_MEMBERS);
}

fn member(p: &mut Parser<'_>, owner: Owner) {
    let m = p.start();
    metadata(p);
    if p.at(T!["*"]) {
        p.bump(T!["*"]);
        name_ref(p);
        semicolon(p);
        m.complete(p, TYPE_INCLUSION);
    } else if at_method(p) {
        while p.at_ts(METHOD_QUALIFIERS) {
            p.bump_any();
        }
        method(p, owner);
        m.complete(p, FUNCTION_DEF);
    } else if p.at(T!["}"]) {
        p.error("expected a field or a method");
        m.complete(p, ERROR);
    } else {
        field(p, owner);
        m.complete(p, OBJECT_FIELD);
    }
}

/// At qualifiers and `function name`, rather than a field of function type?
fn at_method(p: &Parser<'_>) -> bool {
    let mut n = 0;
    let mut certain = false;
    while METHOD_QUALIFIERS.contains(p.nth(n)) {
        certain |= matches!(p.nth(n), T!["remote"] | T!["resource"]);
        n += 1;
    }
    if p.nth(n) != T!["function"] {
        return false;
    }
    certain
        || match p.nth(n + 1) {
            T!["("] => false,
            IDENT => !matches!(p.nth(n + 2), T![";"] | T!["="]),
            T!["|"] | T!["?"] | T!["["] | T!["&"] => false,
            _ => true,
        }
}

/// From `function` on.
fn method(p: &mut Parser<'_>, owner: Owner) {
    p.expect(T!["function"]);
    super::method_name(p, "method name");
    if !p.at(T!["("]) {
        resource_path(p);
    }
    params::signature(p, params::Names::Required);
    if owner == Owner::ObjectType && matches!(p.current(), T!["{"] | T!["=>"] | T!["="]) {
        p.error("a method of an object type has no body");
    }
    params::body(p, owner == Owner::ObjectType);
}

fn resource_path(p: &mut Parser<'_>) {
    let m = p.start();
    if !p.eat(T!["."]) {
        loop {
            resource_path_segment(p);
            if !p.eat(T!["/"]) {
                break;
            }
        }
    }
    m.complete(p, RESOURCE_PATH);
}

fn resource_path_segment(p: &mut Parser<'_>) {
    let m = p.start();
    if p.at(IDENT) {
        p.bump(IDENT);
        m.complete(p, PATH_SEGMENT);
        return;
    }
    if !p.at(T!["["]) {
        m.abandon(p);
        p.missing("resource path segment");
        return;
    }
    p.bump(T!["["]);
    annotations(p);
    types::type_desc(p);
    let kind = if p.eat(T!["..."]) { PATH_REST_PARAM } else { PATH_PARAM };
    if p.at(IDENT) {
        name(p, "path parameter name");
    }
    p.expect(T!["]"]);
    m.complete(p, kind);
}

/// `[public|private] [final] type-descriptor field-name [= expression] ;`
fn field(p: &mut Parser<'_>, owner: Owner) {
    if p.at(T!["public"]) || p.at(T!["private"]) {
        p.bump_any();
    }
    if p.at(T!["final"]) {
        p.bump(T!["final"]);
    }
    if !types::at_type_start(p) {
        p.error(format!("expected a field or a method, found {}", quoted(p.current())));
        super::skip_line(p);
        p.eat(T![";"]);
        return;
    }
    types::type_desc(p);
    name(p, "field name");
    if p.at(T!["="]) {
        if owner == Owner::ObjectType {
            p.error("a field of an object type has no initializer");
        }
        p.bump(T!["="]);
        exprs::expr(p);
    }
    semicolon(p);
}
