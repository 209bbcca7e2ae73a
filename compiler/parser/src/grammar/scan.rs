//! Lookahead that resolves the ambiguities of the grammar: does a type descriptor followed by a binding pattern stand
//! here, or an expression?
//!
//! The scan walks over the tokens without building anything. Bracketed parts whose content cannot matter are jumped
//! over by the precomputed bracket matches, and a scan only ever starts where a statement, a parameter or a member
//! starts, so the work stays linear in the text.

use crate::{
    SyntaxKind::{self, *},
    grammar::PREDECLARED_PREFIX,
    input::{Input, Pos},
};

/// Deepest nesting of a type that the scan follows.
const MAX_SCAN_DEPTH: u32 = 100;

/// Is `prefix:name` at `pos`, without space around the colon (`NoSpaceColon`)?
pub(super) fn qualified(input: &Input, pos: Pos) -> bool {
    let prefix = input.kind(pos);
    (prefix == IDENT || PREDECLARED_PREFIX.contains(prefix))
        && input.kind(pos + 1) == T![":"]
        && is_qualified_name(input.kind(pos + 2))
        && input.is_joint(pos)
        && input.is_joint(pos + 1)
}

/// May this token stand after the colon of a qualified name? Library functions such as `array:map` and
/// `future:start` have keywords as names.
fn is_qualified_name(kind: SyntaxKind) -> bool {
    kind == IDENT || super::is_special_method_name(kind)
}

/// `type-reference` at `pos`: the position after it.
pub(super) fn name_ref(input: &Input, pos: Pos) -> Option<Pos> {
    if qualified(input, pos) {
        return Some(pos + 3);
    }
    (input.kind(pos) == IDENT).then_some(pos + 1)
}

/// `annotation*`: the position after them.
pub(super) fn annotations(input: &Input, mut pos: Pos) -> Pos {
    while input.kind(pos) == T!["@"] {
        let Some(after) = name_ref(input, pos + 1) else { return pos + 1 };
        pos = after;
        if input.kind(pos) == T!["{"] {
            pos = input.close(pos).map_or(pos, |c| c + 1);
        }
    }
    pos
}

/// A type descriptor at `pos`: the position after it. A trailing `[name]` before `=` or `in` is left to be a list
/// binding pattern.
pub(super) fn type_desc(input: &Input, pos: Pos) -> Option<Pos> {
    infix(input, pos, 0)
}

/// What a statement that may be a declaration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DeclScan {
    /// A type descriptor and a binding pattern.
    Declaration,
    /// Anything else.
    Other,
}

/// Does `typed-binding-pattern` with something that follows it stand at `pos`?
pub(super) fn declaration(input: &Input, pos: Pos) -> DeclScan {
    let Some(end) = type_desc(input, pos) else { return DeclScan::Other };
    let is_decl = match input.kind(end) {
        // `error E(message) = ...` destructures.
        IDENT if end == pos + 1 && input.kind(pos) == T!["error"] => {
            name_ref(input, end).is_none_or(|after| input.kind(after) != T!["("])
        }
        IDENT | UNDERSCORE => true,
        T!["["] => list_declaration(input, pos, end).unwrap_or(false),
        T!["{"] | T!["error"] => binding_end(input, end).is_some_and(|e| input.kind(e) == T!["="]),
        _ => false,
    };
    if is_decl { DeclScan::Declaration } else { DeclScan::Other }
}

/// `T [pattern] =` against `name[key] =`: with one plain name between the brackets it is the type that decides.
fn list_declaration(input: &Input, pos: Pos, open: Pos) -> Option<bool> {
    let close = input.close(open)?;
    if input.kind(close + 1) != T!["="] {
        return Some(false);
    }
    let mut at = open + 1;
    while at < close {
        if input.kind(at) == T!["..."] {
            at += 1;
        }
        at = binding_end(input, at)?;
        if at < close && input.kind(at) != T![","] {
            return Some(false);
        }
        at += 1;
    }
    let one_name = input.kind(open + 1) == IDENT && close == open + 2;
    Some(!(one_name && is_lvexpr(input, pos, open)) && close > open + 1)
}

