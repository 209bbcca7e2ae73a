//! The managed heap.
//!
//! Generational and precise. New objects are bumped into the *nursery*; a minor collection evacuates the
//! survivors into the *old space*, which never moves and is marked and swept in slices (module `cycle`).
//! The heap knows nothing of Ballerina: its object format is in [`object`], and roots come from a
//! [`RootSource`].
//!
//! # Protocol
//!
//! - A [`Heap`] is one mutator's, a thread's. Several share an old space ([`Heap::join`]). A collection runs inside
//!   [`Heap::alloc`] (and [`Heap::collect`]) of one of them, while all others are stopped (module `safepoint`): in
//!   an allocation, in [`Heap::safepoint`], which each calls soon after its flag has been raised, or in [`Heap::outside`].
//!   It collects the nurseries of all.
//! - An object may be used by any mutator. How one gets to know of another's is the owner's business: there must be a lock
//!   or the like in between. Of headers mutators change no more than the LOGGED bit at the same time.
//! - Any allocation or safepoint may move every young object. A reference is valid after it only if it was re-read from a
//!   root that [`RootSource::visit_roots`] reported, or from the handle stack.
//! - After storing a reference into an object that existed before the last allocation, the mutator calls
//!   [`Heap::barrier`] on that object (before the next allocation). Objects allocated since the last
//!   allocation need none.
//! - The same holds after moving references within an object.
//! - An object's slots hold valid words before the next allocation.
//! - After a minor collection everything that can be reached is old, and old objects never move: a root source with many
//!   roots need not show a minor collection those that nothing has changed since the last one ([`Scope::Young`]).
//!
//! # Stress mode
//!
//! With `stress = n`, every n-th allocation collects; two nursery mappings alternate and the one left is made
//! inaccessible, so that a stale reference faults at its first use; every eighth collection is a major one; the
//! remembered set is verified after each collection.

// The model tests take the safepoint protocol in once more, over other primitives.
#![cfg_attr(test, allow(clippy::duplicate_mod))]

mod blocks;
mod collect;
mod cycle;
mod evacuate;
pub mod object;
pub mod old;
pub mod pages;
mod safepoint;
mod snapshot;
mod young;

/// What the safepoint protocol is made of; its tests use another one.
mod sync {
    pub use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
    pub use std::sync::{Arc, Condvar, Mutex, MutexGuard};
    use std::time::{Duration, Instant};

    /// How long a thread looks again and again for what is likely to come soon.
    const LIMIT: Duration = Duration::from_micros(100);

    /// Such a time.
    pub struct Patience(Instant);

    impl Patience {
        pub fn new() -> Patience {
            Patience(Instant::now())
        }

        /// A moment later: whether to look again.
        pub fn lasts(&self) -> bool {
            (0..20).for_each(|_| std::hint::spin_loop());
            self.0.elapsed() < LIMIT
        }
    }

    /// Another thread is about to do what is waited for.
    pub fn pause() {
        std::thread::yield_now();
    }
}

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use collect::Collector;
use cycle::Cycle;
use object::{ARRAY_HEADER, LARGE, LOGGED, OLD};
use old::{MAX_CELL, OldSpace};
use safepoint::{Safepoint, Stopped};
pub use snapshot::Snapshot;
use young::{Space, Young};

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

    /// Calls `visit` with some of the root slots that [`Scope::Young`] may leave out, those from number `from` on; the number
    /// at which the next ones begin, or nothing when there are none. What changes between two calls is shown by `visit_roots`.
    fn visit_quiet(&mut self, from: usize, visit: &mut dyn FnMut(*mut u64)) -> Option<usize> {
        let _ = from;
        self.visit_roots(Scope::All, visit);
        None
    }

    /// Calls `visit` with what a person would call each root slot, and the word in it.
    fn describe_roots(&mut self, visit: &mut dyn FnMut(&str, u64)) {
        // SAFETY: root slots are valid words.
        self.visit_roots(Scope::All, &mut |slot| visit("root", unsafe { *slot }));
    }

    /// The process is about to end because the heap has reached its limit. May allocate nothing in it.
    fn out_of_memory(&mut self) {}
}

