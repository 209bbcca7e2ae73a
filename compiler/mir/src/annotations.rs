//! Annotations that exist at run time (spec 9.1): which there are, and where their values are kept.
//!
//! Those of declarations are evaluated when the module is initialised and kept in globals; those of an object
//! constructor and its methods whenever it is evaluated, in hidden fields of the object; those of an anonymous function
//! in captures after its own.

use base_db::{Db, Module, ModuleKind};
use hir_def::ids::{BodyOwner, Def, DefKind, MethodId};
use hir_def::{Store, Subject, queries};
use hir_ty::Inference;
use semtypes::Name;

use crate::key::Home;

/// The annotations of one construct with the same tag: they give one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub subject: Subject,
    pub tag: Def,
    /// Indices into the store's annotations; the first one names the group.
    pub members: Vec<u32>,
}

impl Group {
    pub fn id(&self) -> u32 {
        self.members[0]
    }

    /// The hidden field that keeps the value in an object of an object constructor.
    pub fn field(&self) -> Name {
        Name::new(&format!("$annotation{}", self.id()))
    }
}

/// The groups of a store, in source order.
pub fn groups(store: &Store, inf: &Inference) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for (i, a) in store.annotations.iter().enumerate() {
        let Some(&tag) = inf.annotations.get(&(i as u32)) else { continue };
        let same = |g: &&mut Group| g.tag == tag && store.annotations[g.id() as usize].site == a.site;
        match out.iter_mut().find(same) {
            Some(g) => g.members.push(i as u32),
            None => out.push(Group { subject: a.subject, tag, members: vec![i as u32] }),
        }
    }
    out
}

/// The groups of a store whose subject is an expression or part of one.
pub fn groups_of(home: Home, db: &dyn Db, subject: Subject) -> Vec<Group> {
    let mut all = groups(home.store(db), home.inference(db));
    all.retain(|g| g.subject == subject);
    all
}

/// The groups of a declaration's own annotations and those of its parts.
pub fn declared_groups(db: &dyn Db, owner: BodyOwner) -> Vec<Group> {
    let home = Home::Sig(owner);
    let mut all = groups(home.store(db), home.inference(db));
    all.retain(|g| !matches!(g.subject, Subject::Lambda(_) | Subject::Object(_) | Subject::Source));
    all
}

/// How a tag is known at run time.
pub fn tag_name(db: &dyn Db, tag: Def) -> Name {
    let m = tag.module(db);
    Name::new(&format!("{}/{}:{}", m.org(db), m.name(db), tag.name(db)))
}

/// Declarations of a module with annotations to evaluate, constant ones or others.
#[salsa::tracked(returns(ref))]
pub fn annotated_owners(db: &dyn Db, module: Module) -> Vec<(BodyOwner, bool)> {
    let mut out = Vec::new();
    if matches!(module.kind(db), ModuleKind::Library) {
        return out;
    }
    let mut add = |owner: BodyOwner| {
        let groups = declared_groups(db, owner);
        for constant in [true, false] {
            if groups.iter().any(|g| is_constant(db, g) == constant) {
                out.push((owner, constant));
            }
        }
    };
    for &def in queries::module_items(db, module).defs() {
        if !queries::item_annotated(db, def) {
            continue;
        }
        match def.kind(db) {
            DefKind::Function | DefKind::TypeDef | DefKind::Enum => add(BodyOwner::Def(def)),
            DefKind::Class | DefKind::Service => {
                add(BodyOwner::Def(def));
                for m in &queries::class_data(db, def).methods {
                    add(BodyOwner::Method(MethodId::new(db, def, m.name, m.index)));
                }
            }
            _ => {}
        }
    }
    out
}

/// Whether the value is known when the program is compiled.
pub fn is_constant(db: &dyn Db, g: &Group) -> bool {
    queries::annotation_decl(db, g.tag).is_const
}
