//! Statements.

use semtypes::Name;
use syntax::ast::{self, AstNode};
use syntax::{SyntaxKind, SyntaxNode};

use super::expr::binary_op;
use super::{Lower, name, name_range, range};
use crate::annotation::{Construct, Subject};
use crate::expr::*;
use crate::store::{BlockId, LambdaId, LocalKind, PatId, StmtId, TypeRefId};
use crate::type_ref::TypeRef;

impl Lower {
    /// Statements in a scope of their own.
    pub(super) fn statements(&mut self, all: impl Iterator<Item = ast::Stmt>, at: &SyntaxNode) -> BlockId {
        let stmts = self.scoped(|cx| {
            // A body's named workers are visible in all of it.
            all.map(|s| cx.stmt(&s)).collect()
        });
        self.store.blocks.alloc(Block { stmts }, range(at))
    }

    pub(super) fn block(&mut self, b: Option<ast::Block>, at: &SyntaxNode) -> BlockId {
        match b {
            Some(b) => self.statements(b.statements(), b.syntax()),
            None => self.store.blocks.alloc(Block::default(), range(at)),
        }
    }

    pub(super) fn stmt(&mut self, s: &ast::Stmt) -> StmtId {
        let at = s.syntax();
        let stmt = match s {
            ast::Stmt::Block(b) => Stmt::Block(self.statements(b.statements(), at)),
            ast::Stmt::LocalVar(v) => self.local_var(v),
            ast::Stmt::Assign(a) => self.assign(a),
            ast::Stmt::CompoundAssign(a) => {
                let target = self.opt_expr(a.target(), at);
                let value = self.opt_expr(a.value(), at);
                match a.op() {
                    Some(op) => Stmt::CompoundAssign { target, op: binary_op(op.binary()), value },
                    None => Stmt::Missing,
                }
            }
            ast::Stmt::Destructure(d) => {
                let value = self.opt_expr(d.value(), at);
                let pat = match d.pattern() {
                    Some(p) => self.assign_pattern(&p),
                    None => self.store.pats.alloc(Pat::Missing, range(at)),
                };
                Stmt::Assign { target: AssignTarget::Pat(pat), value }
            }
            ast::Stmt::Expr(e) => Stmt::Expr(self.opt_expr(e.expr(), at)),
            ast::Stmt::If(i) => self.if_stmt(i),
            ast::Stmt::While(w) => Stmt::While {
                cond: self.opt_expr(w.condition(), at),
                body: self.block(w.body(), at),
                on_fail: self.on_fail(w.on_fail()),
            },
            ast::Stmt::Foreach(f) => self.foreach(f),
            ast::Stmt::Do(d) => {
                Stmt::Do { body: self.block(d.body(), at), on_fail: self.on_fail(d.on_fail()) }
            }
            ast::Stmt::Lock(l) => {
                Stmt::Lock { body: self.block(l.body(), at), on_fail: self.on_fail(l.on_fail()) }
            }
            ast::Stmt::Retry(r) => self.retry(r),
            ast::Stmt::Transaction(t) => {
                Stmt::Transaction { body: self.block(t.body(), at), on_fail: self.on_fail(t.on_fail()) }
            }
            ast::Stmt::Match(m) => self.match_stmt(m),
            ast::Stmt::Break(_) => Stmt::Break,
            ast::Stmt::Continue(_) => Stmt::Continue,
            ast::Stmt::Return(r) => Stmt::Return(r.value().map(|e| self.expr(&e))),
            ast::Stmt::Panic(p) => Stmt::Panic(self.opt_expr(p.value(), at)),
            ast::Stmt::Fail(f) => Stmt::Fail(self.opt_expr(f.value(), at)),
            ast::Stmt::Rollback(r) => Stmt::Rollback(r.value().map(|e| self.expr(&e))),
            ast::Stmt::Fork(f) => {
                let workers = f.workers().map(|w| self.stmt(&ast::Stmt::Worker(w))).collect();
                Stmt::Fork { workers }
            }
            ast::Stmt::Worker(w) => self.worker(w),
            ast::Stmt::Xmlns(x) => Stmt::Xmlns {
                uri: self.opt_expr(x.uri(), at),
                prefix: x.prefix().map(|n| Name::new(&n.text())),
            },
        };
        self.store.stmts.alloc(stmt, range(at))
    }