#[derive(Clone, Debug)]
pub struct HeapConfig {
    /// Nursery size in bytes at first.
    pub nursery: usize,
    /// Bytes to which the nursery may grow while collections are short.
    pub max_nursery: usize,
    /// Collect at every n-th allocation.
    pub stress: Option<u32>,
    /// Old-space bytes above which the program is out of memory.
    pub max_heap: Option<usize>,
    /// A line on standard error per collection.
    pub log: bool,
}

impl Default for HeapConfig {
    fn default() -> Self {
        HeapConfig { nursery: 1 << 20, max_nursery: 4 << 20, stress: None, max_heap: None, log: false }
    }
}

/// Smallest size of an adaptive nursery.
const MIN_NURSERY: usize = 256 << 10;
/// A minor collection that takes longer makes the nursery smaller.
const LONG_PAUSE: Duration = Duration::from_micros(550);
/// One that takes less makes it larger.
const SHORT_PAUSE: Duration = Duration::from_micros(200);

/// Counters since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapStats {
    pub minor: u64,
    pub major: u64,
    /// Bytes promoted to the old space.
    pub promoted: u64,
}

/// The heap.
pub struct Heap {
    /// Next free word of the nursery.
    cursor: *mut u64,
    /// End of the nursery; equal to `cursor` in stress mode, so that every allocation takes the slow path.
    limit: *mut u64,
    nursery: Space,
    /// Bytes of the nursery that are used between two collections; see [`Heap::adapt`].
    room: usize,
    /// The other mapping of stress mode.
    spare: Option<Space>,
    remembered: Vec<*mut u64>,
    /// Cards of large arrays that are set.
    cards: Vec<(*mut u64, usize)>,
    roots: Option<*mut dyn RootSource>,
    /// Words held by native code; see [`Heap::push_handle`].
    handles: Vec<u64>,
    stress_count: u32,
    /// Counters of all mutators together, as of the last collection.
    pub stats: HeapStats,
    global: Arc<Global>,
    /// Raised when the mutator is to call [`Heap::safepoint`].
    flag: Arc<AtomicBool>,
    /// Its number among the mutators; `None` before it has settled at an address.
    member: Option<usize>,
}

/// How much of the old space a collection looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// A slice, if a cycle is going on or the old space has grown enough.
    Slice,
    /// A slice; a cycle is begun if none is going on.
    Begun,
    /// All.
    Full,
}

/// What the mutators share.
struct Global {
    config: HeapConfig,
    started: Instant,
    safepoint: Safepoint<HeapPtr>,
    young: Young,
    old: Mutex<Old>,
    /// Somebody has run out of memory.
    over: AtomicBool,
}

/// The old space, in the hands of one thread: for a collection, or a moment for a large object.
struct Old {
    space: OldSpace,
    cycle: Cycle,
    stats: HeapStats,
}

/// A mutator's heap, for whoever collects.
#[derive(Clone, Copy)]
struct HeapPtr(*mut Heap);

// SAFETY: used only by the thread that has brought the heap's owner to a stop.
unsafe impl Send for HeapPtr {}
// SAFETY: the old space's pointers are to memory that belongs to it.
unsafe impl Send for Old {}

impl HeapConfig {
    /// Whether an old space of so many bytes is too large.
    fn exceeded_by(&self, allocated: usize) -> bool {
        self.max_heap.is_some_and(|max| allocated > max)
    }
}

impl Global {
    /// Whether so many bytes more are too many.
    fn over_limit(&self, more: usize) -> bool {
        self.config.exceeded_by(self.old().space.allocated + more)
    }

    /// What collects, while the mutators are stopped.
    fn collector<'a>(&self, old: &'a mut Old, stopped: &Stopped<'_, HeapPtr>) -> Collector<'a> {
        Collector {
            old: &mut old.space,
            cycle: &mut old.cycle,
            stats: &mut old.stats,
            young: self.young.range(),
            heaps: stopped.members().into_iter().map(|h| h.0).collect(),
            check: self.config.stress.is_some(),
        }
    }

    fn old(&self) -> MutexGuard<'_, Old> {
        self.old.lock().expect("nobody panics with the old space")
    }
}

