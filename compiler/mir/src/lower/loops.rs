//! Loops: `while`, `foreach`, and iteration in general.

use bytecode::{Kind, Op};
use hir_def::{BinaryOp, BlockId as HirBlock, Expr, ExprId, Pat, PatId};
use hir_ty::{ops, project};
use semtypes::{Const, Ty, TyKind};

use super::{Catch, LoopTarget, Lower, Slot, name};
use crate::ir::{BlockId, Cmp, Cond, Inst, Opnd, Term, VReg};
use crate::opt::number::{Effect, effect};

/// What to do with each member: bind it and run the body; `continue` leads to the given block.
type Each<'f, 'a> = &'f mut dyn FnMut(&mut Lower<'a>, LoopTarget);

impl<'a> Lower<'a> {
    pub(super) fn while_loop(&mut self, cond: ExprId, body: HirBlock) {
        let (head, inside, exit) = (self.new_block(), self.new_block(), self.new_block());
        self.jump(head);
        self.switch(head);
        self.cond(cond, inside, exit);
        self.switch(inside);
        self.loops.push(LoopTarget { brk: exit, cont: head, open: self.open.len() });
        self.block(body);
        self.loops.pop();
        self.jump(head);
        self.switch(exit);
    }

    /// The value that is iterated: that of a variable stays the same when the variable is assigned meanwhile.
    fn held(&mut self, source: ExprId, v: VReg) -> VReg {
        if !matches!(self.store.exprs[source], Expr::Local(_)) {
            return v;
        }
        let held = self.reg(Kind::R);
        self.mov(held, v);
        held
    }

    pub(super) fn foreach(&mut self, pat: PatId, source: ExprId, body: HirBlock) {
        self.iterate(pat, source, None, &mut |s, target| {
            s.loops.push(target);
            s.block(body);
            s.loops.pop();
        });
    }

    /// Runs `each` for every member of a source, bound to `pat`. An iteration that ends with an error fails, or goes
    /// where `failed` says.
    pub(super) fn iterate(&mut self, pat: PatId, source: ExprId, failed: Option<Catch>, each: Each<'_, 'a>) {
        if let Expr::Binary { op: op @ (BinaryOp::RangeClosed | BinaryOp::RangeHalfOpen), lhs, rhs } =
            self.store.exprs[source]
        {
            return self.range_loop(pat, op == BinaryOp::RangeClosed, lhs, rhs, each);
        }
        let ty = self.ty(source);
        let alts = ops::alternatives(self.db, ty);
        let kinds: Vec<&TyKind> = alts.iter().map(|a| project::structure(self.db, *a).kind).collect();
        let objects = kinds.iter().filter(|k| matches!(k, TyKind::Object(_))).count();
        let streams = kinds.iter().filter(|k| matches!(k, TyKind::Stream { .. })).count();
        let v = self.expr_boxed(source);
        let v = self.held(source, v);
        if streams > 0 && streams == kinds.len() {
            let source = self.open_stream(v);
            self.next_loop(pat, source, failed, each);
            self.close_open(self.open.len() - 1);
            self.open.pop();
        } else if objects > 0 && objects == kinds.len() {
            let iterator = self.call_method(name("iterator"), vec![v]);
            self.next_loop(pat, iterator, failed, each);
        } else if streams + objects > 0 {
            let iterator = self.call_lang("lang.object", "iteratorOf", &[v]);
            self.next_loop(pat, iterator, failed, each);
        } else if project::list_member(self.db, ty, None).is_some() {
            self.list_loop(pat, v, each);
        } else {
            self.sequence_loop(pat, v, each);
        }
    }

    // ---- ranges ----

