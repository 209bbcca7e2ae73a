//! The direct parts of expressions, patterns and statements, in the order of the source.

use crate::expr::*;
use crate::store::{BlockId, ExprId, LambdaId, LocalId, PatId, StmtId, Store};

/// A direct part of an expression, a pattern or a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Expr(ExprId),
    Pat(PatId),
    Stmt(StmtId),
    Block(BlockId),
    Lambda(LambdaId),
}

type Visit<'a> = &'a mut dyn FnMut(Part);

/// Visits the direct parts of an expression.
pub fn expr_parts(store: &Store, e: ExprId, f: Visit<'_>) {
    match &store.exprs[e] {
        Expr::Unary { operand, .. }
        | Expr::Cast { operand, .. }
        | Expr::Is { operand, .. }
        | Expr::Check { operand, .. }
        | Expr::Typeof(operand)
        | Expr::Trap(operand)
        | Expr::Start(operand)
        | Expr::Field { base: operand, .. }
        | Expr::AnnotAccess { base: operand, .. }
        | Expr::Send { value: operand, .. } => f(Part::Expr(*operand)),
        Expr::Binary { lhs, rhs, .. } | Expr::Elvis { lhs, rhs } => exprs([lhs, rhs], f),
        Expr::Conditional { cond, then, els } => exprs([cond, then, els], f),
        Expr::Index { base, keys } => exprs(std::iter::once(base).chain(keys), f),
        Expr::Call { args, .. } | Expr::ErrorCtor { args, .. } | Expr::New { args, .. } => arguments(args, f),
        Expr::CallValue { callee, args } => {
            f(Part::Expr(*callee));
            arguments(args, f);
        }
        Expr::MethodCall { receiver, args, .. } | Expr::RemoteCall { receiver, args, .. } => {
            f(Part::Expr(*receiver));
            arguments(args, f);
        }
        Expr::ResourceCall { receiver, path, args, .. } => {
            f(Part::Expr(*receiver));
            for s in path {
                let (ResourceSegment::Name(_, x) | ResourceSegment::Computed(x) | ResourceSegment::Rest(x)) =
                    s;
                f(Part::Expr(*x));
            }
            arguments(args.as_deref().unwrap_or_default(), f);
        }
        Expr::List(members) => {
            for m in members {
                let (ListMember::Expr(x) | ListMember::Spread(x)) = m;
                f(Part::Expr(*x));
            }
        }
        Expr::Mapping(members) => {
            for m in members {
                match m {
                    MappingMember::Field { value, .. } => f(Part::Expr(*value)),
                    MappingMember::Computed { key, value } => exprs([key, value], f),
                    MappingMember::Spread(x) => f(Part::Expr(*x)),
                }
            }
        }
        Expr::Table { rows, .. } => exprs(rows, f),
        Expr::ObjectCtor(o) => {
            exprs(o.fields.iter().filter_map(|x| x.init.as_ref()), f);
            o.methods.iter().for_each(|m| f(Part::Lambda(m.lambda)));
        }
        Expr::Lambda(l) => f(Part::Lambda(*l)),
        Expr::Let { bindings, body } => {
            let_bindings(bindings, f);
            f(Part::Expr(*body));
        }
        Expr::Query(q) => query_parts(q, f),
        Expr::Template { parts, .. } => template_parts(parts, f),
        Expr::XmlTemplate(items) => xml_items(items, f),
        Expr::XmlStep { base, step } => {
            f(Part::Expr(*base));
            match step {
                XmlStep::Filter(_) => {}
                XmlStep::Children { each, .. } | XmlStep::Descendants { each, .. } => {
                    each.iter().for_each(|x| f(Part::Expr(x.body)));
                }
            }
        }
        Expr::Wait(w) => match w {
            WaitKind::Single(x) => f(Part::Expr(*x)),
            WaitKind::Alternate(all) => exprs(all, f),
            WaitKind::Multiple(all) => exprs(all.iter().map(|(_, x)| x), f),
        },
        Expr::Missing
        | Expr::Literal(_)
        | Expr::Local(_)
        | Expr::Path(_)
        | Expr::TypeDesc(_)
        | Expr::Receive { .. }
        | Expr::ReceiveMultiple(_)
        | Expr::Flush(_)
        | Expr::Commit
        | Expr::Transactional
        | Expr::InferredDefault => {}
    }
}

/// Visits the expressions and patterns that a pattern consists of.
pub fn pat_parts(store: &Store, p: PatId, f: Visit<'_>) {
    let rest = match &store.pats[p] {
        Pat::Missing | Pat::Wildcard | Pat::Bind(_) => &None,
        Pat::Assign(e) | Pat::Const(e) => {
            f(Part::Expr(*e));
            &None
        }
        Pat::List { members, rest } => {
            members.iter().for_each(|m| f(Part::Pat(*m)));
            rest
        }
        Pat::Mapping { fields, rest } => {
            fields.iter().for_each(|(_, m)| f(Part::Pat(*m)));
            rest
        }
        Pat::Error { message, cause, fields, rest, .. } => {
            let parts = message.iter().chain(cause).chain(fields.iter().map(|(_, m)| m));
            parts.for_each(|m| f(Part::Pat(*m)));
            rest
        }
    };
    if let Some(RestPat::Assign(e)) = rest {
        f(Part::Expr(*e));
    }
}