impl Heap {
    pub fn new(config: HeapConfig) -> Heap {
        let old = Old { space: OldSpace::new(), cycle: Cycle::new(), stats: HeapStats::default() };
        let most =
            if config.stress.is_some() { config.nursery } else { config.nursery.max(config.max_nursery) };
        Heap::of(Arc::new(Global {
            config,
            young: Young::new(most),
            started: Instant::now(),
            safepoint: Safepoint::new(),
            old: Mutex::new(old),
            over: AtomicBool::new(false),
        }))
    }

    /// Another mutator's heap: it shares the old space.
    pub fn join(&self) -> Heap {
        Heap::of(self.global.clone())
    }

    fn of(global: Arc<Global>) -> Heap {
        let room = global.config.nursery;
        let nursery = global.young.take();
        let spare = global.config.stress.map(|_| {
            let s = global.young.take();
            s.protect(false);
            s
        });
        let mut heap = Heap {
            cursor: nursery.base,
            limit: nursery.base,
            nursery,
            room,
            spare,
            remembered: Vec::new(),
            cards: Vec::new(),
            roots: None,
            handles: Vec::new(),
            stress_count: 0,
            stats: HeapStats::default(),
            global,
            flag: Arc::default(),
            member: None,
        };
        heap.reset_limit();
        heap
    }

    /// Sets the root source, and the flag that is raised when the mutator is to come to [`Heap::safepoint`]. The mutator is
    /// running from now on.
    ///
    /// # Safety
    /// `roots` outlives the heap's use and is not borrowed while the heap allocates or is stopped. The heap does not move
    /// any more.
    pub unsafe fn set_roots(&mut self, roots: *mut dyn RootSource, flag: Arc<AtomicBool>) {
        self.roots = Some(roots);
        self.flag = flag;
        self.member();
    }

    fn member(&mut self) -> usize {
        let me = HeapPtr(self);
        *self.member.get_or_insert_with(|| self.global.safepoint.join(me, self.flag.clone()))
    }

    /// Stops if another mutator wants to collect. To be called when the flag has been raised, after it has been lowered;
    /// else it does no harm.
    pub fn safepoint(&mut self) {
        let member = self.member();
        self.global.safepoint.poll(member);
    }

    /// Runs `f`, which does not use the heap or its objects; others may collect meanwhile.
    pub fn outside<T>(&mut self, f: impl FnOnce() -> T) -> T {
        let member = self.member();
        self.global.safepoint.go_out(member);
        let v = f();
        self.global.safepoint.come_in(member);
        v
    }

    /// Empties the nursery for good: before the heap of one of several mutators is dropped.
    pub fn retire(&mut self) {
        while self.cursor != self.nursery.base {
            self.collect(false);
        }
        self.roots = None;
    }

    fn nursery_end(&self) -> *mut u64 {
        // SAFETY: inside the mapping, or one past its end.
        unsafe { self.nursery.base.add(self.room / 8) }
    }

