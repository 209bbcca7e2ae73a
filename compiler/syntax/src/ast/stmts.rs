//! Statements.

use super::{
    Annotation, ArgList, AssignOp, BindingPattern, Expr, MatchPattern, Name, ReturnType, Type,
    TypedBindingPattern, XmlnsDecl, node_enum, nodes,
};

nodes! {
    /// `{ ... }`
    Block(BLOCK) {
        children statements: Stmt,
        token l_curly: L_CURLY,
        token r_curly: R_CURLY,
    }
    LocalVarStmt(LOCAL_VAR_STMT) {
        children annotations: Annotation,
        flag is_final: FINAL_KW,
        child binding: TypedBindingPattern,
        child init: Expr,
    }
    AssignStmt(ASSIGN_STMT) {
        child target: Expr,
        child value: Expr[1],
    }
    /// `target op= value`
    CompoundAssignStmt(COMPOUND_ASSIGN_STMT) {
        child target: Expr,
        child value: Expr[1],
    }
    /// `pattern = value`, where the pattern is not a plain variable.
    DestructureStmt(DESTRUCTURE_STMT) {
        child pattern: BindingPattern,
        child value: Expr,
    }
    /// A call, an action or a checking expression.
    ExprStmt(EXPR_STMT) {
        child expr: Expr,
    }
    IfStmt(IF_STMT) {
        child condition: Expr,
        child then_block: Block,
        child else_branch: ElseBranch,
    }
    ElseBranch(ELSE_BRANCH) {
        child block: Block,
        child if_stmt: IfStmt,
    }
    WhileStmt(WHILE_STMT) {
        child condition: Expr,
        child body: Block,
        child on_fail: OnFailClause,
    }
    ForeachStmt(FOREACH_STMT) {
        child binding: TypedBindingPattern,
        child collection: Expr,
        child body: Block,
        child on_fail: OnFailClause,
    }
    DoStmt(DO_STMT) {
        child body: Block,
        child on_fail: OnFailClause,
    }
    LockStmt(LOCK_STMT) {
        child body: Block,
        child on_fail: OnFailClause,
    }
    /// `retry<T>(args) { }` or `retry<T>(args) transaction { }`
    RetryStmt(RETRY_STMT) {
        child manager: Type,
        child arg_list: ArgList,
        child body: Block,
        child transaction: TransactionStmt,
        child on_fail: OnFailClause,
    }
    TransactionStmt(TRANSACTION_STMT) {
        child body: Block,
        child on_fail: OnFailClause,
    }
    MatchStmt(MATCH_STMT) {
        child target: Expr,
        children clauses: MatchClause,
        child on_fail: OnFailClause,
    }
    MatchClause(MATCH_CLAUSE) {
        children patterns: MatchPattern,
        child guard: MatchGuard,
        child body: Block,
    }
    MatchGuard(MATCH_GUARD) {
        child expr: Expr,
    }
    BreakStmt(BREAK_STMT) {}
    ContinueStmt(CONTINUE_STMT) {}
    ReturnStmt(RETURN_STMT) {
        child value: Expr,
    }
    PanicStmt(PANIC_STMT) {
        child value: Expr,
    }
    FailStmt(FAIL_STMT) {
        child value: Expr,
    }
    RollbackStmt(ROLLBACK_STMT) {
        child value: Expr,
    }
    ForkStmt(FORK_STMT) {
        children workers: WorkerDecl,
    }
    WorkerDecl(WORKER_DECL) {
        children annotations: Annotation,
        flag is_transactional: TRANSACTIONAL_KW,
        child name: Name,
        child return_type: ReturnType,
        child body: Block,
        child on_fail: OnFailClause,
    }
    /// `on fail [T pattern] { }`
    OnFailClause(ON_FAIL_CLAUSE) {
        child binding: TypedBindingPattern,
        child body: Block,
    }
}

node_enum! {
    /// A statement. Named workers are listed too, in their place among the statements.
    Stmt {
        Block(Block),
        LocalVar(LocalVarStmt),
        Assign(AssignStmt),
        CompoundAssign(CompoundAssignStmt),
        Destructure(DestructureStmt),
        Expr(ExprStmt),
        If(IfStmt),
        While(WhileStmt),
        Foreach(ForeachStmt),
        Do(DoStmt),
        Lock(LockStmt),
        Retry(RetryStmt),
        Transaction(TransactionStmt),
        Match(MatchStmt),
        Break(BreakStmt),
        Continue(ContinueStmt),
        Return(ReturnStmt),
        Panic(PanicStmt),
        Fail(FailStmt),
        Rollback(RollbackStmt),
        Fork(ForkStmt),
        Worker(WorkerDecl),
        Xmlns(XmlnsDecl),
    }
}

impl CompoundAssignStmt {
    /// The operator.
    #[must_use]
    pub fn op(&self) -> Option<AssignOp> {
        self.syntax
            .children_with_tokens()
            .filter_map(|e| e.into_token())
            .find_map(|t| AssignOp::from_kind(t.kind()))
    }
}
