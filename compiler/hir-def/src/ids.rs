//! Identities of declarations, stable across edits that keep their names.

use base_db::Module;
use semtypes::{DefId, Name};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DefKind {
    Function,
    TypeDef,
    Class,
    Const,
    Enum,
    /// A module-level variable declaration; with a destructuring pattern it is named after its first variable.
    Var,
    Listener,
    Annotation,
    Service,
    Xmlns,
}

/// A module-level declaration. `nth` is 0 but for redeclared names and services (numbered in file order).
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
pub struct Def {
    #[returns(copy)]
    pub module: Module,
    #[returns(copy)]
    pub kind: DefKind,
    #[returns(copy)]
    pub name: Name,
    #[returns(copy)]
    pub nth: u32,
}

/// A method of a class or service declaration.
#[salsa::interned(unsafe(no_lifetime), revisions = usize::MAX, debug)]
pub struct MethodId {
    #[returns(copy)]
    pub class: Def,
    #[returns(copy)]
    pub name: Name,
    #[returns(copy)]
    pub index: u32,
}

/// Anything that has a body of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, salsa::Supertype)]
pub enum BodyOwner {
    /// A function; a type definition, class, constant, variable, listener or service owns the expressions
    /// in its signature store (defaults and initialisers).
    Def(Def),
    Method(MethodId),
}

impl Def {
    /// The id under which `semtypes::TyKind::Named` refers to this type or class.
    pub fn ty_def(self) -> DefId {
        let bits = salsa::plumbing::AsId::as_id(&self).as_bits();
        DefId(u32::try_from(bits).expect("interned declarations are never reused, so ids have no generation"))
    }

    /// The declaration behind a [`DefId`] made by [`Def::ty_def`] in the same database.
    pub fn from_ty_def(id: DefId) -> Def {
        salsa::plumbing::FromId::from_id(salsa::Id::from_bits(id.0 as u64))
    }
}
