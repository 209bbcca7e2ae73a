//! Membership of values in types (spec 5.1.2, 6.28): `is`, store checks, casts, fillers, dynamic types.

use std::cell::Cell;

use bal_num::Decimal;
use gc_heap::object;
use semtypes::{Const, Name, ParamKind, SemType, Ty, TyKind};

use crate::types::{Shape, TypeId, basic};
use crate::word::{Sort, Word};
use crate::world::{Fail, Result, World};

/// The basic types of the values of each sort; none for what is no value.
const BIT_OF_SORT: [u32; Sort::Future as usize + 1] = {
    let mut bits = [0; Sort::Future as usize + 1];
    bits[Sort::BoxedInt as usize] = basic::INT;
    bits[Sort::BoxedFloat as usize] = basic::FLOAT;
    bits[Sort::Decimal as usize] = basic::DECIMAL;
    bits[Sort::Str as usize] = basic::STRING;
    bits[Sort::ListI as usize] = basic::LIST;
    bits[Sort::ListF as usize] = basic::LIST;
    bits[Sort::ListU8 as usize] = basic::LIST;
    bits[Sort::ListBool as usize] = basic::LIST;
    bits[Sort::ListR as usize] = basic::LIST;
    bits[Sort::Map as usize] = basic::MAPPING;
    bits[Sort::Record as usize] = basic::MAPPING;
    bits[Sort::Table as usize] = basic::TABLE;
    bits[Sort::Error as usize] = basic::ERROR;
    bits[Sort::Function as usize] = basic::FUNCTION;
    bits[Sort::Object as usize] = basic::OBJECT;
    bits[Sort::Typedesc as usize] = basic::TYPEDESC;
    bits[Sort::XmlElement as usize] = basic::XML;
    bits[Sort::XmlComment as usize] = basic::XML;
    bits[Sort::XmlPi as usize] = basic::XML;
    bits[Sort::XmlText as usize] = basic::XML;
    bits[Sort::XmlSeq as usize] = basic::XML;
    bits[Sort::Regexp as usize] = basic::REGEXP;
    bits[Sort::Stream as usize] = basic::STREAM;
    bits[Sort::Future as usize] = basic::FUTURE;
    bits
};

/// Answers about pairs of a header and a type, where the header alone decides; by a hash of the pair.
pub struct Tested(Box<[Cell<u64>; Tested::LEN]>);

impl Default for Tested {
    fn default() -> Tested {
        Tested(Box::new([const { Cell::new(0) }; Tested::LEN]))
    }
}

impl Tested {
    const LEN: usize = 1024;

    /// The place of a pair, and what stands there when it is known, but for the answer: no header has the meta word 0.
    #[inline(always)]
    fn place(&self, meta: u32, ty: TypeId) -> (&Cell<u64>, u64) {
        let hash = (meta >> 8).wrapping_mul(31) ^ meta ^ ty.wrapping_mul(7);
        (&self.0[hash as usize % Tested::LEN], (meta as u64) << 32 | (ty as u64) << 1)
    }

    #[inline(always)]
    fn known(&self, meta: u32, ty: TypeId) -> Option<bool> {
        let (place, pair) = self.place(meta, ty);
        let word = place.get();
        (word & !1 == pair).then_some(word & 1 != 0)
    }

    fn note(&self, meta: u32, ty: TypeId, answer: bool) {
        let (place, pair) = self.place(meta, ty);
        place.set(pair | answer as u64);
    }
}

/// What answers about a value are kept by: the meta word of its header, or one that no header has for an immediate.
#[inline(always)]
fn test_key(w: Word) -> u32 {
    if w.is_ref() {
        // SAFETY: a reference is to a live object.
        return unsafe { object::meta(*w.ptr()) };
    }
    let kind = match w {
        _ if w.is_fixnum() => 1,
        _ if w.is_flonum() => 2,
        // Nil, absence and the booleans, each for itself.
        _ => w.0 as u32,
    };
    kind << 8 | NO_SORT
}

/// The sort that a header's meta word has in its low byte is never this.
const NO_SORT: u32 = 0xff;

