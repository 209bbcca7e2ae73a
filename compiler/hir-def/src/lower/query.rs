//! Queries.

use semtypes::Name;
use syntax::ast::{self, AstNode};

use super::ty::key_names;
use super::{Lower, name, range};
use crate::expr::*;
use crate::store::{LocalId, LocalKind};

impl Lower {
    pub(super) fn query(&mut self, q: &ast::QueryExpr) -> Expr {
        let outer = std::mem::take(&mut self.query_vars);
        self.queries.push((self.store.locals.len(), Vec::new()));
        let mut query = self.scoped(|cx| cx.query_parts(q));
        query.captures = self.queries.pop().map_or(Vec::new(), |(_, captures)| captures);
        self.query_vars = outer;
        Expr::Query(Box::new(query))
    }

    fn query_parts(&mut self, q: &ast::QueryExpr) -> Query {
        let at = q.syntax();
        let construct = q.construct();
        let mut out = Query {
            construct: match &construct {
                Some(c) if c.is_map() => QueryConstruct::Map,
                Some(c) if c.is_stream() => QueryConstruct::Stream,
                Some(c) if c.is_table() => QueryConstruct::Table,
                _ => QueryConstruct::Default,
            },
            table_key: construct.and_then(|c| c.key_specifier()).map(|k| key_names(&k)),
            clauses: Vec::new(),
            end: QueryEnd::Collect(self.missing(range(at))),
            on_conflict: None,
            captures: Vec::new(),
        };
        for c in q.clauses() {
            match c {
                ast::QueryClause::Select(s) => out.end = QueryEnd::Select(self.opt_expr(s.expr(), at)),
                ast::QueryClause::Collect(s) => {
                    // Every variable bound before is a sequence in `collect`.
                    self.sequences_for_collect(&mut out.clauses);
                    out.end = QueryEnd::Collect(self.opt_expr(s.expr(), at));
                }
                ast::QueryClause::Do(d) => out.end = QueryEnd::Do(self.block(d.body(), at)),
                ast::QueryClause::OnConflict(o) => out.on_conflict = Some(self.opt_expr(o.expr(), at)),
                other => {
                    let clause = self.clause(&other);
                    out.clauses.push(clause);
                }
            }
        }
        out
    }

    /// Declares what a clause binds, remembering the variables for `group by`.
    fn bind(
        &mut self,
        b: Option<ast::TypedBindingPattern>,
        at: &syntax::SyntaxNode,
    ) -> (crate::PatId, Option<crate::TypeRefId>) {
        let before = self.visible.len();
        let r = self.typed_pattern(b, LocalKind::Final, at);
        let bound: Vec<LocalId> = self.visible[before..].to_vec();
        self.query_vars.extend(bound);
        r
    }

    fn clause(&mut self, c: &ast::QueryClause) -> QueryClause {
        let at = c.syntax();
        match c {
            ast::QueryClause::From(f) => {
                let source = self.opt_expr(f.collection(), at);
                let (pat, ty) = self.bind(f.binding(), at);
                QueryClause::From { pat, ty, source }
            }
            ast::QueryClause::Where(w) => QueryClause::Where(self.opt_expr(w.condition(), at)),
            ast::QueryClause::Let(l) => QueryClause::Let(
                l.vars()
                    .map(|v| {
                        let init = self.opt_expr(v.init(), v.syntax());
                        let (pat, ty) = self.bind(v.binding(), v.syntax());
                        LetBinding { pat, ty, init }
                    })
                    .collect(),
            ),
            ast::QueryClause::Join(j) => self.join(j),
            ast::QueryClause::Limit(l) => QueryClause::Limit(self.opt_expr(l.count(), at)),
            ast::QueryClause::OrderBy(o) => QueryClause::OrderBy(
                o.keys().map(|k| (self.opt_expr(k.expr(), at), !k.is_descending())).collect(),
            ),
            ast::QueryClause::GroupBy(g) => self.group_by(g),
            _ => QueryClause::Let(Vec::new()),
        }
    }

    fn join(&mut self, j: &ast::JoinClause) -> QueryClause {
        let at = j.syntax();
        // The right side sees none of the query's variables.
        let source = self.opt_expr(j.collection(), at);
        let on = j.on();
        let lhs = self.opt_expr(on.as_ref().and_then(|o| o.lhs()), at);
        let (pat, ty) = self.bind(j.binding(), at);
        let rhs = self.opt_expr(on.and_then(|o| o.rhs()), at);
        QueryClause::Join { outer: j.is_outer(), pat, ty, source, lhs, rhs }
    }

    fn group_by(&mut self, g: &ast::GroupByClause) -> QueryClause {
        let mut keys = Vec::new();
        let mut grouped: Vec<LocalId> = Vec::new();
        let mut fresh = Vec::new();
        for k in g.keys() {
            let at = range(k.syntax());
            if let Some(b) = k.binding() {
                let init = self.opt_expr(k.init(), k.syntax());
                let ty = b.ty().map(|t| self.ty(&t));
                let n = match b.pattern() {
                    Some(ast::BindingPattern::Capture(c)) => name(c.name()),
                    _ => Name::new("_"),
                };
                let local = self.declare(n, LocalKind::Final, at);
                fresh.push(local);
                keys.push(GroupKey::Let { local, ty, init });
            } else if let Some(n) = k.name() {
                let n = Name::new(&n.text());
                match self.lookup(n) {
                    Some(old) => {
                        self.reference(old, true);
                        grouped.push(old);
                        let new = self.declare_unchecked(n, LocalKind::Final, at);
                        // It is no variable of its own to whoever wrote it.
                        self.store.locals[new].used = true;
                        fresh.push(new);
                        keys.push(GroupKey::Var { old, new });
                    }
                    None => self.error(at, "BCE2010", format!("undefined symbol '{n}'")),
                }
            }
        }
        let sequences = self.sequence_vars(&grouped, &mut fresh);
        self.query_vars = fresh;
        QueryClause::GroupBy { keys, sequences }
    }

    /// New sequence variables for all query variables that are not grouped by.
    fn sequence_vars(&mut self, grouped: &[LocalId], fresh: &mut Vec<LocalId>) -> Vec<(LocalId, LocalId)> {
        let old: Vec<LocalId> = self.query_vars.iter().copied().filter(|l| !grouped.contains(l)).collect();
        old.into_iter()
            .map(|o| {
                self.store.locals[o].used = true;
                let n = self.store.locals[o].name;
                let at = self.store.locals.range(o);
                let new = self.declare_unchecked(n, LocalKind::Sequence, at);
                self.store.locals[new].used = true;
                fresh.push(new);
                (o, new)
            })
            .collect()
    }

    fn sequences_for_collect(&mut self, clauses: &mut Vec<QueryClause>) {
        let mut fresh = Vec::new();
        let sequences = self.sequence_vars(&[], &mut fresh);
        self.query_vars = fresh;
        clauses.push(QueryClause::GroupBy { keys: Vec::new(), sequences });
    }
}
