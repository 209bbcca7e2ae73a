//! The grammar, one file per family of constructs. Each rule is a function that consumes what it recognises; where the
//! specification's grammar is ambiguous the decision is made in [`scan`] by looking ahead over the tokens.
//!
//! Conventions: a rule called `foo` may be called anywhere and reports what is missing; a rule whose first token the
//! caller has already seen consumes it with `bump`. Errors are reported once per token.

mod actions;
mod atoms;
mod constructors;
mod exprs;
mod members;
mod module;
mod params;
mod patterns;
mod query;
mod scan;
mod stmts;
mod templates;
mod types;
mod xml;

use crate::{
    EntryPoint,
    SyntaxKind::{self, *},
    parser::{CompletedMarker, Parser, quoted},
    token_set::TokenSet,
};

/// Parses a whole text.
pub(crate) fn entry(p: &mut Parser<'_>, entry: EntryPoint) {
    let m = p.start();
    match entry {
        EntryPoint::SourceFile => module::module_part(p),
        EntryPoint::Expression => {
            exprs::action_or_expr(p);
        }
        EntryPoint::Type => {
            types::type_desc(p);
        }
        EntryPoint::Statements => stmts::statements(p),
    }
    while entry != EntryPoint::SourceFile && !p.at_eof() {
        p.error_and_bump("unexpected token");
        if entry == EntryPoint::Statements {
            stmts::statements(p);
        }
    }
    p.drain();
    m.complete(p, SOURCE_FILE);
}

/// A defining occurrence of an identifier.
fn name(p: &mut Parser<'_>, what: &str) -> bool {
    if !p.at(IDENT) {
        return missing_name(p, what);
    }
    let m = p.start();
    p.bump(IDENT);
    m.complete(p, NAME);
    true
}

/// `method-name`: an identifier or one of the keywords that may name methods.
fn method_name(p: &mut Parser<'_>, what: &str) {
    if is_special_method_name(p.current()) {
        let m = p.start();
        p.bump_as(IDENT);
        m.complete(p, NAME);
    } else {
        name(p, what);
    }
}

/// Reports a missing identifier; a keyword that stands in its place on the same line is taken as the culprit.
fn missing_name(p: &mut Parser<'_>, what: &str) -> bool {
    if p.current().is_keyword() && !p.newline_before() && !p.has_error_here() && is_name_like_next(p.nth(1)) {
        let keyword = p.current().text().unwrap_or_default();
        p.error(format!("'{keyword}' is a reserved word, expected {what} (write ''{keyword}')"));
        let m = p.start();
        p.bump_any();
        m.complete(p, ERROR);
    } else if p.at(UNDERSCORE) {
        p.error_and_bump(&format!("'_' is not allowed here, expected {what}"));
    } else {
        p.missing(what);
    }
    false
}

/// After a keyword used as a name: is this a token that follows names?
fn is_name_like_next(kind: SyntaxKind) -> bool {
    matches!(kind, T![";"] | T!["="] | T![","] | T![")"] | T!["("] | T!["}"] | T!["{"] | T!["]"] | T!["?"])
}

/// May the method name `kind` be used although it is a keyword (`special-method-name`)?
fn is_special_method_name(kind: SyntaxKind) -> bool {
    matches!(kind, T!["map"] | T!["start"])
}

/// The keywords that are also module prefixes (`predeclared-prefix`).
const PREDECLARED_PREFIX: TokenSet = TokenSet::new(&[
    T!["boolean"],
    T!["decimal"],
    T!["error"],
    T!["float"],
    T!["function"],
    T!["future"],
    T!["int"],
    T!["map"],
    T!["object"],
    T!["stream"],
    T!["string"],
    T!["table"],
    T!["transaction"],
    T!["typedesc"],
    T!["xml"],
]);

/// At `prefix:name`, written without space around the colon?
fn at_qualified(p: &Parser<'_>) -> bool {
    scan::qualified(p.input(), p.pos()) && !p.flags.no_qualified
}

/// At an identifier, or at a predeclared prefix with its colon?
fn at_name_ref(p: &Parser<'_>) -> bool {
    p.at(IDENT) || at_qualified(p)
}

/// `identifier | qualified-identifier`
fn name_ref(p: &mut Parser<'_>) -> Option<CompletedMarker> {
    if !at_name_ref(p) {
        missing_name(p, "identifier");
        return None;
    }
    let m = p.start();
    if at_qualified(p) {
        p.bump_any();
        p.bump(T![":"]);
        p.bump_as(IDENT);
    } else {
        p.bump(IDENT);
    }
    Some(m.complete(p, NAME_REF))
}

