//! [`SemType`]: a set of values, and the Boolean algebra of such sets.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use parking_lot::RwLock;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::atom::Atom;
use crate::basic::{Basic, BasicSet};
use crate::bdd::Bdd;
use crate::empty::Emptiness;
use crate::subset::{Enumerable, IntSet, StringSet, XmlSet};

/// A set of values (spec 5.1.1: a set of shapes). Two words, `Copy`, hash-consed.
///
/// `==` is identity of the representation: it implies [`SemType::is_same`], not the reverse, because whether a
/// structured part is empty is only worked out when asked.
#[derive(Copy, Clone)]
pub struct SemType {
    /// Basic types that are fully inside.
    all: BasicSet,
    /// Basic types that are partly inside, each with an entry in `parts`.
    some: BasicSet,
    parts: Option<&'static Parts>,
}

/// In the bit order of `some`.
#[derive(PartialEq, Eq, Hash, Debug)]
struct Parts(Box<[Part]>);

/// A proper, non-empty subset of one basic type (for diagrams: not known to be empty or full).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Part {
    Boolean(bool),
    Int(IntSet),
    Float(Enumerable<u64>),
    Decimal(Enumerable<u128>),
    String(StringSet),
    Xml(XmlSet),
    Bdd(Bdd),
}

/// The part of a set inside one basic type.
#[derive(Clone, Debug)]
pub(crate) enum Slice<P> {
    Empty,
    All,
    Part(P),
}

impl PartialEq for SemType {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
            && self.some == other.some
            && match (self.parts, other.parts) {
                (Some(a), Some(b)) => std::ptr::eq(a, b),
                (a, b) => a.is_none() == b.is_none(),
            }
    }
}

impl Eq for SemType {}

impl Hash for SemType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.all.bits() | self.some.bits() << 1).hash(state);
        self.parts.map_or(0, |p| std::ptr::from_ref(p).addr()).hash(state);
    }
}

impl std::fmt::Debug for SemType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::describe::describe(*self))
    }
}

static PARTS: LazyLock<RwLock<FxHashSet<&'static Parts>>> = LazyLock::new(Default::default);

fn intern(parts: Vec<Part>) -> Option<&'static Parts> {
    if parts.is_empty() {
        return None;
    }
    let parts = Parts(parts.into());
    if let Some(&found) = PARTS.read().get(&parts) {
        return Some(found);
    }
    let mut set = PARTS.write();
    if let Some(&found) = set.get(&parts) {
        return Some(found);
    }
    let leaked: &'static Parts = Box::leak(Box::new(parts));
    set.insert(leaked);
    Some(leaked)
}

/// Shards of the subtype memo.
const SHARDS: usize = 16;
type SubtypeMemo = [RwLock<FxHashMap<(SemType, SemType), bool>>; SHARDS];
static SUBTYPES: LazyLock<SubtypeMemo> = LazyLock::new(|| std::array::from_fn(|_| RwLock::default()));

/// Construction.
impl SemType {
    /// The empty set.
    pub const NEVER: SemType = SemType::basic(BasicSet::EMPTY);
    /// Every value, errors included.
    pub const VALUE: SemType = SemType::basic(BasicSet::VALUES);
    /// `any`
    pub const ANY: SemType = SemType::basic(BasicSet::ANY);
    pub const NIL: SemType = SemType::basic(Basic::Nil.bit());
    pub const BOOLEAN: SemType = SemType::basic(Basic::Boolean.bit());
    pub const INT: SemType = SemType::basic(Basic::Int.bit());
    pub const FLOAT: SemType = SemType::basic(Basic::Float.bit());
    pub const DECIMAL: SemType = SemType::basic(Basic::Decimal.bit());
    pub const STRING: SemType = SemType::basic(Basic::String.bit());
    pub const ERROR: SemType = SemType::basic(Basic::Error.bit());
    pub(crate) const UNDEF: SemType = SemType::basic(Basic::Undef.bit());

    /// The union of whole basic types.
    pub const fn basic(all: BasicSet) -> SemType {
        SemType { all, some: BasicSet::EMPTY, parts: None }
    }

    pub(crate) fn from_part(basic: Basic, part: Part) -> SemType {
        match normalize(part) {
            Slice::Empty => SemType::NEVER,
            Slice::All => SemType::basic(basic.bit()),
            Slice::Part(part) => {
                SemType { all: BasicSet::EMPTY, some: basic.bit(), parts: intern(vec![part]) }
            }
        }
    }

    pub(crate) fn from_atom(basic: Basic, atom: Atom) -> SemType {
        SemType::from_part(basic, Part::Bdd(Bdd::of(atom)))
    }

    /// The ints from `low` to `high`, both included.
    pub fn int_range(low: i64, high: i64) -> SemType {
        if low > high {
            SemType::NEVER
        } else {
            SemType::from_part(Basic::Int, Part::Int(IntSet::range(low, high)))
        }
    }
}

