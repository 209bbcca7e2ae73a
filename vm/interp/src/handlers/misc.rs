//! Generic comparison, type tests, strings.

use std::cmp::Ordering;

use values::{Fail, Word, World};

use super::{attempt, handlers};

/// Bytes of a text that is not copied for a concatenation that it begins.
const LONG: usize = 1024;

/// Whether two texts are the same: short ones, which most are, without a call.
#[inline]
fn same_text(x: &[u8], y: &[u8]) -> bool {
    /// `N` bytes of it from there.
    fn part<const N: usize>(text: &[u8], at: usize) -> [u8; N] {
        text[at..at + N].try_into().expect("so many")
    }
    let n = x.len();
    if n != y.len() {
        return false;
    }
    // The first and the last bytes, which overlap.
    match n {
        8..=16 => part::<8>(x, 0) == part(y, 0) && part::<8>(x, n - 8) == part(y, n - 8),
        4..=7 => part::<4>(x, 0) == part(y, 0) && part::<4>(x, n - 4) == part(y, n - 4),
        2..=3 => part::<2>(x, 0) == part(y, 0) && x[n - 1] == y[n - 1],
        1 => x[0] == y[0],
        0 => true,
        _ => x == y,
    }
}

/// Whether a value equals a tagged constant, where one of them is a string: that is what values are compared with most
/// often.
#[inline(always)]
fn is_text(world: &World, x: Word, k: usize) -> Option<bool> {
    match (world.as_str(x), world.as_str(world.const_word(k))) {
        (Some(x), Some(k)) => Some(same_text(x.as_bytes(), k.as_bytes())),
        (None, None) => None,
        _ => Some(false),
    }
}

