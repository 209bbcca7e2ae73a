//! Object constructor expressions.

use bytecode::{Kind, Op};
use hir_def::{ExprId, LocalId, ObjectCtor, Subject};

use super::frame::capture_field;
use super::{Catch, Lower};
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
        let out = self.reg(Kind::R);
        self.mov(out, object);
        let made = self.new_block();
        if o.own_init().is_some() {
            // What fails in a field is what `init` returns.
            self.catches.push(Catch { target: made, err: out, open: self.open.len() });
        }
        for f in &o.fields {
            if let Some(x) = f.init {
                let ty = self.type_ref(f.ty);
                self.init_field(object, f.name, ty, x);
            }
        }
        if o.own_init().is_some() {
            self.catches.pop();
            let r = self.call_method(super::name("init"), vec![object]);
            let failed = self.new_block();
            self.branch(crate::ir::Cond::Error(r), failed, made);
            self.switch(failed);
            self.mov(out, r);
        }
        self.jump(made);
        self.switch(made);
        out
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
