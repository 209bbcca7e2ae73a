//! XML inside an `xml` template.

use super::{Lexer, Mode};
use crate::{SyntaxKind, SyntaxKind::*};

impl Lexer<'_> {
    pub(super) fn xml(&mut self, mode: Mode) -> SyntaxKind {
        if let Some(delimiter) = self.template_delimiter() {
            return delimiter;
        }
        match mode {
            Mode::XmlContent => self.xml_content(),
            Mode::XmlTag => self.xml_tag(),
            Mode::XmlAttribute(quote) => self.xml_attribute(quote),
            Mode::XmlComment => self.xml_section("-->", XML_COMMENT_TEXT, XML_COMMENT_END),
            Mode::XmlPi => self.xml_section("?>", XML_PI_TEXT, XML_PI_END),
            _ => self.xml_section("]]>", XML_CDATA_TEXT, XML_CDATA_END),
        }
    }

    fn xml_content(&mut self) -> SyntaxKind {
        const OPENERS: &[(&str, SyntaxKind, Mode)] = &[
            ("<!--", XML_COMMENT_START, Mode::XmlComment),
            ("<![CDATA[", XML_CDATA_START, Mode::XmlCdata),
            ("<?", XML_PI_START, Mode::XmlPi),
            ("</", LT_SLASH, Mode::XmlTag),
            ("<", LT, Mode::XmlTag),
        ];
        for (text, kind, mode) in OPENERS {
            if self.rest().starts_with(text) {
                self.pos += text.len();
                self.modes.push(*mode);
                return *kind;
            }
        }
        let start = self.pos;
        while self.pos < self.text.len() && !self.at_template_delimiter() && self.peek() != b'<' {
            self.bump_char();
        }
        self.check_references(start);
        XML_TEXT
    }

    fn xml_tag(&mut self) -> SyntaxKind {
        match self.peek() {
            b' ' | b'\t' | b'\n' | b'\r' => {
                self.eat_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
                WHITESPACE
            }
            b'/' if self.peek_at(1) == b'>' => self.xml_tag_end(2, SLASH_GT),
            b'>' => self.xml_tag_end(1, GT),
            b'=' => self.xml_single(EQ),
            b':' => self.xml_single(COLON),
            b'<' => {
                // The tag was never closed: let the content rule see the next one.
                self.modes.pop();
                self.xml_content()
            }
            quote @ (b'"' | b'\'') => {
                self.modes.push(Mode::XmlAttribute(quote));
                self.xml_single(XML_QUOTE)
            }
            _ => self.xml_name(),
        }
    }

    fn xml_single(&mut self, kind: SyntaxKind) -> SyntaxKind {
        self.pos += 1;
        kind
    }

    fn xml_tag_end(&mut self, len: usize, kind: SyntaxKind) -> SyntaxKind {
        self.pos += len;
        self.modes.pop();
        kind
    }

    /// An XML name without a colon (`NCName`).
    fn xml_name(&mut self) -> SyntaxKind {
        let start = self.pos;
        if self.peek_char().is_some_and(is_name_start) {
            while self.peek_char().is_some_and(is_name_char) {
                self.bump_char();
            }
            return XML_NAME;
        }
        self.bump_char();
        self.error(start, self.pos, "invalid character in an XML tag");
        ERROR_TOKEN
    }

    fn xml_attribute(&mut self, quote: u8) -> SyntaxKind {
        if self.peek() == quote {
            self.pos += 1;
            self.modes.pop();
            return XML_QUOTE;
        }
        let start = self.pos;
        while self.pos < self.text.len() && !self.at_template_delimiter() && self.peek() != quote {
            if self.peek() == b'<' {
                self.error(self.pos, self.pos + 1, "'<' is not allowed in an XML attribute value");
            }
            self.bump_char();
        }
        self.check_references(start);
        XML_ATTR_TEXT
    }

    /// Text up to `end`, or `end` itself.
    fn xml_section(&mut self, end: &str, text_kind: SyntaxKind, end_kind: SyntaxKind) -> SyntaxKind {
        if self.rest().starts_with(end) {
            self.pos += end.len();
            self.modes.pop();
            return end_kind;
        }
        let start = self.pos;
        while self.pos < self.text.len() && !self.at_template_delimiter() && !self.rest().starts_with(end) {
            self.bump_char();
        }
        if end_kind == XML_COMMENT_END && self.text[start..self.pos].contains("--") {
            self.error(start, self.pos, "'--' is not allowed in an XML comment");
        }
        text_kind
    }

    /// Every `&` must begin a character or entity reference.
    fn check_references(&mut self, start: usize) {
        let text = &self.text[start..self.pos];
        let mut bad = Vec::new();
        for (at, _) in text.match_indices('&') {
            let name = text[at + 1..].split([';', '&']).next().unwrap_or("");
            let closed = text.as_bytes().get(at + 1 + name.len()) == Some(&b';');
            if !closed || !is_reference(name) {
                bad.push(start + at);
            }
        }
        for at in bad {
            self.error(at, at + 1, "invalid XML reference, write '&amp;' for '&'");
        }
    }
}

fn is_reference(name: &str) -> bool {
    let digits = |s: &str, ok: fn(&u8) -> bool| !s.is_empty() && s.as_bytes().iter().all(ok);
    match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix('x') {
            Some(hex) => digits(hex, u8::is_ascii_hexdigit),
            None => digits(number, u8::is_ascii_digit),
        },
        None => name.chars().next().is_some_and(is_name_start) && name.chars().all(is_name_char),
    }
}

/// `NameStartChar` of XML 1.0 without the colon.
fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c == '_'
        || matches!(
            u32::from(c),
            0xC0..=0xD6
                | 0xD8..=0xF6
                | 0xF8..=0x2FF
                | 0x370..=0x37D
                | 0x37F..=0x1FFF
                | 0x200C..=0x200D
                | 0x2070..=0x218F
                | 0x2C00..=0x2FEF
                | 0x3001..=0xD7FF
                | 0xF900..=0xFDCF
                | 0xFDF0..=0xFFFD
                | 0x1_0000..=0xE_FFFF
        )
}

/// `NameChar` of XML 1.0 without the colon.
fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || c.is_ascii_digit()
        || matches!(c, '-' | '.')
        || matches!(u32::from(c), 0xB7 | 0x300..=0x36F | 0x203F..=0x2040)
}
