//! Module-level declarations (section 8).

use super::{
    at_name_ref, delimited, exprs, members, metadata, name, params, patterns, scan, semicolon, types,
};
use crate::{
    SyntaxKind::{self, *},
    parser::{Marker, Parser, quoted},
    token_set::TokenSet,
};

const QUALIFIERS: TokenSet = TokenSet::new(&[
    T!["public"],
    T!["private"],
    T!["isolated"],
    T!["transactional"],
    T!["final"],
    T!["configurable"],
    T!["remote"],
    T!["resource"],
    T!["client"],
    T!["service"],
    T!["distinct"],
    T!["readonly"],
]);

/// Tokens that begin a declaration; recovery stops at them when they begin a line.
const DECL_START: TokenSet = QUALIFIERS.union(TokenSet::new(&[
    T!["import"],
    T!["function"],
    T!["type"],
    T!["class"],
    T!["const"],
    T!["enum"],
    T!["listener"],
    T!["annotation"],
    T!["xmlns"],
    T!["@"],
    DOC_LINE,
]));

/// `import-decl* other-decl*`
pub(super) fn module_part(p: &mut Parser<'_>) {
    let mut imports_over = false;
    while !p.at_eof() {
        if after_docs(p) == T!["import"] {
            if imports_over {
                p.error("imports must come before all other declarations");
            }
            import(p);
            continue;
        }
        imports_over = true;
        let before = p.pos();
        declaration(p);
        if p.pos() == before {
            p.error_and_bump("expected a declaration");
        }
    }
}

/// The token after documentation lines.
fn after_docs(p: &Parser<'_>) -> SyntaxKind {
    let mut pos = p.pos();
    while p.input().kind(pos) == DOC_LINE {
        pos += 1;
    }
    p.input().kind(pos)
}

/// `import [org-name /] module-name [as import-prefix] ;`
fn import(p: &mut Parser<'_>) {
    let m = p.start();
    super::doc_string(p);
    p.bump(T!["import"]);
    if at_import_identifier(p) && p.nth(1) == T!["/"] {
        let org = p.start();
        import_identifier(p);
        org.complete(p, ORG_NAME);
        p.bump(T!["/"]);
    }
    let module = p.start();
    import_identifier(p);
    while p.eat(T!["."]) {
        import_identifier(p);
    }
    module.complete(p, MODULE_NAME);
    if p.at(T!["as"]) {
        let prefix = p.start();
        p.bump(T!["as"]);
        if !p.eat(UNDERSCORE) {
            if super::PREDECLARED_PREFIX.contains(p.current()) {
                let m = p.start();
                p.bump_as(IDENT);
                m.complete(p, NAME);
            } else {
                name(p, "import prefix");
            }
        }
        prefix.complete(p, IMPORT_PREFIX);
    }
    semicolon(p);
    m.complete(p, IMPORT_DECL);
}

/// At a part of a module's name? Keywords are allowed.
fn at_import_identifier(p: &Parser<'_>) -> bool {
    p.at(IDENT) || (p.current().is_keyword() && !p.newline_before())
}

fn import_identifier(p: &mut Parser<'_>) {
    if at_import_identifier(p) {
        p.bump_as(IDENT);
    } else {
        p.missing("module name");
    }
}

/// `other-decl`
pub(super) fn declaration(p: &mut Parser<'_>) {
    let m = p.start();
    metadata(p);
    let mut n = 0;
    let mut service = false;
    while QUALIFIERS.contains(p.nth(n)) {
        service |= p.nth(n) == T!["service"];
        n += 1;
    }
    match p.nth(n) {
        T!["function"] if at_function_name(p, n + 1) => function(p, m, n),
        T!["class"] => class(p, m, n),
        T!["object"] | T!["function"] => module_var(p, m),
        _ if service => service_decl(p, m),
        T!["type"] => type_def(p, m),
        T!["const"] if p.nth(n + 1) == T!["annotation"] => annotation_decl(p, m),
        T!["const"] => const_decl(p, m),
        T!["enum"] => enum_decl(p, m),
        T!["listener"] => listener(p, m),
        T!["annotation"] => annotation_decl(p, m),
        T!["xmlns"] => xmlns_decl(p, m),
        _ if at_module_var(p) => module_var(p, m),
        _ => {
            unknown(p);
            m.complete(p, ERROR);
        }
    }
}

/// After `function`: a name and what follows names of functions, rather than the variable of a function type?
fn at_function_name(p: &Parser<'_>, n: usize) -> bool {
    let named = p.nth(n) == IDENT || p.nth(n).is_keyword() || p.nth(n) == UNDERSCORE;
    named && !matches!(p.nth(n + 1), T!["="] | T![";"] | T!["|"] | T!["&"])
}

