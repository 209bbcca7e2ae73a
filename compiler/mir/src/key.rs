//! Names of the things that a program consists of at run time.

use base_db::{Db, Module};
use hir_def::ids::{BodyOwner, Def, DefKind, MethodId};
use hir_def::{ExprId, LambdaId, Store, queries};
use hir_ty::Inference;
use semtypes::{Name, Ty};

/// Instantiation of type parameters: parameter id and type, sorted by id.
pub type TypeArgs = Vec<(u32, Ty)>;

/// Which arenas an expression lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    Body(BodyOwner),
    /// The signature store: defaults and initialisers.
    Sig(BodyOwner),
}

impl Home {
    pub fn owner(self) -> BodyOwner {
        match self {
            Home::Body(o) | Home::Sig(o) => o,
        }
    }

    /// The declaration that ranges are relative to.
    pub fn def(self, db: &dyn Db) -> Def {
        match self.owner() {
            BodyOwner::Def(d) => d,
            BodyOwner::Method(m) => m.class(db),
        }
    }

    pub fn store(self, db: &dyn Db) -> &Store {
        match self {
            Home::Body(o) => &queries::body(db, o).store,
            Home::Sig(BodyOwner::Method(m)) => &queries::method_sig(db, m).store,
            Home::Sig(BodyOwner::Def(d)) => match d.kind(db) {
                DefKind::Function => &queries::function_sig(db, d).store,
                DefKind::TypeDef => &queries::type_def_data(db, d).store,
                DefKind::Const => &queries::const_data(db, d).store,
                DefKind::Enum => &queries::enum_data(db, d).store,
                DefKind::Listener => &queries::listener_data(db, d).store,
                DefKind::Class | DefKind::Service => &queries::class_data(db, d).store,
                _ => &queries::var_data(db, d).store,
            },
        }
    }

    pub fn inference(self, db: &dyn Db) -> &Inference {
        match self {
            Home::Body(o) => hir_ty::infer_body(db, o),
            Home::Sig(o) => hir_ty::infer_signature(db, o),
        }
    }
}

/// A function of the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FuncKey {
    Function(Def, TypeArgs),
    Method(MethodId),
    /// An anonymous function, in the shape of a value; a method of an object constructor, in that of a method.
    Lambda(Home, LambdaId, TypeArgs),
    /// A query that runs lazily, in the shape of a value.
    LazyQuery(Home, ExprId, TypeArgs),
    /// A function as a value: tagged parameters, the closure last.
    ValueAdapter(Box<FuncKey>),
    /// A class's method with tagged parameters and result, for method tables.
    MethodAdapter(MethodId),
    /// What `start` calls, in the shape of a value without parameters: captures the arguments.
    Start(Box<Started>),
    /// A method taken as a value: captures the object, calls by name.
    BoundMethod(Name, Ty),
    /// Default of parameter `.1`; takes the parameters before it.
    ParamDefault(BodyOwner, u32, TypeArgs),
    /// Default of a record field.
    FieldDefault(Def, Name),
    /// Creates and initialises an object of a class.
    NewObject(Def),
    /// Evaluates a module-level variable's or listener's initialiser.
    VarInit(Def),
    /// Evaluates a declaration's annotations: the constant ones, or the others.
    Annotations(BodyOwner, bool),
    /// Creates a service declaration's object and attaches it.
    ServiceInit(Def),
    /// Initialises a module: its variables, then `init`.
    ModuleInit(Module),
    /// Initialises every module in dependency order.
    ProgramInit(Module),
    /// A function with tagged parameters and result, called by the run-time system.
    Boxed(Box<FuncKey>),
}

/// What a strand that `start` makes calls; how many captures there are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Started {
    Call(FuncKey),
    Native(Name, u32),
    /// A method found by name; the object is the first capture.
    Method(Name, u32),
    /// A function value, the first capture.
    Value(u32),
}

/// A module-level variable's slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GlobalKey {
    Var(Def, Name),
    /// Whether a configurable variable got its value from outside.
    IsSet(Def, Name),
    /// The value of a declaration's annotations with one tag, by the index of the first.
    Annotation(BodyOwner, u32),
}

/// A class of objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ClassKey {
    Def(Def),
    /// The class of an object constructor or raw template expression.
    Anon(Home, ExprId, TypeArgs),
}
