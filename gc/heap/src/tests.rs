//! A model checks the heap: a graph kept in Rust beside the same graph in the heap, under random operations.

use super::object::is_ref;
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
    unsafe { heap.set_roots(&mut *roots, Arc::default()) };
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
            (6, Some(id)) => {
                let n = model[id].children.len();
                let more = if rng.next(4) == 0 { 300 } else { 1 } + rng.next(8) as usize;
                let grown = model.len();
                let mut children = model[id].children.clone();
                children.resize(n + more, None);
                // SAFETY: of an array's slots as many are copied as it has; stores of references have a barrier.
                unsafe {
                    // Arrays only have the size 0 in their header.
                    if (*(roots.0[r] as *const u64) >> 24) as u8 == 0 {
                        let p = heap.grow_array(grown as u32, n + more, n, |_| roots.0[r] as *const u64);
                        let first = object::slots(p).0;
                        for (i, child) in children.iter_mut().enumerate() {
                            if i == n
                                && let Some(other) = ids[0]
                            {
                                *child = Some(other);
                                *first.add(i) = roots.0[0];
                                heap.barrier_at(p, first.add(i));
                            } else if child.is_none() {
                                *first.add(i) = fixnum(grown as u64);
                            }
                        }
                        roots.0[r] = p as u64;
                        ids[r] = Some(grown);
                        model.push(Node { children });
                    }
                }
            }
            (7..9, Some(id)) => {
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
        random_graph(
            HeapConfig { nursery: 64 << 10, max_nursery: 64 << 10, ..HeapConfig::default() },
            40_000,
            seed * 7919,
        );
    }
}

#[test]
fn random_graphs_survive_stress() {
    for (seed, n) in [(3, 1), (5, 3), (7, 17)] {
        let config =
            HeapConfig { nursery: 64 << 10, max_nursery: 64 << 10, stress: Some(n), ..HeapConfig::default() };
        random_graph(config, 2_000, seed * 104729);
    }
}

#[test]
fn garbage_is_reclaimed() {
    let mut heap =
        Heap::new(HeapConfig { nursery: 64 << 10, max_nursery: 64 << 10, ..HeapConfig::default() });
    for _ in 0..400 {
        // SAFETY: nothing is kept.
        unsafe {
            heap.alloc_array(0, false, 100_000);
        }
    }
    assert!(heap.stats.major > 0);
    assert!(heap.old_bytes() < 64 << 20);
}

#[test]
fn large_objects_keep_what_they_refer_to_through_many_marks() {
    let mut roots = Box::new(Roots(vec![0; 2]));
    let mut heap =
        Heap::new(HeapConfig { nursery: 64 << 10, max_nursery: 64 << 10, ..HeapConfig::default() });
    // SAFETY: `roots` outlives the heap's use in this function.
    unsafe { heap.set_roots(&mut *roots, Arc::default()) };
    for i in 0..600 {
        // SAFETY: slots are filled before the next allocation.
        unsafe {
            let list = heap.alloc_array(7, true, 300);
            roots.0[0] = list as u64;
            let leaf = heap.alloc(i, 1, 2);
            *leaf.add(1) = fixnum(u64::from(i));
            let list = roots.0[0] as *mut u64;
            *object::slots(list).0 = leaf as u64;
            heap.barrier(list);
        }
        heap.collect(true);
        // Would take the leaf's place if that were free.
        // SAFETY: as above.
        unsafe {
            let other = heap.alloc(0, 1, 2);
            *other.add(1) = fixnum(0);
            roots.0[1] = other as u64;
        }
        heap.collect(false);
        // SAFETY: the root is current.
        unsafe {
            let leaf = *object::slots(roots.0[0] as *mut u64).0 as *const u64;
            assert_eq!((object::meta(*leaf), *leaf.add(1)), (i, fixnum(u64::from(i))));
        }
    }
}

// ---- several mutators ----

/// A thread's roots, and those that all threads share, which the first thread reports.
struct ThreadRoots {
    own: Vec<u64>,
    shared: Option<Arc<Mutex<Vec<u64>>>>,
}

