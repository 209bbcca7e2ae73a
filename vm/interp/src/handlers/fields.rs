//! Fields of records and objects.
//!
//! Field instructions carry an inline cache word, `meta of the header:32 | offset in words:16 | index:16`, whose index is
//! that of the archive. The slow path fills in the rest once it has checked that
//! the field's slot has the kind that the instruction moves and, for stores, that a store needs no test against the
//! field's type.

use bytecode::ops::{Kind, cache_index, empty_cache};
use gc_heap::object;
use values::{Fail, Sort, Word};

use super::scalar::overflow;
use super::{State, attempt, handlers};

/// The inline cache for a slot of `r`.
pub(super) unsafe fn cache(r: Word, offset: u16) -> u64 {
    // SAFETY: `r` is a live object.
    unsafe { object::meta(*r.ptr()) as u64 | (offset as u64) << 32 }
}

/// The slot that a cache word leads to, when `r` is an object of its shape.
#[inline(always)]
unsafe fn slot(r: Word, ic: u64) -> Option<*mut u64> {
    // SAFETY: `r` is a tagged register; the offset was noted for objects of that header.
    unsafe {
        if r.is_ref() && object::meta(*r.ptr()) == ic as u32 {
            Some(r.ptr().add((ic >> 32) as u16 as usize))
        } else {
            None
        }
    }
}

/// Fills the cache word before `pc`, but for the index that it holds.
pub(super) unsafe fn fill(s: State, cache: u64) {
    // SAFETY: pc is after the cache word.
    unsafe {
        s.fill_cache(empty_cache(cache_index(s.filled())) | cache);
    }
}

/// The value of field `name` of the mapping or object in register `reg` as a tagged word; and the cache word when the slot
/// has kind `want`.
unsafe fn read_field(s: State, reg: usize, name: usize, want: Kind) -> Result<(Word, Option<u64>), Fail> {
    // SAFETY: the state is protected; pc is after the cache word.
    unsafe {
        let world = &mut s.machine().world;
        let (r, name) = (s.r(reg), world.names.get(name as u32));
        if r.is_sort(Sort::Record) || r.is_sort(Sort::Object) {
            if let Some(f) = world.field_shape(r, name) {
                // Before anything is allocated: the operand may stand in the out area, where the collector does not look.
                let key = cache(r, f.offset);
                let v = world.field_get(r, &f);
                if v == Word::ABSENT {
                    return Ok((Word::NIL, None));
                }
                return Ok((v, (f.kind == want && !f.optional).then_some(key)));
            }
            if r.is_sort(Sort::Object) {
                return Err(Fail::Bug("object without that field"));
            }
        }
        if !r.sort().is_some_and(Sort::is_mapping) {
            return Err(Fail::Bug("mapping expected"));
        }
        match world.mapping_get(r, name.as_str()) {
            Some(v) => Ok((v, None)),
            None if want == Kind::R => Ok((Word::NIL, None)),
            None => Err(Fail::Bug("mapping without a required field")),
        }
    }
}

