//! Expressions.

use super::exprs;
use expect_test::expect;

#[test]
fn literals() {
    exprs(
        r##"
0
0xFf
1.5e-3d
.5f
10d
0x1.8p3
"a\"\u{41}\n"
true
null
()
base16 `AB cd`
base64 `aGVsbG8=`
"##,
        expect![[r#"
            > 0
            (LITERAL 0)
            > 0xFf
            (LITERAL 0xFf)
            > 1.5e-3d
            (LITERAL 1.5e-3d)
            > .5f
            (LITERAL .5f)
            > 10d
            (LITERAL 10d)
            > 0x1.8p3
            (LITERAL 0x1.8p3)
            > "a\"\u{41}\n"
            (LITERAL "a\"\u{41}\n")
            > true
            (LITERAL true)
            > null
            (LITERAL null)
            > ()
            (NIL_LITERAL ( ))
            > base16 `AB cd`
            (LITERAL base16 `AB cd`)
            > base64 `aGVsbG8=`
            (LITERAL base64 `aGVsbG8=`)
        "#]],
    );
}

#[test]
fn literal_errors() {
    exprs(
        r##"
007
0x
1e+
"a\q"
"\u{110000}"
base16 `abc`
base64 `a=bc`
"##,
        expect![[r#"
            > 007
            (LITERAL 007)
            1:1 a number must not have leading zeros
            > 0x
            (LITERAL 0x)
            1:1 missing hexadecimal digits
            > 1e+
            (LITERAL 1e+)
            1:1 missing digits in the exponent
            > "a\q"
            (LITERAL "a\q")
            1:3 invalid escape sequence in string literal
            > "\u{110000}"
            (LITERAL "\u{110000}")
            1:2 invalid numeric escape, expected \u{CodePoint}
            > base16 `abc`
            (LITERAL base16 `abc`)
            1:1 invalid base16 content in byte array literal
            > base64 `a=bc`
            (LITERAL base64 `a=bc`)
            1:1 invalid base64 content in byte array literal
        "#]],
    );
}

#[test]
fn precedence() {
    exprs(
        r##"
a + b * c - d
a << 1 + 2
a < b == c > d
a & b ^ c | d && e || f
a ?: b ?: c
a ? b : c ? d : e
-a.b
!a is int
a is int|string && b
a !is T?
1 ... 2 + 3
a..<b
trap a + b
check a + b
<int>a + b
<@x T>a
typeof a + b
"##,
        expect![[r#"
            > a + b * c - d
            (BINARY_EXPR (BINARY_EXPR (NAME_EXPR (NAME_REF a)) + (BINARY_EXPR (NAME_EXPR (NAME_REF b)) * (NAME_EXPR (NAME_REF c)))) - (NAME_EXPR (NAME_REF d)))
            > a << 1 + 2
            (BINARY_EXPR (NAME_EXPR (NAME_REF a)) << (BINARY_EXPR (LITERAL 1) + (LITERAL 2)))
            > a < b == c > d
            (BINARY_EXPR (BINARY_EXPR (NAME_EXPR (NAME_REF a)) < (NAME_EXPR (NAME_REF b))) == (BINARY_EXPR (NAME_EXPR (NAME_REF c)) > (NAME_EXPR (NAME_REF d))))
            > a & b ^ c | d && e || f
            (BINARY_EXPR (BINARY_EXPR (BINARY_EXPR (BINARY_EXPR (BINARY_EXPR (NAME_EXPR (NAME_REF a)) & (NAME_EXPR (NAME_REF b))) ^ (NAME_EXPR (NAME_REF c))) | (NAME_EXPR (NAME_REF d))) && (NAME_EXPR (NAME_REF e))) || (NAME_EXPR (NAME_REF f)))
            > a ?: b ?: c
            (BINARY_EXPR (NAME_EXPR (NAME_REF a)) ?: (BINARY_EXPR (NAME_EXPR (NAME_REF b)) ?: (NAME_EXPR (NAME_REF c))))
            > a ? b : c ? d : e
            (CONDITIONAL_EXPR (NAME_EXPR (NAME_REF a)) ? (NAME_EXPR (NAME_REF b)) : (CONDITIONAL_EXPR (NAME_EXPR (NAME_REF c)) ? (NAME_EXPR (NAME_REF d)) : (NAME_EXPR (NAME_REF e))))
            > -a.b
            (UNARY_EXPR - (FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF a)) . (NAME_REF b)))
            > !a is int
            (TYPE_TEST_EXPR (UNARY_EXPR ! (NAME_EXPR (NAME_REF a))) is (BUILTIN_TYPE int))
            > a is int|string && b
            (BINARY_EXPR (TYPE_TEST_EXPR (NAME_EXPR (NAME_REF a)) is (UNION_TYPE (BUILTIN_TYPE int) | (BUILTIN_TYPE string))) && (NAME_EXPR (NAME_REF b)))
            > a !is T?
            (TYPE_TEST_EXPR (NAME_EXPR (NAME_REF a)) ! is (OPTIONAL_TYPE (NAMED_TYPE (NAME_REF T)) ?))
            > 1 ... 2 + 3
            (BINARY_EXPR (LITERAL 1) ... (BINARY_EXPR (LITERAL 2) + (LITERAL 3)))
            > a..<b
            (BINARY_EXPR (NAME_EXPR (NAME_REF a)) ..< (NAME_EXPR (NAME_REF b)))
            > trap a + b
            (TRAP_EXPR trap (BINARY_EXPR (NAME_EXPR (NAME_REF a)) + (NAME_EXPR (NAME_REF b))))
            > check a + b
            (BINARY_EXPR (CHECK_EXPR check (NAME_EXPR (NAME_REF a))) + (NAME_EXPR (NAME_REF b)))
            > <int>a + b
            (BINARY_EXPR (CAST_EXPR < (BUILTIN_TYPE int) > (NAME_EXPR (NAME_REF a))) + (NAME_EXPR (NAME_REF b)))
            > <@x T>a
            (CAST_EXPR < (ANNOTATION @ (NAME_REF x)) (NAMED_TYPE (NAME_REF T)) > (NAME_EXPR (NAME_REF a)))
            > typeof a + b
            (BINARY_EXPR (TYPEOF_EXPR typeof (NAME_EXPR (NAME_REF a))) + (NAME_EXPR (NAME_REF b)))
        "#]],
    );
}

#[test]
fn shifts_and_comparisons() {
    exprs(
        r##"
a >> 1
a >>> 1
a >= b
a > b
a > > b
<map<map<int>>>x
a < -1
"##,
        expect![[r#"
            > a >> 1
            (BINARY_EXPR (NAME_EXPR (NAME_REF a)) >> (LITERAL 1))
            > a >>> 1
            (BINARY_EXPR (NAME_EXPR (NAME_REF a)) >>> (LITERAL 1))
            > a >= b
            (BINARY_EXPR (NAME_EXPR (NAME_REF a)) >= (NAME_EXPR (NAME_REF b)))
            > a > b
            (BINARY_EXPR (NAME_EXPR (NAME_REF a)) > (NAME_EXPR (NAME_REF b)))
            > a > > b
            (BINARY_EXPR (BINARY_EXPR (NAME_EXPR (NAME_REF a)) >) > (NAME_EXPR (NAME_REF b)))
            1:5 expected expression, found '>'
            > <map<map<int>>>x
            (CAST_EXPR < (MAP_TYPE map < (MAP_TYPE map < (BUILTIN_TYPE int) >) >) > (NAME_EXPR (NAME_REF x)))
            > a < -1
            (BINARY_EXPR (NAME_EXPR (NAME_REF a)) < (UNARY_EXPR - (LITERAL 1)))
        "#]],
    );
}

#[test]
fn conditional_and_types() {
    exprs(
        r##"
x is int ? a : b
x is int? ? a : b
x is T ? [1] : [2]
x is T?[]
c ? a:b : d
c ? a:b
c?x:y:z
"##,
        expect![[r#"
            > x is int ? a : b
            (CONDITIONAL_EXPR (TYPE_TEST_EXPR (NAME_EXPR (NAME_REF x)) is (BUILTIN_TYPE int)) ? (NAME_EXPR (NAME_REF a)) : (NAME_EXPR (NAME_REF b)))
            > x is int? ? a : b
            (CONDITIONAL_EXPR (TYPE_TEST_EXPR (NAME_EXPR (NAME_REF x)) is (OPTIONAL_TYPE (BUILTIN_TYPE int) ?)) ? (NAME_EXPR (NAME_REF a)) : (NAME_EXPR (NAME_REF b)))
            > x is T ? [1] : [2]
            (CONDITIONAL_EXPR (TYPE_TEST_EXPR (NAME_EXPR (NAME_REF x)) is (NAMED_TYPE (NAME_REF T))) ? (LIST_EXPR [ (LITERAL 1) ]) : (LIST_EXPR [ (LITERAL 2) ]))
            > x is T?[]
            (TYPE_TEST_EXPR (NAME_EXPR (NAME_REF x)) is (ARRAY_TYPE (OPTIONAL_TYPE (NAMED_TYPE (NAME_REF T)) ?) (ARRAY_DIM [ ])))
            > c ? a:b : d
            (CONDITIONAL_EXPR (NAME_EXPR (NAME_REF c)) ? (NAME_EXPR (NAME_REF a : b)) : (NAME_EXPR (NAME_REF d)))
            > c ? a:b
            (CONDITIONAL_EXPR (NAME_EXPR (NAME_REF c)) ? (NAME_EXPR (NAME_REF a)) : (NAME_EXPR (NAME_REF b)))
            > c?x:y:z
            (CONDITIONAL_EXPR (NAME_EXPR (NAME_REF c)) ? (NAME_EXPR (NAME_REF x : y)) : (NAME_EXPR (NAME_REF z)))
        "#]],
    );
}

#[test]
fn postfix() {
    exprs(
        r##"
a.b.c(1, x = 2, ...r)[3]
a?.b
a[1, 2]
a[]
T.@mod:tag
a.map(f)
ns:f(x)
int:MAX_VALUE
x.ns:attr
"##,
        expect![[r#"
            > a.b.c(1, x = 2, ...r)[3]
            (INDEX_EXPR (METHOD_CALL_EXPR (FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF a)) . (NAME_REF b)) . (NAME c) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) , (NAMED_ARG (NAME x) = (LITERAL 2)) , (REST_ARG ... (NAME_EXPR (NAME_REF r))) ))) [ (LITERAL 3) ])
            > a?.b
            (OPTIONAL_FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF a)) ?. (NAME_REF b))
            > a[1, 2]
            (INDEX_EXPR (NAME_EXPR (NAME_REF a)) [ (LITERAL 1) , (LITERAL 2) ])
            > a[]
            (INDEX_EXPR (NAME_EXPR (NAME_REF a)) [ ])
            1:3 missing key expression
            > T.@mod:tag
            (ANNOT_ACCESS_EXPR (NAME_EXPR (NAME_REF T)) .@ (NAME_REF mod : tag))
            > a.map(f)
            (METHOD_CALL_EXPR (NAME_EXPR (NAME_REF a)) . (NAME map) (ARG_LIST ((POSITIONAL_ARG (NAME_EXPR (NAME_REF f))) )))
            > ns:f(x)
            (CALL_EXPR (NAME_EXPR (NAME_REF ns : f)) (ARG_LIST ((POSITIONAL_ARG (NAME_EXPR (NAME_REF x))) )))
            > int:MAX_VALUE
            (NAME_EXPR (NAME_REF int : MAX_VALUE))
            > x.ns:attr
            (FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF x)) . (NAME_REF ns : attr))
        "#]],
    );
}

#[test]
fn constructors() {
    exprs(
        r##"
[1, ...a, [2]]
{a: 1, "b": 2, [c]: 3, d, readonly e: 4, readonly f, ...g}
table key(id) [{id: 1}, {id: 2}]
table []
new
new (1)
new mod:C(1)
new stream<int>(g)
error("m")
error E("m", c, x = 1)
error()
object { int x = 1; function f() {} }
@a isolated client object T { }
service object { resource function get .() => 1; }
"##,
        expect![[r#"
            > [1, ...a, [2]]
            (LIST_EXPR [ (LITERAL 1) , (SPREAD_MEMBER ... (NAME_EXPR (NAME_REF a))) , (LIST_EXPR [ (LITERAL 2) ]) ])
            > {a: 1, "b": 2, [c]: 3, d, readonly e: 4, readonly f, ...g}
            (MAPPING_EXPR { (SPECIFIC_FIELD (NAME a) : (LITERAL 1)) , (SPECIFIC_FIELD "b" : (LITERAL 2)) , (COMPUTED_FIELD [ (NAME_EXPR (NAME_REF c)) ] : (LITERAL 3)) , (SPECIFIC_FIELD (NAME d)) , (SPECIFIC_FIELD readonly (NAME e) : (LITERAL 4)) , (SPECIFIC_FIELD readonly (NAME f)) , (SPREAD_FIELD ... (NAME_EXPR (NAME_REF g))) })
            > table key(id) [{id: 1}, {id: 2}]
            (TABLE_EXPR table (KEY_SPECIFIER key ((NAME id) )) [ (MAPPING_EXPR { (SPECIFIC_FIELD (NAME id) : (LITERAL 1)) }) , (MAPPING_EXPR { (SPECIFIC_FIELD (NAME id) : (LITERAL 2)) }) ])
            > table []
            (TABLE_EXPR table [ ])
            > new
            (NEW_EXPR new)
            > new (1)
            (NEW_EXPR new (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) )))
            > new mod:C(1)
            (NEW_EXPR new (NAMED_TYPE (NAME_REF mod : C)) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) )))
            > new stream<int>(g)
            (NEW_EXPR new (STREAM_TYPE stream < (BUILTIN_TYPE int) >) (ARG_LIST ((POSITIONAL_ARG (NAME_EXPR (NAME_REF g))) )))
            > error("m")
            (ERROR_EXPR error (ARG_LIST ((POSITIONAL_ARG (LITERAL "m")) )))
            > error E("m", c, x = 1)
            (ERROR_EXPR error (NAMED_TYPE (NAME_REF E)) (ARG_LIST ((POSITIONAL_ARG (LITERAL "m")) , (POSITIONAL_ARG (NAME_EXPR (NAME_REF c))) , (NAMED_ARG (NAME x) = (LITERAL 1)) )))
            > error()
            (ERROR_EXPR error (ARG_LIST ( )))
            1:6 missing error message argument
            > object { int x = 1; function f() {} }
            (OBJECT_EXPR object (OBJECT_MEMBERS { (OBJECT_FIELD (BUILTIN_TYPE int) (NAME x) = (LITERAL 1) ;) (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { })) }))
            > @a isolated client object T { }
            (OBJECT_EXPR (ANNOTATION @ (NAME_REF a)) isolated client object (NAMED_TYPE (NAME_REF T)) (OBJECT_MEMBERS { }))
            > service object { resource function get .() => 1; }
            (OBJECT_EXPR service object (OBJECT_MEMBERS { (FUNCTION_DEF resource function (NAME get) (RESOURCE_PATH .) (PARAM_LIST ( )) (EXPR_BODY => (LITERAL 1)) ;) }))
        "#]],
    );
}

