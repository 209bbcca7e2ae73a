//! The object format: all that the collector knows of an object.
//!
//! A *slot* is a 64-bit word that may hold a reference: it does when its low three bits are zero and it is
//! not null. Everything else in a slot is somebody else's immediate value and is left alone.
//!
//! Word 0 of every object is its header:
//!
//! ```text
//! bits  0..8   state: bit 0 always set (a clear bit 0 means: evacuated, the word is the new address)
//!              bit 1 OLD, bit 2 LOGGED (in the remembered set), bit 3 LARGE (in the large-object space)
//! bits  8..16  mark epoch (large objects only; small old objects have side bitmaps)
//! bits 16..24  slots: the number of reference slots, which come first after the header
//! bits 24..32  size in words with the header; 0 for arrays
//! bits 32..64  meta: the owner's, never read here
//! ```
//! An *array* has size 0 here and its whole size in words in word 1; its elements start at word 2 and are all
//! slots (slots = 255) or all plain data (slots = 0).

use std::sync::atomic::{AtomicU64, Ordering};

pub const LIVE: u64 = 1;
pub const OLD: u64 = 2;
pub const LOGGED: u64 = 4;
pub const LARGE: u64 = 8;

/// Words before the elements of an array.
pub const ARRAY_HEADER: usize = 2;
/// Largest size in words of an object that is not an array.
pub const MAX_SMALL: usize = 255;

/// Header of a fixed-size object.
pub const fn header(meta: u32, slots: usize, words: usize) -> u64 {
    LIVE | (slots as u64) << 16 | (words as u64) << 24 | (meta as u64) << 32
}

/// Header of an array of slots or of plain data.
pub const fn array_header(meta: u32, of_slots: bool) -> u64 {
    LIVE | (if of_slots { 255 } else { 0 }) << 16 | (meta as u64) << 32
}

/// Whether an object with that header has reference slots.
pub const fn has_slots(header: u64) -> bool {
    (header >> 16) as u8 != 0
}

/// Whether a slot's word is a reference.
#[inline(always)]
pub const fn is_ref(word: u64) -> bool {
    word & 7 == 0 && word != 0
}

/// Meta word of a header.
#[inline(always)]
pub const fn meta(header: u64) -> u32 {
    (header >> 32) as u32
}

/// Has the processor fetch what a word refers to, before somebody needs it. Any word will do.
#[inline(always)]
pub fn prefetch(word: u64) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch is a hint: any address will do.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(word as *const i8) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = word;
}

/// An object's header, bits of which others may be changing.
///
/// # Safety
/// `p` points to an object.
#[inline(always)]
unsafe fn header_of(p: *const u64) -> u64 {
    // SAFETY: the caller's contract.
    unsafe { AtomicU64::from_ptr(p as *mut u64) }.load(Ordering::Relaxed)
}

/// Size in words of the object at `p`.
///
/// # Safety
/// `p` points to an object with a live header.
#[inline(always)]
pub unsafe fn size(p: *const u64) -> usize {
    // SAFETY: the caller's contract.
    unsafe { size_of(header_of(p), p) }
}

/// Size in words of the object at `p`, whose header is known.
///
/// # Safety
/// `header` is or was that of the object at `p`.
#[inline(always)]
pub unsafe fn size_of(header: u64, p: *const u64) -> usize {
    match (header >> 24) as u8 {
        // SAFETY: the caller's contract; arrays keep their size in word 1.
        0 => unsafe { *p.add(1) as usize },
        n => n as usize,
    }
}

/// First slot and number of slots of the object at `p`.
///
/// # Safety
/// `p` points to an object with a live header.
#[inline(always)]
pub unsafe fn slots(p: *mut u64) -> (*mut u64, usize) {
    // SAFETY: the caller's contract.
    unsafe {
        let h = header_of(p);
        let n = (h >> 16) as u8 as usize;
        if (h >> 24) as u8 != 0 {
            (p.add(1), n)
        } else if n == 0 {
            (p, 0)
        } else {
            (p.add(ARRAY_HEADER), *p.add(1) as usize - ARRAY_HEADER)
        }
    }
}
