//! Constructors of lists, mappings, tables and errors.

use bytecode::{Kind, Op};
use hir_def::ids::Def;
use hir_def::{Arg, ExprId, ListMember, MappingMember};
use hir_ty::result::NamedArg;
use hir_ty::{ops, project};
use semtypes::{Name, RecordTy, Ty, TyKind};

use super::Lower;
use crate::ir::{Cond, InstKind, Opnd, VReg};
use crate::key::FuncKey;

impl Lower<'_> {
    // ---- lists ----

    pub(super) fn list_ctor(&mut self, e: ExprId, members: &[ListMember]) -> VReg {
        let ty = self.construct_ty(e);
        let list = self.list_new(ty, members.len());
        let mut spread = false;
        for (i, m) in members.iter().enumerate() {
            match m {
                ListMember::Expr(x) => {
                    let at = if spread { None } else { Some(i) };
                    let want = project::list_member(self.db, ty, at).filter(|t| *t != Ty::never());
                    let v = match want {
                        Some(t) => self.expr_for(*x, t),
                        None => self.expr(*x),
                    };
                    self.list_append(list, v);
                }
                ListMember::Spread(x) => {
                    spread = true;
                    let v = self.expr_boxed(*x);
                    self.emit(Op::list_spread, Opnd::Reg(list), Opnd::Reg(v), Opnd::None);
                }
            }
        }
        self.list_done(list, ty, if spread { None } else { Some(members.len()) });
        list
    }

    /// Fills a list of fixed length and seals an immutable one.
    pub(super) fn list_done(&mut self, list: VReg, ty: Ty, given: Option<usize>) {
        let s = project::structure(self.db, ty);
        let complete = match s.kind {
            TyKind::Array { len: None, .. } => true,
            TyKind::Array { len: Some(n), .. } => given == Some(*n as usize),
            TyKind::Tuple { members, .. } => given.is_some_and(|g| g >= members.len()),
            _ => false,
        };
        if !complete {
            self.fill_constructed(list, ty, given);
        }
        if !complete || s.readonly {
            self.emit(Op::list_done, Opnd::Reg(list), Opnd::None, Opnd::None);
        }
    }

    // ---- mappings ----

    pub(super) fn mapping_ctor(&mut self, e: ExprId, members: &[MappingMember]) -> VReg {
        let ty = self.construct_ty(e);
        let map = self.op(Op::map_new, Kind::R, Opnd::Ty(ty), Opnd::Imm(members.len().min(60_000) as i32));
        let mut given = Given::default();
        // Computed fields change the mapping when all others, defaults included, are in place (spec 6.7.2).
        let mut computed = Vec::new();
        for m in members {
            match m {
                MappingMember::Field { name, value, .. } => {
                    let v = self.expr_boxed(*value);
                    if self.nil_leaves_out(ty, *name, *value) {
                        self.map_init_unless_nil(map, *name, v);
                    } else {
                        self.map_init(map, *name, v);
                    }
                    given.names.push(*name);
                }
                MappingMember::Computed { key, value } => {
                    let k = self.expr_boxed(*key);
                    let v = self.expr_boxed(*value);
                    computed.push((k, v));
                }
                MappingMember::Spread(x) => {
                    let v = self.expr_boxed(*x);
                    self.emit(Op::map_spread, Opnd::Reg(map), Opnd::Reg(v), Opnd::None);
                    given.spread(self, self.ty(*x), v);
                }
            }
        }
        self.fill_defaults(map, ty, &given);
        for (k, v) in computed {
            self.emit(Op::map_init_dyn, Opnd::Reg(map), Opnd::Reg(k), Opnd::Reg(v));
        }
        self.map_done(map, ty);
        map
    }

    /// Whether a value may be nil where the field may be left out and does not admit nil (spec 6.7.2).
    fn nil_leaves_out(&self, ty: Ty, name: Name, value: ExprId) -> bool {
        let nil_is_in = |t: Ty| ops::is_subtype(self.db, Ty::nil(), t);
        let field = project::mapping_member(self.db, ty, Some(name));
        field.is_some_and(|f| f.optional && !nil_is_in(f.ty)) && nil_is_in(self.ty(value))
    }

    fn map_init_unless_nil(&mut self, map: VReg, name: Name, v: VReg) {
        let (add, next) = (self.new_block(), self.new_block());
        self.branch(Cond::Nil(v), next, add);
        self.switch(add);
        self.map_init(map, name, v);
        self.jump(next);
        self.switch(next);
    }

    pub(super) fn map_done(&mut self, map: VReg, ty: Ty) {
        if project::structure(self.db, ty).readonly {
            self.emit(Op::map_done, Opnd::Reg(map), Opnd::None, Opnd::None);
        }
    }

    /// Adds the defaults of record fields that were not given.
    fn fill_defaults(&mut self, map: VReg, ty: Ty, given: &Given) {
        let TyKind::Record(RecordTy { fields, origin, .. }) = project::structure(self.db, ty).kind else {
            return;
        };
        for f in fields.iter().filter(|f| f.default && !given.names.contains(&f.name)) {
            let declared =
                origin.and_then(|o| crate::defaults::field_default(self.db, Def::from_ty_def(o), f.name));
            let value = match declared {
                Some((.., def)) => FieldValue::Call(FuncKey::FieldDefault(def, f.name)),
                None => match self.anonymous_default(ty, f.name) {
                    Some(e) => FieldValue::Inline(e),
                    None => {
                        self.unsupported(&format!(
                            "the default of field '{}' of an anonymous record type",
                            f.name
                        ));
                        continue;
                    }
                },
            };
            if given.sources.is_empty() {
                let v = self.default_value(value);
                self.map_init(map, f.name, v);
                continue;
            }
            let next = self.new_block();
            for &source in &given.sources {
                let other = self.new_block();
                let has = self.has_member(source, f.name);
                self.branch(Cond::Bool(has), next, other);
                self.switch(other);
            }
            let v = self.default_value(value);
            self.map_init(map, f.name, v);
            self.jump(next);
            self.switch(next);
        }
    }

    fn default_value(&mut self, value: FieldValue) -> VReg {
        match value {
            FieldValue::Call(key) => self.call_func(key, &[]),
            FieldValue::Inline(e) => self.expr_boxed(e),
        }
    }

    /// The default expression of a record type that this body itself writes. Where equal types are written more than
    /// once, the one that stands last before the constructor counts.
    fn anonymous_default(&self, ty: Ty, field: Name) -> Option<ExprId> {
        let default = |t: &hir_def::TypeRef| match t {
            hir_def::TypeRef::Record(r) => r.fields.iter().find(|f| f.name == field).and_then(|f| f.default),
            _ => None,
        };
        let written = self.store.type_refs.iter().filter(|(id, _)| self.inf.type_refs.get(id) == Some(&ty));
        let defaults =
            written.filter_map(|(id, t)| Some((self.store.type_refs.range(id).start().into(), default(t)?)));
        defaults.max_by_key(|(start, _): &(u32, _)| (*start <= self.pos, *start)).map(|(_, e)| e)
    }

    /// Whether a mapping has a member of that name.
    pub(super) fn has_member(&mut self, map: VReg, field: Name) -> VReg {
        let n = self.str(field.as_str());
        let v = self.call_native("lang.map:hasKey", &[map, n]);
        self.coerce(v, Kind::B)
    }

    pub(super) fn included_record(&mut self, ty: Ty, fields: &[(Name, NamedArg)]) -> VReg {
        let map = self.op(Op::map_new, Kind::R, Opnd::Ty(ty), Opnd::Imm(fields.len() as i32));
        let mut given = Given::default();
        for (n, arg) in fields {
            match *arg {
                NamedArg::Expr(x) => {
                    let v = self.expr_boxed(x);
                    self.map_init(map, *n, v);
                    given.names.push(*n);
                }
                NamedArg::Field { map: from, optional } => {
                    let from = self.rest_value(from);
                    self.copy_field(from, map, *n, optional);
                    match optional {
                        true => given.sources.push(from),
                        false => given.names.push(*n),
                    }
                }
            }
        }
        self.fill_defaults(map, ty, &given);
        self.map_done(map, ty);
        map
    }

    fn copy_field(&mut self, from: VReg, to: VReg, field: Name, optional: bool) {
        let next = self.new_block();
        if optional {
            let there = self.new_block();
            let has = self.has_member(from, field);
            self.branch(Cond::Bool(has), there, next);
            self.switch(there);
        }
        let v = self.op(Op::map_getk, Kind::R, Opnd::Reg(from), Opnd::Str(field));
        self.map_init(to, field, v);
        self.jump(next);
        self.switch(next);
    }

    // ---- tables ----

    pub(super) fn table_ctor(&mut self, e: ExprId, rows: &[ExprId]) -> VReg {
        let ty = self.construct_ty(e);
        let table = self.table_new(ty);
        for r in rows {
            let v = self.expr_boxed(*r);
            self.call_native("lang.table:$init", &[table, v]);
        }
        table
    }

    pub(super) fn table_new(&mut self, ty: Ty) -> VReg {
        let d = self.typedesc(ty);
        self.call_native("lang.table:$new", &[d])
    }

    // ---- errors ----

    /// The type of an error's detail while it is made: immutable at once when everything in it is.
    fn detail_being_made(&self, ty: Ty, args: &[Arg]) -> Ty {
        let source = project::error_detail_source(self.db, ty);
        let defaults = match project::structure(self.db, source).kind {
            TyKind::Record(r) => r.fields.iter().any(|f| f.default),
            _ => false,
        };
        let immutable = args.iter().all(|a| match a {
            Arg::Named(_, x) | Arg::Rest(x) => ops::is_subtype(self.db, self.ty(*x), Ty::readonly()),
            Arg::Positional(_) => true,
        });
        if immutable && !defaults { project::error_detail(self.db, ty) } else { source }
    }

    pub(super) fn error_ctor(&mut self, e: ExprId, args: &[Arg]) -> VReg {
        let ty = self.construct_ty(e);
        let detail_ty = self.detail_being_made(ty, args);
        let mut parts = Vec::new();
        for a in args {
            if let Arg::Positional(x) = a {
                parts.push(self.expr_boxed(*x));
            }
        }
        while parts.len() < 2 {
            let n = self.nil();
            parts.push(n);
        }
        let detail = self.op(Op::map_new, Kind::R, Opnd::Ty(detail_ty), Opnd::Imm(args.len() as i32));
        let mut given = Given::default();
        for a in args {
            match a {
                Arg::Named(n, x) => {
                    let v = self.expr_boxed(*x);
                    self.map_init(detail, *n, v);
                    given.names.push(*n);
                }
                Arg::Rest(x) => {
                    let v = self.expr_boxed(*x);
                    self.emit(Op::map_spread, Opnd::Reg(detail), Opnd::Reg(v), Opnd::None);
                    given.spread(self, self.ty(*x), v);
                }
                Arg::Positional(_) => {}
            }
        }
        self.fill_defaults(detail, detail_ty, &given);
        self.map_done(detail, detail_ty);
        let detail = if ops::is_subtype(self.db, detail_ty, Ty::readonly()) {
            detail
        } else {
            self.call_native("lang.value:cloneReadOnly", &[detail])
        };
        let dst = self.reg(Kind::R);
        self.push(InstKind::Error { dst, parts: [parts[0], parts[1], detail], ty });
        dst
    }
}

/// Fields that a constructor has supplied so far.
#[derive(Default)]
struct Given {
    names: Vec<Name>,
    /// Mappings that may have supplied others. They are asked, as a mapping does not know of each of its fields whether it
    /// has a value before all have.
    sources: Vec<VReg>,
}

impl Given {
    fn spread(&mut self, cx: &Lower<'_>, ty: Ty, v: VReg) {
        let unsure = match project::structure(cx.db, ty).kind {
            TyKind::Record(r) => {
                self.names.extend(r.fields.iter().filter(|f| !f.optional).map(|f| f.name));
                r.rest.is_some() || r.fields.iter().any(|f| f.optional)
            }
            _ => true,
        };
        if unsure {
            self.sources.push(v);
        }
    }
}

/// Where a default value comes from.
enum FieldValue {
    Call(FuncKey),
    Inline(ExprId),
}
