//! Binding patterns and match patterns.

use super::{Expr, Name, NameRef, Type, node_enum, nodes};

nodes! {
    /// A type (or `var`) and a binding pattern.
    TypedBindingPattern(TYPED_BINDING_PATTERN) {
        child ty: Type,
        child pattern: BindingPattern,
    }
    CapturePat(CAPTURE_PAT) {
        child name: Name,
    }
    /// `_`
    WildcardPat(WILDCARD_PAT) {}
    ListPat(LIST_PAT) {
        children members: BindingPattern,
        child rest: RestPat,
    }
    MappingPat(MAPPING_PAT) {
        children fields: FieldPat,
        child rest: RestPat,
    }
    /// `name: pattern`, or `name` alone, which binds the variable `name`.
    FieldPat(FIELD_PAT) {
        child name: Name,
        child pattern: BindingPattern,
    }
    /// `...name`
    RestPat(REST_PAT) {
        child name: Name,
    }
    /// `error T(message, cause, name = pattern, ...rest)`
    ErrorPat(ERROR_PAT) {
        child type_ref: NameRef,
        /// The message and the cause.
        children positional: BindingPattern,
        children named: NamedArgPat,
        child rest: RestPat,
    }
    NamedArgPat(NAMED_ARG_PAT) {
        child name: Name,
        child pattern: BindingPattern,
    }

    /// `var` and a binding pattern.
    MatchVarPat(MATCH_VAR_PAT) {
        child pattern: BindingPattern,
    }
    MatchWildcardPat(MATCH_WILDCARD_PAT) {}
    MatchConstPat(MATCH_CONST_PAT) {
        child value: Expr,
    }
    MatchListPat(MATCH_LIST_PAT) {
        children members: MatchPattern,
        child rest: MatchRestPat,
    }
    MatchMappingPat(MATCH_MAPPING_PAT) {
        children fields: MatchFieldPat,
        child rest: MatchRestPat,
    }
    MatchFieldPat(MATCH_FIELD_PAT) {
        child name: Name,
        child pattern: MatchPattern,
    }
    /// `... var name`
    MatchRestPat(MATCH_REST_PAT) {
        child name: Name,
    }
    MatchErrorPat(MATCH_ERROR_PAT) {
        child type_ref: NameRef,
        children positional: MatchPattern,
        children named: MatchNamedArgPat,
        child rest: MatchRestPat,
    }
    MatchNamedArgPat(MATCH_NAMED_ARG_PAT) {
        child name: Name,
        child pattern: MatchPattern,
    }
}

node_enum! {
    /// A binding pattern.
    BindingPattern {
        Capture(CapturePat),
        Wildcard(WildcardPat),
        List(ListPat),
        Mapping(MappingPat),
        Error(ErrorPat),
    }

    /// A match pattern.
    MatchPattern {
        Var(MatchVarPat),
        Wildcard(MatchWildcardPat),
        Const(MatchConstPat),
        List(MatchListPat),
        Mapping(MatchMappingPat),
        Error(MatchErrorPat),
    }
}
