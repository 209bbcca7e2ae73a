//! Programs that wait for lines of the input and for files: other strands go on meanwhile.

mod command;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use command::command;

#[test]
fn strands_wait_for_input_and_files_while_others_go_on() {
    let dir = std::env::temp_dir().join(format!("balc-input-{}", std::process::id()));
    fs::create_dir_all(&dir).unwrap();
    let fifo = dir.join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let mut child = command("input/strands.bal", &[("fifo", fifo.to_str().unwrap())])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    // The program ends when its input does, so also if this test is cut off.
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut expect = |line: &str| {
        let mut got = String::new();
        output.read_line(&mut got).unwrap();
        assert_eq!(got.trim_end(), line);
    };
    expect("others have gone on: 20");
    input.write_all(b"first\r\nsecond\nthi").unwrap();
    expect("first second");
    expect("reading cancelled");
    input.write_all(b"rd\nfourth\n\n").unwrap();
    expect("third fourth ''");
    expect("file cancelled");
    input.write_all(b"no end").unwrap();
    drop(input);
    expect("no end ''");
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    fs::remove_dir_all(dir).unwrap();
}
