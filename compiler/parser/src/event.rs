//! What the grammar emits: a flat list of events, so that a node can be started before its parent is known.

use crate::SyntaxKind;

/// One parse event.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// Start of a node. `kind` is `None` for an abandoned marker. `forward_parent` is the distance to the start
    /// event of a node that was wrapped around this one afterwards.
    Start { kind: Option<SyntaxKind>, forward_parent: Option<u32> },
    /// End of the innermost open node.
    Finish,
    /// `n_raw` input tokens, glued into one token of kind `kind`.
    Token { kind: SyntaxKind, n_raw: u8 },
}
