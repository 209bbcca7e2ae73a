//! XML: templates, navigation, attributes, namespaces (spec 6.6.2, 6.12, 6.36, 7.17).

use std::collections::BTreeMap;

use hir_def::queries::{self, Item, Resolved};
use hir_def::{ExprId, Path, TemplatePart, XmlAttribute, XmlElement, XmlItem, XmlName, XmlQName, XmlStep};
use semtypes::{Const, Name, Ty, TyKind};
use syntax::TextRange;

use super::Infer;
use crate::codes;
use crate::consts;
use crate::lower_ty::show;
use crate::ops;
use crate::project;
use crate::result::{Resolution, XmlNode, XmlTemplate};
use crate::xml::{self, XML_URI, XMLNS_URI, expanded};

/// A template being checked.
#[derive(Default)]
struct Names {
    /// Namespaces declared by the elements around, innermost last; the prefix of the default namespace is empty.
    scope: Vec<(Name, Name)>,
    /// Prefixes of the outermost element and those below it that are declared outside of the template.
    outer: BTreeMap<Name, Name>,
}

/// What the content of a template may come to.
struct Content {
    kinds: Vec<Ty>,
    /// Items other than texts.
    items: usize,
    /// The type of the content when it is one insertion.
    whole: Option<Ty>,
}

