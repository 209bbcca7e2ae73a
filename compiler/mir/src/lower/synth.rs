//! Functions that no source names: adapters, wrappers, initialisers.

use base_db::{Db, Module};
use bytecode::{Kind, Op};
use hir_def::ids::{BodyOwner, Def, DefKind, MethodId};
use hir_def::queries;
use hir_ty::result::{Callee as Target, Resolution};
use hir_ty::{Inference, defs, ops, project};
use rustc_hash::FxHashSet;
use semtypes::{FunctionTy, Name, ParamKind, Ty};

use super::call::native_name;
use super::empty_body;
use super::frame::method_shape;
use crate::annotations::annotated_owners;
use crate::ir::{Block, BlockId, Body, Callee, Cond, Inst, InstKind, Opnd, Origin, Term, VReg};
use crate::key::{FuncKey, Home, Started, TypeArgs};
use crate::kinds::{self, Shape, signature};

/// A body under construction without any source.
struct Synth {
    body: Body,
    cur: usize,
}

impl Synth {
    fn new(db: &dyn Db, key: &FuncKey, name: &str) -> Synth {
        let home = kinds::home_of(db, key).or_else(|| inner_home(db, key));
        let mut body = empty_body(db, key, home);
        body.name = name.to_string();
        body.hidden = true;
        let mut s = Synth { body, cur: 0 };
        s.block();
        s
    }
    fn block(&mut self) -> BlockId {
        self.body.blocks.push(Block {
            insts: Vec::new(),
            term: Term::Unreachable,
            term_origin: Origin::default(),
            handler: None,
        });
        BlockId(self.body.blocks.len() as u32 - 1)
    }
    fn reg(&mut self, kind: Kind) -> VReg {
        self.body.kinds.push(kind);
        VReg(self.body.kinds.len() as u32 - 1)
    }
    fn push(&mut self, kind: InstKind) {
        self.body.blocks[self.cur].insts.push(Inst { kind, origin: Origin::default() });
    }
    fn term(&mut self, t: Term) {
        self.body.blocks[self.cur].term = t;
    }
    fn coerce(&mut self, v: VReg, to: Kind) -> VReg {
        let from = self.body.kind(v);
        let op = match (from, to) {
            _ if from == to => return v,
            (Kind::I, _) => Op::box_i,
            (Kind::F, _) => Op::box_f,
            (Kind::B, _) => Op::box_b,
            (_, Kind::I) => Op::unbox_i,
            (_, Kind::F) => Op::unbox_f,
            _ => Op::unbox_b,
        };
        let dst = self.reg(to);
        self.push(InstKind::Op(op, [Opnd::Reg(dst), Opnd::Reg(v), Opnd::None]));
        dst
    }
    fn call(&mut self, callee: Callee, args: Vec<VReg>, ret: Kind) -> VReg {
        let dst = self.reg(ret);
        self.push(InstKind::Call { callee, dst: Some(dst), args });
        dst
    }
    /// Calls a function of the program with arguments as they come.
    fn call_func(&mut self, db: &dyn Db, key: FuncKey, args: &[VReg]) -> VReg {
        let sig = signature(db, &key);
        let args: Vec<VReg> = args.iter().zip(&sig.params).map(|(a, k)| self.coerce(*a, *k)).collect();
        self.call(Callee::Func(key), args, sig.ret)
    }
    /// Evaluates the defaults of parameters that a dynamic call left absent. Parameters start at `first`.
    fn fill_defaults(&mut self, db: &dyn Db, callee: &FuncKey, args: &mut [VReg], first: usize) {
        let (owner, targs) = match callee {
            FuncKey::Function(d, targs) => (BodyOwner::Def(*d), targs.clone()),
            FuncKey::Method(m) => (BodyOwner::Method(*m), Vec::new()),
            _ => return,
        };
        let Some((f, _)) = value_ty(db, callee) else { return };
        for (i, p) in f.params.iter().enumerate() {
            if p.kind != ParamKind::Defaultable {
                continue;
            }
            let filled = self.reg(Kind::R);
            let (absent, given, next) = (self.block(), self.block(), self.block());
            let arg = args[first + i];
            self.term(Term::Branch { cond: Cond::Absent(arg), then: absent, els: given });
            self.cur = absent.0 as usize;
            let key = FuncKey::ParamDefault(owner, i as u32, targs.clone());
            let v = self.call_func(db, key, &args[first..first + i]);
            self.mov(filled, v);
            self.term(Term::Jump(next));
            self.cur = given.0 as usize;
            self.mov(filled, arg);
            self.term(Term::Jump(next));
            self.cur = next.0 as usize;
            args[first + i] = filled;
        }
    }
    fn mov(&mut self, dst: VReg, src: VReg) {
        let v = self.coerce(src, self.body.kind(dst));
        self.push(InstKind::Op(Op::mov, [Opnd::Reg(dst), Opnd::Reg(v), Opnd::None]));
    }
    fn ret(&mut self, v: VReg) {
        let v = self.coerce(v, self.body.ret);
        self.term(Term::Ret(v));
    }
    /// Returns an error that a call gave, or goes on.
    fn return_error(&mut self, v: VReg) {
        if self.body.kind(v) != Kind::R {
            return;
        }
        let (failed, ok) = (self.block(), self.block());
        self.term(Term::Branch { cond: Cond::Error(v), then: failed, els: ok });
        self.cur = failed.0 as usize;
        self.term(Term::Ret(v));
        self.cur = ok.0 as usize;
    }
}

