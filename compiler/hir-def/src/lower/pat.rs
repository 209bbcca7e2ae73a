//! Binding and match patterns.

use semtypes::Name;
use syntax::ast::{self, AstNode};

use super::{Lower, name, name_range, path, range};
use crate::expr::{Expr, Pat, Path, RestPat};
use crate::store::{LocalId, LocalKind, PatId};

impl Lower {
    /// A binding pattern of a declaration: names become new locals.
    pub(super) fn binding_pattern(&mut self, p: &ast::BindingPattern, kind: LocalKind) -> PatId {
        self.pattern(p, &mut |cx, n, at| Pat::Bind(cx.declare(n, kind, at)))
    }

    /// The pattern of a destructuring assignment: names are variables in scope.
    pub(super) fn assign_pattern(&mut self, p: &ast::BindingPattern) -> PatId {
        self.pattern(p, &mut |cx, n, at| {
            let e = cx.name_ref(Path { prefix: None, name: n }, false);
            Pat::Assign(cx.store.exprs.alloc(e, at))
        })
    }

    fn pattern(
        &mut self,
        p: &ast::BindingPattern,
        leaf: &mut dyn FnMut(&mut Self, Name, syntax::TextRange) -> Pat,
    ) -> PatId {
        let at = range(p.syntax());
        let pat = match p {
            ast::BindingPattern::Capture(c) => {
                let n = name(c.name());
                if n.as_str() == "_" { Pat::Wildcard } else { leaf(self, n, at) }
            }
            ast::BindingPattern::Wildcard(_) => Pat::Wildcard,
            ast::BindingPattern::List(l) => Pat::List {
                members: l.members().map(|m| self.pattern(&m, leaf)).collect(),
                rest: l.rest().map(|r| self.rest(&r, leaf)),
            },
            ast::BindingPattern::Mapping(m) => Pat::Mapping {
                fields: m
                    .fields()
                    .map(|f| {
                        let n = f.name();
                        let sub = match f.pattern() {
                            Some(p) => self.pattern(&p, leaf),
                            None => {
                                let at = name_range(&n, f.syntax());
                                let pat = leaf(self, name(n.clone()), at);
                                self.store.pats.alloc(pat, at)
                            }
                        };
                        (name(n), sub)
                    })
                    .collect(),
                rest: m.rest().map(|r| self.rest(&r, leaf)),
            },
            ast::BindingPattern::Error(e) => {
                let mut positional = e.positional();
                Pat::Error {
                    ty: e.type_ref().map(|r| path(&r)),
                    message: positional.next().map(|p| self.pattern(&p, leaf)),
                    cause: positional.next().map(|p| self.pattern(&p, leaf)),
                    fields: e
                        .named()
                        .filter_map(|n| Some((name(n.name()), self.pattern(&n.pattern()?, leaf))))
                        .collect(),
                    rest: e.rest().map(|r| self.rest(&r, leaf)),
                }
            }
        };
        self.store.pats.alloc(pat, at)
    }

    fn rest(
        &mut self,
        r: &ast::RestPat,
        leaf: &mut dyn FnMut(&mut Self, Name, syntax::TextRange) -> Pat,
    ) -> RestPat {
        let n = r.name();
        let at = name_range(&n, r.syntax());
        match leaf(self, name(n), at) {
            Pat::Bind(l) => RestPat::Bind(l),
            Pat::Assign(e) => RestPat::Assign(e),
            _ => RestPat::Ignore,
        }
    }

