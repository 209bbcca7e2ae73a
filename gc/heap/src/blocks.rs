//! Memory for the old space's blocks, which comes from the system in larger pieces (*chunks*): aligned to their size, blocks
//! would leave gaps among what else the allocator of the process has.
//!
//! Chunks are not kept in large pages: reading what has not been read for long would be faster by a seventh, but a collection
//! that comes to a new page would wait for the system to clear it, some milliseconds on a virtual machine.

use std::alloc::{Layout, handle_alloc_error};
use std::collections::{BTreeMap, BTreeSet};

use crate::old::BLOCK;

/// Bytes of a chunk, and its alignment.
const CHUNK: usize = 2 << 20;
/// Blocks of a chunk: as many bits as tell which are free.
const BLOCKS: usize = CHUNK / BLOCK;

const _: () = assert!(BLOCKS == u32::BITS as usize);

/// See the module documentation.
#[derive(Default)]
pub(crate) struct Blocks {
    /// The free blocks of each chunk, by its address.
    chunks: BTreeMap<usize, u32>,
    /// The chunks that have some.
    partial: BTreeSet<usize>,
}

impl Blocks {
    /// Memory for a block, aligned to its size; contents undefined.
    pub fn take(&mut self) -> *mut u8 {
        let base = match self.partial.first() {
            Some(base) => *base,
            None => self.chunk(),
        };
        let free = self.chunks.get_mut(&base).expect("a partial chunk is one");
        let block = free.trailing_zeros() as usize;
        *free &= *free - 1;
        if *free == 0 {
            self.partial.remove(&base);
        }
        (base + block * BLOCK) as *mut u8
    }

    /// Takes a block back.
    ///
    /// # Safety
    /// It comes from here, and nobody uses it any more.
    pub unsafe fn give_back(&mut self, block: *mut u8) {
        let base = block as usize & !(CHUNK - 1);
        let free = self.chunks.get_mut(&base).expect("the block of a chunk");
        *free |= 1 << ((block as usize - base) / BLOCK);
        if *free == u32::MAX {
            self.chunks.remove(&base);
            self.partial.remove(&base);
            // SAFETY: the chunk is a mapping of ours, and none of its blocks is in use.
            unsafe { libc::munmap(base as *mut libc::c_void, CHUNK) };
        } else {
            self.partial.insert(base);
        }
    }

    /// Gives the memory of free blocks back to the system.
    pub fn release(&self) {
        for base in &self.partial {
            let free = self.chunks[base];
            for i in (0..BLOCKS).filter(|i| free >> i & 1 != 0) {
                // SAFETY: a block that nobody uses; it reads as zeros when it is used again.
                unsafe {
                    libc::madvise((base + i * BLOCK) as *mut libc::c_void, BLOCK, libc::MADV_DONTNEED);
                }
            }
        }
    }

    /// A new chunk, whose blocks are free.
    fn chunk(&mut self) -> usize {
        let base = map();
        self.chunks.insert(base, u32::MAX);
        self.partial.insert(base);
        base
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        for base in self.chunks.keys() {
            // SAFETY: each chunk is a mapping of ours.
            unsafe { libc::munmap(*base as *mut libc::c_void, CHUNK) };
        }
    }
}

/// Maps a chunk; its address.
fn map() -> usize {
    let bytes = 2 * CHUNK;
    // SAFETY: a fresh anonymous mapping.
    let all = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    if all == libc::MAP_FAILED {
        handle_alloc_error(Layout::from_size_align(CHUNK, CHUNK).expect("constant layout"));
    }
    let (from, end) = (all as usize, all as usize + bytes);
    let base = from.next_multiple_of(CHUNK);
    for (start, stop) in [(from, base), (base + CHUNK, end)] {
        if start < stop {
            // SAFETY: what is in front of the chunk and after it, whole pages of the mapping.
            unsafe { libc::munmap(start as *mut libc::c_void, stop - start) };
        }
    }
    base
}
