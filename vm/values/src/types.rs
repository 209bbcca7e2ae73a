//! The run-time type table: an archive's type descriptors, with the layouts they give to values.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use bytecode::archive::{
    Archive, ConstNode, FuncIdx, KeyNode, MemberKindNode, SegmentNode, TypeNode, VisibilityNode,
};
use bytecode::ops::Kind;
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use semtypes::{
    Const, DefId, DistinctId, FieldTy, FunctionTy, IntSubtype, MemberKind, MemberTy, Name, ObjectTy,
    ParamKind, ParamTy, PathSegmentTy, RecordTy, Resolver, SemType, TableKey, Ty, TyKind, Visibility,
};

use crate::names::Names;

/// Index into the type table; what object headers carry.
pub type TypeId = u32;

/// How a list stores its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repr {
    Int,
    Float,
    Byte,
    Bool,
    Tagged,
}

/// Layout and member types of a list type.
#[derive(Debug)]
pub struct ListShape {
    pub members: Vec<TypeId>,
    /// Type of members after `members`; `None` when the length is fixed at `members.len()` or `fixed`.
    pub rest: Option<TypeId>,
    /// `T[n]`: every member has type `rest`, the length is `n`.
    pub fixed: Option<usize>,
    pub repr: Repr,
}

/// One declared field of a record type or class.
#[derive(Clone, Debug)]
pub struct FieldShape {
    pub name: Name,
    pub ty: TypeId,
    pub kind: Kind,
    /// Word offset in the object.
    pub offset: u16,
    pub optional: bool,
    pub readonly: bool,
    pub has_default: bool,
}

/// Layout of a record type or class: tagged slots first, then (records) the overflow map, then raw fields.
#[derive(Debug)]
pub struct RecordShape {
    /// In declaration order.
    pub fields: Vec<FieldShape>,
    pub by_name: FxHashMap<Name, u32>,
    /// Type of further fields; `None` for closed records and for classes.
    pub rest: Option<TypeId>,
    /// Word offset of the slot that holds the map of further fields, or nil.
    pub overflow: Option<u16>,
    pub slots: u16,
    pub words: u16,
    /// Definition that owns the defaults.
    pub origin: Option<u32>,
}

impl RecordShape {
    pub fn field(&self, name: Name) -> Option<&FieldShape> {
        self.by_name.get(&name).map(|&i| &self.fields[i as usize])
    }
}

/// A type id (spec 5.6.6).
#[derive(Clone, Debug)]
pub struct DistinctInfo {
    pub org: Name,
    pub module: Name,
    /// The local id, unless it is the number.
    pub name: Option<Name>,
    /// Ids that a value with this one has as well.
    pub secondary: Vec<DistinctId>,
}

/// What a value of a type looks like in memory.
#[derive(Debug)]
pub enum Shape {
    List(ListShape),
    Map(TypeId),
    Record(RecordShape),
    Table { row: TypeId, key: Vec<Name> },
    Other,
}

/// A run-time type.
pub struct RtType {
    pub ty: Ty,
    sem: OnceCell<SemType>,
    shape: OnceCell<Rc<Shape>>,
    readonly: OnceCell<bool>,
    open_member: OnceCell<Option<TypeId>>,
    quick: Cell<Option<QuickTest>>,
}

/// What a value's basic type says about its membership of a type; both are bits of [`basic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuickTest {
    /// Basic types all of whose values belong to it.
    pub all: u32,
    /// Those of which some may belong to it: the general test decides.
    pub some: u32,
}

/// Basic types as bits, for [`QuickTest`].
pub mod basic {
    pub const NIL: u32 = 1;
    pub const BOOLEAN: u32 = 2;
    pub const INT: u32 = 4;
    pub const FLOAT: u32 = 8;
    pub const DECIMAL: u32 = 16;
    pub const STRING: u32 = 32;
    pub const LIST: u32 = 64;
    pub const MAPPING: u32 = 128;
    pub const TABLE: u32 = 256;
    pub const ERROR: u32 = 512;
    pub const FUNCTION: u32 = 1024;
    pub const OBJECT: u32 = 2048;
    pub const TYPEDESC: u32 = 4096;
    pub const XML: u32 = 8192;
    pub const REGEXP: u32 = 16384;
    pub const STREAM: u32 = 32768;
    pub const FUTURE: u32 = 65536;

