//! Calls, returns, closures, cells, errors and panics.

use std::sync::atomic::Ordering;

use bal_sched::Outcome;
use bytecode::archive::FuncIdx;
use bytecode::traps;
use values::word::{Sort, meta};
use values::{Fail, Word};

use super::{Apart, State, attempt, handlers};
use crate::machine::{Fault, Machine, STATUS_BUG, STATUS_SUSPEND};
use crate::program::{Callee, OP_LAZY};

/// Sets up a frame of the function at `tgt`, with its window at register `a` of the running frame; false when there is
/// no room. Of a function that is not in place yet the size is not known: `lazy` does the rest.
#[inline(always)]
unsafe fn enter_frame(s: &mut State, tgt: *const u64) -> bool {
    // SAFETY: `tgt` is an entry with its prologue before it; the comparison keeps the window below the records.
    unsafe {
        let h = *tgt.sub(1);
        let a = s.a();
        let nb = s.base.add(a);
        let (size, first, refs) = (h as u16 as usize, (h >> 16) as u16 as usize, (h >> 32) as usize);
        if nb.wrapping_add(size + 2) > s.fp {
            return false;
        }
        for i in first..first + refs {
            *nb.add(i) = Word::NIL.0;
        }
        s.fp = s.fp.sub(2);
        *s.fp = s.pc as u64;
        *s.fp.add(1) = a as u64;
        s.base = nb;
        s.pc = tgt;
        true
    }
}

#[inline(always)]
unsafe fn enter(mut s: State, tgt: *const u64, slow: super::HandlerFn) -> u64 {
    // SAFETY: the contract of `enter_frame`.
    unsafe {
        if !enter_frame(&mut s, tgt) {
            return s.slow(slow);
        }
        if (*s.m).poll.load(Ordering::Relaxed) {
            return s.slow(entered_polled);
        }
        s.next()
    }
}

/// Enters from a handler set apart that has made room.
unsafe fn enter_apart(mut s: Apart, tgt: *const u64) -> u64 {
    // SAFETY: the contract of `enter_frame`; the state is protected.
    unsafe { if enter_frame(&mut s, tgt) { s.next() } else { s.raise(stack_overflow()) } }
}

fn stack_overflow() -> Fail {
    Fail::Panic("{ballerina}StackOverflow", String::new())
}

/// Makes room for a frame of `size` words at register `a`, then the instruction starts over; or raises.
unsafe fn grow(mut s: Apart, size: usize) -> u64 {
    // SAFETY: the state is protected before the block moves and re-read after.
    unsafe {
        s.protect();
        let m = s.machine();
        if !m.ensure(s.a() + size) {
            return s.raise(stack_overflow());
        }
        s.base = m.base;
        s.fp = m.fp;
        s.again()
    }
}

#[inline(always)]
unsafe fn call_target(s: State) -> *const u64 {
    // SAFETY: the loader made the offset.
    unsafe { s.pc.offset(s.wide() as isize) }
}

