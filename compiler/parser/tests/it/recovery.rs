//! Error recovery: one message for one mistake, at its place.

use super::file;
use expect_test::expect;

#[test]
fn missing_semicolon() {
    file(
        r##"
function f() {
    int x = 1
    int y = 2;
    g()
    return
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) = (LITERAL 1)) (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME y))) = (LITERAL 2) ;) (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF g)) (ARG_LIST ( )))) (RETURN_STMT return) }))
            3:14 missing ';'
            5:8 missing ';'
            6:11 missing ';'
        "#]],
    );
}

#[test]
fn missing_brace() {
    file(
        r##"
function f() {
    if a {
        g();
}

function g() {
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (IF_STMT if (NAME_EXPR (NAME_REF a)) (BLOCK { (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF g)) (ARG_LIST ( ))) ;) })))) (FUNCTION_DEF function (NAME g) (PARAM_LIST ( )) (BLOCK_BODY { }))
            5:2 missing '}'
        "#]],
    );
}

#[test]
fn missing_brackets() {
    file(
        r##"
function f() {
    int[] a = [1, 2;
    int b = (1 + 2;
    g(1, 2;
    int c = ];
    map<int> m = };
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (ARRAY_TYPE (BUILTIN_TYPE int) (ARRAY_DIM [ ])) (CAPTURE_PAT (NAME a))) = (LIST_EXPR [ (LITERAL 1) , (LITERAL 2)) ;) (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME b))) = (PAREN_EXPR ((BINARY_EXPR (LITERAL 1) + (LITERAL 2))) ;) (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF g)) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) , (POSITIONAL_ARG (LITERAL 2)))) ;) (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME c))) = (ERROR ]) ;) (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (MAP_TYPE map < (BUILTIN_TYPE int) >) (CAPTURE_PAT (NAME m))) = (ERROR }) ;) }))
            3:20 missing ']'
            4:19 missing ')'
            5:11 missing ')'
            6:13 unexpected ']', expected expression
            7:18 unexpected '}', expected expression
        "#]],
    );
}

#[test]
fn missing_comma() {
    file(
        r##"
function f() {
    int[] a = [
        1
        2,
        3
    ];
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (ARRAY_TYPE (BUILTIN_TYPE int) (ARRAY_DIM [ ])) (CAPTURE_PAT (NAME a))) = (LIST_EXPR [ (LITERAL 1) (LITERAL 2) , (LITERAL 3) ]) ;) }))
            5:9 missing ','
        "#]],
    );
}

#[test]
fn missing_operands() {
    file(
        r##"
function f() {
    int a = 1 + ;
    int b = * 2;
    int c = ;
    a = ;
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (BINARY_EXPR (LITERAL 1) +) ;) (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME b))) = (ERROR * 2) ;) (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME c))) = ;) (ASSIGN_STMT (NAME_EXPR (NAME_REF a)) = ;) }))
            3:17 expected expression, found ';'
            4:13 expected expression, found '*'
            5:13 expected expression, found ';'
            6:9 expected expression, found ';'
        "#]],
    );
}

#[test]
fn junk() {
    file(
        r##"
function f() {
    int a = 1 2 3;
    ) g();
    int b = 5 %% 6;
}

$ % junk
int x = 1;
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (LITERAL 1) (ERROR 2 3) ;) (ERROR ) (ERROR g ( )) ;) (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME b))) = (BINARY_EXPR (BINARY_EXPR (LITERAL 5) %) % (LITERAL 6)) ;) })) (ERROR $ % junk) (MODULE_VAR_DEF (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) = (LITERAL 1) ;)
            3:14 missing ';'
            4:5 unexpected ')'
            5:16 expected expression, found '%'
            8:1 invalid character '$'
        "#]],
    );
}

#[test]
fn reserved_words() {
    file(
        r##"
function f() {
    int type = 1;
    g(type);
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (ERROR type)) = (LITERAL 1) ;) (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF g)) (ARG_LIST ((POSITIONAL_ARG) (ERROR type) ))) ;) }))
            3:9 'type' is a reserved word, expected variable name (write ''type')
            4:7 expected expression, found 'type'
        "#]],
    );
}

