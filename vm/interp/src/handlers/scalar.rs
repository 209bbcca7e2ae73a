//! Moves, constants, int, float, boolean and decimal arithmetic, comparison, branches.

use std::sync::atomic::Ordering;

use bal_num::float;
use bal_sched::Outcome;
use values::{Fail, Word};

use super::{attempt, handlers};
use crate::machine::STATUS_SUSPEND;

pub(crate) fn overflow() -> Fail {
    Fail::Panic("{ballerina}NumberOverflow", "int range overflow".into())
}

fn div_zero() -> Fail {
    Fail::Panic("{ballerina}DivisionByZero", " / by zero".into())
}

macro_rules! int_op {
    ($( $name:ident $method:ident $rhs:ident; )*) => { handlers! { $(
        fn $name(s) {
            let (v, o) = s.i(s.b()).$method(int_op!(@$rhs s));
            if o { return s.slow(int_overflow) }
            s.set_i(s.a(), v);
            s.next()
        }
    )* } };
    (@reg $s:ident) => { $s.i($s.c()) };
    (@imm $s:ident) => { $s.imm_c() };
}
int_op! {
    add_i overflowing_add reg;
    sub_i overflowing_sub reg;
    mul_i overflowing_mul reg;
    addk_i overflowing_add imm;
    mulk_i overflowing_mul imm;
}

macro_rules! with_immediate {
    ($( $name:ident |$x:ident, $y:ident| $e:expr; )*) => { handlers! { $(
        fn $name(s) {
            let ($x, $y) = (s.i(s.b()), s.imm_c());
            s.set_i(s.a(), $e);
            s.next()
        }
    )* } };
}
with_immediate! {
    andk_i |x, y| x & y;
    ork_i |x, y| x | y;
    shlk_i |x, y| x.wrapping_shl(y as u32);
    shrk_i |x, y| x.wrapping_shr(y as u32);
    ushrk_i |x, y| (x as u64).wrapping_shr(y as u32) as i64;
}

macro_rules! binary {
    ($( $name:ident $get:ident $set:ident |$x:ident, $y:ident| $e:expr; )*) => { handlers! { $(
        fn $name(s) {
            let ($x, $y) = (s.$get(s.b()), s.$get(s.c()));
            s.$set(s.a(), $e);
            s.next()
        }
    )* } };
}
binary! {
    and_i i set_i |x, y| x & y;
    or_i i set_i |x, y| x | y;
    xor_i i set_i |x, y| x ^ y;
    shl_i i set_i |x, y| x.wrapping_shl(y as u32);
    shr_i i set_i |x, y| x.wrapping_shr(y as u32);
    ushr_i i set_i |x, y| (x as u64).wrapping_shr(y as u32) as i64;
    lt_i i set_b |x, y| x < y;
    le_i i set_b |x, y| x <= y;
    eq_i i set_b |x, y| x == y;
    ne_i i set_b |x, y| x != y;
    add_f f set_f |x, y| x + y;
    sub_f f set_f |x, y| x - y;
    mul_f f set_f |x, y| x * y;
    div_f f set_f |x, y| x / y;
    rem_f f set_f |x, y| x % y;
    lt_f f set_b |x, y| x < y;
    le_f f set_b |x, y| x <= y;
    eq_f f set_b |x, y| float::shape_eq(x, y);
    ne_f f set_b |x, y| !float::shape_eq(x, y);
    eq_b u set_b |x, y| x == y;
    ne_b u set_b |x, y| x != y;
}

