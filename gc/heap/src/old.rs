//! The old space: size-class blocks with side mark bitmaps, and large objects one by one.
//!
//! Nothing here moves. A block is [`BLOCK`] bytes, aligned to its size, so that an object finds its block by
//! masking.
//!
//! A cycle is: [`OldSpace::begin_mark`], any number of [`mark`] (what is allocated meanwhile is marked),
//! [`OldSpace::end_mark`], then [`OldSpace::sweep`] in slices until it is through. The allocator sweeps a block itself
//! when it wants cells of one that the slices have not come to. Between cycles every block is swept and no mark is set.
//!
//! Several threads may allocate and mark at the same time, each from [`Cells`] of its own: a block is current in one of them
//! at most. Only the search for another block is done in turn.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use crate::blocks::Blocks;
use crate::object;

/// Bytes of a block, and its alignment.
pub const BLOCK: usize = 64 * 1024;
const HEADER_WORDS: usize = 80;
const BITMAP_WORDS: usize = 64;
/// Cells are at least two words, so a mark bit covers 16 bytes.
const CELL_SHIFT: usize = 4;

/// Cell sizes in words.
const CLASSES: [u16; 27] = [
    2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256,
];
/// Blocks that an allocation looks at before it takes a new one.
const SEARCH: usize = 8;
/// Bytes of memory that are freed between looks at the clock.
const PIECE: usize = 1 << 20;
/// Bytes of a page, or a multiple.
const PAGE: usize = 1 << 16;
/// Objects above this many words are large.
pub const MAX_CELL: usize = 256;

#[repr(C)]
struct BlockHeader {
    cell_words: u32,
    cells: u32,
    /// Head of the free list: cells linked through word 1, word 0 zero.
    free: *mut u64,
    swept: u64,
    /// Somebody's current one.
    taken: bool,
    pad: [u64; HEADER_WORDS - BITMAP_WORDS - 4],
    marks: [u64; BITMAP_WORDS],
}

/// Where the marks are in a block.
const MARKS: usize = std::mem::offset_of!(BlockHeader, marks);

const _: () = assert!(size_of::<BlockHeader>() == HEADER_WORDS * 8);
// 16 bytes a bit: 64 words of 64 bits cover 64 KiB.
const _: () = assert!((BITMAP_WORDS * 64) << CELL_SHIFT == BLOCK);

/// The class of a size in words.
const CLASS_OF: [u8; MAX_CELL + 1] = {
    let mut class_of = [0; MAX_CELL + 1];
    let (mut words, mut class) = (0, 0);
    while words <= MAX_CELL {
        if (CLASSES[class] as usize) < words {
            class += 1;
        }
        class_of[words] = class as u8;
        words += 1;
    }
    class_of
};

/// What one thread allocates from: of each class the block that is current, or null. It has been swept since the last mark.
pub struct Cells {
    current: [*mut BlockHeader; CLASSES.len()],
    /// Bytes that have been handed out since the cells were taken.
    bytes: usize,
}

impl Cells {
    /// Memory for an object of `words` words, [`MAX_CELL`] at most; contents undefined. `more` gives a block of a class, by
    /// [`OldSpace::next_block`], when the current one is used up.
    #[inline]
    pub fn alloc(&mut self, words: usize, more: impl FnOnce(usize, BlockPtr) -> BlockPtr) -> *mut u64 {
        let class = CLASS_OF[words] as usize;
        self.bytes += CLASSES[class] as usize * 8;
        let current = &mut self.current[class];
        // SAFETY: current blocks are live, and nobody else's.
        unsafe {
            if current.is_null() || (**current).free.is_null() {
                *current = more(class, BlockPtr(*current)).0;
            }
            let cell = (**current).free;
            (**current).free = *cell.add(1) as *mut u64;
            cell
        }
    }

    /// Takes back the cell of `words` words that was allocated last.
    ///
    /// # Safety
    /// Nobody has it.
    pub unsafe fn undo(&mut self, words: usize, cell: *mut u64) {
        let class = CLASS_OF[words] as usize;
        self.bytes -= CLASSES[class] as usize * 8;
        // SAFETY: the cell comes from the current block.
        unsafe {
            let block = self.current[class];
            *cell = 0;
            *cell.add(1) = (*block).free as u64;
            (*block).free = cell;
        }
    }
}

/// A block between [`Cells`] and the space.
pub struct BlockPtr(*mut BlockHeader);

