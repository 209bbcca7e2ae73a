//! The tables of the program being built. Everything gets its index in the order in which it is first referred to, so
//! that equal sources give equal archives.

use base_db::Db;
use bytecode::Kind;
use bytecode::archive::*;
use hir_def::ids::{BodyOwner, Def, DefKind, MethodId};
use hir_def::{Expr, Subject, queries};
use hir_ty::defs;
use mir::kinds::method_entry;
use mir::{ClassKey, FuncKey, GlobalKey, Home, kind_of};
use rustc_hash::FxHashMap;
use semtypes::{Const, DistinctId, MemberKind, Name, Ty, TyKind};

use crate::unit::{Places, Refs, short};

/// See the module documentation.
pub struct Program<'db> {
    pub db: &'db dyn Db,
    pub archive: Archive,
    /// What will be the archive's code.
    pub code: Vec<u64>,
    /// Functions in index order; those not yet lowered are at the end.
    pub keys: Vec<FuncKey>,
    func_index: FxHashMap<FuncKey, u32>,
    strings: FxHashMap<String, u32>,
    /// The same for interned names: found without hashing the text.
    names: FxHashMap<Name, u32>,
    raws: FxHashMap<u64, u16>,
    refs: FxHashMap<RefConst, u16>,
    natives: FxHashMap<(String, u16), u16>,
    globals: FxHashMap<GlobalKey, u16>,
    pub(crate) classes: FxHashMap<ClassKey, u16>,
    pub(crate) types: FxHashMap<Ty, u32>,
    pub(crate) defs: FxHashMap<Def, u32>,
    /// Definitions whose entry is still to be filled.
    pub(crate) pending_defs: Vec<Def>,
    pending_classes: Vec<ClassKey>,
    pub(crate) distinct: FxHashMap<DistinctId, u32>,
    pub(crate) modules: FxHashMap<u32, u32>,
}

/// A class on its way into the archive.
struct ClassParts {
    def: Option<u32>,
    name: u32,
    ty: u32,
    fields: Vec<(Name, Ty)>,
    methods: Vec<(Name, FuncKey)>,
    /// Those that are isolated, if the objects are.
    concurrent: Vec<Name>,
    declared: Option<Ty>,
}

impl<'db> Program<'db> {
    pub fn new(db: &'db dyn Db) -> Self {
        let mut p = Program {
            db,
            archive: Archive::default(),
            code: Vec::new(),
            keys: Vec::new(),
            func_index: FxHashMap::default(),
            strings: FxHashMap::default(),
            names: FxHashMap::default(),
            raws: FxHashMap::default(),
            refs: FxHashMap::default(),
            natives: FxHashMap::default(),
            globals: FxHashMap::default(),
            classes: FxHashMap::default(),
            types: FxHashMap::default(),
            defs: FxHashMap::default(),
            pending_defs: Vec::new(),
            pending_classes: Vec::new(),
            distinct: FxHashMap::default(),
            modules: FxHashMap::default(),
        };
        p.archive.meta.producer = concat!("balc ", env!("CARGO_PKG_VERSION")).to_string();
        p
    }

    /// The function's index; a new one is queued for lowering.
    pub fn function(&mut self, key: &FuncKey) -> u32 {
        if let Some(&i) = self.func_index.get(key) {
            return i;
        }
        let i = self.keys.len() as u32;
        self.keys.push(key.clone());
        self.func_index.insert(key.clone(), i);
        i
    }

    pub fn str(&mut self, s: &str) -> u32 {
        if let Some(&i) = self.strings.get(s) {
            return i;
        }
        let i = self.archive.strings.len() as u32;
        self.archive.strings.push(s);
        self.strings.insert(s.to_string(), i);
        i
    }

    /// A name's index among the strings.
    pub fn name(&mut self, name: Name) -> u32 {
        if let Some(&i) = self.names.get(&name) {
            return i;
        }
        let i = self.str(name.as_str());
        self.names.insert(name, i);
        i
    }

    /// Writes to `places` where what a unit names stands in the program's tables; new entries are made in order.
    pub fn places(&mut self, refs: &Refs, places: &mut Places) -> Result<(), String> {
        places.clear();
        places.functions.extend(refs.functions.iter().map(|k| self.function(k)));
        for s in &refs.strings {
            places.strings.push(short(self.name(*s), "strings")?);
        }
        for r in &refs.raws {
            places.raws.push(self.raw(*r)?);
        }
        for (c, ty) in &refs.consts {
            places.consts.push(self.constant(c, *ty)?);
        }
        for (name, argc) in &refs.natives {
            places.natives.push(self.native(name.as_str(), *argc)?);
        }
        for g in &refs.globals {
            places.globals.push(self.global(*g)?);
        }
        for t in &refs.types {
            places.types.push(self.ty(*t)?);
        }
        for c in &refs.classes {
            places.classes.push(self.class(c)?);
        }
        Ok(())
    }