#[test]
fn functions() {
    exprs(
        r##"
function (int a) returns int { return a; }
isolated function () => 1
x => x + 1
(a, b) => a
() => 1
@a function () {}
"##,
        expect![[r#"
            > function (int a) returns int { return a; }
            (FUNCTION_EXPR function (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int) (NAME a)) )) (RETURN_TYPE returns (BUILTIN_TYPE int)) (BLOCK_BODY { (RETURN_STMT return (NAME_EXPR (NAME_REF a)) ;) }))
            > isolated function () => 1
            (FUNCTION_EXPR isolated function (PARAM_LIST ( )) (EXPR_BODY => (LITERAL 1)))
            > x => x + 1
            (ARROW_EXPR (ARROW_PARAM_LIST (NAME x)) => (BINARY_EXPR (NAME_EXPR (NAME_REF x)) + (LITERAL 1)))
            > (a, b) => a
            (ARROW_EXPR (ARROW_PARAM_LIST ((NAME a) , (NAME b) )) => (NAME_EXPR (NAME_REF a)))
            > () => 1
            (ARROW_EXPR (ARROW_PARAM_LIST ( )) => (LITERAL 1))
            > @a function () {}
            (FUNCTION_EXPR (ANNOTATION @ (NAME_REF a)) function (PARAM_LIST ( )) (BLOCK_BODY { }))
        "#]],
    );
}

