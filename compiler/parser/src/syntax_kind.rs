//! The kinds of token and node of the syntax tree.

/// Declares the enum, the keyword tables and the `T!` macro from one list.
macro_rules! syntax_kinds {
    (
        punct { $($p:ident $ptext:tt,)* }
        keyword { $($k:ident $ktext:tt,)* }
        contextual { $($c:ident $ctext:tt,)* }
        token { $($t:ident,)* }
        node { $($n:ident,)* }
    ) => {
        /// The kind of a token or of a node.
        #[allow(non_camel_case_types, missing_docs)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum SyntaxKind {
            /// Not a token of the text: what the parser sees past its end.
            EOF,
            $($p,)* $($k,)* $($c,)* $($t,)* $($n,)*
        }

        impl SyntaxKind {
            /// Every kind, indexed by its discriminant.
            pub const ALL: &'static [SyntaxKind] = &[
                SyntaxKind::EOF,
                $(SyntaxKind::$p,)* $(SyntaxKind::$k,)* $(SyntaxKind::$c,)* $(SyntaxKind::$t,)* $(SyntaxKind::$n,)*
            ];

            /// The reserved keyword spelled `text`, if there is one.
            #[must_use]
            pub fn from_keyword(text: &str) -> Option<SyntaxKind> {
                match text { $($ktext => Some(SyntaxKind::$k),)* _ => None }
            }

            /// The contextual keyword spelled `text`: an ordinary identifier outside its own construct
            /// (written `xyzNR` in the specification's grammar).
            #[must_use]
            pub fn from_contextual_keyword(text: &str) -> Option<SyntaxKind> {
                match text { $($ctext => Some(SyntaxKind::$c),)* _ => None }
            }

            /// The one spelling of a punctuation or keyword token.
            #[must_use]
            pub fn text(self) -> Option<&'static str> {
                match self {
                    $(SyntaxKind::$p => Some($ptext),)*
                    $(SyntaxKind::$k => Some($ktext),)*
                    $(SyntaxKind::$c => Some($ctext),)*
                    _ => None,
                }
            }

            /// Is this a reserved keyword?
            #[must_use]
            pub fn is_keyword(self) -> bool {
                matches!(self, $(SyntaxKind::$k)|*)
            }
        }

        /// The kind of a token written as itself: `T![;]`, `T!["("]`, `T![function]`. Brackets and other
        /// tokens that Rust cannot lex are written as string literals.
        #[macro_export]
        macro_rules! T {
            $([$ptext] => { $crate::SyntaxKind::$p };)*
            $([$ktext] => { $crate::SyntaxKind::$k };)*
            $([$ctext] => { $crate::SyntaxKind::$c };)*
        }
    };
}

