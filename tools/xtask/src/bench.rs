//! `cargo xtask bench`: runs each program of `benches/programs` beside its reference implementations, checks that all
//! print the same and reports ratios of time. See `benches/README.md`.

mod implementations;
pub mod measure;
mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::exit;

use implementations::{Ours, REFERENCES, Reference};
use measure::Sample;
use report::{Report, Row};

const PROGRAMS: &str = "benches/programs";
const BASELINE: &str = "benches/baseline.tsv";

const USAGE: &str = "\
usage: cargo xtask bench [options]
  --quick          the small sizes
  --runs N         rounds; the median counts (5)
  --only NAME      this program; may be repeated
  --refs A,B       these references (all): lua, luajit-joff, luajit, go, java, node, rust
  --wall           ratios of wall time instead of CPU time
  --save FILE      writes the ratios
  --compare [FILE] compares them with saved ones (benches/baseline.tsv)";

struct Options {
    quick: bool,
    runs: usize,
    only: Vec<String>,
    references: Vec<&'static Reference>,
    wall: bool,
    save: Option<String>,
    compare: Option<String>,
}

/// Runs the command; does not return unless all went well.
pub fn run(args: impl Iterator<Item = String>) {
    let options = parse(args).unwrap_or_else(|m| {
        eprintln!("xtask: {m}\n{USAGE}");
        exit(2)
    });
    if let Err(m) = bench(&options) {
        eprintln!("xtask: {m}");
        exit(1)
    }
}

fn parse(args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut args = args.peekable();
    let mut o = Options {
        quick: false,
        runs: 5,
        only: Vec::new(),
        references: REFERENCES.iter().collect(),
        wall: false,
        save: None,
        compare: None,
    };
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "--quick" => o.quick = true,
            "--wall" => o.wall = true,
            "--runs" => {
                o.runs = value()?.parse().ok().filter(|n| *n > 0).ok_or("--runs needs a number above 0")?
            }
            "--only" => o.only.push(value()?),
            "--refs" => o.references = references(&value()?)?,
            "--save" => o.save = Some(value()?),
            "--compare" => {
                let file = args.next_if(|a| !a.starts_with("--"));
                o.compare = Some(file.unwrap_or(BASELINE.to_string()));
            }
            other => return Err(format!("unknown option '{other}'")),
        }
    }
    Ok(o)
}

fn references(names: &str) -> Result<Vec<&'static Reference>, String> {
    let find =
        |name: &str| REFERENCES.iter().find(|r| r.name == name).ok_or(format!("unknown reference '{name}'"));
    names.split(',').map(find).collect()
}

/// The programs with their arguments, by name.
fn sizes(o: &Options) -> Result<Vec<(String, i64)>, String> {
    let path = format!("{PROGRAMS}/sizes.toml");
    let text =
        fs::read_to_string(&path).map_err(|e| format!("{path}: {e}; run it from the workspace root"))?;
    let table: toml::Table = text.parse().map_err(|e| format!("{path}: {e}"))?;
    let column = if o.quick { "quick" } else { "full" };
    let chosen = table.get(column).and_then(|t| t.as_table()).ok_or(format!("{path}: no table {column}"))?;
    if let Some(unknown) = o.only.iter().find(|n| !chosen.contains_key(*n)) {
        return Err(format!("{path}: no program {unknown}"));
    }
    let wanted = |name: &String| o.only.is_empty() || o.only.contains(name);
    let size = |(name, v): (&String, &toml::Value)| Some((name.clone(), v.as_integer()?));
    Ok(chosen.iter().filter(|(name, _)| wanted(name)).filter_map(size).collect())
}

fn bench(o: &Options) -> Result<(), String> {
    let sizes = sizes(o)?;
    let target = PathBuf::from(std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into()));
    let out = target.join("bench");
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    let ours = Ours::build(&target)?;
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    for (program, size) in sizes {
        eprintln!("bench: {program} {size}");
        match measure_program(o, &ours, program, size, &out) {
            Ok(row) => rows.push(row),
            Err(m) => failures.push(m),
        }
    }
    let columns = o.references.iter().map(|r| r.name).collect();
    let report = Report { columns, rows, wall: o.wall };
    print!("{}", report.table());
    if let Some(path) = &o.compare {
        print!("\n{}", report.compare(path)?);
    }
    if let Some(path) = &o.save {
        report.save(path)?;
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// Builds every implementation of a program, then runs each once per round.
fn measure_program(o: &Options, ours: &Ours, program: String, size: i64, out: &Path) -> Result<Row, String> {
    let programs = Path::new(PROGRAMS);
    let mut commands = vec![Some(ours.prepare(programs, &program, out)?)];
    for r in &o.references {
        let there = r.is_installed() && r.has(programs, &program);
        commands.push(there.then(|| r.prepare(programs, &program, out)).transpose()?);
    }
    commands.iter_mut().flatten().for_each(|c| c.push(size.to_string()));
    let mut samples: Vec<Vec<Sample>> = vec![Vec::new(); commands.len()];
    for _ in 0..o.runs {
        let mut expected = None;
        for (command, taken) in commands.iter().zip(&mut samples) {
            let Some(command) = command else { continue };
            let output = out.join(&program).with_extension("out");
            taken.push(measure::run(command, &output)?);
            let printed = fs::read(&output).map_err(|e| format!("{}: {e}", output.display()))?;
            // The first is ours: the others must print what it printed.
            if *expected.get_or_insert_with(|| printed.clone()) != printed {
                return Err(format!("{program}: the output of '{}' differs from ours", command.join(" ")));
            }
        }
    }
    let mut medians = samples.iter().map(|s| (!s.is_empty()).then(|| report::median(s)));
    let ours = medians.next().flatten().ok_or("no rounds")?;
    Ok(Row { program, size, ours, references: medians.collect() })
}
