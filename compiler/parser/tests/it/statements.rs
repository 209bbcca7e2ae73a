//! Statements.

use super::stmts;
use expect_test::expect;

#[test]
fn declaration_or_expression() {
    stmts(
        r##"
int x = 1;
int x;
a b = c;
a b;
a[b] c = d;
a[b] = c;
a[b][c] = d;
a[] b = c;
a|b c = d;
x:T v = e;
x:f(v);
map<int> m = {};
table<T> key(a) t = table [];
function (int) returns int f = g;
object {} o = p;
"a"|"b" s = "a";
(int|string)[] y = z;
() n = ();
a? b = c;
a & readonly b = c;
[int, string...] t = u;
typedesc<any> t = int;
transaction:Info i = j;
service object {} s = t;
final int x = 1;
@a int x = 1;
stream<int> s = new;
error e = error("x");
error? e = f();
"##,
        expect![[r#"
            > int x = 1;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) = (LITERAL 1) ;)
            > int x;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) ;)
            > a b = c;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (NAMED_TYPE (NAME_REF a)) (CAPTURE_PAT (NAME b))) = (NAME_EXPR (NAME_REF c)) ;)
            > a b;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (NAMED_TYPE (NAME_REF a)) (CAPTURE_PAT (NAME b))) ;)
            > a[b] c = d;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (ARRAY_TYPE (NAMED_TYPE (NAME_REF a)) (ARRAY_DIM [ (NAME_EXPR (NAME_REF b)) ])) (CAPTURE_PAT (NAME c))) = (NAME_EXPR (NAME_REF d)) ;)
            > a[b] = c;
            (ASSIGN_STMT (INDEX_EXPR (NAME_EXPR (NAME_REF a)) [ (NAME_EXPR (NAME_REF b)) ]) = (NAME_EXPR (NAME_REF c)) ;)
            > a[b][c] = d;
            (ASSIGN_STMT (INDEX_EXPR (INDEX_EXPR (NAME_EXPR (NAME_REF a)) [ (NAME_EXPR (NAME_REF b)) ]) [ (NAME_EXPR (NAME_REF c)) ]) = (NAME_EXPR (NAME_REF d)) ;)
            > a[] b = c;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (ARRAY_TYPE (NAMED_TYPE (NAME_REF a)) (ARRAY_DIM [ ])) (CAPTURE_PAT (NAME b))) = (NAME_EXPR (NAME_REF c)) ;)
            > a|b c = d;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (UNION_TYPE (NAMED_TYPE (NAME_REF a)) | (NAMED_TYPE (NAME_REF b))) (CAPTURE_PAT (NAME c))) = (NAME_EXPR (NAME_REF d)) ;)
            > x:T v = e;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (NAMED_TYPE (NAME_REF x : T)) (CAPTURE_PAT (NAME v))) = (NAME_EXPR (NAME_REF e)) ;)
            > x:f(v);
            (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF x : f)) (ARG_LIST ((POSITIONAL_ARG (NAME_EXPR (NAME_REF v))) ))) ;)
            > map<int> m = {};
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (MAP_TYPE map < (BUILTIN_TYPE int) >) (CAPTURE_PAT (NAME m))) = (MAPPING_EXPR { }) ;)
            > table<T> key(a) t = table [];
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (TABLE_TYPE table < (NAMED_TYPE (NAME_REF T)) > (KEY_SPECIFIER key ((NAME a) ))) (CAPTURE_PAT (NAME t))) = (TABLE_EXPR table [ ]) ;)
            > function (int) returns int f = g;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (FUNCTION_TYPE function (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int)) )) (RETURN_TYPE returns (BUILTIN_TYPE int))) (CAPTURE_PAT (NAME f))) = (NAME_EXPR (NAME_REF g)) ;)
            > object {} o = p;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (OBJECT_TYPE object (OBJECT_MEMBERS { })) (CAPTURE_PAT (NAME o))) = (NAME_EXPR (NAME_REF p)) ;)
            > "a"|"b" s = "a";
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (UNION_TYPE (SINGLETON_TYPE (LITERAL "a")) | (SINGLETON_TYPE (LITERAL "b"))) (CAPTURE_PAT (NAME s))) = (LITERAL "a") ;)
            > (int|string)[] y = z;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (ARRAY_TYPE (PAREN_TYPE ((UNION_TYPE (BUILTIN_TYPE int) | (BUILTIN_TYPE string)) )) (ARRAY_DIM [ ])) (CAPTURE_PAT (NAME y))) = (NAME_EXPR (NAME_REF z)) ;)
            > () n = ();
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (NIL_TYPE ( )) (CAPTURE_PAT (NAME n))) = (NIL_LITERAL ( )) ;)
            > a? b = c;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (OPTIONAL_TYPE (NAMED_TYPE (NAME_REF a)) ?) (CAPTURE_PAT (NAME b))) = (NAME_EXPR (NAME_REF c)) ;)
            > a & readonly b = c;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (INTERSECTION_TYPE (NAMED_TYPE (NAME_REF a)) & (BUILTIN_TYPE readonly)) (CAPTURE_PAT (NAME b))) = (NAME_EXPR (NAME_REF c)) ;)
            > [int, string...] t = u;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (TUPLE_TYPE [ (TUPLE_MEMBER (BUILTIN_TYPE int)) , (TUPLE_REST (BUILTIN_TYPE string) ...) ]) (CAPTURE_PAT (NAME t))) = (NAME_EXPR (NAME_REF u)) ;)
            > typedesc<any> t = int;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (TYPEDESC_TYPE typedesc < (BUILTIN_TYPE any) >) (CAPTURE_PAT (NAME t))) = (TYPE_EXPR (BUILTIN_TYPE int)) ;)
            > transaction:Info i = j;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (NAMED_TYPE (NAME_REF transaction : Info)) (CAPTURE_PAT (NAME i))) = (NAME_EXPR (NAME_REF j)) ;)
            > service object {} s = t;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (OBJECT_TYPE service object (OBJECT_MEMBERS { })) (CAPTURE_PAT (NAME s))) = (NAME_EXPR (NAME_REF t)) ;)
            > final int x = 1;
            (LOCAL_VAR_STMT final (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) = (LITERAL 1) ;)
            > @a int x = 1;
            (LOCAL_VAR_STMT (ANNOTATION @ (NAME_REF a)) (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) = (LITERAL 1) ;)
            > stream<int> s = new;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (STREAM_TYPE stream < (BUILTIN_TYPE int) >) (CAPTURE_PAT (NAME s))) = (NEW_EXPR new) ;)
            > error e = error("x");
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (ERROR_TYPE error) (CAPTURE_PAT (NAME e))) = (ERROR_EXPR error (ARG_LIST ((POSITIONAL_ARG (LITERAL "x")) ))) ;)
            > error? e = f();
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (OPTIONAL_TYPE (ERROR_TYPE error) ?) (CAPTURE_PAT (NAME e))) = (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ( ))) ;)
        "#]],
    );
}