/// The algebra.
impl SemType {
    #[must_use]
    pub fn union(self, other: SemType) -> SemType {
        if self.some.is_empty() && other.some.is_empty() {
            return SemType::basic(self.all | other.all);
        }
        if self == other {
            return self;
        }
        self.combine(other, &union_slices)
    }

    #[must_use]
    pub fn intersect(self, other: SemType) -> SemType {
        if self.some.is_empty() && other.some.is_empty() {
            return SemType::basic(self.all & other.all);
        }
        if self == other {
            return self;
        }
        self.combine(other, &intersect_slices)
    }

    /// The values that are in `self` and not in `other`.
    #[must_use]
    pub fn diff(self, other: SemType) -> SemType {
        if self.some.is_empty() && other.some.is_empty() {
            return SemType::basic(self.all.without(other.all));
        }
        if self == other {
            return SemType::NEVER;
        }
        self.combine(other, &diff_slices)
    }

    /// The values that are not in the set.
    #[must_use]
    pub fn complement(self) -> SemType {
        SemType::VALUE.diff(self)
    }

    fn combine(
        self,
        other: SemType,
        op: &dyn Fn(Slice<&'static Part>, Slice<&'static Part>) -> Slice<Part>,
    ) -> SemType {
        let (mut all, mut some, mut parts) = (BasicSet::EMPTY, BasicSet::EMPTY, Vec::new());
        for basic in (self.bits() | other.bits()).iter() {
            match op(self.slice(basic), other.slice(basic)) {
                Slice::Empty => {}
                Slice::All => all = all | basic.bit(),
                Slice::Part(part) => {
                    some = some | basic.bit();
                    parts.push(part);
                }
            }
        }
        SemType { all, some, parts: intern(parts) }
    }
}

/// Tests.
impl SemType {
    /// The basic types that occur; a structured one may turn out to have no values.
    #[inline]
    pub fn bits(self) -> BasicSet {
        self.all | self.some
    }

    /// The basic types that are fully inside.
    pub fn full_bits(self) -> BasicSet {
        self.all
    }

    /// The basic types of which the set has at least one value.
    pub fn inhabited_bits(self) -> BasicSet {
        let inhabited = |b: &Basic| !self.restrict(b.bit()).is_empty();
        self.some.iter().filter(inhabited).fold(self.all, |bits, b| bits | b.bit())
    }

    /// The part of the set inside these basic types.
    #[must_use]
    pub fn restrict(self, to: BasicSet) -> SemType {
        self.intersect(SemType::basic(to))
    }

    /// Whether every value belongs to one of these basic types.
    #[inline]
    pub fn is_subtype_of_basic(self, basic: BasicSet) -> bool {
        self.bits().is_subset(basic) || self.diff(SemType::basic(basic)).is_empty()
    }

    /// Whether this is literally the empty set, without working anything out.
    #[inline]
    pub(crate) fn is_never(self) -> bool {
        self.bits().is_empty()
    }

    /// Whether there are no values in the set.
    #[inline]
    pub fn is_empty(self) -> bool {
        if self.some.is_empty() { self.all.is_empty() } else { Emptiness::default().of(self) }
    }

    /// `self <: other` (spec 5.1.1).
    #[inline]
    pub fn is_subtype(self, other: SemType) -> bool {
        if self.some.is_empty() && self.all.is_subset(other.all) {
            return true;
        }
        if !self.all.is_subset(other.bits()) {
            return false;
        }
        self == other || self.is_subtype_memo(other)
    }

    fn is_subtype_memo(self, other: SemType) -> bool {
        use std::hash::BuildHasher;
        let key = (self, other);
        let hash = rustc_hash::FxBuildHasher.hash_one(key);
        let shard = &SUBTYPES[(hash >> 20) as usize % SHARDS];
        if let Some(&known) = shard.read().get(&key) {
            return known;
        }
        let answer = self.diff(other).is_empty();
        shard.write().insert(key, answer);
        answer
    }

    /// Whether the two sets have the same values.
    pub fn is_same(self, other: SemType) -> bool {
        self == other || (self.is_subtype(other) && other.is_subtype(self))
    }

    /// Whether the two sets have a value in common.
    pub fn overlaps(self, other: SemType) -> bool {
        !self.intersect(other).is_empty()
    }

    pub(crate) fn slice(self, basic: Basic) -> Slice<&'static Part> {
        if self.all.contains(basic) {
            return Slice::All;
        }
        match self.parts {
            Some(parts) if self.some.contains(basic) => Slice::Part(&parts.0[self.some.rank(basic)]),
            _ => Slice::Empty,
        }
    }

    pub(crate) fn partial_bits(self) -> BasicSet {
        self.some
    }

    /// The diagram of one of the structured basic types.
    pub(crate) fn bdd(self, basic: Basic) -> Bdd {
        match self.slice(basic) {
            Slice::All => Bdd::All,
            Slice::Part(Part::Bdd(bdd)) => *bdd,
            _ => Bdd::Empty,
        }
    }
}