handlers! {
    fn eq_r(s) {
        let (x, y) = (s.r(s.b()), s.r(s.c()));
        if x == y && !x.is_ref() {
            s.set_b(s.a(), true);
            return s.next();
        }
        s.slow(eq_str)
    }
    // Strings are what is compared most often.
    #[inline(never)]
    fn eq_str(s) {
        let world = &(*s.m).world;
        match (world.as_str(s.r(s.b())), world.as_str(s.r(s.c()))) {
            (Some(x), Some(y)) => {
                s.set_b(s.a(), same_text(x.as_bytes(), y.as_bytes()));
                s.next()
            }
            _ => s.slow(eq_r_slow),
        }
    }
    #[inline(never)]
    fn eq_r_slow(s: Apart) {
        let v = attempt!(s, s.machine().world.deep_eq(s.r(s.b()), s.r(s.c())));
        s.set_b(s.a(), v);
        s.next()
    }
    fn same_r(s: Apart) {
        let v = (*s.m).world.same(s.r(s.b()), s.r(s.c()));
        s.set_b(s.a(), v);
        s.next()
    }
    fn lt_r(s: Apart) {
        let o = s.machine().world.compare(s.r(s.b()), s.r(s.c()));
        s.set_b(s.a(), o == Some(Ordering::Less));
        s.next()
    }
    fn le_r(s: Apart) {
        let world = &mut s.machine().world;
        let (x, y) = (s.r(s.b()), s.r(s.c()));
        // NaN compares equal to itself for sorting, but not here (spec 6.26).
        let nan = world.as_float(x).is_some_and(f64::is_nan);
        let o = world.compare(x, y);
        s.set_b(s.a(), !nan && matches!(o, Some(Ordering::Less | Ordering::Equal)));
        s.next()
    }
    fn is(s) {
        let v = (*s.m).world.is(s.r(s.b()), s.c() as u32);
        s.set_b(s.a(), v);
        s.next()
    }
    fn jis(s) {
        match (*s.m).world.is_known(s.r(s.a()), s.b() as u32) {
            Some(true) => s.jump(s.imm_c()),
            Some(false) => s.next(),
            None => s.slow(jis_new),
        }
    }
    #[inline(never)]
    fn jis_new(s) {
        if (*s.m).world.is(s.r(s.a()), s.b() as u32) { return s.jump(s.imm_c()) }
        s.next()
    }
    fn jnis(s) {
        match (*s.m).world.is_known(s.r(s.a()), s.b() as u32) {
            Some(true) => s.next(),
            Some(false) => s.jump(s.imm_c()),
            None => s.slow(jnis_new),
        }
    }
    #[inline(never)]
    fn jnis_new(s) {
        if !(*s.m).world.is(s.r(s.a()), s.b() as u32) { return s.jump(s.imm_c()) }
        s.next()
    }
    fn jeqk_r(s) {
        let (x, k) = (s.r(s.a()), (*s.m).world.const_word(s.b()));
        if x == k && !x.is_ref() { return s.jump(s.imm_c()) }
        if (*s.m).world.differ_in_length(x, k) { return s.next() }
        s.slow(jeqk_ref)
    }
    #[inline(never)]
    fn jeqk_ref(s) {
        match is_text(&(*s.m).world, s.r(s.a()), s.b()) {
            Some(true) => s.jump(s.imm_c()),
            Some(false) => s.next(),
            None => s.slow(jeqk_slow),
        }
    }
    #[inline(never)]
    fn jeqk_slow(s: Apart) {
        let world = &mut s.machine().world;
        if attempt!(s, world.deep_eq(s.r(s.a()), world.const_word(s.b()))) { return s.jump(s.imm_c()) }
        s.next()
    }
    fn jnek_r(s) {
        let (x, k) = (s.r(s.a()), (*s.m).world.const_word(s.b()));
        if x == k && !x.is_ref() { return s.next() }
        if (*s.m).world.differ_in_length(x, k) { return s.jump(s.imm_c()) }
        s.slow(jnek_ref)
    }
    #[inline(never)]
    fn jnek_ref(s) {
        match is_text(&(*s.m).world, s.r(s.a()), s.b()) {
            Some(true) => s.next(),
            Some(false) => s.jump(s.imm_c()),
            None => s.slow(jnek_slow),
        }
    }
    #[inline(never)]
    fn jnek_slow(s: Apart) {
        let world = &mut s.machine().world;
        if !attempt!(s, world.deep_eq(s.r(s.a()), world.const_word(s.b()))) { return s.jump(s.imm_c()) }
        s.next()
    }
    fn cast(s: Apart) {
        let v = attempt!(s, s.machine().world.cast(s.r(s.b()), s.c() as u32));
        s.set_r(s.a(), v);
        s.next()
    }
    fn typedesc(s) {
        s.protect();
        let w = s.machine().world.typedesc(s.b() as u32);
        s.set_r(s.a(), w);
        s.next()
    }
    fn typeof_(s: Apart) {
        let w = s.machine().type_of_value(s.r(s.b()));
        s.set_r(s.a(), w);
        s.next()
    }
    fn annotation(s: Apart) {
        let tag = (*s.m).world.names.get(s.c() as u32);
        let w = attempt!(s, s.machine().annotation(s.r(s.b()), tag));
        s.set_r(s.a(), w);
        s.next()
    }
    fn concat(s: Apart) {
        let v = attempt!(s, s.machine().world.concat(s.r(s.b()), s.r(s.c())));
        s.set_r(s.a(), v);
        s.next()
    }
    fn concat_n(s: Apart) {
        // What a loop appends to is not copied.
        let first = s.r(s.b());
        let long = (*s.m).world.as_str(first).is_some_and(|t| t.len() >= LONG);
        let mut text = String::new();
        for i in long as usize..s.c() {
            match (*s.m).world.as_str(s.r(s.b() + i)) {
                Some(t) => text.push_str(t),
                None => return s.raise(Fail::Bug("string expected")),
            }
        }
        let kept = s.machine().world.heap.push_handle(first.0);
        let mut w = attempt!(s, s.machine().world.long_str(&text));
        if long {
            let world = &mut s.machine().world;
            w = attempt!(s, world.concat(Word(world.heap.handle(kept)), w));
        }
        s.machine().world.heap.pop_handles(kept);
        s.set_r(s.a(), w);
        s.next()
    }
    fn to_string(s: Apart) {
        let v = s.r(s.b());
        let w = if (*s.m).world.as_str(v).is_some() {
            v
        } else {
            let text = attempt!(s, (*s.m).world.display_whole(v));
            attempt!(s, s.machine().world.long_str(&text))
        };
        s.set_r(s.a(), w);
        s.next()
    }
    fn str_len(s) {
        match (*s.m).world.str_len(s.r(s.b())) {
            Some(n) => {
                s.set_i(s.a(), n as i64);
                s.next()
            }
            None => s.slow(no_string),
        }
    }
    #[cold]
    #[inline(never)]
    fn no_string(s: Apart) {
        s.raise(Fail::Bug("string expected"))
    }
    fn str_at(s: Apart) {
        let (w, i) = (s.r(s.b()), s.i(s.c()));
        let c = usize::try_from(i).ok().and_then(|i| (*s.m).world.str_char(w, i));
        match c {
            Some(c) => {
                let v = s.machine().world.char_str(c);
                s.set_r(s.a(), v);
                s.next()
            }
            None => {
                let size = (*s.m).world.str_len(w).unwrap_or(0);
                s.raise(Fail::Panic(
                    "{ballerina/lang.string}IndexOutOfRange",
                    format!("string index out of range: index: {i}, size: {size}"),
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_of_all_lengths() {
        for n in 0..40 {
            let text = vec![b'a'; n];
            assert!(super::same_text(&text, &text.clone()));
            assert!(!super::same_text(&text, &[&text[..], b"a"].concat()));
            for i in 0..n {
                let mut other = text.clone();
                other[i] = b'b';
                assert!(!super::same_text(&text, &other), "{n} {i}");
            }
        }
    }
}
