//! Lists, mappings, construction of records and objects; iteration.

use bytecode::ops::{Kind, cache_index};
use gc_heap::object::{self, ARRAY_HEADER};
use values::list::{elems, len};
use values::{Fail, Sort, Word};

use super::fields::{cache, fill};
use super::{attempt, handlers};

handlers! {
    // ---- lists ----
    fn list_new(s) {
        s.protect();
        let w = s.machine().world.list_new(s.b() as u32, s.c());
        s.set_r(s.a(), w);
        s.next()
    }
    fn list_init_i(s: Apart) {
        let world = &mut s.machine().world;
        let v = world.int(s.i(s.b()));
        match world.list_init(s.r(s.a()), v) {
            Ok(_) => s.next(),
            Err(f) => s.raise(f),
        }
    }
    fn list_init_f(s: Apart) {
        let world = &mut s.machine().world;
        let v = world.float(s.f(s.b()));
        match world.list_init(s.r(s.a()), v) {
            Ok(_) => s.next(),
            Err(f) => s.raise(f),
        }
    }
    fn list_init_r(s: Apart) {
        attempt!(s, s.machine().world.list_init(s.r(s.a()), s.r(s.b())));
        s.next()
    }
    fn list_spread(s: Apart) {
        let world = &mut s.machine().world;
        // It may stand in the out area, where the collector does not look.
        let from = world.heap.push_handle(s.u(s.b()));
        let mut i = 0;
        while let Some(v) = world.list_at(Word(world.heap.handle(from)), i) {
            if let Err(f) = world.list_init(s.r(s.a()), v) {
                return s.raise(f);
            }
            i += 1;
        }
        world.heap.pop_handles(from);
        s.next()
    }
    fn list_done(s: Apart) {
        attempt!(s, s.machine().world.list_done(s.r(s.a())));
        s.next()
    }
    fn list_len(s) {
        match (*s.m).world.list_len(s.r(s.b())) {
            Some(n) => {
                s.set_i(s.a(), n as i64);
                s.next()
            }
            None => s.slow(no_list),
        }
    }
    #[cold]
    #[inline(never)]
    fn no_list(s: Apart) {
        s.raise(Fail::Bug("list expected"))
    }
    fn list_get_i(s) {
        let (l, i) = (s.r(s.b()), s.u(s.c()));
        if l.is_sort(Sort::ListI) && i < len(l) as u64 {
            s.set(s.a(), *elems(l).add(i as usize));
            return s.next();
        }
        if l.is_sort(Sort::ListU8) && i < len(l) as u64 {
            s.set(s.a(), *(elems(l) as *const u8).add(i as usize) as u64);
            return s.next();
        }
        s.slow(list_get_i_slow)
    }
    #[cold]
    #[inline(never)]
    fn list_get_i_slow(s: Apart) {
        let v = attempt!(s, s.machine().world.list_get(s.r(s.b()), s.i(s.c())));
        match (*s.m).world.as_int(v) {
            Some(i) => {
                s.set_i(s.a(), i);
                s.next()
            }
            None => s.raise(Fail::Bug("int member expected")),
        }
    }
    fn list_get_f(s) {
        let (l, i) = (s.r(s.b()), s.u(s.c()));
        if l.is_sort(Sort::ListF) && i < len(l) as u64 {
            s.set(s.a(), *elems(l).add(i as usize));
            return s.next();
        }
        s.slow(list_get_f_slow)
    }
    #[cold]
    #[inline(never)]
    fn list_get_f_slow(s: Apart) {
        let v = attempt!(s, s.machine().world.list_get(s.r(s.b()), s.i(s.c())));
        match (*s.m).world.as_float(v) {
            Some(f) => {
                s.set_f(s.a(), f);
                s.next()
            }
            None => s.raise(Fail::Bug("float member expected")),
        }
    }
    fn list_get_b(s) {
        let (l, i) = (s.r(s.b()), s.u(s.c()));
        if l.is_sort(Sort::ListBool) && i < len(l) as u64 {
            s.set(s.a(), *(elems(l) as *const u8).add(i as usize) as u64);
            return s.next();
        }
        s.slow(list_get_b_slow)
    }
    #[cold]
    #[inline(never)]
    fn list_get_b_slow(s: Apart) {
        let v = attempt!(s, s.machine().world.list_get(s.r(s.b()), s.i(s.c())));
        s.set_b(s.a(), v == Word::TRUE);
        s.next()
    }
    fn list_get_r(s) {
        let (l, i) = (s.r(s.b()), s.u(s.c()));
        if l.is_sort(Sort::ListR) {
            let (element, n) = (elems(l).wrapping_add(i as usize), len(l) as u64);
            if i < n {
                s.set(s.a(), *element);
                // Who looks at one element often goes on to the next, which may have to come from far away.
                object::prefetch(*element.add((i + 1 < n) as usize));
                return s.next();
            }
        }
        s.slow(list_get_r_slow)
    }
    #[cold]
    #[inline(never)]
    fn list_get_r_slow(s: Apart) {
        let v = attempt!(s, s.machine().world.list_get(s.r(s.b()), s.i(s.c())));
        s.set_r(s.a(), v);
        s.next()
    }
    fn list_set_i(s) {
        let (l, i) = (s.r(s.a()), s.u(s.b()));
        // Only `int[]` itself takes any int; its type id is known, subtypes and read-only lists differ.
        if l.is_sort(Sort::ListI) && l.type_id() == (*s.m).world.ids.int_list && i < len(l) as u64 {
            *elems(l).add(i as usize) = s.u(s.c());
            return s.next();
        }
        s.slow(list_set_i_slow)
    }
    #[cold]
    #[inline(never)]
    fn list_set_i_slow(s: Apart) {
        let world = &mut s.machine().world;
        let v = world.int(s.i(s.c()));
        match world.list_set(s.r(s.a()), s.i(s.b()), v) {
            Ok(()) => s.next(),
            Err(f) => s.raise(f),
        }
    }
    fn list_set_f(s) {
        let (l, i) = (s.r(s.a()), s.u(s.b()));
        if l.is_sort(Sort::ListF) && l.type_id() == (*s.m).world.ids.float_list && i < len(l) as u64 {
            *elems(l).add(i as usize) = s.u(s.c());
            return s.next();
        }
        s.slow(list_set_f_slow)
    }
    #[cold]
    #[inline(never)]
    fn list_set_f_slow(s: Apart) {
        let world = &mut s.machine().world;
        let v = world.float(s.f(s.c()));
        match world.list_set(s.r(s.a()), s.i(s.b()), v) {
            Ok(()) => s.next(),
            Err(f) => s.raise(f),
        }
    }
    fn list_set_b(s) {
        let (l, i) = (s.r(s.a()), s.u(s.b()));
        if l.is_sort(Sort::ListBool) && l.type_id() == (*s.m).world.ids.boolean_list && i < len(l) as u64 {
            *(elems(l) as *mut u8).add(i as usize) = s.u(s.c()) as u8;
            return s.next();
        }
        s.slow(list_set_b_slow)
    }
    #[cold]
    #[inline(never)]
    fn list_set_b_slow(s: Apart) {
        let v = Word::bool(s.u(s.c()) != 0);
        attempt!(s, s.machine().world.list_set(s.r(s.a()), s.i(s.b()), v));
        s.next()
    }
    /// The cache holds the meta of a list that takes every value of the static type.
    fn list_set_r(s) {
        let (l, i, ic) = (s.r(s.a()), s.u(s.b()), s.cached());
        if l.is_ref() && object::meta(*l.ptr()) == ic as u32 && i < len(l) as u64 {
            let members = elems(l);
            *members.add(i as usize) = s.u(s.c());
            (*s.m).world.heap.barrier_at(members.sub(ARRAY_HEADER), members.add(i as usize));
            s.pc = s.pc.add(1);
            return s.next();
        }
        s.slow(list_set_r_slow)
    }
    #[cold]
    #[inline(never)]
    fn list_set_r_slow(s: Apart) {
        s.pc = s.pc.add(1);
        s.protect();
        attempt!(s, s.machine().world.list_set(s.r(s.a()), s.i(s.b()), s.r(s.c())));
        let (world, l) = (&(*s.m).world, s.r(s.a()));
        if let Some(ty) = cache_index(s.filled()).checked_sub(1)
            && l.is_sort(Sort::ListR)
            && world.types.open_member(l.type_id()).is_some_and(|m| world.types.is_subtype(ty as u32, m))
        {
            fill(*s, object::meta(*l.ptr()) as u64);
        }
        s.next()
    }

    // ---- mappings ----
    fn map_new(s) {
        s.protect();
        let w = s.machine().world.mapping_new(s.b() as u32, s.c());
        s.set_r(s.a(), w);
        s.next()
    }
    fn map_init(s) {
        let (r, ic) = (s.r(s.a()), s.cached());
        if r.is_ref() && object::meta(*r.ptr()) == ic as u32 {
            *r.ptr().add((ic >> 32) as usize) = s.u(s.c());
            (*s.m).world.heap.barrier(r.ptr());
            s.pc = s.pc.add(1);
            return s.next();
        }
        s.slow(map_init_slow)
    }
    #[cold]
    #[inline(never)]
    fn map_init_slow(s: Apart) {
        s.pc = s.pc.add(1);
        s.protect();
        let world = &mut s.machine().world;
        let r = s.r(s.a());
        if r.is_sort(Sort::Record)
            && let Some(f) = world.field_shape(r, world.names.get(s.b() as u32))
        {
            if f.kind == Kind::R {
                s.fill_cache(cache(r, f.offset));
            }
            return match world.field_put(r, &f, s.r(s.c())) {
                Ok(()) => s.next(),
                Err(e) => s.raise(e),
            };
        }
        // It may stand in the out area, where the collector does not look.
        let value = world.heap.push_handle(s.u(s.c()));
        let key = world.name_word(s.b() as u32);
        let v = Word(world.heap.handle(value));
        world.heap.pop_handles(value);
        match world.mapping_init(s.r(s.a()), key, v) {
            Ok(()) => s.next(),
            Err(e) => s.raise(e),
        }
    }
    fn map_init_dyn(s: Apart) {
        attempt!(s, s.machine().world.mapping_init_computed(s.r(s.a()), s.r(s.b()), s.r(s.c())));
        s.next()
    }
    fn map_spread(s: Apart) {
        attempt!(s, s.machine().world.mapping_spread(s.r(s.a()), s.r(s.b())));
        s.next()
    }
    fn map_done(s) { s.next() }
    fn map_get(s: Apart) {
        let v = attempt!(s, s.machine().world.mapping_get_word(s.r(s.b()), s.r(s.c())));
        s.set_r(s.a(), v.unwrap_or(Word::NIL));
        s.next()
    }
    fn map_set(s: Apart) {
        attempt!(s, s.machine().world.mapping_set(s.r(s.a()), s.r(s.b()), s.r(s.c())));
        s.next()
    }
    fn map_getk(s: Apart) {
        let world = &mut s.machine().world;
        let key = world.names.get(s.c() as u32);
        let v = world.mapping_get(s.r(s.b()), key.as_str());
        s.set_r(s.a(), v.unwrap_or(Word::NIL));
        s.next()
    }
    fn obj_new(s) {
        s.protect();
        let w = s.machine().world.object_new(s.b() as u32);
        s.set_r(s.a(), w);
        s.next()
    }
}

handlers! {
    // ---- iteration ----
    fn iter_at(s) {
        let (w, i) = (s.r(s.b()), s.i(s.c()) as usize);
        if w.is_sort(Sort::ListR) {
            let v = if i < len(w) { *elems(w).add(i) } else { Word::ABSENT.0 };
            s.set(s.a(), v);
            return s.next();
        }
        s.slow(iter_at_slow)
    }
    #[inline(never)]
    fn iter_at_slow(s: Apart) {
        let (w, i) = (s.r(s.b()), s.i(s.c()) as usize);
        let v = match s.machine().world.member_at(w, i) {
            Ok(v) => v,
            Err(f) => return s.raise(f),
        };
        s.set_r(s.a(), v.unwrap_or(Word::ABSENT));
        s.next()
    }
    fn key_at(s: Apart) {
        let k = s.machine().world.mapping_entry(s.r(s.b()), s.i(s.c()) as usize);
        s.set_r(s.a(), k.map_or(Word::ABSENT, |e| e.0));
        s.next()
    }
}
