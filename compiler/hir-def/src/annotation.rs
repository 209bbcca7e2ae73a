//! Annotations as written (spec 9.1). Every one in an item stands in the store of the signature or body it belongs to.

use semtypes::Name;
use syntax::TextRange;

use crate::expr::Path;
use crate::store::{ExprId, LambdaId};

/// The construct in front of which an annotation stands: decides which attach points allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Construct {
    /// A type definition or an enum.
    Type,
    Class {
        service: bool,
    },
    Function,
    /// A method of an object type, a class, an object constructor or a service.
    Method {
        service: bool,
        remote: bool,
    },
    Parameter,
    Return,
    /// A service declaration.
    Service,
    /// An object constructor.
    Object {
        service: bool,
    },
    RecordField,
    TupleMember,
    ObjectField,
    Listener,
    Var,
    Const,
    Annotation,
    External,
    /// A named worker or a `start` action.
    Worker,
    Cast,
}

/// What a program can ask for the annotation at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The item, function or method that the store belongs to.
    Owner,
    /// A parameter of the owner, by position.
    Parameter(u32),
    /// The owner's return type.
    Return,
    /// A field of the owner: a class, or a type definition whose descriptor is a record or object type.
    Field(Name),
    /// A method, or part of one, of the owner: a type definition whose descriptor is an object type. By the name under
    /// which objects find the method.
    Method(Name, MethodPart),
    /// An anonymous function or a method of an object constructor.
    Lambda(LambdaId),
    /// An object constructor.
    Object(ExprId),
    /// Nothing that exists at run time.
    Source,
}

/// What of a method of an object type is annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MethodPart {
    Whole,
    /// A parameter by position, those of a resource's path left out.
    Parameter(u32),
    Return,
}

/// `@tag { ... }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    pub construct: Construct,
    pub subject: Subject,
    pub tag: Path,
    /// The mapping constructor; an empty one where none is written.
    pub value: ExprId,
    /// Whether the value is written.
    pub written: bool,
    pub range: TextRange,
    /// Where the annotated construct stands: two annotations of one construct have the same.
    pub site: TextRange,
}

impl Construct {
    /// The attach points that allow an annotation here, as an annotation declaration spells them.
    pub fn points(self) -> &'static [&'static str] {
        match self {
            Construct::Type | Construct::Cast => &["type"],
            Construct::Class { service: false } | Construct::Object { service: false } => &["class"],
            Construct::Class { service: true } | Construct::Object { service: true } => &["class", "service"],
            Construct::Function => &["function"],
            Construct::Method { service: true, remote: true } => {
                &["function", "object function", "service remote function"]
            }
            Construct::Method { .. } => &["function", "object function"],
            Construct::Parameter => &["parameter"],
            Construct::Return => &["return"],
            Construct::Service => &["service"],
            Construct::RecordField => &["field", "record field"],
            Construct::TupleMember => &["field"],
            Construct::ObjectField => &["field", "object field"],
            Construct::Listener => &["listener"],
            Construct::Var => &["var"],
            Construct::Const => &["const"],
            Construct::Annotation => &["annotation"],
            Construct::External => &["external"],
            Construct::Worker => &["worker"],
        }
    }

    /// The construct in a message, with its article.
    pub fn describe(self) -> &'static str {
        match self {
            Construct::Type => "a type definition",
            Construct::Class { .. } => "a class",
            Construct::Function => "a function",
            Construct::Method { remote: true, .. } => "a remote method",
            Construct::Method { .. } => "a method",
            Construct::Parameter => "a parameter",
            Construct::Return => "a return type",
            Construct::Service => "a service declaration",
            Construct::Object { .. } => "an object constructor",
            Construct::RecordField => "a record field",
            Construct::TupleMember => "a tuple member",
            Construct::ObjectField => "an object field",
            Construct::Listener => "a listener",
            Construct::Var => "a variable",
            Construct::Const => "a constant",
            Construct::Annotation => "an annotation declaration",
            Construct::External => "an external function body",
            Construct::Worker => "a worker",
            Construct::Cast => "a type cast",
        }
    }
}

/// Attach points of the source only (spec 9.1): they must be declared with `source`.
pub const SOURCE_ONLY: &[&str] = &["annotation", "external", "var", "const", "listener", "client", "worker"];
