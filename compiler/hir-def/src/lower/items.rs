//! Declarations and signatures.

use semtypes::Name;
use syntax::ast::{self, AstNode, HasMetadata};
use syntax::{SyntaxKind, SyntaxNode};

use super::{Lower, name, name_range, path, range};
use crate::annotation::{Annotation, Construct, Subject};
use crate::expr::{Arg, Block, CheckKind, Expr, ListMember, Literal, Pat, Path, Stmt};
use crate::ids::DefKind;
use crate::item::*;
use crate::queries::{ItemEntry, RUNTIME_PREFIX};
use crate::store::{ExprId, LocalId, LocalKind, TypeRefId};
use crate::type_ref::TypeRef;

/// Kind, name and scope names of a declaration.
pub(crate) fn item_entry(item: &ast::Item, index: u32) -> ItemEntry {
    let deprecated = is_deprecated(item.syntax());
    let (kind, n, is_public) = match item {
        ast::Item::Function(f) => (DefKind::Function, name(f.name()), f.is_public()),
        ast::Item::Type(t) => (DefKind::TypeDef, name(t.name()), t.is_public()),
        ast::Item::Class(c) => (DefKind::Class, name(c.name()), c.is_public()),
        ast::Item::Const(c) => (DefKind::Const, name(c.name()), c.is_public()),
        ast::Item::Enum(e) => (DefKind::Enum, name(e.name()), e.is_public()),
        ast::Item::Listener(l) => (DefKind::Listener, name(l.name()), l.is_public()),
        ast::Item::Service(_) => (DefKind::Service, Name::new("service"), false),
        ast::Item::Annotation(a) => (DefKind::Annotation, name(a.name()), a.is_public()),
        ast::Item::Xmlns(x) => (DefKind::Xmlns, name(x.prefix()), false),
        ast::Item::Var(v) => {
            let names = v.pattern().map(|p| bound_names(&p)).unwrap_or_default();
            let first = names.first().copied().unwrap_or(Name::new("_"));
            return ItemEntry {
                kind: DefKind::Var,
                name: first,
                is_public: v.is_public(),
                deprecated,
                names,
                index,
            };
        }
    };
    let mut names = vec![n];
    if let ast::Item::Enum(e) = item {
        names.extend(e.members().map(|m| name(m.name())));
    }
    names.retain(|n| !n.as_str().is_empty());
    ItemEntry { kind, name: n, is_public, deprecated, names, index }
}

/// Whether `@deprecated` stands in front of a declaration.
fn is_deprecated(node: &SyntaxNode) -> bool {
    let mut annotations = node.children().filter_map(ast::Annotation::cast);
    annotations.any(|a| a.tag().is_some_and(|t| t.prefix().is_none() && t.name() == "deprecated"))
}

fn bound_names(p: &ast::BindingPattern) -> Vec<Name> {
    let mut out = Vec::new();
    for n in p.syntax().descendants() {
        if let Some(c) = ast::CapturePat::cast(n.clone()) {
            out.push(name(c.name()));
        } else if let Some(f) = ast::FieldPat::cast(n.clone()).filter(|f| f.pattern().is_none()) {
            out.push(name(f.name()));
        } else if let Some(r) = ast::RestPat::cast(n) {
            out.push(name(r.name()));
        }
    }
    out
}

/// The methods of a class or service declaration, in order.
pub(crate) fn methods(root: &SyntaxNode) -> impl Iterator<Item = ast::FunctionDef> + use<> {
    let members = root.children().find_map(ast::ObjectMembers::cast);
    members.into_iter().flat_map(|m| m.members()).filter_map(|m| match m {
        ast::ObjectMember::Method(f) => Some(f),
        _ => None,
    })
}