syntax_kinds! {
    punct {
        SEMICOLON ";",
        COMMA ",",
        COLON ":",
        DOT ".",
        L_PAREN "(",
        R_PAREN ")",
        L_BRACK "[",
        R_BRACK "]",
        L_CURLY "{",
        R_CURLY "}",
        L_CURLY_PIPE "{|",
        R_CURLY_PIPE "|}",
        QUESTION "?",
        EQ "=",
        PLUS "+",
        MINUS "-",
        STAR "*",
        SLASH "/",
        PERCENT "%",
        AMP "&",
        PIPE "|",
        CARET "^",
        TILDE "~",
        BANG "!",
        LT "<",
        GT ">",
        AT "@",
        ELLIPSIS "...",
        DOT_DOT_LT "..<",
        DOT_AT ".@",
        DOT_LT ".<",
        QUESTION_DOT "?.",
        ELVIS "?:",
        FAT_ARROW "=>",
        ARROW "->",
        SYNC_SEND "->>",
        LEFT_ARROW "<-",
        EQ_EQ "==",
        EQ_EQ_EQ "===",
        NOT_EQ "!=",
        NOT_EQ_EQ "!==",
        LT_EQ "<=",
        GT_EQ ">=",
        SHL "<<",
        SHR ">>",
        USHR ">>>",
        AMP_AMP "&&",
        PIPE_PIPE "||",
        PLUS_EQ "+=",
        MINUS_EQ "-=",
        STAR_EQ "*=",
        SLASH_EQ "/=",
        AMP_EQ "&=",
        PIPE_EQ "|=",
        CARET_EQ "^=",
        SHL_EQ "<<=",
        SHR_EQ ">>=",
        USHR_EQ ">>>=",
        SLASH_LT "/<",
        SLASH_STAR "/*",
        SLASH_STAR_STAR_SLASH_LT "/**/<",
        LT_SLASH "</",
        SLASH_GT "/>",
        BACKTICK "`",
        DOLLAR_CURLY "${",
    }
    keyword {
        IMPORT_KW "import",
        AS_KW "as",
        PUBLIC_KW "public",
        PRIVATE_KW "private",
        EXTERNAL_KW "external",
        FINAL_KW "final",
        CONST_KW "const",
        LISTENER_KW "listener",
        CLIENT_KW "client",
        RESOURCE_KW "resource",
        SERVICE_KW "service",
        ISOLATED_KW "isolated",
        TRANSACTIONAL_KW "transactional",
        REMOTE_KW "remote",
        FUNCTION_KW "function",
        CLASS_KW "class",
        OBJECT_KW "object",
        RECORD_KW "record",
        TYPE_KW "type",
        DISTINCT_KW "distinct",
        READONLY_KW "readonly",
        ANNOTATION_KW "annotation",
        SOURCE_KW "source",
        WORKER_KW "worker",
        PARAMETER_KW "parameter",
        FIELD_KW "field",
        RETURN_KW "return",
        RETURNS_KW "returns",
        IN_KW "in",
        IS_KW "is",
        IF_KW "if",
        ELSE_KW "else",
        WHILE_KW "while",
        FOREACH_KW "foreach",
        DO_KW "do",
        MATCH_KW "match",
        BREAK_KW "break",
        CONTINUE_KW "continue",
        FAIL_KW "fail",
        PANIC_KW "panic",
        CHECK_KW "check",
        CHECKPANIC_KW "checkpanic",
        TRAP_KW "trap",
        LOCK_KW "lock",
        FORK_KW "fork",
        START_KW "start",
        WAIT_KW "wait",
        FLUSH_KW "flush",
        FROM_KW "from",
        LET_KW "let",
        ON_KW "on",
        TYPEOF_KW "typeof",
        NEW_KW "new",
        NULL_KW "null",
        TRUE_KW "true",
        FALSE_KW "false",
        VAR_KW "var",
        XMLNS_KW "xmlns",
        ENUM_KW "enum",
        CONFIGURABLE_KW "configurable",
        TRANSACTION_KW "transaction",
        COMMIT_KW "commit",
        ROLLBACK_KW "rollback",
        RETRY_KW "retry",
        INT_KW "int",
        FLOAT_KW "float",
        DECIMAL_KW "decimal",
        BOOLEAN_KW "boolean",
        STRING_KW "string",
        BYTE_KW "byte",
        ANY_KW "any",
        ANYDATA_KW "anydata",
        NEVER_KW "never",
        JSON_KW "json",
        HANDLE_KW "handle",
        XML_KW "xml",
        MAP_KW "map",
        TABLE_KW "table",
        FUTURE_KW "future",
        TYPEDESC_KW "typedesc",
        STREAM_KW "stream",
        ERROR_KW "error",
    }
    contextual {
        WHERE_KW "where",
        SELECT_KW "select",
        LIMIT_KW "limit",
        OUTER_KW "outer",
        ORDER_KW "order",
        BY_KW "by",
        ASCENDING_KW "ascending",
        DESCENDING_KW "descending",
        JOIN_KW "join",
        CONFLICT_KW "conflict",
        COLLECT_KW "collect",
        GROUP_KW "group",
        KEY_KW "key",
        EQUALS_KW "equals",
        RE_KW "re",
    }
    token {
        IDENT,
        UNDERSCORE,
        INT_LITERAL,
        HEX_INT_LITERAL,
        FLOAT_LITERAL,
        HEX_FLOAT_LITERAL,
        STRING_LITERAL,
        BYTE_ARRAY_LITERAL,
        DOC_LINE,
        TEMPLATE_TEXT,
        XML_TEXT,
        XML_NAME,
        XML_QUOTE,
        XML_ATTR_TEXT,
        XML_COMMENT_START,
        XML_COMMENT_TEXT,
        XML_COMMENT_END,
        XML_PI_START,
        XML_PI_TEXT,
        XML_PI_END,
        XML_CDATA_START,
        XML_CDATA_TEXT,
        XML_CDATA_END,
        WHITESPACE,
        COMMENT,
        ERROR_TOKEN,
    }
    node {
        SOURCE_FILE, ERROR,
        IMPORT_DECL, ORG_NAME, MODULE_NAME, IMPORT_PREFIX, DOC_STRING, ANNOTATION, NAME, NAME_REF,
        FUNCTION_DEF, PARAM_LIST, REQUIRED_PARAM, DEFAULTABLE_PARAM, INCLUDED_PARAM, REST_PARAM, INFERRED_DEFAULT, RETURN_TYPE, BLOCK_BODY, EXPR_BODY, EXTERNAL_BODY, RESOURCE_PATH, PATH_SEGMENT, PATH_PARAM, PATH_REST_PARAM,
        TYPE_DEF, CLASS_DEF, OBJECT_MEMBERS, OBJECT_FIELD, TYPE_INCLUSION, CONST_DEF, ENUM_DEF, ENUM_MEMBER, LISTENER_DEF, SERVICE_DEF, ATTACH_POINT, ANNOTATION_DEF, ANNOT_ATTACH_POINT, XMLNS_DECL, MODULE_VAR_DEF, REQUIRED_CONFIG,
        NIL_TYPE, BUILTIN_TYPE, VAR_TYPE, NAMED_TYPE, SINGLETON_TYPE, ARRAY_TYPE, ARRAY_DIM, TUPLE_TYPE, TUPLE_MEMBER, TUPLE_REST, MAP_TYPE, RECORD_TYPE, RECORD_FIELD, RECORD_REST, TABLE_TYPE, KEY_SPECIFIER, KEY_TYPE_CONSTRAINT, ERROR_TYPE, FUNCTION_TYPE, OBJECT_TYPE, FUTURE_TYPE, TYPEDESC_TYPE, STREAM_TYPE, XML_TYPE, DISTINCT_TYPE, UNION_TYPE, INTERSECTION_TYPE, OPTIONAL_TYPE, PAREN_TYPE,
        TYPED_BINDING_PATTERN, CAPTURE_PAT, WILDCARD_PAT, LIST_PAT, MAPPING_PAT, FIELD_PAT, REST_PAT, ERROR_PAT, NAMED_ARG_PAT,
        MATCH_VAR_PAT, MATCH_WILDCARD_PAT, MATCH_CONST_PAT, MATCH_LIST_PAT, MATCH_MAPPING_PAT, MATCH_FIELD_PAT, MATCH_REST_PAT, MATCH_ERROR_PAT, MATCH_NAMED_ARG_PAT,
        BLOCK, LOCAL_VAR_STMT, ASSIGN_STMT, COMPOUND_ASSIGN_STMT, DESTRUCTURE_STMT, EXPR_STMT, IF_STMT, ELSE_BRANCH, WHILE_STMT, FOREACH_STMT, DO_STMT, LOCK_STMT, RETRY_STMT, TRANSACTION_STMT, MATCH_STMT, MATCH_CLAUSE, MATCH_GUARD, BREAK_STMT, CONTINUE_STMT, RETURN_STMT, PANIC_STMT, FAIL_STMT, ROLLBACK_STMT, FORK_STMT, WORKER_DECL, ON_FAIL_CLAUSE,
        LITERAL, NIL_LITERAL, NAME_EXPR, PAREN_EXPR, LIST_EXPR, SPREAD_MEMBER, MAPPING_EXPR, SPECIFIC_FIELD, COMPUTED_FIELD, SPREAD_FIELD, TABLE_EXPR, OBJECT_EXPR, NEW_EXPR, FIELD_ACCESS_EXPR, OPTIONAL_FIELD_ACCESS_EXPR, ANNOT_ACCESS_EXPR, INDEX_EXPR, CALL_EXPR, METHOD_CALL_EXPR, ERROR_EXPR, ARG_LIST, POSITIONAL_ARG, NAMED_ARG, REST_ARG, FUNCTION_EXPR, ARROW_EXPR, ARROW_PARAM_LIST, LET_EXPR, LET_VAR_DECL, TYPEOF_EXPR, UNARY_EXPR, BINARY_EXPR, TYPE_TEST_EXPR, CONDITIONAL_EXPR, CHECK_EXPR, TRAP_EXPR, CAST_EXPR, TYPE_EXPR, TRANSACTIONAL_EXPR,
        QUERY_EXPR, QUERY_CONSTRUCT, FROM_CLAUSE, WHERE_CLAUSE, LET_CLAUSE, JOIN_CLAUSE, JOIN_ON, LIMIT_CLAUSE, ORDER_BY_CLAUSE, ORDER_KEY, GROUP_BY_CLAUSE, GROUPING_KEY, SELECT_CLAUSE, COLLECT_CLAUSE, ON_CONFLICT_CLAUSE, DO_CLAUSE,
        XML_FILTER_EXPR, XML_STEP_EXPR, XML_NAME_PATTERN, XML_ATOMIC_NAME_PATTERN,
        START_ACTION, WAIT_ACTION, WAIT_FIELDS, WAIT_FIELD, SEND_ACTION, SYNC_SEND_ACTION, RECEIVE_ACTION, RECEIVE_FIELDS, RECEIVE_FIELD, PEER_WORKER, FLUSH_ACTION, COMMIT_ACTION, REMOTE_CALL_ACTION, RESOURCE_CALL_ACTION, RESOURCE_ACCESS_SEGMENT, RESOURCE_ACCESS_COMPUTED, RESOURCE_ACCESS_REST,
        STRING_TEMPLATE, RAW_TEMPLATE, TAGGED_TEMPLATE, XML_TEMPLATE, INTERPOLATION, XML_ELEMENT, XML_START_TAG, XML_END_TAG, XML_EMPTY_TAG, XML_ATTRIBUTE, XML_ATTRIBUTE_VALUE, XML_COMMENT, XML_PI, XML_CDATA, XML_QNAME,
    }
}

impl SyntaxKind {
    /// White space and comments: tokens that the grammar never sees.
    #[must_use]
    pub fn is_trivia(self) -> bool {
        matches!(self, SyntaxKind::WHITESPACE | SyntaxKind::COMMENT)
    }

    /// Is this the kind of a node (rather than of a token)?
    #[must_use]
    pub fn is_node(self) -> bool {
        self >= SyntaxKind::SOURCE_FILE
    }

    /// The kind with discriminant `raw`.
    #[must_use]
    pub fn from_u16(raw: u16) -> Option<SyntaxKind> {
        Self::ALL.get(usize::from(raw)).copied()
    }
}
