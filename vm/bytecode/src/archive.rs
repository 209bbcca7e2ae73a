//! The contents of a `.balo` archive, decoded: what the emitter builds and the loader reads.
//!
//! Every reference from one table to another is an index; the verifier checks each once.

use serde::{Deserialize, Serialize};

use crate::functions::Functions;
use crate::ops::Kind;
use crate::tables::{Strings, Table};

pub type StrIdx = u32;
pub type TypeIdx = u32;
pub type FuncIdx = u32;

/// A whole program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Archive {
    pub strings: Strings,
    /// Raw 64-bit constants: ints and float bits.
    pub raw: Vec<u64>,
    pub functions: Functions,
    /// Instruction words of all functions, each function's contiguous.
    pub code: Table<u64>,
    pub meta: Meta,
}

/// The tables that need no random access from a memory map.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// The compiler that wrote the archive, for messages only.
    pub producer: String,
    pub types: Vec<TypeNode>,
    /// Type definitions and classes that `TypeNode::Named` refers to.
    pub defs: Vec<DefEntry>,
    /// The type ids of `distinct` types, which type nodes number.
    pub distinct: Vec<DistinctEntry>,
    pub refs: Vec<RefConst>,
    pub globals: Vec<Global>,
    pub natives: Vec<NativeImport>,
    pub classes: Vec<Class>,
    /// Runs before `main`: initialises modules in dependency order. No parameters, returns `error?`.
    pub init: Option<FuncIdx>,
    pub main: Option<Main>,
    /// Present when something may register listeners.
    pub lifecycle: Option<Lifecycle>,
    pub configurables: Vec<Configurable>,
    /// `(json, typedesc) -> anydata|error`: makes values of structured types of what is configured or given as options of
    /// `main`. Present when the program has something of that kind.
    pub convert: Option<FuncIdx>,
    /// The annotations that programs and natives can ask for.
    pub annotations: Vec<AnnotationEntry>,
    /// Functions that are methods taken as values, by the method's name: their annotations are those of the method of
    /// the object that they capture. Present where some method of that name has annotations.
    pub bound_methods: Vec<(FuncIdx, StrIdx)>,
}

/// The effective value of the annotations of a construct with one tag (spec 9.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnotationEntry {
    pub subject: AnnotationSubject,
    /// `org/module:tag`
    pub tag: StrIdx,
    pub value: AnnotationValue,
}

/// What an annotation is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AnnotationSubject {
    /// A type definition, class or enum: index into [`Meta::defs`].
    Def(u32),
    /// A field of one.
    Field(u32, StrIdx),
    /// A method, or part of one, of an object type that is one: by the name under which objects find it.
    Method(u32, StrIdx, MethodPart),
    /// The class of an object constructor: index into [`Meta::classes`].
    Class(u32),
    Function(FuncIdx),
    /// A parameter by position.
    Parameter(FuncIdx, u32),
    Return(FuncIdx),
}

/// What of a method of an object type is annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MethodPart {
    Whole,
    /// A parameter by position, those of a resource's path left out.
    Parameter(u32),
    Return,
}

/// Where the value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnnotationValue {
    /// A tagged global.
    Global(u32),
    /// A field of the object whose class, or whose method, has the annotation.
    Field(StrIdx),
    /// A capture of the function value.
    Capture(u16),
}

/// What the run-time system calls after `main`, each without parameters (spec 8.2, 8.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lifecycle {
    /// Starts the registered listeners; returns `error?`.
    pub start: FuncIdx,
    /// Whether there are registered listeners.
    pub running: FuncIdx,
    /// Stops them gracefully; returns `error?`.
    pub stop: FuncIdx,
}

/// A function as [`Functions`] has it: what is of fixed size, and its parts of the side tables.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Function<'a> {
    pub name: StrIdx,
    /// Module and source file as shown in stack traces, with a colon between them.
    pub file: StrIdx,
    pub ret: Kind,
    pub nparams: u16,
    /// Kinds of registers `0..nregs`; the first `nparams` are the parameters. The `R` registers after them
    /// are contiguous, so that entering the function clears one range.
    pub kinds: &'a [Kind],
    /// Registers of the out area.
    pub nout: u16,
    /// Its function type, for `is` tests and `typeof`; absent for functions that are never values.
    pub ty: Option<TypeIdx>,
    /// How a function value made of this function takes its arguments.
    pub call: CallShape,
    /// Hidden frames (adapters, default closures) are left out of stack traces.
    pub hidden: bool,
    pub code_start: u32,
    pub code_len: u32,
    /// Records of [`Line`], sorted by word.
    pub lines: &'a [[u32; 3]],
    /// Records of [`Inlined`]: calls in whose place the callee's instructions stand.
    pub inlined: &'a [[u32; 3]],
    /// Records of [`Handler`].
    pub handlers: &'a [[u32; 4]],
}

