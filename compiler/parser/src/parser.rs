//! The parser's machinery: current position, events, errors, limits. The grammar is in `grammar`.

use crate::{
    ParseError, SyntaxKind,
    event::Event,
    input::{Input, Pos},
    token_set::TokenSet,
};

/// Deepest nesting of constructs. Beyond it the rest of the text becomes one error node.
const MAX_DEPTH: u32 = 200;

/// Look-ups at one position without consuming a token; more means that the grammar loops.
const STEP_LIMIT: u32 = 1_000_000;

/// Begins the message of an error that only a bug in the grammar can cause.
const INTERNAL_ERROR: &str = "internal parser error";

pub(crate) struct Parser<'a> {
    input: &'a Input,
    pos: Pos,
    events: Vec<Event>,
    errors: Vec<ParseError>,
    steps: std::cell::Cell<u32>,
    depth: u32,
    /// Set when a limit was hit: from then on every look-up answers `EOF`, so that all rules end.
    stopped: std::cell::Cell<bool>,
    /// Position of the last error: a second one there would only be a consequence of the first.
    last_error: Option<Pos>,
    /// Retries still allowed (see [`Parser::retry`]).
    retries: u32,
    pub(crate) flags: Flags,
}

/// Restrictions that a context puts on the expressions inside it; brackets lift them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flags {
    /// Actions may stand here.
    pub(crate) actions: bool,
    /// `a => b` is not an arrow function here (a match guard, where `=>` ends the guard).
    pub(crate) no_arrow: bool,
    /// `a:b` is not a qualified name here (between `?` and `:`, second attempt).
    pub(crate) no_qualified: bool,
}

/// A state to come back to.
pub(crate) struct Snapshot {
    pos: Pos,
    events: usize,
    errors: usize,
    last_error: Option<Pos>,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(input: &'a Input) -> Parser<'a> {
        Parser {
            input,
            pos: 0,
            events: Vec::with_capacity(input.len() * 3),
            errors: Vec::new(),
            steps: std::cell::Cell::new(0),
            depth: 0,
            stopped: std::cell::Cell::new(false),
            last_error: None,
            retries: 1000,
            flags: Flags::default(),
        }
    }

    pub(crate) fn finish(self) -> (Vec<Event>, Vec<ParseError>) {
        (self.events, self.errors)
    }

    // Looking.

    pub(crate) fn input(&self) -> &'a Input {
        self.input
    }

    pub(crate) fn pos(&self) -> Pos {
        self.pos
    }

    pub(crate) fn current(&self) -> SyntaxKind {
        self.nth(0)
    }

    pub(crate) fn nth(&self, n: usize) -> SyntaxKind {
        let steps = self.steps.get();
        if steps > STEP_LIMIT {
            self.stopped.set(true);
        }
        if self.stopped.get() {
            return SyntaxKind::EOF;
        }
        self.steps.set(steps + 1);
        self.input.kind(self.pos + n)
    }

    /// Is the parser at `kind`? Composite operators that start with `>` or `<-` are glued from adjacent tokens.
    pub(crate) fn at(&self, kind: SyntaxKind) -> bool {
        self.nth_at(0, kind)
    }

    pub(crate) fn nth_at(&self, n: usize, kind: SyntaxKind) -> bool {
        let first = self.nth(n);
        if first == SyntaxKind::EOF {
            return kind == SyntaxKind::EOF;
        }
        composite(self.input, self.pos + n, kind).map_or(first == kind, |found| found)
    }

    pub(crate) fn at_ts(&self, set: TokenSet) -> bool {
        set.contains(self.current())
    }

    /// Is the current token the identifier that spells the contextual keyword `kind`?
    pub(crate) fn at_contextual(&self, kind: SyntaxKind) -> bool {
        self.nth_at_contextual(0, kind)
    }

    pub(crate) fn nth_at_contextual(&self, n: usize, kind: SyntaxKind) -> bool {
        self.nth(n) == SyntaxKind::IDENT && self.input.contextual(self.pos + n) == kind
    }

    pub(crate) fn at_eof(&self) -> bool {
        self.current() == SyntaxKind::EOF
    }

    pub(crate) fn newline_before(&self) -> bool {
        self.input.newline_before(self.pos)
    }

    // Consuming.

    pub(crate) fn bump_any(&mut self) {
        let kind = self.current();
        if kind != SyntaxKind::EOF {
            self.do_bump(kind, 1);
        }
    }

    /// Consumes `kind`, which the caller has seen.
    pub(crate) fn bump(&mut self, kind: SyntaxKind) {
        if !self.eat(kind) {
            // A rule was entered at the wrong token. That is a bug in the grammar, but no reason to fail: it becomes
            // an error like any other, which the property tests look for.
            let (start, end) = self.input.range(self.pos);
            if !self.stopped.get() {
                let message = format!("{INTERNAL_ERROR}: expected {kind:?}, found {:?}", self.current());
                self.errors.push(ParseError { start, end, message });
            }
            self.bump_any();
        }
    }

