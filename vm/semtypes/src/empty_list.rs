//! Emptiness of an intersection of list atoms and complements of list atoms.
//!
//! A tuple can be very long (`int[1000000]`), so members are examined at sample positions: between two places
//! where any of the atoms changes, all positions look alike, and avoiding `n` negative atoms takes at most `n`
//! different positions of a kind.

use crate::atom::{Atom, ListAtom};
use crate::empty::{CellSet, Emptiness};

pub(crate) fn path(run: &mut Emptiness, top: &ListAtom, pos: &[Atom], neg: &[Atom]) -> bool {
    let Some(list) = intersection(top, pos) else { return true };
    let neg: Vec<&ListAtom> = neg.iter().map(|a| a.list()).collect();
    let samples = samples(&list, &neg);
    let mut members = Vec::with_capacity(samples.len());
    for &index in &samples {
        let cell = CellSet::from(list.at(index));
        if cell.is_empty(run) {
            if index < list.fixed_len {
                return true;
            }
            break;
        }
        members.push(cell);
    }
    let required = samples.iter().filter(|&&i| i < list.fixed_len).count();
    !Search { run, samples: &samples }.inhabited(&members, required, &neg)
}

/// The intersection of the positive atoms, starting from the widest; `None` if no length fits.
pub(crate) fn intersection(top: &ListAtom, pos: &[Atom]) -> Option<ListAtom> {
    let mut list = match pos.first() {
        Some(first) => first.list().clone(),
        None => top.clone(),
    };
    for atom in pos.iter().skip(1) {
        list = list.intersect(atom.list())?;
    }
    Some(list)
}

/// Positions that stand for all positions.
fn samples(list: &ListAtom, neg: &[&ListAtom]) -> Vec<u64> {
    let mut boundaries: Vec<u64> = std::iter::once(list)
        .chain(neg.iter().copied())
        .flat_map(|l| [l.prefix.len() as u64, l.fixed_len])
        .collect();
    let longest = std::iter::once(list).chain(neg.iter().copied()).map(|l| l.prefix.len() as u64).max();
    boundaries.extend(0..longest.unwrap_or(0));
    boundaries.sort_unstable();
    boundaries.dedup();
    let per_region = neg.len().max(1) as u64;
    let (mut samples, mut start) = (Vec::new(), 0);
    for boundary in boundaries {
        // The last positions of a region: being shorter than a boundary must be expressible.
        samples.extend(start.max(boundary.saturating_sub(per_region))..boundary);
        start = boundary;
    }
    samples.extend(start..start.saturating_add(per_region));
    samples
}

struct Search<'a> {
    run: &'a mut Emptiness,
    samples: &'a [u64],
}

impl Search<'_> {
    /// Is there a list with these (non-empty) member sets, at least the first `required` of them, that is in none
    /// of the negative atoms?
    fn inhabited(&mut self, members: &[CellSet], required: usize, neg: &[&ListAtom]) -> bool {
        let Some((&first, rest)) = neg.split_first() else { return true };
        if self.never_meets(members, required, first) {
            return self.inhabited(members, required, rest);
        }
        // A list can be out of `first` by being too short for it …
        for len in required..members.len() {
            if self.samples[len] >= first.fixed_len {
                break;
            }
            if self.inhabited(&members[..len], required, rest) {
                return true;
            }
        }
        // … or by having some member that `first` does not allow there.
        for (i, member) in members.iter().enumerate() {
            let outside = member.diff(first.at(self.samples[i]));
            if outside.is_empty(self.run) {
                continue;
            }
            let mut members = members.to_vec();
            members[i] = outside;
            if self.inhabited(&members, required.max(i + 1), rest) {
                return true;
            }
        }
        false
    }

    /// Whether no list considered can be in `neg`, so that it need not be avoided.
    fn never_meets(&mut self, members: &[CellSet], required: usize, neg: &ListAtom) -> bool {
        let too_long = required > 0 && neg.at(self.samples[required - 1]).ty.is_never();
        let too_short = self.samples.get(members.len()).is_some_and(|&i| i < neg.fixed_len);
        if too_long || too_short {
            return true;
        }
        let samples = self.samples;
        let needed = members.iter().zip(samples).enumerate();
        for (i, (member, &index)) in needed {
            // Where both sides demand a member, disjoint members make the lists disjoint.
            let demanded = i < required || index < neg.fixed_len;
            if demanded && self.run.certainly_empty(&member.intersect(neg.at(index))) {
                return true;
            }
        }
        false
    }
}
