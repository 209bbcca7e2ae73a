//! lang.stream: streams and the sources that they hold.

use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[
    ("lang.stream:held", held),
    ("lang.stream:typed", typed),
    ("lang.stream:$new", new),
    ("lang.object:member", member),
    ("lang.table:row", row),
];

/// `held(stream)`: the source, nil for a filler.
fn held(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.world.stream_source(cx.arg(0)).ok_or(Fail::Bug("stream argument"))
}

/// `typed(stream, source)`: the source, of which the compiler then knows more.
fn typed(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.arg(1))
}

/// `$new(typedesc, source)`
fn new(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    Ok(cx.world.stream_new(ty, cx.arg(1)))
}

fn index(cx: &Ctx<'_>) -> Result<usize> {
    usize::try_from(cx.int(1)?).map_err(|_| Fail::Bug("index"))
}

/// `member(v, i)`: the member of an iterable value at a position, in a list; nil past the end.
fn member(cx: &mut Ctx<'_>) -> Result<Word> {
    let i = index(cx)?;
    let Some(m) = cx.world.member_at(cx.arg(0), i)? else { return Ok(Word::NIL) };
    let m = cx.keep(m);
    let ty = cx.world.ids.any_list;
    let list = cx.world.list_new(ty, 1);
    let list = cx.keep(list);
    cx.world.list_init(cx.get(list), cx.get(m))?;
    Ok(cx.get(list))
}

/// `row(table, i)`: the row at a position, nil past the end.
fn row(cx: &mut Ctx<'_>) -> Result<Word> {
    let i = index(cx)?;
    Ok(cx.world.table_row(cx.arg(0), i).unwrap_or(Word::NIL))
}
