//! The managed heap.
//!
//! Generational and precise. New objects are bumped into the *nursery*; a minor collection evacuates the
//! survivors into the *old space*, which never moves and is reclaimed by a major collection (mark, lazy sweep).
//! The heap knows nothing of Ballerina: its object format is in [`object`], and roots come from a
//! [`RootSource`].
//!
//! # Protocol
//!
//! - One mutator. The collector runs inside [`Heap::alloc`] (and [`Heap::collect`]), on the mutator's thread.
//! - Any allocation may move every young object. A reference is valid after it only if it was re-read from a
//!   root that [`RootSource::visit_roots`] reported, or from the handle stack.
//! - After storing a reference into an object that existed before the last allocation, the mutator calls
//!   [`Heap::barrier`] on that object (before the next allocation). Objects allocated since the last
//!   allocation need none.
//! - An object's slots hold valid words before the next allocation.
//! - After a minor collection everything that can be reached is old, and old objects never move: a root source with many
//!   roots need not show a minor collection those that nothing has changed since the last one ([`Scope::Young`]).
//!
//! # Stress mode
//!
//! With `stress = n`, every n-th allocation collects; two nursery mappings alternate and the one left is made
//! inaccessible, so that a stale reference faults at its first use; every eighth collection is a major one; the
//! remembered set is verified after each collection.

pub mod object;
pub mod old;

use std::time::Instant;

use object::{ARRAY_HEADER, LARGE, LIVE, LOGGED, OLD, is_ref};
use old::{MAX_CELL, OldSpace};

/// Which roots a collection needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every one.
    All,
    /// At least those that may have changed since the last visit. The visit counts: what it leaves out must not have
    /// changed when the next one leaves it out again.
    Young,
}

/// Where the mutator's references are.
///
/// # Safety
/// `visit_roots` reports every slot outside the heap that holds a reference which will be used again, each a
/// valid, writable word; with [`Scope::Young`] at least those that may refer to an object allocated since the last
/// collection.
pub unsafe trait RootSource {
    /// Calls `visit` with the root slots.
    fn visit_roots(&mut self, scope: Scope, visit: &mut dyn FnMut(*mut u64));
}

#[derive(Clone, Debug)]
pub struct HeapConfig {
    /// Nursery size in bytes.
    pub nursery: usize,
    /// Collect at every n-th allocation.
    pub stress: Option<u32>,
    /// Old-space bytes above which the program is out of memory.
    pub max_heap: Option<usize>,
    /// A line on standard error per collection.
    pub log: bool,
}

impl Default for HeapConfig {
    fn default() -> Self {
        HeapConfig { nursery: 4 << 20, stress: None, max_heap: None, log: false }
    }
}

/// Counters since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapStats {
    pub minor: u64,
    pub major: u64,
    /// Bytes promoted to the old space.
    pub promoted: u64,
}

/// An anonymous memory mapping.
struct Mapping {
    base: *mut u64,
    bytes: usize,
}

impl Mapping {
    fn new(bytes: usize) -> Mapping {
        // SAFETY: a fresh anonymous mapping.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                bytes,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        assert!(base != libc::MAP_FAILED, "no address space for the nursery");
        Mapping { base: base as *mut u64, bytes }
    }

    fn protect(&self, accessible: bool) {
        let prot = if accessible { libc::PROT_READ | libc::PROT_WRITE } else { libc::PROT_NONE };
        // SAFETY: the mapping is ours and whole.
        let rc = unsafe { libc::mprotect(self.base as *mut libc::c_void, self.bytes, prot) };
        assert_eq!(rc, 0, "mprotect on the heap's own mapping");
    }

    fn contains(&self, p: *const u64) -> bool {
        (p as usize).wrapping_sub(self.base as usize) < self.bytes
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours.
        unsafe {
            libc::munmap(self.base as *mut libc::c_void, self.bytes);
        }
    }
}

