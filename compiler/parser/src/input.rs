//! The tokens as the grammar sees them: no trivia, with adjacency, line breaks and matching brackets precomputed.

use crate::{SyntaxKind, lexer::Lexed};

/// Index of a token in the [`Input`].
pub(crate) type Pos = usize;

pub(crate) struct Input {
    tokens: Vec<InputToken>,
    text_len: u32,
}

#[derive(Clone, Copy)]
struct InputToken {
    kind: SyntaxKind,
    /// The contextual keyword that an identifier spells; `XMLNS_KW` for the XML name `xmlns`.
    contextual: SyntaxKind,
    start: u32,
    end: u32,
    /// No trivia between this token and the next.
    joint: bool,
    /// A string literal that ran into the end of its line, and may have swallowed what is missing after it.
    unterminated: bool,
    /// A line break between the previous token and this one.
    newline_before: bool,
    /// For an opening bracket: the position of the matching closing one.
    close: Option<u32>,
    /// Index among all the tokens of the text, trivia included.
    raw: u32,
}

impl Input {
    pub(crate) fn new(text: &str, lexed: &Lexed) -> Input {
        let mut tokens: Vec<InputToken> = Vec::with_capacity(lexed.len());
        let mut newline_before = false;
        for i in 0..lexed.len() {
            let kind = lexed.kind(i);
            let (start, end) = lexed.range(i);
            let slice = &text[start as usize..end as usize];
            if kind.is_trivia() {
                newline_before |= slice.contains('\n');
                continue;
            }
            if let Some(prev) = tokens.last_mut() {
                prev.joint = prev.end == start;
            }
            let contextual = match kind {
                SyntaxKind::IDENT => SyntaxKind::from_contextual_keyword(slice).unwrap_or(SyntaxKind::IDENT),
                SyntaxKind::XML_NAME if slice == "xmlns" => SyntaxKind::XMLNS_KW,
                _ => kind,
            };
            tokens.push(InputToken {
                kind,
                contextual,
                start,
                end,
                joint: false,
                unterminated: lexed.is_unterminated(i),
                newline_before,
                close: None,
                raw: u32::try_from(i).unwrap_or(u32::MAX),
            });
            newline_before = kind == SyntaxKind::DOC_LINE;
        }
        match_brackets(&mut tokens);
        Input { tokens, text_len: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn kind(&self, pos: Pos) -> SyntaxKind {
        self.tokens.get(pos).map_or(SyntaxKind::EOF, |t| t.kind)
    }

    pub(crate) fn contextual(&self, pos: Pos) -> SyntaxKind {
        self.tokens.get(pos).map_or(SyntaxKind::EOF, |t| t.contextual)
    }

    /// Does the token at `pos` touch the next one?
    pub(crate) fn is_joint(&self, pos: Pos) -> bool {
        self.tokens.get(pos).is_some_and(|t| t.joint)
    }

    pub(crate) fn newline_before(&self, pos: Pos) -> bool {
        self.tokens.get(pos).is_none_or(|t| t.newline_before)
    }

    /// Is the token before `pos` a string literal without its closing quote?
    pub(crate) fn after_unterminated(&self, pos: Pos) -> bool {
        pos.checked_sub(1).and_then(|previous| self.tokens.get(previous)).is_some_and(|t| t.unterminated)
    }

    /// The matching closing bracket of the opening bracket at `pos`.
    pub(crate) fn close(&self, pos: Pos) -> Option<Pos> {
        self.tokens.get(pos)?.close.map(|c| c as usize)
    }

    pub(crate) fn range(&self, pos: Pos) -> (u32, u32) {
        self.tokens.get(pos).map_or((self.text_len, self.text_len), |t| (t.start, t.end))
    }

    pub(crate) fn raw(&self, pos: Pos) -> Option<usize> {
        self.tokens.get(pos).map(|t| t.raw as usize)
    }
}

/// Pairs brackets with one stack. A closing bracket that fits no open one is ignored; one that fits an outer bracket
/// leaves the inner ones unmatched.
fn match_brackets(tokens: &mut [InputToken]) {
    let mut stack: Vec<(SyntaxKind, usize)> = Vec::new();
    // How many of each bracket are open, so that a stray closer costs O(1) and not a walk over the stack.
    let mut open = [0usize; 4];
    for i in 0..tokens.len() {
        let kind = tokens[i].kind;
        if let Some(c) = closer(kind) {
            open[class(c)] += 1;
            stack.push((c, i));
        } else if is_closer(kind) && open[class(kind)] > 0 {
            while let Some((c, at)) = stack.pop() {
                open[class(c)] -= 1;
                if c == kind {
                    tokens[at].close = u32::try_from(i).ok();
                    break;
                }
            }
        }
    }
}

fn closer(kind: SyntaxKind) -> Option<SyntaxKind> {
    Some(match kind {
        SyntaxKind::L_PAREN => SyntaxKind::R_PAREN,
        SyntaxKind::L_BRACK => SyntaxKind::R_BRACK,
        SyntaxKind::L_CURLY | SyntaxKind::DOLLAR_CURLY => SyntaxKind::R_CURLY,
        SyntaxKind::L_CURLY_PIPE => SyntaxKind::R_CURLY_PIPE,
        _ => return None,
    })
}

fn is_closer(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::R_PAREN | SyntaxKind::R_BRACK | SyntaxKind::R_CURLY | SyntaxKind::R_CURLY_PIPE)
}

fn class(closer: SyntaxKind) -> usize {
    match closer {
        SyntaxKind::R_PAREN => 0,
        SyntaxKind::R_BRACK => 1,
        SyntaxKind::R_CURLY => 2,
        _ => 3,
    }
}
