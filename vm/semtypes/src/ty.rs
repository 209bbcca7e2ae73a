//! Declared types: what the programmer wrote, as a hash-consed tree.
//!
//! A [`Ty`] is the *description*; [`crate::SemType`] is the *set of values* that it denotes. The checker works
//! on both: descriptions give error messages, default values and layouts, sets decide subtyping.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use parking_lot::RwLock;
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::name::Name;

/// Identity of a module-level type definition or class. Its meaning belongs to whoever implements [`Resolver`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DefId(pub u32);

/// Identity minted by one occurrence of `distinct` (spec 5.6.6).
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DistinctId(pub u32);

/// Expands references to type definitions.
pub trait Resolver {
    /// The type that a definition stands for. For a class: its object type.
    fn named(&self, def: DefId) -> Ty;
}

/// A resolver for types that contain no named references; it answers [`TyKind::Missing`].
pub struct NoDefs;

impl Resolver for NoDefs {
    fn named(&self, _: DefId) -> Ty {
        Ty::missing()
    }
}

/// A declared type. One word, compared and hashed by identity: structurally equal types are the same `Ty`.
#[derive(Copy, Clone)]
pub struct Ty(&'static TyData);

#[derive(Debug)]
struct TyData {
    kind: TyKind,
    has_named: bool,
    has_missing: bool,
}

/// The integer subtypes of `lang.int` other than `byte` (spec 5.2.4.1).
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum IntSubtype {
    Signed8,
    Signed16,
    Signed32,
    Unsigned8,
    Unsigned16,
    Unsigned32,
}

/// A compile-time constant, the value of a singleton type (spec 5.6.2, 8.8).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Const {
    Nil,
    Bool(bool),
    Int(i64),
    /// IEEE 754 bits. All NaNs are one value: build with [`Const::float`].
    Float(u64),
    /// Bits of a [`bal_num::Decimal`]; the scale is part of the value.
    Decimal(u128),
    String(Name),
    List(Vec<Const>),
    /// In source order; compared as written, sorted by name when lowered.
    Mapping(Vec<(Name, Const)>),
}

impl Const {
    /// A float constant with NaN made canonical.
    pub fn float(value: f64) -> Const {
        Const::Float(if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() })
    }

    /// A decimal constant.
    pub fn decimal(value: bal_num::Decimal) -> Const {
        Const::Decimal(value.to_bits())
    }

    /// A string constant.
    pub fn string(text: &str) -> Const {
        Const::String(Name::new(text))
    }
}

/// The kinds of declared type (spec chapter 5).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum TyKind {
    Never,
    Nil,
    Boolean,
    Int,
    Byte,
    IntSubtype(IntSubtype),
    Float,
    Decimal,
    String,
    /// `string:Char`
    Char,
    Any,
    Anydata,
    Json,
    Readonly,
    /// `value:Cloneable`
    Cloneable,
    Handle,
    /// `string:RegExp`
    Regexp,
    /// `xml` or `xml<T>`
    Xml(Option<Ty>),
    XmlElement,
    XmlComment,
    XmlProcessingInstruction,
    XmlText,
    Singleton(Const),
    Array {
        elem: Ty,
        len: Option<u64>,
    },
    Tuple {
        members: Vec<Ty>,
        rest: Option<Ty>,
    },
    Map(Ty),
    Record(RecordTy),
    Table {
        row: Ty,
        key: TableKey,
    },
    Function(FunctionTy),
    /// The `function` type without a signature.
    AnyFunction {
        isolated: bool,
    },
    Object(ObjectTy),
    Error {
        detail: Option<Ty>,
        distinct: Vec<DistinctId>,
    },
    Stream {
        value: Ty,
        completion: Ty,
    },
    Typedesc(Option<Ty>),
    Future(Option<Ty>),
    Union(Vec<Ty>),
    Intersection(Vec<Ty>),
    /// Set difference. No syntax writes it; narrowing produces it.
    Diff(Ty, Ty),
    /// A reference to a type definition or class, expanded through a [`Resolver`].
    Named {
        def: DefId,
        name: Name,
    },
    /// A type parameter of a langlib function (`@typeParam`).
    Param {
        id: u32,
        name: Name,
        bound: Ty,
    },
    /// The type of something already diagnosed. Compatible with everything, so that one mistake gives one message.
    Missing,
}