/// The heap.
pub struct Heap {
    /// Next free word of the nursery.
    cursor: *mut u64,
    /// End of the nursery; equal to `cursor` in stress mode, so that every allocation takes the slow path.
    limit: *mut u64,
    nursery: Mapping,
    /// The other mapping of stress mode.
    spare: Option<Mapping>,
    old: OldSpace,
    remembered: Vec<*mut u64>,
    work: Vec<*mut u64>,
    roots: Option<*mut dyn RootSource>,
    /// Words held by native code; see [`Heap::push_handle`].
    handles: Vec<u64>,
    config: HeapConfig,
    stress_count: u32,
    /// Old-space size that triggers the next major collection.
    trigger: usize,
    pub stats: HeapStats,
    started: Instant,
}

impl Heap {
    pub fn new(config: HeapConfig) -> Heap {
        let nursery = Mapping::new(config.nursery);
        let spare = config.stress.map(|_| {
            let m = Mapping::new(config.nursery);
            m.protect(false);
            m
        });
        let mut heap = Heap {
            cursor: nursery.base,
            limit: nursery.base,
            nursery,
            spare,
            old: OldSpace::new(),
            remembered: Vec::new(),
            work: Vec::new(),
            roots: None,
            handles: Vec::new(),
            config,
            stress_count: 0,
            trigger: 32 << 20,
            stats: HeapStats::default(),
            started: Instant::now(),
        };
        heap.reset_limit();
        heap
    }

    /// Sets the root source.
    ///
    /// # Safety
    /// `roots` outlives the heap's use and is not borrowed while the heap allocates.
    pub unsafe fn set_roots(&mut self, roots: *mut dyn RootSource) {
        self.roots = Some(roots);
    }

    fn nursery_end(&self) -> *mut u64 {
        // SAFETY: one past the end of the mapping.
        unsafe { self.nursery.base.add(self.nursery.bytes / 8) }
    }

    fn reset_limit(&mut self) {
        self.limit = if self.config.stress.is_some() { self.cursor } else { self.nursery_end() };
    }

    /// A fixed-size object: header written, slots *not* initialised.
    ///
    /// # Safety
    /// `1 <= slots < words <= 255` or `slots == 0`; the caller fills every slot before the next allocation and
    /// keeps the module's protocol.
    #[inline(always)]
    pub unsafe fn alloc(&mut self, meta: u32, slots: usize, words: usize) -> *mut u64 {
        debug_assert!(slots < words && (2..=object::MAX_SMALL).contains(&words));
        let p = self.cursor;
        // SAFETY: `limit - cursor` words are free; the comparison is on addresses within one mapping.
        unsafe {
            if (self.limit as usize).wrapping_sub(p as usize) >= words * 8 {
                self.cursor = p.add(words);
                *p = object::header(meta, slots, words);
                p
            } else {
                self.alloc_slow(object::header(meta, slots, words), words)
            }
        }
    }

    /// An array of `len` words, all slots or all data; elements zeroed (zero is not a reference).
    ///
    /// # Safety
    /// The caller keeps the module's protocol.
    pub unsafe fn alloc_array(&mut self, meta: u32, of_slots: bool, len: usize) -> *mut u64 {
        let words = len + ARRAY_HEADER;
        let header = object::array_header(meta, of_slots);
        let p = self.cursor;
        // SAFETY: as in `alloc`; the whole object is written.
        unsafe {
            let p = if words <= MAX_CELL && (self.limit as usize).wrapping_sub(p as usize) >= words * 8 {
                self.cursor = p.add(words);
                *p = header;
                p
            } else {
                self.alloc_slow(header, words)
            };
            *p.add(1) = words as u64;
            std::ptr::write_bytes(p.add(ARRAY_HEADER), 0, len);
            p
        }
    }