// SAFETY: reports all of its words, and the shared ones once.
unsafe impl RootSource for ThreadRoots {
    fn visit_roots(&mut self, _: Scope, visit: &mut dyn FnMut(*mut u64)) {
        self.own.iter_mut().for_each(|w| visit(w));
        if let Some(shared) = &self.shared {
            // Nobody is stopped with this lock.
            shared.lock().unwrap().iter_mut().for_each(|w| visit(w));
        }
    }
}

/// A list of so many nodes with descending meta numbers, made in root 0.
fn make_list(heap: &mut Heap, roots: &mut ThreadRoots, n: u32) {
    roots.own[0] = 0;
    for i in 0..n {
        // SAFETY: both slots are filled before the next allocation.
        unsafe {
            let p = heap.alloc(i, 2, 3);
            *p.add(1) = roots.own[0];
            *p.add(2) = fixnum(u64::from(i));
            roots.own[0] = p as u64;
        }
    }
}

fn list_length(mut word: u64) -> u32 {
    let mut n = 0;
    while is_ref(word) {
        let p = word as *mut u64;
        // SAFETY: the word came from a root, and nothing has been allocated since.
        unsafe {
            assert_eq!(fixnum(u64::from(object::meta(*p))), *p.add(2));
            word = *p.add(1);
        }
        n += 1;
    }
    n
}

struct Settled(Heap, Box<ThreadRoots>);
// SAFETY: handed to its thread before it is used.
unsafe impl Send for Settled {}

/// Takes lists out of the mailbox, puts others in, changes them, and now and then goes outside.
fn mutate(Settled(heap, roots): &mut Settled, mail: &Mutex<Vec<u64>>, steps: u32, seed: u64) {
    let flag: Arc<AtomicBool> = Arc::default();
    // SAFETY: both stay in place until the end of this function, which is the heap's last use.
    unsafe { heap.set_roots(&mut **roots, flag.clone()) };
    let mut rng = Rng(seed | 1);
    for _ in 0..steps {
        if flag.swap(false, Ordering::Relaxed) {
            heap.safepoint();
        }
        let slot = rng.next(8) as usize;
        match rng.next(5) {
            0 | 1 => {
                make_list(heap, roots, 1 + rng.next(20) as u32);
                let list = roots.own[0];
                roots.own[0] = std::mem::replace(&mut mail.lock().unwrap()[slot], list);
            }
            2 => {
                let list = std::mem::take(&mut mail.lock().unwrap()[slot]);
                roots.own[1] = list;
                let n = list_length(list);
                // Longer by one at its end.
                if is_ref(list) {
                    // SAFETY: the list is this thread's now; the slot is filled before the next allocation.
                    unsafe {
                        let p = heap.alloc(n, 2, 3);
                        *p.add(1) = roots.own[1];
                        *p.add(2) = fixnum(u64::from(n));
                        assert_eq!(list_length(p as u64), n + 1);
                        roots.own[1] = p as u64;
                    }
                    mail.lock().unwrap()[slot] = roots.own[1];
                }
            }
            3 => {
                // An old object comes to refer to a young one.
                make_list(heap, roots, 3);
                roots.own[2] = roots.own[0];
                heap.collect(rng.next(8) == 0);
                make_list(heap, roots, 2);
                let old = roots.own[2] as *mut u64;
                // SAFETY: as above; the list is this thread's.
                unsafe {
                    *old.add(1) = roots.own[0];
                    heap.barrier(old);
                }
                make_list(heap, roots, 2);
                assert_eq!(list_length(roots.own[2]), 3);
            }
            _ => heap.outside(std::thread::yield_now),
        }
    }
    heap.retire();
}

fn several_mutators(config: HeapConfig, threads: u64, steps: u32) {
    let lists = |mail: &[u64]| {
        mail.iter().for_each(|&list| {
            list_length(list);
        });
    };
    let work = |settled: &mut Settled, mail: &Mutex<Vec<u64>>, seed| mutate(settled, mail, steps, seed);
    with_mutators(config, threads, &work, &lists);
}