    /// The bits of a set of basic types. `handle` has no values here, "absent" is none.
    pub fn of(set: semtypes::BasicSet) -> u32 {
        use semtypes::Basic;
        let bit = |b: Basic| match b {
            Basic::Nil => NIL,
            Basic::Boolean => BOOLEAN,
            Basic::Int => INT,
            Basic::Float => FLOAT,
            Basic::Decimal => DECIMAL,
            Basic::String => STRING,
            Basic::Regexp => REGEXP,
            Basic::Typedesc => TYPEDESC,
            Basic::Function => FUNCTION,
            Basic::Error => ERROR,
            Basic::Future => FUTURE,
            Basic::Stream => STREAM,
            Basic::List => LIST,
            Basic::Mapping => MAPPING,
            Basic::Table => TABLE,
            Basic::Xml => XML,
            Basic::Object => OBJECT,
            Basic::Handle | Basic::Undef => 0,
        };
        set.iter().fold(0, |bits, b| bits | bit(b))
    }
}

/// The types added at run time, numbered after the archive's: the same for all threads of a program.
#[derive(Default)]
struct Registry {
    added: Vec<Ty>,
    by_ty: FxHashMap<Ty, TypeId>,
}

/// The table, as one thread sees it: what is derived from a type is computed by each for itself. The archive's types are built
/// when they are first asked for. Types are added at run time by conversions (`cloneReadOnly` of a mutable type, for
/// instance); one of those may equal one of the archive's that nobody has asked for yet, so that a type may have two numbers,
/// but for those of [`Types::meet_well_known`].
pub struct Types {
    archive: Arc<Archive>,
    names: Rc<Names>,
    registry: Arc<Mutex<Registry>>,
    /// As many of the types as the thread has met.
    types: RefCell<Vec<Option<Rc<RtType>>>>,
    by_ty: RefCell<FxHashMap<Ty, TypeId>>,
    /// By number; see [`DistinctId`].
    pub distinct: Vec<DistinctInfo>,
    subtype_memo: RefCell<FxHashMap<(TypeId, TypeId), bool>>,
    /// In front of the memo: the answer about the last pair of each hash.
    recent: Box<[Cell<Recent>; RECENT]>,
}

/// A pair of types and whether the first is a subtype of the second.
#[derive(Clone, Copy)]
struct Recent {
    pair: (TypeId, TypeId),
    subtype: bool,
}

/// How many pairs the cache in front of the memo of subtypes holds.
const RECENT: usize = 512;

/// No type has this number.
const NO_TYPE: TypeId = TypeId::MAX;

struct Defs<'a>(&'a Types);

impl Resolver for Defs<'_> {
    fn named(&self, def: DefId) -> Ty {
        let def = self.0.archive.meta.defs.get(def.0 as usize);
        def.map_or(Ty::missing(), |d| self.0.ty(d.ty))
    }
}

impl Types {
    /// The table of a verified archive.
    pub fn new(archive: &Arc<Archive>, names: &Rc<Names>) -> Types {
        let (meta, name) = (&archive.meta, |n: u32| names.get(n));
        let distinct = meta.distinct.iter().map(|d| DistinctInfo {
            org: name(d.org),
            module: name(d.module),
            name: d.name.map(name),
            secondary: d.secondary.iter().map(|&d| DistinctId(d)).collect(),
        });
        Types {
            types: RefCell::new(vec![None; meta.types.len()]),
            by_ty: RefCell::default(),
            registry: Arc::default(),
            distinct: distinct.collect(),
            subtype_memo: RefCell::default(),
            recent: Box::new(
                [const { Cell::new(Recent { pair: (NO_TYPE, NO_TYPE), subtype: false }) }; RECENT],
            ),
            archive: archive.clone(),
            names: names.clone(),
        }
    }

    /// The same table as another thread sees it, with names of its own.
    pub fn join(&self, names: &Rc<Names>) -> Types {
        Types { registry: self.registry.clone(), ..Types::new(&self.archive, names) }
    }

    pub fn get(&self, id: TypeId) -> Rc<RtType> {
        if let Some(t) = self.known(id, |t| Some(t.clone())) {
            return t;
        }
        self.meet(id);
        self.known(id, |t| Some(t.clone())).expect("a type's number")
    }

