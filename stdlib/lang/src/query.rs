//! Helpers that query desugaring calls.

use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[
    ("lang.array:$sortRows", sort_rows),
    ("lang.table:$index", index),
    ("lang.table:$find", find),
    ("lang.table:$enter", enter),
];

/// `$index()`: a new index, which has an entry for each of some keys; keys that are `==` are one. `join` and `group by`
/// look up rows in it.
fn index(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.world.index_new())
}

/// `$find(index, key)`: the entry, or nil.
fn find(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.world.table_get(cx.arg(0), cx.arg(1)).unwrap_or(Word::NIL))
}

/// `$enter(index, key, entry)`: adds an entry for a key that has none.
fn enter(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.world.index_enter(cx.arg(0), cx.arg(1), cx.arg(2));
    Ok(Word::NIL)
}

/// `$sortRows(rows, directions)`: sorts `rows`, each a list `[key1, …, keyN, payload…]`, stably by its first N members;
/// `directions` is a string of N characters, `a` ascending or `d` descending. Returns the same list, reordered.
fn sort_rows(cx: &mut Ctx<'_>) -> Result<Word> {
    let directions = cx.string(1)?.into_bytes();
    let n = cx.world.list_len(cx.arg(0)).ok_or(Fail::Bug("rows"))?;
    let mark = cx.world.heap.handle_mark();
    for i in 0..n {
        let row = cx.world.list_at(cx.arg(0), i).unwrap_or(Word::NIL);
        cx.world.heap.push_handle(row.0);
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| {
        for (k, d) in directions.iter().enumerate() {
            let x = cx.world.list_at(Word(cx.world.heap.handle(mark + a)), k).unwrap_or(Word::NIL);
            let hx = cx.world.heap.push_handle(x.0);
            let y = cx.world.list_at(Word(cx.world.heap.handle(mark + b)), k).unwrap_or(Word::NIL);
            let x = Word(cx.world.heap.handle(hx));
            cx.world.heap.pop_handles(hx);
            let o = cx.world.sort_compare(x, y, *d == b'a');
            if o.is_ne() {
                return o;
            }
        }
        std::cmp::Ordering::Equal
    });
    cx.world.list_truncate(cx.arg(0), 0);
    for &i in &order {
        let row = Word(cx.world.heap.handle(mark + i));
        cx.world.list_init(cx.arg(0), row)?;
    }
    Ok(cx.arg(0))
}