    /// The type and pattern of a binding; the pattern's names are declared last.
    pub(super) fn typed_pattern(
        &mut self,
        b: Option<ast::TypedBindingPattern>,
        kind: LocalKind,
        at: &SyntaxNode,
    ) -> (PatId, Option<TypeRefId>) {
        let ty = b.as_ref().and_then(|b| b.ty()).map(|t| self.ty(&t));
        let pat = match b.and_then(|b| b.pattern()) {
            Some(p) => self.binding_pattern(&p, kind),
            None => self.store.pats.alloc(Pat::Missing, range(at)),
        };
        (pat, ty)
    }

    fn local_var(&mut self, v: &ast::LocalVarStmt) -> Stmt {
        self.annotate(v.syntax(), Construct::Var, Subject::Source);
        // The initialiser does not see the variable.
        let init = match v.init() {
            Some(e) => Some(self.expr(&e)),
            // A syntax error, which is reported.
            None => (v.syntax().children_with_tokens().any(|t| t.kind() == SyntaxKind::EQ))
                .then(|| self.missing(range(v.syntax()))),
        };
        let kind = if v.is_final() { LocalKind::Final } else { LocalKind::Var };
        let (pat, ty) = self.typed_pattern(v.binding(), kind, v.syntax());
        Stmt::Var { pat, ty, init, is_final: v.is_final() }
    }

    fn assign(&mut self, a: &ast::AssignStmt) -> Stmt {
        let at = a.syntax();
        let target = match a.target() {
            Some(ast::Expr::Name(n)) => {
                let path = n.name_ref().map(|r| super::path(&r));
                let expr = match path {
                    Some(p) => self.name_ref(p, false),
                    None => Expr::Missing,
                };
                self.store.exprs.alloc(expr, range(n.syntax()))
            }
            t => self.opt_expr(t, at),
        };
        let value = self.opt_expr(a.value(), at);
        if Self::is_wildcard(&self.store.exprs[target]) {
            let pat = self.store.pats.alloc(Pat::Wildcard, self.store.exprs.range(target));
            return Stmt::Assign { target: AssignTarget::Pat(pat), value };
        }
        Stmt::Assign { target: AssignTarget::Expr(target), value }
    }

    fn if_stmt(&mut self, i: &ast::IfStmt) -> Stmt {
        let at = i.syntax();
        let cond = self.opt_expr(i.condition(), at);
        let then = self.block(i.then_block(), at);
        let els = i.else_branch().and_then(|e| match (e.block(), e.if_stmt()) {
            (Some(b), _) => Some(self.stmt(&ast::Stmt::Block(b))),
            (None, Some(i)) => Some(self.stmt(&ast::Stmt::If(i))),
            _ => None,
        });
        Stmt::If { cond, then, els }
    }

    fn foreach(&mut self, f: &ast::ForeachStmt) -> Stmt {
        let at = f.syntax();
        let source = self.opt_expr(f.collection(), at);
        let (pat, ty, body) = self.scoped(|cx| {
            let (pat, ty) = cx.typed_pattern(f.binding(), LocalKind::Final, at);
            (pat, ty, cx.block(f.body(), at))
        });
        Stmt::Foreach { pat, ty, source, body, on_fail: self.on_fail(f.on_fail()) }
    }

    pub(super) fn on_fail(&mut self, o: Option<ast::OnFailClause>) -> Option<OnFail> {
        let o = o?;
        Some(self.scoped(|cx| {
            let (pat, ty) = match o.binding() {
                Some(b) => {
                    let (pat, ty) = cx.typed_pattern(Some(b), LocalKind::Final, o.syntax());
                    (Some(pat), ty)
                }
                None => (None, None),
            };
            OnFail { pat, ty, body: cx.block(o.body(), o.syntax()) }
        }))
    }

