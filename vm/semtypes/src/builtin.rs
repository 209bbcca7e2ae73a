//! The predefined types, and the widest atom of each structured basic type.

use std::sync::LazyLock;

use crate::atom::{Atom, Cell, ListAtom, MappingAtom, Shape};
use crate::basic::{Basic, BasicSet};
use crate::set::{Part, SemType};
use crate::subset::{StringSet, XmlSet};

struct Builtins {
    anydata: SemType,
    json: SemType,
    cloneable: SemType,
    readonly: SemType,
}

struct Tops {
    list: ListAtom,
    mapping: MappingAtom,
    error: MappingAtom,
    table: ListAtom,
    one: ListAtom,
    two: ListAtom,
}

static BUILTINS: LazyLock<Builtins> = LazyLock::new(|| {
    let atomic = BasicSet::SIMPLE | Basic::Regexp.bit();
    let (xml, any_error) = (Basic::Xml.bit(), Basic::Error.bit());
    let behaviour = any_error | Basic::Function.bit() | Basic::Typedesc.bit() | Basic::Handle.bit();
    let readonly_xml = SemType::from_part(Basic::Xml, Part::Xml(XmlSet::sequences_of(XmlSet::READONLY)));
    let readonly = closure(SemType::basic(atomic | behaviour).union(readonly_xml), Containers::READONLY);
    Builtins {
        anydata: closure(SemType::basic(atomic | xml), Containers::DATA),
        json: closure(SemType::basic(BasicSet::SIMPLE), Containers::JSON),
        cloneable: closure(readonly.union(SemType::basic(xml)), Containers::DATA),
        readonly,
    }
});

static TOPS: LazyLock<Tops> = LazyLock::new(|| {
    let value = Cell::mutable(SemType::VALUE);
    let fixed = Cell::immutable(SemType::VALUE);
    let keys = Cell::immutable(SemType::VALUE.union(SemType::UNDEF));
    let nothing = Cell::immutable(SemType::NEVER);
    let absent_or_value = Cell::mutable(SemType::VALUE.union(SemType::UNDEF));
    let rows = Cell::mutable(SemType::basic(Basic::Mapping.bit()));
    let detail = crate::Name::new(DETAIL);
    let details = error_detail_bound();
    Tops {
        list: ListAtom::new(Vec::new(), value),
        mapping: MappingAtom::new(Vec::new(), absent_or_value),
        error: MappingAtom::new(vec![(detail, Cell::immutable(details))], absent_or_value),
        table: ListAtom::new(vec![rows, fixed, keys], nothing),
        one: ListAtom::new(vec![absent_or_value], nothing),
        two: ListAtom::new(vec![absent_or_value, absent_or_value], nothing),
    }
});

/// The key of an error atom's detail mapping.
pub(crate) const DETAIL: &str = "detail";

/// Which structures a recursive predefined type is closed under.
#[derive(Copy, Clone)]
struct Containers {
    mutable: bool,
    tables: bool,
    objects: bool,
}

impl Containers {
    const READONLY: Containers = Containers { mutable: false, tables: true, objects: true };
    const DATA: Containers = Containers { mutable: true, tables: true, objects: false };
    const JSON: Containers = Containers { mutable: true, tables: false, objects: false };
}

/// The least type that contains `base` and is closed under the containers.
fn closure(base: SemType, containers: Containers) -> SemType {
    let cell = |ty| Cell { ty, mutable: containers.mutable };
    let (list, mapping) = (Atom::recursive(), Atom::recursive());
    let mappings = SemType::from_atom(Basic::Mapping, mapping);
    let mut all = base.union(SemType::from_atom(Basic::List, list)).union(mappings);
    if containers.tables {
        let fixed = Cell::immutable(SemType::VALUE);
        let keys = Cell::immutable(SemType::VALUE.union(SemType::UNDEF));
        let table = ListAtom::new(vec![cell(mappings), fixed, keys], Cell::immutable(SemType::NEVER));
        all = all.union(SemType::from_atom(Basic::Table, Atom::new(Shape::List(table))));
    }
    let object = Atom::recursive();
    if containers.objects {
        all = all.union(SemType::from_atom(Basic::Object, object));
    }
    let members = MappingAtom::new(Vec::new(), cell(all.union(SemType::UNDEF)));
    list.define(Shape::List(ListAtom::new(Vec::new(), cell(all))));
    mapping.define(Shape::Mapping(members.clone()));
    object.define(Shape::Mapping(members));
    all
}

pub(crate) fn top_list(basic: Basic) -> &'static ListAtom {
    match basic {
        Basic::List => &TOPS.list,
        Basic::Table => &TOPS.table,
        Basic::Stream => &TOPS.two,
        _ => &TOPS.one,
    }
}

pub(crate) fn top_mapping(basic: Basic) -> &'static MappingAtom {
    if basic == Basic::Error { &TOPS.error } else { &TOPS.mapping }
}

/// Error details are immutable and cloneable (spec 5.5.1).
pub(crate) fn error_detail_bound() -> SemType {
    SemType::basic(Basic::Mapping.bit()).intersect(BUILTINS.readonly).intersect(BUILTINS.cloneable)
}

impl SemType {
    /// `anydata` (spec 5.6.8)
    pub fn anydata() -> SemType {
        BUILTINS.anydata
    }

    /// `json` (spec 5.6.9)
    pub fn json() -> SemType {
        BUILTINS.json
    }

    /// `value:Cloneable` (lang.value)
    pub fn cloneable() -> SemType {
        BUILTINS.cloneable
    }

    /// `readonly` (spec 5.6.5)
    pub fn readonly() -> SemType {
        BUILTINS.readonly
    }

    /// `byte` (spec 5.6.10)
    pub fn byte() -> SemType {
        SemType::int_range(0, 255)
    }

    /// `string:Char`
    pub fn char() -> SemType {
        SemType::from_part(Basic::String, Part::String(StringSet::all_chars()))
    }
}
