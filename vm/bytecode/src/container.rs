//! The `.balo` container: bytes to [`Archive`] and back.
//!
//! ```text
//! offset  size  field
//!      0     8  magic "\0balo\r\n\x1a"
//!      8     4  format version (this crate writes and reads exactly FORMAT_VERSION)
//!     12     4  number of sections
//!     16     8  length of the whole file
//!     24     4  CRC-32 of everything from offset 32
//!     28     4  zero
//!     32  24*n  section table: id u32, zero u32, offset u64, length u64; sorted by id, sections 8-aligned
//! ```
//! Sections: `STRS` count, zero, then the end of each in the text (u32), then the text (UTF-8); `RAWC` u64 words; `FUNC` fixed entries of
//! [`FUNC_ENTRY`] bytes; `KIND` register kinds, a byte each; `LINE` and `INLN` triples of u32; `HNDL` quadruples of u32;
//! `CODE` u64 words; `META` postcard encoding of [`Meta`]. All integers little-endian. The encoding is a pure
//! function of the archive: equal archives give equal bytes.
//!
//! There is no reading of older versions: a program is compiled anew.

use std::sync::Arc;

use crate::archive::{Archive, CallShape, Function, Handler, Inlined, Line, Meta};
use crate::ops::Kind;
use crate::tables::{Part, Strings};

pub const MAGIC: [u8; 8] = *b"\0balo\r\n\x1a";
pub const FORMAT_VERSION: u32 = 11;
/// Bytes of one `FUNC` entry.
pub const FUNC_ENTRY: usize = 64;
/// Bytes before the sections; the checksum covers what follows.
pub const HEADER: usize = 32;
const SECTION_ENTRY: usize = 24;

const STRS: u32 = 1;
const RAWC: u32 = 2;
const FUNC: u32 = 3;
const KIND: u32 = 4;
const LINE: u32 = 5;
const HNDL: u32 = 6;
const CODE: u32 = 7;
const META: u32 = 8;
const INLN: u32 = 9;
const SECTIONS: [u32; 9] = [STRS, RAWC, FUNC, KIND, LINE, HNDL, CODE, META, INLN];

/// Why bytes are not a usable archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    NotAnArchive,
    /// Written by another version of the format.
    Version {
        found: u32,
    },
    Truncated,
    Checksum,
    /// Structurally wrong; says where.
    Malformed(&'static str),
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FormatError::NotAnArchive => write!(f, "not a .balo archive"),
            FormatError::Version { found } if *found > FORMAT_VERSION => {
                write!(
                    f,
                    "archive format {found} is newer than this balvm understands ({FORMAT_VERSION}); update balvm"
                )
            }
            FormatError::Version { found } => {
                write!(
                    f,
                    "archive format {found} is older than this balvm reads ({FORMAT_VERSION}); rebuild it with balc build"
                )
            }
            FormatError::Truncated => write!(f, "archive is truncated"),
            FormatError::Checksum => write!(f, "archive is corrupt: checksum mismatch"),
            FormatError::Malformed(what) => write!(f, "archive is malformed: {what}"),
        }
    }
}

impl std::error::Error for FormatError {}

type Result<T> = std::result::Result<T, FormatError>;

/// Encodes an archive.
pub fn encode(archive: &Archive) -> Vec<u8> {
    let mut side = Side::default();
    let func: Vec<u8> = archive.functions.iter().flat_map(|f| side.entry(f)).collect();
    let meta = postcard::to_stdvec(&archive.meta).expect("in-memory encoding of plain data cannot fail");
    let bodies: [Vec<u8>; 9] = [
        strings_section(&archive.strings),
        words_section(&archive.raw),
        func,
        side.kinds,
        side.lines,
        side.handlers,
        words_section(&archive.code),
        meta,
        side.inlined,
    ];
    let mut out = vec![0u8; HEADER + SECTION_ENTRY * SECTIONS.len()];
    for (i, (id, body)) in SECTIONS.iter().zip(&bodies).enumerate() {
        while !out.len().is_multiple_of(8) {
            out.push(0);
        }
        let at = HEADER + i * SECTION_ENTRY;
        let offset = out.len() as u64;
        out[at..at + 4].copy_from_slice(&id.to_le_bytes());
        out[at + 8..at + 16].copy_from_slice(&offset.to_le_bytes());
        out[at + 16..at + 24].copy_from_slice(&(body.len() as u64).to_le_bytes());
        out.extend_from_slice(body);
    }
    out[..8].copy_from_slice(&MAGIC);
    out[8..12].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
    out[12..16].copy_from_slice(&(SECTIONS.len() as u32).to_le_bytes());
    let len = out.len() as u64;
    out[16..24].copy_from_slice(&len.to_le_bytes());
    let crc = crc32fast::hash(&out[HEADER..]);
    out[24..28].copy_from_slice(&crc.to_le_bytes());
    out
}