handlers! {
    #[cold]
    #[inline(never)]
    fn int_overflow(s: Apart) {
        s.raise(overflow())
    }
    #[cold]
    #[inline(never)]
    fn division_by_zero(s: Apart) {
        s.raise(div_zero())
    }
    fn div_i(s) {
        let (x, y) = (s.i(s.b()), s.i(s.c()));
        if y == 0 { return s.slow(division_by_zero) }
        let (v, o) = x.overflowing_div(y);
        if o { return s.slow(int_overflow) }
        s.set_i(s.a(), v);
        s.next()
    }
    fn rem_i(s) {
        let (x, y) = (s.i(s.b()), s.i(s.c()));
        if y == 0 { return s.slow(division_by_zero) }
        // MIN % -1 is 0, not an overflow (spec 6.23).
        s.set_i(s.a(), x.wrapping_rem(y));
        s.next()
    }
    fn divk_i(s) {
        let (x, y) = (s.i(s.b()), s.imm_c());
        if y <= 0 { return s.slow(division_by_zero) }
        s.set_i(s.a(), x / y);
        s.next()
    }
    fn remk_i(s) {
        let (x, y) = (s.i(s.b()), s.imm_c());
        if y <= 0 { return s.slow(division_by_zero) }
        s.set_i(s.a(), x % y);
        s.next()
    }
    fn neg_i(s) {
        let (v, o) = s.i(s.b()).overflowing_neg();
        if o { return s.slow(int_overflow) }
        s.set_i(s.a(), v);
        s.next()
    }
    fn not_i(s) { s.set_i(s.a(), !s.i(s.b())); s.next() }
    fn neg_f(s) { s.set_f(s.a(), -s.f(s.b())); s.next() }
    fn sqrt_f(s) { s.set_f(s.a(), s.f(s.b()).sqrt()); s.next() }
    fn abs_f(s) { s.set_f(s.a(), s.f(s.b()).abs()); s.next() }
    fn i2f(s) { s.set_f(s.a(), s.i(s.b()) as f64); s.next() }
    fn f2i(s) {
        match float::to_int(s.f(s.b())) {
            Ok(v) => {
                s.set_i(s.a(), v);
                s.next()
            }
            Err(_) => s.slow(f2i_range),
        }
    }
    #[cold]
    #[inline(never)]
    fn f2i_range(s: Apart) {
        let text = float::to_text(s.f(s.b()));
        s.raise(Fail::Panic(
            "{ballerina}NumberConversionError",
            format!("'float' value '{text}' cannot be converted to 'int'"),
        ))
    }
    fn madd_f(s) { s.set_f(s.a(), s.f(s.a()) + s.f(s.b()) * s.f(s.c())); s.next() }
    fn mula_f(s) { s.set_f(s.a(), s.f(s.a()) * s.f(s.b()) + s.f(s.c())); s.next() }
    fn msub_f(s) { s.set_f(s.a(), s.f(s.a()) - s.f(s.b()) * s.f(s.c())); s.next() }
    fn not_b(s) { s.set_b(s.a(), s.u(s.b()) == 0); s.next() }

    // ---- moves and constants ----
    fn mov(s) { s.set(s.a(), s.u(s.b())); s.next() }
    fn ld_i(s) { s.set_i(s.a(), s.wide()); s.next() }
    fn ldk_i(s) { s.set(s.a(), *(*s.m).raw_consts.add(s.b())); s.next() }
    fn ldk_f(s) { s.set(s.a(), *(*s.m).raw_consts.add(s.b())); s.next() }
    fn ld_b(s) { s.set_b(s.a(), s.b() != 0); s.next() }
    fn ld_w(s) { s.set(s.a(), s.b() as u64); s.next() }
    fn ldk_r(s) { s.set_r(s.a(), (*s.m).world.const_word(s.b())); s.next() }
    fn gget_i(s) { s.set(s.a(), *(*s.m).globals.add(s.b())); s.next() }
    fn gget_f(s) { s.set(s.a(), *(*s.m).globals.add(s.b())); s.next() }
    fn gget_b(s) { s.set(s.a(), *(*s.m).globals.add(s.b())); s.next() }
    fn gget_r(s) { s.set(s.a(), *(*s.m).globals.add(s.b())); s.next() }
    fn gset_i(s) { *(*s.m).globals.add(s.b()) = s.u(s.a()); s.next() }
    fn gset_f(s) { *(*s.m).globals.add(s.b()) = s.u(s.a()); s.next() }
    fn gset_b(s) { *(*s.m).globals.add(s.b()) = s.u(s.a()); s.next() }
    fn gset_r(s) { *(*s.m).globals.add(s.b()) = s.u(s.a()); s.next() }

    // ---- representation ----
    fn box_i(s) {
        match Word::fixnum(s.i(s.b())) {
            Some(w) => {
                s.set_r(s.a(), w);
                s.next()
            }
            None => s.slow(box_i_slow),
        }
    }
    #[cold]
    #[inline(never)]
    fn box_i_slow(s) {
        s.protect();
        let w = s.machine().world.int(s.i(s.b()));
        s.set_r(s.a(), w);
        s.next()
    }
    fn box_f(s) {
        match Word::flonum(s.f(s.b())) {
            Some(w) => {
                s.set_r(s.a(), w);
                s.next()
            }
            None => s.slow(box_f_slow),
        }
    }
    #[cold]
    #[inline(never)]
    fn box_f_slow(s) {
        s.protect();
        let w = s.machine().world.float(s.f(s.b()));
        s.set_r(s.a(), w);
        s.next()
    }
    fn box_b(s) { s.set_r(s.a(), Word::bool(s.u(s.b()) != 0)); s.next() }
    fn unbox_i(s) {
        let w = s.r(s.b());
        if w.is_fixnum() {
            s.set_i(s.a(), w.as_fixnum());
            return s.next();
        }
        s.slow(unbox_i_slow)
    }
    #[cold]
    #[inline(never)]
    fn unbox_i_slow(s: Apart) {
        match (*s.m).world.as_int(s.r(s.b())) {
            Some(v) => {
                s.set_i(s.a(), v);
                s.next()
            }
            None => s.raise(Fail::Bug("int expected")),
        }
    }
    fn unbox_f(s) {
        let w = s.r(s.b());
        if w.is_flonum() {
            s.set_f(s.a(), w.as_flonum());
            return s.next();
        }
        s.slow(unbox_f_slow)
    }
    #[cold]
    #[inline(never)]
    fn unbox_f_slow(s: Apart) {
        match (*s.m).world.as_float(s.r(s.b())) {
            Some(v) => {
                s.set_f(s.a(), v);
                s.next()
            }
            None => s.raise(Fail::Bug("float expected")),
        }
    }
    fn unbox_b(s) {
        match s.r(s.b()) {
            Word::TRUE => s.set_b(s.a(), true),
            Word::FALSE => s.set_b(s.a(), false),
            _ => return s.slow(no_boolean),
        }
        s.next()
    }
    #[cold]
    #[inline(never)]
    fn no_boolean(s: Apart) {
        s.raise(Fail::Bug("boolean expected"))
    }

    // ---- branches ----
    fn jmp(s) { s.jump(s.wide()) }
    fn loop_(s) { if (*s.m).poll.load(Ordering::Relaxed) { return s.slow(polled) } s.jump(s.wide()) }
    /// A back-edge with the poll flag up. A strand that gives way here goes on with the jump.
    #[cold]
    #[inline(never)]
    fn polled(s: Apart) {
        if s.machine().polled(Outcome::Continue) { return STATUS_SUSPEND }
        s.pc = s.pc.offset(s.wide() as isize);
        s.next()
    }
    fn jt(s) { if s.u(s.a()) != 0 { return s.jump(s.wide()) } s.next() }
    fn jf(s) { if s.u(s.a()) == 0 { return s.jump(s.wide()) } s.next() }
    fn jlt_i(s) { if s.i(s.a()) < s.i(s.b()) { return s.jump(s.imm_c()) } s.next() }
    fn jle_i(s) { if s.i(s.a()) <= s.i(s.b()) { return s.jump(s.imm_c()) } s.next() }
    fn jeq_i(s) { if s.i(s.a()) == s.i(s.b()) { return s.jump(s.imm_c()) } s.next() }
    fn jne_i(s) { if s.i(s.a()) != s.i(s.b()) { return s.jump(s.imm_c()) } s.next() }
    fn jltk_i(s) { if s.i(s.a()) < s.imm_b() { return s.jump(s.imm_c()) } s.next() }
    fn jlek_i(s) { if s.i(s.a()) <= s.imm_b() { return s.jump(s.imm_c()) } s.next() }
    fn jgtk_i(s) { if s.i(s.a()) > s.imm_b() { return s.jump(s.imm_c()) } s.next() }
    fn jgek_i(s) { if s.i(s.a()) >= s.imm_b() { return s.jump(s.imm_c()) } s.next() }
    fn jeqk_i(s) { if s.i(s.a()) == s.imm_b() { return s.jump(s.imm_c()) } s.next() }
    fn jnek_i(s) { if s.i(s.a()) != s.imm_b() { return s.jump(s.imm_c()) } s.next() }
    fn jlt_f(s) { if s.f(s.a()) < s.f(s.b()) { return s.jump(s.imm_c()) } s.next() }
    fn jle_f(s) { if s.f(s.a()) <= s.f(s.b()) { return s.jump(s.imm_c()) } s.next() }
    #[allow(clippy::neg_cmp_op_on_partial_ord)]
    fn jnlt_f(s) { if !(s.f(s.a()) < s.f(s.b())) { return s.jump(s.imm_c()) } s.next() }
    #[allow(clippy::neg_cmp_op_on_partial_ord)]
    fn jnle_f(s) { if !(s.f(s.a()) <= s.f(s.b())) { return s.jump(s.imm_c()) } s.next() }
    fn jnil(s) { if s.r(s.a()) == Word::NIL { return s.jump(s.wide()) } s.next() }
    fn jnnil(s) { if s.r(s.a()) != Word::NIL { return s.jump(s.wide()) } s.next() }
    fn jerr(s) { if s.r(s.a()).is_sort(values::Sort::Error) { return s.jump(s.wide()) } s.next() }
    fn jnerr(s) { if !s.r(s.a()).is_sort(values::Sort::Error) { return s.jump(s.wide()) } s.next() }
    fn jpresent(s) { if s.r(s.a()) != Word::ABSENT { return s.jump(s.wide()) } s.next() }
    fn jabsent(s) { if s.r(s.a()) == Word::ABSENT { return s.jump(s.wide()) } s.next() }
    fn for_i(s) {
        // The counter is below the bound, so it cannot overflow.
        let i = s.i(s.a()).wrapping_add(1);
        s.set_i(s.a(), i);
        if i < s.i(s.b()) {
            if (*s.m).poll.load(Ordering::Relaxed) { return s.slow(polled_short) }
            return s.jump(s.imm_c());
        }
        s.next()
    }
    /// As `polled`, for a short jump.
    #[cold]
    #[inline(never)]
    fn polled_short(s: Apart) {
        if s.machine().polled(Outcome::Continue) { return STATUS_SUSPEND }
        s.pc = s.pc.offset(s.imm_c() as isize);
        s.next()
    }
}

