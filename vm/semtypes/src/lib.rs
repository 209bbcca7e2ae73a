//! Ballerina's types: their declared form, the sets of values they denote, and the algebra of those sets.
//!
//! - [`Ty`] is a type as declared, a hash-consed tree ([`ty`]). [`Name`] is an interned identifier ([`name`]).
//! - [`SemType`] is the set of values that a type denotes ([`set`]); [`lower`] goes from one to the other.
//! - Subtyping is inclusion of sets (spec 5.1.1). Sets are unions of basic types ([`basic`]), each with a subset:
//!   ranges and enumerations (`subset`), or a decision diagram (`bdd`) over atoms (`atom`). Inclusion, overlap and
//!   equality all come down to emptiness (`empty` and its rules for lists, mappings and functions).
//! - What a checker asks for: projections ([`project`]), predicates (`predicate`), filler values ([`filler`]).
//!
//! All stores are process-wide, append-only and thread-safe. They leak: declared types and sets live as long as the
//! process, and equal ones are shared.
#![forbid(unsafe_code)]

mod atom;
pub mod basic;
mod bdd;
mod builtin;
pub mod describe;
mod empty;
mod empty_function;
mod empty_list;
mod empty_mapping;
pub mod filler;
pub mod lower;
mod lower_members;
pub mod name;
mod predicate;
pub mod project;
pub mod set;
mod subset;
pub mod ty;
mod ty_display;

pub use basic::{Basic, BasicSet};
pub use describe::describe;
pub use filler::{Filler, filler};
pub use lower::{CyclicType, lower};
pub use name::Name;
pub use project::{ListAlternative, MappingAlternative, MappingField, MemberType};
pub use set::SemType;
pub use ty::{
    Const, DefId, DistinctId, FieldTy, FunctionTy, IntSubtype, MemberKind, MemberTy, NoDefs, ObjectTy,
    ParamKind, ParamTy, PathSegmentTy, RecordTy, Resolver, TableKey, Ty, TyKind, Visibility, remote_name,
};
