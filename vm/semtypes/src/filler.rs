//! Filler values: what a list is padded with (spec 5.8.1).

use crate::lower::lower;
use crate::name::Name;
use crate::set::SemType;
use crate::ty::{Const, DefId, ObjectTy, ParamKind, RecordTy, Resolver, TableKey, Ty, TyKind};
use crate::{Basic, BasicSet};

/// How to make the filler value of a type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filler {
    /// A value without identity, or a structured constant.
    Const(Const),
    /// The value of `[]`, `{}`, `table []` or an empty stream, constructed with this inherent type.
    Empty(Ty),
    /// xml``
    Xml,
    /// re``
    Regexp,
    /// `new` without arguments.
    New(DefId),
}

/// The filler value of a type, if it has one.
pub fn filler(ty: Ty, resolver: &dyn Resolver) -> Option<Filler> {
    Search { resolver, visiting: Vec::new() }.of(ty)
}

struct Search<'a> {
    resolver: &'a dyn Resolver,
    /// Definitions being expanded: a value that would have to contain itself cannot be built.
    visiting: Vec<DefId>,
}

impl Search<'_> {
    fn of(&mut self, ty: Ty) -> Option<Filler> {
        let constant = |value| Some(Filler::Const(value));
        match ty.kind() {
            TyKind::Nil
            | TyKind::Any
            | TyKind::Anydata
            | TyKind::Json
            | TyKind::Readonly
            | TyKind::Cloneable => constant(Const::Nil),
            TyKind::Boolean => constant(Const::Bool(false)),
            TyKind::Int | TyKind::Byte | TyKind::IntSubtype(_) => constant(Const::Int(0)),
            TyKind::Float => constant(Const::float(0.0)),
            TyKind::Decimal => constant(Const::decimal(bal_num::Decimal::ZERO)),
            TyKind::String => constant(Const::string("")),
            TyKind::Regexp => Some(Filler::Regexp),
            TyKind::Xml(_) | TyKind::XmlText => Some(Filler::Xml),
            TyKind::Singleton(value) => constant(value.clone()),
            TyKind::Array { elem, len } => match len {
                Some(len) if *len > 0 => self.of(*elem).map(|_| Filler::Empty(ty)),
                _ => Some(Filler::Empty(ty)),
            },
            TyKind::Tuple { members, .. } => {
                members.iter().all(|&m| self.of(m).is_some()).then_some(Filler::Empty(ty))
            }
            TyKind::Map(_) | TyKind::Stream { .. } => Some(Filler::Empty(ty)),
            TyKind::Table { key, .. } => (!matches!(key, TableKey::Type(_))).then_some(Filler::Empty(ty)),
            TyKind::Record(record) => can_be_empty(record).then_some(Filler::Empty(ty)),
            TyKind::Object(object) => {
                object.origin.filter(|_| self.is_made_of_nothing(object)).map(Filler::New)
            }
            TyKind::Named { def, .. } => self.named(*def),
            TyKind::Param { bound, .. } => self.of(*bound),
            TyKind::Union(_) | TyKind::Diff(..) => self.of_set(ty),
            TyKind::Intersection(parts) => self.of_intersection(ty, parts),
            _ => None,
        }
    }

    fn named(&mut self, def: DefId) -> Option<Filler> {
        if self.visiting.contains(&def) {
            return None;
        }
        self.visiting.push(def);
        let found = self.of(self.resolver.named(def));
        self.visiting.pop();
        found
    }

    /// Whether `new` without arguments makes an object of a class and cannot fail.
    fn is_made_of_nothing(&self, class: &ObjectTy) -> bool {
        let Some(init) = class.member(Name::new("init")) else { return true };
        let TyKind::Function(f) = init.ty.expand(self.resolver).kind() else { return false };
        let fails = || lower(f.ret, self.resolver).map_or(true, |ret| ret.overlaps(SemType::ERROR));
        f.params.iter().all(|p| p.kind != ParamKind::Required) && !fails()
    }

    /// `()` if it is in the union, else the filler of the one basic type that all members belong to.
    fn of_set(&self, ty: Ty) -> Option<Filler> {
        let set = lower(ty, self.resolver).ok()?;
        if set.contains_const(&Const::Nil) {
            return Some(Filler::Const(Const::Nil));
        }
        let basic = set.inhabited_bits().single()?;
        if let Some(only) = set.single_shape() {
            return Some(Filler::Const(only));
        }
        let value = match basic {
            Basic::Boolean => Const::Bool(false),
            Basic::Int => Const::Int(0),
            Basic::Float => Const::float(0.0),
            Basic::Decimal => Const::decimal(bal_num::Decimal::ZERO),
            Basic::String => Const::string(""),
            _ => return None,
        };
        set.contains_const(&value).then_some(Filler::Const(value))
    }

    /// `readonly & T`: the filler of `T`, constructed immutable, if that works.
    fn of_intersection(&mut self, ty: Ty, parts: &[Ty]) -> Option<Filler> {
        let others: Vec<Ty> = parts.iter().copied().filter(|&p| p != Ty::readonly()).collect();
        let set: SemType = lower(ty, self.resolver).ok()?;
        if set.is_subtype_of_basic(BasicSet::SIMPLE) {
            return self.of_set(ty);
        }
        let [inner] = others.as_slice() else { return None };
        match self.of(*inner)? {
            Filler::Empty(_) => Some(Filler::Empty(ty)),
            other => Some(other),
        }
    }
}

/// `{}` is a valid constructor: every field may be left out.
fn can_be_empty(record: &RecordTy) -> bool {
    record.fields.iter().all(|f| f.optional || f.default)
}
