//! Fields of classes and object constructors (spec 6.8): what isolated ones may have, and how fields are initialised.

use hir_def::{ClassData, ExprId, ObjectCtor};
use semtypes::{ObjectTy, Ty, TyKind};
use syntax::TextRange;

use super::walk::{Frame, Mode, Walker};
use super::{Need, State};
use crate::project;

/// A field as declared in a class or an object constructor.
struct Field {
    name: semtypes::Name,
    range: TextRange,
    is_private: bool,
    init: Option<ExprId>,
}

impl Walker<'_> {
    /// The fields of a class, and what it includes.
    pub(super) fn class_fields(&mut self, data: &ClassData) {
        let Some(def) = self.class else { return };
        let ty = Ty::named(def.ty_def(), data.name);
        let Some(o) = project::object(self.db, ty) else { return };
        let fields = data.fields.iter().map(|f| Field {
            name: f.name,
            range: f.range,
            is_private: f.is_private,
            init: f.init,
        });
        // The initialisers are part of `init`: that of an isolated function unless there is one that is not.
        let init = o.member(semtypes::Name::new("init")).and_then(|m| project::function(self.db, m.ty));
        let mode = match init {
            None => Mode::Declared,
            Some(f) if f.isolated => Mode::Declared,
            Some(_) => Mode::Inferred,
        };
        self.frames.push(field_frame(mode));
        for f in fields {
            self.field(o, o.isolated, f, |w, needs| w.out.summary.uses.push((State::Fields(def), needs)));
        }
        self.frames.pop();
        if o.isolated {
            self.included_fields(data, o);
        }
    }

    /// Fields that an isolated class has by inclusion are not private, so they must be isolated.
    fn included_fields(&mut self, data: &ClassData, o: &ObjectTy) {
        for m in &o.members {
            let own = data.fields.iter().any(|f| f.name == m.name);
            if !own && !self.field_needs(m).is_empty() {
                let message =
                    format!("included field '{}' of an isolated class must be final and immutable", m.name);
                self.error(data.name_range, message, None);
            }
        }
    }

    fn field(&mut self, o: &ObjectTy, isolated: bool, f: Field, infer: impl FnOnce(&mut Self, Vec<Need>)) {
        let Some(m) = o.member(f.name) else { return };
        let own = self.field_needs(m);
        let needs = f.init.map(|x| self.isolated(x)).unwrap_or_default();
        if !isolated {
            infer(self, needs);
        } else {
            if !own.is_empty() && !f.is_private {
                let message = format!(
                    "field '{}' of an isolated object must be private, or final and immutable",
                    f.name
                );
                let at = crate::names::name_in(self.db, self.def, f.range);
                self.error(at, message, Some("declare it 'private' or 'final'".into()));
            }
            if let Some(x) = f.init
                && !needs.is_empty()
            {
                let message = format!(
                    "the initial value of field '{}' of an isolated object must be an isolated expression",
                    f.name
                );
                let help = super::ISOLATED_EXPRESSION.to_string();
                self.error(self.store.exprs.range(x), message, Some(help));
                return;
            }
        }
        if let Some(x) = f.init {
            self.expr(x);
        }
    }

    /// An object constructor: its fields are initialised here, its methods are functions of their own.
    pub(super) fn object_ctor(&mut self, e: ExprId, c: &ObjectCtor) {
        let Some(TyKind::Object(o)) = self.r.constructs.get(&e).map(|t| t.kind()) else {
            return self.parts(e);
        };
        let o = o.clone();
        let init = c.methods.iter().find(|m| m.name.as_str() == "init");
        let isolated_init = init.is_none_or(|m| self.store.lambdas[m.lambda].isolated);
        if !isolated_init {
            self.breach(self.store.exprs.range(e), &[Need::Never], |what| {
                let message = format!("{what} constructs an object whose 'init' is not isolated");
                (message, Some("declare 'init' 'isolated'".into()))
            });
        }
        let lock = self.lock.take();
        let mode = if isolated_init { Mode::Declared } else { Mode::Free };
        self.frames.push(field_frame(mode));
        for f in &c.fields {
            let range = self.store.type_refs.range(f.ty);
            let f = Field { name: f.name, range, is_private: f.is_private, init: f.init };
            self.field(&o, o.isolated, f, |_, _| {});
        }
        self.frames.pop();
        self.lock = lock;
        for m in &c.methods {
            let lambda = &self.store.lambdas[m.lambda];
            let constructs = lambda.self_local.filter(|_| m.name.as_str() == "init");
            let frame = Frame {
                lambda: Some(m.lambda),
                range: None,
                mode: if lambda.isolated { Mode::Declared } else { Mode::Free },
                what: format!("isolated method '{}'", m.name),
                constructs,
            };
            self.in_frame(frame, |w| w.lambda_body(m.lambda));
        }
    }
}

fn field_frame(mode: Mode) -> Frame {
    let what = "the initialiser of a field".to_string();
    Frame { lambda: None, range: None, mode, what, constructs: None }
}
