//! Constructors: lists, mappings, tables, errors, objects (spec 6.7, 6.8, 6.17).

use hir_def::queries::{self, Item, Resolved};
use hir_def::{Arg, ExprId, ListMember, MappingMember, ObjectCtor, Path, TypeRefId};
use semtypes::{FieldTy, MemberKind, MemberTy, Name, ObjectTy, TableKey, Ty, TyKind, Visibility};

use super::{Infer, name};
use crate::codes;
use crate::defs;
use crate::ops;
use crate::project;

impl Infer<'_> {
    // ---- lists ----

    pub(super) fn list_ctor(&mut self, e: ExprId, members: &[ListMember], expected: Option<Ty>) -> Ty {
        let candidates = expected.map(|t| self.list_candidates(t)).unwrap_or_default();
        let ty = match candidates.as_slice() {
            [] => return self.list_without_context(e, members),
            [one] => self.list_of(e, members, *one),
            _ if members.is_empty() && !self.one_covers(&candidates) => self.ambiguous(e, "[]"),
            _ => match self.fitting(&candidates, |s, c| s.list_of(e, members, c)) {
                Ok(one) => self.list_of(e, members, one),
                Err(()) => self.ambiguous(e, "[…]"),
            },
        };
        self.r.constructs.insert(e, ty);
        ty
    }

    /// The one candidate, up to equivalence, that a constructor's members fit (spec 6.7.1, 6.7.2); the first when none
    /// does, for its messages. An error when several do.
    fn fitting(&mut self, candidates: &[Ty], check: impl Fn(&mut Self, Ty) -> Ty) -> Result<Ty, ()> {
        let mut found: Option<Ty> = None;
        for &c in candidates {
            if self.tentative(|s| check(s, c)).is_none() {
                continue;
            }
            match found {
                Some(f) if !(self.subtype(f, c) && self.subtype(c, f)) => return Err(()),
                Some(_) => {}
                None => found = Some(c),
            }
        }
        Ok(found.unwrap_or(candidates[0]))
    }

    /// Whether one alternative contains all others, so that the choice is clear.
    fn one_covers(&self, candidates: &[Ty]) -> bool {
        candidates.iter().any(|c| candidates.iter().all(|d| self.subtype(*d, *c)))
    }

    fn ambiguous(&mut self, e: ExprId, what: &str) -> Ty {
        self.error(self.range(e), codes::NO_INHERENT_TYPE, format!("the type of '{what}' is ambiguous here"));
        Ty::missing()
    }

    /// The list alternatives of a contextually expected type.
    fn list_candidates(&self, expected: Ty) -> Vec<Ty> {
        let any_list = Ty::array(Ty::union([Ty::any(), Ty::error()]));
        ops::alternatives(self.db, expected)
            .into_iter()
            .filter_map(|a| match project::structure(self.db, a).kind {
                TyKind::Array { .. } | TyKind::Tuple { .. } => Some(a),
                TyKind::Singleton(semtypes::Const::List(_)) => Some(a),
                TyKind::Any if project::structure(self.db, a).readonly => {
                    Some(ops::narrow(self.db, Ty::readonly(), any_list))
                }
                // Without `& readonly` it has been taken apart already.
                TyKind::Anydata => Some(ops::narrow(self.db, Ty::readonly(), Ty::array(Ty::anydata()))),
                TyKind::Any => Some(any_list),
                TyKind::Readonly | TyKind::Cloneable => Some(ops::narrow(self.db, a, any_list)),
                TyKind::Param { bound, .. } => self.list_candidates(*bound).first().copied(),
                _ => None,
            })
            .filter(|a| {
                matches!(project::structure(self.db, *a).kind, TyKind::Array { .. } | TyKind::Tuple { .. })
            })
            .collect()
    }

    fn list_of(&mut self, e: ExprId, members: &[ListMember], ty: Ty) -> Ty {
        let mut at = 0usize;
        let mut fixed = true;
        for m in members {
            match m {
                ListMember::Expr(x) => {
                    // After a list of unknown length there are members of the rest only.
                    let want = project::list_member(self.db, ty, Some(at));
                    match want {
                        Some(t) if t != Ty::never() && self.within_length(ty, at) => {
                            self.check(*x, t);
                        }
                        _ => {
                            self.infer(*x, None);
                            self.error(
                                self.range(*x),
                                codes::INCOMPATIBLE,
                                format!("too many members for '{ty}'"),
                            );
                        }
                    }
                    at += 1;
                }
                ListMember::Spread(x) => {
                    let t = self.infer(*x, None);
                    let len = project::list_len(self.db, t);
                    match project::list_member(self.db, t, None) {
                        Some(member) => self.spread_member(*x, t, len, at, member, ty),
                        None if t.is_missing() => {}
                        None => self.incompatible(self.range(*x), Ty::array(Ty::any()), t),
                    }
                    at += len.unwrap_or(0);
                    fixed &= len.is_some();
                }
            }
        }
        self.enough_members(e, members, ty, at, fixed);
        ty
    }

    fn spread_member(&mut self, x: ExprId, t: Ty, len: Option<usize>, at: usize, member: Ty, ty: Ty) {
        match len {
            Some(n) => {
                for i in 0..n {
                    let from = project::list_member(self.db, t, Some(i)).unwrap_or(member);
                    let to = project::list_member(self.db, ty, Some(at + i)).unwrap_or(Ty::never());
                    if !self.subtype(from, to) {
                        self.incompatible(self.range(x), ty, t);
                        return;
                    }
                }
            }
            None => {
                if let TyKind::Tuple { members, .. } = project::structure(self.db, ty).kind
                    && at < members.len()
                {
                    let message = format!(
                        "'{t}' has any number of members: it cannot supply those that '{ty}' has to have"
                    );
                    return self.error(self.range(x), codes::INCOMPATIBLE, message);
                }
                let to = project::list_member(self.db, ty, Some(at)).unwrap_or(Ty::never());
                if !self.subtype(member, to) || project::list_len(self.db, ty).is_some() {
                    self.incompatible(self.range(x), ty, t);
                }
            }
        }
    }

    fn within_length(&self, ty: Ty, at: usize) -> bool {
        project::list_len(self.db, ty).is_none_or(|n| at < n)
    }

    /// Members left out need filler values.
    fn enough_members(&mut self, e: ExprId, members: &[ListMember], ty: Ty, have: usize, fixed: bool) {
        if !fixed {
            return;
        }
        let want = match project::structure(self.db, ty).kind {
            TyKind::Array { len: Some(n), .. } => *n as usize,
            TyKind::Tuple { members, .. } => members.len(),
            _ => return,
        };
        for i in have..want.min(have + 1) {
            let t = project::list_member(self.db, ty, Some(i)).unwrap_or(Ty::missing());
            if !t.has_missing() && semtypes::filler(t, &defs::DbResolver(self.db)).is_none() {
                let at = match members.last() {
                    Some(ListMember::Expr(x) | ListMember::Spread(x)) => *x,
                    None => e,
                };
                let message = format!("too few members for '{ty}': '{t}' has no filler value");
                self.error(self.range(at), codes::INCOMPATIBLE, message);
            }
        }
    }

    fn list_without_context(&mut self, e: ExprId, members: &[ListMember]) -> Ty {
        let mut tys = Vec::new();
        let mut rest = None;
        for m in members {
            match m {
                ListMember::Expr(x) => {
                    let t = self.infer(*x, None);
                    let t = self.widened(t);
                    match rest {
                        None => tys.push(t),
                        Some(r) => rest = Some(ops::union2(self.db, r, t)),
                    }
                }
                ListMember::Spread(x) => {
                    let t = self.infer(*x, None);
                    match (project::list_len(self.db, t), rest) {
                        (Some(n), None) => {
                            tys.extend(
                                (0..n).map(|i| {
                                    project::list_member(self.db, t, Some(i)).unwrap_or(Ty::missing())
                                }),
                            );
                        }
                        _ => {
                            let m = project::list_member(self.db, t, None).unwrap_or(Ty::missing());
                            rest = Some(rest.map_or(m, |r| ops::union2(self.db, r, m)));
                        }
                    }
                }
            }
        }
        let ty = Ty::tuple(tys, rest);
        self.r.constructs.insert(e, ty);
        ty
    }

    // ---- mappings ----

    pub(super) fn mapping_ctor(&mut self, e: ExprId, members: &[MappingMember], expected: Option<Ty>) -> Ty {
        let candidates = expected.map(|t| self.mapping_candidates(t)).unwrap_or_default();
        let ty = match candidates.as_slice() {
            [] => return self.mapping_without_context(e, members),
            [one] => self.mapping_of(e, members, *one),
            _ if members.is_empty() && !self.one_covers(&candidates) => self.ambiguous(e, "{}"),
            _ if self.defaults_decide(members, &candidates) => self.ambiguous(e, "{…}"),
            _ => match self.fitting(&candidates, |s, c| s.mapping_of(e, members, c)) {
                Ok(one) => self.mapping_of(e, members, one),
                Err(()) => self.ambiguous(e, "{…}"),
            },
        };
        self.r.constructs.insert(e, ty);
        ty
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
                MappingMember::Field { name, value, quoted, .. } => {
                    if seen.contains(name) {
                        self.error(
                            self.range(*value),
                            codes::REDECLARED,
                            format!("duplicate field '{name}'"),
                        );
                    }
                    seen.push(*name);
                    match project::mapping_member(self.db, ty, Some(*name)) {
                        // Only a string literal names a field of the rest type of a record (spec 6.7.2).
                        Some(f) if f.ty != Ty::never() && (*quoted || f.declared || !is_record) => {
                            // A nil given to an optional field that does not admit nil leaves it out (spec 6.7.2).
                            self.check(*value, f.ty);
                        }
                        _ => {
                            self.infer(*value, None);
                            self.error(
                                self.range(*value),
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
        match project::structure(self.db, t).kind {
            TyKind::Record(r) => {
                for f in &r.fields {
                    let to = project::mapping_member(self.db, ty, Some(f.name));
                    if !to.is_some_and(|to| self.subtype(f.ty, to.ty)) {
                        self.incompatible(self.range(x), ty, t);
                    }
                    if !f.optional {
                        seen.push(f.name);
                    }
                }
                if let Some(rest) = r.rest {
                    let to = project::mapping_member(self.db, ty, Some(name("\u{0}rest")));
                    if !to.is_some_and(|to| self.subtype(rest, to.ty)) {
                        self.incompatible(self.range(x), ty, t);
                    }
                }
                r.rest.is_some()
            }
            TyKind::Map(v) => {
                let to = project::mapping_member(self.db, ty, None);
                if !to.is_some_and(|to| self.subtype(*v, to.ty)) {
                    self.incompatible(self.range(x), ty, t);
                }
                true
            }
            _ => {
                self.incompatible(self.range(x), ty, t);
                true
            }
        }
    }

    fn mapping_without_context(&mut self, e: ExprId, members: &[MappingMember]) -> Ty {
        let mut fields: Vec<FieldTy> = Vec::new();
        let mut rest: Option<Ty> = None;
        for m in members {
            match m {
                MappingMember::Field { name, value, readonly, .. } => {
                    let t = self.infer(*value, None);
                    let t = self.widened(t);
                    if fields.iter().any(|f| f.name == *name) {
                        self.error(
                            self.range(*value),
                            codes::REDECLARED,
                            format!("duplicate field '{name}'"),
                        );
                        continue;
                    }
                    let mut f = FieldTy::required(*name, t);
                    f.readonly = *readonly;
                    fields.push(f);
                }
                MappingMember::Computed { key, value } => {
                    self.check(*key, Ty::string());
                    let t = self.infer(*value, None);
                    let t = self.widened(t);
                    rest = Some(rest.map_or(t, |r| ops::union2(self.db, r, t)));
                }
                MappingMember::Spread(x) => {
                    let t = self.infer(*x, None);
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
                        TyKind::Missing => return Ty::missing(),
                        _ => self.incompatible(self.range(*x), Ty::map(Ty::any()), t),
                    }
                }
            }
        }
        let ty = Ty::record_of(fields, rest);
        self.r.constructs.insert(e, ty);
        ty
    }

    // ---- tables ----

    pub(super) fn table_ctor(
        &mut self,
        e: ExprId,
        key: Option<&[Name]>,
        rows: &[ExprId],
        expected: Option<Ty>,
    ) -> Ty {
        let candidate = expected.and_then(|t| {
            ops::alternatives(self.db, t)
                .into_iter()
                .find(|a| matches!(project::structure(self.db, *a).kind, TyKind::Table { .. }))
        });
        let ty = match candidate {
            Some(t) => {
                let (row, _, declared) = project::table(self.db, t).expect("a table alternative");
                rows.iter().for_each(|r| {
                    self.check(*r, row);
                });
                match (key, declared) {
                    (Some(k), TableKey::None | TableKey::Type(_)) => self.with_key(t, row, k),
                    (Some(k), TableKey::Fields(f)) if f.as_slice() != k => {
                        self.error(
                            self.range(e),
                            codes::INCOMPATIBLE,
                            "the key differs from that of the expected type",
                        );
                        t
                    }
                    _ => t,
                }
            }
            None => self.table_without_context(key, rows),
        };
        self.r.constructs.insert(e, ty);
        ty
    }

    fn with_key(&self, t: Ty, row: Ty, key: &[Name]) -> Ty {
        let keyed = Ty::table(row, TableKey::Fields(key.to_vec()));
        if project::structure(self.db, t).readonly {
            Ty::intersection([keyed, Ty::readonly()])
        } else {
            keyed
        }
    }

    fn table_without_context(&mut self, key: Option<&[Name]>, rows: &[ExprId]) -> Ty {
        let mut row = Ty::never();
        for r in rows {
            let t = self.infer(*r, None);
            row = ops::union2(self.db, row, t);
        }
        if row == Ty::never() {
            row = Ty::map(Ty::union([Ty::any(), Ty::error()]));
        }
        // Rows of one inferred type: key fields become read-only.
        if let (TyKind::Record(r), Some(k)) = (row.kind(), key) {
            let mut r = r.clone();
            r.fields.iter_mut().filter(|f| k.contains(&f.name)).for_each(|f| f.readonly = true);
            row = Ty::record(r);
            for x in rows {
                self.check(*x, row);
            }
        }
        Ty::table(row, key.map_or(TableKey::None, |k| TableKey::Fields(k.to_vec())))
    }

    // ---- errors ----

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

    // ---- objects ----

    pub(super) fn new_expr(
        &mut self,
        e: ExprId,
        ty: Option<TypeRefId>,
        args: &[Arg],
        expected: Option<Ty>,
    ) -> Ty {
        let class_ty = match ty {
            Some(t) => Some(self.type_ref(t)),
            None => expected.and_then(|t| self.implicit_new_type(e, t, args)),
        };
        let Some(t) = class_ty else {
            args.iter().for_each(|a| {
                self.infer(a.expr(), None);
            });
            self.error(self.range(e), codes::BAD_NEW, "'new' needs a class type from its context");
            return Ty::missing();
        };
        if t.is_missing() {
            args.iter().for_each(|a| {
                self.infer(a.expr(), None);
            });
            return t;
        }
        let TyKind::Object(ObjectTy { origin: Some(def), .. }) = project::structure(self.db, t).kind else {
            if matches!(project::structure(self.db, t).kind, TyKind::Stream { .. }) {
                return self.new_stream(e, t, args);
            }
            args.iter().for_each(|a| {
                self.infer(a.expr(), None);
            });
            self.error(self.range(e), codes::BAD_NEW, format!("'{t}' is not a class"));
            return Ty::missing();
        };
        self.new_object(e, *def, args)
    }

    /// The class that `new` without a name constructs: of the classes in the expected type the only one, else the
    /// only one whose `init` takes these arguments.
    fn implicit_new_type(&mut self, e: ExprId, expected: Ty, args: &[Arg]) -> Option<Ty> {
        let mut classes = ops::alternatives(self.db, expected);
        classes.retain(|a| {
            matches!(project::structure(self.db, *a).kind, TyKind::Object(_) | TyKind::Stream { .. })
        });
        let first = *classes.first()?;
        if classes.len() == 1 {
            return Some(first);
        }
        let origin = |t: Ty, db| match project::structure(db, t).kind {
            TyKind::Object(ObjectTy { origin, .. }) => *origin,
            _ => None,
        };
        let mut fit = None;
        for c in classes {
            let Some(def) = origin(c, self.db) else { continue };
            let saved = (self.flow.clone(), self.r.clone());
            let found = self.tentative(|cx| cx.new_object(e, def, args)).is_some();
            (self.flow, self.r) = saved;
            if found && fit.replace(c).is_some() {
                return None;
            }
        }
        fit.or(Some(first))
    }

    fn new_object(&mut self, e: ExprId, def: semtypes::DefId, args: &[Arg]) -> Ty {
        let class = hir_def::ids::Def::from_ty_def(def);
        let class_ty = Ty::named(def, class.name(self.db));
        self.r.constructs.insert(e, class_ty);
        let init = project::object(self.db, class_ty).and_then(|o| o.member(name("init")));
        match init.and_then(|m| project::function(self.db, m.ty)) {
            Some(f) => {
                let ret = self.init_call(e, f, args);
                let error = ops::error_part(self.db, ret);
                if error == Ty::never() { class_ty } else { Ty::union([class_ty, error]) }
            }
            None => {
                if let Some(a) = args.first() {
                    self.error(
                        self.range(a.expr()),
                        codes::TOO_MANY_ARGUMENTS,
                        "this class has no 'init' with parameters",
                    );
                }
                class_ty
            }
        }
    }

    pub(super) fn object_ctor(&mut self, e: ExprId, o: &ObjectCtor, expected: Option<Ty>) -> Ty {
        let module = Visibility::Module(defs::module_id(self.def.module(self.db)));
        let visibility = |public: bool| if public { Visibility::Public } else { module };
        let mut ty =
            ObjectTy { isolated: o.isolated, client: o.client, service: o.service, ..ObjectTy::default() };
        for f in &o.fields {
            let t = self.type_ref(f.ty);
            ty.members.push(MemberTy {
                name: f.name,
                ty: t,
                visibility: visibility(f.is_public),
                kind: MemberKind::Field { is_final: f.is_final },
            });
        }
        for m in &o.methods {
            let mut t = self.lambda_signature(m.lambda);
            let kind = self.types.method_kind(&m.kind);
            if let (MemberKind::Resource { .. }, TyKind::Function(f)) = (&kind, t.kind()) {
                let own = f.params[m.kind.path_params().count()..].to_vec();
                t = Ty::function(semtypes::FunctionTy { params: own, ..f.clone() });
            }
            let visibility = visibility(m.is_public || !matches!(kind, MemberKind::Method));
            ty.members.push(MemberTy { name: m.name, ty: t, visibility, kind });
        }
        let reference = match o.type_ref {
            Some(t) => Some(self.type_ref(t)),
            None => expected.filter(|t| project::object(self.db, *t).is_some()),
        };
        if let Some(r) = reference.and_then(|t| project::object(self.db, t)) {
            ty.distinct.extend(r.distinct.iter().copied());
            for m in &mut ty.members {
                if let Some(x) = r.counterpart(m) {
                    m.visibility = x.visibility;
                }
            }
        }
        ty.isolated |=
            o.type_ref.and(reference).and_then(|t| project::object(self.db, t)).is_some_and(|r| r.isolated)
                || self.implicitly_isolated(&ty);
        let ty = Ty::object(ty);
        for f in &o.fields {
            let t = self.type_ref(f.ty);
            if let Some(x) = f.init {
                self.check(x, t);
            }
        }
        for m in &o.methods {
            self.object_method(m.lambda, ty);
        }
        if let (Some(t), Some(_)) = (reference, o.type_ref)
            && !self.subtype(ty, t)
        {
            self.incompatible(self.range(e), t, ty);
        }
        self.r.constructs.insert(e, ty);
        ty
    }

    /// Whether every field of an object constructor is isolated: final, and immutable or an isolated object (spec 6.8.1).
    fn implicitly_isolated(&self, o: &ObjectTy) -> bool {
        o.members.iter().all(|m| match m.kind {
            MemberKind::Field { is_final } => is_final && defs::sem(self.db, m.ty).is_shareable(),
            _ => true,
        })
    }

    /// Type that the context asks of an insertion.
    pub(super) fn insertion_context(
        &self,
        kind: hir_def::TemplateKind,
        expected: Option<Ty>,
        i: usize,
    ) -> Option<Ty> {
        match kind {
            hir_def::TemplateKind::String => return None,
            hir_def::TemplateKind::RegExp => return Some(Ty::new(TyKind::Regexp)),
            hir_def::TemplateKind::Raw => {}
        }
        let m = self.expected_object(expected)?.member(name("insertions"))?;
        project::list_member(self.db, m.ty, Some(i)).filter(|t| *t != Ty::never())
    }

    fn expected_object(&self, expected: Option<Ty>) -> Option<&'static ObjectTy> {
        ops::alternatives(self.db, expected?).into_iter().find_map(|a| project::object(self.db, a))
    }

    pub(super) fn raw_template(&mut self, e: ExprId, insertions: Vec<Ty>, expected: Option<Ty>) -> Ty {
        let field = |n: &str, ty: Ty| MemberTy {
            name: name(n),
            ty,
            visibility: Visibility::Public,
            kind: MemberKind::Field { is_final: false },
        };
        let strings = Ty::intersection([Ty::array(Ty::string()), Ty::readonly()]);
        let context = self.expected_object(expected);
        let list = context.and_then(|o| o.member(name("insertions"))).map(|m| m.ty);
        let fits = list.filter(|t| {
            let tuple = Ty::tuple(insertions.clone(), None);
            matches!(project::structure(self.db, *t).kind, TyKind::Array { .. } | TyKind::Tuple { .. })
                && self.insertions_fit(tuple, *t)
        });
        let widened = insertions.iter().map(|t| self.widened(*t)).collect();
        let strings = context.and_then(|o| o.member(name("strings"))).map_or(strings, |m| m.ty);
        let ty = Ty::object(ObjectTy {
            members: vec![
                field("strings", strings),
                field("insertions", fits.unwrap_or_else(|| Ty::tuple(widened, None))),
            ],
            distinct: context.map_or_else(Vec::new, |o| o.distinct.clone()),
            ..ObjectTy::default()
        });
        self.r.constructs.insert(e, ty);
        ty
    }

    /// Whether the values inserted into a raw template fit the list that the context asks for.
    fn insertions_fit(&self, inserted: Ty, list: Ty) -> bool {
        let n = project::list_len(self.db, inserted).unwrap_or(0);
        project::list_len(self.db, list).is_none_or(|len| len == n)
            && (0..n).all(|i| {
                match (
                    project::list_member(self.db, inserted, Some(i)),
                    project::list_member(self.db, list, Some(i)),
                ) {
                    (Some(a), Some(b)) => self.subtype(a, b),
                    _ => false,
                }
            })
    }
}
