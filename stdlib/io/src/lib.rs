//! Natives of `ballerina/io`.
#![forbid(unsafe_code)]

mod csv;
mod pieces;

use std::sync::Arc;

use native::shared::string_list;
use native::{Ctx, Fail, Registry, Result, Word};
use semtypes::{Name, TyKind};
use values::Sort;

pub const NATIVES: Registry = &[
    ("io:print", print),
    ("io:println", println),
    ("io:fprint", fprint),
    ("io:fprintln", fprintln),
    ("io:readln", readln),
    ("io:readString", read_string),
    ("io:readBytes", read_bytes),
    ("io:readLines", read_lines),
    ("io:writeString", write_string),
    ("io:writeBytes", write_bytes),
    ("io:openFile", pieces::open),
    ("io:nextBlock", pieces::next_block),
    ("io:nextLine", pieces::next_line),
    ("io:nextRow", pieces::next_row),
    ("io:closeFile", pieces::close),
    ("io:createFile", pieces::create),
    ("io:writePiece", pieces::write_piece),
    ("io:finishFile", pieces::finish),
    ("io:csvRows", csv::rows),
    ("io:csvFields", csv::fields),
    ("io:isRowType", csv::is_row_type),
    ("io:listOf", csv::list_of),
];

/// The text of the values in the list at argument `i`, one after the other.
fn text(cx: &mut Ctx<'_>, i: usize, newline: bool) -> Result<String> {
    let mut out = String::new();
    let mut at = 0;
    while let Some(v) = cx.world.list_at(cx.arg(i), at) {
        printable(cx, v, &mut out)?;
        at += 1;
    }
    if newline {
        out.push('\n');
    }
    Ok(out)
}

/// A value as the print functions show it: a raw template is its strings with the insertions between them.
fn printable(cx: &mut Ctx<'_>, v: Word, out: &mut String) -> Result<()> {
    let Some((strings, insertions)) = raw_template(cx, v) else {
        out.push_str(&cx.world.display_whole(v)?);
        return Ok(());
    };
    // Strings are longer by one.
    let mut at = 0;
    while let Some(s) = cx.world.list_at(strings, at) {
        out.push_str(cx.world.as_str(s).unwrap_or(""));
        if let Some(x) = cx.world.list_at(insertions, at) {
            printable(cx, x, out)?;
        }
        at += 1;
    }
    Ok(())
}

/// Strings and insertions of a value that belongs to `object:RawTemplate`.
fn raw_template(cx: &mut Ctx<'_>, v: Word) -> Option<(Word, Word)> {
    if !v.is_sort(Sort::Object) {
        return None;
    }
    let (strings, insertions) = (Name::new("strings"), Name::new("insertions"));
    let (strings, insertions) = (cx.world.field_shape(v, strings)?, cx.world.field_shape(v, insertions)?);
    let TyKind::Object(o) = cx.world.types.expand(cx.world.type_of(v)).kind() else { return None };
    let known = |d: &semtypes::DistinctId| {
        cx.world.types.distinct.get(d.0 as usize).is_some_and(|i| {
            i.module.as_str() == "lang.object" && i.name.is_some_and(|n| n.as_str() == "RawTemplate")
        })
    };
    o.distinct.iter().any(known).then(|| {
        // Both are references, so that reading one does not allocate.
        (cx.world.field_get(v, &strings), cx.world.field_get(v, &insertions))
    })
}

/// Output to a closed pipe is dropped: the reader has gone.
fn print(cx: &mut Ctx<'_>) -> Result<Word> {
    let t = text(cx, 0, false)?;
    let _ = cx.platform().stdout().write_all(t.as_bytes());
    Ok(Word::NIL)
}

fn println(cx: &mut Ctx<'_>) -> Result<Word> {
    let t = text(cx, 0, true)?;
    let _ = cx.platform().stdout().write_all(t.as_bytes());
    Ok(Word::NIL)
}

fn to_stream(cx: &mut Ctx<'_>, newline: bool) -> Result<Word> {
    let t = text(cx, 1, newline)?;
    let mut platform = cx.platform();
    let out = if cx.int(0)? == 2 { platform.stderr() } else { platform.stdout() };
    let _ = out.write_all(t.as_bytes());
    Ok(Word::NIL)
}