/// Where the binding pattern at `pos` ends.
pub(super) fn binding_end(input: &Input, pos: Pos) -> Option<Pos> {
    match input.kind(pos) {
        IDENT | UNDERSCORE => Some(pos + 1),
        T!["["] | T!["{"] => Some(input.close(pos)? + 1),
        T!["error"] => {
            let paren = name_ref(input, pos + 1).unwrap_or(pos + 1);
            (input.kind(paren) == T!["("]).then(|| input.close(paren).map(|c| c + 1)).flatten()
        }
        _ => None,
    }
}

/// Could the tokens also be an assignable expression: `name` or `name[k][k]`?
fn is_lvexpr(input: &Input, pos: Pos, end: Pos) -> bool {
    let Some(mut at) = name_ref(input, pos) else { return false };
    while at < end {
        if input.kind(at) != T!["["] || input.kind(at + 1) == T!["]"] || input.kind(at + 1) == T!["*"] {
            return false;
        }
        let Some(close) = input.close(at) else { return false };
        at = close + 1;
    }
    at == end
}

fn infix(input: &Input, pos: Pos, depth: u32) -> Option<Pos> {
    let mut pos = unit(input, pos, depth)?;
    while matches!(input.kind(pos), T!["|"] | T!["&"]) {
        pos = unit(input, pos + 1, depth)?;
    }
    Some(pos)
}

fn unit(input: &Input, pos: Pos, depth: u32) -> Option<Pos> {
    let mut pos = primary(input, pos, depth)?;
    loop {
        match input.kind(pos) {
            T!["?"] => pos += 1,
            T!["["] if !list_pattern_follows(input, pos) => match array_dim(input, pos) {
                Some(end) => pos = end,
                None => return Some(pos),
            },
            _ => return Some(pos),
        }
    }
}

/// `[name]` that is followed by `=` or `in`: after a type, that is a list binding pattern.
pub(super) fn list_pattern_follows(input: &Input, pos: Pos) -> bool {
    input.kind(pos + 1) == IDENT
        && input.kind(pos + 2) == T!["]"]
        && matches!(input.kind(pos + 3), T!["="] | T!["in"])
}

/// `[]`, `[*]`, `[5]`, `[N]`, `[mod:N]`: the position after it.
pub(super) fn array_dim(input: &Input, pos: Pos) -> Option<Pos> {
    let close = match input.kind(pos + 1) {
        T!["]"] => pos + 1,
        T!["*"] | INT_LITERAL | HEX_INT_LITERAL => pos + 2,
        _ => name_ref(input, pos + 1)?,
    };
    (input.kind(close) == T!["]"]).then_some(close + 1)
}

fn primary(input: &Input, pos: Pos, depth: u32) -> Option<Pos> {
    if depth > MAX_SCAN_DEPTH {
        return None;
    }
    if let Some(end) = name_ref(input, pos) {
        return Some(end);
    }
    let next = pos + 1;
    match input.kind(pos) {
        T!["("] => match input.kind(next) {
            T![")"] => Some(next + 1),
            _ => expect(input, infix(input, next, depth + 1)?, T![")"]),
        },
        T!["["] => tuple(input, next, depth + 1),
        T!["record"] | T!["object"] if matches!(input.kind(next), T!["{"] | T!["{|"]) => {
            Some(input.close(next)? + 1)
        }
        T!["isolated"] | T!["transactional"] | T!["client"] | T!["service"] => {
            let behavioural = matches!(
                input.kind(next),
                T!["isolated"]
                    | T!["transactional"]
                    | T!["client"]
                    | T!["service"]
                    | T!["function"]
                    | T!["object"]
            );
            behavioural.then(|| primary(input, next, depth + 1)).flatten()
        }
        T!["function"] => function(input, next, depth + 1),
        T!["distinct"] => primary(input, next, depth + 1),
        T!["table"] => table(input, next, depth + 1),
        T!["map"] | T!["future"] | T!["typedesc"] | T!["xml"] | T!["stream"] | T!["error"] => {
            type_params(input, next, depth + 1)
        }
        T!["+"] | T!["-"] if is_number(input.kind(next)) => Some(next + 1),
        k if is_number(k) || is_simple(k) => Some(next),
        _ => None,
    }
}

fn is_number(kind: SyntaxKind) -> bool {
    matches!(kind, INT_LITERAL | HEX_INT_LITERAL | FLOAT_LITERAL | HEX_FLOAT_LITERAL)
}

