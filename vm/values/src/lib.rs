//! Ballerina values in the managed heap.
//!
//! Where things are: [`word`] the tagged word and object sorts; [`types`] run-time types and layouts; [`world`] the
//! owner of heap, types and constants, with scalars, strings, functions and errors; [`list`], [`mapping`], [`table`]
//! the structures; [`check`] membership, casts and fillers; [`equal`] equality and ordering; [`text`] text forms;
//! [`xml`] and [`xml_text`] XML sequences and their serialisation; [`regexp`] regular expressions; [`stream`]
//! streams.

pub mod check;
pub mod equal;
mod future;
pub mod list;
pub mod mapping;
mod names;
pub mod regexp;
pub mod stream;
pub mod string;
pub mod table;
pub mod text;
pub mod types;
pub mod word;
pub mod world;
pub mod xml;
pub mod xml_text;

pub use bytecode::archive::MethodPart;
pub use names::Names;
pub use types::{Repr, Shape, TypeId, Types};
pub use word::{Sort, Word};
pub use world::{Fail, RETURN, Result, World};
