//! The values that the spelling of tokens stands for.

use std::borrow::Cow;

/// The name that an identifier token denotes: without the leading quote, escapes replaced (section 5.1).
#[must_use]
pub fn identifier(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\'').unwrap_or(text);
    if text.contains('\\') { Cow::Owned(unescape(text, |c| c)) } else { Cow::Borrowed(text) }
}

/// The value of a string literal, quotes included in `text`. Escapes that the lexer rejected stand for themselves.
#[must_use]
pub fn string_literal(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('"').unwrap_or(text);
    let text = text.strip_suffix('"').unwrap_or(text);
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(unescape(text, |c| match c {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        other => other,
    }))
}

/// The characters of a piece of XML character data or of an attribute value: references are replaced, line ends and,
/// in attributes, white space normalised (XML 1.0, 2.11 and 3.3.3). A reference that is none stands for nothing.
#[must_use]
pub fn xml_characters(text: &str, attribute: bool) -> String {
    let literal = |s: &str| {
        let s = xml_line_ends(s);
        if attribute { s.replace(['\n', '\t'], " ") } else { s }
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&literal(&rest[..at]));
        let (name, after) = rest[at + 1..].split_once(';').unwrap_or(("", &rest[at + 1..]));
        out.extend(xml_reference(name));
        rest = after;
    }
    out.push_str(&literal(rest));
    out
}

/// XML text with its line ends as line feeds.
#[must_use]
pub fn xml_line_ends(s: &str) -> String {
    s.replace("\r\n", "\n").replace('\r', "\n")
}

/// The character that the XML reference `&name;` stands for.
pub(crate) fn xml_reference(name: &str) -> Option<char> {
    let number = name.strip_prefix('#').map(|n| match n.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    match number {
        Some(n) => char::from_u32(n?).filter(|c| *c >= ' ' || matches!(c, '\t' | '\n' | '\r')),
        None => Some(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        }),
    }
}

/// Replaces `\u{...}` by its code point and any other `\c` by `single(c)`.
fn unescape(text: &str, single: impl Fn(char) -> char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((c, after)) = numeric_escape(rest) {
            out.push(c);
            rest = after;
        } else if let Some(c) = rest.chars().next() {
            out.push(single(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    out.push_str(rest);
    out
}

/// `u{ hex }` at the start of `text`: the character and what follows.
fn numeric_escape(text: &str) -> Option<(char, &str)> {
    let (digits, after) = text.strip_prefix("u{")?.split_once('}')?;
    let scalar = u32::from_str_radix(digits, 16).ok()?;
    Some((char::from_u32(scalar)?, after))
}

/// The bytes of a ``base16 `...` `` or ``base64 `...` `` literal; `None` when the content is malformed (which the lexer
/// has reported).
#[must_use]
pub fn byte_array(text: &str) -> Option<Vec<u8>> {
    let base16 = text.starts_with("base16");
    let content: Vec<u8> =
        text.split('`').nth(1)?.bytes().filter(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r')).collect();
    if base16 { base16_bytes(&content) } else { base64_bytes(&content) }
}

fn base16_bytes(content: &[u8]) -> Option<Vec<u8>> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    if !content.len().is_multiple_of(2) {
        return None;
    }
    content.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

fn base64_bytes(content: &[u8]) -> Option<Vec<u8>> {
    let digit = |b: u8| match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    if !content.len().is_multiple_of(4) {
        return None;
    }
    let mut out = Vec::with_capacity(content.len() / 4 * 3);
    for group in content.chunks_exact(4) {
        let padding = group.iter().rev().take_while(|b| **b == b'=').count();
        let mut bits = 0u32;
        for b in &group[..4 - padding] {
            bits = bits << 6 | u32::from(digit(*b)?);
        }
        bits <<= 6 * padding;
        let [_, a, b, c] = bits.to_be_bytes();
        out.extend_from_slice(&[a, b, c][..3usize.checked_sub(padding)?]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        assert_eq!(identifier("plain"), "plain");
        assert_eq!(identifier("'type"), "type");
        assert_eq!(identifier(r"a\-b"), "a-b");
        assert_eq!(identifier(r"'\u{2324}x\ y"), "\u{2324}x y");
    }

    #[test]
    fn strings() {
        assert_eq!(string_literal(r#""a\tb\\\"\u{1F600}""#), "a\tb\\\"\u{1F600}");
        assert_eq!(string_literal("\"unterminated"), "unterminated");
    }

    #[test]
    fn byte_arrays() {
        assert_eq!(byte_array("base16 `aa BB 0c`"), Some(vec![0xaa, 0xbb, 0x0c]));
        assert_eq!(byte_array("base64 `aGVs bG8=`"), Some(b"hello".to_vec()));
        assert_eq!(byte_array("base64 ``"), Some(Vec::new()));
        assert_eq!(byte_array("base64 `a`"), None);
    }
}