impl Infer<'_> {
    // ---- namespaces ----

    /// The namespace of a prefix (empty: the default namespace) at this point; empty when that undeclares it.
    fn namespace(&self, prefix: Name) -> Option<Name> {
        let local = self.namespaces.iter().rev().find(|(p, _)| *p == prefix).map(|(_, uri)| *uri);
        local.or_else(|| xml::file_namespace(self.db, self.file, prefix))
    }

    /// The string that `prefix:name` stands for when the prefix is that of a namespace (spec 6.9).
    pub(super) fn xml_qualified_name(&self, p: Path) -> Option<Const> {
        let uri = self.namespace(p.prefix?)?;
        Some(Const::string(&expanded(uri.as_str(), p.name.as_str())))
    }

    /// `xmlns` as a statement; it holds to the end of the block.
    pub(super) fn xmlns_stmt(&mut self, uri: ExprId, prefix: Option<Name>, block: usize, range: TextRange) {
        let uri = self.xmlns_uri(uri, prefix);
        let prefix = prefix.unwrap_or(Name::new(""));
        if self.namespaces[block..].iter().any(|(p, _)| *p == prefix) {
            self.error(range, codes::REDECLARED, format!("redeclared namespace prefix '{prefix}'"));
        }
        if let Some(uri) = uri {
            self.namespaces.push((prefix, uri));
        }
    }

    /// Checks a declaration and gives its namespace.
    pub(super) fn xmlns_uri(&mut self, uri: ExprId, prefix: Option<Name>) -> Option<Name> {
        let t = self.check(uri, Ty::string());
        let range = self.range(uri);
        let Some(Const::String(uri)) = self.r.consts.get(&uri).cloned() else {
            if !t.has_missing() {
                self.error(range, codes::NOT_CONSTANT, "a namespace must be a constant string");
            }
            return None;
        };
        let prefix = prefix.map_or("", Name::as_str);
        if !may_declare(prefix, uri.as_str()) {
            self.error(
                range,
                codes::BAD_XML,
                format!("namespace prefix '{prefix}' cannot be bound to '{uri}'"),
            );
        }
        Some(uri)
    }

    // ---- templates ----

    pub(super) fn xml_template(&mut self, e: ExprId, items: &[XmlItem], expected: Option<Ty>) -> Ty {
        let readonly = expected.is_some_and(|t| {
            let part = ops::narrow(self.db, t, xml::xml());
            part != Ty::never() && self.subtype(part, Ty::readonly())
        });
        let mut nodes = Vec::with_capacity(items.len());
        let mut content = Content { kinds: Vec::new(), items: 0, whole: None };
        for item in items {
            let mut names = Names::default();
            let node = match item {
                XmlItem::Element(el) => self.xml_root(el, &mut names),
                item => self.xml_item(item, &mut names),
            };
            match &node {
                XmlNode::Insertion(x) => self.inserted(self.r.expr_ty[x], &mut content),
                XmlNode::Text(t) if t.is_empty() => {}
                XmlNode::Text(_) => content.kinds.push(Ty::new(TyKind::XmlText)),
                XmlNode::Comment(_) => content.item(TyKind::XmlComment),
                XmlNode::Pi { .. } => content.item(TyKind::XmlProcessingInstruction),
                XmlNode::Element { .. } => content.item(TyKind::XmlElement),
            }
            nodes.push(node);
        }
        let ty = content.ty(items.len() == 1);
        let readonly = readonly && !self.subtype(ty, Ty::readonly());
        self.r.xml.insert(e, XmlTemplate { nodes, readonly });
        if readonly { project::readonly_of(self.db, ty) } else { ty }
    }

    fn xml_item(&mut self, item: &XmlItem, names: &mut Names) -> XmlNode {
        match item {
            XmlItem::Text(t) => XmlNode::Text(t.clone()),
            XmlItem::Comment(c) => XmlNode::Comment(c.clone()),
            XmlItem::Pi { target, data } => XmlNode::Pi { target: target.clone(), data: data.clone() },
            XmlItem::Element(el) => {
                let mut used = Vec::new();
                let mut node = self.xml_element(el, names, &mut used);
                // Declarations of the prefixes in use travel with the element (spec 5.3.2.1).
                if let XmlNode::Element { attributes, .. } = &mut node {
                    hoist(attributes, used);
                }
                node
            }
            XmlItem::Insertion(x) => {
                self.xml_insertion(*x, true);
                XmlNode::Insertion(*x)
            }
        }
    }

    /// Adds what an insertion contributes to the type of the content.
    fn inserted(&self, t: Ty, c: &mut Content) {
        if self.subtype(t, xml::xml()) {
            c.whole = Some(t);
        } else {
            c.kinds.push(Ty::new(TyKind::XmlText));
        }
        let part = ops::narrow(self.db, t, xml::xml());
        if part != Ty::never() {
            c.items += 2;
            c.kinds.push(xml::item_ty(self.db, part));
        }
    }

    /// An interpolated expression: a simple value that is not nil, and in content also xml.
    fn xml_insertion(&mut self, x: ExprId, in_content: bool) {
        let simple = Ty::union([
            Ty::boolean(),
            Ty::int(),
            Ty::float(),
            Ty::decimal(),
            Ty::string(),
            Ty::new(TyKind::Regexp),
        ]);
        let context = if in_content { xml::xml() } else { Ty::string() };
        let t = self.infer(x, Some(context));
        let allowed = if in_content { Ty::union([xml::xml(), simple]) } else { simple };
        if !self.subtype(t, allowed) {
            self.incompatible(self.range(x), allowed, t);
        }
    }

    /// An outermost element also gets the outer declarations that those below it need, so that they are written once.
    fn xml_root(&mut self, el: &XmlElement, names: &mut Names) -> XmlNode {
        let mut node = self.xml_element(el, names, &mut Vec::new());
        if let XmlNode::Element { attributes, .. } = &mut node {
            hoist(attributes, std::mem::take(&mut names.outer));
        }
        node
    }

    /// An element; notes the prefixes of its own names in `used`.
    fn xml_element(&mut self, el: &XmlElement, names: &mut Names, used: &mut Vec<(Name, Name)>) -> XmlNode {
        let mark = names.scope.len();
        for a in &el.attributes {
            self.xml_declaration(a, names);
        }
        let default = Some(Name::new(""));
        let prefix = el.name.prefix.or(default);
        let name = self.xml_name(XmlQName { prefix, ..el.name }, names, used);
        let mut attributes: Vec<(Name, Vec<TemplatePart>)> = Vec::new();
        for a in &el.attributes {
            let name = match declared(&a.name) {
                Some(_) => Name::new(&expanded(XMLNS_URI, a.name.local.as_str())),
                None => self.xml_name(a.name, names, used),
            };
            for p in &a.value {
                if let TemplatePart::Insertion(x) = p {
                    self.xml_insertion(*x, false);
                }
            }
            if attributes.iter().any(|(n, _)| *n == name) {
                let message = format!("attribute '{}' is given twice", a.name.local);
                self.error(a.name.range, codes::BAD_XML, message);
            }
            attributes.push((name, a.value.clone()));
        }
        let children = el.content.iter().map(|i| self.xml_item(i, names)).collect();
        names.scope.truncate(mark);
        XmlNode::Element { name, attributes, children }
    }

    /// Notes the namespace that an attribute declares.
    fn xml_declaration(&mut self, a: &XmlAttribute, names: &mut Names) {
        let Some(prefix) = declared(&a.name) else { return };
        let uri: String = a
            .value
            .iter()
            .map(|p| match p {
                TemplatePart::Text(t) => &**t,
                // Reported by the parser.
                TemplatePart::Insertion(_) => "",
            })
            .collect();
        if !may_declare(prefix.as_str(), &uri) {
            let message = format!("namespace prefix '{prefix}' cannot be bound to '{uri}'");
            self.error(a.name.range, codes::BAD_XML, message);
        }
        names.scope.push((prefix, Name::new(&uri)));
    }

    /// The expanded name; an empty prefix stands for the default namespace.
    fn xml_name(&mut self, q: XmlQName, names: &mut Names, used: &mut Vec<(Name, Name)>) -> Name {
        let Some(prefix) = q.prefix else { return q.local };
        let uri = if prefix.as_str() == "xml" {
            Some(Name::new(XML_URI))
        } else if let Some((_, uri)) = names.scope.iter().rev().find(|(p, _)| *p == prefix) {
            Some(*uri)
        } else {
            let uri = self.namespace(prefix).filter(|_| prefix.as_str() != "xmlns");
            if let Some(uri) = uri.filter(|_| !prefix.as_str().is_empty()) {
                names.outer.insert(prefix, uri);
            }
            uri
        };
        let Some(uri) = uri else {
            if !prefix.as_str().is_empty() {
                let message = format!("undeclared namespace prefix '{prefix}'");
                self.error(q.range, codes::UNKNOWN_PREFIX, message);
            }
            return q.local;
        };
        if !matches!(prefix.as_str(), "" | "xml") && !used.contains(&(prefix, uri)) {
            used.push((prefix, uri));
        }
        Name::new(&expanded(uri.as_str(), q.local.as_str()))
    }

    // ---- navigation ----

    pub(super) fn xml_step(&mut self, e: ExprId, base: ExprId, step: &XmlStep) -> Ty {
        let t = self.infer(base, None);
        if !self.subtype(t, xml::xml()) {
            let message = format!("XML navigation is not possible on '{t}'");
            self.error(self.range(base), codes::BAD_ACCESS, message);
        }
        let readonly = self.is(t, Ty::readonly());
        let ro = |s: &Self, t: Ty| if readonly { project::readonly_of(s.db, t) } else { t };
        let elements = xml::sequence(ro(self, Ty::new(TyKind::XmlElement)));
        let (names, each, selected) = match step {
            XmlStep::Filter(names) => (Some(names), None, elements),
            XmlStep::Children { names: None, each } => {
                let all = ro(self, xml::xml());
                (None, *each, all)
            }
            XmlStep::Children { names: Some(names), each } => (Some(names), *each, elements),
            XmlStep::Descendants { names, each } => (Some(names), *each, elements),
        };
        if let Some(names) = names {
            let patterns = names.iter().map(|n| self.xml_pattern(e, *n)).collect();
            self.r.xml_patterns.insert(e, patterns);
        }
        let Some(each) = each else { return selected };
        self.declare(each.local, selected, true);
        let t = self.infer(each.body, None);
        if !self.subtype(t, xml::xml()) {
            self.incompatible(self.range(each.body), xml::xml(), t);
            return Ty::missing();
        }
        xml::sequence(xml::item_ty(self.db, t))
    }

    fn xml_pattern(&mut self, e: ExprId, n: XmlName) -> Name {
        let uri = match n.prefix {
            Some(p) if p.as_str() == "xml" => Name::new(XML_URI),
            Some(p) => match self.namespace(p) {
                Some(uri) => uri,
                None => {
                    let message = format!("undeclared namespace prefix '{p}'");
                    self.error(self.range(e), codes::UNKNOWN_PREFIX, message);
                    return Name::new("*");
                }
            },
            // `*` alone matches every name, whatever its namespace.
            None if n.local.is_none() => Name::new(""),
            None => self.namespace(Name::new("")).unwrap_or(Name::new("")),
        };
        Name::new(&expanded(uri.as_str(), n.local.map_or("*", Name::as_str)))
    }

    /// `x.name` and `x?.name`, where `x` is of a subtype of xml.
    pub(super) fn xml_attribute(&mut self, e: ExprId, field: Path, optional: bool) -> Ty {
        let Some(name) = self.xml_attribute_name(e, field) else { return Ty::missing() };
        self.r.resolutions.insert(e, Resolution::XmlAttribute(name));
        let ty = Ty::union([Ty::string(), Ty::error()]);
        if optional { Ty::nilable(ty) } else { ty }
    }

    /// A prefix is that of a namespace, or of a module whose constant is the name.
    fn xml_attribute_name(&mut self, e: ExprId, field: Path) -> Option<Name> {
        if field.prefix.is_none() {
            return Some(field.name);
        }
        if let Some(Const::String(name)) = self.xml_qualified_name(field) {
            return Some(name);
        }
        let resolved = queries::resolve_path(self.db, self.file, field);
        if resolved == Resolved::UnknownPrefix {
            let message = format!("undeclared namespace prefix in '{}'", show(field));
            self.error(self.range(e), codes::UNKNOWN_PREFIX, message);
            return None;
        }
        let item = self.resolved(e, field, resolved)?;
        let value = match item {
            Item::Const(def) => Some(consts::const_value(self.db, def)?),
            Item::EnumMember(def, n) => Some(consts::enum_member_value(self.db, def, n)?),
            _ => None,
        };
        if let Some(Const::String(name)) = value {
            return Some(name);
        }
        let message = format!("'{}' is not a constant string: it cannot name an attribute", show(field));
        self.error(self.range(e), codes::NOT_CONSTANT, message);
        None
    }

    /// `x[i]`: an item, or past the end the empty sequence.
    pub(super) fn xml_index(&mut self, t: Ty, key: ExprId) -> Ty {
        self.check(key, Ty::int());
        Ty::union([xml::item_ty(self.db, t), xml::sequence(Ty::never())])
    }

    /// Type of `l + r` where one is xml and the other is xml or a string, which counts as text.
    pub(super) fn xml_addition(&self, l: Ty, r: Ty) -> Option<Ty> {
        let all = xml::xml();
        if !self.is(l, all) && !self.is(r, all) {
            return None;
        }
        let item = |t: Ty| match () {
            () if self.is(t, all) => Some(xml::item_ty(self.db, t)),
            () if self.is(t, Ty::string()) => Some(Ty::new(TyKind::XmlText)),
            () => None,
        };
        Some(xml::sequence(ops::union2(self.db, item(l)?, item(r)?)))
    }
}

