//! Projections: what can be said about the members, parameters and results of the values in a set.
//!
//! A set's structured part is a union of alternatives, each an intersection of atoms from which others have been
//! taken away. Projections take the union over the alternatives that have values; what was taken away only matters
//! for whether an alternative has any, which over-approximates a member by no more than the spec's own rules do.

use crate::atom::Atom;
use crate::basic::{Basic, BasicSet};
use crate::bdd::Bdd;
use crate::name::Name;
use crate::set::{Part, SemType, Slice};
use crate::subset::XmlSet;
use crate::{builtin, empty_list, empty_mapping};

/// One way for a list of a set to be: the candidate inherent types of a list constructor (spec 6.6).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListAlternative {
    /// The lists of this alternative, as a set of their own.
    pub ty: SemType,
    /// Types of the first members; the last one repeats up to `fixed_len`.
    pub members: Vec<SemType>,
    /// The least length.
    pub fixed_len: u64,
    /// The type of members after that; `never` if there are none.
    pub rest: SemType,
    /// The lists are immutable.
    pub readonly: bool,
}

impl ListAlternative {
    /// The type of the member at a position; `never` beyond the end.
    pub fn member_at(&self, index: u64) -> SemType {
        if index >= self.fixed_len {
            return self.rest;
        }
        let last = self.members.len().saturating_sub(1);
        self.members.get((index as usize).min(last)).copied().unwrap_or(self.rest)
    }

    /// Whether the length can only be `fixed_len`.
    pub fn is_fixed_length(&self) -> bool {
        self.rest.is_empty()
    }
}

/// One way for a mapping of a set to be: the candidate inherent types of a mapping constructor (spec 6.7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MappingAlternative {
    /// The mappings of this alternative, as a set of their own.
    pub ty: SemType,
    /// Individually typed fields, sorted by name.
    pub fields: Vec<MappingField>,
    /// The type of other fields; `never` if there are none.
    pub rest: SemType,
    /// The mappings are immutable.
    pub readonly: bool,
}

/// An individually typed field of a [`MappingAlternative`].
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct MappingField {
    pub name: Name,
    pub ty: SemType,
    pub optional: bool,
    pub readonly: bool,
}

impl MappingAlternative {
    /// The individually typed field of that name.
    pub fn field(&self, name: Name) -> Option<&MappingField> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Type of the member with that key, and whether it can be absent.
    pub fn member(&self, name: Name) -> MemberType {
        match self.field(name) {
            Some(field) => MemberType { ty: field.ty, optional: field.optional },
            None => MemberType { ty: self.rest, optional: true },
        }
    }
}

/// The type of a mapping's member.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct MemberType {
    /// What it is if it is there; `never` if it cannot be.
    pub ty: SemType,
    /// Whether it can be absent.
    pub optional: bool,
}

/// The inhabited alternatives of a structured basic type, with their positive atoms.
fn alternatives(ty: SemType, basic: Basic) -> Vec<(SemType, Vec<Atom>)> {
    let mut found = Vec::new();
    ty.bdd(basic).all_paths(&mut |pos, neg| {
        let inside = pos.iter().fold(Bdd::All, |all, &atom| all.intersect(Bdd::of(atom)));
        let bdd = neg.iter().fold(inside, |all, &atom| all.diff(Bdd::of(atom)));
        let alternative = SemType::from_part(basic, Part::Bdd(bdd));
        if !alternative.is_empty() {
            found.push((alternative, pos.to_vec()));
        }
        true
    });
    found
}

fn list_like(ty: SemType, basic: Basic) -> Vec<ListAlternative> {
    let top = builtin::top_list(basic);
    let alternatives = alternatives(ty, basic).into_iter();
    alternatives
        .filter_map(|(ty, pos)| {
            let list = empty_list::intersection(top, &pos)?;
            Some(ListAlternative {
                ty,
                members: list.prefix.iter().map(|c| c.ty).collect(),
                fixed_len: list.fixed_len,
                rest: if list.rest.ty.is_empty() { SemType::NEVER } else { list.rest.ty },
                readonly: list.prefix.iter().chain([&list.rest]).all(|c| !c.mutable || c.ty.is_empty()),
            })
        })
        .collect()
}

fn mapping_like(ty: SemType, basic: Basic) -> Vec<MappingAlternative> {
    let top = builtin::top_mapping(basic);
    let present = |ty: SemType| {
        let ty = ty.diff(SemType::UNDEF);
        if ty.is_empty() { SemType::NEVER } else { ty }
    };
    let optional = |ty: SemType| ty.bits().contains(Basic::Undef);
    let alternatives = alternatives(ty, basic).into_iter();
    alternatives
        .map(|(ty, pos)| {
            let mapping = empty_mapping::intersection(top, &pos);
            let field = |&(name, cell): &(Name, crate::atom::Cell)| {
                let ty = present(cell.ty);
                MappingField {
                    name,
                    ty,
                    optional: optional(cell.ty),
                    readonly: !cell.mutable || ty.is_never(),
                }
            };
            let fields: Vec<MappingField> = mapping.fields.iter().map(field).collect();
            let rest = present(mapping.rest.ty);
            let readonly = fields.iter().all(|f| f.readonly) && (!mapping.rest.mutable || rest.is_never());
            MappingAlternative { ty, fields, rest, readonly }
        })
        .collect()
}

