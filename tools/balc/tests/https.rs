//! HTTPS: services and clients of one program, with certificates made for the occasion.

mod certificates;
mod command;
mod program;

use program::Program;

#[test]
fn services_and_clients() {
    let dir = certificates::folder("https").display().to_string();
    let (out, err, code) = Program::run("https.bal", &[("dir", &dir)]).output();
    println!("{out}\n{err}");
    assert_eq!(code, Some(0), "{err}");
    let out = out.replace(&dir, "DIR");
    let lines: Vec<_> = out.lines().collect();
    let expected: Vec<_> = include_str!("network/https.txt").lines().collect();
    assert_eq!(lines.len(), expected.len(), "{out}");
    for (line, expected) in lines.iter().zip(expected) {
        match expected.strip_suffix('…') {
            Some(start) => assert!(line.starts_with(start), "{line}\nexpected: {expected}"),
            None => assert_eq!(*line, expected),
        }
    }
}
