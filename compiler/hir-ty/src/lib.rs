//! Types of declarations and bodies.
//!
//! Where things are: [`lower_ty`] type descriptors to types; [`defs`] types of declarations (queries); [`consts`]
//! constant expressions; [`ops`] set operations that keep a type's declared shape; [`project`] what accessing a value
//! gives; [`infer`] the body checker; `isolation` what may run in parallel; [`result`] what it tells MIR; [`modules`] checks of whole modules; [`codes`] the
//! diagnostic codes; [`type_ids`] the ids of distinct types; [`xml`] XML types and namespaces.
#![forbid(unsafe_code)]

pub mod annotations;
pub mod codes;
pub mod consts;
pub mod defs;
mod dependent;
mod inclusion;
pub mod infer;
mod isolation;
pub mod lower_ty;
pub mod modules;
mod names;
pub mod ops;
pub mod project;
mod resources;
pub mod result;
mod services;
pub mod type_ids;
mod var_cycle;
pub mod workers;
pub mod xml;

pub use inclusion::{included_fields, written_methods};
pub use infer::{infer_body, infer_signature};
pub use isolation::Strand;
pub use isolation::inference::{is_isolated, is_parallel, parallel_strands};
pub use modules::{Located, module_diagnostics, module_init_order};
pub use result::Inference;
pub use services::declared_service_type;
