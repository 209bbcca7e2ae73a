//! From declared types to the sets they denote.
//!
//! Named references are first collected (calling the resolver), then lowered under one lock, so that the same
//! recursive declarations always give the same atoms and hence identical [`SemType`]s. Results are memoised by the
//! declared type together with everything it refers to; nothing needs invalidating when a program is edited.

use std::sync::{Arc, LazyLock};

use parking_lot::{Mutex, RwLock};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::atom::{Atom, Cell, ListAtom, MappingAtom, Shape};
use crate::basic::Basic;
use crate::builtin::{DETAIL, error_detail_bound};
use crate::lower_members::{distinct_fields, object_atom};
use crate::name::Name;
use crate::set::{Part, SemType};
use crate::subset::{Enumerable, XmlSet};
use crate::ty::{Const, DefId, FunctionTy, IntSubtype, ParamTy, RecordTy, Resolver, TableKey, Ty, TyKind};

/// A type definition refers to itself without a constructor in between, as in `type T T|int`.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct CyclicType(pub DefId);

impl std::fmt::Display for CyclicType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cyclic type definition")
    }
}

impl std::error::Error for CyclicType {}

pub(crate) type Result<T> = std::result::Result<T, CyclicType>;
type Defs = Arc<[(DefId, Ty)]>;

static CLOSED: LazyLock<RwLock<FxHashMap<Ty, SemType>>> = LazyLock::new(Default::default);
static OPEN: LazyLock<Mutex<FxHashMap<(Ty, Defs), SemType>>> = LazyLock::new(Default::default);

/// The set of values that a declared type denotes.
///
/// [`TyKind::Missing`] lowers to all values: ask [`Ty::has_missing`] first. A type parameter lowers to its bound.
pub fn lower(ty: Ty, resolver: &dyn Resolver) -> Result<SemType> {
    if !ty.has_named() {
        if let Some(&known) = CLOSED.read().get(&ty) {
            return Ok(known);
        }
        let result = Lowering::default().ty(ty)?;
        return Ok(*CLOSED.write().entry(ty).or_insert(result));
    }
    let defs = reachable(ty, |def| resolver.named(def));
    let key = (ty, defs.clone());
    let mut memo = OPEN.lock();
    if let Some(&known) = memo.get(&key) {
        return Ok(known);
    }
    let mut run = Lowering { defs: defs.iter().copied().collect(), memo: Some(&memo), ..Lowering::default() };
    let result = run.ty(ty)?;
    let finished = std::mem::take(&mut run.finished);
    memo.extend(finished);
    memo.insert(key, result);
    Ok(result)
}

/// All definitions that a type refers to, directly or not, in order of discovery.
fn reachable(root: Ty, expand: impl Fn(DefId) -> Ty) -> Defs {
    let mut found: Vec<(DefId, Ty)> = Vec::new();
    let (mut seen_types, mut seen_defs) = (FxHashSet::default(), FxHashSet::default());
    let mut work = vec![root];
    while let Some(ty) = work.pop() {
        if !ty.has_named() || !seen_types.insert(ty) {
            continue;
        }
        if let TyKind::Named { def, .. } = ty.kind()
            && seen_defs.insert(*def)
        {
            let expanded = expand(*def);
            found.push((*def, expanded));
            work.push(expanded);
        }
        ty.kind().for_each_child(&mut |child| work.push(child));
    }
    found.into()
}

#[derive(Default)]
pub(crate) struct Lowering<'a> {
    defs: FxHashMap<DefId, Ty>,
    memo: Option<&'a FxHashMap<(Ty, Defs), SemType>>,
    /// Constructors that are being lowered, with the atom that stands for them once somebody asked for it.
    in_progress: FxHashMap<Ty, Option<Atom>>,
    /// Constructors that are done: every occurrence gets the same atom. Without that, types that refer to one another
    /// (a tree's nodes) would be lowered once for each path between them.
    done: FxHashMap<Ty, Atom>,
    /// Definitions entered since the innermost constructor.
    expanding: Vec<DefId>,
    /// Named references that are done, for the memo.
    finished: Vec<((Ty, Defs), SemType)>,
}