macro_rules! field_get {
    ($( $name:ident $slow:ident $kind:ident |$s:ident, $v:ident| $store:expr; )*) => { handlers! { $(
        fn $name(s) {
            let (r, ic) = (s.r(s.b()), s.cached());
            if let Some(slot) = slot(r, ic) {
                s.set(s.a(), *slot);
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
            let ($v, key) = attempt!($s, read_field(*$s, $s.b(), $s.c(), Kind::$kind));
            if let Some(key) = key {
                fill(*$s, key);
            }
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
unsafe fn write_field(s: State, reg: usize, name: usize, want: Kind, v: Word) -> Result<(), Fail> {
    // SAFETY: the state is protected; pc is after the cache word.
    unsafe {
        let world = &mut s.machine().world;
        let (r, index) = (s.r(reg), name);
        let name = world.names.get(index as u32);
        if r.is_sort(Sort::Object) {
            let Some(f) = world.field_shape(r, name) else {
                return Err(Fail::Bug("object without that field"));
            };
            if f.kind == want {
                fill(s, cache(r, f.offset));
            }
            // The checker has checked stores into objects: fields of objects are invariant.
            return world.field_put(r, &f, v);
        }
        if r.is_sort(Sort::Record) {
            world.mapping_mutable(r.type_id())?;
            if let Some(f) = world.field_shape(r, name) {
                let key = cache(r, f.offset);
                world.record_field_set(r, &f, v)?;
                let taken = match cache_index(s.filled()).checked_sub(1) {
                    Some(ty) if want == Kind::R => world.types.is_subtype(ty as u32, f.ty),
                    _ => world.takes_all(f.ty, want),
                };
                if f.kind == want && !f.optional && taken {
                    fill(s, key);
                }
                return Ok(());
            }
        }
        let hv = world.heap.push_handle(v.0);
        let key = world.name_word(index as u32);
        let v = Word(world.heap.handle(hv));
        world.heap.pop_handles(hv);
        world.mapping_set(s.r(reg), key, v)
    }
}

macro_rules! field_set {
    ($( $name:ident $slow:ident $kind:ident $barrier:literal |$s:ident| $word:expr; )*) => { handlers! { $(
        fn $name(s) {
            let (r, ic) = (s.r(s.a()), s.cached());
            if let Some(slot) = slot(r, ic) {
                *slot = s.u(s.c());
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
            attempt!($s, write_field(*$s, $s.a(), $s.b(), Kind::$kind, v));
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

/// Reads, computes and stores one field with all checks.
unsafe fn update_field(
    s: State,
    name: usize,
    want: Kind,
    new: impl FnOnce(State, Word) -> Result<Word, Fail>,
) -> Result<(), Fail> {
    // SAFETY: the state is protected; pc is after the cache word.
    unsafe {
        let (old, _) = read_field(s, s.a(), name, want)?;
        let v = new(s, old)?;
        write_field(s, s.a(), name, want, v)
    }
}

/// `f` of the float in `old`, as a tagged word.
fn float_of(s: State, old: Word, f: impl FnOnce(f64) -> f64) -> Result<Word, Fail> {
    // SAFETY: the state is protected.
    unsafe {
        let world = &mut s.machine().world;
        let v = world.as_float(old).ok_or(Fail::Bug("float expected"))?;
        Ok(world.float(f(v)))
    }
}

/// The sum of the int in `old` and `k`, as a tagged word.
fn sum_of(s: State, old: Word, k: i64) -> Result<Word, Fail> {
    // SAFETY: the state is protected.
    unsafe {
        let world = &mut s.machine().world;
        let v = world.as_int(old).ok_or(Fail::Bug("int expected"))?;
        Ok(world.int(v.checked_add(k).ok_or_else(overflow)?))
    }
}

macro_rules! float_update {
    ($( $name:ident $slow:ident $place:ident |$s:ident, $old:ident| $e:expr; )*) => { handlers! { $(
        fn $name($s) {
            let (r, ic) = ($s.r($s.a()), $s.cached());
            if let Some(slot) = slot(r, ic) {
                let $old = f64::from_bits(*slot);
                *slot = ($e).to_bits();
                $s.pc = $s.pc.add(1);
                return $s.next();
            }
            $s.slow($slow)
        }
        #[cold]
        #[inline(never)]
        fn $slow(s: Apart) {
            s.pc = s.pc.add(1);
            s.protect();
            let name = float_update!(@$place s);
            attempt!(s, update_field(*s, name, Kind::F, |$s, old| float_of($s, old, |$old| $e)));
            s.next()
        }
    )* } };
    (@operand $s:ident) => { $s.b() };
    (@cache $s:ident) => { cache_index($s.filled()) as usize };
}
float_update! {
    fadd_f fadd_f_slow operand |s, old| old + s.f(s.c());
    fsub_f fsub_f_slow operand |s, old| old - s.f(s.c());
    fmadd_f fmadd_f_slow cache |s, old| old + s.f(s.b()) * s.f(s.c());
    fmsub_f fmsub_f_slow cache |s, old| old - s.f(s.b()) * s.f(s.c());
}

macro_rules! int_update {
    ($( $name:ident $slow:ident |$s:ident| $k:expr; )*) => { handlers! { $(
        fn $name($s) {
            let (r, ic) = ($s.r($s.a()), $s.cached());
            if let Some(slot) = slot(r, ic) {
                let (v, o) = (*slot as i64).overflowing_add($k);
                if !o {
                    *slot = v as u64;
                    $s.pc = $s.pc.add(1);
                    return $s.next();
                }
            }
            $s.slow($slow)
        }
        #[cold]
        #[inline(never)]
        fn $slow(s: Apart) {
            s.pc = s.pc.add(1);
            s.protect();
            attempt!(s, update_field(*s, s.b(), Kind::I, |$s, old| sum_of($s, old, $k)));
            s.next()
        }
    )* } };
}
int_update! {
    fadd_i fadd_i_slow |s| s.i(s.c());
    faddk_i faddk_i_slow |s| s.imm_c();
}

handlers! {
    fn fdiff_f(s) {
        let (x, y, ic) = (s.r(s.b()), s.r(s.c()), s.cached());
        if let (Some(x), Some(y)) = (slot(x, ic), slot(y, ic)) {
            s.set_f(s.a(), f64::from_bits(*x) - f64::from_bits(*y));
            s.pc = s.pc.add(1);
            return s.next();
        }
        s.slow(fdiff_f_slow)
    }
    #[cold]
    #[inline(never)]
    fn fdiff_f_slow(s: Apart) {
        s.pc = s.pc.add(1);
        s.protect();
        let name = cache_index(s.filled()) as usize;
        let (x, key) = attempt!(s, read_field(*s, s.b(), name, Kind::F));
        let x = (*s.m).world.as_float(x);
        let (y, other) = attempt!(s, read_field(*s, s.c(), name, Kind::F));
        let (Some(x), Some(y)) = (x, (*s.m).world.as_float(y)) else {
            return s.raise(Fail::Bug("float expected"));
        };
        if let Some(key) = key && other == Some(key) {
            fill(*s, key);
        }
        s.set_f(s.a(), x - y);
        s.next()
    }
}
