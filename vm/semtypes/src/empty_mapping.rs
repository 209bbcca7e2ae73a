//! Emptiness of an intersection of mapping atoms and complements of mapping atoms.

use crate::atom::{Atom, Cell, MappingAtom};
use crate::empty::{CellSet, Emptiness};
use crate::name::Name;

pub(crate) fn path(run: &mut Emptiness, top: &MappingAtom, pos: &[Atom], neg: &[Atom]) -> bool {
    let mapping = intersection(top, pos);
    let mut fields: Vec<(Name, CellSet)> = Vec::with_capacity(mapping.fields.len());
    for &(name, cell) in &mapping.fields {
        if run.of(cell.ty) {
            return true;
        }
        fields.push((name, cell.into()));
    }
    let neg: Vec<&MappingAtom> = neg.iter().map(|a| a.mapping()).collect();
    !Search { run, rest: mapping.rest }.inhabited(&fields, &neg)
}

/// The intersection of the positive atoms; the top atom is wider than all of them.
pub(crate) fn intersection(top: &MappingAtom, pos: &[Atom]) -> MappingAtom {
    let mut pos = pos.iter().map(|a| a.mapping());
    let first = pos.next().unwrap_or(top).clone();
    pos.fold(first, |a, b| a.intersect(b))
}

struct Search<'a> {
    run: &'a mut Emptiness,
    /// The cell of all names that are not among the fields.
    rest: Cell,
}

impl Search<'_> {
    /// Is there a mapping with these (non-empty) fields that is in none of the negative atoms?
    fn inhabited(&mut self, fields: &[(Name, CellSet)], neg: &[&MappingAtom]) -> bool {
        let Some((&first, rest)) = neg.split_first() else { return true };
        // There are infinitely many other names: if one of them can be out of `first`, it can always be avoided.
        if !CellSet::from(self.rest).diff(first.rest).is_empty(self.run) {
            return self.inhabited(fields, rest);
        }
        let fields = self.with_names_of(fields, first);
        for (name, cell) in &fields {
            if self.run.certainly_empty(&cell.intersect(first.at(*name))) {
                // No mapping considered is in `first`.
                return self.inhabited(&fields, rest);
            }
        }
        for i in 0..fields.len() {
            let outside = fields[i].1.diff(first.at(fields[i].0));
            if outside.is_empty(self.run) {
                continue;
            }
            let mut fields = fields.clone();
            fields[i].1 = outside;
            if self.inhabited(&fields, rest) {
                return true;
            }
        }
        false
    }

    fn with_names_of(&self, fields: &[(Name, CellSet)], neg: &MappingAtom) -> Vec<(Name, CellSet)> {
        let mut fields = fields.to_vec();
        for &(name, _) in &neg.fields {
            if !fields.iter().any(|f| f.0 == name) {
                fields.push((name, self.rest.into()));
            }
        }
        fields
    }
}