impl World {
    /// The bit of a value's basic type, among those of [`basic`].
    #[inline]
    pub fn basic_bit(&self, w: Word) -> u32 {
        if w.is_fixnum() {
            return basic::INT;
        }
        if w.is_flonum() {
            return basic::FLOAT;
        }
        match w {
            Word::NIL | Word::ABSENT => return basic::NIL,
            Word::TRUE | Word::FALSE => return basic::BOOLEAN,
            _ => {}
        }
        w.sort().map_or(0, |s| BIT_OF_SORT[s as usize])
    }

    /// Whether `w` belongs to type `ty`.
    #[inline]
    pub fn is(&self, w: Word, ty: TypeId) -> bool {
        self.is_known(w, ty).unwrap_or_else(|| self.test(w, ty))
    }

    /// The same, if it has been found out already for a value with the same header, or for an immediate of the same basic
    /// type.
    #[inline(always)]
    pub fn is_known(&self, w: Word, ty: TypeId) -> Option<bool> {
        self.tested.known(test_key(w), ty)
    }

    /// As `is`; notes the answer if the header, or the basic type of an immediate, alone decides.
    #[inline(never)]
    fn test(&self, w: Word, ty: TypeId) -> bool {
        let quick = self.types.quick(ty);
        let bit = self.basic_bit(w);
        let answer = quick.all & bit != 0 || quick.some & bit != 0 && self.is_general(w, bit, ty);
        let by_header = match bit {
            _ if quick.some & bit == 0 || quick.all & bit != 0 => true,
            _ if !w.is_ref() => false,
            basic::LIST | basic::MAPPING | basic::TABLE => {
                // SAFETY: these are heap objects with an inherent type.
                let inherent = unsafe { w.type_id() };
                self.types.is_subtype(inherent, ty) || !self.types.is_readonly(inherent)
            }
            basic::OBJECT | basic::ERROR | basic::STREAM | basic::FUTURE => true,
            _ => false,
        };
        if by_header {
            self.tested.note(test_key(w), ty, answer);
        }
        answer
    }

    /// The structures stand apart: they are what is tested most, and need no frame of their own.
    #[inline]
    fn is_general(&self, w: Word, bit: u32, ty: TypeId) -> bool {
        if bit & (basic::LIST | basic::MAPPING | basic::TABLE) == 0 {
            return self.is_other(w, bit, ty);
        }
        // SAFETY: these are heap objects with an inherent type.
        let inherent = unsafe { w.type_id() };
        // An immutable value belongs to every type that its shape belongs to (spec 5.1.2).
        self.types.is_subtype(inherent, ty) || self.types.is_readonly(inherent) && self.has_shape(w, ty)
    }

    #[inline(never)]
    fn has_shape(&self, w: Word, ty: TypeId) -> bool {
        self.shape_type(w).is_subtype(self.types.sem(ty))
    }

    #[inline(never)]
    fn is_other(&self, w: Word, bit: u32, ty: TypeId) -> bool {
        match bit {
            basic::STREAM | basic::FUTURE => self.types.is_subtype(self.header_type(w), ty),
            basic::FUNCTION | basic::OBJECT | basic::ERROR => {
                self.value_type(w).is_subtype(self.types.sem(ty))
            }
            // Few types of xml values occur, so that the memo of subtyping answers.
            basic::XML => self.types.is_subtype(self.types.intern(self.xml_shape_ty(w)), ty),
            _ => self.shape_type(w).is_subtype(self.types.sem(ty)),
        }
    }

    /// The singleton constant of a simple value.
    pub fn simple_const(&self, w: Word) -> Option<Const> {
        Some(match self.basic_bit(w) {
            basic::NIL => Const::Nil,
            basic::BOOLEAN => Const::Bool(w == Word::TRUE),
            basic::INT => Const::Int(self.as_int(w)?),
            basic::FLOAT => Const::float(self.as_float(w)?),
            basic::DECIMAL => Const::decimal(self.as_decimal(w)?),
            basic::STRING => Const::String(Name::new(self.as_str(w)?)),
            _ => return None,
        })
    }

    /// The type of a value by its inherent type (mutable structures) or header.
    fn value_type(&self, w: Word) -> SemType {
        match w.sort() {
            Some(Sort::Function) => {
                // The function's type is recorded with the program; see `Types::of_function`.
                let i = self.function_index(w).unwrap_or(0);
                match self.types.of_function(i) {
                    Some(ty) => self.types.sem(ty),
                    None => self.types.sem_of(Ty::new(semtypes::TyKind::AnyFunction { isolated: false })),
                }
            }
            _ => self.types.sem(self.header_type(w)),
        }
    }

