//! Templates and XML.

use rowan::ast::AstNode;

use super::{Expr, node_enum, nodes};
use crate::{NodeOrToken, SyntaxKind::*, SyntaxNode, SyntaxToken, text};

nodes! {
    /// ``string `...` ``
    StringTemplate(STRING_TEMPLATE) {}
    /// `` `...` ``
    RawTemplate(RAW_TEMPLATE) {}
    /// A data tag and a template: ``re `...` ``.
    TaggedTemplate(TAGGED_TEMPLATE) {
        token tag: IDENT,
    }
    /// `${e}`
    Interpolation(INTERPOLATION) {
        child expr: Expr,
    }

    /// ``xml `...` ``
    XmlTemplate(XML_TEMPLATE) {}
    XmlElement(XML_ELEMENT) {
        child start_tag: XmlStartTag,
        /// `<a/>`, in place of start tag, content and end tag.
        child empty_tag: XmlEmptyTag,
        child end_tag: XmlEndTag,
    }
    XmlStartTag(XML_START_TAG) {
        child name: XmlQName,
        children attributes: XmlAttribute,
    }
    XmlEmptyTag(XML_EMPTY_TAG) {
        child name: XmlQName,
        children attributes: XmlAttribute,
    }
    XmlEndTag(XML_END_TAG) {
        child name: XmlQName,
    }
    XmlAttribute(XML_ATTRIBUTE) {
        child name: XmlQName,
        child value: XmlAttributeValue,
    }
    XmlAttributeValue(XML_ATTRIBUTE_VALUE) {}
    XmlComment(XML_COMMENT) {}
    /// `<?target data?>`
    XmlPi(XML_PI) {}
    XmlCdata(XML_CDATA) {}
    XmlQName(XML_QNAME) {}

    /// `e.<pattern>`
    XmlFilterExpr(XML_FILTER_EXPR) {
        child receiver: Expr,
        child pattern: XmlNamePattern,
    }
    /// `e/*`, `e/<pattern>`, `e/**/<pattern>`. Its extensions are the postfix expressions around it.
    XmlStepExpr(XML_STEP_EXPR) {
        child receiver: Expr,
        flag is_all_children: SLASH_STAR,
        flag is_descendants: SLASH_STAR_STAR_SLASH_LT,
        child pattern: XmlNamePattern,
    }
    XmlNamePattern(XML_NAME_PATTERN) {
        children names: XmlAtomicNamePattern,
    }
    /// `*`, `name`, `prefix:name`, `prefix:*`
    XmlAtomicNamePattern(XML_ATOMIC_NAME_PATTERN) {
        /// The name is `*`.
        flag is_wildcard: STAR,
        token colon: COLON,
    }
}

node_enum! {
    /// A node among the content of an XML element or template.
    XmlItem {
        Element(XmlElement),
        Comment(XmlComment),
        Pi(XmlPi),
        Cdata(XmlCdata),
        Interpolation(Interpolation),
    }
}

/// A part of a template or attribute value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TemplatePart {
    /// Literal text; XML references are not yet replaced.
    Text(SyntaxToken),
    /// `${e}`
    Interpolation(Interpolation),
}

/// A part of XML content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum XmlContent {
    /// Character data; references are not yet replaced.
    Text(SyntaxToken),
    /// Anything else.
    Item(XmlItem),
}

fn parts(node: &SyntaxNode) -> impl Iterator<Item = TemplatePart> + use<> {
    node.children_with_tokens().filter_map(|element| match element {
        NodeOrToken::Node(node) => Interpolation::cast(node).map(TemplatePart::Interpolation),
        NodeOrToken::Token(token) => {
            matches!(token.kind(), TEMPLATE_TEXT | XML_ATTR_TEXT).then_some(TemplatePart::Text(token))
        }
    })
}

