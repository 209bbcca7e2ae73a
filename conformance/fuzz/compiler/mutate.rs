//! Mutants of programs: tokens deleted, repeated, swapped, replaced, bracketed groups taken from elsewhere.

use crate::common::Rng;

/// The tokens of a program, white space and comments among them.
pub fn tokens(text: &str) -> Vec<String> {
    let root = syntax::SourceFile::parse(text).syntax_node();
    let all = root.descendants_with_tokens().filter_map(|e| e.into_token());
    all.map(|t| t.text().to_string()).collect()
}

/// Tokens that turn one construct into another, or are at the edge of what is allowed.
const SPICE: &[&str] = &[
    "check",
    "trap",
    "start",
    "wait",
    "new",
    "is",
    "!is",
    "readonly",
    "final",
    "isolated",
    "transactional",
    "service",
    "client",
    "remote",
    "resource",
    "distinct",
    "object",
    "record",
    "map",
    "table",
    "stream",
    "future",
    "typedesc",
    "xml",
    "error",
    "function",
    "returns",
    "return",
    "panic",
    "fail",
    "lock",
    "fork",
    "worker",
    "match",
    "foreach",
    "from",
    "select",
    "where",
    "let",
    "order by",
    "group by",
    "join",
    "limit",
    "collect",
    "on",
    "conflict",
    "public",
    "private",
    "configurable",
    "const",
    "enum",
    "type",
    "class",
    "listener",
    "annotation",
    "xmlns",
    "import",
    "var",
    "any",
    "anydata",
    "json",
    "never",
    "byte",
    "int",
    "float",
    "decimal",
    "string",
    "boolean",
    "()",
    "self",
    "init",
    "main",
    "?",
    "?.",
    "?:",
    "...",
    "..<",
    "|",
    "&",
    "@",
    ".@",
    "->",
    "->>",
    "<-",
    "=>",
    "=",
    "==",
    "===",
    "+",
    "-",
    "*",
    "/",
    "%",
    "<<",
    ">>>",
    "!",
    "~",
    "[",
    "]",
    "{",
    "}",
    "{|",
    "|}",
    "(",
    ")",
    "<",
    ">",
    ";",
    ",",
    ":",
    ".",
    "`",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "1e400",
    "1.0d",
    "0x7fffffffffffffff",
    "100000000",
    "4294967296",
    "\"\\u{1F600}\"",
    "base16 `0a`",
    "re `a*`",
    "string `${1}`",
    "xml `<a/>`",
    "''",
];

/// A mutant of a program of the corpus.
pub fn program(seeds: &[Vec<String>], rng: &mut Rng) -> String {
    let mut tokens = rng.pick(seeds).clone();
    for _ in 0..1 + rng.below(5) {
        if tokens.is_empty() {
            break;
        }
        mutate(&mut tokens, seeds, rng);
    }
    tokens.concat()
}

fn mutate(tokens: &mut Vec<String>, seeds: &[Vec<String>], rng: &mut Rng) {
    let at = significant(tokens, rng);
    let run = 1 + rng.below(4);
    let end = (at + run).min(tokens.len());
    match rng.below(11) {
        0 => {
            tokens.drain(at..end);
        }
        1 => {
            let copy = tokens[at..end].to_vec();
            tokens.splice(at..at, copy);
        }
        2 => {
            let other = significant(tokens, rng);
            tokens.swap(at, other);
        }
        3 => tokens[at] = format!(" {} ", rng.pick(SPICE)),
        4 => tokens.insert(at, format!(" {} ", rng.pick(SPICE))),
        5 | 6 => {
            // A name or literal in another's place: most often still a program, with other types.
            let word =
                |t: &String| t.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '"' || c == '_');
            let words: Vec<usize> = (0..tokens.len()).filter(|i| word(&tokens[*i])).collect();
            if words.len() > 1 {
                let (to, from) = (*rng.pick(&words), *rng.pick(&words));
                tokens[to] = tokens[from].clone();
            }
        }
        7 => {
            let other = rng.pick(seeds);
            let from = rng.below(other.len());
            let len = (1 + rng.below(20)).min(other.len() - from);
            tokens.splice(at..at, other[from..from + len].to_vec());
        }
        8 => {
            let other = rng.pick(seeds).clone();
            exchange(tokens, &other, rng);
        }
        9 => {
            let own = tokens.clone();
            exchange(tokens, &own, rng);
        }
        _ => tokens.truncate(at.max(1)),
    }
}

/// The place of a token that is not white space.
fn significant(tokens: &[String], rng: &mut Rng) -> usize {
    for _ in 0..20 {
        let at = rng.below(tokens.len());
        if !tokens[at].trim().is_empty() {
            return at;
        }
    }
    rng.below(tokens.len())
}

/// Puts a bracketed group of `from` in the place of one of the same kind.
fn exchange(tokens: &mut Vec<String>, from: &[String], rng: &mut Rng) {
    let bracket = *rng.pick(&["(", "[", "{"]);
    let (Some(to), Some(new)) = (group(tokens, bracket, rng), group(from, bracket, rng)) else { return };
    tokens.splice(to, from[new].to_vec());
}

fn group(tokens: &[String], open: &str, rng: &mut Rng) -> Option<std::ops::Range<usize>> {
    let starts: Vec<usize> = (0..tokens.len()).filter(|i| tokens[*i] == open).collect();
    if starts.is_empty() {
        return None;
    }
    let start = *rng.pick(&starts);
    let mut depth = 0usize;
    for (i, t) in tokens.iter().enumerate().skip(start) {
        match t.as_str() {
            "(" | "[" | "{" | "{|" => depth += 1,
            ")" | "]" | "}" | "|}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(start..i + 1);
                }
            }
            _ => {}
        }
    }
    None
}