    /// The type that contains exactly the immutable value's shape (or, for mutable parts, their inherent type).
    pub fn shape_type(&self, w: Word) -> SemType {
        self.types.sem_of(self.shape_ty(w))
    }

    fn shape_ty(&self, w: Word) -> Ty {
        if let Some(c) = self.simple_const(w) {
            return Ty::singleton(c);
        }
        let bit = self.basic_bit(w);
        if bit
            & (basic::LIST
                | basic::MAPPING
                | basic::TABLE
                | basic::OBJECT
                | basic::ERROR
                | basic::STREAM
                | basic::FUTURE)
            != 0
        {
            let id = self.header_type(w);
            if !self.types.is_readonly(id) || bit & (basic::LIST | basic::MAPPING) == 0 {
                return self.types.ty(id);
            }
            return if bit == basic::LIST { self.list_shape_ty(w) } else { self.mapping_shape_ty(w) };
        }
        match bit {
            basic::FUNCTION => {
                let i = self.function_index(w).unwrap_or(0);
                match self.types.of_function(i) {
                    Some(ty) => self.types.ty(ty),
                    None => Ty::new(semtypes::TyKind::AnyFunction { isolated: false }),
                }
            }
            basic::XML => self.xml_shape_ty(w),
            basic::REGEXP => Ty::new(TyKind::Regexp),
            basic::TYPEDESC => {
                let inner = self.as_typedesc(w).map_or(Ty::any(), |t| self.types.ty(t));
                Ty::typedesc(inner)
            }
            _ => Ty::any(),
        }
    }

    fn list_shape_ty(&self, w: Word) -> Ty {
        let n = self.list_len(w).unwrap_or(0);
        let members = (0..n).map(|i| self.list_member_shape(w, i)).collect();
        Ty::intersection([Ty::tuple(members, None), Ty::readonly()])
    }

    fn list_member_shape(&self, w: Word, i: usize) -> Ty {
        // SAFETY: `i` is within the list.
        unsafe {
            let e = crate::list::elems(w);
            match w.sort() {
                Some(Sort::ListI) => Ty::singleton(Const::Int(*e.add(i) as i64)),
                Some(Sort::ListF) => Ty::singleton(Const::float(f64::from_bits(*e.add(i)))),
                Some(Sort::ListU8) => Ty::singleton(Const::Int(*(e as *const u8).add(i) as i64)),
                Some(Sort::ListBool) => Ty::singleton(Const::Bool(*(e as *const u8).add(i) != 0)),
                _ => self.shape_ty(Word(*e.add(i))),
            }
        }
    }

    fn mapping_shape_ty(&self, w: Word) -> Ty {
        let mut fields = Vec::new();
        self.for_each_member(w, &mut |name, v| {
            fields.push(semtypes::FieldTy::required(name, v));
        });
        Ty::intersection([Ty::record_of(fields, None), Ty::readonly()])
    }

    /// Calls `f` with every member's name and shape, without allocating.
    fn for_each_member(&self, w: Word, f: &mut dyn FnMut(Name, Ty)) {
        // SAFETY: callers pass mappings.
        let shape = self.types.shape(unsafe { w.type_id() });
        if let Shape::Record(r) = &*shape {
            for field in &r.fields {
                // SAFETY: the shape is that of `w`.
                let raw = unsafe { *w.ptr().add(field.offset as usize) };
                let ty = match field.kind {
                    bytecode::Kind::I => Ty::singleton(Const::Int(raw as i64)),
                    bytecode::Kind::F => Ty::singleton(Const::float(f64::from_bits(raw))),
                    bytecode::Kind::B => Ty::singleton(Const::Bool(raw != 0)),
                    bytecode::Kind::R if raw == Word::ABSENT.0 => continue,
                    bytecode::Kind::R => self.shape_ty(Word(raw)),
                };
                f(field.name, ty);
            }
            if let Some(m) = self.record_overflow(w, r) {
                self.for_each_member(m, f);
            }
            return;
        }
        for i in 0..self.map_entries(w) {
            let (k, v) = self.map_entry(w, i);
            f(Name::new(self.as_str(k).unwrap_or("")), self.shape_ty(v));
        }
    }

