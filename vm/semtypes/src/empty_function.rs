//! Emptiness of an intersection of function atoms and complements of function atoms.
//!
//! The rule is Frisch, Castagna and Benzaken's: an intersection of arrows is inside one arrow `p -> r` iff `p` is
//! covered by the domains and, for every way of choosing some arrows whose domains do not contain the argument,
//! the results of the others are inside `r`.

use crate::atom::{Atom, FunctionAtom};
use crate::empty::Emptiness;
use crate::set::SemType;

pub(crate) fn path(run: &mut Emptiness, pos: &[Atom], neg: &[Atom]) -> bool {
    let arrows: Vec<&FunctionAtom> = pos.iter().map(|a| a.function()).collect();
    let domain = arrows.iter().fold(SemType::NEVER, |d, f| d.union(f.params));
    neg.iter().map(|a| a.function()).any(|target| {
        qualifiers_fit(&arrows, target)
            && run.of(target.params.diff(domain))
            && inside(run, target.params, target.ret.complement(), &arrows)
    })
}

/// An isolated function can stand for any, a transactional one only for transactional ones.
fn qualifiers_fit(arrows: &[&FunctionAtom], target: &FunctionAtom) -> bool {
    let isolated = arrows.iter().any(|f| f.isolated);
    let transactional = arrows.iter().all(|f| f.transactional);
    (isolated || !target.isolated) && (target.transactional || !transactional)
}

/// `argument` is what no chosen domain has covered, `outside` the results of the arrows not chosen that the target
/// does not allow. Each arrow is either chosen or not; one of the two must be empty every time.
fn inside(run: &mut Emptiness, argument: SemType, outside: SemType, arrows: &[&FunctionAtom]) -> bool {
    if run.of(argument) || run.of(outside) {
        return true;
    }
    let Some((arrow, others)) = arrows.split_first() else { return false };
    inside(run, argument.diff(arrow.params), outside, others)
        && inside(run, argument, outside.intersect(arrow.ret), others)
}
