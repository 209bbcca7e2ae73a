//! Actions.

use super::stmts;
use expect_test::expect;

#[test]
fn start_and_wait() {
    stmts(
        r##"
var f = start g(1);
var f = @strand start o.m();
var f = start c->r();
int a = wait f;
int a = wait f | g | h;
var r = wait {a, b: f};
int a = check wait f;
"##,
        expect![[r#"
            > var f = start g(1);
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME f))) = (START_ACTION start (CALL_EXPR (NAME_EXPR (NAME_REF g)) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) )))) ;)
            > var f = @strand start o.m();
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME f))) = (START_ACTION (ANNOTATION @ (NAME_REF strand)) start (METHOD_CALL_EXPR (NAME_EXPR (NAME_REF o)) . (NAME m) (ARG_LIST ( )))) ;)
            > var f = start c->r();
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME f))) = (START_ACTION start (REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> (NAME r) (ARG_LIST ( )))) ;)
            > int a = wait f;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (WAIT_ACTION wait (NAME_EXPR (NAME_REF f))) ;)
            > int a = wait f | g | h;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (WAIT_ACTION wait (NAME_EXPR (NAME_REF f)) | (NAME_EXPR (NAME_REF g)) | (NAME_EXPR (NAME_REF h))) ;)
            > var r = wait {a, b: f};
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME r))) = (WAIT_ACTION wait (WAIT_FIELDS { (WAIT_FIELD (NAME a)) , (WAIT_FIELD (NAME b) : (NAME_EXPR (NAME_REF f))) })) ;)
            > int a = check wait f;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (CHECK_EXPR check (WAIT_ACTION wait (NAME_EXPR (NAME_REF f)))) ;)
        "#]],
    );
}

#[test]
fn messages() {
    stmts(
        r##"
1 + 2 -> A;
x ->> A;
var r = x ->> function;
int a = <- A;
int a = <- A | B;
var r = <- {a: A, B};
flush;
error? e = flush A;
a = <- A;
"##,
        expect![[r#"
            > 1 + 2 -> A;
            (EXPR_STMT (SEND_ACTION (BINARY_EXPR (LITERAL 1) + (LITERAL 2)) -> (PEER_WORKER A)) ;)
            > x ->> A;
            (EXPR_STMT (SYNC_SEND_ACTION (NAME_EXPR (NAME_REF x)) ->> (PEER_WORKER A)) ;)
            > var r = x ->> function;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME r))) = (SYNC_SEND_ACTION (NAME_EXPR (NAME_REF x)) ->> (PEER_WORKER function)) ;)
            > int a = <- A;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (RECEIVE_ACTION <- (PEER_WORKER A)) ;)
            > int a = <- A | B;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (RECEIVE_ACTION <- (PEER_WORKER A) | (PEER_WORKER B)) ;)
            > var r = <- {a: A, B};
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME r))) = (RECEIVE_ACTION <- (RECEIVE_FIELDS { (RECEIVE_FIELD (NAME a) : (PEER_WORKER A)) , (RECEIVE_FIELD (PEER_WORKER B)) })) ;)
            > flush;
            (EXPR_STMT (FLUSH_ACTION flush) ;)
            > error? e = flush A;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (OPTIONAL_TYPE (ERROR_TYPE error) ?) (CAPTURE_PAT (NAME e))) = (FLUSH_ACTION flush (PEER_WORKER A)) ;)
            > a = <- A;
            (ASSIGN_STMT (NAME_EXPR (NAME_REF a)) = (RECEIVE_ACTION <- (PEER_WORKER A)) ;)
        "#]],
    );
}

#[test]
fn remote_and_resource() {
    stmts(
        r##"
check c->m(1);
var x = c->/a/[b]/[...c].post(1);
var x = c->/;
var x = c->/a(1);
var x = c->/.put;
"##,
        expect![[r#"
            > check c->m(1);
            (EXPR_STMT (CHECK_EXPR check (REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> (NAME m) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) )))) ;)
            > var x = c->/a/[b]/[...c].post(1);
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) = (RESOURCE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> / (RESOURCE_ACCESS_SEGMENT a) / (RESOURCE_ACCESS_COMPUTED [ (NAME_EXPR (NAME_REF b)) ]) / (RESOURCE_ACCESS_REST [ ... (NAME_EXPR (NAME_REF c)) ]) . (NAME post) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) ))) ;)
            > var x = c->/;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) = (RESOURCE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> /) ;)
            > var x = c->/a(1);
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) = (RESOURCE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> / (RESOURCE_ACCESS_SEGMENT a) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) ))) ;)
            > var x = c->/.put;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) = (RESOURCE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> / . (NAME put)) ;)
        "#]],
    );
}

#[test]
fn not_in_expressions() {
    stmts(
        r##"
int a = 1 + c->m();
f(c->m());
if c->m() { }
int a = (c->m());
int a = check c->m();
int a = <int>c->m();
"##,
        expect![[r#"
            > int a = 1 + c->m();
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (BINARY_EXPR (LITERAL 1) + (REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> (NAME m) (ARG_LIST ( )))) ;)
            1:13 an action is not allowed inside an expression
            > f(c->m());
            (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ((POSITIONAL_ARG (REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> (NAME m) (ARG_LIST ( )))) ))) ;)
            1:3 an action is not allowed inside an expression
            > if c->m() { }
            (IF_STMT if (REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> (NAME m) (ARG_LIST ( ))) (BLOCK { }))
            1:4 an action is not allowed inside an expression
            > int a = (c->m());
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (PAREN_EXPR ((REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> (NAME m) (ARG_LIST ( ))) )) ;)
            > int a = check c->m();
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (CHECK_EXPR check (REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> (NAME m) (ARG_LIST ( )))) ;)
            > int a = <int>c->m();
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (CAST_EXPR < (BUILTIN_TYPE int) > (REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF c)) -> (NAME m) (ARG_LIST ( )))) ;)
        "#]],
    );
}
