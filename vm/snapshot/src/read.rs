//! Reading a snapshot.

use std::io::Read;

use serde::Deserialize;

use crate::{EDGE_FIELDS, EDGE_KINDS, NODE_FIELDS, NODE_KINDS};

#[derive(Deserialize)]
struct File {
    snapshot: Head,
    nodes: Vec<u64>,
    edges: Vec<u64>,
    strings: Vec<String>,
}

#[derive(Deserialize)]
struct Head {
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    node_fields: Vec<String>,
    node_types: (Vec<String>, String, String, String, String, String, String),
    edge_fields: Vec<String>,
    edge_types: (Vec<String>, String, String),
}

/// One object.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Index into [`NODE_KINDS`].
    pub kind: u8,
    pub name: u32,
    pub size: u64,
}

/// One reference.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Index into [`EDGE_KINDS`].
    pub kind: u8,
    /// Index into the strings, or a number.
    pub name: u32,
    pub to: u32,
}

/// A snapshot in memory; node 0 is the root.
#[derive(Debug)]
pub struct Heap {
    pub nodes: Vec<Node>,
    /// Where the edges of each node begin; one more at the end.
    pub starts: Vec<u32>,
    pub edges: Vec<Edge>,
    pub strings: Vec<String>,
}

impl Heap {
    pub fn edges_of(&self, node: u32) -> &[Edge] {
        &self.edges[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    pub fn name(&self, node: u32) -> &str {
        &self.strings[self.nodes[node as usize].name as usize]
    }

    /// An edge as a person would write it after what it leads from.
    pub fn edge_text(&self, edge: &Edge) -> String {
        match EDGE_KINDS[edge.kind as usize] {
            "element" => format!("[{}]", edge.name),
            _ => self.strings[edge.name as usize].clone(),
        }
    }
}

/// Reads a snapshot that this crate has written.
///
/// # Errors
/// What is wrong with it.
pub fn read(file: impl Read) -> Result<Heap, String> {
    let file: File = serde_json::from_reader(file).map_err(|e| format!("not a heap snapshot: {e}"))?;
    let meta = &file.snapshot.meta;
    let known = meta.node_fields.len() == NODE_FIELDS
        && meta.edge_fields.len() == EDGE_FIELDS
        && meta.node_types.0 == NODE_KINDS
        && meta.edge_types.0 == EDGE_KINDS;
    if !known {
        return Err("a heap snapshot of another program, not of balvm".to_string());
    }
    heap(file).ok_or_else(|| "a damaged heap snapshot: a number in it is out of range".to_string())
}

fn heap(file: File) -> Option<Heap> {
    let count = (file.nodes.len() / NODE_FIELDS) as u64;
    let mut nodes = Vec::with_capacity(count as usize);
    let mut starts = vec![0u32];
    for n in file.nodes.chunks(NODE_FIELDS) {
        let &[kind, name, _, size, edges, _, _] = n else { return None };
        let fits = (kind as usize) < NODE_KINDS.len() && (name as usize) < file.strings.len();
        nodes.push(fits.then_some(Node { kind: kind as u8, name: name as u32, size })?);
        starts.push(starts.last()?.checked_add(u32::try_from(edges).ok()?)?);
    }
    let edges = file.edges.chunks(EDGE_FIELDS).map(|e| {
        let &[kind, name, to] = e else { return None };
        let named = *EDGE_KINDS.get(kind as usize)? == "element" || (name as usize) < file.strings.len();
        let to = to / NODE_FIELDS as u64;
        (named && to < count).then_some(Edge {
            kind: kind as u8,
            name: u32::try_from(name).ok()?,
            to: to as u32,
        })
    });
    let edges = edges.collect::<Option<Vec<Edge>>>()?;
    let whole = edges.len() == *starts.last()? as usize && !nodes.is_empty();
    whole.then_some(Heap { nodes, starts, edges, strings: file.strings })
}
