//! Type descriptors.

use super::types;
use expect_test::expect;

#[test]
fn simple() {
    types(
        r##"
int
()
null
xml
json
mod:T
error:Detail
'type
"##,
        expect![[r#"
            > int
            (BUILTIN_TYPE int)
            > ()
            (NIL_TYPE ( ))
            > null
            (NIL_TYPE null)
            > xml
            (XML_TYPE xml)
            > json
            (BUILTIN_TYPE json)
            > mod:T
            (NAMED_TYPE (NAME_REF mod : T))
            > error:Detail
            (NAMED_TYPE (NAME_REF error : Detail))
            > 'type
            (NAMED_TYPE (NAME_REF 'type))
        "#]],
    );
}

#[test]
fn singletons() {
    types(
        r##"
1|-2|+3.5|"a"|true|0xA
"##,
        expect![[r#"
            > 1|-2|+3.5|"a"|true|0xA
            (UNION_TYPE (UNION_TYPE (UNION_TYPE (UNION_TYPE (UNION_TYPE (SINGLETON_TYPE (LITERAL 1)) | (SINGLETON_TYPE (UNARY_EXPR - (LITERAL 2)))) | (SINGLETON_TYPE (UNARY_EXPR + (LITERAL 3.5)))) | (SINGLETON_TYPE (LITERAL "a"))) | (SINGLETON_TYPE (LITERAL true))) | (SINGLETON_TYPE (LITERAL 0xA)))
        "#]],
    );
}

#[test]
fn precedence() {
    types(
        r##"
A|B & C
A[]?[]
(A|B)[]
function (int) returns int|string
distinct A|B
distinct error<D> & readonly
"##,
        expect![[r#"
            > A|B & C
            (UNION_TYPE (NAMED_TYPE (NAME_REF A)) | (INTERSECTION_TYPE (NAMED_TYPE (NAME_REF B)) & (NAMED_TYPE (NAME_REF C))))
            > A[]?[]
            (ARRAY_TYPE (OPTIONAL_TYPE (ARRAY_TYPE (NAMED_TYPE (NAME_REF A)) (ARRAY_DIM [ ])) ?) (ARRAY_DIM [ ]))
            > (A|B)[]
            (ARRAY_TYPE (PAREN_TYPE ((UNION_TYPE (NAMED_TYPE (NAME_REF A)) | (NAMED_TYPE (NAME_REF B))) )) (ARRAY_DIM [ ]))
            > function (int) returns int|string
            (FUNCTION_TYPE function (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int)) )) (RETURN_TYPE returns (UNION_TYPE (BUILTIN_TYPE int) | (BUILTIN_TYPE string))))
            > distinct A|B
            (UNION_TYPE (DISTINCT_TYPE distinct (NAMED_TYPE (NAME_REF A))) | (NAMED_TYPE (NAME_REF B)))
            > distinct error<D> & readonly
            (INTERSECTION_TYPE (DISTINCT_TYPE distinct (ERROR_TYPE error < (NAMED_TYPE (NAME_REF D)) >)) & (BUILTIN_TYPE readonly))
        "#]],
    );
}

#[test]
fn arrays_and_tuples() {
    types(
        r##"
int[2][*][N][]
[int, string...]
[]
[@a int, T[]]
[Span, Span?...]
"##,
        expect![[r#"
            > int[2][*][N][]
            (ARRAY_TYPE (BUILTIN_TYPE int) (ARRAY_DIM [ (LITERAL 2) ]) (ARRAY_DIM [ * ]) (ARRAY_DIM [ (NAME_EXPR (NAME_REF N)) ]) (ARRAY_DIM [ ]))
            > [int, string...]
            (TUPLE_TYPE [ (TUPLE_MEMBER (BUILTIN_TYPE int)) , (TUPLE_REST (BUILTIN_TYPE string) ...) ])
            > []
            (TUPLE_TYPE [ ])
            > [@a int, T[]]
            (TUPLE_TYPE [ (TUPLE_MEMBER (ANNOTATION @ (NAME_REF a)) (BUILTIN_TYPE int)) , (TUPLE_MEMBER (ARRAY_TYPE (NAMED_TYPE (NAME_REF T)) (ARRAY_DIM [ ]))) ])
            > [Span, Span?...]
            (TUPLE_TYPE [ (TUPLE_MEMBER (NAMED_TYPE (NAME_REF Span))) , (TUPLE_REST (OPTIONAL_TYPE (NAMED_TYPE (NAME_REF Span)) ?) ...) ])
        "#]],
    );
}

#[test]
fn parameterised() {
    types(
        r##"
map<map<int>>
map<map<map<int>>>
table<T> key(a, b)
table<T> key<string>
stream<int, error?>
future<int>
typedesc<anydata>
xml<xml:Element|xml:Text>
error<record {int x;}>
"##,
        expect![[r#"
            > map<map<int>>
            (MAP_TYPE map < (MAP_TYPE map < (BUILTIN_TYPE int) >) >)
            > map<map<map<int>>>
            (MAP_TYPE map < (MAP_TYPE map < (MAP_TYPE map < (BUILTIN_TYPE int) >) >) >)
            > table<T> key(a, b)
            (TABLE_TYPE table < (NAMED_TYPE (NAME_REF T)) > (KEY_SPECIFIER key ((NAME a) , (NAME b) )))
            > table<T> key<string>
            (TABLE_TYPE table < (NAMED_TYPE (NAME_REF T)) > (KEY_TYPE_CONSTRAINT key < (BUILTIN_TYPE string) >))
            > stream<int, error?>
            (STREAM_TYPE stream < (BUILTIN_TYPE int) , (OPTIONAL_TYPE (ERROR_TYPE error) ?) >)
            > future<int>
            (FUTURE_TYPE future < (BUILTIN_TYPE int) >)
            > typedesc<anydata>
            (TYPEDESC_TYPE typedesc < (BUILTIN_TYPE anydata) >)
            > xml<xml:Element|xml:Text>
            (XML_TYPE xml < (UNION_TYPE (NAMED_TYPE (NAME_REF xml : Element)) | (NAMED_TYPE (NAME_REF xml : Text))) >)
            > error<record {int x;}>
            (ERROR_TYPE error < (RECORD_TYPE record { (RECORD_FIELD (BUILTIN_TYPE int) (NAME x) ;) }) >)
        "#]],
    );
}

#[test]
fn functions() {
    types(
        r##"
function
function ()
isolated function (int a, string, *R r, int... rest) returns @a int
transactional function (function (int) returns int f = g)
"##,
        expect![[r#"
            > function
            (FUNCTION_TYPE function)
            > function ()
            (FUNCTION_TYPE function (PARAM_LIST ( )))
            > isolated function (int a, string, *R r, int... rest) returns @a int
            (FUNCTION_TYPE isolated function (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int) (NAME a)) , (REQUIRED_PARAM (BUILTIN_TYPE string)) , (INCLUDED_PARAM * (NAMED_TYPE (NAME_REF R)) (NAME r)) , (REST_PARAM (BUILTIN_TYPE int) ... (NAME rest)) )) (RETURN_TYPE returns (ANNOTATION @ (NAME_REF a)) (BUILTIN_TYPE int)))
            > transactional function (function (int) returns int f = g)
            (FUNCTION_TYPE transactional function (PARAM_LIST ((DEFAULTABLE_PARAM (FUNCTION_TYPE function (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int)) )) (RETURN_TYPE returns (BUILTIN_TYPE int))) (NAME f) = (NAME_EXPR (NAME_REF g))) )))
        "#]],
    );
}

#[test]
fn records() {
    types(
        r##"
record {}
record {| int a; string b?; readonly T c = 5; *Inc; anydata...; |}
record {readonly x; readonly? y; readonly & T z; readonly readonly w;}
"##,
        expect![[r#"
            > record {}
            (RECORD_TYPE record { })
            > record {| int a; string b?; readonly T c = 5; *Inc; anydata...; |}
            (RECORD_TYPE record {| (RECORD_FIELD (BUILTIN_TYPE int) (NAME a) ;) (RECORD_FIELD (BUILTIN_TYPE string) (NAME b) ? ;) (RECORD_FIELD readonly (NAMED_TYPE (NAME_REF T)) (NAME c) = (LITERAL 5) ;) (TYPE_INCLUSION * (NAME_REF Inc) ;) (RECORD_REST (BUILTIN_TYPE anydata) ... ;) |})
            > record {readonly x; readonly? y; readonly & T z; readonly readonly w;}
            (RECORD_TYPE record { (RECORD_FIELD (BUILTIN_TYPE readonly) (NAME x) ;) (RECORD_FIELD (OPTIONAL_TYPE (BUILTIN_TYPE readonly) ?) (NAME y) ;) (RECORD_FIELD (INTERSECTION_TYPE (BUILTIN_TYPE readonly) & (NAMED_TYPE (NAME_REF T))) (NAME z) ;) (RECORD_FIELD readonly (BUILTIN_TYPE readonly) (NAME w) ;) })
        "#]],
    );
}

#[test]
fn objects() {
    types(
        r##"
object {}
isolated client object { int x; public function f(int a) returns int; remote function g(); resource function get a/[int x]/[string... r](); *O; }
service object { function () f; }
"##,
        expect![[r#"
            > object {}
            (OBJECT_TYPE object (OBJECT_MEMBERS { }))
            > isolated client object { int x; public function f(int a) returns int; remote function g(); resource function get a/[int x]/[string... r](); *O; }
            (OBJECT_TYPE isolated client object (OBJECT_MEMBERS { (OBJECT_FIELD (BUILTIN_TYPE int) (NAME x) ;) (FUNCTION_DEF public function (NAME f) (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int) (NAME a)) )) (RETURN_TYPE returns (BUILTIN_TYPE int)) ;) (FUNCTION_DEF remote function (NAME g) (PARAM_LIST ( )) ;) (FUNCTION_DEF resource function (NAME get) (RESOURCE_PATH (PATH_SEGMENT a) / (PATH_PARAM [ (BUILTIN_TYPE int) (NAME x) ]) / (PATH_REST_PARAM [ (BUILTIN_TYPE string) ... (NAME r) ])) (PARAM_LIST ( )) ;) (TYPE_INCLUSION * (NAME_REF O) ;) }))
            > service object { function () f; }
            (OBJECT_TYPE service object (OBJECT_MEMBERS { (OBJECT_FIELD (FUNCTION_TYPE function (PARAM_LIST ( ))) (NAME f) ;) }))
        "#]],
    );
}

#[test]
fn errors() {
    types(
        r##"
map
record { int }
[int,
int|
var
"##,
        expect![[r#"
            > map
            (MAP_TYPE map)
            1:4 missing type parameter
            > record { int }
            (RECORD_TYPE record { (RECORD_FIELD (BUILTIN_TYPE int)) })
            1:13 missing field name
            > [int,
            (TUPLE_TYPE [ (TUPLE_MEMBER (BUILTIN_TYPE int)) , (TUPLE_MEMBER))
            1:6 missing type descriptor
            > int|
            (UNION_TYPE (BUILTIN_TYPE int) |)
            1:5 missing type descriptor
            > var
            (ERROR var)
            1:1 'var' is not allowed here, expected a type descriptor
        "#]],
    );
}