    pub fn ty(&self, id: TypeId) -> Ty {
        self.known(id, |t| Some(t.ty)).unwrap_or_else(|| self.get(id).ty)
    }

    /// What is known of a type, if the thread has met it.
    #[inline]
    fn known<T>(&self, id: TypeId, what: impl FnOnce(&Rc<RtType>) -> Option<T>) -> Option<T> {
        what(self.types.borrow().get(id as usize)?.as_ref()?)
    }

    /// Gets to know a type of the archive with what it is made of, or all types that other threads have added.
    #[cold]
    fn meet(&self, id: TypeId) {
        let own = &self.archive.meta.types;
        if id as usize >= own.len() {
            return self.catch_up();
        }
        let builder = Builder { types: self };
        let mut pending = vec![id];
        while let Some(&id) = pending.last() {
            let before = pending.len();
            let node = &own[id as usize];
            node.children(&mut |child| {
                if self.known(child, |_| Some(())).is_none() {
                    pending.push(child);
                }
            });
            if pending.len() > before {
                continue;
            }
            pending.pop();
            if self.known(id, |_| Some(())).is_none() {
                let ty = builder.ty(node);
                self.types.borrow_mut()[id as usize] = Some(Rc::new(RtType::new(ty)));
                self.by_ty.borrow_mut().entry(ty).or_insert(id);
            }
        }
    }

    /// Gets to know those of the archive's types that the machine knows as well (`WellKnown`), so that each of them has one
    /// number: by it the interpreter tells at once how a list is to be written to.
    pub fn meet_well_known(&self) {
        use TypeNode::{Any, Anydata, Array, Boolean, Byte, Float, Int, Json, Map, String};
        let own = &self.archive.meta.types;
        let simple =
            |node: &TypeNode| matches!(node, Any | Anydata | Json | Boolean | Byte | Float | Int | String);
        for (i, node) in own.iter().enumerate() {
            let known = match node {
                Array { elem: member, len: None } | Map(member) => simple(&own[*member as usize]),
                node => simple(node),
            };
            if known {
                self.meet(i as TypeId);
            }
        }
    }

    /// Gets to know the types that other threads have added.
    fn catch_up(&self) {
        let registry = self.registry.lock();
        let mut types = self.types.borrow_mut();
        let mut by_ty = self.by_ty.borrow_mut();
        for ty in &registry.added[types.len() - self.archive.meta.types.len()..] {
            by_ty.entry(*ty).or_insert(types.len() as TypeId);
            types.push(Some(Rc::new(RtType::new(*ty))));
        }
    }

    /// The id of a type, adding it when it is new.
    pub fn intern(&self, ty: Ty) -> TypeId {
        if let Some(&id) = self.by_ty.borrow().get(&ty) {
            return id;
        }
        let id = {
            let mut registry = self.registry.lock();
            let next = (self.archive.meta.types.len() + registry.added.len()) as TypeId;
            assert!(next < 1 << 24, "more than 16 million run-time types");
            let id = *registry.by_ty.entry(ty).or_insert(next);
            if id == next {
                registry.added.push(ty);
            }
            id
        };
        self.catch_up();
        id
    }

    /// The declared type behind names.
    pub fn expand(&self, ty: Ty) -> Ty {
        ty.expand(&Defs(self))
    }

    /// What a name is defined as, itself a name perhaps; none of what is no name.
    pub fn definition(&self, ty: Ty) -> Option<Ty> {
        match ty.kind() {
            semtypes::TyKind::Named { def, .. } => Some(Defs(self).named(*def)),
            _ => None,
        }
    }

    pub fn sem(&self, id: TypeId) -> SemType {
        let t = self.get(id);
        *t.sem.get_or_init(|| self.sem_of(t.ty))
    }

    pub fn sem_of(&self, ty: Ty) -> SemType {
        // A cyclic definition is refused by the compiler; in a hostile archive it denotes nothing.
        semtypes::lower(ty, &Defs(self)).unwrap_or(SemType::NEVER)
    }

    pub fn filler_of(&self, id: TypeId) -> Option<semtypes::Filler> {
        semtypes::filler(self.ty(id), &Defs(self))
    }