    /// What `typeof` gives (spec 6.19): a simple value's own singleton type, else the dynamic type.
    pub fn narrowest_type(&self, w: Word) -> Ty {
        let simple = basic::NIL | basic::BOOLEAN | basic::INT | basic::FLOAT | basic::DECIMAL | basic::STRING;
        if self.basic_bit(w) & simple != 0 { self.shape_ty(w) } else { self.type_of(w) }
    }

    /// The dynamic type of a value, as messages show it.
    pub fn type_of(&self, w: Word) -> Ty {
        match self.basic_bit(w) {
            basic::NIL => Ty::nil(),
            basic::BOOLEAN => Ty::boolean(),
            basic::INT => Ty::int(),
            basic::FLOAT => Ty::float(),
            basic::DECIMAL => Ty::decimal(),
            basic::STRING => Ty::string(),
            basic::LIST
            | basic::MAPPING
            | basic::TABLE
            | basic::OBJECT
            | basic::ERROR
            | basic::STREAM
            | basic::FUTURE => self.types.ty(self.header_type(w)),
            basic::XML => self.xml_ty(w),
            _ => self.shape_ty(w),
        }
    }

    /// Whether function `index` takes these arguments, among which a native may have left out some that have defaults: how many parameters are left to their defaults, or the panic of
    /// `function:call`.
    pub fn check_arguments(&self, index: u32, args: &[Word]) -> Result<usize> {
        let ty = self.types.of_function(index);
        let ty = ty.map(|t| self.types.expand(self.types.ty(t)));
        let Some(TyKind::Function(f)) = ty.as_ref().map(|t| t.kind()) else {
            return Err(Fail::Bug("a function value without a type"));
        };
        let fits = args.iter().enumerate().all(|(i, w)| {
            let param = f.params.get(i);
            if *w == Word::ABSENT && param.is_some_and(|p| p.kind == ParamKind::Defaultable) {
                return true;
            }
            param.map(|p| p.ty).or(f.rest).is_some_and(|t| self.is(*w, self.types.intern(t)))
        });
        let missing = f.params.get(args.len()..).unwrap_or_default();
        if fits && missing.iter().all(|p| p.kind == ParamKind::Defaultable) {
            return Ok(missing.len());
        }
        let shown = |members, rest| {
            let text = format!("{:#}", Ty::tuple(members, rest));
            format!("({})", &text[1..text.len() - 1])
        };
        Err(Fail::Panic(
            "{ballerina/lang.function}IncompatibleArguments",
            format!(
                "arguments of incompatible types: argument list '{}' cannot be passed to function expecting parameter list '{}'",
                shown(args.iter().map(|w| self.type_of(*w)).collect(), None),
                shown(f.params.iter().map(|p| p.ty).collect(), f.rest)
            ),
        ))
    }

    /// `<T>w` for a type that is not a plain numeric conversion target (spec 6.20).
    pub fn cast(&mut self, w: Word, ty: TypeId) -> Result<Word> {
        if self.is(w, ty) {
            return Ok(w);
        }
        if let Some(r) = self.numeric_cast(w, ty) {
            return r;
        }
        Err(Fail::Panic(
            "{ballerina}TypeCastError",
            format!(
                "incompatible types: '{:#}' cannot be cast to '{:#}'",
                self.type_of(w),
                self.types.ty(ty)
            ),
        ))
    }

    /// The numeric conversion of a cast: applies when the target has exactly one numeric basic type and the value has
    /// another.
    fn numeric_cast(&mut self, w: Word, ty: TypeId) -> Option<Result<Word>> {
        let bit = self.basic_bit(w);
        if bit & (basic::INT | basic::FLOAT | basic::DECIMAL) == 0 {
            return None;
        }
        let sem = self.types.sem(ty);
        let has = |t: Ty| !sem.intersect(self.types.sem_of(t)).is_empty();
        let (int, float, decimal) = (has(Ty::int()), has(Ty::float()), has(Ty::decimal()));
        if int as u8 + float as u8 + decimal as u8 != 1 {
            return None;
        }
        let from = self.type_of(w);
        // Making the result may move the operand, which a message still shows.
        let h = self.heap.push_handle(w.0);
        let value = match (int, float) {
            (true, _) => self.to_int(w).map(|i| self.int(i)),
            (_, true) => self.to_float(w).map(|f| self.float(f)),
            _ => self.to_decimal(w).map(|d| self.decimal(d)),
        };
        let w = Word(self.heap.handle(h));
        self.heap.pop_handles(h);
        Some(match value {
            Some(v) if self.is(v, ty) => Ok(v),
            _ => Err(Fail::Panic(
                "{ballerina}NumberConversionError",
                format!(
                    "'{from}' value '{}' cannot be converted to '{:#}'",
                    self.grouped(w),
                    self.types.ty(ty)
                ),
            )),
        })
    }

