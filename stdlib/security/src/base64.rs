//! The alphabet of tokens: base64 for URLs (RFC 4648, 5).

use data_encoding::BASE64URL_NOPAD;
use native::shared::byte_list;
use native::{Ctx, Registry, Result, Word};

use crate::bytes;

pub const NATIVES: Registry = &[("jwt:encodeBase64Url", encode), ("jwt:decode64", decode)];

fn encode(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = BASE64URL_NOPAD.encode(bytes(cx, 0)?);
    Ok(cx.world.str(&text))
}

/// `decode64(text)`: bytes, or an error value.
fn decode(cx: &mut Ctx<'_>) -> Result<Word> {
    match decoded(cx.str(0)?) {
        Ok(data) => byte_list(data)(cx),
        Err(e) => Ok(cx.error(&e, "")),
    }
}

/// The bytes of a text, which may have been padded to a multiple of four.
///
/// # Errors
/// Where the text is none of this alphabet.
pub fn decoded(text: &str) -> std::result::Result<Vec<u8>, String> {
    let padding = text.len() - text.trim_end_matches('=').len();
    let text =
        if padding <= 2 && text.len().is_multiple_of(4) { &text[..text.len() - padding] } else { text };
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn padding_is_optional() {
        assert_eq!(decoded("_-8").unwrap(), [0xff, 0xef]);
        assert_eq!(decoded("_-8=").unwrap(), [0xff, 0xef]);
        assert_eq!(decoded("").unwrap(), []);
        for bad in ["_-8==", "=", "====", "a", "+/8", "_-9", "ä", "AA=="] {
            assert_eq!(decoded(bad).is_err(), bad != "AA==", "{bad}");
        }
    }
}
