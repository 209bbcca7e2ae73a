//! Type descriptors to types (spec chapter 5).

use base_db::{Db, LocalDiagnostic, Module, ModuleKind, SourceFile};
use hir_def::ids::{BodyOwner, Def, RecordPlace};
use hir_def::queries::{self, Resolved};
use hir_def::{
    ArrayLen, Builtin, Expr, ExprId, FunctionRef, Literal, MethodKind, ObjectRef, ParamKind, Path,
    PathSegment, RecordRef, Store, TableKeyRef, TypeRef, TypeRefId,
};
use rustc_hash::FxHashMap;
use semtypes::{
    Const, DefId, FieldTy, FunctionTy, IntSubtype, MemberKind, MemberTy, Name, ObjectTy, ParamTy,
    PathSegmentTy, RecordTy, TableKey, Ty, TyKind, Visibility,
};

use crate::codes;
use crate::consts;
use crate::defs::{self, DbResolver};
use crate::dependent;
use crate::names;
use crate::ops;
use crate::project;

/// Lowers the type descriptors of one store.
pub struct TyLower<'a> {
    pub db: &'a dyn Db,
    /// Declaration that owns the store.
    pub owner: Def,
    pub module: Module,
    pub file: SourceFile,
    pub store: &'a Store,
    /// Owner of default values, while lowering the top of a type definition.
    pub origin: Option<DefId>,
    /// Whose default values those of other record types are, and whether the store is that of its body.
    pub records: (BodyOwner, bool),
    /// Parameters that the return type of the signature at hand depends on, as type parameters (spec 5.6.5).
    pub dependent: Vec<(Name, Ty)>,
    pub diagnostics: Vec<LocalDiagnostic>,
    pub cache: FxHashMap<TypeRefId, Ty>,
}

impl<'a> TyLower<'a> {
    pub fn new(db: &'a dyn Db, owner: Def, store: &'a Store) -> Self {
        TyLower {
            db,
            owner,
            module: owner.module(db),
            file: queries::def_file(db, owner),
            store,
            origin: None,
            records: (BodyOwner::Def(owner), false),
            dependent: Vec::new(),
            diagnostics: Vec::new(),
            cache: FxHashMap::default(),
        }
    }

    /// The type of a descriptor; problems are diagnosed once and give `Missing`.
    pub fn ty(&mut self, id: TypeRefId) -> Ty {
        if let Some(&ty) = self.cache.get(&id) {
            return ty;
        }
        let ty = self.lower(id);
        self.cache.insert(id, ty);
        ty
    }

    fn error(&mut self, id: TypeRefId, code: &'static str, message: String) -> Ty {
        let range = self.store.type_refs.range(id);
        self.diagnostics.push(LocalDiagnostic::error(code, range, message));
        Ty::missing()
    }

    fn error_at(&mut self, range: syntax::TextRange, code: &'static str, message: String) -> Ty {
        self.diagnostics.push(LocalDiagnostic::error(code, range, message));
        Ty::missing()
    }

    /// The name of the field that has this type, for a message.
    fn name_of(&self, id: TypeRefId) -> syntax::TextRange {
        names::name_of(self.db, self.owner, self.store.type_refs.range(id))
    }

    fn opt(&mut self, id: Option<TypeRefId>) -> Option<Ty> {
        id.map(|id| self.inner(id))
    }

    /// A descriptor below the top: default values there have no owner.
    fn inner(&mut self, id: TypeRefId) -> Ty {
        let origin = self.origin.take();
        let ty = self.ty(id);
        self.origin = origin;
        ty
    }