/// Types of one keyword, and literals that are singleton types.
fn is_simple(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        T!["int"]
            | T!["float"]
            | T!["decimal"]
            | T!["boolean"]
            | T!["string"]
            | T!["byte"]
            | T!["any"]
            | T!["anydata"]
            | T!["never"]
            | T!["json"]
            | T!["handle"]
            | T!["readonly"]
            | T!["null"]
            | T!["true"]
            | T!["false"]
            | T!["var"]
            | STRING_LITERAL
    )
}

fn expect(input: &Input, pos: Pos, kind: SyntaxKind) -> Option<Pos> {
    (input.kind(pos) == kind).then_some(pos + 1)
}

/// Optional `< T (, T)* >`.
fn type_params(input: &Input, pos: Pos, depth: u32) -> Option<Pos> {
    if input.kind(pos) != T!["<"] {
        return Some(pos);
    }
    let mut pos = infix(input, pos + 1, depth)?;
    while input.kind(pos) == T![","] {
        pos = infix(input, pos + 1, depth)?;
    }
    expect(input, pos, T![">"])
}

fn table(input: &Input, pos: Pos, depth: u32) -> Option<Pos> {
    if input.kind(pos) != T!["<"] {
        return None;
    }
    let pos = type_params(input, pos, depth)?;
    if input.contextual(pos) != T!["key"] {
        return Some(pos);
    }
    match input.kind(pos + 1) {
        T!["("] => Some(input.close(pos + 1)? + 1),
        T!["<"] => type_params(input, pos + 1, depth),
        // A variable called `key`.
        _ => Some(pos),
    }
}

fn function(input: &Input, pos: Pos, depth: u32) -> Option<Pos> {
    if input.kind(pos) != T!["("] {
        return Some(pos);
    }
    let pos = input.close(pos)? + 1;
    if input.kind(pos) != T!["returns"] {
        return Some(pos);
    }
    infix(input, annotations(input, pos + 1), depth)
}

fn tuple(input: &Input, mut pos: Pos, depth: u32) -> Option<Pos> {
    if input.kind(pos) == T!["]"] {
        return Some(pos + 1);
    }
    loop {
        pos = infix(input, annotations(input, pos), depth)?;
        if input.kind(pos) == T!["..."] {
            pos += 1;
        }
        match input.kind(pos) {
            T![","] => pos += 1,
            T!["]"] => return Some(pos + 1),
            _ => return None,
        }
    }
}

/// Keywords of types that cannot begin an expression statement, an action or another construct.
pub(super) fn is_plain_type_keyword(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        T!["int"]
            | T!["float"]
            | T!["decimal"]
            | T!["boolean"]
            | T!["string"]
            | T!["byte"]
            | T!["any"]
            | T!["anydata"]
            | T!["never"]
            | T!["json"]
            | T!["handle"]
            | T!["readonly"]
            | T!["map"]
            | T!["future"]
            | T!["typedesc"]
            | T!["stream"]
            | T!["record"]
            | T!["distinct"]
    )
}

/// Is the binding pattern that ends before `end` a plain name? (Its type begins at `start`.)
pub(super) fn ends_with_name(input: &Input, start: Pos, end: Pos) -> bool {
    end > start + 1 && input.kind(end - 1) == IDENT
}

/// `x/<name> ...` at the slash: an XML step, rather than a division by `<name>y`? A cast's operand would follow `>`.
pub(super) fn xml_element_step(input: &Input, slash: Pos) -> bool {
    let mut pos = slash + 2;
    loop {
        pos = match input.kind(pos) {
            T!["*"] => pos + 1,
            IDENT if input.kind(pos + 1) == T![":"] => pos + 3,
            IDENT => pos + 1,
            // An interrupted pattern; a keyword here is the type of a cast.
            kind => return !kind.is_keyword() && kind != T!["("] && kind != T!["["],
        };
        if input.kind(pos) != T!["|"] {
            break;
        }
        pos += 1;
    }
    if input.kind(pos) != T![">"] {
        return false;
    }
    match input.kind(pos + 1) {
        // `where`, `select` and the like go on with the query.
        IDENT => input.contextual(pos + 1) != IDENT,
        T!["("] | STRING_LITERAL | BACKTICK => false,
        kind => !is_number(kind),
    }
}
