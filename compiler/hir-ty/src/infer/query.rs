//! Query expressions and actions (spec 6.35, 7.10).

use hir_def::{ExprId, GroupKey, PatId, Query, QueryClause, QueryConstruct, QueryEnd, TypeRefId};
use semtypes::{Name, TableKey, Ty, TyKind};

use super::{Flow, Infer};
use crate::codes;
use crate::ops;
use crate::project;
use crate::result::QueryResult;

impl Infer<'_> {
    pub(super) fn query(&mut self, e: ExprId, q: &Query, expected: Option<Ty>) -> Ty {
        let before = self.flow.clone();
        let mut completion = Ty::never();
        let mut source = None;
        let loops = std::mem::take(&mut self.loops);
        let lazy = matches!(q.end, QueryEnd::Select(_)) && self.constructs_stream(q, expected);
        if lazy {
            // The clauses run later: what may change until then is not known, and failures are those of the stream.
            let unstable = q.captures.iter().copied().filter(|c| self.reassigned.contains(c)).collect();
            self.flow.forget(&unstable);
            self.push_catch();
        }
        for c in &q.clauses {
            self.clause(c, &mut completion, &mut source);
        }
        let ty = match &q.end {
            QueryEnd::Do(b) => {
                // The block may run any number of times: nothing that it assigns is known.
                let reassigned = self.reassigned.clone();
                self.flow.forget(&reassigned);
                self.loops.push(super::Loop::default());
                self.block(*b);
                self.loops.pop();
                self.r.queries.insert(e, QueryResult::Do);
                // What fails in the block fails the action as a whole, like any expression in a clause (spec 6.1).
                if completion == Ty::never() { Ty::nil() } else { Ty::nilable(completion) }
            }
            QueryEnd::Collect(x) => {
                if q.construct != QueryConstruct::Default {
                    let message = "a query with 'collect' does not construct a map, table or stream";
                    self.error(self.range(*x), codes::BAD_QUERY, message);
                }
                let t = self.infer(*x, expected);
                self.r.queries.insert(e, QueryResult::Collect);
                if completion == Ty::never() { t } else { ops::union2(self.db, t, completion) }
            }
            QueryEnd::Select(x) if lazy => {
                let ty = self.select_stream(*x, completion, expected);
                self.on_conflict(q, Kind::Stream);
                self.r.queries.insert(e, QueryResult::Stream(ty));
                ty
            }
            QueryEnd::Select(x) => {
                self.select(e, q, *x, source.unwrap_or(Ty::missing()), completion, expected)
            }
        };
        self.loops = loops;
        self.flow = Flow { unassigned: before.unassigned.clone(), ..before };
        ty
    }

    /// Whether the query is to construct a stream: when it says so, else when the context or the first source does.
    fn constructs_stream(&mut self, q: &Query, expected: Option<Ty>) -> bool {
        let is_stream = |s: &Self, t: Ty| s.pick(t, |k| matches!(k, TyKind::Stream { .. })).is_some();
        match q.construct {
            QueryConstruct::Stream => true,
            QueryConstruct::Default if expected.is_none_or(|t| is_stream(self, t)) => {
                let Some(QueryClause::From { source, .. }) = q.clauses.first() else { return false };
                let source = *source;
                let saved = (self.flow.clone(), self.r.clone());
                self.push_catch();
                let t = self.tentative(|cx| cx.infer(source, None)).unwrap_or(Ty::missing());
                self.catches.pop();
                (self.flow, self.r) = saved;
                self.construct_for(t, expected) == Kind::Stream
            }
            _ => false,
        }
    }

    /// The stream type of a query that constructs one.
    fn select_stream(&mut self, x: ExprId, completion: Ty, expected: Option<Ty>) -> Ty {
        let context = expected.and_then(|t| self.pick(t, |k| matches!(k, TyKind::Stream { .. })));
        let wanted = match context.map(|t| project::structure(self.db, t).kind) {
            Some(TyKind::Stream { value, completion }) => Some((*value, *completion)),
            _ => None,
        };
        let value = match wanted {
            Some((value, _)) => {
                self.check(x, value);
                value
            }
            None => {
                let t = self.infer(x, None);
                self.widened(t)
            }
        };
        let failed = self.catches.pop().map_or(Ty::never(), |c| c.error);
        let error = ops::union2(self.db, failed, completion);
        let found = if error == Ty::never() { Ty::nil() } else { Ty::nilable(error) };
        match wanted {
            Some((_, c)) if self.subtype(found, c) => Ty::stream(value, c),
            _ => Ty::stream(value, found),
        }
    }

    fn clause(&mut self, c: &QueryClause, completion: &mut Ty, source: &mut Option<Ty>) {
        match c {
            QueryClause::From { pat, ty, source: x } => {
                let t = self.iterate(*pat, *ty, *x, false, completion);
                source.get_or_insert(t);
            }
            QueryClause::Let(bindings) => {
                for b in bindings {
                    self.binding(b.pat, b.ty, b.init);
                }
            }
            QueryClause::Where(x) => {
                let (yes, _) = self.condition(*x);
                self.flow = yes;
                self.flow.reachable = true;
            }
            QueryClause::Join { outer, pat, ty, source: x, lhs, rhs } => {
                self.iterate(*pat, *ty, *x, *outer, completion);
                let l = self.infer(*lhs, None);
                let r = self.infer(*rhs, None);
                if !l.has_missing() && !r.has_missing() && !ops::overlaps(self.db, l, r) {
                    self.incompatible(self.range(*rhs), l, r);
                }
            }
            QueryClause::OrderBy(keys) => {
                for (k, _) in keys {
                    let t = self.infer(*k, None);
                    if !t.has_missing() && !self.ordered(t) {
                        self.error(
                            self.range(*k),
                            codes::BAD_OPERATOR,
                            format!("'{t}' is not an ordered type"),
                        );
                    }
                }
            }
            QueryClause::Limit(x) => {
                self.check(*x, Ty::int());
            }
            QueryClause::GroupBy { keys, sequences } => {
                for k in keys {
                    match k {
                        GroupKey::Var { old, new } => {
                            let t = self.local_type(*old);
                            self.declare(*new, t, true);
                        }
                        GroupKey::Let { local, ty, init } => {
                            let declared = ty.map(|t| self.type_ref(t)).filter(|t| !t.is_missing());
                            let t = match declared {
                                Some(d) => {
                                    self.check(*init, d);
                                    d
                                }
                                None => {
                                    let t = self.infer(*init, None);
                                    self.widened(t)
                                }
                            };
                            self.declare(*local, t, true);
                        }
                    }
                }
                for (old, new) in sequences {
                    // A sequence variable stands for its values: usable as `...` argument or list member, where its
                    // type is that of a list.
                    let t = self.local_type(*old);
                    self.declare(*new, Ty::array(t), true);
                    // What `collect` aggregates may be nothing.
                    if !keys.is_empty() {
                        self.nonempty.insert(*new);
                    }
                }
            }
        }
    }

    fn iterate(
        &mut self,
        pat: PatId,
        ty: Option<TypeRefId>,
        x: ExprId,
        outer: bool,
        completion: &mut Ty,
    ) -> Ty {
        let t = self.infer(x, None);
        let (member, error) = match project::iteration(self.db, t) {
            Some(p) => p,
            None => {
                if !t.has_missing() {
                    self.error(
                        self.range(x),
                        codes::NOT_ITERABLE,
                        format!("a value of type '{t}' cannot be iterated"),
                    );
                }
                (Ty::missing(), Ty::never())
            }
        };
        *completion = ops::union2(self.db, *completion, error);
        let declared = match ty.map(|t| self.type_ref(t)).filter(|t| !t.is_missing()) {
            Some(_) if outer => {
                let message = "the variable of an outer join is declared with 'var'";
                self.error(self.store.pats.range(pat), codes::INCOMPATIBLE, message);
                Ty::missing()
            }
            Some(d) => {
                if !self.subtype(member, d) {
                    self.incompatible(self.store.pats.range(pat), d, member);
                }
                d
            }
            None => member,
        };
        self.pattern_type(pat, declared, true);
        if outer {
            // A row without a match binds every variable to nil (spec 6.35.4).
            for l in hir_def::walk::bound_locals(self.store, pat) {
                let t = self.local_type(l);
                self.declare(l, Ty::nilable(t), true);
            }
        }
        t
    }

    fn select(
        &mut self,
        e: ExprId,
        q: &Query,
        x: ExprId,
        source: Ty,
        completion: Ty,
        expected: Option<Ty>,
    ) -> Ty {
        let with_error =
            |s: &Self, t: Ty| if completion == Ty::never() { t } else { ops::union2(s.db, t, completion) };
        let construct = match q.construct {
            QueryConstruct::Default => self.construct_for(source, expected),
            c => Kind::of(c),
        };
        let conflict = self.on_conflict(q, construct);
        let (ty, result) = match construct {
            Kind::List => {
                let context = expected
                    .and_then(|t| self.pick(t, |k| matches!(k, TyKind::Array { .. } | TyKind::Tuple { .. })));
                let ty = match context {
                    Some(t) => {
                        let member = project::list_member(self.db, t, None).unwrap_or(Ty::missing());
                        self.check(x, member);
                        t
                    }
                    None => {
                        let t = self.infer(x, None);
                        Ty::array(self.widened(t))
                    }
                };
                (ty, QueryResult::List(ty))
            }
            Kind::Map => {
                let context =
                    expected.and_then(|t| self.pick(t, |k| matches!(k, TyKind::Map(_) | TyKind::Record(_))));
                let value = context.and_then(|t| project::mapping_member(self.db, t, None)).map(|f| f.ty);
                let pair = value.map(|v| Ty::tuple(vec![Ty::string(), v], None));
                let t = match pair {
                    Some(p) => self.check(x, p),
                    None => self.infer(x, None),
                };
                let ty = context.unwrap_or_else(|| {
                    let v = project::list_member(self.db, t, Some(1)).unwrap_or(Ty::missing());
                    Ty::map(self.widened(v))
                });
                (ty, QueryResult::Map(ty))
            }
            Kind::Table => {
                let context = expected.and_then(|t| self.pick(t, |k| matches!(k, TyKind::Table { .. })));
                let ty = self.table_query(q.table_key.as_deref(), x, context);
                (ty, QueryResult::Table(ty))
            }
            Kind::String => {
                self.check(x, Ty::string());
                (Ty::string(), QueryResult::String)
            }
            Kind::Xml => {
                let is_xml = |k: &TyKind| kind_of(k) == Some(Kind::Xml);
                let context = expected.and_then(|t| self.pick(t, is_xml));
                let readonly = context.is_some_and(|t| project::structure(self.db, t).readonly);
                let immutable = |s: &Self, t: Ty| if readonly { project::readonly_of(s.db, t) } else { t };
                let t = self.check(x, immutable(self, crate::xml::xml()));
                let ty = crate::xml::sequence(crate::xml::item_ty(self.db, t));
                let ty = immutable(self, ty);
                (ty, QueryResult::Xml(ty))
            }
            // `constructs_stream` has decided otherwise; only an invalid source leads here.
            Kind::Stream => {
                self.infer(x, None);
                return Ty::missing();
            }
        };
        self.r.queries.insert(e, result);
        let ty = if conflict == Ty::never() { ty } else { ops::union2(self.db, ty, conflict) };
        with_error(self, ty)
    }

    /// The error that `on conflict` may end the query with.
    fn on_conflict(&mut self, q: &Query, construct: Kind) -> Ty {
        let Some(c) = q.on_conflict else { return Ty::never() };
        let t = self.check(c, Ty::nilable(Ty::error()));
        if matches!(construct, Kind::Map | Kind::Table) {
            return ops::error_part(self.db, t);
        }
        let message = "'on conflict' is for queries that construct a map or a table";
        self.error(self.range(c), codes::BAD_QUERY, message);
        Ty::never()
    }

    /// The first alternative of a type with such a structure.
    fn pick(&self, t: Ty, f: impl Fn(&TyKind) -> bool) -> Option<Ty> {
        ops::alternatives(self.db, t).into_iter().find(|a| f(project::structure(self.db, *a).kind))
    }

    /// What a query without `map`, `table` or `stream` constructs: the context decides, then the source.
    fn construct_for(&self, source: Ty, expected: Option<Ty>) -> Kind {
        let kinds: Vec<Kind> = expected
            .map(|t| {
                ops::alternatives(self.db, t)
                    .iter()
                    .filter_map(|a| kind_of(project::structure(self.db, *a).kind))
                    .collect()
            })
            .unwrap_or_default();
        // A mapping is constructed only where `map` says so.
        let kinds: Vec<Kind> = kinds.into_iter().filter(|k| *k != Kind::Map).collect();
        let from_source = ops::alternatives(self.db, source)
            .first()
            .and_then(|a| kind_of(project::structure(self.db, *a).kind))
            .filter(|k| *k != Kind::Map)
            .unwrap_or(Kind::List);
        match kinds.as_slice() {
            [] if expected.is_none() => from_source,
            [] => Kind::List,
            ks if ks.contains(&from_source) => from_source,
            ks if ks.contains(&Kind::List) => Kind::List,
            ks => ks[0],
        }
    }

    fn table_query(&mut self, key: Option<&[Name]>, x: ExprId, context: Option<Ty>) -> Ty {
        if let Some(t) = context {
            let row = project::table(self.db, t).map_or(Ty::missing(), |p| p.0);
            self.check(x, row);
            let same = matches!((project::table(self.db, t), key),
                (Some((_, _, TableKey::Fields(f))), Some(k)) if f == k);
            return match key {
                Some(k) if !same => self.with_key(t, row, k),
                _ => t,
            };
        }
        let t = self.infer(x, None);
        let mut row = self.widened(t);
        if let (TyKind::Record(r), Some(k)) = (row.kind(), key) {
            let mut r = r.clone();
            r.fields.iter_mut().filter(|f| k.contains(&f.name)).for_each(|f| f.readonly = true);
            row = Ty::record(r);
            self.check(x, row);
        }
        Ty::table(row, key.map_or(TableKey::None, |k| TableKey::Fields(k.to_vec())))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    List,
    Map,
    Table,
    String,
    Xml,
    Stream,
}

impl Kind {
    fn of(c: QueryConstruct) -> Kind {
        match c {
            QueryConstruct::Default => Kind::List,
            QueryConstruct::Stream => Kind::Stream,
            QueryConstruct::Map => Kind::Map,
            QueryConstruct::Table => Kind::Table,
        }
    }
}

fn kind_of(k: &TyKind) -> Option<Kind> {
    Some(match k {
        TyKind::Array { .. } | TyKind::Tuple { .. } => Kind::List,
        TyKind::Map(_) | TyKind::Record(_) => Kind::Map,
        TyKind::Table { .. } => Kind::Table,
        TyKind::String | TyKind::Char => Kind::String,
        TyKind::Xml(_)
        | TyKind::XmlElement
        | TyKind::XmlComment
        | TyKind::XmlProcessingInstruction
        | TyKind::XmlText => Kind::Xml,
        TyKind::Stream { .. } => Kind::Stream,
        _ => return None,
    })
}