handlers! {
    /// First call of a function: makes the frame what `enter_frame` could not, brings the function into place, starts again.
    #[cold]
    fn lazy(s: Apart) {
        let m = s.machine();
        let Some((index, _)) = m.function_at(s.pc) else { return s.raise(Fail::Bug("no function")) };
        let (size, first, refs) = m.program.frame(index);
        if !m.ensure(size) {
            let mut caller = s;
            caller.pc = *s.fp as *const u64;
            caller.base = s.base.sub(*s.fp.add(1) as usize);
            caller.fp = s.fp.add(2);
            caller.protect();
            return caller.raise(stack_overflow());
        }
        s.base = m.base;
        s.fp = m.fp;
        for i in first..first + refs {
            s.set_r(i as usize, Word::NIL);
        }
        match m.load_function(index) {
            Ok(()) => s.again(),
            Err(why) => {
                m.fault = Some(Fault::Refused(why));
                STATUS_BUG
            }
        }
    }
    fn call(s) { enter(s, call_target(s), call_grow) }
    /// A function's beginning with the poll flag up: the frame is in place.
    #[cold]
    #[inline(never)]
    fn entered_polled(s: Apart) {
        // The frame of a function that is not in place yet is not complete: the next poll comes soon.
        let in_place = *s.pc as u8 as u64 != OP_LAZY;
        if in_place && s.machine().polled(Outcome::Enter) { return STATUS_SUSPEND }
        s.next()
    }
    #[cold]
    #[inline(never)]
    fn call_grow(s: Apart) {
        let size = *call_target(*s).sub(1) as u16 as usize;
        grow(s, size)
    }
    fn ret(s) {
        let v = s.u(s.a());
        s.pc = *s.fp as *const u64;
        let d = *s.fp.add(1) as usize;
        s.fp = s.fp.add(2);
        *s.base = v;
        s.base = s.base.sub(d);
        s.next()
    }
    fn ret_nil(s) {
        s.pc = *s.fp as *const u64;
        let d = *s.fp.add(1) as usize;
        s.fp = s.fp.add(2);
        *s.base = Word::NIL.0;
        s.base = s.base.sub(d);
        s.next()
    }
    fn call_v(s) {
        let f = s.r(s.b());
        let Some(i) = (*s.m).world.function_index(f) else { return s.slow(not_callable) };
        let info = *(*s.m).funcs.add(i as usize);
        if info.callee != Callee::Plain || info.fixed as usize != s.c() {
            return s.slow(call_v_adapt);
        }
        // The closure is the last parameter.
        s.set_r(s.a() + s.c(), f);
        enter(s, info.entry, call_v_grow)
    }
    #[cold]
    #[inline(never)]
    fn not_callable(s: Apart) {
        s.raise(Fail::Bug("function value expected"))
    }
    #[cold]
    #[inline(never)]
    fn call_v_grow(s: Apart) {
        let i = (*s.m).world.function_index(s.r(s.b())).unwrap_or(0);
        let info = (*s.m).func(i);
        grow(s, *info.entry.sub(1) as u16 as usize)
    }
    /// A function with a rest parameter, or a method value.
    #[cold]
    #[inline(never)]
    fn call_v_adapt(s: Apart) {
        let f = s.r(s.b());
        let i = (*s.m).world.function_index(f).unwrap_or(0);
        let info = (*s.m).func(i);
        let argc = s.c();
        if info.callee == Callee::Method {
            return call_method_value(s, f, i, argc);
        }
        s.protect();
        let size = *info.entry.sub(1) as u16 as usize;
        let m = s.machine();
        if !m.ensure(s.a() + size.max(argc + 2)) {
            return s.raise(stack_overflow());
        }
        s.base = m.base;
        s.fp = m.fp;
        attempt!(s, pack_rest(*s, i, s.a(), argc, f));
        enter_apart(s, info.entry)
    }
    /// The arguments are known when the call is made, so that they are checked here (lang.function).
    fn call_l(s: Apart) {
        let Some(i) = (*s.m).world.function_index(s.r(s.b())) else {
            return s.raise(Fail::Bug("function value expected"));
        };
        let Some(given) = (*s.m).world.list_len(s.r(s.a())) else {
            return s.raise(Fail::Bug("list expected"));
        };
        let info = (*s.m).func(i);
        let size = *info.entry.sub(1) as u16 as usize;
        let m = s.machine();
        // One word for the object of a method value, one for the function value, one for the list of the rest.
        if !m.ensure(s.a() + size.max(given.max(info.fixed as usize) + 3)) {
            return s.raise(stack_overflow());
        }
        s.base = m.base;
        s.fp = m.fp;
        s.protect();
        let argc = attempt!(s, spread_arguments(*s, i));
        let f = s.r(s.b());
        if info.callee == Callee::Method {
            return call_method_value(s, f, i, argc);
        }
        attempt!(s, pack_rest(*s, i, s.a(), argc, f));
        enter_apart(s, info.entry)
    }
    fn call_m(s) {
        let obj = s.r(s.a());
        if !obj.is_sort(Sort::Object) { return s.slow(no_object) }
        let key = *obj.ptr() >> 32;
        let ic = s.cached();
        if ic >> 32 == key && key != 0 {
            let entry = (*(*s.m).funcs.add(ic as u32 as usize)).entry;
            s.pc = s.pc.add(1);
            return enter(s, entry, call_m_grow);
        }
        s.slow(call_m_slow)
    }
    #[cold]
    #[inline(never)]
    fn no_object(s: Apart) {
        s.raise(Fail::Bug("object expected"))
    }
    #[cold]
    #[inline(never)]
    fn call_m_grow(s: Apart) {
        s.pc = s.pc.sub(1);
        let info = (*s.m).func(s.cached() as u32);
        grow(s, *info.entry.sub(1) as u16 as usize)
    }
    #[cold]
    #[inline(never)]
    fn call_m_slow(s: Apart) {
        s.pc = s.pc.add(1);
        s.protect();
        let obj = s.r(s.a());
        let name = (*s.m).world.names.get(s.b() as u32);
        let Some(&i) = (*s.m).world.methods.get(&(obj.type_id(), name)) else {
            return s.raise(Fail::Bug("no such method"));
        };
        let info = (*s.m).func(i);
        let argc = s.c();
        let rest = s.machine().program.archive.functions.call(i).rest();
        if rest.is_none() && info.fixed as usize == argc {
            // From now on there is nothing to be done here but to enter it.
            s.fill_cache((*obj.ptr() >> 32) << 32 | i as u64);
        }
        let size = *info.entry.sub(1) as u16 as usize;
        let m = s.machine();
        if !m.ensure(s.a() + size.max(argc + 2)) {
            return s.raise(stack_overflow());
        }
        s.base = m.base;
        s.fp = m.fp;
        attempt!(s, pack_rest(*s, i, s.a() + 1, argc, Word::NIL));
        enter_apart(s, info.entry)
    }
    fn call_n(s: Apart) {
        let m = s.machine();
        match m.call_native(s.b(), s.base.add(s.a()), s.c()) {
            Ok(w) => {
                s.set_r(s.a(), w);
                s.next()
            }
            Err(Fail::Suspend) => {
                s.set_r(s.a(), Word::NIL);
                STATUS_SUSPEND
            }
            Err(f) => s.raise(f),
        }
    }
    fn fun(s) {
        s.protect();
        let w = s.machine().world.function(s.wide() as u32, &[]);
        s.set_r(s.a(), w);
        s.next()
    }
    fn closure(s) {
        let func = *s.pc as u32;
        s.pc = s.pc.add(1);
        s.protect();
        let captured = std::slice::from_raw_parts(s.base.add(s.b()), s.c());
        let w = s.machine().world.function(func, captured);
        s.set_r(s.a(), w);
        s.next()
    }
    fn method(s: Apart) {
        let obj = s.r(s.b());
        if !obj.is_sort(Sort::Object) { return s.raise(Fail::Bug("object expected")) }
        let name = (*s.m).world.names.get(s.c() as u32);
        let Some(w) = s.machine().world.method(obj, name) else {
            return s.raise(Fail::Bug("no such method"));
        };
        s.set_r(s.a(), w);
        s.next()
    }
    fn cap_get(s) {
        let f = s.r(s.b());
        if f.is_sort(Sort::Function) && s.c() < (*s.m).world.capture_count(f) {
            s.set(s.a(), *f.ptr().add(1 + s.c()));
            return s.next();
        }
        s.slow(not_callable)
    }
    fn cell_new(s) {
        s.protect();
        let p = s.machine().world.heap.alloc(meta(Sort::Cell, 0), 1, 2);
        *p.add(1) = s.u(s.b());
        s.set(s.a(), p as u64);
        s.next()
    }
    fn cell_get(s) {
        let c = s.r(s.b());
        if !c.is_sort(Sort::Cell) { return s.slow(no_cell) }
        s.set(s.a(), *c.ptr().add(1));
        s.next()
    }
    fn cell_set(s) {
        let c = s.r(s.a());
        if !c.is_sort(Sort::Cell) { return s.slow(no_cell) }
        *c.ptr().add(1) = s.u(s.b());
        (*s.m).world.heap.barrier(c.ptr());
        s.next()
    }
    #[cold]
    #[inline(never)]
    fn no_cell(s: Apart) {
        s.raise(Fail::Bug("cell expected"))
    }
    fn err_new(s: Apart) {
        let e = new_error(*s);
        s.set_r(s.a(), e);
        s.next()
    }
    fn panic(s: Apart) {
        s.raise_value(s.r(s.a()))
    }
    fn trap_k(s: Apart) {
        let fail = match s.a() as u16 {
            traps::NEGATIVE_LIMIT => Fail::Panic(
                "{ballerina}InvalidLimit",
                "the value of the limit clause must not be negative".into(),
            ),
            traps::BAD_MATCH => Fail::Bug("no match arm was taken"),
            _ => Fail::Bug("unreachable code was reached"),
        };
        s.raise(fail)
    }
    fn unreachable(s: Apart) {
        s.raise(Fail::Bug("unreachable code was reached"))
    }
}