    /// Consumes the current token under another kind.
    pub(crate) fn bump_as(&mut self, kind: SyntaxKind) {
        if !self.at_eof() {
            self.do_bump(kind, 1);
        }
    }

    pub(crate) fn eat(&mut self, kind: SyntaxKind) -> bool {
        if kind == SyntaxKind::EOF || !self.at(kind) {
            return false;
        }
        self.do_bump(kind, composite_len(kind));
        true
    }

    pub(crate) fn eat_contextual(&mut self, kind: SyntaxKind) -> bool {
        let at = self.at_contextual(kind);
        if at {
            self.do_bump(kind, 1);
        }
        at
    }

    fn do_bump(&mut self, kind: SyntaxKind, n_raw: u8) {
        self.pos += usize::from(n_raw);
        self.steps.set(0);
        self.events.push(Event::Token { kind, n_raw });
    }

    /// Consumes `kind` or reports that it is missing after the previous token.
    pub(crate) fn expect(&mut self, kind: SyntaxKind) -> bool {
        let eaten = self.eat(kind);
        if !eaten {
            self.missing(&quoted(kind));
        }
        eaten
    }

    pub(crate) fn expect_contextual(&mut self, kind: SyntaxKind) {
        if !self.eat_contextual(kind) {
            self.missing(&quoted(kind));
        }
    }

    // Errors.

    /// Reports an error at the current token.
    pub(crate) fn error(&mut self, message: impl Into<String>) {
        let (start, end) = self.input.range(self.pos);
        self.push_error(start, end, message.into());
    }

    /// Reports that `what` is missing right after the previous token.
    pub(crate) fn missing(&mut self, what: &str) {
        let at = match self.pos.checked_sub(1) {
            Some(previous) => self.input.range(previous).1,
            None => self.input.range(0).0,
        };
        self.push_error(at, at, format!("missing {what}"));
    }

    /// Reports that `what` is missing, at the current token: for separators, where the next element is the surprise.
    pub(crate) fn missing_before(&mut self, what: &str) {
        let (start, end) = self.input.range(self.pos);
        self.push_error(start, end, format!("missing {what}"));
    }

    /// Reports an error about the tokens from `start` up to the current one.
    pub(crate) fn error_from(&mut self, start: Pos, message: &str) {
        let from = self.input.range(start).0;
        let to = self.pos.checked_sub(1).map_or(from, |last| self.input.range(last).1);
        if !self.stopped.get() {
            self.errors.push(ParseError { start: from, end: to.max(from), message: message.to_owned() });
        }
    }

    fn push_error(&mut self, start: u32, end: u32, message: String) {
        let consequence = self.last_error == Some(self.pos) || self.input.after_unterminated(self.pos);
        if !consequence && !self.stopped.get() {
            self.errors.push(ParseError { start, end, message });
        }
        self.last_error = Some(self.pos);
    }

    /// Was an error reported at the current token?
    pub(crate) fn has_error_here(&self) -> bool {
        self.last_error == Some(self.pos)
    }

    /// Wraps the current token in an error node.
    pub(crate) fn error_and_bump(&mut self, message: &str) {
        self.error(message);
        let m = self.start();
        self.bump_any();
        m.complete(self, SyntaxKind::ERROR);
    }

    /// Consumes the current token; if it opens a bracket, everything up to its match too.
    pub(crate) fn bump_balanced(&mut self) {
        let close = if self.stopped.get() { None } else { self.input.close(self.pos) };
        let until = close.unwrap_or(self.pos);
        while self.pos <= until && !self.at_eof() {
            self.bump_any();
        }
    }

    // Nodes.

    pub(crate) fn start(&mut self) -> Marker {
        let event = self.events.len();
        self.events.push(Event::Start { kind: None, forward_parent: None });
        Marker { event }
    }

    // Limits and backtracking.

    /// Runs a rule one nesting level deeper. At the limit it reports one error, and the parser stops.
    pub(crate) fn nested<R>(&mut self, rule: impl FnOnce(&mut Parser<'a>) -> R) -> R {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.last_error = None;
            self.error("nesting too deep");
            self.stopped.set(true);
        }
        let result = rule(self);
        self.depth -= 1;
        result
    }

    /// Runs a rule with other [`Flags`].
    pub(crate) fn with_flags<R>(&mut self, flags: Flags, rule: impl FnOnce(&mut Parser<'a>) -> R) -> R {
        let saved = std::mem::replace(&mut self.flags, flags);
        let result = rule(self);
        self.flags = saved;
        result
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            pos: self.pos,
            events: self.events.len(),
            errors: self.errors.len(),
            last_error: self.last_error,
        }
    }

