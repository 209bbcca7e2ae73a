//! The grammar `RegExp` of spec 10.1.

use crate::Node;
use crate::class::{ClassItem, Escape, is_property};

/// Groups nest no deeper than this, so that nothing overflows the stack.
const MAX_DEPTH: u32 = 200;

/// What is wrong, and where: a byte range of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub start: usize,
    pub end: usize,
    pub message: String,
}

/// Parses a whole regular expression.
pub fn parse(text: &str) -> Result<Node, Error> {
    parse_template(text, &[])
}

/// Parses the text of a template: `holes` are the byte positions of its interpolations, in order.
pub fn parse_template(text: &str, holes: &[usize]) -> Result<Node, Error> {
    let mut p = Parser { text, pos: 0, holes, groups: 0, depth: 0, flags: Flags::default() };
    let node = p.disjunction()?;
    match p.peek() {
        None => Ok(node),
        Some(_) => Err(p.error_here("unmatched ')'")),
    }
}

/// Whether a template may insert the text of a simple value as it is: literal characters and escapes only.
pub fn check_insertion(text: &str) -> Result<(), String> {
    let mut p = Parser { text, pos: 0, holes: &[], groups: 0, depth: 0, flags: Flags::default() };
    while let Some(c) = p.peek() {
        if c == Token::Char('\\') {
            p.bump();
            p.escape(false).map_err(|e| format!("{} in insertion substring '{text}'", e.message))?;
        } else if let Token::Char(c) = c
            && is_syntax_char(c)
        {
            return Err(format!("{} in insertion substring '{text}'", missing_backslash(c)));
        } else {
            p.bump();
        }
    }
    Ok(())
}

fn missing_backslash(c: char) -> String {
    format!("missing backslash before '{c}' token")
}

fn is_syntax_char(c: char) -> bool {
    "^$\\.*+?()[]{}|".contains(c)
}

/// `WhiteSpaceChar`
fn is_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' ')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    Hole,
}

#[derive(Clone, Copy, Default)]
struct Flags {
    multiline: bool,
    dot_all: bool,
    ignore_case: bool,
    comments: bool,
}

/// An escape: a character, or a set of them.
enum Escaped {
    Char(char),
    Set(Escape),
}

struct Parser<'a> {
    text: &'a str,
    pos: usize,
    /// Those not yet passed.
    holes: &'a [usize],
    groups: u32,
    depth: u32,
    flags: Flags,
}

type Result<T, E = Error> = std::result::Result<T, E>;

