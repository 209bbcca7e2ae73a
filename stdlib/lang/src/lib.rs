//! Natives of the lang library: what its Ballerina sources declare `external`, and the helpers (`$name`) that the
//! compiler's desugaring calls.
#![forbid(unsafe_code)]

mod bal_string;
mod convert;
mod copy;
mod cycles;
mod function;
mod json;
mod list;
mod mapping;
mod number;
mod query;
mod regexp;
mod runtime;
mod service;
mod strand;
mod stream;
mod string;
mod transaction;
mod typedesc;
mod value;
mod xml;
mod xml_parse;

use native::{NativeFn, Registry};

const TABLES: &[Registry] = &[
    bal_string::NATIVES,
    convert::NATIVES,
    copy::NATIVES,
    function::NATIVES,
    list::NATIVES,
    mapping::NATIVES,
    number::NATIVES,
    query::NATIVES,
    regexp::NATIVES,
    runtime::NATIVES,
    service::NATIVES,
    strand::NATIVES,
    stream::NATIVES,
    string::NATIVES,
    transaction::NATIVES,
    typedesc::NATIVES,
    value::NATIVES,
    xml::NATIVES,
];

/// Finds a native by import name.
pub fn resolve(name: &str) -> Option<NativeFn> {
    TABLES.iter().flat_map(|t| t.iter()).find(|(n, _)| *n == name).map(|(_, f)| *f)
}