    fn range_loop(&mut self, pat: PatId, closed: bool, lhs: ExprId, rhs: ExprId, each: Each<'_, 'a>) {
        let start = self.expr_as(lhs, Kind::I);
        let i = match self.store.pats[pat] {
            // The variable is the counter itself: nothing may assign it.
            Pat::Bind(l)
                if !self.needs_cell(l) && {
                    let t = self.local_ty(l);
                    self.kind(t)
                } == Kind::I =>
            {
                let r = self.reg(Kind::I);
                self.locals.insert(l, Slot::Reg(r));
                r
            }
            _ => self.reg(Kind::I),
        };
        let own = matches!(self.store.pats[pat], Pat::Bind(l) if matches!(self.locals.get(&l), Some(Slot::Reg(r)) if *r == i));
        let bound = match (closed, self.inf.consts.get(&rhs)) {
            (true, Some(Const::Int(n))) if *n < i64::MAX => Some(self.int(n + 1)),
            (false, _) => Some(self.expr_as(rhs, Kind::I)),
            _ => None,
        };
        let (inside, latch, exit) = (self.new_block(), self.new_block(), self.new_block());
        let n = match bound {
            Some(n) => {
                let copy = self.reg(Kind::I);
                self.mov(copy, n);
                self.mov(i, start);
                self.branch(Cond::Int(Cmp::Lt, i, copy), inside, exit);
                copy
            }
            None => {
                let last = self.expr_as(rhs, Kind::I);
                self.mov(i, start);
                return self.closed_loop(pat, own, i, last, [inside, latch, exit], each);
            }
        };
        self.switch(inside);
        if !own {
            self.bind(pat, i);
        }
        each(self, LoopTarget { brk: exit, cont: latch, open: self.open.len() });
        self.jump(latch);
        self.switch(latch);
        self.term(Term::ForI { i, n, body: inside, exit });
        self.switch(exit);
    }

    /// `i ... last` where `last` may be the largest int, so that `last + 1` may not exist: then the last round runs
    /// after the counting loop has ended (`again`), with a bound that ends it for good.
    fn closed_loop(
        &mut self,
        pat: PatId,
        own: bool,
        i: VReg,
        last: VReg,
        [inside, latch, exit]: [BlockId; 3],
        each: Each<'_, 'a>,
    ) {
        let (n, again) = (self.reg(Kind::I), self.reg(Kind::I));
        let [fits, usual, largest, one, many] = [(); 5].map(|()| self.new_block());
        let (check, round) = (self.new_block(), self.new_block());
        self.branch(Cond::Int(Cmp::Le, i, last), fits, exit);
        self.switch(fits);
        let max = self.int(i64::MAX);
        self.branch(Cond::Int(Cmp::Lt, last, max), usual, largest);
        self.switch(usual);
        let next = self.op(Op::addk_i, Kind::I, Opnd::Reg(last), Opnd::Imm(1));
        self.enter_closed(n, next, again, 0, inside);
        self.switch(largest);
        self.branch(Cond::Int(Cmp::Lt, i, last), many, one);
        self.switch(many);
        let max = self.int(i64::MAX);
        self.enter_closed(n, max, again, 1, inside);
        for (block, to) in [(one, inside), (round, inside)] {
            self.switch(block);
            let min = self.int(i64::MIN);
            self.enter_closed(n, min, again, 0, to);
        }
        self.switch(inside);
        if !own {
            self.bind(pat, i);
        }
        each(self, LoopTarget { brk: exit, cont: latch, open: self.open.len() });
        self.jump(latch);
        self.switch(latch);
        self.term(Term::ForI { i, n, body: inside, exit: check });
        self.switch(check);
        self.branch(Cond::IntK(Cmp::Eq, again, 0), exit, round);
        self.switch(exit);
    }

    fn enter_closed(&mut self, n: VReg, bound: VReg, again: VReg, flag: i64, to: BlockId) {
        self.mov(n, bound);
        let f = self.int(flag);
        self.mov(again, f);
        self.jump(to);
    }

    // ---- structures ----

    pub(super) fn counter(&mut self) -> (VReg, BlockId, BlockId, BlockId, BlockId) {
        let i = self.reg(Kind::I);
        let zero = self.int(0);
        self.mov(i, zero);
        let (head, inside, latch, exit) =
            (self.new_block(), self.new_block(), self.new_block(), self.new_block());
        self.jump(head);
        self.switch(head);
        (i, head, inside, latch, exit)
    }