/// From `word` of the function on, the source is this line of its file (counted from 1), or of an inlined function's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub word: u32,
    pub line: u32,
    /// Index into [`Function::inlined`].
    pub inlined: Option<u16>,
}

/// An inlined call, which stack traces show as a frame of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inlined {
    pub name: StrIdx,
    pub file: StrIdx,
    /// The line of the call.
    pub call_line: u32,
}

/// Whether the function can be called through a value: then every parameter and the result are tagged, and
/// the closure itself is passed in the register after the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallShape {
    /// Only direct calls.
    Direct,
    /// `fixed` parameters and, with `rest`, one more that takes a list of the remaining arguments
    /// (of inherent type `rest`).
    Value { fixed: u16, rest: Option<TypeIdx> },
    /// As `Value`, for methods: register 0 is the object, which `fixed` does not count.
    Method { fixed: u16, rest: Option<TypeIdx> },
}

impl CallShape {
    /// The type of the list of further arguments, of functions that take one.
    pub fn rest(self) -> Option<TypeIdx> {
        match self {
            CallShape::Direct => None,
            CallShape::Value { rest, .. } | CallShape::Method { rest, .. } => rest,
        }
    }
}

/// A `trap` or `on fail`-for-panics region: a panic raised by words `start..end` continues at `target` with the
/// error in register `reg`. Later entries are inner regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub reg: u16,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DefEntry {
    pub name: StrIdx,
    /// `org/module`, empty for the root module.
    pub module: StrIdx,
    pub ty: TypeIdx,
    pub class: Option<u32>,
    /// Default values of record fields: `(field, function without parameters in the shape of a value)`.
    pub defaults: Vec<(StrIdx, FuncIdx)>,
}

/// What `typedesc:typeIds` tells of a type id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistinctEntry {
    pub org: StrIdx,
    pub module: StrIdx,
    /// The name of the type that it is the only `distinct` of; others are known by their number.
    pub name: Option<StrIdx>,
    /// Ids that a value with this one has as well.
    pub secondary: Vec<u32>,
}

/// A type descriptor; children are indices of earlier or later entries (`Named` breaks cycles).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TypeNode {
    Never,
    Nil,
    Boolean,
    Int,
    Byte,
    IntSubtype(u8),
    Float,
    Decimal,
    String,
    Char,
    Any,
    Anydata,
    Json,
    Readonly,
    Cloneable,
    Handle,
    Regexp,
    Xml(Option<TypeIdx>),
    XmlElement,
    XmlComment,
    XmlProcessingInstruction,
    XmlText,
    Singleton(ConstNode),
    Array {
        elem: TypeIdx,
        len: Option<u64>,
    },
    Tuple {
        members: Vec<TypeIdx>,
        rest: Option<TypeIdx>,
    },
    Map(TypeIdx),
    Record {
        fields: Vec<FieldNode>,
        rest: Option<TypeIdx>,
        origin: Option<u32>,
    },
    Table {
        row: TypeIdx,
        key: KeyNode,
    },
    Function {
        /// Name, type and parameter kind (0 required, 1 defaultable, 2 included).
        params: Vec<(Option<StrIdx>, TypeIdx, u8)>,
        rest: Option<TypeIdx>,
        ret: TypeIdx,
        isolated: bool,
        transactional: bool,
    },
    AnyFunction {
        isolated: bool,
    },
    Object(Box<ObjectNode>),
    Error {
        detail: Option<TypeIdx>,
        distinct: Vec<u32>,
    },
    Stream {
        value: TypeIdx,
        completion: TypeIdx,
    },
    Typedesc(Option<TypeIdx>),
    Future(Option<TypeIdx>),
    Union(Vec<TypeIdx>),
    Intersection(Vec<TypeIdx>),
    Diff(TypeIdx, TypeIdx),
    /// Index into [`Meta::defs`].
    Named(u32),
}

