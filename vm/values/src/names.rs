//! The archive's strings as names.

use std::cell::Cell;
use std::sync::Arc;

use bytecode::archive::{Archive, StrIdx};
use semtypes::Name;

/// The names of a verified archive, interned on first use: most of a large program is not run in a given execution.
pub struct Names {
    archive: Arc<Archive>,
    known: Box<[Cell<Option<Name>>]>,
}

impl Names {
    pub fn new(archive: &Arc<Archive>) -> Names {
        let known = vec![Cell::new(None); archive.strings.len()];
        Names { archive: archive.clone(), known: known.into() }
    }

    pub fn get(&self, i: StrIdx) -> Name {
        let known = &self.known[i as usize];
        known.get().unwrap_or_else(|| {
            let name = Name::new(self.archive.str(i));
            known.set(Some(name));
            name
        })
    }
}