fn at_module_var(p: &Parser<'_>) -> bool {
    matches!(p.current(), T!["var"] | T!["final"] | T!["configurable"] | T!["public"] | T!["isolated"])
        || scan::declaration(p.input(), p.pos()) == scan::DeclScan::Declaration
        || scan::is_plain_type_keyword(p.current())
}

/// Reports that no declaration begins here and skips to the next one.
fn unknown(p: &mut Parser<'_>) {
    if p.at_eof() {
        p.missing("declaration after the documentation or annotations");
        return;
    }
    p.error(format!("expected a declaration, found {}", quoted(p.current())));
    loop {
        p.bump_balanced();
        if p.at_eof() || (p.newline_before() && (p.at_ts(DECL_START) || at_module_var(p))) {
            break;
        }
    }
}

/// Consumes the qualifiers that were counted.
fn qualifiers(p: &mut Parser<'_>, n: usize, allowed: TokenSet) {
    for _ in 0..n {
        if !p.at_ts(allowed) {
            let found = quoted(p.current());
            p.error(format!("{found} is not allowed here"));
        }
        p.bump_any();
    }
}

fn function(p: &mut Parser<'_>, m: Marker, n: usize) {
    const ALLOWED: TokenSet = TokenSet::new(&[T!["public"], T!["isolated"], T!["transactional"]]);
    qualifiers(p, n, ALLOWED);
    p.bump(T!["function"]);
    super::method_name(p, "function name");
    params::signature(p, params::Names::Required);
    params::body(p, false);
    m.complete(p, FUNCTION_DEF);
}

fn class(p: &mut Parser<'_>, m: Marker, n: usize) {
    const ALLOWED: TokenSet = TokenSet::new(&[
        T!["public"],
        T!["distinct"],
        T!["readonly"],
        T!["isolated"],
        T!["client"],
        T!["service"],
    ]);
    qualifiers(p, n, ALLOWED);
    p.bump(T!["class"]);
    name(p, "class name");
    members::object_members(p, members::Owner::Definition);
    p.eat(T![";"]);
    m.complete(p, CLASS_DEF);
}

fn type_def(p: &mut Parser<'_>, m: Marker) {
    only_public(p, T!["type"]);
    name(p, "type name");
    types::type_desc(p);
    semicolon(p);
    m.complete(p, TYPE_DEF);
}

/// Qualifiers of which only `public` is allowed, and the keyword.
fn only_public(p: &mut Parser<'_>, keyword: SyntaxKind) {
    while p.at_ts(QUALIFIERS) {
        if !p.at(T!["public"]) {
            let found = quoted(p.current());
            p.error(format!("{found} is not allowed here"));
        }
        p.bump_any();
    }
    p.bump(keyword);
}

/// `const [type-descriptor] identifier = const-expr ;`
fn const_decl(p: &mut Parser<'_>, m: Marker) {
    only_public(p, T!["const"]);
    if !p.at(IDENT) || matches!(p.nth(1), IDENT | T![":"] | T!["?"] | T!["|"] | T!["&"] | T!["["]) {
        types::type_desc(p);
    }
    name(p, "constant name");
    if p.expect(T!["="]) {
        exprs::expr(p);
    }
    semicolon(p);
    m.complete(p, CONST_DEF);
}

fn enum_decl(p: &mut Parser<'_>, m: Marker) {
    only_public(p, T!["enum"]);
    name(p, "enum name");
    if p.expect(T!["{"]) {
        if p.at(T!["}"]) {
            p.error("missing enum member");
        }
        delimited(
            p,
            T!["}"],
            |p| matches!(p.current(), IDENT | DOC_LINE | T!["@"]),
            |p| {
                let m = p.start();
                metadata(p);
                if p.at(IDENT) {
                    name(p, "enum member name");
                } else {
                    p.error("expected an enum member name");
                }
                if p.eat(T!["="]) {
                    exprs::expr(p);
                }
                m.complete(p, ENUM_MEMBER);
            },
        );
    }
    p.eat(T![";"]);
    m.complete(p, ENUM_DEF);
}

/// `listener [type-descriptor] variable-name = expression ;`
fn listener(p: &mut Parser<'_>, m: Marker) {
    only_public(p, T!["listener"]);
    if !(p.at(IDENT) && p.nth(1) == T!["="]) {
        types::type_desc(p);
    }
    name(p, "listener name");
    if p.expect(T!["="]) {
        exprs::expr(p);
    }
    semicolon(p);
    m.complete(p, LISTENER_DEF);
}

