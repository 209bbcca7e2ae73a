//! The structures that a recursive walk is inside of.

use native::{Ctx, Fail, Kept, Result, Word};

use crate::copy::{MAX_DEPTH, too_deep};

/// Finds out when a walk comes to a structure that it is inside of. Compares with every enclosing one while they are
/// few; deeper down with one of them, which is chosen anew whenever the depth has doubled (Brent): a cycle is walked a
/// few times round before it is noticed.
#[derive(Default)]
pub struct Enclosing {
    open: Vec<Kept>,
    mark: usize,
}

const FEW: usize = 32;

impl Enclosing {
    /// Goes into a structure; what it is to be left with, or `None` for a cycle.
    pub fn enter(&mut self, cx: &mut Ctx<'_>, v: Word) -> Result<Option<()>> {
        let depth = self.open.len();
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let cycle = if depth <= FEW {
            self.open.iter().any(|&o| cx.get(o) == v)
        } else {
            cx.get(self.open[self.mark.min(depth - 1)]) == v
        };
        if cycle {
            return Ok(None);
        }
        if depth.is_power_of_two() {
            self.mark = depth;
        }
        let k = cx.keep(v);
        self.open.push(k);
        Ok(Some(()))
    }

    pub fn leave(&mut self) {
        self.open.pop();
    }
}

/// The panic or error for a structure that contains itself.
pub const CYCLE: &str = "{ballerina}CyclicValueReferenceError";

pub fn cycle_message(cx: &Ctx<'_>, v: Word) -> String {
    format!("'{:#}' value has cyclic reference", cx.world.type_of(v))
}

pub fn cycle_panic(cx: &Ctx<'_>, v: Word) -> Fail {
    Fail::Panic(CYCLE, cycle_message(cx, v))
}
