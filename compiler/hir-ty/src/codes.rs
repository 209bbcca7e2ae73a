//! Diagnostic codes. Stable: users and tools refer to them.

macro_rules! codes {
    ($( $(#[doc = $doc:literal])* $name:ident = $code:literal; )*) => {
        $( $(#[doc = $doc])* pub const $name: &str = $code; )*
        /// Every code with its meaning, for documentation and the golden test.
        pub const ALL: &[(&str, &str)] = &[$(($code, concat!($($doc),*))),*];
    };
}

codes! {
    /// A value's static type does not fit where it is used.
    INCOMPATIBLE = "BCE2066";
    /// A name that is not declared.
    UNDEFINED = "BCE2010";
    /// A type name that is not declared.
    UNKNOWN_TYPE = "BCE2069";
    /// A module prefix without an import.
    UNKNOWN_PREFIX = "BCE2000";
    /// A declaration of another module that is not public.
    NOT_VISIBLE = "BCE2038";
    /// A name that does not denote a type.
    NOT_A_TYPE = "BCE2070";
    /// A name declared twice.
    REDECLARED = "BCE2008";
    /// An operator that is not defined for its operand types.
    BAD_OPERATOR = "BCE2070A";
    /// A literal out of range.
    BAD_LITERAL = "BCE2200";
    /// An array length that is not a constant.
    ARRAY_LENGTH = "BCE2201";
    /// An intersection without values.
    EMPTY_INTERSECTION = "BCE2202";
    /// `distinct` on something else than error or object types.
    BAD_DISTINCT = "BCE2203";
    /// Inclusion of something that cannot be included.
    BAD_INCLUSION = "BCE2204";
    /// A cyclic type or constant definition.
    CYCLE = "BCE2205";
    /// A constant expression that is not constant.
    NOT_CONSTANT = "BCE2206";
    /// A call with a missing argument.
    MISSING_ARGUMENT = "BCE2301";
    /// A call with too many arguments.
    TOO_MANY_ARGUMENTS = "BCE2302";
    /// A named argument without such a parameter.
    UNKNOWN_ARGUMENT = "BCE2303";
    /// A call of something that is not a function.
    NOT_CALLABLE = "BCE2304";
    /// A method that does not exist.
    UNDEFINED_METHOD = "BCE2305";
    /// A field that does not exist.
    UNDEFINED_FIELD = "BCE2306";
    /// A field access on a type that has no fields.
    BAD_ACCESS = "BCE2307";
    /// Member access on a type without members.
    BAD_INDEX = "BCE2308";
    /// A required field is missing in a constructor.
    MISSING_FIELD = "BCE2309";
    /// A constructor without an applicable type.
    NO_INHERENT_TYPE = "BCE2310";
    /// A variable that may not have a value here.
    UNINITIALISED = "BCE2401";
    /// Assignment to a variable that cannot be assigned.
    NOT_ASSIGNABLE = "BCE2402";
    /// A statement that control cannot reach.
    UNREACHABLE = "BCE2403";
    /// A function that may end without returning a value.
    MISSING_RETURN = "BCE2404";
    /// `break` or `continue` outside a loop.
    OUTSIDE_LOOP = "BCE2405";
    /// A value that must not be ignored.
    IGNORED_VALUE = "BCE2406";
    /// `check` where its error cannot go.
    CHECK_ESCAPES = "BCE2407";
    /// A type test or comparison that is decided by the static types.
    ALWAYS = "BCE2408";
    /// A match pattern that cannot match.
    UNMATCHED_PATTERN = "BCE2409";
    /// A pattern that does not fit its value.
    BAD_PATTERN = "BCE2410";
    /// A value that cannot be iterated.
    NOT_ITERABLE = "BCE2411";
    /// `new` of something that is not a class.
    BAD_NEW = "BCE2412";
    /// A class or object without a member that its inclusions need.
    MISSING_MEMBER = "BCE2413";
    /// A field that `init` leaves without a value.
    UNINITIALISED_FIELD = "BCE2414";
    /// XML that is not well-formed, or breaks the rules of namespaces.
    BAD_XML = "BCE2415";
    /// A query whose clauses do not go together.
    BAD_QUERY = "BCE2416";
    /// A key sequence that does not suit the table's rows.
    BAD_TABLE_KEY = "BCE2417";
    /// A return type that depends on a parameter in a way that it cannot.
    BAD_DEPENDENT = "BCE2418";
    /// Workers whose messages do not pair up, or that wait for one another.
    WORKERS = "BCE2504";
    /// Isolation is broken.
    NOT_ISOLATED = "BCE2501";
    /// A service method that is not called concurrently, as it or its service is not isolated.
    NOT_CONCURRENT = "BCH2501";
    /// A transaction that does not end as it must, or something transactional outside one.
    TRANSACTION = "BCE2502";
    /// A qualifier that a declaration cannot have.
    BAD_QUALIFIER = "BCE2503";
    /// An annotation that is not allowed on its construct, or with a value that it cannot have.
    BAD_ANNOTATION = "BCE2701";
    /// An annotation declaration that contradicts itself.
    BAD_ANNOTATION_DECL = "BCE2702";
    /// The use of a deprecated declaration.
    DEPRECATED = "BCW2701";
    /// Documentation that does not fit its declaration.
    DOCUMENTATION = "BCW2702";
    /// A construct that this compiler does not handle yet.
    UNSUPPORTED = "BCE9000";
    /// A local variable that is never used.
    UNUSED = "BCW2001";
    /// An import that is never used.
    UNUSED_IMPORT = "BCE2002";
    /// An unknown or cyclic import.
    BAD_IMPORT = "BCE2003";
    /// A `main` function with a wrong signature.
    BAD_MAIN = "BCE2601";
}
