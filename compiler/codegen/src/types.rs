//! Declared types to archive nodes: children before parents, recursion through definitions.

use bytecode::archive::*;
use hir_def::ids::Def;
use semtypes::{
    DefId, DistinctId, MemberKind, MemberTy, ObjectTy, ParamKind, PathSegmentTy, TableKey, Ty, TyKind,
    Visibility,
};

use crate::program::Program;

impl Program<'_> {
    pub fn type_index(&mut self, ty: Ty) -> u32 {
        if let Some(&i) = self.types.get(&ty) {
            return i;
        }
        let node = self.node(ty);
        let i = self.archive.meta.types.len() as u32;
        self.archive.meta.types.push(node);
        self.types.insert(ty, i);
        i
    }

    fn opt(&mut self, t: Option<Ty>) -> Option<u32> {
        t.map(|t| self.type_index(t))
    }

    fn all(&mut self, ts: &[Ty]) -> Vec<u32> {
        ts.iter().map(|t| self.type_index(*t)).collect()
    }

    fn named(&mut self, d: DefId) -> u32 {
        self.def(Def::from_ty_def(d))
    }

    fn renumber(map: &mut rustc_hash::FxHashMap<u32, u32>, id: u32) -> u32 {
        let next = map.len() as u32;
        *map.entry(id).or_insert(next)
    }

    /// A type id's number in the archive.
    fn distinct_id(&mut self, id: DistinctId) -> u32 {
        if let Some(&n) = self.distinct.get(&id) {
            return n;
        }
        let info = hir_ty::type_ids::type_id(self.db, id);
        let secondary = info.secondary.iter().map(|d| self.distinct_id(*d)).collect();
        let m = info.def.module(self.db);
        let (org, module) = (self.name(m.org(self.db)), self.name(m.name(self.db)));
        let name = info.name.map(|n| self.name(n));
        let n = self.archive.meta.distinct.len() as u32;
        self.archive.meta.distinct.push(DistinctEntry { org, module, name, secondary });
        self.distinct.insert(id, n);
        n
    }

    fn node(&mut self, ty: Ty) -> TypeNode {
        match ty.kind() {
            TyKind::Never | TyKind::Missing => TypeNode::Never,
            TyKind::Nil => TypeNode::Nil,
            TyKind::Boolean => TypeNode::Boolean,
            TyKind::Int => TypeNode::Int,
            TyKind::Byte => TypeNode::Byte,
            TyKind::IntSubtype(s) => TypeNode::IntSubtype(*s as u8),
            TyKind::Float => TypeNode::Float,
            TyKind::Decimal => TypeNode::Decimal,
            TyKind::String => TypeNode::String,
            TyKind::Char => TypeNode::Char,
            TyKind::Any => TypeNode::Any,
            TyKind::Anydata => TypeNode::Anydata,
            TyKind::Json => TypeNode::Json,
            TyKind::Readonly => TypeNode::Readonly,
            TyKind::Cloneable => TypeNode::Cloneable,
            TyKind::Handle => TypeNode::Handle,
            TyKind::Regexp => TypeNode::Regexp,
            TyKind::Xml(t) => TypeNode::Xml(self.opt(*t)),
            TyKind::XmlElement => TypeNode::XmlElement,
            TyKind::XmlComment => TypeNode::XmlComment,
            TyKind::XmlProcessingInstruction => TypeNode::XmlProcessingInstruction,
            TyKind::XmlText => TypeNode::XmlText,
            TyKind::Singleton(c) => TypeNode::Singleton(self.const_node(c)),
            TyKind::Array { elem, len } => TypeNode::Array { elem: self.type_index(*elem), len: *len },
            TyKind::Tuple { members, rest } => {
                TypeNode::Tuple { members: self.all(members), rest: self.opt(*rest) }
            }
            TyKind::Map(v) => TypeNode::Map(self.type_index(*v)),
            TyKind::Record(r) => TypeNode::Record {
                fields: r
                    .fields
                    .iter()
                    .map(|f| FieldNode {
                        name: self.str(f.name.as_str()),
                        ty: self.type_index(f.ty),
                        optional: f.optional,
                        readonly: f.readonly,
                        default: f.default,
                    })
                    .collect(),
                rest: self.opt(r.rest),
                origin: r.origin.map(|d| self.named(d)),
            },
            TyKind::Table { row, key } => TypeNode::Table {
                row: self.type_index(*row),
                key: match key {
                    TableKey::None => KeyNode::None,
                    TableKey::Fields(f) => KeyNode::Fields(f.iter().map(|n| self.str(n.as_str())).collect()),
                    TableKey::Type(t) => KeyNode::Type(self.type_index(*t)),
                },
            },
            TyKind::Function(f) => TypeNode::Function {
                params: f
                    .params
                    .iter()
                    .map(|p| {
                        let kind = match p.kind {
                            ParamKind::Required => 0,
                            ParamKind::Defaultable => 1,
                            ParamKind::Included => 2,
                        };
                        (p.name.map(|n| self.str(n.as_str())), self.type_index(p.ty), kind)
                    })
                    .collect(),
                rest: self.opt(f.rest),
                ret: self.type_index(f.ret),
                isolated: f.isolated,
                transactional: f.transactional,
            },
            TyKind::AnyFunction { isolated } => TypeNode::AnyFunction { isolated: *isolated },
            TyKind::Object(o) => TypeNode::Object(self.object(o).into()),
            TyKind::Error { detail, distinct } => TypeNode::Error {
                detail: self.opt(*detail),
                distinct: distinct.iter().map(|d| self.distinct_id(*d)).collect(),
            },
            TyKind::Stream { value, completion } => {
                TypeNode::Stream { value: self.type_index(*value), completion: self.type_index(*completion) }
            }
            TyKind::Typedesc(t) => TypeNode::Typedesc(self.opt(*t)),
            TyKind::Future(t) => TypeNode::Future(self.opt(*t)),
            TyKind::Union(parts) => TypeNode::Union(self.all(parts)),
            TyKind::Intersection(parts) => TypeNode::Intersection(self.all(parts)),
            TyKind::Diff(a, b) => TypeNode::Diff(self.type_index(*a), self.type_index(*b)),
            TyKind::Named { def, .. } => TypeNode::Named(self.named(*def)),
            // An unbound type parameter stands for its bound.
            TyKind::Param { bound, .. } => self.node(*bound),
        }
    }

    fn object(&mut self, o: &ObjectTy) -> ObjectNode {
        ObjectNode {
            members: o.members.iter().map(|m| self.member(m)).collect(),
            isolated: o.isolated,
            client: o.client,
            service: o.service,
            readonly: o.readonly,
            distinct: o.distinct.iter().map(|d| self.distinct_id(*d)).collect(),
            origin: o.origin.map(|d| self.named(d)),
        }
    }

    fn member(&mut self, m: &MemberTy) -> MemberNode {
        let segment = |p: &mut Self, s: &PathSegmentTy| match s {
            PathSegmentTy::Literal(n) => SegmentNode::Literal(p.str(n.as_str())),
            PathSegmentTy::Param { name, ty } => {
                SegmentNode::Param(name.map(|n| p.str(n.as_str())), p.type_index(*ty))
            }
            PathSegmentTy::Rest { name, ty } => {
                SegmentNode::Rest(name.map(|n| p.str(n.as_str())), p.type_index(*ty))
            }
        };
        MemberNode {
            name: self.str(m.name.as_str()),
            ty: self.type_index(m.ty),
            visibility: match m.visibility {
                Visibility::Public => VisibilityNode::Public,
                Visibility::Module(n) => VisibilityNode::Module(Self::renumber(&mut self.modules, n)),
                Visibility::Private(d) => VisibilityNode::Private(self.named(d)),
            },
            kind: match &m.kind {
                MemberKind::Field { is_final } => MemberKindNode::Field { is_final: *is_final },
                MemberKind::Method => MemberKindNode::Method,
                MemberKind::Remote => MemberKindNode::Remote,
                MemberKind::Resource { accessor, path } => MemberKindNode::Resource {
                    accessor: self.str(accessor.as_str()),
                    path: path.iter().map(|s| segment(self, s)).collect(),
                },
            },
        }
    }
}
