//! Calls: isolated functions call only isolated functions (spec 7.3.5).

use hir_def::ids::Def;
use hir_def::queries;
use hir_def::{Arg, Expr, ExprId};
use semtypes::{Name, Ty};

use super::walk::{Mode, Walker};
use super::{Need, Strand};
use crate::defs;
use crate::project;
use crate::result::{ArgSource, CallInfo, Callee, Resolution, RestItem};

impl Walker<'_> {
    pub(super) fn call(&mut self, e: ExprId) {
        if let Some(Resolution::Var(def, name)) = self.r.resolutions.get(&e) {
            let (def, name) = (*def, *name);
            self.module_level(e, def, name, true);
        }
        let needs = self.callee_needs(e);
        self.calls_only_isolated(e, &needs);
        let isolated_args = self.isolated_params(e);
        let store = self.store;
        hir_def::walk::expr_parts(store, e, &mut |part| match part {
            hir_def::walk::Part::Expr(x) if isolated_args.contains(&x) => self.isolated_argument(x),
            hir_def::walk::Part::Expr(x) => self.expr(x),
            _ => {}
        });
    }

    fn calls_only_isolated(&mut self, e: ExprId, needs: &[Need]) {
        if needs.is_empty() {
            return;
        }
        let range = self.store.exprs.range(e);
        let called = self.called(e);
        let reported = self.breach(range, needs, |what| {
            let help = format!("declare {called} 'isolated'");
            (format!("{what} cannot call {called}, which is not isolated"), Some(help))
        });
        self.called_in_lock(range, needs, &called, reported);
    }

    /// How a message names what is called.
    fn called(&self, e: ExprId) -> String {
        let method = |n: Name| {
            let n = n.as_str();
            match n.strip_prefix("->") {
                Some(remote) => format!("the remote method '{remote}'"),
                None if n.starts_with('$') => "the resource method".to_string(),
                None => format!("the method '{n}'"),
            }
        };
        match (self.r.calls.get(&e).map(|c| &c.callee), &self.store.exprs[e]) {
            (_, Expr::New { .. }) => {
                let ty = self.r.constructs.get(&e).copied().unwrap_or(Ty::missing());
                format!("the 'init' of '{ty}'")
            }
            (Some(Callee::Function(f) | Callee::LangLib(f)), _) => format!("'{}'", f.name(self.db)),
            (Some(Callee::Method { name }), _) => method(*name),
            (Some(Callee::DirectMethod(m)), _) => method(m.name(self.db)),
            (_, Expr::Call { callee, .. }) => format!("'{}'", callee.name),
            (_, Expr::MethodCall { name, .. }) => format!("'{}'", name.name),
            _ => "this function value".to_string(),
        }
    }

    /// What it takes for the function that is called to be isolated.
    pub(super) fn callee_needs(&self, e: ExprId) -> Vec<Need> {
        let Some(info) = self.r.calls.get(&e) else { return Vec::new() };
        let isolated = match &info.callee {
            Callee::Function(f) | Callee::LangLib(f) => {
                return match defs::fn_ty(self.db, *f).isolated {
                    true => Vec::new(),
                    false if self.is_here(*f) => vec![Need::Function(*f)],
                    false => vec![Need::Never],
                };
            }
            Callee::Method { name } => return self.method_needs(e, *name),
            Callee::DirectMethod(m) => {
                return match defs::method_ty(self.db, *m).isolated {
                    true => Vec::new(),
                    false => {
                        vec![Need::Method { class: m.class(self.db), name: m.name(self.db), own: true }]
                    }
                };
            }
            Callee::Value => self.called_value(e).is_none_or(|t| self.is_isolated_function(t)),
        };
        if isolated { Vec::new() } else { vec![Need::Never] }
    }

    fn is_here(&self, def: Def) -> bool {
        def.module(self.db) == self.def.module(self.db)
    }

    /// The type of a function value that is called.
    fn called_value(&self, e: ExprId) -> Option<Ty> {
        match &self.store.exprs[e] {
            Expr::CallValue { callee, .. } => Some(self.ty(*callee)),
            Expr::Call { .. } => match self.r.resolutions.get(&e)? {
                Resolution::Var(def, name) => Some(defs::var_ty(self.db, *def, *name)),
                _ => None,
            },
            Expr::MethodCall { receiver, name, .. } => {
                let t = self.ty(*receiver);
                match project::object(self.db, t) {
                    Some(o) => o.member(name.name).map(|m| m.ty),
                    None => project::mapping_member(self.db, t, Some(name.name)).map(|f| f.ty),
                }
            }
            _ => None,
        }
    }

    fn receiver(&self, e: ExprId) -> Option<ExprId> {
        match &self.store.exprs[e] {
            Expr::MethodCall { receiver, .. }
            | Expr::RemoteCall { receiver, .. }
            | Expr::ResourceCall { receiver, .. } => Some(*receiver),
            _ => None,
        }
    }

    fn method_needs(&self, e: ExprId, name: Name) -> Vec<Need> {
        let Some(receiver) = self.receiver(e) else { return Vec::new() };
        let Some(o) = project::object(self.db, self.ty(receiver)) else { return vec![Need::Never] };
        let method = o.members.iter().find(|m| m.dispatch_name() == name);
        if method.and_then(|m| project::function(self.db, m.ty)).is_none_or(|f| f.isolated) {
            return Vec::new();
        }
        let own = matches!(self.store.exprs[receiver], Expr::Local(l) if self.is_self(l));
        match o.origin.map(Def::from_ty_def) {
            Some(class) if self.is_here(class) => vec![Need::Method { class, name, own }],
            _ => vec![Need::Never],
        }
    }

    // ---- function parameters of lang-library functions ----

    /// Arguments for parameters with `@isolatedParam`: a call in an isolated function needs them isolated (spec 9.1).
    fn isolated_params(&self, e: ExprId) -> Vec<ExprId> {
        let Some(CallInfo { callee: Callee::Function(f) | Callee::LangLib(f), args, .. }) =
            self.r.calls.get(&e)
        else {
            return Vec::new();
        };
        let sig = queries::function_sig(self.db, *f);
        let mut out = Vec::new();
        for (p, a) in sig.params.iter().zip(args).filter(|(p, _)| p.isolated_param) {
            match a {
                ArgSource::Expr(x) => out.push(*x),
                ArgSource::Rest { items, .. } if p.kind == hir_def::ParamKind::Rest => {
                    out.extend(items.iter().map(|i| match i {
                        RestItem::Expr(x) | RestItem::Spread(x) | RestItem::Tail(x, _) => *x,
                    }));
                }
                _ => {}
            }
        }
        out
    }

    fn isolated_argument(&mut self, x: ExprId) {
        let mode = self.frame().mode;
        if let Expr::Lambda(l) = self.store.exprs[x]
            && self.lock.is_none()
        {
            return self.lambda(l, Some(mode));
        }
        let needs = match self.store.exprs[x] {
            Expr::Lambda(l) => self.lambda_needs(l),
            _ => self.function_needs(x),
        };
        if !needs.is_empty() {
            let range = self.store.exprs.range(x);
            let reported = self.breach(range, &needs, |what| {
                let message = format!("{what} can pass only isolated functions here");
                (message, Some("declare the function 'isolated'".into()))
            });
            self.called_in_lock(range, &needs, "this function", reported);
        }
        self.expr(x);
    }

    /// What it takes for a function value to be isolated.
    fn function_needs(&self, x: ExprId) -> Vec<Need> {
        if self.is_isolated_function(self.ty(x)) {
            return Vec::new();
        }
        match self.r.resolutions.get(&x) {
            Some(Resolution::Function(f)) if self.is_here(*f) => vec![Need::Function(*f)],
            _ => vec![Need::Never],
        }
    }

    /// What an anonymous function that is not declared isolated needs to be it.
    fn lambda_needs(&mut self, l: hir_def::LambdaId) -> Vec<Need> {
        let saved = std::mem::take(&mut self.out);
        self.lambda(l, Some(Mode::Inferred));
        std::mem::replace(&mut self.out, saved).summary.needs
    }

    // ---- new, start ----

    /// What it takes for the `init` that a `new` calls to be isolated.
    pub(super) fn init_needs(&self, e: ExprId) -> Vec<Need> {
        let Some(ty) = self.r.constructs.get(&e) else { return Vec::new() };
        let Some(o) = project::object(self.db, *ty) else { return Vec::new() };
        let name = Name::new("init");
        let init = o.member(name).and_then(|m| project::function(self.db, m.ty));
        if init.is_none_or(|f| f.isolated) {
            return Vec::new();
        }
        match o.origin.map(Def::from_ty_def) {
            Some(class) if self.is_here(class) => vec![Need::Method { class, name, own: true }],
            _ => vec![Need::Never],
        }
    }

    pub(super) fn new_expr(&mut self, e: ExprId, args: &[Arg]) {
        let needs = self.init_needs(e);
        self.calls_only_isolated(e, &needs);
        args.iter().for_each(|a| self.expr(a.expr()));
    }

    /// `start f(a)`: in an isolated function, function and arguments must be isolated (spec 7.6).
    pub(super) fn start(&mut self, e: ExprId, call: ExprId) {
        let range = self.store.exprs.range(e);
        self.not_in_lock(range, "a strand cannot be started within a 'lock' statement");
        let mut all = self.callee_needs(call);
        for (x, _) in self.inputs(call) {
            let needs = self.isolated(x);
            all.extend(&needs);
            self.breach(self.store.exprs.range(x), &needs, |what| {
                let message = format!("{what} can start a strand with isolated arguments only");
                (message, Some("pass a clone, an immutable value or an isolated object".into()))
            });
        }
        self.out.strands.push((Strand::Start(e), all));
        self.expr(call);
    }
}