/// Runs `work` on so many threads, whose mailbox is `check`ed at the end.
fn with_mutators(
    config: HeapConfig,
    threads: u64,
    work: &(impl Fn(&mut Settled, &Mutex<Vec<u64>>, u64) + Sync),
    check: &dyn Fn(&[u64]),
) {
    let mail = Arc::new(Mutex::new(vec![0; 8]));
    let mut first = Heap::new(config);
    let mut roots = Box::new(ThreadRoots { own: vec![0; 4], shared: Some(mail.clone()) });
    // SAFETY: both stay in place until the end of this function.
    unsafe { first.set_roots(&mut *roots, Arc::default()) };
    std::thread::scope(|scope| {
        let mut all = Vec::new();
        for t in 0..threads {
            let own = ThreadRoots { own: vec![0; 4], shared: None };
            let mut settled = Box::new(Settled(first.join(), Box::new(own)));
            let mail = &mail;
            all.push(scope.spawn(move || work(&mut settled, mail, 7919 * (t + 1))));
        }
        // SAFETY (of the roots): the first mutator only waits.
        first.outside(|| all.into_iter().for_each(|t| t.join().unwrap()));
    });
    first.collect(true);
    check(&mail.lock().unwrap());
    assert!(first.stats.minor > 0);
}

#[test]
fn mutators_share_objects() {
    several_mutators(
        HeapConfig { nursery: 64 << 10, max_nursery: 64 << 10, ..HeapConfig::default() },
        4,
        8_000,
    );
}

#[test]
fn mutators_share_objects_under_stress() {
    for n in [1, 7] {
        let config =
            HeapConfig { nursery: 64 << 10, max_nursery: 64 << 10, stress: Some(n), ..HeapConfig::default() };
        several_mutators(config, 3, 300);
    }
}

/// An array of `n` pairs, each with its number and a leaf of the same meta number, made in root 0.
fn make_wide(heap: &mut Heap, roots: &mut ThreadRoots, n: u32) {
    // SAFETY: slots are filled before the next allocation, those of the array with a barrier.
    unsafe {
        roots.own[0] = heap.alloc_array(n, true, n as usize) as u64;
        for i in 0..n {
            let leaf = heap.alloc(i, 1, 2);
            *leaf.add(1) = fixnum(u64::from(i));
            roots.own[1] = leaf as u64;
            let pair = heap.alloc(i, 2, 3);
            *pair.add(1) = fixnum(u64::from(i));
            *pair.add(2) = roots.own[1];
            let all = roots.own[0] as *mut u64;
            let slot = object::slots(all).0.add(i as usize);
            *slot = pair as u64;
            heap.barrier_at(all, slot);
        }
    }
}

fn check_wide(word: u64) {
    if !is_ref(word) {
        return;
    }
    // SAFETY: the word came from a root, and nothing has been allocated since.
    unsafe {
        let (first, n) = object::slots(word as *mut u64);
        assert_eq!(n, object::meta(*(word as *mut u64)) as usize);
        for i in 0..n {
            let pair = *first.add(i) as *mut u64;
            let leaf = *pair.add(2) as *mut u64;
            let numbers = [*pair.add(1), *leaf.add(1), fixnum(u64::from(object::meta(*leaf)))];
            assert_eq!(numbers, [fixnum(i as u64); 3]);
        }
    }
}

/// Threads that make graphs wide enough to be given away while they are evacuated, and pass them on to one another.
#[test]
fn threads_evacuate_together() {
    let exchange = |Settled(heap, roots): &mut Settled, mail: &Mutex<Vec<u64>>, seed| {
        let flag: Arc<AtomicBool> = Arc::default();
        // SAFETY: both stay in place until the end of this function, which is the heap's last use.
        unsafe { heap.set_roots(&mut **roots, flag.clone()) };
        let mut rng = Rng(seed);
        for _ in 0..400 {
            if flag.swap(false, Ordering::Relaxed) {
                heap.safepoint();
            }
            let wide = if rng.next(20) == 0 { 3000 } else { 100 + rng.next(100) };
            make_wide(heap, roots, wide as u32);
            let slot = rng.next(8) as usize;
            let made = std::mem::take(&mut roots.own[0]);
            let got = std::mem::replace(&mut mail.lock().unwrap()[slot], made);
            check_wide(got);
        }
        heap.retire();
    };
    let config = HeapConfig { nursery: 256 << 10, max_nursery: 256 << 10, ..HeapConfig::default() };
    with_mutators(config, 3, &exchange, &|mail| mail.iter().for_each(|&w| check_wide(w)));
}
