//! XML text to values (lang.xml `fromString`): the production `content` of XML 1.0 with namespaces.
//!
//! The tokens come from quick-xml; what it leaves open is checked here: names, characters, references, namespaces.
//! Open elements are on a stack of our own, so that nesting is bounded by memory only.

use native::{Fail, Word, World};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use values::xml::{XML_URI, XMLNS_URI};

pub enum ParseError {
    Syntax(String),
    Fail(Fail),
}

impl From<Fail> for ParseError {
    fn from(f: Fail) -> Self {
        ParseError::Fail(f)
    }
}

type Parsed<T> = Result<T, ParseError>;

fn syntax<T>(message: impl Into<String>) -> Parsed<T> {
    Err(ParseError::Syntax(message.into()))
}

/// An element whose end tag has not come yet; its children so far are the handles from `base` on.
struct Open {
    base: usize,
    bindings: usize,
    name: String,
    attributes: Vec<(String, String)>,
}

struct Parser<'w> {
    world: &'w mut World,
    /// Namespace bindings in scope: prefix (empty: the default) and namespace.
    scope: Vec<(String, String)>,
    open: Vec<Open>,
    /// Characters that no item has ended yet.
    text: String,
}

/// Parses XML content.
pub fn parse(world: &mut World, text: &str) -> Parsed<Word> {
    let base = world.heap.handle_mark();
    let mut parser = Parser { world, scope: Vec::new(), open: Vec::new(), text: String::new() };
    match parser.content(text) {
        Ok(()) => Ok(world.xml_concat(base)?),
        Err(e) => {
            world.heap.pop_handles(base);
            Err(e)
        }
    }
}

impl Parser<'_> {
    fn content(&mut self, text: &str) -> Parsed<()> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        let mut first = true;
        loop {
            let event = reader.read_event().map_err(|e| ParseError::Syntax(e.to_string()))?;
            match event {
                Event::Start(e) => self.start(&e)?,
                Event::Empty(e) => {
                    self.start(&e)?;
                    self.end()?;
                }
                Event::End(_) => self.end()?,
                Event::Text(t) => {
                    let t = utf8(&t)?;
                    if t.contains("]]>") {
                        return syntax("']]>' in character data");
                    }
                    self.characters(t)?;
                }
                Event::CData(t) => self.characters(utf8(&t)?)?,
                Event::GeneralRef(r) => {
                    let c = reference(utf8(&r)?)?;
                    self.text.push(c);
                }
                Event::Comment(c) => {
                    let c = line_ends(utf8(&c)?)?;
                    self.flush();
                    let w = self.world.str(&c);
                    let w = self.world.xml_comment(w, false);
                    self.world.heap.push_handle(w.0);
                }
                Event::PI(p) => self.instruction(utf8(&p)?)?,
                // Not content, but what whole documents start with.
                Event::Decl(d) if first && d.version().is_ok() => {}
                Event::Decl(_) => return syntax("misplaced or malformed XML declaration"),
                Event::DocType(_) => return syntax("a document type declaration is not allowed"),
                Event::Eof => break,
            }
            first = false;
        }
        if let Some(o) = self.open.last() {
            return syntax(format!("element '{}' has no end tag", o.name));
        }
        self.flush();
        Ok(())
    }

    fn characters(&mut self, t: &str) -> Parsed<()> {
        self.text.push_str(&line_ends(t)?);
        Ok(())
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let w = self.world.str(&std::mem::take(&mut self.text));
            self.world.heap.push_handle(w.0);
        }
    }

    fn instruction(&mut self, text: &str) -> Parsed<()> {
        let (target, content) = text.split_once([' ', '\t', '\r', '\n']).unwrap_or((text, ""));
        ncname(target)?;
        if target.eq_ignore_ascii_case("xml") {
            return syntax("'xml' is not allowed as the target of a processing instruction");
        }
        let content = line_ends(content.trim_start_matches([' ', '\t', '\r', '\n']))?;
        self.flush();
        let target = self.world.str(target);
        let target = self.world.heap.push_handle(target.0);
        let content = self.world.str(&content);
        let w = self.world.xml_pi(Word(self.world.heap.handle(target)), content, false);
        self.world.heap.set_handle(target, w.0);
        Ok(())
    }

    fn start(&mut self, e: &BytesStart<'_>) -> Parsed<()> {
        let mut raw = Vec::new();
        for a in e.attributes() {
            let a = a.map_err(|e| ParseError::Syntax(e.to_string()))?;
            raw.push((qname(utf8(a.key.0)?)?, attribute_value(utf8(&a.value)?)?));
        }
        let bindings = self.scope.len();
        for ((prefix, local), value) in &raw {
            if let Some(declared) = declared_prefix(*prefix, local) {
                check_declaration(declared, value)?;
                self.scope.push((declared.to_string(), value.clone()));
            }
        }
        let (prefix, local) = qname(utf8(e.name().0)?)?;
        let mut used = Vec::new();
        let name = self.expand(prefix.or(Some("")), local, &mut used)?;
        let mut attributes: Vec<(String, String)> = Vec::with_capacity(raw.len());
        for ((prefix, local), value) in raw.iter().map(|(n, v)| (*n, v)) {
            let name = match declared_prefix(prefix, local) {
                Some(_) => format!("{{{XMLNS_URI}}}{local}"),
                None => self.expand(prefix, local, &mut used)?,
            };
            if attributes.iter().any(|(n, _)| *n == name) {
                return syntax(format!("attribute '{local}' is given twice"));
            }
            attributes.push((name, value.clone()));
        }
        // Declarations of the prefixes in use travel with the element (spec 5.3.2.1).
        for (prefix, uri) in used {
            let name = format!("{{{XMLNS_URI}}}{prefix}");
            if !attributes.iter().any(|(n, _)| *n == name) {
                attributes.push((name, uri));
            }
        }
        self.flush();
        let base = self.world.heap.handle_mark();
        self.open.push(Open { base, bindings, name, attributes });
        Ok(())
    }

    /// The expanded name; `prefix` empty is the default namespace. Notes which declared prefix it used.
    fn expand(&self, prefix: Option<&str>, local: &str, used: &mut Vec<(String, String)>) -> Parsed<String> {
        let Some(prefix) = prefix else { return Ok(local.to_string()) };
        if prefix == "xml" {
            return Ok(format!("{{{XML_URI}}}{local}"));
        }
        match self.scope.iter().rev().find(|(p, _)| p == prefix) {
            Some((_, uri)) if uri.is_empty() => Ok(local.to_string()),
            Some((_, uri)) => {
                if !prefix.is_empty() && !used.iter().any(|(p, _)| p == prefix) {
                    used.push((prefix.to_string(), uri.clone()));
                }
                Ok(format!("{{{uri}}}{local}"))
            }
            None if prefix.is_empty() => Ok(local.to_string()),
            None => syntax(format!("undeclared namespace prefix '{prefix}'")),
        }
    }

    fn end(&mut self) -> Parsed<()> {
        self.flush();
        let Some(o) = self.open.pop() else { return syntax("an end tag without a start tag") };
        self.scope.truncate(o.bindings);
        let world = &mut *self.world;
        let children = world.xml_concat(o.base)?;
        let children = world.heap.push_handle(children.0);
        let ty = world.xml_attributes_type(false);
        let map = world.mapping_new(ty, o.attributes.len());
        let map = world.heap.push_handle(map.0);
        for (name, value) in &o.attributes {
            let name = world.str(name);
            let name = world.heap.push_handle(name.0);
            let value = world.str(value);
            world.mapping_init(Word(world.heap.handle(map)), Word(world.heap.handle(name)), value)?;
            world.heap.pop_handles(name);
        }
        let name = world.str(&o.name);
        let (map, inner) = (Word(world.heap.handle(map)), Word(world.heap.handle(children)));
        world.heap.pop_handles(children);
        let w = world.xml_element(name, map, inner, false);
        world.heap.push_handle(w.0);
        Ok(())
    }
}

