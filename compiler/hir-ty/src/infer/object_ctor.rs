//! What an object constructor's fields and methods must keep (spec 6.8.1).

use hir_def::item::MethodKind;
use hir_def::{ObjectCtor, Subject};
use rustc_hash::FxHashSet;
use semtypes::{MemberKind, ObjectTy, Ty};

use super::{Infer, name};
use crate::codes;
use crate::names;
use crate::ops;
use crate::project;
use crate::resources;

impl Infer<'_> {
    /// Whether the object is made with its read-only bit set: because its type says so, or because every field is
    /// final and immutable.
    pub(super) fn constructs_readonly(&self, o: &ObjectTy, reference: Option<Ty>) -> bool {
        let mut fields = o.members.iter().filter_map(|m| match m.kind {
            MemberKind::Field { is_final } => Some((is_final, m.ty)),
            _ => None,
        });
        reference.is_some_and(|t| !t.has_missing() && self.subtype(t, Ty::readonly()))
            || fields.all(|(is_final, t)| is_final && self.subtype(t, Ty::readonly()))
    }

    /// Field initialisers. Where there is an `init`, one that fails is what `init` returns (spec 5.6.3.2).
    pub(super) fn object_fields(&mut self, o: &ObjectCtor, object: Ty) {
        let init = o.own_init().is_some();
        if init {
            self.push_catch();
        }
        for f in &o.fields {
            let declared = self.type_ref(f.ty);
            let member = project::object(self.db, object).and_then(|o| o.member(f.name));
            if let Some(x) = f.init {
                self.check(x, member.map_or(declared, |m| m.ty));
            }
        }
        if init {
            let error = self.catches.pop().map_or(Ty::never(), |c| c.error);
            let ret = self.own_init_error(object);
            if let Some(m) = o.own_init()
                && !self.subtype(error, ret)
            {
                let message = format!("a field may fail with '{error}', which 'init' does not return");
                self.error(self.store.lambdas.range(m.lambda), codes::CHECK_ESCAPES, message);
            }
        }
    }

    /// The errors that the `init` of an object constructor may return instead of making the object.
    pub(super) fn own_init_error(&self, object: Ty) -> Ty {
        let init = project::object(self.db, object).and_then(|o| o.member(name("init")));
        let init = init.and_then(|m| project::function(self.db, m.ty));
        init.map_or(Ty::never(), |f| ops::error_part(self.db, f.ret))
    }

    /// Methods; `init` gives values to the fields without initialiser.
    pub(super) fn object_methods(&mut self, o: &ObjectCtor, object: Ty) {
        let without: FxHashSet<_> = o.fields.iter().filter(|f| f.init.is_none()).map(|f| f.name).collect();
        let mut unset: Vec<_> = without.iter().copied().collect();
        for m in &o.methods {
            self.network_method(o, m);
            self.annotations(|a| a.subject == Subject::Lambda(m.lambda));
            let is_init = m.name == name("init") && m.kind == MethodKind::Plain;
            if !is_init {
                self.object_method(m.lambda, object, None);
                continue;
            }
            let outer = std::mem::take(&mut self.r.unset);
            self.object_method(m.lambda, object, Some(without.clone()));
            unset = std::mem::replace(&mut self.r.unset, outer);
        }
        for f in o.fields.iter().filter(|f| unset.contains(&f.name)) {
            let message =
                format!("field '{}' has no value: give it an initialiser or assign it in 'init'", f.name);
            let range = names::name_of(self.db, self.def, self.store.type_refs.range(f.ty));
            self.error(range, codes::UNINITIALISED_FIELD, message);
        }
    }

    /// Only client and service objects have remote and resource methods, and those no visibility.
    fn network_method(&mut self, o: &ObjectCtor, m: &hir_def::ObjectCtorMethod) {
        let qualifier = m.is_public || m.is_private;
        for message in resources::qualifier_problems(&m.kind, o.client || o.service, qualifier) {
            self.error(self.store.lambdas.range(m.lambda), codes::BAD_QUALIFIER, message);
        }
    }
}