impl Lower {
    /// Lowers the annotations in front of a construct into the store.
    pub(super) fn annotate(&mut self, node: &SyntaxNode, construct: Construct, subject: Subject) {
        for a in node.children().filter_map(ast::Annotation::cast) {
            let Some(tag) = a.tag() else { continue };
            let written = a.value().is_some();
            let value = match a.value() {
                Some(v) => self.expr(&ast::Expr::Mapping(v)),
                None => self.store.exprs.alloc(Expr::Mapping(Vec::new()), range(a.syntax())),
            };
            let (range, site) = (range(a.syntax()), range(node));
            self.store.annotations.push(Annotation {
                construct,
                subject,
                tag: path(&tag),
                value,
                written,
                range,
                site,
            });
        }
    }

    /// Parameters of a list, declared as locals in order.
    pub(super) fn params(&mut self, list: Option<ast::ParamList>) -> Vec<Param> {
        in_order(list).iter().enumerate().map(|(i, p)| self.param(p, i as u32)).collect()
    }

    fn param(&mut self, p: &ast::Param, i: u32) -> Param {
        self.annotate(p.syntax(), Construct::Parameter, self.of_owner(Subject::Parameter(i)));
        let ty = self.opt_ty(p.ty(), p.syntax());
        let kind = param_kind(p.kind());
        let n = p.name();
        // A default may refer to the parameters before it.
        let default = match p.has_inferred_default() {
            true => Some(self.store.exprs.alloc(Expr::InferredDefault, range(p.syntax()))),
            false => p.default().map(|d| self.expr(&d)),
        };
        let local = self.declare(name(n.clone()), LocalKind::Param, name_range(&n, p.syntax()));
        let name = n.map(|n| Name::new(&n.text()));
        let isolated_param =
            p.annotations().any(|a| a.tag().is_some_and(|t| path(&t).name.as_str() == "isolatedParam"));
        Param { name, local, ty, kind, default, isolated_param }
    }

    /// The subject, unless this is inside an anonymous function.
    fn of_owner(&self, subject: Subject) -> Subject {
        if self.frames.is_empty() { subject } else { Subject::Source }
    }

    /// The type after `returns`.
    pub(super) fn return_type(&mut self, r: Option<ast::ReturnType>) -> Option<TypeRefId> {
        let r = r?;
        self.annotate(r.syntax(), Construct::Return, self.of_owner(Subject::Return));
        r.ty().map(|t| self.ty(&t))
    }

    fn self_local(&mut self) -> LocalId {
        self.declare_unchecked(Name::new("self"), LocalKind::SelfRef, Default::default())
    }

    /// Kind of a method, with path parameters declared.
    pub(super) fn method_kind(&mut self, f: &ast::FunctionDef) -> MethodKind {
        if f.is_remote() {
            return MethodKind::Remote;
        }
        if !f.is_resource() {
            return MethodKind::Plain;
        }
        let mut segments = Vec::new();
        if let Some(p) = f.resource_path() {
            if p.is_dot() {
                segments.push(PathSegment::Dot);
            }
            for s in p.segments() {
                segments.push(match s {
                    ast::ResourceSegment::Name(n) => PathSegment::Name(Name::new(
                        &n.ident()
                            .map(|t| syntax::text::identifier(t.text()).into_owned())
                            .unwrap_or_default(),
                    )),
                    ast::ResourceSegment::Param(p) => {
                        self.annotate(p.syntax(), Construct::Parameter, Subject::Source);
                        PathSegment::Param {
                            ty: self.opt_ty(p.ty(), p.syntax()),
                            local: self.path_local(p.name(), p.syntax()),
                        }
                    }
                    ast::ResourceSegment::Rest(p) => {
                        self.annotate(p.syntax(), Construct::Parameter, Subject::Source);
                        PathSegment::Rest {
                            ty: self.opt_ty(p.ty(), p.syntax()),
                            local: self.path_local(p.name(), p.syntax()),
                        }
                    }
                });
            }
        }
        MethodKind::Resource { accessor: name(f.name()), path: segments }
    }

    /// Segments without a name have a local as well: each is a parameter of the method.
    fn path_local(&mut self, n: Option<ast::Name>, at: &syntax::SyntaxNode) -> LocalId {
        match n {
            Some(n) => self.declare(Name::new(&n.text()), LocalKind::Param, n.syntax().text_range()),
            None => self.declare_unchecked(Name::new("_"), LocalKind::Param, range(at)),
        }
    }
}

