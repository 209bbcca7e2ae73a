//! Anonymous functions and methods of object constructors (spec 6.18).

use hir_def::{ExprId, LambdaBody, LambdaId, LocalId, Subject};
use rustc_hash::FxHashSet;
use semtypes::{FunctionTy, Name, Ty, TyKind};

use super::{Flow, Frame, Infer};
use crate::codes;
use crate::lower_ty::split_params;
use crate::project;
use crate::result::LambdaTy;

impl Infer<'_> {
    pub(super) fn lambda(&mut self, e: ExprId, l: LambdaId, expected: Option<Ty>) -> Ty {
        self.annotations(|a| a.subject == Subject::Lambda(l));
        let context = expected.and_then(|t| {
            crate::ops::alternatives(self.db, t).into_iter().find_map(|a| {
                match project::structure(self.db, a).kind {
                    TyKind::Function(f) => Some(f),
                    _ => None,
                }
            })
        });
        let unknown = self.unknown_context;
        let lambda = &self.store.lambdas[l];
        if !lambda.inferred {
            let ty = self.lambda_signature(l);
            let f = project::function(self.db, ty).cloned();
            if let Some(f) = f {
                self.lambda_body(l, &f, false);
            }
            return ty;
        }
        let Some(f) = context else {
            if unknown {
                return Ty::missing();
            }
            self.error(
                self.range(e),
                codes::NO_INHERENT_TYPE,
                "the parameter types of this function must come from its context",
            );
            return Ty::missing();
        };
        if f.params.len() != lambda.params.len() {
            self.error(
                self.range(e),
                codes::INCOMPATIBLE,
                format!(
                    "incompatible types: expected '{}', found a function of {} parameters",
                    Ty::function(f.clone()),
                    lambda.params.len()
                ),
            );
            return Ty::missing();
        }
        let mut f = f.clone();
        // A type parameter of which nothing is known can be any of its types.
        if !matches!(self.def.module(self.db).kind(self.db), base_db::ModuleKind::Library) {
            f.params.iter_mut().for_each(|p| p.ty = super::call::to_bounds(p.ty));
        }
        let open = super::call::has_param(f.ret);
        let ret = self.lambda_body(l, &f, open);
        if open {
            f.ret = ret;
        }
        let ty = Ty::function(f.clone());
        self.r
            .lambdas
            .insert(l, LambdaTy { params: f.params.iter().map(|p| p.ty).collect(), ret: f.ret, ty });
        ty
    }

    /// The declared type of an explicit lambda or method.
    pub(super) fn lambda_signature(&mut self, l: LambdaId) -> Ty {
        let store = self.store;
        let lambda = &store.lambdas[l];
        let all: Vec<_> = lambda
            .params
            .iter()
            .map(|p| {
                let ty = p.ty.map_or(Ty::missing(), |t| self.type_ref(t));
                (Some(store.locals[p.local].name), ty, p.kind)
            })
            .collect();
        let (params, rest) = split_params(all);
        let ret = lambda.ret.map_or(Ty::nil(), |t| self.type_ref(t));
        let f =
            FunctionTy { params, rest, ret, isolated: lambda.isolated, transactional: lambda.transactional };
        let ty = Ty::function(f.clone());
        let mut tys: Vec<Ty> = f.params.iter().map(|p| p.ty).collect();
        tys.extend(f.rest.map(Ty::array));
        self.r.lambdas.insert(l, LambdaTy { params: tys, ret, ty });
        ty
    }

    /// A method of an object constructor: `self` has the object's type.
    /// The body of an object constructor's method. `init` gives values to the fields in `unset`.
    pub(super) fn object_method(&mut self, l: LambdaId, object: Ty, unset: Option<FxHashSet<Name>>) {
        if let Some(this) = self.store.lambdas[l].self_local {
            self.r.local_ty.insert(this, object);
        }
        let Some(ty) = self.r.lambdas.get(&l).map(|t| t.ty) else { return };
        if let Some(f) = project::function(self.db, ty).cloned() {
            self.frame_body(l, &f, false, unset);
        }
    }

    /// The body of a worker.
    pub(super) fn worker_frame(&mut self, l: LambdaId, f: &FunctionTy) {
        self.frame_body(l, f, false, None);
    }

    /// Checks a lambda's body; with `open` the result type is not known yet and is returned.
    fn lambda_body(&mut self, l: LambdaId, f: &FunctionTy, open: bool) -> Ty {
        self.frame_body(l, f, open, None)
    }

    fn frame_body(&mut self, l: LambdaId, f: &FunctionTy, open: bool, unset: Option<FxHashSet<Name>>) -> Ty {
        let store = self.store;
        let lambda = &store.lambdas[l];
        let outer = self.flow.clone();
        // What may change after the closure is made is not known inside it.
        let unstable: FxHashSet<LocalId> =
            lambda.captures.iter().copied().filter(|c| self.reassigned.contains(c)).collect();
        self.flow.forget(&unstable);
        self.flow.reachable = true;
        let sets_members = unset.is_some();
        self.flow.unset = unset.unwrap_or_default();
        self.flow.transactional = f.transactional;
        let mut tys = f.params.iter().map(|p| p.ty).chain(f.rest.map(Ty::array));
        for p in &lambda.params {
            let ty = tys.next().unwrap_or(Ty::missing());
            self.declare(p.local, ty, true);
            if let Some(d) = p.default {
                self.check(d, ty);
            }
        }
        let ret = if open { Ty::union([Ty::any(), Ty::error()]) } else { f.ret };
        self.frames.push(Frame { lambda: Some(l), ret, sets_members });
        let loops = std::mem::take(&mut self.loops);
        let result = match lambda.body {
            LambdaBody::Expr(x) if open => {
                let t = self.infer(x, None);
                self.broad(x, t)
            }
            LambdaBody::Expr(x) => self.check(x, ret),
            LambdaBody::Block(b) => {
                let outer = std::mem::take(&mut self.postponed);
                self.block(b);
                self.pending_workers(true);
                self.postponed = outer;
                self.end_of_body(ret, store.blocks.range(b));
                ret
            }
        };
        self.loops = loops;
        self.frames.pop();
        self.flow = Flow { unassigned: outer.unassigned.clone(), ..outer };
        let assigned = super::control::assigned_within(store, store.lambdas.range(l));
        self.flow.forget(&assigned);
        result
    }
}