#[derive(Default)]
struct Side {
    kinds: Vec<u8>,
    lines: Vec<u8>,
    handlers: Vec<u8>,
    inlined: Vec<u8>,
}

impl Side {
    fn entry(&mut self, f: &Function) -> [u8; FUNC_ENTRY] {
        let (shape, fixed, rest) = match f.call {
            CallShape::Direct => (0u8, 0, None),
            CallShape::Value { fixed, rest } => (1, fixed, rest),
            CallShape::Method { fixed, rest } => (2, fixed, rest),
        };
        let mut e = Vec::with_capacity(FUNC_ENTRY);
        e.extend(f.name.to_le_bytes());
        e.extend(f.file.to_le_bytes());
        e.extend([f.ret as u8, shape, f.hidden as u8, 0]);
        e.extend(f.nparams.to_le_bytes());
        e.extend(f.nregs().to_le_bytes());
        e.extend(f.nout.to_le_bytes());
        e.extend(fixed.to_le_bytes());
        e.extend(rest.map_or(0, |r| r + 1).to_le_bytes());
        e.extend((self.kinds.len() as u32).to_le_bytes());
        e.extend((self.lines.len() as u32 / 12).to_le_bytes());
        e.extend((f.lines.len() as u32).to_le_bytes());
        e.extend((self.handlers.len() as u32 / 16).to_le_bytes());
        e.extend((f.handlers.len() as u32).to_le_bytes());
        e.extend((self.inlined.len() as u32 / 12).to_le_bytes());
        e.extend((f.inlined.len() as u32).to_le_bytes());
        e.extend(f.code_start.to_le_bytes());
        e.extend(f.code_len.to_le_bytes());
        e.extend(f.ty.map_or(0, |t| t + 1).to_le_bytes());
        self.kinds.extend(f.kinds.iter().map(|&k| k as u8));
        for l in &f.lines {
            for v in [l.word, l.line, l.inlined.map_or(0, |i| i as u32 + 1)] {
                self.lines.extend(v.to_le_bytes());
            }
        }
        for i in &f.inlined {
            for v in [i.name, i.file, i.call_line] {
                self.inlined.extend(v.to_le_bytes());
            }
        }
        for h in &f.handlers {
            for v in [h.start, h.end, h.target, h.reg as u32] {
                self.handlers.extend(v.to_le_bytes());
            }
        }
        e.try_into().expect("entry has FUNC_ENTRY bytes")
    }
}

fn strings_section(strings: &Strings) -> Vec<u8> {
    let (text, ends) = strings.parts();
    let mut out = (ends.len() as u32).to_le_bytes().to_vec();
    out.extend(0u32.to_le_bytes());
    out.extend(ends.iter().flat_map(|end| end.to_le_bytes()));
    out.extend(text.as_bytes());
    out
}

fn words_section(words: &[u64]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// A little-endian reader over one section.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(n).ok_or(FormatError::Truncated)?;
        let s = self.bytes.get(self.at..end).ok_or(FormatError::Truncated)?;
        self.at = end;
        Ok(s)
    }
    fn u8(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }
    fn u16(&mut self) -> Result<u16> {
        Ok(u16::from_le_bytes(self.take(2)?.try_into().expect("two bytes")))
    }
    fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.take(4)?.try_into().expect("four bytes")))
    }
    fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(self.take(8)?.try_into().expect("eight bytes")))
    }
}

/// Decodes bytes into an archive. Checks the container, not the meaning: see [`crate::verify`].
pub fn decode(bytes: &[u8]) -> Result<Archive> {
    let mut words = vec![0u64; bytes.len().div_ceil(8)];
    bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
    decode_words(&Arc::new(words), 0, bytes.len())
}

