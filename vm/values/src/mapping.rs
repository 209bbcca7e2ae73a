//! Mappings: maps (insertion order over a hash index) and records (slots by declared field).
//!
//! A map is `[header | keys | values | index | count]`. `keys` and `values` are parallel slot arrays in
//! insertion order; removal closes the gap. `index` is an open-addressing table of u32 (entry number + 1), there once
//! the map has more than [`LINEAR`] entries.
//!
//! A record is `[header | tagged fields | overflow map | raw fields]` as its type's [`RecordShape`] lays out.

use gc_heap::object::ARRAY_HEADER;
use semtypes::Name;

use crate::types::{FieldShape, RecordShape, Shape, TypeId};
use crate::word::{Sort, Word, meta};
use crate::world::{Fail, Result, World};
use bytecode::ops::Kind;

pub const KEYS: usize = 1;
pub const VALUES: usize = 2;
pub const INDEX: usize = 3;
pub const COUNT: usize = 4;
/// Up to this many entries a map is searched front to back.
const LINEAR: usize = 8;

fn key_not_found(key: &str) -> Fail {
    Fail::Panic("{ballerina/lang.map}KeyNotFound", format!("cannot find key '{key}'"))
}

impl World {
    /// A new mapping of inherent type `ty`; a record's fields start absent (raw ones as zero).
    pub fn mapping_new(&mut self, ty: TypeId, cap: usize) -> Word {
        let shape = self.types.shape(ty);
        if let Shape::Record(r) = &*shape {
            return self.slots_new(Sort::Record, ty, r);
        }
        let mark = self.heap.handle_mark();
        if cap > 0 {
            for _ in 0..2 {
                // SAFETY: arrays come zeroed.
                let a = unsafe { self.heap.alloc_array(meta(Sort::Slots, 0), true, cap) };
                self.heap.push_handle(a as u64);
            }
        }
        // SAFETY: slots are filled right after.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Map, ty), 3, 5);
            let backing = |heap: &gc_heap::Heap, i| if cap > 0 { heap.handle(mark + i) } else { Word::NIL.0 };
            *p.add(KEYS) = backing(&self.heap, 0);
            *p.add(VALUES) = backing(&self.heap, 1);
            *p.add(INDEX) = Word::NIL.0;
            *p.add(COUNT) = 0;
            self.heap.pop_handles(mark);
            Word(p as u64)
        }
    }

    /// A record or object with every field absent.
    pub fn slots_new(&mut self, sort: Sort, ty: TypeId, r: &RecordShape) -> Word {
        // SAFETY: slots are filled right after.
        unsafe {
            let p = self.heap.alloc(meta(sort, ty), r.slots as usize, r.words as usize);
            for i in 1..=r.slots as usize {
                *p.add(i) = Word::ABSENT.0;
            }
            if let Some(o) = r.overflow {
                *p.add(o as usize) = Word::NIL.0;
            }
            for i in r.slots as usize + 1..r.words as usize {
                *p.add(i) = 0;
            }
            Word(p as u64)
        }
    }

    /// Reads a field of a record or object; absent fields give the absent word.
    pub fn field_get(&mut self, w: Word, f: &FieldShape) -> Word {
        // SAFETY: the shape is that of `w`'s type.
        let raw = unsafe { *w.ptr().add(f.offset as usize) };
        match f.kind {
            Kind::I => self.int(raw as i64),
            Kind::F => self.float(f64::from_bits(raw)),
            Kind::B => Word::bool(raw != 0),
            Kind::R => Word(raw),
        }
    }

    /// Writes a field without checks; `v` fits the field's kind.
    pub fn field_put(&mut self, w: Word, f: &FieldShape, v: Word) -> Result<()> {
        let raw = match f.kind {
            Kind::I => self.as_int(v).ok_or(Fail::Bug("int field"))? as u64,
            Kind::F => self.as_float(v).ok_or(Fail::Bug("float field"))?.to_bits(),
            Kind::B => (v == Word::TRUE) as u64,
            Kind::R => v.0,
        };
        // SAFETY: the shape is that of `w`'s type.
        unsafe {
            *w.ptr().add(f.offset as usize) = raw;
            if f.kind == Kind::R {
                self.heap.barrier(w.ptr());
            }
        }
        Ok(())
    }

    // ---- maps ----

    fn map_count(&self, w: Word) -> usize {
        // SAFETY: callers pass maps.
        unsafe { *w.ptr().add(COUNT) as usize }
    }

    fn map_slot(&self, w: Word, which: usize, i: usize) -> *mut u64 {
        // SAFETY: callers pass maps and an entry number below the count.
        unsafe { (*w.ptr().add(which) as *mut u64).add(ARRAY_HEADER + i) }
    }

    fn map_key(&self, w: Word, i: usize) -> Word {
        // SAFETY: as in `map_slot`.
        Word(unsafe { *self.map_slot(w, KEYS, i) })
    }

    /// Entry number of a key.
    fn map_find(&self, w: Word, key: &str, hash: u32) -> Option<usize> {
        let n = self.map_count(w);
        // SAFETY: `w` is a map; the index, when there, is a byte array of u32 of power-of-two length.
        unsafe {
            let index = *w.ptr().add(INDEX);
            if index == Word::NIL.0 {
                return (0..n).find(|&i| {
                    let k = self.map_key(w, i);
                    self.str_hash(k) == hash && self.as_str(k) == Some(key)
                });
            }
            let (table, mask) = index_table(index);
            let mut at = hash as usize & mask;
            loop {
                match *table.add(at) {
                    0 => return None,
                    e => {
                        let i = e as usize - 1;
                        let k = self.map_key(w, i);
                        if self.str_hash(k) == hash && self.as_str(k) == Some(key) {
                            return Some(i);
                        }
                    }
                }
                at = (at + 1) & mask;
            }
        }
    }

    fn map_reindex(&mut self, h: usize) {
        let w = Word(self.heap.handle(h));
        let n = self.map_count(w);
        if n <= LINEAR {
            // SAFETY: `w` is a map.
            unsafe { *w.ptr().add(INDEX) = Word::NIL.0 }
            return;
        }
        let size = (n * 4).next_power_of_two();
        // SAFETY: data array, zeroed: all entries free.
        unsafe {
            let t = self.heap.alloc_array(meta(Sort::Bytes, 0), false, size / 2);
            let w = Word(self.heap.handle(h));
            *w.ptr().add(INDEX) = t as u64;
            self.heap.barrier(w.ptr());
            for i in 0..n {
                self.index_insert(w, i);
            }
        }
    }

    fn index_insert(&mut self, w: Word, i: usize) {
        let hash = self.str_hash(self.map_key(w, i));
        // SAFETY: the index is there and has free entries.
        unsafe {
            let (table, mask) = index_table(*w.ptr().add(INDEX));
            let mut at = hash as usize & mask;
            while *table.add(at) != 0 {
                at = (at + 1) & mask;
            }
            *table.add(at) = i as u32 + 1;
        }
    }

    /// Adds or replaces without checks.
    fn map_put(&mut self, w: Word, key: Word, v: Word) -> Result<()> {
        let Some(text) = self.as_str(key) else { return Err(Fail::Bug("map key is not a string")) };
        let hash = self.str_hash(key);
        if let Some(i) = self.map_find(w, text, hash) {
            // SAFETY: entry `i` exists.
            unsafe {
                let slot = self.map_slot(w, VALUES, i);
                *slot = v.0;
                self.heap.barrier_at(*w.ptr().add(VALUES) as *mut u64, slot);
            }
            return Ok(());
        }
        let h = self.heap.push_handle(w.0);
        self.heap.push_handle(key.0);
        self.heap.push_handle(v.0);
        self.map_append(h);
        self.heap.pop_handles(h);
        Ok(())
    }

    /// Appends the entry (handles h+1, h+2) to the map at handle h.
    fn map_append(&mut self, h: usize) {
        let w = Word(self.heap.handle(h));
        let n = self.map_count(w);
        // SAFETY: backings are arrays of slots; both grow together.
        unsafe {
            let keys = *w.ptr().add(KEYS);
            let cap =
                if keys == Word::NIL.0 { 0 } else { *(keys as *const u64).add(1) as usize - ARRAY_HEADER };
            if n == cap {
                for which in [KEYS, VALUES] {
                    let a = self.grown(h, which, n, (cap * 2).max(4));
                    let w = Word(self.heap.handle(h));
                    *w.ptr().add(which) = a as u64;
                    self.heap.barrier(w.ptr());
                }
            }
            let w = Word(self.heap.handle(h));
            for (which, from) in [(KEYS, h + 1), (VALUES, h + 2)] {
                let slot = self.map_slot(w, which, n);
                *slot = self.heap.handle(from);
                self.heap.barrier_at(*w.ptr().add(which) as *mut u64, slot);
            }
            *w.ptr().add(COUNT) = n as u64 + 1;
            let index = *w.ptr().add(INDEX);
            if index != Word::NIL.0 && (n + 1) * 2 <= index_table(index).1 + 1 {
                self.index_insert(w, n);
            } else if n + 1 > LINEAR {
                self.map_reindex(h);
            }
        }
    }

    fn map_remove_at(&mut self, w: Word, i: usize) {
        let n = self.map_count(w);
        // SAFETY: entry `i` exists; the freed last slots are cleared.
        unsafe {
            for which in [KEYS, VALUES] {
                let p = self.map_slot(w, which, 0);
                std::ptr::copy(p.add(i + 1), p.add(i), n - i - 1);
                *p.add(n - 1) = 0;
                self.heap.barrier(*w.ptr().add(which) as *mut u64);
            }
            *w.ptr().add(COUNT) = n as u64 - 1;
            let h = self.heap.push_handle(w.0);
            if *w.ptr().add(INDEX) != Word::NIL.0 {
                self.map_reindex(h);
            }
            self.heap.pop_handles(h);
        }
    }

    // ---- mappings in general ----

    /// Number of members.
    pub fn mapping_len(&mut self, w: Word) -> Option<usize> {
        match w.sort()? {
            Sort::Map => Some(self.map_count(w)),
            Sort::Record => {
                // SAFETY: a record.
                let shape = self.types.shape(unsafe { w.type_id() });
                let Shape::Record(r) = &*shape else { return None };
                let own = r.fields.iter().filter(|f| !self.field_absent(w, f)).count();
                Some(own + self.overflow(w, r).map_or(0, |m| self.map_count(m)))
            }
            _ => None,
        }
    }

    fn field_absent(&self, w: Word, f: &FieldShape) -> bool {
        // SAFETY: the shape is that of `w`.
        f.kind == Kind::R && unsafe { *w.ptr().add(f.offset as usize) } == Word::ABSENT.0
    }

    /// Entries of a map (not of a record).
    pub(crate) fn map_entries(&self, w: Word) -> usize {
        self.map_count(w)
    }

    /// Key and value of entry `i` of a map.
    pub(crate) fn map_entry(&self, w: Word, i: usize) -> (Word, Word) {
        // SAFETY: `i` is below the count.
        (self.map_key(w, i), Word(unsafe { *self.map_slot(w, VALUES, i) }))
    }

    /// Value of a key of a map (not of a record).
    pub(crate) fn map_value(&self, w: Word, key: &str) -> Option<Word> {
        let i = self.map_find(w, key, crate::world::hash_str(key))?;
        Some(self.map_entry(w, i).1)
    }

    /// The map of further fields of a record.
    pub(crate) fn record_overflow(&self, w: Word, r: &RecordShape) -> Option<Word> {
        self.overflow(w, r)
    }

    fn overflow(&self, w: Word, r: &RecordShape) -> Option<Word> {
        let o = r.overflow?;
        // SAFETY: the shape is that of `w`.
        let m = Word(unsafe { *w.ptr().add(o as usize) });
        (!m.is_nil()).then_some(m)
    }

    /// The `i`-th member in iteration order: key and value at two new handles (key first); false past the end.
    pub fn mapping_entry(&mut self, w: Word, i: usize) -> Option<(Word, Word)> {
        match w.sort()? {
            Sort::Map => (i < self.map_count(w)).then(|| {
                // SAFETY: entry `i` exists.
                (self.map_key(w, i), Word(unsafe { *self.map_slot(w, VALUES, i) }))
            }),
            Sort::Record => {
                // SAFETY: a record.
                let shape = self.types.shape(unsafe { w.type_id() });
                let Shape::Record(r) = &*shape else { return None };
                let mut left = i;
                for f in &r.fields {
                    if self.field_absent(w, f) {
                        continue;
                    }
                    if left == 0 {
                        let h = self.heap.push_handle(w.0);
                        let key = self.str(f.name.as_str());
                        let hk = self.heap.push_handle(key.0);
                        let v = self.field_get(Word(self.heap.handle(h)), f);
                        let key = Word(self.heap.handle(hk));
                        self.heap.pop_handles(h);
                        return Some((key, v));
                    }
                    left -= 1;
                }
                let m = self.overflow(w, r)?;
                self.mapping_entry(m, left)
            }
            _ => None,
        }
    }

    /// Member by key: `None` when there is none.
    pub fn mapping_get(&mut self, w: Word, key: &str) -> Option<Word> {
        match w.sort()? {
            Sort::Map => {
                let i = self.map_find(w, key, crate::world::hash_str(key))?;
                // SAFETY: entry `i` exists.
                Some(Word(unsafe { *self.map_slot(w, VALUES, i) }))
            }
            Sort::Record => {
                // SAFETY: a record.
                let shape = self.types.shape(unsafe { w.type_id() });
                let Shape::Record(r) = &*shape else { return None };
                match r.fields.iter().find(|f| f.name.as_str() == key) {
                    Some(f) => {
                        let v = self.field_get(w, f);
                        (v != Word::ABSENT).then_some(v)
                    }
                    None => self.overflow(w, r).and_then(|m| self.mapping_get(m, key)),
                }
            }
            _ => None,
        }
    }

    /// Member by a key value.
    pub fn mapping_get_word(&mut self, w: Word, key: Word) -> Result<Option<Word>> {
        if w.is_sort(Sort::Map) {
            let Some(text) = self.as_str(key) else { return Err(Fail::Bug("map key is not a string")) };
            let i = self.map_find(w, text, self.str_hash(key));
            // SAFETY: entry `i` exists.
            return Ok(i.map(|i| Word(unsafe { *self.map_slot(w, VALUES, i) })));
        }
        let Some(text) = self.as_str(key) else { return Err(Fail::Bug("map key is not a string")) };
        let text = text.to_string();
        Ok(self.mapping_get(w, &text))
    }

    /// Adds a member during construction: no checks.
    pub fn mapping_init(&mut self, w: Word, key: Word, v: Word) -> Result<()> {
        match w.sort() {
            Some(Sort::Map) => self.map_put(w, key, v),
            Some(Sort::Record) => {
                let Some(text) = self.as_str(key) else { return Err(Fail::Bug("map key is not a string")) };
                // SAFETY: a record.
                let shape = self.types.shape(unsafe { w.type_id() });
                let Shape::Record(r) = &*shape else { return Err(Fail::Bug("not a record")) };
                match r.fields.iter().find(|f| f.name.as_str() == text) {
                    Some(f) => self.field_put(w, f, v),
                    None => self.overflow_put(w, r, key, v),
                }
            }
            _ => Err(Fail::Bug("not a mapping")),
        }
    }

    /// Adds a member whose name was computed: the compiler could not know which field it is, so its type is checked here
    /// (spec 6.7.2).
    pub fn mapping_init_computed(&mut self, w: Word, key: Word, v: Word) -> Result<()> {
        if w.is_sort(Sort::Record)
            && let Some(text) = self.as_str(key)
            // SAFETY: a record.
            && let Shape::Record(r) = &*self.types.shape(unsafe { w.type_id() })
            && let Some(f) = r.fields.iter().find(|f| f.name.as_str() == text)
            && !self.is(v, f.ty)
        {
            return Err(self.field_violation(text, f.ty, v));
        }
        self.mapping_init(w, key, v)
    }

    fn overflow_put(&mut self, w: Word, r: &RecordShape, key: Word, v: Word) -> Result<()> {
        let Some(o) = r.overflow else { return Err(Fail::Bug("member of a closed record")) };
        if let Some(m) = self.overflow(w, r) {
            return self.map_put(m, key, v);
        }
        let h = self.heap.push_handle(w.0);
        self.heap.push_handle(key.0);
        self.heap.push_handle(v.0);
        let m = self.mapping_new(self.ids.any_map, 4);
        let w = Word(self.heap.handle(h));
        // SAFETY: the shape is that of `w`.
        unsafe {
            *w.ptr().add(o as usize) = m.0;
            self.heap.barrier(w.ptr());
        }
        let (key, v) = (Word(self.heap.handle(h + 1)), Word(self.heap.handle(h + 2)));
        self.heap.pop_handles(h);
        self.map_put(m, key, v)
    }

    /// Panics when mappings of this inherent type are immutable.
    pub fn mapping_mutable(&self, ty: TypeId) -> Result<()> {
        if self.types.is_readonly(ty) {
            return Err(Fail::Panic(
                "{ballerina/lang.map}InvalidUpdate",
                "modification not allowed on readonly value".into(),
            ));
        }
        Ok(())
    }

    /// `mapping[key] = v` (spec 7.14.1): checks immutability and inherent type; nil removes an optional field that
    /// does not admit nil.
    pub fn mapping_set(&mut self, w: Word, key: Word, v: Word) -> Result<()> {
        if !w.sort().is_some_and(Sort::is_mapping) {
            return Err(Fail::Bug("not a mapping"));
        }
        // SAFETY: checked.
        let ty = unsafe { w.type_id() };
        self.mapping_mutable(ty)?;
        let shape = self.types.shape(ty);
        let Some(text) = self.as_str(key) else { return Err(Fail::Bug("map key is not a string")) };
        match &*shape {
            Shape::Record(r) => match r.fields.iter().find(|f| f.name.as_str() == text) {
                Some(f) => self.record_field_set(w, f, v),
                None => match r.rest {
                    Some(rest) if self.is(v, rest) => self.overflow_put(w, r, key, v),
                    Some(rest) => Err(self.field_violation(text, rest, v)),
                    None => Err(Fail::Panic(
                        "{ballerina/lang.map}KeyNotFound",
                        format!(
                            "invalid field access: field '{text}' not found in record type '{:#}'",
                            self.types.ty(ty)
                        ),
                    )),
                },
            },
            Shape::Map(member) => {
                if !self.is(v, *member) {
                    return Err(self.map_violation(*member, v));
                }
                self.map_put(w, key, v)
            }
            _ => self.map_put(w, key, v),
        }
    }

    /// Assignment to a declared field.
    pub fn record_field_set(&mut self, w: Word, f: &FieldShape, v: Word) -> Result<()> {
        if f.readonly {
            return Err(Fail::Panic(
                "{ballerina/lang.map}InherentTypeViolation",
                format!(
                    "cannot update 'readonly' field '{}' in record of type '{:#}'",
                    f.name,
                    self.type_of(w)
                ),
            ));
        }
        if self.is(v, f.ty) {
            return self.field_put(w, f, v);
        }
        if f.optional && v.is_nil() {
            return self.field_put(w, f, Word::ABSENT);
        }
        Err(self.field_violation(f.name.as_str(), f.ty, v))
    }

    fn field_violation(&self, name: &str, ty: TypeId, v: Word) -> Fail {
        Fail::Panic(
            "{ballerina/lang.map}InherentTypeViolation",
            format!(
                "invalid value for record field '{name}': expected value of type '{:#}', found '{:#}'",
                self.types.ty(ty),
                self.type_of(v)
            ),
        )
    }

    fn map_violation(&self, member: TypeId, v: Word) -> Fail {
        Fail::Panic(
            "{ballerina/lang.map}InherentTypeViolation",
            format!(
                "invalid map insertion: expected value of type '{:#}', found '{:#}'",
                self.types.ty(member),
                self.type_of(v)
            ),
        )
    }

    /// Removes a member and returns it; panics when there is none or the type needs it.
    pub fn mapping_remove(&mut self, w: Word, key: Word) -> Result<Option<Word>> {
        // SAFETY: callers pass mappings.
        let ty = unsafe { w.type_id() };
        self.mapping_mutable(ty)?;
        let Some(text) = self.as_str(key).map(str::to_string) else { return Err(Fail::Bug("map key")) };
        if w.is_sort(Sort::Map) {
            let Some(i) = self.map_find(w, &text, self.str_hash(key)) else { return Ok(None) };
            // SAFETY: entry `i` exists.
            let v = unsafe { *self.map_slot(w, VALUES, i) };
            let h = self.heap.push_handle(v);
            self.map_remove_at(w, i);
            let v = Word(self.heap.handle(h));
            self.heap.pop_handles(h);
            return Ok(Some(v));
        }
        let shape = self.types.shape(ty);
        let Shape::Record(r) = &*shape else { return Err(Fail::Bug("not a record")) };
        match r.fields.iter().find(|f| f.name.as_str() == text) {
            Some(f) if self.field_absent(w, f) => Ok(None),
            Some(f) if f.optional => {
                let v = self.field_get(w, f);
                self.field_put(w, f, Word::ABSENT)?;
                Ok(Some(v))
            }
            Some(_) => Err(Fail::Panic(
                "{ballerina/lang.map}OperationNotSupported",
                format!("failed to remove field: '{text}' is a required field in '{:#}'", self.types.ty(ty)),
            )),
            None => match self.overflow(w, r) {
                Some(m) => self.mapping_remove(m, key),
                None => Ok(None),
            },
        }
    }

    /// The panic of `map.get` and `map.remove` on a key that is not there.
    pub fn key_not_found(&self, key: Word) -> Fail {
        key_not_found(self.as_str(key).unwrap_or(""))
    }

    /// Adds the members of mapping `from` to `to` during construction. Both words are mappings.
    pub fn mapping_spread(&mut self, to: Word, from: Word) -> Result<()> {
        let h = self.heap.push_handle(to.0);
        self.heap.push_handle(from.0);
        let mut i = 0;
        while let Some((k, v)) = self.mapping_entry(Word(self.heap.handle(h + 1)), i) {
            self.mapping_init(Word(self.heap.handle(h)), k, v)?;
            i += 1;
        }
        self.heap.pop_handles(h);
        Ok(())
    }

    /// The declared field of a record or object, for the inline caches.
    pub fn field_shape(&self, w: Word, name: Name) -> Option<FieldShape> {
        if w.is_sort(Sort::Object) {
            // SAFETY: an object's header carries its class.
            let class = unsafe { w.type_id() };
            return self.classes[class as usize].shape.field(name).cloned();
        }
        // SAFETY: callers pass records or objects.
        let shape = self.types.shape(unsafe { w.type_id() });
        match &*shape {
            Shape::Record(r) => r.field(name).cloned(),
            _ => None,
        }
    }
}

/// Entries of an index table and the mask for positions.
///
/// # Safety
/// `index` is the reference to a map's index.
unsafe fn index_table(index: u64) -> (*mut u32, usize) {
    // SAFETY: the caller's contract.
    unsafe {
        let p = index as *mut u64;
        let entries = (*p.add(1) as usize - ARRAY_HEADER) * 2;
        (p.add(ARRAY_HEADER) as *mut u32, entries - 1)
    }
}
