//! XML navigation (section 6.36).

use super::{exprs, scan};
use crate::{
    SyntaxKind::*,
    parser::{CompletedMarker, Parser},
};

/// `expression .< xml-name-pattern >`
pub(super) fn filter(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    p.bump(T![".<"]);
    name_pattern(p);
    m.complete(p, XML_FILTER_EXPR)
}

/// `expression xml-step-start`. The extensions of a step (`.<...>`, `[...]`, `.method()`) are left to the postfix
/// chain, which wraps the step; lowering applies those that follow directly to each element's children.
pub(super) fn step(p: &mut Parser<'_>, lhs: CompletedMarker) -> CompletedMarker {
    let m = lhs.precede(p);
    if !p.eat(T!["/*"]) {
        if !p.eat(T!["/<"]) {
            p.bump(T!["/**/<"]);
        }
        name_pattern(p);
    }
    m.complete(p, XML_STEP_EXPR)
}

/// `xml-atomic-name-pattern (| xml-atomic-name-pattern)* >`
fn name_pattern(p: &mut Parser<'_>) {
    let m = p.start();
    loop {
        atomic_name_pattern(p);
        if !p.eat(T!["|"]) {
            break;
        }
    }
    m.complete(p, XML_NAME_PATTERN);
    p.expect(T![">"]);
}

fn atomic_name_pattern(p: &mut Parser<'_>) {
    let m = p.start();
    if p.eat(T!["*"]) {
        m.complete(p, XML_ATOMIC_NAME_PATTERN);
        return;
    }
    if scan::qualified(p.input(), p.pos()) || p.at(IDENT) {
        p.bump_as(IDENT);
        if p.eat(T![":"]) {
            p.bump_as(IDENT);
        }
    } else {
        p.missing("XML name pattern");
    }
    m.complete(p, XML_ATOMIC_NAME_PATTERN);
}

/// Not a rule of its own in the grammar: an embedded `${ expression }`.
pub(super) fn interpolation(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(DOLLAR_CURLY);
    exprs::expr(p);
    if !p.at(T!["}"]) {
        p.missing("'}'");
        let junk = p.start();
        while !p.at(T!["}"]) && !p.at_eof() && !p.at(BACKTICK) {
            p.bump_balanced();
        }
        junk.complete(p, ERROR);
    }
    p.eat(T!["}"]);
    m.complete(p, INTERPOLATION);
}
