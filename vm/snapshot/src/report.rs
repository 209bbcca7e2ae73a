//! What holds what, as text.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::dominators::{Dominators, NONE};
use crate::read::Heap;
use crate::{NODE_KINDS, NodeKind};

/// Dominators that are looked at to see whether one has the same type.
const MAX_LOOK: usize = 32;
/// Longest path that is shown whole.
const MAX_PATH: usize = 12;

#[derive(Default)]
struct Total {
    count: u64,
    bytes: u64,
    /// Of those that are not within another one of the same kind.
    retained: u64,
}

/// Totals by type, and the objects that hold most with a path by which they are held; `top` lines of each.
pub fn report(heap: &Heap, top: usize) -> String {
    let dominators = Dominators::new(heap);
    let mut out = String::new();
    let objects = || dominators.order.iter().copied().filter(|&n| !is_synthetic(heap, n));
    let bytes: u64 = objects().map(|n| heap.nodes[n as usize].size).sum();
    let _ = writeln!(out, "{} in {} objects\n", size(bytes), objects().count());
    by_type(heap, &dominators, top, &mut out);
    holders(heap, &dominators, bytes, top, &mut out);
    out
}

fn is_synthetic(heap: &Heap, node: u32) -> bool {
    heap.nodes[node as usize].kind == NodeKind::Synthetic as u8
}

/// What a node is counted under: strings are many, types are few.
fn type_name(heap: &Heap, node: u32) -> &str {
    match NODE_KINDS[heap.nodes[node as usize].kind as usize] {
        "string" => "string",
        _ => heap.name(node),
    }
}

/// Whether what a node holds is counted with one that dominates it; of a deep structure the nearest are looked at.
fn within_same_type(heap: &Heap, d: &Dominators, node: u32) -> bool {
    let above = std::iter::successors(Some(d.parent[node as usize]), |&n| Some(d.parent[n as usize]));
    above.take_while(|&n| n != 0).take(MAX_LOOK).any(|n| type_name(heap, n) == type_name(heap, node))
}

fn by_type(heap: &Heap, d: &Dominators, top: usize, out: &mut String) {
    let mut totals: FxHashMap<&str, Total> = FxHashMap::default();
    for &n in d.order.iter().filter(|&&n| !is_synthetic(heap, n)) {
        let name = type_name(heap, n);
        let total = totals.entry(name).or_default();
        total.count += 1;
        total.bytes += heap.nodes[n as usize].size;
        if !within_same_type(heap, d, n) {
            total.retained += d.retained[n as usize];
        }
    }
    let mut totals: Vec<(&str, Total)> = totals.into_iter().collect();
    totals.sort_by(|a, b| (b.1.bytes, a.0).cmp(&(a.1.bytes, b.0)));
    let _ = writeln!(out, "{:>10} {:>10} {:>10}  type", "objects", "size", "holds");
    for (name, t) in totals.iter().take(top) {
        let _ = writeln!(out, "{:>10} {:>10} {:>10}  {name}", t.count, size(t.bytes), size(t.retained));
    }
    if totals.len() > top {
        let rest: u64 = totals[top..].iter().map(|t| t.1.bytes).sum();
        let _ = writeln!(out, "{:>10} {:>10} {:>10}  {} more types", "", size(rest), "", totals.len() - top);
    }
}

fn holders(heap: &Heap, d: &Dominators, bytes: u64, top: usize, out: &mut String) {
    let mut all: Vec<u32> = d.order.iter().copied().filter(|&n| !is_synthetic(heap, n)).collect();
    // Stores are parts of what has them; what is all that its holder holds says nothing new; crumbs say nothing at all.
    all.retain(|&n| {
        let (node, retained, parent) =
            (&heap.nodes[n as usize], d.retained[n as usize], d.parent[n as usize]);
        let news = is_synthetic(heap, parent) || retained * 10 < d.retained[parent as usize] * 9;
        node.kind != NodeKind::Array as u8 && news && retained * 200 >= bytes
    });
    all.sort_by_key(|&n| (std::cmp::Reverse(d.retained[n as usize]), n));
    let _ = writeln!(out, "\n{:>10} {:>5}  what, and how it is held", "holds", "");
    for &n in all.iter().take(top) {
        let retained = d.retained[n as usize];
        let percent = retained as f64 * 100.0 / bytes.max(1) as f64;
        let _ = writeln!(out, "{:>10} {percent:>4.0}%  {}", size(retained), path(heap, d, n));
    }
}

/// `module variable 'cache' -> map<Order>["x"] -> Order`, from the root to the node.
fn path(heap: &Heap, d: &Dominators, node: u32) -> String {
    let mut steps = Vec::new();
    let mut at = node;
    while at != 0 && d.via[at as usize].0 != NONE {
        let (from, edge) = d.via[at as usize];
        let edge = heap.edge_text(&heap.edges[edge as usize]);
        steps.push(if from == 0 {
            heap.name(at).to_string()
        } else {
            format!("{edge}: {}", type_name(heap, at))
        });
        at = from;
    }
    steps.reverse();
    let hidden = steps.len().saturating_sub(MAX_PATH);
    if hidden > 0 {
        steps.splice(2..2 + hidden, [format!("({hidden} more)")]);
    }
    steps.join(" > ")
}

/// Bytes for people, in powers of 1000.
fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