    #[cold]
    #[inline(never)]
    unsafe fn alloc_slow(&mut self, header: u64, words: usize) -> *mut u64 {
        // SAFETY: protocol of the module.
        unsafe {
            if words > MAX_CELL {
                if self.old.allocated + words * 8 > self.trigger {
                    self.collect(true);
                }
                self.check_limit(words * 8);
                let p = self.old.alloc(words);
                let epoch = 0;
                *p = header | OLD | LARGE | epoch;
                // Its slots will be filled with young references without a barrier: remember it at once.
                *p |= LOGGED;
                self.remembered.push(p);
                return p;
            }
            match self.config.stress {
                Some(n) => {
                    self.stress_count += 1;
                    if self.stress_count >= n {
                        self.stress_count = 0;
                        self.collect((self.stats.minor + self.stats.major) % 8 == 7);
                    } else if self.cursor.add(words) > self.nursery_end() {
                        self.collect(false);
                    }
                }
                None => self.collect(false),
            }
            let p = self.cursor;
            self.cursor = p.add(words);
            self.reset_limit();
            *p = header;
            p
        }
    }

    fn check_limit(&self, more: usize) {
        if let Some(max) = self.config.max_heap
            && self.old.allocated + more > max
        {
            // Cleaner reporting is the runtime's business; memory is gone, so nothing can be allocated for it.
            eprintln!("error: out of memory: heap limit of {max} bytes reached");
            std::process::exit(137);
        }
    }

    /// Write barrier: call after storing a reference into `object`.
    ///
    /// # Safety
    /// `object` is a live object.
    #[inline(always)]
    pub unsafe fn barrier(&mut self, object: *mut u64) {
        // SAFETY: live header.
        unsafe {
            if *object & (OLD | LOGGED) == OLD {
                self.log(object);
            }
        }
    }

    #[cold]
    #[inline(never)]
    unsafe fn log(&mut self, object: *mut u64) {
        // SAFETY: live header.
        unsafe { *object |= LOGGED }
        self.remembered.push(object);
    }

    /// Pushes a word that the collector keeps current; its index is the handle.
    pub fn push_handle(&mut self, word: u64) -> usize {
        self.handles.push(word);
        self.handles.len() - 1
    }
    pub fn handle(&self, i: usize) -> u64 {
        self.handles[i]
    }
    pub fn set_handle(&mut self, i: usize, word: u64) {
        self.handles[i] = word;
    }
    pub fn handle_mark(&self) -> usize {
        self.handles.len()
    }
    /// Drops handles from `mark` up.
    pub fn pop_handles(&mut self, mark: usize) {
        self.handles.truncate(mark);
    }

    /// Collects: always the nursery, and the old space too when `major` or when it has grown enough.
    pub fn collect(&mut self, major: bool) {
        let start = self.config.log.then(Instant::now);
        self.minor();
        let grown = self.old.allocated > self.trigger;
        if major || grown {
            self.major();
        }
        self.check_limit(0);
        if self.config.stress.is_some() {
            self.verify();
        }
        if let Some(t) = start {
            eprintln!(
                "[gc {:.3}s] {} {:.3} ms, old {} KiB",
                self.started.elapsed().as_secs_f64(),
                if major || grown { "major" } else { "minor" },
                t.elapsed().as_secs_f64() * 1e3,
                self.old.allocated / 1024
            );
        }
    }

    /// Visits the root slots of the mutator and the handle stack.
    fn visit_roots(&mut self, scope: Scope, f: &mut dyn FnMut(&mut Heap, *mut u64)) {
        let me: *mut Heap = self;
        if let Some(roots) = self.roots {
            // SAFETY: `set_roots`'s contract; the callback only touches heap memory and the slot.
            unsafe { (*roots).visit_roots(scope, &mut |slot| f(&mut *me, slot)) }
        }
        for i in 0..self.handles.len() {
            let slot: *mut u64 = &mut self.handles[i];
            f(self, slot);
        }
    }

