//! Tables (spec 5.4.3): rows in insertion order with a hash index over their keys.
//!
//! `[header | rows | keys | index | count]`: parallel slot arrays of rows and key values (a list of the key fields'
//! values when there are several), and an open-addressing table of u32 entry numbers. A table without key
//! specifier has neither keys nor index.

use gc_heap::object::ARRAY_HEADER;
use semtypes::{Name, TableKey, Ty, TyKind};

use crate::types::{Shape, TypeId, basic};
use crate::word::{Sort, Word, meta};
use crate::world::{Fail, Result, World};

pub const ROWS: usize = 1;
pub const KEYS: usize = 2;
pub const INDEX: usize = 3;
pub const COUNT: usize = 4;

/// Levels of a structure that its hash is of: it may have cycles.
const HASHED_DEPTH: usize = 4;

impl World {
    /// A new, empty table of inherent type `ty`.
    pub fn table_new(&mut self, ty: TypeId) -> Word {
        // SAFETY: slots are filled right after.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Table, ty), 3, 5);
            for i in [ROWS, KEYS, INDEX] {
                *p.add(i) = Word::NIL.0;
            }
            *p.add(COUNT) = 0;
            Word(p as u64)
        }
    }

    /// A new index of a query: a table whose keys are given, not those of its rows, and whose rows are any values.
    pub fn index_new(&mut self) -> Word {
        self.table_new(self.ids.any_map)
    }

    /// Adds an entry for a key that the index does not have.
    pub fn index_enter(&mut self, index: Word, key: Word, entry: Word) {
        let h = self.heap.push_handle(index.0);
        let hk = self.heap.push_handle(key.0);
        let hr = self.heap.push_handle(entry.0);
        self.table_append(h, hr, hk, true);
        self.heap.pop_handles(h);
    }

    pub fn table_len(&self, w: Word) -> Option<usize> {
        // SAFETY: a table has its count in a raw word.
        w.is_sort(Sort::Table).then(|| unsafe { *w.ptr().add(COUNT) as usize })
    }

    fn table_slot(&self, w: Word, which: usize, i: usize) -> *mut u64 {
        // SAFETY: callers pass tables and entries below the count (or capacity).
        unsafe { (*w.ptr().add(which) as *mut u64).add(ARRAY_HEADER + i) }
    }

    /// Row `i`.
    pub fn table_row(&self, w: Word, i: usize) -> Option<Word> {
        // SAFETY: the entry exists.
        (i < self.table_len(w)?).then(|| Word(unsafe { *self.table_slot(w, ROWS, i) }))
    }

    /// Key value of row `i`; nil in a keyless table.
    pub fn table_key_at(&self, w: Word, i: usize) -> Word {
        // SAFETY: the entry exists when the table has keys.
        unsafe {
            if *w.ptr().add(KEYS) == Word::NIL.0 { Word::NIL } else { Word(*self.table_slot(w, KEYS, i)) }
        }
    }

    /// Names of the key fields of a table type.
    pub fn table_key_fields(&self, ty: TypeId) -> Vec<Name> {
        fn fields(w: &World, ty: semtypes::Ty) -> Vec<Name> {
            match w.types.expand(ty).kind() {
                TyKind::Table { key: TableKey::Fields(f), .. } => f.clone(),
                TyKind::Intersection(parts) => {
                    parts.iter().map(|t| fields(w, *t)).find(|f| !f.is_empty()).unwrap_or_default()
                }
                _ => Vec::new(),
            }
        }
        fields(self, self.types.ty(ty))
    }

    /// Type of the list of keys of a table type.
    pub fn table_keys_type(&self, ty: TypeId) -> TypeId {
        let fields = self.table_key_fields(ty);
        let row = self.table_row_type(ty);
        let one = |name: &Name| match &*self.types.shape(row) {
            Shape::Record(r) => r.field(*name).map_or(Ty::anydata(), |f| self.types.ty(f.ty)),
            _ => Ty::anydata(),
        };
        let key = match fields.as_slice() {
            [f] => one(f),
            fs => Ty::tuple(fs.iter().map(one).collect(), None),
        };
        self.types.intern(Ty::array(key))
    }

    fn table_row_type(&self, ty: TypeId) -> TypeId {
        match &*self.types.shape(ty) {
            Shape::Table { row, .. } => *row,
            _ => self.ids.any_map,
        }
    }

    /// The key value of a row for these key fields: the field's value, or a list of values.
    fn row_key(&mut self, row: Word, fields: &[Name]) -> Result<Word> {
        let missing = || Fail::Bug("table row without key field");
        if let [one] = fields {
            return self.mapping_get(row, one.as_str()).ok_or_else(missing);
        }
        let h = self.heap.push_handle(row.0);
        let first = h + 1;
        for f in fields {
            let v = self.mapping_get(Word(self.heap.handle(h)), f.as_str()).ok_or_else(missing)?;
            self.heap.push_handle(v.0);
        }
        let w = self.list_from_handles(self.ids.any_list, first, fields.len());
        self.heap.pop_handles(h);
        w
    }

    /// Hash that agrees with `==`.
    pub fn deep_hash(&mut self, w: Word) -> u32 {
        self.deep_hash_to(w, HASHED_DEPTH)
    }

    fn deep_hash_to(&mut self, w: Word, depth: usize) -> u32 {
        let mix = |h: u32, x: u32| (h.rotate_left(5) ^ x).wrapping_mul(0x9e37_79b9);
        match self.basic_bit(w) {
            basic::INT => {
                let i = self.as_int(w).unwrap_or(0) as u64;
                mix(1, (i ^ i >> 32) as u32)
            }
            basic::FLOAT => {
                let f = self.as_float(w).unwrap_or(0.0);
                let bits = if f == 0.0 || f.is_nan() { 0 } else { f.to_bits() };
                mix(2, (bits ^ bits >> 32) as u32)
            }
            basic::STRING => self.str_hash(w),
            basic::DECIMAL => {
                let f = self.as_decimal(w).map_or(0.0, |d| d.to_float());
                mix(3, if f == 0.0 { 0 } else { (f as f32).to_bits() })
            }
            basic::BOOLEAN => 4 + (w == Word::TRUE) as u32,
            basic::LIST | basic::MAPPING if depth == 0 => 8,
            basic::LIST => {
                let h = self.heap.push_handle(w.0);
                let mut acc = 5;
                let mut i = 0;
                while let Some(v) = self.list_at(Word(self.heap.handle(h)), i) {
                    acc = mix(acc, self.deep_hash_to(v, depth - 1));
                    i += 1;
                }
                self.heap.pop_handles(h);
                acc
            }
            basic::MAPPING => {
                let h = self.heap.push_handle(w.0);
                let (mut acc, mut i) = (6u32, 0);
                while let Some((k, v)) = self.mapping_entry(Word(self.heap.handle(h)), i) {
                    let hk = self.str_hash(k);
                    acc = acc.wrapping_add(mix(hk, self.deep_hash_to(v, depth - 1)));
                    i += 1;
                }
                self.heap.pop_handles(h);
                acc
            }
            basic::XML => crate::world::hash_str(&self.xml_data(w)),
            basic::REGEXP => crate::world::hash_str(self.as_regexp(w).unwrap_or("")),
            _ => 7,
        }
    }

    /// Entry with this key.
    pub fn table_find(&mut self, w: Word, key: Word) -> Option<usize> {
        let h = self.heap.push_handle(w.0);
        self.heap.push_handle(key.0);
        let hash = self.deep_hash(key);
        let found = self.table_probe(h, hash);
        self.heap.pop_handles(h);
        found
    }

    /// Searches the table at handle `h` for the key at handle `h + 1`.
    fn table_probe(&mut self, h: usize, hash: u32) -> Option<usize> {
        let mut at = hash as usize;
        loop {
            let w = Word(self.heap.handle(h));
            // SAFETY: the index, when there, is a byte array of u32 of power-of-two length.
            let entry = unsafe {
                let index = *w.ptr().add(INDEX);
                if index == Word::NIL.0 {
                    return None;
                }
                let (table, mask) = index_table(index);
                at &= mask;
                *table.add(at)
            };
            if entry == 0 {
                return None;
            }
            let i = entry as usize - 1;
            let k = self.table_key_at(w, i);
            let key = Word(self.heap.handle(h + 1));
            // Keys that nest too deep to be compared are no equal ones.
            if self.deep_eq(k, key).unwrap_or(false) {
                return Some(i);
            }
            at += 1;
        }
    }

    /// `table[key]`
    pub fn table_get(&mut self, w: Word, key: Word) -> Option<Word> {
        let h = self.heap.push_handle(w.0);
        let found = self.table_find(w, key);
        let w = Word(self.heap.handle(h));
        self.heap.pop_handles(h);
        found.and_then(|i| self.table_row(w, i))
    }

    /// Adds or, with `replace`, replaces the row of equal key. `checked` also tests immutability and the row type, which
    /// construction need not. Fails with a key violation when the key is there and `replace` is false.
    pub fn table_put(&mut self, w: Word, row: Word, replace: bool, checked: bool) -> Result<()> {
        if !w.is_sort(Sort::Table) {
            return Err(Fail::Bug("not a table"));
        }
        // SAFETY: checked.
        let ty = unsafe { w.type_id() };
        if checked {
            self.table_mutable(ty)?;
            let row_ty = self.table_row_type(ty);
            if !self.is(row, row_ty) {
                return Err(Fail::Panic(
                    "{ballerina/lang.table}InherentTypeViolation",
                    format!(
                        "value type '{:#}' inconsistent with the inherent table type '{:#}'",
                        self.type_of(row),
                        self.types.ty(ty)
                    ),
                ));
            }
        }
        let fields = self.table_key_fields(ty);
        let h = self.heap.push_handle(w.0);
        let r = self.table_put_at(h, row, &fields, replace);
        self.heap.pop_handles(h);
        r
    }

    fn table_put_at(&mut self, h: usize, row: Word, fields: &[Name], replace: bool) -> Result<()> {
        let hr = self.heap.push_handle(row.0);
        let key = if fields.is_empty() { Word::NIL } else { self.row_key(row, fields)? };
        let hk = self.heap.push_handle(key.0);
        let found = if fields.is_empty() { None } else { self.table_find(Word(self.heap.handle(h)), key) };
        if let Some(i) = found {
            if !replace {
                let key = Word(self.heap.handle(hk));
                let shown = self.display(key);
                return Err(Fail::Panic(
                    "{ballerina/lang.table}KeyConstraintViolation",
                    format!("a value found for key '{shown}'"),
                ));
            }
            let w = Word(self.heap.handle(h));
            // SAFETY: the entry exists.
            unsafe {
                let slot = self.table_slot(w, ROWS, i);
                *slot = self.heap.handle(hr);
                self.heap.barrier_at(*w.ptr().add(ROWS) as *mut u64, slot);
            }
            return Ok(());
        }
        self.table_append(h, hr, hk, !fields.is_empty());
        Ok(())
    }

    /// Appends the row at handle `hr` with the key at handle `hk`.
    fn table_append(&mut self, h: usize, hr: usize, hk: usize, keyed: bool) {
        let w = Word(self.heap.handle(h));
        // SAFETY: backings grow together; `n` is below their capacity when stored to.
        unsafe {
            let n = *w.ptr().add(COUNT) as usize;
            let rows = *w.ptr().add(ROWS);
            let cap =
                if rows == Word::NIL.0 { 0 } else { *(rows as *const u64).add(1) as usize - ARRAY_HEADER };
            let arrays: &[usize] = if keyed { &[ROWS, KEYS] } else { &[ROWS] };
            if n == cap {
                for &which in arrays {
                    let a = self.grown(h, which, n, (cap * 2).max(4));
                    let w = Word(self.heap.handle(h));
                    *w.ptr().add(which) = a as u64;
                    self.heap.barrier(w.ptr());
                }
            }
            let w = Word(self.heap.handle(h));
            for &which in arrays {
                let slot = self.table_slot(w, which, n);
                *slot = self.heap.handle(if which == ROWS { hr } else { hk });
                self.heap.barrier_at(*w.ptr().add(which) as *mut u64, slot);
            }
            *w.ptr().add(COUNT) = n as u64 + 1;
            if keyed {
                let index = *w.ptr().add(INDEX);
                if index != Word::NIL.0 && (n + 1) * 2 <= index_table(index).1 + 1 {
                    self.table_index_insert(h, n);
                } else {
                    self.table_reindex(h);
                }
            }
        }
    }

    fn table_index_insert(&mut self, h: usize, i: usize) {
        let key = self.table_key_at(Word(self.heap.handle(h)), i);
        let hash = self.deep_hash(key);
        // SAFETY: the index is there and has free entries.
        unsafe {
            let (table, mask) = index_table(*Word(self.heap.handle(h)).ptr().add(INDEX));
            let mut at = hash as usize & mask;
            while *table.add(at) != 0 {
                at = (at + 1) & mask;
            }
            *table.add(at) = i as u32 + 1;
        }
    }

    fn table_reindex(&mut self, h: usize) {
        let n = self.table_len(Word(self.heap.handle(h))).unwrap_or(0);
        let size = (n * 4).next_power_of_two().max(8);
        // SAFETY: a zeroed data array: all entries free.
        unsafe {
            let t = self.heap.alloc_array(meta(Sort::Bytes, 0), false, size / 2);
            let w = Word(self.heap.handle(h));
            *w.ptr().add(INDEX) = t as u64;
            self.heap.barrier(w.ptr());
        }
        (0..n).for_each(|i| self.table_index_insert(h, i));
    }

    /// Removes entry `i` and returns its row.
    pub fn table_remove_at(&mut self, w: Word, i: usize) -> Word {
        // SAFETY: the entry exists; freed slots are cleared.
        unsafe {
            let n = *w.ptr().add(COUNT) as usize;
            let row = *self.table_slot(w, ROWS, i);
            let keyed = *w.ptr().add(KEYS) != Word::NIL.0;
            for which in if keyed { vec![ROWS, KEYS] } else { vec![ROWS] } {
                let p = self.table_slot(w, which, 0);
                std::ptr::copy(p.add(i + 1), p.add(i), n - i - 1);
                *p.add(n - 1) = 0;
                self.heap.barrier(*w.ptr().add(which) as *mut u64);
            }
            *w.ptr().add(COUNT) = n as u64 - 1;
            let h = self.heap.push_handle(w.0);
            let hr = self.heap.push_handle(row);
            if keyed {
                self.table_reindex(h);
            }
            let row = Word(self.heap.handle(hr));
            self.heap.pop_handles(h);
            row
        }
    }

    pub fn table_mutable(&self, ty: TypeId) -> Result<()> {
        if self.types.is_readonly(ty) {
            return Err(Fail::Panic(
                "{ballerina/lang.table}InvalidUpdate",
                "modification not allowed on readonly value".into(),
            ));
        }
        Ok(())
    }

    /// The panic of `table.get` on a key that is not there.
    pub fn table_key_not_found(&mut self, key: Word) -> Fail {
        let shown = self.display(key);
        Fail::Panic("{ballerina/lang.table}KeyNotFound", format!("cannot find key '{shown}'"))
    }
}

/// Entries of an index and the mask for positions.
///
/// # Safety
/// `index` is the reference to a table's index.
unsafe fn index_table(index: u64) -> (*mut u32, usize) {
    // SAFETY: the caller's contract.
    unsafe {
        let p = index as *mut u64;
        let entries = (*p.add(1) as usize - ARRAY_HEADER) * 2;
        (p.add(ARRAY_HEADER) as *mut u32, entries - 1)
    }
}
