//! Where nurseries are: next to one another in one range of addresses, so that whether a word refers to a young object shows
//! without a look at the object.

use std::ops::Range;
use std::sync::Mutex;

use crate::object::is_ref;

/// Nurseries that there is room for: address space only, until they are used.
const SPACES: usize = 256;

/// Bytes of a page, or a multiple.
const PAGE: usize = 1 << 16;

/// The range, and which parts of it are taken.
pub(crate) struct Young {
    base: *mut u64,
    /// Bytes of one part.
    bytes: usize,
    taken: Mutex<Vec<bool>>,
}

// SAFETY: the pointer is to memory that belongs to it; parts are handed out one at a time.
unsafe impl Send for Young {}
// SAFETY: as above.
unsafe impl Sync for Young {}

/// A part of the range: one nursery.
#[derive(Clone, Copy)]
pub(crate) struct Space {
    pub base: *mut u64,
    pub bytes: usize,
}

impl Young {
    /// A range for nurseries of so many bytes.
    pub fn new(bytes: usize) -> Young {
        // SAFETY: a fresh anonymous mapping.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                bytes * SPACES,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        assert!(base != libc::MAP_FAILED, "no address space for nurseries");
        Young { base: base as *mut u64, bytes, taken: Mutex::new(vec![false; SPACES]) }
    }

    /// All its addresses.
    pub fn range(&self) -> Range<usize> {
        self.base as usize..self.base as usize + self.bytes * SPACES
    }

    fn space(&self, i: usize) -> Space {
        // SAFETY: inside the mapping.
        Space { base: unsafe { self.base.add(self.bytes / 8 * i) }, bytes: self.bytes }
    }

    /// A part that nobody has.
    pub fn take(&self) -> Space {
        let mut taken = self.taken.lock().expect("nobody panics with the lock");
        let free = taken.iter().position(|t| !t).expect("there are fewer threads than nurseries");
        taken[free] = true;
        self.space(free)
    }

    /// A part is not used any more; its memory goes back to the system.
    pub fn give_back(&self, space: Space) {
        space.protect(true);
        // SAFETY: the part is in the mapping, and nobody's.
        unsafe { libc::madvise(space.base as *mut libc::c_void, space.bytes, libc::MADV_DONTNEED) };
        let i = (space.base as usize - self.base as usize) / self.bytes;
        self.taken.lock().expect("nobody panics with the lock")[i] = false;
    }
}

/// Whether a word refers to a young object, whose addresses `range` has.
#[inline]
pub(crate) fn holds(range: &Range<usize>, word: u64) -> bool {
    (word as usize).wrapping_sub(range.start) < range.len() && is_ref(word)
}

impl Drop for Young {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours.
        unsafe {
            libc::munmap(self.base as *mut libc::c_void, self.bytes * SPACES);
        }
    }
}

impl Space {
    /// Gives the pages after `end` back to the system: they read as zeros when they are used again.
    ///
    /// # Safety
    /// `end` lies in the space, and nothing that is needed after it.
    pub unsafe fn release_from(&self, end: *mut u64) {
        let whole = self.base as usize + self.bytes;
        let from = (end as usize).next_multiple_of(PAGE);
        if from < whole {
            // SAFETY: whole pages of the mapping; the caller's contract.
            unsafe { libc::madvise(from as *mut libc::c_void, whole - from, libc::MADV_DONTNEED) };
        }
    }

    pub fn protect(&self, accessible: bool) {
        let prot = if accessible { libc::PROT_READ | libc::PROT_WRITE } else { libc::PROT_NONE };
        // SAFETY: the part is whole pages of a mapping that lives as long as it.
        let rc = unsafe { libc::mprotect(self.base as *mut libc::c_void, self.bytes, prot) };
        assert_eq!(rc, 0, "mprotect on the heap's own mapping");
    }
}