/// The variables that a pattern declares, in order.
pub fn bound_locals(store: &Store, p: PatId) -> Vec<LocalId> {
    fn collect(store: &Store, p: PatId, out: &mut Vec<LocalId>) {
        pat_parts(store, p, &mut |part| {
            if let Part::Pat(p) = part {
                collect(store, p, out);
            }
        });
        match &store.pats[p] {
            Pat::Bind(l)
            | Pat::List { rest: Some(RestPat::Bind(l)), .. }
            | Pat::Mapping { rest: Some(RestPat::Bind(l)), .. }
            | Pat::Error { rest: Some(RestPat::Bind(l)), .. } => out.push(*l),
            _ => {}
        }
    }
    let mut out = Vec::new();
    collect(store, p, &mut out);
    out
}

/// Visits the direct parts of a statement.
pub fn stmt_parts(store: &Store, s: StmtId, f: Visit<'_>) {
    let (on_fail, body) = match &store.stmts[s] {
        Stmt::Missing | Stmt::Break | Stmt::Continue => return,
        Stmt::Var { pat, init, .. } => {
            f(Part::Pat(*pat));
            return exprs(init, f);
        }
        Stmt::Assign { target, value } => {
            f(match target {
                AssignTarget::Expr(e) => Part::Expr(*e),
                AssignTarget::Pat(p) => Part::Pat(*p),
            });
            return f(Part::Expr(*value));
        }
        Stmt::CompoundAssign { target, value, .. } => return exprs([target, value], f),
        Stmt::Expr(e) | Stmt::Fail(e) | Stmt::Panic(e) | Stmt::Xmlns { uri: e, .. } => {
            return f(Part::Expr(*e));
        }
        Stmt::Return(e) | Stmt::Rollback(e) => return exprs(e, f),
        Stmt::Block(b) => return f(Part::Block(*b)),
        Stmt::If { cond, then, els } => {
            f(Part::Expr(*cond));
            f(Part::Block(*then));
            return els.iter().for_each(|s| f(Part::Stmt(*s)));
        }
        Stmt::Fork { workers } => return workers.iter().for_each(|s| f(Part::Stmt(*s))),
        Stmt::Worker { lambda, .. } => return f(Part::Lambda(*lambda)),
        Stmt::While { cond, body, on_fail } => {
            f(Part::Expr(*cond));
            (on_fail, Some(*body))
        }
        Stmt::Foreach { pat, source, body, on_fail, .. } => {
            f(Part::Pat(*pat));
            f(Part::Expr(*source));
            (on_fail, Some(*body))
        }
        Stmt::Match { scrutinee, arms, on_fail } => {
            f(Part::Expr(*scrutinee));
            for a in arms {
                a.pats.iter().for_each(|p| f(Part::Pat(*p)));
                exprs(&a.guard, f);
                f(Part::Block(a.body));
            }
            (on_fail, None)
        }
        Stmt::Retry { manager, body, on_fail } => {
            f(Part::Expr(*manager));
            let (RetryBody::Block(b) | RetryBody::Transaction(b)) = body;
            (on_fail, Some(*b))
        }
        Stmt::Do { body, on_fail } | Stmt::Lock { body, on_fail } | Stmt::Transaction { body, on_fail } => {
            (on_fail, Some(*body))
        }
    };
    body.iter().for_each(|b| f(Part::Block(*b)));
    if let Some(o) = on_fail {
        f(Part::Block(o.body));
    }
}

fn exprs<'a>(all: impl IntoIterator<Item = &'a ExprId>, f: Visit<'_>) {
    all.into_iter().for_each(|e| f(Part::Expr(*e)));
}

fn arguments(args: &[Arg], f: Visit<'_>) {
    args.iter().for_each(|a| f(Part::Expr(a.expr())));
}

fn let_bindings(bindings: &[LetBinding], f: Visit<'_>) {
    for b in bindings {
        f(Part::Pat(b.pat));
        f(Part::Expr(b.init));
    }
}

fn template_parts(parts: &[TemplatePart], f: Visit<'_>) {
    for p in parts {
        if let TemplatePart::Insertion(e) = p {
            f(Part::Expr(*e));
        }
    }
}

fn xml_items(items: &[XmlItem], f: Visit<'_>) {
    for i in items {
        match i {
            XmlItem::Insertion(e) => f(Part::Expr(*e)),
            XmlItem::Element(e) => {
                e.attributes.iter().for_each(|a| template_parts(&a.value, f));
                xml_items(&e.content, f);
            }
            XmlItem::Text(_) | XmlItem::Comment(_) | XmlItem::Pi { .. } => {}
        }
    }
}

fn query_parts(q: &Query, f: Visit<'_>) {
    for c in &q.clauses {
        match c {
            QueryClause::From { pat, source, .. } => {
                f(Part::Pat(*pat));
                f(Part::Expr(*source));
            }
            QueryClause::Let(bindings) => let_bindings(bindings, f),
            QueryClause::Where(e) | QueryClause::Limit(e) => f(Part::Expr(*e)),
            QueryClause::Join { pat, source, lhs, rhs, .. } => {
                f(Part::Pat(*pat));
                exprs([source, lhs, rhs], f);
            }
            QueryClause::OrderBy(keys) => exprs(keys.iter().map(|(k, _)| k), f),
            QueryClause::GroupBy { keys, .. } => {
                for k in keys {
                    if let GroupKey::Let { init, .. } = k {
                        f(Part::Expr(*init));
                    }
                }
            }
        }
    }
    match q.end {
        QueryEnd::Select(e) | QueryEnd::Collect(e) => f(Part::Expr(e)),
        QueryEnd::Do(b) => f(Part::Block(b)),
    }
    exprs(&q.on_conflict, f);
}
