//! Error constructors (spec 6.17).

use hir_def::queries::{self, Item, Resolved};
use hir_def::{Arg, ExprId, Path};
use semtypes::{Name, Ty, TyKind};

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
            None => self.expected_error(e, args, expected),
        };
        self.error_of(e, ty, args)
    }

    /// The error type that the context asks for: of several the one that the arguments fit.
    fn expected_error(&mut self, e: ExprId, args: &[Arg], expected: Option<Ty>) -> Ty {
        let Some(t) = expected else { return Ty::error() };
        let alts: Vec<Ty> = ops::alternatives(self.db, t)
            .into_iter()
            .filter(|a| matches!(project::structure(self.db, *a).kind, TyKind::Error { .. }))
            .collect();
        match alts.as_slice() {
            [] => return Ty::error(),
            // The name belongs to constructors that write it.
            [one] => return one.expand(&defs::DbResolver(self.db)),
            _ => {}
        }
        let mut fit = Vec::new();
        for a in &alts {
            let saved = (self.flow.clone(), self.r.clone());
            if self.tentative(|s| s.error_of(e, *a, args)).is_some() {
                fit.push(*a);
            }
            (self.flow, self.r) = saved;
        }
        match fit.as_slice() {
            [one] => one.expand(&defs::DbResolver(self.db)),
            [] => alts[0],
            // Of those with the same detail jBallerina takes the first, unless that is written out for each.
            [first, others @ ..] if others.iter().all(|t| self.same_detail(*first, *t)) => {
                first.expand(&defs::DbResolver(self.db))
            }
            _ => self.ambiguous(e, "error(…)", &alts),
        }
    }

    fn same_detail(&self, a: Ty, b: Ty) -> bool {
        let detail = project::error_detail_source(self.db, a);
        detail == project::error_detail_source(self.db, b) && !matches!(detail.kind(), TyKind::Record(_))
    }

    fn error_of(&mut self, e: ExprId, ty: Ty, args: &[Arg]) -> Ty {
        let detail = if ty.has_missing() { Ty::missing() } else { project::error_detail_source(self.db, ty) };
        if !ty.has_missing() && !self.subtype(ty, Ty::error()) {
            self.error(self.range(e), codes::NOT_A_TYPE, format!("'{ty}' is not an error type"));
            args.iter().for_each(|a| {
                self.infer(a.expr(), None);
            });
            return Ty::missing();
        }
        let mut positional = 0;
        let mut given = Vec::new();
        for a in args {
            match a {
                Arg::Positional(x) => {
                    self.positional_error_arg(*x, positional);
                    positional += 1;
                }
                Arg::Named(n, x) => {
                    given.push(*n);
                    self.detail_arg(ty, detail, *n, *x);
                }
                Arg::Rest(x) => {
                    self.check(*x, detail);
                }
            }
        }
        // Without any it is a syntax error.
        if positional == 0 && !args.is_empty() {
            self.error(self.range(e), codes::MISSING_ARGUMENT, "an error constructor needs a message");
        }
        if let TyKind::Record(r) = project::structure(self.db, detail).kind {
            for f in r.fields.iter().filter(|f| !f.optional && !f.default && !given.contains(&f.name)) {
                self.error(
                    self.range(e),
                    codes::MISSING_FIELD,
                    format!("missing field '{}' in the detail of '{ty}'", f.name),
                );
            }
        }
        self.r.constructs.insert(e, ty);
        ty
    }

    /// The message, the cause, or one argument too many.
    fn positional_error_arg(&mut self, x: ExprId, position: usize) {
        match position {
            0 => {
                self.check(x, Ty::string());
            }
            1 => {
                self.check(x, Ty::nilable(Ty::error()));
            }
            _ => {
                self.infer(x, None);
                let message = "too many arguments: an error has a message and a cause";
                self.error(self.range(x), codes::TOO_MANY_ARGUMENTS, message);
            }
        }
    }

    /// A named argument is a field of the detail; where the detail type names fields, one of those.
    fn detail_arg(&mut self, ty: Ty, detail: Ty, name: Name, x: ExprId) {
        let names_fields = match project::structure(self.db, detail).kind {
            TyKind::Record(r) => !r.fields.is_empty(),
            _ => false,
        };
        match project::mapping_member(self.db, detail, Some(name)) {
            Some(f) if f.ty != Ty::never() && (f.declared || !names_fields) => {
                self.check(x, f.ty);
            }
            _ => {
                self.infer(x, None);
                let message = format!("undefined field '{name}' in the detail of '{ty}'");
                self.error(self.name_of(x), codes::UNKNOWN_ARGUMENT, message);
            }
        }
    }
}
