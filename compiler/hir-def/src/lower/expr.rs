//! Expressions and actions.

use semtypes::Name;
use syntax::SyntaxNode;
use syntax::ast::{self, AstNode};

use super::xml::xml_names;
use super::{Lower, name, name_range, path, range};
use crate::annotation::{Construct, Subject};
use crate::expr::*;
use crate::item::{Param, ParamKind};
use crate::store::{ExprId, LambdaId, LocalId, LocalKind, TypeRefId};
use crate::type_ref::{ArrayLen, TypeRef};

pub(super) fn literal(l: &ast::Literal) -> Literal {
    use ast::LiteralKind::*;
    let number = || l.number().unwrap_or_default();
    match l.kind() {
        Some(Int) => Literal::Int { text: number().0.into(), hex: false },
        Some(HexInt) => Literal::Int { text: number().0.into(), hex: true },
        Some(Float) => {
            let (text, suffix) = number();
            let suffix = suffix.map(|s| if s == ast::FloatSuffix::Decimal { 'd' } else { 'f' });
            Literal::Float { text: text.into(), suffix, hex: false }
        }
        Some(HexFloat) => Literal::Float { text: number().0.into(), suffix: None, hex: true },
        Some(String) => Literal::String(l.string_value().unwrap_or_default().into()),
        Some(ByteArray) => Literal::Bytes(syntax::text::byte_array(&l.text()).unwrap_or_default().into()),
        Some(Bool(b)) => Literal::Bool(b),
        Some(Null) | None => Literal::Nil,
    }
}

pub(super) fn binary_op(op: ast::BinaryOp) -> BinaryOp {
    use ast::BinaryOp as A;
    match op {
        A::Add => BinaryOp::Add,
        A::Sub => BinaryOp::Sub,
        A::Mul => BinaryOp::Mul,
        A::Div => BinaryOp::Div,
        A::Rem => BinaryOp::Rem,
        A::Shl => BinaryOp::Shl,
        A::Shr => BinaryOp::Shr,
        A::UShr => BinaryOp::UShr,
        A::Lt => BinaryOp::Lt,
        A::Gt => BinaryOp::Gt,
        A::LtEq => BinaryOp::Le,
        A::GtEq => BinaryOp::Ge,
        A::Eq => BinaryOp::Eq,
        A::NotEq => BinaryOp::Ne,
        A::ExactEq => BinaryOp::RefEq,
        A::NotExactEq => BinaryOp::RefNe,
        A::BitAnd => BinaryOp::BitAnd,
        A::BitXor => BinaryOp::BitXor,
        A::BitOr => BinaryOp::BitOr,
        A::And => BinaryOp::And,
        A::Or | A::Elvis => BinaryOp::Or,
        A::RangeInclusive => BinaryOp::RangeClosed,
        A::RangeExclusive => BinaryOp::RangeHalfOpen,
    }
}

impl Lower {
    pub(super) fn opt_expr(&mut self, e: Option<ast::Expr>, at: &SyntaxNode) -> ExprId {
        match e {
            Some(e) => self.expr(&e),
            None => self.missing(range(at)),
        }
    }

    pub(super) fn expr(&mut self, e: &ast::Expr) -> ExprId {
        if let ast::Expr::Paren(p) = e {
            return self.opt_expr(p.expr(), p.syntax());
        }
        let node = match self.extended(e) {
            Some(step) => step,
            None => self.expr_kind(e),
        };
        let id = self.store.exprs.alloc(node, range(e.syntax()));
        if let ast::Expr::Object(o) = e {
            self.annotate(o.syntax(), Construct::Object { service: o.is_service() }, Subject::Object(id));
        }
        id
    }