    pub(super) fn next(&mut self, i: VReg, head: BlockId) {
        let v = self.op(Op::addk_i, Kind::I, Opnd::Reg(i), Opnd::Imm(1));
        self.mov(i, v);
        self.jump(head);
    }

    /// Lists, by index.
    fn list_loop(&mut self, pat: PatId, list: VReg, each: Each<'_, 'a>) {
        let ty = self.pat_ty(pat);
        let kind = self.kind(ty);
        self.index_loop(list, &mut |s, i, target| {
            if !matches!(s.store.pats[pat], Pat::Wildcard) {
                let v = s.list_get(list, i, kind);
                s.bind(pat, v);
            }
            each(s, target);
        });
    }

    /// `each` runs with every index of a list. What is appended meanwhile is not visited, so that the loop comes to an end;
    /// where members are removed it ends early.
    pub(super) fn index_loop(&mut self, list: VReg, each: &mut dyn FnMut(&mut Lower<'a>, VReg, LoopTarget)) {
        let all = self.list_len(list);
        let (i, head, inside, latch, exit) = self.counter();
        let there = self.new_block();
        self.branch(Cond::Int(Cmp::Lt, i, all), there, exit);
        self.switch(there);
        let n = self.list_len(list);
        self.branch(Cond::Int(Cmp::Lt, i, n), inside, exit);
        self.switch(inside);
        let first = self.body.blocks.len();
        each(self, i, LoopTarget { brk: exit, cont: latch, open: self.open.len() });
        let rest = &self.body.blocks[first..];
        let body = rest.iter().chain([&self.body.blocks[inside.0 as usize]]);
        let keeps = |x: &Inst| !matches!(effect(&x.kind), Effect::List | Effect::Everything);
        if body.flat_map(|b| &b.insts).all(keeps) {
            // No list becomes shorter.
            self.body.blocks[there.0 as usize].term = Term::Jump(inside);
        }
        self.jump(latch);
        self.switch(latch);
        self.next(i, head);
        self.switch(exit);
    }

    /// Mappings, strings, tables, xml: member by member until none is left.
    fn sequence_loop(&mut self, pat: PatId, v: VReg, each: Each<'_, 'a>) {
        let (i, head, inside, latch, exit) = self.counter();
        let member = self.op2(Op::iter_at, Kind::R, v, i);
        self.branch(Cond::Absent(member), exit, inside);
        self.switch(inside);
        self.bind(pat, member);
        each(self, LoopTarget { brk: exit, cont: latch, open: self.open.len() });
        self.jump(latch);
        self.switch(latch);
        self.next(i, head);
        self.switch(exit);
    }

    /// What `next()` of an iterator or of a stream's source gives.
    fn next_loop(&mut self, pat: PatId, iterator: VReg, failed: Option<Catch>, each: Each<'_, 'a>) {
        let [head, some, inside, error, exit] = [(); 5].map(|()| self.new_block());
        self.jump(head);
        self.switch(head);
        let r = self.call_method(name("next"), vec![iterator]);
        self.branch(Cond::Nil(r), exit, some);
        self.switch(some);
        self.branch(Cond::Error(r), error, inside);
        self.switch(error);
        if let Some(c) = failed {
            self.close_open(c.open);
            self.mov(c.err, r);
            self.jump(c.target);
        } else if self.body.ret == Kind::R || !self.catches.is_empty() {
            self.fail(r);
        } else {
            self.term(Term::Unreachable);
        }
        self.switch(inside);
        let ty = self.pat_ty(pat);
        let kind = self.kind(ty);
        let value = self.field_get(r, name("value"), kind);
        self.bind(pat, value);
        each(self, LoopTarget { brk: exit, cont: head, open: self.open.len() });
        self.jump(head);
        self.switch(exit);
    }

    /// Type of the elements of a list type.
    pub(super) fn member_ty(&self, ty: Ty) -> Ty {
        project::list_member(self.db, ty, None).unwrap_or_else(|| Ty::union([Ty::any(), Ty::error()]))
    }
}
