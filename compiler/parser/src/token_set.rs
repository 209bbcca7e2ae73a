//! A set of token kinds, usable in constants.

use crate::SyntaxKind;

/// A bit set of [`SyntaxKind`]s; only tokens (the first 256 kinds) can be members.
#[derive(Clone, Copy)]
pub(crate) struct TokenSet([u64; 4]);

impl TokenSet {
    pub(crate) const fn new(kinds: &[SyntaxKind]) -> TokenSet {
        let mut bits = [0; 4];
        let mut i = 0;
        while i < kinds.len() {
            let k = kinds[i] as usize;
            bits[k / 64] |= 1 << (k % 64);
            i += 1;
        }
        TokenSet(bits)
    }

    pub(crate) const fn union(self, other: TokenSet) -> TokenSet {
        let [a, b, c, d] = self.0;
        let [e, f, g, h] = other.0;
        TokenSet([a | e, b | f, c | g, d | h])
    }

    pub(crate) const fn contains(self, kind: SyntaxKind) -> bool {
        let k = kind as usize;
        k < 256 && self.0[k / 64] & (1 << (k % 64)) != 0
    }
}