#[test]
fn let_and_query() {
    exprs(
        r##"
let int a = 1, var [b, c] = d in a + b
from var x in xs where x > 1 let int y = x limit 3 select y
from T t in ts join U u in us on t.id equals u.id select {t, u}
from var t in ts outer join var u in us on t equals u order by t.a descending, u.b group by t, int k = 1 collect sum(t)
table key(id) from var x in xs select x on conflict error("e")
map from var x in xs select [x, x]
stream from var x in xs select x
from var {a, b} in xs select where
"##,
        expect![[r#"
            > let int a = 1, var [b, c] = d in a + b
            (LET_EXPR let (LET_VAR_DECL (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME a))) = (LITERAL 1)) , (LET_VAR_DECL (TYPED_BINDING_PATTERN (VAR_TYPE var) (LIST_PAT [ (CAPTURE_PAT (NAME b)) , (CAPTURE_PAT (NAME c)) ])) = (NAME_EXPR (NAME_REF d))) in (BINARY_EXPR (NAME_EXPR (NAME_REF a)) + (NAME_EXPR (NAME_REF b))))
            > from var x in xs where x > 1 let int y = x limit 3 select y
            (QUERY_EXPR (FROM_CLAUSE from (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) in (NAME_EXPR (NAME_REF xs))) (WHERE_CLAUSE where (BINARY_EXPR (NAME_EXPR (NAME_REF x)) > (LITERAL 1))) (LET_CLAUSE let (LET_VAR_DECL (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME y))) = (NAME_EXPR (NAME_REF x)))) (LIMIT_CLAUSE limit (LITERAL 3)) (SELECT_CLAUSE select (NAME_EXPR (NAME_REF y))))
            > from T t in ts join U u in us on t.id equals u.id select {t, u}
            (QUERY_EXPR (FROM_CLAUSE from (TYPED_BINDING_PATTERN (NAMED_TYPE (NAME_REF T)) (CAPTURE_PAT (NAME t))) in (NAME_EXPR (NAME_REF ts))) (JOIN_CLAUSE join (TYPED_BINDING_PATTERN (NAMED_TYPE (NAME_REF U)) (CAPTURE_PAT (NAME u))) in (NAME_EXPR (NAME_REF us)) (JOIN_ON on (FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF t)) . (NAME_REF id)) equals (FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF u)) . (NAME_REF id)))) (SELECT_CLAUSE select (MAPPING_EXPR { (SPECIFIC_FIELD (NAME t)) , (SPECIFIC_FIELD (NAME u)) })))
            > from var t in ts outer join var u in us on t equals u order by t.a descending, u.b group by t, int k = 1 collect sum(t)
            (QUERY_EXPR (FROM_CLAUSE from (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME t))) in (NAME_EXPR (NAME_REF ts))) (JOIN_CLAUSE outer join (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME u))) in (NAME_EXPR (NAME_REF us)) (JOIN_ON on (NAME_EXPR (NAME_REF t)) equals (NAME_EXPR (NAME_REF u)))) (ORDER_BY_CLAUSE order by (ORDER_KEY (FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF t)) . (NAME_REF a)) descending) , (ORDER_KEY (FIELD_ACCESS_EXPR (NAME_EXPR (NAME_REF u)) . (NAME_REF b)))) (GROUP_BY_CLAUSE group by (GROUPING_KEY (NAME t)) , (GROUPING_KEY (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME k))) = (LITERAL 1))) (COLLECT_CLAUSE collect (CALL_EXPR (NAME_EXPR (NAME_REF sum)) (ARG_LIST ((POSITIONAL_ARG (NAME_EXPR (NAME_REF t))) )))))
            > table key(id) from var x in xs select x on conflict error("e")
            (QUERY_EXPR (QUERY_CONSTRUCT table (KEY_SPECIFIER key ((NAME id) ))) (FROM_CLAUSE from (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) in (NAME_EXPR (NAME_REF xs))) (SELECT_CLAUSE select (NAME_EXPR (NAME_REF x))) (ON_CONFLICT_CLAUSE on conflict (ERROR_EXPR error (ARG_LIST ((POSITIONAL_ARG (LITERAL "e")) )))))
            > map from var x in xs select [x, x]
            (QUERY_EXPR (QUERY_CONSTRUCT map) (FROM_CLAUSE from (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) in (NAME_EXPR (NAME_REF xs))) (SELECT_CLAUSE select (LIST_EXPR [ (NAME_EXPR (NAME_REF x)) , (NAME_EXPR (NAME_REF x)) ])))
            > stream from var x in xs select x
            (QUERY_EXPR (QUERY_CONSTRUCT stream) (FROM_CLAUSE from (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME x))) in (NAME_EXPR (NAME_REF xs))) (SELECT_CLAUSE select (NAME_EXPR (NAME_REF x))))
            > from var {a, b} in xs select where
            (QUERY_EXPR (FROM_CLAUSE from (TYPED_BINDING_PATTERN (VAR_TYPE var) (MAPPING_PAT { (FIELD_PAT (NAME a)) , (FIELD_PAT (NAME b)) })) in (NAME_EXPR (NAME_REF xs))) (SELECT_CLAUSE select (NAME_EXPR (NAME_REF where))))
        "#]],
    );
}