struct Class {
    blocks: Vec<*mut BlockHeader>,
    /// Where in `blocks` the search for free cells goes on, and how many have yet to be looked at since the last mark. It
    /// goes round, so that full blocks do not hide the others from one cycle after the other.
    next: usize,
    left: usize,
}

impl Class {
    /// A block that has free cells, if one of the next few has: a heap of which all is alive would be swept whole in search
    /// of one.
    fn search(&mut self, epoch: u64) -> Option<*mut BlockHeader> {
        for _ in 0..SEARCH {
            self.left = self.left.checked_sub(1)?;
            if self.next >= self.blocks.len() {
                self.next = 0;
            }
            let &b = self.blocks.get(self.next)?;
            self.next += 1;
            // SAFETY: blocks in the list are live allocations of the space.
            unsafe {
                if (*b).swept != epoch {
                    sweep(b, epoch);
                }
                if !(*b).free.is_null() && !(*b).taken {
                    return Some(b);
                }
            }
        }
        None
    }
}

/// The old space.
pub struct OldSpace {
    classes: Vec<Class>,
    blocks: Blocks,
    /// What threads allocate from, when none does.
    cells: Vec<Cells>,
    large: Vec<*mut u64>,
    /// Dead large objects, and the bytes of each whose memory has not gone back to the system yet.
    dying: Vec<(*mut u64, usize)>,
    /// Counts finished marks; a block whose `swept` differs still holds the garbage of the last one.
    epoch: u64,
    /// Bytes in cells and large objects handed out since, and live at, the last mark.
    pub allocated: usize,
    marking: bool,
    /// Bytes found live by the mark that is going on, what was allocated since it began included.
    pub live: usize,
    /// Where the slices of sweeping stand: class and block.
    sweeping: Option<(usize, usize)>,
}

/// Words of a large array that one byte after its last word stands for, its *card*: a bit for each, set when the slot was
/// written to since the last minor collection.
const CARD: usize = 8;

/// Layout of a large object; arrays of slots are followed by their cards.
fn large_layout(words: usize, of_slots: bool) -> Layout {
    let cards = if of_slots { words.div_ceil(CARD).next_multiple_of(8) } else { 0 };
    Layout::from_size_align(words * 8 + cards, 16).expect("size checked by the caller")
}

/// The layout of the large object at `p`.
///
/// # Safety
/// `p` is a live large object.
unsafe fn layout_of(p: *mut u64) -> Layout {
    // SAFETY: the caller's contract.
    unsafe { large_layout(object::size(p), object::slots(p).1 > 0) }
}

/// Whether the bit of a slot of a large array is set.
///
/// # Safety
/// `slot` is one of the large array of slots at `p`.
#[inline(always)]
pub unsafe fn is_card_set(p: *mut u64, slot: *const u64) -> bool {
    // SAFETY: the caller's contract.
    unsafe {
        let word = slot.offset_from(p) as usize;
        card(p, word / CARD).load(Ordering::Relaxed) >> (word % CARD) & 1 != 0
    }
}

/// Sets the bit of a slot of a large array: the number of its card if no bit of that was set before.
///
/// # Safety
/// `slot` is one of the large array of slots at `p`.
pub unsafe fn set_card(p: *mut u64, slot: *const u64) -> Option<usize> {
    // SAFETY: the caller's contract. Several mutators may do this at once.
    unsafe {
        let word = slot.offset_from(p) as usize;
        let before = card(p, word / CARD).fetch_or(1 << (word % CARD), Ordering::Relaxed);
        (before == 0).then_some(word / CARD)
    }
}

/// Clears a card: the first of its words, and the bits that were set.
///
/// # Safety
/// `number` is that of a card of the large array of slots at `p`.
pub unsafe fn take_card(p: *mut u64, number: usize) -> (*mut u64, u8) {
    // SAFETY: the caller's contract.
    unsafe { (p.add(number * CARD), card(p, number).swap(0, Ordering::Relaxed)) }
}

/// # Safety
/// As for [`take_card`].
#[inline(always)]
unsafe fn card<'a>(p: *mut u64, number: usize) -> &'a AtomicU8 {
    // SAFETY: the layout has a byte for each `CARD` words.
    unsafe { AtomicU8::from_ptr((p.add(object::size(p)) as *mut u8).add(number)) }
}