fn fprint(cx: &mut Ctx<'_>) -> Result<Word> {
    to_stream(cx, false)
}

fn fprintln(cx: &mut Ctx<'_>) -> Result<Word> {
    to_stream(cx, true)
}

fn readln(cx: &mut Ctx<'_>) -> Result<Word> {
    let prompt = cx.arg(0);
    if !prompt.is_nil() {
        let t = cx.world.display_whole(prompt)?;
        let _ = cx.platform().stdout().write_all(t.as_bytes());
    }
    let _ = cx.platform().stdout().flush();
    cx.at_once()?;
    let ready = cx.platform().ready_line();
    if let Some(line) = ready {
        return what_was_read(cx, line.map(Some));
    }
    let wanted = Arc::new(());
    let job = cx.platform().line_reader(Arc::downgrade(&wanted));
    cx.blocking(job, move |cx, line| {
        drop(wanted);
        what_was_read(cx, line)
    })
}

fn what_was_read(cx: &mut Ctx<'_>, line: std::io::Result<Option<String>>) -> Result<Word> {
    match line {
        Ok(line) => Ok(cx.world.str(&line.unwrap_or_default())),
        Err(e) => Err(Fail::Panic("{ballerina/io}GenericError", e.to_string())),
    }
}

/// Reads a file; what `found` makes of its bytes, or the error value.
fn file(
    cx: &mut Ctx<'_>,
    found: impl FnOnce(&mut Ctx<'_>, Vec<u8>) -> Result<Word> + Send + 'static,
) -> Result<Word> {
    let path = cx.string(0)?;
    let job = cx.platform().file_reader(path.clone());
    cx.blocking(job, move |cx, bytes| match bytes {
        Ok(bytes) => found(cx, bytes),
        Err(e) => Ok(failure(cx, &path, &e)),
    })
}

/// The error of a file that cannot be used: its message is the kind of error of the module.
fn failure(cx: &mut Ctx<'_>, path: &str, e: &std::io::Error) -> Word {
    match e.kind() {
        std::io::ErrorKind::NotFound => {
            cx.error("FileNotFoundError", &format!("no such file or directory: {path}"))
        }
        std::io::ErrorKind::PermissionDenied => {
            cx.error("AccessDeniedError", &format!("access denied for file: {path}"))
        }
        // Said of content, not of the file.
        std::io::ErrorKind::InvalidData => cx.error("GenericError", &e.to_string()),
        _ => cx.error("GenericError", &format!("{path}: {e}")),
    }
}

/// Reads a file of text.
fn text_file(cx: &mut Ctx<'_>, found: fn(&mut Ctx<'_>, &str) -> Result<Word>) -> Result<Word> {
    file(cx, move |cx, bytes| match String::from_utf8(bytes) {
        Ok(text) => found(cx, &text),
        Err(_) => Ok(cx.error("GenericError", "the file is not UTF-8")),
    })
}

fn read_string(cx: &mut Ctx<'_>) -> Result<Word> {
    text_file(cx, |cx, text| Ok(cx.world.str(text)))
}

fn read_lines(cx: &mut Ctx<'_>) -> Result<Word> {
    text_file(cx, |cx, text| string_list(cx, text.lines()))
}

fn read_bytes(cx: &mut Ctx<'_>) -> Result<Word> {
    file(cx, |cx, bytes| {
        let ty = cx.world.readonly_bytes();
        cx.world.list_of_bytes(ty, &bytes)
    })
}

fn write(cx: &mut Ctx<'_>, data: Vec<u8>) -> Result<Word> {
    let (path, append) = (cx.string(0)?, cx.bool(2)?);
    let job = cx.platform().file_writer(path.clone(), data, append);
    cx.blocking(job, move |cx, done| match done {
        Ok(()) => Ok(Word::NIL),
        Err(e) => Ok(failure(cx, &path, &e)),
    })
}

fn write_string(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = cx.string(1)?;
    write(cx, text.into_bytes())
}

fn write_bytes(cx: &mut Ctx<'_>) -> Result<Word> {
    let bytes = cx.world.byte_list(cx.arg(1)).ok_or(Fail::Bug("byte list expected"))?.to_vec();
    write(cx, bytes)
}
