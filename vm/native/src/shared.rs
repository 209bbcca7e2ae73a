//! Arguments and results that natives of several modules have: resources by their numbers, limits, errors.

use std::sync::Arc;
use std::time::Duration;

use values::{Fail, Result, Word};

pub use reactor::reason;

use crate::{Completion, Ctx};

// ---- arguments ----

/// A string, or nothing for nil.
pub fn optional_string(cx: &Ctx<'_>, i: usize) -> Result<Option<String>> {
    if cx.arg(i).is_nil() { Ok(None) } else { cx.string(i).map(Some) }
}

/// The strings of a list.
pub fn strings(cx: &mut Ctx<'_>, i: usize) -> Result<Vec<String>> {
    let mut out = Vec::new();
    while let Some(w) = cx.world.list_at(cx.arg(i), out.len()) {
        out.push(cx.world.as_str(w).ok_or(Fail::Bug("string expected"))?.to_string());
    }
    Ok(out)
}

/// A limit in nanoseconds; one of nothing, or less, is none.
pub fn limit(cx: &Ctx<'_>, i: usize) -> Result<Option<Duration>> {
    let nanos = u64::try_from(cx.int(i)?).ok().filter(|n| *n > 0);
    Ok(nanos.map(Duration::from_nanos))
}

/// A resource by its number, if it is there still and of that type.
pub fn resource<T: Send + Sync + 'static>(cx: &Ctx<'_>, i: usize) -> Result<Option<Arc<T>>> {
    let id = cx.int(i)?;
    Ok(cx.outside().resources().get(id))
}

// ---- results ----

/// An error value with this message; the Ballerina side makes it one of the module's own.
pub fn failure(message: String) -> Completion {
    Box::new(move |cx| Ok(cx.error(&message, "")))
}

/// Nil.
pub fn nothing() -> Completion {
    Box::new(|_| Ok(Word::NIL))
}

/// An immutable `byte[]`.
pub fn byte_list(data: impl AsRef<[u8]> + Send + 'static) -> Completion {
    Box::new(move |cx| {
        let ty = cx.world.readonly_bytes();
        cx.world.list_of_bytes(ty, data.as_ref())
    })
}

/// A list of strings.
///
/// # Errors
/// As a list's members are added.
pub fn string_list(cx: &mut Ctx<'_>, items: impl IntoIterator<Item: AsRef<str>>) -> Result<Word> {
    let list = cx.world.list_new(cx.world.ids.string_list, 8);
    let list = cx.keep(list);
    for item in items {
        let w = cx.world.str(item.as_ref());
        let grown = cx.world.list_init(cx.get(list), w)?;
        cx.set(list, grown);
    }
    Ok(cx.get(list))
}

/// The number of a new resource.
pub fn new_resource<T: Send + Sync + 'static>(resource: T) -> Completion {
    Box::new(move |cx| {
        let id = cx.outside().resources().insert(Arc::new(resource));
        Ok(cx.world.int(id))
    })
}

/// The number of a resource that is made on a thread that may block, or an error value.
pub fn made<T: Send + Sync + 'static, E: Into<String> + Send + 'static>(
    cx: &mut Ctx<'_>,
    make: impl FnOnce() -> std::result::Result<T, E> + Send + 'static,
) -> Result<Word> {
    let h = cx.reactor()?;
    cx.wait(async move {
        match h.blocking(make).await {
            Ok(resource) => new_resource(resource),
            Err(e) => failure(e.into()),
        }
    })
}