    /// Whether values of the type are immutable.
    #[inline]
    pub fn is_readonly(&self, id: TypeId) -> bool {
        let known = self.known(id, |t| t.readonly.get().copied());
        known.unwrap_or_else(|| self.compute_readonly(id))
    }

    #[cold]
    fn compute_readonly(&self, id: TypeId) -> bool {
        let readonly = self.sem(id).is_subtype(self.sem_of(Ty::readonly()));
        *self.get(id).readonly.get_or_init(|| readonly)
    }

    /// For a type of mutable lists whose members are all of one type and whose length is free: that type.
    #[inline]
    pub fn open_member(&self, id: TypeId) -> Option<TypeId> {
        let known = self.known(id, |t| t.open_member.get().copied());
        known.unwrap_or_else(|| self.compute_open_member(id))
    }

    #[cold]
    fn compute_open_member(&self, id: TypeId) -> Option<TypeId> {
        let t = self.get(id);
        *t.open_member.get_or_init(|| match &*self.shape(id) {
            Shape::List(s) if s.members.is_empty() && s.fixed.is_none() && !self.is_readonly(id) => s.rest,
            _ => None,
        })
    }

    #[inline]
    pub fn is_subtype(&self, a: TypeId, b: TypeId) -> bool {
        if a == b {
            return true;
        }
        let recent = &self.recent[(a.wrapping_mul(31) ^ b) as usize % RECENT];
        let Recent { pair, subtype } = recent.get();
        if pair == (a, b) {
            return subtype;
        }
        let subtype = self.is_subtype_memo(a, b);
        recent.set(Recent { pair: (a, b), subtype });
        subtype
    }

    #[inline(never)]
    fn is_subtype_memo(&self, a: TypeId, b: TypeId) -> bool {
        if let Some(&known) = self.subtype_memo.borrow().get(&(a, b)) {
            return known;
        }
        let r = self.sem(a).is_subtype(self.sem(b));
        self.subtype_memo.borrow_mut().insert((a, b), r);
        r
    }

    #[inline]
    pub fn quick(&self, id: TypeId) -> QuickTest {
        let known = self.known(id, |t| t.quick.get());
        known.unwrap_or_else(|| self.compute_quick(id))
    }

    #[cold]
    fn compute_quick(&self, id: TypeId) -> QuickTest {
        let set = self.sem(id);
        let all = basic::of(set.full_bits());
        let quick = QuickTest { all, some: basic::of(set.bits()) & !all };
        self.get(id).quick.set(Some(quick));
        quick
    }

    pub fn shape(&self, id: TypeId) -> Rc<Shape> {
        let t = self.get(id);
        if let Some(s) = t.shape.get() {
            return s.clone();
        }
        let s = Rc::new(self.compute_shape(id, t.ty));
        t.shape.get_or_init(|| s).clone()
    }

    fn compute_shape(&self, id: TypeId, ty: Ty) -> Shape {
        match self.expand(ty).kind() {
            TyKind::Array { elem, len } => {
                let elem_id = self.intern(*elem);
                Shape::List(ListShape {
                    members: Vec::new(),
                    rest: Some(elem_id),
                    fixed: len.map(|n| n as usize),
                    repr: self.repr([elem_id]),
                })
            }
            TyKind::Tuple { members, rest } => {
                let members: Vec<TypeId> = members.iter().map(|t| self.intern(*t)).collect();
                let rest = rest.map(|t| self.intern(t));
                let repr = self.repr(members.iter().copied().chain(rest));
                Shape::List(ListShape { members, rest, fixed: None, repr })
            }
            TyKind::Map(v) => Shape::Map(self.intern(*v)),
            TyKind::Record(r) => self.record_shape(r),
            TyKind::Table { row, key } => Shape::Table {
                row: self.intern(*row),
                key: match key {
                    TableKey::Fields(f) => f.clone(),
                    _ => Vec::new(),
                },
            },
            TyKind::Intersection(parts) => self.intersection_shape(id, parts),
            TyKind::Anydata | TyKind::Json | TyKind::Any => Shape::Other,
            _ => Shape::Other,
        }
    }

