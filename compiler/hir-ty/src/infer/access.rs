//! Field and member access (spec 6.10, 6.11, 6.14).

use hir_def::{Expr, ExprId, Path};
use semtypes::{Const, MemberKind, Name, Ty, TyKind, Visibility};

use super::Infer;
use crate::codes;
use crate::defs;
use crate::inclusion;
use crate::ops;
use crate::project;
use crate::result::Resolution;

impl Infer<'_> {
    pub(super) fn field(&mut self, e: ExprId, base: ExprId, field: Path, optional: bool) -> Ty {
        let t = self.infer(base, None);
        if t.is_missing() || field.name.as_str().is_empty() {
            return Ty::missing();
        }
        if let Some(o) = project::object(self.db, t) {
            return self.object_field(e, o, t, field);
        }
        if t != Ty::never() && self.is(t, crate::xml::xml()) {
            return self.xml_attribute(e, field, optional);
        }
        if optional { self.optional_field(e, t, field) } else { self.plain_field(e, t, field) }
    }

    fn object_field(&mut self, e: ExprId, o: &'static semtypes::ObjectTy, t: Ty, field: Path) -> Ty {
        let Some(m) = o.member(field.name) else {
            if inclusion::includes_unknown(self.db, t) {
                return Ty::missing();
            }
            self.error(
                self.name_in(e),
                codes::UNDEFINED_FIELD,
                format!("undefined field '{}' in '{t}'", field.name),
            );
            return Ty::missing();
        };
        if !self.visible(m.visibility) {
            self.error(
                self.name_in(e),
                codes::NOT_VISIBLE,
                format!("'{}' of '{t}' is not visible here", field.name),
            );
        }
        let r = match m.kind {
            MemberKind::Field { .. } => Resolution::ObjectField,
            _ => Resolution::MethodValue { name: field.name },
        };
        let ty = match (&r, project::function(self.db, m.ty)) {
            (Resolution::ObjectField, _) if project::structure(self.db, t).readonly => {
                project::readonly_of(self.db, m.ty)
            }
            // The method of an object that is not isolated cannot be an isolated function (spec 6.10).
            (Resolution::MethodValue { .. }, Some(f)) if f.isolated && !o.isolated => {
                Ty::function(semtypes::FunctionTy { isolated: false, ..f.clone() })
            }
            _ => m.ty,
        };
        self.r.resolutions.insert(e, r);
        ty
    }

    pub(super) fn visible(&self, v: Visibility) -> bool {
        match v {
            Visibility::Public => true,
            Visibility::Module(m) => m == defs::module_id(self.def.module(self.db)),
            Visibility::Private(d) => self.class.is_some_and(|c| c.ty_def() == d),
        }
    }

    /// `e.name` on a mapping whose every alternative declares the field, or on json.
    fn plain_field(&mut self, e: ExprId, t: Ty, field: Path) -> Ty {
        // Lax typing lifts errors of an earlier access.
        let (value, error) = (ops::without_error(self.db, t), ops::error_part(self.db, t));
        if let Some(f) = project::mapping_member(self.db, value, Some(field.name))
            && error == Ty::never()
            && f.named
        {
            self.r.resolutions.insert(e, Resolution::MappingField);
            // A field that may be missing is accessed as by `?.` (spec 6.10.1).
            return if f.optional { Ty::nilable(f.ty) } else { f.ty };
        }
        let member = self.lax_member(value, field);
        if self.lax(value) && member != Ty::never() && !matches!(self.store.exprs[e], Expr::Missing) {
            self.r.resolutions.insert(e, Resolution::LaxField);
            return Ty::union([member, Ty::error()]);
        }
        self.no_field(e, t, field)
    }

    /// Whether accesses are checked at run time only: subtypes of json that are not plain records.
    fn lax(&self, t: Ty) -> bool {
        t != Ty::never() && self.subtype(t, Ty::json()) && ops::overlaps(self.db, t, Ty::map(Ty::json()))
    }

    fn lax_member(&self, t: Ty, field: Path) -> Ty {
        let mapping = ops::narrow(self.db, t, Ty::map(Ty::json()));
        match project::mapping_member(self.db, mapping, Some(field.name)) {
            Some(f) => f.ty,
            None => Ty::json(),
        }
    }

    fn optional_field(&mut self, e: ExprId, t: Ty, field: Path) -> Ty {
        let (value, error) = (ops::without_error(self.db, t), ops::error_part(self.db, t));
        let nil = ops::has_nil(self.db, value);
        let mapping = ops::without_nil(self.db, value);
        if mapping != Ty::never()
            && error == Ty::never()
            && let Some(f) = project::mapping_member(self.db, mapping, Some(field.name))
        {
            if f.ty == Ty::never() {
                return self.no_field(e, t, field);
            }
            self.r.resolutions.insert(e, Resolution::MappingField);
            return if f.optional || nil { Ty::nilable(f.ty) } else { f.ty };
        }
        if self.lax(mapping) {
            self.r.resolutions.insert(e, Resolution::LaxField);
            let member = self.lax_member(mapping, field);
            return Ty::union([member, Ty::nil(), Ty::error()]);
        }
        self.no_field(e, t, field)
    }

    fn no_field(&mut self, e: ExprId, t: Ty, field: Path) -> Ty {
        let mapping = project::mapping_member(self.db, t, Some(field.name)).is_some();
        let (code, message) = if mapping {
            (codes::UNDEFINED_FIELD, format!("undefined field '{}' in '{t}'", field.name))
        } else {
            (codes::BAD_ACCESS, format!("field access is not possible on '{t}'"))
        };
        self.error(self.name_in(e), code, message);
        Ty::missing()
    }

    /// `e[k]` as a value.
    pub(super) fn index(&mut self, e: ExprId, base: ExprId, keys: &[ExprId]) -> Ty {
        let t = self.infer(base, None);
        if t.is_missing() {
            keys.iter().for_each(|k| {
                self.infer(*k, None);
            });
            return t;
        }
        if let Some((row, key, kind)) = project::table(self.db, t) {
            return self.table_index(e, row, key, kind, keys);
        }
        let [key] = keys else {
            self.error(
                self.range(e),
                codes::BAD_INDEX,
                format!("a member of '{t}' is accessed by one key, found {}", keys.len()),
            );
            return Ty::missing();
        };
        let nil = ops::has_nil(self.db, t);
        let inner = ops::without_nil(self.db, t);
        if let Some(any) = project::list_member(self.db, inner, None)
            && !nil
        {
            return self.list_index(inner, any, *key);
        }
        if let Some(f) = project::mapping_member(self.db, inner, None) {
            return self.mapping_index(inner, f.ty, *key, nil);
        }
        if t.has_missing() {
            self.infer(*key, None);
            return Ty::missing();
        }
        if !nil && self.subtype(inner, Ty::string()) {
            self.check(*key, Ty::int());
            return Ty::char();
        }
        if !nil && self.subtype(inner, crate::xml::xml()) {
            return self.xml_index(inner, *key);
        }
        self.infer(*key, None);
        self.error(self.range(e), codes::BAD_INDEX, format!("member access is not possible on '{t}'"));
        Ty::missing()
    }

    fn list_index(&mut self, list: Ty, any: Ty, key: ExprId) -> Ty {
        self.check(key, Ty::int());
        let Some(Const::Int(i)) = self.r.consts.get(&key) else { return any };
        let i = *i;
        let one = usize::try_from(i).ok().and_then(|i| project::list_member(self.db, list, Some(i)));
        let len = project::list_len(self.db, list);
        match one {
            Some(t) if t != Ty::never() && len.is_none_or(|n| (i as usize) < n) => t,
            // How long the list is will be known at run time: a panic (spec 6.14).
            _ if len.is_none() => any,
            _ => {
                self.error(
                    self.range(key),
                    codes::BAD_INDEX,
                    format!("list index out of range: index {i} in '{list}'"),
                );
                Ty::missing()
            }
        }
    }

    fn mapping_index(&mut self, mapping: Ty, any: Ty, key: ExprId, nil: bool) -> Ty {
        self.check(key, Ty::string());
        if let Some(Const::String(k)) = self.r.consts.get(&key)
            && let Some(f) = project::mapping_member(self.db, mapping, Some(*k))
        {
            if any == Ty::never() {
                // Narrowing left an empty mapping.
                return Ty::nil();
            }
            if f.ty == Ty::never() {
                self.error(
                    self.range(key),
                    codes::UNDEFINED_FIELD,
                    format!("undefined field '{k}' in '{mapping}'"),
                );
                return Ty::missing();
            }
            return if f.optional || nil { Ty::nilable(f.ty) } else { f.ty };
        }
        // A key of a few strings: the members that they name.
        let mut found: Option<project::Field> = None;
        for k in self.key_strings(key).unwrap_or_default() {
            let Some(f) = project::mapping_member(self.db, mapping, Some(k)) else { return Ty::nilable(any) };
            found = Some(match found {
                Some(o) => project::Field {
                    ty: ops::union2(self.db, o.ty, f.ty),
                    optional: o.optional || f.optional,
                    ..o
                },
                None => f,
            });
        }
        match found {
            Some(f) if f.optional || nil => Ty::nilable(f.ty),
            Some(f) => f.ty,
            None => Ty::nilable(any),
        }
    }

    /// The strings that a key can be, when its type says so.
    fn key_strings(&self, key: ExprId) -> Option<Vec<Name>> {
        let ty = self.r.expr_ty.get(&key)?;
        let alternatives = ops::alternatives(self.db, *ty);
        let string = |t: &Ty| match t.kind() {
            TyKind::Singleton(Const::String(k)) => Some(*k),
            _ => None,
        };
        alternatives.iter().map(string).collect()
    }

    fn table_index(
        &mut self,
        e: ExprId,
        row: Ty,
        key: Ty,
        kind: &'static semtypes::TableKey,
        keys: &[ExprId],
    ) -> Ty {
        if key == Ty::never() {
            keys.iter().for_each(|k| {
                self.infer(*k, None);
            });
            self.error(
                self.range(e),
                codes::BAD_INDEX,
                "member access is not possible on a table without key",
            );
            return Ty::missing();
        }
        if let (semtypes::TableKey::Fields(fields), TyKind::Tuple { members, .. }) = (kind, key.kind())
            && fields.len() > 1
            && keys.len() == fields.len()
        {
            for (k, t) in keys.iter().zip(members) {
                self.check(*k, *t);
            }
        } else {
            self.check(keys[0], key);
        }
        Ty::nilable(row)
    }

    // ---- lvalues ----

    /// Type that may be assigned to an lvalue; reports what cannot be assigned.
    pub(super) fn lvalue(&mut self, e: ExprId) -> Ty {
        let store = self.store;
        match &store.exprs[e] {
            Expr::Local(_) => self.local_lvalue(e),
            Expr::Path(_) => self.infer(e, None),
            Expr::Field { base, name, .. } => self.field_lvalue(e, *base, *name),
            Expr::Index { base, keys } => self.index_lvalue(e, *base, keys),
            Expr::Missing => Ty::missing(),
            _ => {
                self.infer(e, None);
                self.error(self.range(e), codes::NOT_ASSIGNABLE, "this expression cannot be assigned to");
                Ty::missing()
            }
        }
    }

    fn local_lvalue(&mut self, e: ExprId) -> Ty {
        let Expr::Local(l) = self.store.exprs[e] else { return Ty::missing() };
        let ty = self.local_type(l);
        self.r.expr_ty.insert(e, ty);
        ty
    }

    /// The structure being updated: a chain of accesses on a variable; members on the way must be there.
    fn lvalue_base(&mut self, base: ExprId) -> Ty {
        match &self.store.exprs[base] {
            Expr::Field { base: inner, name, .. } => {
                let (inner, name) = (*inner, *name);
                let t = self.lvalue_base(inner);
                let ty = self.member_for_update(base, t, name);
                self.r.expr_ty.insert(base, ty);
                ty
            }
            Expr::Index { base: inner, keys } => {
                let (inner, keys) = (*inner, keys.clone());
                let t = self.lvalue_base(inner);
                if project::list_member(self.db, t, None).is_some() {
                    let any = project::list_member(self.db, t, None).unwrap_or(Ty::missing());
                    let ty = self.list_index(t, any, keys[0]);
                    self.r.expr_ty.insert(base, ty);
                    return ty;
                }
                let ty = self.index(base, inner, &keys);
                let ty = ops::without_nil(self.db, ty);
                self.r.expr_ty.insert(base, ty);
                ty
            }
            _ => self.infer(base, None),
        }
    }

    fn member_for_update(&mut self, e: ExprId, t: Ty, field: Path) -> Ty {
        if let Some(o) = project::object(self.db, t) {
            return self.object_field(e, o, t, field);
        }
        match project::mapping_member(self.db, t, Some(field.name)) {
            Some(f) if f.ty != Ty::never() => {
                self.r.resolutions.insert(e, Resolution::MappingField);
                f.ty
            }
            _ if t.is_missing() => t,
            _ => self.no_field(e, t, field),
        }
    }

    fn field_lvalue(&mut self, e: ExprId, base: ExprId, field: Path) -> Ty {
        let t = self.lvalue_base(base);
        if t.is_missing() {
            return t;
        }
        if let Some(o) = project::object(self.db, t) {
            let ty = self.object_field(e, o, t, field);
            self.r.expr_ty.insert(e, ty);
            // `init` assigns a final field once, unless it has an initialiser.
            let own = matches!(self.store.exprs[base], Expr::Local(l)
                if self.store.locals[l].kind == hir_def::LocalKind::SelfRef);
            let in_init = own && self.flow.unset.contains(&field.name);
            match o.member(field.name).map(|m| &m.kind) {
                Some(MemberKind::Field { is_final: true }) if !in_init => {
                    self.error(
                        self.name_in(e),
                        codes::NOT_ASSIGNABLE,
                        format!("cannot assign to final field '{}' of '{t}'", field.name),
                    );
                }
                Some(MemberKind::Field { .. }) | None => {}
                Some(_) => {
                    let message = format!("cannot assign to method '{}' of '{t}'", field.name);
                    self.error(self.name_in(e), codes::NOT_ASSIGNABLE, message);
                    return Ty::missing();
                }
            }
            return ty;
        }
        let Some(f) = project::mapping_member(self.db, t, Some(field.name)) else {
            return self.no_field(e, t, field);
        };
        if f.ty == Ty::never() || !f.declared {
            return self.no_field(e, t, field);
        }
        if !f.updatable {
            self.error(
                self.name_in(e),
                codes::NOT_ASSIGNABLE,
                format!("cannot assign to 'readonly' field '{}' of '{t}'", field.name),
            );
        }
        self.r.resolutions.insert(e, Resolution::MappingField);
        let ty = if f.optional && !f.required { Ty::nilable(f.ty) } else { f.ty };
        self.r.expr_ty.insert(e, ty);
        ty
    }

    fn index_lvalue(&mut self, e: ExprId, base: ExprId, keys: &[ExprId]) -> Ty {
        let t = self.lvalue_base(base);
        if t.is_missing() {
            keys.iter().for_each(|k| {
                self.infer(*k, None);
            });
            return t;
        }
        let has_members = project::list_member(self.db, t, None).is_some()
            || project::mapping_member(self.db, t, None).is_some()
            || project::table(self.db, t).is_some();
        if has_members && self.subtype(t, Ty::readonly()) {
            self.error(
                self.range(e),
                codes::NOT_ASSIGNABLE,
                format!("cannot update an immutable value of type '{t}'"),
            );
            keys.iter().for_each(|k| {
                self.infer(*k, None);
            });
            return Ty::missing();
        }
        let ty = if let Some((row, key, kind)) = project::table(self.db, t) {
            self.table_index(e, row, key, kind, keys);
            let message = format!("a row of '{t}' cannot be assigned by its key: use 'put'");
            self.error(self.range(e), codes::NOT_ASSIGNABLE, message);
            row
        } else if let Some(any) = project::list_member(self.db, t, None) {
            self.list_index(t, any, keys[0])
        } else if project::mapping_member(self.db, t, None).is_some() {
            self.check(keys[0], Ty::string());
            let key = match self.r.consts.get(&keys[0]) {
                Some(Const::String(k)) => Some(*k),
                _ => None,
            };
            match project::mapping_member(self.db, t, key) {
                Some(f) if f.ty == Ty::never() => {
                    self.error(
                        self.range(keys[0]),
                        codes::UNDEFINED_FIELD,
                        match key {
                            Some(k) => format!("undefined field '{k}' in '{t}'"),
                            None => format!("undefined field in '{t}'"),
                        },
                    );
                    Ty::missing()
                }
                // Nil removes an optional field.
                Some(f) if f.declared && f.optional => Ty::nilable(f.ty),
                Some(f) => f.ty,
                None => Ty::missing(),
            }
        } else {
            self.infer(keys[0], None);
            self.error(
                self.range(e),
                codes::BAD_INDEX,
                format!("member assignment is not possible on '{t}'"),
            );
            Ty::missing()
        };
        self.r.expr_ty.insert(e, ty);
        ty
    }
}