/// As [`decode`], of `len` bytes from the word at `start`; the archive's code stays where it is.
///
/// # Panics
/// When there are not so many.
pub fn decode_words(words: &Arc<Vec<u64>>, start: usize, len: usize) -> Result<Archive> {
    let bytes = &bytemuck::cast_slice(words)[start * size_of::<u64>()..][..len];
    let sections = sections(bytes)?;
    let [strs, rawc, func, kind, line, hndl, code, meta, inln] = sections;
    let strings = read_strings(strs)?;
    if !func.len().is_multiple_of(FUNC_ENTRY) {
        return Err(FormatError::Malformed("function table length"));
    }
    let sides = Sides::read(kind, line, hndl, inln)?;
    // A vector that grows would be copied again and again: collecting results, it cannot know how long it will be.
    let mut functions = Vec::with_capacity(func.len() / FUNC_ENTRY);
    for entry in func.chunks_exact(FUNC_ENTRY) {
        functions.push(read_function(entry, &sides)?);
    }
    let (meta, rest): (Meta, _) =
        postcard::take_from_bytes(meta).map_err(|_| FormatError::Malformed("metadata"))?;
    if !rest.is_empty() {
        return Err(FormatError::Malformed("bytes after metadata"));
    }
    Ok(Archive { strings, raw: read_words(rawc)?, functions, code: code_words(words, code)?, meta })
}

fn sections(bytes: &[u8]) -> Result<[&[u8]; 9]> {
    if bytes.len() < 8 || bytes[..8] != MAGIC {
        return Err(FormatError::NotAnArchive);
    }
    let mut r = Reader { bytes, at: 8 };
    let version = r.u32()?;
    if version != FORMAT_VERSION {
        return Err(FormatError::Version { found: version });
    }
    let count = r.u32()?;
    let len = r.u64()?;
    let crc = r.u32()?;
    let zero = r.u32()?;
    if (bytes.len() as u64) < len {
        return Err(FormatError::Truncated);
    }
    if bytes.len() as u64 > len || zero != 0 {
        return Err(FormatError::Malformed("file length"));
    }
    if crc32fast::hash(&bytes[HEADER..]) != crc {
        return Err(FormatError::Checksum);
    }
    if count as usize != SECTIONS.len() {
        return Err(FormatError::Malformed("section count"));
    }
    let mut out = [&bytes[..0]; 9];
    for (i, id) in SECTIONS.iter().enumerate() {
        let (found, pad) = (r.u32()?, r.u32()?);
        let (offset, len) = (r.u64()?, r.u64()?);
        if found != *id || pad != 0 || !offset.is_multiple_of(8) {
            return Err(FormatError::Malformed("section table"));
        }
        let end = offset.checked_add(len).ok_or(FormatError::Malformed("section range"))?;
        out[i] = bytes.get(offset as usize..end as usize).ok_or(FormatError::Malformed("section range"))?;
    }
    Ok(out)
}

fn read_strings(bytes: &[u8]) -> Result<Strings> {
    let mut r = Reader { bytes, at: 0 };
    let count = r.u32()? as usize;
    let first = r.u32()?;
    let ends = r.take(count.checked_mul(4).ok_or(FormatError::Truncated)?)?;
    let text =
        std::str::from_utf8(&bytes[r.at..]).map_err(|_| FormatError::Malformed("string is not UTF-8"))?;
    let ends = records::<1>(ends)?.map(|[end]| end).collect();
    let strings = Strings::new(text.to_string(), ends).filter(|_| first == 0);
    strings.ok_or(FormatError::Malformed("string table"))
}

fn read_words(bytes: &[u8]) -> Result<Vec<u64>> {
    if !bytes.len().is_multiple_of(8) {
        return Err(FormatError::Malformed("word section length"));
    }
    Ok(bytes.chunks_exact(8).map(|c| u64::from_le_bytes(c.try_into().expect("eight bytes"))).collect())
}