    fn expr_kind(&mut self, e: &ast::Expr) -> Expr {
        let at = e.syntax();
        match e {
            ast::Expr::Literal(l) => Expr::Literal(literal(l)),
            ast::Expr::Nil(_) => Expr::Literal(Literal::Nil),
            ast::Expr::Name(n) => match n.name_ref() {
                Some(r) => self.name_ref(path(&r), true),
                None => Expr::Missing,
            },
            ast::Expr::Paren(_) => Expr::Missing,
            ast::Expr::List(l) => Expr::List(
                l.members()
                    .map(|m| match m {
                        ast::ListMember::Expr(e) => {
                            let e = self.expr(&e);
                            if self.is_sequence(e) { ListMember::Spread(e) } else { ListMember::Expr(e) }
                        }
                        ast::ListMember::Spread(s) => ListMember::Spread(self.opt_expr(s.expr(), at)),
                    })
                    .collect(),
            ),
            ast::Expr::Mapping(m) => Expr::Mapping(m.fields().map(|f| self.mapping_field(&f)).collect()),
            ast::Expr::Table(t) => Expr::Table {
                key: t.key_specifier().map(|k| super::ty::key_names(&k)),
                rows: t.rows().map(|r| self.expr(&ast::Expr::Mapping(r))).collect(),
            },
            ast::Expr::Object(o) => self.object(o),
            ast::Expr::New(n) => {
                let ty = n.ty().map(|t| self.ty(&t));
                Expr::New { ty, args: self.args(n.arg_list()) }
            }
            ast::Expr::FieldAccess(f) => self.field(f.receiver(), f.field(), false, at),
            ast::Expr::OptionalFieldAccess(f) => self.field(f.receiver(), f.field(), true, at),
            ast::Expr::AnnotAccess(a) => Expr::AnnotAccess {
                base: self.opt_expr(a.receiver(), at),
                annot: a.tag().map_or(no_path(), |r| path(&r)),
            },
            ast::Expr::Index(i) => {
                let base = self.opt_expr(i.base(), at);
                let mut keys: Vec<ExprId> = i.keys().map(|k| self.expr(&k)).collect();
                if keys.is_empty() {
                    keys.push(self.missing(range(at)));
                }
                Expr::Index { base, keys }
            }
            ast::Expr::Call(c) => self.call(c),
            ast::Expr::MethodCall(m) => {
                let receiver = self.opt_expr(m.receiver(), at);
                let name = Path { prefix: None, name: name(m.name()) };
                Expr::MethodCall { receiver, name, args: self.args(m.arg_list()) }
            }
            ast::Expr::Error(c) => {
                let ty = c.type_ref().and_then(|t| t.name_ref()).map(|r| path(&r));
                Expr::ErrorCtor { ty, args: self.args(c.arg_list()) }
            }
            ast::Expr::Function(f) => self.function(f),
            ast::Expr::Arrow(a) => self.arrow(a),
            ast::Expr::Let(l) => self.scoped(|cx| {
                let bindings = l
                    .vars()
                    .map(|v| {
                        cx.annotate(v.syntax(), Construct::Var, Subject::Source);
                        let init = cx.opt_expr(v.init(), v.syntax());
                        let (pat, ty) = cx.typed_pattern(v.binding(), LocalKind::Final, v.syntax());
                        LetBinding { pat, ty, init }
                    })
                    .collect();
                Expr::Let { bindings, body: cx.opt_expr(l.body(), l.syntax()) }
            }),
            ast::Expr::Typeof(t) => Expr::Typeof(self.opt_expr(t.expr(), at)),
            ast::Expr::Unary(u) => {
                let operand = self.opt_expr(u.operand(), at);
                let op = match u.op() {
                    Some(ast::UnaryOp::Plus) => UnaryOp::Plus,
                    Some(ast::UnaryOp::Minus) => UnaryOp::Neg,
                    Some(ast::UnaryOp::BitNot) => UnaryOp::BitNot,
                    Some(ast::UnaryOp::Not) => UnaryOp::Not,
                    None => return Expr::Missing,
                };
                Expr::Unary { op, operand }
            }
            ast::Expr::Binary(b) => {
                let (lhs, rhs) = (self.opt_expr(b.lhs(), at), self.opt_expr(b.rhs(), at));
                match b.op() {
                    Some(ast::BinaryOp::Elvis) => Expr::Elvis { lhs, rhs },
                    Some(op) => Expr::Binary { op: binary_op(op), lhs, rhs },
                    None => Expr::Missing,
                }
            }
            ast::Expr::TypeTest(t) => Expr::Is {
                operand: self.opt_expr(t.expr(), at),
                ty: self.opt_ty(t.ty(), at),
                negated: t.is_negated(),
            },
            ast::Expr::Conditional(c) => Expr::Conditional {
                cond: self.opt_expr(c.condition(), at),
                then: self.opt_expr(c.then_expr(), at),
                els: self.opt_expr(c.else_expr(), at),
            },
            ast::Expr::Check(c) => Expr::Check {
                kind: if c.is_panic() { CheckKind::CheckPanic } else { CheckKind::Check },
                operand: self.opt_expr(c.expr(), at),
            },
            ast::Expr::Trap(t) => Expr::Trap(self.opt_expr(t.expr(), at)),
            ast::Expr::Cast(c) => {
                self.annotate(c.syntax(), Construct::Cast, Subject::Source);
                let ty = c.ty().map(|t| self.ty(&t));
                Expr::Cast { ty, operand: self.opt_expr(c.expr(), at) }
            }
            ast::Expr::Type(t) => Expr::TypeDesc(self.opt_ty(t.ty(), at)),
            ast::Expr::Query(q) => self.query(q),
            ast::Expr::StringTemplate(t) => self.template(TemplateKind::String, t.parts()),
            ast::Expr::RawTemplate(t) => self.template(TemplateKind::Raw, t.parts()),
            ast::Expr::TaggedTemplate(t) => self.template(TemplateKind::RegExp, t.parts()),
            ast::Expr::XmlTemplate(t) => self.xml_template(t),
            ast::Expr::XmlFilter(x) => Expr::XmlStep {
                base: self.opt_expr(x.receiver(), at),
                step: XmlStep::Filter(xml_names(x.pattern())),
            },
            ast::Expr::XmlStep(x) => self.xml_step(x),
            _ => self.action(e),
        }
    }

