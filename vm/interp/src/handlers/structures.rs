//! Lists, mappings, records, objects.
//!
//! Field instructions carry an inline cache word: `meta of the header | offset << 32`, written by the slow path once it
//! has checked that the field's slot has the kind that the instruction moves (and, for stores, that a store needs no
//! test against the field's type).

use bytecode::ops::Kind;
use gc_heap::object;
use values::list::{elems, len};
use values::{Fail, Sort, Word};

use super::{State, attempt, handlers};

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
        if l.is_sort(Sort::ListR) && i < len(l) as u64 {
            s.set(s.a(), *elems(l).add(i as usize));
            return s.next();
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
    fn list_set_r(s: Apart) {
        attempt!(s, s.machine().world.list_set(s.r(s.a()), s.i(s.b()), s.r(s.c())));
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
            && let Some(f) = world.field_shape(r, world.names[s.b()])
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
        let key = world.names[s.c()];
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

/// The inline cache for a slot of `r`.
unsafe fn cache(r: Word, offset: u16) -> u64 {
    // SAFETY: `r` is a live object.
    unsafe { object::meta(*r.ptr()) as u64 | (offset as u64) << 32 }
}

/// The field's value as a tagged word; fills the cache when the slot has kind `want`.
unsafe fn read_field(s: State, want: Kind) -> Result<Word, Fail> {
    // SAFETY: the state is protected; pc is after the cache word.
    unsafe {
        let world = &mut s.machine().world;
        let (r, name) = (s.r(s.b()), world.names[s.c()]);
        if r.is_sort(Sort::Record) || r.is_sort(Sort::Object) {
            if let Some(f) = world.field_shape(r, name) {
                // Before anything is allocated: the operand may stand in the out area, where the collector does not look.
                let key = cache(r, f.offset);
                let v = world.field_get(r, &f);
                if v == Word::ABSENT {
                    return Ok(Word::NIL);
                }
                if f.kind == want && !f.optional {
                    s.fill_cache(key);
                }
                return Ok(v);
            }
            if r.is_sort(Sort::Object) {
                return Err(Fail::Bug("object without that field"));
            }
        }
        if !r.sort().is_some_and(Sort::is_mapping) {
            return Err(Fail::Bug("mapping expected"));
        }
        world.mapping_get(r, name.as_str()).ok_or(Fail::Bug("mapping without a required field")).or_else(
            |f| {
                if want == Kind::R { Ok(Word::NIL) } else { Err(f) }
            },
        )
    }
}

macro_rules! field_get {
    ($( $name:ident $slow:ident $kind:ident |$s:ident, $v:ident| $store:expr; )*) => { handlers! { $(
        fn $name(s) {
            let (r, ic) = (s.r(s.b()), s.cached());
            if r.is_ref() && object::meta(*r.ptr()) == ic as u32 {
                s.set(s.a(), *r.ptr().add((ic >> 32) as usize));
                s.pc = s.pc.add(1);
                return s.next();
            }
            s.slow($slow)
        }
        #[cold]
        #[inline(never)]
        fn $slow($s: Apart) {
            $s.pc = $s.pc.add(1);
            $s.protect();
            let $v = attempt!($s, read_field(*$s, Kind::$kind));
            match $store {
                Some(raw) => {
                    $s.set($s.a(), raw);
                    $s.next()
                }
                None => $s.raise(Fail::Bug("field of another type")),
            }
        }
    )* } };
}
field_get! {
    fget_i fget_i_slow I |s, v| (*s.m).world.as_int(v).map(|i| i as u64);
    fget_f fget_f_slow F |s, v| (*s.m).world.as_float(v).map(f64::to_bits);
    fget_b fget_b_slow B |s, v| (*s.m).world.as_bool(v).map(|b| b as u64);
    fget_r fget_r_slow R |s, v| Some(v.0);
}

/// Stores a tagged word into a field with all checks; fills the cache when later stores of `want` need none.
unsafe fn write_field(s: State, want: Kind, v: Word) -> Result<(), Fail> {
    // SAFETY: the state is protected; pc is after the cache word.
    unsafe {
        let world = &mut s.machine().world;
        let (r, name) = (s.r(s.a()), world.names[s.b()]);
        if r.is_sort(Sort::Object) {
            let Some(f) = world.field_shape(r, name) else {
                return Err(Fail::Bug("object without that field"));
            };
            if f.kind == want {
                s.fill_cache(cache(r, f.offset));
            }
            // The checker has checked stores into objects: fields of objects are invariant.
            return world.field_put(r, &f, v);
        }
        if r.is_sort(Sort::Record) {
            world.mapping_mutable(r.type_id())?;
            if let Some(f) = world.field_shape(r, name) {
                let key = cache(r, f.offset);
                world.record_field_set(r, &f, v)?;
                if f.kind == want && !f.optional && world.takes_all(f.ty, want) {
                    s.fill_cache(key);
                }
                return Ok(());
            }
        }
        let hv = world.heap.push_handle(v.0);
        let key = world.name_word(s.b() as u32);
        let v = Word(world.heap.handle(hv));
        world.heap.pop_handles(hv);
        world.mapping_set(s.r(s.a()), key, v)
    }
}

macro_rules! field_set {
    ($( $name:ident $slow:ident $kind:ident $barrier:literal |$s:ident| $word:expr; )*) => { handlers! { $(
        fn $name(s) {
            let (r, ic) = (s.r(s.a()), s.cached());
            if r.is_ref() && object::meta(*r.ptr()) == ic as u32 {
                *r.ptr().add((ic >> 32) as usize) = s.u(s.c());
                if $barrier {
                    (*s.m).world.heap.barrier(r.ptr());
                }
                s.pc = s.pc.add(1);
                return s.next();
            }
            s.slow($slow)
        }
        #[cold]
        #[inline(never)]
        fn $slow($s: Apart) {
            $s.pc = $s.pc.add(1);
            $s.protect();
            let v = $word;
            attempt!($s, write_field(*$s, Kind::$kind, v));
            $s.next()
        }
    )* } };
}
field_set! {
    fset_i fset_i_slow I false |s| s.machine().world.int(s.i(s.c()));
    fset_f fset_f_slow F false |s| s.machine().world.float(s.f(s.c()));
    fset_b fset_b_slow B false |s| Word::bool(s.u(s.c()) != 0);
    fset_r fset_r_slow R true |s| s.r(s.c());
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
