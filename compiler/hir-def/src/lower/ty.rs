//! Type descriptors.

use semtypes::Name;
use syntax::ast::{self, AstNode};
use syntax::{SyntaxKind, SyntaxNode};

use super::items::{method_construct, param_kind};
use super::{Lower, name, path, range};
use crate::annotation::{Construct, MethodPart, Subject};
use crate::expr::Literal;
use crate::store::TypeRefId;
use crate::type_ref::*;

impl Lower {
    pub(super) fn opt_ty(&mut self, t: Option<ast::Type>, at: &SyntaxNode) -> TypeRefId {
        match t {
            Some(t) => self.ty(&t),
            None => self.store.type_refs.alloc(TypeRef::Missing, range(at)),
        }
    }

    pub(super) fn named_type(&mut self, r: &ast::NameRef) -> TypeRefId {
        self.store.type_refs.alloc(TypeRef::Path(path(r)), range(r.syntax()))
    }

    pub(super) fn ty(&mut self, t: &ast::Type) -> TypeRefId {
        let node = match t {
            ast::Type::Paren(p) => return self.opt_ty(p.ty(), p.syntax()),
            ast::Type::Array(a) => return self.array(a),
            _ => self.type_ref(t),
        };
        self.store.type_refs.alloc(node, range(t.syntax()))
    }

    fn type_ref(&mut self, t: &ast::Type) -> TypeRef {
        let at = t.syntax().clone();
        let opt = |cx: &mut Self, t: Option<ast::Type>| t.map(|t| cx.ty(&t));
        match t {
            ast::Type::Nil(_) => TypeRef::Builtin(Builtin::Nil),
            ast::Type::Builtin(b) => builtin(b.kind()),
            ast::Type::Var(_) => TypeRef::Infer,
            ast::Type::Named(n) => n.name_ref().map_or(TypeRef::Missing, |r| TypeRef::Path(path(&r))),
            ast::Type::Singleton(s) => self.singleton(s.value()),
            ast::Type::Tuple(t) => TypeRef::Tuple {
                members: t
                    .members()
                    .map(|m| {
                        self.annotate(m.syntax(), Construct::TupleMember, Subject::Source);
                        self.opt_ty(m.ty(), &at)
                    })
                    .collect(),
                rest: t.rest().map(|r| self.opt_ty(r.ty(), &at)),
            },
            ast::Type::Map(m) => TypeRef::Map(self.opt_ty(m.param(), &at)),
            ast::Type::Record(r) => self.record(r),
            ast::Type::Table(t) => TypeRef::Table {
                row: self.opt_ty(t.row(), &at),
                key: match (t.key_specifier(), t.key_type()) {
                    (Some(k), _) => Some(TableKeyRef::Fields(key_names(&k))),
                    (None, Some(k)) => Some(TableKeyRef::Type(self.opt_ty(k.ty(), &at))),
                    _ => None,
                },
            },
            ast::Type::Error(e) => match e.detail() {
                Some(d) => TypeRef::Error(Some(self.ty(&d))),
                None => TypeRef::Error(None),
            },
            ast::Type::Function(f) if f.param_list().is_none() => {
                TypeRef::AnyFunction { isolated: f.is_isolated() }
            }
            ast::Type::Function(f) => {
                let sig = self.function_ref(f.param_list(), f.return_type(), |_| Subject::Source);
                TypeRef::Function(Box::new(FunctionRef {
                    isolated: f.is_isolated(),
                    transactional: f.is_transactional(),
                    ..sig
                }))
            }
            ast::Type::Object(o) => self.object_type(o),
            ast::Type::Future(f) => TypeRef::Future(opt(self, f.param())),
            ast::Type::Typedesc(f) => TypeRef::Typedesc(opt(self, f.param())),
            ast::Type::Xml(f) => TypeRef::Xml(opt(self, f.param())),
            ast::Type::Stream(s) => TypeRef::Stream(opt(self, s.value()), opt(self, s.completion())),
            ast::Type::Distinct(d) => {
                let index = self.distinct;
                self.distinct += 1;
                TypeRef::Distinct { inner: self.opt_ty(d.ty(), &at), index }
            }
            ast::Type::Union(u) => TypeRef::Union(vec![self.opt_ty(u.lhs(), &at), self.opt_ty(u.rhs(), &at)]),
            ast::Type::Intersection(u) => {
                TypeRef::Intersection(vec![self.opt_ty(u.lhs(), &at), self.opt_ty(u.rhs(), &at)])
            }
            ast::Type::Optional(o) => TypeRef::Optional(self.opt_ty(o.ty(), &at)),
            ast::Type::Array(_) | ast::Type::Paren(_) => TypeRef::Missing,
        }
    }

    /// `T[a][b]` is an array of `a` arrays of `b` members: the last dimension is the innermost.
    fn array(&mut self, a: &ast::ArrayType) -> TypeRefId {
        let at = range(a.syntax());
        let mut ty = self.opt_ty(a.element(), a.syntax());
        let dims: Vec<_> = a.dims().collect();
        for d in dims.iter().rev() {
            let len = match (d.is_inferred(), d.length()) {
                (true, _) => ArrayLen::Inferred,
                (false, Some(e)) => ArrayLen::Fixed(self.expr(&e)),
                (false, None) => ArrayLen::Open,
            };
            ty = self.store.type_refs.alloc(TypeRef::Array { elem: ty, len }, at);
        }
        ty
    }

    fn singleton(&mut self, value: Option<ast::Expr>) -> TypeRef {
        let (literal, negative) = match value {
            Some(ast::Expr::Unary(u)) => (u.operand(), u.op() == Some(ast::UnaryOp::Minus)),
            other => (other, false),
        };
        match literal {
            Some(ast::Expr::Literal(l)) => TypeRef::Singleton { literal: super::expr::literal(&l), negative },
            Some(ast::Expr::Nil(_)) => TypeRef::Singleton { literal: Literal::Nil, negative: false },
            _ => TypeRef::Missing,
        }
    }