#[test]
fn templates() {
    exprs(
        r##"
string `a${b}c$${d}`
string `nested ${string `x${1}`} {}`
`raw ${x}`
re `[a-z]+${x}`
"##,
        expect![[r#"
            > string `a${b}c$${d}`
            (STRING_TEMPLATE string ` a (INTERPOLATION ${ (NAME_EXPR (NAME_REF b)) }) c$ (INTERPOLATION ${ (NAME_EXPR (NAME_REF d)) }) `)
            > string `nested ${string `x${1}`} {}`
            (STRING_TEMPLATE string ` nested  (INTERPOLATION ${ (STRING_TEMPLATE string ` x (INTERPOLATION ${ (LITERAL 1) }) `) })  {} `)
            > `raw ${x}`
            (RAW_TEMPLATE ` raw  (INTERPOLATION ${ (NAME_EXPR (NAME_REF x)) }) `)
            > re `[a-z]+${x}`
            (TAGGED_TEMPLATE re ` [a-z]+ (INTERPOLATION ${ (NAME_EXPR (NAME_REF x)) }) `)
        "#]],
    );
}

#[test]
fn xml_templates() {
    exprs(
        r##"
xml `<a x="1${v}" ns:y='2'>t&amp;${e}<b/></a><!-- c --><?p d?><![CDATA[<x>]]>`
xml ``
xml `text only`
xml `<a>`
xml `</a>`
xml `<a b=1/>`
xml `a & b`
xml `<!-- ${x} -->`
"##,
        expect![[r#"
            > xml `<a x="1${v}" ns:y='2'>t&amp;${e}<b/></a><!-- c --><?p d?><![CDATA[<x>]]>`
            (XML_TEMPLATE xml ` (XML_ELEMENT (XML_START_TAG < (XML_QNAME a) (XML_ATTRIBUTE (XML_QNAME x) = (XML_ATTRIBUTE_VALUE " 1 (INTERPOLATION ${ (NAME_EXPR (NAME_REF v)) }) ")) (XML_ATTRIBUTE (XML_QNAME ns : y) = (XML_ATTRIBUTE_VALUE ' 2 ')) >) t&amp; (INTERPOLATION ${ (NAME_EXPR (NAME_REF e)) }) (XML_ELEMENT (XML_EMPTY_TAG < (XML_QNAME b) />)) (XML_END_TAG </ (XML_QNAME a) >)) (XML_COMMENT <!--  c  -->) (XML_PI <? p d ?>) (XML_CDATA <![CDATA[ <x> ]]>) `)
            > xml ``
            (XML_TEMPLATE xml ` `)
            > xml `text only`
            (XML_TEMPLATE xml ` text only `)
            > xml `<a>`
            (XML_TEMPLATE xml ` (XML_ELEMENT (XML_START_TAG < (XML_QNAME a) >)) `)
            1:9 missing XML end tag
            > xml `</a>`
            (XML_TEMPLATE xml ` (XML_END_TAG </ (XML_QNAME a) >) `)
            1:6 XML end tag without a start tag
            > xml `<a b=1/>`
            (XML_TEMPLATE xml ` (XML_ELEMENT (XML_EMPTY_TAG < (XML_QNAME a) (XML_ATTRIBUTE (XML_QNAME b) = (XML_ATTRIBUTE_VALUE)) (ERROR 1) />)) `)
            1:11 missing attribute value
            1:11 invalid character in an XML tag
            > xml `a & b`
            (XML_TEMPLATE xml ` a & b `)
            1:8 invalid XML reference, write '&amp;' for '&'
            > xml `<!-- ${x} -->`
            (XML_TEMPLATE xml ` (XML_COMMENT <!--   (INTERPOLATION ${ (NAME_EXPR (NAME_REF x)) })   -->) `)
            1:11 interpolation is not allowed here
        "#]],
    );
}

#[test]
fn xml_navigation() {
    exprs(
        r##"
x/*
x/<a|ns:b|ns:*|*>
x/**/<a>[0].m()
x.<a>
x/<a>.b
x/<float>y
x/<T>y
from var i in x/<item> where i select i
"##,
        expect![[r#"
            > x/*
            (XML_STEP_EXPR (NAME_EXPR (NAME_REF x)) /*)
            > x/<a|ns:b|ns:*|*>
            (XML_STEP_EXPR (NAME_EXPR (NAME_REF x)) /< (XML_NAME_PATTERN (XML_ATOMIC_NAME_PATTERN a) | (XML_ATOMIC_NAME_PATTERN ns : b) | (XML_ATOMIC_NAME_PATTERN ns : *) | (XML_ATOMIC_NAME_PATTERN *)) >)
            > x/**/<a>[0].m()
            (METHOD_CALL_EXPR (INDEX_EXPR (XML_STEP_EXPR (NAME_EXPR (NAME_REF x)) /**/< (XML_NAME_PATTERN (XML_ATOMIC_NAME_PATTERN a)) >) [ (LITERAL 0) ]) . (NAME m) (ARG_LIST ( )))
            > x.<a>
            (XML_FILTER_EXPR (NAME_EXPR (NAME_REF x)) .< (XML_NAME_PATTERN (XML_ATOMIC_NAME_PATTERN a)) >)
            > x/<a>.b
            (FIELD_ACCESS_EXPR (XML_STEP_EXPR (NAME_EXPR (NAME_REF x)) /< (XML_NAME_PATTERN (XML_ATOMIC_NAME_PATTERN a)) >) . (NAME_REF b))
            > x/<float>y
            (BINARY_EXPR (NAME_EXPR (NAME_REF x)) / (CAST_EXPR < (BUILTIN_TYPE float) > (NAME_EXPR (NAME_REF y))))
            > x/<T>y
            (BINARY_EXPR (NAME_EXPR (NAME_REF x)) / (CAST_EXPR < (NAMED_TYPE (NAME_REF T)) > (NAME_EXPR (NAME_REF y))))
            > from var i in x/<item> where i select i
            (QUERY_EXPR (FROM_CLAUSE from (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME i))) in (XML_STEP_EXPR (NAME_EXPR (NAME_REF x)) /< (XML_NAME_PATTERN (XML_ATOMIC_NAME_PATTERN item)) >)) (WHERE_CLAUSE where (NAME_EXPR (NAME_REF i))) (SELECT_CLAUSE select (NAME_EXPR (NAME_REF i))))
        "#]],
    );
}

#[test]
fn typedesc_expressions() {
    exprs(
        r##"
f(int)
f(map<int>)
f(string[])
int|string
record {int a;}
"##,
        expect![[r#"
            > f(int)
            (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ((POSITIONAL_ARG (TYPE_EXPR (BUILTIN_TYPE int))) )))
            > f(map<int>)
            (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ((POSITIONAL_ARG (TYPE_EXPR (MAP_TYPE map < (BUILTIN_TYPE int) >))) )))
            > f(string[])
            (CALL_EXPR (NAME_EXPR (NAME_REF f)) (ARG_LIST ((POSITIONAL_ARG (TYPE_EXPR (ARRAY_TYPE (BUILTIN_TYPE string) (ARRAY_DIM [ ])))) )))
            > int|string
            (TYPE_EXPR (UNION_TYPE (BUILTIN_TYPE int) | (BUILTIN_TYPE string)))
            > record {int a;}
            (TYPE_EXPR (RECORD_TYPE record { (RECORD_FIELD (BUILTIN_TYPE int) (NAME a) ;) }))
        "#]],
    );
}

#[test]
fn transactional() {
    exprs(
        r##"
transactional
!transactional
"##,
        expect![[r#"
            > transactional
            (TRANSACTIONAL_EXPR transactional)
            > !transactional
            (UNARY_EXPR ! (TRANSACTIONAL_EXPR transactional))
        "#]],
    );
}

#[test]
fn identifiers() {
    exprs(
        r##"
'int
a\-b
'1x
\u{61}b
été
"##,
        expect![[r#"
            > 'int
            (NAME_EXPR (NAME_REF 'int))
            > a\-b
            (NAME_EXPR (NAME_REF a\-b))
            > '1x
            (NAME_EXPR (NAME_REF '1x))
            > \u{61}b
            (NAME_EXPR (NAME_REF \u{61}b))
            > été
            (NAME_EXPR (NAME_REF été))
        "#]],
    );
}