    /// `T & readonly` has the shape of `T` with read-only members; other intersections that denote one structure
    /// take the shape of their first structured part.
    fn intersection_shape(&self, _id: TypeId, parts: &[Ty]) -> Shape {
        let readonly = parts.iter().any(|t| matches!(self.expand(*t).kind(), TyKind::Readonly));
        let Some(main) =
            parts.iter().map(|t| self.expand(*t)).find(|t| !matches!(t.kind(), TyKind::Readonly))
        else {
            return Shape::Other;
        };
        let ro = |t: Ty| if readonly { self.readonly_of(t) } else { t };
        match main.kind() {
            TyKind::Array { elem, len } => {
                let t = Ty::new(TyKind::Array { elem: ro(*elem), len: *len });
                self.compute_shape(0, t)
            }
            TyKind::Tuple { members, rest } => {
                let t = Ty::tuple(members.iter().map(|m| ro(*m)).collect(), rest.map(ro));
                self.compute_shape(0, t)
            }
            TyKind::Map(v) => Shape::Map(self.intern(ro(*v))),
            TyKind::Record(r) => {
                let mut r = r.clone();
                for f in &mut r.fields {
                    f.ty = ro(f.ty);
                }
                r.rest = r.rest.map(ro);
                self.record_shape(&r)
            }
            _ => self.compute_shape(0, main),
        }
    }

    /// `T & readonly`, without wrapping what is immutable already.
    pub fn readonly_of(&self, ty: Ty) -> Ty {
        if self.sem_of(ty).is_subtype(self.sem_of(Ty::readonly())) {
            ty
        } else {
            Ty::intersection([ty, Ty::readonly()])
        }
    }

    fn repr(&self, members: impl IntoIterator<Item = TypeId>) -> Repr {
        let mut all = SemType::NEVER;
        for m in members {
            all = all.union(self.sem(m));
        }
        let is = |t: Ty| all.is_subtype(self.sem_of(t));
        if all.is_empty() {
            Repr::Tagged
        } else if is(Ty::byte()) {
            Repr::Byte
        } else if is(Ty::int()) {
            Repr::Int
        } else if is(Ty::float()) {
            Repr::Float
        } else if is(Ty::boolean()) {
            Repr::Bool
        } else {
            Repr::Tagged
        }
    }

    fn field_kind(&self, ty: TypeId, optional: bool) -> Kind {
        match self.repr([ty]) {
            _ if optional => Kind::R,
            Repr::Byte | Repr::Int => Kind::I,
            Repr::Float => Kind::F,
            Repr::Bool => Kind::B,
            Repr::Tagged => Kind::R,
        }
    }

    fn record_shape(&self, r: &RecordTy) -> Shape {
        let fields = r.fields.iter().map(|f| {
            let ty = self.intern(f.ty);
            FieldShape {
                name: f.name,
                ty,
                kind: self.field_kind(ty, f.optional),
                offset: 0,
                optional: f.optional,
                readonly: f.readonly,
                has_default: f.default,
            }
        });
        let rest = r.rest.filter(|t| !self.sem_of(*t).is_empty()).map(|t| self.intern(t));
        match layout(fields.collect(), rest.is_some()) {
            Some(mut shape) => {
                shape.rest = rest;
                shape.origin = r.origin.map(|d| d.0);
                Shape::Record(shape)
            }
            // Too wide for a fixed-size object: such a record is kept as a map.
            None => Shape::Map(self.intern(Ty::new(TyKind::Any))),
        }
    }

    /// Default-value function of a record field.
    pub fn default_of(&self, origin: Option<u32>, field: Name) -> Option<u32> {
        let defaults = &self.archive.meta.defs.get(origin? as usize)?.defaults;
        defaults.iter().find(|(name, _)| self.names.get(*name) == field).map(|&(_, function)| function)
    }

    /// The type of function `i`, if it is ever a value.
    pub fn of_function(&self, i: FuncIdx) -> Option<TypeId> {
        self.archive.functions.ty(i)
    }
}

/// Gives offsets: tagged fields, overflow slot, raw fields. `None` when the object would be too large.
fn layout(mut fields: Vec<FieldShape>, open: bool) -> Option<RecordShape> {
    let mut at = 1u16;
    if fields.len() > 240 {
        return None;
    }
    for f in fields.iter_mut().filter(|f| f.kind == Kind::R) {
        f.offset = at;
        at += 1;
    }
    let overflow = open.then_some(at);
    at += open as u16;
    let slots = at - 1;
    for f in fields.iter_mut().filter(|f| f.kind != Kind::R) {
        f.offset = at;
        at += 1;
    }
    let by_name = fields.iter().enumerate().map(|(i, f)| (f.name, i as u32)).collect();
    Some(RecordShape { fields, by_name, rest: None, overflow, slots, words: at.max(2), origin: None })
}

