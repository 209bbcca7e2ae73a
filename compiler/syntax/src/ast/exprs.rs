//! Expressions.

use std::borrow::Cow;

use super::{
    Annotation, CommitAction, FlushAction, FunctionBody, KeySpecifier, Name, NameRef, NamedType,
    ObjectMembers, ParamList, QueryExpr, RawTemplate, ReceiveAction, RemoteCallAction, ResourceCallAction,
    ReturnType, SendAction, StartAction, StringTemplate, SyncSendAction, TaggedTemplate, Type,
    TypedBindingPattern, WaitAction, XmlFilterExpr, XmlStepExpr, XmlTemplate, node_enum, nodes,
};
use crate::{SyntaxKind::*, SyntaxToken, text};

nodes! {
    /// A literal of one token; `LiteralKind` says which.
    Literal(LITERAL) {}
    /// `()`
    NilLiteral(NIL_LITERAL) {}
    /// A variable reference.
    NameExpr(NAME_EXPR) {
        child name_ref: NameRef,
    }
    ParenExpr(PAREN_EXPR) {
        child expr: Expr,
    }
    ListExpr(LIST_EXPR) {
        children members: ListMember,
    }
    /// `...e` in a list constructor.
    SpreadMember(SPREAD_MEMBER) {
        child expr: Expr,
    }
    MappingExpr(MAPPING_EXPR) {
        children fields: MappingField,
    }
    /// `[readonly] name: e`, `[readonly] "name": e`, or `[readonly] name` for the variable of that name.
    SpecificField(SPECIFIC_FIELD) {
        flag is_readonly: READONLY_KW,
        child name: Name,
        token string_name: STRING_LITERAL,
        child value: Expr,
    }
    /// `[e]: e`
    ComputedField(COMPUTED_FIELD) {
        child key: Expr,
        child value: Expr[1],
    }
    /// `...e` in a mapping constructor.
    SpreadField(SPREAD_FIELD) {
        child expr: Expr,
    }
    TableExpr(TABLE_EXPR) {
        child key_specifier: KeySpecifier,
        children rows: MappingExpr,
    }
    ObjectExpr(OBJECT_EXPR) {
        children annotations: Annotation,
        flag is_isolated: ISOLATED_KW,
        flag is_client: CLIENT_KW,
        flag is_service: SERVICE_KW,
        child type_ref: NamedType,
        child members: ObjectMembers,
    }
    /// `new`, `new(args)`, `new T(args)`
    NewExpr(NEW_EXPR) {
        child ty: Type,
        child arg_list: ArgList,
    }
    /// `e.name`, where the name of an XML attribute may have a prefix.
    FieldAccessExpr(FIELD_ACCESS_EXPR) {
        child receiver: Expr,
        child field: NameRef,
    }
    /// `e?.name`
    OptionalFieldAccessExpr(OPTIONAL_FIELD_ACCESS_EXPR) {
        child receiver: Expr,
        child field: NameRef,
    }
    /// `T.@tag`
    AnnotAccessExpr(ANNOT_ACCESS_EXPR) {
        child receiver: Expr,
        child tag: NameRef,
    }
    /// `e[key]`, `e[key, key]`
    IndexExpr(INDEX_EXPR) {
        child base: Expr,
        child key: Expr[1],
    }
    CallExpr(CALL_EXPR) {
        child callee: NameExpr,
        child arg_list: ArgList,
    }
    MethodCallExpr(METHOD_CALL_EXPR) {
        child receiver: Expr,
        child name: Name,
        child arg_list: ArgList,
    }
    /// `error T(message, cause, name = e)`
    ErrorExpr(ERROR_EXPR) {
        child type_ref: NamedType,
        child arg_list: ArgList,
    }
    ArgList(ARG_LIST) {
        children args: Arg,
    }
    PositionalArg(POSITIONAL_ARG) {
        child expr: Expr,
    }
    NamedArg(NAMED_ARG) {
        child name: Name,
        child expr: Expr,
    }
    /// `...e`
    RestArg(REST_ARG) {
        child expr: Expr,
    }
    /// An anonymous function with declared types.
    FunctionExpr(FUNCTION_EXPR) {
        children annotations: Annotation,
        flag is_isolated: ISOLATED_KW,
        flag is_transactional: TRANSACTIONAL_KW,
        child param_list: ParamList,
        child return_type: ReturnType,
        child body: FunctionBody,
    }
    /// `(a, b) => e`, types inferred.
    ArrowExpr(ARROW_EXPR) {
        child param_list: ArrowParamList,
        child body: Expr,
    }
    ArrowParamList(ARROW_PARAM_LIST) {
        children params: Name,
    }
    LetExpr(LET_EXPR) {
        children vars: LetVarDecl,
        child body: Expr,
    }
    LetVarDecl(LET_VAR_DECL) {
        children annotations: Annotation,
        child binding: TypedBindingPattern,
        child init: Expr,
    }
    TypeofExpr(TYPEOF_EXPR) {
        child expr: Expr,
    }
    UnaryExpr(UNARY_EXPR) {
        child operand: Expr,
    }
    BinaryExpr(BINARY_EXPR) {
        child lhs: Expr,
        child rhs: Expr[1],
    }
    /// `e is T`, `e !is T`
    TypeTestExpr(TYPE_TEST_EXPR) {
        child expr: Expr,
        child ty: Type,
    }
    /// `c ? a : b`
    ConditionalExpr(CONDITIONAL_EXPR) {
        child condition: Expr,
        child then_expr: Expr[1],
        child else_expr: Expr[2],
    }
    /// `check e`, `checkpanic e`
    CheckExpr(CHECK_EXPR) {
        child expr: Expr,
    }
    TrapExpr(TRAP_EXPR) {
        child expr: Expr,
    }
    /// `<T>e`; the type is absent in `<@a>e`.
    CastExpr(CAST_EXPR) {
        children annotations: Annotation,
        child ty: Type,
        child expr: Expr,
    }
    /// A type descriptor used as a value.
    TypeExpr(TYPE_EXPR) {
        child ty: Type,
    }
    /// `transactional`
    TransactionalExpr(TRANSACTIONAL_EXPR) {}
}

