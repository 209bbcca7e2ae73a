//! Error constructors (spec 6.17).

use hir_def::queries::{self, Item, Resolved};
use hir_def::{Arg, ExprId, Path};
use semtypes::{Ty, TyKind};

use super::Infer;
use crate::codes;
use crate::defs;
use crate::ops;
use crate::project;

impl Infer<'_> {
    pub(super) fn error_ctor(
        &mut self,
        e: ExprId,
        ty: Option<Path>,
        args: &[Arg],
        expected: Option<Ty>,
    ) -> Ty {
        let ty = match ty {
            Some(p) => match queries::resolve_path(self.db, self.file, p) {
                Resolved::Item(Item::Type(d)) => Ty::named(d.ty_def(), d.name(self.db)),
                r => {
                    self.resolved(e, p, r);
                    Ty::missing()
                }
            },
            None => self.expected_error(expected),
        };
        let detail = if ty.has_missing() { Ty::missing() } else { project::error_detail_source(self.db, ty) };
        if !ty.has_missing() && !self.subtype(ty, Ty::error()) {
            self.error(self.range(e), codes::NOT_A_TYPE, format!("'{ty}' is not an error type"));
        }
        let mut position = 0;
        let mut given = Vec::new();
        for a in args {
            match a {
                Arg::Positional(x) => {
                    match position {
                        0 => {
                            self.check(*x, Ty::string());
                        }
                        1 => {
                            self.check(*x, Ty::nilable(Ty::error()));
                        }
                        _ => {
                            self.infer(*x, None);
                            self.error(
                                self.range(*x),
                                codes::TOO_MANY_ARGUMENTS,
                                "too many arguments in error constructor",
                            );
                        }
                    }
                    position += 1;
                }
                Arg::Named(n, x) => {
                    given.push(*n);
                    match project::mapping_member(self.db, detail, Some(*n)) {
                        Some(f) if f.ty != Ty::never() => {
                            self.check(*x, f.ty);
                        }
                        _ => {
                            self.infer(*x, None);
                            self.error(
                                self.range(*x),
                                codes::UNKNOWN_ARGUMENT,
                                format!("undefined field '{n}' in the detail of '{ty}'"),
                            );
                        }
                    }
                }
                Arg::Rest(x) => {
                    self.check(*x, detail);
                }
            }
        }
        if position == 0 {
            self.error(self.range(e), codes::MISSING_ARGUMENT, "an error constructor needs a message");
        }
        if let TyKind::Record(r) = project::structure(self.db, detail).kind {
            for f in r.fields.iter().filter(|f| !f.optional && !f.default && !given.contains(&f.name)) {
                self.error(self.range(e), codes::MISSING_FIELD, format!("missing detail field '{}'", f.name));
            }
        }
        self.r.constructs.insert(e, ty);
        ty
    }

    fn expected_error(&self, expected: Option<Ty>) -> Ty {
        let Some(t) = expected else { return Ty::error() };
        let alts: Vec<Ty> = ops::alternatives(self.db, t)
            .into_iter()
            .filter(|a| matches!(project::structure(self.db, *a).kind, TyKind::Error { .. }))
            .collect();
        match alts.as_slice() {
            // A distinct type is not minted by an anonymous constructor of a union.
            // The name belongs to constructors that write it.
            [one] => one.expand(&defs::DbResolver(self.db)),
            _ => Ty::error(),
        }
    }
}