    pub fn raw(&mut self, bits: u64) -> Result<u16, String> {
        if let Some(&i) = self.raws.get(&bits) {
            return Ok(i);
        }
        let i = short(self.archive.raw.len() as u32, "number constants")?;
        self.archive.raw.push(bits);
        self.raws.insert(bits, i);
        Ok(i)
    }

    pub fn native(&mut self, name: &str, argc: u16) -> Result<u16, String> {
        let key = (name.to_string(), argc);
        if let Some(&i) = self.natives.get(&key) {
            return Ok(i);
        }
        let i = short(self.archive.meta.natives.len() as u32, "natives")?;
        let s = self.str(name);
        self.archive.meta.natives.push(NativeImport { name: s, argc });
        self.natives.insert(key, i);
        Ok(i)
    }

    pub fn global(&mut self, key: GlobalKey) -> Result<u16, String> {
        if let Some(&i) = self.globals.get(&key) {
            return Ok(i);
        }
        let i = short(self.archive.meta.globals.len() as u32, "module variables")?;
        let (name, kind) = match key {
            GlobalKey::Var(d, n) => (n.to_string(), kind_of(self.db, defs::var_ty(self.db, d, n))),
            GlobalKey::IsSet(_, n) => (format!("$set${n}"), Kind::R),
            GlobalKey::Annotation(_, n) => (format!("$annotation${n}"), Kind::R),
        };
        let name = self.str(&name);
        self.archive.meta.globals.push(Global { name, kind: kind as u8 });
        self.globals.insert(key, i);
        Ok(i)
    }

    pub fn ty(&mut self, ty: Ty) -> Result<u16, String> {
        let i = self.type_index(ty);
        short(i, "types")
    }

    pub fn constant(&mut self, c: &Const, ty: Option<Ty>) -> Result<u16, String> {
        let value = self.const_node(c);
        let ty = ty.map(|t| self.type_index(t));
        let node = RefConst { value, ty };
        if let Some(&i) = self.refs.get(&node) {
            return Ok(i);
        }
        let i = short(self.archive.meta.refs.len() as u32, "constants")?;
        self.archive.meta.refs.push(node.clone());
        self.refs.insert(node, i);
        Ok(i)
    }

    pub(crate) fn const_node(&mut self, c: &Const) -> ConstNode {
        match c {
            Const::Nil => ConstNode::Nil,
            Const::Bool(b) => ConstNode::Bool(*b),
            Const::Int(i) => ConstNode::Int(*i),
            Const::Float(f) => ConstNode::Float(*f),
            Const::Decimal(d) => ConstNode::decimal(*d),
            Const::String(s) => ConstNode::String(self.str(s.as_str())),
            Const::List(items) => ConstNode::List(items.iter().map(|c| self.const_node(c)).collect()),
            Const::Mapping(items) => ConstNode::Mapping(
                items.iter().map(|(n, c)| (self.str(n.as_str()), self.const_node(c))).collect(),
            ),
        }
    }

    // ---- definitions and classes ----

    pub(crate) fn def(&mut self, def: Def) -> u32 {
        if let Some(&i) = self.defs.get(&def) {
            return i;
        }
        let i = self.archive.meta.defs.len() as u32;
        self.defs.insert(def, i);
        let name = self.str(def.name(self.db).as_str());
        let module = self.module_name(def);
        self.archive.meta.defs.push(DefEntry { name, module, ty: 0, class: None, defaults: Vec::new() });
        self.pending_defs.push(def);
        i
    }

    fn module_name(&mut self, def: Def) -> u32 {
        let m = def.module(self.db);
        let text = match m.kind(self.db) {
            base_db::ModuleKind::Local { root: true } => String::new(),
            _ => format!("{}/{}", m.org(self.db), m.name(self.db)),
        };
        self.str(&text)
    }

    pub fn class(&mut self, key: &ClassKey) -> Result<u16, String> {
        if let Some(&i) = self.classes.get(key) {
            return Ok(i);
        }
        let i = short(self.archive.meta.classes.len() as u32, "classes")?;
        self.classes.insert(key.clone(), i);
        let name = self.str("object");
        self.archive.meta.classes.push(Class {
            def: None,
            name,
            ty: 0,
            fields: Vec::new(),
            methods: Vec::new(),
            concurrent: Vec::new(),
            declared: None,
        });
        self.pending_classes.push(key.clone());
        Ok(i)
    }