/// The name under which an object has a method: methods, remote methods and resource methods have name spaces of their
/// own (spec 5.6.3).
pub(super) fn member_name(plain: Name, kind: &MethodKind) -> Name {
    match kind {
        MethodKind::Resource { accessor, path } => resource_name(*accessor, path),
        _ => plain,
    }
}

pub(super) fn param_kind(k: ast::ParamKind) -> ParamKind {
    match k {
        ast::ParamKind::Required => ParamKind::Required,
        ast::ParamKind::Defaultable => ParamKind::Defaultable,
        ast::ParamKind::Included => ParamKind::Included,
        ast::ParamKind::Rest => ParamKind::Rest,
    }
}

fn body_kind(f: &ast::FunctionDef) -> BodyKind {
    match f.body() {
        Some(ast::FunctionBody::Block(_)) => BodyKind::Block,
        Some(ast::FunctionBody::Expr(_)) => BodyKind::Expr,
        Some(ast::FunctionBody::External(_)) => BodyKind::External,
        None => BodyKind::None,
    }
}

/// A method as something that annotations are attached to: it matters whether it is one of a service object.
pub(super) fn method_construct(f: &ast::FunctionDef) -> Construct {
    let owner = f.syntax().parent().and_then(|members| members.parent());
    let service = owner.is_some_and(|o| match o.kind() {
        SyntaxKind::SERVICE_DEF => true,
        SyntaxKind::CLASS_DEF => ast::ClassDef::cast(o).is_some_and(|c| c.is_service()),
        SyntaxKind::OBJECT_EXPR => ast::ObjectExpr::cast(o).is_some_and(|c| c.is_service()),
        SyntaxKind::OBJECT_TYPE => ast::ObjectType::cast(o).is_some_and(|c| c.is_service()),
        _ => false,
    });
    Construct::Method { service, remote: f.is_remote() }
}

pub(crate) fn function_sig(f: &ast::FunctionDef, method: bool) -> FunctionSig {
    let mut cx = Lower::default();
    let construct = if method { method_construct(f) } else { Construct::Function };
    cx.annotate(f.syntax(), construct, Subject::Owner);
    let self_local = method.then(|| cx.self_local());
    let kind = cx.method_kind(f);
    let params = cx.params(f.param_list());
    let ret = cx.return_type(f.return_type());
    if let Some(ast::FunctionBody::External(e)) = f.body() {
        cx.annotate(e.syntax(), Construct::External, Subject::Source);
    }
    let n = f.name();
    FunctionSig {
        name: member_name(name(n.clone()), &kind),
        store: cx.store,
        is_public: f.is_public(),
        is_private: f.is_private(),
        isolated: f.is_isolated(),
        transactional: f.is_transactional(),
        kind,
        self_local,
        params,
        ret,
        body_kind: body_kind(f),
        name_range: name_range(&n, f.syntax()),
    }
}

/// The parameters of a list; where a rest parameter is not the last one, which is a syntax error, as if it were.
fn in_order(list: Option<ast::ParamList>) -> Vec<ast::Param> {
    let mut all: Vec<_> = list.into_iter().flat_map(|l| l.params()).collect();
    all.sort_by_key(|p| matches!(p.kind(), ast::ParamKind::Rest));
    all
}

fn resource_name(accessor: Name, path: &[PathSegment]) -> Name {
    let mut out = format!("${accessor}");
    for s in path {
        out.push('$');
        match s {
            PathSegment::Dot => out.push('.'),
            PathSegment::Name(n) => out.push_str(n.as_str()),
            PathSegment::Param { .. } => out.push('^'),
            PathSegment::Rest { .. } => out.push_str("^^"),
        }
    }
    Name::new(&out)
}