    fn is_sequence(&self, e: ExprId) -> bool {
        matches!(self.store.exprs[e], Expr::Local(l) if self.store.locals[l].kind == LocalKind::Sequence)
    }

    fn field(
        &mut self,
        receiver: Option<ast::Expr>,
        field: Option<ast::NameRef>,
        optional: bool,
        at: &SyntaxNode,
    ) -> Expr {
        let base = self.opt_expr(receiver, at);
        Expr::Field { base, name: field.map_or(no_path(), |r| path(&r)), optional }
    }

    fn call(&mut self, c: &ast::CallExpr) -> Expr {
        let Some(r) = c.callee().and_then(|n| n.name_ref()) else { return Expr::Missing };
        match self.name_ref(path(&r), true) {
            Expr::Path(callee) => Expr::Call { callee, args: self.args(c.arg_list()) },
            local => {
                let callee = self.store.exprs.alloc(local, range(r.syntax()));
                Expr::CallValue { callee, args: self.args(c.arg_list()) }
            }
        }
    }

    pub(super) fn args(&mut self, list: Option<ast::ArgList>) -> Vec<Arg> {
        let Some(list) = list else { return Vec::new() };
        list.args()
            .map(|a| match a {
                ast::Arg::Positional(p) => {
                    let e = self.opt_expr(p.expr(), p.syntax());
                    // A sequence variable stands for all its values (spec 6.35.7).
                    if self.is_sequence(e) { Arg::Rest(e) } else { Arg::Positional(e) }
                }
                ast::Arg::Named(n) => Arg::Named(name(n.name()), self.opt_expr(n.expr(), n.syntax())),
                ast::Arg::Rest(r) => Arg::Rest(self.opt_expr(r.expr(), r.syntax())),
            })
            .collect()
    }

    fn mapping_field(&mut self, f: &ast::MappingField) -> MappingMember {
        let at = f.syntax();
        match f {
            ast::MappingField::Specific(s) => {
                let n = Name::new(&s.field_name().unwrap_or_default());
                let value = match s.value() {
                    Some(v) => self.expr(&v),
                    None => {
                        let e = self.name_ref(Path { prefix: None, name: n }, true);
                        self.store.exprs.alloc(e, range(at))
                    }
                };
                MappingMember::Field {
                    name: n,
                    value,
                    readonly: s.is_readonly(),
                    quoted: s.string_name().is_some(),
                }
            }
            ast::MappingField::Computed(c) => MappingMember::Computed {
                key: self.opt_expr(c.key(), at),
                value: self.opt_expr(c.value(), at),
            },
            ast::MappingField::Spread(s) => MappingMember::Spread(self.opt_expr(s.expr(), at)),
        }
    }

    fn template(&mut self, kind: TemplateKind, parts: impl Iterator<Item = ast::TemplatePart>) -> Expr {
        let parts = parts
            .map(|p| match p {
                ast::TemplatePart::Text(t) => TemplatePart::Text(t.text().into()),
                ast::TemplatePart::Interpolation(i) => {
                    TemplatePart::Insertion(self.opt_expr(i.expr(), i.syntax()))
                }
            })
            .collect();
        Expr::Template { kind, parts }
    }

    // ---- functions and objects ----

