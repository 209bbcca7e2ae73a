//! Questions about a set that have a name in the specification.

use std::sync::LazyLock;

use crate::atom::{Atom, Cell, MappingAtom, Shape};
use crate::basic::{Basic, BasicSet};
use crate::name::Name;
use crate::set::{Part, SemType, Slice};
use crate::ty::Const;

static ISOLATED: LazyLock<SemType> = LazyLock::new(|| {
    let present = Cell::immutable(SemType::singleton(&Const::Bool(true)));
    let rest = Cell::mutable(SemType::VALUE.union(SemType::UNDEF));
    let atom = MappingAtom::new(vec![(Name::new("$isolated"), present)], rest);
    SemType::from_atom(Basic::Object, Atom::new(Shape::Mapping(atom)))
});

impl SemType {
    /// All isolated objects.
    pub fn isolated_object() -> SemType {
        *ISOLATED
    }

    /// Whether all values are plain data (spec 5.6.8).
    pub fn is_anydata(self) -> bool {
        self.is_subtype(SemType::anydata())
    }

    /// Whether all values are `json` (spec 5.6.9).
    pub fn is_json(self) -> bool {
        self.is_subtype(SemType::json())
    }

    /// Whether all values are immutable (spec 5.6.5).
    pub fn is_readonly(self) -> bool {
        self.is_subtype(SemType::readonly())
    }

    /// Whether all values may be shared freely between strands: immutable or isolated objects (spec 5.1.3).
    pub fn is_shareable(self) -> bool {
        self.is_subtype(SemType::readonly().union(SemType::isolated_object()))
    }

    /// Whether a `==` of operands of these types can be true and is allowed: some value belongs to both, and one
    /// side is plain data (spec 6.29).
    pub fn is_equality_comparable(self, other: SemType) -> bool {
        (self.is_anydata() || other.is_anydata()) && self.overlaps(other)
    }

    /// Whether the type is ordered: its values can be compared with each other (spec 5.8.6).
    pub fn is_ordered(self) -> bool {
        ordered(self, &mut Vec::new())
    }

    /// Whether there is an ordered type that contains both types.
    pub fn is_comparable(self, other: SemType) -> bool {
        self.union(other).is_ordered()
    }

    /// Whether the value belongs to the set.
    pub fn contains_const(self, value: &Const) -> bool {
        match (value, self.slice(Basic::Int)) {
            (Const::Int(_), Slice::All) => true,
            (Const::Int(value), Slice::Part(Part::Int(set))) => set.contains(*value),
            _ => SemType::singleton(value).is_subtype(self),
        }
    }

    /// The value, if all values of the set have the same shape. Of equal numbers, the simplest: `0.0` and not
    /// `-0.0`, a decimal without trailing zeros.
    pub fn single_shape(self) -> Option<Const> {
        let basic = self.inhabited_bits().single()?;
        match (basic, self.slice(basic)) {
            (Basic::Nil, _) => Some(Const::Nil),
            (_, Slice::Part(Part::Boolean(value))) => Some(Const::Bool(*value)),
            (_, Slice::Part(Part::Int(set))) => match set.ranges() {
                [(low, high)] if low == high => Some(Const::Int(*low)),
                _ => None,
            },
            (_, Slice::Part(Part::Float(set))) => set.single().map(Const::Float),
            (_, Slice::Part(Part::Decimal(set))) => set.single().map(Const::Decimal),
            (_, Slice::Part(Part::String(set))) => set.single().map(Const::String),
            (Basic::List, _) => self.single_list(),
            (Basic::Mapping, _) => self.single_mapping(),
            _ => None,
        }
    }

    fn single_list(self) -> Option<Const> {
        let [list] = self.list_alternatives().try_into().ok()?;
        // Each member written out: a long array of one value is not worth being a constant.
        if !list.readonly || !list.is_fixed_length() || list.fixed_len != list.members.len() as u64 {
            return None;
        }
        list.members.iter().map(|m| m.single_shape()).collect::<Option<_>>().map(Const::List)
    }

    fn single_mapping(self) -> Option<Const> {
        let [mapping] = self.mapping_alternatives().try_into().ok()?;
        if !mapping.readonly || !mapping.rest.is_empty() {
            return None;
        }
        let field = |f: &crate::MappingField| Some((f.name, f.ty.single_shape().filter(|_| !f.optional)?));
        mapping.fields.iter().map(field).collect::<Option<_>>().map(Const::Mapping)
    }
}

/// `visiting` holds the list types whose members are being examined: a recursive list type is ordered if nothing
/// else speaks against it.
fn ordered(ty: SemType, visiting: &mut Vec<SemType>) -> bool {
    let ty = ty.diff(SemType::NIL);
    let scalar = BasicSet::SIMPLE;
    let bits = ty.inhabited_bits();
    let Some(basic) = bits.single() else { return bits.is_empty() };
    if scalar.contains(basic) {
        return true;
    }
    if basic != Basic::List {
        return false;
    }
    if visiting.contains(&ty) {
        return true;
    }
    visiting.push(ty);
    let lists = ty.list_alternatives();
    let positions = lists.iter().map(|l| l.members.len() as u64).max().unwrap_or(0);
    let at = |i: u64| lists.iter().map(|l| l.member_at(i)).fold(SemType::NEVER, SemType::union);
    let rest = lists.iter().map(|l| l.rest).fold(SemType::NEVER, SemType::union);
    let answer = (0..positions).all(|i| ordered(at(i), visiting)) && ordered(rest, visiting);
    visiting.pop();
    answer
}