impl Lowering<'_> {
    pub(crate) fn ty(&mut self, ty: Ty) -> Result<SemType> {
        Ok(match ty.kind() {
            TyKind::Never => SemType::NEVER,
            TyKind::Missing => SemType::VALUE,
            TyKind::Nil => SemType::NIL,
            TyKind::Boolean => SemType::BOOLEAN,
            TyKind::Int => SemType::INT,
            TyKind::Byte => SemType::byte(),
            TyKind::IntSubtype(subtype) => int_subtype(*subtype),
            TyKind::Float => SemType::FLOAT,
            TyKind::Decimal => SemType::DECIMAL,
            TyKind::String => SemType::STRING,
            TyKind::Char => SemType::char(),
            TyKind::Any => SemType::ANY,
            TyKind::Anydata => SemType::anydata(),
            TyKind::Json => SemType::json(),
            TyKind::Readonly => SemType::readonly(),
            TyKind::Cloneable => SemType::cloneable(),
            TyKind::Handle => SemType::basic(Basic::Handle.bit()),
            TyKind::Regexp => SemType::basic(Basic::Regexp.bit()),
            TyKind::XmlElement => xml_items(XmlSet::ELEMENT),
            TyKind::XmlComment => xml_items(XmlSet::COMMENT),
            TyKind::XmlProcessingInstruction => xml_items(XmlSet::PROCESSING_INSTRUCTION),
            TyKind::XmlText => xml_items(XmlSet::TEXT | XmlSet::EMPTY_SEQUENCE),
            TyKind::Singleton(value) => SemType::singleton(value),
            TyKind::Union(parts) => {
                parts.iter().try_fold(SemType::NEVER, |all, &part| Ok(all.union(self.ty(part)?)))?
            }
            TyKind::Intersection(parts) => {
                parts.iter().try_fold(SemType::VALUE, |all, &part| Ok(all.intersect(self.ty(part)?)))?
            }
            TyKind::Diff(left, right) => self.ty(*left)?.diff(self.ty(*right)?),
            TyKind::Param { bound, .. } => self.ty(*bound)?,
            TyKind::Named { def, .. } => self.named(ty, *def)?,
            TyKind::AnyFunction { isolated: false } => SemType::basic(Basic::Function.bit()),
            TyKind::Xml(None) => SemType::basic(Basic::Xml.bit()),
            TyKind::Typedesc(None) => SemType::basic(Basic::Typedesc.bit()),
            TyKind::Future(None) => SemType::basic(Basic::Future.bit()),
            TyKind::Error { detail: None, distinct } if distinct.is_empty() => SemType::ERROR,
            TyKind::Xml(Some(items)) => xml_sequences(self.ty(*items)?),
            kind => self.constructor(ty, kind)?,
        })
    }

    fn named(&mut self, ty: Ty, def: DefId) -> Result<SemType> {
        if self.expanding.contains(&def) {
            return Err(CyclicType(def));
        }
        let Some(&expanded) = self.defs.get(&def) else { return Ok(SemType::NEVER) };
        let defs = &self.defs;
        let key = (ty, reachable(ty, |def| defs.get(&def).copied().unwrap_or(Ty::missing())));
        if let Some(&known) = self.memo.and_then(|memo| memo.get(&key)) {
            return Ok(known);
        }
        self.expanding.push(def);
        let result = self.ty(expanded)?;
        self.expanding.pop();
        self.finished.push((key, result));
        Ok(result)
    }

    /// Lowers a constructor to an atom; a recursive occurrence inside gets the same atom.
    fn constructor(&mut self, ty: Ty, kind: &TyKind) -> Result<SemType> {
        let basic = constructed_basic(kind);
        if let Some(slot) = self.in_progress.get_mut(&ty) {
            let atom = *slot.get_or_insert_with(Atom::recursive);
            return Ok(SemType::from_atom(basic, atom));
        }
        if let Some(&atom) = self.done.get(&ty) {
            return Ok(SemType::from_atom(basic, atom));
        }
        self.in_progress.insert(ty, None);
        let outer = std::mem::take(&mut self.expanding);
        let shape = self.shape(kind);
        self.expanding = outer;
        let slot = self.in_progress.remove(&ty).flatten();
        let atom = match (slot, shape?) {
            (Some(atom), shape) => {
                atom.define(shape);
                atom
            }
            (None, shape) => Atom::new(shape),
        };
        self.done.insert(ty, atom);
        Ok(SemType::from_atom(basic, atom))
    }

    fn shape(&mut self, kind: &TyKind) -> Result<Shape> {
        let closed = Cell::immutable(SemType::NEVER);
        Ok(match kind {
            TyKind::Array { elem, len: None } => {
                Shape::List(ListAtom::new(Vec::new(), Cell::mutable(self.ty(*elem)?)))
            }
            TyKind::Array { elem, len: Some(len) } => {
                let elem = Cell::mutable(self.ty(*elem)?);
                let prefix = if *len == 0 { Box::default() } else { [elem].into() };
                Shape::List(ListAtom { prefix, fixed_len: *len, rest: closed })
            }
            TyKind::Tuple { members, rest } => {
                let prefix =
                    members.iter().map(|&m| Ok(Cell::mutable(self.ty(m)?))).collect::<Result<_>>()?;
                let rest = rest.map_or(Ok(closed), |rest| Ok(Cell::mutable(self.ty(rest)?)))?;
                Shape::List(ListAtom::new(prefix, rest))
            }
            TyKind::Map(value) => {
                let rest = Cell::mutable(self.ty(*value)?.union(SemType::UNDEF));
                Shape::Mapping(MappingAtom::new(Vec::new(), rest))
            }
            TyKind::Record(record) => Shape::Mapping(self.record(record)?),
            TyKind::Table { row, key } => Shape::List(self.table(*row, key)?),
            TyKind::Function(function) => Shape::Function(self.function(function)?),
            TyKind::Object(object) => Shape::Mapping(object_atom(self, object)?),
            TyKind::Error { detail, distinct } => {
                let bound = error_detail_bound();
                let detail = detail.map_or(Ok(bound), |ty| Ok(self.ty(ty)?.intersect(bound)))?;
                let mut fields = vec![(Name::new(DETAIL), Cell::immutable(detail))];
                fields.extend(distinct_fields(distinct));
                Shape::Mapping(MappingAtom::new(fields, Cell::mutable(SemType::VALUE.union(SemType::UNDEF))))
            }
            TyKind::Stream { value, completion } => {
                let cells = vec![self.parameter(*value)?, self.parameter(*completion)?];
                Shape::List(ListAtom::new(cells, closed))
            }
            TyKind::Typedesc(Some(inner)) | TyKind::Future(Some(inner)) => {
                Shape::List(ListAtom::new(vec![self.parameter(*inner)?], closed))
            }
            TyKind::AnyFunction { .. } => {
                // No argument list is accepted by all functions; every result is possible.
                let (params, ret) = (SemType::NEVER, SemType::VALUE);
                let (isolated, transactional) = (true, true);
                Shape::Function(crate::atom::FunctionAtom { params, ret, isolated, transactional })
            }
            _ => Shape::List(ListAtom::new(vec![closed], closed)),
        })
    }

    /// A type parameter; `never` too has a stream, typedesc or future, which the marker stands for.
    fn parameter(&mut self, ty: Ty) -> Result<Cell> {
        Ok(Cell::mutable(self.ty(ty)?.union(SemType::UNDEF)))
    }

    fn record(&mut self, record: &RecordTy) -> Result<MappingAtom> {
        let mut fields = Vec::with_capacity(record.fields.len());
        for field in &record.fields {
            let ty = self.ty(field.ty)?;
            let ty = if field.optional { ty.union(SemType::UNDEF) } else { ty };
            // A `readonly` field is immutable and its value is too (spec 5.4.2.2).
            let cell = if field.readonly {
                let frozen = SemType::readonly().union(SemType::UNDEF);
                Cell::immutable(ty.intersect(frozen))
            } else {
                Cell::mutable(ty)
            };
            fields.push((field.name, cell));
        }
        let rest = match record.rest {
            Some(rest) => Cell::mutable(self.ty(rest)?.union(SemType::UNDEF)),
            None => Cell::immutable(SemType::UNDEF),
        };
        Ok(MappingAtom::new(fields, rest))
    }

    /// A table atom: the row, the names of the key fields as one string, the type of keys ("undef" without keys).
    fn table(&mut self, row: Ty, key: &TableKey) -> Result<ListAtom> {
        let any = SemType::VALUE;
        let (names, keys) = match key {
            TableKey::None => (any, any.union(SemType::UNDEF)),
            TableKey::Type(ty) if *ty == Ty::never() => (any, SemType::UNDEF),
            TableKey::Type(ty) => (any, self.ty(*ty)?),
            TableKey::Fields(names) if names.is_empty() => {
                (SemType::singleton(&Const::string("")), SemType::UNDEF)
            }
            TableKey::Fields(names) => {
                let text = names.iter().map(|n| n.as_str()).collect::<Vec<_>>().join("\0");
                (SemType::singleton(&Const::string(&text)), self.key_type(row, names)?)
            }
        };
        let cells = vec![Cell::mutable(self.ty(row)?), Cell::immutable(names), Cell::immutable(keys)];
        Ok(ListAtom::new(cells, Cell::immutable(SemType::NEVER)))
    }

    /// The type of the key values: the field's, or a tuple's for several fields (spec 5.4.3).
    fn key_type(&mut self, row: Ty, names: &[Name]) -> Result<SemType> {
        let mut types = Vec::with_capacity(names.len());
        for &name in names {
            types.push(match self.field_of(row, name) {
                Some(ty) => self.ty(ty)?,
                None => SemType::anydata(),
            });
        }
        if let [one] = types.as_slice() {
            return Ok(*one);
        }
        let cells = types.into_iter().map(Cell::mutable).collect();
        let atom = Atom::new(Shape::List(ListAtom::new(cells, Cell::immutable(SemType::NEVER))));
        Ok(SemType::from_atom(Basic::List, atom))
    }

    /// The declared type of a field, looking through definitions and intersections.
    fn field_of(&self, row: Ty, name: Name) -> Option<Ty> {
        let mut ty = row;
        for _ in 0..=self.defs.len() {
            let TyKind::Named { def, .. } = ty.kind() else { break };
            ty = *self.defs.get(def)?;
        }
        match ty.kind() {
            TyKind::Record(record) => record.field(name).map(|f| f.ty).or(record.rest),
            TyKind::Map(value) => Some(*value),
            TyKind::Intersection(parts) => parts.iter().find_map(|&part| self.field_of(part, name)),
            _ => None,
        }
    }

    pub(crate) fn function(&mut self, function: &FunctionTy) -> Result<crate::atom::FunctionAtom> {
        let params = self.arguments(&[], &function.params, function.rest)?;
        let ret = self.ty(function.ret)?;
        let (isolated, transactional) = (function.isolated, function.transactional);
        Ok(crate::atom::FunctionAtom { params, ret, isolated, transactional })
    }

    /// The argument lists that a parameter list accepts. All parameters take part: a default value belongs to a
    /// function's declaration, not to the type it is called through.
    pub(crate) fn arguments(&mut self, path: &[Ty], params: &[ParamTy], rest: Option<Ty>) -> Result<SemType> {
        let types = path.iter().copied().chain(params.iter().map(|p| p.ty));
        let cells = types.map(|ty| Ok(Cell::immutable(self.ty(ty)?))).collect::<Result<_>>()?;
        let rest = rest.map_or(Ok(SemType::NEVER), |rest| self.ty(rest))?;
        let atom = Atom::new(Shape::List(ListAtom::new(cells, Cell::immutable(rest))));
        Ok(SemType::from_atom(Basic::List, atom))
    }
}

