//! Inlining: a call of a small function becomes the function's instructions.
//!
//! Only functions of the caller's own module and of the library are inlined, so that an edit is felt in its module alone.
//! Instructions remember the call in whose place they stand ([`crate::ir::Origin`]): stack traces show it as a frame.

use base_db::{Db, ModuleKind};
use bytecode::{Op, words};
use hir_def::ids::Def;

use crate::ir::{Block, BlockId, Body, Callee, Inlined, Inst, InstKind, Opnd, Origin, Term, VReg};
use crate::key::FuncKey;
use crate::kinds::{Shape, home_of};
use crate::{lower, opt};

/// Instructions of a function that is small.
const SMALL: usize = 16;
/// Instructions that inlining may add to a function.
const GROWTH: usize = 400;

/// A function that may be inlined.
#[salsa::interned]
struct CalleeKey<'db> {
    #[returns(ref)]
    key: FuncKey,
}

/// The optimised body of a function that is small enough, without calls inlined in it.
#[salsa::tracked(returns(ref))]
fn small_body<'db>(db: &'db dyn Db, key: CalleeKey<'db>) -> Option<Body> {
    let key = key.key(db);
    if !matches!(key, FuncKey::Function(..) | FuncKey::Method(_) | FuncKey::ParamDefault(..)) {
        return None;
    }
    let mut body = lower::lower(db, key);
    opt::run(&mut body);
    let size = body.blocks.iter().map(|b| b.insts.len() + 1).sum::<usize>();
    let looping =
        body.blocks.iter().enumerate().any(|(i, b)| b.term.successors().iter().any(|s| s.0 as usize <= i));
    let fit = size <= SMALL
        && !looping
        && body.handlers.is_empty()
        && body.diagnostics.is_empty()
        && matches!(body.shape, Shape::Direct);
    fit.then_some(body)
}

/// Inlines calls in a body; whether there were any.
pub fn run(db: &dyn Db, key: &FuncKey, body: &mut Body) -> bool {
    // Frames of hidden functions are left out of stack traces, with all that is inlined in them.
    let Some(def) = body.def.filter(|_| !body.hidden) else { return false };
    let mut room = GROWTH;
    let mut found = false;
    let mut b = 0;
    // Blocks that calls were split off from come at the end, and are looked at then.
    while b < body.blocks.len() {
        let call = body.blocks[b].insts.iter().enumerate().find_map(|(at, i)| {
            let InstKind::Call { callee: Callee::Func(callee), .. } = &i.kind else { return None };
            if callee == key || i.origin.inlined.is_some() {
                return None;
            }
            let small = candidate(db, def, callee)?;
            (small.blocks.len() <= room).then_some((at, small))
        });
        match call {
            Some((at, small)) => {
                room = room.saturating_sub(small.blocks.iter().map(|b| b.insts.len() + 1).sum());
                splice(body, b, at, small);
                found = true;
            }
            None => b += 1,
        }
    }
    found
}

fn candidate<'db>(db: &'db dyn Db, caller: Def, callee: &FuncKey) -> Option<&'db Body> {
    let module = home_of(db, callee)?.def(db).module(db);
    // Asked first: a body that is looked at is one that the caller depends on.
    if module != caller.module(db) && module.kind(db) != ModuleKind::Library {
        return None;
    }
    small_body(db, CalleeKey::new(db, callee.clone())).as_ref()
}

/// Puts `callee` in the place of the call at `at` of block `b`. What comes after the call becomes a block of its own.
fn splice(body: &mut Body, b: usize, at: usize, callee: &Body) {
    let rest = body.blocks[b].insts.split_off(at + 1);
    let Some(Inst { kind: InstKind::Call { dst, args, .. }, origin: call }) = body.blocks[b].insts.pop()
    else {
        return;
    };
    let (handler, first) = (body.blocks[b].handler, body.kinds.len() as u32);
    body.kinds.extend(&callee.kinds);
    let moved = |d: VReg, s: VReg| InstKind::Op(Op::mov, [Opnd::Reg(d), Opnd::Reg(s), Opnd::None]);
    for (p, arg) in args.into_iter().enumerate() {
        body.blocks[b].insts.push(Inst { kind: moved(VReg(first + p as u32), arg), origin: call });
    }
    let site = (!callee.hidden).then_some(body.inlined.len() as u16);
    if site.is_some() {
        body.inlined.push(Inlined { name: callee.name.clone(), def: callee.def, call: call.pos });
    }
    let origin = |o: Origin| if site.is_some() { Origin { pos: o.pos, inlined: site } } else { call };
    let entry = body.blocks.len() as u32;
    let after = BlockId(entry + callee.blocks.len() as u32);
    for block in &callee.blocks {
        let mut new = block.clone();
        new.handler = handler;
        for i in &mut new.insts {
            i.origin = origin(i.origin);
            i.kind.uses_mut(&mut |v| v.0 += first);
            if let Some(d) = i.kind.def_mut() {
                d.0 += first;
            }
        }
        new.term_origin = origin(new.term_origin);
        new.term.uses_mut(&mut |v| v.0 += first);
        for s in new.term.successors_mut() {
            s.0 += entry;
        }
        let result = match (&new.term, dst) {
            (Term::Ret(v), Some(d)) => Some(moved(d, *v)),
            (Term::RetNil, Some(d)) => {
                Some(InstKind::Op(Op::ld_w, [Opnd::Reg(d), Opnd::Word(words::NIL), Opnd::None]))
            }
            _ => None,
        };
        if let Some(kind) = result {
            new.insts.push(Inst { kind, origin: new.term_origin });
        }
        if matches!(new.term, Term::Ret(_) | Term::RetNil) {
            new.term = Term::Jump(after);
        }
        body.blocks.push(new);
    }
    let term = std::mem::replace(&mut body.blocks[b].term, Term::Jump(BlockId(entry)));
    let term_origin = std::mem::replace(&mut body.blocks[b].term_origin, call);
    body.blocks.push(Block { insts: rest, term, term_origin, handler });
}