    fn lower(&mut self, id: TypeRefId) -> Ty {
        let store = self.store;
        match &store.type_refs[id] {
            TypeRef::Missing | TypeRef::Infer => Ty::missing(),
            TypeRef::Builtin(b) => builtin(*b),
            TypeRef::Path(p) => self.path(id, *p),
            TypeRef::Singleton { literal, negative } => self.singleton(id, literal, *negative),
            TypeRef::Array { elem, len } => {
                let elem = self.inner(*elem);
                match len {
                    ArrayLen::Open => Ty::array(elem),
                    // The length comes from the initialiser; `infer` fills it in.
                    ArrayLen::Inferred => Ty::array(elem),
                    ArrayLen::Fixed(e) => match consts::eval_len(self.db, self.owner, store, *e) {
                        Some(n) if n > i32::MAX as u64 => {
                            let message = format!("an array cannot have more than {} members", i32::MAX);
                            self.error_at(store.exprs.range(*e), codes::ARRAY_LENGTH, message)
                        }
                        Some(n) => Ty::fixed_array(elem, n),
                        None => {
                            let message = "an array length must be a non-negative 'int' constant";
                            self.error_at(store.exprs.range(*e), codes::ARRAY_LENGTH, message.into())
                        }
                    },
                }
            }
            TypeRef::Tuple { members, rest } => {
                let members = members.iter().map(|m| self.inner(*m)).collect();
                let rest = self.opt(*rest);
                Ty::tuple(members, rest)
            }
            TypeRef::Map(v) => Ty::map(self.inner(*v)),
            TypeRef::Record(r) => self.record(id, r),
            TypeRef::Table { row, key } => {
                let row = self.inner(*row);
                let key = match key {
                    None => TableKey::None,
                    Some(TableKeyRef::Fields(f)) => TableKey::Fields(f.clone()),
                    Some(TableKeyRef::Type(t)) => TableKey::Type(self.inner(*t)),
                };
                Ty::table(row, key)
            }
            TypeRef::Function(f) => Ty::function(self.function(f)),
            TypeRef::AnyFunction { isolated } => Ty::new(TyKind::AnyFunction { isolated: *isolated }),
            TypeRef::Object(o) => self.object(o),
            TypeRef::Error(detail) => {
                let detail = self.opt(*detail);
                Ty::error_of(detail, Vec::new())
            }
            TypeRef::Stream(v, c) => {
                let Some(value) = self.opt(*v) else {
                    return Ty::stream(Ty::union([Ty::any(), Ty::error()]), Ty::nilable(Ty::error()));
                };
                let completion = self.opt(*c).unwrap_or(Ty::nil());
                // Subtypes of a recursive type cannot be asked for while it is being defined.
                let known = !completion.has_named() && !completion.has_missing();
                let completes = || ops::overlaps(self.db, completion, Ty::nilable(Ty::error()));
                if known && completion != Ty::never() && !completes() {
                    let message = format!(
                        "the completion type of a stream must allow '()' or an error, found '{completion}'"
                    );
                    return self.error(c.unwrap_or(id), codes::INCOMPATIBLE, message);
                }
                Ty::stream(value, completion)
            }
            TypeRef::Typedesc(t) => {
                let t = self.opt(*t);
                Ty::new(TyKind::Typedesc(t))
            }
            TypeRef::Future(t) => {
                let t = self.opt(*t);
                Ty::new(TyKind::Future(t))
            }
            TypeRef::Xml(t) => {
                let t = self.opt(*t);
                Ty::new(TyKind::Xml(t))
            }
            TypeRef::Union(parts) => {
                let parts: Vec<Ty> = parts.iter().map(|p| self.inner(*p)).collect();
                Ty::union(parts)
            }
            TypeRef::Intersection(parts) => self.intersection(id, parts),
            TypeRef::Optional(t) => Ty::nilable(self.inner(*t)),
            TypeRef::Distinct { inner, index } => self.distinct(id, *inner, *index),
        }
    }

    fn intersection(&mut self, id: TypeRefId, parts: &[TypeRefId]) -> Ty {
        let tys: Vec<Ty> = parts.iter().map(|p| self.ty(*p)).collect();
        if let Some(e) = self.error_intersection(&tys) {
            return e;
        }
        let mut ty = tys[0];
        for t in &tys[1..] {
            ty = ops::merge(self.db, ty, *t).unwrap_or_else(|| Ty::intersection([ty, *t]));
        }
        // Emptiness of a recursive type cannot be asked while it is being defined.
        if !ty.has_named() && !ty.has_missing() && defs::sem(self.db, ty).is_empty() {
            return self.error(id, codes::EMPTY_INTERSECTION, format!("intersection '{ty}' is empty"));
        }
        ty
    }

