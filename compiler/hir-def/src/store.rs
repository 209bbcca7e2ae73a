//! The arenas that hold the lowered parts of one item.
//!
//! Ranges are relative to the start of the item's own syntax node. So an edit above an item changes
//! nothing in here, and no query that reads a store re-runs.

use std::marker::PhantomData;

use semtypes::Name;
use syntax::TextRange;

use crate::annotation::Annotation;
use crate::expr::{Block, Expr, Lambda, Pat, Stmt};
use crate::type_ref::TypeRef;

/// A typed index into an [`Arena`].
pub struct Idx<T>(u32, PhantomData<fn() -> T>);

impl<T> Idx<T> {
    pub fn from_raw(raw: u32) -> Self {
        Idx(raw, PhantomData)
    }
    pub fn raw(self) -> u32 {
        self.0
    }
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
impl<T> Clone for Idx<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Idx<T> {}
impl<T> PartialEq for Idx<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Idx<T> {}
impl<T> PartialOrd for Idx<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Idx<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> std::hash::Hash for Idx<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state)
    }
}
impl<T> std::fmt::Debug for Idx<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Values with the range of the syntax they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arena<T> {
    items: Vec<T>,
    ranges: Vec<TextRange>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Arena { items: Vec::new(), ranges: Vec::new() }
    }
}

impl<T> Arena<T> {
    pub fn alloc(&mut self, value: T, range: TextRange) -> Idx<T> {
        let idx = Idx::from_raw(self.items.len() as u32);
        self.items.push(value);
        self.ranges.push(range);
        idx
    }
    /// Item-relative range of the syntax behind `idx`.
    pub fn range(&self, idx: Idx<T>) -> TextRange {
        self.ranges[idx.index()]
    }
    pub fn len(&self) -> usize {
        self.items.len()
    }
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
    pub fn iter(&self) -> impl Iterator<Item = (Idx<T>, &T)> {
        self.items.iter().enumerate().map(|(i, t)| (Idx::from_raw(i as u32), t))
    }
}
impl<T> std::ops::Index<Idx<T>> for Arena<T> {
    type Output = T;
    fn index(&self, idx: Idx<T>) -> &T {
        &self.items[idx.index()]
    }
}
impl<T> std::ops::IndexMut<Idx<T>> for Arena<T> {
    fn index_mut(&mut self, idx: Idx<T>) -> &mut T {
        &mut self.items[idx.index()]
    }
}

pub type ExprId = Idx<Expr>;
pub type PatId = Idx<Pat>;
pub type StmtId = Idx<Stmt>;
pub type BlockId = Idx<Block>;
pub type TypeRefId = Idx<TypeRef>;
pub type LocalId = Idx<Local>;
pub type LambdaId = Idx<Lambda>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LocalKind {
    Param,
    /// `self` of a method.
    SelfRef,
    Var,
    /// `final`, `foreach`, query, `let`, `match` and `on fail` variables: never assigned again.
    Final,
    /// A variable that a `group by` turned into a sequence (spec 6.35.7).
    Sequence,
    /// A named worker, usable in `wait`.
    Worker,
}

impl LocalKind {
    /// For messages.
    pub fn describe(self) -> &'static str {
        match self {
            LocalKind::Param => "parameter",
            LocalKind::SelfRef | LocalKind::Var | LocalKind::Sequence => "variable",
            LocalKind::Final => "final variable",
            LocalKind::Worker => "worker",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Local {
    pub name: Name,
    pub kind: LocalKind,
    /// The frame that declares it; `None` is the owner's own body.
    pub frame: Option<LambdaId>,
    /// Whether any expression reads or writes it (for the unused-variable warning).
    pub used: bool,
    /// Whether a nested frame refers to it.
    pub captured: bool,
}

/// Everything lowered from one signature or one body.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Store {
    pub exprs: Arena<Expr>,
    pub pats: Arena<Pat>,
    pub stmts: Arena<Stmt>,
    pub blocks: Arena<Block>,
    pub type_refs: Arena<TypeRef>,
    pub locals: Arena<Local>,
    pub lambdas: Arena<Lambda>,
    /// In source order, but for those of nested constructs, which come first.
    pub annotations: Vec<Annotation>,
}
