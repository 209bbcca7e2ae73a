//! Values of annotations, and access to them.

use bytecode::{Kind, Op};
use hir_def::ids::BodyOwner;
use hir_def::{ExprId, LambdaId, Subject};
use hir_ty::annotations::{TagValue, tag_ty, tag_value};
use hir_ty::result::Resolution;
use semtypes::Ty;

use super::Lower;
use crate::annotations::{Group, declared_groups, groups_of, is_constant, tag_name};
use crate::ir::{Opnd, VReg};
use crate::key::GlobalKey;

impl Lower<'_> {
    /// The body of what evaluates a declaration's annotations.
    pub(super) fn declared_annotations(&mut self, owner: BodyOwner, constant: bool) {
        self.body.name = "$annotations".to_string();
        self.body.hidden = true;
        for g in declared_groups(self.db, owner) {
            if is_constant(self.db, &g) != constant {
                continue;
            }
            let v = self.annotation_value(&g);
            let global = Opnd::Global(GlobalKey::Annotation(owner, g.id()));
            self.emit(Op::gset_r, Opnd::Reg(v), global, Opnd::None);
        }
    }

    /// The effective value of a construct's annotations with one tag: immutable (spec 9.1).
    fn annotation_value(&mut self, g: &Group) -> VReg {
        let ty = tag_ty(self.db, g.tag);
        match tag_value(self.db, g.tag) {
            Some(TagValue::Many(_)) => {
                let ty = Ty::intersection([ty, Ty::readonly()]);
                let list = self.list_new(ty, g.members.len());
                for &i in &g.members {
                    let v = self.mapping_value(i);
                    self.list_append(list, v);
                }
                self.list_done(list, ty, Some(g.members.len()));
                list
            }
            Some(TagValue::One(_)) => self.mapping_value(g.id()),
            _ => self.word(bytecode::words::TRUE),
        }
    }

    fn mapping_value(&mut self, index: u32) -> VReg {
        let value = self.store.annotations[index as usize].value;
        self.pos = self.store.exprs.range(value).start().into();
        let v = self.expr_boxed(value);
        self.call_native("lang.value:cloneReadOnly", &[v])
    }

    /// What a closure captures for the annotations of its function.
    pub(super) fn lambda_annotations(&mut self, l: LambdaId) -> Vec<VReg> {
        let groups = groups_of(self.home, self.db, Subject::Lambda(l));
        groups.iter().map(|g| self.annotation_value(g)).collect()
    }

    /// Evaluates annotations of an object constructor or of one of its methods into the object's hidden fields.
    pub(super) fn object_annotations(&mut self, object: VReg, subject: Subject) {
        for g in groups_of(self.home, self.db, subject) {
            let v = self.annotation_value(&g);
            self.field_set(object, g.field(), v, Self::any_value());
        }
    }

    /// `base.@tag`
    pub(super) fn annotation_access(&mut self, e: ExprId, base: ExprId) -> VReg {
        let base = self.expr_boxed(base);
        let Some(Resolution::Annotation(tag)) = self.inf.resolutions.get(&e) else { return self.nil() };
        let tag = Opnd::Str(tag_name(self.db, *tag));
        let dst = self.reg(Kind::R);
        self.emit(Op::annotation, Opnd::Reg(dst), Opnd::Reg(base), tag);
        dst
    }
}
