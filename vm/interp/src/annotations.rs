//! Annotations at run time (spec 6.12, 9.1).
//!
//! A typedesc has the annotations of the definition that its type names. Those of functions and of the objects of object
//! constructors belong to the value: its typedesc keeps the value (`World::annotation_bearer`).

use bytecode::archive::{AnnotationSubject, AnnotationValue, Archive, FuncIdx, MethodPart};
use rustc_hash::{FxHashMap, FxHashSet};
use semtypes::{Name, Ty, TyKind};
use values::{Names, Result, TypeId, Word};

use crate::machine::Machine;

/// The archive's annotation entries, indexed.
#[derive(Default)]
pub(crate) struct Annotations {
    /// Of all but fields and methods of types.
    values: FxHashMap<(AnnotationSubject, Name), AnnotationValue>,
    /// Of fields: the definition, the field and the tag.
    fields: FxHashMap<(u32, Name, Name), AnnotationValue>,
    /// Of methods of object types: the definition, the method with its part, and the tag.
    methods: FxHashMap<(u32, Name, MethodPart, Name), AnnotationValue>,
    bearers: FxHashSet<AnnotationSubject>,
    bound: FxHashMap<FuncIdx, Name>,
}

impl Annotations {
    pub(crate) fn new(a: &Archive, names: &Names) -> Annotations {
        let mut out = Annotations::default();
        for e in &a.meta.annotations {
            let tag = names.get(e.tag);
            match e.subject {
                AnnotationSubject::Field(def, field) => {
                    out.fields.insert((def, names.get(field), tag), e.value)
                }
                AnnotationSubject::Method(def, method, part) => {
                    out.methods.insert((def, names.get(method), part, tag), e.value)
                }
                subject => out.values.insert((subject, tag), e.value),
            };
            out.bearers.insert(e.subject);
        }
        out.bound = a.meta.bound_methods.iter().map(|&(f, n)| (f, names.get(n))).collect();
        out
    }
}

impl Machine {
    /// `typeof w`
    pub(crate) fn type_of_value(&mut self, w: Word) -> Word {
        let ty = self.world.narrowest_type(w);
        let id = self.world.types.intern(ty);
        let bearer = if self.bears_annotations(w) { w } else { Word::NIL };
        self.world.typedesc_of(id, bearer)
    }

    fn bears_annotations(&self, w: Word) -> bool {
        let a = &self.program.annotations;
        if let Some(f) = self.world.function_index(w) {
            return a.bound.contains_key(&f) || a.bearers.contains(&AnnotationSubject::Function(f));
        }
        self.world.class_of(w).is_some_and(|c| a.bearers.contains(&AnnotationSubject::Class(c)))
    }

    /// The value of a typedesc's annotation, nil when it has none.
    pub(crate) fn annotation(&mut self, typedesc: Word, tag: Name) -> Result<Word> {
        let Some(id) = self.world.as_typedesc(typedesc) else {
            return Err(values::Fail::Bug("typedesc expected"));
        };
        let bearer = self.world.annotation_bearer(typedesc);
        if let Some((function, position)) = self.world.annotated_parameter(bearer) {
            return self.parameter_annotation(function, position, tag);
        }
        let bearer = self.world.annotation_bearer(typedesc);
        if let Some((owner, method, part)) = self.world.annotated_method(bearer) {
            return self.method_annotation(owner, method, part, tag);
        }
        let bearer = self.world.annotation_bearer(typedesc);
        if let Some((owner, field)) = self.world.annotated_field(bearer) {
            return self.field_annotation(owner, field, tag);
        }
        let bearer = self.world.annotation_bearer(typedesc);
        if let Some(f) = self.world.function_index(bearer) {
            return self.function_annotation(bearer, f, tag);
        }
        if let Some(c) = self.world.class_of(bearer) {
            return self.annotation_of(AnnotationSubject::Class(c), tag, bearer);
        }
        match named(self.world.types.ty(id)) {
            Some(d) => self.annotation_of(AnnotationSubject::Def(d), tag, Word::NIL),
            None => Ok(Word::NIL),
        }
    }

    /// Of the parameter of a method, or of its return type.
    fn parameter_annotation(&mut self, function: Word, position: i64, tag: Name) -> Result<Word> {
        let Some(f) = self.world.function_index(function) else { return Ok(Word::NIL) };
        let subject = match u32::try_from(position) {
            Ok(n) => AnnotationSubject::Parameter(f, n),
            Err(_) => AnnotationSubject::Return(f),
        };
        self.annotation_of(subject, tag, Word::NIL)
    }

    /// Of a method of an object type that has a name.
    fn method_annotation(
        &mut self,
        owner: TypeId,
        method: Name,
        part: MethodPart,
        tag: Name,
    ) -> Result<Word> {
        let Some(def) = named(self.world.types.ty(owner)) else { return Ok(Word::NIL) };
        let value = self.program.annotations.methods.get(&(def, method, part, tag)).copied();
        self.annotation_value(value, Word::NIL)
    }

    /// Of a field of a record type that has a name.
    fn field_annotation(&mut self, owner: TypeId, field: Name, tag: Name) -> Result<Word> {
        let Some(def) = named(self.world.types.ty(owner)) else { return Ok(Word::NIL) };
        let value = self.program.annotations.fields.get(&(def, field, tag)).copied();
        self.annotation_value(value, Word::NIL)
    }

    fn function_annotation(&mut self, function: Word, f: FuncIdx, tag: Name) -> Result<Word> {
        let Some(&method) = self.program.annotations.bound.get(&f) else {
            return self.annotation_of(AnnotationSubject::Function(f), tag, function);
        };
        let object = self.world.capture(function, 0).unwrap_or(Word::NIL);
        let class = self.world.class_of(object);
        match class.and_then(|c| self.world.methods.get(&(c, method)).copied()) {
            Some(f) => self.annotation_of(AnnotationSubject::Function(f), tag, object),
            None => Ok(Word::NIL),
        }
    }

    fn annotation_of(&mut self, subject: AnnotationSubject, tag: Name, bearer: Word) -> Result<Word> {
        let value = self.program.annotations.values.get(&(subject, tag)).copied();
        self.annotation_value(value, bearer)
    }

    fn annotation_value(&mut self, value: Option<AnnotationValue>, bearer: Word) -> Result<Word> {
        Ok(match value {
            None => Word::NIL,
            Some(AnnotationValue::Global(g)) => self.global(g),
            Some(AnnotationValue::Capture(i)) => {
                self.world.capture(bearer, i as usize).ok_or(values::Fail::Bug("annotation's capture"))?
            }
            Some(AnnotationValue::Field(name)) => {
                let name = self.world.names.get(name);
                // A method as a function value stands for its object.
                let bearer = match self.world.function_index(bearer) {
                    Some(_) => self.world.capture(bearer, 0).unwrap_or(Word::NIL),
                    None => bearer,
                };
                let shape = self.world.class_of(bearer).and_then(|_| self.world.field_shape(bearer, name));
                let shape = shape.ok_or(values::Fail::Bug("annotation's field"))?;
                self.world.field_get(bearer, &shape)
            }
        })
    }
}

/// The definition that a type names, possibly as `T & readonly`.
fn named(ty: Ty) -> Option<u32> {
    match ty.kind() {
        TyKind::Named { def, .. } => Some(def.0),
        TyKind::Intersection(parts) => {
            let mut others = parts.iter().filter(|t| !matches!(t.kind(), TyKind::Readonly));
            let one = others.next().and_then(|t| named(*t));
            one.filter(|_| others.next().is_none())
        }
        _ => None,
    }
}
