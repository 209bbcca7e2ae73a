//! The old space: size-class blocks with side mark bitmaps, and large objects one by one.
//!
//! Nothing here moves. A block is [`BLOCK`] bytes, aligned to its size, so that an object finds its block by
//! masking. Blocks are swept lazily: after a mark, the allocator sweeps a block when it next wants cells of its
//! class.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};

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
/// Objects above this many words are large.
pub const MAX_CELL: usize = 256;

#[repr(C)]
struct BlockHeader {
    cell_words: u32,
    cells: u32,
    /// Head of the free list: cells linked through word 1, word 0 zero.
    free: *mut u64,
    swept: u64,
    pad: [u64; HEADER_WORDS - BITMAP_WORDS - 3],
    marks: [u64; BITMAP_WORDS],
}

const _: () = assert!(size_of::<BlockHeader>() == HEADER_WORDS * 8);
// 16 bytes a bit: 64 words of 64 bits cover 64 KiB.
const _: () = assert!((BITMAP_WORDS * 64) << CELL_SHIFT == BLOCK);

#[derive(Default)]
struct Class {
    blocks: Vec<*mut BlockHeader>,
    /// Block being allocated from, and how far `blocks` has been tried since the last mark.
    current: usize,
}

/// The old space.
pub struct OldSpace {
    classes: Vec<Class>,
    class_of: [u8; MAX_CELL + 1],
    large: Vec<*mut u64>,
    /// Counts marks; a block whose `swept` differs still holds the garbage of the last mark.
    epoch: u64,
    /// Bytes in cells and large objects handed out since, and live at, the last mark.
    pub allocated: usize,
}

fn block_layout() -> Layout {
    Layout::from_size_align(BLOCK, BLOCK).expect("constant layout")
}

fn large_layout(words: usize) -> Layout {
    Layout::from_size_align(words * 8, 16).expect("size checked by the caller")
}

impl OldSpace {
    pub fn new() -> Self {
        let mut class_of = [0u8; MAX_CELL + 1];
        let mut c = 0;
        for (w, slot) in class_of.iter_mut().enumerate() {
            while (CLASSES[c] as usize) < w {
                c += 1;
            }
            *slot = c as u8;
        }
        OldSpace {
            classes: CLASSES.iter().map(|_| Class::default()).collect(),
            class_of,
            large: Vec::new(),
            epoch: 0,
            allocated: 0,
        }
    }

    /// Memory for an object of `words` words; contents undefined.
    pub fn alloc(&mut self, words: usize) -> *mut u64 {
        if words > MAX_CELL {
            return self.alloc_large(words);
        }
        let c = self.class_of[words] as usize;
        self.allocated += CLASSES[c] as usize * 8;
        let epoch = self.epoch;
        let class = &mut self.classes[c];
        loop {
            if let Some(&b) = class.blocks.get(class.current) {
                // SAFETY: blocks in the list are live allocations of this space.
                unsafe {
                    if (*b).swept != epoch {
                        sweep(b, epoch);
                    }
                    let cell = (*b).free;
                    if !cell.is_null() {
                        (*b).free = *cell.add(1) as *mut u64;
                        return cell;
                    }
                }
                class.current += 1;
            } else {
                class.blocks.push(new_block(CLASSES[c] as usize, epoch));
                class.current = class.blocks.len() - 1;
            }
        }
    }

    fn alloc_large(&mut self, words: usize) -> *mut u64 {
        let layout = large_layout(words);
        // SAFETY: the layout is not empty.
        let p = unsafe { alloc(layout) } as *mut u64;
        if p.is_null() {
            handle_alloc_error(layout);
        }
        self.allocated += words * 8;
        self.large.push(p);
        p
    }

    /// What a large object's header says after it has been marked; never 0, which a new one says.
    fn large_epoch(&self) -> u64 {
        self.epoch % 255 + 1
    }

