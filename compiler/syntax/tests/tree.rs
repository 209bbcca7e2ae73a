//! The tree: round trip, errors of the tree checks, the dump.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use syntax::{SourceFile, dump};

fn errors(text: &str, expected: Expect) {
    let parse = SourceFile::parse(text);
    assert_eq!(parse.syntax_node().text(), text);
    let lines: String = parse
        .errors()
        .iter()
        .map(|e| format!("{:?} {}: {}\n", e.range(), &text[e.range()], e.message()))
        .collect();
    expected.assert_eq(&lines);
}

#[test]
fn tags_must_match() {
    errors(
        "xml x = xml `<a><b></a></b>`;\nxml y = xml `<n:a></n:a>`;",
        expect![[r#"
        21..22 a: XML end tag does not match start tag '<b>'
        25..26 b: XML end tag does not match start tag '<a>'
    "#]],
    );
}

#[test]
fn xml_references_and_targets() {
    errors(
        "xml x = xml `&lt;&x;<a b='&y;&#65;'>&z;</a><?p q?><?x:y q?>`;",
        expect![[r#"
        13..20 &lt;&x;: undefined XML reference '&x;'
        26..34 &y;&#65;: undefined XML reference '&y;'
        36..39 &z;: undefined XML reference '&z;'
        50..59 <?x:y q?>: 'x:y' is not allowed as the target of a processing instruction
    "#]],
    );
}

#[test]
fn assignment_targets() {
    errors(
        "function f() { g().x = 1; a.b[c].d = 2; (a).b = 3; [1][0] += 1; g() = 2; }",
        expect![[r#"
        15..20 g().x: cannot assign to this expression
        51..57 [1][0]: cannot assign to this expression
        64..67 g(): cannot assign to this expression
    "#]],
    );
}

#[test]
fn queries_as_statements() {
    errors(
        "function f() { from var x in xs select x; from var x in xs do { }; }",
        expect![[r#"
        15..40 from var x in xs select x: this expression is not a statement
    "#]],
    );
}

#[test]
fn workers_in_nested_blocks() {
    errors(
        "function f() { worker A { } if x { worker B { } } fork { worker C { } } }",
        expect![[r#"
        35..41 worker: a worker is not allowed in a nested block
    "#]],
    );
}

#[test]
fn order_of_members_parameters_and_arguments() {
    errors(
        "type R record {| int...; string x; |};\ntype S record { int...; };\ntype T [int..., string];",
        expect![[r#"
            17..24 int...;: a rest descriptor must be the last member
            55..62 int...;: a rest descriptor is only allowed between '{|' and '|}'
            74..80 int...: a rest descriptor must be the last member
        "#]],
    );
    errors(
        "function f(int... a, int b, int c = 1, int d, *R e) { g(x = 1, 2, ...r, 3); }",
        expect![[r#"
        21..26 int b: this parameter must come earlier
        28..37 int c = 1: this parameter must come earlier
        39..44 int d: this parameter must come earlier
        46..50 *R e: this parameter must come earlier
        63..64 2: a positional argument must come before named and rest arguments
        66..70 ...r: a rest argument must be the last argument
        72..73 3: a positional argument must come before named and rest arguments
    "#]],
    );
    errors(
        "function f(int a, int b = 1, *R c, *S d, int... e) { g(1, 2, x = 3); g(1, ...r); }",
        expect![[""]],
    );
}

#[test]
fn dumps() {
    let root = SourceFile::parse("int x = 1; // c\n").syntax_node();
    expect![[r#"
        SOURCE_FILE@0..16
          MODULE_VAR_DEF@0..10
            TYPED_BINDING_PATTERN@0..5
              BUILTIN_TYPE@0..3
                INT_KW@0..3 "int"
              CAPTURE_PAT@4..5
                NAME@4..5
                  IDENT@4..5 "x"
            EQ@6..7 "="
            LITERAL@8..9
              INT_LITERAL@8..9 "1"
            SEMICOLON@9..10 ";"
    "#]]
    .assert_eq(&dump(&root, false));
    assert!(dump(&root, true).contains("COMMENT@11..15"));
}

#[test]
fn equal_texts_give_equal_trees() {
    assert_eq!(SourceFile::parse("int x = ;"), SourceFile::parse("int x = ;"));
    assert_ne!(SourceFile::parse("int x = 1;"), SourceFile::parse("int x = 2;"));
}

#[test]
fn deep_texts_do_not_overflow_the_stack() {
    for opener in ["(", "[", "a + ", "if a { ", "xml `<a>"] {
        let text = format!("function f() {{ x = {}", opener.repeat(50_000));
        assert_eq!(SourceFile::parse(&text).syntax_node().text(), text.as_str());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn round_trip(text in any::<String>()) {
        prop_assert_eq!(SourceFile::parse(&text).syntax_node().text().to_string(), text);
    }

    #[test]
    fn code_like_round_trip(text in "([a-z]{1,2}|[ \n;,=<>|&?:.(){}\\[\\]`\"$@*+-]|xml `|<a|int |map<|from |var |function |\\$\\{){0,60}") {
        let parse = SourceFile::parse(&text);
        prop_assert_eq!(parse.syntax_node().text().to_string(), text.clone());
        for error in parse.errors() {
            prop_assert!(usize::from(error.range().end()) <= text.len());
        }
    }
}