/// Has the processor fetch a card and its words.
///
/// # Safety
/// As for [`take_card`].
#[inline]
pub unsafe fn prefetch_card(p: *mut u64, number: usize) {
    // SAFETY: the caller's contract.
    unsafe {
        object::prefetch(p.add(number * CARD) as u64);
        object::prefetch(card(p, number).as_ptr() as u64);
    }
}

impl OldSpace {
    pub fn new() -> Self {
        OldSpace {
            classes: CLASSES.iter().map(|_| Class { blocks: Vec::new(), next: 0, left: 0 }).collect(),
            blocks: Blocks::default(),
            cells: Vec::new(),
            large: Vec::new(),
            dying: Vec::new(),
            epoch: 0,
            allocated: 0,
            marking: false,
            live: 0,
            sweeping: None,
        }
    }

    /// What a thread is to allocate from, until it gives it back.
    pub fn take_cells(&mut self) -> Cells {
        let cells = self.cells.pop();
        cells.unwrap_or(Cells { current: [std::ptr::null_mut(); CLASSES.len()], bytes: 0 })
    }

    pub fn give_back(&mut self, mut cells: Cells) {
        let bytes = std::mem::take(&mut cells.bytes);
        self.allocated += bytes;
        if self.marking {
            self.live += bytes;
        }
        self.cells.push(cells);
    }

    /// A block of the class that has free cells and is nobody's, for one that has been used up (or null).
    pub fn next_block(&mut self, class: usize, used: BlockPtr) -> BlockPtr {
        let epoch = self.epoch;
        let blocks = &mut self.classes[class];
        let block = blocks.search(epoch).unwrap_or_else(|| {
            let b = new_block(self.blocks.take(), CLASSES[class] as usize, epoch);
            blocks.blocks.push(b);
            b
        });
        // SAFETY: both are in the list, whose blocks are live allocations of this space.
        unsafe {
            if !used.0.is_null() {
                (*used.0).taken = false;
            }
            (*block).taken = true;
        }
        BlockPtr(block)
    }

    /// Memory for a large object; contents undefined, cards clear.
    pub fn alloc_large(&mut self, words: usize, of_slots: bool) -> *mut u64 {
        let layout = large_layout(words, of_slots);
        // Nobody else may come to sweep for a long time: what is dead makes room for what is new.
        let mut freed = 0;
        while freed < 2 * layout.size() {
            match self.free_large() {
                0 => break,
                bytes => freed += bytes,
            }
        }
        // SAFETY: the layout is not empty.
        let p = unsafe { alloc(layout) } as *mut u64;
        if p.is_null() {
            handle_alloc_error(layout);
        }
        // SAFETY: the cards follow the words.
        unsafe { (p.add(words) as *mut u8).write_bytes(0, layout.size() - words * 8) };
        self.allocated += words * 8;
        if self.marking {
            self.live += words * 8;
        }
        self.large.push(p);
        p
    }

    /// What a large object's header says after the mark that is going on, or the last one, has found it; never 0, which a
    /// new one says.
    pub fn large_epoch(&self) -> u64 {
        (self.epoch + self.marking as u64) % 255 + 1
    }

    /// Header bits of a large object that is allocated now.
    pub fn new_large(&self) -> u64 {
        if self.marking { self.large_epoch() << 8 } else { 0 }
    }

    /// Starts a mark, by [`mark`]: nothing is marked.
    ///
    /// # Safety
    /// The last cycle is over: [`OldSpace::sweep`] is through. The world is stopped.
    pub unsafe fn begin_mark(&mut self) {
        debug_assert!(!self.marking && self.sweeping.is_none());
        self.marking = true;
        self.live = 0;
    }

    /// Counts an object that was marked as live.
    ///
    /// # Safety
    /// `p` is a live object of this space.
    #[inline]
    pub unsafe fn count_live(&mut self, p: *const u64) {
        // SAFETY: the caller's contract.
        let words = unsafe { object::size(p) };
        let words = if words > MAX_CELL { words } else { CLASSES[CLASS_OF[words] as usize] as usize };
        self.live += words * 8;
    }

    /// Ends a mark, while no thread has cells: leaves dead large objects and blocks to be swept, corrects `allocated`.
    ///
    /// # Safety
    /// Every reachable object has been marked.
    pub unsafe fn end_mark(&mut self) {
        let epoch = self.large_epoch();
        self.large.retain(|&p| {
            // SAFETY: large objects in the list are live allocations with valid headers.
            unsafe {
                let keep = (*p >> 8) & 0xff == epoch;
                if !keep {
                    self.dying.push((p, layout_of(p).size()));
                }
                keep
            }
        });
        self.marking = false;
        self.epoch += 1;
        self.allocated = self.live;
        for current in self.cells.iter_mut().flat_map(|c| &mut c.current) {
            let block = std::mem::replace(current, std::ptr::null_mut());
            if !block.is_null() {
                // SAFETY: current blocks are live.
                unsafe { (*block).taken = false };
            }
        }
        for c in &mut self.classes {
            c.left = c.blocks.len();
        }
        self.sweeping = Some((0, 0));
    }