    fn function(&mut self, f: &ast::FunctionExpr) -> Expr {
        let id = self.new_lambda(f.syntax());
        self.annotate(f.syntax(), Construct::Function, Subject::Lambda(id));
        self.in_lambda(id, |cx| {
            let params = cx.params(f.param_list());
            cx.set_params(id, params);
            let ret = cx.return_type(f.return_type());
            let body = cx.function_body(f.body(), f.syntax());
            let l = &mut cx.store.lambdas[id];
            l.ret = ret;
            l.isolated = f.is_isolated();
            l.transactional = f.is_transactional();
            l.body = body;
        });
        Expr::Lambda(id)
    }

    fn set_params(&mut self, id: LambdaId, params: Vec<crate::item::Param>) {
        self.store.lambdas[id].params = params
            .into_iter()
            .map(|p| LambdaParam { local: p.local, ty: Some(p.ty), kind: p.kind, default: p.default })
            .collect();
    }

    fn function_body(&mut self, b: Option<ast::FunctionBody>, at: &SyntaxNode) -> LambdaBody {
        match b {
            Some(ast::FunctionBody::Block(b)) => {
                LambdaBody::Block(self.statements(b.statements(), b.syntax()))
            }
            Some(ast::FunctionBody::Expr(e)) => LambdaBody::Expr(self.opt_expr(e.expr(), at)),
            _ => LambdaBody::Expr(self.missing(range(at))),
        }
    }

    fn arrow(&mut self, a: &ast::ArrowExpr) -> Expr {
        let id = self.new_lambda(a.syntax());
        self.in_lambda(id, |cx| {
            let params = a
                .param_list()
                .into_iter()
                .flat_map(|l| l.params())
                .map(|n| {
                    let at = n.syntax().text_range();
                    let local = cx.declare(Name::new(&n.text()), LocalKind::Param, at);
                    LambdaParam { local, ty: None, kind: ParamKind::Required, default: None }
                })
                .collect();
            let body = LambdaBody::Expr(cx.opt_expr(a.body(), a.syntax()));
            let l = &mut cx.store.lambdas[id];
            l.params = params;
            l.inferred = true;
            l.body = body;
        });
        Expr::Lambda(id)
    }

    fn object(&mut self, o: &ast::ObjectExpr) -> Expr {
        let type_ref = o.type_ref().and_then(|t| t.name_ref()).map(|r| self.named_type(&r));
        let mut out = ObjectCtor {
            type_ref,
            isolated: o.is_isolated(),
            client: o.is_client(),
            service: o.is_service(),
            fields: Vec::new(),
            methods: Vec::new(),
        };
        for m in o.members().into_iter().flat_map(|m| m.members()) {
            match m {
                ast::ObjectMember::Field(f) => {
                    self.annotate(f.syntax(), Construct::ObjectField, Subject::Source);
                    let ty = self.opt_ty(f.ty(), f.syntax());
                    out.fields.push(ObjectCtorField {
                        name: name(f.name()),
                        ty,
                        init: f.init().map(|e| self.expr(&e)),
                        is_final: f.is_final(),
                        is_public: f.is_public(),
                        is_private: f.is_private(),
                    });
                }
                ast::ObjectMember::Method(f) => out.methods.push(self.object_method(&f)),
                ast::ObjectMember::Inclusion(i) => {
                    let message = "an object constructor cannot include a type: write it after 'object'";
                    self.error(range(i.syntax()), "BCE2204", message.into());
                }
            }
        }
        Expr::ObjectCtor(Box::new(out))
    }

    fn object_method(&mut self, f: &ast::FunctionDef) -> ObjectCtorMethod {
        let id = self.new_lambda(f.syntax());
        self.annotate(f.syntax(), super::items::method_construct(f), Subject::Lambda(id));
        let mut kind = crate::item::MethodKind::Plain;
        self.in_lambda(id, |cx| {
            let this = cx.declare_unchecked(Name::new("self"), LocalKind::SelfRef, Default::default());
            kind = cx.method_kind(f);
            let path: Vec<Param> =
                kind.path_params().map(|(l, ty, rest)| cx.path_param(l, ty, rest)).collect();
            let params = cx.params(f.param_list());
            cx.set_params(id, path.into_iter().chain(params).collect());
            let ret = cx.return_type(f.return_type());
            let body = cx.function_body(f.body(), f.syntax());
            let l = &mut cx.store.lambdas[id];
            l.self_local = Some(this);
            l.ret = ret;
            l.isolated = f.is_isolated();
            l.transactional = f.is_transactional();
            l.body = body;
        });
        ObjectCtorMethod {
            name: super::items::member_name(name(f.name()), &kind),
            kind,
            lambda: id,
            is_public: f.is_public(),
            is_private: f.is_private(),
        }
    }

