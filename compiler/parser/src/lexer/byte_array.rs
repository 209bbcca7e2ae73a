//! ``base16 `...` `` and ``base64 `...` ``: one token, checked here because its content has a lexical grammar.

use super::Lexer;
use crate::{SyntaxKind, SyntaxKind::*};

impl Lexer<'_> {
    /// After `base16` or `base64`: does a backtick follow?
    pub(super) fn byte_array_follows(&self) -> bool {
        self.rest().trim_start_matches([' ', '\t', '\n', '\r']).starts_with('`')
    }

    pub(super) fn byte_array(&mut self, start: usize) -> SyntaxKind {
        let base16 = self.text[start..].starts_with("base16");
        let open = self.pos + self.rest().find('`').unwrap_or(0) + 1;
        let Some(len) = self.text[open..].find('`') else {
            self.pos = self.text.len();
            self.error(start, self.pos, "missing '`' at the end of the byte array literal");
            return BYTE_ARRAY_LITERAL;
        };
        self.pos = open + len + 1;
        let content: Vec<u8> = self.text[open..open + len]
            .bytes()
            .filter(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
            .collect();
        let valid = if base16 { is_base16(&content) } else { is_base64(&content) };
        if !valid {
            let base = if base16 { "base16" } else { "base64" };
            let line = self.text[open..open + len].lines().next().map_or(0, str::len);
            self.error(start, open + line, format!("invalid {base} content in byte array literal"));
        }
        BYTE_ARRAY_LITERAL
    }
}

/// `HexGroup*`: two digits make a byte.
fn is_base16(content: &[u8]) -> bool {
    content.len().is_multiple_of(2) && content.iter().all(u8::is_ascii_hexdigit)
}

/// `Base64Group* [PaddedBase64Group]`
fn is_base64(content: &[u8]) -> bool {
    let padding = content.iter().rev().take_while(|b| **b == b'=').count();
    content.len().is_multiple_of(4)
        && padding <= 2
        && content[..content.len() - padding]
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}