#[test]
fn assignments() {
    stmts(
        r##"
a = 1;
a.b[c].d = 1;
a += 1;
a >>= 1;
a >>>= 1;
a <<= 1;
a |= b;
f() = 1;
a + b = 1;
f().x = 1;
"##,
        expect![[r#"
            > a = 1;
            (ASSIGN_STMT (NAME_EXPR (NAME_REF a)) = (LITERAL 1) ;)
            > a.b[c].d = 1;
            (ASSIGN_STMT (FIELD_ACCESS_EXPR (INDEX_EXPR (FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF a)) . (NAME_REF b)) [ (NAME_EXPR (NAME_REF c)) ]) . (NAME_REF d)) = (LITERAL 1) ;)
            > a += 1;
            (COMPOUND_ASSIGN_STMT (NAME_EXPR (NAME_REF a)) += (LITERAL 1) ;)
            > a >>= 1;
            (COMPOUND_ASSIGN_STMT (NAME_EXPR (NAME_REF a)) >>= (LITERAL 1) ;)
            > a >>>= 1;
            (COMPOUND_ASSIGN_STMT (NAME_EXPR (NAME_REF a)) >>>= (LITERAL 1) ;)
            > a <<= 1;
            (COMPOUND_ASSIGN_STMT (NAME_EXPR (NAME_REF a)) <<= (LITERAL 1) ;)
            > a |= b;
            (COMPOUND_ASSIGN_STMT (NAME_EXPR (NAME_REF a)) |= (NAME_EXPR (NAME_REF b)) ;)
            > f() = 1;
            (ASSIGN_STMT (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ( ))) = (LITERAL 1) ;)
            1:1 cannot assign to this expression
            > a + b = 1;
            (ASSIGN_STMT (BINARY_EXPR (NAME_EXPR (NAME_REF a)) + (NAME_EXPR (NAME_REF b))) = (LITERAL 1) ;)
            1:1 cannot assign to this expression
            > f().x = 1;
            (ASSIGN_STMT (FIELD_ACCESS_EXPR (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ( ))) . (NAME_REF x)) = (LITERAL 1) ;)
        "#]],
    );
}