    fn retry(&mut self, r: &ast::RetryStmt) -> Stmt {
        let at = r.syntax();
        let class = match r.manager() {
            Some(t) => self.ty(&t),
            None => {
                let default =
                    Path { prefix: Some(Name::new("error")), name: Name::new("DefaultRetryManager") };
                self.store.type_refs.alloc(TypeRef::Path(default), range(at))
            }
        };
        let new = Expr::New { ty: Some(class), args: self.args(r.arg_list()) };
        let manager = self.store.exprs.alloc(new, range(at));
        let body = match r.transaction() {
            Some(t) => RetryBody::Transaction(self.block(t.body(), at)),
            None => RetryBody::Block(self.block(r.body(), at)),
        };
        Stmt::Retry { manager, body, on_fail: self.on_fail(r.on_fail()) }
    }

    fn match_stmt(&mut self, m: &ast::MatchStmt) -> Stmt {
        let at = m.syntax();
        let scrutinee = self.opt_expr(m.target(), at);
        let arms = m
            .clauses()
            .map(|c| {
                self.scoped(|cx| {
                    let mut bound = Vec::new();
                    let pats: Vec<_> = c.patterns().map(|p| cx.match_pattern(&p, &mut bound)).collect();
                    cx.check_alternatives(&pats);
                    let guard = c.guard().and_then(|g| g.expr()).map(|e| cx.expr(&e));
                    MatchArm { pats, guard, body: cx.block(c.body(), c.syntax()) }
                })
            })
            .collect();
        Stmt::Match { scrutinee, arms, on_fail: self.on_fail(m.on_fail()) }
    }

    fn worker(&mut self, w: &ast::WorkerDecl) -> Stmt {
        self.annotate(w.syntax(), Construct::Worker, Subject::Source);
        let n = w.name();
        let local = self.declare(name(n.clone()), LocalKind::Worker, name_range(&n, w.syntax()));
        let ret = w.return_type().and_then(|r| {
            self.annotate(r.syntax(), Construct::Return, Subject::Source);
            r.ty().map(|t| self.ty(&t))
        });
        let lambda = self.new_lambda(w.syntax());
        self.in_lambda(lambda, |cx| {
            let mut body = cx.block(w.body(), w.syntax());
            if let Some(on_fail) = cx.on_fail(w.on_fail()) {
                let at = range(w.syntax());
                let stmt = cx.store.stmts.alloc(Stmt::Do { body, on_fail: Some(on_fail) }, at);
                body = cx.store.blocks.alloc(Block { stmts: vec![stmt] }, at);
            }
            let l = &mut cx.store.lambdas[lambda];
            l.ret = ret;
            l.body = LambdaBody::Block(body);
            l.transactional = w.is_transactional();
        });
        Stmt::Worker { name: name(n), local, lambda }
    }

    /// An empty lambda, to be filled in.
    pub(super) fn new_lambda(&mut self, at: &SyntaxNode) -> LambdaId {
        let parent = self.frame();
        let block = self.store.blocks.alloc(Block::default(), range(at));
        let lambda = Lambda {
            parent,
            params: Vec::new(),
            ret: None,
            body: LambdaBody::Block(block),
            inferred: false,
            isolated: false,
            transactional: false,
            self_local: None,
            captures: Vec::new(),
        };
        self.store.lambdas.alloc(lambda, range(at))
    }

    /// Lowers inside a lambda's frame.
    pub(super) fn in_lambda(&mut self, l: LambdaId, f: impl FnOnce(&mut Self)) {
        self.frames.push(l);
        let query_vars = std::mem::take(&mut self.query_vars);
        self.scoped(f);
        self.query_vars = query_vars;
        self.frames.pop();
    }
}
