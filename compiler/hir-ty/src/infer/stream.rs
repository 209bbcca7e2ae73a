//! `new` of streams (spec 6.8).

use base_db::LocalDiagnostic;
use hir_def::{Arg, ExprId};
use semtypes::{FieldTy, FunctionTy, MemberKind, MemberTy, ObjectTy, Ty, TyKind, Visibility};

use super::{Infer, name};
use crate::codes;
use crate::ops;
use crate::project;

impl Infer<'_> {
    /// `new stream<T, C>(implementor)`, or without an argument an empty stream.
    pub(super) fn new_stream(&mut self, e: ExprId, t: Ty, args: &[Arg]) -> Ty {
        let TyKind::Stream { value, completion } = project::structure(self.db, t).kind else {
            return Ty::missing();
        };
        self.r.constructs.insert(e, t);
        match args {
            [] if !completion.has_missing() && !self.subtype(Ty::nil(), *completion) => {
                let message = format!("a '{t}' does not end: it needs an object that implements it");
                self.error(self.range(e), codes::BAD_NEW, message);
            }
            [] => {}
            [Arg::Positional(x)] => self.implementor(*x, t, *value, *completion),
            [first, ..] => {
                args.iter().for_each(|a| {
                    self.infer(a.expr(), None);
                });
                let message = "'new' of a stream takes one argument, the object that implements it";
                self.error(self.range(first.expr()), codes::TOO_MANY_ARGUMENTS, message);
            }
        }
        t
    }

    /// Checks the object: `StreamImplementor<T, C>` (spec 5.7.6).
    fn implementor(&mut self, x: ExprId, stream: Ty, value: Ty, completion: Ty) {
        let item =
            Ty::union([Ty::record_of(vec![FieldTy::required(name("value"), value)], None), completion]);
        let next = method("next", item);
        let close = method("close", Ty::nilable(completion));
        let wanted = Ty::object(ObjectTy { members: vec![next.clone()], ..ObjectTy::default() });
        let t = self.infer(x, Some(wanted));
        if t.has_missing() || stream.has_missing() {
            return;
        }
        let Some(object) = project::object(self.db, t) else {
            return self.incompatible(self.range(x), wanted, t);
        };
        for (m, required) in [(next, true), (close, false)] {
            let found = object.member(m.name);
            let fits = found.map_or(!required, |f| {
                f.visibility == Visibility::Public && ops::is_subtype(self.db, f.ty, m.ty)
            });
            if !fits {
                let problem = if found.is_some() { "does not fit" } else { "is missing" };
                let message =
                    format!("'{t}' does not implement '{stream}': its method '{}' {problem}", m.name);
                let help = format!("it must be public and have type '{}'", m.ty);
                let d = LocalDiagnostic::error(codes::INCOMPATIBLE, self.range(x), message);
                return self.r.diagnostics.push(d.with_help(help));
            }
        }
    }
}

fn method(n: &str, ret: Ty) -> MemberTy {
    let f = FunctionTy { params: Vec::new(), rest: None, ret, isolated: true, transactional: false };
    MemberTy { name: name(n), ty: Ty::function(f), visibility: Visibility::Public, kind: MemberKind::Method }
}
