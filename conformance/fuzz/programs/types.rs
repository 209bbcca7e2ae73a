//! The types of generated programs.

use crate::common::Rng;

/// A type. Records and classes are those that the program declares, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum T {
    Nil,
    Int,
    Float,
    Decimal,
    Bool,
    Str,
    List(Box<T>),
    Map(Box<T>),
    Tuple(Vec<T>),
    Record(usize),
    /// Of different basic types.
    Union(Vec<T>),
    Function(Vec<T>, Box<T>),
    Object(usize),
}

/// A declared record type.
pub struct Record {
    /// Name, type, whether it is optional, whether it has a default.
    pub fields: Vec<(String, T, Presence)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Required,
    Optional,
    Default,
}

/// A declared class: a field of each type, and a method of each signature.
pub struct Class {
    pub fields: Vec<(String, T)>,
    pub methods: Vec<(String, Vec<T>, T)>,
}

impl T {
    pub fn name(&self) -> String {
        match self {
            T::Nil => "()".into(),
            T::Int => "int".into(),
            T::Float => "float".into(),
            T::Decimal => "decimal".into(),
            T::Bool => "boolean".into(),
            T::Str => "string".into(),
            T::List(t) => format!("{}[]", t.operand()),
            T::Map(t) => format!("map<{}>", t.name()),
            T::Tuple(all) => format!("[{}]", all.iter().map(T::name).collect::<Vec<_>>().join(", ")),
            T::Record(i) => format!("R{i}"),
            T::Union(all) => all.iter().map(T::operand).collect::<Vec<_>>().join("|"),
            T::Function(params, ret) => {
                let params = params.iter().map(T::name).collect::<Vec<_>>().join(", ");
                format!("function ({params}) returns {}", ret.operand())
            }
            T::Object(i) => format!("C{i}"),
        }
    }

    /// In parentheses where the type is part of another.
    fn operand(&self) -> String {
        match self {
            T::Union(_) | T::Function(..) => format!("({})", self.name()),
            _ => self.name(),
        }
    }

    /// Whether values can be printed and compared.
    pub fn is_data(&self) -> bool {
        match self {
            T::Function(..) | T::Object(_) => false,
            T::List(t) | T::Map(t) => t.is_data(),
            T::Tuple(all) | T::Union(all) => all.iter().all(T::is_data),
            _ => true,
        }
    }
}

const SIMPLE: &[T] = &[T::Int, T::Float, T::Decimal, T::Bool, T::Str];

/// A type of simple values.
pub fn simple(rng: &mut Rng) -> T {
    rng.pick(SIMPLE).clone()
}

/// A type of data; `records` have been declared.
pub fn data(rng: &mut Rng, depth: usize, records: usize) -> T {
    if depth == 0 {
        return simple(rng);
    }
    match rng.below(11) {
        0 | 1 => T::List(Box::new(data(rng, depth - 1, records))),
        2 => T::Map(Box::new(data(rng, depth - 1, records))),
        3 => T::Tuple((0..1 + rng.below(3)).map(|_| data(rng, depth - 1, records)).collect()),
        4 | 5 if records > 0 => T::Record(rng.below(records)),
        6 => union(rng),
        _ => simple(rng),
    }
}

/// A union of two or three basic types.
pub fn union(rng: &mut Rng) -> T {
    let mut all: Vec<T> = vec![T::Nil];
    all.extend(SIMPLE.iter().cloned());
    all.push(T::List(Box::new(T::Int)));
    all.push(T::Map(Box::new(T::Str)));
    let mut out = Vec::new();
    for _ in 0..2 + rng.below(2) {
        out.push(all.remove(rng.below(all.len())));
    }
    T::Union(out)
}
