//! XML values as text: expanded names get their prefixes back (spec 5.3.2.1).
//!
//! One refinement of what the specification says of pruning: a declaration is left out only where the same prefix is
//! already bound to the same namespace, so that a program's own prefixes survive.

use crate::word::{Sort, Word};
use crate::world::World;
use crate::xml::{XML_URI, XMLNS_URI, split_name};

/// What is left to write.
enum Todo {
    /// The items of a sequence, from the given one on.
    Items(Word, usize),
    /// An end tag, and the number of namespace bindings around the element.
    End(String, usize),
}

struct Writer<'a> {
    world: &'a World,
    out: String,
    /// Namespace bindings in scope, innermost last: prefix (empty: the default) and namespace.
    scope: Vec<(String, String)>,
}

/// Namespace declarations of one element while its tag is made.
struct Declarations {
    /// Prefix and namespace of each, in order.
    own: Vec<(String, String)>,
}

impl World {
    /// A value in XML syntax.
    pub fn xml_text(&self, w: Word) -> String {
        let mut writer = Writer { world: self, out: String::new(), scope: Vec::new() };
        let mut todo = vec![Todo::Items(w, 0)];
        while let Some(next) = todo.pop() {
            match next {
                Todo::Items(seq, i) => {
                    if let Some(item) = self.xml_item(seq, i) {
                        todo.push(Todo::Items(seq, i + 1));
                        writer.item(item, &mut todo);
                    }
                }
                Todo::End(name, bindings) => {
                    writer.out.push_str("</");
                    writer.out.push_str(&name);
                    writer.out.push('>');
                    writer.scope.truncate(bindings);
                }
            }
        }
        writer.out
    }
}

