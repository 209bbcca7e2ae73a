//! The interpreter.
//!
//! [`machine`] owns the program, the strand stack and the values; [`handlers`] has one function per opcode.

mod annotations;
mod drive;
mod dump;
mod handlers;
mod load;
mod loads;
mod machine;
mod outside;
pub mod profile;
mod program;
mod snapshot;
mod stacks;
mod ticker;
mod workers;

pub use machine::{Machine, MachineConfig, Outcome};
pub use program::Program;