/// The error of `err_new`. The window may be in the out area, which a collection does not update: its words go to the
/// handle stack before anything is allocated.
unsafe fn new_error(s: State) -> Word {
    // SAFETY: the state is protected; the window is three tagged registers.
    unsafe {
        let m = s.machine();
        let mark = m.world.heap.handle_mark();
        for i in 0..3 {
            m.world.heap.push_handle(s.u(s.b() + i));
        }
        let bytes = m.capture_trace();
        let trace = m.world.bytes(&bytes);
        let part = |i| Word(m.world.heap.handle(mark + i));
        let (message, cause, detail) = (part(0), part(1), part(2));
        m.world.heap.pop_handles(mark);
        m.world.error(s.c() as u32, message, cause, detail, trace)
    }
}

/// Brings `argc` arguments at register `at` into the shape of function `i`: fixed arguments, a list of the rest, and the
/// function value (or nil) after them. Protects the state.
unsafe fn pack_rest(s: State, i: FuncIdx, at: usize, argc: usize, function: Word) -> Result<(), Fail> {
    // SAFETY: the window lies in the frame's out area; words are kept on the handle stack across allocation.
    unsafe {
        s.protect();
        let m: &mut Machine = s.machine();
        let fixed = m.func(i).fixed as usize;
        let rest = m.program.archive.functions.call(i).rest();
        if argc < fixed || rest.is_none() && argc > fixed {
            return Err(Fail::Bug("wrong number of arguments"));
        }
        let mark = m.world.heap.handle_mark();
        for i in 0..argc {
            m.world.heap.push_handle(s.u(at + i));
        }
        let hf = m.world.heap.push_handle(function.0);
        let mut after = at + fixed;
        if let Some(ty) = rest {
            let list = m.world.list_from_handles(ty, mark + fixed, argc - fixed)?;
            s.set_r(after, list);
            after += 1;
        }
        for i in 0..fixed {
            s.set(at + i, m.world.heap.handle(mark + i));
        }
        if function != Word::NIL {
            s.set(after, m.world.heap.handle(hf));
        }
        m.world.heap.pop_handles(mark);
        Ok(())
    }
}