fn inner_home(db: &dyn Db, key: &FuncKey) -> Option<Home> {
    match key {
        FuncKey::ValueAdapter(k) | FuncKey::Boxed(k) => kinds::home_of(db, k).or_else(|| inner_home(db, k)),
        FuncKey::MethodAdapter(m) => Some(Home::Body(BodyOwner::Method(*m))),
        FuncKey::Start(started) => match &**started {
            Started::Call(k) => kinds::home_of(db, k).or_else(|| inner_home(db, k)),
            _ => None,
        },
        _ => None,
    }
}

fn params(n: usize) -> Vec<VReg> {
    (0..n as u32).map(VReg).collect()
}

pub(super) fn lower(db: &dyn Db, key: &FuncKey) -> Body {
    match key {
        FuncKey::ValueAdapter(k) => value_adapter(db, key, k),
        FuncKey::MethodAdapter(m) => method_adapter(db, key, *m),
        FuncKey::BoundMethod(n, ty) => bound_method(db, key, *n, *ty),
        FuncKey::Start(started) => start(db, key, started),
        FuncKey::Boxed(k) => {
            let mut s = Synth::new(db, key, "$main");
            let n = s.body.nparams;
            let v = s.call_func(db, (**k).clone(), &params(n));
            s.ret(v);
            s.body
        }
        FuncKey::ServiceInit(def) => service_init(db, key, *def),
        FuncKey::ModuleInit(m) => module_init(db, key, *m),
        FuncKey::ProgramInit(m) => program_init(db, key, *m),
        _ => {
            let mut s = Synth::new(db, key, "$none");
            s.term(Term::RetNil);
            s.body
        }
    }
}

/// An external function as a function of the program.
pub(super) fn external(db: &dyn Db, key: &FuncKey, def: Def, _targs: &TypeArgs) -> Body {
    if let Some(body) = kinds::ballerina_body(db, def) {
        let mut s = Synth::new(db, key, def.name(db).as_str());
        let args = params(s.body.nparams);
        let v = s.call_func(db, FuncKey::Function(body, Vec::new()), &args);
        s.ret(v);
        return s.body;
    }
    let name = native_name(db, def);
    native_body(db, key, def.name(db).as_str(), &name)
}