    fn record(&mut self, r: &ast::RecordType) -> TypeRef {
        let at = r.syntax();
        let fields = r
            .fields()
            .map(|f| {
                self.annotate(f.syntax(), Construct::RecordField, self.field_subject(at, f.name()));
                FieldRef {
                    name: name(f.name()),
                    ty: self.opt_ty(f.ty(), f.syntax()),
                    optional: f.is_optional(),
                    readonly: f.is_readonly(),
                    default: f.default().map(|d| self.expr(&d)),
                }
            })
            .collect();
        TypeRef::Record(Box::new(RecordRef {
            inclusive: !r.is_exclusive(),
            includes: r.inclusions().filter_map(|i| i.type_ref()).map(|t| self.named_type(&t)).collect(),
            fields,
            rest: r.rest().map(|t| self.opt_ty(t.ty(), at)),
        }))
    }

    /// What a field of the record or object type at `ty` is to annotations.
    fn field_subject(&self, ty: &SyntaxNode, n: Option<ast::Name>) -> Subject {
        if self.is_owner_type(ty) { Subject::Field(name(n)) } else { Subject::Source }
    }

    /// Whether the type at `ty` is what the owner, a type definition, defines.
    fn is_owner_type(&self, ty: &SyntaxNode) -> bool {
        self.owner_type.as_ref() == Some(ty)
    }

    /// `subject`: what its parts are to annotations.
    fn function_ref(
        &mut self,
        params: Option<ast::ParamList>,
        ret: Option<ast::ReturnType>,
        subject: impl Fn(MethodPart) -> Subject,
    ) -> FunctionRef {
        FunctionRef {
            params: params
                .into_iter()
                .flat_map(|l| l.params())
                .enumerate()
                .map(|(i, p)| {
                    let part = MethodPart::Parameter(i as u32);
                    self.annotate(p.syntax(), Construct::Parameter, subject(part));
                    FunctionParamRef {
                        name: p.name().map(|n| Name::new(&n.text())),
                        ty: self.opt_ty(p.ty(), p.syntax()),
                        kind: param_kind(p.kind()),
                    }
                })
                .collect(),
            ret: ret.and_then(|r| {
                self.annotate(r.syntax(), Construct::Return, subject(MethodPart::Return));
                r.ty().map(|t| self.ty(&t))
            }),
            isolated: false,
            transactional: false,
        }
    }

    fn object_type(&mut self, o: &ast::ObjectType) -> TypeRef {
        let mut out = ObjectRef {
            isolated: o.is_isolated(),
            client: o.is_client(),
            service: o.is_service(),
            includes: Vec::new(),
            fields: Vec::new(),
            methods: Vec::new(),
        };
        for m in o.members().into_iter().flat_map(|m| m.members()) {
            match m {
                ast::ObjectMember::Method(f) => {
                    let kind = self.scoped(|cx| cx.method_kind(&f));
                    let name = super::items::member_name(name(f.name()), &kind);
                    let (own, found_by) = (self.is_owner_type(o.syntax()), kind.dispatch_name(name));
                    let subject = |part| if own { Subject::Method(found_by, part) } else { Subject::Source };
                    self.annotate(f.syntax(), method_construct(&f), subject(MethodPart::Whole));
                    let sig = self.function_ref(f.param_list(), f.return_type(), subject);
                    out.methods.push(ObjectMethodRef {
                        name,
                        kind,
                        sig: FunctionRef {
                            isolated: f.is_isolated(),
                            transactional: f.is_transactional(),
                            ..sig
                        },
                        is_public: f.is_public(),
                        range: super::name_range(&f.name(), f.syntax()),
                    });
                }
                ast::ObjectMember::Field(f) => {
                    let subject = self.field_subject(o.syntax(), f.name());
                    self.annotate(f.syntax(), Construct::ObjectField, subject);
                    out.fields.push(ObjectFieldRef {
                        name: name(f.name()),
                        ty: self.opt_ty(f.ty(), f.syntax()),
                        is_public: f.is_public(),
                    });
                }
                ast::ObjectMember::Inclusion(i) => {
                    out.includes.extend(i.type_ref().map(|t| self.named_type(&t)));
                }
            }
        }
        TypeRef::Object(Box::new(out))
    }
}

pub(super) fn key_names(k: &ast::KeySpecifier) -> Vec<Name> {
    k.fields().map(|n| Name::new(&n.text())).collect()
}

fn builtin(kind: SyntaxKind) -> TypeRef {
    use SyntaxKind::*;
    TypeRef::Builtin(match kind {
        INT_KW => Builtin::Int,
        FLOAT_KW => Builtin::Float,
        DECIMAL_KW => Builtin::Decimal,
        BOOLEAN_KW => Builtin::Boolean,
        STRING_KW => Builtin::String,
        BYTE_KW => Builtin::Byte,
        ANY_KW => Builtin::Any,
        ANYDATA_KW => Builtin::Anydata,
        NEVER_KW => Builtin::Never,
        JSON_KW => Builtin::Json,
        HANDLE_KW => Builtin::Handle,
        READONLY_KW => Builtin::Readonly,
        XML_KW => return TypeRef::Xml(None),
        ERROR_KW => return TypeRef::Error(None),
        FUNCTION_KW => return TypeRef::AnyFunction { isolated: false },
        STREAM_KW => return TypeRef::Stream(None, None),
        FUTURE_KW => return TypeRef::Future(None),
        TYPEDESC_KW => return TypeRef::Typedesc(None),
        _ => return TypeRef::Missing,
    })
}