    /// Starts a mark: nothing is marked.
    ///
    /// # Safety
    /// No marking is in progress; the world is stopped.
    pub unsafe fn begin_mark(&mut self) {
        // Lazy sweeping is finished first: marks of the last epoch still tell garbage from live cells.
        let epoch = self.epoch;
        for b in self.classes.iter().flat_map(|c| &c.blocks) {
            // SAFETY: blocks are live.
            unsafe {
                if (**b).swept != epoch {
                    sweep(*b, epoch);
                }
                (**b).marks = [0; BITMAP_WORDS];
            }
        }
        self.epoch += 1;
    }

    /// Marks the old object at `p`; true when it was not marked before.
    ///
    /// # Safety
    /// `p` is a live object of this space.
    #[inline]
    pub unsafe fn mark(&mut self, p: *mut u64) -> bool {
        // SAFETY: small objects lie in a block, whose header is at the aligned address.
        unsafe {
            if *p & object::LARGE != 0 {
                let epoch = self.large_epoch();
                let was = (*p >> 8) & 0xff;
                *p = *p & !0xff00 | epoch << 8;
                return was != epoch;
            }
            let b = (p as usize & !(BLOCK - 1)) as *mut BlockHeader;
            let bit = (p as usize & (BLOCK - 1)) >> CELL_SHIFT;
            let word = &mut (*b).marks[bit / 64];
            let mask = 1 << (bit % 64);
            let fresh = *word & mask == 0;
            *word |= mask;
            fresh
        }
    }

    /// Ends a mark: frees dead large objects, leaves blocks to be swept lazily, recounts `allocated`.
    ///
    /// # Safety
    /// Every reachable object has been marked.
    pub unsafe fn end_mark(&mut self) {
        let epoch = self.large_epoch();
        let mut live = 0;
        self.large.retain(|&p| {
            // SAFETY: large objects in the list are live allocations with valid headers.
            unsafe {
                let words = object::size(p);
                let keep = (*p >> 8) & 0xff == epoch;
                if keep {
                    live += words * 8;
                } else {
                    dealloc(p as *mut u8, large_layout(words));
                }
                keep
            }
        });
        for class in &mut self.classes {
            class.current = 0;
            class.blocks.retain(|&b| {
                // SAFETY: as above.
                unsafe {
                    let marked: u32 = (*b).marks.iter().map(|w| w.count_ones()).sum();
                    live += marked as usize * (*b).cell_words as usize * 8;
                    if marked == 0 {
                        dealloc(b as *mut u8, block_layout());
                    }
                    marked != 0
                }
            });
        }
        self.allocated = live;
    }

    /// Calls `f` on every object that the last mark found live or that was allocated since.
    ///
    /// # Safety
    /// The world is stopped and every block is swept (right after `begin_mark`, or via stress mode).
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
        for &p in &self.large {
            // SAFETY: each large object is an allocation of its own size.
            unsafe { dealloc(p as *mut u8, large_layout(object::size(p))) }
        }
        for b in self.classes.iter().flat_map(|c| &c.blocks) {
            // SAFETY: each block was allocated with this layout.
            unsafe { dealloc(*b as *mut u8, block_layout()) }
        }
    }
}

fn new_block(cell_words: usize, epoch: u64) -> *mut BlockHeader {
    // SAFETY: the layout is not empty; the header and all cells lie inside it.
    unsafe {
        let b = alloc(block_layout()) as *mut BlockHeader;
        if b.is_null() {
            handle_alloc_error(block_layout());
        }
        let cells = (BLOCK / 8 - HEADER_WORDS) / cell_words;
        b.write(BlockHeader {
            cell_words: cell_words as u32,
            cells: cells as u32,
            free: std::ptr::null_mut(),
            swept: epoch,
            pad: [0; HEADER_WORDS - BITMAP_WORDS - 3],
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
            let bit = (cell as usize & (BLOCK - 1)) >> CELL_SHIFT;
            if (*b).marks[bit / 64] & 1 << (bit % 64) == 0 {
                *cell = 0;
                *cell.add(1) = (*b).free as u64;
                (*b).free = cell;
            }
        }
    }
}
