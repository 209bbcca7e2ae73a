//! Broken and random programs: compiling must answer with diagnostics or an archive that verifies, never with a panic, an
//! overflow of the stack, an internal error or a hang.
//!
//! `cargo run --release -p conformance --bin fuzz-compiler -- [OPTIONS]`, see [`common::Options`]. Three quarters of the
//! programs are mutants of those of the corpus, the others come from a grammar. Each is compiled by a database that holds
//! what was compiled before (as after an edit) and now and then by a fresh one, which must say the same.
#![forbid(unsafe_code)]

#[path = "../common/mod.rs"]
mod common;
mod grammar;
mod mutate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;

use common::campaign::Campaign;
use common::worker::{is_worker, serve};
use common::{Options, Rng, corpus};
use project::Project;

/// Programs after which a worker starts afresh.
const LIFETIME: u32 = 2000;
/// One in so many programs is compiled by a fresh database as well.
const FRESH: u64 = 16;

fn main() {
    if is_worker() {
        return balvm::on_large_stack(work);
    }
    let options = Options::parse("fuzz-compiler");
    let seeds: Vec<Vec<String>> = corpus(&options.corpora).iter().map(|t| mutate::tokens(t)).collect();
    println!("{} programs in the corpus, seed {}", seeds.len(), options.seed);
    let fine = [("accepted", "accepted"), ("refused", "refused")];
    Campaign::new(&options, LIFETIME, fine).run(|n| {
        let mut rng = Rng::of(options.seed, n);
        if n % 4 == 3 { grammar::program(&mut rng) } else { mutate::program(&seeds, &mut rng) }
    });
}

/// The message of the last panic, with where it was.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn work() {
    std::panic::set_hook(Box::new(|info| *PANIC.lock().expect("not poisoned") = info.to_string()));
    let file = std::env::temp_dir().join(format!("fuzz-compiler-{}.bal", std::process::id()));
    let mut project: Option<Project> = None;
    let mut n = 0;
    serve(|text| {
        n += 1;
        let answer = catch_unwind(AssertUnwindSafe(|| {
            let p = project.get_or_insert_with(|| load(&file, "", true));
            let edited = p.root.files(&p.db)[0];
            p.db.set_text(edited, text.to_string());
            let (answer, shown) = judge(p, text);
            if n % FRESH == 0 {
                let fresh = judge(&load(&file, text, n % (2 * FRESH) == 0), text);
                if fresh.1 != shown {
                    return format!("differs: {} / fresh: {}", shown.join(" "), fresh.1.join(" "));
                }
            }
            answer
        }));
        answer.unwrap_or_else(|_| {
            project = None;
            format!("panic: {}", PANIC.lock().expect("not poisoned"))
        })
    });
    let _ = std::fs::remove_file(file);
}

fn load(file: &PathBuf, text: &str, optimise: bool) -> Project {
    std::fs::write(file, text).expect("a file in the folder for temporary files");
    balc::load_as(file, optimise).expect("a source file by itself")
}

/// The answer for a program, and its diagnostics.
fn judge(p: &Project, text: &str) -> (String, Vec<String>) {
    let compiled = balc::compile_loaded(p, true);
    let mut shown = Vec::new();
    for r in &compiled.reports {
        // Rendering must not fail either.
        let _ = (project::render_human(r), project::render_json(r));
        shown.push(project::render_short(r));
        let d = &r.diagnostic;
        let internal = ["<?>", "'$", "TyKind", "$runtime"];
        // A quoted identifier may begin with what else only internal names do.
        let own = |i: &str| text.contains(i) || i == "'$" && text.contains("'\\$");
        if !d.message.starts_with("invalid character")
            && d.code != "BCE0001"
            && let Some(name) = internal.iter().find(|i| d.message.contains(**i) && !own(i))
        {
            return (format!("internal name: {name} in {}", project::render_short(r)), shown);
        }
        if d.code == "BCE9001" && !d.message.contains("more than") && !d.message.contains("too ") {
            return (format!("internal error: {}", d.message), shown);
        }
    }
    let Some(archive) = compiled.archive else {
        let answer = if compiled.failed { "refused" } else { "neither: no archive and no error" };
        return (answer.into(), shown);
    };
    match runtime::load_whole(&bytecode::encode(&archive)) {
        Ok(_) => ("accepted".into(), shown),
        Err(m) => (format!("invalid archive: {m}"), shown),
    }
}