    fn minor(&mut self) {
        self.stats.minor += 1;
        let remembered = std::mem::take(&mut self.remembered);
        self.visit_roots(Scope::Young, &mut |heap, slot| {
            // SAFETY: root slots are valid words.
            unsafe { heap.evacuate(slot) }
        });
        for p in remembered {
            // SAFETY: remembered objects are old, hence still where they were.
            unsafe {
                *p &= !LOGGED;
                self.evacuate_slots(p);
            }
        }
        while let Some(p) = self.work.pop() {
            // SAFETY: `work` holds objects just promoted.
            unsafe { self.evacuate_slots(p) }
        }
        if let Some(spare) = &mut self.spare {
            std::mem::swap(&mut self.nursery, spare);
            self.nursery.protect(true);
            spare.protect(false);
        }
        self.cursor = self.nursery.base;
        self.reset_limit();
    }

    unsafe fn evacuate_slots(&mut self, p: *mut u64) {
        // SAFETY: `p` is a live old object.
        unsafe {
            let (first, n) = object::slots(p);
            for i in 0..n {
                self.evacuate(first.add(i));
            }
        }
    }

    /// Moves the young object that `slot` refers to, if any, and updates the slot.
    #[inline]
    unsafe fn evacuate(&mut self, slot: *mut u64) {
        // SAFETY: slots hold valid words.
        unsafe {
            let word = *slot;
            if !is_ref(word) {
                return;
            }
            let p = word as *mut u64;
            let h = *p;
            if h & OLD != 0 && h & LIVE != 0 {
                return;
            }
            if h & LIVE == 0 {
                *slot = h;
                return;
            }
            debug_assert!(self.nursery.contains(p), "reference into nowhere");
            let words = object::size(p);
            let to = self.old.alloc(words);
            std::ptr::copy_nonoverlapping(p, to, words);
            *to = h | OLD;
            *p = to as u64;
            *slot = to as u64;
            self.stats.promoted += words as u64 * 8;
            self.work.push(to);
        }
    }

    fn major(&mut self) {
        self.stats.major += 1;
        // SAFETY: the world is stopped and the nursery is empty.
        unsafe {
            self.old.begin_mark();
            self.visit_roots(Scope::All, &mut |heap, slot| heap.mark(*slot));
            while let Some(p) = self.work.pop() {
                let (first, n) = object::slots(p);
                for i in 0..n {
                    self.mark(*first.add(i));
                }
            }
            self.old.end_mark();
        }
        self.trigger = (self.old.allocated * 2).max(32 << 20);
    }

    #[inline]
    unsafe fn mark(&mut self, word: u64) {
        if is_ref(word) {
            let p = word as *mut u64;
            // SAFETY: after a minor collection every reference is to a live old object.
            unsafe {
                if self.old.mark(p) {
                    self.work.push(p);
                }
            }
        }
    }

    /// Whether a word refers to memory that a collection has emptied.
    fn is_dead(&self, word: u64) -> bool {
        let p = word as *const u64;
        let emptied = |m: &Mapping| m.contains(p);
        // SAFETY: what is in neither mapping is an old object, whose header can be read.
        is_ref(word)
            && (emptied(&self.nursery)
                || self.spare.as_ref().is_some_and(emptied)
                || unsafe { *p & (LIVE | OLD) != LIVE | OLD })
    }

    /// Stress mode: after a collection no root and no old object refers to the nursery.
    fn verify(&mut self) {
        self.visit_roots(Scope::All, &mut |heap, slot| {
            // SAFETY: root slots are valid words.
            let word = unsafe { *slot };
            assert!(!heap.is_dead(word), "a root that was not visited keeps a dead reference");
        });
        let me: *mut Heap = self;
        // SAFETY: the world is stopped.
        unsafe {
            (*me).old.for_each(&mut |p| {
                let (first, n) = object::slots(p);
                for i in 0..n {
                    assert!(
                        !self.is_dead(*first.add(i)),
                        "old object {p:?} (header {:#x}) keeps a dead reference in slot {i}",
                        *p
                    );
                }
            });
        }
    }

    /// Bytes of old space in use.
    pub fn old_bytes(&self) -> usize {
        self.old.allocated
    }
}

#[cfg(test)]
mod tests;
