//! Parsing again after an edit gives what parsing the whole text gives.

use proptest::prelude::*;
use syntax::SourceFile;

const TEXT: &str = r#"import ballerina/io;
# Doc
@A {x: 1}
public isolated function f(int a, string b = "x") returns int|error {
    // a comment }
    match a { 1|2 if b is string => { return 1; } var {x: y} => { return y; } }
    function (int) returns int g = function (int n) returns int { return n; };
    xml z = xml `<a b="${b}">${"}"}</a>`;
    string s = string `{${b}}é`;
}
type T record {| int i; |};
function g() => ();
function h() { worker W { 1 -> function; } do { fail e; } on fail { } }
class C { function m() { return; } }
service / on l { resource function get a() { } }
"#;

/// Pieces that open, close and end things.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "}",
    "{",
    "}\n}",
    "{}",
    ";",
    "// ",
    "# d\n",
    "\"",
    "`",
    "${",
    "function",
    "x",
    "1",
    "return;",
    "}\nfunction k() {",
    "(",
    ")",
    "é",
    "=>",
    "public ",
    "@A ",
    "import a;",
];

fn check(old: &str, new: &str) {
    let again = SourceFile::parse(old).reparse(old, new);
    let whole = SourceFile::parse(new);
    assert_eq!(again, whole, "\n{new}");
    assert_eq!(again.syntax_node().text(), new);
}

#[test]
fn every_piece_at_every_place() {
    for (at, _) in TEXT.char_indices() {
        for piece in PIECES {
            let mut new = TEXT.to_string();
            new.insert_str(at, piece);
            check(TEXT, &new);
        }
    }
}

#[test]
fn an_edit_in_a_body_keeps_the_other_items() {
    let new = TEXT.replace("return n;", "return n + 1;");
    let old = SourceFile::parse(TEXT);
    let again = old.reparse(TEXT, &new);
    let same = |i: usize| {
        let node =
            |p: &syntax::Parse<SourceFile>| p.syntax_node().children().nth(i).map(|n| n.green().into_owned());
        std::ptr::eq(&*node(&old).unwrap(), &*node(&again).unwrap())
    };
    assert!(same(0) && !same(1) && same(2) && same(5));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn replaced_ranges(a in 0..TEXT.len(), len in 0usize..40, piece in prop::sample::select(PIECES)) {
        let a = TEXT.floor_char_boundary(a);
        let b = TEXT.floor_char_boundary((a + len).min(TEXT.len()));
        let mut new = TEXT.to_string();
        new.replace_range(a..b, piece);
        check(TEXT, &new);
        check(&new, TEXT);
    }
}