/// The locals of parameters come first and in the same order as in the signature's store.
pub(crate) fn body(f: &ast::FunctionDef, method: bool) -> Body {
    let mut cx = Lower::default();
    let mut params = Vec::new();
    if method {
        params.push(cx.self_local());
    }
    let before = cx.visible.len();
    cx.method_kind(f);
    params.extend(cx.visible[before..].iter().copied());
    for p in in_order(f.param_list()) {
        let n = p.name();
        params.push(cx.declare(name(n.clone()), LocalKind::Param, name_range(&n, p.syntax())));
    }
    let root = match f.body() {
        Some(ast::FunctionBody::Block(b)) => BodyRoot::Block(cx.statements(b.statements(), b.syntax())),
        Some(ast::FunctionBody::Expr(e)) => match e.expr() {
            Some(e) => BodyRoot::Expr(cx.expr(&e)),
            None => BodyRoot::Expr(cx.missing(range(e.syntax()))),
        },
        _ => BodyRoot::Expr(cx.missing(range(f.syntax()))),
    };
    Body { store: cx.store, params, root, diagnostics: cx.diagnostics }
}

/// The descriptor in a type definition whose members are the definition's.
fn owner_type(t: ast::Type) -> ast::Type {
    match &t {
        ast::Type::Paren(p) => p.ty().map_or(t, owner_type),
        ast::Type::Distinct(d) => d.ty().map_or(t, owner_type),
        _ => t,
    }
}

pub(crate) fn type_def(t: &ast::TypeDef) -> TypeDefData {
    let mut cx = Lower::default();
    cx.annotate(t.syntax(), Construct::Type, Subject::Owner);
    cx.owner_type = t.ty().map(|t| owner_type(t).syntax().clone());
    let ty = cx.opt_ty(t.ty(), t.syntax());
    let n = t.name();
    TypeDefData {
        name: name(n.clone()),
        store: cx.store,
        is_public: t.is_public(),
        ty,
        name_range: name_range(&n, t.syntax()),
    }
}

pub(crate) fn const_def(c: &ast::ConstDef) -> ConstData {
    let mut cx = Lower::default();
    cx.annotate(c.syntax(), Construct::Const, Subject::Source);
    let ty = c.ty().map(|t| cx.ty(&t));
    let value = cx.opt_expr(c.value(), c.syntax());
    let n = c.name();
    ConstData {
        name: name(n.clone()),
        store: cx.store,
        is_public: c.is_public(),
        ty,
        value,
        name_range: name_range(&n, c.syntax()),
    }
}

pub(crate) fn enum_def(e: &ast::EnumDef) -> EnumData {
    let mut cx = Lower::default();
    cx.annotate(e.syntax(), Construct::Type, Subject::Owner);
    let members = e
        .members()
        .map(|m| {
            cx.annotate(m.syntax(), Construct::Const, Subject::Source);
            EnumMember {
                name: name(m.name()),
                value: m.value().map(|v| cx.expr(&v)),
                range: range(m.syntax()),
            }
        })
        .collect();
    let n = e.name();
    EnumData {
        name: name(n.clone()),
        store: cx.store,
        is_public: e.is_public(),
        members,
        name_range: name_range(&n, e.syntax()),
    }
}

pub(crate) fn var_def(v: &ast::ModuleVarDef) -> VarData {
    let mut cx = Lower::default();
    cx.annotate(v.syntax(), Construct::Var, Subject::Source);
    let binding = v.binding();
    let ty = binding.as_ref().and_then(|b| b.ty()).map(|t| cx.ty(&t));
    // The initialiser does not see the names that it gives values to as locals: they are module variables.
    let init = v.init().map(|e| cx.expr(&e));
    let pat = match binding.and_then(|b| b.pattern()) {
        Some(p) => cx.binding_pattern(&p, LocalKind::Var),
        None => cx.store.pats.alloc(Pat::Missing, range(v.syntax())),
    };
    VarData {
        store: cx.store,
        is_public: v.is_public(),
        is_final: v.is_final(),
        isolated: v.is_isolated(),
        configurable: v.is_configurable(),
        required: v.required_config().is_some(),
        pat,
        ty,
        init,
    }
}