    /// Frees dead large objects until `enough` says so; true when there are none left.
    fn sweep_large(&mut self, enough: &mut dyn FnMut() -> bool) -> bool {
        while self.free_large() > 0 {
            if enough() {
                return self.dying.is_empty();
            }
        }
        true
    }

    /// Frees a dead large object, or a piece of one: the system takes memory back page by page, which takes time. How many
    /// bytes; 0 when there is none left.
    fn free_large(&mut self) -> usize {
        let Some((p, rest)) = self.dying.last_mut() else { return 0 };
        // SAFETY: a dead object's memory is ours; of it only the header, which has its size, is read again.
        unsafe {
            if *rest > 2 * PIECE {
                *rest -= PIECE;
                release_pages((*p as *mut u8).add(*rest), PIECE);
                return PIECE;
            }
            let freed = *rest;
            dealloc(*p as *mut u8, layout_of(*p));
            self.dying.pop();
            freed
        }
    }

    /// Sweeps blocks that no allocation has come to, clears their marks and frees those that are empty, until `enough`
    /// says so; true when there is nothing left to do.
    pub fn sweep(&mut self, enough: &mut dyn FnMut() -> bool) -> bool {
        let Some((mut c, mut i)) = self.sweeping else { return true };
        if !self.sweep_large(enough) {
            return false;
        }
        while c < self.classes.len() {
            let class = &mut self.classes[c];
            let Some(&b) = class.blocks.get(i) else {
                (c, i) = (c + 1, 0);
                continue;
            };
            // SAFETY: blocks in the list are live allocations of this space; nothing refers to an empty one that has not
            // been allocated from since the mark.
            unsafe {
                if (*b).swept != self.epoch {
                    if (*b).marks == [0; BITMAP_WORDS] {
                        class.blocks.swap_remove(i);
                        self.blocks.give_back(b as *mut u8);
                        continue;
                    }
                    sweep(b, self.epoch);
                }
                (*b).marks = [0; BITMAP_WORDS];
            }
            i += 1;
            if enough() {
                self.sweeping = Some((c, i));
                return false;
            }
        }
        self.sweeping = None;
        true
    }

    /// Gives memory that is not in use back to the system.
    pub fn release(&self) {
        self.blocks.release();
    }

    /// Calls `f` on every object that the last mark found live or that was allocated since.
    ///
    /// # Safety
    /// The world is stopped.
    pub unsafe fn for_each(&mut self, f: &mut dyn FnMut(*mut u64)) {
        let epoch = self.epoch;
        for b in self.classes.iter().flat_map(|c| &c.blocks) {
            // SAFETY: blocks are live; free cells have a zero header.
            unsafe {
                if (**b).swept != epoch {
                    sweep(*b, epoch);
                }
                for i in 0..(**b).cells as usize {
                    let cell = (*b as *mut u64).add(HEADER_WORDS + i * (**b).cell_words as usize);
                    if *cell != 0 {
                        f(cell);
                    }
                }
            }
        }
        self.large.iter().for_each(|&p| f(p));
    }
}