#[test]
fn expression_statements() {
    stmts(
        r##"
f();
a.b();
check f();
checkpanic f();
a + b;
a;
from var x in xs do { };
"##,
        expect![[r#"
            > f();
            (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ( ))) ;)
            > a.b();
            (EXPR_STMT (METHOD_CALL_EXPR (NAME_EXPR (NAME_REF a)) . (NAME b) (ARG_LIST ( ))) ;)
            > check f();
            (EXPR_STMT (CHECK_EXPR check (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ( )))) ;)
            > checkpanic f();
            (EXPR_STMT (CHECK_EXPR checkpanic (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ( )))) ;)
            > a + b;
            (EXPR_STMT (BINARY_EXPR (NAME_EXPR (NAME_REF a)) + (NAME_EXPR (NAME_REF b))) ;)
            1:1 this expression is not a statement
            > a;
            (EXPR_STMT (NAME_EXPR (NAME_REF a)) ;)
            1:1 this expression is not a statement
            > from var x in xs do { };
            (EXPR_STMT (QUERY_EXPR (FROM_CLAUSE from (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) in (NAME_EXPR (NAME_REF xs))) (DO_CLAUSE do (BLOCK { }))) ;)
        "#]],
    );
}

#[test]
fn control_flow() {
    stmts(
        r##"
if a { } else if b { } else { }
while a { break; continue; }
foreach var x in xs { }
foreach [int, string] [a, b] in xs { } on fail error e { }
foreach int i in 0 ..< n { }
do { } on fail { }
lock { }
return;
return a->b();
panic error("x");
fail e;
{ int x = 1; }
else { }
"##,
        expect![[r#"
            > if a { } else if b { } else { }
            (IF_STMT if (NAME_EXPR (NAME_REF a)) (BLOCK { }) (ELSE_BRANCH else (IF_STMT if (NAME_EXPR (NAME_REF b)) (BLOCK { }) (ELSE_BRANCH else (BLOCK { })))))
            > while a { break; continue; }
            (WHILE_STMT while (NAME_EXPR (NAME_REF a)) (BLOCK { (BREAK_STMT break ;) (CONTINUE_STMT continue ;) }))
            > foreach var x in xs { }
            (FOREACH_STMT foreach (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) in (NAME_EXPR (NAME_REF xs)) (BLOCK { }))
            > foreach [int, string] [a, b] in xs { } on fail error e { }
            (FOREACH_STMT foreach (TYPED_BINDING_PATTERN (TUPLE_TYPE [ (TUPLE_MEMBER (BUILTIN_TYPE int)) , (TUPLE_MEMBER (BUILTIN_TYPE string)) ]) (LIST_PAT [ (CAPTURE_PAT (NAME a)) , (CAPTURE_PAT (NAME b)) ])) in (NAME_EXPR (NAME_REF xs)) (BLOCK { }) (ON_FAIL_CLAUSE on fail (TYPED_BINDING_PATTERN (ERROR_TYPE error) (CAPTURE_PAT (NAME e))) (BLOCK { })))
            > foreach int i in 0 ..< n { }
            (FOREACH_STMT foreach (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME i))) in (BINARY_EXPR (LITERAL 0) ..< (NAME_EXPR (NAME_REF n))) (BLOCK { }))
            > do { } on fail { }
            (DO_STMT do (BLOCK { }) (ON_FAIL_CLAUSE on fail (BLOCK { })))
            > lock { }
            (LOCK_STMT lock (BLOCK { }))
            > return;
            (RETURN_STMT return ;)
            > return a->b();
            (RETURN_STMT return (REMOTE_CALL_ACTION (NAME_EXPR (NAME_REF a)) -> (NAME b) (ARG_LIST ( ))) ;)
            > panic error("x");
            (PANIC_STMT panic (ERROR_EXPR error (ARG_LIST ((POSITIONAL_ARG (LITERAL "x")) ))) ;)
            > fail e;
            (FAIL_STMT fail (NAME_EXPR (NAME_REF e)) ;)
            > { int x = 1; }
            (BLOCK { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) = (LITERAL 1) ;) })
            > else { }
            (ERROR else (BLOCK { }))
            1:1 'else' without 'if'
        "#]],
    );
}

