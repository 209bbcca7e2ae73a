//! lang.map and lang.table

use native::{Ctx, Fail, Registry, Result, Word};

pub const NATIVES: Registry = &[
    ("lang.map:length", map_length),
    ("lang.map:get", map_get),
    ("lang.map:remove", map_remove),
    ("lang.map:removeIfHasKey", map_remove_if),
    ("lang.map:removeAll", map_remove_all),
    ("lang.map:hasKey", has_key),
    ("lang.map:keys", map_keys),
    ("lang.table:length", table_length),
    ("lang.table:get", table_get),
    ("lang.table:$get", table_lookup),
    ("lang.table:put", table_put),
    ("lang.table:$put", table_put),
    ("lang.table:add", table_add),
    ("lang.table:$new", table_new),
    ("lang.table:$init", table_init),
    ("lang.table:emptyLike", empty_like),
    ("lang.table:remove", table_remove),
    ("lang.table:removeIfHasKey", table_remove_if),
    ("lang.table:removeAll", table_remove_all),
    ("lang.table:hasKey", table_has),
    ("lang.table:keys", table_keys),
];

fn map_length(cx: &mut Ctx<'_>) -> Result<Word> {
    let n = cx.world.mapping_len(cx.arg(0)).ok_or(Fail::Bug("mapping argument"))?;
    Ok(cx.world.int(n as i64))
}

fn map_get(cx: &mut Ctx<'_>) -> Result<Word> {
    match cx.world.mapping_get_word(cx.arg(0), cx.arg(1))? {
        Some(v) => Ok(v),
        None => Err(cx.world.key_not_found(cx.arg(1))),
    }
}

fn map_remove(cx: &mut Ctx<'_>) -> Result<Word> {
    match cx.world.mapping_remove(cx.arg(0), cx.arg(1))? {
        Some(v) => Ok(v),
        None => Err(cx.world.key_not_found(cx.arg(1))),
    }
}

fn map_remove_if(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.world.mapping_remove(cx.arg(0), cx.arg(1))?.unwrap_or(Word::NIL))
}

fn map_remove_all(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.header_type(cx.arg(0));
    cx.world.mapping_mutable(ty)?;
    while let Some((k, _)) = cx.world.mapping_entry(cx.arg(0), 0) {
        cx.world.mapping_remove(cx.arg(0), k)?;
    }
    Ok(Word::NIL)
}

fn has_key(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(Word::bool(cx.world.mapping_get_word(cx.arg(0), cx.arg(1))?.is_some()))
}

fn map_keys(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.ids.string_list;
    let list = cx.world.list_new(ty, 0);
    let list = cx.keep(list);
    let mut i = 0;
    while let Some((k, _)) = cx.world.mapping_entry(cx.arg(0), i) {
        cx.world.list_init(cx.get(list), k)?;
        i += 1;
    }
    Ok(cx.get(list))
}

// ---- tables ----

fn table_length(cx: &mut Ctx<'_>) -> Result<Word> {
    let n = cx.world.table_len(cx.arg(0)).ok_or(Fail::Bug("table argument"))?;
    Ok(cx.world.int(n as i64))
}

fn table_get(cx: &mut Ctx<'_>) -> Result<Word> {
    match cx.world.table_get(cx.arg(0), cx.arg(1)) {
        Some(v) => Ok(v),
        None => Err(cx.world.table_key_not_found(cx.arg(1))),
    }
}

/// `t[key]`: nil when there is none.
fn table_lookup(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.world.table_get(cx.arg(0), cx.arg(1)).unwrap_or(Word::NIL))
}

fn table_put(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.world.table_put(cx.arg(0), cx.arg(1), true, true)?;
    Ok(Word::NIL)
}

fn table_add(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.world.table_put(cx.arg(0), cx.arg(1), false, true)?;
    Ok(Word::NIL)
}

/// `$new(typedesc)`: an empty table of that inherent type.
fn table_new(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    Ok(cx.world.table_new(ty))
}

/// `$init(table, row)`: adds a row during construction.
fn table_init(cx: &mut Ctx<'_>) -> Result<Word> {
    cx.world.table_put(cx.arg(0), cx.arg(1), false, false)?;
    Ok(Word::NIL)
}

fn empty_like(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.header_type(cx.arg(0));
    Ok(cx.world.table_new(ty))
}

fn take(cx: &mut Ctx<'_>) -> Result<Option<Word>> {
    let ty = cx.world.header_type(cx.arg(0));
    cx.world.table_mutable(ty)?;
    Ok(match cx.world.table_find(cx.arg(0), cx.arg(1)) {
        Some(i) => Some(cx.world.table_remove_at(cx.arg(0), i)),
        None => None,
    })
}

fn table_remove(cx: &mut Ctx<'_>) -> Result<Word> {
    match take(cx)? {
        Some(v) => Ok(v),
        None => Err(cx.world.table_key_not_found(cx.arg(1))),
    }
}

fn table_remove_if(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(take(cx)?.unwrap_or(Word::NIL))
}

fn table_remove_all(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.header_type(cx.arg(0));
    cx.world.table_mutable(ty)?;
    while let Some(n) = cx.world.table_len(cx.arg(0)).filter(|n| *n > 0) {
        cx.world.table_remove_at(cx.arg(0), n - 1);
    }
    Ok(Word::NIL)
}

fn table_has(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(Word::bool(cx.world.table_find(cx.arg(0), cx.arg(1)).is_some()))
}

fn table_keys(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.table_keys_type(cx.world.header_type(cx.arg(0)));
    let list = cx.world.list_new(ty, 0);
    let list = cx.keep(list);
    let mut i = 0;
    while i < cx.world.table_len(cx.arg(0)).unwrap_or(0) {
        let k = cx.world.table_key_at(cx.arg(0), i);
        cx.world.list_init(cx.get(list), k)?;
        i += 1;
    }
    Ok(cx.get(list))
}
