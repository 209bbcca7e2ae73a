//! Annotations and annotation access (spec 6.12, 9.1).

use hir_def::ids::Def;
use hir_def::queries::{self, ResolvedTag};
use hir_def::{Annotation, ExprId, Path, Subject};
use semtypes::{Ty, TyKind};
use syntax::TextRange;

use super::Infer;
use crate::annotations::{self, TagValue};
use crate::codes;
use crate::consts;
use crate::names;
use crate::result::Resolution;

impl Infer<'_> {
    /// Checks the annotations that `which` selects, in the current scope.
    pub(super) fn annotations(&mut self, which: impl Fn(&Annotation) -> bool) {
        let store = self.store;
        for (i, a) in store.annotations.iter().enumerate() {
            if which(a) {
                self.annotation(i as u32, a);
            }
        }
    }

    /// Checks the annotations of a body that no expression of it has checked.
    pub(super) fn source_annotations(&mut self) {
        self.annotations(|a| !matches!(a.subject, Subject::Lambda(_) | Subject::Object(_)));
    }

    fn annotation(&mut self, index: u32, a: &Annotation) {
        let Some(def) = self.tag(a.tag, a.range) else {
            self.infer(a.value, None);
            return;
        };
        let decl = queries::annotation_decl(self.db, def);
        let allowed = annotations::allows(decl, a.construct);
        let found = self.errors();
        if allowed.is_none() {
            let message = format!("annotation '{}' is not allowed on {}", a.tag, a.construct.describe());
            self.error(a.range, codes::BAD_ANNOTATION, message);
        } else if annotations::reserved(self.db, def, self.def) {
            let message = format!("annotation '{}' is for the lang library only", a.tag);
            self.error(a.range, codes::BAD_ANNOTATION, message);
        }
        let Some(value) = annotations::tag_value(self.db, def) else {
            self.infer(a.value, None);
            return;
        };
        let earlier = &self.store.annotations[..index as usize];
        if !matches!(value, TagValue::Many(_))
            && earlier.iter().any(|b| b.site == a.site && self.same_tag(b.tag, def))
        {
            let message = format!("annotation '{}' can be given only once here", a.tag);
            self.error(a.range, codes::BAD_ANNOTATION, message);
        }
        match value {
            TagValue::True if a.written => {
                let message = format!("annotation '{}' has no value", a.tag);
                self.error(self.range(a.value), codes::BAD_ANNOTATION, message);
            }
            TagValue::True => {}
            TagValue::One(ty) | TagValue::Many(ty) => {
                self.check(a.value, ty);
                if decl.is_const
                    && self.errors() == found
                    && consts::eval(self.db, self.def, self.store, a.value, Some(ty)).is_none()
                {
                    let message = format!("the value of annotation '{}' must be constant", a.tag);
                    self.error(self.range(a.value), codes::NOT_CONSTANT, message);
                }
            }
        }
        if allowed == Some(true) && self.errors() == found {
            self.r.annotations.insert(index, def);
        }
    }

    fn same_tag(&self, tag: Path, def: Def) -> bool {
        queries::resolve_tag(self.db, self.file, tag) == ResolvedTag::Tag(def)
    }

    /// The declaration of a tag; reports one that there is not.
    fn tag(&mut self, tag: Path, range: TextRange) -> Option<Def> {
        match queries::resolve_tag(self.db, self.file, tag) {
            ResolvedTag::Tag(def) => {
                self.deprecated(def, range, tag);
                return Some(def);
            }
            ResolvedTag::Private => {
                self.error(range, codes::NOT_VISIBLE, format!("'{tag}' is not public in its module"));
            }
            ResolvedTag::UnknownPrefix if queries::is_imported(self.db, self.file, tag.prefix) => {}
            ResolvedTag::UnknownPrefix => {
                let m = tag.prefix.map_or("", semtypes::Name::as_str);
                self.error(range, codes::UNKNOWN_PREFIX, format!("undefined module '{m}'"));
            }
            // Nothing is written: a syntax error.
            ResolvedTag::Unknown if tag.name.as_str().is_empty() => {}
            ResolvedTag::Unknown => {
                self.error(range, codes::UNDEFINED, format!("undefined annotation '{tag}'"));
            }
        }
        None
    }

    /// `base.@tag`: nil when the type has no such annotation.
    pub(super) fn annotation_access(&mut self, e: ExprId, base: ExprId, tag: Path) -> Ty {
        let t = self.infer(base, None);
        let def = self.tag(tag, self.range(e));
        if !t.has_missing() && !self.subtype(t, Ty::new(TyKind::Typedesc(None))) {
            let message = format!("annotation access needs a 'typedesc' value, found '{t}'");
            self.error(self.range(base), codes::BAD_ACCESS, message);
            return Ty::missing();
        }
        let Some(def) = def else { return Ty::missing() };
        self.r.resolutions.insert(e, Resolution::Annotation(def));
        Ty::nilable(annotations::tag_ty(self.db, def))
    }

    /// Warns of the use of a deprecated declaration.
    pub(super) fn deprecated(&mut self, def: Def, range: TextRange, path: Path) {
        if let Some(d) = crate::defs::deprecation(self.db, def, range, path) {
            let range = names::name_in(self.db, self.def, d.range);
            let d = base_db::LocalDiagnostic { range, ..d };
            self.r.diagnostics.push(d);
        }
    }
}
