//! Matching, by the engines of `regex-automata`.

use std::cell::OnceCell;
use std::rc::Rc;

use regex_automata::meta;
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Capture, Class, Dot, Hir, Look, Repetition};
use rustc_hash::FxHashMap;

use crate::{Error, Node, class, parse};

/// Bound on the size of a compiled regular expression in bytes, which counted repetitions can blow up.
const SIZE_LIMIT: usize = 8 << 20;
/// Compiled regular expressions that are kept.
const CACHED: usize = 512;

/// Byte ranges of the whole match and of each group, where it took part.
pub type Match = Vec<Option<(usize, usize)>>;

/// A compiled regular expression.
#[derive(Debug)]
pub struct Regexp {
    search: meta::Regex,
    hir: Hir,
    /// For matches of the whole text; most regular expressions never need it.
    full: OnceCell<meta::Regex>,
}

impl Regexp {
    pub fn new(text: &str) -> Result<Regexp, Error> {
        let hir = hir(&parse(text)?);
        let too_large = || "the regular expression is too large".to_owned();
        let search = build(&hir, SIZE_LIMIT).ok_or_else(|| Error {
            start: 0,
            end: text.len(),
            message: too_large(),
        })?;
        Ok(Regexp { search, hir, full: OnceCell::new() })
    }

    /// The first match that begins at byte `from` or after it; `anchored`: exactly there.
    pub fn find(&self, text: &str, from: usize, anchored: bool) -> Option<(usize, usize)> {
        let m = self.search.search(&input(text, from, anchored))?;
        Some((m.start(), m.end()))
    }

    /// As [`Regexp::find`], with the groups.
    pub fn groups(&self, text: &str, from: usize, anchored: bool) -> Option<Match> {
        slots(&self.search, &input(text, from, anchored))
    }

    /// The match of the whole text.
    pub fn full(&self, text: &str) -> Option<Match> {
        let full = self.full.get_or_init(|| {
            let whole = Hir::concat(vec![Hir::look(Look::Start), self.hir.clone(), Hir::look(Look::End)]);
            build(&whole, SIZE_LIMIT + 4096).expect("only the edges were added to what was built")
        });
        slots(full, &input(text, 0, true)).filter(|m| m[0] == Some((0, text.len())))
    }
}

fn input(text: &str, from: usize, anchored: bool) -> Input<'_> {
    let anchored = if anchored { Anchored::Yes } else { Anchored::No };
    Input::new(text).range(from..).anchored(anchored)
}

fn slots(re: &meta::Regex, input: &Input<'_>) -> Option<Match> {
    let mut slots: Vec<Option<NonMaxUsize>> = vec![None; re.group_info().slot_len()];
    re.search_slots(input, &mut slots)?;
    let pair = |s: &[Option<NonMaxUsize>]| Some((s[0]?.get(), s[1]?.get()));
    Some(slots.chunks_exact(2).map(pair).collect())
}

fn build(hir: &Hir, limit: usize) -> Option<meta::Regex> {
    let config = meta::Config::new().nfa_size_limit(Some(limit));
    meta::Builder::new().configure(config).build_from_hir(hir).ok()
}

fn hir(node: &Node) -> Hir {
    match node {
        Node::Char { c, ignore_case: false } => Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes()),
        Node::Char { c, ignore_case: true } => {
            set(class::set(&[crate::ClassItem::Range(*c, *c)], false, true))
        }
        Node::Any { lines: true } => Hir::dot(Dot::AnyChar),
        Node::Any { lines: false } => Hir::dot(Dot::AnyCharExceptCRLF),
        Node::Class { items, negated, ignore_case } => set(class::set(items, *negated, *ignore_case)),
        Node::Edge { start, lines } => Hir::look(match (start, lines) {
            (true, false) => Look::Start,
            (true, true) => Look::StartCRLF,
            (false, false) => Look::End,
            (false, true) => Look::EndCRLF,
        }),
        Node::Group { index: None, node } => hir(node),
        Node::Group { index: Some(index), node } => {
            Hir::capture(Capture { index: *index, name: None, sub: Box::new(hir(node)) })
        }
        Node::Repeat { node, min, max, greedy } => {
            Hir::repetition(Repetition { min: *min, max: *max, greedy: *greedy, sub: Box::new(hir(node)) })
        }
        Node::Concat(nodes) => Hir::concat(nodes.iter().map(hir).collect()),
        Node::Alternation(nodes) => Hir::alternation(nodes.iter().map(hir).collect()),
        Node::Hole => Hir::empty(),
    }
}

fn set(c: regex_syntax::hir::ClassUnicode) -> Hir {
    Hir::class(Class::Unicode(c))
}

/// Compiled regular expressions by their text: a template in a loop compiles once.
#[derive(Debug, Default)]
pub struct Cache(FxHashMap<Box<str>, Rc<Regexp>>);

impl Cache {
    pub fn get(&mut self, text: &str) -> Result<Rc<Regexp>, Error> {
        if let Some(re) = self.0.get(text) {
            return Ok(re.clone());
        }
        let re = Rc::new(Regexp::new(text)?);
        if self.0.len() >= CACHED {
            self.0.clear();
        }
        self.0.insert(text.into(), re.clone());
        Ok(re)
    }
}