fn content(node: &SyntaxNode) -> impl Iterator<Item = XmlContent> + use<> {
    node.children_with_tokens().filter_map(|element| match element {
        NodeOrToken::Node(node) => XmlItem::cast(node).map(XmlContent::Item),
        NodeOrToken::Token(token) => (token.kind() == XML_TEXT).then_some(XmlContent::Text(token)),
    })
}

macro_rules! template_parts {
    ($($ty:ident)*) => {$(
        impl $ty {
            /// Text and interpolations in order.
            pub fn parts(&self) -> impl Iterator<Item = TemplatePart> + use<> {
                parts(&self.syntax)
            }
        }
    )*};
}
template_parts! { StringTemplate RawTemplate TaggedTemplate XmlAttributeValue }

macro_rules! xml_content {
    ($($ty:ident)*) => {$(
        impl $ty {
            /// Text and items in order.
            pub fn content(&self) -> impl Iterator<Item = XmlContent> + use<> {
                content(&self.syntax)
            }
        }
    )*};
}
xml_content! { XmlTemplate XmlElement }

/// The text of the tokens of `kind` among a node's children.
fn section_text(node: &SyntaxNode, kind: crate::SyntaxKind) -> String {
    let tokens = node.children_with_tokens().filter_map(|e| e.into_token());
    tokens.filter(|t| t.kind() == kind).map(|t| t.text().to_owned()).collect()
}

impl XmlComment {
    /// What stands between the delimiters.
    #[must_use]
    pub fn text(&self) -> String {
        section_text(&self.syntax, XML_COMMENT_TEXT)
    }
}

impl XmlCdata {
    /// The character data.
    #[must_use]
    pub fn text(&self) -> String {
        section_text(&self.syntax, XML_CDATA_TEXT)
    }
}

impl XmlPi {
    /// Target and data.
    #[must_use]
    pub fn target_and_data(&self) -> (String, String) {
        let text = section_text(&self.syntax, XML_PI_TEXT);
        match text.split_once([' ', '\t', '\r', '\n']) {
            Some((target, data)) => (target.to_owned(), data.trim_start().to_owned()),
            None => (text, String::new()),
        }
    }
}

impl XmlElement {
    /// The name in the start tag.
    #[must_use]
    pub fn name(&self) -> Option<XmlQName> {
        self.start_tag().and_then(|t| t.name()).or_else(|| self.empty_tag()?.name())
    }

    /// The attributes, namespace declarations among them.
    #[must_use]
    pub fn attributes(&self) -> Vec<XmlAttribute> {
        let start = self.start_tag().into_iter().flat_map(|t| t.attributes());
        start.chain(self.empty_tag().into_iter().flat_map(|t| t.attributes())).collect()
    }
}

impl XmlQName {
    fn names(&self) -> Vec<String> {
        let tokens = self.syntax.children_with_tokens().filter_map(|e| e.into_token());
        tokens.filter(|t| t.kind() == XML_NAME).map(|t| t.text().to_owned()).collect()
    }

    /// The prefix.
    #[must_use]
    pub fn prefix(&self) -> Option<String> {
        let mut names = self.names();
        (names.len() == 2).then(|| names.swap_remove(0))
    }

    /// The local name.
    #[must_use]
    pub fn local(&self) -> String {
        self.names().pop().unwrap_or_default()
    }
}

impl XmlAtomicNamePattern {
    fn idents(&self) -> Vec<String> {
        let tokens = self.syntax.children_with_tokens().filter_map(|e| e.into_token());
        tokens.filter(|t| t.kind() == IDENT).map(|t| text::identifier(t.text()).into_owned()).collect()
    }

    /// The namespace prefix.
    #[must_use]
    pub fn prefix(&self) -> Option<String> {
        self.colon().and_then(|_| self.idents().into_iter().next())
    }

    /// The local name; `None` for `*`.
    #[must_use]
    pub fn local(&self) -> Option<String> {
        if self.is_wildcard() { None } else { self.idents().pop() }
    }
}