    /// Fills definitions and classes that were referred to; may refer to more functions and types.
    pub fn fill_pending(&mut self) -> bool {
        let mut any = false;
        loop {
            if let Some(d) = self.pending_defs.pop() {
                self.fill_def(d);
            } else if let Some(c) = self.pending_classes.pop() {
                self.fill_class(&c);
            } else {
                return any;
            }
            any = true;
        }
    }

    fn fill_def(&mut self, def: Def) {
        let ty = defs::type_of_def(self.db, def);
        let index = self.defs[&def] as usize;
        let t = self.type_index(ty);
        self.archive.meta.defs[index].ty = t;
        if let TyKind::Record(r) = hir_ty::project::structure(self.db, ty).kind
            && r.origin == Some(def.ty_def())
        {
            for f in r.fields.iter().filter(|f| f.default) {
                let default = FuncKey::FieldDefault(def, f.name);
                let func = self.function(&FuncKey::ValueAdapter(Box::new(default)));
                let name = self.str(f.name.as_str());
                self.archive.meta.defs[index].defaults.push((name, func));
            }
        }
    }

    fn fill_class(&mut self, key: &ClassKey) {
        let index = self.classes[key] as usize;
        let parts = match key {
            ClassKey::Def(def) => self.declared_class(*def),
            ClassKey::Anon(home, e, targs) => self.anonymous_class(*home, *e, targs),
        };
        let fields = parts
            .fields
            .into_iter()
            .map(|(n, t)| {
                let kind = kind_of(self.db, t) as u8;
                (self.str(n.as_str()), kind, self.type_index(t))
            })
            .collect();
        let methods = parts
            .methods
            .into_iter()
            .map(|(n, k)| {
                let f = self.function(&k);
                (self.str(n.as_str()), f)
            })
            .collect();
        let concurrent = parts.concurrent.iter().map(|n| self.str(n.as_str())).collect();
        let declared = parts.declared.map(|t| self.type_index(t));
        let ClassParts { def, name, ty, .. } = parts;
        let class = &mut self.archive.meta.classes[index];
        *class = Class { def, name, ty, fields, methods, concurrent, declared };
        if let Some(d) = def {
            self.archive.meta.defs[d as usize].class = Some(index as u32);
        }
    }

    fn declared_class(&mut self, def: Def) -> ClassParts {
        let db = self.db;
        let ty = Ty::named(def.ty_def(), def.name(db));
        let d = self.def(def);
        let name = self.str(def.name(db).as_str());
        let t = self.type_index(ty);
        let data = queries::class_data(db, def);
        let (mut methods, mut concurrent) = (Vec::new(), Vec::new());
        let isolated = hir_ty::is_isolated(db, BodyOwner::Def(def));
        for m in &data.methods {
            let id = MethodId::new(db, def, m.name, m.index);
            if isolated && hir_ty::is_isolated(db, BodyOwner::Method(id)) {
                concurrent.push(m.name);
            }
            methods.push((m.name, method_entry(db, id)));
        }
        let (fields, declared) = (self.fields_of(ty), hir_ty::declared_service_type(db, def));
        ClassParts { def: Some(d), name, ty: t, fields, methods, concurrent, declared }
    }

    fn anonymous_class(&mut self, home: Home, e: hir_def::ExprId, targs: &mir::TypeArgs) -> ClassParts {
        let db = self.db;
        let inference = home.inference(db);
        let ty = inference.constructs.get(&e).copied().unwrap_or(Ty::missing());
        let ty = hir_ty::ops::substitute(ty, targs);
        let mut fields = self.fields_of(ty);
        let mut methods = Vec::new();
        if let Expr::ObjectCtor(o) = &home.store(db).exprs[e] {
            for l in mir::captured(home.store(db), o) {
                fields.push((mir::capture_field(l), Ty::union([Ty::any(), Ty::error()])));
            }
            let object = std::iter::once(Subject::Object(e));
            for subject in object.chain(o.methods.iter().map(|m| Subject::Lambda(m.lambda))) {
                for g in mir::annotations::groups_of(home, db, subject) {
                    fields.push((g.field(), Ty::union([Ty::any(), Ty::error()])));
                }
            }
            for m in &o.methods {
                methods.push((m.kind.dispatch_name(m.name), FuncKey::Lambda(home, m.lambda, targs.clone())));
            }
        }
        let name = self.str("object");
        let t = self.type_index(ty);
        // Objects of object constructors are isolated if they are declared to be.
        let object = hir_ty::project::object(db, ty).filter(|o| o.isolated);
        let is_isolated = |n: &&Name| {
            let method = object.and_then(|o| o.member(**n)).and_then(|m| hir_ty::project::function(db, m.ty));
            method.is_some_and(|f| f.isolated)
        };
        let concurrent = methods.iter().map(|(n, _)| n).filter(is_isolated).copied().collect();
        ClassParts { def: None, name, ty: t, fields, methods, concurrent, declared: None }
    }

