//! Files that are read or written piece by piece, by the numbers of what is open. What reads or writes the file itself runs
//! where it may block, and moves more than a small piece at once, so that most of the calls find their piece in memory.

use std::collections::VecDeque;
use std::io::{self, Read, Write};

use bytes::BytesMut;
use memchr::memchr;
use native::shared::{new_resource, resource, string_list};
use native::{Ctx, Fail, Result, Word};
use parking_lot::Mutex;

use crate::csv::{Parser, Row};
use crate::failure;

/// How much of a file is read or written at once, and so kept in memory.
const CHUNK: usize = 64 * 1024;

/// A file that is open, and what has been read of it and not been taken.
struct Source {
    path: String,
    file: Box<dyn Read + Send>,
    unread: BytesMut,
    /// No end of a line is before this.
    searched: usize,
    /// Nothing follows in the file.
    ended: bool,
    csv: Parser,
    rows: VecDeque<Row>,
}

type Reading = Mutex<Source>;

impl Source {
    fn new(path: String, file: Box<dyn Read + Send>) -> Source {
        Source {
            path,
            file,
            unread: BytesMut::new(),
            searched: 0,
            ended: false,
            csv: Parser::default(),
            rows: VecDeque::new(),
        }
    }

    fn read_more(&mut self) -> io::Result<()> {
        let there = self.unread.len();
        self.unread.resize(there + CHUNK, 0);
        let read = loop {
            match self.file.read(&mut self.unread[there..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.unread.truncate(there + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        Ok(())
    }

    /// A block of that size, which only at the end is shorter.
    fn block(&mut self, size: usize) -> Option<BytesMut> {
        let n = size.min(self.unread.len());
        (n == size || self.ended && n > 0).then(|| self.unread.split_to(n))
    }

    /// A line without its end.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = match memchr(b'\n', &self.unread[self.searched..]) {
            Some(n) => self.unread.split_to(self.searched + n + 1),
            None if self.ended && !self.unread.is_empty() => self.unread.split(),
            None => {
                self.searched = self.unread.len();
                return Ok(None);
            }
        };
        self.searched = 0;
        for end in *b"\n\r" {
            if line.last() == Some(&end) {
                line.truncate(line.len() - 1);
            }
        }
        String::from_utf8(line.into()).map(Some).map_err(|_| not_text())
    }

    /// A row of comma-separated values.
    fn row(&mut self) -> io::Result<Option<Row>> {
        if self.rows.is_empty() {
            let text = match std::str::from_utf8(&self.unread) {
                Ok(text) => text,
                // A character that has come in part is left until the rest is there.
                Err(e) if e.error_len().is_none() && !self.ended => {
                    std::str::from_utf8(&self.unread[..e.valid_up_to()]).map_err(|_| not_text())?
                }
                Err(_) => return Err(not_text()),
            };
            let n = text.len();
            self.csv.feed(text, &mut self.rows);
            let _ = self.unread.split_to(n);
            if self.ended {
                self.csv.end(&mut self.rows);
            }
        }
        Ok(self.rows.pop_front())
    }
}

fn not_text() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the file is not UTF-8")
}

/// `openFile(path)`: the number of an open file, or an error.
pub fn open(cx: &mut Ctx<'_>) -> Result<Word> {
    let path = cx.string(0)?;
    let job = cx.platform().file_opener(path.clone());
    cx.blocking(job, move |cx, file| match file {
        Ok(file) => new_resource(Reading::new(Source::new(path, file)))(cx),
        Err(e) => Ok(failure(cx, &path, &e)),
    })
}

/// The next piece of an open file: nil at its end, where it is closed, as after an error.
fn next<T: Send + 'static>(
    cx: &mut Ctx<'_>,
    take: impl Fn(&mut Source) -> io::Result<Option<T>> + Send + 'static,
    made: fn(&mut Ctx<'_>, T) -> Result<Word>,
) -> Result<Word> {
    let Some(file) = resource::<Reading>(cx, 0)? else { return Ok(Word::NIL) };
    let id = cx.int(0)?;
    let done = move |cx: &mut Ctx<'_>, path: String, found: io::Result<Option<T>>| {
        if !matches!(found, Ok(Some(_))) {
            cx.outside().resources().remove(id);
        }
        match found {
            Ok(Some(piece)) => made(cx, piece),
            Ok(None) => Ok(Word::NIL),
            Err(e) => Ok(failure(cx, &path, &e)),
        }
    };
    // Another strand may be reading: it has the lock as long as it takes, and nobody waits for it here.
    let found = file.try_lock().and_then(|mut source| take(&mut source).transpose());
    if let Some(found) = found {
        return done(cx, file.lock().path.clone(), found.map(Some));
    }
    let reading = file.clone();
    let job = Box::new(move || {
        let mut source = reading.lock();
        loop {
            if let Some(piece) = take(&mut source)? {
                return Ok(Some(piece));
            }
            if source.ended {
                return Ok(None);
            }
            source.read_more()?;
        }
    });
    cx.blocking(job, move |cx, found| {
        let path = file.lock().path.clone();
        done(cx, path, found)
    })
}

