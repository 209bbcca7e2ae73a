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
    /// A record type without a name that has default values; see [`Def::record`].
    Record,
}

impl DefKind {
    const ALL: [DefKind; 11] = [
        DefKind::Function,
        DefKind::TypeDef,
        DefKind::Class,
        DefKind::Const,
        DefKind::Enum,
        DefKind::Var,
        DefKind::Listener,
        DefKind::Annotation,
        DefKind::Service,
        DefKind::Xmlns,
        DefKind::Record,
    ];
}

/// Where a record type without a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordPlace {
    pub owner: BodyOwner,
    /// In the owner's body, else in its signature.
    pub in_body: bool,
    /// Number of the type descriptor in that store.
    pub at: u32,
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
    /// The owner of the default values of a record type without a name. Its name says where the type is written.
    pub fn record(db: &dyn base_db::Db, place: RecordPlace) -> Def {
        let (def, method) = match place.owner {
            BodyOwner::Def(def) => (def, None),
            BodyOwner::Method(m) => (m.class(db), Some(m)),
        };
        let kind = DefKind::ALL.iter().position(|k| *k == def.kind(db)).unwrap_or(0);
        let (index, method) =
            method.map_or((String::new(), ""), |m| (m.index(db).to_string(), m.name(db).as_str()));
        let (at, body, nth, name) = (place.at, place.in_body as u8, def.nth(db), def.name(db));
        let name = Name::new(&format!("{at}\0{body}\0{kind}\0{nth}\0{index}\0{method}\0{name}"));
        Def::new(db, def.module(db), DefKind::Record, name, 0)
    }

    /// Where the record type of [`Def::record`] is written.
    pub fn record_place(self, db: &dyn base_db::Db) -> Option<RecordPlace> {
        if self.kind(db) != DefKind::Record {
            return None;
        }
        let mut parts = self.name(db).as_str().splitn(7, '\0');
        let mut number = || parts.next()?.parse::<u32>().ok();
        let (at, body, kind, nth) = (number()?, number()?, number()?, number()?);
        let (index, method, name) = (parts.next()?, parts.next()?, parts.next()?);
        let kind = *DefKind::ALL.get(kind as usize)?;
        let def = Def::new(db, self.module(db), kind, Name::new(name), nth);
        let owner = match index.parse::<u32>() {
            Ok(index) => BodyOwner::Method(MethodId::new(db, def, Name::new(method), index)),
            Err(_) => BodyOwner::Def(def),
        };
        Some(RecordPlace { owner, in_body: body == 1, at })
    }

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
