//! Calls: functions, function values, methods, lang-library functions in method syntax (spec 6.15 to 6.17).

use base_db::LocalDiagnostic;
use hir_def::ids::Def;
use hir_def::queries::{self, Item, Resolved};
use hir_def::{Arg, ExprId, Path};
use semtypes::{FunctionTy, MemberKind, Name, ParamKind, Ty, TyKind};
use syntax::TextRange;

use super::Infer;
use super::rest_arg::Bound;
use crate::codes;
use crate::defs;
use crate::lower_ty::show;
use crate::ops;
use crate::project;
use crate::result::{ArgSource, CallInfo, Callee, NamedArg, Resolution, RestItem};

/// Named arguments for included record parameters, by parameter.
pub(super) type Included = Vec<(usize, Vec<(Name, NamedArg)>)>;

/// What type parameters stand for in a call.
#[derive(Default)]
pub(super) struct Subst {
    bound: Vec<(u32, Ty)>,
    /// So many of them take no more types from further arguments.
    fixed: usize,
    /// Arguments from which nothing could be learnt, with their parameters' types: to be compared at the end.
    open: Vec<(ExprId, Ty)>,
}

impl Subst {
    /// The members of a structure are what the structure says: `ints.push("x")` does not make it a list of both.
    fn fix_members(&mut self, param: Ty) {
        if !matches!(param.kind(), TyKind::Param { .. }) {
            self.fixed = self.bound.len();
        }
    }
}

impl std::ops::Deref for Subst {
    type Target = Vec<(u32, Ty)>;

    fn deref(&self) -> &Self::Target {
        &self.bound
    }
}

impl std::ops::DerefMut for Subst {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.bound
    }
}

