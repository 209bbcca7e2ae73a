//! The world of values of one running program: heap, types, names, constants.
//!
//! # Rooting rule
//!
//! Any method that takes `&mut self` may allocate and so move every young object. A `Word` argument is read before
//! the first allocation or kept on the heap's handle stack across it; a returned `Word` is valid until the next
//! `&mut self` call. Methods taking `&self` never allocate.

use std::rc::Rc;
use std::sync::Arc;

use bal_num::Decimal;
use bytecode::archive::{Archive, ConstNode, MethodPart};
use gc_heap::{Heap, HeapConfig, object};
use rustc_hash::{FxHashMap, FxHashSet};
use semtypes::{Name, Ty};

use crate::names::Names;
use crate::string::Cursor;
use crate::types::{TypeId, Types};
use crate::word::{Sort, Word, meta};

/// Why an operation did not give a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Fail {
    /// A run-time panic: error message such as `{ballerina/lang.array}IndexOutOfRange` and the `message` of its
    /// detail.
    Panic(&'static str, String),
    /// A panic whose error value is at this handle of the heap's handle stack.
    Value(usize),
    /// No failure: the strand gives way, and the operation's result will be nil.
    Suspend,
    /// A word was not of the sort that the instruction needs: the archive or the compiler is wrong.
    Bug(&'static str),
}

pub type Result<T> = std::result::Result<T, Fail>;

/// The position of a function's return type among its parameters; see [`World::parameter_typedesc`].
pub const RETURN: i64 = -1;

/// The position of a whole method; see [`World::method_typedesc`].
const WHOLE: i64 = -2;

/// See the module documentation.
pub struct World {
    pub heap: Heap,
    pub types: Types,
    /// The archive's strings as names, for field and method operands.
    pub names: Rc<Names>,
    /// String values of the archive's strings, made on first use; 0 before that.
    name_words: Vec<u64>,
    /// 0 before it is [loaded](World::load_constant).
    consts: Vec<u64>,
    /// One-character ASCII strings.
    pub(crate) chars: [u64; 128],
    pub(crate) empty: u64,
    /// Where the last search for a code point of a string ended.
    pub(crate) cursor: std::cell::Cell<Cursor>,
    pub ids: WellKnown,
    /// Layout and type of each class.
    pub classes: Vec<ClassInfo>,
    /// Functions of methods, by class and name.
    pub methods: FxHashMap<(u32, Name), u32>,
    /// Those that may be called whatever else runs.
    concurrent: FxHashSet<(u32, Name)>,
    /// Answers of [`World::is`].
    pub(crate) tested: crate::check::Tested,
    /// Compiled regular expressions.
    pub regexps: bal_regexp::Cache,
}

/// A class at run time. An object's header carries its class index where other values carry a type id.
pub struct ClassInfo {
    pub ty: TypeId,
    /// See [`World::declared_type`].
    pub declared: Option<TypeId>,
    pub shape: std::rc::Rc<crate::types::RecordShape>,
}

/// Type ids that the runtime itself gives to values.
#[derive(Clone, Copy, Debug)]
pub struct WellKnown {
    pub any: TypeId,
    pub anydata: TypeId,
    pub json: TypeId,
    pub string: TypeId,
    pub error: TypeId,
    pub any_list: TypeId,
    pub string_list: TypeId,
    pub byte_list: TypeId,
    pub readonly_bytes: TypeId,
    pub int_list: TypeId,
    pub float_list: TypeId,
    pub boolean_list: TypeId,
    pub json_list: TypeId,
    pub json_map: TypeId,
    pub anydata_map: TypeId,
    pub any_map: TypeId,
    /// Inherent type of error details made by the runtime.
    pub detail: TypeId,
}

impl WellKnown {
    fn new(types: &Types) -> WellKnown {
        types.meet_well_known();
        let id = |ty| types.intern(ty);
        WellKnown {
            any: id(Ty::any()),
            anydata: id(Ty::anydata()),
            json: id(Ty::json()),
            string: id(Ty::string()),
            error: id(Ty::error()),
            any_list: id(Ty::array(Ty::union([Ty::any(), Ty::error()]))),
            string_list: id(Ty::array(Ty::string())),
            byte_list: id(Ty::array(Ty::byte())),
            readonly_bytes: id(Ty::intersection([Ty::array(Ty::byte()), Ty::readonly()])),
            int_list: id(Ty::array(Ty::int())),
            float_list: id(Ty::array(Ty::float())),
            boolean_list: id(Ty::array(Ty::boolean())),
            json_list: id(Ty::array(Ty::json())),
            json_map: id(Ty::map(Ty::json())),
            anydata_map: id(Ty::map(Ty::anydata())),
            any_map: id(Ty::map(Ty::union([Ty::any(), Ty::error()]))),
            detail: id(Ty::intersection([Ty::map(Ty::any()), Ty::readonly()])),
        }
    }
}

impl World {
    pub fn new(a: &Arc<Archive>, config: HeapConfig) -> World {
        let names = Rc::new(Names::new(a));
        World::assemble(a, Heap::new(config), Types::new(a, &names), names)
    }

    /// The same program's values, for another thread; see [`World::take_constants`].
    pub fn share(&self, a: &Arc<Archive>) -> World {
        let names = Rc::new(Names::new(a));
        World::assemble(a, self.heap.join(), self.types.join(&names), names)
    }

    fn assemble(a: &Archive, heap: Heap, types: Types, names: Rc<Names>) -> World {
        let ids = WellKnown::new(&types);
        let classes = a
            .meta
            .classes
            .iter()
            .map(|c| {
                let fields = c.fields.iter().map(|&(name, kind, ty)| (names.get(name), kind, ty));
                ClassInfo {
                    ty: c.ty,
                    declared: c.declared,
                    shape: std::rc::Rc::new(crate::types::class_shape(fields)),
                }
            })
            .collect();
        let (mut methods, mut concurrent) = (FxHashMap::default(), FxHashSet::default());
        for (i, c) in a.meta.classes.iter().enumerate() {
            for &(name, func) in &c.methods {
                methods.insert((i as u32, names.get(name)), func);
            }
            concurrent.extend(c.concurrent.iter().map(|n| (i as u32, names.get(*n))));
        }
        World {
            heap,
            types,
            names,
            name_words: vec![0; a.strings.len()],
            consts: vec![0; a.meta.refs.len()],
            chars: [0; 128],
            empty: 0,
            cursor: Default::default(),
            ids,
            classes,
            methods,
            concurrent,
            tested: crate::check::Tested::default(),
            regexps: bal_regexp::Cache::default(),
        }
    }

    /// Has the constants that `other` has, once the heap knows its roots.
    pub fn take_constants(&mut self, other: &World) {
        self.consts.copy_from_slice(&other.consts);
    }

    /// An object's method as a function value.
    pub fn method(&mut self, object: Word, name: Name) -> Option<Word> {
        // SAFETY: an object has a header.
        let class = object.is_sort(Sort::Object).then(|| unsafe { object.type_id() })?;
        let &function = self.methods.get(&(class, name))?;
        Some(self.function(function, &[object.0]))
    }

    /// Whether a method of an object may be called whatever else runs (spec 8.3.3).
    pub fn is_concurrent(&self, object: Word, name: Name) -> bool {
        // SAFETY: an object has a header.
        let class = object.is_sort(Sort::Object).then(|| unsafe { object.type_id() });
        class.is_some_and(|c| self.concurrent.contains(&(c, name)))
    }

    /// Builds a tagged constant of the archive, unless it is there. The heap knows its roots.
    pub fn load_constant(&mut self, a: &Archive, i: usize) {
        if self.consts[i] == 0 {
            let c = &a.meta.refs[i];
            self.consts[i] = self.constant(&c.value, c.ty).0;
        }
    }

    /// An array of slots with room for `cap`, and the first `n` slots of the one that word `which` of the object at handle `h`
    /// refers to. Stores into it need a barrier.
    pub(crate) fn grown(&mut self, h: usize, which: usize, n: usize, cap: usize) -> *mut u64 {
        // SAFETY: where there is no array yet, there is nothing to copy.
        unsafe {
            self.heap.grow_array(meta(Sort::Slots, 0), cap, n, |heap| {
                let object = heap.handle(h) as *const u64;
                *object.add(which) as *const u64
            })
        }
    }

    /// Visits the roots that the world itself holds.
    pub fn visit_roots(&mut self, visit: &mut dyn FnMut(*mut u64)) {
        self.name_words.iter_mut().for_each(|w| visit(w));
        self.consts.iter_mut().for_each(|w| visit(w));
        self.chars.iter_mut().for_each(|w| visit(w));
        visit(&mut self.empty);
    }

    fn constant(&mut self, c: &ConstNode, ty: Option<TypeId>) -> Word {
        match c {
            ConstNode::Nil => Word::NIL,
            ConstNode::Bool(b) => Word::bool(*b),
            ConstNode::Int(i) => self.int(*i),
            ConstNode::Float(f) => self.float(f64::from_bits(*f)),
            ConstNode::Decimal(d) => {
                let bits = ConstNode::decimal_bits(*d);
                self.decimal(Decimal::from_bits(bits).unwrap_or(Decimal::ZERO))
            }
            ConstNode::String(s) => self.name_word(*s),
            ConstNode::List(items) => {
                let ro = Ty::intersection([Ty::array(Ty::anydata()), Ty::readonly()]);
                let ty = ty.unwrap_or_else(|| self.types.intern(ro));
                let list = self.list_new(ty, items.len());
                let h = self.heap.push_handle(list.0);
                for item in items {
                    let w = self.constant(item, None);
                    let list = Word(self.heap.handle(h));
                    self.list_init(list, w).expect("a constant list takes its members");
                }
                let list = Word(self.heap.handle(h));
                self.heap.pop_handles(h);
                list
            }
            ConstNode::Mapping(items) => {
                let ro = Ty::intersection([Ty::map(Ty::anydata()), Ty::readonly()]);
                let ty = ty.unwrap_or_else(|| self.types.intern(ro));
                let map = self.mapping_new(ty, items.len());
                let h = self.heap.push_handle(map.0);
                for (k, v) in items {
                    let w = self.constant(v, None);
                    let hv = self.heap.push_handle(w.0);
                    let key = self.name_word(*k);
                    let (map, w) = (Word(self.heap.handle(h)), Word(self.heap.handle(hv)));
                    self.mapping_init(map, key, w).expect("a constant mapping takes its members");
                    self.heap.pop_handles(hv);
                }
                let map = Word(self.heap.handle(h));
                self.heap.pop_handles(h);
                map
            }
        }
    }

    pub fn const_word(&self, i: usize) -> Word {
        Word(self.consts[i])
    }

    /// The string value of an archive string.
    pub fn name_word(&mut self, i: u32) -> Word {
        let w = self.name_words[i as usize];
        if w != 0 {
            return Word(w);
        }
        let s = self.names.get(i);
        let w = self.str(s.as_str());
        self.name_words[i as usize] = w.0;
        w
    }

    // ---- scalars ----

    #[inline(always)]
    pub fn int(&mut self, i: i64) -> Word {
        match Word::fixnum(i) {
            Some(w) => w,
            None => self.boxed(Sort::BoxedInt, i as u64),
        }
    }
    #[inline(always)]
    pub fn float(&mut self, f: f64) -> Word {
        match Word::flonum(f) {
            Some(w) => w,
            None => self.boxed(Sort::BoxedFloat, f.to_bits()),
        }
    }
    #[cold]
    fn boxed(&mut self, sort: Sort, bits: u64) -> Word {
        // SAFETY: no slots; the data word is written at once.
        unsafe {
            let p = self.heap.alloc(meta(sort, 0), 0, 2);
            *p.add(1) = bits;
            Word(p as u64)
        }
    }
    pub fn decimal(&mut self, d: Decimal) -> Word {
        let bits = d.to_bits();
        // SAFETY: no slots; both data words are written at once.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Decimal, 0), 0, 3);
            *p.add(1) = bits as u64;
            *p.add(2) = (bits >> 64) as u64;
            Word(p as u64)
        }
    }
    #[inline(always)]
    pub fn as_int(&self, w: Word) -> Option<i64> {
        if w.is_fixnum() {
            Some(w.as_fixnum())
        } else if w.is_sort(Sort::BoxedInt) {
            // SAFETY: a boxed int has one data word.
            Some(unsafe { *w.ptr().add(1) as i64 })
        } else {
            None
        }
    }
    #[inline(always)]
    pub fn as_float(&self, w: Word) -> Option<f64> {
        if w.is_flonum() {
            Some(w.as_flonum())
        } else if w.is_sort(Sort::BoxedFloat) {
            // SAFETY: a boxed float has one data word.
            Some(f64::from_bits(unsafe { *w.ptr().add(1) }))
        } else {
            None
        }
    }
    pub fn as_bool(&self, w: Word) -> Option<bool> {
        match w {
            Word::TRUE => Some(true),
            Word::FALSE => Some(false),
            _ => None,
        }
    }
    pub fn as_decimal(&self, w: Word) -> Option<Decimal> {
        if !w.is_sort(Sort::Decimal) {
            return None;
        }
        // SAFETY: a decimal has two data words.
        let bits = unsafe { *w.ptr().add(1) as u128 | (*w.ptr().add(2) as u128) << 64 };
        Decimal::from_bits(bits)
    }

    /// The member of an iterable value at position `i` (spec 5.1.4); `None` past the end.
    pub fn member_at(&mut self, w: Word, i: usize) -> Result<Option<Word>> {
        Ok(match w.sort() {
            Some(k) if k.is_list() => self.list_at(w, i),
            Some(k) if k.is_mapping() => self.mapping_entry(w, i).map(|e| e.1),
            Some(Sort::Str) => self.str_char(w, i).map(|c| self.char_str(c)),
            Some(Sort::Table) => self.table_row(w, i),
            Some(k) if k.is_xml() => self.xml_item(w, i),
            _ => return Err(Fail::Bug("value is not iterable")),
        })
    }

    // ---- small objects ----

    pub fn typedesc(&mut self, ty: TypeId) -> Word {
        self.typedesc_of(ty, Word::NIL)
    }

    /// The typedesc of a value whose annotations are not those of a definition: `bearer` is an object or function, or
    /// nil.
    pub fn typedesc_of(&mut self, ty: TypeId, bearer: Word) -> Word {
        let h = self.heap.push_handle(bearer.0);
        // SAFETY: one slot, filled at once.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Typedesc, ty), 1, 2);
            *p.add(1) = self.heap.handle(h);
            self.heap.pop_handles(h);
            Word(p as u64)
        }
    }

    /// The typedesc of a parameter of a function value, by position (of a method: among its own), or of its return type
    /// with [`RETURN`]: its annotations are theirs.
    pub fn parameter_typedesc(&mut self, ty: TypeId, function: Word, position: i64) -> Result<Word> {
        let mark = self.heap.push_handle(function.0);
        let position = self.int(position);
        self.heap.push_handle(position.0);
        let bearer = self.list_from_handles(self.ids.any_list, mark, 2)?;
        self.heap.pop_handles(mark);
        Ok(self.typedesc_of(ty, bearer))
    }

    /// The function and the position of the parameter whose annotations a bearer stands for.
    pub fn annotated_parameter(&mut self, bearer: Word) -> Option<(Word, i64)> {
        if !bearer.sort().is_some_and(Sort::is_list) {
            return None;
        }
        let position = self.list_at(bearer, 1)?;
        let position = self.as_int(position)?;
        Some((self.list_at(bearer, 0)?, position))
    }

    /// The typedesc of a field of a record type that `owner` names: its annotations are the field's.
    pub fn field_typedesc(&mut self, ty: TypeId, owner: TypeId, field: &str) -> Result<Word> {
        let owner = self.typedesc(owner);
        let mark = self.heap.push_handle(owner.0);
        let field = self.str(field);
        self.heap.push_handle(field.0);
        let bearer = self.list_from_handles(self.ids.any_list, mark, 2)?;
        self.heap.pop_handles(mark);
        Ok(self.typedesc_of(ty, bearer))
    }

    /// The type and the name of the field whose annotations a bearer stands for.
    pub fn annotated_field(&mut self, bearer: Word) -> Option<(TypeId, Name)> {
        if !bearer.sort().is_some_and(Sort::is_list) {
            return None;
        }
        let owner = self.list_at(bearer, 0)?;
        let owner = self.as_typedesc(owner)?;
        let field = self.list_at(bearer, 1)?;
        Some((owner, Name::new(self.as_str(field)?)))
    }

    /// The typedesc of a method, or of part of one, of an object type that `owner` names: its annotations are what the type
    /// says of it.
    pub fn method_typedesc(
        &mut self,
        ty: TypeId,
        owner: TypeId,
        name: Name,
        part: MethodPart,
    ) -> Result<Word> {
        let owner = self.typedesc(owner);
        let mark = self.heap.push_handle(owner.0);
        let name = self.str(name.as_str());
        self.heap.push_handle(name.0);
        let part = self.int(match part {
            MethodPart::Parameter(n) => i64::from(n),
            MethodPart::Return => RETURN,
            MethodPart::Whole => WHOLE,
        });
        self.heap.push_handle(part.0);
        let bearer = self.list_from_handles(self.ids.any_list, mark, 3)?;
        self.heap.pop_handles(mark);
        Ok(self.typedesc_of(ty, bearer))
    }

    /// The type, and the method with its part, whose annotations a bearer stands for.
    pub fn annotated_method(&mut self, bearer: Word) -> Option<(TypeId, Name, MethodPart)> {
        let (owner, name) = self.annotated_field(bearer)?;
        let part = self.list_at(bearer, 2)?;
        let part = match self.as_int(part)? {
            RETURN => MethodPart::Return,
            WHOLE => MethodPart::Whole,
            n => MethodPart::Parameter(n as u32),
        };
        Some((owner, name, part))
    }

    /// The type that the declaration of a service says the object has.
    pub fn declared_type(&self, service: Word) -> Option<TypeId> {
        self.classes[self.class_of(service)? as usize].declared
    }

    /// The value whose annotations a typedesc has, or nil.
    pub fn annotation_bearer(&self, typedesc: Word) -> Word {
        if !typedesc.is_sort(Sort::Typedesc) {
            return Word::NIL;
        }
        // SAFETY: the slot of a typedesc.
        unsafe { Word(*typedesc.ptr().add(1)) }
    }

    /// A captured word of a function value.
    pub fn capture(&self, function: Word, i: usize) -> Option<Word> {
        let there = function.is_sort(Sort::Function) && i < self.capture_count(function);
        // SAFETY: the captures are the slots, which come first.
        there.then(|| unsafe { Word(*function.ptr().add(1 + i)) })
    }

    /// The class of an object.
    pub fn class_of(&self, w: Word) -> Option<u32> {
        // SAFETY: an object's header carries its class.
        w.is_sort(Sort::Object).then(|| unsafe { w.type_id() })
    }

    /// The type that a typedesc value stands for.
    pub fn as_typedesc(&self, w: Word) -> Option<TypeId> {
        // SAFETY: a typedesc carries the id in its header.
        w.is_sort(Sort::Typedesc).then(|| unsafe { w.type_id() })
    }

    /// A function value; the captured words are at the given handles.
    pub fn function(&mut self, func: u32, captures: &[u64]) -> Word {
        let mark = self.heap.handle_mark();
        for &c in captures {
            self.heap.push_handle(c);
        }
        let n = captures.len();
        assert!(n < 250, "closure with too many captures");
        // SAFETY: slots are filled right after.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Function, 0), n, n + 2);
            for i in 0..n {
                *p.add(1 + i) = self.heap.handle(mark + i);
            }
            *p.add(1 + n) = func as u64;
            self.heap.pop_handles(mark);
            Word(p as u64)
        }
    }

    /// Function index of a function value.
    #[inline(always)]
    pub fn function_index(&self, w: Word) -> Option<u32> {
        if !w.is_sort(Sort::Function) {
            return None;
        }
        // SAFETY: the index is the last word.
        unsafe { Some(*w.ptr().add(object::size(w.ptr()) - 1) as u32) }
    }

    /// Number of captured words of a function value.
    pub fn capture_count(&self, w: Word) -> usize {
        // SAFETY: live object.
        unsafe { object::slots(w.ptr()).1 }
    }

    /// A new object of a class, its fields absent.
    pub fn object_new(&mut self, class: u32) -> Word {
        let shape = self.classes[class as usize].shape.clone();
        self.slots_new(Sort::Object, class, &shape)
    }

    /// Type of a list, mapping, table, error, stream or object from its header.
    ///
    /// # Panics
    /// When the word is not a reference.
    pub fn header_type(&self, w: Word) -> TypeId {
        assert!(w.is_ref());
        // SAFETY: a live reference.
        let id = unsafe { w.type_id() };
        if w.is_sort(Sort::Object) { self.classes[id as usize].ty } else { id }
    }

    // ---- errors ----

    /// An error value. `message` is a string; `cause` an error or nil; `detail` a mapping; `trace` bytes or nil.
    pub fn error(&mut self, ty: TypeId, message: Word, cause: Word, detail: Word, trace: Word) -> Word {
        let h = self.heap.push_handle(message.0);
        self.heap.push_handle(cause.0);
        self.heap.push_handle(detail.0);
        self.heap.push_handle(trace.0);
        // SAFETY: slots are filled right after.
        unsafe {
            let p = self.heap.alloc(meta(Sort::Error, ty), 4, 5);
            for i in 0..4 {
                *p.add(1 + i) = self.heap.handle(h + i);
            }
            self.heap.pop_handles(h);
            Word(p as u64)
        }
    }

    /// Message, cause, detail and trace of an error.
    pub fn error_parts(&self, w: Word) -> Option<[Word; 4]> {
        // SAFETY: an error has four slots.
        w.is_sort(Sort::Error).then(|| unsafe { std::array::from_fn(|i| Word(*w.ptr().add(1 + i))) })
    }

    /// An error with a detail of one field `message`, as run-time panics have.
    pub fn error_with_message(&mut self, reason: &str, message: &str, trace: Word) -> Word {
        let ht = self.heap.push_handle(trace.0);
        let detail = self.mapping_new(self.ids.detail, 1);
        let hd = self.heap.push_handle(detail.0);
        if !message.is_empty() {
            let value = self.str(message);
            let hv = self.heap.push_handle(value.0);
            let key = self.str("message");
            let (detail, value) = (Word(self.heap.handle(hd)), Word(self.heap.handle(hv)));
            self.mapping_init(detail, key, value).expect("a fresh map takes a member");
        }
        let reason = self.str(reason);
        let (detail, trace) = (Word(self.heap.handle(hd)), Word(self.heap.handle(ht)));
        self.heap.pop_handles(ht);
        self.error(self.ids.error, reason, Word::NIL, detail, trace)
    }

    /// An array of raw bytes (stack traces and other private data).
    pub fn bytes(&mut self, data: &[u8]) -> Word {
        // SAFETY: data array; filled before the next allocation.
        unsafe {
            let p = self.heap.alloc_array(meta(Sort::Bytes, 0), false, 1 + data.len().div_ceil(8));
            *p.add(2) = data.len() as u64;
            std::ptr::copy_nonoverlapping(data.as_ptr(), p.add(3) as *mut u8, data.len());
            Word(p as u64)
        }
    }

    pub fn as_bytes(&self, w: Word) -> Option<&[u8]> {
        // SAFETY: as written by `bytes`.
        w.is_sort(Sort::Bytes).then(|| unsafe {
            std::slice::from_raw_parts(w.ptr().add(3) as *const u8, *w.ptr().add(2) as usize)
        })
    }
}

/// FNV-1a, folded; never 0, which means "not computed".
pub fn hash_str(s: &str) -> u32 {
    use std::hash::Hasher;
    let mut h = rustc_hash::FxHasher::default();
    h.write(s.as_bytes());
    let h = h.finish();
    ((h ^ h >> 32) as u32).max(1)
}
