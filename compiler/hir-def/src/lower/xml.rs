//! XML templates and navigation (spec 6.6.2, 6.36).

use semtypes::Name;
use syntax::ast::{self, AstNode};
use syntax::text::{xml_characters, xml_line_ends};
use syntax::{SyntaxNode, TextRange};

use super::{Lower, range};
use crate::expr::*;
use crate::store::{LocalId, LocalKind};

/// The step that a chain of member accesses, method calls and filters extends (spec 6.36.3).
fn extended_step(e: &ast::Expr) -> Option<ast::XmlStepExpr> {
    let receiver = match e {
        ast::Expr::Index(i) => i.base(),
        ast::Expr::MethodCall(m) => m.receiver(),
        ast::Expr::XmlFilter(f) => f.receiver(),
        _ => None,
    }?;
    match receiver {
        ast::Expr::XmlStep(s) => Some(s),
        other => extended_step(&other),
    }
}

impl Lower {
    /// A step with extensions, which apply to what each element has below it: `E/<n>X` is
    /// `xml:map(xml:elements(E), v => xml:getChildren(v).<n>X)`. The extensions are lowered as they are written, on a
    /// variable that stands for `xml:getChildren(v).<n>`.
    pub(super) fn extended(&mut self, e: &ast::Expr) -> Option<Expr> {
        let step = extended_step(e)?;
        if self.steps.iter().any(|(node, _)| node == step.syntax()) {
            return None;
        }
        let base = self.opt_expr(step.receiver(), step.syntax());
        let local = self.step_local();
        self.steps.push((step.syntax().clone(), local));
        let body = self.expr(e);
        self.steps.pop();
        let each = XmlEach { local, body };
        Some(Expr::XmlStep { base, step: xml_step_kind(&step, Some(each)) })
    }

    fn step_local(&mut self) -> LocalId {
        let mark = self.visible.len();
        let local = self.declare_unchecked(Name::new("_"), LocalKind::Final, TextRange::default());
        self.visible.truncate(mark);
        local
    }

    pub(super) fn xml_step(&mut self, x: &ast::XmlStepExpr) -> Expr {
        if let Some((_, local)) = self.steps.iter().find(|(node, _)| node == x.syntax()) {
            let local = *local;
            self.reference(local, true);
            return Expr::Local(local);
        }
        let base = self.opt_expr(x.receiver(), x.syntax());
        Expr::XmlStep { base, step: xml_step_kind(x, None) }
    }

    pub(super) fn xml_template(&mut self, t: &ast::XmlTemplate) -> Expr {
        Expr::XmlTemplate(self.xml_content(t.content()))
    }

    fn xml_content(&mut self, content: impl Iterator<Item = ast::XmlContent>) -> Vec<XmlItem> {
        content
            .map(|c| match c {
                ast::XmlContent::Text(t) => XmlItem::Text(xml_characters(t.text(), false).into()),
                ast::XmlContent::Item(ast::XmlItem::Cdata(c)) => {
                    XmlItem::Text(xml_line_ends(&c.text()).into())
                }
                ast::XmlContent::Item(ast::XmlItem::Interpolation(i)) => {
                    XmlItem::Insertion(self.opt_expr(i.expr(), i.syntax()))
                }
                ast::XmlContent::Item(ast::XmlItem::Comment(c)) => {
                    XmlItem::Comment(xml_line_ends(&c.text()).into())
                }
                ast::XmlContent::Item(ast::XmlItem::Pi(p)) => Self::xml_pi(&p),
                ast::XmlContent::Item(ast::XmlItem::Element(e)) => {
                    XmlItem::Element(Box::new(self.xml_element(&e)))
                }
            })
            .collect()
    }

    fn xml_pi(p: &ast::XmlPi) -> XmlItem {
        let (target, data) = p.target_and_data();
        XmlItem::Pi { target: target.into(), data: xml_line_ends(&data).into() }
    }

    fn xml_element(&mut self, e: &ast::XmlElement) -> XmlElement {
        let name = qname(e.name(), e.syntax());
        let attributes = e.attributes().iter().map(|a| self.xml_attribute(a)).collect();
        XmlElement { name, attributes, content: self.xml_content(e.content()) }
    }

    fn xml_attribute(&mut self, a: &ast::XmlAttribute) -> XmlAttribute {
        let value = a.value().into_iter().flat_map(|v| v.parts()).map(|p| match p {
            ast::TemplatePart::Text(t) => TemplatePart::Text(xml_characters(t.text(), true).into()),
            ast::TemplatePart::Interpolation(i) => {
                TemplatePart::Insertion(self.opt_expr(i.expr(), i.syntax()))
            }
        });
        let value = value.collect();
        XmlAttribute { name: qname(a.name(), a.syntax()), value }
    }
}

fn qname(q: Option<ast::XmlQName>, at: &SyntaxNode) -> XmlQName {
    match q {
        Some(q) => XmlQName {
            prefix: q.prefix().map(|p| Name::new(&p)),
            local: Name::new(&q.local()),
            range: range(q.syntax()),
        },
        None => XmlQName { prefix: None, local: Name::new(""), range: range(at) },
    }
}

fn xml_step_kind(x: &ast::XmlStepExpr, each: Option<XmlEach>) -> XmlStep {
    let names = xml_names(x.pattern());
    if x.is_descendants() {
        XmlStep::Descendants { names, each }
    } else {
        XmlStep::Children { names: (!x.is_all_children()).then_some(names), each }
    }
}

pub(super) fn xml_names(p: Option<ast::XmlNamePattern>) -> Vec<XmlName> {
    p.into_iter()
        .flat_map(|p| p.names())
        .map(|n| XmlName {
            prefix: n.prefix().map(|p| Name::new(&p)),
            local: n.local().map(|l| Name::new(&l)),
        })
        .collect()
}
