//! How long a build of a generated package of 100,000 lines takes, cold and after an edit of one function body.
//!
//! `cargo bench -p balc --bench build [-- LINES]`. A cold build loads, checks, emits and encodes everything; a rebuild
//! does the same with the database of the build before it, as `balc build --watch` does, from reading the files on.
#![forbid(unsafe_code)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

const MODULES: usize = 50;
const ROUNDS: usize = 9;

fn main() {
    balvm::on_large_stack(run)
}

fn run() {
    let lines = env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let dir = env::temp_dir().join(format!("balc-bench-{}", std::process::id()));
    let written = generate(&dir, lines).expect("the temporary folder can be written");
    let mut cold = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let project = balc::load(&dir).expect("the generated package loads");
        build(&project);
        cold.push(start.elapsed());
    }
    let mut project = balc::load(&dir).expect("the generated package loads");
    build(&project);
    let mut edited = Vec::new();
    for round in 0..ROUNDS {
        edit(&dir, round);
        let start = Instant::now();
        assert!(project.refresh().expect("the generated package can be read"));
        build(&project);
        edited.push(start.elapsed());
    }
    fs::remove_dir_all(&dir).expect("the generated package can be removed");
    let (cold, edited) = (median(cold), median(edited));
    println!("| build of {written} lines in {MODULES} modules | median of {ROUNDS} |\n|---|---|");
    println!("| cold | {:.1} ms |", cold.as_secs_f64() * 1e3);
    println!("| after an edit of one function body | {:.1} ms |", edited.as_secs_f64() * 1e3);
    println!("| ratio | {:.1} |", cold.as_secs_f64() / edited.as_secs_f64());
}

fn build(project: &project::Project) {
    let compiled = balc::compile_loaded(project, true);
    assert!(!compiled.failed, "the generated package has no errors");
    let bytes = bytecode::encode(&compiled.archive.expect("a build without errors gives an archive"));
    assert!(!bytes.is_empty());
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Changes a constant in the body of a function in the middle of some module.
fn edit(dir: &Path, round: usize) {
    let file = source(dir, MODULES / 2);
    let text = fs::read_to_string(&file).expect("the generated file can be read");
    let before = text.lines().find(|l| l.contains("rows[0].id +")).expect("every function has such a line");
    let after = format!("    return check int:fromString(\"12\") + rows[0].id + {round};");
    fs::write(&file, text.replacen(before, &after, 1)).expect("the generated file can be written");
}

fn source(dir: &Path, module: usize) -> PathBuf {
    match module {
        0 => dir.join("main.bal"),
        m => dir.join(format!("modules/m{m}/m{m}.bal")),
    }
}

/// Writes a package of about that many lines; how many it has.
fn generate(dir: &Path, lines: usize) -> std::io::Result<usize> {
    fs::create_dir_all(dir)?;
    fs::write(
        dir.join("Ballerina.toml"),
        "[package]\norg = \"bench\"\nname = \"big\"\nversion = \"0.1.0\"\n",
    )?;
    let mut total = 0;
    for m in 0..MODULES {
        let text = module(m, lines / MODULES);
        total += text.lines().count();
        let file = source(dir, m);
        fs::create_dir_all(file.parent().expect("a file has a folder"))?;
        fs::write(file, text)?;
    }
    Ok(total)
}

fn module(m: usize, lines: usize) -> String {
    let mut out = String::new();
    if m == 0 {
        out.push_str("import ballerina/io;\n");
        (1..MODULES).for_each(|k| writeln!(out, "import big.m{k};").expect("strings take all"));
    }
    let functions = lines / 24;
    for i in 0..functions {
        if i.is_multiple_of(50) {
            let row = "{|\n    int id;\n    string label;\n    float weight = 1.5;\n|}";
            write!(out, "\npublic type Row{} record {row};\n", i / 50).expect("strings take all");
        }
        function(&mut out, i);
    }
    let mut calls = String::new();
    for i in (49..functions).step_by(50) {
        writeln!(calls, "    sum += check work{i}(5, \"abc\");").expect("strings take all");
    }
    if m == 0 {
        (1..MODULES).for_each(|k| writeln!(calls, "    sum += check m{k}:run();").expect("strings take all"));
        let head = "\npublic function main() returns error? {\n    int sum = 0;\n";
        write!(out, "{head}{calls}    io:println(sum);\n}}\n").expect("strings take all");
    } else {
        let head = "\npublic function run() returns int|error {\n    int sum = 0;\n";
        write!(out, "{head}{calls}    return sum;\n}}\n").expect("strings take all");
    }
    out
}

fn function(out: &mut String, i: usize) {
    let (row, rem, factor) = (i / 50, i % 3, i + 1);
    let found =
        if i.is_multiple_of(50) { "found".to_string() } else { format!("work{}(n - 1, label)", i - 1) };
    write!(
        out,
        r#"
# Computes a figure from its arguments.
function work{i}(int n, string label) returns int|error {{
    int sum = {i};
    foreach int k in 0 ..< n {{
        if k % 3 == {rem} {{
            sum += k * {factor};
        }} else if label.length() > k {{
            sum -= 1;
        }}
    }}
    Row{row} r = {{id: sum, label: label}};
    Row{row}[] rows = [r, {{id: n, label: "x", weight: 2.5}}];
    map<int> counts = {{a: 1, "b": sum}};
    counts[r.label] = rows.length();
    int? found = counts["b"];
    if found is int && found > 10 {{
        return {found};
    }}
    return check int:fromString("12") + rows[0].id + 100;
}}
"#
    )
    .expect("strings take all");
}