/// An external method: the native, or the method that stands for it, gets the object first.
pub(super) fn external_method(db: &dyn Db, key: &FuncKey, m: MethodId) -> Body {
    let class = m.class(db);
    if let Some(body) = kinds::ballerina_method(db, m) {
        let mut s = Synth::new(db, key, m.name(db).as_str());
        let args = params(s.body.nparams);
        let v = s.call_func(db, FuncKey::Method(body), &args);
        s.ret(v);
        let mut body = s.body;
        if kinds::all_tagged(db, m) {
            body.shape = method_shape(defs::method_ty(db, m));
            body.ty = Some(Ty::function(defs::method_ty(db, m).clone()));
        }
        return body;
    }
    let name = format!("{}:{}.{}", class.module(db).name(db), class.name(db), m.name(db));
    let mut body = native_body(db, key, &format!("{}.{}", class.name(db), m.name(db)), &name);
    if kinds::all_tagged(db, m) {
        body.shape = method_shape(defs::method_ty(db, m));
        body.ty = Some(Ty::function(defs::method_ty(db, m).clone()));
    }
    body
}

fn native_body(db: &dyn Db, key: &FuncKey, name: &str, native: &str) -> Body {
    let mut s = Synth::new(db, key, name);
    let args: Vec<VReg> = params(s.body.nparams).into_iter().map(|v| s.coerce(v, Kind::R)).collect();
    let v = s.call(Callee::Native(Name::new(native)), args, Kind::R);
    s.ret(v);
    s.body
}

/// The type of a function used as a value.
fn value_ty<'a>(db: &'a dyn Db, key: &FuncKey) -> Option<(&'a FunctionTy, TypeArgs)> {
    match key {
        FuncKey::Function(d, targs) => Some((defs::fn_ty(db, *d), targs.clone())),
        FuncKey::Method(m) => Some((defs::method_ty(db, *m), Vec::new())),
        _ => None,
    }
}

fn value_adapter(db: &dyn Db, key: &FuncKey, inner: &FuncKey) -> Body {
    let mut s = Synth::new(db, key, "$value");
    if let Some((f, targs)) = value_ty(db, inner) {
        let rest = f.rest.map(|r| Ty::array(ops::substitute(r, &targs)));
        s.body.shape = Shape::Value(f.params.len() as u16, rest);
        s.body.ty = Some(ops::substitute(Ty::function(f.clone()), &targs));
    }
    if let FuncKey::FieldDefault(..) = inner {
        s.body.shape = Shape::Value(0, None);
    }
    let n = s.body.nparams - 1;
    let mut args = params(n);
    s.fill_defaults(db, inner, &mut args, 0);
    let v = s.call_func(db, inner.clone(), &args);
    s.ret(v);
    s.body
}

fn method_adapter(db: &dyn Db, key: &FuncKey, m: MethodId) -> Body {
    let mut s = Synth::new(db, key, "$method");
    let f = defs::method_ty(db, m);
    s.body.shape = method_shape(f);
    s.body.ty = Some(Ty::function(f.clone()));
    let mut args = params(s.body.nparams);
    s.fill_defaults(db, &FuncKey::Method(m), &mut args, 1);
    let v = s.call_func(db, FuncKey::Method(m), &args);
    s.ret(v);
    s.body
}

fn bound_method(db: &dyn Db, key: &FuncKey, name: Name, ty: Ty) -> Body {
    let mut s = Synth::new(db, key, "$bound");
    let n = s.body.nparams - 1;
    let f = project::function(db, ty);
    s.body.shape = Shape::Value(f.map_or(n, |f| f.params.len()) as u16, None);
    // Which method runs is known when it is called, and so are its defaults: here nothing may be left out.
    s.body.ty = Some(f.map_or(ty, |f| {
        let mut f = f.clone();
        f.params.iter_mut().for_each(|p| p.kind = ParamKind::Required);
        Ty::function(f)
    }));
    let object = s.reg(Kind::R);
    s.push(InstKind::Op(Op::cap_get, [Opnd::Reg(object), Opnd::Reg(VReg(n as u32)), Opnd::Imm(0)]));
    let mut args = vec![object];
    args.extend(params(n));
    let v = s.call(Callee::Method(name), args, Kind::R);
    s.ret(v);
    s.body
}

