//! A model checks the heap: a graph kept in Rust beside the same graph in the heap, under random operations.

use super::*;

/// Roots for tests: a plain vector of words.
#[derive(Default)]
struct Roots(Vec<u64>);

// SAFETY: reports all of its words.
unsafe impl RootSource for Roots {
    fn visit_roots(&mut self, _: Scope, visit: &mut dyn FnMut(*mut u64)) {
        self.0.iter_mut().for_each(|w| visit(w));
    }
}

fn fixnum(i: u64) -> u64 {
    i << 1 | 1
}

struct Rng(u64);
impl Rng {
    fn next(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// Model node: an id and the ids of its children.
struct Node {
    children: Vec<Option<usize>>,
}

fn check(heap_word: u64, id: usize, model: &[Node], depth: u32) {
    if depth == 0 {
        return;
    }
    assert!(is_ref(heap_word));
    let p = heap_word as *mut u64;
    // SAFETY: the word came from a root after the last allocation.
    unsafe {
        assert_eq!(object::meta(*p) as usize, id);
        let (first, n) = object::slots(p);
        assert_eq!(n, model[id].children.len());
        for i in 0..n {
            match model[id].children[i] {
                None => assert_eq!(*first.add(i), fixnum(id as u64)),
                Some(c) => check(*first.add(i), c, model, depth - 1),
            }
        }
    }
}

fn random_graph(config: HeapConfig, steps: u32, seed: u64) {
    let mut roots = Box::new(Roots(vec![0; 16]));
    let mut heap = Heap::new(config);
    // SAFETY: `roots` outlives the heap's use in this function.
    unsafe { heap.set_roots(&mut *roots) };
    let mut ids: Vec<Option<usize>> = vec![None; 16];
    let mut model: Vec<Node> = Vec::new();
    let mut rng = Rng(seed | 1);
    for _ in 0..steps {
        let r = rng.next(16) as usize;
        match (rng.next(10), ids[r]) {
            (0..6, _) => {
                let n = if rng.next(50) == 0 { 300 + rng.next(300) } else { 1 + rng.next(12) } as usize;
                let id = model.len();
                // SAFETY: slots are filled before the next allocation.
                unsafe {
                    let p = if n > 12 || rng.next(2) == 0 {
                        heap.alloc_array(id as u32, true, n)
                    } else {
                        heap.alloc(id as u32, n, n + 2)
                    };
                    let (first, count) = object::slots(p);
                    assert_eq!(count, n);
                    let mut children = Vec::new();
                    for i in 0..n {
                        let from = rng.next(16) as usize;
                        let child = ids[from].filter(|_| rng.next(3) == 0);
                        *first.add(i) = if child.is_some() { roots.0[from] } else { fixnum(id as u64) };
                        children.push(child);
                    }
                    model.push(Node { children });
                    roots.0[r] = p as u64;
                }
                ids[r] = Some(id);
            }
            (6..9, Some(id)) => {
                let from = rng.next(16) as usize;
                if let Some(child) = ids[from] {
                    let p = roots.0[r] as *mut u64;
                    // SAFETY: both words were read from roots just now.
                    unsafe {
                        let (first, n) = object::slots(p);
                        let i = rng.next(n as u64) as usize;
                        *first.add(i) = roots.0[from];
                        heap.barrier(p);
                        model[id].children[i] = Some(child);
                    }
                }
            }
            _ => {
                roots.0[r] = 0;
                ids[r] = None;
            }
        }
        if rng.next(200) == 0 {
            heap.collect(rng.next(4) == 0);
        }
        if let Some(id) = ids[r] {
            check(roots.0[r], id, &model, 4);
        }
    }
    assert!(heap.stats.minor > 0);
}

#[test]
fn random_graphs_survive() {
    for seed in 1..6 {
        random_graph(HeapConfig { nursery: 64 << 10, ..HeapConfig::default() }, 40_000, seed * 7919);
    }
}

#[test]
fn random_graphs_survive_stress() {
    for (seed, n) in [(3, 1), (5, 3), (7, 17)] {
        let config = HeapConfig { nursery: 64 << 10, stress: Some(n), ..HeapConfig::default() };
        random_graph(config, 2_000, seed * 104729);
    }
}

#[test]
fn garbage_is_reclaimed() {
    let mut heap = Heap::new(HeapConfig { nursery: 64 << 10, ..HeapConfig::default() });
    for _ in 0..400 {
        // SAFETY: nothing is kept.
        unsafe {
            heap.alloc_array(0, false, 100_000);
        }
    }
    assert!(heap.stats.major > 0);
    assert!(heap.old_bytes() < 64 << 20);
}