/// The layout of a class from the archive's field table. The verifier bounds its size.
pub fn class_shape(fields: impl Iterator<Item = (Name, u8, TypeId)>) -> RecordShape {
    let fields = fields
        .map(|(name, kind, ty)| FieldShape {
            name,
            ty,
            kind: Kind::from_u8(kind).unwrap_or(Kind::R),
            offset: 0,
            optional: false,
            readonly: false,
            has_default: false,
        })
        .collect();
    layout(fields, false).expect("the verifier bounds the number of fields")
}

impl RtType {
    fn new(ty: Ty) -> RtType {
        RtType {
            ty,
            sem: OnceCell::new(),
            shape: OnceCell::new(),
            readonly: OnceCell::new(),
            open_member: OnceCell::new(),
            quick: Cell::new(None),
        }
    }
}

/// Archive nodes to declared types.
struct Builder<'a> {
    /// Has what the nodes to build are made of.
    types: &'a Types,
}

impl Builder<'_> {
    fn name(&self, i: u32) -> Name {
        self.types.names.get(i)
    }

    fn ty(&self, node: &TypeNode) -> Ty {
        let t = |i: &u32| self.types.ty(*i);
        let opt = |i: &Option<u32>| i.map(|i| self.types.ty(i));
        let all = |v: &[u32]| v.iter().map(t).collect::<Vec<_>>();
        let kind = match node {
            TypeNode::Never => TyKind::Never,
            TypeNode::Nil => TyKind::Nil,
            TypeNode::Boolean => TyKind::Boolean,
            TypeNode::Int => TyKind::Int,
            TypeNode::Byte => TyKind::Byte,
            TypeNode::IntSubtype(n) => TyKind::IntSubtype(int_subtype(*n)),
            TypeNode::Float => TyKind::Float,
            TypeNode::Decimal => TyKind::Decimal,
            TypeNode::String => TyKind::String,
            TypeNode::Char => TyKind::Char,
            TypeNode::Any => TyKind::Any,
            TypeNode::Anydata => TyKind::Anydata,
            TypeNode::Json => TyKind::Json,
            TypeNode::Readonly => TyKind::Readonly,
            TypeNode::Cloneable => TyKind::Cloneable,
            TypeNode::Handle => TyKind::Handle,
            TypeNode::Regexp => TyKind::Regexp,
            TypeNode::Xml(x) => TyKind::Xml(opt(x)),
            TypeNode::XmlElement => TyKind::XmlElement,
            TypeNode::XmlComment => TyKind::XmlComment,
            TypeNode::XmlProcessingInstruction => TyKind::XmlProcessingInstruction,
            TypeNode::XmlText => TyKind::XmlText,
            TypeNode::Singleton(c) => return Ty::singleton(self.constant(c)),
            TypeNode::Array { elem, len } => TyKind::Array { elem: t(elem), len: *len },
            TypeNode::Tuple { members, rest } => TyKind::Tuple { members: all(members), rest: opt(rest) },
            TypeNode::Map(v) => TyKind::Map(t(v)),
            TypeNode::Record { fields, rest, origin } => TyKind::Record(RecordTy {
                fields: fields
                    .iter()
                    .map(|f| FieldTy {
                        name: self.name(f.name),
                        ty: t(&f.ty),
                        optional: f.optional,
                        readonly: f.readonly,
                        default: f.default,
                    })
                    .collect(),
                rest: opt(rest),
                origin: origin.map(DefId),
            }),
            TypeNode::Table { row, key } => TyKind::Table {
                row: t(row),
                key: match key {
                    KeyNode::None => TableKey::None,
                    KeyNode::Fields(f) => TableKey::Fields(f.iter().map(|&n| self.name(n)).collect()),
                    KeyNode::Type(k) => TableKey::Type(t(k)),
                },
            },
            TypeNode::Function { params, rest, ret, isolated, transactional } => {
                TyKind::Function(FunctionTy {
                    params: params
                        .iter()
                        .map(|(name, ty, kind)| ParamTy {
                            name: name.map(|n| self.name(n)),
                            ty: t(ty),
                            kind: [ParamKind::Required, ParamKind::Defaultable, ParamKind::Included]
                                [*kind as usize],
                        })
                        .collect(),
                    rest: opt(rest),
                    ret: t(ret),
                    isolated: *isolated,
                    transactional: *transactional,
                })
            }
            TypeNode::AnyFunction { isolated } => TyKind::AnyFunction { isolated: *isolated },
            TypeNode::Object(o) => return self.object(o),
            TypeNode::Error { detail, distinct } => {
                return Ty::error_of(opt(detail), distinct.iter().map(|&d| DistinctId(d)).collect());
            }
            TypeNode::Stream { value, completion } => {
                TyKind::Stream { value: t(value), completion: t(completion) }
            }
            TypeNode::Typedesc(x) => TyKind::Typedesc(opt(x)),
            TypeNode::Future(x) => TyKind::Future(opt(x)),
            TypeNode::Union(parts) => TyKind::Union(all(parts)),
            TypeNode::Intersection(parts) => TyKind::Intersection(all(parts)),
            TypeNode::Diff(a, b) => TyKind::Diff(t(a), t(b)),
            TypeNode::Named(d) => TyKind::Named {
                def: DefId(*d),
                name: self.name(self.types.archive.meta.defs[*d as usize].name),
            },
        };
        Ty::new(kind)
    }

    fn object(&self, o: &bytecode::archive::ObjectNode) -> Ty {
        let segment = |s: &SegmentNode| match s {
            SegmentNode::Literal(n) => PathSegmentTy::Literal(self.name(*n)),
            SegmentNode::Param(n, t) => {
                PathSegmentTy::Param { name: n.map(|n| self.name(n)), ty: self.types.ty(*t) }
            }
            SegmentNode::Rest(n, t) => {
                PathSegmentTy::Rest { name: n.map(|n| self.name(n)), ty: self.types.ty(*t) }
            }
        };
        Ty::object(ObjectTy {
            members: o
                .members
                .iter()
                .map(|m| MemberTy {
                    name: self.name(m.name),
                    ty: self.types.ty(m.ty),
                    visibility: match m.visibility {
                        VisibilityNode::Public => Visibility::Public,
                        VisibilityNode::Module(n) => Visibility::Module(n),
                        VisibilityNode::Private(d) => Visibility::Private(DefId(d)),
                    },
                    kind: match &m.kind {
                        MemberKindNode::Field { is_final } => MemberKind::Field { is_final: *is_final },
                        MemberKindNode::Method => MemberKind::Method,
                        MemberKindNode::Remote => MemberKind::Remote,
                        MemberKindNode::Resource { accessor, path } => MemberKind::Resource {
                            accessor: self.name(*accessor),
                            path: path.iter().map(segment).collect(),
                        },
                    },
                })
                .collect(),
            isolated: o.isolated,
            client: o.client,
            service: o.service,
            readonly: o.readonly,
            distinct: o.distinct.iter().map(|&d| DistinctId(d)).collect(),
            origin: o.origin.map(DefId),
        })
    }

    fn constant(&self, c: &ConstNode) -> Const {
        match c {
            ConstNode::Nil => Const::Nil,
            ConstNode::Bool(b) => Const::Bool(*b),
            ConstNode::Int(i) => Const::Int(*i),
            ConstNode::Float(f) => Const::Float(*f),
            ConstNode::Decimal(d) => Const::Decimal(ConstNode::decimal_bits(*d)),
            ConstNode::String(s) => Const::String(self.name(*s)),
            ConstNode::List(v) => Const::List(v.iter().map(|c| self.constant(c)).collect()),
            ConstNode::Mapping(v) => {
                Const::Mapping(v.iter().map(|(k, c)| (self.name(*k), self.constant(c))).collect())
            }
        }
    }
}

fn int_subtype(n: u8) -> IntSubtype {
    use IntSubtype::*;
    [Signed8, Signed16, Signed32, Unsigned8, Unsigned16, Unsigned32][n as usize]
}

#[cfg(test)]
mod tests;
