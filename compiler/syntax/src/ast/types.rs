//! Type descriptors.

use super::{
    Expr, HasMetadata, Name, NameRef, ObjectMembers, ParamList, ReturnType, TypeInclusion, node_enum, nodes,
};
use crate::{SyntaxKind, SyntaxKind::*, SyntaxToken};

nodes! {
    /// `()` or `null`
    NilType(NIL_TYPE) {}
    /// A type of one keyword: `int`, `anydata`, `readonly`, ...
    BuiltinType(BUILTIN_TYPE) {}
    /// `var` in place of a type.
    VarType(VAR_TYPE) {}
    /// A reference to a type definition, class or enum; or, as a constant, to a singleton type.
    NamedType(NAMED_TYPE) {
        child name_ref: NameRef,
    }
    /// A literal with an optional sign.
    SingletonType(SINGLETON_TYPE) {
        child value: Expr,
    }
    /// `T[..][..]`, outermost dimension first.
    ArrayType(ARRAY_TYPE) {
        child element: Type,
        children dims: ArrayDim,
    }
    ArrayDim(ARRAY_DIM) {
        /// `[*]`: the length is inferred.
        flag is_inferred: STAR,
        child length: Expr,
    }
    TupleType(TUPLE_TYPE) {
        children members: TupleMember,
        child rest: TupleRest,
    }
    TupleMember(TUPLE_MEMBER) {
        child ty: Type,
    }
    TupleRest(TUPLE_REST) {
        child ty: Type,
    }
    MapType(MAP_TYPE) {
        child param: Type,
    }
    RecordType(RECORD_TYPE) {
        /// `record {| |}`, without the implied `anydata...`.
        flag is_exclusive: L_CURLY_PIPE,
        children fields: RecordField,
        children inclusions: TypeInclusion,
        child rest: RecordRest,
    }
    RecordField(RECORD_FIELD) {
        flag is_readonly: READONLY_KW,
        child ty: Type,
        child name: Name,
        flag is_optional: QUESTION,
        child default: Expr,
    }
    RecordRest(RECORD_REST) {
        child ty: Type,
    }
    TableType(TABLE_TYPE) {
        child row: Type,
        child key_specifier: KeySpecifier,
        child key_type: KeyTypeConstraint,
    }
    /// `key(a, b)`
    KeySpecifier(KEY_SPECIFIER) {
        children fields: Name,
    }
    /// `key<T>`
    KeyTypeConstraint(KEY_TYPE_CONSTRAINT) {
        child ty: Type,
    }
    ErrorType(ERROR_TYPE) {
        child detail: Type,
    }
    FunctionType(FUNCTION_TYPE) {
        flag is_isolated: ISOLATED_KW,
        flag is_transactional: TRANSACTIONAL_KW,
        /// Absent in the bare `function`, the type of all functions.
        child param_list: ParamList,
        child return_type: ReturnType,
    }
    ObjectType(OBJECT_TYPE) {
        flag is_isolated: ISOLATED_KW,
        flag is_client: CLIENT_KW,
        flag is_service: SERVICE_KW,
        child members: ObjectMembers,
    }
    FutureType(FUTURE_TYPE) {
        child param: Type,
    }
    TypedescType(TYPEDESC_TYPE) {
        child param: Type,
    }
    /// `stream<T, C>`
    StreamType(STREAM_TYPE) {
        child value: Type,
        child completion: Type[1],
    }
    XmlType(XML_TYPE) {
        child param: Type,
    }
    DistinctType(DISTINCT_TYPE) {
        child ty: Type,
    }
    UnionType(UNION_TYPE) {
        child lhs: Type,
        child rhs: Type[1],
    }
    IntersectionType(INTERSECTION_TYPE) {
        child lhs: Type,
        child rhs: Type[1],
    }
    OptionalType(OPTIONAL_TYPE) {
        child ty: Type,
    }
    ParenType(PAREN_TYPE) {
        child ty: Type,
    }
}

node_enum! {
    /// A type descriptor.
    Type {
        Nil(NilType),
        Builtin(BuiltinType),
        Var(VarType),
        Named(NamedType),
        Singleton(SingletonType),
        Array(ArrayType),
        Tuple(TupleType),
        Map(MapType),
        Record(RecordType),
        Table(TableType),
        Error(ErrorType),
        Function(FunctionType),
        Object(ObjectType),
        Future(FutureType),
        Typedesc(TypedescType),
        Stream(StreamType),
        Xml(XmlType),
        Distinct(DistinctType),
        Union(UnionType),
        Intersection(IntersectionType),
        Optional(OptionalType),
        Paren(ParenType),
    }
}

impl HasMetadata for RecordField {}
impl HasMetadata for TupleMember {}

impl BuiltinType {
    /// The keyword.
    #[must_use]
    pub fn keyword(&self) -> Option<SyntaxToken> {
        self.syntax.first_token()
    }

    /// The kind of the keyword, such as `INT_KW`.
    #[must_use]
    pub fn kind(&self) -> SyntaxKind {
        self.keyword().map_or(ERROR, |t| t.kind())
    }
}