impl Parser<'_> {
    fn peek(&self) -> Option<Token> {
        if self.holes.first() == Some(&self.pos) {
            return Some(Token::Hole);
        }
        self.text[self.pos..].chars().next().map(Token::Char)
    }

    fn bump(&mut self) {
        match self.peek() {
            Some(Token::Hole) => self.holes = &self.holes[1..],
            Some(Token::Char(c)) => self.pos += c.len_utf8(),
            None => {}
        }
    }

    fn at(&self, c: char) -> bool {
        self.peek() == Some(Token::Char(c))
    }

    fn eat(&mut self, c: char) -> bool {
        let yes = self.at(c);
        if yes {
            self.bump();
        }
        yes
    }

    fn error(&self, start: usize, message: impl Into<String>) -> Error {
        Error { start, end: self.pos, message: message.into() }
    }

    /// An error at the next character.
    fn error_here(&self, message: impl Into<String>) -> Error {
        let width = self.text[self.pos..].chars().next().map_or(0, char::len_utf8);
        Error { start: self.pos, end: self.pos + width, message: message.into() }
    }

    /// With flag `x`, white space and comments mean nothing.
    fn skip(&mut self) -> Result<()> {
        while self.flags.comments {
            match self.peek() {
                Some(Token::Char(c)) if is_space(c) => self.bump(),
                Some(Token::Char('#')) => {
                    while let Some(t) = self.peek() {
                        match t {
                            Token::Char('\n' | '\r') => break,
                            Token::Char(_) => self.bump(),
                            Token::Hole => {
                                return Err(self.error_here("interpolation is not allowed in a comment"));
                            }
                        }
                    }
                }
                _ => break,
            }
        }
        Ok(())
    }

    fn disjunction(&mut self) -> Result<Node> {
        let mut alternatives = vec![self.sequence()?];
        while self.eat('|') {
            alternatives.push(self.sequence()?);
        }
        Ok(match alternatives.len() {
            1 => alternatives.remove(0),
            _ => Node::Alternation(alternatives),
        })
    }

    fn sequence(&mut self) -> Result<Node> {
        let mut terms = Vec::new();
        loop {
            self.skip()?;
            let Some(t) = self.peek() else { break };
            if matches!(t, Token::Char('|' | ')')) {
                break;
            }
            let atom = self.atom(t)?;
            self.skip()?;
            let repeated = match atom {
                Node::Edge { .. } => atom,
                atom => self.quantified(atom)?,
            };
            terms.push(repeated);
        }
        Ok(match terms.len() {
            1 => terms.remove(0),
            _ => Node::Concat(terms),
        })
    }

    /// An atom or an assertion.
    fn atom(&mut self, t: Token) -> Result<Node> {
        let Token::Char(c) = t else {
            self.bump();
            return Ok(Node::Hole);
        };
        let Flags { multiline: lines, dot_all, ignore_case, .. } = self.flags;
        match c {
            '(' => return self.group(),
            '[' => return self.class(),
            '*' | '+' | '?' => return Err(self.error_here(format!("nothing to repeat before '{c}'"))),
            '{' | '}' | ']' => return Err(self.error_here(missing_backslash(c))),
            _ => {}
        }
        self.bump();
        Ok(match c {
            '^' => Node::Edge { start: true, lines },
            '$' => Node::Edge { start: false, lines },
            '.' => Node::Any { lines: dot_all },
            '\\' => match self.escape(false)? {
                Escaped::Char(c) => Node::Char { c, ignore_case },
                Escaped::Set(e) => {
                    Node::Class { items: vec![ClassItem::Escape(e)], negated: false, ignore_case }
                }
            },
            c => Node::Char { c, ignore_case },
        })
    }

    fn quantified(&mut self, atom: Node) -> Result<Node> {
        let start = self.pos;
        let (min, max) = match self.peek() {
            Some(Token::Char('*')) => (0, None),
            Some(Token::Char('+')) => (1, None),
            Some(Token::Char('?')) => (0, Some(1)),
            Some(Token::Char('{')) => self.bounds()?,
            _ => return Ok(atom),
        };
        if max.is_some_and(|max| max < min) {
            return Err(self.error(start, "the numbers of the quantifier are out of order"));
        }
        if self.pos == start {
            self.bump();
        }
        let greedy = !self.eat('?');
        Ok(Node::Repeat { node: Box::new(atom), min, max, greedy })
    }

    /// `{n}`, `{n,}`, `{n,m}`
    fn bounds(&mut self) -> Result<(u32, Option<u32>)> {
        let start = self.pos;
        self.bump();
        let min = self.number()?;
        let max = match (min, self.eat(',')) {
            (Some(n), false) => Some(n),
            _ => self.number()?,
        };
        match min {
            Some(min) if self.eat('}') => Ok((min, max)),
            _ => {
                self.pos = start;
                Err(self.error_here(missing_backslash('{')))
            }
        }
    }

    fn number(&mut self) -> Result<Option<u32>> {
        let start = self.pos;
        while let Some(Token::Char('0'..='9')) = self.peek() {
            self.bump();
        }
        match &self.text[start..self.pos] {
            "" => Ok(None),
            digits => digits.parse().map(Some).map_err(|_| self.error(start, "the quantifier is too large")),
        }
    }

    fn group(&mut self) -> Result<Node> {
        let start = self.pos;
        self.bump();
        let outer = self.flags;
        let index = if self.eat('?') {
            self.flags = self.flags_on_off()?;
            None
        } else {
            self.groups += 1;
            Some(self.groups)
        };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(start, "groups are nested too deeply"));
        }
        let node = self.disjunction()?;
        self.depth -= 1;
        self.flags = outer;
        if !self.eat(')') {
            return Err(Error { start, end: start + 1, message: "missing ')'".to_owned() });
        }
        Ok(Node::Group { index, node: Box::new(node) })
    }

    /// `ReFlagsOnOff :`
    fn flags_on_off(&mut self) -> Result<Flags> {
        let start = self.pos;
        let mut flags = self.flags;
        let mut on = true;
        while !self.eat(':') {
            if on && self.eat('-') {
                on = false;
                continue;
            }
            let flag = match self.peek() {
                Some(Token::Char('m')) => &mut flags.multiline,
                Some(Token::Char('s')) => &mut flags.dot_all,
                Some(Token::Char('i')) => &mut flags.ignore_case,
                Some(Token::Char('x')) => &mut flags.comments,
                Some(Token::Char(c)) => return Err(self.error_here(format!("unknown flag '{c}'"))),
                _ => return Err(self.error_here("missing ':' after flags")),
            };
            *flag = on;
            let at = self.pos;
            self.bump();
            let flag = &self.text[at..self.pos];
            if self.text[start..at].contains(flag) {
                return Err(self.error(at, format!("flag '{flag}' is given twice")));
            }
        }
        Ok(flags)
    }

    // ---- characters ----

    fn class(&mut self) -> Result<Node> {
        let start = self.pos;
        self.bump();
        let negated = self.eat('^');
        let mut items = Vec::new();
        while !self.eat(']') {
            let at = self.pos;
            let first = self.class_atom(start)?;
            let range = self.at('-') && !self.text[self.pos + 1..].starts_with(']');
            if !range || self.holes.first() == Some(&(self.pos + 1)) {
                items.push(item(first));
                continue;
            }
            self.bump();
            match (first, self.class_atom(start)?) {
                (Escaped::Char(a), Escaped::Char(b)) if a <= b => items.push(ClassItem::Range(a, b)),
                (Escaped::Char(_), Escaped::Char(_)) => {
                    return Err(self.error(at, "the character range is out of order"));
                }
                // Between sets there is no range: the dash stands for itself.
                (a, b) => items.extend([item(a), ClassItem::Range('-', '-'), item(b)]),
            }
        }
        Ok(Node::Class { items, negated, ignore_case: self.flags.ignore_case })
    }

    fn class_atom(&mut self, start: usize) -> Result<Escaped> {
        match self.peek() {
            None => Err(Error { start, end: start + 1, message: "missing ']'".to_owned() }),
            Some(Token::Hole) => Err(self.error_here("interpolation is not allowed in a character class")),
            Some(Token::Char('\\')) => {
                self.bump();
                self.escape(true)
            }
            Some(Token::Char(c)) => {
                self.bump();
                Ok(Escaped::Char(c))
            }
        }
    }

    /// What follows a backslash.
    fn escape(&mut self, in_class: bool) -> Result<Escaped> {
        let start = self.pos - 1;
        let Some(Token::Char(c)) = self.peek() else {
            return Err(self.error(start, "a character must follow '\\'"));
        };
        self.bump();
        let set = match c {
            'd' | 'D' => Escape::Digit { negated: c == 'D' },
            's' | 'S' => Escape::Space { negated: c == 'S' },
            'w' | 'W' => Escape::Word { negated: c == 'W' },
            'p' | 'P' => self.property(start, c == 'P')?,
            'u' => return self.numeric(start),
            'n' => return Ok(Escaped::Char('\n')),
            'r' => return Ok(Escaped::Char('\r')),
            't' => return Ok(Escaped::Char('\t')),
            c if is_syntax_char(c) || in_class && c == '-' => return Ok(Escaped::Char(c)),
            c => return Err(self.error(start, format!("invalid escape '\\{c}'"))),
        };
        Ok(Escaped::Set(set))
    }

    /// The text between braces.
    fn braced(&mut self, start: usize) -> Result<&str> {
        let open = self.pos;
        let close = self.text[open..].find('}').map(|n| open + n);
        let end = close.filter(|end| self.at('{') && self.holes.first().is_none_or(|h| h > end));
        let Some(end) = end else { return Err(self.error(start, "missing '{...}' after the escape")) };
        self.pos = end + 1;
        Ok(&self.text[open + 1..end])
    }

    fn property(&mut self, start: usize, negated: bool) -> Result<Escape> {
        let name = self.braced(start)?.to_owned();
        if !is_property(&name) {
            return Err(self.error(start, format!("unknown Unicode property '{name}'")));
        }
        Ok(Escape::Property { name, negated })
    }

    /// `NumericEscape`: `\u{...}`
    fn numeric(&mut self, start: usize) -> Result<Escaped> {
        let digits = self.braced(start)?;
        let hex = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let c = u32::from_str_radix(digits, 16).ok().filter(|_| hex).and_then(char::from_u32);
        c.map(Escaped::Char).ok_or_else(|| self.error(start, "invalid code point"))
    }
}

fn item(e: Escaped) -> ClassItem {
    match e {
        Escaped::Char(c) => ClassItem::Range(c, c),
        Escaped::Set(e) => ClassItem::Escape(e),
    }
}
