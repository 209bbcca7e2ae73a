//! Heap snapshots: [`write`]s and [`read`]s the file format, and says what holds what ([`report`]).
//!
//! # Format
//!
//! That of V8 (`.heapsnapshot`), which the Memory panel of Chrome's developer tools and other tools open. A JSON object:
//!
//! - `snapshot`: `meta`, which names the fields below, `node_count` and `edge_count`;
//! - `nodes`: for each object its kind (an index into `meta.node_types[0]`), its name (an index into `strings`), its id
//!   (its address), its size in bytes, how many edges it has, and two zeros;
//! - `edges`: of one node after the other, each edge's kind (an index into `meta.edge_types[0]`), its name (an index into
//!   `strings`, or the number of an element or hidden part), and the node it leads to (an index into `nodes`);
//! - `strings`.
//!
//! Node 0 is the root; its edges lead to synthetic nodes for groups of roots.
#![forbid(unsafe_code)]

pub mod dominators;
pub mod read;
pub mod report;
pub mod write;

/// Kinds of nodes, in the order of their numbers.
pub const NODE_KINDS: [&str; 10] =
    ["hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native", "synthetic"];

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum NodeKind {
    Hidden,
    Array,
    String,
    Object,
    Code,
    Closure,
    Regexp,
    Number,
    Native,
    Synthetic,
}

/// Kinds of edges, in the order of their numbers.
pub const EDGE_KINDS: [&str; 4] = ["context", "element", "property", "internal"];

/// What an edge is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeName<'a> {
    /// A captured variable.
    Captured(&'a str),
    Element(usize),
    Property(&'a str),
    Internal(&'a str),
}

/// Fields of a node and of an edge in the file.
const NODE_FIELDS: usize = 7;
const EDGE_FIELDS: usize = 3;
