//! Binding patterns and match patterns.

use super::stmts;
use expect_test::expect;

#[test]
fn bindings() {
    stmts(
        r##"
var a = 1;
var _ = 1;
var [a, [b, _], ...r] = x;
var {a, b: [c], ...r} = x;
var error(m, c, x = y, ...r) = e;
error error E(m) = e;
int[] [a] = x;
[int, int] [a, b] = x;
T [a, b] = x;
T {a, b} = x;
"##,
        expect![[r#"
            > var a = 1;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME a))) = (LITERAL 1) ;)
            > var _ = 1;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (WILDCARD_PAT _)) = (LITERAL 1) ;)
            > var [a, [b, _], ...r] = x;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (LIST_PAT [ (CAPTURE_PAT (NAME a)) , (LIST_PAT [ (CAPTURE_PAT (NAME b)) , (WILDCARD_PAT _) ]) , (REST_PAT ... (NAME r)) ])) = (NAME_EXPR (NAME_REF x)) ;)
            > var {a, b: [c], ...r} = x;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (MAPPING_PAT { (FIELD_PAT (NAME a)) , (FIELD_PAT (NAME b) : (LIST_PAT [ (CAPTURE_PAT (NAME c)) ])) , (REST_PAT ... (NAME r)) })) = (NAME_EXPR (NAME_REF x)) ;)
            > var error(m, c, x = y, ...r) = e;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (VAR_TYPE var) (ERROR_PAT error ((CAPTURE_PAT (NAME m)) , (CAPTURE_PAT (NAME c)) , (NAMED_ARG_PAT (NAME x) = (CAPTURE_PAT (NAME y))) , (REST_PAT ... (NAME r)) ))) = (NAME_EXPR (NAME_REF e)) ;)
            > error error E(m) = e;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (ERROR_TYPE error) (ERROR_PAT error (NAME_REF E) ((CAPTURE_PAT (NAME m)) ))) = (NAME_EXPR (NAME_REF e)) ;)
            > int[] [a] = x;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (ARRAY_TYPE (BUILTIN_TYPE int) (ARRAY_DIM [ ])) (LIST_PAT [ (CAPTURE_PAT (NAME a)) ])) = (NAME_EXPR (NAME_REF x)) ;)
            > [int, int] [a, b] = x;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (TUPLE_TYPE [ (TUPLE_MEMBER (BUILTIN_TYPE int)) , (TUPLE_MEMBER (BUILTIN_TYPE int)) ]) (LIST_PAT [ (CAPTURE_PAT (NAME a)) , (CAPTURE_PAT (NAME b)) ])) = (NAME_EXPR (NAME_REF x)) ;)
            > T [a, b] = x;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (NAMED_TYPE (NAME_REF T)) (LIST_PAT [ (CAPTURE_PAT (NAME a)) , (CAPTURE_PAT (NAME b)) ])) = (NAME_EXPR (NAME_REF x)) ;)
            > T {a, b} = x;
            (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (NAMED_TYPE (NAME_REF T)) (MAPPING_PAT { (FIELD_PAT (NAME a)) , (FIELD_PAT (NAME b)) })) = (NAME_EXPR (NAME_REF x)) ;)
        "#]],
    );
}