impl Default for OldSpace {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for OldSpace {
    fn drop(&mut self) {
        for &p in self.large.iter().chain(self.dying.iter().map(|(p, _)| p)) {
            // SAFETY: each large object is an allocation of its own size.
            unsafe { dealloc(p as *mut u8, layout_of(p)) }
        }
    }
}

/// Has the processor fetch an object's header and its mark.
#[inline(always)]
pub(crate) fn prefetch(p: *const u64) {
    object::prefetch(p as u64);
    object::prefetch((block_of(p) as usize + MARKS + place_of(p).0 * 8) as u64);
}

/// Gives the whole pages in a range back to the system; what they hold is lost.
///
/// # Safety
/// The range is memory of ours whose contents nobody needs.
unsafe fn release_pages(from: *mut u8, bytes: usize) {
    let start = (from as usize).next_multiple_of(PAGE);
    let end = (from as usize + bytes) & !(PAGE - 1);
    if start < end {
        // SAFETY: whole pages within the caller's range.
        unsafe { libc::madvise(start as *mut libc::c_void, end - start, libc::MADV_DONTNEED) };
    }
}

fn block_of(p: *const u64) -> *mut BlockHeader {
    (p as usize & !(BLOCK - 1)) as *mut BlockHeader
}

/// Word and mask of a cell's mark.
fn place_of(cell: *const u64) -> (usize, u64) {
    let bit = (cell as usize & (BLOCK - 1)) >> CELL_SHIFT;
    (bit / 64, 1 << (bit % 64))
}

/// Marks the old object at `p`; true when it was not marked before. `epoch`: [`OldSpace::large_epoch`]. Others may do the same
/// meanwhile if `SHARED`.
///
/// # Safety
/// `p` is a live object; a mark is going on.
#[inline]
pub unsafe fn mark<const SHARED: bool>(p: *mut u64, epoch: u64) -> bool {
    // SAFETY: small objects lie in a block, whose header is at the aligned address.
    unsafe {
        let header = AtomicU64::from_ptr(p);
        let old = header.load(Ordering::Relaxed);
        if old & object::LARGE != 0 {
            let set = |h: u64| Some(h & !0xff00 | epoch << 8);
            let old = header.fetch_update(Ordering::Relaxed, Ordering::Relaxed, set).unwrap_or(old);
            return (old >> 8) & 0xff != epoch;
        }
        let (marks, mask) = mark_of(p);
        let old = marks.load(Ordering::Relaxed);
        if old & mask != 0 {
            return false;
        }
        if SHARED {
            return marks.fetch_or(mask, Ordering::Relaxed) & mask == 0;
        }
        marks.store(old | mask, Ordering::Relaxed);
        true
    }
}

/// Whether the mark that is going on has found the object.
///
/// # Safety
/// As for [`mark`].
pub unsafe fn is_marked(p: *mut u64, epoch: u64) -> bool {
    // SAFETY: as in `mark`.
    unsafe {
        let header = AtomicU64::from_ptr(p).load(Ordering::Relaxed);
        if header & object::LARGE != 0 {
            return (header >> 8) & 0xff == epoch;
        }
        let (marks, mask) = mark_of(p);
        marks.load(Ordering::Relaxed) & mask != 0
    }
}

/// The word of a cell's mark, and its mask.
///
/// # Safety
/// `cell` lies in a live block.
unsafe fn mark_of<'a>(cell: *const u64) -> (&'a AtomicU64, u64) {
    let (word, mask) = place_of(cell);
    // SAFETY: the caller's contract; marks are words of the block's header.
    (unsafe { AtomicU64::from_ptr(&raw mut (*block_of(cell)).marks[word]) }, mask)
}

fn new_block(memory: *mut u8, cell_words: usize, epoch: u64) -> *mut BlockHeader {
    // SAFETY: the memory is a block's, nobody's yet; the header and all cells lie inside it.
    unsafe {
        let b = memory as *mut BlockHeader;
        let cells = (BLOCK / 8 - HEADER_WORDS) / cell_words;
        b.write(BlockHeader {
            cell_words: cell_words as u32,
            cells: cells as u32,
            free: std::ptr::null_mut(),
            swept: epoch,
            taken: false,
            pad: [0; HEADER_WORDS - BITMAP_WORDS - 4],
            marks: [0; BITMAP_WORDS],
        });
        for i in (0..cells).rev() {
            let cell = (b as *mut u64).add(HEADER_WORDS + i * cell_words);
            *cell = 0;
            *cell.add(1) = (*b).free as u64;
            (*b).free = cell;
        }
        b
    }
}

/// Rebuilds the free list from the marks.
///
/// # Safety
/// `b` is a live block whose marks are those of the last finished mark.
unsafe fn sweep(b: *mut BlockHeader, epoch: u64) {
    // SAFETY: cells lie inside the block.
    unsafe {
        (*b).swept = epoch;
        (*b).free = std::ptr::null_mut();
        let words = (*b).cell_words as usize;
        for i in (0..(*b).cells as usize).rev() {
            let cell = (b as *mut u64).add(HEADER_WORDS + i * words);
            let (word, mask) = place_of(cell);
            if (*b).marks[word] & mask == 0 {
                *cell = 0;
                *cell.add(1) = (*b).free as u64;
                (*b).free = cell;
            }
        }
    }
}
