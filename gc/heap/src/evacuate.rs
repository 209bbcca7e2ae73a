//! Evacuation: what can be reached moves out of the nurseries. One thread does it or several, all of them stopped mutators.
//!
//! # Protocol
//!
//! - Each thread is an [`Evacuator`]: it has cells of the old space of its own, and a stack of objects that it has moved and
//!   whose slots it has yet to look at.
//! - A young object is *claimed* by whoever puts the new address into its header first, after the copy: nobody follows
//!   the address to a copy that is not complete, and whoever comes too late drops its own. Nothing else of a young object
//!   changes meanwhile.
//! - Old objects that may refer to young ones are listed in [`Shared`]; threads take pieces of the lists. One may be listed
//!   twice: both threads find the same in its slots, and write the same.
//! - A thread that has nothing left is *hungry*; another one that has plenty then gives away half of its stack. When all are
//!   hungry and nothing has been given away, all is done, and nobody begins any more.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use crate::object::{self, LIVE, LOGGED, OLD, is_ref};
use crate::old::{self, Cells, OldSpace};
use crate::young;

/// Listed objects that a thread takes at a time.
const PIECE: usize = 64;
/// How far ahead the processor fetches them.
const AHEAD: usize = 8;
/// Objects on a stack that are worth giving half of them away.
const PLENTY: usize = 64;
/// Times that a hungry thread looks for work before it lets others run.
const LOOKS: u32 = 200;

/// What the threads of an evacuation share.
pub(crate) struct Shared<'a> {
    space: Mutex<&'a mut OldSpace>,
    /// Addresses of young objects.
    young: Range<usize>,
    /// While the old space is being marked: what tells marked large objects ([`OldSpace::large_epoch`]).
    marking: Option<u64>,
    remembered: List<*mut u64>,
    cards: List<(*mut u64, usize)>,
    given: Mutex<Given>,
    /// Threads that are hungry.
    hungry: AtomicUsize,
    /// Something has been given away, or all is done.
    fed: AtomicBool,
    found: Mutex<Found>,
}

// SAFETY: pointers to objects, which all threads may work with as the protocol says, while all mutators are stopped.
unsafe impl Sync for Shared<'_> {}

/// What has been given away.
#[derive(Default)]
struct Given {
    stacks: Vec<Vec<*mut u64>>,
    /// Threads that are not hungry.
    busy: usize,
    done: bool,
}

/// What comes out of it.
#[derive(Default)]
pub(crate) struct Found {
    /// Old objects that have been marked.
    pub marked: Vec<*mut u64>,
    /// Bytes.
    pub promoted: u64,
}

/// A list that is taken piece by piece.
struct List<T> {
    all: Vec<T>,
    next: AtomicUsize,
}

impl<T> List<T> {
    fn new(all: Vec<T>) -> List<T> {
        List { all, next: AtomicUsize::new(0) }
    }

    fn piece(&self) -> Option<&[T]> {
        let from = self.next.fetch_add(PIECE, Ordering::Relaxed);
        let rest = self.all.get(from..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(PIECE)])
    }
}

impl<'a> Shared<'a> {
    /// `remembered` and `cards` list where old objects may refer to young ones.
    pub fn new(
        space: &'a mut OldSpace,
        young: Range<usize>,
        marking: bool,
        remembered: Vec<*mut u64>,
        cards: Vec<(*mut u64, usize)>,
    ) -> Shared<'a> {
        Shared {
            marking: marking.then(|| space.large_epoch()),
            space: Mutex::new(space),
            young,
            remembered: List::new(remembered),
            cards: List::new(cards),
            given: Mutex::default(),
            hungry: AtomicUsize::new(0),
            fed: AtomicBool::new(false),
            found: Mutex::default(),
        }
    }

    fn space(&self) -> MutexGuard<'_, &'a mut OldSpace> {
        self.space.lock().expect("nobody panics with the old space")
    }

    fn given(&self) -> MutexGuard<'_, Given> {
        self.given.lock().expect("nobody panics with what was given away")
    }

    /// Takes part, unless all is done.
    pub fn help(&self) {
        {
            let mut given = self.given();
            if given.done {
                return;
            }
            given.busy += 1;
        }
        let mut e = Evacuator::<true>::new(self);
        e.run();
        e.end();
    }

    pub fn into_found(self) -> Found {
        self.found.into_inner().expect("nobody panics with what has been found")
    }
}

/// One thread of an evacuation. `SHARED`: there are others.
pub(crate) struct Evacuator<'a, 'o, const SHARED: bool> {
    shared: &'a Shared<'o>,
    cells: Cells,
    /// Objects just moved.
    work: Vec<*mut u64>,
    found: Found,
}

impl<'a, 'o, const SHARED: bool> Evacuator<'a, 'o, SHARED> {
    fn new(shared: &'a Shared<'o>) -> Self {
        let cells = shared.space().take_cells();
        Evacuator { shared, cells, work: Vec::new(), found: Found::default() }
    }

    /// The first thread, which sees to what is not listed before it calls [`Evacuator::run`].
    pub fn first(shared: &'a Shared<'o>) -> Self {
        shared.given().busy += 1;
        Evacuator::new(shared)
    }

    /// Hands in what has been found.
    pub fn end(self) {
        self.shared.space().give_back(self.cells);
        let mut found = self.shared.found.lock().expect("nobody panics with what has been found");
        found.promoted += self.found.promoted;
        match found.marked.is_empty() {
            true => found.marked = self.found.marked,
            false => found.marked.extend(self.found.marked),
        }
    }

    /// A slot of a root.
    ///
    /// # Safety
    /// It holds a valid word.
    pub unsafe fn root(&mut self, slot: *mut u64) {
        // SAFETY: the caller's contract.
        unsafe { self.range(slot, 1, self.shared.marking) }
    }