/// What a strand that `start` makes runs: the call, with captured arguments.
fn start(db: &dyn Db, key: &FuncKey, started: &Started) -> Body {
    let mut s = Synth::new(db, key, "$start");
    s.body.shape = Shape::Value(0, None);
    let result = Ty::union([Ty::any(), Ty::error()]);
    let f = FunctionTy { params: Vec::new(), rest: None, ret: result, isolated: false, transactional: false };
    s.body.ty = Some(Ty::function(f));
    let n = match started {
        Started::Call(k) => kinds::signature(db, k).params.len() as u32,
        Started::Native(_, n) | Started::Method(_, n) | Started::Value(n) => *n,
    };
    let captures: Vec<VReg> = (0..n)
        .map(|i| {
            let v = s.reg(Kind::R);
            s.push(InstKind::Op(Op::cap_get, [Opnd::Reg(v), Opnd::Reg(VReg(0)), Opnd::Imm(i as i32)]));
            v
        })
        .collect();
    let v = match started {
        Started::Call(k) => s.call_func(db, k.clone(), &captures),
        Started::Native(name, _) => s.call(Callee::Native(*name), captures, Kind::R),
        Started::Method(name, _) => s.call(Callee::Method(*name), captures, Kind::R),
        Started::Value(_) => s.call(Callee::Value(captures[0]), captures[1..].to_vec(), Kind::R),
    };
    s.ret(v);
    s.body
}

// ---- initialisation ----

fn program_init(db: &dyn Db, key: &FuncKey, root: Module) -> Body {
    let mut s = Synth::new(db, key, "$init");
    for m in hir_ty::module_init_order(db, root) {
        if needs_init(db, m) {
            let v = s.call_func(db, FuncKey::ModuleInit(m), &[]);
            s.return_error(v);
        }
    }
    s.term(Term::RetNil);
    s.body
}

/// Whether a module has anything to initialise.
pub fn needs_init(db: &dyn Db, m: Module) -> bool {
    let items = queries::module_items(db, m);
    !annotated_owners(db, m).is_empty()
        || items.defs().iter().any(|d| match d.kind(db) {
            DefKind::Var => queries::var_data(db, *d).init.is_some(),
            DefKind::Listener | DefKind::Service => true,
            DefKind::Function => d.name(db).as_str() == "init",
            _ => false,
        })
}

fn module_init(db: &dyn Db, key: &FuncKey, m: Module) -> Body {
    let mut s = Synth::new(db, key, "$moduleInit");
    // Constant ones can be asked for from the start; others may need the module's variables.
    let annotations = |s: &mut Synth, constant: bool| {
        for (owner, _) in annotated_owners(db, m).iter().filter(|o| o.1 == constant) {
            s.call_func(db, FuncKey::Annotations(*owner, constant), &[]);
        }
    };
    annotations(&mut s, true);
    for v in variable_order(db, m) {
        let r = s.call_func(db, FuncKey::VarInit(v), &[]);
        s.return_error(r);
    }
    annotations(&mut s, false);
    let all = queries::module_items(db, m).defs();
    let of_kind = |kind| all.iter().copied().filter(move |d| d.kind(db) == kind);
    for service in of_kind(DefKind::Service) {
        let r = s.call_func(db, FuncKey::ServiceInit(service), &[]);
        s.return_error(r);
    }
    for init in of_kind(DefKind::Function).filter(|d| d.name(db).as_str() == "init") {
        let r = s.call_func(db, FuncKey::Function(init, Vec::new()), &[]);
        s.return_error(r);
    }
    s.term(Term::RetNil);
    s.body
}

/// A service declaration (spec 8.3.2): its object, then what its body does with it.
fn service_init(db: &dyn Db, key: &FuncKey, def: Def) -> Body {
    let mut s = Synth::new(db, key, "$service");
    let object = s.call_func(db, FuncKey::NewObject(def), &[]);
    s.return_error(object);
    let r = s.call_func(db, FuncKey::Function(def, Vec::new()), &[object]);
    s.return_error(r);
    s.term(Term::RetNil);
    s.body
}

