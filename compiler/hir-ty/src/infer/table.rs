//! Table constructors (spec 6.7.3).

use hir_def::ExprId;
use semtypes::{Name, TableKey, Ty, TyKind};

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
}