    fn reset_limit(&mut self) {
        self.limit = if self.global.config.stress.is_some() { self.cursor } else { self.nursery_end() };
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

    /// An array of `len` slots that begins with the first `n` of another one, which `from` finds once there is room. Other
    /// than those of [`Heap::alloc_array`], the stores that follow need [`Heap::barrier_at`]: of a large array no collection
    /// looks at more than what may have changed.
    ///
    /// # Safety
    /// `n` is not more than `len` or the other array's length. The caller keeps the module's protocol.
    pub unsafe fn grow_array(
        &mut self,
        meta: u32,
        len: usize,
        n: usize,
        from: impl FnOnce(&Heap) -> *const u64,
    ) -> *mut u64 {
        // SAFETY: the caller's contract; the new array is all ours until the next allocation.
        unsafe {
            let p = self.alloc_array(meta, true, len);
            let (source, target) = (from(self).wrapping_add(ARRAY_HEADER), p.add(ARRAY_HEADER));
            if *p & LARGE == 0 {
                if n > 0 {
                    std::ptr::copy_nonoverlapping(source, target, n);
                }
                return p;
            }
            let last = self.remembered.pop();
            debug_assert_eq!(last, Some(p), "a large array is remembered when it is allocated");
            *p &= !LOGGED;
            let range = self.global.young.range();
            for i in 0..n {
                let word = *source.add(i);
                *target.add(i) = word;
                if young::holds(&range, word) {
                    self.log_card(p, target.add(i));
                }
            }
            self.global.old().cycle.scan_later(p);
            p
        }
    }

    #[cold]
    #[inline(never)]
    unsafe fn alloc_slow(&mut self, header: u64, words: usize) -> *mut u64 {
        // SAFETY: protocol of the module.
        unsafe {
            if words > MAX_CELL {
                return self.alloc_large(header, words);
            }
            match self.global.config.stress {
                Some(n) => {
                    self.stress_count += 1;
                    if self.stress_count >= n {
                        self.stress_count = 0;
                        self.collect((self.stats.minor + self.stats.major) % 8 == 7);
                    }
                }
                None => self.collect(false),
            }
            while self.cursor.add(words) > self.nursery_end() {
                self.collect(false);
            }
            let p = self.cursor;
            self.cursor = p.add(words);
            self.reset_limit();
            *p = header;
            p
        }
    }

    unsafe fn alloc_large(&mut self, header: u64, words: usize) -> *mut u64 {
        let asked = |old: &Old| old.cycle.due(old.space.allocated + words * 8);
        let due = asked(&self.global.old());
        if let Some(whole) = due {
            self.collect(whole);
        }
        if self.global.over_limit(words * 8) {
            self.collect(true);
            if self.global.over_limit(words * 8) {
                self.out_of_memory();
            }
        }
        let mut old = self.global.old();
        let p = old.space.alloc_large(words, object::has_slots(header));
        let marked = old.space.new_large();
        drop(old);
        // Its slots will be filled with young references without a barrier: remember it at once.
        // SAFETY: fresh memory of so many words.
        unsafe { *p = header | OLD | LARGE | LOGGED | marked };
        self.remembered.push(p);
        p
    }

    /// The limit has been reached; nothing is stopped or locked.
    fn out_of_memory(&mut self) -> ! {
        if self.global.over.swap(true, Ordering::SeqCst) {
            // Another mutator has come here first, and ends the process.
            loop {
                self.outside(std::thread::park);
            }
        }
        let max = self.global.config.max_heap.unwrap_or(0);
        eprintln!("error: out of memory: heap limit of {max} bytes reached");
        if let Some(roots) = self.roots {
            // SAFETY: `set_roots`'s contract.
            unsafe { (*roots).out_of_memory() };
        }
        std::process::exit(137);
    }

    /// Write barrier: call after storing a reference into `object`.
    ///
    /// # Safety
    /// `object` is a live object.
    #[inline(always)]
    pub unsafe fn barrier(&mut self, object: *mut u64) {
        // SAFETY: live header. Several mutators may do this at once.
        let header = unsafe { AtomicU64::from_ptr(object) }.load(Ordering::Relaxed);
        if header & (OLD | LOGGED) == OLD {
            // SAFETY: the caller's contract.
            unsafe { self.log(object) }
        }
    }

    /// As [`Heap::barrier`], after storing into the slot `slot` of an array: of a large one, only that slot is looked
    /// at.
    ///
    /// # Safety
    /// `array` is a live array of slots, `slot` one of them.
    #[inline(always)]
    pub unsafe fn barrier_at(&mut self, array: *mut u64, slot: *mut u64) {
        // SAFETY: live header. Several mutators may do this at once.
        let header = unsafe { AtomicU64::from_ptr(array) }.load(Ordering::Relaxed);
        if header & (OLD | LOGGED) == OLD {
            // SAFETY: the caller's contract.
            unsafe {
                if header & LARGE == 0 {
                    self.log(array)
                } else if !old::is_card_set(array, slot) {
                    self.log_card(array, slot)
                }
            }
        }
    }

    #[cold]
    #[inline(never)]
    unsafe fn log_card(&mut self, array: *mut u64, slot: *mut u64) {
        // SAFETY: the caller's contract.
        if let Some(number) = unsafe { old::set_card(array, slot) } {
            self.cards.push((array, number));
        }
    }

    #[cold]
    #[inline(never)]
    unsafe fn log(&mut self, object: *mut u64) {
        // SAFETY: live header. If another mutator does the same, both remember the object and the result is the same; the
        // rest of the header changes only when all are stopped, or by the one that has the object for itself.
        unsafe { AtomicU64::from_ptr(object) }.fetch_or(LOGGED, Ordering::Relaxed);
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

    /// Collects all nurseries; and the whole old space when `major`, otherwise a slice of it when it has grown enough. If
    /// another mutator is about to collect, that counts.
    pub fn collect(&mut self, major: bool) {
        self.collect_as(if major { Extent::Full } else { Extent::Slice });
    }

    fn collect_as(&mut self, extent: Extent) {
        let member = self.member();
        let global = self.global.clone();
        let Some(stopped) = global.safepoint.stop_others(member) else { return };
        let (begun, cpu) = (Instant::now(), global.config.log.then(collect::thread_cpu));
        let mut old = global.old();
        let mut c = global.collector(&mut old, &stopped);
        let check = c.check;
        c.minor(begun, &stopped);
        match extent {
            _ if global.config.exceeded_by(c.old.allocated) => c.full(),
            Extent::Full => c.full(),
            Extent::Begun => c.step(begun, check, true),
            Extent::Slice => c.step(begun, check, false),
        }
        if check {
            c.verify();
        }
        let now = *c.stats;
        for heap in c.heaps {
            // SAFETY: all mutators are stopped.
            unsafe { (*heap).stats = now };
        }
        let over = global.config.exceeded_by(old.space.allocated);
        if let Some(cpu) = cpu {
            let phase = if extent == Extent::Full { "full" } else { old.cycle.phase() };
            let cpu = collect::thread_cpu().saturating_sub(cpu);
            collect::log(phase, global.started.elapsed(), begun.elapsed(), cpu, old.space.allocated);
        }
        drop(old);
        drop(stopped);
        if over {
            self.out_of_memory();
        }
    }

    /// To be called again and again while the program has nothing to do, until it says that it has done all it can: it
    /// collects, a slice at a time, when that is likely to be worth it, and gives unused memory back to the system.
    pub fn idle(&mut self) -> bool {
        let member = self.member();
        let global = self.global.clone();
        let likely = {
            let old = global.old();
            old.cycle.garbage_is_likely(old.space.allocated)
        };
        if likely {
            self.collect_as(Extent::Begun);
            return false;
        }
        let Some(stopped) = global.safepoint.stop_others(member) else { return false };
        for heap in stopped.members() {
            // SAFETY: all mutators are stopped; what is released lies above the objects.
            unsafe { (*heap.0).nursery.release_from((*heap.0).cursor) };
        }
        global.old().space.release();
        drop(stopped);
        #[cfg(target_env = "gnu")]
        // SAFETY: it may be called at any time.
        unsafe {
            libc::malloc_trim(0);
        }
        true
    }

    /// Chooses the nursery's size by what its collection took: long pauses make it smaller, short ones larger.
    /// A nursery whose first size is its largest keeps it.
    fn adapt(&mut self, pause: Duration) {
        if self.global.config.nursery >= self.global.config.max_nursery {
            return;
        }
        let used = self.used();
        if pause > LONG_PAUSE {
            self.room = (self.room / 2).max(MIN_NURSERY.min(self.nursery.bytes));
        } else if pause < SHORT_PAUSE && used * 2 > self.room {
            self.room = (self.room * 2).min(self.nursery.bytes);
        }
    }

    /// Bytes of the nursery in use.
    fn used(&self) -> usize {
        self.cursor as usize - self.nursery.base as usize
    }

    /// Nothing refers into the nursery any more.
    fn empty_nursery(&mut self) {
        if let Some(spare) = &mut self.spare {
            std::mem::swap(&mut self.nursery, spare);
            self.nursery.protect(true);
            spare.protect(false);
        }
        self.cursor = self.nursery.base;
        self.reset_limit();
    }

    /// Bytes of old space in use.
    pub fn old_bytes(&self) -> usize {
        self.global.old().space.allocated
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        if let Some(member) = self.member {
            self.global.safepoint.leave(member);
        }
        self.global.young.give_back(self.nursery);
        if let Some(spare) = self.spare {
            self.global.young.give_back(spare);
        }
    }
}

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;
