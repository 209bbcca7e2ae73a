//! Module-level declarations, functions and object members.

use rowan::ast::{AstNode, support};

use super::{
    BindingPattern, Expr, HasMetadata, Name, NameRef, Stmt, Type, TypedBindingPattern, WorkerDecl, node_enum,
    nodes,
};
use crate::{Ballerina, SyntaxKind, SyntaxKind::*, SyntaxNode, SyntaxToken, text};

nodes! {
    /// The root of every tree.
    SourceFile(SOURCE_FILE) {
        children imports: ImportDecl,
        children items: Item,
        /// For `EntryPoint::Statements`.
        children statements: Stmt,
        /// For `EntryPoint::Expression`.
        child expr: Expr,
        /// For `EntryPoint::Type`.
        child ty: Type,
    }

    /// `import org/module.name as prefix;`
    ImportDecl(IMPORT_DECL) {
        child org: OrgName,
        child module: ModuleName,
        child prefix: ImportPrefix,
    }
    OrgName(ORG_NAME) {
        token ident: IDENT,
    }
    ModuleName(MODULE_NAME) {}
    /// `as prefix` or `as _`
    ImportPrefix(IMPORT_PREFIX) {
        child name: Name,
        flag is_wildcard: UNDERSCORE,
    }

    /// A function, method, remote method or resource method; in object types, without a body.
    FunctionDef(FUNCTION_DEF) {
        flag is_public: PUBLIC_KW,
        flag is_private: PRIVATE_KW,
        flag is_isolated: ISOLATED_KW,
        flag is_transactional: TRANSACTIONAL_KW,
        flag is_remote: REMOTE_KW,
        flag is_resource: RESOURCE_KW,
        child name: Name,
        child resource_path: ResourcePath,
        child param_list: ParamList,
        child return_type: ReturnType,
        child body: FunctionBody,
    }
    ParamList(PARAM_LIST) {
        children params: Param,
    }
    /// `returns [annots] T`
    ReturnType(RETURN_TYPE) {
        child ty: Type,
    }
    /// `{ ... }` of a function: statements and named workers.
    BlockBody(BLOCK_BODY) {
        children statements: Stmt,
        children workers: WorkerDecl,
        token l_curly: L_CURLY,
        token r_curly: R_CURLY,
    }
    /// `=> e`
    ExprBody(EXPR_BODY) {
        child expr: Expr,
    }
    /// `= external`
    ExternalBody(EXTERNAL_BODY) {}

    /// The path of a resource method: `.` or segments.
    ResourcePath(RESOURCE_PATH) {
        /// `.`, the path with no segments.
        flag is_dot: DOT,
        children segments: ResourceSegment,
    }
    PathSegment(PATH_SEGMENT) {
        token ident: IDENT,
    }
    /// `[T name]`
    PathParam(PATH_PARAM) {
        child ty: Type,
        child name: Name,
    }
    /// `[T... name]`
    PathRestParam(PATH_REST_PARAM) {
        child ty: Type,
        child name: Name,
    }

    TypeDef(TYPE_DEF) {
        flag is_public: PUBLIC_KW,
        child name: Name,
        child ty: Type,
    }
    ClassDef(CLASS_DEF) {
        flag is_public: PUBLIC_KW,
        flag is_distinct: DISTINCT_KW,
        flag is_readonly: READONLY_KW,
        flag is_isolated: ISOLATED_KW,
        flag is_client: CLIENT_KW,
        flag is_service: SERVICE_KW,
        child name: Name,
        child members: ObjectMembers,
    }
    ObjectMembers(OBJECT_MEMBERS) {
        children members: ObjectMember,
    }
    ObjectField(OBJECT_FIELD) {
        flag is_public: PUBLIC_KW,
        flag is_private: PRIVATE_KW,
        flag is_final: FINAL_KW,
        child ty: Type,
        child name: Name,
        child init: Expr,
    }
    /// `*T;` in a class, object type or record.
    TypeInclusion(TYPE_INCLUSION) {
        child type_ref: NameRef,
    }
    ConstDef(CONST_DEF) {
        flag is_public: PUBLIC_KW,
        child ty: Type,
        child name: Name,
        child value: Expr,
    }
    EnumDef(ENUM_DEF) {
        flag is_public: PUBLIC_KW,
        child name: Name,
        children members: EnumMember,
    }
    EnumMember(ENUM_MEMBER) {
        child name: Name,
        child value: Expr,
    }
    ListenerDef(LISTENER_DEF) {
        flag is_public: PUBLIC_KW,
        child ty: Type,
        child name: Name,
        child init: Expr,
    }
    /// `service [T] [attach-point] on listeners { members }`
    ServiceDef(SERVICE_DEF) {
        flag is_isolated: ISOLATED_KW,
        child ty: Type,
        child attach_point: AttachPoint,
        children listeners: Expr,
        child members: ObjectMembers,
    }
    /// `/`, `/a/b` or a string literal.
    AttachPoint(ATTACH_POINT) {
        token string: STRING_LITERAL,
    }
    AnnotationDef(ANNOTATION_DEF) {
        flag is_public: PUBLIC_KW,
        flag is_const: CONST_KW,
        child ty: Type,
        child name: Name,
        children attach_points: AnnotAttachPoint,
    }
    AnnotAttachPoint(ANNOT_ATTACH_POINT) {
        flag is_source: SOURCE_KW,
    }
    /// `xmlns "uri" as prefix;`, at module level and as a statement.
    XmlnsDecl(XMLNS_DECL) {
        child uri: Expr,
        child prefix: Name,
    }
    ModuleVarDef(MODULE_VAR_DEF) {
        flag is_public: PUBLIC_KW,
        flag is_final: FINAL_KW,
        flag is_isolated: ISOLATED_KW,
        flag is_configurable: CONFIGURABLE_KW,
        child binding: TypedBindingPattern,
        child init: Expr,
        /// `= ?`: the value must be configured.
        child required_config: RequiredConfig,
    }
    RequiredConfig(REQUIRED_CONFIG) {}

    /// `= <>`: the type is inferred from the context of the call.
    InferredDefault(INFERRED_DEFAULT) {}
}

