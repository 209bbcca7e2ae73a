//! Template expressions (section 6.6). The lexer has already split text from interpolations.

use super::xml::interpolation;
use crate::{
    SyntaxKind::{self, *},
    parser::{CompletedMarker, Parser},
    token_set::TokenSet,
};

/// A raw template: no tag.
pub(super) fn untagged(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    backtick_string(p);
    m.complete(p, RAW_TEMPLATE)
}

/// `string` or a data tag such as `re`, and a backtick string.
pub(super) fn tagged(p: &mut Parser<'_>, node: SyntaxKind) -> CompletedMarker {
    let m = p.start();
    p.bump_any();
    backtick_string(p);
    m.complete(p, node)
}

fn backtick_string(p: &mut Parser<'_>) {
    p.bump(BACKTICK);
    loop {
        match p.current() {
            TEMPLATE_TEXT => p.bump(TEMPLATE_TEXT),
            DOLLAR_CURLY => interpolation(p),
            _ => break,
        }
    }
    // A missing backtick was reported by the lexer.
    p.eat(BACKTICK);
}

/// An `xml` template, its content parsed.
pub(super) fn xml(p: &mut Parser<'_>) -> CompletedMarker {
    let m = p.start();
    p.bump(T!["xml"]);
    p.bump(BACKTICK);
    content(p);
    while !p.at(BACKTICK) && !p.at_eof() {
        if p.at(T!["</"]) {
            p.error("XML end tag without a start tag");
            end_tag(p);
        } else if p.at_ts(CONTENT_START) {
            content(p);
        } else {
            p.error_and_bump("unexpected token in XML");
        }
    }
    p.eat(BACKTICK);
    m.complete(p, XML_TEMPLATE)
}

const CONTENT_START: TokenSet =
    TokenSet::new(&[XML_TEXT, DOLLAR_CURLY, T!["<"], XML_COMMENT_START, XML_PI_START, XML_CDATA_START]);

/// Items up to an end tag or the end of the template.
fn content(p: &mut Parser<'_>) {
    loop {
        match p.current() {
            XML_TEXT => p.bump(XML_TEXT),
            DOLLAR_CURLY => interpolation(p),
            T!["<"] => p.nested(element),
            XML_COMMENT_START => section(p, XML_COMMENT, XML_COMMENT_TEXT, XML_COMMENT_END),
            XML_PI_START => section(p, XML_PI, XML_PI_TEXT, XML_PI_END),
            XML_CDATA_START => section(p, XML_CDATA, XML_CDATA_TEXT, XML_CDATA_END),
            _ => break,
        }
    }
}

/// Comment, processing instruction or CDATA section. The tree has interpolations in the first two only where older
/// language versions allowed them; they are errors.
fn section(p: &mut Parser<'_>, node: SyntaxKind, text: SyntaxKind, end: SyntaxKind) {
    let m = p.start();
    p.bump_any();
    loop {
        if p.at(DOLLAR_CURLY) {
            p.error("interpolation is not allowed here");
            interpolation(p);
        } else if !p.eat(text) {
            break;
        }
    }
    if !p.eat(end) {
        p.missing("end of the XML comment, processing instruction or CDATA section");
    }
    m.complete(p, node);
}

fn element(p: &mut Parser<'_>) {
    let m = p.start();
    let tag = p.start();
    p.bump(T!["<"]);
    qname(p);
    while p.at(XML_NAME) {
        attribute(p);
    }
    tag_junk(p);
    if p.eat(T!["/>"]) {
        tag.complete(p, XML_EMPTY_TAG);
        m.complete(p, XML_ELEMENT);
        return;
    }
    if !p.eat(T![">"]) {
        p.missing("'>'");
    }
    tag.complete(p, XML_START_TAG);
    content(p);
    if p.at(T!["</"]) {
        end_tag(p);
    } else {
        p.missing("XML end tag");
    }
    m.complete(p, XML_ELEMENT);
}

/// Whatever stands in a tag that is no attribute.
fn tag_junk(p: &mut Parser<'_>) {
    const END: TokenSet = TokenSet::new(&[T![">"], T!["/>"], T!["<"], T!["</"], BACKTICK, XML_TEXT, EOF]);
    if p.at_ts(END) {
        return;
    }
    p.error("expected an XML attribute");
    let m = p.start();
    while !p.at_ts(END) {
        if p.at(DOLLAR_CURLY) {
            interpolation(p);
        } else {
            p.bump_any();
        }
    }
    m.complete(p, ERROR);
}

fn qname(p: &mut Parser<'_>) {
    if p.at(DOLLAR_CURLY) {
        p.error("interpolation is not allowed as an XML name");
        interpolation(p);
        return;
    }
    let m = p.start();
    if p.eat(XML_NAME) {
        if p.eat(T![":"]) && !p.eat(XML_NAME) {
            p.missing("XML name");
        }
    } else {
        p.missing("XML name");
    }
    m.complete(p, XML_QNAME);
}

fn attribute(p: &mut Parser<'_>) {
    let m = p.start();
    let namespace = p.input().contextual(p.pos()) == T!["xmlns"];
    qname(p);
    p.expect(T!["="]);
    let value = p.start();
    if p.eat(XML_QUOTE) {
        loop {
            if p.at(DOLLAR_CURLY) {
                if namespace {
                    p.error("interpolation is not allowed in a namespace declaration");
                }
                interpolation(p);
            } else if !p.eat(XML_ATTR_TEXT) {
                break;
            }
        }
        if !p.eat(XML_QUOTE) {
            p.missing("closing quote");
        }
    } else {
        p.missing("attribute value");
    }
    value.complete(p, XML_ATTRIBUTE_VALUE);
    m.complete(p, XML_ATTRIBUTE);
}

fn end_tag(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T!["</"]);
    qname(p);
    tag_junk(p);
    p.expect(T![">"]);
    m.complete(p, XML_END_TAG);
}
