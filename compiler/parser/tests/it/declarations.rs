//! Module-level declarations.

use super::{decls, file};
use expect_test::expect;

#[test]
fn imports() {
    decls(
        r##"
import a/b.c as d;
import a;
import ballerina/lang.'int as ints;
import ballerina/lang.map;
import a/b as _;
function f() {} import x;
"##,
        expect![[r#"
            > import a/b.c as d;
            (IMPORT_DECL import (ORG_NAME a) / (MODULE_NAME b . c) (IMPORT_PREFIX as (NAME d)) ;)
            > import a;
            (IMPORT_DECL import (MODULE_NAME a) ;)
            > import ballerina/lang.'int as ints;
            (IMPORT_DECL import (ORG_NAME ballerina) / (MODULE_NAME lang . 'int) (IMPORT_PREFIX as (NAME ints)) ;)
            > import ballerina/lang.map;
            (IMPORT_DECL import (ORG_NAME ballerina) / (MODULE_NAME lang . map) ;)
            > import a/b as _;
            (IMPORT_DECL import (ORG_NAME a) / (MODULE_NAME b) (IMPORT_PREFIX as _) ;)
            > function f() {} import x;
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { })) (IMPORT_DECL import (MODULE_NAME x) ;)
            1:17 imports must come before all other declarations
        "#]],
    );
}

#[test]
fn functions() {
    decls(
        r##"
public isolated function f(int a, string b = "x", *R r, int... c) returns int { return a; }
function f(typedesc<anydata> t = <>) returns t = external;
function f() returns @a int => 1;
function f() = @a external;
transactional function f(@a int x) { };
function f(int) {}
"##,
        expect![[r#"
            > public isolated function f(int a, string b = "x", *R r, int... c) returns int { return a; }
            (FUNCTION_DEF public isolated function (NAME f) (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int) (NAME a)) , (DEFAULTABLE_PARAM (BUILTIN_TYPE string) (NAME b) = (LITERAL "x")) , (INCLUDED_PARAM * (NAMED_TYPE (NAME_REF R)) (NAME r)) , (REST_PARAM (BUILTIN_TYPE int) ... (NAME c)) )) (RETURN_TYPE returns (BUILTIN_TYPE int)) (BLOCK_BODY { (RETURN_STMT return (NAME_EXPR (NAME_REF a)) ;) }))
            > function f(typedesc<anydata> t = <>) returns t = external;
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ((DEFAULTABLE_PARAM (TYPEDESC_TYPE typedesc < (BUILTIN_TYPE anydata) >) (NAME t) = (INFERRED_DEFAULT < >)) )) (RETURN_TYPE returns (NAMED_TYPE (NAME_REF t))) (EXTERNAL_BODY = external) ;)
            > function f() returns @a int => 1;
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (RETURN_TYPE returns (ANNOTATION @ (NAME_REF a)) (BUILTIN_TYPE int)) (EXPR_BODY => (LITERAL 1)) ;)
            > function f() = @a external;
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ( )) (EXTERNAL_BODY = (ANNOTATION @ (NAME_REF a)) external) ;)
            > transactional function f(@a int x) { };
            (FUNCTION_DEF transactional function (NAME f) (PARAM_LIST ((REQUIRED_PARAM (ANNOTATION @ (NAME_REF a)) (BUILTIN_TYPE int) (NAME x)) )) (BLOCK_BODY { }) ;)
            > function f(int) {}
            (FUNCTION_DEF function (NAME f) (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int)) )) (BLOCK_BODY { }))
            1:15 missing parameter name
        "#]],
    );
}

#[test]
fn types_and_classes() {
    decls(
        r##"
public type T record {| int a; |};
type A B|C;
public distinct isolated client class C { *I; private final int x = 1; public function init() { } remote function f() {} resource function get a(int b) {} function map() {} }
readonly class C { }
service class C { }
"##,
        expect![[r#"
            > public type T record {| int a; |};
            (TYPE_DEF public type (NAME T) (RECORD_TYPE record {| (RECORD_FIELD (BUILTIN_TYPE int) (NAME a) ;) |}) ;)
            > type A B|C;
            (TYPE_DEF type (NAME A) (UNION_TYPE (NAMED_TYPE (NAME_REF B)) | (NAMED_TYPE (NAME_REF C))) ;)
            > public distinct isolated client class C { *I; private final int x = 1; public function init() { } remote function f() {} resource function get a(int b) {} function map() {} }
            (CLASS_DEF public distinct isolated client class (NAME C) (OBJECT_MEMBERS { (TYPE_INCLUSION * (NAME_REF I) ;) (OBJECT_FIELD private final (BUILTIN_TYPE int) (NAME x) = (LITERAL 1) ;) (FUNCTION_DEF public function (NAME init) (PARAM_LIST ( )) (BLOCK_BODY { })) (FUNCTION_DEF remote function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { })) (FUNCTION_DEF resource function (NAME get) (RESOURCE_PATH (PATH_SEGMENT a)) (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int) (NAME b)) )) (BLOCK_BODY { })) (FUNCTION_DEF function (NAME map) (PARAM_LIST ( )) (BLOCK_BODY { })) }))
            > readonly class C { }
            (CLASS_DEF readonly class (NAME C) (OBJECT_MEMBERS { }))
            > service class C { }
            (CLASS_DEF service class (NAME C) (OBJECT_MEMBERS { }))
        "#]],
    );
}

