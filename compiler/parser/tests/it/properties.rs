//! Whatever the text: no panic, every byte in the tree, balanced nodes, errors inside the text.

use parser::{EntryPoint, Step, SyntaxKind, parse_as};
use proptest::prelude::*;

fn check(text: &str) {
    for entry in [EntryPoint::SourceFile, EntryPoint::Expression, EntryPoint::Type, EntryPoint::Statements] {
        let parsed = parse_as(text, entry);
        let (mut depth, mut len) = (0usize, 0usize);
        for (i, step) in parsed.steps.iter().enumerate() {
            match *step {
                Step::Start(kind) => {
                    assert!(kind.is_node());
                    assert!(depth > 0 || i == 0, "a second root");
                    depth += 1;
                }
                Step::Token { kind, len: n } => {
                    assert!(!kind.is_node() && kind != SyntaxKind::EOF && depth > 0);
                    len += n as usize;
                    assert!(text.is_char_boundary(len));
                }
                Step::Finish => depth = depth.checked_sub(1).expect("a node is closed twice"),
            }
        }
        assert_eq!((depth, len), (0, text.len()));
        for error in &parsed.errors {
            assert!(!error.message.starts_with("internal"), "{error:?}");
            assert!(error.start <= error.end && error.end as usize <= text.len(), "{error:?}");
            assert!(text.is_char_boundary(error.start as usize) && text.is_char_boundary(error.end as usize));
        }
    }
}

/// Every keyword and punctuation, and some longer tokens.
fn token() -> impl Strategy<Value = String> {
    let fixed: Vec<String> = SyntaxKind::ALL
        .iter()
        .filter_map(|k| k.text())
        .map(str::to_owned)
        .chain(
            [
                "a", "b", "x", "1", "0x1F", "1.5d", "\"s\"", "_", "'q", "\n", "# doc\n", "// c\n", "xml `",
                "`", "${", "a:b",
            ]
            .map(str::to_owned),
        )
        .collect();
    prop::sample::select(fixed)
}

const PROGRAM: &str = r#"import a/b as c;
# Doc
@A {x: 1}
public isolated function f(int a, string b = "x", *R r, int... c) returns int|error {
    [int, T[]] [x, y] = [1, ...z];
    foreach var {p, q: [s, _]} in from var i in xs where i is T? ? a : b select {i, [k]: v} {
        match x { {a: 1, ...var r} if y > 1 => { check c->/a/[b].post(xml `<a b="${c}">${d}</a>`); } }
    } on fail error e { lock { t[1].u >>>= 2; } }
    worker W returns int { 1 -> function; int z = <- {a: A, B}; }
    return (x, y) => string `a${x}b`.length() + base16 `aa`.length();
}
type T record {| readonly int a?; *I; map<table<int> key(a)>...; |} & readonly;
service /a/b on new L() { resource function get [int x]/y() => error E("m", k = 1); }
"#;

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn token_soup(tokens in prop::collection::vec((token(), any::<bool>()), 0..80)) {
        let text: String = tokens.iter().map(|(t, space)| format!("{t}{}", if *space { " " } else { "" })).collect();
        check(&text);
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn mutated_program(edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..20, token()), 1..6)) {
        let mut chars: Vec<char> = PROGRAM.chars().collect();
        for (at, remove, insert) in edits {
            let at = at.index(chars.len());
            let end = (at + remove).min(chars.len());
            chars.splice(at..end, insert.chars());
        }
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn truncated_program(at in 0usize..PROGRAM.len()) {
        if PROGRAM.is_char_boundary(at) {
            check(&PROGRAM[..at]);
            check(&PROGRAM[at..]);
        }
    }
}

#[test]
fn the_program_is_valid() {
    assert_eq!(parse_as(PROGRAM, EntryPoint::SourceFile).errors, []);
}

/// Shrunk failures of earlier fuzzing.
#[test]
fn regressions() {
    for text in [
        "import &= /> ",
        "import _ /< ",
        "import \ncheck /configurable",
        "@start(a)",
        "@ start ,",
        "@ client start ",
        "{# doc\nelse }=\"s\"",
        "error(1 )=limit ",
        "[ )commit ] =.@ ",
        "error(*= ]~ )=var",
    ] {
        check(text);
    }
}