pub(crate) fn listener_def(l: &ast::ListenerDef) -> ListenerData {
    let mut cx = Lower::default();
    cx.annotate(l.syntax(), Construct::Listener, Subject::Source);
    let ty = l.ty().map(|t| cx.ty(&t)).filter(|t| !matches!(cx.store.type_refs[*t], TypeRef::Infer));
    let init = cx.opt_expr(l.init(), l.syntax());
    let n = l.name();
    ListenerData {
        name: name(n.clone()),
        store: cx.store,
        is_public: l.is_public(),
        ty,
        init,
        name_range: name_range(&n, l.syntax()),
    }
}

pub(crate) fn xmlns_def(x: &ast::XmlnsDecl) -> XmlnsData {
    let mut cx = Lower::default();
    let uri = cx.opt_expr(x.uri(), x.syntax());
    let n = x.prefix();
    XmlnsData {
        prefix: n.as_ref().map(|n| Name::new(&n.text())),
        store: cx.store,
        uri,
        name_range: name_range(&n, x.syntax()),
    }
}

pub(crate) fn annotation_def(a: &ast::AnnotationDef) -> AnnotationDecl {
    let mut cx = Lower::default();
    cx.annotate(a.syntax(), Construct::Annotation, Subject::Source);
    let ty = a.ty().map(|t| cx.ty(&t));
    let n = a.name();
    AnnotationDecl {
        name: name(n.clone()),
        store: cx.store,
        is_public: a.is_public(),
        is_const: a.is_const(),
        ty,
        attach_points: a.attach_points().map(|p| (p.is_source(), p.words().join(" ").into())).collect(),
        name_range: name_range(&n, a.syntax()),
    }
}

/// The members of a class body.
struct Members {
    includes: Vec<TypeRefId>,
    fields: Vec<ClassField>,
    methods: Vec<ClassMethod>,
}

fn members(cx: &mut Lower, m: Option<ast::ObjectMembers>) -> Members {
    let mut out = Members { includes: Vec::new(), fields: Vec::new(), methods: Vec::new() };
    cx.self_local();
    for m in m.into_iter().flat_map(|m| m.members()) {
        match m {
            ast::ObjectMember::Method(f) => {
                let index = out.methods.len() as u32;
                let sig = function_sig(&f, true);
                let name = sig.kind.dispatch_name(sig.name);
                out.methods.push(ClassMethod { name, index, deprecated: is_deprecated(f.syntax()) });
            }
            ast::ObjectMember::Field(f) => {
                cx.annotate(f.syntax(), Construct::ObjectField, Subject::Field(name(f.name())));
                let ty = cx.opt_ty(f.ty(), f.syntax());
                let init = f.init().map(|e| cx.expr(&e));
                out.fields.push(ClassField {
                    name: name(f.name()),
                    ty,
                    init,
                    is_final: f.is_final(),
                    is_public: f.is_public(),
                    is_private: f.is_private(),
                    range: range(f.syntax()),
                });
            }
            ast::ObjectMember::Inclusion(i) => {
                if let Some(r) = i.type_ref() {
                    out.includes.push(cx.named_type(&r));
                }
            }
        }
    }
    out
}

pub(crate) fn class_def(c: &ast::ClassDef) -> ClassData {
    let mut cx = Lower::default();
    cx.annotate(c.syntax(), Construct::Class { service: c.is_service() }, Subject::Owner);
    let m = members(&mut cx, c.members());
    let n = c.name();
    ClassData {
        name: name(n.clone()),
        store: cx.store,
        is_public: c.is_public(),
        isolated: c.is_isolated(),
        distinct: c.is_distinct(),
        readonly: c.is_readonly(),
        client: c.is_client(),
        service: c.is_service(),
        includes: m.includes,
        fields: m.fields,
        methods: m.methods,
        name_range: name_range(&n, c.syntax()),
    }
}