#[test]
fn constants_and_enums() {
    decls(
        r##"
const A = 1;
public const int|string B = 1 + 2;
const mod:T C = x;
const map<int> D = {a: 1};
enum E { A, B = "b" }
public enum E { }
"##,
        expect![[r#"
            > const A = 1;
            (CONST_DEF const (NAME A) = (LITERAL 1) ;)
            > public const int|string B = 1 + 2;
            (CONST_DEF public const (UNION_TYPE (BUILTIN_TYPE int) | (BUILTIN_TYPE string)) (NAME B) = (BINARY_EXPR (LITERAL 1) + (LITERAL 2)) ;)
            > const mod:T C = x;
            (CONST_DEF const (NAMED_TYPE (NAME_REF mod : T)) (NAME C) = (NAME_EXPR (NAME_REF x)) ;)
            > const map<int> D = {a: 1};
            (CONST_DEF const (MAP_TYPE map < (BUILTIN_TYPE int) >) (NAME D) = (MAPPING_EXPR { (SPECIFIC_FIELD (NAME a) : (LITERAL 1)) }) ;)
            > enum E { A, B = "b" }
            (ENUM_DEF enum (NAME E) { (ENUM_MEMBER (NAME A)) , (ENUM_MEMBER (NAME B) = (LITERAL "b")) })
            > public enum E { }
            (ENUM_DEF public enum (NAME E) { })
            1:17 missing enum member
        "#]],
    );
}

#[test]
fn variables() {
    decls(
        r##"
int x = 1;
public final var y = 1;
configurable int port = ?;
configurable string s = "x";
isolated map<int> m = {};
isolated function () f = g;
final readonly & T t = v;
[int, int] [a, b] = p;
int x;
final int y;
var z;
"##,
        expect![[r#"
            > int x = 1;
            (MODULE_VAR_DEF (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) = (LITERAL 1) ;)
            > public final var y = 1;
            (MODULE_VAR_DEF public final (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME y))) = (LITERAL 1) ;)
            > configurable int port = ?;
            (MODULE_VAR_DEF configurable (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME port))) = (REQUIRED_CONFIG ?) ;)
            > configurable string s = "x";
            (MODULE_VAR_DEF configurable (TYPED_BINDING_PATTERN (BUILTIN_TYPE string) (CAPTURE_PAT (NAME s))) = (LITERAL "x") ;)
            > isolated map<int> m = {};
            (MODULE_VAR_DEF isolated (TYPED_BINDING_PATTERN (MAP_TYPE map < (BUILTIN_TYPE int) >) (CAPTURE_PAT (NAME m))) = (MAPPING_EXPR { }) ;)
            > isolated function () f = g;
            (MODULE_VAR_DEF (TYPED_BINDING_PATTERN (FUNCTION_TYPE isolated function (PARAM_LIST ( ))) (CAPTURE_PAT (NAME f))) = (NAME_EXPR (NAME_REF g)) ;)
            > final readonly & T t = v;
            (MODULE_VAR_DEF final (TYPED_BINDING_PATTERN (INTERSECTION_TYPE (BUILTIN_TYPE readonly) & (NAMED_TYPE (NAME_REF T))) (CAPTURE_PAT (NAME t))) = (NAME_EXPR (NAME_REF v)) ;)
            > [int, int] [a, b] = p;
            (MODULE_VAR_DEF (TYPED_BINDING_PATTERN (TUPLE_TYPE [ (TUPLE_MEMBER (BUILTIN_TYPE int)) , (TUPLE_MEMBER (BUILTIN_TYPE int)) ]) (LIST_PAT [ (CAPTURE_PAT (NAME a)) , (CAPTURE_PAT (NAME b)) ])) = (NAME_EXPR (NAME_REF p)) ;)
            > int x;
            (MODULE_VAR_DEF (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME x))) ;)
            > final int y;
            (MODULE_VAR_DEF final (TYPED_BINDING_PATTERN (BUILTIN_TYPE int) (CAPTURE_PAT (NAME y))) ;)
            > var z;
            (MODULE_VAR_DEF (TYPED_BINDING_PATTERN (VAR_TYPE var) (CAPTURE_PAT (NAME z))) ;)
            1:6 missing '=' and an initializer
        "#]],
    );
}