/// A method value: its only capture is the object.
unsafe fn call_method_value(mut s: Apart, f: Word, i: FuncIdx, argc: usize) -> u64 {
    // SAFETY: the window has room for one more word (the verifier asks for it).
    unsafe {
        let at = s.a();
        if (*s.m).world.capture_count(f) != 1 {
            return s.raise(Fail::Bug("function value expected"));
        }
        let info = (*s.m).func(i);
        let obj = *f.ptr().add(1);
        for i in (0..argc).rev() {
            s.set(at + i + 1, s.u(at + i));
        }
        s.set(at, obj);
        s.protect();
        let size = *info.entry.sub(1) as u16 as usize;
        let m = s.machine();
        if !m.ensure(at + size.max(argc + 2)) {
            return s.raise(stack_overflow());
        }
        s.base = m.base;
        s.fp = m.fp;
        attempt!(s, pack_rest(*s, i, at + 1, argc, Word::NIL));
        enter_apart(s, info.entry)
    }
}

/// Puts the members of the list in register `a` there one by one, as arguments for function `index`, and says how many
/// they are then: parameters without argument get the absent word when they have a default. The window has room.
unsafe fn spread_arguments(s: State, index: u32) -> Result<usize, Fail> {
    // SAFETY: the state is protected; words are kept on the handle stack while something may allocate.
    unsafe {
        let world = &mut s.machine().world;
        let mark = world.heap.handle_mark();
        let list = world.heap.push_handle(s.u(s.a()));
        let mut given = 0;
        while let Some(v) = world.list_at(Word(world.heap.handle(list)), given) {
            world.heap.push_handle(v.0);
            given += 1;
        }
        let args: Vec<Word> = (0..given).map(|i| Word(world.heap.handle(list + 1 + i))).collect();
        let absent = world.check_arguments(index, &args)?;
        for (i, w) in args.iter().enumerate() {
            s.set_r(s.a() + i, *w);
        }
        for i in given..given + absent {
            s.set_r(s.a() + i, Word::ABSENT);
        }
        world.heap.pop_handles(mark);
        Ok(given + absent)
    }
}
