//! Type descriptors as written (spec chapter 5): resolved to [`semtypes::Ty`] by `hir-ty`.

use semtypes::Name;

use crate::expr::{Literal, Path};
use crate::item::{MethodKind, ParamKind};
use crate::store::{ExprId, TypeRefId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Builtin {
    Nil,
    Boolean,
    Int,
    Byte,
    Float,
    Decimal,
    String,
    Any,
    Anydata,
    Json,
    Never,
    Readonly,
    Handle,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeRef {
    Missing,
    /// `var`
    Infer,
    Builtin(Builtin),
    Path(Path),
    /// A literal used as a singleton type; `negative` for `-1`.
    Singleton {
        literal: Literal,
        negative: bool,
    },
    Array {
        elem: TypeRefId,
        len: ArrayLen,
    },
    Tuple {
        members: Vec<TypeRefId>,
        rest: Option<TypeRefId>,
    },
    Map(TypeRefId),
    Record(Box<RecordRef>),
    Table {
        row: TypeRefId,
        key: Option<TableKeyRef>,
    },
    Function(Box<FunctionRef>),
    AnyFunction {
        isolated: bool,
    },
    Object(Box<ObjectRef>),
    Error(Option<TypeRefId>),
    Stream(Option<TypeRefId>, Option<TypeRefId>),
    Typedesc(Option<TypeRefId>),
    Future(Option<TypeRefId>),
    Xml(Option<TypeRefId>),
    Union(Vec<TypeRefId>),
    Intersection(Vec<TypeRefId>),
    Optional(TypeRefId),
    /// `distinct T`; `index` numbers the occurrences within the item, so that each mints its own type id.
    Distinct {
        inner: TypeRefId,
        index: u32,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArrayLen {
    Open,
    /// `[*]`
    Inferred,
    /// `[3]`, `[N]`
    Fixed(ExprId),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordRef {
    /// `record { }` (open: rest `anydata`) as against `record {| |}`.
    pub inclusive: bool,
    pub includes: Vec<TypeRefId>,
    pub fields: Vec<FieldRef>,
    pub rest: Option<TypeRefId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldRef {
    pub name: Name,
    pub ty: TypeRefId,
    pub optional: bool,
    pub readonly: bool,
    pub default: Option<ExprId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TableKeyRef {
    Fields(Vec<Name>),
    Type(TypeRefId),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FunctionRef {
    pub params: Vec<FunctionParamRef>,
    pub ret: Option<TypeRefId>,
    pub isolated: bool,
    pub transactional: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FunctionParamRef {
    pub name: Option<Name>,
    pub ty: TypeRefId,
    pub kind: ParamKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectRef {
    pub isolated: bool,
    pub client: bool,
    pub service: bool,
    pub includes: Vec<TypeRefId>,
    pub fields: Vec<ObjectFieldRef>,
    pub methods: Vec<ObjectMethodRef>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectFieldRef {
    pub name: Name,
    pub ty: TypeRefId,
    pub is_public: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectMethodRef {
    pub name: Name,
    pub kind: MethodKind,
    pub sig: FunctionRef,
    pub is_public: bool,
    /// Where its name stands.
    pub range: syntax::TextRange,
}
