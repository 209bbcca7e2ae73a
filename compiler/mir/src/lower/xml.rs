//! XML templates, navigation, attribute access, concatenation: calls of natives of lang.xml.

use bytecode::{Kind, Op};
use hir_def::{ExprId, TemplatePart, XmlEach, XmlStep};
use hir_ty::result::XmlNode;
use semtypes::{Const, Name};

use super::Lower;
use crate::ir::{Cond, VReg};

impl<'a> Lower<'a> {
    pub(super) fn xml_template(&mut self, e: ExprId) -> VReg {
        let inf = self.inf;
        let Some(t) = inf.xml.get(&e) else { return self.unsupported_expr(e, "this XML template") };
        let v = match t.nodes.as_slice() {
            [node @ (XmlNode::Element { .. } | XmlNode::Comment(_) | XmlNode::Pi { .. })] => {
                self.xml_node(node)
            }
            nodes => {
                let parts = self.xml_list(nodes);
                self.call_native("lang.xml:concat", &[parts])
            }
        };
        if t.readonly { self.call_native("lang.value:cloneReadOnly", &[v]) } else { v }
    }

    /// A list of the items of some content, texts as strings.
    fn xml_list(&mut self, nodes: &'a [XmlNode]) -> VReg {
        let list = self.list_new(Self::any_list(), nodes.len());
        for n in nodes {
            let v = self.xml_node(n);
            self.list_append(list, v);
        }
        list
    }

    fn xml_node(&mut self, node: &'a XmlNode) -> VReg {
        match node {
            XmlNode::Text(t) => self.str(t),
            XmlNode::Insertion(x) => self.expr_boxed(*x),
            XmlNode::Comment(c) => {
                let c = self.str(c);
                self.call_native("lang.xml:createComment", &[c])
            }
            XmlNode::Pi { target, data } => {
                let (target, data) = (self.str(target), self.str(data));
                self.call_native("lang.xml:createProcessingInstruction", &[target, data])
            }
            XmlNode::Element { name, attributes, children } => {
                let name = self.str(name.as_str());
                let attributes = self.xml_attribute_list(attributes);
                let children = self.xml_list(children);
                self.call_native("lang.xml:$element", &[name, attributes, children])
            }
        }
    }

    /// Names and values in turn.
    fn xml_attribute_list(&mut self, attributes: &'a [(Name, Vec<TemplatePart>)]) -> VReg {
        let list = self.list_new(Self::any_list(), attributes.len() * 2);
        for (name, value) in attributes {
            let name = self.str(name.as_str());
            self.list_append(list, name);
            let parts = value.iter().filter_map(|p| self.template_part(p)).collect();
            let value = self.concat(parts);
            self.list_append(list, value);
        }
        list
    }

    // ---- navigation (spec 6.36) ----

    pub(super) fn xml_step(&mut self, e: ExprId, base: ExprId, step: &XmlStep) -> VReg {
        let base = self.expr_boxed(base);
        let (native, each) = match step {
            XmlStep::Filter(_) => ("lang.xml:$filter", None),
            XmlStep::Children { each, .. } => ("lang.xml:$children", *each),
            XmlStep::Descendants { each, .. } => ("lang.xml:$descendants", *each),
        };
        let patterns = match self.inf.xml_patterns.get(&e) {
            Some(names) => Const::List(names.iter().map(|n| Const::String(*n)).collect()),
            None => Const::Nil,
        };
        let Some(XmlEach { local, body }) = each else {
            let patterns = self.tagged_const(patterns);
            return self.call_native(native, &[base, patterns]);
        };
        let nil = self.nil();
        let elements = self.call_native("lang.xml:elements", &[base, nil]);
        let parts = self.list_new(Self::any_list(), 0);
        let (i, head, inside, latch, exit) = self.counter();
        let item = self.op2(Op::iter_at, Kind::R, elements, i);
        self.branch(Cond::Absent(item), exit, inside);
        self.switch(inside);
        let patterns = self.tagged_const(patterns);
        let selected = self.call_native(native, &[item, patterns]);
        self.declare(local, Some(selected));
        let v = self.expr_boxed(body);
        self.list_append(parts, v);
        self.jump(latch);
        self.switch(latch);
        self.next(i, head);
        self.switch(exit);
        self.call_native("lang.xml:concat", &[parts])
    }

    // ---- parts ----

    pub(super) fn xml_attribute(&mut self, base: ExprId, name: Name, optional: bool) -> VReg {
        let base = self.expr_boxed(base);
        let (name, optional) = (self.str(name.as_str()), self.bool(optional));
        self.call_native("lang.xml:$attribute", &[base, name, optional])
    }

    /// `a + b` where one is xml and the other is xml or a string.
    pub(super) fn xml_addition(&mut self, a: VReg, b: VReg) -> VReg {
        let list = self.list_new(Self::any_list(), 2);
        self.list_append(list, a);
        self.list_append(list, b);
        self.call_native("lang.xml:concat", &[list])
    }

    pub(super) fn xml_empty(&mut self) -> VReg {
        let list = self.list_new(Self::any_list(), 0);
        self.call_native("lang.xml:concat", &[list])
    }
}
