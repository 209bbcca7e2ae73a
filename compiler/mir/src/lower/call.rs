//! Calls.

use bytecode::{Kind, Op};
use hir_def::ids::{BodyOwner, Def, MethodId};
use hir_def::{BodyKind, Expr, ExprId, ResourceSegment, queries};
use hir_ty::result::{ArgSource, CallInfo, Callee as Target, Resolution, RestItem};
use hir_ty::{ops, project};
use semtypes::{Name, Ty};

use super::Lower;
use crate::ir::{Callee, Cmp, Cond, InstKind, Opnd, VReg};
use crate::key::{FuncKey, TypeArgs};
use crate::kinds::{ballerina_body, key_args, method_named, signature};

impl Lower<'_> {
    pub(super) fn call_expr(&mut self, e: ExprId) -> VReg {
        let Some(info) = self.inf.calls.get(&e) else { return self.unsupported_expr(e, "this call") };
        let v = match info.nil_if_empty {
            Some(list) => self.call_unless_empty(e, list, info),
            None => self.call_callee(e, info),
        };
        self.forget_rest_values(info);
        let kind = self.expr_kind(e);
        if self.sub(info.ret) == Ty::never() { v } else { self.coerce(v, kind) }
    }

    fn call_callee(&mut self, e: ExprId, info: &CallInfo) -> VReg {
        match &info.callee {
            Target::Function(d) | Target::LangLib(d) => self.call_declared(e, *d, info),
            Target::Method { name } => self.call_by_name(e, *name, info),
            Target::DirectMethod(m) => self.call_direct(e, *m, info),
            Target::Value => self.call_value(e, info),
        }
    }

    /// A call of a function that needs an argument, with a list that may have none: then the result is nil.
    fn call_unless_empty(&mut self, e: ExprId, list: ExprId, info: &CallInfo) -> VReg {
        let out = self.reg(Kind::R);
        let (some, none, join) = (self.new_block(), self.new_block(), self.new_block());
        let list = self.rest_value(list);
        let len = self.list_len(list);
        self.branch(Cond::IntK(Cmp::Eq, len, 0), none, some);
        self.switch(some);
        let v = self.call_callee(e, info);
        let v = self.coerce(v, Kind::R);
        self.mov(out, v);
        self.jump(join);
        self.switch(none);
        let nil = self.nil();
        self.mov(out, nil);
        self.jump(join);
        self.switch(join);
        out
    }

    pub(super) fn receiver(&self, e: ExprId) -> Option<ExprId> {
        match self.store.exprs[e] {
            Expr::MethodCall { receiver, .. }
            | Expr::RemoteCall { receiver, .. }
            | Expr::ResourceCall { receiver, .. } => Some(receiver),
            _ => None,
        }
    }

    /// A module-level function: directly, as a native, or as an instruction.
    fn call_declared(&mut self, e: ExprId, def: Def, info: &CallInfo) -> VReg {
        let sig = queries::function_sig(self.db, def);
        let targs: Vec<(u32, Ty)> = info.type_args.iter().map(|(i, t)| (*i, self.sub(*t))).collect();
        let targs = key_args(self.db, def, targs.into_iter());
        if let Some(v) = self.intrinsic(e, def, info) {
            return v;
        }
        let owner = BodyOwner::Def(def);
        if let Some(body) = ballerina_body(self.db, def) {
            let key = FuncKey::Function(body, Vec::new());
            let kinds = signature(self.db, &key).params;
            let args = self.args(e, info, Some((owner, &targs)), &kinds);
            return self.call_func(key, &args);
        }
        if matches!(sig.body_kind, BodyKind::External) {
            let kinds = vec![Kind::R; info.args.len()];
            let args = self.args(e, info, Some((owner, &targs)), &kinds);
            return self.call_native(&native_name(self.db, def), &args);
        }
        let key = FuncKey::Function(def, targs.clone());
        let kinds = signature(self.db, &key).params;
        let args = self.args(e, info, Some((owner, &targs)), &kinds);
        self.call_func(key, &args)
    }

    /// Library functions that are instructions.
    fn intrinsic(&mut self, e: ExprId, def: Def, info: &CallInfo) -> Option<VReg> {
        let module = def.module(self.db);
        if module.org(self.db).as_str() != "ballerina" {
            return None;
        }
        let arg = |s: &Self, i: usize| match info.args.get(i) {
            Some(ArgSource::Expr(x)) => Some(*x),
            Some(ArgSource::Receiver) => s.receiver(e),
            _ => None,
        };
        match (module.name(self.db).as_str(), def.name(self.db).as_str()) {
            ("lang.array", "length") => {
                let v = arg(self, 0)?;
                let v = self.expr_boxed(v);
                Some(self.list_len(v))
            }
            ("lang.string", "length") => {
                let v = arg(self, 0)?;
                let v = self.expr_boxed(v);
                Some(self.op1(Op::str_len, Kind::I, v))
            }
            ("lang.float", "sqrt") => {
                let v = arg(self, 0)?;
                let v = self.expr_as(v, Kind::F);
                Some(self.op1(Op::sqrt_f, Kind::F, v))
            }
            ("lang.float", "abs") => {
                let v = arg(self, 0)?;
                let v = self.expr_as(v, Kind::F);
                Some(self.op1(Op::abs_f, Kind::F, v))
            }
            ("lang.function", "call") => self.dynamic_call(arg(self, 0)?, info),
            ("lang.array", "push") => self.push_intrinsic(arg(self, 0)?, info),
            _ => None,
        }
    }

    /// `function:call`: the instruction checks the arguments against the type that the function turns out to have.
    fn dynamic_call(&mut self, f: ExprId, info: &CallInfo) -> Option<VReg> {
        let Some(ArgSource::Rest { ty, items }) = info.args.get(1) else { return None };
        let f = self.expr_boxed(f);
        let args = self.rest_list(*ty, items);
        let dst = self.reg(Kind::R);
        self.push(InstKind::Call { callee: Callee::Dynamic(f), dst: Some(dst), args: vec![args] });
        Some(dst)
    }

    /// `push` of one value onto an open list is an assignment past its end.
    fn push_intrinsic(&mut self, list: ExprId, info: &CallInfo) -> Option<VReg> {
        let Some(ArgSource::Rest { items, .. }) = info.args.get(1) else { return None };
        let [RestItem::Expr(x)] = items.as_slice() else { return None };
        let lt = self.ty(list);
        let alts = ops::alternatives(self.db, lt);
        let [one] = alts.as_slice() else { return None };
        let s = project::structure(self.db, *one);
        let semtypes::TyKind::Array { elem, len: None } = s.kind else { return None };
        if s.readonly {
            return None;
        }
        let kind = self.kind(*elem);
        let list = self.expr_boxed(list);
        let v = self.expr_as(*x, kind);
        let n = self.list_len(list);
        self.list_set(list, n, v, Self::any_value());
        Some(self.nil())
    }

    /// Calls a function of the lang library that is written in Ballerina and has no type parameters.
    pub(super) fn call_lang(&mut self, module: &str, function: &str, args: &[VReg]) -> VReg {
        match ops::lang_function(self.db, module, function) {
            Some(def) => self.call_func(FuncKey::Function(def, Vec::new()), args),
            None => {
                self.unsupported(&format!("{module}:{function}"));
                self.nil()
            }
        }
    }

    // ---- arguments ----

    /// Evaluates the arguments; `owner` supplies the defaults.
    pub(super) fn args(
        &mut self,
        e: ExprId,
        info: &CallInfo,
        owner: Option<(BodyOwner, &TypeArgs)>,
        kinds: &[Kind],
    ) -> Vec<VReg> {
        let mut out: Vec<VReg> = Vec::with_capacity(info.args.len());
        for (i, a) in info.args.iter().enumerate() {
            let kind = kinds.get(i).copied().unwrap_or(Kind::R);
            let v = match a {
                ArgSource::Expr(x) => self.expr_as(*x, kind),
                ArgSource::Receiver => match self.receiver(e) {
                    Some(r) => self.expr_as(r, kind),
                    None => self.unsupported_expr(e, "this call"),
                },
                ArgSource::Default => self.default_arg(owner, i, &out),
                ArgSource::Member { list, index } => {
                    let list = self.rest_value(*list);
                    let index = self.int(*index as i64);
                    self.op(Op::iter_at, Kind::R, Opnd::Reg(list), Opnd::Reg(index))
                }
                ArgSource::Field { map, name, optional: false } => {
                    let map = self.rest_value(*map);
                    self.map_getk(map, *name)
                }
                ArgSource::Field { map, name, optional: true } => {
                    let map = self.rest_value(*map);
                    self.optional_field(map, *name, |s| s.default_arg(owner, i, &out))
                }
                ArgSource::Rest { ty, items } | ArgSource::PathRest { ty, items } => {
                    let ty = self.sub(*ty);
                    self.rest_list(ty, items)
                }
                ArgSource::IncludedRecord { ty, fields } => {
                    let ty = self.sub(*ty);
                    self.included_record(ty, fields)
                }
                ArgSource::Typedesc(t) => {
                    let t = self.sub(*t);
                    self.typedesc(t)
                }
            };
            let v = self.coerce(v, kind);
            out.push(v);
        }
        out
    }

    fn default_arg(&mut self, owner: Option<(BodyOwner, &TypeArgs)>, i: usize, before: &[VReg]) -> VReg {
        match owner {
            Some((o, targs)) => self.call_func(FuncKey::ParamDefault(o, i as u32, targs.clone()), before),
            // Who is called is known when the call is made: the callee computes its default.
            None => self.word(bytecode::words::ABSENT),
        }
    }

    /// The value of a rest argument, which is evaluated where it is first wanted.
    pub(super) fn rest_value(&mut self, x: ExprId) -> VReg {
        if let Some(v) = self.rest_values.get(&x) {
            return *v;
        }
        let v = self.expr_boxed(x);
        self.rest_values.insert(x, v);
        v
    }

    /// An expression may be lowered once more elsewhere, where the value is not known.
    pub(super) fn forget_rest_values(&mut self, info: &CallInfo) {
        for a in &info.args {
            match a {
                ArgSource::Member { list: x, .. } | ArgSource::Field { map: x, .. } => {
                    self.rest_values.remove(x);
                }
                ArgSource::IncludedRecord { fields, .. } => {
                    fields.iter().for_each(|(_, f)| {
                        self.rest_values.remove(&f.expr());
                    });
                }
                _ => {}
            }
        }
    }

    fn map_getk(&mut self, map: VReg, name: Name) -> VReg {
        self.op(Op::map_getk, Kind::R, Opnd::Reg(map), Opnd::Str(name))
    }

    /// A field that may be absent, or what `default` gives.
    fn optional_field(&mut self, map: VReg, name: Name, default: impl FnOnce(&mut Self) -> VReg) -> VReg {
        let out = self.reg(Kind::R);
        let (there, absent, join) = (self.new_block(), self.new_block(), self.new_block());
        let has = self.has_member(map, name);
        self.branch(Cond::Bool(has), there, absent);
        self.switch(there);
        let v = self.map_getk(map, name);
        self.mov(out, v);
        self.jump(join);
        self.switch(absent);
        let v = default(self);
        self.mov(out, v);
        self.jump(join);
        self.switch(join);
        out
    }

    fn rest_list(&mut self, ty: Ty, items: &[RestItem]) -> VReg {
        // A lone spread of the same list type is passed as it is only when nobody else can see it: copy always.
        let list = self.list_new(ty, items.len());
        let elem = project::list_member(self.db, ty, None).unwrap_or(Ty::any());
        for item in items {
            match item {
                RestItem::Expr(x) => {
                    let v = self.expr_for(*x, elem);
                    self.list_append(list, v);
                }
                RestItem::Spread(_) | RestItem::Tail(..) => self.spread_item(list, item),
            }
        }
        list
    }

    fn spread_item(&mut self, list: VReg, item: &RestItem) {
        let v = match *item {
            RestItem::Expr(x) | RestItem::Spread(x) => self.expr_boxed(x),
            RestItem::Tail(x, from) => {
                let v = self.rest_value(x);
                let from = self.int(from as i64);
                let len = self.list_len(v);
                self.call_native("lang.array:slice", &[v, from, len])
            }
        };
        self.emit(Op::list_spread, Opnd::Reg(list), Opnd::Reg(v), Opnd::None);
    }

    /// Arguments of a call that the callee receives one by one: the rest is spread out.
    pub(super) fn loose_args(
        &mut self,
        e: ExprId,
        info: &CallInfo,
        owner: Option<(BodyOwner, &TypeArgs)>,
    ) -> Vec<VReg> {
        let (fixed, items) = fixed_and_rest(info);
        let mut out = self.args(e, &fixed, owner, &vec![Kind::R; fixed.args.len()]);
        for item in items {
            // With a spread there is a list of all arguments instead; see `call_with_list`.
            if let RestItem::Expr(x) = item {
                out.push(self.expr_boxed(*x));
            }
        }
        out
    }

    /// Whether the number of arguments is known only when the call is made.
    fn spreads(info: &CallInfo) -> bool {
        fixed_and_rest(info).1.iter().any(|i| !matches!(i, RestItem::Expr(_)))
    }

    /// Calls a function value with the members of a list, which are all arguments.
    fn call_with_list(
        &mut self,
        e: ExprId,
        info: &CallInfo,
        owner: Option<(BodyOwner, &TypeArgs)>,
        f: VReg,
    ) -> VReg {
        let (fixed, items) = fixed_and_rest(info);
        let args = self.args(e, &fixed, owner, &vec![Kind::R; fixed.args.len()]);
        let list = self.list_new(Self::any_list(), args.len() + items.len());
        for v in args {
            self.list_append(list, v);
        }
        for item in items {
            match item {
                RestItem::Expr(x) => {
                    let v = self.expr_boxed(*x);
                    self.list_append(list, v);
                }
                _ => self.spread_item(list, item),
            }
        }
        let dst = self.reg(Kind::R);
        self.push(InstKind::Call { callee: Callee::Dynamic(f), dst: Some(dst), args: vec![list] });
        dst
    }

    // ---- other callees ----

    /// The class that a receiver's static type is of, and its method.
    fn declared_method(&self, receiver: Ty, name: Name) -> Option<MethodId> {
        let o = project::object(self.db, receiver)?;
        method_named(self.db, Def::from_ty_def(o.origin?), name)
    }

    fn call_by_name(&mut self, e: ExprId, name: Name, info: &CallInfo) -> VReg {
        let Some(receiver) = self.receiver(e) else { return self.unsupported_expr(e, "this call") };
        // `init` is in no method table.
        if name.as_str() == "init"
            && let Some(m) = self.declared_method(self.ty(receiver), name)
        {
            return self.call_direct(e, m, info);
        }
        if Self::spreads(info) {
            let object = self.receiver_object(e);
            let f = self.op(Op::method, Kind::R, Opnd::Reg(object), Opnd::Str(name));
            let owner = self.declared_method(self.ty(receiver), name).map(BodyOwner::Method);
            let none = Vec::new();
            return self.call_with_list(e, info, owner.map(|o| (o, &none)), f);
        }
        let args = self.method_args(e, name, info);
        self.call_method(name, args)
    }

    /// The object of a method that is found by name, and the arguments.
    pub(super) fn method_args(&mut self, e: ExprId, name: Name, info: &CallInfo) -> Vec<VReg> {
        let object = self.receiver_object(e);
        let receiver = self.receiver(e).map_or(Ty::missing(), |r| self.ty(r));
        let owner = self.declared_method(receiver, name).map(BodyOwner::Method);
        let none = Vec::new();
        let mut args = vec![object];
        self.matched_segments(e, info);
        args.extend(self.loose_args(e, info, owner.map(|o| (o, &none))));
        // The arguments of a path come before those of the method.
        if owner.is_none() && !matches!(self.store.exprs[e], Expr::ResourceCall { .. }) {
            self.check_left_out(object, name.as_str(), info);
        }
        args
    }

    /// What is called, which is known at run time only, must have default values for the arguments that are left out.
    fn check_left_out(&mut self, called: VReg, method: &str, info: &CallInfo) {
        let left_out = info.args.iter().take(63).enumerate().filter(|(_, a)| matches!(a, ArgSource::Default));
        let mask = left_out.fold(0, |mask, (i, _)| mask | 1i64 << i);
        if mask != 0 {
            let (method, mask) = (self.str(method), self.int(mask));
            self.call_native("lang.function:$omits", &[called, method, mask]);
        }
    }

    pub(super) fn receiver_object(&mut self, e: ExprId) -> VReg {
        match self.receiver(e) {
            Some(r) => self.expr_boxed(r),
            None => self.unsupported_expr(e, "this call"),
        }
    }

    /// Computed segments of a resource's path that are the names of the method's own path: no parameter takes them,
    /// but they are evaluated (spec 7.7.3).
    fn matched_segments(&mut self, e: ExprId, info: &CallInfo) {
        let Expr::ResourceCall { path, .. } = &self.store.exprs[e] else { return };
        for s in path {
            let ResourceSegment::Computed(x) = *s else { continue };
            let bound = info.args.iter().any(|a| match a {
                ArgSource::Expr(y) => *y == x,
                ArgSource::PathRest { items, .. } => items.contains(&RestItem::Expr(x)),
                _ => false,
            });
            if !bound {
                self.expr(x);
            }
        }
    }

    fn call_direct(&mut self, e: ExprId, m: MethodId, info: &CallInfo) -> VReg {
        let args = self.direct_args(e, m, info);
        self.call_func(FuncKey::Method(m), &args)
    }

    /// The object of a known method, and the arguments.
    pub(super) fn direct_args(&mut self, e: ExprId, m: MethodId, info: &CallInfo) -> Vec<VReg> {
        let object = self.receiver_object(e);
        let kinds = signature(self.db, &FuncKey::Method(m)).params[1..].to_vec();
        let none = Vec::new();
        let mut args = vec![object];
        args.extend(self.args(e, info, Some((BodyOwner::Method(m), &none)), &kinds));
        args
    }

    /// The function value that a call calls.
    pub(super) fn called_value(&mut self, e: ExprId) -> VReg {
        match &self.store.exprs[e] {
            Expr::CallValue { callee, .. } => self.expr_boxed(*callee),
            Expr::MethodCall { receiver, name, .. } => {
                let base = self.expr_boxed(*receiver);
                self.field_get(base, name.name, Kind::R)
            }
            _ => match self.inf.resolutions.get(&e) {
                Some(Resolution::Var(d, n)) => self.load_global(*d, *n),
                _ => self.unsupported_expr(e, "this call"),
            },
        }
    }

    fn call_value(&mut self, e: ExprId, info: &CallInfo) -> VReg {
        let f = self.called_value(e);
        if Self::spreads(info) {
            return self.call_with_list(e, info, None, f);
        }
        let args = self.loose_args(e, info, None);
        self.check_left_out(f, "", info);
        let dst = self.reg(Kind::R);
        self.push(InstKind::Call { callee: Callee::Value(f), dst: Some(dst), args });
        dst
    }

    /// The arguments of `init`, and the object.
    pub(super) fn new_expr(&mut self, e: ExprId) -> VReg {
        let ty = self.construct_ty(e);
        if matches!(project::structure(self.db, ty).kind, semtypes::TyKind::Stream { .. }) {
            return self.new_stream(e, ty);
        }
        let origin = project::object(self.db, ty).and_then(|o| o.origin);
        let Some(class) = origin.map(Def::from_ty_def) else { return self.unsupported_expr(e, "this 'new'") };
        let key = FuncKey::NewObject(class);
        let args = match (self.inf.calls.get(&e), crate::kinds::init_method(self.db, class)) {
            (Some(info), Some(m)) => {
                let kinds = signature(self.db, &key).params;
                let args = self.args(e, info, Some((BodyOwner::Method(m), &Vec::new())), &kinds);
                self.forget_rest_values(info);
                args
            }
            _ => Vec::new(),
        };
        self.call_func(key, &args)
    }
}

/// The import name of an external function.
pub(super) fn native_name(db: &dyn base_db::Db, def: Def) -> String {
    format!("{}:{}", def.module(db).name(db), def.name(db))
}

/// A call without its rest parameter, and what is for that.
fn fixed_and_rest(info: &CallInfo) -> (CallInfo, &[RestItem]) {
    match info.args.split_last() {
        Some((ArgSource::Rest { items, .. }, fixed)) => {
            (CallInfo { args: fixed.to_vec(), ..info.clone() }, items)
        }
        _ => (info.clone(), &[]),
    }
}
