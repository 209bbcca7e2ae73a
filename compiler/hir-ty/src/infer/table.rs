//! Table constructors (spec 6.7.3) and the consistency of key sequences (spec 5.4.3).

use hir_def::{Expr, ExprId, ListMember, MappingMember, TemplatePart, XmlItem};
use semtypes::{Const, FieldTy, Name, TableKey, Ty, TyKind};
use syntax::TextRange;

use super::Infer;
use crate::codes;
use crate::ops;
use crate::project;

impl Infer<'_> {
    pub(super) fn table_ctor(
        &mut self,
        e: ExprId,
        key: Option<&[Name]>,
        rows: &[ExprId],
        expected: Option<Ty>,
    ) -> Ty {
        let candidates = expected.map(|t| self.table_candidates(t)).unwrap_or_default();
        let ty = match candidates.as_slice() {
            // `anydata` and `readonly` say nothing of the rows, which have the key's fields.
            [one] if key.is_some() && self.any_rows(*one) => {
                let ty = self.table_without_context(e, key, rows);
                if project::structure(self.db, *one).readonly {
                    self.table_of(e, key, rows, project::readonly_of(self.db, ty))
                } else {
                    ty
                }
            }
            [] => self.table_without_context(e, key, rows),
            [one] => self.table_of(e, key, rows, *one),
            many => self.table_of_one(e, key, rows, many),
        };
        if let Some((row, _, TableKey::Fields(k))) = project::table(self.db, ty) {
            self.key_sequence(self.range(e), row, k);
            self.key_values(rows, k);
        }
        self.r.constructs.insert(e, ty);
        ty
    }

    /// Whether a table type is what `anydata` or `readonly` say of tables.
    fn any_rows(&self, table: Ty) -> bool {
        let Some((row, ..)) = project::table(self.db, table) else { return false };
        let row = project::structure(self.db, row);
        let TyKind::Map(member) = row.kind else { return false };
        self.subtype(Ty::anydata(), *member) && (row.readonly || self.subtype(*member, Ty::anydata()))
    }

    fn table_candidates(&self, expected: Ty) -> Vec<Ty> {
        let of = |row: Ty| Ty::table(row, TableKey::None);
        let any_table = of(Ty::map(Ty::union([Ty::any(), Ty::error()])));
        ops::alternatives(self.db, expected)
            .into_iter()
            .filter_map(|a| match project::structure(self.db, a).kind {
                TyKind::Table { .. } => Some(a),
                TyKind::Any if !project::structure(self.db, a).readonly => Some(any_table),
                TyKind::Anydata => Some(ops::narrow(self.db, Ty::readonly(), of(Ty::map(Ty::anydata())))),
                TyKind::Any | TyKind::Readonly | TyKind::Cloneable => {
                    Some(ops::narrow(self.db, Ty::readonly(), any_table))
                }
                TyKind::Param { bound, .. } => self.table_candidates(*bound).first().copied(),
                _ => None,
            })
            .collect()
    }

    /// The one table type among several that the rows fit.
    fn table_of_one(&mut self, e: ExprId, key: Option<&[Name]>, rows: &[ExprId], candidates: &[Ty]) -> Ty {
        let mut fit = Vec::new();
        for c in candidates {
            if self.tentative(|s| s.table_of(e, key, rows, *c)).is_some() {
                fit.push(*c);
            }
        }
        match fit.as_slice() {
            [one] => self.table_of(e, key, rows, *one),
            [] => {
                let all = ops::join(candidates.iter().copied());
                let message = format!("the rows fit no alternative of '{all}'");
                self.error(self.range(e), codes::NO_INHERENT_TYPE, message);
                Ty::missing()
            }
            _ => self.ambiguous(e, "table […]", candidates),
        }
    }

    fn table_of(&mut self, e: ExprId, key: Option<&[Name]>, rows: &[ExprId], t: Ty) -> Ty {
        let Some((row, _, declared)) = project::table(self.db, t) else { return Ty::missing() };
        let ty = match (key, declared) {
            (Some(k), TableKey::None | TableKey::Type(_)) => self.with_key(t, row, k),
            (Some(k), TableKey::Fields(f)) if f.as_slice() != k => {
                let names = |k: &[Name]| k.iter().map(|n| n.as_str()).collect::<Vec<_>>().join(", ");
                let message =
                    format!("incompatible types: expected 'key({})', found 'key({})'", names(f), names(k));
                self.error(self.range(e), codes::INCOMPATIBLE, message);
                t
            }
            _ => t,
        };
        for r in rows {
            self.check(*r, row);
        }
        ty
    }

    /// A table type with a key sequence, as immutable as it was.
    pub(super) fn with_key(&self, t: Ty, row: Ty, key: &[Name]) -> Ty {
        let keyed = Ty::table(row, TableKey::Fields(key.to_vec()));
        if project::structure(self.db, t).readonly {
            Ty::intersection([keyed, Ty::readonly()])
        } else {
            keyed
        }
    }

    /// The member type is the smallest record type that contains the types of all rows.
    fn table_without_context(&mut self, e: ExprId, key: Option<&[Name]>, rows: &[ExprId]) -> Ty {
        if rows.is_empty() && self.unknown_context {
            return Ty::missing();
        }
        if rows.is_empty() {
            let message = "an empty table constructor needs a type from its context";
            self.error(self.range(e), codes::NO_INHERENT_TYPE, message);
            return Ty::missing();
        }
        let key = key.unwrap_or_default();
        let mut union: Option<(Vec<FieldTy>, Option<Ty>)> = None;
        for r in rows {
            let t = self.infer(*r, None);
            let Some(row) = self.row_fields(t) else { return Ty::missing() };
            union = Some(match union {
                None => row,
                Some(u) => self.union_of_rows(u, row),
            });
        }
        let (mut fields, rest) = union.expect("there is a row");
        fields.iter_mut().filter(|f| key.contains(&f.name)).for_each(|f| f.readonly = true);
        let row = Ty::record_of(fields, rest);
        for r in rows {
            self.check(*r, row);
        }
        Ty::table(row, if key.is_empty() { TableKey::None } else { TableKey::Fields(key.to_vec()) })
    }

    /// Fields and rest of an inferred row type.
    fn row_fields(&self, t: Ty) -> Option<(Vec<FieldTy>, Option<Ty>)> {
        match project::structure(self.db, t).kind {
            TyKind::Record(r) => {
                Some((r.fields.iter().map(|f| FieldTy { default: false, ..f.clone() }).collect(), r.rest))
            }
            TyKind::Map(v) => Some((Vec::new(), Some(*v))),
            _ => None,
        }
    }

    fn union_of_rows(
        &self,
        a: (Vec<FieldTy>, Option<Ty>),
        b: (Vec<FieldTy>, Option<Ty>),
    ) -> (Vec<FieldTy>, Option<Ty>) {
        let mut fields = a.0;
        for f in &mut fields {
            match b.0.iter().find(|g| g.name == f.name) {
                Some(g) => {
                    f.ty = ops::union2(self.db, f.ty, g.ty);
                    f.optional |= g.optional;
                    f.readonly &= g.readonly;
                }
                None => {
                    f.ty = b.1.map_or(f.ty, |r| ops::union2(self.db, f.ty, r));
                    f.optional = true;
                }
            }
        }
        for g in b.0 {
            if !fields.iter().any(|f| f.name == g.name) {
                let ty = a.1.map_or(g.ty, |r| ops::union2(self.db, r, g.ty));
                fields.push(FieldTy { ty, optional: true, ..g });
            }
        }
        let rest = match (a.1, b.1) {
            (Some(x), Some(y)) => Some(ops::union2(self.db, x, y)),
            (x, y) => x.or(y),
        };
        (fields, rest)
    }

    /// Each name of a key sequence is that of a required, read-only field with plain data (spec 5.4.3).
    pub(super) fn key_sequence(&mut self, at: TextRange, row: Ty, key: &[Name]) {
        if row.has_missing() {
            return;
        }
        for k in key {
            let problem = match project::mapping_member(self.db, row, Some(*k)) {
                Some(f) if f.named && !f.optional => match (f.readonly, self.subtype(f.ty, Ty::anydata())) {
                    (false, _) => format!("key field '{k}' must be a readonly field of '{row}'"),
                    (_, false) => format!("key field '{k}' must be a subtype of 'anydata', not '{}'", f.ty),
                    _ => continue,
                },
                _ => format!("key field '{k}' must be a required field of '{row}'"),
            };
            self.error(at, codes::BAD_TABLE_KEY, problem);
        }
    }

    /// Whether a key specifier names fields that rows have; the rest is checked where a table is made.
    pub(super) fn key_names(&mut self, at: TextRange, row: Ty, key: &[Name]) {
        for k in key {
            let known = project::mapping_member(self.db, row, Some(*k)).is_none_or(|f| f.ty != Ty::never());
            if !known {
                self.error(at, codes::BAD_TABLE_KEY, format!("'{row}' has no field '{k}' for the key"));
            }
        }
    }

    /// Each row gives each key field a constant by name, and no two rows the same key (spec 6.7.3).
    fn key_values(&mut self, rows: &[ExprId], key: &[Name]) {
        let store = self.store;
        let mut seen: Vec<Vec<Const>> = Vec::new();
        for r in rows {
            let Expr::Mapping(members) = &store.exprs[*r] else { continue };
            let mut values = Vec::new();
            for k in key {
                let value = members.iter().find_map(|m| match m {
                    MappingMember::Field { name, value, .. } if name == k => Some(*value),
                    _ => None,
                });
                match value {
                    Some(v) if self.is_const_expr(v) => values.extend(self.r.consts.get(&v).cloned()),
                    Some(v) => {
                        let message = format!("the value of key field '{k}' must be a constant expression");
                        self.error(self.range(v), codes::BAD_TABLE_KEY, message);
                    }
                    None => {
                        let message = format!("the row must name key field '{k}'");
                        self.error(self.range(*r), codes::BAD_TABLE_KEY, message);
                    }
                }
            }
            if values.len() < key.len() {
                continue;
            }
            if seen.contains(&values) {
                let shown: Vec<String> =
                    values.iter().map(|c| Ty::singleton(c.clone()).to_string()).collect();
                let message = format!("duplicate row with key '{}'", shown.join(", "));
                self.error(self.range(*r), codes::BAD_TABLE_KEY, message);
            }
            seen.push(values);
        }
    }

    /// Whether an expression that has been inferred is a constant expression (spec 6.39).
    fn is_const_expr(&self, e: ExprId) -> bool {
        match &self.store.exprs[e] {
            Expr::List(members) => members.iter().all(|m| match m {
                ListMember::Expr(x) | ListMember::Spread(x) => self.is_const_expr(*x),
            }),
            Expr::Mapping(members) => members.iter().all(|m| match m {
                MappingMember::Field { value, .. } => self.is_const_expr(*value),
                MappingMember::Computed { key, value } => {
                    self.is_const_expr(*key) && self.is_const_expr(*value)
                }
                MappingMember::Spread(x) => self.is_const_expr(*x),
            }),
            Expr::XmlTemplate(items) => items.iter().all(constant_xml),
            Expr::Template { parts, .. } => parts.iter().all(|p| match p {
                TemplatePart::Text(_) => true,
                TemplatePart::Insertion(x) => self.is_const_expr(*x),
            }),
            _ => {
                let ty = self.r.expr_ty.get(&e).copied().unwrap_or(Ty::missing());
                self.r.consts.contains_key(&e) || ty.has_missing() || self.only_value(ty).is_some()
            }
        }
    }
}

fn constant_xml(item: &XmlItem) -> bool {
    match item {
        XmlItem::Insertion(_) => false,
        XmlItem::Element(e) => {
            let constant =
                |a: &hir_def::XmlAttribute| a.value.iter().all(|p| matches!(p, TemplatePart::Text(_)));
            e.attributes.iter().all(constant) && e.content.iter().all(constant_xml)
        }
        _ => true,
    }
}
