//! Character classes of identifiers (section 5.1, "Identifiers").

/// `IdentifierInitialChar`
#[must_use]
pub fn is_identifier_initial(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || is_unicode_identifier_char(c)
}

/// `IdentifierFollowingChar`
#[must_use]
pub fn is_identifier_following(c: char) -> bool {
    is_identifier_initial(c) || c.is_ascii_digit()
}

/// A character that a backslash turns into part of an identifier: `IdentifierSingleEscape`.
pub(super) fn is_single_escape(c: char) -> bool {
    !(c.is_ascii_alphabetic() || matches!(c, '\t' | '\n' | '\r') || is_pattern_white_space(c))
}

fn is_unicode_identifier_char(c: char) -> bool {
    !c.is_ascii() && !is_private_use(c) && !is_pattern_white_space(c) && !is_pattern_syntax(c)
}

fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0xFFFFD | 0x10_0000..=0x10_FFFD)
}

fn is_pattern_white_space(c: char) -> bool {
    matches!(u32::from(c), 0x200E | 0x200F | 0x2028 | 0x2029)
}

/// The Unicode property `Pattern_Syntax` outside ASCII. The property is immutable, so the table never changes.
fn is_pattern_syntax(c: char) -> bool {
    matches!(
        u32::from(c),
        0xA1..=0xA7
            | 0xA9
            | 0xAB
            | 0xAC
            | 0xAE
            | 0xB0
            | 0xB1
            | 0xB6
            | 0xBB
            | 0xBF
            | 0xD7
            | 0xF7
            | 0x2010..=0x2027
            | 0x2030..=0x203E
            | 0x2041..=0x2053
            | 0x2055..=0x205E
            | 0x2190..=0x245F
            | 0x2500..=0x2775
            | 0x2794..=0x2BFF
            | 0x2E00..=0x2E7F
            | 0x3001..=0x3003
            | 0x3008..=0x3020
            | 0x3030
            | 0xFD3E
            | 0xFD3F
            | 0xFE45
            | 0xFE46
    )
}