impl TypeNode {
    /// Visits the types that it is made of.
    pub fn children(&self, visit: &mut dyn FnMut(TypeIdx)) {
        match self {
            TypeNode::Xml(t) | TypeNode::Typedesc(t) | TypeNode::Future(t) => {
                t.iter().for_each(|&t| visit(t))
            }
            TypeNode::Error { detail, .. } => detail.iter().for_each(|&t| visit(t)),
            TypeNode::Array { elem: t, .. } | TypeNode::Map(t) => visit(*t),
            TypeNode::Tuple { members, rest } => members.iter().chain(rest).for_each(|&t| visit(t)),
            TypeNode::Record { fields, rest, .. } => {
                fields.iter().map(|f| &f.ty).chain(rest).for_each(|&t| visit(t))
            }
            TypeNode::Table { row, key } => {
                visit(*row);
                if let KeyNode::Type(t) = key {
                    visit(*t);
                }
            }
            TypeNode::Function { params, rest, ret, .. } => {
                params.iter().map(|(_, t, _)| t).chain(rest).for_each(|&t| visit(t));
                visit(*ret);
            }
            TypeNode::Object(o) => {
                for m in &o.members {
                    visit(m.ty);
                    if let MemberKindNode::Resource { path, .. } = &m.kind {
                        path.iter().filter_map(SegmentNode::ty).for_each(&mut *visit);
                    }
                }
            }
            TypeNode::Stream { value: a, completion: b } | TypeNode::Diff(a, b) => {
                visit(*a);
                visit(*b);
            }
            TypeNode::Union(parts) | TypeNode::Intersection(parts) => parts.iter().for_each(|&t| visit(t)),
            _ => {}
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldNode {
    pub name: StrIdx,
    pub ty: TypeIdx,
    pub optional: bool,
    pub readonly: bool,
    pub default: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KeyNode {
    None,
    Fields(Vec<StrIdx>),
    Type(TypeIdx),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ObjectNode {
    pub members: Vec<MemberNode>,
    pub isolated: bool,
    pub client: bool,
    pub service: bool,
    pub readonly: bool,
    pub distinct: Vec<u32>,
    pub origin: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MemberNode {
    pub name: StrIdx,
    pub ty: TypeIdx,
    pub visibility: VisibilityNode,
    pub kind: MemberKindNode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VisibilityNode {
    Public,
    Module(u32),
    /// Index into [`Meta::defs`].
    Private(u32),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MemberKindNode {
    Field { is_final: bool },
    Method,
    Remote,
    Resource { accessor: StrIdx, path: Vec<SegmentNode> },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SegmentNode {
    Literal(StrIdx),
    Param(Option<StrIdx>, TypeIdx),
    Rest(Option<StrIdx>, TypeIdx),
}

impl SegmentNode {
    /// The type of a parameter.
    pub fn ty(&self) -> Option<TypeIdx> {
        match self {
            SegmentNode::Literal(_) => None,
            SegmentNode::Param(_, t) | SegmentNode::Rest(_, t) => Some(*t),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConstNode {
    Nil,
    Bool(bool),
    Int(i64),
    Float(u64),
    /// The halves of its bits, the lower first.
    Decimal([u64; 2]),
    String(StrIdx),
    List(Vec<ConstNode>),
    Mapping(Vec<(StrIdx, ConstNode)>),
}

impl ConstNode {
    pub fn decimal(bits: u128) -> ConstNode {
        ConstNode::Decimal([bits as u64, (bits >> 64) as u64])
    }

    /// The bits of a decimal's halves.
    pub fn decimal_bits([low, high]: [u64; 2]) -> u128 {
        low as u128 | (high as u128) << 64
    }
}

/// A constant that is a tagged word at run time: built once when the archive is loaded, never collected.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RefConst {
    pub value: ConstNode,
    /// Inherent type of structured constants.
    pub ty: Option<TypeIdx>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Global {
    pub name: StrIdx,
    /// `Kind` as its archive byte.
    pub kind: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NativeImport {
    /// `module:function`, for instance `lang.array:push`.
    pub name: StrIdx,
    pub argc: u16,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// Index into [`Meta::defs`]; absent for object constructors.
    pub def: Option<u32>,
    pub name: StrIdx,
    /// Its object type.
    pub ty: TypeIdx,
    /// Field names and the kinds of their slots (archive bytes), and the types that stores are checked against.
    pub fields: Vec<(StrIdx, u8, TypeIdx)>,
    /// Method name and function (`CallShape::Method`).
    pub methods: Vec<(StrIdx, FuncIdx)>,
    /// The methods that listeners may call whatever else runs: they are isolated, and the objects are (spec 8.3.3).
    pub concurrent: Vec<StrIdx>,
    /// Of a service declaration: the type that it says its object has.
    pub declared: Option<TypeIdx>,
}

/// The program's `main`, taking its parameters as tagged words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Main {
    pub func: FuncIdx,
    pub params: Vec<MainParam>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MainParam {
    pub name: StrIdx,
    pub ty: TypeIdx,
    /// 0 required, 1 defaultable, 2 included record (options), 3 rest
    pub kind: u8,
    /// Function computing the default.
    pub default: Option<FuncIdx>,
}

/// A `configurable` module variable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Configurable {
    pub org: StrIdx,
    pub module: StrIdx,
    pub name: StrIdx,
    pub ty: TypeIdx,
    /// Global that receives the value.
    pub global: u32,
    /// Tagged boolean global that tells the module's initialiser that a value was set.
    pub is_set: u32,
    pub required: bool,
    /// `file:line` for messages.
    pub location: StrIdx,
}

impl Archive {
    pub fn str(&self, i: StrIdx) -> &str {
        &self.strings[i as usize]
    }
}