fn union_of(types: impl IntoIterator<Item = SemType>) -> SemType {
    types.into_iter().fold(SemType::NEVER, SemType::union)
}

/// Lists and mappings.
impl SemType {
    /// The ways in which a list of this set can be.
    pub fn list_alternatives(self) -> Vec<ListAlternative> {
        list_like(self, Basic::List)
    }

    /// The ways in which a mapping of this set can be.
    pub fn mapping_alternatives(self) -> Vec<MappingAlternative> {
        mapping_like(self, Basic::Mapping)
    }

    /// The type of the members of the set's lists at the positions in `index` (an int set); `never` if all are
    /// out of range (spec 6.14).
    pub fn list_member_type(self, index: SemType) -> SemType {
        let all = [(i64::MIN, i64::MAX)];
        let ranges: &[(i64, i64)] = match index.slice(Basic::Int) {
            Slice::All => &all,
            Slice::Part(Part::Int(set)) => set.ranges(),
            _ => &[],
        };
        union_of(self.list_alternatives().iter().flat_map(|list| {
            let prefix = list.members.iter().enumerate().filter(|(i, _)| {
                let last = *i + 1 == list.members.len();
                let end = if last { list.fixed_len as i64 - 1 } else { *i as i64 };
                ranges.iter().any(|&(low, high)| low <= end && high >= *i as i64)
            });
            let past_end = ranges.iter().any(|&(_, high)| high >= 0 && high as u64 >= list.fixed_len);
            let rest = past_end.then_some(list.rest);
            prefix.map(|(_, &ty)| ty).chain(rest).collect::<Vec<_>>()
        }))
    }

    /// The type of the members of the set's lists at one position.
    pub fn list_member_at(self, index: i64) -> SemType {
        self.list_member_type(SemType::int_range(index, index))
    }

    /// The least and the greatest length of the set's lists; `None` as greatest is unbounded.
    pub fn list_length(self) -> Option<(u64, Option<u64>)> {
        let lists = self.list_alternatives();
        let least = lists.iter().map(|l| l.fixed_len).min()?;
        let bounded = lists.iter().all(ListAlternative::is_fixed_length);
        Some((least, lists.iter().map(|l| l.fixed_len).max().filter(|_| bounded)))
    }

    /// The type of the member with that key in the set's mappings; `None` asks for any key. `optional` if it can be
    /// absent in some.
    pub fn mapping_member_type(self, key: Option<Name>) -> MemberType {
        let never = MemberType { ty: SemType::NEVER, optional: false };
        let join = |a: MemberType, b: MemberType| MemberType {
            ty: a.ty.union(b.ty),
            optional: a.optional || b.optional,
        };
        let members = self.mapping_alternatives().into_iter().map(|mapping| match key {
            Some(key) => mapping.member(key),
            None => {
                let fields = union_of(mapping.fields.iter().map(|f| f.ty));
                MemberType { ty: fields.union(mapping.rest), optional: true }
            }
        });
        members.fold(never, join)
    }
}

/// Other structures.
impl SemType {
    fn parameter(self, basic: Basic, position: u64) -> SemType {
        union_of(list_like(self, basic).iter().map(|l| l.member_at(position)))
    }

    /// The row type of the set's tables (spec 5.4.3).
    pub fn table_row_type(self) -> SemType {
        self.parameter(Basic::Table, 0)
    }

    /// The type of the keys of the set's tables: everything when their type does not say, `never` without keys.
    pub fn table_key_type(self) -> SemType {
        self.parameter(Basic::Table, 2).diff(SemType::UNDEF)
    }

    /// The names of the key fields, if all tables of the set have the same, in order.
    pub fn table_key_fields(self) -> Option<Vec<Name>> {
        match self.parameter(Basic::Table, 1).single_shape()? {
            crate::Const::String(text) if text.as_str().is_empty() => Some(Vec::new()),
            crate::Const::String(text) => Some(text.as_str().split('\0').map(Name::new).collect()),
            _ => None,
        }
    }

    /// The type of the values of the set's streams.
    pub fn stream_value_type(self) -> SemType {
        self.parameter(Basic::Stream, 0).diff(SemType::UNDEF)
    }

    /// The type of the completion values of the set's streams.
    pub fn stream_completion_type(self) -> SemType {
        self.parameter(Basic::Stream, 1).diff(SemType::UNDEF)
    }