node_enum! {
    /// A module-level declaration.
    Item {
        Function(FunctionDef),
        Type(TypeDef),
        Class(ClassDef),
        Const(ConstDef),
        Enum(EnumDef),
        Listener(ListenerDef),
        Service(ServiceDef),
        Annotation(AnnotationDef),
        Xmlns(XmlnsDecl),
        Var(ModuleVarDef),
    }

    /// A member of a class, object type, object constructor or service.
    ObjectMember {
        Method(FunctionDef),
        Field(ObjectField),
        Inclusion(TypeInclusion),
    }

    /// What a function does.
    FunctionBody {
        Block(BlockBody),
        Expr(ExprBody),
        External(ExternalBody),
    }

    /// A segment of a resource path.
    ResourceSegment {
        Name(PathSegment),
        Param(PathParam),
        Rest(PathRestParam),
    }
}

macro_rules! has_metadata {
    ($($ty:ident)*) => { $(impl HasMetadata for $ty {})* };
}
has_metadata! {
    FunctionDef TypeDef ClassDef ObjectField ConstDef EnumDef EnumMember ListenerDef ServiceDef AnnotationDef
    ModuleVarDef Param ReturnType ExternalBody PathParam PathRestParam
}

impl FunctionDef {
    /// The parameters.
    pub fn params(&self) -> impl Iterator<Item = Param> + use<> {
        self.param_list().into_iter().flat_map(|list| list.params())
    }

    /// The type after `returns`.
    #[must_use]
    pub fn return_ty(&self) -> Option<Type> {
        self.return_type()?.ty()
    }
}

/// How a parameter takes arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamKind {
    /// `T x`
    Required,
    /// `T x = e`
    Defaultable,
    /// `*R x`
    Included,
    /// `T... x`
    Rest,
}

/// A parameter of a function or function type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Param {
    syntax: SyntaxNode,
    kind: ParamKind,
}

impl AstNode for Param {
    type Language = Ballerina;

    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(kind, REQUIRED_PARAM | DEFAULTABLE_PARAM | INCLUDED_PARAM | REST_PARAM)
    }

    fn cast(syntax: SyntaxNode) -> Option<Self> {
        let kind = match syntax.kind() {
            REQUIRED_PARAM => ParamKind::Required,
            DEFAULTABLE_PARAM => ParamKind::Defaultable,
            INCLUDED_PARAM => ParamKind::Included,
            REST_PARAM => ParamKind::Rest,
            _ => return None,
        };
        Some(Param { syntax, kind })
    }

    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

impl Param {
    /// How the parameter takes arguments.
    #[must_use]
    pub fn kind(&self) -> ParamKind {
        self.kind
    }

    /// The declared type; of a rest parameter, the type of one argument.
    #[must_use]
    pub fn ty(&self) -> Option<Type> {
        support::child(&self.syntax)
    }

    /// The name; optional in function types.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }

    /// The default value.
    #[must_use]
    pub fn default(&self) -> Option<Expr> {
        support::child(&self.syntax)
    }

    /// `= <>`
    #[must_use]
    pub fn has_inferred_default(&self) -> bool {
        support::child::<InferredDefault>(&self.syntax).is_some()
    }
}

impl ModuleName {
    /// The parts between the dots, unescaped.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        idents(&self.syntax).map(|t| text::identifier(t.text()).into_owned()).collect()
    }
}

impl AttachPoint {
    /// The segments of an absolute path, unescaped; empty for `/`.
    #[must_use]
    pub fn segments(&self) -> Vec<String> {
        idents(&self.syntax).map(|t| text::identifier(t.text()).into_owned()).collect()
    }
}

impl AnnotAttachPoint {
    /// The words of the point without `source`, such as `["object", "function"]`.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let tokens = self.syntax.children_with_tokens().filter_map(|e| e.into_token());
        tokens
            .filter(|t| t.kind().is_keyword() && t.kind() != SOURCE_KW)
            .map(|t| t.text().to_owned())
            .collect()
    }
}

impl ModuleVarDef {
    /// The declared binding pattern.
    #[must_use]
    pub fn pattern(&self) -> Option<BindingPattern> {
        self.binding()?.pattern()
    }
}

fn idents(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    node.children_with_tokens().filter_map(|e| e.into_token()).filter(|t| t.kind() == IDENT)
}
