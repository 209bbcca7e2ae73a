//! Streams: `new`, and queries that run lazily (spec 6.35.10).
//!
//! A lazy query becomes a closure that runs the clauses up to the next value, a generator: the function that the
//! pipeline would be if it ran at once, cut at the one place where a value leaves it. There it saves what is live in a
//! list, the generator's state, and returns the value; the next call restores that and goes on behind the cut. Member 0
//! of the state says whether there is something to restore.

use bytecode::{Kind, Op};
use hir_def::{Arg, Expr, ExprId, Query};
use hir_ty::result::QueryResult;
use semtypes::{FieldTy, FunctionTy, Ty, TyKind};

use super::{Lower, Open, name};
use crate::ir::{BlockId, Cmp, Cond, Opnd, Term, VReg};
use crate::key::FuncKey;
use crate::kinds::Shape;

/// What a generator's function knows of itself.
pub(super) struct Generator {
    /// The list of what is saved.
    state: VReg,
    /// The list of the sources of streams that are being read.
    sources: VReg,
    /// How many streams the code so far reads.
    reads: i64,
    /// The block that returns a value, and the one that goes on.
    cut: Option<(BlockId, BlockId)>,
}

/// `record {| any|error value; |}|error?`, what `next` gives.
fn item_ty() -> Ty {
    let value = FieldTy::required(name("value"), Ty::union([Ty::any(), Ty::error()]));
    Ty::union([Ty::record_of(vec![value], None), Ty::error(), Ty::nil()])
}

impl<'a> Lower<'a> {
    // ---- streams ----

    /// A stream of an inherent type and a source.
    fn stream(&mut self, ty: Ty, source: VReg) -> VReg {
        let d = self.typedesc(ty);
        self.call_native("lang.stream:$new", &[d, source])
    }

    pub(super) fn empty_stream(&mut self, ty: Ty) -> VReg {
        let none = self.nil();
        self.stream(ty, none)
    }

    pub(super) fn new_stream(&mut self, e: ExprId, ty: Ty) -> VReg {
        let Expr::New { args, .. } = &self.store.exprs[e] else { return self.nil() };
        let Some(Arg::Positional(x)) = args.first() else { return self.empty_stream(ty) };
        let implementor = self.expr_boxed(*x);
        let source = self.call_lang("lang.stream", "wrap", &[implementor]);
        self.stream(ty, source)
    }

    /// The source of a stream that a loop is about to read; it is closed when the loop is left.
    pub(super) fn open_stream(&mut self, stream: VReg) -> VReg {
        let source = self.call_lang("lang.stream", "sourceOf", &[stream]);
        self.open.push(Open::Stream(source));
        if let Some(g) = &mut self.generator {
            let (sources, at) = (g.sources, g.reads);
            g.reads += 1;
            let at = self.int(at);
            self.list_set(sources, at, source, Self::any_value());
        }
        source
    }

    /// Closes what was opened since there was `from` of it, for a jump out of the constructs that opened it.
    pub(super) fn close_open(&mut self, from: usize) {
        for i in (from..self.open.len()).rev() {
            match self.open[i] {
                Open::Stream(source) => {
                    self.call_method(name("close"), vec![source]);
                }
                Open::Lock(before) => self.unlock(before),
            }
        }
    }

    // ---- lazy queries ----

    /// The stream of a lazy query.
    pub(super) fn lazy_query(&mut self, e: ExprId, q: &'a Query, ty: Ty) -> VReg {
        let mut captures: Vec<VReg> = q.captures.iter().map(|c| self.captured_word(*c)).collect();
        let state = self.list_new(Self::any_list(), 8);
        let fresh = self.int(0);
        self.list_append(state, fresh);
        let sources = self.list_new(Self::any_list(), 0);
        captures.extend([state, sources]);
        let step = self.closure_of(FuncKey::LazyQuery(self.home, e, self.targs.clone()), captures);
        let source = self.call_lang("lang.stream", "generator", &[step, sources]);
        self.stream(ty, source)
    }