    fn fields_of(&self, ty: Ty) -> Vec<(Name, Ty)> {
        hir_ty::project::object(self.db, ty).map_or_else(Vec::new, |o| {
            o.members
                .iter()
                .filter(|m| matches!(m.kind, MemberKind::Field { .. }))
                .map(|m| (m.name, m.ty))
                .collect()
        })
    }

    // ---- entry points ----

    /// The program's `main`, through a wrapper that takes tagged words.
    pub fn set_main(&mut self, main: Def) -> Result<(), String> {
        let db = self.db;
        let key = FuncKey::Boxed(Box::new(FuncKey::Function(main, Vec::new())));
        let func = self.function(&key);
        let ty = defs::fn_ty(db, main).clone();
        let mut params = Vec::new();
        let sig = queries::function_sig(db, main);
        for (i, p) in sig.params.iter().enumerate() {
            let (kind, t) = match p.kind {
                hir_def::ParamKind::Required => (0, ty.params[i].ty),
                hir_def::ParamKind::Defaultable => (1, ty.params[i].ty),
                hir_def::ParamKind::Included => (2, ty.params[i].ty),
                hir_def::ParamKind::Rest => (3, Ty::array(ty.rest.unwrap_or(Ty::string()))),
            };
            let default = (kind == 1).then(|| {
                let d = FuncKey::ParamDefault(BodyOwner::Def(main), i as u32, Vec::new());
                FuncKey::Boxed(Box::new(d))
            });
            let name = self.str(p.name.map_or("", |n| n.as_str()));
            self.converted(t);
            let ty = self.type_index(t);
            let default = default.map(|k| self.function(&k));
            params.push(MainParam { name, ty, kind, default });
        }
        self.archive.meta.main = Some(Main { func, params });
        Ok(())
    }

    /// Adds what manages listeners once the program is known to register some; whether it did.
    pub fn set_lifecycle(&mut self) -> bool {
        let function = |name: &str| {
            let def = hir_ty::ops::lang_function(self.db, "lang.runtime", name)?;
            Some(FuncKey::Function(def, Vec::new()))
        };
        let registers = ["registerListener", "onGracefulStop"];
        let used = registers.into_iter().filter_map(function).any(|k| self.func_index.contains_key(&k));
        if !used || self.archive.meta.lifecycle.is_some() {
            return false;
        }
        let keys = ["startListeners", "hasListeners", "stopGracefully"].map(function);
        let [Some(start), Some(running), Some(stop)] = keys else { return false };
        let mut boxed = |key| self.function(&FuncKey::Boxed(Box::new(key)));
        let lifecycle = Lifecycle { start: boxed(start), running: boxed(running), stop: boxed(stop) };
        self.archive.meta.lifecycle = Some(lifecycle);
        true
    }

    /// Values of this type come from outside of the program: those of structured types are made by the library.
    fn converted(&mut self, ty: Ty) {
        let simple = [Ty::nil(), Ty::boolean(), Ty::int(), Ty::float(), Ty::decimal(), Ty::string()];
        if self.archive.meta.convert.is_some() || hir_ty::ops::is_subtype(self.db, ty, Ty::union(simple)) {
            return;
        }
        let function = hir_ty::ops::lang_function(self.db, "lang.value", "configured");
        let key = function.map(|def| FuncKey::Boxed(Box::new(FuncKey::Function(def, Vec::new()))));
        self.archive.meta.convert = key.map(|k| self.function(&k));
    }

    /// `configurable` variables of a module.
    pub fn configurables(&mut self, module: base_db::Module) -> Result<(), String> {
        let db = self.db;
        for &def in queries::module_items(db, module).defs() {
            if def.kind(db) != DefKind::Var || !queries::var_data(db, def).configurable {
                continue;
            }
            let n = def.name(db);
            let global = self.global(GlobalKey::Var(def, n))? as u32;
            let is_set = self.global(GlobalKey::IsSet(def, n))? as u32;
            let t = defs::var_ty(db, def, n);
            self.converted(t);
            let ty = self.type_index(t);
            let c = Configurable {
                org: self.str(module.org(db).as_str()),
                module: self.str(module.name(db).as_str()),
                name: self.str(n.as_str()),
                ty,
                global,
                is_set,
                required: queries::var_data(db, def).required,
                location: self.str(queries::def_file(db, def).path(db)),
            };
            self.archive.meta.configurables.push(c);
        }
        Ok(())
    }
}
