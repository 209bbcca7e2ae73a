//! Expressions, actions, statements and patterns of a lowered body.
//!
//! The HIR is close to the source: queries, `check`, `match`, templates and destructuring keep their
//! shape, because diagnostics speak of them; MIR desugars. What lowering has already done:
//! local names are resolved to [`LocalId`]s, parentheses are gone, compound assignment and method calls
//! keep their operands unevaluated, literals are text plus kind (their type depends on context).

use semtypes::Name;
use syntax::TextRange;

use crate::store::{BlockId, ExprId, LambdaId, LocalId, PatId, StmtId, TypeRefId};

/// A possibly module-qualified name, `prefix:name` or `name`, not yet resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    pub prefix: Option<Name>,
    pub name: Name,
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.prefix {
            Some(p) => write!(f, "{p}:{}", self.name),
            None => write!(f, "{}", self.name),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    Nil,
    Bool(bool),
    /// Decimal or hexadecimal digits as written, without sign; `hex` says which.
    Int {
        text: Box<str>,
        hex: bool,
    },
    /// A literal with fraction, exponent or suffix; `suffix` is `f` or `d` when written.
    Float {
        text: Box<str>,
        suffix: Option<char>,
        hex: bool,
    },
    /// A string literal with its escapes resolved.
    String(Box<str>),
    /// `base16` and `base64` byte-array literals, decoded.
    Bytes(Box<[u8]>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    Plus,
    Neg,
    BitNot,
    Not,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    /// `>>`
    Shr,
    /// `>>>`
    UShr,
    Lt,
    Le,
    Gt,
    Ge,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `===`
    RefEq,
    /// `!==`
    RefNe,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `...`
    RangeClosed,
    /// `..<`
    RangeHalfOpen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckKind {
    Check,
    CheckPanic,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    Positional(ExprId),
    Named(Name, ExprId),
    /// `...e`
    Rest(ExprId),
}

impl Arg {
    pub fn expr(&self) -> ExprId {
        match *self {
            Arg::Positional(e) | Arg::Named(_, e) | Arg::Rest(e) => e,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ListMember {
    Expr(ExprId),
    Spread(ExprId),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MappingMember {
    /// `name: value`, `"name": value` or the shorthand `name` (then `value` is the variable reference).
    Field {
        name: Name,
        value: ExprId,
        readonly: bool,
        /// The name is written as a string literal.
        quoted: bool,
    },
    /// `[expr]: value`
    Computed {
        key: ExprId,
        value: ExprId,
    },
    Spread(ExprId),
}

/// A piece of a template expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TemplatePart {
    Text(Box<str>),
    Insertion(ExprId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TemplateKind {
    String,
    Raw,
    RegExp,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    /// Something the parser could not make sense of; already diagnosed.
    Missing,
    Literal(Literal),
    Local(LocalId),
    /// A name that is not a local: resolved against the module by `hir-ty`.
    Path(Path),
    Unary {
        op: UnaryOp,
        operand: ExprId,
    },
    Binary {
        op: BinaryOp,
        lhs: ExprId,
        rhs: ExprId,
    },
    /// `c ? a : b`
    Conditional {
        cond: ExprId,
        then: ExprId,
        els: ExprId,
    },
    /// `a ?: b`
    Elvis {
        lhs: ExprId,
        rhs: ExprId,
    },
    /// `<T> e`; `ty` is absent in a cast with annotations only.
    Cast {
        ty: Option<TypeRefId>,
        operand: ExprId,
    },
    /// `e is T`, `e !is T`
    Is {
        operand: ExprId,
        ty: TypeRefId,
        negated: bool,
    },
    Typeof(ExprId),
    Check {
        kind: CheckKind,
        operand: ExprId,
    },
    Trap(ExprId),
    /// `e.name` (`optional` for `e?.name`); `name` may be `prefix:name` for XML attributes.
    Field {
        base: ExprId,
        name: Path,
        optional: bool,
    },
    /// `e[k]`, `e[k1, k2]`
    Index {
        base: ExprId,
        keys: Vec<ExprId>,
    },
    /// `f(args)`: `callee` is a function name.
    Call {
        callee: Path,
        args: Vec<Arg>,
    },
    /// `v(args)`, where the called variable is a local.
    CallValue {
        callee: ExprId,
        args: Vec<Arg>,
    },
    /// `e.m(args)`
    MethodCall {
        receiver: ExprId,
        name: Path,
        args: Vec<Arg>,
    },
    /// `e->m(args)`
    RemoteCall {
        receiver: ExprId,
        name: Name,
        args: Vec<Arg>,
    },
    /// `e->/a/[x]/[...r].m(args)`
    ResourceCall {
        receiver: ExprId,
        path: Vec<ResourceSegment>,
        method: Option<Name>,
        args: Option<Vec<Arg>>,
    },
    List(Vec<ListMember>),
    Mapping(Vec<MappingMember>),
    /// `table key(k...) [rows]`; `key` is `None` without a key specifier.
    Table {
        key: Option<Vec<Name>>,
        rows: Vec<ExprId>,
    },
    /// `error T("m", cause, k = v)`
    ErrorCtor {
        ty: Option<Path>,
        args: Vec<Arg>,
    },
    /// `new T(args)`, `new (args)`, `new`
    New {
        ty: Option<TypeRefId>,
        args: Vec<Arg>,
    },
    ObjectCtor(Box<ObjectCtor>),
    /// Anonymous functions, explicit or inferred, and methods of object constructors.
    Lambda(LambdaId),
    Let {
        bindings: Vec<LetBinding>,
        body: ExprId,
    },
    Query(Box<Query>),
    Template {
        kind: TemplateKind,
        parts: Vec<TemplatePart>,
    },
    /// ``xml `…` ``
    XmlTemplate(Vec<XmlItem>),
    /// A type descriptor in expression position (its value is a `typedesc`).
    TypeDesc(TypeRefId),
    /// `e.@annot`
    AnnotAccess {
        base: ExprId,
        annot: Path,
    },
    /// `e/<name>`, `e/*`, `e/**/<name>`, `e.<name>`
    XmlStep {
        base: ExprId,
        step: XmlStep,
    },
    /// `start call`
    Start(ExprId),
    Wait(WaitKind),
    /// `e -> w`, `e ->> w`
    Send {
        value: ExprId,
        peer: Option<Name>,
        sync: bool,
    },
    /// `<- w`; more than one peer: alternate receive.
    Receive {
        peers: Vec<Option<Name>>,
    },
    /// `<- {a, b: w}`
    ReceiveMultiple(Vec<(Name, Option<Name>)>),
    Flush(Option<Name>),
    Commit,
    Transactional,
    /// `<T?> ...` inferred default of a dependently typed parameter: `typedesc t = <>`.
    InferredDefault,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ResourceSegment {
    /// A name, and the string that it stands for.
    Name(Name, ExprId),
    Computed(ExprId),
    Rest(ExprId),
}

/// An item of an XML template. References are replaced, names not expanded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum XmlItem {
    Text(Box<str>),
    Insertion(ExprId),
    Element(Box<XmlElement>),
    Comment(Box<str>),
    Pi { target: Box<str>, data: Box<str> },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct XmlElement {
    pub name: XmlQName,
    pub attributes: Vec<XmlAttribute>,
    pub content: Vec<XmlItem>,
}

/// An attribute or a namespace declaration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct XmlAttribute {
    pub name: XmlQName,
    pub value: Vec<TemplatePart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct XmlQName {
    pub prefix: Option<Name>,
    pub local: Name,
    pub range: TextRange,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum XmlStep {
    /// `.<a|b>`
    Filter(Vec<XmlName>),
    /// `/<a>` or, without names, `/*`
    Children { names: Option<Vec<XmlName>>, each: Option<XmlEach> },
    /// `/**/<a>`
    Descendants { names: Vec<XmlName>, each: Option<XmlEach> },
}

/// The extensions of a step, as an expression on a variable that holds what the step selects below one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct XmlEach {
    pub local: LocalId,
    pub body: ExprId,
}

/// `name`, `prefix:name`, `*`, `prefix:*`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct XmlName {
    pub prefix: Option<Name>,
    pub local: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WaitKind {
    Single(ExprId),
    Alternate(Vec<ExprId>),
    Multiple(Vec<(Name, ExprId)>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LetBinding {
    pub pat: PatId,
    pub ty: Option<TypeRefId>,
    pub init: ExprId,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectCtor {
    /// `object T { ... }`
    pub type_ref: Option<TypeRefId>,
    pub isolated: bool,
    pub client: bool,
    pub service: bool,
    pub fields: Vec<ObjectCtorField>,
    /// Methods are lambdas whose first local is `self`.
    pub methods: Vec<ObjectCtorMethod>,
}

impl ObjectCtor {
    /// The method `init`, which is called when the object is made.
    pub fn own_init(&self) -> Option<&ObjectCtorMethod> {
        self.methods.iter().find(|m| m.name.as_str() == "init" && matches!(m.kind, crate::MethodKind::Plain))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectCtorField {
    pub name: Name,
    pub ty: TypeRefId,
    pub init: Option<ExprId>,
    pub is_final: bool,
    pub is_public: bool,
    pub is_private: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectCtorMethod {
    pub name: Name,
    pub kind: crate::item::MethodKind,
    pub lambda: LambdaId,
    pub is_public: bool,
    pub is_private: bool,
}

/// An anonymous function, a worker or an object-constructor method: a nested frame of the same body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lambda {
    /// The lambda that lexically encloses this one; `None` directly inside the owner's body.
    pub parent: Option<LambdaId>,
    pub params: Vec<LambdaParam>,
    pub ret: Option<TypeRefId>,
    pub body: LambdaBody,
    /// `(x, y) => e`: parameter types come from context.
    pub inferred: bool,
    pub isolated: bool,
    pub transactional: bool,
    /// `self` of an object-constructor method.
    pub self_local: Option<LocalId>,
    /// Locals of enclosing frames that this frame (or one nested in it) uses, in first-use order.
    pub captures: Vec<LocalId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LambdaParam {
    pub local: LocalId,
    pub ty: Option<TypeRefId>,
    pub kind: crate::item::ParamKind,
    pub default: Option<ExprId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LambdaBody {
    Block(BlockId),
    Expr(ExprId),
}

// ---- queries (spec 6.35, 7.10) ----

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueryConstruct {
    /// Decided by the contextual type and the source.
    Default,
    Stream,
    Map,
    Table,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    pub construct: QueryConstruct,
    /// `table key(a, b)`
    pub table_key: Option<Vec<Name>>,
    pub clauses: Vec<QueryClause>,
    pub end: QueryEnd,
    pub on_conflict: Option<ExprId>,
    /// Locals from outside that the query uses: what it captures when it is executed lazily (spec 6.35.10).
    pub captures: Vec<LocalId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum QueryEnd {
    Select(ExprId),
    Collect(ExprId),
    Do(BlockId),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum QueryClause {
    From {
        pat: PatId,
        ty: Option<TypeRefId>,
        source: ExprId,
    },
    Let(Vec<LetBinding>),
    Where(ExprId),
    /// `outer join`: the bindings become optional.
    Join {
        outer: bool,
        pat: PatId,
        ty: Option<TypeRefId>,
        source: ExprId,
        lhs: ExprId,
        rhs: ExprId,
    },
    /// Keys; `true` is ascending.
    OrderBy(Vec<(ExprId, bool)>),
    Limit(ExprId),
    GroupBy {
        keys: Vec<GroupKey>,
        /// Every variable bound before this clause that is not a key, with the sequence variable that
        /// stands for it in the clauses after it.
        sequences: Vec<(LocalId, LocalId)>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GroupKey {
    /// `group by x`: the key variable seen by later clauses is `new`.
    Var { old: LocalId, new: LocalId },
    /// `group by T k = e`
    Let { local: LocalId, ty: Option<TypeRefId>, init: ExprId },
}

// ---- patterns ----

/// Binding patterns (spec 6.1?) and match patterns (7.20) share one tree; which forms may occur depends on
/// where the pattern stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pat {
    Missing,
    /// `_`
    Wildcard,
    /// `x` in a binding pattern, `var x` in a match pattern.
    Bind(LocalId),
    /// In a destructuring assignment: an lvalue that is not a plain new variable.
    Assign(ExprId),
    List {
        members: Vec<PatId>,
        rest: Option<RestPat>,
    },
    Mapping {
        fields: Vec<(Name, PatId)>,
        rest: Option<RestPat>,
    },
    Error {
        ty: Option<Path>,
        message: Option<PatId>,
        cause: Option<PatId>,
        fields: Vec<(Name, PatId)>,
        rest: Option<RestPat>,
    },
    /// Match patterns only: a literal or constant reference.
    Const(ExprId),
}

/// `...x`; in a destructuring assignment `...lvalue`; `...` alone has neither (it cannot bind).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RestPat {
    Bind(LocalId),
    Assign(ExprId),
    Ignore,
}

// ---- statements ----

#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Block {
    pub stmts: Vec<StmtId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OnFail {
    /// `on fail T e`: type and pattern, both absent in the short form.
    pub pat: Option<PatId>,
    pub ty: Option<TypeRefId>,
    pub body: BlockId,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stmt {
    Missing,
    /// `T x = e;`, `var x = e;`, `T x;`, `final`, and destructuring declarations.
    Var {
        pat: PatId,
        ty: Option<TypeRefId>,
        init: Option<ExprId>,
        is_final: bool,
    },
    /// `lvalue = e;` and destructuring assignment (then `target` is a pattern).
    Assign {
        target: AssignTarget,
        value: ExprId,
    },
    /// `lvalue op= e;`
    CompoundAssign {
        target: ExprId,
        op: BinaryOp,
        value: ExprId,
    },
    /// A call or action whose value is dropped; also `_ = e`? (that one is `Assign` to a wildcard).
    Expr(ExprId),
    Block(BlockId),
    If {
        cond: ExprId,
        then: BlockId,
        els: Option<StmtId>,
    },
    While {
        cond: ExprId,
        body: BlockId,
        on_fail: Option<OnFail>,
    },
    Foreach {
        pat: PatId,
        ty: Option<TypeRefId>,
        source: ExprId,
        body: BlockId,
        on_fail: Option<OnFail>,
    },
    Break,
    Continue,
    Return(Option<ExprId>),
    Fail(ExprId),
    Panic(ExprId),
    Do {
        body: BlockId,
        on_fail: Option<OnFail>,
    },
    Match {
        scrutinee: ExprId,
        arms: Vec<MatchArm>,
        on_fail: Option<OnFail>,
    },
    Lock {
        body: BlockId,
        on_fail: Option<OnFail>,
    },
    Retry {
        /// `new` of the manager's class.
        manager: ExprId,
        body: RetryBody,
        on_fail: Option<OnFail>,
    },
    Transaction {
        body: BlockId,
        on_fail: Option<OnFail>,
    },
    Rollback(Option<ExprId>),
    /// A named worker of the enclosing function or fork.
    Worker {
        name: Name,
        local: LocalId,
        /// Its body, a clause `on fail` included.
        lambda: LambdaId,
    },
    Fork {
        workers: Vec<StmtId>,
    },
    /// `xmlns "uri" as p;`
    Xmlns {
        uri: ExprId,
        prefix: Option<Name>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AssignTarget {
    Expr(ExprId),
    Pat(PatId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryBody {
    Block(BlockId),
    Transaction(BlockId),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MatchArm {
    /// Alternatives `p | q`; all bind the same names, so all share their `LocalId`s.
    pub pats: Vec<PatId>,
    pub guard: Option<ExprId>,
    pub body: BlockId,
}
