//! JSON text straight into a value of a type, without the generic value in between. It takes what is decided by the type
//! alone: records all of whose required fields are there, maps, arrays and simple values. Everything else, errors above all,
//! is left to parsing and conversion one after the other, which give the same value for what is taken here.

use std::borrow::Cow;

use native::{Ctx, Kept, Result, TypeId, Word};
use semtypes::TyKind;
use values::types::{RecordShape, Shape, basic};

use super::{JsonError, Numbers, Parser};

/// The value of a text, or nothing where this is not enough.
pub fn parse(cx: &mut Ctx<'_>, text: &str, ty: TypeId) -> Result<Option<Word>> {
    let mut p = Parser { cx, text, at: 0, depth: 0, numbers: Numbers::Natural };
    p.space();
    let value = match p.typed(ty) {
        Ok(Some(v)) => p.cx.keep(v),
        Ok(None) | Err(JsonError::Syntax(_)) => return Ok(None),
        Err(JsonError::Fail(f)) => return Err(f),
    };
    p.space();
    Ok((p.at == text.len()).then(|| p.cx.get(value)))
}

type Typed = std::result::Result<Option<Word>, JsonError>;

impl<'a> Parser<'a, '_, '_> {
    fn typed(&mut self, ty: TypeId) -> Typed {
        let open = self.peek();
        if !matches!(open, Some(b'{' | b'[')) {
            let v = self.value()?;
            return Ok(self.simple(v, ty));
        }
        let shape = self.cx.world.types.shape(ty);
        self.depth += 1;
        if self.depth > super::MAX_DEPTH {
            return Ok(None);
        }
        self.at += 1;
        let found = match (open, &*shape) {
            (Some(b'{'), Shape::Record(r)) => self.record(ty, r),
            (Some(b'{'), Shape::Map(member)) => self.map(ty, *member),
            (Some(b'['), Shape::List(s)) if s.fixed.is_none() && s.members.is_empty() => {
                self.list(ty, s.rest)
            }
            _ => Ok(None),
        };
        self.depth -= 1;
        found
    }

    /// A value that is no structure, as a conversion makes it.
    fn simple(&mut self, v: Word, ty: TypeId) -> Option<Word> {
        if self.cx.world.is(v, ty) {
            return Some(v);
        }
        let types = &self.cx.world.types;
        let union = matches!(types.expand(types.ty(ty)).kind(), TyKind::Union(_));
        let number = self.cx.world.basic_bit(v) & (basic::INT | basic::FLOAT | basic::DECIMAL) != 0;
        if union || !number {
            return None;
        }
        self.cx.world.cast(v, ty).ok()
    }

    /// Goes from member to member, to the end of a structure: `member` reads one. Whether all could be.
    fn members(
        &mut self,
        end: u8,
        mut member: impl FnMut(&mut Self) -> std::result::Result<bool, JsonError>,
    ) -> std::result::Result<bool, JsonError> {
        self.space();
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(true);
        }
        loop {
            self.space();
            let mark = self.cx.world.heap.handle_mark();
            let read = member(self)?;
            self.cx.world.heap.pop_handles(mark);
            if !read {
                return Ok(false);
            }
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b) if b == end => {
                    self.at += 1;
                    return Ok(true);
                }
                _ => return Ok(false),
            }
        }
    }

    /// A field's name and the colon behind it; nothing where there is none.
    fn name(&mut self) -> std::result::Result<Option<Cow<'a, str>>, JsonError> {
        if self.peek() != Some(b'"') {
            return Ok(None);
        }
        let name = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Ok(None);
        }
        self.at += 1;
        self.space();
        Ok(Some(name))
    }

    /// Adds a member that no field of a record has; not one that is there already.
    fn entry(&mut self, map: Kept, name: &str, ty: TypeId) -> std::result::Result<bool, JsonError> {
        if self.cx.world.mapping_get(self.cx.get(map), name).is_some() {
            return Ok(false);
        }
        let Some(v) = self.typed(ty)? else { return Ok(false) };
        let v = self.cx.keep(v);
        let k = self.cx.world.str(name);
        self.cx.world.mapping_init(self.cx.get(map), k, self.cx.get(v))?;
        Ok(true)
    }

    fn record(&mut self, ty: TypeId, r: &RecordShape) -> Typed {
        if r.fields.len() > u64::BITS as usize {
            return Ok(None);
        }
        let record = self.cx.world.mapping_new(ty, 0);
        let record = self.cx.keep(record);
        // A bit for each field: what is there of a value that is being made cannot be asked of itself.
        let mut seen = 0u64;
        let whole = self.members(b'}', |p| {
            let Some(name) = p.name()? else { return Ok(false) };
            let Some(i) = r.fields.iter().position(|f| f.name.as_str() == name) else {
                return r.rest.map_or(Ok(false), |rest| p.entry(record, &name, rest));
            };
            if seen & 1 << i != 0 {
                return Ok(false);
            }
            seen |= 1 << i;
            let Some(v) = p.typed(r.fields[i].ty)? else { return Ok(false) };
            p.cx.world.field_put(p.cx.get(record), &r.fields[i], v)?;
            Ok(true)
        })?;
        let mut required = r.fields.iter().enumerate().filter(|(_, f)| !f.optional);
        let whole = whole && required.all(|(i, _)| seen & 1 << i != 0);
        Ok(whole.then(|| self.cx.get(record)))
    }

    fn map(&mut self, ty: TypeId, member: TypeId) -> Typed {
        let map = self.cx.world.mapping_new(ty, 4);
        let map = self.cx.keep(map);
        let whole = self.members(b'}', |p| {
            let Some(name) = p.name()? else { return Ok(false) };
            p.entry(map, &name, member)
        })?;
        Ok(whole.then(|| self.cx.get(map)))
    }

    fn list(&mut self, ty: TypeId, member: Option<TypeId>) -> Typed {
        let Some(member) = member else { return Ok(None) };
        let list = self.cx.world.list_new(ty, 4);
        let list = self.cx.keep(list);
        let whole = self.members(b']', |p| {
            let Some(v) = p.typed(member)? else { return Ok(false) };
            p.cx.world.list_init(p.cx.get(list), v)?;
            Ok(true)
        })?;
        if !whole {
            return Ok(None);
        }
        self.cx.world.list_done(self.cx.get(list))?;
        Ok(Some(self.cx.get(list)))
    }
}