#[test]
fn services() {
    decls(
        r##"
service / on new L(1) { resource function get .() { } }
service T /a/b on l, m { remote function f() { } }
isolated service "x" on l { int x = 1; };
service on l { }
listener L l = new (1);
listener l = new L(1);
"##,
        expect![[r#"
            > service / on new L(1) { resource function get .() { } }
            (SERVICE_DEF service (ATTACH_POINT /) on (NEW_EXPR new (NAMED_TYPE (NAME_REF L)) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) ))) (OBJECT_MEMBERS { (FUNCTION_DEF resource function (NAME get) (RESOURCE_PATH .) (PARAM_LIST ( )) (BLOCK_BODY { })) }))
            > service T /a/b on l, m { remote function f() { } }
            (SERVICE_DEF service (NAMED_TYPE (NAME_REF T)) (ATTACH_POINT / a / b) on (NAME_EXPR (NAME_REF l)) , (NAME_EXPR (NAME_REF m)) (OBJECT_MEMBERS { (FUNCTION_DEF remote function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { })) }))
            > isolated service "x" on l { int x = 1; };
            (SERVICE_DEF isolated service (ATTACH_POINT "x") on (NAME_EXPR (NAME_REF l)) (OBJECT_MEMBERS { (OBJECT_FIELD (BUILTIN_TYPE int) (NAME x) = (LITERAL 1) ;) }) ;)
            > service on l { }
            (SERVICE_DEF service on (NAME_EXPR (NAME_REF l)) (OBJECT_MEMBERS { }))
            > listener L l = new (1);
            (LISTENER_DEF listener (NAMED_TYPE (NAME_REF L)) (NAME l) = (NEW_EXPR new (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) ))) ;)
            > listener l = new L(1);
            (LISTENER_DEF listener (NAME l) = (NEW_EXPR new (NAMED_TYPE (NAME_REF L)) (ARG_LIST ((POSITIONAL_ARG (LITERAL 1)) ))) ;)
        "#]],
    );
}

#[test]
fn annotations_and_namespaces() {
    decls(
        r##"
public const annotation T A on source type, object function, service remote function, record field;
annotation A on parameter, return, source const;
annotation map<int>[] A;
xmlns "u" as p;
@A {x: 1} @m:B function f() {}
"##,
        expect![[r#"
            > public const annotation T A on source type, object function, service remote function, record field;
            (ANNOTATION_DEF public const annotation (NAMED_TYPE (NAME_REF T)) (NAME A) on (ANNOT_ATTACH_POINT source type) , (ANNOT_ATTACH_POINT object function) , (ANNOT_ATTACH_POINT service remote function) , (ANNOT_ATTACH_POINT record field) ;)
            > annotation A on parameter, return, source const;
            (ANNOTATION_DEF annotation (NAME A) on (ANNOT_ATTACH_POINT parameter) , (ANNOT_ATTACH_POINT return) , (ANNOT_ATTACH_POINT source const) ;)
            > annotation map<int>[] A;
            (ANNOTATION_DEF annotation (ARRAY_TYPE (MAP_TYPE map < (BUILTIN_TYPE int) >) (ARRAY_DIM [ ])) (NAME A) ;)
            > xmlns "u" as p;
            (XMLNS_DECL xmlns (LITERAL "u") as (NAME p) ;)
            > @A {x: 1} @m:B function f() {}
            (FUNCTION_DEF (ANNOTATION @ (NAME_REF A) (MAPPING_EXPR { (SPECIFIC_FIELD (NAME x) : (LITERAL 1)) })) (ANNOTATION @ (NAME_REF m : B)) function (NAME f) (PARAM_LIST ( )) (BLOCK_BODY { }))
        "#]],
    );
}

#[test]
fn documentation() {
    file(
        r##"
# A line.
# + x - a parameter
@A
function f(int x) {}

type R record {
    # A field.
    int a;
};

enum E {
    # first
    A,
    # second
    B
}
"##,
        expect![[r#"
            (FUNCTION_DEF (DOC_STRING # A line. # + x - a parameter) (ANNOTATION @ (NAME_REF A)) function (NAME f) (PARAM_LIST ((REQUIRED_PARAM (BUILTIN_TYPE int) (NAME x)) )) (BLOCK_BODY { })) (TYPE_DEF type (NAME R) (RECORD_TYPE record { (RECORD_FIELD (DOC_STRING # A field.) (BUILTIN_TYPE int) (NAME a) ;) }) ;) (ENUM_DEF enum (NAME E) { (ENUM_MEMBER (DOC_STRING # first) (NAME A)) , (ENUM_MEMBER (DOC_STRING # second) (NAME B)) })
        "#]],
    );
}