    pub(crate) fn has_new_errors(&self, since: &Snapshot) -> bool {
        self.errors.len() > since.errors
    }

    /// Goes back to `snapshot`, unless the allowance of retries for this text is used up (which keeps the whole parse
    /// linear in spite of nested retries).
    pub(crate) fn retry(&mut self, snapshot: Snapshot) -> bool {
        if self.retries == 0 || self.stopped.get() {
            return false;
        }
        self.retries -= 1;
        self.pos = snapshot.pos;
        self.events.truncate(snapshot.events);
        self.errors.truncate(snapshot.errors);
        self.last_error = snapshot.last_error;
        true
    }

    /// After a stop: the rest of the text in one error node.
    pub(crate) fn drain(&mut self) {
        self.stopped.set(false);
        if self.pos < self.input.len() {
            let m = self.start();
            while self.pos < self.input.len() {
                let kind = self.input.kind(self.pos);
                self.do_bump(kind, 1);
            }
            m.complete(self, SyntaxKind::ERROR);
        }
    }
}

/// An open node.
#[must_use]
pub(crate) struct Marker {
    event: usize,
}

impl Marker {
    pub(crate) fn complete(self, p: &mut Parser<'_>, kind: SyntaxKind) -> CompletedMarker {
        if let Some(Event::Start { kind: slot, .. }) = p.events.get_mut(self.event) {
            *slot = Some(kind);
        }
        p.events.push(Event::Finish);
        CompletedMarker { event: self.event, kind }
    }

    /// Gives the node up; its children go to the parent.
    pub(crate) fn abandon(self, p: &mut Parser<'_>) {
        if self.event + 1 == p.events.len() {
            p.events.pop();
        }
    }
}

/// A finished node, which a new parent can still be wrapped around.
#[derive(Clone, Copy)]
pub(crate) struct CompletedMarker {
    event: usize,
    kind: SyntaxKind,
}

impl CompletedMarker {
    pub(crate) fn kind(self) -> SyntaxKind {
        self.kind
    }

    /// Starts a node that will contain this one as its first child.
    pub(crate) fn precede(self, p: &mut Parser<'_>) -> Marker {
        let parent = p.start();
        let distance = u32::try_from(parent.event - self.event).ok();
        if let Some(Event::Start { forward_parent, .. }) = p.events.get_mut(self.event) {
            *forward_parent = distance;
        }
        parent
    }
}

/// A token kind as messages name it.
pub(crate) fn quoted(kind: SyntaxKind) -> String {
    if let Some(text) = kind.text() {
        return format!("'{text}'");
    }
    let name = match kind {
        SyntaxKind::IDENT => "identifier",
        SyntaxKind::UNDERSCORE => "'_'",
        SyntaxKind::EOF => "end of file",
        SyntaxKind::DOC_LINE => "documentation",
        SyntaxKind::STRING_LITERAL => "string literal",
        SyntaxKind::BYTE_ARRAY_LITERAL => "byte array literal",
        SyntaxKind::INT_LITERAL
        | SyntaxKind::HEX_INT_LITERAL
        | SyntaxKind::FLOAT_LITERAL
        | SyntaxKind::HEX_FLOAT_LITERAL => "number",
        SyntaxKind::ERROR_TOKEN => "invalid token",
        _ => "template text",
    };
    name.to_owned()
}

/// For kinds that are glued, or that must not be confused with a longer glued operator: whether `kind` is at `pos`.
fn composite(input: &Input, pos: Pos, kind: SyntaxKind) -> Option<bool> {
    let is = |kinds: &[SyntaxKind]| {
        kinds.iter().enumerate().all(|(i, k)| input.kind(pos + i) == *k)
            && (0..kinds.len() - 1).all(|i| input.is_joint(pos + i))
    };
    Some(match kind {
        T![">="] => is(&[T![">"], T!["="]]),
        T![">>"] => is(&[T![">"], T![">"]]),
        T![">>>"] => is(&[T![">"], T![">"], T![">"]]),
        T![">>="] => is(&[T![">"], T![">"], T!["="]]),
        T![">>>="] => is(&[T![">"], T![">"], T![">"], T!["="]]),
        T!["<-"] => is(&[T!["<"], T!["-"]]),
        T!["/<"] => is(&[T!["/"], T!["<"]]),
        _ => return None,
    })
}

fn composite_len(kind: SyntaxKind) -> u8 {
    match kind {
        T![">="] | T![">>"] | T!["<-"] | T!["/<"] => 2,
        T![">>>"] | T![">>="] => 3,
        T![">>>="] => 4,
        _ => 1,
    }
}