    fn to_int(&self, w: Word) -> Option<i64> {
        if let Some(i) = self.as_int(w) {
            return Some(i);
        }
        match self.as_float(w) {
            Some(f) => bal_num::float::to_int(f).ok(),
            None => self.as_decimal(w)?.to_int().ok(),
        }
    }

    fn to_float(&self, w: Word) -> Option<f64> {
        if let Some(i) = self.as_int(w) {
            return Some(i as f64);
        }
        self.as_float(w).or_else(|| Some(self.as_decimal(w)?.to_float()))
    }

    fn to_decimal(&self, w: Word) -> Option<Decimal> {
        if let Some(i) = self.as_int(w) {
            return Some(Decimal::from(i));
        }
        match self.as_float(w) {
            Some(f) => Decimal::from_float(f).ok(),
            None => self.as_decimal(w),
        }
    }

    /// A number as the conversion errors show it: ints with thousands separators.
    fn grouped(&self, w: Word) -> String {
        match self.as_int(w) {
            Some(i) => {
                let digits = i.unsigned_abs().to_string();
                let mut out = String::new();
                for (n, c) in digits.chars().enumerate() {
                    if n > 0 && (digits.len() - n) % 3 == 0 {
                        out.push(',');
                    }
                    out.push(c);
                }
                if i < 0 { format!("-{out}") } else { out }
            }
            None => self.display(w),
        }
    }

    /// Whether a store of kind `kind` into a place of type `ty` needs no test: the type holds all such values.
    pub fn takes_all(&self, ty: TypeId, kind: bytecode::Kind) -> bool {
        let all = match kind {
            bytecode::Kind::I => Ty::int(),
            bytecode::Kind::F => Ty::float(),
            bytecode::Kind::B => Ty::boolean(),
            bytecode::Kind::R => Ty::union([Ty::any(), Ty::error()]),
        };
        self.types.sem_of(all).is_subtype(self.types.sem(ty))
    }

    /// The filler value of a type (spec 5.8.1) unless that takes a call: of an object, or a record with default values.
    pub fn filler(&mut self, ty: TypeId) -> Option<Word> {
        use semtypes::Filler;
        Some(match self.types.filler_of(ty)? {
            Filler::Const(c) => self.const_value(&c),
            Filler::Empty(structure) => {
                let id = self.types.intern(structure);
                match &*self.types.shape(id) {
                    Shape::List(_) => {
                        let w = self.list_new(id, 0);
                        let h = self.heap.push_handle(w.0);
                        let r = self.list_done(w);
                        let w = Word(self.heap.handle(h));
                        self.heap.pop_handles(h);
                        r.ok()?;
                        w
                    }
                    Shape::Table { .. } => self.table_new(id),
                    // Default values are functions, which run where compiled code fills lists.
                    Shape::Record(r) if r.fields.iter().any(|f| f.has_default) => return None,
                    Shape::Other => self.stream_new(id, Word::NIL),
                    _ => self.mapping_new(id, 0),
                }
            }
            Filler::Xml => self.xml_empty(),
            Filler::Regexp => {
                let text = self.str("");
                self.regexp_new(text)
            }
            _ => return None,
        })
    }

    pub fn const_value(&mut self, c: &Const) -> Word {
        match c {
            Const::Nil => Word::NIL,
            Const::Bool(b) => Word::bool(*b),
            Const::Int(i) => self.int(*i),
            Const::Float(f) => self.float(f64::from_bits(*f)),
            Const::Decimal(d) => self.decimal(Decimal::from_bits(*d).unwrap_or(Decimal::ZERO)),
            Const::String(s) => self.str(s.as_str()),
            Const::List(_) | Const::Mapping(_) => Word::NIL,
        }
    }
}
