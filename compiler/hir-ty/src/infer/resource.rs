//! Client resource access actions (spec 7.7.3).

use hir_def::{Arg, Expr, ExprId, Literal, ResourceSegment};
use semtypes::{Const, MemberKind, MemberTy, Name, ObjectTy, PathSegmentTy, Ty};

use super::Infer;
use crate::codes;
use crate::ops;
use crate::project;
use crate::result::{ArgSource, Callee, RestItem};

/// A segment of the path that is accessed, with the type of its value; of a spread, the type of the list.
struct Accessed {
    expr: ExprId,
    ty: Ty,
    spread: bool,
}

impl Infer<'_> {
    pub(super) fn resource_call(
        &mut self,
        e: ExprId,
        receiver: ExprId,
        path: &[ResourceSegment],
        method: Option<Name>,
        args: &[Arg],
        expected: Option<Ty>,
    ) -> Ty {
        let t = self.infer(receiver, None);
        let path = self.accessed_path(path);
        if t.is_missing() || path.iter().any(|s| s.ty.is_missing()) {
            self.infer_args(args);
            return Ty::missing();
        }
        let accessor = method.unwrap_or(super::name("get"));
        let object = match project::object(self.db, t) {
            Some(o) if o.client => o,
            _ => {
                self.infer_args(args);
                let message = format!("'{t}' is not a client object: it has no resources to access");
                self.error(self.range(receiver), codes::UNDEFINED_METHOD, message);
                return Ty::missing();
            }
        };
        let Some((member, sources)) = self.find_resource(object, accessor, &path) else {
            self.infer_args(args);
            let message =
                format!("no resource of '{t}' has the path '{}' and a method '{accessor}'", shown(&path));
            self.error(self.range(e), codes::UNDEFINED_METHOD, message);
            return Ty::missing();
        };
        let Some(f) = project::function(self.db, member.ty) else { return Ty::missing() };
        for (source, ty) in &sources {
            if let ArgSource::Expr(x) = source {
                self.check(*x, *ty);
            }
        }
        let ret = self.call(e, Callee::Method { name: member.dispatch_name() }, f, None, args, expected);
        // The arguments of the path come before those of the method.
        if let Some(info) = self.r.calls.get_mut(&e) {
            let types = sources.iter().map(|(_, t)| *t);
            info.param_tys.splice(0..0, types);
            info.args.splice(0..0, sources.into_iter().map(|(s, _)| s));
        }
        ret
    }

    fn accessed_path(&mut self, path: &[ResourceSegment]) -> Vec<Accessed> {
        path.iter()
            .map(|s| match *s {
                ResourceSegment::Name(_, expr) | ResourceSegment::Computed(expr) => {
                    Accessed { expr, ty: self.infer(expr, None), spread: false }
                }
                ResourceSegment::Rest(expr) => Accessed { expr, ty: self.infer(expr, None), spread: true },
            })
            .collect()
    }

    /// The resource method that takes every path which the access may construct. Where several do, a name takes
    /// priority over a parameter, and that over a rest parameter (spec 5.6.3.5).
    fn find_resource(
        &self,
        object: &'static ObjectTy,
        accessor: Name,
        accessed: &[Accessed],
    ) -> Option<(&'static MemberTy, Vec<(ArgSource, Ty)>)> {
        let rank = |path: &[PathSegmentTy]| -> Vec<u8> {
            let rank = |s: &PathSegmentTy| match s {
                PathSegmentTy::Literal(_) => 0,
                PathSegmentTy::Param { .. } => 1,
                PathSegmentTy::Rest { .. } => 2,
            };
            path.iter().map(rank).collect()
        };
        let mut fits = Vec::new();
        for m in &object.members {
            let MemberKind::Resource { accessor: a, path } = &m.kind else { continue };
            if *a == accessor
                && let Some(sources) = self.bind_path(path, accessed)
            {
                fits.push((rank(path), m, sources));
            }
        }
        fits.into_iter().min_by(|a, b| a.0.cmp(&b.0)).map(|(_, m, sources)| (m, sources))
    }

    /// The arguments of the path's parameters, when it takes every value of the path accessed.
    fn bind_path(&self, path: &[PathSegmentTy], accessed: &[Accessed]) -> Option<Vec<(ArgSource, Ty)>> {
        let mut out = Vec::new();
        let mut left = Left { accessed, taken: 0 };
        for s in path {
            match s {
                PathSegmentTy::Literal(n) => {
                    let (_, ty) = left.take(self)?;
                    if ty != Ty::singleton(Const::String(*n)) {
                        return None;
                    }
                }
                PathSegmentTy::Param { ty, .. } => {
                    let (source, found) = left.take(self)?;
                    if !self.subtype(found, *ty) && !self.becomes(&source, *ty) {
                        return None;
                    }
                    out.push((source, *ty));
                }
                PathSegmentTy::Rest { ty, .. } => {
                    let list = Ty::array(*ty);
                    let items = left.rest(self, *ty)?;
                    left.accessed = &[];
                    out.push((ArgSource::PathRest { ty: list, items }, list));
                }
            }
        }
        left.accessed.is_empty().then_some(out)
    }

    /// Whether an argument is a numeric literal where a numeric type is expected that it does not have by itself.
    fn becomes(&self, source: &ArgSource, ty: Ty) -> bool {
        let ArgSource::Expr(x) = source else { return false };
        let has = |t| ops::overlaps(self.db, ty, t);
        match self.store.exprs[*x] {
            Expr::Literal(Literal::Int { .. }) => !has(Ty::int()) && (has(Ty::float()) || has(Ty::decimal())),
            Expr::Literal(Literal::Float { .. }) => !has(Ty::float()) && has(Ty::decimal()),
            _ => false,
        }
    }
}