    /// An intersection of error types is the error type with all details and all type ids; errors are immutable.
    fn error_intersection(&mut self, tys: &[Ty]) -> Option<Ty> {
        let mut errors = Vec::new();
        for t in tys {
            self.error_parts(*t, &mut errors)?;
        }
        let mut details = Vec::new();
        let mut ids = Vec::new();
        for (detail, distinct) in &errors {
            details.extend(*detail);
            ids.extend(distinct.iter().copied());
        }
        let both = |a, b| ops::merge(self.db, a, b).unwrap_or_else(|| Ty::intersection([a, b]));
        let detail = details.into_iter().reduce(both);
        (errors.len() > 1).then(|| Ty::error_of(detail, ids))
    }

    /// The error types of an intersection of nothing but errors and `readonly`.
    fn error_parts(
        &self,
        ty: Ty,
        out: &mut Vec<(Option<Ty>, &'static [semtypes::DistinctId])>,
    ) -> Option<()> {
        match ty.expand(&DbResolver(self.db)).kind() {
            TyKind::Error { detail, distinct } => out.push((*detail, distinct)),
            TyKind::Readonly => {}
            TyKind::Intersection(parts) => {
                for p in parts {
                    self.error_parts(*p, out)?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn distinct(&mut self, id: TypeRefId, inner: TypeRefId, index: u32) -> Ty {
        let ty = self.ty(inner);
        let minted = defs::distinct_id(self.owner, index);
        match ty.expand(&DbResolver(self.db)).kind() {
            TyKind::Error { detail, distinct } => {
                let mut ids = distinct.clone();
                ids.push(minted);
                Ty::error_of(*detail, ids)
            }
            TyKind::Object(o) => {
                let mut o = o.clone();
                o.distinct.push(minted);
                o.origin = None;
                Ty::object(o)
            }
            TyKind::Missing => Ty::missing(),
            _ => self.error(
                id,
                codes::BAD_DISTINCT,
                "'distinct' applies to error and object types only".into(),
            ),
        }
    }

    fn path(&mut self, id: TypeRefId, path: Path) -> Ty {
        if path.prefix.is_none()
            && let Some((_, ty)) = self.dependent.iter().find(|(n, _)| *n == path.name)
        {
            return *ty;
        }
        if let Some(ty) = lang_subtype(self.db, self.file, path) {
            return ty;
        }
        match queries::resolve_path(self.db, self.file, path) {
            Resolved::Item(item) => match defs::item_as_type(self.db, item) {
                Some(ty) => {
                    let range = self.store.type_refs.range(id);
                    let used = defs::item_def(item);
                    self.diagnostics.extend(defs::deprecation(self.db, used, range, path));
                    ty
                }
                None => self.error(id, codes::NOT_A_TYPE, format!("'{}' is not a type", show(path))),
            },
            Resolved::Private => {
                self.error(id, codes::NOT_VISIBLE, format!("'{}' is not public in its module", show(path)))
            }
            Resolved::UnknownPrefix if queries::is_imported(self.db, self.file, path.prefix) => Ty::missing(),
            Resolved::UnknownPrefix => self.error(
                id,
                codes::UNKNOWN_PREFIX,
                format!("undefined module '{}'", path.prefix.map_or("", Name::as_str)),
            ),
            Resolved::Unknown => {
                self.error(id, codes::UNKNOWN_TYPE, format!("unknown type '{}'", show(path)))
            }
        }
    }

    fn singleton(&mut self, id: TypeRefId, literal: &Literal, negative: bool) -> Ty {
        match consts::literal_const(literal, None, negative) {
            Ok(c) => Ty::singleton(c),
            Err(message) => self.error(id, codes::BAD_LITERAL, message),
        }
    }

    fn record(&mut self, id: TypeRefId, r: &RecordRef) -> Ty {
        let origin = self.origin.take();
        let mut fields: Vec<FieldTy> = Vec::new();
        for f in &r.fields {
            if fields.iter().any(|x| x.name == f.name) {
                let at = self.name_of(f.ty);
                self.error_at(at, codes::REDECLARED, format!("redeclared field '{}'", f.name));
                continue;
            }
            fields.push(FieldTy {
                name: f.name,
                ty: self.ty(f.ty),
                optional: f.optional,
                readonly: f.readonly,
                default: f.default.is_some(),
            });
        }
        let mut rest = match r.rest {
            Some(t) => Some(self.ty(t)),
            None if r.inclusive => Some(Ty::anydata()),
            None => None,
        };
        let mut included_rest: Option<Ty> = None;
        for inc in &r.includes {
            let ty = self.ty(*inc);
            let included = project::structure(self.db, ty);
            match included.kind {
                TyKind::Record(inner) => {
                    let mut inner = inner.clone();
                    if included.readonly {
                        inner.fields.iter_mut().for_each(|f| f.ty = defs::readonly_part(self.db, f.ty));
                        inner.fields.iter_mut().for_each(|f| f.readonly = true);
                        inner.rest = inner.rest.map(|t| defs::readonly_part(self.db, t));
                    }
                    let inner = &inner;
                    self.include_fields(r, *inc, inner, &mut fields);
                    if let (Some(a), Some(b), None) = (included_rest, inner.rest, r.rest)
                        && a != b
                    {
                        self.error(
                            *inc,
                            codes::BAD_INCLUSION,
                            "included records differ in their rest fields".into(),
                        );
                    }
                    included_rest = included_rest.or(inner.rest);
                    if r.rest.is_none() && !r.inclusive && inner.rest.is_some() {
                        rest = inner.rest;
                    }
                }
                TyKind::Missing | TyKind::Never => {}
                _ => {
                    self.error(*inc, codes::BAD_INCLUSION, format!("'{ty}' is not a record type"));
                }
            }
        }
        let has_defaults = fields.iter().any(|f| f.default);
        let origin = if has_defaults { origin.or_else(|| self.place_of(id, r)) } else { None };
        Ty::record(RecordTy { fields, rest, origin })
    }

    /// The owner of the default values of a record type without a name. Those that use local variables have none: they
    /// can be evaluated only where the variables are.
    fn place_of(&self, id: TypeRefId, r: &RecordRef) -> Option<DefId> {
        let (owner, in_body) = self.records;
        let mut defaults = r.fields.iter().filter_map(|f| f.default);
        if in_body && defaults.any(|d| uses_locals(self.store, d)) {
            return None;
        }
        Some(Def::record(self.db, RecordPlace { owner, in_body, at: id.raw() }).ty_def())
    }

    /// Adds the fields of an included record; a field of the including one may only narrow.
    fn include_fields(&mut self, r: &RecordRef, inc: TypeRefId, inner: &RecordTy, fields: &mut Vec<FieldTy>) {
        for f in &inner.fields {
            let Some(mine) = fields.iter().find(|x| x.name == f.name).map(|x| x.ty) else {
                fields.push(f.clone());
                continue;
            };
            let own = r.fields.iter().find(|x| x.name == f.name);
            match own {
                None => {
                    let message = format!("field '{}' is included more than once: declare it here", f.name);
                    self.error(inc, codes::BAD_INCLUSION, message);
                }
                Some(o)
                    if !mine.has_named() && !f.ty.has_named() && !ops::is_subtype(self.db, mine, f.ty) =>
                {
                    let message =
                        format!("'{}' has type '{mine}', but is included with type '{}'", f.name, f.ty);
                    self.error(o.ty, codes::BAD_INCLUSION, message);
                }
                Some(_) => {}
            }
        }
    }

    pub fn function(&mut self, f: &FunctionRef) -> FunctionTy {
        let all: Vec<_> = f.params.iter().map(|p| (p.name, self.inner(p.ty), p.kind)).collect();
        let (params, rest) = split_params(all);
        let ret = self.opt(f.ret).unwrap_or(Ty::nil());
        FunctionTy { params, rest, ret, isolated: f.isolated, transactional: f.transactional }
    }

    /// The type of a method of an object type, whose return type may depend on its parameters as that of an external function.
    fn method(&mut self, f: &FunctionRef) -> FunctionTy {
        let mut all: Vec<_> = f.params.iter().map(|p| (p.name, self.inner(p.ty), p.kind)).collect();
        let store = self.store;
        let ret = self.dependent_return(store, &mut all, |l| l.opt(f.ret).unwrap_or(Ty::nil()));
        let (params, rest) = split_params(all);
        FunctionTy { params, rest, ret, isolated: f.isolated, transactional: f.transactional }
    }

    /// A return type, which may name parameters: those become ones of what is given for them.
    pub(crate) fn dependent_return(
        &mut self,
        store: &Store,
        written: &mut [(Option<Name>, Ty, ParamKind)],
        ret: impl FnOnce(&mut Self) -> Ty,
    ) -> Ty {
        let own = dependent::params(self.db, store, written);
        let outer = std::mem::replace(&mut self.dependent, own);
        let ret = ret(self);
        for (name, ty) in std::mem::replace(&mut self.dependent, outer) {
            written.iter_mut().filter(|p| p.0 == Some(name)).for_each(|p| {
                p.1 = Ty::new(TyKind::Typedesc(Some(ty)));
            });
        }
        ret
    }

    fn object(&mut self, o: &ObjectRef) -> Ty {
        let module = Visibility::Module(defs::module_id(self.module));
        let vis = |public: bool| if public { Visibility::Public } else { module };
        let mut out =
            ObjectTy { isolated: o.isolated, client: o.client, service: o.service, ..ObjectTy::default() };
        for f in &o.fields {
            let methods = o.methods.iter().any(|m| m.kind.dispatch_name(m.name) == f.name);
            if methods || out.members.iter().any(|m| m.name == f.name) {
                let at = self.name_of(f.ty);
                self.error_at(at, codes::REDECLARED, format!("redeclared symbol '{}'", f.name));
                continue;
            }
            out.members.push(MemberTy {
                name: f.name,
                ty: self.inner(f.ty),
                visibility: vis(f.is_public),
                kind: MemberKind::Field { is_final: false },
            });
        }
        for m in &o.methods {
            let ty = Ty::function(self.method(&m.sig));
            let kind = self.method_kind(&m.kind);
            let visibility = vis(m.is_public || !matches!(kind, MemberKind::Method));
            out.members.push(MemberTy { name: m.name, ty, visibility, kind });
        }
        for inc in &o.includes {
            let ty = self.inner(*inc);
            match defs::included_object(self.db, ty) {
                Some(inner) => defs::include_object(&mut out, &inner),
                None if ty.is_missing() => {}
                None => {
                    self.error(*inc, codes::BAD_INCLUSION, format!("'{ty}' is not an object type"));
                }
            }
        }
        Ty::object(out)
    }

    /// Kind of a method or resource, with the types of its path.
    pub fn method_kind(&mut self, kind: &MethodKind) -> MemberKind {
        match kind {
            MethodKind::Plain => MemberKind::Method,
            MethodKind::Remote => MemberKind::Remote,
            MethodKind::Resource { accessor, path } => {
                let mut out = Vec::new();
                for s in path {
                    match s {
                        PathSegment::Dot => {}
                        PathSegment::Name(n) => out.push(PathSegmentTy::Literal(*n)),
                        PathSegment::Param { ty, local } => {
                            let name = Some(self.store.locals[*local].name);
                            out.push(PathSegmentTy::Param { name, ty: self.inner(*ty) });
                        }
                        PathSegment::Rest { ty, local } => {
                            let name = Some(self.store.locals[*local].name);
                            out.push(PathSegmentTy::Rest { name, ty: self.inner(*ty) });
                        }
                    }
                }
                MemberKind::Resource { accessor: *accessor, path: out }
            }
        }
    }
}

/// Parameters of a function type, with the rest parameter's member type apart.
pub fn split_params(
    all: impl IntoIterator<Item = (Option<Name>, Ty, ParamKind)>,
) -> (Vec<ParamTy>, Option<Ty>) {
    let mut params = Vec::new();
    let mut rest = None;
    for (name, ty, kind) in all {
        let kind = match kind {
            ParamKind::Required => semtypes::ParamKind::Required,
            ParamKind::Defaultable => semtypes::ParamKind::Defaultable,
            ParamKind::Included => semtypes::ParamKind::Included,
            ParamKind::Rest => {
                rest = Some(ty);
                continue;
            }
        };
        params.push(ParamTy { name, ty, kind });
    }
    (params, rest)
}

fn builtin(b: Builtin) -> Ty {
    match b {
        Builtin::Nil => Ty::nil(),
        Builtin::Boolean => Ty::boolean(),
        Builtin::Int => Ty::int(),
        Builtin::Byte => Ty::byte(),
        Builtin::Float => Ty::float(),
        Builtin::Decimal => Ty::decimal(),
        Builtin::String => Ty::string(),
        Builtin::Any => Ty::any(),
        Builtin::Anydata => Ty::anydata(),
        Builtin::Json => Ty::json(),
        Builtin::Never => Ty::never(),
        Builtin::Readonly => Ty::readonly(),
        Builtin::Handle => Ty::new(TyKind::Handle),
    }
}

/// Built-in subtypes that the lang library declares with `@builtinSubtype`.
pub fn lang_subtype(db: &dyn Db, file: SourceFile, path: Path) -> Option<Ty> {
    let module = queries::prefix_module(db, file, path.prefix?)?;
    if module.kind(db) != ModuleKind::Library {
        return None;
    }
    let kind = match (module.name(db).as_str().strip_prefix("lang.")?, path.name.as_str()) {
        ("int", "Signed8") => TyKind::IntSubtype(IntSubtype::Signed8),
        ("int", "Signed16") => TyKind::IntSubtype(IntSubtype::Signed16),
        ("int", "Signed32") => TyKind::IntSubtype(IntSubtype::Signed32),
        ("int", "Unsigned8") => TyKind::IntSubtype(IntSubtype::Unsigned8),
        ("int", "Unsigned16") => TyKind::IntSubtype(IntSubtype::Unsigned16),
        ("int", "Unsigned32") => TyKind::IntSubtype(IntSubtype::Unsigned32),
        ("string", "Char") => TyKind::Char,
        ("string", "RegExp") | ("regexp", "RegExp") => TyKind::Regexp,
        ("xml", "Element") => TyKind::XmlElement,
        ("xml", "Comment") => TyKind::XmlComment,
        ("xml", "ProcessingInstruction") => TyKind::XmlProcessingInstruction,
        ("xml", "Text") => TyKind::XmlText,
        ("value", "Cloneable") => TyKind::Cloneable,
        _ => return None,
    };
    Some(Ty::new(kind))
}

/// A path as written.
pub fn show(path: Path) -> String {
    path.to_string()
}

/// A constant's broad type: `int` for 5, and so on.
pub fn broad(c: &Const) -> Ty {
    match c {
        Const::Nil => Ty::nil(),
        Const::Bool(_) => Ty::boolean(),
        Const::Int(_) => Ty::int(),
        Const::Float(_) => Ty::float(),
        Const::Decimal(_) => Ty::decimal(),
        Const::String(_) => Ty::string(),
        Const::List(_) | Const::Mapping(_) => Ty::singleton(c.clone()),
    }
}

/// Whether an expression uses local variables that are declared outside it.
fn uses_locals(store: &Store, e: ExprId) -> bool {
    let range = store.exprs.range(e);
    store.exprs.iter().any(|(id, x)| match x {
        Expr::Local(l) => {
            range.contains_range(store.exprs.range(id)) && !range.contains_range(store.locals.range(*l))
        }
        _ => false,
    })
}