#[test]
fn destructuring() {
    stmts(
        r##"
[a, b] = x;
{a, b: c} = x;
_ = f();
error(m) = e;
error E(m, x = y) = e;
[...a, b] = x;
"##,
        expect![[r#"
            > [a, b] = x;
            (DESTRUCTURE_STMT (LIST_PAT [ (CAPTURE_PAT (NAME a)) , (CAPTURE_PAT (NAME b)) ]) = (NAME_EXPR (NAME_REF x)) ;)
            > {a, b: c} = x;
            (DESTRUCTURE_STMT (MAPPING_PAT { (FIELD_PAT (NAME a)) , (FIELD_PAT (NAME b) : (CAPTURE_PAT (NAME c))) }) = (NAME_EXPR (NAME_REF x)) ;)
            > _ = f();
            (DESTRUCTURE_STMT (WILDCARD_PAT _) = (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ( ))) ;)
            > error(m) = e;
            (DESTRUCTURE_STMT (ERROR_PAT error ((CAPTURE_PAT (NAME m)) )) = (NAME_EXPR (NAME_REF e)) ;)
            > error E(m, x = y) = e;
            (DESTRUCTURE_STMT (ERROR_PAT error (NAME_REF E) ((CAPTURE_PAT (NAME m)) , (NAMED_ARG_PAT (NAME x) = (CAPTURE_PAT (NAME y))) )) = (NAME_EXPR (NAME_REF e)) ;)
            > [...a, b] = x;
            (DESTRUCTURE_STMT (LIST_PAT [ (REST_PAT ... (NAME a)) , (CAPTURE_PAT (NAME b)) ]) = (NAME_EXPR (NAME_REF x)) ;)
            1:6 a rest pattern must be the last member
        "#]],
    );
}

#[test]
fn match_patterns() {
    stmts(
        r##"
match x { 1|-2|"a" => {} }
match x { _ => {} }
match x { mod:C if y => {} }
match x { var [a, b] if (a > b) => {} }
match x { [1, var b, ...var r] => {} }
match x { {a: 1, b: var c, ...var r} => {} }
match x { error E("m", _, k = 1, ...var r) => {} }
match x { () => {} null => {} true|false => {} }
match x { }
match x { foo() => {} }
"##,
        expect![[r#"
            > match x { 1|-2|"a" => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_CONST_PAT (LITERAL 1)) | (MATCH_CONST_PAT (UNARY_EXPR - (LITERAL 2))) | (MATCH_CONST_PAT (LITERAL "a")) => (BLOCK { })) })
            > match x { _ => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_WILDCARD_PAT _) => (BLOCK { })) })
            > match x { mod:C if y => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_CONST_PAT (NAME_EXPR (NAME_REF mod : C))) (MATCH_GUARD if (NAME_EXPR (NAME_REF y))) => (BLOCK { })) })
            > match x { var [a, b] if (a > b) => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_VAR_PAT var (LIST_PAT [ (CAPTURE_PAT (NAME a)) , (CAPTURE_PAT (NAME b)) ])) (MATCH_GUARD if (PAREN_EXPR ((BINARY_EXPR (NAME_EXPR (NAME_REF a)) > (NAME_EXPR (NAME_REF b))) ))) => (BLOCK { })) })
            > match x { [1, var b, ...var r] => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_LIST_PAT [ (MATCH_CONST_PAT (LITERAL 1)) , (MATCH_VAR_PAT var (CAPTURE_PAT (NAME b))) , (MATCH_REST_PAT ... var (NAME r)) ]) => (BLOCK { })) })
            > match x { {a: 1, b: var c, ...var r} => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_MAPPING_PAT { (MATCH_FIELD_PAT (NAME a) : (MATCH_CONST_PAT (LITERAL 1))) , (MATCH_FIELD_PAT (NAME b) : (MATCH_VAR_PAT var (CAPTURE_PAT (NAME c)))) , (MATCH_REST_PAT ... var (NAME r)) }) => (BLOCK { })) })
            > match x { error E("m", _, k = 1, ...var r) => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_ERROR_PAT error (NAME_REF E) ((MATCH_CONST_PAT (LITERAL "m")) , (MATCH_WILDCARD_PAT _) , (MATCH_NAMED_ARG_PAT (NAME k) = (MATCH_CONST_PAT (LITERAL 1))) , (MATCH_REST_PAT ... var (NAME r)) )) => (BLOCK { })) })
            > match x { () => {} null => {} true|false => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_CONST_PAT (NIL_LITERAL ( ))) => (BLOCK { })) (MATCH_CLAUSE (MATCH_CONST_PAT (LITERAL null)) => (BLOCK { })) (MATCH_CLAUSE (MATCH_CONST_PAT (LITERAL true)) | (MATCH_CONST_PAT (LITERAL false)) => (BLOCK { })) })
            > match x { }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { })
            1:11 missing match clause
            > match x { foo() => {} }
            (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_CONST_PAT (NAME_EXPR (NAME_REF foo))) (ERROR ( ) => { })) })
            1:14 missing '=>'
        "#]],
    );
}