#[test]
fn transactions() {
    stmts(
        r##"
transaction { check commit; } on fail var e { }
retry { }
retry<M> (3) transaction { rollback; }
rollback e;
"##,
        expect![[r#"
            > transaction { check commit; } on fail var e { }
            (TRANSACTION_STMT transaction (BLOCK { (EXPR_STMT (CHECK_EXPR check (COMMIT_ACTION commit)) ;) }) (ON_FAIL_CLAUSE on fail (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME e))) (BLOCK { })))
            > retry { }
            (RETRY_STMT retry (BLOCK { }))
            > retry<M> (3) transaction { rollback; }
            (RETRY_STMT retry < (NAMED_TYPE (NAME_REF M)) > (ARG_LIST ((POSITIONAL_ARG (LITERAL 3)) )) (TRANSACTION_STMT transaction (BLOCK { (ROLLBACK_STMT rollback ;) })))
            > rollback e;
            (ROLLBACK_STMT rollback (NAME_EXPR (NAME_REF e)) ;)
        "#]],
    );
}

#[test]
fn workers() {
    stmts(
        r##"
worker A returns int { return 1; }
@a transactional worker B { } on fail { }
fork { worker A { } worker B { } }
"##,
        expect![[r#"
            > worker A returns int { return 1; }
            (WORKER_DECL worker (NAME A) (RETURN_TYPE returns (BUILTIN_TYPE int)) (BLOCK { (RETURN_STMT return (LITERAL 1) ;) }))
            > @a transactional worker B { } on fail { }
            (WORKER_DECL (ANNOTATION @ (NAME_REF a)) transactional worker (NAME B) (BLOCK { }) (ON_FAIL_CLAUSE on fail (BLOCK { })))
            > fork { worker A { } worker B { } }
            (FORK_STMT fork { (WORKER_DECL worker (NAME A) (BLOCK { })) (WORKER_DECL worker (NAME B) (BLOCK { })) })
        "#]],
    );
}

#[test]
fn xmlns() {
    stmts(
        r##"
xmlns "http://x" as p;
xmlns U;
"##,
        expect![[r#"
            > xmlns "http://x" as p;
            (XMLNS_DECL xmlns (LITERAL "http://x") as (NAME p) ;)
            > xmlns U;
            (XMLNS_DECL xmlns (NAME_EXPR (NAME_REF U)) ;)
        "#]],
    );
}
