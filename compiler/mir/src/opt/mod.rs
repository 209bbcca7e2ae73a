//! Optimisation of a body, one pass per module.
//!
//! Registers are not in SSA form: a pass that moves or drops an instruction looks at definition and use counts first. A
//! register with one definition can be treated as a value, because the language assigns before it reads on every path.

mod cfg;
mod copies;
mod counts;
mod fields;
mod hoist;
mod immediates;
mod loops;
pub(crate) mod number;
mod rotate;

use crate::ir::Body;

/// Runs every pass.
pub fn run(body: &mut Body) {
    tidy(body);
    simplify(body);
    simplify(body);
    tidy(body);
    if rotate::run(body) {
        tidy(body);
    }
    number::run(body);
    simplify(body);
    if hoist::run(body) {
        number::run(body);
        simplify(body);
    }
    fields::run(body);
    tidy(body);
}

/// The graph without unreachable, empty and needlessly separate blocks.
fn tidy(body: &mut Body) {
    cfg::thread_jumps(body);
    cfg::compact(body);
    cfg::merge_blocks(body);
    cfg::compact(body);
}

fn simplify(body: &mut Body) {
    copies::propagate_copies(body);
    copies::propagate_values(body);
    copies::retarget_moves(body);
    immediates::run(body);
    copies::remove_dead(body);
}
