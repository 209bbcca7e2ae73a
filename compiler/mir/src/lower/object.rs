//! Object constructor expressions.

use bytecode::{Kind, Op};
use hir_def::{ExprId, LocalId, ObjectCtor, Subject};

use super::Lower;
use super::frame::capture_field;
use crate::ir::{Opnd, VReg};
use crate::key::ClassKey;

impl Lower<'_> {
    /// An object of a class of its own. What its methods capture is kept in hidden fields.
    pub(super) fn object_ctor(&mut self, e: ExprId, o: &ObjectCtor) -> VReg {
        let class = ClassKey::Anon(self.home, e, self.targs.clone());
        let object = self.op(Op::obj_new, Kind::R, Opnd::Class(class), Opnd::None);
        for l in captured(self.store, o) {
            let v = self.captured_word(l);
            self.field_set(object, capture_field(l), v, Self::any_value());
        }
        self.object_annotations(object, Subject::Object(e));
        for m in &o.methods {
            self.object_annotations(object, Subject::Lambda(m.lambda));
        }
        for f in &o.fields {
            if let Some(x) = f.init {
                let ty = self.type_ref(f.ty);
                self.init_field(object, f.name, ty, x);
            }
        }
        self.init_anonymous(e, o, object)
    }

    /// Calls the constructor's own `init`, if it has one.
    fn init_anonymous(&mut self, _e: ExprId, o: &ObjectCtor, object: VReg) -> VReg {
        if o.methods.iter().any(|m| m.name.as_str() == "init" && matches!(m.kind, hir_def::MethodKind::Plain))
        {
            let r = self.call_method(super::name("init"), vec![object]);
            let out = self.reg(Kind::R);
            self.mov(out, object);
            let (failed, join) = (self.new_block(), self.new_block());
            self.branch(crate::ir::Cond::Error(r), failed, join);
            self.switch(failed);
            self.mov(out, r);
            self.jump(join);
            self.switch(join);
            return out;
        }
        object
    }
}

/// The locals that the methods of an object constructor capture, without `self`.
pub fn captured(store: &hir_def::Store, o: &ObjectCtor) -> Vec<LocalId> {
    let mut out = Vec::new();
    for m in &o.methods {
        let lambda = &store.lambdas[m.lambda];
        for &c in &lambda.captures {
            if Some(c) != lambda.self_local && !out.contains(&c) {
                out.push(c);
            }
        }
    }
    out
}
