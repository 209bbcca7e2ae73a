//! Query expressions and query actions.

use super::{Block, Expr, KeySpecifier, LetVarDecl, Name, TypedBindingPattern, node_enum, nodes};

nodes! {
    /// A query expression, or with a `do` clause a query action.
    QueryExpr(QUERY_EXPR) {
        child construct: QueryConstruct,
        children clauses: QueryClause,
    }
    /// `map`, `stream` or `table key(...)` in front of a query.
    QueryConstruct(QUERY_CONSTRUCT) {
        flag is_map: MAP_KW,
        flag is_stream: STREAM_KW,
        flag is_table: TABLE_KW,
        child key_specifier: KeySpecifier,
    }
    FromClause(FROM_CLAUSE) {
        child binding: TypedBindingPattern,
        child collection: Expr,
    }
    WhereClause(WHERE_CLAUSE) {
        child condition: Expr,
    }
    LetClause(LET_CLAUSE) {
        children vars: LetVarDecl,
    }
    JoinClause(JOIN_CLAUSE) {
        flag is_outer: OUTER_KW,
        child binding: TypedBindingPattern,
        child collection: Expr,
        child on: JoinOn,
    }
    /// `on lhs equals rhs`
    JoinOn(JOIN_ON) {
        child lhs: Expr,
        child rhs: Expr[1],
    }
    LimitClause(LIMIT_CLAUSE) {
        child count: Expr,
    }
    OrderByClause(ORDER_BY_CLAUSE) {
        children keys: OrderKey,
    }
    OrderKey(ORDER_KEY) {
        child expr: Expr,
        flag is_descending: DESCENDING_KW,
    }
    GroupByClause(GROUP_BY_CLAUSE) {
        children keys: GroupingKey,
    }
    /// `name` or `T name = e`
    GroupingKey(GROUPING_KEY) {
        child name: Name,
        child binding: TypedBindingPattern,
        child init: Expr,
    }
    SelectClause(SELECT_CLAUSE) {
        child expr: Expr,
    }
    CollectClause(COLLECT_CLAUSE) {
        child expr: Expr,
    }
    OnConflictClause(ON_CONFLICT_CLAUSE) {
        child expr: Expr,
    }
    DoClause(DO_CLAUSE) {
        child body: Block,
    }
}

node_enum! {
    /// A clause of a query, in order.
    QueryClause {
        From(FromClause),
        Where(WhereClause),
        Let(LetClause),
        Join(JoinClause),
        Limit(LimitClause),
        OrderBy(OrderByClause),
        GroupBy(GroupByClause),
        Select(SelectClause),
        Collect(CollectClause),
        OnConflict(OnConflictClause),
        Do(DoClause),
    }
}
