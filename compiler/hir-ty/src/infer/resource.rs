//! Client resource access actions (spec 7.7.3).

use hir_def::{Arg, ExprId, ResourceSegment};
use semtypes::{Const, MemberKind, MemberTy, Name, ObjectTy, PathSegmentTy, Ty};

use super::Infer;
use crate::codes;
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
        let mut left = accessed.iter();
        for s in path {
            match s {
                PathSegmentTy::Literal(n) => {
                    let a = left.next().filter(|a| !a.spread)?;
                    if a.ty != Ty::singleton(Const::String(*n)) {
                        return None;
                    }
                }
                PathSegmentTy::Param { ty, .. } => {
                    let a = left.next().filter(|a| !a.spread && self.subtype(a.ty, *ty))?;
                    out.push((ArgSource::Expr(a.expr), *ty));
                }
                PathSegmentTy::Rest { ty, .. } => {
                    let list = Ty::array(*ty);
                    let mut items = Vec::new();
                    for a in left.by_ref() {
                        if !self.subtype(a.ty, if a.spread { list } else { *ty }) {
                            return None;
                        }
                        items.push(if a.spread { RestItem::Spread(a.expr) } else { RestItem::Expr(a.expr) });
                    }
                    out.push((ArgSource::PathRest { ty: list, items }, list));
                }
            }
        }
        left.next().is_none().then_some(out)
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
