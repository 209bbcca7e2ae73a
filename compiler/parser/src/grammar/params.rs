//! Function signatures (section 5.5.2).

use super::{annotations, at_name_ref, delimited, exprs, name, name_ref, semicolon, stmts, types};
use crate::{SyntaxKind::*, parser::Parser};

/// Must parameters have names?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// In definitions.
    Required,
    /// In function types.
    Optional,
}

/// `( param-list ) [returns [annots] type-descriptor]`
pub(super) fn signature(p: &mut Parser<'_>, names: Names) {
    let m = p.start();
    if p.expect(T!["("]) {
        delimited(
            p,
            T![")"],
            |p| types::at_type_start(p) || p.at(T!["@"]) || p.at(T!["*"]),
            |p| param(p, names),
        );
    }
    m.complete(p, PARAM_LIST);
    return_type(p);
}

/// `[returns [annots] type-descriptor]`
pub(super) fn return_type(p: &mut Parser<'_>) {
    if p.at(T!["returns"]) {
        let m = p.start();
        p.bump(T!["returns"]);
        annotations(p);
        types::type_desc(p);
        m.complete(p, RETURN_TYPE);
    }
}

fn param(p: &mut Parser<'_>, names: Names) {
    let m = p.start();
    while p.at(DOC_LINE) {
        p.bump_any();
    }
    annotations(p);
    let kind = if p.eat(T!["*"]) {
        if at_name_ref(p) {
            let m = p.start();
            name_ref(p);
            m.complete(p, NAMED_TYPE);
        } else {
            p.missing("type reference");
        }
        INCLUDED_PARAM
    } else {
        types::type_desc(p);
        if p.eat(T!["..."]) { REST_PARAM } else { REQUIRED_PARAM }
    };
    if p.at(IDENT) || names == Names::Required {
        name(p, "parameter name");
    }
    let kind = if p.at(T!["="]) && kind == REQUIRED_PARAM {
        default_value(p);
        DEFAULTABLE_PARAM
    } else {
        kind
    };
    m.complete(p, kind);
}

/// `= expression` or `= <>`
fn default_value(p: &mut Parser<'_>) {
    p.bump(T!["="]);
    if p.at(T!["<"]) && p.nth_at(1, T![">"]) {
        let m = p.start();
        p.bump(T!["<"]);
        p.bump(T![">"]);
        m.complete(p, INFERRED_DEFAULT);
    } else {
        exprs::expr(p);
    }
}

/// `function-defn-body`, or for a declaration without one (`bodiless`) its semicolon.
pub(super) fn body(p: &mut Parser<'_>, bodiless: bool) {
    match p.current() {
        T!["{"] => {
            stmts::function_block(p);
            p.eat(T![";"]);
        }
        T!["=>"] => {
            let m = p.start();
            p.bump(T!["=>"]);
            exprs::expr(p);
            m.complete(p, EXPR_BODY);
            semicolon(p);
        }
        T!["="] => {
            let m = p.start();
            p.bump(T!["="]);
            annotations(p);
            p.expect(T!["external"]);
            m.complete(p, EXTERNAL_BODY);
            semicolon(p);
        }
        _ if bodiless => semicolon(p),
        _ => {
            p.missing("function body");
            p.eat(T![";"]);
        }
    }
}
