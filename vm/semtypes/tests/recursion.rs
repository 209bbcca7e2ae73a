//! Recursive type definitions.

mod common;

use common::*;
use semtypes::*;

fn node(value: Ty, next: Ty) -> Ty {
    closed(&[("value", value), ("next", next)])
}

#[test]
fn linked_lists() {
    let defs = Defs::new([
        (0, Ty::nilable(node(Ty::int(), def(0)))),
        (1, Ty::nilable(node(union(&[Ty::int(), Ty::string()]), def(1)))),
        (2, node(Ty::int(), Ty::nilable(def(2)))),
    ]);
    assert!(defs.sub(def(0), def(1)));
    assert!(!defs.sub(def(1), def(0)));
    assert!(defs.set(def(0)).is_same(defs.set(Ty::nilable(def(2)))));
    assert!(defs.sub(def(0), Ty::anydata()));
    assert!(defs.sub(def(0), Ty::json()));
    let unrolled = Ty::nilable(node(Ty::int(), Ty::nilable(node(Ty::int(), def(0)))));
    assert!(defs.set(unrolled).is_same(defs.set(def(0))));
}

#[test]
fn a_value_that_must_contain_itself_does_not_exist() {
    let defs = Defs::new([(0, node(Ty::int(), def(0))), (1, tuple(&[Ty::int(), def(1)]))]);
    assert!(defs.set(def(0)).is_empty());
    assert!(defs.set(def(1)).is_empty());
    assert!(!defs.set(Ty::array(def(0))).is_empty());
}

#[test]
fn user_written_json_is_json() {
    let parts = [Ty::nil(), Ty::boolean(), Ty::int(), Ty::float(), Ty::decimal(), Ty::string()];
    let json = Ty::union(parts.into_iter().chain([Ty::array(def(0)), Ty::map(def(0))]));
    let defs = Defs::new([(0, json)]);
    assert!(defs.set(def(0)).is_same(SemType::json()));
    assert!(defs.sub(readonly(def(0)), Ty::readonly()));
    assert!(defs.sub(Ty::array(Ty::array(def(0))), def(0)));
}

#[test]
fn trees_and_mutual_recursion() {
    let tree = |leaf, children| closed(&[("leaf?", leaf), ("children", Ty::array(children))]);
    let defs = Defs::new([
        (0, tree(Ty::int(), def(1))),
        (1, tree(Ty::int(), def(0))),
        (2, tree(Ty::int(), def(2))),
        (3, tree(Ty::any(), def(3))),
        (4, open(&[("left?", def(5))])),
        (5, open(&[("right?", def(4)), ("x", Ty::int())])),
    ]);
    assert!(defs.set(def(0)).is_same(defs.set(def(2))));
    assert!(defs.set(def(1)).is_same(defs.set(def(0))));
    assert!(defs.sub(def(2), def(3)) && !defs.sub(def(3), def(2)));
    assert!(!defs.sub(def(4), def(5)) && !defs.sub(def(5), def(4)));
    assert!(defs.sub(def(5), open(&[("x", Ty::int())])));
}

#[test]
fn recursion_through_functions_and_objects() {
    let object = |ret| {
        let ty = Ty::function_of([], ret);
        let member =
            MemberTy { name: name("next"), ty, visibility: Visibility::Public, kind: MemberKind::Method };
        Ty::object(ObjectTy { members: vec![member], ..ObjectTy::default() })
    };
    let defs = Defs::new([
        (0, object(Ty::nilable(def(0)))),
        (1, object(Ty::nilable(def(1)))),
        (2, Ty::function_of([def(2)], Ty::int())),
        (3, Ty::function_of([], def(3))),
    ]);
    assert!(defs.set(def(0)).is_same(defs.set(def(1))));
    assert!(!defs.set(def(2)).is_empty());
    assert!(defs.sub(def(3), Ty::function_of([], Ty::any())));
}

#[test]
fn readonly_recursive() {
    let defs = Defs::new([
        (0, closed(&[("items", Ty::array(def(0)))])),
        (1, readonly(closed(&[("items", Ty::array(def(1)))]))),
    ]);
    assert!(defs.set(readonly(def(0))).is_same(defs.set(def(1))));
    assert!(!defs.sub(def(0), Ty::readonly()));
    assert!(!defs.set(def(1)).is_empty());
}

#[test]
fn cycles_without_constructor_are_errors() {
    let defs = Defs::new([
        (0, union(&[def(0), Ty::int()])),
        (1, def(2)),
        (2, def(1)),
        (3, Ty::intersection([Ty::readonly(), def(3)])),
        (4, Ty::array(def(0))),
    ]);
    assert_eq!(lower(def(0), &defs), Err(CyclicType(DefId(0))));
    assert!(lower(def(1), &defs).is_err());
    assert!(lower(def(3), &defs).is_err());
    assert!(lower(def(4), &defs).is_err());
}

#[test]
fn lowering_is_canonical() {
    let make = |n| Defs::new([(n, Ty::nilable(node(Ty::int(), def(n))))]);
    assert_eq!(make(40).set(def(40)), make(40).set(def(40)));
    // The same definition reached through another type is the same set.
    let defs = make(41);
    let through = defs.set(Ty::array(def(41))).list_member_at(0);
    assert_eq!(through, defs.set(def(41)));
    // An edit of the definition is seen.
    let edited = Defs::new([(40, Ty::nilable(node(Ty::string(), def(40))))]);
    assert!(!edited.set(def(40)).is_same(make(40).set(def(40))));
}

#[test]
fn threads_agree() {
    let make =
        || Defs::new([(50, closed(&[("a", Ty::array(def(51)))])), (51, closed(&[("b", Ty::map(def(50)))]))]);
    let sets: Vec<SemType> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| make().set(def(50)))).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(sets.iter().all(|s| *s == sets[0]));
}

/// Lowered once for each path between them, the nodes of a tree would take longer than anyone waits.
#[test]
fn many_types_that_refer_to_one_another() {
    const KINDS: u32 = 16;
    let any = Ty::union((1..=KINDS).map(def));
    let kind = |i: u32| closed(&[(&format!("field{i}"), def(0)), ("list", Ty::array(def(0)))]);
    let leaf = closed(&[("value", Ty::int())]);
    let defs = Defs::new([(0, Ty::union([any, leaf]))].into_iter().chain((1..=KINDS).map(|i| (i, kind(i)))));
    for i in 1..=KINDS {
        assert!(defs.sub(def(i), def(0)) && !defs.sub(def(0), def(i)));
        assert!(i == 1 || !defs.sub(def(i), def(1)));
        let list = defs.set(def(i)).mapping_member_type(Some(name("list"))).ty;
        assert!(list.is_same(defs.set(Ty::array(def(0)))));
    }
}
