//! What an edit recomputes, and that the outcome is that of a build from scratch.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const MAIN: &str = "\
import ballerina/io;
import app.shapes;

function half(int n) returns int {
    return n / 2;
}

function twice(int n) returns int {
    return n * 2;
}

public function main() {
    shapes:Square s = {side: twice(half(6))};
    io:println(shapes:area(s));
}
";

const SHAPES: &str = "\
public type Square record {|
    int side;
|};

public function area(Square s) returns int {
    return s.side * s.side;
}
";

/// A package on disk, its loaded project, and the queries that were executed since last asked.
struct Package {
    dir: PathBuf,
    project: project::Project,
    log: Arc<Mutex<Vec<String>>>,
}

impl Package {
    fn new(name: &str) -> Package {
        let dir = std::env::temp_dir().join(format!("balc-incremental-{name}-{}", std::process::id()));
        fs::create_dir_all(dir.join("modules/shapes")).unwrap();
        fs::write(
            dir.join("Ballerina.toml"),
            "[package]\norg = \"test\"\nname = \"app\"\nversion = \"0.1.0\"\n",
        )
        .unwrap();
        fs::write(dir.join("main.bal"), MAIN).unwrap();
        fs::write(dir.join("modules/shapes/shapes.bal"), SHAPES).unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let sink = log.clone();
        let db = project::CompilerDb::observed(move |q| sink.lock().unwrap().push(q));
        let project = balc::load_into(db, &dir).unwrap();
        let package = Package { dir, project, log };
        package.bytes();
        package.executed();
        package
    }

    fn bytes(&self) -> Vec<u8> {
        bytes(&self.project)
    }

    /// Names of the executed queries, without arguments, each once.
    fn executed(&self) -> Vec<String> {
        let entries = std::mem::take(&mut *self.log.lock().unwrap());
        let mut names: Vec<String> =
            entries.iter().map(|e| e.split('(').next().unwrap_or_default().to_string()).collect();
        names.sort();
        names.dedup();
        names
    }

    fn count(&self, query: &str) -> usize {
        self.log.lock().unwrap().iter().filter(|e| e.starts_with(&format!("{query}("))).count()
    }

    /// Replaces text in a file, rebuilds, and compares with a build from scratch.
    fn edit(&mut self, file: &str, from: &str, to: &str) {
        let path = self.dir.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        assert!(self.project.refresh().unwrap());
        assert_eq!(self.bytes(), fresh(&self.dir));
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

fn bytes(project: &project::Project) -> Vec<u8> {
    let c = balc::compile_loaded(project, true);
    assert!(!c.failed, "{:?}", c.reports);
    bytecode::encode(&c.archive.unwrap())
}

fn fresh(dir: &Path) -> Vec<u8> {
    bytes(&balc::load(dir).unwrap())
}

#[test]
fn nothing_runs_when_nothing_changed() {
    let mut p = Package::new("same");
    assert!(!p.project.refresh().unwrap());
    p.bytes();
    assert!(p.executed().is_empty());
}

#[test]
fn a_body_edit_checks_and_emits_that_body_alone() {
    let mut p = Package::new("body");
    p.edit("main.bal", "return n / 2;", "return n / 2 + 0;");
    assert_eq!((p.count("parse"), p.count("infer_body"), p.count("unit")), (1, 1, 1));
    assert_eq!(p.count("isolation"), 1);
    let executed = p.executed();
    for q in ["type_of_def", "sem_of_def", "fn_ty", "infer_signature"] {
        let again: Vec<_> = executed.iter().filter(|e| *e == q).collect();
        // Only what belongs to the edited function itself may be computed again.
        assert!(again.len() <= 1, "{q}: {executed:?}");
    }
    assert!(!executed.contains(&"type_of_def".to_string()), "{executed:?}");
}

const SERVICE: &str = "\
class Listener {
    public function attach(service object {} s, () point = ()) returns error? {
    }
    public function detach(service object {} s) returns error? {
    }
    public function 'start() returns error? {
    }
    public function gracefulStop() returns error? {
    }
    public function immediateStop() returns error? {
    }
}

service on new Listener() {
    private int calls = 0;

    remote function call() returns int {
        return half(4);
    }
}
";

#[test]
fn an_edit_that_leaves_a_body_isolated_infers_nothing_again() {
    let mut p = Package::new("isolated");
    fs::write(p.dir.join("service.bal"), SERVICE).unwrap();
    p.edit("main.bal", "return n * 2;", "return n * 3;");
    p.executed();
    p.edit("main.bal", "return n / 2;", "return n / 2 + 0;");
    assert_eq!((p.count("isolation"), p.count("summary")), (1, 0));
    assert_eq!((p.count("isolated_in"), p.count("is_isolated")), (0, 0));
    p.edit("main.bal", "function half", "int calls = 0;\n\nfunction half");
    p.executed();
    p.edit("main.bal", "return n / 2 + 0;", "calls += 1;\n    return n / 2;");
    assert_eq!(p.count("isolated_in"), 1);
}

#[test]
fn text_above_moves_items_without_checking_them_again() {
    let mut p = Package::new("comment");
    p.edit("main.bal", "function half", "// A remark.\n\nfunction half");
    p.edit("main.bal", "import app.shapes;\n", "import app.shapes;\n\n");
    assert_eq!((p.count("infer_body"), p.count("unit"), p.count("parse")), (0, 0, 2));
}

#[test]
fn a_type_edit_reaches_other_modules() {
    let mut p = Package::new("type");
    p.edit("modules/shapes/shapes.bal", "    int side;\n", "    int side;\n    string label = \"square\";\n");
    assert!(p.count("unit") >= 2, "the constructor in main fills the new field");
    p.edit("modules/shapes/shapes.bal", "string label = \"square\"", "string label = \"s\"");
    p.edit("modules/shapes/shapes.bal", "    string label = \"s\";\n", "");
}

#[test]
fn an_edit_of_an_inlined_body_is_felt_in_its_module_alone() {
    let mut p = Package::new("inlined");
    // `half` stands in `main`, which is emitted again, without being checked again.
    p.edit("main.bal", "return n / 2;", "return n / 3;");
    assert_eq!((p.count("infer_body"), p.count("unit")), (1, 1));
    p.edit("modules/shapes/shapes.bal", "return s.side * s.side;", "return s.side * s.side * 2;");
    p.executed();
    p.edit("modules/shapes/shapes.bal", "return s.side * s.side * 2;", "return s.side * s.side * 3;");
    assert_eq!(p.count("unit"), 1, "area itself");
}

#[test]
fn files_that_come_and_go() {
    let mut p = Package::new("files");
    fs::write(p.dir.join("more.bal"), "function helper() returns int {\n    return 3;\n}\n").unwrap();
    p.edit("main.bal", "return n * 2;", "return n * helper();");
    fs::remove_file(p.dir.join("more.bal")).unwrap();
    p.edit("main.bal", "helper()", "2");
    assert_eq!(p.bytes(), fresh(&p.dir));
}
