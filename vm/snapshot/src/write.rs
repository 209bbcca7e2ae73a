//! Writing a snapshot, object by object.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use crate::{EDGE_KINDS, EdgeName, NODE_FIELDS, NODE_KINDS, NodeKind};

/// Names above this number of distinct ones are left out, so that a heap of different strings does not double in memory.
const MAX_NAMES: usize = 500_000;

/// The heap to write.
pub trait Graph {
    /// Groups of roots: what they are called, and what each refers to under which name.
    fn roots(&self) -> &[(String, Vec<(String, u64)>)];

    /// Calls `f` with every object's id, in the same order each time.
    fn objects(&self, f: &mut dyn FnMut(u64));

    /// Kind, name and size in bytes of an object.
    fn describe(&self, object: u64) -> (NodeKind, String, usize);

    /// Calls `f` with every reference of an object, in the same order each time.
    fn edges(&self, object: u64, f: &mut dyn FnMut(EdgeName<'_>, u64));
}

#[derive(Default)]
struct Names {
    by_text: FxHashMap<String, usize>,
    texts: Vec<String>,
}

impl Names {
    fn number(&mut self, text: &str) -> usize {
        if let Some(&i) = self.by_text.get(text) {
            return i;
        }
        if self.texts.len() >= MAX_NAMES {
            return self.number("(more names than are kept)");
        }
        self.texts.push(text.to_string());
        self.by_text.insert(text.to_string(), self.texts.len() - 1);
        self.texts.len() - 1
    }
}

struct Writer<'a, W: Write> {
    out: W,
    graph: &'a dyn Graph,
    /// Number of each object's node.
    nodes: FxHashMap<u64, usize>,
    names: Names,
    first: bool,
}

/// Writes the snapshot of a heap. References to what is not an object of it are left out.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &dyn Graph, out: impl Write) -> io::Result<()> {
    let mut names = Names::default();
    // A name that is left out needs one to refer to.
    for text in ["", "(more names than are kept)"] {
        names.number(text);
    }
    let mut w = Writer { out, graph, nodes: FxHashMap::default(), names, first: true };
    let synthetic = 1 + graph.roots().len();
    graph.objects(&mut |object| {
        let number = synthetic + w.nodes.len();
        w.nodes.insert(object, number);
    });
    let mut counts = Vec::with_capacity(w.nodes.len());
    graph.objects(&mut |object| {
        let mut count = 0u32;
        graph.edges(object, &mut |_, to| count += w.nodes.contains_key(&to) as u32);
        counts.push(count);
    });
    let kept = |roots: &[(String, u64)]| roots.iter().filter(|(_, to)| w.nodes.contains_key(to)).count();
    let roots: Vec<usize> = graph.roots().iter().map(|(_, roots)| kept(roots)).collect();
    let edges = roots.len() + roots.iter().sum::<usize>() + counts.iter().map(|&n| n as usize).sum::<usize>();
    w.head(synthetic + counts.len(), edges)?;
    w.all_nodes(&roots, &counts)?;
    w.all_edges()?;
    w.strings()?;
    w.out.flush()
}

impl<W: Write> Writer<'_, W> {
    fn head(&mut self, nodes: usize, edges: usize) -> io::Result<()> {
        let (node_kinds, edge_kinds) = (json(&NODE_KINDS), json(&EDGE_KINDS));
        write!(
            self.out,
            "{{\"snapshot\":{{\"meta\":{{\
             \"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_count\",\"trace_node_id\",\"detachedness\"],\
             \"node_types\":[{node_kinds},\"string\",\"number\",\"number\",\"number\",\"number\",\"number\"],\
             \"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],\
             \"edge_types\":[{edge_kinds},\"string_or_number\",\"node\"],\
             \"trace_function_info_fields\":[],\"trace_node_fields\":[],\"sample_fields\":[],\"location_fields\":[]}},\
             \"node_count\":{nodes},\"edge_count\":{edges},\"trace_function_count\":0}}"
        )
    }

    fn begin(&mut self, array: &str) -> io::Result<()> {
        self.first = true;
        write!(self.out, ",\n\"{array}\":[")
    }

    fn separate(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.first, false) { Ok(()) } else { self.out.write_all(b",\n") }
    }

    fn node(&mut self, kind: NodeKind, name: &str, id: u64, size: usize, edges: usize) -> io::Result<()> {
        self.separate()?;
        let name = self.names.number(name);
        write!(self.out, "{},{name},{id},{size},{edges},0,0", kind as u8)
    }

    fn all_nodes(&mut self, roots: &[usize], counts: &[u32]) -> io::Result<()> {
        let graph = self.graph;
        self.begin("nodes")?;
        self.node(NodeKind::Synthetic, "", 1, 0, roots.len())?;
        for (i, (group, _)) in graph.roots().iter().enumerate() {
            // Addresses are even: these ids are nobody's.
            self.node(NodeKind::Synthetic, group, 2 * i as u64 + 3, 0, roots[i])?;
        }
        let (mut result, mut counts) = (Ok(()), counts.iter());
        graph.objects(&mut |object| {
            if result.is_ok() {
                let (kind, name, size) = graph.describe(object);
                let edges = counts.next().map_or(0, |&n| n as usize);
                result = self.node(kind, &name, object, size, edges);
            }
        });
        result?;
        self.out.write_all(b"]")
    }

    fn edge(&mut self, name: EdgeName<'_>, to: u64) -> io::Result<()> {
        let Some(&to) = self.nodes.get(&to) else { return Ok(()) };
        self.separate()?;
        let (kind, name) = match name {
            EdgeName::Captured(name) => (0, self.names.number(name)),
            EdgeName::Element(i) => (1, i),
            EdgeName::Property(name) => (2, self.names.number(name)),
            EdgeName::Internal(name) => (3, self.names.number(name)),
        };
        write!(self.out, "{kind},{name},{}", to * NODE_FIELDS)
    }

    fn all_edges(&mut self) -> io::Result<()> {
        let graph = self.graph;
        self.begin("edges")?;
        for i in 0..graph.roots().len() {
            self.separate()?;
            write!(self.out, "1,{i},{}", (i + 1) * NODE_FIELDS)?;
        }
        for (name, to) in graph.roots().iter().flat_map(|(_, roots)| roots) {
            self.edge(EdgeName::Property(name), *to)?;
        }
        let mut result = Ok(());
        graph.objects(&mut |object| {
            graph.edges(object, &mut |name, to| {
                if result.is_ok() {
                    result = self.edge(name, to);
                }
            });
        });
        result?;
        self.out.write_all(b"]")
    }

    fn strings(&mut self) -> io::Result<()> {
        self.out
            .write_all(b",\n\"trace_function_infos\":[],\"trace_tree\":[],\"samples\":[],\"locations\":[]")?;
        self.begin("strings")?;
        for text in std::mem::take(&mut self.names.texts) {
            self.separate()?;
            self.out.write_all(json(&text).as_bytes())?;
        }
        self.out.write_all(b"]}\n")
    }
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("text can be written")
}
