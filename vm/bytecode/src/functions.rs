//! The functions of an archive, in the tables that a file has them in: reading an archive copies none of what is long, and only
//! of functions that run anything is looked at again.

use std::ops::Range;

use crate::archive::{CallShape, FuncIdx, Function, Handler, Inlined, Line, TypeIdx};
use crate::ops::Kind;
use crate::tables::Table;

/// Numbers of a function's entry; see [`Functions::push`] for what they are.
pub(crate) const ENTRY: usize = 16;

/// All functions of an archive, by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Functions {
    pub(crate) entries: Table<[u32; ENTRY]>,
    pub(crate) sides: Sides,
}

/// What functions have parts of, each in one table of all functions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sides {
    pub kinds: Vec<Kind>,
    pub lines: Table<[u32; 3]>,
    pub handlers: Table<[u32; 4]>,
    pub inlined: Table<[u32; 3]>,
}

fn pair(low: u16, high: u16) -> u32 {
    low as u32 | (high as u32) << 16
}

fn halves(pair: u32) -> (u16, u16) {
    (pair as u16, (pair >> 16) as u16)
}

impl Functions {
    /// The functions of tables that come from a file, each of which is as [`Functions::push`] makes it.
    ///
    /// # Errors
    /// What is not.
    pub(crate) fn new(entries: Table<[u32; ENTRY]>, sides: Sides) -> Result<Functions, &'static str> {
        let functions = Functions { entries, sides };
        functions.entries.iter().try_for_each(|e| functions.check(e))?;
        Ok(functions)
    }

    fn check(&self, entry: &[u32; ENTRY]) -> Result<(), &'static str> {
        let [ret, shape, hidden, pad] = entry[2].to_le_bytes();
        if Kind::from_u8(ret).is_none() {
            return Err("register kind");
        }
        if shape > 2 {
            return Err("call shape");
        }
        if pad != 0 || hidden > 1 {
            return Err("function flags");
        }
        let sides = &self.sides;
        let [kinds, lines, handlers, inlined] = ranges(entry);
        for (range, len, what) in [
            (kinds, sides.kinds.len(), "register kinds"),
            (lines, sides.lines.len(), "lines"),
            (handlers, sides.handlers.len(), "handlers"),
            (inlined, sides.inlined.len(), "inlined calls"),
        ] {
            if range.start > range.end || range.end > len {
                return Err(what);
            }
        }
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub fn get(&self, i: usize) -> Option<Function<'_>> {
        self.entries.get(i).map(|e| self.function(e))
    }

    /// # Panics
    /// When there are not so many functions.
    #[inline]
    pub fn at(&self, i: u32) -> Function<'_> {
        self.function(&self.entries[i as usize])
    }

    pub fn iter(&self) -> impl Iterator<Item = Function<'_>> {
        self.entries.iter().map(|e| self.function(e))
    }

    /// [`Function::call`] alone.
    ///
    /// # Panics
    /// When there are not so many functions.
    pub fn call(&self, i: FuncIdx) -> CallShape {
        call_shape(&self.entries[i as usize])
    }

    /// [`Function::ty`] alone.
    pub fn ty(&self, i: FuncIdx) -> Option<TypeIdx> {
        type_index(self.entries.get(i as usize)?)
    }

    // Most callers want a part of it only.
    #[inline(always)]
    fn function(&self, e: &[u32; ENTRY]) -> Function<'_> {
        let [ret, _, hidden, _] = e[2].to_le_bytes();
        let ((nparams, _), (nout, _)) = (halves(e[3]), halves(e[4]));
        let [kinds, lines, handlers, inlined] = ranges(e);
        Function {
            name: e[0],
            file: e[1],
            ret: Kind::from_u8(ret).expect("entries have been checked"),
            nparams,
            kinds: &self.sides.kinds[kinds],
            nout,
            ty: type_index(e),
            call: call_shape(e),
            hidden: hidden == 1,
            code_start: e[13],
            code_len: e[14],
            lines: &self.sides.lines[lines],
            inlined: &self.sides.inlined[inlined],
            handlers: &self.sides.handlers[handlers],
        }
    }

    /// Adds a function.
    pub fn push(&mut self, f: &Function<'_>) {
        let (shape, fixed, rest) = match f.call {
            CallShape::Direct => (0u8, 0, None),
            CallShape::Value { fixed, rest } => (1, fixed, rest),
            CallShape::Method { fixed, rest } => (2, fixed, rest),
        };
        let sides = &mut self.sides;
        self.entries.to_mut().push([
            f.name,
            f.file,
            u32::from_le_bytes([f.ret as u8, shape, f.hidden as u8, 0]),
            pair(f.nparams, f.nregs()),
            pair(f.nout, fixed),
            rest.map_or(0, |r| r + 1),
            sides.kinds.len() as u32,
            sides.lines.len() as u32,
            f.lines.len() as u32,
            sides.handlers.len() as u32,
            f.handlers.len() as u32,
            sides.inlined.len() as u32,
            f.inlined.len() as u32,
            f.code_start,
            f.code_len,
            f.ty.map_or(0, |t| t + 1),
        ]);
        sides.kinds.extend(f.kinds);
        sides.lines.to_mut().extend(f.lines);
        sides.handlers.to_mut().extend(f.handlers);
        sides.inlined.to_mut().extend(f.inlined);
    }
}

#[inline]
fn call_shape(e: &[u32; ENTRY]) -> CallShape {
    let [_, shape, ..] = e[2].to_le_bytes();
    let ((_, fixed), rest) = (halves(e[4]), e[5].checked_sub(1));
    match shape {
        0 => CallShape::Direct,
        1 => CallShape::Value { fixed, rest },
        _ => CallShape::Method { fixed, rest },
    }
}