impl Content {
    fn item(&mut self, kind: TyKind) {
        self.items += 1;
        self.kinds.push(Ty::new(kind));
    }

    fn ty(mut self, one: bool) -> Ty {
        if let Some(t) = self.whole.filter(|_| one) {
            return t;
        }
        self.kinds.sort_by_key(|t| t.to_string());
        self.kinds.dedup();
        match (self.kinds.as_slice(), self.items) {
            ([], _) => xml::sequence(Ty::never()),
            ([kind], 0 | 1) => *kind,
            _ => xml::sequence(Ty::union(self.kinds)),
        }
    }
}

/// The prefix that an attribute declares; empty for the default namespace.
fn declared(name: &XmlQName) -> Option<Name> {
    match (name.prefix.map(Name::as_str), name.local.as_str()) {
        (None, "xmlns") => Some(Name::new("")),
        (Some("xmlns"), _) => Some(name.local),
        _ => None,
    }
}

/// Whether a prefix (empty: the default namespace) may be declared to stand for a namespace (XML names, section 3).
fn may_declare(prefix: &str, uri: &str) -> bool {
    match prefix {
        "xmlns" => false,
        "xml" => uri == XML_URI,
        "" => uri != XML_URI && uri != XMLNS_URI,
        _ => !uri.is_empty() && uri != XML_URI && uri != XMLNS_URI,
    }
}

/// Adds declarations of prefixes that an element does not declare itself.
fn hoist(attributes: &mut Vec<(Name, Vec<TemplatePart>)>, prefixes: impl IntoIterator<Item = (Name, Name)>) {
    for (prefix, uri) in prefixes {
        let name = Name::new(&expanded(XMLNS_URI, prefix.as_str()));
        if !attributes.iter().any(|(n, _)| *n == name) {
            attributes.push((name, vec![TemplatePart::Text(uri.as_str().into())]));
        }
    }
}
