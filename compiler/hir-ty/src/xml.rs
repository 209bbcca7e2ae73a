//! XML types and namespaces.

use base_db::{Db, SourceFile};
use hir_def::queries;
use semtypes::{Name, Ty, TyKind};

use crate::consts;
use crate::defs::sem;
use crate::project;

/// Namespace that the prefix `xml` stands for.
pub const XML_URI: &str = "http://www.w3.org/XML/1998/namespace";
/// Namespace of namespace declarations; `xmlns` stands for it.
pub const XMLNS_URI: &str = "http://www.w3.org/2000/xmlns/";

pub fn xml() -> Ty {
    Ty::new(TyKind::Xml(None))
}

/// `xml<T>`
pub fn sequence(item: Ty) -> Ty {
    Ty::new(TyKind::Xml(Some(item)))
}

/// The type of the items of a subtype of xml: a union of item types; `never` when it has no items.
pub fn item_ty(db: &dyn Db, ty: Ty) -> Ty {
    if ty.has_missing() {
        return Ty::missing();
    }
    // A type parameter stays one: what it will be decides the item type.
    if let TyKind::Xml(Some(t)) = project::structure(db, ty).kind
        && matches!(t.kind(), TyKind::Param { .. })
    {
        return *t;
    }
    let items = sem(db, ty).xml_item_type();
    let kinds = [TyKind::XmlElement, TyKind::XmlComment, TyKind::XmlProcessingInstruction, TyKind::XmlText];
    Ty::union(kinds.into_iter().map(Ty::new).filter_map(|kind| {
        let found = sem(db, kind).intersect(items);
        if found.is_empty() {
            return None;
        }
        let readonly = project::readonly_of(db, kind);
        Some(if found.is_subtype(sem(db, readonly)) { readonly } else { kind })
    }))
}

/// The namespace that a prefix stands for by a declaration of the file, of another of its module, or of the language; the
/// default namespace for the empty prefix.
pub fn file_namespace(db: &dyn Db, file: SourceFile, prefix: Name) -> Option<Name> {
    if prefix.as_str() == "xmlns" {
        return Some(Name::new(XMLNS_URI));
    }
    let module = queries::module_of(db, file)?;
    let items = queries::module_items(db, module);
    // A prefix counts in its own file; programs for jBallerina also use those of the module's other files.
    let elsewhere = || {
        let mut all = module.files(db).iter().filter_map(|f| items.namespace(*f, prefix));
        all.next().filter(|_| !prefix.as_str().is_empty())
    };
    let def = items.namespace(file, prefix).or_else(elsewhere)?;
    consts::namespace_uri(db, def)
}

/// `{uri}local`
pub fn expanded(uri: &str, local: &str) -> String {
    if uri.is_empty() { local.to_string() } else { format!("{{{uri}}}{local}") }
}