macro_rules! back_edge {
    ($( $name:ident $polled:ident $off:ident |$s:ident| $cond:expr; )*) => { handlers! { $(
        fn $name($s) {
            if $cond {
                if (*$s.m).poll.load(Ordering::Relaxed) { return $s.slow($polled) }
                return $s.jump($s.$off());
            }
            $s.next()
        }
    )* } };
}
back_edge! {
    loop_t polled wide |s| s.u(s.a()) != 0;
    loop_f polled wide |s| s.u(s.a()) == 0;
    loop_present polled wide |s| s.r(s.a()) != Word::ABSENT;
    loop_lt_i polled_short imm_c |s| s.i(s.a()) < s.i(s.b());
    loop_le_i polled_short imm_c |s| s.i(s.a()) <= s.i(s.b());
    loop_ne_i polled_short imm_c |s| s.i(s.a()) != s.i(s.b());
    loop_ltk_i polled_short imm_c |s| s.i(s.a()) < s.imm_b();
    loop_lek_i polled_short imm_c |s| s.i(s.a()) <= s.imm_b();
    loop_gtk_i polled_short imm_c |s| s.i(s.a()) > s.imm_b();
    loop_gek_i polled_short imm_c |s| s.i(s.a()) >= s.imm_b();
    loop_nek_i polled_short imm_c |s| s.i(s.a()) != s.imm_b();
    loop_lt_f polled_short imm_c |s| s.f(s.a()) < s.f(s.b());
    loop_le_f polled_short imm_c |s| s.f(s.a()) <= s.f(s.b());
}