/// What is left of the path that is accessed; of a list of known length at its beginning some members may be taken.
struct Left<'a> {
    accessed: &'a [Accessed],
    taken: usize,
}

impl Left<'_> {
    /// The next segment, with its type; none if there is none, or it is not known whether.
    fn take(&mut self, cx: &Infer<'_>) -> Option<(ArgSource, Ty)> {
        let (first, others) = self.accessed.split_first()?;
        if !first.spread {
            self.accessed = others;
            return Some((ArgSource::Expr(first.expr), first.ty));
        }
        let len = project::list_len(cx.db, first.ty)?;
        if self.taken == len {
            (self.accessed, self.taken) = (others, 0);
            return self.take(cx);
        }
        let (list, index) = (first.expr, self.taken);
        let ty = project::list_member(cx.db, first.ty, Some(index))?;
        self.taken += 1;
        if self.taken == len {
            (self.accessed, self.taken) = (others, 0);
        }
        Some((ArgSource::Member { list, index }, ty))
    }

    /// All that is left, if it is of this type.
    fn rest(&self, cx: &Infer<'_>, ty: Ty) -> Option<Vec<RestItem>> {
        let mut items = Vec::new();
        for (i, a) in self.accessed.iter().enumerate() {
            let taken = if i == 0 { self.taken } else { 0 };
            let fits = match project::list_len(cx.db, a.ty).filter(|_| taken > 0) {
                Some(len) => (taken..len)
                    .all(|m| project::list_member(cx.db, a.ty, Some(m)).is_some_and(|t| cx.subtype(t, ty))),
                None => cx.subtype(a.ty, if a.spread { Ty::array(ty) } else { ty }),
            };
            if !fits {
                return None;
            }
            items.push(match (a.spread, taken) {
                (true, 0) => RestItem::Spread(a.expr),
                (true, from) => RestItem::Tail(a.expr, from),
                (false, _) => RestItem::Expr(a.expr),
            });
        }
        Some(items)
    }
}

fn shown(path: &[Accessed]) -> String {
    let segment = |a: &Accessed| match a.ty.kind() {
        _ if a.spread => format!("[...{}]", a.ty),
        semtypes::TyKind::Singleton(Const::String(n)) => n.to_string(),
        _ => format!("[{}]", a.ty),
    };
    let segments: Vec<String> = path.iter().map(segment).collect();
    format!("/{}", segments.join("/"))
}
