//! Statements and control flow (spec chapter 7).

use base_db::LocalDiagnostic;
use hir_def::{
    AssignTarget, BinaryOp, BlockId, Expr, ExprId, LocalId, MatchArm, OnFail, Pat, PatId, RestPat, Stmt,
    StmtId, Store, TypeRefId,
};
use rustc_hash::{FxHashMap, FxHashSet};
use semtypes::{Ty, TyKind};
use syntax::TextRange;

use super::operator::symbol;
use super::{Flow, Infer, Loop};
use crate::codes;
use crate::ops;
use crate::project;

/// Locals that some statement assigns after their declaration.
pub(super) fn reassigned(store: &Store) -> FxHashSet<LocalId> {
    let mut out = FxHashSet::default();
    for (_, s) in store.stmts.iter() {
        assigned_by(store, s, &mut out);
    }
    // A declaration without initialiser followed by one assignment still counts as assigned.
    out
}

/// Locals that some statement in a range assigns.
pub(super) fn assigned_within(store: &Store, range: TextRange) -> FxHashSet<LocalId> {
    assignments_within(store, range).into_iter().map(|(l, _)| l).collect()
}

/// The assignments to locals in a range.
fn assignments_within(store: &Store, range: TextRange) -> Vec<(LocalId, TextRange)> {
    let mut out = Vec::new();
    for (id, s) in store.stmts.iter() {
        let at = store.stmts.range(id);
        if range.contains_range(at) {
            let mut locals = FxHashSet::default();
            assigned_by(store, s, &mut locals);
            out.extend(locals.into_iter().map(|l| (l, at)));
        }
    }
    out
}

fn assigned_by(store: &Store, s: &Stmt, out: &mut FxHashSet<LocalId>) {
    match s {
        Stmt::Assign { target: AssignTarget::Expr(e), .. } | Stmt::CompoundAssign { target: e, .. } => {
            if let Expr::Local(l) = store.exprs[*e] {
                out.insert(l);
            }
        }
        Stmt::Assign { target: AssignTarget::Pat(p), .. } => assigned_in_pattern(store, *p, out),
        _ => {}
    }
}

fn assigned_in_pattern(store: &Store, p: PatId, out: &mut FxHashSet<LocalId>) {
    let mut expr = |e: ExprId| {
        if let Expr::Local(l) = store.exprs[e] {
            out.insert(l);
        }
    };
    let mut inner: Vec<PatId> = Vec::new();
    let rest = match &store.pats[p] {
        Pat::Assign(e) => {
            expr(*e);
            None
        }
        Pat::Bind(l) => {
            out.insert(*l);
            None
        }
        Pat::List { members, rest } => {
            inner.extend(members);
            *rest
        }
        Pat::Mapping { fields, rest } => {
            inner.extend(fields.iter().map(|(_, p)| *p));
            *rest
        }
        Pat::Error { message, cause, fields, rest, .. } => {
            inner.extend(message.iter().chain(cause));
            inner.extend(fields.iter().map(|(_, p)| *p));
            *rest
        }
        _ => None,
    };
    match rest {
        Some(RestPat::Assign(e)) => {
            if let Expr::Local(l) = store.exprs[e] {
                out.insert(l);
            }
        }
        Some(RestPat::Bind(l)) => {
            out.insert(l);
        }
        _ => {}
    }
    inner.into_iter().for_each(|p| assigned_in_pattern(store, p, out));
}

/// Patterns of a match statement that match whenever control comes to them.
#[derive(Default)]
struct Seen {
    constants: Vec<semtypes::Const>,
    wildcard: bool,
}