    /// Works until all is done.
    pub fn run(&mut self) {
        // Roots have left some.
        self.drain();
        while let Some(piece) = self.shared.cards.piece() {
            for (i, &(p, card)) in piece.iter().enumerate() {
                if let Some(&(p, card)) = piece.get(i + AHEAD) {
                    // SAFETY: as below.
                    unsafe { old::prefetch_card(p, card) };
                }
                // SAFETY: the cards are those of live large arrays; what dies goes after this.
                unsafe {
                    let (first, mut bits) = old::take_card(p, card);
                    let again = self.again(p);
                    while bits != 0 {
                        self.range(first.add(bits.trailing_zeros() as usize), 1, again);
                        bits &= bits - 1;
                    }
                }
            }
            self.drain();
        }
        while let Some(piece) = self.shared.remembered.piece() {
            for (i, &p) in piece.iter().enumerate() {
                if let Some(&p) = piece.get(i + AHEAD) {
                    object::prefetch(p as u64);
                }
                // SAFETY: remembered objects are old, hence still where they were.
                unsafe {
                    if SHARED {
                        AtomicU64::from_ptr(p).fetch_and(!LOGGED, Ordering::Relaxed);
                    } else {
                        *p &= !LOGGED;
                    }
                    self.slots(p, self.again(p));
                }
            }
            self.drain();
        }
        while SHARED && self.take_given() {
            self.drain();
        }
    }

    /// Whether what an old object refers to is to be marked, and how.
    unsafe fn again(&self, p: *mut u64) -> Option<u64> {
        // SAFETY: the caller has a live old object.
        self.shared.marking.filter(|&epoch| unsafe { old::is_marked(p, epoch) })
    }

    fn drain(&mut self) {
        while let Some(p) = self.work.pop() {
            if SHARED && self.work.len() > PLENTY && self.shared.hungry.load(Ordering::Relaxed) > 0 {
                self.give();
            }
            // SAFETY: `work` holds objects just moved.
            unsafe { self.slots(p, self.shared.marking) }
        }
    }

    /// Gives half of the work away, unless there is something already.
    fn give(&mut self) {
        if self.shared.fed.load(Ordering::Relaxed) {
            return;
        }
        let half = self.work.drain(..self.work.len() / 2).collect();
        let mut given = self.shared.given();
        given.stacks.push(half);
        self.shared.fed.store(true, Ordering::Release);
    }

    /// Waits for what others give away; false when all is done.
    fn take_given(&mut self) -> bool {
        let shared = self.shared;
        let mut given = shared.given();
        given.busy -= 1;
        shared.hungry.fetch_add(1, Ordering::Relaxed);
        let mut looks = 0;
        loop {
            if let Some(stack) = given.stacks.pop() {
                given.busy += 1;
                shared.hungry.fetch_sub(1, Ordering::Relaxed);
                shared.fed.store(!given.stacks.is_empty(), Ordering::Relaxed);
                self.work = stack;
                return true;
            }
            if given.busy == 0 {
                given.done = true;
                shared.fed.store(true, Ordering::Release);
            }
            if given.done {
                return false;
            }
            drop(given);
            while !shared.fed.load(Ordering::Acquire) {
                looks += 1;
                match looks % LOOKS {
                    0 => std::thread::yield_now(),
                    _ => std::hint::spin_loop(),
                }
            }
            given = shared.given();
        }
    }

    #[inline]
    unsafe fn slots(&mut self, p: *mut u64, mark: Option<u64>) {
        // SAFETY: `p` is a live old object.
        unsafe {
            let (first, n) = object::slots(p);
            self.range(first, n, mark);
        }
    }

    /// Moves what slots refer to, and marks it if `mark` says how.
    unsafe fn range(&mut self, first: *mut u64, n: usize, mark: Option<u64>) {
        for i in 0..n {
            // SAFETY: the caller's slots are roots, or those of a live old object. Others may write the same to them.
            unsafe {
                let slot = AtomicU64::from_ptr(first.add(i));
                let mut word = slot.load(Ordering::Relaxed);
                // The address alone tells: a look at every old object would cost a cache miss each.
                if young::holds(&self.shared.young, word) {
                    word = self.moved(word as *mut u64) as u64;
                    slot.store(word, Ordering::Relaxed);
                }
                if let Some(epoch) = mark
                    && is_ref(word)
                    && old::mark::<SHARED>(word as *mut u64, epoch)
                {
                    self.found.marked.push(word as *mut u64);
                }
            }
        }
    }

    /// Where the young object at `p` is now.
    unsafe fn moved(&mut self, p: *mut u64) -> *mut u64 {
        // SAFETY: `p` is a young object, of which nothing changes but its header, when it is claimed.
        unsafe {
            let header = AtomicU64::from_ptr(p);
            let h = header.load(Ordering::Acquire);
            if h & LIVE == 0 {
                return h as *mut u64;
            }
            let words = object::size_of(h, p);
            let space = self.shared;
            let to = self.cells.alloc(words, |class, used| space.space().next_block(class, used));
            *to = h | OLD;
            std::ptr::copy_nonoverlapping(p.add(1), to.add(1), words - 1);
            if SHARED {
                let claimed = header.compare_exchange(h, to as u64, Ordering::AcqRel, Ordering::Acquire);
                if let Err(other) = claimed {
                    self.cells.undo(words, to);
                    return other as *mut u64;
                }
            } else {
                header.store(to as u64, Ordering::Relaxed);
            }
            if let Some(epoch) = self.shared.marking {
                old::mark::<SHARED>(to, epoch);
            }
            self.found.promoted += words as u64 * 8;
            self.work.push(to);
            to
        }
    }
}