node_enum! {
    /// An expression or action.
    Expr {
        Literal(Literal),
        Nil(NilLiteral),
        Name(NameExpr),
        Paren(ParenExpr),
        List(ListExpr),
        Mapping(MappingExpr),
        Table(TableExpr),
        Object(ObjectExpr),
        New(NewExpr),
        FieldAccess(FieldAccessExpr),
        OptionalFieldAccess(OptionalFieldAccessExpr),
        AnnotAccess(AnnotAccessExpr),
        Index(IndexExpr),
        Call(CallExpr),
        MethodCall(MethodCallExpr),
        Error(ErrorExpr),
        Function(FunctionExpr),
        Arrow(ArrowExpr),
        Let(LetExpr),
        Typeof(TypeofExpr),
        Unary(UnaryExpr),
        Binary(BinaryExpr),
        TypeTest(TypeTestExpr),
        Conditional(ConditionalExpr),
        Check(CheckExpr),
        Trap(TrapExpr),
        Cast(CastExpr),
        Type(TypeExpr),
        Transactional(TransactionalExpr),
        Query(QueryExpr),
        XmlFilter(XmlFilterExpr),
        XmlStep(XmlStepExpr),
        StringTemplate(StringTemplate),
        RawTemplate(RawTemplate),
        TaggedTemplate(TaggedTemplate),
        XmlTemplate(XmlTemplate),
        Start(StartAction),
        Wait(WaitAction),
        Send(SendAction),
        SyncSend(SyncSendAction),
        Receive(ReceiveAction),
        Flush(FlushAction),
        Commit(CommitAction),
        RemoteCall(RemoteCallAction),
        ResourceCall(ResourceCallAction),
    }

    /// A field of a mapping constructor.
    MappingField {
        Specific(SpecificField),
        Computed(ComputedField),
        Spread(SpreadField),
    }

    /// An argument of a call.
    Arg {
        Positional(PositionalArg),
        Named(NamedArg),
        Rest(RestArg),
    }
}

/// A member of a list constructor.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ListMember {
    /// A value.
    Expr(Expr),
    /// The members of another list.
    Spread(SpreadMember),
}

