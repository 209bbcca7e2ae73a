//! Isolated expressions (spec 6.4.3): those whose value is not shared with anything else.

use hir_def::{
    Arg, Expr, ExprId, ListMember, LocalId, MappingMember, Pat, PatId, Query, QueryClause, QueryEnd,
    TemplatePart, XmlItem,
};
use rustc_hash::FxHashMap;
use semtypes::Ty;

use super::Need;
use super::walk::Walker;
use crate::ops;
use crate::project;
use crate::result::{Callee, Resolution};

/// Variables bound by `let` and query clauses around an expression, with what it takes for their values to be isolated.
type Bound = FxHashMap<LocalId, Vec<Need>>;

impl Walker<'_> {
    /// What it takes for an expression to be isolated; nothing: it is.
    pub(super) fn isolated(&self, e: ExprId) -> Vec<Need> {
        self.isolated_with(e, &mut Bound::default())
    }

    fn isolated_with(&self, e: ExprId, bound: &mut Bound) -> Vec<Need> {
        let by_type = self.shared(self.ty(e));
        if by_type.is_empty() {
            return by_type;
        }
        let mut by_form = self.isolated_form(e, bound);
        if by_form.contains(&Need::Never) {
            return by_type;
        }
        by_form.dedup();
        by_form
    }

    fn isolated_form(&self, e: ExprId, bound: &mut Bound) -> Vec<Need> {
        let never = || vec![Need::Never];
        match &self.store.exprs[e] {
            Expr::Local(l) => bound.get(l).cloned().unwrap_or_else(never),
            Expr::List(members) => self.all(
                members.iter().map(|m| match m {
                    ListMember::Expr(x) => (*x, false),
                    ListMember::Spread(x) => (*x, true),
                }),
                bound,
            ),
            Expr::Mapping(members) => self.all(
                members.iter().flat_map(|m| match m {
                    MappingMember::Field { value, .. } => vec![(*value, false)],
                    MappingMember::Computed { key, value } => vec![(*key, false), (*value, false)],
                    MappingMember::Spread(x) => vec![(*x, true)],
                }),
                bound,
            ),
            Expr::Table { rows, .. } => self.plain(rows, bound),
            Expr::Template { parts, .. } => self.all(insertions(parts), bound),
            Expr::XmlTemplate(items) => {
                let mut all = Vec::new();
                xml_insertions(items, &mut all);
                self.all(all.into_iter(), bound)
            }
            Expr::Cast { operand, .. } | Expr::Check { operand, .. } | Expr::Trap(operand) => {
                self.isolated_with(*operand, bound)
            }
            Expr::Conditional { cond, then, els } => self.plain(&[*cond, *then, *els], bound),
            Expr::Elvis { lhs, rhs } => self.plain(&[*lhs, *rhs], bound),
            Expr::Let { bindings, body } => {
                for b in bindings {
                    let needs = self.isolated_with(b.init, bound);
                    self.bind(b.pat, &needs, bound);
                }
                self.isolated_with(*body, bound)
            }
            Expr::Query(q) => self.isolated_query(q, bound),
            Expr::New { args, .. } => {
                let mut needs = self.init_needs(e);
                needs.extend(self.arguments(args, bound));
                needs
            }
            Expr::Call { .. } | Expr::CallValue { .. } | Expr::MethodCall { .. } => {
                if self.clones(e) {
                    return Vec::new();
                }
                let mut needs = self.callee_needs(e);
                for (x, spread) in self.inputs(e) {
                    needs.extend(self.member(x, spread, bound));
                }
                needs
            }
            _ => never(),
        }
    }

    /// Parts of a new structure, which are isolated each; of a list or mapping that is spread, its members.
    fn all(&self, parts: impl Iterator<Item = (ExprId, bool)>, bound: &mut Bound) -> Vec<Need> {
        parts.flat_map(|(x, spread)| self.member(x, spread, bound)).collect()
    }

    fn plain(&self, parts: &[ExprId], bound: &mut Bound) -> Vec<Need> {
        self.all(parts.iter().map(|x| (*x, false)), bound)
    }

    fn member(&self, x: ExprId, spread: bool, bound: &mut Bound) -> Vec<Need> {
        if spread && self.members_shareable(self.ty(x)) {
            return Vec::new();
        }
        self.isolated_with(x, bound)
    }

    /// Whether what a list or mapping contains can be shared, though it cannot itself.
    fn members_shareable(&self, ty: Ty) -> bool {
        let member = project::list_member(self.db, ty, None)
            .or_else(|| project::mapping_member(self.db, ty, None).map(|f| f.ty));
        member.is_some_and(|m| self.shareable(m))
    }

    fn arguments(&self, args: &[Arg], bound: &mut Bound) -> Vec<Need> {
        self.all(args.iter().map(|a| (a.expr(), matches!(a, Arg::Rest(_)))), bound)
    }

    fn bind(&self, p: PatId, needs: &[Need], bound: &mut Bound) {
        if let Pat::Bind(l) = self.store.pats[p] {
            bound.insert(l, needs.to_vec());
        }
        hir_def::walk::pat_parts(self.store, p, &mut |part| {
            if let hir_def::walk::Part::Pat(p) = part {
                self.bind(p, needs, bound);
            }
        });
    }

    /// A query makes something new of isolated values.
    fn isolated_query(&self, q: &Query, bound: &mut Bound) -> Vec<Need> {
        let mut needs = Vec::new();
        for c in &q.clauses {
            match c {
                QueryClause::From { pat, source, .. } | QueryClause::Join { pat, source, .. } => {
                    let of = self.member(*source, true, bound);
                    self.bind(*pat, &of, bound);
                }
                QueryClause::Let(bindings) => {
                    for b in bindings {
                        let of = self.isolated_with(b.init, bound);
                        self.bind(b.pat, &of, bound);
                    }
                }
                QueryClause::Where(_)
                | QueryClause::OrderBy(_)
                | QueryClause::Limit(_)
                | QueryClause::GroupBy { .. } => {}
            }
        }
        needs.extend(match q.end {
            QueryEnd::Select(x) | QueryEnd::Collect(x) => self.isolated_with(x, bound),
            QueryEnd::Do(_) => vec![Need::Never],
        });
        needs
    }

    /// `clone` and `cloneReadOnly` of lang.value.
    fn clones(&self, e: ExprId) -> bool {
        match self.r.calls.get(&e).map(|c| &c.callee) {
            Some(Callee::Function(f) | Callee::LangLib(f)) => {
                matches!(f.name(self.db).as_str(), "clone" | "cloneReadOnly")
                    && f.module(self.db).name(self.db).as_str() == "lang.value"
            }
            _ => false,
        }
    }

    /// Receiver and arguments of a call; whether each is spread.
    pub(super) fn inputs(&self, e: ExprId) -> Vec<(ExprId, bool)> {
        let (receiver, args) = match &self.store.exprs[e] {
            Expr::Call { args, .. } | Expr::CallValue { args, .. } => (None, args.as_slice()),
            Expr::MethodCall { receiver, args, .. } | Expr::RemoteCall { receiver, args, .. } => {
                (Some(*receiver), args.as_slice())
            }
            Expr::ResourceCall { receiver, args, .. } => {
                (Some(*receiver), args.as_deref().unwrap_or_default())
            }
            _ => (None, [].as_slice()),
        };
        let args = args.iter().map(|a| (a.expr(), matches!(a, Arg::Rest(_))));
        receiver.map(|r| (r, false)).into_iter().chain(args).collect()
    }

    /// Within a lock statement: an expression that variables from outside may stand in. It is isolated, and does not
    /// bring them together with what the lock statement guards, as `guarded.push(outer)` does although its value is nil.
    pub(super) fn seals(&self, e: ExprId) -> bool {
        if self.lock.as_ref().is_none_or(|l| l.sealed)
            || matches!(self.store.exprs[e], Expr::Local(_) | Expr::Path(_) | Expr::Literal(_))
        {
            return false;
        }
        self.isolated(e).is_empty() && !self.mixes(e)
    }

    fn mixes(&self, e: ExprId) -> bool {
        let mut found = (false, false);
        self.mixed(e, &mut found);
        found.0 && found.1
    }

    /// Whether what a call is given holds mutable values from outside of the lock statement, and from within.
    fn mixed(&self, e: ExprId, found: &mut (bool, bool)) {
        if self.clones(e) {
            return;
        }
        // Nothing comes to refer to an operand: each may come from elsewhere.
        if let Expr::Binary { lhs, rhs, .. } = self.store.exprs[e]
            && self.shareable(self.ty(e))
        {
            if self.mixes(lhs) || self.mixes(rhs) {
                *found = (true, true);
            }
            return;
        }
        let inputs = self.inputs(e);
        if inputs.is_empty() {
            hir_def::walk::expr_parts(self.store, e, &mut |part| {
                if let hir_def::walk::Part::Expr(x) = part {
                    self.mixed_value(x, found);
                }
            });
            return;
        }
        for (x, spread) in inputs {
            if !(spread && self.members_shareable(self.ty(x))) {
                self.mixed_value(x, found);
            }
        }
    }

    fn mixed_value(&self, e: ExprId, found: &mut (bool, bool)) {
        if self.shareable(self.ty(e)) {
            return;
        }
        match &self.store.exprs[e] {
            Expr::Local(l) if !self.is_self(*l) => {
                let inside = self.lock.as_ref().is_none_or(|k| k.contains(self.store, *l));
                *(if inside { &mut found.1 } else { &mut found.0 }) = true;
            }
            Expr::Local(_) => found.1 = true,
            Expr::Path(_) => {
                found.1 |= matches!(self.r.resolutions.get(&e), Some(Resolution::Var(..)));
            }
            _ => self.mixed(e, found),
        }
    }

    /// Whether a function value is isolated.
    pub(super) fn is_isolated_function(&self, ty: Ty) -> bool {
        let isolated = Ty::new(semtypes::TyKind::AnyFunction { isolated: true });
        ty.has_missing() || ops::is_subtype(self.db, ty, isolated)
    }
}

fn insertions(parts: &[TemplatePart]) -> impl Iterator<Item = (ExprId, bool)> + '_ {
    parts.iter().filter_map(|p| match p {
        TemplatePart::Insertion(x) => Some((*x, false)),
        TemplatePart::Text(_) => None,
    })
}

fn xml_insertions(items: &[XmlItem], out: &mut Vec<(ExprId, bool)>) {
    for i in items {
        match i {
            XmlItem::Insertion(x) => out.push((*x, false)),
            XmlItem::Element(e) => {
                e.attributes.iter().for_each(|a| out.extend(insertions(&a.value)));
                xml_insertions(&e.content, out);
            }
            XmlItem::Text(_) | XmlItem::Comment(_) | XmlItem::Pi { .. } => {}
        }
    }
}