impl Infer<'_> {
    pub(super) fn block(&mut self, b: BlockId) {
        let store = self.store;
        let outside = self.in_unreachable;
        let namespaces = self.namespaces.len();
        for &s in &store.blocks[b].stmts {
            self.in_unreachable |= self.report_unreachable(s);
            if !self.postponed.is_empty() && !matches!(store.stmts[s], Stmt::Worker { .. }) {
                self.pending_workers(false);
            }
            match &store.stmts[s] {
                Stmt::Xmlns { uri, prefix } => {
                    self.xmlns_stmt(*uri, *prefix, namespaces, store.stmts.range(s));
                }
                _ => self.stmt(s),
            }
        }
        self.namespaces.truncate(namespaces);
        self.in_unreachable = outside;
    }

    /// A block entered under a condition, whose narrowing tells that it is never entered.
    fn conditional_block(&mut self, b: BlockId) {
        self.flow.reachable = self.flow.possible();
        self.block(b);
    }

    /// A statement that cannot be reached is an error, save a `panic` (spec 7.3) and a `return` after a match of all values;
    /// what it contains, or what follows it, gets no further message. Whether it is one.
    fn report_unreachable(&mut self, s: StmtId) -> bool {
        let panics = matches!(self.store.stmts[s], Stmt::Panic(_) | Stmt::Missing);
        let exhausted = self.flow.exhausted && !matches!(self.store.stmts[s], Stmt::Return(_));
        if self.flow.reachable && !exhausted || panics || self.in_unreachable {
            return false;
        }
        self.error(self.store.stmts.range(s), codes::UNREACHABLE, "unreachable code");
        true
    }

    /// Where paths have met again: locals of which nothing more is known than before have the types that they had, so that
    /// types do not grow from one statement to the next.
    fn restore_types(&mut self, before: &FxHashMap<LocalId, Ty>) {
        let mut narrowed = std::mem::take(&mut self.flow.narrowed);
        narrowed.retain(|l, t| match before.get(l) {
            _ if t.has_missing() => true,
            Some(old) => {
                if old != t && ops::is_subtype(self.db, *old, *t) {
                    *t = *old;
                }
                true
            }
            None => !ops::is_subtype(self.db, self.local_type(*l), *t),
        });
        self.flow.narrowed = narrowed;
    }

    fn stmt(&mut self, s: StmtId) {
        let store = self.store;
        match &store.stmts[s] {
            Stmt::Missing => {}
            Stmt::Var { pat, ty, init, .. } => match init {
                Some(e) => self.binding(*pat, *ty, *e),
                None => {
                    let t = ty.map_or(Ty::missing(), |t| self.type_ref(t));
                    if let Pat::Bind(l) = store.pats[*pat] {
                        self.declare(l, t, false);
                    }
                }
            },
            Stmt::Assign { target: AssignTarget::Expr(e), value } => self.assign(*e, *value),
            Stmt::Assign { target: AssignTarget::Pat(p), value } => self.destructuring_assign(*p, *value),
            Stmt::CompoundAssign { target, op, value } => self.compound(*target, *op, *value),
            Stmt::Expr(e) => self.expr_stmt(*e),
            Stmt::Block(b) => self.block(*b),
            Stmt::If { cond, then, els } => {
                let before = self.flow.narrowed.clone();
                let (yes, no) = self.condition(*cond);
                self.flow = yes;
                self.conditional_block(*then);
                let after_then = std::mem::replace(&mut self.flow, no);
                if let Some(e) = els {
                    self.flow.reachable = self.flow.possible();
                    let outside = self.in_unreachable;
                    if matches!(store.stmts[*e], Stmt::If { .. }) {
                        self.in_unreachable |= self.report_unreachable(*e);
                    }
                    self.stmt(*e);
                    self.in_unreachable = outside;
                }
                self.flow = Flow::join(self.db, after_then, self.flow.clone());
                self.restore_types(&before);
            }
            Stmt::While { cond, body, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |s| s.while_loop(*cond, *body));
            }
            Stmt::Foreach { pat, ty, source, body, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |s| s.foreach(*pat, *ty, *source, *body));
            }
            Stmt::Break => self.leave_loop(s, true),
            Stmt::Continue => self.leave_loop(s, false),
            Stmt::Return(value) => self.return_stmt(s, *value),
            Stmt::Fail(e) => {
                let t = self.check(*e, Ty::error());
                self.fail_to(t, self.range(*e));
                self.flow.reachable = false;
            }
            Stmt::Panic(e) => {
                self.check(*e, Ty::error());
                self.flow.reachable = false;
            }
            Stmt::Do { body, on_fail } => self.with_on_fail(on_fail.as_ref(), |s| s.block(*body)),
            Stmt::Match { scrutinee, arms, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |s| s.match_stmt(*scrutinee, arms));
            }
            Stmt::Lock { body, on_fail } => self.with_on_fail(on_fail.as_ref(), |s| s.block(*body)),
            Stmt::Retry { manager, body, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |cx| cx.retry_stmt(s, *manager, *body));
            }
            Stmt::Transaction { body, on_fail } => {
                self.with_on_fail(on_fail.as_ref(), |cx| cx.transaction_stmt(s, *body));
            }
            Stmt::Rollback(cause) => self.rollback_stmt(s, *cause),
            Stmt::Worker { local, lambda, .. } => self.worker_stmt(*local, *lambda),
            Stmt::Fork { workers } => self.fork_stmt(workers),
            // Blocks see to their namespaces.
            Stmt::Xmlns { .. } => {}
        }
    }

    fn assign(&mut self, target: ExprId, value: ExprId) {
        let store = self.store;
        if let Expr::Local(l) = store.exprs[target] {
            let declared = self.local_type(l);
            self.r.expr_ty.insert(target, declared);
            let local = &store.locals[l];
            let first = self.flow.unassigned.contains(&l);
            let assignable = match local.kind {
                hir_def::LocalKind::Var => true,
                hir_def::LocalKind::Final => first,
                _ => false,
            };
            if !assignable {
                let what = local.kind.describe();
                let message = format!("cannot assign to {what} '{}'", local.name);
                self.error(self.range(target), codes::NOT_ASSIGNABLE, message);
            }
            self.check(value, declared);
            self.flow.unassigned.remove(&l);
            self.flow.narrowed.remove(&l);
            return;
        }
        if let Expr::Path(_) = store.exprs[target] {
            let t = self.infer(target, None);
            match self.module_var_assignable(target) {
                true => self.check(value, t),
                false => self.infer(value, None),
            };
            self.member_assigned(target);
            return;
        }
        let t = self.lvalue(target);
        self.check(value, t);
        self.member_assigned(target);
    }

    fn module_var_assignable(&mut self, target: ExprId) -> bool {
        let Some(crate::result::Resolution::Var(def, n)) = self.r.resolutions.get(&target).cloned() else {
            if !self.r.expr_ty[&target].is_missing() {
                let message = match &self.store.exprs[target] {
                    Expr::Path(p) => format!("cannot assign to '{p}': it is not a variable"),
                    _ => "cannot assign to this expression".into(),
                };
                self.error(self.range(target), codes::NOT_ASSIGNABLE, message);
            }
            return false;
        };
        let fixed = match def.kind(self.db) {
            hir_def::ids::DefKind::Var => {
                let v = hir_def::queries::var_data(self.db, def);
                v.is_final || v.configurable
            }
            _ => true,
        };
        if fixed && def.module(self.db) == self.def.module(self.db) && self.in_module_init(def) {
            return true;
        }
        if fixed {
            self.error(
                self.range(target),
                codes::NOT_ASSIGNABLE,
                format!("cannot assign to final variable '{n}'"),
            );
        }
        true
    }

    /// `init` may give a final variable without initialiser its value.
    fn in_module_init(&self, var: hir_def::ids::Def) -> bool {
        self.owner_kind() == hir_def::ids::DefKind::Function
            && self.def.name(self.db).as_str() == "init"
            && var.kind(self.db) == hir_def::ids::DefKind::Var
            && hir_def::queries::var_data(self.db, var).init.is_none()
    }

    /// A member that is read and written: it must be there, unless it is a list's (spec 7.13.2).
    fn updated_member(&mut self, target: ExprId) -> Ty {
        let t = self.lvalue(target);
        let (base, key) = match &self.store.exprs[target] {
            Expr::Field { base, name, .. } => (*base, Some(name.name)),
            Expr::Index { base, keys } => match self.r.consts.get(&keys[0]) {
                Some(semtypes::Const::String(k)) => (*base, Some(*k)),
                _ => (*base, None),
            },
            _ => return t,
        };
        let Some(&of) = self.r.expr_ty.get(&base) else { return t };
        if !t.has_missing() && project::mapping_member(self.db, of, key).is_some_and(|f| f.optional) {
            let message = "a member that may be missing cannot be updated in place: assign to it";
            self.error(self.range(target), codes::BAD_OPERATOR, message);
            return Ty::missing();
        }
        t
    }

    fn compound(&mut self, target: ExprId, op: BinaryOp, value: ExprId) {
        let store = self.store;
        let t = match &store.exprs[target] {
            Expr::Local(l) => {
                let l = *l;
                let local = &store.locals[l];
                if local.kind != hir_def::LocalKind::Var {
                    let message = format!("cannot assign to {} '{}'", local.kind.describe(), local.name);
                    self.error(self.range(target), codes::NOT_ASSIGNABLE, message);
                }
                self.infer(target, None)
            }
            Expr::Path(_) => {
                let t = self.infer(target, None);
                self.module_var_assignable(target);
                t
            }
            _ => self.updated_member(target),
        };
        let context = [Ty::float(), Ty::decimal()].into_iter().find(|n| self.is(t, *n));
        let v = self.infer(value, context);
        if t.has_missing() || v.has_missing() {
            return;
        }
        if [t, v].iter().any(|t| ops::has_nil(self.db, *t)) {
            let message = format!("operator '{}=' is not defined for '{t}' and '{v}'", symbol(op));
            return self.error(self.range(value), codes::BAD_OPERATOR, message);
        }
        let result = self.arithmetic_types(value, op, (target, t), (value, v));
        let declared = match store.exprs[target] {
            Expr::Local(l) => {
                self.flow.narrowed.remove(&l);
                self.local_type(l)
            }
            _ => t,
        };
        self.r.expr_ty.insert(value, v);
        if !self.subtype(result, declared) {
            self.error(
                self.range(value),
                codes::INCOMPATIBLE,
                format!("incompatible types: '{}=' gives '{result}', expected '{declared}'", symbol(op)),
            );
        }
    }

    fn expr_stmt(&mut self, e: ExprId) {
        let t = self.infer(e, None);
        if t.has_missing() {
            return;
        }
        let is_action = matches!(self.store.exprs[e], Expr::Query(_));
        if !self.subtype(t, Ty::nil()) && !is_action {
            let checked = matches!(self.store.exprs[e], Expr::Check { .. });
            if checked && ops::error_part(self.db, t) == Ty::never() {
                self.error(
                    self.range(e),
                    codes::IGNORED_VALUE,
                    format!("the value of type '{t}' must be used: assign it to '_' to ignore it"),
                );
                return;
            }
            let message = match ops::error_part(self.db, t) != Ty::never() {
                true => format!("the possible error of type '{t}' must be handled: use 'check', for example"),
                false => format!("the value of type '{t}' must be used: assign it to '_' to ignore it"),
            };
            self.error(self.range(e), codes::IGNORED_VALUE, message);
        } else if is_action && !self.subtype(t, Ty::nil()) {
            self.error(
                self.range(e),
                codes::IGNORED_VALUE,
                format!("the possible error of type '{t}' must be handled"),
            );
        }
    }

    // ---- loops ----

    /// Locals assigned inside a block: what is known of them does not survive the loop's back edge.
    /// The end of a loop's body. What was narrowed before the loop must still be so when another round begins: the type
    /// of a reference may not depend on assignments that follow it (spec 7.12).
    fn end_round(&mut self, before: &FxHashMap<LocalId, Ty>, body: BlockId) -> Loop {
        let mut l = self.loops.pop().expect("the loop that ends");
        l.repeats.push(self.flow.clone());
        let mut reported = FxHashSet::default();
        for (local, assigned_at) in assignments_within(self.store, self.store.blocks.range(body)) {
            let kept = |f: &Flow| !f.possible() || f.narrowed.get(&local) == before.get(&local);
            if before.contains_key(&local) && !l.repeats.iter().all(kept) && reported.insert(local) {
                let name = self.store.locals[local].name;
                let message = format!(
                    "cannot assign to '{name}' in a loop: its type has been narrowed before the loop"
                );
                self.error(assigned_at, codes::NOT_ASSIGNABLE, message);
            }
        }
        l
    }

    fn while_loop(&mut self, cond: ExprId, body: BlockId) {
        let before = self.flow.narrowed.clone();
        let (yes, no) = self.condition(cond);
        self.loops.push(Loop::default());
        self.flow = yes;
        self.conditional_block(body);
        let l = self.end_round(&before, body);
        // That the condition was false narrows nothing after the loop (spec 7.12).
        let mut after = Flow { narrowed: before, impossible: false, ..no };
        for b in l.breaks {
            after = Flow::join(self.db, after, b);
        }
        self.flow = after;
    }

    fn foreach(&mut self, pat: PatId, ty: Option<TypeRefId>, source: ExprId, body: BlockId) {
        let t = self.infer(source, None);
        let (member, completion) = match project::iteration(self.db, t) {
            Some(x) => x,
            None => {
                if !t.has_missing() {
                    self.error(
                        self.range(source),
                        codes::NOT_ITERABLE,
                        format!("a value of type '{t}' cannot be iterated"),
                    );
                }
                (Ty::missing(), Ty::never())
            }
        };
        if completion != Ty::never() && !completion.has_missing() {
            self.fail_to(completion, self.range(source));
        }
        let before = self.flow.clone();
        let declared = match ty.map(|t| self.type_ref(t)).filter(|t| !t.is_missing()) {
            Some(d) => {
                if !self.subtype(member, d) {
                    self.incompatible(self.store.pats.range(pat), d, member);
                }
                d
            }
            None => member,
        };
        self.pattern_type(pat, declared, true);
        self.loops.push(Loop::default());
        self.block(body);
        let l = self.end_round(&before.narrowed, body);
        let mut after = before;
        for b in l.breaks {
            after = Flow::join(self.db, after, b);
        }
        self.flow = after;
    }

    fn leave_loop(&mut self, s: StmtId, is_break: bool) {
        self.loop_leaves_transaction(self.store.stmts.range(s));
        let flow = self.flow.clone();
        let what = if is_break { "break" } else { "continue" };
        match self.loops.last_mut() {
            Some(l) if is_break => l.breaks.push(flow),
            Some(l) => l.repeats.push(flow),
            None => {
                self.error(self.store.stmts.range(s), codes::OUTSIDE_LOOP, format!("'{what}' outside a loop"))
            }
        }
        self.flow.reachable = false;
    }

    fn return_stmt(&mut self, s: StmtId, value: Option<ExprId>) {
        let Some(ret) = self.frames.last().map(|f| f.ret) else { return };
        match value {
            Some(e) => {
                let t = self.check(e, ret);
                self.returns_normally(t);
            }
            None if !self.subtype(Ty::nil(), ret) => {
                self.incompatible(self.store.stmts.range(s), ret, Ty::nil());
            }
            None => self.returns_normally(Ty::nil()),
        }
        self.returns_from_transaction(self.store.stmts.range(s));
        self.flow.reachable = false;
    }

    // ---- on fail ----

    pub(super) fn with_on_fail(&mut self, on_fail: Option<&OnFail>, f: impl FnOnce(&mut Self)) {
        let Some(o) = on_fail else { return f(self) };
        let before = self.flow.clone();
        self.push_catch();
        f(self);
        let c = self.catches.pop().expect("pushed above");
        let after = std::mem::replace(&mut self.flow, before.dead());
        for x in c.flows {
            self.flow = Flow::join(self.db, self.flow.clone(), x);
        }
        let caught = if c.error == Ty::never() { Ty::error() } else { c.error };
        if c.error == Ty::never() {
            // Nothing can fail: the handler is checked all the same.
            self.flow = before;
        }
        if let Some(p) = o.pat {
            let ty = match o.ty.map(|t| self.type_ref(t)).filter(|t| !t.is_missing()) {
                Some(t) => {
                    if !self.subtype(c.error, t) {
                        self.incompatible(self.store.pats.range(p), t, c.error);
                    }
                    t
                }
                None => caught,
            };
            self.pattern_type(p, ty, true);
        }
        self.block(o.body);
        let handled = self.flow.clone();
        self.flow = if c.error == Ty::never() { after } else { Flow::join(self.db, after, handled) };
    }

    // ---- match ----

    /// A constant or `_` that came before in the statement, without a guard: it matches nothing more.
    fn repeated_pattern(&mut self, p: PatId, seen: &mut Seen, unguarded: bool) {
        let before = match (&self.store.pats[p], self.r.pat_const.get(&p)) {
            (Pat::Wildcard, _) => seen.wildcard,
            (_, Some(c)) => seen.constants.contains(c),
            _ => return,
        };
        if before {
            let range = self.store.pats.range(p);
            let message = "this pattern cannot match: what it matches is matched before";
            self.error(range, codes::UNMATCHED_PATTERN, message);
        } else if unguarded {
            match self.r.pat_const.get(&p) {
                Some(c) => seen.constants.push(c.clone()),
                None => seen.wildcard = true,
            }
        }
    }

    /// A pattern for which the ones before leave nothing. A final `_` is a precaution that may be taken.
    fn unmatched(&mut self, p: PatId, exhausted: bool) {
        let range = self.store.pats.range(p);
        let message = "this pattern cannot match";
        if self.r.diagnostics.last().is_some_and(|d| d.range == range) {
            return;
        }
        if exhausted && matches!(self.store.pats[p], Pat::Wildcard) {
            let d = LocalDiagnostic::warning(codes::UNMATCHED_PATTERN, range, message);
            self.r.diagnostics.push(d);
        } else {
            self.error(range, codes::UNMATCHED_PATTERN, message);
        }
    }

    fn match_stmt(&mut self, scrutinee: ExprId, arms: &[MatchArm]) {
        let t = self.infer(scrutinee, None);
        let local = match self.store.exprs[scrutinee] {
            Expr::Local(l) if self.narrowable(l) => Some(l),
            _ => None,
        };
        let before = local.and_then(|l| self.flow.narrowed.get(&l).copied());
        let mut left = t;
        let mut out = self.flow.dead();
        let mut seen = Seen::default();
        for arm in arms {
            let entry = self.flow.clone();
            let mut matched = Ty::never();
            let mut consumed = left;
            for p in &arm.pats {
                let m = self.match_pattern(*p, left, t);
                matched = ops::union2(self.db, matched, m.may);
                consumed = ops::exclude(self.db, consumed, m.must);
                self.repeated_pattern(*p, &mut seen, arm.guard.is_none());
            }
            let never = matched == Ty::never() && !t.has_missing() && !arm.pats.is_empty();
            if never {
                self.unmatched(arm.pats[0], left == Ty::never());
            }
            if let Some(l) = local.filter(|_| !never) {
                self.flow.narrowed.insert(l, matched);
            }
            let mut not_guarded = None;
            if let Some(g) = arm.guard {
                let (yes, no) = self.condition(g);
                self.flow = yes;
                not_guarded = Some(no);
            }
            if never {
                // That its statements are never reached goes without saying.
                (self.flow.reachable, self.flow.impossible) = (true, false);
                self.block(arm.body);
            } else {
                self.conditional_block(arm.body);
                out = Flow::join(self.db, out, self.flow.clone());
            }
            self.flow = Flow {
                reachable: entry.reachable,
                impossible: entry.impossible,
                exhausted: entry.exhausted,
                ..not_guarded.clone().unwrap_or(entry.clone())
            };
            self.flow.narrowed = entry.narrowed;
            if arm.guard.is_none() {
                left = consumed;
            }
            if let Some(l) = local {
                self.flow.narrowed.insert(l, left);
            }
            let any = arm.pats.iter().any(|p| matches!(self.store.pats[*p], Pat::Wildcard | Pat::Bind(_)));
            if any && arm.guard.is_none() && (left == Ty::never() || t.has_missing()) {
                self.flow.reachable = false;
            } else if left == Ty::never() && !t.has_missing() {
                (self.flow.impossible, self.flow.exhausted) = (true, true);
            }
        }
        self.flow = Flow::join(self.db, out, self.flow.clone());
        if let (TyKind::Never, Some(l)) = (left.kind(), local)
            && self.flow.narrowed.remove(&l).is_some()
            && let Some(t) = before
        {
            // Every value was taken by some arm: nothing more is known than before.
            self.flow.narrowed.insert(l, t);
        }
    }
}
