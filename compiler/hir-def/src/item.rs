//! Lowered signatures of items, each with its own [`Store`] for types and default expressions.

use semtypes::Name;
use syntax::TextRange;

use crate::expr::{Expr, Literal};
use crate::store::{BlockId, ExprId, LocalId, PatId, Store, TypeRefId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamKind {
    Required,
    Defaultable,
    /// `*T p`
    Included,
    /// `T... p`
    Rest,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MethodKind {
    Plain,
    Remote,
    Resource { accessor: Name, path: Vec<PathSegment> },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// `.` as the whole path.
    Dot,
    Name(Name),
    /// `[T x]`
    Param {
        ty: TypeRefId,
        local: LocalId,
    },
    /// `[T... x]`
    Rest {
        ty: TypeRefId,
        local: LocalId,
    },
}

impl MethodKind {
    /// The name under which objects find a method of that name and kind.
    pub fn dispatch_name(&self, name: Name) -> Name {
        match self {
            MethodKind::Remote => semtypes::remote_name(name),
            MethodKind::Plain | MethodKind::Resource { .. } => name,
        }
    }

    /// Locals of the path's parameters, with their types; whether one takes the rest of the path.
    pub fn path_params(&self) -> impl Iterator<Item = (LocalId, TypeRefId, bool)> {
        let path = match self {
            MethodKind::Resource { path, .. } => path.as_slice(),
            _ => &[],
        };
        path.iter().filter_map(|s| match s {
            PathSegment::Param { ty, local } => Some((*local, *ty, false)),
            PathSegment::Rest { ty, local } => Some((*local, *ty, true)),
            PathSegment::Dot | PathSegment::Name(_) => None,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    pub name: Option<Name>,
    /// Index into the locals of the store the parameter belongs to. In a function's body the parameters
    /// (after `self`, after path parameters) come first, in order.
    pub local: LocalId,
    pub ty: TypeRefId,
    pub kind: ParamKind,
    pub default: Option<ExprId>,
    /// `@isolatedParam`, of the lang library: in a context that must be isolated, so must be the argument (spec 9.1).
    pub isolated_param: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyKind {
    Block,
    Expr,
    /// `= external;`
    External,
    /// A method declared without a body (object types).
    None,
}

/// Signature of a function or method. Its body is a separate query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionSig {
    pub name: Name,
    pub store: Store,
    pub is_public: bool,
    pub is_private: bool,
    pub isolated: bool,
    pub transactional: bool,
    pub kind: MethodKind,
    /// Methods of classes and services: the `self` local, index 0.
    pub self_local: Option<LocalId>,
    pub params: Vec<Param>,
    pub ret: Option<TypeRefId>,
    pub body_kind: BodyKind,
    pub name_range: TextRange,
}

/// `type Name T;`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDefData {
    pub name: Name,
    pub store: Store,
    pub is_public: bool,
    pub ty: TypeRefId,
    pub name_range: TextRange,
}

/// `const T NAME = e;`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstData {
    pub name: Name,
    pub store: Store,
    pub is_public: bool,
    pub ty: Option<TypeRefId>,
    pub value: ExprId,
    pub name_range: TextRange,
}

/// `enum Name { A, B = "b" }`: each member is a string constant, the name their union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumData {
    pub name: Name,
    pub store: Store,
    pub is_public: bool,
    pub members: Vec<EnumMember>,
    pub name_range: TextRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumMember {
    pub name: Name,
    pub value: Option<ExprId>,
    pub range: TextRange,
}

/// A module-level variable declaration; a destructuring one declares several names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VarData {
    pub store: Store,
    pub is_public: bool,
    pub is_final: bool,
    pub isolated: bool,
    pub configurable: bool,
    /// `= ?`
    pub required: bool,
    pub pat: PatId,
    pub ty: Option<TypeRefId>,
    pub init: Option<ExprId>,
}

/// `listener T name = e;`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerData {
    pub name: Name,
    pub store: Store,
    pub is_public: bool,
    pub ty: Option<TypeRefId>,
    pub init: ExprId,
    pub name_range: TextRange,
}

/// `xmlns "uri" as prefix;` at module level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlnsData {
    pub store: Store,
    pub uri: ExprId,
    pub prefix: Option<Name>,
    /// Where the prefix stands, or the whole declaration.
    pub name_range: TextRange,
}

/// A class definition, or the class of a service declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassData {
    pub name: Name,
    pub store: Store,
    pub is_public: bool,
    pub isolated: bool,
    pub distinct: bool,
    pub readonly: bool,
    pub client: bool,
    pub service: bool,
    pub includes: Vec<TypeRefId>,
    pub fields: Vec<ClassField>,
    /// Names and kinds only; signatures and bodies are queries on the method's own id.
    pub methods: Vec<ClassMethod>,
    pub name_range: TextRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassField {
    pub name: Name,
    pub ty: TypeRefId,
    pub init: Option<ExprId>,
    pub is_final: bool,
    pub is_public: bool,
    pub is_private: bool,
    pub range: TextRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassMethod {
    /// See [`MethodKind::dispatch_name`].
    pub name: Name,
    /// Distinguishes resource methods of equal accessor and redeclared names: the n-th method of the class.
    pub index: u32,
    pub deprecated: bool,
}

/// `annotation T name on points;`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotationDecl {
    pub name: Name,
    pub store: Store,
    pub is_public: bool,
    pub is_const: bool,
    pub ty: Option<TypeRefId>,
    pub attach_points: Vec<(bool, Box<str>)>,
    pub name_range: TextRange,
}

/// A function's lowered body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub store: Store,
    /// `self` (methods), path parameters (resource methods), then the parameters, in order.
    pub params: Vec<LocalId>,
    pub root: BodyRoot,
    /// Problems found while lowering: redeclared names, unresolved labels, literals out of range.
    pub diagnostics: Vec<base_db::LocalDiagnostic>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyRoot {
    Block(BlockId),
    Expr(ExprId),
}

impl Body {
    pub fn literal(&self, e: ExprId) -> Option<&Literal> {
        match &self.store.exprs[e] {
            Expr::Literal(l) => Some(l),
            _ => None,
        }
    }
}
