//! Texts that nest without end or are very long: one error, no overflow, so many steps for each byte at most.

use parser::{Parsed, Step, parse};

fn parse_checked(text: &str) -> Parsed {
    let parsed = parse(text);
    assert!(parsed.steps.len() <= 16 * (text.len() + 1), "{} steps for {}", parsed.steps.len(), text.len());
    let len: usize =
        parsed.steps.iter().map(|s| if let Step::Token { len, .. } = s { *len as usize } else { 0 }).sum();
    assert_eq!(len, text.len());
    parsed
}

fn depth(parsed: &Parsed) -> usize {
    let (mut depth, mut max) = (0usize, 0);
    for step in &parsed.steps {
        match step {
            Step::Start(_) => depth += 1,
            Step::Finish => depth -= 1,
            Step::Token { .. } => {}
        }
        max = max.max(depth);
    }
    max
}

#[test]
fn nesting_is_bounded() {
    const N: usize = 100_000;
    for opener in [
        "(",
        "[",
        "{",
        "<int>",
        "-",
        "!",
        "check ",
        "trap ",
        "typeof ",
        "a ? ",
        "a(",
        "a[",
        "{a: ",
        "x => ",
        "function () { int x = ",
        "let int x = ",
        "from var x in ",
        "string `${",
        "xml `${",
        "new T(",
        "start ",
        "object { int x = ",
        "(a, b) => ",
        "error(",
        "a + (",
        "1 is [",
        "(x) => ",
        "a ?: ",
        "a ? b : ",
    ] {
        let text = format!("int a = {}", opener.repeat(N));
        let parsed = parse_checked(&text);
        let text_in_function = format!("function f() {{ x = {}", opener.repeat(N));
        let in_function = parse_checked(&text_in_function);
        for parsed in [parsed, in_function] {
            assert!(depth(&parsed) <= 1000, "{opener}");
            let deep = parsed.errors.iter().filter(|e| e.message == "nesting too deep").count();
            assert!(
                deep <= 1 && (1..10).contains(&parsed.errors.len()),
                "{opener}: {} errors, {:?}",
                parsed.errors.len(),
                parsed.errors.first()
            );
        }
    }
}

#[test]
fn statements_and_types_are_bounded() {
    const N: usize = 100_000;
    for opener in [
        "if a { ",
        "if a { } else ",
        "while a { ",
        "lock { ",
        "do { ",
        "{ ",
        "match a { 1 => { ",
        "[",
        "map<",
        "(int|",
        "function (",
        "record { ",
        "object { function f(",
        "distinct ",
        "var [",
        "var {a: ",
        "match a { [",
        "error(",
        "var error(",
        "foreach var x in ",
        "retry transaction { ",
        "fork { worker A { ",
        "xml `<a>",
        "int x = xml `<a>",
        "stream<",
        "table<",
        "int[",
        "function () returns ",
        "isolated ",
    ] {
        parse_checked(&format!("function f() {{ {}", opener.repeat(N)));
        parse_checked(&format!("type T {}", opener.repeat(N)));
        parse_checked(&opener.repeat(N));
    }
}

#[test]
fn long_chains_become_one_error() {
    for (unit, tail) in [(" + a", ""), (".b", ""), ("[0]", ""), ("->m()", ""), (".m()", "")] {
        let parsed = parse_checked(&format!("function f() {{ x = a{}{tail}; }}", unit.repeat(100_000)));
        assert!(depth(&parsed) <= 1000);
        assert!(parsed.errors.iter().any(|e| e.message == "nesting too deep"), "{unit}");
    }
    let parsed = parse_checked(&format!("function f() {{ x = a{}; }}", " + a".repeat(500)));
    assert_eq!(parsed.errors, []);
}

#[test]
fn long_flat_texts() {
    let statement = "    a[b] c = d ? e : f; g(x => x, [1, 2], {a: 1}); x.y[1] = z is T? ? 1 : 2;\n";
    let parsed = parse_checked(&format!("function f() {{\n{}}}\n", statement.repeat(20_000)));
    assert_eq!(parsed.errors, []);
    for junk in [
        "{", "}", ")", "]", "$", "`", "\"", "#", "&", "xml `&", "@", "a b ", "a[", "import ", "?:", "'", "\\",
    ] {
        parse_checked(&junk.repeat(50_000));
    }
    parse_checked(&format!("xml x = xml `{}`;", "&".repeat(100_000)));
    parse_checked(&format!("xml x = xml `<a b=\"{}\"/>`;", "&a".repeat(100_000)));
}

#[test]
fn nested_conditionals_stay_linear() {
    // The middle of each conditional has to be read twice.
    let text = format!("int x = {}1{};", "a?b:c?".repeat(90), ":2".repeat(90));
    parse_checked(&text);
    parse_checked(&format!("int x = {}", "a ? b:c ? ".repeat(10_000)));
}
