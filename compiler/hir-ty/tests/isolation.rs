//! What is inferred to be isolated (spec 8.3.3).

mod common;

use hir_def::ids::{BodyOwner, DefKind, MethodId};
use hir_def::queries;

/// Names of what a program's declarations are inferred to be, or are declared: `f`, `C`, `C.m`, `x`.
fn isolated(text: &str) -> String {
    let (db, module) = common::program(text);
    let problems = common::diagnostics(&db, module);
    assert!(problems.iter().all(|p| !p.contains("Error")), "{problems:#?}");
    let mut out = Vec::new();
    for &def in queries::module_items(&db, module).defs() {
        let name = def.name(&db);
        if hir_ty::is_isolated(&db, BodyOwner::Def(def)) {
            out.push(name.to_string());
        }
        if matches!(def.kind(&db), DefKind::Class | DefKind::Service) {
            for m in &queries::class_data(&db, def).methods {
                let id = MethodId::new(&db, def, m.name, m.index);
                if hir_ty::is_isolated(&db, BodyOwner::Method(id)) {
                    out.push(format!("{name}.{}", m.name));
                }
            }
        }
    }
    out.join(" ")
}

#[test]
fn functions_by_what_they_do() {
    let text = "
        int plain = 0;
        final readonly & int[] fixed = [1];
        final int[] mutable = [1];
        function f(int n) returns int => n + fixed[0];
        function g(int n) returns int => f(n) + h(n);
        function h(int n) returns int => n == 0 ? 0 : g(n - 1);
        function reads() returns int => plain;
        function indirectly() returns int => f(1) + reads();
        function readsMutable() returns int => mutable.length();
        function calls(function () returns int f) returns int => f();
        function maps(int[] a) returns int[] => a.map(n => f(n)).map(n => n + 1);
        function mapsNot(int[] a) returns int[] => a.map(n => n + plain);
        function passes(int[] a) returns int[] => a.map(f);
    ";
    assert_eq!(isolated(text), "f g h maps passes");
}

#[test]
fn variables_by_their_locks() {
    let text = "
        int counter = 0;
        int[] leaked = [];
        int[] shared = fresh();
        int outside = 0;
        int two = 0;
        int other = 0;
        public int exposed = 0;
        function fresh() returns int[] => [1];
        function next() returns int { lock { counter += 1; return counter; } }
        function leak() returns int[] { lock { return leaked; } }
        function copy(int n) returns int[] { lock { shared.push(n); return shared.clone(); } }
        function peek() returns int { lock { outside += 1; } return outside; }
        function both() { lock { two += 1; other += 1; } }
        function expose() { lock { exposed += 1; } }
    ";
    assert_eq!(isolated(text), "counter shared fresh next copy");
}

#[test]
fn objects_by_their_fields() {
    let text = "
        class Counter {
            private int n = 0;
            private final int[] list = [];
            function next() returns int { lock { self.n += 1; return self.n; } }
        }
        class Open {
            int n = 0;
            function next() returns int { lock { self.n += 1; return self.n; } }
        }
        class Unlocked {
            private int n = 0;
            function next() returns int { self.n += 1; return self.n; }
        }
        class Given {
            private int[] list;
            function init(int[] list) { self.list = list; }
        }
        class Constant {
            final string name;
            function init(string name) { self.name = name; }
        }
        final Counter counter = new;
        function useCounter() returns int => counter.next();
        function make() returns Counter => new;
        class Holder {
            private final Counter c = new;
            function next() returns int => self.c.next();
        }
    ";
    assert_eq!(
        isolated(text),
        "Counter Counter.next Open.next Unlocked.next Given.init Constant Constant.init useCounter make Holder Holder.next"
    );
}

/// Of each function that begins strands, how many of them may run in parallel.
fn parallel(text: &str) -> String {
    let (db, module) = common::program(text);
    let problems = common::diagnostics(&db, module);
    assert!(problems.iter().all(|p| !p.contains("Error")), "{problems:#?}");
    let defs = queries::module_items(&db, module).defs().iter();
    let shown = defs.filter(|d| d.kind(&db) == DefKind::Function).map(|d| {
        let n = hir_ty::parallel_strands(&db, BodyOwner::Def(*d)).len();
        format!("{}:{n}", d.name(&db))
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn strands_by_what_they_share() {
    let text = "
        int plain = 0;
        isolated int guarded = 0;
        function pure(int n) returns int => n + 1;
        function reads() returns int => plain;
        function sum(int[] a) returns int => a.length();
        function counts() { lock { guarded += 1; } }
        function starts() returns error? {
            int[] a = [1];
            future<int> f = start pure(1);
            future<int> g = start reads();
            future<int> h = start sum(a);
            future<int> i = start sum(a.clone());
            future<()> j = start counts();
            int _ = check wait f; int _ = check wait g; int _ = check wait h; int _ = check wait i;
            check wait j;
        }
        function works(int n) returns error? {
            int[] own = [n];
            final int k = n;
            worker a returns int { return pure(k); }
            worker b returns int { own.push(1); return own.length(); }
            worker c { plain += 1; }
            worker d returns int { int[] x = []; x.push(k); x.length() -> function; return sum(x); }
            int _ = check <- d;
            int _ = check wait a; int _ = check wait b; check wait c; int _ = check wait d;
        }
        isolated function declared(int n) returns int|error {
            worker a returns int { return n; }
            return wait a;
        }";
    assert_eq!(parallel(text), "pure:0 reads:0 sum:0 counts:0 starts:3 works:2 declared:1");
}
