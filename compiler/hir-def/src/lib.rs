//! Items, scopes and lowered bodies.
//!
//! Nothing in this crate knows a type: names are resolved as far as scoping alone decides.
#![forbid(unsafe_code)]

pub mod annotation;
pub mod docs;
pub mod expr;
pub mod ids;
pub mod item;
mod lower;
pub mod queries;
pub mod store;
pub mod type_ref;
pub mod walk;

pub use annotation::{Annotation, Construct, MethodPart, Subject};
pub use expr::*;
pub use item::*;
pub use store::*;
pub use type_ref::*;