/// `[DocumentationString] [annots]`, as children of the declaration.
fn metadata(p: &mut Parser<'_>) {
    doc_string(p);
    annotations(p);
    while p.at(DOC_LINE) {
        p.error_and_bump("documentation must come before annotations");
    }
}

fn doc_string(p: &mut Parser<'_>) {
    if p.at(DOC_LINE) {
        let m = p.start();
        while p.eat(DOC_LINE) {}
        m.complete(p, DOC_STRING);
    }
}

/// `annotation*`
fn annotations(p: &mut Parser<'_>) {
    while p.at(T!["@"]) {
        let m = p.start();
        p.bump(T!["@"]);
        name_ref(p);
        if p.at(T!["{"]) {
            constructors::mapping(p);
        }
        m.complete(p, ANNOTATION);
    }
}

/// `; ` at the end of a declaration or statement. Junk before it on the same line goes into an error node, so that it
/// costs one message.
fn semicolon(p: &mut Parser<'_>) {
    if p.eat(T![";"]) {
        return;
    }
    p.missing("';'");
    skip_line(p);
    p.eat(T![";"]);
}

/// Skips to the end of the line, a semicolon or a closing brace, brackets balanced.
fn skip_line(p: &mut Parser<'_>) {
    if p.newline_before() || p.at_ts(LINE_END) {
        return;
    }
    let m = p.start();
    while !p.newline_before() && !p.at_ts(LINE_END) && !p.at_eof() {
        if p.at(T!["{"]) && p.input().close(p.pos()).is_some_and(|c| spans_lines(p, c)) {
            break;
        }
        p.bump_balanced();
    }
    m.complete(p, ERROR);
}

/// Is there a line break between here and `close`?
fn spans_lines(p: &Parser<'_>, close: usize) -> bool {
    (p.pos() + 1..=close).any(|pos| p.input().newline_before(pos))
}

const LINE_END: TokenSet = TokenSet::new(&[T![";"], T!["}"], T!["|}"], EOF]);

/// How a [`delimited`] list goes on after an element.
fn separator(p: &mut Parser<'_>, close: SyntaxKind, starts: impl Fn(&Parser<'_>) -> bool) -> bool {
    if p.eat(T![","]) {
        return true;
    }
    if p.at(close) || p.at_eof() {
        return false;
    }
    if starts(p) && !at_list_end(p, close) {
        p.missing_before("','");
        return true;
    }
    if at_list_end(p, close) {
        return false;
    }
    p.error(format!("expected ',' or {}", quoted(close)));
    let m = p.start();
    while !p.at(close) && !p.at(T![","]) && !at_list_end(p, close) && !p.at_eof() {
        p.bump_balanced();
        if p.newline_before() && starts(p) {
            m.complete(p, ERROR);
            return true;
        }
    }
    m.complete(p, ERROR);
    p.eat(T![","])
}

/// At a token that shows that the closing bracket of a list was forgotten: a semicolon that ends its line, a closing
/// bracket of another kind, a word that begins a statement.
fn at_list_end(p: &Parser<'_>, close: SyntaxKind) -> bool {
    // Junk in front of the right bracket is only junk; a `}` may belong to the block outside.
    let before_close = p.nth(1) == close && close != T!["}"];
    match p.current() {
        EOF => true,
        T![";"] => p.input().newline_before(p.pos() + 1) && !before_close,
        T![")"] | T!["]"] | T!["}"] | T!["|}"] => !before_close,
        _ => p.newline_before() && p.at_ts(stmts::STATEMENT_KEYWORDS),
    }
}

/// `element (, element)*` up to and including `close`, whose opening bracket has been consumed. `starts` says whether
/// an element begins here; `element` reports what is missing otherwise.
fn delimited(
    p: &mut Parser<'_>,
    close: SyntaxKind,
    starts: impl Fn(&Parser<'_>) -> bool,
    mut element: impl FnMut(&mut Parser<'_>),
) {
    if p.eat(close) {
        return;
    }
    loop {
        let before = p.pos();
        element(p);
        if !separator(p, close, &starts) {
            break;
        }
        if p.pos() == before {
            break;
        }
    }
    p.expect(close);
}