    /// The constraint of the set's typedescs.
    pub fn typedesc_constraint(self) -> SemType {
        self.parameter(Basic::Typedesc, 0).diff(SemType::UNDEF)
    }

    /// What the set's futures give, without the error of a failed wait.
    pub fn future_value_type(self) -> SemType {
        self.parameter(Basic::Future, 0).diff(SemType::UNDEF)
    }

    /// The detail mapping of the set's errors.
    pub fn error_detail_type(self) -> SemType {
        let detail = Name::new(builtin::DETAIL);
        union_of(mapping_like(self, Basic::Error).iter().map(|e| e.member(detail).ty))
    }

    /// The type of a public field of the set's objects; `None` if some object's type does not have it.
    pub fn object_field_type(self, name: Name) -> Option<SemType> {
        let objects = mapping_like(self, Basic::Object);
        let fields = objects.iter().map(|o| o.field(name).filter(|f| !f.optional).map(|f| f.ty));
        let types = fields.collect::<Option<Vec<_>>>()?;
        (!types.is_empty()).then(|| union_of(types))
    }

    /// The items of the set's xml sequences, each as a singleton sequence.
    pub fn xml_item_type(self) -> SemType {
        let kinds = self.xml_set().item_kinds();
        SemType::from_part(Basic::Xml, Part::Xml(XmlSet::items(kinds)))
    }

    /// What iteration over the set's values gives (spec 7.21); `None` if some value is not iterable. Objects are
    /// left out: their `iterator` method decides.
    pub fn iteration_type(self) -> Option<SemType> {
        let sequences = Basic::List.bit() | Basic::Mapping.bit() | Basic::Table.bit() | Basic::Xml.bit();
        let iterable = sequences | Basic::String.bit() | Basic::Stream.bit();
        if !self.is_subtype_of_basic(iterable) {
            return None;
        }
        let list = self.list_member_type(SemType::INT);
        let mapping = self.mapping_member_type(None).ty;
        let has_text = self.bits().contains(Basic::String);
        let text = if has_text { SemType::char() } else { SemType::NEVER };
        let xml = self.xml_item_type();
        Some(union_of([list, mapping, text, xml, self.table_row_type(), self.stream_value_type()]))
    }
}

/// Functions.
impl SemType {
    /// The argument lists that every function of the set accepts, as a list type; `None` if there are no functions
    /// or nothing is known about them (the bare `function` type).
    pub fn function_params(self) -> Option<SemType> {
        let functions = alternatives(self, Basic::Function);
        let accepted = functions.iter().map(|(_, pos)| union_of(pos.iter().map(|a| a.function().params)));
        accepted.reduce(SemType::intersect).filter(|params| !params.is_empty())
    }

    /// What a call with arguments of the list type `args` can return; `None` if some function of the set does not
    /// accept them.
    pub fn function_return(self, args: SemType) -> Option<SemType> {
        let functions = alternatives(self, Basic::Function);
        if functions.is_empty() || !self.is_subtype_of_basic(Basic::Function.bit()) {
            return None;
        }
        let mut result = SemType::NEVER;
        for (_, pos) in functions {
            let domain = union_of(pos.iter().map(|a| a.function().params));
            if !args.is_subtype(domain) {
                return None;
            }
            result = result.union(application(&pos, args));
        }
        Some(result)
    }

    /// Whether all functions of the set are isolated.
    pub fn is_isolated_function(self) -> bool {
        let functions = alternatives(self, Basic::Function);
        !functions.is_empty() && functions.iter().all(|(_, pos)| pos.iter().any(|a| a.function().isolated))
    }
}

/// The result of applying an intersection of arrows: for each choice of arrows whose domains together do not cover
/// the arguments, the results of the others can occur together (Frisch, Castagna and Benzaken).
fn application(arrows: &[Atom], args: SemType) -> SemType {
    fn step(arrows: &[Atom], args: SemType, results: Option<SemType>) -> SemType {
        if args.is_empty() {
            return SemType::NEVER;
        }
        let Some((arrow, others)) = arrows.split_first() else { return results.unwrap_or(SemType::NEVER) };
        let arrow = arrow.function();
        let with = results.map_or(arrow.ret, |r| r.intersect(arrow.ret));
        step(others, args.diff(arrow.params), results).union(step(others, args, Some(with)))
    }
    step(arrows, args, None)
}

/// Numbers.
impl SemType {
    /// The least and the greatest int of the set.
    pub fn int_bounds(self) -> Option<(i64, i64)> {
        match self.slice(Basic::Int) {
            Slice::All => Some((i64::MIN, i64::MAX)),
            Slice::Part(Part::Int(set)) => Some((set.ranges().first()?.0, set.ranges().last()?.1)),
            _ => None,
        }
    }

    /// The numeric basic types that occur.
    pub fn numeric_bits(self) -> BasicSet {
        self.bits() & BasicSet::NUMERIC
    }
}
