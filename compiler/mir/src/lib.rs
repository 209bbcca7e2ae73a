//! Mid-level representation: a control-flow graph of basic blocks over kinded virtual registers.
//!
//! [`lower`] turns one program item ([`FuncKey`]) into a [`Body`]: everything that the language desugars (queries,
//! `foreach`, `check`, `match`, patterns, templates, captures, defaults) becomes loops, branches and moves here.
//! [`opt`] tidies a body, [`dump`] prints it. Which items exist is found by walking [`Body::callees`] from the roots.
//!
//! Every function here is a pure function of the database and its key.
#![forbid(unsafe_code)]

pub mod annotations;
pub mod defaults;
pub mod dump;
mod inline;
pub mod ir;
pub mod key;
pub mod kinds;
mod lower;
pub mod opt;

pub use ir::{
    Block, BlockId, Body, Callee, Cmp, Cond, Handler, HandlerId, Inlined, Inst, InstKind, Opnd, Origin, Term,
    VReg,
};
pub use key::{ClassKey, FuncKey, GlobalKey, Home, TypeArgs};
pub use kinds::{Shape, Sig, kind_of, signature};
pub use lower::{capture_field, captured};

use base_db::Db;

/// Lowers one function, and optimises it unless the workspace says not to.
pub fn lower(db: &dyn Db, key: &FuncKey) -> Body {
    let mut body = lower::lower(db, key);
    if db.workspace().optimise(db) {
        opt::run(&mut body);
        if inline::run(db, key, &mut body) {
            opt::run(&mut body);
        }
    }
    body
}