impl Writer<'_> {
    fn item(&mut self, w: Word, todo: &mut Vec<Todo>) {
        let text = |x: Option<Word>| x.and_then(|x| self.world.as_str(x)).unwrap_or("");
        match w.sort() {
            Some(Sort::XmlText) => escape(&mut self.out, text(self.world.xml_content(w)), false),
            Some(Sort::XmlComment) => {
                self.out.push_str("<!--");
                self.out.push_str(text(self.world.xml_content(w)));
                self.out.push_str("-->");
            }
            Some(Sort::XmlPi) => {
                self.out.push_str("<?");
                self.out.push_str(text(self.world.xml_target(w)));
                self.out.push(' ');
                self.out.push_str(text(self.world.xml_content(w)));
                self.out.push_str("?>");
            }
            _ => self.element(w, todo),
        }
    }

    /// The tag of an element; its content is put on `todo`.
    fn element(&mut self, w: Word, todo: &mut Vec<Todo>) {
        let world = self.world;
        let bindings = self.scope.len();
        let attributes = world.xml_attribute_list(w);
        let mut decls = self.declarations(world.xml_name_text(w).unwrap_or(""), &attributes);
        let declared = decls.own.len();
        let mut tag = String::new();
        for (name, value) in &attributes {
            match split_name(name) {
                (Some(XMLNS_URI), local) => {
                    let prefix = if local == "xmlns" { "" } else { local };
                    if decls.own.iter().any(|(p, u)| p == prefix && u == value) {
                        declaration(&mut tag, prefix, value);
                    }
                }
                (uri, local) => {
                    tag.push(' ');
                    if let Some(uri) = uri {
                        tag.push_str(&self.attribute_prefix(&mut decls, uri));
                        tag.push(':');
                    }
                    tag.push_str(local);
                    tag.push_str("=\"");
                    escape(&mut tag, value, true);
                    tag.push('"');
                }
            }
        }
        let name = self.element_name(&mut decls, world.xml_name_text(w).unwrap_or(""));
        for (prefix, uri) in &decls.own[declared..] {
            declaration(&mut tag, prefix, uri);
        }
        self.out.push('<');
        self.out.push_str(&name);
        self.out.push_str(&tag);
        self.scope.append(&mut decls.own);
        match world.xml_children(w).filter(|c| world.xml_len(*c) != Some(0)) {
            Some(children) => {
                self.out.push('>');
                todo.push(Todo::End(name, bindings));
                todo.push(Todo::Items(children, 0));
            }
            None => {
                self.out.push_str("/>");
                self.scope.truncate(bindings);
            }
        }
    }

    /// The declarations among the attributes that say something new.
    fn declarations(&self, name: &str, attributes: &[(&str, &str)]) -> Declarations {
        let bare = split_name(name).0.is_none();
        let mut own = Vec::new();
        for (name, value) in attributes {
            let (Some(XMLNS_URI), local) = split_name(name) else { continue };
            let known = |prefix: &str| self.bound(prefix) == Some(value);
            match local {
                // An element without namespace cannot stand under a default namespace of its own.
                "xmlns" if bare && !value.is_empty() => {}
                "xmlns" => own.push((String::new(), value.to_string())),
                // What the specification reserves cannot be declared otherwise.
                "xml" => {}
                p if known(p) || value.is_empty() => {}
                p => own.push((p.to_string(), value.to_string())),
            }
        }
        Declarations { own }
    }

    /// The namespace that a prefix is bound to around the element.
    fn bound(&self, prefix: &str) -> Option<&str> {
        self.scope.iter().rev().find(|(p, _)| p == prefix).map(|(_, u)| u.as_str())
    }

    /// A prefix, other than none, that stands for a namespace in the element.
    fn prefix_of(&self, decls: &Declarations, uri: &str) -> Option<String> {
        if uri == XML_URI {
            return Some("xml".into());
        }
        let named = |(p, u): &&(String, String)| !p.is_empty() && u == uri;
        if let Some((p, _)) = decls.own.iter().find(named) {
            return Some(p.clone());
        }
        let outer = self
            .scope
            .iter()
            .rev()
            .filter(named)
            .find(|(p, _)| self.bound(p) == Some(uri) && !decls.own.iter().any(|(q, _)| q == p));
        outer.map(|(p, _)| p.clone())
    }

    fn new_prefix(&self, decls: &mut Declarations, uri: &str) -> String {
        let taken = |p: &str| self.bound(p).is_some() || decls.own.iter().any(|(q, _)| q == p);
        let prefix = (0..).map(|n| format!("ns{n}")).find(|p| !taken(p)).unwrap_or_default();
        decls.own.push((prefix.clone(), uri.to_string()));
        prefix
    }

    fn attribute_prefix(&self, decls: &mut Declarations, uri: &str) -> String {
        match self.prefix_of(decls, uri) {
            Some(p) => p,
            None => self.new_prefix(decls, uri),
        }
    }

    /// The name in the tag, after declaring what it needs.
    fn element_name(&self, decls: &mut Declarations, name: &str) -> String {
        let (uri, local) = split_name(name);
        let own = decls.own.iter().find(|(p, _)| p.is_empty()).map(|(_, u)| u.as_str());
        let default = own.or(self.bound("")).unwrap_or("");
        let Some(uri) = uri else {
            if !default.is_empty() {
                decls.own.push((String::new(), String::new()));
            }
            return local.to_string();
        };
        if default == uri {
            return local.to_string();
        }
        if let Some(p) = self.prefix_of(decls, uri) {
            return format!("{p}:{local}");
        }
        if own.is_none() {
            decls.own.push((String::new(), uri.to_string()));
            return local.to_string();
        }
        format!("{}:{local}", self.new_prefix(decls, uri))
    }
}

fn declaration(out: &mut String, prefix: &str, uri: &str) {
    out.push_str(" xmlns");
    if !prefix.is_empty() {
        out.push(':');
        out.push_str(prefix);
    }
    out.push_str("=\"");
    escape(out, uri, true);
    out.push('"');
}

/// Character data, or the value of an attribute between double quotes. What a parser would normalise becomes a
/// character reference.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !attribute => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\t' if attribute => out.push_str("&#x9;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}
