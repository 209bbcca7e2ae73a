//! Memory for large things that are not the heap's.

/// What large pages are aligned to, in bytes.
const LARGE: usize = 2 << 20;
const WORD: usize = size_of::<u64>();

/// Zeroed words that will all be written, and where among them `words` of them are to be: at the beginning of a large page if
/// there are enough for one. The system is asked for large pages, as it takes one fault for each instead of five hundred, and
/// for the rest in one go.
pub fn zeroed(words: usize) -> (Vec<u64>, usize) {
    if words * WORD < LARGE {
        return (vec![0; words], 0);
    }
    // What is in front is never touched, and is no memory therefore.
    let all = vec![0u64; words + LARGE / WORD];
    let address = all.as_ptr() as usize;
    let start = (address.next_multiple_of(LARGE) - address) / WORD;
    #[cfg(target_os = "linux")]
    // SAFETY: the range is whole pages of ours, and what they hold stays as it is. Where the system does not know what is
    // asked for, it says so and nothing has happened.
    unsafe {
        let memory = all.as_ptr().add(start) as *mut libc::c_void;
        let whole = (words * WORD) & !(LARGE - 1);
        libc::madvise(memory, whole, libc::MADV_HUGEPAGE);
        libc::madvise(memory, words * WORD, libc::MADV_POPULATE_WRITE);
    }
    (all, start)
}
