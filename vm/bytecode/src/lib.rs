//! The contract between compiler and virtual machine: instructions, the archive and its verification.
#![forbid(unsafe_code)]

pub mod archive;
pub mod container;
pub mod disasm;
pub mod functions;
pub mod ops;
pub mod tables;
pub mod verify;

pub use archive::*;
pub use container::{FormatError, decode, decode_words, encode};
pub use ops::{Ins, Kind, Op, Role, flags, traps, words};
