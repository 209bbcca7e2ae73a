//! Dominators: what would be free if an object were.
//!
//! The algorithm is that of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", over arrays: graph libraries keep
//! nodes in hash tables, and a heap has tens of millions.

use crate::read::Heap;

/// For nodes that cannot be reached.
pub const NONE: u32 = u32::MAX;

/// The tree of dominators, and a tree of shortest paths from the root.
pub struct Dominators {
    /// The innermost node other than itself through which every path from the root to a node goes. The root's is itself.
    pub parent: Vec<u32>,
    /// Bytes of each node and all that it dominates.
    pub retained: Vec<u64>,
    /// The node from which a shortest path comes to each, and the edge's number.
    pub via: Vec<(u32, u32)>,
    /// Reachable nodes in an order in which dominators come first.
    pub order: Vec<u32>,
}

impl Dominators {
    pub fn new(heap: &Heap) -> Dominators {
        let order = reverse_postorder(heap);
        let mut number = vec![NONE; heap.nodes.len()];
        order.iter().enumerate().for_each(|(i, &n)| number[n as usize] = i as u32);
        let (starts, sources) = predecessors(heap, &number);
        // By number in the order: the root is 0.
        let mut parent = vec![NONE; order.len()];
        parent[0] = 0;
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for (i, &n) in order.iter().enumerate().skip(1) {
                let from = &sources[starts[n as usize] as usize..starts[n as usize + 1] as usize];
                let known = from.iter().map(|&p| number[p as usize]).filter(|&p| parent[p as usize] != NONE);
                let new = known.reduce(|a, b| meet(&parent, a, b)).unwrap_or(NONE);
                changed |= std::mem::replace(&mut parent[i], new) != new;
            }
        }
        let mut retained: Vec<u64> = heap.nodes.iter().map(|n| n.size).collect();
        for (i, &n) in order.iter().enumerate().skip(1).rev() {
            retained[order[parent[i] as usize] as usize] += retained[n as usize];
        }
        let mut by_node = vec![NONE; heap.nodes.len()];
        order.iter().zip(&parent).for_each(|(&n, &p)| by_node[n as usize] = order[p as usize]);
        Dominators { parent: by_node, retained, via: shortest_paths(heap), order }
    }
}

/// The innermost common dominator of two nodes.
fn meet(parent: &[u32], mut a: u32, mut b: u32) -> u32 {
    while a != b {
        while a > b {
            a = parent[a as usize];
        }
        while b > a {
            b = parent[b as usize];
        }
    }
    a
}

fn reverse_postorder(heap: &Heap) -> Vec<u32> {
    let mut seen = vec![false; heap.nodes.len()];
    let mut out = Vec::with_capacity(heap.nodes.len());
    let mut path = vec![(0u32, 0usize)];
    seen[0] = true;
    while let Some((node, next)) = path.last_mut() {
        match heap.edges_of(*node).get(*next) {
            Some(edge) => {
                *next += 1;
                if !std::mem::replace(&mut seen[edge.to as usize], true) {
                    path.push((edge.to, 0));
                }
            }
            None => {
                out.push(*node);
                path.pop();
            }
        }
    }
    out.reverse();
    out
}

/// The sources of the edges to each node that can be reached: where they begin, and they.
fn predecessors(heap: &Heap, number: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let reachable = || (0..heap.nodes.len() as u32).filter(|&n| number[n as usize] != NONE);
    let mut starts = vec![0u32; heap.nodes.len() + 1];
    for n in reachable() {
        heap.edges_of(n).iter().for_each(|e| starts[e.to as usize + 1] += 1);
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut next = starts.clone();
    let mut sources = vec![0u32; starts[heap.nodes.len()] as usize];
    for n in reachable() {
        for e in heap.edges_of(n) {
            sources[next[e.to as usize] as usize] = n;
            next[e.to as usize] += 1;
        }
    }
    (starts, sources)
}

fn shortest_paths(heap: &Heap) -> Vec<(u32, u32)> {
    let mut via = vec![(NONE, 0); heap.nodes.len()];
    via[0] = (0, 0);
    let mut queue = std::collections::VecDeque::from([0u32]);
    while let Some(n) = queue.pop_front() {
        for (i, e) in heap.edges_of(n).iter().enumerate() {
            if via[e.to as usize].0 == NONE {
                via[e.to as usize] = (n, heap.starts[n as usize] + i as u32);
                queue.push_back(e.to);
            }
        }
    }
    via
}
