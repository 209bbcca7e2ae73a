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
//! Sections: `STRS` count, zero, then the end of each in the text (u32), then the text (UTF-8); `RAWC` u64 words; `FUNC` an entry of 16 u32 for each function
//! ([`Functions`]); `KIND` register kinds, a byte each; `LINE` and `INLN` triples of u32; `HNDL` quadruples of u32;
//! `CODE` u64 words; `META` postcard encoding of [`Meta`]. All integers little-endian. The encoding is a pure
//! function of the archive: equal archives give equal bytes.
//!
//! There is no reading of older versions: a program is compiled anew.

use std::sync::Arc;

use crate::archive::{Archive, Meta};
use crate::functions::{Functions, Sides};
use crate::ops::Kind;
use crate::tables::{Entry, Strings, Table};

pub const MAGIC: [u8; 8] = *b"\0balo\r\n\x1a";
pub const FORMAT_VERSION: u32 = 12;
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
    let Functions { entries, sides } = &archive.functions;
    let meta = postcard::to_stdvec(&archive.meta).expect("in-memory encoding of plain data cannot fail");
    let bodies: [Vec<u8>; 9] = [
        strings_section(&archive.strings),
        section(&archive.raw),
        section(entries),
        sides.kinds.iter().map(|&k| k as u8).collect(),
        section(&sides.lines),
        section(&sides.handlers),
        section(&archive.code),
        meta,
        section(&sides.inlined),
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

fn strings_section(strings: &Strings) -> Vec<u8> {
    let (text, ends) = strings.parts();
    let mut out = (ends.len() as u32).to_le_bytes().to_vec();
    out.extend(0u32.to_le_bytes());
    out.extend(ends.iter().flat_map(|end| end.to_le_bytes()));
    out.extend(text.as_bytes());
    out
}

fn section<T: Entry>(table: &[T]) -> Vec<u8> {
    // What turns little-endian numbers into the machine's turns them back.
    let file: Vec<T> = table.iter().copied().map(T::native).collect();
    bytemuck::cast_slice(&file).to_vec()
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

/// As [`decode`], of `len` bytes from the word at `start`; code and the tables of functions stay where they are.
///
/// # Panics
/// When there are not so many.
pub fn decode_words(words: &Arc<Vec<u64>>, start: usize, len: usize) -> Result<Archive> {
    let bytes = &bytemuck::cast_slice(words)[start * size_of::<u64>()..][..len];
    let sections = sections(bytes)?;
    let [strs, rawc, func, kind, line, hndl, code, meta, inln] = sections;
    let strings = read_strings(strs)?;
    let kinds = kind.iter().map(|&k| Kind::from_u8(k)).collect::<Option<Vec<Kind>>>();
    let sides = Sides {
        kinds: kinds.ok_or(FormatError::Malformed("register kind"))?,
        lines: table(words, line)?,
        handlers: table(words, hndl)?,
        inlined: table(words, inln)?,
    };
    let functions = Functions::new(table(words, func)?, sides).map_err(FormatError::Malformed)?;
    let (meta, rest): (Meta, _) =
        postcard::take_from_bytes(meta).map_err(|_| FormatError::Malformed("metadata"))?;
    if !rest.is_empty() {
        return Err(FormatError::Malformed("bytes after metadata"));
    }
    Ok(Archive { strings, raw: table(words, rawc)?.to_vec(), functions, code: table(words, code)?, meta })
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
    let ends = ends.chunks_exact(4).map(|e| u32::from_le_bytes(e.try_into().expect("four bytes"))).collect();
    let strings = Strings::new(text.to_string(), ends).filter(|_| first == 0);
    strings.ok_or(FormatError::Malformed("string table"))
}

/// The table in a section, which is a part of `words`.
fn table<T: Entry>(words: &Arc<Vec<u64>>, section: &[u8]) -> Result<Table<T>> {
    let start = section.as_ptr() as usize - words.as_ptr() as usize;
    Table::read(words, start..start + section.len()).ok_or(FormatError::Malformed("table length"))
}