impl Infer<'_> {
    pub(super) fn call_name(&mut self, e: ExprId, callee: Path, args: &[Arg], expected: Option<Ty>) -> Ty {
        if callee.prefix.is_none()
            && let Some(t) = self.aggregate_call(e, callee, args)
        {
            return t;
        }
        let resolved = queries::resolve_path(self.db, self.file, callee);
        let Some(item) = self.resolved(e, callee, resolved) else {
            self.infer_args(args);
            return Ty::missing();
        };
        match item {
            Item::Function(def) => {
                let ty = defs::fn_ty(self.db, def).clone();
                self.call(e, Callee::Function(def), &ty, None, args, expected)
            }
            Item::Var(def, n) => {
                let t = defs::var_ty(self.db, def, n);
                self.r.resolutions.insert(e, Resolution::Var(def, n));
                self.call_value(e, t, args, self.range(e))
            }
            _ => {
                self.infer_args(args);
                self.error(
                    self.name_in(e),
                    codes::NOT_CALLABLE,
                    format!("'{}' is not a function", show(callee)),
                );
                Ty::missing()
            }
        }
    }

    pub(super) fn infer_args(&mut self, args: &[Arg]) {
        for a in args {
            // The parameter types of such a function come from what is called.
            if !self.is_inferred_lambda(a.expr()) {
                self.infer(a.expr(), Some(Ty::missing()));
            }
        }
    }

    /// Whether an expression is an anonymous function without parameter types.
    fn is_inferred_lambda(&self, e: ExprId) -> bool {
        matches!(self.store.exprs[e], hir_def::Expr::Lambda(l) if self.store.lambdas[l].inferred)
    }

    pub(super) fn call_value(&mut self, e: ExprId, f: Ty, args: &[Arg], range: TextRange) -> Ty {
        if f.is_missing() {
            self.infer_args(args);
            return f;
        }
        if let Some(ty) = project::function(self.db, f) {
            return self.call(e, Callee::Value, ty, None, args, None);
        }
        let context = |i| project::param_context(self.db, f, i);
        let contexts: Vec<Option<Ty>> = (0..args.len()).map(context).collect();
        let arg_tys: Vec<Ty> = args.iter().zip(contexts).map(|(a, t)| self.infer(a.expr(), t)).collect();
        match project::function_for(self.db, f, &arg_tys) {
            Some(ty) => self.call(e, Callee::Value, &ty, None, args, None),
            None => {
                self.infer_args(args);
                self.error(range, codes::NOT_CALLABLE, format!("a value of type '{f}' cannot be called"));
                Ty::missing()
            }
        }
    }

    pub(super) fn method_call(
        &mut self,
        e: ExprId,
        receiver: ExprId,
        method: Path,
        args: &[Arg],
        expected: Option<Ty>,
    ) -> Ty {
        let t = self.infer(receiver, None);
        // Narrowing tells nothing of a type that is known in part only.
        if t.is_missing() || t.has_missing() && ops::has_nil_part(t) {
            self.infer_args(args);
            return Ty::missing();
        }
        if method.prefix.is_none() {
            if let Some(o) = project::object(self.db, t) {
                return self.object_call(e, o, (receiver, t), method.name, args, expected);
            }
            if let Some(f) = project::mapping_member(self.db, t, Some(method.name))
                && f.declared
                && !f.optional
                && let Some(ty) = project::function(self.db, f.ty)
            {
                self.r.resolutions.insert(e, Resolution::MappingField);
                return self.call(e, Callee::Value, ty, None, args, expected);
            }
        }
        match self.lang_function(t, method) {
            Some(def) => {
                let ty = defs::fn_ty(self.db, def).clone();
                self.call(e, Callee::LangLib(def), &ty, Some((receiver, t)), args, expected)
            }
            None => {
                self.infer_args(args);
                self.error(
                    self.name_in(e),
                    codes::UNDEFINED_METHOD,
                    format!("undefined function '{}' for a value of type '{t}'", show(method)),
                );
                Ty::missing()
            }
        }
    }

    fn object_call(
        &mut self,
        e: ExprId,
        o: &'static semtypes::ObjectTy,
        (receiver, t): (ExprId, Ty),
        method: Name,
        args: &[Arg],
        expected: Option<Ty>,
    ) -> Ty {
        let own = matches!(self.store.exprs[receiver], hir_def::Expr::Local(l)
            if self.store.locals[l].kind == hir_def::LocalKind::SelfRef);
        if method.as_str() == "init" && !own {
            self.infer_args(args);
            self.error(self.name_in(e), codes::UNDEFINED_METHOD, "'init' can be called on 'self' only");
            return Ty::missing();
        }
        let Some(m) = o.member(method) else {
            self.infer_args(args);
            if o.remote(method).is_some() {
                let message = format!("'{method}' is a remote method: call it with '->'");
                self.error(self.name_in(e), codes::UNDEFINED_METHOD, message);
                return Ty::missing();
            }
            if crate::inclusion::includes_unknown(self.db, t) {
                return Ty::missing();
            }
            self.error(
                self.name_in(e),
                codes::UNDEFINED_METHOD,
                format!("undefined method '{method}' in '{t}'"),
            );
            return Ty::missing();
        };
        if !self.visible(m.visibility) {
            self.error(
                self.name_in(e),
                codes::NOT_VISIBLE,
                format!("'{method}' of '{t}' is not visible here"),
            );
        }
        let Some(ty) = project::function(self.db, m.ty) else {
            self.infer_args(args);
            self.error(self.name_in(e), codes::NOT_CALLABLE, format!("'{method}' is not a method of '{t}'"));
            return Ty::missing();
        };
        if let Some(class) = o.origin.map(Def::from_ty_def)
            && defs::deprecated_methods(self.db, class).contains(&method)
        {
            let message = format!("method '{method}' of '{t}' is deprecated");
            self.r.diagnostics.push(LocalDiagnostic::warning(codes::DEPRECATED, self.name_in(e), message));
        }
        let callee = match m.kind {
            MemberKind::Field { .. } => {
                self.r.resolutions.insert(e, Resolution::ObjectField);
                Callee::Value
            }
            _ => Callee::Method { name: method },
        };
        self.call(e, callee, ty, None, args, expected)
    }

    pub(super) fn remote_call(
        &mut self,
        e: ExprId,
        receiver: ExprId,
        method: Name,
        args: &[Arg],
        expected: Option<Ty>,
    ) -> Ty {
        let t = self.infer(receiver, None);
        if t.is_missing() {
            self.infer_args(args);
            return t;
        }
        let found = project::object(self.db, t)
            .and_then(|o| o.remote(method))
            .and_then(|m| project::function(self.db, m.ty));
        let callee = Callee::Method { name: semtypes::remote_name(method) };
        match found {
            Some(ty) => self.call(e, callee, ty, None, args, expected),
            None => {
                self.infer_args(args);
                self.error(
                    self.name_in(e),
                    codes::UNDEFINED_METHOD,
                    format!("undefined remote method '{method}' in '{t}'"),
                );
                Ty::missing()
            }
        }
    }

    /// The lang-library function that `v.m()` means for a value of type `t`.
    fn lang_function(&self, t: Ty, method: Path) -> Option<Def> {
        if method.prefix.is_some() {
            return match queries::resolve_path(self.db, self.file, method) {
                Resolved::Item(Item::Function(def)) => Some(def),
                _ => None,
            };
        }
        self.lang_modules(t).iter().find_map(|m| {
            let def = ops::lang_function(self.db, m, method.name.as_str())?;
            let sig = queries::function_sig(self.db, def);
            (sig.is_public && !sig.params.is_empty()).then_some(def)
        })
    }

    pub(super) fn lang_modules(&self, t: Ty) -> &'static [&'static str] {
        let is = |b: Ty| ops::belongs(self.db, t, b);
        let any_map = Ty::map(Ty::union([Ty::any(), Ty::error()]));
        let any_list = Ty::array(Ty::union([Ty::any(), Ty::error()]));
        let all = |f: fn(&TyKind) -> bool| {
            let alternatives = ops::alternatives(self.db, t);
            let of = |a: &Ty| f(project::structure(self.db, *a).kind);
            !alternatives.is_empty() && alternatives.iter().all(of)
        };
        if t == Ty::never() {
            &["lang.value"]
        } else if is(any_list) {
            &["lang.array", "lang.value"]
        } else if is(any_map) {
            &["lang.map", "lang.value"]
        } else if is(Ty::string()) {
            &["lang.string", "lang.value"]
        } else if is(Ty::int()) {
            &["lang.int", "lang.value"]
        } else if is(Ty::float()) {
            &["lang.float", "lang.value"]
        } else if is(Ty::decimal()) {
            &["lang.decimal", "lang.value"]
        } else if is(Ty::boolean()) {
            &["lang.boolean", "lang.value"]
        } else if is(Ty::error()) {
            &["lang.error", "lang.value"]
        } else if is(Ty::new(TyKind::Xml(None))) {
            &["lang.xml", "lang.value"]
        } else if is(Ty::new(TyKind::Regexp)) {
            &["lang.regexp", "lang.value"]
        } else if all(|k| matches!(k, TyKind::Table { .. })) {
            &["lang.table", "lang.value"]
        } else if all(|k| matches!(k, TyKind::Stream { .. })) {
            &["lang.stream", "lang.value"]
        } else if is(Ty::new(TyKind::Typedesc(None))) {
            &["lang.typedesc", "lang.value"]
        } else if matches!(
            project::structure(self.db, t).kind,
            TyKind::Function(_) | TyKind::AnyFunction { .. }
        ) {
            &["lang.function", "lang.value"]
        } else if matches!(project::structure(self.db, t).kind, TyKind::Future(_)) {
            &["lang.future", "lang.value"]
        } else {
            &["lang.value"]
        }
    }

    /// Binds arguments to parameters, checks them and gives the result type.
    pub(super) fn call(
        &mut self,
        e: ExprId,
        callee: Callee,
        ty: &FunctionTy,
        receiver: Option<(ExprId, Ty)>,
        args: &[Arg],
        expected: Option<Ty>,
    ) -> Ty {
        let mut sources: Vec<Option<ArgSource>> = vec![None; ty.params.len()];
        let mut subst = Subst::default();
        let mut next = 0;
        let mut rest = Vec::new();
        match (receiver, ty.params.first(), ty.rest) {
            (Some((_, t)), Some(p), _) => {
                sources[0] = Some(ArgSource::Receiver);
                next = 1;
                self.unify(p.ty, t, &mut subst);
                subst.fix_members(p.ty);
            }
            (Some((r, t)), None, Some(member)) => {
                rest.push(RestItem::Expr(r));
                self.unify(member, t, &mut subst);
            }
            _ => {}
        }
        let errors = self.errors();
        let mut included: Included = Vec::new();
        let mut unknown = false;
        let mut postponed = Vec::new();
        for a in args {
            match a {
                Arg::Positional(x) if next < ty.params.len() => {
                    // What its parameters are, later arguments may tell.
                    if self.is_inferred_lambda(*x) {
                        postponed.push((*x, ty.params[next].ty));
                    } else {
                        self.argument(*x, ty.params[next].ty, &mut subst);
                    }
                    if next == 0 {
                        subst.fix_members(ty.params[0].ty);
                    }
                    sources[next] = Some(ArgSource::Expr(*x));
                    next += 1;
                }
                Arg::Positional(x) => match ty.rest {
                    Some(t) => {
                        self.argument(*x, t, &mut subst);
                        rest.push(RestItem::Expr(*x));
                    }
                    None => {
                        self.infer(*x, None);
                        self.error(
                            self.range(*x),
                            codes::TOO_MANY_ARGUMENTS,
                            format!(
                                "too many arguments: {} expected",
                                ty.params.len() - receiver.is_some() as usize
                            ),
                        );
                    }
                },
                Arg::Rest(x) => {
                    let mut bound = Bound { sources: &mut sources, rest: &mut rest, included: &mut included };
                    self.rest_argument(*x, ty, next, &mut bound, &mut subst);
                }
                Arg::Named(n, x) => {
                    let known = self.named_argument(*n, *x, ty, &mut sources, &mut included, &mut subst);
                    unknown |= !known;
                }
            }
        }
        for (x, param) in postponed {
            self.argument(x, param, &mut subst);
        }
        self.included_records(ty, included, &mut sources);
        for (i, p) in ty.params.iter().enumerate() {
            if sources[i].is_some() {
                continue;
            }
            sources[i] = match p.kind {
                ParamKind::Defaultable => {
                    Some(self.default_argument(e, &callee, i, ty, expected, &mut subst))
                }
                ParamKind::Included if self.optional_record(p.ty) => {
                    Some(ArgSource::IncludedRecord { ty: p.ty, fields: Vec::new() })
                }
                // It may be the one whose name is not known, or that another argument was meant for.
                _ if unknown => None,
                _ => {
                    let n = p.name.map_or(format!("{}", i + 1), |n| n.to_string());
                    self.error(
                        self.range(e),
                        codes::MISSING_ARGUMENT,
                        format!("missing argument for parameter '{n}'"),
                    );
                    None
                }
            };
        }
        let open = std::mem::take(&mut subst.open);
        let subst = self.closed(ty, &subst);
        for (x, param) in open {
            let want = ops::substitute(param, &subst);
            if let Some(&t) = self.r.expr_ty.get(&x)
                && !self.subtype(t, want)
            {
                self.incompatible(self.range(x), want, t);
            }
        }
        self.within_bounds(e, ty, &subst);
        if let Some((r, t)) = receiver
            && let Some(first) = ty.params.first().map(|p| p.ty).or(ty.rest)
        {
            let want = ops::substitute(first, &subst);
            if !self.subtype(t, want) {
                self.incompatible(self.range(r), want, t);
            }
        }
        let ret = ops::substitute(ty.ret, &subst);
        let mut param_tys: Vec<Ty> = ty.params.iter().map(|p| ops::substitute(p.ty, &subst)).collect();
        let mut out: Vec<ArgSource> = sources.into_iter().map(|s| s.unwrap_or(ArgSource::Default)).collect();
        if let Some(t) = ty.rest {
            let list = Ty::array(ops::substitute(t, &subst));
            out.push(ArgSource::Rest { ty: list, items: rest });
            param_tys.push(list);
        }
        let info = CallInfo {
            callee,
            args: out,
            type_args: subst,
            param_tys,
            ret,
            nil_if_empty: None,
            transactional: ty.transactional,
        };
        self.r.calls.insert(e, info);
        if ty.transactional {
            self.transactional_call(e);
        }
        if has_param(ty.ret) && self.errors() > errors {
            // What the type parameters stand for is not known.
            return Ty::missing();
        }
        if ret == Ty::never() {
            self.flow.reachable = false;
        }
        ret
    }

    /// The call of `init` in `new`.
    pub(super) fn init_call(&mut self, e: ExprId, f: &FunctionTy, args: &[Arg]) -> Ty {
        self.call(e, Callee::Method { name: Name::new("init") }, f, None, args, None)
    }

    /// A substitution for every type parameter in the signature: unbound ones become their bound.
    fn closed(&self, ty: &FunctionTy, subst: &[(u32, Ty)]) -> Vec<(u32, Ty)> {
        let mut all = subst.to_vec();
        let mut add = |t: Ty| {
            collect_params(t, &mut |id, bound| {
                if !all.iter().any(|(i, _)| *i == id) {
                    all.push((id, bound));
                }
            });
        };
        ty.params.iter().for_each(|p| add(p.ty));
        ty.rest.iter().for_each(|t| add(*t));
        add(ty.ret);
        all
    }

    /// Checks that type parameters were instantiated within their bounds.
    fn within_bounds(&mut self, e: ExprId, ty: &FunctionTy, subst: &[(u32, Ty)]) {
        let mut bounds: Vec<(u32, Ty)> = Vec::new();
        let mut add = |t: Ty| collect_params(t, &mut |id, bound| bounds.push((id, bound)));
        ty.params.iter().for_each(|p| add(p.ty));
        ty.rest.iter().for_each(|t| add(*t));
        for (id, t) in subst {
            let bound = bounds.iter().find(|(i, _)| i == id).map(|(_, b)| *b);
            if let Some(bound) = bound.filter(|b| !self.subtype(*t, *b)) {
                self.incompatible(self.range(e), bound, *t);
                return;
            }
        }
    }

    /// Checks one argument against a parameter type that may mention type parameters.
    fn argument(&mut self, x: ExprId, param: Ty, subst: &mut Subst) {
        if !has_param(param) {
            self.check(x, param);
            return;
        }
        let hint = ops::substitute(param, subst);
        let context = if has_param(hint) { self.function_context(hint) } else { Some(hint) };
        let t = self.infer(x, context);
        let t = if context.is_none() { self.widened(t) } else { t };
        self.unify(param, t, subst);
        let want = ops::substitute(param, subst);
        if has_param(want) {
            subst.open.push((x, param));
        } else if !self.subtype(t, want) {
            self.incompatible(self.range(x), want, t);
        }
    }

    /// For an inferred function argument the parameter types known so far are context even when the result is not.
    fn function_context(&self, hint: Ty) -> Option<Ty> {
        match hint.kind() {
            TyKind::Function(_) => Some(hint),
            TyKind::Union(parts) => parts.iter().copied().find(|p| matches!(p.kind(), TyKind::Function(_))),
            _ => None,
        }
    }

    /// An argument by name; whether there is something that it can belong to and that has no argument yet.
    fn named_argument(
        &mut self,
        n: Name,
        x: ExprId,
        ty: &FunctionTy,
        sources: &mut [Option<ArgSource>],
        included: &mut Included,
        subst: &mut Subst,
    ) -> bool {
        if let Some(i) = ty.params.iter().position(|p| p.name == Some(n)) {
            if sources[i].is_some() {
                self.error(
                    self.name_of(x),
                    codes::TOO_MANY_ARGUMENTS,
                    format!("argument '{n}' is given twice"),
                );
                self.infer(x, None);
                return false;
            }
            self.argument(x, ty.params[i].ty, subst);
            sources[i] = Some(ArgSource::Expr(x));
            return true;
        }
        if let Some((i, f)) = self.included_field(ty, n, x) {
            if sources[i].is_some() {
                let message = format!("'{n}' belongs to a parameter that has an argument already");
                self.error(self.name_of(x), codes::TOO_MANY_ARGUMENTS, message);
            }
            self.check(x, f.ty);
            match included.iter_mut().find(|(at, _)| *at == i) {
                Some((_, fields)) => fields.push((n, NamedArg::Expr(x))),
                None => included.push((i, vec![(n, NamedArg::Expr(x))])),
            }
            return true;
        }
        self.infer(x, None);
        self.error(self.name_of(x), codes::UNKNOWN_ARGUMENT, format!("undefined parameter '{n}'"));
        false
    }

    /// The included record parameter that a named argument is a field of: the one that declares it, else the only one
    /// whose rest type takes it (spec 6.11.1). An argument that several rest types take must fit one of them alone.
    fn included_field(&mut self, ty: &FunctionTy, n: Name, x: ExprId) -> Option<(usize, project::Field)> {
        let included = ty.params.iter().enumerate().filter(|(_, p)| p.kind == ParamKind::Included);
        let fields: Vec<(usize, project::Field)> = included
            .filter_map(|(i, p)| Some((i, project::mapping_member(self.db, p.ty, Some(n))?)))
            .filter(|(_, f)| f.ty != Ty::never())
            .collect();
        if let Some(found) = fields.iter().find(|(_, f)| f.declared) {
            return Some(*found);
        }
        if fields.len() > 1 {
            let t = self.infer(x, None);
            let fits: Vec<_> = fields.iter().filter(|(_, f)| self.subtype(t, f.ty)).collect();
            if let [one] = fits.as_slice() {
                return Some(**one);
            }
            if fits.len() > 1 {
                let message = format!("'{n}' could belong to several included record parameters");
                self.error(self.name_of(x), codes::UNKNOWN_ARGUMENT, message);
            }
        }
        fields.first().copied()
    }

    fn included_records(&mut self, ty: &FunctionTy, included: Included, sources: &mut [Option<ArgSource>]) {
        for (i, fields) in included {
            let record = ty.params[i].ty;
            if let TyKind::Record(r) = project::structure(self.db, record).kind {
                for f in &r.fields {
                    if !f.optional && !f.default && !fields.iter().any(|(n, _)| *n == f.name) {
                        let at = self.range(fields[0].1.expr());
                        self.error(
                            at,
                            codes::MISSING_ARGUMENT,
                            format!("missing argument for field '{}' of '{record}'", f.name),
                        );
                    }
                }
            }
            sources[i] = Some(ArgSource::IncludedRecord { ty: record, fields });
        }
    }

    fn optional_record(&self, ty: Ty) -> bool {
        match project::structure(self.db, ty).kind {
            TyKind::Record(r) => r.fields.iter().all(|f| f.optional || f.default),
            _ => false,
        }
    }

    /// Learns type parameters by matching a parameter type with an argument type.
    pub(super) fn unify(&self, param: Ty, arg: Ty, subst: &mut Subst) {
        if !has_param(param) {
            return;
        }
        if arg.is_missing() {
            return unknown_params(param, subst);
        }
        let db = self.db;
        match param.kind() {
            TyKind::Param { id, .. } => match subst.iter().position(|(i, _)| i == id) {
                Some(at) if at < subst.fixed => {}
                Some(at) => subst[at].1 = ops::union2(db, subst[at].1, arg),
                None => subst.push((*id, arg)),
            },
            TyKind::Array { elem, .. } => {
                if let Some(m) = project::list_member(db, arg, None) {
                    self.unify(*elem, m, subst);
                }
            }
            TyKind::Tuple { members, rest } => {
                for (i, m) in members.iter().enumerate() {
                    if let Some(t) = project::list_member(db, arg, Some(i)) {
                        self.unify(*m, t, subst);
                    }
                }
                if let (Some(r), Some(t)) = (rest, project::list_member(db, arg, Some(members.len()))) {
                    self.unify(*r, t, subst);
                }
            }
            TyKind::Map(v) => {
                if let Some(f) = project::mapping_member(db, arg, None) {
                    self.unify(*v, f.ty, subst);
                }
            }
            TyKind::Record(r) => {
                for f in &r.fields {
                    if let Some(m) = project::mapping_member(db, arg, Some(f.name)) {
                        self.unify(f.ty, m.ty, subst);
                    }
                }
            }
            TyKind::Table { row, key } => {
                for (r, k, _) in ops::alternatives(db, arg).into_iter().filter_map(|a| project::table(db, a))
                {
                    self.unify(*row, r, subst);
                    if let semtypes::TableKey::Type(t) = key {
                        self.unify(*t, k, subst);
                    }
                }
            }
            TyKind::Xml(Some(t)) => self.unify(*t, crate::xml::item_ty(db, arg), subst),
            TyKind::Stream { value, completion } => {
                for a in ops::alternatives(db, arg) {
                    if let TyKind::Stream { value: v, completion: c } = project::structure(db, a).kind {
                        self.unify(*value, *v, subst);
                        self.unify(*completion, *c, subst);
                    }
                }
            }
            TyKind::Function(f) => {
                if let Some(g) = project::function(db, arg) {
                    self.unify(f.ret, g.ret, subst);
                }
            }
            TyKind::Error { detail: Some(d), .. } => {
                let found = project::error_detail(db, arg);
                self.unify(*d, found, subst);
            }
            TyKind::Typedesc(Some(t)) => {
                if let TyKind::Typedesc(Some(a)) = project::structure(db, arg).kind {
                    self.unify(*t, *a, subst);
                }
            }
            TyKind::Intersection(parts) => parts.iter().for_each(|p| self.unify(*p, arg, subst)),
            TyKind::Union(parts) => {
                let mut left = arg;
                for p in parts.iter().filter(|p| !has_param(**p)) {
                    left = ops::exclude(db, left, *p);
                }
                if left != Ty::never() {
                    parts.iter().filter(|p| has_param(**p)).for_each(|p| self.unify(*p, left, subst));
                }
            }
            _ => {}
        }
    }
}

/// An argument of unknown type leaves the type parameters unknown for which it stands.
fn unknown_params(param: Ty, subst: &mut Subst) {
    collect_params(param, &mut |id, _| {
        if !subst.iter().any(|(known, _)| *known == id) {
            subst.push((id, Ty::missing()));
        }
    });
}

/// Whether a type mentions a type parameter.
pub(super) fn has_param(t: Ty) -> bool {
    let mut found = false;
    collect_params(t, &mut |_, _| found = true);
    found
}

/// The type with the bound of each type parameter in its place.
pub(super) fn to_bounds(t: Ty) -> Ty {
    let mut bounds = Vec::new();
    collect_params(t, &mut |id, bound| bounds.push((id, bound)));
    ops::substitute(t, &bounds)
}

fn collect_params(t: Ty, f: &mut dyn FnMut(u32, Ty)) {
    match t.kind() {
        TyKind::Param { id, bound, .. } => f(*id, *bound),
        kind => kind.for_each_child(&mut |c| collect_params(c, f)),
    }
}