fn constructed_basic(kind: &TyKind) -> Basic {
    match kind {
        TyKind::Map(_) | TyKind::Record(_) => Basic::Mapping,
        TyKind::Table { .. } => Basic::Table,
        TyKind::Function(_) | TyKind::AnyFunction { .. } => Basic::Function,
        TyKind::Object(_) => Basic::Object,
        TyKind::Error { .. } => Basic::Error,
        TyKind::Stream { .. } => Basic::Stream,
        TyKind::Typedesc(_) => Basic::Typedesc,
        TyKind::Future(_) => Basic::Future,
        _ => Basic::List,
    }
}

fn int_subtype(subtype: IntSubtype) -> SemType {
    match subtype {
        IntSubtype::Signed8 => SemType::int_range(i8::MIN.into(), i8::MAX.into()),
        IntSubtype::Signed16 => SemType::int_range(i16::MIN.into(), i16::MAX.into()),
        IntSubtype::Signed32 => SemType::int_range(i32::MIN.into(), i32::MAX.into()),
        IntSubtype::Unsigned8 => SemType::int_range(0, u8::MAX.into()),
        IntSubtype::Unsigned16 => SemType::int_range(0, u16::MAX.into()),
        IntSubtype::Unsigned32 => SemType::int_range(0, u32::MAX.into()),
    }
}