macro_rules! decimal_op {
    ($( $name:ident $method:ident; )*) => { handlers! { $(
        fn $name(s: Apart) {
            let v = attempt!(s, decimal(*s, |x, y| x.$method(y)));
            s.set_r(s.a(), v);
            s.next()
        }
    )* } };
}
decimal_op! {
    add_d checked_add;
    sub_d checked_sub;
    mul_d checked_mul;
    div_d checked_div;
    rem_d checked_rem;
}

fn decimal(
    s: super::State,
    op: impl FnOnce(bal_num::Decimal, bal_num::Decimal) -> Result<bal_num::Decimal, bal_num::NumError>,
) -> Result<Word, Fail> {
    // SAFETY: the state is protected; operands are tagged registers.
    unsafe {
        let world = &mut s.machine().world;
        let (Some(x), Some(y)) = (world.as_decimal(s.r(s.b())), world.as_decimal(s.r(s.c()))) else {
            return Err(Fail::Bug("decimal expected"));
        };
        let v = op(x, y).map_err(decimal_fail)?;
        Ok(world.decimal(v))
    }
}

/// The panic of a decimal operation.
pub fn decimal_fail(e: bal_num::NumError) -> Fail {
    match e {
        bal_num::NumError::DivisionByZero => div_zero(),
        _ => Fail::Panic("{ballerina}NumberOverflow", "decimal range overflow".into()),
    }
}

handlers! {
    fn neg_d(s: Apart) {
        let world = &mut s.machine().world;
        match world.as_decimal(s.r(s.b())) {
            Some(d) => {
                let w = world.decimal(-d);
                s.set_r(s.a(), w);
                s.next()
            }
            None => s.raise(Fail::Bug("decimal expected")),
        }
    }
}