    /// The function of a lazy query.
    pub(super) fn query_step(&mut self, e: ExprId) {
        let store = self.store;
        self.body.name = format!("$query${}", e.raw());
        self.body.shape = Shape::Value(0, None);
        self.body.ty = Some(Ty::function(FunctionTy {
            params: Vec::new(),
            rest: None,
            ret: item_ty(),
            isolated: true,
            transactional: false,
        }));
        let (Expr::Query(q), Some(QueryResult::Stream(ty))) = (&store.exprs[e], self.inf.queries.get(&e))
        else {
            return self.unsupported("this query");
        };
        self.pos = store.exprs.range(e).start().into();
        let closure = VReg(self.body.nparams as u32 - 1);
        let capture =
            |s: &mut Self, i: usize| s.op(Op::cap_get, Kind::R, Opnd::Reg(closure), Opnd::Imm(i as i32));
        for (i, &c) in q.captures.iter().enumerate() {
            let v = capture(self, i);
            self.bind_capture(c, v);
        }
        let state = capture(self, q.captures.len());
        let sources = capture(self, q.captures.len() + 1);
        self.generator = Some(Generator { state, sources, reads: 0, cut: None });
        let zero = self.int(0);
        let resumes = self.list_get(state, zero, Kind::R);
        let resumes = self.coerce(resumes, Kind::I);
        let (start, resume) = (self.new_block(), self.new_block());
        self.branch(Cond::IntK(Cmp::Eq, resumes, 0), start, resume);
        let prologue = self.body.kinds.len();
        self.switch(start);
        let value = match self.sub(*ty).kind() {
            TyKind::Stream { value, .. } => *value,
            _ => Ty::missing(),
        };
        self.run_lazily(q, value);
        self.term(Term::RetNil);
        self.save_and_restore(prologue, resume);
    }

    /// A value leaves the pipeline.
    pub(super) fn generate(&mut self, x: ExprId, value: Ty) {
        let v = self.expr_for(x, value);
        let item = Ty::record_of(vec![FieldTy::required(name("value"), value)], None);
        let record = self.op(Op::map_new, Kind::R, Opnd::Ty(item), Opnd::Imm(1));
        let v = self.boxed(v);
        self.map_init(record, name("value"), v);
        self.map_done(record, item);
        let (cut, next) = (self.cur, self.new_block());
        if let Some(g) = &mut self.generator {
            g.cut = Some((cut, next));
        }
        self.term(Term::Ret(record));
        self.switch(next);
    }

    /// Saves at the cut what is live behind it, and restores that in the block `resume`. Registers below `prologue` are
    /// the same in every call.
    fn save_and_restore(&mut self, prologue: usize, resume: BlockId) {
        let Some(Generator { state, cut: Some((cut, next)), .. }) = self.generator else { return };
        let live: Vec<VReg> =
            self.live_at(next, cut).into_iter().filter(|v| v.0 as usize >= prologue).collect();
        self.switch(cut);
        let (zero, one) = (self.int(0), self.int(1));
        let one = self.boxed(one);
        self.list_set(state, zero, one, Self::any_value());
        for (i, v) in live.iter().enumerate() {
            let at = self.int(i as i64 + 1);
            let v = self.boxed(*v);
            self.list_set(state, at, v, Self::any_value());
        }
        self.switch(resume);
        for (i, v) in live.iter().enumerate() {
            let at = self.int(i as i64 + 1);
            let saved = self.list_get(state, at, Kind::R);
            self.mov(*v, saved);
        }
        self.jump(next);
    }

    /// Registers whose values are read in block `at` or later, when block `cut` goes on with it.
    fn live_at(&self, at: BlockId, cut: BlockId) -> Vec<VReg> {
        let n = self.body.kinds.len();
        let mut live = vec![vec![false; n]; self.body.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for b in (0..self.body.blocks.len()).rev() {
                let now = self.live_in(b, (cut, at), &live);
                if now != live[b] {
                    live[b] = now;
                    changed = true;
                }
            }
        }
        (0..n as u32).map(VReg).filter(|v| live[at.0 as usize][v.0 as usize]).collect()
    }

    fn live_in(&self, b: usize, (cut, at): (BlockId, BlockId), live: &[Vec<bool>]) -> Vec<bool> {
        let block = &self.body.blocks[b];
        let mut now = vec![false; self.body.kinds.len()];
        let mut after = block.term.successors();
        if cut.0 as usize == b {
            after.push(at);
        }
        for s in after {
            now.iter_mut().zip(&live[s.0 as usize]).for_each(|(a, b)| *a |= b);
        }
        block.term.uses(&mut |v| now[v.0 as usize] = true);
        for i in block.insts.iter().rev() {
            if let Some(v) = i.kind.def() {
                now[v.0 as usize] = false;
            }
            i.kind.uses(&mut |v| now[v.0 as usize] = true);
        }
        let mut handler = block.handler;
        while let Some(h) = handler.map(|h| &self.body.handlers[h.0 as usize]) {
            let target = &live[h.target.0 as usize];
            let at = |v: usize| target[v] && v != h.reg.0 as usize;
            now.iter_mut().enumerate().for_each(|(v, a)| *a |= at(v));
            handler = h.parent;
        }
        now
    }
}
