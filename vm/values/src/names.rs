//! The archive's strings as names.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use bytecode::archive::{Archive, StrIdx};
use semtypes::Name;

/// The names of a verified archive, interned on first use: most of a large program is not run in a given execution.
pub struct Names {
    archive: Arc<Archive>,
    known: Box<[OnceCell<Group>]>,
}

/// Names that come one after the other.
type Group = Box<[Cell<Option<Name>>; GROUP]>;
const GROUP: usize = 128;

impl Names {
    pub fn new(archive: &Arc<Archive>) -> Names {
        let known = vec![OnceCell::new(); archive.strings.len().div_ceil(GROUP)];
        Names { archive: archive.clone(), known: known.into() }
    }

    pub fn get(&self, i: StrIdx) -> Name {
        let group = &self.known[i as usize / GROUP];
        let known = &group.get_or_init(|| Box::new([const { Cell::new(None) }; GROUP]))[i as usize % GROUP];
        known.get().unwrap_or_else(|| {
            let name = Name::new(self.archive.str(i));
            known.set(Some(name));
            name
        })
    }
}
