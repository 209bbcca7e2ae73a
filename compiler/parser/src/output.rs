//! Events plus trivia to tree construction steps.

use crate::{
    ParseError, Parsed, SyntaxKind,
    event::Event,
    input::{Input, Pos},
    lexer::Lexed,
};

/// One step of building the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Opens a node.
    Start(SyntaxKind),
    /// Adds a token that covers the next `len` bytes of the text.
    Token {
        /// Kind of the token.
        kind: SyntaxKind,
        /// Length in bytes.
        len: u32,
    },
    /// Closes the innermost node.
    Finish,
}

/// Deepest tree that is built. Later stages recurse over the tree, so this bounds their stacks too: a text that nests
/// deeper (only possible through chains such as `a + a + ...`) becomes one flat error node.
const MAX_TREE_DEPTH: usize = 1000;

pub(crate) fn build(lexed: &Lexed, input: &Input, events: Vec<Event>, errors: Vec<ParseError>) -> Parsed {
    let mut builder = Builder { lexed, input, raw: 0, pos: 0, depth: 0, steps: Vec::new() };
    // Lexical errors first: where the parser complains about the same token, theirs is the cause.
    let mut errors: Vec<_> = lexed.errors().iter().cloned().chain(errors).collect();
    if !builder.events(events) {
        builder.flat();
        let end = lexed.text_len();
        errors.push(ParseError { start: 0, end: end.min(1), message: "nesting too deep".to_owned() });
    }
    errors.sort_by_key(|e| (e.start, e.end));
    errors.dedup_by(|b, a| a.start == b.start && a.end == b.end);
    Parsed { steps: builder.steps, errors }
}

struct Builder<'a> {
    lexed: &'a Lexed,
    input: &'a Input,
    /// Next token of the text, trivia included.
    raw: usize,
    /// Next token of the input.
    pos: Pos,
    depth: usize,
    steps: Vec<Step>,
}

impl Builder<'_> {
    /// Replays the events; false when the tree would be too deep.
    fn events(&mut self, mut events: Vec<Event>) -> bool {
        let mut kinds = Vec::new();
        for i in 0..events.len() {
            let event = std::mem::replace(&mut events[i], Event::Start { kind: None, forward_parent: None });
            match event {
                Event::Start { kind, forward_parent } => {
                    // The node and its later-made parents start here, outermost first.
                    kinds.extend(kind);
                    let (mut at, mut next) = (i, forward_parent);
                    while let Some(distance) = next {
                        at += distance as usize;
                        let parent = std::mem::replace(
                            &mut events[at],
                            Event::Start { kind: None, forward_parent: None },
                        );
                        let Event::Start { kind, forward_parent } = parent else { break };
                        kinds.extend(kind);
                        next = forward_parent;
                    }
                    if kinds.len() + self.depth > MAX_TREE_DEPTH {
                        return false;
                    }
                    for kind in kinds.drain(..).rev() {
                        self.start(kind);
                    }
                }
                Event::Finish => self.finish(),
                Event::Token { kind, n_raw } => self.token(kind, n_raw),
            }
        }
        true
    }

    fn start(&mut self, kind: SyntaxKind) {
        if self.depth > 0 {
            self.trivia();
        }
        self.depth += 1;
        self.steps.push(Step::Start(kind));
    }

    fn finish(&mut self) {
        if self.depth == 1 {
            self.trivia();
        }
        self.depth = self.depth.saturating_sub(1);
        self.steps.push(Step::Finish);
    }

    /// Adds the trivia before the next input token.
    fn trivia(&mut self) {
        let until = self.input.raw(self.pos).unwrap_or(self.lexed.len());
        while self.raw < until {
            self.raw_token();
        }
    }

    fn raw_token(&mut self) {
        let (start, end) = self.lexed.range(self.raw);
        self.steps.push(Step::Token { kind: self.lexed.kind(self.raw), len: end - start });
        self.raw += 1;
    }

    fn token(&mut self, kind: SyntaxKind, n_raw: u8) {
        self.trivia();
        let mut len = 0;
        for _ in 0..n_raw {
            let (start, end) = self.lexed.range(self.raw);
            len += end - start;
            self.raw += 1;
        }
        self.pos += usize::from(n_raw);
        self.steps.push(Step::Token { kind, len });
    }

    /// Gives up on structure: every token in one error node.
    fn flat(&mut self) {
        self.steps.clear();
        self.raw = 0;
        self.steps.push(Step::Start(SyntaxKind::SOURCE_FILE));
        self.steps.push(Step::Start(SyntaxKind::ERROR));
        while self.raw < self.lexed.len() {
            self.raw_token();
        }
        self.steps.push(Step::Finish);
        self.steps.push(Step::Finish);
    }
}