/// The code section's words, where they are.
fn code_words(words: &Arc<Vec<u64>>, code: &[u8]) -> Result<Part<u64>> {
    if cfg!(target_endian = "big") {
        return Ok(read_words(code)?.into());
    }
    let start = code.as_ptr() as usize - words.as_ptr() as usize;
    let malformed = FormatError::Malformed("word section length");
    if !code.len().is_multiple_of(8) {
        return Err(malformed);
    }
    Part::of(words, start / 8..(start + code.len()) / 8).ok_or(malformed)
}

/// The tables of which functions have parts.
struct Sides {
    kinds: Arc<Vec<Kind>>,
    lines: Arc<Vec<Line>>,
    handlers: Arc<Vec<Handler>>,
    inlined: Arc<Vec<Inlined>>,
}

impl Sides {
    fn read(kind: &[u8], line: &[u8], hndl: &[u8], inln: &[u8]) -> Result<Sides> {
        let kinds = kind.iter().map(|&k| Kind::from_u8(k)).collect::<Option<Vec<Kind>>>();
        let lines = records::<3>(line)?.map(|[word, line, i]| Line {
            word,
            line,
            inlined: i.checked_sub(1).map(|i| i as u16),
        });
        let inlined = records::<3>(inln)?.map(|[name, file, call_line]| Inlined { name, file, call_line });
        let handlers = records::<4>(hndl)?.map(|[start, end, target, reg]| Handler {
            start,
            end,
            target,
            reg: reg as u16,
        });
        Ok(Sides {
            kinds: Arc::new(kinds.ok_or(FormatError::Malformed("register kind"))?),
            lines: Arc::new(lines.collect()),
            handlers: Arc::new(handlers.collect()),
            inlined: Arc::new(inlined.collect()),
        })
    }
}

fn read_function(entry: &[u8], side: &Sides) -> Result<Function> {
    let mut r = Reader { bytes: entry, at: 0 };
    let (name, file) = (r.u32()?, r.u32()?);
    let (ret, shape, hidden, pad) = (r.u8()?, r.u8()?, r.u8()?, r.u8()?);
    let (nparams, nregs, nout, fixed) = (r.u16()?, r.u16()?, r.u16()?, r.u16()?);
    let rest = r.u32()?;
    let (kinds_at, lines_at, nlines) = (r.u32()?, r.u32()?, r.u32()?);
    let (handlers_at, nhandlers) = (r.u32()?, r.u32()?);
    let (inlined_at, ninlined) = (r.u32()?, r.u32()?);
    let (code_start, code_len) = (r.u32()?, r.u32()?);
    let ty = r.u32()?.checked_sub(1);
    let rest = rest.checked_sub(1);
    let call = match shape {
        0 => CallShape::Direct,
        1 => CallShape::Value { fixed, rest },
        2 => CallShape::Method { fixed, rest },
        _ => return Err(FormatError::Malformed("call shape")),
    };
    if pad != 0 || hidden > 1 {
        return Err(FormatError::Malformed("function flags"));
    }
    Ok(Function {
        name,
        file,
        ret: Kind::from_u8(ret).ok_or(FormatError::Malformed("register kind"))?,
        nparams,
        kinds: part(&side.kinds, kinds_at, nregs as u32, "register kinds")?,
        nout,
        ty,
        call,
        hidden: hidden == 1,
        code_start,
        code_len,
        lines: part(&side.lines, lines_at, nlines, "lines")?,
        inlined: part(&side.inlined, inlined_at, ninlined, "inlined calls")?,
        handlers: part(&side.handlers, handlers_at, nhandlers, "handlers")?,
    })
}

fn part<T>(table: &Arc<Vec<T>>, at: u32, count: u32, what: &'static str) -> Result<Part<T>> {
    let range = at as usize..at as usize + count as usize;
    Part::of(table, range).ok_or(FormatError::Malformed(what))
}

/// A section's records of `N` u32 values.
fn records<const N: usize>(bytes: &[u8]) -> Result<impl Iterator<Item = [u32; N]> + '_> {
    if !bytes.len().is_multiple_of(4 * N) {
        return Err(FormatError::Malformed("side table"));
    }
    Ok(bytes.chunks_exact(4 * N).map(|c| {
        std::array::from_fn(|i| u32::from_le_bytes(c[i * 4..i * 4 + 4].try_into().expect("four bytes")))
    }))
}