/// `nextBlock(file, size)`
pub fn next_block(cx: &mut Ctx<'_>) -> Result<Word> {
    let size = usize::try_from(cx.int(1)?).unwrap_or(0).max(1);
    next(
        cx,
        move |source| Ok(source.block(size)),
        |cx, block| {
            let ty = cx.world.readonly_bytes();
            cx.world.list_of_bytes(ty, &block)
        },
    )
}

/// `nextLine(file)`
pub fn next_line(cx: &mut Ctx<'_>) -> Result<Word> {
    next(cx, Source::line, |cx, line| Ok(cx.world.str(&line)))
}

/// `nextRow(file)`
pub fn next_row(cx: &mut Ctx<'_>) -> Result<Word> {
    next(cx, Source::row, |cx, row| string_list(cx, &row))
}

/// `closeFile(file)`: nothing is read of it any more.
pub fn close(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    Ok(Word::NIL)
}

/// A file that is written, and what has yet to be.
struct Sink {
    path: String,
    file: Box<dyn Write + Send>,
    unwritten: Vec<u8>,
}

type Writing = Mutex<Sink>;

/// `createFile(path, append)`: the number of a file to write to, or an error.
pub fn create(cx: &mut Ctx<'_>) -> Result<Word> {
    let path = cx.string(0)?;
    let append = cx.bool(1)?;
    let job = cx.platform().file_creator(path.clone(), append);
    cx.blocking(job, move |cx, file| match file {
        Ok(file) => new_resource(Writing::new(Sink { path, file, unwritten: Vec::new() }))(cx),
        Err(e) => Ok(failure(cx, &path, &e)),
    })
}

fn written(cx: &mut Ctx<'_>, file: &Writing, done: io::Result<()>) -> Result<Word> {
    match done {
        Ok(()) => Ok(Word::NIL),
        Err(e) => {
            let path = file.lock().path.clone();
            Ok(failure(cx, &path, &e))
        }
    }
}

/// `writePiece(file, piece)`: what is wrong, if anything; that may concern a piece before.
pub fn write_piece(cx: &mut Ctx<'_>) -> Result<Word> {
    let file = resource::<Writing>(cx, 0)?.ok_or(Fail::Bug("no such file"))?;
    let w = cx.arg(1);
    let piece: &[u8] = match cx.world.as_str(w) {
        Some(text) => text.as_bytes(),
        None => cx.world.byte_list(w).ok_or(Fail::Bug("byte list expected"))?,
    };
    if let Some(mut sink) = file.try_lock().filter(|s| s.unwritten.len() + piece.len() <= CHUNK) {
        sink.unwritten.extend_from_slice(piece);
        return Ok(Word::NIL);
    }
    let (piece, writing) = (piece.to_vec(), file.clone());
    let job = Box::new(move || {
        let sink = &mut *writing.lock();
        // What could not be written will not be tried again.
        let before = std::mem::take(&mut sink.unwritten);
        sink.file.write_all(&before)?;
        sink.file.write_all(&piece)
    });
    cx.blocking(job, move |cx, done| written(cx, &file, done))
}

/// `finishFile(file)`: the rest is written, and the file closed; what is wrong, if anything.
pub fn finish(cx: &mut Ctx<'_>) -> Result<Word> {
    let file = resource::<Writing>(cx, 0)?.ok_or(Fail::Bug("no such file"))?;
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    let writing = file.clone();
    let job = Box::new(move || {
        let sink = &mut *writing.lock();
        let rest = std::mem::take(&mut sink.unwritten);
        sink.file.write_all(&rest)?;
        sink.file.flush()
    });
    cx.blocking(job, move |cx, done| written(cx, &file, done))
}
