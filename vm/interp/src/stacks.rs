//! Stacks of strands that do not run.

/// Stack words that a strand starts with; it grows on demand.
const FIRST_STACK: usize = 32;
/// Stacks of ended strands that are kept for others, and the largest of them in words.
const SPARE_STACKS: usize = 256;
const SPARE_WORDS: usize = 8 * FIRST_STACK;

/// Where a strand's execution stands.
pub struct Saved {
    pub stack: Vec<u64>,
    pub pc: *const u64,
    pub base: *mut u64,
    pub fp: *mut u64,
    pub entry_fp: usize,
}

// SAFETY: the pointers are into the stack and into the program's code; whoever has the state has both for itself.
unsafe impl Send for Saved {}

/// The state of strands that have begun and do not run, by the strand's index; stacks for new ones.
#[derive(Default)]
pub struct Stacks {
    saved: Vec<Option<Saved>>,
    spare: Vec<Vec<u64>>,
}

impl Stacks {
    pub fn get(&self, strand: u32) -> Option<&Saved> {
        self.saved.get(strand as usize)?.as_ref()
    }

    pub fn put(&mut self, strand: u32, saved: Saved) {
        let i = strand as usize;
        if i >= self.saved.len() {
            self.saved.resize_with(i + 1, || None);
        }
        self.saved[i] = Some(saved);
    }

    pub fn take(&mut self, strand: u32) -> Option<Saved> {
        self.saved.get_mut(strand as usize)?.take()
    }

    /// A stack of at least so many words; what is in it is undefined.
    pub fn new_stack(&mut self, words: usize) -> Vec<u64> {
        match self.spare.pop() {
            Some(s) if s.len() >= words => s,
            _ => vec![0; words.max(FIRST_STACK)],
        }
    }

    /// Takes back the stack of a strand that has ended.
    pub fn give_back(&mut self, stack: Vec<u64>) {
        if stack.len() <= SPARE_WORDS && self.spare.len() < SPARE_STACKS {
            self.spare.push(stack);
        }
    }
}