fn utf8(bytes: &[u8]) -> Parsed<&str> {
    std::str::from_utf8(bytes).or_else(|_| syntax("malformed text"))
}

/// Line ends as XML 1.0 (2.11) wants them, and only characters that it allows (2.2).
fn line_ends(t: &str) -> Parsed<String> {
    if let Some(c) = t.chars().find(|c| !is_char(*c)) {
        return syntax(format!("character U+{:04X} is not allowed", c as u32));
    }
    Ok(t.replace("\r\n", "\n").replace('\r', "\n"))
}

fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The character of a reference, `name` being what stands between `&` and `;`.
fn reference(name: &str) -> Parsed<char> {
    let number = name.strip_prefix('#').map(|n| match n.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => n.parse(),
    });
    let c = match (name, number) {
        (_, Some(n)) => n.ok().and_then(char::from_u32).filter(|c| is_char(*c)),
        ("amp", _) => Some('&'),
        ("lt", _) => Some('<'),
        ("gt", _) => Some('>'),
        ("quot", _) => Some('"'),
        ("apos", _) => Some('\''),
        _ => None,
    };
    c.map_or_else(|| syntax(format!("invalid reference '&{name};'")), Ok)
}

/// The normalised value of an attribute (XML 1.0, 3.3.3).
fn attribute_value(raw: &str) -> Parsed<String> {
    if raw.contains('<') {
        return syntax("'<' in an attribute value");
    }
    let raw = line_ends(raw)?;
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.as_str();
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at].replace(['\n', '\t'], " "));
        let Some((name, after)) = rest[at + 1..].split_once(';') else {
            return syntax("'&' in an attribute value");
        };
        out.push(reference(name)?);
        rest = after;
    }
    out.push_str(&rest.replace(['\n', '\t'], " "));
    Ok(out)
}

/// Prefix and local name of a qualified name.
fn qname(text: &str) -> Parsed<(Option<&str>, &str)> {
    let (prefix, local) = match text.split_once(':') {
        Some((p, l)) => (Some(p), l),
        None => (None, text),
    };
    prefix.map_or(Ok(()), ncname)?;
    ncname(local)?;
    Ok((prefix, local))
}

/// Checks a name without colon.
fn ncname(text: &str) -> Parsed<()> {
    let start = |c: char| {
        c.is_ascii_alphabetic()
            || c == '_'
            || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
                | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
                | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
                | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
    };
    let more = |c: char| {
        start(c)
            || c.is_ascii_digit()
            || matches!(c, '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
    };
    if text.chars().next().is_some_and(start) && text.chars().all(more) {
        Ok(())
    } else {
        syntax(format!("invalid name '{text}'"))
    }
}

/// The prefix that an attribute declares: empty for the default namespace.
fn declared_prefix<'a>(prefix: Option<&str>, local: &'a str) -> Option<&'a str> {
    match (prefix, local) {
        (None, "xmlns") => Some(""),
        (Some("xmlns"), p) => Some(p),
        _ => None,
    }
}

fn check_declaration(prefix: &str, uri: &str) -> Parsed<()> {
    let ok = match prefix {
        "xmlns" => false,
        "xml" => uri == XML_URI,
        "" => uri != XML_URI && uri != XMLNS_URI,
        _ => !uri.is_empty() && uri != XML_URI && uri != XMLNS_URI,
    };
    if ok { Ok(()) } else { syntax(format!("namespace prefix '{prefix}' cannot stand for '{uri}'")) }
}
