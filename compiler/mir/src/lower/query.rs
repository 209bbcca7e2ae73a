//! Query expressions and actions: clauses become nested loops; `order by` and `group by` end a stage, whose rows are
//! collected in a list that the next stage loops over.

use bytecode::{Kind, Op, traps};
use hir_def::{ExprId, GroupKey, LocalId, LocalKind, PatId, Query, QueryClause, QueryEnd};
use hir_ty::project;
use hir_ty::result::QueryResult;
use semtypes::{Const, TableKey, Ty};

use super::{Catch, LoopTarget, Lower};
use crate::ir::{BlockId, Cmp, Cond, Opnd, Term, VReg};

/// State of a query being lowered.
struct Run<'q> {
    q: &'q Query,
    /// What the rows go into, or the result variable.
    out: VReg,
    end: End,
    /// Variables bound so far, in order.
    bound: Vec<LocalId>,
    /// Counter and bound of each `limit`, by clause index.
    limits: Vec<(usize, VReg, VReg)>,
    /// Indices of the sources of `join`, by clause index.
    joins: Vec<(usize, JoinIndex)>,
    /// End of the current stage.
    done: BlockId,
    /// End of the whole query.
    exit: BlockId,
    /// How many streams are open outside.
    open: usize,
}

/// The rows of a join's source by their keys.
#[derive(Clone, Copy)]
struct JoinIndex {
    /// From a key to the list of its rows.
    index: VReg,
    /// The list of rows for keys without any: of one row of nils when the join is an outer one, else empty.
    none: VReg,
}

#[derive(Clone)]
enum End {
    List(Ty),
    Map,
    Table(Ty),
    Text,
    Xml,
    Collect,
    Do,
    /// The values leave a generator one by one.
    Lazy(Ty),
}

impl<'a> Lower<'a> {
    pub(super) fn query(&mut self, e: ExprId, q: &'a Query) -> VReg {
        let (end, out) = match self.inf.queries.get(&e).cloned() {
            Some(QueryResult::List(t)) => {
                let t = self.sub(t);
                (End::List(t), self.list_new(t, 0))
            }
            Some(QueryResult::Map(t)) => {
                let t = self.sub(t);
                (End::Map, self.op(Op::map_new, Kind::R, Opnd::Ty(t), Opnd::Imm(0)))
            }
            Some(QueryResult::Table(t)) => {
                let t = self.sub(t);
                (End::Table(t), self.table_new(t))
            }
            Some(QueryResult::String) => (End::Text, self.list_new(Ty::array(Ty::string()), 0)),
            Some(QueryResult::Xml(_)) => (End::Xml, self.list_new(Self::any_list(), 0)),
            Some(QueryResult::Collect) => (End::Collect, self.reg(Kind::R)),
            Some(QueryResult::Do) => (End::Do, self.nil()),
            Some(QueryResult::Stream(t)) => {
                let t = self.sub(t);
                return self.lazy_query(e, q, t);
            }
            _ => return self.unsupported_expr(e, "a query that constructs this type"),
        };
        // The result may be replaced by an error: it needs a register of its own.
        let result = self.reg(Kind::R);
        if !matches!(end, End::Collect) {
            self.mov(result, out);
        }
        let exit = self.new_block();
        let mut run = self.run_of(q, result, end, exit);
        self.prepare(&mut run);
        self.stages(&mut run);
        self.close(&mut run);
        self.jump(exit);
        self.switch(exit);
        let kind = self.expr_kind(e);
        self.coerce(result, kind)
    }