/// `[isolated] service [type-descriptor] [attach-point] on expression-list { member* } [;]`
fn service_decl(p: &mut Parser<'_>, m: Marker) {
    while p.at_ts(QUALIFIERS) {
        if !matches!(p.current(), T!["isolated"] | T!["service"]) {
            let found = quoted(p.current());
            p.error(format!("{found} is not allowed here"));
        }
        p.bump_any();
    }
    if at_name_ref(p) {
        types::type_desc(p);
    }
    if p.at(T!["/"]) || p.at(STRING_LITERAL) {
        attach_point(p);
    }
    if p.expect(T!["on"]) {
        loop {
            exprs::expr(p);
            if !p.eat(T![","]) {
                break;
            }
        }
    }
    members::object_members(p, members::Owner::Definition);
    p.eat(T![";"]);
    m.complete(p, SERVICE_DEF);
}

/// `absolute-resource-path | string-literal`
fn attach_point(p: &mut Parser<'_>) {
    let m = p.start();
    if !p.eat(STRING_LITERAL) {
        p.bump(T!["/"]);
        if !p.at(T!["on"]) {
            loop {
                if !p.eat(IDENT) {
                    super::missing_name(p, "resource path segment");
                }
                if !p.eat(T!["/"]) {
                    break;
                }
            }
        }
    }
    m.complete(p, ATTACH_POINT);
}

/// `[public] [const] annotation [type-descriptor] annot-tag [on annot-attach-points] ;`
fn annotation_decl(p: &mut Parser<'_>, m: Marker) {
    p.eat(T!["public"]);
    p.eat(T!["const"]);
    p.expect(T!["annotation"]);
    if !(p.at(IDENT) && matches!(p.nth(1), T!["on"] | T![";"])) {
        types::type_desc(p);
    }
    name(p, "annotation name");
    if p.eat(T!["on"]) {
        loop {
            annot_attach_point(p);
            if !p.eat(T![","]) {
                break;
            }
        }
    }
    semicolon(p);
    m.complete(p, ANNOTATION_DEF);
}

/// `[source] ident...`, such as `object function`, `service remote function` or `source const`.
fn annot_attach_point(p: &mut Parser<'_>) {
    let m = p.start();
    p.eat(T!["source"]);
    let words = match p.current() {
        T!["object"] if matches!(p.nth(1), T!["function"] | T!["field"]) => 2,
        T!["record"] => 2,
        T!["resource"] if p.nth(1) == T!["function"] => 2,
        T!["service"] if p.nth(1) == T!["remote"] => 3,
        T!["type"]
        | T!["class"]
        | T!["function"]
        | T!["parameter"]
        | T!["return"]
        | T!["service"]
        | T!["field"]
        | T!["object"]
        | T!["annotation"]
        | T!["external"]
        | T!["var"]
        | T!["const"]
        | T!["listener"]
        | T!["client"]
        | T!["worker"] => 1,
        _ => 0,
    };
    if words == 0 {
        p.missing("annotation attach point");
    }
    for _ in 0..words {
        if p.current().is_keyword() {
            p.bump_any();
        } else {
            p.missing("annotation attach point");
        }
    }
    m.complete(p, ANNOT_ATTACH_POINT);
}

/// `xmlns xml-namespace-uri [as xml-namespace-prefix] ;`
pub(super) fn xmlns_decl(p: &mut Parser<'_>, m: Marker) {
    only_public(p, T!["xmlns"]);
    exprs::simple_const(p);
    if p.eat(T!["as"]) {
        name(p, "namespace prefix");
    }
    semicolon(p);
    m.complete(p, XMLNS_DECL);
}

/// Module variable, with or without initializer.
fn module_var(p: &mut Parser<'_>, m: Marker) {
    p.eat(T!["public"]);
    let mut configurable = false;
    loop {
        configurable |= p.at(T!["configurable"]);
        match p.current() {
            T!["final"] | T!["configurable"] => p.bump_any(),
            T!["isolated"] if !isolates_type(p) => p.bump(T!["isolated"]),
            _ => break,
        }
    }
    let binding = p.pos();
    let inferred = p.at(T!["var"]);
    patterns::typed_binding(p);
    let captures = scan::ends_with_name(p.input(), binding, p.pos());
    if p.at(T!["="]) {
        p.bump(T!["="]);
        if configurable && p.at(T!["?"]) {
            let m = p.start();
            p.bump(T!["?"]);
            m.complete(p, REQUIRED_CONFIG);
        } else {
            exprs::expr(p);
        }
    } else if (inferred || !captures || configurable) && !p.has_error_here() {
        p.missing("'=' and an initializer");
    }
    semicolon(p);
    m.complete(p, MODULE_VAR_DEF);
}

/// Does the `isolated` here qualify a function or object type?
fn isolates_type(p: &Parser<'_>) -> bool {
    let mut n = 1;
    while matches!(p.nth(n), T!["transactional"] | T!["client"] | T!["service"] | T!["isolated"]) {
        n += 1;
    }
    matches!(p.nth(n), T!["function"] | T!["object"])
}
