//! The lexer: text to tokens that cover every byte, white space and comments included.
//!
//! Backtick templates make lexing context-dependent. A stack of [`Mode`]s says what the next character means: outside
//! templates and inside `${...}` it is ordinary code, inside a template it is text, inside an `xml` template it
//! is XML. The lexer decides by the token before the backtick which kind of template begins.
//!
//! `>` is always a token of its own: whether `>>` is a shift or closes two type parameters is for the parser, which
//! glues adjacent tokens.

mod byte_array;
mod chars;
mod number;
mod xml;

use crate::{ParseError, SyntaxKind, SyntaxKind::*};

pub use chars::{is_identifier_following, is_identifier_initial};

/// The tokens of a text.
#[derive(Debug, Clone)]
pub struct Lexed {
    kinds: Vec<SyntaxKind>,
    /// Start of each token, and the length of the text at the end.
    starts: Vec<u32>,
    errors: Vec<ParseError>,
    /// Starts of the string literals that the line break ended.
    unterminated: Vec<u32>,
}

impl Lexed {
    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Is the text empty?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Kind of token `i`.
    #[must_use]
    pub fn kind(&self, i: usize) -> SyntaxKind {
        self.kinds[i]
    }

    /// Byte range of token `i`.
    #[must_use]
    pub fn range(&self, i: usize) -> (u32, u32) {
        (self.starts[i], self.starts[i + 1])
    }

    /// Length of the text.
    #[must_use]
    pub fn text_len(&self) -> u32 {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Does token `i` lack its closing quote?
    pub(crate) fn is_unterminated(&self, i: usize) -> bool {
        self.kinds[i] == STRING_LITERAL && self.unterminated.binary_search(&self.starts[i]).is_ok()
    }

    /// Lexical errors.
    #[must_use]
    pub fn errors(&self) -> &[ParseError] {
        &self.errors
    }
}

/// Splits `text` into tokens. Texts above 4 GiB are not supported: the rest becomes one error token.
#[must_use]
pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer {
        text,
        pos: 0,
        modes: Vec::new(),
        previous: EOF,
        out: Lexed { kinds: Vec::new(), starts: Vec::new(), errors: Vec::new(), unterminated: Vec::new() },
    };
    while lexer.pos < text.len() {
        lexer.next_token();
    }
    lexer.finish()
}

/// What the text at the current position is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Text of a `string`, raw or tagged template.
    Template,
    /// XML content between tags.
    XmlContent,
    /// Inside `<name ...>`.
    XmlTag,
    /// Inside an attribute value; the byte is the quote.
    XmlAttribute(u8),
    /// Inside `<!-- -->`.
    XmlComment,
    /// Inside `<? ?>`.
    XmlPi,
    /// Inside `<![CDATA[ ]]>`.
    XmlCdata,
    /// Code inside `${ }`, with the number of open braces.
    Interpolation(u32),
}

struct Lexer<'a> {
    text: &'a str,
    pos: usize,
    /// Empty in ordinary code.
    modes: Vec<Mode>,
    /// Kind of the last token that is not trivia.
    previous: SyntaxKind,
    out: Lexed,
}