impl rowan::ast::AstNode for ListMember {
    type Language = crate::Ballerina;

    fn can_cast(kind: crate::SyntaxKind) -> bool {
        SpreadMember::can_cast(kind) || Expr::can_cast(kind)
    }

    fn cast(syntax: crate::SyntaxNode) -> Option<Self> {
        if SpreadMember::can_cast(syntax.kind()) {
            return SpreadMember::cast(syntax).map(ListMember::Spread);
        }
        Expr::cast(syntax).map(ListMember::Expr)
    }

    fn syntax(&self) -> &crate::SyntaxNode {
        match self {
            ListMember::Expr(it) => it.syntax(),
            ListMember::Spread(it) => it.syntax(),
        }
    }
}

/// Which literal a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LiteralKind {
    /// Decimal digits; the type depends on the context.
    Int,
    /// `0x` and digits.
    HexInt,
    /// With a fraction, an exponent or a type suffix.
    Float,
    /// Hexadecimal with a fraction or exponent.
    HexFloat,
    /// `"..."`
    String,
    /// ``base16 `...` `` or ``base64 `...` ``
    ByteArray,
    /// `true` or `false`
    Bool(bool),
    /// `null`
    Null,
}

/// The type suffix of a floating-point literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FloatSuffix {
    /// `f` or `F`
    Float,
    /// `d` or `D`
    Decimal,
}

impl Literal {
    /// The token.
    #[must_use]
    pub fn token(&self) -> Option<SyntaxToken> {
        self.syntax.first_token()
    }

    /// Which literal it is.
    #[must_use]
    pub fn kind(&self) -> Option<LiteralKind> {
        Some(match self.token()?.kind() {
            INT_LITERAL => LiteralKind::Int,
            HEX_INT_LITERAL => LiteralKind::HexInt,
            FLOAT_LITERAL => LiteralKind::Float,
            HEX_FLOAT_LITERAL => LiteralKind::HexFloat,
            STRING_LITERAL => LiteralKind::String,
            BYTE_ARRAY_LITERAL => LiteralKind::ByteArray,
            TRUE_KW => LiteralKind::Bool(true),
            FALSE_KW => LiteralKind::Bool(false),
            NULL_KW => LiteralKind::Null,
            _ => return None,
        })
    }

    /// The spelling.
    #[must_use]
    pub fn text(&self) -> String {
        self.token().map(|t| t.text().to_owned()).unwrap_or_default()
    }

    /// The value of a string literal.
    #[must_use]
    pub fn string_value(&self) -> Option<String> {
        let token = self.token().filter(|t| t.kind() == STRING_LITERAL)?;
        Some(Cow::into_owned(text::string_literal(token.text())))
    }

    /// The digits of a hexadecimal integer literal, or of a decimal number, without prefix and suffix; and the suffix.
    #[must_use]
    pub fn number(&self) -> Option<(String, Option<FloatSuffix>)> {
        let token = self.token()?;
        let text = token.text();
        match token.kind() {
            INT_LITERAL | HEX_FLOAT_LITERAL => Some((text.to_owned(), None)),
            HEX_INT_LITERAL => Some((text[2..].to_owned(), None)),
            FLOAT_LITERAL => {
                let suffix = match text.as_bytes().last() {
                    Some(b'f' | b'F') => Some(FloatSuffix::Float),
                    Some(b'd' | b'D') => Some(FloatSuffix::Decimal),
                    _ => None,
                };
                let digits = if suffix.is_some() { &text[..text.len() - 1] } else { text };
                Some((digits.to_owned(), suffix))
            }
            _ => None,
        }
    }
}

impl SpecificField {
    /// The name of the field, from an identifier or a string literal.
    #[must_use]
    pub fn field_name(&self) -> Option<String> {
        match self.string_name() {
            Some(token) => Some(text::string_literal(token.text()).into_owned()),
            None => self.name().map(|n| n.text()),
        }
    }
}

impl IndexExpr {
    /// All the keys; more than one for a table with several key fields.
    pub fn keys(&self) -> impl Iterator<Item = Expr> + use<> {
        rowan::ast::support::children(&self.syntax).skip(1)
    }
}