fn normalize(part: Part) -> Slice<Part> {
    let (empty, full) = match &part {
        Part::Boolean(_) => (false, false),
        Part::Int(set) => (set.is_empty(), set.is_full()),
        Part::Float(set) => (set.is_empty(), set.is_full()),
        Part::Decimal(set) => (set.is_empty(), set.is_full()),
        Part::String(set) => (set.is_empty(), set.is_full()),
        Part::Xml(set) => (set.is_empty(), set.is_full()),
        Part::Bdd(bdd) => (*bdd == Bdd::Empty, *bdd == Bdd::All),
    };
    match (empty, full) {
        (true, _) => Slice::Empty,
        (_, true) => Slice::All,
        _ => Slice::Part(part),
    }
}

type Operand = Slice<&'static Part>;

fn union_slices(a: Operand, b: Operand) -> Slice<Part> {
    match (a, b) {
        (Slice::All, _) | (_, Slice::All) => Slice::All,
        (Slice::Empty, Slice::Empty) => Slice::Empty,
        (Slice::Empty, Slice::Part(x)) | (Slice::Part(x), Slice::Empty) => Slice::Part(x.clone()),
        (Slice::Part(a), Slice::Part(b)) => match (a, b) {
            (Part::Boolean(a), Part::Boolean(b)) if a != b => Slice::All,
            (Part::Int(a), Part::Int(b)) => normalize(Part::Int(a.union(b))),
            (Part::Float(a), Part::Float(b)) => normalize(Part::Float(a.union(b))),
            (Part::Decimal(a), Part::Decimal(b)) => normalize(Part::Decimal(a.union(b))),
            (Part::String(a), Part::String(b)) => normalize(Part::String(a.union(b))),
            (Part::Xml(a), Part::Xml(b)) => normalize(Part::Xml(a.union(*b))),
            (Part::Bdd(a), Part::Bdd(b)) => normalize(Part::Bdd(a.union(*b))),
            (a, _) => Slice::Part(a.clone()),
        },
    }
}

fn intersect_slices(a: Operand, b: Operand) -> Slice<Part> {
    match (a, b) {
        (Slice::Empty, _) | (_, Slice::Empty) => Slice::Empty,
        (Slice::All, Slice::All) => Slice::All,
        (Slice::All, Slice::Part(x)) | (Slice::Part(x), Slice::All) => Slice::Part(x.clone()),
        (Slice::Part(a), Slice::Part(b)) => match (a, b) {
            (Part::Boolean(a), Part::Boolean(b)) if a != b => Slice::Empty,
            (Part::Int(a), Part::Int(b)) => normalize(Part::Int(a.intersect(b))),
            (Part::Float(a), Part::Float(b)) => normalize(Part::Float(a.intersect(b))),
            (Part::Decimal(a), Part::Decimal(b)) => normalize(Part::Decimal(a.intersect(b))),
            (Part::String(a), Part::String(b)) => normalize(Part::String(a.intersect(b))),
            (Part::Xml(a), Part::Xml(b)) => normalize(Part::Xml(a.intersect(*b))),
            (Part::Bdd(a), Part::Bdd(b)) => normalize(Part::Bdd(a.intersect(*b))),
            (a, _) => Slice::Part(a.clone()),
        },
    }
}

fn diff_slices(a: Operand, b: Operand) -> Slice<Part> {
    match (a, b) {
        (Slice::Empty, _) | (_, Slice::All) => Slice::Empty,
        (Slice::All, Slice::Empty) => Slice::All,
        (Slice::Part(x), Slice::Empty) => Slice::Part(x.clone()),
        (Slice::All, Slice::Part(b)) => normalize(complement_part(b)),
        (Slice::Part(Part::Bdd(a)), Slice::Part(Part::Bdd(b))) => normalize(Part::Bdd(a.diff(*b))),
        (Slice::Part(Part::Boolean(a)), Slice::Part(Part::Boolean(b))) if a == b => Slice::Empty,
        (Slice::Part(a), Slice::Part(b)) => match (a, complement_part(b)) {
            (Part::Int(a), Part::Int(b)) => normalize(Part::Int(a.intersect(&b))),
            (Part::Float(a), Part::Float(b)) => normalize(Part::Float(a.intersect(&b))),
            (Part::Decimal(a), Part::Decimal(b)) => normalize(Part::Decimal(a.intersect(&b))),
            (Part::String(a), Part::String(b)) => normalize(Part::String(a.intersect(&b))),
            (Part::Xml(a), Part::Xml(b)) => normalize(Part::Xml(a.intersect(b))),
            (a, _) => Slice::Part(a.clone()),
        },
    }
}

fn complement_part(part: &Part) -> Part {
    match part {
        Part::Boolean(value) => Part::Boolean(!value),
        Part::Int(set) => Part::Int(set.complement()),
        Part::Float(set) => Part::Float(set.complement()),
        Part::Decimal(set) => Part::Decimal(set.complement()),
        Part::String(set) => Part::String(set.complement()),
        Part::Xml(set) => Part::Xml(set.complement()),
        Part::Bdd(bdd) => Part::Bdd(Bdd::All.diff(*bdd)),
    }
}
