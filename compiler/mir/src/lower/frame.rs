//! Functions, methods, lambdas and other keys whose code is in the source.

use base_db::Db;
use bytecode::{Kind, Op};
use hir_def::ids::{BodyOwner, Def, DefKind, MethodId};
use hir_def::{BodyKind, BodyRoot, Expr, ExprId, LambdaBody, LambdaId, LocalId, queries};
use hir_ty::{defs, ops, project};
use semtypes::{MemberKind, Name, Ty};

use super::{Lower, Slot, name};
use crate::ir::{Body, Cond, Opnd, Term, VReg};
use crate::key::{FuncKey, GlobalKey, Home};
use crate::kinds::{self, Shape};

pub(super) fn lower(db: &dyn Db, key: &FuncKey, home: Home) -> Body {
    match key {
        FuncKey::Function(def, _) if def.kind(db) == DefKind::Service => {
            let mut cx = Lower::new(db, key, home, Vec::new());
            cx.body.name = "$attach".to_string();
            cx.body.hidden = true;
            cx.owner_body(BodyOwner::Def(*def));
            cx.finish()
        }
        FuncKey::Function(d, targs) => {
            let sig = queries::function_sig(db, *d);
            if matches!(sig.body_kind, BodyKind::External | BodyKind::None) {
                return super::synth::external(db, key, *d, targs);
            }
            let mut cx = Lower::new(db, key, home, targs.clone());
            cx.body.name = sig.name.as_str().to_string();
            cx.owner_body(BodyOwner::Def(*d));
            cx.finish()
        }
        FuncKey::Method(m) => method(db, key, *m, home),
        FuncKey::Lambda(_, l, targs) => {
            let mut cx = Lower::new(db, key, home, targs.clone());
            cx.lambda(*l);
            cx.finish()
        }
        FuncKey::LazyQuery(_, e, targs) => {
            let mut cx = Lower::new(db, key, home, targs.clone());
            cx.query_step(*e);
            cx.finish()
        }
        FuncKey::ParamDefault(owner, i, targs) => {
            let mut cx = Lower::new(db, key, home, targs.clone());
            cx.param_default(*owner, *i as usize);
            cx.finish()
        }
        FuncKey::FieldDefault(def, field) => field_default(db, key, *def, *field, home),
        FuncKey::NewObject(class) => {
            let mut cx = Lower::new(db, key, home, Vec::new());
            cx.new_object(*class);
            cx.finish()
        }
        FuncKey::Annotations(owner, constant) => {
            let mut cx = Lower::new(db, key, home, Vec::new());
            cx.declared_annotations(*owner, *constant);
            cx.finish()
        }
        FuncKey::VarInit(def) => {
            let mut cx = Lower::new(db, key, home, Vec::new());
            match def.kind(db) {
                DefKind::Listener => cx.listener_init(*def),
                _ => cx.var_init(*def),
            }
            cx.finish()
        }
        _ => super::synth::lower(db, key),
    }
}

fn method(db: &dyn Db, key: &FuncKey, m: MethodId, home: Home) -> Body {
    let sig = queries::method_sig(db, m);
    if matches!(sig.body_kind, BodyKind::External | BodyKind::None) {
        return super::synth::external_method(db, key, m);
    }
    let mut cx = Lower::new(db, key, home, Vec::new());
    cx.body.name = format!("{}.{}", m.class(db).name(db), sig.name);
    if kinds::all_tagged(db, m) {
        cx.body.shape = method_shape(defs::method_ty(db, m));
        cx.body.ty = Some(Ty::function(defs::method_ty(db, m).clone()));
    }
    cx.owner_body(BodyOwner::Method(m));
    cx.finish()
}

/// The call shape of a class's method.
pub(super) fn method_shape(f: &semtypes::FunctionTy) -> Shape {
    Shape::Method(f.params.len() as u16, f.rest.map(Ty::array))
}

