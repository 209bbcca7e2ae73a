//! Basic types (spec 5.1, 5.2 to 5.5): the coarse, disjoint partition of all values.

use std::fmt;
use std::ops::{BitAnd, BitOr, Not};

/// One basic type. `Undef` is no value: it marks the absence of a mapping's field inside a member's set.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Basic {
    Nil,
    Boolean,
    Int,
    Float,
    Decimal,
    String,
    Regexp,
    Handle,
    Typedesc,
    Function,
    Error,
    Future,
    Stream,
    List,
    Mapping,
    Table,
    Xml,
    Object,
    Undef,
}

/// A set of basic types, as bits.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct BasicSet(u32);

impl Basic {
    /// All of them, in bit order.
    pub const ALL: [Basic; 19] = [
        Basic::Nil,
        Basic::Boolean,
        Basic::Int,
        Basic::Float,
        Basic::Decimal,
        Basic::String,
        Basic::Regexp,
        Basic::Handle,
        Basic::Typedesc,
        Basic::Function,
        Basic::Error,
        Basic::Future,
        Basic::Stream,
        Basic::List,
        Basic::Mapping,
        Basic::Table,
        Basic::Xml,
        Basic::Object,
        Basic::Undef,
    ];

    /// The set of just this one.
    pub const fn bit(self) -> BasicSet {
        BasicSet(1 << self as u32)
    }
}

impl BasicSet {
    pub const EMPTY: BasicSet = BasicSet(0);
    /// Every value, errors included.
    pub const VALUES: BasicSet = BasicSet((1 << Basic::Undef as u32) - 1);
    /// Every value and "absent".
    pub const UNIVERSE: BasicSet = BasicSet((1 << (Basic::Undef as u32 + 1)) - 1);
    /// `any`: every value but errors.
    pub const ANY: BasicSet = BasicSet(BasicSet::VALUES.0 & !Basic::Error.bit().0);
    /// `int`, `float`, `decimal`.
    pub const NUMERIC: BasicSet =
        BasicSet(Basic::Int.bit().0 | Basic::Float.bit().0 | Basic::Decimal.bit().0);
    /// Nil, boolean, the numbers and strings: values without identity.
    pub const SIMPLE: BasicSet =
        BasicSet(Basic::Nil.bit().0 | Basic::Boolean.bit().0 | BasicSet::NUMERIC.0 | Basic::String.bit().0);

    pub const fn bits(self) -> u32 {
        self.0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn union(self, other: BasicSet) -> BasicSet {
        BasicSet(self.0 | other.0)
    }

    pub const fn without(self, other: BasicSet) -> BasicSet {
        BasicSet(self.0 & !other.0)
    }

    pub const fn contains(self, basic: Basic) -> bool {
        self.0 & basic.bit().0 != 0
    }

    pub const fn is_subset(self, other: BasicSet) -> bool {
        self.0 & !other.0 == 0
    }

    /// The only member, if there is exactly one.
    pub fn single(self) -> Option<Basic> {
        let mut members = self.iter();
        members.next().filter(|_| members.next().is_none())
    }

    /// The members in bit order.
    pub fn iter(self) -> impl Iterator<Item = Basic> {
        Basic::ALL.into_iter().filter(move |&basic| self.contains(basic))
    }

    /// How many members come before this one.
    pub(crate) const fn rank(self, basic: Basic) -> usize {
        (self.0 & (basic.bit().0 - 1)).count_ones() as usize
    }
}

impl From<Basic> for BasicSet {
    fn from(basic: Basic) -> BasicSet {
        basic.bit()
    }
}

impl BitOr for BasicSet {
    type Output = BasicSet;
    fn bitor(self, other: BasicSet) -> BasicSet {
        self.union(other)
    }
}

impl BitAnd for BasicSet {
    type Output = BasicSet;
    fn bitand(self, other: BasicSet) -> BasicSet {
        BasicSet(self.0 & other.0)
    }
}

impl Not for BasicSet {
    type Output = BasicSet;
    fn not(self) -> BasicSet {
        BasicSet::UNIVERSE.without(self)
    }
}

impl fmt::Debug for BasicSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
