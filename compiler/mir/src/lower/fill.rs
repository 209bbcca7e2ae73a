//! Filler values that take code to make (spec 5.8.1): objects, and records with default values. With others the machine
//! fills lists itself.

use bytecode::Kind;
use hir_ty::project;
use semtypes::{Filler, Ty, TyKind};

use super::Lower;
use crate::ir::{Cmp, Cond, VReg};

/// Indices from which on a list is not filled: that it would be too long is the machine's to say.
const FAR: i16 = i16::MAX;

impl Lower<'_> {
    fn filler_needs_code(&self, ty: Ty) -> bool {
        match semtypes::filler(ty, &hir_ty::defs::DbResolver(self.db)) {
            Some(Filler::New(_)) => true,
            Some(Filler::Empty(t)) => match project::structure(self.db, t).kind {
                TyKind::Record(r) => r.fields.iter().any(|f| f.default),
                TyKind::Array { elem, len: Some(_) } => self.filler_needs_code(*elem),
                TyKind::Tuple { members, .. } => members.iter().any(|m| self.filler_needs_code(*m)),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether assigning to a member of such a list may have to make fillers with code.
    pub(super) fn grows_with_code(&self, list: Ty) -> bool {
        match project::structure(self.db, list).kind {
            TyKind::Array { elem, len: None } => self.filler_needs_code(*elem),
            _ => false,
        }
    }

    /// Appends members to a list that is being constructed and has `given` ones (when that is known).
    pub(super) fn fill_constructed(&mut self, list: VReg, ty: Ty, given: Option<usize>) {
        match project::structure(self.db, ty).kind {
            TyKind::Array { elem, len: Some(n) } if self.filler_needs_code(*elem) => {
                let n = self.int(*n as i64);
                self.fill(list, n, |s| {
                    if let Some(v) = s.filler(*elem) {
                        s.list_append(list, v);
                    }
                });
            }
            TyKind::Tuple { members, .. } if members.iter().any(|m| self.filler_needs_code(*m)) => {
                for m in members.iter().skip(given.unwrap_or(members.len())) {
                    if let Some(v) = self.filler(*m) {
                        self.list_append(list, v);
                    }
                }
            }
            _ => {}
        }
    }

    /// Appends members of that type to a list until it has `n`.
    pub(super) fn fill_up_to(&mut self, list: VReg, n: VReg, member: Ty) {
        let (near, done) = (self.new_block(), self.new_block());
        self.branch(Cond::IntK(Cmp::Lt, n, FAR), near, done);
        self.switch(near);
        self.fill(list, n, |s| {
            let at = s.list_len(list);
            if let Some(v) = s.filler(member) {
                s.list_set(list, at, v, member);
            }
        });
        self.jump(done);
        self.switch(done);
    }

    /// Runs `append` until a list has `n` members.
    fn fill(&mut self, list: VReg, n: VReg, mut append: impl FnMut(&mut Self)) {
        let (head, inside, exit) = (self.new_block(), self.new_block(), self.new_block());
        let n = self.coerce(n, Kind::I);
        self.jump(head);
        self.switch(head);
        let have = self.list_len(list);
        self.branch(Cond::Int(Cmp::Lt, have, n), inside, exit);
        self.switch(inside);
        append(self);
        self.jump(head);
        self.switch(exit);
    }
}
