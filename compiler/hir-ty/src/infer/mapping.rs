//! Mapping constructors (spec 6.7.2).

use hir_def::{ExprId, MappingMember};
use semtypes::{Const, FieldTy, Name, RecordTy, Ty, TyKind};

use super::{Infer, name};
use crate::codes;
use crate::ops;
use crate::project;

impl Infer<'_> {
    pub(super) fn mapping_ctor(&mut self, e: ExprId, members: &[MappingMember], expected: Option<Ty>) -> Ty {
        let readonly = expected.filter(|_| self.only_readonly(expected));
        let candidates = match readonly {
            Some(_) => Vec::new(),
            None => expected.map(|t| self.mapping_candidates(t)).unwrap_or_default(),
        };
        let ty = match candidates.as_slice() {
            [] => {
                let ty = self.mapping_without_context(e, members, readonly);
                self.duplicate_fields(members);
                return ty;
            }
            [one] => self.mapping_of(e, members, *one),
            _ if self.defaults_decide(members, &candidates) => self.ambiguous(e, "{…}", &candidates),
            _ => match self.fitting(&candidates, |s, c| s.mapping_of(e, members, c)) {
                Ok(one) => self.mapping_of(e, members, one),
                Err(()) => self.ambiguous(e, "{…}", &candidates),
            },
        };
        self.duplicate_fields(members);
        let ty = self.with_readonly_fields(members, ty);
        self.r.constructs.insert(e, ty);
        ty
    }

    /// The inherent type of a constructor in the context of `ty`: fields written with `readonly` are read-only, so that
    /// they have the precise type of their value.
    fn with_readonly_fields(&self, members: &[MappingMember], ty: Ty) -> Ty {
        let named = members.iter().filter_map(|m| match m {
            MappingMember::Field { name, value, readonly: true, .. } => Some((*name, *value)),
            _ => None,
        });
        let named: Vec<(Name, ExprId)> = named.collect();
        let s = project::structure(self.db, ty);
        if named.is_empty() || s.readonly {
            return ty;
        }
        let mut record = match s.kind {
            TyKind::Record(r) => r.clone(),
            TyKind::Map(v) => RecordTy { fields: Vec::new(), rest: Some(*v), origin: None },
            _ => return ty,
        };
        for (n, value) in named {
            let precise = self.r.expr_ty.get(&value).copied().unwrap_or(Ty::missing());
            let at = match record.fields.iter().position(|f| f.name == n) {
                Some(at) => at,
                None => {
                    let Some(t) = record.rest else { continue };
                    record.fields.push(FieldTy::required(n, t));
                    record.fields.len() - 1
                }
            };
            let f = &mut record.fields[at];
            f.readonly = true;
            if self.subtype(precise, f.ty) {
                f.ty = precise;
            }
        }
        Ty::record(record)
    }

    /// Reports fields that occur more than once, or may: the type of a spread must not allow a field that is given
    /// by name or that another spread may supply (spec 6.7.2).
    fn duplicate_fields(&mut self, members: &[MappingMember]) {
        let mut names: Vec<Name> = Vec::new();
        let mut spreads: Vec<Ty> = Vec::new();
        for m in members {
            match m {
                MappingMember::Field { name, value, .. } => {
                    let at = || self.name_of(*value);
                    if names.contains(name) {
                        self.error(at(), codes::REDECLARED, format!("duplicate field '{name}'"));
                    } else if spreads.iter().any(|t| self.allows_field(*t, *name)) {
                        let message = format!("field '{name}' may be in the spread before it too");
                        self.error(at(), codes::REDECLARED, message);
                    }
                    names.push(*name);
                }
                MappingMember::Computed { .. } => {}
                MappingMember::Spread(x) => {
                    let t = self.r.expr_ty.get(x).copied().unwrap_or(Ty::missing());
                    if let Some(n) = names.iter().find(|n| self.allows_field(t, **n)) {
                        let message = format!("the spread may supply field '{n}' again");
                        self.error(self.range(*x), codes::REDECLARED, message);
                    } else if spreads.iter().any(|s| self.share_fields(*s, t)) {
                        let message = "this spread may supply a field of another spread again";
                        self.error(self.range(*x), codes::REDECLARED, message);
                    }
                    spreads.push(t);
                }
            }
        }
    }

    /// Whether values of a mapping type may have field `name`.
    fn allows_field(&self, t: Ty, name: Name) -> bool {
        !t.has_missing()
            && project::mapping_member(self.db, t, Some(name)).is_some_and(|f| f.ty != Ty::never())
    }

    /// Whether values of both mapping types may have a field of the same name.
    fn share_fields(&self, a: Ty, b: Ty) -> bool {
        let named = |t: Ty| {
            ops::alternatives(self.db, t).into_iter().flat_map(|a| {
                match project::structure(self.db, a).kind {
                    TyKind::Record(r) => r.fields.iter().map(|f| f.name).collect(),
                    TyKind::Singleton(Const::Mapping(items)) => items.iter().map(|(n, _)| *n).collect(),
                    _ => Vec::new(),
                }
            })
        };
        let other = name("\u{0}rest");
        named(a).chain(named(b)).chain([other]).any(|n| self.allows_field(a, n) && self.allows_field(b, n))
    }

    fn mapping_candidates(&self, expected: Ty) -> Vec<Ty> {
        let any_map = Ty::map(Ty::union([Ty::any(), Ty::error()]));
        ops::alternatives(self.db, expected)
            .into_iter()
            .filter_map(|a| match project::structure(self.db, a).kind {
                TyKind::Map(_) | TyKind::Record(_) => Some(a),
                TyKind::Any if project::structure(self.db, a).readonly => {
                    Some(ops::narrow(self.db, Ty::readonly(), any_map))
                }
                // Without `& readonly` it has been taken apart already.
                TyKind::Anydata => Some(ops::narrow(self.db, Ty::readonly(), Ty::map(Ty::anydata()))),
                TyKind::Any => Some(any_map),
                TyKind::Readonly | TyKind::Cloneable => Some(ops::narrow(self.db, a, any_map)),
                TyKind::Param { bound, .. } => self.mapping_candidates(*bound).first().copied(),
                _ => None,
            })
            .filter(|a| matches!(project::structure(self.db, *a).kind, TyKind::Map(_) | TyKind::Record(_)))
            .collect()
    }

    /// Whether equal types with other default values are left to choose from: the inherent type does not depend on
    /// defaults (spec 6.7.2), so that the value of a field would be arbitrary.
    fn defaults_decide(&self, members: &[MappingMember], candidates: &[Ty]) -> bool {
        let given = |f: &FieldTy| {
            members.iter().any(|m| matches!(m, MappingMember::Field { name, .. } if *name == f.name))
        };
        let fills = |t: Ty| match project::structure(self.db, t).kind {
            TyKind::Record(r) => r.fields.iter().any(|f| f.default && !given(f)),
            _ => false,
        };
        let sure = !members.iter().any(|m| matches!(m, MappingMember::Spread(_)));
        sure && candidates.iter().enumerate().any(|(i, a)| {
            fills(*a)
                && candidates
                    .iter()
                    .enumerate()
                    .any(|(j, b)| i != j && a != b && self.subtype(*a, *b) && self.subtype(*b, *a))
        })
    }

    fn mapping_of(&mut self, e: ExprId, members: &[MappingMember], ty: Ty) -> Ty {
        let is_record = matches!(project::structure(self.db, ty).kind, TyKind::Record(_));
        let mut seen: Vec<Name> = Vec::new();
        let mut open_ended = false;
        for m in members {
            match m {
                MappingMember::Field { name, value, quoted, readonly, .. } => {
                    seen.push(*name);
                    match project::mapping_member(self.db, ty, Some(*name)) {
                        // Only a string literal names a field of the rest type of a record (spec 6.7.2).
                        Some(f) if f.ty != Ty::never() && (*quoted || f.declared || !is_record) => {
                            let t = if *readonly { project::readonly_of(self.db, f.ty) } else { f.ty };
                            // A nil given to an optional field that does not admit nil leaves it out (spec 6.7.2).
                            let t = if f.declared && f.optional { Ty::nilable(t) } else { t };
                            self.check(*value, t);
                        }
                        _ => {
                            self.infer(*value, None);
                            self.error(
                                self.name_of(*value),
                                codes::UNDEFINED_FIELD,
                                format!("undefined field '{name}' in '{ty}'"),
                            );
                        }
                    }
                }
                MappingMember::Computed { key, value } => {
                    self.check(*key, Ty::string());
                    let t = project::mapping_member(self.db, ty, None).map_or(Ty::missing(), |f| f.ty);
                    self.check(*value, t);
                }
                MappingMember::Spread(x) => {
                    let t = self.infer(*x, None);
                    open_ended |= self.spread_fields(*x, t, ty, &mut seen);
                }
            }
        }
        if let TyKind::Record(r) = project::structure(self.db, ty).kind {
            for f in &r.fields {
                if !f.optional && !f.default && !seen.contains(&f.name) {
                    let hint = if open_ended { " (the spread may not supply it)" } else { "" };
                    self.error(
                        self.range(e),
                        codes::MISSING_FIELD,
                        format!("missing field '{}' of '{ty}'{hint}", f.name),
                    );
                }
            }
        }
        ty
    }

    /// Checks the fields that a spread supplies; whether it may supply others than those named.
    fn spread_fields(&mut self, x: ExprId, t: Ty, ty: Ty, seen: &mut Vec<Name>) -> bool {
        if t.is_missing() {
            return true;
        }
        let from = project::structure(self.db, t);
        match from.kind {
            TyKind::Record(r) => {
                for f in &r.fields {
                    let to = project::mapping_member(self.db, ty, Some(f.name));
                    if !to.is_some_and(|to| self.subtype(from.member(self.db, f.ty), to.ty)) {
                        self.incompatible(self.range(x), ty, t);
                    }
                    if !f.optional {
                        seen.push(f.name);
                    }
                }
                if let Some(rest) = r.rest {
                    let to = project::mapping_member(self.db, ty, Some(name("\u{0}rest")));
                    if !to.is_some_and(|to| self.subtype(from.member(self.db, rest), to.ty)) {
                        self.incompatible(self.range(x), ty, t);
                    }
                }
                r.rest.is_some()
            }
            TyKind::Map(v) => {
                let to = project::mapping_member(self.db, ty, None);
                if !to.is_some_and(|to| self.subtype(from.member(self.db, *v), to.ty)) {
                    self.incompatible(self.range(x), ty, t);
                }
                true
            }
            TyKind::Singleton(Const::Mapping(items)) => {
                for (n, c) in items {
                    let to = project::mapping_member(self.db, ty, Some(*n));
                    if !to.is_some_and(|to| self.subtype(Ty::singleton(c.clone()), to.ty)) {
                        self.incompatible(self.range(x), ty, t);
                        return true;
                    }
                    seen.push(*n);
                }
                false
            }
            _ => {
                self.incompatible(self.range(x), ty, t);
                true
            }
        }
    }

    fn mapping_without_context(&mut self, e: ExprId, members: &[MappingMember], context: Option<Ty>) -> Ty {
        let mut fields: Vec<FieldTy> = Vec::new();
        let mut rest: Option<Ty> = None;
        for m in members {
            match m {
                MappingMember::Field { name, value, readonly, .. } => {
                    let t = self.member_without_context(*value, context);
                    let t = match *readonly {
                        // The precise type of an immutable value (spec 6.7.2).
                        true if self.subtype(t, Ty::readonly()) => t,
                        true => self.check(*value, project::readonly_of(self.db, t)),
                        false => self.broad(*value, t),
                    };
                    fields.retain(|f| f.name != *name);
                    fields.push(FieldTy { readonly: *readonly, ..FieldTy::required(*name, t) });
                }
                MappingMember::Computed { key, value } => {
                    self.check(*key, Ty::string());
                    let t = self.member_without_context(*value, context);
                    let t = self.broad(*value, t);
                    rest = Some(rest.map_or(t, |r| ops::union2(self.db, r, t)));
                }
                MappingMember::Spread(x) => {
                    let t = self.infer(*x, None);
                    let member = project::mapping_member(self.db, t, None).map(|f| f.ty);
                    self.spread_in_context(*x, member, context);
                    match project::structure(self.db, t).kind {
                        TyKind::Record(r) => {
                            for f in &r.fields {
                                fields.retain(|g| g.name != f.name);
                                fields.push(FieldTy { default: false, ..f.clone() });
                            }
                            if let Some(t) = r.rest {
                                rest = Some(rest.map_or(t, |r| ops::union2(self.db, r, t)));
                            }
                        }
                        TyKind::Map(v) => rest = Some(rest.map_or(*v, |r| ops::union2(self.db, r, *v))),
                        TyKind::Singleton(Const::Mapping(items)) => {
                            for (n, c) in items {
                                fields.retain(|g| g.name != *n);
                                fields.push(FieldTy::required(*n, self.widened(Ty::singleton(c.clone()))));
                            }
                        }
                        TyKind::Missing => return Ty::missing(),
                        _ => self.incompatible(self.range(*x), Ty::map(Ty::any()), t),
                    }
                }
            }
        }
        let ty = self.in_context(Ty::record_of(fields, rest), context);
        self.r.constructs.insert(e, ty);
        ty
    }
}