#[test]
fn incomplete_declarations() {
    file(
        r##"
function

type T

const X = ;

function f(

int y = 2;
"##,
        expect![[r#"
            (FUNCTION_DEF function (PARAM_LIST)) (TYPE_DEF type (NAME T)) (CONST_DEF const (NAME X) = ;) (FUNCTION_DEF function (NAME f) (PARAM_LIST ((DEFAULTABLE_PARAM (BUILTIN_TYPE int) (NAME y) = (LITERAL 2))) ;)
            2:9 missing function name
            4:7 missing type descriptor
            6:11 expected expression, found ';'
            10:10 missing ')'
        "#]],
    );
}

#[test]
fn junk_between_members() {
    file(
        r##"
class C {
    int x = 1;
    + - ;
    function f() {}
}
"##,
        expect![[r#"
            (CLASS_DEF class (NAME C) (OBJECT_MEMBERS { (OBJECT_FIELD (BUILTIN_TYPE int) (NAME x) = (LITERAL 1) ;) (OBJECT_FIELD (SINGLETON_TYPE (UNARY_EXPR +)) (ERROR -) ;) (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { })) }))
            4:6 missing numeric literal
        "#]],
    );
}

#[test]
fn unterminated() {
    file(
        r##"
function f() {
    string s = "abc;
    g();
    string t = string `abc;
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE string) (CAPTURE_PAT (NAME s))) = (LITERAL "abc;)) (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF g)) (ARG_LIST ( ))) ;) (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (BUILTIN_TYPE string) (CAPTURE_PAT (NAME t))) = (STRING_TEMPLATE string ` abc;
            }
            ))))
            3:16 missing '"' at the end of the string literal
            7:1 missing '`' at the end of the template
        "#]],
    );
}

#[test]
fn nested_declaration() {
    file(
        r##"
function f() {
    type T int;
    g();
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (ERROR (TYPE_DEF type (NAME T) (BUILTIN_TYPE int) ;)) (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF g)) (ARG_LIST ( ))) ;) }))
            3:5 this declaration is only allowed at module level
        "#]],
    );
}

#[test]
fn match_clauses() {
    file(
        r##"
function f() {
    match x {
        1 => { g(); }
        + => { }
        2 { }
        3 => g();
    }
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (MATCH_STMT match (NAME_EXPR (NAME_REF x)) { (MATCH_CLAUSE (MATCH_CONST_PAT (LITERAL 1)) => (BLOCK { (EXPR_STMT (CALL_EXPR (NAME_EXPR (NAME_REF g)) (ARG_LIST ( ))) ;) })) (MATCH_CLAUSE (MATCH_CONST_PAT (UNARY_EXPR +)) => (BLOCK { })) (MATCH_CLAUSE (MATCH_CONST_PAT (LITERAL 2)) (BLOCK { })) (MATCH_CLAUSE (MATCH_CONST_PAT (LITERAL 3)) => (ERROR g ( )) ;) }) }))
            5:10 missing numeric literal
            6:10 missing '=>'
            7:13 missing '{'
        "#]],
    );
}

#[test]
fn mapping_fields() {
    file(
        r##"
function f() {
    map<int> m = {a: 1 b: 2};
    m = {a; b};
    m = {5: 1};
    m = {a: };
}
"##,
        expect![[r#"
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { (LOCAL_VAR_STMT (TYPED_BINDING_PATTERN (MAP_TYPE map < (BUILTIN_TYPE int) >) (CAPTURE_PAT (NAME m))) = (MAPPING_EXPR { (SPECIFIC_FIELD (NAME a) : (LITERAL 1)) (SPECIFIC_FIELD (NAME b) : (LITERAL 2)) }) ;) (ASSIGN_STMT (NAME_EXPR (NAME_REF m)) = (MAPPING_EXPR { (SPECIFIC_FIELD (NAME a)) (ERROR ; b) }) ;) (ASSIGN_STMT (NAME_EXPR (NAME_REF m)) = (MAPPING_EXPR { (SPECIFIC_FIELD (ERROR 5) : (LITERAL 1)) }) ;) (ASSIGN_STMT (NAME_EXPR (NAME_REF m)) = (MAPPING_EXPR { (SPECIFIC_FIELD (NAME a) :) }) ;) }))
            3:24 missing ','
            4:11 expected ',' or '}'
            5:10 a field name must be an identifier, a string literal or '[' expression ']'
            6:13 expected expression, found '}'
        "#]],
    );
}