    /// A parameter of a resource's path, which comes before the method's own.
    fn path_param(&mut self, local: LocalId, ty: TypeRefId, rest: bool) -> Param {
        let ty = match rest {
            true => {
                let at = self.store.type_refs.range(ty);
                self.store.type_refs.alloc(TypeRef::Array { elem: ty, len: ArrayLen::Open }, at)
            }
            false => ty,
        };
        let name = Some(self.store.locals[local].name);
        Param { name, local, ty, kind: ParamKind::Required, default: None, isolated_param: false }
    }

    // ---- actions ----

    fn action(&mut self, e: &ast::Expr) -> Expr {
        let at = e.syntax();
        match e {
            ast::Expr::Transactional(_) => Expr::Transactional,
            ast::Expr::Commit(_) => Expr::Commit,
            ast::Expr::Start(s) => {
                self.annotate(at, Construct::Worker, Subject::Source);
                Expr::Start(self.opt_expr(s.call(), at))
            }
            ast::Expr::Wait(w) => self.wait(w),
            ast::Expr::Send(s) => {
                let value = self.opt_expr(s.value(), at);
                Expr::Send { value, peer: peer(s.peer()), sync: false }
            }
            ast::Expr::SyncSend(s) => {
                let value = self.opt_expr(s.value(), at);
                Expr::Send { value, peer: peer(s.peer()), sync: true }
            }
            ast::Expr::Receive(r) => match r.fields() {
                Some(f) => Expr::ReceiveMultiple(
                    f.fields()
                        .map(|f| {
                            let p = peer(f.peer());
                            let n = f.name().map(|n| Name::new(&n.text())).or(p);
                            (n.unwrap_or(Name::new("function")), p)
                        })
                        .collect(),
                ),
                None => Expr::Receive { peers: r.peers().map(|p| peer(Some(p))).collect() },
            },
            ast::Expr::Flush(f) => Expr::Flush(peer(f.peer())),
            ast::Expr::RemoteCall(r) => Expr::RemoteCall {
                receiver: self.opt_expr(r.receiver(), at),
                name: name(r.name()),
                args: self.args(r.arg_list()),
            },
            ast::Expr::ResourceCall(r) => {
                let receiver = self.opt_expr(r.receiver(), at);
                let path = r
                    .segments()
                    .map(|s| match s {
                        ast::AccessSegment::Name(n) => {
                            let text = n.ident().map(|t| syntax::text::identifier(t.text()).into_owned());
                            let text = text.unwrap_or_default();
                            let e = Expr::Literal(Literal::String(text.as_str().into()));
                            let e = self.store.exprs.alloc(e, range(n.syntax()));
                            ResourceSegment::Name(Name::new(&text), e)
                        }
                        ast::AccessSegment::Computed(c) => {
                            ResourceSegment::Computed(self.opt_expr(c.expr(), at))
                        }
                        ast::AccessSegment::Rest(r) => ResourceSegment::Rest(self.opt_expr(r.expr(), at)),
                    })
                    .collect();
                let method = r.name().map(|n| Name::new(&n.text()));
                let args = r.arg_list().map(|l| self.args(Some(l)));
                Expr::ResourceCall { receiver, path, method, args }
            }
            _ => Expr::Missing,
        }
    }

    fn wait(&mut self, w: &ast::WaitAction) -> Expr {
        if let Some(f) = w.fields() {
            let fields = f
                .fields()
                .map(|f| {
                    let n = f.name();
                    let at = name_range(&n, f.syntax());
                    let n = name(n);
                    let e = match f.future() {
                        Some(e) => self.expr(&e),
                        None => {
                            let e = self.name_ref(Path { prefix: None, name: n }, true);
                            self.store.exprs.alloc(e, at)
                        }
                    };
                    (n, e)
                })
                .collect();
            return Expr::Wait(WaitKind::Multiple(fields));
        }
        let mut futures: Vec<ExprId> = w.futures().map(|e| self.expr(&e)).collect();
        match futures.len() {
            0 => Expr::Missing,
            1 => Expr::Wait(WaitKind::Single(futures.remove(0))),
            _ => Expr::Wait(WaitKind::Alternate(futures)),
        }
    }
}

fn no_path() -> Path {
    Path { prefix: None, name: Name::new("") }
}

fn peer(p: Option<ast::PeerWorker>) -> Option<Name> {
    p.and_then(|p| p.name()).map(|n| Name::new(&n))
}
