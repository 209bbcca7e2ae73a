//! What inference tells MIR about a body: the contract between the two.
//!
//! Invariants that MIR relies on when the body has no error diagnostics:
//! - `expr_ty` has an entry for every expression reachable from the root (statement-position actions too).
//!   It is the static type *after* narrowing and after the contextual typing of literals, and before any
//!   implicit conversion to the place that receives the value; MIR converts representation
//!   (raw `int` to tagged word and so on) from the pair of types.
//! - every constructor expression has its inherent type in `constructs`;
//! - every `Path` and `Field` that names a declaration has a `Resolution`;
//! - every call has a `CallInfo` whose `args` has one entry per parameter.

use hir_def::ids::{Def, MethodId};
use hir_def::{ExprId, LocalId, PatId};
use rustc_hash::FxHashMap;
use semtypes::{Const, Name, Ty};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A module-level function used as a value or callee.
    Function(Def),
    /// A module-level variable (also a listener or a configurable).
    Var(Def, Name),
    /// A constant or enum member, by value.
    Const(Const),
    /// A type or class name in expression position: a `typedesc` value.
    TypeDesc(Ty),
    /// `obj.method` as a function value.
    MethodValue { name: Name },
    /// `e.name` on a record or map.
    MappingField,
    /// `e.name` on an object.
    ObjectField,
    /// Lax access on json (spec 6.10): yields `T|error`.
    LaxField,
    /// XML attribute access, name expanded.
    XmlAttribute(Name),
    /// Built-in constants of the lang library such as `int:MAX_VALUE` resolve to `Const`.
    Annotation(Def),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callee {
    /// A module-level function, of this program or of a library module.
    Function(Def),
    /// A lang-library function called in method syntax: the receiver is parameter 0.
    LangLib(Def),
    /// A method found by name in the receiver's class table; the receiver's own expression is not in `args`.
    Method { name: Name },
    /// `super`-less direct call of a known method: the static type is exactly one class (for instance `self`
    /// in a final class); an optimisation of `Method`.
    DirectMethod(MethodId),
    /// `e.f(args)` where `f` is a field holding a function, or a call of a local function variable.
    Value,
}

/// Where one parameter's argument comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgSource {
    Expr(ExprId),
    /// The method-call receiver.
    Receiver,
    /// Evaluate the parameter's default.
    Default,
    /// Elements of the rest parameter: a new list of the given inherent type.
    Rest {
        ty: Ty,
        items: Vec<RestItem>,
    },
    /// The rest of a resource's path, as a new list of the given inherent type.
    PathRest {
        ty: Ty,
        items: Vec<RestItem>,
    },
    /// Named arguments gathered into an included record parameter of this type.
    IncludedRecord {
        ty: Ty,
        fields: Vec<(Name, NamedArg)>,
    },
    /// A member of the list of a rest argument (spec 6.11.1).
    Member {
        list: ExprId,
        index: usize,
    },
    /// A field of the mapping of a rest argument; where it may be absent, the default takes its place.
    Field {
        map: ExprId,
        name: Name,
        optional: bool,
    },
    /// Inferred typedesc argument (`typedesc<T> t = <>`).
    Typedesc(Ty),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestItem {
    Expr(ExprId),
    Spread(ExprId),
    /// The members of a list from this one on.
    Tail(ExprId, usize),
}

/// Where a named argument comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedArg {
    Expr(ExprId),
    /// A field of the mapping of a rest argument, which may be absent.
    Field {
        map: ExprId,
        optional: bool,
    },
}

impl NamedArg {
    /// The expression to blame.
    pub fn expr(self) -> ExprId {
        match self {
            NamedArg::Expr(x) | NamedArg::Field { map: x, .. } => x,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallInfo {
    pub callee: Callee,
    /// One per declared parameter, in declaration order; the rest parameter last when there is one.
    pub args: Vec<ArgSource>,
    /// Instantiation of lang-library type parameters: `(parameter id, type)`.
    pub type_args: Vec<(u32, Ty)>,
    /// Parameter types after substitution, as many as `args`: what each argument is converted to.
    pub param_tys: Vec<Ty>,
    /// Result type after substitution.
    pub ret: Ty,
    /// The list of arguments that, when it is empty, makes the result nil without a call.
    pub nil_if_empty: Option<ExprId>,
    /// What is called is transactional.
    pub transactional: bool,
}

/// How a query builds its value (spec 6.35.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryResult {
    /// Inherent type of the list.
    List(Ty),
    Map(Ty),
    Table(Ty),
    String,
    Xml(Ty),
    Stream(Ty),
    /// `collect`: the expression itself.
    Collect,
    /// Query action.
    Do,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inference {
    pub expr_ty: FxHashMap<ExprId, Ty>,
    /// Declared or inferred type of each local (not narrowed).
    pub local_ty: FxHashMap<LocalId, Ty>,
    /// Type of the value that reaches a pattern; for `Pat::Const` its constant is in `pat_const`.
    pub pat_ty: FxHashMap<PatId, Ty>,
    pub pat_const: FxHashMap<PatId, Const>,
    pub resolutions: FxHashMap<ExprId, Resolution>,
    pub calls: FxHashMap<ExprId, CallInfo>,
    /// Inherent type of list, mapping, table and object constructors, `new` (the class or stream type),
    /// `error` constructors (the error type) and raw templates.
    pub constructs: FxHashMap<ExprId, Ty>,
    /// Resolved type descriptors in expressions (casts, `is`, `TypeDesc`, declared locals), by type-ref index.
    pub type_refs: FxHashMap<hir_def::TypeRefId, Ty>,
    pub queries: FxHashMap<ExprId, QueryResult>,
    pub xml: FxHashMap<ExprId, XmlTemplate>,
    /// Names that an XML filter or step selects: `*`, `{uri}*`, or expanded.
    pub xml_patterns: FxHashMap<ExprId, Vec<Name>>,
    /// Expressions whose value gets a lax conversion: `check j.x` with a simple expected type (spec 6.33)
    /// applies `ensureType` with this type.
    pub ensure: FxHashMap<ExprId, Ty>,
    /// Function-typed results for lambdas: parameter and return types.
    pub lambdas: FxHashMap<hir_def::LambdaId, LambdaTy>,
    /// Constant values of expressions that are constant (spec 6.6?), for MIR to fold.
    pub consts: FxHashMap<ExprId, Const>,
    /// Fields or module variables that this `init` leaves without a value on some normal way out.
    pub unset: Vec<Name>,
    /// Annotations of the store that exist at run time, by index, with their declarations.
    pub annotations: FxHashMap<u32, Def>,
    /// Errors that would show an unknown type: there is another error that says why it is unknown.
    pub consequences: Vec<base_db::LocalDiagnostic>,
    pub diagnostics: Vec<base_db::LocalDiagnostic>,
}

/// An XML template with its names expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlTemplate {
    pub nodes: Vec<XmlNode>,
    /// The context wants an immutable value.
    pub readonly: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlNode {
    Text(Box<str>),
    Insertion(ExprId),
    Comment(Box<str>),
    Pi {
        target: Box<str>,
        data: Box<str>,
    },
    /// Namespace declarations are attributes, also those that come from outside of the template.
    Element {
        name: Name,
        attributes: Vec<(Name, Vec<hir_def::TemplatePart>)>,
        children: Vec<XmlNode>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LambdaTy {
    pub params: Vec<Ty>,
    pub ret: Ty,
    /// The whole function type.
    pub ty: Ty,
}