fn field_default(db: &dyn Db, key: &FuncKey, def: Def, field: Name, home: Home) -> Body {
    let found = crate::defaults::field_default(db, def, field);
    let (home, e) = found.map_or((home, None), |(h, e, _)| (h, Some(e)));
    let mut cx = Lower::new(db, key, home, Vec::new());
    cx.body.name = format!("$default${field}");
    cx.body.hidden = true;
    match e {
        Some(e) => {
            let v = cx.expr(e);
            cx.ret(v);
        }
        None => cx.unsupported(&format!("the default of field '{field}'")),
    }
    cx.finish()
}

impl Lower<'_> {
    pub(super) fn finish(mut self) -> Body {
        // Control that reaches the end returns nil, or cannot be there.
        self.ret_nil();
        self.end_own_group();
        self.body
    }

    pub(super) fn ret(&mut self, v: VReg) {
        let v = self.leave_group(v);
        let v = self.coerce(v, self.body.ret);
        self.term(Term::Ret(v));
    }

    pub(super) fn ret_nil(&mut self) {
        if self.body.ret == Kind::R {
            if self.own_group.is_some() {
                let nil = self.nil();
                self.leave_group(nil);
            }
            self.term(Term::RetNil);
        } else {
            self.term(Term::Unreachable);
        }
    }

    fn owner_body(&mut self, owner: BodyOwner) {
        let body = queries::body(self.db, owner);
        for (i, l) in body.params.iter().enumerate() {
            self.bind_param(*l, VReg(i as u32));
        }
        match body.root {
            BodyRoot::Block(b) => self.block(b),
            BodyRoot::Expr(e) => {
                let v = self.expr(e);
                self.ret(v);
            }
        }
    }

    /// A parameter is a local whose register is the parameter itself, unless its kind differs.
    fn bind_param(&mut self, l: LocalId, v: VReg) {
        let ty = self.local_ty(l);
        let kind = self.kind(ty);
        if self.captured(l) && self.assigned.contains(&l) {
            let b = self.boxed(v);
            let cell = self.op1(Op::cell_new, Kind::R, b);
            self.locals.insert(l, Slot::Cell(cell));
            return;
        }
        let v = self.coerce(v, kind);
        self.locals.insert(l, Slot::Reg(v));
    }

    // ---- lambdas ----

    fn lambda(&mut self, id: LambdaId) {
        let lambda = &self.store.lambdas[id];
        self.frame = Some(id);
        self.body.name = format!("$lambda${}", id.raw());
        let ty = self.inf.lambdas.get(&id).map(|t| self.sub(t.ty));
        self.body.ty = ty;
        let f = ty.and_then(|t| project::function(self.db, t));
        let fixed = f.map_or(lambda.params.len(), |f| f.params.len()) as u16;
        let rest = f.and_then(|f| f.rest).map(Ty::array);
        if let Some(this) = lambda.self_local {
            self.body.shape = Shape::Method(fixed, rest);
            self.body.name = format!("$anon.{}", id.raw());
            self.locals.insert(this, Slot::Reg(VReg(0)));
            for &c in &lambda.captures {
                if c != this {
                    let v = self.field_get(VReg(0), capture_field(c), Kind::R);
                    self.bind_capture(c, v);
                }
            }
        } else {
            self.body.shape = Shape::Value(fixed, rest);
            let closure = VReg(self.body.nparams as u32 - 1);
            for (i, &c) in lambda.captures.iter().enumerate() {
                let v = self.op(Op::cap_get, Kind::R, Opnd::Reg(closure), Opnd::Imm(i as i32));
                self.bind_capture(c, v);
            }
        }
        let first = lambda.self_local.is_some() as u32;
        for (i, p) in lambda.params.iter().enumerate() {
            let v = VReg(first + i as u32);
            if let Some(d) = p.default {
                self.fill_default(v, d);
            }
            self.bind_param(p.local, v);
        }
        if let Home::Body(_) = self.home {
            self.enter_worker(id);
        }
        match lambda.body {
            LambdaBody::Block(b) => self.block(b),
            LambdaBody::Expr(e) => {
                let v = self.expr(e);
                self.ret(v);
            }
        }
    }

    /// A dynamic call leaves a parameter absent when its default is to be used.
    fn fill_default(&mut self, v: VReg, default: ExprId) {
        let (absent, next) = (self.new_block(), self.new_block());
        self.branch(Cond::Absent(v), absent, next);
        self.switch(absent);
        let value = self.expr(default);
        self.mov(v, value);
        self.jump(next);
        self.switch(next);
    }

    pub(super) fn bind_capture(&mut self, l: LocalId, v: VReg) {
        if self.needs_cell(l) {
            self.locals.insert(l, Slot::Cell(v));
            return;
        }
        let ty = self.local_ty(l);
        let kind = self.kind(ty);
        let v = self.coerce(v, kind);
        self.locals.insert(l, Slot::Reg(v));
    }

    /// What a closure stores of a captured local: the cell, or the value boxed.
    pub(super) fn captured_word(&mut self, l: LocalId) -> VReg {
        match self.locals.get(&l).copied() {
            Some(Slot::Cell(c)) => c,
            _ => {
                let v = self.load_local(l);
                self.boxed(v)
            }
        }
    }

    // ---- defaults ----

    fn param_default(&mut self, owner: BodyOwner, i: usize) {
        let sig = match owner {
            BodyOwner::Def(d) => queries::function_sig(self.db, d),
            BodyOwner::Method(m) => queries::method_sig(self.db, m),
        };
        self.body.name = format!("$default${}", sig.name);
        self.body.hidden = true;
        let path: Vec<LocalId> = sig.kind.path_params().map(|p| p.0).collect();
        let locals = path.iter().copied().chain(sig.params.iter().map(|p| p.local));
        for (k, l) in locals.take(i).enumerate() {
            self.bind_param(l, VReg(k as u32));
        }
        match i.checked_sub(path.len()).and_then(|i| sig.params.get(i)).and_then(|p| p.default) {
            Some(e) if matches!(self.store.exprs[e], Expr::InferredDefault) => {
                let bound = match self.ty(e).kind() {
                    semtypes::TyKind::Typedesc(Some(t)) => *t,
                    _ => Ty::any(),
                };
                let v = self.typedesc(bound);
                self.ret(v);
            }
            Some(e) => {
                let v = self.expr(e);
                self.ret(v);
            }
            None => self.unsupported("this parameter's default"),
        }
    }

    // ---- objects ----

    /// Makes an object: field initialisers in order, then `init`.
    fn new_object(&mut self, class: Def) {
        let data = queries::class_data(self.db, class);
        self.body.name = format!("{}.$new", data.name);
        self.body.hidden = true;
        let object = self.op(Op::obj_new, Kind::R, Opnd::Class(crate::key::ClassKey::Def(class)), Opnd::None);
        for f in &data.fields {
            if let Some(e) = f.init {
                let ty = self.type_ref(f.ty);
                self.init_field(object, f.name, ty, e);
            }
        }
        self.included_values(object, class);
        if let Some(init) = kinds::init_method(self.db, class) {
            let mut args = vec![object];
            args.extend((0..self.body.nparams).map(|i| VReg(i as u32)));
            let r = self.call_func(FuncKey::Method(init), &args);
            let ret = defs::method_ty(self.db, init).ret;
            if ops::error_part(self.db, ret) != Ty::never() {
                let (failed, made) = (self.new_block(), self.new_block());
                self.branch(Cond::Error(r), failed, made);
                self.switch(failed);
                self.term(Term::Ret(r));
                self.switch(made);
            }
        }
        self.term(Term::Ret(object));
    }

    /// Fields that an included class gives a value.
    fn included_values(&mut self, object: VReg, class: Def) {
        let ty = project::object(self.db, Ty::named(class.ty_def(), class.name(self.db)));
        for (field, from) in hir_ty::included_fields(self.db, class) {
            let (Some(from), Some(m)) = (from, ty.and_then(|o| o.member(field))) else { continue };
            let v = self.call_func(FuncKey::FieldDefault(from, field), &[]);
            let kind = self.kind(m.ty);
            let v = self.coerce(v, kind);
            self.field_set(object, field, v, Self::any_value());
        }
    }

    pub(super) fn init_field(&mut self, object: VReg, field: Name, ty: Ty, e: ExprId) {
        self.pos = self.store.exprs.range(e).start().into();
        let v = self.expr(e);
        let kind = self.kind(ty);
        let v = self.coerce(v, kind);
        self.field_set(object, field, v, Self::any_value());
    }

    // ---- module variables ----

    /// A listener that cannot be made fails its module's initialisation; others are registered (spec 8.3.1).
    fn listener_init(&mut self, def: Def) {
        let data = queries::listener_data(self.db, def);
        self.body.name = "$init".to_string();
        self.body.hidden = true;
        self.pos = self.store.exprs.range(data.init).start().into();
        let v = self.expr_boxed(data.init);
        let (failed, made) = (self.new_block(), self.new_block());
        self.branch(Cond::Error(v), failed, made);
        self.switch(failed);
        self.ret(v);
        self.switch(made);
        self.store_global(def, data.name, v);
        if let Some(register) = hir_ty::ops::lang_function(self.db, "lang.runtime", "registerListener") {
            self.call_func(FuncKey::Function(register, Vec::new()), &[v]);
        }
    }

    fn var_init(&mut self, def: Def) {
        let data = queries::var_data(self.db, def);
        self.body.name = "$init".to_string();
        self.body.hidden = true;
        let Some(init) = data.init else { return };
        let done = self.new_block();
        if data.configurable {
            let set = self.op(
                Op::gget_r,
                Kind::R,
                Opnd::Global(GlobalKey::IsSet(def, def.name(self.db))),
                Opnd::None,
            );
            let yes = self.word(bytecode::words::TRUE);
            let flag = self.op2(Op::same_r, Kind::B, set, yes);
            let eval = self.new_block();
            self.branch(Cond::Bool(flag), done, eval);
            self.switch(eval);
        }
        self.pos = self.store.exprs.range(init).start().into();
        let v = self.expr(init);
        if let hir_def::Pat::Bind(l) = self.store.pats[data.pat] {
            let n = self.store.locals[l].name;
            self.store_global(def, n, v);
        } else {
            self.bind(data.pat, v);
            let bound: Vec<LocalId> = hir_def::walk::bound_locals(self.store, data.pat);
            for l in bound {
                let v = self.load_local(l);
                let n = self.store.locals[l].name;
                self.store_global(def, n, v);
            }
        }
        self.jump(done);
        self.switch(done);
    }

    pub(super) fn store_global(&mut self, def: Def, n: Name, v: VReg) {
        let ty = defs::var_ty(self.db, def, n);
        let kind = self.kind(ty);
        let v = self.coerce(v, kind);
        let op = match kind {
            Kind::I => Op::gset_i,
            Kind::F => Op::gset_f,
            Kind::B => Op::gset_b,
            Kind::R => Op::gset_r,
        };
        self.emit(op, Opnd::Reg(v), Opnd::Global(GlobalKey::Var(def, n)), Opnd::None);
    }

    pub(super) fn load_global(&mut self, def: Def, n: Name) -> VReg {
        let ty = defs::var_ty(self.db, def, n);
        let kind = self.kind(ty);
        let op = match kind {
            Kind::I => Op::gget_i,
            Kind::F => Op::gget_f,
            Kind::B => Op::gget_b,
            Kind::R => Op::gget_r,
        };
        self.op(op, kind, Opnd::Global(GlobalKey::Var(def, n)), Opnd::None)
    }
}

/// The hidden field in which an object-constructor's object keeps a captured local.
pub fn capture_field(l: LocalId) -> Name {
    name(&format!("$cap{}", l.raw()))
}

/// Fields of an object type: name and type.
pub(super) fn object_fields(db: &dyn Db, ty: Ty) -> Vec<(Name, Ty)> {
    project::object(db, ty).map_or_else(Vec::new, |o| {
        o.members
            .iter()
            .filter(|m| matches!(m.kind, MemberKind::Field { .. }))
            .map(|m| (m.name, m.ty))
            .collect()
    })
}