/// Variables and listeners of a module, those that others need first (spec 8.2).
fn variable_order(db: &dyn Db, m: Module) -> Vec<Def> {
    let mut order = Order { db, module: m, done: Vec::new(), seen: FxHashSet::default() };
    for d in queries::module_items(db, m).defs() {
        if matches!(d.kind(db), DefKind::Var | DefKind::Listener) {
            order.visit(*d);
        }
    }
    order.done
}

struct Order<'a> {
    db: &'a dyn Db,
    module: Module,
    done: Vec<Def>,
    seen: FxHashSet<Def>,
}

impl Order<'_> {
    fn visit(&mut self, var: Def) {
        if !self.seen.insert(var) {
            return;
        }
        let inf = hir_ty::infer_signature(self.db, BodyOwner::Def(var));
        let mut needed = Vec::new();
        let mut seen = FxHashSet::default();
        self.needs(inf, &mut needed, &mut seen);
        needed.sort_by_key(|d| d.name(self.db));
        for d in needed {
            self.visit(d);
        }
        if var.kind(self.db) == DefKind::Listener || queries::var_data(self.db, var).init.is_some() {
            self.done.push(var);
        }
    }

    /// Variables of the module that a body reads, also through the functions and classes it uses.
    fn needs(&mut self, inf: &Inference, out: &mut Vec<Def>, seen: &mut FxHashSet<BodyOwner>) {
        let mut owners = Vec::new();
        for r in inf.resolutions.values() {
            match r {
                Resolution::Var(d, _)
                    if d.module(self.db) == self.module
                        && matches!(d.kind(self.db), DefKind::Var | DefKind::Listener)
                        && !out.contains(d) =>
                {
                    out.push(*d);
                }
                Resolution::Function(f) => owners.push(BodyOwner::Def(*f)),
                _ => {}
            }
        }
        for c in inf.calls.values() {
            match c.callee {
                Target::Function(f) | Target::LangLib(f) => owners.push(BodyOwner::Def(f)),
                Target::DirectMethod(m) => owners.push(BodyOwner::Method(m)),
                _ => {}
            }
        }
        for t in inf.constructs.values() {
            if let Some(class) = project::object(self.db, *t).and_then(|o| o.origin).map(Def::from_ty_def) {
                self.class_owners(class, &mut owners);
            }
        }
        for o in owners {
            self.follow(o, out, seen);
        }
    }

    fn class_owners(&self, class: Def, owners: &mut Vec<BodyOwner>) {
        if !matches!(class.kind(self.db), DefKind::Class) {
            return;
        }
        owners.push(BodyOwner::Def(class));
        for m in &queries::class_data(self.db, class).methods {
            owners.push(BodyOwner::Method(MethodId::new(self.db, class, m.name, m.index)));
        }
    }

    fn follow(&mut self, o: BodyOwner, out: &mut Vec<Def>, seen: &mut FxHashSet<BodyOwner>) {
        let def = match o {
            BodyOwner::Def(d) => d,
            BodyOwner::Method(m) => m.class(self.db),
        };
        if def.module(self.db) != self.module || !seen.insert(o) {
            return;
        }
        let db = self.db;
        self.needs(hir_ty::infer_signature(db, o), out, seen);
        let has_body = match o {
            BodyOwner::Def(d) => {
                d.kind(db) == DefKind::Function
                    && !matches!(
                        queries::function_sig(db, d).body_kind,
                        hir_def::BodyKind::External | hir_def::BodyKind::None
                    )
            }
            BodyOwner::Method(m) => !matches!(
                queries::method_sig(db, m).body_kind,
                hir_def::BodyKind::External | hir_def::BodyKind::None
            ),
        };
        if has_body {
            self.needs(hir_ty::infer_body(db, o), out, seen);
        }
    }
}
