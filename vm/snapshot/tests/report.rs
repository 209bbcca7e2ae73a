//! A small heap, written, read and reported.

use expect_test::expect;
use heap_snapshot::write::{Graph, write};
use heap_snapshot::{EdgeName, NodeKind, read, report};

/// Address, kind, name, size, references.
type Object = (u64, NodeKind, &'static str, usize, Vec<(EdgeName<'static>, u64)>);

struct Heap {
    roots: Vec<(String, Vec<(String, u64)>)>,
    objects: Vec<Object>,
}

impl Graph for Heap {
    fn roots(&self) -> &[(String, Vec<(String, u64)>)] {
        &self.roots
    }
    fn objects(&self, f: &mut dyn FnMut(u64)) {
        self.objects.iter().for_each(|o| f(o.0));
    }
    fn describe(&self, object: u64) -> (NodeKind, String, usize) {
        let o = self.objects.iter().find(|o| o.0 == object).unwrap();
        (o.1, o.2.to_string(), o.3)
    }
    fn edges(&self, object: u64, f: &mut dyn FnMut(EdgeName<'_>, u64)) {
        let o = self.objects.iter().find(|o| o.0 == object).unwrap();
        o.4.iter().for_each(|(name, to)| f(*name, *to));
    }
}

/// A cache of two orders that share a customer, whom a strand has too; a cycle; a reference to nothing.
fn heap() -> Heap {
    use EdgeName::*;
    let group = |name: &str, roots: &[(&str, u64)]| {
        (name.to_string(), roots.iter().map(|(n, to)| (n.to_string(), *to)).collect())
    };
    Heap {
        roots: vec![
            group("variables", &[("cache", 8), ("gone", 4096)]),
            group("strands", &[("worker \"w\"", 32)]),
        ],
        objects: vec![
            (
                8,
                NodeKind::Object,
                "map<Order>",
                40,
                vec![(Property("[\"a\"]"), 16), (Property("[\"b\"]"), 24)],
            ),
            (16, NodeKind::Object, "Order", 1000, vec![(Property("customer"), 32), (Property("note"), 40)]),
            (24, NodeKind::Object, "Order", 2000, vec![(Property("customer"), 32), (Internal("x"), 4096)]),
            (32, NodeKind::Object, "Customer", 500, vec![(Property("orders"), 48)]),
            (40, NodeKind::String, "text\n", 64, vec![]),
            (48, NodeKind::Object, "Customer[]", 24, vec![(Element(0), 32)]),
            (56, NodeKind::String, "dead", 9999, vec![]),
        ],
    }
}

fn written() -> Vec<u8> {
    let mut out = Vec::new();
    write(&heap(), &mut out).unwrap();
    out
}

#[test]
fn what_holds_what() {
    let heap = read::read(&written()[..]).unwrap();
    expect![[r#"
        3628 B in 6 objects

           objects       size      holds  type
                 2     3000 B     3064 B  Order
                 1      500 B      524 B  Customer
                 1       64 B       64 B  string
                         64 B             2 more types

             holds        what, and how it is held
            3104 B   86%  variables > cache: map<Order>
            2000 B   55%  variables > cache: map<Order> > ["b"]: Order
            1064 B   29%  variables > cache: map<Order> > ["a"]: Order
    "#]]
    .assert_eq(&report::report(&heap, 3));
}

#[test]
fn files_of_others_and_damaged_ones_are_refused() {
    let text = String::from_utf8(written()).unwrap();
    let error = |text: &str| read::read(text.as_bytes()).unwrap_err();
    assert!(error("{}").starts_with("not a heap snapshot: "));
    assert!(error(&text[..text.len() / 2]).starts_with("not a heap snapshot: "));
    let other = text.replace("\"synthetic\"", "\"concatenated string\"");
    assert_eq!(error(&other), "a heap snapshot of another program, not of balvm");
    let damaged = text.replacen("\"edges\":[1,0,7", "\"edges\":[1,0,70000", 1);
    assert_ne!(damaged, text);
    assert_eq!(error(&damaged), "a damaged heap snapshot: a number in it is out of range");
}