#[inline]
fn type_index(e: &[u32; ENTRY]) -> Option<TypeIdx> {
    e[15].checked_sub(1)
}

/// Where an entry's parts are: kinds, lines, handlers, inlined calls.
#[inline]
fn ranges(e: &[u32; ENTRY]) -> [Range<usize>; 4] {
    let (_, nregs) = halves(e[3]);
    [(e[6], nregs as u32), (e[7], e[8]), (e[9], e[10]), (e[11], e[12])]
        .map(|(at, count)| at as usize..at as usize + count as usize)
}

impl<'a> Function<'a> {
    /// Register count of the frame without its out area.
    pub fn nregs(&self) -> u16 {
        self.kinds.len() as u16
    }

    /// The contiguous range of tagged registers after the parameters: first register and count.
    pub fn ref_locals(&self) -> (u16, u16) {
        let locals = &self.kinds[self.nparams as usize..];
        match locals.iter().position(|&k| k == Kind::R) {
            None => (self.nparams, 0),
            Some(first) => {
                let count = locals[first..].iter().take_while(|&&k| k == Kind::R).count();
                (self.nparams + first as u16, count as u16)
            }
        }
    }

    pub fn lines(&self) -> impl DoubleEndedIterator<Item = Line> + use<'a> {
        self.lines.iter().copied().map(Line::from)
    }

    pub fn inlined(&self, i: u16) -> Option<Inlined> {
        self.inlined.get(i as usize).copied().map(Inlined::from)
    }

    pub fn handlers(&self) -> impl DoubleEndedIterator<Item = Handler> + use<'a> {
        self.handlers.iter().copied().map(Handler::from)
    }

    /// The line of a word.
    pub fn line_at(&self, word: u32) -> Option<Line> {
        self.lines().rev().find(|l| l.word <= word)
    }
}

impl From<[u32; 3]> for Line {
    fn from([word, line, inlined]: [u32; 3]) -> Line {
        Line { word, line, inlined: inlined.checked_sub(1).map(|i| i as u16) }
    }
}

impl From<Line> for [u32; 3] {
    fn from(l: Line) -> [u32; 3] {
        [l.word, l.line, l.inlined.map_or(0, |i| i as u32 + 1)]
    }
}

impl From<[u32; 3]> for Inlined {
    fn from([name, file, call_line]: [u32; 3]) -> Inlined {
        Inlined { name, file, call_line }
    }
}

impl From<Inlined> for [u32; 3] {
    fn from(i: Inlined) -> [u32; 3] {
        [i.name, i.file, i.call_line]
    }
}

impl From<[u32; 4]> for Handler {
    fn from([start, end, target, reg]: [u32; 4]) -> Handler {
        Handler { start, end, target, reg: reg as u16 }
    }
}

impl From<Handler> for [u32; 4] {
    fn from(h: Handler) -> [u32; 4] {
        [h.start, h.end, h.target, h.reg as u32]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn functions() -> Functions {
        let mut functions = Functions::default();
        let line = Line { word: 2, line: 7, inlined: Some(0) };
        let inlined = Inlined { name: 1, file: 2, call_line: 3 };
        let handler = Handler { start: 0, end: 2, target: 3, reg: 1 };
        for ty in [None, Some(0)] {
            functions.push(&Function {
                name: 4,
                file: 5,
                ret: Kind::R,
                nparams: 1,
                kinds: &[Kind::R, Kind::R, Kind::I],
                nout: 6,
                ty,
                call: CallShape::Value { fixed: 0, rest: Some(0) },
                hidden: true,
                code_start: 8,
                code_len: 9,
                lines: &[line.into()],
                inlined: &[inlined.into()],
                handlers: &[handler.into()],
            });
        }
        functions
    }

    #[test]
    fn a_function_is_what_was_added() {
        let functions = functions();
        let f = functions.at(1);
        assert_eq!((f.name, f.file, f.ret, f.nparams, f.nregs(), f.nout), (4, 5, Kind::R, 1, 3, 6));
        assert_eq!((f.ty, f.call), (Some(0), CallShape::Value { fixed: 0, rest: Some(0) }));
        assert_eq!((f.hidden, f.code_start, f.code_len, f.ref_locals()), (true, 8, 9, (1, 1)));
        assert_eq!(f.line_at(3), Some(Line { word: 2, line: 7, inlined: Some(0) }));
        assert_eq!(f.line_at(1), None);
        assert_eq!(f.inlined(0).map(|i| i.call_line), Some(3));
        assert_eq!(f.handlers().map(|h| h.target).collect::<Vec<_>>(), [3]);
        assert_eq!(functions.at(0).ty, None);
        assert_eq!((functions.call(1), functions.ty(1), functions.ty(2)), (f.call, f.ty, None));
        assert!(functions.get(2).is_none());
    }

    #[test]
    fn entries_are_checked() {
        let right = functions();
        let with = |place: usize, value: u32| {
            let mut entry = right.entries[1];
            entry[place] = value;
            Functions::new(Table::from(vec![entry]), right.sides.clone()).map(|_| ())
        };
        assert_eq!(with(0, 1), Ok(()));
        assert_eq!(with(2, 4), Err("register kind"));
        assert_eq!(with(2, 3 << 8), Err("call shape"));
        assert_eq!(with(2, 1 << 24), Err("function flags"));
        assert_eq!(with(6, 4), Err("register kinds"));
        assert_eq!(with(7, u32::MAX), Err("lines"));
        assert_eq!(with(10, u32::MAX), Err("handlers"));
        assert_eq!(with(12, 2), Err("inlined calls"));
    }
}
