//! Field and member access as values.

use bytecode::{Kind, Op};
use hir_def::ExprId;
use hir_ty::ops;
use hir_ty::project;
use hir_ty::result::Resolution;
use semtypes::{Const, Name, Ty, TyKind};

use super::Lower;
use crate::ir::{Opnd, VReg};
use crate::key::FuncKey;

impl Lower<'_> {
    pub(super) fn field(&mut self, e: ExprId, base: ExprId, name: Name, optional: bool) -> VReg {
        let kind = self.expr_kind(e);
        match self.inf.resolutions.get(&e).cloned() {
            Some(Resolution::ObjectField) => {
                let b = self.expr_boxed(base);
                self.field_get(b, name, kind)
            }
            Some(Resolution::MethodValue { name }) => {
                let object = self.expr_boxed(base);
                let ty = self.ty(e);
                if project::function(self.db, ty).is_none_or(|f| f.rest.is_some()) {
                    return self.op(Op::method, Kind::R, Opnd::Reg(object), Opnd::Str(name));
                }
                self.closure_of(FuncKey::BoundMethod(name, ty), vec![object])
            }
            Some(Resolution::LaxField) => {
                let b = self.expr_boxed(base);
                let n = self.str(name.as_str());
                let native = if optional { "lang.value:$laxOptionalField" } else { "lang.value:$laxField" };
                self.call_native(native, &[b, n])
            }
            Some(Resolution::MappingField) => {
                let b = self.expr_boxed(base);
                let t = self.ty(base);
                self.mapping_field(b, t, name, kind)
            }
            Some(Resolution::XmlAttribute(name)) => self.xml_attribute(base, name, optional),
            _ => self.unsupported_expr(e, "this field access"),
        }
    }

    /// Field of a mapping that may be nil.
    fn mapping_field(&mut self, base: VReg, ty: Ty, name: Name, kind: Kind) -> VReg {
        if !ops::has_nil(self.db, ty) {
            return self.mapping_field_plain(base, ty, name, kind);
        }
        let inner = ops::without_nil(self.db, ty);
        let out = self.lifted(&[base], |s| s.mapping_field_plain(base, inner, name, Kind::R));
        self.coerce(out, kind)
    }

    fn mapping_field_plain(&mut self, base: VReg, ty: Ty, name: Name, kind: Kind) -> VReg {
        let record = ops::alternatives(self.db, ty)
            .iter()
            .all(|a| matches!(project::structure(self.db, *a).kind, TyKind::Record(_)));
        let surely =
            project::mapping_member(self.db, ty, Some(name)).is_some_and(|f| f.declared && !f.optional);
        if surely {
            self.field_get(base, name, kind)
        } else if record {
            let v = self.field_get(base, name, Kind::R);
            self.coerce(v, kind)
        } else {
            let v = self.op(Op::map_getk, Kind::R, Opnd::Reg(base), Opnd::Str(name));
            self.coerce(v, kind)
        }
    }

    pub(super) fn index(&mut self, e: ExprId, base: ExprId, keys: &[ExprId]) -> VReg {
        let t = self.ty(base);
        let kind = self.expr_kind(e);
        let b = self.expr_boxed(base);
        if project::table(self.db, t).is_some() {
            let k = self.table_key(keys);
            let v = self.call_native("lang.table:$get", &[b, k]);
            return self.coerce(v, kind);
        }
        let inner = ops::without_nil(self.db, t);
        if project::list_member(self.db, inner, None).is_some() {
            let i = self.expr_as(keys[0], Kind::I);
            return self.list_get(b, i, kind);
        }
        if self.subtype(inner, Ty::string()) {
            let i = self.expr_as(keys[0], Kind::I);
            return self.op2(Op::str_at, Kind::R, b, i);
        }
        if self.subtype(inner, hir_ty::xml::xml()) {
            let i = self.expr_boxed(keys[0]);
            return self.call_native("lang.xml:$at", &[b, i]);
        }
        if let Some(Const::String(k)) = self.inf.consts.get(&keys[0]) {
            return self.mapping_field(b, t, *k, kind);
        }
        let k = self.expr_boxed(keys[0]);
        let v = if inner == t {
            self.op2(Op::map_get, Kind::R, b, k)
        } else {
            self.lifted(&[b], |s| s.op2(Op::map_get, Kind::R, b, k))
        };
        self.coerce(v, kind)
    }

    /// A table key: the value, or a list of the values.
    pub(super) fn table_key(&mut self, keys: &[ExprId]) -> VReg {
        if let [one] = keys {
            return self.expr_boxed(*one);
        }
        let list = self.list_new(Self::any_list(), keys.len());
        for k in keys {
            let v = self.expr(*k);
            self.list_append(list, v);
        }
        list
    }
}