impl Lexer<'_> {
    fn next_token(&mut self) {
        let start = self.pos;
        let kind = match self.modes.last().copied() {
            None | Some(Mode::Interpolation(_)) => self.code(),
            Some(Mode::Template) => self.template_text(TEMPLATE_TEXT),
            Some(mode) => self.xml(mode),
        };
        if self.pos == start {
            // Unreachable by construction; keeps the loop finite whatever happens.
            self.bump_char();
        }
        self.out.kinds.push(kind);
        self.out.starts.push(offset(start));
        if !kind.is_trivia() {
            self.previous = kind;
        }
    }

    fn finish(mut self) -> Lexed {
        if self.modes.iter().any(|m| !matches!(m, Mode::Interpolation(_))) {
            self.error(self.pos, self.pos, "missing '`' at the end of the template");
        }
        self.out.starts.push(offset(self.text.len()));
        self.out
    }

    fn error(&mut self, start: usize, end: usize, message: impl Into<String>) {
        self.out.errors.push(ParseError { start: offset(start), end: offset(end), message: message.into() });
    }

    fn rest(&self) -> &str {
        &self.text[self.pos..]
    }

    fn peek(&self) -> u8 {
        self.peek_at(0)
    }

    /// The byte `n` after the current position, 0 past the end.
    fn peek_at(&self, n: usize) -> u8 {
        self.text.as_bytes().get(self.pos + n).copied().unwrap_or(0)
    }

    fn peek_char(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump_char(&mut self) -> Option<char> {
        let c = self.peek_char()?;
        self.pos += c.len_utf8();
        Some(c)
    }

    fn eat_while(&mut self, mut pred: impl FnMut(u8) -> bool) -> usize {
        let start = self.pos;
        while self.pos < self.text.len() && self.peek().is_ascii() && pred(self.peek()) {
            self.pos += 1;
        }
        self.pos - start
    }

    /// A token of ordinary code.
    fn code(&mut self) -> SyntaxKind {
        match self.peek() {
            b' ' | b'\t' | b'\n' | b'\r' => {
                self.eat_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
                WHITESPACE
            }
            b'/' if self.peek_at(1) == b'/' => {
                self.skip_to_line_end();
                COMMENT
            }
            b'"' => self.string(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek_at(1).is_ascii_digit() => self.number(),
            b'`' => self.open_template(),
            b'#' if self.at_line_start() => {
                self.skip_to_line_end();
                DOC_LINE
            }
            b'\'' => self.quoted_identifier(),
            b => {
                if b == b'\\' || self.peek_char().is_some_and(is_identifier_initial) {
                    return self.identifier();
                }
                self.punctuation()
            }
        }
    }

    /// Moves to the next line break, or to the end. A `\r` before the break is left out too.
    fn skip_to_line_end(&mut self) {
        let rest = self.rest();
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        self.pos += line.strip_suffix('\r').unwrap_or(line).len().max(1);
    }

    /// Only blanks between the last line break and here?
    fn at_line_start(&self) -> bool {
        let before = self.text[..self.pos].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n') || before.ends_with('\r')
    }

    fn string(&mut self) -> SyntaxKind {
        let start = self.pos;
        self.pos += 1;
        loop {
            match self.peek() {
                b'"' => {
                    self.pos += 1;
                    return STRING_LITERAL;
                }
                b'\n' | b'\r' | 0 if self.pos >= self.text.len() || self.peek() != 0 => {
                    self.out.unterminated.push(offset(start));
                    self.error(start, self.pos, "missing '\"' at the end of the string literal");
                    return STRING_LITERAL;
                }
                b'\\' => self.string_escape(),
                _ => {
                    self.bump_char();
                }
            }
        }
    }

    fn string_escape(&mut self) {
        let start = self.pos;
        match self.peek_at(1) {
            b't' | b'n' | b'r' | b'\\' | b'"' => self.pos += 2,
            b'u' => self.numeric_escape(),
            _ => {
                self.pos += 1;
                if !matches!(self.peek(), b'\n' | b'\r') {
                    self.bump_char();
                }
                self.error(start, self.pos, "invalid escape sequence in string literal");
            }
        }
    }

    /// `\u{ CodePoint }`
    fn numeric_escape(&mut self) {
        let start = self.pos;
        self.pos += 2;
        let mut valid = false;
        if self.peek() == b'{' {
            self.pos += 1;
            let digits_start = self.pos;
            let n = self.eat_while(|b| b.is_ascii_hexdigit());
            let digits = self.text[digits_start..self.pos].trim_start_matches('0');
            let scalar = u32::from_str_radix(digits, 16).ok().or((n > 0 && digits.is_empty()).then_some(0));
            valid = scalar.and_then(char::from_u32).is_some() && self.peek() == b'}';
            if self.peek() == b'}' {
                self.pos += 1;
            }
        }
        if !valid {
            self.error(start, self.pos, "invalid numeric escape, expected \\u{CodePoint}");
        }
    }

    fn quoted_identifier(&mut self) -> SyntaxKind {
        let start = self.pos;
        self.pos += 1;
        if self.identifier_rest() == 0 {
            self.error(start, self.pos, "missing identifier after '''");
            return ERROR_TOKEN;
        }
        IDENT
    }

    fn identifier(&mut self) -> SyntaxKind {
        let start = self.pos;
        if self.identifier_rest() == 0 {
            self.bump_char();
            self.error(start, self.pos, "invalid character");
            return ERROR_TOKEN;
        }
        let text = &self.text[start..self.pos];
        match text {
            "_" => UNDERSCORE,
            "base16" | "base64" if self.byte_array_follows() => self.byte_array(start),
            _ => SyntaxKind::from_keyword(text).unwrap_or(IDENT),
        }
    }

    /// The characters and escapes of an identifier; the number of bytes read.
    fn identifier_rest(&mut self) -> usize {
        let start = self.pos;
        while let Some(c) = self.peek_char() {
            if is_identifier_following(c) {
                self.pos += c.len_utf8();
            } else if c != '\\' {
                break;
            } else if self.peek_at(1) == b'u' && self.peek_at(2) == b'{' {
                self.numeric_escape();
            } else {
                let next = self.rest()[1..].chars().next();
                if !next.is_some_and(chars::is_single_escape) {
                    break;
                }
                self.pos += 1;
                self.bump_char();
            }
        }
        self.pos - start
    }

    fn open_template(&mut self) -> SyntaxKind {
        self.pos += 1;
        self.modes.push(if self.previous == XML_KW { Mode::XmlContent } else { Mode::Template });
        BACKTICK
    }

    /// Text of a template up to an interpolation or the end, or the delimiter itself.
    fn template_text(&mut self, kind: SyntaxKind) -> SyntaxKind {
        if let Some(delimiter) = self.template_delimiter() {
            return delimiter;
        }
        while self.pos < self.text.len() && !self.at_template_delimiter() {
            self.bump_char();
        }
        kind
    }

    fn at_template_delimiter(&self) -> bool {
        self.peek() == b'`' || (self.peek() == b'$' && self.peek_at(1) == b'{')
    }

    /// Eats a closing backtick (leaving every mode of this template) or `${`.
    fn template_delimiter(&mut self) -> Option<SyntaxKind> {
        if self.peek() == b'`' {
            self.pos += 1;
            while self.modes.pop().is_some_and(|m| !matches!(m, Mode::Template | Mode::XmlContent)) {}
            return Some(BACKTICK);
        }
        if self.at_template_delimiter() {
            self.pos += 2;
            self.modes.push(Mode::Interpolation(0));
            return Some(DOLLAR_CURLY);
        }
        None
    }

    fn punctuation(&mut self) -> SyntaxKind {
        for (text, kind) in PUNCTUATION {
            if self.rest().starts_with(text) {
                // `T?...` is an optional type and an ellipsis, not `?.` and `..`.
                self.pos += if *kind == QUESTION { 1 } else { text.len() };
                self.track_braces(*kind);
                return *kind;
            }
        }
        let start = self.pos;
        let c = self.bump_char().unwrap_or('\0');
        self.error(start, self.pos, format!("invalid character '{}'", c.escape_default()));
        ERROR_TOKEN
    }

    fn track_braces(&mut self, kind: SyntaxKind) {
        if let Some(Mode::Interpolation(depth)) = self.modes.last_mut() {
            match kind {
                L_CURLY | L_CURLY_PIPE => *depth += 1,
                R_CURLY | R_CURLY_PIPE if *depth > 0 => *depth -= 1,
                R_CURLY => {
                    self.modes.pop();
                }
                _ => {}
            }
        }
    }
}

fn offset(pos: usize) -> u32 {
    u32::try_from(pos).unwrap_or(u32::MAX)
}

/// Longest first among those that share a prefix.
const PUNCTUATION: &[(&str, SyntaxKind)] = &[
    ("/**/<", SLASH_STAR_STAR_SLASH_LT),
    ("!==", NOT_EQ_EQ),
    ("===", EQ_EQ_EQ),
    ("...", ELLIPSIS),
    ("..<", DOT_DOT_LT),
    ("->>", SYNC_SEND),
    ("<<=", SHL_EQ),
    ("{|", L_CURLY_PIPE),
    ("|}", R_CURLY_PIPE),
    ("=>", FAT_ARROW),
    ("->", ARROW),
    ("==", EQ_EQ),
    ("!=", NOT_EQ),
    ("<=", LT_EQ),
    ("<<", SHL),
    ("&&", AMP_AMP),
    ("||", PIPE_PIPE),
    ("+=", PLUS_EQ),
    ("-=", MINUS_EQ),
    ("*=", STAR_EQ),
    ("/=", SLASH_EQ),
    ("&=", AMP_EQ),
    ("|=", PIPE_EQ),
    ("^=", CARET_EQ),
    ("?...", QUESTION),
    ("?.", QUESTION_DOT),
    ("?:", ELVIS),
    (".@", DOT_AT),
    (".<", DOT_LT),
    ("/*", SLASH_STAR),
    (";", SEMICOLON),
    (",", COMMA),
    (":", COLON),
    (".", DOT),
    ("(", L_PAREN),
    (")", R_PAREN),
    ("[", L_BRACK),
    ("]", R_BRACK),
    ("{", L_CURLY),
    ("}", R_CURLY),
    ("?", QUESTION),
    ("=", EQ),
    ("+", PLUS),
    ("-", MINUS),
    ("*", STAR),
    ("/", SLASH),
    ("%", PERCENT),
    ("&", AMP),
    ("|", PIPE),
    ("^", CARET),
    ("~", TILDE),
    ("!", BANG),
    ("<", LT),
    (">", GT),
    ("@", AT),
];