fn xml_items(kinds: u8) -> SemType {
    SemType::from_part(Basic::Xml, Part::Xml(XmlSet::items(kinds)))
}

/// `xml<T>` (spec 5.3.2): sequences of the items that occur in `T`.
fn xml_sequences(items: SemType) -> SemType {
    let kinds = items.xml_set().item_kinds();
    SemType::from_part(Basic::Xml, Part::Xml(XmlSet::sequences_of(kinds)))
}

impl SemType {
    /// The set of just this value. The sign of a zero float and the scale of a decimal are not part of the shape,
    /// so they do not matter (spec 5.2.4.2). Structured constants are immutable (spec 5.6.2).
    pub fn singleton(value: &Const) -> SemType {
        let closed = |undef| Cell::immutable(if undef { SemType::UNDEF } else { SemType::NEVER });
        match value {
            Const::Nil => SemType::NIL,
            Const::Bool(value) => SemType::from_part(Basic::Boolean, Part::Boolean(*value)),
            Const::Int(value) => SemType::int_range(*value, *value),
            Const::Float(bits) => {
                let bits = bal_num::float::shape_bits(f64::from_bits(*bits));
                SemType::from_part(Basic::Float, Part::Float(Enumerable::only(bits)))
            }
            Const::Decimal(bits) => {
                let bits = bal_num::Decimal::from_bits(*bits).map_or(*bits, |d| d.normalized().to_bits());
                SemType::from_part(Basic::Decimal, Part::Decimal(Enumerable::only(bits)))
            }
            Const::String(text) => {
                SemType::from_part(Basic::String, Part::String(crate::subset::StringSet::only(*text)))
            }
            Const::List(members) => {
                let cells = members.iter().map(|m| Cell::immutable(SemType::singleton(m))).collect();
                let atom = Atom::new(Shape::List(ListAtom::new(cells, closed(false))));
                SemType::from_atom(Basic::List, atom)
            }
            Const::Mapping(fields) => {
                let cells =
                    fields.iter().map(|(name, v)| (*name, Cell::immutable(SemType::singleton(v)))).collect();
                let atom = Atom::new(Shape::Mapping(MappingAtom::new(cells, closed(true))));
                SemType::from_atom(Basic::Mapping, atom)
            }
        }
    }

    pub(crate) fn xml_set(self) -> XmlSet {
        match self.slice(Basic::Xml) {
            crate::set::Slice::All => XmlSet::ALL,
            crate::set::Slice::Part(Part::Xml(set)) => *set,
            _ => XmlSet::items(0),
        }
    }
}
