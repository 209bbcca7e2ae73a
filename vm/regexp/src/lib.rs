//! Regular expressions, the values of the data tag `re` (spec 10.1).
//!
//! [`parse`] reads the grammar of the specification into a [`Node`]: the compiler checks templates with it, the run
//! time `fromString`. [`Regexp`] matches: it hands the node to `regex-automata`, whose engines take time linear in the
//! text. The meaning is that of ECMAScript 2022 in Unicode mode, with two differences, both as in Perl and Java: a
//! group keeps its last match when a later iteration of the quantifier around it passes it by, and with flag `m` no
//! line begins or ends inside of `\r\n`.
#![forbid(unsafe_code)]

mod class;
mod compile;
mod parse;

pub use class::{ClassItem, Escape};
pub use compile::{Cache, Match, Regexp};
pub use parse::{Error, check_insertion, parse, parse_template};

/// A parsed regular expression. Flags are resolved into the nodes that they affect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Char {
        c: char,
        ignore_case: bool,
    },
    /// `.`; with flag `s` line terminators too.
    Any {
        lines: bool,
    },
    Class {
        items: Vec<ClassItem>,
        negated: bool,
        ignore_case: bool,
    },
    /// `^` or `$`, with flag `m` at every line.
    Edge {
        start: bool,
        lines: bool,
    },
    /// A group; capturing ones are numbered from 1 by their opening parentheses.
    Group {
        index: Option<u32>,
        node: Box<Node>,
    },
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
    Concat(Vec<Node>),
    Alternation(Vec<Node>),
    /// Where a template inserts another regular expression.
    Hole,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, range: std::ops::Range<usize>, message: &str) {
        let e = parse(text).expect_err("a malformed regular expression");
        assert_eq!((e.start..e.end, e.message.as_str()), (range, message), "{text}");
    }

    #[test]
    fn errors_have_places() {
        refused("ab**", 3..4, "nothing to repeat before '*'");
        refused("ä(b", 2..3, "missing ')'");
        refused("x[y", 1..2, "missing ']'");
        refused("a{4,3}", 1..6, "the numbers of the quantifier are out of order");
        refused("(?im-i:a)", 5..6, "flag 'i' is given twice");
        refused("[é-a]", 1..5, "the character range is out of order");
        refused(&"(".repeat(1000), 200..201, "groups are nested too deeply");
    }

    #[test]
    fn holes_are_atoms() {
        assert!(parse_template("a+b", &[0, 2, 3]).is_ok());
        assert!(parse_template("a*", &[1]).is_ok());
        assert!(parse_template("[ab]", &[2]).is_err());
        assert!(parse_template("a{23}", &[3]).is_err());
        assert!(parse_template("\\n", &[1]).is_err());
    }

    #[test]
    fn insertions_are_literal() {
        assert_eq!(check_insertion(r"abc-\*\u{41}\d"), Ok(()));
        let e = check_insertion("a|b").expect_err("a special character");
        assert_eq!(e, "missing backslash before '|' token in insertion substring 'a|b'");
    }

    #[test]
    fn matches_see_what_stands_before_them() {
        let re = Regexp::new("^b|b$").expect("a regular expression");
        assert_eq!(re.find("ab", 1, false), Some((1, 2)));
        assert_eq!(re.find("abc", 1, false), None);
        let re = Regexp::new("(a|ab)(c|bcd)?").expect("a regular expression");
        assert_eq!(re.groups("xabcd", 0, true), None);
        assert_eq!(re.full("abcd"), Some(vec![Some((0, 4)), Some((0, 1)), Some((1, 4))]));
    }
}