/// A record type (spec 5.4.2.2).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct RecordTy {
    /// In declaration order, own fields first, then included ones.
    pub fields: Vec<FieldTy>,
    /// `None`: closed. `Some`: the type of further fields.
    pub rest: Option<Ty>,
    /// The declaration that owns the default-value closures. Part of the identity of the `Ty`, not of its set.
    pub origin: Option<DefId>,
}

/// One field of a record type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct FieldTy {
    pub name: Name,
    pub ty: Ty,
    pub optional: bool,
    pub readonly: bool,
    /// Has a default value: may be left out by a constructor, is always there in a value.
    pub default: bool,
}

impl FieldTy {
    /// A required, mutable field without default.
    pub fn required(name: Name, ty: Ty) -> FieldTy {
        FieldTy { name, ty, optional: false, readonly: false, default: false }
    }

    /// An optional, mutable field.
    pub fn optional(name: Name, ty: Ty) -> FieldTy {
        FieldTy { name, ty, optional: true, readonly: false, default: false }
    }
}

impl RecordTy {
    /// The individually declared field of that name.
    pub fn field(&self, name: Name) -> Option<&FieldTy> {
        self.fields.iter().find(|f| f.name == name)
    }
}

/// The key part of a table type (spec 5.4.3).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum TableKey {
    /// No key constraint: keyed or keyless.
    None,
    /// `key(a, b)`
    Fields(Vec<Name>),
    /// `key<T>`
    Type(Ty),
}

/// A function type with a signature (spec 5.5.2).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct FunctionTy {
    pub params: Vec<ParamTy>,
    /// Member type of the rest parameter.
    pub rest: Option<Ty>,
    pub ret: Ty,
    pub isolated: bool,
    pub transactional: bool,
}

/// One parameter of a function type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ParamTy {
    pub name: Option<Name>,
    pub ty: Ty,
    pub kind: ParamKind,
}

#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum ParamKind {
    Required,
    Defaultable,
    /// Included record parameter `*R r`.
    Included,
}

/// An object type (spec 5.5.3).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct ObjectTy {
    /// Fields and methods in declaration order.
    pub members: Vec<MemberTy>,
    pub isolated: bool,
    pub client: bool,
    pub service: bool,
    /// A `readonly class`, or an object type intersected with `readonly`.
    pub readonly: bool,
    /// Type ids of `distinct`, own and inherited; kept sorted by [`Ty::object`].
    pub distinct: Vec<DistinctId>,
    /// The class this is the type of. Part of the identity of the `Ty`, not of its set.
    pub origin: Option<DefId>,
}

/// A field or method of an object type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct MemberTy {
    pub name: Name,
    /// The field's type; for methods a function type.
    pub ty: Ty,
    pub visibility: Visibility,
    pub kind: MemberKind,
}

/// The region from which a member is visible (spec 5.5.3.2).
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Visibility {
    Public,
    /// Visible in the module with this id.
    Module(u32),
    /// Visible in this class only.
    Private(DefId),
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum MemberKind {
    Field { is_final: bool },
    Method,
    Remote,
    Resource { accessor: Name, path: Vec<PathSegmentTy> },
}

/// One segment of a resource method's path (spec 5.5.3.5).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum PathSegmentTy {
    Literal(Name),
    Param { name: Option<Name>, ty: Ty },
    Rest { name: Option<Name>, ty: Ty },
}

impl ObjectTy {
    /// The field or method of that name, which is neither remote nor a resource's.
    pub fn member(&self, name: Name) -> Option<&MemberTy> {
        self.members
            .iter()
            .find(|m| m.name == name && matches!(m.kind, MemberKind::Field { .. } | MemberKind::Method))
    }

    /// The remote method of that name.
    pub fn remote(&self, name: Name) -> Option<&MemberTy> {
        self.members.iter().find(|m| m.name == name && matches!(m.kind, MemberKind::Remote))
    }

