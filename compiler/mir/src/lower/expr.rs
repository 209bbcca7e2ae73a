//! Expressions: dispatch and the simple ones.

use bytecode::{Kind, Op};
use hir_def::{CheckKind, Expr, ExprId, LambdaId, LetBinding, Literal, TemplateKind, TemplatePart, UnaryOp};
use hir_ty::ops;
use hir_ty::result::Resolution;
use semtypes::{Const, Ty, TyKind};

use super::{Lower, name};
use crate::ir::{Cond, InstKind, Opnd, Term, VReg};
use crate::key::FuncKey;

impl Lower<'_> {
    /// Evaluates an expression. The register's kind is that of the static type, unless control never gets there.
    pub(super) fn expr(&mut self, e: ExprId) -> VReg {
        let outer = std::mem::replace(&mut self.pos, self.store.exprs.range(e).start().into());
        let v = self.expr_kind_of(e);
        self.pos = outer;
        v
    }

    /// Evaluates to a tagged word.
    pub(super) fn expr_boxed(&mut self, e: ExprId) -> VReg {
        if let Some(c) = self.inf.consts.get(&e) {
            return self.tagged_const(c.clone());
        }
        let v = self.expr(e);
        self.boxed(v)
    }

    /// Evaluates to a representation.
    pub(super) fn expr_as(&mut self, e: ExprId, kind: Kind) -> VReg {
        if kind == Kind::R {
            self.expr_boxed(e)
        } else {
            let v = self.expr(e);
            self.coerce(v, kind)
        }
    }

    /// Evaluates to the representation of a type.
    pub(super) fn expr_for(&mut self, e: ExprId, ty: Ty) -> VReg {
        let kind = self.kind(ty);
        self.expr_as(e, kind)
    }

    fn expr_kind_of(&mut self, e: ExprId) -> VReg {
        if let Some(c) = self.inf.consts.get(&e) {
            return self.constant(c);
        }
        let store = self.store;
        match &store.exprs[e] {
            Expr::Missing => self.unsupported_expr(e, "this expression"),
            Expr::Literal(l) => self.literal(e, l),
            Expr::Local(l) => {
                let v = self.load_local(*l);
                let kind = self.expr_kind(e);
                self.coerce(v, kind)
            }
            Expr::Path(_) => self.path(e),
            Expr::Unary { op: UnaryOp::Not, .. } | Expr::Is { .. } => self.condition_value(e),
            Expr::Unary { op, operand } => self.unary(*op, *operand),
            Expr::Binary { op, lhs, rhs } => self.binary(e, *op, *lhs, *rhs),
            Expr::Conditional { cond, then, els } => self.conditional(e, *cond, *then, *els),
            Expr::Elvis { lhs, rhs } => self.elvis(e, *lhs, *rhs),
            Expr::Cast { ty, operand } => self.cast(e, *ty, *operand),
            Expr::Typeof(x) => {
                let v = self.expr_boxed(*x);
                self.op1(Op::typeof_, Kind::R, v)
            }
            Expr::Check { kind, operand } => self.check(e, *kind, *operand),
            Expr::Trap(x) => self.trap(*x),
            Expr::Field { base, name, optional } => self.field(e, *base, name.name, *optional),
            Expr::Index { base, keys } => self.index(e, *base, keys),
            Expr::Call { .. }
            | Expr::CallValue { .. }
            | Expr::MethodCall { .. }
            | Expr::RemoteCall { .. }
            | Expr::ResourceCall { .. } => self.call_expr(e),
            Expr::List(members) => self.list_ctor(e, members),
            Expr::Mapping(members) => self.mapping_ctor(e, members),
            Expr::Table { rows, .. } => self.table_ctor(e, rows),
            Expr::ErrorCtor { args, .. } => self.error_ctor(e, args),
            Expr::New { .. } => self.new_expr(e),
            Expr::ObjectCtor(o) => self.object_ctor(e, o),
            Expr::Lambda(l) => self.closure(*l),
            Expr::Let { bindings, body } => self.let_expr(bindings, *body),
            Expr::Query(q) => self.query(e, q),
            Expr::Template { kind, parts } => self.template(e, *kind, parts),
            Expr::XmlTemplate(_) => self.xml_template(e),
            Expr::XmlStep { base, step } => self.xml_step(e, *base, step),
            Expr::AnnotAccess { base, .. } => self.annotation_access(e, *base),
            Expr::Commit => self.commit(),
            Expr::Transactional => self.in_transaction(),
            Expr::TypeDesc(t) => {
                let t = self.type_ref(*t);
                self.typedesc(t)
            }
            Expr::Start(call) => self.start_action(e, *call),
            Expr::Wait(kind) => self.wait_action(e, kind),
            Expr::Send { value, sync, .. } => self.send_action(e, *value, *sync),
            Expr::Receive { .. } => self.receive_action(e),
            Expr::ReceiveMultiple(fields) => self.receive_multiple(e, fields),
            Expr::Flush(_) => self.flush_action(e),
            _ => self.unsupported_expr(e, "this expression"),
        }
    }

    fn literal(&mut self, e: ExprId, l: &Literal) -> VReg {
        match l {
            Literal::Nil => self.nil(),
            Literal::Bool(b) => self.bool(*b),
            Literal::String(s) => self.str(s),
            Literal::Bytes(bytes) => {
                let ty = self.construct_ty(e);
                let list = self.list_new(ty, bytes.len());
                for b in bytes.iter() {
                    let v = self.int(*b as i64);
                    self.list_append(list, v);
                }
                self.list_done(list, ty, Some(bytes.len()));
                list
            }
            _ => self.unsupported_expr(e, "this literal"),
        }
    }

    fn path(&mut self, e: ExprId) -> VReg {
        match self.inf.resolutions.get(&e) {
            Some(Resolution::Function(d)) => {
                let key = FuncKey::ValueAdapter(Box::new(FuncKey::Function(*d, Vec::new())));
                self.closure_of(key, Vec::new())
            }
            Some(Resolution::Var(d, n)) => self.load_global(*d, *n),
            Some(Resolution::Const(c)) => self.constant(c),
            Some(Resolution::TypeDesc(t)) => {
                let t = self.sub(*t);
                self.typedesc(t)
            }
            _ => self.unsupported_expr(e, "this name"),
        }
    }

    pub(super) fn closure_of(&mut self, func: FuncKey, captures: Vec<VReg>) -> VReg {
        let dst = self.reg(Kind::R);
        self.push(InstKind::Closure { dst, func, captures });
        dst
    }

    pub(super) fn closure(&mut self, l: LambdaId) -> VReg {
        let mut captures: Vec<VReg> =
            self.store.lambdas[l].captures.iter().map(|c| self.captured_word(*c)).collect();
        captures.extend(self.lambda_annotations(l));
        let key = FuncKey::Lambda(self.home, l, self.targs.clone());
        self.closure_of(key, captures)
    }

    fn let_expr(&mut self, bindings: &[LetBinding], body: ExprId) -> VReg {
        for b in bindings {
            let v = self.expr(b.init);
            self.bind(b.pat, v);
        }
        self.expr(body)
    }

    // ---- joins ----

    /// Two ways to a value: `a` and `b` are evaluated in blocks that a branch leads to.
    fn conditional(&mut self, e: ExprId, cond: ExprId, then: ExprId, els: ExprId) -> VReg {
        let kind = self.expr_kind(e);
        let out = self.reg(kind);
        let (a, b, join) = (self.new_block(), self.new_block(), self.new_block());
        self.cond(cond, a, b);
        for (block, x) in [(a, then), (b, els)] {
            self.switch(block);
            let v = self.expr_as(x, kind);
            self.mov(out, v);
            self.jump(join);
        }
        self.switch(join);
        out
    }

    fn elvis(&mut self, e: ExprId, lhs: ExprId, rhs: ExprId) -> VReg {
        let kind = self.expr_kind(e);
        let l = self.expr(lhs);
        if self.reg_kind(l) != Kind::R {
            return self.coerce(l, kind);
        }
        let out = self.reg(kind);
        let (nil, some, join) = (self.new_block(), self.new_block(), self.new_block());
        self.branch(Cond::Nil(l), nil, some);
        self.switch(some);
        // A type that is nothing but nil never comes here.
        if ops::without_nil(self.db, self.ty(lhs)) == Ty::never() {
            self.term(Term::Unreachable);
        } else {
            self.mov(out, l);
            self.jump(join);
        }
        self.switch(nil);
        let r = self.expr_as(rhs, kind);
        self.mov(out, r);
        self.jump(join);
        self.switch(join);
        out
    }

    // ---- casts ----

    fn cast(&mut self, e: ExprId, ty: Option<hir_def::TypeRefId>, operand: ExprId) -> VReg {
        let Some(ty) = ty else { return self.expr(operand) };
        let target = self.type_ref(ty);
        let from = self.ty(operand);
        let v = self.expr(operand);
        let want = self.expr_kind(e);
        if self.subtype(from, target) {
            return self.coerce(v, want);
        }
        match (self.reg_kind(v), target.kind()) {
            (Kind::F, TyKind::Int) => self.op1(Op::f2i, Kind::I, v),
            (Kind::I, TyKind::Float) => self.op1(Op::i2f, Kind::F, v),
            _ => {
                let b = self.boxed(v);
                let r = self.op(Op::cast, Kind::R, Opnd::Reg(b), Opnd::Ty(target));
                self.coerce(r, want)
            }
        }
    }

    // ---- check, trap ----

    fn check(&mut self, e: ExprId, kind: CheckKind, operand: ExprId) -> VReg {
        let v = self.expr(operand);
        let v = self.checked(v, self.ty(operand), kind);
        let want = self.expr_kind(e);
        match self.inf.ensure.get(&e) {
            Some(t) => {
                let t = self.sub(*t);
                let d = self.typedesc(t);
                let r = self.call_native("lang.value:ensureType", &[v, d]);
                let r = self.checked(r, Ty::union([t, Ty::error()]), kind);
                self.coerce(r, want)
            }
            // After an operand that always fails nothing runs.
            None if ops::without_error(self.db, self.ty(operand)) == Ty::never() => self.nil(),
            None => self.coerce(v, want),
        }
    }

    /// Lets a value through, an error not.
    fn checked(&mut self, v: VReg, ty: Ty, kind: CheckKind) -> VReg {
        if self.reg_kind(v) != Kind::R || ops::error_part(self.db, ty) == Ty::never() {
            return v;
        }
        let (failed, ok) = (self.new_block(), self.new_block());
        self.branch(Cond::Error(v), failed, ok);
        self.switch(failed);
        match kind {
            CheckKind::Check => self.fail(v),
            CheckKind::CheckPanic => self.term(Term::Panic(v)),
        }
        self.switch(ok);
        v
    }

    /// An error leaves for the nearest `on fail`, or is returned.
    pub(super) fn fail(&mut self, v: VReg) {
        match self.catches.last().copied() {
            Some(c) => {
                self.close_open(c.open);
                self.mov(c.err, v);
                self.jump(c.target);
            }
            None => {
                self.close_open(0);
                self.ret(v);
            }
        }
    }

    fn trap(&mut self, x: ExprId) -> VReg {
        let out = self.reg(Kind::R);
        let join = self.new_block();
        let region = self.guard();
        let v = self.expr_boxed(x);
        self.leave_guard(region);
        self.mov(out, v);
        self.jump(join);
        self.on_panic(region);
        self.mov(out, region.panic);
        self.jump(join);
        self.switch(join);
        out
    }

    // ---- templates ----

    fn template(&mut self, e: ExprId, kind: TemplateKind, parts: &[TemplatePart]) -> VReg {
        match kind {
            TemplateKind::String => {
                let parts: Vec<VReg> = parts.iter().filter_map(|p| self.template_part(p)).collect();
                self.concat(parts)
            }
            TemplateKind::Raw => self.raw_template(e, parts),
            TemplateKind::RegExp => self.regexp_template(parts),
        }
    }

    pub(super) fn template_part(&mut self, p: &TemplatePart) -> Option<VReg> {
        match p {
            TemplatePart::Text(t) if t.is_empty() => None,
            TemplatePart::Text(t) => Some(self.str(t)),
            TemplatePart::Insertion(x) => {
                if let Some(c) = self.inf.consts.get(x)
                    && let Some(t) = hir_ty::consts::to_text(c)
                {
                    return (!t.is_empty()).then(|| self.str(&t));
                }
                let v = self.expr_boxed(*x);
                if self.subtype(self.ty(*x), Ty::string()) {
                    return Some(v);
                }
                Some(self.op1(Op::to_string, Kind::R, v))
            }
        }
    }

    /// Text and insertions in turn, text first and last.
    pub(super) fn regexp_template(&mut self, parts: &[TemplatePart]) -> VReg {
        let list = self.list_new(Self::any_list(), parts.len() + 1);
        let mut text = String::new();
        for p in parts {
            match p {
                TemplatePart::Text(t) => text.push_str(t),
                TemplatePart::Insertion(x) => {
                    let before = self.str(&text);
                    self.list_append(list, before);
                    text.clear();
                    let v = self.expr_boxed(*x);
                    self.list_append(list, v);
                }
            }
        }
        let last = self.str(&text);
        self.list_append(list, last);
        self.call_native("lang.regexp:$template", &[list])
    }

    fn raw_template(&mut self, e: ExprId, parts: &[TemplatePart]) -> VReg {
        let ty = self.construct_ty(e);
        let mut strings = vec![Const::string("")];
        let mut insertions = Vec::new();
        for p in parts {
            match p {
                TemplatePart::Text(t) => {
                    if let Some(Const::String(s)) = strings.last_mut() {
                        *s = name(&format!("{s}{t}"));
                    }
                }
                TemplatePart::Insertion(x) => {
                    insertions.push(*x);
                    strings.push(Const::string(""));
                }
            }
        }
        let fields = super::frame::object_fields(self.db, ty);
        let of = |n: &str| fields.iter().find(|f| f.0.as_str() == n).map_or(Self::any_list(), |f| f.1);
        let list = self.list_new(of("insertions"), insertions.len());
        for x in insertions {
            let v = self.expr(x);
            self.list_append(list, v);
        }
        let text = (Const::List(strings), Some(of("strings")));
        let text = self.op(Op::ldk_r, Kind::R, Opnd::Const(Box::new(text)), Opnd::None);
        let class = crate::key::ClassKey::Anon(self.home, e, self.targs.clone());
        let object = self.op(Op::obj_new, Kind::R, Opnd::Class(class), Opnd::None);
        self.field_set(object, name("strings"), text, Self::any_value());
        self.field_set(object, name("insertions"), list, Self::any_value());
        object
    }
}