    fn run_of(&self, q: &'a Query, out: VReg, end: End, exit: BlockId) -> Run<'a> {
        Run {
            q,
            out,
            end,
            bound: Vec::new(),
            limits: Vec::new(),
            joins: Vec::new(),
            done: exit,
            exit,
            open: self.open.len(),
        }
    }

    /// The clauses of a lazy query, in the function of its generator.
    pub(super) fn run_lazily(&mut self, q: &'a Query, value: Ty) {
        let (none, exit) = (self.nil(), self.new_block());
        let mut run = self.run_of(q, none, End::Lazy(value), exit);
        self.prepare(&mut run);
        self.stages(&mut run);
        self.jump(exit);
        self.switch(exit);
    }

    /// Where a source that ends with an error leads: the error is the result of the query, and fails the call for the
    /// next value of a lazy one.
    fn source_failed(&self, run: &Run<'a>) -> Option<Catch> {
        let fails = matches!(run.end, End::Lazy(_));
        (!fails).then_some(Catch { target: run.exit, err: run.out, open: run.open })
    }

    /// Goes to `to`, out of all loops of the query.
    fn leave(&mut self, run: &Run<'a>, to: BlockId) {
        self.close_open(run.open);
        self.jump(to);
    }

    /// What the stages need before they start: limits and the sources of joins.
    fn prepare(&mut self, run: &mut Run<'a>) {
        for (i, c) in run.q.clauses.iter().enumerate() {
            match c {
                QueryClause::Limit(x) => {
                    let n = self.expr_as(*x, Kind::I);
                    let bound = self.reg(Kind::I);
                    self.mov(bound, n);
                    let (bad, ok) = (self.new_block(), self.new_block());
                    self.branch(Cond::IntK(Cmp::Lt, bound, 0), bad, ok);
                    self.switch(bad);
                    self.term(Term::Trap(traps::NEGATIVE_LIMIT));
                    self.switch(ok);
                    let count = self.reg(Kind::I);
                    let zero = self.int(0);
                    self.mov(count, zero);
                    run.limits.push((i, count, bound));
                }
                QueryClause::Join { outer, pat, source, rhs, .. } => {
                    let join = self.join_index(run, *outer, *pat, *source, *rhs);
                    run.joins.push((i, join));
                }
                _ => {}
            }
        }
    }

    /// Reads the source of a join.
    fn join_index(
        &mut self,
        run: &Run<'a>,
        outer: bool,
        pat: PatId,
        source: ExprId,
        rhs: ExprId,
    ) -> JoinIndex {
        let index = self.call_native("lang.table:$index", &[]);
        let locals = hir_def::walk::bound_locals(self.store, pat);
        let failed = self.source_failed(run);
        self.iterate(pat, source, failed, &mut |s, _| {
            let key = s.expr_boxed(rhs);
            let rows = s.entry_of(index, key, &mut |s| s.list_new(Self::any_list(), 1));
            let row = s.list_new(Self::any_list(), locals.len());
            s.append_locals(row, &locals);
            s.list_append(rows, row);
        });
        let none = self.list_new(Self::any_list(), outer as usize);
        if outer {
            let row = self.list_new(Self::any_list(), locals.len());
            let nil = self.nil();
            locals.iter().for_each(|_| self.list_append(row, nil));
            self.list_append(none, row);
        }
        JoinIndex { index, none }
    }

    /// What an index has for a key; `make` makes it for a key that is new.
    fn entry_of(&mut self, index: VReg, key: VReg, make: &mut dyn FnMut(&mut Self) -> VReg) -> VReg {
        let entry = self.reg(Kind::R);
        let found = self.call_native("lang.table:$find", &[index, key]);
        self.mov(entry, found);
        let (fresh, known) = (self.new_block(), self.new_block());
        self.branch(Cond::Nil(entry), fresh, known);
        self.switch(fresh);
        let made = make(self);
        self.call_native("lang.table:$enter", &[index, key, made]);
        self.mov(entry, made);
        self.jump(known);
        self.switch(known);
        entry
    }

    fn append_locals(&mut self, row: VReg, locals: &[LocalId]) {
        for l in locals {
            let v = self.load_local(*l);
            let v = self.boxed(v);
            self.list_append(row, v);
        }
    }

    /// Declares locals from the members of a row, starting at member `from`.
    fn unpack_locals(&mut self, row: VReg, from: usize, locals: &[LocalId]) {
        for (i, l) in locals.iter().enumerate() {
            let at = self.int((from + i) as i64);
            let v = self.list_get(row, at, Kind::R);
            self.declare(*l, Some(v));
        }
    }

    // ---- stages ----

    fn stages(&mut self, run: &mut Run<'a>) {
        let breaks = |c: &QueryClause| matches!(c, QueryClause::OrderBy(_) | QueryClause::GroupBy { .. });
        let mut start = 0;
        let mut rows: Option<(VReg, usize)> = None;
        loop {
            let clauses = &run.q.clauses;
            let stop = (start..clauses.len()).find(|&i| breaks(&clauses[i]));
            let done = self.new_block();
            run.done = done;
            let sink = stop.map(|i| self.stage_sink(run, i));
            match rows {
                None => self.clauses(run, start, stop, sink, done),
                Some((list, skip)) => {
                    let locals = run.bound.clone();
                    self.index_loop(list, &mut |s, i, target| {
                        let row = s.list_get(list, i, Kind::R);
                        s.unpack_locals(row, skip, &locals);
                        s.clauses(run, start, stop, sink, target.cont);
                    });
                }
            }
            self.jump(done);
            self.switch(done);
            let (Some(i), Some(sink)) = (stop, sink) else { return };
            rows = Some(self.after_stage(run, i, sink.0));
            start = i + 1;
        }
    }

    /// Where a stage's rows are collected: rows, and for `group by` with keys an index of them.
    fn stage_sink(&mut self, run: &Run<'a>, i: usize) -> (VReg, Option<VReg>) {
        let rows = self.list_new(Self::any_list(), 0);
        let QueryClause::GroupBy { keys: by, sequences } = &run.q.clauses[i] else { return (rows, None) };
        if by.is_empty() {
            // Without keys there is one group, even of nothing.
            self.new_group(rows, &[], sequences);
            return (rows, None);
        }
        (rows, Some(self.call_native("lang.table:$index", &[])))
    }

    /// Adds a row to those of `group by`: the keys, then the sequences.
    fn new_group(&mut self, rows: VReg, keys: &[VReg], sequences: &[(LocalId, LocalId)]) -> VReg {
        let group = self.list_new(Self::any_list(), keys.len() + sequences.len());
        keys.iter().for_each(|k| self.list_append(group, *k));
        for (old, new) in sequences {
            let ty = self.local_ty(if self.is_sequence(*old) { *old } else { *new });
            let list = self.list_new(ty, 0);
            self.list_append(group, list);
        }
        self.list_append(rows, group);
        group
    }

    fn is_sequence(&self, l: LocalId) -> bool {
        self.store.locals[l].kind == LocalKind::Sequence
    }

    /// Between two stages: sorts, or binds the groups. Gives the rows and where their variables start.
    fn after_stage(&mut self, run: &mut Run<'a>, i: usize, rows: VReg) -> (VReg, usize) {
        match &run.q.clauses[i] {
            QueryClause::OrderBy(by) => {
                let flags: String =
                    by.iter().map(|(_, ascending)| if *ascending { 'a' } else { 'd' }).collect();
                let flags = self.str(&flags);
                self.call_native("lang.array:$sortRows", &[rows, flags]);
                (rows, by.len())
            }
            QueryClause::GroupBy { keys: by, sequences } => {
                run.bound = by
                    .iter()
                    .map(|k| match k {
                        GroupKey::Var { new, .. } => *new,
                        GroupKey::Let { local, .. } => *local,
                    })
                    .chain(sequences.iter().map(|s| s.1))
                    .collect();
                (rows, 0)
            }
            _ => (rows, 0),
        }
    }

    // ---- clauses ----

    /// Clauses `i..stop`, then the stage's sink or the query's end. `next` continues with the next row.
    fn clauses(
        &mut self,
        run: &mut Run<'a>,
        i: usize,
        stop: Option<usize>,
        sink: Option<(VReg, Option<VReg>)>,
        next: BlockId,
    ) {
        if Some(i) == stop || i == run.q.clauses.len() {
            return match (stop, sink) {
                (Some(at), Some(sink)) => self.collect_row(run, at, sink),
                _ => self.finish_row(run, next),
            };
        }
        match &run.q.clauses[i] {
            QueryClause::From { pat, source, .. } => {
                let new = hir_def::walk::bound_locals(self.store, *pat);
                run.bound.extend(new);
                let failed = self.source_failed(run);
                self.iterate(*pat, *source, failed, &mut |s, target| {
                    s.clauses(run, i + 1, stop, sink, target.cont);
                });
            }
            QueryClause::Let(bindings) => {
                for b in bindings {
                    let v = self.expr(b.init);
                    self.bind(b.pat, v);
                    let new = hir_def::walk::bound_locals(self.store, b.pat);
                    run.bound.extend(new);
                }
                self.clauses(run, i + 1, stop, sink, next);
            }
            QueryClause::Where(x) => {
                let (yes, no) = (self.new_block(), self.new_block());
                self.cond(*x, yes, no);
                self.switch(yes);
                self.clauses(run, i + 1, stop, sink, no);
                self.jump(no);
                self.switch(no);
            }
            QueryClause::Limit(_) => {
                let Some((_, count, bound)) = run.limits.iter().find(|l| l.0 == i).copied() else { return };
                let (more, enough) = (self.new_block(), self.new_block());
                self.branch(Cond::Int(Cmp::Lt, count, bound), more, enough);
                self.switch(enough);
                self.leave(run, run.done);
                self.switch(more);
                let v = self.op(Op::addk_i, Kind::I, Opnd::Reg(count), Opnd::Imm(1));
                self.mov(count, v);
                self.clauses(run, i + 1, stop, sink, next);
            }
            QueryClause::Join { pat, lhs, .. } => self.join(run, i, stop, sink, *pat, *lhs),
            QueryClause::OrderBy(_) | QueryClause::GroupBy { .. } => {}
        }
    }

    fn join(
        &mut self,
        run: &mut Run<'a>,
        i: usize,
        stop: Option<usize>,
        sink: Option<(VReg, Option<VReg>)>,
        pat: PatId,
        lhs: ExprId,
    ) {
        let Some((_, JoinIndex { index, none })) = run.joins.iter().find(|j| j.0 == i).copied() else {
            return;
        };
        let locals = hir_def::walk::bound_locals(self.store, pat);
        run.bound.extend(locals.iter().copied());
        let key = self.expr_boxed(lhs);
        let found = self.call_native("lang.table:$find", &[index, key]);
        let matches = self.reg(Kind::R);
        self.mov(matches, found);
        let (unmatched, matched) = (self.new_block(), self.new_block());
        self.branch(Cond::Nil(matches), unmatched, matched);
        self.switch(unmatched);
        self.mov(matches, none);
        self.jump(matched);
        self.switch(matched);
        self.index_loop(matches, &mut |s, at, target: LoopTarget| {
            let row = s.list_get(matches, at, Kind::R);
            s.unpack_locals(row, 0, &locals);
            s.clauses(run, i + 1, stop, sink, target.cont);
        });
    }

    /// The end of a stage that is not the last.
    fn collect_row(&mut self, run: &mut Run<'a>, at: usize, (rows, index): (VReg, Option<VReg>)) {
        match &run.q.clauses[at] {
            QueryClause::OrderBy(by) => {
                let row = self.list_new(Self::any_list(), by.len() + run.bound.len());
                for (k, _) in by {
                    let v = self.expr_boxed(*k);
                    self.list_append(row, v);
                }
                self.append_locals(row, &run.bound);
                self.list_append(rows, row);
            }
            QueryClause::GroupBy { keys: by, sequences } => {
                let keys: Vec<VReg> = by.iter().map(|k| self.group_key(k)).collect();
                let group = self.group_of(rows, index, &keys, sequences);
                for (j, (old, _)) in sequences.iter().enumerate() {
                    let at = self.int((by.len() + j) as i64);
                    let list = self.list_get(group, at, Kind::R);
                    let v = self.load_local(*old);
                    if self.is_sequence(*old) {
                        // A sequence of sequences is one sequence.
                        self.emit(Op::list_spread, Opnd::Reg(list), Opnd::Reg(v), Opnd::None);
                    } else {
                        self.list_append(list, v);
                    }
                }
            }
            _ => {}
        }
    }

    fn group_key(&mut self, key: &GroupKey) -> VReg {
        let v = match key {
            GroupKey::Var { old, .. } => self.load_local(*old),
            GroupKey::Let { local, init, .. } => {
                let v = self.expr(*init);
                self.declare(*local, Some(v));
                self.load_local(*local)
            }
        };
        self.boxed(v)
    }

    /// The group with these keys, which is added when they are new.
    fn group_of(
        &mut self,
        rows: VReg,
        index: Option<VReg>,
        keys: &[VReg],
        sequences: &[(LocalId, LocalId)],
    ) -> VReg {
        let Some(index) = index else {
            let zero = self.int(0);
            return self.list_get(rows, zero, Kind::R);
        };
        let key = match keys {
            [one] => *one,
            _ => {
                let list = self.list_new(Self::any_list(), keys.len());
                keys.iter().for_each(|k| self.list_append(list, *k));
                list
            }
        };
        self.entry_of(index, key, &mut |s| s.new_group(rows, keys, sequences))
    }

    // ---- the end of the pipeline ----

    fn finish_row(&mut self, run: &mut Run<'a>, next: BlockId) {
        match (&run.q.end, run.end.clone()) {
            (QueryEnd::Do(b), _) => {
                let brk = self.new_block();
                self.loops.push(LoopTarget { brk, cont: next, open: self.open.len() });
                self.block(*b);
                self.loops.pop();
                self.jump(next);
                self.switch(brk);
                self.leave(run, run.done);
            }
            (QueryEnd::Collect(x), _) => {
                let v = self.expr_boxed(*x);
                self.mov(run.out, v);
            }
            (QueryEnd::Select(x), End::List(t)) => {
                let elem = self.member_ty(t);
                let v = self.expr_for(*x, elem);
                self.list_append(run.out, v);
            }
            (QueryEnd::Select(x), End::Lazy(value)) => self.generate(*x, value),
            (QueryEnd::Select(x), End::Map) => self.select_pair(run, *x),
            (QueryEnd::Select(x), End::Table(_)) => self.select_row(run, *x),
            (QueryEnd::Select(x), _) => {
                let v = self.expr_boxed(*x);
                self.list_append(run.out, v);
            }
        }
    }

    fn select_pair(&mut self, run: &Run<'a>, x: ExprId) {
        let pair = self.expr_boxed(x);
        let (zero, one) = (self.int(0), self.int(1));
        let key = self.list_get(pair, zero, Kind::R);
        let value = self.list_get(pair, one, Kind::R);
        if let Some(c) = run.q.on_conflict {
            let has = self.call_native("lang.map:hasKey", &[run.out, key]);
            let has = self.coerce(has, Kind::B);
            self.on_conflict(run, c, has);
        }
        self.emit(Op::map_init_dyn, Opnd::Reg(run.out), Opnd::Reg(key), Opnd::Reg(value));
    }

    fn select_row(&mut self, run: &Run<'a>, x: ExprId) {
        let row = self.expr_boxed(x);
        let End::Table(ty) = run.end.clone() else { return };
        match run.q.on_conflict.zip(self.row_key(row, ty)) {
            Some((c, key)) => {
                let has = self.call_native("lang.table:hasKey", &[run.out, key]);
                let has = self.coerce(has, Kind::B);
                self.on_conflict(run, c, has);
                self.call_native("lang.table:put", &[run.out, row]);
            }
            None => {
                self.call_native("lang.table:$init", &[run.out, row]);
            }
        }
    }

    /// The key of a row of a keyed table.
    fn row_key(&mut self, row: VReg, table: Ty) -> Option<VReg> {
        let (_, _, TableKey::Fields(fields)) = project::table(self.db, table)? else { return None };
        if let [one] = fields.as_slice() {
            return Some(self.field_get(row, *one, Kind::R));
        }
        let list = self.list_new(Self::any_list(), fields.len());
        for f in fields {
            let v = self.field_get(row, *f, Kind::R);
            self.list_append(list, v);
        }
        Some(list)
    }

    /// A duplicate key: an error from `on conflict` ends the query, nil lets the new member replace the old.
    fn on_conflict(&mut self, run: &Run<'a>, c: ExprId, has: VReg) {
        let (dup, failed, go) = (self.new_block(), self.new_block(), self.new_block());
        self.branch(Cond::Bool(has), dup, go);
        self.switch(dup);
        let err = self.expr_boxed(c);
        self.branch(Cond::Error(err), failed, go);
        self.switch(failed);
        self.mov(run.out, err);
        self.leave(run, run.exit);
        self.switch(go);
    }

    /// After the last row.
    fn close(&mut self, run: &mut Run<'a>) {
        match run.end.clone() {
            End::List(t) => {
                let s = project::structure(self.db, t);
                if s.readonly || !matches!(s.kind, semtypes::TyKind::Array { len: None, .. }) {
                    self.list_done(run.out, t, None);
                }
            }
            End::Text => {
                let empty = self.tagged_const(Const::string(""));
                let text = self.call_native("lang.string:join", &[empty, run.out]);
                self.mov(run.out, text);
            }
            End::Xml => {
                let xml = self.call_native("lang.xml:concat", &[run.out]);
                self.mov(run.out, xml);
            }
            _ => {}
        }
    }
}