/// The class of a service declaration's object, which includes the declared type (spec 8.3.2).
pub(crate) fn service_class(s: &ast::ServiceDef) -> ClassData {
    let mut class = Lower::default();
    class.annotate(s.syntax(), Construct::Service, Subject::Owner);
    let declared = s.ty().map(|t| class.ty(&t));
    let m = members(&mut class, s.members());
    ClassData {
        name: Name::new("service"),
        store: class.store,
        is_public: false,
        isolated: s.is_isolated(),
        distinct: false,
        readonly: false,
        client: false,
        service: true,
        includes: declared.into_iter().chain(m.includes).collect(),
        fields: m.fields,
        methods: m.methods,
        name_range: range(s.syntax()),
    }
}

/// What a service declaration does with its object, as the body of a function of one parameter: for each listener
/// expression `e`
/// ```text
/// var l = check e; runtime:registerListener(l); check l.attach(service, attach-point);
/// ```
pub(crate) fn service_attachment(s: &ast::ServiceDef) -> Body {
    let mut cx = Lower::default();
    let service = cx.declare_unchecked(Name::new("$service"), LocalKind::Param, range(s.syntax()));
    let mut stmts = Vec::new();
    for m in s.members().into_iter().flat_map(|m| m.members()) {
        if let ast::ObjectMember::Inclusion(i) = m {
            let message = "a service declaration cannot include a type: write it after 'service'";
            cx.error(range(i.syntax()), "BCE2204", message.into());
        }
    }
    for e in s.listeners() {
        let at = range(e.syntax());
        let value = cx.expr(&e);
        let value = cx.store.exprs.alloc(Expr::Check { kind: CheckKind::Check, operand: value }, at);
        let listener = cx.declare_unchecked(Name::new("$listener"), LocalKind::Final, at);
        let pat = cx.store.pats.alloc(Pat::Bind(listener), at);
        let inferred = cx.store.type_refs.alloc(TypeRef::Infer, at);
        let var = Stmt::Var { pat, ty: Some(inferred), init: Some(value), is_final: true };
        let local = |cx: &mut Lower, l| {
            cx.reference(l, true);
            cx.store.exprs.alloc(Expr::Local(l), at)
        };
        let register = Path { prefix: Some(Name::new(RUNTIME_PREFIX)), name: Name::new("registerListener") };
        let args = vec![Arg::Positional(local(&mut cx, listener))];
        let register = cx.store.exprs.alloc(Expr::Call { callee: register, args }, at);
        let args =
            vec![Arg::Positional(local(&mut cx, service)), Arg::Positional(attach_point(&mut cx, s, at))];
        let receiver = local(&mut cx, listener);
        let name = Path { prefix: None, name: Name::new("attach") };
        let attach = cx.store.exprs.alloc(Expr::MethodCall { receiver, name, args }, at);
        let attach = cx.store.exprs.alloc(Expr::Check { kind: CheckKind::Check, operand: attach }, at);
        for stmt in [var, Stmt::Expr(register), Stmt::Expr(attach)] {
            stmts.push(cx.store.stmts.alloc(stmt, at));
        }
    }
    let root = BodyRoot::Block(cx.store.blocks.alloc(Block { stmts }, range(s.syntax())));
    Body { store: cx.store, params: vec![service], root, diagnostics: cx.diagnostics }
}

/// Nil, a string, or the segments of a path.
fn attach_point(cx: &mut Lower, s: &ast::ServiceDef, at: syntax::TextRange) -> ExprId {
    let text = |cx: &mut Lower, t: &str| cx.store.exprs.alloc(Expr::Literal(Literal::String(t.into())), at);
    let point = match s.attach_point() {
        None => Expr::Literal(Literal::Nil),
        Some(p) => match p.string() {
            Some(t) => return text(cx, &syntax::text::string_literal(t.text())),
            None => Expr::List(p.segments().iter().map(|s| ListMember::Expr(text(cx, s))).collect()),
        },
    };
    cx.store.exprs.alloc(point, at)
}