    /// The member that stands in the place of another type's: of the same name in the same name space.
    pub fn counterpart(&self, of: &MemberTy) -> Option<&MemberTy> {
        self.members.iter().find(|m| m.dispatch_name() == of.dispatch_name())
    }
}

impl MemberTy {
    /// The name under which objects find this member: remote methods have a name space of their own, the name of a
    /// resource method spells out accessor and path.
    pub fn dispatch_name(&self) -> Name {
        match self.kind {
            MemberKind::Remote => remote_name(self.name),
            _ => self.name,
        }
    }
}

/// The name under which objects find a remote method.
pub fn remote_name(name: Name) -> Name {
    Name::new(&format!("->{name}"))
}

impl PartialEq for Ty {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Ty {}

impl Hash for Ty {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

impl fmt::Debug for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`")
    }
}

#[derive(Copy, Clone)]
struct Interned(&'static TyData);

impl PartialEq for Interned {
    fn eq(&self, other: &Self) -> bool {
        self.0.kind == other.0.kind
    }
}

impl Eq for Interned {}

impl Hash for Interned {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.kind.hash(state);
    }
}

impl std::borrow::Borrow<TyKind> for Interned {
    fn borrow(&self) -> &TyKind {
        &self.0.kind
    }
}

const SHARDS: usize = 16;

static INTERNER: LazyLock<[RwLock<FxHashSet<Interned>>; SHARDS]> =
    LazyLock::new(|| std::array::from_fn(|_| RwLock::new(FxHashSet::default())));

fn intern(kind: TyKind) -> Ty {
    use std::hash::BuildHasher;
    let hash = FxBuildHasher.hash_one(&kind);
    let shard = &INTERNER[(hash >> 32) as usize % SHARDS];
    if let Some(found) = shard.read().get(&kind) {
        return Ty(found.0);
    }
    let mut flags = Flags::default();
    flags.add_kind(&kind);
    let mut set = shard.write();
    if let Some(found) = set.get(&kind) {
        return Ty(found.0);
    }
    let data: &'static TyData =
        Box::leak(Box::new(TyData { kind, has_named: flags.named, has_missing: flags.missing }));
    set.insert(Interned(data));
    Ty(data)
}

#[derive(Default)]
struct Flags {
    named: bool,
    missing: bool,
}

impl Flags {
    fn add_kind(&mut self, kind: &TyKind) {
        match kind {
            TyKind::Named { .. } => self.named = true,
            TyKind::Missing => self.missing = true,
            _ => kind.for_each_child(&mut |ty| {
                self.named |= ty.0.has_named;
                self.missing |= ty.0.has_missing;
            }),
        }
    }
}

impl TyKind {
    /// Calls `f` on every type directly inside this one.
    pub fn for_each_child(&self, f: &mut dyn FnMut(Ty)) {
        match self {
            TyKind::Xml(inner) | TyKind::Typedesc(inner) | TyKind::Future(inner) => {
                inner.iter().copied().for_each(f);
            }
            TyKind::Error { detail, .. } => detail.iter().copied().for_each(f),
            TyKind::Array { elem, .. } | TyKind::Map(elem) => f(*elem),
            TyKind::Tuple { members, rest } => members.iter().chain(rest).copied().for_each(f),
            TyKind::Record(record) => {
                record.fields.iter().map(|x| x.ty).chain(record.rest).for_each(f);
            }
            TyKind::Table { row, key } => {
                f(*row);
                if let TableKey::Type(key) = key {
                    f(*key);
                }
            }
            TyKind::Function(function) => {
                function.params.iter().map(|p| p.ty).chain(function.rest).for_each(&mut *f);
                f(function.ret);
            }
            TyKind::Object(object) => object.members.iter().for_each(|m| m.for_each_type(f)),
            TyKind::Stream { value, completion } => {
                f(*value);
                f(*completion);
            }
            TyKind::Union(parts) | TyKind::Intersection(parts) => parts.iter().copied().for_each(f),
            TyKind::Diff(left, right) => {
                f(*left);
                f(*right);
            }
            TyKind::Param { bound, .. } => f(*bound),
            _ => {}
        }
    }
}

impl MemberTy {
    fn for_each_type(&self, f: &mut dyn FnMut(Ty)) {
        f(self.ty);
        if let MemberKind::Resource { path, .. } = &self.kind {
            for segment in path {
                if let PathSegmentTy::Param { ty, .. } | PathSegmentTy::Rest { ty, .. } = segment {
                    f(*ty);
                }
            }
        }
    }
}

struct Common {
    never: Ty,
    nil: Ty,
    boolean: Ty,
    int: Ty,
    byte: Ty,
    float: Ty,
    decimal: Ty,
    string: Ty,
    char: Ty,
    any: Ty,
    anydata: Ty,
    json: Ty,
    readonly: Ty,
    error: Ty,
    missing: Ty,
}

static COMMON: LazyLock<Common> = LazyLock::new(|| Common {
    never: intern(TyKind::Never),
    nil: intern(TyKind::Nil),
    boolean: intern(TyKind::Boolean),
    int: intern(TyKind::Int),
    byte: intern(TyKind::Byte),
    float: intern(TyKind::Float),
    decimal: intern(TyKind::Decimal),
    string: intern(TyKind::String),
    char: intern(TyKind::Char),
    any: intern(TyKind::Any),
    anydata: intern(TyKind::Anydata),
    json: intern(TyKind::Json),
    readonly: intern(TyKind::Readonly),
    error: intern(TyKind::Error { detail: None, distinct: Vec::new() }),
    missing: intern(TyKind::Missing),
});

macro_rules! common {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $($(#[$doc])* pub fn $name() -> Ty { COMMON.$name })*
    };
}

/// Constructors.
impl Ty {
    common! {
        /// `never`
        never,
        /// `()`
        nil,
        /// `boolean`
        boolean,
        /// `int`
        int,
        /// `byte`
        byte,
        /// `float`
        float,
        /// `decimal`
        decimal,
        /// `string`
        string,
        /// `string:Char`
        char,
        /// `any`
        any,
        /// `anydata`
        anydata,
        /// `json`
        json,
        /// `readonly`
        readonly,
        /// `error`
        error,
        /// The type of something already diagnosed.
        missing,
    }

    /// Any kind, as is: unlike the named constructors this normalises nothing.
    pub fn new(kind: TyKind) -> Ty {
        intern(kind)
    }

    /// A singleton type.
    pub fn singleton(value: Const) -> Ty {
        match value {
            Const::Nil => Ty::nil(),
            value => intern(TyKind::Singleton(value)),
        }
    }

    /// `elem[]`
    pub fn array(elem: Ty) -> Ty {
        intern(TyKind::Array { elem, len: None })
    }

    /// `elem[len]`
    pub fn fixed_array(elem: Ty, len: u64) -> Ty {
        intern(TyKind::Array { elem, len: Some(len) })
    }

    /// `[members, rest...]`
    pub fn tuple(members: Vec<Ty>, rest: Option<Ty>) -> Ty {
        intern(TyKind::Tuple { members, rest })
    }

    /// `map<value>`
    pub fn map(value: Ty) -> Ty {
        intern(TyKind::Map(value))
    }

    /// A record type.
    pub fn record(record: RecordTy) -> Ty {
        intern(TyKind::Record(record))
    }

    /// A record type without origin.
    pub fn record_of(fields: Vec<FieldTy>, rest: Option<Ty>) -> Ty {
        intern(TyKind::Record(RecordTy { fields, rest, origin: None }))
    }

    /// `table<row> key…`
    pub fn table(row: Ty, key: TableKey) -> Ty {
        intern(TyKind::Table { row, key })
    }

    /// A function type.
    pub fn function(function: FunctionTy) -> Ty {
        intern(TyKind::Function(function))
    }

    /// A non-isolated function type with unnamed required parameters.
    pub fn function_of(params: impl IntoIterator<Item = Ty>, ret: Ty) -> Ty {
        let params =
            params.into_iter().map(|ty| ParamTy { name: None, ty, kind: ParamKind::Required }).collect();
        intern(TyKind::Function(FunctionTy {
            params,
            rest: None,
            ret,
            isolated: false,
            transactional: false,
        }))
    }

    /// An object type.
    pub fn object(mut object: ObjectTy) -> Ty {
        object.distinct.sort_unstable();
        object.distinct.dedup();
        intern(TyKind::Object(object))
    }

    /// `error<detail>` with type ids.
    pub fn error_of(detail: Option<Ty>, mut distinct: Vec<DistinctId>) -> Ty {
        distinct.sort_unstable();
        distinct.dedup();
        intern(TyKind::Error { detail, distinct })
    }

    /// `stream<value, completion>`
    pub fn stream(value: Ty, completion: Ty) -> Ty {
        intern(TyKind::Stream { value, completion })
    }

    /// `typedesc<of>`
    pub fn typedesc(of: Ty) -> Ty {
        intern(TyKind::Typedesc(Some(of)))
    }

    /// `future<of>`
    pub fn future(of: Ty) -> Ty {
        intern(TyKind::Future(Some(of)))
    }

    /// A reference to a definition.
    pub fn named(def: DefId, name: Name) -> Ty {
        intern(TyKind::Named { def, name })
    }

    /// The union of the parts: flattened, without duplicates and `never`; `Missing` absorbs the rest.
    pub fn union(parts: impl IntoIterator<Item = Ty>) -> Ty {
        let mut flat = Vec::new();
        for part in parts {
            match part.kind() {
                TyKind::Missing => return Ty::missing(),
                TyKind::Never => {}
                TyKind::Union(inner) => inner.iter().for_each(|&ty| push_new(&mut flat, ty)),
                _ => push_new(&mut flat, part),
            }
        }
        match flat.as_slice() {
            [] => Ty::never(),
            [one] => *one,
            _ => intern(TyKind::Union(flat)),
        }
    }

    /// `T?`
    pub fn nilable(of: Ty) -> Ty {
        Ty::union([of, Ty::nil()])
    }

    /// The intersection of the parts: flattened, without duplicates; `Missing` absorbs the rest.
    pub fn intersection(parts: impl IntoIterator<Item = Ty>) -> Ty {
        let mut flat = Vec::new();
        for part in parts {
            match part.kind() {
                TyKind::Missing => return Ty::missing(),
                TyKind::Intersection(inner) => inner.iter().for_each(|&ty| push_new(&mut flat, ty)),
                _ => push_new(&mut flat, part),
            }
        }
        match flat.as_slice() {
            [one] => *one,
            _ => intern(TyKind::Intersection(flat)),
        }
    }

    /// `left` without the values of `right`.
    pub fn diff(left: Ty, right: Ty) -> Ty {
        if left.is_missing() || right.is_missing() {
            Ty::missing()
        } else {
            intern(TyKind::Diff(left, right))
        }
    }
}

fn push_new(flat: &mut Vec<Ty>, ty: Ty) {
    if !flat.contains(&ty) {
        flat.push(ty);
    }
}

/// Queries.
impl Ty {
    /// Of the intersection of one type with `readonly` that type, itself of any other.
    pub fn mutable(self) -> Ty {
        let TyKind::Intersection(all) = self.kind() else { return self };
        let mut others = all.iter().filter(|t| !matches!(t.kind(), TyKind::Readonly));
        match (others.next(), others.next()) {
            (Some(one), None) => *one,
            _ => self,
        }
    }

    /// The node itself.
    pub fn kind(self) -> &'static TyKind {
        &self.0.kind
    }

    /// Whether a [`TyKind::Named`] occurs anywhere inside, so that its meaning depends on a [`Resolver`].
    pub fn has_named(self) -> bool {
        self.0.has_named
    }

    /// Whether a [`TyKind::Missing`] occurs anywhere inside (not looking through named references).
    pub fn has_missing(self) -> bool {
        self.0.has_missing
    }

    /// Whether this is [`TyKind::Missing`] itself.
    pub fn is_missing(self) -> bool {
        self == COMMON.missing
    }

    /// Follows named references at the root until something else comes. A reference that only leads to itself
    /// gives `Missing`.
    pub fn expand(self, resolver: &dyn Resolver) -> Ty {
        let mut seen = Vec::new();
        let mut ty = self;
        while let TyKind::Named { def, .. } = ty.kind() {
            if seen.contains(def) {
                return Ty::missing();
            }
            seen.push(*def);
            ty = resolver.named(*def);
        }
        ty
    }
}