    /// A match pattern. `bound` holds what earlier alternatives of the arm bound: the same name is the same variable.
    pub(super) fn match_pattern(&mut self, p: &ast::MatchPattern, bound: &mut Vec<LocalId>) -> PatId {
        let at = range(p.syntax());
        let pat = match p {
            ast::MatchPattern::Var(v) => match v.pattern() {
                Some(b) => {
                    return self.pattern(&b, &mut |cx, n, at| Pat::Bind(cx.match_local(n, at, bound)));
                }
                None => Pat::Missing,
            },
            ast::MatchPattern::Wildcard(_) => Pat::Wildcard,
            ast::MatchPattern::Const(c) => match c.value() {
                Some(e) => Pat::Const(self.expr(&e)),
                None => Pat::Missing,
            },
            ast::MatchPattern::List(l) => Pat::List {
                members: l.members().map(|m| self.match_pattern(&m, bound)).collect(),
                rest: l.rest().map(|r| self.match_rest(&r, bound)),
            },
            ast::MatchPattern::Mapping(m) => Pat::Mapping {
                fields: m
                    .fields()
                    .filter_map(|f| Some((name(f.name()), self.match_pattern(&f.pattern()?, bound))))
                    .collect(),
                rest: m.rest().map(|r| self.match_rest(&r, bound)),
            },
            ast::MatchPattern::Error(e) => {
                let mut positional = e.positional();
                Pat::Error {
                    ty: e.type_ref().map(|r| path(&r)),
                    message: positional.next().map(|p| self.match_pattern(&p, bound)),
                    cause: positional.next().map(|p| self.match_pattern(&p, bound)),
                    fields: e
                        .named()
                        .filter_map(|n| Some((name(n.name()), self.match_pattern(&n.pattern()?, bound))))
                        .collect(),
                    rest: e.rest().map(|r| self.match_rest(&r, bound)),
                }
            }
        };
        self.store.pats.alloc(pat, at)
    }

    /// A match pattern binds a variable once, and every alternative of a clause the same ones (spec 7.20).
    pub(super) fn check_alternatives(&mut self, pats: &[PatId]) {
        let mut first: Option<Vec<LocalId>> = None;
        for &p in pats {
            let mut bound = Vec::new();
            self.bound_in(p, &mut bound);
            if let Pat::Mapping { fields, .. } = &self.store.pats[p] {
                let again = (1..fields.len()).find(|i| fields[..*i].iter().any(|f| f.0 == fields[*i].0));
                if let Some(i) = again {
                    let (message, at) = (format!("duplicate field '{}'", fields[i].0), fields[i].1);
                    self.error(self.store.pats.range(at), "BCE2008", message);
                }
            }
            let all = bound.len();
            bound.sort();
            bound.dedup();
            let at = self.store.pats.range(p);
            if bound.len() < all {
                self.error(at, "BCE2008", "a match pattern can bind a variable only once".into());
            }
            match &first {
                Some(f) if *f != bound => {
                    let message = "every alternative must bind the same variables";
                    return self.error(at, "BCE2410", message.into());
                }
                Some(_) => {}
                None => first = Some(bound),
            }
        }
    }

    fn bound_in(&self, p: PatId, out: &mut Vec<LocalId>) {
        let (inner, rest): (Vec<PatId>, _) = match &self.store.pats[p] {
            Pat::Bind(l) => {
                out.push(*l);
                return;
            }
            Pat::List { members, rest } => (members.clone(), *rest),
            Pat::Mapping { fields, rest } => (fields.iter().map(|f| f.1).collect(), *rest),
            Pat::Error { message, cause, fields, rest, .. } => {
                let positional = message.iter().chain(cause).copied();
                (positional.chain(fields.iter().map(|f| f.1)).collect(), *rest)
            }
            _ => return,
        };
        inner.into_iter().for_each(|p| self.bound_in(p, out));
        if let Some(RestPat::Bind(l)) = rest {
            out.push(l);
        }
    }

    fn match_rest(&mut self, r: &ast::MatchRestPat, bound: &mut Vec<LocalId>) -> RestPat {
        match r.name() {
            Some(n) => {
                let at = n.syntax().text_range();
                RestPat::Bind(self.match_local(Name::new(&n.text()), at, bound))
            }
            None => RestPat::Ignore,
        }
    }

    fn match_local(&mut self, n: Name, at: syntax::TextRange, bound: &mut Vec<LocalId>) -> LocalId {
        if let Some(l) = bound.iter().copied().find(|l| self.store.locals[*l].name == n) {
            return l;
        }
        let l = self.declare(n, LocalKind::Final, at);
        bound.push(l);
        l
    }

    /// Whether an expression is an lvalue of a destructuring assignment (kept for the checker's messages).
    pub(super) fn is_wildcard(e: &Expr) -> bool {
        matches!(e, Expr::Path(Path { prefix: None, name }) if name.as_str() == "_")
    }
}
